package cli

import (
	"throughline/fault"
	"throughline/figure"
	"throughline/graph"
	"throughline/overview"
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
	Record string                     `json:"record"`
	What   string                     `json:"what"`
	Fields []overview.FieldDifference `json:"fields"`
}

// Run prints what changed and how the plan drifted.
func (c *diffCmd) Run(a *app) error {
	if err := c.known(); err != nil {
		return err
	}
	from, err := a.place()
	if err != nil {
		return err
	}
	d, err := from.Difference(a.ctx, c.From, c.To, figure.DifferenceAsked{Kind: graph.Kind(c.Kind), Period: graph.PeriodID(c.Period), Limit: c.Limit})
	if err != nil {
		return err
	}
	for i := range d.Records {
		if err := a.differs(&d.Records[i]); err != nil {
			return err
		}
	}
	if a.g.JSON {
		return nil
	}
	if more := d.Added + d.Changed + d.Removed - len(d.Records); more > 0 {
		a.printf("and %s; --limit 0 shows all\n", wording.Count(more, "more record", "more records"))
	}
	a.printf("From %s to %s: %s, %s, %s.\n", wording.FullDay(d.From), wording.FullDay(d.To),
		wording.Count(d.Added, "record added", "records added"), wording.Count(d.Changed, "changed", "changed"), wording.Count(d.Removed, "removed", "removed"))
	if d.Drift != "" {
		a.printf("%s\n", d.Drift)
	}
	return nil
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

func (a *app) differs(d *overview.DifferingDocument) error {
	if a.g.JSON {
		return a.jsonLine(differing{d.Record, d.What, d.Fields})
	}
	a.printf("%s %s  %s\n", d.What, a.out(bold, d.Label), a.out(dim, d.Record))
	for _, line := range d.Lines {
		a.printf("    %s\n", line)
	}
	return nil
}
