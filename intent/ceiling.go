package intent

import (
	"math"

	"throughline/measure"
	"throughline/stat"
)

// ceiling is what the subject would keep if every unit worked exactly as it was asked: chance alone, in
// as many items of work, makes a mix differ from the shares it is drawn from. nil without items.
func (c *Cells) ceiling(s subject) *measure.Reference {
	var noise stat.Accumulator
	known := false
	for _, i := range s.rows {
		asked := c.first().Cells[i]
		if s.column >= 0 {
			asked = []float64{asked[s.column], max(0, stat.Sum(asked)-asked[s.column])}
		}
		tv := expected(asked, c.Units[i].Work)
		if !tv.OK {
			continue
		}
		known = true
		if s.column >= 0 {
			noise.Add(tv.X / 2 * stat.Sum(asked)) // of two parts, the theme loses half of what is displaced
			continue
		}
		noise.Add(tv.X * stat.Sum(asked))
	}
	if !known {
		return nil
	}
	return &measure.Reference{
		Name:  "what units that work exactly as asked would show with as many items of work",
		Value: max(0, 1-noise.Sum()/s.base),
	}
}

// expected is the total variation that chance makes between the asked shares and the mix of the
// unit's items: exact when all items weigh the same, else by their effective number.
func expected(asked []float64, w Work) stat.Number {
	if n := math.Round(w.Effective); math.Abs(w.Effective-n) < 1e-9 {
		return stat.ExpectedTV(asked, int(n))
	}
	return stat.ExpectedTVNormal(asked, w.Effective)
}
