package change

import (
	"fmt"

	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// Proposed reads what somebody proposes into the draft that confirming it would make. Each record is
// proposed once; an empty body proposes to remove it. What cannot be read is an Invalid fault.
func Proposed(verb string, list []graph.Proposed) (Draft, error) {
	d := Draft{Verb: verb}
	seen := make(map[graph.Ref]bool)
	for _, p := range list {
		if seen[p.Record] {
			return Draft{}, fault.Invalidf("Put its changes into one", "%s is proposed twice", p.Record)
		}
		seen[p.Record] = true
		if p.Body == "" {
			d.Removes = append(d.Removes, p.Record)
			continue
		}
		r, err := Decode(&ledger.Document{Kind: string(p.Record.Kind), ID: p.Record.ID, Format: Format, Body: []byte(p.Body)})
		if err != nil {
			return Draft{}, fault.Wrap(err, fault.Invalid, fmt.Sprintf("the fields proposed for %s cannot be read", p.Record),
				"Send a JSON object with the names of its fields, as an export writes them")
		}
		d.Puts = append(d.Puts, r)
	}
	return d, nil
}
