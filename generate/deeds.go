package generate

import (
	"cmp"
	"fmt"
	"slices"

	"throughline/graph"
)

// initiative is the project's record in a state.
func (o *Organisation) initiative(p *project, state graph.Commitment) *graph.Initiative {
	half := o.cal.halves[p.half]
	quarters := half.quarters()
	owner := &o.teams[p.owner]
	r := &graph.Initiative{
		ID: p.id, Name: o.titled(p), Owner: owner.id, Lead: o.person(owner.lead), State: state,
		Source: graph.FromPlan, Periods: []graph.PeriodID{half.period()}, Contributes: o.served(p),
		Steps: []graph.Step{{Name: "trial", Period: quarters[0].period(), Done: state == graph.Done}, {Name: "for everybody", Period: quarters[1].period(), Done: state == graph.Done}},
	}
	if p.theme < 0 {
		r.Source = graph.FromBacklog
	}
	for _, part := range p.parts {
		days := graph.Participation{Unit: o.teams[part.team].id, Days: graph.Days(part.days), Period: half.period()}
		if p.fate == MovedAfterLock {
			days.Period = quarters[0].period()
		}
		r.Participants = append(r.Participants, days)
	}
	if p.heir >= 0 && p.fate == AddedAfterLock {
		r.Links = []graph.Link{{Kind: graph.Replaces, Initiative: o.projects[p.heir].id}}
	}
	if p.number%7 == 0 {
		r.Assumptions = []graph.Assumption{{Words: "People use it in the first month", Review: half.end}}
		r.Kill = []graph.Assumption{{Words: "Fewer than one in ten use it after a quarter", Review: quarters[1].start}}
	}
	return r
}

// titled is the project's name.
func (o *Organisation) titled(p *project) string {
	verb := initiativeVerbs[o.dice.of(cupInitiative, 2*p.number, len(initiativeVerbs))]
	thing := initiativeThings[o.dice.of(cupInitiative, 2*p.number+1, len(initiativeThings))]
	return verb + " " + thing + ", " + o.teams[p.owner].name
}

// each tells the half's projects that match, as they stand in a state.
func (o *Organisation) each(w *writer, h int, verb, reason string, state graph.Commitment, match func(*project) bool) {
	first, last := o.of(h)
	for i := first; i < last && !w.ended; i++ {
		p := &o.projects[i]
		if !match(p) {
			continue
		}
		r := o.initiative(p, state)
		if p.fate == MovedAfterLock && w.now.After(at(o.cal.days[o.surprise(h)], 0, 0)) {
			o.later(r, h)
		}
		w.put(verb, reason, r)
	}
}

// later moves the participants' days to the second quarter.
func (o *Organisation) later(r *graph.Initiative, h int) {
	for i := range r.Participants {
		r.Participants[i].Period = o.cal.halves[h].quarters()[1].period()
	}
}

func (o *Organisation) propose(w *writer, h int) {
	o.each(w, h, "initiative.proposed", "ideas for "+o.cal.halves[h].name, graph.Candidate, func(p *project) bool { return p.fate != AddedAfterLock })
}

func (o *Organisation) commit(w *writer, h int) {
	o.each(w, h, "initiative.committed", "the plan for "+o.cal.halves[h].name, graph.Committed, firm)
}

// firm tells whether the project is in the plan that gets locked.
func firm(p *project) bool { return !p.waiting && p.fate != AddedAfterLock }

// begin starts two in three.
func (o *Organisation) begin(w *writer, h int) {
	o.each(w, h, "initiative.started", "work begins", graph.Started, func(p *project) bool { return firm(p) && p.number%3 != 0 })
}

func (o *Organisation) cut(w *writer, h int) {
	o.each(w, h, "initiative.stopped", "something else came first", graph.Stopped, func(p *project) bool { return p.fate == CutAfterLock })
}

func (o *Organisation) add(w *writer, h int) {
	o.each(w, h, "initiative.added", "it could not wait", graph.Started, func(p *project) bool { return p.fate == AddedAfterLock })
}

func (o *Organisation) postpone(w *writer, h int) {
	o.each(w, h, "initiative.moved", "its people are needed elsewhere first", graph.Committed, func(p *project) bool { return p.fate == MovedAfterLock })
}

func (o *Organisation) finish(w *writer, h int) {
	o.each(w, h, "initiative.done", o.cal.halves[h].name+" is over", graph.Done, func(p *project) bool { return !p.waiting && p.fate != CutAfterLock })
}

// stable orders the events by day and turn; those of one turn keep their order.
func stable(list []event) {
	slices.SortStableFunc(list, func(a, b event) int { return cmp.Or(cmp.Compare(a.day, b.day), cmp.Compare(a.turn, b.turn)) })
}

// question is how the n-th decision goes.
type question struct {
	raised, decided int // days; decided is past the end while it is open
	team            int
	deciders        []graph.PersonID
	fault           Fault
}

func (o *Organisation) question(n int) question {
	q := question{raised: o.dice.of(cupDecision, n, len(o.cal.days)), team: o.dice.of(cupDecision, -n-1, len(o.teams))}
	q.decided = q.raised + 3 + o.dice.of(cupDecision, n+1_000_000, 12)
	lead := o.teams[q.team].lead
	q.deciders = []graph.PersonID{o.person(lead)}
	if o.opt.Clean {
		return q
	}
	switch n % 12 {
	case 1:
		q.fault, q.deciders, q.decided = NoDecider, nil, len(o.cal.days)
	case 2:
		q.fault, q.decided = ManyDeciders, len(o.cal.days)
		q.deciders = append(q.deciders, o.person((lead+1)%(len(o.groups)+len(o.teams))))
	}
	return q
}

func decisionID(n int) graph.DecisionID { return graph.DecisionID(fmt.Sprintf("q-%05d", n+1)) }

// decide lets questions be raised and answered.
func (o *Organisation) decide() {
	for n := range o.opt.Decisions {
		q := o.question(n)
		o.on(q.raised, turnRaised, func(w *writer) { w.put("decision.raised", "somebody must decide", o.decision(n, &q, q.raised)) })
		if q.decided < len(o.cal.days) {
			o.on(q.decided, turnDecided, func(w *writer) { w.put("decision.decided", "it was decided", o.decision(n, &q, q.decided)) })
		}
	}
}

func (o *Organisation) decision(n int, q *question, day int) *graph.Decision {
	p := &o.projects[o.dice.of(cupDecision, n+2_000_000, o.halfOf[1])]
	words := decisionWords[n%len(decisionWords)]
	r := &graph.Decision{
		ID: decisionID(n), Question: fmt.Sprintf(words, lower(o.titled(p))), Options: []string{"yes, now", "later", "no"}, Deciders: q.deciders,
		Unit: o.teams[q.team].id, State: graph.DecisionOpen, Raised: o.cal.days[q.raised], Due: o.cal.days[q.raised] + 14,
	}
	if day >= q.decided {
		r.State, r.Decided, r.Chosen, r.Rationale = graph.DecisionDecided, o.cal.days[q.decided], "yes, now", "It serves the theme best"
	}
	return r
}
