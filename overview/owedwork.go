package overview

import (
	"slices"

	"throughline/dependency"
	"throughline/graph"
	"throughline/outcome"
)

// threads is the dependencies of a unit in which it is the one to speak, and what it promised for these days.
func (c *creditor) threads(u *graph.Unit) {
	for d := range graph.Referrers[*graph.Dependency](c.Picture, u.Ref()) {
		i := c.Picture.Initiative(d.Initiative)
		if i != nil && i.State.Ended() {
			continue
		}
		if duty, since, due := c.nextTurn(d, u.ID); duty != "" {
			other := d.From
			if other == u.ID {
				other = d.On
			}
			c.add(Debt{Duty: duty, Record: d, Unit: u.ID, Other: other, Since: since, Due: due})
		}
	}
}

// nextTurn is what the unit owes in the thread, "" for nothing.
func (c *creditor) nextTurn(d *graph.Dependency, unit graph.UnitID) (duty Duty, since, due graph.Date) {
	t := dependency.Read(d, c.Today())
	if t.Asked == 0 && t.State == dependency.Named {
		return "", 0, 0
	}
	last := c.Today() - graph.Date(t.Quiet)
	switch t.State {
	case dependency.Unanswered:
		if unit == d.On {
			return DutyReply, t.Asked, 0
		}
	case dependency.Open, dependency.Renegotiated:
		if unit != dependency.Speaker(d, c.Today()) {
			return DutyTurn, last, 0
		}
	case dependency.Promised, dependency.Broken:
		if unit == d.On && t.Promised != 0 && t.Delivered == 0 && t.Promised <= c.Today()+NearDays && !over(d, c.Today()) {
			return DutyDeliver, last, t.Promised
		}
	}
	return "", 0, 0
}

// over reports whether a thread was broken off by the day.
func over(d *graph.Dependency, today graph.Date) bool {
	return slices.ContainsFunc(d.Turns, func(t graph.Turn) bool { return t.Act == graph.Break && graph.DateOf(t.At) <= today })
}

// requests is the requests to a unit whose day of answer is near or past, and those that wait long without one.
func (c *creditor) requests(u *graph.Unit) {
	for r := range graph.Referrers[*graph.Request](c.Picture, u.Ref()) {
		if r.To != u.ID || r.State != graph.RequestOpen || r.Answered != 0 {
			continue
		}
		since := r.Asked
		if since == 0 {
			since = recorded(r)
		}
		near := r.AnswerBy != 0 && r.AnswerBy <= c.Today()+NearDays
		if near || r.AnswerBy == 0 && graph.Workdays(since+1, c.Today()) > dependency.PatienceDays {
			c.add(Debt{Duty: DutyRequest, Record: r, Unit: u.ID, Other: r.From, Since: since, Due: r.AnswerBy})
		}
	}
}

// undecided is the open questions of a unit that nobody is to decide.
func (c *creditor) undecided(u *graph.Unit) {
	for d := range graph.Referrers[*graph.Decision](c.Picture, u.Ref()) {
		if d.Unit == u.ID && d.State == graph.DecisionOpen && len(d.Deciders) == 0 {
			c.add(Debt{Duty: DutyOneDecider, Record: d, Unit: u.ID, Since: raised(d), Due: d.Due})
		}
	}
}

func raised(d *graph.Decision) graph.Date {
	if d.Raised != 0 {
		return d.Raised
	}
	return recorded(d)
}

// decisions is the open questions that the person decides, what was passed upwards to them, and changes of a locked plan.
func (c *creditor) decisions() {
	mine := make(map[graph.DecisionID]bool)
	for d := range graph.Referrers[*graph.Decision](c.Picture, c.person.Ref()) {
		if d.State != graph.DecisionOpen || !slices.Contains(d.Deciders, c.person.ID) {
			continue
		}
		mine[d.ID] = true
		duty := DutyDecide
		if len(d.Deciders) > 1 {
			duty = DutyOneDecider
		}
		c.add(Debt{Duty: duty, Record: d, Other: d.Unit, Since: raised(d), Due: d.Due})
	}
	for e := range graph.Referrers[*graph.Escalation](c.Picture, c.person.Ref()) {
		if e.To == c.person.ID && e.Closed == 0 && !mine[e.Decision] {
			c.add(Debt{Duty: DutyEscalation, Record: e, By: e.From, Since: when(e.At, e), Due: e.Due, Words: e.Why})
		}
	}
	for r := range graph.Referrers[*graph.ChangeRequest](c.Picture, c.person.Ref()) {
		if r.Approver == c.person.ID && r.Approved == 0 && r.Rejected == 0 {
			since := r.Raised
			if since == 0 {
				since = recorded(r)
			}
			c.add(Debt{Duty: DutyVerdict, Record: r, Since: since, Words: r.Impact})
		}
	}
}

// metrics is the outcomes of a unit whose metric is to be read.
func (c *creditor) metrics(u *graph.Unit) {
	for o := range graph.Referrers[*graph.Outcome](c.Picture, u.Ref()) {
		if o.Owner != u.ID || !o.Metric.Declared() || o.Until != 0 && o.Until < c.Today() {
			continue
		}
		p := c.Picture.Period(o.Period)
		if p != nil && (p.End < c.Today() || p.Start > c.Today()) {
			continue
		}
		last, _ := outcome.Latest(o, c.Today())
		switch {
		case last == nil && p != nil:
			c.add(Debt{Duty: DutyRead, Record: o, Unit: u.ID, Since: p.Start})
		case last == nil:
			c.add(Debt{Duty: DutyRead, Record: o, Unit: u.ID, Since: recorded(o)})
		case c.Today()-last.On >= ReadEvery:
			c.add(Debt{Duty: DutyRead, Record: o, Unit: u.ID, Since: last.On, Due: last.On + ReadEvery})
		}
	}
}

// assumptions is what an initiative that goes on stands on and is to be looked at again.
func (c *creditor) assumptions(i *graph.Initiative, unit graph.UnitID) {
	if i.State.Ended() {
		return
	}
	for duty, list := range map[Duty][]graph.Assumption{DutyAssumption: i.Assumptions, DutyKill: i.Kill} {
		for _, a := range list {
			if waits(a) && a.Review <= c.Today()+NearDays {
				c.add(Debt{Duty: duty, Record: i, Unit: unit, Since: a.Review, Due: a.Review, Words: a.Words})
			}
		}
	}
}
