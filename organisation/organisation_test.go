package organisation_test

import (
	"encoding/json"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/organisation"
	"throughline/testing/fixture"
)

// charters puts units with weighted value criteria below acme.
func charters(t testing.TB, weights map[string][]float64, criteria []string) *graph.Snapshot {
	o := fixture.New(t).Unit("acme", "")
	for _, c := range criteria {
		o.Put(&graph.Dimension{ID: graph.DimensionID(c), Name: c, List: graph.ListValue})
	}
	for id, row := range weights {
		o.Unit(graph.Slug(id), "acme", func(u *graph.Unit) {
			for n, w := range row {
				u.Value = append(u.Value, graph.Criterion{Dimension: graph.DimensionID(criteria[n]), Weight: graph.Share(w)})
			}
		})
	}
	return o.Picture()
}

// The distances of the worked example on conflicting definitions are 1 less what is shared.
func TestSharedWorkedExample(t *testing.T) {
	var v struct {
		Criteria []string             `json:"criteria"`
		Weights  map[string][]float64 `json:"weights"`
		Distance map[string]float64   `json:"distance"`
	}
	b, err := os.ReadFile("testdata/m08_definition_conflict.json")
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	s := charters(t, v.Weights, v.Criteria)
	for pair, distance := range v.Distance {
		a, b, _ := strings.Cut(pair, "|")
		one, other := graph.UnitID(graph.Slug(a)), graph.UnitID(graph.Slug(b))
		for _, x := range []organisation.Shared{organisation.SharedBetween(s, one, other), organisation.SharedBetween(s, other, one)} {
			got := x.Lists[0]
			if !got.Defined() || math.Abs(got.Value-(1-distance)) > 1e-9 {
				t.Errorf("%s: shared value = %v (%s), want %v", pair, got.Value, got.Reason, 1-distance)
			}
			if math.Abs(x.Value-got.Value) > 1e-12 || math.Abs(x.Coverage-1.0/3) > 1e-12 {
				t.Errorf("%s: the one declared list stands for all: %v, coverage %v", pair, x.Value, x.Coverage)
			}
		}
	}
}

func TestSharedIsUndefinedWithoutWeights(t *testing.T) {
	s := charters(t, map[string][]float64{"web": {0.5, 0.5}, "core": {0, 0}}, []string{"speed", "risk"})
	got := organisation.SharedBetween(s, "web", "core")
	if got.Defined() || len(got.Missing) == 0 || got.Missing[0].Record != graph.UnitID("core").Ref() {
		t.Errorf("shared = %v, missing %+v; want no value and core named", got.Value, got.Missing)
	}
	if none := organisation.SharedBetween(s, "web", "nowhere"); none.Defined() {
		t.Error("a unit that does not exist shares nothing")
	}
}

func TestSharedRowsAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		weights := func(name string) []float64 {
			a := rapid.Float64Range(0, 1).Draw(t, name)
			b := rapid.Float64Range(0, 1-a).Draw(t, name+" rest")
			return []float64{a, b, 1 - a - b}
		}
		o := fixture.New(t).Unit("acme", "")
		for _, id := range []string{"x", "y", "z"} {
			o.Put(&graph.Dimension{ID: graph.DimensionID(id), Name: id, List: graph.ListUrgency})
		}
		for _, id := range []string{"web", "core"} {
			w := weights(id)
			o.Unit(id, "acme", func(u *graph.Unit) {
				for n, d := range []graph.DimensionID{"x", "y", "z"} {
					u.Urgency = append(u.Urgency, graph.Criterion{Dimension: d, Weight: graph.Share(w[n])})
				}
			})
		}
		s := o.Picture()
		there, back := organisation.SharedBetween(s, "web", "core").Lists[1], organisation.SharedBetween(s, "core", "web").Lists[1]
		if there.Value != back.Value || there.Value < 0 || there.Value > 1 {
			t.Fatalf("shared = %v one way and %v the other", there.Value, back.Value)
		}
		sum := 0.0
		for _, r := range there.Rows {
			sum += r.Value
		}
		if math.Abs(sum-there.Total) > 1e-9 {
			t.Fatalf("rows sum to %v, want %v", sum, there.Total)
		}
		if self := organisation.SharedBetween(s, "web", "web").Lists[1]; math.Abs(self.Value-1) > 1e-9 {
			t.Fatalf("a unit shares %v with itself, want 1", self.Value)
		}
	})
}

func TestWeightsAreReadHeaviestFirst(t *testing.T) {
	s := charters(t, map[string][]float64{"web": {0.25, 0.75, 0}, "core": {0.5, 0, 0.5}}, []string{"a", "b", "c"})
	got := organisation.SharedBetween(s, "web", "core").Lists[0].Weights
	want := []organisation.Weights{{"b", 0.75, 0}, {"a", 0.25, 0.5}, {"c", 0, 0.5}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("weights (-want +got):\n%s", d)
	}
	if got[0].Gap() != 0.75 || got[1].Gap() != 0.25 {
		t.Errorf("gaps = %v, %v", got[0].Gap(), got[1].Gap())
	}
}

func TestTreeAsOfADay(t *testing.T) {
	until := func(d string) func(*graph.Unit) { return func(u *graph.Unit) { u.Until = fixture.Date(t, d) } }
	from := func(d string) func(*graph.Unit) { return func(u *graph.Unit) { u.From = fixture.Date(t, d) } }
	s := fixture.New(t).Unit("acme", "", fixture.People(0)).
		Unit("old", "acme", fixture.People(6), until("2026-06-30")).
		Unit("new", "acme", fixture.People(4), from("2026-07-01")).
		Unit("web", "acme", fixture.People(8)).
		Unit("team", "old", fixture.People(6)).Picture()
	type line struct {
		ID     graph.UnitID
		Depth  int
		People int
		Small  bool
	}
	read := func(on string) []line {
		var out []line
		for _, l := range organisation.Tree(s, fixture.Date(t, on)) {
			out = append(out, line{l.Unit.ID, l.Depth, l.People, l.Small})
		}
		return out
	}
	then := []line{{"acme", 0, 14, false}, {"old", 1, 6, false}, {"team", 2, 6, false}, {"web", 1, 8, false}}
	if d := cmp.Diff(then, read("2026-06-30")); d != "" {
		t.Errorf("before the change (-want +got):\n%s", d)
	}
	now := []line{{"acme", 0, 12, false}, {"new", 1, 4, true}, {"web", 1, 8, false}, {"team", 0, 6, false}}
	if d := cmp.Diff(now, read("2026-07-01")); d != "" {
		t.Errorf("after the change (-want +got):\n%s", d)
	}
	if got := organisation.Tree(s, 0); len(got) != 4 || got[1].Unit.ID != "new" {
		t.Errorf("the zero date is the day of the picture, got %d units", len(got))
	}
}

func TestPathAndChildren(t *testing.T) {
	s := fixture.New(t).Unit("acme", "").Unit("shop", "acme").Unit("web", "shop").Unit("app", "shop").Picture()
	var names []string
	for _, u := range organisation.Path(s, "web", 0) {
		names = append(names, u.Name)
	}
	if d := cmp.Diff([]string{"acme", "shop", "web"}, names); d != "" {
		t.Errorf("path (-want +got):\n%s", d)
	}
	if p := organisation.Path(s, "nowhere", 0); p != nil {
		t.Errorf("path to nowhere = %v", p)
	}
	children := organisation.Children(s, "shop", 0)
	if len(children) != 2 || children[0].ID != "app" || children[1].ID != "web" {
		t.Errorf("children = %v", children)
	}
}

// Who depends on a unit is told from whom it depends on; requests count like dependencies.
func TestDependentsAndProviders(t *testing.T) {
	o := fixture.New(t).Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Unit("pay", "acme").Unit("far", "acme")
	for n, pair := range [][2]string{{"web", "pay"}, {"core", "web"}, {"web", "core"}, {"pay", "far"}} {
		o.Put(&graph.Dependency{
			ID: graph.DependencyID(string(rune('a' + n))), What: "x", From: graph.UnitID(pair[0]), On: graph.UnitID(pair[1]),
		})
	}
	for _, id := range []graph.RequestID{"r", "s"} {
		o.Put(&graph.Request{ID: id, Title: "An export", From: "far", To: "web", State: graph.RequestDone})
	}
	if d := cmp.Diff([]graph.UnitID{"far", "core"}, organisation.Dependents(o.Picture(), "web")); d != "" {
		t.Errorf("depend on web (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]graph.UnitID{"core", "pay"}, organisation.Providers(o.Picture(), "web")); d != "" {
		t.Errorf("web depends on (-want +got):\n%s", d)
	}
	if d := cmp.Diff([]graph.UnitID{"web"}, organisation.Providers(o.Picture(), "far")); d != "" {
		t.Errorf("far depends on (-want +got):\n%s", d)
	}
}

func TestMethodsAreDescribed(t *testing.T) {
	for _, m := range organisation.Methods() {
		if m.ID == "" || m.Title == "" || m.Question == "" || m.Unit == "" || m.Range == "" || m.Formula == "" || len(m.Edges) == 0 || m.Interval == "" {
			t.Errorf("method %+v lacks words", m)
		}
	}
}
