package cli

import (
	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/wording"
)

// diffCmd compares two moments.
type diffCmd struct {
	From   string `arg:"" help:"The earlier day, or the id of a plan lock." placeholder:"DAY"`
	To     string `arg:"" optional:"" help:"The later day, or the id of a plan lock; now when left out." placeholder:"DAY"`
	Kind   string `help:"Only records of this kind." placeholder:"KIND"`
	Period string `help:"The period the drift is about." placeholder:"ID"`
	Limit  int    `help:"At most so many records; 0 for all." default:"50" short:"n"`
}

// differing is a record that differs, as JSON.
type differing struct {
	Record string        `json:"record"`
	What   string        `json:"what"`
	Fields []fieldChange `json:"fields"`
}

// Run prints what changed and how the plan drifted.
func (c *diffCmd) Run(a *app) error {
	if err := c.known(); err != nil {
		return err
	}
	before, after, err := c.pictures(a)
	if err != nil {
		return err
	}
	words := importer.NewWords(after)
	counts := make(map[string]int)
	total := 0
	for d := range overview.Changes(before, after) {
		fields, err := change.Diff(d.Before, d.After)
		if err != nil {
			return err
		}
		if len(fields) == 0 || c.Kind != "" && string(d.Record.Kind) != c.Kind { // put back as it was
			continue
		}
		total++
		counts[whatHappened(d)]++
		if c.Limit > 0 && total > c.Limit {
			continue
		}
		if err := a.differs(words, d); err != nil {
			return err
		}
	}
	if a.g.JSON {
		return nil
	}
	if more := total - c.Limit; c.Limit > 0 && more > 0 {
		a.printf("and %s; --limit 0 shows all\n", wording.Count(more, "more record", "more records"))
	}
	a.printf("From %s to %s: %s, %s, %s.\n", wording.FullDay(before.AsOf()), wording.FullDay(after.AsOf()),
		wording.Count(counts["added"], "record added", "records added"), wording.Count(counts["changed"], "changed", "changed"), wording.Count(counts["removed"], "removed", "removed"))
	return c.drift(a, before, after)
}

// known holds that the kind and the limit can be, so that a slip is not read as "nothing changed".
func (c *diffCmd) known() error {
	if _, ok := graph.Info(graph.Kind(c.Kind)); c.Kind == "" || ok {
		return limit(c.Limit)
	}
	var names []string
	for _, k := range graph.Kinds() {
		names = append(names, string(k.Kind))
	}
	f := fault.New(fault.NotFound, "there is no kind of record called "+c.Kind, "Use a kind of docs/glossary.md, for instance unit, initiative or work")
	return f.WithNearest(fault.Nearest(c.Kind, names, 3))
}

func (c *diffCmd) pictures(a *app) (before, after *graph.Snapshot, err error) {
	if before, err = a.moment(c.From); err != nil {
		return nil, nil, err
	}
	after, err = a.moment(c.To)
	return before, after, err
}

// moment is the picture at the end of a day, at a plan lock, or now for "".
func (a *app) moment(when string) (*graph.Snapshot, error) {
	e, err := a.read()
	if err != nil {
		return nil, err
	}
	now, err := e.View(a.ctx, a.g.Workspace)
	if err != nil || when == "" {
		return now, err
	}
	if b := graph.Find[*graph.Baseline](now, when); b != nil {
		return e.At(a.ctx, a.g.Workspace, b.At)
	}
	s, err := a.picture(e, when)
	if fault.KindOf(err) == fault.Invalid {
		return nil, nearLock(now, when, err)
	}
	return s, err
}

// nearLock is the fault of what is neither a day nor a plan lock, with the nearest ids of locks.
func nearLock(s *graph.Snapshot, when string, err error) error {
	var ids []string
	for b := range graph.All[*graph.Baseline](s) {
		ids = append(ids, string(b.ID))
	}
	f := fault.Of(err)
	if len(ids) == 0 || f == nil {
		return err
	}
	near := fault.New(fault.Invalid, f.Sentence+" and no plan lock", f.Remedy+", or give the id of a plan lock")
	return near.WithNearest(fault.Nearest(when, ids, 3))
}

func whatHappened(d overview.Changed) string {
	switch {
	case d.Before == nil:
		return "added"
	case d.After == nil:
		return "removed"
	}
	return "changed"
}

func (a *app) differs(words *importer.Words, d overview.Changed) error {
	if a.g.JSON {
		fields, err := change.Diff(d.Before, d.After)
		if err != nil {
			return err
		}
		return a.jsonLine(differing{d.Record.String(), whatHappened(d), asChanges(fields)})
	}
	r := d.After
	if r == nil {
		r = d.Before
	}
	a.printf("%s %s  %s\n", whatHappened(d), a.out(bold, r.Label()), a.out(dim, d.Record.String()))
	if d.Before == nil || d.After == nil {
		return nil
	}
	for _, line := range words.Difference(d.Before, d.After) {
		a.printf("    %s\n", line)
	}
	return nil
}

// drift prints how the plan moved between the two moments.
func (c *diffCmd) drift(a *app, before, after *graph.Snapshot) error {
	period, ok, err := overview.PeriodAsked(after, graph.PeriodID(c.Period), after.Today())
	if err != nil || !ok {
		return err
	}
	d := portfolio.DriftBetween(before, after, portfolio.Scope{Period: period})
	if !d.Defined() {
		a.printf("Drift of the plan for %s: %s.\n", period.Name, d.Reason)
		return nil
	}
	t := d.Totals
	a.printf("Of the plan for %s, %s %s then: %s kept, %s moved in time, %s cut, and %s added since. Drift %s.\n",
		period.Name, wording.Number(t.Base), d.Unit, wording.Number(t.Kept), wording.Number(t.Moved), wording.Number(t.Cut), wording.Number(t.Added), wording.Percent(d.Value))
	return nil
}
