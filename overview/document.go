package overview

import (
	"time"

	"throughline/change"
	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
)

// The documents here are what programs read, at the terminal and through the API, so both say the same. Fields may be added,
// never renamed.

// FigureDocument is a figure. A value that is not there is null.
type FigureDocument struct {
	Method      string      `json:"method" doc:"The id of the method, for instance intent.kept."`
	Version     int         `json:"version" doc:"The version of the method; another can give another number from the same records."`
	Title       string      `json:"title"`
	Subject     string      `json:"subject,omitempty" doc:"The record it is about; missing for the whole organisation."`
	Period      string      `json:"period"`
	AsOf        string      `json:"as_of" format:"date-time"`
	Position    int64       `json:"position" doc:"The position of the ledger that it was worked out from."`
	Value       *float64    `json:"value" doc:"null where it is not declared; see reason."`
	Unit        string      `json:"unit"`
	Reason      string      `json:"reason,omitempty" doc:"Why there is no value."`
	Numerator   Term        `json:"numerator"`
	Denominator Term        `json:"denominator"`
	N           int         `json:"n" doc:"How many items stand behind it."`
	Coverage    float64     `json:"coverage" doc:"The share of the weight that has data, 0 to 1."`
	Bounds      *Range      `json:"bounds,omitempty" doc:"What missing data could make of it at worst and at best."`
	Interval    *Range      `json:"interval,omitempty" doc:"The range in which it probably lies."`
	Reference   *Level      `json:"reference,omitempty" doc:"What to read it against."`
	Rows        []FigureRow `json:"rows,omitempty" doc:"Its parts, or its inputs."`
	Adds        bool        `json:"adds,omitzero" doc:"Whether the rows sum to the total."`
	Total       float64     `json:"total,omitzero"`
	Evidence    []string    `json:"evidence,omitempty" doc:"The records it stands on."`
	Missing     []string    `json:"not_declared,omitempty" doc:"What was not declared, and what was done instead."`
	Warnings    []string    `json:"warnings,omitempty"`
}

// Term is one side of a division.
type Term struct {
	Words string  `json:"words"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// Range is a range with how it was found.
type Range struct {
	Lo     float64 `json:"lo"`
	Hi     float64 `json:"hi"`
	Method string  `json:"method"`
	Level  float64 `json:"level"`
}

// Level is what a value is read against.
type Level struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// FigureRow is a part of a figure.
type FigureRow struct {
	Group  string  `json:"group,omitempty"`
	Label  string  `json:"label"`
	Record string  `json:"record,omitempty"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
}

// Document is the figure as a document.
func (f *Figure) Document() FigureDocument {
	r := &f.Result
	d := FigureDocument{
		Method: r.Method.ID, Version: r.Method.Version, Title: f.Title(), Subject: r.Subject.String(), Period: string(r.Period),
		AsOf: r.AsOf.UTC().Format("2006-01-02T15:04:05Z"), Position: r.Position, Unit: r.Method.Unit, Reason: r.Reason,
		Numerator: Term(r.Numerator), Denominator: Term(r.Denominator), N: r.N, Coverage: r.Coverage,
		Bounds: (*Range)(r.Bounds), Interval: (*Range)(r.Interval), Reference: (*Level)(r.Reference), Warnings: r.Warnings,
		Adds: r.Adds,
	}
	if r.Defined() {
		d.Value = &r.Value
	}
	if r.Adds {
		d.Total = r.Total
	}
	for _, row := range r.Rows {
		d.Rows = append(d.Rows, FigureRow{row.Group, row.Label, row.Record.String(), row.Value, row.Unit})
	}
	d.Evidence = names(r.Evidence)
	for _, m := range r.Missing {
		d.Missing = append(d.Missing, m.What+": "+m.Then)
	}
	return d
}

func names(refs []graph.Ref) []string {
	var out []string
	for _, r := range refs {
		out = append(out, r.String())
	}
	return out
}

// MethodDocument describes a measure.
type MethodDocument struct {
	ID       string         `json:"id"`
	Version  int            `json:"version"`
	Title    string         `json:"title"`
	Question string         `json:"question" doc:"The question it answers."`
	Unit     string         `json:"unit"`
	Range    string         `json:"range"`
	Formula  string         `json:"formula" doc:"The formula in words."`
	Edges    []EdgeDocument `json:"edges" doc:"What is shown at the edges."`
	Interval string         `json:"interval" doc:"How uncertainty is found."`
	Sources  []string       `json:"sources,omitempty"`
}

// EdgeDocument is one edge case and what is shown then.
type EdgeDocument struct {
	When string `json:"when"`
	Then string `json:"then"`
}

// MethodOf is the method as a document.
func MethodOf(m *measure.Method) MethodDocument {
	d := MethodDocument{m.ID, m.Version, m.Title, m.Question, m.Unit, m.Range, m.Formula, nil, m.Interval, m.Sources}
	for _, e := range m.Edges {
		d.Edges = append(d.Edges, EdgeDocument(e))
	}
	return d
}

// FindingDocument is a finding.
type FindingDocument struct {
	Code     string   `json:"code" doc:"The code of the check that found it."`
	Severity string   `json:"severity" enum:"note,warning,error"`
	Area     string   `json:"area"`
	Title    string   `json:"title"`
	Sentence string   `json:"sentence" doc:"What is the case, in one plain sentence."`
	Records  []string `json:"records" doc:"The records it stands on, the main one first."`
	Unit     string   `json:"unit,omitempty" doc:"The unit it is shown at; missing for the whole organisation."`
	Theme    string   `json:"theme,omitempty" doc:"The theme it costs."`
	Stage    string   `json:"stage,omitempty" doc:"The stage of the waterfall at which intent is lost."`
	Days     *float64 `json:"days" doc:"Person-days at stake; null where no days can be put on it."`
	Mends    string   `json:"mends" doc:"Who can usually mend it."`
	Next     string   `json:"next" doc:"The next step."`
	Waived   string   `json:"waived_until,omitempty" format:"date" doc:"The day until which somebody accepted it."`
	Accepted string   `json:"waived_because,omitempty" doc:"Why they accepted it."`
}

// FindingOf is the finding as a document.
func FindingOf(f *finding.Finding) FindingDocument {
	d := FindingDocument{
		Code: f.Check.Code, Severity: f.Check.Severity.String(), Area: string(f.Check.Area), Title: f.Check.Title, Sentence: f.Sentence,
		Records: names(f.Records), Unit: string(f.Unit), Theme: string(f.Theme), Stage: f.Stage, Mends: f.Mends, Next: f.Next,
	}
	if !f.Unpriced {
		d.Days = &f.Days
	}
	if f.Waiver != nil {
		d.Waived, d.Accepted = f.Waiver.Until.String(), f.Waiver.Reason
	}
	return d
}

// CheckDocument says what a check looks for.
type CheckDocument struct {
	Code     string `json:"code"`
	Title    string `json:"title"`
	Severity string `json:"severity" enum:"note,warning,error"`
	Area     string `json:"area"`
	Doc      string `json:"doc" doc:"What it means, in a few sentences."`
	Mends    string `json:"mends" doc:"Who can usually mend it."`
	Next     string `json:"next" doc:"The next step."`
}

// CheckOf is the check as a document.
func CheckOf(c *finding.Check) CheckDocument {
	return CheckDocument{c.Code, c.Title, c.Severity.String(), string(c.Area), c.Doc, c.Mends, c.Next}
}

// RecordDocument says why a record is there.
type RecordDocument struct {
	Record string          `json:"record"`
	Name   string          `json:"name"`
	Fields []FieldDocument `json:"fields" doc:"The fields that are set, as a person reads them."`
	Why    []string        `json:"why" doc:"Each way from the record up to a theme of the strategy, as a line of words; empty where there is none."`
}

// FieldDocument is a field of a record that is set.
type FieldDocument struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Explain says why a record of the picture is there: its fields, and the ways from it up to the strategy.
func Explain(s *graph.Snapshot, r graph.Record) (RecordDocument, error) {
	fields, err := change.Read(r)
	if err != nil {
		return RecordDocument{}, err
	}
	d := RecordDocument{Record: r.Ref().String(), Name: r.Label(), Fields: make([]FieldDocument, len(fields)), Why: Chain(s, r.Ref())}
	for i, f := range fields {
		d.Fields[i] = FieldDocument(f)
	}
	return d, nil
}

// DifferenceDocument is what differs between two moments.
type DifferenceDocument struct {
	From    time.Time           `json:"from"`
	To      time.Time           `json:"to"`
	Added   int                 `json:"added" doc:"How many records are new, on all pages."`
	Changed int                 `json:"changed" doc:"How many records differ, on all pages."`
	Removed int                 `json:"removed" doc:"How many records are gone, on all pages."`
	Records []DifferingDocument `json:"records" doc:"By kind, and then by id."`
	Drift   string              `json:"drift,omitempty" doc:"How the plan moved between the two, in a sentence; missing where there is no period."`
	Next    string              `json:"next,omitempty" doc:"The record to go on after, as the after of the next request; missing at the end."`
}

// Count counts a record that differs.
func (d *DifferenceDocument) Count(c Changed) {
	switch {
	case c.Before == nil:
		d.Added++
	case c.After == nil:
		d.Removed++
	default:
		d.Changed++
	}
}

// DifferingDocument is a record that differs.
type DifferingDocument struct {
	Record string            `json:"record"`
	Label  string            `json:"label" doc:"The name a person calls it by."`
	What   string            `json:"what" enum:"added,changed,removed"`
	Fields []FieldDifference `json:"fields" doc:"The fields that differ."`
	Lines  []string          `json:"lines,omitempty" doc:"What changed, as a person reads it."`
}

// FieldDifference is a field before and after; what was not set is left out.
type FieldDifference struct {
	Name string `json:"name"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}
