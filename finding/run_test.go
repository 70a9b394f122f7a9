package finding_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/graph"
	"throughline/testing/fixture"
)

// check is a sound check that reports what it is given.
func check(code string, severity finding.Severity, found ...finding.Finding) *finding.Check {
	return &finding.Check{
		Code: code, Area: finding.Decisions, Severity: severity, Title: "A decision has no decider", Doc: "Looks at decisions.",
		Mends: "the lead of the unit", Next: "Name one",
		Run: func(p *finding.Pass) {
			for _, f := range found {
				p.Report(f)
			}
		},
	}
}

func on(ids ...graph.UnitID) []graph.Ref {
	var out []graph.Ref
	for _, id := range ids {
		out = append(out, id.Ref())
	}
	return out
}

func run(t fixture.T, o *fixture.Org, checks ...*finding.Check) []*finding.Finding {
	s := o.Picture()
	return finding.Run(checks, s, s.Period("h2"), nil)
}

func TestReportFillsIn(t *testing.T) {
	got := run(t, fixture.New(t).Half(), check("DEC001", finding.Warning,
		finding.Finding{Sentence: "a", Records: on("x"), Days: 3},
		finding.Finding{Sentence: "b", Records: on("y"), Mends: "finance", Next: "Pay"},
		finding.Finding{Sentence: "c", Records: on("z"), Days: -1}))
	if len(got) != 3 {
		t.Fatalf("found %d, want 3", len(got))
	}
	if f := got[0]; f.Mends != "the lead of the unit" || f.Next != "Name one" || f.Unpriced || f.Days != 3 || f.Check.Code != "DEC001" {
		t.Errorf("the first is %+v, want what the check says, and its days", f)
	}
	if f := got[1]; f.Mends != "finance" || f.Next != "Pay" || !f.Unpriced {
		t.Errorf("the second is %+v, want its own words, and no days", f)
	}
	if f := got[2]; !f.Unpriced || f.Days != 0 {
		t.Errorf("days below nothing are %v, unpriced %v", f.Days, f.Unpriced)
	}
}

func TestOrder(t *testing.T) {
	got := run(t, fixture.New(t).Half(),
		check("DEC003", finding.Note, finding.Finding{Sentence: "7", Records: on("a"), Days: 99}),
		check("DEC002", finding.Error, finding.Finding{Sentence: "5", Records: on("a")}, finding.Finding{Sentence: "1", Records: on("z"), Days: 8}),
		check("DEC001", finding.Error, finding.Finding{Sentence: "4", Records: on("b")}, finding.Finding{Sentence: "3", Records: on("a"), Theme: "t"},
			finding.Finding{Sentence: "2", Records: on("a")}),
		check("DEC004", finding.Warning, finding.Finding{Sentence: "6", Records: on("a"), Days: 50}))
	var order []string
	for _, f := range got {
		order = append(order, f.Sentence)
	}
	if d := cmp.Diff([]string{"1", "2", "3", "4", "5", "6", "7"}, order); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
	if w := finding.Worst(got); w != finding.Error {
		t.Errorf("worst = %v", w)
	}
	if w := finding.Worst(nil); w != 0 {
		t.Errorf("worst of nothing = %v", w)
	}
}

// TestOrderDoesNotDependOnTheLists: whatever order checks and findings come in, they are shown in one.
func TestOrderDoesNotDependOnTheLists(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var checks []*finding.Check
		for n := range rapid.IntRange(1, 4).Draw(t, "checks") {
			var found []finding.Finding
			for m := range rapid.IntRange(0, 5).Draw(t, "findings") {
				found = append(found, finding.Finding{Sentence: fmt.Sprint(n, m), Records: on(graph.UnitID(fmt.Sprint("u", m))), Days: float64(rapid.IntRange(0, 2).Draw(t, "days"))})
			}
			checks = append(checks, check(fmt.Sprintf("DEC00%d", n), finding.Severity(rapid.IntRange(1, 3).Draw(t, "severity")), found...))
		}
		words := func(list []*finding.Check) (out []string) {
			for _, f := range run(t, fixture.New(t).Half(), list...) {
				out = append(out, f.Sentence)
			}
			return out
		}
		want := words(checks)
		slices.Reverse(checks)
		if d := cmp.Diff(want, words(checks)); d != "" {
			t.Fatalf("order (-want +got):\n%s", d)
		}
	})
}

func TestWaivers(t *testing.T) {
	waive := func(id, code string, on graph.Ref, until string) *graph.Waiver {
		return &graph.Waiver{ID: graph.WaiverID(id), Code: code, On: on, By: "ana", Reason: "For now", Until: fixture.Date(t, until)}
	}
	web := graph.UnitID("web").Ref()
	checks := []*finding.Check{
		check("DEC001", finding.Warning, finding.Finding{Sentence: "web", Records: on("web")}, finding.Finding{Sentence: "web on growth", Records: on("web"), Theme: "growth"},
			finding.Finding{Sentence: "core", Records: on("core", "web")}),
		check("DEC002", finding.Warning, finding.Finding{Sentence: "other", Records: on("web")}),
	}
	for name, c := range map[string]struct {
		waiver *graph.Waiver
		open   []string
	}{
		"on a record":      {waive("w", "DEC001", web, "2026-09-24"), []string{"core", "other"}},
		"everywhere":       {waive("w", "DEC001", graph.Ref{}, "2026-12-31"), []string{"other"}},
		"ended":            {waive("w", "DEC001", web, "2026-09-23"), []string{"core", "web", "web on growth", "other"}},
		"of another check": {waive("w", "DEC003", web, "2026-12-31"), []string{"core", "web", "web on growth", "other"}},
	} {
		t.Run(name, func(t *testing.T) {
			found := run(t, fixture.New(t).Half().Person("ana").Unit("web", "").Put(c.waiver), checks...)
			var open []string
			for _, f := range finding.Open(found) {
				open = append(open, f.Sentence)
			}
			if d := cmp.Diff(c.open, open); d != "" {
				t.Errorf("open (-want +got):\n%s", d)
			}
			if len(found) != 4 {
				t.Errorf("a waiver hides a finding from the list: %d are left", len(found))
			}
		})
	}
}

func TestKey(t *testing.T) {
	c := check("DEC001", finding.Note)
	for want, f := range map[string]finding.Finding{
		"DEC001":                 {Check: c},
		"DEC001:unit/web":        {Check: c, Records: on("web", "core")},
		"DEC001:unit/web:growth": {Check: c, Records: on("web"), Theme: "growth"},
	} {
		if got := f.Key(); got != want {
			t.Errorf("Key() = %q, want %q", got, want)
		}
	}
}

func TestWords(t *testing.T) {
	for s, want := range map[finding.Severity]string{0: "", finding.Note: "note", finding.Warning: "warning", finding.Error: "error", 4: ""} {
		if got := s.String(); got != want {
			t.Errorf("Severity(%d) = %q, want %q", s, got, want)
		}
	}
	seen := map[string]bool{}
	for _, a := range finding.Areas() {
		if p := a.Prefix(); len(p) != 3 || seen[p] {
			t.Errorf("the codes of %s begin with %q", a, p)
		}
		seen[a.Prefix()] = true
	}
	if finding.Area("weather").Prefix() != "" {
		t.Error("an area that is none has codes")
	}
}

func TestSound(t *testing.T) {
	good := func() *finding.Check { return check("DEC001", finding.Note) }
	if err := finding.Sound([]*finding.Check{good(), check("DEC002", finding.Error)}); err != nil {
		t.Fatalf("sound checks are refused: %v", err)
	}
	for name, c := range map[string]struct {
		spoil func(*finding.Check)
		want  string
	}{
		"code":          {func(c *finding.Check) { c.Code = "DEC1" }, "no code"},
		"small letters": {func(c *finding.Check) { c.Code = "dec001" }, "no code"},
		"another area":  {func(c *finding.Check) { c.Code = "INT001" }, "does not begin like"},
		"no area":       {func(c *finding.Check) { c.Area = "weather" }, "does not begin like"},
		"severity":      {func(c *finding.Check) { c.Severity = 0 }, "no severity"},
		"function":      {func(c *finding.Check) { c.Run = nil }, "nothing to run"},
		"two functions": {
			func(c *finding.Check) { c.Each = finding.EachOf(func(*finding.Pass, *graph.Unit) {}) }, "on all and on each",
		},
		"title":          {func(c *finding.Check) { c.Title = "" }, "title"},
		"a title's stop": {func(c *finding.Check) { c.Title += "." }, "title"},
		"documentation":  {func(c *finding.Check) { c.Doc = " " }, "documentation"},
		"no stop":        {func(c *finding.Check) { c.Doc = "Looks at decisions" }, "documentation"},
		"trailing space": {func(c *finding.Check) { c.Doc = "Looks at decisions. " }, "documentation"},
		"who":            {func(c *finding.Check) { c.Mends = "" }, "who can mend it"},
		"next":           {func(c *finding.Check) { c.Next = "" }, "next step"},
	} {
		t.Run(name, func(t *testing.T) {
			spoilt := good()
			c.spoil(spoilt)
			if err := finding.Sound([]*finding.Check{spoilt}); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("Sound = %v, want something about %q", err, c.want)
			}
		})
	}
	if err := finding.Sound([]*finding.Check{good(), good()}); err == nil || !strings.Contains(err.Error(), "twice") {
		t.Errorf("two checks of one code: %v", err)
	}
	if finding.Sound([]*finding.Check{nil}) == nil {
		t.Error("an empty place in the list is accepted")
	}
}

// TestSharedIsReadOnce: what several checks need is made once for a run, and anew for the next.
func TestSharedIsReadOnce(t *testing.T) {
	type counted struct{ n int }
	reads := 0
	read := func(*finding.Pass) *counted { reads++; return &counted{reads} }
	seen := []int{}
	look := func(code string) *finding.Check {
		c := check(code, finding.Note)
		c.Run = func(p *finding.Pass) { seen = append(seen, finding.Shared(p, read).n, finding.Shared(p, read).n) }
		return c
	}
	o := fixture.New(t).Half()
	run(t, o, look("DEC001"), look("DEC002"))
	run(t, o, look("DEC001"))
	if d := cmp.Diff([]int{1, 1, 1, 1, 2, 2}, seen); d != "" {
		t.Errorf("reads (-want +got):\n%s", d)
	}
	s := o.Picture()
	r := finding.Begin(nil, graph.BasisOf(s, s.Period("h2")), nil)
	asked := finding.Shared(r.Pass(), read)
	if seen = nil; asked != finding.Shared(r.Pass(), read) {
		t.Error("what is asked beside the checks is read twice")
	}
	r.Look([]*finding.Check{look("DEC001")})
	if d := cmp.Diff([]int{3, 3}, seen); d != "" || reads != 3 {
		t.Errorf("what was asked before is read again (-want +got):\n%s", d)
	}
}
