package cli

import (
	"fmt"
	"io"
	"strings"

	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/web"
	"throughline/wording"
)

// reportCmd writes a report.
type reportCmd struct {
	moment
	Out    string `help:"Where to write it; - prints it." default:"-" short:"o" placeholder:"FILE"`
	Format string `help:"html (one file with everything in it), md or json; auto goes by the name of the file." enum:"auto,html,md,json" default:"auto"`
}

// Run writes the report in the form asked for, or the one the name of the file tells.
func (c *reportCmd) Run(a *app) error {
	format := c.Format
	if format == "auto" {
		format = formatOfReport(c.Out, a.g.JSON)
	}
	err := a.writeTo(c.Out, func(w io.Writer) error { return c.write(a, w, format) })
	switch {
	case err != nil || c.Out == "-":
		return err
	case a.g.JSON:
		return a.json(map[string]string{"written": c.Out})
	}
	a.notef("The report is in %s.\n", c.Out)
	return nil
}

func formatOfReport(name string, json bool) string {
	switch {
	case strings.HasSuffix(name, ".html") || strings.HasSuffix(name, ".htm"):
		return "html"
	case strings.HasSuffix(name, ".json"), name == "-" && json:
		return "json"
	}
	return "md"
}

func (c *reportCmd) write(a *app, out io.Writer, format string) error {
	if format == "html" {
		return c.html(a, out)
	}
	base, err := a.base(c.moment)
	if err != nil {
		return err
	}
	if format == "json" {
		return encode(out, reported(base), "  ")
	}
	_, err = io.WriteString(out, markdown(base))
	return err
}

func (c *reportCmd) html(a *app, out io.Writer) error {
	e, err := a.read()
	if err != nil {
		return err
	}
	site, err := web.New(web.Options{Engine: e, Workspace: a.g.Workspace, Clock: a.w.Clock})
	if err != nil {
		return err
	}
	page, err := site.Report(a.ctx, c.At, c.Period)
	if err != nil {
		return err
	}
	_, err = out.Write(page)
	return err
}

// report is the whole report as JSON.
type report struct {
	AsOf     string                     `json:"as_of"`
	Position int64                      `json:"position"`
	Period   string                     `json:"period,omitempty"`
	Figures  []overview.FigureDocument  `json:"figures"`
	Units    []overview.FigureDocument  `json:"units"`
	Findings []overview.FindingDocument `json:"findings"`
}

func reported(b *overview.Base) report {
	r := report{AsOf: wording.FullDay(b.Picture.AsOf()), Position: b.Picture.Position()}
	if b.Period != nil {
		r.Period = b.Period.Name
		for _, f := range b.Figures(graph.Ref{}) {
			r.Figures = append(r.Figures, f.Document())
		}
	}
	for i := range b.Units {
		unit := overview.Figure{Result: b.Units[i].Course, Part: b.Units[i].Unit.Name}
		r.Units = append(r.Units, unit.Document())
	}
	for _, f := range b.Findings {
		r.Findings = append(r.Findings, overview.FindingOf(f))
	}
	return r
}

// markdown is the report as text that reads well as it is.
func markdown(b *overview.Base) string {
	var w strings.Builder
	p := func(format string, args ...any) { fmt.Fprintf(&w, format, args...) }
	p("# Where we stand, %s\n\n", wording.FullDay(b.Picture.AsOf()))
	if b.Period == nil {
		p("There is no period yet, so nothing can be measured.\n")
		return w.String()
	}
	p("%s, from change %s of the history.\n\n## Figures\n\n| figure | value | |\n|---|---:|---|\n", b.Period.Name, wording.Number(float64(b.Picture.Position())))
	for _, f := range b.Figures(graph.Ref{}) {
		p("| %s | %s | %s |\n", f.Title(), figureWords(&f.Result), intervalWords(&f.Result))
	}
	markdownStages(p, b)
	markdownUnits(p, b)
	markdownFindings(p, b)
	return w.String()
}

func markdownStages(p func(string, ...any), b *overview.Base) {
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

func markdownUnits(p func(string, ...any), b *overview.Base) {
	if len(b.Units) == 0 {
		return
	}
	p("\n## Units\n\n| unit | on course |\n|---|---:|\n")
	for i := range b.Units {
		p("| %s | %s |\n", b.Units[i].Unit.Name, figureWords(&b.Units[i].Course))
	}
}

func markdownFindings(p func(string, ...any), b *overview.Base) {
	open := finding.Open(b.Findings)
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
