package overview_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

func TestWeeksOfAPeriod(t *testing.T) {
	half := fixture.New(t).Half().Picture().Period("h2")
	read := func(today string) []string {
		var out []string
		for _, w := range overview.Weeks(half, fixture.Date(t, today)) {
			out = append(out, w.Monday.String()[5:]+" "+w.On.String()[5:])
		}
		return out
	}
	// 1 July 2026 is a Wednesday, 24 September a Thursday.
	if d := cmp.Diff([]string{"06-29 07-05", "07-06 07-12", "07-13 07-15"}, read("2026-07-15")); d != "" {
		t.Errorf("in the third week (-want +got):\n%s", d)
	}
	got := read("2026-09-24")
	if len(got) != 12 || got[0] != "07-06 07-12" || got[11] != "09-21 09-24" {
		t.Errorf("in the thirteenth week = %v, want the last twelve up to today", got)
	}
	if got := read("2027-03-01"); len(got) != 12 || got[11] != "12-28 12-31" {
		t.Errorf("after the period = %v, want its last twelve weeks", got)
	}
	if got := read("2026-06-30"); len(got) != 0 {
		t.Errorf("before the period = %v, want none", got)
	}
}

func TestWeeksStandSideBySide(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := graph.Date(rapid.IntRange(-5000, 30_000).Draw(t, "first"))
		p := &graph.Period{Start: first, End: first + graph.Date(rapid.IntRange(0, 400).Draw(t, "length"))}
		today := first + graph.Date(rapid.IntRange(-10, 500).Draw(t, "today"))
		weeks := overview.Weeks(p, today)
		for n, w := range weeks {
			if w.Monday.Time().Weekday().String() != "Monday" || w.On < w.Monday || w.On > w.Monday+6 || w.On > min(today, p.End) {
				t.Fatalf("week %d is %v to %v on %v", n, w.Monday, w.On, today)
			}
			if n > 0 && w.Monday != weeks[n-1].Monday+7 {
				t.Fatalf("weeks %v and %v do not follow one another", weeks[n-1], w)
			}
		}
		if len(weeks) > overview.WeeksShown {
			t.Fatalf("%d weeks, want at most %d", len(weeks), overview.WeeksShown)
		}
	})
}

func TestPointIsWhatIsKept(t *testing.T) {
	s := shop(t).Picture()
	p := overview.PointOf(frame(s), overview.Week{On: s.Today()})
	near(t, "kept", p.Kept, 142.5/200)
	if p.Reason != "" || p.Stage != "executed" {
		t.Errorf("point = %+v", p)
	}
	if none := overview.PointOf(frame(fixture.New(t).Half().Unit("acme", "").Picture()), overview.Week{}); none.Reason == "" {
		t.Error("without a strategy a point has a reason and no value")
	}
}

// points are one for each value, a week apart from 6 July; a value below 0 is not declared.
func points(t fixture.T, values ...float64) []overview.Point {
	var out []overview.Point
	for n, v := range values {
		monday := fixture.Date(t, "2026-07-06") + graph.Date(7*n)
		p := overview.Point{Week: overview.Week{Monday: monday, On: monday + 6}, Kept: v}
		if v < 0 {
			p.Kept, p.Reason = 0, "not declared"
		}
		out = append(out, p)
	}
	return out
}

func TestTrendComparesWithTheFirstLock(t *testing.T) {
	f := overview.Frame{Picture: graph.Empty(), Locks: []finding.Lock{
		{Baseline: &graph.Baseline{Name: "before", At: fixture.Moment(t, "2026-06-01")}},
		{Baseline: &graph.Baseline{Name: "lock 1", At: fixture.Moment(t, "2026-07-23T12:00:00Z")}},
	}}
	tr := f.Trend(points(t, 0.75, 0.74, 0.76, 0.7, 0.68))
	if len(tr.Locks) != 1 || tr.Locks[0].Name != "lock 1" || tr.Locks[0].At != 17.0/7 {
		t.Fatalf("locks = %+v, want lock 1 on the 17th day", tr.Locks)
	}
	if tr.Since != 2 {
		t.Errorf("compared with point %d, want 2, that of the lock", tr.Since)
	}
	near(t, "change", tr.Change, 0.68-0.76)
	if tr.Limits != nil || tr.Calm {
		t.Error("five points are too few for limits")
	}
}

// The limits of the published example: .08 .11 .09 .12 .10 .09 .13 have the mean .1028571429 and the mean
// range .025, so limits of .0363571429 and .1693571429.
func TestTrendLimits(t *testing.T) {
	tr := overview.Frame{Picture: graph.Empty()}.Trend(points(t, .08, .11, .09, .12, .10, .09, .13))
	if tr.Limits == nil || !tr.Calm {
		t.Fatalf("trend = %+v, want calm", tr)
	}
	if got := fmt.Sprintf("%.10f %.10f", tr.Limits.Lo, tr.Limits.Hi); got != "0.0363571429 0.1693571429" {
		t.Errorf("limits = %s", got)
	}
	jump := overview.Frame{Picture: graph.Empty()}.Trend(points(t, .7, .7, .71, .7, .71, .7, .7, .71, .7, .4))
	if jump.Calm {
		t.Error("a fall from .7 to .4 is no calm")
	}
}

func TestTrendWithGaps(t *testing.T) {
	f := overview.Frame{Picture: graph.Empty()}
	if tr := f.Trend(nil); tr.Since != -1 {
		t.Errorf("an empty trend is compared with %d", tr.Since)
	}
	if tr := f.Trend(points(t, 0.5, -1)); tr.Since != -1 {
		t.Error("without a last value there is nothing to compare")
	}
	tr := f.Trend(points(t, -1, 0.5, 0.6))
	if tr.Since != 1 {
		t.Errorf("compared with %d, want the first with a value", tr.Since)
	}
	near(t, "change", tr.Change, 0.1)
}
