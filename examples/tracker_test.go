package examples_test

import (
	"testing"

	"throughline/examples"
)

// The sample is whole: each item is a piece of work of one of its teams, on one of its initiatives or on none.
func TestTheSampleOfATrackerIsWhole(t *testing.T) {
	items, teams, initiatives := examples.Tracker(), examples.SampleTeams(), examples.SampleInitiatives()
	keys, titles, loose := make(map[string]bool), make(map[string]bool), 0
	for _, i := range items {
		if keys[i.Key] || titles[i.Title] || i.Key == "" || i.Title == "" {
			t.Errorf("item %+v stands twice, or has no name", i)
		}
		keys[i.Key], titles[i.Title] = true, true
		if i.Team < 1 || i.Team > len(teams) || i.Initiative < 0 || i.Initiative > len(initiatives) || i.Days <= 0 || i.Ago < 0 || i.Ago > 60 {
			t.Errorf("item %+v", i)
		}
		if i.Initiative == 0 {
			loose++
		}
	}
	if len(items) < 40 || loose < 5 || loose > len(items)/2 {
		t.Errorf("%d items, %d without an initiative", len(items), loose)
	}
	for n, team := range teams {
		planned := 0.0
		for _, i := range initiatives {
			planned += i.Parts[n]
		}
		if team.People < 5 || planned < 0.5 || planned > 1 {
			t.Errorf("%s has %d people and plans %v of its days", team.Name, team.People, planned)
		}
	}
}
