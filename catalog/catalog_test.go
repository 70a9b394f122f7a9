package catalog

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/change"
	"throughline/graph"
	"throughline/ledger"
	"throughline/measure"
)

var update = flag.Bool("update", false, "write the pages made from the values")

func TestListsAreSound(t *testing.T) {
	if err := Validate(); err != nil {
		t.Fatal(err)
	}
}

func TestChecksStandInTheOrderOfAreas(t *testing.T) {
	var last string
	seen := ""
	for _, c := range Checks() {
		if string(c.Area) != seen {
			seen, last = string(c.Area), ""
		}
		if c.Code <= last {
			t.Errorf("%s stands after %s", c.Code, last)
		}
		last = c.Code
		if got, ok := CheckOf(c.Code); !ok || got.Title != c.Title {
			t.Errorf("CheckOf(%s) = %v, %v", c.Code, got, ok)
		}
	}
	if _, ok := CheckOf("XYZ001"); ok {
		t.Error("CheckOf knows a code that no check has")
	}
}

func TestUnsoundMethodsAreRefused(t *testing.T) {
	good := func() *measure.Method {
		return &measure.Method{
			ID: "intent.kept", Version: 1, Title: "Kept", Question: "How much?", Unit: "share", Range: "0 to 1",
			Formula: "a over b", Interval: "none", Edges: []measure.Edge{{When: "b is 0", Then: "not declared"}},
		}
	}
	for name, c := range map[string]struct {
		spoil func(*measure.Method)
		want  string
	}{
		"id":       {func(m *measure.Method) { m.ID = "Kept" }, "id of small words"},
		"version":  {func(m *measure.Method) { m.Version = 0 }, "no version"},
		"formula":  {func(m *measure.Method) { m.Formula = " " }, "no formula"},
		"interval": {func(m *measure.Method) { m.Interval = "" }, "no interval"},
		"question": {func(m *measure.Method) { m.Question = "How much" }, "asks no question"},
		"edges":    {func(m *measure.Method) { m.Edges = nil }, "nothing of its edges"},
		"edge":     {func(m *measure.Method) { m.Edges[0].Then = "" }, "half said"},
	} {
		t.Run(name, func(t *testing.T) {
			m := good()
			c.spoil(m)
			if err := soundMethods([]*measure.Method{m}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("soundMethods = %v, want something about %q", err, c.want)
			}
		})
	}
	if err := soundMethods([]*measure.Method{good()}); err != nil {
		t.Errorf("a sound method is refused: %v", err)
	}
	if err := soundMethods([]*measure.Method{good(), good()}); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("two methods of one id: %v", err)
	}
	if soundMethods([]*measure.Method{nil}) == nil {
		t.Error("an empty place in the list is accepted")
	}
}

// TestPagesAreFresh holds the pages against the values they are made from; -update writes them.
func TestPagesAreFresh(t *testing.T) {
	for name, text := range map[string]string{"findings.md": FindingsPage(), "measures.md": MeasuresPage()} {
		file := filepath.Join("..", "docs", name)
		if *update {
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(text, string(have)); diff != "" {
			t.Errorf("docs/%s is stale; run `throughline docs` (+ is in the file):\n%s", name, diff)
		}
	}
}

func TestPagesTellEverything(t *testing.T) {
	findings, measures := FindingsPage(), MeasuresPage()
	for _, c := range Checks() {
		for _, want := range []string{"### " + c.Code + ": " + c.Title, c.Doc, "Next step: " + c.Next} {
			if !strings.Contains(findings, want) {
				t.Errorf("the page of findings does not say %q", want)
			}
		}
	}
	for _, m := range Methods() {
		for _, want := range []string{"## " + m.Title, "`" + m.ID + "`", m.Formula} {
			if !strings.Contains(measures, want) {
				t.Errorf("the page of measures does not say %q", want)
			}
		}
	}
}

func TestViews(t *testing.T) {
	views := Views()
	if len(views) != len(Kinds()) {
		t.Fatalf("%d views for %d kinds", len(views), len(Kinds()))
	}
	find := func(kind, column string) ledger.Column {
		for _, v := range views {
			for _, c := range v.Columns {
				if v.Kind == kind && c.Name == column {
					return c
				}
			}
		}
		return ledger.Column{}
	}
	for _, want := range []struct {
		kind string
		ledger.Column
	}{
		{"unit", ledger.Column{Name: "people", Path: []string{"people"}, Type: ledger.NumberColumn}},
		{"unit", ledger.Column{Name: "unit_from", Path: []string{"from"}, Type: ledger.TextColumn}},
		{"unit", ledger.Column{Name: "value", Path: []string{"value"}, Type: ledger.JSONColumn}},
		{"intent", ledger.Column{Name: "shares", Path: []string{"shares"}, Type: ledger.JSONColumn}},
		{"intent", ledger.Column{Name: "receipt_sent_at", Path: []string{"receipt", "sent_at"}, Type: ledger.TextColumn}},
		{"outcome", ledger.Column{Name: "metric_target", Path: []string{"metric", "target"}, Type: ledger.NumberColumn}},
		{"work", ledger.Column{Name: "states", Path: []string{"states"}, Type: ledger.JSONColumn}},
		{"view", ledger.Column{Name: "shared", Path: []string{"shared"}, Type: ledger.FlagColumn}},
		{"dependency", ledger.Column{Name: "dependency_on", Path: []string{"on"}, Type: ledger.TextColumn}},
		{"acknowledgement", ledger.Column{Name: "acknowledgement_version", Path: []string{"version"}, Type: ledger.NumberColumn}},
		{"waiver", ledger.Column{Name: "waiver_on", Path: []string{"on"}, Type: ledger.TextColumn}},
	} {
		if diff := cmp.Diff(want.Column, find(want.kind, want.Name)); diff != "" {
			t.Errorf("the column %s of %s differs (− want):\n%s", want.Name, want.kind, diff)
		}
	}
	if find("person", "name").Name != "" || find("comment", "text").Name != "" {
		t.Error("personal text stands in a view")
	}
}

// TestViewPathsAreThoseOfDocuments writes a record that has everything and looks each path up in its document.
func TestViewPathsAreThoseOfDocuments(t *testing.T) {
	full := map[graph.Kind]graph.Record{
		graph.KindOutcome: &graph.Outcome{
			ID: "a", Name: "A", Short: "a", Owner: "u", Themes: graph.SharesOf(graph.ThemeShare{Theme: "t", Share: 1}), Primary: "t", Parent: "p", Period: "h",
			Metric:   graph.Metric{Name: "m", Unit: "%", Baseline: 1, Target: 2, Direction: graph.Up, Due: 20000},
			Readings: []graph.Value{{On: 20000, Value: 1}}, Until: 20100,
		},
		graph.KindDependency: &graph.Dependency{
			ID: "a", What: "w", From: "u", On: "v", Initiative: "i", NeededBy: 20000, Days: 3, Turns: []graph.Turn{{Act: graph.Ask}},
		},
	}
	for _, v := range Views() {
		r := full[graph.Kind(v.Kind)]
		if r == nil {
			continue
		}
		doc, err := change.Fields(r)
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range v.Columns {
			if !strings.Contains(string(doc), `"`+c.Path[len(c.Path)-1]+`":`) {
				t.Errorf("%s: the document has no %v: %s", v.Kind, c.Path, doc)
			}
		}
	}
}
