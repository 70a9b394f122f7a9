package intent_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"testing"

	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
)

// exact is how far a figure may be off its vector, whose numbers are rounded to ten digits.
const exact = 1e-9

func vector(t testing.TB, name string, v any) {
	t.Helper()
	b, err := os.ReadFile(filepath.Join("testdata", name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(b, v); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}

func near(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, got, want float64,
) {
	t.Helper()
	if !(math.Abs(got-want) <= exact) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// worked is the worked example of the waterfall.
type worked struct {
	Intents   []string                        `json:"intents"`
	Units     []string                        `json:"units"`
	Stages    []string                        `json:"stages"`
	Stated    []float64                       `json:"stated"`
	Shares    map[string]map[string][]float64 `json:"shares"`
	Fidelity  map[string]float64              `json:"endpoint_fidelity"`
	Surviving map[string]float64              `json:"surviving"`
	LayerLoss map[string]float64              `json:"layer_loss"`
	UnitLoss  map[string]map[string]float64   `json:"unit_layer_loss"`
	Intent    map[string]float64              `json:"intent_loss"`
	Moved     map[string][]float64            `json:"rehomed"`
	Steps     map[string]struct {
		Eroded    float64 `json:"eroded"`
		Recovered float64 `json:"recovered"`
	} `json:"endpoint_steps"`
}

func readWorked(t testing.TB) worked {
	t.Helper()
	var v worked
	vector(t, "m01_intent_waterfall", &v)
	return v
}

// themes is the ids of the intents without unlinked.
func (v worked) themes() []string {
	var out []string
	for _, k := range v.Intents[:len(v.Intents)-1] {
		out = append(out, slug(k))
	}
	return out
}

func slug(s string) string { return graph.Slug(s) }

// room is the capacity of each unit of the example, in days: enough for the days on themes at every
// stage. What is left of it is unlinked, which nothing is stated for.
func room() map[string]float64 { return map[string]float64{"Alpha": 460, "Beta": 310, "Gamma": 230} }

// organisation makes the example's cells come out of records, up to the stage.
func (v worked) organisation(t testing.TB, room map[string]float64, last intent.Stage) *fixture.Org {
	o := fixture.New(t).Half().Themes(v.themes()...).Unit("acme", "")
	stated := fixture.Shares{}
	for k, id := range v.themes() {
		stated[id] = v.Stated[k]
	}
	o.Stated("acme", "h2", stated)
	o.Initiative("nothing", "acme")
	for _, name := range v.Units {
		u := slug(name)
		o.Unit(u, "acme").Capacity(u, "h2", room[name])
		for _, stage := range intent.Stages()[1:] {
			v.declare(o, stage, name, room[name])
			if stage == last {
				break
			}
		}
	}
	return o
}

// declare writes the unit's records of one stage.
func (v worked) declare(o *fixture.Org, stage intent.Stage, name string, room float64) {
	u, row, shares := slug(name), v.Shares[string(stage)][name], fixture.Shares{}
	linked := 0.0
	for k, theme := range v.themes() {
		days := math.Round(row[k] * 1000)
		shares[theme] = days / room
		linked += days
		id := fmt.Sprintf("%s-%s", u, theme)
		switch {
		case days == 0:
		case stage == intent.Funded:
			o.Funding(id, "h2", fixture.ForUnit(u), fixture.ForTheme(theme), fixture.FundedDays(days))
		case stage == intent.Planned:
			o.Initiative(id, u, fixture.Serves(theme, 1), fixture.Days(u, "h2", days))
		case stage == intent.Executed:
			o.Work(id, u, id, fixture.Logged("2026-08-03", days))
		}
	}
	switch stage {
	case intent.Assigned:
		o.Assigned(u, "h2", shares)
	case intent.Interpreted:
		o.Interpreted(u, "h2", shares)
	case intent.Funded:
		o.Funding(u+"-other", "h2", fixture.ForUnit(u), fixture.ForInitiative("nothing"), fixture.FundedDays(row[len(row)-1]*1000))
	case intent.Executed:
		o.Work(u+"-other", u, "", fixture.Logged("2026-08-03", room-linked))
	}
}

func read(s *graph.Snapshot) *intent.Cells { return intent.Read(s, s.Period("h2"), intent.Options{}) }

func TestWorkedExampleThroughRecords(t *testing.T) {
	v := readWorked(t)
	w := read(v.organisation(t, room(), intent.Executed).Picture()).Waterfall()
	if !w.Defined() || w.Last != intent.Executed {
		t.Fatalf("waterfall has no value: %s, last stage %q", w.Reason, w.Last)
	}
	near(t, "kept", w.Value, v.Surviving["executed"])
	near(t, "days", w.Days, 1000)
	near(t, "numerator", w.Numerator.Value, 640)
	near(t, "coverage", w.Coverage, 1)
	for n, stage := range v.Stages {
		s := w.Steps[n]
		if string(s.Stage) != stage || s.Skipped != "" || s.Bounds != nil {
			t.Errorf("step %d = %+v, want %s, declared by all", n, s, stage)
		}
		near(t, stage+" kept", s.Kept, v.Surviving[stage])
		near(t, stage+" days", s.Days, 1000*v.Surviving[stage])
		if n == 0 {
			continue
		}
		near(t, stage+" lost", s.Lost, v.LayerLoss[stage])
		near(t, stage+" on target", s.OnTarget, v.Fidelity[stage])
		near(t, stage+" eroded", s.Eroded, v.Steps[stage].Eroded)
		near(t, stage+" recovered", s.Recovered, v.Steps[stage].Recovered)
		moved := 0.0
		for _, m := range v.Moved[stage] {
			moved += m
		}
		near(t, stage+" moved", s.MovedDays, 1000*moved)
	}
}

func TestWorkedExampleAttribution(t *testing.T) {
	v := readWorked(t)
	w := read(v.organisation(t, room(), intent.Executed).Picture()).Waterfall()
	byUnit, byTheme := map[string]float64{}, map[graph.ThemeID]float64{}
	for _, l := range w.Losses {
		byUnit[string(l.Unit)+" "+string(l.Stage)] += l.Days
		byTheme[l.Theme] += l.Days
	}
	near(t, "the cascade", byUnit[" assigned"], 50)
	for _, name := range v.Units {
		for stage, want := range v.UnitLoss[name] {
			near(t, name+" "+stage, byUnit[slug(name)+" "+stage], 1000*want)
		}
		near(t, name+" at assigned", byUnit[slug(name)+" assigned"], 0)
	}
	for k, id := range v.themes() {
		near(t, id, byTheme[graph.ThemeID(id)], 1000*v.Intent[v.Intents[k]])
	}
	total := 0.0
	for _, r := range w.Rows {
		total += r.Value
	}
	near(t, "rows", total, w.Total)
	near(t, "total", w.Total, 360)
}

func TestThemeAndUnitWaterfallsAreParts(t *testing.T) {
	v := readWorked(t)
	c := read(v.organisation(t, room(), intent.Executed).Picture())
	for k, id := range v.themes() {
		w := c.ThemeWaterfall(graph.ThemeID(id))
		near(t, id+" kept", w.Value, 1-v.Intent[v.Intents[k]]/v.Stated[k])
		near(t, id+" days", w.Days, 1000*v.Stated[k])
		near(t, id+" total", w.Total, 1000*v.Intent[v.Intents[k]])
	}
	kept := 0.0
	for _, name := range v.Units {
		w := c.UnitWaterfall(graph.UnitID(slug(name)))
		lost := 0.0
		for _, x := range v.UnitLoss[name] {
			lost += 1000 * x
		}
		near(t, name+" total", w.Total, lost)
		near(t, name+" kept", w.Value*w.Days, w.Days-lost)
		kept += w.Value * w.Days
	}
	near(t, "units together", kept, 640)
	top := c.UnitWaterfall("acme")
	near(t, "the top is the sum of all", top.Value*top.Days, 640)
	near(t, "of what was handed out", top.Days, 950)
}

func TestMissingInterpretationIsBounded(t *testing.T) {
	v := readWorked(t)
	var want struct{ Coverage, Carry_forward, Lower, Upper float64 }
	vector(t, "m01_missing", &want)
	o := v.organisation(t, map[string]float64{"Alpha": 500, "Beta": 300, "Gamma": 200}, intent.Interpreted)
	o.Remove(graph.IntentID("interpreted-gamma-h2").Ref())
	w := read(o.Picture()).Waterfall()
	near(t, "carried forward", w.Value, want.Carry_forward)
	near(t, "coverage", w.Coverage, want.Coverage)
	if w.Bounds == nil {
		t.Fatal("no bounds although a unit is silent")
	}
	near(t, "lower", w.Bounds.Lo, want.Lower)
	near(t, "upper", w.Bounds.Hi, want.Upper)
	if !lacks(w.Missing, "how gamma reads its intent in h2") {
		t.Errorf("missing = %+v, want it to name gamma", w.Missing)
	}
}
