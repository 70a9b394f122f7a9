package catalog

import (
	"fmt"
	"strings"

	"throughline/finding"
	"throughline/measure"
	"throughline/wording"
)

// FindingsPage is the text of docs/findings.md, made from the checks.
func FindingsPage() string {
	var b strings.Builder
	checks := Checks()
	b.WriteString("# Findings\n\n")
	b.WriteString("<!-- Made from the checks themselves by `throughline docs`. Change the check, not this page. -->\n\n")
	fmt.Fprintf(&b, "A finding is to an organisation what a compiler's message is to a program. There are %d checks. ", len(checks))
	b.WriteString("Each finding has a code, one plain sentence, the records it stands on, the person-days at stake where they can be found, " +
		"who can mend it (a role or a unit, never a person) and the next step. What nobody has declared is no finding.\n\n" +
		"Severities: an *error* loses intent now, or spoils a figure; a *warning* costs days if left alone; a *note* is worth knowing. " +
		"A finding can be accepted for now with a waiver: by whom, why, until when.\n")
	for _, area := range finding.Areas() {
		writeArea(&b, area, checks)
	}
	return b.String()
}

func writeArea(b *strings.Builder, area finding.Area, checks []*finding.Check) {
	fmt.Fprintf(b, "\n## %s\n", wording.Capital(string(area)))
	for _, c := range checks {
		if c.Area != area {
			continue
		}
		days := c.Days
		if days == "" {
			days = "none can be put on it"
		}
		fmt.Fprintf(b, "\n### %s: %s\n\n%s\n\n", c.Code, c.Title, c.Doc)
		fmt.Fprintf(b, "- Severity: %s\n- Days at stake: %s\n- Who can mend it: %s\n- Next step: %s\n", c.Severity, days, c.Mends, c.Next)
	}
}

// MeasuresPage is the text of docs/measures.md, made from the methods.
func MeasuresPage() string {
	var b strings.Builder
	b.WriteString("# Measures\n\n")
	b.WriteString("<!-- Made from the methods themselves by `throughline docs`. Change the method, not this page. -->\n\n")
	b.WriteString("How every figure is computed. A figure that cannot be computed is shown as not declared, with the reason; it is never 0. " +
		"No figure is about fewer than five people: a smaller unit is shown inside the nearest one above where five or more are counted together, " +
		"and so is the smallest unit beside it where its figure could otherwise be worked out by taking away the others. Every figure by unit counts in these groups.\n")
	for _, m := range Methods() {
		writeMethod(&b, m)
	}
	return b.String()
}

func writeMethod(b *strings.Builder, m *measure.Method) {
	fmt.Fprintf(b, "\n## %s\n\n%s\n\n", m.Title, m.Question)
	fmt.Fprintf(b, "- Name: `%s`, version %d\n- Unit: %s\n- Range: %s\n- Formula: %s\n", m.ID, m.Version, m.Unit, m.Range, m.Formula)
	fmt.Fprintf(b, "- Uncertainty: %s\n", m.Interval)
	if len(m.Sources) > 0 {
		fmt.Fprintf(b, "- Sources: %s\n", strings.Join(m.Sources, "; "))
	}
	b.WriteString("\n| When | Then |\n| --- | --- |\n")
	for _, e := range m.Edges {
		fmt.Fprintf(b, "| %s | %s |\n", cell(e.When), cell(e.Then))
	}
}

// cell is text that can stand in a table.
func cell(s string) string { return strings.ReplaceAll(s, "|", "\\|") }
