package overview

import (
	"cmp"
	"slices"
	"strconv"

	"throughline/graph"
)

// Sight is the line of sight: days followed from themes over outcomes and initiatives to units. It
// follows the days worked so far; where no work is known, the days planned for the period.
type Sight struct {
	Worked bool    // days worked; else days planned
	Days   float64 // all of them
	Linked float64 // of these, days that serve a theme

	Themes      []SightTheme      // in page order, then what has no line back, where there is any
	Outcomes    []SightOutcome    // every outcome that has days, by theme and then most days
	Initiatives []SightInitiative // most days first
	Units       []SightUnit       // in the order of Base.Units, then others by id

	// Flows are between bars. Traced is the places in Initiatives of those with a bar of their own; the
	// others share one for each theme.
	Flows  []Flow
	Traced []int
	Rest   []Rest
}

// Rest is the bar that the initiatives of one theme share which have no bar of their own.
type Rest struct {
	Ref   graph.Ref
	Place int // of the theme they serve most; 0 for none
	Count int
	Days  float64
}

// restRef names the shared bar of a theme. No initiative can be called so.
func restRef(place int) graph.Ref {
	return graph.Ref{Kind: graph.KindInitiative, ID: "~" + strconv.Itoa(place)}
}

// SightTheme is the days that serve a theme.
type SightTheme struct {
	Theme *graph.Theme // nil for what has no line back
	Place int          // from 1; 0 for what has no line back
	Days  float64
	Asked float64 // days of capacity the strategy asks for it in the whole period; 0 when not stated
}

// SightOutcome is the days that serve an outcome.
type SightOutcome struct {
	Outcome *graph.Outcome
	Place   int // of its primary theme
	Days    float64
}

// SightInitiative is the days of an initiative.
type SightInitiative struct {
	Initiative *graph.Initiative // nil for work without one
	Place      int               // of the theme it serves most; 0 when that is none
	Days       float64
	Unlinked   float64 // of these, days that serve no theme
	Units      []UnitDays

	line int32 // in the basis
}

// UnitDays is the days of one unit.
type UnitDays struct {
	Unit *graph.Unit
	Days float64
}

// SightUnit is the days of a unit with those below it that have no line of their own. Units that may be shown
// nowhere are one together, without an id.
type SightUnit struct {
	Unit   *graph.Unit
	Days   float64
	Linked float64
}

// Flow is days between two records that stand next to one another on a line: theme, outcome,
// initiative, unit. A zero id stands for what is not there: no theme, no outcome, no initiative.
type Flow struct {
	From, To graph.Ref
	Place    int // of the theme whose line it is on; 0 without a line back
	Days     float64
}

// Sight follows the days of the period. theme narrows it to one theme; NoLine to what serves none; ""
// takes all. pin, where it is not "", names an initiative that has a bar of its own whatever its days. ok is
// false when there are neither days worked nor days planned.
func (b *Base) Sight(theme graph.ThemeID, pin graph.InitiativeID) (out Sight, ok bool) {
	return b.trace(pin, func(_ Load, n part) bool {
		return theme == "" || theme == n.theme || theme == NoLine && n.place == 0
	})
}

// Line is the line of sight through one record alone: a theme, an outcome, an initiative or a unit that
// stands on the map. A ref of such a kind without an id is what has no line back, or work without an
// initiative. ok is false when nothing runs through it.
func (b *Base) Line(through graph.Ref) (out Sight, ok bool) {
	stands := b.stand()
	out, ok = b.trace("", func(l Load, n part) bool {
		switch through.Kind {
		case graph.KindTheme:
			return string(n.theme) == through.ID
		case graph.KindOutcome:
			return string(n.outcome) == through.ID && (n.outcome != "" || n.place == 0)
		case graph.KindInitiative:
			return l.Initiative == nil && through.ID == "" || l.Initiative != nil && string(l.Initiative.ID) == through.ID
		case graph.KindUnit:
			return string(stands[l.Unit]) == through.ID
		}
		return false
	})
	return out, ok && out.Days > 0
}

// trace follows the lines that are kept.
func (b *Base) trace(pin graph.InitiativeID, keep func(Load, part) bool) (out Sight, ok bool) {
	if b.Cells == nil {
		return out, false
	}
	loads := slices.Collect(b.worked())
	out.Worked = len(loads) > 0
	if !out.Worked {
		loads = planned(b.Basis)
	}
	if len(loads) == 0 {
		return out, false
	}
	newTracer(b, &out, pin, keep).follow(loads)
	return out, true
}

// NoLine asks for what serves no theme.
const NoLine graph.ThemeID = "none"

// part is a share of an initiative: the theme it serves and through which outcome.
type part struct {
	place   int // of the theme; 0 serves none
	theme   graph.ThemeID
	outcome graph.OutcomeID
	share   float64
}

// parts is the shares of an initiative, largest first; what is missing to 1 comes last and serves none.
func (b *Base) parts(i *graph.Initiative) []part {
	if i == nil {
		return []part{{share: 1}}
	}
	var out []part
	rest := 1.0
	add := func(theme graph.ThemeID, outcome graph.OutcomeID, share float64) {
		if place := b.Place(theme); place > 0 && share > 0 {
			out = append(out, part{place, theme, outcome, share})
			rest -= share
		}
	}
	for _, c := range i.Contributes {
		if c.Theme != "" {
			add(c.Theme, "", float64(c.Share))
			continue
		}
		if o := b.Picture.Outcome(c.Outcome); o != nil {
			for _, s := range o.Themes {
				add(s.Theme, o.ID, float64(c.Share*s.Share))
			}
		}
	}
	slices.SortStableFunc(out, func(a, b part) int { return cmp.Compare(b.share, a.share) })
	if rest > 1e-9 {
		out = append(out, part{share: rest})
	}
	return out
}

// stand says for each unit which one stands for it on a page: from where its figures are shown, the nearest of
// Units above, else where they are shown; "" for a unit shown nowhere.
func (b *Base) stand() map[graph.UnitID]graph.UnitID {
	side := make(map[graph.UnitID]bool, len(b.Units))
	for _, u := range b.Units {
		side[u.Unit.ID] = true
	}
	out := make(map[graph.UnitID]graph.UnitID)
	for _, u := range b.Basis.Tree.Units() {
		shown := b.Basis.Shown.At(u.ID)
		at := shown
		for at != "" && !side[at] {
			at = b.Basis.Tree.Parent(at)
		}
		out[u.ID] = cmp.Or(at, shown)
	}
	return out
}

// MainPlace is the place of the theme that the initiative serves most; 0 when it serves none.
func (b *Base) MainPlace(i *graph.Initiative) int {
	if b.Basis == nil {
		return 0
	}
	return b.mainPlace(b.Basis.Lines.Of(i.ID))
}

// NoLine is the initiatives with days that serve no theme, most such days first.
func (s Sight) NoLine() []SightInitiative {
	var out []SightInitiative
	for _, i := range s.Initiatives {
		if i.Unlinked > 0 {
			out = append(out, i)
		}
	}
	slices.SortStableFunc(out, func(a, b SightInitiative) int { return cmp.Compare(b.Unlinked, a.Unlinked) })
	return out
}
