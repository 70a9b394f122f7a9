package outcome_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/outcome"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// goals is an outcome with a metric, one below it, and initiatives that serve them.
func goals(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Half().Themes("speed", "trust").Person("ana").Unit("acme", "")
	o.Outcome("late", fixture.Shares{"trust": 1}, func(o *graph.Outcome) {
		o.Metric = graph.Metric{Name: "loans late", Unit: "%", Baseline: 4.1, Target: 3.2, Direction: graph.Down}
		o.Readings = []graph.Value{{On: fixture.Date(t, "2026-08-03"), Value: 4}}
	})
	o.Outcome("reminders", fixture.Shares{"trust": 1}, func(o *graph.Outcome) { o.Parent = "late" })
	o.Outcome("calls", fixture.Shares{"speed": 1})
	o.Initiative("app", "acme", fixture.Moves("calls", .5), fixture.In("q3")).Initiative("letters", "acme", fixture.Moves("calls", .5), fixture.Is(graph.Stopped))
	return rehearsal.New(t, o, graph.KindOutcome)
}

func outcomeOf(st *rehearsal.Stage, id graph.OutcomeID) *graph.Outcome {
	return st.Picture().Outcome(id)
}

func TestAnOutcomeIsDeclared(t *testing.T) {
	st := goals(t)
	in := outcome.Declaration{
		Name: " Decision in 4 hours ", Short: "4 h", Owner: "acme", Themes: graph.Shares{{Theme: "trust"}, {Theme: "speed", Share: .8}}, Primary: "speed", Parent: "late",
		Period: "h2", Metric: graph.Metric{Name: "hours", Baseline: 26, Target: 4},
	}
	st.Do("ana", rehearsal.Of(outcome.Declare, in))
	st.Nothing("ana", rehearsal.Of(outcome.Declare, in))
	o := outcomeOf(st, "decision-in-4-hours")
	if o == nil || o.Name != "Decision in 4 hours" || o.Metric.Direction != graph.Down || !slices.Equal(o.Themes, graph.Shares{{Theme: "speed", Share: .8}}) ||
		o.Owner != "acme" || o.Parent != "late" || o.Period != "h2" || o.Short != "4 h" || st.Last.Verb != "outcome.declared" {
		t.Fatalf("the outcome is %+v", o)
	}
	other := in
	other.Name, other.Metric.Target = "decision in 4 HOURS", 3
	st.Refused("ana", rehearsal.Of(outcome.Declare, other), fault.Invalid, "“decision in 4 HOURS” is declared already as decision-in-4-hours", "another name")
	other.Period = ""
	if st.Do("ana", rehearsal.Of(outcome.Declare, other)).Outcome("decision-in-4-hours-2") == nil {
		t.Error("the same name for another period is another outcome")
	}
	st.Do("ana", rehearsal.Of(outcome.Retire, outcome.Retirement{Outcome: "decision-in-4-hours"}))
	st.Nothing("ana", rehearsal.Of(outcome.Retire, outcome.Retirement{Outcome: "decision-in-4-hours"}))
	st.Today("2026-09-25").Do("ana", rehearsal.Of(outcome.Declare, in))
	if o := outcomeOf(st, "decision-in-4-hours-3"); o == nil || o.Until != 0 {
		t.Error("what was retired can be declared anew")
	}
}

func TestWhatIsNoOutcome(t *testing.T) {
	for name, c := range map[string]struct {
		set              func(*outcome.Declaration)
		kind             fault.Kind
		sentence, remedy string
	}{
		"without a name":    {func(d *outcome.Declaration) { d.Name = "" }, fault.Invalid, "no name is given", "decision in 4 hours"},
		"too much weight":   {func(d *outcome.Declaration) { d.Themes = d.Themes.With("speed", .5) }, fault.Invalid, "the shares add up to 150%", "Lower some"},
		"an unknown theme":  {func(d *outcome.Declaration) { d.Themes = graph.Shares{{Theme: "sped", Share: 1}} }, fault.NotFound, `no theme "sped"`, "Name one"},
		"primary elsewhere": {func(d *outcome.Declaration) { d.Primary = "speed" }, fault.Invalid, `the primary theme "speed" is none of its themes`, "Give it a weight"},
		"no number":         {func(d *outcome.Declaration) { d.Metric.Target = math.NaN() }, fault.Invalid, "NaN is not a value", "in digits"},
		"without an end":    {func(d *outcome.Declaration) { d.Metric.Baseline = math.Inf(1) }, fault.Invalid, "+Inf is not a value", "in digits"},
		"no direction":      {func(d *outcome.Declaration) { d.Metric.Direction = "sideways" }, fault.Invalid, "is none of up, down", "Use one of the words"},
		"an unknown parent": {func(d *outcome.Declaration) { d.Parent = "lat" }, fault.Invalid, `there is no outcome "lat"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			in := outcome.Declaration{Name: "Fewer calls", Themes: graph.Shares{{Theme: "trust", Share: 1}}}
			c.set(&in)
			goals(t).Refused("ana", rehearsal.Of(outcome.Declare, in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestATargetMovesAndTheBaselineStays(t *testing.T) {
	st := goals(t)
	in := outcome.Target{Outcome: "late", Value: 3, Reason: "We got there early"}
	st.Do("ana", rehearsal.Of(outcome.SetTarget, in))
	st.Nothing("ana", rehearsal.Of(outcome.SetTarget, in))
	if m := outcomeOf(st, "late").Metric; m.Baseline != 4.1 || m.Target != 3 || m.Due != 0 || st.Last.Reason != "We got there early" {
		t.Errorf("the metric is %+v", m)
	}
	in.Due = fixture.Date(t, "2026-12-31")
	st.Do("ana", rehearsal.Of(outcome.SetTarget, in))
	in.Due, in.Value, in.Direction = 0, 5, graph.Up
	st.Do("ana", rehearsal.Of(outcome.SetTarget, in))
	if m := outcomeOf(st, "late").Metric; m.Target != 5 || m.Direction != graph.Up || m.Due != fixture.Date(t, "2026-12-31") {
		t.Errorf("the metric is %+v", m)
	}
}

func TestTargetsThatAreNone(t *testing.T) {
	for name, c := range map[string]struct {
		in               outcome.Target
		kind             fault.Kind
		sentence, remedy string
	}{
		"where it began":    {outcome.Target{Outcome: "late", Value: 4.1}, fault.Invalid, "the target of “late” is where it began, 4.1%", "differs from the baseline"},
		"the other way":     {outcome.Target{Outcome: "late", Value: 5}, fault.Invalid, "loans late should go down from 4.1%, and 5% lies the other way", "go the other way"},
		"no number":         {outcome.Target{Outcome: "late", Value: math.Inf(-1)}, fault.Invalid, "-Inf is not a value", "in digits"},
		"of what is not":    {outcome.Target{Outcome: "calls", Value: 5}, fault.Invalid, "“calls” has no metric", "what is counted"},
		"of nothing":        {outcome.Target{Outcome: "lates", Value: 5}, fault.NotFound, `no outcome "lates"`, "Name one"},
		"of an old version": {outcome.Target{Outcome: "late", Value: 2, Seen: 9}, fault.Conflict, "outcome/late was changed", "present state"},
	} {
		t.Run(name, func(t *testing.T) {
			goals(t).Refused("ana", rehearsal.Of(outcome.SetTarget, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAMetricWithoutADirectionGoesTowardsItsTarget(t *testing.T) {
	for value, want := range map[float64]graph.Direction{5: graph.Up, -5: graph.Down} {
		o := fixture.New(t).Unit("acme", "").Outcome("calls", nil, func(o *graph.Outcome) { o.Metric.Name = "calls" })
		st := rehearsal.New(t, o, graph.KindOutcome)
		st.Do("", rehearsal.Of(outcome.SetTarget, outcome.Target{Outcome: "calls", Value: value}))
		if m := outcomeOf(st, "calls").Metric; m.Direction != want || m.Target != value {
			t.Errorf("towards %v the metric is %+v", value, m)
		}
	}
}

func TestReadingsStandInTheOrderOfDays(t *testing.T) {
	st := goals(t)
	day := func(s string) graph.Date { return fixture.Date(t, s) }
	for _, in := range []outcome.Reading{
		{Outcome: "late", Value: 3.5, Confidence: .6, Note: " better "},
		{Outcome: "late", Value: 3.9, On: day("2026-08-31")},
		{Outcome: "late", Value: 4.1, On: day("2026-07-01")},
		{Outcome: "late", Value: 3.8, On: day("2026-08-31"), Confidence: .5},
	} {
		st.Do("ana", rehearsal.Of(outcome.CheckIn, in))
		st.Nothing("ana", rehearsal.Of(outcome.CheckIn, in))
	}
	want := []graph.Value{
		{On: day("2026-07-01"), Value: 4.1, By: "ana"},
		{On: day("2026-08-03"), Value: 4},
		{On: day("2026-08-31"), Value: 3.8, Confidence: .5, By: "ana"},
		{On: day(fixture.Today), Value: 3.5, Confidence: .6, By: "ana", Note: "better"},
	}
	if got := outcomeOf(st, "late").Readings; !slices.Equal(got, want) {
		t.Errorf("the readings are %+v", got)
	}
}

func TestReadingsThatAreNone(t *testing.T) {
	for name, c := range map[string]struct {
		in               outcome.Reading
		kind             fault.Kind
		sentence, remedy string
	}{
		"of tomorrow":       {outcome.Reading{Outcome: "late", On: fixture.Date(t, "2026-09-25")}, fault.Invalid, "the reading bears the day 25 Sep, which is still to come", "up to today"},
		"too sure":          {outcome.Reading{Outcome: "late", Confidence: 1.5}, fault.Invalid, "a confidence of 1.5 is not between 0 and 1", "for instance 0.7"},
		"no number":         {outcome.Reading{Outcome: "late", Value: math.NaN()}, fault.Invalid, "NaN is not a value", "in digits"},
		"not sure of what":  {outcome.Reading{Outcome: "late", Confidence: graph.Share(math.NaN())}, fault.Invalid, "a confidence of NaN", "part of 1"},
		"without a metric":  {outcome.Reading{Outcome: "calls", Value: 1}, fault.Invalid, "“calls” has no metric", "Name first what is counted"},
		"of nothing at all": {outcome.Reading{}, fault.Invalid, "no outcome is named", "Name the outcome"},
	} {
		t.Run(name, func(t *testing.T) {
			goals(t).Refused("ana", rehearsal.Of(outcome.CheckIn, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAnOutcomeIsRetired(t *testing.T) {
	st := goals(t)
	retire := func(id graph.OutcomeID, last string) rehearsal.Command {
		in := outcome.Retirement{Outcome: id, Reason: "It is reached"}
		if last != "" {
			in.Last = fixture.Date(t, last)
		}
		return rehearsal.Of(outcome.Retire, in)
	}
	st.Refused("ana", retire("late", ""), fault.Invalid, "1 outcome stands below it: “reminders”", "Retire these first")
	st.Do("ana", retire("reminders", "2026-10-31"))
	st.Refused("ana", retire("late", ""), fault.Invalid, "“reminders”", "put them under another")
	st.Refused("ana", retire("late", "2026-08-02"), fault.Invalid, "“late” was still read on 3 Aug", "a later one")
	st.Do("ana", retire("late", "2026-10-31"))
	st.Nothing("ana", retire("late", "2026-10-31"))
	st.Refused("ana", retire("calls", ""), fault.Invalid, "1 initiative serves it after 24 Sep: “app”", "serve another outcome first")
	st.Do("ana", retire("calls", "2026-09-30")) // the last day of the quarter of the app
	st.Do("ana", rehearsal.Of(outcome.CheckIn, outcome.Reading{Outcome: "late", Value: 3}))
	st.Today("2026-11-02")
	st.Refused("ana", rehearsal.Of(outcome.CheckIn, outcome.Reading{Outcome: "late", Value: 3}), fault.Invalid, "“late” was retired on 31 Oct", "Declare a new one")
	st.Refused("ana", rehearsal.Of(outcome.SetTarget, outcome.Target{Outcome: "late", Value: 3}), fault.Invalid, "was retired on 31 Oct", "new one")
	if o := outcomeOf(st, "late"); o.Until != fixture.Date(t, "2026-10-31") || len(o.Readings) != 2 {
		t.Errorf("the outcome is %+v", o)
	}
}

func TestAnyReadingsStayInOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := goals(t)
		want := map[graph.Date]float64{fixture.Date(t, "2026-08-03"): 4}
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			if rapid.IntRange(0, 4).Draw(t, "other") == 0 {
				st.Try("ana", rapid.SampledFrom([]rehearsal.Command{
					rehearsal.Of(outcome.SetTarget, outcome.Target{Outcome: "late", Value: float64(rapid.IntRange(0, 9).Draw(t, "target"))}),
					rehearsal.Of(outcome.Declare, outcome.Declaration{Name: "More", Themes: graph.Shares{{Theme: "trust", Share: graph.Share(rapid.IntRange(0, 3).Draw(t, "weight")) / 2}}}),
					rehearsal.Of(outcome.Retire, outcome.Retirement{Outcome: rapid.SampledFrom([]graph.OutcomeID{"reminders", "calls", "more"}).Draw(t, "which")}),
				}).Draw(t, "what"))
				continue
			}
			in := outcome.Reading{
				Outcome: "late", Value: float64(rapid.IntRange(0, 3).Draw(t, "value")), Confidence: graph.Share(rapid.IntRange(0, 2).Draw(t, "sure")) / 2,
				On: graph.On(2026, 8, 1) + graph.Date(rapid.IntRange(0, 60).Draw(t, "day")),
			}
			if st.Try("ana", rehearsal.Of(outcome.CheckIn, in)) {
				want[in.On] = in.Value
			}
		}
		o := outcomeOf(st, "late")
		if len(o.Readings) != len(want) || o.Metric.Baseline != 4.1 {
			t.Fatalf("%d readings of %d days: %+v", len(o.Readings), len(want), o)
		}
		for n, r := range o.Readings {
			if r.Value != want[r.On] || n > 0 && r.On <= o.Readings[n-1].On {
				t.Fatalf("the readings are %+v", o.Readings)
			}
		}
	})
}
