package intent_test

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/measure"
	"throughline/testing/fixture"
)

// withItems is two units that were asked for growth and trust half and half and finished n items of each
// pattern: growth, trust, nothing.
func withItems(t fixture.T, n int) *fixture.Org {
	o := asked(t)
	for _, theme := range []string{"growth", "trust"} {
		o.Initiative(theme, "web", fixture.Serves(theme, 1))
	}
	for i := range n {
		for k, initiative := range []string{"growth", "growth", "trust", ""} {
			id := fmt.Sprintf("w-%04d-%d", i, k)
			o.Work(id, []string{"web", "core"}[i%2], initiative, fixture.Size(float64(1+(i+k)%5)), fixture.Finished("2026-08-03"))
		}
	}
	return o
}

func TestIntervalsHoldTheFigure(t *testing.T) {
	c := read(withItems(t, 20).Picture())
	whole, course := c.Waterfall(), c.OnCourse("")
	for _, i := range c.Intervals("", "web", "core", "acme") {
		if i.Kept == nil || i.OnCourse == nil || i.Why != "" {
			t.Fatalf("%q has no interval: %q", i.Unit, i.Why)
		}
		if i.Kept.Level != 0.95 || !strings.Contains(i.Kept.Method, "bootstrap") {
			t.Errorf("%q: %+v", i.Unit, i.Kept)
		}
		if i.Unit == "" {
			if i.OnCourse.Lo >= course.Value || i.OnCourse.Hi <= course.Value || i.Kept.Lo >= whole.Value || i.Kept.Hi <= whole.Value {
				t.Errorf("kept %v in %+v, on course %v in %+v", whole.Value, i.Kept, course.Value, i.OnCourse)
			}
		}
	}
}

func TestIntervalsAreTheSameEachTime(t *testing.T) {
	a := read(withItems(t, 10).Picture()).Intervals("", "web")
	b := read(withItems(t, 10).Picture()).Intervals("", "web")
	for n := range a {
		if *a[n].Kept != *b[n].Kept || *a[n].OnCourse != *b[n].OnCourse {
			t.Errorf("%q: %+v became %+v", a[n].Unit, a[n].Kept, b[n].Kept)
		}
	}
}

// From 200 items per unit the running sums stand in for the items. The share that traces to a theme has a
// known spread there: that of a ratio of weighted sums.
func TestIntervalsFromRunningSums(t *testing.T) {
	c := read(withItems(t, 110).Picture())
	for _, u := range c.Units {
		if u.Work.Items < 200 {
			t.Fatalf("%s has %d items, want at least 200", u.ID, u.Work.Items)
		}
	}
	r := c.OnCourse("")
	var squares, all float64
	for i := range 110 {
		for k, linked := range []float64{1, 1, 1, 0} {
			w := float64(1 + (i+k)%5)
			squares += w * w * (linked - r.Value) * (linked - r.Value)
			all += w
		}
	}
	half := 1.959964 * math.Sqrt(squares) / all
	got := c.Intervals("")[0].OnCourse
	if math.Abs(got.Lo-(r.Value-half)) > 0.1*2*half || math.Abs(got.Hi-(r.Value+half)) > 0.1*2*half {
		t.Errorf("interval %v to %v, want about %v to %v", got.Lo, got.Hi, r.Value-half, r.Value+half)
	}
}

func TestNoInterval(t *testing.T) {
	c := read(asked(t).Picture())
	for _, i := range c.Intervals("", "nowhere") {
		if i.Kept != nil || i.OnCourse != nil || i.Why == "" {
			t.Errorf("%q: %+v, want a reason", i.Unit, i)
		}
	}
	few := read(withItems(t, 5).Unit("web", "acme", fixture.People(2)).Picture())
	if i := few.Intervals("web")[0]; i.Kept != nil || i.Why == "" {
		t.Errorf("two people have no interval: %+v", i)
	}
}

func TestIntervalWhenOnlyWorkIsDeclared(t *testing.T) {
	o := two(t).Initiative("g", "web", fixture.Serves("growth", 1)).Initiative("s", "web", fixture.Serves("trust", 1))
	for n := range 30 {
		o.Work(fmt.Sprint("w-", n), "web", []string{"g", "g", "s"}[n%3], fixture.Finished("2026-08-03"))
	}
	c := read(o.Picture())
	w, i := c.Waterfall(), c.Intervals("", "web")
	if i[0].Kept == nil || i[0].Kept.Lo > w.Value || i[0].Kept.Hi < w.Value {
		t.Errorf("kept %v, interval %+v", w.Value, i[0].Kept)
	}
	if i[1].Kept != nil {
		t.Error("a unit that was asked nothing keeps nothing of it")
	}
}

// Every interval there is holds the figure that the page shows, to the last bit, and stays between nothing and all.
func TestAnIntervalHoldsItsFigure(t *testing.T) {
	held := 0
	rapid.Check(t, func(t *rapid.T) {
		c := drawCompany(t)
		cells := read(c.picture(t, inOrder(len(c.put)), plain))
		for _, i := range cells.Intervals("", "top") {
			kept, course := cells.Waterfall(), cells.OnCourse(i.Unit)
			if i.Unit != "" {
				kept = cells.UnitWaterfall(i.Unit)
			}
			for _, x := range []struct {
				figure measure.Result
				is     *measure.Interval
			}{{kept.Result, i.Kept}, {course, i.OnCourse}} {
				switch {
				case x.is == nil:
				case !x.figure.Defined():
					t.Fatalf("%q: %+v of what has no value: %s", i.Unit, x.is, x.figure.Reason)
				case !(0 <= x.is.Lo && x.is.Lo <= x.figure.Value && x.figure.Value <= x.is.Hi && x.is.Hi <= 1):
					t.Fatalf("%q: %v, between %v and %v", i.Unit, x.figure.Value, x.is.Lo, x.is.Hi)
				default:
					held++
				}
			}
		}
	})
	if held < 100 && !testing.Short() { // then few are drawn
		t.Errorf("%d intervals were looked at: the test says little", held)
	}
}

// Many units with few items each, all of which work exactly as they were asked: chance takes something off in each of
// them, so that every resample keeps less than the figure.
func TestAnIntervalHoldsItsFigureWhereChanceTakesFromEveryUnit(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Stated("acme", "h2", half()).
		Initiative("growth", "acme", fixture.Serves("growth", 1)).Initiative("trust", "acme", fixture.Serves("trust", 1))
	for u := range 30 {
		unit := fmt.Sprintf("team-%02d", u)
		o.Unit(unit, "acme", fixture.People(8)).Capacity(unit, "h2", 100).Assigned(unit, "h2", half())
		for i := range 8 {
			o.Work(fmt.Sprintf("%s-%d", unit, i), unit, []string{"growth", "trust"}[i%2], fixture.Finished("2026-08-03"))
		}
	}
	c := read(o.Picture())
	kept, i := c.Waterfall(), c.Intervals("")[0].Kept
	near(t, "kept", kept.Value, 1)
	// What a draw of 8 items misses of an even split has the variance 1/32 − 0.13671875², by the binomial.
	half := 1.959963985 * math.Sqrt((1.0/32-0.13671875*0.13671875)/30)
	if i == nil || i.Hi != 1 || math.Abs(i.Lo-(1-half)) > 0.1*half {
		t.Errorf("kept %v, interval %+v; want it to begin at about %v", kept.Value, i, 1-half)
	}
}
