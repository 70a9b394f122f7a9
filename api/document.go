package api

import (
	"bytes"
	"encoding/json"
	"html"
	"maps"
	"net/http"
	"reflect"
	"slices"
	"strconv"

	"github.com/danielgtaylor/huma/v2"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/graph"
	"throughline/importer/shape"
	"throughline/overview"
)

// The parts of the surface, in the order in which they are shown.
const (
	tagRecords = "Records"
	tagChanges = "Changes"
	tagFigures = "Figures and findings"
)

func tag(name string) []string { return []string{name} }

// filterParameter describes that any other parameter is a filter.
func filterParameter() []*huma.Param {
	yes := true
	return []*huma.Param{{
		Name: "filters", In: "query", Style: "form", Explode: &yes, Description: "Any field of the kind with the value it is to have; see the filters of the kind.",
		Schema: &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeString}},
	}}
}

// changesBody describes the body of a change. It is read by our own rules, so that what is wrong with it is told like everything
// else.
func changesBody() *huma.RequestBody { return bodyOf("Changes") }

// bodyOf is a body with a schema.
func bodyOf(schema string) *huma.RequestBody {
	return &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"application/json": {Schema: &huma.Schema{Ref: "#/components/schemas/" + schema}}}}
}

// undoBody describes the body of an undo, which is read by our own rules as well.
func undoBody() *huma.RequestBody {
	return bodyOf("Undoing")
}

// reportAnswers describes the three forms of a report.
func reportAnswers() map[string]*huma.Response {
	text := &huma.MediaType{Schema: &huma.Schema{Type: huma.TypeString}}
	return map[string]*huma.Response{"200": {Description: "The report.", Content: map[string]*huma.MediaType{
		mediaJSON: {Schema: &huma.Schema{Ref: "#/components/schemas/ReportDocument"}}, mediaText: text, mediaPage: text,
	}}}
}

// answered describes an answer that is no JSON.
func answered(media, words string) map[string]*huma.Response {
	return map[string]*huma.Response{"200": {Description: words, Content: map[string]*huma.MediaType{media: {Schema: &huma.Schema{Type: huma.TypeString}}}}}
}

// description is the surface as it is described, with its operations in the order of the routes.
type description struct {
	*huma.OpenAPI
	operations []*huma.Operation
}

// complete describes what the operations have in common: the headers of their answers, the problems, the fields of each kind.
func (d *description) complete() *description {
	doc, reg := d.OpenAPI, d.Components.Schemas
	for _, unused := range []string{"ErrorModel", "ErrorDetail"} { // the library's own
		delete(reg.Map(), unused)
	}
	for _, t := range []reflect.Type{reflect.TypeFor[Problem](), reflect.TypeFor[Changes](), reflect.TypeFor[ReadingSent](), reflect.TypeFor[FeedEntry](), reflect.TypeFor[Undoing](), reflect.TypeFor[PictureHead](), reflect.TypeFor[overview.ReportDocument]()} {
		reg.Schema(t, true, "")
	}
	f := fieldsWriter{shapes: make(shape.Cache), words: shape.Words(), into: reg.Map()}
	for _, k := range graph.Kinds() {
		f.kind(k)
	}
	for _, op := range d.operations {
		completeOperation(op)
	}
	for _, s := range reg.Map() {
		unnull(s)
	}
	const token = "token"
	d.Components.SecuritySchemes = map[string]*huma.SecurityScheme{token: {Type: "http", Scheme: "bearer", Description: "A token that somebody made on the page of their account. Without accounts none is needed."}}
	doc.Security = []map[string][]string{{token: {}}}
	doc.Tags = []*huma.Tag{
		{Name: tagRecords, Description: "What an organisation consists of: units, intents, initiatives, decisions and so on."},
		{Name: tagChanges, Description: "How it changes, and how to follow that."},
		{Name: tagFigures, Description: "What its records come to."},
	}
	return d
}

// completeOperation describes the headers and the problems of an operation.
func completeOperation(op *huma.Operation) {
	statuses := []int{http.StatusBadRequest, http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}
	if op.Method == http.MethodPost {
		statuses = append(statuses, http.StatusConflict, http.StatusRequestEntityTooLarge, http.StatusUnsupportedMediaType, http.StatusInsufficientStorage)
	}
	if op.OperationID == "list-workspaces" {
		statuses = []int{http.StatusUnauthorized, http.StatusTooManyRequests, http.StatusInternalServerError, http.StatusServiceUnavailable}
	}
	delete(op.Responses, "default")
	for _, status := range statuses {
		op.Responses[strconv.Itoa(status)] = &huma.Response{
			Description: http.StatusText(status), Content: map[string]*huma.MediaType{mediaProblem: {Schema: &huma.Schema{Ref: "#/components/schemas/Problem"}}},
		}
	}
	if op.OperationID == "list-workspaces" {
		return
	}
	ok := op.Responses["200"]
	if ok.Headers == nil {
		ok.Headers = make(map[string]*huma.Param)
	}
	ok.Headers[headerPosition] = &huma.Header{Description: "The position of the history that the answer was made from.", Schema: &huma.Schema{Type: huma.TypeInteger, Format: "int64"}}
	if op.Method == http.MethodGet && op.OperationID != streamOperation {
		ok.Headers[headerETag] = &huma.Header{Description: "To be sent as If-None-Match with the next request.", Schema: &huma.Schema{Type: huma.TypeString}}
		op.Responses["304"] = &huma.Response{Description: "You have the answer already."}
		op.Parameters = append(op.Parameters, &huma.Param{Name: headerAsked, In: "header", Description: "The ETag of an answer you have.", Schema: &huma.Schema{Type: huma.TypeString}})
	}
}

// unnull says of lists that they are never null: an empty one is [].
func unnull(s *huma.Schema) {
	if s == nil {
		return
	}
	if s.Type == huma.TypeArray {
		s.Nullable = false
		unnull(s.Items)
	}
	for _, name := range slices.Sorted(maps.Keys(s.Properties)) {
		unnull(s.Properties[name])
	}
}

// schemaName is the name of the schema of a kind's fields.
func schemaName(k graph.Kind) string { return shape.OfKind(k).Name() + "Fields" }

// fieldsWriter describes the fields of records, as documents have them.
type fieldsWriter struct {
	shapes shape.Cache
	words  map[reflect.Type][]string
	into   map[string]*huma.Schema
}

// kind describes the fields of a kind.
func (f *fieldsWriter) kind(k graph.KindInfo) {
	s := f.group(shape.OfKind(k.Kind))
	s.Description = "The fields of a " + string(k.Kind) + "."
	f.into[schemaName(k.Kind)] = s
}

// group describes the fields of a struct.
func (f *fieldsWriter) group(t reflect.Type) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeObject, Properties: make(map[string]*huma.Schema), AdditionalProperties: false}
	for _, field := range f.shapes.Of(t).Fields {
		s.Properties[field.Name] = f.value(field.Type)
		if !field.Optional {
			s.Required = append(s.Required, field.Name)
		}
	}
	return s
}

// value describes a value of a type.
func (f *fieldsWriter) value(t reflect.Type) *huma.Schema {
	switch {
	case t == shape.Shares:
		return &huma.Schema{Type: huma.TypeObject, AdditionalProperties: &huma.Schema{Type: huma.TypeNumber}, Description: "The share of each theme, 0 to 1."}
	case t == shape.Time:
		return &huma.Schema{Type: huma.TypeString, Format: "date-time"}
	case t == shape.Date:
		return &huma.Schema{Type: huma.TypeString, Format: "date"}
	case t == shape.Ref:
		return &huma.Schema{Type: huma.TypeString, Description: "A reference, kind/id."}
	case shape.IsText(t):
		return &huma.Schema{Type: huma.TypeString}
	case shape.IsList(t):
		return &huma.Schema{Type: huma.TypeArray, Items: f.value(t.Elem())}
	case t.Kind() == reflect.Struct:
		return f.group(t)
	}
	return f.scalar(t)
}

func (f *fieldsWriter) scalar(t reflect.Type) *huma.Schema {
	s := &huma.Schema{Type: huma.TypeNumber}
	switch t.Kind() {
	case reflect.String:
		s.Type = huma.TypeString
	case reflect.Bool:
		s.Type = huma.TypeBoolean
	case reflect.Int, reflect.Int32:
		s.Type = huma.TypeInteger
	}
	for _, w := range f.words[t] {
		s.Enum = append(s.Enum, w)
	}
	if k, ok := shape.KindOf(t); ok {
		s.Description = "The id of a " + string(k) + "."
	}
	return s
}

// documentOf is the document as it is published.
func documentOf(doc *huma.OpenAPI) ([]byte, error) {
	b, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	v := jsontext.Value(bytes.TrimSpace(b))
	if err := v.Indent(jsontext.WithIndent("  ")); err != nil {
		return nil, err
	}
	return append(v, '\n'), nil
}

// openapi answers with the document.
func (s *Server) openapi(w http.ResponseWriter, r *http.Request) {
	sendFixed(w, r, "application/openapi+json", s.document)
}

// reference answers with the reference page.
func (s *Server) reference(w http.ResponseWriter, r *http.Request) {
	first := "main"
	if all, err := s.shownTo(r); err == nil && len(all) > 0 {
		first = all[0]
	}
	sendFixed(w, r, "text/html; charset=utf-8", bytes.ReplaceAll(s.page, []byte(readersOwn), []byte(html.EscapeString(first))))
}

// sendFixed answers with what stays the same as long as the program does.
func sendFixed(w http.ResponseWriter, r *http.Request, media string, body []byte) {
	tag := tagOf("", string(body))
	h := w.Header()
	h.Set("Content-Type", media)
	h.Set("Cache-Control", "no-cache")
	h.Set(headerETag, tag)
	if has(r, tag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	h.Set("Content-Length", strconv.Itoa(len(body)))
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader may be gone; nothing is left to tell
	}
}
