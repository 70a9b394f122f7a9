package overview

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
)

// asked is a small organisation with something in most sorts of fields.
func asked(t fixture.T) *graph.Snapshot {
	o := fixture.New(t).Half().Themes("calm", "growth").Person("ana", "bo").Unit("acme", "").Unit("core", "acme").Unit("care", "acme")
	o.Stated("acme", "h2", fixture.Shares{"calm": 1}).Interpreted("core", "h2", fixture.Shares{"calm": 0.5, "growth": 0.5})
	return o.Put(
		&graph.Initiative{ID: "a", Name: "A", Owner: "core", Lead: "ana", State: graph.Started, Periods: []graph.PeriodID{"h2"}, Participants: []graph.Participation{{Unit: "core", Days: 3}, {Unit: "care", Days: 2.5}}},
		&graph.Initiative{ID: "b", Name: "B", Owner: "core", Lead: "bo", State: graph.Committed, Links: []graph.Link{{Kind: graph.Blocks, Initiative: "a"}}},
		&graph.Initiative{ID: "c", Name: "C", Owner: "care", State: graph.Started, Mandate: graph.Mandate{Due: graph.On(2026, 10, 1)}},
		&graph.Work{ID: "w-1", Title: "One", Unit: "core", Initiative: "a", Size: 2.5},
		&graph.Work{ID: "w-2", Title: "Two", Unit: "core", Initiative: "b"},
		&graph.Work{ID: "w-3", Title: "Three", Unit: "care", Initiative: "a"},
		&graph.Work{ID: "w-4", Title: "Four", Unit: "care"},
		&graph.Comment{ID: "k-1", On: graph.InitiativeID("a").Ref(), By: "ana", Text: "X"},
		&graph.Comment{ID: "k-2", On: graph.UnitID("core").Ref(), By: "ana", Text: "X"},
		&graph.View{ID: "v", Name: "V", Address: "/", By: "ana", Shared: true},
	).Picture()
}

func ids(list []graph.Record) []string {
	out := make([]string, len(list))
	for n, r := range list {
		out[n] = r.Ref().ID
	}
	return out
}

func TestSelect(t *testing.T) {
	s := asked(t)
	for _, c := range []struct {
		kind  graph.Kind
		where string
		want  string
	}{
		{graph.KindInitiative, "", "a b c"},
		{graph.KindInitiative, "owner=core", "a b"},
		{graph.KindInitiative, "owner=core state=started", "a"},
		{graph.KindInitiative, "state=started owner=care", "c"},
		{graph.KindInitiative, "state=done", ""},
		{graph.KindInitiative, "owner=nowhere", ""},
		{graph.KindInitiative, "participants.unit=care", "a"},
		{graph.KindInitiative, "participants.days=2.5", "a"},
		{graph.KindInitiative, "periods=h2", "a"},
		{graph.KindInitiative, "periods=", "b c"},
		{graph.KindInitiative, "links.initiative=a links.kind=blocks", "b"},
		{graph.KindInitiative, "mandate.due=2026-10-01", "c"},
		{graph.KindInitiative, "lead=", "c"},
		{graph.KindIntent, "shares=growth", "interpreted-core-h2"},
		{graph.KindIntent, "unit=acme level=stated", "stated-acme-h2"},
		{graph.KindWork, "", "w-1 w-2 w-3 w-4"},
		{graph.KindWork, "unit=core", "w-1 w-2"},
		{graph.KindWork, "initiative=a", "w-1 w-3"},
		{graph.KindWork, "unit=care initiative=a", "w-3"},
		{graph.KindWork, "initiative=", "w-4"},
		{graph.KindWork, "size=2.5", "w-1"},
		{graph.KindWork, "title=Two", "w-2"},
		{graph.KindComment, "on=initiative/a", "k-1"},
		{graph.KindComment, "by=ana", "k-1 k-2"},
		{graph.KindComment, "on=nothing", ""},
		{graph.KindView, "shared=true", "v"},
		{graph.KindView, "shared=false", ""},
	} {
		q := Query{Kind: c.kind, Limit: 100}
		for _, w := range strings.Fields(c.where) {
			name, value, _ := strings.Cut(w, "=")
			q.Where = append(q.Where, Where{name, value})
		}
		got, err := Select(s, q)
		if err != nil || strings.Join(ids(got.Records), " ") != c.want || got.Next != "" {
			t.Errorf("%s where %s = %v, next %q, %v; want %s", c.kind, c.where, ids(got.Records), got.Next, err, c.want)
		}
	}
}

func TestSelectRefusesWhatIsNot(t *testing.T) {
	s := asked(t)
	for _, c := range []struct {
		kind    graph.Kind
		field   string
		want    fault.Kind
		nearest string
	}{
		{"initiativ", "", fault.NotFound, "initiative"},
		{graph.KindInitiative, "onwer", fault.Invalid, "owner"},
		{graph.KindInitiative, "participants", fault.Invalid, "participants.unit"},
		{graph.KindInitiative, "participants.uni", fault.Invalid, "participants.unit"},
		{graph.KindInitiative, "owner.name", fault.Invalid, ""},
		{graph.KindInitiative, "mandate.due.year", fault.Invalid, "mandate.due"},
		{graph.KindInitiative, "", fault.Invalid, ""},
		{graph.KindUnit, "ID", fault.Invalid, ""},
	} {
		q := Query{Kind: c.kind, Limit: 1}
		if c.want == fault.Invalid {
			q.Where = []Where{{c.field, "x"}}
		}
		_, err := Select(s, q)
		f := fault.Of(err)
		if f == nil || f.Kind != c.want || c.nearest != "" && !slices.Contains(f.Nearest, c.nearest) {
			t.Errorf("%s by %q: %v, want %s near %s", c.kind, c.field, err, c.want, c.nearest)
		}
	}
}

func TestEveryFieldOfEveryKindCanBeFilteredBy(t *testing.T) {
	s := asked(t)
	for _, k := range graph.Kinds() {
		fields := FilterFields(k.Kind)
		if len(fields) == 0 {
			t.Errorf("%s can be filtered by nothing", k.Kind)
		}
		for _, f := range fields {
			if _, err := Select(s, Query{Kind: k.Kind, Where: []Where{{f, "x"}}, Limit: 1}); err != nil {
				t.Errorf("%s by %s: %v", k.Kind, f, err)
			}
		}
	}
	if FilterFields("none") != nil {
		t.Error("a kind that is none has fields")
	}
}

// All pages together are the records whose documents say what is asked for, each once, in order; for any filter and any size of
// the page.
func TestPagesTogetherAreAllThatMatch(t *testing.T) {
	s := fixture.Large(t, 3_000)
	kinds := []graph.Kind{graph.KindWork, graph.KindInitiative, graph.KindCapacity, graph.KindIntent, graph.KindUnit}
	top := map[graph.Kind][]string{
		graph.KindWork: {"unit", "initiative", "size", "title"}, graph.KindInitiative: {"owner", "state", "name"}, graph.KindCapacity: {"unit", "period", "days"},
		graph.KindIntent: {"unit", "level", "period"}, graph.KindUnit: {"parent", "people"},
	}
	rapid.Check(t, func(t *rapid.T) {
		q := Query{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Limit: rapid.IntRange(1, 120).Draw(t, "limit")}
		var all []graph.Record
		for r := range s.Records(q.Kind, "") {
			all = append(all, r)
		}
		for _, f := range rapid.SliceOfNDistinct(rapid.SampledFrom(top[q.Kind]), 0, 2, rapid.ID[string]).Draw(t, "fields") {
			like := rapid.SampledFrom(all).Draw(t, "like")
			q.Where = append(q.Where, Where{f, fieldText(t, like, f)})
		}
		var want, got []string
		for _, r := range all {
			if !slices.ContainsFunc(q.Where, func(w Where) bool { return fieldText(t, r, w.Field) != w.Value }) {
				want = append(want, r.Ref().ID)
			}
		}
		for pages := 0; ; pages++ {
			page, err := Select(s, q)
			if err != nil || len(page.Records) > q.Limit || pages > len(all) {
				t.Fatalf("a page of %d: %v", len(page.Records), err)
			}
			got = append(got, ids(page.Records)...)
			if q.After = page.Next; page.Next == "" {
				break
			}
		}
		if !slices.Equal(got, want) {
			t.Fatalf("%v gives %v, want %v", q, got, want)
		}
	})
}

// fieldText reads a field from the document, by another way than Select does.
func fieldText(t fixture.T, r graph.Record, name string) string {
	body, err := change.Fields(r)
	if err != nil {
		t.Fatalf("%v", err)
	}
	var doc map[string]any
	if err := json.Unmarshal(body, &doc); err != nil {
		t.Fatalf("%v", err)
	}
	if doc[name] == nil {
		return map[string]string{"size": "0", "people": "0", "days": "0"}[name]
	}
	return fmt.Sprint(doc[name])
}

// A filter that few records match does not hold a page up: it is cut short, and goes on where it stopped.
func TestAPageIsCutShortWhereFewMatch(t *testing.T) {
	o := fixture.New(t).Unit("acme", "")
	for n := range mostLooked + 10 {
		title := "Common"
		if n == mostLooked+5 {
			title = "Rare"
		}
		o.Put(&graph.Work{ID: graph.WorkID(fmt.Sprintf("w-%06d", n)), Title: title, Unit: "acme"})
	}
	q := Query{Kind: graph.KindWork, Where: []Where{{"title", "Rare"}}, Limit: 10}
	s := o.Picture()
	first, err := Select(s, q)
	if err != nil || len(first.Records) != 0 || first.Next != fmt.Sprintf("w-%06d", mostLooked-1) {
		t.Fatalf("the first page is %v, next %q, %v", ids(first.Records), first.Next, err)
	}
	q.After = first.Next
	second, err := Select(s, q)
	if err != nil || len(second.Records) != 1 || second.Next != "" {
		t.Errorf("the second page is %v, next %q, %v", ids(second.Records), second.Next, err)
	}
}

func TestNamingGoesOnFromAnID(t *testing.T) {
	s := asked(t)
	var got []string
	for r := range s.Naming(graph.UnitID("core").Ref(), graph.KindInitiative, "b") {
		got = append(got, r.Ref().ID)
	}
	if !slices.Equal(got, []string{"b"}) {
		t.Errorf("from b on, core is named by %v", got)
	}
}

func BenchmarkSelectWork(b *testing.B) {
	s := fixture.Large(b, 1_000_000)
	unit := ""
	for w := range graph.All[*graph.Work](s) {
		unit = string(w.Unit)
	}
	for name, q := range map[string]Query{
		"all":     {},
		"unit":    {Where: []Where{{"unit", unit}}},
		"neither": {Where: []Where{{"title", "None"}}},
	} {
		b.Run(name, func(b *testing.B) {
			q.Kind, q.Limit = graph.KindWork, 50
			b.ReportAllocs()
			for b.Loop() {
				if _, err := Select(s, q); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
