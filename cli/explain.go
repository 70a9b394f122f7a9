package cli

import (
	"fmt"
	"strings"

	"throughline/catalog"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
	"throughline/overview"
	"throughline/wording"
)

// explainCmd explains a figure, a finding or a record.
type explainCmd struct {
	moment
	What string `arg:"" help:"A method (intent.kept), the code of a finding (DEC001), or a record (initiative/ledger-cutover)." placeholder:"WHAT"`
	Unit string `help:"The figure of this unit." placeholder:"ID"`
}

// Run prints the explanation.
func (c *explainCmd) Run(a *app) error {
	if check, ok := catalog.CheckOf(strings.ToUpper(c.What)); ok {
		return a.explainCheck(check)
	}
	if !strings.ContainsAny(c.What, "./") {
		return unexplained(c.What)
	}
	base, err := a.base(c.moment)
	if err != nil {
		return err
	}
	if strings.Contains(c.What, "/") {
		ref, err := graph.ParseRef(c.What)
		if err != nil {
			return err
		}
		return a.explainRecord(base, ref)
	}
	return c.figure(a, base)
}

// unexplained is the fault of a word that names nothing, with the nearest names of measures and findings.
func unexplained(what string) error {
	var names []string
	for _, m := range catalog.Methods() {
		names = append(names, m.ID)
	}
	for _, check := range catalog.Checks() {
		names = append(names, check.Code)
	}
	f := fault.New(fault.NotFound, fmt.Sprintf("%q is neither a measure, nor a finding, nor a record", what),
		"See throughline measure --list and docs/findings.md, or name a record as kind/id")
	return f.WithNearest(fault.Nearest(what, names, 3))
}

func (a *app) explainCheck(check *finding.Check) error {
	if a.g.JSON {
		return a.json(map[string]any{
			"code": check.Code, "title": check.Title, "severity": check.Severity.String(), "area": check.Area,
			"doc": check.Doc, "mends": check.Mends, "next": check.Next,
		})
	}
	a.printf("%s  %s (%s, %s)\n\n%s\n\n%s can mend it. Next: %s\n", a.out(bold, check.Code), check.Title, check.Severity, check.Area, check.Doc, wording.Capital(check.Mends), check.Next)
	return nil
}

// figure explains how the figure came about.
func (c *explainCmd) figure(a *app, base *overview.Base) error {
	if err := knownMethods([]string{c.What}); err != nil {
		return err
	}
	about := graph.Ref{}
	if c.Unit != "" {
		about = graph.UnitID(c.Unit).Ref()
		if err := exists(base.Picture, about); err != nil {
			return err
		}
	}
	var found bool
	for _, f := range base.Figures(about) {
		if f.Method.ID != c.What {
			continue
		}
		found = true
		if a.g.JSON {
			if err := a.jsonLine(f.Document()); err != nil {
				return err
			}
			continue
		}
		a.explainResult(&f)
	}
	if found {
		return nil
	}
	return fault.New(fault.NotFound, c.What+" is not computed for "+subjectWords(about), "Leave --unit out, or see what there is with throughline measure")
}

func subjectWords(about graph.Ref) string {
	if about.IsZero() {
		return "the whole organisation"
	}
	return about.String()
}

func (a *app) explainResult(f *overview.Figure) {
	r := &f.Result
	a.printf("%s: %s\n%s\n\n", a.out(bold, f.Title()), figureWords(r), r.Method.Question)
	a.printf("How:    %s\n", r.Method.Formula)
	if r.Defined() {
		a.printf("Here:   %s %s ÷ %s %s = %s\n", wording.Number(r.Numerator.Value), r.Numerator.Words, wording.Number(r.Denominator.Value), r.Denominator.Words, figureWords(r))
	} else {
		a.printf("Here:   %s\n", r.Reason)
	}
	a.printf("As of:  %s, from change %s of the history\n", wording.FullDay(r.AsOf), wording.Number(float64(r.Position)))
	if words := intervalWords(r); words != "" && r.Defined() {
		a.printf("Sure:   %s\n", words)
	}
	if r.Reference != nil {
		a.printf("Beside: %s %s\n", wording.Percent(r.Reference.Value), r.Reference.Name)
	}
	a.explainRows(r)
	for _, m := range r.Missing {
		a.printf("Not declared: %s; %s\n", m.What, m.Then)
	}
	for _, w := range r.Warnings {
		a.printf("Mind: %s\n", w)
	}
	if len(r.Evidence) > 0 {
		names := make([]string, len(r.Evidence))
		for i, e := range r.Evidence {
			names[i] = e.String()
		}
		const shown = 12
		a.printf("Records: %s\n", wording.List(names, shown))
	}
	a.printf("Method: %s %d\n", r.Method.ID, r.Method.Version)
}

func (a *app) explainRows(r *measure.Result) {
	if len(r.Rows) == 0 {
		return
	}
	var rows [][]string
	for _, row := range r.Rows {
		rows = append(rows, []string{"  " + row.Group, row.Label, wording.Number(row.Value), row.Unit})
	}
	if r.Adds {
		rows = append(rows, []string{"  ", "together", wording.Number(r.Total), r.Rows[0].Unit})
	}
	a.printf("\n%s\n", table(rows, 2))
}

// explainRecord answers "why are we doing this?": the chain from the record up to the strategy, and its fields.
func (a *app) explainRecord(base *overview.Base, ref graph.Ref) error {
	if err := exists(base.Picture, ref); err != nil {
		return err
	}
	d, err := overview.Explain(base.Picture, base.Picture.Record(ref))
	if err != nil {
		return err
	}
	if a.g.JSON {
		return a.json(d)
	}
	a.printf("%s  %s\n", a.out(bold, d.Name), a.out(dim, d.Record))
	for _, line := range d.Why {
		a.printf("  %s\n", line)
	}
	if len(d.Why) == 0 {
		a.printf("  Nothing links it to a theme of the strategy.\n")
	}
	a.printf("\n")
	var rows [][]string
	for _, f := range d.Fields {
		rows = append(rows, []string{"  " + f.Name, f.Value})
	}
	a.printf("%s", table(rows))
	return nil
}
