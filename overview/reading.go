package overview

import (
	"throughline/finding"
	"throughline/graph"
)

// Reading is how one unit reads a theme, in its own words.
type Reading struct {
	Unit    *graph.Unit
	Words   string
	Measure string
	Differs bool // the parent holds that it means something else
}

// Readings is how the units read a theme, in the order of the tree: those that sent their restatement.
func (b *Base) Readings(t graph.ThemeID) []Reading {
	if b.Period == nil {
		return nil
	}
	d := b.declared()
	var out []Reading
	for _, u := range b.Tree.Units() {
		i := d.Interpreted[u.ID]
		if i == nil || !i.Receipt.WasSent() {
			continue
		}
		for _, r := range i.Readings {
			if r.Theme == t {
				out = append(out, Reading{u, r.Words, r.Measure, r.Differs})
			}
		}
	}
	return out
}

// declared is the intent that holds for the period.
func (b *Base) declared() *finding.Declared {
	return finding.DeclaredIn(b.Picture, b.Period, b.Tree)
}
