package chart

import "math"

// board keeps the room that labels have taken, so that a later one can avoid it.
type board struct{ taken []box }

func (b *board) free(r box) bool {
	for _, t := range b.taken {
		if r.meets(t) {
			return false
		}
	}
	return true
}

func (b *board) take(r ...box) { b.taken = append(b.taken, r...) }

// crossing is how much of r is already taken, in square px.
func (b *board) crossing(r box) float64 {
	var sum float64
	for _, t := range b.taken {
		sum += overlap(r, t)
	}
	return sum
}

func overlap(a, b box) float64 {
	w := math.Min(a.right(), b.right()) - math.Max(a.x, b.x)
	h := math.Min(a.bottom(), b.bottom()) - math.Max(a.y, b.y)
	return math.Max(0, w) * math.Max(0, h)
}

// cuts is true where the straight line from (x1, y1) to (x2, y2) enters r.
func (r box) cuts(x1, y1, x2, y2 float64) bool {
	t0, t1 := 0.0, 1.0
	clip := func(d, lo, hi float64) bool {
		if d == 0 {
			return lo <= 0 && hi >= 0
		}
		a, b := lo/d, hi/d
		if a > b {
			a, b = b, a
		}
		t0, t1 = math.Max(t0, a), math.Min(t1, b)
		return t0 <= t1
	}
	return clip(x2-x1, r.x-x1, r.right()-x1) && clip(y2-y1, r.y-y1, r.bottom()-y1)
}
