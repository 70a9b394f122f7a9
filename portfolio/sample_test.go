package portfolio_test

import (
	"math"
	"strings"
	"testing"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/intent"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

// sample brings the sample in at noon of the day.
func sample(t *testing.T, s *graph.Snapshot, day string) (*graph.Snapshot, change.Draft) {
	t.Helper()
	by := change.By{At: fixture.Date(t, day).Time().Add(12 * time.Hour)}
	draft, err := portfolio.TrySample(s, by, "h2")
	if err != nil {
		t.Fatal(err)
	}
	given, err := change.CopyDraft(draft)
	if err != nil {
		t.Fatal(err)
	}
	after, err := change.Fork(s, given)
	if err != nil {
		t.Fatal(err)
	}
	return after, draft
}

// With nothing but a strategy the sample is enough for a waterfall up to what is executed, each day of it by a team of five or more.
func TestTheSampleReachesAWaterfall(t *testing.T) {
	for _, day := range []string{"2026-09-24", "2026-07-01", "2026-07-04", "2026-12-31"} {
		s := fixture.New(t).Half().Today(day).Themes("calm", "growth", "trust").Unit("acme", "").Stated("acme", "h2", fixture.Shares{"calm": 0.4, "growth": 0.3, "trust": 0.2}).Picture()
		after, _ := sample(t, s, day)
		w := intent.Read(after, after.Period("h2"), intent.Options{}).Waterfall()
		if !w.Defined() || w.Last != intent.Executed || w.Value <= 0.2 || w.Value >= 1 {
			t.Errorf("on %s the waterfall is %v up to %s: %s", day, w.Value, w.Last, w.Reason)
		}
		for x := range graph.All[*graph.Work](after) {
			for _, l := range x.Logged {
				if l.On < after.Period("h2").Start || l.On > after.Today() {
					t.Errorf("on %s an item is logged on %s", day, l.On)
				}
			}
			for n, st := range x.States {
				if st.At > after.Today().Time().Add(12*time.Hour).Unix() || n > 0 && st.At < x.States[n-1].At {
					t.Errorf("on %s the states of an item are %v", day, x.States)
				}
			}
		}
		if portfolio.SampleIn(after) == nil || portfolio.SampleIn(s) != nil {
			t.Error("whether the sample is there is not told")
		}
	}
}

// What an organisation has is taken: its units, its initiatives, its days.
func TestTheSampleIsOfTheOrganisation(t *testing.T) {
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Capacity("web", "h2", 100)
	o.Initiative("app", "web", fixture.Serves("calm", 1))
	o.Put(&graph.Initiative{ID: "quiet", Name: "Quiet", Owner: "web", State: graph.Started, Audience: []graph.PersonID{"carl"}}, &graph.Person{ID: "carl", Name: "Carl"})
	after, draft := sample(t, o.Picture(), "2026-09-24")
	for _, r := range draft.Puts {
		w, is := r.(*graph.Work)
		if !is || w.Unit != "web" && w.Unit != "core" || w.Initiative != "" && w.Initiative != "app" {
			t.Errorf("it brings %s, %+v", r.Ref(), r)
		}
	}
	var days float64
	for w := range graph.All[*graph.Work](after) {
		for _, l := range w.Logged {
			days += float64(l.Days)
		}
	}
	if n := after.Count(graph.KindWork); n < 40 || math.Abs(days/float64(n)-2.5) > 1 {
		t.Errorf("%d items of %v days", n, days)
	}
}

func TestTheSampleRefuses(t *testing.T) {
	loaded, _ := sample(t, fixture.New(t).Half().Themes("calm").Unit("acme", "").Picture(), "2026-09-24")
	for says, c := range map[string]struct {
		s   *graph.Snapshot
		day string
	}{
		"there already":      {loaded, "2026-09-24"},
		"no period around":   {fixture.New(t).Half().Themes("calm").Picture(), "2027-09-24"},
		"no theme for":       {fixture.New(t).Half().Unit("acme", "").Picture(), "2026-09-24"},
		"around today to lo": {graph.Empty(), "2026-09-24"},
	} {
		_, err := portfolio.TrySample(c.s, change.By{At: fixture.Date(t, c.day).Time()}, "h2")
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Remedy == "" || !strings.Contains(f.Sentence, says) {
			t.Errorf("it answers %v, want a refusal with %q and what to do", err, says)
		}
	}
}

// A unit in which several teams of the sample work plans no more than its days; one that does not say how many it is counts as six.
func TestTheSampleFitsIntoTheUnitsThereAre(t *testing.T) {
	for _, units := range [][]string{{"web"}, {"web", "core"}, {"web", "core", "desk", "far"}} {
		o := fixture.New(t).Half().Themes("calm").Unit("acme", "")
		for _, u := range units {
			o.Unit(u, "acme", fixture.People(0))
		}
		after, _ := sample(t, o.Picture(), "2026-09-24")
		b := graph.BasisOf(after, after.Period("h2"))
		planned := make(map[graph.UnitID]float64)
		for _, p := range b.Plan {
			planned[p.Unit] += p.Days
		}
		for _, r := range b.Rooms {
			if r.Days != float64(6*after.Period("h2").Workdays()) || planned[r.Unit] > r.Days {
				t.Errorf("of %d units %s has %v days and plans %v", len(units), r.Unit, r.Days, planned[r.Unit])
			}
		}
		if len(b.Rooms) != len(units) || len(planned) != min(len(units), 3) {
			t.Errorf("of %d units %d have days and %d plan", len(units), len(b.Rooms), len(planned))
		}
	}
}
