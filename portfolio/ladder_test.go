package portfolio_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// benched is an initiative in each state of commitment, called by it, on which web and core have days.
func benched(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Half().Themes("growth", "trust").Person("ana").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Unit("old", "acme", func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-08-31") }).Outcome("calls", fixture.Shares{"trust": 1})
	o.Period("h1", "2026-01-01", "2026-06-30").Period("next", "2027-01-01", "2027-06-30").Period("sprint", "2026-09-14", "2026-09-25")
	for _, c := range ladder() {
		o.Initiative(string(c), "web", fixture.Is(c), fixture.In("q3", "q4"), fixture.Days("web", "q3", 20), fixture.Days("web", "q4", 10), fixture.Days("core", "", 8))
	}
	o.Initiative("stopped", "web", fixture.Is(graph.Stopped))
	return rehearsal.New(t, o, graph.KindInitiative, graph.KindFunding, graph.KindConstraint)
}

// ladder is the rungs, told apart from the code.
func ladder() []graph.Commitment {
	return []graph.Commitment{graph.Candidate, graph.Likely, graph.Committed, graph.Started, graph.Done}
}

type resolving = func(*graph.Snapshot, change.By, portfolio.Resolve) (change.Draft, error)

// ups is what goes up to each rung but the first.
func ups() []resolving {
	return []resolving{portfolio.Favour, portfolio.Commit, portfolio.Start, portfolio.Finish}
}

func TestTheLadderUpAndDown(t *testing.T) {
	st := benched(t)
	is := func(want graph.Commitment) {
		t.Helper()
		if got := st.Picture().Initiative("candidate").State; got != want {
			t.Fatalf("it is %s, want %s", got, want)
		}
	}
	for n, up := range ups() {
		run := rehearsal.Of(up, portfolio.Resolve{Initiative: "candidate", Reason: " it fits "})
		st.Do("ana", run)
		st.Nothing("ana", run)
		if is(ladder()[n+1]); st.Last.Reason != "it fits" {
			t.Errorf("the reason is %q", st.Last.Reason)
		}
	}
	for n := 3; n >= 0; n-- {
		run := rehearsal.Of(portfolio.StepBack, portfolio.Retreat{Initiative: "candidate", To: ladder()[n], Reason: "not yet"})
		st.Do("ana", run)
		st.Nothing("ana", run)
		is(ladder()[n])
	}
}

// TestEveryRungFromEveryRung holds all moves against the ladder: one up, one down, and stopped from any but done.
func TestEveryRungFromEveryRung(t *testing.T) {
	for from, state := range ladder() {
		id := graph.InitiativeID(state)
		for to, up := range ups() {
			run := rehearsal.Of(up, portfolio.Resolve{Initiative: id})
			switch to++; {
			case to == from:
				benched(t).Nothing("ana", run)
			case to == from+1:
				benched(t).Do("ana", run)
			case to > from:
				benched(t).Refused("ana", run, fault.Invalid, string(ladder()[to])+" follows on "+string(ladder()[to-1]), "Make it "+string(ladder()[to-1])+" first")
			default:
				benched(t).Refused("ana", run, fault.Invalid, "“"+string(state)+"” is "+string(state), "Step back")
			}
		}
		for to, low := range ladder() {
			run := rehearsal.Of(portfolio.StepBack, portfolio.Retreat{Initiative: id, To: low, Reason: "not yet"})
			switch {
			case to == from:
				benched(t).Nothing("ana", run)
			case to == from-1:
				benched(t).Do("ana", run)
			case from == 0:
				benched(t).Refused("ana", run, fault.Invalid, "is a candidate, and nothing is looser", "Stop it instead")
			default:
				benched(t).Refused("ana", run, fault.Invalid, "one step back is "+string(ladder()[from-1]), "Step back to "+string(ladder()[from-1]))
			}
		}
		stop := rehearsal.Of(portfolio.Stop, portfolio.Resolve{Initiative: id, Reason: "Something else comes first"})
		if state == graph.Done {
			benched(t).Refused("ana", stop, fault.Invalid, "“done” is done", "Step back to started")
			continue
		}
		st := benched(t)
		st.Do("ana", stop)
		st.Nothing("ana", stop)
		if st.Last.Verb != "initiative.stopped" || st.Picture().Initiative(id).State != graph.Stopped {
			t.Errorf("%s was not stopped", id)
		}
	}
}

func TestCommitmentsThatCannotChangeSo(t *testing.T) {
	for name, c := range map[string]struct {
		run              rehearsal.Command
		kind             fault.Kind
		sentence, remedy string
	}{
		"going on with what was stopped": {rehearsal.Of(portfolio.Start, portfolio.Resolve{Initiative: "stopped"}), fault.Invalid, "“stopped” was stopped", "Propose it anew"},
		"back from what was stopped":     {rehearsal.Of(portfolio.StepBack, portfolio.Retreat{Initiative: "stopped", To: graph.Started, Reason: "So"}), fault.Invalid, "was stopped", "undo the stop"},
		"stopping without a reason":      {rehearsal.Of(portfolio.Stop, portfolio.Resolve{Initiative: "started", Reason: " "}), fault.Invalid, "no reason is given", "counted on it"},
		"back without a reason":          {rehearsal.Of(portfolio.StepBack, portfolio.Retreat{Initiative: "started", To: graph.Committed}), fault.Invalid, "no reason is given", "counted on it"},
		"of nothing":                     {rehearsal.Of(portfolio.Commit, portfolio.Resolve{Initiative: "likly"}), fault.NotFound, `no initiative "likly"`, "Name one"},
		"of an old version":              {rehearsal.Of(portfolio.Commit, portfolio.Resolve{Initiative: "likely", Seen: 9}), fault.Conflict, "initiative/likely was changed", "present state"},
		"stopping an old version":        {rehearsal.Of(portfolio.Stop, portfolio.Resolve{Initiative: "likely", Reason: "So", Seen: 9}), fault.Conflict, "initiative/likely was changed", "present state"},
		"back from an old version":       {rehearsal.Of(portfolio.StepBack, portfolio.Retreat{Initiative: "likely", To: graph.Candidate, Reason: "So", Seen: 9}), fault.Conflict, "was changed", "present state"},
	} {
		t.Run(name, func(t *testing.T) { benched(t).Refused("ana", c.run, c.kind, c.sentence, c.remedy) })
	}
}

// TestAnyActsKeepToTheLadder tries acts in any order on one initiative.
func TestAnyActsKeepToTheLadder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := benched(t)
		period := func(of string) graph.PeriodID {
			return rapid.SampledFrom([]graph.PeriodID{"q3", "q4", "h2", "next", "h1", "sprint", ""}).Draw(t, of)
		}
		for range rapid.IntRange(1, 10).Draw(t, "acts") {
			id := rapid.SampledFrom([]graph.InitiativeID{"committed", "candidate", "started"}).Draw(t, "initiative")
			was := st.Picture().Initiative(id)
			in := portfolio.Resolve{Initiative: id, Reason: rapid.SampledFrom([]string{"So", ""}).Draw(t, "why")}
			acts := []rehearsal.Command{
				rehearsal.Of(portfolio.Stop, in),
				rehearsal.Of(portfolio.StepBack, portfolio.Retreat{Initiative: id, Reason: in.Reason, To: rapid.SampledFrom(ladder()).Draw(t, "to")}),
				rehearsal.Of(portfolio.Move, portfolio.Moving{Initiative: id, Shifts: []portfolio.Shift{{From: period("from"), To: period("into")}}}),
				rehearsal.Of(portfolio.Staff, portfolio.Staffing{
					Initiative: id, Unit: rapid.SampledFrom([]graph.UnitID{"web", "core", "old"}).Draw(t, "unit"), Period: period("in"),
					Days: graph.Days(rapid.IntRange(-1, 20).Draw(t, "days")),
				}),
				rehearsal.Of(portfolio.Contribute, portfolio.Aim{Initiative: id, Contributes: []graph.Contribution{
					{Theme: "growth", Share: graph.Share(rapid.IntRange(0, 3).Draw(t, "growth")) / 3}, {Outcome: "calls", Share: graph.Share(rapid.IntRange(0, 2).Draw(t, "calls")) / 3},
				}}),
			}
			for _, up := range ups() {
				acts = append(acts, rehearsal.Of(up, in))
			}
			st.Try("ana", rapid.SampledFrom(acts).Draw(t, "act"))
			is := st.Picture().Initiative(id)
			from, to := slices.Index(ladder(), was.State), slices.Index(ladder(), is.State)
			stopped := is.State == graph.Stopped && was.State != graph.Done
			if !stopped && (to < from-1 || to > from+1 || from < 0) {
				t.Fatalf("%s became %s", was.State, is.State)
			}
			if was.State.Ended() && !(slices.Equal(was.Periods, is.Periods) && slices.Equal(was.Participants, is.Participants)) {
				t.Fatalf("what had ended moved from %v to %v", was.Participants, is.Participants)
			}
		}
	})
}
