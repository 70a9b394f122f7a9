package finding_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/finding"
	"throughline/graph"
	"throughline/testing/fixture"
)

func pass(o *fixture.Org, period graph.PeriodID) *finding.Pass {
	s := o.Picture()
	return finding.Begin(nil, graph.BasisOf(s, s.Period(period)), nil).Pass()
}

// The second half of 2026 has 132 working days; by 24 September, a Thursday, 62 are over.
func TestTime(t *testing.T) {
	o := fixture.New(t).Half()
	p := pass(o, "h2")
	if p.Into() != 62 || math.Abs(p.Left()-70.0/132) > 1e-12 || p.Over() {
		t.Errorf("into %d, left %v, over %v", p.Into(), p.Left(), p.Over())
	}
	if span, ok := p.ToCome(); !ok || span.First.String() != "2026-09-25" || span.Last.String() != "2026-12-31" {
		t.Errorf("to come: %v %v", span, ok)
	}
	for day, want := range map[string]int{"2026-09-24": 0, "2026-09-23": 1, "2026-09-18": 4, "2026-09-19": 4, "2026-09-10": 10, "2026-09-30": 0} {
		if got := p.Since(fixture.Date(t, day)); got != want {
			t.Errorf("Since(%s) = %d, want %d", day, got, want)
		}
	}
	if p.Since(0) != 0 {
		t.Error("a day not set is long ago")
	}
	before := pass(o.Today("2026-06-30"), "h2")
	if before.Into() != 0 || before.Left() != 1 || before.Over() {
		t.Errorf("before: into %d, left %v", before.Into(), before.Left())
	}
	after := pass(o.Today("2027-01-01"), "h2")
	if _, ok := after.ToCome(); ok || !after.Over() || after.Into() != 132 || after.Left() != 0 {
		t.Errorf("after: into %d, left %v, over %v", after.Into(), after.Left(), after.Over())
	}
}

func TestNamesAndRoles(t *testing.T) {
	p := pass(fixture.New(t).Half().Themes("trust").Unit("acme", "").Unit("shop", "acme").Unit("web", "shop"), "h2")
	for _, c := range [][2]string{
		{p.Unit("web"), "web"},
		{p.Unit(""), "nobody"},
		{p.Unit("gone"), "unit/gone"},
		{p.Theme("trust"), "“trust”"},
		{p.Lead("web"), "the lead of web"},
		{p.Lead(""), "product operations"},
		{p.Above("web"), "the lead of shop"},
		{p.Above("shop"), "leadership"},
		{p.Above("acme"), "leadership"},
		{p.Day(fixture.Date(t, "2026-09-01")), "1 Sep"},
		{p.Day(fixture.Date(t, "2025-09-01")), "1 Sep 2025"},
		{finding.List([]string{"a"}), "“a”"},
		{finding.List([]string{"a", "b", "c", "d", "e"}), "“a”, “b”, “c” and 2 more"},
	} {
		if c[0] != c[1] {
			t.Errorf("got %q, want %q", c[0], c[1])
		}
	}
}

func TestDeclared(t *testing.T) {
	o := fixture.New(t).Half().Period("y", "2026-01-01", "2026-12-31").Themes("a", "b").Unit("acme", "").Unit("shop", "acme").Unit("web", "shop").Unit("new", "acme").
		Stated("acme", "y", fixture.Shares{"a": 1}).Stated("acme", "h2", fixture.Shares{"b": 1}).Stated("acme", "q3", fixture.Shares{"a": 1}).
		Assigned("shop", "h2", fixture.Shares{"b": 1}).Assigned("web", "y", fixture.Shares{"a": 1}).
		Interpreted("web", "q4", fixture.Shares{"a": 1})
	d := pass(o, "h2").Declared()
	if d.Stated == nil || d.Stated.Period != "h2" {
		t.Errorf("stated = %+v, want that of the half, not of the year around or a quarter inside", d.Stated)
	}
	for unit, want := range map[graph.UnitID]struct {
		id  graph.IntentID
		own bool
	}{"shop": {"assigned-shop-h2", true}, "web": {"assigned-web-y", true}, "new": {"", false}} {
		i, own := d.Asked(unit)
		if got := idOf(i); got != want.id || own != want.own {
			t.Errorf("Asked(%s) = %s, %v; want %s, %v", unit, got, own, want.id, want.own)
		}
	}
	q4 := pass(o, "q4").Declared()
	if i := q4.Interpreted["web"]; i == nil || i.Period != "q4" {
		t.Errorf("interpreted in the quarter = %+v", i)
	}
	if i, own := pass(o.Remove(graph.IntentID("assigned-web-y").Ref()), "h2").Declared().Asked("web"); idOf(i) != "assigned-shop-h2" || own {
		t.Errorf("without its own, web is asked %s", idOf(i))
	}
	if none := pass(fixture.New(t).Half().Unit("acme", ""), "h2").Declared(); none.Stated != nil || len(none.Assigned) != 0 {
		t.Errorf("where nothing is declared: %+v", none)
	}
}

func idOf(i *graph.Intent) graph.IntentID {
	if i == nil {
		return ""
	}
	return i.ID
}

func TestPlan(t *testing.T) {
	o := fixture.New(t).Half().Period("2027", "2027-01-01", "2027-06-30").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Initiative("dated", "web", fixture.Days("web", "h2", 66), fixture.Days("core", "q3", 10)).
		Initiative("stepped", "web", fixture.Step("alpha", "q3"), fixture.Step("beta", "2027")).
		Initiative("named", "web", fixture.In("h2")).
		Initiative("loose", "web", fixture.Is(graph.Candidate), fixture.Days("web", "q4", 30)).
		Initiative("open", "web", fixture.Is(graph.Likely)).
		Initiative("ended", "web", fixture.Is(graph.Done)).
		Initiative("later", "web", fixture.Days("web", "2027", 5))
	p := pass(o, "h2")
	var ids, waiting []string
	days := map[string]float64{}
	for i := range p.Initiatives() {
		if i.Concerns {
			ids = append(ids, string(i.ID))
		}
		if i.Waits() {
			waiting = append(waiting, string(i.ID))
		}
		days[string(i.ID)] = i.Days
		if asked, ok := p.Planned(i.ID); !ok || asked != i {
			t.Errorf("%s alone is %+v, among all %+v", i.ID, asked, i)
		}
	}
	if d := cmp.Diff([]string{"dated", "loose", "named", "open", "stepped"}, ids); d != "" {
		t.Errorf("what the period is about (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"dated", "named", "stepped"}, waiting); d != "" {
		t.Errorf("what is firm and of the period (-want +got):\n%s", d)
	}
	want := map[string]float64{"dated": 76, "loose": 30, "named": 0, "open": 0, "stepped": 0, "ended": 0, "later": 0}
	if d := cmp.Diff(want, days); d != "" || !p.Dated() {
		t.Errorf("dated %v, days (-want +got):\n%s", p.Dated(), d)
	}
	if p.Firm("web") != 66 || p.Firm("core") != 10 || p.Firm("acme") != 0 {
		t.Errorf("of web %v, of core %v; candidates do not count", p.Firm("web"), p.Firm("core"))
	}
	// 66 days over 132 working days, of which 70 are to come; core's 10 over 66 of a quarter with 4 to come.
	dated := p.Now.Initiative("dated")
	if got, want := p.DaysToCome(dated), 35+10*4.0/66; math.Abs(got-want) > 1e-9 {
		t.Errorf("days to come = %v, want %v", got, want)
	}
	if got := p.DaysToComeOf(dated, "web"); math.Abs(got-35) > 1e-9 {
		t.Errorf("web's days to come = %v, want 35", got)
	}
	if _, ok := p.Planned("nothing"); ok || p.DaysToCome(nil) != 0 {
		t.Error("what is not there has days to come")
	}
	bare := pass(fixture.New(t).Half().Unit("acme", "").Initiative("a", "acme", fixture.In("h2")), "h2")
	if bare.Dated() {
		t.Error("a plan without days is dated")
	}
}

func TestCapacity(t *testing.T) {
	p := pass(fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 100).Capacity("acme", "q3", 20), "h2")
	if got := p.Capacity(); got != 120 {
		t.Errorf("capacity = %v, want 120", got)
	}
	b := p.Basis()
	if p.Lines() != b.Lines || p.Agenda() != b.Agenda || p.Labour() != b.Labour || p.Capacities() != b.Capacities || p.Calendar().Period("q3") == nil || p.Tree().Parent("web") != "acme" {
		t.Error("the facts are not those of the basis")
	}
}
