package graph

import (
	"cmp"
	"slices"
)

// ThemesInOrder is the themes in the fixed order of every page: by their number, those without one
// after them, ties by id.
func ThemesInOrder(s *Snapshot) []*Theme {
	out := slices.Collect(All[*Theme](s))
	slices.SortStableFunc(out, func(a, b *Theme) int {
		return cmp.Or(cmp.Compare(pageOrder(a), pageOrder(b)), cmp.Compare(a.ID, b.ID))
	})
	return out
}

func pageOrder(t *Theme) int {
	if t.Order == 0 {
		return int(^uint(0) >> 1)
	}
	return t.Order
}

// ThemeShares is the share of an initiative that serves each theme: its direct contributions, and
// for each outcome the contribution times the outcome's theme weights. An outcome counts for its own
// themes only, not again for its parent's. What is missing to 1 is unlinked.
func ThemeShares(s *Snapshot, i *Initiative) Shares {
	out := Shares{}
	for _, c := range i.Contributes {
		if c.Theme != "" {
			out = out.With(c.Theme, out.Of(c.Theme)+c.Share)
			continue
		}
		if o := s.Outcome(c.Outcome); o != nil {
			for _, t := range o.Themes {
				out = out.With(t.Theme, out.Of(t.Theme)+c.Share*t.Share)
			}
		}
	}
	return out
}

// Sight is ThemeShares for a whole picture at once: the line of sight from initiatives to themes, as
// rows of numbers with one column for each theme and a last one for what is unlinked. It is made
// once for a picture, is not changed afterwards, and may be used by many goroutines.
type Sight struct {
	// Themes is the columns in order. The column after the last is unlinked.
	Themes []*Theme
	// Outcomes is all outcomes by id.
	Outcomes []*Outcome

	column   map[ThemeID]int
	aim      map[OutcomeID]int32
	outcomes [][]weighted // by place
}

// weighted is a theme's column with a share.
type weighted struct {
	column int
	share  float64
}

// SightOf reads the themes and outcomes of a picture.
func SightOf(s *Snapshot) *Sight {
	v := readSight(s)
	v.column = make(map[ThemeID]int, len(v.Themes))
	for k, t := range v.Themes {
		v.column[t.ID] = k
	}
	v.outcomes = make([][]weighted, len(v.Outcomes))
	for n, o := range v.Outcomes {
		v.outcomes[n] = v.weigh(o.Themes)
	}
	v.number()
	return v
}

// number makes the index of the outcomes.
func (v *Sight) number() {
	v.aim = make(map[OutcomeID]int32, len(v.Outcomes))
	for n, o := range v.Outcomes {
		v.aim[o.ID] = int32(n)
	}
}

func readSight(s *Snapshot) *Sight {
	v := &Sight{Themes: ThemesInOrder(s), Outcomes: make([]*Outcome, 0, s.Count(KindOutcome))}
	for o := range All[*Outcome](s) {
		v.Outcomes = append(v.Outcomes, o)
	}
	return v
}

// turn is what changed in a sight since an earlier one.
type turn struct {
	columns bool       // the columns changed, and with them all that is seen
	places  []int32    // by the place an outcome had: the one it has, −1 where it is gone; nil where all stay
	aims    []bool     // by the place an outcome had: it is gone, or serves other themes than before
	news    []*Outcome // outcomes that are new
}

// touches reports whether a line of the earlier lines sees something else now.
func (t *turn) touches(l *Lines, line int32) bool {
	if t.columns || t.aims == nil {
		return t.columns
	}
	aims, _ := l.Aims(line)
	return slices.ContainsFunc(aims, func(o int32) bool { return t.aims[o] })
}

// sightAfter is SightOf, or the earlier sight when neither themes nor outcomes changed, and what turned.
func sightAfter(prev *Sight, s *Snapshot) (*Sight, *turn) {
	v := readSight(s)
	if slices.Equal(v.Themes, prev.Themes) && slices.Equal(v.Outcomes, prev.Outcomes) {
		return prev, &turn{}
	}
	if !slices.EqualFunc(v.Themes, prev.Themes, func(a, b *Theme) bool { return a.ID == b.ID }) {
		return SightOf(s), &turn{columns: true}
	}
	v.column = prev.column
	t := &turn{places: make([]int32, len(prev.Outcomes))}
	v.outcomes = make([][]weighted, len(v.Outcomes))
	at, same := 0, len(v.Outcomes) == len(prev.Outcomes)
	for n, o := range v.Outcomes {
		for ; at < len(prev.Outcomes) && prev.Outcomes[at].ID < o.ID; at++ {
			t.gone(prev, at)
		}
		if at == len(prev.Outcomes) || prev.Outcomes[at].ID != o.ID {
			t.news, v.outcomes[n] = append(t.news, o), v.weigh(o.Themes)
			continue
		}
		t.places[at], v.outcomes[n], same = int32(n), prev.outcomes[at], same && at == n
		if !slices.Equal(o.Themes, prev.Outcomes[at].Themes) {
			t.turned(prev, at)
			v.outcomes[n] = v.weigh(o.Themes)
		}
		at++
	}
	for ; at < len(prev.Outcomes); at++ {
		t.gone(prev, at)
	}
	v.aim = prev.aim
	if t.news == nil && same {
		t.places = nil
	} else {
		v.number()
	}
	return v, t
}

func (t *turn) gone(prev *Sight, at int) {
	t.places[at] = -1
	t.turned(prev, at)
}

func (t *turn) turned(prev *Sight, at int) {
	if t.aims == nil {
		t.aims = make([]bool, len(prev.Outcomes))
	}
	t.aims[at] = true
}

// PlaceOf is the place of an outcome among Outcomes; ok is false when it is not in the picture.
func (v *Sight) PlaceOf(o OutcomeID) (place int32, ok bool) {
	place, ok = v.aim[o]
	return place, ok
}

// towards is the themes that an outcome serves.
func (v *Sight) towards(o OutcomeID) []weighted {
	if n, ok := v.aim[o]; ok {
		return v.outcomes[n]
	}
	return nil
}

func (v *Sight) weigh(shares Shares) []weighted {
	out := make([]weighted, 0, len(shares))
	for _, p := range shares {
		if k, ok := v.column[p.Theme]; ok {
			out = append(out, weighted{k, float64(p.Share)})
		}
	}
	return out
}

// Width is the number of columns: the themes and unlinked.
func (v *Sight) Width() int { return len(v.Themes) + 1 }

// Unlinked is the column of what serves no theme.
func (v *Sight) Unlinked() int { return len(v.Themes) }

// Column is the column of a theme, or that of unlinked for a theme that is not in the picture.
func (v *Sight) Column(t ThemeID) int {
	if k, ok := v.column[t]; ok {
		return k
	}
	return v.Unlinked()
}

// ThemeAt is the theme of a column, "" for unlinked.
func (v *Sight) ThemeAt(column int) ThemeID {
	if column >= len(v.Themes) {
		return ""
	}
	return v.Themes[column].ID
}

// Add puts weight times the initiative's theme shares into the row, and the remainder into its
// unlinked column. A nil initiative is unlinked.
func (v *Sight) Add(row []float64, i *Initiative, weight float64) {
	var room [16]float64
	parts := room[:0]
	if i != nil {
		for _, c := range i.Contributes {
			if c.Theme == "" {
				for _, w := range v.towards(c.Outcome) {
					part := float64(c.Share) * w.share
					row[w.column] += weight * part
					parts = append(parts, part)
				}
			} else if k, ok := v.column[c.Theme]; ok {
				row[k] += weight * float64(c.Share)
				parts = append(parts, float64(c.Share))
			}
		}
	}
	v.addRest(row, parts, weight)
}

// AddShares puts weight times the shares into the row, and the remainder into its unlinked column.
func (v *Sight) AddShares(row []float64, shares Shares, weight float64) {
	var room [16]float64
	parts := room[:0]
	for _, p := range shares {
		if k, ok := v.column[p.Theme]; ok {
			row[k] += weight * float64(p.Share)
			parts = append(parts, float64(p.Share))
		}
	}
	v.addRest(row, parts, weight)
}

// addRest books what the parts leave of 1. They are taken off in the order of their size, so that the
// order in which they were declared does not show in the last digits.
func (v *Sight) addRest(row, parts []float64, weight float64) {
	slices.Sort(parts)
	rest := 1.0
	for _, p := range parts {
		rest -= p
	}
	if rest > slack {
		row[v.Unlinked()] += weight * rest
	}
}

// Linked is the share of the initiative that serves any theme, 0 to 1.
func (v *Sight) Linked(i *Initiative) Share {
	var sum float64
	for _, c := range i.Contributes {
		if c.Theme == "" {
			for _, w := range v.towards(c.Outcome) {
				sum += float64(c.Share) * w.share
			}
		} else if _, ok := v.column[c.Theme]; ok {
			sum += float64(c.Share)
		}
	}
	return Share(min(sum, 1))
}
