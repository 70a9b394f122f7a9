package generate

import "math"

// slot is the work of one team on one project of a half.
type slot struct {
	team, project int // project -1: work that belongs to nothing
	quanta        int // days to log, counted in quanta
	from          int // the slot's first item among the half's
}

// load is the work of one half.
type load struct {
	slots  []slot
	items  int // all items
	active int // those that get begun; the others only wait in a queue
	first  int // the number of its first item over all halves
	stride int // coprime to active: scatters the items of a slot over the half
	from   int // the half's days within the history
	until  int
}

// queued is which of so many items is only queued.
const queued = 16

// spread fixes how many days each team logs on each project of each half, in whole quanta, and how many
// items carry them.
func (o *Organisation) spread() {
	o.quantum = .5
	for o.size() < 4*o.opt.Work && o.quantum > 1.0/64 {
		o.quantum /= 2
	}
	days := 0
	for _, h := range o.cal.halves {
		days += h.until - h.from
	}
	left, number := o.opt.Work, 0
	for h, half := range o.cal.halves {
		n := left
		if days > 0 {
			n = int(float64(left) * float64(half.until-half.from) / float64(days))
		}
		days -= half.until - half.from
		left -= n
		l := load{slots: o.slots(h), items: n, active: n - n/queued, first: number, from: half.from, until: half.until}
		l.share()
		o.loads = append(o.loads, l)
		number += n
	}
}

// size is how many quanta will be logged in all.
func (o *Organisation) size() int {
	days := 0.0
	for _, half := range o.cal.halves {
		for u := range o.teams {
			days += o.logged(half, u)
		}
	}
	return int(days / o.quantum)
}

// logged is about how many days the team logs in the part of the half that the history covers.
func (o *Organisation) logged(half span, u int) float64 {
	return o.teams[u].cap * o.teams[u].activity * half.since(o.cal.first, o.opt.Today)
}

// slots lists the teams' projects in the half with the days they log on each.
func (o *Organisation) slots(h int) []slot {
	var out []slot
	half := o.cal.halves[h]
	rest := make([]float64, len(o.teams))
	for u := range o.teams {
		rest[u] = o.teams[u].cap
	}
	add := func(u, project int, days float64) {
		if q := int(math.Round(days / o.teams[u].cap * o.logged(half, u) / o.quantum)); q > 0 {
			out = append(out, slot{team: u, project: project, quanta: q})
		}
	}
	first, last := o.of(h)
	for i := first; i < last; i++ {
		p := &o.projects[i]
		if p.waiting || p.fate == AddedAfterLock {
			continue
		}
		for _, part := range p.parts {
			days := part.days
			if p.theme >= 0 {
				days *= (1 - o.teams[part.team].orphaned) / o.scale(part.team)
			}
			rest[part.team] -= days
			add(part.team, i, days)
		}
	}
	for u, days := range rest {
		add(u, -1, days)
	}
	return out
}

// scale is by how much the team's plan exceeds its capacity, at least 1.
func (o *Organisation) scale(u int) float64 {
	return max(sum(o.plan[u])/o.teams[u].cap, 1)
}

// share gives each slot its items in proportion to its quanta. A slot too small for an item logs nothing.
func (l *load) share() {
	all, so, given := 0, 0, 0
	for i := range l.slots {
		all += l.slots[i].quanta
	}
	for i := range l.slots {
		l.slots[i].from = given
		so += l.slots[i].quanta
		given = int(math.Round(float64(l.active) * float64(so) / float64(all)))
		if given == l.slots[i].from {
			l.slots[i].quanta = 0
		}
	}
	if len(l.slots) == 0 {
		l.items, l.active = 0, 0
	}
	l.stride = coprime(int(float64(l.active)*.6180339887), l.active)
}

func coprime(near, n int) int {
	for s := max(near, 1); ; s++ {
		if gcd(s, n) == 1 {
			return s
		}
	}
}

func gcd(a, b int) int {
	for b != 0 {
		a, b = b, a%b
	}
	return a
}

// executed is the present half's cells: each team's capacity in the mix of the days it logged.
func (o *Organisation) executed() cells {
	out := newCells(len(o.teams), len(o.shares))
	all := make([]float64, len(o.teams))
	l := &o.loads[len(o.loads)-1]
	for _, s := range l.slots {
		all[s.team] += float64(s.quanta)
		if s.project >= 0 && o.projects[s.project].theme >= 0 {
			out[s.team][o.projects[s.project].theme] += float64(s.quanta)
		}
	}
	for u, row := range out {
		for k := range row {
			if all[u] > 0 {
				row[k] *= o.teams[u].cap / all[u]
			}
		}
	}
	return out
}
