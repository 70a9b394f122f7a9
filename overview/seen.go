package overview

import (
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
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
