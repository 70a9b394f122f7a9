package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// mostPicked is how many records are changed at once at most.
const mostPicked = 500

// bulkForm is the ID of the bar for the selected rows.
const bulkForm = "bulk"

// batch is one change of many records of a kind.
type batch struct {
	kind  graph.Kind
	picks []picked
	do    string
	form  url.Values
	next  string
	err   error    // why nothing was changed
	stale []picked // changed since they were looked at, or gone
	alien []picked // not theirs to change
}

// picked is one record as it was selected.
type picked struct {
	ref     graph.Ref
	version int32
}

// String is the pick as the form sends it.
func (p picked) String() string { return strconv.Itoa(int(p.version)) + ":" + p.ref.ID }

// pickOf is a record as it stands, to be selected.
func pickOf(r graph.Record) picked { return picked{r.Ref(), r.Stamp().Version} }

// box is the box by which a record is selected; nil for those who may not change it.
func (v *visit) box(r graph.Record) *view.Check {
	if v.bulkless(r.Ref().Kind) || !v.mayEdit(r) {
		return nil
	}
	return &view.Check{Form: bulkForm, Value: pickOf(r).String(), Label: "Select " + r.Label()}
}

// batchOf reads the form. What names no record is refused, and so is more than is changed at once.
func batchOf(kind graph.Kind, form url.Values) (*batch, error) {
	b := &batch{kind: kind, do: form.Get("do"), form: form, next: local(form.Get("next"))}
	if len(form["pick"]) > mostPicked {
		return nil, fault.Invalidf("Select fewer and go on with the others after it, or bring so much in with a file: throughline import",
			"%s are selected, and at most %d are changed at once", wording.Count(len(form["pick"]), "record", "records"), mostPicked)
	}
	seen := make(map[string]bool)
	for _, text := range form["pick"] {
		number, id, named := strings.Cut(text, ":")
		version, err := strconv.ParseInt(number, 10, 32)
		if !named || err != nil || version < 1 {
			return nil, fault.Invalidf("Load the page again", "“%s” is not how a page selects a record", text)
		}
		if !seen[id] {
			seen[id] = true
			b.picks = append(b.picks, picked{graph.Ref{Kind: kind, ID: id}, int32(version)})
		}
	}
	if len(b.picks) == 0 {
		return nil, fault.Invalidf("Select rows by the boxes at their beginning", "nothing is selected")
	}
	return b, nil
}

// changeMany changes one field of many records as one change, or none of them.
func (s *Server) changeMany(w http.ResponseWriter, r *http.Request) {
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
	b, err := batchOf(kind, form)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	done, err := s.makeAll(r.Context(), v, b)
	if err == nil {
		http.Redirect(w, r, after(b.next, done.Position, ""), http.StatusSeeOther)
		return
	}
	if fault.Of(err) == nil {
		s.refuse(w, r, err)
		return
	}
	b.err = err
	s.notMade(w, r, b)
}

// makeAll records the change of all records.
func (s *Server) makeAll(ctx context.Context, v *visit, b *batch) (engine.Done, error) {
	to, err := b.setting(v)
	if err != nil {
		return engine.Done{}, err
	}
	if err := b.judge(v, to); err != nil {
		return engine.Done{}, err
	}
	return s.engine.EditAs(ctx, s.workspace, *v.as, func(shown *graph.Snapshot) (change.Draft, error) {
		list, err := b.alterations(shown, to)
		if err != nil {
			return change.Draft{}, err
		}
		return change.Alter(shown, list)
	})
}

// setting says what the field of a record is to be, given the record.
type setting func(graph.Record) (change.Edit, error)

// alterations is what is wanted of each record, as it was looked at.
func (b *batch) alterations(s *graph.Snapshot, to setting) ([]change.Alteration, error) {
	out := make([]change.Alteration, 0, len(b.picks))
	for i := range b.picks {
		p := &b.picks[i]
		r := s.Record(p.ref)
		if r == nil {
			return nil, change.StaleFault(p.ref, p.version, 0)
		}
		edit, err := to(r)
		if err != nil {
			return nil, err
		}
		out = append(out, change.Alteration{Record: p.ref, Version: &p.version, Set: []change.Edit{edit}})
	}
	return out, nil
}

// judge looks for all that stands in the way before anything is asked for: records that changed meanwhile, and those that
// are not theirs to change.
func (b *batch) judge(v *visit, to setting) error {
	b.stale, b.alien = nil, nil
	var first error
	for _, p := range b.picks {
		r := v.now.Record(p.ref)
		if r == nil || r.Stamp().Version != p.version {
			b.stale = append(b.stale, p)
			continue
		}
		edit, err := to(r)
		if err != nil {
			return err
		}
		d, err := change.Alter(v.now, []change.Alteration{{Record: p.ref, Set: []change.Edit{edit}}})
		if err != nil {
			return err
		}
		touches := access.Touches(v.now, d.Puts, nil)
		if d.IsEmpty() {
			touches = []access.Touch{{Before: r, After: r}}
		}
		if err := v.present.May(touches); err != nil {
			b.alien = append(b.alien, p)
			if first == nil {
				first = err
			}
		}
	}
	if len(b.alien) > 0 {
		return first
	}
	if len(b.stale) > 0 {
		p, now := b.stale[0], int32(0)
		if r := v.now.Record(p.ref); r != nil {
			now = r.Stamp().Version
		}
		return change.StaleFault(p.ref, p.version, now)
	}
	return nil
}

// setting reads what is to be done from the form.
func (b *batch) setting(v *visit) (setting, error) {
	if b.kind == graph.KindInitiative {
		switch b.do {
		case "serve", "serve-too":
			return b.serving(v)
		case string(graph.Done), string(graph.Stopped):
			raw := jsontext.Value(strconv.Quote(b.do))
			return func(graph.Record) (change.Edit, error) { return change.Edit{Field: "state", Want: raw}, nil }, nil
		}
	}
	for _, f := range bulkFields(b.kind) {
		if f.Name != b.do {
			continue
		}
		want, err := newClerk(v.now).read(&f, filled(&f, b.form, f.Name))
		if err == nil && want == nil && f.Required {
			err = fault.Invalidf("Choose what it is to be", "%s is missing", strings.ToLower(fieldWords(f.Name)))
		}
		return func(graph.Record) (change.Edit, error) { return change.Edit{Field: f.Name, Want: want}, nil }, err
	}
	return nil, fault.Invalidf("Use one of the buttons of the page", "“%s” is nothing that is done to many %s", b.do, string(b.kind)+"s")
}

// serving has the initiatives serve a theme: in the place of what they serve, or beside it.
func (b *batch) serving(v *visit) (setting, error) {
	if b.form.Get("theme") == "" {
		return nil, fault.Invalidf("Choose the theme that they serve", "no theme is chosen")
	}
	id, err := newClerk(v.now).named(graph.KindTheme, b.form.Get("theme"))
	if err != nil {
		return nil, err
	}
	theme := v.now.Theme(graph.ThemeID(id))
	share, err := shareOf(theme.ShortName(), b.form.Get("share"))
	if err != nil {
		return nil, err
	}
	if share <= 0 || share > 1 {
		return nil, fault.Invalidf("Write a share from 1 to 100", "a share of %s is not from 1 to 100 percent", strconv.Quote(b.form.Get("share")))
	}
	return func(r graph.Record) (change.Edit, error) {
		var list []graph.Contribution
		if b.do == "serve-too" {
			for _, c := range r.(*graph.Initiative).Contributes {
				if c.Theme != theme.ID {
					list = append(list, c)
				}
			}
		}
		raw, err := json.Marshal(append(list, graph.Contribution{Theme: theme.ID, Share: share}))
		return change.Edit{Field: "contributes", Want: raw}, err
	}, nil
}

// bulkFields is the fields of a kind that are set for many records at once: those that are one word, day or name, and the
// periods. What people said in their own name is not set so.
func bulkFields(kind graph.Kind) (out []fields.Field) {
	switch kind {
	case graph.KindComment, graph.KindAcknowledgement, graph.KindResponse, graph.KindView, graph.KindProposal, graph.KindWaiver:
		return nil
	}
	for _, f := range fields.Of(kind) {
		switch {
		case f.List && f.Name != "periods":
		case f.Control == fields.Choice, f.Control == fields.Day, f.Control == fields.Record, f.Control == fields.YesNo:
			out = append(out, f)
		}
	}
	return out
}
