package diary

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"time"
)

// item is one work item and all that happens to it.
type item struct {
	id, title        string
	unit, initiative string
	prefix           string
	opened, begun    time.Time
	closed           time.Time // zero while it is open
	how              string    // finished or dropped
	size             int
	days             float64 // how many it needs
	left             float64
	logged           []entry
	held             wait
	waits            bool // it is going to wait
	stuck            bool // it will not be finished
}

// entry is days logged on a day.
type entry struct {
	on   time.Time
	days float64
}

// wait is a span in which an item waited for a unit.
type wait struct {
	on       string
	from, to time.Time // to is zero while it lasts
	spans    int       // how many readings it still lasts
}

// toss is a number from 0 up to 1 that depends on the words alone.
func toss(words ...string) float64 {
	h := fnv.New64a()
	for _, w := range words {
		h.Write([]byte(w))
		h.Write([]byte{0})
	}
	x := h.Sum64()
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return float64((x^x>>31)>>11) / (1 << 53)
}

// pick is an index below n.
func pick(n int, words ...string) int { return int(toss(words...) * float64(n)) }

// play lets all units work through the spans and returns their items in the order of their ids.
func (s *Script) play(spans []span) []*item {
	var all []*item
	used := make(map[string]int)
	for _, u := range s.Units {
		var mine []*item
		for _, stream := range u.Days {
			mine = append(mine, s.stream(u, stream, spans, used)...)
		}
		slices.SortStableFunc(mine, func(a, b *item) int { return a.opened.Compare(b.opened) })
		for i, it := range mine {
			it.id = u.Prefix + "-" + number(i+101)
		}
		all = append(all, mine...)
	}
	slices.SortStableFunc(all, func(a, b *item) int { return cmp.Or(cmp.Compare(a.prefix, b.prefix), a.opened.Compare(b.opened)) })
	return all
}

// stream plays one row of the table: each week its days go to the items under way, and to new ones.
func (s *Script) stream(u Unit, stream Stream, spans []span, used map[string]int) []*item {
	var items, active []*item
	carry, rest := 0.0, s.budget(stream, spans)
	for n, sp := range spans {
		carry += rest[n]
		amount := math.Floor(carry*2) / 2
		carry -= amount
		most := float64(len(sp.work))
		for _, it := range active {
			amount -= it.spend(sp, min(amount, most))
		}
		for amount > 0 {
			it := s.fresh(u, stream, sp, used)
			items, active = append(items, it), append(active, it)
			amount -= it.spend(sp, min(amount, most))
		}
		if ends(rest[n+1:]) {
			drop(active, sp.last)
			break
		}
		active = slices.DeleteFunc(active, func(it *item) bool { return it.how != "" })
	}
	return items
}

// budget is the stream's days in each span: the month's days by working days.
func (s *Script) budget(stream Stream, spans []span) []float64 {
	in := make([]int, len(s.Months))
	for _, sp := range spans {
		for _, d := range sp.work {
			if m := s.month(d); m >= 0 && stream.on(d) {
				in[m]++
			}
		}
	}
	out := make([]float64, len(spans))
	for n, sp := range spans {
		for _, d := range sp.work {
			if m := s.month(d); m >= 0 && stream.on(d) {
				out[n] += stream.Logged[m] / float64(in[m])
			}
		}
	}
	return out
}

func ends(rest []float64) bool {
	return len(rest) > 0 && !slices.ContainsFunc(rest, func(d float64) bool { return d > 0 })
}

// drop ends what is still under way when a stream runs dry.
func drop(active []*item, on time.Time) {
	for _, it := range active {
		if it.how == "" {
			it.how, it.closed = "dropped", on
			if !it.held.from.IsZero() && it.held.to.IsZero() {
				it.held.to = on
			}
		}
	}
}

// fresh begins a new item in the span.
func (s *Script) fresh(u Unit, stream Stream, sp span, used map[string]int) *item {
	name := stream.titles()
	t := s.Titles[name]
	title := t.title(used[name])
	used[name]++
	usual := t.Size
	if usual == 0 {
		usual = 10
	}
	it := &item{
		title: title, unit: u.ID, prefix: u.Prefix, initiative: stream.Initiative,
		days: max(math.Round(usual*2*(.4+1.2*toss(u.ID, title, "days")))/2, 1),
	}
	it.left, it.size = it.days, points(it.days)
	it.begun = sp.work[pick((len(sp.work)+1)/2, u.ID, title, "begun")]
	it.opened = s.earlier(it.begun, pick(9, u.ID, title, "opened"), stream.From)
	month := max(s.month(sp.first), 0)
	it.waits = it.days > 3 && len(u.WaitsOn) > 0 && toss(u.ID, title, "waits") < u.Held[month]
	if it.waits {
		it.held.on = u.WaitsOn[pick(len(u.WaitsOn), u.ID, title, "on")]
		it.held.spans = 1 + pick(3, u.ID, title, "long")
	}
	it.stuck = u.Finishes > 0 && toss(u.ID, title, "stuck") > u.Finishes
	return it
}

// earlier goes back so many days, to a working day not before the first of the script and the stream.
func (s *Script) earlier(d time.Time, days int, from string) time.Time {
	for begun := d; days > 0; days-- {
		d = d.AddDate(0, 0, -1)
		if at := date(d); at < s.From || at < from {
			return begun
		}
	}
	for d.Weekday() == time.Saturday || d.Weekday() == time.Sunday {
		d = d.AddDate(0, 0, 1)
	}
	return d
}

// spend logs up to so many days on the item in the span and returns how many. An item that waits logs
// nothing until the wait is over.
func (t *item) spend(sp span, most float64) float64 {
	if most <= 0 || t.how != "" || t.holds(sp) {
		return 0
	}
	days := min(most, t.left)
	if first := t.workdays(sp); len(t.logged) == 0 {
		days = min(days, float64(len(first)))
	}
	if t.waits && len(t.logged) == 0 {
		days = min(days, max(math.Floor(t.days)/2, 1)) // it cannot be finished before it waited
	}
	t.left -= days
	on := sp.last
	if t.left <= 0 && !t.stuck {
		work := t.workdays(sp)
		on = work[len(work)-1-pick((len(work)+1)/2, t.unit, t.title, "end")]
		t.how, t.closed = "finished", on
	} else if t.left <= 0 {
		t.left = t.days / 2
		t.days += t.left
	}
	t.logged = append(t.logged, entry{on, days})
	return days
}

// workdays is the days of the span on which the item can be worked on.
func (t *item) workdays(sp span) []time.Time {
	i := 0
	for i < len(sp.work)-1 && sp.work[i].Before(t.begun) {
		i++
	}
	return sp.work[i:]
}

// holds tells whether the item waits through the span. The wait begins after the first days were spent.
func (t *item) holds(sp span) bool {
	if !t.waits || len(t.logged) == 0 {
		return false
	}
	if t.held.from.IsZero() {
		t.held.from = t.logged[0].on
	}
	if t.held.spans--; t.held.spans >= 0 {
		return true
	}
	if t.held.to.IsZero() {
		t.held.to = sp.first
	}
	return false
}

// points is the size of so many days.
func points(days float64) int {
	for i, limit := range []float64{2, 4, 7, 11, 16} {
		if days <= limit {
			return []int{1, 2, 3, 5, 8}[i]
		}
	}
	return 13
}
