package overview

import (
	"cmp"
	"slices"

	"throughline/dependency"
	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
	"throughline/measure"
	"throughline/organisation"
	"throughline/portfolio"
)

// UnitPage is everything about one unit in a period, with all below it.
type UnitPage struct {
	Unit   *graph.Unit
	Parent *graph.Unit // nil for a top
	Leads  []*graph.Person
	People int
	// Hidden is true where its figures may not be shown, Small where that is because it has fewer than five
	// people: then only the charter and the initiatives are filled in.
	Hidden, Small bool
	Inside        *graph.Unit // the unit its figures are shown in, where it is hidden; may be nil

	Kept     *intent.Waterfall
	Course   measure.Result
	Activity measure.Result
	WaitsIn  measure.Result // what its work waits on others
	WaitsOn  measure.Result // what others wait on it

	Themes      []UnitTheme
	Intents     UnitIntents
	Charter     []Neighbour
	Mute        []*graph.Unit // units that depend on it and wrote no charter
	Months      Months
	Findings    []*finding.Finding
	AskedOf     []dependency.Thread
	AskedBy     []dependency.Thread
	Initiatives []UnitInitiative // most days first, at most so many as asked for
	Count       int              // how many initiatives there are
}

// UnitTheme is what was asked of a unit for one theme, what it answered, and what it does.
type UnitTheme struct {
	Theme             *graph.Theme
	Place             int
	Asked, Read, Done Share
	Reading           *graph.Reading // in the unit's own words; nil when it said none
}

// Share is a share of one that may not be declared.
type Share struct {
	X  float64
	OK bool
}

// UnitIntents is the records behind the themes; nil where there is none.
type UnitIntents struct {
	Asked     *graph.Intent // its own, or its nearest ancestor's
	Inherited bool
	Read      *graph.Intent // sent or draft
}

// Neighbour is how far a unit and one it deals with mean the same.
type Neighbour struct {
	Unit    *graph.Unit
	Depends bool // it needs something of the unit
	Shared  organisation.Shared
}

// UnitInitiative is an initiative that a unit owns or takes part in.
type UnitInitiative struct {
	Initiative *graph.Initiative
	Place      int
	Owns       bool
	Planned    float64 // days in the period of the unit and those below it
	Worked     float64
}

// mostNeighbours is how many units a charter stands beside.
const mostNeighbours = 4

// UnitPage reads the page of a unit; nil when there is no such unit. most bounds the initiatives.
func (b *Base) UnitPage(id graph.UnitID, most int) *UnitPage {
	u := b.Picture.Unit(id)
	if u == nil {
		return nil
	}
	p := &UnitPage{Unit: u, Parent: b.Picture.Unit(u.Parent), People: b.Tree.People(id), Hidden: b.hides(id), Small: b.Tree.Small(id)}
	for _, l := range u.Leads {
		if person := b.Picture.Person(l); person != nil {
			p.Leads = append(p.Leads, person)
		}
	}
	p.Charter, p.Mute = b.neighbours(id)
	p.Initiatives, p.Count = b.unitInitiatives(id, most)
	p.AskedOf, p.AskedBy = dependency.AskedOf(b.Picture, id), dependency.AskedBy(b.Picture, id)
	if p.Hidden {
		p.Inside = b.inside(id)
		return p
	}
	p.Findings = b.FindingsUnder(id)
	if b.Period == nil {
		return p
	}
	p.Kept, p.Course, p.Activity = b.Cells.UnitWaterfall(id), b.Cells.OnCourse(id), b.activity(id)
	p.WaitsIn, p.WaitsOn = dependency.WaitIn(b.all().Basis, id), dependency.WaitOn(b.all().Basis, id)
	p.Intents = b.unitIntents(id)
	p.Themes = b.unitThemes(id, p.Intents)
	p.Months = b.all().months(id)
	return p
}

// inside is the nearest unit above whose figures are not hidden.
func (b *Base) inside(u graph.UnitID) *graph.Unit {
	for _, up := range b.Tree.Chain(u) {
		if !b.hides(up) {
			return b.Picture.Unit(up)
		}
	}
	return nil
}

// activity is the activity of a unit with capacity of its own.
func (b *Base) activity(id graph.UnitID) measure.Result {
	n, found := slices.BinarySearchFunc(b.Courses, id, func(c portfolio.Course, u graph.UnitID) int { return cmp.Compare(c.Unit, u) })
	if !found {
		r := measure.Undefined(&portfolio.Activity, "the unit has no capacity of its own in "+b.Period.Name)
		r.Subject = id.Ref()
		return r
	}
	return b.Courses[n].Activity
}

func (b *Base) unitIntents(id graph.UnitID) UnitIntents {
	d := b.declared()
	asked, own := d.Asked(id)
	return UnitIntents{Asked: asked, Inherited: asked != nil && !own, Read: d.Interpreted[id]}
}

// unitThemes is one row for each theme that is asked of the unit, read by it, or worked on.
func (b *Base) unitThemes(id graph.UnitID, i UnitIntents) []UnitTheme {
	asked, _ := b.Cells.Emphasis(intent.Assigned, id)
	read, _ := b.Cells.Emphasis(intent.Interpreted, id)
	done, _ := b.Cells.Emphasis(intent.Executed, id)
	var out []UnitTheme
	for k, t := range b.Themes() {
		row := UnitTheme{Theme: t, Place: k + 1, Asked: at(asked, k), Read: at(read, k), Done: at(done, k)}
		if i.Read != nil && i.Read.Receipt.WasSent() {
			for n := range i.Read.Readings {
				if i.Read.Readings[n].Theme == t.ID {
					row.Reading = &i.Read.Readings[n]
				}
			}
		}
		if row.Asked.X > 0 || row.Read.X > 0 || row.Done.X > 0 || row.Reading != nil {
			out = append(out, row)
		}
	}
	return out
}

func at(list []intent.Emphasis, k int) Share {
	if k >= len(list) {
		return Share{}
	}
	return Share{list[k].Share, true}
}

// neighbours is the units that depend on it, then those it depends on, and how far they mean the same. Without any it is the units
// beside it. Those that depend on it and wrote no charter are told apart.
func (b *Base) neighbours(id graph.UnitID) (list []Neighbour, mute []*graph.Unit) {
	dependents := organisation.Dependents(b.Picture, id)
	others := slices.DeleteFunc(organisation.Providers(b.Picture, id), func(u graph.UnitID) bool { return slices.Contains(dependents, u) })
	if len(dependents)+len(others) == 0 {
		others = b.children(b.Tree.Parent(id))
	}
	for n, other := range slices.Concat(dependents, others) {
		u, depends := b.Picture.Unit(other), n < len(dependents)
		switch {
		case u == nil || other == id:
		case len(u.Value)+len(u.Urgency)+len(u.Success) == 0:
			if depends {
				mute = append(mute, u)
			}
		case len(list) < mostNeighbours:
			list = append(list, Neighbour{u, depends, organisation.SharedBetween(b.Picture, id, other)})
		}
	}
	return list, mute
}

// unitInitiatives is what the unit owns or takes part in, with the days of all that is shown at it or below it.
func (b *Base) unitInitiatives(id graph.UnitID, most int) (list []UnitInitiative, count int) {
	at := make(map[graph.InitiativeID]int)
	row := func(i *graph.Initiative) *UnitInitiative {
		n, ok := at[i.ID]
		if !ok {
			n = len(list)
			at[i.ID] = n
			list = append(list, UnitInitiative{Initiative: i, Owns: i.Owner == id, Place: b.MainPlace(i)})
		}
		return &list[n]
	}
	for i := range graph.Referrers[*graph.Initiative](b.Picture, id.Ref()) {
		row(i)
	}
	if b.Basis != nil {
		for _, p := range b.Basis.Plan {
			if b.Basis.Shown.Under(p.Unit, id) && b.Basis.Lines.Initiatives[p.Line].State.Planned() {
				row(b.Basis.Lines.Initiatives[p.Line]).Planned += p.Days
			}
		}
		for l := range b.worked() {
			if l.Initiative != nil && b.Basis.Shown.Under(l.Unit, id) {
				row(l.Initiative).Worked += l.Days
			}
		}
	}
	slices.SortStableFunc(list, func(a, b UnitInitiative) int {
		return cmp.Or(cmp.Compare(b.Planned, a.Planned), cmp.Compare(b.Worked, a.Worked), boolOrder(a.Owns, b.Owns), cmp.Compare(a.Initiative.ID, b.Initiative.ID))
	})
	return list[:min(len(list), most)], len(list)
}
