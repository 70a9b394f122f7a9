package intent

import "throughline/measure"

// Kept is the method of the kept share.
var Kept = measure.Method{
	ID: "intent.kept", Version: 1, Title: "Intent kept",
	Question: "Of the emphasis that leadership stated, how much survives to the work, and where is the rest lost?",
	Unit:     "share of stated emphasis", Range: "0 to 1",
	Formula: "At each stage a unit keeps of a theme the smaller of what it kept at the stage before and what the stage gives it; " +
		"at the first stage a theme that was handed out more than stated is scaled back. Kept is the sum over units and themes at the last stage declared, over what was stated. " +
		"For a unit it is over what the unit was asked for; for a theme over what was stated for it.",
	Edges: []measure.Edge{
		{When: "a stage is declared by nobody", Then: "it is left out and named"},
		{When: "a unit declared nothing at a stage", Then: "its days stand as at the stage before; coverage falls and bounds show the worst and the best case"},
		{When: "a unit was assigned nothing", Then: "its nearest ancestor's shares stand in, flagged in coverage"},
		{When: "a theme is assigned more than stated", Then: "all units are scaled back in proportion"},
		{When: "a unit is new at a later stage", Then: "it keeps nothing; what it does is counted as moved"},
		{When: "a stage adds up to 0", Then: "it is left out and named"},
		{When: "money has no rate", Then: "the funding of its units is not declared"},
		{When: "the strategy changed after the plan lock", Then: "the chain follows the strategy at the lock"},
		{When: "fewer than five people", Then: "shown inside the unit above, and so is the smallest unit beside them where taking it away would tell theirs"},
	},
	Interval: "bootstrap over the items of work within each unit, 2,000 resamples, centred on the figure: what as many items may show that come about " +
		"in the same way. What chance takes from every figure of few items it takes from the ceiling too; what is decided (stated to planned) is exact",
	Sources: []string{
		"Levin & Peres, Markov Chains and Mixing Times, chapter 4", "Cover & Thomas 2006, theorem 2.8.1", "Manski 2003 (bounds)",
		"Efron & Tibshirani 1993, chapters 10 and 13, and Marcon et al. 2012 (centred intervals)",
	},
}

// OnCourse is the method of the on-course share.
var OnCourse = measure.Method{
	ID: "intent.oncourse", Version: 1, Title: "On course",
	Question: "What part of the days that were worked traces to a theme?",
	Unit:     "share of executed days", Range: "0 to 1",
	Formula: "days of work finished or logged in the period whose initiative serves a theme, times the share it serves, over all days of work finished or logged. " +
		"The days of an item are those logged; without any, its size times the unit's elapsed capacity over the sum of its sizes.",
	Edges: []measure.Edge{
		{When: "nothing was finished or logged", Then: "not declared"},
		{When: "an item has no size and no days logged", Then: "it counts as size 1"},
		{When: "work belongs to no initiative", Then: "it is not on course"},
	},
	Interval: "bootstrap over the items of work within each unit, 2,000 resamples, centred on the figure",
}

// OnTarget is the method of end-point fidelity at one stage.
var OnTarget = measure.Method{
	ID: "intent.ontarget", Version: 1, Title: "On target",
	Question: "What part of the weight stands where the strategy put it, whichever way it came there?",
	Unit:     "share of stated emphasis", Range: "0 to 1",
	Formula: "the sum over themes of the smaller of the stated share and the share at the stage. It is never below what is kept: " +
		"the difference ended in the right place although the chain was broken.",
	Edges:    []measure.Edge{{When: "the stage is declared by nobody", Then: "not declared"}},
	Interval: "none: a record of what was decided; at the executed stage see what is kept",
	Sources:  []string{"Levin & Peres, Markov Chains and Mixing Times, chapter 4"},
}

// Methods is the methods of this package.
func Methods() []*measure.Method { return []*measure.Method{&Kept, &OnCourse, &OnTarget} }
