package web

import (
	"net/http"
	"net/url"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/change"
	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	org "throughline/organisation"
	"throughline/web/view"
	"throughline/wording"
)

// charterForm is the name of the form of a charter, and of the parameter that opens it.
const charterForm = "charter"

// charteredVerb is what the change of a charter is called in the history.
const charteredVerb = "unit.chartered"

// charterFields is the three lists of a charter as they are filled in.
func charterFields() map[graph.List]fields.Field {
	out := make(map[graph.List]fields.Field)
	for _, f := range fields.Of(graph.KindUnit) {
		if slices.Contains(org.Lists(), graph.List(f.Name)) {
			out[graph.List(f.Name)] = f
		}
	}
	return out
}

// charterEditor is the form of a charter: the lists as they stand, or as they were filled in.
func (p sheet) charterEditor(u *graph.Unit) *view.Publishing {
	f := p.form(charterForm, "Save the charter")
	f.Cancel += "#" + charterForm
	f.Note = "The weights of a list add up to 100, or none is given. What a list is made of is a criterion of the workspace; a new one is written down under Records, Dimensions."
	f.Hidden = append(f.Hidden, seen(u))
	form, c := p.charterTried(), newClerk(p.now)
	for _, l := range org.Lists() {
		field := charterFields()[l]
		value := charterValue(&field, org.Criteria(u, l))
		if form != nil {
			value = filled(&field, form, field.Name)
		}
		e := c.entry(&field, field.Name, value)
		e.Label = wording.Capital(string(l)) + ": " + listTexts[l]
		e.Columns = []string{"Criterion", "In the unit’s own words", "Weight"}
		p.ofList(&e, l)
		f.Entries = append(f.Entries, e)
	}
	f.Lists = c.suggestions()
	return f
}

// charterTried is the form of a charter that was not taken, nil for none.
func (v *visit) charterTried() url.Values {
	if v.wrong(charterForm) == "" {
		return nil
	}
	return v.acted.form
}

// charterValue is a list as it is filled in.
func charterValue(f *fields.Field, list []graph.Criterion) fields.Value {
	raw, err := json.Marshal(list)
	if err != nil || len(list) == 0 {
		return fields.Value{}
	}
	v, err := f.Show(raw)
	if err != nil { // what the document cannot show is written anew
		return fields.Value{}
	}
	return v
}

// ofList leaves only the criteria that belong to the list to choose from.
func (p sheet) ofList(e *view.Entry, l graph.List) {
	for i := range e.Rows {
		for j := range e.Rows[i] {
			x := &e.Rows[i][j]
			x.Choices = slices.DeleteFunc(slices.Clone(x.Choices), func(c view.Choice) bool {
				d := graph.Find[*graph.Dimension](p.now, c.Value)
				return d != nil && d.List != l && !c.Current
			})
		}
	}
}

// charters sets the charter of a unit, and answers with the unit's page.
func (s *Server) charters(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	id := graph.UnitID(r.PathValue("id"))
	if form.Get("form") != charterForm {
		s.refuse(w, r, fault.New(fault.Invalid, "the form asks for nothing that can be done", "Load the page again"))
		return
	}
	s.acts(w, r, v, form, s.unit, charterForm, []graph.Ref{id.Ref()}, func(now *graph.Snapshot) (change.Draft, error) {
		in := org.Charter{Unit: id, Seen: seenIn(form)}
		c := newClerk(v.now)
		into := []*[]graph.Criterion{&in.Value, &in.Urgency, &in.Success}
		for n, l := range org.Lists() {
			put, field := into[n], charterFields()[l]
			raw, err := c.read(&field, filled(&field, form, field.Name))
			if err != nil {
				return change.Draft{}, err
			}
			if *put, err = criteriaOf(raw); err != nil {
				return change.Draft{}, err
			}
		}
		return org.DefineCharter(now, s.by(v), in)
	})
}

// criteriaOf is a list as the document has it; nothing clears the list.
func criteriaOf(raw jsontext.Value) ([]graph.Criterion, error) {
	list := []graph.Criterion{}
	if raw == nil {
		return list, nil
	}
	return list, json.Unmarshal(raw, &list)
}
