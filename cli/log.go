package cli

import (
	"fmt"
	"strings"
	"time"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/wording"
)

// logCmd prints the history.
type logCmd struct {
	Record string `arg:"" optional:"" help:"Only changes of this record, as kind/id."`
	Limit  int    `help:"At most so many, newest first; 0 for all." default:"20" short:"n"`
	After  int64  `help:"Only changes after this number." placeholder:"CHANGE"`
}

// entryLine is an entry as JSON.
type entryLine struct {
	Position  int64     `json:"position"`
	Recorded  time.Time `json:"recorded"`
	Effective time.Time `json:"effective"`
	Actor     string    `json:"actor"`
	Channel   string    `json:"channel"`
	Verb      string    `json:"verb"`
	Reason    string    `json:"reason,omitempty"`
	Records   []string  `json:"records"`
	Hash      string    `json:"hash"`
}

// Run prints the entries, newest first.
func (c *logCmd) Run(a *app) error {
	e, err := a.read()
	if err != nil {
		return err
	}
	if err := limit(c.Limit); err != nil {
		return err
	}
	q := ledger.Query{After: c.After, Limit: c.Limit, Last: true}
	var ref graph.Ref
	if c.Record != "" {
		if ref, err = graph.ParseRef(c.Record); err != nil {
			return err
		}
		q.Kind, q.ID = string(ref.Kind), ref.ID
	}
	told := 0
	for entry, err := range e.Log(a.ctx, a.g.Workspace, q) {
		if err != nil {
			return err
		}
		if err := a.logLine(&entry); err != nil {
			return err
		}
		told++
	}
	if c.Record != "" && c.After == 0 && told == 0 {
		return a.unheardOf(e, ref)
	}
	return nil
}

// unheardOf is the fault of a record that never was, with the nearest ids there are.
func (a *app) unheardOf(e *engine.Engine, ref graph.Ref) error {
	now, err := e.View(a.ctx, a.g.Workspace)
	if err != nil {
		return err
	}
	f := fault.New(fault.NotFound, "there is no change of "+ref.String(), "Check the name")
	return f.WithNearest(nearestIDs(now, ref))
}

// limit holds that a number of lines is one.
func limit(n int) error {
	if n < 0 {
		return fault.New(fault.Invalid, fmt.Sprintf("--limit cannot be %d", n), "Give the number of lines, or 0 for all")
	}
	return nil
}

func (a *app) logLine(e *ledger.Entry) error {
	records := make([]string, len(e.Documents))
	for i := range e.Documents {
		records[i] = e.Documents[i].Kind + "/" + e.Documents[i].ID
	}
	if a.g.JSON {
		return a.jsonLine(entryLine{e.Position, e.Recorded, e.Effective, e.Actor, string(e.Channel.Way()), e.Verb, e.Reason, records, e.Hash.String()})
	}
	a.printf("%s  %s  %s by %s (%s)", a.out(bold, pad(e.Position)), e.Effective.Format("2 Jan 2006 15:04"), e.Verb, e.Actor, e.Channel.Way())
	if e.Reason != "" {
		a.printf("\n        %s", a.out(dim, "because "+e.Reason))
	}
	const shown = 4
	list := strings.Join(records[:min(shown, len(records))], ", ")
	a.printf("\n        %s", list)
	if n := len(records) - shown; n > 0 {
		a.printf(" and %s more", wording.Number(float64(n)))
	}
	a.printf("\n")
	return nil
}
