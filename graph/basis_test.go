package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/testing/fixture"
)

// told is all that a basis tells, apart from where it came from.
type told struct {
	Lines   []string
	Plan    []graph.Planned
	Work    []graph.Spent
	Rooms   []graph.Room
	Undated int
}

func tell(b *graph.Basis) told {
	out := told{Plan: b.Plan, Work: b.Work, Rooms: b.Rooms, Undated: b.Undated}
	for n, i := range b.Lines.Initiatives {
		columns, shares := b.Lines.Columns(int32(n))
		aims, parts := b.Lines.Aims(int32(n))
		out.Lines = append(out.Lines, fmt.Sprint(i.ID, b.Lines.Of(i.ID), columns, shares, aims, parts,
			b.Lines.Is(int32(n), graph.IsPlanned), b.Lines.Is(int32(n), graph.IsDemand), b.Lines.Linked(int32(n))))
	}
	return out
}

// change makes one change of any kind to an organisation.
func change(t *rapid.T, o *fixture.Org) {
	id := func(kind string, n int) string { return fmt.Sprint(kind, "-", rapid.IntRange(0, n).Draw(t, kind)) }
	days := rapid.Float64Range(0, 40).Draw(t, "days")
	period := rapid.SampledFrom([]string{"", "q3", "q4", "h2"}).Draw(t, "period")
	switch rapid.SampledFrom([]string{"initiative", "gone", "work", "outcome", "theme", "capacity", "period", "unit"}).Draw(t, "change") {
	case "initiative":
		o.Initiative(id("i", 5), id("u", 2), fixture.Is(rapid.SampledFrom([]graph.Commitment{graph.Committed, graph.Likely, graph.Stopped}).Draw(t, "state")),
			fixture.Moves(id("o", 1), 0.5), fixture.Serves(id("t", 1), 0.25), fixture.Days(id("u", 2), period, days))
	case "gone":
		o.Initiative("i-9", "u-0").Remove(graph.InitiativeID("i-9").Ref())
	case "work":
		o.Work(id("w", 9), id("u", 2), id("i", 5), fixture.Size(float64(int(days))), fixture.Finished("2026-08-03"))
	case "outcome":
		o.Outcome(id("o", 1), fixture.Shares{id("t", 1): 0.5})
	case "theme":
		o.Put(&graph.Theme{ID: graph.ThemeID(id("t", 1)), Name: "theme", Order: rapid.IntRange(0, 3).Draw(t, "order")})
	case "capacity":
		o.Capacity(id("u", 2), rapid.SampledFrom([]string{"q3", "h2"}).Draw(t, "of"), days)
	case "period":
		o.Period("q4", "2026-10-01", rapid.SampledFrom([]string{"2026-12-31", "2026-11-30"}).Draw(t, "end"))
	case "unit":
		o.Unit("u-2", rapid.SampledFrom([]string{"u-0", "u-1"}).Draw(t, "parent"))
	}
}

// What is taken from an earlier basis is what reading anew would give, whatever changed in between.
func TestBasisAfterIsBasisOf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := fixture.New(t).Half().Themes("t-0", "t-1").Unit("u-0", "").Unit("u-1", "u-0").Unit("u-2", "u-0")
		o.Outcome("o-0", fixture.Shares{"t-0": 1}).Outcome("o-1", nil)
		for n := range 6 {
			o.Initiative(fmt.Sprint("i-", n), "u-0")
		}
		var prev *graph.Basis
		for range rapid.IntRange(1, 8).Draw(t, "steps") {
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				change(t, o)
			}
			s := o.Picture()
			period := s.Period(rapid.SampledFrom([]graph.PeriodID{"h2", "q3"}).Draw(t, "period read"))
			after, anew := graph.BasisAfter(prev, s, period), graph.BasisOf(s, period)
			if d := cmp.Diff(tell(anew), tell(after), cmpopts.EquateEmpty()); d != "" {
				t.Fatalf("taken from before (-read anew +taken):\n%s", d)
			}
			prev = after
		}
	})
}

func TestBasisIsSharedWhereNothingChanged(t *testing.T) {
	s := lined(t)
	a := graph.BasisOf(s, s.Period("h2"))
	later := fixture.On(t, s).Unit("more", "acme").Picture()
	b := graph.BasisAfter(a, later, later.Period("h2"))
	if a.Lines != b.Lines || a.Lines.Sight != b.Lines.Sight {
		t.Error("a new unit changes no line of sight")
	}
	changed := fixture.On(t, s).Initiative("full", "web").Picture()
	c := graph.BasisAfter(a, changed, changed.Period("h2"))
	if c.Lines == a.Lines || c.Lines.Sight != a.Lines.Sight || c.Lines.Linked(c.Lines.Of("full")) != 0 {
		t.Error("a changed initiative changes its line alone")
	}
}

// A basis takes the work of a unit from the one before it unless something changed that it stands on.
func TestWorkOfAUnitIsTakenOver(t *testing.T) {
	s := fixture.On(t, lined(t)).Unit("core", "acme").Work("w", "web", "", fixture.Logged("2026-08-03", 2)).Work("c", "core", "", fixture.Logged("2026-08-03", 1)).Picture()
	a := graph.BasisOf(s, s.Period("h2"))
	now := fixture.On(t, s).Work("more", "core", "", fixture.Logged("2026-08-03", 3)).Picture()
	b := graph.BasisAfter(a, now, now.Period("h2"))
	for unit, taken := range map[graph.UnitID]bool{"web": true, "core": false} {
		was, had := a.SpentBy(unit)
		is, has := b.SpentBy(unit)
		if !had || !has || is.All.Unit != unit || is.Is(was) != taken || !is.Is(is) {
			t.Errorf("%s: %v, %v, taken over %v; want %v", unit, was, is, is.Is(was), taken)
		}
	}
	if x, _ := graph.BasisOf(now, now.Period("h2")).SpentBy("web"); x.Days != 2 {
		t.Errorf("web worked %v days, want 2", x.Days)
	} else if y, _ := b.SpentBy("web"); x.Is(y) {
		t.Error("what was read afresh is not taken over")
	}
	if x, ok := b.SpentBy("nobody"); ok || x.Is(x) {
		t.Error("nobody has no work")
	}
}
