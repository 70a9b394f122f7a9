package cli

import (
	"fmt"
	"strings"
	"time"

	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/remote"
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
	if strings.Contains(c.What, "/") {
		return c.record(a)
	}
	checks, err := a.checks()
	if err != nil {
		return err
	}
	if check := checkOf(checks, c.What); check != nil {
		return a.explainCheck(check)
	}
	methods, err := a.methods()
	if err != nil {
		return err
	}
	if !strings.Contains(c.What, ".") {
		return unexplained(c.What, methods, checks)
	}
	return c.figure(a, methods)
}

// unexplained is the fault of a word that names nothing, with the nearest names of measures and findings.
func unexplained(what string, methods []overview.MethodDocument, checks []overview.CheckDocument) error {
	names := idsOf(methods)
	for i := range checks {
		names = append(names, checks[i].Code)
	}
	f := fault.New(fault.NotFound, fmt.Sprintf("%q is neither a measure, nor a finding, nor a record", what),
		"See throughline measure --list and docs/findings.md, or name a record as kind/id")
	return f.WithNearest(fault.Nearest(what, names, 3))
}

func (a *app) explainCheck(c *overview.CheckDocument) error {
	if a.g.JSON {
		return a.json(map[string]any{
			"code": c.Code, "title": c.Title, "severity": c.Severity, "area": c.Area,
			"doc": c.Doc, "mends": c.Mends, "next": c.Next,
		})
	}
	a.printf("%s  %s (%s, %s)\n\n%s\n\n%s can mend it. Next: %s\n", a.out(bold, c.Code), c.Title, c.Severity, c.Area, c.Doc, wording.Capital(c.Mends), c.Next)
	return nil
}

// figure explains how the figure came about.
func (c *explainCmd) figure(a *app, methods []overview.MethodDocument) error {
	if err := knownMethods(methods, []string{c.What}); err != nil {
		return err
	}
	from, err := a.place()
	if err != nil {
		return err
	}
	about := graph.Ref{}
	if c.Unit != "" {
		about = graph.UnitID(c.Unit).Ref()
	}
	all, err := from.Figures(a.ctx, remote.Moment(c.moment), about)
	if err != nil {
		return err
	}
	var found bool
	for i := range all {
		f := &all[i]
		if f.Method != c.What {
			continue
		}
		found = true
		if a.g.JSON {
			err = a.jsonLine(f)
		} else {
			err = a.explainFigure(f, methodOf(methods, c.What))
		}
		if err != nil {
			return err
		}
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

func (a *app) explainFigure(f *overview.FigureDocument, m *overview.MethodDocument) error {
	asOf, err := time.Parse(time.RFC3339, f.AsOf)
	if err != nil {
		return err
	}
	a.printf("%s: %s\n%s\n\n", a.out(bold, f.Title), f.ValueWords(), m.Question)
	a.printf("How:    %s\n", m.Formula)
	if f.Value != nil {
		a.printf("Here:   %s %s ÷ %s %s = %s\n", wording.Number(f.Numerator.Value), f.Numerator.Words, wording.Number(f.Denominator.Value), f.Denominator.Words, f.ValueWords())
	} else {
		a.printf("Here:   %s\n", f.Reason)
	}
	a.printf("As of:  %s, from change %s of the history\n", wording.FullDay(asOf), wording.Number(float64(f.Position)))
	if words := f.RangeWords(); words != "" && f.Value != nil {
		a.printf("Sure:   %s\n", words)
	}
	if f.Reference != nil {
		a.printf("Beside: %s %s\n", wording.Percent(f.Reference.Value), f.Reference.Name)
	}
	a.explainRows(f)
	for _, m := range f.Missing {
		a.printf("Not declared: %s\n", strings.Replace(m, ": ", "; ", 1))
	}
	for _, w := range f.Warnings {
		a.printf("Mind: %s\n", w)
	}
	if len(f.Evidence) > 0 {
		const shown = 12
		a.printf("Records: %s\n", wording.List(f.Evidence, shown))
	}
	a.printf("Method: %s %d\n", f.Method, f.Version)
	return nil
}

func (a *app) explainRows(f *overview.FigureDocument) {
	if len(f.Rows) == 0 {
		return
	}
	var rows [][]string
	for _, row := range f.Rows {
		rows = append(rows, []string{"  " + row.Group, row.Label, wording.Number(row.Value), row.Unit})
	}
	if f.Adds {
		rows = append(rows, []string{"  ", "together", wording.Number(f.Total), f.Rows[0].Unit})
	}
	a.printf("\n%s\n", table(rows, 2))
}

// record answers "why are we doing this?": the chain from the record up to the strategy, and its fields.
func (c *explainCmd) record(a *app) error {
	ref, err := graph.ParseRef(c.What)
	if err != nil {
		return err
	}
	from, err := a.place()
	if err != nil {
		return err
	}
	d, err := from.Explain(a.ctx, remote.Moment(c.moment), ref)
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
