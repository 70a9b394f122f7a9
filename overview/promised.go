package overview

import (
	"cmp"
	"slices"

	"throughline/dependency"
	"throughline/graph"
)

// Promised is something that somebody waits for.
type Promised struct {
	Act    string // what is owed: restatement, acceptance, answer, day, delivery, decision
	Record graph.Ref
	What   string           // in the words of the record
	Unit   graph.UnitID     // the unit that owes it; "" for the organisation
	People []graph.PersonID // who can do it: the named deciders, else who leads the unit; may be empty
	To     graph.UnitID     // the unit that waits; "" for the organisation
	Since  graph.Date       // 0 where it is not known
	Due    graph.Date       // the day promised, or asked for; 0 without
}

// Late is how many calendar days the day that was promised, or asked for, is over; 0 for none.
func (o *Promised) Late(today graph.Date) int {
	if o.Due == 0 || o.Due >= today {
		return 0
	}
	return int(today - o.Due)
}

// PromisedFilter narrows what is owed. The zero value takes all.
type PromisedFilter struct {
	Unit   graph.UnitID   // owed by the unit or one below it
	Person graph.PersonID // can be done by this person
}

// Owing is all that is owed in the picture as of its day, oldest promise first: by the day due, then what has none by how long it
// waits. Receipts of periods that are over are nobody's any more.
func Owing(s *graph.Snapshot, f PromisedFilter) []Promised {
	o := owing{s: s, today: s.Today(), tree: graph.TreeOf(s, s.Today())}
	o.receipts()
	for _, t := range dependency.All(s) {
		o.thread(t)
	}
	o.requests()
	o.decisions()
	out := slices.DeleteFunc(o.list, func(i Promised) bool {
		return f.Unit != "" && !o.tree.Under(i.Unit, f.Unit) || f.Person != "" && !slices.Contains(i.People, f.Person)
	})
	slices.SortStableFunc(out, func(a, b Promised) int {
		return cmp.Or(cmp.Compare(dayOr(a.Due), dayOr(b.Due)), cmp.Compare(dayOr(a.Since), dayOr(b.Since)), a.Record.Compare(b.Record))
	})
	return out
}

// never is after every day.
const never = graph.Date(1 << 30)

func dayOr(d graph.Date) graph.Date {
	if d == 0 {
		return never
	}
	return d
}

// owing gathers what is owed.
type owing struct {
	s     *graph.Snapshot
	today graph.Date
	tree  *graph.Tree
	list  []Promised
}

// add adds what is owed by the unit; without named people its leads can do it.
func (o *owing) add(i Promised) {
	if u := o.s.Unit(i.Unit); u != nil && len(i.People) == 0 {
		i.People = u.Leads
	}
	o.list = append(o.list, i)
}

// receipts is the restatements that units owe, and the acceptance that those above owe them.
func (o *owing) receipts() {
	type place struct {
		unit   graph.UnitID
		period graph.PeriodID
	}
	read := make(map[place]bool)
	for i := range graph.All[*graph.Intent](o.s) {
		if i.Level == graph.Interpreted && o.runs(i) {
			read[place{i.Unit, i.Period}] = true
			o.receipt(i)
		}
	}
	for i := range graph.All[*graph.Intent](o.s) {
		if i.Level == graph.Assigned && o.runs(i) && !read[place{i.Unit, i.Period}] {
			o.add(Promised{Act: "restatement", Record: i.Ref(), What: i.Label(), Unit: i.Unit, To: o.tree.Parent(i.Unit)})
		}
	}
}

// runs reports whether the intent is of a period that is not over and a unit of today.
func (o *owing) runs(i *graph.Intent) bool {
	p := o.s.Period(i.Period)
	return p != nil && p.End >= o.today && o.tree.Has(i.Unit)
}

func (o *owing) receipt(i *graph.Intent) {
	r := i.Receipt
	owed := Promised{Act: "restatement", Record: i.Ref(), What: i.Label(), Unit: i.Unit, To: o.tree.Parent(i.Unit)}
	switch r.State {
	case graph.Accepted:
		return
	case graph.Sent:
		owed.Act, owed.Unit, owed.To = "acceptance", owed.To, owed.Unit
		owed.Since = graph.DateOf(r.SentAt)
	case graph.Returned:
		owed.Since = graph.DateOf(r.AnsweredAt)
	}
	o.add(owed)
}

// thread is what is owed in a dependency's thread: an answer, a day, what was promised.
func (o *owing) thread(t dependency.Thread) {
	d := t.Dependency
	owed := Promised{Record: d.Ref(), What: d.What, Unit: d.On, To: d.From, Since: t.Asked, Due: d.NeededBy}
	switch t.State {
	case dependency.Unanswered:
		owed.Act = "answer"
	case dependency.Open, dependency.Renegotiated:
		owed.Act = "day"
		if last := d.Turns[len(d.Turns)-1]; last.Unit == d.On && (last.Act == graph.Offer || last.Act == graph.Counter) {
			owed.Act, owed.Unit, owed.To = "answer", d.From, d.On
		}
		owed.Since = graph.DateOf(d.Turns[len(d.Turns)-1].At)
	case dependency.Promised, dependency.Broken:
		if !d.Open() {
			return
		}
		owed.Act, owed.Due = "delivery", t.Promised
	default:
		return
	}
	o.add(owed)
}

// requests is the answers to what was asked of a unit at its door.
func (o *owing) requests() {
	for r := range graph.All[*graph.Request](o.s) {
		if r.State == graph.RequestOpen {
			o.add(Promised{Act: "answer", Record: r.Ref(), What: r.Title, Unit: r.To, To: r.From, Since: r.Asked, Due: r.AnswerBy})
		}
	}
}

// decisions is the questions that are open.
func (o *owing) decisions() {
	for d := range graph.All[*graph.Decision](o.s) {
		if d.State == graph.DecisionOpen {
			o.add(Promised{Act: "decision", Record: d.Ref(), What: d.Question, Unit: d.Unit, People: d.Deciders, Since: d.Raised, Due: d.Due})
		}
	}
}
