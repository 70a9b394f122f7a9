package portfolio

import (
	"cmp"
	"maps"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
	"throughline/wording"
)

// Scope says which part of two plans is compared. The zero value compares all of both.
type Scope struct {
	// Period keeps what was, or is, planned for a period; nil takes the whole plan.
	Period *graph.Period
	// Resized names initiatives whose effort was estimated anew without a change of scope. Their locked
	// days are scaled to the new total, because noise in an estimate is not drift.
	Resized []graph.InitiativeID
}

// Drift is what became of a locked plan. As a result it is the share that is no longer as locked.
type Drift struct {
	measure.Result
	Unit   string     // days, or commitments where no days are declared
	Totals stat.Drift // kept, moved, cut, added and their shares; slip in periods
	Rows   []DriftRow // every initiative in either plan: most changed first, then by id
	Owners []OwnerDrift
	Slips  []Slip // what moved to another period, furthest first
}

// DriftRow is what became of one initiative.
type DriftRow struct {
	Initiative *graph.Initiative // as it is now, or as it was when it is gone
	Then, Now  graph.Commitment  // "" when it did not, or does not, exist
	Resized    bool
	stat.DriftRow
}

// Changed is how much of the row is not as it was locked.
func (r DriftRow) Changed() float64 { return r.Moved + r.Cut + r.Added }

// OwnerDrift is the sum of the rows of one owner.
type OwnerDrift struct {
	Unit                                graph.UnitID // "" for initiatives without an owner
	Base, Plan, Kept, Moved, Cut, Added float64
}

// Slip is an initiative, or a step of it, that moved to other periods.
type Slip struct {
	Initiative *graph.Initiative
	Step       string        // "" for the days of the whole initiative
	From, To   *graph.Period // where most of it was locked, and where most of it is now
	Amount     float64       // what moved, in the drift's unit
	By         float64       // mean shift in periods; above 0 is later
}

// DriftBetween compares the plan of one picture with that of a later one. An initiative that was split
// or merged shows as cut and added.
func DriftBetween(then, now *graph.Snapshot, scope Scope) *Drift {
	pairs := pairsOf(then, now)
	c := &comparison{now: now, scope: scope, line: newTimeline(then, now, pairs, scope.Period), byDays: hasDays(pairs)}
	c.inside = c.line.inside(scope.Period)
	c.scratch = make([]float64, len(c.line.slots))
	c.rows = make([]DriftRow, 0, len(pairs))
	for _, p := range pairs {
		if p.then == p.now && c.byDays {
			c.unchanged(p.now)
		} else {
			c.one(p.then, p.now)
		}
	}
	return c.drift()
}

// sides is one initiative in both pictures; nil where it is not.
type sides struct{ then, now *graph.Initiative }

// pairsOf is every initiative of either picture, by id.
func pairsOf(then, now *graph.Snapshot) []sides {
	before := slices.AppendSeq(make([]*graph.Initiative, 0, then.Count(graph.KindInitiative)), graph.All[*graph.Initiative](then))
	out := make([]sides, 0, now.Count(graph.KindInitiative)+1)
	at := 0
	for i := range graph.All[*graph.Initiative](now) {
		for at < len(before) && before[at] != i && before[at].ID < i.ID {
			out = append(out, sides{then: before[at]})
			at++
		}
		p := sides{now: i}
		if at < len(before) && (before[at] == i || before[at].ID == i.ID) {
			p.then = before[at]
			at++
		}
		out = append(out, p)
	}
	for ; at < len(before); at++ {
		out = append(out, sides{then: before[at]})
	}
	return out
}

// comparison is a drift in the making.
type comparison struct {
	now     *graph.Snapshot
	scope   Scope
	line    *timeline
	inside  []bool
	byDays  bool
	scratch []float64
	items   []stat.DriftRow  // of what changed
	kept    stat.Accumulator // of what did not
	rows    []DriftRow
	slips   []Slip
	silent  int // initiatives without days in a plan that has days
}

// unchanged books an initiative that is the same in both pictures: all of it is kept.
func (c *comparison) unchanged(i *graph.Initiative) {
	clear(c.scratch)
	c.line.days(c.scratch, c.line.now, i)
	kept, all := 0.0, 0.0
	for n, x := range c.scratch {
		all += x
		if c.inside[n] {
			kept += x
		}
	}
	if all == 0 && i.State.Planned() {
		c.silent++
	}
	if kept == 0 {
		return
	}
	c.kept.Add(kept)
	c.rows = append(c.rows, DriftRow{Initiative: i, Then: i.State, Now: i.State, DriftRow: steady(kept)})
}

// steady is the row of a plan that stands as it was locked.
func steady(kept float64) stat.DriftRow {
	return stat.DriftRow{Base: kept, Plan: kept, Kept: kept, Shift: stat.Of(0), Distance: stat.Of(0)}
}

// one compares one initiative.
func (c *comparison) one(then, now *graph.Initiative) {
	row := DriftRow{Initiative: latest(then, now)}
	if then != nil {
		row.Then = then.State
	}
	if now != nil {
		row.Now = now.State
	}
	var parts []stat.DriftRow
	for _, it := range c.itemsOf(then, now, &row) {
		it = it.within(c.inside)
		d, err := stat.DriftOf(it.base, it.plan)
		if err != nil || d.Base == 0 && d.Plan == 0 {
			continue
		}
		parts = append(parts, d)
		if d.Moved > 0 && d.Shift.OK {
			c.slips = append(c.slips, Slip{row.Initiative, it.step, c.most(it.base), c.most(it.plan), d.Moved, d.Shift.X})
		}
	}
	if len(parts) == 0 {
		return
	}
	c.items = append(c.items, parts...)
	row.DriftRow = sum(parts)
	c.rows = append(c.rows, row)
}

// itemsOf is the things of an initiative that are compared.
func (c *comparison) itemsOf(then, now *graph.Initiative, row *DriftRow) []item {
	slots := len(c.line.slots)
	if !c.byDays {
		return pair(c.line.commitments(c.line.then, then), c.line.commitments(c.line.now, now), slots)
	}
	it := item{base: make([]float64, slots), plan: make([]float64, slots)}
	c.line.days(it.base, c.line.then, then)
	c.line.days(it.plan, c.line.now, now)
	if resized(then, now) || slices.Contains(c.scope.Resized, row.Initiative.ID) {
		if scaled, err := stat.Resize(it.base, stat.Sum(it.plan)); err == nil {
			it.base, row.Resized = scaled, true
		}
	}
	if stat.Sum(it.base) == 0 && stat.Sum(it.plan) == 0 && (then != nil && then.State.Planned() || now != nil && now.State.Planned()) {
		c.silent++
	}
	return []item{it}
}

// sum adds the steps of one initiative up; the shift is their mean by weight.
func sum(parts []stat.DriftRow) stat.DriftRow {
	if len(parts) == 1 {
		return parts[0]
	}
	t := stat.DriftTotal(parts)
	out := stat.DriftRow{Base: t.Base, Plan: t.Plan, Kept: t.Kept, Moved: t.Moved, Cut: t.Cut, Added: t.Added, Shift: t.Slip}
	var weight, distance stat.Accumulator
	for _, p := range parts {
		if p.Distance.OK {
			weight.Add(min(p.Base, p.Plan))
			distance.Add(min(p.Base, p.Plan) * p.Distance.X)
		}
	}
	out.Distance = stat.None("no step stands on both sides")
	if weight.Sum() > 0 {
		out.Distance = stat.Of(distance.Sum() / weight.Sum())
	}
	return out
}

// most is the period of the slot that holds most of the row, the first of equals.
func (c *comparison) most(row []float64) *graph.Period {
	at := 0
	for n, x := range row {
		if x > row[at] {
			at = n
		}
	}
	return c.line.slots[at].period
}

// drift puts the comparison into a result.
func (c *comparison) drift() *Drift {
	d := &Drift{Unit: "commitments", Totals: c.total(), Rows: c.rows, Slips: c.slips}
	if c.byDays {
		d.Unit = "days"
	}
	d.Result = measure.Result{Method: &BaselineDrift, AsOf: c.now.AsOf(), Position: c.now.Position(), N: len(c.rows), Coverage: 1}
	if c.scope.Period != nil {
		d.Period = c.scope.Period.ID
	}
	slices.SortStableFunc(d.Rows, func(a, b DriftRow) int { return cmp.Compare(b.Changed(), a.Changed()) })
	slices.SortStableFunc(d.Slips, func(a, b Slip) int {
		return cmp.Or(cmp.Compare(b.By, a.By), cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Initiative.ID, b.Initiative.ID), cmp.Compare(a.Step, b.Step))
	})
	d.Owners = owners(d.Rows, graph.TreeOf(c.now, 0))
	c.explain(d)
	return d
}

// total sums everything up; what did not change counts as one row.
func (c *comparison) total() stat.Drift {
	if kept := c.kept.Sum(); kept > 0 {
		return stat.DriftTotal(append(slices.Clone(c.items), steady(kept)))
	}
	return stat.DriftTotal(c.items)
}

// explain fills in the words of the result.
func (c *comparison) explain(d *Drift) {
	lost := d.Totals.Moved + d.Totals.Cut
	d.Numerator = measure.Term{Words: "locked " + d.Unit + " that moved or were cut", Value: lost, Unit: d.Unit}
	d.Denominator = measure.Term{Words: d.Unit + " in the locked plan", Value: d.Totals.Base, Unit: d.Unit}
	if c.silent > 0 {
		d.Missing = append(d.Missing, measure.Missing{
			What: "the days of " + wording.Count(c.silent, "planned initiative", "planned initiatives"), Then: "they are left out, because the others are held against each other in days",
		})
		d.Coverage = float64(len(c.rows)) / float64(len(c.rows)+c.silent)
	}
	if !d.Totals.Share.OK {
		d.Reason = d.Totals.Share.Why
		return
	}
	d.Value = d.Totals.Share.X
	d.Adds, d.Total = true, lost
	for _, r := range d.Rows {
		if x := r.Moved + r.Cut; x > 0 {
			d.Result.Rows = append(d.Result.Rows, measure.Row{Label: r.Initiative.Name, Record: r.Initiative.Ref(), Value: x, Unit: d.Unit})
		}
		if r.Changed() > 0 && len(d.Evidence) < mostEvidence {
			d.Evidence = append(d.Evidence, r.Initiative.Ref())
		}
	}
}

// mostEvidence is how many records are named as evidence.
const mostEvidence = 100

// owned is the rows of one owner while they are added up.
type owned struct {
	kept    stat.Accumulator // of rows that did not change
	changed []stat.DriftRow
}

// owners adds the rows up by owner, by id; an owner of fewer than five people stands inside the unit above.
func owners(rows []DriftRow, tree *graph.Tree) []OwnerDrift {
	byOwner, byUnit := make(map[graph.UnitID]*owned), make(map[graph.UnitID]*owned)
	for n := range rows {
		r := &rows[n]
		o := byOwner[r.Initiative.Owner]
		if o == nil {
			u := r.Initiative.Owner
			for tree.Small(u) {
				u = tree.Parent(u)
			}
			if byUnit[u] == nil {
				byUnit[u] = new(owned)
			}
			o = byUnit[u]
			byOwner[r.Initiative.Owner] = o
		}
		if r.Changed() == 0 {
			o.kept.Add(r.Kept)
		} else {
			o.changed = append(o.changed, r.DriftRow)
		}
	}
	out := make([]OwnerDrift, 0, len(byUnit))
	for _, u := range slices.Sorted(maps.Keys(byUnit)) {
		t := stat.DriftTotal(append(byUnit[u].changed, steady(byUnit[u].kept.Sum())))
		out = append(out, OwnerDrift{u, t.Base, t.Plan, t.Kept, t.Moved, t.Cut, t.Added})
	}
	return out
}

// latest is the initiative as it is now, or as it was when it is gone.
func latest(then, now *graph.Initiative) *graph.Initiative {
	if now != nil {
		return now
	}
	return then
}
