package decision

import (
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// UsualLimit is how many calendar days a decision without a due day may take, where a workspace agreed on
// nothing else.
const UsualLimit = 14

// Course is how a decision went: the first thing that stood in its way, or none.
type Course string

// The courses, in the order in which they are looked for.
const (
	NobodyDecides Course = "nobody decides"
	SeveralDecide Course = "several think they decide"
	PassedUpwards Course = "passed upwards"
	Late          Course = "late"
	Clean         Course = "clean" // one decider, decided there, in time
	Pending       Course = "pending"
	notCounted    Course = ""
)

// CourseOf is how a decision went, as of a day. A decision is late when it was open, or took, longer than
// up to its due day, or than limit calendar days where none is set. One that was dropped or replaced
// before it was decided has no course.
func CourseOf(d *graph.Decision, today graph.Date, limit int) Course {
	switch {
	case d.State == graph.DecisionDropped, d.State == graph.DecisionSuperseded && d.Decided == 0, d.Raised > today:
		return notCounted
	case len(d.Deciders) == 0:
		return NobodyDecides
	case len(d.Deciders) > 1:
		return SeveralDecide
	case d.Escalated != 0 && d.Escalated <= today:
		return PassedUpwards
	}
	end, decided := today, d.Decided != 0 && d.Decided <= today
	if decided {
		end = d.Decided
	}
	switch {
	case d.Due != 0 && end > d.Due, d.Due == 0 && d.Raised != 0 && int(end-d.Raised) > limit:
		return Late
	case decided:
		return Clean
	}
	return Pending
}

// Clarity is how clearly it is decided who decides. As a result it is the clean decision rate.
type Clarity struct {
	measure.Result
	Funnel         []Step         // what stood in the way first, in the order it is looked for; then clean
	Pending        int            // open, owned by one, not late: not judged yet
	Open           int            // not decided yet
	OwnerCoverage  measure.Result // share with exactly one decider
	EscalationRate measure.Result // share passed upwards
}

// Step is the decisions of one course.
type Step struct {
	Course    Course
	Decisions []*graph.Decision // by id
}

// ClarityOf reads the decisions of the units shown at a unit or below it, of all for "", up to the day of the
// picture. shown says where the figures of each unit are shown; it may be nil for "". limit is the calendar days a
// decision without a due day may take.
func ClarityOf(s *graph.Snapshot, shown *graph.Shown, unit graph.UnitID, limit int) *Clarity {
	c := &Clarity{
		Result: result(s, &CleanRate, unit), OwnerCoverage: result(s, &OwnedRate, unit), EscalationRate: result(s, &PassedRate, unit),
	}
	for _, course := range []Course{NobodyDecides, SeveralDecide, PassedUpwards, Late, Clean} {
		c.Funnel = append(c.Funnel, Step{Course: course})
	}
	if unit != "" && shown.Hides(unit) {
		c.Reason = shown.WhyHidden(unit)
		c.OwnerCoverage.Reason, c.EscalationRate.Reason = c.Reason, c.Reason
		return c
	}
	all, owned, passed := 0, 0, 0
	for d := range graph.All[*graph.Decision](s) {
		course := CourseOf(d, s.Today(), limit)
		if course == notCounted || !shown.Under(unitOf(s, d), unit) {
			continue
		}
		all++
		c.take(d, course, s.Today())
		if len(d.Deciders) == 1 {
			owned++
		}
		if d.Escalated != 0 && d.Escalated <= s.Today() {
			passed++
		}
	}
	c.rate(len(c.Funnel[len(c.Funnel)-1].Decisions), all-c.Pending)
	share(&c.OwnerCoverage, "decisions with exactly one decider", owned, all)
	share(&c.EscalationRate, "decisions passed upwards", passed, all)
	return c
}

// unitOf is the unit a decision belongs to: its own, else the owner of its initiative.
func unitOf(s *graph.Snapshot, d *graph.Decision) graph.UnitID {
	if i := s.Initiative(d.Initiative); d.Unit == "" && i != nil {
		return i.Owner
	}
	return d.Unit
}

func (c *Clarity) take(d *graph.Decision, course Course, today graph.Date) {
	if d.Decided == 0 || d.Decided > today {
		c.Open++
	}
	if course == Pending {
		c.Pending++
		return
	}
	at := slices.IndexFunc(c.Funnel, func(s Step) bool { return s.Course == course })
	c.Funnel[at].Decisions = append(c.Funnel[at].Decisions, d)
}

// rate fills in the clean decision rate.
func (c *Clarity) rate(clean, judged int) {
	share(&c.Result, "decisions made by their one decider in time", clean, judged)
	c.Denominator.Words = "decisions that are not still pending"
	c.Adds, c.Total = true, float64(judged)
	for _, step := range c.Funnel {
		c.Rows = append(c.Rows, measure.Row{Label: string(step.Course), Value: float64(len(step.Decisions)), Unit: "decisions"})
		for _, d := range step.Decisions {
			c.Evidence = append(c.Evidence, d.Ref())
		}
	}
	if judged == 0 {
		c.Reason = "no decision was made, and none is late or without one decider"
	}
}

func result(s *graph.Snapshot, m *measure.Method, unit graph.UnitID) measure.Result {
	r := measure.Result{Method: m, AsOf: s.AsOf(), Position: s.Position()}
	if unit != "" {
		r.Subject = unit.Ref()
	}
	return r
}

// share fills in a rate with its interval.
func share(r *measure.Result, words string, k, n int) {
	r.N = n
	r.Numerator = measure.Term{Words: words, Value: float64(k), Unit: "decisions"}
	r.Denominator = measure.Term{Words: "decisions", Value: float64(n), Unit: "decisions"}
	i, err := stat.RateInterval(k, n, 0.95)
	if err != nil {
		r.Reason = "there are no decisions"
		return
	}
	r.Value, r.Coverage = float64(k)/float64(n), 1
	r.Interval = &measure.Interval{Lo: i.Lo, Hi: i.Hi, Method: string(i.Method), Level: i.Level}
}
