package dependency_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/dependency"
	"throughline/graph"
	"throughline/measure"
	"throughline/testing/fixture"
)

// waiting is web with work that waits on core.
func waiting(t fixture.T) *fixture.Org {
	return fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Unit("pay", "acme")
}

func in(s *graph.Snapshot, unit graph.UnitID) measure.Result {
	return dependency.WaitIn(graph.BasisOf(s, s.Period("h2")), unit)
}

// The worked example: 36 of 102 days. Sums over sums, not the mean of the shares.
func TestWaitShareWorkedExample(t *testing.T) {
	var v struct {
		Items []struct {
			ID      string
			Elapsed int
			Waiting int `json:"waiting_on_others"`
		}
		Share float64 `json:"wait_share"`
		Mean  float64 `json:"mean_of_ratios"`
	}
	b, err := os.ReadFile("testdata/m07_wait_share.json")
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	o := waiting(t)
	start := fixture.Date(t, "2026-07-06")
	for _, i := range v.Items {
		set := []func(fixture.T, *graph.Work){fixture.Started(start.String()), fixture.Finished((start + graph.Date(i.Elapsed)).String())}
		if i.Waiting > 0 {
			set = append(set, fixture.Waited("core", (start+1).String(), (start+1+graph.Date(i.Waiting)).String()))
		}
		o.Work(graph.Slug(i.ID), "web", "", set...)
	}
	r := in(o.Picture(), "web")
	if math.Abs(r.Value-v.Share) > 1e-9 || math.Abs(r.Value-v.Mean) < 1e-3 || r.N != len(v.Items) {
		t.Errorf("wait share = %v of %d items, want %v and not the mean of shares", r.Value, r.N, v.Share)
	}
	if len(r.Rows) != 1 || r.Rows[0].Record != graph.UnitID("core").Ref() || r.Rows[0].Value != r.Total {
		t.Errorf("rows = %+v, want all days on core", r.Rows)
	}
}

func TestWaits(t *testing.T) {
	started, finished := fixture.Started("2026-08-03"), fixture.Finished("2026-08-13")
	for name, c := range map[string]struct {
		set             []func(fixture.T, *graph.Work)
		elapsed, waited float64
		on              map[graph.UnitID]float64
		open            bool
	}{
		"overlapping blocks count once": {
			[]func(fixture.T, *graph.Work){started, finished, fixture.Waited("core", "2026-08-04", "2026-08-08"), fixture.Waited("core", "2026-08-06", "2026-08-10")},
			10, 6,
			map[graph.UnitID]float64{"core": 6},
			false,
		},
		"two units at once share the days": {
			[]func(fixture.T, *graph.Work){started, finished, fixture.Waited("core", "2026-08-04", "2026-08-08"), fixture.Waited("pay", "2026-08-06", "2026-08-10")},
			10, 6,
			map[graph.UnitID]float64{"core": 3, "pay": 3},
			false,
		},
		"a wait that lasts ends with the work": {
			[]func(fixture.T, *graph.Work){started, finished, fixture.Waited("core", "2026-08-11", "")},
			10, 2,
			map[graph.UnitID]float64{"core": 2},
			false,
		},
		"a wait before the start is not one": {
			[]func(fixture.T, *graph.Work){started, finished, fixture.Waited("core", "2026-07-20", "2026-08-04")},
			10, 1,
			map[graph.UnitID]float64{"core": 1},
			false,
		},
		"open work counts up to today": {
			[]func(fixture.T, *graph.Work){fixture.Started("2026-09-15"), fixture.Waited("core", "2026-09-20", "")},
			10, 5,
			map[graph.UnitID]float64{"core": 5},
			true,
		},
		"dropped work ends": {
			[]func(fixture.T, *graph.Work){started, fixture.Dropped("2026-08-05")},
			2, 0,
			map[graph.UnitID]float64{},
			false,
		},
		"work taken up again goes on": {
			[]func(fixture.T, *graph.Work){fixture.Started("2026-09-15"), fixture.Finished("2026-09-16"), fixture.Opened("2026-09-17")},
			10, 0,
			map[graph.UnitID]float64{},
			true,
		},
		"work from before the period counts from its first day": {
			[]func(fixture.T, *graph.Work){fixture.Started("2026-06-01"), fixture.Finished("2026-07-06"), fixture.Waited("core", "2026-06-20", "2026-07-03")},
			5, 2,
			map[graph.UnitID]float64{"core": 2},
			false,
		},
		"without a start the opening counts": {
			[]func(fixture.T, *graph.Work){fixture.Opened("2026-08-03"), finished},
			10, 0,
			map[graph.UnitID]float64{},
			false,
		},
	} {
		s := waiting(t).Work("w", "web", "", c.set...).Picture()
		span := graph.Span{First: s.Period("h2").Start, Last: s.Today()}
		got, ok := dependency.WaitOf(graph.Find[*graph.Work](s, "w"), span)
		on := map[graph.UnitID]float64{}
		for _, u := range got.On {
			on[u.Unit] = u.Days
		}
		if !ok || got.Elapsed != c.elapsed || got.Waited != c.waited || got.Open != c.open {
			t.Errorf("%s: %v of %v days, open %v; want %v of %v, %v", name, got.Waited, got.Elapsed, got.Open, c.waited, c.elapsed, c.open)
		}
		if d := cmp.Diff(c.on, on); d != "" {
			t.Errorf("%s: by unit (-want +got):\n%s", name, d)
		}
	}
}

func TestWaitIsUndefined(t *testing.T) {
	o := waiting(t).Unit("small", "acme", fixture.People(3)).
		Work("calm", "web", "", fixture.Started("2026-08-03"), fixture.Finished("2026-08-05")).
		Work("few", "small", "", fixture.Started("2026-08-03"), fixture.Waited("core", "2026-08-03", "2026-08-04"), fixture.Finished("2026-08-05")).
		Work("unborn", "pay", "")
	s := o.Picture()
	for unit, why := range map[graph.UnitID]string{
		"web": "no wait is recorded on any work", "pay": "no work was on its way",
		"core": "no work was on its way", "small": "the unit has fewer than five people",
	} {
		if r := in(s, unit); r.Reason != why {
			t.Errorf("%s: reason %q, want %q", unit, r.Reason, why)
		}
	}
}

func TestWaitOnLooksThroughDependencies(t *testing.T) {
	o := waiting(t).Initiative("app", "web").Initiative("other", "web")
	blocked := []func(fixture.T, *graph.Work){fixture.Started("2026-08-03"), fixture.Waited("core", "2026-08-04", "2026-08-08"), fixture.Finished("2026-08-10")}
	o.Work("a", "web", "app", blocked...).Work("b", "web", "other", blocked...).Work("c", "pay", "app", blocked...)
	s := o.Picture()
	if r := dependency.WaitOn(graph.BasisOf(s, s.Period("h2")), "core"); r.Defined() {
		t.Errorf("without a dependency nothing is known, got %v", r.Value)
	}
	o.Put(&graph.Dependency{ID: "d", What: "x", From: "web", On: "core", Initiative: "app"})
	o.Put(&graph.Dependency{ID: "e", What: "y", From: "web", On: "core", Initiative: "app"})
	s = o.Picture()
	r := dependency.WaitOn(graph.BasisOf(s, s.Period("h2")), "core")
	if r.Value != 4 || r.N != 1 || len(r.Rows) != 1 || r.Rows[0].Label != "web" || len(r.Evidence) != 2 {
		t.Errorf("waits on core = %v days, %d items, %+v; want the 4 days of a, once", r.Value, r.N, r.Rows)
	}
	o.Put(&graph.Dependency{ID: "f", What: "z", From: "pay", On: "core"})
	s = o.Picture()
	if r := dependency.WaitOn(graph.BasisOf(s, s.Period("h2")), "core"); r.Value != 8 || len(r.Rows) != 2 {
		t.Errorf("with a dependency without initiative: %v days by %d units, want 8 by 2", r.Value, len(r.Rows))
	}
}

func TestWaitsNeverExceedElapsed(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := time.Date(2026, 6, 15, 0, 0, 0, 0, time.UTC)
		at := func(name string, after int) (string, int) {
			n := after + rapid.IntRange(0, 60).Draw(t, name)
			return first.AddDate(0, 0, n).Format(time.DateOnly), n
		}
		begin, n := at("start", 0)
		set := []func(fixture.T, *graph.Work){fixture.Started(begin)}
		if rapid.Bool().Draw(t, "finished") {
			end, _ := at("end", n)
			set = append(set, fixture.Finished(end))
		}
		for b := range rapid.IntRange(0, 5).Draw(t, "blocks") {
			from, n := at(fmt.Sprint("from ", b), 0)
			to, _ := at(fmt.Sprint("to ", b), n)
			set = append(set, fixture.Waited(rapid.SampledFrom([]string{"core", "pay"}).Draw(t, fmt.Sprint("on ", b)), from, to))
		}
		s := waiting(t).Work("w", "web", "", set...).Picture()
		got, ok := dependency.WaitOf(graph.Find[*graph.Work](s, "w"), graph.Span{First: s.Period("h2").Start, Last: s.Today()})
		if !ok {
			return
		}
		sum := 0.0
		for _, u := range got.On {
			sum += u.Days
		}
		if got.Waited > got.Elapsed+1e-9 || math.Abs(sum-got.Waited) > 1e-9 {
			t.Fatalf("waited %v of %v days, by unit %v", got.Waited, got.Elapsed, got.On)
		}
	})
}

func TestMethodsAreDescribed(t *testing.T) {
	for _, m := range dependency.Methods() {
		if m.ID == "" || m.Title == "" || m.Question == "" || m.Unit == "" || m.Range == "" || m.Formula == "" || len(m.Edges) == 0 || m.Interval == "" {
			t.Errorf("method %+v lacks words", m)
		}
	}
}

// A small unit counts with the one above: what it waited, whom it waited on, and who waited on it.
func TestWaitsOfASmallUnitCountWithTheOneAbove(t *testing.T) {
	o := waiting(t).Unit("duo", "web", fixture.People(2)).Unit("trio", "core", fixture.People(3))
	for _, u := range []string{"web", "core", "pay", "duo", "trio"} {
		o.Capacity(u, "h2", 100)
	}
	o.Unit("web", "acme", fixture.People(12)).Unit("core", "acme", fixture.People(13))
	item := func(id, unit, on, until string) {
		o.Work(id, unit, "", fixture.Started("2026-08-01"), fixture.Waited(on, "2026-08-01", until), fixture.Finished("2026-08-21"))
	}
	item("a", "web", "core", "2026-08-02") // 1 day
	item("b", "duo", "core", "2026-08-03") // 2 days
	item("c", "duo", "trio", "2026-08-05") // 4 days
	item("d", "pay", "trio", "2026-08-09") // 8 days
	item("e", "trio", "web", "2026-08-17") // 16 days
	for id, d := range map[string][2]graph.UnitID{"f": {"web", "core"}, "g": {"duo", "core"}, "h": {"duo", "trio"}, "i": {"pay", "trio"}, "j": {"trio", "web"}} {
		o.Put(&graph.Dependency{ID: graph.DependencyID(id), What: id, From: d[0], On: d[1]})
	}
	s := o.Picture()
	b := graph.BasisOf(s, s.Period("h2"))
	rows := func(r measure.Result) map[string]float64 {
		out := make(map[string]float64)
		for _, row := range r.Rows {
			out[row.Label] += row.Value
		}
		return out
	}
	for unit, want := range map[graph.UnitID]map[string]float64{"web": {"core": 7}, "core": {"web": 16}, "pay": {"core": 8}} {
		r := dependency.WaitIn(b, unit)
		if d := cmp.Diff(want, rows(r)); d != "" {
			t.Errorf("%s waited on (-want +got):\n%s", unit, d)
		}
	}
	for unit, want := range map[graph.UnitID]map[string]float64{"core": {"web": 7, "pay": 8}, "web": {"core": 16}} {
		if d := cmp.Diff(want, rows(dependency.WaitOn(b, unit))); d != "" {
			t.Errorf("waited on %s (-want +got):\n%s", unit, d)
		}
	}
	for _, unit := range []graph.UnitID{"duo", "trio"} {
		if in, on := dependency.WaitIn(b, unit), dependency.WaitOn(b, unit); in.Defined() || on.Defined() || in.Numerator.Value+on.Numerator.Value != 0 {
			t.Errorf("%s has %+v and %+v", unit, in, on)
		}
	}
}
