package organisation_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/organisation"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// house is a tree of units since ever, of which old is closed, with people of whom left has gone, and a plan.
func house(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Half().Person("ana", "ben", "cleo").Unit("acme", "").
		Unit("web", "acme", led("ana", "ben")).Unit("team", "web").Unit("core", "acme").Unit("desk", "core").
		Unit("old", "acme", func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-08-31") }).
		Unit("new", "acme", func(u *graph.Unit) { u.From = fixture.Date(t, "2027-01-01") })
	o.Put(&graph.Person{ID: "left", Name: "left", Until: fixture.Date(t, "2026-08-31")})
	o.Initiative("app", "core", fixture.In("q3"), fixture.Days("desk", "q4", 5), fixture.Days("team", "q3", 5))
	o.Initiative("ideas", "core", fixture.Is(graph.Likely)).Initiative("was", "core", fixture.Is(graph.Done))
	o.Initiative("ever", "acme", fixture.Is(graph.Started), fixture.Days("desk", "", 5))
	o.Put(&graph.Dimension{ID: "speed", Name: "Speed", List: graph.ListValue}, &graph.Dimension{ID: "risk", Name: "Risk", List: graph.ListValue},
		&graph.Dimension{ID: "law", Name: "Law", List: graph.ListUrgency}, &graph.Dimension{ID: "calm", Name: "Calm", List: graph.ListSuccess})
	return rehearsal.New(t, o, graph.KindUnit, graph.KindPerson, graph.KindCapacity)
}

func TestAUnitIsOpened(t *testing.T) {
	st := house(t)
	in := organisation.Opening{Name: " Ärzte-Team ", Short: "Ä", Code: "AT", Parent: "web", Purpose: " Care ", Leads: []graph.PersonID{"ana"}, People: 7}
	u := st.Do("ben", rehearsal.Of(organisation.OpenUnit, in)).Unit("arzte-team")
	st.Nothing("ben", rehearsal.Of(organisation.OpenUnit, in))
	if u == nil || u.Name != "Ärzte-Team" || u.Short != "Ä" || u.Code != "AT" || u.Parent != "web" || u.Purpose != "Care" || u.People != 7 ||
		u.From != fixture.Date(t, fixture.Today) || !slices.Equal(u.Leads, in.Leads) {
		t.Fatalf("the unit is %+v", u)
	}
	in.Parent = "core"
	st.Do("ben", rehearsal.Of(organisation.OpenUnit, in)) // another parent
	st.Do("ben", rehearsal.Of(organisation.OpenUnit, organisation.Opening{Name: "old", Parent: "acme"}))
	st.Do("ben", rehearsal.Of(organisation.OpenUnit, organisation.Opening{Name: "Beside"}))
	if st.Picture().Unit("old-2") == nil || st.Picture().Unit("beside").Parent != "" {
		t.Error("the name of a closed unit is free, and a unit may stand beside the others")
	}
	for name, c := range map[string]struct {
		set              func(*organisation.Opening)
		kind             fault.Kind
		sentence, remedy string
	}{
		"without a name":      {func(o *organisation.Opening) { o.Name = " " }, fault.Invalid, "no name is given", "Name the unit"},
		"below nothing":       {func(o *organisation.Opening) { o.Parent = "wbe" }, fault.NotFound, `no unit "wbe"`, "Name one"},
		"below a closed unit": {func(o *organisation.Opening) { o.Parent = "old" }, fault.Invalid, "old does not exist on 24 Sep", "unit of that day"},
		"before its parent":   {func(o *organisation.Opening) { o.Parent = "new" }, fault.Invalid, "new does not exist on 24 Sep", "unit of that day"},
		"a second of a name":  {func(o *organisation.Opening) { o.Name = "WEB" }, fault.Invalid, "there is a unit “web” already, as web", "another name"},
		"one that is to come": {func(o *organisation.Opening) { o.Name = "NEW" }, fault.Invalid, "there is a unit “new” already, as new", "another name"},
		"led by a stranger":   {func(o *organisation.Opening) { o.Leads = []graph.PersonID{"anna"} }, fault.NotFound, `no person "anna"`, "Name one"},
		"led by who left":     {func(o *organisation.Opening) { o.Leads = []graph.PersonID{"left"} }, fault.Invalid, "the last day of left was 31 Aug", "still there"},
		"of less than nobody": {func(o *organisation.Opening) { o.People = -1 }, fault.Invalid, "-1 is not a quantity", "0 or more"},
	} {
		t.Run(name, func(t *testing.T) {
			in := organisation.Opening{Name: "Shop", Parent: "acme"}
			c.set(&in)
			house(t).Refused("ben", rehearsal.Of(organisation.OpenUnit, in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAUnitMovesFromADayOn(t *testing.T) {
	st := house(t)
	now := organisation.Relocation{Unit: "team", To: "core", Reason: "The same people ask"}
	st.Do("ana", rehearsal.Of(organisation.MoveUnit, now))
	st.Nothing("ana", rehearsal.Of(organisation.MoveUnit, now))
	if u := st.Picture().Unit("team"); u.Parent != "core" || st.Last.Reason != "The same people ask" || !st.Last.Effective.IsZero() {
		t.Errorf("the unit is %+v", u)
	}
	then := organisation.Relocation{Unit: "desk", To: "web", On: fixture.Date(t, "2026-09-01")}
	st.Do("ana", rehearsal.Of(organisation.MoveUnit, then))
	if want := fixture.Moment(t, "2026-09-01"); !st.Last.Effective.Equal(want) || st.Picture().Unit("desk").Parent != "web" {
		t.Errorf("it holds since %s", st.Last.Effective)
	}
	for name, c := range map[string]struct {
		in               organisation.Relocation
		kind             fault.Kind
		sentence, remedy string
	}{
		"below itself":         {organisation.Relocation{Unit: "web", To: "web"}, fault.Invalid, "web would stand below itself", "Choose a unit outside"},
		"below its own":        {organisation.Relocation{Unit: "web", To: "desk"}, fault.Invalid, "web would stand below itself", "Choose a unit outside"},
		"the top, below":       {organisation.Relocation{Unit: "acme", To: "team"}, fault.Invalid, "acme would stand below itself", "Choose a unit outside"},
		"to nowhere":           {organisation.Relocation{Unit: "web"}, fault.Invalid, "no unit is named", "Name the unit"},
		"of nothing":           {organisation.Relocation{Unit: "wbe", To: "core"}, fault.NotFound, `no unit "wbe"`, "Name one"},
		"to a closed unit":     {organisation.Relocation{Unit: "web", To: "old"}, fault.Invalid, "old does not exist on 24 Sep", "unit of that day"},
		"of a closed unit":     {organisation.Relocation{Unit: "old", To: "web"}, fault.Invalid, "old does not exist on 24 Sep", "unit of that day"},
		"tomorrow":             {organisation.Relocation{Unit: "web", To: "core", On: fixture.Date(t, "2026-09-25")}, fault.Invalid, "the move bears the day 25 Sep", "up to today"},
		"before it last moved": {organisation.Relocation{Unit: "team", To: "web", On: fixture.Date(t, "2026-09-10")}, fault.Invalid, "team changed after 10 Sep already", "a later day"},
		"of an old version":    {organisation.Relocation{Unit: "web", To: "core", Seen: 7}, fault.Conflict, "unit/web was changed", "present state"},
	} {
		t.Run(name, func(t *testing.T) {
			st.Refused("ana", rehearsal.Of(organisation.MoveUnit, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAUnitIsClosed(t *testing.T) {
	st := house(t)
	shut := func(id graph.UnitID, last string) rehearsal.Command {
		in := organisation.Shutting{Unit: id, Reason: "It merged"}
		if last != "" {
			in.Last = fixture.Date(t, last)
		}
		return rehearsal.Of(organisation.CloseUnit, in)
	}
	st.Refused("ana", shut("acme", ""), fault.Invalid, "3 units stand below acme after 24 Sep: “core”, “new” and “web”", "Move or close these first")
	st.Refused("ana", shut("web", ""), fault.Invalid, "1 unit stands below web after 24 Sep: “team”", "Move or close")
	st.Refused("ana", shut("team", ""), fault.Invalid, "1 initiative is planned with team after 24 Sep: “app”", "another unit first")
	st.Do("ana", shut("team", "2026-09-30"))
	st.Nothing("ana", shut("team", "2026-09-30"))
	st.Refused("ana", shut("web", "2026-09-29"), fault.Invalid, "“team”", "Move or close")
	st.Do("ana", shut("web", "2026-09-30"))
	if u := st.Picture().Unit("web"); u.Until != fixture.Date(t, "2026-09-30") || st.Last.Reason != "It merged" {
		t.Errorf("the unit is %+v", u)
	}
	st.Refused("ana", shut("team", "2026-10-31"), fault.Invalid, "web, which stands above, ends on 30 Sep", "under a unit that goes on")
	st.Refused("ana", rehearsal.Of(organisation.OpenUnit, organisation.Opening{Name: "Shop", Parent: "web"}), fault.Invalid, "web, which stands above, ends on 30 Sep", "that goes on")
	st.Refused("ana", rehearsal.Of(organisation.MoveUnit, organisation.Relocation{Unit: "core", To: "web"}), fault.Invalid, "web, which stands above, ends on 30 Sep", "that goes on")
	st.Refused("ana", shut("desk", "2026-10-31"), fault.Invalid, "2 initiatives are planned with desk after 31 Oct: “app” and “ever”", "or stop them")
	st.Refused("ana", shut("desk", "2026-12-31"), fault.Invalid, "1 initiative is planned with desk after 31 Dec: “ever”", "or stop them")
	st.Refused("ana", shut("new", ""), fault.Invalid, "new begins on 1 Jan 2027", "a later one")
	st.Refused("ana", shut("wbe", ""), fault.NotFound, `no unit "wbe"`, "Name one")
}

// TestAnyReorganisationLeavesATree tries acts in any order: nobody stands below themselves, and nobody below a unit
// that is closed.
func TestAnyReorganisationLeavesATree(t *testing.T) {
	ids := []graph.UnitID{"acme", "web", "team", "core", "desk", "shop", ""}
	rapid.Check(t, func(t *rapid.T) {
		st := house(t)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			unit, other := rapid.SampledFrom(ids).Draw(t, "unit"), rapid.SampledFrom(ids).Draw(t, "other")
			person, instead := rapid.SampledFrom([]graph.PersonID{"ana", "ben", "left", ""}).Draw(t, "person"), rapid.SampledFrom([]graph.PersonID{"", "ana", "ben"}).Draw(t, "instead")
			day := graph.On(2026, 9, 14) + graph.Date(rapid.IntRange(0, 20).Draw(t, "day"))
			weight := graph.Share(rapid.IntRange(0, 2).Draw(t, "weight")) / 2
			st.Try("ana", rapid.SampledFrom([]rehearsal.Command{
				rehearsal.Of(organisation.MoveUnit, organisation.Relocation{Unit: unit, To: other}),
				rehearsal.Of(organisation.MoveUnit, organisation.Relocation{Unit: unit, To: other, On: day}),
				rehearsal.Of(organisation.CloseUnit, organisation.Shutting{Unit: unit, Last: day}),
				rehearsal.Of(organisation.OpenUnit, organisation.Opening{Name: "Shop", Parent: unit}),
				rehearsal.Of(organisation.AppointLead, organisation.Appointment{Unit: unit, Person: person, Instead: instead}),
				rehearsal.Of(organisation.LeavePerson, organisation.Departure{Person: person, Last: day}),
				rehearsal.Of(organisation.SetCapacity, organisation.Provision{Unit: unit, Period: "q4", Days: graph.Days(weight * 10), CarveOuts: []graph.CarveOut{{Name: "on-call", Days: 4}}}),
				rehearsal.Of(organisation.DefineCharter, organisation.Charter{Unit: unit, Value: []graph.Criterion{{Dimension: "speed", Weight: weight}, {Dimension: "risk", Weight: .5}}}),
			}).Draw(t, "act"))
			s := st.Picture()
			for u := range graph.All[*graph.Unit](s) {
				steps := 0
				for at := u.Parent; at != ""; at = s.Unit(at).Parent {
					if steps++; steps > s.Count(graph.KindUnit) {
						t.Fatalf("%s stands below itself", u.ID)
					}
				}
				if up := s.Unit(u.Parent); up != nil && up.Until != 0 && (u.Until == 0 || u.Until > up.Until) {
					t.Fatalf("%s goes on below %s, which ends on %s", u.ID, up.ID, up.Until)
				}
				seen := make(map[graph.PersonID]bool)
				for _, l := range u.Leads {
					if seen[l] {
						t.Fatalf("%s is led by %v", u.ID, u.Leads)
					}
					seen[l] = true
				}
			}
			for c := range graph.All[*graph.Capacity](s) {
				if c.SetAside() > c.Days {
					t.Fatalf("of %v days %v are set aside", c.Days, c.SetAside())
				}
			}
		}
	})
}
