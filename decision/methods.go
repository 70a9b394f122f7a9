package decision

import "throughline/measure"

// CleanRate is the method of the clean decision rate.
var CleanRate = measure.Method{
	ID: "decision.clean", Version: 1, Title: "Clean decisions",
	Question: "How often is a decision made by the one person who decides, in time?",
	Unit:     "share of decisions", Range: "0 to 1",
	Formula: "decisions with exactly one decider, not passed upwards and in time, over all decisions that are not pending. " +
		"The first of these stands for what went wrong: nobody decides, several do, passed upwards, late.",
	Edges: []measure.Edge{
		{When: "open, with one decider, not passed upwards and not late", Then: "pending: not counted"},
		{When: "dropped, or replaced before it was decided", Then: "not counted"},
		{When: "no due day", Then: "late after the agreed number of calendar days"},
		{When: "no decisions", Then: "not declared"},
	},
	Interval: "Wilson, below 20 decisions Clopper-Pearson",
	Sources:  []string{"Newcombe 1998", "Brown, Cai & DasGupta 2001", "Rogers & Blenko 2006"},
}

// OwnedRate is the method of the share of decisions with one decider.
var OwnedRate = measure.Method{
	ID: "decision.owned", Version: 1, Title: "Decisions with one decider",
	Question: "Is it clear who decides?",
	Unit:     "share of decisions", Range: "0 to 1",
	Formula:  "decisions with exactly one decider over all decisions",
	Edges:    []measure.Edge{{When: "no decisions", Then: "not declared"}},
	Interval: "Wilson, below 20 decisions Clopper-Pearson",
	Sources:  []string{"Newcombe 1998"},
}

// PassedRate is the method of the share of decisions passed upwards.
var PassedRate = measure.Method{
	ID: "decision.passed", Version: 1, Title: "Decisions passed upwards",
	Question: "How often is a decision passed upwards?",
	Unit:     "share of decisions", Range: "0 to 1",
	Formula:  "decisions that were passed upwards over all decisions",
	Edges:    []measure.Edge{{When: "no decisions", Then: "not declared"}},
	Interval: "Wilson, below 20 decisions Clopper-Pearson",
	Sources:  []string{"Newcombe 1998"},
}

// Methods is the methods of this package.
func Methods() []*measure.Method { return []*measure.Method{&CleanRate, &OwnedRate, &PassedRate} }
