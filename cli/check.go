package cli

import (
	"strings"

	"throughline/catalog"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/wording"
)

// checkCmd prints the findings.
type checkCmd struct {
	moment
	Fail   string   `help:"End with status 1 when something at least this severe is found: note, warning, error or never." enum:"note,warning,error,never" default:"error"`
	Show   string   `help:"Print findings at least this severe: note, warning or error." enum:"note,warning,error" default:"note"`
	Unit   string   `help:"Only findings of this unit and those below it." placeholder:"ID"`
	Area   string   `help:"Only findings of this area, for instance decisions." placeholder:"AREA"`
	Waived bool     `help:"Also those that were accepted for now."`
	Codes  []string `arg:"" optional:"" help:"Only these codes." placeholder:"CODE"`
}

// Run prints the findings, worst first, and ends with the status that was asked for.
func (c *checkCmd) Run(a *app) error {
	if err := c.known(); err != nil {
		return err
	}
	base, err := a.base(c.moment)
	if err != nil {
		return err
	}
	if c.Unit != "" {
		if err := exists(base.Picture, graph.UnitID(c.Unit).Ref()); err != nil {
			return err
		}
	}
	if base.Period == nil {
		a.notef("There is no period yet, so there is nothing to check. Add one to the periods of your workspace files.\n")
	}
	counts := make(map[finding.Severity]int)
	for _, f := range base.Findings {
		if !c.wanted(base.Tree, f) {
			continue
		}
		if f.Waiver == nil {
			counts[f.Check.Severity]++
		}
		if err := a.found(f); err != nil {
			return err
		}
	}
	a.counted(counts)
	if c.Fail != "never" && worst(counts) >= severity(c.Fail) {
		return errFound
	}
	return nil
}

// known holds that the area and the codes asked for exist, so that a slip is not read as "nothing found".
func (c *checkCmd) known() error {
	if c.Area != "" {
		if _, err := finding.ParseArea(c.Area); err != nil {
			return err
		}
	}
	for _, code := range c.Codes {
		if _, ok := catalog.CheckOf(strings.ToUpper(code)); !ok {
			return noCheck(code)
		}
	}
	return nil
}

// noCheck is the fault of a code that no check has.
func noCheck(code string) error {
	var codes []string
	for _, check := range catalog.Checks() {
		codes = append(codes, check.Code)
	}
	f := fault.New(fault.NotFound, "there is no finding "+code, "See docs/findings.md for the list")
	return f.WithNearest(fault.Nearest(strings.ToUpper(code), codes, 3))
}

func (c *checkCmd) wanted(tree *graph.Tree, f *finding.Finding) bool {
	if f.Check.Severity < severity(c.Show) || f.Waiver != nil && !c.Waived {
		return false
	}
	if c.Unit != "" && !tree.Under(f.Unit, graph.UnitID(c.Unit)) {
		return false
	}
	if c.Area != "" && string(f.Check.Area) != strings.ToLower(c.Area) {
		return false
	}
	for _, code := range c.Codes {
		if strings.EqualFold(code, f.Check.Code) {
			return true
		}
	}
	return len(c.Codes) == 0
}

// severity reads a severity's word; any other word is above all.
func severity(word string) finding.Severity {
	if s, err := finding.ParseSeverity(word); err == nil {
		return s
	}
	return finding.Error + 1
}

func worst(counts map[finding.Severity]int) finding.Severity {
	var w finding.Severity
	for s := range counts {
		w = max(w, s)
	}
	return w
}

func (a *app) found(f *finding.Finding) error {
	if a.g.JSON {
		return a.jsonLine(overview.FindingOf(f))
	}
	ink := map[finding.Severity]string{finding.Error: red, finding.Warning: yellow, finding.Note: dim}[f.Check.Severity]
	a.printf("%s %s  %s\n", a.out(ink, f.Check.Severity.String()), a.out(bold, f.Check.Code), f.Sentence)
	days := "days not known"
	if !f.Unpriced {
		days = wording.Days(f.Days) + " at stake"
	}
	a.printf("        %s; %s can mend it: %s\n", days, f.Mends, f.Next)
	if f.Waiver != nil {
		a.printf("        %s\n", a.out(dim, "accepted until "+wording.FullDay(f.Waiver.Until.Time())+": "+f.Waiver.Reason))
	}
	const shown = 5
	names := make([]string, len(f.Records))
	for i, r := range f.Records {
		names[i] = r.String()
	}
	a.printf("        %s\n", a.out(dim, wording.List(names, shown)))
	return nil
}

func (a *app) counted(counts map[finding.Severity]int) {
	a.notef("%s, %s, %s\n",
		wording.Count(counts[finding.Error], "error", "errors"),
		wording.Count(counts[finding.Warning], "warning", "warnings"),
		wording.Count(counts[finding.Note], "note", "notes"))
}
