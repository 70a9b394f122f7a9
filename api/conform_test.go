package api_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/google/go-cmp/cmp"

	"throughline/access"
	"throughline/api"
	"throughline/change"
	"throughline/door"
	"throughline/engine"
	"throughline/fault"
	"throughline/generate"
	"throughline/graph"
	"throughline/storage/memory"
)

// described is the document, made once.
var described = sync.OnceValue(api.Described)

// operationAt is the operation that answers at an address, nil for none.
func operationAt(method, address string) *huma.Operation {
	path, _, _ := strings.Cut(strings.TrimPrefix(address, api.Base), "?")
	var best *huma.Operation
	fewest := 100
	for template, item := range described().Paths {
		op := map[string]*huma.Operation{http.MethodGet: item.Get, http.MethodPost: item.Post}[method]
		if names := strings.Count(template, "{"); op != nil && names < fewest && fits(template, path) {
			best, fewest = op, names
		}
	}
	return best
}

// fits reports whether a path is one of a template.
func fits(template, path string) bool {
	a, b := strings.Split(template, "/"), strings.Split(path, "/")
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] && !strings.HasPrefix(a[i], "{") {
			return false
		}
	}
	return true
}

// conforms holds an answer against the document: its status is declared, its media type is, and its body has the schema.
func conforms(t testing.TB, method, address string, a *answer) {
	t.Helper()
	op := operationAt(method, address)
	if op == nil {
		return
	}
	declared := op.Responses[strconv.Itoa(a.status)]
	if declared == nil {
		t.Errorf("%s %s answers %d, which is not declared: %s", method, address, a.status, a.body)
		return
	}
	media := a.header.Get("Content-Type")
	if len(declared.Content) == 0 {
		return
	}
	content := declared.Content[media]
	if content == nil {
		if op.OperationID != "export" || media != "application/x-ndjson" {
			t.Errorf("%s %s answers %d as %s, which is not declared", method, address, a.status, media)
		}
		return
	}
	if strings.HasSuffix(media, "json") {
		hasSchema(t, method+" "+address, content.Schema, []byte(a.body))
	}
}

// hasSchema holds a JSON value against a schema of the document.
func hasSchema(t testing.TB, what string, s *huma.Schema, body []byte) {
	t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Errorf("%s: %v in %s", what, err, body)
		return
	}
	var res huma.ValidateResult
	huma.Validate(described().Components.Schemas, s, huma.NewPathBuffer([]byte{}, 0), huma.ModeReadFromServer, v, &res)
	if len(res.Errors) > 0 {
		t.Errorf("%s: %v in %s", what, errors.Join(res.Errors...), body)
	}
}

// sample is a request that an operation answers.
type sample struct{ method, address, body string }

// samples is one for every operation of a workspace.
func samples() map[string]sample {
	const change = `{"reason":"So","changes":[{"record":"unit/harbor-lending","set":{"purpose":"Lend"}}]}`
	return map[string]sample{
		"list-kinds":     {"GET", "/kinds", ""},
		"list-records":   {"GET", "/records/unit", ""},
		"read-record":    {"GET", "/records/unit/harbor-lending", ""},
		"read-history":   {"GET", "/records/unit/harbor-lending/history", ""},
		"change-records": {"POST", "/changes", change},
		"push-reading":   {"POST", "/outcomes/late-loans/readings", `{"value":3.6,"confidence":0.7,"note":"So"}`},
		"list-changes":   {"GET", "/changes?after=250", ""},
		"stream-changes": {"GET", "/changes/stream", ""},
		"list-measures":  {"GET", "/measures", ""},
		"read-measure":   {"GET", "/measures/intent.kept", ""},
		"list-findings":  {"GET", "/findings", ""},
		"explain-record": {"GET", "/explain/initiative/ledger-cutover", ""},
		"export":         {"GET", "/export", ""},

		"undo-change":     {"POST", "/changes/LAST/undo", `{"reason":"So"}`},
		"read-difference": {"GET", "/difference?from=2026-07-01", ""},
		"list-figures":    {"GET", "/figures", ""},
		"list-checks":     {"GET", "/checks", ""},
		"read-report":     {"GET", "/report", ""},
	}
}

// to is the address of a sample below a workspace. Where it is of the last change, there is one that nobody else touched.
func (s *site) to(workspace string, one sample) string {
	s.t.Helper()
	if strings.Contains(one.address, "LAST") {
		now, err := s.engine.View(s.t.Context(), "main")
		if err != nil {
			s.t.Fatal(err)
		}
		r, err := change.Take[*graph.Unit](now, graph.UnitID("loan-servicing"))
		if err != nil {
			s.t.Fatal(err)
		}
		r.Purpose = fmt.Sprint("As of change ", now.Position())
		s.do(change.Draft{Verb: "unit.changed", Puts: []graph.Record{r}})
		one.address = strings.Replace(one.address, "LAST", fmt.Sprint(now.Position()+1), 1)
	}
	return "/api/v1/" + workspace + one.address
}

// Every operation answers with every status that the document declares for it, and with the body it declares.
func TestEveryOperationAnswersEveryStatusItDeclares(t *testing.T) {
	s := harbor(t)
	all := samples()
	for _, item := range described().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil || op.OperationID == "list-workspaces" {
				continue
			}
			one, ok := all[op.OperationID]
			if !ok {
				t.Errorf("%s is not tried", op.OperationID)
				continue
			}
			for status := range op.Responses {
				t.Run(op.OperationID+" "+status, func(t *testing.T) {
					tried := &site{t: t, engine: s.engine, clock: s.clock, handler: s.handler, who: s.asker()}
					if got := tried.provoke(status, one.method, tried.to("main", one), one.body); strconv.Itoa(got.status) != status {
						t.Errorf("it answers %d: %s", got.status, got.body)
					}
				})
			}
		}
	}
	for status, want := range map[string]int{"401": 401, "429": 429, "500": 500, "503": 503, "403": 200, "200": 200} { // none is for who is refused
		one := &site{t: t, engine: s.engine, clock: s.clock, handler: s.handler, who: s.asker()}
		if got := one.provoke(status, "GET", "/api/v1/workspaces", ""); got.status != want || status == "403" && got.body != `{"workspaces":[]}`+"\n" {
			t.Errorf("the list of workspaces answers %d: %s", got.status, got.body)
		}
	}
}

// provoke asks so that the answer has the status.
func (s *site) provoke(status, method, address, body string) *answer {
	s.t.Helper()
	mark := "?"
	if strings.Contains(address, "?") {
		mark = "&"
	}
	fails := map[string]error{
		"401": fault.Wrap(door.ErrStranger, fault.Denied, "you are not signed in", "Sign in, or send a token"),
		"403": fault.New(fault.Denied, "you are no member of this workspace", "Ask one of its owners to invite you"),
		"429": fault.New(fault.TooMany, "you ask more often than the server can bear from one account", "Wait a second").WithWait(1500 * time.Millisecond),
		"500": errors.New("the disk is on fire"),
		"503": fault.New(fault.Unavailable, "the program is shutting down", "Try again"),
		"507": fault.New(fault.Full, "the disk is full", "Free some space"),
	}
	if err := fails[status]; err != nil {
		got := s.refusing(err).ask(method, address, body)
		if again := got.header.Get("Retry-After"); (again == "2") != (status == "429") || again != "" && again != "2" {
			s.t.Errorf("with %s it says to ask again after %q", status, again)
		}
		return got
	}
	switch status {
	case "304":
		return s.ask(method, address, body, "If-None-Match", s.ask(method, address, body).header.Get("ETag"))
	case "400":
		return s.ask(method, address+mark+"nonsense.of-a-parameter=1", body)
	case "404":
		return s.ask(method, strings.Replace(address, "/main/", "/mian/", 1), body)
	case "409":
		if strings.HasSuffix(address, "/undo") {
			s.to("main", samples()["undo-change"]) // which stands on it from now on
			return s.ask(method, address, body)
		}
		if !strings.Contains(body, `"set"`) { // what has no version conflicts where a name of a request was used for another
			s.ask(method, address, strings.Replace(body, "3.6", "3.5", 1), "Idempotency-Key", "taken")
			return s.ask(method, address, body, "Idempotency-Key", "taken")
		}
		return s.ask(method, address, strings.Replace(body, `"set"`, `"version":77,"set"`, 1))
	case "413":
		return s.ask(method, address, body+strings.Repeat(" ", 1<<20))
	case "415":
		return s.ask(method, address, body, "Content-Type", "text/plain")
	}
	return s.left(method, address, body)
}

// refusing is the same site to somebody who is refused.
func (s *site) refusing(err error) *site {
	s.t.Helper()
	server, e := api.New(api.Options{
		Engine: s.engine, Clock: s.clock.Now, Workspaces: served,
		Who: func(*http.Request) (access.Viewer, engine.Actor, error) {
			return access.Viewer{}, engine.Actor{}, err
		},
	})
	if e != nil {
		s.t.Fatal(e)
	}
	return &site{t: s.t, engine: s.engine, clock: s.clock, handler: server.Routes()}
}

func TestTheDocumentIsAsCommitted(t *testing.T) {
	b, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	have, err := os.ReadFile(filepath.Join("..", "docs", "openapi.json"))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(b), string(have)); diff != "" {
		t.Errorf("docs/openapi.json is stale; run `throughline docs` (+ is in the file):\n%s", diff)
	}
	s := open(t, memory.New())
	if got := s.ask("GET", api.DocPath, ""); got.body != string(b) || got.header.Get("Content-Type") != "application/openapi+json" {
		t.Errorf("the server answers another document, as %s", got.header.Get("Content-Type"))
	}
}

// Every operation is described so that somebody can use it, and no list is ever null.
func TestEveryOperationIsDescribed(t *testing.T) {
	doc, err := api.Document()
	if err != nil {
		t.Fatal(err)
	}
	var plain map[string]any
	if err := json.Unmarshal(doc, &plain); err != nil || plain["openapi"] != "3.1.0" {
		t.Fatalf("the document is of OpenAPI %v (%v)", plain["openapi"], err)
	}
	if bytes.Contains(doc, []byte("ErrorModel")) || bytes.Contains(doc, []byte(`"array",`)) {
		t.Error("the document speaks of the library, or of a list that may be null")
	}
	ids := make(map[string]bool)
	for path, item := range described().Paths {
		for _, op := range []*huma.Operation{item.Get, item.Post} {
			if op == nil {
				continue
			}
			if op.Summary == "" || op.Description == "" || len(op.Tags) != 1 || ids[op.OperationID] {
				t.Errorf("%s %s is not described, or twice", op.Method, path)
			}
			ids[op.OperationID] = true
			for _, p := range op.Parameters {
				if p.Description == "" {
					t.Errorf("%s: nothing is said of %s", op.OperationID, p.Name)
				}
			}
		}
	}
}

// The fields of every record are as the schema of its kind says.
func TestFieldsAreAsTheirSchemasSay(t *testing.T) {
	for name, s := range map[string]*site{"harbor": harbor(t), "made up": made(t)} {
		now, err := s.engine.View(t.Context(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		for _, k := range graph.Kinds() {
			if now.Count(k.Kind) == 0 {
				continue
			}
			var list api.RecordList
			s.get("/records/"+string(k.Kind)+"?limit=20").is(200, &list)
			schema := described().Components.Schemas.Map()[api.SchemaName(k.Kind)]
			for _, r := range list.Records {
				hasSchema(t, name+" "+r.Record, schema, r.Fields)
			}
		}
	}
}

// made is a generated organisation.
func made(t *testing.T) *site {
	t.Helper()
	s := open(t, memory.New())
	o, err := generate.New(generate.Options{Seed: 11, Today: graph.DateOf(day()), Units: 30, Work: 400, Initiatives: 60})
	if err != nil {
		t.Fatal(err)
	}
	for d := range o.Drafts() {
		s.do(d)
	}
	return s
}
