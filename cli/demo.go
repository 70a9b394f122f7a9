package cli

import (
	"errors"
	"os"
	"path/filepath"

	harbor "throughline/examples"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/workspacefile"
	"throughline/ledger"
	"throughline/serve"
	"throughline/storage/address"
)

// demoCmd opens the demo organisation. Its data is kept only where --data was typed: what the environment names
// is somebody's own.
type demoCmd struct {
	Listen    string `help:"Where to listen, on this machine only; the next free port is taken." default:"127.0.0.1:7070" placeholder:"HOST:PORT"`
	Today     string `help:"Pretend that today is this day, for pictures that stay the same." placeholder:"DAY"`
	NoBrowser bool   `help:"Do not open a browser."`
}

// Run imports the demo organisation, its dates moved so that today is week 12 of its second half, and
// serves it until the program is interrupted.
func (c *demoCmd) Run(a *app) error {
	today, err := c.today(a)
	if err != nil {
		return err
	}
	if !a.typed("data") {
		dir, err := os.MkdirTemp("", "throughline-demo-")
		if err != nil {
			return fault.Wrap(err, fault.Full, "there is no room for a temporary folder", "Free some space, or choose a place with --data")
		}
		defer os.RemoveAll(dir)
		a.g.Data = filepath.Join(dir, "demo.db")
	}
	log := a.logger("error")
	l, err := a.listenAndOpen(c.Listen, true, serve.Reach{}, log)
	if err != nil {
		return err
	}
	if err := a.importDemo(today); err != nil {
		return errors.Join(err, l.Close())
	}
	return a.serve(serve.Options{Entry: serve.Stage, Listener: l, Log: log}, func(at serve.Answers) {
		a.answers(at, "Harbor Lending is open at "+at.URL+"\nIt is made up; nothing you see is about anybody. Stop it with Ctrl-C.\n")
		if !c.NoBrowser {
			a.browse(at.URL)
		}
	})
}

// today is the day the demo pretends it is. A day that was asked for also stops the clock, at its end.
func (c *demoCmd) today(a *app) (graph.Date, error) {
	if c.Today == "" {
		return graph.DateOf(a.w.Clock()), nil
	}
	d, err := graph.ParseDate(c.Today)
	if err != nil {
		return 0, err
	}
	a.w.Clock = d.End
	return d, nil
}

// importDemo brings the demo organisation in, or what of it is not there yet when that was interrupted. A demo
// that was kept from another week is left as it is; data of others is refused.
func (a *app) importDemo(today graph.Date) error {
	files, days := harbor.HarborLendingOn(today.Time())
	ws, err := workspacefile.Read(files, workspacefile.Options{Shift: days, Now: today.End()})
	if err != nil {
		return err
	}
	kept, err := a.demoKept(ws)
	if err != nil || kept {
		return err
	}
	a.g.Quiet = true
	_, err = a.carryOut(func(past importer.Past) (importer.Plan, error) { return ws.Plan(past) }, false)
	return err
}

// demoKept reports whether the data has the demo with other days than these files.
func (a *app) demoKept(ws *workspacefile.Workspace) (bool, error) {
	plan, err := ws.Plan(importer.Nothing)
	if err != nil {
		return false, err
	}
	for entry, err := range a.data.Engine.Log(a.ctx, a.g.Workspace, ledger.Query{Limit: 1}) {
		if err != nil {
			return false, err
		}
		for first, err := range plan.Steps {
			if err == nil && (entry.Actor != first.Actor || entry.Reason != first.Draft.Reason) {
				err = fault.New(fault.Conflict, address.String(a.g.Data)+" holds another organisation", "Give the demo a file of its own with --data, or leave --data out")
			}
			return !entry.Effective.Equal(first.Draft.Effective), err
		}
	}
	return false, nil
}
