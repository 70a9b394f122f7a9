package change

import (
	"encoding/hex"
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"

	"throughline/graph"
	"throughline/ledger"
)

// The files in testdata/format-1 are documents as format 1 writes them, one of every kind. They are the
// promise that what was written once can be read for ever: they are never changed. A new format gets a
// folder of its own, and this one stays.
const frozenFolder = "testdata/format-1"

// frozen is one file of the folder.
type frozen struct {
	Kind     string         `json:"kind"`
	ID       string         `json:"id"`
	Version  int32          `json:"version"`
	Format   int32          `json:"format"`
	Personal []frozenField  `json:"personal"`
	Digest   string         `json:"digest"` // of the whole document
	Body     jsontext.Value `json:"body"`   // byte for byte
}

type frozenField struct {
	Field  string `json:"field"`
	Text   string `json:"text"`
	Salt   string `json:"salt"`
	Digest string `json:"digest"`
}

func readFrozen(t *testing.T, kind graph.Kind) (frozen, ledger.Document) {
	t.Helper()
	raw, err := os.ReadFile(filepath.Join(frozenFolder, string(kind)+".json"))
	if err != nil {
		t.Fatalf("the kind %s has no frozen sample: %v", kind, err)
	}
	var f frozen
	if err := json.Unmarshal(raw, &f, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	d := ledger.Document{Kind: f.Kind, ID: f.ID, Version: f.Version, Format: f.Format, Body: f.Body}
	for _, p := range f.Personal {
		s := ledger.Sealed{Field: p.Field, Text: p.Text, Salt: unhex(t, p.Salt)}
		copy(s.Digest[:], unhex(t, p.Digest))
		d.Personal = append(d.Personal, s)
	}
	return f, d
}

func unhex(t *testing.T, s string) []byte {
	t.Helper()
	b, err := hex.DecodeString(s)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// everything lets cmp look into stamps too.
var everything = cmp.Exporter(func(reflect.Type) bool { return true })

func frozenOf(t *testing.T, kind graph.Kind) graph.Record {
	t.Helper()
	for _, r := range frozenRecords() {
		if r.Ref().Kind == kind {
			return r
		}
	}
	t.Fatalf("the sample of the kind %s is not spelled out", kind)
	return nil
}

// eachKind runs the test for every kind there is.
func eachKind(t *testing.T, run func(t *testing.T, kind graph.Kind)) {
	t.Helper()
	for _, k := range graph.Kinds() {
		t.Run(string(k.Kind), func(t *testing.T) { run(t, k.Kind) })
	}
}

func TestFrozenDocumentsAreReadForEver(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		_, d := readFrozen(t, kind)
		got, err := Decode(&d)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(frozenOf(t, kind), got, everything); diff != "" {
			t.Errorf("the document reads as something else (-want +got):\n%s", diff)
		}
	})
}

func TestFrozenDocumentsAreWrittenTheSame(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		f, want := readFrozen(t, kind)
		salts := want.Personal
		salt := func() []byte {
			next := salts[0].Salt
			salts = salts[1:]
			return next
		}
		got, err := Encode(graph.WithStamp(frozenOf(t, kind), graph.Stamp{Version: want.Version}), salt)
		if err != nil {
			t.Fatal(err)
		}
		if string(got.Body) != string(want.Body) {
			t.Errorf("the body is now written\n%s\nit was\n%s", got.Body, want.Body)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the document is written differently (-was +now):\n%s", diff)
		}
		if digest := got.Digest().String(); digest != f.Digest {
			t.Errorf("the digest is %s, it was %s: old histories would not verify", digest, f.Digest)
		}
	})
}

func TestFrozenDocumentsOfWorkAreReadTheSameByTheLibrary(t *testing.T) {
	_, d := readFrozen(t, graph.KindWork)
	got := &graph.Work{ID: "hl-204"}
	if err := json.Unmarshal(d.Body, got, json.RejectUnknownMembers(true)); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(frozenOf(t, graph.KindWork), graph.Record(got), everything); diff != "" {
		t.Error(diff)
	}
}

func TestErasedPersonalFieldsReadEmpty(t *testing.T) {
	sealed := 0
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		f, d := readFrozen(t, kind)
		for i, p := range d.Personal {
			if !p.Intact() || p.Erased() {
				t.Errorf("%s is not intact", p.Field)
			}
			sealed++
			d.Personal[i] = p.Erase()
		}
		got, err := Decode(&d)
		if err != nil {
			t.Fatal(err)
		}
		want := frozenOf(t, kind)
		for _, p := range personal(kind) {
			reflect.ValueOf(want).Elem().Field(p.index).SetString("")
		}
		if diff := cmp.Diff(want, got, everything); diff != "" {
			t.Errorf("after the erasure (-want +got):\n%s", diff)
		}
		if digest := d.Digest().String(); digest != f.Digest {
			t.Errorf("erasing changed the digest: %s, was %s", digest, f.Digest)
		}
	})
	if sealed != 5 { // a person's name, email and handle, a comment's text, a response's words
		t.Errorf("%d personal fields were sealed, want 5", sealed)
	}
}

func TestPersonalTextIsNotInTheBody(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		_, d := readFrozen(t, kind)
		for _, p := range d.Personal {
			if strings.Contains(string(d.Body), p.Text) {
				t.Errorf("the body holds the %s", p.Field)
			}
		}
	})
}

func TestFrozenSamplesAreComplete(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		for _, path := range unset(reflect.ValueOf(frozenOf(t, kind)).Elem(), string(kind)) {
			t.Errorf("the sample does not set %s", path)
		}
	})
	if got, want := len(frozenRecords()), len(graph.Kinds()); got != want {
		t.Errorf("%d records are spelled out for %d kinds", got, want)
	}
	files, err := os.ReadDir(frozenFolder)
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range files {
		kind := graph.Kind(strings.TrimSuffix(f.Name(), ".json"))
		if _, known := graph.Info(kind); !known {
			t.Errorf("%s is a sample of no kind: a kind that was released is never taken out", f.Name())
		}
	}
}

// unset lists the exported fields that are zero; a field of a list's elements may be set in any of them.
func unset(v reflect.Value, path string) []string {
	var out []string
	for i := range v.NumField() {
		f := v.Type().Field(i)
		if !f.IsExported() {
			continue
		}
		at := path + "." + f.Name
		switch {
		case v.Field(i).IsZero():
			out = append(out, at)
		case isFields(f.Type):
			out = append(out, unset(v.Field(i), at)...)
		case f.Type.Kind() == reflect.Slice && isFields(f.Type.Elem()):
			out = append(out, unsetInAll(v.Field(i), at)...)
		}
	}
	return out
}

func unsetInAll(list reflect.Value, path string) []string {
	out := unset(list.Index(0), path+"[]")
	for i := 1; i < list.Len(); i++ {
		also := unset(list.Index(i), path+"[]")
		out = slices.DeleteFunc(out, func(s string) bool { return !slices.Contains(also, s) })
	}
	return out
}

// isFields reports whether the type is a struct of ours whose fields the document names.
func isFields(t reflect.Type) bool {
	return t.Kind() == reflect.Struct && strings.HasPrefix(t.PkgPath(), "throughline/") && t != reflect.TypeFor[graph.Ref]()
}

func TestUnsetFindsWhatIsMissing(t *testing.T) {
	p := &graph.Period{ID: "x", Name: "X", Kind: graph.Half, Start: 1, End: 2, Parent: "y"}
	if got, want := fmt.Sprint(unset(reflect.ValueOf(p).Elem(), "period")), "[period.Lock period.Reserve]"; got != want {
		t.Errorf("unset = %s, want %s", got, want)
	}
	i := &graph.Initiative{Contributes: []graph.Contribution{{Outcome: "o"}, {Theme: "t"}}}
	got := unset(reflect.ValueOf(i).Elem(), "")
	if !slices.Contains(got, ".Contributes[].Share") || slices.Contains(got, ".Contributes[].Theme") {
		t.Errorf("unset = %v", got)
	}
}
