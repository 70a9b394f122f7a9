package dependency

import "throughline/measure"

// PromisesKept is the method of the share of promises kept.
var PromisesKept = measure.Method{
	ID: "dependency.kept", Version: 1, Title: "Promises kept",
	Question: "When a unit promises another something by a day, is it there?",
	Unit:     "share of promises", Range: "0 to 1",
	Formula: "promises delivered by the last day promised, over promises delivered, broken off, or past their day",
	Edges: []measure.Edge{
		{When: "a promise was renegotiated before its day", Then: "the new day counts"},
		{When: "something is delivered without a promised day", Then: "it is kept"},
		{When: "the promised day is not over", Then: "not counted yet"},
		{When: "a dependency has no turns", Then: "not declared"},
	},
	Interval: "Wilson, below 20 promises Clopper-Pearson",
	Sources:  []string{"Newcombe 1998", "Brown, Cai & DasGupta 2001"},
}

// WaitShare is the method of the time a unit's work waits.
var WaitShare = measure.Method{
	ID: "dependency.wait", Version: 1, Title: "Waiting on others",
	Question: "How much of the time its work is on its way does a unit wait on other units?",
	Unit:     "share of elapsed days", Range: "0 to 1",
	Formula: "calendar days on which items of work were blocked on another unit, over calendar days between their start and end; sums over sums",
	Edges: []measure.Edge{
		{When: "blocks overlap", Then: "the days count once and are shared between the units waited on"},
		{When: "an item is not finished", Then: "it counts up to the day of the picture"},
		{When: "no wait is recorded", Then: "not declared"},
	},
	Interval: "none: every item is counted",
}

// WaitsCaused is the method of the time others wait on a unit.
var WaitsCaused = measure.Method{
	ID: "dependency.waits.caused", Version: 1, Title: "Others wait on it",
	Question: "How long does the work of other units wait on this one?",
	Unit:     "days", Range: "0 or more",
	Formula: "calendar days on which items of work of units that have a dependency on it were blocked on it",
	Edges: []measure.Edge{
		{When: "a wait has no recorded dependency", Then: "not seen"},
		{When: "no dependency on the unit is declared", Then: "not declared"},
	},
	Interval: "none: every item is counted",
}

// Methods is the methods of this package.
func Methods() []*measure.Method { return []*measure.Method{&PromisesKept, &WaitShare, &WaitsCaused} }
