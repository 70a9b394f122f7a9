package workspacefile

import (
	"bytes"
	"fmt"
	"testing"
	"time"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

// FuzzParse reads any bytes as a workspace file: it ends with a workspace or with problems that have
// places; what is read can be planned, and what is planned can be exported and read back.
func FuzzParse(f *testing.F) {
	for _, s := range []string{
		small, year, canonical, "units: &u {a: {units: *u}}", "a: *b", "<<: {}", "units:\n\t- a", "? [a]\n: b", "on: 2026-01-01\nset:\n  unit/a: ",
		"units: !!binary aGk=", "%YAML 1.1\n---\nunits: {}", "units: {a: {name: \"\\x00\"}}", "history: {on: 2026-01-01, add: {work/w: {states: [opened 2026-01-01]}}}",
		"units: [{id: [a]}]", "remove: [[unit/a]]", "work: {w: {title: t, logged: 2026-01-01 1e39}}", "themes: {a: {name: |\n  x\n }}",
		"units: {a: {capacities: {h: &x {days: 1}, i: *x}, intents: {h: {stated: {shares: {a: 1%}}}}}}",
	} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		w := Parse("f.yaml", data, Options{Now: time.Unix(2_000_000_000, 0)})
		if err := w.Err(); err != nil {
			placed1(t, err)
			return
		}
		plan, err := w.Plan(importer.Nothing)
		if err != nil {
			if p, ok := fault.Of(err).Err.(importer.Problems); !ok || len(p) == 0 {
				t.Fatalf("planning failed without problems: %v", err)
			}
			return
		}
		b := graph.Empty().Edit()
		n := int64(0)
		for s := range plan.Steps {
			for _, r := range s.Draft.Puts {
				n++
				b.Put(graph.WithStamp(clone(r), graph.Stamp{Version: 1, Position: n}))
			}
		}
		var out bytes.Buffer
		if err := Export(b.Snapshot(time.Time{}, n), &out); err != nil {
			t.Fatal(err)
		}
		if err := Parse("again.yaml", out.Bytes(), Options{}).Err(); err != nil {
			t.Fatalf("what was exported does not read back: %v\n%s", err, out.Bytes())
		}
	})
}

func placed1(t *testing.T, err error) {
	t.Helper()
	p, ok := fault.Of(err).Err.(importer.Problems)
	if !ok || len(p) == 0 {
		t.Fatalf("an error without problems: %v", err)
	}
	for _, one := range p {
		if one.Place.File != "f.yaml" || one.Place.Line < 1 || one.Sentence == "" || one.Remedy == "" {
			t.Fatalf("a problem without place, sentence or remedy: %+v", one)
		}
	}
}

// FuzzText writes any text into a record and reads it back.
func FuzzText(f *testing.F) {
	for _, s := range []string{"", "a: b", "a\nb\n", "\x00\x85\u2028", " a ", "'", "\"\\", "2026-01-01", "yes", "- a", "{", "|", "\ufeff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		s = storable(s)
		u := &graph.Unit{ID: "u", Name: s, Purpose: "x" + s, Value: []graph.Criterion{{Dimension: "d", Words: s}, {Dimension: "e", Words: "a" + s + "\n"}}}
		form := &graph.Form{ID: "f", Questions: []string{s, "q" + s, s + "\n"}}
		var b bytes.Buffer
		if err := Export(pictureOf(map[graph.Ref]graph.Record{u.Ref(): u, form.Ref(): form}), &b); err != nil {
			t.Fatal(err)
		}
		w := Parse("x.yaml", b.Bytes(), Options{})
		if err := w.Err(); err != nil {
			t.Fatalf("%v\n%s", err, b.Bytes())
		}
		got, back := w.changes[0].whole[0].rec.(*graph.Unit), w.changes[0].whole[1].rec.(*graph.Form)
		if got.Name != u.Name || got.Purpose != u.Purpose || got.Value[0] != u.Value[0] || got.Value[1] != u.Value[1] {
			t.Fatalf("%+v came back as %+v\n%s", u, got, b.Bytes())
		}
		if fmt.Sprint(back.Questions) != fmt.Sprint(form.Questions) {
			t.Fatalf("%q came back as %q\n%s", form.Questions, back.Questions, b.Bytes())
		}
	})
}

// large is a workspace file with so many work items.
func large(items int) []byte {
	var b bytes.Buffer
	b.WriteString("units:\n  top: {name: Top}\n")
	for i := range 40 {
		fmt.Fprintf(&b, "  u%d: {name: Unit %d, parent: top}\n", i, i)
	}
	b.WriteString("initiatives:\n")
	for i := range 400 {
		fmt.Fprintf(&b, "  i%d: {name: Initiative %d, state: started, owner: u%d}\n", i, i, i%40)
	}
	b.WriteString("work:\n")
	for i := range items {
		fmt.Fprintf(&b, "  w%d:\n    title: Item %d\n    unit: u%d\n    initiative: i%d\n    size: %d\n    states: [opened 2026-01-05, started 2026-01-06, finished 2026-01-09]\n", i, i, i%40, i%400, i%8)
	}
	return b.Bytes()
}

// BenchmarkImport20k reads and plans a file of 20,000 work items.
func BenchmarkImport20k(b *testing.B) {
	data := large(20_000)
	b.SetBytes(int64(len(data)))
	for b.Loop() {
		w := Parse("large.yaml", data, Options{})
		if err := w.Err(); err != nil {
			b.Fatal(err)
		}
		if _, err := w.Plan(importer.Nothing); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkExport20k writes them again.
func BenchmarkExport20k(b *testing.B) {
	w := Parse("large.yaml", large(20_000), Options{})
	if err := w.Err(); err != nil {
		b.Fatal(err)
	}
	records := make(map[graph.Ref]graph.Record)
	for _, one := range w.changes[0].whole {
		records[one.ref] = one.rec
	}
	s := pictureOf(records)
	for b.Loop() {
		if err := Export(s, new(bytes.Buffer)); err != nil {
			b.Fatal(err)
		}
	}
}

// TestALargeChangeIsMadeInParts: first what others refer to, then the work, each part whole in itself.
func TestALargeChangeIsMadeInParts(t *testing.T) {
	w := Parse("large.yaml", append(large(12_000), "comments: {c: {on: work/w7, text: Odd}}\n"...), Options{})
	if err := w.Err(); err != nil {
		t.Fatal(err)
	}
	all := steps(t, w, importer.Nothing)
	var sizes []int
	picture, done := graph.Empty(), int64(0)
	for _, s := range all {
		sizes = append(sizes, len(s.Draft.Puts))
		b := picture.Edit()
		for i, r := range s.Draft.Puts {
			b.Put(graph.WithStamp(clone(r), graph.Stamp{Version: 1, Position: int64(i + 1)}))
		}
		picture = b.Snapshot(time.Time{}, 1)
		if broken := graph.Check(picture, s.Draft.Touches()); len(broken) > 0 {
			t.Fatalf("a part breaks rules: %v", broken[0])
		}
		if s.Done <= done || len(s.Draft.Expects) != len(s.Draft.Puts) || len(s.Before) != len(s.Draft.Puts) {
			t.Errorf("done %d after %d, %d expected and %d before of %d", s.Done, done, len(s.Draft.Expects), len(s.Before), len(s.Draft.Puts))
		}
		done = s.Done
	}
	if fmt.Sprint(sizes) != "[441 5000 5000 2000 1]" || done != int64(w.records) {
		t.Errorf("parts = %v with %d of %d records", sizes, done, w.records)
	}
}
