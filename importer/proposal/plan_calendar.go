package proposal

import (
	"fmt"
	"slices"
	"time"

	"throughline/graph"
	"throughline/wording"
)

// furthest is how many releases beyond the calendar a milestone may name and still get a period.
const furthest = 20

// calendar puts a period for every release that the calendar holds or a milestone names.
func (w *weaver) calendar() {
	cycles := map[int]Cycle{}
	for _, c := range w.in.Cycles {
		cycles[c.Number] = c
	}
	estimated := 0
	for _, n := range w.releases() {
		c, known := cycles[n]
		if !known {
			estimated++
			w.guess(n)
			continue
		}
		w.periods[n] = graph.PeriodID(slugDotted(c.Release))
		w.put(periodOf(c))
	}
	if estimated > 0 && len(w.in.Cycles) > 0 {
		w.note("%s named and not in the calendar; their dates are estimated from the usual length of a cycle.", wording.Count(estimated, "release is", "releases are"))
	}
}

// guess puts a period for a release outside the calendar. One that the workspace has already
// keeps its dates: a guess made on another day is no better.
func (w *weaver) guess(n int) {
	c, ok := w.estimate(n)
	if !ok {
		return
	}
	p := periodOf(c)
	if was, ok := w.latest.Record(p.Ref()).(*graph.Period); ok {
		p.Start, p.End = was.Start, was.End
	}
	w.periods[n] = p.ID
	w.put(p)
}

// periodOf is a cycle as a period.
func periodOf(c Cycle) *graph.Period {
	p := &graph.Period{
		ID: graph.PeriodID(slugDotted(c.Release)), Name: c.Release, Kind: graph.Own,
		Start: graph.DateOf(c.Start), End: graph.DateOf(c.OutDay), Lock: c.Freeze,
	}
	if c.Freeze.IsZero() {
		p.Name += " (dates estimated)"
	}
	return p
}

// slugDotted is a release's name as an id; dots stay.
func slugDotted(s string) string {
	if graph.CheckID(s) == "" {
		return s
	}
	return slug(s)
}

// releases are all that are in the calendar or named by a milestone, ascending.
func (w *weaver) releases() []int {
	seen := map[int]bool{}
	highest := 0
	for _, c := range w.in.Cycles {
		seen[c.Number] = true
		highest = max(highest, c.Number)
	}
	for _, e := range w.in.History.Events {
		if e.After == nil {
			continue
		}
		raws := []string{e.After.Latest}
		for _, ms := range e.After.Milestones {
			raws = append(raws, ms.Raw)
		}
		for _, raw := range raws {
			if n, ok := w.m.Release(raw); ok && (highest == 0 || n <= highest+furthest) {
				seen[n] = true
			}
		}
	}
	var out []int
	for n := range seen {
		out = append(out, n)
	}
	slices.Sort(out)
	return out
}

// estimate is a cycle for a release outside the calendar, as long as the middle one of the known
// cycles and beginning where the known ones end. ok is false without a calendar of two releases.
func (w *weaver) estimate(n int) (c Cycle, ok bool) {
	known := w.in.Cycles
	if len(known) < 2 {
		return w.invented(n), true
	}
	var lengths []time.Duration
	for i := 1; i < len(known); i++ {
		lengths = append(lengths, known[i].Start.Sub(known[i-1].Start)/time.Duration(known[i].Number-known[i-1].Number))
	}
	slices.Sort(lengths)
	length := lengths[len(lengths)/2].Truncate(24 * time.Hour)
	i, inside := slices.BinarySearchFunc(known, n, func(c Cycle, n int) int { return c.Number - n })
	if inside || i > 0 && i < len(known) {
		return Cycle{}, false // a gap in the calendar: nothing can be said
	}
	from := known[0]
	if i > 0 {
		from = known[len(known)-1]
	}
	start := from.Start.Add(time.Duration(n-from.Number) * length)
	return Cycle{Release: w.m.Write(n), Number: n, Start: start, OutDay: start.Add(length - 24*time.Hour)}, true
}

// invented is a quarter of a year for each release, so that without a calendar the order of the
// releases is right; the last one named ends on the last day of the history.
func (w *weaver) invented(n int) Cycle {
	const quarter = 91 * 24 * time.Hour
	events := w.in.History.Events
	last := events[len(events)-1].Time
	if last.IsZero() {
		last = w.in.Today
	}
	last = last.Truncate(24 * time.Hour)
	all := w.releases()
	start := last.Add(-time.Duration(all[len(all)-1]-n+1) * quarter)
	return Cycle{Release: w.m.Write(n), Number: n, Start: start, OutDay: start.Add(quarter - 24*time.Hour)}
}

// period is the period of a milestone, "" when it names none.
func (w *weaver) period(raw string) graph.PeriodID {
	n, ok := w.m.Release(raw)
	if !ok {
		return ""
	}
	return w.periods[n]
}

// locked reports whether a release's freeze is a lock: it lies within the history.
func (w *weaver) locked(c Cycle) bool {
	events := w.in.History.Events
	first, last := events[0].Time, events[len(events)-1].Time
	return w.periods[c.Number] != "" && !c.Freeze.IsZero() && !c.Freeze.Before(first) && !c.Freeze.After(last)
}

// baselineOf is the id of the baseline of a release's freeze.
func (w *weaver) baselineOf(c Cycle) graph.BaselineID {
	return graph.BaselineID("freeze-" + string(w.periods[c.Number]))
}

// lock puts the baseline of a freeze.
func (w *weaver) lock(c Cycle) {
	name := "Freeze of " + c.Release
	if w.m.Days.Freeze != "" {
		name = fmt.Sprintf(w.m.Days.Freeze, c.Release)
	}
	w.begin(c.Freeze, "baseline.locked", name)
	w.put(&graph.Baseline{ID: w.baselineOf(c), Name: name, Period: w.periods[c.Number], At: c.Freeze})
	w.end(w.doneSoFar())
}
