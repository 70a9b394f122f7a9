package ledgertest

import (
	"encoding/binary"
	"errors"
	"reflect"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"throughline/ledger"
)

// Start is the moment at which the histories of the suite begin.
func Start() time.Time { return time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC) }

// History seals entries onto one another, one second after the other from Start.
type History struct {
	Workspace string
	Head      ledger.Head
	Entries   []ledger.Entry // all so far
	salts     uint64
}

// NewHistory is an empty history of the workspace.
func NewHistory(workspace string) *History { return &History{Workspace: workspace} }

// Next seals an entry with the documents onto the history and returns it.
func (h *History) Next(documents ...ledger.Document) ledger.Entry {
	return h.Seal(ledger.Entry{Documents: documents})
}

// Since is Next for a change that holds since an earlier moment.
func (h *History) Since(effective time.Time, documents ...ledger.Document) ledger.Entry {
	return h.Seal(ledger.Entry{Effective: effective, Documents: documents})
}

// Seal fills what the entry leaves empty, seals it onto the history and returns it.
func (h *History) Seal(e ledger.Entry) ledger.Entry {
	if e.Recorded.IsZero() {
		e.Recorded = Start().Add(time.Duration(len(h.Entries)+1) * time.Second)
	}
	if e.Actor == "" {
		e.Actor, e.Channel, e.Verb = "person/ana", ledger.Web, "record.changed"
	}
	e = e.Follow(h.Head)
	h.Head = e.Head()
	h.Entries = append(h.Entries, e)
	return e
}

// Salt is a salt that the history did not give before.
func (h *History) Salt() []byte {
	h.salts++
	return binary.BigEndian.AppendUint64([]byte("salt-of-"), h.salts)
}

// Append appends entries that were sealed onto the history right before, and fails the test when the
// store does not take them.
func (h *History) Append(t testing.TB, s ledger.Store, entries ...ledger.Entry) {
	t.Helper()
	var after ledger.Head
	if n := len(h.Entries) - len(entries); n > 0 {
		after = h.Entries[n-1].Head()
	}
	if err := s.Append(t.Context(), h.Workspace, after, entries); err != nil {
		t.Fatalf("Append(%d entries after %d) = %v (%v)", len(entries), after.Position, err, errors.Unwrap(err))
	}
}

// Doc is a document with the body.
func Doc(kind, id string, version int32, body string) ledger.Document {
	return ledger.Document{Kind: kind, ID: id, Version: version, Format: 1, Body: []byte(body)}
}

// Gone is a tombstone.
func Gone(kind, id string, version int32) ledger.Document {
	return ledger.Document{Kind: kind, ID: id, Version: version, Format: 1, Deleted: true}
}

// Person is a document whose name and mail are personal.
func (h *History) Person(id string, version int32, name, mail string) ledger.Document {
	d := Doc("person", id, version, `{"id":"`+id+`"}`)
	d.Personal = []ledger.Sealed{ledger.Seal("name", name, h.Salt()), ledger.Seal("email", mail, h.Salt())}
	return d
}

// Diff is the difference between two values of the ledger; empty slices equal none.
func Diff(want, got any) string {
	if reflect.DeepEqual(want, got) { // cmp is thorough, and slow
		return ""
	}
	text := cmp.FilterValues(func(a, b []byte) bool { return len(a)+len(b) > 0 },
		cmp.Transformer("text", func(b []byte) string { return string(b) }))
	return cmp.Diff(want, got, cmpopts.EquateEmpty(), text)
}

// All reads the chosen entries, and fails the test on an error.
func All(t testing.TB, s ledger.Store, workspace string, which ledger.Query) []ledger.Entry {
	t.Helper()
	var out []ledger.Entry
	for e, err := range s.Entries(t.Context(), workspace, which) {
		if err != nil {
			t.Fatalf("Entries(%+v) = %v", which, err)
		}
		out = append(out, e)
	}
	return out
}

// Latest reads the latest documents and the head they belong to, and fails the test on an error.
func Latest(t testing.TB, s ledger.Store, workspace string) (ledger.Head, []ledger.Version) {
	t.Helper()
	var head ledger.Head
	var out []ledger.Version
	told := 0
	for v, err := range s.Latest(t.Context(), workspace, func(h ledger.Head) { head, told = h, told+1 }) {
		if err != nil {
			t.Fatalf("Latest() = %v", err)
		}
		if told != 1 {
			t.Fatalf("the head was told %d times before the first version", told)
		}
		out = append(out, v)
	}
	if told != 1 {
		t.Fatalf("the head was told %d times", told)
	}
	return head, out
}

// Between reads the versions between two moments, and fails the test on an error.
func Between(t testing.TB, s ledger.Store, workspace string, after, until time.Time) []ledger.Version {
	t.Helper()
	var out []ledger.Version
	for v, err := range s.Between(t.Context(), workspace, after, until) {
		if err != nil {
			t.Fatalf("Between(%v, %v) = %v", after, until, err)
		}
		out = append(out, v)
	}
	return out
}

// Standing reads the versions of records that stood at a moment, and fails the test on an error.
func Standing(t testing.TB, s ledger.Store, workspace string, at ledger.Moment, records []ledger.Record) []ledger.Version {
	t.Helper()
	var out []ledger.Version
	for v, err := range s.Standing(t.Context(), workspace, at, records) {
		if err != nil {
			t.Fatalf("Standing(%+v) = %v", at, err)
		}
		out = append(out, v)
	}
	return out
}

// holds fails the test unless the store has exactly the history.
func (h *History) holds(t testing.TB, s ledger.Store) {
	t.Helper()
	head, err := s.Head(t.Context(), h.Workspace)
	if err != nil {
		t.Fatalf("Head() = %v", err)
	}
	if diff := Diff(h.Head, head); diff != "" {
		t.Errorf("head (-want +got):\n%s", diff)
	}
	if diff := Diff(h.Entries, All(t, s, h.Workspace, ledger.Query{})); diff != "" {
		t.Errorf("entries (-want +got):\n%s", diff)
	}
	if report, err := ledger.Verify(t.Context(), s, h.Workspace, nil); err != nil || report.Head != h.Head {
		t.Errorf("Verify() = %+v, %v", report, err)
	}
}
