package portfolio

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"throughline/change"
	"throughline/examples"
	"throughline/fault"
	"throughline/graph"
)

// sampled begins the ids of the work of the sample.
const sampled = "sample-"

// SampleIn is the first item of the sample of a tracker that is in the picture, nil for none.
func SampleIn(s *graph.Snapshot) *graph.Work {
	for r := range s.Records(graph.KindWork, sampled) {
		if w, is := r.(*graph.Work); is && strings.HasPrefix(string(w.ID), sampled) {
			return w
		}
		break
	}
	return nil
}

// TrySample brings the built-in sample of a tracker in, as work of the days up to today. It is of the organisation's own units and
// initiatives; where there are none below the top, or none has days in the period, those of the sample come with it. All of it
// is one change, so that taking that back takes it all out.
func TrySample(s *graph.Snapshot, by change.By, in graph.PeriodID) (change.Draft, error) {
	draft := change.Draft{Verb: "work.sampled", Reason: "The built-in sample of a tracker"}
	if SampleIn(s) != nil {
		return draft, fault.Invalidf("Take it out first", "the sample is there already")
	}
	period := s.Period(in)
	if period == nil || !period.Contains(by.Day()) {
		return draft, fault.Invalidf("Write three themes down first: the period around today comes with them", "there is no period around today to log work in")
	}
	if len(strategyThemes(s, by.Day())) == 0 {
		return draft, fault.Invalidf("Write three themes down first", "there is no theme for the work to serve")
	}
	m := sampler{s: s, draft: &draft, period: period, today: by.Day(), now: by.At}
	m.teams()
	m.room()
	m.initiatives()
	m.work()
	return draft, nil
}

// sampler puts the sample together.
type sampler struct {
	s      *graph.Snapshot
	draft  *change.Draft
	period *graph.Period
	today  graph.Date
	now    time.Time
	units  []graph.UnitID // who does the work
	people []int          // that stand behind them, as far as the sample says
	owned  []*graph.Initiative
}

// strategyThemes is the themes that hold on the day, in their order.
func strategyThemes(s *graph.Snapshot, day graph.Date) []graph.ThemeID {
	var list []*graph.Theme
	for t := range graph.All[*graph.Theme](s) {
		if t.Until == 0 || t.Until >= day {
			list = append(list, t)
		}
	}
	slices.SortStableFunc(list, func(a, b *graph.Theme) int { return cmp.Or(cmp.Compare(a.Order, b.Order), cmp.Compare(a.ID, b.ID)) })
	ids := make([]graph.ThemeID, len(list))
	for n, t := range list {
		ids[n] = t.ID
	}
	return ids
}

// teams are the units without others below them; those of the sample where there is none but a top.
func (m *sampler) teams() {
	tree := graph.TreeOf(m.s, m.today)
	tops := tree.Tops()
	alone := func(u graph.UnitID) bool {
		return !slices.ContainsFunc(tree.Below(u), func(b graph.UnitID) bool { return b != u })
	}
	for u := range graph.All[*graph.Unit](m.s) {
		if u.ExistsOn(m.today) && !slices.Contains(tops, u.ID) && alone(u.ID) {
			m.units, m.people = append(m.units, u.ID), append(m.people, u.People)
		}
	}
	if len(m.units) > 0 {
		return
	}
	for _, t := range examples.SampleTeams() {
		u := &graph.Unit{ID: graph.UnitID(graph.NewID(m.s, graph.KindUnit, "sample "+t.Name)), Name: t.Name, People: t.People}
		if len(tops) > 0 {
			u.Parent = tops[0]
		}
		m.draft.Create(u)
		m.units, m.people = append(m.units, u.ID), append(m.people, t.People)
	}
}

// fewPeople is how many stand behind a unit that does not say.
const fewPeople = 6

// room gives the units their days, where no unit has any in the period.
func (m *sampler) room() {
	for _, r := range graph.Rooms(m.s, m.period.Span()) {
		if r.Days > 0 {
			return
		}
	}
	for n, u := range m.units {
		days := graph.Days(cmp.Or(m.people[n], fewPeople) * m.period.Workdays())
		id := graph.CapacityID(graph.NewID(m.s, graph.KindCapacity, "sample "+string(u)))
		m.draft.Create(&graph.Capacity{ID: id, Unit: u, Period: m.period.ID, Days: days})
	}
}

// initiatives are those that go on; those of the sample, which serve the themes in their order, where there is none.
func (m *sampler) initiatives() {
	for i := range graph.All[*graph.Initiative](m.s) {
		if !i.State.Ended() && len(i.Audience) == 0 { // nothing of the sample may tell of what is confidential
			m.owned = append(m.owned, i)
		}
	}
	if len(m.owned) > 0 {
		return
	}
	themes := strategyThemes(m.s, m.today)
	for _, of := range examples.SampleInitiatives() {
		owner := m.units[(of.Team-1)%len(m.units)]
		i := &graph.Initiative{
			ID: graph.InitiativeID(graph.NewID(m.s, graph.KindInitiative, "sample "+of.Name)), Name: of.Name, Owner: owner, State: graph.Started, Periods: []graph.PeriodID{m.period.ID},
		}
		i.Participants = m.taking(of)
		if of.Theme > 0 {
			i.Contributes = []graph.Contribution{{Theme: themes[(of.Theme-1)%len(themes)], Share: 1}}
		}
		m.draft.Create(i)
		m.owned = append(m.owned, i)
	}
}

// taking is the days that the units plan for an initiative of the sample. A unit in which several teams of it work plans the
// mean of theirs.
func (m *sampler) taking(of examples.SampleInitiative) (out []graph.Participation) {
	for n, u := range m.units[:min(len(m.units), len(of.Parts))] {
		part, teams := 0.0, 0
		for team := n; team < len(of.Parts); team += len(m.units) {
			part, teams = part+of.Parts[team], teams+1
		}
		if part > 0 {
			days := part / float64(teams) * float64(cmp.Or(m.people[n], fewPeople)*m.period.Workdays())
			out = append(out, graph.Participation{Unit: u, Period: m.period.ID, Days: graph.Days(days)})
		}
	}
	return out
}

// work is the items of the sample, logged on working days of the period up to today.
func (m *sampler) work() {
	for _, item := range examples.Tracker() {
		w := &graph.Work{ID: graph.WorkID(graph.NewID(m.s, graph.KindWork, sampled+item.Key)), Key: "SAMPLE-" + item.Key, Title: item.Title, Unit: m.units[(item.Team-1)%len(m.units)]}
		if item.Initiative > 0 {
			w.Initiative = m.owned[(item.Initiative-1)%len(m.owned)].ID
		}
		on := m.workday(item.Ago)
		w.Logged = []graph.Logged{{On: on, Days: float32(item.Days)}}
		at := func(hour time.Duration) int64 { return min(on.Time().Add(hour*time.Hour).Unix(), m.now.Unix()) }
		w.States = []graph.Transition{{State: graph.Opened, At: at(8)}, {State: graph.Begun, At: at(9)}}
		if item.Done {
			w.States = append(w.States, graph.Transition{State: graph.Finished, At: at(16)})
		}
		m.draft.Create(w)
	}
}

// workday is the working day so many before today, and not before the period.
func (m *sampler) workday(ago int) graph.Date {
	day := m.today
	for day > m.period.Start && graph.Workdays(day, m.today) <= ago {
		day--
	}
	return day
}
