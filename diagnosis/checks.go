package diagnosis

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/portfolio"
	"throughline/wording"
)

// Checks is the checks that stand on the figures of several capabilities, by code.
func Checks() []*finding.Check { return []*finding.Check{busyOffCourse()} }

// fewestJudged is how many items of work a unit must have done before its course is judged.
const fewestJudged = 20

func busyOffCourse() *finding.Check {
	lines := portfolio.UsualLines()
	return &finding.Check{
		Code: "INT011", Area: finding.Intent, Severity: finding.Error,
		Title: "A unit is busy, and off course",
		Doc: fmt.Sprintf("Looks at each unit's activity (days logged over capacity that is over) and coherence "+
			"(the part of its days that traces to a theme). Activity of %s and more with coherence below %s is "+
			"effort that does not add up, and more effort will not help. "+
			"Units of fewer than five people count with the one above; fewer than %d items are not judged. Silent "+
			"where no days are logged.", wording.WholePercent(lines.Activity), wording.WholePercent(lines.Coherence), fewestJudged),
		Days:  "days of work that trace to no theme",
		Mends: "the lead of the unit",
		Next:  "Go through the work that serves no theme: link it, hand it back, or stop it",
		Run: func(p *finding.Pass) {
			if p.Now.Count(graph.KindTheme) == 0 {
				return
			}
			for _, c := range portfolio.CoursesIn(p) {
				if c.Quadrant != portfolio.BusyOffCourse || c.Coherence.N < fewestJudged {
					continue
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s logged %s of its days, and %s of its work traces to a theme",
						p.Unit(c.Unit), wording.WholePercent(c.Activity.Value), wording.WholePercent(c.Coherence.Value)),
					Records: []graph.Ref{c.Unit.Ref(), p.Period.Ref()}, Unit: c.Unit, Stage: "executed",
					Days:  c.Coherence.Denominator.Value - c.Coherence.Numerator.Value,
					Mends: p.Lead(c.Unit),
				})
			}
		},
	}
}
