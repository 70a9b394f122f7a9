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
