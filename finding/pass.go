package finding

import "throughline/graph"

// Pass is the only input of a check, and of a reading: the picture, the period looked at, and its locks. It
// notes what is looked at through it, so that the next round asks only those that looked at something which
// changed. It is used by one goroutine.
type Pass struct {
	Now    *graph.Snapshot
	Period *graph.Period // the period the figures are about; never nil
	Locks  []Lock        // the period's plan locks up to now, oldest first

	round *Round
	saw   *saw
	near  graph.KindSet // records of these kinds that are beside the one looked at are not noted
	check *Check
	out   []*Finding
}

// newPass is a pass of the round that notes in seen.
func (r *Round) newPass(seen *saw) *Pass {
	return &Pass{Now: r.basis.Picture.Noting(&seen.kinds), Period: r.basis.Period, Locks: r.locks, round: r, saw: seen}
}

// Report adds a finding. Mends and Next default to those of the check; a finding without days is
// unpriced.
func (p *Pass) Report(f Finding) {
	f.Check = p.check
	if f.Mends == "" {
		f.Mends = p.check.Mends
	}
	if f.Next == "" {
		f.Next = p.check.Next
	}
	if f.Days <= 0 {
		f.Days, f.Unpriced = 0, true
	}
	p.out = append(p.out, &f)
}

// saw is what a check or a reading looked at.
type saw struct {
	kinds    graph.KindSet
	readings []key
}
