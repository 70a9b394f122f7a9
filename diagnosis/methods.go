package diagnosis

import "throughline/measure"

// Yield is the method of the yield.
var Yield = measure.Method{
	ID: "diagnosis.yield", Version: 1, Title: "Yield",
	Question: "How much of the intended progress was made, and is the rest a matter of skill or of alignment?",
	Unit:     "share of intended progress", Range: "0 to 1",
	Formula: "capability × coordination × alignment. What is missing is split by the Shapley value: what each factor takes when the three are set from 1 to their value one after another, " +
		"as a mean over the six orders.",
	Edges: []measure.Edge{
		{When: "a factor is not known", Then: "not declared; the others are still shown"},
		{When: "less than 60% of the capacity has counted work, or there are fewer than 20 items", Then: "no verdict: not enough evidence"},
		{When: "the interval holds the line of one half", Then: "mixed"},
	},
	Interval: "bootstrap over the items of work within each unit, 2,000 resamples, centred on the figure. Up to 3,000 items are drawn one by one; of more, " +
		"the units with 200 items and more are drawn from their running sums, and of smaller ones those items one by one that weigh most",
	Sources: []string{"Shorrocks 2013", "Audoly et al. 2025"},
}

// Capability is the method of the first factor.
var Capability = measure.Method{
	ID: "diagnosis.capability", Version: 1, Title: "Capability",
	Question: "What does the unit deliver where nothing holds it up?",
	Unit:     "share of effort", Range: "0 to 1",
	Formula: "effort of items finished in the period over effort of items finished or begun, of the items that never waited on another unit and were never paused or dropped. " +
		"Effort is size times the unit's days for a point.",
	Edges: []measure.Edge{
		{When: "an item is begun and not finished", Then: "it counts as not delivered yet"},
		{When: "there is no such work", Then: "not declared"},
	},
	Interval: "see the yield",
}

// Coordination is the method of the second factor.
var Coordination = measure.Method{
	ID: "diagnosis.coordination", Version: 1, Title: "Coordination",
	Question: "How much of the time is not lost to waiting and to being displaced?",
	Unit:     "share of elapsed days", Range: "0 to 1",
	Formula: "1 less the calendar days on which items waited on another unit or were paused, or all days of items that were dropped, over the calendar days on which items were on their way",
	Edges: []measure.Edge{
		{When: "no wait and no pause is recorded on any of the work", Then: "not declared"},
		{When: "a day is both waited and paused", Then: "it is lost once"},
	},
	Interval: "see the yield",
}

// Alignment is the method of the third factor.
var Alignment = measure.Method{
	ID: "diagnosis.alignment", Version: 1, Title: "Alignment",
	Question: "How much of the work stands where it was asked for?",
	Unit:     "share of what was asked", Range: "0 to 1",
	Formula: "the sum over themes of the smaller of the share asked and the share worked, over what was asked (end-point fidelity)",
	Edges: []measure.Edge{
		{When: "nothing was asked, or nothing worked", Then: "not declared"},
		{When: "few items", Then: "read it against the ceiling that chance leaves"},
	},
	Interval: "see the yield",
	Sources:  []string{"Levin & Peres, Markov Chains and Mixing Times, chapter 4"},
}

// Methods is the methods of this package.
func Methods() []*measure.Method {
	return []*measure.Method{&Yield, &Capability, &Coordination, &Alignment}
}
