package web

import (
	"throughline/graph"
	"throughline/wording"
)

// many is what a person calls the records of a kind; files write it as one word.
func many(k graph.KindInfo) string {
	switch k.Kind {
	case graph.KindChangeRequest:
		return "change requests"
	case graph.KindFunding:
		return "funding"
	}
	return k.Plural
}

// one is what a person calls one record of a kind.
func one(k graph.Kind) string {
	if k == graph.KindChangeRequest {
		return "change request"
	}
	return string(k)
}

// groupTitle is the name of a part of the product as a heading.
func groupTitle(group string) string {
	switch group {
	case "tradeoff":
		return "Trade-offs"
	case "priority":
		return "Prioritisation"
	case "outcome", "decision":
		return wording.Capital(group) + "s"
	case "dependency":
		return "Dependencies"
	}
	return wording.Capital(group)
}

// kindText says in a sentence what a record of the kind is.
func kindText(k graph.Kind) string { return kindTexts[k] }

var kindTexts = map[graph.Kind]string{
	graph.KindUnit:            "A part of the organisation, and how it defines value, urgency and success",
	graph.KindPerson:          "Somebody who can decide, lead or answer",
	graph.KindDimension:       "A criterion that units weigh, such as speed or stability",
	graph.KindPeriod:          "A span of days that plans are made for",
	graph.KindCapacity:        "The working days a unit has in a period",
	graph.KindTheme:           "A strategic priority",
	graph.KindPrinciple:       "What is preferred when two good things collide",
	graph.KindIntent:          "The share of emphasis for each theme: stated, assigned or interpreted",
	graph.KindOutcome:         "A change in the world that themes ask for, with a metric",
	graph.KindIncentive:       "What a unit or a role is rewarded for",
	graph.KindInitiative:      "A piece of change that units spend days on",
	graph.KindWork:            "An item of a tracker",
	graph.KindFunding:         "Money or days for a theme, a unit or an initiative",
	graph.KindConstraint:      "A limit on the plan, and who answers for it",
	graph.KindFramework:       "A way of scoring what comes first",
	graph.KindScore:           "The score of an initiative in a framework",
	graph.KindRanking:         "The order a unit declared",
	graph.KindOverride:        "Why a rank differs from a score",
	graph.KindScenario:        "A named set of hypothetical changes",
	graph.KindDisplacement:    "What an addition pushed out, and who decided it",
	graph.KindRight:           "Who decides in a domain, within limits",
	graph.KindDecision:        "A question that somebody decides",
	graph.KindEscalation:      "A decision passed upwards, with a clock",
	graph.KindForm:            "The questions an intake asks",
	graph.KindLane:            "A queue of an intake with its own answer time",
	graph.KindRequest:         "What one unit asks of another through its intake",
	graph.KindDependency:      "Who needs what from whom by when, and how it was negotiated",
	graph.KindRitual:          "A recurring forum",
	graph.KindReview:          "One sitting of a forum",
	graph.KindBaseline:        "A plan locked at a point of the history",
	graph.KindChangeRequest:   "A typed change to a locked plan",
	graph.KindSurvey:          "A question to people about what the strategy is",
	graph.KindResponse:        "One answer to a survey, linked to nobody",
	graph.KindComment:         "A remark on a record",
	graph.KindAcknowledgement: "That somebody has seen and understood a version",
	graph.KindWaiver:          "A finding accepted for now",
	graph.KindView:            "A saved view of a page",
	graph.KindProposal:        "A draft of changes to be confirmed by a person",
}
