package overview

import (
	"sync"
	"sync/atomic"

	"throughline/diagnosis"
	"throughline/graph"
	"throughline/intent"
)

// Diagnosed is the evidence for a skills problem and for an alignment problem, with the verdict.
type Diagnosed struct {
	*diagnosis.Diagnosis // nil without a period
	Judgement            diagnosis.Judgement
	Items                int64 // items of work in the period
}

// mostWalked is the number of items up to which a page waits until they are read and drawn one by one. A larger subject is
// diagnosed from what the items of each unit add up to.
const mostWalked = 3_000

// Diagnose reads the evidence about a unit with all below it, "" for the whole organisation, and judges it. The zero
// value without a period.
func (b *Base) Diagnose(u graph.UnitID) Diagnosed {
	if b = b.all(); b.Basis == nil {
		return Diagnosed{}
	}
	d := b.weighed.diagnosed.of(u, b.diagnose)
	if d.Basis() != b.Basis {
		d.Diagnosis = d.In(b.Basis, b.Cells)
	}
	return d
}

func (b *Base) diagnose(u graph.UnitID) Diagnosed {
	out := Diagnosed{Items: b.itemsUnder(u)}
	if out.Items <= mostWalked {
		out.Diagnosis = diagnosis.Of(b.Basis, b.Cells, u, diagnosis.UsualLimits())
	}
	if out.Diagnosis == nil || out.N > mostWalked { // items that were only begun are walked too
		out.Diagnosis = b.tallies.of(b.Basis).Of(b.Cells, u)
	}
	out.Judgement = out.Judge()
	return out
}

// tallies is what the work of every unit adds up to, made when it is first asked for.
type tallies struct {
	latest atomic.Pointer[diagnosis.Tallies] // before they are made those of an earlier basis, nil where there are none

	mu   sync.Mutex // held while they are made
	made bool
}

// after is the tallies of a later basis, to be made from these, or from what these are still to be made from.
func (t *tallies) after() *tallies {
	next := new(tallies)
	if t != nil {
		next.latest.Store(t.latest.Load())
	}
	return next
}

// of is the tallies of the basis.
func (t *tallies) of(b *graph.Basis) *diagnosis.Tallies {
	t.mu.Lock()
	defer t.mu.Unlock()
	if !t.made {
		t.latest.Store(diagnosis.TalliesAfter(t.latest.Load(), b, diagnosis.UsualLimits()))
		t.made = true
	}
	return t.latest.Load()
}

// itemsUnder is how many items of work the units shown at a unit or below it have in the period.
func (b *Base) itemsUnder(u graph.UnitID) int64 {
	n := int64(0)
	for _, w := range b.Basis.Work {
		if b.Basis.Shown.Under(w.All.Unit, u) {
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
	if b = b.all(); b.Cells == nil || b.itemsUnder(u) > mostResampled {
		return intent.Intervals{Unit: u}
	}
	return b.weighed.intervals.of(u, func(u graph.UnitID) intent.Intervals { return b.Cells.Intervals(u)[0] })
}
