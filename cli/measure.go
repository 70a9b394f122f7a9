package cli

import (
	"fmt"
	"strings"

	"throughline/catalog"
	"throughline/fault"
	"throughline/graph"
	"throughline/measure"
	"throughline/overview"
	"throughline/wording"
)

// measureCmd prints figures.
type measureCmd struct {
	moment
	Unit   string   `help:"The figures of this unit with those below it." placeholder:"ID"`
	Theme  string   `help:"The figures of this theme." placeholder:"ID"`
	List   bool     `help:"Print the list of methods instead."`
	Method []string `arg:"" optional:"" help:"Only these methods, for instance intent.kept." placeholder:"METHOD"`
}

// Run prints a line for each figure.
func (c *measureCmd) Run(a *app) error {
	if err := knownMethods(c.Method); err != nil {
		return err
	}
	if c.List {
		return a.methods()
	}
	base, err := a.base(c.moment)
	if err != nil {
		return err
	}
	about, err := c.about(base.Picture)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, f := range base.Figures(about) {
		if !wants(c.Method, f.Method.ID) {
			continue
		}
		if a.g.JSON {
			if err := a.jsonLine(asFigure(&f)); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{f.Method.ID, f.Title(), figureWords(&f.Result), f.Method.Unit, intervalWords(&f.Result)})
	}
	a.printf("%s", table(rows, 2))
	return nil
}

// about is what the figures are asked of.
func (c *measureCmd) about(s *graph.Snapshot) (graph.Ref, error) {
	ref := graph.Ref{}
	switch {
	case c.Unit != "":
		ref = graph.UnitID(c.Unit).Ref()
	case c.Theme != "":
		ref = graph.ThemeID(c.Theme).Ref()
	default:
		return ref, nil
	}
	return ref, exists(s, ref)
}

// exists holds that the record is there, with the nearest names when it is not.
func exists(s *graph.Snapshot, ref graph.Ref) error {
	if s.Record(ref) != nil {
		return nil
	}
	var ids []string
	for r := range s.Records(ref.Kind, "") {
		ids = append(ids, r.Ref().ID)
	}
	f := fault.New(fault.NotFound, "there is no "+ref.String(), "Check the name, or the day you look at")
	return f.WithNearest(fault.Nearest(ref.ID, ids, 3))
}

func wants(list []string, id string) bool {
	for _, l := range list {
		if l == id {
			return true
		}
	}
	return len(list) == 0
}

func knownMethods(list []string) error {
	var ids []string
	for _, m := range catalog.Methods() {
		ids = append(ids, m.ID)
	}
	for _, id := range list {
		if !wants(ids, id) {
			f := fault.New(fault.NotFound, "there is no measure "+id, "See the list with throughline measure --list")
			return f.WithNearest(fault.Nearest(id, ids, 3))
		}
	}
	return nil
}

func (a *app) methods() error {
	var rows [][]string
	for _, m := range catalog.Methods() {
		if a.g.JSON {
			if err := a.jsonLine(m); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{m.ID, m.Title, m.Question})
	}
	a.printf("%s", table(rows))
	return nil
}

// figureWords is the value as a person reads it.
func figureWords(r *measure.Result) string {
	switch {
	case !r.Defined():
		return "not declared"
	case strings.HasPrefix(r.Method.Unit, "share"):
		return wording.Percent(r.Value)
	}
	return wording.Number(r.Value)
}

func intervalWords(r *measure.Result) string {
	switch {
	case !r.Defined():
		return r.Reason
	case r.Interval != nil:
		return fmt.Sprintf("%s to %s, %s sure", wording.Percent(r.Interval.Lo), wording.Percent(r.Interval.Hi), wording.WholePercent(r.Interval.Level))
	case r.Bounds != nil:
		return fmt.Sprintf("between %s and %s, whatever is not declared", wording.Percent(r.Bounds.Lo), wording.Percent(r.Bounds.Hi))
	}
	return ""
}

// figure is a result as JSON. A value that is not there is null.
type figure struct {
	Method      string             `json:"method"`
	Version     int                `json:"version"`
	Title       string             `json:"title"`
	Subject     string             `json:"subject,omitempty"`
	Period      string             `json:"period"`
	AsOf        string             `json:"as_of"`
	Position    int64              `json:"position"`
	Value       *float64           `json:"value"`
	Unit        string             `json:"unit"`
	Reason      string             `json:"reason,omitempty"`
	Numerator   measure.Term       `json:"numerator"`
	Denominator measure.Term       `json:"denominator"`
	N           int                `json:"n"`
	Coverage    float64            `json:"coverage"`
	Bounds      *measure.Interval  `json:"bounds,omitempty"`
	Interval    *measure.Interval  `json:"interval,omitempty"`
	Reference   *measure.Reference `json:"reference,omitempty"`
	Rows        []figureRow        `json:"rows,omitempty"`
	Evidence    []string           `json:"evidence,omitempty"`
	Missing     []string           `json:"not_declared,omitempty"`
	Warnings    []string           `json:"warnings,omitempty"`
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
		Numerator: r.Numerator, Denominator: r.Denominator, N: r.N, Coverage: r.Coverage,
		Bounds: r.Bounds, Interval: r.Interval, Reference: r.Reference, Warnings: r.Warnings,
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
