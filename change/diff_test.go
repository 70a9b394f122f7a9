package change

import (
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

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

func TestReadShowsEveryFieldThatIsSet(t *testing.T) {
	eachKind(t, func(t *testing.T, kind graph.Kind) {
		fields, err := Read(frozenOf(t, kind))
		if err != nil {
			t.Fatal(err)
		}
		if got, want := len(fields), reflect.TypeOf(frozenOf(t, kind)).Elem().NumField()-2; got != want { // without the stamp and the id
			t.Errorf("%d fields are read, want %d: %v", got, want, fields)
		}
		for _, f := range fields {
			if f.Value == "" || strings.ContainsAny(f.Value[:1], `[{`) {
				t.Errorf("%s reads %q", f.Name, f.Value)
			}
		}
	})
}

func TestReadWritesValuesAsWords(t *testing.T) {
	fields, err := Read(frozenOf(t, graph.KindIntent))
	if err != nil {
		t.Fatal(err)
	}
	got := make(map[string]string)
	for _, f := range fields {
		got[f.Name] = f.Value
	}
	want := map[string]string{
		"level": "interpreted", "shares": "calm-core 0.6, faster-yes 0.25", "stops": "The weekly export",
		"readings": "theme calm-core, words No manual postings, measure Manual postings a month, differs yes",
		"receipt":  "state returned, sent_at 2026-07-02T08:30:00Z, sent_by ana-lima, reopened_at 2026-07-02T17:00:00Z, answered_at 2026-07-03T16:45:10.25Z, answered_by cleo-marsh, reason The share for faster yes is missing",
	}
	for name, value := range want {
		if got[name] != value {
			t.Errorf("%s reads %q, want %q", name, got[name], value)
		}
	}
	if none, err := Read(nil); none != nil || err != nil {
		t.Errorf("Read(nil) = %v, %v", none, err)
	}
}

func TestDiffHasNothingWhereNothingChanged(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		kind := anyKind(t)
		a, b := anyRecord(t, kind), anyRecord(t, kind)
		if same, err := Diff(a, a); err != nil || len(same) > 0 {
			t.Fatalf("Diff with itself = %v, %v", same, err)
		}
		there, err := Diff(a, b)
		if err != nil {
			t.Fatal(err)
		}
		back, err := Diff(b, a)
		if err != nil || len(there) != len(back) {
			t.Fatalf("%d fields changed, %d change back: %v", len(there), len(back), err)
		}
		for _, c := range there {
			if !slices.Contains(back, FieldChange{c.Name, c.New, c.Old}) {
				t.Fatalf("%+v does not change back", c)
			}
		}
	})
}
