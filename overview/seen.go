package overview

import (
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
	"throughline/portfolio"
)

// Seen is a figure for somebody who does not see every record: its value is the same for everybody, and what would name a
// record that they do not see is left out. Rows of such records are one row, so that the rows still add up.
func (f Figure) Seen(sees func(graph.Ref) bool) Figure {
	hidden := func(r graph.Ref) bool { return !r.IsZero() && !sees(r) }
	f.Evidence = slices.DeleteFunc(slices.Clone(f.Evidence), hidden)
	f.Missing = slices.DeleteFunc(slices.Clone(f.Missing), func(m measure.Missing) bool { return hidden(m.Record) })
	f.Rows = seenRows(f.Rows, hidden)
	return f
}

// others is the row that stands for those of records that are not seen.
const others = "what is not shown"

// seenRows puts the rows of records that are hidden together, for each group and unit of measure, where the first of them
// stood.
func seenRows(rows []measure.Row, hidden func(graph.Ref) bool) []measure.Row {
	type sort struct{ group, unit string }
	var out []measure.Row
	at := make(map[sort]int)
	for _, r := range rows {
		if !hidden(r.Record) {
			out = append(out, r)
			continue
		}
		k := sort{r.Group, r.Unit}
		n, ok := at[k]
		if !ok {
			n = len(out)
			at[k] = n
			out = append(out, measure.Row{Label: others, Group: r.Group, Unit: r.Unit})
		}
		out[n].Value += r.Value
	}
	return out
}

// For is the base for somebody who does not see every record: all figures are the same, and a finding that stands on a record
// that they do not see is left out. The base itself stays as it is.
func (b *Base) For(sees func(graph.Ref) bool) *Base {
	c := *b
	c.Findings = slices.DeleteFunc(slices.Clone(b.Findings), func(f *finding.Finding) bool {
		return slices.ContainsFunc(f.Records, func(r graph.Ref) bool { return !sees(r) })
	})
	return &c
}

// Part is what somebody sees of a picture who does not see all of it.
type Part struct {
	Picture *graph.Snapshot      // with what they see
	Locked  []*graph.Snapshot    // of each plan lock of the base, what they see of its picture
	Sees    func(graph.Ref) bool // what may be named to them, also of what is in a lock's picture only
}

// As is the base for a page of somebody who sees a part. Its figures are the same for everybody; what it lists and follows is
// what they see. The base itself stays as it is.
func (b *Base) As(p Part) *Base {
	c := b.For(p.Sees)
	c.whole, c.part = b, &p
	if c.Confined() && b.Basis != nil { // what is followed from unit to unit is followed anew
		c.Basis = graph.BasisAfter(nil, p.Picture, b.Period)
		c.Calendar = c.Basis.Calendar
	}
	c.Picture = p.Picture
	c.Drift = c.SeenDrift(b.Drift)
	if b.Coverage != nil {
		c.Coverage = seenCoverage(b.Coverage, p.Sees)
	}
	return c
}

// Names reports whether the record may be named to whom the base is for.
func (b *Base) Names(r graph.Ref) bool { return b.part == nil || r.IsZero() || b.part.Sees(r) }

// Confined reports whether initiatives are left out of what the base lists and follows.
func (b *Base) Confined() bool {
	return b.part != nil && b.part.Picture.Count(graph.KindInitiative) < b.whole.Picture.Count(graph.KindInitiative)
}

// Told is a result as it may be explained to whom the base is for.
func (b *Base) Told(r *measure.Result) *measure.Result {
	if b.part == nil {
		return r
	}
	f := Figure{Result: *r}.Seen(b.part.Sees)
	return &f.Result
}

// all is the base of everything, from which figures are made.
func (b *Base) all() *Base {
	if b.whole != nil {
		return b.whole
	}
	return b
}

// DriftSince compares today's plan with the locked one: the same for everybody, with the rows that may be named.
func (b *Base) DriftSince(l finding.Lock) *Drift { return b.SeenDrift(b.all().Frame.DriftSince(l)) }

// CauseSince is that of the whole picture, whoever asks.
func (b *Base) CauseSince(l finding.Lock) *portfolio.Cause { return b.all().Frame.CauseSince(l) }

// SeenDrift is the drift with the rows that may be named to whom the base is for; nil for nil.
func (b *Base) SeenDrift(d *Drift) *Drift {
	if d == nil || b.part == nil {
		return d
	}
	told, seen := *d, *d.Drift
	seen.Rows = slices.DeleteFunc(slices.Clone(d.Rows), func(r *portfolio.DriftRow) bool { return !b.Names(r.Initiative.Ref()) })
	seen.Slips = slices.DeleteFunc(slices.Clone(d.Slips), func(s portfolio.Slip) bool { return !b.Names(s.Initiative.Ref()) })
	told.Drift = &seen
	return &told
}

// lockedShown is what whom the base is for sees of the picture of a lock.
func (b *Base) lockedShown(l finding.Lock) *graph.Snapshot {
	if b.part == nil {
		return l.Then
	}
	for n := range b.Locks {
		if b.Locks[n].Baseline == l.Baseline && n < len(b.part.Locked) {
			return b.part.Locked[n]
		}
	}
	return graph.Empty()
}

func seenCoverage(c *portfolio.Coverage, sees func(graph.Ref) bool) *portfolio.Coverage {
	hidden := func(o portfolio.Orphan) bool { return o.Initiative != nil && !sees(o.Initiative.Ref()) }
	told := *c
	told.OrphanedWork.Parts = slices.DeleteFunc(slices.Clone(c.OrphanedWork.Parts), hidden)
	told.OrphanedInitiatives.List = slices.DeleteFunc(slices.Clone(c.OrphanedInitiatives.List), hidden)
	return &told
}
