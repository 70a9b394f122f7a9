package decision_test

import (
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/decision"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// council is decisions of which clean has one decider and options, free one and none, nobody's none, two two;
// stands was decided, gone dropped, past superseded by stands.
func council(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Themes("trust").Person("ana", "ben", "cleo").Unit("acme", "").Initiative("app", "acme")
	o.Put(&graph.Person{ID: "left", Name: "left", Until: fixture.Date(t, "2026-08-31")}, &graph.Principle{ID: "promise", Prefer: "A promise", Over: "a start"})
	day := func(s string) graph.Date { return fixture.Date(t, s) }
	d := func(id graph.DecisionID, set func(*graph.Decision)) {
		r := &graph.Decision{ID: id, Question: string(id) + "?", State: graph.DecisionOpen, Raised: day("2026-09-01"), Deciders: []graph.PersonID{"ana"}}
		set(r)
		o.Put(r)
	}
	d("clean", func(d *graph.Decision) { d.Options = []string{"October", "November"} })
	d("free", func(*graph.Decision) {})
	d("nobodys", func(d *graph.Decision) { d.Deciders = nil })
	d("two", func(d *graph.Decision) { d.Deciders = []graph.PersonID{"ana", "ben"} })
	d("stands", func(d *graph.Decision) {
		d.State, d.Decided, d.Chosen, d.Rationale = graph.DecisionDecided, day("2026-09-10"), "Yes", "So"
	})
	d("gone", func(d *graph.Decision) { d.State = graph.DecisionDropped })
	d("past", func(d *graph.Decision) { d.State, d.SupersededBy = graph.DecisionSuperseded, "stands" })
	return rehearsal.New(t, o, graph.KindDecision, graph.KindEscalation, graph.KindRight)
}

func decisionOf(st *rehearsal.Stage, id string) *graph.Decision {
	return graph.Find[*graph.Decision](st.Picture(), id)
}

func TestADecisionIsRaised(t *testing.T) {
	st := council(t)
	in := decision.Question{
		Question: " Do we move the cutover? ", Domain: " Freeze ", Options: []string{"Yes", " ", " No "}, Criteria: []string{"Cost"}, Deciders: []graph.PersonID{"ana"},
		Consulted: []graph.PersonID{"ben"}, Unit: "acme", Initiative: "app", Due: fixture.Date(t, "2026-10-01"),
	}
	st.Do("ben", rehearsal.Of(decision.Raise, in))
	st.Nothing("ben", rehearsal.Of(decision.Raise, in))
	d := decisionOf(st, "do-we-move-the-cutover")
	if d == nil || d.Question != "Do we move the cutover?" || d.Domain != "Freeze" || !slices.Equal(d.Options, []string{"Yes", "No"}) || d.State != graph.DecisionOpen ||
		d.Raised != fixture.Date(t, fixture.Today) || d.Due != in.Due || len(d.Deciders) != 1 || len(d.Consulted) != 1 || d.Unit != "acme" || d.Initiative != "app" {
		t.Fatalf("the decision is %+v", d)
	}
	for name, c := range map[string]struct {
		set              func(*decision.Question)
		sentence, remedy string
	}{
		"asked otherwise":      {func(q *decision.Question) { q.Domain = "" }, "“Do we move the cutover?” is open already as do-we-move-the-cutover", "Go on with that one"},
		"no question":          {func(q *decision.Question) { q.Question = "" }, "no question is given", "Ask it"},
		"an option twice":      {func(q *decision.Question) { q.Options = []string{"yes", "Yes"} }, "the option “Yes” stands twice", "Keep it once"},
		"due yesterday":        {func(q *decision.Question) { q.Due = fixture.Date(t, "2026-09-23") }, "is to be decided, 23 Sep, is over", "from today on"},
		"a decider twice":      {func(q *decision.Question) { q.Question, q.Deciders = "Else?", []graph.PersonID{"ana", "ana"} }, `"ana" stands twice`, "each decider once"},
		"decided by strangers": {func(q *decision.Question) { q.Question, q.Deciders = "Else?", []graph.PersonID{"anna"} }, `there is no person "anna"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			other := in
			c.set(&other)
			st.Refused("ben", rehearsal.Of(decision.Raise, other), fault.Invalid, c.sentence, c.remedy)
		})
	}
	in.Unit = ""
	if st.Do("ben", rehearsal.Of(decision.Raise, in)); decisionOf(st, "do-we-move-the-cutover-2") == nil {
		t.Error("the same question for the whole is another")
	}
}

func TestAnOpenDecisionIsDecided(t *testing.T) {
	st := council(t)
	in := decision.Choice{
		Decision: "clean", Chosen: " november", Rationale: " The bank is ready then ", Theme: "trust", Principle: "promise", Supersedes: "stands",
		Review: fixture.Date(t, "2026-12-01"), On: fixture.Date(t, "2026-09-20"),
	}
	st.Do("ben", rehearsal.Of(decision.Escalate, decision.Passing{Decision: "clean", To: "cleo", Why: "Two units differ"}))
	st.Do("ana", rehearsal.Of(decision.Decide, in))
	st.Nothing("ana", rehearsal.Of(decision.Decide, in))
	d := decisionOf(st, "clean")
	if d.State != graph.DecisionDecided || d.Chosen != "November" || d.Rationale != "The bank is ready then" || d.Theme != "trust" || d.Principle != "promise" ||
		d.Decided != in.On || d.Review != in.Review || d.Reverses != "stands" || st.Last.Reason != d.Rationale {
		t.Errorf("the decision is %+v", d)
	}
	if old := decisionOf(st, "stands"); old.State != graph.DecisionSuperseded || old.SupersededBy != "clean" || old.Chosen != "Yes" {
		t.Errorf("the one before is %+v", old)
	}
	if e := graph.Find[*graph.Escalation](st.Picture(), "clean"); e.Closed != fixture.Date(t, fixture.Today) || e.Outcome != "Decided: November" {
		t.Errorf("the escalation is %+v", e)
	}
	st.Do("ana", rehearsal.Of(decision.Decide, decision.Choice{Decision: "free", Chosen: "In spring", Rationale: "So"}))
	if d := decisionOf(st, "free"); d.Chosen != "In spring" || d.Decided != fixture.Date(t, fixture.Today) {
		t.Errorf("the decision is %+v", d)
	}
}

func TestChoicesThatDecideNothing(t *testing.T) {
	for name, c := range map[string]struct {
		in               decision.Choice
		kind             fault.Kind
		sentence, remedy string
	}{
		"of nothing":            {decision.Choice{Decision: "claen", Chosen: "A"}, fault.NotFound, `no decision "claen"`, "Name one"},
		"without a choice":      {decision.Choice{Decision: "free", Rationale: "So"}, fault.Invalid, "no choice is given", "what was decided"},
		"none of the options":   {decision.Choice{Decision: "clean", Chosen: "December", Rationale: "So"}, fault.Invalid, "“December” is none of the options: October; November", "Choose one of them"},
		"without a reason":      {decision.Choice{Decision: "clean", Chosen: "October"}, fault.Invalid, "no rationale is given", "in one sentence"},
		"by nobody":             {decision.Choice{Decision: "nobodys", Chosen: "A", Rationale: "So"}, fault.Invalid, "nobody is named who decides “nobodys?”", "the one person"},
		"by two":                {decision.Choice{Decision: "two", Chosen: "A", Rationale: "So"}, fault.Invalid, "2 people are named who decide “two?”", "Keep one decider"},
		"again":                 {decision.Choice{Decision: "stands", Chosen: "No", Rationale: "So"}, fault.Invalid, "“stands?” was decided on 10 Sep: Yes", "Raise a new one"},
		"what was dropped":      {decision.Choice{Decision: "gone", Chosen: "No", Rationale: "So"}, fault.Invalid, "“gone?” was dropped", "Raise it anew"},
		"what was superseded":   {decision.Choice{Decision: "past", Chosen: "No", Rationale: "So"}, fault.Invalid, "“past?” was superseded by stands", "Look at that one"},
		"tomorrow":              {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", On: fixture.Date(t, "2026-09-25")}, fault.Invalid, "the decision bears the day 25 Sep", "up to today"},
		"before it was raised":  {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", On: fixture.Date(t, "2026-08-31")}, fault.Invalid, "“free?” was raised on 1 Sep only", "a later one"},
		"to look at before":     {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", Review: fixture.Date(t, "2026-09-24")}, fault.Invalid, "to look at it again, 24 Sep", "later day"},
		"superseding itself":    {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", Supersedes: "free"}, fault.Invalid, "does not supersede itself", "earlier decision"},
		"superseding the open":  {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", Supersedes: "two"}, fault.Invalid, "“two?” is open", "that stands"},
		"superseding the past":  {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", Supersedes: "past"}, fault.Invalid, "“past?” is superseded", "that stands"},
		"superseding the later": {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", Supersedes: "stands", On: fixture.Date(t, "2026-09-05")}, fault.Invalid, "was decided later, on 10 Sep", "earlier decision"},
		"over somebody's words": {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", Seen: 3}, fault.Conflict, "decision/free was changed", "present state"},
		"for no theme":          {decision.Choice{Decision: "free", Chosen: "No", Rationale: "So", Theme: "trst"}, fault.Invalid, `there is no theme "trst"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			council(t).Refused("ana", rehearsal.Of(decision.Decide, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAQuestionIsDropped(t *testing.T) {
	st := council(t)
	in := decision.Dropping{Decision: "nobodys", Reason: " Nobody asks any more "}
	st.Do("ben", rehearsal.Of(decision.Escalate, decision.Passing{Decision: "nobodys", To: "cleo", Why: "Nobody decides"}))
	st.Do("ana", rehearsal.Of(decision.Drop, in))
	st.Nothing("ana", rehearsal.Of(decision.Drop, in))
	if d := decisionOf(st, "nobodys"); d.State != graph.DecisionDropped || st.Last.Reason != "Nobody asks any more" {
		t.Errorf("the decision is %+v, %q", d, st.Last.Reason)
	}
	if e := graph.Find[*graph.Escalation](st.Picture(), "nobodys"); e.Closed == 0 || e.Outcome != "Dropped: Nobody asks any more" {
		t.Errorf("the escalation is %+v", e)
	}
	st.Refused("ana", rehearsal.Of(decision.Drop, decision.Dropping{Decision: "free"}), fault.Invalid, "no reason is given", "why it need not be decided")
	st.Refused("ana", rehearsal.Of(decision.Drop, decision.Dropping{Decision: "stands", Reason: "So"}), fault.Invalid, "was decided on 10 Sep", "Raise a new one")
	st.Refused("ana", rehearsal.Of(decision.Drop, decision.Dropping{Decision: "free", Reason: "So", Seen: 8}), fault.Conflict, "was changed", "present")
}

func TestADecisionIsSuperseded(t *testing.T) {
	st := council(t)
	in := decision.Succession{Decision: "two", By: "stands", Reason: "The same question"}
	st.Do("ana", rehearsal.Of(decision.Supersede, in))
	st.Nothing("ana", rehearsal.Of(decision.Supersede, in))
	if d, by := decisionOf(st, "two"), decisionOf(st, "stands"); d.State != graph.DecisionSuperseded || d.SupersededBy != "stands" || by.Reverses != "" {
		t.Errorf("%+v was superseded by %+v", d, by)
	}
	st.Do("ana", rehearsal.Of(decision.Decide, decision.Choice{Decision: "free", Chosen: "Never", Rationale: "So"}))
	st.Do("ana", rehearsal.Of(decision.Supersede, decision.Succession{Decision: "stands", By: "free"}))
	if by := decisionOf(st, "free"); by.Reverses != "stands" {
		t.Errorf("what was decided was turned round by %+v", by)
	}
	for name, c := range map[string]struct {
		in               decision.Succession
		sentence, remedy string
	}{
		"by itself":              {decision.Succession{Decision: "free", By: "free"}, "does not supersede itself", "another decision"},
		"by what is open":        {decision.Succession{Decision: "free", By: "clean"}, "“clean?” is open, and only what is decided supersedes", "Decide it first"},
		"by what is superseded":  {decision.Succession{Decision: "free", By: "stands"}, "“stands?” is superseded", "Decide it first"},
		"although it was":        {decision.Succession{Decision: "two", By: "free"}, "“two?” is superseded", "that stands"},
		"although it is dropped": {decision.Succession{Decision: "gone", By: "free"}, "“gone?” is dropped", "that stands"},
	} {
		t.Run(name, func(t *testing.T) {
			st.Refused("ana", rehearsal.Of(decision.Supersede, c.in), fault.Invalid, c.sentence, c.remedy)
		})
	}
	st.Do("ana", rehearsal.Of(decision.Decide, decision.Choice{Decision: "clean", Chosen: "October", Rationale: "So", On: fixture.Date(t, "2026-09-02")}))
	st.Refused("ana", rehearsal.Of(decision.Supersede, decision.Succession{Decision: "free", By: "clean"}), fault.Invalid, "“free?” was decided later, on 24 Sep", "which of the two stands")
}

func TestADecisionIsPassedUpwards(t *testing.T) {
	st := council(t)
	in := decision.Passing{Decision: "clean", To: "cleo", Why: " Two units differ "}
	at := st.Time()
	st.Do("ben", rehearsal.Of(decision.Escalate, in))
	st.Nothing("ben", rehearsal.Of(decision.Escalate, in))
	e := graph.Find[*graph.Escalation](st.Picture(), "clean")
	if e.Decision != "clean" || e.From != "ben" || e.To != "cleo" || e.Why != "Two units differ" || !e.At.Equal(at) || e.Due != fixture.Date(t, "2026-10-08") {
		t.Errorf("the escalation is %+v", e)
	}
	if d := decisionOf(st, "clean"); d.Escalated != fixture.Date(t, fixture.Today) || d.State != graph.DecisionOpen {
		t.Errorf("the decision is %+v", d)
	}
	st.Refused("ben", rehearsal.Of(decision.Escalate, decision.Passing{Decision: "clean", To: "cleo", Why: "Nobody answers"}), fault.Invalid, "“clean?” waits above already, since 24 Sep", "Close that one first: clean")
	closing := decision.Closing{Escalation: "clean", Outcome: " Handed back "}
	st.Today("2026-09-28").Do("cleo", rehearsal.Of(decision.CloseEscalation, closing))
	st.Nothing("cleo", rehearsal.Of(decision.CloseEscalation, closing))
	if e := graph.Find[*graph.Escalation](st.Picture(), "clean"); e.Closed != fixture.Date(t, "2026-09-28") || e.Outcome != "Handed back" || st.Last.Reason != "Handed back" {
		t.Errorf("the escalation is %+v", e)
	}
	st.Refused("cleo", rehearsal.Of(decision.CloseEscalation, decision.Closing{Escalation: "clean", Outcome: "Decided"}), fault.Invalid, "it was closed on 28 Sep: Handed back", "anew")
	st.Refused("cleo", rehearsal.Of(decision.CloseEscalation, decision.Closing{Escalation: "clean"}), fault.Invalid, "no outcome is given", "handed back")
	in.Due = fixture.Date(t, "2026-09-30")
	st.Do("ben", rehearsal.Of(decision.Escalate, in))
	if e := graph.Find[*graph.Escalation](st.Picture(), "clean-2"); e.Due != in.Due || decisionOf(st, "clean").Escalated != fixture.Date(t, fixture.Today) {
		t.Errorf("passed upwards again: %+v", e)
	}
	for name, c := range map[string]struct {
		in               decision.Passing
		kind             fault.Kind
		sentence, remedy string
	}{
		"without a reason":  {decision.Passing{Decision: "free", To: "cleo"}, fault.Invalid, "no reason is given", "could not be settled"},
		"to nobody":         {decision.Passing{Decision: "free", Why: "So"}, fault.Invalid, "no person is named", "Name the person"},
		"to oneself":        {decision.Passing{Decision: "free", To: "ben", Why: "So"}, fault.Invalid, "to whoever passes it", "somebody above"},
		"to the decider":    {decision.Passing{Decision: "free", To: "ana", Why: "So"}, fault.Invalid, "whoever decides “free?”", "somebody above"},
		"to one who left":   {decision.Passing{Decision: "free", To: "left", Why: "So"}, fault.Invalid, "the last day of left was 31 Aug", "still there"},
		"for yesterday":     {decision.Passing{Decision: "free", To: "cleo", Why: "So", Due: fixture.Date(t, "2026-09-23")}, fault.Invalid, "an answer is needed, 23 Sep, is over", "from today on"},
		"when it stands":    {decision.Passing{Decision: "stands", To: "cleo", Why: "So"}, fault.Invalid, "was decided on 10 Sep", "Raise a new one"},
		"of an old version": {decision.Passing{Decision: "free", To: "cleo", Why: "So", Seen: 4}, fault.Conflict, "was changed", "present"},
	} {
		t.Run(name, func(t *testing.T) {
			st.Refused("ben", rehearsal.Of(decision.Escalate, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestWhatWasClosedStaysClosed(t *testing.T) {
	st := council(t)
	st.Do("ben", rehearsal.Of(decision.Escalate, decision.Passing{Decision: "free", To: "cleo", Why: "So"}))
	st.Today("2026-09-23").Refused("cleo", rehearsal.Of(decision.CloseEscalation, decision.Closing{Escalation: "free", Outcome: "Done"}), fault.Invalid, "passed on at a later moment", "the clock")
	st.Today("2026-09-25").Do("cleo", rehearsal.Of(decision.CloseEscalation, decision.Closing{Escalation: "free", Outcome: "Handed back"}))
	st.Today("2026-09-28").Do("ana", rehearsal.Of(decision.Decide, decision.Choice{Decision: "free", Chosen: "Yes", Rationale: "So"}))
	if e := graph.Find[*graph.Escalation](st.Picture(), "free"); e.Outcome != "Handed back" || e.Closed != fixture.Date(t, "2026-09-25") {
		t.Errorf("the escalation is %+v", e)
	}
}

func TestARightIsGrantedAndRevoked(t *testing.T) {
	st := council(t)
	in := decision.Grant{Domain: " Freeze ", Limits: " up to 5 days ", Decider: "ana", Unit: "acme", Consult: []graph.PersonID{"ben"}, Delegate: "cleo", Reason: "As agreed"}
	right := func() *graph.Right { return graph.Find[*graph.Right](st.Picture(), "freeze-up-to-5-days") }
	st.Do("ben", rehearsal.Of(decision.GrantRight, in))
	st.Nothing("ben", rehearsal.Of(decision.GrantRight, in))
	if r := right(); r.Domain != "Freeze" || r.Limits != "up to 5 days" || r.Decider != "ana" || r.Delegate != "cleo" || len(r.Consult) != 1 || r.Unit != "acme" {
		t.Errorf("the right is %+v", r)
	}
	in.Delegate, in.Domain = "", "FREEZE"
	st.Do("ben", rehearsal.Of(decision.GrantRight, in))
	if r := right(); r.Delegate != "" || st.Picture().Count(graph.KindRight) != 1 {
		t.Errorf("the right is %+v", r)
	}
	other := in
	other.Decider = "ben"
	st.Refused("ben", rehearsal.Of(decision.GrantRight, other), fault.Invalid, "the right to decide on “FREEZE” is given already, by freeze-up-to-5-days", "Revoke that right first")
	revoke := decision.Revocation{Right: "freeze-up-to-5-days", Reason: "So"}
	st.Do("ben", rehearsal.Of(decision.RevokeRight, revoke))
	st.Nothing("ben", rehearsal.Of(decision.RevokeRight, revoke))
	if r := right(); r.Until != fixture.Date(t, "2026-09-23") {
		t.Errorf("the right holds until %s", r.Until)
	}
	st.Do("ben", rehearsal.Of(decision.GrantRight, other))
	revoke.Last = fixture.Date(t, "2026-12-31")
	st.Nothing("ben", rehearsal.Of(decision.RevokeRight, revoke)) // it ended before
	revoke.Right = "freeze-up-to-5-days-2"
	st.Do("ben", rehearsal.Of(decision.RevokeRight, revoke))
	st.Refused("ben", rehearsal.Of(decision.GrantRight, in), fault.Invalid, "is given already, by freeze-up-to-5-days-2", "other limits") // until it ends
	for name, c := range map[string]struct {
		set              func(*decision.Grant)
		kind             fault.Kind
		sentence, remedy string
	}{
		"over nothing":      {func(g *decision.Grant) { g.Domain = "" }, fault.Invalid, "no domain is given", "what is decided"},
		"to nobody":         {func(g *decision.Grant) { g.Decider = "" }, fault.Invalid, "no person is named", "Name the person"},
		"to one who left":   {func(g *decision.Grant) { g.Decider = "left" }, fault.Invalid, "the last day of left", "still there"},
		"to the same twice": {func(g *decision.Grant) { g.Delegate = "ana" }, fault.Invalid, "the delegate is the decider", "somebody else"},
		"that is over":      {func(g *decision.Grant) { g.Until = fixture.Date(t, "2026-09-01") }, fault.Invalid, "the last day of the right, 1 Sep, is over", "leave it out"},
	} {
		t.Run(name, func(t *testing.T) {
			g := decision.Grant{Domain: "Price", Decider: "ana"}
			c.set(&g)
			st.Refused("ben", rehearsal.Of(decision.GrantRight, g), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestARightThatNobodyHoldsIsTaken(t *testing.T) {
	o := fixture.New(t).Person("ana").Put(&graph.Right{ID: "price", Domain: "Price"})
	st := rehearsal.New(t, o, graph.KindRight)
	st.Do("", rehearsal.Of(decision.GrantRight, decision.Grant{Domain: "price", Decider: "ana"}))
	if r := graph.Find[*graph.Right](st.Picture(), "price"); r.Decider != "ana" || st.Picture().Count(graph.KindRight) != 1 {
		t.Errorf("the right is %+v", r)
	}
}

// TestAnyActsKeepDecisionsSound tries acts in any order: what was decided has one decider and a reason and is never
// open again, nothing waits above that is not open, and no right is given twice.
func TestAnyActsKeepDecisionsSound(t *testing.T) {
	ids := []graph.DecisionID{"clean", "free", "nobodys", "two", "stands"}
	next := map[graph.DecisionState][]graph.DecisionState{
		graph.DecisionOpen:    {graph.DecisionOpen, graph.DecisionDecided, graph.DecisionDropped, graph.DecisionSuperseded},
		graph.DecisionDecided: {graph.DecisionDecided, graph.DecisionSuperseded}, graph.DecisionDropped: {graph.DecisionDropped},
		graph.DecisionSuperseded: {graph.DecisionSuperseded},
	}
	rapid.Check(t, func(t *rapid.T) {
		st := council(t)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			id, other := rapid.SampledFrom(ids).Draw(t, "decision"), rapid.SampledFrom(append(ids, "")).Draw(t, "other")
			words := rapid.SampledFrom([]string{"October", "November", ""}).Draw(t, "words")
			before := st.Picture()
			st.Try("ben", rapid.SampledFrom([]rehearsal.Command{
				rehearsal.Of(decision.Decide, decision.Choice{Decision: id, Chosen: words, Rationale: "So", Supersedes: other}),
				rehearsal.Of(decision.Drop, decision.Dropping{Decision: id, Reason: words}),
				rehearsal.Of(decision.Supersede, decision.Succession{Decision: id, By: other}),
				rehearsal.Of(decision.Escalate, decision.Passing{Decision: id, To: "cleo", Why: words}),
				rehearsal.Of(decision.CloseEscalation, decision.Closing{Escalation: graph.EscalationID(id), Outcome: words}),
				rehearsal.Of(decision.GrantRight, decision.Grant{Domain: words, Decider: rapid.SampledFrom([]graph.PersonID{"ana", "ben"}).Draw(t, "who")}),
				rehearsal.Of(decision.RevokeRight, decision.Revocation{Right: rapid.SampledFrom([]graph.RightID{"october", "november"}).Draw(t, "right")}),
				rehearsal.Of(decision.Raise, decision.Question{Question: words}),
			}).Draw(t, "act"))
			s := st.Picture()
			for was := range graph.All[*graph.Decision](before) {
				is := graph.Find[*graph.Decision](s, string(was.ID))
				if !slices.Contains(next[was.State], is.State) {
					t.Fatalf("%s was %s and is %s", is.ID, was.State, is.State)
				}
				if (is.SupersededBy != "") != (is.State == graph.DecisionSuperseded) {
					t.Fatalf("%s is %s and superseded by %q", is.ID, is.State, is.SupersededBy)
				}
				if is.State == graph.DecisionDecided && (len(is.Deciders) != 1 || is.Rationale == "" || is.Chosen == "" || is.Decided == 0) {
					t.Fatalf("it was decided so: %+v", is)
				}
			}
			waiting, given := make(map[graph.DecisionID]bool), make(map[string]bool)
			for e := range graph.All[*graph.Escalation](s) {
				if e.Closed == 0 && (waiting[e.Decision] || decisionOf(st, string(e.Decision)).State != graph.DecisionOpen) {
					t.Fatalf("%s waits above for %s", e.ID, e.Decision)
				}
				waiting[e.Decision] = waiting[e.Decision] || e.Closed == 0
			}
			for r := range graph.All[*graph.Right](s) {
				if holds := r.Until == 0 || r.Until >= s.Today(); holds {
					if given[r.Domain] {
						t.Fatalf("the right on %s is given twice", r.Domain)
					}
					given[r.Domain] = true
				}
			}
		}
	})
}
