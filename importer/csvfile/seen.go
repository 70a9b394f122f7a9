package csvfile

import "hash/maphash"

// remembered is how many ids a run remembers, to find rows that name the same record: 32 MiB of them.
const remembered = 2 << 20

// seen is the ids of the rows so far, as hashes in a table of fixed size: whatever the row count, it
// does not grow. When it is full it begins anew, and only ids close to each other are compared.
type seen struct {
	seed  maphash.Seed
	table []uint64
	count int
	limit int
}

func newSeen(limit int) *seen {
	return &seen{seed: maphash.MakeSeed(), limit: limit}
}

// add reports whether the id was there already.
func (s *seen) add(id string) bool {
	if s.count*2 >= len(s.table) {
		s.grow()
	}
	h := maphash.String(s.seed, id) | 1 // 0 is an empty place
	if s.place(h) {
		return true
	}
	s.count++
	return false
}

// place puts the hash into the table and reports whether it was there.
func (s *seen) place(h uint64) bool {
	mask := uint64(len(s.table) - 1)
	for i := (h >> 1) & mask; ; i = (i + 1) & mask {
		switch s.table[i] {
		case h:
			return true
		case 0:
			s.table[i] = h
			return false
		}
	}
}

func (s *seen) grow() {
	old := s.table
	if s.count >= s.limit {
		clear(old)
		s.count = 0
		return
	}
	s.table = make([]uint64, max(1024, len(old)*2))
	for _, h := range old {
		if h != 0 {
			s.place(h)
		}
	}
}
