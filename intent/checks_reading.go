package intent

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func readsDiffer() *finding.Check {
	return &finding.Check{
		Code: "INT001", Area: finding.Intent, Severity: finding.Error,
		Title: "A unit reads a theme as something else",
		Doc: "Looks at how each unit puts each theme into its own words, and at the themes where whoever asked " +
			"holds that it means something else. " +
			"Every day the unit spends on the theme then serves another one, in good faith. All is well when the " +
			"words are agreed and the mark is taken away.",
		Days:  "the unit's own capacity in the period times the share it gives the theme",
		Mends: "the lead of the unit, with whoever asked",
		Next:  "Agree on the words and on how the unit will know, and send the reading again",
		Run: func(p *finding.Pass) {
			sent(p, func(u *graph.Unit, read *graph.Intent) {
				days := p.OwnDays(u.ID)
				for _, r := range read.Readings {
					if !r.Differs {
						continue
					}
					s := fmt.Sprintf("%s reads %s as something else than was asked", u.Name, p.Theme(r.Theme))
					if r.Words != "" {
						s = fmt.Sprintf("%s reads %s as %s, which is not what was asked",
							u.Name, p.Theme(r.Theme), finding.Quote(r.Words))
					}
					p.Report(finding.Finding{
						Sentence: s, Records: []graph.Ref{read.Ref(), r.Theme.Ref()}, Unit: u.ID, Theme: r.Theme, Stage: string(Interpreted),
						Days:  days * float64(read.Shares.Of(r.Theme)),
						Mends: p.Lead(u.ID) + ", with " + p.Above(u.ID),
					})
				}
			})
		},
	}
}

func stopsNothing() *finding.Check {
	return &finding.Check{
		Code: "INT006", Area: finding.Intent, Severity: finding.Note,
		Title: "A unit with a full plan stops nothing",
		Doc: fmt.Sprintf("Looks at restatements that name nothing the unit will stop, where the unit's plan takes "+
			"at least %s of its days. What is asked anew then comes on top of everything, and something else gives "+
			"way unsaid. "+
			"All is well when the unit names what it stops. Silent where no unit of the workspace names "+
			"anything.", wording.WholePercent(FullPlan)),
		Mends: "the lead of the unit",
		Next:  "Name what the unit stops, so that others can count on it",
		Run: func(p *finding.Pass) {
			any := false
			sent(p, func(_ *graph.Unit, read *graph.Intent) { any = any || len(read.Stops) > 0 })
			sent(p, func(u *graph.Unit, read *graph.Intent) {
				room, ok := p.Room(u.ID)
				planned := p.Firm(u.ID)
				if !any || !ok || len(read.Stops) > 0 || planned < FullPlan*(room.Days-room.SetAside) {
					return
				}
				s := fmt.Sprintf("%s names nothing it stops, while its plan takes %s of %s",
					u.Name, wording.Number(planned), wording.Days(room.Days-room.SetAside))
				if len(p.Shown().Together(u.ID)) != 1 {
					s = fmt.Sprintf("%s names nothing it stops, while its plan is full", u.Name)
				}
				p.Report(finding.Finding{
					Sentence: s,
					Records:  append([]graph.Ref{read.Ref()}, refs(room.Records)...), Unit: u.ID, Stage: string(Interpreted), Mends: p.Lead(u.ID),
				})
			})
		},
	}
}

func refs(ids []graph.CapacityID) []graph.Ref {
	out := make([]graph.Ref, len(ids))
	for i, id := range ids {
		out[i] = id.Ref()
	}
	return out
}

func noWords() *finding.Check {
	return &finding.Check{
		Code: "INT007", Area: finding.Intent, Severity: finding.Note,
		Title: "A unit restates its intent in numbers only",
		Doc: "Looks at restatements that were sent without a word: neither a restatement of the whole nor a " +
			"reading of any theme. Shares can be copied without being understood. " +
			"All is well with a sentence in the unit's own words.",
		Mends: "the lead of the unit", Next: "Write what the unit understands, in its own words",
		Run: func(p *finding.Pass) {
			sent(p, func(u *graph.Unit, read *graph.Intent) {
				if read.Restatement != "" || len(read.Readings) > 0 {
					return
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s sent its shares for %s without a word on how it "+
						"reads them", u.Name, p.Period.Name),
					Records: []graph.Ref{read.Ref()}, Unit: u.ID, Stage: string(Interpreted), Mends: p.Lead(u.ID),
				})
			})
		},
	}
}

func noMeasure() *finding.Check {
	return &finding.Check{
		Code: "INT008", Area: finding.Intent, Severity: finding.Note,
		Title: "A unit does not say how it will know",
		Doc: "Looks at restatements in words that name no measure, neither for the whole nor for a theme. Without " +
			"one the unit and whoever asked will judge by different things. " +
			"Restatements without any words are another finding.",
		Mends: "the lead of the unit", Next: "Name the measure by which the unit will know",
		Run: func(p *finding.Pass) {
			sent(p, func(u *graph.Unit, read *graph.Intent) {
				measured := read.Measure != ""
				for _, r := range read.Readings {
					measured = measured || r.Measure != ""
				}
				if measured || read.Restatement == "" && len(read.Readings) == 0 {
					return
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s says what it will do in %s and not how it "+
						"will know", u.Name, p.Period.Name),
					Records: []graph.Ref{read.Ref()}, Unit: u.ID, Stage: string(Interpreted), Mends: p.Lead(u.ID),
				})
			})
		},
	}
}
