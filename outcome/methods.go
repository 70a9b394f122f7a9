package outcome

import "throughline/measure"

// Progress is the method of progress towards a target.
var Progress = measure.Method{
	ID: "outcome.progress", Version: 1, Title: "Progress",
	Question: "How far is the outcome on its way to the target?",
	Unit:     "share of the way", Range: "any number; 0 is the baseline, 1 the target",
	Formula: "(last reading − baseline) ÷ (target − baseline)",
	Edges: []measure.Edge{
		{When: "no metric, target or reading is declared", Then: "not declared"},
		{When: "target and baseline are the same", Then: "not declared"},
		{When: "the reading moved the other way", Then: "below 0"},
	},
	Interval: "none: a reading is what was read",
}

// WithoutReading is the method of the number of outcomes that nobody reads.
var WithoutReading = measure.Method{
	ID: "outcome.unread", Version: 2, Title: "Outcomes without a reading",
	Question: "For which outcomes does nobody look whether they move?",
	Unit:     "outcomes", Range: "0 or more",
	Formula: "the number of outcomes that have a metric and no reading up to the day; one that ended does not count",
	Edges: []measure.Edge{
		{When: "an outcome is for a period without a day in common", Then: "it does not count"},
		{When: "no outcome has a metric", Then: "not declared"},
	},
	Interval: "none: every outcome is counted",
}

// WithoutFunding is the method of the number of outcomes that nothing funded serves.
var WithoutFunding = measure.Method{
	ID: "outcome.unserved", Version: 2, Title: "Outcomes that nothing funded serves",
	Question: "Which outcomes does nothing that is funded work on?",
	Unit:     "outcomes", Range: "0 or more",
	Formula: "the number of outcomes to which no likely, committed, started or done initiative contributes that is funded in the period",
	Edges: []measure.Edge{
		{When: "a unit or a theme is funded, not an initiative", Then: "the planned initiatives the unit takes part in, or that serve the theme, count as funded"},
		{When: "no funding is declared", Then: "committed, started and done initiatives with days in the period count as funded"},
		{When: "an outcome ended", Then: "it counts up to its last day"},
		{When: "an outcome is for a period without a day in common", Then: "it does not count"},
		{When: "there are no outcomes", Then: "not declared"},
	},
	Interval: "none: every outcome is counted",
}

// Methods is the methods of this package.
func Methods() []*measure.Method {
	return []*measure.Method{&Progress, &WithoutReading, &WithoutFunding}
}
