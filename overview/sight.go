package overview

import (
	"cmp"
	"slices"

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
	Flows       []Flow
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
}

// UnitDays is the days of one unit.
type UnitDays struct {
	Unit *graph.Unit
	Days float64
}

// SightUnit is the days of a unit with those below it that have no line of their own.
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
// takes all. ok is false when there are neither days worked nor days planned.
func (b *Base) Sight(theme graph.ThemeID) (out Sight, ok bool) {
	return b.trace(func(_ Load, n line) bool {
		return theme == "" || theme == n.theme || theme == NoLine && n.place == 0
	})
}

// Line is the line of sight through one record alone: a theme, an outcome, an initiative or a unit that
// stands on the map. A ref of such a kind without an id is what has no line back, or work without an
// initiative. ok is false when nothing runs through it.
func (b *Base) Line(through graph.Ref) (out Sight, ok bool) {
	stands := b.stand()
	out, ok = b.trace(func(l Load, n line) bool {
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
func (b *Base) trace(keep func(Load, line) bool) (out Sight, ok bool) {
	if b.Cells == nil {
		return out, false
	}
	loads := b.Worked
	out.Worked = len(loads) > 0
	if !out.Worked {
		loads = planned(b.Basis)
	}
	if len(loads) == 0 {
		return out, false
	}
	t := newTracer(b)
	for _, l := range loads {
		t.follow(l, keep)
	}
	t.finish(&out)
	return out, true
}

// NoLine asks for what serves no theme.
const NoLine graph.ThemeID = "none"

// line is a part of an initiative: the theme it serves and through which outcome.
type line struct {
	place   int
	theme   graph.ThemeID
	outcome graph.OutcomeID
	share   float64
}

// tracer adds loads up into a line of sight.
type tracer struct {
	b       *Base
	lines   map[graph.InitiativeID][]line
	stands  map[graph.UnitID]graph.UnitID // for a unit, the one that stands for it
	flows   map[flowKey]float64
	themes  map[int]float64
	outcome map[graph.OutcomeID]float64
	units   map[graph.UnitID]*SightUnit
	init    map[graph.InitiativeID]*SightInitiative
	shares  map[graph.InitiativeID]map[graph.UnitID]float64
	days    float64
}

type flowKey struct {
	from, to graph.Ref
	place    int
}

func newTracer(b *Base) *tracer {
	return &tracer{
		b: b, lines: make(map[graph.InitiativeID][]line), stands: b.stand(),
		flows: make(map[flowKey]float64), themes: make(map[int]float64), outcome: make(map[graph.OutcomeID]float64),
		units: make(map[graph.UnitID]*SightUnit), init: make(map[graph.InitiativeID]*SightInitiative),
		shares: make(map[graph.InitiativeID]map[graph.UnitID]float64),
	}
}

// stand says for each unit which one stands for it on a page: the nearest of Units above it, else the
// nearest unit that is not too small.
func (b *Base) stand() map[graph.UnitID]graph.UnitID {
	side := make(map[graph.UnitID]bool, len(b.Units))
	for _, u := range b.Units {
		side[u.Unit.ID] = true
	}
	out := make(map[graph.UnitID]graph.UnitID)
	for _, u := range b.Tree.Units() {
		at := u.ID
		for at != "" && !side[at] {
			at = b.Tree.Parent(at)
		}
		if at == "" {
			at = u.ID
			for b.Tree.Small(at) && b.Tree.Parent(at) != "" {
				at = b.Tree.Parent(at)
			}
		}
		out[u.ID] = at
	}
	return out
}

// follow adds one load along every line of its initiative that is kept.
func (t *tracer) follow(l Load, keep func(Load, line) bool) {
	var id graph.InitiativeID
	if l.Initiative != nil {
		id = l.Initiative.ID
	}
	unit := t.stands[l.Unit]
	if unit == "" {
		unit = l.Unit
	}
	for _, n := range t.linesOf(l.Initiative) {
		if !keep(l, n) {
			continue
		}
		days := l.Days * n.share
		t.days += days
		t.themes[n.place] += days
		theme, middle, end := n.theme.Ref(), n.outcome.Ref(), id.Ref()
		if n.outcome == "" && n.place > 0 {
			t.flows[flowKey{theme, end, n.place}] += days
		} else {
			t.flows[flowKey{theme, middle, n.place}] += days
			t.flows[flowKey{middle, end, n.place}] += days
		}
		if n.outcome != "" {
			t.outcome[n.outcome] += days
		}
		t.flows[flowKey{end, unit.Ref(), n.place}] += days
		t.toInitiative(l.Initiative, id, unit, n, days)
		t.toUnit(unit, n, days)
	}
}

func (t *tracer) toInitiative(i *graph.Initiative, id graph.InitiativeID, unit graph.UnitID, n line, days float64) {
	have := t.init[id]
	if have == nil {
		have = &SightInitiative{Initiative: i}
		t.init[id], t.shares[id] = have, make(map[graph.UnitID]float64)
	}
	have.Days += days
	if n.place == 0 {
		have.Unlinked += days
	}
	t.shares[id][unit] += days
}

func (t *tracer) toUnit(unit graph.UnitID, n line, days float64) {
	have := t.units[unit]
	if have == nil {
		have = &SightUnit{Unit: t.b.Picture.Unit(unit)}
		t.units[unit] = have
	}
	have.Days += days
	if n.place > 0 {
		have.Linked += days
	}
}

// linesOf is the lines of an initiative, largest first; what is missing to 1 has no line back.
func (t *tracer) linesOf(i *graph.Initiative) []line {
	if i == nil {
		return []line{{share: 1}}
	}
	if have, ok := t.lines[i.ID]; ok {
		return have
	}
	lines := t.b.lines(i)
	t.lines[i.ID] = lines
	return lines
}

func (b *Base) lines(i *graph.Initiative) []line {
	var out []line
	rest := 1.0
	add := func(theme graph.ThemeID, outcome graph.OutcomeID, share float64) {
		if place := b.Place(theme); place > 0 && share > 0 {
			out = append(out, line{place, theme, outcome, share})
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
	slices.SortStableFunc(out, func(a, b line) int { return cmp.Compare(b.share, a.share) })
	if rest > 1e-9 {
		out = append(out, line{share: rest})
	}
	return out
}

// finish puts the sums in order.
func (t *tracer) finish(out *Sight) {
	out.Days = t.days
	t.finishThemes(out)
	for id, days := range t.outcome {
		o := t.b.Picture.Outcome(id)
		out.Outcomes = append(out.Outcomes, SightOutcome{o, t.b.Place(o.PrimaryTheme()), days})
	}
	slices.SortFunc(out.Outcomes, func(a, b SightOutcome) int {
		return cmp.Or(cmp.Compare(a.Place, b.Place), cmp.Compare(b.Days, a.Days), cmp.Compare(a.Outcome.ID, b.Outcome.ID))
	})
	t.finishInitiatives(out)
	t.finishUnits(out)
	for k, days := range t.flows {
		out.Flows = append(out.Flows, Flow{k.from, k.to, k.place, days})
	}
	slices.SortFunc(out.Flows, func(a, b Flow) int {
		return cmp.Or(a.From.Compare(b.From), a.To.Compare(b.To), cmp.Compare(a.Place, b.Place))
	})
}

func (t *tracer) finishThemes(out *Sight) {
	stated, _ := t.b.Cells.Emphasis("stated", "")
	for n, theme := range t.b.Themes() {
		row := SightTheme{Theme: theme, Place: n + 1, Days: t.themes[n+1]}
		if len(stated) > 0 {
			row.Asked = stated[n].Days
		}
		out.Linked += row.Days
		out.Themes = append(out.Themes, row)
	}
	if t.themes[0] > 0 {
		out.Themes = append(out.Themes, SightTheme{Days: t.themes[0]})
	}
}

func (t *tracer) finishInitiatives(out *Sight) {
	for id, i := range t.init {
		if i.Initiative != nil {
			i.Place = t.b.MainPlace(i.Initiative)
		}
		for u, days := range t.shares[id] {
			i.Units = append(i.Units, UnitDays{t.b.Picture.Unit(u), days})
		}
		slices.SortFunc(i.Units, func(a, b UnitDays) int {
			return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(a.Unit.ID, b.Unit.ID))
		})
		out.Initiatives = append(out.Initiatives, *i)
	}
	slices.SortFunc(out.Initiatives, func(a, b SightInitiative) int {
		return cmp.Or(cmp.Compare(b.Days, a.Days), cmp.Compare(a.id(), b.id()))
	})
}

func (i SightInitiative) id() graph.InitiativeID {
	if i.Initiative == nil {
		return ""
	}
	return i.Initiative.ID
}

func (t *tracer) finishUnits(out *Sight) {
	for _, u := range t.b.Units {
		if have := t.units[u.Unit.ID]; have != nil {
			out.Units = append(out.Units, *have)
			delete(t.units, u.Unit.ID)
		}
	}
	rest := len(out.Units)
	for _, u := range t.units {
		out.Units = append(out.Units, *u)
	}
	slices.SortFunc(out.Units[rest:], func(a, b SightUnit) int { return cmp.Compare(a.Unit.ID, b.Unit.ID) })
}

// MainPlace is the place of the theme that the initiative serves most; 0 when it serves none.
func (b *Base) MainPlace(i *graph.Initiative) int {
	if b.Basis == nil {
		return 0
	}
	lines := b.Basis.Lines
	columns, shares := lines.Columns(lines.Of(i.ID))
	best, most := 0, 0.0
	for n, column := range columns {
		if int(column) != lines.Sight.Unlinked() && shares[n] > most {
			best, most = int(column)+1, shares[n]
		}
	}
	return best
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
