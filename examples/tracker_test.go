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
	for _, team := range teams {
		if team.People < 5 {
			t.Errorf("no figure would be shown for %s", team.Name)
		}
	}
}
