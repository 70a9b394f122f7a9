package cadence_test

import (
	"testing"

	"throughline/cadence"
	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/testing/fixture"
)

// acme has two units of 132 days each in the half, with a plan, on 20 July: the day of the lock.
func acme(t *testing.T) *fixture.Org {
	o := fixture.New(t).Today("2026-07-20").Half().Person("ana").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Capacity("web", "h2", 132).Capacity("core", "h2", 132).
		Initiative("app", "web", fixture.Days("web", "h2", 90), fixture.Days("core", "h2", 40)).
		Stated("acme", "h2", nil)
	for n, id := range []graph.ThemeID{"growth", "trust"} {
		o.Put(&graph.Theme{ID: id, Name: string(id), Order: n + 1, Statement: "More"})
	}
	o.Stated("acme", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4})
	for _, u := range []string{"web", "core"} {
		read := &graph.Intent{ID: graph.IntentID("read-" + u), Level: graph.Interpreted, Unit: graph.UnitID(u), Period: "h2"}
		read.Receipt = graph.Receipt{State: graph.Accepted, SentAt: fixture.Moment(t, "2026-07-10"), AnsweredAt: fixture.Moment(t, "2026-07-14")}
		o.Put(read)
	}
	return o
}

// lock locks the plan as it stands, signed for the units.
func lock(t *testing.T, o *fixture.Org, units ...graph.UnitID) finding.Lock {
	b := &graph.Baseline{ID: "lock-1", Name: "Plan lock 1", Period: "h2", At: fixture.Moment(t, "2026-07-20T12:00:00Z")}
	for _, u := range units {
		b.Signatures = append(b.Signatures, graph.Signature{By: "ana", Unit: u})
	}
	return finding.Lock{Baseline: b, Then: o.Put(b).Picture()}
}

func expect(t *testing.T, code string, now *graph.Snapshot, locks []finding.Lock, want ...string) {
	t.Helper()
	findingtest.Expect(t, findingtest.Check(t, cadence.Checks(), code), now, "h2", locks, want...)
}

func TestNotLocked(t *testing.T) {
	half := func(lock string) *graph.Period {
		p := &graph.Period{ID: "h2", Name: "h2", Kind: graph.Half, Start: fixture.Date(t, "2026-07-01"), End: fixture.Date(t, "2026-12-31")}
		if lock != "" {
			p.Lock = fixture.Moment(t, lock)
		}
		return p
	}
	earlier := func(o *fixture.Org) *fixture.Org {
		return o.Period("h1", "2026-01-01", "2026-06-30").Put(&graph.Baseline{ID: "before", Name: "Before", Period: "h1", At: fixture.Moment(t, "2026-01-15")})
	}
	for name, c := range map[string]struct {
		org  *fixture.Org
		want []string
	}{
		"past its day": {
			acme(t).Put(half("2026-07-20T12:00:00Z")).Today("2026-07-21"),
			[]string{"The plan of h2 was to be locked on 20 Jul and is not"},
		},
		"on its day": {
			acme(t).Put(half("2026-07-20T12:00:00Z")),
			nil,
		},
		"before its day": {
			earlier(acme(t)).Put(half("2026-10-20")).Today(fixture.Today),
			nil,
		},
		"others were locked": {
			earlier(acme(t)).Today("2026-07-22"),
			[]string{"h2 is 16 working days old and its plan is not locked"},
		},
		"three weeks in": {
			earlier(acme(t)).Today("2026-07-21"),
			nil,
		},
		"nothing was ever locked": {
			acme(t).Today(fixture.Today),
			nil,
		},
		"nothing is promised": {
			earlier(acme(t)).Initiative("app", "web", fixture.Is(graph.Likely)).Today(fixture.Today),
			nil,
		},
		"the period is over": {
			earlier(acme(t)).Today("2027-01-01"),
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) { expect(t, "HIS001", c.org.Picture(), nil, c.want...) })
	}
	o := acme(t)
	l := lock(t, o)
	expect(t, "HIS001", o.Today(fixture.Today).Picture(), []finding.Lock{l})
}

func TestStrategyMoved(t *testing.T) {
	anew := func(o *fixture.Org, unit string) {
		read := &graph.Intent{ID: graph.IntentID("read-" + unit), Level: graph.Interpreted, Unit: graph.UnitID(unit), Period: "h2"}
		read.Receipt = graph.Receipt{State: graph.Sent, SentAt: fixture.Moment(t, "2026-08-20")}
		o.Put(read)
	}
	for name, c := range map[string]struct {
		change func(*fixture.Org)
		want   []string
	}{
		// Each unit has 132 days, of which 70 are to come on 24 September.
		"shares changed": {
			func(o *fixture.Org) { o.Stated("acme", "h2", fixture.Shares{"growth": 0.3, "trust": 0.7}) },
			[]string{"The strategy of h2 changed on 12 Aug, after Plan lock 1, and the reading of core and web is older [140]"},
		},
		"shares changed, one read anew": {
			func(o *fixture.Org) {
				o.Stated("acme", "h2", fixture.Shares{"growth": 0.3, "trust": 0.7})
				anew(o, "core")
			},
			[]string{"The strategy of h2 changed on 12 Aug, after Plan lock 1, and the reading of web is older [70]"},
		},
		"shares changed, all read anew": {
			func(o *fixture.Org) {
				o.Stated("acme", "h2", fixture.Shares{"growth": 0.3, "trust": 0.7})
				anew(o, "core")
				anew(o, "web")
			},
			nil,
		},
		"a statement changed": {
			func(o *fixture.Org) { o.Put(&graph.Theme{ID: "trust", Name: "trust", Order: 2, Statement: "Less"}) },
			[]string{"The strategy of h2 changed on 12 Aug, after Plan lock 1, and the reading of core and web is older [140]"},
		},
		"only a name changed": {
			func(o *fixture.Org) { o.Put(&graph.Theme{ID: "trust", Name: "Trust!", Order: 2, Statement: "More"}) },
			nil,
		},
		"stated again as it was": {
			func(o *fixture.Org) { o.Stated("acme", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}) },
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := acme(t)
			l := lock(t, o)
			c.change(o.Today("2026-08-12"))
			now := o.Today(fixture.Today).Picture()
			expect(t, "HIS007", now, []finding.Lock{l}, c.want...)
			expect(t, "HIS007", now, nil)
		})
	}
}

func TestChangeUndecided(t *testing.T) {
	for name, c := range map[string]struct {
		set  func(*graph.ChangeRequest)
		want []string
	}{
		// From Wednesday 9 September there are 11 working days to Thursday 24 September.
		"undecided": {
			func(*graph.ChangeRequest) {},
			[]string{"The change request “Payouts” was raised on 9 Sep and has waited 11 working days [25]"},
		},
		"raised two weeks ago": {
			func(r *graph.ChangeRequest) { r.Raised = fixture.Date(t, "2026-09-10") },
			nil,
		},
		"approved": {
			func(r *graph.ChangeRequest) { r.Approved = fixture.Date(t, "2026-09-10") },
			nil,
		},
		"rejected": {
			func(r *graph.ChangeRequest) { r.Rejected = fixture.Date(t, "2026-09-10") },
			nil,
		},
		"nobody says since when": {
			func(r *graph.ChangeRequest) { r.Raised = 0 },
			nil,
		},
		"a plan of another period": {
			func(r *graph.ChangeRequest) { r.Baseline = "old" },
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := acme(t)
			o.Period("h1", "2026-01-01", "2026-06-30").Put(&graph.Baseline{ID: "old", Name: "Old", Period: "h1", At: fixture.Moment(t, "2026-01-15")})
			l := lock(t, o)
			r := &graph.ChangeRequest{ID: "cr", Title: "Payouts", Baseline: "lock-1", Cause: graph.CauseCustomer, Days: 25, Raised: fixture.Date(t, "2026-09-09"), Initiatives: []graph.InitiativeID{"app"}}
			c.set(r)
			expect(t, "HIS008", o.Today(fixture.Today).Put(r).Picture(), []finding.Lock{l}, c.want...)
		})
	}
}

func TestNotSigned(t *testing.T) {
	for name, c := range map[string]struct {
		signed []graph.UnitID
		want   []string
	}{
		"one signed": {
			[]graph.UnitID{"web"},
			[]string{"Plan lock 1 holds 40 days of core without a signature for them [40]"},
		},
		"both signed": {
			[]graph.UnitID{"web", "core"},
			nil,
		},
		"the top signed": {
			[]graph.UnitID{"acme"},
			nil,
		},
		"signed for no unit": {
			[]graph.UnitID{""},
			nil,
		},
		"nobody signs anything": {
			nil,
			nil,
		},
	} {
		t.Run(name, func(t *testing.T) {
			o := acme(t)
			l := lock(t, o, c.signed...)
			expect(t, "HIS009", o.Today(fixture.Today).Picture(), []finding.Lock{l}, c.want...)
		})
	}
}
