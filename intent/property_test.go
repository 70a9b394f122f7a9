package intent_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/intent"
	"throughline/stat"
	"throughline/testing/fixture"
)

// company is a random organisation as a list of records, so that it can be put in any order and under
// any names.
type company struct {
	themes, units int
	put           []func(o *fixture.Org, name func(kind string, n int) string)
}

func (c *company) add(f func(o *fixture.Org, name func(string, int) string)) {
	c.put = append(c.put, f)
}

// plain names records by kind and number.
func plain(kind string, n int) string { return fmt.Sprintf("%s-%d", kind, n) }

// drawCompany draws units in a tree, what they declared at each stage, a plan and work.
func drawCompany(t *rapid.T) *company {
	c := &company{themes: rapid.IntRange(1, 4).Draw(t, "themes"), units: rapid.IntRange(1, 5).Draw(t, "units")}
	shares := func(what string) map[int]float64 {
		out, left := map[int]float64{}, 1.0
		for k := range c.themes {
			out[k] = rapid.Float64Range(0, max(0, left-0.001)).Draw(t, fmt.Sprint(what, " share ", k))
			left -= out[k]
		}
		return out
	}
	stated := shares("stated")
	stated[0] = max(stated[0], 0.001*(1-stated[0]))
	c.intent(graph.Stated, -1, stated)
	for u := range c.units {
		parent := rapid.IntRange(-1, u-1).Draw(t, "parent")
		days := rapid.Float64Range(0.5, 300).Draw(t, "days")
		c.add(func(o *fixture.Org, name func(string, int) string) { o.Unit(name("unit", u), name("unit", parent)) })
		if rapid.IntRange(0, 4).Draw(t, "capacity") > 0 {
			c.add(func(o *fixture.Org, name func(string, int) string) { o.Capacity(name("unit", u), "h2", days) })
		}
		if rapid.Bool().Draw(t, "assigned") {
			c.intent(graph.Assigned, u, shares("assigned"))
		}
		if rapid.Bool().Draw(t, "interpreted") {
			c.intent(graph.Interpreted, u, shares("interpreted"))
		}
		if rapid.Bool().Draw(t, "funded") {
			c.fund(u, rapid.Float64Range(0, 100).Draw(t, "funding"))
		}
	}
	for n := range rapid.IntRange(0, 6).Draw(t, "initiatives") {
		c.initiative(t, n)
	}
	return c
}

func (c *company) intent(l graph.Level, unit int, by map[int]float64) {
	c.add(func(o *fixture.Org, name func(string, int) string) {
		shares := fixture.Shares{}
		for k, s := range by {
			shares[name("theme", k)] = s
		}
		switch l {
		case graph.Stated:
			o.Stated(name("unit", unit), "h2", shares)
		case graph.Assigned:
			o.Assigned(name("unit", unit), "h2", shares)
		default:
			o.Interpreted(name("unit", unit), "h2", shares)
		}
	})
}

func (c *company) fund(unit int, days float64) {
	c.add(func(o *fixture.Org, name func(string, int) string) {
		o.Funding(name("funding", unit), "h2", fixture.ForUnit(name("unit", unit)), fixture.FundedDays(days))
	})
}

// initiative draws an initiative with days of some units and work of them.
func (c *company) initiative(t *rapid.T, n int) {
	theme, share := rapid.IntRange(0, c.themes-1).Draw(t, "theme"), rapid.Float64Range(0, 1).Draw(t, "share")
	var on []int
	var days []float64
	for range rapid.IntRange(1, 3).Draw(t, "participants") {
		on = append(on, rapid.IntRange(0, c.units-1).Draw(t, "on"))
		days = append(days, rapid.Float64Range(0, 120).Draw(t, "on days"))
	}
	c.add(func(o *fixture.Org, name func(string, int) string) {
		set := []func(*graph.Initiative){fixture.Serves(name("theme", theme), share)}
		for i, u := range on {
			set = append(set, fixture.Days(name("unit", u), "h2", days[i]))
		}
		o.Initiative(name("initiative", n), name("unit", on[0]), set...)
	})
	for w := range rapid.IntRange(0, 4).Draw(t, "work") {
		u, size := rapid.SampledFrom(on).Draw(t, "by"), rapid.IntRange(0, 8).Draw(t, "size")
		logged := rapid.IntRange(0, 3).Draw(t, "logged")
		c.add(func(o *fixture.Org, name func(string, int) string) {
			set := []func(fixture.T, *graph.Work){fixture.Size(float64(size)), fixture.Finished("2026-08-20")}
			if logged > 0 {
				set = append(set, fixture.Logged("2026-08-19", float64(logged)))
			}
			o.Work(name("work", 10*n+w), name("unit", u), name("initiative", n), set...)
		})
	}
}

// picture puts the records in the order, under the names.
func (c *company) picture(t fixture.T, order []int, name func(string, int) string) *graph.Snapshot {
	named := func(kind string, n int) string {
		if kind == "unit" && n < 0 {
			return "top"
		}
		return name(kind, n)
	}
	o := fixture.New(t).Half().Unit("top", "")
	for k := range c.themes {
		o.Put(&graph.Theme{ID: graph.ThemeID(named("theme", k)), Name: "theme"})
	}
	for _, n := range order {
		c.put[n](o, named)
	}
	return o.Picture()
}

func inOrder(n int) []int {
	out := make([]int, n)
	for i := range out {
		out[i] = i
	}
	return out
}

func TestLossesAddUpAndAreNeverNegative(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		cells := read(c.picture(t, inOrder(len(c.put)), plain))
		w := cells.Waterfall()
		if !w.Defined() {
			return
		}
		checkWaterfall(t, "whole", w)
		var kept, missing float64
		for _, theme := range cells.Sight.Themes {
			if x := cells.ThemeWaterfall(theme.ID); x.Defined() {
				checkWaterfall(t, string(theme.ID), x)
				kept += x.Value * x.Days
			}
		}
		unlinked := 0.0
		for _, l := range w.Losses {
			if l.Theme == "" {
				unlinked += l.Days
			}
			missing += l.Days
		}
		reserved, _ := cells.Emphasis(intent.Stated, "")
		near(t, "themes and what is reserved", kept+reserved[len(reserved)-1].Days-unlinked, w.Value*w.Days)
		near(t, "losses", missing, (1-w.Value)*w.Days)
		for u := range c.units {
			if x := cells.UnitWaterfall(graph.UnitID(plain("unit", u))); x.Defined() {
				checkWaterfall(t, plain("unit", u), x)
			}
		}
	})
}

// checkWaterfall holds what is true of every waterfall.
func checkWaterfall(t *rapid.T, what string, w *intent.Waterfall) {
	sum, last := 0.0, math.Inf(1)
	for _, l := range w.Losses {
		if l.Days < 0 || l.Share < 0 || l.Moved < -1e-9 || l.Moved > l.Days+1e-9 {
			t.Fatalf("%s: loss %+v", what, l)
		}
		if l.Stage == intent.Assigned && l.Unit != "" {
			t.Fatalf("%s: a unit loses at assigned: %+v", what, l)
		}
		sum += l.Days
	}
	near(t, what+": losses", sum, w.Total)
	near(t, what+": total", w.Total, w.Days*(1-w.Value))
	rows := 0.0
	for _, r := range w.Rows {
		rows += r.Value
	}
	near(t, what+": rows", rows, w.Total)
	for _, s := range w.Steps {
		if s.Skipped != "" {
			continue
		}
		if s.Kept > last+1e-9 || s.Kept < -1e-12 || s.OnTarget < s.Kept-1e-9 {
			t.Fatalf("%s: kept %v after %v, on target %v at %s", what, s.Kept, last, s.OnTarget, s.Stage)
		}
		if s.Bounds != nil && (s.Bounds.Lo > s.Kept+1e-9 || s.Bounds.Hi < s.Kept-1e-9) {
			t.Fatalf("%s: kept %v outside its bounds %+v", what, s.Kept, s.Bounds)
		}
		last = s.Kept
	}
	if w.Coverage < 0 || w.Coverage > 1+1e-12 {
		t.Fatalf("%s: coverage %v", what, w.Coverage)
	}
}

func TestUnitsAddUpToTheirParents(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		cells := read(c.picture(t, inOrder(len(c.put)), plain))
		whole, top := cells.Waterfall(), cells.UnitWaterfall("top")
		if !whole.Defined() || !top.Defined() {
			return
		}
		near(t, "days kept", top.Value*top.Days, whole.Value*whole.Days)
		cascade := 0.0
		for _, l := range whole.Losses {
			if l.Unit == "" {
				cascade += l.Days
			}
		}
		near(t, "what the units lose", top.Total, whole.Total-cascade)
	})
}

func TestNamesAndOrderChangeNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		order := rapid.Permutation(inOrder(len(c.put))).Draw(t, "order")
		a := read(c.picture(t, inOrder(len(c.put)), plain))
		b := read(c.picture(t, order, func(kind string, n int) string { return fmt.Sprintf("%s-%d", kind, 99-n) }))
		one, other := a.Waterfall(), b.Waterfall()
		if one.Reason != other.Reason {
			t.Fatalf("reason %q became %q", one.Reason, other.Reason)
		}
		if one.Value != other.Value || one.Days != other.Days || one.Coverage != other.Coverage {
			t.Fatalf("kept %v of %v days became %v of %v", one.Value, one.Days, other.Value, other.Days)
		}
		x, y := a.OnCourse(""), b.OnCourse("")
		if x.Value != y.Value || x.Numerator != y.Numerator || x.Denominator != y.Denominator {
			t.Fatalf("on course %v became %v", x.Value, y.Value)
		}
		for n, s := range one.Steps {
			if o := other.Steps[n]; s.Kept != o.Kept || s.OnTarget != o.OnTarget || s.Skipped != o.Skipped {
				t.Fatalf("step %+v became %+v", s, o)
			}
		}
	})
}

func TestCeilingIsWhatChanceLeaves(t *testing.T) {
	var v struct {
		Cases []struct {
			P     []float64
			N     int
			Exact float64 `json:"expected_tv_exact"`
		}
	}
	vector(t, "m01_noise_floor", &v)
	if len(v.Cases) == 0 {
		t.Fatal("the vector has no cases")
	}
	for _, c := range v.Cases {
		o := fixture.New(t).Half().Unit("acme", "").Capacity("acme", "h2", 100)
		shares := fixture.Shares{}
		for k, p := range c.P {
			id := fmt.Sprint("theme-", k)
			o.Put(&graph.Theme{ID: graph.ThemeID(id), Name: id})
			shares[id] = p
			o.Initiative(id, "acme", fixture.Serves(id, 1))
		}
		o.Stated("acme", "h2", shares).Assigned("acme", "h2", shares)
		for n := range c.N {
			o.Work(fmt.Sprint("w-", n), "acme", fmt.Sprint("theme-", n%len(c.P)), fixture.Size(1), fixture.Finished("2026-08-03"))
		}
		w := read(o.Picture()).Waterfall()
		if w.Reference == nil {
			t.Fatalf("no ceiling: %+v", w.Result)
		}
		near(t, fmt.Sprintf("ceiling of %v with %d items", c.P, c.N), w.Reference.Value, 1-c.Exact)
		warned := len(w.Warnings) > 0
		if warned != (c.N < 20) {
			t.Errorf("%d items: warnings %v", c.N, w.Warnings)
		}
	}
}

func TestPlanOnTarget(t *testing.T) {
	o := asked(t).Initiative("i", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 100), fixture.Days("core", "h2", 60))
	then := o.Picture()
	now := o.Stated("acme", "h2", all("growth")).Picture()
	fits := intent.Fits(now.Period("h2"))
	for what, c := range map[string]struct {
		strategy, plan *graph.Snapshot
		want           float64
	}{"then": {then, then, 0.5}, "now": {now, now, 0.8}, "plan of then, strategy of now": {now, then, 0.8}} {
		got := intent.PlanOnTarget(c.strategy, c.plan, now.Period("h2"))
		if !got.OK {
			t.Fatalf("%s: %v", what, got)
		}
		near(t, what, got.X, c.want)
		near(t, what+", remembered", fits(c.strategy, c.plan).X, c.want)
	}
	if got := intent.PlanOnTarget(then, two(t).Picture(), now.Period("h2")); got.OK {
		t.Errorf("without a plan nothing is on target: %v", got)
	}
}

// What stands at the executed stage adds up to the on-target share of what was asked.
func TestExecutedWeightsAreOnTarget(t *testing.T) {
	compared := 0
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		cells := read(c.picture(t, inOrder(len(c.put)), plain))
		for _, u := range []graph.UnitID{"", "top", "unit-0"} {
			target, rows := cells.OnTargetOf(u), cells.ExecutedBy(u)
			if !target.Defined() {
				continue
			}
			asked, common := cells.Asked(u), 0.0
			for k := range asked {
				sum := 0.0
				for _, row := range rows {
					sum += row[k]
				}
				common += min(asked[k], sum)
			}
			near(t, "on target", common/stat.Sum(asked), target.Value)
			compared++
		}
	})
	if compared < 10 {
		t.Errorf("%d figures were compared: the test says little", compared)
	}
}
