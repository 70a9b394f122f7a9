package generate

import (
	"fmt"
	"strings"

	"throughline/graph"
)

// person is the id of the n-th person. The first lead a unit each, in the order of groups and teams.
func (o *Organisation) person(n int) graph.PersonID {
	first, last, again := o.called(n)
	id := graph.Slug(first + " " + last)
	if again > 0 {
		id += fmt.Sprintf("-%d", again+1)
	}
	return graph.PersonID(id)
}

// called is the n-th person's name; again counts those who had the same name before.
func (o *Organisation) called(n int) (first, last string, again int) {
	names := len(firstNames) * len(lastNames)
	stride := coprime(names*3/8, names)
	at := (n%names*stride + int(o.opt.Seed%uint64(names))) % names
	return firstNames[at%len(firstNames)], lastNames[at/len(firstNames)], n / names
}

// human is the n-th person's record.
func (o *Organisation) human(n int, unit graph.UnitID, title string) *graph.Person {
	first, last, again := o.called(n)
	name := first + " " + last
	if again > 0 {
		name = fmt.Sprintf("%s %c. %s", first, 'A'+again%26, last)
	}
	id := o.person(n)
	return &graph.Person{
		ID: id, Name: name, Title: title, Unit: unit,
		Handle: strings.ReplaceAll(string(id), "-", "."), Email: string(id) + "@example.org",
	}
}

// gather founds the units with their leads, and then the other people.
func (o *Organisation) gather(w *writer) {
	const verb, reason = "organisation.founded", "the organisation as it stood when the history begins"
	var dims []graph.Record
	for _, d := range dimensionWords {
		dims = append(dims, &graph.Dimension{ID: graph.DimensionID(d.id), Name: d.name, List: graph.List(d.list), Words: d.words})
	}
	w.put(verb, reason, dims...)
	for i, g := range o.groups {
		title := "Head of " + g.name
		if i == 0 {
			title = chiefs[0]
		}
		w.put(verb, reason,
			&graph.Unit{ID: g.id, Name: g.name, Parent: g.parent, Leads: []graph.PersonID{o.person(g.lead)}, Purpose: "Holds " + g.name + " together"},
			o.human(g.lead, g.id, title))
	}
	for i := range o.teams {
		t := &o.teams[i]
		w.put(verb, reason, o.unit(i), o.human(t.lead, t.id, "Head of "+t.name))
	}
	for n := len(o.groups) + len(o.teams); n < o.opt.People; n++ {
		t := &o.teams[n%len(o.teams)]
		title := ""
		if n < len(o.groups)+len(o.teams)+len(chiefs)-1 {
			title = chiefs[n-len(o.groups)-len(o.teams)+1]
		}
		w.put(verb, reason, o.human(n, t.id, title))
	}
}

// unit is a team's record; what it values follows from its number.
func (o *Organisation) unit(i int) *graph.Unit {
	t := &o.teams[i]
	return &graph.Unit{
		ID: t.id, Name: t.name, Code: t.code, Parent: t.parent, People: t.people, Leads: []graph.PersonID{o.person(t.lead)},
		Purpose: "Makes " + strings.ToLower(t.name) + " work for the people who need it",
		Value:   criteria("value", i), Urgency: criteria("urgency", i), Success: criteria("success", i),
	}
}

// criteria weighs the dimensions of a list, a different one heaviest for each unit.
func criteria(list string, i int) []graph.Criterion {
	weights := [...]graph.Share{.5, .3, .2, 0}
	var out []graph.Criterion
	for _, d := range dimensionWords {
		if d.list == list {
			out = append(out, graph.Criterion{Dimension: graph.DimensionID(d.id), Words: d.words})
		}
	}
	for j := range out {
		out[j].Weight = weights[(i+j)%len(out)]
	}
	return out
}
