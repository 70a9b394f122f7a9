package organisation_test

import (
	"math"
	"slices"
	"testing"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/organisation"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

func TestALeadIsAppointed(t *testing.T) {
	st := house(t)
	appoint := func(person, instead graph.PersonID) rehearsal.Command {
		return rehearsal.Of(organisation.AppointLead, organisation.Appointment{Unit: "web", Person: person, Instead: instead, Reason: "A new start"})
	}
	for _, c := range []struct {
		person, instead graph.PersonID
		want            []graph.PersonID
	}{
		{"cleo", "", []graph.PersonID{"ana", "ben", "cleo"}},
		{"cleo", "ben", []graph.PersonID{"ana", "cleo"}},
		{"ben", "ana", []graph.PersonID{"ben", "cleo"}},
	} {
		st.Do("ana", appoint(c.person, c.instead))
		st.Nothing("ana", appoint(c.person, c.instead))
		if got := st.Picture().Unit("web").Leads; !slices.Equal(got, c.want) || st.Last.Reason != "A new start" {
			t.Errorf("after %s instead of %q: %v", c.person, c.instead, got)
		}
	}
	st.Refused("ana", appoint("ana", "left"), fault.Invalid, "left is no lead of web", "or nobody")
	st.Refused("ana", appoint("ben", "ben"), fault.Invalid, "nobody takes their own place", "whose place is taken")
	st.Refused("ana", appoint("left", ""), fault.Invalid, "the last day of left was 31 Aug", "still there")
	st.Refused("ana", appoint("", ""), fault.Invalid, "no person is named", "Name the person")
	st.Refused("ana", rehearsal.Of(organisation.AppointLead, organisation.Appointment{Unit: "old", Person: "ana"}), fault.Invalid, "old does not exist on 24 Sep", "of that day")
}

func TestAPersonJoins(t *testing.T) {
	st := house(t)
	in := organisation.Arrival{Name: " Zoë Müller ", Email: "zoe@example.org", Handle: "@zoe", Title: "Lead of Web", Unit: "web", From: fixture.Date(t, "2026-10-01")}
	p := st.Do("ana", rehearsal.Of(organisation.AddPerson, in)).Person("zoe-muller")
	st.Nothing("ana", rehearsal.Of(organisation.AddPerson, in))
	if p == nil || p.Name != "Zoë Müller" || p.Email != "zoe@example.org" || p.Handle != "zoe" || p.Title != "Lead of Web" || p.Unit != "web" || p.From != in.From {
		t.Fatalf("the person is %+v", p)
	}
	st.Do("ana", rehearsal.Of(organisation.AddPerson, organisation.Arrival{Name: "Zoë Müller"}))
	st.Do("ana", rehearsal.Of(organisation.AddPerson, organisation.Arrival{ID: "lead-7", Name: "Zoë Müller", Handle: "zm"}))
	if st.Picture().Person("zoe-muller-2") == nil || st.Picture().Person("lead-7") == nil {
		t.Error("two people may have one name")
	}
	for name, c := range map[string]struct {
		in               organisation.Arrival
		sentence, remedy string
	}{
		"without a name":        {organisation.Arrival{Email: "a@b"}, "no name is given", "Write the name"},
		"with no address":       {organisation.Arrival{Name: "X", Email: "a at b"}, "this is no address", "name@example.org"},
		"with half an address":  {organisation.Arrival{Name: "X", Email: "a@"}, "this is no address", "leave it out"},
		"with another's":        {organisation.Arrival{Name: "X", Email: "ZOE@example.org"}, "zoe-muller is there already", "Change that person"},
		"with another's handle": {organisation.Arrival{Name: "X", Handle: "Zoe"}, "zoe-muller is there already", "Change that person"},
		"with another's id":     {organisation.Arrival{ID: "ana", Name: "X"}, "ana is there already", "Change that person"},
		"with no good id":       {organisation.Arrival{ID: "A b", Name: "X"}, `the id "A b" has "A" at place 1`, "small letters"},
		"of no unit":            {organisation.Arrival{Name: "X", Unit: "wbe"}, `there is no unit "wbe"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			st.Refused("ana", rehearsal.Of(organisation.AddPerson, c.in), fault.Invalid, c.sentence, c.remedy)
		})
	}
	gone := fixture.New(t).Person("ana").Remove(graph.PersonID("ana").Ref())
	if _, err := organisation.AddPerson(gone.Picture(), at(t), organisation.Arrival{ID: "ana", Name: "Ana"}); !fault.Is(err, fault.Invalid) {
		t.Errorf("the id of somebody who was removed: %v", err)
	}
}

func TestAPersonLeaves(t *testing.T) {
	st := house(t)
	leave := organisation.Departure{Person: "ana", Last: fixture.Date(t, "2026-12-31"), Reason: "Retires"}
	st.Do("ben", rehearsal.Of(organisation.LeavePerson, leave))
	st.Nothing("ben", rehearsal.Of(organisation.LeavePerson, leave))
	st.Do("ben", rehearsal.Of(organisation.LeavePerson, organisation.Departure{Person: "ben"}))
	if s := st.Picture(); s.Person("ana").Until != leave.Last || s.Person("ben").Until != fixture.Date(t, fixture.Today) || len(s.Unit("web").Leads) != 2 {
		t.Errorf("ana leaves on %s, ben on %s", s.Person("ana").Until, s.Person("ben").Until)
	}
	st.Do("ana", rehearsal.Of(organisation.AddPerson, organisation.Arrival{Name: "Dora", From: fixture.Date(t, "2026-10-01")}))
	st.Refused("ana", rehearsal.Of(organisation.LeavePerson, organisation.Departure{Person: "dora"}), fault.Invalid, "dora joins on 1 Oct", "a later one")
	st.Refused("ana", rehearsal.Of(organisation.LeavePerson, organisation.Departure{Person: "dor"}), fault.NotFound, `no person "dor"`, "Name one")
}

func TestACapacityIsSet(t *testing.T) {
	st := house(t)
	in := organisation.Provision{Unit: "web", Period: "h2", Days: 100, CarveOuts: []graph.CarveOut{{Name: " on-call ", Days: 10}, {Name: "support", Days: 20}}, Rate: 640, Reason: "Two more people"}
	st.Do("ana", rehearsal.Of(organisation.SetCapacity, in))
	st.Nothing("ana", rehearsal.Of(organisation.SetCapacity, in))
	c := graph.Find[*graph.Capacity](st.Picture(), "web-h2")
	if c.Unit != "web" || c.Period != "h2" || c.Days != 100 || c.SetAside() != 30 || c.Rate != 640 || c.CarveOut[0].Name != "on-call" || st.Last.Reason != "Two more people" {
		t.Errorf("the capacity is %+v", c)
	}
	in.Days, in.CarveOuts = 80, nil
	st.Do("ana", rehearsal.Of(organisation.SetCapacity, in))
	if c := graph.Find[*graph.Capacity](st.Picture(), "web-h2"); c.Days != 80 || len(c.CarveOut) != 0 || st.Picture().Count(graph.KindCapacity) != 1 {
		t.Errorf("the capacity is %+v", c)
	}
	for name, c := range map[string]struct {
		set              func(*organisation.Provision)
		kind             fault.Kind
		sentence, remedy string
	}{
		"of nobody":         {func(p *organisation.Provision) { p.Unit = "" }, fault.Invalid, "no unit is named", "Name the unit"},
		"at no time":        {func(p *organisation.Provision) { p.Period = "h3" }, fault.NotFound, `no period "h3"`, "Name one"},
		"before the unit":   {func(p *organisation.Provision) { p.Unit = "new" }, fault.Invalid, "new begins on 1 Jan 2027, after the end of h2", "in which it exists"},
		"after the unit":    {func(p *organisation.Provision) { p.Unit, p.Period = "old", "q4" }, fault.Invalid, "old ended on 31 Aug, before q4", "of that period"},
		"more set aside":    {func(p *organisation.Provision) { p.CarveOuts = []graph.CarveOut{{Name: "support", Days: 81}} }, fault.Invalid, "81 days are set aside of 80 days", "Lower what is set aside"},
		"set aside twice":   {func(p *organisation.Provision) { p.CarveOuts = []graph.CarveOut{{Name: "A"}, {Name: "a"}} }, fault.Invalid, "“a” is set aside twice", "into one"},
		"for nothing":       {func(p *organisation.Provision) { p.CarveOuts = []graph.CarveOut{{Days: 1}} }, fault.Invalid, "the name is empty", "on-call"},
		"less than none":    {func(p *organisation.Provision) { p.Days = -1 }, fault.Invalid, "-1 is no quantity", "0 or more"},
		"no number":         {func(p *organisation.Provision) { p.Rate = math.NaN() }, fault.Invalid, "NaN is no quantity", "0 or more"},
		"of an old version": {func(p *organisation.Provision) { p.Days, p.Seen = 90, 1 }, fault.Conflict, "capacity/web-h2 was changed", "present state"},
	} {
		t.Run(name, func(t *testing.T) {
			other := in
			c.set(&other)
			st.Refused("ana", rehearsal.Of(organisation.SetCapacity, other), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestACharterIsDefined(t *testing.T) {
	st := house(t)
	in := organisation.Charter{
		Unit: "web", Value: []graph.Criterion{{Dimension: "speed", Words: " Today ", Weight: .75}, {Dimension: "risk", Weight: .25}},
		Urgency: []graph.Criterion{{Dimension: "law"}}, Success: []graph.Criterion{{Dimension: "calm", Weight: 1}}, Reason: "As agreed",
	}
	st.Do("ana", rehearsal.Of(organisation.DefineCharter, in))
	st.Nothing("ana", rehearsal.Of(organisation.DefineCharter, in))
	u := st.Picture().Unit("web")
	if len(u.Value) != 2 || u.Value[0] != (graph.Criterion{Dimension: "speed", Words: "Today", Weight: .75}) || len(u.Urgency) != 1 || len(u.Success) != 1 {
		t.Errorf("the charter is %+v", u)
	}
	st.Do("ana", rehearsal.Of(organisation.DefineCharter, organisation.Charter{Unit: "web", Success: []graph.Criterion{}}))
	if u := st.Picture().Unit("web"); len(u.Value) != 2 || len(u.Urgency) != 1 || len(u.Success) != 0 {
		t.Errorf("the charter is %+v", u)
	}
	for name, c := range map[string]struct {
		in               organisation.Charter
		kind             fault.Kind
		sentence, remedy string
	}{
		"too little":       {organisation.Charter{Unit: "web", Value: []graph.Criterion{{Dimension: "speed", Weight: .5}}}, fault.Invalid, "the weights of value add up to 50%", "together they are 100%"},
		"too much":         {organisation.Charter{Unit: "web", Value: []graph.Criterion{{Dimension: "speed", Weight: .7}, {Dimension: "risk", Weight: .7}}}, fault.Invalid, "the weights of value add up to 140%", "100%"},
		"a weight of none": {organisation.Charter{Unit: "web", Value: []graph.Criterion{{Dimension: "speed", Weight: -.5}}}, fault.Invalid, "the weight of “Speed” is not between", "part of 1"},
		"twice":            {organisation.Charter{Unit: "web", Value: []graph.Criterion{{Dimension: "speed", Weight: .5}, {Dimension: "speed", Weight: .5}}}, fault.Invalid, "“Speed” stands twice among value", "Keep it once"},
		"on another list":  {organisation.Charter{Unit: "web", Urgency: []graph.Criterion{{Dimension: "speed", Weight: 1}}}, fault.Invalid, "“Speed” belongs to the list of value, not of urgency", "Put it there"},
		"of nothing":       {organisation.Charter{Unit: "web", Value: []graph.Criterion{{Dimension: "sped", Weight: 1}}}, fault.NotFound, `no dimension "sped"`, "Name one"},
		"of a closed unit": {organisation.Charter{Unit: "old"}, fault.Invalid, "old does not exist on 24 Sep", "of that day"},
		"over a newer one": {organisation.Charter{Unit: "web", Value: []graph.Criterion{}, Seen: 1}, fault.Conflict, "unit/web was changed", "present state"},
	} {
		t.Run(name, func(t *testing.T) {
			st.Refused("ana", rehearsal.Of(organisation.DefineCharter, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

// at is the act of nobody on the day of fixtures.
func at(t *testing.T) change.By { return change.By{At: fixture.Moment(t, fixture.Today)} }
