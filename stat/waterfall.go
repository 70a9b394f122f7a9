package stat

import "fmt"

// Chain is the input of the waterfall: what was stated, and what each layer below made of it.
//
// The figures are weights in one common unit, normally shares of the whole. Columns are
// intents, rows are units, both in the same order everywhere. The weight of a unit that serves
// no intent stands in a column of its own whose stated weight is 0.
type Chain struct {
	Stated []float64 // stated weight of each intent
	Layers []Layer   // from the first layer below the statement to the last
	// Weights is each unit's weight in the whole, for coverage and for standing in where a
	// unit declared nothing. nil takes the total of the unit's first declared row.
	Weights []float64
}

// Layer is what the units declared at one layer.
type Layer struct {
	// Cells[u][k] is the weight of unit u on intent k. A nil row is a unit that declared
	// nothing here; nil Cells is a layer nobody declared. A row of zeros is a declaration.
	Cells [][]float64
	// Inherited marks units whose row was taken from an ancestor. It counts in every figure
	// except coverage. nil means none.
	Inherited []bool
}

// Waterfall says how much of the stated weight survives each layer, and where the rest was lost.
// The losses of all steps sum to Stated − the last Surviving; each is at least 0, so that
// nobody's loss is hidden by somebody else's gain.
type Waterfall struct {
	Stated  float64   // total stated weight, 1 when the input is in shares
	Weights []float64 // the weight used for each unit
	Steps   []Step    // one for each layer, in order
	// Surviving is what is left after the last layer that was declared.
	Surviving Number
}

// Step is the waterfall at one layer.
type Step struct {
	// Skipped is why the layer is not part of the chain, or "" when it is. A skipped layer
	// passes the cells on unchanged, loses nothing, and has no figures.
	Skipped Undefined
	// First is whether this is the first layer of the chain. Its losses fall between the
	// statement and the units: they belong to whoever cascades, and to no unit.
	First bool

	// Given is the layer's own weights by unit and intent, with a stand-in for each unit that declared nothing.
	Given     [][]float64
	Cells     [][]float64 // surviving weight by unit and intent
	Surviving Number      // sum of Cells
	// Lo and Hi bound Surviving over everything the units that declared nothing, here or at
	// an earlier layer of the chain, may have done (Manski's bounds). Without such units
	// they equal Surviving.
	Lo, Hi   Number
	Coverage float64 // share of the units' weight that was declared here, not inherited, 0 to 1

	Loss         float64   // lost at this layer
	LossByIntent []float64 // Loss by intent
	LossByUnit   []float64 // Loss by unit; all 0 at the First layer
	LossCells    [][]float64
	// Moved is the part of LossByIntent that other units picked up at this layer: the weight
	// moved, and was not lost to the whole. All 0 at the First layer.
	Moved []float64

	Fidelity Fidelity
}

// Fidelity is the end-point view: how much of the layer's weight stands where it was stated,
// whichever way it came there. It is never below Surviving.
type Fidelity struct {
	F         Number  // Σ over intents of the smaller of stated and present weight
	Net       float64 // fall of F since the layer before; below 0 when it rose
	Eroded    float64 // what intents lost of it
	Recovered float64 // what intents regained of it; Net = Eroded − Recovered
}

const (
	nobodyDeclared = Undefined("no unit declared this layer")
	nothingThere   = Undefined("the total declared at this layer is 0")
)

// Flow computes the waterfall: from layer to layer, a cell keeps the smaller of what survived
// so far and what the layer gives it. At the first layer an intent that was given more than was
// stated is scaled back, all units in proportion. It is Undefined when nothing was stated.
//
// A unit that declared nothing at a layer keeps what it had; at the first layer it stands in
// with its weight spread as stated. Bounds and coverage say how much rests on that.
func Flow(c Chain) (*Waterfall, error) {
	f, err := newFlow(c)
	if err != nil {
		return nil, err
	}
	w := &Waterfall{Stated: f.total, Weights: f.weights, Steps: make([]Step, 0, len(c.Layers))}
	w.Surviving = None("no layer was declared")
	for _, l := range c.Layers {
		s := f.step(l)
		if s.Skipped == "" {
			w.Surviving = s.Surviving
		}
		w.Steps = append(w.Steps, s)
	}
	return w, nil
}

// flow is the state carried from layer to layer. Its tables are replaced, never changed, once
// they were handed out in a Step.
type flow struct {
	stated  []float64
	total   float64
	weights []float64
	weight  float64     // Σ weights
	begun   bool        // whether a layer was part of the chain yet
	cells   [][]float64 // S: what survived
	given   [][]float64 // P: the layer's weights, carried forward where missing
	common  []float64   // min(stated, ΣP) by intent
	bounds  bounds
}

func newFlow(c Chain) (*flow, error) {
	if err := c.check(); err != nil {
		return nil, err
	}
	f := &flow{stated: c.Stated, total: Sum(c.Stated), weights: c.unitWeights(), common: c.Stated}
	if f.total == 0 {
		return nil, Undefined("nothing was stated")
	}
	f.weight = Sum(f.weights)
	f.cells = table(len(f.weights), len(c.Stated))
	f.given = f.cells
	return f, nil
}

// step takes the chain through one layer.
func (f *flow) step(l Layer) Step {
	units, intents := len(f.weights), len(f.stated)
	s := Step{
		Given: f.given, Cells: f.cells, LossByUnit: make([]float64, units), LossByIntent: make([]float64, intents),
		Moved: make([]float64, intents), LossCells: table(units, intents), Coverage: f.coverage(l),
	}
	if s.Skipped = skipped(l); s.Skipped != "" {
		why := string(s.Skipped)
		s.Surviving, s.Lo, s.Hi, s.Fidelity.F = None(why), None(why), None(why), None(why)
		return s
	}
	s.First = !f.begun
	given := f.fill(l)
	s.Given = given
	columns := columnSums(given, intents)
	if s.First {
		s.Cells = f.scaleBack(given, columns)
		for k, p0 := range f.stated {
			s.LossByIntent[k] = max(0, p0-columns[k])
		}
	} else {
		f.keepSmaller(&s, given)
	}
	s.Loss = Sum(s.LossByIntent)
	s.Surviving = Of(tableSum(s.Cells))
	f.bounds.next(f, l, s)
	s.Lo, s.Hi = f.bounds.around(f, l, s)
	s.Fidelity = f.fidelity(columns)
	f.begun, f.cells, f.given = true, s.Cells, given
	return s
}

// fill is the layer's table with a stand-in for every unit that declared nothing: its weight
// spread as stated at the first layer, its row carried forward afterwards.
func (f *flow) fill(l Layer) [][]float64 {
	out := make([][]float64, len(f.weights))
	for u := range out {
		switch {
		case l.Cells[u] != nil:
			out[u] = l.Cells[u]
		case f.begun:
			out[u] = f.given[u]
		default:
			out[u] = make([]float64, len(f.stated))
			for k, p0 := range f.stated {
				out[u][k] = f.weights[u] * p0 / f.total
			}
		}
	}
	return out
}

// scaleBack is the first layer's surviving cells.
func (f *flow) scaleBack(given [][]float64, columns []float64) [][]float64 {
	out := table(len(given), len(f.stated))
	for k, p0 := range f.stated {
		scale := 1.0
		if columns[k] > p0 {
			scale = p0 / columns[k]
		}
		for u := range given {
			out[u][k] = given[u][k] * scale
		}
	}
	return out
}

// keepSmaller is a later layer's surviving cells, with the losses and what moved.
func (f *flow) keepSmaller(s *Step, given [][]float64) {
	units, intents := len(given), len(f.stated)
	s.Cells = table(units, intents)
	gained := table(units, intents)
	for u := range units {
		for k := range intents {
			s.Cells[u][k] = min(f.cells[u][k], given[u][k])
			s.LossCells[u][k] = f.cells[u][k] - s.Cells[u][k]
			gained[u][k] = max(0, given[u][k]-f.given[u][k])
		}
		s.LossByUnit[u] = Sum(s.LossCells[u])
	}
	s.LossByIntent = columnSums(s.LossCells, intents)
	for k, gain := range columnSums(gained, intents) {
		s.Moved[k] = min(s.LossByIntent[k], gain)
	}
}

// fidelity compares the layer's totals with the statement, and with the layer before.
func (f *flow) fidelity(columns []float64) Fidelity {
	var sum, eroded, recovered Accumulator
	common := make([]float64, len(columns))
	for k, p := range columns {
		common[k] = min(f.stated[k], p)
		sum.Add(common[k])
		eroded.Add(max(0, f.common[k]-common[k]))
		recovered.Add(max(0, common[k]-f.common[k]))
	}
	f.common = common
	out := Fidelity{F: Of(sum.Sum()), Eroded: eroded.Sum(), Recovered: recovered.Sum()}
	out.Net = out.Eroded - out.Recovered
	return out
}

// coverage is the share of weight with a declaration of its own at the layer.
func (f *flow) coverage(l Layer) float64 {
	if f.weight == 0 || l.Cells == nil {
		return 0
	}
	var a Accumulator
	for u, row := range l.Cells {
		if row != nil && (l.Inherited == nil || !l.Inherited[u]) {
			a.Add(f.weights[u])
		}
	}
	return a.Sum() / f.weight
}

// skipped is why the layer cannot be part of the chain, or "".
func skipped(l Layer) Undefined {
	declared := false
	for _, row := range l.Cells {
		declared = declared || row != nil
		for _, x := range row {
			if x > 0 {
				return ""
			}
		}
	}
	if declared {
		return nothingThere
	}
	return nobodyDeclared
}

// check returns Malformed unless all tables have the same shape and hold weights.
func (c Chain) check() error {
	if err := checkWeights("stated", c.Stated); err != nil {
		return err
	}
	if err := checkWeights("unit weights", c.Weights); err != nil {
		return err
	}
	units := c.units()
	if c.Weights != nil && len(c.Weights) != units {
		return Malformed(fmt.Sprintf("%d unit weights for %d units", len(c.Weights), units))
	}
	for i, l := range c.Layers {
		if err := l.check(fmt.Sprintf("layer %d", i+1), units, len(c.Stated)); err != nil {
			return err
		}
	}
	return nil
}

func (l Layer) check(name string, units, intents int) error {
	if l.Cells != nil && len(l.Cells) != units {
		return Malformed(fmt.Sprintf("%s has %d units, want %d", name, len(l.Cells), units))
	}
	if l.Inherited != nil && len(l.Inherited) != units {
		return Malformed(fmt.Sprintf("%s has %d inherited marks, want %d", name, len(l.Inherited), units))
	}
	for u, row := range l.Cells {
		if row != nil && len(row) != intents {
			return Malformed(fmt.Sprintf("%s, unit %d has %d intents, want %d", name, u+1, len(row), intents))
		}
		if err := checkWeights("cells", row); err != nil {
			return Malformed(fmt.Sprintf("%s, unit %d: %v", name, u+1, err))
		}
	}
	return nil
}

// units is how many units the chain has.
func (c Chain) units() int {
	for _, l := range c.Layers {
		if l.Cells != nil {
			return len(l.Cells)
		}
	}
	return len(c.Weights)
}

// unitWeights is Weights, or the total of each unit's first declared row; 0 when it has none.
func (c Chain) unitWeights() []float64 {
	if c.Weights != nil {
		return c.Weights
	}
	out := make([]float64, c.units())
	for u := range out {
		for _, l := range c.Layers {
			if l.Cells != nil && l.Cells[u] != nil {
				out[u] = Sum(l.Cells[u])
				break
			}
		}
	}
	return out
}
