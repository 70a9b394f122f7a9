package graph

// Ended reports whether nothing more is to be done: done or stopped.
func (c Commitment) Ended() bool { return c == Done || c == Stopped }

// LastDay is the last day of the initiative's periods, steps and days; 0 when none of them names a period.
func (c *Calendar) LastDay(i *Initiative) Date {
	var last Date
	take := func(id PeriodID) {
		if p := c.Period(id); p != nil {
			last = max(last, p.End)
		}
	}
	for _, id := range i.Periods {
		take(id)
	}
	for _, s := range i.Steps {
		take(s.Period)
	}
	for _, p := range i.Participants {
		take(p.Period)
	}
	return last
}

// GoesOn reports whether the initiative has not ended and, by its plan, something of it falls after the day.
// One without a period goes on.
func (c *Calendar) GoesOn(i *Initiative, after Date) bool {
	last := c.LastDay(i)
	return !i.State.Ended() && (last == 0 || last > after)
}
