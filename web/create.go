package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/middleware"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// draftForm is a new record as somebody filled it in, when that did not succeed.
type draftForm struct {
	form url.Values
	err  error
}

// canWrite is a fault for those who may write nothing down here.
func (v *visit) canWrite() error {
	if v.as == nil || v.past() {
		return fault.New(fault.Denied, "these pages only read", "Ask whoever runs the server for one on which you may write")
	}
	if !v.as.Viewer.Role.AtLeast(access.Contributor) || v.as.Viewer.ReadOnly {
		return fault.New(fault.Denied, "you may read here, and change nothing", "Ask one of the workspace’s owners for another role")
	}
	return nil
}

// newHref is where somebody on this page most likely writes something down: a record of the kind that the page lists, something of the
// unit whose page it is, else anything.
func newHref(v *visit) string {
	kind, id := v.r.PathValue("kind"), v.r.PathValue("id")
	switch path := v.r.URL.Path; {
	case path == "/portfolio":
		return "/new/" + string(graph.KindInitiative)
	case path == outcomesPath:
		return "/new/" + string(graph.KindOutcome)
	case id != "" && path == "/units/"+id:
		return "/new?" + url.Values{unitParam: {id}}.Encode()
	case kind != "" && id == "":
		return "/new/" + kind
	}
	return "/new"
}

// unitField is the field that says of which unit a record of the kind is; "" where none does.
func unitField(kind graph.Kind) string {
	if kind == graph.KindUnit {
		return "parent"
	}
	for _, f := range fields.Of(kind) {
		if f.Kind == graph.KindUnit && !f.List && slices.Contains([]string{"owner", "unit", "from"}, f.Name) {
			return f.Name
		}
	}
	return ""
}

// newKinds is the page on which one chooses what to write down.
func (s *Server) newKinds(ctx context.Context, v *visit) (templ.Component, error) {
	if err := v.canWrite(); err != nil {
		return nil, err
	}
	sh, err := s.shell(ctx, v, "Write something down", "records")
	if err != nil {
		return nil, err
	}
	page := view.NewKinds{Shell: sh}
	unit := v.now.Unit(graph.UnitID(v.query(unitParam)))
	groups := make(map[string]int)
	for _, k := range graph.Kinds() {
		at, seen := groups[k.Group]
		if !seen {
			at = len(page.Groups)
			groups[k.Group] = at
			page.Groups = append(page.Groups, view.RecordGroup{Part: view.Part{ID: "group-" + k.Group, Title: groupTitle(k.Group)}})
		}
		href := "/new/" + string(k.Kind)
		if field := unitField(k.Kind); unit != nil && field != "" {
			href += "?" + url.Values{field: {string(unit.ID)}}.Encode()
		}
		page.Groups[at].Kinds = append(page.Groups[at].Kinds, view.RecordKind{Name: wording.Capital(one(k.Kind)), Text: kindText(k.Kind), Href: href})
	}
	return view.NewKindsPage(page), nil
}

// newRecord is the page on which a record of a kind is written down. What the address says of its fields stands there already.
func (s *Server) newRecord(ctx context.Context, v *visit) (templ.Component, error) {
	if err := v.canWrite(); err != nil {
		return nil, err
	}
	kind := graph.Kind(v.r.PathValue("kind"))
	info, ok := graph.Info(kind)
	if !ok {
		return nil, kindNotHere(kind)
	}
	title := "New " + one(kind)
	sh, err := s.shell(ctx, v, title, "records")
	if err != nil {
		return nil, err
	}
	page := view.NewRecord{
		Shell: sh, Title: title, Lead: view.Say(kindText(kind) + "."), Action: "/new/" + string(kind), Button: "Add the " + one(kind),
		Crumbs: []view.Crumb{{Text: "Records", Href: "/records"}, {Text: wording.Capital(many(info)), Href: "/records/" + string(kind)}},
	}
	form := v.r.URL.Query()
	var wrong amiss
	if v.drafted != nil {
		form, page.Error = v.drafted.form, amissWords(v.drafted.err)
		wrong, _ = errors.AsType[amiss](v.drafted.err)
	} else {
		v.preset(kind, form)
	}
	c := newClerk(v.now)
	list := fields.Of(kind)
	for i := range list {
		f := &list[i]
		e := c.entry(f, f.Name, filled(f, form, f.Name))
		e.Error = wrong.of(f.Name)
		placed := kind == graph.KindUnit && f.Name == "parent"
		if placed {
			e.Hint = "The unit that it is part of; without one it stands beside the whole organisation"
		}
		if f.Required {
			demand(&e)
		}
		if f.Required || placed || isFirst(f.Name) || form.Has(f.Name) || e.Error != "" {
			page.Entries = append(page.Entries, e)
		} else {
			page.More = append(page.More, e)
		}
	}
	begin(page.Entries)
	page.Lists = c.suggestions()
	return view.NewRecordPage(page), nil
}

// preset puts into the form of a new record what is most likely so, where the address does not say it: a record begins in the first of its
// states, in the period that is looked at, and is of the unit that its author leads, where that is one below the whole; a unit is part of
// the whole.
func (v *visit) preset(kind graph.Kind, form url.Values) {
	own, top := unitField(kind), overview.Top(v.now)
	for _, f := range fields.Of(kind) {
		switch {
		case form.Has(f.Name) || f.List:
		case f.Name == "state" && f.Required && len(f.Words) > 0:
			form.Set(f.Name, f.Words[0])
		case f.Name == "period" && f.Required && v.period != nil:
			form.Set(f.Name, string(v.period.ID))
		case f.Name == own && kind == graph.KindUnit:
			if top != nil {
				form.Set(f.Name, string(top.ID))
			}
		case f.Name == own:
			if led := v.leads(); len(led) == 1 && (top == nil || led[0] != top.ID) {
				form.Set(f.Name, string(led[0]))
			}
		}
	}
}

// leads is the units that whoever asks leads.
func (v *visit) leads() (out []graph.UnitID) {
	if v.person() == "" {
		return nil
	}
	for u := range graph.All[*graph.Unit](v.now) {
		if slices.Contains(u.Leads, v.person()) {
			out = append(out, u.ID)
		}
	}
	return out
}

// demand marks an entry that has to be filled in; nothing is not among its choices.
func demand(e *view.Entry) {
	e.Required = true
	if len(e.Choices) > 0 && e.Choices[0].Value == "" {
		e.Choices[0].Text = "Choose one"
	}
}

// begin puts the keyboard on what was wrong, else on the first that has to be filled in and is empty, else on the first.
func begin(list []view.Entry) {
	at := slices.IndexFunc(list, func(e view.Entry) bool { return e.Error != "" })
	if at < 0 {
		at = slices.IndexFunc(list, func(e view.Entry) bool { return e.Required && e.Value == "" })
	}
	if len(list) > 0 {
		list[max(at, 0)].Begin()
	}
}

// amiss is what is wrong with what was filled in, field by field in their order.
type amiss []wrongField

type wrongField struct {
	name string
	err  error
}

// Error is all of it.
func (a amiss) Error() string { return errors.Join(a.Unwrap()...).Error() }

// Unwrap is what is wrong with each field.
func (a amiss) Unwrap() (out []error) {
	for _, w := range a {
		out = append(out, w.err)
	}
	return out
}

// of is what is wrong with a field, in words.
func (a amiss) of(name string) string {
	for _, w := range a {
		if w.name == name {
			return faultWords(w.err)
		}
	}
	return ""
}

// amissWords is why a form was not taken: of several fields, which they are.
func amissWords(err error) string {
	a, _ := errors.AsType[amiss](err)
	if len(a) < 2 {
		return faultWords(err)
	}
	var names []string
	for _, w := range a {
		names = append(names, strings.ToLower(fieldWords(w.name)))
	}
	return wording.Capital(wording.List(names, len(names))) + " cannot be taken so. What is wrong stands at each."
}

// isFirst reports whether a field is asked for at once although it may stay empty.
func isFirst(name string) bool {
	switch name {
	case "name", "title", "summary", "owner", "unit", "period", "theme", "due", "needed_by", "lead", "statement":
		return true
	}
	return false
}

// create writes a record down, and answers with its page.
func (s *Server) create(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	kind := graph.Kind(r.PathValue("kind"))
	if _, ok := graph.Info(kind); !ok {
		s.refuse(w, r, kindNotHere(kind))
		return
	}
	ref, done, err := s.add(r.Context(), v, kind, form)
	if err != nil {
		if fault.Of(err) == nil {
			s.refuse(w, r, err)
			return
		}
		v.drafted = &draftForm{form, err}
		s.answer(w, r, middleware.Status(fault.KindOf(err)), s.newRecord, v)
		return
	}
	http.Redirect(w, r, after(historyHref(v, ref), done.Position, ""), http.StatusSeeOther)
}

// add records a new record of the kind, as it is filled in.
func (s *Server) add(ctx context.Context, v *visit, kind graph.Kind, form url.Values) (graph.Ref, engine.Done, error) {
	body, err := document(newClerk(v.now), fields.Of(kind), form)
	if err != nil {
		return graph.Ref{}, engine.Done{}, err
	}
	draft, err := change.FromFields(graph.Ref{Kind: kind, ID: "x"}, body)
	if err != nil {
		return graph.Ref{}, engine.Done{}, err
	}
	var ref graph.Ref
	none := int32(0)
	as := *v.as
	as.Once = engine.Once{Key: form.Get("once"), Body: []byte(string(kind) + "?" + form.Encode())} // what was kept in a browser may come twice
	done, err := s.engine.DoAs(ctx, s.workspace, as, func(now *graph.Snapshot) (change.Draft, error) {
		ref = graph.Ref{Kind: kind, ID: graph.NewID(now, kind, draft.Label())} // also one that is taken by what is kept from them
		return change.Alter(now, []change.Alteration{{Record: ref, Version: &none, Fields: body}})
	})
	if err == nil && ref.ID == "" { // it was done before
		entry, err := s.engine.Entry(ctx, s.workspace, done.Position)
		if err != nil {
			return ref, done, err
		}
		for _, d := range entry.Documents {
			ref = graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID}
		}
	}
	return ref, done, err
}

// document is the document of what is filled in; where that is amiss, what is wrong with every field.
func document(c *clerk, list []fields.Field, form url.Values) (jsontext.Value, error) {
	var parts []string
	var wrong amiss
	for i := range list {
		f := &list[i]
		raw, err := c.read(f, filled(f, form, f.Name))
		if err == nil && raw == nil && f.Required {
			err = fault.Invalidf("Fill it in", "%s is missing", strings.ToLower(fieldWords(f.Name)))
		}
		if err != nil {
			if fault.Of(err) == nil {
				return nil, err
			}
			wrong = append(wrong, wrongField{f.Name, err})
		}
		if raw != nil {
			parts = append(parts, strconv.Quote(f.Name)+":"+string(raw))
		}
	}
	if len(wrong) > 0 {
		return nil, wrong
	}
	return jsontext.Value("{" + strings.Join(parts, ",") + "}"), nil
}
