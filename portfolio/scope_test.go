package portfolio_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/intent"
	"throughline/portfolio"
	"throughline/stat"
	"throughline/testing/fixture"
)

// plan is a company with quarters and one team.
func plan(t fixture.T) *fixture.Org {
	return fixture.New(t).Half().Period("h1-27", "2027-01-01", "2027-06-30").Period("q1-27", "2027-01-01", "2027-03-31").
		Themes("growth").Unit("acme", "").Unit("team", "acme")
}

type totals struct{ Base, Plan, Kept, Moved, Cut, Added float64 }

func totalsOf(d *portfolio.Drift) totals {
	x := d.Totals
	return totals{x.Base, x.Plan, x.Kept, x.Moved, x.Cut, x.Added}
}

func sameTotals(t *testing.T, what string, got, want totals) {
	t.Helper()
	for name, pair := range map[string][2]float64{
		"locked": {got.Base, want.Base}, "planned": {got.Plan, want.Plan}, "kept": {got.Kept, want.Kept},
		"moved": {got.Moved, want.Moved}, "cut": {got.Cut, want.Cut}, "added": {got.Added, want.Added},
	} {
		near(t, what+": "+name, pair[0], pair[1])
	}
}

func TestDriftInAPeriod(t *testing.T) {
	days := func(pairs ...any) []func(*graph.Initiative) {
		var out []func(*graph.Initiative)
		for n := 0; n < len(pairs); n += 2 {
			out = append(out, fixture.Days("team", pairs[n].(string), float64(pairs[n+1].(int))))
		}
		return out
	}
	for name, c := range map[string]struct {
		then, now []func(*graph.Initiative)
		want      totals
		slip      float64
	}{
		"nothing changed":                           {days("q4", 10, "h1-27", 5), days("q4", 10, "h1-27", 5), totals{10, 10, 10, 0, 0, 0}, 0},
		"moved to the next half":                    {days("q4", 10), days("q1-27", 10), totals{10, 10, 0, 10, 0, 0}, 1},
		"a part of it moved out":                    {days("q4", 10, "q1-27", 5), days("q4", 4, "q1-27", 9), totals{10, 8, 4, 4, 2, 0}, 0.5},
		"cut, and grown elsewhere by more":          {days("q4", 10, "q1-27", 5), days("q4", 4, "q1-27", 50), totals{10, 10, 4, 6, 0, 0}, 0.6},
		"pulled in from later":                      {days("q1-27", 10), days("q4", 10), totals{0, 10, 0, 0, 0, 10}, math.NaN()},
		"outside on both sides":                     {days("q1-27", 10), days("q1-27", 90), totals{}, math.NaN()},
		"moved inside the half":                     {days("q3", 10), days("q4", 10), totals{10, 10, 0, 10, 0, 0}, 1},
		"declared for the half, then for a quarter": {days("h2", 10), days("q4", 10), totals{10, 10, 5, 5, 0, 0}, 0.5},
	} {
		o := plan(t).Initiative("i", "team", c.then...)
		// Another initiative names every quarter, so that both pictures are laid on the same ones.
		o.Initiative("frame", "acme", fixture.Is(graph.Candidate), fixture.In("q3", "q4", "q1-27"))
		then := o.Picture()
		now := o.Initiative("i", "team", c.now...).Picture()
		d := portfolio.DriftBetween(then, now, portfolio.Scope{Period: now.Period("h2")})
		sameTotals(t, name, totalsOf(d), c.want)
		if d.Totals.Slip.OK != !math.IsNaN(c.slip) || d.Totals.Slip.OK && math.Abs(d.Totals.Slip.X-c.slip) > 1e-9 {
			t.Errorf("%s: slip %v, want %v", name, d.Totals.Slip, c.slip)
		}
	}
}

func TestDriftIsUndefinedWithoutALockedPlan(t *testing.T) {
	o := plan(t)
	then := o.Picture()
	now := o.Initiative("i", "team", fixture.Days("team", "q4", 10)).Picture()
	d := portfolio.DriftBetween(then, now, portfolio.Scope{})
	if d.Defined() || d.Reason != "the locked plan is empty" {
		t.Errorf("drift = %v, reason %q", d.Value, d.Reason)
	}
	nearNumber(t, "intrusion", d.Totals.Intrusion, 1)
	if none := portfolio.DriftBetween(then, then, portfolio.Scope{}); none.Defined() || none.Totals.Intrusion.OK {
		t.Error("nothing against nothing has no drift")
	}
}

func TestOnlyFirmInitiativesDrift(t *testing.T) {
	o := plan(t).Initiative("i", "team", fixture.Days("team", "q4", 10)).Initiative("idea", "team", fixture.Is(graph.Likely), fixture.Days("team", "q4", 10))
	then := o.Picture()
	now := o.Initiative("i", "team", fixture.Is(graph.Stopped), fixture.Days("team", "q4", 10)).
		Initiative("idea", "team", fixture.Is(graph.Started), fixture.Days("team", "q4", 10)).Picture()
	d := portfolio.DriftBetween(then, now, portfolio.Scope{})
	sameTotals(t, "stopped and taken up", totalsOf(d), totals{10, 10, 0, 0, 10, 10})
	if r := d.Rows[0]; r.Then != graph.Committed || r.Now != graph.Stopped {
		t.Errorf("row = %+v, want the states on both sides", r)
	}
	gone := o.Remove(graph.InitiativeID("idea").Ref()).Picture()
	d = portfolio.DriftBetween(now, gone, portfolio.Scope{})
	if d.Rows[0].Now != "" || d.Rows[0].Initiative == nil || d.Rows[0].Cut != 10 {
		t.Errorf("row of what is gone = %+v", d.Rows[0])
	}
}

func TestResized(t *testing.T) {
	build := func(steps bool, q3, q4 float64) func(*fixture.Org) *graph.Snapshot {
		return func(o *fixture.Org) *graph.Snapshot {
			set := []func(*graph.Initiative){fixture.Days("team", "q3", q3), fixture.Days("team", "q4", q4), fixture.Serves("growth", 1)}
			if steps {
				set = append(set, fixture.Step("beta", "q4"))
			}
			return o.Initiative("i", "team", set...).Picture()
		}
	}
	for name, c := range map[string]struct {
		then, now func(*fixture.Org) *graph.Snapshot
		scope     portfolio.Scope
		resized   bool
		drift     float64
	}{
		"the same scope, all days by one factor":    {build(true, 10, 20), build(true, 15, 30), portfolio.Scope{}, true, 0},
		"the same scope, days changed unevenly":     {build(true, 10, 20), build(true, 15, 15), portfolio.Scope{}, false, 5.0 / 30},
		"without steps nothing tells it from a cut": {build(false, 10, 20), build(false, 5, 10), portfolio.Scope{}, false, 0.5},
		"another scope":          {build(true, 10, 20), build(false, 5, 10), portfolio.Scope{}, false, 0.5},
		"said to be an estimate": {build(false, 10, 20), build(false, 5, 10), portfolio.Scope{Resized: []graph.InitiativeID{"i"}}, true, 0},
	} {
		o := plan(t)
		then := c.then(o)
		d := portfolio.DriftBetween(then, c.now(o), c.scope)
		if d.Rows[0].Resized != c.resized {
			t.Errorf("%s: re-sized %v, want %v", name, d.Rows[0].Resized, c.resized)
		}
		near(t, name, d.Value, c.drift)
	}
}

func TestDriftInCommitments(t *testing.T) {
	o := plan(t).
		Initiative("a", "team", fixture.Step("alpha", "q3"), fixture.Step("beta", "q4")).
		Initiative("b", "team", fixture.Step("alpha", "q4")).
		Initiative("c", "team", fixture.In("q4")).
		Initiative("nowhere", "team")
	then := o.Picture()
	now := o.Initiative("a", "team", fixture.Step("alpha", "q3"), fixture.Step("beta", "q1-27"), fixture.Step("stable", "q1-27")).
		Initiative("b", "team", fixture.Is(graph.Stopped), fixture.Step("alpha", "q4")).Picture()
	d := portfolio.DriftBetween(then, now, portfolio.Scope{})
	if d.Unit != "commitments" {
		t.Errorf("unit = %q", d.Unit)
	}
	sameTotals(t, "all", totalsOf(d), totals{4, 4, 2, 1, 1, 1})
	near(t, "drift", d.Value, 0.5)
	if len(d.Slips) != 1 || d.Slips[0].Step != "beta" || d.Slips[0].From.ID != "q4" || d.Slips[0].To.ID != "q1-27" || d.Slips[0].By != 1 {
		t.Errorf("slips = %+v, want beta from q4 to q1-27", d.Slips)
	}
	if d.Rows[0].Initiative.ID != "a" || d.Rows[0].Kept != 1 || d.Rows[0].Moved != 1 || d.Rows[0].Added != 1 {
		t.Errorf("row of a = %+v", d.Rows[0])
	}
	half := portfolio.DriftBetween(then, now, portfolio.Scope{Period: now.Period("h2")})
	sameTotals(t, "of the half", totalsOf(half), totals{4, 3, 2, 1, 1, 0})
}

func TestInitiativesWithoutDaysAreNamed(t *testing.T) {
	o := plan(t).Initiative("i", "team", fixture.Days("team", "q4", 10)).Initiative("bare", "team", fixture.In("q4"))
	s := o.Picture()
	d := portfolio.DriftBetween(s, s, portfolio.Scope{})
	if d.Coverage != 0.5 || len(d.Missing) != 1 || d.Missing[0].What != "the days of 1 planned initiative" {
		t.Errorf("coverage %v, missing %+v", d.Coverage, d.Missing)
	}
}

func TestOwnersOfFewPeopleStandInsideTheUnitAbove(t *testing.T) {
	o := plan(t).Unit("tiny", "team", fixture.People(2)).Initiative("i", "tiny", fixture.Days("tiny", "q4", 10)).
		Initiative("j", "", fixture.Days("team", "q4", 4))
	s := o.Picture()
	var got []graph.UnitID
	for _, x := range portfolio.DriftBetween(s, s, portfolio.Scope{}).Owners {
		got = append(got, x.Unit)
	}
	if d := cmp.Diff([]graph.UnitID{"", "team"}, got); d != "" {
		t.Errorf("owners (-want +got):\n%s", d)
	}
}

// Kept, moved and cut make the locked plan, kept, moved and added today's, whatever changed.
func TestDriftIdentities(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		o := plan(t)
		put := func(what string) *graph.Snapshot {
			for n := range rapid.IntRange(0, 4).Draw(t, what) {
				var set []func(*graph.Initiative)
				for range rapid.IntRange(0, 3).Draw(t, "rows") {
					set = append(set, fixture.Days("team", rapid.SampledFrom([]string{"", "q3", "q4", "h2", "q1-27", "h1-27"}).Draw(t, "period"), rapid.Float64Range(0, 30).Draw(t, "days")))
				}
				set = append(set, fixture.In("h2"), fixture.Is(rapid.SampledFrom([]graph.Commitment{graph.Committed, graph.Done, graph.Stopped}).Draw(t, "state")))
				o.Initiative(string(rune('a'+n)), "team", set...)
			}
			return o.Picture()
		}
		then, now := put("then"), put("now")
		scope := portfolio.Scope{}
		if rapid.Bool().Draw(t, "in a period") {
			scope.Period = now.Period("h2")
		}
		d := portfolio.DriftBetween(then, now, scope)
		x := d.Totals
		near(t, "locked", x.Kept+x.Moved+x.Cut, x.Base)
		near(t, "planned", x.Kept+x.Moved+x.Added, x.Plan)
		for _, v := range []float64{x.Kept, x.Moved, x.Cut, x.Added} {
			if v < 0 {
				t.Fatalf("totals %+v", x)
			}
		}
		if !d.Defined() {
			return
		}
		near(t, "parts", x.Timing.X+x.Scope.X, d.Value)
		rows, owners := 0.0, 0.0
		for _, r := range d.Result.Rows {
			rows += r.Value
		}
		for _, r := range d.Owners {
			owners += r.Kept
		}
		near(t, "rows", rows, d.Total)
		near(t, "owners", owners, x.Kept)
		back := portfolio.DriftBetween(now, now, scope)
		if back.Defined() && back.Value != 0 {
			t.Fatalf("a plan drifts %v from itself", back.Value)
		}
	})
}

// The worked example of the cause, with the fit that the waterfall measures.
func TestCauseWorkedExampleThroughRecords(t *testing.T) {
	v := readDrift(t)
	v.Baseline, v.Plan, v.Theme = slugged(v.Baseline), slugged(v.Plan), slugged(v.Theme)
	then, now := v.pictures(t)
	c := portfolio.CauseOf(then, now, func(strategy, plan *graph.Snapshot) stat.Number {
		return intent.PlanOnTarget(strategy, plan, now.Period("span"))
	})
	if !c.Defined() {
		t.Fatal(c.Reason)
	}
	near(t, "fit at lock", c.Then, v.FitLock)
	near(t, "fit now", c.Now, v.FitNow)
	near(t, "due to the plan", c.DuePlan, v.DuePlan)
	near(t, "due to the strategy", c.DueStrategy, v.DueStr)
	near(t, "rows", c.Rows[0].Value+c.Rows[1].Value, c.Total)
	if !c.Moved {
		t.Error("the strategy moved")
	}
}

func TestCauseNeedsAllFourFits(t *testing.T) {
	s := plan(t).Picture()
	c := portfolio.CauseOf(s, s, func(_, _ *graph.Snapshot) stat.Number { return stat.None("nothing is planned") })
	if c.Defined() || c.Reason != "nothing is planned" {
		t.Errorf("cause = %v, reason %q", c.Value, c.Reason)
	}
	same := portfolio.CauseOf(s, s, func(_, _ *graph.Snapshot) stat.Number { return stat.Of(0.5) })
	if !same.Defined() || same.Value != 0 || same.Moved {
		t.Errorf("cause without a change = %+v", same)
	}
}
