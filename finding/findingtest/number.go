package findingtest

import (
	"math"
	"strconv"
)

// number is the days at stake to a thousandth, without trailing zeros.
func number(f float64) string {
	return strconv.FormatFloat(math.Round(f*1000)/1000, 'f', -1, 64)
}
