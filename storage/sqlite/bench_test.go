package sqlite

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// batches are the sizes measured: a change alone, what 64 writers give, and an import.
func batches() []int { return []int{1, 64, 1000} }

func BenchmarkAppend(b *testing.B) {
	for _, n := range batches() {
		b.Run(fmt.Sprintf("store/batch=%d", n), func(b *testing.B) { ledgertest.BenchAppend(b, fresh(b), n) })
		b.Run(fmt.Sprintf("driver/batch=%d", n), func(b *testing.B) { benchDriver(b, n) })
	}
}

// benchDriver is the ceiling: the driver alone writes the same rows with the same durability. Nothing
// is sealed, digested or checked while it is measured.
func benchDriver(b *testing.B, batch int) {
	s := fresh(b)
	h := ledgertest.NewHistory("harbor")
	h.Filled(b, s, 20_000)
	ready := make([]rows, 0, 64)
	heads := make([]ledger.Head, 0, 64)
	n := 0
	for b.Loop() {
		if n == len(ready) {
			b.StopTimer()
			ready, heads, n = ready[:0], heads[:0], 0
			for range 64 {
				r, err := rowsOf("harbor", h.Changes(batch, 20_000))
				if err != nil {
					b.Fatal(err)
				}
				ready, heads = append(ready, r), append(heads, h.Head)
			}
			b.StartTimer()
		}
		if err := writeRows(b.Context(), s.writer, ready[n], heads[n]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "changes/s")
	b.ReportMetric(0, "ns/op")
}

func writeRows(ctx context.Context, w *writer, r rows, head ledger.Head) error {
	return w.transact(ctx, func() error {
		if _, err := w.conn.ExecContext(ctx, `UPDATE head SET position = ?, hash = ?, recorded = ? WHERE workspace = 'harbor'`, head.Position, head.Hash[:], head.Recorded.UnixMilli()); err != nil {
			return err
		}
		if err := w.entry.insert(ctx, r.entries); err != nil {
			return err
		}
		if err := w.version.insert(ctx, r.versions); err != nil {
			return err
		}
		return w.latest.insert(ctx, r.latest)
	})
}

func BenchmarkLatest(b *testing.B) {
	records := ledgertest.Records(b)
	s := open(b, filepath.Join(b.TempDir(), "data.db"), Options{})
	defer s.Close()
	ledgertest.NewHistory("harbor").Filled(b, s, records)
	b.Run("store", func(b *testing.B) { ledgertest.BenchLatest(b, s, records) })
	b.Run("driver", func(b *testing.B) { benchScan(b, s, records) })
}

// benchScan is the ceiling: the driver alone scans the same columns.
func benchScan(b *testing.B, s *Store, records int) {
	for b.Loop() {
		rows, err := s.readers.QueryContext(b.Context(), dialect().Latest(), "harbor")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		var position, effective, version, format, mark, highest int64
		var kind, id string
		var body []byte
		var personal *string
		for rows.Next() {
			if err := rows.Scan(&position, &effective, &kind, &id, &version, &format, &body, &personal, &mark, &highest); err != nil {
				b.Fatal(err)
			}
			n++
		}
		if rows.Close() != nil || n != records {
			b.Fatal(n)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(records)*1e6, "s/million")
	b.ReportMetric(0, "ns/op")
}
