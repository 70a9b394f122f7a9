package intent

import (
	"fmt"

	"throughline/graph"
	"throughline/measure"
	"throughline/wording"
)

// note is something that was not declared at a stage. Its words are made when somebody asks, because
// a large organisation lacks much.
type note struct {
	stage Stage
	unit  int       // the row, −1 for the whole organisation
	kind  lack      // what is lacking
	of    graph.Ref // the other record it is about: the ancestor that stands in, the funding
	count int       // how many, for the whole organisation
}

// lack is a sort of note.
type lack uint8

const (
	lackOwn       lack = iota // the unit declared nothing at the stage
	lackInherited             // an ancestor stands in for it
	lackRate                  // money for the unit cannot be turned into days
	lackUnits                 // a funding names no unit with capacity
	lackPeriod                // planned days name no period
	lackCapacity              // work of units without capacity
	lackStrategy              // nothing is stated
	lackRoom                  // no unit has capacity
)

// carried is what is done for a unit that declared nothing below the first stage.
const carried = "its days stand as at the stage before; the bounds show what may be"

// lacks notes that a unit declared nothing at a stage.
func (c *Cells) lacks(s Stage, unit int) { c.missing = append(c.missing, note{stage: s, unit: unit}) }

// words spells a note out.
func (c *Cells) words(n note) measure.Missing {
	m := measure.Missing{Record: n.of}
	name := ""
	if n.unit >= 0 {
		m.Record, name = c.Units[n.unit].ID.Ref(), c.unit(n.unit).Name
	}
	in := " in " + c.Period.Name
	switch n.kind {
	case lackInherited:
		m.What, m.Then = "what "+name+" itself is asked for"+in, "what "+c.label(n.of)+" is asked for stands in"
	case lackRate:
		m.What, m.Then = "what a day of "+name+" costs"+in, "the "+c.label(n.of)+" cannot be turned into days"
	case lackUnits:
		m.What, m.Then = "the capacity of the units of the "+c.label(n.of), "the funding is not counted"
	case lackPeriod:
		m.What, m.Then = "the period of "+wording.Count(n.count, "planned initiative", "planned initiatives"), "their days are in no period"
	case lackCapacity:
		m.What, m.Then = "the capacity of the units of "+wording.Count(n.count, "item", "items")+" of work"+in, "this work is not counted"
	case lackStrategy:
		m.What, m.Then = "the strategy for "+c.Period.Name, "nothing can be held against it"
	case lackRoom:
		m.What, m.Then = "the capacity of any unit"+in, "there are no days to follow"
	default:
		m.What, m.Then = c.ownWords(n.stage, name)+in, carried
		if n.stage == Assigned {
			m.Then = "its days stand as stated; the bounds show what may be"
		}
	}
	return m
}

func (c *Cells) ownWords(s Stage, name string) string {
	switch s {
	case Assigned:
		return "what " + name + " is asked for"
	case Interpreted:
		return "how " + name + " reads its intent"
	case Funded:
		return "the funding of " + name
	case Planned:
		return "the plan of " + name
	}
	return "work finished or days logged by " + name
}

func (c *Cells) label(r graph.Ref) string {
	if rec := c.Picture.Record(r); rec != nil {
		return rec.Label()
	}
	return r.String()
}

// mostMissing is how many units are named for a stage before the others are only counted.
const mostMissing = 20

// lacking spells out the notes about the rows, and about the whole organisation where whole is set. A
// stage that nobody declared is named once.
func (c *Cells) lacking(member func(row int) bool, whole bool) []measure.Missing {
	var out []measure.Missing
	named := make(map[Stage]int)
	skipped := make(map[Stage]bool)
	for _, n := range c.missing {
		switch {
		case n.unit < 0:
			if whole {
				out = append(out, c.words(n))
			}
		case !member(n.unit):
		case n.kind == lackOwn && c.silent(n.stage):
			if !skipped[n.stage] {
				skipped[n.stage] = true
				out = append(out, measure.Missing{What: "anything at the stage “" + string(n.stage) + "” for " + c.Period.Name, Then: "the stage is left out"})
			}
		default:
			if named[n.stage]++; named[n.stage] <= mostMissing {
				out = append(out, c.words(n))
			}
		}
	}
	for _, s := range Stages() {
		if more := named[s] - mostMissing; more > 0 {
			out = append(out, measure.Missing{What: fmt.Sprintf("the same at the stage “%s” for %s", s, wording.Count(more, "more unit", "more units")), Then: carried})
		}
	}
	return out
}

// silent reports whether no unit declared the stage.
func (c *Cells) silent(s Stage) bool {
	for _, row := range c.layers[s.place()].Cells {
		if row != nil {
			return false
		}
	}
	return true
}
