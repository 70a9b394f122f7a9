package graph

import (
	"cmp"
	"fmt"
	"strings"

	"throughline/fault"
)

// Ref names a record across kinds. Its text form is "kind/id"; the zero Ref names nothing.
type Ref struct {
	Kind Kind
	ID   string
}

// ParseRef reads "kind/id".
func ParseRef(s string) (Ref, error) {
	k, id, ok := strings.Cut(s, "/")
	if !ok || id == "" {
		return Ref{}, fault.Invalidf("Write it as kind/id, for instance unit/core-services", "%q does not name a record", s)
	}
	if kindIndex(Kind(k)) < 0 {
		return Ref{}, UnknownKind(k)
	}
	return Ref{Kind(k), id}, nil
}

// String is the text form.
func (r Ref) String() string {
	if r.IsZero() {
		return ""
	}
	return string(r.Kind) + "/" + r.ID
}

// IsZero reports whether r names nothing.
func (r Ref) IsZero() bool { return r == Ref{} }

// Compare orders refs by kind and then id, by bytes.
func (r Ref) Compare(o Ref) int {
	return cmp.Or(cmp.Compare(r.Kind, o.Kind), cmp.Compare(r.ID, o.ID))
}

// MarshalText is the text form.
func (r Ref) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads the text form; empty text is the zero Ref.
func (r *Ref) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*r = Ref{}
		return nil
	}
	p, err := ParseRef(string(b))
	if err != nil {
		return err
	}
	*r = p
	return nil
}

// MaxID is the greatest length of an id in bytes.
const MaxID = 120

// CheckID says what is wrong with an id, or "" when it is good. An id is made of small letters,
// digits and - . _ : so that it can stand in an address, a file name and a sentence.
func CheckID(id string) string {
	if id == "" {
		return "the id is empty"
	}
	if len(id) > MaxID {
		return fmt.Sprintf("the id is longer than %d bytes", MaxID)
	}
	for i, c := range []byte(id) {
		letter := c >= 'a' && c <= 'z' || c >= '0' && c <= '9'
		if !letter && (i == 0 || !strings.ContainsRune("-._:", rune(c))) {
			return fmt.Sprintf("the id %q has %q at place %d", id, string(c), i+1)
		}
	}
	return ""
}

// Record is a typed document of one kind. Only the types of this package are records.
type Record interface {
	// Ref names the record; on a nil pointer it still tells the kind.
	Ref() Ref
	// Stamp tells which version this is and since when it holds.
	Stamp() Stamp
	// Label is the name a person would call it by; never empty for a valid record.
	Label() string

	setID(string)
	setStamp(Stamp)
	rules(*rulebook)
}

// Stamp says which version of a record this is.
type Stamp struct {
	Version   int32 // counts the versions of the record from 1; 0 is not stored yet
	Position  int64 // the ledger position of the change that wrote it
	Effective int64 // Unix milliseconds since when it holds
}

// After reports whether s stands later than o in the order of the picture: by effective time,
// then by position.
func (s Stamp) After(o Stamp) bool {
	return cmp.Or(cmp.Compare(s.Effective, o.Effective), cmp.Compare(s.Position, o.Position)) > 0
}

// WithStamp puts the stamp on a record that nobody else holds yet, and returns it.
func WithStamp(r Record, s Stamp) Record {
	r.setStamp(s)
	return r
}

// head is what every record carries beside its fields.
type head struct{ stamp Stamp }

// Stamp tells which version of the record this is and since when it holds.
func (h *head) Stamp() Stamp { return h.stamp }

func (h *head) setStamp(s Stamp) { h.stamp = s }
