package web_test

import (
	"strings"
	"testing"

	"throughline/change"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
)

// lines are the texts of the elements, one below the other.
func lines(nodes []htmlcheck.Node) string {
	var out []string
	for _, n := range nodes {
		out = append(out, n.Text())
	}
	return strings.Join(out, "\n")
}

// The history of a record speaks of others by their names, and of a list tells only what changed in it.
func TestHistoryIsReadable(t *testing.T) {
	s := open(t, day())
	org := fixture.New(t).Half().Themes("fresh").Unit("mill", "").Unit("ovens", "mill").Unit("shops", "mill").
		Initiative("night-bake", "ovens", fixture.Is(graph.Committed), fixture.In("h2"), fixture.Serves("fresh", 0.75),
			fixture.Days("ovens", "h2", 90), fixture.Days("shops", "h2", 10))
	s.holds(org.Picture(), "2026-07-01")
	later := *graph.Find[*graph.Initiative](org.Picture(), "night-bake")
	later.State = graph.Started
	later.Participants = append([]graph.Participation{{Unit: "ovens", Days: 120, Period: "h2"}}, later.Participants[1:]...)
	s.do(change.Draft{Verb: "initiative.changed", Effective: fixture.Date(t, "2026-08-03").Time(), Puts: []graph.Record{&later}})

	page := s.page("/records/initiative/night-bake")
	latest := page.In(".versions li")[0]
	if got, want := lines(latest.In("del")), "was committed\nwas 90 days"; !strings.EqualFold(got, want) {
		t.Errorf("what was: %q, want %q", got, want)
	}
	if got, want := lines(latest.In("ins")), "now started\nnow 120 days"; !strings.EqualFold(got, want) {
		t.Errorf("what came: %q, want %q", got, want)
	}
	if sized := latest.In(".item"); len(sized) != 1 || !strings.EqualFold(sized[0].Text(), "Ovens, was 90 days now 120 days, H2") {
		t.Errorf("what changed in the list: %q", lines(sized))
	}
	if !latest.HasText("1 more stayed as it was") {
		t.Errorf("nothing says that the days of the shops stayed: %s", latest.Text())
	}
	has(t, page, ".lead", "It has 2 versions; the latest is of 3 Aug, by test.")
	has(t, s.page("/records/theme/fresh"), ".lead", "It has not changed since it was written down: 1 Jul, by test.")
	fields := page.In("#fields dd")
	if all := lines(fields); !strings.Contains(strings.ToLower(all), "fresh, 75%") {
		t.Errorf("as it stands: %q, want the theme with its share in percent", all)
	}
	if owner := page.In("#fields dd a[href=/units/ovens]"); len(owner) == 0 {
		t.Error("the owner is no link to its page")
	}
	if !latest.HasText("3 Aug, test, by import") || latest.HasText("00:00") {
		t.Errorf("the day of the change is told as %q", latest.Text())
	}
}

// An outcome that ended is said to be so, is on no list of what lacks something, and was on them before.
func TestAnEndedOutcomeIsSaidToBeOne(t *testing.T) {
	org := fixture.New(t).Half().Themes("fresh").Unit("mill", "").Capacity("mill", "h2", 100).
		Outcome("waste", fixture.Shares{"fresh": 1}, func(o *graph.Outcome) { o.Until = fixture.Date(t, "2026-09-10") }).
		Outcome("queue", fixture.Shares{"fresh": 1}).
		Initiative("bake", "mill", fixture.Moves("queue", 0.5), fixture.Moves("waste", 0.5), fixture.Days("mill", "h2", 50)).
		Work("w", "mill", "bake", fixture.Logged("2026-08-04", 4))
	s := open(t, day()).holds(org.Picture(), "2026-07-01")
	row := func(path string) string {
		r, _ := s.page(path).First("#waste")
		return r.Text()
	}
	if got := row("/records/outcome"); !strings.Contains(got, "ended 10 Sep") {
		t.Errorf("the list says %q of an outcome that ended", got)
	}
	if got := row("/records/outcome?asof=2026-09-10"); strings.Contains(got, "ended") {
		t.Errorf("on its last day the list says %q", got)
	}
	thin := func(path string) string {
		list, _ := s.page(path).First("#thin")
		return list.Text()
	}
	if got := thin("/line-of-sight"); strings.Contains(got, "waste") || !strings.Contains(got, "queue") {
		t.Errorf("the thinnest lines are %q", got)
	}
	if got := thin("/line-of-sight?asof=2026-09-10"); !strings.Contains(got, "waste") {
		t.Errorf("on its last day the thinnest lines are %q", got)
	}
	if got := s.page("/line-of-sight").Text(); !strings.Contains(got, "2 days, ended") {
		t.Error("the map does not say which outcome ended")
	}
}
