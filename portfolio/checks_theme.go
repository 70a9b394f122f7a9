package portfolio

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// stagePlanned is the stage of the waterfall at which the plan loses intent.
const stagePlanned = "planned"

func orphanedPlan() *finding.Check {
	return &finding.Check{
		Code: "POR001", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "A planned initiative serves no theme",
		Doc: "Looks at initiatives of the period that are committed, started or done and of which no part serves a " +
			"theme, neither directly nor through an outcome. Its days are spent outside the strategy, or nobody " +
			"has said how they serve it. " +
			"All is well when it names what it serves. Silent while no initiative of the workspace serves a theme.",
		Days:  periodDays,
		Mends: "the unit that owns the initiative",
		Next:  "Say which outcome or theme it serves, or ask whether to go on with it",
		Each: eachInitiative(func(p *finding.Pass, i finding.Planned) {
			if !i.Concerns || !i.State.Planned() || i.Linked > 0 || i.Days == 0 && !chosen(i.Initiative) || !linked(p) {
				return
			}
			s := fmt.Sprintf("%s is planned for %s and serves no theme", quoted(i.Initiative), p.Period.Name)
			if i.Days > 0 {
				s = fmt.Sprintf("%s takes %s of %s and serves no theme",
					quoted(i.Initiative), wording.Days(i.Days), p.Period.Name)
			}
			report(p, i.Initiative, s, i.Days)
		}),
	}
}

func halfLinked() *finding.Check {
	return &finding.Check{
		Code: "POR002", Area: finding.Portfolio, Severity: finding.Note,
		Title: "Most of a planned initiative serves no theme",
		Doc: fmt.Sprintf("Looks at planned initiatives with days in the period of which less than %s serves themes. "+
			"All is well when the rest is standing work and said to be so, or when it names what "+
			"it serves.", wording.WholePercent(MostlyLinked)),
		Days:  "days planned on the initiative in the period, times the share that serves no theme",
		Mends: "the unit that owns the initiative",
		Next:  "Say what the rest of it serves, or split it",
		Each: eachInitiative(func(p *finding.Pass, i finding.Planned) {
			if i.State.Planned() && i.Days > 0 && i.Linked > 0 && i.Linked < MostlyLinked {
				s := fmt.Sprintf("Only %s of %s serves a theme; it takes %s of %s",
					wording.WholePercent(i.Linked), quoted(i.Initiative), wording.Days(i.Days), p.Period.Name)
				report(p, i.Initiative, s, i.Days*(1-i.Linked))
			}
		}),
	}
}

func starvedTheme() *finding.Check {
	return &finding.Check{
		Code: "POR012", Area: finding.Portfolio, Severity: finding.Error,
		Title: "A theme is starved by the plan",
		Doc: fmt.Sprintf("Compares each theme's share of the capacity in the plan with its stated share. Below %s "+
			"of it the theme is starved: it is stated and not meant, or meant and not planned. "+
			"Silent while no strategy is stated, and while no days are planned.", wording.WholePercent(starvedBelow)),
		Days: "what the planned share lacks of the stated one, times the capacity of the period; the planned days, " +
			"where no capacity is declared",
		Mends: finding.Leadership,
		Next:  "Commit initiatives that serve it, or lower its stated share",
		Run: func(p *finding.Pass) {
			stated := p.Declared().Stated
			if stated == nil {
				return
			}
			themes := CoverageIn(p).Themes
			if !themes.Defined() {
				return
			}
			for _, t := range themes.List {
				if t.Starved {
					p.Report(finding.Finding{
						Sentence: fmt.Sprintf("%s is stated with %s and planned with %s",
							p.Theme(t.Theme.ID), wording.WholePercent(t.Stated), wording.WholePercent(t.Planned)),
						Records: []graph.Ref{t.Theme.Ref(), stated.Ref()}, Theme: t.Theme.ID, Stage: stagePlanned,
						Days: (t.Stated - t.Planned) * themes.Denominator.Value,
					})
				}
			}
		},
	}
}

func looseWork() *finding.Check {
	return &finding.Check{
		Code: "POR013", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "Much of a unit's work belongs to no initiative",
		Doc: fmt.Sprintf("Looks at the work each unit finished or logged in the period. Where at least %s of the "+
			"days belong to no initiative, nobody above the team can see what they are for, and no question about "+
			"them can be answered. "+
			"Units of fewer than five people count with the one above; fewer than %d items are not judged; work "+
			"without an initiative anywhere says that the tracker is not linked yet, and is "+
			"left out.", wording.WholePercent(LooseShare), FewestItems),
		Days:  "days of work without an initiative: logged, or by size at the unit's rate",
		Mends: "the lead of the unit",
		Next:  "Link the work to the initiative it serves, or give standing work a carve-out",
		Run: func(p *finding.Pass) {
			for _, w := range looseByUnit(p) {
				if w.items < FewestItems || w.loose == w.days || w.loose < LooseShare*w.days {
					continue
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("Of %s that %s worked in %s, %s belong to no initiative",
						wording.Days(w.days), p.Unit(w.unit), p.Period.Name, wording.Number(roundDays(w.loose))),
					Records: []graph.Ref{w.unit.Ref(), p.Period.Ref()}, Unit: w.unit, Stage: "executed", Days: w.loose, Mends: p.Lead(w.unit),
				})
			}
		},
	}
}

// roundDays rounds as wording.Days does.
func roundDays(d float64) float64 {
	if d >= 10 {
		return float64(int(d + 0.5))
	}
	return d
}

// worked is the work of the units that are shown at one.
type worked struct {
	unit        graph.UnitID
	items       int64
	days, loose float64 // loose: without an initiative
}

// looseByUnit is the work of each unit, in the order of the units' ids.
func looseByUnit(p *finding.Pass) []worked {
	shown := p.Shown()
	at := make(map[graph.UnitID]int)
	var out []worked
	for _, s := range p.Labour().Work {
		u := shown.At(s.All.Unit)
		if u == "" {
			continue
		}
		n, ok := at[u]
		if !ok {
			n = len(out)
			at[u] = n
			out = append(out, worked{unit: u})
		}
		out[n].items, out[n].days, out[n].loose = out[n].items+s.All.Items, out[n].days+s.Days, out[n].loose+s.Loose
	}
	return out
}
