package finding

import (
	"iter"

	"throughline/graph"
)

// Planned is an initiative with its days in the period.
type Planned struct {
	*graph.Initiative
	Days     float64 // planned, by all its units and whatever its state
	Concerns bool    // it is part of what the period is about, whatever its state: see graph.Concerns
	Linked   float64 // the share of it that serves any theme, 0 to 1
	Work     graph.LineWork
}

// sheet is what is known of every initiative in the period.
type sheet struct {
	lines  *graph.Lines
	agenda *graph.Agenda
	labour *graph.Labour
}

func (p *Pass) sheet() sheet {
	return Shared(p, func(p *Pass) sheet {
		b := p.whole()
		return sheet{b.Lines, b.Agenda, b.Labour}
	})
}

func (s sheet) at(line int32) Planned {
	return Planned{
		Initiative: s.lines.Initiatives[line], Days: s.agenda.PlannedOn(line), Concerns: s.agenda.Stands(line, graph.Concerns),
		Linked: s.lines.Linked(line), Work: s.labour.WorkOn(line),
	}
}

// Initiatives yields all initiatives by id.
func (p *Pass) Initiatives() iter.Seq[Planned] {
	s := p.sheet()
	return func(yield func(Planned) bool) {
		for line := range s.lines.Initiatives {
			if !yield(s.at(int32(line))) {
				return
			}
		}
	}
}

// Planned is the initiative with its days; ok is false when it is not in the picture.
func (p *Pass) Planned(id graph.InitiativeID) (i Planned, ok bool) {
	if !p.near.Has(graph.KindInitiative) {
		p.sheet()
	}
	return p.planned(id)
}

// planned is Planned, not noted: somebody else sees to it that whoever asked looks again.
func (p *Pass) planned(id graph.InitiativeID) (i Planned, ok bool) {
	last := &p.round.here.last
	if last.Initiative == nil || last.ID != id {
		b := p.round.basis
		line := b.Lines.Of(id)
		if line == b.Lines.Unlinked() {
			return Planned{}, false
		}
		*last = sheet{b.Lines, b.Agenda, b.Labour}.at(line)
	}
	return *last, true
}

// dated is whether days are planned for anybody in the period.
type dated bool

// Dated reports whether days are planned for anybody in the period. Where none are, initiatives without days
// are no finding: days are simply not declared.
func (p *Pass) Dated() bool {
	return bool(Shared(p, func(p *Pass) dated { return len(p.Agenda().Plan) > 0 }))
}

// Firm is the unit's days in the period on initiatives that are committed, started or done.
func (p *Pass) Firm(u graph.UnitID) float64 {
	if plan, ok := p.Agenda().PlanOf(u); ok {
		return plan.Firm
	}
	return 0
}

// DaysToCome is the days planned on the initiative in what is left of the period, by all its units.
func (p *Pass) DaysToCome(i *graph.Initiative) float64 { return p.DaysToComeOf(i, "") }

// DaysToComeOf is DaysToCome for one unit, or for all of them for "".
func (p *Pass) DaysToComeOf(i *graph.Initiative, unit graph.UnitID) float64 {
	span, ok := p.ToCome()
	if i == nil || !ok {
		return 0
	}
	var sum float64
	for u, d := range p.Calendar().PlannedDays(i, span) {
		if unit == "" || u == unit {
			sum += d
		}
	}
	return sum
}

// Waits reports whether the initiative is firm and still to be done in the period: committed or started, and
// part of what it is about.
func (i Planned) Waits() bool {
	return i.Concerns && (i.State == graph.Committed || i.State == graph.Started)
}
