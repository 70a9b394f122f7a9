package stat

// table is a rows × columns block of zeros in one piece of memory.
func table(rows, columns int) [][]float64 {
	flat := make([]float64, rows*columns)
	out := make([][]float64, rows)
	for i := range out {
		out[i] = flat[i*columns : (i+1)*columns : (i+1)*columns]
	}
	return out
}

// tableSum is the exact sum of all cells, which are finite.
func tableSum(cells [][]float64) float64 {
	var buf [partsRoom]float64
	parts := buf[:0]
	for _, row := range cells {
		for _, x := range row {
			parts = grow(parts, x)
		}
	}
	return collapse(parts)
}

// columnSums is the exact sum of each column; the cells are finite.
func columnSums(cells [][]float64, columns int) []float64 {
	var buf [partsRoom]float64
	out := make([]float64, columns)
	for k := range out {
		parts := buf[:0]
		for _, row := range cells {
			parts = grow(parts, row[k])
		}
		out[k] = collapse(parts)
	}
	return out
}
