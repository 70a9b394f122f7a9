package change

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/graph"
)

func TestDiffSaysWhatChangedInWords(t *testing.T) {
	old := &graph.Initiative{ID: "x", Name: "Ledger cutover", State: graph.Committed, Owner: "core", Periods: []graph.PeriodID{"h1"}, Mandate: graph.Mandate{Source: "law"}}
	now := &graph.Initiative{
		ID: "x", Name: "Ledger cutover", State: graph.Started, Periods: []graph.PeriodID{"h1", "h2"}, Mandate: graph.Mandate{Source: "law"},
		Contributes: []graph.Contribution{{Theme: "calm", Share: .5}},
	}
	got, err := Diff(old, now)
	if err != nil {
		t.Fatal(err)
	}
	want := []FieldChange{
		{"state", "committed", "started"}, {"periods", "h1", "h1; h2"}, {"contributes", "", "theme calm, share 0.5"}, {"owner", "core", ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Diff (-want +got):\n%s", diff)
	}
	if same, err := Diff(now, now); len(same) != 0 || err != nil {
		t.Errorf("Diff of the same = %v, %v", same, err)
	}
	created, err := Diff(nil, &graph.Theme{ID: "calm", Name: `A "calm" core`})
	if err != nil || len(created) != 1 || created[0] != (FieldChange{"name", "", `A "calm" core`}) {
		t.Errorf("Diff(nil, theme) = %v, %v", created, err)
	}
	gone, err := Diff(&graph.Decision{ID: "d", Question: "Q?", State: graph.DecisionOpen}, nil)
	if err != nil || len(gone) != 2 || gone[0].New != "" {
		t.Errorf("Diff(decision, nil) = %v, %v", gone, err)
	}
}
