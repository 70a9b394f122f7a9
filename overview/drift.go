package overview

import (
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/portfolio"
	"throughline/stat"
)

// Drift is what became of one plan lock.
type Drift struct {
	Lock   finding.Lock
	Period *graph.Period // the period that was locked
	*portfolio.Drift
}

// DriftSince compares today's plan with the locked one, for the period that was locked.
func (f Frame) DriftSince(l finding.Lock) *Drift { return f.driftAfter(nil, l) }

// driftAfter is DriftSince, with the drift of an earlier picture at hand; it may be nil.
func (f Frame) driftAfter(prev *Drift, l finding.Lock) *Drift {
	var before *portfolio.Drift
	if prev != nil {
		before = prev.Drift
	}
	period := f.Picture.Period(l.Baseline.Period)
	return &Drift{l, period, portfolio.DriftAfter(before, l.Then, f.Picture, portfolio.Scope{Period: period})}
}

// CauseSince splits how much better or worse the plan fits the strategy than at the lock into what the
// plan and what the strategy changed.
func (f Frame) CauseSince(l finding.Lock) *portfolio.Cause {
	period := f.Picture.Period(l.Baseline.Period)
	if period == nil {
		period = f.Period
	}
	return portfolio.CauseOf(l.Then, f.Picture, func(strategy, plan *graph.Snapshot) stat.Number {
		return intent.PlanOnTarget(strategy, plan, period)
	})
}

// LockNamed is the lock with the id of its baseline, the latest for ""; ok is false when there is none.
func (f Frame) LockNamed(id graph.BaselineID) (l finding.Lock, ok bool) {
	if id == "" {
		return f.Lock()
	}
	n := slices.IndexFunc(f.Locks, func(l finding.Lock) bool { return l.Baseline.ID == id })
	if n < 0 {
		return finding.Lock{}, false
	}
	return f.Locks[n], true
}

// Changed is the initiatives whose locked plan changed, most first, from the cursor on: at most so many.
// next is the cursor to go on with, "" at the end.
func (d *Drift) Changed(after graph.InitiativeID, most int) (rows []*portfolio.DriftRow, from int, next graph.InitiativeID) {
	changed := d.Rows[:d.CountChanged()]
	start := 0
	if n := slices.IndexFunc(changed, func(r *portfolio.DriftRow) bool { return r.Initiative.ID == after }); after != "" && n >= 0 {
		start = n + 1
	}
	end := min(len(changed), start+most)
	if end < len(changed) {
		next = changed[end-1].Initiative.ID
	}
	return changed[start:end], start + 1, next
}

// CountChanged is how many initiatives are not as they were locked.
func (d *Drift) CountChanged() int {
	n := slices.IndexFunc(d.Rows, func(r *portfolio.DriftRow) bool { return r.Changed() < 1e-9 })
	if n < 0 {
		return len(d.Rows)
	}
	return n
}
