package overview

import (
	"throughline/graph"
	"throughline/measure"
	"throughline/portfolio"
)

// CoursesSideBySide is the activity and the coherence of the units to compare, in the order of Units: of
// every unit with capacity while these are few, else of the units that stand for them, sums over sums.
func (b *Base) CoursesSideBySide() []portfolio.Course {
	if len(b.Courses) <= mostSideBySide {
		return b.Courses
	}
	stands := b.stand()
	at := make(map[graph.UnitID]int)
	out := make([]portfolio.Course, 0, len(b.Units))
	for _, c := range b.Courses {
		u := stands[c.Unit]
		n, seen := at[u]
		if !seen {
			n = len(out)
			at[u] = n
			out = append(out, portfolio.Course{Unit: u, Activity: gathered(c.Activity, u), Coherence: gathered(c.Coherence, u)})
		}
		out[n].People += c.People
		gather(&out[n].Activity, c.Activity)
		gather(&out[n].Coherence, c.Coherence)
	}
	lines := portfolio.UsualLines()
	for n := range out {
		divide(&out[n].Activity)
		divide(&out[n].Coherence)
		out[n].Quadrant = placed(out[n], lines)
	}
	return out
}

// gathered is a result about a unit with nothing in it yet.
func gathered(like measure.Result, u graph.UnitID) measure.Result {
	r := measure.Result{Method: like.Method, Subject: u.Ref(), Period: like.Period, AsOf: like.AsOf, Position: like.Position, Numerator: like.Numerator, Denominator: like.Denominator}
	r.Numerator.Value, r.Denominator.Value = 0, 0
	return r
}

// gather adds the two sides of a figure.
func gather(to *measure.Result, r measure.Result) {
	to.Numerator.Value += r.Numerator.Value
	to.Denominator.Value += r.Denominator.Value
	to.N += r.N
	if !r.Defined() && to.Reason == "" {
		to.Reason = r.Reason
	}
}

// divide divides what was gathered; it keeps its reason where there is nothing to divide by.
func divide(r *measure.Result) {
	if r.Denominator.Value > 0 {
		r.Value, r.Reason, r.Coverage = r.Numerator.Value/r.Denominator.Value, "", 1
	} else if r.Reason == "" {
		r.Reason = "nothing is declared"
	}
}

// placed is the quadrant; a unit on a line counts as above it.
func placed(c portfolio.Course, l portfolio.Lines) portfolio.Quadrant {
	if !c.Activity.Defined() || !c.Coherence.Defined() {
		return portfolio.Unplaced
	}
	busy, on := c.Activity.Value >= l.Activity, c.Coherence.Value >= l.Coherence
	switch {
	case busy && on:
		return portfolio.BusyOnCourse
	case busy:
		return portfolio.BusyOffCourse
	case on:
		return portfolio.QuietOnCourse
	}
	return portfolio.QuietOffCourse
}
