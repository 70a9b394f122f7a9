package generate

import (
	"fmt"

	"throughline/graph"
)

// happen lists all that happens through the history, work aside, in the order of the days.
func (o *Organisation) happen() {
	o.on(0, turnPlan, func(w *writer) { o.gather(w); w.flush(); o.state(w) })
	for h := range o.cal.halves {
		o.plans(h)
	}
	o.read()
	o.decide()
	o.depend()
	o.talk()
	stable(o.events)
}

// plans lets a half be planned, locked, disturbed and closed.
func (o *Organisation) plans(h int) {
	half := o.cal.halves[h]
	o.on(half.from-20, turnPlan, func(w *writer) { o.provide(w, half) })
	o.on(half.from-18, turnPlan, func(w *writer) { o.propose(w, h) })
	o.on(half.from-12, turnPlan, func(w *writer) { o.answer(w, half, graph.Sent) })
	o.on(half.from-6, turnPlan, func(w *writer) { o.answer(w, half, graph.Accepted) })
	o.on(half.from-3, turnPlan, func(w *writer) { o.commit(w, h) })
	o.on(half.from+4, turnPlan, func(w *writer) { o.begin(w, h) })
	if lock := half.lock(); lock >= o.cal.first && lock <= o.cal.last {
		o.on(o.dayOf(lock), turnPlan, func(w *writer) { o.seal(w, half) })
	}
	if o.surprised(h) {
		day := o.surprise(h)
		o.on(day, turnPlan, func(w *writer) { o.cut(w, h) })
		o.on(day+2, turnPlan, func(w *writer) { o.add(w, h) })
		o.on(day+3, turnPlan, func(w *writer) { o.postpone(w, h) })
	}
	if half.end <= o.cal.last {
		o.on(half.until-1, turnPlan, func(w *writer) { o.finish(w, h) })
	}
}

// dayOf is the number of a day of the history.
func (o *Organisation) dayOf(d graph.Date) int {
	n := 0
	for n < len(o.cal.days)-1 && o.cal.days[n] < d {
		n++
	}
	return n
}

// surprise is the day of the half on which plans change.
func (o *Organisation) surprise(h int) int { return o.dayOf(o.cal.halves[h].lock()) + 10 }

// surprised tells whether the surprise lies within the history, after a lock that does.
func (o *Organisation) surprised(h int) bool {
	half := o.cal.halves[h]
	return half.lock() >= o.cal.first && half.lock() <= o.cal.last && o.surprise(h)+4 < min(half.until, len(o.cal.days))
}

// provide writes what each unit has: days, money, and what is asked of it.
func (o *Organisation) provide(w *writer, h span) {
	w.put("strategy.stated", "the strategy for "+h.name, o.intent(h, graph.Stated, "top", o.shares))
	for i := range o.groups[1:] {
		w.put("intent.assigned", "passed down for "+h.name, o.intent(h, graph.Assigned, o.groups[i+1].id, o.shares))
	}
	for u := range o.teams {
		t := &o.teams[u]
		list := []graph.Record{
			o.intent(h, graph.Assigned, t.id, t.asked),
			&graph.Capacity{ID: graph.CapacityID(string(t.id) + "-" + h.id), Unit: t.id, Period: h.period(), Days: graph.Days(t.cap), Rate: rate},
		}
		w.put("unit.provided", "days and money for "+h.name, append(list, o.funding(h, u)...)...)
	}
}

// rate is the money for one day of one person.
const rate = 800

// funding is the money of a unit as a whole, or theme by theme where it does not follow what the unit read.
func (o *Organisation) funding(h span, u int) []graph.Record {
	t := &o.teams[u]
	if t.fault != Unfunded {
		return []graph.Record{&graph.Funding{ID: graph.FundingID(string(t.id) + "-" + h.id), Period: h.period(), Unit: t.id, Money: t.cap * rate, Currency: "EUR", Source: "budget"}}
	}
	var out []graph.Record
	left := t.cap
	for k, days := range o.cells[stageFunded][u] {
		left -= days
		out = append(out, &graph.Funding{
			ID: graph.FundingID(fmt.Sprintf("%s-%s-%s", t.id, h.id, o.theme(k))), Period: h.period(), Unit: t.id, Theme: o.theme(k), Days: graph.Days(days), Source: "grant",
		})
	}
	return out
}

// answer sends the teams' restatements, and later accepts all but those that read a theme differently.
func (o *Organisation) answer(w *writer, h span, state graph.ReceiptState) {
	sent, answered := at(o.cal.days[max(h.from-12, 0)], 8, 0), w.now
	for u := range o.teams {
		r := o.restated(h, u)
		r.Receipt = graph.Receipt{State: graph.Sent, SentAt: sent, SentBy: o.person(o.teams[u].lead)}
		if state == graph.Accepted {
			r.Receipt.AnsweredAt, r.Receipt.AnsweredBy, r.Receipt.State = answered, o.person(0), graph.Accepted
			if len(r.Readings) > 0 {
				r.Receipt.State, r.Receipt.Reason = graph.Returned, "The theme asks for something else"
			}
		}
		w.put("intent."+string(r.Receipt.State), "the reading of "+h.name, r)
	}
}

// seal locks the plan.
func (o *Organisation) seal(w *writer, h span) {
	b := &graph.Baseline{ID: graph.BaselineID("lock-" + h.id), Name: "Plan lock " + h.name, Period: h.period(), At: at(h.lock(), 7, 0)}
	for i := range o.groups {
		b.Signatures = append(b.Signatures, graph.Signature{By: o.person(o.groups[i].lead), Unit: o.groups[i].id, At: b.At})
	}
	w.put("baseline.locked", "the plan is agreed", b)
}
