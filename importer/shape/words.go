package shape

import (
	"reflect"

	"throughline/graph"
)

// Words is the words each type of word may hold, in the order of the graph.
func Words() map[reflect.Type][]string {
	lists := make(map[reflect.Type][]string)
	words(lists, graph.ListValue, graph.ListUrgency, graph.ListSuccess)
	words(lists, graph.Year, graph.Half, graph.Quarter, graph.Month, graph.Own)
	words(lists, graph.Stated, graph.Assigned, graph.Interpreted)
	words(lists, graph.Draft, graph.Sent, graph.Returned, graph.Accepted)
	words(lists, graph.Up, graph.Down)
	words(lists, graph.Candidate, graph.Likely, graph.Committed, graph.Started, graph.Done, graph.Stopped)
	words(lists, graph.FromPlan, graph.FromRequest, graph.FromWaiting, graph.FromBacklog)
	words(lists, graph.SeeAlso, graph.Replaces, graph.Blocks)
	words(lists, graph.FundingConstraint, graph.GovernanceConstraint, graph.RegulatoryConstraint,
		graph.PlatformConstraint, graph.OperationalConstraint)
	words(lists, graph.Ask, graph.Offer, graph.Counter, graph.Commit, graph.Decline, graph.Renegotiate, graph.Deliver, graph.Break)
	words(lists, graph.DecisionOpen, graph.DecisionDecided, graph.DecisionSuperseded, graph.DecisionDropped)
	words(lists, graph.RequestOpen, graph.RequestAccepted, graph.RequestDeclined, graph.RequestMerged, graph.RequestPlanned, graph.RequestDone)
	words(lists, graph.CauseRegulatory, graph.CauseIncident, graph.CauseCustomer, graph.CauseLeadership, graph.CauseDiscovery, graph.CausePeople)
	return lists
}

func words[W graph.Word](lists map[reflect.Type][]string, list ...W) {
	for _, w := range list {
		t := reflect.TypeFor[W]()
		lists[t] = append(lists[t], string(w))
	}
}
