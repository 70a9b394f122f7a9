package graph

import (
	"math"
	"math/bits"
)

// Mix adds days up by column of a sight so that the order of the additions does not show: whole days, and
// what is left of them as a binary fraction of 64 places. An amount of a thousandth of a day or more is
// added exactly.
type Mix struct {
	whole []int64
	rest  []uint64
}

// NewMix is a mix of so many columns with nothing in it.
func NewMix(width int) *Mix { return &Mix{make([]int64, width), make([]uint64, width)} }

// Reset empties the mix.
func (m *Mix) Reset() {
	clear(m.whole)
	clear(m.rest)
}

// Add puts days into a column. They must be finite.
func (m *Mix) Add(column int32, days float64) {
	whole := math.Floor(days)
	rest, carry := bits.Add64(m.rest[column], uint64((days-whole)*places), 0)
	m.rest[column] = rest
	m.whole[column] += int64(whole) + int64(carry)
}

// places is the number of parts of a day that a mix tells apart.
const places = 1 << 64

// AddLine puts days of a line into the columns it serves.
func (m *Mix) AddLine(l *Lines, line int32, days float64) {
	columns, shares := l.Columns(line)
	for n, k := range columns {
		m.Add(k, days*shares[n])
	}
}

// Row is the sums by column.
func (m *Mix) Row() []float64 {
	out := make([]float64, len(m.whole))
	for k := range out {
		out[k] = float64(m.whole[k]) + float64(m.rest[k])/places
	}
	return out
}
