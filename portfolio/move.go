package portfolio

import (
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Shift is from one period to another.
type Shift struct{ From, To graph.PeriodID }

// Moving is an initiative that moves to other periods.
type Moving struct {
	Initiative graph.InitiativeID
	Shifts     []Shift // made at once; what stands in a shorter period inside From goes with it
	Reason     string
	Seen       int32 // the version that was looked at; 0 does not say. Without it, asking twice may move twice
}

// Move moves an initiative with its steps that are not done, and with all days of those who take part.
func Move(s *graph.Snapshot, by change.By, in Moving) (change.Draft, error) {
	draft := change.Draft{Verb: "initiative.moved", Reason: strings.TrimSpace(in.Reason)}
	i, err := underWay(s, in.Initiative)
	if err != nil {
		return draft, err
	}
	if len(in.Shifts) == 0 {
		return draft, fault.Invalidf("Say from which period to which", "no period is named")
	}
	for n, sh := range in.Shifts {
		if err := possible(s, by, in.Shifts[:n], sh); err != nil {
			return draft, err
		}
	}
	m := shifting{s, in.Shifts}
	for _, sh := range in.Shifts {
		if !m.has(i, sh.From) && !m.has(i, sh.To) {
			return draft, fault.Invalidf("Name a period that it stands in", "nothing of %s stands in %s", quoted(i), s.Period(sh.From).Name)
		}
	}
	m.move(i)
	draft.Update(s, i)
	draft.Expect(i.Ref(), in.Seen)
	return draft, nil
}

// underWay is a copy of the initiative, which must not have ended.
func underWay(s *graph.Snapshot, id graph.InitiativeID) (*graph.Initiative, error) {
	i, err := change.Take[*graph.Initiative](s, id)
	if err != nil {
		return nil, err
	}
	switch i.State {
	case graph.Stopped:
		return nil, wasStopped(i)
	case graph.Done:
		return nil, fault.Invalidf("Step back to started first, where that is not so", "%s is done", quoted(i))
	}
	return i, nil
}

// possible holds that a shift is one, beside those before it.
func possible(s *graph.Snapshot, by change.By, before []Shift, sh Shift) error {
	from, err := change.Known[*graph.Period](s, sh.From)
	if err != nil {
		return err
	}
	to, err := change.Known[*graph.Period](s, sh.To)
	if err != nil {
		return err
	}
	switch {
	case sh.From == sh.To:
		return fault.Invalidf("Name another period", "%s is where it stands", to.Name)
	case to.End < by.Day():
		return fault.Invalidf("Name a period that is not over", "%s ended on %s", to.Name, by.Words(to.End))
	case slices.ContainsFunc(before, func(o Shift) bool { return o.From == sh.From }):
		return fault.Invalidf("Name each period once", "it moves from %s to two periods", from.Name)
	}
	return nil
}

// shifting moves what stands in periods.
type shifting struct {
	s      *graph.Snapshot
	shifts []Shift
}

// where is the period that the period becomes.
func (m shifting) where(id graph.PeriodID) graph.PeriodID {
	for _, sh := range m.shifts {
		if sh.From == id {
			return sh.To
		}
	}
	p := m.s.Period(id)
	for _, sh := range m.shifts {
		if p != nil && p.Span().Inside(m.s.Period(sh.From).Span()) {
			return sh.To
		}
	}
	return id
}

// has reports whether anything of the initiative stands in the period or inside it.
func (m shifting) has(i *graph.Initiative, in graph.PeriodID) bool {
	within := func(id graph.PeriodID) bool {
		p := m.s.Period(id)
		return p != nil && p.Span().Inside(m.s.Period(in).Span())
	}
	return slices.ContainsFunc(i.Periods, within) ||
		slices.ContainsFunc(i.Steps, func(st graph.Step) bool { return !st.Done && within(st.Period) }) ||
		slices.ContainsFunc(i.Participants, func(p graph.Participation) bool { return within(p.Period) })
}

func (m shifting) move(i *graph.Initiative) {
	var periods []graph.PeriodID
	for _, id := range i.Periods {
		if to := m.where(id); !slices.Contains(periods, to) {
			periods = append(periods, to)
		}
	}
	var days []graph.Participation
	for _, p := range i.Participants {
		p.Period = m.where(p.Period)
		days = withDays(days, p)
	}
	for n := range i.Steps {
		if !i.Steps[n].Done {
			i.Steps[n].Period = m.where(i.Steps[n].Period)
		}
	}
	for _, sh := range m.shifts {
		inside := func(id graph.PeriodID) bool {
			p := m.s.Period(id)
			return p != nil && m.s.Period(sh.To).Span().Inside(p.Span())
		}
		if len(periods) > 0 && !slices.ContainsFunc(periods, inside) && slices.ContainsFunc(days, func(p graph.Participation) bool { return p.Period == sh.To }) {
			periods = append(periods, sh.To)
		}
	}
	i.Periods, i.Participants = periods, days
}

// withDays adds the days to those of the unit in the period.
func withDays(list []graph.Participation, p graph.Participation) []graph.Participation {
	for n := range list {
		if list[n].Unit == p.Unit && list[n].Period == p.Period {
			list[n].Days += p.Days
			return list
		}
	}
	return append(list, p)
}

// Staffing is the days of a unit on an initiative.
type Staffing struct {
	Initiative graph.InitiativeID
	Unit       graph.UnitID
	Period     graph.PeriodID // empty spreads the days over the initiative's periods
	Days       graph.Days     // 0 takes the unit's days in the period out
	Reason     string
	Seen       int32 // the version that was looked at; 0 does not say
}

// Staff sets the days of a unit in a period.
func Staff(s *graph.Snapshot, by change.By, in Staffing) (change.Draft, error) {
	draft := change.Draft{Verb: "initiative.staffed", Reason: strings.TrimSpace(in.Reason)}
	i, err := underWay(s, in.Initiative)
	if err != nil {
		return draft, err
	}
	if err := staffable(s, by, in); err != nil {
		return draft, err
	}
	same := func(p graph.Participation) bool { return p.Unit == in.Unit && p.Period == in.Period }
	at := slices.IndexFunc(i.Participants, same)
	switch {
	case in.Days == 0:
		i.Participants = slices.DeleteFunc(i.Participants, same)
	case at < 0:
		i.Participants = append(i.Participants, graph.Participation{Unit: in.Unit, Days: in.Days, Period: in.Period})
	default:
		rest := slices.DeleteFunc(slices.Clone(i.Participants[at+1:]), same)
		i.Participants = append(i.Participants[:at+1], rest...)
		i.Participants[at].Days = in.Days
	}
	draft.Update(s, i)
	draft.Expect(i.Ref(), in.Seen)
	return draft, nil
}

// staffable holds that the unit can give the days: it exists then, and they are a quantity.
func staffable(s *graph.Snapshot, by change.By, in Staffing) error {
	u, err := change.Known[*graph.Unit](s, in.Unit)
	if err != nil {
		return err
	}
	if !(in.Days >= 0 && in.Days < 1e9) {
		return fault.Invalidf("Write 0 or more", "%v days are no quantity", float64(in.Days))
	}
	first, last := by.Day(), by.Day()
	if in.Period != "" {
		p, err := change.Known[*graph.Period](s, in.Period)
		if err != nil {
			return err
		}
		first, last = p.Start, p.End
	}
	if in.Days > 0 && (u.From > last || u.Until != 0 && u.Until < first) {
		return fault.Invalidf("Name a unit of that time", "%s does not exist then", finding.Quote(u.Name))
	}
	return nil
}
