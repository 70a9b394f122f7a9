package overview_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// calendar is a year with two halves of two quarters each.
func calendar(t fixture.T) *fixture.Org {
	return fixture.New(t).Themes("growth").Unit("acme", "").
		Period("year", "2026-01-01", "2026-12-31").Period("h1", "2026-01-01", "2026-06-30").Half()
}

func TestPeriodOfADay(t *testing.T) {
	stated := func() *fixture.Org { return calendar(t).Stated("acme", "h2", fixture.Shares{"growth": 1}) }
	lock := &graph.Baseline{ID: "lock", Name: "Lock", Period: "q3", At: fixture.Moment(t, "2026-07-05")}
	for name, c := range map[string]struct {
		org  *fixture.Org
		day  string
		want graph.PeriodID
	}{
		"the shortest":                           {calendar(t), "2026-08-01", "q3"},
		"the one with a strategy":                {stated(), "2026-08-01", "h2"},
		"a strategy before a lock":               {stated().Put(lock), "2026-08-01", "h2"},
		"of several with one, the shortest":      {stated().Stated("acme", "q3", fixture.Shares{"growth": 1}), "2026-08-01", "q3"},
		"the last before, among those declared":  {stated(), "2027-05-01", "h2"},
		"the first after, where there is none":   {stated(), "2026-01-05", "h2"},
		"only those are offered that count":      {calendar(t).Put(lock), "2026-11-01", "q3"},
		"on its last day it is still the period": {calendar(t), "2026-09-30", "q3"},
		"the day after it is the next":           {calendar(t), "2026-10-01", "q4"},
	} {
		t.Run(name, func(t *testing.T) {
			if p := overview.CurrentPeriod(c.org.Picture(), fixture.Date(t, c.day)); p == nil || p.ID != c.want {
				t.Errorf("period of %s = %v, want %s", c.day, p, c.want)
			}
		})
	}
	if p := overview.CurrentPeriod(graph.Empty(), 1); p != nil {
		t.Errorf("without periods = %v", p)
	}
}

func TestPeriodAskedFor(t *testing.T) {
	s := calendar(t).Picture()
	if p, ok, err := overview.PeriodAsked(s, "h1", fixture.Date(t, "2026-08-01")); err != nil || !ok || p.ID != "h1" {
		t.Errorf("asked for h1 = %v, %v, %v", p, ok, err)
	}
	_, _, err := overview.PeriodAsked(s, "h3", 1)
	if f := fault.Of(err); f == nil || f.Kind != fault.NotFound || len(f.Nearest) == 0 {
		t.Errorf("asked for h3: %v, want a fault with the nearest names", err)
	}
	if p, ok, err := overview.PeriodAsked(graph.Empty(), "", 1); p != nil || ok || err != nil {
		t.Errorf("of nothing = %v, %v, %v", p, ok, err)
	}
}

func TestPeriodsLatestFirst(t *testing.T) {
	ids := func(s *graph.Snapshot) []graph.PeriodID {
		var out []graph.PeriodID
		for _, p := range overview.Periods(s) {
			out = append(out, p.ID)
		}
		return out
	}
	if d := cmp.Diff([]graph.PeriodID{"q4", "h2", "q3", "year", "h1"}, ids(calendar(t).Picture())); d != "" {
		t.Errorf("all, as nothing is declared for any (-want +got):\n%s", d)
	}
	declared := calendar(t).Stated("acme", "h1", fixture.Shares{"growth": 1}).Stated("acme", "h2", fixture.Shares{"growth": 1})
	if d := cmp.Diff([]graph.PeriodID{"h2", "h1"}, ids(declared.Picture())); d != "" {
		t.Errorf("those with a strategy (-want +got):\n%s", d)
	}
}

func TestBaselinesOfAPeriod(t *testing.T) {
	o := calendar(t)
	for id, of := range map[string][2]string{"a": {"q4", "2026-09-01"}, "b": {"q3", "2026-07-01"}, "c": {"h1", "2026-01-10"}, "d": {"h2", "2026-12-01"}} {
		o.Put(&graph.Baseline{ID: graph.BaselineID(id), Name: id, Period: graph.PeriodID(of[0]), At: fixture.Moment(t, of[1])})
	}
	s := o.Picture()
	var got []string
	for _, b := range overview.Baselines(s, s.Period("h2"), fixture.Date(t, "2026-09-24")) {
		got = append(got, b.Name)
	}
	if d := cmp.Diff([]string{"b", "a"}, got); d != "" {
		t.Errorf("locks of the half up to September, oldest first (-want +got):\n%s", d)
	}
}
