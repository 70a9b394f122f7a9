package web

import (
	"fmt"
	"strings"

	"throughline/graph"
	"throughline/measure"
	"throughline/web/view"
	"throughline/wording"
)

// The most that an explanation lists of each sort; it says how many more there are.
const (
	whyInputs  = 12
	whyRecords = 8
	whyMissing = 8
)

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
	w := &view.Why{
		ID: whyID(r), Title: "Why " + text, Formula: wording.Capital(r.Method.Formula), Result: resultWords(r, text),
		Inputs: inputs(r), Uncertainty: uncertainty(r), NotDeclared: notDeclared(r.Missing),
		Method: fmt.Sprintf("%s %d", r.Method.ID, r.Method.Version),
		AsOf:   "as of " + wording.FullDay(r.AsOf) + ", from entry " + wording.Number(float64(r.Position)),
	}
	w.Records, w.MoreRecords = p.evidence(r.Evidence)
	w.NotDeclared = append(w.NotDeclared, sentences(r.Warnings)...)
	return w
}

// resultWords is the calculation in numbers.
func resultWords(r *measure.Result, text string) string {
	switch {
	case r.Denominator.Value == 0 || r.Denominator.Words == "":
		return text
	case !isShare(r.Method.Unit) && r.Numerator.Unit == r.Denominator.Unit:
		return fmt.Sprintf("%s of %s %s", text, termNumber(r.Denominator), r.Denominator.Words)
	case !isShare(r.Method.Unit):
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

// inputs is the rows of a result as a small table.
func inputs(r *measure.Result) view.Grid {
	if len(r.Rows) == 0 {
		return view.Grid{}
	}
	g := view.Grid{Head: []string{rowsHead(r), wording.Capital(r.Rows[0].Unit)}}
	rows := told(r)
	for _, row := range rows[:min(len(rows), whyInputs)] {
		label := row.Label
		if row.Group != "" {
			label = wording.Capital(row.Group) + ": " + label
		}
		g.Rows = append(g.Rows, []string{label, rowNumber(row)})
	}
	if more := len(rows) - whyInputs; more > 0 {
		rest := 0.0
		for _, row := range rows[whyInputs:] {
			rest += row.Value
		}
		g.Rows = append(g.Rows, []string{wording.Count(more, "more", "more"), wording.Number(rest)})
	}
	if r.Adds {
		g.Foot = []string{"Together", wording.Number(r.Total)}
	}
	return g
}

// told is the rows that are not written as 0 where the rows add up: they would say nothing.
func told(r *measure.Result) []measure.Row {
	if !r.Adds {
		return r.Rows
	}
	var out []measure.Row
	for _, row := range r.Rows {
		if n := rowNumber(row); n != "0" && n != "0%" {
			out = append(out, row)
		}
	}
	return out
}

func rowsHead(r *measure.Result) string {
	if r.Rows[0].Group != "" {
		return "Where the rest is"
	}
	return "What went in"
}

// rowNumber is the value of a row; shares stand as percentages.
func rowNumber(row measure.Row) string {
	if isShare(row.Unit) {
		return wording.Percent(row.Value)
	}
	return wording.Number(row.Value)
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
	for _, ref := range refs[:min(len(refs), whyRecords)] {
		l := p.link(ref)
		l.Note = string(ref.Kind)
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
