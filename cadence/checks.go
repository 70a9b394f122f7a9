package cadence

import (
	"fmt"
	"slices"
	"time"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// The conventions of the checks.
const (
	// LockDays is how many working days into a period its plan may stay open where the period names no day
	// of its lock: three weeks.
	LockDays = 15
	// DecideDays is how many working days a change request may wait: two weeks.
	DecideDays = 10
)

// Checks is the checks on locks and on changes to a locked plan, by code.
func Checks() []*finding.Check {
	return []*finding.Check{notLocked(), strategyMoved(), changeUndecided(), notSigned()}
}

func notLocked() *finding.Check {
	return &finding.Check{
		Code: "HIS001", Area: finding.History, Severity: finding.Warning,
		Title: "The period has begun and its plan was never locked",
		Doc: fmt.Sprintf("Looks at a period with committed or started initiatives whose day of lock has passed, or "+
			"that is more than %d working days old where no day is set, and whose plan nobody locked. Without a "+
			"lock nobody can tell a change from the plan. "+
			"Silent while the period names no day of lock and no plan of the workspace was ever locked.", LockDays),
		Mends: finding.Operations, Next: "Lock the plan, and have the units that take part sign it",
		Run: func(p *finding.Pass) {
			if len(p.Locks) > 0 || p.Over() || !promises(p) {
				return
			}
			s := ""
			switch lock := p.Period.Lock; {
			case !lock.IsZero() && graph.DateOf(lock) < p.Today():
				s = fmt.Sprintf("The plan of %s was to be locked on %s and is not",
					p.Period.Name, p.Day(graph.DateOf(lock)))
			case lock.IsZero() && p.Now.Count(graph.KindBaseline) > 0 && p.Into() > LockDays:
				s = fmt.Sprintf("%s is %d working days old and its plan is not locked", p.Period.Name, p.Into())
			default:
				return
			}
			p.Report(finding.Finding{Sentence: s, Records: []graph.Ref{p.Period.Ref()}})
		},
	}
}

// promises reports whether anything of the period is committed or started.
func promises(p *finding.Pass) bool {
	for i := range p.Initiatives() {
		if i.Waits() {
			return true
		}
	}
	return false
}

func strategyMoved() *finding.Check {
	return &finding.Check{
		Code: "HIS007", Area: finding.History, Severity: finding.Warning,
		Title: "The strategy changed after the lock and units still work to the old one",
		Doc: "Compares the stated shares, and the statements of their themes, with those at the latest lock of the " +
			"period. Where they changed, looks for units whose reading was sent before. They do what they " +
			"promised, for a strategy that is no longer asked. " +
			"All is well when each of them sends its reading again. Silent without a lock.",
		Days:  "own capacity, in what is left of the period, of the units whose reading is older than the change",
		Mends: finding.Leadership,
		Next:  "Tell the units what changed, and have them send their reading again",
		Run: func(p *finding.Pass) {
			n := len(p.Locks)
			if n == 0 || p.Over() {
				return
			}
			lock := p.Locks[n-1]
			was := finding.DeclaredIn(lock.Then, p.Period, graph.TreeOf(lock.Then, 0)).Stated
			is := p.Declared().Stated
			if was == nil || is == nil {
				return
			}
			changed := changedAt(p, lock.Then, was, is)
			if changed.IsZero() {
				return
			}
			reportReaders(p, lock, is, changed)
		},
	}
}

// changedAt is when the strategy last changed since the lock; the zero time when it did not.
func changedAt(p *finding.Pass, then *graph.Snapshot, was, is *graph.Intent) time.Time {
	var at time.Time
	later := func(r graph.Record) {
		if t := time.UnixMilli(r.Stamp().Effective).UTC(); t.After(at) {
			at = t
		}
	}
	if !slices.Equal(was.Shares, is.Shares) {
		later(is)
	}
	for _, s := range is.Shares {
		old, now := then.Theme(s.Theme), p.Now.Theme(s.Theme)
		if s.Share > 0 && old != nil && now != nil && old.Statement != now.Statement {
			later(now)
		}
	}
	return at
}

// reportReaders reports the units whose reading was sent before the change.
func reportReaders(p *finding.Pass, lock finding.Lock, stated *graph.Intent, changed time.Time) {
	f := finding.Finding{Records: []graph.Ref{stated.Ref(), lock.Baseline.Ref()}}
	var names []string
	for _, u := range p.Tree().Units() {
		read := p.Declared().Interpreted[u.ID]
		if read == nil || !read.Receipt.WasSent() || !u.ExistsOn(p.Today()) || !read.Receipt.SentAt.Before(changed) || read.Receipt.SentAt.IsZero() {
			continue
		}
		names = append(names, u.Name)
		f.Records = append(f.Records, read.Ref())
		f.Days += p.OwnDays(u.ID) * p.Left()
	}
	if len(names) == 0 {
		return
	}
	f.Sentence = fmt.Sprintf("The strategy of %s changed on %s, after %s, and the reading of %s is older",
		p.Period.Name, p.Day(graph.DateOf(changed)), lock.Baseline.Name, wording.List(names, 3))
	p.Report(f)
}

func changeUndecided() *finding.Check {
	return &finding.Check{
		Code: "HIS008", Area: finding.History, Severity: finding.Warning,
		Title: "A change to a locked plan waits for a yes or no",
		Doc: fmt.Sprintf("Looks at change requests that were raised more than %d working days ago and are neither "+
			"approved nor rejected. Until then some work to the old plan and some to the new one. "+
			"All is well with either answer.", DecideDays),
		Days:  "the days that the change request names",
		Mends: "whoever approves changes to the plan",
		Next:  "Approve or reject it",
		Run: func(p *finding.Pass) {
			for r := range graph.All[*graph.ChangeRequest](p.Now) {
				b := graph.Find[*graph.Baseline](p.Now, string(r.Baseline))
				if r.Approved != 0 || r.Rejected != 0 || p.Since(r.Raised) <= DecideDays || b == nil || !concerns(p, b) {
					continue
				}
				f := finding.Finding{Records: []graph.Ref{r.Ref(), b.Ref()}, Days: float64(r.Days)}
				for _, i := range r.Initiatives {
					f.Records = append(f.Records, i.Ref())
				}
				f.Sentence = fmt.Sprintf("The change request %s was raised on %s and has waited %s",
					finding.Quote(r.Title), p.Day(r.Raised), finding.Workdays(p.Since(r.Raised)))
				p.Report(f)
			}
		},
	}
}

// concerns reports whether the lock is one of a period that shares days with the one looked at.
func concerns(p *finding.Pass, b *graph.Baseline) bool {
	q := p.Calendar().Period(b.Period)
	if q == nil {
		return false
	}
	_, both := q.Span().Common(p.Period.Span())
	return both
}

func notSigned() *finding.Check {
	return &finding.Check{
		Code: "HIS009", Area: finding.History, Severity: finding.Note,
		Title: "A unit whose days are in a locked plan has not signed it",
		Doc: "Looks at the latest lock of the period, where at least one unit signed it, for units that had days " +
			"in the plan at the lock and did not. A promise made for somebody is not theirs. " +
			"All is well when the unit signs, or when its days are taken out.",
		Days:  "the unit's days in the plan at the lock",
		Mends: "the leads of those units",
		Next:  "Have the units sign, or take their days out of the plan",
		Run: func(p *finding.Pass) {
			n := len(p.Locks)
			if n == 0 || p.Over() {
				return
			}
			lock := p.Locks[n-1]
			signed := make(map[graph.UnitID]bool)
			for _, s := range lock.Baseline.Signatures {
				signed[s.Unit] = s.Unit != ""
			}
			delete(signed, "")
			if len(signed) > 0 {
				reportUnsigned(p, lock, signed)
			}
		},
	}
}

// reportUnsigned reports the units with days in the plan at the lock for which neither they nor a unit
// above signed.
func reportUnsigned(p *finding.Pass, lock finding.Lock, signed map[graph.UnitID]bool) {
	days := make(map[graph.UnitID]float64)
	calendar := graph.CalendarOf(lock.Then)
	for i := range graph.All[*graph.Initiative](lock.Then) {
		if i.State.Planned() {
			for u, d := range calendar.PlannedDays(i, p.Period.Span()) {
				days[u] += d
			}
		}
	}
	f := finding.Finding{Records: []graph.Ref{lock.Baseline.Ref()}}
	var names []string
	for _, u := range p.Tree().Units() {
		above := slices.ContainsFunc(p.Tree().Chain(u.ID), func(up graph.UnitID) bool { return signed[up] })
		if days[u.ID] > 0 && !signed[u.ID] && !above && u.ExistsOn(p.Today()) {
			names = append(names, u.Name)
			f.Records = append(f.Records, u.Ref())
			f.Days += days[u.ID]
		}
	}
	if len(names) == 0 {
		return
	}
	f.Sentence = fmt.Sprintf("%s holds %s of %s without a signature for them",
		lock.Baseline.Name, wording.Days(f.Days), wording.List(names, 3))
	p.Report(f)
}
