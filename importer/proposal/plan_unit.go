package proposal

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"throughline/graph"
)

// topID is the unit above all others, "" when the mapping names none.
func (w *weaver) topID() graph.UnitID { return graph.UnitID(w.m.Top.ID) }

// top puts the unit above all others.
func (w *weaver) top() {
	if id := w.topID(); id != "" {
		w.put(&graph.Unit{ID: id, Name: or2(w.m.Top.Name, string(id))})
	}
}

// regroup makes the units what a file of groups says. Units that are no longer in it get a last
// day; they stay, because the past names them.
func (w *weaver) regroup(at GroupsAt, moment time.Time) {
	w.begin(moment, "units.imported", "The groups as of "+moment.Format("2 Jan 2006"))
	first := len(w.groups) == 0
	here := map[graph.UnitID]bool{}
	for _, g := range at.Groups {
		if _, listed := w.m.Titles[g.Kind]; !listed && len(w.m.Titles) > 0 {
			continue
		}
		u := w.unitOf(g, moment, first)
		here[u.ID] = true
		w.put(u)
	}
	var gone []graph.UnitID
	for id := range w.groups {
		if !here[id] {
			gone = append(gone, id)
		}
	}
	slices.Sort(gone)
	for _, id := range gone {
		w.retire(id, moment)
	}
	w.groups = here
	w.end(w.doneSoFar())
}

// doneSoFar is how many versions the steps before the present one dealt with.
func (w *weaver) doneSoFar() int {
	if len(w.steps) == 0 {
		return 0
	}
	return int(w.steps[len(w.steps)-1].done)
}

// unitOf is a group as a unit. Its first day is known only when it was not in the first file.
func (w *weaver) unitOf(g Group, moment time.Time, first bool) *graph.Unit {
	u := &graph.Unit{
		ID: graph.UnitID(slug(g.ID)), Name: w.title(g), Short: g.ID, Parent: w.topID(), Purpose: firstSentence(g.Purpose),
		Leads: w.leads(g.Leads),
	}
	switch was, ok := current[*graph.Unit](w, u.Ref()); {
	case ok && w.groups[u.ID]:
		u.From = was.From
	case !first:
		u.From = graph.DateOf(moment)
	}
	return u
}

// title is what a group is called.
func (w *weaver) title(g Group) string {
	if form := w.m.Titles[g.Kind]; form != "" && g.Name != "" {
		return fmt.Sprintf(form, g.Name)
	}
	return or2(g.Name, g.ID)
}

// or2 is the text, or another when it is empty.
func or2(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// firstSentence cuts a text after its first sentence, for a purpose that fits on a page.
func firstSentence(s string) string {
	if i := strings.Index(s, ". "); i >= 0 {
		return s[:i+1]
	}
	return s
}

// retire gives a unit that is no longer listed its last day, the day before.
func (w *weaver) retire(id graph.UnitID, moment time.Time) {
	was, ok := current[*graph.Unit](w, id.Ref())
	if !ok || was.Until != 0 {
		return
	}
	u := *was
	u.Until = max(graph.DateOf(moment)-1, u.From)
	w.put(&u)
}

// leads puts the people who lead a group and returns their ids.
func (w *weaver) leads(list []Lead) []graph.PersonID {
	var out []graph.PersonID
	for _, l := range list {
		out = append(out, w.person(l.Handle, l.Name))
	}
	return out
}

// person puts a person by handle, once; a name is taken over when it becomes known.
func (w *weaver) person(handle, name string) graph.PersonID {
	id := graph.PersonID(slug(handle))
	was, ok := current[*graph.Person](w, id.Ref())
	if ok && (name == "" || was.Name == name) {
		return id
	}
	w.put(&graph.Person{ID: id, Name: or2(name, handle), Handle: handle})
	return id
}

// unit is the unit a proposal names. One that no list of groups has is put as it is named, so
// that nothing is lost; words that can be no unit's name give "".
func (w *weaver) unit(name string) graph.UnitID {
	if !unitName(name) {
		return ""
	}
	id := graph.UnitID(slug(name))
	if _, ok := current[*graph.Unit](w, id.Ref()); !ok {
		w.put(&graph.Unit{ID: id, Name: name, Parent: w.topID(), Purpose: "Named by proposals; no list of groups has it."})
	}
	return id
}

// unitName reports whether a text can be the name of a unit: one word with a hyphen.
func unitName(s string) bool {
	return strings.Contains(s, "-") && !strings.ContainsAny(s, " \t") && len(s) <= 60
}
