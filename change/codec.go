package change

import (
	"bytes"
	"reflect"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// Format is the present format number of every kind's document. A kind whose documents change in
// meaning gets a number of its own here and an upcast in Decode.
const Format = 1

// Salt returns fresh random bytes for one personal field.
type Salt func() []byte

// Encode makes the document of a record: the version is the record's own. Personal fields leave the
// body and are sealed with a salt each. A text that is not UTF-8, or a number that is none, is an
// Invalid fault.
func Encode(r graph.Record, salt Salt) (ledger.Document, error) {
	ref := r.Ref()
	d := ledger.Document{Kind: string(ref.Kind), ID: ref.ID, Version: r.Stamp().Version, Format: Format}
	fields := personal(ref.Kind)
	plain := r
	if len(fields) > 0 {
		plain = withoutPersonal(r, fields, func(name, text string) {
			d.Personal = append(d.Personal, ledger.Seal(name, text, salt()))
		})
	}
	var err error
	if d.Body, err = json.Marshal(plain, json.Deterministic(true)); err != nil {
		return d, fault.Wrap(err, fault.Invalid, ref.String()+" holds a text or a number that cannot be written down", "Write texts as UTF-8 and numbers as digits, without infinite or undefined ones")
	}
	return d, nil
}

// Tombstone is the document that says a record is gone.
func Tombstone(ref graph.Ref, version int32) ledger.Document {
	return ledger.Document{Kind: string(ref.Kind), ID: ref.ID, Version: version, Format: Format, Deleted: true}
}

// Decode reads one document back into a record; see Decoder for many.
func Decode(d *ledger.Document) (graph.Record, error) { return new(Decoder).Decode(d) }

// Decoder reads documents back into records. It keeps its buffers, and is used by one goroutine at a
// time; the zero Decoder is ready.
type Decoder struct{ work workDecoder }

// Decode reads a document back into a record, personal fields included. A document of a newer
// format is refused; unknown fields are an error, because a picture that lost some is not whole.
func (x *Decoder) Decode(d *ledger.Document) (graph.Record, error) {
	ref := graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID}
	if d.Format > Format {
		return nil, fault.New(fault.Newer, ref.String()+" was written by a newer version of the program", "Install that version or a later one")
	}
	r, err := graph.New(ref)
	if err != nil {
		return nil, fault.Wrap(err, fault.Newer, "the data holds records of the kind "+d.Kind+", which this version does not know", "Install the version that wrote it, or a later one")
	}
	if w, ok := r.(*graph.Work); ok {
		if err := x.work.decode(d.Body, w); err != nil {
			return nil, unreadable(ref, err)
		}
	} else if err := json.Unmarshal(d.Body, r, json.RejectUnknownMembers(true)); err != nil {
		return nil, unreadable(ref, err)
	}
	restorePersonal(r, d.Personal)
	return r, nil
}

func unreadable(ref graph.Ref, err error) error {
	return fault.Wrap(err, fault.Corrupt, "the stored document of "+ref.String()+" cannot be read", "Run `throughline verify`; restore the last backup if it names this entry")
}

// personal is the personal fields of a kind: struct field index and document name.
func personal(k graph.Kind) []personalField {
	r, err := graph.New(graph.Ref{Kind: k, ID: "x"})
	if err != nil {
		return nil
	}
	t := reflect.TypeOf(r).Elem()
	var out []personalField
	for i := range t.NumField() {
		if t.Field(i).Tag.Get("personal") == "true" {
			name, _, _ := strings.Cut(t.Field(i).Tag.Get("json"), ",")
			out = append(out, personalField{i, name})
		}
	}
	return out
}

type personalField struct {
	index int
	name  string
}

// withoutPersonal is a copy of the record with the personal fields empty, each non-empty one told to seal.
func withoutPersonal(r graph.Record, fields []personalField, seal func(name, text string)) graph.Record {
	v := reflect.ValueOf(r).Elem()
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	for _, f := range fields {
		if text := v.Field(f.index).String(); text != "" {
			seal(f.name, text)
		}
		c.Elem().Field(f.index).SetString("")
	}
	return c.Interface().(graph.Record)
}

func restorePersonal(r graph.Record, sealed []ledger.Sealed) {
	if len(sealed) == 0 {
		return
	}
	v := reflect.ValueOf(r).Elem()
	for _, f := range personal(r.Ref().Kind) {
		for _, s := range sealed {
			if s.Field == f.name {
				v.Field(f.index).SetString(s.Text)
			}
		}
	}
}

// Same reports whether two records have the same fields, whatever their stamps.
func Same(a, b graph.Record) bool {
	x, err := json.Marshal(a, json.Deterministic(true))
	if err != nil {
		return false
	}
	y, err := json.Marshal(b, json.Deterministic(true))
	return err == nil && bytes.Equal(x, y)
}

// Fields is the record's document as a JSON object, personal fields included, for showing and comparing.
func Fields(r graph.Record) (jsontext.Value, error) {
	return json.Marshal(r, json.Deterministic(true))
}

// Copy is a copy of the record that shares nothing with it, with the same stamp.
func Copy(r graph.Record) (graph.Record, error) {
	body, err := json.Marshal(r, json.Deterministic(true))
	if err != nil {
		return nil, err
	}
	c, err := graph.New(r.Ref())
	if err != nil {
		return nil, err
	}
	return graph.WithStamp(c, r.Stamp()), json.Unmarshal(body, c)
}
