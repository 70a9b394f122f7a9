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

func TestPutBackKeepsWhatWasNotSeen(t *testing.T) {
	gone := func(r Ref) bool { return r.ID == "secret" }
	constraint := func(ids ...InitiativeID) Record { return &Constraint{ID: "c", Statement: "S", Initiatives: ids} }
	for name, c := range map[string]struct{ full, changed, want Record }{
		"another field": {
			&Constraint{ID: "c", Statement: "S", Initiatives: []InitiativeID{"a", "secret"}},
			&Constraint{ID: "c", Statement: "New", Initiatives: []InitiativeID{"a"}},
			&Constraint{ID: "c", Statement: "New", Initiatives: []InitiativeID{"a", "secret"}},
		},
		"an element added":         {constraint("a", "secret", "b"), constraint("a", "b", "c"), constraint("a", "secret", "b", "c")},
		"what stood before is out": {constraint("a", "b", "secret"), constraint("a", "c"), constraint("a", "secret", "c")},
		"all seen are out":         {constraint("a", "secret"), constraint(), constraint("secret")},
		"another order":            {constraint("a", "b", "secret"), constraint("b", "a"), constraint("b", "secret", "a")},
		"a field left empty": {
			&Decision{ID: "d", Question: "Q", Reverses: "secret"}, &Decision{ID: "d", Question: "New"},
			&Decision{ID: "d", Question: "New", Reverses: "secret"},
		},
		"a field set anew": {
			&Decision{ID: "d", Question: "Q", Reverses: "secret"}, &Decision{ID: "d", Question: "Q", Reverses: "other"},
			&Decision{ID: "d", Question: "Q", Reverses: "other"},
		},
		"nothing hidden": {constraint("a"), constraint("b"), constraint("b")},
	} {
		got := PutBack(c.changed, c.full, gone)
		if diff := cmp.Diff(c.want, got, cmp.AllowUnexported(Constraint{}, Decision{}, head{})); diff != "" {
			t.Errorf("%s (-want +got):\n%s", name, diff)
		}
	}
}

// Whoever changes a record that they see a part of changes that part alone: what they see afterwards is what they wrote, and
// what they do not see is all there, as often as it was.
func TestPutBackChangesWhatIsSeenAlone(t *testing.T) {
	ids := []InitiativeID{"a", "b", "c", "d", "e"}
	equal := cmp.AllowUnexported(Ranking{}, head{})
	rapid.Check(t, func(t *rapid.T) {
		out := map[Ref]bool{}
		for _, id := range rapid.SliceOfN(rapid.SampledFrom(ids), 0, 4).Draw(t, "gone") {
			out[id.Ref()] = true
		}
		gone := func(r Ref) bool { return out[r] }
		full := &Ranking{ID: "r", Unit: "u", Order: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 5, rapid.ID[InitiativeID]).Draw(t, "order")}
		if diff := cmp.Diff(Record(full), PutBack(Without(full, gone), full, gone), equal); diff != "" && len(full.Order) > 0 {
			t.Fatalf("an untouched record (-was +got):\n%s", diff)
		}
		written := &Ranking{ID: "r", Unit: "u"}
		for _, id := range rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 0, 5, rapid.ID[InitiativeID]).Draw(t, "written") {
			if !out[id.Ref()] {
				written.Order = append(written.Order, id)
			}
		}
		got := PutBack(written, full, gone)
		if diff := cmp.Diff(Record(written), Without(got, gone), equal); diff != "" {
			t.Fatalf("what is seen of it (-written +seen):\n%s", diff)
		}
		hidden := func(list []InitiativeID) (n int) {
			for _, id := range list {
				if out[id.Ref()] {
					n++
				}
			}
			return n
		}
		if was, now := hidden(full.Order), hidden(got.(*Ranking).Order); was != now {
			t.Fatalf("%d names that are not seen became %d", was, now)
		}
	})
}

func TestTidyUnsetsEmptyLists(t *testing.T) {
	r := &Initiative{ID: "a", Name: "A", Links: []Link{}, Periods: []PeriodID{"h2"}}
	if Tidy(r); r.Links != nil || len(r.Periods) != 1 {
		t.Errorf("the lists are %v and %v", r.Links, r.Periods)
	}
	n := &Intent{ID: "i", Shares: Shares{}}
	if Tidy(n); n.Shares != nil {
		t.Error("shares of no theme are set")
	}
}
