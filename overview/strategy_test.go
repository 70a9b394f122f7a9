package overview_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/change"
	"throughline/discussion"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// council is an organisation with a strategy of three shares that leave a tenth to no theme, on the day after it was
// stated. The theme old was given up before the half.
func council(t fixture.T) *fixture.Org {
	return fixture.New(t).Today("2026-08-03").Themes("growth", "trust", "speed", "old").Half().Period("next", "2027-01-01", "2027-06-30").
		Put(&graph.Theme{ID: "old", Name: "Old", Until: fixture.Date(t, "2026-06-30")}).
		Person("ann", "bob", "cleo").
		Unit("acme", "", leadBy("ann")).Unit("web", "acme", leadBy("bob", "cleo")).Unit("till", "acme").
		Put(&graph.Principle{ID: "z", Prefer: "calm", Over: "haste", Order: 1}, &graph.Principle{ID: "a", Prefer: "one", Over: "two"}, &graph.Principle{ID: "m", Prefer: "now", Over: "later", Order: 2}).
		Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.3, "speed": 0.1})
}

func leadBy(people ...graph.PersonID) func(*graph.Unit) {
	return func(u *graph.Unit) { u.Leads = people }
}

func TestTheStrategyOfAPeriod(t *testing.T) {
	o := council(t).
		Outcome("churn", fixture.Shares{"trust": 0.4, "growth": 0.6}, readings(t, "2026-07-01 4", "2026-08-01 3.5", "2026-09-01 2")).
		Outcome("loose", nil).
		Outcome("later", fixture.Shares{"growth": 1}, func(o *graph.Outcome) { o.Period = "next" }).
		Outcome("given-up", fixture.Shares{"growth": 1}, func(o *graph.Outcome) { o.Until = fixture.Date(t, "2026-06-30") })
	s := of(o).Strategy()
	var lines []string
	for _, th := range s.Themes {
		line := fmt.Sprintf("%d %s %v", th.Place, th.Theme.ID, th.Share)
		for _, o := range th.Outcomes {
			line += " " + string(o.Outcome.ID)
			if o.Latest != nil && o.Before != nil {
				line += fmt.Sprintf(" %g after %g", o.Latest.Value, o.Before.Value)
			}
		}
		lines = append(lines, line)
	}
	want := "1 growth {0.5 true} churn 3.5 after 4|2 trust {0.3 true}|3 speed {0.1 true}"
	if got := strings.Join(lines, "|"); got != want {
		t.Errorf("the themes are\n%s\nwant\n%s", got, want)
	}
	if got := float64(s.Sum()); got < 0.9-1e-9 || got > 0.9+1e-9 {
		t.Errorf("the shares add up to %g, want 0.9", got)
	}
	if got := fmt.Sprintf("%s %s %s", s.Principles[0].ID, s.Principles[1].ID, s.Principles[2].ID); got != "z m a" {
		t.Errorf("the principles are %s; those without a number come last", got)
	}
	if len(s.Loose) != 1 || s.Loose[0].Outcome.ID != "loose" || s.Loose[0].Latest != nil {
		t.Errorf("without a theme: %+v", s.Loose)
	}
	if len(s.Parts) != 1+3+3 || s.Led != 2 || len(s.Unread) != 2 {
		t.Errorf("%d parts, %d units are led, %d of them have not read it", len(s.Parts), s.Led, len(s.Unread))
	}
}

func readings(t fixture.T, list ...string) func(*graph.Outcome) {
	return func(o *graph.Outcome) {
		for _, r := range list {
			var v graph.Value
			var day string
			if _, err := fmt.Sscan(r, &day, &v.Value); err != nil {
				t.Fatalf("%v", err)
			}
			v.On = fixture.Date(t, day)
			o.Readings = append(o.Readings, v)
		}
	}
}

func TestAStrategyThatIsNotStated(t *testing.T) {
	o := fixture.New(t).Themes("growth", "trust")
	s := o.Picture()
	bare := overview.Compute(overview.Frame{Picture: s}, nil).Strategy() // there is no period
	if bare.Stated != nil || len(bare.Themes) != 2 || bare.Themes[0].Share.OK || bare.Sum() != 0 {
		t.Errorf("without a period: %+v", bare)
	}
	if got := of(fixture.New(t).Half()).Strategy(); len(got.Parts) != 0 || len(got.Themes) != 0 {
		t.Errorf("of nothing: %+v", got)
	}
	next := council(t).Picture()
	if got := overview.Compute(overview.Frame{Picture: next, Period: next.Period("next")}, nil).Strategy(); got.Stated != nil || len(got.Themes) != 3 {
		t.Errorf("the next half has shares of this one: %+v", got)
	}
}

// read is the strategy after somebody acknowledged what they have to.
func read(t *testing.T, o *fixture.Org, p graph.PersonID, at string) int {
	t.Helper()
	s := o.Picture()
	var list []discussion.Understanding
	for _, r := range overview.ToRead(s, s.Period("h2"), p) {
		list = append(list, discussion.Understanding{Of: r.Ref()})
	}
	d, err := discussion.AcknowledgeAll(s, change.By{Person: p, At: fixture.Moment(t, at)}, list)
	if err != nil {
		t.Fatal(err)
	}
	o.Put(d.Puts...)
	return len(list)
}

func TestWhoReadWhichVersion(t *testing.T) {
	o := council(t)
	state := func() string {
		s := of(o).Strategy()
		var out []string
		for _, r := range s.Readers {
			out = append(out, fmt.Sprintf("%s v%d behind %d", r.Person.ID, r.Version, r.Behind))
		}
		for _, u := range s.Unread {
			out = append(out, "unread "+string(u.ID))
		}
		return strings.Join(out, ", ")
	}
	step := func(want string) {
		t.Helper()
		if got := state(); got != want {
			t.Errorf("the readers are %q, want %q", got, want)
		}
	}
	step("unread acme, unread web")
	if n := read(t, o, "ann", "2026-08-03T10:00:00Z"); n != 1 {
		t.Errorf("reading all of it takes %d acknowledgements, want that of the shares", n)
	}
	step("ann v1 behind 0, unread web")
	if n := read(t, o, "ann", "2026-08-03T11:00:00Z"); n != 0 {
		t.Errorf("what is read is to be read again: %d", n)
	}
	o.Today("2026-08-10")
	o.Put(&graph.Theme{ID: "trust", Name: "Trust", Statement: "They come back"}) // one theme is worded anew
	step("ann v1 behind 1, unread acme, unread web")
	read(t, o, "cleo", "2026-08-10T09:00:00Z")
	step("cleo v1 behind 0, ann v1 behind 1, unread acme")
	if n := read(t, o, "ann", "2026-08-11T09:00:00Z"); n != 1 {
		t.Errorf("of what changed %d parts are to be read", n)
	}
	step("ann v1 behind 0, cleo v1 behind 0")
	o.Today("2026-08-20").Put(&graph.Intent{ID: "stated-acme-h2", Level: graph.Stated, Unit: "acme", Period: "h2", Shares: graph.Shares{{Theme: "growth", Share: 1}}})
	step("ann v1 behind 1, cleo v1 behind 1, unread acme, unread web")
}

func TestWhatChangedInWords(t *testing.T) {
	o := council(t).Outcome("churn", fixture.Shares{"trust": 1})
	then := o.Picture()
	if got := overview.Reworded(then, then, then.Period("h2")); len(got) != 0 {
		t.Errorf("a strategy differs from itself: %v", got)
	}
	o.Today("2026-09-01").Put(
		&graph.Theme{ID: "trust", Name: "Trust", Why: "They left"},
		&graph.Principle{ID: "new", Prefer: "few", Over: "many"},
		&graph.Outcome{ID: "churn", Name: "churn", Themes: graph.Shares{{Theme: "trust", Share: 1}}, Readings: []graph.Value{{On: fixture.Date(t, "2026-08-31"), Value: 3}}},
	).Remove(graph.PrincipleID("z").Ref())
	now := o.Picture() // the theme has another name and a reason, and no number
	var got []string
	for _, r := range overview.Reworded(then, now, now.Period("h2")) {
		fields, err := change.Diff(r.Old, r.New)
		if err != nil {
			t.Fatal(err)
		}
		side := r.New
		if side == nil {
			side = r.Old
		}
		got = append(got, fmt.Sprintf("%s %v %v %d", side.Ref(), r.Old != nil, r.New != nil, len(fields)))
	}
	want := "theme/trust true true 3|principle/new false true 2|outcome/churn true true 0|principle/z true false 3"
	if s := strings.Join(got, "|"); s != want {
		t.Errorf("the difference is\n%s\nwant\n%s", s, want)
	}
	if r := now.Outcome("churn").Readings; len(r) != 1 {
		t.Error("the picture lost its readings")
	}
}

// Whatever changes in whatever order: who reads what they are asked to has read all, and then only what changes is left.
func TestWhatIsLeftToReadIsWhatChanged(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		o := council(rt)
		day := fixture.Date(rt, "2026-08-04")
		for n := range rapid.IntRange(1, 8).Draw(rt, "rounds") {
			day++
			o.Today(day.String())
			var changed graph.Ref
			words := fmt.Sprint(n)
			switch rapid.IntRange(0, 3).Draw(rt, "what") {
			case 0:
				o.Put(&graph.Theme{ID: "trust", Name: "trust", Why: words})
				changed = graph.ThemeID("trust").Ref()
			case 1:
				o.Put(&graph.Principle{ID: "z", Prefer: "calm", Over: words})
				changed = graph.PrincipleID("z").Ref()
			case 2:
				o.Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.25})
				changed = graph.IntentID("stated-acme-h2").Ref()
			}
			s := o.Picture()
			left := overview.ToRead(s, s.Period("h2"), "bob")
			if n > 0 && (len(left) != 1 || left[0].Ref() != changed) && (changed != graph.Ref{} || len(left) != 0) {
				rt.Fatalf("round %d: %v is left to read, and %v changed", n, left, changed)
			}
			var list []discussion.Understanding
			for _, r := range left {
				list = append(list, discussion.Understanding{Of: r.Ref()})
			}
			d, err := discussion.AcknowledgeAll(s, change.By{Person: "bob", At: day.Time().Add(time.Hour)}, list)
			if err != nil {
				rt.Fatal(err)
			}
			o.Put(d.Puts...)
			if s = o.Picture(); len(overview.ToRead(s, s.Period("h2"), "bob")) != 0 {
				rt.Fatalf("round %d: who read all of it has read %v not", n, overview.ToRead(s, s.Period("h2"), "bob"))
			}
			if overview.StrategyChangedAfter(s, s.Period("h2"), s.Position()) || !overview.StrategyChangedAfter(s, s.Period("h2"), 0) {
				rt.Fatal("the strategy changed after it was looked at, or not since it began")
			}
		}
	})
}
