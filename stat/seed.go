package stat

import (
	"hash"
	"hash/fnv"
	"math"
	"math/rand/v2"
)

// Seed is a seed for chance, derived from the data: the same data give the same result on every
// machine and in every run. It depends on the order of the rows; callers to whom order means
// nothing sort first.
//
// Values are read to nine decimals, so that a difference in the last bit between two kinds of
// processor does not lead to another draw.
func Seed(rows ...[]float64) uint64 {
	h := fnv.New64a()
	for _, row := range rows {
		writeUint(h, uint64(len(row)))
		for _, x := range row {
			writeUint(h, coarse(x))
		}
	}
	return h.Sum64()
}

// coarse is x to nine decimals as a whole number, or its bits when it is too large for that.
func coarse(x float64) uint64 {
	if r := math.Round(x * 1e9); math.Abs(r) < 1<<62 {
		return uint64(int64(r))
	}
	return math.Float64bits(x)
}

func writeUint(h hash.Hash64, x uint64) {
	var b [8]byte
	for i := range b {
		b[i] = byte(x >> (8 * i))
	}
	h.Write(b[:]) // a hash never fails
}

// source is the stream of random numbers for a seed; streams of one seed are independent.
func source(seed, stream uint64) *rand.Rand {
	return rand.New(rand.NewPCG(seed, stream^0x9e3779b97f4a7c15))
}
