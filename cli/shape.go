package cli

import (
	"time"

	"throughline/change"
	"throughline/importer"
	"throughline/measure"
	"throughline/overview"
	"throughline/storage"
)

// The shapes here are what --json prints. Other programs read them: fields may be added, never renamed.

// figure is a result as JSON. A value that is not there is null.
type figure struct {
	Method      string      `json:"method"`
	Version     int         `json:"version"`
	Title       string      `json:"title"`
	Subject     string      `json:"subject,omitempty"`
	Period      string      `json:"period"`
	AsOf        string      `json:"as_of"`
	Position    int64       `json:"position"`
	Value       *float64    `json:"value"`
	Unit        string      `json:"unit"`
	Reason      string      `json:"reason,omitempty"`
	Numerator   term        `json:"numerator"`
	Denominator term        `json:"denominator"`
	N           int         `json:"n"`
	Coverage    float64     `json:"coverage"`
	Bounds      *span       `json:"bounds,omitempty"`
	Interval    *span       `json:"interval,omitempty"`
	Reference   *level      `json:"reference,omitempty"`
	Rows        []figureRow `json:"rows,omitempty"`
	Evidence    []string    `json:"evidence,omitempty"`
	Missing     []string    `json:"not_declared,omitempty"`
	Warnings    []string    `json:"warnings,omitempty"`
}

type figureRow struct {
	Group  string  `json:"group,omitempty"`
	Label  string  `json:"label"`
	Record string  `json:"record,omitempty"`
	Value  float64 `json:"value"`
	Unit   string  `json:"unit"`
}

func asFigure(from *overview.Figure) figure {
	r := &from.Result
	f := figure{
		Method: r.Method.ID, Version: r.Method.Version, Title: from.Title(), Subject: r.Subject.String(), Period: string(r.Period),
		AsOf: r.AsOf.UTC().Format("2006-01-02T15:04:05Z"), Position: r.Position, Unit: r.Method.Unit, Reason: r.Reason,
		Numerator: term(r.Numerator), Denominator: term(r.Denominator), N: r.N, Coverage: r.Coverage,
		Bounds: (*span)(r.Bounds), Interval: (*span)(r.Interval), Reference: (*level)(r.Reference), Warnings: r.Warnings,
	}
	if r.Defined() {
		f.Value = &r.Value
	}
	for _, row := range r.Rows {
		f.Rows = append(f.Rows, figureRow{row.Group, row.Label, row.Record.String(), row.Value, row.Unit})
	}
	for _, e := range r.Evidence {
		f.Evidence = append(f.Evidence, e.String())
	}
	for _, m := range r.Missing {
		f.Missing = append(f.Missing, m.What+": "+m.Then)
	}
	return f
}

// term is one side of a division.
type term struct {
	Words string  `json:"words"`
	Value float64 `json:"value"`
	Unit  string  `json:"unit"`
}

// span is a range with how it was found.
type span struct {
	Lo     float64 `json:"lo"`
	Hi     float64 `json:"hi"`
	Method string  `json:"method"`
	Level  float64 `json:"level"`
}

// level is what a value is read against.
type level struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
}

// method describes a measure.
type method struct {
	ID       string   `json:"id"`
	Version  int      `json:"version"`
	Title    string   `json:"title"`
	Question string   `json:"question"`
	Unit     string   `json:"unit"`
	Range    string   `json:"range"`
	Formula  string   `json:"formula"`
	Edges    []edge   `json:"edges"`
	Interval string   `json:"interval"`
	Sources  []string `json:"sources,omitempty"`
}

type edge struct {
	When string `json:"when"`
	Then string `json:"then"`
}

func asMethod(m *measure.Method) method {
	out := method{m.ID, m.Version, m.Title, m.Question, m.Unit, m.Range, m.Formula, nil, m.Interval, m.Sources}
	for _, e := range m.Edges {
		out.Edges = append(out.Edges, edge(e))
	}
	return out
}

// field is a field of a record that is set.
type field struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

func asFields(list []change.Field) []field {
	out := make([]field, len(list))
	for i, f := range list {
		out[i] = field(f)
	}
	return out
}

// fieldChange is a field before and after; what was not set is left out.
type fieldChange struct {
	Name string `json:"name"`
	Old  string `json:"old,omitempty"`
	New  string `json:"new,omitempty"`
}

func asChanges(list []change.FieldChange) []fieldChange {
	out := make([]fieldChange, len(list))
	for i, f := range list {
		out[i] = fieldChange(f)
	}
	return out
}

// stepLine is a change an import would make.
type stepLine struct {
	At    *time.Time `json:"at,omitempty"`
	By    string     `json:"by,omitempty"`
	Why   string     `json:"why,omitempty"`
	Lines []string   `json:"lines"`
}

func asStep(words *importer.Words, s importer.Step) stepLine {
	out := stepLine{By: s.Actor, Why: s.Draft.Reason, Lines: words.Lines(s)}
	if !s.Draft.Effective.IsZero() {
		out.At = &s.Draft.Effective
	}
	return out
}

// summary is what became of an import.
type summary struct {
	DryRun    bool     `json:"dry_run"`
	Changes   int      `json:"changes"`
	Unchanged int      `json:"unchanged"`
	Rejected  int      `json:"rejected"`
	Kinds     []tally  `json:"kinds"`
	Notes     []string `json:"notes,omitempty"`
}

type tally struct {
	Kind    string `json:"kind"`
	Created int    `json:"created"`
	Changed int    `json:"changed"`
	Removed int    `json:"removed"`
}

func asSummary(s importer.Summary) summary {
	out := summary{s.DryRun, s.Changes, s.Unchanged, s.Rejected, []tally{}, s.Notes}
	for _, t := range s.Kinds {
		out.Kinds = append(out.Kinds, tally{string(t.Kind), t.Created, t.Changed, t.Removed})
	}
	return out
}

// restored is a workspace that was restored.
type restored struct {
	Workspace string `json:"workspace"`
	Entries   int64  `json:"entries"`
}

func asRestored(list []storage.Restored) []restored {
	out := make([]restored, len(list))
	for i, r := range list {
		out[i] = restored{r.Workspace, r.Entries}
	}
	return out
}
