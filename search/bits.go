package search

import "math/bits"

// set is a set of small numbers, one bit each.
type set []uint64

func newSet(n int) set { return make(set, (n+63)/64) }

func (s set) add(n uint32)      { s[n/64] |= 1 << (n % 64) }
func (s set) remove(n uint32)   { s[n/64] &^= 1 << (n % 64) }
func (s set) has(n uint32) bool { return s[n/64]&(1<<(n%64)) != 0 }

func (s set) and(o set) {
	for i := range s {
		s[i] &= o[i]
	}
}

// without takes out what is in the other; nil takes out nothing.
func (s set) without(o set) {
	for i := range o {
		s[i] &^= o[i]
	}
}

func (s set) count() int {
	n := 0
	for _, w := range s {
		n += bits.OnesCount64(w)
	}
	return n
}

// each yields the numbers in order until yield is false.
func (s set) each(yield func(uint32) bool) {
	for i, w := range s {
		for ; w != 0; w &= w - 1 {
			if !yield(uint32(64*i + bits.TrailingZeros64(w))) {
				return
			}
		}
	}
}
