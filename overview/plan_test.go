package overview_test

import (
	"fmt"
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// locked is a frame whose plan was locked on 1 July and changed since: of 100 days 60 are kept, 30 moved
// from the third to the fourth quarter, 10 were cut, and 20 were added.
func locked(t fixture.T) overview.Frame {
	o := fixture.New(t).Today("2026-07-01").Half().Themes("growth").Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 200)
	o.Stated("acme", "h2", fixture.Shares{"growth": 1})
	o.Initiative("stays", "web", fixture.Serves("growth", 1), fixture.Days("web", "q3", 40), fixture.Step("alpha", "q3"), fixture.Step("beta", "q3"))
	o.Initiative("moves", "web", fixture.Days("web", "q3", 50), fixture.Step("ready", "q3"))
	o.Initiative("goes", "web", fixture.Days("web", "q4", 10))
	o.Put(&graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-07-01T12:00:00Z")})
	then := o.Picture()
	o.Today("2026-09-24")
	o.Initiative("stays", "web", fixture.Serves("growth", 1), fixture.Days("web", "q3", 40), fixture.Step("alpha", "q3"), fixture.Step("gamma", "q4"))
	o.Initiative("moves", "web", fixture.Days("web", "q3", 20), fixture.Days("web", "q4", 30), fixture.Step("ready", "q4"))
	o.Initiative("goes", "web", fixture.Is(graph.Stopped), fixture.Days("web", "q4", 10))
	o.Initiative("comes", "web", fixture.Days("web", "q4", 20))
	f := frame(o.Picture())
	baseline := graph.Find[*graph.Baseline](f.Picture, "lock")
	f.Locks = []finding.Lock{{Baseline: baseline, Then: then}}
	return f
}

func TestDriftSinceALock(t *testing.T) {
	b := overview.Compute(locked(t), nil)
	d := b.Drift
	if d == nil || !d.Defined() || d.Unit != "days" || d.Period.ID != "h2" {
		t.Fatalf("drift = %+v", d)
	}
	near(t, "locked", d.Totals.Base, 100)
	near(t, "kept", d.Totals.Kept, 60)
	near(t, "moved", d.Totals.Moved, 30)
	near(t, "cut", d.Totals.Cut, 10)
	near(t, "added", d.Totals.Added, 20)
	if n := d.CountChanged(); n != 3 {
		t.Errorf("%d initiatives changed, want 3", n)
	}
	rows, from, next := d.Changed("", 2)
	if len(rows) != 2 || from != 1 || next != "comes" || rows[0].Initiative.ID != "moves" {
		t.Errorf("first page = %v from %d, on after %q", rows, from, next)
	}
	rows, from, next = d.Changed(next, 2)
	if len(rows) != 1 || from != 3 || next != "" || rows[0].Initiative.ID != "goes" {
		t.Errorf("second page = %v from %d, on after %q", rows, from, next)
	}
}

func TestLocksByName(t *testing.T) {
	f := locked(t)
	if l, ok := f.LockNamed(""); !ok || l.Baseline.ID != "lock" {
		t.Error("without a name it is the latest")
	}
	if _, ok := f.LockNamed("lock"); !ok {
		t.Error("the lock is there by its name")
	}
	if _, ok := f.LockNamed("other"); ok {
		t.Error("there is no other lock")
	}
	if _, ok := (overview.Frame{}).Lock(); ok {
		t.Error("a frame without locks has none")
	}
	if b := overview.Compute(frame(shop(t).Picture()), nil); b.Drift != nil {
		t.Error("without a lock there is no drift")
	}
}

// At the lock 40 of 200 days stood on growth, of which all is stated; now as many.
func TestCauseOfAChangedFit(t *testing.T) {
	f := locked(t)
	c := f.CauseSince(f.Locks[0])
	if !c.Defined() {
		t.Fatal(c.Reason)
	}
	near(t, "fit then", c.Then, 0.2)
	near(t, "fit now", c.Now, 0.2)
	near(t, "due to the plan and the strategy", c.DuePlan+c.DueStrategy, 0)
}

func TestDemandInTheQuarters(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Unit("idle", "acme")
	o.Capacity("web", "q3", 50).Capacity("web", "q4", 100, fixture.SetAside("support", 20)).Capacity("core", "h2", 132)
	o.Initiative("app", "web", fixture.Days("web", "q3", 60), fixture.Days("web", "q4", 40), fixture.Days("core", "q4", 33))
	o.Initiative("done", "web", fixture.Is(graph.Done), fixture.Days("web", "q3", 500))
	d, ok := base(o.Picture()).Demand()
	if !ok || len(d.Periods) != 2 || d.Periods[0].ID != "q3" || d.Over != 1 {
		t.Fatalf("demand = %+v", d)
	}
	var got []string
	for _, r := range d.Rows {
		got = append(got, fmt.Sprintf("%s %g/%g %g/%g", r.Unit.ID, r.Loads[0].Days, r.Loads[0].Room, r.Loads[1].Days, r.Loads[1].Room))
	}
	if diff := cmp.Diff([]string{"web 60/50 40/80", "core 0/66 33/66"}, got); diff != "" {
		t.Errorf("most asked-for first (-want +got):\n%s", diff)
	}
	near(t, "peak of web", d.Rows[0].Peak.X, 1.2)
	if _, ok := base(fixture.New(t).Half().Unit("acme", "").Picture()).Demand(); ok {
		t.Error("without capacity there is no demand to show")
	}
}

func TestPartsOfAPeriod(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "")
	if parts := frame(o.Picture()).Parts(); len(parts) != 2 || parts[0].ID != "q3" {
		t.Errorf("parts = %v, want the quarters", parts)
	}
	o.Put(&graph.Period{ID: "year", Name: "year", Kind: graph.Year, Start: fixture.Date(t, "2026-01-01"), End: fixture.Date(t, "2026-12-31")})
	s := o.Picture()
	if parts := (overview.Frame{Picture: s, Period: s.Period("year")}).Parts(); len(parts) != 1 || parts[0].ID != "year" {
		t.Errorf("parts = %v, want the year alone: nothing names it as its parent", parts)
	}
	if parts := (overview.Frame{Picture: s}).Parts(); parts != nil {
		t.Errorf("parts of no period = %v", parts)
	}
}

func TestInitiativePage(t *testing.T) {
	o := shop(t)
	o.Put(&graph.Dependency{ID: "d", What: "An interface", From: "web", On: "core", Initiative: "guard", Turns: []graph.Turn{{Act: graph.Ask, At: fixture.Moment(t, "2026-08-01")}}})
	o.Put(&graph.Decision{ID: "taken", Question: "Which?", State: graph.DecisionDecided, Initiative: "guard", Raised: fixture.Date(t, "2026-07-01"), Decided: fixture.Date(t, "2026-07-03"), Deciders: []graph.PersonID{"ana"}, Chosen: "That"})
	o.Put(&graph.Decision{ID: "undated", Question: "Why?", State: graph.DecisionOpen, Initiative: "guard"})
	o.Put(&graph.Decision{ID: "due", Question: "When?", State: graph.DecisionOpen, Initiative: "guard", Due: fixture.Date(t, "2026-10-01")})
	o.Initiative("pages", "core", fixture.Serves("growth", 1), fixture.Days("core", "h2", 20), func(i *graph.Initiative) {
		i.Links = []graph.Link{{Kind: graph.Blocks, Initiative: "guard"}}
	})
	b := base(o.Picture())
	p := b.InitiativePage("guard")
	if len(p.Lines) != 1 || p.Lines[0].Theme.ID != "trust" || p.Lines[0].Outcome.ID != "uptime" || p.Lines[0].Place != 2 {
		t.Errorf("lines = %+v", p.Lines)
	}
	near(t, "linked", p.Linked, 1)
	near(t, "promised", p.Period.Planned, 90)
	near(t, "worked", p.Period.Worked, 35)
	if len(p.Units) != 2 || p.Units[0].Unit.ID != "core" || p.Units[0].Planned != 70 || p.Units[0].Items != 1 || p.Units[1].Worked != 0 {
		t.Errorf("units = %+v", p.Units)
	}
	var asked []string
	for _, d := range p.Decisions {
		asked = append(asked, string(d.ID))
	}
	if d := cmp.Diff([]string{"due", "undated", "taken"}, asked); d != "" {
		t.Errorf("decisions, open ones by when they are due (-want +got):\n%s", d)
	}
	if len(p.Threads) != 1 || len(p.Back) != 1 || p.Back[0].Initiative != "pages" || p.Back[0].Kind != graph.Blocks {
		t.Errorf("threads %v, links back %v", p.Threads, p.Back)
	}
	if p.Lock != nil || p.Drift != nil || b.InitiativePage("nothing") != nil {
		t.Error("without a lock nothing is held against one, and what is not there has no page")
	}
	if polish := b.InitiativePage("polish"); polish.Linked != 0 || len(polish.Lines) != 0 {
		t.Errorf("polish serves %+v, want nothing", polish.Lines)
	}
}

func TestStepsAgainstALock(t *testing.T) {
	b := overview.Compute(locked(t), nil)
	name := func(p *graph.Period) string {
		if p == nil {
			return "-"
		}
		return string(p.ID)
	}
	read := func(id graph.InitiativeID) []string {
		var out []string
		for _, s := range b.InitiativePage(id).Steps {
			out = append(out, fmt.Sprintf("%s %s %s slip %g %v new %v gone %v", s.Name, name(s.Locked), name(s.Now), s.Slip.X, s.Slip.OK, s.New, s.Gone))
		}
		return out
	}
	want := []string{"alpha q3 q3 slip 0 true new false gone false", "gamma - q4 slip 0 false new true gone false", "beta q3 - slip 0 false new false gone true"}
	if d := cmp.Diff(want, read("stays")); d != "" {
		t.Errorf("steps (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"ready q3 q4 slip 1 true new false gone false"}, read("moves")); d != "" {
		t.Errorf("steps (-want +got):\n%s", d)
	}
	if p := b.InitiativePage("comes"); p.Drift == nil || p.Drift.Added != 20 || p.Lock.ID != "lock" {
		t.Errorf("what came after the lock = %+v", p.Drift)
	}
}

func TestSmallUnitsTakePartInsideTheirParent(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("team", "web", fixture.People(3))
	o.Initiative("app", "web", fixture.Days("web", "h2", 10), fixture.Days("team", "h2", 5))
	units := base(o.Picture()).InitiativePage("app").Units
	if len(units) != 1 || units[0].Unit.ID != "web" || math.Abs(units[0].Planned-15) > 1e-9 {
		t.Errorf("units = %+v, want 15 days of web", units)
	}
}

// Going through the work of an initiative by cursor shows every item once, by id.
func TestWorkByCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 30).Draw(t, "items")
		o := fixture.New(t).Half().Unit("acme", "").Initiative("app", "acme")
		for k := range n {
			o.Work(fmt.Sprintf("w-%02d", k), "acme", "app")
		}
		o.Work("other", "acme", "")
		b, most, seen := base(o.Picture()), rapid.IntRange(1, 10).Draw(t, "rows"), 0
		for after := graph.WorkID(""); ; {
			list, next := b.WorkOf("app", after, most)
			for _, w := range list {
				if w.ID != graph.WorkID(fmt.Sprintf("w-%02d", seen)) {
					t.Fatalf("item %d is %s", seen, w.ID)
				}
				seen++
			}
			if next == "" {
				break
			}
			after = next
		}
		if seen != n {
			t.Fatalf("%d of %d items were shown", seen, n)
		}
	})
}

func TestCoursesOfManyUnitsAreGathered(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth").Unit("acme", "").Initiative("app", "acme", fixture.Serves("growth", 1))
	for _, d := range []string{"a", "b"} {
		o.Unit(d, "acme")
		for n := range 15 {
			u := fmt.Sprintf("%s%02d", d, n)
			o.Unit(u, d).Capacity(u, "h2", 132).Work(u+"-1", u, "app", fixture.Logged("2026-08-03", 31)).Work(u+"-2", u, "", fixture.Logged("2026-08-04", 31))
		}
	}
	b := base(o.Picture())
	if len(b.Courses) != 30 {
		t.Fatalf("%d units have a course, want 30", len(b.Courses))
	}
	list := b.CoursesSideBySide()
	if len(list) != 2 || list[0].Unit != "a" || list[0].People != 150 || list[0].Activity.N != 30 {
		t.Fatalf("side by side = %+v, want the two parents", list)
	}
	// Each of the 15 units logged 62 of the 62 days that are over, half of them on growth.
	near(t, "activity", list[0].Activity.Value, 1)
	near(t, "coherence", list[0].Coherence.Value, 0.5)
	if list[0].Quadrant != "busy but off course" {
		t.Errorf("quadrant = %q", list[0].Quadrant)
	}
	if few := base(shop(t).Picture()); len(few.CoursesSideBySide()) != 2 {
		t.Error("few units stand for themselves")
	}
}
