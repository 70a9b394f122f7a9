package overview

import (
	"testing"

	"throughline/graph"
	"throughline/testing/fixture"
)

// Each step is done by the record that it asks for, and by no other.
func TestTheStepsFromAnEmptyWorkspace(t *testing.T) {
	o := fixture.New(t).Half()
	done := func() map[OutsetStep]bool { s := o.Picture(); return Compute(Frame{Picture: s}, nil).Outset().Done }
	if n := (Outset{Done: done()}).Open(); n != len(OutsetSteps()) {
		t.Fatalf("with a period alone %d steps are open", n)
	}
	metric := func(x *graph.Outcome) { x.Metric = graph.Metric{Name: "hours", Direction: graph.Down, Baseline: 9} }
	for _, c := range []struct {
		step OutsetStep // done by what is put; "" is none
		put  func()
	}{
		{"", func() { o.Themes("calm").Unit("acme", "") }},
		{OutsetStrategy, func() { o.Stated("acme", "h2", fixture.Shares{"calm": 1}) }},
		{OutsetUnits, func() { o.Unit("web", "acme") }},
		{OutsetCapacity, func() { o.Capacity("web", "h2", 100) }},
		{"", func() { o.Initiative("desk", "web") }},
		{OutsetInitiatives, func() { o.Initiative("app", "web", fixture.Serves("calm", 1)) }},
		{OutsetWork, func() { o.Work("w", "web", "app", fixture.Logged("2026-08-03", 1)) }},
		{OutsetAsked, func() { o.Assigned("web", "h2", fixture.Shares{"calm": 1}) }},
		{"", func() {
			o.Put(&graph.Intent{ID: "draft", Level: graph.Interpreted, Unit: "acme", Period: "h2", Shares: graph.Shares{}.With("calm", 1)})
		}},
		{OutsetReadings, func() { o.Interpreted("web", "h2", fixture.Shares{"calm": 1}) }},
		{"", func() { o.Outcome("wish", nil) }},
		{OutsetOutcomes, func() { o.Outcome("wait", nil, metric) }},
		{"", func() { o.Person("ana") }},
		{OutsetPeople, func() { o.Unit("led", "acme", func(u *graph.Unit) { u.Leads = []graph.PersonID{"ana"} }) }},
		{OutsetDecisions, func() { o.Put(&graph.Decision{ID: "d", Question: "Which?", State: graph.DecisionOpen}) }},
		{OutsetDependencies, func() { o.Put(&graph.Dependency{ID: "n", What: "x", From: "web", On: "acme"}) }},
		{OutsetLock, func() {
			o.Put(&graph.Baseline{ID: "l", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-08-01")})
		}},
	} {
		before := done()
		c.put()
		after := done()
		for _, s := range OutsetSteps() {
			if after[s] != (before[s] || s == c.step) {
				t.Errorf("after %q: %s is done: %v, was %v", c.step, s, after[s], before[s])
			}
		}
	}
	if n := (Outset{Done: done()}).Open(); n != 0 {
		t.Errorf("%d steps are open", n)
	}
}
