package cli

import (
	"io"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/generate"
	"throughline/graph"
	"throughline/importer"
	"throughline/ledger"
	"throughline/wording"
)

// generateCmd makes an organisation up.
type generateCmd struct {
	Records     int    `help:"About how many records; nine in ten are work items." default:"5000" short:"n"`
	Seed        uint64 `help:"The same seed makes the same organisation." default:"1"`
	Units       int    `help:"How many units; 0 follows from the number of records."`
	Themes      int    `help:"How many themes; 0 follows from the number of records."`
	Initiatives int    `help:"How many initiatives; 0 follows from the number of records."`
	Weeks       int    `help:"How many weeks of history; 0 is a year."`
	Clean       bool   `help:"Plant no misalignment."`
	Key         string `help:"Where to write the key of what was planted; - prints it." placeholder:"FILE"`
}

// Run makes the organisation and records its history.
func (c *generateCmd) Run(a *app) error {
	opt := generate.Sized(c.Records, c.Seed, graph.DateOf(a.w.Clock()))
	for _, o := range []struct {
		to   *int
		from int
	}{{&opt.Units, c.Units}, {&opt.Themes, c.Themes}, {&opt.Initiatives, c.Initiatives}, {&opt.Weeks, c.Weeks}} {
		if o.from != 0 {
			*o.to = o.from
		}
	}
	opt.Clean = c.Clean
	org, err := generate.New(opt)
	if err != nil {
		return err
	}
	e, err := a.open()
	if err != nil {
		return err
	}
	now, err := e.View(a.ctx, a.g.Workspace)
	if err != nil {
		return err
	}
	if now.Position() > 0 {
		return fault.New(fault.Conflict, "the workspace "+a.g.Workspace+" has data already", "Choose an empty place with --data or another name with --workspace")
	}
	if err := a.record(e, org); err != nil {
		return err
	}
	return c.told(a, e, org)
}

// record makes the organisation's changes one by one.
func (a *app) record(e *engine.Engine, org *generate.Organisation) error {
	start, done := a.w.Clock(), int64(0)
	tell := a.progress()
	defer a.endProgress()
	for d := range org.Drafts() {
		if _, err := e.Do(a.ctx, a.g.Workspace, a.actor(ledger.Import), once(d)); err != nil {
			return err
		}
		done += int64(len(d.Puts) + len(d.Removes))
		if tell != nil {
			p := importer.Progress{Done: done, Unit: "records"}
			if spent := a.w.Clock().Sub(start); spent > time.Second {
				p.Rate = float64(done) / spent.Seconds()
			}
			tell(p)
		}
	}
	return nil
}

// once is a command that gives the draft away. It may run again only as long as nobody changed it, which
// holds because nobody else writes to a workspace that is being made.
func once(d change.Draft) engine.Command {
	return func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(d) }
}

func (c *generateCmd) told(a *app, e *engine.Engine, org *generate.Organisation) error {
	now, err := e.View(a.ctx, a.g.Workspace)
	if err != nil {
		return err
	}
	if c.Key != "" {
		if err := a.writeTo(c.Key, func(w io.Writer) error { return encode(w, org.Key(), "  ") }); err != nil {
			return err
		}
	}
	total := 0
	for _, k := range graph.Kinds() {
		total += now.Count(k.Kind)
	}
	if a.g.JSON {
		return a.json(map[string]any{"records": total, "position": now.Position()})
	}
	a.notef("Made %s of %s, with %s.\n", wording.Count(total, "record", "records"), "a made-up organisation", wording.Count(int(now.Position()), "change", "changes"))
	return nil
}
