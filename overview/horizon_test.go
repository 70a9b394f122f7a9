package overview_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

func slotNames(s overview.Slots) string {
	var out []string
	for _, p := range s {
		out = append(out, string(p.ID))
	}
	return strings.Join(out, " ")
}

func TestHorizons(t *testing.T) {
	kind := func(id, start, end string, k graph.PeriodKind) *graph.Period {
		return &graph.Period{ID: graph.PeriodID(id), Name: id, Kind: k, Start: fixture.Date(t, start), End: fixture.Date(t, end)}
	}
	half := func() *fixture.Org {
		return fixture.New(t).Today("2026-08-14").Half().Unit("acme", "").Put(kind("h2", "2026-07-01", "2026-12-31", graph.Half))
	}
	for want, o := range map[string]*fixture.Org{
		"q3 q4":    half(),
		"q3 q4 h1": half().Put(kind("h1", "2027-01-01", "2027-06-30", graph.Half), kind("y", "2027-01-01", "2027-12-31", graph.Year)),
		// quarters as long as there are any, then what is longest
		"q3 q4 q1 y2 y3": half().Put(
			kind("q1", "2027-01-01", "2027-03-31", graph.Quarter), kind("h1", "2027-01-01", "2027-06-30", graph.Half),
			kind("y2", "2028-01-01", "2028-12-31", graph.Year), kind("m2", "2028-01-01", "2028-01-31", graph.Month),
			kind("y3", "2029-01-01", "2029-12-31", graph.Year)),
	} {
		if got := slotNames(of(o).Horizons()); got != want {
			t.Errorf("horizons %q, want %q", got, want)
		}
	}
	o := half()
	for n := range 9 {
		year := 2027 + n
		o.Put(kind(fmt.Sprintf("y%d", year), fmt.Sprintf("%d-01-01", year), fmt.Sprintf("%d-12-31", year), graph.Year))
	}
	if got := of(o).Horizons(); len(got) != 8 {
		t.Errorf("%d horizons, want at most 8", len(got))
	}
}

func TestPlacesOnTheHorizons(t *testing.T) {
	// Q3 2026 has 92 days, Q4 has 92, the period after has 10 and begins three days later.
	o := fixture.New(t).Today("2026-08-14").Half().Period("gap", "2027-01-04", "2027-01-13").Unit("acme", "")
	s := of(o).Horizons()
	for day, want := range map[string]float64{
		"2026-06-30": 0, "2026-07-01": 0, "2026-08-16": 46.0 / 92, "2026-10-01": 1, "2027-01-01": 2, "2027-01-03": 2, "2027-01-04": 2, "2027-01-09": 2.5, "2027-01-14": 3, "2030-01-01": 3,
	} {
		if got := s.At(fixture.Date(t, day)); math.Abs(got-want) > 1e-9 {
			t.Errorf("At(%s) = %v, want %v", day, got, want)
		}
	}
	if n, side := s.Find(fixture.Date(t, "2026-01-01")); n != 0 || side != overview.Before {
		t.Error("a day before the first is before")
	}
	if _, side := s.Find(fixture.Date(t, "2028-01-01")); side != overview.Beyond {
		t.Error("a day after the last is beyond")
	}
	if _, side := overview.Slots(nil).Find(1); side != overview.Beyond || overview.Slots(nil).Span() != (graph.Span{}) {
		t.Error("without slots every day is beyond, and there are no days")
	}
}

func TestBarsOfAnInitiative(t *testing.T) {
	o := fixture.New(t).Today("2026-08-14").Half().Unit("acme", "").
		Initiative("steps", "acme", fixture.Step("beta", "q4"), fixture.Step("alpha", "q3"), fixture.Step("trial", "q3"), fixture.In("h2")).
		Initiative("plain", "acme", fixture.In("q3", "q4")).Initiative("days", "acme", fixture.Days("acme", "q4", 5)).Initiative("none", "acme")
	b := of(o)
	slots := b.Horizons()
	for id, want := range map[graph.InitiativeID]string{
		"steps": "alpha, trial 0-1; beta 1-2", "plain": " 0-2", "days": " 1-2", "none": "",
	} {
		var got []string
		for _, s := range b.Stretches(b.Picture.Initiative(id), slots) {
			got = append(got, fmt.Sprintf("%s %g-%g", s.Name, s.From, s.To))
		}
		if strings.Join(got, "; ") != want {
			t.Errorf("%s: %q, want %q", id, got, want)
		}
	}
	for id, want := range map[graph.InitiativeID]string{"steps": "h2 h2", "plain": "q3 q4", "days": "q4 q4"} {
		first, last := b.Ends(b.Picture.Initiative(id))
		if got := string(first.ID) + " " + string(last.ID); got != want {
			t.Errorf("%s goes from %s, want %s", id, got, want)
		}
	}
	if first, last := b.Ends(b.Picture.Initiative("none")); first != nil || last != nil {
		t.Error("what names no period has no ends")
	}
}

// Where the latest lock held a bar stands beside where it is now.
func TestBarsRememberTheLock(t *testing.T) {
	o := fixture.New(t).Today("2026-07-05").Half().Unit("acme", "").Initiative("a", "acme", fixture.Step("beta", "q3"))
	var f overview.Frame
	f.Locks = []finding.Lock{{Baseline: &graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: o.Picture().AsOf()}, Then: o.Picture()}}
	f.Picture = o.Today("2026-08-14").Initiative("a", "acme", fixture.Step("beta", "q4"), fixture.Step("new", "q3")).Picture()
	f.Period = f.Picture.Period("h2")
	b := overview.Compute(f, nil)
	got := b.Stretches(b.Picture.Initiative("a"), b.Horizons())
	if len(got) != 2 || got[1].Name != "beta" || got[1].LockedFrom != 0 || got[1].LockedTo != 1 || got[0].LockedTo != 0 {
		t.Errorf("bars = %+v, want beta held at the third quarter and nothing of what is new", got)
	}
}
