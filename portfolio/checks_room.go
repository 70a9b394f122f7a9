package portfolio

import (
	"fmt"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// filling is a unit's plan against its room, units of fewer than five people with the one above.
type filling struct {
	unit    graph.UnitID
	planned float64 // committed, started or done
	likely  float64
	room    float64 // without carve-outs
	records []graph.Ref
}

type fillings []filling

// fillingsOf is every unit that declared capacity in the period, by id.
func fillingsOf(p *finding.Pass) fillings {
	return finding.Shared(p, func(p *finding.Pass) fillings {
		at := make(map[graph.UnitID]int)
		var out fillings
		for _, r := range p.Capacities().Rooms {
			u := p.Shown().At(r.Unit)
			if u == "" {
				continue
			}
			n, ok := at[u]
			if !ok {
				n = len(out)
				at[u] = n
				out = append(out, filling{unit: u})
			}
			f := &out[n]
			if plan, ok := p.Agenda().PlanOf(r.Unit); ok {
				f.planned, f.likely = f.planned+plan.Firm, f.likely+plan.Likely
			}
			f.room += r.Days - r.SetAside
			for _, id := range r.Records {
				f.records = append(f.records, id.Ref())
			}
		}
		return out
	})
}

func (f filling) finding(p *finding.Pass, sentence string, days float64) finding.Finding {
	return finding.Finding{
		Sentence: sentence, Records: append([]graph.Ref{f.unit.Ref()}, f.records...), Unit: f.unit, Stage: stagePlanned, Days: days, Mends: p.Lead(f.unit),
	}
}

func overplanned() *finding.Check {
	return &finding.Check{
		Code: "POR005", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "A unit has promised more days than it has",
		Doc: fmt.Sprintf("Compares each unit's days on initiatives that are committed, started or done in the "+
			"period with its capacity less what is set aside. More than %s over is told here: something will not "+
			"happen, and chance decides what. "+
			"Units of fewer than five people count with the one above.", wording.WholePercent(PlanSlack)),
		Days:  "planned days less the days there are",
		Mends: "the lead of the unit",
		Next:  "Say which initiative gives way, with those who count on it",
		Run: func(p *finding.Pass) {
			for _, f := range fillingsOf(p) {
				if over := f.planned - f.room; over > PlanSlack*f.room+1e-9 {
					s := fmt.Sprintf("%s has promised %s in %s and has %s",
						p.Unit(f.unit), wording.Days(f.planned), p.Period.Name, wording.Number(roundDays(f.room)))
					p.Report(f.finding(p, s, over))
				}
			}
		},
	}
}

func reserveEaten() *finding.Check {
	return &finding.Check{
		Code: "POR006", Area: finding.Portfolio, Severity: finding.Note,
		Title: "A unit's plan uses the reserve",
		Doc: "Looks at units whose promised days leave less than the reserve that the period declares. What comes " +
			"in between, and something will, then breaks a promise. " +
			"Silent where the period declares no reserve; more than the whole capacity is another finding.",
		Days:  "what the plan takes of the reserve",
		Mends: "the lead of the unit",
		Next:  "Move something to a later period, so that the reserve is free",
		Run: func(p *finding.Pass) {
			if p.Period.Reserve == 0 {
				return
			}
			for _, f := range fillingsOf(p) {
				reserve := f.room * float64(p.Period.Reserve)
				taken := f.planned - (f.room - reserve)
				if taken > PlanSlack*f.room+1e-9 && f.planned <= f.room*(1+PlanSlack) {
					taken = min(taken, reserve)
					s := fmt.Sprintf("The plan of %s takes %s of the %s that %s keeps in reserve",
						p.Unit(f.unit), wording.Number(roundDays(taken)), wording.Days(reserve), p.Period.Name)
					p.Report(f.finding(p, s, taken))
				}
			}
		},
	}
}

func planWithoutRoom() *finding.Check {
	return &finding.Check{
		Code: "POR007", Area: finding.Portfolio, Severity: finding.Note,
		Title: "A unit plans days, and its capacity is not declared",
		Doc: "Looks at units with planned days in the period that have declared no capacity for it, where other " +
			"units have. Nobody can say whether the plan fits, and the figures of intent leave the unit out. " +
			"Silent while no unit has declared capacity.",
		Days:  "the unit's planned days in the period",
		Mends: "the lead of the unit",
		Next:  "Declare the unit's capacity for the period",
		Run: func(p *finding.Pass) {
			if len(p.Capacities().Rooms) == 0 {
				return
			}
			for _, u := range p.Tree().Units() {
				planned := p.Firm(u.ID)
				if _, ok := p.Room(u.ID); ok || planned == 0 || !u.ExistsOn(p.Period.End) {
					continue
				}
				f := finding.Finding{
					Sentence: fmt.Sprintf("%s plans %s in %s, and its capacity is not declared",
						u.Name, wording.Days(planned), p.Period.Name),
					Records: []graph.Ref{u.Ref(), p.Period.Ref()}, Unit: u.ID, Stage: stagePlanned, Days: planned, Mends: p.Lead(u.ID),
				}
				if !p.Alone(u.ID) {
					f.Days, f.Sentence = 0, fmt.Sprintf("%s has a plan for %s, and its capacity is not declared", u.Name, p.Period.Name)
				}
				p.Report(f)
			}
		},
	}
}

func closedUnit() *finding.Check {
	return &finding.Check{
		Code: "POR008", Area: finding.Portfolio, Severity: finding.Warning,
		Title: "Days are planned in a unit that is closed",
		Doc: "Looks at initiatives that are committed or started, for units that take part and whose last day has " +
			"passed. Their days will not come. " +
			"All is well when another unit takes them over, or when the plan shrinks.",
		Days:  "days of the closed units on the initiative in what is left of the period",
		Mends: "the unit that owns the initiative",
		Next:  "Agree which unit takes over the days, or take them out",
		Each: eachFirm(func(p *finding.Pass, i finding.Planned) {
			var names []string
			var refs []graph.Ref
			var days float64
			told := true // the days are those of units that are shown alone
			for _, part := range i.Participants {
				u := p.Now.Unit(part.Unit)
				if u == nil || u.Until == 0 || u.Until >= p.Today() || slices.Contains(refs, u.Ref()) {
					continue
				}
				if left := p.DaysToComeOf(i.Initiative, u.ID); left > 0 {
					names, refs, days = append(names, u.Name), append(refs, u.Ref()), days+left
					told = told && p.Alone(u.ID)
				}
			}
			if len(names) > 0 {
				what, are := wording.Days(days)+" of "+wording.List(names, len(names)), "is"
				if !told {
					what, days = wording.List(names, len(names)), 0
				}
				if len(names) > 1 {
					are = "are"
				}
				s := fmt.Sprintf("%s counts on %s, which %s closed", quoted(i.Initiative), what, are)
				report(p, i.Initiative, s, days, refs...)
			}
		}),
	}
}

func daysInNoPlan() *finding.Check {
	return &finding.Check{
		Code: "POR019", Area: finding.Portfolio, Severity: finding.Note,
		Title: "A good part of a unit's days is in no plan",
		Doc: fmt.Sprintf("Compares the days of each unit that takes part in any plan of the period, with likely initiatives, with "+
			"its capacity less what is set aside and less the period's reserve. %s and more without a plan go to whatever comes first, and to no theme. "+
			"All is well when they are planned, or when the period declares a larger reserve.", wording.WholePercent(OpenShare)),
		Days:  "the unit's days without a plan, beyond the reserve",
		Mends: "the lead of the unit",
		Next:  "Plan the days for what the unit is asked for, or offer them to a unit that has too few",
		Run: func(p *finding.Pass) {
			if p.Over() {
				return
			}
			for _, f := range fillingsOf(p) {
				free := f.room*(1-float64(p.Period.Reserve)) - f.planned - f.likely
				if f.planned == 0 || free < OpenShare*f.room-1e-9 {
					continue
				}
				s := fmt.Sprintf("%s of %s are in no plan of %s",
					wording.Capital(wording.Days(free)), p.Unit(f.unit), p.Period.Name)
				p.Report(f.finding(p, s, free))
			}
		},
	}
}
