package web

import (
	"context"
	"slices"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/access"
	"throughline/change"
	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
)

// placeParam says that a field is set where it is seen: what is not taken is answered with the editor alone.
const placeParam = "place"

// edits leads to the fields of a record, for those who may change it; the zero edits leads nowhere.
type edits struct {
	v   *visit
	ref graph.Ref
}

// edits is the ways to the fields of a record of the page.
func (v *visit) edits(r graph.Record) edits {
	if !v.mayEdit(r) {
		return edits{}
	}
	return edits{v, r.Ref()}
}

// editsNow is edits for a record as it is now, of which the page tells something else: how it changed.
func (v *visit) editsNow(ref graph.Ref) edits {
	r := v.now.Record(ref)
	if r == nil {
		return edits{}
	}
	return v.edits(r)
}

// field is the way to one field.
func (e edits) field(name string) view.Edit {
	if e.v == nil || name == "" {
		return view.Edit{}
	}
	return view.Edit{Href: e.v.editHref(e.ref, name), What: strings.ToLower(fieldCalled(e.ref.Kind, name))}
}

// tool is the way to a field that a panel shows as a whole, none for those who may not; there says whether it shows anything yet.
func (e edits) tool(what, name string, there bool) []view.Link {
	if e.v == nil {
		return nil
	}
	verb := "Add "
	if there {
		verb = "Change "
	}
	return []view.Link{{Text: verb + what, Href: e.field(name).Href}}
}

// said is what a field says as a sentence, with the way to it.
func (p sheet) said(text string, edit view.Edit) view.Sentence {
	if edit.Href == "" {
		return view.Say(sentence(text) + " ")
	}
	return view.Sentence{view.Words(sentence(text)), {Edit: edit}}
}

// fieldCalled is what pages call a field.
func fieldCalled(kind graph.Kind, name string) string {
	if kind == graph.KindInitiative && name == "state" {
		return "Commitment"
	}
	return fieldWords(name)
}

// fieldNamed is a field of a kind, nil for none.
func fieldNamed(kind graph.Kind, name string) *fields.Field {
	list := fields.Of(kind)
	at := slices.IndexFunc(list, func(f fields.Field) bool { return f.Name == name })
	if at < 0 {
		return nil
	}
	return &list[at]
}

// fieldHere is the editor of one field of a record alone, to stand where the field is seen.
func (s *Server) fieldHere(_ context.Context, v *visit) (templ.Component, error) {
	ref := graph.Ref{Kind: graph.Kind(v.r.PathValue("kind")), ID: v.r.PathValue("id")}
	if _, ok := graph.Info(ref.Kind); !ok {
		return nil, kindNotHere(ref.Kind)
	}
	record := v.now.Record(ref)
	if record == nil {
		return nil, v.notHere(ref)
	}
	name := v.query(editParam)
	if v.attempt != nil {
		name = v.attempt.field
	}
	f := fieldNamed(ref.Kind, name)
	if f == nil {
		return nil, fault.New(fault.NotFound, "a "+one(ref.Kind)+" has no field “"+name+"”", "Open the record’s page")
	}
	if err := v.editsNot(record); err != nil {
		return nil, err
	}
	now, err := valuesOf(record)
	if err != nil {
		return nil, err
	}
	c := newClerk(v.now)
	c.apart = "here-" // beside the lists that the page has itself
	form, err := s.editor(v, ref, f, now[name], c)
	if err != nil {
		return nil, err
	}
	form.Entry.Label = fieldCalled(ref.Kind, name)
	form.Of = overview.Title(v.now, record)
	form.Cancel = recordHref(v, ref)
	form.Hidden = append(form.Hidden, view.Param{Name: placeParam, Value: "yes"}, view.Param{Name: "next"})
	return view.EditorHere(view.Place{Title: form.Entry.Label, Of: form.Of, Editor: *form}), nil
}

// editsNot is why who asks may not change the record now, nil where they may.
func (v *visit) editsNot(r graph.Record) error {
	if err := v.canWrite(); err != nil {
		return err
	}
	return v.present.May([]access.Touch{{Before: r, After: r}})
}

// valuesOf is the fields of a record as its document has them.
func valuesOf(r graph.Record) (map[string]jsontext.Value, error) {
	body, err := change.Fields(r)
	if err != nil {
		return nil, err
	}
	out := make(map[string]jsontext.Value)
	return out, json.Unmarshal(body, &out)
}
