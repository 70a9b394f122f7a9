package overview_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// office is an organisation on Thursday 24 September 2026: ada leads the whole, ben one team of two, nobody the other;
// cy belongs to the first team.
func office(t fixture.T) *fixture.Org {
	leads := func(p ...graph.PersonID) func(*graph.Unit) { return func(u *graph.Unit) { u.Leads = p } }
	o := fixture.New(t).Themes("trust").Half().Period("h1", "2026-01-01", "2026-06-30").Person("ada", "ben")
	o.Put(&graph.Person{ID: "cy", Name: "Cy Ong", Unit: "web"})
	return o.Unit("acme", "", leads("ada")).Unit("web", "acme", leads("ben")).Unit("till", "acme")
}

// owes is what somebody owes in the second half, one a line: the duty, the record, the day of the promise, the days waited.
func owes(t *testing.T, o *fixture.Org, who graph.PersonID, locks ...finding.Lock) []string {
	t.Helper()
	s := o.Picture()
	f := overview.Frame{Picture: s, Period: s.Period("h2"), Locks: locks}
	owed := f.OwedBy(who)
	if owed == nil {
		t.Fatalf("%s owes nothing that could be told", who)
	}
	var out []string
	late := 0
	for _, d := range owed.Debts {
		line := fmt.Sprintf("%s %s since %s", d.Duty, d.Record.Ref(), d.Since)
		if d.Due != 0 {
			line += " due " + d.Due.String()
		}
		if d.Late(s.Today()) > 0 {
			late++
		}
		out = append(out, line)
	}
	if late != owed.Late {
		t.Errorf("%d are past their day, want %d", owed.Late, late)
	}
	return out
}

func same(t *testing.T, who string, got []string, want ...string) {
	t.Helper()
	if diff := gocmp.Diff(strings.Join(want, "\n"), strings.Join(got, "\n")); diff != "" {
		t.Errorf("%s owes: -want +got\n%s", who, diff)
	}
}

func on(t fixture.T, day string) graph.Date { return fixture.Date(t, day) }

func TestForWhomSomebodyAnswers(t *testing.T) {
	s := office(t).Unit("shop", "till").Picture()
	f := overview.Frame{Picture: s}
	for who, want := range map[graph.PersonID]string{"ada": "acme till shop", "ben": "web", "cy": ""} {
		var got []string
		for _, u := range f.OwedBy(who).Units {
			got = append(got, string(u.ID))
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%s answers for %v, want %s", who, got, want)
		}
	}
	if f.OwedBy("nobody") != nil || f.OwedBy("") != nil {
		t.Error("somebody who is not there owes something")
	}
	for _, c := range []struct {
		who, of graph.PersonID
		may     bool
	}{{"ada", "cy", true}, {"ben", "cy", true}, {"cy", "cy", false}, {"ben", "ada", false}, {"", "cy", false}, {"ada", "nobody", false}} {
		if got := overview.LeadsAbove(s, c.who, c.of); got != c.may {
			t.Errorf("LeadsAbove(%s, %s) = %v", c.who, c.of, got)
		}
	}
}

func TestReadingsAreOwedOnBothSides(t *testing.T) {
	o := office(t).Today("2026-07-06").Assigned("web", "h2", fixture.Shares{"trust": 1}).Assigned("acme", "h2", fixture.Shares{"trust": 1}).
		Assigned("till", "h1", fixture.Shares{"trust": 1}).Today(fixture.Today)
	same(t, "ben, who has not read", owes(t, o, "ben"), "restate intent/assigned-web-h2 since "+recorded(t, o, "assigned-web-h2"))
	same(t, "ada, whose unit hands down and whose other one was asked before", owes(t, o, "ada"))
	o.Capacity("acme", "h2", 100)
	same(t, "ada, whose unit has days", owes(t, o, "ada"), "restate intent/assigned-acme-h2 since "+recorded(t, o, "assigned-acme-h2"))
	o.Capacity("acme", "h2", 0)

	read := func(state graph.ReceiptState) *graph.Intent {
		return &graph.Intent{
			ID: "read", Level: graph.Interpreted, Unit: "web", Period: "h2", Restatement: "We keep promises", Shares: graph.Shares{{Theme: "trust", Share: 1}},
			Receipt: graph.Receipt{State: state, SentAt: fixture.Moment(t, "2026-09-10T10:00:00Z"), SentBy: "ben"},
		}
	}
	o.Put(&graph.Intent{ID: "read", Level: graph.Interpreted, Unit: "web", Period: "h2", Restatement: "A draft"})
	same(t, "ben, who has a draft", owes(t, o, "ben"), "restate intent/read since "+recorded(t, o, "assigned-web-h2"))
	o.Put(read(graph.Sent))
	same(t, "ben, who sent it", owes(t, o, "ben"))
	same(t, "ada, who was sent it", owes(t, o, "ada"), "answer intent/read since 2026-09-10")
	again := read(graph.Sent)
	again.Receipt.Reason, again.Receipt.ReopenedAt = "Others are faster", fixture.Moment(t, "2026-09-18T10:00:00Z")
	o.Put(again)
	same(t, "ada, after the strategy changed", owes(t, o, "ada"), "answer intent/read since 2026-09-18")
	mine := read(graph.Sent)
	mine.Receipt.SentBy = "ada"
	o.Put(mine)
	same(t, "ada, who sent it herself", owes(t, o, "ada"))
	back := read(graph.Returned)
	back.Receipt.Reason = "Not what was asked"
	back.Receipt.AnsweredAt = fixture.Moment(t, "2026-09-20T10:00:00Z")
	o.Put(back)
	same(t, "ben, who got it back", owes(t, o, "ben"), "resend intent/read since 2026-09-20")
	same(t, "ada, who sent it back", owes(t, o, "ada"))
	o.Put(read(graph.Accepted))
	same(t, "ben, whose reading is accepted", owes(t, o, "ben"))
}

// recorded is since when an intent holds as it stands.
func recorded(t *testing.T, o *fixture.Org, id string) string {
	return graph.DateOf(time.UnixMilli(graph.Find[*graph.Intent](o.Picture(), id).Stamp().Effective).UTC()).String()
}

func TestWhoseTurnItIs(t *testing.T) {
	at := func(day string) graph.Turn { return graph.Turn{At: fixture.Moment(t, day+"T10:00:00Z")} }
	turn := func(act graph.Act, day, date string) graph.Turn {
		x := at(day)
		if x.Act = act; date != "" {
			x.Date = on(t, date)
		}
		return x
	}
	ask := turn(graph.Ask, "2026-09-01", "2026-10-01")
	offer := turn(graph.Offer, "2026-09-04", "2026-10-10")
	counter := turn(graph.Counter, "2026-09-08", "2026-10-05")
	counter.Unit = "web"
	promise := turn(graph.Commit, "2026-09-10", "2026-10-01")
	for name, c := range map[string]struct {
		turns    []graph.Turn
		web, acm string // what ben owes for web, which asks, and ada for acme, which is asked
	}{
		"named only":              {nil, "", ""},
		"asked":                   {[]graph.Turn{ask}, "", "reply dependency/d since 2026-09-01"},
		"offered":                 {[]graph.Turn{ask, offer}, "turn dependency/d since 2026-09-04", ""},
		"countered":               {[]graph.Turn{ask, offer, counter}, "", "turn dependency/d since 2026-09-08"},
		"promised for today week": {[]graph.Turn{ask, promise}, "", "deliver dependency/d since 2026-09-10 due 2026-10-01"},
		"promised for later":      {[]graph.Turn{ask, turn(graph.Commit, "2026-09-10", "2026-10-02")}, "", ""},
		"promised and past":       {[]graph.Turn{ask, turn(graph.Commit, "2026-09-10", "2026-09-20")}, "", "deliver dependency/d since 2026-09-10 due 2026-09-20"},
		"promised without a day":  {[]graph.Turn{ask, turn(graph.Commit, "2026-09-10", "")}, "", ""},
		"delivered late":          {[]graph.Turn{ask, turn(graph.Commit, "2026-09-10", "2026-09-20"), turn(graph.Deliver, "2026-09-22", "")}, "", ""},
		"broken off":              {[]graph.Turn{ask, turn(graph.Commit, "2026-09-10", "2026-09-20"), turn(graph.Break, "2026-09-22", "")}, "", ""},
		"declined":                {[]graph.Turn{ask, turn(graph.Decline, "2026-09-10", "")}, "", ""},
		"asked tomorrow":          {[]graph.Turn{turn(graph.Ask, "2026-09-25", "")}, "", ""},
	} {
		t.Run(name, func(t *testing.T) {
			o := office(t).Put(&graph.Dependency{ID: "d", What: "A date", From: "web", On: "acme", Turns: c.turns})
			same(t, "ben", owes(t, o, "ben"), strings.FieldsFunc(c.web, func(r rune) bool { return r == '\n' })...)
			same(t, "ada", owes(t, o, "ada"), strings.FieldsFunc(c.acm, func(r rune) bool { return r == '\n' })...)
		})
	}
	ended := office(t).Initiative("gone", "web", fixture.Is(graph.Stopped)).Put(&graph.Dependency{ID: "d", What: "A date", From: "web", On: "acme", Initiative: "gone", Turns: []graph.Turn{ask}})
	same(t, "ada, of what is stopped", owes(t, ended, "ada"))
}

func TestRequestsComeNear(t *testing.T) {
	r := func(id, asked, by string, state graph.RequestState) *graph.Request {
		out := &graph.Request{ID: graph.RequestID(id), Title: id, From: "acme", To: "web", State: state}
		if asked != "" {
			out.Asked = on(t, asked)
		}
		if by != "" {
			out.AnswerBy = on(t, by)
		}
		return out
	}
	answered := r("answered", "2026-09-01", "2026-09-10", graph.RequestOpen)
	answered.Answered = on(t, "2026-09-09")
	o := office(t).Put(
		r("past", "2026-09-01", "2026-09-10", graph.RequestOpen), r("near", "2026-09-01", "2026-10-01", graph.RequestOpen), r("far", "2026-09-01", "2026-10-02", graph.RequestOpen),
		r("over", "2026-08-01", "2026-08-10", graph.RequestPlanned), answered,
		r("quiet", "2026-09-09", "", graph.RequestOpen), r("fresh", "2026-09-10", "", graph.RequestOpen)) // 11 and 10 working days
	same(t, "ben", owes(t, o, "ben"),
		"request request/quiet since 2026-09-09", "request request/past since 2026-09-01 due 2026-09-10", "request request/near since 2026-09-01 due 2026-10-01")
	same(t, "ada, who asked", owes(t, o, "ada"))
}

func TestDecisionsWaitForTheirDecider(t *testing.T) {
	d := func(id string, who ...graph.PersonID) *graph.Decision {
		return &graph.Decision{ID: graph.DecisionID(id), Question: id, State: graph.DecisionOpen, Deciders: who, Unit: "web", Raised: on(t, "2026-09-01")}
	}
	decided, due := d("decided", "cy"), d("due", "cy")
	decided.State, decided.Decided, decided.Chosen = graph.DecisionDecided, on(t, "2026-09-02"), "Yes"
	due.Due = on(t, "2026-08-30")
	heard := d("heard", "ada")
	heard.Consulted = []graph.PersonID{"cy"}
	o := office(t).Put(d("mine", "cy"), due, d("both", "cy", "ada"), d("nobody"), decided, heard)
	same(t, "cy", owes(t, o, "cy"), "decide decision/due since 2026-09-01 due 2026-08-30", "one-decider decision/both since 2026-09-01", "decide decision/mine since 2026-09-01")
	same(t, "ben", owes(t, o, "ben"), "one-decider decision/nobody since 2026-09-01")

	up := func(id graph.EscalationID, of graph.DecisionID) *graph.Escalation {
		return &graph.Escalation{ID: id, Decision: of, To: "cy", Why: "Two readings", At: fixture.Moment(t, "2026-09-15T10:00:00Z"), Due: on(t, "2026-09-29")}
	}
	closed := up("e-closed", "heard")
	closed.Closed, closed.Outcome = on(t, "2026-09-16"), "Handed back"
	o = office(t).Put(d("mine", "cy"), heard, up("e-mine", "mine"), up("e-heard", "heard"), closed)
	same(t, "cy, to whom it was passed", owes(t, o, "cy"), "decide decision/mine since 2026-09-01", "escalation escalation/e-heard since 2026-09-15 due 2026-09-29")
}

func TestChangesOfAPlanWaitForAVerdict(t *testing.T) {
	b := &graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-07-10T10:00:00Z")}
	r := func(id string, who graph.PersonID) *graph.ChangeRequest {
		return &graph.ChangeRequest{ID: graph.ChangeRequestID(id), Title: id, Baseline: "lock", Cause: graph.CauseIncident, Raised: on(t, "2026-09-14"), Approver: who}
	}
	yes, no := r("yes", "ada"), r("no", "ada")
	yes.Approved, no.Rejected = on(t, "2026-09-15"), on(t, "2026-09-15")
	o := office(t).Put(b, r("open", "ada"), r("other", "ben"), yes, no)
	same(t, "ada", owes(t, o, "ada"), "verdict changerequest/open since 2026-09-14")
}

func TestMetricsAreReadEveryFourWeeks(t *testing.T) {
	owned := func(days ...string) func(*graph.Outcome) {
		return func(out *graph.Outcome) {
			out.Owner, out.Metric = "web", graph.Metric{Name: "Late", Unit: "%", Baseline: 9, Target: 4, Direction: graph.Down}
			for _, d := range days {
				out.Readings = append(out.Readings, graph.Value{On: on(t, d), Value: 8})
			}
		}
	}
	in := func(p graph.PeriodID) func(*graph.Outcome) { return func(out *graph.Outcome) { out.Period = p } }
	bare := func(out *graph.Outcome) { out.Owner = "web" }
	ended := func(out *graph.Outcome) { out.Until = on(t, "2026-09-01") }
	o := office(t).
		Outcome("stale", nil, owned("2026-08-01", "2026-08-27")). // four weeks to the day
		Outcome("fresh", nil, owned("2026-08-28")).
		Outcome("never", nil, owned(), in("h2")).
		Outcome("ahead", nil, owned("2026-08-01"), in("q4")).
		Outcome("past", nil, owned("2026-08-01"), in("h1")).
		Outcome("bare", nil, bare).Outcome("given-up", nil, owned("2026-08-01"), ended)
	same(t, "ben", owes(t, o, "ben"), "read outcome/never since 2026-07-01", "read outcome/stale since 2026-08-27 due 2026-09-24")
}

func TestPlansAreSignedWhereOthersSigned(t *testing.T) {
	plan := office(t).Initiative("app", "web", fixture.In("h2"), fixture.Days("web", "h2", 40)).Initiative("idea", "till", fixture.Is(graph.Likely), fixture.In("h2"), fixture.Days("till", "h2", 9))
	then := plan.Picture()
	lock := func(signed ...graph.UnitID) (*fixture.Org, finding.Lock) {
		b := &graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-07-10T10:00:00Z")}
		for _, u := range signed {
			b.Signatures = append(b.Signatures, graph.Signature{By: "ada", Unit: u})
		}
		return fixture.On(t, then).Put(b), finding.Lock{Baseline: b, Then: then}
	}
	for _, c := range []struct {
		signed []graph.UnitID
		want   []string
	}{
		{nil, nil}, // nobody signs plans here
		{[]graph.UnitID{"till"}, []string{"sign baseline/lock since 2026-07-10"}},
		{[]graph.UnitID{"till", "web"}, nil},
		{[]graph.UnitID{"acme"}, nil}, // signed above
	} {
		o, l := lock(c.signed...)
		same(t, "ben", owes(t, o, "ben", l), c.want...)
	}
	o, l := lock("web")
	same(t, "ada, for a unit without days in it", owes(t, o, "ada", l))
}

func TestTheStrategyIsReadInTheVersionThatStands(t *testing.T) {
	o := office(t).Stated("acme", "h2", fixture.Shares{"trust": 1})
	owed := []string{"acknowledge intent/stated-acme-h2 since " + recorded(t, o, "stated-acme-h2")}
	same(t, "cy", owes(t, o, "cy"), owed...)
	o.Put(&graph.Acknowledgement{ID: "k", Of: graph.IntentID("stated-acme-h2").Ref(), Version: 1, By: "cy"})
	same(t, "cy, who read it", owes(t, o, "cy"))
	same(t, "ada, who did not", owes(t, o, "ada"), owed...)
	o.Stated("acme", "h2", fixture.Shares{"trust": 0.9})
	same(t, "cy, who read what stood before", owes(t, o, "cy"), "acknowledge intent/stated-acme-h2 since "+recorded(t, o, "stated-acme-h2"))
}

func TestAssumptionsComeDue(t *testing.T) {
	assume := func(lead graph.PersonID) func(*graph.Initiative) {
		return func(i *graph.Initiative) {
			i.Lead = lead
			i.Assumptions = []graph.Assumption{
				{Words: "Due in a week", Review: on(t, "2026-10-01")},
				{Words: "Later", Review: on(t, "2026-10-02")},
				{Words: "Whenever"},
				{Words: "Looked at", Review: on(t, "2026-09-01"), Reviewed: on(t, "2026-09-02"), Holds: "It does"},
			}
			i.Kill = []graph.Assumption{{Words: "Past", Review: on(t, "2026-09-10")}}
		}
	}
	o := office(t).Initiative("led", "acme", assume("cy")).Initiative("owned", "web", assume("")).Initiative("done", "web", fixture.Is(graph.Done), assume(""))
	for who, of := range map[graph.PersonID]string{"cy": "led", "ben": "owned"} {
		same(t, string(who), owes(t, o, who), "kill initiative/"+of+" since 2026-09-10 due 2026-09-10", "assumption initiative/"+of+" since 2026-10-01 due 2026-10-01")
	}
	same(t, "ada, whose unit owns what another leads", owes(t, o, "ada"))
}

func TestWhoIsNamedOwesAnAnswer(t *testing.T) {
	say := func(id graph.CommentID, by graph.PersonID, day, text string, to graph.CommentID) *graph.Comment {
		return &graph.Comment{ID: id, On: graph.UnitID("web").Ref(), By: by, At: fixture.Moment(t, day+"T10:00:00Z"), Text: text, ReplyTo: to}
	}
	first := say("c1", "ada", "2026-09-01", "Who knows, @Cy Ong?", "")
	o := office(t).Put(first, say("c2", "ben", "2026-09-02", "Not me", "c1"), say("alone", "cy", "2026-09-03", "Note to @cy", ""))
	same(t, "cy, named once", owes(t, o, "cy"), "mention comment/c1 since 2026-09-01")
	same(t, "ada, who asked", owes(t, o, "ada"))
	o.Put(say("c3", "ben", "2026-09-04", "@cy again", "c2"))
	same(t, "cy, named twice in one talk", owes(t, o, "cy"), "mention comment/c3 since 2026-09-04")
	o.Put(say("c4", "cy", "2026-09-05", "I do", "c1"))
	same(t, "cy, who answered", owes(t, o, "cy"))
	o.Put(say("c5", "ada", "2026-09-06", "And this, @Cy Ong and @nobody?", "c4"))
	same(t, "cy, asked again", owes(t, o, "cy"), "mention comment/c5 since 2026-09-06")
	settled := *first
	settled.Resolved = on(t, "2026-09-07")
	o.Put(&settled)
	same(t, "cy, when it is resolved", owes(t, o, "cy"))
}

// The oldest promise comes first: a day that was promised counts for itself, else since when it waits.
func TestTheOldestPromiseComesFirst(t *testing.T) {
	today := on(t, fixture.Today)
	d := overview.Debt{Since: today - 10, Due: today + 3}
	if d.Promise() != today+3 || d.Waits(today) != 10 || d.Late(today) != 0 {
		t.Errorf("before its day: %v %d %d", d.Promise(), d.Waits(today), d.Late(today))
	}
	d.Due = today - 2
	if d.Promise() != today-2 || d.Late(today) != 2 {
		t.Errorf("past its day: %v %d", d.Promise(), d.Late(today))
	}
	d = overview.Debt{Since: today + 5}
	if d.Promise() != today+5 || d.Waits(today) != 0 || d.Late(today) != 0 {
		t.Errorf("still to come: %v %d %d", d.Promise(), d.Waits(today), d.Late(today))
	}
}
