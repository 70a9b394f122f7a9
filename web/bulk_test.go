package web_test

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"

	"throughline/access"
	"throughline/door"
	"throughline/graph"
	"throughline/testing/htmlcheck"
)

// three are initiatives of the demo that no test above them changes.
func three() []string { return []string{"decline-notices", "ledger-cutover", "hardship-self-service"} }

// chosen is what the boxes of the rows send, as the page has them.
func chosen(t *testing.T, n htmlcheck.Node, ids ...string) (out []string) {
	t.Helper()
	for _, id := range ids {
		for _, box := range n.In("input[name=pick]") {
			if value, _ := box.Attr("value"); strings.HasSuffix(value, ":"+id) {
				out = append(out, "pick", value)
			}
		}
	}
	if len(out) != 2*len(ids) {
		t.Fatalf("%d of %d rows have a box", len(out)/2, len(ids))
	}
	return out
}

// again is what a form of the answer sends, with all the records it holds.
func resent(t *testing.T, n htmlcheck.Node, button string) (out []string) {
	t.Helper()
	for _, form := range n.In("main form") {
		if !form.HasText(button) {
			continue
		}
		for _, in := range form.In("input") {
			name, _ := in.Attr("name")
			value, _ := in.Attr("value")
			out = append(out, name, value)
		}
		return out
	}
	t.Fatalf("no form says %q", button)
	return nil
}

// position is how many changes there are.
func (d *desk) position() int64 {
	d.t.Helper()
	s, err := d.engine.View(d.t.Context(), workspace)
	if err != nil {
		d.t.Fatal(err)
	}
	return s.Position()
}

// owners are those of the initiatives.
func (d *desk) initiatives(ids ...string) (out []*graph.Initiative) {
	d.t.Helper()
	s, err := d.engine.View(d.t.Context(), workspace)
	if err != nil {
		d.t.Fatal(err)
	}
	for _, id := range ids {
		out = append(out, s.Initiative(graph.InitiativeID(id)))
	}
	return out
}

func TestManyAreChangedAsOne(t *testing.T) {
	d := writable(t)
	before := d.position()
	was := d.initiatives(three()...)
	form := append(chosen(t, d.page("/portfolio?sort=name"), three()...), "do", "owner", "owner", "payment-solutions", "next", "/portfolio?sort=name")
	n := d.next(d.post("/records/initiative", form...))
	has(t, n, ".done", "3 initiatives changed.")
	if got := d.position(); got != before+1 {
		t.Fatalf("%d changes were recorded, want one", got-before)
	}
	for _, i := range d.initiatives(three()...) {
		if i.Owner != "payment-solutions" {
			t.Errorf("%s is owned by %s", i.ID, i.Owner)
		}
	}
	d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	for n, i := range d.initiatives(three()...) {
		if i.Owner != was[n].Owner || d.position() != before+2 {
			t.Errorf("%s is owned by %s after the undo, want %s", i.ID, i.Owner, was[n].Owner)
		}
	}
	// the same from the list of records, where nothing changes for one that is so already
	form = append(chosen(t, d.page("/records/initiative"), three()...), "do", "state", "state", string(was[0].State), "next", "/records/initiative")
	if w := d.post("/records/initiative", form...); !strings.HasPrefix(w.Header().Get("Location"), "/records/initiative") {
		t.Errorf("the list answers %d to %q", w.Code, w.Header().Get("Location"))
	}
}

func TestEveryActOfTheBarDoesWhatItSays(t *testing.T) {
	for _, c := range []struct {
		form  []string
		holds func(*graph.Initiative) bool
	}{
		{[]string{"do", "lead", "lead", "joan-whitlock"}, func(i *graph.Initiative) bool { return i.Lead == "joan-whitlock" }},
		{[]string{"do", "lead", "lead", ""}, func(i *graph.Initiative) bool { return i.Lead == "" }},
		{[]string{"do", "periods", "periods.0", "q4", "periods.1", ""}, func(i *graph.Initiative) bool { return slices.Equal(i.Periods, []graph.PeriodID{"q4"}) }},
		{[]string{"do", "stopped"}, func(i *graph.Initiative) bool { return i.State == graph.Stopped }},
		{[]string{"do", "done"}, func(i *graph.Initiative) bool { return i.State == graph.Done }},
		{[]string{"do", "state", "state", "likely"}, func(i *graph.Initiative) bool { return i.State == graph.Likely }},
		{[]string{"do", "serve", "theme", "good-standing", "share", "40"}, func(i *graph.Initiative) bool {
			return slices.Equal(i.Contributes, []graph.Contribution{{Theme: "good-standing", Share: 0.4}})
		}},
	} {
		d := writable(t)
		was := d.initiatives(three()...)
		d.next(d.post("/records/initiative", append(chosen(t, d.page("/portfolio"), three()...), c.form...)...))
		for n, i := range d.initiatives(three()...) {
			if !c.holds(i) {
				t.Errorf("%v: %s is %+v", c.form, i.ID, i)
			}
			if i.Name != was[n].Name || !slices.Equal(i.Participants, was[n].Participants) {
				t.Errorf("%v: something else of %s changed", c.form, i.ID)
			}
		}
	}
}

// What is served beside a theme stays, and shares that do not fit are refused with the initiative that they do not fit.
func TestManyServeAThemeToo(t *testing.T) {
	d := writable(t)
	d.next(d.post("/records/initiative", append(chosen(t, d.page("/portfolio"), three()...), "do", "serve", "theme", "good-standing", "share", "40")...))
	pair := append(chosen(t, d.page("/portfolio"), three()...), "do", "serve-too", "theme", "resilient-core", "share", "60")
	d.next(d.post("/records/initiative", pair...))
	for _, i := range d.initiatives(three()...) {
		if len(i.Contributes) != 2 || i.Contributes[1] != (graph.Contribution{Theme: "resilient-core", Share: 0.6}) {
			t.Errorf("%s serves %v", i.ID, i.Contributes)
		}
	}
	before := d.position()
	n := d.again(d.post("/records/initiative", append(chosen(t, d.page("/portfolio"), three()...), "do", "serve-too", "theme", "originate-faster", "share", "10")...), http.StatusBadRequest)
	has(t, n, ".lead", "Of 3 initiatives selected, none was changed.")
	has(t, n, ".lead", "share")
	if d.position() != before {
		t.Error("something was recorded")
	}
}

// Where some were changed since they were looked at, nothing is done; the answer says which, by whom, and offers the others.
func TestManyMeetWhatSomebodyElseChanged(t *testing.T) {
	d := writable(t)
	form := append(chosen(t, d.page("/portfolio"), three()...), "do", "owner", "owner", "payment-solutions", "next", "/portfolio?sort=name")
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "person/grace-adeyemi"}))
	d.next(d.post(notices, "field", "name", "seen", `"Automatic decline notices"`, "v", "Letters"))
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "person/joan-whitlock"}))
	before := d.position()
	n := d.again(d.post("/records/initiative", form...), http.StatusConflict)
	has(t, n, ".lead", "Of 3 initiatives selected, 1 was changed by somebody since you looked. All are as they were.")
	has(t, n, "#meanwhile tbody tr", "Letters")
	has(t, n, "#meanwhile tbody tr", "Grace Adeyemi")
	if n.Count("#meanwhile tbody tr") != 1 || d.position() != before {
		t.Error("the answer names others too, or something was done")
	}
	others := d.next(d.post("/records/initiative", resent(t, n, "Change the other 2 initiatives")...))
	has(t, others, ".done", "2 initiatives changed.")
	if got := d.initiatives(three()...); got[0].Owner == "payment-solutions" || got[1].Owner != "payment-solutions" || got[2].Owner != "payment-solutions" {
		t.Error("not the others were changed")
	}
	n = d.again(d.post("/records/initiative", form...), http.StatusConflict) // now all three were
	has(t, n, ".lead", "3 were changed")
	d.next(d.post("/records/initiative", resent(t, n, "Change 3 initiatives all the same")...))
	if got := d.initiatives(three()...); got[0].Owner != "payment-solutions" || got[0].Name != "Letters" {
		t.Error("what was asked for all the same was not done")
	}
	gone := slices.Clone(form)
	gone[1] = "1:never-there"
	has(t, d.again(d.post("/records/initiative", gone...), http.StatusConflict), "#meanwhile tbody tr", "is not there any more")
}

// What is not theirs is named and refused before anything is written.
func TestManyAreHeldToWhatIsTheirs(t *testing.T) {
	d := writable(t)
	mine, others := "", "decline-notices"
	s, err := d.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	for i := range graph.All[*graph.Initiative](s) {
		if i.Owner == "core-services-platform" && mine == "" {
			mine = string(i.ID)
		}
	}
	if s.Initiative(graph.InitiativeID(others)).Owner == "core-services-platform" {
		t.Fatal("both are of the same unit")
	}
	picks := chosen(t, d.page("/portfolio"), mine, others)
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Contributor, Person: leadOf(s, "core-services-platform")}, Actor: "person/a"}))
	page := d.page("/portfolio")
	chosen(t, page, mine)
	for _, box := range page.In("input[name=pick]") {
		if value, _ := box.Attr("value"); strings.HasSuffix(value, ":"+others) {
			t.Error("a row that is not theirs has a box")
		}
	}
	before := d.position()
	form := append(picks, "do", "state", "state", "candidate", "next", "/portfolio")
	n := d.again(d.post("/records/initiative", form...), http.StatusForbidden)
	has(t, n, ".lead", "Of 2 initiatives selected, 1 is not yours to change.")
	has(t, n, "#not-yours tbody tr", s.Initiative(graph.InitiativeID(others)).Name)
	if n.Count("#not-yours tbody tr") != 1 || d.position() != before {
		t.Error("the answer names others too, or something was done")
	}
	d.next(d.post("/records/initiative", resent(t, n, "Change the other 1 initiative")...))
	if d.initiatives(mine)[0].State != graph.Candidate {
		t.Error("what is theirs was not changed")
	}
	// what would leave them is not theirs either
	form = append(chosen(t, d.page("/portfolio"), mine), "do", "owner", "owner", "loan-servicing")
	has(t, d.again(d.post("/records/initiative", form...), http.StatusForbidden), "#not-yours tbody tr", d.initiatives(mine)[0].Name)
}

func leadOf(s *graph.Snapshot, u graph.UnitID) graph.PersonID { return s.Unit(u).Leads[0] }

func TestManyAreBounded(t *testing.T) {
	d := writable(t)
	var tooMany []string
	for n := range 501 {
		tooMany = append(tooMany, "pick", "1:i-"+strconv.Itoa(n))
	}
	before := d.position()
	for says, form := range map[string][]string{
		"501 records are selected, and at most 500": tooMany,
		"nothing is selected":                       {"do", "owner"},
		"is not how a page selects":                 {"pick", "decline-notices", "do", "owner"},
		"“colour” is nothing":                       {"pick", "1:decline-notices", "do", "colour"},
		"there is no unit":                          {"pick", "1:decline-notices", "do", "owner", "owner", "nowhere"},
		"no theme is chosen":                        {"pick", "1:decline-notices", "do", "serve", "share", "40"},
		"is not from 1 to 100":                      {"pick", "1:decline-notices", "do", "serve", "theme", "good-standing", "share", "140"},
		"is missing":                                {"pick", "1:decline-notices", "do", "state", "state", ""},
	} {
		w := d.post("/records/initiative", form...)
		if w.Code != http.StatusBadRequest || !strings.Contains(strings.ToLower(w.Body.String()), strings.ToLower(says)) {
			t.Errorf("%.60v answers %d, want 400 and %q", form, w.Code, says)
		}
	}
	if w := d.post("/records/nonsense", "pick", "1:a", "do", "owner"); w.Code != http.StatusNotFound {
		t.Errorf("a kind that is none answers %d", w.Code)
	}
	if w := d.post("/records/comment", "pick", "1:a", "do", "by", "by", "joan-whitlock"); w.Code != http.StatusBadRequest {
		t.Errorf("what is said in somebody's name answers %d", w.Code)
	}
	if d.position() != before {
		t.Error("something was recorded")
	}
}

// Boxes and bar are for those who may change something, today.
func TestWhoHasBoxes(t *testing.T) {
	d := writable(t)
	count := func(address string) int { n := d.page(address); return n.Count("input.pick") + n.Count("form.bulk") }
	if n := d.page("/portfolio"); n.Count("input[name=pick]") != 31 || n.Count("form.bulk button[popovertarget]") < 6 {
		t.Errorf("%d boxes of 31 and %d acts", n.Count("input[name=pick]"), n.Count("form.bulk button[popovertarget]"))
	}
	if count("/records/dependency") == 0 || count("/records/unit") == 0 {
		t.Error("a list of records has no boxes")
	}
	if n := count("/portfolio?asof=2026-09-01") + count("/records/comment"); n > 0 {
		t.Errorf("%d boxes where nothing is changed so", n)
	}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Reader}, Actor: "person/ben-castellan"}))
	if n := count("/portfolio") + count("/records/initiative"); n > 0 {
		t.Errorf("%d boxes for a reader", n)
	}
	d.as(nil)
	if n := count("/portfolio"); n > 0 {
		t.Errorf("%d boxes where pages only read", n)
	}
}
