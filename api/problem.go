package api

import (
	"errors"
	"net/http"
	"strings"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/change"
	"throughline/door"
	"throughline/fault"
	"throughline/graph"
	"throughline/middleware"
)

// Problem is every answer that is not what was asked for (RFC 9457).
type Problem struct {
	Type       string      `json:"type" format:"uri-reference" doc:"What sort of trouble it is, as an address that explains it."`
	Title      string      `json:"title" doc:"The same in words."`
	Status     int         `json:"status" doc:"The status of the answer."`
	Detail     string      `json:"detail" doc:"What happened, in one plain sentence."`
	Remedy     string      `json:"remedy,omitempty" doc:"What to do next, in one plain sentence."`
	Nearest    []string    `json:"nearest,omitempty" doc:"Valid names close to the one given, best first."`
	Violations []Violation `json:"violations,omitempty" doc:"Every structural rule that the change would break."`
	Conflict   *Conflict   `json:"conflict,omitempty" doc:"What stands now where something else was expected."`
	Difference []string    `json:"difference,omitempty" doc:"On a dry run, what the change would do if no rule was against it."`
}

// Violation is a structural rule that a record breaks.
type Violation struct {
	Record   string   `json:"record"`
	Field    string   `json:"field,omitempty" doc:"The path in the fields; missing for the record as a whole."`
	Sentence string   `json:"sentence"`
	Remedy   string   `json:"remedy"`
	Nearest  []string `json:"nearest,omitempty"`
}

// Conflict is a record, or a field of one, that somebody else changed.
type Conflict struct {
	Record  string `json:"record"`
	Version int32  `json:"version" doc:"The version that stands now; 0 where there is no such record any more."`
	Field   string `json:"field,omitempty" doc:"The field that both set; missing where versions differ."`
	Seen    Value  `json:"seen,omitzero" doc:"The value the author of the edit saw."`
	Now     Value  `json:"now,omitzero" doc:"The value that stands now."`
	Want    Value  `json:"want,omitzero" doc:"The value the author of the edit wants."`
}

// mediaProblem is the media type of problems.
const mediaProblem = "application/problem+json"

// told is a problem on its way out. The embedded error says the status to the library.
type told struct {
	huma.StatusError
	problem Problem
}

// ContentType is the media type of the answer.
func (t *told) ContentType(string) string { return mediaProblem }

// tell turns an error into a problem. What is not a fault is internal, and not told.
func tell(err error) *told {
	f := fault.Of(err)
	if f == nil {
		f = fault.New(fault.Internal, "something went wrong in the program", "Nothing was written; please report this")
	}
	p := problemOf(f.Kind, middleware.Status(f.Kind), f.Sentence, f.Remedy)
	if errors.Is(err, door.ErrStranger) {
		p = Problem{Type: problemType(notKnown), Title: notKnown, Status: http.StatusUnauthorized, Detail: f.Sentence, Remedy: f.Remedy}
	}
	if f.Kind == fault.Internal {
		f = fault.New(f.Kind, f.Sentence, f.Remedy) // without its cause
	}
	p.Nearest = f.Nearest
	if broken, ok := errors.AsType[graph.Violations](f); ok {
		for _, v := range broken {
			p.Violations = append(p.Violations, Violation{v.Record.String(), v.Field, v.Sentence, v.Remedy, v.Nearest})
		}
	}
	p.Conflict = conflictOf(f)
	return &told{statusOnly(p.Status), p}
}

// Refuse answers with the problem of an error, for what is refused before it reaches an operation.
func Refuse(w http.ResponseWriter, err error) {
	p := tell(err).problem
	middleware.RetryAfter(w.Header(), err)
	w.Header().Set("Content-Type", mediaProblem)
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(p.Status)
	_ = jsonFormat().Marshal(w, p) // the reader may be gone; nothing is left to tell
}

// problemOf is a problem of a kind.
func problemOf(k fault.Kind, status int, detail, remedy string) Problem {
	return Problem{Type: problemType(string(k)), Title: string(k), Status: status, Detail: detail, Remedy: remedy}
}

// Sorts of trouble that are no fault of the organisation's records.
const (
	notKnown    = "not signed in"
	tooLarge    = "too large"
	unsupported = "unsupported media type"
	notAllowed  = "method not allowed"
)

// problemType is the address that explains a sort of trouble: its place on the reference page.
func problemType(kind string) string { return PagePath + "#" + anchorOf(kind) }

func anchorOf(kind string) string { return strings.ReplaceAll(kind, " ", "-") }

// statusOnly is an error of the library that says nothing but a status.
func statusOnly(status int) huma.StatusError { return huma.NewError(status, "") }

// conflictOf tells what stands now, nil where the fault is about something else.
func conflictOf(f *fault.Fault) *Conflict {
	if c, ok := errors.AsType[*change.Clash](f); ok {
		return &Conflict{Record: c.Record.String(), Version: c.Version, Field: c.Field, Seen: Value(c.Seen), Now: Value(c.Now), Want: Value(c.Want)}
	}
	if s, ok := errors.AsType[*change.Stale](f); ok {
		return &Conflict{Record: s.Record.String(), Version: s.Now}
	}
	return nil
}

// foreign turns an answer of the library itself into a problem: a body that is missing, too large, or did not arrive.
func foreign(e *huma.ErrorModel) Problem {
	switch e.Status {
	case http.StatusRequestEntityTooLarge:
		return Problem{Type: problemType(tooLarge), Title: tooLarge, Status: e.Status, Detail: "the body is larger than 1 MiB", Remedy: "Send fewer changes at once"}
	case http.StatusRequestTimeout:
		return Problem{Type: problemType("unavailable"), Title: "unavailable", Status: e.Status, Detail: "the body did not arrive in time", Remedy: "Send it again"}
	case http.StatusBadRequest:
		return problemOf(fault.Invalid, e.Status, "the request has no body", "Send a JSON object")
	}
	return problemOf(fault.Internal, e.Status, "something went wrong in the program", "Please report this")
}

// asProblem is the last step of every answer: problems leave as they are described.
func asProblem(_ huma.Context, _ string, v any) (any, error) {
	switch v := v.(type) {
	case *told:
		return v.problem, nil
	case *huma.ErrorModel:
		return foreign(v), nil
	}
	return v, nil
}

// Value is any JSON value.
type Value jsontext.Value

// MarshalJSON is the value.
func (v Value) MarshalJSON() ([]byte, error) { return jsontext.Value(v).MarshalJSON() }

// UnmarshalJSON keeps a copy of the value.
func (v *Value) UnmarshalJSON(b []byte) error { return (*jsontext.Value)(v).UnmarshalJSON(b) }

// Schema describes any value.
func (Value) Schema(huma.Registry) *huma.Schema { return &huma.Schema{} }

// Fields is the fields of a record as a JSON object.
type Fields jsontext.Value

// MarshalJSON is the object.
func (f Fields) MarshalJSON() ([]byte, error) { return jsontext.Value(f).MarshalJSON() }

// UnmarshalJSON keeps a copy of the object.
func (f *Fields) UnmarshalJSON(b []byte) error { return (*jsontext.Value)(f).UnmarshalJSON(b) }

// Schema describes an object whose fields depend on the kind of the record.
func (Fields) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{
		Type: huma.TypeObject, AdditionalProperties: true,
		Description: "The fields of the record. Which there are depends on its kind: the schema of unit is UnitFields, and so on.",
	}
}
