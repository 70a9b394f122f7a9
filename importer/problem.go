package importer

import (
	"cmp"
	"fmt"
	"strings"

	"throughline/fault"
	"throughline/graph"
	"throughline/wording"
)

// Place is where something stands in a file. The zero Place is unknown.
type Place struct {
	File   string
	Line   int // from 1; 0 is unknown
	Column int // in characters, from 1; 0 is unknown
}

// String is file:line:column, as far as it is known.
func (p Place) String() string {
	var b strings.Builder
	b.WriteString(p.File)
	if p.Line > 0 {
		fmt.Fprintf(&b, ":%d", p.Line)
		if p.Column > 0 {
			fmt.Fprintf(&b, ":%d", p.Column)
		}
	}
	return b.String()
}

// Compare orders places by file, line and column.
func (p Place) Compare(o Place) int {
	return cmp.Or(cmp.Compare(p.File, o.File), cmp.Compare(p.Line, o.Line), cmp.Compare(p.Column, o.Column))
}

// Problem is one thing that keeps an import from being made, and where it stands.
type Problem struct {
	Place    Place
	Record   graph.Ref // the record it concerns; zero when none
	Field    string    // the path in the record's document; "" for the whole
	Value    string    // the offending value as written; "" when none
	Sentence string    // without a full stop
	Remedy   string    // what was expected, as something to do; without a full stop
	Nearest  []string  // valid names close to the one given
}

// String is one line: place, record, sentence, nearest names, remedy.
func (p Problem) String() string {
	var b strings.Builder
	if at := p.Place.String(); at != "" {
		b.WriteString(at + ": ")
	}
	if !p.Record.IsZero() {
		b.WriteString(p.Record.String())
		if p.Field != "" {
			b.WriteString(" (" + p.Field + ")")
		}
		b.WriteString(": ")
	}
	b.WriteString(p.Sentence)
	if len(p.Nearest) > 0 {
		b.WriteString("; nearest: " + strings.Join(p.Nearest, ", "))
	}
	if p.Remedy != "" {
		b.WriteString(". " + p.Remedy)
	}
	return b.String()
}

// Problems is everything that was found wrong, in the order of the files. As an error it is a fault.
type Problems []Problem

// Error lists every problem on a line of its own.
func (p Problems) Error() string {
	lines := make([]string, len(p))
	for i, one := range p {
		lines[i] = one.String()
	}
	return strings.Join(lines, "\n")
}

// Fault is the problems as one fault, or nil without any. The first stands in the sentence; the
// others are counted. The problems are its cause.
func (p Problems) Fault() *fault.Fault {
	if len(p) == 0 {
		return nil
	}
	first := p[0]
	sentence := Problem{Place: first.Place, Record: first.Record, Field: first.Field, Sentence: first.Sentence}.String()
	if len(p) > 1 {
		sentence += " (and " + wording.Count(len(p)-1, "more problem", "more problems") + ")"
	}
	return fault.Wrap(p, fault.Invalid, sentence, first.Remedy).WithNearest(first.Nearest)
}

// Err is Fault as an error that is nil without problems.
func (p Problems) Err() error {
	if len(p) == 0 {
		return nil
	}
	return p.Fault()
}
