package organisation

import (
	"fmt"
	"maps"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/stat"
	"throughline/wording"
)

// FarApart is the weight that two units which depend on each other must at least share in what they call
// valuable: half.
const FarApart = 0.5

// Checks is the checks on units and on what they mean, by code.
func Checks() []*finding.Check {
	return []*finding.Check{smallUnits(), peopleUnknown(), severalTops(), unlikeNeighbours(), leaderless()}
}

// here calls look for each unit of today, each after its parent.
func here(p *finding.Pass, look func(*graph.Unit)) {
	for _, u := range p.Tree().Units() {
		if u.ExistsOn(p.Today()) {
			look(u)
		}
	}
}

// reportUnits makes one finding of several units, on the period and on each of them.
func reportUnits(p *finding.Pass, sentence func(names string) string, units []*graph.Unit) {
	if len(units) == 0 {
		return
	}
	f := finding.Finding{Records: []graph.Ref{p.Period.Ref()}, Sentence: sentence(wording.List(namesOf(units), 3))}
	for _, u := range units {
		f.Records = append(f.Records, u.Ref())
	}
	p.Report(f)
}

func namesOf(units []*graph.Unit) []string {
	var names []string
	for _, u := range units {
		names = append(names, u.Name)
	}
	return names
}

func smallUnits() *finding.Check {
	return &finding.Check{
		Code: "INT009", Area: finding.Intent, Severity: finding.Note,
		Title: "Units are too small to show figures of their own",
		Doc: fmt.Sprintf("Looks at units with capacity of their own in the period and fewer than %d people, those "+
			"below included. Their figures are shown inside the unit above, because no figure is ever about so few. "+
			"Where the unit above has nobody else to count them with, the smallest unit beside them is shown there too: "+
			"what is left after taking all others away would otherwise be theirs. "+
			"Nothing needs to be done; it says where to look.", graph.FewestPeople),
		Mends: finding.Operations,
		Next:  "Read their figures in the unit above, or plan for them there",
		Run: func(p *finding.Pass) {
			var small, beside []*graph.Unit
			here(p, func(u *graph.Unit) {
				switch _, ok := p.Room(u.ID); {
				case !ok:
				case p.Tree().Small(u.ID):
					small = append(small, u)
				case p.Shown().Hides(u.ID):
					beside = append(beside, u)
				}
			})
			with := ""
			if len(beside) > 0 {
				with = ", and with them those of " + wording.List(namesOf(beside), 3)
			}
			reportUnits(p, func(string) string {
				return fmt.Sprintf("The figures of %s stand in the unit above, because fewer than %d people work there%s",
					wording.List(namesOf(small), 3), graph.FewestPeople, with)
			}, append(small, beside...))
		},
	}
}

func peopleUnknown() *finding.Check {
	return &finding.Check{
		Code: "INT010", Area: finding.Intent, Severity: finding.Note,
		Title: "Units with figures have not declared how many people they have",
		Doc: "Looks at units with capacity of their own in the period for the number of their people, where other " +
			"units have declared it. Without it a figure about very few people cannot be kept back. " +
			"Silent while no unit has declared its people.",
		Mends: finding.Operations, Next: "Write down how many people each of them has",
		Run: func(p *finding.Pass) {
			var unknown []*graph.Unit
			known := false
			here(p, func(u *graph.Unit) {
				known = known || u.People > 0
				if _, ok := p.Room(u.ID); ok && p.Tree().People(u.ID) == 0 {
					unknown = append(unknown, u)
				}
			})
			if known {
				reportUnits(p, func(names string) string {
					return "The number of people in " + names + " is not declared"
				}, unknown)
			}
		},
	}
}

func severalTops() *finding.Check {
	return &finding.Check{
		Code: "CAS008", Area: finding.Cascade, Severity: finding.Note,
		Title: "Units stand beside the organisation instead of in it",
		Doc: "Looks at units of today with no unit above them, beside the one that states the strategy, or else " +
			"beside the largest. Nothing is handed down to them, and their days are held against a strategy that " +
			"was never theirs. " +
			"All is well when they have a parent, or when they are a whole of their own on purpose.",
		Mends: finding.Operations, Next: "Put them under the unit they belong to",
		Run: func(p *finding.Pass) {
			var tops []*graph.Unit
			here(p, func(u *graph.Unit) {
				if p.Tree().Parent(u.ID) == "" {
					tops = append(tops, u)
				}
			})
			if len(tops) < 2 {
				return
			}
			main := mainTop(p, tops)
			var beside []*graph.Unit
			for _, u := range tops {
				if u != main {
					beside = append(beside, u)
				}
			}
			reportUnits(p, func(names string) string {
				return fmt.Sprintf("Beside %s, no unit stands above %s", main.Name, names)
			}, beside)
		},
	}
}

// mainTop is the top that states the strategy, else the one with the most units below, the first of equals.
func mainTop(p *finding.Pass, tops []*graph.Unit) *graph.Unit {
	best := tops[0]
	stated := p.Declared().Stated
	for _, u := range tops {
		if stated != nil && stated.Unit == u.ID {
			return u
		}
		if len(p.Tree().Below(u.ID)) > len(p.Tree().Below(best.ID)) {
			best = u
		}
	}
	return best
}

func unlikeNeighbours() *finding.Check {
	return &finding.Check{
		Code: "DEP013", Area: finding.Dependencies, Severity: finding.Note,
		Title: "Two units that need each other value different things",
		Doc: fmt.Sprintf("Looks at pairs of units with an open dependency between them that have both weighed what "+
			"makes work valuable, and compares the weights. Below %s in common, what is urgent for one is noise to "+
			"the other, and every promise has to be negotiated. "+
			"It need not be wrong: a service unit may weigh stability where its users weigh speed. Then it helps "+
			"to know.", wording.WholePercent(FarApart)),
		Days:  "days that the open dependencies between the two name",
		Mends: "the leads of both units",
		Next:  "Put the two lists side by side, and agree how a request is weighed between them",
		Each: finding.EachOf(func(p *finding.Pass, u *graph.Unit) {
			charters := chartersIn(p).of
			ours, ok := charters[u.ID]
			if !ok {
				return
			}
			days := make(map[graph.UnitID]float64)
			for d := range graph.Referrers[*graph.Dependency](p.Now, u.Ref()) {
				other := max(d.From, d.On)
				if _, ok := charters[other]; ok && d.Open() && other != u.ID { // a pair is told at the lesser of the two
					days[other] += float64(d.Days)
				}
			}
			for _, other := range slices.Sorted(maps.Keys(days)) {
				reportUnlike(p, u.ID, ours, other, charters[other], days[other])
			}
		}, graph.KindDependency),
	}
}

// charter is what a unit calls valuable.
type charter struct {
	name  string
	value []graph.Criterion
}

func (c charter) equal(o charter) bool { return c.name == o.name && slices.Equal(c.value, o.value) }

// charters is the units that weighed what makes work valuable.
type charters struct{ of map[graph.UnitID]charter }

func chartersIn(p *finding.Pass) *charters {
	return finding.SharedAfter(p, func(p *finding.Pass, before *charters) *charters {
		now := &charters{make(map[graph.UnitID]charter)}
		for u := range graph.All[*graph.Unit](p.Now) {
			if weighted(u.Value) {
				now.of[u.ID] = charter{u.Name, u.Value}
			}
		}
		if before != nil && maps.EqualFunc(before.of, now.of, charter.equal) {
			return before
		}
		return now
	})
}

// reportUnlike reports a pair when they share too little of what they value.
func reportUnlike(p *finding.Pass, unit graph.UnitID, ours charter, other graph.UnitID, theirs charter, days float64) {
	var a, b []float64
	for _, w := range weights(ours.value, theirs.value) {
		a, b = append(a, w.Ours), append(b, w.Theirs)
	}
	shared := stat.Overlap(a, b)
	if !shared.OK || shared.X >= FarApart {
		return
	}
	p.Report(finding.Finding{
		Sentence: fmt.Sprintf("%s and %s need each other and share %s of what they call valuable",
			ours.name, theirs.name, wording.WholePercent(shared.X)),
		Records: []graph.Ref{unit.Ref(), other.Ref()}, Unit: unit, Days: days, Mends: "the leads of " + ours.name + " and " + theirs.name,
	})
}

func leaderless() *finding.Check {
	return &finding.Check{
		Code: "DEC012", Area: finding.Decisions, Severity: finding.Note,
		Title: "A unit with a plan has no lead",
		Doc: "Looks at units of today with capacity or planned days in the period for a lead who is still there. " +
			"Without one, whatever is asked of the unit finds no answer. " +
			"Silent while no unit of the workspace names a lead.",
		Mends: "the lead of the unit above", Next: "Name who leads the unit",
		Run: func(p *finding.Pass) {
			led := false
			here(p, func(u *graph.Unit) { led = led || len(u.Leads) > 0 })
			if !led {
				return
			}
			here(p, func(u *graph.Unit) {
				if _, ok := p.Room(u.ID); !ok && p.Firm(u.ID) == 0 {
					return
				}
				f := finding.Finding{Records: []graph.Ref{u.Ref()}, Unit: u.ID, Mends: p.Above(u.ID)}
				switch left, gone := leadsLeft(p, u); {
				case len(u.Leads) == 0:
					f.Sentence = fmt.Sprintf("%s has a plan for %s and names no lead", u.Name, p.Period.Name)
				case left == 0:
					f.Sentence = fmt.Sprintf("%s has had no lead since %s", u.Name, p.Day(gone))
				default:
					return
				}
				p.Report(f)
			})
		},
	}
}

// leadsLeft counts the leads who are still there, and tells the last day of the last who left.
func leadsLeft(p *finding.Pass, u *graph.Unit) (left int, gone graph.Date) {
	for _, id := range u.Leads {
		lead := p.Now.Person(id)
		if lead == nil || lead.Until == 0 || lead.Until >= p.Today() {
			left++
			continue
		}
		if lead.Until > gone {
			gone = lead.Until
		}
	}
	return left, gone
}
