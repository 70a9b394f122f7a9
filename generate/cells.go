package generate

import "math"

// The stages at which intent is declared or spent, as in Key.Kept.
const (
	stageStated = iota
	stageAssigned
	stageRead
	stageFunded
	stagePlanned
	stageExecuted
	stages
)

// cells is days of a half by team and theme.
type cells [][]float64

func newCells(teams, themes int) cells {
	c := make(cells, teams)
	for i := range c {
		c[i] = make([]float64, themes)
	}
	return c
}

func round(v float64) float64 { return math.Round(v*1e6) / 1e6 }

// declare works out the cells of each stage that is set by decision, planting the faults on the way. What
// a later stage does starts from what the one before it left.
func (o *Organisation) declare() {
	n, themes := len(o.teams), len(o.shares)
	for s := stageAssigned; s <= stagePlanned; s++ {
		o.cells[s] = newCells(n, themes)
	}
	o.plan, o.lowered = newCells(n, themes), make([]bool, n)
	o.lostTheme, o.starvedTheme = 1, themes-1
	for u := range o.teams {
		t := &o.teams[u]
		if o.lowered[u] = o.losesTheme(u); o.lowered[u] {
			t.asked[o.lostTheme] = round(max(t.asked[o.lostTheme]-o.step, 0))
		}
		for k, share := range t.asked {
			o.cells[stageAssigned][u][k] = round(share * t.cap)
		}
		copy(o.cells[stageRead][u], o.cells[stageAssigned][u])
		switch t.fault {
		case ReadsDifferently:
			o.move(stageRead, u, .10)
		case AlignmentProblem:
			o.move(stageRead, u, .20)
		}
		copy(o.cells[stageFunded][u], o.cells[stageRead][u])
		if t.fault == Unfunded {
			o.move(stageFunded, u, .10)
		}
		o.schedule(u)
	}
}

// losesTheme tells whether the cascade forgets a step of the theme for the team: those of the first group.
// A team that is funded theme by theme is left out, because nobody funds days without a theme.
func (o *Organisation) losesTheme(u int) bool {
	return !o.opt.Clean && o.teams[u].fault != Unfunded && u < (len(o.teams)+2)/3 && u < size && o.teams[u].asked[o.lostTheme] > 1.5*o.step
}

// move takes up to the share of the team's days from its heaviest theme to another, which is neither the
// starved one nor the lost one, so that what was planted stays apart.
func (o *Organisation) move(stage, u int, share float64) {
	row := o.cells[stage][u]
	from, to := 0, 2
	if o.starvedTheme == 2 {
		to = 1
	}
	days := round(min(share*o.teams[u].cap, row[from]))
	row[from], row[to] = round(row[from]-days), round(row[to]+days)
}

// starving is how much of the starved theme's days get into a plan.
const starving = .4

// schedule makes the team's plan: in days as promised, and as a cell of its capacity.
func (o *Organisation) schedule(u int) {
	t, all := &o.teams[u], 0.0
	for k, days := range o.cells[stageFunded][u] {
		if k == o.starvedTheme && !o.opt.Clean {
			days *= starving
		} else {
			days *= t.stretch
		}
		o.plan[u][k] = round(days)
		all += o.plan[u][k]
	}
	for k, days := range o.plan[u] {
		o.cells[stagePlanned][u][k] = days / max(all/t.cap, 1)
	}
}

// weigh works out the key's figures: the cells of every stage, each as a share of all capacity, by the
// running minimum of what was there before and what is there now.
func (o *Organisation) weigh(executed cells) {
	total := 0.0
	for u := range o.teams {
		total += o.teams[u].cap
	}
	kept := newCells(len(o.teams), len(o.shares))
	o.key.Kept[stageStated] = sum(o.shares)
	for k := range o.shares {
		assigned := 0.0
		for u := range o.teams {
			assigned += o.cells[stageAssigned][u][k]
		}
		stated := o.shares[k] * total
		for u := range o.teams {
			kept[u][k] = o.cells[stageAssigned][u][k] * min(1, stated/assigned)
		}
		if lost := stated - assigned; lost > 1e-6 {
			o.key.Losses = append(o.key.Losses, Loss{Stage: stageAssigned, Theme: o.theme(k), Days: lost})
		}
	}
	o.cells[stageExecuted] = executed
	o.key.Kept[stageAssigned] = kept.sum() / total
	for s := stageRead; s <= stageExecuted; s++ {
		for u := range o.teams {
			for k := range o.shares {
				now := min(kept[u][k], o.cells[s][u][k])
				if lost := kept[u][k] - now; lost > 1e-6 {
					o.key.Losses = append(o.key.Losses, Loss{Stage: s, Unit: o.teams[u].id, Theme: o.theme(k), Days: lost})
				}
				kept[u][k] = now
			}
		}
		o.key.Kept[s] = kept.sum() / total
	}
}

func (c cells) sum() float64 {
	total := 0.0
	for _, row := range c {
		total += sum(row)
	}
	return total
}

func sum(row []float64) float64 {
	total := 0.0
	for _, v := range row {
		total += v
	}
	return total
}

// lost adds up the days lost at a stage, of one unit and one theme or of all ("").
func (o *Organisation) lost(stage int, match func(Loss) bool) float64 {
	total := 0.0
	for _, l := range o.key.Losses {
		if l.Stage == stage && match(l) {
			total += l.Days
		}
	}
	return total
}
