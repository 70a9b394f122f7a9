package overview

import (
	"cmp"
	"slices"
	"time"

	"throughline/finding"
	"throughline/graph"
)

// Strategy is what leadership asks for in a period, on one page.
type Strategy struct {
	Stated     *graph.Intent // the shares; nil when none are stated
	Themes     []StrategyTheme
	Principles []*graph.Principle
	Loose      []StrategyOutcome // outcomes that serve no theme
	Parts      []graph.Record    // what one reads of it: the shares, the themes, the principles
	Readers    []Reader          // who acknowledged any of it, latest first
	Unread     []*graph.Unit     // units with leads of whom none has read what stands now
	Led        int               // units with leads
}

// StrategyTheme is a theme with its stated share and what should change in the world by it.
type StrategyTheme struct {
	Theme    *graph.Theme
	Place    int   // on every page, from 1
	Share    Share // of all emphasis; not known without stated shares
	Outcomes []StrategyOutcome
}

// StrategyOutcome is an outcome with its latest reading up to the day.
type StrategyOutcome struct {
	Outcome *graph.Outcome
	Latest  *graph.Value // nil without any
	Before  *graph.Value // the one before it; nil without any
}

// Reader is a person who acknowledged the strategy.
type Reader struct {
	Person  *graph.Person
	Version int32     // the latest of the stated shares that they read; 0 for none
	At      time.Time // when they acknowledged any of it last
	Behind  int       // parts that changed since they read them, or that they never read
}

// Sum is the stated shares together, 0 to 1.
func (s *Strategy) Sum() graph.Share {
	if s.Stated == nil {
		return 0
	}
	return s.Stated.Shares.Sum()
}

// Strategy reads the strategy of the period; without a period it has no shares and all themes.
func (b *Base) Strategy() *Strategy {
	out := &Strategy{}
	out.Stated, out.Parts = strategyParts(b.Picture, b.Period, b.Tree)
	at := make(map[graph.ThemeID]int)
	for _, r := range out.Parts {
		switch r := r.(type) {
		case *graph.Theme:
			at[r.ID] = len(out.Themes)
			t := StrategyTheme{Theme: r, Place: b.Place(r.ID)}
			if out.Stated != nil {
				t.Share = Share{X: float64(out.Stated.Shares.Of(r.ID)), OK: true}
			}
			out.Themes = append(out.Themes, t)
		case *graph.Principle:
			out.Principles = append(out.Principles, r)
		}
	}
	for o := range graph.All[*graph.Outcome](b.Picture) {
		if !b.pursues(o) {
			continue
		}
		line := readOutcome(o, b.Today())
		if n, is := at[o.PrimaryTheme()]; is {
			out.Themes[n].Outcomes = append(out.Themes[n].Outcomes, line)
		} else {
			out.Loose = append(out.Loose, line)
		}
	}
	b.readers(out)
	return out
}

// pursues reports whether the outcome is for the period and not given up before it.
func (b *Base) pursues(o *graph.Outcome) bool {
	since := b.Today()
	if b.Period != nil {
		since = b.Period.Start
	}
	return b.concerns(o) && (o.Until == 0 || o.Until >= since)
}

// readOutcome finds the latest readings up to the day.
func readOutcome(o *graph.Outcome, day graph.Date) StrategyOutcome {
	out := StrategyOutcome{Outcome: o}
	for n := len(o.Readings) - 1; n >= 0 && out.Before == nil; n-- {
		switch r := &o.Readings[n]; {
		case r.On > day:
		case out.Latest == nil:
			out.Latest = r
		default:
			out.Before = r
		}
	}
	return out
}

// strategyParts is the stated shares that hold for the period, and with them all that one reads of the strategy:
// the themes that are pursued in the period or have a share of it, and the principles, both in their order.
func strategyParts(s *graph.Snapshot, period *graph.Period, tree *graph.Tree) (stated *graph.Intent, parts []graph.Record) {
	if period != nil {
		if stated = finding.DeclaredIn(s, period, tree).Stated; stated != nil {
			parts = append(parts, stated)
		}
	}
	for _, t := range graph.ThemesInOrder(s) {
		shared := stated != nil && stated.Shares.Of(t.ID) > 0
		if shared || period == nil || (t.Until == 0 || t.Until >= period.Start) && t.From <= period.End {
			parts = append(parts, t)
		}
	}
	principles := slices.Collect(graph.All[*graph.Principle](s))
	slices.SortStableFunc(principles, func(a, b *graph.Principle) int {
		return cmp.Or(cmp.Compare(ordered(a.Order), ordered(b.Order)), cmp.Compare(a.ID, b.ID))
	})
	for _, p := range principles {
		parts = append(parts, p)
	}
	return stated, parts
}

// ordered puts what has no number last.
func ordered(n int) int {
	if n == 0 {
		return int(^uint(0) >> 1)
	}
	return n
}

// readers finds who read the strategy, and which units have nobody who leads them and did.
func (b *Base) readers(out *Strategy) {
	for p, r := range readersOf(b.Picture, out.Parts, "") {
		if r.Person = b.Picture.Person(p); r.Person == nil {
			continue
		}
		r.Behind = len(r.unread(out.Parts))
		out.Readers = append(out.Readers, r.Reader)
	}
	slices.SortFunc(out.Readers, func(x, y Reader) int {
		return cmp.Or(y.At.Compare(x.At), cmp.Compare(x.Person.ID, y.Person.ID))
	})
	done := make(map[graph.PersonID]bool)
	for _, r := range out.Readers {
		done[r.Person.ID] = r.Behind == 0
	}
	for _, u := range b.Tree.Units() {
		if len(u.Leads) == 0 {
			continue
		}
		if out.Led++; !slices.ContainsFunc(u.Leads, func(p graph.PersonID) bool { return done[p] }) {
			out.Unread = append(out.Unread, u)
		}
	}
}

// acknowledged is what a person said that they read.
type acknowledged struct {
	Reader
	versions map[graph.Ref]int32 // the latest of each part
	whole    time.Time           // when they last read the strategy as a whole
}

// readersOf is who acknowledged any of the parts, with what is latest; only one person, "" for all.
func readersOf(s *graph.Snapshot, parts []graph.Record, only graph.PersonID) map[graph.PersonID]*acknowledged {
	out := make(map[graph.PersonID]*acknowledged)
	for _, part := range parts {
		for a := range graph.Referrers[*graph.Acknowledgement](s, part.Ref()) {
			if a.Of != part.Ref() || only != "" && a.By != only {
				continue
			}
			if out[a.By] == nil {
				out[a.By] = &acknowledged{versions: make(map[graph.Ref]int32)}
			}
			out[a.By].take(a)
		}
	}
	return out
}

func (r *acknowledged) take(a *graph.Acknowledgement) {
	r.versions[a.Of] = max(r.versions[a.Of], a.Version)
	if a.At.After(r.At) {
		r.At = a.At
	}
	if a.Of.Kind != graph.KindIntent {
		return
	}
	r.Version = max(r.Version, a.Version)
	if a.At.After(r.whole) {
		r.whole = a.At
	}
}

// unread is the parts that they have not read as they stand. Who reads the stated shares reads all that stands with them on
// that moment.
func (r *acknowledged) unread(parts []graph.Record) []graph.Record {
	var out []graph.Record
	for _, part := range parts {
		st := part.Stamp()
		if r.versions[part.Ref()] >= st.Version {
			continue
		}
		if part.Ref().Kind == graph.KindIntent || r.whole.UnixMilli() < st.Effective || r.whole.IsZero() {
			out = append(out, part)
		}
	}
	return out
}

// Unread is the parts of the strategy that the person has not read as they stand. Who reads the stated shares reads
// all that stands with them on that moment.
func Unread(s *graph.Snapshot, parts []graph.Record, p graph.PersonID) []graph.Record {
	r := readersOf(s, parts, p)[p]
	if r == nil {
		return slices.Clone(parts)
	}
	return r.unread(parts)
}

// ToRead is what the person has to acknowledge to have read the strategy of the period: the shares as a whole, or the
// parts that changed since they read those. It is empty when they have read all.
func ToRead(s *graph.Snapshot, period *graph.Period, p graph.PersonID) []graph.Record {
	stated, parts := strategyParts(s, period, graph.TreeOf(s, s.Today()))
	out := Unread(s, parts, p)
	if stated != nil && len(out) > 0 && out[0] == graph.Record(stated) {
		return out[:1]
	}
	return out
}

// StrategyChangedAfter reports whether any part of the strategy of the period was written down after the position: then
// who looked at it then has not seen it as it stands.
func StrategyChangedAfter(s *graph.Snapshot, period *graph.Period, position int64) bool {
	_, parts := strategyParts(s, period, graph.TreeOf(s, s.Today()))
	return slices.ContainsFunc(parts, func(r graph.Record) bool { return r.Stamp().Position > position })
}

// Rewording is a part of the strategy that differs between two pictures. A side is nil where it did not exist.
type Rewording struct{ Old, New graph.Record }

// Key tells the changes of a strategy apart.
func (r Rewording) Key() string {
	if r.New == nil {
		return r.Old.Ref().String()
	}
	return r.New.Ref().String()
}

// Reworded is what differs in the strategy of a period between two pictures: the shares, themes, principles, and
// the outcomes without their readings.
func Reworded(then, now *graph.Snapshot, period *graph.Period) []Rewording {
	old, seen, was := partsAt(then, period), make(map[graph.Ref]bool), make(map[graph.Ref]graph.Record)
	for _, r := range old {
		was[r.Ref()] = r
	}
	var out []Rewording
	for _, r := range partsAt(now, period) {
		seen[r.Ref()] = true
		switch before := was[r.Ref()]; {
		case before == nil:
			out = append(out, Rewording{New: worded(r)})
		case before.Stamp() != r.Stamp():
			out = append(out, Rewording{worded(before), worded(r)})
		}
	}
	for _, r := range old {
		if !seen[r.Ref()] {
			out = append(out, Rewording{Old: worded(r)})
		}
	}
	return out
}

// partsAt is the parts of the strategy in a picture, with the outcomes.
func partsAt(s *graph.Snapshot, period *graph.Period) []graph.Record {
	b := &Base{Frame: Frame{Picture: s, Period: period}}
	_, parts := strategyParts(s, period, graph.TreeOf(s, s.Today()))
	for o := range graph.All[*graph.Outcome](s) {
		if b.pursues(o) {
			parts = append(parts, o)
		}
	}
	return parts
}

// worded is a record without what is told of it again and again.
func worded(r graph.Record) graph.Record {
	if o, is := r.(*graph.Outcome); is {
		c := *o
		c.Readings = nil
		return &c
	}
	return r
}
