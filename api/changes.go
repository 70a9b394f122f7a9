package api

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"mime"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/importer"
)

// The limits of a request that changes something.
const (
	mostBody    = 1 << 20 // bytes
	mostChanges = 1000    // records
	mostReason  = 2000    // bytes
	mostKey     = 200     // bytes
)

// Changes is what somebody wants to change, all or nothing.
type Changes struct {
	Reason    string   `json:"reason" minLength:"1" maxLength:"2000" doc:"Why, in a sentence. It stands in the history." example:"The regulator moved the date"`
	Effective string   `json:"effective,omitempty" doc:"Since when it holds: a day, as its beginning, or a moment, up to now; now when left out." example:"2026-09-01"`
	Changes   []Change `json:"changes" minItems:"1" maxItems:"1000"`
}

// Change is what is wanted of one record: one of set, edits, fields and remove.
type Change struct {
	Record  string `json:"record" doc:"Its reference, kind/id." example:"initiative/ledger-cutover"`
	Version *int32 `json:"version,omitzero" doc:"The version its author saw: another one now is a conflict. 0 says that there must be no such record."`
	Set     Fields `json:"set,omitzero" doc:"Single fields with the values they are to have; null takes one out, a dot goes into a nested one (metric.target). The other fields stay."`
	Edits   []Edit `json:"edits,omitzero" doc:"Single fields, each with the value its author saw: a field that somebody else set meanwhile is a conflict."`
	Fields  Fields `json:"fields,omitzero" doc:"All fields. The record may be new; what is not named is not set."`
	Remove  bool   `json:"remove,omitzero" doc:"Take the record out."`
}

// Edit is a field as its author saw it, and as it is to be.
type Edit struct {
	Field string `json:"field" doc:"The name of the field; a dot goes into a nested one." example:"metric.target"`
	Seen  Value  `json:"seen,omitzero" doc:"The value its author saw; missing or null where it was not set."`
	Want  Value  `json:"want,omitzero" doc:"The value it is to have; missing or null takes it out."`
}

type changesInput struct {
	InWorkspace
	DryRun  flag   `query:"dry_run" doc:"Answer what the changes would do, and record nothing."`
	Key     string `header:"Idempotency-Key" maxLength:"200" doc:"A name of your own for the request. Sent again with the same name within a day, it is not done a second time, and answered in the same way."`
	RawBody []byte
}

// Changed is what became of changes.
type Changed struct {
	Position   *int64          `json:"position" doc:"The position of the change in the history; null where everything stood as wanted, or on a dry run."`
	Recorded   *time.Time      `json:"recorded,omitempty"`
	Effective  *time.Time      `json:"effective,omitempty"`
	Verb       string          `json:"verb,omitempty" doc:"What the change is called in the history."`
	Records    []ChangedRecord `json:"records" doc:"The records that it touched."`
	DryRun     bool            `json:"dry_run,omitzero"`
	Difference []string        `json:"difference,omitempty" doc:"On a dry run, what would change, in words."`
}

// ChangedRecord is a record that a change touched.
type ChangedRecord struct {
	Record  string `json:"record"`
	Version int32  `json:"version,omitzero" doc:"Its version now; missing on a dry run."`
	Removed bool   `json:"removed,omitzero"`
}

type changedOutput struct {
	Replayed string `header:"Idempotent-Replayed" doc:"true where the request was done before, under the same key."`
	Body     Changed
}

// change makes the changes, all or none, as one entry of the history.
func (s *Server) change(ctx context.Context, v *visit, in *changesInput) (*changedOutput, error) {
	if err := isJSON(v.r); err != nil {
		return nil, err
	}
	if len(in.Key) > mostKey {
		return nil, fault.Invalidf(fmt.Sprintf("Use at most %d bytes", mostKey), "the Idempotency-Key is too long")
	}
	var body Changes
	if err := change.ReadObject(in.RawBody, &body, "the request"); err != nil {
		return nil, err
	}
	list, named, err := alterations(&body)
	if err != nil {
		return nil, err
	}
	effective, err := s.since(body.Effective)
	if err != nil {
		return nil, err
	}
	as := engine.As{Actor: v.actor, Viewer: v.viewer, On: named}
	command := func(shown *graph.Snapshot) (change.Draft, error) {
		d, err := change.Alter(shown, list)
		d.Reason, d.Effective = body.Reason, effective
		speak(shown, d.Puts, change.By{Person: v.person(), At: cmp.Or(effective, s.clock())})
		return d, err
	}
	dry, err := in.DryRun.yes("dry_run")
	if err != nil {
		return nil, err
	}
	if dry {
		return s.try(ctx, v, as, command)
	}
	as.Once = engine.Once{Key: in.Key, Body: in.RawBody}
	done, err := s.engine.EditAs(ctx, v.workspace, as, command)
	if err != nil {
		return nil, err
	}
	return s.done(ctx, v, &in.InWorkspace, done)
}

// speak signs new comments that say neither by whom nor when with who sends them, as the pages do.
func speak(shown *graph.Snapshot, puts []graph.Record, by change.By) {
	for _, r := range puts {
		c, is := r.(*graph.Comment)
		if !is || shown.Record(c.Ref()) != nil {
			continue
		}
		c.By = cmp.Or(c.By, by.Person)
		if c.At.IsZero() {
			c.At = by.Moment()
		}
	}
}

// isJSON holds that the body is said to be JSON: a form of another origin cannot say so.
func isJSON(r *http.Request) error {
	if kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err == nil && kind == "application/json" {
		return nil
	}
	p := Problem{Type: problemType(unsupported), Title: unsupported, Status: http.StatusUnsupportedMediaType, Detail: "the body is not said to be JSON", Remedy: "Send it with Content-Type: application/json"}
	return &told{statusOnly(p.Status), p}
}

// alterations reads the changes, and the records they name that must be there.
func alterations(body *Changes) (list []change.Alteration, named []graph.Ref, err error) {
	switch {
	case body.Reason == "":
		return nil, nil, fault.New(fault.Invalid, "no reason is given", "Say in a sentence why")
	case len(body.Reason) > mostReason:
		return nil, nil, fault.Invalidf(fmt.Sprintf("Use at most %d bytes", mostReason), "the reason is too long")
	case len(body.Changes) > mostChanges:
		return nil, nil, fault.Invalidf(fmt.Sprintf("Send at most %d at once", mostChanges), "there are %d changes", len(body.Changes))
	}
	for i := range body.Changes {
		c := &body.Changes[i]
		a, err := c.alteration()
		if err != nil {
			return nil, nil, err
		}
		if a.Fields == nil {
			named = append(named, a.Record)
		}
		list = append(list, a)
	}
	return list, named, nil
}

// alteration is the change in the language of drafts.
func (c *Change) alteration() (change.Alteration, error) {
	ref, err := graph.ParseRef(c.Record)
	a := change.Alteration{Record: ref, Version: c.Version, Remove: c.Remove, Fields: set(jsontext.Value(c.Fields))}
	if err != nil {
		return a, err
	}
	if body := set(jsontext.Value(c.Set)); body != nil {
		if a.Set, err = settings(ref, body); err != nil {
			return a, err
		}
	}
	for _, e := range c.Edits {
		a.Edits = append(a.Edits, change.Edit{Field: e.Field, Seen: set(jsontext.Value(e.Seen)), Want: set(jsontext.Value(e.Want))})
	}
	return a, nil
}

// set is the value, nil for null.
func set(v jsontext.Value) jsontext.Value {
	if v.Kind() == 'n' {
		return nil
	}
	return v
}

// settings is the members of an object as edits, in their order.
func settings(ref graph.Ref, body jsontext.Value) ([]change.Edit, error) {
	if body.Kind() != '{' {
		return nil, fault.Invalidf("Send an object with the names of its fields", "what to set of %s is not a JSON object", ref)
	}
	d := jsontext.NewDecoder(bytes.NewReader(body))
	if _, err := d.ReadToken(); err != nil {
		return nil, err
	}
	var out []change.Edit
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return nil, err
		}
		field := name.String()
		value, err := d.ReadValue()
		if err != nil {
			return nil, err
		}
		out = append(out, change.Edit{Field: field, Want: set(value.Clone())})
	}
	return out, nil
}

// since reads since when changes hold: the beginning of a day, or a moment, up to now.
func (s *Server) since(text string) (time.Time, error) {
	if text == "" {
		return time.Time{}, nil
	}
	at, err := figure.MomentOf("effective", text)
	if err != nil {
		return time.Time{}, err
	}
	if day, err := graph.ParseDate(text); err == nil {
		at = day.Time()
	}
	if at.After(s.clock()) {
		return time.Time{}, fault.Invalidf("Use a day or a moment up to now", "a change cannot hold since %s, which is still to come", text)
	}
	return at, nil
}

// try answers what the changes would do.
func (s *Server) try(ctx context.Context, v *visit, as engine.As, command engine.Command) (*changedOutput, error) {
	tried, err := s.engine.TryAs(ctx, v.workspace, as, command)
	words := importer.NewWords(tried.Picture)
	lines := words.Lines(importer.Step{Draft: tried.Draft, Before: tried.Before})
	if err != nil {
		refused := s.refuse(ctx, v.r, err)
		if t, ok := refused.(*told); ok {
			t.problem.Difference = lines
		}
		return nil, refused
	}
	out := &changedOutput{Body: Changed{DryRun: true, Verb: tried.Draft.Verb, Records: []ChangedRecord{}, Difference: lines}}
	for _, r := range tried.Draft.Touches() {
		out.Body.Records = append(out.Body.Records, ChangedRecord{Record: r.String()})
	}
	for i := range tried.Draft.Removes {
		out.Body.Records[len(tried.Draft.Puts)+i].Removed = true
	}
	return out, nil
}

// done answers what was done: from the history, so that a request that is repeated is answered as it was the first time.
func (s *Server) done(ctx context.Context, v *visit, in *InWorkspace, done engine.Done) (*changedOutput, error) {
	out := &changedOutput{Body: Changed{Records: []ChangedRecord{}}}
	in.header.Set(headerPosition, fmt.Sprint(done.Picture.Position()))
	if done.Position == 0 {
		return out, nil
	}
	e, err := s.engine.Entry(ctx, v.workspace, done.Position)
	if err != nil {
		return nil, err
	}
	out.Body.Position, out.Body.Recorded, out.Body.Effective, out.Body.Verb = &e.Position, &e.Recorded, &e.Effective, e.Verb
	for i := range e.Documents {
		d := &e.Documents[i]
		out.Body.Records = append(out.Body.Records, ChangedRecord{refOf(d).String(), d.Version, d.Deleted})
	}
	if done.Again {
		out.Replayed = "true"
	}
	return out, nil
}

// flag is a yes or no in an address, kept as it was written until it is asked for.
type flag struct{ text string }

// UnmarshalText keeps the text.
func (f *flag) UnmarshalText(b []byte) error {
	f.text = string(b)
	return nil
}

// Schema describes a yes or no.
func (flag) Schema(huma.Registry) *huma.Schema { return &huma.Schema{Type: huma.TypeBoolean} }

// yes reads the flag; left out it is no.
func (f flag) yes(name string) (bool, error) {
	switch f.text {
	case "", "false":
		return false, nil
	case "true":
		return true, nil
	}
	return false, fault.Invalidf("Write true or false", "%s cannot be %q", name, f.text)
}
