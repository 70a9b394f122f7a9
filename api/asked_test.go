package api_test

import (
	"bytes"
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"

	"throughline/access"
	"throughline/api"
	"throughline/catalog"
	"throughline/engine"
	"throughline/graph"
	"throughline/overview"
	"throughline/storage/memory"
)

// All figures at once are those of each measure, and so is what they are of.
func TestAllFiguresAreThoseOfEachMeasure(t *testing.T) {
	s := harbor(t)
	for _, of := range []string{"", "?unit=loan-servicing", "?as_of=2026-08-31&period=h2"} {
		var all api.FigureList
		s.get("/figures"+of).is(200, &all)
		if len(all.Figures) < 5 {
			t.Fatalf("%s: %d figures", of, len(all.Figures))
		}
		for _, f := range all.Figures {
			var one api.FigureList
			s.get("/measures/"+f.Method+of).is(200, &one)
			same := func(d overview.FigureDocument) bool {
				return d.Title == f.Title && value(d.Value) == value(f.Value) && d.Position == f.Position
			}
			if !slices.ContainsFunc(one.Figures, same) {
				t.Errorf("%s: %s alone is another", of, f.Title)
			}
		}
	}
	if p := s.get("/figures?unit=loan-servcing").problem(404); !slices.Contains(p.Nearest, "loan-servicing") {
		t.Errorf("of a unit that is none: %+v", p)
	}
	secret := open(t, memory.New()).holds(veiled(t), "2026-07-01")
	if a := secret.as("ana", access.Owner).get("/figures?unit=core"); strings.Contains(a.body, "quiet") {
		t.Error("the figures name what is hidden")
	}
}

func TestTheChecksAreListed(t *testing.T) {
	var list api.CheckList
	small(t).get("/checks").is(200, &list)
	if len(list.Checks) != len(catalog.Checks()) || list.Checks[0].Doc == "" || list.Checks[0].Severity == "" {
		t.Errorf("the checks are %+v", list.Checks)
	}
}

func TestFindingsOpenAndAccepted(t *testing.T) {
	s := harbor(t)
	count := func(waived string) int {
		var list api.FindingList
		s.get("/findings?limit=1&waived="+waived).is(200, &list)
		if list.Period == "" {
			t.Errorf("waived=%s: they are of no period", waived)
		}
		return list.Count
	}
	if open, accepted, both := count("false"), count("true"), count("both"); accepted == 0 || open+accepted != both {
		t.Errorf("%d are open, %d accepted, %d both", open, accepted, both)
	}
	s.get("/findings?waived=perhaps").problem(400)
}

// A report says the same in each form, and to nobody what is not theirs.
func TestAReportInItsForms(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01")
	var carl, ana overview.ReportDocument
	s.as("carl", access.Owner).get("/report").is(200, &carl)
	told := s.as("ana", access.Owner).get("/report").is(200, &ana)
	if len(carl.Figures) == 0 || len(carl.Figures) != len(ana.Figures) || value(carl.Figures[0].Value) != value(ana.Figures[0].Value) {
		t.Errorf("the figures differ: %+v, %+v", carl.Figures, ana.Figures)
	}
	if strings.Contains(told.body, "quiet") || strings.Contains(told.body, "Quiet") || len(ana.Findings) >= len(carl.Findings) {
		t.Errorf("%d findings are for carl, %d for ana: %s", len(carl.Findings), len(ana.Findings), told.body)
	}
	text := s.get("/report?form=text").is(200, nil)
	if !strings.HasPrefix(text.body, "# Where we stand, 24 Sep 2026\n") || strings.Contains(text.body, "Quiet") || text.header.Get("Content-Type") != "text/markdown; charset=utf-8" {
		t.Errorf("as text it is sent as %s: %s", text.header.Get("Content-Type"), text.body)
	}
	s.get("/report?form=page").problem(404) // no pages are served beside this surface
	s.get("/report?form=pdf").problem(400)
	s.get("/report?as_of=2026-07-01T00:00:00Z").problem(400)

	server, err := api.New(api.Options{
		Engine: s.engine, Clock: s.clock.Now, Workspaces: served,
		Who: func(*http.Request) (access.Viewer, engine.Actor, error) {
			return s.asker(), engine.Actor{Name: "person/ana"}, nil
		},
		Report: func(_ *http.Request, workspace, asOf, period string) ([]byte, error) {
			return []byte(strings.Join([]string{workspace, asOf, period}, " ")), nil
		},
	})
	if err != nil {
		t.Fatal(err)
	}
	s.handler = server.Routes()
	if a := s.get("/report?form=page&as_of=2026-08-01&period=h2").is(200, nil); a.body != "main 2026-08-01 h2" || a.header.Get("Content-Type") != "text/html; charset=utf-8" {
		t.Errorf("as a page it is %s, %s", a.body, a.header.Get("Content-Type"))
	}
}

func TestADifferenceGoesPageByPage(t *testing.T) {
	s := harbor(t)
	var whole, page overview.DifferenceDocument
	s.get("/difference?from=2026-07-01&limit=100").is(200, &whole)
	if len(whole.Records) != min(100, whole.Added+whole.Changed+whole.Removed) || len(whole.Records) < 10 || whole.Drift == "" {
		t.Fatalf("it has %d of %+d, %d and %d records, and says %q", len(whole.Records), whole.Added, whole.Changed, whole.Removed, whole.Drift)
	}
	var got []string
	for next, from := "", "/difference?from=2026-07-01&limit=7"; len(got) < len(whole.Records); {
		s.get(from+next).is(200, &page)
		if page.Added != whole.Added || page.Changed != whole.Changed || page.Drift != whole.Drift {
			t.Fatalf("a page counts %d and %d", page.Added, page.Changed)
		}
		for _, r := range page.Records {
			got = append(got, r.Record)
		}
		if page.Next == "" {
			break
		}
		next = "&after=" + page.Next
	}
	for i, r := range whole.Records {
		if i >= len(got) || got[i] != r.Record {
			t.Fatalf("record %d is another: %v", i, got)
		}
	}
	for query, want := range map[string]string{
		"": "no earlier moment", "?from=yesterday": "neither a day nor a plan lock", "?from=2026-07-01&kind=untt": "untt",
		"?from=2026-07-01&period=h9": "h9",
	} {
		a := s.get("/difference" + query)
		if p := a.problem(a.status); a.status < 400 || a.status > 404 || !strings.Contains(p.Detail, want) {
			t.Errorf("%s is answered %+v", query, p)
		}
	}
}

// The drift is a figure: what is hidden counts in it, and is not among the records.
func TestADifferenceIsOfWhatIsSeen(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01")
	var carl, ana overview.DifferenceDocument
	s.as("carl", access.Owner).get("/difference?from=2026-06-30&to=lock").is(200, &carl)
	a := s.as("ana", access.Owner).get("/difference?from=2026-06-30&to=lock").is(200, &ana)
	if strings.Contains(a.body, "quiet") || ana.Added >= carl.Added || ana.Drift != carl.Drift {
		t.Errorf("ana is told %d and %q, carl %d and %q", ana.Added, ana.Drift, carl.Added, carl.Drift)
	}
}

func TestUndoTakesBackWhatIsSeen(t *testing.T) {
	s := hushed(t)
	undo := func(n, body string) *answer { return s.ask("POST", "/api/v1/main/changes/"+n+"/undo", body) }
	var done api.Undone
	s.as("ana", access.Owner)
	if undo("5", `{"reason":"It was better"}`).is(200, &done); done.Undone != 5 || done.Position != 6 {
		t.Errorf("it answers %+v", done)
	}
	var f api.Feed
	s.get("/changes?after=5").is(200, &f)
	if len(f.Changes) != 1 || f.Changes[0].Verb != "change.undone" || f.Changes[0].Reason != "takes back change 5: It was better" || f.Changes[0].Actor != "person/ana" || f.Changes[0].Name != "ana" {
		t.Errorf("the history says %+v", f.Changes)
	}
	if p := undo("5", `{}`).problem(409); !strings.Contains(p.Detail, "change 6") {
		t.Errorf("once more: %+v", p)
	}
	hidden, never := undo("2", `{}`).problem(404), undo("99", `{}`).problem(404)
	if hidden.Remedy != never.Remedy || hidden.Detail != strings.Replace(never.Detail, "99", "2", 1) {
		t.Errorf("what is hidden is told %+v, what never was %+v", hidden, never)
	}
	undo("x", `{}`).problem(400)
	undo("6", `{"reason":"`+strings.Repeat("a", 2001)+`"}`).problem(400)
	undo("6", `{"why":"So"}`).problem(400)
	s.as("ana", access.Reader)
	undo("6", `{}`).problem(403)
}

func TestTheFeedNewestFirstAndOfARecord(t *testing.T) {
	s := hushed(t).as("ana", access.Owner)
	ask := func(query string) (f api.Feed) {
		s.get("/changes?newest=true"+query).is(200, &f)
		return f
	}
	first := ask("&limit=1")
	if got := positions(first); !slices.Equal(got, []int64{5}) || !first.More || first.Next != 5 {
		t.Errorf("the first page is %+v", first)
	}
	if got := positions(ask("&before=5")); !slices.Equal(got, []int64{4, 1}) {
		t.Errorf("before it are %v", got)
	}
	if got := positions(ask("&after=1&before=5")); !slices.Equal(got, []int64{4}) {
		t.Errorf("between are %v", got)
	}
	if got := positions(ask("&record=theme/calm")); !slices.Equal(got, []int64{5, 1}) {
		t.Errorf("of a record are %v", got)
	}
	hidden, never := s.get("/changes?record=initiative/quiet").problem(404), s.get("/changes?record=initiative/queit").problem(404)
	if strings.ReplaceAll(hidden.Detail, "quiet", "queit") != never.Detail || hidden.Remedy != never.Remedy || !slices.Equal(hidden.Nearest, never.Nearest) {
		t.Errorf("of what is hidden: %+v; of what never was: %+v", hidden, never)
	}
	s.get("/changes?record=quiet").problem(400)
	s.get("/changes?before=1").problem(400)
}

// The picture record by record is the picture that its reader sees, with the versions that changes are held against.
func TestAPictureRecordByRecord(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01").as("ana", access.Owner)
	lines := strings.Split(strings.TrimSpace(s.get("/export?form=records").is(200, nil).body), "\n")
	var head api.PictureHead
	if err := json.Unmarshal([]byte(lines[0]), &head); err != nil || head.Position != 1 || !head.AsOf.Equal(day()) {
		t.Errorf("it begins %s: %v", lines[0], err)
	}
	now, err := s.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	shown, n := access.SightOf(now, s.asker()).Shown(), 0
	for _, k := range graph.Kinds() {
		n += shown.Count(k.Kind)
	}
	if n != len(lines)-1 || strings.Contains(strings.Join(lines, "\n"), "quiet") {
		t.Errorf("%d records are sent of %d", len(lines)-1, n)
	}
	for _, line := range lines[1:] {
		var sent api.Record
		if err := json.Unmarshal([]byte(line), &sent); err != nil {
			t.Fatal(err)
		}
		if one := s.now(sent.Record); one.Version != sent.Version || !bytes.Equal(one.Fields, sent.Fields) {
			t.Errorf("%s is sent as %s", sent.Record, line)
		}
	}
}
