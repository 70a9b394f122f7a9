package decision_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"throughline/decision"
	"throughline/graph"
	"throughline/testing/fixture"
)

// The worked example: 16 decisions with a limit of 10 days.
func TestClarityWorkedExample(t *testing.T) {
	var v struct {
		Decisions []struct {
			ID, Owners, Days int
			Escalated, Open  bool
		}
		Limit      int `json:"limit_days"`
		Funnel     map[string]int
		Judged     int     `json:"resolved_or_failed"`
		Rate       float64 `json:"clean_rate"`
		Coverage   float64 `json:"owner_coverage"`
		Escalation float64 `json:"escalation_rate"`
	}
	b, err := os.ReadFile("testdata/m06_decisions.json")
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	o := fixture.New(t).Unit("acme", "").Person("ana", "bo")
	today := fixture.Date(t, fixture.Today)
	for _, d := range v.Decisions {
		r := &graph.Decision{ID: graph.DecisionID(fmt.Sprint("d-", d.ID)), Question: "Which?", Unit: "acme", State: graph.DecisionOpen}
		r.Deciders = []graph.PersonID{"ana", "bo"}[:d.Owners]
		r.Raised = today - graph.Date(d.Days)
		if d.Escalated {
			r.Escalated = r.Raised + 1
		}
		if !d.Open {
			r.State, r.Decided = graph.DecisionDecided, today
		}
		o.Put(r)
	}
	c := decision.ClarityOf(o.Picture(), nil, "", v.Limit)
	names := map[decision.Course]string{
		decision.NobodyDecides: "no owner", decision.SeveralDecide: "contested",
		decision.PassedUpwards: "escalated", decision.Late: "late", decision.Clean: "clean",
	}
	for _, step := range c.Funnel {
		if got, want := len(step.Decisions), v.Funnel[names[step.Course]]; got != want {
			t.Errorf("%s: %d, want %d", step.Course, got, want)
		}
	}
	if c.Pending != v.Funnel["pending"] || c.N != v.Judged || c.Open != 4 {
		t.Errorf("pending %d, judged %d, open %d; want %d, %d, 4", c.Pending, c.N, c.Open, v.Funnel["pending"], v.Judged)
	}
	for what, pair := range map[string][2]float64{
		"clean rate": {c.Value, v.Rate}, "owner coverage": {c.OwnerCoverage.Value, v.Coverage}, "escalation": {c.EscalationRate.Value, v.Escalation},
	} {
		if math.Abs(pair[0]-pair[1]) > 1e-9 {
			t.Errorf("%s = %v, want %v", what, pair[0], pair[1])
		}
	}
	if c.Interval == nil || c.Interval.Method != "Clopper-Pearson" || c.Interval.Lo >= c.Value || c.Interval.Hi <= c.Value {
		t.Errorf("interval = %+v, want an exact one around the rate", c.Interval)
	}
	sum := 0.0
	for _, r := range c.Rows {
		sum += r.Value
	}
	if sum != c.Total {
		t.Errorf("rows sum to %v, want %v", sum, c.Total)
	}
}

func TestCourses(t *testing.T) {
	today := fixture.Date(t, fixture.Today)
	one := func(set func(*graph.Decision)) *graph.Decision {
		d := &graph.Decision{Question: "Which?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ana"}, Raised: today - 5}
		set(d)
		return d
	}
	for name, c := range map[string]struct {
		set  func(*graph.Decision)
		want decision.Course
	}{
		"open in time":              {func(*graph.Decision) {}, decision.Pending},
		"open on the last day":      {func(d *graph.Decision) { d.Raised = today - 10 }, decision.Pending},
		"open too long":             {func(d *graph.Decision) { d.Raised = today - 11 }, decision.Late},
		"due later":                 {func(d *graph.Decision) { d.Raised, d.Due = today-30, today }, decision.Pending},
		"past its day":              {func(d *graph.Decision) { d.Due = today - 1 }, decision.Late},
		"decided in time":           {func(d *graph.Decision) { d.Decided, d.State = today, graph.DecisionDecided }, decision.Clean},
		"decided after its day":     {func(d *graph.Decision) { d.Due, d.Decided = today-2, today-1 }, decision.Late},
		"raised nobody knows when":  {func(d *graph.Decision) { d.Raised = 0 }, decision.Pending},
		"nobody, even when decided": {func(d *graph.Decision) { d.Deciders, d.Decided = nil, today }, decision.NobodyDecides},
		"passed upwards, then made": {func(d *graph.Decision) { d.Escalated, d.Decided = today-1, today }, decision.PassedUpwards},
		"dropped":                   {func(d *graph.Decision) { d.State = graph.DecisionDropped }, ""},
		"replaced before it was":    {func(d *graph.Decision) { d.State = graph.DecisionSuperseded }, ""},
		"replaced later":            {func(d *graph.Decision) { d.State, d.Decided = graph.DecisionSuperseded, today-1 }, decision.Clean},
		"not raised yet":            {func(d *graph.Decision) { d.Raised = today + 1 }, ""},
	} {
		if got := decision.CourseOf(one(c.set), today, 10); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

func TestClarityByUnit(t *testing.T) {
	today := fixture.Date(t, fixture.Today)
	o := fixture.New(t).Unit("acme", "").Unit("web", "acme").Unit("shop", "web").Unit("few", "acme", fixture.People(3)).Person("ana").
		Initiative("app", "shop")
	o.Put(&graph.Decision{ID: "own", Question: "?", Unit: "web", State: graph.DecisionOpen, Raised: today},
		&graph.Decision{ID: "below", Question: "?", Initiative: "app", State: graph.DecisionDecided, Decided: today, Deciders: []graph.PersonID{"ana"}, Raised: today},
		&graph.Decision{ID: "else", Question: "?", Unit: "acme", State: graph.DecisionOpen, Raised: today})
	s := o.Picture()
	shown := graph.TreeOf(s, 0).Shown(func(graph.UnitID) bool { return false })
	if c := decision.ClarityOf(s, shown, "web", decision.UsualLimit); c.N != 2 || c.Value != 0.5 {
		t.Errorf("web: %v of %d decisions, want half of 2", c.Value, c.N)
	}
	if c := decision.ClarityOf(s, shown, "few", decision.UsualLimit); c.Defined() || c.OwnerCoverage.Defined() {
		t.Error("a unit of three people has no figure")
	}
	// The decisions of shop, three people, count with those of core; and so at web, where both are shown.
	o.Unit("shop", "web", fixture.People(3)).Unit("web", "acme", fixture.People(20)).Unit("core", "web", fixture.People(6))
	s = o.Picture()
	shown = graph.TreeOf(s, 0).Shown(func(u graph.UnitID) bool { return u == "shop" || u == "core" })
	for unit, want := range map[graph.UnitID]int{"core": 0, "shop": 0, "web": 2, "acme": 3} {
		if c := decision.ClarityOf(s, shown, unit, decision.UsualLimit); c.OwnerCoverage.N != want {
			t.Errorf("%s has %d decisions, want %d", unit, c.OwnerCoverage.N, want)
		}
	}
	none := decision.ClarityOf(fixture.New(t).Picture(), nil, "", decision.UsualLimit)
	if none.Defined() || none.EscalationRate.Defined() {
		t.Error("without decisions there is no rate")
	}
}

func TestMethodsAreDescribed(t *testing.T) {
	for _, m := range decision.Methods() {
		if m.ID == "" || m.Title == "" || m.Question == "" || m.Unit == "" || m.Range == "" || m.Formula == "" || len(m.Edges) == 0 || m.Interval == "" {
			t.Errorf("method %+v lacks words", m)
		}
	}
}
