package ledger_test

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

// histories is what ReadArchive must give for the histories.
func histories(all ...*ledgertest.History) ledger.Histories {
	return func(yield func(ledger.Archived, error) bool) {
		for _, h := range all {
			for _, e := range h.Entries {
				if !yield(ledger.Archived{Workspace: h.Workspace, Total: int64(len(h.Entries)), Entry: e}, nil) {
					return
				}
			}
		}
	}
}

// outcome is everything a reader sees: what it is given, and the errors in words.
func outcome(all ledger.Histories) (got []ledger.Archived, wrong []string) {
	for a, err := range all {
		if err != nil {
			wrong = append(wrong, err.Error())
			continue
		}
		got = append(got, a)
	}
	return got, wrong
}

func archived(t testing.TB, all ledger.Histories) []byte {
	t.Helper()
	var b bytes.Buffer
	if _, err := ledger.WriteArchive(&b, all); err != nil {
		t.Fatalf("WriteArchive() = %v", err)
	}
	return b.Bytes()
}

func TestArchiveForm(t *testing.T) {
	h := ledgertest.NewHistory("harbor")
	d := ledgertest.Doc("person", "ana", 1, `{"id" : "ana","b":1.0}`)
	d.Personal = []ledger.Sealed{ledger.Seal("name", "Ana \"A\"", []byte{0xab, 1}), ledger.Seal("email", "", []byte{2}).Erase()}
	h.Since(ledgertest.Start().Add(-time.Hour), d, ledgertest.Gone("unit", "core", 2))
	e := h.Entries[0]
	want := fmt.Sprintf(`{"archive":"throughline","version":1}
{"workspace":"harbor","entries":1}
{"position":1,"recorded":"2026-07-06T08:00:01.000Z","effective":"2026-07-06T07:00:00.000Z","actor":"person/ana","channel":"web","verb":"record.changed","hash":"%s","documents":[{"kind":"person","id":"ana","version":1,"format":1,"body":{"id" : "ana","b":1.0},"personal":[{"field":"name","text":"Ana \"A\"","salt":"ab01","digest":"%s"},{"field":"email","digest":"%s"}]},{"kind":"unit","id":"core","version":2,"format":1}]}
{"end":1,"hash":"%s"}
{"complete":1}
`, e.Hash, d.Personal[0].Digest, d.Personal[1].Digest, e.Hash)
	if diff := ledgertest.Diff(want, string(archived(t, histories(h)))); diff != "" {
		t.Errorf("the archive form changed (-want +got):\n%s", diff)
	}
}

// drawHistory makes any history that a store would take.
func drawHistory(t *rapid.T, workspace string) *ledgertest.History {
	h := ledgertest.NewHistory(workspace)
	text := rapid.String().Filter(func(s string) bool { return !strings.Contains(s, "\x00") })
	name := text.Filter(func(s string) bool { return s != "" && len(s) <= ledger.MaxKind })
	for range rapid.IntRange(1, 6).Draw(t, "entries") {
		e := ledger.Entry{Actor: "person/" + text.Draw(t, "actor"), Channel: ledger.Channel(text.Draw(t, "channel")), Verb: text.Draw(t, "verb"), Reason: text.Draw(t, "reason")}
		e.Effective = ledgertest.Start().Add(time.Duration(rapid.Int64Range(-1e15, 1e10).Draw(t, "effective")))
		for range rapid.IntRange(0, 3).Draw(t, "documents") {
			d := ledger.Document{Kind: name.Draw(t, "kind"), ID: name.Draw(t, "id"), Version: rapid.Int32().Draw(t, "version"), Format: rapid.Int32().Draw(t, "format")}
			d.Body = []byte(rapid.SampledFrom([]string{`{}`, `{ "a" :	1e2 }`, `{"a":"\u00e9é\\u0000"}`, `{"a":{"b":[1,2.50,null]}}`, ``}).Draw(t, "body"))
			d.Deleted = len(d.Body) == 0
			for range rapid.IntRange(0, 2).Draw(t, "fields") {
				p := ledger.Seal(text.Draw(t, "field"), text.Draw(t, "text"), rapid.SliceOfN(rapid.Byte(), 0, 9).Draw(t, "salt"))
				if rapid.Bool().Draw(t, "erased") {
					p = p.Erase()
				}
				d.Personal = append(d.Personal, p)
			}
			e.Documents = append(e.Documents, d)
		}
		h.Seal(e)
	}
	return h
}

func TestArchiveRoundTrip(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		var all []*ledgertest.History
		for i := range rapid.IntRange(0, 3).Draw(rt, "workspaces") {
			all = append(all, drawHistory(rt, fmt.Sprintf("w%d ü\"\n", i)))
		}
		want, _ := outcome(histories(all...))
		text := archived(t, histories(all...))
		var packed bytes.Buffer
		z := gzip.NewWriter(&packed)
		if _, err := z.Write(text); err != nil || z.Close() != nil {
			rt.Fatal(err)
		}
		for name, in := range map[string][]byte{"plain": text, "packed": packed.Bytes(), "without the last line's end": bytes.TrimSuffix(text, []byte("\n"))} {
			got, wrong := outcome(ledger.ReadArchive(bytes.NewReader(in)))
			if diff := ledgertest.Diff(want, got); diff != "" || len(wrong) > 0 {
				rt.Fatalf("%s: %v (-want +got):\n%s", name, wrong, diff)
			}
			for i := range got {
				for j, d := range got[i].Entry.Documents {
					for k, p := range d.Personal {
						if p.Erased() != want[i].Entry.Documents[j].Personal[k].Erased() {
							rt.Fatalf("%s: a field came back erased %v", name, p.Erased())
						}
					}
				}
			}
		}
	})
}

// two is an archive of two workspaces with three entries each.
func two(t testing.TB) (string, []*ledgertest.History) {
	a, b := ledgertest.NewHistory("a"), ledgertest.NewHistory("b")
	for i := range 3 {
		a.Next(ledgertest.Doc("unit", "core", int32(i+1), fmt.Sprintf(`{"n":%d}`, i)))
		b.Next(b.Person("ana", int32(i+1), "Ana", "ana@example.org"))
	}
	return string(archived(t, histories(a, b))), []*ledgertest.History{a, b}
}

func TestArchiveNamesWhatIsBad(t *testing.T) {
	text, _ := two(t)
	lines := strings.SplitAfter(text, "\n") // header; workspace, 3 entries, end; again; complete; ""
	without := func(i int) string { return strings.Join(slices.Delete(slices.Clone(lines), i, i+1), "") }
	for name, c := range map[string]struct {
		text  string
		says  string
		given int // entries read in spite of it
	}{
		"nothing":              {"", "line 1 of the archive is not what was written: it is empty", 0},
		"something else":       {"hello\nworld\n", "line 1 of the archive is not what was written: it does not begin", 0},
		"another JSON":         {`{"archive":"tar"}`, "line 1", 0},
		"no header":            {without(0), "line 1", 3},
		"no workspace":         {without(1), "line 2 of the archive is not what was written: it does not begin a workspace", 3},
		"no second workspace":  {without(6), "line 7 of the archive is not what was written: it does not begin a workspace", 3},
		"cut in a line":        {text[:len(lines[0])+len(lines[1])+len(lines[2])+20], "line 4", 1},
		"cut between lines":    {strings.Join(lines[:4], ""), "it ends after entry 2, in the middle", 2},
		"cut before the end":   {strings.Join(lines[:5], ""), "it ends after entry 3, in the middle", 3},
		"cut between two":      {strings.Join(lines[:6], ""), "the last line is missing", 3},
		"cut before the last":  {without(11), "the last line is missing", 6},
		"more after the last":  {text + lines[1], "something follows the last line", 6},
		"a workspace less":     {strings.Join(slices.Delete(slices.Clone(lines), 1, 6), ""), "line 7 of the archive is not what was written: it does not end where it says", 3},
		"a lost end inside":    {without(5), "the history before ends after entry 3, in the middle", 6},
		"a lost entry":         {without(3), "line 4", 4},
		"a changed body":       {strings.Replace(text, `{"n":1}`, `{"n":7}`, 1), "line 4 of the archive is not what was written: its content does not give its hash", 4},
		"a changed name":       {strings.Replace(text, `"text":"Ana"`, `"text":"Eve"`, 1), "line 8 of the archive is not what was written: the name of person/ana", 3},
		"a member too many":    {strings.Replace(text, `"position":2`, `"extra":1,"position":2`, 1), "line 4", 4},
		"a time that is none":  {strings.Replace(text, `08:00:02.000Z`, `28:00:02.000Z`, 1), "line 4", 4},
		"a hash that is none":  {strings.Replace(text, `"hash":"`, `"hash":"zz`, 1), "is not a hash", 3},
		"a salt that is none":  {strings.Replace(text, `"salt":"`, `"salt":"q`, 1), "the salt of name", 3},
		"an end too early":     {strings.Replace(text, `{"end":3`, `{"end":2`, 1), "line 6 of the archive is not what was written: it does not end where it says", 6},
		"fewer than announced": {strings.Replace(text, `"entries":3`, `"entries":4`, 1), "line 6 of the archive is not what was written: it does not end where it says", 6},
	} {
		got, wrong := outcome(ledger.ReadArchive(strings.NewReader(c.text)))
		if len(wrong) == 0 || !strings.Contains(wrong[0], c.says) || len(got) != c.given {
			t.Errorf("%s: gave %d entries and %q, want %d and %q", name, len(got), wrong, c.given, c.says)
		}
	}
}

func TestArchiveOfTheFutureIsRefused(t *testing.T) {
	text, _ := two(t)
	for _, err := range ledger.ReadArchive(strings.NewReader(strings.Replace(text, `"version":1`, `"version":2`, 1))) {
		if !fault.Is(err, fault.Newer) || !strings.Contains(err.Error(), "newer version") {
			t.Errorf("ReadArchive() = %v, want newer", err)
		}
		return
	}
	t.Error("an archive of the future was read")
}

func TestArchiveTornPacking(t *testing.T) {
	text, _ := two(t)
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := z.Write([]byte(text)); err != nil || z.Close() != nil {
		t.Fatal(err)
	}
	for n := range packed.Len() {
		if _, wrong := outcome(ledger.ReadArchive(bytes.NewReader(packed.Bytes()[:n]))); len(wrong) == 0 {
			t.Fatalf("an archive cut to %d of %d bytes went unnoticed", n, packed.Len())
		}
	}
}

func TestNoByteOfAnArchiveChangesUnnoticed(t *testing.T) {
	text, all := two(t)
	want, _ := outcome(histories(all...))
	for i := range text {
		b := []byte(text)
		b[i] ^= 4
		got, wrong := outcome(ledger.ReadArchive(bytes.NewReader(b)))
		if len(wrong) == 0 && ledgertest.Diff(want, got) != "" && !onlyNames(want, got) {
			t.Fatalf("a changed byte %d (%q) went unnoticed:\n%s", i, text[max(0, i-20):min(len(text), i+20)], ledgertest.Diff(want, got))
		}
	}
}

// onlyNames reports whether nothing but the name of a workspace or the announced total differs: a
// header stands before the chain, and one may give a workspace another name.
func onlyNames(want, got []ledger.Archived) bool {
	return slices.EqualFunc(want, got, func(a, b ledger.Archived) bool { return ledgertest.Diff(a.Entry, b.Entry) == "" })
}

func TestWriteArchiveStopsAtTheFirstError(t *testing.T) {
	_, all := two(t)
	broken := errors.New("broken")
	var b bytes.Buffer
	n, err := ledger.WriteArchive(&b, func(yield func(ledger.Archived, error) bool) {
		if yield(ledger.Archived{Workspace: "a", Entry: all[0].Entries[0]}, nil) {
			yield(ledger.Archived{Workspace: "a"}, broken)
		}
	})
	if n != 1 || !errors.Is(err, broken) {
		t.Errorf("WriteArchive() = %d, %v", n, err)
	}
	if _, wrong := outcome(ledger.ReadArchive(&b)); len(wrong) != 1 {
		t.Errorf("the unfinished archive reads with %q", wrong)
	}
}

func TestWriteArchiveRefusesWhatItCouldNotRead(t *testing.T) {
	h := ledgertest.NewHistory("a")
	h.Next(ledgertest.Doc("unit", "core", 1, "{\n}"))
	if _, err := ledger.WriteArchive(&bytes.Buffer{}, histories(h)); !fault.Is(err, fault.Invalid) {
		t.Errorf("WriteArchive() of a body of two lines = %v", err)
	}
}

func TestWriteArchiveTellsOfAFullDisk(t *testing.T) {
	_, all := two(t)
	full := errors.New("no space")
	if _, err := ledger.WriteArchive(after(1, full), histories(all...)); !errors.Is(err, full) {
		t.Errorf("WriteArchive() = %v", err)
	}
}

// after is a writer that fails after n writes.
func after(n int, err error) writer {
	return func(b []byte) (int, error) {
		if n--; n < 0 {
			return 0, err
		}
		return len(b), nil
	}
}

type writer func([]byte) (int, error)

func (w writer) Write(b []byte) (int, error) { return w(b) }

func TestSalvageKeepsWhatIsGood(t *testing.T) {
	text, all := two(t)
	torn := strings.Replace(text, `{"n":1}`, `{"n":7}`, 1)
	lost := map[string]string{}
	got, wrong := outcome(ledger.Salvage(ledger.ReadArchive(strings.NewReader(torn)), func(workspace string, err error) { lost[workspace] = err.Error() }))
	if len(wrong) > 0 || len(got) != 4 || len(lost) != 1 || !strings.Contains(lost["a"], "line 4") {
		t.Errorf("Salvage() gave %d entries, %v, lost %v", len(got), wrong, lost)
	}
	// and what is salvaged is a whole archive again
	again, wrong := outcome(ledger.ReadArchive(bytes.NewReader(archived(t, ledger.Salvage(ledger.ReadArchive(strings.NewReader(torn)), func(string, error) {})))))
	if len(wrong) > 0 || len(again) != 4 || again[0].Entry.Hash != all[0].Entries[0].Hash {
		t.Errorf("the salvaged archive reads as %d entries, %v", len(again), wrong)
	}
}

func TestSalvageChecksTheChain(t *testing.T) {
	_, all := two(t)
	all[0].Entries[1].Reason = "changed"
	var lost []string
	got, _ := outcome(ledger.Salvage(histories(all...), func(workspace string, err error) { lost = append(lost, workspace+": "+err.Error()) }))
	if len(got) != 1+3 || len(lost) != 1 || !strings.HasPrefix(lost[0], "a: entry 2 of the history") {
		t.Errorf("Salvage() gave %d entries, lost %q", len(got), lost)
	}
}

func TestHistoryReadsAStore(t *testing.T) {
	p := written()
	got, wrong := outcome(ledger.History(t.Context(), p, "x", "y"))
	if len(wrong) > 0 || len(got) != 6 || got[0].Workspace != "x" || got[5].Workspace != "y" || got[5].Total != 3 {
		t.Errorf("History() = %+v, %v", got, wrong)
	}
	p.fails = ledger.Bad(4, "torn")
	got, wrong = outcome(ledger.History(t.Context(), p, "x", "y"))
	if len(wrong) != 2 || len(got) != 6 {
		t.Errorf("History() of a torn store gave %d entries, %v", len(got), wrong)
	}
}

func FuzzReadArchive(f *testing.F) {
	text, _ := two(f)
	f.Add([]byte(text))
	f.Add([]byte(""))
	f.Add([]byte("{\"archive\":\"throughline\",\"version\":1}\n{\"complete\":0}\n"))
	f.Add([]byte("\x1f\x8b\x08\x00"))
	f.Add([]byte(strings.Replace(text, "\n", "\r\n", 3)))
	f.Fuzz(func(t *testing.T, in []byte) {
		heads := map[string]ledger.Head{}
		for a, err := range ledger.ReadArchive(bytes.NewReader(in)) {
			at := a.Workspace
			if err != nil {
				if fault.Of(err) == nil {
					t.Fatalf("an error without a remedy: %v", err)
				}
				delete(heads, at)
				continue
			}
			if a.Entry.Position == 1 { // a workspace may come again; then it begins anew
				delete(heads, at)
			}
			if wrong := a.Entry.Wrong(heads[at]); wrong != "" {
				t.Fatalf("a bad entry was given: %s", wrong)
			}
			heads[at] = a.Entry.Head()
		}
	})
}
