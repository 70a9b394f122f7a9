package graph

import (
	"slices"
	"strings"

	"throughline/fault"
)

// Kind names a sort of record, as written in ids, files and addresses.
type Kind string

// The kinds, by the group they belong to.
const (
	KindUnit      Kind = "unit"
	KindPerson    Kind = "person"
	KindDimension Kind = "dimension"
	KindPeriod    Kind = "period"
	KindCapacity  Kind = "capacity"

	KindTheme     Kind = "theme"
	KindPrinciple Kind = "principle"
	KindIntent    Kind = "intent"
	KindOutcome   Kind = "outcome"
	KindIncentive Kind = "incentive"

	KindInitiative Kind = "initiative"
	KindWork       Kind = "work"
	KindFunding    Kind = "funding"
	KindConstraint Kind = "constraint"

	KindFramework Kind = "framework"
	KindScore     Kind = "score"
	KindRanking   Kind = "ranking"
	KindOverride  Kind = "override"

	KindScenario     Kind = "scenario"
	KindDisplacement Kind = "displacement"

	KindRight      Kind = "right"
	KindDecision   Kind = "decision"
	KindEscalation Kind = "escalation"

	KindForm    Kind = "form"
	KindLane    Kind = "lane"
	KindRequest Kind = "request"

	KindDependency Kind = "dependency"

	KindRitual        Kind = "ritual"
	KindReview        Kind = "review"
	KindBaseline      Kind = "baseline"
	KindChangeRequest Kind = "changerequest"

	KindSurvey   Kind = "survey"
	KindResponse Kind = "response"

	KindComment         Kind = "comment"
	KindAcknowledgement Kind = "acknowledgement"
	KindWaiver          Kind = "waiver"
	KindView            Kind = "view"
	KindProposal        Kind = "proposal"
)

// KindInfo describes a kind to programs that treat kinds alike.
type KindInfo struct {
	Kind   Kind
	Plural string // the plural, as a person would write it and as files and views name it
	Group  string // the capability that owns it
	New    func() Record
}

// Kinds is every kind with its plural, its group and a constructor, in the order of the design:
// what others refer to comes first. The slice is a fresh copy.
func Kinds() []KindInfo { return slices.Clone(kinds) }

// Info describes the kind; ok is false for a word that names none.
func Info(k Kind) (info KindInfo, ok bool) {
	i := kindIndex(k)
	if i < 0 {
		return KindInfo{}, false
	}
	return kinds[i], true
}

var kinds = []KindInfo{
	{KindUnit, "units", "organisation", func() Record { return new(Unit) }},
	{KindPerson, "people", "organisation", func() Record { return new(Person) }},
	{KindDimension, "dimensions", "organisation", func() Record { return new(Dimension) }},
	{KindPeriod, "periods", "organisation", func() Record { return new(Period) }},
	{KindCapacity, "capacities", "organisation", func() Record { return new(Capacity) }},
	{KindTheme, "themes", "strategy", func() Record { return new(Theme) }},
	{KindPrinciple, "principles", "strategy", func() Record { return new(Principle) }},
	{KindIntent, "intents", "intent", func() Record { return new(Intent) }},
	{KindOutcome, "outcomes", "outcome", func() Record { return new(Outcome) }},
	{KindIncentive, "incentives", "leadership", func() Record { return new(Incentive) }},
	{KindInitiative, "initiatives", "portfolio", func() Record { return new(Initiative) }},
	{KindWork, "work", "portfolio", func() Record { return new(Work) }},
	{KindFunding, "fundings", "portfolio", func() Record { return new(Funding) }},
	{KindConstraint, "constraints", "portfolio", func() Record { return new(Constraint) }},
	{KindFramework, "frameworks", "priority", func() Record { return new(Framework) }},
	{KindScore, "scores", "priority", func() Record { return new(Score) }},
	{KindRanking, "rankings", "priority", func() Record { return new(Ranking) }},
	{KindOverride, "overrides", "priority", func() Record { return new(Override) }},
	{KindScenario, "scenarios", "tradeoff", func() Record { return new(Scenario) }},
	{KindDisplacement, "displacements", "tradeoff", func() Record { return new(Displacement) }},
	{KindRight, "rights", "decision", func() Record { return new(Right) }},
	{KindDecision, "decisions", "decision", func() Record { return new(Decision) }},
	{KindEscalation, "escalations", "decision", func() Record { return new(Escalation) }},
	{KindForm, "forms", "intake", func() Record { return new(Form) }},
	{KindLane, "lanes", "intake", func() Record { return new(Lane) }},
	{KindRequest, "requests", "intake", func() Record { return new(Request) }},
	{KindDependency, "dependencies", "dependency", func() Record { return new(Dependency) }},
	{KindRitual, "rituals", "cadence", func() Record { return new(Ritual) }},
	{KindReview, "reviews", "cadence", func() Record { return new(Review) }},
	{KindBaseline, "baselines", "cadence", func() Record { return new(Baseline) }},
	{KindChangeRequest, "changerequests", "cadence", func() Record { return new(ChangeRequest) }},
	{KindSurvey, "surveys", "understanding", func() Record { return new(Survey) }},
	{KindResponse, "responses", "understanding", func() Record { return new(Response) }},
	{KindComment, "comments", "discussion", func() Record { return new(Comment) }},
	{KindAcknowledgement, "acknowledgements", "discussion", func() Record { return new(Acknowledgement) }},
	{KindWaiver, "waivers", "discussion", func() Record { return new(Waiver) }},
	{KindView, "views", "discussion", func() Record { return new(View) }},
	{KindProposal, "proposals", "discussion", func() Record { return new(Proposal) }},
}

// kindCount sizes the table array of a snapshot; a test holds it equal to len(kinds).
const kindCount = 38

// kindAt is the place of each kind in the list.
var kindAt = placesOf(kinds)

func placesOf(list []KindInfo) map[Kind]int {
	out := make(map[Kind]int, len(list))
	for i, k := range list {
		out[k.Kind] = i
	}
	return out
}

func kindIndex(k Kind) int {
	if i, ok := kindAt[k]; ok {
		return i
	}
	return -1
}

// New returns an empty record of the kind with the id, or a fault that names the nearest kinds.
func New(r Ref) (Record, error) {
	i := kindIndex(r.Kind)
	if i < 0 {
		return nil, UnknownKind(string(r.Kind))
	}
	rec := kinds[i].New()
	rec.setID(r.ID)
	return rec, nil
}

// UnknownKind is the fault for a word that names no kind.
func UnknownKind(word string) *fault.Fault {
	names := make([]string, len(kinds))
	for i, k := range kinds {
		names[i] = string(k.Kind)
	}
	f := fault.Invalidf("Use one of: "+strings.Join(names, ", "), "%q is not a kind of record", word)
	return f.WithNearest(fault.Nearest(word, names, 3))
}
