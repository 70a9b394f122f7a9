package cli

import (
	"io"
	"strings"

	"throughline/remote"
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
	from, err := a.place()
	if err != nil {
		return err
	}
	switch m := remote.Moment(c.moment); format {
	case "json":
		told, err := from.Report(a.ctx, m)
		if err != nil {
			return err
		}
		return encode(out, told, "  ")
	case "html":
		return from.ReportAs(a.ctx, m, "page", out)
	default:
		return from.ReportAs(a.ctx, m, "text", out)
	}
}
