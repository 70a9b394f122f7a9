package ledgertest

import (
	"fmt"
	"os"
	"strconv"
	"testing"
	"time"

	"throughline/ledger"
)

// Work is a document as a tracker's item gives: about 350 bytes.
func Work(n int, version int32) ledger.Document {
	id := fmt.Sprintf("w-%07d", n)
	return Doc("work", id, version, fmt.Sprintf(`{"id":%q,"title":"Move the nightly batch %d to the new queue","unit":"unit-%d","initiative":"initiative-%d",`+
		`"size":%d,"states":[{"state":"opened","at":1783382400},{"state":"begun","at":%d},{"state":"done","at":%d}],"key":"HL-%d",`+
		`"link":"https://tracker.example.org/browse/HL-%d","logged":[{"on":"2026-07-08","days":0.5}]}`,
		id, n, n%97, n%1009, n%8+1, 1783382400+n%86400, 1783482400+n%86400, n, n))
}

// Changes seals n changes of one work item each onto the history, spread over so many records, and
// leaves them out of Entries.
func (h *History) Changes(n, records int) []ledger.Entry {
	out := make([]ledger.Entry, n)
	for i := range out {
		position := h.Head.Position
		out[i] = ledger.Entry{
			Recorded: Start().Add(time.Duration(position) * 10 * time.Millisecond), Actor: "person/ana-lima", Channel: ledger.API, Verb: "work.moved", Reason: "",
			Documents: []ledger.Document{Work(int(position*7919)%records, int32(position)/int32(records)+1)},
		}.Follow(h.Head)
		h.Head = out[i].Head()
	}
	return out
}

// Filled writes so many work items into the store, in batches of 1,000 changes of one item each.
func (h *History) Filled(t testing.TB, s ledger.Store, records int) {
	t.Helper()
	for left := records; left > 0; left -= 1000 {
		after := h.Head
		entries := h.Changes(min(left, 1000), records)
		if err := s.Append(t.Context(), h.Workspace, after, entries); err != nil {
			t.Fatalf("Append() = %v", err)
		}
	}
}

// Records is how many records a benchmark of loading uses: THROUGHLINE_BENCH_RECORDS, else 100,000.
func Records(t testing.TB) int {
	t.Helper()
	text := os.Getenv("THROUGHLINE_BENCH_RECORDS")
	if text == "" {
		return 100_000
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 1 {
		t.Fatalf("THROUGHLINE_BENCH_RECORDS = %q is not a number of records", text)
	}
	return n
}

// BenchAppend measures durable batches of so many changes, and reports changes/s.
func BenchAppend(b *testing.B, s ledger.Store, batch int) {
	h := NewHistory("harbor")
	h.Filled(b, s, spread)
	all := make([][]ledger.Entry, 0, 64)
	n := 0
	for b.Loop() {
		if n == len(all) { // sealing is the engine's work, not the store's
			b.StopTimer()
			all, n = all[:0], 0
			for range 64 {
				all = append(all, h.Changes(batch, spread))
			}
			b.StartTimer()
		}
		after := ledger.Head{Position: all[n][0].Position - 1, Hash: all[n][0].Prev, Recorded: all[n][0].Recorded}
		if err := s.Append(b.Context(), "harbor", after, all[n]); err != nil {
			b.Fatal(err)
		}
		n++
	}
	b.ReportMetric(float64(b.N*batch)/b.Elapsed().Seconds(), "changes/s")
	b.ReportMetric(0, "ns/op")
}

// spread is over how many records the changes of a benchmark go.
const spread = 20_000

// BenchLatest measures the reading of all latest documents, and reports records/s and seconds for a
// million.
func BenchLatest(b *testing.B, s ledger.Store, records int) {
	for b.Loop() {
		n := 0
		for v, err := range s.Latest(b.Context(), "harbor", nil) {
			if err != nil || v.Document.Kind != "work" {
				b.Fatal(v, err)
			}
			n++
		}
		if n != records {
			b.Fatalf("Latest() gave %d records, want %d", n, records)
		}
	}
	perRecord := b.Elapsed().Seconds() / float64(b.N) / float64(records)
	b.ReportMetric(1/perRecord, "records/s")
	b.ReportMetric(perRecord*1e6, "s/million")
	b.ReportMetric(0, "ns/op")
}
