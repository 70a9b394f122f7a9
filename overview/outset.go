package overview

import (
	"throughline/graph"
	"throughline/portfolio"
)

// OutsetStep is a part of what an organisation declares, in the order in which each reveals more.
type OutsetStep string

// The steps from an empty workspace to everything that can be shown.
const (
	OutsetStrategy     OutsetStep = "strategy"     // themes with their shares
	OutsetUnits        OutsetStep = "units"        // units below the top
	OutsetCapacity     OutsetStep = "capacity"     // the days they have in the period
	OutsetInitiatives  OutsetStep = "initiatives"  // with what they serve
	OutsetWork         OutsetStep = "work"         // items of a tracker
	OutsetAsked        OutsetStep = "asked"        // what each unit is asked for
	OutsetReadings     OutsetStep = "readings"     // how units read it, sent back
	OutsetOutcomes     OutsetStep = "outcomes"     // with a metric
	OutsetPeople       OutsetStep = "people"       // who leads a unit
	OutsetDecisions    OutsetStep = "decisions"    // who decides what
	OutsetDependencies OutsetStep = "dependencies" // who needs what from whom
	OutsetLock         OutsetStep = "lock"         // a plan that is locked
)

// OutsetSteps is the steps in their order.
func OutsetSteps() []OutsetStep {
	return []OutsetStep{
		OutsetStrategy, OutsetUnits, OutsetCapacity, OutsetInitiatives, OutsetWork, OutsetAsked, OutsetReadings, OutsetOutcomes,
		OutsetPeople, OutsetDecisions, OutsetDependencies, OutsetLock,
	}
}

// Outset is how far an organisation has declared itself.
type Outset struct {
	Done    map[OutsetStep]bool
	Sampled *graph.Work // an item of the built-in sample, nil without it
}

// Open is how many steps are still to be done.
func (o Outset) Open() int {
	n := 0
	for _, s := range OutsetSteps() {
		if !o.Done[s] {
			n++
		}
	}
	return n
}

// Outset reads how far the organisation has declared itself, from its records.
func (b *Base) Outset() Outset {
	s := b.Picture
	o := Outset{Done: make(map[OutsetStep]bool), Sampled: portfolio.SampleIn(s)}
	o.Done[OutsetStrategy] = s.Count(graph.KindTheme) > 0 && has(s, func(i *graph.Intent) bool { return i.Level == graph.Stated })
	o.Done[OutsetUnits] = s.Count(graph.KindUnit) > 1
	o.Done[OutsetCapacity] = has(s, func(c *graph.Capacity) bool { return c.Days > 0 })
	o.Done[OutsetInitiatives] = has(s, func(i *graph.Initiative) bool { return len(i.Contributes) > 0 })
	o.Done[OutsetWork] = s.Count(graph.KindWork) > 0
	o.Done[OutsetAsked] = has(s, func(i *graph.Intent) bool { return i.Level == graph.Assigned })
	o.Done[OutsetReadings] = has(s, func(i *graph.Intent) bool { return i.Level == graph.Interpreted && i.Receipt.WasSent() })
	o.Done[OutsetOutcomes] = has(s, func(o *graph.Outcome) bool { return o.Metric.Declared() })
	o.Done[OutsetPeople] = has(s, func(u *graph.Unit) bool { return len(u.Leads) > 0 })
	o.Done[OutsetDecisions] = s.Count(graph.KindRight)+s.Count(graph.KindDecision) > 0
	o.Done[OutsetDependencies] = s.Count(graph.KindDependency) > 0
	o.Done[OutsetLock] = s.Count(graph.KindBaseline) > 0
	return o
}

// has reports whether any record of the kind is so.
func has[R graph.Record](s *graph.Snapshot, is func(R) bool) bool {
	for r := range graph.All[R](s) {
		if is(r) {
			return true
		}
	}
	return false
}
