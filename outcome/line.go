package outcome

import (
	"slices"

	"throughline/graph"
	"throughline/measure"
	"throughline/stat"
)

// Line is one outcome with what serves it in a period.
type Line struct {
	Outcome    *graph.Outcome
	Progress   measure.Result
	Confidence stat.Number
	Expected   stat.Number // share of the way that steady progress would have made
	Latest     *graph.Value
	// Initiatives is how many likely, committed, started or done initiatives serve it; Funded how many of
	// them are funded.
	Initiatives, Funded int
	Planned             float64 // days planned for it in the period: each initiative's by its contribution
	Spent               float64 // executed days, in the same way
}

// Behind reports whether progress is below what steady progress would have made; not where one of the two
// is not known.
func (l Line) Behind() bool {
	return l.Progress.Defined() && l.Expected.OK && l.Progress.Value < l.Expected.X
}

// Unread reports whether the outcome has a metric and no reading of it.
func (l Line) Unread() bool { return l.Outcome.Metric.Declared() && l.Latest == nil }

// Book is the outcomes of a picture in a period.
type Book struct {
	Lines []Line // by id
	// ByPlan says how funding was judged: none is declared in the period, so an initiative that is committed,
	// started or done with days in it counts as funded.
	ByPlan bool
}

// Read reads the outcomes that are pursued in a period; those of another period are not.
func Read(b *graph.Basis) *Book {
	planned := plannedOn(b)
	funded, byPlan := fundedIn(b, planned)
	out := &Book{ByPlan: byPlan}
	for _, o := range b.Lines.Sight.Outcomes {
		out.Lines = append(out.Lines, LineOf(b.Picture, o))
	}
	for line := range b.Lines.Initiatives {
		for o, v := range servicesOn(b, int32(line), planned[line]) {
			l := &out.Lines[o]
			l.Planned, l.Spent = l.Planned+v.Planned, l.Spent+v.Spent
			if !v.Counts {
				continue
			}
			l.Initiatives++
			if funded[line] {
				l.Funded++
			}
		}
	}
	out.Lines = slices.DeleteFunc(out.Lines, func(l Line) bool { return !concerns(b, l.Outcome) })
	return out
}

// concerns reports whether the outcome is for the period, or for no other, and is still pursued in it.
func concerns(b *graph.Basis, o *graph.Outcome) bool {
	if !o.PursuedIn(b.Period, b.Picture.Today()) {
		return false
	}
	p := b.Calendar.Period(o.Period)
	if p == nil {
		return true
	}
	_, touch := p.Span().Common(b.Period.Span())
	return touch
}

// LineOf is the outcome with its figures, as long as nothing is said about what serves it.
func LineOf(s *graph.Snapshot, o *graph.Outcome) Line {
	last, _ := Latest(o, s.Today())
	return Line{Outcome: o, Progress: ProgressOf(s, o), Confidence: Confidence(o, s.Today()), Expected: Expected(s, o, s.Today()), Latest: last}
}

// FundedByPlan reports whether no funding is declared in the period, so that what is planned counts as funded.
func FundedByPlan(b *graph.Basis) bool {
	for f := range graph.All[*graph.Funding](b.Picture) {
		if counts(b, f) {
			return false
		}
	}
	return true
}

// plannedOn is the days of the period of each initiative that is committed, started or done.
func plannedOn(b *graph.Basis) []float64 {
	planned := make([]float64, len(b.Lines.Initiatives))
	for line := range b.Lines.Unlinked() {
		if b.Lines.Is(line, graph.IsPlanned) {
			planned[line] = b.PlannedOn(line)
		}
	}
	return planned
}

// fundedIn tells for each line whether the initiative is funded in the period: by name, or, when it has
// days in the plan, through a unit that takes part in it or a theme it serves.
func fundedIn(b *graph.Basis, planned []float64) (funded []bool, byPlan bool) {
	funded, byPlan = make([]bool, len(b.Lines.Initiatives)), FundedByPlan(b)
	units, themes := make(map[graph.UnitID]bool), make(map[graph.ThemeID]bool)
	for f := range graph.All[*graph.Funding](b.Picture) {
		if !counts(b, f) {
			continue
		}
		switch {
		case f.Initiative != "":
			if line := b.Lines.Of(f.Initiative); line != b.Lines.Unlinked() {
				funded[line] = true
			}
		case f.Unit != "":
			units[f.Unit] = true
		default:
			themes[f.Theme] = true
		}
	}
	for line, days := range planned {
		through := days > 0 && (byPlan || reaches(b.Picture, b.Lines.Initiatives[line], units, themes))
		funded[line] = funded[line] || through
	}
	return funded, byPlan
}

// counts reports whether the funding holds anything for days of the period.
func counts(b *graph.Basis, f *graph.Funding) bool {
	p := b.Calendar.Period(f.Period)
	if p == nil || f.Days == 0 && f.Money == 0 {
		return false
	}
	_, touch := p.Span().Common(b.Period.Span())
	return touch
}

// reaches reports whether funding of the units or themes is funding of the initiative too.
func reaches(s *graph.Snapshot, i *graph.Initiative, units map[graph.UnitID]bool, themes map[graph.ThemeID]bool) bool {
	if units[i.Owner] {
		return true
	}
	for _, p := range i.Participants {
		if units[p.Unit] {
			return true
		}
	}
	for _, t := range graph.ThemeShares(s, i) {
		if themes[t.Theme] {
			return true
		}
	}
	return false
}

// UnreadOnes is the outcomes that have a metric and no reading. As a result it is their number.
func (k *Book) UnreadOnes(b *graph.Basis) measure.Result {
	return k.count(b, &WithoutReading, "outcomes with a metric and no reading", "outcomes with a metric",
		func(l Line) bool { return l.Outcome.Metric.Declared() }, Line.Unread)
}

// Unserved is the outcomes that no funded initiative serves. As a result it is their number.
func (k *Book) Unserved(b *graph.Basis) measure.Result {
	r := k.count(b, &WithoutFunding, "outcomes that no funded initiative serves", "outcomes",
		func(Line) bool { return true }, func(l Line) bool { return l.Funded == 0 })
	if k.ByPlan && r.Defined() {
		r.Missing = append(r.Missing, measure.Missing{
			What: "funding in " + b.Period.Name, Then: "an initiative with planned days counts as funded",
		})
	}
	return r
}

// count counts outcomes; undefined when there are none to count among.
func (k *Book) count(b *graph.Basis, m *measure.Method, what, among string, counts, is func(Line) bool) measure.Result {
	r := measure.Result{Method: m, Period: b.Period.ID, AsOf: b.Picture.AsOf(), Position: b.Picture.Position()}
	for _, l := range k.Lines {
		if !counts(l) {
			continue
		}
		r.N++
		if is(l) {
			r.Value++
			r.Evidence = append(r.Evidence, l.Outcome.Ref())
			r.Rows = append(r.Rows, measure.Row{Label: l.Outcome.Name, Record: l.Outcome.Ref(), Value: 1, Unit: "outcomes"})
		}
	}
	r.Numerator = measure.Term{Words: what, Value: r.Value, Unit: "outcomes"}
	r.Denominator = measure.Term{Words: among, Value: float64(r.N), Unit: "outcomes"}
	if r.N == 0 {
		r.Reason = "there are no " + among
		return r
	}
	r.Coverage, r.Adds, r.Total = 1, true, r.Value
	return r
}
