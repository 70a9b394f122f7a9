package overview_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// reports is a check of an area and a severity that finds something at each unit named.
func reports(code string, area finding.Area, s finding.Severity, units ...graph.UnitID) *finding.Check {
	return &finding.Check{Code: code, Title: code, Area: area, Severity: s, Mends: "the lead", Next: "Talk", Run: func(p *finding.Pass) {
		for n, u := range units {
			p.Report(finding.Finding{Sentence: fmt.Sprint(code, n), Records: []graph.Ref{graph.InitiativeID(strings.ToLower(fmt.Sprintf("%s-%d", code, n))).Ref()}, Unit: u, Days: float64(len(units) - n)})
		}
	}}
}

func listed(t fixture.T) *overview.Base {
	o := fixture.New(t).Half().Person("ana").Unit("acme", "").Unit("shop", "acme").Unit("web", "shop").Unit("core", "acme")
	o.Put(&graph.Waiver{ID: "w", Code: "DEC001", On: graph.InitiativeID("dec001-0").Ref(), By: "ana", Reason: "for now", Until: fixture.Date(t, "2026-12-01")})
	o.Initiative("dec001-0", "web")
	return base(o.Picture(),
		reports("INT001", finding.Intent, finding.Error, "web", "core", "web"),
		reports("DEC001", finding.Decisions, finding.Warning, "web", "core"),
		reports("DEC002", finding.Decisions, finding.Note, ""),
	)
}

func sentences(list []*finding.Finding) []string {
	var out []string
	for _, f := range list {
		out = append(out, f.Sentence)
	}
	return out
}

func TestFindingsByFilter(t *testing.T) {
	b := listed(t)
	for name, c := range map[string]struct {
		filter overview.FindingFilter
		want   []string
	}{
		"open":          {overview.FindingFilter{}, []string{"INT0010", "INT0011", "INT0012", "DEC0011", "DEC0020"}},
		"accepted":      {overview.FindingFilter{Waived: true}, []string{"DEC0010"}},
		"errors":        {overview.FindingFilter{Severity: finding.Error}, []string{"INT0010", "INT0011", "INT0012"}},
		"decisions":     {overview.FindingFilter{Area: finding.Decisions}, []string{"DEC0011", "DEC0020"}},
		"a unit":        {overview.FindingFilter{Unit: "shop"}, []string{"INT0010", "INT0012"}},
		"both":          {overview.FindingFilter{Unit: "core", Severity: finding.Warning}, []string{"DEC0011"}},
		"nothing":       {overview.FindingFilter{Area: finding.History}, nil},
		"unit accepted": {overview.FindingFilter{Unit: "acme", Waived: true}, []string{"DEC0010"}},
	} {
		t.Run(name, func(t *testing.T) {
			got := b.ListFindings(c.filter, "", 100)
			if d := cmp.Diff(c.want, sentences(got.Items)); d != "" {
				t.Errorf("findings (-want +got):\n%s", d)
			}
			if got.Match != len(c.want) || got.Next != "" || got.From != 1 {
				t.Errorf("list = %+v, want %d on one page", got, len(c.want))
			}
		})
	}
}

func TestCountsOfOtherChoices(t *testing.T) {
	got := listed(t).ListFindings(overview.FindingFilter{Area: finding.Decisions}, "", 100)
	want := []overview.FindingCount[finding.Severity]{{Choice: finding.Error}, {Choice: finding.Warning, Count: 1}, {Choice: finding.Note, Count: 1}}
	if d := cmp.Diff(want, got.BySeverity); d != "" {
		t.Errorf("by severity (-want +got):\n%s", d)
	}
	areas := []overview.FindingCount[finding.Area]{{Choice: finding.Intent, Count: 3}, {Choice: finding.Decisions, Count: 2}}
	if d := cmp.Diff(areas, got.ByArea); d != "" {
		t.Errorf("by area, which the choice of an area does not narrow (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]overview.FindingCount[graph.UnitID]{{Choice: "core", Count: 1}}, got.ByUnit); d != "" {
		t.Errorf("by unit (-want +got):\n%s", d)
	}
	if got.Open != 2 || got.Waived != 1 {
		t.Errorf("%d open and %d accepted, want 2 and 1", got.Open, got.Waived)
	}
	waived := listed(t).ListFindings(overview.FindingFilter{Waived: true}, "", 100)
	if waived.Open != 5 || waived.Waived != 1 {
		t.Errorf("of the accepted: %d open and %d accepted, want 5 and 1", waived.Open, waived.Waived)
	}
}

// Going through the pages by cursor shows every finding once.
func TestFindingsByCursor(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		units := make([]graph.UnitID, rapid.IntRange(0, 40).Draw(t, "findings"))
		b := base(fixture.New(t).Half().Unit("acme", "").Picture(), reports("INT001", finding.Intent, finding.Error, units...))
		most, seen := rapid.IntRange(1, 12).Draw(t, "rows"), map[string]bool{}
		for after, more := "", true; more; {
			page := b.ListFindings(overview.FindingFilter{}, after, most)
			if len(page.Items) > most || len(page.Items) > 0 && page.From != len(seen)+1 {
				t.Fatalf("page of %d from %d after %d", len(page.Items), page.From, len(seen))
			}
			for _, f := range page.Items {
				if seen[f.Key()] {
					t.Fatalf("%s is shown twice", f.Key())
				}
				seen[f.Key()] = true
			}
			after, more = page.Next, page.Next != ""
		}
		if len(seen) != len(units) {
			t.Fatalf("%d of %d were shown", len(seen), len(units))
		}
	})
}

func TestOneFinding(t *testing.T) {
	b := listed(t)
	f, same := b.Finding("INT001:initiative/int001-1", 1)
	if f == nil || f.Sentence != "INT0011" {
		t.Fatalf("finding = %+v", f)
	}
	if d := cmp.Diff([]string{"INT0010"}, sentences(same)); d != "" {
		t.Errorf("of the same check, at most one (-want +got):\n%s", d)
	}
	if f, _ := b.Finding("DEC001:initiative/dec001-0", 5); f == nil || f.Waiver == nil {
		t.Error("an accepted finding has its page too")
	}
	if f, _ := b.Finding("INT001", 5); f != nil {
		t.Errorf("%+v has no such key", f)
	}
	if d := cmp.Diff([]string{"INT0012"}, sentences(b.FindingsOn(graph.InitiativeID("int001-2").Ref()))); d != "" {
		t.Errorf("on the record (-want +got):\n%s", d)
	}
	if len(b.FindingsOn(graph.InitiativeID("dec001-0").Ref())) != 0 {
		t.Error("accepted findings do not stand on the page of their record")
	}
	if d := cmp.Diff([]string{"INT0010", "INT0012"}, sentences(b.FindingsUnder("shop"))); d != "" {
		t.Errorf("under the shop (-want +got):\n%s", d)
	}
}

func TestWorstOfEachCheck(t *testing.T) {
	got := listed(t).WorstOfEach(2)
	if len(got) != 2 || got[0].Sentence != "INT0010" || got[0].More != 2 || got[1].Sentence != "DEC0011" || got[1].More != 0 {
		t.Errorf("worst of each = %+v", got)
	}
}

func TestFindingsOfOneCheck(t *testing.T) {
	b := listed(t)
	for code, want := range map[string]string{"INT001": "INT0010 INT0011 INT0012", "DEC001": "DEC0011", "DEC002": "DEC0020", "XYZ001": ""} {
		list := b.ListFindings(overview.FindingFilter{Code: code}, "", 9)
		if got := strings.Join(sentences(list.Items), " "); got != want || list.Match != len(list.Items) {
			t.Errorf("of %s are found %s", code, got)
		}
	}
	list := b.ListFindings(overview.FindingFilter{Code: "INT001", Unit: "core"}, "", 9)
	if got := strings.Join(sentences(list.Items), " "); got != "INT0011" {
		t.Errorf("of INT001 at core are found %s", got)
	}
	if list.BySeverity[0].Count != 1 || list.BySeverity[1].Count != 0 {
		t.Errorf("other severities would leave %v", list.BySeverity)
	}
}
