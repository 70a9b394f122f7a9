package overview

import (
	"slices"
	"testing"

	"throughline/access"
	"throughline/finding"
	"throughline/graph"
	"throughline/testing/fixture"
)

// secretive is a base of an organisation in which one initiative is for carl alone, and its lock at which another one was, with
// the base as somebody else sees it.
func secretive(t *testing.T) (whole, seen *Base) {
	t.Helper()
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "").Unit("core", "acme").Capacity("core", "h2", 100)
	o.Stated("acme", "h2", fixture.Shares{"calm": 1})
	o.Put(&graph.Person{ID: "carl", Name: "Carl", Unit: "acme"})
	o.Initiative("open", "core", fixture.Serves("calm", 1), fixture.Days("core", "h2", 40), fixture.In("h2"))
	o.Initiative("late", "core", fixture.Days("core", "h2", 10), fixture.In("h2"))
	o.Initiative("quiet", "core", fixture.Days("core", "h2", 30), fixture.In("h2"))
	o.Work("w-open", "core", "open", fixture.Logged("2026-08-03", 5)).Work("w-quiet", "core", "quiet", fixture.Logged("2026-08-03", 5))
	confide := func(id graph.InitiativeID, audience ...graph.PersonID) {
		r := *o.Picture().Initiative(id)
		r.Audience, r.Steps = audience, []graph.Step{{Name: "One", Period: "h2"}}
		o.Put(&r)
	}
	confide("late", "carl")
	lock := &graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-08-01")}
	o.Put(lock)
	then := o.Picture()
	confide("late")
	confide("quiet", "carl")
	s := o.Picture()
	whole = Compute(Frame{Picture: s, Period: s.Period("h2"), Locks: []finding.Lock{{Baseline: lock, Then: then}}}, nil)
	present := access.SightOf(s, access.Viewer{Role: access.Editor})
	past := present.At(then)
	return whole, whole.As(Part{Picture: present.Shown(), Locked: []*graph.Snapshot{past.Shown()}, Sees: present.Sees})
}

func TestABaseForAPartListsThatPart(t *testing.T) {
	whole, seen := secretive(t)
	quiet := graph.InitiativeID("quiet")
	if whole.InitiativePage(quiet) == nil || seen.InitiativePage(quiet) != nil {
		t.Error("the page of what is hidden is there, or that of the audience is not")
	}
	if !seen.Confined() || whole.Confined() || seen.Names(quiet.Ref()) || !whole.Names(quiet.Ref()) || !seen.Names(graph.Ref{}) {
		t.Error("the base does not know what it leaves out")
	}
	names := func(list []UnitInitiative) (out []string) {
		for _, i := range list {
			out = append(out, string(i.Initiative.ID))
		}
		slices.Sort(out)
		return out
	}
	if a, b := names(whole.UnitPage("core", 10).Initiatives), names(seen.UnitPage("core", 10).Initiatives); !slices.Equal(a, []string{"late", "open", "quiet"}) || !slices.Equal(b, []string{"late", "open"}) {
		t.Errorf("the unit has %v, and %v for others", a, b)
	}
	orphans := func(b *Base) (n int) {
		return len(b.Coverage.OrphanedInitiatives.List) + len(b.Coverage.OrphanedWork.Parts)
	}
	if whole.Coverage.OrphanedInitiatives.Value != 2 || seen.Coverage.OrphanedInitiatives.Value != 2 || orphans(whole) != 3 || orphans(seen) != 1 {
		t.Errorf("%d and %d orphans are listed", orphans(whole), orphans(seen))
	}
	rows := func(b *Base) int { return len(b.Drift.Rows) }
	if rows(whole) != 3 || rows(seen) != 2 || whole.Drift.Totals != seen.Drift.Totals {
		t.Errorf("%d and %d rows became of the plan", rows(whole), rows(seen))
	}
	if a, b := whole.InitiativePage("late").Steps[0], seen.InitiativePage("late").Steps[0]; a.Locked == nil || b.Locked != nil {
		t.Errorf("what an initiative was while it was hidden is told: %+v", b)
	}
	if d := seen.DriftSince(seen.Locks[0]); len(d.Rows) != 2 {
		t.Errorf("asked anew, %d rows became of it", len(d.Rows))
	}
}

func TestABaseForAPartHasTheFiguresOfTheWhole(t *testing.T) {
	whole, seen := secretive(t)
	a, b := whole.UnitPage("core", 10), seen.UnitPage("core", 10)
	if a.Course.Value != b.Course.Value || a.Activity.Value != b.Activity.Value || a.Months.List[0].ByPage[0] != b.Months.List[0].ByPage[0] || !slices.Equal(a.Months.List[5].ByPage, b.Months.List[5].ByPage) {
		t.Errorf("the unit has %+v, and %+v for others", a, b)
	}
	if x, y := whole.Diagnose("core"), seen.Diagnose("core"); x.Items != 2 || x.Items != y.Items {
		t.Errorf("%d items stand behind one diagnosis, %d behind the other", x.Items, y.Items)
	}
	x, _ := whole.Demand()
	y, _ := seen.Demand()
	if x.Rows[0].Peak.X != .8 || y.Rows[0].Peak != x.Rows[0].Peak {
		t.Errorf("%v of the room is asked for, %v for others", x.Rows[0].Peak, y.Rows[0].Peak)
	}
	if whole.CauseSince(whole.Locks[0]).Value != seen.CauseSince(seen.Locks[0]).Value {
		t.Error("the cause of the drift differs")
	}
	r := whole.Coverage.OrphanedInitiatives.Result
	if len(r.Evidence) != 2 || len(seen.Told(&r).Evidence) != 1 || whole.Told(&r) != &r || len(r.Evidence) != 2 {
		t.Errorf("the evidence is %v, told as %v", r.Evidence, seen.Told(&r).Evidence)
	}
}
