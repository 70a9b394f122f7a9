package generate

import (
	"iter"

	"throughline/change"
	"throughline/graph"
)

// Organisation is what the options determine.
type Organisation struct {
	opt    Options
	dice   dice
	cal    calendar
	groups []group
	teams  []team

	step                    float64 // the smallest share that is handed out
	shares                  []float64
	lostTheme, starvedTheme int
	cells                   [stages]cells
	lowered                 []bool // the teams that are asked for less of the lost theme
	plan                    cells  // planned days as promised, which may be more than there are

	projects []project
	halfOf   []int
	outcomes []outcome
	loads    []load
	quantum  float64 // the least time that is logged, in days
	events   []event
	key      Key
}

// New works out the organisation, all but its work items. It refuses options out of range.
func New(opt Options) (*Organisation, error) {
	opt = opt.orDefaults()
	if err := opt.check(); err != nil {
		return nil, err
	}
	o := &Organisation{opt: opt, dice: dice(mix(opt.Seed)), cal: newCalendar(opt)}
	o.units()
	o.stated()
	o.afflict()
	o.assign()
	o.declare()
	o.portfolio()
	o.targets()
	o.spread()
	o.weigh(o.executed())
	o.happen()
	o.confess()
	return o, nil
}

// Key is what was planted. It must not be changed.
func (o *Organisation) Key() *Key { return &o.key }

// Drafts yields the changes that made the organisation, by ascending effective time, each at most
// Options.Batch records. It can be asked for again and yields the same.
func (o *Organisation) Drafts() iter.Seq[change.Draft] {
	return func(yield func(change.Draft) bool) {
		w := &writer{batch: o.opt.Batch, yield: yield}
		next, synced := 0, 0
		for day := range o.cal.days {
			w.open(o.cal.days[day], 8)
			for ; next < len(o.events) && o.events[next].day <= day && !w.ended; next++ {
				o.events[next].tell(w)
			}
			w.flush()
			if last := day == len(o.cal.days)-1; last || (day+1)%o.opt.Every == 0 {
				w.open(o.cal.days[day], 18)
				o.sync(w, synced, day, last)
				w.flush()
				synced = day + 1
			}
			if w.ended {
				return
			}
		}
	}
}

// event is something that happens on a working day of the history.
type event struct {
	day  int
	turn turn
	tell func(*writer)
}

// turn is when in the day an event is told. What others refer to comes first, and what bears the same
// verb together, so that it can share a draft.
type turn int

const (
	turnPlan turn = iota
	turnRead
	turnRaised
	turnDecided
	turnTalk
	turnAct // the acts of dependencies follow, one turn each
)

// on notes what happens on the day, moved into the history.
func (o *Organisation) on(day int, when turn, tell func(*writer)) {
	o.events = append(o.events, event{min(max(day, 0), len(o.cal.days)-1), when, tell})
}

// theme is the id of the k-th theme.
func (o *Organisation) theme(k int) graph.ThemeID {
	return graph.ThemeID(graph.Slug(themeWords[k].short))
}
