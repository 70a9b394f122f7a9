package overview_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

// asked is the demand of two teams under one unit, and of a unit beside it, now and in the period after.
func asked(t fixture.T) *fixture.Org {
	return fixture.New(t).Today("2026-08-14").Half().Period("next", "2027-01-01", "2027-06-30").
		Unit("acme", "").Unit("tech", "acme").Unit("web", "tech").Unit("core", "tech").Unit("legal", "acme").
		Capacity("web", "q3", 50).Capacity("web", "q4", 50).Capacity("web", "next", 100).Capacity("core", "q3", 40, fixture.SetAside("support", 10)).Capacity("legal", "q3", 20).
		Initiative("a", "web", fixture.Days("web", "q3", 60), fixture.Days("core", "q3", 15)).
		Initiative("b", "web", fixture.Is(graph.Likely), fixture.Days("web", "next", 25), fixture.Days("legal", "q3", 5)).
		Initiative("c", "web", fixture.Is(graph.Candidate), fixture.Days("web", "q4", 500))
}

func rows(d overview.Demand) string {
	var out []string
	for _, r := range d.Rows {
		var shares []string
		for _, l := range r.Loads {
			if s := l.Share(); s.OK {
				shares = append(shares, fmt.Sprintf("%.0f%%", 100*s.X))
			} else {
				shares = append(shares, "-")
			}
		}
		out = append(out, string(r.Unit.ID)+" "+strings.Join(shares, " "))
	}
	return strings.Join(out, "; ")
}

func TestDemandOverTheHorizons(t *testing.T) {
	b := of(asked(t))
	d, ok := b.DemandOver(b.Horizons(), "")
	if got, want := rows(d), "web 120% 0% 25%; core 50% - -; legal 25% - -"; !ok || got != want {
		t.Errorf("demand %q, want %q", got, want)
	}
	if d.Over != 1 {
		t.Errorf("%d units are asked for more than they have, want web alone", d.Over)
	}
	under, ok := b.DemandOver(b.Horizons(), "tech")
	if got, want := rows(under), "web 120% 0% 25%; core 50% - -"; !ok || got != want {
		t.Errorf("below tech %q, want %q", got, want)
	}
	for n, want := range []portfolio.Load{{Days: 75, Room: 80}, {Days: 0, Room: 50}, {Days: 25, Room: 100}} {
		if got := under.Sum()[n]; got != want {
			t.Errorf("together in slot %d: %+v, want %+v", n, got, want)
		}
	}
	if lone, ok := b.DemandOver(b.Horizons(), "legal"); !ok || rows(lone) != "legal 25% - -" || lone.Over != 0 {
		t.Errorf("legal alone: %q", rows(lone))
	}
	if _, ok := b.DemandOver(b.Horizons(), "nowhere"); ok {
		t.Error("there is demand on a unit that is not there")
	}
	if now, _ := b.Demand(); rows(now) != "web 120% 0%; core 50% -; legal 25% -" {
		t.Errorf("in the parts of the period alone: %q", rows(now))
	}
}

// What is asked of all units together is what is asked of each, added up, for any organisation and any part of its tree.
func TestDemandAddsUp(t *testing.T) {
	b := base(fixture.Large(t, 600))
	if b.Period == nil {
		for p := range graph.All[*graph.Period](b.Picture) {
			b = overview.Compute(overview.Frame{Picture: b.Picture, Period: p}, nil)
			break
		}
	}
	if d, ok := b.DemandOver(b.Horizons(), ""); !ok || len(d.Rows) < 3 {
		t.Fatalf("%d units are asked for anything", len(d.Rows))
	}
	units := append([]*graph.Unit{{}}, b.Tree.Units()...)
	rapid.Check(t, func(t *rapid.T) {
		top := rapid.SampledFrom(units).Draw(t, "top").ID
		d, _ := b.DemandOver(b.Horizons(), top)
		for n, sum := range d.Sum() {
			var days, room float64
			for _, r := range d.Rows {
				if top != "" && !b.Tree.Under(r.Unit.ID, top) {
					t.Fatalf("%s is not below %s", r.Unit.ID, top)
				}
				if !r.Loads[n].Undeclared {
					days, room = days+r.Loads[n].Days, room+r.Loads[n].Room
				}
			}
			if !alike(days, sum.Days) || !alike(room, sum.Room) || sum.Undeclared != (room == 0 && days == 0) {
				t.Fatalf("slot %d: %v of %v, together %+v", n, days, room, sum)
			}
		}
	})
}
