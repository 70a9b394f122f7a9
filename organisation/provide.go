package organisation

import (
	"math"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// Provision is the capacity of a unit in a period, as a whole.
type Provision struct {
	Unit      graph.UnitID
	Period    graph.PeriodID
	Days      graph.Days // its own, not those of units below it
	CarveOuts []graph.CarveOut
	Rate      float64 // money per person-day; 0 is not declared
	Reason    string
	Seen      int32 // the version that was looked at; 0 does not say
}

// SetCapacity says how many days a unit has in a period, and what of it is set aside first.
func SetCapacity(s *graph.Snapshot, by change.By, in Provision) (change.Draft, error) {
	draft := change.Draft{Verb: "capacity.set", Reason: strings.TrimSpace(in.Reason)}
	if _, err := change.UnitIn(s, by, in.Unit, in.Period); err != nil {
		return draft, err
	}
	c := &graph.Capacity{Unit: in.Unit, Period: in.Period, Days: in.Days, Rate: in.Rate}
	for _, out := range in.CarveOuts {
		out.Name = strings.TrimSpace(out.Name)
		if slices.ContainsFunc(c.CarveOut, func(o graph.CarveOut) bool { return strings.EqualFold(o.Name, out.Name) }) {
			return draft, fault.Invalidf("Put both into one", "%s is set aside twice", finding.Quote(out.Name))
		}
		c.CarveOut = append(c.CarveOut, out)
	}
	if err := roomy(c); err != nil {
		return draft, err
	}
	for was := range graph.Referrers[*graph.Capacity](s, in.Unit.Ref()) {
		if was.Period == in.Period {
			c.ID = was.ID
			draft.Update(s, c)
			draft.Expect(c.Ref(), in.Seen)
			return draft, nil
		}
	}
	c.ID = graph.CapacityID(graph.NewID(s, graph.KindCapacity, string(in.Unit)+" "+string(in.Period)))
	draft.Create(c)
	return draft, nil
}

// roomy holds that the figures of a capacity are quantities, and that no more is set aside than there is.
func roomy(c *graph.Capacity) error {
	figures := []float64{float64(c.Days), c.Rate}
	for _, out := range c.CarveOut {
		figures = append(figures, float64(out.Days))
	}
	for _, f := range figures {
		if !(f >= 0 && f < 1e12) {
			return fault.Invalidf("Write 0 or more", "%v is no quantity", f)
		}
	}
	if aside := c.SetAside(); aside > c.Days {
		return fault.Invalidf("Lower what is set aside, or raise the days", "%s are set aside of %s", wording.Days(float64(aside)), wording.Days(float64(c.Days)))
	}
	return nil
}

// Charter is what a unit calls valuable, urgent and successful.
type Charter struct {
	Unit    graph.UnitID
	Value   []graph.Criterion // nil leaves the list as it is, an empty one clears it
	Urgency []graph.Criterion
	Success []graph.Criterion
	Reason  string
	Seen    int32 // the version that was looked at; 0 does not say
}

// DefineCharter weighs what a unit goes by. The weights of a list sum to 1, or none is given.
func DefineCharter(s *graph.Snapshot, by change.By, in Charter) (change.Draft, error) {
	draft := change.Draft{Verb: "unit.chartered", Reason: strings.TrimSpace(in.Reason)}
	if _, err := standing(s, by, in.Unit, by.Day()); err != nil {
		return draft, err
	}
	u, err := change.Take[*graph.Unit](s, in.Unit)
	if err != nil {
		return draft, err
	}
	for _, l := range []struct {
		name graph.List
		want []graph.Criterion
		put  *[]graph.Criterion
	}{{graph.ListValue, in.Value, &u.Value}, {graph.ListUrgency, in.Urgency, &u.Urgency}, {graph.ListSuccess, in.Success, &u.Success}} {
		if l.want == nil {
			continue
		}
		if *l.put, err = criteria(s, l.name, l.want); err != nil {
			return draft, err
		}
	}
	draft.Update(s, u)
	draft.Expect(u.Ref(), in.Seen)
	return draft, nil
}

// criteria is a list of a charter whose dimensions belong to it, each once, weighed as a whole.
func criteria(s *graph.Snapshot, name graph.List, list []graph.Criterion) ([]graph.Criterion, error) {
	var out []graph.Criterion
	var sum float64
	for _, c := range list {
		d, err := change.Known[*graph.Dimension](s, c.Dimension)
		if err != nil {
			return nil, err
		}
		switch {
		case d.List != name:
			return nil, fault.Invalidf("Put it there, or weigh another", "%s belongs to the list of %s, not of %s", finding.Quote(d.Name), d.List, name)
		case slices.ContainsFunc(out, func(o graph.Criterion) bool { return o.Dimension == d.ID }):
			return nil, fault.Invalidf("Keep it once", "%s stands twice among %s", finding.Quote(d.Name), name)
		case !(c.Weight >= 0 && c.Weight <= 1):
			return nil, fault.Invalidf("Write each as a part of 1, for instance 0.25 for 25%", "the weight of %s is not between 0%% and 100%%", finding.Quote(d.Name))
		}
		c.Words = strings.TrimSpace(c.Words)
		out = append(out, c)
		sum += float64(c.Weight)
	}
	if sum > 0 && math.Abs(sum-1) > 1e-6 {
		return nil, fault.Invalidf("Change the weights so that together they are 100%", "the weights of %s add up to %s", name, wording.Percent(sum))
	}
	return out, nil
}
