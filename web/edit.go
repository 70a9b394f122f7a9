package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/middleware"
	"throughline/web/view"
	"throughline/wording"
)

// The parameters of the pages on which records are changed.
const (
	editParam = "edit" // the field that is open
	doneParam = "done" // the position of what was recorded just now

	undoPath   = "/undo"
	lastChange = "last"  // stands for the position of the last change of whoever asks
	mostSheet  = 1 << 20 // bytes of a form with the fields of a record
)

// attempt is a field as somebody tried to set it, when that did not succeed.
type attempt struct {
	field string
	seen  string // as they saw it
	value fields.Value
	raw   jsontext.Value // the value as the document has it, from a page that moves things; nil where it was filled in
	err   error
}

// mayEdit reports whether who asks may change the record on this page.
func (v *visit) mayEdit(r graph.Record) bool {
	if v.as == nil || v.past() {
		return false
	}
	return v.present.May([]access.Touch{{Before: r, After: r}}) == nil
}

// historyLink leads to the fields of a record and their history.
func historyLink(v *visit, r graph.Record) view.Link {
	if v.mayEdit(r) {
		return view.Link{Text: "Change", Href: historyHref(v, r.Ref())}
	}
	return view.Link{Text: "History", Href: historyHref(v, r.Ref())}
}

// setField sets one field of a record, and answers with the record's page.
func (s *Server) setField(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	ref := graph.Ref{Kind: graph.Kind(r.PathValue("kind")), ID: r.PathValue("id")}
	f := fieldNamed(ref.Kind, form.Get("field"))
	if f == nil {
		s.refuse(w, r, fault.Invalidf("Open the record's page again", "records of the kind “%s” have no field “%s”", one(ref.Kind), form.Get("field")))
		return
	}
	try := attempt{field: f.Name, seen: form.Get("seen"), value: filled(f, form, "v")}
	if form.Has("raw") {
		if err := try.read(f, form.Get("raw")); err != nil {
			s.refuse(w, r, err)
			return
		}
	}
	done, err := s.set(r.Context(), v, ref, f, &try)
	if err != nil && fault.Of(err) != nil && fault.KindOf(err) != fault.NotFound {
		try.err, v.attempt = err, &try
		answer := s.history
		if form.Has(placeParam) {
			answer = s.fieldHere
		}
		s.answer(w, r, middleware.Status(fault.KindOf(err)), answer, v)
		return
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if next := local(form.Get("next")); form.Get("next") != "" {
		http.Redirect(w, r, after(next, done.Position, ""), http.StatusSeeOther)
		return
	}
	http.Redirect(w, r, after(historyHref(v, ref), done.Position, "f-"+try.field), http.StatusSeeOther)
}

// read takes the value as the document has it.
func (a *attempt) read(f *fields.Field, raw string) (err error) {
	a.raw = jsontext.Value(raw)
	if a.raw.IsValid() {
		a.value, err = f.Show(a.raw)
	}
	if err != nil || !a.raw.IsValid() {
		return fault.New(fault.Invalid, "what "+strings.ToLower(fieldWords(f.Name))+" is to be cannot be read", "Load the page again")
	}
	return nil
}

// set records the field as it is filled in.
func (s *Server) set(ctx context.Context, v *visit, ref graph.Ref, f *fields.Field, try *attempt) (engine.Done, error) {
	want := try.raw
	if want == nil {
		var err error
		if want, err = newClerk(v.now).read(f, try.value); err != nil {
			return engine.Done{}, err
		}
	}
	edit := change.Edit{Field: f.Name, Want: want}
	if try.seen != "" {
		edit.Seen = jsontext.Value(try.seen)
		if !edit.Seen.IsValid() {
			return engine.Done{}, fault.New(fault.Invalid, "what was seen of the field is not a value", "Open the record's page again")
		}
	}
	as := *v.as
	as.On = []graph.Ref{ref}
	return s.engine.EditAs(ctx, s.workspace, as, func(shown *graph.Snapshot) (change.Draft, error) {
		return change.Amend(shown, ref, []change.Edit{edit})
	})
}

// after is an address with what was recorded; nothing was when the position is 0.
func after(href string, position int64, anchor string) string {
	path, query, _ := strings.Cut(href, "?")
	q, _ := url.ParseQuery(query) // it is one of ours
	if position > 0 {
		q.Set(doneParam, itoa(position))
	}
	if len(q) > 0 {
		path += "?" + q.Encode()
	}
	if anchor != "" {
		path += "#" + anchor
	}
	return path
}

// posted is the visit of somebody who sends a form and may write, and the form.
func (s *Server) posted(w http.ResponseWriter, r *http.Request) (*visit, url.Values, error) {
	v, form, err := s.sent(w, r)
	if err != nil {
		return nil, nil, err
	}
	return v, form, v.canWrite()
}

// sent is the visit of whoever sends a form, and the form.
func (s *Server) sent(w http.ResponseWriter, r *http.Request) (*visit, url.Values, error) {
	if err := readForm(w, r); err != nil {
		return nil, nil, err
	}
	v, err := s.visit(r)
	if err != nil {
		return nil, nil, err
	}
	if v.as == nil {
		return nil, nil, v.canWrite()
	}
	if err := v.isFrom(r); err != nil {
		return nil, nil, err
	}
	return v, r.PostForm, nil // what exactly they may is held where the change is made
}

// readForm reads the form that somebody sends, with its file where it has one. Nothing of it is kept on a disk.
func readForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, mostSheet)
	read := r.ParseForm
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") {
		read = func() error { return r.ParseMultipartForm(mostSheet) }
	}
	err := read()
	var large *http.MaxBytesError
	switch {
	case err == nil:
		return nil
	case errors.As(err, &large):
		remedy := "Shorten it: a text has room for 20,000 characters"
		if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/form-data") || strings.HasPrefix(r.URL.Path, "/paste") {
			remedy = "Bring so much in at the terminal: throughline import"
		}
		return fault.Wrap(err, fault.Invalid, "that is more than 1 MB", remedy)
	}
	return fault.Wrap(err, fault.Invalid, "the form cannot be read", "Load the page again")
}

// undo takes a change back.
func (s *Server) undo(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.sent(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	position, bad := s.undoAsked(r.Context(), v, form.Get("position"))
	if err := s.mayUndo(r.Context(), v, position); err != nil {
		s.refuse(w, r, err)
		return
	}
	if bad != nil {
		s.refuse(w, r, bad)
		return
	}
	done, err := s.engine.UndoAs(r.Context(), s.workspace, *v.as, position, "")
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	http.Redirect(w, r, after(local(form.Get("next")), done.Position, ""), http.StatusSeeOther)
}

// mayUndo is a fault for those who may take nothing back: who may only read takes back what they acknowledged.
func (s *Server) mayUndo(ctx context.Context, v *visit, position int64) error {
	denied := v.canWrite()
	if denied != nil && v.as != nil {
		if entry, err := s.engine.Entry(ctx, s.workspace, position); err == nil && entry.Actor == v.as.Actor.Name {
			return nil
		}
	}
	return denied
}

// local is an address of this server; what is not one leads home.
func local(href string) string {
	u, err := url.Parse(href)
	if err != nil || u.IsAbs() || u.Host != "" || !strings.HasPrefix(u.Path, "/") || strings.HasPrefix(u.Path, "//") || strings.Contains(href, `\`) {
		return "/"
	}
	u.Fragment = ""
	q := u.Query()
	q.Del(editParam)
	q.Del(doneParam)
	u.RawQuery = q.Encode()
	return u.String()
}

// answer renders a page that is not kept, with a status.
func (s *Server) answer(w http.ResponseWriter, r *http.Request, status int, p page, v *visit) {
	c, err := p(r.Context(), v)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	s.write(w, r, status, c)
}

// done says what was recorded just now, where the address tells it.
func (s *Server) done(ctx context.Context, v *visit) (*view.Done, error) {
	done, _, err := s.doneWith(ctx, v)
	return done, err
}

// saidOrDone is what was recorded just now: on the page, or, where it was said, in the talk.
func (s *Server) saidOrDone(ctx context.Context, v *visit, talk *view.Talk) (*view.Done, string, error) {
	done, verb, err := s.doneWith(ctx, v)
	if done != nil && talk.Title != "" && strings.HasPrefix(verb, string(graph.KindComment)+".") {
		talk.Done, done = done, nil
	}
	return done, verb, err
}

// editable adds to the fields of a record what can be set, and the form of the one that is open.
func (s *Server) editable(v *visit, r graph.Record, rows []view.Field) ([]view.Field, error) {
	if r == nil || !v.mayEdit(r) {
		return rows, nil
	}
	doc, err := valuesOf(r)
	if err != nil {
		return nil, err
	}
	set := make(map[string]view.Field)
	for _, row := range rows {
		set[row.ID] = row
	}
	rows = nil
	list := fields.Of(r.Ref().Kind)
	for i := range list {
		f := &list[i]
		row, there := set[f.Name]
		if !there {
			row = view.Field{ID: f.Name, Name: fieldWords(f.Name), Unset: true}
		}
		if long, err := tooLong(f, doc[f.Name]); err != nil {
			return nil, err
		} else if long {
			row.Note = fmt.Sprintf("A list of more than %d entries is changed with a file: throughline import.", mostRows)
			rows = append(rows, row)
			continue
		}
		row.Edit = v.here(editParam, f.Name, doneParam, "") + "#f-" + f.Name
		if form, err := s.editor(v, r.Ref(), f, doc[f.Name], newClerk(v.now)); err != nil {
			return nil, err
		} else if form != nil {
			row.Form = form
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// mostSetters is how many versions of a record are looked at for who set a field last.
const mostSetters = 20

// whoSet is who set a field of a record last, and when: "Ana Lima, 24 Sep, 10:40"; "" where that is longer ago.
func (s *Server) whoSet(ctx context.Context, v *visit, ref graph.Ref, field string) (string, error) {
	told := s.engine.TellPast(ctx, s.workspace, v.present)
	list, err := told.Versions(ref, 0, v.seen(), mostSetters+1)
	if err != nil {
		return "", err
	}
	for i := range list[:min(len(list), mostSetters)] {
		var older graph.Record
		if i+1 < len(list) {
			older = list[i+1].Record
		}
		changes, err := change.Diff(older, list[i].Record)
		if err != nil {
			return "", err
		}
		if slices.ContainsFunc(changes, func(c change.FieldChange) bool { return c.Name == field }) {
			who, err := s.whoDid(ctx, v, &list[i].Entry)
			return who + ", " + moment(list[i].Entry.Effective, v.seen()), err
		}
	}
	return "", told.Err()
}

// tooLong reports whether a list has more entries than a form takes.
func tooLong(f *fields.Field, now jsontext.Value) (bool, error) {
	if !f.List {
		return false, nil
	}
	v, err := f.Show(now)
	return len(v.Rows) > mostRows, err
}

// editor is the form of a field when it is open, else nil.
func (s *Server) editor(v *visit, ref graph.Ref, f *fields.Field, now jsontext.Value, c *clerk) (*view.Editor, error) {
	a := v.attempt
	if a == nil && v.query(editParam) != f.Name || a != nil && a.field != f.Name {
		return nil, nil
	}
	value, err := f.Show(now)
	if err != nil {
		return nil, err
	}
	e := &view.Editor{ID: "edit-" + f.Name, Action: historyHref(v, ref), Cancel: v.here(editParam, "", doneParam, "") + "#f-" + f.Name}
	if a != nil {
		if value = a.value; fault.Is(a.err, fault.Conflict) {
			var clash *change.Clash
			if errors.As(a.err, &clash) {
				e.Meanwhile = &view.Meanwhile{Theirs: shownWords(f, clash.Now), Yours: shownWords(f, clash.Want)}
				if e.Meanwhile.Who, err = s.whoSet(v.r.Context(), v, ref, f.Name); err != nil {
					return nil, err
				}
			}
		}
		if e.Meanwhile == nil {
			e.Error = faultWords(a.err)
		}
	}
	if e.Follows, err = s.follows(v, ref, f.Name); err != nil {
		return nil, err
	}
	e.Hidden = []view.Param{{Name: "field", Value: f.Name}, {Name: "seen", Value: string(now)}}
	e.Entry = c.entry(f, "v", value)
	e.Lists = c.suggestions()
	return e, nil
}

// shownWords is a value of a document in one line.
func shownWords(f *fields.Field, raw jsontext.Value) string {
	if raw == nil {
		return "not set"
	}
	v, err := f.Show(raw)
	if err != nil {
		return string(raw)
	}
	return lineOf(v)
}

func lineOf(v fields.Value) string {
	if len(v.Parts)+len(v.Rows) == 0 {
		return v.Text
	}
	var out []string
	for _, list := range [][]fields.Value{v.Parts, v.Rows} {
		for _, one := range list {
			if text := lineOf(one); text != "" {
				out = append(out, text)
			}
		}
	}
	if len(v.Rows) > 0 {
		return strings.Join(out, "; ")
	}
	return strings.Join(out, ", ")
}

// faultWords is what a fault says, with what to do.
func faultWords(err error) string {
	f := fault.Of(err)
	if f == nil {
		return "Something went wrong. Nothing was lost."
	}
	text := sentence(spokenFault(err, f))
	if len(f.Nearest) > 0 {
		text += " Near it: " + wording.List(f.Nearest, 3) + "."
	}
	if f.Remedy != "" {
		text += " " + sentence(f.Remedy)
	}
	return text
}

// remove takes a record out, and answers with its page.
func (s *Server) remove(w http.ResponseWriter, r *http.Request) {
	v, _, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	ref := graph.Ref{Kind: graph.Kind(r.PathValue("kind")), ID: r.PathValue("id")}
	as := *v.as
	as.On = []graph.Ref{ref}
	done, err := s.engine.DoAs(r.Context(), s.workspace, as, func(now *graph.Snapshot) (change.Draft, error) {
		return change.Alter(now, []change.Alteration{{Record: ref, Remove: true}})
	})
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	http.Redirect(w, r, after(historyHref(v, ref), done.Position, ""), http.StatusSeeOther)
}
