package api_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/access"
	"throughline/api"
	"throughline/change"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// change is a body with the changes, each as JSON.
func changing(changes ...string) string {
	return `{"reason":"It was agreed","changes":[` + strings.Join(changes, ",") + `]}`
}

// now is the record as it stands.
func (s *site) now(ref string) api.Record {
	s.t.Helper()
	var r api.Record
	s.get("/records/"+ref).is(200, &r)
	return r
}

// position is that of the newest picture.
func (s *site) position() int64 {
	s.t.Helper()
	state, err := s.engine.State(s.t.Context(), workspace)
	if err != nil {
		s.t.Fatal(err)
	}
	return state.Position
}

func TestChangesAreOneEntry(t *testing.T) {
	s := small(t)
	var done api.Changed
	a := s.post(changing(
		`{"record":"initiative/a","version":2,"set":{"summary":"All of it","lead":"ana","owner":null}}`,
		`{"record":"initiative/b","edits":[{"field":"name","seen":"B","want":"Beta"}]}`,
		`{"record":"initiative/c","version":0,"fields":{"name":"C","owner":"care","state":"candidate"}}`,
		`{"record":"work/w-2","remove":true}`,
	)).is(200, &done)
	if *done.Position != 4 || done.Verb != "records.changed" || a.header.Get("Throughline-Position") != "4" || done.DryRun {
		t.Errorf("it answers %+v at %s", done, a.header.Get("Throughline-Position"))
	}
	var told []string
	for _, r := range done.Records {
		told = append(told, fmt.Sprintf("%s %d %v", r.Record, r.Version, r.Removed))
	}
	if want := []string{"initiative/a 3 false", "initiative/b 2 false", "initiative/c 1 false", "work/w-2 2 true"}; !slices.Equal(told, want) {
		t.Errorf("the records are %v, want %v", told, want)
	}
	if got, want := string(s.now("initiative/a").Fields), `{"name":"Alpha","summary":"All of it","lead":"ana","state":"started","contributes":[{"theme":"calm","share":1}]}`; got != want {
		t.Errorf("the first is %s, want %s", got, want)
	}
	if s.now("initiative/b").Label != "Beta" || s.now("initiative/c").Version != 1 {
		t.Error("the others are not as wanted")
	}
	s.get("/records/work/w-2").problem(404)
	var h api.History
	s.get("/records/initiative/b/history?limit=1").is(200, &h)
	if v := h.Versions[0]; v.Actor != "person/ana" || v.Channel != "api" || v.Reason != "It was agreed" || v.Position != 4 {
		t.Errorf("the history tells %+v", v)
	}
}

func TestOneBadChangeKeepsAllFromBeingMade(t *testing.T) {
	s := small(t)
	p := s.post(changing(
		`{"record":"initiative/a","set":{"name":"Mine"}}`,
		`{"record":"initiative/c","fields":{"name":"","owner":"cor","state":"begun"}}`,
	)).problem(400)
	var broken []string
	for _, v := range p.Violations {
		broken = append(broken, v.Record+" "+v.Field+" "+strings.Join(v.Nearest, ","))
		if v.Sentence == "" || v.Remedy == "" {
			t.Errorf("the rule tells %+v", v)
		}
	}
	slices.Sort(broken)
	if want := []string{"initiative/c name ", "initiative/c owner core,care", "initiative/c state "}; !slices.Equal(broken, want) {
		t.Errorf("the rules are %q, want %q", broken, want)
	}
	if s.position() != 3 || s.now("initiative/a").Label != "Alpha" {
		t.Error("something was written")
	}
}

func TestAConflictTellsWhatStands(t *testing.T) {
	s := small(t)
	p := s.post(changing(`{"record":"initiative/a","version":1,"set":{"name":"Mine"}}`)).problem(409)
	if c := p.Conflict; c == nil || c.Record != "initiative/a" || c.Version != 2 || c.Field != "" {
		t.Errorf("of the version it tells %+v", p.Conflict)
	}
	p = s.post(changing(`{"record":"initiative/a","edits":[{"field":"name","seen":"A","want":"Mine"}]}`)).problem(409)
	if c := p.Conflict; c == nil || c.Version != 2 || c.Field != "name" || string(c.Seen) != `"A"` || string(c.Now) != `"Alpha"` || string(c.Want) != `"Mine"` {
		t.Errorf("of the field it tells %+v", p.Conflict)
	}
	p = s.post(changing(`{"record":"work/w-3","version":1,"fields":{"title":"Again"}}`)).problem(409)
	if c := p.Conflict; c == nil || c.Version != 0 {
		t.Errorf("of what is gone it tells %+v", p.Conflict)
	}
	if s.position() != 3 {
		t.Error("something was written")
	}
}

func TestWhatStandsAsWantedIsNoChange(t *testing.T) {
	s := small(t)
	var done api.Changed
	s.post(changing(`{"record":"initiative/a","set":{"name":"Alpha"}}`)).is(200, &done)
	if done.Position != nil || len(done.Records) != 0 || s.position() != 3 {
		t.Errorf("it answers %+v", done)
	}
}

func TestSinceWhenAChangeHolds(t *testing.T) {
	s := small(t)
	body := func(effective string) string {
		return `{"reason":"So","effective":"` + effective + `","changes":[{"record":"unit/core","set":{"purpose":"Run it"}}]}`
	}
	var done api.Changed
	s.post(body("2026-08-20")).is(200, &done)
	if got := done.Effective.Format(time.RFC3339); got != "2026-08-20T00:00:00Z" {
		t.Errorf("it holds since %s", got)
	}
	var then api.Record
	s.get("/records/unit/core?as_of=2026-08-19").is(200, &then)
	if then.Version != 1 {
		t.Errorf("the day before it is version %d", then.Version)
	}
	s.get("/records/unit/core?as_of=2026-08-20").is(200, &then)
	if then.Version != 2 {
		t.Errorf("on the day it is version %d", then.Version)
	}
	for effective, want := range map[string]string{"2026-09-25": "still to come", "soon": "effective cannot be"} {
		if p := s.post(body(effective)).problem(400); !strings.Contains(p.Detail, want) {
			t.Errorf("%s: %+v", effective, p)
		}
	}
	p := s.post(`{"reason":"So","effective":"2026-06-01","changes":[{"record":"initiative/x","fields":{"name":"X","owner":"core","state":"candidate"}}]}`).problem(400)
	if len(p.Violations) != 1 || p.Violations[0].Field != "owner" {
		t.Errorf("of a day on which its unit was not there yet: %+v", p)
	}
}

func TestADryRunTellsTheDifferenceAndRecordsNothing(t *testing.T) {
	s := small(t)
	try := func(body string) *answer { return s.ask("POST", "/api/v1/main/changes?dry_run=true", body) }
	var done api.Changed
	try(changing(`{"record":"initiative/a","set":{"state":"done"}}`, `{"record":"work/w-2","remove":true}`)).is(200, &done)
	if want := []string{"initiative Alpha: state started → done", "work w-2: removed"}; !slices.Equal(done.Difference, want) || !done.DryRun || done.Position != nil || len(done.Records) != 2 || !done.Records[1].Removed {
		t.Errorf("it answers %+v, want %q", done, want)
	}
	p := try(changing(`{"record":"initiative/a","set":{"state":"started","owner":"cor"}}`)).problem(400)
	if len(p.Violations) != 1 || len(p.Difference) != 1 || !strings.Contains(p.Difference[0], "owner Core → cor") && !strings.Contains(p.Difference[0], "owner core → cor") {
		t.Errorf("against a rule it answers %+v", p)
	}
	try(changing(`{"record":"initiative/a","version":9,"set":{"state":"done"}}`)).problem(409)
	if s.position() != 3 {
		t.Error("something was written")
	}
	if p := s.ask("POST", "/api/v1/main/changes?dry_run=perhaps", changing(`{"record":"work/w-2","remove":true}`)).problem(400); p.Remedy != "Write true or false" {
		t.Errorf("a word that is neither: %+v", p)
	}
}

func TestARepeatedRequestIsAnsweredTheSame(t *testing.T) {
	store := memory.New()
	s := open(t, store)
	s.holds(fixture.New(t).Themes("calm").Picture(), "2026-07-01")
	body := changing(`{"record":"theme/calm","set":{"name":"Calmer"}}`)
	first := s.post(body, "Idempotency-Key", "k-1").is(200, nil)
	s.do(change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: "Other", Order: 1}}})
	again := s.post(body, "Idempotency-Key", "k-1").is(200, nil)
	if again.body != first.body || first.header.Get("Idempotent-Replayed") != "" || again.header.Get("Idempotent-Replayed") != "true" {
		t.Errorf("first %s, again %s", first.body, again.body)
	}
	if s.now("theme/calm").Label != "Other" {
		t.Error("it was done twice")
	}
	if p := s.post(changing(`{"record":"theme/calm","set":{"name":"Calmest"}}`), "Idempotency-Key", "k-1").problem(409); p.Conflict != nil {
		t.Errorf("the same key for something else: %+v", p)
	}
	s.post(body, "Idempotency-Key", strings.Repeat("k", 201)).problem(400)
	restarted := open(t, store)
	if after := restarted.post(body, "Idempotency-Key", "k-1").is(200, nil); after.body != first.body {
		t.Errorf("after a restart %s", after.body)
	}
	restarted.clock.Set(day().Add(25 * time.Hour))
	if late := restarted.post(body, "Idempotency-Key", "k-1").is(200, nil); late.body == first.body || restarted.now("theme/calm").Label != "Calmer" {
		t.Errorf("after a day %s", late.body)
	}
}

func TestWhatIsWrongWithABodyIsTold(t *testing.T) {
	s := small(t)
	many := make([]string, 1001)
	for n := range many {
		many[n] = fmt.Sprintf(`{"record":"theme/t-%d","fields":{"name":"T"}}`, n)
	}
	for body, want := range map[string]string{
		`{"changes":[]}`:                                     "no reason is given",
		`{"reason":"So","changes":[]}`:                       "no change is given",
		`{"reason":"So","chnages":[]}`:                       `the request has no field "chnages"`,
		`{"reason":"So","changes":[{"record":"unit/core"}]}`: "nothing is wanted of unit/core",
		`{"reason":"So","changes":[{"record":"unit/core","set":{"name":"X"},"remove":true}]}`: "more than one thing is wanted of unit/core",
		`{"reason":"So","changes":[{"record":"core","remove":true}]}`:                         `"core" does not name a record`,
		`{"reason":"So","changes":[{"record":"unti/core","remove":true}]}`:                    `"unti" is not a kind of record`,
		`{"reason":"So","changes":[{"record":"unit/core","set":["name"]}]}`:                   "what to set of unit/core is not a JSON object",
		`{"reason":"So","changes":[{"record":"unit/core","set":{"name":7}}]}`:                 "name of unit/core cannot be this number",
		`{"reason":"So","changes":[{"record":"unit/core","fields":null}]}`:                    "nothing is wanted of unit/core",
		`{"reason":"So","changes":[{"record":"unit/Core","fields":{"name":"X"}}]}`:            "unit/Core (id): the id \"Core\" has \"C\" at place 1",
		`[1]`:  "the request is not a JSON object",
		`{`:    "the request is not a JSON object",
		"\xff": "the request is not a JSON object",
		`{"reason":"So","changes":[` + strings.Join(many, ",") + `]}`:                               "there are 1001 changes",
		`{"reason":"` + strings.Repeat("x", 2001) + `","changes":[{"record":"a/b","remove":true}]}`: "the reason is too long",
	} {
		if p := s.post(body).problem(400); p.Detail != want {
			t.Errorf("%.80s: %+v, want %s", body, p, want)
		}
	}
	if p := s.post(changing(`{"record":"unit/nobody","remove":true}`)).problem(404); p.Detail != "there is no unit/nobody" {
		t.Errorf("a record that is not there: %+v", p)
	}
	if p := s.ask("POST", "/api/v1/main/changes", "").problem(400); p.Detail != "the request has no body" && !strings.Contains(p.Detail, "JSON") {
		t.Errorf("no body: %+v", p)
	}
	s.post(strings.Repeat(" ", 1<<20+1)).problem(413)
	if s.position() != 3 {
		t.Error("something was written")
	}
	thousand := s.post(changing(many[:1000]...)).is(200, nil)
	if !strings.Contains(thousand.body, "theme/t-999") {
		t.Error("a thousand changes were not made")
	}
}

// A page of another origin cannot make a browser change anything.
func TestAnotherOriginChangesNothing(t *testing.T) {
	s := small(t)
	body := changing(`{"record":"theme/calm","set":{"name":"Theirs"}}`)
	for name, headers := range map[string][]string{
		"another site":   {"Sec-Fetch-Site", "cross-site"},
		"another origin": {"Origin", "https://elsewhere.example"},
	} {
		if p := s.post(body, headers...).problem(403); !strings.Contains(p.Detail, "another origin") {
			t.Errorf("%s: %+v", name, p)
		}
	}
	for _, media := range []string{"text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "", "application/jsonx"} {
		r := httptest.NewRequest("POST", "/api/v1/main/changes", strings.NewReader(body))
		r.Header.Set("Content-Type", media)
		s.serve(r).problem(415)
	}
	if s.position() != 3 {
		t.Error("something was written")
	}
	s.post(body, "Sec-Fetch-Site", "same-origin", "Content-Type", "application/json; charset=utf-8").is(200, nil)
}

// Nothing that is asked with GET changes anything.
func TestAskingChangesNothing(t *testing.T) {
	s := harbor(t)
	before := s.position()
	for _, one := range samples() {
		if one.method == "GET" {
			s.left("GET", "/api/v1/main"+one.address, "")
			s.left("HEAD", "/api/v1/main"+one.address, "")
		}
	}
	if s.position() != before {
		t.Error("something was written")
	}
}

func TestWhoMayNotIsToldWhoMay(t *testing.T) {
	s := small(t).as("bo", access.Contributor)
	if p := s.post(changing(`{"record":"theme/calm","set":{"name":"Mine"}}`)).problem(403); p.Title != "denied" || p.Remedy == "" {
		t.Errorf("a contributor is told %+v", p)
	}
	s.mu.Lock()
	s.who = access.Viewer{Person: "ana", Role: access.Owner, ReadOnly: true}
	s.mu.Unlock()
	if p := s.post(changing(`{"record":"theme/calm","set":{"name":"Mine"}}`)).problem(403); !strings.Contains(p.Detail, "may only read") {
		t.Errorf("a token that only reads is told %+v", p)
	}
}

// Two writers who each add one to what they saw: every answer that says it was done was done, and nothing was lost.
func TestTwoWritersLoseNothing(t *testing.T) {
	s := open(t, memory.New())
	s.holds(fixture.New(t).Half().Unit("acme", "").Capacity("acme", "h2", 0).Picture(), "2026-07-01")
	const writers, each = 4, 25
	var group sync.WaitGroup
	for w := range writers {
		group.Go(func() {
			for done := 0; done < each; {
				var seen api.Record
				var fields struct{ Days float64 }
				a := s.handle(httptest.NewRequest("GET", "/api/v1/main/records/capacity/acme-h2", nil))
				if err := json.Unmarshal([]byte(a.body), &seen); err != nil {
					t.Errorf("%v in %s", err, a.body)
					return
				}
				if err := json.Unmarshal(seen.Fields, &fields); err != nil {
					t.Errorf("%v in %s", err, seen.Fields)
					return
				}
				one := fmt.Sprintf(`{"record":"capacity/acme-h2","version":%d,"set":{"days":%v}}`, seen.Version, fields.Days+1)
				if w%2 == 1 {
					one = fmt.Sprintf(`{"record":"capacity/acme-h2","edits":[{"field":"days","seen":%v,"want":%v}]}`, fields.Days, fields.Days+1)
				}
				r := httptest.NewRequest("POST", "/api/v1/main/changes", strings.NewReader(changing(one)))
				r.Header.Set("Content-Type", "application/json")
				switch a := s.handle(r); a.status {
				case http.StatusOK:
					if !strings.Contains(a.body, `"position":null`) { // else another set the same value first
						done++
					}
				case http.StatusConflict:
				default:
					t.Errorf("%d: %s", a.status, a.body)
					return
				}
			}
		})
	}
	group.Wait()
	r := s.now("capacity/acme-h2")
	if want := fmt.Sprintf(`{"unit":"acme","period":"h2","days":%d}`, writers*each); string(r.Fields) != want {
		t.Errorf("it is %s, want %s", r.Fields, want)
	}
	if r.Version != writers*each+1 {
		t.Errorf("it is version %d", r.Version)
	}
}

// Whatever is sent, the answer is one that the document declares, no answer is a defect, and the history stays whole.
func FuzzChanges(f *testing.F) {
	for _, body := range []string{
		changing(`{"record":"initiative/a","version":2,"set":{"name":"X"}}`),
		changing(`{"record":"initiative/a","edits":[{"field":"contributes","seen":[{"theme":"calm","share":1}],"want":[]}]}`),
		changing(`{"record":"initiative/c","fields":{"name":"C","owner":"care","state":"candidate"}}`, `{"record":"work/w-2","remove":true}`),
		`{"reason":"So","effective":"2026-08-01T10:00:00Z","changes":[{"record":"unit/core","set":{"people":1e300,"value.weight":[]}}]}`,
		`{"reason":"\u0000","changes":[{"record":"comment/x","fields":{"on":"unit/core","text":"\ud800"}}]}`,
		`{"reason":"So","changes":[{"record":"work/w-9","fields":{"title":"T","states":["started 2026-08-01"],"logged":["2026-08-02 1"]}}]}`,
		`[]`, ``, `{"changes":{}}`, `null`,
	} {
		f.Add(body, true)
		f.Add(body, false)
	}
	s := small(f)
	f.Fuzz(func(t *testing.T, body string, dry bool) {
		one := &site{t: t, engine: s.engine, clock: s.clock, handler: s.handler, who: s.asker()}
		a := one.ask("POST", fmt.Sprintf("/api/v1/main/changes?dry_run=%v", dry), body, "Content-Type", "application/json")
		if a.status >= 500 {
			t.Errorf("%q is answered %d: %s", body, a.status, a.body)
		}
		if a.status == http.StatusOK && !dry && one.position()%100 == 0 { // it grows
			if _, err := s.engine.Verify(t.Context(), workspace, func(ledger.Report) {}); err != nil {
				t.Errorf("after %q: %v", body, err)
			}
			one.get("/kinds").is(200, nil)
		}
	})
}

// A comment that says neither by whom nor when is of who sends it, now.
func TestACommentIsSignedByWhoSendsIt(t *testing.T) {
	s := small(t)
	s.post(changing(`{"record":"comment/n","version":0,"fields":{"on":"initiative/a","text":"Who pays?"}}`)).is(200, nil)
	if got := string(s.now("comment/n").Fields); !strings.Contains(got, `"by":"ana"`) || !strings.Contains(got, `"at":"2026-`) {
		t.Errorf("it is %s", got)
	}
	s.post(changing(`{"record":"comment/n","version":1,"set":{"text":"Who pays for it?"}}`)).is(200, nil)
}
