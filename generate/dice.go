package generate

import "math/bits"

// dice gives numbers that look random and depend on nothing but the seed, the cup and the throw, so that
// the millionth work item can be made without the ones before it.
type dice uint64

// cup keeps the throws of different questions apart.
type cup uint64

const (
	cupPeople cup = iota + 1
	cupSwap
	cupActivity
	cupInitiative
	cupPartner
	cupTitle
	cupLead
	cupSpan
	cupFinish
	cupBlock
	cupHour
	cupSpread
	cupOutcome
	cupDependency
	cupDecision
	cupComment
	cupQueue
)

// mix is the finaliser of a 64-bit hash: each bit of x sways each bit of the result.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

func (d dice) throw(c cup, i int) uint64 {
	return mix(mix(uint64(d)+uint64(c)*0x632be59bd9b4e019) + uint64(i))
}

// of is a number from 0 to n-1; n must be positive.
func (d dice) of(c cup, i, n int) int {
	hi, _ := bits.Mul64(d.throw(c, i), uint64(n))
	return int(hi)
}

// part is a number from 0 up to 1.
func (d dice) part(c cup, i int) float64 {
	return float64(d.throw(c, i)>>11) / (1 << 53)
}
