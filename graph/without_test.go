package graph

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestWithoutLeavesOutWhatNamesIt(t *testing.T) {
	secret := InitiativeID("secret").Ref()
	gone := func(r Ref) bool { return r == secret }
	for name, c := range map[string]struct{ was, want Record }{
		"an element of a list": {
			&Initiative{ID: "a", Name: "A", Links: []Link{{SeeAlso, "secret"}, {Blocks, "b"}}},
			&Initiative{ID: "a", Name: "A", Links: []Link{{Blocks, "b"}}},
		},
		"the only element": {
			&Constraint{ID: "c", Statement: "S", Initiatives: []InitiativeID{"secret"}, Units: []UnitID{"core"}},
			&Constraint{ID: "c", Statement: "S", Units: []UnitID{"core"}},
		},
		"a field": {
			&Work{ID: "w", Title: "T", Unit: "core", Initiative: "secret"},
			&Work{ID: "w", Title: "T", Unit: "core"},
		},
		"a reference": {
			&Comment{ID: "k", On: secret, Text: "X"},
			&Comment{ID: "k", Text: "X"},
		},
	} {
		before, got := c.was, Without(c.was, gone)
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(Initiative{}, Constraint{}, Work{}, Comment{}, head{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
		if len(Mentions(before)) == len(Mentions(got)) {
			t.Errorf("%s: the record given became %v", name, Mentions(before))
		}
	}
	if r := (&Theme{ID: "t", Name: "T"}); Without(r, gone) != Record(r) {
		t.Error("a record that names nothing gone is not itself")
	}
}

// Whatever is gone, what is left names none of it and still names everything else that stood outside the
// elements left out.
func TestWithoutNamesNothingGone(t *testing.T) {
	ids := []InitiativeID{"a", "b", "c", "d"}
	rapid.Check(t, func(t *rapid.T) {
		some := rapid.SliceOfN(rapid.SampledFrom(ids), 0, 5)
		out := map[Ref]bool{}
		for _, id := range some.Draw(t, "gone") {
			out[id.Ref()] = true
		}
		r := &ChangeRequest{ID: "c", Title: "T", Baseline: "l", Cause: CauseIncident, Initiatives: some.Draw(t, "initiatives")}
		kept := 1 // the baseline
		for _, id := range r.Initiatives {
			if !out[id.Ref()] {
				kept++
			}
		}
		got := Mentions(Without(r, func(r Ref) bool { return out[r] }))
		for _, m := range got {
			if out[m.To] {
				t.Fatalf("%v is still named in %v", m.To, got)
			}
		}
		if len(got) != kept {
			t.Fatalf("%d names are left of %v, want %d", len(got), r.Initiatives, kept)
		}
	})
}
