package api

import (
	"bytes"
	"cmp"
	_ "embed" // the parts of the reference page
	"html/template"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"throughline/fault"
	"throughline/graph"
	"throughline/middleware"
	"throughline/web/static"
)

//go:embed page/page.html
var pageText string

//go:embed page/page.css
var pageStyle []byte

//go:embed page/page.js
var pageScript []byte

// reference is what the reference page shows: the document, for people.
type reference struct {
	Lead, Document, MediaProblem string
	Assets                       assets
	Parts                        []part
	Problems                     []problemRow
	Shapes, Kinds                []shown
}

// assets are the addresses of what the page is made of.
type assets struct{ Icon, Style, Boot, Own, Script string }

// part is the operations of one part of the surface.
type part struct {
	Name, Slug, Text string
	Operations       []operation
}

// operation is one operation.
type operation struct {
	ID, Method, Path, Summary, Description string
	Parameters                             []parameter
	Body, BodyRef, Sample                  string
	Answers                                []answerRow
	Streams                                bool
}

// parameter is a parameter of an operation, with what its form begins with.
type parameter struct {
	Name, In, Text, Value, Hint string
	Required                    bool
	Choices                     []string
}

// answerRow is an answer of an operation.
type answerRow struct{ Status, Text, Ref string }

// problemRow is a sort of problem.
type problemRow struct {
	ID, Name, When string
	Status         int
}

// shown is a schema as a table.
type shown struct {
	ID, Name, Text string
	Rows           []row
}

// row is a field of a schema.
type row struct {
	Name, Value, Ref, Text string
	Required               bool
}

// The addresses of what the page is made of, beside the stylesheet of the pages.
const (
	stylePath  = PagePath + "page.css"
	scriptPath = PagePath + "page.js"
)

// readersOwn stands on the reference page where the name of a workspace of its reader comes.
const readersOwn = "workspace-of-the-reader"

// pageOf renders the reference page, to be tried on a workspace of its reader.
func pageOf(d *description) ([]byte, error) {
	files, err := static.New("/static/")
	if err != nil {
		return nil, err
	}
	t, err := template.New("page").Parse(pageText)
	if err != nil {
		return nil, err
	}
	r := reference{
		Lead: d.Info.Description, Document: DocPath, MediaProblem: mediaProblem, Parts: partsOf(d, readersOwn), Problems: problemRows(),
		Assets: assets{files.Path("icon.svg"), files.Path("throughline.css"), files.Path("boot.js"), stylePath, scriptPath},
	}
	of := d.Components.Schemas.Map()
	fields := make(map[string]bool)
	for _, k := range graph.Kinds() {
		name := schemaName(k.Kind)
		fields[name] = true
		r.Kinds = append(r.Kinds, shownOf(name, of[name]))
	}
	for _, name := range slices.Sorted(maps.Keys(of)) {
		if !fields[name] {
			r.Shapes = append(r.Shapes, shownOf(name, of[name]))
		}
	}
	var b bytes.Buffer
	err = t.Execute(&b, r)
	return b.Bytes(), err
}

// partsOf is the operations by the part of the surface.
func partsOf(d *description, workspace string) []part {
	var out []part
	for _, tag := range d.Tags {
		p := part{Name: tag.Name, Slug: strings.ReplaceAll(strings.ToLower(tag.Name), " ", "-"), Text: tag.Description}
		for _, op := range d.operations {
			if slices.Contains(op.Tags, tag.Name) {
				p.Operations = append(p.Operations, operationOf(op, workspace))
			}
		}
		out = append(out, p)
	}
	return out
}

func operationOf(op *huma.Operation, workspace string) operation {
	o := operation{
		ID: op.OperationID, Method: op.Method, Path: Base + op.Path, Summary: op.Summary, Description: op.Description,
		Streams: op.OperationID == streamOperation,
	}
	for _, p := range op.Parameters {
		if p.Name != headerAsked { // a browser sends it by itself
			o.Parameters = append(o.Parameters, parameterOf(p, workspace))
		}
	}
	slices.SortStableFunc(o.Parameters, func(a, b parameter) int { return cmp.Compare(place(a.In), place(b.In)) })
	if op.RequestBody != nil {
		o.Body = refName(op.RequestBody.Content["application/json"].Schema.Ref)
		o.BodyRef, o.Sample = schemaAnchor(o.Body), sampleBody
	}
	for _, status := range slices.Sorted(maps.Keys(op.Responses)) {
		one := answerOf(status, op.Responses[status])
		if n := len(o.Answers); n > 0 && o.Answers[n-1].Ref != "" && o.Answers[n-1].Ref == one.Ref {
			o.Answers[n-1].Status += ", " + status
			continue
		}
		o.Answers = append(o.Answers, one)
	}
	return o
}

// place orders parameters by where they stand in a request.
func place(in string) int { return slices.Index([]string{"path", "query", "header"}, in) }

// sampleBody is what the form of a change begins with: a change that does nothing to anything there is.
const sampleBody = `{
  "reason": "Trying it",
  "changes": [
    {"record": "theme/example", "version": 0, "fields": {"name": "An example"}}
  ]
}`

func parameterOf(p *huma.Param, workspace string) parameter {
	out := parameter{Name: p.Name, In: p.In, Text: p.Description, Required: p.Required}
	if len(p.Schema.Examples) > 0 {
		out.Hint, _ = p.Schema.Examples[0].(string)
	}
	if p.In == "path" {
		out.Value, out.Hint = out.Hint, ""
	}
	if p.Name == "workspace" {
		out.Value = workspace
	}
	for _, e := range p.Schema.Enum {
		if word, ok := e.(string); ok {
			out.Choices = append(out.Choices, word)
		}
	}
	if p.Schema.Type == huma.TypeBoolean {
		out.Choices = []string{"true", "false"}
	}
	return out
}

func answerOf(status string, r *huma.Response) answerRow {
	out := answerRow{Status: status, Text: r.Description}
	for _, media := range slices.Sorted(maps.Keys(r.Content)) {
		if s := r.Content[media].Schema; s != nil && s.Ref != "" {
			out.Text, out.Ref = refName(s.Ref), schemaAnchor(refName(s.Ref))
		}
	}
	return out
}

// refName is the name of the schema that a reference names.
func refName(ref string) string { return strings.TrimPrefix(ref, "#/components/schemas/") }

// schemaAnchor is the place of a schema on the page.
func schemaAnchor(name string) string { return "schema-" + name }

func shownOf(name string, s *huma.Schema) shown {
	out := shown{ID: schemaAnchor(name), Name: name, Text: s.Description}
	for _, field := range slices.Sorted(maps.Keys(s.Properties)) {
		p := s.Properties[field]
		r := row{Name: field, Text: p.Description, Required: slices.Contains(s.Required, field)}
		r.Value, r.Ref = valueWords(p)
		out.Rows = append(out.Rows, r)
	}
	slices.SortStableFunc(out.Rows, func(a, b row) int { return cmp.Compare(order(b.Required), order(a.Required)) })
	return out
}

func order(required bool) int {
	if required {
		return 1
	}
	return 0
}

// valueWords says what a value is, and where that is explained.
func valueWords(s *huma.Schema) (words, ref string) {
	switch {
	case s.Ref != "":
		return refName(s.Ref), schemaAnchor(refName(s.Ref))
	case s.Type == huma.TypeArray:
		words, ref = valueWords(s.Items)
		return "list of " + words, ref
	case len(s.Enum) > 0:
		var list []string
		for _, e := range s.Enum {
			if word, ok := e.(string); ok {
				list = append(list, word)
			}
		}
		return strings.Join(list, ", "), ""
	case s.Type == "":
		return "any value", ""
	case s.Type == huma.TypeObject && len(s.Properties) > 0:
		return "object of " + strings.Join(slices.Sorted(maps.Keys(s.Properties)), ", "), ""
	case s.Format == "date" || s.Format == "date-time":
		return map[string]string{"date": "day", "date-time": "moment"}[s.Format], ""
	}
	return map[string]string{huma.TypeString: "text", huma.TypeInteger: "number", huma.TypeNumber: "number", huma.TypeBoolean: "true or false", huma.TypeObject: "object"}[s.Type], ""
}

// problemRows is the sorts of problem, each at the address that problems name.
func problemRows() []problemRow {
	out := []problemRow{}
	for _, p := range []struct {
		kind fault.Kind
		when string
	}{
		{fault.Invalid, "what was asked breaks a rule, or is not written as it must be"},
		{fault.NotFound, "nothing has that name, or it is not for you"},
		{fault.Conflict, "somebody else changed it first, or a key was used for another request"},
		{fault.Denied, "it is not yours to see or do"},
		{fault.InUse, "another process holds the data"},
		{fault.ReadOnly, "the data cannot be written here"},
		{fault.Full, "the disk or a limit is exhausted"},
		{fault.Corrupt, "stored data is not what was written"},
		{fault.Newer, "the data was written by a newer version of the program"},
		{fault.Unavailable, "the data cannot be reached now"},
		{fault.Cancelled, "the request was called off"},
		{fault.TooMany, "more was asked at once than the server bears from one account; Retry-After says when to go on"},
		{fault.Internal, "a defect of the program; the log has it in full"},
	} {
		out = append(out, problemRow{anchorOf(string(p.kind)), string(p.kind), p.when, middleware.Status(p.kind)})
	}
	return append(out,
		problemRow{anchorOf(notKnown), notKnown, "no token was sent, or one that opens nothing", http.StatusUnauthorized},
		problemRow{anchorOf(tooLarge), tooLarge, "the body is larger than 1 MiB", http.StatusRequestEntityTooLarge},
		problemRow{anchorOf(unsupported), unsupported, "the body is not said to be JSON", http.StatusUnsupportedMediaType},
		problemRow{anchorOf(notAllowed), notAllowed, "the address does not answer this method", http.StatusMethodNotAllowed},
	)
}

// style answers with the stylesheet of the reference page.
func (s *Server) style(w http.ResponseWriter, r *http.Request) {
	sendFixed(w, r, "text/css; charset=utf-8", pageStyle)
}

// script answers with the script of the reference page.
func (s *Server) script(w http.ResponseWriter, r *http.Request) {
	sendFixed(w, r, "text/javascript; charset=utf-8", pageScript)
}
