package graph

import "iter"

// Naming yields the records of the kind that mention the record, from the id on, in id order. Work is not among them: see
// WorkOf and WorkIn.
func (s *Snapshot) Naming(to Ref, k Kind, from string) iter.Seq[Record] {
	return func(yield func(Record) bool) {
		s.edges.Ascend(edge{to, Ref{k, from}}, func(e edge) bool {
			return e.to == to && e.from.Kind == k && yield(s.Record(e.from))
		})
	}
}
