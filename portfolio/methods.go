package portfolio

import "throughline/measure"

// BaselineDrift is the method of drift.
var BaselineDrift = measure.Method{
	ID: "portfolio.drift", Version: 1, Title: "Drift of the plan",
	Question: "How much of the plan as it was locked is no longer as locked?",
	Unit:     "share of the locked plan", Range: "0 to 1; slip in periods",
	Formula: "For each initiative the days locked for a period are kept as far as the period still has them; moved as far as they are planned in another period; " +
		"cut as far as they are planned no more. Days beyond those locked are added. Drift is moved and cut over locked.",
	Edges: []measure.Edge{
		{When: "no days are declared", Then: "each step of an initiative counts as 1 and the unit is commitments"},
		{When: "nothing was locked", Then: "not declared"},
		{When: "days are declared for a longer period", Then: "they are spread by working days over what its shorter periods leave"},
		{When: "an initiative has the same scope and steps, and all its days changed by one factor", Then: "its locked days are scaled and it is marked re-sized"},
		{When: "an initiative was split or merged", Then: "it shows as cut and added"},
		{When: "days left the period that is looked at", Then: "they count as moved as far as they were added outside it"},
	},
	Interval: "none: a plan is a record, not a sample",
	Sources:  []string{"Sridharan, Berry & Udayabhanu 1988", "Kadipasaoglu & Sridharan 1997", "Villani 2009 (distance in time)"},
}

// DriftCause is the method of the split of drift.
var DriftCause = measure.Method{
	ID: "portfolio.drift.cause", Version: 1, Title: "Plan or strategy",
	Question: "Is the plan further from the strategy because the plan moved, or because the strategy did?",
	Unit:     "share of stated emphasis", Range: "−1 to 1",
	Formula: "The fit of plan and strategy now less the fit at lock, split between the two changes by the Shapley value: " +
		"the mean of what each changes when it comes first and when it comes second.",
	Edges:    []measure.Edge{{When: "one of the four fits is not declared", Then: "not declared"}},
	Interval: "none: a plan is a record, not a sample",
	Sources:  []string{"Shorrocks 2013"},
}

// Orphaned is the method of orphaned work.
var Orphaned = measure.Method{
	ID: "portfolio.orphaned.work", Version: 1, Title: "Orphaned work",
	Question: "What part of the work serves no theme at all?",
	Unit:     "share of executed days", Range: "0 to 1",
	Formula: "days of work finished or logged that belongs to no initiative, or to one whose share on themes is 0, over all days of work finished or logged",
	Edges: []measure.Edge{
		{When: "nothing was finished or logged", Then: "not declared"},
		{When: "a unit has no capacity", Then: "its work counts by the days logged alone"},
	},
	Interval: "none: every item is counted",
}

// OrphanedPlans is the method of orphaned initiatives.
var OrphanedPlans = measure.Method{
	ID: "portfolio.orphaned.initiatives", Version: 1, Title: "Orphaned initiatives",
	Question: "Which initiatives serve no theme?",
	Unit:     "initiatives", Range: "0 or more",
	Formula:  "the number of likely, committed, started and done initiatives of the period whose contributions reach no theme",
	Edges:    []measure.Edge{{When: "no initiative is planned for the period", Then: "not declared"}},
	Interval: "none: every initiative is counted",
}

// Starved is the method of starved themes.
var Starved = measure.Method{
	ID: "portfolio.starved", Version: 1, Title: "Starved themes",
	Question: "Which themes were promised much more than the plan gives them?",
	Unit:     "themes", Range: "0 or more",
	Formula: "the number of themes whose planned share of capacity is below half their stated share; an overplanned unit is scaled to its capacity",
	Edges: []measure.Edge{
		{When: "nothing is stated", Then: "not declared"},
		{When: "no days are planned", Then: "not declared"},
		{When: "no capacity is declared", Then: "shares are of the planned days"},
	},
	Interval: "none: a plan is a record, not a sample",
}

// Demanded is the method of demand against capacity.
var Demanded = measure.Method{
	ID: "portfolio.demand", Version: 1, Title: "Demand against capacity",
	Question: "Is more asked of a unit than it has room for?",
	Unit:     "share of capacity without carve-outs", Range: "0 or more; above 1 is too much",
	Formula: "days that likely, committed and started initiatives ask of the unit in the period, over its capacity without carve-outs",
	Edges: []measure.Edge{
		{When: "no capacity is declared", Then: "not declared"},
		{When: "all capacity is set aside", Then: "not defined"},
		{When: "days are declared for a longer period", Then: "they are spread by working days over what its shorter periods leave"},
	},
	Interval: "none: a plan is a record, not a sample",
}

// Activity is the method of activity.
var Activity = measure.Method{
	ID: "portfolio.activity", Version: 1, Title: "Activity",
	Question: "For what part of its days has a unit logged work?",
	Unit:     "share of elapsed capacity", Range: "0 or more",
	Formula: "days logged in the period over the capacity that is over by the day of the picture, of the units that log days",
	Edges: []measure.Edge{
		{When: "no days were logged", Then: "not declared"},
		{When: "no capacity is declared or over yet", Then: "not declared"},
	},
	Interval: "none: every day logged is counted",
}

// Coherence is the method of coherence.
var Coherence = measure.Method{
	ID: "portfolio.coherence", Version: 1, Title: "Coherence",
	Question: "What part of a unit's work traces to a theme?",
	Unit:     "share of executed days", Range: "0 to 1",
	Formula:  "days of work finished or logged that trace to a theme, over all days of work finished or logged",
	Edges:    []measure.Edge{{When: "nothing was finished or logged", Then: "not declared"}},
	Interval: "see intent.oncourse, which is the same share with its interval",
}

// Methods is the methods of this package.
func Methods() []*measure.Method {
	return []*measure.Method{&BaselineDrift, &DriftCause, &Orphaned, &OrphanedPlans, &Starved, &Demanded, &Activity, &Coherence}
}
