package overview

import (
	"fmt"
	"strings"

	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
	"throughline/wording"
)

// ReportDocument is where an organisation stands, whole.
type ReportDocument struct {
	AsOf     string            `json:"as_of" doc:"The day it is of, in words." example:"24 Sep 2026"`
	Position int64             `json:"position" doc:"The position of the history that it was worked out from."`
	Period   string            `json:"period,omitempty" doc:"The name of the period; missing where there is none yet."`
	Figures  []FigureDocument  `json:"figures"`
	Units    []FigureDocument  `json:"units"`
	Findings []FindingDocument `json:"findings"`
}

// ReportOf is the report of the base to somebody who sees what sees says; nil sees everything.
func ReportOf(b *Base, sees func(graph.Ref) bool) ReportDocument {
	r := ReportDocument{
		AsOf: wording.FullDay(b.Picture.AsOf()), Position: b.Picture.Position(),
		Figures: []FigureDocument{}, Units: []FigureDocument{}, Findings: []FindingDocument{},
	}
	if b.Period != nil {
		r.Period = b.Period.Name
		for _, f := range b.Figures(graph.Ref{}) {
			r.Figures = append(r.Figures, seenFigure(&f, sees))
		}
	}
	for i := range b.Units {
		r.Units = append(r.Units, seenFigure(&Figure{Result: b.Units[i].Course, Part: b.Units[i].Unit.Name}, sees))
	}
	for _, f := range seenFindings(b, sees) {
		r.Findings = append(r.Findings, FindingOf(f))
	}
	return r
}

func seenFigure(f *Figure, sees func(graph.Ref) bool) FigureDocument {
	if sees != nil {
		seen := f.Seen(sees)
		f = &seen
	}
	return f.Document()
}

func seenFindings(b *Base, sees func(graph.Ref) bool) []*finding.Finding {
	if sees != nil {
		b = b.For(sees)
	}
	return b.Findings
}

// ReportText is the report as text that reads well as it is, in Markdown.
func ReportText(b *Base, sees func(graph.Ref) bool) string {
	var w strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&w, format, args...) }
	p("# Where we stand, %s\n\n", wording.FullDay(b.Picture.AsOf()))
	if b.Period == nil {
		p("There is no period yet, so nothing can be measured.\n")
		return w.String()
	}
	p("%s, from change %s of the history.\n\n## Figures\n\n| figure | value | |\n|---|---:|---|\n", b.Period.Name, wording.Number(float64(b.Picture.Position())))
	for _, f := range b.Figures(graph.Ref{}) {
		d := seenFigure(&f, sees)
		p("| %s | %s | %s |\n", d.Title, d.ValueWords(), d.RangeWords())
	}
	textOfStages(p, b)
	textOfUnits(p, b)
	textOfFindings(p, finding.Open(seenFindings(b, sees)))
	return w.String()
}

func textOfStages(p func(string, ...any), b *Base) {
	if !b.Whole.Defined() {
		return
	}
	p("\n## Where intent is lost\n\n| stage | kept of 100 | lost here | days lost |\n|---|---:|---:|---:|\n")
	for _, s := range b.Whole.Steps {
		if s.Skipped != "" {
			p("| %s | not declared | | |\n", wording.Capital(string(s.Stage)))
			continue
		}
		p("| %s | %s | %s | %s |\n", wording.Capital(string(s.Stage)), wording.Of100(s.Kept), wording.Of100(s.Lost), wording.Whole(s.LostDays))
	}
}

func textOfUnits(p func(string, ...any), b *Base) {
	if len(b.Units) == 0 {
		return
	}
	p("\n## Units\n\n| unit | on course |\n|---|---:|\n")
	for i := range b.Units {
		p("| %s | %s |\n", b.Units[i].Unit.Name, valueWords(b.Units[i].Course.Method, b.Units[i].Course.Defined(), b.Units[i].Course.Value))
	}
}

func textOfFindings(p func(string, ...any), open []*finding.Finding) {
	p("\n## Findings\n\n%s.\n\n", wording.Capital(wording.Count(len(open), "finding is open", "findings are open")))
	const shown = 40
	for _, f := range open[:min(shown, len(open))] {
		days := ""
		if !f.Unpriced {
			days = ", " + wording.Days(f.Days) + " at stake"
		}
		p("- **%s** (%s%s) %s. %s can mend it: %s\n", f.Check.Code, f.Check.Severity, days, strings.TrimSuffix(f.Sentence, "."), wording.Capital(f.Mends), f.Next)
	}
	if more := len(open) - shown; more > 0 {
		p("- and %s\n", wording.Count(more, "more", "more"))
	}
}

func valueWords(m *measure.Method, defined bool, value float64) string {
	d := FigureDocument{Unit: m.Unit}
	if defined {
		d.Value = &value
	}
	return d.ValueWords()
}

// ValueWords is the value as a person reads it.
func (d *FigureDocument) ValueWords() string {
	switch {
	case d.Value == nil:
		return "not declared"
	case strings.HasPrefix(d.Unit, "share"):
		return wording.Percent(*d.Value)
	}
	return wording.Number(*d.Value)
}

// RangeWords is how sure the value is, or why there is none, as a person reads it; "" where nothing is to be said.
func (d *FigureDocument) RangeWords() string {
	switch {
	case d.Value == nil:
		return d.Reason
	case d.Interval != nil:
		return fmt.Sprintf("%s to %s, %s sure", wording.Percent(d.Interval.Lo), wording.Percent(d.Interval.Hi), wording.WholePercent(d.Interval.Level))
	case d.Bounds != nil:
		return fmt.Sprintf("between %s and %s, whatever is not declared", wording.Percent(d.Bounds.Lo), wording.Percent(d.Bounds.Hi))
	}
	return ""
}
