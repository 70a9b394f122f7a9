package discussion

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
)

// The conventions of the checks.
const (
	// SoonDays is how many working days before its end a waiver is told: two weeks.
	SoonDays = 10
	// EndedDays is for how many working days an ended waiver is told: four weeks.
	EndedDays = 20
)

// Checks is the checks on waivers, by code.
func Checks() []*finding.Check { return []*finding.Check{waiverEnded(), waiverEnds()} }

// waived is what the waiver is about: a code on a record, or a code everywhere.
func waived(p *finding.Pass, w *graph.Waiver) (what string, records []graph.Ref) {
	if w.On.IsZero() {
		return "every " + w.Code, []graph.Ref{w.Ref()}
	}
	if w.On.Kind == graph.KindPerson {
		return w.Code, []graph.Ref{w.Ref()}
	}
	return w.Code + " on " + finding.Quote(p.Label(w.On)), []graph.Ref{w.Ref(), w.On}
}

func waiverEnded() *finding.Check {
	return &finding.Check{
		Code: "HIS010", Area: finding.History, Severity: finding.Note,
		Title: "A waiver has ended",
		Doc: fmt.Sprintf("Looks at waivers whose last day passed in the last %d working days. What was accepted "+
			"for now counts again. "+
			"All is well when the cause is mended, or when somebody accepts it anew and says why.", EndedDays),
		Mends: finding.Operations,
		Next:  "Look whether the cause is mended; else accept it anew, or take the waiver out",
		Run: func(p *finding.Pass) {
			for w := range graph.All[*graph.Waiver](p.Now) {
				if n := p.Since(w.Until); w.Until < p.Today() && n <= EndedDays {
					what, records := waived(p, w)
					p.Report(finding.Finding{Sentence: fmt.Sprintf("The waiver of %s ended on %s",
						what, p.Day(w.Until)), Records: records})
				}
			}
		},
	}
}

func waiverEnds() *finding.Check {
	return &finding.Check{
		Code: "HIS011", Area: finding.History, Severity: finding.Note,
		Title: "A waiver ends soon",
		Doc: fmt.Sprintf("Looks at waivers that hold and whose last day is at most %d working days off. There is "+
			"still time to mend the cause. "+
			"All is well when it is mended by then.", SoonDays),
		Mends: finding.Operations,
		Next:  "Mend the cause before that day, or say why it is accepted for longer",
		Run: func(p *finding.Pass) {
			for w := range graph.All[*graph.Waiver](p.Now) {
				if left := graph.Workdays(p.Today()+1, w.Until); w.Until >= p.Today() && left <= SoonDays {
					what, records := waived(p, w)
					s := fmt.Sprintf("The waiver of %s ends on %s, in %s", what, p.Day(w.Until), finding.Workdays(left))
					p.Report(finding.Finding{Sentence: s, Records: records})
				}
			}
		},
	}
}
