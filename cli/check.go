package cli

import (
	"strings"

	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/remote"
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
	if err := c.known(a); err != nil {
		return err
	}
	from, err := a.place()
	if err != nil {
		return err
	}
	all, period, err := from.Findings(a.ctx, remote.Moment(c.moment), graph.UnitID(c.Unit))
	if err != nil {
		return err
	}
	if period == "" {
		a.notef("There is no period yet, so there is nothing to check. Add one to the periods of your workspace files.\n")
	}
	counts := make(map[finding.Severity]int)
	for i := range all {
		f := &all[i]
		if !c.wanted(f) {
			continue
		}
		if f.Waived == "" {
			counts[severity(f.Severity)]++
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
func (c *checkCmd) known(a *app) error {
	if c.Area != "" {
		if _, err := finding.ParseArea(c.Area); err != nil {
			return err
		}
	}
	if len(c.Codes) == 0 {
		return nil
	}
	checks, err := a.checks()
	if err != nil {
		return err
	}
	for _, code := range c.Codes {
		if checkOf(checks, code) == nil {
			return noCheck(checks, code)
		}
	}
	return nil
}

// checkOf is the check with the code, nil for none.
func checkOf(checks []overview.CheckDocument, code string) *overview.CheckDocument {
	for i := range checks {
		if strings.EqualFold(checks[i].Code, code) {
			return &checks[i]
		}
	}
	return nil
}

// noCheck is the fault of a code that no check has.
func noCheck(checks []overview.CheckDocument, code string) error {
	var codes []string
	for i := range checks {
		codes = append(codes, checks[i].Code)
	}
	f := fault.New(fault.NotFound, "there is no finding "+code, "See docs/findings.md for the list")
	return f.WithNearest(fault.Nearest(strings.ToUpper(code), codes, 3))
}

func (c *checkCmd) wanted(f *overview.FindingDocument) bool {
	if severity(f.Severity) < severity(c.Show) || f.Waived != "" && !c.Waived {
		return false
	}
	if c.Area != "" && f.Area != strings.ToLower(c.Area) {
		return false
	}
	for _, code := range c.Codes {
		if strings.EqualFold(code, f.Code) {
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

func (a *app) found(f *overview.FindingDocument) error {
	if a.g.JSON {
		return a.jsonLine(f)
	}
	ink := map[finding.Severity]string{finding.Error: red, finding.Warning: yellow, finding.Note: dim}[severity(f.Severity)]
	a.printf("%s %s  %s\n", a.out(ink, f.Severity), a.out(bold, f.Code), f.Sentence)
	days := "days not known"
	if f.Days != nil {
		days = wording.Days(*f.Days) + " at stake"
	}
	a.printf("        %s; %s can mend it: %s\n", days, f.Mends, f.Next)
	if f.Waived != "" {
		until, err := graph.ParseDate(f.Waived)
		if err != nil {
			return err
		}
		a.printf("        %s\n", a.out(dim, "accepted until "+wording.FullDay(until.Time())+": "+f.Accepted))
	}
	const shown = 5
	a.printf("        %s\n", a.out(dim, wording.List(f.Records, shown)))
	return nil
}

func (a *app) counted(counts map[finding.Severity]int) {
	a.notef("%s, %s, %s\n",
		wording.Count(counts[finding.Error], "error", "errors"),
		wording.Count(counts[finding.Warning], "warning", "warnings"),
		wording.Count(counts[finding.Note], "note", "notes"))
}
