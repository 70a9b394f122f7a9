package api_test

import (
	"fmt"
	"net/http/httptest"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/access"
	"throughline/change"
	"throughline/graph"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// secretive is an organisation with confidential records, drawn at random.
func secretive(t *rapid.T) *graph.Snapshot {
	o := fixture.New(t).Today("2026-07-01").Half().Themes("calm").Person("carl", "cora")
	o.Put(&graph.Unit{ID: "acme", Name: "Acme", People: 30}, &graph.Unit{ID: "core", Name: "Core", Parent: "acme", People: 9, Leads: []graph.PersonID{"cora"}})
	var ids []graph.InitiativeID
	for _, id := range []graph.InitiativeID{"quiet", "quite", "plan"} {
		if rapid.Bool().Draw(t, "there is "+string(id)) {
			ids = append(ids, id)
			o.Put(&graph.Initiative{ID: id, Name: string(id), State: graph.Likely, Owner: "core", Audience: rapid.SampledFrom([][]graph.PersonID{nil, {"carl"}}).Draw(t, "audience")})
		}
	}
	one := func() (id graph.InitiativeID) {
		if len(ids) > 0 {
			id = rapid.SampledFrom(ids).Draw(t, "one")
		}
		return id
	}
	some := func() []graph.InitiativeID {
		if len(ids) == 0 {
			return nil
		}
		return rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, len(ids), rapid.ID[graph.InitiativeID]).Draw(t, "some")
	}
	return o.Put(
		&graph.Constraint{ID: "law", Statement: "30 days", Kind: graph.RegulatoryConstraint, Initiatives: some()},
		&graph.Ranking{ID: "order", Unit: "core", Order: some()},
		&graph.Decision{ID: "d-one", Question: "Q", State: graph.DecisionOpen, Initiative: one()},
		&graph.Decision{ID: "d-two", Question: "Q", State: graph.DecisionOpen, Reverses: "d-one"},
		&graph.Work{ID: "w-one", Title: "T", Unit: "core", Initiative: one()},
		&graph.Comment{ID: "k-one", On: graph.DecisionID("d-one").Ref(), By: "cora", Text: "X"},
		&graph.Incentive{ID: "bonus", Unit: "core", Rewards: "Calls", Weight: 0.5},
	).Picture()
}

// addresses are what is asked; REF stands for a record.
func addresses() []string {
	return []string{
		"/kinds", "/records/initiative", "/records/decision", "/records/work", "/records/work?unit=core", "/records/work?initiative=quiet", "/records/comment", "/records/incentive",
		"/records/constraint?initiatives=quiet", "/records/ranking?order=quiet", "/records/REF", "/records/REF/history", "/explain/REF", "/export", "/changes", "/records/REF?as_of=2026-08-01", "/records/initiative?as_of=2026-08-01",
		"/changes?newest=true", "/changes?newest=true&record=REF", "/export?form=records", "/difference?from=2026-07-01", "/difference?from=2026-06-30&to=2026-07-01",
	}
}

// Whoever asks, and whatever: no answer tells whether a record is kept from them or was never there. Only tags, which hold for
// one ledger, differ.
func TestNoAnswerTellsWhatIsHiddenFromWhatNeverWas(outer *testing.T) {
	rapid.Check(outer, func(t *rapid.T) {
		s := secretive(t)
		v := access.Viewer{Person: rapid.SampledFrom([]graph.PersonID{"carl", "cora", "ana"}).Draw(t, "who"), Role: rapid.SampledFrom(access.Roles()).Draw(t, "role")}
		ref := rapid.SampledFrom([]string{"initiative/quiet", "initiative/quite", "initiative/quit", "decision/d-one", "decision/d-two", "work/w-one", "comment/k-one", "incentive/bonus", "constraint/law", "ranking/order"}).Draw(t, "ref")
		address := "/api/v1/main" + strings.ReplaceAll(rapid.SampledFrom(addresses()).Draw(t, "address"), "REF", ref)
		answer := func(s *graph.Snapshot) string {
			one := open(outer, memory.New())
			one.holds(s, "2026-07-01").as(v.Person, v.Role)
			one.do(change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: "Calmer", Order: 1}}})
			a := one.handle(httptest.NewRequest("GET", address, nil))
			tag := regexp.MustCompile(`^"\d+-`).FindString(a.header.Get("ETag"))
			return fmt.Sprintln(a.status, a.header.Get("Link"), a.header.Get("Throughline-Position"), tag) + neutral(a.body)
		}
		if diff := cmp.Diff(answer(access.SightOf(s, v).Shown()), answer(s)); diff != "" {
			t.Fatalf("%s tells what is hidden (− what never was, + what is hidden):\n%s", address, diff)
		}
	})
}

// neutral is an answer without the words of a change that touched records which are not there in the other world.
func neutral(body string) string {
	body = strings.ReplaceAll(body, `"verb":"organisation.described"`, `"verb":"records.changed"`)
	return body
}

// What a change answers, and what its author sees afterwards, tells as little: here only that the surface hands the question on.
func TestAChangeOfWhatIsHiddenAnswersAsOneOfNothing(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01")
	s.as("ana", access.Owner)
	for _, one := range []string{
		`{"record":"REF","set":{"name":"Mine"}}`, `{"record":"REF","remove":true}`, `{"record":"REF","version":1,"edits":[{"field":"name","want":"Mine"}]}`,
		`{"record":"constraint/law","set":{"initiatives":["ID"]}}`, `{"record":"work/w-00","set":{"initiative":"ID"}}`,
		`{"record":"comment/new","fields":{"on":"REF","text":"X"}}`, `{"record":"REF","version":3,"fields":{"name":"Mine","state":"likely"}}`,
	} {
		tell := func(id string) string {
			a := s.post(changing(strings.NewReplacer("REF", "initiative/"+id, "ID", id).Replace(one)))
			if a.status < 400 {
				t.Errorf("%s is answered %s", one, a.body)
			}
			return strings.ReplaceAll(a.body, id, "ID")
		}
		if hidden, never := tell("quiet"), tell("queit"); hidden != never || strings.Contains(never, "quiet") {
			t.Errorf("%s is answered %s of what is hidden, and %s of what never was", one, hidden, never)
		}
	}
	p := s.post(changing(`{"record":"initiative/quiet","version":0,"fields":{"name":"Mine","state":"likely"}}`)).problem(409)
	if p.Detail != "the id of initiative/quiet is taken" || p.Conflict != nil {
		t.Errorf("an id that is taken: %+v", p)
	}
}

// Who does not see a record keeps what others say of it when they change those.
func TestEditsKeepWhatIsNotSeen(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01").as("ana", access.Owner)
	r := s.now("constraint/law")
	if strings.Contains(string(r.Fields), "quiet") {
		t.Fatalf("it is told: %s", r.Fields)
	}
	for _, one := range []string{
		fmt.Sprintf(`{"record":"constraint/law","version":1,"fields":%s}`, strings.Replace(string(r.Fields), "30 days", "31 days", 1)),
		`{"record":"constraint/law","edits":[{"field":"initiatives","seen":["open"],"want":["open"]},{"field":"statement","seen":"31 days","want":"32 days"}]}`,
		`{"record":"constraint/law","set":{"initiatives":[]}}`,
	} {
		s.post(changing(one)).is(200, nil)
		now, err := s.engine.View(t.Context(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		if law := graph.Find[*graph.Constraint](now, "law"); !slices.Contains(law.Initiatives, "quiet") {
			t.Errorf("after %s it names %v", one, law.Initiatives)
		}
	}
}

// What became confidential is kept from its past too: whoever may not see it now cannot look back to when they could.
func TestThePastOfWhatBecameConfidential(t *testing.T) {
	s := small(t).as("ana", access.Owner)
	s.do(change.Draft{Verb: "initiative.closed", Puts: []graph.Record{&graph.Initiative{ID: "b", Name: "B", Owner: "care", State: graph.Committed, Audience: []graph.PersonID{"bo"}}}})
	for _, address := range []string{"/records/initiative/b?as_of=2026-08-01", "/records/work/w-3?as_of=2026-08-01", "/explain/initiative/b?as_of=2026-08-01", "/records/initiative/b/history"} {
		s.get(address).problem(404)
	}
	if a := s.get("/export?as_of=2026-08-01"); strings.Contains(a.body, "w-3") {
		t.Errorf("the export of August has %s", a.body)
	}
	var f struct{ Changes []struct{ Verb string } }
	if s.get("/changes").is(200, &f); f.Changes[0].Verb != "records.changed" {
		t.Errorf("the change that made it, among others, is told as %+v", f.Changes[0])
	}
}
