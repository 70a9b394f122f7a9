package portfolio_test

import (
	"testing"

	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

// locked is a plan locked on 20 July: audit of web with 60 days in the half, in two quarters, and a
// roll-out of core in steps that carry 30 days in the third quarter.
func locked(t *testing.T) *fixture.Org {
	return fixture.New(t).Half().Period("h1-2027", "2027-01-01", "2027-06-30").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Person("ana").
		Today("2026-07-20").
		Put(&graph.Baseline{ID: "lock-1", Name: "Plan lock 1", Period: "h2", At: fixture.Moment(t, "2026-07-20T12:00:00Z")}).
		Initiative("audit", "web", fixture.Days("web", "q3", 40), fixture.Days("core", "q4", 20)).
		Initiative("rollout", "core", fixture.Days("core", "h2", 30), fixture.Step("alpha", "q3"), fixture.Step("beta", "q4")).
		Initiative("far", "core", fixture.In("h2"), fixture.Step("alpha", "h1-2027")).
		Initiative("idea", "web", fixture.Is(graph.Candidate), fixture.Days("web", "q4", 15))
}

// after is the plan now, as change makes it, with its one lock.
func after(t *testing.T, change func(*fixture.Org)) (*graph.Snapshot, []finding.Lock) {
	o := locked(t)
	then := o.Picture()
	change(o.Today(fixture.Today))
	return o.Picture(), []finding.Lock{{Baseline: graph.Find[*graph.Baseline](then, "lock-1"), Then: then}}
}

func holdLocked(t *testing.T, code string, list changeCases) {
	t.Helper()
	for name, c := range list {
		t.Run(name, func(t *testing.T) {
			now, locks := after(t, c.change)
			findingtest.Expect(t, findingtest.Check(t, portfolio.Checks(), code), now, "h2", locks, c.want...)
		})
	}
}

// changeCases are changes to the locked plan, with what a check must find after them.
type changeCases map[string]struct {
	change func(*fixture.Org)
	want   []string
}

// request is a change request on an initiative, as set changes it.
func request(id graph.InitiativeID, set func(*graph.ChangeRequest)) *graph.ChangeRequest {
	r := &graph.ChangeRequest{ID: "cr", Title: "A change", Baseline: "lock-1", Cause: graph.CauseCustomer, Initiatives: []graph.InitiativeID{id}}
	set(r)
	return r
}

func plain(*graph.ChangeRequest) {}

// rollout moves the steps of the roll-out.
func rollout(alpha, beta string, more ...func(*graph.Initiative)) func(*fixture.Org) {
	steps := []func(*graph.Initiative){fixture.Days("core", "h2", 30), fixture.Step("alpha", alpha), fixture.Step("beta", beta)}
	return func(o *fixture.Org) { o.Initiative("rollout", "core", append(steps, more...)...) }
}

func TestAddedAfterLock(t *testing.T) {
	holdLocked(t, "HIS002", changeCases{
		"added": {
			func(o *fixture.Org) { o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)) },
			[]string{
				"“payouts” came into h2 after Plan lock 1 (20 Jul) without a change request [25]",
			},
		},
		"committed since": {
			func(o *fixture.Org) { o.Initiative("idea", "web", fixture.Days("web", "q4", 15)) },
			[]string{
				"“idea” came into h2 after Plan lock 1 (20 Jul) without a change request [15]",
			},
		},
		"added as an idea": {
			func(o *fixture.Org) {
				o.Initiative("payouts", "web", fixture.Is(graph.Likely), fixture.Days("web", "q4", 25))
			},
			nil,
		},
		"added for later": {
			func(o *fixture.Org) { o.Initiative("payouts", "web", fixture.Days("web", "h1-2027", 25)) },
			nil,
		},
		"added with a request": {
			func(o *fixture.Org) {
				o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)).Put(request("payouts", plain))
			},
			nil,
		},
		"added, the request was turned down": {
			func(o *fixture.Org) {
				o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)).Put(request("payouts", func(r *graph.ChangeRequest) { r.Rejected = date(t, "2026-08-10") }))
			},
			[]string{
				"“payouts” came into h2 after Plan lock 1 (20 Jul) without a change request [25]",
			},
		},
		"added by a decision": {
			func(o *fixture.Org) {
				o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)).
					Put(&graph.Decision{ID: "d", Question: "Payouts now?", State: graph.DecisionDecided, Initiative: "payouts", Decided: date(t, "2026-08-10")})
			},
			nil,
		},
		"added by a decision that was open at the lock": {
			func(o *fixture.Org) {
				o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)).
					Put(&graph.Decision{ID: "d", Question: "Payouts?", State: graph.DecisionDecided, Initiative: "payouts", Raised: date(t, "2026-07-10"), Decided: date(t, "2026-08-10")})
			},
			[]string{
				"“payouts” came into h2 after Plan lock 1 (20 Jul) without a change request [25]",
			},
		},
		"added, decided before the lock": {
			func(o *fixture.Org) {
				o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)).
					Put(&graph.Decision{ID: "d", Question: "Payouts now?", State: graph.DecisionDecided, Initiative: "payouts", Decided: date(t, "2026-07-10")})
			},
			[]string{
				"“payouts” came into h2 after Plan lock 1 (20 Jul) without a change request [25]",
			},
		},
		"added for something displaced": {
			func(o *fixture.Org) {
				o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)).Put(&graph.Displacement{ID: "d", Added: "payouts", Displaced: "idea", On: date(t, "2026-08-10")})
			},
			nil,
		},
		"nothing was added": {
			func(*fixture.Org) {},
			nil,
		},
	})
}

func TestCutAfterLock(t *testing.T) {
	holdLocked(t, "HIS003", changeCases{
		"cut": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Is(graph.Stopped), fixture.Days("web", "q3", 40))
			},
			[]string{
				"“audit” was in the plan of h2 at Plan lock 1 (20 Jul) and is cut without a change request [60]",
			},
		},
		"taken out": {
			func(o *fixture.Org) { o.Remove(graph.InitiativeID("audit").Ref()) },
			[]string{
				"“audit” was in the plan of h2 at Plan lock 1 (20 Jul) and is cut without a change request [60]",
			},
		},
		"cut, and said": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Is(graph.Stopped)).Put(request("audit", plain))
			},
			nil,
		},
		"done": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Is(graph.Done), fixture.Days("web", "q3", 40))
			},
			nil,
		},
		"an idea gone": {
			func(o *fixture.Org) { o.Initiative("idea", "web", fixture.Is(graph.Stopped)) },
			nil,
		},
		"moved out": {
			func(o *fixture.Org) { o.Initiative("audit", "web", fixture.Days("web", "h1-2027", 60)) },
			nil,
		},
	})
}

func TestMovedAfterLock(t *testing.T) {
	holdLocked(t, "HIS004", changeCases{
		"moved out of the period": {
			func(o *fixture.Org) { o.Initiative("audit", "web", fixture.Days("web", "h1-2027", 60)) },
			[]string{
				"“audit” moved 60 days from q3 to h1-2027 since Plan lock 1 (20 Jul) without a change request [60]",
			},
		},
		"a part moved out": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q3", 40), fixture.Days("core", "h1-2027", 20))
			},
			[]string{
				"“audit” moved 20 days from q4 to h1-2027 since Plan lock 1 (20 Jul) without a change request [20]",
			},
		},
		"moved inside its end": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q4", 40), fixture.Days("core", "q4", 20))
			},
			[]string{
				"“audit” moved 40 days from q3 to q4 since Plan lock 1 (20 Jul) without a change request [40]",
			},
		},
		"four days moved": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q3", 36), fixture.Days("core", "q4", 24))
			},
			nil,
		},
		"moved forward": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q3", 40), fixture.Days("core", "q3", 20))
			},
			nil,
		},
		"grew at the end": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q3", 40), fixture.Days("core", "q4", 20), fixture.Days("web", "h1-2027", 30))
			},
			nil,
		},
		"another unit took it over": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("core", "q3", 40), fixture.Days("web", "q4", 20))
			},
			nil,
		},
		"a step slipped, and its days with it": {
			func(o *fixture.Org) {
				o.Initiative("rollout", "core", fixture.Days("core", "h1-2027", 30), fixture.Step("alpha", "q3"), fixture.Step("beta", "h1-2027"))
			},
			[]string{
				"“rollout” moved “beta” from q4 to h1-2027 since Plan lock 1 (20 Jul) without a change request [30]",
			},
		},
		"a step slipped": {
			rollout("q3", "h1-2027"),
			[]string{
				"“rollout” moved “beta” from q4 to h1-2027 since Plan lock 1 (20 Jul) without a change request",
			},
		},
		"two steps slipped": {
			rollout("q4", "h1-2027"),
			[]string{
				"“rollout” moved 2 steps to later since Plan lock 1 (20 Jul) without a change request, “alpha” from q3 to q4",
			},
		},
		"a later step slipped": {
			func(o *fixture.Org) {
				o.Period("h2-2027", "2027-07-01", "2027-12-31").Initiative("far", "core", fixture.In("h2"), fixture.Step("alpha", "h2-2027"))
			},
			nil,
		},
		"a step came forward": {
			rollout("q3", "q3"),
			nil,
		},
		"a step was added": {
			rollout("q3", "q4", fixture.Step("stable", "h1-2027")),
			nil,
		},
		"a step slipped, and said": {
			func(o *fixture.Org) {
				rollout("q3", "h1-2027")(o)
				o.Put(request("rollout", plain))
			},
			nil,
		},
	})
}

func TestResizedAfterLock(t *testing.T) {
	holdLocked(t, "HIS005", changeCases{
		"grew": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q3", 55), fixture.Days("core", "q4", 20))
			},
			[]string{
				"“audit” grew from 60 to 75 days since Plan lock 1 (20 Jul) without a change request [15]",
			},
		},
		"shrank": {
			func(o *fixture.Org) { o.Initiative("audit", "web", fixture.Days("web", "q3", 40)) },
			[]string{
				"“audit” shrank from 60 to 40 days since Plan lock 1 (20 Jul) without a change request [20]",
			},
		},
		"grew a little": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q3", 54), fixture.Days("core", "q4", 20))
			},
			nil,
		},
		"grew nine of 30": {
			rollout("q3", "q4", func(i *graph.Initiative) { i.Participants[0].Days = 39 }),
			nil,
		},
		"renamed": {
			func(o *fixture.Org) {
				o.Initiative("audit", "web", fixture.Days("web", "q3", 40), fixture.Days("core", "q4", 20), func(i *graph.Initiative) { i.Name = "Audit" })
			},
			nil,
		},
	})
}

// TestNoLockNoHistory: without a lock there is nothing to hold a plan against.
func TestNoLockNoHistory(t *testing.T) {
	now, _ := after(t, func(o *fixture.Org) { o.Initiative("payouts", "web", fixture.Days("web", "q4", 25)) })
	for _, c := range portfolio.Checks() {
		if c.Area == finding.History {
			findingtest.Expect(t, c, now, "h2", nil)
		}
	}
}

// TestCommitmentsWithoutDays: where nobody declares days, steps and periods alone tell what is planned.
func TestCommitmentsWithoutDays(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Today("2026-07-20").
		Put(&graph.Baseline{ID: "freeze", Name: "Freeze", Period: "q3", At: fixture.Moment(t, "2026-07-20T12:00:00Z")}).
		Initiative("ledger", "acme", fixture.Step("alpha", "q3")).Initiative("book", "acme", fixture.Step("beta", "q3")).Initiative("index", "acme", fixture.Step("stable", "q3"))
	then := o.Picture()
	now := o.Today(fixture.Today).
		Initiative("ledger", "acme", fixture.Step("alpha", "q4")).
		Initiative("book", "acme", fixture.Is(graph.Stopped), fixture.Step("beta", "q3")).
		Initiative("cache", "acme", fixture.Step("alpha", "q3")).Picture()
	locks := []finding.Lock{{Baseline: graph.Find[*graph.Baseline](then, "freeze"), Then: then}}
	for code, want := range map[string]string{
		"HIS002": "“cache” came into q3 after Freeze (20 Jul) without a change request",
		"HIS003": "“book” was in the plan of q3 at Freeze (20 Jul) and is cut without a change request",
		"HIS004": "“ledger” moved “alpha” from q3 to q4 since Freeze (20 Jul) without a change request",
	} {
		findingtest.Expect(t, findingtest.Check(t, portfolio.Checks(), code), now, "q3", locks, want)
	}
}

func TestMovedTwice(t *testing.T) {
	plan := func(o *fixture.Org, day, lock, alpha string) (*fixture.Org, finding.Lock) {
		o.Today(day).Put(&graph.Baseline{ID: graph.BaselineID(lock), Name: lock, Period: "h2", At: fixture.Moment(t, day)}).
			Initiative("rollout", "acme", fixture.Days("acme", "h2", 30), fixture.Step("alpha", alpha), fixture.Step("beta", "h1-2027"))
		s := o.Picture()
		return o, finding.Lock{Baseline: graph.Find[*graph.Baseline](s, lock), Then: s}
	}
	for name, c := range map[string]struct {
		first, second, now string
		want               []string
	}{
		"twice":            {"july", "q3", "q4", []string{"“alpha” of “rollout” has moved to later 2 times since lock-1 [30]"}},
		"once, early":      {"july", "q4", "q4", nil},
		"once, late":       {"q3", "q3", "q4", nil},
		"there and back":   {"q3", "q4", "q3", nil},
		"without a period": {"q3", "", "q4", nil},
	} {
		t.Run(name, func(t *testing.T) {
			o := fixture.New(t).Half().Period("july", "2026-07-01", "2026-07-31").Period("h1-2027", "2027-01-01", "2027-06-30").Unit("acme", "")
			o, first := plan(o, "2026-07-06", "lock-1", c.first)
			o, second := plan(o, "2026-08-03", "lock-2", c.second)
			o, _ = plan(o, fixture.Today, "unused", c.now)
			check := findingtest.Check(t, portfolio.Checks(), "HIS006")
			findingtest.Expect(t, check, o.Picture(), "h2", []finding.Lock{first, second}, c.want...)
			findingtest.Expect(t, check, o.Picture(), "h2", []finding.Lock{first})
		})
	}
}

// history runs the checks on what became of the lock.
func history(now *graph.Snapshot, locks []finding.Lock) []*finding.Finding {
	var checks []*finding.Check
	for _, c := range portfolio.Checks() {
		if c.Area == finding.History {
			checks = append(checks, c)
		}
	}
	return finding.Run(checks, now, now.Period("h2"), locks)
}

// TestOneChangeIsToldOnce: an initiative came in, was cut, or moved or changed its size: only the last two
// go together, and nothing is told of an initiative that is as it was.
func TestOneChangeIsToldOnce(t *testing.T) {
	periods := []string{"q3", "q4", "h2", "h1-2027"}
	states := []graph.Commitment{graph.Candidate, graph.Likely, graph.Committed, graph.Started, graph.Done, graph.Stopped}
	rapid.Check(t, func(r *rapid.T) {
		plan := func(label string) func(*graph.Initiative) {
			state := rapid.SampledFrom(states).Draw(r, label+" state")
			n := rapid.IntRange(0, 3).Draw(r, label+" parts")
			var parts []func(*graph.Initiative)
			for range n {
				parts = append(parts, fixture.Days("web", rapid.SampledFrom(periods).Draw(r, label+" period"), float64(rapid.IntRange(1, 60).Draw(r, label+" days"))))
			}
			return func(i *graph.Initiative) {
				i.State = state
				for _, p := range parts {
					p(i)
				}
			}
		}
		o := locked(t).Initiative("x", "web", plan("then")).Initiative("same", "web", plan("same"))
		then := o.Picture()
		now := o.Today(fixture.Today).Initiative("x", "web", plan("now")).Picture()
		codes := map[string]bool{}
		for _, f := range history(now, []finding.Lock{{Baseline: graph.Find[*graph.Baseline](then, "lock-1"), Then: then}}) {
			if f.Records[0] != graph.InitiativeID("x").Ref() {
				r.Errorf("told of what did not change: %s", f.Sentence)
			}
			codes[f.Check.Code] = true
		}
		if codes["HIS002"] && len(codes) > 1 || codes["HIS003"] && len(codes) > 1 {
			r.Errorf("one change is told as %v", codes)
		}
	})
}

// TestDaysOfAChangeAreWithinThePlan: what is at stake is never more than was locked and is planned together.
func TestDaysOfAChangeAreWithinThePlan(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		days := func(label string) float64 { return float64(rapid.IntRange(0, 90).Draw(r, label)) }
		a, b, c, d := days("q3 then"), days("q4 then"), days("q3 now"), days("q4 now")
		o := locked(t).Initiative("x", "web", fixture.Days("web", "q3", a), fixture.Days("web", "q4", b))
		then := o.Picture()
		now := o.Today(fixture.Today).Initiative("x", "web", fixture.Days("web", "q3", c), fixture.Days("web", "q4", d)).Picture()
		for _, f := range history(now, []finding.Lock{{Baseline: graph.Find[*graph.Baseline](then, "lock-1"), Then: then}}) {
			most := map[string]float64{"HIS002": c + d, "HIS003": a + b, "HIS004": min(max(0, a-c), max(0, d-b)), "HIS005": max(a+b-c-d, c+d-a-b)}
			if f.Days > most[f.Check.Code]+1e-9 {
				r.Errorf("%s: %v days, at most %v", f.Sentence, f.Days, most[f.Check.Code])
			}
		}
	})
}
