package graph_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/testing/fixture"
)

// shopTree is two departments with teams, and a unit that closed in June.
func shopTree(t fixture.T) *graph.Snapshot {
	return fixture.New(t).Unit("acme", "", fixture.People(0)).
		Unit("shop", "acme", fixture.People(0)).Unit("web", "shop").Unit("app", "shop", fixture.People(4)).
		Unit("core", "acme", fixture.People(30)).Unit("data", "core", fixture.People(3)).
		Unit("old", "acme", func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-06-30") }).Picture()
}

func TestTree(t *testing.T) {
	s := shopTree(t)
	tree := graph.TreeOf(s, s.Today())
	var order []graph.UnitID
	for _, u := range tree.Units() {
		order = append(order, u.ID)
	}
	if d := cmp.Diff([]graph.UnitID{"acme", "core", "data", "shop", "app", "web"}, order); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]graph.UnitID{"shop", "app", "web"}, tree.Below("shop")); d != "" {
		t.Errorf("below shop (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]graph.UnitID{"shop", "acme"}, tree.Chain("web")); d != "" {
		t.Errorf("above web (-want +got):\n%s", d)
	}
	if !tree.Under("web", "acme") || tree.Under("acme", "web") || tree.Under("old", "acme") || tree.Under("web", "core") {
		t.Error("who stands under whom is wrong")
	}
	if tree.Depth("web") != 2 || tree.Depth("acme") != 0 || tree.Parent("acme") != "" || tree.Has("old") {
		t.Error("depth or parent is wrong")
	}
	if d := cmp.Diff([]graph.UnitID{"acme"}, tree.Tops()); d != "" {
		t.Errorf("tops (-want +got):\n%s", d)
	}
	if !graph.TreeOf(s, 0).Has("old") || graph.TreeOf(s, fixture.Date(t, "2026-06-30")).Parent("old") != "acme" {
		t.Error("a unit that closed is there on the days before")
	}
	if got := tree.Below("nowhere"); len(got) != 0 {
		t.Errorf("below nowhere = %v", got)
	}
}

func TestPeopleAndSmall(t *testing.T) {
	tree := graph.TreeOf(shopTree(t), 0)
	for unit, want := range map[graph.UnitID]int{"acme": 54, "shop": 14, "web": 10, "app": 4, "core": 30, "data": 3, "nowhere": 0} {
		if got := tree.People(unit); got != want {
			t.Errorf("people of %s = %d, want %d", unit, got, want)
		}
		if got := tree.Small(unit); got != (unit == "app" || unit == "data") {
			t.Errorf("%s is small: %v", unit, got)
		}
	}
}

func TestShown(t *testing.T) {
	every := func(graph.UnitID) bool { return true }
	leaves := func(s *graph.Snapshot) func(graph.UnitID) bool {
		tree := graph.TreeOf(s, 0)
		return func(u graph.UnitID) bool { return len(tree.Below(u)) == 1 }
	}
	lonely := fixture.New(t).Unit("acme", "", fixture.People(0)).Unit("dep", "acme", fixture.People(0)).Unit("tiny", "dep", fixture.People(2)).
		Unit("web", "acme", fixture.People(20)).Unit("app", "acme", fixture.People(9)).Picture()
	few := fixture.New(t).Unit("acme", "", fixture.People(2)).Unit("web", "acme", fixture.People(1)).Picture()
	for name, c := range map[string]struct {
		s    *graph.Snapshot
		own  func(graph.UnitID) bool
		want map[graph.UnitID]graph.UnitID
	}{
		"small ones inside the one above": {
			shopTree(t), every,
			map[graph.UnitID]graph.UnitID{"acme": "acme", "shop": "shop", "web": "web", "app": "shop", "core": "core", "data": "core", "old": "old"},
		},
		// tiny alone would be seen at dep, and again at acme: it is shown with the smallest group there.
		"never alone, however high": {
			lonely, leaves(lonely),
			map[graph.UnitID]graph.UnitID{"tiny": "acme", "app": "acme", "web": "web"},
		},
		"too few people in all": {few, every, map[graph.UnitID]graph.UnitID{"acme": "", "web": ""}},
	} {
		if d := cmp.Diff(c.want, graph.TreeOf(c.s, 0).Shown(c.own)); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

// No place shows the figures of one to four people, and figures only ever move upwards.
func TestShownNeverShowsAFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least := rapid.IntRange(0, 1).Draw(t, "declared") // 0: some may not say how many they are
		n := rapid.IntRange(1, 8).Draw(t, "units")
		o := fixture.New(t).Unit("u0", "", fixture.People(rapid.IntRange(least, 9).Draw(t, "people")))
		for i := 1; i < n; i++ {
			parent := rapid.IntRange(0, i-1).Draw(t, "parent")
			o.Unit(fmt.Sprint("u", i), fmt.Sprint("u", parent), fixture.People(rapid.IntRange(least, 9).Draw(t, "people")))
		}
		tree := graph.TreeOf(o.Picture(), 0)
		leaf := func(u graph.UnitID) bool { return len(tree.Below(u)) == 1 }
		groups := map[graph.UnitID]int{}
		for u, at := range tree.Shown(leaf) {
			if at == "" {
				continue
			}
			if !tree.Under(u, at) {
				t.Fatalf("%s is shown at %s, which is not above it", u, at)
			}
			if tree.Small(at) {
				t.Fatalf("%s is shown at %s, which is small", u, at)
			}
			groups[at] += tree.People(u)
		}
		for at, people := range groups {
			if least > 0 && people < graph.FewestPeople {
				t.Fatalf("%d people are shown at %s", people, at)
			}
		}
	})
}
