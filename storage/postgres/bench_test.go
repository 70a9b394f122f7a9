package postgres

import (
	"context"
	"fmt"
	"testing"

	"github.com/jackc/pgx/v5"

	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/testing/postgrestest"
)

// batches are the sizes measured: a change alone, what 64 writers give, and an import.
func batches() []int { return []int{1, 64, 1000} }

func BenchmarkAppend(b *testing.B) {
	server := postgrestest.Start(b, postgrestest.Options{Durable: true})
	for _, n := range batches() {
		b.Run(fmt.Sprintf("store/batch=%d", n), func(b *testing.B) {
			s := open(b, server.Database(b), Options{})
			defer s.Close()
			ledgertest.BenchAppend(b, s, n)
		})
		b.Run(fmt.Sprintf("driver/batch=%d", n), func(b *testing.B) {
			s := open(b, server.Database(b), Options{})
			defer s.Close()
			benchDriver(b, s, n)
		})
	}
}

// benchDriver is the ceiling: the driver alone writes the same rows with the same durability, column
// by column in one round trip. Nothing is sealed, digested, checked, compared or told while it is
// measured.
func benchDriver(b *testing.B, s *Store, batch int) {
	h := ledgertest.NewHistory("harbor")
	h.Filled(b, s, 20_000)
	conn, err := s.pool.Acquire(b.Context())
	if err != nil {
		b.Fatal(err)
	}
	defer conn.Release()
	ready := make([][]any, 0, 64)
	n := 0
	for b.Loop() {
		if n == len(ready) {
			b.StopTimer()
			ready, n = ready[:0], 0
			for range 64 {
				after := h.Head
				args, err := argsOf("harbor", after, h.Changes(batch, 20_000))
				if err != nil {
					b.Fatal(err)
				}
				ready = append(ready, args)
			}
			b.StartTimer()
		}
		if err := writeColumns(b.Context(), conn.Conn(), ready[n]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "changes/s")
	b.ReportMetric(0, "ns/op")
}

func writeColumns(ctx context.Context, conn *pgx.Conn, a []any) error {
	var batch pgx.Batch
	batch.Queue(`UPDATE head SET position = $2, hash = $3, recorded = $4 WHERE workspace = $1`, a[0], a[2], a[3], a[4])
	batch.Queue(`INSERT INTO entry SELECT $1, e.* FROM unnest($2::bigint[], $3::bigint[], $4::bigint[], $5::text[], $6::text[], $7::text[], $8::text[], $9::bytea[], $10::bytea[]) e`,
		append([]any{a[0]}, a[16:25]...)...)
	batch.Queue(`INSERT INTO version SELECT $1, e.* FROM unnest($2::bigint[], $3::bigint[], $4::text[], $5::text[], $6::integer[], $7::integer[], $8::bigint[], $9::text[], $10::text[], $11::bigint[]) e`,
		append([]any{a[0]}, a[5:15]...)...)
	batch.Queue(`INSERT INTO latest SELECT $1, e.* FROM unnest($2::text[], $3::text[], $4::bigint[], $5::integer[], $6::integer[], $7::bigint[], $8::text[], $9::text[], $10::bigint[]) e
		ON CONFLICT (workspace, kind, id) DO UPDATE SET position = excluded.position, version = excluded.version, format = excluded.format,
		effective = excluded.effective, body = excluded.body, personal = excluded.personal, mark = excluded.mark`,
		a[0], a[7], a[8], a[5], a[9], a[10], a[11], a[12], a[13], a[14])
	return pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error { return tx.SendBatch(ctx, &batch).Close() })
}

func BenchmarkLatest(b *testing.B) {
	server := postgrestest.Start(b, postgrestest.Options{Durable: true})
	records := ledgertest.Records(b)
	s := open(b, server.Database(b), Options{})
	defer s.Close()
	ledgertest.NewHistory("harbor").Filled(b, s, records)
	b.Run("store", func(b *testing.B) { ledgertest.BenchLatest(b, s, records) })
	b.Run("driver", func(b *testing.B) { benchScan(b, s, records) })
}

// benchScan is the ceiling: the driver alone scans the same columns.
func benchScan(b *testing.B, s *Store, records int) {
	for b.Loop() {
		rows, err := s.pool.Query(b.Context(), dialect().Latest(), "harbor")
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		var v ledger.Version
		var effective, mark int64
		var personal *string
		d := &v.Document
		_, err = pgx.ForEachRow(rows, []any{&v.Position, &effective, &d.Kind, &d.ID, &d.Version, &d.Format, &d.Body, &personal, &mark}, func() error {
			n++
			return nil
		})
		if err != nil || n != records {
			b.Fatal(n, err)
		}
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N)/float64(records)*1e6, "s/million")
	b.ReportMetric(0, "ns/op")
}
