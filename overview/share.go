package overview

import (
	"throughline/graph"
	"throughline/intent"
)

// ThemeShare is what a theme was meant to have of the capacity and what it has.
type ThemeShare struct {
	Theme    *graph.Theme // nil for what has no line back to a theme
	Place    int          // of the theme on every page, from 1; 0 without a theme
	Intended float64      // the stated share, 0 to 1
	Actual   float64      // the share at Stage, 0 to 1
	Days     float64      // the days of the actual share
}

// ThemeShares compares the stated shares with those of the latest stage that any unit declared:
// executed, else planned. Where nothing was stated Intended is 0 everywhere.
type ThemeShares struct {
	Rows     []ThemeShare
	Stage    intent.Stage
	Stated   bool    // whether shares were stated
	Coverage float64 // share of the capacity whose units declared the stage
}

// Shares is intended and actual shares of a unit with all below it, "" for the whole. ok is false when
// there is neither work nor plan.
func (b *Base) Shares(u graph.UnitID) (out ThemeShares, ok bool) {
	if b.Cells == nil {
		return out, false
	}
	for _, stage := range []intent.Stage{intent.Executed, intent.Planned} {
		actual, coverage := b.Cells.Emphasis(stage, u)
		if len(actual) == 0 {
			continue
		}
		stated, _ := b.Cells.Emphasis(intent.Stated, u)
		out = ThemeShares{Stage: stage, Stated: len(stated) > 0, Coverage: coverage}
		for k, e := range actual {
			row := ThemeShare{Theme: b.Picture.Theme(e.Theme), Actual: e.Share, Days: e.Days}
			if row.Theme != nil {
				row.Place = k + 1
			}
			if len(stated) > 0 {
				row.Intended = stated[k].Share
			}
			out.Rows = append(out.Rows, row)
		}
		return out, true
	}
	return out, false
}

// Place is the place of the theme on every page, from 1; 0 for none.
func (b *Base) Place(t graph.ThemeID) int {
	for n, have := range b.Themes() {
		if have.ID == t {
			return n + 1
		}
	}
	return 0
}

// Themes is the themes in the fixed order of every page.
func (b *Base) Themes() []*graph.Theme {
	if b.Cells != nil {
		return b.Cells.Sight.Themes
	}
	return graph.ThemesInOrder(b.Picture)
}
