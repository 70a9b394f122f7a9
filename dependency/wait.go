package dependency

import (
	"cmp"
	"iter"
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Wait is how long one item of work was on its way in a span of days, and how much of that it waited.
type Wait struct {
	Work    *graph.Work
	Elapsed float64 // calendar days between start and end, inside the span
	Waited  float64 // of these, blocked on another unit; overlapping blocks once
	On      []UnitDays
	Open    bool // not finished: counted up to the end of the span
}

// UnitDays is days of waiting on a unit, "" where the block names none.
type UnitDays struct {
	Unit graph.UnitID
	Days float64
}

const daySeconds = 86_400

// WaitOf reads one item inside the span; ok is false when it was not on its way in it.
func WaitOf(w *graph.Work, in graph.Span) (wait Wait, ok bool) {
	from, to, open, ok := underway(w, in)
	if !ok {
		return Wait{}, false
	}
	wait = Wait{Work: w, Elapsed: float64(to-from) / daySeconds, Open: open}
	var cuts []int64
	for _, b := range w.Blocked {
		a, z := clip(b, from, to)
		if a < z {
			cuts = append(cuts, a, z)
		}
	}
	slices.Sort(cuts)
	cuts = slices.Compact(cuts)
	for n := 0; n+1 < len(cuts); n++ {
		wait.share(w, cuts[n], cuts[n+1], to)
	}
	slices.SortFunc(wait.On, func(a, b UnitDays) int { return cmp.Compare(a.Unit, b.Unit) })
	return wait, true
}

// share gives a stretch in which the same blocks stand to the units waited on, in equal parts.
func (w *Wait) share(item *graph.Work, from, to, end int64) {
	var on []graph.UnitID
	for _, b := range item.Blocked {
		if a, z := clip(b, from, end); a <= from && to <= z && !slices.Contains(on, b.On) {
			on = append(on, b.On)
		}
	}
	days := float64(to-from) / daySeconds
	if len(on) > 0 {
		w.Waited += days
	}
	for _, u := range on {
		at := slices.IndexFunc(w.On, func(x UnitDays) bool { return x.Unit == u })
		if at < 0 {
			at = len(w.On)
			w.On = append(w.On, UnitDays{Unit: u})
		}
		w.On[at].Days += days / float64(len(on))
	}
}

// clip is the block inside from and to; a block without an end lasts.
func clip(b graph.Block, from, to int64) (a, z int64) {
	z = b.To
	if z == 0 {
		z = to
	}
	return max(b.From, from), min(z, to)
}

// underway is when the item was on its way inside the span, in Unix seconds: from its first start, or its
// opening where no start is known, to its end.
func underway(w *graph.Work, in graph.Span) (from, to int64, open, ok bool) {
	first, end := int64(-1), int64(-1)
	for _, t := range w.States {
		switch {
		case t.State == graph.Begun && first < 0:
			first = t.At
		case t.State == graph.Finished || t.State == graph.Dropped:
			end = t.At
		case t.State != graph.Paused:
			end = -1 // taken up again
		}
	}
	if first < 0 {
		if first, ok = w.When(graph.Opened); !ok {
			return 0, 0, false, false
		}
	}
	lo, hi := in.First.Time().Unix(), (in.Last + 1).Time().Unix()
	if open = end < 0; open {
		end = hi
	}
	from, to = max(first, lo), min(end, hi)
	return from, to, open, from < to
}

// elsewhere is why the unit has no figure of its own work or promises, "" when it has.
func elsewhere(b *graph.Basis, unit graph.UnitID) string {
	if why := b.Shown.WhyHidden(unit); why != "" {
		return why
	}
	if b.Shown.At(unit) != unit && len(b.Shown.Together(unit)) == 0 {
		return "its own figures are shown further up, because few people stand behind them"
	}
	return ""
}

// WaitIn is the share of the time its work was on its way that a unit, with those shown with it as one, waited
// on others in the period, up to the day of the picture. Its rows are the days by unit waited on, shown where
// its figures are; they add up to the days waited. It walks the units' own work.
func WaitIn(b *graph.Basis, unit graph.UnitID) measure.Result {
	s := b.Picture
	r := measure.Result{Method: &WaitShare, Subject: unit.Ref(), Period: b.Period.ID, AsOf: s.AsOf(), Position: s.Position()}
	if r.Reason = elsewhere(b, unit); r.Reason != "" {
		return r
	}
	var elapsed, waited stat.Accumulator
	on := make(map[graph.UnitID]*stat.Accumulator)
	open, blocked := 0, false
	in := graph.Span{First: b.Period.Start, Last: min(b.Period.End, s.Today())}
	for w := range workOf(b, unit) {
		wait, ok := WaitOf(w, in)
		if !ok {
			continue
		}
		r.N++
		blocked = blocked || len(w.Blocked) > 0
		if wait.Open {
			open++
		}
		elapsed.Add(wait.Elapsed)
		waited.Add(wait.Waited)
		for _, o := range wait.On {
			at := b.Shown.At(o.Unit)
			if on[at] == nil {
				on[at] = new(stat.Accumulator)
			}
			on[at].Add(o.Days)
		}
	}
	r.Numerator = measure.Term{Words: "days on which work waited on another unit", Value: waited.Sum(), Unit: "days"}
	r.Denominator = measure.Term{Words: "days between start and end of the work", Value: elapsed.Sum(), Unit: "days"}
	switch {
	case r.N == 0:
		r.Reason = "no work was on its way"
	case !blocked:
		r.Reason = "no wait is recorded on any work"
	default:
		r.Value, r.Coverage = waited.Sum()/elapsed.Sum(), 1
	}
	if open > 0 {
		r.Warnings = append(r.Warnings, "work that is not finished counts up to the day of the picture")
	}
	r.Rows, r.Adds, r.Total = rows(s, on), true, waited.Sum()
	return r
}

// workOf yields the work of the units that are shown at the unit.
func workOf(b *graph.Basis, unit graph.UnitID) iter.Seq[*graph.Work] {
	return func(yield func(*graph.Work) bool) {
		for _, u := range b.Shown.Together(unit) {
			for w := range b.Picture.WorkIn(u, "") {
				if !yield(w) {
					return
				}
			}
		}
	}
}

// rows is the days by unit, most first, then by id.
func rows(s *graph.Snapshot, on map[graph.UnitID]*stat.Accumulator) []measure.Row {
	list := make([]UnitDays, 0, len(on))
	for u, days := range on {
		list = append(list, UnitDays{u, days.Sum()})
	}
	slices.SortFunc(list, func(a, b UnitDays) int { return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(a.Unit, b.Unit)) })
	out := make([]measure.Row, 0, len(list))
	for _, l := range list {
		row := measure.Row{Label: "a unit that is not named", Value: l.Days, Unit: "days"}
		if u := s.Unit(l.Unit); u != nil {
			row.Label, row.Record = u.Name, u.Ref()
		}
		out = append(out, row)
	}
	return out
}

// WaitOn is the days that others waited on the unit, or on those shown with it as one, in the period, up to the
// day of the picture. To stay quick it looks only at work of units that have a dependency on it, for the
// initiatives named there; a wait without a recorded dependency is not seen. Its rows are the days by waiting
// unit, shown where its figures are.
func WaitOn(b *graph.Basis, unit graph.UnitID) measure.Result {
	s := b.Picture
	r := measure.Result{Method: &WaitsCaused, Subject: unit.Ref(), Period: b.Period.ID, AsOf: s.AsOf(), Position: s.Position()}
	if r.Reason = elsewhere(b, unit); r.Reason != "" {
		return r
	}
	w := caused{basis: b, in: graph.Span{First: b.Period.Start, Last: min(b.Period.End, s.Today())}, by: make(map[graph.UnitID]*stat.Accumulator)}
	for _, u := range b.Shown.Together(unit) {
		w.on(u, &r)
	}
	r.Numerator = measure.Term{Words: "days on which work of others waited on the unit", Value: w.total.Sum(), Unit: "days"}
	r.Denominator = measure.Term{Words: "items of work that waited", Value: float64(r.N), Unit: "items"}
	if len(r.Evidence) == 0 {
		r.Reason = "no dependency on the unit is declared"
		return r
	}
	r.Value, r.Coverage = w.total.Sum(), 1
	r.Rows, r.Adds, r.Total = rows(s, w.by), true, w.total.Sum()
	return r
}

// caused is the waits on units while they are added up.
type caused struct {
	basis *graph.Basis
	in    graph.Span
	total stat.Accumulator
	by    map[graph.UnitID]*stat.Accumulator // by the unit at which the waiting one is shown
}

// on adds the waits on one unit, and counts them and their dependencies in the result.
func (w *caused) on(unit graph.UnitID, r *measure.Result) {
	seen := make(map[graph.WorkID]bool)
	for d := range graph.Referrers[*graph.Dependency](w.basis.Picture, unit.Ref()) {
		if d.On != unit {
			continue
		}
		r.Evidence = append(r.Evidence, d.Ref())
		for item := range candidates(w.basis.Picture, d) {
			wait, ok := WaitOf(item, w.in)
			if !ok || seen[item.ID] {
				continue
			}
			seen[item.ID] = true
			for _, o := range wait.On {
				if o.Unit == unit {
					r.N++
					w.add(item.Unit, o.Days)
				}
			}
		}
	}
}

func (w *caused) add(unit graph.UnitID, days float64) {
	at := w.basis.Shown.At(unit)
	if w.by[at] == nil {
		w.by[at] = new(stat.Accumulator)
	}
	w.by[at].Add(days)
	w.total.Add(days)
}

// candidates is the work that a dependency can have held up: that of the asking unit, for the initiative
// where one is named.
func candidates(s *graph.Snapshot, d *graph.Dependency) func(func(*graph.Work) bool) {
	if d.Initiative == "" {
		return s.WorkIn(d.From, "")
	}
	return func(yield func(*graph.Work) bool) {
		for w := range s.WorkOf(d.Initiative, "") {
			if w.Unit == d.From && !yield(w) {
				return
			}
		}
	}
}
