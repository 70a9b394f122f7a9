package web

import (
	"fmt"
	"math"
	"slices"
	"strings"

	"throughline/graph"
	"throughline/measure"
	"throughline/web/view"
	"throughline/wording"
)

// The most that an explanation lists of each sort; it says how many more there are.
const (
	whyInputs  = 12
	whyGroup   = 6 // rows from which those of a group are added up
	whyRecords = 5
	whyMissing = 8
)

// wholeFrom is the value from which the numbers of a column are written without decimals.
const wholeFrom = 100

// share is a result that is a share of one, as a percentage with its explanation.
func (p sheet) share(r *measure.Result) view.Figure {
	if !r.Defined() {
		return view.Figure{Missing: r.Reason}
	}
	text := wording.WholePercent(r.Value)
	return view.Figure{Text: text, Why: p.why(r, text)}
}

// of100 is a result that is a share of one, out of 100.
func (p sheet) of100(r *measure.Result) view.Figure {
	if !r.Defined() {
		return view.Figure{Missing: r.Reason}
	}
	text := wording.Of100(r.Value)
	return view.Figure{Text: text, Why: p.why(r, text+" of every 100 days")}
}

// number is a result in its own unit, with its explanation.
func (p sheet) number(r *measure.Result) view.Figure {
	if !r.Defined() {
		return view.Figure{Missing: r.Reason}
	}
	text := wording.Number(r.Value)
	return view.Figure{Text: text, Why: p.why(r, text)}
}

// whyID is the address of the explanation of a result: by its measure and what it is about.
func whyID(r *measure.Result, more ...string) string {
	words := []string{"why", strings.ReplaceAll(r.Method.ID, ".", "-")}
	if !r.Subject.IsZero() {
		words = append(words, string(r.Subject.Kind), idWord(r.Subject.ID))
	}
	return strings.Join(append(words, more...), "-")
}

// idWord is an id as it may stand in the name of an element.
func idWord(id string) string {
	return strings.Map(func(c rune) rune {
		if c == '.' || c == ':' {
			return '_'
		}
		return c
	}, id)
}

// why explains a result that the page shows as the text.
func (p sheet) why(r *measure.Result, text string) *view.Why {
	r = p.base.Told(r)
	w := &view.Why{
		ID: whyID(r), Title: "Why " + text, Formula: wording.Capital(r.Method.Formula), Result: resultWords(r, text),
		Inputs: inputs(r), Uncertainty: uncertainty(r), NotDeclared: notDeclared(r.Missing),
		Method: methodWords(r.Method),
		AsOf:   "as of " + wording.FullDay(r.AsOf) + ", from entry " + wording.Number(float64(r.Position)),
	}
	w.Records, w.MoreRecords = p.evidence(r.Evidence)
	w.NotDeclared = append(w.NotDeclared, sentences(r.Warnings)...)
	return w
}

// methodWords names the method by which a figure was calculated, as the list of measures has it.
func methodWords(m *measure.Method) string { return fmt.Sprintf("%s, version %d", m.ID, m.Version) }

// resultWords is the calculation in numbers.
func resultWords(r *measure.Result, text string) string {
	switch {
	case r.Denominator.Value == 0 || r.Denominator.Words == "":
		return text
	case !isShare(r.Method.Unit) && r.Numerator.Unit == r.Denominator.Unit:
		return fmt.Sprintf("%s of %s %s", text, termNumber(r.Denominator), r.Denominator.Words)
	case !isShare(r.Method.Unit), r.Denominator.Value == 1 && r.Numerator.Value != math.Trunc(r.Numerator.Value): // a share of one is the number itself
		return wording.Capital(r.Numerator.Words) + ": " + text
	}
	return fmt.Sprintf("%s %s ÷ %s %s = %s", termNumber(r.Numerator), r.Numerator.Words, termNumber(r.Denominator), r.Denominator.Words, text)
}

// isShare reports whether a unit of measure is a part of one.
func isShare(unit string) bool { return strings.HasPrefix(unit, "share") }

// termNumber is one side of the fraction; from a hundred on it is whole.
func termNumber(t measure.Term) string {
	if t.Value >= 100 {
		return wording.Whole(t.Value)
	}
	return wording.Number(t.Value)
}

// inputs is the rows of a result as a small table. Rows of several groups are added up by group where they
// are many.
func inputs(r *measure.Result) view.Grid {
	if len(r.Rows) == 0 {
		return view.Grid{}
	}
	rows, grouped := told(r), severalGroups(r.Rows)
	g := view.Grid{Head: []string{"What went in", wording.Capital(r.Rows[0].Unit)}}
	if grouped {
		g.Head[0] = "Where the rest is"
		if len(rows) > whyGroup {
			rows = byGroup(rows)
		}
	}
	write := inOneForm(rows)
	for _, row := range rows[:min(len(rows), whyInputs)] {
		label := row.Label
		if row.Record.IsZero() { // no name that somebody gave
			label = wording.Capital(label)
		}
		if grouped && row.Group != "" {
			label = wording.Capital(row.Group) + ": " + row.Label
		}
		g.Rows = append(g.Rows, []string{label, write(row.Value)})
	}
	if more := len(rows) - whyInputs; more > 0 {
		rest := 0.0
		for _, row := range rows[whyInputs:] {
			rest += row.Value
		}
		g.Rows = append(g.Rows, []string{wording.Count(more, "more", "more"), write(rest)})
	}
	if r.Adds {
		g.Foot = []string{"Together", write(r.Total)}
	}
	return g
}

// told is the rows that are not written as 0 where the rows add up: they would say nothing.
func told(r *measure.Result) []measure.Row {
	if !r.Adds {
		return r.Rows
	}
	write := inOneForm(r.Rows)
	return slices.DeleteFunc(slices.Clone(r.Rows), func(row measure.Row) bool { n := write(row.Value); return n == "0" || n == "0%" })
}

func severalGroups(rows []measure.Row) bool {
	return slices.ContainsFunc(rows, func(r measure.Row) bool { return r.Group != rows[0].Group })
}

// byGroup adds the rows of each group up; a group of one keeps its row.
func byGroup(rows []measure.Row) []measure.Row {
	var out []measure.Row
	size := make(map[string]int)
	for _, row := range rows {
		at := slices.IndexFunc(out, func(o measure.Row) bool { return o.Group == row.Group })
		if size[row.Group]++; at < 0 {
			out = append(out, row)
			continue
		}
		out[at].Value += row.Value
	}
	for n := range out {
		if many := size[out[n].Group]; many > 1 {
			out[n].Label = "in " + wording.Count(many, "unit", "units")
		}
	}
	return out
}

// inOneForm writes the values of a column alike: shares as percentages, whole numbers where one is large,
// else with one decimal where it has one.
func inOneForm(rows []measure.Row) func(float64) string {
	if len(rows) > 0 && isShare(rows[0].Unit) {
		return wording.Percent
	}
	if slices.ContainsFunc(rows, func(r measure.Row) bool { return math.Abs(r.Value) >= wholeFrom }) {
		return wording.Whole
	}
	return wording.Number
}

// uncertainty says how sure the figure is.
func uncertainty(r *measure.Result) string {
	var said []string
	if i := r.Interval; i != nil {
		said = append(said, fmt.Sprintf("Between %s and %s with %s confidence (%s).", valueWords(r, i.Lo), valueWords(r, i.Hi), wording.WholePercent(i.Level), i.Method))
	}
	if b := r.Bounds; b != nil {
		said = append(said, fmt.Sprintf("What nobody declared could make it anything from %s to %s.", valueWords(r, b.Lo), valueWords(r, b.Hi)))
	}
	if f := r.Reference; f != nil {
		said = append(said, fmt.Sprintf("To compare: %s is %s.", valueWords(r, f.Value), f.Name))
	}
	if r.Coverage > 0 && r.Coverage < 0.9995 {
		said = append(said, fmt.Sprintf("It is declared for %s of the weight.", wording.WholePercent(r.Coverage)))
	}
	if r.N > 0 {
		said = append(said, wording.Count(r.N, "item stands", "items stand")+" behind it.")
	}
	return strings.Join(said, " ")
}

// valueWords is a value in the unit of the result.
func valueWords(r *measure.Result, v float64) string {
	if isShare(r.Method.Unit) {
		return wording.Percent(v)
	}
	return wording.Number(v) + " " + r.Method.Unit
}

// evidence links the first records and says how many more there are.
func (p sheet) evidence(refs []graph.Ref) (links []view.Link, more string) {
	refs = slices.DeleteFunc(slices.Clone(refs), func(r graph.Ref) bool { return !p.base.Names(r) })
	for _, ref := range refs[:min(len(refs), whyRecords)] {
		l := p.link(ref)
		l.Note = one(ref.Kind)
		links = append(links, l)
	}
	if n := len(refs) - whyRecords; n > 0 {
		more = "and " + wording.Number(float64(n)) + " more"
	}
	return links, more
}

// notDeclared is what was missing and what is done instead, a sentence each.
func notDeclared(list []measure.Missing) []string {
	var out []string
	for _, m := range list[:min(len(list), whyMissing)] {
		s := wording.Capital(m.What)
		if m.Then != "" {
			s += ": " + m.Then
		}
		out = append(out, s+".")
	}
	if n := len(list) - whyMissing; n > 0 {
		out = append(out, "And "+wording.Count(n, "thing", "things")+" more.")
	}
	return out
}

// sentences are warnings as sentences.
func sentences(list []string) []string {
	out := make([]string, len(list))
	for n, s := range list {
		out[n] = wording.Capital(s) + "."
	}
	return out
}
