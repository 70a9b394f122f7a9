package stat

// bounds follows, cell by cell, the least and the most that can have survived whatever the units
// that declared nothing did (Manski 2003). Cell bounds are carried forward by the same running
// minimum as the point; totals are then cut to what no distribution can exceed: an intent's
// stated weight, and a missing unit's own weight.
type bounds struct {
	lo, hi [][]float64
	absent []bool // units that declared nothing at the first layer of the chain
	open   bool   // whether any unit was missing so far
}

// next takes the bounds through a layer of the chain.
func (b *bounds) next(f *flow, l Layer, s Step) {
	for _, row := range l.Cells {
		b.open = b.open || row == nil
	}
	if !b.open { // everything is known so far
		b.lo, b.hi, b.absent = s.Cells, s.Cells, make([]bool, len(s.Cells))
		return
	}
	if s.First {
		b.begin(f, l)
		return
	}
	lo, hi := table(len(b.lo), len(f.stated)), table(len(b.lo), len(f.stated))
	for u, row := range l.Cells {
		for k := range f.stated {
			if row == nil { // all lost, or all kept
				hi[u][k] = b.hi[u][k]
				continue
			}
			lo[u][k], hi[u][k] = min(b.lo[u][k], row[k]), min(b.hi[u][k], row[k])
		}
	}
	b.lo, b.hi = lo, hi
}

// begin sets the cell bounds of the first layer. What a missing unit did can scale the others
// back by at most its whole weight on one intent, and can itself hold at most that.
func (b *bounds) begin(f *flow, l Layer) {
	units, intents := len(f.weights), len(f.stated)
	b.lo, b.hi, b.absent = table(units, intents), table(units, intents), make([]bool, units)
	var away Accumulator
	for u, row := range l.Cells {
		if b.absent[u] = row == nil; b.absent[u] {
			away.Add(f.weights[u])
		}
	}
	known, missing := knownColumns(l, intents), away.Sum()
	for k, p0 := range f.stated {
		for u, row := range l.Cells {
			if row == nil {
				b.hi[u][k] = min(f.weights[u], p0)
				continue
			}
			b.lo[u][k] = row[k] * scaled(p0, known[k]+missing)
			b.hi[u][k] = row[k] * scaled(p0, known[k])
		}
	}
}

// around is the bounds of the surviving total at the step.
func (b *bounds) around(f *flow, l Layer, s Step) (lo, hi Number) {
	if !b.open {
		return s.Surviving, s.Surviving
	}
	least, most := tableSum(b.lo), b.most(f)
	if s.First {
		// Here the total is known better than the cells: what scales one unit back on an
		// intent is kept by another.
		least = max(least, commonWeight(f.stated, knownColumns(l, len(f.stated))))
	}
	// The point lies between; only rounding could say otherwise.
	return Of(min(least, s.Surviving.X)), Of(max(most, s.Surviving.X))
}

// most is the largest possible total: the cells, cut by intent or by absent unit.
func (b *bounds) most(f *flow) float64 {
	var byUnit, byIntent Accumulator
	for u, row := range b.hi {
		sum := Sum(row)
		if b.absent[u] {
			sum = min(sum, f.weights[u])
		}
		byUnit.Add(sum)
	}
	for k, sum := range columnSums(b.hi, len(f.stated)) {
		byIntent.Add(min(sum, f.stated[k]))
	}
	return min(byUnit.Sum(), byIntent.Sum())
}

// knownColumns is the column sums of the declared rows.
func knownColumns(l Layer, intents int) []float64 {
	known := make([][]float64, 0, len(l.Cells))
	for _, row := range l.Cells {
		if row != nil {
			known = append(known, row)
		}
	}
	return columnSums(known, intents)
}

// scaled is min(1, stated/given).
func scaled(stated, given float64) float64 {
	if given > stated {
		return stated / given
	}
	return 1
}
