package workspacefile

import (
	"bytes"
	"io"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

func pictureOf(records map[graph.Ref]graph.Record) *graph.Snapshot {
	b := graph.Empty().Edit()
	for _, ref := range slices.SortedFunc(maps.Keys(records), graph.Ref.Compare) {
		b.Put(graph.WithStamp(records[ref], graph.Stamp{Version: 1, Position: 1}))
	}
	return b.Snapshot(time.Time{}, 1)
}

// whole compares records field by field; times are equal when their text is.
var whole = cmp.Options{
	cmp.Exporter(func(reflect.Type) bool { return true }),
	cmp.Comparer(func(a, b time.Time) bool { return a.Format(time.RFC3339Nano) == b.Format(time.RFC3339Nano) }),
	cmp.Comparer(func(a, b graph.Stamp) bool { return true }),
	cmp.Comparer(func(a, b graph.Shares) bool { return slices.Equal(a, b) }), // no shares are no shares
}

func sameRecords(t *rapid.T, want map[graph.Ref]graph.Record, w *Workspace, text []byte) {
	var got []*written
	for _, e := range w.changes {
		got = append(got, e.whole...)
	}
	if len(got) != len(want) {
		t.Fatalf("%d records came back of %d\n%s", len(got), len(want), text)
	}
	for _, g := range got {
		if diff := cmp.Diff(want[g.ref], g.rec, whole); diff != "" || !change.Same(want[g.ref], g.rec) {
			t.Fatalf("%s changed (-want +got):\n%s\n%s", g.ref, diff, text)
		}
	}
}

func TestEveryRecordComesBackExactly(t *testing.T) {
	for _, k := range graph.Kinds() {
		t.Run(string(k.Kind), func(t *testing.T) {
			rapid.Check(t, func(t *rapid.T) {
				records := make(map[graph.Ref]graph.Record)
				for range rapid.IntRange(1, 3).Draw(t, "records") {
					r := drawRecord(t, k)
					records[r.Ref()] = r
				}
				var b bytes.Buffer
				if err := Export(pictureOf(records), &b); err != nil {
					t.Fatal(err)
				}
				w := Parse("x.yaml", b.Bytes(), Options{})
				if err := w.Err(); err != nil {
					t.Fatalf("%v\n%s", err, b.Bytes())
				}
				sameRecords(t, records, w, b.Bytes())
				var again bytes.Buffer
				if err := Export(pictureOf(records), &again); err != nil || !bytes.Equal(again.Bytes(), b.Bytes()) {
					t.Fatalf("a second export differs: %v", err)
				}
			})
		})
	}
}

// memory collects exported files.
type memory struct{ files fstest.MapFS }

type memoryFile struct {
	bytes.Buffer
	m    memory
	name string
}

func (m memory) create(name string) (io.WriteCloser, error) {
	return &memoryFile{m: m, name: name}, nil
}

func (f *memoryFile) Close() error {
	f.m.files[f.name] = &fstest.MapFile{Data: f.Bytes()}
	return nil
}

func TestADirectoryComesBackExactly(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		records := make(map[graph.Ref]graph.Record)
		for range rapid.IntRange(1, 12).Draw(t, "records") {
			r := drawRecord(t, rapid.SampledFrom(graph.Kinds()).Draw(t, "kind"))
			records[r.Ref()] = r
		}
		m := memory{fstest.MapFS{}}
		if err := ExportFiles(pictureOf(records), m.create); err != nil {
			t.Fatal(err)
		}
		w, err := Read(m.files, Options{})
		if err != nil {
			t.Fatal(err)
		}
		sameRecords(t, records, w, nil)
		if len(w.changes) != 1 {
			t.Fatalf("%d changes, want one for all files", len(w.changes))
		}
	})
}

const canonical = `throughline: 1

units:
  core:
    name: Core Services
    purpose: |-
      Keep the ledger right.
      Every day.
    leads: [ana, bo]
    people: 12
    value:
      - {dimension: stability, words: "No surprises, ever", weight: 0.6}
      - dimension: speed
        words: |
          Answer fast,
          and say no early.
        weight: 0.4
    from: 2026-01-01
  "2026":
    name: "Yes: and no"

intents:
  core-h2-assigned:
    level: assigned
    unit: core
    period: h2
    shares: {fast: 0.25, good: 0.75}
    receipt:
      state: sent
      sent_at: 2026-07-03T09:30:00Z

outcomes:
  fast:
    name: Decision in 4 hours
    metric:
      name: hours
      target: 4
      direction: down
    readings:
      - {on: 2026-07-01, value: 61.5, confidence: 0.4}

work:
  w-1:
    title: "#1 is next"
    unit: core
    states: [opened 2026-07-01, started 2026-07-03T09:30:00Z]
    logged: [2026-07-03 0.5]
    blocked: [2026-07-05 to 2026-07-09 on core]

comments:
  c1:
    on: unit/core
    at: 2026-07-20
    text: Why?
`

func TestTheCanonicalForm(t *testing.T) {
	w := Parse("x.yaml", []byte(canonical), Options{})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	records := make(map[graph.Ref]graph.Record)
	for _, one := range w.changes[0].whole {
		records[one.ref] = one.rec
	}
	var b bytes.Buffer
	if err := Export(pictureOf(records), &b); err != nil {
		t.Fatal(err)
	}
	// Records stand by id, and "2026" comes before core.
	before, after, _ := strings.Cut(canonical, "  \"2026\":\n    name: \"Yes: and no\"\n")
	want := strings.Replace(before+after, "units:\n", "units:\n  \"2026\":\n    name: \"Yes: and no\"\n", 1)
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestLongListsAndManyFiles(t *testing.T) {
	unit := &graph.Unit{ID: "u", Name: "U"}
	for i := range 12 {
		unit.Leads = append(unit.Leads, graph.PersonID("person-with-a-long-id-"+string(rune('a'+i))))
	}
	records := map[graph.Ref]graph.Record{unit.Ref(): unit}
	for i := range perFile + 1 {
		w := &graph.Work{ID: graph.WorkID("w" + string(rune('a'+i%26)) + decimal(float64(i), 64)), Title: "T"}
		records[w.Ref()] = w
	}
	m := memory{fstest.MapFS{}}
	if err := ExportFiles(pictureOf(records), m.create); err != nil {
		t.Fatal(err)
	}
	if got, want := slices.Sorted(maps.Keys(m.files)), []string{"units.yaml", "work-0001.yaml", "work-0002.yaml"}; !slices.Equal(got, want) {
		t.Errorf("files = %v, want %v", got, want)
	}
	if text := string(m.files["units.yaml"].Data); !strings.Contains(text, "    leads:\n      - person-with-a-long-id-a\n") {
		t.Errorf("a long list should stand one item below the other:\n%s", text)
	}
	w, err := Read(m.files, Options{})
	if err != nil || w.records != len(records) {
		t.Errorf("%d records came back of %d: %v", w.records, len(records), err)
	}
}

func TestExportIntoADirectory(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made")
	both := pictureOf(map[graph.Ref]graph.Record{
		{Kind: graph.KindUnit, ID: "u"}: &graph.Unit{ID: "u", Name: "U"}, {Kind: graph.KindTheme, ID: "t"}: &graph.Theme{ID: "t", Name: "T"},
	})
	if err := ExportDirectory(both, dir); err != nil {
		t.Fatal(err)
	}
	one := pictureOf(map[graph.Ref]graph.Record{{Kind: graph.KindUnit, ID: "u"}: &graph.Unit{ID: "u", Name: "V"}})
	if err := ExportDirectory(one, dir); err != nil {
		t.Fatal(err)
	}
	names, _ := filepath.Glob(filepath.Join(dir, "*"))
	if len(names) != 1 || filepath.Base(names[0]) != "units.yaml" {
		t.Errorf("files = %v, want only units.yaml: what has no records any more must not come back", names)
	}
	w, err := Open(dir, Options{})
	if err != nil || w.changes[0].whole[0].rec.Label() != "V" {
		t.Errorf("reading it back: %v", err)
	}
	if err := os.WriteFile(filepath.Join(dir, "plan.yaml"), []byte("on: 2026-01-01\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := ExportDirectory(one, dir); !fault.Is(err, fault.Conflict) {
		t.Errorf("err = %v, want a conflict with plan.yaml", err)
	}
	file := filepath.Join(dir, "plan.yaml")
	if err := ExportDirectory(one, filepath.Join(file, "below")); !fault.Is(err, fault.ReadOnly) {
		t.Errorf("err = %v, want that it cannot be written", err)
	}
}

func TestTextThatIsNotUTF8IsNotWritten(t *testing.T) {
	bad := pictureOf(map[graph.Ref]graph.Record{{Kind: graph.KindUnit, ID: "u"}: &graph.Unit{ID: "u", Name: "a\xff"}})
	if err := Export(bad, io.Discard); err == nil || !strings.Contains(err.Error(), "unit/u") {
		t.Errorf("err = %v, want one that names unit/u", err)
	}
}

func TestWhatIsExportedImportsToNothing(t *testing.T) {
	s := newStore()
	s.imported(t, year)
	s.imported(t, small)
	now, _ := s.at(time.Time{})
	var b bytes.Buffer
	if err := Export(now, &b); err != nil {
		t.Fatal(err)
	}
	w := Parse("x.yaml", b.Bytes(), Options{})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	if n := drafts(steps(t, w, s.at)); n != 0 {
		t.Errorf("%d changes, want none", n)
	}
	empty := steps(t, w, importer.Nothing)
	if len(empty) != 1 || len(empty[0].Draft.Puts) != w.records {
		t.Errorf("into nothing it makes %d changes", len(empty))
	}
}
