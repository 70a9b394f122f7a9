package cli

import (
	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/remote"
)

// measureCmd prints figures.
type measureCmd struct {
	moment
	Unit   string   `help:"The figures of this unit with those below it." placeholder:"ID"`
	Theme  string   `help:"The figures of this theme." placeholder:"ID"`
	List   bool     `help:"Print the list of methods instead."`
	Method []string `arg:"" optional:"" help:"Only these methods, for instance intent.kept." placeholder:"METHOD"`
}

// Run prints a line for each figure.
func (c *measureCmd) Run(a *app) error {
	if c.List || len(c.Method) > 0 {
		all, err := a.methods()
		if err != nil {
			return err
		}
		if err := knownMethods(all, c.Method); err != nil {
			return err
		}
		if c.List {
			return a.listMethods(all)
		}
	}
	from, err := a.place()
	if err != nil {
		return err
	}
	all, err := from.Figures(a.ctx, remote.Moment(c.moment), c.about())
	if err != nil {
		return err
	}
	var rows [][]string
	for i := range all {
		f := &all[i]
		if !wants(c.Method, f.Method) {
			continue
		}
		if a.g.JSON {
			if err := a.jsonLine(f); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{f.Method, f.Title, f.ValueWords(), f.Unit, f.RangeWords()})
	}
	a.printf("%s", table(rows, 2))
	return nil
}

// about is what the figures are asked of; zero for the whole organisation.
func (c *measureCmd) about() graph.Ref {
	switch {
	case c.Unit != "":
		return graph.UnitID(c.Unit).Ref()
	case c.Theme != "":
		return graph.ThemeID(c.Theme).Ref()
	}
	return graph.Ref{}
}

// exists holds that the record is there, with the nearest names when it is not.
func exists(s *graph.Snapshot, ref graph.Ref) error {
	if s.Record(ref) != nil {
		return nil
	}
	f := fault.New(fault.NotFound, "there is no "+ref.String(), "Check the name, or the day you look at")
	return f.WithNearest(nearestIDs(s, ref))
}

// nearestIDs is the ids of the kind that are close to the one given.
func nearestIDs(s *graph.Snapshot, ref graph.Ref) []string {
	var ids []string
	for r := range s.Records(ref.Kind, "") {
		ids = append(ids, r.Ref().ID)
	}
	return fault.Nearest(ref.ID, ids, 3)
}

func wants(list []string, id string) bool {
	for _, l := range list {
		if l == id {
			return true
		}
	}
	return len(list) == 0
}

// methodOf is the measure with the id, nil for none.
func methodOf(all []overview.MethodDocument, id string) *overview.MethodDocument {
	for i := range all {
		if all[i].ID == id {
			return &all[i]
		}
	}
	return nil
}

func knownMethods(all []overview.MethodDocument, list []string) error {
	for _, id := range list {
		if methodOf(all, id) == nil {
			f := fault.New(fault.NotFound, "there is no measure "+id, "See the list with throughline measure --list")
			return f.WithNearest(fault.Nearest(id, idsOf(all), 3))
		}
	}
	return nil
}

func idsOf(all []overview.MethodDocument) []string {
	ids := make([]string, len(all))
	for i := range all {
		ids[i] = all[i].ID
	}
	return ids
}

func (a *app) listMethods(all []overview.MethodDocument) error {
	var rows [][]string
	for i := range all {
		m := &all[i]
		if a.g.JSON {
			if err := a.jsonLine(m); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{m.ID, m.Title, m.Question})
	}
	a.printf("%s", table(rows))
	return nil
}
