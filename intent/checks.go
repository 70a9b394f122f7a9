package intent

import (
	"throughline/finding"
	"throughline/graph"
)

// The conventions of the checks.
const (
	// FarShare is the part of a unit's own days that must be lost on one theme at one stage before the
	// loss is a finding of its own: a tenth.
	FarShare = 0.10
	// FewestItems is how many items of work a unit must have done before the mix of its work is held
	// against its plan.
	FewestItems = 20
	// FullPlan is the part of a unit's days that a plan takes when it leaves no room for anything new.
	FullPlan = 0.9
)

// Checks is the checks on how intent is read, funded, planned and worked, by code.
func Checks() []*finding.Check {
	return []*finding.Check{
		readsDiffer(), lostInReading(), lostInFunding(), lostInPlan(), lostInWork(), stopsNothing(), noWords(), noMeasure(),
	}
}

// CellsIn is the cells of the pass, held against the strategy in force at the latest lock; of whatever moment,
// see In.
func CellsIn(p *finding.Pass) *Cells {
	return finding.Shared(p, func(p *finding.Pass) *Cells {
		o := Options{Basis: p.Basis()}
		if n := len(p.Locks); n > 0 {
			o.Locked = p.Locks[n-1].Then
		}
		return Read(p.Now, p.Period, o)
	})
}

// sent calls look for each restatement for the period that was sent, by unit in the order of the tree.
func sent(p *finding.Pass, look func(*graph.Unit, *graph.Intent)) {
	d := p.Declared()
	for _, u := range p.Tree().Units() {
		if read := d.Interpreted[u.ID]; read != nil && read.Receipt.WasSent() && u.ExistsOn(p.Today()) {
			look(u, read)
		}
	}
}
