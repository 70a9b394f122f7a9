package graph

import (
	"testing"
	"time"
)

func TestLabelsAreWhatAPersonWouldSay(t *testing.T) {
	for _, c := range []struct {
		record Record
		want   string
	}{
		{&Unit{Name: "Core Services", Short: "Core"}, "Core Services"},
		{&Person{ID: "ana", Name: "Ana Lima", Title: "Head"}, "Ana Lima"},
		{&Person{ID: "ana", Title: "Head of Core"}, "Head of Core"}, // erased
		{&Person{ID: "ana"}, "ana"},
		{&Dimension{Name: "Stability"}, "Stability"},
		{&Period{Name: "2026 H2"}, "2026 H2"},
		{&Capacity{Unit: "core", Period: "h2"}, "capacity of core in h2"},
		{&Theme{Name: "A calm core", Short: "Calm"}, "A calm core"},
		{&Principle{Prefer: "A kept promise", Over: "a new feature"}, "A kept promise even over a new feature"},
		{&Intent{Level: Assigned, Unit: "core", Period: "h2"}, "assigned intent of core for h2"},
		{&Outcome{Name: "Decision in 4 hours"}, "Decision in 4 hours"},
		{&Incentive{Rewards: "New accounts"}, "New accounts"},
		{&Initiative{Name: "Ledger cutover"}, "Ledger cutover"},
		{&Work{Title: "Move the batch"}, "Move the batch"},
		{&Funding{Initiative: "ledger", Unit: "core", Theme: "calm", Period: "h2"}, "funding of ledger in h2"},
		{&Funding{Unit: "core", Theme: "calm", Period: "h2"}, "funding of core in h2"},
		{&Funding{Theme: "calm", Period: "h2"}, "funding of calm in h2"},
		{&Funding{Period: "h2"}, "funding in h2"},
		{&Constraint{Statement: "Notices within 30 days"}, "Notices within 30 days"},
		{&Framework{Name: "WSJF"}, "WSJF"},
		{&Score{Initiative: "ledger"}, "score of ledger"},
		{&Ranking{Unit: "core"}, "ranking of core"},
		{&Override{Initiative: "ledger"}, "override for ledger"},
		{&Scenario{Name: "Partner first"}, "Partner first"},
		{&Displacement{Added: "payouts", Displaced: "ledger"}, "payouts displaced ledger"},
		{&Right{Domain: "Freeze"}, "Freeze"},
		{&Decision{Question: "Which date?"}, "Which date?"},
		{&Escalation{Decision: "date"}, "escalation of date"},
		{&Form{Name: "Ask for access"}, "Ask for access"},
		{&Lane{Name: "Urgent"}, "Urgent"},
		{&Request{Title: "Audit export"}, "Audit export"},
		{&Dependency{What: "A freeze date"}, "A freeze date"},
		{&Ritual{Name: "Portfolio review"}, "Portfolio review"},
		{&Review{Name: "Review of 24 Sep"}, "Review of 24 Sep"},
		{&Baseline{Name: "Plan lock 1"}, "Plan lock 1"},
		{&ChangeRequest{Title: "New rule"}, "New rule"},
		{&Survey{Name: "Pulse"}, "Pulse"},
		{&Response{Survey: "pulse"}, "answer to pulse"},
		{&Comment{On: UnitID("core").Ref()}, "comment on unit/core"},
		{&Acknowledgement{Of: UnitID("core").Ref()}, "acknowledgement of unit/core"},
		{&Waiver{Code: "INT001"}, "waiver of INT001"},
		{&View{Name: "My units"}, "My units"},
		{&Proposal{Title: "Name an owner"}, "Name an owner"},
	} {
		if got := c.record.Label(); got != c.want {
			t.Errorf("Label of a %s = %q, want %q", c.record.Ref().Kind, got, c.want)
		}
	}
}

func TestShortNames(t *testing.T) {
	for _, c := range []struct{ got, want string }{
		{(&Unit{Name: "Core Services", Short: "Core"}).ShortName(), "Core"},
		{(&Unit{Name: "Core Services"}).ShortName(), "Core Services"},
		{(&Theme{Name: "A calm core", Short: "Calm"}).ShortName(), "Calm"},
		{(&Theme{Name: "A calm core"}).ShortName(), "A calm core"},
		{(&Outcome{Name: "Decision in 4 hours", Short: "4 h"}).ShortName(), "4 h"},
		{(&Outcome{Name: "Decision in 4 hours"}).ShortName(), "Decision in 4 hours"},
	} {
		if c.got != c.want {
			t.Errorf("ShortName = %q, want %q", c.got, c.want)
		}
	}
}

func TestWhichCommitmentsCount(t *testing.T) {
	for c, want := range map[Commitment]struct{ planned, demand bool }{
		Candidate: {false, false},
		Likely:    {false, true},
		Committed: {true, true},
		Started:   {true, true},
		Done:      {true, false},
		Stopped:   {false, false},
		"":        {false, false},
	} {
		if c.Planned() != want.planned || c.Demand() != want.demand {
			t.Errorf("%q: planned %v, demand %v", c, c.Planned(), c.Demand())
		}
	}
}

// thread is a dependency with the acts, one a day from 1 July; the date of each is 100 days later.
func thread(acts ...Act) *Dependency {
	d := &Dependency{What: "A freeze date"}
	for i, a := range acts {
		on := On(2026, 7, 1+i)
		d.Turns = append(d.Turns, Turn{Act: a, At: on.Time(), Date: on + 100})
	}
	return d
}

func TestWhereAThreadStands(t *testing.T) {
	day := func(n int) Date { return On(2026, 7, n) + 100 }
	for _, c := range []struct {
		name     string
		thread   *Dependency
		last     Act
		open     bool
		promised Date
	}{
		{"nothing said", thread(), "", true, 0},
		{"asked", thread(Ask), Ask, true, 0},
		{"offered", thread(Ask, Offer), Offer, true, 0},
		{"countered", thread(Ask, Counter), Counter, true, 0},
		{"promised", thread(Ask, Commit), Commit, true, day(2)},
		{"promised anew", thread(Ask, Commit, Ask, Commit), Commit, true, day(4)},
		{"asked again after the promise", thread(Ask, Commit, Ask), Ask, true, day(2)},
		{"taken back", thread(Ask, Commit, Renegotiate), Renegotiate, true, 0},
		{"promised after that", thread(Ask, Commit, Renegotiate, Commit), Commit, true, day(4)},
		{"declined", thread(Ask, Decline), Decline, false, 0},
		{"declined after a promise", thread(Ask, Commit, Decline), Decline, false, 0},
		{"delivered", thread(Ask, Commit, Deliver), Deliver, false, day(2)},
		{"broken", thread(Ask, Commit, Break), Break, false, day(2)},
	} {
		if d := c.thread; d.Last() != c.last || d.Open() != c.open || d.Promised() != c.promised {
			t.Errorf("%s: last %q, open %v, promised %s; want %q, %v, %s", c.name, d.Last(), d.Open(), d.Promised(), c.last, c.open, c.promised)
		}
	}
}

func TestReceiptsThatWereSent(t *testing.T) {
	for state, want := range map[ReceiptState]bool{"": false, Draft: false, Sent: true, Returned: true, Accepted: true} {
		if got := (Receipt{State: state}).WasSent(); got != want {
			t.Errorf("a receipt that is %q was sent: %v", state, got)
		}
	}
}

func TestMetricsThatAreDeclared(t *testing.T) {
	for _, c := range []struct {
		metric Metric
		want   bool
	}{
		{Metric{}, false},
		{Metric{Name: "Time to decision"}, false},
		{Metric{Direction: Down}, false},
		{Metric{Name: "Time to decision", Direction: Down}, true}, // a target of 0 is a target
	} {
		if got := c.metric.Declared(); got != c.want {
			t.Errorf("%+v is declared: %v", c.metric, got)
		}
	}
}

func TestThePrimaryThemeOfAnOutcome(t *testing.T) {
	for _, c := range []struct {
		name    string
		outcome Outcome
		want    ThemeID
	}{
		{"none", Outcome{}, ""},
		{"declared", Outcome{Primary: "b", Themes: SharesOf(ThemeShare{"a", .9}, ThemeShare{"b", .1})}, "b"},
		{"the heaviest", Outcome{Themes: SharesOf(ThemeShare{"a", .2}, ThemeShare{"b", .7}, ThemeShare{"c", .1})}, "b"},
		{"a tie goes to the first by id", Outcome{Themes: SharesOf(ThemeShare{"b", .5}, ThemeShare{"a", .5})}, "a"},
		{"declared without weights", Outcome{Primary: "c"}, "c"},
	} {
		if got := c.outcome.PrimaryTheme(); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestCarveOutsAddUp(t *testing.T) {
	c := &Capacity{Days: 100, CarveOut: []CarveOut{{"on-call", 12.5}, {"support", 20}}}
	if got := c.SetAside(); got != 32.5 {
		t.Errorf("SetAside = %v days, want 32.5", got)
	}
	if got := (&Capacity{Days: 100}).SetAside(); got != 0 {
		t.Errorf("without carve-outs: %v", got)
	}
}

func TestPeriodsHoldBothTheirEnds(t *testing.T) {
	p := &Period{Start: On(2026, 7, 1), End: On(2026, 12, 31)}
	for day, want := range map[Date]bool{On(2026, 6, 30): false, p.Start: true, On(2026, 9, 24): true, p.End: true, On(2027, 1, 1): false} {
		if got := p.Contains(day); got != want {
			t.Errorf("%s is in the period: %v", day, got)
		}
	}
	weekend := &Period{Start: On(2026, 9, 26), End: On(2026, 9, 27)}
	if weekend.Workdays() != 0 || weekend.Elapsed(On(2026, 9, 27)) != 0 {
		t.Error("a weekend has no working days, and no part of them is over")
	}
}

func TestStatesOfWork(t *testing.T) {
	at := func(day int) int64 { return On(2026, 7, day).Time().Unix() }
	w := &Work{States: []Transition{{Opened, at(1)}, {Begun, at(3)}, {Paused, at(5)}, {Begun, at(8)}, {Finished, at(10) + 3600}}}
	if w.State() != Finished || w.FinishedOn() != On(2026, 7, 10) {
		t.Errorf("state %s, finished on %s", w.State(), w.FinishedOn())
	}
	for m, want := range map[Move]int64{Opened: at(1), Begun: at(8), Paused: at(5), Finished: at(10) + 3600} {
		if got, ok := w.When(m); !ok || got != want {
			t.Errorf("When(%s) = %d, %v, want the last time, %d", m, got, ok, want)
		}
	}
	if _, ok := w.When(Dropped); ok {
		t.Error("the item was never dropped")
	}
	reopened := &Work{States: append(w.States[:5:5], Transition{Begun, at(12)})}
	if reopened.FinishedOn() != 0 {
		t.Errorf("an item that was begun again was finished on %s", reopened.FinishedOn())
	}
	if none := (&Work{}); none.State() != 0 || none.FinishedOn() != 0 || none.State().String() != "" {
		t.Errorf("an item without states is %q", none.State())
	}
}

func TestStampsAreOrderedByTimeAndThenPosition(t *testing.T) {
	for _, c := range []struct {
		a, b  Stamp
		after bool
	}{
		{Stamp{1, 1, 5}, Stamp{9, 9, 4}, true},
		{Stamp{9, 9, 4}, Stamp{1, 1, 5}, false},
		{Stamp{1, 2, 5}, Stamp{9, 1, 5}, true},
		{Stamp{1, 1, 5}, Stamp{2, 1, 5}, false}, // the version does not count
		{Stamp{}, Stamp{}, false},
	} {
		if got := c.a.After(c.b); got != c.after {
			t.Errorf("%+v after %+v: %v", c.a, c.b, got)
		}
	}
	r := WithStamp(&Theme{ID: "a"}, Stamp{Version: 3, Position: 4, Effective: time.Unix(5, 0).UnixMilli()})
	if got := r.Stamp(); got != (Stamp{3, 4, 5000}) {
		t.Errorf("Stamp = %+v", got)
	}
}

// An outcome is evergreen as long as nothing says when it should be there.
func TestEvergreenIsWithoutAnEnd(t *testing.T) {
	for name, c := range map[string]struct {
		outcome Outcome
		want    bool
	}{
		"nothing says when":  {Outcome{Metric: Metric{Name: "complaints", Target: 2}}, true},
		"a period":           {Outcome{Period: "h2"}, false},
		"a day that is due":  {Outcome{Metric: Metric{Due: 20_000}}, false},
		"ended is not bound": {Outcome{Until: 20_000}, true},
	} {
		if got := c.outcome.Evergreen(); got != c.want {
			t.Errorf("%s: evergreen %v, want %v", name, got, c.want)
		}
	}
}
