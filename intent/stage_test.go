package intent_test

import (
	"strings"
	"testing"

	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
)

// two is a company with two units of equal capacity that states two themes half and half.
func two(t fixture.T) *fixture.Org {
	return fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Capacity("web", "h2", 100).Capacity("core", "h2", 100).
		Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.5})
}

func half() fixture.Shares { return fixture.Shares{"growth": 0.5, "trust": 0.5} }

func all(theme string) fixture.Shares { return fixture.Shares{theme: 1} }

// cell is the weight of a theme at a stage in a unit with all below it.
func cell(c *intent.Cells, s intent.Stage, unit graph.UnitID, theme graph.ThemeID) float64 {
	list, _ := c.Emphasis(s, unit)
	for _, e := range list {
		if e.Theme == theme {
			return e.Days / c.Total
		}
	}
	return -1
}

func step(t *testing.T, w *intent.Waterfall, s intent.Stage) intent.Step {
	t.Helper()
	for _, x := range w.Steps {
		if x.Stage == s {
			return x
		}
	}
	t.Fatalf("no step %q: %s", s, w.Reason)
	return intent.Step{}
}

func TestOverAssignedThemeIsScaledBack(t *testing.T) {
	var v struct {
		Stated    []float64
		Assigned  map[string][]float64
		Executed  map[string][]float64
		Surviving []float64
	}
	vector(t, "m01_overassigned", &v)
	o := two(t)
	for _, unit := range []string{"u1", "u2"} {
		id := map[string]string{"u1": "web", "u2": "core"}[unit]
		a, e := v.Assigned[unit], v.Executed[unit]
		o.Assigned(id, "h2", fixture.Shares{"growth": a[0] * 2, "trust": a[1] * 2})
		o.Initiative(id+"-growth", id, fixture.Serves("growth", 1)).Initiative(id+"-trust", id, fixture.Serves("trust", 1))
		if unit == "u2" {
			e = []float64{0.3, 0.2} // no more than the unit has days; what survives is less
		}
		o.Work(id+"-1", id, id+"-growth", fixture.Logged("2026-08-03", 100*e[0])).Work(id+"-2", id, id+"-trust", fixture.Logged("2026-08-03", 100*e[1])).
			Work(id+"-3", id, "", fixture.Logged("2026-08-03", 50-100*e[0]-100*e[1]))
	}
	w := read(o.Picture()).Waterfall()
	near(t, "assigned", step(t, w, intent.Assigned).Kept, v.Surviving[1])
	near(t, "executed", step(t, w, intent.Executed).Kept, v.Surviving[2])
	for _, l := range w.Losses {
		if l.Stage == intent.Assigned && (l.Unit != "" || l.Theme != "trust") {
			t.Errorf("loss at assigned = %+v, want trust, of no unit", l)
		}
	}
}

func TestCancellationIsNotHidden(t *testing.T) {
	var v struct {
		Assigned, Executed map[string][]float64
		Sums               float64 `json:"aggregate_overlap"`
		Cells              float64 `json:"joint_overlap"`
	}
	vector(t, "m01_cancellation", &v)
	o := two(t)
	for unit, id := range map[string]string{"A": "web", "B": "core"} {
		a, e := v.Assigned[unit], v.Executed[unit]
		o.Assigned(id, "h2", fixture.Shares{"growth": a[0] * 2, "trust": a[1] * 2})
		o.Initiative(id+"-g", id, fixture.Serves("growth", 1), fixture.Days(id, "h2", 200*e[0]))
		o.Initiative(id+"-t", id, fixture.Serves("trust", 1), fixture.Days(id, "h2", 200*e[1]))
	}
	w := read(o.Picture()).Waterfall()
	near(t, "kept", w.Value, v.Cells)
	near(t, "on target", step(t, w, intent.Planned).OnTarget, v.Sums)
	near(t, "moved", step(t, w, intent.Planned).MovedDays, 120)
}

func TestStagesNobodyDeclaredAreLeftOut(t *testing.T) {
	o := two(t).Assigned("web", "h2", half()).Assigned("core", "h2", half())
	o.Initiative("app", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 100))
	o.Initiative("safe", "core", fixture.Serves("trust", 1), fixture.Days("core", "h2", 100))
	w := read(o.Picture()).Waterfall()
	for _, s := range []intent.Stage{intent.Interpreted, intent.Funded, intent.Executed} {
		if x := step(t, w, s); x.Skipped == "" || x.Lost != 0 {
			t.Errorf("%s = %+v, want it left out with a reason", s, x)
		}
	}
	if w.Last != intent.Planned || !lacks(w.Missing, "anything at the stage “interpreted” for h2") {
		t.Errorf("last stage %q, missing %+v", w.Last, w.Missing)
	}
	near(t, "kept", w.Value, 0.5)
}

func TestReasonsForNoWaterfall(t *testing.T) {
	for name, c := range map[string]struct {
		org  func() *fixture.Org
		want string
	}{
		"no strategy": {func() *fixture.Org {
			return fixture.New(t).Half().Themes("growth").Unit("acme", "").Capacity("acme", "h2", 10)
		}, "no strategy is stated for h2"},
		"a strategy without shares": {func() *fixture.Org {
			return fixture.New(t).Half().Themes("growth").Unit("acme", "").Capacity("acme", "h2", 10).Stated("acme", "h2", nil)
		}, "no strategy is stated for h2"},
		"no capacity": {func() *fixture.Org {
			return fixture.New(t).Half().Themes("growth").Unit("acme", "").Stated("acme", "h2", all("growth"))
		}, "no unit has declared its capacity in h2"},
		"nothing below": {func() *fixture.Org { return two(t) }, "below the stated strategy nothing is declared for h2"},
	} {
		c2 := read(c.org().Picture())
		for what, r := range map[string]*intent.Waterfall{"whole": c2.Waterfall(), "unit": c2.UnitWaterfall("acme"), "theme": c2.ThemeWaterfall("growth")} {
			if r.Defined() || r.Value != 0 {
				t.Errorf("%s, %s: value %v, want none", name, what, r.Value)
			}
		}
		if w := c2.Waterfall(); w.Reason != c.want || len(w.Missing) == 0 {
			t.Errorf("%s: reason %q with %d missing, want %q", name, w.Reason, len(w.Missing), c.want)
		}
	}
}

func TestUnitFigureNeedsTwoStages(t *testing.T) {
	c := read(two(t).Assigned("web", "h2", half()).Picture())
	if w := c.UnitWaterfall("web"); w.Defined() || !strings.Contains(w.Reason, "only one stage") {
		t.Errorf("reason = %q", w.Reason)
	}
	if w := c.UnitWaterfall("nowhere"); w.Reason != "there is no such unit" {
		t.Errorf("reason = %q", w.Reason)
	}
	if w := c.ThemeWaterfall("nothing"); w.Reason != "there is no such theme" {
		t.Errorf("reason = %q", w.Reason)
	}
}

func TestThemeWithoutStatedShare(t *testing.T) {
	o := two(t).Themes("growth", "trust", "later").Assigned("web", "h2", half()).Assigned("core", "h2", half())
	if w := read(o.Picture()).ThemeWaterfall("later"); w.Reason != "the strategy for h2 asks nothing for it" {
		t.Errorf("reason = %q", w.Reason)
	}
}

func TestThemeThatNobodyPlannedIsLostNotSkipped(t *testing.T) {
	o := two(t).Assigned("web", "h2", half()).Assigned("core", "h2", half())
	o.Initiative("app", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 100), fixture.Days("core", "h2", 100))
	w := read(o.Picture()).ThemeWaterfall("trust")
	near(t, "kept", w.Value, 0)
	if x := step(t, w, intent.Planned); x.Skipped != "" {
		t.Errorf("planned is left out: %q", x.Skipped)
	}
	near(t, "lost", w.Total, 100)
}

func TestReservedDaysAreKept(t *testing.T) {
	o := two(t).Stated("acme", "h2", fixture.Shares{"growth": 0.8})
	o.Assigned("web", "h2", fixture.Shares{"growth": 0.8}).Assigned("core", "h2", fixture.Shares{"growth": 0.8})
	o.Initiative("app", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 80), fixture.Days("core", "h2", 60))
	w := read(o.Picture()).Waterfall()
	near(t, "kept", w.Value, 0.7+0.2)
	if len(w.Losses) != 1 || w.Losses[0].Unit != "core" || w.Losses[0].Theme != "growth" {
		t.Errorf("losses = %+v, want 20 days of growth in core", w.Losses)
	}
}

func TestKeptAndOnCourseAreTwoFigures(t *testing.T) {
	o := two(t).Assigned("web", "h2", all("growth")).Assigned("core", "h2", all("trust"))
	o.Initiative("app", "web", fixture.Serves("growth", 1)).Initiative("safe", "core", fixture.Serves("trust", 1))
	o.Work("a", "web", "safe", fixture.Logged("2026-08-03", 10)).Work("b", "core", "safe", fixture.Logged("2026-08-03", 9)).Work("c", "core", "", fixture.Logged("2026-08-03", 1))
	c := read(o.Picture())
	near(t, "kept", c.Waterfall().Value, 0.45)
	r := c.OnCourse("")
	near(t, "on course", r.Value, 0.95)
	near(t, "numerator", r.Numerator.Value, 19)
	near(t, "coverage", r.Coverage, 1)
	if !r.Adds || len(r.Rows) != 3 || r.Rows[2].Label != "no line back to a theme" || r.Rows[2].Value != 1 || r.N != 3 {
		t.Errorf("rows = %+v of %d items", r.Rows, r.N)
	}
	near(t, "web alone", unitCourse(c, "web"), 1)
	near(t, "core alone", unitCourse(c, "core"), 0.9)
}

func unitCourse(c *intent.Cells, u graph.UnitID) float64 {
	r := c.OnCourse(u)
	return r.Value
}

func TestOnCourseWithoutWork(t *testing.T) {
	r := read(two(t).Picture()).OnCourse("")
	if r.Defined() || len(r.Missing) == 0 {
		t.Errorf("on course = %v, missing %v; want no value", r.Value, r.Missing)
	}
}

func TestUnitWithoutCapacityIsTheSumOfThoseBelow(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Unit("shop", "acme").
		Unit("web", "shop").Unit("app", "shop").Unit("core", "acme").
		Capacity("web", "h2", 50).Capacity("app", "h2", 50).Capacity("core", "h2", 100)
	o.Stated("acme", "h2", half()).Assigned("shop", "h2", half()).Assigned("core", "h2", half())
	o.Initiative("i", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 50), fixture.Days("app", "h2", 25), fixture.Days("core", "h2", 50))
	o.Initiative("j", "core", fixture.Serves("trust", 1), fixture.Days("core", "h2", 50))
	c := read(o.Picture())
	if len(c.Units) != 3 {
		t.Fatalf("%d rows, want web, app, core", len(c.Units))
	}
	shop, web, app := c.UnitWaterfall("shop"), c.UnitWaterfall("web"), c.UnitWaterfall("app")
	near(t, "days kept", shop.Value*shop.Days, web.Value*web.Days+app.Value*app.Days)
	near(t, "kept", shop.Value, 0.5)
	if shop.Coverage != 0 || !lacks(shop.Missing, "what app itself is asked for in h2") {
		t.Errorf("coverage %v, missing %+v; want the shop's shares to stand in for both", shop.Coverage, shop.Missing)
	}
	whole := c.Waterfall()
	near(t, "coverage of the whole", whole.Coverage, 0.5)
	if whole.Bounds != nil {
		t.Errorf("bounds %+v: an ancestor's shares are known", whole.Bounds)
	}
}

func TestUnitAssignedNothingByAnybodyIsBounded(t *testing.T) {
	o := two(t).Assigned("web", "h2", half())
	w := read(o.Picture()).Waterfall()
	near(t, "kept", w.Value, 1)
	if w.Bounds == nil || w.Bounds.Lo != 0.5 || w.Bounds.Hi != 1 {
		t.Errorf("bounds = %+v, want all of core's weight lost, to all of it kept", w.Bounds)
	}
}

func TestTopFollowsWhatItStates(t *testing.T) {
	o := two(t).Capacity("acme", "h2", 200).Assigned("web", "h2", half()).Assigned("core", "h2", half())
	w := read(o.Picture()).Waterfall()
	if w.Bounds != nil || w.Coverage != 1 {
		t.Errorf("bounds %+v, coverage %v: the top states for its own days too", w.Bounds, w.Coverage)
	}
}

func TestDraftIsNotAnInterpretation(t *testing.T) {
	for state, counts := range map[graph.ReceiptState]bool{graph.Draft: false, "": false, graph.Sent: true, graph.Returned: true, graph.Accepted: true} {
		o := two(t).Assigned("web", "h2", half()).Assigned("core", "h2", half())
		o.Put(&graph.Intent{
			ID: "i", Level: graph.Interpreted, Unit: "web", Period: "h2",
			Shares: graph.SharesOf(graph.ThemeShare{Theme: "growth", Share: 1}), Receipt: graph.Receipt{State: state, Reason: "Say it again"},
		})
		w := read(o.Picture()).Waterfall()
		if got := step(t, w, intent.Interpreted).Skipped == ""; got != counts {
			t.Errorf("state %q: the stage counts %v, want %v", state, got, counts)
		}
	}
}

func TestStrategyOfTheLock(t *testing.T) {
	o := two(t).Assigned("web", "h2", half()).Assigned("core", "h2", half())
	lock := o.Picture()
	now := o.Stated("acme", "h2", all("growth")).Picture()
	period := now.Period("h2")
	near(t, "against today's strategy", intent.Read(now, period, intent.Options{}).Waterfall().Value, 0.5)
	w := intent.Read(now, period, intent.Options{Locked: lock}).Waterfall()
	near(t, "against that of the lock", w.Value, 1)
	if len(w.Warnings) != 1 || !strings.Contains(w.Warnings[0], "changed since the plan lock") {
		t.Errorf("warnings = %v", w.Warnings)
	}
	empty := fixture.New(t).Half().Unit("acme", "").Picture()
	if w := intent.Read(lock, period, intent.Options{Locked: empty}).Waterfall(); len(w.Warnings) != 1 || w.Value != 1 {
		t.Errorf("without a strategy at the lock today's is used, and said: %v", w.Warnings)
	}
}

func TestThemeOfTheLockThatIsGoneIsUnlinked(t *testing.T) {
	o := two(t).Assigned("web", "h2", all("growth")).Assigned("core", "h2", all("growth"))
	lock := o.Picture()
	o.Stated("acme", "h2", all("growth")).Remove(graph.ThemeID("trust").Ref())
	now := o.Picture()
	w := intent.Read(now, now.Period("h2"), intent.Options{Locked: lock}).Waterfall()
	near(t, "kept", w.Value, 0.5)
	if len(w.Losses) != 1 || w.Losses[0].Theme != "" {
		t.Errorf("losses = %+v, want half, of no theme that is left", w.Losses)
	}
}

func TestSmallUnitsStandInsideTheUnitAbove(t *testing.T) {
	o := two(t).Unit("tiny", "core", fixture.People(3)).Capacity("tiny", "h2", 100)
	for _, u := range []string{"web", "core", "tiny"} {
		o.Assigned(u, "h2", half())
	}
	o.Initiative("i", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 100), fixture.Days("core", "h2", 100), fixture.Days("tiny", "h2", 100))
	c := read(o.Picture())
	w := c.Waterfall()
	days := map[graph.UnitID]float64{}
	for _, l := range w.Losses {
		days[l.Unit] += l.Days
	}
	if _, shown := days["tiny"]; shown || len(days) != 2 {
		t.Errorf("losses by unit = %v, want none of tiny's own", days)
	}
	near(t, "core with tiny", days["core"], 100)
	if r := c.UnitWaterfall("tiny"); r.Defined() || r.Reason != "the unit has fewer than five people; its days are shown inside core" {
		t.Errorf("tiny: %v, %q", r.Value, r.Reason)
	}
	if r := c.OnCourse("tiny"); r.Defined() {
		t.Error("tiny has no figure of its own")
	}
}

func TestMethodsAreDescribed(t *testing.T) {
	for _, m := range intent.Methods() {
		if m.ID == "" || m.Title == "" || m.Question == "" || m.Unit == "" || m.Range == "" || m.Formula == "" || len(m.Edges) == 0 || m.Interval == "" {
			t.Errorf("method %+v lacks words", m)
		}
	}
	for _, s := range intent.Stages() {
		if s.Words() == "" || s.Means() == "" {
			t.Errorf("stage %q has no words", s)
		}
	}
}
