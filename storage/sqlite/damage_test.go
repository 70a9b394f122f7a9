package sqlite

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
	"throughline/storage"
	"throughline/storage/memory"
)

// all is everything that can be read of the workspace.
type all struct {
	Head     ledger.Head
	Entries  []ledger.Entry
	Latest   []ledger.Version
	Timeline []ledger.Version
	Of       []ledger.Entry // of one record
}

// readAll reads everything; the first error ends it.
func readAll(ctx context.Context, s *Store) (a all, err error) {
	if a.Head, err = s.Head(ctx, "harbor"); err != nil {
		return a, err
	}
	for v, err := range s.Latest(ctx, "harbor", nil) {
		if err != nil {
			return a, err
		}
		a.Latest = append(a.Latest, v)
	}
	for e, err := range s.Entries(ctx, "harbor", ledger.Query{}) {
		if err != nil {
			return a, err
		}
		a.Entries = append(a.Entries, e)
	}
	for v, err := range s.Between(ctx, "harbor", time.Time{}, ledgertest.Start().Add(time.Hour)) {
		if err != nil {
			return a, err
		}
		a.Timeline = append(a.Timeline, v)
	}
	for e, err := range s.Entries(ctx, "harbor", ledger.Query{Kind: "unit", ID: "u-3"}) {
		if err != nil {
			return a, err
		}
		a.Of = append(a.Of, e)
	}
	return a, nil
}

// whole writes a history of 120 entries over many pages and returns the file's bytes and what it holds.
func whole(t testing.TB) ([]byte, all) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.db")
	s := open(t, path, Options{})
	h := ledgertest.NewHistory("harbor")
	for i := range 120 {
		text := strings.Repeat(fmt.Sprintf("word%d ", i), 10+i%40)
		h.Since(ledgertest.Start().Add(time.Duration(i*7%120)*time.Second),
			ledgertest.Doc("unit", fmt.Sprintf("u-%d", i%30), int32(i/30+1), `{"text":"`+text+`"}`), h.Person(fmt.Sprintf("p-%d", i%40), int32(i/40+1), "Name", "mail"))
	}
	h.Append(t, s, h.Entries...)
	good, err := readAll(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return b, good
}

// judge opens the bytes as a file, reads and verifies everything, and says what came of it: what
// differs from the good although it was read without an error, or "", and the error that was seen.
func judge(t testing.TB, path string, b []byte, good all) (silent string, seen error) {
	t.Helper()
	for _, end := range []string{"-wal", "-shm"} {
		os.Remove(path + end)
	}
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	s, err := Open(t.Context(), path, Options{})
	if err != nil {
		return "", err
	}
	defer s.Close()
	got, err := readAll(t.Context(), s)
	if err == nil {
		_, err = ledger.Verify(t.Context(), s, "harbor", nil)
	}
	if err == nil {
		err = s.Check(t.Context())
	}
	if err != nil {
		if refused := refusalAt(t.Context(), s, good.Head); !fault.Is(refused, fault.Corrupt) {
			return fmt.Sprintf("after the damage was seen (%v) a write gave %v", err, refused), err
		}
		return "", err
	}
	return ledgertest.Diff(good, got), nil
}

func refusalAt(ctx context.Context, s *Store, head ledger.Head) error {
	return s.Append(ctx, "harbor", head, []ledger.Entry{ledger.Entry{Recorded: head.Recorded, Actor: "person/ana", Verb: "x"}.Follow(head)})
}

// expected reports whether the fault tells of damage in words a person can act on.
func expected(err error, path string) bool {
	f := fault.Of(err)
	return f != nil && f.Kind == fault.Corrupt && strings.Contains(f.Error(), path) && strings.Contains(f.Remedy, "restore")
}

func TestFlippedBits(t *testing.T) {
	b, good := whole(t)
	path := filepath.Join(t.TempDir(), "data.db")
	random := rand.New(rand.NewPCG(20260706, 1))
	seen, flips := 0, 20*rounds(t)
	for i := range flips {
		at := random.IntN(len(b)-100) + 100 // the header has a test of its own
		if i%4 == 0 {                       // the first bytes of a page rule over the rest
			at = at/4096*4096 + random.IntN(24)
			at = max(at, 100)
		}
		spoilt := bytes.Clone(b)
		spoilt[at] ^= 1 << random.IntN(8)
		silent, err := judge(t, path, spoilt, good)
		if silent != "" {
			t.Fatalf("a flipped bit in byte %d (page %d) went unnoticed:\n%s", at, at/4096+1, silent)
		}
		if err == nil {
			continue // it stands in unused space
		}
		seen++
		if !expected(err, path) {
			t.Errorf("a flipped bit in byte %d (page %d): %s: %v (%v)", at, at/4096+1, fault.KindOf(err), err, cause(err))
		}
	}
	if seen < flips/2 {
		t.Errorf("only %d of %d flipped bits were seen: does the file hold anything?", seen, flips)
	}
}

func TestFlippedBitsInTheHeader(t *testing.T) {
	b, good := whole(t)
	path := filepath.Join(t.TempDir(), "data.db")
	for at := range 100 {
		spoilt := bytes.Clone(b)
		spoilt[at] ^= 1 << (at % 8)
		silent, err := judge(t, path, spoilt, good)
		if silent != "" {
			t.Fatalf("a flipped bit in byte %d of the header went unnoticed:\n%s", at, silent)
		}
		if f := fault.Of(err); err != nil && (f == nil || f.Remedy == "" || f.Kind == fault.Internal || !strings.Contains(f.Sentence, path)) {
			t.Errorf("a flipped bit in byte %d of the header: %s: %v (%v)", at, fault.KindOf(err), err, cause(err))
		}
	}
}

func TestTornFile(t *testing.T) {
	b, good := whole(t)
	path := filepath.Join(t.TempDir(), "data.db")
	pages := len(b) / 4096
	for page := 1; page < pages; page += 1 + 12/rounds(t) {
		for name, spoilt := range map[string][]byte{
			"is full of zeros": append(append(bytes.Clone(b[:page*4096]), make([]byte, 4096)...), b[(page+1)*4096:]...),
			"is half written":  append(append(bytes.Clone(b[:page*4096+2048]), make([]byte, 2048)...), b[(page+1)*4096:]...),
			"ends the file":    b[:page*4096],
			"is cut":           b[:page*4096+1000],
		} {
			silent, err := judge(t, path, spoilt, good)
			if silent != "" {
				t.Fatalf("a file whose page %d %s went unnoticed:\n%s", page+1, name, silent)
			}
			if err != nil && !expected(err, path) {
				t.Errorf("a file whose page %d %s: %s: %v (%v)", page+1, name, fault.KindOf(err), err, cause(err))
			}
		}
	}
}

func TestDamageNamesWhatIsDamaged(t *testing.T) {
	for name, c := range map[string]struct {
		statement string
		says      string
	}{
		"a reason":              {`UPDATE entry SET reason = 'because' WHERE position = 7`, "entry 7 of the history"},
		"a body in the history": {`UPDATE version SET body = '{}' WHERE position = 9 AND ordinal = 0`, "entry 9 of the history"},
		"personal text":         {`UPDATE version SET personal = replace(personal, 'Name', 'Nome') WHERE position = 5`, "the name of person/p-4"},
		"a latest document":     {`UPDATE latest SET body = '{}' WHERE kind = 'unit' AND id = 'u-3'`, "the stored copy of unit/u-3 is not what was written"},
		"a lost entry":          {`DELETE FROM entry WHERE position = 60`, "entry 60 of the history"},
		"a lost document":       {`DELETE FROM version WHERE position = 61`, "entry 61 of the history"},
		"a lost latest":         {`DELETE FROM latest WHERE id = 'u-8'`, "69 latest documents are stored where there must be 70"},
		"a wrong head":          {`UPDATE head SET hash = zeroblob(32)`, "entry 120 of the history is not what was written: the head does not name it"},
		"a head that lags":      {`UPDATE head SET position = 119`, "the head does not name it"},
		"a lost head":           {`DELETE FROM head`, "has no head"},
		"a lost end":            {`DELETE FROM entry WHERE position = 120`, "entry 120 of the history is not what was written: the head does not name it"},
		"a lost kind":           {`PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'kind      TEXT NOT NULL', 'kind      TEXT') WHERE name = 'version'; PRAGMA writable_schema = RESET; UPDATE version SET kind = NULL WHERE position = 7`, "entry 7 of the history"},
		"a text for a number":   {`PRAGMA writable_schema = 1; UPDATE sqlite_schema SET sql = replace(sql, 'STRICT, ', '') WHERE name = 'latest'; PRAGMA writable_schema = RESET; UPDATE latest SET format = 'x' WHERE id = 'u-3'`, "is damaged"},
		"a lost table":          {`DROP TABLE version`, "is damaged"},
	} {
		t.Run(name, func(t *testing.T) {
			b, good := whole(t)
			path := filepath.Join(t.TempDir(), "data.db")
			if err := os.WriteFile(path, b, 0o600); err != nil {
				t.Fatal(err)
			}
			db := raw(t, path)
			run(t, db, c.statement)
			if err := db.Close(); err != nil {
				t.Fatal(err)
			}
			spoilt, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			silent, err := judge(t, path, spoilt, good)
			if silent != "" || !expected(err, path) || !strings.Contains(err.Error(), c.says) {
				t.Errorf("%v, want damage that says %q\n%s", err, c.says, silent)
			}
		})
	}
}

// A latest document that somebody changed together with its check number is no damage that reading
// can see; verifying sees it.
func TestForgedLatestIsFoundByVerify(t *testing.T) {
	s := fresh(t)
	h := ledgertest.NewHistory("harbor")
	h.Append(t, s, h.Next(ledgertest.Doc("unit", "core", 1, `{"n":1}`)))
	forged := ledger.Version{Position: 1, Effective: h.Head.Recorded, Document: ledgertest.Doc("unit", "core", 1, `{"n":2}`)}
	run(t, raw(t, s.Path()), `UPDATE latest SET body = ?, mark = ?`, string(forged.Document.Body), storage.Mark(&forged))
	if _, got := ledgertest.Latest(t, s, "harbor"); string(got[0].Document.Body) != `{"n":2}` {
		t.Fatalf("the forgery did not take: %+v", got)
	}
	if _, err := ledger.Verify(t.Context(), s, "harbor", nil); !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), "unit/core") {
		t.Errorf("Verify() = %v, want the forged document named", err)
	}
}

func TestSalvageKeepsWhatIsBeforeTheDamage(t *testing.T) {
	b, good := whole(t)
	path := filepath.Join(t.TempDir(), "data.db")
	if err := os.WriteFile(path, b, 0o600); err != nil {
		t.Fatal(err)
	}
	db := raw(t, path)
	run(t, db, `UPDATE entry SET reason = 'because' WHERE position = 80`)
	run(t, db, `UPDATE head SET hash = zeroblob(32)`)
	run(t, db, `DELETE FROM latest`)
	if err := db.Close(); err != nil {
		t.Fatal(err)
	}
	if _, err := Open(t.Context(), path, Options{}); !fault.Is(err, fault.Corrupt) {
		t.Fatalf("Open() of a damaged file = %v", err)
	}
	s := open(t, path, Options{Salvage: true})
	defer s.Close()
	names, err := s.Workspaces(t.Context())
	if err != nil || len(names) != 1 {
		t.Fatalf("Workspaces() = %v, %v", names, err)
	}
	var lost []string
	into := memory.New()
	kept := ledger.Salvage(ledger.History(t.Context(), s, names...), func(workspace string, err error) { lost = append(lost, workspace+": "+err.Error()) })
	if _, err := storage.Restore(t.Context(), into, kept, nil); err != nil {
		t.Fatalf("Restore() = %v", err)
	}
	if diff := ledgertest.Diff(good.Entries[:79], ledgertest.All(t, into, "harbor", ledger.Query{})); diff != "" {
		t.Errorf("salvaged entries (-want +got):\n%s", diff)
	}
	if len(lost) != 1 || !strings.Contains(lost[0], "entry 80 of the history") {
		t.Errorf("lost = %q, want entry 80 named", lost)
	}
	if err := refusalAt(t.Context(), s, good.Head); !fault.Is(err, fault.ReadOnly) && !fault.Is(err, fault.Corrupt) {
		t.Errorf("a write to what is salvaged = %v", err)
	}
}

func TestSalvageOfTornFiles(t *testing.T) {
	b, good := whole(t)
	path := filepath.Join(t.TempDir(), "data.db")
	random := rand.New(rand.NewPCG(20260706, 2))
	kept := 0
	for range 3 * rounds(t) {
		spoilt := bytes.Clone(b)
		for range 3 {
			spoilt[random.IntN(len(b)-4096)+4096] ^= 1 << random.IntN(8)
		}
		if err := os.WriteFile(path, spoilt, 0o600); err != nil {
			t.Fatal(err)
		}
		s, err := Open(t.Context(), path, Options{Salvage: true})
		if err != nil {
			t.Errorf("Open() for salvage = %v (%v)", err, errors.Unwrap(err))
			continue
		}
		var got []ledger.Entry
		for a, err := range ledger.Salvage(ledger.History(t.Context(), s, "harbor"), func(string, error) {}) {
			if err != nil {
				t.Fatal(err)
			}
			got = append(got, a.Entry)
		}
		if diff := ledgertest.Diff(good.Entries[:len(got)], got); diff != "" {
			t.Fatalf("salvage gave something else than the beginning:\n%s", diff)
		}
		kept += len(got)
		s.Close()
	}
	if kept == 0 {
		t.Error("nothing was ever salvaged")
	}
}

// A copy that was broken off has the beginning of the history.
func TestSalvageOfAFileThatWasCut(t *testing.T) {
	b, good := whole(t)
	path := filepath.Join(t.TempDir(), "data.db")
	for _, cut := range []struct{ bytes, atLeast int }{{len(b) - 1, 100}, {len(b) - 4096, 100}, {len(b) * 3 / 4, 40}, {len(b) / 2, 0}, {8 * 4096, 0}, {4096, 0}, {100, 0}} {
		if err := os.WriteFile(path, b[:cut.bytes], 0o600); err != nil {
			t.Fatal(err)
		}
		var got []ledger.Entry
		var told error
		s, err := Open(t.Context(), path, Options{Salvage: true})
		if err == nil {
			for a, err := range ledger.Salvage(ledger.History(t.Context(), s, "harbor"), func(_ string, err error) { told = err }) {
				if err != nil {
					t.Fatal(err)
				}
				got = append(got, a.Entry)
			}
			s.Close()
		}
		if err := errors.Join(err, told); !fault.Is(err, fault.Corrupt) && len(got) < len(good.Entries) {
			t.Errorf("of %d of %d bytes %d entries are kept, and what is said of the others is %v", cut.bytes, len(b), len(got), err)
		}
		if diff := ledgertest.Diff(good.Entries[:len(got)], got); diff != "" || len(got) < cut.atLeast {
			t.Errorf("of %d of %d bytes %d entries are kept, want at least %d: %v\n%s", cut.bytes, len(b), len(got), cut.atLeast, told, diff)
		}
	}
}

// cause is what stands behind the fault.
func cause(err error) error {
	if f := fault.Of(err); f != nil {
		return f.Err
	}
	return err
}
