package portfolio

import (
	"fmt"
	"math"
	"slices"

	"throughline/graph"
)

// item is one thing whose place in time is compared: an initiative's days, or one of its steps.
type item struct {
	step       string
	base, plan []float64 // by slot
}

// days puts the planned days of the initiative by slot into the row, all units together; nothing unless
// it is committed, started or done.
func (t *timeline) days(row []float64, c *graph.Calendar, i *graph.Initiative) {
	if i == nil || !i.State.Planned() {
		return
	}
	for n := range i.Participants {
		p := &i.Participants[n]
		if p.Days == 0 {
			continue
		}
		if slot, ok := t.at[p.Period]; ok {
			row[slot] += float64(p.Days)
			continue
		}
		if c.Whole(i, p) && c.Period(p.Period) == t.period(p.Period) {
			for slot, part := range t.over(t.period(p.Period)) {
				row[slot] += float64(p.Days) * part
			}
			continue
		}
		t.lay(row, c.Spans(i, *p), float64(p.Days))
	}
}

// commitments is the steps of the initiative by slot, each as 1; without steps the initiative is one.
func (t *timeline) commitments(c *graph.Calendar, i *graph.Initiative) map[string][]float64 {
	out := make(map[string][]float64)
	if i == nil || !i.State.Planned() {
		return out
	}
	steps := i.Steps
	if len(steps) == 0 {
		steps = []graph.Step{{}}
	}
	for _, s := range steps {
		spans := c.Initiative(i)
		if p := c.Period(s.Period); p != nil {
			spans = graph.Spans{p.Span()}
		}
		if len(spans) == 0 {
			continue
		}
		row := make([]float64, len(t.slots))
		if n, ok := t.at[s.Period]; ok && s.Period != "" {
			row[n] = 1
		} else {
			t.lay(row, spans, 1)
		}
		out[stepKey(out, s.Name)] = row
	}
	return out
}

// stepKey is the step's name, with a number when the name stands more than once.
func stepKey(taken map[string][]float64, name string) string {
	key := name
	for n := 2; taken[key] != nil; n++ {
		key = fmt.Sprintf("%s (%d)", name, n)
	}
	return key
}

// pair brings the two sides of each step together, in the order of the names.
func pair(base, plan map[string][]float64, slots int) []item {
	var names []string
	for name := range base {
		names = append(names, name)
	}
	for name := range plan {
		if base[name] == nil {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	none := make([]float64, slots)
	out := make([]item, 0, len(names))
	for _, name := range names {
		it := item{name, none, none}
		if b := base[name]; b != nil {
			it.base = b
		}
		if p := plan[name]; p != nil {
			it.plan = p
		}
		out = append(out, it)
	}
	return out
}

// within keeps of an item what belongs to the slots looked at. Of the plan outside, what was not
// there at lock and can have come from inside counts as moved out, up to what inside lacks.
func (i item) within(inside []bool) item {
	base, plan := make([]float64, len(inside)), make([]float64, len(inside))
	var b, p, out float64
	for n, in := range inside {
		if in {
			base[n], plan[n] = i.base[n], i.plan[n]
			b, p = b+base[n], p+plan[n]
		} else {
			out += max(0, i.plan[n]-i.base[n])
		}
	}
	if left := min(b-p, out); left > 0 {
		for n, in := range inside {
			if !in {
				plan[n] = max(0, i.plan[n]-i.base[n]) * left / out
			}
		}
	}
	return item{i.step, base, plan}
}

// resized reports whether the initiative was estimated anew without a change of scope: it serves the
// same and has the same steps in the same periods, and every unit's days in every period changed by the
// same factor. Without declared steps nothing tells an estimate from a cut, so it is taken as a change.
func resized(then, now *graph.Initiative) bool {
	if then == nil || now == nil || len(then.Steps) == 0 || !then.State.Planned() || !now.State.Planned() ||
		len(then.Participants) != len(now.Participants) {
		return false
	}
	sameSteps := slices.EqualFunc(then.Steps, now.Steps, func(a, b graph.Step) bool { return a.Name == b.Name && a.Period == b.Period })
	if !sameSteps || !slices.Equal(then.Contributes, now.Contributes) || !slices.Equal(then.Periods, now.Periods) {
		return false
	}
	factor := 0.0
	for n, a := range then.Participants {
		b := now.Participants[n]
		if a.Unit != b.Unit || a.Period != b.Period || (a.Days == 0) != (b.Days == 0) {
			return false
		}
		if a.Days == 0 {
			continue
		}
		f := float64(b.Days / a.Days)
		if factor != 0 && math.Abs(f-factor) > 1e-9*factor {
			return false
		}
		factor = f
	}
	return factor != 0 && factor != 1
}
