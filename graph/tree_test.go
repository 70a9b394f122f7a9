package graph_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

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
