package web_test

import (
	"net/http"
	"strings"
	"testing"

	"throughline/access"
	"throughline/door"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
)

// person lets somebody of the demo organisation in.
func (d *desk) person(id graph.PersonID, role access.Role) *desk {
	d.t.Helper()
	return d.as(door.Open(door.Guest{Viewer: access.Viewer{Person: id, Role: role}, Actor: "person/" + string(id)}))
}

// The demo as it is told in its files: four themes of 35, 30, 25 and 10, each with two outcomes, and four principles.
func TestTheStrategyOfTheDemo(t *testing.T) {
	n := harbor(t).page("/strategy")
	has(t, n, "main .lead", "Harbor Lending asks for 4 themes in 2026 H2. Their shares add up to 100 of 100.")
	if got := strings.Join(texts(n, "#shares li"), "|"); got != "Good standing 35%|Originate faster 30%|Resilient core 25%|Partner channel 10%" {
		t.Errorf("the shares are %s", got)
	}
	has(t, n, "#theme-resilient-core", "One resilient core 25%")
	has(t, n, "#theme-resilient-core .statement", "Loans and payments run on one ledger that does not fail.")
	has(t, n, "#theme-resilient-core .anti", "Not fewer alarms")
	has(t, n, "#theme-resilient-core .aims", "from 99.2 to 99.95% · Payment Solutions")
	has(t, n, "#theme-good-standing .aims", "4.5 days 21 Sep nearer")
	has(t, n, "#principles", "A kept promise even over a new start")
	has(t, n, "#readers h2", "In 3 of 8 units a lead has read what stands now")
	has(t, n, "#readers tbody tr", "Henrik Dahl 1 12 Jun nothing changed")
	has(t, n, "#versions", "Strategy stated")
	has(t, n, "#changes", "Nothing changed since the end of 31 Aug 2026.")
	has(t, n, "nav#nav a[aria-current=page]", "Strategy")
}

func TestTheStrategyOfEarlierDays(t *testing.T) {
	s := harbor(t)
	n := s.page("/strategy?since=2025-12-01")
	has(t, n, "#changes article", "The shares of the themes new Good standing now 35%")
	has(t, n, "#changes article", "Good standing theme new")
	n = s.page("/strategy?period=h1&asof=2026-03-13")
	has(t, n, "main .lead", "themes in 2026 H1")
	if got := n.Count("main form[method=post]"); got != 0 {
		t.Errorf("the past has %d forms", got)
	}
	for address, code := range map[string]int{"/strategy?since=soon": http.StatusBadRequest, "/strategy?since=2099-01-01": http.StatusOK, "/strategy?period=h9": http.StatusNotFound} {
		if got := s.get(address).Code; got != code {
			t.Errorf("%s answers %d, want %d", address, got, code)
		}
	}
}

// A strategy that is not stated, one that leaves something over, and none at all.
func TestAStrategyInTheMaking(t *testing.T) {
	none := open(t, day())
	has(t, none.page("/strategy"), "main .empty", "Nothing is written yet.")
	has(t, none.page("/cascade"), "main .empty", "Declare a period")

	o := fixture.New(t).Themes("growth", "trust").Half().Unit("acme", "")
	n := open(t, day()).holds(o.Picture(), "2026-07-01").page("/strategy")
	has(t, n, "main .lead", "is not stated yet")
	has(t, n, "#shares .empty", "Not declared yet.")
	has(t, n, "#theme-growth", "not declared")
	has(t, n, "#principles .empty", "None yet.")

	o = o.Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.375})
	n = open(t, day()).holds(o.Picture(), "2026-07-01").page("/strategy")
	has(t, n, "main .lead", "add up to 87.5 of 100; 12.5 are left to no theme")
	has(t, n, "#shares li.left", "12.5 of 100 are left to no theme")
}

func TestSomebodyReadsTheStrategy(t *testing.T) {
	d := writable(t).person("sofia-marin", access.Reader)
	n := d.page("/strategy")
	if n.Count("main form[method=post]") != 1 {
		t.Fatal("a reader has one thing to say, and that is that they have read it")
	}
	n = d.next(d.post("/strategy", sends(t, n, "main form[method=post]")...))
	has(t, n, ".done", "Acknowledgement given.")
	has(t, n, "#readers tbody tr", "Sofia Marin 1 25 Sep nothing changed")
	has(t, n, "main .note", "You have read what stands now.")
	if got := d.post("/strategy", "form", "read", "seen", "99999").Header().Get("Location"); strings.Contains(got, "done=") {
		t.Errorf("saying it again is recorded again: %s", got)
	}
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	if n.Count("main form[method=post]") != 1 && n.Count("#readers tbody tr") != 3 {
		t.Error("it is not undone")
	}

	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Owner}, Actor: "account/x"})) // is nobody of the organisation
	for _, f := range d.page("/strategy").In("main form") {
		if f.HasText("I have read this") {
			t.Error("somebody who is no person may say that they have read it")
		}
	}
	if got := d.post("/strategy", "form", "read", "seen", "99999").Code; got != http.StatusBadRequest {
		t.Errorf("in nobody's name it is answered with %d", got)
	}
	d.as(nil)
	if got := d.post("/strategy", "form", "read").Code; got != http.StatusForbidden {
		t.Errorf("where pages only read it is answered with %d", got)
	}
}

// Who read one wording does not say that they read another.
func TestTheStrategyChangesWhileItIsRead(t *testing.T) {
	d := writable(t).person("sofia-marin", access.Reader)
	read := sends(t, d.page("/strategy"), "main form[method=post]")
	d.person("ingrid-solberg", access.Editor)
	d.next(d.post("/strategy", "form", "principle/new", "prefer", "Few", "over", "many"))
	d.person("sofia-marin", access.Reader)
	n := d.again(d.post("/strategy", read...), http.StatusConflict)
	has(t, n, "main .note", "The strategy changed while you read it.")
	has(t, d.next(d.post("/strategy", sends(t, n, "main form[method=post]")...)), "#readers tbody tr", "Sofia Marin 1 25 Sep nothing changed")
}

// What is worded anew waits for those who read it, and the units whose reading was accepted.
func TestAThemeIsWordedAnew(t *testing.T) {
	d := writable(t).person("ingrid-solberg", access.Editor)
	const open = "/strategy?edit=theme%2Foriginate-faster"
	n := d.page(open)
	if href, _ := d.page("/strategy").In("#theme-originate-faster footer a")[0].Attr("href"); href != open+"#theme-originate-faster" {
		t.Errorf("the words open at %s", href)
	}
	form := sends(t, n, "#edit-theme-originate-faster", "statement", "An applicant has a decision within two hours.")
	n = d.again(d.post(open, form...), http.StatusBadRequest)
	has(t, n, ".publish .error", "will need an answer again")
	if again := sends(t, n, "#edit-theme-originate-faster"); !contains(again, "statement", "An applicant has a decision within two hours.") {
		t.Errorf("what was filled in is gone: %v", again)
	}
	n = d.next(d.post(open, sends(t, n, "#edit-theme-originate-faster", "reason", "Others decide in two")...))
	has(t, n, "#theme-originate-faster .statement", "within two hours")
	has(t, n, ".done", "Strategy published.")
	has(t, n, "#readers tbody tr", "Henrik Dahl 1 12 Jun 1 part changed")
	has(t, n, "#changes del", "within four hours")
	has(t, n, "#changes ins", "within two hours")
	has(t, n, "#versions", "Others decide in two")

	c := d.page("/cascade?state=waits")
	has(t, c, "#u-data-decisioning .returned", "The strategy changed, so it waits for an answer again Others decide in two")
	has(t, c, "main .lead", "0 of 7 units asked in 2026 H2")
	has(t, c, "#u-data-decisioning .receipt", "is to answer again, since today: the strategy changed")
	above := d.person("walter-lindqvist", access.Editor).page("/owed")
	has(t, above, "#o-answer-intent-data-decisioning-h2-interpreted", "The strategy changed on 25 Sep, so how Data & Decisioning reads what it is asked for")
	has(t, above, "#o-answer-intent-data-decisioning-h2-interpreted", "today")

	d.person("henrik-dahl", access.Contributor)
	n = d.page("/strategy")
	has(t, n, "main .note", "1 part changed since you read it on 12 Jun.")
	n = d.next(d.post("/strategy", sends(t, n, "main form[method=post]")...))
	has(t, n, "#readers tbody tr", "Henrik Dahl 1 25 Sep nothing changed")
	s, err := d.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	for a := range graph.Referrers[*graph.Acknowledgement](s, graph.ThemeID("originate-faster").Ref()) {
		if a.By != "henrik-dahl" || a.Version != 2 {
			t.Errorf("the acknowledgement is %+v", a)
		}
	}
}

func TestTheSharesArePublished(t *testing.T) {
	d := writable(t).person("ingrid-solberg", access.Editor)
	const open = "/strategy?edit=shares"
	n := d.page(open)
	form := func(filled ...string) []string { return sends(t, n, "#edit-shares", filled...) }
	for _, c := range []struct{ share, says string }{{"45", "110"}, {"many", "cannot be"}} {
		again := d.again(d.post(open, form("share.good-standing", c.share, "reason", "More")...), http.StatusBadRequest)
		has(t, again, ".publish .error", c.says)
	}
	old := form("share.good-standing", "30", "share.partner-channel", "", "reason", "No partners this half")
	n = d.next(d.post(open, old...))
	has(t, n, "main .lead", "Their shares add up to 85 of 100; 15 are left to no theme.")
	if got := strings.Join(texts(n, "#shares li"), "|"); got != "Good standing 30%|Originate faster 30%|Resilient core 25%|Partner channel 0%|15 of 100 are left to no theme" {
		t.Errorf("the shares are %s", got)
	}
	has(t, d.page("/strategy?since=2026-09-24"), "#changes article", "Good standing was 35% now 30% Partner channel was 10% removed")
	if w := d.post(open, append(old, "share.resilient-core", "20")...); w.Code != http.StatusConflict {
		t.Errorf("shares that changed meanwhile are answered with %d", w.Code)
	}
}

func TestWhatIsNewInTheStrategy(t *testing.T) {
	d := writable(t).person("ingrid-solberg", access.Editor)
	n := d.page("/strategy?edit=principle%2Fnew")
	n = d.next(d.post("/strategy?edit=principle%2Fnew", sends(t, n, "#edit-principle-new", "prefer", "Few", "over", "many")...))
	has(t, n, "#principles li", "Few even over many")
	n = d.page("/strategy?edit=theme%2Fnew")
	n = d.next(d.post("/strategy?edit=theme%2Fnew", sends(t, n, "#edit-theme-new", "name", "Lend at sea", "anti_goals", "Not boats\r\n\r\nNot fish")...))
	has(t, n, "#theme-lend-at-sea .anti", "Not boats Not fish")
	has(t, n, "main .lead", "asks for 5 themes")
	for form, code := range map[string]int{"theme/none": http.StatusNotFound, "colour": http.StatusBadRequest, "principle/none": http.StatusNotFound} {
		if w := d.post("/strategy", "form", form, "name", "x", "prefer", "a", "over", "b"); w.Code != code {
			t.Errorf("%s is answered with %d, want %d", form, w.Code, code)
		}
	}
}

func TestWhoMayNotPublish(t *testing.T) {
	d := writable(t)
	for who, n := range map[string]htmlcheck.Node{
		"a lead":                                d.person("henrik-dahl", access.Contributor).page("/strategy?edit=shares"),
		"who looks at an earlier date":          d.person("ingrid-solberg", access.Owner).page("/strategy?edit=shares&asof=2026-09-01"),
		"whoever looks at pages that only read": d.as(nil).page("/strategy?edit=shares"),
	} {
		for _, selector := range []string{".publish", "a[aria-label^=Change]", "#shares .tools a"} {
			if strings.Contains(selector, "^") {
				continue
			}
			if n.Count(selector) > 0 {
				t.Errorf("%s is shown %s", who, selector)
			}
		}
	}
	d.person("henrik-dahl", access.Contributor)
	if w := d.post("/strategy", "form", "theme/new", "name", "Mine"); w.Code != http.StatusForbidden {
		t.Errorf("a lead's theme is answered with %d", w.Code)
	}
	d.person("ingrid-solberg", access.Owner)
	if w := d.post("/strategy?asof=2026-09-01", "form", "theme/new", "name", "Mine"); w.Code != http.StatusForbidden {
		t.Errorf("a theme in the past is answered with %d", w.Code)
	}
}
