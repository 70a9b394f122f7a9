package chart

import "math"

// scale maps values to pixels along a straight line.
type scale struct{ from, to, px0, px1 float64 }

func (s scale) at(v float64) float64 {
	if s.to == s.from || !finite(v) {
		return s.px0
	}
	return s.px0 + (v-s.from)/(s.to-s.from)*(s.px1-s.px0)
}

// round returns a round number not below v, of the form 1, 2, 2.5 or 5 times a
// power of ten.
func round(v float64) float64 {
	if !(v > 0) || !finite(v) {
		return 1
	}
	ten := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if v <= m*ten*(1+1e-9) {
			return m * ten
		}
	}
	return 10 * ten
}

// snug returns the ticks from 0, three or a few more, that leave least room above most.
func snug(most float64) []float64 {
	best := ticks(0, most, 3)
	if other := ticks(0, most, 4); other[len(other)-1] < best[len(best)-1] {
		return other
	}
	return best
}

// ticks returns about want round values whose first is at most lo and whose
// last is at least hi.
func ticks(lo, hi float64, want int) []float64 {
	if !finite(lo) || !finite(hi) {
		return []float64{0, 1}
	}
	if hi <= lo {
		hi = lo + math.Max(1, math.Abs(lo)/10)
	}
	step := round((hi - lo) / float64(max(1, want-1)))
	first := math.Floor(lo/step + 1e-9)
	var out []float64
	for i := first; len(out) < 2 || out[len(out)-1] < hi-step*1e-9; i++ {
		out = append(out, i*step)
		if len(out) > 100 {
			break
		}
	}
	return out
}
