package generate

import (
	"fmt"
	"strings"

	"throughline/graph"
)

// group is a unit without days of its own: the top, or a part of it.
type group struct {
	id, parent graph.UnitID
	name       string
	area       int
	lead       int
}

// team is a unit that does work.
type team struct {
	id, parent graph.UnitID
	name, code string
	people     int
	lead       int     // the number of the person
	cap        float64 // days in a half
	fault      Fault   // what was planted, "" for nothing
	activity   float64 // share of its elapsed days that it logs
	finish     float64 // share of what it begins that gets finished
	blocked    float64 // share of its work that waits on another unit
	orphaned   float64 // share of its executed days on nothing that was asked
	stretch    float64 // planned days as a multiple of what was funded
	asked      []float64
}

// perPerson is the working days of one person in a half, holidays off.
const perPerson = 120

// size is about how many units stand side by side.
const size = 9

// units lays out the tree: the top, groups of about nine, and a level between where there are many.
func (o *Organisation) units() {
	o.groups = []group{{id: "top", name: "The whole organisation", lead: 0}}
	n := o.opt.Units - 1
	if n <= size {
		o.fill(0, n, n)
		return
	}
	groups := (n + size) / (size + 1)
	upper := 0
	if groups > size {
		upper = (groups + size - 1) / size
	}
	for i := range upper {
		o.groups = append(o.groups, o.newGroup(graph.UnitID(fmt.Sprintf("division-%d", i+1)), fmt.Sprintf("Division %d", i+1), "top", i))
	}
	left := n - groups - upper
	for i := range groups {
		parent := graph.UnitID("top")
		if upper > 0 {
			parent = o.groups[1+i%upper].id
		}
		name := areaName(i)
		o.groups = append(o.groups, o.newGroup(graph.UnitID(graph.Slug(name)), name, parent, i))
		o.fill(len(o.groups)-1, left/(groups-i), i*size)
		left -= left / (groups - i)
	}
}

func (o *Organisation) newGroup(id graph.UnitID, name string, parent graph.UnitID, area int) group {
	return group{id: id, name: name, parent: parent, area: area, lead: len(o.groups)}
}

func areaName(i int) string {
	name := areas[i%len(areas)]
	if round := i / len(areas); round > 0 {
		name += fmt.Sprintf(" %d", round+1)
	}
	return name
}

// fill puts n teams below a group. Two neighbours have the same number of people, so that what one is
// asked less of the other can be asked more of.
func (o *Organisation) fill(g, n, from int) {
	for j := range n {
		name := areaName(o.groups[g].area) + " " + crafts[j%len(crafts)]
		if g == 0 {
			name = areaName(j)
		}
		if j >= len(crafts) && g > 0 {
			name += fmt.Sprintf(" %d", j/len(crafts)+1)
		}
		people := 5 + o.dice.of(cupPeople, from+j/2, 14)
		o.teams = append(o.teams, team{
			id: graph.UnitID(graph.Slug(name)), parent: o.groups[g].id, name: name, code: code(name), people: people,
			cap: float64(people * perPerson), stretch: 1,
		})
	}
}

func code(name string) string {
	words := strings.Fields(name)
	if len(words) == 1 {
		return strings.ToUpper(name[:min(3, len(name))])
	}
	return strings.ToUpper(words[0][:2] + words[1][:1])
}

// afflict gives every team its habits, and every second one (each, in a small organisation) a fault.
func (o *Organisation) afflict() {
	cycle := []Fault{ReadsDifferently, BusyOffCourse, Unfunded, SkillsProblem, AlignmentProblem, Overplanned, Underplanned, OrphanedWork, HeldUp}
	step := min(max(len(o.teams)/len(cycle), 1), 2)
	for i := range o.teams {
		t := &o.teams[i]
		t.lead = len(o.groups) + i
		t.activity, t.finish, t.blocked = .84+.08*o.dice.part(cupActivity, i), .97, .1
		if o.opt.Clean || i%step != 0 {
			continue
		}
		t.fault = cycle[i/step%len(cycle)]
		switch t.fault {
		case BusyOffCourse:
			t.activity, t.orphaned = .97, .42
		case SkillsProblem:
			t.finish, t.blocked = .38, .03
		case AlignmentProblem:
			t.activity, t.finish, t.blocked, t.orphaned = .9, .96, .02, .25
		case Overplanned:
			t.stretch = 1.3
		case Underplanned:
			t.stretch = .75
		case OrphanedWork:
			t.orphaned = .2
		case HeldUp:
			t.blocked, t.finish = .7, .9
		}
	}
}

// stated shares out a hundred points, the first theme most; each gets at least one step.
func (o *Organisation) stated() {
	n := o.opt.Themes
	o.step = .05
	if n > 8 {
		o.step = .01
	}
	points := int(1/o.step + .5)
	left, weight := points-n, 0
	for i := range n {
		weight += n - i
	}
	o.shares = make([]float64, n)
	given := 0
	for i := range n {
		extra := left * (n - i) / weight
		o.shares[i], given = float64(1+extra), given+1+extra
	}
	for i := 0; given < points; i, given = (i+1)%n, given+1 {
		o.shares[i]++
	}
	for i := range o.shares {
		o.shares[i] /= float64(points)
	}
}

// assign asks every team for the stated shares, with one step swapped between neighbours.
func (o *Organisation) assign() {
	for i := range o.teams {
		o.teams[i].asked = append([]float64(nil), o.shares...)
	}
	for i := 0; i+1 < len(o.teams); i += 2 {
		a, b := &o.teams[i], &o.teams[i+1]
		more := o.dice.of(cupSwap, i, len(o.shares))
		less := (more + 1 + o.dice.of(cupSwap, i+1, len(o.shares)-1)) % len(o.shares)
		if a.people != b.people || a.parent != b.parent || o.shares[less] < 1.5*o.step || o.shares[more] < 1.5*o.step {
			continue
		}
		a.asked[more], a.asked[less] = a.asked[more]+o.step, a.asked[less]-o.step
		b.asked[more], b.asked[less] = b.asked[more]-o.step, b.asked[less]+o.step
	}
	for i := range o.teams {
		for k := range o.teams[i].asked {
			o.teams[i].asked[k] = round(o.teams[i].asked[k])
		}
	}
}
