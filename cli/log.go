package cli

import (
	"cmp"
	"fmt"
	"strings"
	"time"

	"throughline/fault"
	"throughline/graph"
	"throughline/remote"
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
	Name      string    `json:"name,omitempty"` // of the account of who made it
	Channel   string    `json:"channel"`
	Verb      string    `json:"verb"`
	Reason    string    `json:"reason,omitempty"`
	Records   []string  `json:"records"`
	Others    int       `json:"others,omitempty"` // how many more records there are, which a server does not list
	Hash      string    `json:"hash,omitempty"`   // missing where a server does not tell it
}

// Run prints the entries, newest first.
func (c *logCmd) Run(a *app) error {
	if err := limit(c.Limit); err != nil {
		return err
	}
	asked := remote.LogAsked{After: c.After, Limit: c.Limit}
	if c.Record != "" {
		var err error
		if asked.Of, err = graph.ParseRef(c.Record); err != nil {
			return err
		}
	}
	from, err := a.place()
	if err != nil {
		return err
	}
	for line, err := range from.Log(a.ctx, asked) {
		if err != nil {
			return err
		}
		if err := a.logLine(&line); err != nil {
			return err
		}
	}
	return nil
}

// limit holds that a number of lines is one.
func limit(n int) error {
	if n < 0 {
		return fault.New(fault.Invalid, fmt.Sprintf("--limit cannot be %d", n), "Give the number of lines, or 0 for all")
	}
	return nil
}

func (a *app) logLine(e *entryLine) error {
	if a.g.JSON {
		return a.jsonLine(e)
	}
	a.printf("%s  %s  %s by %s (%s)", a.out(bold, pad(e.Position)), e.Effective.Format("2 Jan 2006 15:04"), e.Verb, cmp.Or(e.Name, e.Actor), e.Channel)
	if e.Reason != "" {
		a.printf("\n        %s", a.out(dim, "because "+e.Reason))
	}
	const shown = 4
	list := strings.Join(e.Records[:min(shown, len(e.Records))], ", ")
	a.printf("\n        %s", list)
	if n := len(e.Records) + e.Others - min(shown, len(e.Records)); n > 0 {
		a.printf(" and %s more", wording.Number(float64(n)))
	}
	a.printf("\n")
	return nil
}
