package overview_test

import (
	"encoding/json"
	"math"
	"os"
	"testing"

	"throughline/graph"
	"throughline/intent"
	"throughline/overview"
	"throughline/testing/fixture"
)

// worked is the published worked example of the waterfall.
type worked struct {
	Intents   []string                        `json:"intents"`
	Units     []string                        `json:"units"`
	Stated    []float64                       `json:"stated"`
	Shares    map[string]map[string][]float64 `json:"shares"`
	Aggregate map[string][]float64            `json:"aggregate"`
	Surviving map[string]float64              `json:"surviving"`
	LayerLoss map[string]float64              `json:"layer_loss"`
	UnitLoss  map[string]map[string]float64   `json:"unit_layer_loss"`
	Intent    map[string]float64              `json:"intent_loss"`
}

// organisation makes the example's cells come out of records: 1,000 days, of which each unit has enough for
// what it does on themes at every stage.
func (v worked) organisation(t testing.TB) *graph.Snapshot {
	room := map[string]float64{"Alpha": 460, "Beta": 310, "Gamma": 230}
	o := fixture.New(t).Half().Unit("acme", "").Initiative("nothing", "acme")
	stated, last := fixture.Shares{}, len(v.Intents)-1
	for k, name := range v.Intents[:last] {
		o.Themes(graph.Slug(name))
		stated[graph.Slug(name)] = v.Stated[k]
	}
	for k, name := range v.Intents[:last] { // the order of the example, which the pages keep
		o.Put(&graph.Theme{ID: graph.ThemeID(graph.Slug(name)), Name: name, Order: k + 1})
	}
	o.Stated("acme", "h2", stated)
	for _, name := range v.Units {
		u, days := graph.Slug(name), func(stage intent.Stage, k int) float64 { return math.Round(1000 * v.Shares[string(stage)][name][k]) }
		o.Unit(u, "acme").Capacity(u, "h2", room[name])
		assigned, interpreted, done := fixture.Shares{}, fixture.Shares{}, 0.0
		for k, theme := range v.Intents[:last] {
			id := u + "-" + graph.Slug(theme)
			assigned[graph.Slug(theme)], interpreted[graph.Slug(theme)] = days(intent.Assigned, k)/room[name], days(intent.Interpreted, k)/room[name]
			if d := days(intent.Funded, k); d > 0 {
				o.Funding(id, "h2", fixture.ForUnit(u), fixture.ForTheme(graph.Slug(theme)), fixture.FundedDays(d))
			}
			if d := days(intent.Planned, k); d > 0 {
				o.Initiative(id, u, fixture.Serves(graph.Slug(theme), 1), fixture.Days(u, "h2", d))
			}
			if d := days(intent.Executed, k); d > 0 {
				o.Work(id, u, id, fixture.Logged("2026-08-03", d))
				done += d
			}
		}
		o.Assigned(u, "h2", assigned).Interpreted(u, "h2", interpreted)
		o.Funding(u+"-other", "h2", fixture.ForUnit(u), fixture.ForInitiative("nothing"), fixture.FundedDays(days(intent.Funded, last)))
		o.Work(u+"-other", u, "", fixture.Logged("2026-08-03", room[name]-done))
	}
	return o.Picture()
}

func readWorked(t testing.TB) (v worked) {
	t.Helper()
	b, err := os.ReadFile("testdata/m01_intent_waterfall.json")
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func TestLeaksOfTheWorkedExample(t *testing.T) {
	v := readWorked(t)
	b := base(v.organisation(t))
	list, lost := b.Leaks()
	near(t, "missing", lost, 1000*(1-v.Surviving["executed"]))
	byStage, byUnit, byTheme := map[string]float64{}, map[string]map[string]float64{}, map[string]float64{}
	for _, l := range list {
		byStage[string(l.Stage)] += l.Share
		if l.Serves != nil {
			byTheme[l.Serves.Name] += l.Share
		}
		if l.Cascade {
			if l.In != nil {
				t.Errorf("what leadership asked nobody for stands in %s", l.In.Name)
			}
			continue
		}
		for _, name := range v.Units {
			if l.In.ID == graph.UnitID(graph.Slug(name)) {
				if byUnit[name] == nil {
					byUnit[name] = map[string]float64{}
				}
				byUnit[name][string(l.Stage)] += l.Share
			}
		}
	}
	for stage, want := range v.LayerLoss {
		near(t, "lost at "+stage, byStage[stage], want)
	}
	for unit, stages := range v.UnitLoss {
		for stage, want := range stages {
			near(t, "lost at "+stage+" in "+unit, byUnit[unit][stage], want)
		}
	}
	for theme, want := range v.Intent {
		near(t, "lost of "+theme, byTheme[theme], want)
	}
}

func TestPointsOfTheWorkedExample(t *testing.T) {
	v := readWorked(t)
	w := base(v.organisation(t)).Whole
	for _, stage := range intent.Stages()[1:] {
		kept, lost := overview.PointsAt(w, stage)
		near(t, "kept at "+string(stage), float64(kept), math.Round(100*v.Surviving[string(stage)]))
		near(t, "lost at "+string(stage), float64(lost), math.Round(100*v.LayerLoss[string(stage)]))
	}
	worst, ok := overview.WorstStep(w)
	if !ok || worst.Stage != intent.Executed {
		t.Errorf("most is lost at %q, want executed", worst.Stage)
	}
}

func TestSharesOfTheWorkedExample(t *testing.T) {
	v := readWorked(t)
	shares, ok := base(v.organisation(t)).Shares("")
	if !ok || len(shares.Rows) != len(v.Intents) {
		t.Fatalf("shares = %+v", shares)
	}
	for k, name := range v.Intents[:len(v.Intents)-1] {
		near(t, "intended "+name, shares.Rows[k].Intended, v.Stated[k])
		near(t, "actual "+name, shares.Rows[k].Actual, v.Aggregate["executed"][k])
		if shares.Rows[k].Theme.Name != name || shares.Rows[k].Place != k+1 {
			t.Errorf("row %d is %s at %d, want %s", k, shares.Rows[k].Theme.Name, shares.Rows[k].Place, name)
		}
	}
}
