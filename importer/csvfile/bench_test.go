package csvfile

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"runtime"
	"strings"
	"testing"
	"time"

	"throughline/importer"
)

// export is a tracker's export of so many rows, made as it is read: it takes no memory.
type export struct {
	row, rows int
	rest      bytes.Buffer
}

func (e *export) Read(p []byte) (int, error) {
	for e.rest.Len() < len(p) && e.row <= e.rows {
		if e.row == 0 {
			e.rest.WriteString("Key,Summary,Team,Epic,Points,Created,Resolved\r\n")
		} else {
			fmt.Fprintf(&e.rest, "SRV-%d,\"Move the batch, part %d\",%s,INI-1,%d,%02d.02.2026,%02d.03.2026\r\n",
				e.row, e.row, []string{"Core Services", "Payments"}[e.row%2], e.row%8, e.row%28+1, e.row%28+1)
		}
		e.row++
	}
	if e.rest.Len() == 0 {
		return 0, io.EOF
	}
	return e.rest.Read(p)
}

func exportOf(t testing.TB, rows int) *File {
	f, err := New("export.csv", func() (io.ReadCloser, error) { return io.NopCloser(&export{rows: rows}), nil })
	if err != nil {
		t.Fatal(err)
	}
	return f
}

func exportMapping(t testing.TB) Mapping {
	m, err := ReadMapping("m.yaml", []byte(workMapping))
	if err != nil {
		t.Fatal(err)
	}
	return m
}

// BenchmarkImport100k reads a table of 100,000 rows up to the drafts, without a store.
func BenchmarkImport100k(b *testing.B) {
	w := harbor()
	for b.Loop() {
		plan, err := exportOf(b, 100_000).Plan(w.past, exportMapping(b), io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		sum, err := importer.Run(b.Context(), plan, importer.Options{})
		if err != nil || sum.Kinds[0].Created != 100_000 {
			b.Fatalf("%+v, %v", sum, err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// BenchmarkAgain100k reads the same table when all its rows are there already.
func BenchmarkAgain100k(b *testing.B) {
	w := harbor()
	plan, err := exportOf(b, 100_000).Plan(w.past, exportMapping(b), io.Discard)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := importer.Run(b.Context(), plan, importer.Options{Apply: func(_ context.Context, s importer.Step) error { return w.apply(s) }}); err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		plan, err := exportOf(b, 100_000).Plan(w.past, exportMapping(b), io.Discard)
		if err != nil {
			b.Fatal(err)
		}
		sum, err := importer.Run(b.Context(), plan, importer.Options{})
		if err != nil || sum.Unchanged != 100_000 {
			b.Fatalf("%+v, %v", sum, err)
		}
	}
	b.ReportMetric(100_000*float64(b.N)/b.Elapsed().Seconds(), "rows/s")
}

// TestBuffersDoNotGrowWithTheRows holds the memory that is live between two batches against the rows:
// ten times the rows must not take more than the ids of the rows need, and never more than 64 MiB.
func TestBuffersDoNotGrowWithTheRows(t *testing.T) {
	live := func(rows int) (most uint64) {
		w := harbor()
		plan, err := exportOf(t, rows).Plan(w.past, exportMapping(t), io.Discard)
		if err != nil {
			t.Fatal(err)
		}
		var before, now runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&before)
		_, err = importer.Run(t.Context(), plan, importer.Options{Apply: func(context.Context, importer.Step) error {
			runtime.GC()
			runtime.ReadMemStats(&now)
			if now.HeapAlloc > before.HeapAlloc {
				most = max(most, now.HeapAlloc-before.HeapAlloc)
			}
			return nil
		}})
		if err != nil {
			t.Fatal(err)
		}
		return most
	}
	small, large := live(10_000), live(100_000)
	t.Logf("10,000 rows hold %d KiB, 100,000 rows %d KiB", small>>10, large>>10)
	if ids := uint64(100_000 * 4 * 8); large > small+ids {
		t.Errorf("100,000 rows hold %d bytes, 10,000 rows %d: the difference is more than the table of ids", large, small)
	}
	if limit := uint64(remembered * 2 * 8); limit > 48<<20 {
		t.Errorf("the table of ids may take %d bytes, which leaves too little of 64 MiB", limit)
	}
}

// FuzzTable reads any bytes as a table: it must end with rows or a fault, and every row is either
// taken or rejected.
func FuzzTable(f *testing.F) {
	for _, s := range []string{workTable, umlauts, "sep=;\na;b\n", "a,b\n\"x", "a\tb\n1\t2", "\xff\xfea\x00,\x00b\x00", "a,a\n1,2\n", "Key,Title\n,\n", "Key;Title;Since\n1;2;01.02.26\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		file, err := New("f.csv", func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(data)), nil })
		if err != nil {
			return
		}
		m, err := file.Suggest("work")
		if err != nil {
			t.Fatal(err)
		}
		if _, err := ReadMapping("m.yaml", m.YAML()); err != nil {
			t.Fatalf("the suggestion does not read back: %v\n%s", err, m.YAML())
		}
		var rejected strings.Builder
		plan, err := file.Plan(harbor().past, m, &rejected)
		if err != nil {
			return
		}
		sum, err := importer.Run(t.Context(), plan, importer.Options{})
		if err != nil {
			return
		}
		made := sum.Unchanged + sum.Rejected
		for _, k := range sum.Kinds {
			made += k.Created + k.Changed
		}
		if int64(made) != sum.Done || sum.Done != plan.Total {
			t.Fatalf("%d rows became %d records, unchanged or rejected ones; %d were announced", sum.Done, made, plan.Total)
		}
		if (sum.Rejected > 0) != (rejected.Len() > 0) {
			t.Fatalf("%d rows were rejected, and %d bytes written", sum.Rejected, rejected.Len())
		}
	})
}

// FuzzMapping reads any text as a mapping file: it ends with a mapping or a fault.
func FuzzMapping(f *testing.F) {
	for _, s := range []string{workMapping, "kind: unit\nid: [A, B]\nset: {a: b}\n", "kind: &a unit\ncolumns: *a\n", "columns: {A: [b, {field: c}]}\n", "a: [\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, err := ReadMapping("m.yaml", data)
		if err != nil {
			return
		}
		_, _ = table(t, "A,B\n1,2\n").Plan(harbor().past, m, nil)
	})
}

// FuzzCells reads any cell as a day and as a number.
func FuzzCells(f *testing.F) {
	for _, s := range []string{"2026-07-20", "1.234,5", "20.07.26 10:15", "46223.5", "33.3 %", "Jul 20, 2026", "−5"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, o := range orders() {
			if at, ok := parseMoment(s, o); ok && (at.Year() < 1899 || at.Year() > 9999 || at.Location() != time.UTC) {
				t.Errorf("%q as %s = %s", s, o, at)
			}
		}
		for _, d := range []Decimal{Point, Comma} {
			if n, ok := parseNumber(s, d); ok && n != n {
				t.Errorf("%q is not a number and read as one", s)
			}
		}
	})
}
