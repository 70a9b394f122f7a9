package ledgertest

import (
	"context"
	"fmt"
	"testing"
	"time"

	"throughline/fault"
	"throughline/ledger"
)

func readChecks() []check {
	return []check{
		{"entries by every query", entriesByQuery},
		{"versions between two moments", versionsBetween},
		{"versions that stood at a moment", versionsStanding},
		{"versions of many records, left early", standingOfMany},
		{"times to the millisecond, long ago or far ahead", timesExact},
		{"reading inside reading", readingInsideReading},
	}
}

// sample is a history of 24 changes to few records, some told late.
func sample() *History {
	h := NewHistory("harbor")
	for i := range 24 {
		unit := Doc("unit", fmt.Sprintf("u-%d", i%5), int32(i/5+1), fmt.Sprintf(`{"n":%d}`, i))
		theme := Doc("theme", fmt.Sprintf("t-%d", i%3), int32(i/3+1), `{}`)
		switch {
		case i%7 == 3:
			h.Since(Start().Add(time.Duration(i-9)*time.Second), unit, theme)
		case i%7 == 6:
			h.Next(Gone("unit", unit.ID, unit.Version))
		default:
			h.Next(unit)
		}
	}
	return h
}

func entriesByQuery(t *testing.T, s Subject) {
	store, h := s.open(t), sample()
	h.Append(t, store, h.Entries...)
	for _, after := range []int64{0, 1, 11, 23, 24, 99} {
		for _, until := range []int64{0, 1, 12, 24, 99} {
			for _, of := range []struct{ kind, id string }{{}, {"unit", "u-2"}, {"theme", "t-0"}, {"theme", ""}, {"unit", "t-0"}, {"none", "u-1"}} {
				for _, limit := range []int{0, 1, 5, 99} {
					for _, last := range []bool{false, true} {
						q := ledger.Query{After: after, Until: until, Kind: of.kind, ID: of.id, Limit: limit, Last: last}
						if diff := Diff(h.choose(q), All(t, store, "harbor", q)); diff != "" {
							t.Fatalf("Entries(%+v) (-want +got):\n%s", q, diff)
						}
					}
				}
			}
		}
	}
}

// choose says what the query means, without cleverness.
func (h *History) choose(q ledger.Query) []ledger.Entry {
	var out []ledger.Entry
	for i := range h.Entries {
		e := h.Entries[i]
		if q.Last {
			e = h.Entries[len(h.Entries)-1-i]
		}
		touched := q.Kind == ""
		for _, d := range e.Documents {
			touched = touched || d.Kind == q.Kind && (q.ID == "" || d.ID == q.ID)
		}
		if e.Position > q.After && (q.Until == 0 || e.Position <= q.Until) && touched && (q.Limit == 0 || len(out) < q.Limit) {
			out = append(out, e)
		}
	}
	return out
}

func versionsBetween(t *testing.T, s Subject) {
	store, h := s.open(t), sample()
	h.Append(t, store, h.Entries...)
	moments := []time.Time{
		{},
		Start().Add(-time.Hour), Start(), Start().Add(4 * time.Second), Start().Add(4*time.Second + 300*time.Microsecond),
		Start().Add(4*time.Second + time.Millisecond), Start().Add(12 * time.Second), Start().Add(24 * time.Second), Start().Add(time.Hour),
	}
	for _, after := range moments {
		for _, until := range moments {
			if diff := Diff(h.between(after, until), Between(t, store, "harbor", after, until)); diff != "" {
				t.Fatalf("Between(%v, %v) (-want +got):\n%s", after, until, diff)
			}
		}
	}
}

// between says what Between means, without cleverness.
func (h *History) between(after, until time.Time) []ledger.Version {
	var out []ledger.Version
	for _, e := range h.Entries {
		if !e.Effective.After(after) || e.Effective.After(until) {
			continue
		}
		at := len(out)
		for at > 0 && out[at-1].Effective.After(e.Effective) {
			at--
		}
		var here []ledger.Version
		for _, d := range e.Documents {
			here = append(here, ledger.Version{Position: e.Position, Effective: e.Effective, Document: d})
		}
		out = append(out[:at:at], append(here, out[at:]...)...)
	}
	return out
}

func versionsStanding(t *testing.T, s Subject) {
	store, h := s.open(t), sample()
	h.Append(t, store, h.Entries...)
	other := NewHistory("office") // of the same records, and none of the answer
	other.Append(t, store, other.Since(Start(), Doc("unit", "u-1", 1, `{"other":true}`)))
	all := []ledger.Record{
		{Kind: "none", ID: "u-1"},
		{Kind: "theme", ID: "t-0"},
		{Kind: "theme", ID: "t-1"},
		{Kind: "theme", ID: "u-1"},
		{Kind: "unit", ID: "u-0"},
		{Kind: "unit", ID: "u-1"},
		{Kind: "unit", ID: "u-2"},
		{Kind: "unit", ID: "u-4"},
		{Kind: "unit", ID: "u-99"},
	}
	for _, records := range [][]ledger.Record{nil, all[:1], all[1:2], all[4:6], all} {
		for _, position := range []int64{0, 1, 4, 11, 24, 99} {
			for _, after := range []time.Duration{-time.Hour, 0, 4 * time.Second, 4*time.Second - time.Nanosecond, 12 * time.Second, time.Hour} {
				at := ledger.Moment{Effective: Start().Add(after), Position: position}
				if diff := Diff(h.standing(at, records), Standing(t, store, "harbor", at, records)); diff != "" {
					t.Fatalf("Standing(%+v, %v) (-want +got):\n%s", at, records, diff)
				}
			}
		}
	}
}

// standing says what Standing means, without cleverness.
func (h *History) standing(at ledger.Moment, records []ledger.Record) []ledger.Version {
	var out []ledger.Version
	for _, r := range records {
		var best *ledger.Version
		for _, v := range h.between(time.Time{}.Add(-time.Hour), at.Effective) { // in order of effective time and position
			if v.Document.Kind == r.Kind && v.Document.ID == r.ID && v.Position <= at.Position {
				best = &v
			}
		}
		if best != nil {
			out = append(out, *best)
		}
	}
	return out
}

// standingOfMany asks for more records than a statement takes, of names that are no plain letters.
func standingOfMany(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	var documents []ledger.Document
	var records []ledger.Record
	for i := range 1500 {
		d := Doc("unit", fmt.Sprintf("%05d \"é\\ ' 😀", i), 1, `{}`)
		documents = append(documents, d)
		records = append(records, ledger.Record{Kind: d.Kind, ID: d.ID})
	}
	h.Append(t, store, h.Next(documents...))
	at := ledger.Moment{Effective: Start().Add(time.Hour), Position: 1}
	got := Standing(t, store, "harbor", at, records)
	if len(got) != len(records) || got[0].Document.ID != records[0].ID || got[1499].Document.ID != records[1499].ID {
		t.Errorf("Standing() = %d versions, want all %d in order", len(got), len(records))
	}
	for range 50 { // more often than a store has connections
		for range store.Standing(t.Context(), "harbor", at, records) {
			break
		}
	}
	h.Append(t, store, h.Next(Doc("unit", "b", 1, `{}`)))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, err := range store.Standing(ctx, "harbor", at, records) {
		if !fault.Is(err, fault.Cancelled) {
			t.Errorf("a reading that was called off gives %v", err)
		}
	}
}

func timesExact(t *testing.T, s Subject) {
	store, h := s.open(t), NewHistory("harbor")
	zone := time.FixedZone("east", 5*3600+1800)
	recorded := time.Date(2999, 12, 31, 23, 59, 59, 999_999_999, zone)
	for i, effective := range []time.Time{
		time.Date(1, 1, 1, 0, 0, 0, 1_000_000, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999_500_000, zone),
		time.Date(2026, 7, 6, 8, 0, 0, 123_456_789, time.UTC), recorded,
	} {
		e := h.Seal(ledger.Entry{Recorded: recorded, Effective: effective, Actor: "person/ana", Verb: "x", Documents: []ledger.Document{Doc("unit", "core", int32(i+1), `{}`)}})
		if want := effective.Truncate(time.Millisecond); !e.Effective.Equal(want) || e.Effective.Location() != time.UTC {
			t.Errorf("Follow made effective %v of %v", e.Effective, effective)
		}
		h.Append(t, store, e)
	}
	h.holds(t, store)
	if diff := Diff(h.between(time.Time{}, recorded), Between(t, store, "harbor", time.Time{}, recorded)); diff != "" {
		t.Errorf("between (-want +got):\n%s", diff)
	}
}

func readingInsideReading(t *testing.T, s Subject) {
	store, h := s.open(t), sample()
	h.Append(t, store, h.Entries...)
	n := 0
	for a, err := range store.Entries(t.Context(), "harbor", ledger.Query{Until: 3}) {
		if err != nil {
			t.Fatal(err)
		}
		for v, err := range store.Latest(t.Context(), "harbor", nil) {
			if err != nil {
				t.Fatal(err)
			}
			for b, err := range store.Entries(t.Context(), "harbor", ledger.Query{After: v.Position - 1, Limit: 1}) {
				if err != nil || b.Position != v.Position {
					t.Fatalf("entry %d inside entry %d = %v, %v", v.Position, a.Position, b.Position, err)
				}
				if head, err := store.Head(t.Context(), "harbor"); err != nil || head != h.Head {
					t.Fatalf("Head() inside three readings = %v, %v", head, err)
				}
				n++
			}
		}
	}
	if n != 3*8 {
		t.Errorf("read %d times, want 3 entries x 8 records", n)
	}
}
