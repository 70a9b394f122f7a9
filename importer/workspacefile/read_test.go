package workspacefile

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

// small is the smallest useful file of the documentation.
const small = `
periods:
  h2: {name: Second half 2026, kind: half, start: 2026-07-01, end: 2026-12-31}

units:
  harbor:
    name: Harbor Lending
    intents:
      h2:
        stated: {shares: {good-standing: 40%, fast-decisions: 35%, trusted: 25%}}
    units:
      core: {name: Core Services Platform, capacities: {h2: 620}}
      payments: {name: Payments, capacities: {h2: 480}}

themes:
  good-standing: {name: Keep borrowers in good standing, order: 1}
  fast-decisions: {name: Decide in hours, order: 2}
  trusted: {name: Stay trusted, order: 3}

initiatives:
  hardship:
    name: Hardship self-service
    owner: payments
    state: committed
    periods: h2
    participants:
      - {unit: payments, days: 160}
      - {unit: core, days: 40}
    contributes:
      - {theme: good-standing, share: 0.8}
`

func steps(t *testing.T, w *Workspace, past importer.Past) []importer.Step {
	t.Helper()
	plan, err := w.Plan(past)
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	var out []importer.Step
	for s, err := range plan.Steps {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func TestTheSmallestFile(t *testing.T) {
	w := Parse("small.yaml", []byte(small), Options{})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	got := steps(t, w, importer.Nothing)
	if len(got) != 1 || len(got[0].Draft.Puts) != 11 {
		t.Fatalf("steps = %d with %d records, want 1 with 11", len(got), len(got[0].Draft.Puts))
	}
	find := func(ref string) graph.Record {
		for _, r := range got[0].Draft.Puts {
			if r.Ref().String() == ref {
				return r
			}
		}
		t.Fatalf("no %s", ref)
		return nil
	}
	if c := find("capacity/core-h2").(*graph.Capacity); c.Days != 620 || c.Unit != "core" || c.Period != "h2" {
		t.Errorf("capacity = %+v", c)
	}
	if i := find("intent/harbor-h2-stated").(*graph.Intent); i.Shares.Of("good-standing") != .4 || i.Level != graph.Stated {
		t.Errorf("intent = %+v", i)
	}
	if u := find("unit/core").(*graph.Unit); u.Parent != "harbor" {
		t.Errorf("parent = %q", u.Parent)
	}
	if i := find("initiative/hardship").(*graph.Initiative); len(i.Periods) != 1 || i.Participants[1].Days != 40 {
		t.Errorf("initiative = %+v", i)
	}
}

func first[T graph.Record](t *testing.T, text string, o Options) T {
	t.Helper()
	w := Parse("x.yaml", []byte(text), o)
	if err := w.Err(); err != nil {
		t.Fatalf("%v\n%s", err, text)
	}
	for _, e := range w.changes {
		for _, one := range e.whole {
			if r, ok := one.rec.(T); ok {
				return r
			}
		}
	}
	t.Fatalf("no such record in\n%s", text)
	panic("unreachable")
}

func TestWaysToWriteAValue(t *testing.T) {
	unit := first[*graph.Unit](t, "units:\n  - id: core\n    name: 2026\n    short: yes\n    code: ~\n    leads: [ana, bo]\n    people: 7\n    purpose:\n    value: {dimension: speed, weight: 12.5%}\n", Options{})
	want := &graph.Unit{
		ID: "core", Name: "2026", Short: "yes", Leads: []graph.PersonID{"ana", "bo"}, People: 7,
		Value: []graph.Criterion{{Dimension: "speed", Weight: .125}},
	}
	if diff := cmp.Diff(want, unit, whole); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	shares := first[*graph.Intent](t, "intents:\n  i: {shares: {b: 33.3%, a: 0.5, c: 7 %}}\n", Options{}).Shares
	if diff := cmp.Diff(graph.Shares{{Theme: "a", Share: .5}, {Theme: "b", Share: .333}, {Theme: "c", Share: .07}}, shares); diff != "" {
		t.Errorf("shares (-want +got):\n%s", diff)
	}
	for text, want := range map[string]string{
		"2026-07-20": "2026-07-20T00:00:00Z", "2026-07-20 14:30": "2026-07-20T14:30:00Z", "2026-07-20 14:30:05": "2026-07-20T14:30:05Z",
		"2026-07-20T14:30:00Z": "2026-07-20T14:30:00Z", "2026-07-20T14:30:00.5+02:00": "2026-07-20T14:30:00.5+02:00",
	} {
		at := first[*graph.Baseline](t, "baselines: {b: {name: B, at: "+text+"}}", Options{}).At
		if got := at.Format(time.RFC3339Nano); got != want {
			t.Errorf("%s is read as %s, want %s", text, got, want)
		}
	}
}

func TestAnchorsRepeatValues(t *testing.T) {
	text := "initiatives:\n  a: {name: A, state: done, participants: &who [{unit: core, days: 3}]}\n  b: {name: B, state: done, participants: *who}\n"
	w := Parse("x.yaml", []byte(text), Options{})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	if b := w.changes[0].whole[1].rec.(*graph.Initiative); len(b.Participants) != 1 || b.Participants[0].Days != 3 {
		t.Errorf("participants = %v", b.Participants)
	}
}

// TestBombsAreRefused: a file of a few lines must not unfold into more than memory holds.
func TestBombsAreRefused(t *testing.T) {
	var bomb strings.Builder
	bomb.WriteString("x0: &x0 [a, a, a, a, a, a, a, a, a, a]\n")
	for i := 1; i < 9; i++ {
		fmt.Fprintf(&bomb, "x%d: &x%d [*x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d, *x%d]\n", i, i, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1, i-1)
	}
	nested := "units: &u\n  a: {name: A, units: *u}\n  b: {name: B, units: *u}\n"
	wide := "units:\n  u: {name: U, leads: &l [" + strings.Repeat("a, ", 2000) + "a]}\n" + repeated("  v%d: {name: V, leads: *l}\n", 200)
	for name, text := range map[string]string{
		"lists of lists":  bomb.String() + "units: {u: {name: U, leads: *x8}}\n",
		"within itself":   nested,
		"many of a large": wide,
	} {
		err := Parse("x.yaml", []byte(text), Options{}).Err()
		if !fault.Is(err, fault.Invalid) {
			t.Errorf("%s: err = %v, want that it is refused", name, err)
		}
	}
	deep := strings.Repeat("{name: A, units: {a: ", deepest+5) + "{}" + strings.Repeat("}}", deepest+5)
	if err := Parse("x.yaml", []byte("units: {a: "+deep+"}"), Options{}).Err(); !fault.Is(err, fault.Invalid) {
		t.Errorf("records written %d deep: %v", deepest+5, err)
	}
	if err := Parse("x.yaml", []byte(strings.Repeat("[", 20_000)), Options{}).Err(); !fault.Is(err, fault.Invalid) {
		t.Errorf("20,000 brackets: %v", err)
	}
}

func repeated(format string, n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
}

func TestSizesAreLimited(t *testing.T) {
	files := fstest.MapFS{"a.yaml": {Data: []byte("units: {a: {name: A}}")}, "b.yaml": {Data: []byte("units: {b: {name: B}}")}}
	if _, err := Read(files, Options{MaxFile: 10}); !fault.Is(err, fault.Full) {
		t.Errorf("err = %v, want that the file is too large", err)
	}
	if _, err := Read(files, Options{MaxTotal: 30}); !fault.Is(err, fault.Full) {
		t.Errorf("err = %v, want that the files are too large together", err)
	}
	if _, err := Read(files, Options{MaxFile: 21, MaxTotal: 42}); err != nil {
		t.Errorf("at the limit: %v", err)
	}
	many := "units:\n" + repeated("  u%d: {nme: U}\n", 3*most)
	err := Parse("x.yaml", []byte(many), Options{}).Err()
	if p, ok := fault.Of(err).Err.(importer.Problems); !ok || len(p) != most {
		t.Errorf("%d problems are told, want %d", len(p), most)
	}
}

func TestADirectoryIsReadAsOne(t *testing.T) {
	files := fstest.MapFS{
		"workspace.yaml":        {Data: []byte("on: 2026-01-05\nby: person/ana\nwhy: The plan\n")},
		"b/units.yml":           {Data: []byte("units: {core: {name: Core, leads: ana}}\n")},
		"a.yaml":                {Data: []byte("people: {ana: {name: Ana}}\nhistory:\n  - on: 2026-01-05\n    set: {unit/core: {short: C}}\n")},
		"later.yaml":            {Data: []byte("on: 2026-02-01\nwhy: More\nthemes: {t: {name: T}}\n")},
		"now.yaml":              {Data: []byte("on:\nthemes: {n: {name: N}}\n")},
		"_draft.yaml":           {Data: []byte("nonsense: true\n")},
		".hidden/x.yaml":        {Data: []byte("nonsense: true\n")},
		"README.md":             {Data: []byte("# Read me\n")},
		"empty.yaml":            {Data: []byte("# nothing yet\n")},
		"b/workspace.yaml":      {Data: []byte("themes: {w: {name: W}}\n")},
		"history/2026-03.yaml":  {Data: []byte("history:\n  - {on: 2026-03-01, by: ana, set: {theme/t: {short: S}}}\n")},
		"history/undated-.yaml": {Data: []byte("history:\n")},
	}
	w, err := Read(files, Options{})
	if err != nil {
		t.Fatal(err)
	}
	type line struct{ on, by, why, what string }
	var got []line
	for _, s := range steps(t, w, importer.Nothing) {
		refs := make([]string, 0, 4)
		for _, r := range s.Draft.Touches() {
			refs = append(refs, r.String())
		}
		on := ""
		if !s.Draft.Effective.IsZero() {
			on = s.Draft.Effective.Format(time.DateOnly)
		}
		got = append(got, line{on, s.Actor, s.Draft.Reason, strings.Join(refs, " ")})
	}
	want := []line{
		{"2026-01-05", "person/ana", "The plan", "person/ana unit/core theme/w"},
		{"2026-01-05", "person/ana", "", "unit/core"},
		{"2026-02-01", "person/ana", "More", "theme/t"},
		{"2026-03-01", "person/ana", "", "theme/t"},
		{"", "person/ana", "The plan", "theme/n"},
	}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(line{})); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestOpening(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one := write("sub/one.yaml", "units: {a: {nme: A}}\n")
	for _, path := range []string{one, filepath.Dir(one)} {
		w, err := Open(path, Options{})
		if err == nil {
			err = w.Err()
		}
		if err == nil || !strings.Contains(err.Error(), filepath.ToSlash(one)+":1:13: ") {
			t.Errorf("Open(%s) = %v, want the place %s:1:13", path, err, one)
		}
	}
	if _, err := Open(filepath.Join(dir, "none"), Options{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("err = %v, want that it is not there", err)
	}
	if err := os.Mkdir(filepath.Join(dir, "nothing"), 0o755); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(filepath.Join(dir, "nothing"), Options{}); !fault.Is(err, fault.NotFound) {
		t.Errorf("err = %v, want that there is no workspace file", err)
	}
	blank := write("blank/a.yaml", "")
	if _, err := Open(blank, Options{}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "a.yaml holds nothing") {
		t.Errorf("err = %v, want that the file holds nothing", err)
	}
	write("blank/b.yaml", "# soon\n")
	if _, err := Open(filepath.Dir(blank), Options{}); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "blank hold nothing") {
		t.Errorf("err = %v, want that the files hold nothing", err)
	}
	write("blank/c.yaml", "throughline: 1\n") // an export of nothing
	if w, err := Open(filepath.Dir(blank), Options{}); err != nil || w.Err() != nil {
		t.Errorf("err = %v, %v, want none", err, w.Err())
	}
	t.Chdir(filepath.Dir(one))
	w, err := Open("one.yaml", Options{})
	if err != nil || !strings.HasPrefix(w.Err().Error(), "one.yaml:1:13: ") {
		t.Errorf("err = %v, want the place one.yaml:1:13", err)
	}
}

// TestShiftMovesEveryDay: what is shifted back is what it was.
func TestShiftMovesEveryDay(t *testing.T) {
	w := Parse("x.yaml", []byte("on: 2026-01-05\n"+canonical+"history:\n  - {on: 2026-08-03 10:00, add: {work/w-1: {states: finished 2026-08-03}}}\n"), Options{Shift: 14, Now: time.Date(2026, 8, 18, 0, 0, 0, 0, time.UTC)})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	if got := w.changes[1].on.Format(time.RFC3339); got != "2026-08-17T10:00:00Z" || w.changes[0].on.Format(time.DateOnly) != "2026-01-19" {
		t.Errorf("the changes hold from %s and %s", w.changes[0].on, got)
	}
	records := make(map[graph.Ref]graph.Record)
	for _, one := range w.changes[0].whole {
		records[one.ref] = one.rec
	}
	var b bytes.Buffer
	if err := Export(pictureOf(records), &b); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		"from: 2026-01-15", "sent_at: 2026-07-17T09:30:00Z", "{on: 2026-07-15, value", "[opened 2026-07-15, started 2026-07-17T09:30:00Z]",
		"[2026-07-17 0.5]", "[2026-07-19 to 2026-07-23 on core]", "at: 2026-08-03",
	} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("%q is missing in\n%s", want, b.String())
		}
	}
}

func TestPlacesOfFields(t *testing.T) {
	w := Parse("x.yaml", []byte(year), Options{})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	ledger, freeze := graph.InitiativeID("ledger").Ref(), graph.DependencyID("freeze").Ref()
	if _, err := w.Plan(importer.Nothing); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		ref   graph.Ref
		field string
		want  string
	}{
		{ledger, "", "x.yaml:33:11"},
		{ledger, "state", "x.yaml:33:38"},
		{ledger, "owner", "x.yaml:13:41"},
		{ledger, "periods[0]", "x.yaml:13:74"},
		{ledger, "mandate.due", "x.yaml:22:60"},
		{ledger, "mandate.source", "x.yaml:13:96"},
		{ledger, "participants[3].unit", "x.yaml:33:11"},
		{freeze, "turns[0].unit", "x.yaml:16:95"},
		{freeze, "turns[1].act", "x.yaml:28:19"},
		{freeze, "turns[2].act", "x.yaml:29:19"},
		{graph.UnitID("core").Ref(), "parent", "x.yaml:9:43"},
		{graph.UnitID("none").Ref(), "name", ""},
		{graph.InitiativeID("portal").Ref(), "", "x.yaml:30:13"},
	} {
		if got := w.Place(c.ref, c.field).String(); got != c.want {
			t.Errorf("%s %s stands at %s, want %s", c.ref, c.field, got, c.want)
		}
	}
}

func TestLocate(t *testing.T) {
	w := Parse("x.yaml", []byte("units:\n  core:\n    name: Core\n    parent: harbor\n"), Options{})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	broken := graph.Violations{{Record: graph.UnitID("core").Ref(), Field: "parent", Sentence: "there is none", Remedy: "Mend it"}}
	if got := w.Locate(broken.Fault()); got == nil || !strings.HasPrefix(got.Error(), "x.yaml:4:13: unit/core (parent): there is none") {
		t.Errorf("Locate = %v", got)
	}
	other := fault.New(fault.Full, "the disk is full", "Free some space")
	if w.Locate(other) != error(other) || w.Locate(nil) != nil {
		t.Error("what is not about records stays as it is")
	}
}
