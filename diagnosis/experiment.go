package diagnosis

import (
	"fmt"
	"math"
	"slices"

	"throughline/graph"
	"throughline/stat"
)

// Experiment is the natural experiment: the same people on work that waited on nobody, and on work that
// waited on others. It compares inside units only.
type Experiment struct {
	Reason string // why there is none; "" when there is
	// Theta is the chance that a dependent item took longer than a self-contained one of the same unit;
	// one half is no difference.
	Theta float64
	// Self and Dependent are how many items stand on each side.
	Self, Dependent int
	Units           []UnitContrast // by unit, those shown alone with enough items on both sides
	Note            string         // how alike the sizes of the two sides are
}

// UnitContrast is the experiment in one unit.
type UnitContrast struct {
	Unit graph.UnitID
	stat.Contrast
	SelfSize, DependentSize float64 // median size, in the unit's own points
}

const (
	// fewestOnASide is how many items each side needs.
	fewestOnASide = 5
	// alikeSizes is by what factor the median sizes may differ and still be called alike.
	alikeSizes = 1.25
)

// contrast is the experiment of every unit of the diagnosis.
func (d *Diagnosis) contrast() Experiment {
	x := Experiment{}
	var slower, pairs float64
	for _, r := range d.rows {
		c := r.contrast
		if c == nil || !d.basis.Shown.Alone(r.unit.ID) {
			continue
		}
		x.Units = append(x.Units, *c)
		x.Self, x.Dependent = x.Self+c.First, x.Dependent+c.Second
		slower, pairs = slower+c.U, pairs+float64(c.First*c.Second)
	}
	if pairs == 0 {
		x.Reason = fmt.Sprintf("no unit finished %d items that waited on others and %d that did not", fewestOnASide, fewestOnASide)
		return x
	}
	x.Theta = slower / pairs
	x.Note = sizeNote(x.Units)
	return x
}

// comparison contrasts two groups of measurements.
type comparison func(first, second []float64) (*stat.Contrast, error)

// contrastOf compares the cycle times of a unit's two kinds of work; nil where there is too little of either.
func contrastOf(unit graph.UnitID, items []item, compare comparison) *UnitContrast {
	var self, dependent, selfSize, dependentSize []float64
	for _, it := range items {
		switch {
		case it.cycle <= 0:
		case it.dependent:
			dependent, dependentSize = append(dependent, it.cycle), append(dependentSize, it.size)
		default:
			self, selfSize = append(self, it.cycle), append(selfSize, it.size)
		}
	}
	if len(self) < fewestOnASide || len(dependent) < fewestOnASide {
		return nil
	}
	c, err := compare(self, dependent)
	if err != nil {
		return nil
	}
	return &UnitContrast{unit, *c, median(selfSize), median(dependentSize)}
}

func median(xs []float64) float64 {
	slices.Sort(xs)
	return stat.Quantile(xs, 0.5)
}

// sizeNote says whether the two sides are alike enough to be compared.
func sizeNote(units []UnitContrast) string {
	unlike := 0
	for _, u := range units {
		if f := u.DependentSize / u.SelfSize; math.Max(f, 1/f) > alikeSizes {
			unlike++
		}
	}
	if unlike == 0 {
		return "the items on both sides are of about the same size"
	}
	return fmt.Sprintf("in %d of %d units the two sides differ in size: part of the difference may be that the work is larger", unlike, len(units))
}
