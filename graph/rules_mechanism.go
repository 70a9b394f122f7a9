package graph

import "fmt"

func (r *Dependency) rules(b *rulebook) {
	b.need("what", r.What, "A freeze date for the ledger")
	b.need("from", string(r.From), "loan-servicing")
	b.need("on", string(r.On), "core-services")
	if r.From == r.On && r.From != "" {
		b.broken("on", "Name another unit, or make it work of the unit", "the unit depends on itself")
	}
	b.positive("days", float64(r.Days))
	for i, t := range r.Turns {
		at := fmt.Sprintf("turns[%d]", i)
		listed(b, at+".act", t.Act, Ask, Offer, Counter, Commit, Decline, Renegotiate, Deliver, Break)
		if i > 0 && t.At.Before(r.Turns[i-1].At) {
			b.broken(at+".at", "Keep the turns in the order of time", "the turn comes before the one above it")
		}
		if i == 0 && t.Act != Ask {
			b.broken(at+".act", "Begin the thread with ask", "the thread begins with %q", string(t.Act))
		}
	}
}

func (r *Decision) rules(b *rulebook) {
	b.need("question", r.Question, "Do we move the cutover to November?")
	listed(b, "state", r.State, DecisionOpen, DecisionDecided, DecisionSuperseded, DecisionDropped)
	b.ordered("raised", "decided", r.Raised, r.Decided)
	if r.State == DecisionDecided && r.Decided == 0 {
		b.broken("decided", "Write the day it was decided", "the decision is decided without a day")
	}
	if r.State == DecisionOpen && r.Decided != 0 {
		b.broken("state", "Set the state to decided, or take the day out", "the decision is open although it was decided on %s", r.Decided)
	}
	if r.Reverses == r.ID && r.ID != "" || r.SupersededBy == r.ID && r.ID != "" {
		b.broken("reverses", "Name another decision", "the decision stands against itself")
	}
	seen := make(map[PersonID]bool)
	for i, d := range r.Deciders {
		if seen[d] {
			b.broken(fmt.Sprintf("deciders[%d]", i), "Name each decider once", "%q stands twice among the deciders", string(d))
		}
		seen[d] = true
	}
}

func (r *Right) rules(b *rulebook) { b.need("domain", r.Domain, "Freeze of a shared service") }

func (r *Escalation) rules(b *rulebook) {
	b.need("decision", string(r.Decision), "ledger-cutover-date")
	b.need("why", r.Why, "Two units read the date differently")
	b.ordered("at", "closed", DateOf(r.At), r.Closed)
}

func (r *Form) rules(b *rulebook) {
	b.need("name", r.Name, "Ask for access")
	b.need("unit", string(r.Unit), "core-services")
}

func (r *Lane) rules(b *rulebook) {
	b.need("name", r.Name, "Urgent")
	b.need("unit", string(r.Unit), "core-services")
	b.share("share", r.Share)
	b.positive("answer_days", float64(r.AnswerDays))
}

func (r *Request) rules(b *rulebook) {
	b.need("title", r.Title, "Export of audit evidence")
	b.need("from", string(r.From), "legal")
	b.need("to", string(r.To), "core-services")
	listed(b, "state", r.State, RequestOpen, RequestAccepted, RequestDeclined, RequestMerged, RequestPlanned, RequestDone)
	b.ordered("asked", "answered", r.Asked, r.Answered)
	if r.State == RequestDeclined && r.Reason == "" {
		b.broken("reason", "Say why, so that the requester can act on it", "the request was declined without a reason")
	}
	if r.State == RequestMerged && r.MergedInto == "" {
		b.broken("merged_into", "Name the request it was merged into", "the request was merged into nothing")
	}
}

func (r *Ritual) rules(b *rulebook) { b.need("name", r.Name, "Fortnightly portfolio review") }

func (r *Review) rules(b *rulebook) {
	b.need("name", r.Name, "Portfolio review of 24 Sep")
	if r.On == 0 {
		b.broken("on", "Write the day of the sitting", "the review has no day")
	}
}

func (r *Baseline) rules(b *rulebook) {
	b.need("name", r.Name, "Plan lock 1")
	b.need("period", string(r.Period), "2026-h2")
	if r.At.IsZero() {
		b.broken("at", "Write the moment the plan was locked, for instance 2026-07-20T12:00:00Z", "the baseline has no moment")
	}
}

func (r *ChangeRequest) rules(b *rulebook) {
	b.need("title", r.Title, "Add the new disclosure rule")
	b.need("baseline", string(r.Baseline), "lock-1")
	listed(b, "cause", r.Cause, CauseRegulatory, CauseIncident, CauseCustomer, CauseLeadership, CauseDiscovery, CausePeople)
	b.ordered("raised", "approved", r.Raised, r.Approved)
	b.ordered("raised", "rejected", r.Raised, r.Rejected)
	if r.Approved != 0 && r.Rejected != 0 {
		b.broken("rejected", "Keep one of approved and rejected", "the change was approved and rejected")
	}
}

func (r *Survey) rules(b *rulebook) {
	b.need("name", r.Name, "Pulse of September")
	b.ordered("opens", "closes", r.Opens, r.Closes)
}

func (r *Response) rules(b *rulebook) { b.need("survey", string(r.Survey), "pulse-2026-09") }

func (r *Comment) rules(b *rulebook) {
	if r.On.IsZero() {
		b.broken("on", "Name a record, for instance initiative/ledger-cutover", "the comment is on nothing")
	}
}

func (r *Acknowledgement) rules(b *rulebook) {
	if r.Of.IsZero() {
		b.broken("of", "Name a record, for instance intent/core-2026-h2", "the acknowledgement is of nothing")
	}
	b.need("by", string(r.By), "ana-lima")
}

func (r *Waiver) rules(b *rulebook) {
	b.need("code", r.Code, "INT001")
	b.need("by", string(r.By), "ana-lima")
	b.need("reason", r.Reason, "The measure changes in October")
	if r.Until == 0 {
		b.broken("until", "Write the last day it holds", "the waiver has no end")
	}
}

func (r *View) rules(b *rulebook) {
	b.need("name", r.Name, "My units")
	b.need("address", r.Address, "/initiatives?unit=core-services")
}

func (r *Proposal) rules(b *rulebook) {
	b.need("title", r.Title, "Name an owner for the partner outcome")
}

func (r *Framework) rules(b *rulebook) { b.need("name", r.Name, "WSJF") }

func (r *Score) rules(b *rulebook) {
	b.need("initiative", string(r.Initiative), "ledger-cutover")
	b.need("framework", string(r.Framework), "wsjf")
	b.need("unit", string(r.Unit), "core-services")
}

func (r *Ranking) rules(b *rulebook) {
	b.need("unit", string(r.Unit), "core-services")
	seen := make(map[InitiativeID]bool)
	for i, id := range r.Order {
		if seen[id] {
			b.broken(fmt.Sprintf("order[%d]", i), "Rank each initiative once", "%q stands twice in the order", string(id))
		}
		seen[id] = true
	}
}

func (r *Override) rules(b *rulebook) {
	b.need("initiative", string(r.Initiative), "ledger-cutover")
	b.need("unit", string(r.Unit), "core-services")
	b.need("why", r.Why, "A date set by law")
}

func (r *Scenario) rules(b *rulebook) { b.need("name", r.Name, "Partner first") }

func (r *Displacement) rules(b *rulebook) {
	b.need("added", string(r.Added), "instant-payouts")
	b.need("displaced", string(r.Displaced), "ledger-cutover")
	b.positive("days", float64(r.Days))
	if r.Added == r.Displaced && r.Added != "" {
		b.broken("displaced", "Name what was pushed out", "the initiative displaced itself")
	}
}
