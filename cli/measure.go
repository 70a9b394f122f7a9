package cli

import (
	"fmt"
	"strings"

	"throughline/catalog"
	"throughline/fault"
	"throughline/graph"
	"throughline/measure"
	"throughline/overview"
	"throughline/wording"
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
	if err := knownMethods(c.Method); err != nil {
		return err
	}
	if c.List {
		return a.methods()
	}
	base, err := a.base(c.moment)
	if err != nil {
		return err
	}
	about, err := c.about(base.Picture)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, f := range base.Figures(about) {
		if !wants(c.Method, f.Method.ID) {
			continue
		}
		if a.g.JSON {
			if err := a.jsonLine(f.Document()); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{f.Method.ID, f.Title(), figureWords(&f.Result), f.Method.Unit, intervalWords(&f.Result)})
	}
	a.printf("%s", table(rows, 2))
	return nil
}

// about is what the figures are asked of.
func (c *measureCmd) about(s *graph.Snapshot) (graph.Ref, error) {
	ref := graph.Ref{}
	switch {
	case c.Unit != "":
		ref = graph.UnitID(c.Unit).Ref()
	case c.Theme != "":
		ref = graph.ThemeID(c.Theme).Ref()
	default:
		return ref, nil
	}
	return ref, exists(s, ref)
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

func knownMethods(list []string) error {
	var ids []string
	for _, m := range catalog.Methods() {
		ids = append(ids, m.ID)
	}
	for _, id := range list {
		if !wants(ids, id) {
			f := fault.New(fault.NotFound, "there is no measure "+id, "See the list with throughline measure --list")
			return f.WithNearest(fault.Nearest(id, ids, 3))
		}
	}
	return nil
}

func (a *app) methods() error {
	var rows [][]string
	for _, m := range catalog.Methods() {
		if a.g.JSON {
			if err := a.jsonLine(overview.MethodOf(m)); err != nil {
				return err
			}
			continue
		}
		rows = append(rows, []string{m.ID, m.Title, m.Question})
	}
	a.printf("%s", table(rows))
	return nil
}

// figureWords is the value as a person reads it.
func figureWords(r *measure.Result) string {
	switch {
	case !r.Defined():
		return "not declared"
	case strings.HasPrefix(r.Method.Unit, "share"):
		return wording.Percent(r.Value)
	}
	return wording.Number(r.Value)
}

func intervalWords(r *measure.Result) string {
	switch {
	case !r.Defined():
		return r.Reason
	case r.Interval != nil:
		return fmt.Sprintf("%s to %s, %s sure", wording.Percent(r.Interval.Lo), wording.Percent(r.Interval.Hi), wording.WholePercent(r.Interval.Level))
	case r.Bounds != nil:
		return fmt.Sprintf("between %s and %s, whatever is not declared", wording.Percent(r.Bounds.Lo), wording.Percent(r.Bounds.Hi))
	}
	return ""
}
