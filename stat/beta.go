package stat

import "math"

// BetaCDF is the chance that a beta variable with shapes a and b, both above 0, is at most x:
// the regularised incomplete beta function. Its relative error is about 1e-12 for shapes up to
// ten thousand and grows to about 1e-9 at ten million, with the rounding of the logarithm of
// the gamma function.
func BetaCDF(x, a, b float64) float64 {
	switch {
	case math.IsNaN(x) || !(a > 0) || !(b > 0):
		return math.NaN()
	case x <= 0:
		return 0
	case x >= 1:
		return 1
	case x > (a+1)/(a+b+2):
		// The fraction converges fast only below the mean; above it, use the mirror image.
		return 1 - betaTail(1-x, b, a)
	}
	return betaTail(x, a, b)
}

// betaTail is BetaCDF for x at or below the mean, by its continued fraction.
func betaTail(x, a, b float64) float64 {
	front := math.Exp(a*math.Log(x) + b*math.Log1p(-x) - lbeta(a, b))
	return front * betaFraction(x, a, b) / a
}

// betaFraction is the continued fraction of the incomplete beta function (Abramowitz & Stegun
// 26.5.8), evaluated from the front by Lentz's method. It needs about √max(a,b) terms.
func betaFraction(x, a, b float64) float64 {
	const tiny, eps = 1e-300, 1e-16
	limit := 200 + int(10*math.Sqrt(max(a, b)))
	c, d := 1.0, 1/nonzero(1-(a+b)*x/(a+1), tiny)
	h := d
	for i := 1; i <= limit; i++ {
		m := float64(i)
		even := m * (b - m) * x / ((a + 2*m - 1) * (a + 2*m))
		d = 1 / nonzero(1+even*d, tiny)
		c = nonzero(1+even/c, tiny)
		h *= d * c
		odd := -(a + m) * (a + b + m) * x / ((a + 2*m) * (a + 2*m + 1))
		d = 1 / nonzero(1+odd*d, tiny)
		c = nonzero(1+odd/c, tiny)
		step := d * c
		h *= step
		if math.Abs(step-1) < eps {
			break
		}
	}
	return h
}

// BetaQuantile is the x at which BetaCDF reaches p, for p from 0 to 1: the inverse, by Newton's
// steps kept inside a shrinking bracket, so it cannot escape.
func BetaQuantile(p, a, b float64) float64 {
	switch {
	case !(p >= 0 && p <= 1) || !(a > 0) || !(b > 0):
		return math.NaN()
	case p == 0:
		return 0
	case p == 1:
		return 1
	}
	lo, hi, x := 0.0, 1.0, a/(a+b)
	scale := lbeta(a, b)
	for range 400 {
		off := BetaCDF(x, a, b) - p
		if off > 0 {
			hi = x
		} else {
			lo = x
		}
		slope := math.Exp((a-1)*math.Log(x) + (b-1)*math.Log1p(-x) - scale)
		next := x - off/slope
		if !(next > lo && next < hi) {
			next = lo + (hi-lo)/2
		}
		if math.Abs(next-x) <= 1e-15*x || hi-lo <= 1e-300 {
			return next
		}
		x = next
	}
	return x
}

// NormalQuantile is the z that a standard normal variable stays below with chance p, 0 < p < 1.
func NormalQuantile(p float64) float64 {
	return math.Sqrt2 * math.Erfinv(2*p-1)
}

func lbeta(a, b float64) float64 {
	la, _ := math.Lgamma(a)
	lb, _ := math.Lgamma(b)
	lab, _ := math.Lgamma(a + b)
	return la + lb - lab
}

func nonzero(x, tiny float64) float64 {
	if math.Abs(x) < tiny {
		return tiny
	}
	return x
}
