package web

import (
	"cmp"
	"fmt"
	"slices"

	"throughline/graph"
	"throughline/intent"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// The most that the side panel names of each sort.
const (
	sideSteps = 4
	sideUnits = 8
)

// sightSide explains what is selected on the map.
func (p sheet) sightSide(ref graph.Ref, full, line overview.Sight) *view.SightSide {
	side := &view.SightSide{Title: p.selectedName(ref), Sub: wording.Days(line.Days) + " on the line you selected", Close: p.here("select", "")}
	side.Path = p.sidePath(full, line)
	if t := mainTheme(line); t != nil {
		w := p.base.Cells.ThemeWaterfall(t.ID)
		side.Kept, side.KeptTitle = keptSteps(w), "Days kept of “"+t.ShortName()+"”, of "+wording.Whole(w.Days)+" stated"
		side.Readings, side.ReadingsTitle = p.readings(t, line), "How each unit reads “"+t.ShortName()+"”"
		side.Means = p.means(w, t)
	}
	if p.then.Record(ref) != nil {
		side.Links = append(side.Links, view.Link{Text: "Open the " + string(ref.Kind), Href: recordHref(p.visit, ref)})
		if found := p.base.FindingsOn(ref); len(found) > 0 {
			side.Links = append(side.Links, view.Link{Text: "See the finding", Href: p.findingHref(found[0])})
		}
	}
	return side
}

func (p sheet) selectedName(ref graph.Ref) string {
	if ref.ID != "" {
		return p.link(ref).Text
	}
	switch ref.Kind {
	case graph.KindTheme:
		return "No line back to a theme"
	case graph.KindOutcome:
		return "No outcome"
	case graph.KindUnit:
		return "Units too small to show"
	}
	return "Work without an initiative"
}

// mainTheme is the theme with the most days on the line, nil when none has any.
func mainTheme(line overview.Sight) *graph.Theme {
	if len(line.Themes) == 0 {
		return nil
	}
	best := slices.MaxFunc(line.Themes, func(a, b overview.SightTheme) int { return cmp.Compare(a.Days, b.Days) })
	if best.Days == 0 {
		return nil
	}
	return best.Theme
}

// sidePath goes from the themes on the line down to the units.
func (p sheet) sidePath(full, line overview.Sight) []view.PathStep {
	var out []view.PathStep
	whole := make(map[string]float64)
	for _, t := range full.Themes {
		if t.Theme != nil {
			whole[t.Theme.Ref().String()] = t.Days
		}
	}
	for _, o := range full.Outcomes {
		whole[o.Outcome.Ref().String()] = o.Days
	}
	for _, i := range full.Initiatives {
		whole[nodeID(initiativeRef(i).Ref())] = i.Days
	}
	part := func(key string, d float64) view.Figure {
		if all := whole[key]; all-d >= 0.5 {
			return view.Figure{Text: wording.Whole(d) + " of " + wording.Whole(all), Unit: "days"}
		}
		return days(d)
	}
	for _, t := range line.Themes {
		if t.Days > 0 && len(out) < sideSteps {
			mark, step := p.theme(t.Theme), view.PathStep{Kind: "Theme"}
			step.Name, step.Href, step.Theme, step.Days = mark.Name, mark.Href, &mark, days(t.Days)
			if t.Theme != nil {
				step.Days, step.Why = part(t.Theme.Ref().String(), t.Days), t.Theme.Why
			}
			out = append(out, step)
		}
	}
	for _, o := range line.Outcomes[:min(len(line.Outcomes), sideSteps)] {
		mark := view.Theme{Mark: o.Place}
		out = append(out, view.PathStep{
			Kind: "Outcome" + p.ownedBy(o.Outcome.Owner), Name: o.Outcome.Name, Href: recordHref(p.visit, o.Outcome.Ref()), Theme: &mark, Days: part(o.Outcome.Ref().String(), o.Days),
		})
	}
	for _, i := range line.Initiatives[:min(len(line.Initiatives), sideSteps)] {
		mark := view.Theme{Mark: i.Place}
		step := view.PathStep{Kind: "Initiative", Name: initiativeName(i), Href: p.initiativeHref(i), Theme: &mark, Days: part(nodeID(initiativeRef(i).Ref()), i.Days)}
		if i.Initiative != nil {
			step.Kind += p.ownedBy(i.Initiative.Owner)
		}
		out = append(out, step)
	}
	return append(out, p.sideUnits(line))
}

func (p sheet) ownedBy(u graph.UnitID) string {
	if name := p.unitName(u); name != "" {
		return ", owned by " + name
	}
	return ""
}

// sideUnits is the units at the end of the line, most days first.
func (p sheet) sideUnits(line overview.Sight) view.PathStep {
	units := slices.Clone(line.Units)
	slices.SortStableFunc(units, func(a, b overview.SightUnit) int { return cmp.Compare(b.Days, a.Days) })
	step := view.PathStep{Kind: "Units"}
	mark := view.Theme{}
	if t := mainTheme(line); t != nil {
		mark = p.theme(t)
	}
	for _, u := range units[:min(len(units), sideUnits)] {
		step.Units = append(step.Units, view.UnitDays{
			Name: u.Unit.ShortName(), Href: p.unitLink(u.Unit.ID).Href, Days: wording.Days(u.Days),
			Bar: view.Bar{Parts: []view.BarPart{{Value: u.Days, Theme: &mark}}, Max: units[0].Days},
		})
	}
	if more := len(units) - sideUnits; more > 0 {
		step.Kind = fmt.Sprintf("Units, %d of %d", sideUnits, len(units))
	}
	return step
}

// keptSteps is a waterfall as small bars, without the stages that nobody declared.
func keptSteps(w *intent.Waterfall) []view.StageBar {
	if !w.Defined() {
		return nil
	}
	var out []view.StageBar
	before := 1.0
	for _, s := range w.Steps {
		if s.Skipped != "" {
			continue
		}
		name := stageName(s.Stage)
		if s.Stage == intent.Interpreted {
			name = "Interp."
		}
		out = append(out, view.StageBar{Name: name, Text: wording.Whole(s.Days), Kept: s.Kept, Before: before})
		before = s.Kept
	}
	return out
}

// readings is how the units on the line read the theme, in their own words.
func (p sheet) readings(t *graph.Theme, line overview.Sight) []view.Reading {
	var out []view.Reading
	for _, r := range p.base.Readings(t.ID) {
		on := slices.ContainsFunc(line.Units, func(u overview.SightUnit) bool { return u.Unit.ID == r.Unit.ID })
		if !on || len(out) == sideUnits {
			continue
		}
		reading := view.Reading{Unit: p.unitLink(r.Unit.ID), Text: r.Words, Off: r.Differs}
		if r.Differs {
			reading.State = view.State{Text: "read differently", Icon: "swap", Tone: view.Loss, Quiet: true}
		}
		out = append(out, reading)
	}
	return out
}

// means says where most of the theme is lost.
func (p sheet) means(w *intent.Waterfall, t *graph.Theme) string {
	if !w.Defined() || len(w.Losses) == 0 {
		return ""
	}
	worst, _ := overview.WorstStep(w)
	s := fmt.Sprintf("%s of the %s missing days of “%s” were lost when %s.", wording.Whole(worst.LostDays), wording.Whole(w.Total), t.ShortName(), worst.Stage.Words())
	if l := w.Losses[0]; l.Unit != "" {
		s += fmt.Sprintf(" The largest part, %s, is in %s.", wording.Days(l.Days), p.unitName(l.Unit))
	}
	return s
}
