package storage

import (
	"cmp"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

	"throughline/ledger"
)

// Mark is the check number of a version's row: 64 bits over where it stands in the history and
// everything in it but the personal text, whose digests count. A row that does not give its mark is
// not what was written.
func Mark(v *ledger.Version) int64 {
	digest := v.Document.Digest()
	mixed := binary.BigEndian.Uint64(digest[:8])
	for _, n := range []int64{v.Position, v.Effective.UnixMilli()} {
		mixed = scramble(mixed ^ uint64(n))
	}
	return int64(mixed)
}

// scramble spreads every bit over all 64 (the finishing step of SplitMix64).
func scramble(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// Whole holds a version read from a row against the row's mark, and its personal text against the
// digests.
func Whole(v *ledger.Version, mark int64) error {
	if Mark(v) != mark {
		return ledger.Spoilt(v.Position, fmt.Sprintf("the stored copy of %s/%s is not what was written", v.Document.Kind, v.Document.ID))
	}
	if wrong := v.Document.Broken(); wrong != "" {
		return ledger.Spoilt(v.Position, wrong)
	}
	return nil
}

// sealed is a personal field as it stands in a row; salt and digest in hexadecimal.
type sealed struct {
	Field  string  `json:"field"`
	Text   string  `json:"text,omitzero"`
	Salt   *string `json:"salt,omitzero"` // none once erased
	Digest string  `json:"digest"`
}

// PackPersonal is the text of a document's personal fields for a row; "" when it has none.
func PackPersonal(fields []ledger.Sealed) (string, error) {
	if len(fields) == 0 {
		return "", nil
	}
	rows := make([]sealed, len(fields))
	for i, f := range fields {
		rows[i] = sealed{Field: f.Field, Text: f.Text, Digest: f.Digest.String()}
		if !f.Erased() {
			salt := hex.EncodeToString(f.Salt)
			rows[i].Salt = &salt
		}
	}
	b, err := json.Marshal(rows)
	return string(b), err
}

// UnpackPersonal reads what PackPersonal wrote.
func UnpackPersonal(text string) ([]ledger.Sealed, error) {
	if text == "" {
		return nil, nil
	}
	var rows []sealed
	if err := json.Unmarshal([]byte(text), &rows, json.RejectUnknownMembers(true)); err != nil {
		return nil, fmt.Errorf("personal fields: %w", err)
	}
	out := make([]ledger.Sealed, len(rows))
	for i, r := range rows {
		out[i] = ledger.Sealed{Field: r.Field, Text: r.Text}
		if r.Salt != nil {
			salt, err := hex.DecodeString(*r.Salt)
			if err != nil {
				return nil, fmt.Errorf("salt of %s: %w", r.Field, err)
			}
			out[i].Salt = salt
		}
		digest, err := hex.DecodeString(r.Digest)
		if err != nil || len(digest) != len(out[i].Digest) {
			return nil, fmt.Errorf("the digest of %s is not one", r.Field)
		}
		out[i].Digest = ledger.Hash(digest)
	}
	return out, nil
}

// ErasePersonal is the packed fields without their texts and salts, and how many still had them.
func ErasePersonal(text string) (erased string, n int, err error) {
	fields, err := UnpackPersonal(text)
	if err != nil {
		return "", 0, err
	}
	for i, f := range fields {
		if !f.Erased() {
			n++
		}
		fields[i] = f.Erase()
	}
	erased, err = PackPersonal(fields)
	return erased, n, err
}

// Place is a document of a batch: the index of its entry and of itself in the entry.
type Place struct{ Entry, Document int }

// Winner is what a batch says of one record: the place of the document that can become its latest, and the
// highest number of any of its documents.
type Winner struct {
	Place
	Highest int32
}

// Winners is, for every record the entries touch, the document with the greatest (effective, position,
// place), in the order of the batch. Only these can become latest documents.
func Winners(entries []ledger.Entry) []Winner {
	best := map[ledger.Record]Winner{}
	for i := range entries {
		for j := range entries[i].Documents {
			d := &entries[i].Documents[j]
			key := ledger.Record{Kind: d.Kind, ID: d.ID}
			w, ok := best[key]
			if !ok || !entries[i].Effective.Before(entries[w.Entry].Effective) {
				w.Place = Place{i, j}
			}
			w.Highest = max(w.Highest, d.Version)
			best[key] = w
		}
	}
	out := slices.Collect(maps.Values(best))
	slices.SortFunc(out, func(a, b Winner) int {
		return cmp.Or(cmp.Compare(a.Entry, b.Entry), cmp.Compare(a.Document, b.Document))
	})
	return out
}
