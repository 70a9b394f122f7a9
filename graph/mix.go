package graph

import "math"

// Mix adds days up by column of a sight so that the order of the additions does not show: whole days, and
// what is left of them in whole trillionths.
type Mix struct{ whole, rest []int64 }

// grain is how many parts of a day a mix tells apart.
const grain = 1e12

// NewMix is a mix of so many columns with nothing in it.
func NewMix(width int) *Mix { return &Mix{make([]int64, width), make([]int64, width)} }

// Reset empties the mix.
func (m *Mix) Reset() {
	clear(m.whole)
	clear(m.rest)
}

// Add puts days into a column. They must be finite.
func (m *Mix) Add(column int32, days float64) {
	whole := math.Floor(days)
	m.whole[column] += int64(whole)
	m.rest[column] += int64(math.Round((days - whole) * grain))
}

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
		out[k] = float64(m.whole[k]) + float64(m.rest[k])/grain
	}
	return out
}
