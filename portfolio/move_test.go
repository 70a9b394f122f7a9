package portfolio_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

func moving(id graph.InitiativeID, pairs ...graph.PeriodID) portfolio.Moving {
	m := portfolio.Moving{Initiative: id}
	for n := 0; n < len(pairs); n += 2 {
		m.Shifts = append(m.Shifts, portfolio.Shift{From: pairs[n], To: pairs[n+1]})
	}
	return m
}

func TestAnInitiativeMovesWithItsDays(t *testing.T) {
	part := func(u graph.UnitID, p graph.PeriodID, days graph.Days) graph.Participation {
		return graph.Participation{Unit: u, Period: p, Days: days}
	}
	rollout := func(set ...func(*graph.Initiative)) *graph.Initiative {
		i := &graph.Initiative{
			ID: "rollout", Name: "rollout", State: graph.Started, Periods: []graph.PeriodID{"q3", "q4"},
			Participants: []graph.Participation{part("web", "q3", 20), part("core", "", 8), part("web", "q4", 10), part("web", "sprint", 2)},
			Steps:        []graph.Step{{Name: "alpha", Period: "q3", Done: true}, {Name: "beta", Period: "q3"}, {Name: "stable", Period: "q4"}},
		}
		for _, s := range set {
			s(i)
		}
		return i
	}
	for name, c := range map[string]struct {
		of      *graph.Initiative
		in      portfolio.Moving
		periods []graph.PeriodID
		days    []graph.Participation
		steps   []graph.PeriodID
	}{
		"into a period it stands in": {
			rollout(), moving("rollout", "q3", "q4"),
			[]graph.PeriodID{"q4"},
			[]graph.Participation{part("web", "q4", 32), part("core", "", 8)},
			[]graph.PeriodID{"q3", "q4", "q4"},
		},
		"all of it, at once": {
			rollout(), moving("rollout", "q3", "q4", "q4", "next"),
			[]graph.PeriodID{"q4", "next"},
			[]graph.Participation{part("web", "q4", 22), part("core", "", 8), part("web", "next", 10)},
			[]graph.PeriodID{"q3", "q4", "next"},
		},
		"with what stands inside": {
			rollout(func(i *graph.Initiative) { i.Periods = []graph.PeriodID{"h2"} }), moving("rollout", "h2", "next"),
			[]graph.PeriodID{"next"},
			[]graph.Participation{part("web", "next", 32), part("core", "", 8)},
			[]graph.PeriodID{"q3", "next", "next"},
		},
		"a part of a longer period": {
			rollout(func(i *graph.Initiative) { i.Periods = []graph.PeriodID{"h2"} }), moving("rollout", "q3", "next"),
			[]graph.PeriodID{"h2", "next"},
			[]graph.Participation{part("web", "next", 22), part("core", "", 8), part("web", "q4", 10)},
			[]graph.PeriodID{"q3", "next", "q4"},
		},
		"inside a longer period": {
			rollout(func(i *graph.Initiative) { i.Periods = []graph.PeriodID{"h2"} }), moving("rollout", "q3", "q4"),
			[]graph.PeriodID{"h2"},
			[]graph.Participation{part("web", "q4", 32), part("core", "", 8)},
			[]graph.PeriodID{"q3", "q4", "q4"},
		},
		"without periods of its own": {
			rollout(func(i *graph.Initiative) { i.Periods = nil }), moving("rollout", "q4", "next"), nil,
			[]graph.Participation{part("web", "q3", 20), part("core", "", 8), part("web", "next", 10), part("web", "sprint", 2)},
			[]graph.PeriodID{"q3", "q3", "next"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := fixture.New(t).Half().Person("ana").Unit("web", "").Unit("core", "web").
				Period("next", "2027-01-01", "2027-06-30").Period("sprint", "2026-09-14", "2026-09-25")
			st := rehearsal.New(t, o.Put(c.of), graph.KindInitiative)
			i := st.Do("ana", rehearsal.Of(portfolio.Move, c.in)).Initiative("rollout")
			var steps []graph.PeriodID
			for _, s := range i.Steps {
				steps = append(steps, s.Period)
			}
			if !slices.Equal(i.Periods, c.periods) || !slices.Equal(i.Participants, c.days) || !slices.Equal(steps, c.steps) {
				t.Errorf("it stands in %v with %v and steps in %v", i.Periods, i.Participants, steps)
			}
			if len(c.in.Shifts) == 1 {
				st.Nothing("ana", rehearsal.Of(portfolio.Move, c.in))
			}
		})
	}
}

func TestMovesThatAreNone(t *testing.T) {
	for name, c := range map[string]struct {
		in               portfolio.Moving
		kind             fault.Kind
		sentence, remedy string
	}{
		"to nowhere":           {moving("committed"), fault.Invalid, "no period is named", "from which period to which"},
		"to where it is":       {moving("committed", "q3", "q3"), fault.Invalid, "q3 is where it stands", "another period"},
		"into the past":        {moving("committed", "q4", "h1"), fault.Invalid, "h1 ended on 30 Jun", "not over"},
		"from elsewhere":       {moving("committed", "h1", "next"), fault.Invalid, "nothing of “committed” stands in h1", "that it stands in"},
		"to two periods":       {moving("committed", "q3", "q4", "q3", "next"), fault.Invalid, "it moves from q3 to two periods", "each period once"},
		"to what there is not": {moving("committed", "q3", "q5"), fault.NotFound, `no period "q5"`, "Name one"},
		"from what is not":     {moving("committed", "q5", "q3"), fault.NotFound, `no period "q5"`, "Name one"},
		"of what is done":      {moving("done", "q3", "q4"), fault.Invalid, "“done” is done", "Step back"},
		"of what was stopped":  {moving("stopped", "q3", "q4"), fault.Invalid, "“stopped” was stopped", "anew"},
		"of an old version": {
			portfolio.Moving{Initiative: "likely", Seen: 4, Shifts: []portfolio.Shift{{From: "q3", To: "q4"}}}, fault.Conflict, "was changed", "present state",
		},
	} {
		t.Run(name, func(t *testing.T) {
			benched(t).Refused("ana", rehearsal.Of(portfolio.Move, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

// TestNoDayIsLostOnTheWay moves at random: each unit keeps its days.
func TestNoDayIsLostOnTheWay(t *testing.T) {
	sums := func(i *graph.Initiative) map[graph.UnitID]float64 {
		out := make(map[graph.UnitID]float64)
		for _, p := range i.Participants {
			out[p.Unit] += float64(p.Days)
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		st := benched(t)
		for range rapid.IntRange(1, 4).Draw(t, "moves") {
			was := st.Picture().Initiative("committed")
			in := portfolio.Moving{Initiative: "committed"}
			for range rapid.IntRange(1, 2).Draw(t, "shifts") {
				period := func(of string) graph.PeriodID {
					return rapid.SampledFrom([]graph.PeriodID{"q3", "q4", "h2", "next", "sprint"}).Draw(t, of)
				}
				in.Shifts = append(in.Shifts, portfolio.Shift{From: period("from"), To: period("to")})
			}
			if !st.Try("ana", rehearsal.Of(portfolio.Move, in)) {
				continue
			}
			is := st.Picture().Initiative("committed")
			for u, days := range sums(was) {
				if got := sums(is)[u]; math.Abs(got-days) > 1e-9 {
					t.Fatalf("%s had %v days and has %v", u, days, got)
				}
			}
			to := make(map[graph.PeriodID]bool)
			for _, sh := range in.Shifts {
				to[sh.To] = true
			}
			for _, sh := range in.Shifts {
				if slices.Contains(is.Periods, sh.From) && !to[sh.From] {
					t.Fatalf("it moved from %s and stands in %v", sh.From, is.Periods)
				}
			}
		}
	})
}

func TestUnitsGiveDays(t *testing.T) {
	st := benched(t)
	of := func(u graph.UnitID, p graph.PeriodID) (sum graph.Days, n int) {
		for _, part := range st.Picture().Initiative("committed").Participants {
			if part.Unit == u && part.Period == p {
				sum, n = sum+part.Days, n+1
			}
		}
		return sum, n
	}
	for _, c := range []struct {
		unit   graph.UnitID
		period graph.PeriodID
		days   graph.Days
	}{{"web", "q3", 25}, {"core", "q4", 3}, {"core", "", 2}, {"old", "q3", 1}, {"web", "q4", 0}} {
		in := portfolio.Staffing{Initiative: "committed", Unit: c.unit, Period: c.period, Days: c.days, Reason: "As agreed"}
		st.Do("ana", rehearsal.Of(portfolio.Staff, in))
		st.Nothing("ana", rehearsal.Of(portfolio.Staff, in))
		if got, n := of(c.unit, c.period); got != c.days || n > 1 {
			t.Errorf("%s has %v days in %q, in %d places", c.unit, got, c.period, n)
		}
	}
	if got, _ := of("web", "q3"); got != 25 {
		t.Errorf("the days of others changed: %v", got)
	}
	i := st.Picture().Initiative("committed")
	if want := (graph.Participation{Unit: "web", Period: "q3", Days: 25}); i.Participants[0] != want || len(i.Participants) != 4 {
		t.Errorf("they take part: %v", i.Participants)
	}
}

func TestDaysOfAUnitThatStandTwiceBecomeOne(t *testing.T) {
	o := fixture.New(t).Half().Unit("web", "").Unit("core", "web").Initiative("app", "web",
		fixture.Days("web", "q3", 1), fixture.Days("core", "q3", 2), fixture.Days("web", "q3", 4), fixture.Days("core", "q4", 3))
	st := rehearsal.New(t, o, graph.KindInitiative)
	st.Do("", rehearsal.Of(portfolio.Staff, portfolio.Staffing{Initiative: "app", Unit: "web", Period: "q3", Days: 5}))
	want := []graph.Participation{{Unit: "web", Period: "q3", Days: 5}, {Unit: "core", Period: "q3", Days: 2}, {Unit: "core", Period: "q4", Days: 3}}
	if got := st.Picture().Initiative("app").Participants; !slices.Equal(got, want) {
		t.Errorf("they take part: %v", got)
	}
}

func TestDaysThatNobodyCanGive(t *testing.T) {
	for name, c := range map[string]struct {
		in               portfolio.Staffing
		kind             fault.Kind
		sentence, remedy string
	}{
		"less than none":      {portfolio.Staffing{Initiative: "likely", Unit: "web", Period: "q3", Days: -2}, fault.Invalid, "-2 days are no quantity", "0 or more"},
		"no number":           {portfolio.Staffing{Initiative: "likely", Unit: "web", Period: "q3", Days: graph.Days(math.NaN())}, fault.Invalid, "NaN days", "0 or more"},
		"after the end":       {portfolio.Staffing{Initiative: "likely", Unit: "old", Period: "q4", Days: 2}, fault.Invalid, "“old” does not exist then", "of that time"},
		"at no time, and now": {portfolio.Staffing{Initiative: "likely", Unit: "old", Days: 2}, fault.Invalid, "“old” does not exist then", "of that time"},
		"by nobody":           {portfolio.Staffing{Initiative: "likely", Days: 2}, fault.Invalid, "no unit is named", "Name the unit"},
		"in no period":        {portfolio.Staffing{Initiative: "likely", Unit: "web", Period: "q9", Days: 2}, fault.NotFound, `no period "q9"`, "Name one"},
		"for what is done":    {portfolio.Staffing{Initiative: "done", Unit: "web", Period: "q3", Days: 2}, fault.Invalid, "“done” is done", "Step back"},
		"for an old version":  {portfolio.Staffing{Initiative: "likely", Unit: "web", Period: "q3", Days: 2, Seen: 5}, fault.Conflict, "was changed", "present"},
	} {
		t.Run(name, func(t *testing.T) {
			benched(t).Refused("ana", rehearsal.Of(portfolio.Staff, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}
