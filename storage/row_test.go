package storage

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func sample() ledger.Version {
	d := ledgertest.Doc("person", "ana", 2, `{"id":"ana"}`)
	d.Personal = []ledger.Sealed{ledger.Seal("name", "Ana", []byte{1, 2}), ledger.Seal("email", "a@example.org", []byte{3}).Erase()}
	return ledger.Version{Position: 7, Effective: ledgertest.Start(), Document: d}
}

func TestMarkShowsEveryChange(t *testing.T) {
	good := sample()
	mark := Mark(&good)
	if err := Whole(&good, mark); err != nil {
		t.Fatalf("Whole() of a good row = %v", err)
	}
	for name, change := range map[string]func(v *ledger.Version){
		"position":  func(v *ledger.Version) { v.Position++ },
		"effective": func(v *ledger.Version) { v.Effective = v.Effective.Add(time.Millisecond) },
		"kind":      func(v *ledger.Version) { v.Document.Kind = "unit" },
		"id":        func(v *ledger.Version) { v.Document.ID = "anb" },
		"version":   func(v *ledger.Version) { v.Document.Version-- },
		"format":    func(v *ledger.Version) { v.Document.Format++ },
		"body":      func(v *ledger.Version) { v.Document.Body = []byte(`{"id":"anb"}`) },
		"deleted":   func(v *ledger.Version) { v.Document.Deleted = true },
		"a field":   func(v *ledger.Version) { v.Document.Personal = v.Document.Personal[:1] },
		"text":      func(v *ledger.Version) { v.Document.Personal[0].Text = "Eve" },
	} {
		v := sample()
		change(&v)
		if err := Whole(&v, mark); !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), v.Document.Kind+"/"+v.Document.ID) {
			t.Errorf("Whole() of a row with another %s = %v, want corrupt that names the record", name, err)
		}
	}
	for bit := range 64 {
		if err := Whole(&good, mark^1<<bit); !fault.Is(err, fault.Corrupt) {
			t.Errorf("Whole() with bit %d of the mark flipped = %v", bit, err)
		}
	}
}

// Swapping what is mixed into a mark must not cancel out.
func TestMarksDiffer(t *testing.T) {
	seen := map[int64]bool{}
	v := sample()
	base := v.Effective
	for position := range int64(100) {
		for ms := range 100 {
			v.Position, v.Effective = position, base.Add(time.Duration(ms)*time.Millisecond)
			seen[Mark(&v)] = true
		}
	}
	if len(seen) != 100*100 {
		t.Errorf("%d marks of %d versions", len(seen), 100*100)
	}
}

func TestPersonalRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var fields []ledger.Sealed
		text := rapid.String().Filter(func(s string) bool { return !strings.Contains(s, "\x00") })
		for range rapid.IntRange(0, 4).Draw(t, "fields") {
			p := ledger.Seal(text.Draw(t, "field"), text.Draw(t, "text"), rapid.SliceOfN(rapid.Byte(), 0, 20).Draw(t, "salt"))
			if rapid.Bool().Draw(t, "erased") {
				p = p.Erase()
			}
			fields = append(fields, p)
		}
		packed, err := PackPersonal(fields)
		if err != nil {
			t.Fatal(err)
		}
		got, err := UnpackPersonal(packed)
		if diff := ledgertest.Diff(fields, got); diff != "" || err != nil {
			t.Fatalf("UnpackPersonal() = %v (-want +got):\n%s", err, diff)
		}
		left := 0
		for i, p := range fields {
			if p.Erased() != got[i].Erased() {
				t.Fatalf("field %d came back erased %v", i, got[i].Erased())
			}
			if !p.Erased() {
				left++
			}
		}
		erased, n, err := ErasePersonal(packed)
		if err != nil || n != left {
			t.Fatalf("ErasePersonal() = %d, %v, want %d", n, err, left)
		}
		if again, n, err := ErasePersonal(erased); again != erased || n != 0 || err != nil {
			t.Fatalf("ErasePersonal() again = %d, %v", n, err)
		}
	})
}

func TestUnpackRefusesDamage(t *testing.T) {
	packed, err := PackPersonal(sample().Document.Personal)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"cut":                 packed[:len(packed)-2],
		"another member":      strings.Replace(packed, `"salt"`, `"sblt"`, 1),
		"a salt that is none": strings.Replace(packed, `"salt":"`, `"salt":"z`, 1),
		"a short digest":      strings.Replace(packed, `"digest":"`, `"digest":"00","field":"`, 1),
		"a long digest":       strings.Replace(packed, `"digest":"`, `"digest":"0000`, 1),
		"something else":      `{"name":"Ana"}`,
	} {
		if _, err := UnpackPersonal(text); err == nil {
			t.Errorf("UnpackPersonal() of %s went unnoticed: %s", name, text)
		}
		if _, _, err := ErasePersonal(text); err == nil {
			t.Errorf("ErasePersonal() of %s went unnoticed", name)
		}
	}
}

func TestWinners(t *testing.T) {
	h := ledgertest.NewHistory("a")
	early := ledgertest.Start().Add(-time.Hour)
	h.Next(ledgertest.Doc("unit", "a", 1, `{}`), ledgertest.Doc("unit", "b", 1, `{}`))
	h.Since(early, ledgertest.Doc("unit", "a", 2, `{}`), ledgertest.Doc("unit", "c", 1, `{}`))
	h.Next()
	h.Next(ledgertest.Doc("unit", "b", 3, `{}`), ledgertest.Doc("unit", "b", 2, `{}`), ledgertest.Doc("theme", "a", 1, `{}`))
	want := []Winner{{Place{0, 0}, 2}, {Place{1, 1}, 1}, {Place{3, 1}, 3}, {Place{3, 2}, 1}}
	if diff := ledgertest.Diff(want, Winners(h.Entries)); diff != "" {
		t.Errorf("Winners() (-want +got):\n%s", diff)
	}
	if got := Winners(nil); len(got) != 0 {
		t.Errorf("Winners(nil) = %v", got)
	}
}
