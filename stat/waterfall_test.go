package stat

import (
	"math"
	"testing"
)

// waterfallVector is the worked example of the waterfall.
type waterfallVector struct {
	Intents   []string                        `json:"intents"`
	Units     []string                        `json:"units"`
	Stages    []string                        `json:"stages"`
	Stated    []float64                       `json:"stated"`
	Shares    map[string]map[string][]float64 `json:"shares"`
	Aggregate map[string][]float64            `json:"aggregate"`
	Fidelity  map[string]float64              `json:"endpoint_fidelity"`
	Surviving map[string]float64              `json:"surviving"`
	LayerLoss map[string]float64              `json:"layer_loss"`
	UnitLoss  map[string]map[string]float64   `json:"unit_layer_loss"`
	Intent    map[string]float64              `json:"intent_loss"`
	Moved     map[string][]float64            `json:"rehomed"`
	Steps     map[string]struct {
		Net       float64 `json:"net"`
		Eroded    float64 `json:"eroded"`
		Recovered float64 `json:"recovered"`
	} `json:"endpoint_steps"`
	JointOverlap     map[string]float64 `json:"joint_overlap_with_assigned"`
	AggregateOverlap map[string]float64 `json:"aggregate_overlap_with_assigned"`
	Bits             float64            `json:"jsd_bits_stated_executed"`
	Variation        float64            `json:"tv_stated_executed"`
}

func (v waterfallVector) chain() Chain {
	c := Chain{Stated: v.Stated}
	for _, stage := range v.Stages[1:] {
		var l Layer
		for _, unit := range v.Units {
			l.Cells = append(l.Cells, v.Shares[stage][unit])
		}
		c.Layers = append(c.Layers, l)
	}
	return c
}

func worked(t testing.TB) (waterfallVector, *Waterfall) {
	t.Helper()
	var v waterfallVector
	vector(t, "m01_intent_waterfall", &v)
	return v, flowed(t, v.chain())
}

// flowed is Flow for input that must have a waterfall.
func flowed(t testing.TB, c Chain) *Waterfall {
	t.Helper()
	w, err := Flow(c)
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func TestFlowWorkedExample(t *testing.T) {
	v, w := worked(t)
	if len(w.Steps) != 5 {
		t.Fatalf("%d steps, want 5", len(w.Steps))
	}
	near(t, "stated", w.Stated, v.Surviving["stated"], exact)
	nearNumber(t, "surviving", w.Surviving, v.Surviving["executed"], exact)
	for i, stage := range v.Stages[1:] {
		s := w.Steps[i]
		nearNumber(t, stage+" surviving", s.Surviving, v.Surviving[stage], exact)
		near(t, stage+" loss", s.Loss, v.LayerLoss[stage], exact)
		nearNumber(t, stage+" fidelity", s.Fidelity.F, v.Fidelity[stage], exact)
		near(t, stage+" net", s.Fidelity.Net, v.Steps[stage].Net, exact)
		near(t, stage+" eroded", s.Fidelity.Eroded, v.Steps[stage].Eroded, exact)
		near(t, stage+" recovered", s.Fidelity.Recovered, v.Steps[stage].Recovered, exact)
		near(t, stage+" coverage", s.Coverage, 1, exact)
		nearNumber(t, stage+" lower bound", s.Lo, v.Surviving[stage], exact)
		nearNumber(t, stage+" upper bound", s.Hi, v.Surviving[stage], exact)
		if s.First != (i == 0) || s.Skipped != "" {
			t.Errorf("%s: first %v, skipped %q", stage, s.First, s.Skipped)
		}
	}
}

func TestFlowWorkedAttribution(t *testing.T) {
	v, w := worked(t)
	byIntent := make([]Accumulator, len(v.Intents))
	for i, stage := range v.Stages[1:] {
		s := w.Steps[i]
		for k := range v.Intents {
			byIntent[k].Add(s.LossByIntent[k])
		}
		if i == 0 {
			nearAll(t, "nobody's loss", s.LossByUnit, []float64{0, 0, 0}, 0)
			nearAll(t, "cascade", s.LossByIntent, []float64{0.03, 0, 0.02, 0, 0}, exact)
			nearAll(t, "moved at the first layer", s.Moved, make([]float64, 5), 0)
			continue
		}
		nearAll(t, stage+" moved", s.Moved, v.Moved[stage], exact)
		for u, unit := range v.Units {
			near(t, stage+" "+unit, s.LossByUnit[u], v.UnitLoss[unit][stage], exact)
			near(t, stage+" "+unit+" cells", Sum(s.LossCells[u]), v.UnitLoss[unit][stage], exact)
		}
	}
	for k, intent := range v.Intents {
		near(t, intent, byIntent[k].Sum(), v.Intent[intent], exact)
	}
}

func TestWorkedOverlaps(t *testing.T) {
	v, _ := worked(t)
	joined := func(stage string) (cells []float64) {
		for _, unit := range v.Units {
			cells = append(cells, v.Shares[stage][unit]...)
		}
		return cells
	}
	for i, stage := range v.Stages[1:] {
		nearAll(t, stage+" totals", columnSums(v.chain().Layers[i].Cells, len(v.Intents)), v.Aggregate[stage], exact)
		nearNumber(t, stage+" cells", Overlap(joined("assigned"), joined(stage)), v.JointOverlap[stage], exact)
		nearNumber(t, stage+" sums", Overlap(v.Aggregate["assigned"], v.Aggregate[stage]), v.AggregateOverlap[stage], exact)
	}
	nearNumber(t, "variation", TotalVariation(v.Stated, v.Aggregate["executed"]), v.Variation, exact)
	nearNumber(t, "divergence", JensenShannon(v.Stated, v.Aggregate["executed"]), v.Bits, exact)
}

func TestFlowOverAssigned(t *testing.T) {
	var v struct {
		Stated    []float64            `json:"stated"`
		Assigned  map[string][]float64 `json:"assigned"`
		Executed  map[string][]float64 `json:"executed"`
		SAssigned map[string][]float64 `json:"S_assigned"`
		SExecuted map[string][]float64 `json:"S_executed"`
		Surviving []float64            `json:"surviving"`
	}
	vector(t, "m01_overassigned", &v)
	rows := func(m map[string][]float64) Layer { return Layer{Cells: [][]float64{m["u1"], m["u2"]}} }
	w := flowed(t, Chain{Stated: v.Stated, Layers: []Layer{rows(v.Assigned), rows(v.Executed)}})
	for u, name := range []string{"u1", "u2"} {
		nearAll(t, name+" assigned", w.Steps[0].Cells[u], v.SAssigned[name], exact)
		nearAll(t, name+" executed", w.Steps[1].Cells[u], v.SExecuted[name], exact)
	}
	near(t, "stated", w.Stated, v.Surviving[0], exact)
	nearNumber(t, "assigned", w.Steps[0].Surviving, v.Surviving[1], exact)
	nearNumber(t, "executed", w.Steps[1].Surviving, v.Surviving[2], exact)
	nearAll(t, "under-assigned intent", w.Steps[0].LossByIntent, []float64{0, 0.2}, exact)
}

func TestFlowMissingUnit(t *testing.T) {
	var v waterfallVector
	vector(t, "m01_intent_waterfall", &v)
	var want struct {
		Coverage float64 `json:"coverage"`
		Carried  float64 `json:"carry_forward"`
		Lower    float64 `json:"lower"`
		Upper    float64 `json:"upper"`
	}
	vector(t, "m01_missing", &want)
	c := v.chain()
	c.Layers[1].Cells[2] = nil // Gamma's interpretation
	s := flowed(t, c).Steps[1]
	near(t, "coverage", s.Coverage, want.Coverage, exact)
	nearNumber(t, "carried", s.Surviving, want.Carried, exact)
	nearNumber(t, "lower", s.Lo, want.Lower, exact)
	nearNumber(t, "upper", s.Hi, want.Upper, exact)
	near(t, "Gamma loses nothing", s.LossByUnit[2], 0, 0)
}

func TestFlowCancellationIsNotHidden(t *testing.T) {
	w := flowed(t, Chain{Stated: []float64{0.5, 0.5}, Layers: []Layer{
		{Cells: [][]float64{{0.4, 0.1}, {0.1, 0.4}}},
		{Cells: [][]float64{{0.1, 0.4}, {0.4, 0.1}}},
	}})
	nearNumber(t, "surviving", w.Surviving, 0.4, exact)
	nearNumber(t, "fidelity", w.Steps[1].Fidelity.F, 1, exact)
	nearAll(t, "moved", w.Steps[1].Moved, []float64{0.3, 0.3}, exact)
}

func TestFlowSkipsLayers(t *testing.T) {
	rows := [][]float64{{0.3, 0.2}, {0.2, 0.3}}
	late := [][]float64{{0.3, 0.2}, {0.1, 0.4}}
	for _, c := range []struct {
		name string
		gap  Layer
		why  Undefined
	}{
		{"nobody wrote anything", Layer{}, nobodyDeclared},
		{"every unit is missing", Layer{Cells: [][]float64{nil, nil}}, nobodyDeclared},
		{"declared, but the total is 0", Layer{Cells: [][]float64{{0, 0}, nil}}, nothingThere},
	} {
		w := flowed(t, Chain{Stated: []float64{0.5, 0.5}, Layers: []Layer{{Cells: rows}, c.gap, {Cells: late}}})
		s := w.Steps[1]
		if s.Skipped != c.why {
			t.Errorf("%s: skipped because %q, want %q", c.name, s.Skipped, c.why)
		}
		for what, n := range map[string]Number{"surviving": s.Surviving, "lower": s.Lo, "upper": s.Hi, "fidelity": s.Fidelity.F} {
			unknown(t, c.name+", "+what, n)
		}
		near(t, c.name+", loss", s.Loss, 0, 0)
		nearNumber(t, c.name+", the end", w.Surviving, 0.9, exact)
		nearNumber(t, c.name+", the lower end", w.Steps[2].Lo, 0.9, exact)
		near(t, c.name+", the last loss", w.Steps[2].LossByUnit[1], 0.1, exact)
		near(t, c.name+", the last fall", w.Steps[2].Fidelity.Net, 0.1, exact)
	}
}

func TestFlowWhenTheFirstLayerIsSkipped(t *testing.T) {
	w := flowed(t, Chain{Stated: []float64{0.6, 0.4}, Layers: []Layer{{}, {Cells: [][]float64{{0.5, 0.3}, {0, 0.2}}}}})
	s := w.Steps[1]
	if w.Steps[0].First || !s.First {
		t.Error("the first declared layer is the first of the chain")
	}
	nearNumber(t, "surviving", s.Surviving, 0.9, exact)
	nearAll(t, "no unit's loss", s.LossByUnit, []float64{0, 0}, 0)
	nearAll(t, "loss", s.LossByIntent, []float64{0.1, 0}, exact)
}

func TestFlowNewUnitOnlyPicksUp(t *testing.T) {
	w := flowed(t, Chain{Stated: []float64{1}, Layers: []Layer{
		{Cells: [][]float64{{1}, {0}}},
		{Cells: [][]float64{{0.7}, {0.3}}},
	}})
	nearNumber(t, "surviving", w.Surviving, 0.7, exact)
	nearAll(t, "moved", w.Steps[1].Moved, []float64{0.3}, exact)
	nearAll(t, "the new unit keeps nothing", w.Steps[1].Cells[1], []float64{0}, 0)
}

func TestFlowMissingAtTheFirstLayer(t *testing.T) {
	// One unit of weight 0.5 works on A alone; the other never said. At worst it also works on
	// A, which keeps 0.5; at best it does all of B.
	w := flowed(t, Chain{
		Stated: []float64{0.5, 0.5}, Weights: []float64{0.5, 0.5},
		Layers: []Layer{{Cells: [][]float64{{0.5, 0}, nil}}},
	})
	s := w.Steps[0]
	nearNumber(t, "as stated", s.Surviving, 0.75, exact)
	nearNumber(t, "lower", s.Lo, 0.5, exact)
	nearNumber(t, "upper", s.Hi, 1, exact)
	near(t, "coverage", s.Coverage, 0.5, exact)
}

func TestFlowMissingTwice(t *testing.T) {
	// As above, and silent again below. At worst its half stood on A, scaled the other unit
	// back to 0.25, and was lost; at best it was all of B, and was kept.
	silent := Layer{Cells: [][]float64{{0.5, 0}, nil}}
	w := flowed(t, Chain{Stated: []float64{0.5, 0.5}, Weights: []float64{0.5, 0.5}, Layers: []Layer{silent, silent}})
	s := w.Steps[1]
	nearNumber(t, "as stated", s.Surviving, 0.75, exact)
	nearNumber(t, "lower", s.Lo, 0.25, exact)
	nearNumber(t, "upper", s.Hi, 1, exact)
}

func TestFlowInheritedRowsCountExceptInCoverage(t *testing.T) {
	own := Chain{Stated: []float64{0.5, 0.5}, Layers: []Layer{{Cells: [][]float64{{0.3, 0.2}, {0.1, 0.4}}}}}
	taken := Chain{Stated: own.Stated, Layers: []Layer{{Cells: own.Layers[0].Cells, Inherited: []bool{false, true}}}}
	a, b := flowed(t, own).Steps[0], flowed(t, taken).Steps[0]
	near(t, "coverage", b.Coverage, 0.5, exact)
	near(t, "surviving", b.Surviving.X, a.Surviving.X, 0)
	near(t, "lower", b.Lo.X, a.Lo.X, 0)
}

func TestFlowOneUnit(t *testing.T) {
	w := flowed(t, Chain{Stated: []float64{0.6, 0.4, 0}, Layers: []Layer{{Cells: [][]float64{{0.5, 0.3, 0.2}}}}})
	nearNumber(t, "surviving", w.Surviving, 0.8, exact)
}

func TestFlowUndefined(t *testing.T) {
	for _, stated := range [][]float64{nil, {0, 0}} {
		if _, err := Flow(Chain{Stated: stated}); !IsUndefined(err) {
			t.Errorf("stated %v: %v, want Undefined", stated, err)
		}
	}
	unknown(t, "no layers", flowed(t, Chain{Stated: []float64{1}}).Surviving)
	unknown(t, "only skipped layers", flowed(t, Chain{Stated: []float64{1}, Layers: []Layer{{}}}).Surviving)
}

func TestFlowMalformed(t *testing.T) {
	good := Layer{Cells: [][]float64{{0.5, 0.5}}}
	for name, c := range map[string]Chain{
		"negative statement": {Stated: []float64{-1, 2}},
		"not a number":       {Stated: []float64{1, 0}, Layers: []Layer{{Cells: [][]float64{{math.NaN(), 0}}}}},
		"ragged row":         {Stated: []float64{1, 0}, Layers: []Layer{{Cells: [][]float64{{1}}}}},
		"units come and go":  {Stated: []float64{1, 0}, Layers: []Layer{good, {Cells: [][]float64{{1, 0}, {1, 0}}}}},
		"weights too few":    {Stated: []float64{1, 0}, Weights: []float64{}, Layers: []Layer{good}},
		"negative weight":    {Stated: []float64{1, 0}, Weights: []float64{-1}, Layers: []Layer{good}},
		"inherited too many": {Stated: []float64{1, 0}, Layers: []Layer{{Cells: good.Cells, Inherited: []bool{true, true}}}},
	} {
		if _, err := Flow(c); err == nil || IsUndefined(err) {
			t.Errorf("%s: %v, want Malformed", name, err)
		}
	}
}
