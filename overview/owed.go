package overview

import (
	"cmp"
	"slices"
	"time"

	"throughline/discussion"
	"throughline/graph"
)

// Duty is what somebody is to do.
type Duty string

// The duties. The person has them for a unit that they answer for, or in their own name.
const (
	DutyRestate     Duty = "restate"     // say how the unit reads what it is asked for
	DutyResend      Duty = "resend"      // answer a reading that came back
	DutyAnswer      Duty = "answer"      // accept the reading of a unit below, or send it back
	DutyReply       Duty = "reply"       // answer an ask of another unit
	DutyTurn        Duty = "turn"        // take the next turn of a talk
	DutyDeliver     Duty = "deliver"     // deliver what is promised
	DutyRequest     Duty = "request"     // answer a request
	DutyDecide      Duty = "decide"      // decide
	DutyOneDecider  Duty = "one-decider" // say who decides, where nobody or several are to
	DutyEscalation  Duty = "escalation"  // answer what was passed upwards
	DutyVerdict     Duty = "verdict"     // say yes or no to a change of a locked plan
	DutyRead        Duty = "read"        // read a metric
	DutySign        Duty = "sign"        // sign a plan
	DutyAcknowledge Duty = "acknowledge" // read the strategy
	DutyAssumption  Duty = "assumption"  // look at an assumption again
	DutyKill        Duty = "kill"        // look at a criterion that would end an initiative
	DutyMention     Duty = "mention"     // answer who asked in a comment
)

// The conventions of what is owed, in calendar days.
const (
	// NearDays is how long before its day something shows: a week.
	NearDays = 7
	// ReadEvery is how long after a reading the next one is due: four weeks, a week before its absence is a finding.
	ReadEvery = 28
)

// Debt is one thing that waits for somebody.
type Debt struct {
	Duty   Duty
	Record graph.Record
	Unit   graph.UnitID   // for which the person answers; "" for what is theirs in person
	Other  graph.UnitID   // that waits or is spoken to; "" for none
	By     graph.PersonID // who waits, where it is a person; "" for none
	Since  graph.Date     // since when it waits
	Due    graph.Date     // by when it was promised or is needed; 0 where no day is set
	Words  string         // what it is about where the record does not say: an assumption, a comment
	Again  bool           // it was accepted once, and waits anew since the strategy changed
}

// Promise is the day by which debts are ordered: the day it is due, else since when it waits.
func (d Debt) Promise() graph.Date { return cmp.Or(d.Due, d.Since) }

// Waits is the calendar days that it has waited.
func (d Debt) Waits(today graph.Date) int { return max(0, int(today-d.Since)) }

// Late is the calendar days past its day; 0 where it has none or it is still to come.
func (d Debt) Late(today graph.Date) int {
	if d.Due == 0 {
		return 0
	}
	return max(0, int(today-d.Due))
}

// Owed is everything that waits for one person.
type Owed struct {
	Person *graph.Person
	Units  []*graph.Unit // for which they answer, each after those above it
	Debts  []Debt        // the oldest promise first
	Late   int           // how many are past their day
}

// OwedBy is what waits for the person on the day of the picture; nil where there is no such person. Somebody answers for
// a unit that they lead, and for those below that nobody leads.
func (f Frame) OwedBy(id graph.PersonID) *Owed {
	p := graph.Find[*graph.Person](f.Picture, string(id))
	if p == nil {
		return nil
	}
	c := &creditor{Frame: f, person: p, tree: graph.TreeOf(f.Picture, f.Today())}
	out := &Owed{Person: p, Units: c.answersFor()}
	for _, u := range out.Units {
		c.unit(u)
	}
	for _, u := range c.tree.Units() {
		if c.leads(c.tree.Parent(u.ID)) {
			c.readings(u)
		}
	}
	c.inPerson()
	slices.SortStableFunc(c.out, func(a, b Debt) int {
		return cmp.Or(cmp.Compare(a.Promise(), b.Promise()), cmp.Compare(a.Since, b.Since),
			cmp.Compare(a.Record.Ref().String(), b.Record.Ref().String()), cmp.Compare(a.Duty, b.Duty))
	})
	out.Debts = c.out
	for _, d := range out.Debts {
		if d.Late(f.Today()) > 0 {
			out.Late++
		}
	}
	return out
}

// LeadsAbove reports whether the person leads the unit that the other one belongs to, or one above it.
func LeadsAbove(s *graph.Snapshot, person, other graph.PersonID) bool {
	o := graph.Find[*graph.Person](s, string(other))
	if person == "" || o == nil || o.Unit == "" {
		return false
	}
	for _, u := range append([]graph.UnitID{o.Unit}, graph.TreeOf(s, s.Today()).Chain(o.Unit)...) {
		if unit := s.Unit(u); unit != nil && slices.Contains(unit.Leads, person) {
			return true
		}
	}
	return false
}

// creditor gathers what somebody owes.
type creditor struct {
	Frame
	person *graph.Person
	tree   *graph.Tree
	out    []Debt
}

func (c *creditor) add(d Debt) { c.out = append(c.out, d) }

// leads reports whether the person answers for the unit: they lead it, or the nearest one above that anybody leads.
func (c *creditor) leads(u graph.UnitID) bool {
	for ; u != ""; u = c.tree.Parent(u) {
		if unit := c.Picture.Unit(u); unit != nil && len(unit.Leads) > 0 {
			return slices.Contains(unit.Leads, c.person.ID)
		}
	}
	return false
}

func (c *creditor) answersFor() (out []*graph.Unit) {
	for _, u := range c.tree.Units() {
		if c.leads(u.ID) {
			out = append(out, u)
		}
	}
	return out
}

// unit is what is owed for a unit.
func (c *creditor) unit(u *graph.Unit) {
	c.cascade(u)
	c.threads(u)
	c.requests(u)
	c.undecided(u)
	c.metrics(u)
	c.signature(u)
	for i := range graph.Referrers[*graph.Initiative](c.Picture, u.Ref()) {
		if i.Owner == u.ID && i.Lead == "" {
			c.assumptions(i, u.ID)
		}
	}
}

// running reports whether the period is not over.
func (c *creditor) running(id graph.PeriodID) bool {
	p := c.Picture.Period(id)
	return p != nil && p.End >= c.Today()
}

// recorded is since when a record holds as it stands.
func recorded(r graph.Record) graph.Date {
	return graph.DateOf(time.UnixMilli(r.Stamp().Effective).UTC())
}

// when is the day of a moment, that of the record where the moment is not known.
func when(t time.Time, r graph.Record) graph.Date {
	if t.IsZero() {
		return recorded(r)
	}
	return graph.DateOf(t)
}

// cascade is the readings that a unit has still to send.
func (c *creditor) cascade(u *graph.Unit) {
	var asked, read []*graph.Intent
	for i := range graph.Referrers[*graph.Intent](c.Picture, u.Ref()) {
		switch {
		case i.Unit != u.ID || !c.running(i.Period):
		case i.Level == graph.Assigned:
			asked = append(asked, i)
		case i.Level == graph.Interpreted:
			read = append(read, i)
		}
	}
	for _, i := range read {
		if i.Receipt.State == graph.Returned {
			c.add(Debt{Duty: DutyResend, Record: i, Unit: u.ID, Other: c.tree.Parent(u.ID), By: i.Receipt.AnsweredBy, Since: when(i.Receipt.AnsweredAt, i), Words: i.Receipt.Reason})
		}
	}
	for _, a := range asked {
		n := slices.IndexFunc(read, func(i *graph.Intent) bool { return i.Period == a.Period })
		switch {
		case n >= 0 && read[n].Receipt.WasSent():
		case n >= 0:
			c.add(Debt{Duty: DutyRestate, Record: read[n], Unit: u.ID, Other: c.tree.Parent(u.ID), Since: recorded(a)})
		case !c.handsDown(u, a.Period):
			c.add(Debt{Duty: DutyRestate, Record: a, Unit: u.ID, Other: c.tree.Parent(u.ID), Since: recorded(a)})
		}
	}
}

// handsDown reports whether the unit only passes on what it is asked for: it has units below, and no days of its own.
func (c *creditor) handsDown(u *graph.Unit, period graph.PeriodID) bool {
	if len(c.tree.Below(u.ID)) < 2 {
		return false
	}
	span := c.Picture.Period(period).Span()
	for room := range graph.Referrers[*graph.Capacity](c.Picture, u.Ref()) {
		if p := c.Picture.Period(room.Period); p != nil && room.Days > 0 {
			if _, both := p.Span().Common(span); both {
				return false
			}
		}
	}
	return true
}

// readings is the readings of a unit below that wait for an answer. Whoever sent one does not answer it.
func (c *creditor) readings(u *graph.Unit) {
	for i := range graph.Referrers[*graph.Intent](c.Picture, u.Ref()) {
		if i.Unit == u.ID && i.Level == graph.Interpreted && i.Receipt.State == graph.Sent && i.Receipt.SentBy != c.person.ID && c.running(i.Period) {
			d := Debt{Duty: DutyAnswer, Record: i, Unit: c.tree.Parent(u.ID), Other: u.ID, By: i.Receipt.SentBy, Since: when(i.Receipt.SentAt, i), Words: i.Restatement}
			if i.Receipt.Reason != "" || !i.Receipt.ReopenedAt.IsZero() {
				d.Again, d.Since = true, graph.DateOf(reopened(i))
			}
			c.add(d)
		}
	}
}

// signature is the latest plan lock, where others signed it and it holds days of the unit.
func (c *creditor) signature(u *graph.Unit) {
	lock, ok := c.Lock()
	if !ok || c.Period == nil || c.Period.End < c.Today() || len(lock.Baseline.Signatures) == 0 {
		return
	}
	for _, up := range append([]graph.UnitID{u.ID}, c.tree.Chain(u.ID)...) {
		if slices.ContainsFunc(lock.Baseline.Signatures, func(s graph.Signature) bool { return s.Unit == up }) {
			return
		}
	}
	calendar, days := graph.CalendarOf(lock.Then), 0.0
	for i := range graph.Referrers[*graph.Initiative](lock.Then, u.Ref()) {
		if !i.State.Planned() {
			continue
		}
		for of, d := range calendar.PlannedDays(i, c.Period.Span()) {
			if of == u.ID {
				days += d
			}
		}
	}
	if days > 0 {
		c.add(Debt{Duty: DutySign, Record: lock.Baseline, Unit: u.ID, Since: graph.DateOf(lock.Baseline.At)})
	}
}

// inPerson is what the person owes in their own name.
func (c *creditor) inPerson() {
	c.decisions()
	for i := range graph.Referrers[*graph.Initiative](c.Picture, c.person.Ref()) {
		if i.Lead == c.person.ID {
			c.assumptions(i, "")
		}
	}
	c.strategy()
	c.mentions()
}

// strategy is what the top states for the period, in a version that the person has not read.
func (c *creditor) strategy() {
	stated := c.statedNow()
	if stated == nil || c.Period.End < c.Today() {
		return
	}
	for a := range graph.Referrers[*graph.Acknowledgement](c.Picture, stated.Ref()) {
		if a.Of == stated.Ref() && a.By == c.person.ID && a.Version >= stated.Stamp().Version {
			return
		}
	}
	c.add(Debt{Duty: DutyAcknowledge, Record: stated, Since: recorded(stated)})
}

// statedNow is the stated intent of the period, as package finding reads it; nil without one.
func (c *creditor) statedNow() (best *graph.Intent) {
	if c.Period == nil {
		return nil
	}
	length := func(i *graph.Intent) graph.Date { p := c.Picture.Period(i.Period); return p.End - p.Start }
	for _, top := range c.tree.Tops() {
		for i := range graph.Referrers[*graph.Intent](c.Picture, top.Ref()) {
			p := c.Picture.Period(i.Period)
			if i.Level != graph.Stated || i.Unit != top || p == nil || !c.Period.Span().Inside(p.Span()) {
				continue
			}
			if best == nil || length(i) < length(best) {
				best = i
			}
		}
		if best != nil {
			return best
		}
	}
	return nil
}

// mentions is the conversations that are not resolved in which the person is named and has not spoken since.
func (c *creditor) mentions() {
	latest, beginning := make(map[graph.CommentID]*graph.Comment), discussion.Beginnings(c.Picture)
	for _, m := range discussion.Naming(c.Picture, c.person) {
		root := beginning(m)
		if root.Resolved == 0 && (latest[root.ID] == nil || latest[root.ID].At.Before(m.At)) {
			latest[root.ID] = m
		}
	}
	if len(latest) == 0 {
		return
	}
	for own := range graph.Referrers[*graph.Comment](c.Picture, c.person.Ref()) {
		root := beginning(own).ID
		if m := latest[root]; m != nil && own.By == c.person.ID && !own.At.Before(m.At) {
			delete(latest, root)
		}
	}
	for _, m := range latest {
		c.add(Debt{Duty: DutyMention, Record: m, By: m.By, Since: when(m.At, m), Words: m.Text})
	}
}
