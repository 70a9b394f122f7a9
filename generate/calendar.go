package generate

import (
	"fmt"
	"time"

	"throughline/graph"
)

// calendar is the days of the history and the halves they lie in.
type calendar struct {
	first, last graph.Date   // the first and last working day with a change
	days        []graph.Date // the working days from first to last
	halves      []span
	years       []span
}

// span is a period with its place in the history.
type span struct {
	id, name    string
	start, end  graph.Date
	from, until int // its working days within the history: days[from:until]
}

func newCalendar(o Options) calendar {
	c := calendar{first: workday(o.Today-graph.Date(7*o.Weeks), +1), last: workday(o.Today-1, -1)}
	for d := c.first; d <= c.last; d++ {
		if isWorkday(d) {
			c.days = append(c.days, d)
		}
	}
	for y := c.first.Time().Year(); y <= o.Today.Time().Year(); y++ {
		year := span{id: fmt.Sprint(y), name: fmt.Sprint(y), start: graph.On(y, time.January, 1), end: graph.On(y, time.December, 31)}
		c.years = append(c.years, year)
		for h, m := range []time.Month{time.January, time.July} {
			half := span{id: fmt.Sprintf("%d-h%d", y, h+1), name: fmt.Sprintf("%d H%d", y, h+1), start: graph.On(y, m, 1), end: graph.On(y, m+6, 1) - 1}
			if half.end >= c.first && half.start <= c.last {
				c.halves = append(c.halves, c.place(half))
			}
		}
	}
	return c
}

// place finds the working days of the span within the history.
func (c *calendar) place(s span) span {
	for s.until = 0; s.until < len(c.days) && c.days[s.until] <= s.end; s.until++ {
		if c.days[s.until] < s.start {
			s.from = s.until + 1
		}
	}
	return s
}

// quarters are the two quarters of a half.
func (s span) quarters() [2]span {
	y, q := s.start.Time().Year(), (int(s.start.Time().Month())-1)/3+1
	mid := graph.On(y, s.start.Time().Month()+3, 1)
	name := func(q int) (id, name string) { return fmt.Sprintf("%d-q%d", y, q), fmt.Sprintf("%d Q%d", y, q) }
	a, an := name(q)
	b, bn := name(q + 1)
	return [2]span{{id: a, name: an, start: s.start, end: mid - 1}, {id: b, name: bn, start: mid, end: s.end}}
}

func (s span) period() graph.PeriodID { return graph.PeriodID(s.id) }

// since is the share of the half's working days that the history covers up to day d.
func (s span) since(first, d graph.Date) float64 {
	if d < s.start || d < first {
		return 0
	}
	return float64(graph.Workdays(max(s.start, first), min(d, s.end))) / float64(graph.Workdays(s.start, s.end))
}

func isWorkday(d graph.Date) bool { return graph.Workdays(d, d) == 1 }

// workday is the nearest working day from d on in the direction.
func workday(d, direction graph.Date) graph.Date {
	for !isWorkday(d) {
		d += direction
	}
	return d
}

// at is the moment of a day in UTC.
func at(d graph.Date, hour, minute int) time.Time {
	return d.Time().Add(time.Duration(hour)*time.Hour + time.Duration(minute)*time.Minute)
}
