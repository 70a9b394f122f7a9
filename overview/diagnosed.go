package overview

import (
	"throughline/diagnosis"
	"throughline/graph"
	"throughline/intent"
)

// Diagnosed is the evidence for a skills problem and for an alignment problem.
type Diagnosed struct {
	*diagnosis.Diagnosis // nil where it was not looked at

	// Judgement is the verdict; Judged is false where resampling so many items would hold the page up.
	Judgement diagnosis.Judgement
	Judged    bool
	Items     int64 // items of work in the period
}

const (
	// mostDiagnosed is the number of items up to which the evidence is read for a page: every item is
	// walked. A larger organisation is looked at unit by unit.
	mostDiagnosed = 12_000
	// mostJudged is the number of items up to which a page waits for the verdict: each is drawn 2,000
	// times.
	mostJudged = 3_000
)

// Diagnose reads the evidence about a unit with all below it, "" for the whole organisation. The zero
// value without a period, and for a subject with too many items to be read for a page.
func (b *Base) Diagnose(u graph.UnitID) Diagnosed {
	if b.Basis == nil {
		return Diagnosed{}
	}
	out := Diagnosed{Items: b.itemsUnder(u)}
	if out.Items > mostDiagnosed {
		return out
	}
	out.Diagnosis = diagnosis.Of(b.Basis, b.Cells, u, diagnosis.UsualLimits())
	if out.N <= mostJudged {
		out.Judgement, out.Judged = out.Judge(), true
	}
	return out
}

// itemsUnder is how many items of work a unit with all below it has in the period.
func (b *Base) itemsUnder(u graph.UnitID) int64 {
	n := int64(0)
	for _, w := range b.Basis.Work {
		if u == "" || b.Basis.Tree.Under(w.All.Unit, u) {
			n += w.All.Items
		}
	}
	return n
}

// mostResampled is the number of items up to which a page waits for the intervals of its figures.
const mostResampled = 20_000

// Intervals is the sampling uncertainty of what is kept and what is on course, for a unit with all below it,
// "" for the whole. Both are nil where resampling would hold the page up.
func (b *Base) Intervals(u graph.UnitID) intent.Intervals {
	if b.Cells == nil || b.itemsUnder(u) > mostResampled {
		return intent.Intervals{Unit: u}
	}
	return b.Cells.Intervals(u)[0]
}
