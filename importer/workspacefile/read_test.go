package workspacefile

import (
	"testing"

	"throughline/graph"
	"throughline/importer"
)

// small is the smallest useful file of the documentation.
const small = `
periods:
  h2: {name: Second half 2026, kind: half, start: 2026-07-01, end: 2026-12-31}

units:
  harbor:
    name: Harbor Lending
    intents:
      h2:
        stated: {shares: {good-standing: 40%, fast-decisions: 35%, trusted: 25%}}
    units:
      core: {name: Core Services Platform, capacities: {h2: 620}}
      payments: {name: Payments, capacities: {h2: 480}}

themes:
  good-standing: {name: Keep borrowers in good standing, order: 1}
  fast-decisions: {name: Decide in hours, order: 2}
  trusted: {name: Stay trusted, order: 3}

initiatives:
  hardship:
    name: Hardship self-service
    owner: payments
    state: committed
    periods: h2
    participants:
      - {unit: payments, days: 160}
      - {unit: core, days: 40}
    contributes:
      - {theme: good-standing, share: 0.8}
`

func steps(t *testing.T, w *Workspace, past importer.Past) []importer.Step {
	t.Helper()
	plan, err := w.Plan(past)
	if err != nil {
		t.Fatalf("Plan: %v", err)
	}
	var out []importer.Step
	for s, err := range plan.Steps {
		if err != nil {
			t.Fatal(err)
		}
		out = append(out, s)
	}
	return out
}

func TestTheSmallestFile(t *testing.T) {
	w, err := Parse("small.yaml", []byte(small), Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := steps(t, w, importer.Nothing)
	if len(got) != 1 || len(got[0].Draft.Puts) != 11 {
		t.Fatalf("steps = %d with %d records, want 1 with 11", len(got), len(got[0].Draft.Puts))
	}
	find := func(ref string) graph.Record {
		for _, r := range got[0].Draft.Puts {
			if r.Ref().String() == ref {
				return r
			}
		}
		t.Fatalf("no %s", ref)
		return nil
	}
	if c := find("capacity/core-h2").(*graph.Capacity); c.Days != 620 || c.Unit != "core" || c.Period != "h2" {
		t.Errorf("capacity = %+v", c)
	}
	if i := find("intent/harbor-h2-stated").(*graph.Intent); i.Shares.Of("good-standing") != .4 || i.Level != graph.Stated {
		t.Errorf("intent = %+v", i)
	}
	if u := find("unit/core").(*graph.Unit); u.Parent != "harbor" {
		t.Errorf("parent = %q", u.Parent)
	}
	if i := find("initiative/hardship").(*graph.Initiative); len(i.Periods) != 1 || i.Participants[1].Days != 40 {
		t.Errorf("initiative = %+v", i)
	}
}
