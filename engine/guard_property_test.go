package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
)

// The names that the worlds below are made of. Some are never a record; some are close to others.
var (
	someInitiatives = []graph.InitiativeID{"quiet", "quite", "loud", "cloud", "plan"}
	somePeople      = []graph.PersonID{"tess", "carl", "cora"}
)

// world is an organisation with confidential records, drawn at random.
func world(t *rapid.T) *graph.Snapshot {
	o := fixture.New(t).Today("2026-07-01").Half().Person("tess", "carl", "cora")
	for _, u := range []*graph.Unit{{ID: "acme", Leads: []graph.PersonID{"tess"}}, {ID: "core", Parent: "acme", Leads: []graph.PersonID{"carl"}}, {ID: "care", Parent: "acme", Leads: []graph.PersonID{"cora"}}, {ID: "annex", Parent: "acme"}} {
		u.Name, u.People = string(u.ID), 9
		o.Put(u)
	}
	o.Put(&graph.Theme{ID: "calm", Name: "Calm"}, &graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: at(7, 1)})
	var there []graph.InitiativeID
	for _, id := range someInitiatives {
		if rapid.Bool().Draw(t, "there is "+string(id)) {
			there = append(there, id)
			o.Put(&graph.Initiative{
				ID: id, Name: string(id), State: graph.Committed, Owner: rapid.SampledFrom([]graph.UnitID{"core", "care", "annex"}).Draw(t, "owner"),
				Audience: rapid.SampledFrom([][]graph.PersonID{nil, {"carl"}, {"carl", "cora"}}).Draw(t, "audience"),
			})
		}
	}
	pick := func(what string) []graph.InitiativeID {
		if len(there) == 0 {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(there), 0, len(there), rapid.ID[graph.InitiativeID]).Draw(t, what)
	}
	one := func(what string) graph.InitiativeID {
		if p := pick(what); len(p) > 0 {
			return p[0]
		}
		return ""
	}
	o.Put(
		&graph.Constraint{ID: "law", Statement: "30 days", Kind: graph.RegulatoryConstraint, Initiatives: pick("law")},
		&graph.Ranking{ID: "order", Unit: "core", Order: pick("order")},
		&graph.ChangeRequest{ID: "added", Title: "More", Baseline: "lock", Cause: graph.CauseCustomer, Initiatives: pick("added")},
		&graph.Decision{ID: "d-one", Question: "Q", State: graph.DecisionOpen, Unit: "core", Initiative: one("d-one"), Deciders: []graph.PersonID{"cora"}},
		&graph.Decision{ID: "d-two", Question: "Q", State: graph.DecisionOpen, Unit: "care", Reverses: "d-one"},
		&graph.Review{ID: "sitting", Name: "R", On: graph.On(2026, 7, 1), Decisions: []graph.DecisionID{"d-one", "d-two"}},
		&graph.Work{ID: "w-one", Title: "T", Unit: "core", Initiative: one("w-one")},
		&graph.Comment{ID: "k-one", On: graph.DecisionID("d-one").Ref(), By: "cora", Text: "X"},
		&graph.Incentive{ID: "bonus", Unit: "core", Rewards: "Calls", Weight: 0.5, Audience: rapid.SampledFrom([][]graph.PersonID{nil, {"cora"}}).Draw(t, "bonus")},
	)
	return o.Picture()
}

// request is what somebody sends: the records it names, and a command that makes of them what it asks.
type request struct {
	what string
	on   []graph.Ref
	run  engine.Command
}

// asking draws a request. It names records that are there, that are not for everybody, and that never were. A command on the
// whole picture amends lists and says all it names; an edit of what is shown sets them, and says what it edits.
func asking(t *rapid.T, whole bool) request {
	req := drawn(t, whole)
	if d, err := req.run(graph.Empty()); whole && err == nil {
		for _, r := range d.Puts {
			for _, m := range graph.Mentions(r) {
				req.on = append(req.on, m.To)
			}
		}
	}
	return req
}

func drawn(t *rapid.T, whole bool) request {
	id := rapid.SampledFrom(append(slices.Clone(someInitiatives), "never", "law")).Draw(t, "id")
	list := rapid.SliceOfN(rapid.SampledFrom(append(slices.Clone(someInitiatives), "never")), 0, 3).Draw(t, "list")
	ref := rapid.SampledFrom([]graph.Ref{
		id.Ref(), graph.DecisionID("d-one").Ref(), graph.WorkID("w-one").Ref(), graph.CommentID("k-one").Ref(), graph.IncentiveID("bonus").Ref(), graph.UnitID("annex").Ref(), graph.UnitID("nowhere").Ref(),
	}).Draw(t, "ref")
	d := change.Draft{Verb: "record.changed", Reason: "So"}
	if rapid.Bool().Draw(t, "backdated") {
		d.Effective = early
	}
	if rapid.Bool().Draw(t, "expects") {
		d.Expects = []change.Expectation{{Record: ref, Version: int32(rapid.IntRange(0, 2).Draw(t, "version"))}}
	}
	puts := func(what string, r graph.Record) request {
		return request{what: what, run: func(*graph.Snapshot) (change.Draft, error) {
			d := d
			d.Puts = []graph.Record{r}
			return change.CopyDraft(d)
		}}
	}
	set := func(was []graph.InitiativeID) []graph.InitiativeID {
		if !whole {
			return list
		}
		for _, id := range list {
			if !slices.Contains(was, id) {
				was = append(slices.Clip(was), id)
			}
		}
		return was
	}
	named := func(ids ...graph.InitiativeID) (out []graph.Ref) {
		for _, id := range ids {
			if whole {
				out = append(out, id.Ref())
			}
		}
		return out
	}
	switch rapid.IntRange(0, 8).Draw(t, "request") {
	case 0:
		return request{fmt.Sprintf("rename %s", ref), []graph.Ref{ref}, renaming(d, ref)}
	case 1:
		return request{fmt.Sprintf("law for %v", list), append(named(list...), graph.ConstraintID("law").Ref()), changing(d, "law", func(r *graph.Constraint) { r.Initiatives = set(r.Initiatives) })}
	case 2:
		return request{fmt.Sprintf("order %v", list), append(named(list...), graph.RankingID("order").Ref()), changing(d, "order", func(r *graph.Ranking) { r.Order = set(r.Order) })}
	case 3:
		return request{fmt.Sprintf("link to %s", id), append(named(id), graph.InitiativeID("loud").Ref()), changing(d, "loud", func(r *graph.Initiative) {
			r.Links = append(slices.Clone(r.Links), graph.Link{Kind: graph.SeeAlso, Initiative: id})
		})}
	case 4:
		return puts(fmt.Sprintf("comment on %s", ref), &graph.Comment{ID: "k-new", On: ref, By: "cora", Text: "Y"})
	case 5:
		return puts(fmt.Sprintf("work for %s", id), &graph.Work{ID: "w-new", Title: "T", Unit: "care", Initiative: id})
	case 6:
		return puts(fmt.Sprintf("create %s", id), &graph.Initiative{ID: id, Name: "New", Owner: "care", State: graph.Candidate})
	case 7:
		return request{fmt.Sprintf("remove %s", ref), nil, func(*graph.Snapshot) (change.Draft, error) {
			d := d
			d.Removes = []graph.Ref{ref}
			return d, nil
		}}
	}
	return request{"decide", []graph.Ref{graph.DecisionID("d-two").Ref()}, changing(d, "d-two", func(r *graph.Decision) { r.Rationale = "So" })}
}

func changing[T any, P interface {
	*T
	graph.Record
}](d change.Draft, id string, with func(P)) engine.Command {
	return func(s *graph.Snapshot) (change.Draft, error) {
		made, err := edit(id, with)(s)
		made.Verb, made.Effective, made.Expects = d.Verb, d.Effective, d.Expects
		return made, err
	}
}

func renaming(d change.Draft, ref graph.Ref) engine.Command {
	return func(s *graph.Snapshot) (change.Draft, error) {
		was := s.Record(ref)
		if was == nil {
			return d, fault.New(fault.NotFound, "the command saw no "+ref.String(), "")
		}
		r, err := change.Copy(was)
		if err != nil {
			return d, err
		}
		switch r := r.(type) {
		case *graph.Initiative:
			r.Name = "Renamed"
		case *graph.Decision:
			r.Question = "Renamed?"
		case *graph.Work:
			r.Title = "Renamed"
		case *graph.Comment:
			r.Text = "Renamed"
		case *graph.Incentive:
			r.Rewards = "Renamed"
		case *graph.Unit:
			r.Name = "Renamed"
		}
		d := d
		d.Puts = []graph.Record{r}
		return d, nil
	}
}

// Whoever asks, and whatever: nothing in the answer, and nothing they see afterwards, tells whether a record is kept from them
// or was never there. What cannot be so is an id that is taken, and a record that hidden ones name and that is to be removed;
// there the answer names nothing that the request did not.
func TestNothingTellsWhatIsHiddenFromWhatNeverWas(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := world(t)
		v := access.Viewer{Person: rapid.SampledFrom(append(slices.Clone(somePeople), "")).Draw(t, "who"), Role: rapid.SampledFrom(access.Roles()).Draw(t, "role")}
		sight := access.SightOf(s, v)
		never := fixtureOf(t, sight.Shown())
		if never == nil {
			t.Skip("without what is hidden there is no such organisation")
		}
		way := rapid.SampledFrom([]string{"do", "edit", "try"}).Draw(t, "way")
		req := asking(t, way == "do")
		answer := func(s *graph.Snapshot) (done, seen string, draft change.Draft) {
			e := guarded(t, s)
			defer e.Close()
			later(t, e)
			by := as(v.Person, v.Role, req.on...)
			by.Viewer = v
			switch way {
			case "do":
				done = told(e.DoAs(context.Background(), "main", by, req.run))
			case "edit":
				done = told(e.EditAs(context.Background(), "main", by, req.run))
			default:
				tried, err := e.TryAs(context.Background(), "main", by, req.run)
				done, draft = told(engine.Done{}, err), tried.Draft
			}
			return done, shownTo(t, e, v), draft
		}
		hiddenDone, hiddenSeen, _ := answer(s)
		neverDone, neverSeen, _ := answer(sight.Shown())
		if unavoidable(sight, req) && hiddenDone != neverDone {
			if !strings.HasPrefix(hiddenDone, "conflict: ") || strings.Contains(hiddenDone, "nearest [q") {
				t.Fatalf("%s is answered %s", req.what, hiddenDone)
			}
			return
		}
		sameAnswer(t, way+" "+req.what, hiddenDone, neverDone)
		sameAnswer(t, way+" "+req.what+", afterwards,", hiddenSeen, neverSeen)
	})
}

// later makes a change after the beginning, so that a backdated one is held against its day.
func later(t fixture.T, e *engine.Engine) {
	_, err := e.Do(context.Background(), "main", ana, put("theme.renamed", func() graph.Record { return &graph.Theme{ID: "calm", Name: "Calmer"} }))
	if err != nil {
		t.Fatalf("%v", err)
	}
}

// fixtureOf is the picture when it keeps all rules by itself, else nil.
func fixtureOf(t fixture.T, s *graph.Snapshot) *graph.Snapshot {
	t.Helper()
	var all []graph.Ref
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			all = append(all, r.Ref())
		}
	}
	if len(graph.Check(s, all)) > 0 {
		return nil
	}
	return s
}

// unavoidable reports whether the request takes the id of a hidden record, or removes what a hidden one names.
func unavoidable(sight *access.Sight, req request) bool {
	d, err := req.run(sight.Shown())
	if err != nil {
		return false
	}
	for _, r := range d.Puts {
		if sight.Hides(r.Ref()) {
			return true
		}
	}
	for _, ref := range d.Removes {
		for from := range sight.Picture().Mentioned(ref) {
			if sight.Hides(from) {
				return true
			}
		}
		for w := range sight.Picture().WorkIn(graph.UnitID(ref.ID), "") {
			if sight.Hides(w.Ref()) {
				return true
			}
		}
	}
	return false
}
