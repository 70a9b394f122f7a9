package overview_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/overview"
	"throughline/testing/fixture"
)

// near says when two figures differ by more than rounding.
func near(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, got, want float64,
) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// shop is an organisation small enough to reckon by hand: two units of 100 days, two themes of one half.
//
//	              web growth  web trust  core growth  core trust   kept
//	assigned          80          20          20          80       200
//	interpreted       60          20          20          80       180
//	planned           60          20          20          70       170
//	executed          60           0          12.5        70       142.5
//
// Web logged 30 days on growth and 10 on nothing, so that of its 100 days 75 are growth, and 60 of them
// are kept. Core logged 35 on trust and 5 on growth: 87.5 and 12.5.
func shop(t fixture.T) *fixture.Org {
	o := fixture.New(t).Themes("growth", "trust").Half().Person("ana")
	o.Unit("acme", "").Unit("web", "acme").Unit("core", "acme")
	o.Capacity("web", "h2", 100).Capacity("core", "h2", 100)
	o.Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.5})
	o.Assigned("web", "h2", fixture.Shares{"growth": 0.8, "trust": 0.2}).Assigned("core", "h2", fixture.Shares{"growth": 0.2, "trust": 0.8})
	o.Interpreted("web", "h2", fixture.Shares{"growth": 0.6, "trust": 0.2}).Interpreted("core", "h2", fixture.Shares{"growth": 0.2, "trust": 0.8})
	o.Outcome("signups", fixture.Shares{"growth": 1}).Outcome("uptime", fixture.Shares{"trust": 1}).Outcome("calm", fixture.Shares{"trust": 0.5})
	o.Initiative("app", "web", fixture.Moves("signups", 1), fixture.Days("web", "h2", 60))
	o.Initiative("guard", "core", fixture.Moves("uptime", 1), fixture.Days("core", "h2", 70), fixture.Days("web", "h2", 20))
	o.Initiative("pages", "core", fixture.Serves("growth", 1), fixture.Days("core", "h2", 20))
	o.Initiative("polish", "web", fixture.Days("web", "h2", 20))
	o.Work("w1", "web", "app", fixture.Logged("2026-07-06", 30)).Work("w2", "web", "polish", fixture.Logged("2026-08-03", 10))
	o.Work("c1", "core", "guard", fixture.Logged("2026-08-03", 35)).Work("c2", "core", "pages", fixture.Logged("2026-09-07", 5))
	return o
}

func frame(s *graph.Snapshot) overview.Frame {
	return overview.Frame{Picture: s, Period: s.Period("h2")}
}

func base(s *graph.Snapshot, checks ...*finding.Check) *overview.Base {
	return overview.Compute(frame(s), checks)
}

func TestBaseReckonedByHand(t *testing.T) {
	b := base(shop(t).Picture())
	if !b.Whole.Defined() || b.Whole.Last != intent.Executed {
		t.Fatalf("the waterfall ends at %q: %s", b.Whole.Last, b.Whole.Reason)
	}
	near(t, "kept", b.Whole.Value, 142.5/200)
	near(t, "on course", b.Course.Value, 70.0/80)
	if len(b.Units) != 2 || b.Units[0].Unit.ID != "core" || b.Units[1].Unit.ID != "web" {
		t.Fatalf("units side by side = %v, want core and web", b.Units)
	}
	near(t, "core on course", b.Units[0].Course.Value, 1)
	near(t, "web on course", b.Units[1].Course.Value, 0.75)
	sight, ok := b.Sight("", "")
	if !ok || !sight.Worked {
		t.Fatal("the days worked are not followed")
	}
	near(t, "days worked", sight.Days, 80)
}

// Nobody is asked for anything yet, so what the plan leaves out was lost by whoever shares it out.
func TestLeaksWhereNothingIsAssigned(t *testing.T) {
	o := fixture.New(t).Themes("growth", "trust").Half().Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 100)
	o.Stated("acme", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4})
	o.Initiative("app", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 60))
	list, lost := base(o.Picture()).Leaks()
	near(t, "lost", lost, 40)
	if len(list) != 1 || list[0].Stage != intent.Planned || list[0].Theme != "trust" || !list[0].Cascade {
		t.Errorf("leaks = %+v, want the 40 days for trust, lost by the cascade when the plan was made", list)
	}
}

func TestLeaksLargestFirst(t *testing.T) {
	b := base(shop(t).Picture())
	list, lost := b.Leaks()
	near(t, "lost", lost, 57.5)
	type row struct {
		Stage intent.Stage
		Unit  graph.UnitID
		Theme graph.ThemeID
		Days  float64
	}
	var got []row
	for _, l := range list {
		got = append(got, row{l.Stage, l.Unit, l.Theme, math.Round(l.Days*10) / 10})
		if l.In == nil || l.Serves == nil || l.Cascade {
			t.Errorf("leak %+v lacks its unit or theme", l.Loss)
		}
	}
	want := []row{
		{intent.Interpreted, "web", "growth", 20},
		{intent.Executed, "web", "trust", 20},
		{intent.Planned, "core", "trust", 10},
		{intent.Executed, "core", "growth", 7.5},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("leaks (-want +got):\n%s", d)
	}
}

// found is a check that reports what it is given.
func found(list ...finding.Finding) *finding.Check {
	c := &finding.Check{Code: "INT999", Title: "Something is read differently", Area: finding.Intent, Severity: finding.Warning, Mends: "the lead", Next: "Talk"}
	c.Run = func(p *finding.Pass) {
		for _, f := range list {
			p.Report(f)
		}
	}
	return c
}

func TestAFindingExplainsTheLargestLeakItFits(t *testing.T) {
	unit := graph.UnitID("web").Ref()
	c := found(
		finding.Finding{Sentence: "of the stage alone", Records: []graph.Ref{unit}, Unit: "web", Stage: "executed", Days: 90},
		finding.Finding{Sentence: "of the theme", Records: []graph.Ref{unit, graph.ThemeID("trust").Ref()}, Unit: "web", Theme: "trust", Stage: "executed", Days: 1},
		finding.Finding{Sentence: "of another theme", Records: []graph.Ref{unit}, Unit: "web", Theme: "trust", Stage: "interpreted", Days: 5},
		finding.Finding{Sentence: "of another unit", Records: []graph.Ref{graph.UnitID("core").Ref()}, Unit: "core", Stage: "planned", Days: 5},
	)
	list, _ := base(shop(t).Picture(), c).Leaks()
	var got []string
	for _, l := range list {
		s := ""
		if l.Finding != nil {
			s = l.Finding.Sentence
		}
		got = append(got, s)
	}
	want := []string{"", "of the theme", "of another unit", ""}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("what explains each leak (-want +got):\n%s", d)
	}
}

func TestWaivedFindingsExplainNothing(t *testing.T) {
	unit := graph.UnitID("web").Ref()
	c := found(finding.Finding{Sentence: "accepted", Records: []graph.Ref{unit}, Unit: "web", Stage: "interpreted", Days: 5})
	o := shop(t).Put(&graph.Waiver{ID: "w", Code: "INT999", On: unit, By: "ana", Reason: "we know", Until: fixture.Date(t, "2026-12-01")})
	b := base(o.Picture(), c)
	list, _ := b.Leaks()
	if list[0].Finding != nil {
		t.Error("a leak is explained by a finding that was accepted")
	}
	if b.OpenFindings() != 0 || len(b.Findings) != 1 {
		t.Errorf("%d open of %d findings, want 0 of 1", b.OpenFindings(), len(b.Findings))
	}
}

func TestPointsAddUp(t *testing.T) {
	w := base(shop(t).Picture()).Whole
	kept, lost := overview.Points(w)
	if d := cmp.Diff([]int{100, 100, 90, 90, 85, 71}, kept); d != "" {
		t.Errorf("kept (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]int{0, 0, 10, 0, 5, 14}, lost); d != "" {
		t.Errorf("lost (-want +got):\n%s", d)
	}
	if k, l := overview.PointsAt(w, intent.Planned); k != 85 || l != 5 {
		t.Errorf("planned keeps %d and loses %d, want 85 and 5", k, l)
	}
	worst, ok := overview.WorstStep(w)
	if !ok || worst.Stage != intent.Executed {
		t.Errorf("most is lost at %q, want executed", worst.Stage)
	}
}

func TestSharesHoldIntendedAgainstActual(t *testing.T) {
	b := base(shop(t).Picture())
	got, ok := b.Shares("")
	if !ok || got.Stage != intent.Executed || !got.Stated || got.Coverage != 1 || len(got.Rows) != 3 {
		t.Fatalf("shares = %+v", got)
	}
	for n, want := range []struct{ intended, actual float64 }{{0.5, 0.4375}, {0.5, 0.4375}, {0, 0.125}} {
		near(t, "intended", got.Rows[n].Intended, want.intended)
		near(t, "actual", got.Rows[n].Actual, want.actual)
	}
	if got.Rows[2].Theme != nil || got.Rows[2].Place != 0 || got.Rows[1].Place != 2 {
		t.Errorf("rows = %+v, want the themes in order and what serves none last", got.Rows)
	}
	planned, ok := base(fixture.On(t, shop(t).Picture()).Remove(graph.WorkID("w1").Ref()).Remove(graph.WorkID("w2").Ref()).
		Remove(graph.WorkID("c1").Ref()).Remove(graph.WorkID("c2").Ref()).Picture()).Shares("web")
	if !ok || planned.Stage != intent.Planned {
		t.Fatalf("without work the plan stands, got %q", planned.Stage)
	}
	near(t, "web plans growth", planned.Rows[0].Actual, 0.6)
}

func TestWithoutAPeriodNothingIsComputed(t *testing.T) {
	b := overview.Compute(overview.Frame{Picture: fixture.New(t).Themes("growth").Unit("acme", "").Unit("web", "acme").Picture()}, nil)
	if b.Whole != nil || b.Cells != nil || b.Course.Defined() || len(b.Findings) != 0 {
		t.Errorf("a base without a period has figures: %+v", b)
	}
	if len(b.Units) != 1 || b.Units[0].Course.Defined() {
		t.Errorf("units = %+v, want web without a figure", b.Units)
	}
	if _, ok := b.Shares(""); ok {
		t.Error("there are no shares without a period")
	}
	if list, lost := b.Leaks(); list != nil || lost != 0 {
		t.Error("there are no leaks without a period")
	}
	if b.Bare() {
		t.Error("a theme is something to show")
	}
	if !overview.Compute(overview.Frame{Picture: graph.Empty()}, nil).Bare() {
		t.Error("an empty workspace is bare")
	}
}

func TestUnitsSideBySide(t *testing.T) {
	tree := func(o *fixture.Org) *fixture.Org { return o.Half().Unit("acme", "") }
	for name, c := range map[string]struct {
		org  *fixture.Org
		want []graph.UnitID
	}{
		"one unit":           {tree(fixture.New(t)), []graph.UnitID{"acme"}},
		"several tops":       {fixture.New(t).Half().Unit("a", "").Unit("b", ""), []graph.UnitID{"a", "b"}},
		"down to the leaves": {tree(fixture.New(t)).Unit("shop", "acme").Unit("web", "shop").Unit("app", "shop"), []graph.UnitID{"app", "web"}},
		"own capacity stays": {
			tree(fixture.New(t)).Unit("shop", "acme").Capacity("shop", "h2", 10).Unit("web", "shop").Unit("back", "acme"), []graph.UnitID{"back", "shop"},
		},
		"small inside": {
			tree(fixture.New(t)).Unit("shop", "acme").Unit("web", "shop", fixture.People(3)).Unit("app", "shop").Unit("back", "acme"), []graph.UnitID{"back", "shop"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			var got []graph.UnitID
			for _, u := range base(c.org.Picture()).Units {
				got = append(got, u.Unit.ID)
			}
			if d := cmp.Diff(c.want, got); d != "" {
				t.Errorf("units (-want +got):\n%s", d)
			}
		})
	}
}

func TestManyUnitsAreShownByTheirParents(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "")
	for _, d := range []string{"a", "b", "c"} {
		o.Unit(d, "acme")
		for _, n := range "123456789" {
			o.Unit(d+string(n), d)
		}
	}
	if got := base(o.Picture()).Units; len(got) != 3 {
		t.Errorf("%d units stand side by side, want the 3 parents of 27", len(got))
	}
}

func TestGaps(t *testing.T) {
	names := func(b *overview.Base) []string {
		var out []string
		for _, g := range b.Gaps() {
			out = append(out, g.What)
		}
		return out
	}
	if d := cmp.Diff([]string{"a plan lock"}, names(base(shop(t).Picture()))); d != "" {
		t.Errorf("gaps of the shop (-want +got):\n%s", d)
	}
	got := names(overview.Compute(overview.Frame{Picture: graph.Empty()}, nil))
	if d := cmp.Diff([]string{"a period", "themes", "the capacity of the units", "initiatives", "work", "outcomes"}, got); d != "" {
		t.Errorf("gaps of nothing (-want +got):\n%s", d)
	}
	stated := fixture.New(t).Half().Themes("growth").Unit("acme", "").Initiative("app", "acme").Picture()
	if g := names(base(stated)); g[0] != "the share each theme should have" {
		t.Errorf("the first gap is %q, want the shares", g[0])
	}
}

// small is any organisation of a few units, themes and initiatives.
func small(t *rapid.T) *graph.Snapshot {
	o := fixture.New(t).Half().Themes("a", "b", "c").Unit("acme", "")
	o.Outcome("x", fixture.Shares{"a": 0.5, "b": 0.3}).Outcome("y", fixture.Shares{"c": 1})
	units := []string{"u1", "u2", "u3"}
	for _, u := range units {
		o.Unit(u, "acme", fixture.People(rapid.IntRange(0, 9).Draw(t, "people"))).Capacity(u, "h2", rapid.Float64Range(1, 200).Draw(t, "capacity"))
	}
	for _, i := range []string{"i1", "i2", "i3", "i4"} {
		var set []func(*graph.Initiative)
		share := rapid.Float64Range(0, 0.5).Draw(t, "share")
		switch rapid.IntRange(0, 3).Draw(t, "serves") {
		case 0:
			set = append(set, fixture.Serves("a", share), fixture.Moves("y", share))
		case 1:
			set = append(set, fixture.Moves("x", share), fixture.Moves("y", share))
		case 2:
			set = append(set, fixture.Moves("x", 1))
		}
		for _, u := range units {
			if d := rapid.Float64Range(0, 60).Draw(t, "days"); d > 10 {
				set = append(set, fixture.Days(u, "h2", d))
			}
		}
		o.Initiative(i, "u1", set...)
	}
	for n := range rapid.IntRange(0, 12).Draw(t, "items") {
		i := rapid.SampledFrom([]string{"", "i1", "i2", "i3"}).Draw(t, "of")
		set := []func(fixture.T, *graph.Work){fixture.Size(float64(rapid.IntRange(0, 8).Draw(t, "size"))), fixture.Started("2026-07-02"), fixture.Finished("2026-08-05")}
		if rapid.Bool().Draw(t, "logs") {
			set = append(set, fixture.Logged("2026-07-10", float64(rapid.IntRange(1, 20).Draw(t, "logged"))))
		}
		o.Work(string(rune('k'+n)), rapid.SampledFrom(units).Draw(t, "by"), i, set...)
	}
	return o.Picture()
}
