package diagnosis

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/intent"
	"throughline/stat"
	"throughline/testing/fixture"
)

// yard is an organisation whose units do work of all sorts.
type yard struct {
	*fixture.Org
	t    fixture.T
	dice *rand.Rand
}

// newYard is a yard with units that were asked for three themes, and two initiatives in each.
func newYard(t fixture.T, seed uint64, units int) *yard {
	y := &yard{fixture.New(t).Half().Themes("a", "b", "c"), t, rand.New(rand.NewPCG(seed, 1))}
	y.Period("h1", "2026-01-01", "2026-06-30").Unit("acme", "").Stated("acme", "h2", fixture.Shares{"a": 0.5, "b": 0.3, "c": 0.2})
	for u := range units {
		id := unitID(u)
		y.Unit(id, "acme").Capacity(id, "h2", float64(100+10*y.dice.IntN(20))).Assigned(id, "h2", fixture.Shares{"a": 0.5, "b": 0.3, "c": 0.2})
		for i := range 2 {
			y.initiative(u, i)
		}
	}
	return y
}

func unitID(n int) string { return fmt.Sprintf("unit-%d", n) }

// initiative puts an initiative of a unit that serves any one or two themes.
func (y *yard) initiative(unit, n int) {
	share := 0.1 * float64(1+y.dice.IntN(9))
	first, second := y.dice.IntN(3), y.dice.IntN(3)
	y.Initiative(fmt.Sprintf("plan-%d-%d", unit, n), unitID(unit), fixture.Serves(string(rune('a'+first)), share), fixture.Serves(string(rune('a'+second)), (1-share)/2))
}

// item puts an item of work: finished, begun, paused, dropped or logged, with a wait or without, in the period or before.
func (y *yard) item(unit, n int) {
	day := func(from, within int) string {
		return (fixture.Date(y.t, "2026-07-01") + graph.Date(from+y.dice.IntN(within))).String()
	}
	set := []func(fixture.T, *graph.Work){fixture.Size(float64(y.dice.IntN(6))), fixture.Started(day(0, 30))}
	if y.dice.IntN(3) == 0 {
		set = append(set, fixture.Waited("acme", day(5, 20), day(30, 9)))
	}
	switch y.dice.IntN(9) {
	case 0, 1: // still on its way
	case 2:
		set = append(set, fixture.Paused(day(31, 5)))
	case 3:
		set = append(set, fixture.Dropped(day(45, 20)))
	case 4:
		set = append(set, fixture.Logged(day(40, 9), float64(1+y.dice.IntN(5))))
	case 5:
		set = []func(fixture.T, *graph.Work){fixture.Started("2026-02-02"), fixture.Finished("2026-03-03")}
	default:
		set = append(set, fixture.Finished(day(40, 40)))
	}
	plan := ""
	if y.dice.IntN(6) > 0 {
		plan = fmt.Sprintf("plan-%d-%d", unit, y.dice.IntN(2))
	}
	y.Work(fmt.Sprintf("w-%d-%04d", unit, n), unitID(unit), plan, set...)
}

// with puts so many items into each unit.
func (y *yard) with(items ...int) *yard {
	for u, n := range items {
		for i := range n {
			y.item(u, i)
		}
	}
	return y
}

func readings(s *graph.Snapshot) (*graph.Basis, *intent.Cells) {
	b := graph.BasisOf(s, s.Period("h2"))
	return b, intent.Read(s, b.Period, intent.Options{Basis: b})
}

// The figures from the tallies are those from the items, to the last bit; of a few small units the verdict is too.
func TestTalliesTellWhatTheItemsTell(t *testing.T) {
	judged := 0
	rapid.Check(t, func(t *rapid.T) {
		y := newYard(t, rapid.Uint64().Draw(t, "seed"), 4)
		y.with(rapid.SliceOfN(rapid.IntRange(0, 40), 1, 4).Draw(t, "items")...)
		b, c := readings(y.Picture())
		tallies := TalliesAfter(nil, b, UsualLimits())
		for _, unit := range []graph.UnitID{"", "acme", "unit-0", "unit-3"} {
			want, got := Of(b, c, unit, UsualLimits()), tallies.Of(c, unit)
			if d := cmp.Diff(want, got, cmpopts.IgnoreUnexported(Diagnosis{}), cmpopts.IgnoreFields(stat.Contrast{}, "P")); d != "" {
				t.Fatalf("%q (-items +tallies):\n%s", unit, d)
			}
			one, other := want.Judge(), got.Judge()
			if d := cmp.Diff(one, other); d != "" {
				t.Fatalf("%q is judged (-items +tallies):\n%s", unit, d)
			}
			if one.Interval != nil {
				judged++
			}
		}
	})
	if judged < 50 && !testing.Short() { // then few are drawn
		t.Errorf("%d verdicts were compared: the test says little", judged)
	}
}

// The interval of the verdict from tallies agrees with that of drawing item by item to 10 % of its width: units of 200
// items and more, one that weighs most, and many smaller ones. Chance of the resamples alone moves an end by 1.5 % of
// the width (standard error).
func TestVerdictsFromTalliesAgreeWithItems(t *testing.T) {
	for name, o := range map[string]*yard{
		"one unit":                newYard(t, 7, 1).with(300),
		"large units":             newYard(t, 7, 3).with(400, 250, 900),
		"large ones and small":    newYard(t, 7, 5).with(600, 20, 35, 5, 250),
		"a small one weighs most": newYard(t, 7, 3).heavy(1, 500).with(2_000, 30, 3),
		"many of less than 200":   newYard(t, 7, 30).with(repeat(120, 30)...),
		"many of a few":           newYard(t, 7, 400).heavy(3, 9_000).with(repeat(10, 400)...),
		"a silent unit among it":  newYard(t, 7, 3).with(300, 0, 250),
	} {
		t.Run(name, func(t *testing.T) {
			b, c := readings(o.Picture())
			exact, quick := Of(b, c, "", UsualLimits()).Judge(), TalliesAfter(nil, b, UsualLimits()).Of(c, "").Judge()
			if exact.Interval == nil || quick.Interval == nil {
				t.Fatalf("no interval: %s, %s", exact.Why, quick.Why)
			}
			e, q := exact.Interval, quick.Interval
			width := e.Hi - e.Lo
			if exact.Share != quick.Share || math.Abs(e.Lo-q.Lo) > 0.1*width || math.Abs(e.Hi-q.Hi) > 0.1*width {
				t.Errorf("item by item %v, %v to %v; from tallies %v, %v to %v", exact.Share, e.Lo, e.Hi, quick.Share, q.Lo, q.Hi)
			}
			if *e == *q {
				t.Error("both were drawn item by item: nothing was compared")
			}
		})
	}
}

// heavy gives a unit so many days.
func (y *yard) heavy(unit int, days float64) *yard {
	y.Capacity(unitID(unit), "h2", days)
	return y
}

func repeat(n, times int) []int {
	out := make([]int, times)
	for i := range out {
		out[i] = n
	}
	return out
}

// alter makes one change of any kind.
func (y *yard) alter(t *rapid.T) {
	unit := rapid.IntRange(0, 3).Draw(t, "unit")
	switch rapid.SampledFrom([]string{"work", "more", "moved", "gone", "initiative", "capacity", "none left", "theme", "period", "unit", "words"}).Draw(t, "change") {
	case "work":
		y.item(unit, rapid.IntRange(0, 8).Draw(t, "item"))
	case "more":
		y.item(unit, rapid.IntRange(20, 40).Draw(t, "item"))
	case "moved":
		y.Work("w-0-0001", unitID(unit), "", fixture.Started("2026-07-06"), fixture.Finished("2026-08-03"))
	case "gone":
		y.item(unit, 99)
		y.Remove(graph.WorkID(fmt.Sprintf("w-%d-0099", unit)).Ref())
	case "initiative":
		y.initiative(unit, rapid.IntRange(0, 2).Draw(t, "initiative"))
	case "capacity":
		y.Capacity(unitID(unit), "h2", float64(rapid.IntRange(1, 300).Draw(t, "days")))
	case "none left":
		y.Capacity(unitID(unit), "h2", 0)
	case "theme":
		y.Put(&graph.Theme{ID: "a", Name: "a", Order: rapid.IntRange(0, 9).Draw(t, "order")})
	case "period":
		y.Period("h1", "2026-01-01", rapid.SampledFrom([]string{"2026-06-30", "2026-05-31"}).Draw(t, "end"))
	case "unit":
		y.Unit("more", "acme").Work("more", "more", "", fixture.Logged("2026-08-03", 1))
	case "words":
		y.Put(&graph.Comment{ID: "words", On: graph.UnitID("acme").Ref(), Text: "Yes"})
	}
}

// Tallies taken over from earlier ones are those that all the work gives, whatever changed in between.
func TestTalliesAfterAreTalliesOfAll(t *testing.T) {
	same := cmp.Options{cmp.AllowUnexported(tally{}, Tallies{}), cmpopts.IgnoreFields(Tallies{}, "basis"), cmp.Comparer(func(a, b stat.Accumulator) bool { return a.Sum() == b.Sum() })}
	rapid.Check(t, func(t *rapid.T) {
		y := newYard(t, rapid.Uint64().Draw(t, "seed"), 4).with(9, 9, 9, 9)
		var prev *Tallies
		var basis *graph.Basis
		for range rapid.IntRange(2, 8).Draw(t, "steps") {
			for range rapid.IntRange(0, 2).Draw(t, "changes") {
				y.alter(t)
			}
			s := y.Picture()
			basis = graph.BasisAfter(basis, s, s.Period("h2"))
			now, whole := TalliesAfter(prev, basis, UsualLimits()), TalliesAfter(nil, basis, UsualLimits())
			if d := cmp.Diff(whole, now, same); d != "" {
				t.Fatalf("taken over (-of all +after):\n%s", d)
			}
			if rapid.Bool().Draw(t, "asked for") { // else the next is made from earlier ones
				prev = now
			}
		}
	})
}

// A change costs the units that it touches: the others keep the very tally they had.
func TestTalliesAreTakenOver(t *testing.T) {
	y := newYard(t, 3, 4).with(9, 9, 9, 9)
	s := y.Picture()
	basis := graph.BasisOf(s, s.Period("h2"))
	before := TalliesAfter(nil, basis, UsualLimits())
	for name, c := range map[string]struct {
		change func(*fixture.Org)
		afresh []graph.UnitID
	}{
		"a comment": {func(o *fixture.Org) {
			o.Put(&graph.Comment{ID: "words", On: graph.UnitID("acme").Ref(), Text: "Yes"})
		}, nil},
		"work finished": {func(o *fixture.Org) {
			o.Work("more", "unit-1", "", fixture.Started("2026-07-06"), fixture.Finished("2026-08-03"))
		}, []graph.UnitID{"unit-1"}},
		"work begun": {func(o *fixture.Org) { o.Work("more", "unit-2", "", fixture.Started("2026-07-06")) }, []graph.UnitID{"unit-2"}},
		"capacity":   {func(o *fixture.Org) { o.Capacity("unit-3", "h2", 77) }, []graph.UnitID{"unit-3"}},
		"what an initiative serves": {func(o *fixture.Org) {
			o.Initiative("plan-0-0", "unit-0", fixture.Serves("c", 1))
		}, []graph.UnitID{"unit-0"}},
		"another day": {func(o *fixture.Org) { o.Today("2026-09-25") }, []graph.UnitID{"unit-0", "unit-1", "unit-2", "unit-3"}},
	} {
		o := fixture.On(t, s)
		c.change(o)
		now := o.Picture()
		after := TalliesAfter(before, graph.BasisAfter(basis, now, now.Period("h2")), UsualLimits())
		var afresh []graph.UnitID
		for n := range 4 {
			if u := graph.UnitID(unitID(n)); after.units[u] != before.units[u] {
				afresh = append(afresh, u)
			}
		}
		if d := cmp.Diff(c.afresh, afresh); d != "" {
			t.Errorf("%s: read afresh (-want +got):\n%s", name, d)
		}
	}
}
