package portfolio

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// The checks on what became of a locked plan compare the latest lock of the period with now. Only
// initiatives that changed since are looked at. A change that is covered by a change request, a decision
// or a recorded displacement is no finding: it was said.

// ResizedShare is how much an initiative's days must change after a lock to be told, as a part of what was
// locked: a quarter.
const ResizedShare = 0.25

// ResizedDays is how many days it must change by as well: two weeks of one person.
const ResizedDays = 10

const lockDoc = "A change request, a decision raised and taken after the lock, or a recorded displacement on the " +
	"initiative covers it. Silent without a lock."

// altered is an initiative that changed after the latest lock.
type altered struct {
	id        graph.InitiativeID
	then, now *graph.Initiative // nil when it was not there, or is not any more
	was, is   float64           // days in the period at the lock and now, where it was or is planned
}

func (a altered) latest() *graph.Initiative {
	if a.now != nil {
		return a.now
	}
	return a.then
}

// changes is what changed after the latest lock, by id.
type changes struct {
	lock finding.Lock
	list []altered
	then *graph.Calendar
}

// changesOf reads what changed after the latest lock; nil without a lock.
func changesOf(p *finding.Pass) *changes {
	return finding.SharedAfter(p, func(p *finding.Pass, before *changes) *changes {
		if len(p.Locks) == 0 {
			return nil
		}
		c := &changes{lock: p.Locks[len(p.Locks)-1]}
		if before != nil {
			c.then = before.then
			if c.follow(p, before); slices.Equal(c.list, before.list) {
				return before
			}
			return c
		}
		c.then = graph.CalendarOf(c.lock.Then)
		c.pairUp(p, slices.Collect(graph.All[*graph.Initiative](c.lock.Then)))
		return c
	})
}

// follow takes the list from before and looks again at what changed since.
func (c *changes) follow(p *finding.Pass, before *changes) {
	ids := p.Changed(graph.KindInitiative)
	c.list = make([]altered, 0, len(before.list)+len(ids))
	left := before.list
	for _, id := range ids {
		n, found := slices.BinarySearchFunc(left, graph.InitiativeID(id), func(a altered, id graph.InitiativeID) int { return cmp.Compare(a.id, id) })
		c.list = append(c.list, left[:n]...)
		if left = left[n:]; found {
			left = left[1:]
		}
		now, _ := p.Planned(graph.InitiativeID(id))
		c.add(p, c.lock.Then.Initiative(graph.InitiativeID(id)), now)
	}
	c.list = append(c.list, left...)
}

// pairUp walks both plans, which are in the order of ids, side by side.
func (c *changes) pairUp(p *finding.Pass, then []*graph.Initiative) {
	for now := range p.Initiatives() {
		for len(then) > 0 && then[0] != now.Initiative && then[0].ID < now.ID {
			c.add(p, then[0], finding.Planned{})
			then = then[1:]
		}
		if len(then) > 0 && (then[0] == now.Initiative || then[0].ID == now.ID) {
			c.add(p, then[0], now)
			then = then[1:]
		} else {
			c.add(p, nil, now)
		}
	}
	for _, was := range then {
		c.add(p, was, finding.Planned{})
	}
}

// add adds an initiative when it is not as it was.
func (c *changes) add(p *finding.Pass, was *graph.Initiative, is finding.Planned) {
	switch {
	case was == is.Initiative, was != nil && is.Initiative != nil && was.Stamp() == is.Stamp():
		return
	}
	a := altered{then: was, now: is.Initiative}
	a.id = a.latest().ID
	if was != nil && was.State.Planned() {
		a.was = daysIn(c.then, was, p.Period.Span())
	}
	if a.now != nil && a.now.State.Planned() {
		a.is = is.Days
	}
	c.list = append(c.list, a)
}

func daysIn(c *graph.Calendar, i *graph.Initiative, in graph.Span) float64 {
	var sum float64
	for _, d := range c.PlannedDays(i, in) {
		sum += d
	}
	return sum
}

// said reports whether a change to the initiative after the lock was requested, decided or recorded.
func said(p *finding.Pass, lock *graph.Baseline, id graph.InitiativeID) bool {
	day := graph.DateOf(lock.At)
	for r := range graph.Referrers[*graph.ChangeRequest](p.Now, id.Ref()) {
		if r.Rejected == 0 && (r.Baseline == lock.ID || r.Raised >= day) {
			return true
		}
	}
	for d := range graph.Referrers[*graph.Decision](p.Now, id.Ref()) {
		known := d.Raised != 0 && d.Raised < day // an open question at the lock is no answer to what came later
		if d.Initiative == id && d.Decided >= day && !known {
			return true
		}
	}
	for d := range graph.Referrers[*graph.Displacement](p.Now, id.Ref()) {
		if d.On >= day {
			return true
		}
	}
	return false
}

// in reports whether the initiative was part of the period's plan: with days in it, or, where no days are
// declared, with a step or a period that touches it.
func in(p *finding.Pass, c *graph.Calendar, i *graph.Initiative, days float64) bool {
	if i == nil || !i.State.Planned() {
		return false
	}
	if days > 0 {
		return true
	}
	if len(i.Participants) > 0 && p.Dated() {
		return false
	}
	for _, s := range c.Initiative(i) {
		if _, touch := s.Common(p.Period.Span()); touch {
			return true
		}
	}
	return false
}

// sinceLock is the name and the day of the lock.
func (c *changes) sinceLock(p *finding.Pass) string {
	return fmt.Sprintf("%s (%s)", c.lock.Baseline.Name, p.Day(graph.DateOf(c.lock.Baseline.At)))
}

// report makes the finding of a changed initiative, on it and on the lock, unless the change was said.
func (c *changes) report(p *finding.Pass, a altered, sentence string, days float64) {
	i := a.latest()
	if said(p, c.lock.Baseline, i.ID) {
		return
	}
	f := finding.Finding{Sentence: sentence, Records: []graph.Ref{i.Ref(), c.lock.Baseline.Ref()}, Unit: i.Owner, Days: days, Mends: p.Lead(i.Owner)}
	if p.Now.Unit(i.Owner) == nil {
		f.Unit, f.Mends = "", finding.Operations
	}
	p.Report(f)
}

func addedAfterLock() *finding.Check {
	return &finding.Check{
		Code: "HIS002", Area: finding.History, Severity: finding.Warning,
		Title: "An initiative came into the plan after the lock, and nobody said why",
		Doc: "Looks at initiatives that are in the period's plan now and were not at its latest lock. What gave " +
			"way for them was decided by nobody. " + lockDoc,
		Days:  "the initiative's days in the period now",
		Mends: "the unit that owns the initiative",
		Next:  "Raise a change request that says the cause and what gives way",
		Run: func(p *finding.Pass) {
			c := changesOf(p)
			if c == nil {
				return
			}
			now := p.Calendar()
			for _, a := range c.list {
				if in(p, now, a.now, a.is) && !in(p, c.then, a.then, a.was) {
					c.report(p, a, fmt.Sprintf("%s came into %s after %s without a change request",
						quoted(a.now), p.Period.Name, c.sinceLock(p)), a.is)
				}
			}
		},
	}
}

func cutAfterLock() *finding.Check {
	return &finding.Check{
		Code: "HIS003", Area: finding.History, Severity: finding.Warning,
		Title: "An initiative was cut after the lock, and nobody said why",
		Doc: "Looks at initiatives that were in the period's plan at its latest lock and are planned for no time " +
			"to come. Those who counted on them learn it by waiting. " + lockDoc,
		Days:  "the initiative's days in the period at the lock",
		Mends: "the unit that owns the initiative",
		Next:  "Raise a change request, and tell those who count on it",
		Run: func(p *finding.Pass) {
			c := changesOf(p)
			if c == nil {
				return
			}
			now := p.Calendar()
			for _, a := range c.list {
				if in(p, c.then, a.then, a.was) && !in(p, now, a.now, a.is) && endOf(now, a.now) <= p.Period.End {
					c.report(p, a, fmt.Sprintf("%s was in the plan of %s at %s and is cut without a change request",
						quoted(a.latest()), p.Period.Name, c.sinceLock(p)), a.was)
				}
			}
		},
	}
}

// endOf is the last day for which the initiative has a plan: of its participants' periods, of its own or of
// its steps; 0 when it is not planned, or for no period.
func endOf(c *graph.Calendar, i *graph.Initiative) graph.Date {
	if i == nil || !i.State.Planned() {
		return 0
	}
	var end graph.Date
	for _, part := range i.Participants {
		if q := c.Period(part.Period); q != nil && part.Days > 0 {
			end = max(end, q.End)
		}
	}
	for _, s := range c.Initiative(i) {
		end = max(end, s.Last)
	}
	return end
}

func resizedAfterLock() *finding.Check {
	return &finding.Check{
		Code: "HIS005", Area: finding.History, Severity: finding.Note,
		Title: "A locked initiative changed its size, and nobody said why",
		Doc: fmt.Sprintf("Looks at initiatives in the period's plan both at its latest lock and now, whose days in "+
			"the period differ by at least %s and %d days. A better estimate is welcome; said openly it lets "+
			"others plan with it. ",
			wording.WholePercent(ResizedShare), ResizedDays) + lockDoc,
		Days:  "the difference of the initiative's days in the period",
		Mends: "the unit that owns the initiative",
		Next:  "Raise a change request that says what was learnt",
		Run: func(p *finding.Pass) {
			c := changesOf(p)
			if c == nil {
				return
			}
			for _, a := range c.list {
				gap := math.Abs(a.is - a.was)
				if a.was == 0 || a.is == 0 || gap < ResizedDays-1e-9 || gap < ResizedShare*a.was-1e-9 {
					continue
				}
				verb := "grew"
				if a.is < a.was {
					verb = "shrank"
				}
				c.report(p, a, fmt.Sprintf("%s %s from %s to %s since %s without a change request",
					quoted(a.now), verb, wording.Number(roundDays(a.was)), wording.Days(a.is), c.sinceLock(p)), gap)
			}
		},
	}
}
