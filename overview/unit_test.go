package overview_test

import (
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"throughline/diagnosis"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

func TestUnitPageReckonedByHand(t *testing.T) {
	p := base(shop(t).Picture()).UnitPage("web", 100)
	// Of the 100 days asked of web 80 were read, 80 planned and 60 worked.
	near(t, "kept", p.Kept.Value, 0.6)
	near(t, "on course", p.Course.Value, 0.75)
	// 40 days logged of 100 capacity; 62 of 132 working days are over on 24 September.
	near(t, "activity", p.Activity.Value, 40/(100*62.0/132))
	var got []string
	for _, x := range p.Themes {
		got = append(got, fmt.Sprintf("%s asked %g read %g done %g", x.Theme.Name, x.Asked.X, x.Read.X, x.Done.X))
	}
	if d := cmp.Diff([]string{"growth asked 0.8 read 0.6 done 0.75", "trust asked 0.2 read 0.2 done 0"}, got); d != "" {
		t.Errorf("themes (-want +got):\n%s", d)
	}
	var initiatives []string
	for _, i := range p.Initiatives {
		initiatives = append(initiatives, fmt.Sprintf("%s owns %v planned %g worked %g", i.Initiative.Name, i.Owns, i.Planned, i.Worked))
	}
	want := []string{"app owns true planned 60 worked 30", "polish owns true planned 20 worked 10", "guard owns false planned 20 worked 0"}
	if d := cmp.Diff(want, initiatives); d != "" {
		t.Errorf("initiatives (-want +got):\n%s", d)
	}
	if p.Parent.ID != "acme" || p.Small || p.Count != 3 {
		t.Errorf("page = %+v", p)
	}
	if less := base(shop(t).Picture()).UnitPage("web", 1); len(less.Initiatives) != 1 || less.Count != 3 {
		t.Error("the list of initiatives is bounded and still counted")
	}
}

func TestUnitPageOfTheWhole(t *testing.T) {
	p := base(shop(t).Picture()).UnitPage("acme", 100)
	near(t, "kept of what was asked of all below", p.Kept.Value, 142.5/200)
	if p.Activity.Defined() {
		t.Error("acme has no capacity of its own, so no activity")
	}
	if len(p.Initiatives) != 4 || p.Initiatives[0].Initiative.ID != "guard" || p.Initiatives[0].Planned != 90 {
		t.Errorf("initiatives = %+v, want guard with the 90 days of both units first", p.Initiatives)
	}
	if base(shop(t).Picture()).UnitPage("nowhere", 10) != nil {
		t.Error("there is no page of a unit that does not exist")
	}
}

func TestSmallUnitsShowNoFigures(t *testing.T) {
	o := shop(t).Unit("team", "web", fixture.People(4)).Capacity("team", "h2", 20)
	b := base(o.Picture(), found(finding.Finding{Sentence: "x", Records: []graph.Ref{graph.UnitID("team").Ref()}, Unit: "team"}))
	p := b.UnitPage("team", 100)
	if !p.Small || p.Inside == nil || p.Inside.ID != "web" {
		t.Fatalf("page = %+v, want a small unit inside web", p)
	}
	if p.Kept != nil || p.Course.Method != nil || p.Findings != nil || p.Months.Known {
		t.Error("a unit of four people shows a figure")
	}
}

func TestReadingsAndReceipts(t *testing.T) {
	o := shop(t).Put(&graph.Intent{
		ID: "interpreted-web-h2", Level: graph.Interpreted, Unit: "web", Period: "h2", Shares: graph.SharesOf(graph.ThemeShare{Theme: "growth", Share: 0.6}),
		Receipt:  graph.Receipt{State: graph.Returned, Reason: "clicks are not signups"},
		Readings: []graph.Reading{{Theme: "growth", Words: "More clicks", Differs: true}},
	}).Put(&graph.Intent{
		ID: "interpreted-core-h2", Level: graph.Interpreted, Unit: "core", Period: "h2",
		Readings: []graph.Reading{{Theme: "growth", Words: "A draft"}},
	})
	b := base(o.Picture())
	p := b.UnitPage("web", 10)
	if r := p.Themes[0].Reading; r == nil || r.Words != "More clicks" || !r.Differs {
		t.Errorf("reading = %+v", r)
	}
	if p.Intents.Inherited || p.Intents.Asked == nil || p.Intents.Read.Receipt.State != graph.Returned {
		t.Errorf("intents = %+v", p.Intents)
	}
	list := b.Readings("growth")
	if len(list) != 1 || list[0].Unit.ID != "web" {
		t.Errorf("readings = %+v, want that of web alone: a draft is not sent", list)
	}
	if core := b.UnitPage("core", 10); core.Themes[0].Reading != nil {
		t.Error("a draft stands on nobody's page")
	}
}

func TestNeighboursByWhatTheyNeed(t *testing.T) {
	charter := func(u *graph.Unit) { u.Value = []graph.Criterion{{Dimension: "speed", Weight: 1}} }
	o := fixture.New(t).Half().Put(&graph.Dimension{ID: "speed", Name: "Speed", List: graph.ListValue})
	o.Unit("acme", "").Unit("web", "acme", charter).Unit("core", "acme", charter).Unit("pay", "acme", charter).Unit("mute", "acme")
	names := func(b *overview.Base) string {
		var out []string
		for _, n := range b.UnitPage("web", 1).Charter {
			out = append(out, string(n.Unit.ID))
		}
		return strings.Join(out, " ")
	}
	if got := names(base(o.Picture())); got != "core pay" {
		t.Errorf("without dependencies it stands beside %q, want its siblings with a charter", got)
	}
	o.Put(&graph.Dependency{ID: "d", What: "x", From: "pay", On: "web"}).Put(&graph.Dependency{ID: "e", What: "y", From: "web", On: "mute"})
	if got := names(base(o.Picture())); got != "pay" {
		t.Errorf("it stands beside %q, want pay, which it deals with and which has a charter", got)
	}
}

// A unit is held against those that need something of it, however much more it deals with others.
func TestACharterIsHeldAgainstThoseWhoDependOnTheUnit(t *testing.T) {
	charter := func(u *graph.Unit) { u.Value = []graph.Criterion{{Dimension: "speed", Weight: 1}} }
	o := fixture.New(t).Half().Put(&graph.Dimension{ID: "speed", Name: "Speed", List: graph.ListValue}).Unit("acme", "").Unit("mute", "acme")
	for _, id := range []string{"core", "a", "b", "c", "d", "shop"} {
		o.Unit(id, "acme", charter)
	}
	for n, other := range []graph.UnitID{"a", "a", "a", "b", "b", "c", "d", "d", "d"} { // it needs much of these
		o.Put(&graph.Dependency{ID: graph.DependencyID(fmt.Sprint("n", n)), What: "x", From: "core", On: other})
	}
	o.Put(&graph.Dependency{ID: "m", What: "x", From: "mute", On: "core"}, &graph.Dependency{ID: "s", What: "x", From: "c", On: "core"},
		&graph.Request{ID: "r", Title: "An export", From: "shop", To: "core", State: graph.RequestOpen})
	p := base(o.Picture()).UnitPage("core", 1)
	var got []string
	for _, n := range p.Charter {
		got = append(got, fmt.Sprint(n.Unit.ID, " ", n.Depends))
	}
	if want := []string{"c true", "shop true", "a false", "d false"}; !slices.Equal(got, want) {
		t.Errorf("it stands beside %v, want %v", got, want)
	}
	if len(p.Mute) != 1 || p.Mute[0].ID != "mute" {
		t.Errorf("%v wrote no charter, want mute", p.Mute)
	}
}

func TestMonths(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth").Unit("acme", "").Capacity("acme", "h2", 132)
	o.Initiative("app", "acme", fixture.Serves("growth", 0.5), fixture.Days("acme", "q4", 66)) // a day for each working day of the quarter
	o.Work("logged", "acme", "app", fixture.Logged("2026-07-01", 4), fixture.Logged("2026-08-31", 2))
	// Sized work shares the 62 days that are over by size: 31 days for each of the two points.
	o.Work("sized", "acme", "", fixture.Size(1), fixture.Finished("2026-09-10")).Work("more", "acme", "app", fixture.Size(1), fixture.Finished("2026-07-20"))
	m := base(o.Picture()).UnitPage("acme", 1).Months
	if !m.Known || m.Worked != 3 || len(m.List) != 6 {
		t.Fatalf("months = %+v, want six of which three are worked", m)
	}
	rate := 62.0 / 3 // the logged item counts as size 1
	for n, want := range [][2]float64{{2 + rate/2, 2 + rate/2}, {1, 1}, {0, rate}, {11, 11}, {10.5, 10.5}, {11.5, 11.5}} {
		near(t, fmt.Sprintf("growth in month %d", n+7), m.List[n].ByPage[0], want[0])
		near(t, fmt.Sprintf("without a line back in month %d", n+7), m.List[n].ByPage[1], want[1])
	}
}

// The months up to now add up to the days worked.
func TestMonthsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := base(small(t))
		p := b.UnitPage("acme", 1)
		sum := 0.0
		for _, m := range p.Months.List[:p.Months.Worked] {
			for _, x := range m.ByPage {
				sum += x
			}
		}
		want := 0.0
		if sight, _ := b.Sight("", ""); sight.Worked {
			want = sight.Days
		}
		if d := sum - want; d > 1e-6 || d < -1e-6 {
			t.Fatalf("the months hold %g days, want %g", sum, want)
		}
	})
}

func TestDiagnosis(t *testing.T) {
	b := base(shop(t).Picture())
	if d := b.Diagnose(""); d.Diagnosis == nil || d.Items != 4 || d.Judgement.Verdict == "" {
		t.Errorf("diagnosis = %+v, want the evidence of four items and a judgement", d)
	}
	if d := b.Diagnose("web"); d.Items != 2 {
		t.Errorf("web has %d items, want 2", d.Items)
	}
	if d := overview.Compute(overview.Frame{Picture: graph.Empty()}, nil).Diagnose(""); d.Diagnosis != nil {
		t.Error("there is no diagnosis without a period")
	}
}

// A large organisation has a verdict as well, and after a change the one that it would have from nothing. Nothing is left
// unfinished, and half of the work serves nothing: an alignment problem by its making.
func TestALargeOrganisationHasAVerdict(t *testing.T) {
	before := base(busyShop(t).Picture())
	for _, asked := range []bool{false, true} {
		if asked {
			before.Diagnose("")
		}
		now := fixture.On(t, before.Picture).Work("w-0007", "web", "app", fixture.Size(5), fixture.Started("2026-07-06"), fixture.Finished("2026-08-03")).Picture()
		after, anew := overview.ComputeAfter(before, frame(now), nil).Diagnose(""), base(now).Diagnose("")
		if anew.Judgement.Verdict != diagnosis.AlignmentProblem || anew.N < 3_500 {
			t.Fatalf("%d items: %+v", anew.N, anew.Judgement)
		}
		if d := cmp.Diff(anew, after, cmpopts.IgnoreUnexported(diagnosis.Diagnosis{}), the[graph.Snapshot]()); d != "" {
			t.Errorf("asked before: %v; after a change (-from nothing +after):\n%s", asked, d)
		}
	}
}

// Many may ask one base at once, and make the next from it meanwhile.
func TestManyAskForTheVerdict(t *testing.T) {
	b := base(busyShop(t).Picture())
	verdicts := make([]diagnosis.Judgement, 8)
	var wait sync.WaitGroup
	for n := range verdicts {
		wait.Go(func() {
			from := b
			if n%2 == 1 {
				from = overview.ComputeAfter(b, frame(b.Picture), nil)
			}
			verdicts[n] = from.Diagnose("").Judgement
		})
	}
	wait.Wait()
	for _, v := range verdicts {
		if d := cmp.Diff(verdicts[0], v); d != "" || v.Interval == nil {
			t.Errorf("one was told another verdict: %s", d)
		}
	}
}

// busyShop is a shop with 3,500 items of work, half of which serve nothing.
func busyShop(t fixture.T) *fixture.Org {
	o := shop(t).Initiative("errand", "web")
	for n := range 3_500 {
		set := []func(fixture.T, *graph.Work){fixture.Size(float64(1 + n%3)), fixture.Started("2026-07-06")}
		if n%10 == 0 {
			set = append(set, fixture.Waited("acme", "2026-07-07", "2026-07-13"))
		}
		o.Work(fmt.Sprintf("w-%04d", n), []string{"web", "core"}[n%2], []string{"errand", "guard", "errand", "app"}[n%4], append(set, fixture.Finished("2026-08-03"))...)
	}
	return o
}
