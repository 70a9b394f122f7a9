package generate

import (
	"fmt"
	"math"
	"slices"

	"throughline/graph"
)

// project is an initiative of one half.
type project struct {
	id      graph.InitiativeID
	number  int // over all halves
	half    int
	theme   int // -1: contributes to nothing
	place   int // among those of its theme and half
	peers   int // how many of its theme and half there are
	owner   int
	parts   []part
	fate    Fault // AddedAfterLock, CutAfterLock, MovedAfterLock, OrphanInitiative or ""
	heir    int   // the project that took its place, or whose place it took; -1
	waiting bool  // a candidate that nobody planned
}

// part is a team's days on a project.
type part struct {
	team   int
	weight float64
	days   float64
}

// portfolio lays out the projects of every half: the same cells each time, on other projects.
func (o *Organisation) portfolio() {
	total := max(o.opt.Initiatives, len(o.cal.halves)*(2*len(o.shares)+4))
	for h := range o.cal.halves {
		n := total / (len(o.cal.halves) - h)
		total -= n
		o.halfOf = append(o.halfOf, len(o.projects))
		o.projectsOf(h, n)
	}
	o.halfOf = append(o.halfOf, len(o.projects))
}

// of is the numbers of the half's projects: first and one past the last.
func (o *Organisation) of(h int) (first, last int) { return o.halfOf[h], o.halfOf[h+1] }

func (o *Organisation) projectsOf(h, n int) {
	waiting, orphans, changes := n/12, 0, 0
	if !o.opt.Clean {
		orphans = max(n/25, 1)
		if o.surprised(h) {
			changes = max(n/40, 1)
		}
	}
	regular := n - waiting - orphans - changes
	first := len(o.projects)
	for k, count := range deal(regular, o.shares) {
		o.themed(h, k, count)
	}
	o.disturb(h, first, changes)
	for i := range orphans {
		o.orphan(h, i, orphans)
	}
	for i := range waiting {
		p := o.newProject(h, i%len(o.shares))
		p.waiting, p.owner = true, o.dice.of(cupPartner, p.number, len(o.teams))
		p.parts = []part{{team: p.owner, days: 20}}
		o.projects = append(o.projects, p)
	}
}

// deal splits n by the shares, at least one each.
func deal(n int, shares []float64) []int {
	out, given := make([]int, len(shares)), 0
	all := sum(shares)
	for k, share := range shares {
		out[k] = max(int(share/all*float64(n)), 1)
		given += out[k]
	}
	for k := 0; given < n; k, given = (k+1)%len(out), given+1 {
		out[k]++
	}
	return out
}

func (o *Organisation) newProject(h, theme int) project {
	n := len(o.projects)
	return project{number: n, id: graph.InitiativeID(fmt.Sprintf("i-%05d", n+1)), half: h, theme: theme, heir: -1}
}

// themed makes the projects of one theme so that every team has at least one, and splits each team's
// planned days over its own.
func (o *Organisation) themed(h, theme, count int) {
	first, teams := len(o.projects), len(o.teams)
	for i := range count {
		p := o.newProject(h, theme)
		p.place, p.peers = i, count
		if count >= teams {
			p.owner = i * teams / count
			p.parts = []part{{team: p.owner, weight: 3}}
			if near := (p.owner + 1 + o.dice.of(cupPartner, p.number, 3)) % teams; o.dice.part(cupInitiative, p.number) < .6 && near != p.owner {
				p.parts = append(p.parts, part{team: near, weight: 1})
			}
		} else {
			lo, hi := i*teams/count, (i+1)*teams/count
			p.owner = lo + o.dice.of(cupPartner, p.number, hi-lo)
			for u := lo; u < hi; u++ {
				p.parts = append(p.parts, part{team: u, weight: 1})
			}
			p.parts[p.owner-lo].weight = 3
		}
		o.projects = append(o.projects, p)
	}
	o.split(o.projects[first:], theme)
}

// split gives each part its whole days; what is left over goes to the team's last project of the theme.
func (o *Organisation) split(list []project, theme int) {
	weight, left, last := make([]float64, len(o.teams)), make([]float64, len(o.teams)), make([]*part, len(o.teams))
	for u := range o.teams {
		left[u] = o.plan[u][theme]
	}
	for i := range list {
		for _, p := range list[i].parts {
			weight[p.team] += p.weight
		}
	}
	for i := range list {
		for j := range list[i].parts {
			p := &list[i].parts[j]
			p.days = math.Floor(o.plan[p.team][theme] * p.weight / weight[p.team])
			left[p.team] -= p.days
			last[p.team] = p
		}
	}
	for u, p := range last {
		if p != nil {
			p.days = round(p.days + left[u])
		}
	}
	for i := range list {
		list[i].parts = slices.DeleteFunc(list[i].parts, func(p part) bool { return p.days == 0 })
	}
}

// disturb lets some projects be cut after the lock, each replaced by a new one on the same theme with the
// same days, and as many be moved to the second quarter.
func (o *Organisation) disturb(h, first, changes int) {
	count := len(o.projects) - first
	for i := range changes {
		cut := first + (2*i+1)*count/(2*changes+1)
		p := o.newProject(h, o.projects[cut].theme)
		p.fate, p.heir, p.owner, p.place, p.peers = AddedAfterLock, cut, o.projects[cut].owner, o.projects[cut].place, o.projects[cut].peers
		p.parts = slices.Clone(o.projects[cut].parts)
		o.projects[cut].fate, o.projects[cut].heir = CutAfterLock, p.number
		o.projects = append(o.projects, p)
		if moved := first + (2*i+2)*count/(2*changes+1) - 1; o.projects[moved].fate == "" {
			o.projects[moved].fate = MovedAfterLock
		}
	}
}

// orphan makes a project that contributes to nothing, with half the days that plans leave open.
func (o *Organisation) orphan(h, i, of int) {
	p := o.newProject(h, -1)
	p.fate = OrphanInitiative
	for u := i; u < len(o.teams) && len(p.parts) < 6; u += of {
		if days := math.Floor(o.open(u) / 2); days >= 5 {
			p.parts = append(p.parts, part{team: u, days: days})
		}
	}
	if len(p.parts) > 0 {
		p.owner = p.parts[0].team
		o.projects = append(o.projects, p)
	}
}

// open is the days of the team that no theme's plan uses.
func (o *Organisation) open(u int) float64 {
	days := o.teams[u].cap
	for k := range o.shares {
		days -= o.plan[u][k]
	}
	return max(days, 0)
}
