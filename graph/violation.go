package graph

import (
	"fmt"
	"strconv"
	"strings"

	"throughline/fault"
)

// Violation is a structural rule that a record breaks: one sentence and what to do.
type Violation struct {
	Record   Ref
	Field    string // the path in the document; "" for the record as a whole
	Sentence string // without a full stop
	Remedy   string // without a full stop
	Nearest  []string
}

// Violations is every broken rule of a change, in the order of the records. As an error it is a fault.
type Violations []Violation

// Fault is the violations as one fault, or nil without any. The first stands in the sentence; the
// others are counted.
func (v Violations) Fault() *fault.Fault {
	if len(v) == 0 {
		return nil
	}
	first := v[0]
	sentence := first.Record.String()
	if first.Field != "" {
		sentence += " (" + first.Field + ")"
	}
	sentence += ": " + first.Sentence
	if len(v) > 1 {
		sentence += fmt.Sprintf(" (and %d more %s)", len(v)-1, plural(len(v)-1, "problem", "problems"))
	}
	f := fault.Wrap(v, fault.Invalid, sentence, first.Remedy)
	f.Nearest = first.Nearest
	return f
}

// Error lists every violation on a line of its own.
func (v Violations) Error() string {
	lines := make([]string, len(v))
	for i, one := range v {
		lines[i] = fmt.Sprintf("%s %s: %s. %s", one.Record, one.Field, one.Sentence, one.Remedy)
	}
	return strings.Join(lines, "\n")
}

// rulebook collects what a record breaks.
type rulebook struct {
	ref     Ref
	s       *Snapshot
	changed []Ref // all that is checked
	out     Violations
}

func (b *rulebook) broken(field, remedy, format string, args ...any) {
	b.out = append(b.out, Violation{Record: b.ref, Field: field, Sentence: fmt.Sprintf(format, args...), Remedy: remedy})
}

// need holds that a text is there.
func (b *rulebook) need(field, value, example string) {
	if strings.TrimSpace(value) == "" {
		name := field[strings.LastIndexByte(field, '.')+1:]
		b.broken(field, "Write it, for instance: "+example, "%s is empty", noun(name))
	}
}

// noun is the name of a field in a sentence: those that are no nouns stand in quotes.
func noun(field string) string {
	switch field {
	case "from", "to", "on", "by", "over", "prefer", "what", "why", "rewards":
		return "“" + field + "”"
	}
	return "the " + strings.ReplaceAll(field, "_", " ")
}

// percent is a part of 1 as people say it: 0.4 is 40%.
func percent(v float64) string {
	text := strconv.FormatFloat(v*100, 'g', 6, 64)
	if minus, is := strings.CutPrefix(text, "-"); is {
		text = "−" + minus
	}
	return text + "%"
}

// share holds that a part of a whole lies between 0 and 1.
func (b *rulebook) share(field string, v Share) {
	if !(v >= 0 && v <= 1) {
		b.broken(field, "Give it a share from 0% to 100%", "the share %s is not between 0%% and 100%%", percent(float64(v)))
	}
}

// whole holds that shares do not add up to more than 1.
func (b *rulebook) whole(field string, shares Shares) {
	for _, p := range shares {
		b.share(field+"."+string(p.Theme), p.Share)
	}
	b.atMostOne(field, float64(shares.Sum()))
}

// slack is how far a sum of shares may be off 1 by rounding.
const slack = 1e-9

func (b *rulebook) atMostOne(field string, sum float64) {
	if sum > 1+slack {
		b.broken(field, "Lower some so that together they are at most 100%", "the shares add up to %s, which is more than 100%%", percent(sum))
	}
}

// positive holds that a quantity is not negative and is a number.
func (b *rulebook) positive(field string, v float64) {
	if !(v >= 0 && v < 1e15) {
		b.broken(field, "Write 0 or more", "%v is not a quantity", v)
	}
}

// ordered holds that one date is not after another when both are set.
func (b *rulebook) ordered(first, last string, from, until Date) {
	if from != 0 && until != 0 && until < from {
		b.broken(last, "Put "+last+" on or after "+first, "%s (%s) is before %s (%s)", last, until, first, from)
	}
}

// listed holds that a word is on its list.
func listed[W Word](b *rulebook, field string, w W, list ...W) {
	wrong, nearest := oneOf(w, list...)
	if wrong == "" {
		return
	}
	b.broken(field, "Use one of the words", "%s", wrong)
	b.out[len(b.out)-1].Nearest = nearest
}
