package mcpserver_test

import (
	"math"
	"strings"
	"testing"

	"github.com/modelcontextprotocol/go-sdk/mcp"

	"throughline/access"
	"throughline/graph"
	"throughline/mcpserver"
	"throughline/overview"
	"throughline/testing/fixture"
)

// quay is an organisation whose figures can be worked out by hand: of 100 days the strategy gives all to calm; core reads 60 of
// them so, and plans and works all on one initiative that serves calm by half.
func quay(t *testing.T) *fixture.Org {
	o := fixture.New(t).Half().Themes("calm").Person("tess", "carl", "cora")
	lead := func(id, parent string, leads ...graph.PersonID) *graph.Unit {
		return &graph.Unit{ID: graph.UnitID(id), Name: strings.ToUpper(id[:1]) + id[1:], Parent: graph.UnitID(parent), Leads: leads, People: 9}
	}
	o.Put(lead("acme", "", "tess"), lead("core", "acme", "carl"), lead("care", "acme", "cora"))
	o.Capacity("core", "h2", 100).Stated("acme", "h2", fixture.Shares{"calm": 1})
	o.Initiative("open", "core", fixture.Serves("calm", 0.5), fixture.Days("core", "h2", 100), fixture.In("h2"))
	return o.Put(
		&graph.Intent{ID: "core-h2", Level: graph.Interpreted, Unit: "core", Period: "h2", Shares: graph.Shares{}.With("calm", 0.6), Receipt: graph.Receipt{State: graph.Sent, SentAt: fixture.Moment(t, "2026-07-10")}},
		&graph.Intent{ID: "care-h2", Level: graph.Assigned, Unit: "care", Period: "h2", Shares: graph.Shares{}.With("calm", 1)},
		&graph.Dependency{ID: "freeze", What: "A freeze date", From: "care", On: "core", NeededBy: fixture.Date(t, "2026-10-01"), Turns: []graph.Turn{
			{Act: graph.Ask, At: fixture.Moment(t, "2026-08-01"), Unit: "care", Date: fixture.Date(t, "2026-10-01")},
			{Act: graph.Commit, At: fixture.Moment(t, "2026-08-05"), Unit: "core", Date: fixture.Date(t, "2026-09-20")},
		}},
		&graph.Dependency{ID: "feed", What: "A feed", From: "core", On: "care", NeededBy: fixture.Date(t, "2026-11-01"), Turns: []graph.Turn{
			{Act: graph.Ask, At: fixture.Moment(t, "2026-09-01"), Unit: "core", Date: fixture.Date(t, "2026-11-01")},
		}},
		&graph.Decision{ID: "which", Question: "Which ledger?", State: graph.DecisionOpen, Unit: "care", Deciders: []graph.PersonID{"cora"}, Raised: fixture.Date(t, "2026-08-20"), Due: fixture.Date(t, "2026-09-30")},
	)
}

func TestEveryToolSaysWhatItIs(t *testing.T) {
	list, err := open(t, quay(t).Picture()).piped(caller("carl", access.Reader)).session.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, tool := range list.Tools {
		names = append(names, tool.Name)
		reads := tool.Name != "propose_change"
		if a := tool.Annotations; a == nil || a.ReadOnlyHint != reads || a.OpenWorldHint == nil || *a.OpenWorldHint || tool.Title == "" || len(tool.Description) < 80 {
			t.Errorf("%s: %+v %q", tool.Name, tool.Annotations, tool.Description)
		}
		if tool.OutputSchema == nil {
			t.Errorf("%s does not say what it answers", tool.Name)
		}
		for name, p := range tool.InputSchema.(map[string]any)["properties"].(map[string]any) {
			if words, _ := p.(map[string]any)["description"].(string); len(words) < 10 {
				t.Errorf("%s does not say what %s is: %v", tool.Name, name, p)
			}
		}
	}
	if got, want := strings.Join(names, " "), "explain_figure findings line_of_sight propose_change search where_we_stand who_owes_what"; got != want {
		t.Errorf("the tools are %s", got)
	}
}

func TestWhereWeStand(t *testing.T) {
	a := open(t, quay(t).Picture()).piped(caller("carl", access.Reader))
	var d overview.StandingDocument
	a.read("where_we_stand", nil, &d)
	if d.Period != "h2" || d.Waterfall == nil || d.Waterfall.Days != 100 || d.Unit != "" || d.Position != 1 {
		t.Fatalf("we stand %+v", d)
	}
	kept := make(map[string]overview.StageDocument)
	for _, s := range d.Waterfall.Stages {
		kept[s.Stage] = s
	}
	// Asked for: 100 days of calm. Read: 60 of them. Planned: half of 100 days, which is less.
	if s := kept["interpreted"]; s.Kept != 0.6 || s.Days != 60 {
		t.Errorf("at the reading %+v is kept, want 60 days of 100; all: %+v", s, d.Waterfall.Stages)
	}
	if s := kept["planned"]; s.Kept != 0.5 || math.Abs(s.LostDays-10) > 1e-9 {
		t.Errorf("in the plan %+v is kept, want 50 days, 10 fewer; all: %+v", s, d.Waterfall.Stages)
	}
	var figures int
	for _, f := range d.Figures {
		if f.Method == "intent.kept" {
			figures++
			if f.Value == nil || math.Abs(*f.Value-0.5) > 1e-9 {
				t.Errorf("intent kept is %v", f.Value)
			}
		}
	}
	if figures != 1 || len(d.Findings) != 3 || len(d.Gaps) == 0 {
		t.Errorf("we stand %+v", d)
	}
	a.read("where_we_stand", map[string]any{"unit": "care", "period": "q3"}, &d)
	if d.Unit != "care" || d.Period != "q3" {
		t.Errorf("care stands %+v", d)
	}
	a.refused("where_we_stand", map[string]any{"unit": "cores"}, "There is no unit/cores.", "Nearest: core", "Check the name")
	a.refused("where_we_stand", map[string]any{"period": "h3"}, "There is no period/h3.", "Nearest: h2")
	a.refused("where_we_stand", map[string]any{"as_of": "soon"}, `As_of cannot be "soon".`, "Write a day")
}

func TestAFigureIsExplained(t *testing.T) {
	a := open(t, quay(t).Picture()).piped(caller("carl", access.Reader))
	var d struct {
		Method  overview.MethodDocument
		Figures []overview.FigureDocument
	}
	a.read("explain_figure", map[string]any{"method": "intent.kept"}, &d)
	if len(d.Figures) != 1 || *d.Figures[0].Value != 0.5 || d.Method.Formula == "" || d.Method.ID != "intent.kept" || len(d.Method.Edges) == 0 {
		t.Errorf("explained %+v", d)
	}
	a.refused("explain_figure", map[string]any{"method": "intent.keep"}, `There is no measure "intent.keep".`, "Nearest: intent.kept", "See the list")
	a.refused("explain_figure", map[string]any{"method": "intent.kept", "unit": "core", "theme": "calm"}, "one of them")
	a.refused("explain_figure", map[string]any{"method": "outcome.progress", "theme": "calm"}, "not worked out for theme/calm")
	a.refused("explain_figure", map[string]any{}, "method")
}

func TestTheLineOfSightGoesUpAndDown(t *testing.T) {
	o := quay(t).Work("w-1", "core", "open").Work("w-2", "core", "open")
	a := open(t, o.Picture()).piped(caller("carl", access.Reader))
	var d overview.LineDocument
	a.read("line_of_sight", map[string]any{"record": "theme/calm"}, &d)
	var down []string
	for _, b := range d.Down {
		down = append(down, b.Record+" for "+b.For)
	}
	if got, want := strings.Join(down, ", "), "initiative/open for theme/calm, work/w-1 for initiative/open, work/w-2 for initiative/open"; got != want || d.More {
		t.Errorf("below the theme: %s", got)
	}
	a.read("line_of_sight", map[string]any{"record": "work/w-1"}, &d)
	if len(d.Up) != 1 || !strings.Contains(d.Up[0], "initiative “open” (50%) → theme “calm”") || len(d.Down) != 0 {
		t.Errorf("above the work: %+v", d)
	}
	var cut overview.LineDocument
	a.read("line_of_sight", map[string]any{"record": "theme/calm", "most": 2}, &cut)
	if len(cut.Down) != 2 || !cut.More {
		t.Errorf("two of them: %+v", cut)
	}
	a.refused("line_of_sight", map[string]any{"record": "initiative/opened"}, "There is no initiative/opened.", "Nearest: open")
	a.refused("line_of_sight", map[string]any{"record": "calm"}, "kind/id")
	a.refused("line_of_sight", map[string]any{"record": "theme/calm", "most": 900}, "from 1 to 200")
}

func TestWhoOwesWhat(t *testing.T) {
	a := open(t, quay(t).Picture()).piped(caller("cora", access.Reader))
	type item struct {
		Act, Record, By, To, Due string
		People                   []string
		Late                     int `json:"days_late"`
	}
	var d struct {
		Owed  []item
		Count int
	}
	ask := func(in map[string]any) (out []string) {
		d.Owed = nil
		a.read("who_owes_what", in, &d)
		for _, o := range d.Owed {
			out = append(out, strings.TrimSpace(o.Act+" "+o.Record+" by "+o.By+" "+strings.Join(o.People, "+")))
		}
		return out
	}
	all := strings.Join(ask(nil), "\n")
	if want := "delivery dependency/freeze by core carl\ndecision decision/which by care cora\nanswer dependency/feed by care cora\n" +
		"acceptance intent/core-h2 by acme tess\nrestatement intent/care-h2 by care cora"; all != want || d.Count != 5 {
		t.Errorf("owed are %d:\n%s\nwant\n%s", d.Count, all, want)
	}
	if o := d.Owed[0]; o.Late != 4 || o.Due != "2026-09-20" || o.To != "care" {
		t.Errorf("the oldest promise is %+v", o)
	}
	if got := ask(map[string]any{"unit": "core"}); len(got) != 1 || d.Count != 1 {
		t.Errorf("core owes %v", got)
	}
	if got := ask(map[string]any{"person": "me"}); len(got) != 3 {
		t.Errorf("cora owes %v", got)
	}
	if got := ask(map[string]any{"most": 2}); len(got) != 2 || d.Count != 5 {
		t.Errorf("two of them are %v of %d", got, d.Count)
	}
	if got := ask(map[string]any{"as_of": "2026-07-01"}); strings.Contains(strings.Join(got, " "), "freeze by core carl") && d.Owed[0].Late != 0 {
		t.Errorf("on the first day are owed %v", got)
	}
	a.refused("who_owes_what", map[string]any{"person": "carla"}, "There is no person/carla.", "Nearest: carl")
}

func TestFindingsAndSearch(t *testing.T) {
	a := open(t, quay(t).Picture()).piped(caller("", access.Reader))
	type list struct {
		Findings []overview.FindingDocument
		Count    int
	}
	var all, one list
	a.read("findings", nil, &all)
	if all.Count == 0 || len(all.Findings) != all.Count {
		t.Fatalf("the findings are %+v", all)
	}
	code := all.Findings[0].Code
	a.read("findings", map[string]any{"code": strings.ToLower(code)}, &one)
	want := 0
	for _, f := range all.Findings {
		if f.Code == code {
			want++
		}
	}
	if one.Count != want || len(one.Findings) != want {
		t.Errorf("of %s are %d, want %d", code, one.Count, want)
	}
	for severity := range map[string]bool{"note": true, "warning": true, "error": true} {
		var of list
		a.read("findings", map[string]any{"severity": severity}, &of)
		for _, f := range of.Findings {
			if f.Severity != severity {
				t.Errorf("of %s is %+v", severity, f)
			}
		}
	}
	a.refused("findings", map[string]any{"code": "XYZ001"}, `There is no check "XYZ001".`, "Leave it out")
	a.refused("findings", map[string]any{"severity": "bad"}, "severity")
	a.refused("who_owes_what", map[string]any{"person": "me"}, "linked to no person", "Ask an owner")

	var found struct {
		Hits []struct{ Record, Name string }
		More bool
	}
	a.read("search", map[string]any{"words": "freze"}, &found) // misspelt
	if len(found.Hits) != 1 || found.Hits[0].Record != "dependency/freeze" || found.Hits[0].Name != "A freeze date" {
		t.Errorf("found %+v", found)
	}
	a.read("search", map[string]any{"words": "core", "kind": "unit"}, &found)
	if len(found.Hits) != 1 || found.Hits[0].Record != "unit/core" || found.More {
		t.Errorf("found %+v", found)
	}
	a.read("search", map[string]any{"words": "c", "most": 1}, &found)
	if len(found.Hits) != 1 || !found.More {
		t.Errorf("found %+v", found)
	}
	a.refused("search", map[string]any{"words": " "}, "No words are given.")
	a.refused("search", map[string]any{"words": "x", "kind": "units"}, "units", "unit")
}

func TestTheSameOverHTTP(t *testing.T) {
	s := open(t, quay(t).Picture())
	at := s.served(map[string]mcpserver.Caller{"tl_carl": caller("carl", access.Reader), "tl_none": caller("carl", "")})
	over := func(token string) *mcp.StreamableClientTransport {
		return &mcp.StreamableClientTransport{Endpoint: at, HTTPClient: bearing(token).client(), DisableStandaloneSSE: true, MaxRetries: -1}
	}
	piped, served := s.piped(caller("carl", access.Reader)), s.connect(over("tl_carl"))
	for tool, in := range map[string]map[string]any{
		"where_we_stand": nil, "who_owes_what": {"person": "me"}, "findings": {"most": 3}, "search": {"words": "freeze"},
		"explain_figure": {"method": "intent.kept"}, "line_of_sight": {"record": "theme/calm"},
	} {
		a, _ := piped.ask(tool, in)
		b, _ := served.ask(tool, in)
		if a != b || a == "" {
			t.Errorf("%s answers\n%s\nover pipes and\n%s\nover HTTP", tool, a, b)
		}
	}
	for token, says := range map[string]string{"tl_wrong": "401", "tl_none": "403"} {
		r := bearing(token).post(t, at, `{"jsonrpc":"2.0","id":1,"method":"tools/list"}`)
		if r.status != says || !strings.Contains(r.body, ". ") {
			t.Errorf("with %s: %+v", token, r)
		}
		if (r.challenge == "Bearer") != (says == "401") {
			t.Errorf("with %s it is asked for %q", token, r.challenge)
		}
	}
	if _, err := mcp.NewClient(&mcp.Implementation{Name: "test", Version: "1"}, nil).Connect(t.Context(), over("tl_wrong"), nil); err == nil {
		t.Error("a stranger is answered")
	}
}
