package dependency_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/dependency"
	"throughline/graph"
	"throughline/testing/fixture"
)

// turn is a turn of a thread between web, which asks, and core.
func turn(t testing.TB, act graph.Act, at, day string) graph.Turn {
	x := graph.Turn{Act: act, At: fixture.Moment(t, at)}
	if day != "" {
		x.Date = fixture.Date(t, day)
	}
	return x
}

func from(unit graph.UnitID, x graph.Turn) graph.Turn {
	x.Unit = unit
	return x
}

func thread(t testing.TB, turns ...graph.Turn) dependency.Thread {
	d := &graph.Dependency{ID: "d", What: "A freeze date", From: "web", On: "core", Turns: turns}
	return dependency.Read(d, fixture.Date(t, "2026-09-24"))
}

func TestStates(t *testing.T) {
	ask := turn(t, graph.Ask, "2026-09-01", "2026-09-20")
	early, late := turn(t, graph.Commit, "2026-09-03", "2026-09-15"), turn(t, graph.Commit, "2026-09-05", "2026-10-05")
	for name, c := range map[string]struct {
		turns          []graph.Turn
		want           dependency.State
		late, promises int
	}{
		"nothing was said":                         {nil, dependency.Named, 0, 0},
		"asked":                                    {[]graph.Turn{ask}, dependency.Unanswered, 0, 0},
		"asked again is no answer":                 {[]graph.Turn{ask, turn(t, graph.Ask, "2026-09-10", "")}, dependency.Unanswered, 0, 0},
		"the asker changed the wish":               {[]graph.Turn{ask, from("web", turn(t, graph.Counter, "2026-09-02", ""))}, dependency.Unanswered, 0, 0},
		"the other unit countered":                 {[]graph.Turn{ask, from("core", turn(t, graph.Counter, "2026-09-02", ""))}, dependency.Open, 0, 0},
		"offered":                                  {[]graph.Turn{ask, turn(t, graph.Offer, "2026-09-02", "")}, dependency.Open, 0, 0},
		"promised for later":                       {[]graph.Turn{ask, late}, dependency.Promised, 0, 0},
		"promised without a day":                   {[]graph.Turn{ask, turn(t, graph.Commit, "2026-09-03", "")}, dependency.Promised, 0, 0},
		"the promised day is over":                 {[]graph.Turn{ask, early}, dependency.Broken, 9, 0},
		"the promise moved":                        {[]graph.Turn{ask, early, late}, dependency.Promised, 0, 1},
		"taken back":                               {[]graph.Turn{ask, late, turn(t, graph.Renegotiate, "2026-09-10", "2026-10-20")}, dependency.Renegotiated, 0, 1},
		"taken back and talked about":              {[]graph.Turn{ask, late, turn(t, graph.Renegotiate, "2026-09-10", ""), turn(t, graph.Offer, "2026-09-11", "")}, dependency.Renegotiated, 0, 1},
		"taken back before any promise":            {[]graph.Turn{ask, turn(t, graph.Renegotiate, "2026-09-10", "")}, dependency.Renegotiated, 0, 0},
		"delivered in time":                        {[]graph.Turn{ask, late, turn(t, graph.Deliver, "2026-09-20", "")}, dependency.Kept, 0, 0},
		"delivered on the day":                     {[]graph.Turn{ask, early, turn(t, graph.Deliver, "2026-09-15T18:00:00Z", "")}, dependency.Kept, 0, 0},
		"delivered late":                           {[]graph.Turn{ask, early, turn(t, graph.Deliver, "2026-09-17", "")}, dependency.Broken, 2, 0},
		"delivered without a promise":              {[]graph.Turn{ask, turn(t, graph.Deliver, "2026-09-17", "")}, dependency.Kept, 0, 0},
		"broken off":                               {[]graph.Turn{ask, late, turn(t, graph.Break, "2026-09-17", "")}, dependency.Broken, 0, 0},
		"declined":                                 {[]graph.Turn{ask, turn(t, graph.Decline, "2026-09-17", "")}, dependency.Declined, 0, 0},
		"what comes after the day is not read yet": {[]graph.Turn{ask, late, turn(t, graph.Break, "2026-09-25", "")}, dependency.Promised, 0, 0},
	} {
		got := thread(t, c.turns...)
		if got.State != c.want || got.Late != c.late || got.Renegotiations != c.promises {
			t.Errorf("%s: %s, %d days late, %d renegotiations; want %s, %d, %d", name, got.State, got.Late, got.Renegotiations, c.want, c.late, c.promises)
		}
	}
}

func TestAges(t *testing.T) {
	got := thread(t, turn(t, graph.Ask, "2026-09-01", ""), turn(t, graph.Offer, "2026-09-11", ""), turn(t, graph.Commit, "2026-09-14", "2026-10-05"))
	if got.Age != 23 || got.Quiet != 10 || got.Rounds != 3 || got.Answered.String() != "2026-09-11" || got.First.String() != "2026-10-05" {
		t.Errorf("thread = %+v, want 23 days old, quiet for 10, promised in the third turn", got)
	}
	if named := thread(t); named.Age != 0 || named.Quiet != 0 {
		t.Errorf("a dependency without turns has no age: %+v", named)
	}
}

// company is web and small asking core, core asking web.
func company(t testing.TB) *fixture.Org {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Unit("small", "acme", fixture.People(4))
	put := func(id string, from, on graph.UnitID, turns ...graph.Turn) {
		o.Put(&graph.Dependency{ID: graph.DependencyID(id), What: id, From: from, On: on, Turns: turns})
	}
	ask := turn(t, graph.Ask, "2026-08-01", "")
	put("kept", "web", "core", ask, turn(t, graph.Commit, "2026-08-02", "2026-09-01"), turn(t, graph.Deliver, "2026-08-20", ""))
	put("broken", "web", "core", ask, turn(t, graph.Commit, "2026-08-02", "2026-09-01"))
	put("quiet", "web", "core", ask)
	put("named", "web", "core")
	put("back", "core", "web", turn(t, graph.Ask, "2026-09-20", ""))
	put("few", "core", "small", ask, turn(t, graph.Deliver, "2026-08-20", ""))
	return o
}

func TestAskedOfAndBy(t *testing.T) {
	s := company(t).Picture()
	ids := func(list []dependency.Thread) (out []string) {
		for _, th := range list {
			out = append(out, string(th.Dependency.ID))
		}
		return out
	}
	if d := cmp.Diff([]string{"quiet", "broken", "named", "kept"}, ids(dependency.AskedOf(s, "core"))); d != "" {
		t.Errorf("asked of core (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"back", "few"}, ids(dependency.AskedBy(s, "core"))); d != "" {
		t.Errorf("asked by core (-want +got):\n%s", d)
	}
	want := dependency.Tally{Named: 1, Unanswered: 2, Kept: 2, Broken: 1}
	if d := cmp.Diff(want, dependency.Count(dependency.All(s))); d != "" {
		t.Errorf("tally (-want +got):\n%s", d)
	}
}

func TestKeptBy(t *testing.T) {
	s := company(t).Half().Picture()
	b := graph.BasisOf(s, s.Period("h2"))
	r := dependency.KeptBy(b, "core")
	if r.Value != 0.5 || r.N != 2 || r.Interval == nil || r.Interval.Method != "Clopper-Pearson" || len(r.Missing) != 1 {
		t.Errorf("kept by core = %+v, want 1 of 2, an exact interval, and the named one missing", r)
	}
	if d := cmp.Diff([]graph.Ref{graph.DependencyID("broken").Ref(), graph.DependencyID("kept").Ref()}, r.Evidence); d != "" {
		t.Errorf("evidence (-want +got):\n%s", d)
	}
	if none := dependency.KeptBy(b, "web"); none.Defined() {
		t.Errorf("nothing is kept or broken by web yet, got %v", none.Value)
	}
	if few := dependency.KeptBy(b, "small"); few.Defined() {
		t.Error("a unit of four people has no figure")
	}
	if all := dependency.KeptBy(b, ""); all.N != 3 || all.Value != 2.0/3 {
		t.Errorf("kept by all = %v of %d", all.Value, all.N)
	}
	// The four people of small count with those of core, and nowhere else.
	with := company(t).Unit("small", "core", fixture.People(4)).Unit("core", "acme", fixture.People(14)).Capacity("core", "h2", 10).Capacity("small", "h2", 5).Half().Picture()
	if r := dependency.KeptBy(graph.BasisOf(with, with.Period("h2")), "core"); r.N != 3 || r.Value != 2.0/3 || len(r.Evidence) != 3 {
		t.Errorf("core with small kept %v of %d", r.Value, r.N)
	}
}
