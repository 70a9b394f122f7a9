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
	Unit   string      // days, or commitments where no days are declared
	Totals stat.Drift  // kept, moved, cut, added and their shares; slip in periods
	Rows   []*DriftRow // every initiative in either plan: most changed first, then by id
	Owners []OwnerDrift
	Slips  []Slip // what moved to another period, furthest first

	book *comparison
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
	return DriftAfter(nil, then, now, scope)
}

// DriftAfter is DriftBetween, quicker where the drift of an earlier picture since the same lock is at hand: what
// did not change since is taken from it. The result is the same. prev may be nil, and of another scope.
func DriftAfter(prev *Drift, then, now *graph.Snapshot, scope Scope) *Drift {
	if prev != nil {
		if c := prev.book.follow(then, now, scope); c != nil {
			return c.drift(prev)
		}
	}
	c := &comparison{then: then, now: now, scope: scope, names: &names{of: make(map[graph.PeriodID]int)}}
	pairs := pairsOf(then, now)
	for _, p := range pairs {
		c.names.add(p, 1)
	}
	c.lay()
	c.list = make([]*compared, len(pairs))
	for n, p := range pairs {
		c.list[n] = c.compare(p)
	}
	return c.drift(nil)
}

// sides is one initiative in both pictures; nil where it is not.
type sides struct{ then, now *graph.Initiative }

// latest is the initiative as it is now, or as it was when it is gone.
func (p sides) latest() *graph.Initiative {
	if p.now != nil {
		return p.now
	}
	return p.then
}

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

// names counts the initiatives that name each period, and those that have days of participants.
type names struct {
	of    map[graph.PeriodID]int
	dated int
}

// add counts a pair once more, or once less.
func (m *names) add(p sides, by int) {
	if p.then != p.now && p.then != nil {
		m.one(p.then, by)
	}
	if p.now != nil {
		m.one(p.now, by)
	}
}

func (m *names) one(i *graph.Initiative, by int) {
	dated := false
	for n := range i.Participants {
		m.of[i.Participants[n].Period] += by
		dated = dated || i.Participants[n].Days > 0
	}
	for _, p := range i.Periods {
		m.of[p] += by
	}
	for n := range i.Steps {
		m.of[i.Steps[n].Period] += by
	}
	if dated {
		m.dated += by
	}
}

// same reports whether both name the same periods, and days are declared in both or in neither.
func (m *names) same(o *names) bool {
	if (m.dated > 0) != (o.dated > 0) {
		return false
	}
	for p, n := range m.of {
		if (n > 0) != (o.of[p] > 0) {
			return false
		}
	}
	return true
}

// comparison is a drift in the making.
type comparison struct {
	then, now *graph.Snapshot
	scope     Scope
	names     *names
	line      *timeline
	inside    []bool
	byDays    bool
	list      []*compared // every initiative of either picture, by id
	fresh     bool        // something of the list is not as it was
}

// compared is what became of one initiative.
type compared struct {
	sides
	row    *DriftRow       // nil where there is nothing to compare
	steady bool            // it is the same in both pictures: all of it is kept
	parts  []stat.DriftRow // of what changed
	slips  []Slip
	silent bool // it has no days in a plan that has days
}

// lay makes the timeline of the periods that are named.
func (c *comparison) lay() {
	c.line = newTimeline(c.then, c.now, c.names, c.scope.Period)
	c.inside, c.byDays = c.line.inside(c.scope.Period), c.names.dated > 0
}

// follow is the comparison of the same lock with a later picture; nil where it has to be made from nothing.
func (c *comparison) follow(then, now *graph.Snapshot, scope Scope) *comparison {
	refs, ok := now.Since(c.now)
	kinds := graph.KindsIn(refs)
	if !ok || !c.then.Is(then) || scope.Period != c.scope.Period || len(scope.Resized)+len(c.scope.Resized) > 0 || kinds.Has(graph.KindPeriod) {
		return nil
	}
	next := *c
	next.now, next.fresh = now, kinds.Has(graph.KindUnit)
	if !kinds.Has(graph.KindInitiative) {
		return &next
	}
	next.fresh, next.names, next.line = true, &names{maps.Clone(c.names.of), c.names.dated}, c.line.another()
	next.list = make([]*compared, 0, len(c.list)+1)
	left := c.list
	for _, r := range refs {
		if r.Kind != graph.KindInitiative {
			continue
		}
		id := graph.InitiativeID(r.ID)
		n, found := slices.BinarySearchFunc(left, id, func(x *compared, id graph.InitiativeID) int { return cmp.Compare(x.latest().ID, id) })
		next.list = append(next.list, left[:n]...)
		if left = left[n:]; found {
			next.names.add(left[0].sides, -1)
			left = left[1:]
		}
		if p := (sides{then.Initiative(id), now.Initiative(id)}); p.latest() != nil {
			next.names.add(p, 1)
			next.list = append(next.list, next.compare(p))
		}
	}
	next.list = append(next.list, left...)
	if !next.names.same(c.names) {
		return nil
	}
	return &next
}

// compare compares the two sides of one initiative.
func (c *comparison) compare(p sides) *compared {
	if p.then == p.now && c.byDays {
		return c.unchanged(p)
	}
	return c.one(p)
}

// unchanged books an initiative that is the same in both pictures: all of it is kept.
func (c *comparison) unchanged(p sides) *compared {
	out := &compared{sides: p, steady: true}
	var room [mostSlots]float64
	row := append(room[:0], make([]float64, len(c.line.slots))...)
	c.line.days(row, c.line.now, p.now)
	kept, all := 0.0, 0.0
	for n, x := range row {
		all += x
		if c.inside[n] {
			kept += x
		}
	}
	out.silent = all == 0 && p.now.State.Planned()
	if kept > 0 {
		out.row = &DriftRow{Initiative: p.now, Then: p.now.State, Now: p.now.State, DriftRow: steady(kept)}
	}
	return out
}

// mostSlots is how many slots fit beside the work of comparing an initiative.
const mostSlots = 16

// steady is the row of a plan that stands as it was locked.
func steady(kept float64) stat.DriftRow {
	return stat.DriftRow{Base: kept, Plan: kept, Kept: kept, Shift: stat.Of(0), Distance: stat.Of(0)}
}

// one compares one initiative that changed.
func (c *comparison) one(p sides) *compared {
	out := &compared{sides: p}
	row := DriftRow{Initiative: p.latest()}
	if p.then != nil {
		row.Then = p.then.State
	}
	if p.now != nil {
		row.Now = p.now.State
	}
	items, silent := c.itemsOf(p.then, p.now, &row)
	out.silent = silent
	for _, it := range items {
		it = it.within(c.inside)
		d, err := stat.DriftOf(it.base, it.plan)
		if err != nil || d.Base == 0 && d.Plan == 0 {
			continue
		}
		out.parts = append(out.parts, d)
		if d.Moved > 0 && d.Shift.OK {
			out.slips = append(out.slips, Slip{row.Initiative, it.step, c.most(it.base), c.most(it.plan), d.Moved, d.Shift.X})
		}
	}
	if len(out.parts) > 0 {
		row.DriftRow = sum(out.parts)
		out.row = &row
	}
	return out
}

// itemsOf is the things of an initiative that are compared; silent says that it has no days in a plan that
// has days.
func (c *comparison) itemsOf(then, now *graph.Initiative, row *DriftRow) (list []item, silent bool) {
	slots := len(c.line.slots)
	if !c.byDays {
		return pair(c.line.commitments(c.line.then, then), c.line.commitments(c.line.now, now), slots), false
	}
	it := item{base: make([]float64, slots), plan: make([]float64, slots)}
	c.line.days(it.base, c.line.then, then)
	c.line.days(it.plan, c.line.now, now)
	if resized(then, now) || slices.Contains(c.scope.Resized, row.Initiative.ID) {
		if scaled, err := stat.Resize(it.base, stat.Sum(it.plan)); err == nil {
			it.base, row.Resized = scaled, true
		}
	}
	planned := then != nil && then.State.Planned() || now != nil && now.State.Planned()
	return []item{it}, planned && stat.Sum(it.base) == 0 && stat.Sum(it.plan) == 0
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

// drift puts the comparison into a result; what stands as before is taken from an earlier one.
func (c *comparison) drift(prev *Drift) *Drift {
	if prev != nil && !c.fresh {
		d := *prev
		d.book, d.AsOf, d.Position = c, c.now.AsOf(), c.now.Position()
		return &d
	}
	d := &Drift{Unit: "commitments", book: c}
	if c.byDays {
		d.Unit = "days"
	}
	tally := c.tally(d)
	d.Result = measure.Result{Method: &BaselineDrift, AsOf: c.now.AsOf(), Position: c.now.Position(), N: len(d.Rows), Coverage: 1}
	if c.scope.Period != nil {
		d.Period = c.scope.Period.ID
	}
	slices.SortFunc(d.Slips, func(a, b Slip) int {
		return cmp.Or(cmp.Compare(b.By, a.By), cmp.Compare(b.Amount, a.Amount), cmp.Compare(a.Initiative.ID, b.Initiative.ID), cmp.Compare(a.Step, b.Step))
	})
	d.Owners = tally.owners(graph.TreeOf(c.now, 0))
	c.explain(d, tally.silent)
	return d
}

// tally is the sums of a comparison.
type tally struct {
	silent  int
	all     stat.DriftSum
	kept    stat.Accumulator // of what did not change: it counts as one row
	byOwner map[graph.UnitID]*owned
}

// owned is the rows of one owner while they are added up.
type owned struct {
	changed stat.DriftSum
	kept    stat.Accumulator // of rows that did not change
}

// total is the drift of what changed, to which what did not is added.
func total(changed *stat.DriftSum, kept *stat.Accumulator) stat.Drift {
	if sum := kept.Sum(); sum > 0 {
		row := steady(sum)
		changed.Add(&row)
	}
	return changed.Total()
}

// tally adds everything up, and lists the rows: what changed, most first, then the rest by id.
func (c *comparison) tally(d *Drift) *tally {
	t := &tally{byOwner: make(map[graph.UnitID]*owned)}
	d.Rows = make([]*DriftRow, 0, len(c.list))
	rest := make([]*DriftRow, 0, len(c.list))
	for _, x := range c.list {
		if x.silent {
			t.silent++
		}
		if x.row == nil {
			continue
		}
		if x.steady {
			t.kept.Add(x.row.Kept)
		}
		for n := range x.parts {
			t.all.Add(&x.parts[n])
		}
		d.Slips = append(d.Slips, x.slips...)
		if t.take(x.row) {
			d.Rows = append(d.Rows, x.row)
		} else {
			rest = append(rest, x.row)
		}
	}
	slices.SortStableFunc(d.Rows, func(a, b *DriftRow) int { return cmp.Compare(b.Changed(), a.Changed()) })
	d.Rows = append(d.Rows, rest...)
	d.Totals = total(&t.all, &t.kept)
	return t
}

// take books a row to its owner; it reports whether anything of it changed.
func (t *tally) take(r *DriftRow) (changed bool) {
	o := t.byOwner[r.Initiative.Owner]
	if o == nil {
		o = new(owned)
		t.byOwner[r.Initiative.Owner] = o
	}
	if r.Changed() == 0 {
		o.kept.Add(r.Kept)
		return false
	}
	o.changed.Add(&r.DriftRow)
	return true
}

// owners is the sums by owner, by id; an owner of fewer than five people stands inside the unit above.
func (t *tally) owners(tree *graph.Tree) []OwnerDrift {
	byUnit := make(map[graph.UnitID]*owned)
	for id, own := range t.byOwner {
		u := id
		for tree.Small(u) {
			u = tree.Parent(u)
		}
		if byUnit[u] == nil {
			byUnit[u] = new(owned)
		}
		byUnit[u].kept.Join(&own.kept)
		byUnit[u].changed.Join(&own.changed)
	}
	out := make([]OwnerDrift, 0, len(byUnit))
	for _, u := range slices.Sorted(maps.Keys(byUnit)) {
		t := total(&byUnit[u].changed, &byUnit[u].kept)
		out = append(out, OwnerDrift{u, t.Base, t.Plan, t.Kept, t.Moved, t.Cut, t.Added})
	}
	return out
}

// explain fills in the words of the result.
func (c *comparison) explain(d *Drift, silent int) {
	lost := d.Totals.Moved + d.Totals.Cut
	d.Numerator = measure.Term{Words: "locked " + d.Unit + " that moved or were cut", Value: lost, Unit: d.Unit}
	d.Denominator = measure.Term{Words: d.Unit + " in the locked plan", Value: d.Totals.Base, Unit: d.Unit}
	if silent > 0 {
		d.Missing = append(d.Missing, measure.Missing{
			What: "the days of " + wording.Count(silent, "planned initiative", "planned initiatives"), Then: "they are left out, because the others are held against each other in days",
		})
		d.Coverage = float64(len(d.Rows)) / float64(len(d.Rows)+silent)
	}
	if !d.Totals.Share.OK {
		d.Reason = d.Totals.Share.Why
		return
	}
	d.Value = d.Totals.Share.X
	d.Adds, d.Total = true, lost
	for _, r := range d.Rows {
		if r.Changed() == 0 {
			break
		}
		if x := r.Moved + r.Cut; x > 0 {
			d.Result.Rows = append(d.Result.Rows, measure.Row{Label: r.Initiative.Name, Record: r.Initiative.Ref(), Value: x, Unit: d.Unit})
		}
		if len(d.Evidence) < mostEvidence {
			d.Evidence = append(d.Evidence, r.Initiative.Ref())
		}
	}
}

// mostEvidence is how many records are named as evidence.
const mostEvidence = 100
