package catalog

import (
	"fmt"
	"testing"

	"throughline/finding"
	"throughline/graph"
	"throughline/testing/fixture"
)

// ailing is an organisation that has most of what the checks look for, and its neighbour that has not.
type ailing struct {
	*fixture.Org
	t *testing.T
}

func (a *ailing) day(s string) graph.Date { return fixture.Date(a.t, s) }

// anAilingOne is the organisation with two locks of its plan.
func anAilingOne(t *testing.T) world {
	a := &ailing{fixture.New(t), t}
	a.frame()
	a.strategy()
	a.plan()
	first := &graph.Baseline{ID: "lock-1", Name: "Lock 1", Period: "h2", At: fixture.Moment(t, "2026-07-06T12:00:00Z"), Signatures: []graph.Signature{{By: "ana", Unit: "web"}}}
	then := a.Put(first).Picture()
	a.Initiative("slips", "web", fixture.Step("alpha", "q4"), fixture.Days("web", "h2", 10))
	second := &graph.Baseline{ID: "lock-2", Name: "Lock 2", Period: "h2", At: fixture.Moment(t, "2026-08-03T12:00:00Z"), Signatures: []graph.Signature{{By: "ana", Unit: "web"}}}
	later := a.Put(second).Picture()
	a.change()
	a.talk()
	a.decide()
	a.work()
	return world{a.Picture(), "h2", []finding.Lock{{Baseline: first, Then: then}, {Baseline: second, Then: later}}}
}

func (a *ailing) frame() {
	a.Person("ana", "bo").Put(&graph.Person{ID: "cy", Name: "Cy", Until: a.day("2026-08-01")})
	a.Half().Period("2027", "2027-01-01", "2027-06-30")
	a.Put(&graph.Period{ID: "h2", Name: "h2", Kind: graph.Half, Start: a.day("2026-07-01"), End: a.day("2026-12-31"), Reserve: 0.2})
	lead := func(people int, by graph.PersonID) func(*graph.Unit) {
		return func(u *graph.Unit) { u.People, u.Leads = people, []graph.PersonID{by} }
	}
	a.Unit("acme", "", lead(40, "ana")).Unit("web", "acme", lead(9, "ana")).Unit("core", "acme", lead(8, "cy")).Unit("data", "acme", fixture.People(0)).
		Unit("ops", "acme", lead(3, "bo")).Unit("lab", "acme", lead(6, "bo")).Unit("beside", "", lead(7, "bo")).
		Unit("old", "acme", func(u *graph.Unit) { u.Until = a.day("2026-08-31") })
	for _, u := range []string{"web", "core", "data", "ops", "lab"} {
		a.Capacity(u, "h2", 120, fixture.Rate(500))
	}
	for n, d := range []graph.DimensionID{"speed", "calm"} {
		a.Put(&graph.Dimension{ID: d, Name: string(d), List: graph.ListValue})
		u := *a.Picture().Unit([]graph.UnitID{"web", "core"}[n])
		u.Value = []graph.Criterion{{Dimension: d, Weight: 1}}
		a.Put(&u)
	}
}

func (a *ailing) strategy() {
	a.Themes("t1", "t2", "t3", "t4", "t5").Put(&graph.Theme{ID: "t6", Name: "t6", Order: 6, Statement: "More", Why: "Pays", Until: a.day("2026-06-30")})
	a.Stated("acme", "h2", fixture.Shares{"t1": 0.4, "t2": 0.2, "t3": 0.02, "t4": 0.02, "t5": 0.02, "t6": 0.02})
	a.Assigned("web", "h2", fixture.Shares{"t1": 0.7, "t2": 0.2, "t3": 0.1}).Assigned("core", "h2", fixture.Shares{"t1": 0.5, "t2": 0.5}).
		Assigned("data", "h2", fixture.Shares{"t1": 1})
	read := func(id string, u graph.UnitID, shares fixture.Shares, set func(*graph.Intent)) {
		a.Interpreted(string(u), "h2", shares)
		i := *graph.Find[*graph.Intent](a.Picture(), fmt.Sprintf("interpreted-%s-h2", u))
		i.Receipt = graph.Receipt{State: graph.Sent, SentAt: fixture.Moment(a.t, "2026-07-20"), SentBy: "ana"}
		set(&i)
		a.Put(&i)
	}
	read("web", "web", fixture.Shares{"t1": 0.3, "t2": 0.7}, func(i *graph.Intent) {
		i.Restatement, i.Readings = "We do both", []graph.Reading{{Theme: "t1", Words: "More pages", Differs: true}}
	})
	read("core", "core", fixture.Shares{"t1": 0.5, "t2": 0.5}, func(i *graph.Intent) {
		i.Receipt.State, i.Receipt.AnsweredAt, i.Receipt.Reason = graph.Returned, fixture.Moment(a.t, "2026-07-22"), "No measure"
		i.Stops = []string{"Reports"}
	})
	a.Assigned("core", "h2", fixture.Shares{"t1": 0.4, "t2": 0.6})
	metric := func(set func(*graph.Outcome)) func(*graph.Outcome) {
		return func(o *graph.Outcome) {
			o.Owner, o.Metric = "web", graph.Metric{Name: "Count", Baseline: 10, Target: 20, Direction: graph.Up, Unit: "visits"}
			set(o)
		}
	}
	values := func(list ...float64) []graph.Value {
		var out []graph.Value
		for n, v := range list {
			out = append(out, graph.Value{On: a.day("2026-08-20") + graph.Date(7*n), Value: v, Confidence: 0.3})
		}
		return out
	}
	a.Outcome("bare", fixture.Shares{"t1": 1}).Outcome("flat", fixture.Shares{"t2": 1}, metric(func(o *graph.Outcome) { o.Metric.Target = 10 }))
	a.Outcome("falls", fixture.Shares{"t1": 1}, metric(func(o *graph.Outcome) { o.Readings = values(9, 8, 7, 6) }))
	a.Outcome("due", fixture.Shares{"t1": 1}, metric(func(o *graph.Outcome) { o.Readings, o.Metric.Due = values(12), a.day("2026-09-01") }))
	a.Outcome("unread", fixture.Shares{"t2": 1}, metric(func(*graph.Outcome) {})).Outcome("wished", fixture.Shares{"t2": 1}, metric(func(*graph.Outcome) {}))
	a.Outcome("alone", fixture.Shares{"t2": 1}, metric(func(o *graph.Outcome) { o.Parent = "due" }))
}

func (a *ailing) plan() {
	mandate := func(due string) func(*graph.Initiative) {
		return func(i *graph.Initiative) { i.Mandate = graph.Mandate{Source: "A law", Due: a.day(due)} }
	}
	link := func(k graph.LinkKind, to graph.InitiativeID) func(*graph.Initiative) {
		return func(i *graph.Initiative) { i.Links = append(i.Links, graph.Link{Kind: k, Initiative: to}) }
	}
	a.Initiative("app", "web", fixture.Is(graph.Started), fixture.Moves("bare", 0.3), fixture.Moves("falls", 0.3), fixture.Moves("due", 0.2), fixture.Days("web", "h2", 100), func(i *graph.Initiative) {
		i.Assumptions = []graph.Assumption{{Words: "People come", Review: a.day("2026-08-01")}}
		i.Kill = []graph.Assumption{{Words: "Nobody comes", Review: a.day("2026-08-05")}}
	})
	a.Initiative("orphan", "web", fixture.Days("web", "h2", 40)).Initiative("thin", "core", fixture.Moves("unread", 0.2), fixture.Days("core", "h2", 30))
	a.Initiative("empty", "core", fixture.In("h2"), fixture.Moves("flat", 1)).Initiative("wish", "core", fixture.Is(graph.Candidate), fixture.Moves("wished", 1), fixture.In("h2"))
	a.Initiative("law", "core", fixture.Is(graph.Likely), mandate("2026-11-01"), fixture.In("h2"), fixture.Days("core", "h2", 8)).
		Initiative("missed", "core", mandate("2026-08-01"), fixture.Days("core", "h2", 10), fixture.Serves("t1", 1))
	a.Initiative("closed", "lab", fixture.Days("old", "h2", 20), fixture.Days("lab", "h2", 4), fixture.Serves("t1", 1)).
		Initiative("roomless", "lab", fixture.Days("beside", "h2", 9), fixture.Serves("t2", 1))
	a.Initiative("newer", "web", fixture.Serves("t1", 1), fixture.In("h2"), link(graph.Replaces, "thin")).
		Initiative("gate", "web", fixture.Is(graph.Candidate), fixture.In("h2"), link(graph.Blocks, "app"))
	a.Initiative("nobodys", "", fixture.Serves("t1", 1), fixture.Days("data", "h2", 5)).Initiative("quiet", "core", fixture.Is(graph.Started), fixture.Serves("t2", 1), fixture.Days("core", "h2", 6))
	a.Initiative("slips", "web", fixture.Step("alpha", "q3"), fixture.Days("web", "h2", 10)).Initiative("cut", "web", fixture.Days("web", "h2", 15)).
		Initiative("grows", "core", fixture.Days("core", "h2", 20), fixture.Serves("t2", 1)).Initiative("moves", "core", fixture.Days("core", "q3", 20), fixture.Serves("t2", 1))
	a.Funding("web", "h2", fixture.ForUnit("web"), fixture.ForTheme("t3"), fixture.FundedDays(100))
	a.Funding("core", "h2", fixture.ForUnit("core"), fixture.Money(60_000))
}

// change is what happened to the plan after its locks.
func (a *ailing) change() {
	a.Initiative("slips", "web", fixture.Step("alpha", "2027"), fixture.Days("web", "h2", 10)).Initiative("cut", "web", fixture.Is(graph.Stopped), fixture.Days("web", "h2", 15))
	a.Initiative("grows", "core", fixture.Days("core", "h2", 60), fixture.Serves("t2", 1)).Initiative("moves", "core", fixture.Days("core", "q4", 20), fixture.Serves("t2", 1))
	a.Initiative("late", "web", fixture.Days("web", "h2", 12), fixture.Serves("t1", 1)).
		Initiative("over", "web", fixture.Step("beta", "past"), fixture.Days("web", "h2", 3), fixture.Serves("t1", 1)).Period("past", "2026-07-01", "2026-08-31")
	a.Put(&graph.ChangeRequest{ID: "ask", Title: "More days", Baseline: "lock-2", Cause: graph.CauseCustomer, Initiatives: []graph.InitiativeID{"app"}, Days: 7, Raised: a.day("2026-08-10")})
	a.Today("2026-09-24").Stated("acme", "h2", fixture.Shares{"t1": 0.4, "t2": 0.22, "t3": 0.02, "t4": 0.02, "t5": 0.02, "t6": 0.02})
	a.Put(
		&graph.Waiver{ID: "ended", Code: "POR003", On: graph.InitiativeID("empty").Ref(), By: "ana", Reason: "For now", Until: a.day("2026-09-10")},
		&graph.Waiver{ID: "ends", Code: "STR005", By: "ana", Reason: "For now", Until: a.day("2026-09-30")},
		&graph.Waiver{ID: "holds", Code: "POR001", On: graph.InitiativeID("orphan").Ref(), By: "ana", Reason: "For now", Until: a.day("2026-12-01")})
}

// talk is what the units ask of one another.
func (a *ailing) talk() {
	turn := func(act graph.Act, on string, day ...string) graph.Turn {
		t := graph.Turn{Act: act, At: fixture.Moment(a.t, on)}
		if len(day) > 0 {
			t.Date = a.day(day[0])
		}
		return t
	}
	need := func(id string, from, on graph.UnitID, i graph.InitiativeID, by string, days graph.Days, turns ...graph.Turn) {
		d := &graph.Dependency{ID: graph.DependencyID(id), What: id, From: from, On: on, Initiative: i, Days: days, Turns: turns}
		if by != "" {
			d.NeededBy = a.day(by)
		}
		a.Put(d)
	}
	need("unanswered", "web", "core", "app", "2026-11-01", 4, turn(graph.Ask, "2026-08-03"))
	need("too-late", "web", "core", "app", "2026-10-01", 4, turn(graph.Ask, "2026-08-03"), turn(graph.Commit, "2026-08-05", "2026-11-01"))
	need("past", "web", "core", "app", "2026-10-01", 4, turn(graph.Ask, "2026-08-03"), turn(graph.Commit, "2026-08-05", "2026-09-01"))
	need("moved", "web", "core", "app", "2026-12-01", 4, turn(graph.Ask, "2026-07-03"), turn(graph.Commit, "2026-07-05", "2026-10-01"),
		turn(graph.Commit, "2026-07-06", "2026-10-10"), turn(graph.Commit, "2026-07-07", "2026-11-10"))
	need("dayless", "web", "data", "app", "", 0, turn(graph.Ask, "2026-07-03"), turn(graph.Commit, "2026-07-05"))
	need("needed", "web", "data", "app", "2026-09-01", 0, turn(graph.Ask, "2026-07-03"))
	need("one-way", "web", "lab", "quiet", "", 0, turn(graph.Ask, "2026-09-20"))
	need("other-way", "lab", "web", "quiet", "", 0, turn(graph.Ask, "2026-09-21"))
	need("refused", "web", "lab", "app", "", 0, turn(graph.Ask, "2026-08-03"), turn(graph.Decline, "2026-08-05"))
	need("quiet-talk", "web", "lab", "app", "", 0, turn(graph.Ask, "2026-08-03"), turn(graph.Offer, "2026-08-05", "2026-10-05"))
	for n := range 6 {
		r := &graph.Request{ID: graph.RequestID(fmt.Sprint("r", n)), Title: fmt.Sprint("Request ", n), From: "web", To: "data", Asked: a.day("2026-08-03"), State: graph.RequestOpen}
		if n == 0 {
			r.AnswerBy = a.day("2026-09-01")
		}
		a.Put(r)
	}
}

// decide is the decisions and the rights.
func (a *ailing) decide() {
	ask := func(id string, set func(*graph.Decision)) {
		d := &graph.Decision{ID: graph.DecisionID(id), Question: id, State: graph.DecisionOpen, Raised: a.day("2026-08-03"), Deciders: []graph.PersonID{"ana"}, Initiative: "app"}
		set(d)
		a.Put(d)
	}
	ask("nobody", func(d *graph.Decision) { d.Deciders = nil })
	ask("several", func(d *graph.Decision) { d.Deciders = []graph.PersonID{"ana", "bo"} })
	ask("overdue", func(d *graph.Decision) { d.Due = a.day("2026-09-01") })
	ask("stuck", func(d *graph.Decision) { d.Escalated, d.Due = a.day("2026-08-10"), a.day("2026-12-01") })
	ask("undated", func(*graph.Decision) {})
	ask("claimed", func(d *graph.Decision) { d.Domain, d.Due = "Money", a.day("2026-12-01") })
	ask("taken", func(d *graph.Decision) {
		d.State, d.Decided, d.Review = graph.DecisionDecided, a.day("2026-08-10"), a.day("2026-09-01")
	})
	ask("turned", func(d *graph.Decision) {
		d.State, d.Decided, d.Rationale, d.Reverses = graph.DecisionDecided, a.day("2026-09-01"), "We know more", "taken"
	})
	right := func(id string, domain string, by graph.PersonID) {
		a.Put(&graph.Right{ID: graph.RightID(id), Domain: domain, Decider: by})
	}
	right("money", "Money", "bo")
	right("tools-1", "Tools", "ana")
	right("tools-2", "tools", "bo")
	right("left", "Names", "cy")
}

// work is what was done: some units much, some of it for nothing that was planned.
func (a *ailing) work() {
	for n := range 40 {
		of := []string{"app", "orphan", "", "gate"}[n%4]
		a.Work(fmt.Sprint("w", n), "web", of, fixture.Logged("2026-08-03", 1.5))
		a.Work(fmt.Sprint("c", n), "core", []string{"thin", "thin", "thin", "moves"}[n%40/13], fixture.Size(2), fixture.Started("2026-07-06"), fixture.Finished("2026-08-03"))
	}
}
