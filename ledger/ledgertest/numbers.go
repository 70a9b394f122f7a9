package ledgertest

import (
	"testing"
	"time"

	"throughline/ledger"
)

// NumberedTwice is a history that gives numbers twice, as programs did that did not count what was told late.
func NumberedTwice() *History {
	h := NewHistory("harbor")
	early := Start().Add(-time.Hour)
	h.Next(Doc("unit", "core", 1, `{"n":1}`), Doc("unit", "legal", 1, `{}`), Doc("unit", "sales", 1, `{}`), h.Person("ana", 1, "Ana", "a@b"))
	h.Since(early, Doc("unit", "core", 2, `{"n":2}`), Gone("unit", "sales", 2))
	h.Since(early.Add(time.Second), Doc("unit", "core", 2, `{"n":3}`)) // the first stands, and is counted from
	h.Next(Doc("unit", "sales", 2, `{}`), Doc("unit", "legal", 2, `{}`))
	h.Since(early, Doc("theme", "a", 1, `{}`))
	h.Since(early.Add(-time.Second), Gone("theme", "a", 2))
	h.Next(Doc("unit", "ops", 5, `{}`))
	return h
}

// ReadsOn fails the test unless the store, which took the history of NumberedTwice when it had an earlier
// layout, reads all of it, names what was numbered twice, and knows from where to count on.
func (h *History) ReadsOn(t testing.TB, s ledger.Store) {
	t.Helper()
	h.holds(t, s)
	h.latestHolds(t, s)
	core := ledger.Repeat{Record: ledger.Record{Kind: "unit", ID: "core"}, Version: 2, Position: 3}
	sales := ledger.Repeat{Record: ledger.Record{Kind: "unit", ID: "sales"}, Version: 2, Position: 4}
	h.repeatsHold(t, s, core, sales)
	h.Append(t, s, h.Next(Doc("unit", "core", 3, `{}`), Doc("unit", "sales", 3, `{}`)), h.Since(Start(), Gone("unit", "legal", 3), Doc("theme", "a", 3, `{}`)))
	h.Append(t, s, h.Next(Doc("unit", "ops", 4, `{}`)))
	h.latestHolds(t, s)
	h.repeatsHold(t, s, core, sales, ledger.Repeat{Record: ledger.Record{Kind: "unit", ID: "ops"}, Version: 4, Position: h.Head.Position})
}

func (h *History) latestHolds(t testing.TB, s ledger.Store) {
	t.Helper()
	if _, got := Latest(t, s, h.Workspace); Diff(h.latest(), got) != "" {
		t.Errorf("latest (-want +got):\n%s", Diff(h.latest(), got))
	}
}

func (h *History) repeatsHold(t testing.TB, s ledger.Store, want ...ledger.Repeat) {
	t.Helper()
	report, err := ledger.Verify(t.Context(), s, h.Workspace, nil)
	if err != nil || report.Repeated != int64(len(want)) || Diff(want, report.Repeats) != "" {
		t.Errorf("Verify() = %v, %d repeats (-want +got):\n%s", err, report.Repeated, Diff(want, report.Repeats))
	}
}
