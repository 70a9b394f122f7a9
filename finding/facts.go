package finding

import (
	"maps"

	"throughline/graph"
	"throughline/wording"
)

// Today is the day of the picture.
func (p *Pass) Today() graph.Date { return p.Now.Today() }

// Over reports whether the period is over: what it asked for can no longer be mended in it.
func (p *Pass) Over() bool { return p.Period.End < p.Today() }

// Into is how many working days of the period are over at the end of today.
func (p *Pass) Into() int { return graph.Workdays(p.Period.Start, min(p.Today(), p.Period.End)) }

// Left is the share of the period's working days that are still to come, 0 to 1.
func (p *Pass) Left() float64 { return 1 - float64(p.Period.Elapsed(p.Today())) }

// ToCome is the days of the period after today; ok is false when none are left.
func (p *Pass) ToCome() (s graph.Span, ok bool) {
	return p.Period.Span().Common(graph.Span{First: p.Today() + 1, Last: p.Period.End})
}

// Since is how many working days passed after the day, today included; 0 for a day not set.
func (p *Pass) Since(d graph.Date) int {
	if d == 0 {
		return 0
	}
	return graph.Workdays(d+1, p.Today())
}

// whole is the basis of the round.
func (p *Pass) whole() *graph.Basis {
	return Shared(p, func(p *Pass) *graph.Basis { return p.round.basis })
}

// Basis is all that figures of the period are computed from. Whoever needs a part of it alone asks for that,
// and is asked again less often. Its picture is the pass's own.
func (p *Pass) Basis() *graph.Basis {
	return &graph.Basis{
		Picture: p.Now, Period: p.Period, Lines: p.Lines(), Tree: p.Tree(), Shown: p.Shown(), Calendar: p.Calendar(),
		Capacities: p.Capacities(), Agenda: p.Agenda(), Labour: p.Labour(),
	}
}

// Tree is the units of the picture, closed ones included.
func (p *Pass) Tree() *graph.Tree {
	return Shared(p, func(p *Pass) *graph.Tree { return p.whole().Tree })
}

// Shown is where the figures of each unit are shown.
func (p *Pass) Shown() *graph.Shown {
	return Shared(p, func(p *Pass) *graph.Shown { return p.whole().Shown })
}

// crowds is the units of which figures are not shown as their own alone.
type crowds struct{ has map[graph.UnitID]bool }

// Alone is Shown.Alone. Whoever asks it alone is asked again only when some unit is shown with others that was not,
// or the other way round.
func (p *Pass) Alone(u graph.UnitID) bool {
	return !SharedAfter(p, func(p *Pass, before *crowds) *crowds {
		shown, now := p.Shown(), &crowds{make(map[graph.UnitID]bool)}
		for _, u := range p.Tree().Units() {
			if !shown.Alone(u.ID) {
				now.has[u.ID] = true
			}
		}
		if before != nil && maps.Equal(before.has, now.has) {
			return before
		}
		return now
	}).has[u]
}

// Calendar is the periods of the picture.
func (p *Pass) Calendar() *graph.Calendar {
	return Shared(p, func(p *Pass) *graph.Calendar { return p.whole().Calendar })
}

// Lines is the line of sight of every initiative.
func (p *Pass) Lines() *graph.Lines {
	return Shared(p, func(p *Pass) *graph.Lines { return p.whole().Lines })
}

// Agenda is the plan of the period.
func (p *Pass) Agenda() *graph.Agenda {
	return Shared(p, func(p *Pass) *graph.Agenda { return p.whole().Agenda })
}

// Labour is the work of the period.
func (p *Pass) Labour() *graph.Labour {
	return Shared(p, func(p *Pass) *graph.Labour { return p.whole().Labour })
}

// Capacities is the room of the units in the period.
func (p *Pass) Capacities() *graph.Capacities {
	return Shared(p, func(p *Pass) *graph.Capacities { return p.whole().Capacities })
}

// Room is the own capacity of a unit; ok is false when it declared none.
func (p *Pass) Room(u graph.UnitID) (room graph.Room, ok bool) { return p.Capacities().Room(u) }

// OwnDays is the own capacity of a unit in days, where that is shown of it alone; else 0, and what is found about
// the unit has no days.
func (p *Pass) OwnDays(u graph.UnitID) float64 {
	if room, ok := p.Room(u); ok && p.Alone(u) {
		return room.Days
	}
	return 0
}

// Capacity is the days of own capacity in the period, of all units together.
func (p *Pass) Capacity() float64 {
	var sum float64
	for _, room := range p.Capacities().Rooms {
		sum += room.Days
	}
	return sum
}

// Label is the name of a record as people call it; its reference when it is not in the picture.
func (p *Pass) Label(r graph.Ref) string {
	if rec := p.Now.Record(r); rec != nil {
		return rec.Label()
	}
	return r.String()
}

// Unit is the name of a unit, "nobody" for none.
func (p *Pass) Unit(u graph.UnitID) string {
	if u == "" {
		return "nobody"
	}
	return p.Label(u.Ref())
}

// Theme is the name of a theme in quotation marks.
func (p *Pass) Theme(t graph.ThemeID) string { return Quote(p.Label(t.Ref())) }

// Lead is the role that answers for a unit; product operations where there is no unit.
func (p *Pass) Lead(u graph.UnitID) string {
	if u == "" {
		return Operations
	}
	return "the lead of " + p.Unit(u)
}

// Above is the role that answers for what a unit is asked: the lead of its parent, or leadership.
func (p *Pass) Above(u graph.UnitID) string {
	if up := p.Tree().Parent(u); up != "" && p.Tree().Parent(up) != "" {
		return p.Lead(up)
	}
	return Leadership
}

// Roles that many findings name.
const (
	Leadership = "leadership"
	Operations = "product operations"
)

// Day is a date as people write it beside the day of the picture: 24 Sep.
func (p *Pass) Day(d graph.Date) string { return wording.Day(d.Time(), p.Today().Time()) }

// Quote puts a name in quotation marks.
func Quote(s string) string { return "“" + s + "”" }

// List names at most three things of a longer list, in quotation marks, and counts the rest.
func List(names []string) string {
	quoted := make([]string, len(names))
	for i, n := range names {
		quoted[i] = Quote(n)
	}
	return wording.List(quoted, mostNamed)
}

// mostNamed is how many things of a list a sentence names.
const mostNamed = 3

// Workdays is a number of working days with the noun: 1 working day, 11 working days.
func Workdays(n int) string { return wording.Count(n, "working day", "working days") }
