package api_test

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/access"
	"throughline/api"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// references are the records of a list.
func references(list []api.Record) []string {
	out := make([]string, len(list))
	for n, r := range list {
		out[n] = r.Record
	}
	return out
}

// small is an organisation with a past: since July, and changed in August.
func small(t testing.TB) *site {
	t.Helper()
	o := fixture.New(t).Half().Themes("calm").Person("ana", "bo").Unit("acme", "").Unit("core", "acme").Unit("care", "acme")
	o.Put(&graph.Initiative{ID: "a", Name: "A", Owner: "core", State: graph.Started, Contributes: []graph.Contribution{{Theme: "calm", Share: 1}}},
		&graph.Initiative{ID: "b", Name: "B", Owner: "care", State: graph.Committed})
	o.Work("w-1", "core", "a").Work("w-2", "care", "a").Work("w-3", "care", "b")
	s := open(t, memory.New())
	s.holds(o.Picture(), "2026-07-01")
	s.do(change.Draft{
		Verb: "initiative.renamed", Reason: "A better name", Effective: fixture.Date(t, "2026-08-10").Time(),
		Puts: []graph.Record{&graph.Initiative{ID: "a", Name: "Alpha", Owner: "core", State: graph.Started, Contributes: []graph.Contribution{{Theme: "calm", Share: 1}}}},
	})
	s.do(change.Draft{Verb: "work.removed", Effective: fixture.Date(t, "2026-09-01").Time(), Removes: []graph.Ref{graph.WorkID("w-3").Ref()}})
	return s
}

func TestKinds(t *testing.T) {
	var list api.KindList
	a := small(t).get("/kinds").is(200, &list)
	counts := make(map[string]int)
	for _, k := range list.Kinds {
		counts[k.Kind] = k.Count
	}
	if len(list.Kinds) != len(graph.Kinds()) || counts["unit"] != 3 || counts["work"] != 2 || counts["survey"] != 0 {
		t.Errorf("the kinds are %v", counts)
	}
	if a.header.Get("Throughline-Position") != "3" {
		t.Errorf("the position is %q", a.header.Get("Throughline-Position"))
	}
}

func TestRecordsOfAKind(t *testing.T) {
	s := small(t)
	for address, want := range map[string]string{
		"/records/unit":                               "unit/acme unit/care unit/core",
		"/records/initiative?owner=core":              "initiative/a",
		"/records/initiative?state=started":           "initiative/a",
		"/records/work?unit=care":                     "work/w-2",
		"/records/work?unit=care&as_of=2026-08-31":    "work/w-2 work/w-3",
		"/records/work?initiative=a":                  "work/w-1 work/w-2",
		"/records/initiative?contributes.theme=calm":  "initiative/a",
		"/records/initiative?name=A":                  "",
		"/records/initiative?name=A&as_of=2026-08-09": "initiative/a",
		"/records/unit?as_of=2026-06-30":              "",
		"/records/unit?as_of=2027-01-01":              "unit/acme unit/care unit/core",
		"/records/unit?as_of=2026-07-01T00:00:00Z":    "unit/acme unit/care unit/core",
	} {
		var list api.RecordList
		s.get(address).is(200, &list)
		if got := strings.Join(references(list.Records), " "); got != want {
			t.Errorf("%s = %s, want %s", address, got, want)
		}
	}
}

func TestOneRecord(t *testing.T) {
	s := small(t)
	var r api.Record
	a := s.get("/records/initiative/a").is(200, &r)
	if r.Record != "initiative/a" || r.Label != "Alpha" || r.Version != 2 || r.Position != 2 || r.Effective.Format(time.DateOnly) != "2026-08-10" {
		t.Errorf("the record is %+v", r)
	}
	if want := `{"name":"Alpha","owner":"core","state":"started","contributes":[{"theme":"calm","share":1}]}`; string(r.Fields) != want {
		t.Errorf("its fields are %s, want %s", r.Fields, want)
	}
	tag := a.header.Get("ETag")
	if !strings.HasPrefix(tag, `"2-`) {
		t.Errorf("the tag %s does not begin with the version", tag)
	}
	if same := s.get("/records/initiative/a", "If-None-Match", `"other", W/`+tag); same.status != 304 || same.body != "" || same.header.Get("ETag") != tag {
		t.Errorf("asked again, it answers %d %s", same.status, same.body)
	}
	s.do(change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: "Calmer", Order: 1}}})
	if same := s.get("/records/initiative/a", "If-None-Match", tag); same.status != 304 {
		t.Errorf("after a change of another record it answers %d", same.status)
	}
	var then api.Record
	if past := s.get("/records/initiative/a?as_of=2026-08-09", "If-None-Match", tag).is(200, &then); then.Label != "A" || then.Version != 1 || past.header.Get("Throughline-Position") != "1" {
		t.Errorf("in the past it was %+v, at %s", then, past.header.Get("Throughline-Position"))
	}
}

func TestAnswersAreKeptWhileNothingChanges(t *testing.T) {
	s := small(t)
	for _, address := range []string{"/kinds", "/records/unit", "/records/unit/core/history", "/records/unit?as_of=2026-08-01"} {
		tag := s.get(address).header.Get("ETag")
		if again := s.get(address, "If-None-Match", tag); again.status != 304 {
			t.Errorf("%s answers %d to who has it", address, again.status)
		}
		if other := s.as("bo", access.Reader).get(address, "If-None-Match", tag); other.status != 200 {
			t.Errorf("%s answers %d to somebody else with the same tag", address, other.status)
		}
		s.as("ana", access.Owner)
		s.do(change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: "Calmer " + address, Order: 1}}})
		if after := s.get(address, "If-None-Match", tag); after.status != 200 {
			t.Errorf("%s answers %d after a change", address, after.status)
		}
		s.clock.Set(s.clock.Now().Add(24 * time.Hour))
		if later := s.get(address, "If-None-Match", s.get(address).header.Get("ETag")); later.status != 304 {
			t.Errorf("%s answers %d on the next day", address, later.status)
		}
	}
}

func TestHistory(t *testing.T) {
	s := small(t)
	var h api.History
	s.get("/records/initiative/a/history").is(200, &h)
	if len(h.Versions) != 2 || h.Next != "" {
		t.Fatalf("the history is %+v", h)
	}
	if v := h.Versions[0]; v.Version != 2 || v.Actor != "person/import" || v.Channel != "import" || v.Verb != "initiative.renamed" || v.Reason != "A better name" ||
		len(v.Changes) != 1 || v.Changes[0].Field != "name" || string(v.Changes[0].Old) != `"A"` || string(v.Changes[0].New) != `"Alpha"` {
		t.Errorf("the newest version is %+v", v)
	}
	if v := h.Versions[1]; v.Version != 1 || len(v.Changes) != 4 || v.Changes[0].Old != nil {
		t.Errorf("the first version is %+v", v)
	}
	var page api.History
	s.get("/records/initiative/a/history?limit=1").is(200, &page)
	if len(page.Versions) != 1 || page.Versions[0].Version != 2 || len(page.Versions[0].Changes) != 1 {
		t.Fatalf("the first page is %+v", page)
	}
	s.ask("GET", page.Next, "").is(200, &page)
	if len(page.Versions) != 1 || page.Versions[0].Version != 1 {
		t.Errorf("the second page is %+v", page)
	}
	s.get("/records/initiative/a/history?as_of=2026-08-01").is(200, &h)
	if len(h.Versions) != 1 || h.Versions[0].Version != 1 {
		t.Errorf("up to August it is %+v", h)
	}
	s.get("/records/work/w-3/history").is(200, &h)
	if len(h.Versions) != 2 || !h.Versions[0].Removed || len(h.Versions[0].Changes) == 0 || h.Versions[0].Changes[0].New != nil {
		t.Errorf("of what was removed it is %+v", h)
	}
}

func TestWhatIsWrongIsToldInWords(t *testing.T) {
	s := small(t)
	for address, want := range map[string]struct {
		status  int
		detail  string
		nearest string
	}{
		"/records/unit/cor":                   {404, "there is no unit/cor", "core"},
		"/records/unti":                       {404, `"unti" is not a kind of record`, "unit"},
		"/records/unti/core":                  {404, `"unti" is not a kind of record`, "unit"},
		"/records/unit/nobody/history":        {404, "there is no unit/nobody", ""},
		"/records/initiative?onwer=core":      {400, `initiatives cannot be filtered by "onwer"`, "owner"},
		"/records/unit?limit=101":             {400, `limit cannot be "101"`, ""},
		"/records/unit?limit=many":            {400, `limit cannot be "many"`, ""},
		"/records/unit?as_of=yesterday":       {400, `as_of cannot be "yesterday"`, ""},
		"/records/unit/core?as_off=1":         {400, `"as_off" is no parameter of this address`, "as_of"},
		"/records/unit/core/history?before=1": {400, `before cannot be "1"`, ""},
		"/records/unit/core?as_of=2026-06-01": {404, "there is no unit/core", ""},
	} {
		p := s.get(address).problem(want.status)
		if p.Detail != want.detail || want.nearest != "" && !slices.Contains(p.Nearest, want.nearest) {
			t.Errorf("%s: %+v", address, p)
		}
	}
	for address, status := range map[string]int{"/api/nothing": 404, "/api/v1/main/nothing": 404, "/api/v1/main/records/unit/core/": 404, "/api/v1/mian/kinds": 404} {
		s.ask("GET", address, "").problem(status)
	}
	a := s.ask("DELETE", "/api/v1/main/records/unit/core", "")
	if a.problem(405); !strings.Contains(a.header.Get("Allow"), "GET") {
		t.Errorf("allowed is %q", a.header.Get("Allow"))
	}
}

func TestEveryKindOfFaultIsAProblem(t *testing.T) {
	s := small(t)
	for _, k := range []fault.Kind{
		fault.Invalid, fault.NotFound, fault.Conflict, fault.Denied, fault.InUse, fault.ReadOnly, fault.Full, fault.Corrupt, fault.Newer, fault.Unavailable, fault.Cancelled, fault.Internal,
	} {
		r := s.refusing(fault.New(k, "it is so", "Do this"))
		w := r.unchecked("GET", "/api/v1/main/kinds")
		var p api.Problem
		if err := json.Unmarshal([]byte(w.body), &p); err != nil {
			t.Fatal(err)
		}
		if p.Detail != "it is so" || p.Remedy != "Do this" || p.Title != string(k) || p.Status != w.status || p.Type != "/api/#"+strings.ReplaceAll(string(k), " ", "-") {
			t.Errorf("%s: %d %+v", k, w.status, p)
		}
	}
	if p := s.refusing(errors.New("secret of the machine")).get("/kinds").problem(500); strings.Contains(fmt.Sprint(p), "secret") {
		t.Errorf("an error that is no fault tells %+v", p)
	}
	if p := s.refusing(nil).get("/kinds").problem(404); !strings.Contains(p.Detail, "no workspace") {
		t.Errorf("somebody without a role is told %+v", p)
	}
}

func TestADefectIsAProblem(t *testing.T) {
	e := engine.New(memory.New(), engine.Options{Clock: day})
	t.Cleanup(e.Close)
	server, err := api.New(api.Options{Engine: e, Clock: day, Workspaces: served})
	if err != nil {
		t.Fatal(err)
	}
	s := &site{t: t, handler: server.Routes()} // without Who every visit is a defect
	if p := s.get("/kinds").problem(500); p.Title != "internal" {
		t.Errorf("the problem is %+v", p)
	}
}

// All pages together are all records, each once, in order, whatever is written meanwhile: what was there all the time is there
// once, and nothing twice.
func TestPagesTogetherAreAllRecords(outer *testing.T) {
	rapid.Check(outer, func(t *rapid.T) {
		s := small(outer)
		n, most := 0, 8 // changes meanwhile
		var stays []string
		for range rapid.IntRange(0, 12).Draw(t, "more") {
			n++
			s.do(change.Draft{Verb: "theme.created", Puts: []graph.Record{&graph.Theme{ID: graph.ThemeID(fmt.Sprintf("t-%03d", n)), Name: "T"}}})
		}
		now, err := s.engine.View(context.Background(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		for r := range graph.All[*graph.Theme](now) {
			stays = append(stays, r.Ref().String())
		}
		limit := rapid.IntRange(1, 7).Draw(t, "limit")
		var got []string
		next := fmt.Sprintf("/api/v1/main/records/theme?limit=%d", limit)
		for next != "" {
			var list api.RecordList
			a := s.ask("GET", next, "").is(200, &list)
			got = append(got, references(list.Records)...)
			if link := a.header.Get("Link"); (list.Next == "") != (link == "") || list.Next != "" && link != fmt.Sprintf("<%s>; rel=\"next\"", list.Next) {
				t.Fatalf("the header links to %q, the body to %q", link, list.Next)
			}
			next = list.Next
			if most > 0 && rapid.Bool().Draw(t, "meanwhile") {
				n, most = n+1, most-1
				id := fmt.Sprintf("%s-%03d", rapid.SampledFrom([]string{"a", "t", "z"}).Draw(t, "where"), n)
				s.do(change.Draft{Verb: "theme.created", Puts: []graph.Record{&graph.Theme{ID: graph.ThemeID(id), Name: "T"}}})
			}
		}
		if !slices.IsSortedFunc(got, cmp.Compare[string]) || len(slices.Compact(slices.Clone(got))) != len(got) {
			t.Fatalf("the pages are not in order, or say something twice: %v", got)
		}
		for _, r := range stays {
			if !slices.Contains(got, r) {
				t.Fatalf("%s is on no page of %v", r, got)
			}
		}
	})
}

// Names are taken as they are, whatever stands in them.
func TestStrangeNames(t *testing.T) {
	s := small(t)
	for _, id := range []string{"a/b", "ä", "..", "%2e", " ", "a?b", "a#b", strings.Repeat("x", 300)} {
		if p := s.get("/records/unit/" + url.PathEscape(id)); p.status != 404 && p.status != 301 && p.status != 307 {
			t.Errorf("%q answers %d", id, p.status)
		}
		s.get("/records/unit?after="+url.QueryEscape(id)).is(200, nil)
		s.get("/records/unit?name="+url.QueryEscape(id)).is(200, nil)
	}
}
