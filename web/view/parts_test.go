package view_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/testing/htmlcheck"
	"throughline/web/view"
)

func TestListsEndWithTheWayOn(t *testing.T) {
	n := page(t, "records-many")
	if got := n.Count("#list tbody tr"); got != 100 {
		t.Errorf("%d rows, want 100", got)
	}
	next, ok := n.First("a[rel=next]")
	if href, _ := next.Attr("href"); !ok || href != "?cursor=200" {
		t.Errorf("next page = %q, want ?cursor=200", href)
	}
	if f, _ := n.First(".pager"); !f.HasText("101 to 200 of 12,480 initiatives") {
		t.Errorf("pager = %q", f.Text())
	}
	if page(t, "records-one").Count("a[rel=next]") != 0 {
		t.Error("a list that is complete offers a next page")
	}
	if got := page(t, "findings-many").Count(".findings > li") + page(t, "findings-many").Count("ul.findings li"); got < 100 {
		t.Errorf("%d findings, want 100", got)
	}
}

func TestSortedColumnIsSaid(t *testing.T) {
	n := page(t, "records-many")
	th, ok := n.First("th[aria-sort]")
	if dir, _ := th.Attr("aria-sort"); !ok || dir != "descending" || !th.HasText("Days") {
		t.Errorf("sorted column = %q %q", th.Text(), dir)
	}
	links := n.In("thead a.sort")
	if len(links) != 2 {
		t.Fatalf("%d columns can be sorted, want 2", len(links))
	}
	if href, _ := links[0].Attr("href"); href != "?sort=name" {
		t.Errorf("sort by name = %q", href)
	}
}

func TestUndeclaredFigureIsNeverZero(t *testing.T) {
	n := page(t, "records-many")
	cells := n.In("#list .undeclared")
	if len(cells) != 14 { // rows 7, 14, … of 100
		t.Errorf("%d cells are not declared, want 14", len(cells))
	}
	for _, c := range cells {
		if !c.HasText("not declared: no work yet") {
			t.Errorf("cell = %q", c.Text())
		}
	}
}

func TestThemeMarks(t *testing.T) {
	for mark, want := range map[int]string{0: "theme none", 1: "theme t1", 8: "theme t8", 9: "theme t9", 40: "theme t9"} {
		s := view.LineOfSight{Filter: []view.Chip{{Text: "x", Href: "?", Theme: &view.Theme{Name: "Growth", Mark: mark}}}}
		n := drawn(t, s)
		mk, ok := n.First(".chip .theme")
		if class, _ := mk.Attr("class"); !ok || class != want || mk.Text() != "Growth" {
			t.Errorf("mark %d = %q %q, want %q", mark, class, mk.Text(), want)
		}
	}
}

func drawn(t *testing.T, p view.LineOfSight) htmlcheck.Node {
	t.Helper()
	var b strings.Builder
	if err := view.LineOfSightPage(p).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	n, err := htmlcheck.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

func TestThreadNamesTheStage(t *testing.T) {
	n := page(t, "home-many")
	var got []string
	for _, s := range n.In("#leaks svg.thread") {
		v, _ := s.Attr("aria-label")
		got = append(got, v)
		if s.Count("circle.d-cut") != 1 || s.Count("circle") != 6 || s.Count("line") != 5 {
			t.Errorf("%s: the thread is not one line of six stages with one cut", v)
		}
	}
	want := []string{"Lost at Interpreted, stage 3 of 6", "Lost at Assigned, stage 2 of 6", "Lost at Interpreted, stage 3 of 6", "Lost at Planned, stage 5 of 6", "Lost at Executed, stage 6 of 6"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("threads (-want +got):\n%s", diff)
	}
}

func TestBarsAreDrawnToScale(t *testing.T) {
	n := page(t, "home-many")
	var widths []string
	for _, r := range n.In("#drift svg.bar rect") {
		w, _ := r.Attr("width")
		widths = append(widths, w)
	}
	if diff := cmp.Diff([]string{"55.00", "25.00", "20.00"}, widths); diff != "" {
		t.Errorf("widths (-want +got):\n%s", diff)
	}
	shares := n.In("#shares svg.bullet")
	if len(shares) != 5 {
		t.Fatalf("%d shares, want 5", len(shares))
	}
	// 22.5% drawn where the full width is 40%, with the mark of 35%
	rects := shares[0].In("rect")
	track, _ := rects[0].Attr("width")
	actual, _ := rects[1].Attr("width")
	if track != "87.50" || actual != "56.25" {
		t.Errorf("track %s and bar %s, want 87.50 and 56.25", track, actual)
	}
	if last := shares[4]; last.Count("rect") != 1 || last.Count("[fill=url(#hatch)]") != 1 {
		t.Error("work with no line back has no target and is hatched")
	}
}

func TestSearchOptionsAreTheWholeAnswer(t *testing.T) {
	render := func(groups []view.SearchGroup, q string) htmlcheck.Node {
		var b strings.Builder
		if err := view.SearchOptions(groups, q).Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		n, err := htmlcheck.Parse(strings.NewReader(b.String()))
		if err != nil {
			t.Fatal(err)
		}
		return n
	}
	n := render([]view.SearchGroup{{Name: "Units", Hits: []view.Hit{{Name: "Core", Href: "/u/core"}, {Name: "Care", Href: "/u/care"}}}, {Name: "Work", Hits: []view.Hit{{Name: "Fix", Href: "/w/1"}}}}, "c")
	var got []string
	for _, o := range n.In("[role=option]") {
		id, _ := o.Attr("id")
		to, _ := o.Attr("data-href")
		chosen, _ := o.Attr("aria-selected")
		got = append(got, id+" "+to+" "+chosen)
	}
	if diff := cmp.Diff([]string{"cmdk-0-0 /u/core true", "cmdk-0-1 /u/care false", "cmdk-1-0 /w/1 false"}, got); diff != "" {
		t.Errorf("options (-want +got):\n%s", diff)
	}
	if n := render(nil, "<zz>"); !n.HasText("Nothing is called “<zz>”") || n.Count("[role=option]") != 1 {
		t.Errorf("nothing found = %q", n.Text())
	}
	if n := render(nil, ""); n.Text() != "" {
		t.Errorf("before typing = %q, want nothing", n.Text())
	}
}

func TestWordsOfRecordsAreEscaped(t *testing.T) {
	evil := `<script src=x></script>"'&`
	n := drawn(t, view.LineOfSight{
		Lead: view.Sentence{view.Words(evil), view.Num(view.Figure{Text: evil, Why: &view.Why{ID: "why-x", Title: evil, Formula: evil, Records: []view.Link{{Text: evil, Href: "javascript:alert(1)"}}}})},
		Thin: view.List{Part: view.Part{ID: "thin", Title: evil}, Table: view.Table{Columns: view.Head(evil), Rows: []view.Row{view.Texts(evil)}}},
	})
	for _, s := range n.In("script") {
		if src, _ := s.Attr("src"); src == "x" {
			t.Fatal("the words of a record became a script")
		}
	}
	for _, a := range n.In("a") {
		if href, _ := a.Attr("href"); strings.HasPrefix(href, "javascript:") {
			t.Errorf("an address of a record runs code: %q", href)
		}
	}
	if td, _ := n.First("#thin tbody th"); td.Text() != evil {
		t.Errorf("cell = %q, want %q", td.Text(), evil)
	}
}

func TestShellLeadsEverywhere(t *testing.T) {
	n := page(t, "sight-many")
	here, ok := n.First("#nav a[aria-current=page]")
	if key, _ := here.Attr("data-go"); !ok || key != "l" || !here.HasText("Line of sight") {
		t.Errorf("current page = %q, key %q", here.Text(), key)
	}
	if got := n.Count(".tabs a"); got != 4 {
		t.Errorf("%d tabs beside “More”, want 4", got)
	}
	if more, _ := n.First("#more"); !more.HasText("Records") || !more.HasText("Core Services Platform") {
		t.Errorf("more = %q", more.Text())
	}
	form, _ := n.First("#asof form")
	date, _ := form.First("input[type=date]")
	value, _ := date.Attr("value")
	least, _ := date.Attr("min")
	if value != "2026-09-24" || least != "2025-01-01" || form.Count("input[type=hidden][name=period]") != 1 {
		t.Errorf("date field: value %q, min %q; the period must go along", value, least)
	}
	if n.Count("[data-lock=earlier]") != 1 || n.Count("[data-lock=later]") != 0 {
		t.Error("today has an earlier plan lock and no later one")
	}
	main, _ := n.First("main")
	if head, _ := main.Attr("data-head"); head != "1204" {
		t.Error("the page does not say which position of the ledger it shows")
	}
}

func TestFailuresSayWhatToDo(t *testing.T) {
	n := page(t, "error-404")
	main, _ := n.First("main")
	for _, want := range []string{"Nothing is here", "no unit called “core-servces”", "Look at the names below", "Did you mean", "Core Services Platform", "Go to Where we stand"} {
		if !main.HasText(want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if main, _ := page(t, "error-500").First("main"); !main.HasText("Nothing was lost") || !main.HasText("request 8f3a") {
		t.Error("an internal failure says that nothing was lost and where the log has it")
	}
}

func TestLastResortNeedsNothing(t *testing.T) {
	page, err := view.LastResort(assets())
	if err != nil {
		t.Fatal(err)
	}
	n, err := htmlcheck.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	for _, fault := range htmlcheck.Page(n) {
		t.Error(fault)
	}
	if n.Count("script") != 0 || !n.HasText("Nothing was lost") {
		t.Errorf("page = %q", n.Text())
	}
}

func TestHistoryShowsBeforeAndAfter(t *testing.T) {
	n := page(t, "history-many")
	v, ok := n.First("#v3")
	if !ok {
		t.Fatal("no version 3")
	}
	for _, want := range []string{"Moved to another parent", "1 Jul 2026, M. Halvorsen, by import, written down 3 Jul 2026", "was Operations", "now Technology", "removed", "entry 977"} {
		if !v.HasText(want) {
			t.Errorf("version 3 = %q, lacks %q", v.Text(), want)
		}
	}
	if at, _ := v.First("time"); at.Text() != "1 Jul 2026" {
		t.Errorf("time = %q", at.Text())
	}
}

func TestTurnsStandOnTheirSides(t *testing.T) {
	n := page(t, "initiative-many")
	turns := n.In("#dependencies .talk li")
	if len(turns) != 2 {
		t.Fatalf("%d turns, want 2", len(turns))
	}
	if n.Count("#dependencies li.offer.from-b.open") != 1 || !turns[1].HasText("was 12 Oct now 2 Nov") || !turns[1].HasText("waits for an answer") {
		t.Errorf("the counter-offer = %q", turns[1].Text())
	}
}
