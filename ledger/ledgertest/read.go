package ledgertest

import (
	"fmt"
	"testing"
	"time"

	"throughline/ledger"
)

func readChecks() []check {
	return []check{
		{"entries by every query", entriesByQuery},
		{"versions between two moments", versionsBetween},
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
