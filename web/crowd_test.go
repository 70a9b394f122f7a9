package web_test

import (
	"fmt"
	"time"

	"throughline/graph"
	"throughline/testing/fixture"
)

// What an organisation has few of, however large it is: of these a crowd has at most so many.
const (
	crowdedUnits   = 600 // of some 10,000 people
	crowdedPeriods = 60  // ten years of halves, quarters and years
	crowdedThemes  = 24  // more than anybody can keep in mind
	crowdedSteps   = 200 // of one initiative, and what is assumed for it
	crowdedFew     = 100 // criteria, principles, frameworks, forums, surveys and plan locks
)

// crowd is an organisation of n records of every kind, so joined that each list of each page has all of them: one unit owns every
// initiative, one person leads them all, all work is for one initiative. One more unit and one more initiative stand where a kind
// needs another side. With 1 it has one record of each kind.
type crowd struct {
	*fixture.Org
	t     fixture.T
	n     int
	today graph.Date
}

// crowdOf makes the organisation as of a day, in the middle of its first period.
func crowdOf(t fixture.T, n int, today graph.Date) *graph.Snapshot {
	c := crowd{fixture.New(t).Today(today.String()), t, n, today}
	c.frame()
	c.strategy()
	c.portfolio()
	c.mechanism()
	c.understanding()
	return c.Picture()
}

// id is the small name of the k-th record of a kind; names sort as they are counted.
func id[T ~string](word string, k int) T { return T(fmt.Sprintf("%s-%05d", word, k)) }

// up to so many of what there are n of.
func (c crowd) few(most int) int { return min(c.n, most) }

// refs is the ids of the first records of a kind, at most so many.
func refs[T ~string](c crowd, word string, most int) []T {
	out := make([]T, 0, c.few(most))
	for k := range c.few(most) {
		out = append(out, id[T](word, k))
	}
	return out
}

// at is a moment some days before the day of the picture, in the order of k.
func (c crowd) at(k int) time.Time {
	return c.today.Time().AddDate(0, 0, -20).Add(time.Duration(k) * time.Minute)
}

func (c crowd) frame() {
	for k := range c.few(crowdedFew) {
		c.Put(&graph.Dimension{ID: id[graph.DimensionID]("dimension", k), Name: fmt.Sprintf("Criterion %d", k), List: graph.ListValue})
	}
	start := c.today - 80
	for k := range c.few(crowdedPeriods) {
		begins := start + graph.Date(k*182)
		c.Put(&graph.Period{ID: id[graph.PeriodID]("period", k), Name: fmt.Sprintf("Period %d", k), Kind: graph.Own, Start: begins, End: begins + 181})
	}
	for k := range c.few(crowdedUnits) + 1 { // one stands below the other
		u := &graph.Unit{ID: id[graph.UnitID]("unit", k), Name: fmt.Sprintf("Unit %d of the organisation", k), People: 20, Leads: []graph.PersonID{busy}}
		if k > 0 {
			u.Parent = id[graph.UnitID]("unit", 0)
		}
		if k > crowdedUnits/2 {
			u.Parent = id[graph.UnitID]("unit", 1+k%20)
		}
		c.Put(u)
	}
	for k := range c.n {
		c.Put(&graph.Person{ID: id[graph.PersonID]("person", k), Name: fmt.Sprintf("Person %d", k), Unit: team, Email: fmt.Sprintf("person-%d@example.org", k)})
	}
	for k := range c.n { // of each unit in each period
		unit, period := k%c.few(crowdedUnits), k/c.few(crowdedUnits)
		c.Put(&graph.Capacity{ID: id[graph.CapacityID]("capacity", k), Unit: id[graph.UnitID]("unit", unit+1), Period: id[graph.PeriodID]("period", period), Days: 2000})
	}
}

// The records that everything hangs on.
const (
	busy   graph.PersonID     = "person-00000"
	team   graph.UnitID       = "unit-00001"
	now    graph.PeriodID     = "period-00000"
	hub    graph.InitiativeID = "initiative-00000"
	long   graph.InitiativeID = "initiative-00001"
	aim    graph.OutcomeID    = "outcome-00000"
	wished graph.ThemeID      = "theme-00000"
)

func (c crowd) strategy() {
	share := graph.Share(1) / graph.Share(c.few(crowdedThemes))
	var shares graph.Shares
	for k := range c.few(crowdedThemes) {
		theme := id[graph.ThemeID]("theme", k)
		shares = shares.With(theme, share)
		c.Put(&graph.Theme{ID: theme, Name: fmt.Sprintf("Theme %d", k), Order: k + 1, Statement: "People get an answer on the day they ask."})
	}
	for k := range c.few(crowdedFew) {
		c.Put(&graph.Principle{ID: id[graph.PrincipleID]("principle", k), Prefer: fmt.Sprintf("Kept promise %d", k), Over: "a new feature", Order: k + 1})
	}
	c.Put(&graph.Intent{ID: id[graph.IntentID]("intent", 0), Level: graph.Stated, Unit: "unit-00000", Period: now, Shares: shares})
	for k := 1; k < c.n; k++ { // asked and read, unit after unit, period after period
		unit, level := (k-1)/2%crowdedUnits, graph.Assigned
		i := &graph.Intent{ID: id[graph.IntentID]("intent", k), Unit: id[graph.UnitID]("unit", unit+1), Period: id[graph.PeriodID]("period", (k-1)/2/crowdedUnits), Shares: shares}
		if k%2 == 0 {
			level, i.Receipt, i.Restatement = graph.Interpreted, graph.Receipt{State: graph.Sent, SentAt: c.at(0), SentBy: busy}, "We answer what we promised, and say what we cannot."
		}
		i.Level = level
		c.Put(i)
	}
	for k := range c.n {
		o := &graph.Outcome{ID: id[graph.OutcomeID]("outcome", k), Name: fmt.Sprintf("Answers within a day, kind %d", k), Owner: team, Themes: graph.Shares{}.With(wished, 1), Metric: graph.Metric{Name: "late answers", Unit: "%", Baseline: 20, Target: 5, Direction: graph.Down}}
		if k%2 == 0 {
			o.Period = now
		}
		if k > 0 {
			o.Parent = aim
		}
		if k == 0 {
			for r := range c.n {
				o.Readings = append(o.Readings, graph.Value{On: c.today - graph.Date(c.n-r+40), Value: float64(r % 20), By: busy, Note: "As the register counts it"})
			}
		}
		c.Put(o)
		c.Put(&graph.Incentive{ID: id[graph.IncentiveID]("incentive", k), Unit: team, Rewards: fmt.Sprintf("New accounts, %d", k), Theme: wished, Weight: 0.5})
	}
}

func (c crowd) portfolio() {
	states := []graph.Commitment{graph.Candidate, graph.Likely, graph.Committed, graph.Started, graph.Done, graph.Stopped}
	if c.n == 1 {
		states = states[3:4]
	}
	for k := range max(c.n, 2) {
		i := &graph.Initiative{
			ID: id[graph.InitiativeID]("initiative", k), Name: fmt.Sprintf("Piece of change %d", k), Owner: team, Lead: busy, State: states[k%len(states)], Periods: []graph.PeriodID{now},
			Participants: []graph.Participation{{Unit: team, Days: 1}}, Contributes: []graph.Contribution{{Outcome: aim, Share: 0.5}},
			Assumptions: []graph.Assumption{{Words: "Both can run for a month", Review: c.today - 3}}, Kill: []graph.Assumption{{Words: "Nobody uses it", Review: c.today + 10}},
			Mandate: graph.Mandate{Source: "the law", Due: c.today + 20},
		}
		if k > 0 {
			i.Links = []graph.Link{{Kind: graph.Blocks, Initiative: hub}}
		}
		if k > 0 && k < c.n {
			i.Contributes = append(i.Contributes, graph.Contribution{Outcome: id[graph.OutcomeID]("outcome", k), Share: 0.2})
		}
		c.Put(i)
	}
	c.Put(c.hub(), c.long())
	for k := range c.n {
		at := c.at(k).Unix()
		w := &graph.Work{ID: id[graph.WorkID]("work", k), Title: fmt.Sprintf("Answer letter %d", k), Unit: team, Initiative: hub, Size: 1, States: []graph.Transition{{State: graph.Begun, At: at}, {State: graph.Finished, At: at + 3600}}}
		if k == 0 {
			for l := range c.n {
				w.Logged = append(w.Logged, graph.Logged{On: c.today - graph.Date(l%20), Days: 0.01})
			}
		}
		c.Put(w,
			&graph.Funding{ID: id[graph.FundingID]("funding", k), Period: now, Initiative: hub, Days: 1},
			&graph.Constraint{ID: id[graph.ConstraintID]("constraint", k), Kind: graph.RegulatoryConstraint, Statement: fmt.Sprintf("Notice %d goes out within 30 days", k), Units: []graph.UnitID{team}, Initiatives: []graph.InitiativeID{hub}, Answers: busy, Due: c.today + 5})
	}
}

// hub is the initiative that everything names.
func (c crowd) hub() *graph.Initiative {
	return &graph.Initiative{ID: hub, Name: "The piece of change that all others need", Owner: team, Lead: busy, State: graph.Started, Periods: []graph.PeriodID{now}, Participants: []graph.Participation{{Unit: team, Days: 5}}, Contributes: []graph.Contribution{{Outcome: aim, Share: 0.5}}}
}

// long is the initiative whose own lists are as long as they get.
func (c crowd) long() *graph.Initiative {
	i := &graph.Initiative{ID: long, Name: "The piece of change with many parts", Owner: team, Lead: busy, State: graph.Started, Periods: []graph.PeriodID{now}}
	for k := range c.few(crowdedUnits) {
		i.Participants = append(i.Participants, graph.Participation{Unit: id[graph.UnitID]("unit", k+1), Days: 5})
	}
	for k := range c.few(crowdedSteps) {
		words := fmt.Sprintf("Part %d", k)
		i.Steps = append(i.Steps, graph.Step{Name: words, Period: now})
		i.Assumptions = append(i.Assumptions, graph.Assumption{Words: words + " holds", Review: c.today - 1})
	}
	for k := 2; k < c.n; k++ {
		i.Links = append(i.Links, graph.Link{Kind: graph.SeeAlso, Initiative: id[graph.InitiativeID]("initiative", k)})
	}
	return i
}

func (c crowd) mechanism() {
	everything := refs[graph.InitiativeID](c, "initiative", c.n)
	for k := range c.few(crowdedFew) {
		c.Put(&graph.Framework{ID: id[graph.FrameworkID]("framework", k), Name: fmt.Sprintf("Way of scoring %d", k), Inputs: []graph.Input{{Name: "worth", Anchors: []graph.Anchor{{Value: 1, Words: "little"}}}}},
			&graph.Ritual{ID: id[graph.RitualID]("ritual", k), Name: fmt.Sprintf("Review %d", k), Unit: team, Agenda: []string{"What changed"}},
			&graph.Baseline{ID: id[graph.BaselineID]("baseline", k), Name: fmt.Sprintf("Plan lock %d", k), Period: now, At: c.at(k * 60)},
			&graph.Survey{ID: id[graph.SurveyID]("survey", k), Name: fmt.Sprintf("Pulse %d", k), Themes: refs[graph.ThemeID](c, "theme", crowdedThemes), Units: refs[graph.UnitID](c, "unit", crowdedUnits)})
	}
	for k := range c.n {
		initiative := id[graph.InitiativeID]("initiative", k)
		unit, period := k%crowdedUnits, k/crowdedUnits
		ranking := &graph.Ranking{ID: id[graph.RankingID]("ranking", k), Unit: id[graph.UnitID]("unit", unit+1), Period: id[graph.PeriodID]("period", period), Order: []graph.InitiativeID{hub}}
		decision := &graph.Decision{ID: id[graph.DecisionID]("decision", k), Question: fmt.Sprintf("Nightly or hourly, case %d?", k), Options: []string{"Nightly", "Hourly"}, Deciders: []graph.PersonID{busy}, State: graph.DecisionOpen, Raised: c.today - 30, Due: c.today - graph.Date(k%30), Unit: team, Initiative: hub}
		request := &graph.ChangeRequest{ID: id[graph.ChangeRequestID]("changerequest", k), Title: fmt.Sprintf("Add rule %d", k), Baseline: "baseline-00000", Cause: graph.CauseRegulatory, Raised: c.today - 10, Approver: busy, Initiatives: []graph.InitiativeID{hub}}
		review := &graph.Review{ID: id[graph.ReviewID]("review", k), Ritual: "ritual-00000", Name: fmt.Sprintf("Sitting %d", k), On: c.today - 5}
		ask := &graph.Dependency{ID: id[graph.DependencyID]("dependency", k), What: fmt.Sprintf("Freeze date %d", k), From: "unit-00000", On: team, Initiative: hub, NeededBy: c.today + 9, Turns: []graph.Turn{{Act: graph.Ask, At: c.at(k), Unit: "unit-00000", By: busy, Words: "Two weeks, please"}}}
		if k == 0 { // the lists inside a record are as long
			ranking.Order, request.Initiatives = everything, everything
			review.Decisions = refs[graph.DecisionID](c, "decision", c.n)
			for l := range c.n - 1 {
				ask.Turns = append(ask.Turns, graph.Turn{Act: graph.Counter, At: c.at(l), Unit: team, By: busy, Words: fmt.Sprintf("%d days", l)})
			}
		}
		c.Put(ranking, decision, request, review, ask,
			&graph.Score{ID: id[graph.ScoreID]("score", k), Initiative: hub, Framework: "framework-00000", Unit: team, Inputs: []graph.Given{{Name: "worth", Value: 1}}, Value: 1, By: busy},
			&graph.Override{ID: id[graph.OverrideID]("override", k), Initiative: hub, Unit: team, Rank: k + 1, Why: "A date set by law", By: busy},
			&graph.Scenario{ID: id[graph.ScenarioID]("scenario", k), Name: fmt.Sprintf("Partner first %d", k), By: busy},
			&graph.Displacement{ID: id[graph.DisplacementID]("displacement", k), Added: hub, Displaced: id[graph.InitiativeID]("initiative", max(k, 1)), AskedBy: busy, DecidedBy: busy, Days: 3, On: c.today - 2},
			&graph.Right{ID: id[graph.RightID]("right", k), Domain: fmt.Sprintf("Freeze of service %d", k), Decider: busy, Unit: team},
			&graph.Escalation{ID: id[graph.EscalationID]("escalation", k), Decision: decision.ID, From: busy, To: busy, Why: "Two units read it differently", At: c.at(k)},
			&graph.Form{ID: id[graph.FormID]("form", k), Name: fmt.Sprintf("Ask for access %d", k), Unit: team, Questions: []string{"Why?"}},
			&graph.Lane{ID: id[graph.LaneID]("lane", k), Name: fmt.Sprintf("Urgent %d", k), Unit: team, AnswerDays: 3},
			&graph.Request{ID: id[graph.RequestID]("request", k), Title: fmt.Sprintf("Export of evidence %d", k), From: "unit-00000", To: team, State: graph.RequestOpen, Asked: c.today - 20, AnswerBy: c.today - 4, Initiative: initiative})
	}
}

func (c crowd) understanding() {
	proposed := make([]graph.Proposed, 0, c.n)
	for k := range c.n {
		proposed = append(proposed, graph.Proposed{Record: id[graph.WorkID]("work", k).Ref(), Body: `{"title":"Answer sooner"}`, Partial: true, Version: 1})
	}
	for k := range c.n {
		comment := &graph.Comment{ID: id[graph.CommentID]("comment", k), On: hub.Ref(), By: busy, At: c.at(k), Text: fmt.Sprintf("Is it true, @Person 0, in case %d?", k)}
		proposal := &graph.Proposal{ID: id[graph.ProposalID]("proposal", k), Title: fmt.Sprintf("Answer sooner %d", k), By: busy, Expires: c.today + 9}
		if k == 0 {
			proposal.Changes = proposed
		}
		of := graph.IntentID("intent-00000").Ref()
		c.Put(comment, proposal,
			&graph.Response{ID: id[graph.ResponseID]("response", k), Survey: "survey-00000", Unit: team, Ranking: []graph.ThemeID{wished}},
			&graph.Acknowledgement{ID: id[graph.AcknowledgementID]("acknowledgement", k), Of: of, Version: 1, By: id[graph.PersonID]("person", k), At: c.at(k)},
			&graph.Waiver{ID: id[graph.WaiverID]("waiver", k), Code: "DEC001", On: id[graph.DecisionID]("decision", k).Ref(), By: busy, Reason: "The measure changes soon", Until: c.today + 30},
			&graph.View{ID: id[graph.ViewID]("view", k), Name: fmt.Sprintf("Our pieces %d", k), Address: "/portfolio?group=theme", By: busy, Shared: true})
		if k > 0 { // one conversation as long as all of them
			c.Put(&graph.Comment{ID: id[graph.CommentID]("reply", k), On: id[graph.InitiativeID]("initiative", 1).Ref(), By: busy, At: c.at(k), Text: "It is.", ReplyTo: c.begun(k)})
		}
	}
}

// begun is the comment that the k-th reply is to: each is to the one before.
func (c crowd) begun(k int) graph.CommentID {
	if k == 1 {
		return ""
	}
	return id[graph.CommentID]("reply", k-1)
}
