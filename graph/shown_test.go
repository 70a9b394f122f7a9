package graph_test

import (
	"fmt"
	"math/bits"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/testing/fixture"
)

func TestShown(t *testing.T) {
	every := func(graph.UnitID) bool { return true }
	leaves := func(s *graph.Snapshot) func(graph.UnitID) bool {
		tree := graph.TreeOf(s, 0)
		return func(u graph.UnitID) bool { return len(tree.Below(u)) == 1 }
	}
	none := func(graph.UnitID) bool { return false }
	lonely := fixture.New(t).Unit("acme", "", fixture.People(0)).Unit("dep", "acme", fixture.People(0)).Unit("tiny", "dep", fixture.People(2)).
		Unit("web", "acme", fixture.People(20)).Unit("app", "acme", fixture.People(9)).Picture()
	few := fixture.New(t).Unit("acme", "", fixture.People(2)).Unit("web", "acme", fixture.People(1)).Picture()
	// The head says three, and so does the one below: they are three, not six.
	same := fixture.New(t).Unit("acme", "", fixture.People(0)).Unit("dep", "acme", fixture.People(3)).Unit("tiny", "dep", fixture.People(3)).
		Unit("web", "acme", fixture.People(9)).Picture()
	beside := fixture.New(t).Unit("acme", "", fixture.People(0)).Unit("web", "acme", fixture.People(20)).Unit("app", "acme", fixture.People(9)).
		Unit("board", "", fixture.People(3)).Picture()
	besides := fixture.New(t).Unit("acme", "", fixture.People(20)).Unit("board", "", fixture.People(3)).Unit("council", "", fixture.People(3)).Picture()
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
			map[graph.UnitID]graph.UnitID{"tiny": "acme", "app": "acme", "web": "web", "dep": "acme", "acme": "acme"},
		},
		"too few people in all":          {few, every, map[graph.UnitID]graph.UnitID{"acme": "", "web": ""}},
		"no more people than above":      {same, leaves(same), map[graph.UnitID]graph.UnitID{"acme": "acme", "dep": "acme", "tiny": "acme", "web": "acme"}},
		"a small top with another group": {beside, leaves(beside), map[graph.UnitID]graph.UnitID{"acme": "acme", "web": "web", "app": "", "board": ""}},
		"small tops with one another":    {besides, every, map[graph.UnitID]graph.UnitID{"acme": "acme", "board": "", "council": ""}},
		"without figures of their own":   {lonely, none, map[graph.UnitID]graph.UnitID{"acme": "acme", "dep": "acme", "tiny": "acme", "web": "web", "app": "app"}},
	} {
		shown := graph.TreeOf(c.s, 0).Shown(c.own)
		got := make(map[graph.UnitID]graph.UnitID)
		for u := range graph.All[*graph.Unit](c.s) {
			got[u.ID] = shown.At(u.ID)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", name, d)
		}
	}
}

func TestWhatIsShownAtAUnit(t *testing.T) {
	s := fixture.New(t).Unit("acme", "", fixture.People(0)).Unit("dep", "acme", fixture.People(10)).Unit("tiny", "dep", fixture.People(2)).
		Unit("web", "acme", fixture.People(20)).Unit("app", "acme", fixture.People(9)).Unit("ops", "acme", fixture.People(8)).Unit("two", "ops", fixture.People(2)).Picture()
	capacity := map[graph.UnitID]bool{"tiny": true, "web": true, "app": true, "ops": true, "two": true}
	shown := graph.TreeOf(s, 0).Shown(func(u graph.UnitID) bool { return capacity[u] })
	// two goes with ops; what is left over is tiny, and the smallest group beside it is that of ops.
	if d := cmp.Diff([]graph.UnitID{"acme", "tiny", "ops", "two"}, shown.Together("acme")); d != "" {
		t.Errorf("shown at acme (-want +got):\n%s", d)
	}
	for u, want := range map[graph.UnitID]string{
		"acme": "", "web": "", "app": "", "nowhere": "",
		"tiny": "the unit has fewer than five people", "two": "the unit has fewer than five people",
		"dep": "its figures would tell those of fewer than five people", "ops": "its figures would tell those of fewer than five people",
	} {
		if got := shown.WhyHidden(u); got != want {
			t.Errorf("%s is hidden because %q, want %q", u, got, want)
		}
	}
	if shown.Inside("tiny") != "acme" || shown.Inside("ops") != "acme" || shown.Inside("acme") != "" {
		t.Error("hidden units stand inside acme")
	}
	if !shown.Alone("web") || shown.Alone("acme") || shown.Alone("ops") || shown.Alone("nowhere") {
		t.Error("web alone is shown alone")
	}
	if !shown.Under("tiny", "acme") || shown.Under("tiny", "dep") || !shown.Under("web", "web") || !shown.Under("nowhere", "") || shown.Under("nowhere", "acme") {
		t.Error("tiny is shown at acme, and all in the whole")
	}
	if shown.Together("ops") != nil || shown.Together("nowhere") != nil || shown.At("nowhere") != "" {
		t.Error("nothing is shown at ops, nor at what is no unit")
	}
}

// Whatever is added to or taken from what may be shown, never is it the figures of one to four people. Each
// unit is a bit; a shown figure is a set of units, and sums and differences of shown figures are what can be
// solved from them.
func TestShownNeverTellsAFew(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		least := rapid.IntRange(0, 1).Draw(t, "declared") // 0: some may not say how many they are
		n := rapid.IntRange(1, 9).Draw(t, "units")
		o := fixture.New(t)
		for i := range n {
			parent := ""
			if up := rapid.IntRange(-1, i-1).Draw(t, "parent"); up >= 0 {
				parent = fmt.Sprint("u", up)
			}
			o.Unit(fmt.Sprint("u", i), parent, fixture.People(rapid.IntRange(least, 9).Draw(t, "people")))
		}
		tree := graph.TreeOf(o.Picture(), 0)
		leaf := func(u graph.UnitID) bool { return len(tree.Below(u)) == 1 }
		shown := tree.Shown(leaf)
		bit, people := make(map[graph.UnitID]int), []int(nil)
		for _, u := range tree.Units() {
			if leaf(u.ID) {
				bit[u.ID] = len(people)
				people = append(people, tree.People(u.ID))
			}
		}
		figures := [][]float64{make([]float64, len(people))} // the whole organisation
		for i := range figures[0] {
			figures[0][i] = 1
		}
		for _, u := range tree.Units() {
			if shown.Hides(u.ID) {
				continue
			}
			at, under := make([]float64, len(people)), make([]float64, len(people))
			for v, n := range bit {
				if shown.At(v) == u.ID {
					at[n] = 1
				}
				if shown.Under(v, u.ID) {
					under[n] = 1
				}
				if up := shown.At(v); up != "" && !tree.Under(v, up) {
					t.Fatalf("%s is shown at %s, which is not above it", v, up)
				}
			}
			figures = append(figures, at, under)
		}
		for few := uint(1); few < 1<<len(people); few++ {
			count, unknown := 0, false
			for i, n := range people {
				if few&(1<<i) != 0 {
					count, unknown = count+n, unknown || n == 0
				}
			}
			if whole := bits.OnesCount(few) == len(people); unknown || count >= graph.FewestPeople || whole {
				continue
			}
			if tells(figures, func(i int) bool { return few&(1<<i) != 0 }) {
				t.Fatalf("what is shown tells the figures of %d people, units %b", count, few)
			}
		}
	})
}

// tells reports whether some combination of the figures has only the given columns in it: eliminating the
// others leaves something.
func tells(figures [][]float64, of func(column int) bool) bool {
	return rank(figures, func(int) bool { return true }) > rank(figures, func(i int) bool { return !of(i) })
}

// rank is the rank of the figures in some columns, by elimination.
func rank(figures [][]float64, in func(column int) bool) int {
	var rows [][]float64
	for _, f := range figures {
		row := make([]float64, len(f))
		for i, x := range f {
			if in(i) {
				row[i] = x
			}
		}
		rows = append(rows, row)
	}
	r := 0
	for c := 0; len(rows) > 0 && c < len(rows[0]) && r < len(rows); c++ {
		best := r
		for i := r; i < len(rows); i++ {
			if abs(rows[i][c]) > abs(rows[best][c]) {
				best = i
			}
		}
		if abs(rows[best][c]) < 1e-9 {
			continue
		}
		rows[r], rows[best] = rows[best], rows[r]
		for i := r + 1; i < len(rows); i++ {
			f := rows[i][c] / rows[r][c]
			for k := range rows[i] {
				rows[i][k] -= f * rows[r][k]
			}
		}
		r++
	}
	return r
}

func abs(x float64) float64 { return max(x, -x) }
