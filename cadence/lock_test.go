package cadence_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/cadence"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// planned is a half and a quarter with an initiative, and units of which old is closed.
func planned(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Half().Person("ana", "ben").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Unit("old", "acme", func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-06-30") }).Initiative("app", "web")
	o.Put(&graph.Baseline{ID: "first", Name: "First", Period: "h2", At: fixture.Moment(t, "2026-07-20T12:00:00Z")})
	return rehearsal.New(t, o, graph.KindBaseline, graph.KindChangeRequest)
}

func TestAPlanIsLocked(t *testing.T) {
	st := planned(t)
	at := st.Time()
	in := cadence.Locking{Period: "h2", Name: " Plan lock 2 ", Note: " As agreed "}
	st.Do("ana", rehearsal.Of(cadence.Lock, in))
	st.Nothing("ana", rehearsal.Of(cadence.Lock, in))
	b := graph.Find[*graph.Baseline](st.Picture(), "plan-lock-2")
	if b.Name != "Plan lock 2" || b.Period != "h2" || !b.At.Equal(at) || b.Note != "As agreed" || st.Last.Reason != "As agreed" {
		t.Errorf("the lock is %+v", b)
	}
	then := cadence.Locking{Period: "h2", Name: "As it was", At: fixture.Moment(t, "2026-08-03T10:00:00Z").In(time.FixedZone("east", 7200))}
	st.Do("ana", rehearsal.Of(cadence.Lock, then))
	st.Nothing("ana", rehearsal.Of(cadence.Lock, then))
	if b := graph.Find[*graph.Baseline](st.Picture(), "as-it-was"); !b.At.Equal(then.At) {
		t.Errorf("the lock is of %s", b.At)
	}
	in.Period = "q4"
	st.Do("ana", rehearsal.Of(cadence.Lock, in))
	for name, c := range map[string]struct {
		in               cadence.Locking
		kind             fault.Kind
		sentence, remedy string
	}{
		"without a name":       {cadence.Locking{Period: "h2"}, fault.Invalid, "no name is given", "plan lock 1"},
		"of no period":         {cadence.Locking{Period: "h3", Name: "X"}, fault.NotFound, `no period "h3"`, "Name one"},
		"a name that is there": {cadence.Locking{Period: "h2", Name: "FIRST"}, fault.Invalid, "h2 has a lock “First” already, of 20 Jul", "another name"},
		"a plan to come":       {cadence.Locking{Period: "h2", Name: "X", At: st.Time().Add(time.Hour)}, fault.Invalid, "the plan of h2 cannot be locked as it will stand", "when the moment has come"},
	} {
		t.Run(name, func(t *testing.T) { st.Refused("ana", rehearsal.Of(cadence.Lock, c.in), c.kind, c.sentence, c.remedy) })
	}
	st.Today("2026-09-25")
	in.Period = "h2"
	st.Refused("ana", rehearsal.Of(cadence.Lock, in), fault.Invalid, "has a lock “Plan lock 2” already, of 24 Sep", "another name")
}

func TestAUnitSignsOnce(t *testing.T) {
	st := planned(t)
	web := rehearsal.Of(cadence.Sign, cadence.Signing{Baseline: "first", Unit: "web"})
	first := st.Time()
	st.Do("ana", web)
	st.Nothing("ben", web)
	second := st.Time()
	st.Do("ben", rehearsal.Of(cadence.Sign, cadence.Signing{Baseline: "first", Unit: "core"}))
	want := []graph.Signature{{By: "ana", Unit: "web", At: first}, {By: "ben", Unit: "core", At: second}}
	if diff := cmp.Diff(want, graph.Find[*graph.Baseline](st.Picture(), "first").Signatures); diff != "" {
		t.Error(diff)
	}
	for name, c := range map[string]struct {
		by               graph.PersonID
		in               cadence.Signing
		kind             fault.Kind
		sentence, remedy string
	}{
		"by nobody":         {"", cadence.Signing{Baseline: "first", Unit: "acme"}, fault.Invalid, "bears the name of a person", "Have a person sign"},
		"for no unit":       {"ana", cadence.Signing{Baseline: "first"}, fault.Invalid, "no unit is named", "Name the unit"},
		"for a closed unit": {"ana", cadence.Signing{Baseline: "first", Unit: "old"}, fault.Invalid, "old does not exist on 24 Sep", "unit of today"},
		"under no plan":     {"ana", cadence.Signing{Baseline: "frist", Unit: "web"}, fault.NotFound, `no baseline "frist"`, "Name one"},
		"by a stranger":     {"anna", cadence.Signing{Baseline: "first", Unit: "acme"}, fault.Invalid, `there is no person "anna"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) { st.Refused(c.by, rehearsal.Of(cadence.Sign, c.in), c.kind, c.sentence, c.remedy) })
	}
}

func TestAChangeIsAskedFor(t *testing.T) {
	st := planned(t)
	in := cadence.Request{
		Baseline: "first", Title: " Add the disclosure rule ", Cause: graph.CauseRegulatory, Initiatives: []graph.InitiativeID{"app"}, Impact: " Two weeks ", Days: 10, Approver: "ben",
	}
	st.Do("ana", rehearsal.Of(cadence.RequestChange, in))
	st.Nothing("ana", rehearsal.Of(cadence.RequestChange, in))
	r := graph.Find[*graph.ChangeRequest](st.Picture(), "add-the-disclosure-rule")
	if r.Title != "Add the disclosure rule" || r.Cause != in.Cause || r.Baseline != "first" || r.Impact != "Two weeks" || r.Days != 10 || r.Approver != "ben" ||
		r.Raised != fixture.Date(t, fixture.Today) || len(r.Initiatives) != 1 {
		t.Errorf("the request is %+v", r)
	}
	for name, c := range map[string]struct {
		set              func(*cadence.Request)
		kind             fault.Kind
		sentence, remedy string
	}{
		"otherwise":        {func(r *cadence.Request) { r.Days = 20 }, fault.Invalid, "“Add the disclosure rule” is asked for already as add-the-disclosure-rule", "Go on with that one"},
		"without words":    {func(r *cadence.Request) { r.Title = "" }, fault.Invalid, "no title is given", "what is to change"},
		"without a cause":  {func(r *cadence.Request) { r.Cause = "" }, fault.Invalid, "no cause is given", "regulatory, incident, customer, leadership, discovery or people"},
		"for another kind": {func(r *cadence.Request) { r.Title, r.Cause = "Else", "whim" }, fault.Invalid, `"whim" is none of`, "one of the words"},
		"of no plan":       {func(r *cadence.Request) { r.Baseline = "" }, fault.Invalid, "no baseline is named", "Name the baseline"},
		"of less":          {func(r *cadence.Request) { r.Title, r.Days = "Else", -1 }, fault.Invalid, "-1 days are no quantity", "0 or more"},
	} {
		t.Run(name, func(t *testing.T) {
			other := in
			c.set(&other)
			st.Refused("ana", rehearsal.Of(cadence.RequestChange, other), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAChangeIsAnsweredOnce(t *testing.T) {
	asked := func(t *testing.T, approver graph.PersonID) *rehearsal.Stage {
		st := planned(t)
		st.Do("ana", rehearsal.Of(cadence.RequestChange, cadence.Request{Baseline: "first", Title: "More", Cause: graph.CauseCustomer, Approver: approver}))
		st.Today("2026-09-28")
		return st
	}
	yes := rehearsal.Of(cadence.ApproveChange, cadence.Verdict{Request: "more", Reason: " It pays "})
	no := rehearsal.Of(cadence.RejectChange, cadence.Verdict{Request: "more", Reason: " It does not pay "})
	day := fixture.Date(t, "2026-09-28")

	st := asked(t, "")
	st.Do("ben", yes)
	st.Nothing("ana", yes)
	if r := graph.Find[*graph.ChangeRequest](st.Picture(), "more"); r.Approved != day || r.Approver != "ben" || r.Rejected != 0 || st.Last.Reason != "It pays" {
		t.Errorf("the request is %+v", r)
	}
	st.Refused("ben", no, fault.Invalid, "“More” was approved on 28 Sep", "takes it back")

	st = asked(t, "ben")
	st.Refused("ana", yes, fault.Denied, "somebody else is named to answer “More”", "Have ben answer")
	st.Refused("ana", no, fault.Denied, "somebody else is named to answer “More”", "Have ben answer")
	st.Refused("ben", rehearsal.Of(cadence.RejectChange, cadence.Verdict{Request: "more"}), fault.Invalid, "no reason is given", "plan without it")
	st.Refused("ben", rehearsal.Of(cadence.RejectChange, cadence.Verdict{Request: "more", Reason: "So", Seen: 9}), fault.Conflict, "was changed", "present")
	st.Refused("ben", rehearsal.Of(cadence.ApproveChange, cadence.Verdict{Request: "mor"}), fault.NotFound, `there is no change request "mor"`, "Name one")
	st.Do("ben", no)
	st.Nothing("ben", no)
	if r := graph.Find[*graph.ChangeRequest](st.Picture(), "more"); r.Rejected != day || r.Approver != "ben" || r.Approved != 0 || st.Last.Reason != "It does not pay" {
		t.Errorf("the request is %+v", r)
	}
	st.Refused("ben", yes, fault.Invalid, "“More” was rejected on 28 Sep", "Ask for it anew")
	st.Do("ana", rehearsal.Of(cadence.RequestChange, cadence.Request{Baseline: "first", Title: "More", Cause: graph.CauseCustomer}))

	st = asked(t, "ben")
	st.Do("", yes)
	if r := graph.Find[*graph.ChangeRequest](st.Picture(), "more"); r.Approver != "ben" {
		t.Errorf("a token answers for whoever is named: %+v", r)
	}
	st = asked(t, "")
	st.Today("2026-09-23").Refused("ben", yes, fault.Invalid, "“More” is raised on a later day than this", "the clock")
}

// TestAnyActsKeepLocksSound tries acts in any order: names stay apart, a unit stands once under a plan, an answer
// stays as it was given.
func TestAnyActsKeepLocksSound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := planned(t)
		answers := make(map[graph.ChangeRequestID][2]graph.Date)
		for range rapid.IntRange(1, 10).Draw(t, "acts") {
			name := rapid.SampledFrom([]string{"Lock", "LOCK", "First", ""}).Draw(t, "name")
			lock := rapid.SampledFrom([]graph.BaselineID{"first", "lock"}).Draw(t, "lock")
			v := cadence.Verdict{Request: rapid.SampledFrom([]graph.ChangeRequestID{"lock", "first", "lock-2"}).Draw(t, "request"), Reason: name}
			st.Try(rapid.SampledFrom([]graph.PersonID{"ana", "ben", ""}).Draw(t, "who"), rapid.SampledFrom([]rehearsal.Command{
				rehearsal.Of(cadence.Lock, cadence.Locking{Name: name, Period: rapid.SampledFrom([]graph.PeriodID{"h2", "q4"}).Draw(t, "period")}),
				rehearsal.Of(cadence.Sign, cadence.Signing{Baseline: lock, Unit: rapid.SampledFrom([]graph.UnitID{"web", "core", "old"}).Draw(t, "unit")}),
				rehearsal.Of(cadence.RequestChange, cadence.Request{Baseline: lock, Title: name, Cause: graph.CauseIncident}),
				rehearsal.Of(cadence.ApproveChange, v), rehearsal.Of(cadence.RejectChange, v),
			}).Draw(t, "act"))
			s, names := st.Picture(), make(map[string]bool)
			for b := range graph.All[*graph.Baseline](s) {
				at := strings.ToLower(b.Name) + " in " + string(b.Period)
				if names[at] {
					t.Fatalf("two locks are called %s", at)
				}
				names[at] = true
				units := make(map[graph.UnitID]bool)
				for _, g := range b.Signatures {
					if units[g.Unit] || g.By == "" {
						t.Fatalf("under %s stands %v", b.ID, b.Signatures)
					}
					units[g.Unit] = true
				}
			}
			for r := range graph.All[*graph.ChangeRequest](s) {
				is := [2]graph.Date{r.Approved, r.Rejected}
				if was := answers[r.ID]; was != is && was != [2]graph.Date{} || is[0] != 0 && is[1] != 0 {
					t.Fatalf("the answer to %s was %v and is %v", r.ID, was, is)
				}
				answers[r.ID] = is
			}
		}
	})
}
