package change

import (
	"fmt"

	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// Proposed reads what somebody proposes into the draft that confirming it would make of the picture. Each record is
// proposed once, and must be of the version that its author saw; an empty body proposes to remove it. What cannot be read is an
// Invalid fault, a record that is not there to be changed in part a NotFound one.
func Proposed(s *graph.Snapshot, verb string, list []graph.Proposed) (Draft, error) {
	d := Draft{Verb: verb}
	seen := make(map[graph.Ref]bool)
	for _, p := range list {
		if seen[p.Record] {
			return Draft{}, fault.Invalidf("Put its changes into one", "%s is proposed twice", p.Record)
		}
		seen[p.Record] = true
		d.Expects = append(d.Expects, Expectation{p.Record, p.Version})
		if p.Body == "" {
			d.Removes = append(d.Removes, p.Record)
			continue
		}
		r, err := proposed(s, p)
		if err != nil {
			return Draft{}, err
		}
		d.Puts = append(d.Puts, r)
	}
	return d, nil
}

// proposed is the record as it would become.
func proposed(s *graph.Snapshot, p graph.Proposed) (graph.Record, error) {
	if !p.Partial {
		r, err := Decode(&ledger.Document{Kind: string(p.Record.Kind), ID: p.Record.ID, Format: Format, Body: []byte(p.Body)})
		if err != nil {
			return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("the fields proposed for %s cannot be read", p.Record),
				"Send a JSON object with the names of its fields, as an export writes them")
		}
		return r, nil
	}
	was := s.Record(p.Record)
	if was == nil {
		return nil, notThere(p.Record)
	}
	set, err := parseObject(jsontext.Value(p.Body))
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, fmt.Sprintf("the fields proposed for %s cannot be read", p.Record),
			"Send a JSON object with the names of the fields that are to change")
	}
	edits := make([]Edit, 0, len(set.names))
	for _, name := range set.names {
		edits = append(edits, Edit{Field: name, Want: set.values[name]})
	}
	r, err := amended(was, edits, true)
	if r == nil && err == nil {
		return Copy(was)
	}
	return r, err
}

// PersonalFields is the names of the fields of a kind that are sealed beside its document, so that they can be erased.
func PersonalFields(k graph.Kind) []string {
	var out []string
	for _, f := range personal(k) {
		out = append(out, f.name)
	}
	return out
}
