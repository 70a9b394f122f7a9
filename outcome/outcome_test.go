package outcome_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/outcome"
	"throughline/testing/fixture"
)

func metric(baseline, target float64, d graph.Direction) func(*graph.Outcome) {
	return func(o *graph.Outcome) {
		o.Metric = graph.Metric{Name: "hours", Unit: "hours", Baseline: baseline, Target: target, Direction: d}
	}
}

func reading(t testing.TB, on string, value float64, confidence graph.Share) func(*graph.Outcome) {
	return func(o *graph.Outcome) {
		o.Readings = append(o.Readings, graph.Value{On: fixture.Date(t, on), Value: value, Confidence: confidence})
	}
}

func due(t testing.TB, on string) func(*graph.Outcome) {
	return func(o *graph.Outcome) { o.Metric.Due = fixture.Date(t, on) }
}

func inHalf(o *graph.Outcome) { o.Period = "h2" }

func TestProgress(t *testing.T) {
	for name, c := range map[string]struct {
		set    []func(*graph.Outcome)
		want   float64
		reason string
	}{
		"down to the target":         {[]func(*graph.Outcome){metric(10, 4, graph.Down), reading(t, "2026-08-01", 7, 0)}, 0.5, ""},
		"the last reading counts":    {[]func(*graph.Outcome){metric(0, 10, graph.Up), reading(t, "2026-08-01", 7, 0), reading(t, "2026-09-01", 4, 0)}, 0.4, ""},
		"the other way":              {[]func(*graph.Outcome){metric(10, 4, graph.Down), reading(t, "2026-08-01", 13, 0)}, -0.5, ""},
		"beyond the target":          {[]func(*graph.Outcome){metric(0, 10, graph.Up), reading(t, "2026-08-01", 15, 0)}, 1.5, ""},
		"a reading yet to come":      {[]func(*graph.Outcome){metric(0, 10, graph.Up), reading(t, "2026-08-01", 3, 0), reading(t, "2026-10-01", 9, 0)}, 0.3, ""},
		"no reading":                 {[]func(*graph.Outcome){metric(0, 10, graph.Up)}, 0, "no reading was taken"},
		"no metric":                  {nil, 0, "no metric is declared"},
		"the target is the baseline": {[]func(*graph.Outcome){metric(5, 5, graph.Up), reading(t, "2026-08-01", 5, 0)}, 0, "no target is declared"},
	} {
		s := fixture.New(t).Half().Outcome("o", nil, c.set...).Picture()
		r := outcome.ProgressOf(s, s.Outcome("o"))
		if r.Reason != c.reason || r.Defined() && math.Abs(r.Value-c.want) > 1e-12 {
			t.Errorf("%s: progress %v, reason %q; want %v, %q", name, r.Value, r.Reason, c.want, c.reason)
		}
		if !r.Defined() && len(r.Missing) != 1 {
			t.Errorf("%s: what is missing is not named", name)
		}
		if r.Defined() && math.Abs(r.Numerator.Value/r.Denominator.Value-r.Value) > 1e-12 {
			t.Errorf("%s: %v over %v is not %v", name, r.Numerator.Value, r.Denominator.Value, r.Value)
		}
	}
}

func TestProgressWarnsOfAContradiction(t *testing.T) {
	s := fixture.New(t).Outcome("o", nil, metric(10, 4, graph.Up), reading(t, "2026-08-01", 7, 0)).Picture()
	if r := outcome.ProgressOf(s, s.Outcome("o")); len(r.Warnings) != 1 {
		t.Errorf("warnings = %v, want one about the direction", r.Warnings)
	}
}

// Scaling the metric, or counting it from another zero, never changes progress.
func TestProgressDoesNotDependOnTheScale(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		at := func(name string) float64 { return rapid.Float64Range(-100, 100).Draw(t, name) }
		base, target, value := at("baseline"), at("target"), at("value")
		if math.Abs(target-base) < 1e-3 {
			t.Skip("no way to go")
		}
		factor, shift := rapid.Float64Range(0.1, 10).Draw(t, "factor"), at("shift")
		read := func(f func(float64) float64) float64 {
			o := fixture.New(t).Outcome("o", nil, metric(f(base), f(target), graph.Up))
			s := o.Picture()
			x := *s.Outcome("o")
			x.Readings = []graph.Value{{On: s.Today(), Value: f(value)}}
			return outcome.ProgressOf(s, &x).Value
		}
		plain, moved := read(func(x float64) float64 { return x }), read(func(x float64) float64 { return factor*x + shift })
		if math.Abs(plain-moved) > 1e-6*max(1, math.Abs(plain)) {
			t.Fatalf("progress %v became %v", plain, moved)
		}
	})
}

func TestConfidenceIsTheLastDeclared(t *testing.T) {
	s := fixture.New(t).Outcome("o", nil, metric(0, 1, graph.Up),
		reading(t, "2026-08-01", 0, 0.8), reading(t, "2026-09-01", 0, 0), reading(t, "2026-10-01", 0, 0.1)).Outcome("p", nil).Picture()
	if c := outcome.Confidence(s.Outcome("o"), s.Today()); !c.OK || math.Abs(c.X-0.8) > 1e-9 {
		t.Errorf("confidence = %v, want 0.8 of August", c)
	}
	if c := outcome.Confidence(s.Outcome("p"), s.Today()); c.OK {
		t.Errorf("confidence without a reading = %v", c)
	}
}

func TestExpected(t *testing.T) {
	for name, c := range map[string]struct {
		set  []func(*graph.Outcome)
		want float64 // below 0: not known
	}{
		// 62 of the 132 working days of the half are over, 62 of 66 up to the end of September.
		"over its period":              {[]func(*graph.Outcome){inHalf}, 62.0 / 132},
		"up to the day it is due":      {[]func(*graph.Outcome){inHalf, due(t, "2026-09-30")}, 62.0 / 66},
		"past its day":                 {[]func(*graph.Outcome){inHalf, due(t, "2026-08-31")}, 1},
		"since the first reading":      {[]func(*graph.Outcome){reading(t, "2026-09-14", 1, 0), due(t, "2026-09-25")}, 0.9},
		"no day is due":                {[]func(*graph.Outcome){reading(t, "2026-09-14", 1, 0)}, -1},
		"nothing says since when":      {[]func(*graph.Outcome){due(t, "2026-09-25")}, -1},
		"due before the period begins": {[]func(*graph.Outcome){inHalf, due(t, "2026-06-01")}, -1},
		"on a weekend from end to end": {[]func(*graph.Outcome){reading(t, "2026-09-19", 1, 0), due(t, "2026-09-20")}, -1},
	} {
		s := fixture.New(t).Half().Outcome("o", nil, c.set...).Picture()
		got := outcome.Expected(s, s.Outcome("o"), s.Today())
		if got.OK != (c.want >= 0) || got.OK && math.Abs(got.X-c.want) > 1e-12 {
			t.Errorf("%s: expected %v, want %v", name, got, c.want)
		}
	}
}

// book is outcomes served in different ways.
func book(t testing.TB, set ...func(*fixture.Org)) (*outcome.Book, *graph.Basis) {
	o := fixture.New(t).Half().Themes("growth").Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 132)
	for _, id := range []string{"served", "wished", "idle"} {
		o.Outcome(id, fixture.Shares{"growth": 1}, metric(0, 10, graph.Up), inHalf)
	}
	o.Outcome("read", nil, metric(0, 10, graph.Up), reading(t, "2026-09-01", 1, 0.5), inHalf)
	o.Initiative("app", "web", fixture.Moves("served", 0.5), fixture.Moves("read", 0.25), fixture.Days("web", "h2", 40))
	o.Initiative("idea", "web", fixture.Is(graph.Likely), fixture.Moves("wished", 1), fixture.Days("web", "h2", 20))
	o.Initiative("gone", "web", fixture.Is(graph.Stopped), fixture.Moves("idle", 1), fixture.Days("web", "h2", 20))
	o.Work("w", "web", "app", fixture.Logged("2026-08-03", 8))
	for _, f := range set {
		f(o)
	}
	s := o.Picture()
	b := graph.BasisOf(s, s.Period("h2"))
	return outcome.Read(b), b
}

func TestBook(t *testing.T) {
	k, b := book(t)
	type line struct {
		ID                  string
		Initiatives, Funded int
		Planned, Spent      float64
		Behind, Unread      bool
	}
	var got []line
	for _, l := range k.Lines {
		got = append(got, line{string(l.Outcome.ID), l.Initiatives, l.Funded, l.Planned, l.Spent, l.Behind(), l.Unread()})
	}
	want := []line{
		{"idle", 0, 0, 0, 0, false, true},
		{"read", 1, 1, 10, 2, true, false},
		{"served", 1, 1, 20, 4, false, true},
		{"wished", 1, 0, 0, 0, false, true},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("lines (-want +got):\n%s", d)
	}
	if r := k.UnreadOnes(b); r.Value != 3 || r.N != 4 {
		t.Errorf("without a reading: %v of %d, want 3 of 4", r.Value, r.N)
	}
	r := k.Unserved(b)
	if d := cmp.Diff([]graph.Ref{graph.OutcomeID("idle").Ref(), graph.OutcomeID("wished").Ref()}, r.Evidence); d != "" || len(r.Missing) != 1 {
		t.Errorf("unserved (-want +got):\n%s missing %v, want funding named", d, r.Missing)
	}
}

func TestServedBy(t *testing.T) {
	_, b := book(t, func(o *fixture.Org) {
		o.Initiative("hope", "web", fixture.Is(graph.Candidate), fixture.Moves("served", 1), fixture.Days("web", "h2", 9))
		o.Initiative("more", "web", fixture.Moves("served", 0.25), fixture.Moves("served", 0.5), fixture.Days("web", "h2", 80))
		o.Work("late", "web", "gone", fixture.Logged("2026-08-03", 3))
	})
	type part struct {
		ID                    string
		Share, Planned, Spent float64
		Counts, Funded        bool
	}
	for id, want := range map[graph.OutcomeID][]part{
		"served": {{"more", 0.75, 60, 0, true, true}, {"app", 0.5, 20, 4, true, true}, {"hope", 1, 0, 0, false, false}},
		"wished": {{"idea", 1, 0, 0, true, false}},
		"idle":   {{"gone", 1, 0, 3, false, false}}, // it was stopped after three days
		"none":   nil,
	} {
		var got []part
		for _, v := range outcome.ServedBy(b, id) {
			got = append(got, part{string(v.Initiative.ID), v.Share, v.Planned, v.Spent, v.Counts, v.Funded})
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("what serves %s (-want +got):\n%s", id, d)
		}
	}
}

func TestFundingByName(t *testing.T) {
	k, b := book(t, func(o *fixture.Org) {
		o.Funding("f", "q3", fixture.ForInitiative("idea"), fixture.FundedDays(5))
		o.Period("old", "2025-01-01", "2025-06-30").Funding("g", "old", fixture.ForInitiative("app"), fixture.FundedDays(5))
	})
	r := k.Unserved(b)
	want := []graph.Ref{graph.OutcomeID("idle").Ref(), graph.OutcomeID("read").Ref(), graph.OutcomeID("served").Ref()}
	if d := cmp.Diff(want, r.Evidence); d != "" || k.ByPlan || len(r.Missing) != 0 {
		t.Errorf("unserved (-want +got):\n%s by plan %v", d, k.ByPlan)
	}
}

func TestNoOutcomes(t *testing.T) {
	s := fixture.New(t).Half().Picture()
	b := graph.BasisOf(s, s.Period("h2"))
	k := outcome.Read(b)
	unread, unserved := k.UnreadOnes(b), k.Unserved(b)
	if unread.Defined() || unserved.Defined() {
		t.Error("without outcomes there is nothing to count")
	}
}

func TestMethodsAreDescribed(t *testing.T) {
	for _, m := range outcome.Methods() {
		if m.ID == "" || m.Title == "" || m.Question == "" || m.Unit == "" || m.Range == "" || m.Formula == "" || len(m.Edges) == 0 || m.Interval == "" {
			t.Errorf("method %+v lacks words", m)
		}
	}
}

// TestFundingOfAUnitReachesItsPlan: money for a unit or a theme is money for what is planned under it,
// even where other funding names an initiative.
func TestFundingOfAUnitReachesItsPlan(t *testing.T) {
	for name, through := range map[string]func(*graph.Funding){"unit": fixture.ForUnit("web"), "theme": fixture.ForTheme("growth")} {
		k, b := book(t, func(o *fixture.Org) {
			o.Funding("named", "q3", fixture.ForInitiative("gone"), fixture.FundedDays(5))
			o.Funding("through", "q3", through, fixture.FundedDays(5))
		})
		want := []graph.Ref{graph.OutcomeID("idle").Ref(), graph.OutcomeID("wished").Ref()}
		if d := cmp.Diff(want, k.Unserved(b).Evidence); d != "" {
			t.Errorf("funded through its %s: unserved (-want +got):\n%s", name, d)
		}
	}
}

// An outcome is in the book up to its last day.
func TestAnEndedOutcomeIsNotInTheBook(t *testing.T) {
	until := func(o *graph.Outcome) { o.Until = fixture.Date(t, "2026-09-10") }
	o := fixture.New(t).Half().Unit("web", "").Outcome("a", nil, metric(10, 4, graph.Down), until).Outcome("b", nil, metric(10, 4, graph.Down)).
		Initiative("app", "web", fixture.Moves("a", 0.5), fixture.Moves("b", 0.5), fixture.Days("web", "h2", 80))
	for today, want := range map[string][]graph.OutcomeID{"2026-09-10": {"a", "b"}, "2026-09-11": {"b"}, "2026-12-31": {"b"}} {
		s := o.Today(today).Picture()
		b := graph.BasisOf(s, s.Period("h2"))
		book := outcome.Read(b)
		var got []graph.OutcomeID
		for _, l := range book.Lines {
			got = append(got, l.Outcome.ID)
			if l.Initiatives != 1 || l.Planned != 40 {
				t.Errorf("on %s %s has %d initiatives and %v days", today, l.Outcome.ID, l.Initiatives, l.Planned)
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("on %s (-want +got):\n%s", today, d)
		}
		if r := book.UnreadOnes(b); int(r.Value) != len(want) || r.N != len(want) {
			t.Errorf("on %s %v of %d are not read, want %d", today, r.Value, r.N, len(want))
		}
	}
}
