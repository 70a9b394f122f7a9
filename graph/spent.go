package graph

// The days of work, from the running sums. An item counts the days logged on it in the period;
// without any it counts its size times the unit's rate.

// Plus is the two sums together; unit, initiative and period are those of e.
func (e Effort) Plus(o Effort) Effort {
	e.Items += o.Items
	e.Unsized += o.Unsized
	e.Logged += o.Logged
	e.LoggedSq += o.LoggedSq
	e.Size += o.Size
	e.Open += o.Open
	e.OpenSq += o.OpenSq
	return e
}

// Rate is the days that a point of size stands for in the unit whose whole effort e is: its elapsed
// capacity in days over the sum of its sizes. Before any capacity is over, and without logged days, it
// is 1: then only the mix can be told. It is 0 without sizes.
func (e Effort) Rate(elapsed float64) float64 {
	size := e.Size.Float()
	switch {
	case size == 0:
		return 0
	case elapsed == 0 && e.Logged == 0:
		return 1
	}
	return elapsed / size
}

// Days is the days of the effort at the unit's rate.
func (e Effort) Days(rate float64) float64 { return e.Logged.Float() + e.Open.Float()*rate }

// Squares is the sum of the squares of the days of each item, at the unit's rate.
func (e Effort) Squares(rate float64) float64 {
	return e.LoggedSq.Float() + e.OpenSq.Float()*rate*rate
}

// Days is the days of the item at the unit's rate.
func (c Counted) Days(rate float64) float64 {
	if c.Logged > 0 {
		return c.Logged
	}
	return c.Size * rate
}

// UnitEffort yields the running sums of a period unit by unit: the whole of the unit, and its parts by
// initiative. The parts must not be kept.
func (s *Snapshot) UnitEffort(p PeriodID) func(yield func(all Effort, parts []Effort) bool) {
	return func(yield func(Effort, []Effort) bool) {
		var parts []Effort
		all, going := Effort{}, true
		for e := range s.EffortIn(p) {
			if len(parts) > 0 && e.Unit != all.Unit {
				if going = yield(all, parts); !going {
					return
				}
				parts = parts[:0]
			}
			if len(parts) == 0 {
				all = Effort{Unit: e.Unit, Period: p}
			}
			all = all.Plus(e)
			parts = append(parts, e)
		}
		if len(parts) > 0 {
			yield(all, parts)
		}
	}
}
