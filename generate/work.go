package generate

import (
	"sort"
	"strconv"
	"strings"

	"throughline/graph"
)

// item is where a work item stands in the history, in working days.
type item struct {
	half, number int // its number among the half's
	slot         *slot
	rank, peers  int // its place among the slot's items, and how many there are
	open, begun  int // the days it was opened and begun; begun is -1 for one that only waits
	end          int // the last day something happened to it
	finished     bool
}

// longest is the most working days between the opening and the end of an item.
const longest = 32

// sync writes the items that were opened or ended on the days from..to; at the last reading also those
// that are still under way.
func (o *Organisation) sync(w *writer, from, to int, last bool) {
	for h := range o.loads {
		l := &o.loads[h]
		if l.items == 0 || l.until <= from-1 || l.from > to {
			continue
		}
		for j := l.openedBefore(from - longest); j < l.openedBefore(to+1) && !w.ended; j++ {
			it := o.item(h, j)
			fresh, over := it.open >= from, it.end >= from && it.end <= to
			if fresh || over {
				w.put("work.synchronised", "read from the tracker", o.work(&it, to))
			}
		}
	}
}

// openedBefore counts the items of the half that are opened before the day.
func (l *load) openedBefore(day int) int {
	return sort.Search(l.items, func(j int) bool { return l.opened(j) >= day })
}

// opened is the day on which the half's j-th item is opened.
func (l *load) opened(j int) int {
	return l.from + int(int64(j)*int64(l.until-l.from)/int64(l.items))
}

// item works out the half's j-th item.
func (o *Organisation) item(h, j int) item {
	l := &o.loads[h]
	it := item{half: h, number: j, open: l.opened(j), begun: -1}
	n := l.first + j
	active := j - j/queued
	if j%queued == queued-1 || active >= l.active {
		it.slot = l.slotAt(o.dice.of(cupQueue, n, max(l.active, 1)))
		it.end = it.open
		return it
	}
	pos := int(int64(active) * int64(l.stride) % int64(l.active))
	it.slot = l.slotAt(pos)
	it.rank, it.peers = pos-it.slot.from, l.peers(it.slot)
	t := &o.teams[it.slot.team]
	last := l.until - 1
	it.begun = min(it.open+o.dice.of(cupLead, n, 4), last)
	it.finished = o.dice.part(cupFinish, n) < t.finish
	span := 1 + o.dice.of(cupSpan, n, 7)
	switch {
	case !it.finished, t.finish < .5:
		span += 10
	case o.dice.part(cupBlock, n) < t.blocked:
		span += 6
	}
	it.end = it.begun + span
	if it.end > last {
		it.end = last
		it.finished = it.finished && o.cal.halves[h].end <= o.cal.last
	}
	return it
}

// slotAt is the slot that holds the active item at a place.
func (l *load) slotAt(pos int) *slot {
	i := sort.Search(len(l.slots), func(i int) bool { return l.slots[i].from > pos })
	return &l.slots[i-1]
}

// peers counts the items of a slot.
func (l *load) peers(s *slot) int {
	i := sort.Search(len(l.slots), func(i int) bool { return l.slots[i].from > s.from })
	if i == len(l.slots) {
		return l.active - s.from
	}
	return l.slots[i].from - s.from
}

// quanta is the time spent on the item: the slot's, shared out so that neighbours differ but the sum holds.
func (o *Organisation) quanta(it *item) int {
	base, rest := it.slot.quanta/it.peers, it.slot.quanta%it.peers
	q := base
	if it.rank|1 < it.peers && base > 1 {
		d := o.dice.of(cupSpread, it.slot.from+(it.rank|1), base)
		if it.rank%2 == 0 {
			d = -d
		}
		q += d
	}
	if it.rank < rest {
		q++
	}
	return q
}

// work is the item's record as it stood at the end of day now.
func (o *Organisation) work(it *item, now int) *graph.Work {
	n := o.loads[it.half].first + it.number
	t := &o.teams[it.slot.team]
	q := 0
	if it.begun >= 0 {
		q = o.quanta(it)
	}
	w := &graph.Work{
		ID:    graph.WorkID(strings.ToLower(t.code) + "-" + strconv.Itoa(n+101)),
		Title: workVerbs[o.dice.of(cupTitle, 3*n, len(workVerbs))] + " " + workThings[o.dice.of(cupTitle, 3*n+1, len(workThings))] + workPlaces[o.dice.of(cupTitle, 3*n+2, len(workPlaces))],
		Unit:  t.id, Size: points(float64(q) * o.quantum),
	}
	if it.slot.project >= 0 {
		w.Initiative = o.projects[o.standsIn(it)].id
	}
	o.states(w, it, n, now)
	if it.begun >= 0 {
		o.log(w, it, q, now)
		o.block(w, it, n, now)
	}
	return w
}

// standsIn is the item's project: for one opened after its project was cut, the project that took its place.
func (o *Organisation) standsIn(it *item) int {
	p := &o.projects[it.slot.project]
	if p.fate == CutAfterLock && it.open > o.surprise(it.half)+2 {
		return p.heir
	}
	return p.number
}

// points is the size of so many days on the scale of 1, 2, 3, 5, 8, 13.
func points(days float64) float32 {
	for _, p := range []float32{1, 2, 3, 5, 8} {
		if days <= float64(p) {
			return p
		}
	}
	return 13
}

func (o *Organisation) states(w *graph.Work, it *item, n, now int) {
	minute := o.dice.of(cupHour, n, 50)
	w.States = make([]graph.Transition, 0, 3)
	add := func(m graph.Move, day, hour int) {
		if day <= now {
			w.States = append(w.States, graph.Transition{State: m, At: at(o.cal.days[day], hour, minute).Unix()})
		}
	}
	add(graph.Opened, it.open, 9)
	if it.begun < 0 {
		return
	}
	add(graph.Begun, it.begun, 10)
	switch {
	case it.finished:
		add(graph.Finished, it.end, 16)
	case n%13 == 0:
		add(graph.Paused, it.end, 16)
	case n%5 == 0:
		add(graph.Dropped, it.end, 16)
	}
}

// log spreads the item's time over up to three days from its beginning to its end.
func (o *Organisation) log(w *graph.Work, it *item, q, now int) {
	entries := min(3, q, it.end-it.begun+1)
	if entries < 1 {
		return
	}
	w.Logged = make([]graph.Logged, 0, entries)
	for i := range entries {
		day := it.begun + i*(it.end-it.begun)/max(entries-1, 1)
		if day <= now {
			part := q*(i+1)/entries - q*i/entries
			w.Logged = append(w.Logged, graph.Logged{On: o.cal.days[day], Days: float32(float64(part) * o.quantum)})
		}
	}
}

// block lets the item wait for another unit between its beginning and its end. One that is under way
// on the last day waits still.
func (o *Organisation) block(w *graph.Work, it *item, n, now int) {
	t := &o.teams[it.slot.team]
	lasts := !it.finished && it.end == o.loads[it.half].until-1
	if it.begun >= now || o.dice.part(cupBlock, n) >= t.blocked || it.end-it.begun < 2 && !lasts {
		return
	}
	on := (it.slot.team + 1 + o.dice.of(cupBlock, n+1, min(8, len(o.teams)-1))) % len(o.teams)
	b := graph.Block{On: o.teams[on].id, From: at(o.cal.days[it.begun], 12, 0).Unix()}
	if to := it.end - 1; to <= now && !lasts {
		b.To = at(o.cal.days[to], 12, 0).Unix()
	}
	w.Blocked = []graph.Block{b}
}
