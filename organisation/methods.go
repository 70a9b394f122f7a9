package organisation

import "throughline/measure"

// SharedMeaning is the method of the weight two charters share.
var SharedMeaning = measure.Method{
	ID: "organisation.shared", Version: 1, Title: "Shared meaning",
	Question: "How far do two units mean the same by value, by urgency and by success?",
	Unit:     "share of weight", Range: "0 to 1",
	Formula: "for each list, the smaller of the two units' weights of each criterion, added up (1 less the total variation); over the lists, their mean",
	Edges: []measure.Edge{
		{When: "a unit gave a list no weights", Then: "the list is left out"},
		{When: "no list is declared by both", Then: "not declared"},
		{When: "only one of the two names a criterion", Then: "its weight is not shared"},
	},
	Interval: "none: a charter is a declaration, not a sample",
	Sources:  []string{"Gower 1971"},
}

// Methods is the methods of this package.
func Methods() []*measure.Method { return []*measure.Method{&SharedMeaning} }
