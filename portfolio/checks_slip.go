package portfolio

import (
	"fmt"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

func movedAfterLock() *finding.Check {
	return &finding.Check{
		Code: "HIS004", Area: finding.History, Severity: finding.Warning,
		Title: "Something that was locked moved to later, and nobody said why",
		Doc: "Looks at initiatives in the period's plan at its latest lock, for steps of the period that stand in " +
			"a later one now, for days that moved to a later period, and for what left the period for a later one. " +
			"What waits for them moves too, mostly without knowing it. " + lockDoc,
		Days:  "the initiative's days that moved to a later period; without any, the days of the steps that moved",
		Mends: "the unit that owns the initiative",
		Next:  "Raise a change request with the new day, and tell those who wait for it",
		Run: func(p *finding.Pass) {
			c := changesOf(p)
			if c == nil {
				return
			}
			for _, a := range c.list {
				if a.now == nil || !a.now.State.Planned() || !in(p, c.then, a.then, a.was) {
					continue
				}
				if s, days := c.moved(p, a); s != "" {
					c.report(p, a, s, days)
				}
			}
		},
	}
}

// moved tells what of the initiative moved to later since the lock; "" when nothing did.
func (c *changes) moved(p *finding.Pass, a altered) (sentence string, days float64) {
	late, shifted := c.shifted(p, a)
	if slip, ok := firstSlip(p, c.then, a.then, a.now); ok {
		if slip.days == 0 && shifted {
			slip.days = late.days
		}
		if slip.more > 0 {
			return fmt.Sprintf("%s moved %d steps to later since %s without a change request, %s from %s to %s",
				quoted(a.now), slip.more+1, c.sinceLock(p), finding.Quote(slip.step), slip.from.Name, slip.to.Name), slip.days
		}
		return fmt.Sprintf("%s moved %s from %s to %s since %s without a change request",
			quoted(a.now), finding.Quote(slip.step), slip.from.Name, slip.to.Name, c.sinceLock(p)), slip.days
	}
	if shifted {
		return fmt.Sprintf("%s moved %s from %s to %s since %s without a change request",
			quoted(a.now), wording.Days(late.days), late.from.Name, late.to.Name, c.sinceLock(p)), late.days
	}
	was, is := endOf(c.then, a.then), endOf(p.Calendar(), a.now)
	stays := in(p, p.Calendar(), a.now, a.is) && (len(a.then.Steps) > 0 || a.was > 0) // more of it is no delay
	if stays || was == 0 || is <= was {
		return "", 0
	}
	return fmt.Sprintf("%s was to end by %s and now ends by %s, changed since %s without a change request",
		quoted(a.now), p.Day(was), p.Day(is), c.sinceLock(p)), daysIn(p.Calendar(), a.now, graph.Span{First: was + 1, Last: is})
}

// shift is days of one initiative that moved from earlier periods to later ones.
type shift struct {
	days     float64
	from, to *graph.Period // where most of them were and are
}

// shifted compares the initiative's days by period. It is not ok when less than FewDays moved, or none to
// a later period.
func (c *changes) shifted(p *finding.Pass, a altered) (s shift, ok bool) {
	if slices.Equal(a.then.Participants, a.now.Participants) && slices.Equal(a.then.Periods, a.now.Periods) && c.then.Same(p.Calendar()) {
		return shift{}, false
	}
	lost, gained := byPeriod(c.then, a.then), byPeriod(p.Calendar(), a.now)
	out, less := surplus(lost, gained)
	into, more := surplus(gained, lost)
	days := min(less, more)
	if days < FewDays || into.period.End <= out.period.End {
		return shift{}, false
	}
	return shift{days, out.period, into.period}, true
}

// surplus is what the list has more than the other: all of it, and the period with most of it.
func surplus(list, other []planPart) (most planPart, sum float64) {
	for _, d := range list {
		if gap := d.days - find(other, d.period.ID).days; gap > 0 {
			sum += gap
			if gap > most.days {
				most = planPart{d.period, gap}
			}
		}
	}
	return most, sum
}

// planPart is days planned in a period.
type planPart struct {
	period *graph.Period
	days   float64
}

// find is the days in the period of the id, none where the list has none.
func find(list []planPart, id graph.PeriodID) planPart {
	for _, d := range list {
		if d.period.ID == id {
			return d
		}
	}
	return planPart{}
}

// byPeriod is the days of the initiative by the period they are planned in, in the order in which the
// periods are named. Days without a period of their own stand in that of the initiative, where it has one
// only.
func byPeriod(c *graph.Calendar, i *graph.Initiative) []planPart {
	var out []planPart
	for _, part := range i.Participants {
		id := part.Period
		if id == "" && len(i.Periods) == 1 {
			id = i.Periods[0]
		}
		q := c.Period(id)
		if q == nil || part.Days == 0 {
			continue
		}
		if n := slices.IndexFunc(out, func(d planPart) bool { return d.period.ID == id }); n >= 0 {
			out[n].days += float64(part.Days)
			continue
		}
		out = append(out, planPart{q, float64(part.Days)})
	}
	return out
}

// slip is steps of one initiative that moved to a later period.
type slip struct {
	step     string // the first of them
	from, to *graph.Period
	more     int // how many further steps moved
	days     float64
}

// firstSlip finds the steps of the period that end later now than then, in the order of the steps.
func firstSlip(p *finding.Pass, then *graph.Calendar, was, is *graph.Initiative) (s slip, ok bool) {
	for _, step := range is.Steps {
		old := stepOf(was, step.Name)
		if old == nil {
			continue
		}
		from, to := then.Period(old.Period), p.Calendar().Period(step.Period)
		if from == nil || to == nil || to.End <= from.End || step.Done {
			continue
		}
		if _, inside := from.Span().Common(p.Period.Span()); !inside {
			continue
		}
		if ok {
			s.more++
		} else {
			s, ok = slip{step: step.Name, from: from, to: to}, true
		}
		s.days += float64(step.Days)
	}
	return s, ok
}

func stepOf(i *graph.Initiative, name string) *graph.Step {
	for n := range i.Steps {
		if i.Steps[n].Name == name {
			return &i.Steps[n]
		}
	}
	return nil
}

func movedTwice() *finding.Check {
	return &finding.Check{
		Code: "HIS006", Area: finding.History, Severity: finding.Warning,
		Title: "A commitment has moved to later more than once",
		Doc: "Follows the steps of each initiative that is committed or started through all locks of the period to " +
			"now, and counts how often each moved to a later period. Once is planning; more than once says that " +
			"the date was never real. " +
			"A change request does not cover this: the movement itself is the finding. Silent with fewer than " +
			"two locks.",
		Days:  periodDays,
		Mends: "the unit that owns the initiative",
		Next:  "Find out what holds it up, and promise a day only when that is settled",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			if len(p.Locks) < 2 {
				return
			}
			if step, times := oftenMoved(p, i.Initiative); times > 1 {
				s := fmt.Sprintf("%s of %s has moved to later %d times since %s",
					finding.Quote(step), quoted(i.Initiative), times, p.Locks[0].Baseline.Name)
				report(p, i.Initiative, s, i.Days, p.Locks[0].Baseline.Ref(), p.Locks[len(p.Locks)-1].Baseline.Ref())
			}
		}),
	}
}

// calendars is the periods as they were at each lock.
type calendars []*graph.Calendar

func calendarsThen(p *finding.Pass) calendars {
	return finding.Shared(p, func(p *finding.Pass) calendars {
		out := make(calendars, len(p.Locks))
		for n, l := range p.Locks {
			out[n] = graph.CalendarOf(l.Then)
		}
		return out
	})
}

// oftenMoved is the step that moved to later most often over the locks to now, and how often.
func oftenMoved(p *finding.Pass, i *graph.Initiative) (step string, times int) {
	for _, s := range i.Steps {
		moves := 0
		var last graph.Date
		for n, l := range p.Locks {
			if was := l.Then.Initiative(i.ID); was != nil {
				moves, last = moveOn(moves, last, calendarsThen(p)[n], stepOf(was, s.Name))
			}
		}
		moves, _ = moveOn(moves, last, p.Calendar(), &s)
		if moves > times {
			step, times = s.Name, moves
		}
	}
	return step, times
}

// moveOn counts one more move when the step ends later than last.
func moveOn(moves int, last graph.Date, c *graph.Calendar, s *graph.Step) (int, graph.Date) {
	if s == nil {
		return moves, last
	}
	q := c.Period(s.Period)
	switch {
	case q == nil:
		return moves, last
	case last != 0 && q.End > last:
		moves++
	}
	return moves, q.End
}
