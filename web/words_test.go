package web_test

import (
	"slices"
	"strings"
	"testing"

	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
	"throughline/web/view"
)

// What is over is told as over, what goes on as going on.
func TestAPeriodThatIsOverIsToldInThePast(t *testing.T) {
	s := harbor(t)
	for address, words := range map[string][2]string{
		"/":           {"go where the strategy asked", "of the days worked are on course: they trace"},
		"/?period=h1": {"went where the strategy asked", "of the days worked were on course: they traced"},
	} {
		home := s.page(address)
		has(t, home, ".headline", words[0])
		has(t, home, ".second", words[1])
	}
}

// A leak in the reading of a unit is called by what the unit says, as its own record has it.
func TestALeakSaysHowTheUnitReadsIt(t *testing.T) {
	s := harbor(t)
	has(t, s.page("/"), "#leaks tbody th", "“Keep borrowers in good standing” is read as “Borrowers rate the app 4.5 or more”")
}

// Whatever a waterfall shows beside its columns is explained below it.
func TestWaterfallsExplainTheirMarks(t *testing.T) {
	s := harbor(t)
	for _, address := range []string{"/", "/?period=h1", "/units/core-services-platform"} {
		page := s.page(address)
		foot := lines(page.In("#waterfall footer"))
		for mark, words := range map[string]string{".ch-ceiling": "The dashed line at", ".ch-whisker": "A bracket shows"} {
			if drawn, said := page.Count("#waterfall "+mark) > 0, strings.Contains(foot, words); drawn != said {
				t.Errorf("%s: %s is drawn: %v, explained: %v (%q)", address, mark, drawn, said, foot)
			}
		}
	}
}

// The navigation lists units by name, with short names where the whole one does not fit, and names no
// figure where there is none.
func TestUnitsInTheNavigation(t *testing.T) {
	s := harbor(t)
	var names []string
	for _, n := range s.page("/").In("nav#nav a.unit .label") {
		names = append(names, n.Text())
	}
	if !slices.IsSortedFunc(names, func(a, b string) int { return strings.Compare(strings.ToLower(a), strings.ToLower(b)) }) {
		t.Errorf("units stand as %q", names)
	}
	if !slices.Contains(names, "Borrower Experience") || !slices.Contains(names, "Core Services Platform") {
		t.Errorf("names are %q, want the short one only where the whole one is long", names)
	}
	has(t, s.page("/"), "nav#nav h2", "on course")
	bare := open(t, day()).holds(fixture.New(t).Half().Unit("acme", "").Unit("mill", "acme").Picture(), "2026-07-01").page("/")
	if bare.Count("nav#nav a.unit") != 1 || strings.Contains(lines(bare.In("nav#nav h2")), "on course") {
		t.Errorf("the head over units without figures is %q", lines(bare.In("nav#nav h2")))
	}
}

// An explanation begins with the calculation, adds up by stage, and writes the numbers of a column alike.
func TestExplanationsAreShort(t *testing.T) {
	s := harbor(t)
	home := s.page("/")
	kept := home.In("#why-intent-kept")[0]
	if text := kept.In(".formula")[0].Text(); !strings.HasPrefix(text, kept.In(".formula b")[0].Text()) {
		t.Errorf("the explanation begins with %q, want the calculation", text)
	}
	var stages []string
	for _, th := range kept.In("tbody th") {
		stage, _, _ := strings.Cut(th.Text(), ":")
		stages = append(stages, stage)
	}
	if want := view.Stages()[1:]; !slices.Equal(stages, want) {
		t.Errorf("the rest is by %q, want one row for each of %q", stages, want)
	}
	for _, td := range kept.In("td") {
		if strings.Contains(td.Text(), ".") {
			t.Errorf("%q beside whole numbers", td.Text())
		}
	}
	if charter := s.page("/units/core-services-platform"); !charter.HasText("The smaller of the two weights of each criterion, added up: 65% shared") {
		t.Error("a share of one is divided by one")
	}
}

// A page of which little is declared says so once, in one panel, instead of showing many empty ones.
func TestEmptyPanelsAreGathered(t *testing.T) {
	o := fixture.New(t).Themes("growth").Half().Unit("acme", "").Unit("mill", "acme").Stated("acme", "h2", fixture.Shares{"growth": 1}).
		Capacity("mill", "h2", 100).Initiative("app", "mill", fixture.Serves("growth", 1), fixture.Days("mill", "h2", 80))
	s := open(t, day()).holds(o.Picture(), "2026-07-01")
	for address, gaps := range map[string][]string{
		"/units/mill":      {"Charter: how this unit defines value, urgency and success", "What was asked of it, and how it reads it", "What it needs from others, and they from it"},
		"/initiatives/app": {"Steps", "What it stands on", "Decisions", "Work"},
	} {
		page := s.page(address)
		for _, words := range gaps {
			has(t, page, "#gaps h3", words)
		}
		for _, empty := range page.In("main .empty") {
			if !empty.HasText("Nothing was found.") {
				t.Errorf("%s has an empty panel too: %s", address, empty.Text())
			}
		}
	}
	full := harbor(t).page("/units/core-services-platform")
	if full.Count("#gaps") != 0 {
		t.Error("a unit that declared all is told what is not declared")
	}
}

// Where a figure is not declared there is no note that would go with the number.
func TestNoNoteWithoutItsNumber(t *testing.T) {
	s := harbor(t)
	for _, stat := range s.page("/units/harbor-lending").In(".strip .stat") {
		if stat.HasText("not declared") && len(stat.In(".note-line")) > 0 {
			t.Errorf("%q", stat.Text())
		}
	}
}

// A finding in a list leads with its days at stake, apart from the words, and shows no code; its page begins
// with what to do.
func TestFindingsLeadWithTheirDays(t *testing.T) {
	s := harbor(t)
	page := s.page("/findings")
	rows := page.In(".findings li")
	if len(rows) < 10 {
		t.Fatalf("%d findings", len(rows))
	}
	for _, f := range rows {
		if said := strings.Count(f.Text(), " at stake"); said != len(f.In(".stake")) {
			t.Errorf("the days stand %d times, and %d times apart: %s", said, len(f.In(".stake")), f.Text())
		}
	}
	if len(rows[0].In(".stake")) != 1 {
		t.Errorf("the worst has no days at stake: %s", rows[0].Text())
	}
	if page.HasText("DEP006") {
		t.Error("the list shows codes")
	}
	key, _ := page.In("#f-1 .t a")[0].Attr("href")
	one := s.page(key)
	if first := one.In("#doc h3")[0].Text(); first != "Next step" {
		t.Errorf("the explanation begins with %q, want the next step", first)
	}
	has(t, one, "#doc", "Found by the check")
}

// What is not there is said in the usual frame, with the names of what is near and the quotes that pages have.
func TestFailuresKeepTheFrame(t *testing.T) {
	s := harbor(t)
	for address, says := range map[string][]string{
		"/units/payment-solution": {"There is no unit payment-solution.", "Payment Solutions", "Go to Where we stand"},
		"/?asof=soon":             {"“soon” is not a date."},
		"/nowhere":                {"There is no page at /nowhere."},
	} {
		n, err := htmlcheck.Parse(strings.NewReader(s.get(address).Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		for _, words := range says {
			has(t, n, "main", words)
		}
		if n.Count("nav#nav a.unit") == 0 || !n.HasText("Harbor Lending") || n.Count("#period a") == 0 {
			t.Errorf("%s is not in the usual frame", address)
		}
		if strings.Contains(lines(n.In("main")), `"`) {
			t.Errorf("%s: straight quotes in %q", address, lines(n.In("main")))
		}
	}
}

// A search lists what it found once, best first, each with what people call it.
func TestSearchNamesKindsAsPeopleDo(t *testing.T) {
	s := harbor(t)
	page := s.page("/search?q=ledger")
	if n := len(page.In("main section.panel")); n != 1 {
		t.Errorf("%d panels, want one", n)
	}
	has(t, page, "main li", "Move the ledger cutover into the last quarter change request")
	if first := page.In("main .kinds li")[0]; !first.HasText("Ledger cutover") {
		t.Errorf("the first is %q", first.Text())
	}
	if page.HasText("Changerequest") || page.HasText("changerequest") {
		t.Error("a word of the files is shown")
	}
}

// Where there is nothing to choose there is no menu.
func TestNoMenuWithoutChoices(t *testing.T) {
	if n := open(t, day()).page("/"); n.Count("#period") != 0 || n.Count(".top button[popovertarget=period]") != 0 {
		t.Error("an empty workspace offers a choice of periods")
	}
}

// The first page gathers what would be empty too, and leaves its place to what is there.
func TestTheFirstPageGathersWhatIsEmpty(t *testing.T) {
	o := fixture.New(t).Themes("growth").Half().Unit("acme", "").Stated("acme", "h2", fixture.Shares{"growth": 1}).
		Capacity("acme", "h2", 100).Initiative("app", "acme", fixture.Serves("growth", 1), fixture.Days("acme", "h2", 80))
	home := open(t, day()).holds(o.Picture(), "2026-07-01").page("/")
	for _, words := range []string{"Busy, and on course?", "A skills problem or an alignment problem?"} {
		has(t, home, "#gaps h3", words)
	}
	if n := home.Count("main .empty"); n != 0 {
		t.Errorf("%d empty panels: %s", n, lines(home.In("main .empty")))
	}
	if full := harbor(t).page("/"); full.Count("#gaps") != 0 {
		t.Error("an organisation that declared all is told what is not declared")
	}
}
