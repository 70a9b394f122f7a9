package web

import (
	"context"
	"net/http"
	"net/url"
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

// newHref is where somebody on this page most likely writes something down: a record of the kind that the page lists, else any.
func newHref(v *visit) string {
	if kind := v.r.PathValue("kind"); kind != "" && v.r.PathValue("id") == "" {
		return "/new/" + kind
	}
	return "/new"
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
	groups := make(map[string]int)
	for _, k := range graph.Kinds() {
		at, seen := groups[k.Group]
		if !seen {
			at = len(page.Groups)
			groups[k.Group] = at
			page.Groups = append(page.Groups, view.RecordGroup{Part: view.Part{ID: "group-" + k.Group, Title: groupTitle(k.Group)}})
		}
		page.Groups[at].Kinds = append(page.Groups[at].Kinds, view.RecordKind{
			Name: wording.Capital(one(k.Kind)), Text: kindText(k.Kind), Href: "/new/" + string(k.Kind),
		})
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
	if v.drafted != nil {
		form, page.Error = v.drafted.form, faultWords(v.drafted.err)
	}
	c := newClerk(v.now)
	list := fields.Of(kind)
	for i := range list {
		f := &list[i]
		value := filled(f, form, f.Name)
		placed := kind == graph.KindUnit && f.Name == "parent"
		if top := overview.Top(v.now); placed && top != nil && !form.Has(f.Name) {
			value.Text = string(top.ID)
		}
		e := c.entry(f, f.Name, value)
		if placed {
			e.Hint = "The unit that it is part of; without one it stands beside the whole organisation"
		}
		if f.Required || placed || isFirst(f.Name) || form.Has(f.Name) {
			page.Entries = append(page.Entries, e)
		} else {
			page.More = append(page.More, e)
		}
	}
	page.Lists = c.suggestions()
	return view.NewRecordPage(page), nil
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

// document is the document of what is filled in.
func document(c *clerk, list []fields.Field, form url.Values) (jsontext.Value, error) {
	var parts []string
	for i := range list {
		f := &list[i]
		raw, err := c.read(f, filled(f, form, f.Name))
		if err != nil {
			return nil, err
		}
		if raw == nil && f.Required {
			return nil, fault.Invalidf("Fill it in", "%s is missing", strings.ToLower(fieldWords(f.Name)))
		}
		if raw != nil {
			parts = append(parts, strconv.Quote(f.Name)+":"+string(raw))
		}
	}
	return jsontext.Value("{" + strings.Join(parts, ",") + "}"), nil
}
