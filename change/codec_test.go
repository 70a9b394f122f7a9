package change

import (
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

func salt() []byte { return []byte("0123456789abcdef") }

// sameButStamp compares records whatever their stamps: a document holds the version only.
func sameButStamp(a, b graph.Record) string {
	return cmp.Diff(a, graph.WithStamp(b, a.Stamp()), everything)
}

func TestAnyRecordComesBackAsItWas(t *testing.T) {
	var decoder Decoder // used again and again, as a start does
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecord(t, anyKind(t))
		d, err := Encode(r, salt)
		if err != nil {
			t.Fatal(err)
		}
		if d.Version != r.Stamp().Version || d.Format != Format || d.Kind != string(r.Ref().Kind) || d.ID != r.Ref().ID || d.Deleted {
			t.Fatalf("the document is named %+v, the record %s", d, r.Ref())
		}
		back, err := decoder.Decode(&d)
		if err != nil {
			t.Fatalf("%s: %v\n%s", r.Ref(), err, d.Body)
		}
		if diff := sameButStamp(r, back); diff != "" {
			t.Fatalf("%s\n%s", d.Body, diff)
		}
		again, err := Encode(back, salt)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(d, again); diff != "" {
			t.Fatalf("written again it differs:\n%s", diff)
		}
	})
}

func TestEncodingLeavesTheRecordAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecord(t, rapid.SampledFrom([]graph.Kind{graph.KindPerson, graph.KindComment, graph.KindResponse}).Draw(t, "kind"))
		before, err := Copy(r)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Encode(r, salt); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(before, r, everything); diff != "" {
			t.Fatalf("sealing changed the record: %s", diff)
		}
	})
}

func TestEachPersonalFieldHasASaltOfItsOwn(t *testing.T) {
	n := byte(0)
	fresh := func() []byte { n++; return []byte{n} }
	d, err := Encode(&graph.Person{ID: "ana", Name: "Ana", Email: "ana@example.org"}, fresh)
	if err != nil {
		t.Fatal(err)
	}
	want := []ledger.Sealed{ledger.Seal("name", "Ana", []byte{1}), ledger.Seal("email", "ana@example.org", []byte{2})}
	if diff := cmp.Diff(want, d.Personal); diff != "" {
		t.Errorf("sealed (-want +got):\n%s", diff)
	}
}

func TestUnknownFieldsAreRefused(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		_, d := readFrozen(t, kind)
		d.Body = append(slices.Clone(d.Body[:len(d.Body)-1]), `,"colour":"red"}`...)
		if _, err := Decode(&d); !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), d.Kind+"/"+d.ID) {
			t.Errorf("a field that nobody knows: %v, want a corrupt fault that names the record", err)
		}
	})
}

func TestDamagedDocumentsAreRefused(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		_, whole := readFrozen(t, kind)
		for name, body := range map[string]string{
			"empty": "", "cut off": string(whole.Body[:len(whole.Body)-1]), "a list": "[]", "a word": "null x",
			"something after it": string(whole.Body) + "{}", "a letter after it": string(whole.Body) + "x",
			"a field twice": `{"name":"a","title":"a","name":"b","title":"b"}`,
		} {
			d := whole
			d.Body = []byte(body)
			if _, err := Decode(&d); !fault.Is(err, fault.Corrupt) {
				t.Errorf("%s: %v, want a corrupt fault", name, err)
			}
		}
	})
}

func TestWhatANewerProgramWroteIsRefused(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		_, d := readFrozen(t, kind)
		d.Format = Format + 1
		if _, err := Decode(&d); !fault.Is(err, fault.Newer) {
			t.Errorf("a newer format: %v, want a newer fault", err)
		}
	})
	d := ledger.Document{Kind: "okr", ID: "x", Version: 1, Format: Format, Body: []byte(`{}`)}
	err := fault.Of(second(Decode(&d)))
	if err == nil || err.Kind != fault.Newer || !strings.Contains(err.Sentence, "okr") || err.Remedy == "" {
		t.Errorf("an unknown kind: %v, want a newer fault that names it", err)
	}
}

func second(_ graph.Record, err error) error { return err }

func TestADecoderGoesOnAfterADamagedDocument(t *testing.T) {
	var decoder Decoder
	_, whole := readFrozen(t, graph.KindWork)
	damaged := whole
	damaged.Body = []byte(`{"title":"x","states":["opened 2026-0`)
	for range 3 {
		if _, err := decoder.Decode(&damaged); !fault.Is(err, fault.Corrupt) {
			t.Fatalf("damaged: %v", err)
		}
		got, err := decoder.Decode(&whole)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(frozenOf(t, graph.KindWork), got, everything); diff != "" {
			t.Fatal(diff)
		}
	}
}

func TestDecodedRecordsShareNothingWithTheDocument(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		_, d := readFrozen(t, kind)
		got, err := Decode(&d)
		if err != nil {
			t.Fatal(err)
		}
		for i := range d.Body { // a store may use its buffer again
			d.Body[i] = '?'
		}
		if diff := cmp.Diff(frozenOf(t, kind), got, everything); diff != "" {
			t.Error(diff)
		}
	})
}

func TestWhatCannotBeWrittenIsSaidToThePerson(t *testing.T) {
	for name, r := range map[string]graph.Record{
		"no number":    &graph.Score{ID: "s", Value: math.NaN()},
		"without end":  &graph.Outcome{ID: "o", Metric: graph.Metric{Target: math.Inf(1)}},
		"not a letter": &graph.Theme{ID: "t", Name: "caf\xe9"},
	} {
		_, err := Encode(r, salt)
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !strings.Contains(f.Sentence, r.Ref().String()) || f.Remedy == "" {
			t.Errorf("%s: %v, want an invalid fault that names %s", name, err, r.Ref())
		}
	}
}

func TestNoSharesAreWrittenOneWay(t *testing.T) {
	none, empty := &graph.Outcome{ID: "o", Name: "O"}, &graph.Outcome{ID: "o", Name: "O", Themes: graph.SharesOf()}
	if !Same(none, empty) {
		t.Error("no shares and an empty list of shares are told apart, so an import would find a difference each time")
	}
}

func TestTombstones(t *testing.T) {
	d := Tombstone(graph.ThemeID("calm").Ref(), 4)
	if want := (ledger.Document{Kind: "theme", ID: "calm", Version: 4, Format: Format, Deleted: true}); !cmp.Equal(d, want) {
		t.Errorf("Tombstone = %+v", d)
	}
}

func TestSameLooksAtFieldsAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		r := anyRecord(t, anyKind(t))
		c, err := Copy(r)
		if err != nil {
			t.Fatal(err)
		}
		if !Same(r, graph.WithStamp(c, graph.Stamp{Version: 99, Position: 7, Effective: 5})) {
			t.Fatalf("a copy with another stamp is not the same")
		}
	})
	if Same(&graph.Theme{ID: "a", Name: "A"}, &graph.Theme{ID: "a", Name: "B"}) || Same(&graph.Theme{ID: "a"}, &graph.Score{Value: math.NaN()}) {
		t.Error("different fields are the same")
	}
}

func TestACopySharesNothing(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		r := graph.WithStamp(frozenOf(t, kind), graph.Stamp{Version: 3, Position: 4, Effective: 5})
		c, err := Copy(r)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(r, c, everything); diff != "" {
			t.Errorf("the copy differs:\n%s", diff)
		}
		if at := shared(reflect.ValueOf(r).Elem(), reflect.ValueOf(c).Elem(), string(kind)); at != "" {
			t.Errorf("the copy shares %s", at)
		}
	})
}

// shared is the path of a list that two values share, "" when they share none.
func shared(a, b reflect.Value, path string) string {
	switch a.Kind() {
	case reflect.Slice:
		if a.Len() > 0 && a.Pointer() == b.Pointer() {
			return path
		}
		for i := range a.Len() {
			if at := shared(a.Index(i), b.Index(i), path+"[]"); at != "" {
				return at
			}
		}
	case reflect.Struct:
		if a.Type().PkgPath() == "time" {
			return ""
		}
		for i := range a.NumField() {
			if at := shared(a.Field(i), b.Field(i), path+"."+a.Type().Field(i).Name); at != "" {
				return at
			}
		}
	}
	return ""
}

func TestFieldsAreShownWithPersonalText(t *testing.T) {
	got, err := Fields(&graph.Person{ID: "ana", Name: "Ana Lima", Title: "Head"})
	if err != nil || string(got) != `{"name":"Ana Lima","title":"Head"}` {
		t.Errorf("Fields = %s, %v", got, err)
	}
}

// FuzzDecode reads damaged documents of every kind: none may end the program, and what is read can be
// written and read again.
func FuzzDecode(f *testing.F) {
	for i, k := range graph.Kinds() {
		body, err := Fields(mustFrozen(k.Kind))
		if err != nil {
			f.Fatal(err)
		}
		f.Add(byte(i), []byte(body))
		f.Add(byte(i), []byte(body[:len(body)/2]))
	}
	kinds := graph.Kinds()
	f.Fuzz(func(t *testing.T, at byte, body []byte) {
		kind := kinds[int(at)%len(kinds)].Kind
		d := ledger.Document{Kind: string(kind), ID: "x", Version: 1, Format: Format, Body: body}
		r, err := Decode(&d)
		if err != nil {
			if !fault.Is(err, fault.Corrupt) {
				t.Errorf("%v, want a corrupt fault", err)
			}
			return
		}
		again, err := Encode(r, salt)
		if err != nil {
			return // JSON can say moments that are outside of what is written
		}
		if back, err := Decode(&again); err != nil || !Same(r, back) {
			t.Errorf("%s: read from %s, written as %s: %v", kind, body, again.Body, err)
		}
	})
}

func mustFrozen(kind graph.Kind) graph.Record {
	list := frozenRecords()
	return list[slices.IndexFunc(list, func(r graph.Record) bool { return r.Ref().Kind == kind })]
}
