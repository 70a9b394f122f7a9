package strategy

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func notStated() *finding.Check {
	return &finding.Check{
		Code: "STR001", Area: finding.Strategy, Severity: finding.Note,
		Title: "No strategy is stated for the period",
		Doc: "Looks at whether the top unit states shares for the period, or for a longer one around it. Without " +
			"them there is nothing to hold plans and work against. " +
			"Silent where the workspace has no themes: then nobody has begun.",
		Mends: finding.Leadership,
		Next:  "State how much emphasis each theme should get, as shares that sum to at most 1",
		Run: func(p *finding.Pass) {
			if p.Now.Count(graph.KindTheme) > 0 && p.Declared().Stated == nil {
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("For %s it is not declared how much emphasis each theme "+
						"should get", p.Period.Name),
					Records: []graph.Ref{p.Period.Ref()},
				})
			}
		},
	}
}

// stated calls look for each theme of the strategy with a share of it, in the order of pages.
func stated(p *finding.Pass, look func(*graph.Theme, graph.Share, *graph.Intent)) {
	i := p.Declared().Stated
	if i == nil {
		return
	}
	for _, t := range graph.ThemesInOrder(p.Now) {
		if share := i.Shares.Of(t.ID); share > 0 {
			look(t, share, i)
		}
	}
}

func wordless() *finding.Check {
	return &finding.Check{
		Code: "STR002", Area: finding.Strategy, Severity: finding.Warning,
		Title: "A theme has a share of the strategy and no words",
		Doc: "Looks at themes with a stated share for what they mean (the statement) and why they matter (the " +
			"reason). A bare name is read differently by every unit. " +
			"All is well with one sentence for each.",
		Mends: finding.Leadership,
		Next:  "Write one sentence on what the theme means and one on why it matters",
		Run: func(p *finding.Pass) {
			stated(p, func(t *graph.Theme, share graph.Share, i *graph.Intent) {
				lacks := ""
				switch {
				case t.Statement == "" && t.Why == "":
					lacks = "neither a statement nor a reason"
				case t.Statement == "":
					lacks = "no statement"
				case t.Why == "":
					lacks = "no reason"
				default:
					return
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s is asked for with %s of the emphasis and has %s",
						p.Theme(t.ID), wording.WholePercent(float64(share)), lacks),
					Records: []graph.Ref{t.Ref(), i.Ref()}, Theme: t.ID,
				})
			})
		},
	}
}

func withoutOutcome() *finding.Check {
	return &finding.Check{
		Code: "STR003", Area: finding.Strategy, Severity: finding.Warning,
		Title: "A theme has no outcome",
		Doc: "Looks at themes with a stated share for at least one outcome that gives them weight. Without one " +
			"nobody can tell whether the theme is getting anywhere. " +
			"Silent while the workspace has no outcomes at all.",
		Days:  emphasisWords,
		Mends: finding.Leadership,
		Next:  "Name an outcome that shows the theme is getting somewhere, with a metric and a target",
		Run: func(p *finding.Pass) {
			if p.Now.Count(graph.KindOutcome) == 0 {
				return
			}
			served := make(map[graph.ThemeID]bool)
			for o := range graph.All[*graph.Outcome](p.Now) {
				if !o.PursuedIn(p.Period, p.Today()) {
					continue
				}
				for _, s := range o.Themes {
					served[s.Theme] = served[s.Theme] || s.Share > 0
				}
			}
			stated(p, func(t *graph.Theme, share graph.Share, i *graph.Intent) {
				if !served[t.ID] {
					p.Report(finding.Finding{
						Sentence: fmt.Sprintf("%s is asked for with %s of the emphasis and has no outcome",
							p.Theme(t.ID), wording.WholePercent(float64(share))),
						Records: []graph.Ref{t.Ref(), i.Ref()}, Theme: t.ID, Days: emphasis(p, share),
					})
				}
			})
		},
	}
}

func unspoken() *finding.Check {
	return &finding.Check{
		Code: "STR004", Area: finding.Strategy, Severity: finding.Note,
		Title: "A part of the emphasis is given to no theme",
		Doc: fmt.Sprintf("Looks at how far the stated shares fall short of 1, beyond the reserve that the period "+
			"declares and a slack of %s. What is left open is filled by whoever comes first. "+
			"All is well when the rest is the period's declared reserve.", wording.WholePercent(ShareSlack)),
		Days:  "the missing share of all capacity declared for the period",
		Mends: finding.Leadership,
		Next:  "Give the rest to a theme, or declare it as the reserve of the period",
		Run: func(p *finding.Pass) {
			i := p.Declared().Stated
			if i == nil || len(i.Shares) == 0 {
				return
			}
			if rest := 1 - i.Shares.Sum() - p.Period.Reserve; beyond(rest) {
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("The stated shares of %s sum to %s, so that %s belongs to no theme and "+
						"to no reserve", p.Period.Name,
						wording.WholePercent(float64(i.Shares.Sum())), wording.WholePercent(float64(rest))),
					Records: []graph.Ref{i.Ref(), p.Period.Ref()}, Days: emphasis(p, rest),
				})
			}
		},
	}
}

func tooMany() *finding.Check {
	return &finding.Check{
		Code: "STR005", Area: finding.Strategy, Severity: finding.Warning,
		Title: "The strategy has too many themes to choose by",
		Doc: fmt.Sprintf("Counts the themes with a stated share. More than %d do not tell anybody what to leave. "+
			"The limit is a convention.", MostThemes),
		Mends: finding.Leadership,
		Next:  "Join themes, or say which of them wait for the next period",
		Run: func(p *finding.Pass) {
			n := 0
			stated(p, func(*graph.Theme, graph.Share, *graph.Intent) { n++ })
			if n > MostThemes {
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s asks for %d themes at once", p.Period.Name, n),
					Records:  []graph.Ref{p.Declared().Stated.Ref()},
				})
			}
		},
	}
}

func retired() *finding.Check {
	return &finding.Check{
		Code: "STR006", Area: finding.Strategy, Severity: finding.Warning,
		Title: "Emphasis is asked for a theme that does not hold in the period",
		Doc: "Looks at themes with a stated share whose last day lies before the period, or whose first day lies " +
			"after it. Either the share or the days of the theme are out of date, " +
			"and units will read it both ways.",
		Days:  emphasisWords,
		Mends: finding.Leadership,
		Next:  "Move the share to a theme that holds, or change the days of this one",
		Run: func(p *finding.Pass) {
			stated(p, func(t *graph.Theme, share graph.Share, i *graph.Intent) {
				var when string
				switch {
				case t.Until != 0 && t.Until < p.Period.Start:
					when = "ended on " + p.Day(t.Until)
				case t.From > p.Period.End:
					when = "begins on " + p.Day(t.From)
				default:
					return
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s is asked for with %s of the emphasis of %s, but %s",
						p.Theme(t.ID), wording.WholePercent(float64(share)), p.Period.Name, when),
					Records: []graph.Ref{t.Ref(), i.Ref()}, Theme: t.ID, Days: emphasis(p, share),
				})
			})
		},
	}
}
