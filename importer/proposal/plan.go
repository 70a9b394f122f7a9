package proposal

import (
	"cmp"
	"fmt"
	"reflect"
	"slices"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/importer"
)

// The plan turns what was read into dated changes: first the calendar as periods, then, in the
// order of time, the groups as units with their leads, each commit as one change of initiatives,
// dependencies and decisions, and each freeze as a baseline. All changes are made up first, each
// record with its whole chain of versions; then what the workspace holds already is left out.

// Plan says what an import of the inputs would change in a workspace with the past. What is there
// already produces nothing. Files without a history hold from now on, which is in.Today; where
// the workspace has their dates already, these stay. The error is that of the past.
func (i *Inputs) Plan(past importer.Past) (importer.Plan, error) {
	latest, err := past(time.Time{})
	if err != nil {
		return importer.Plan{}, err
	}
	w := newWeaver(i, latest)
	w.weave()
	if err := w.leaveOut(past); err != nil {
		return importer.Plan{}, err
	}
	return importer.Plan{
		Unit: "versions", Total: int64(len(i.History.Events)),
		Steps: func(yield func(importer.Step, error) bool) {
			for _, s := range w.steps {
				if !yield(s.step(), nil) {
					return
				}
			}
			if notes := i.notes(); len(notes) > 0 {
				yield(importer.Step{Done: int64(len(i.History.Events)), Notes: notes}, nil)
			}
		},
	}, nil
}

// notes are what a person should know about the files once all is read.
func (i *Inputs) notes() []string {
	var out []string
	for _, d := range i.Defects {
		if d.Code == HistoryRewritten {
			out = append(out, d.Sentence+".")
		}
	}
	if words := Words(i.Defects); words != "" {
		out = append(out, words)
	}
	return out
}

// touch is one version of a record that a step makes; nil is its end.
type touch struct {
	ref    graph.Ref
	after  graph.Record
	before graph.Record
	there  bool // the workspace has it already
}

// woven is one step on the way to the plan.
type woven struct {
	verb, reason string
	at           time.Time
	touches      []touch
	done         int64
	notes        []string
}

// step is what the workspace lacks of it. Records are copied, because a draft gives its away.
func (s *woven) step() importer.Step {
	out := importer.Step{
		Draft: change.Draft{Verb: s.verb, Reason: s.reason, Effective: s.at},
		Done:  s.done, Notes: s.notes,
	}
	var removed []graph.Record
	for _, t := range s.touches {
		switch {
		case t.there:
			out.Unchanged++
		case t.after == nil:
			out.Draft.Removes = append(out.Draft.Removes, t.ref)
			removed = append(removed, t.before)
		default:
			out.Draft.Puts = append(out.Draft.Puts, copied(t.after))
			out.Before = append(out.Before, t.before)
		}
	}
	out.Before = append(out.Before, removed...)
	return out
}

// copied is a copy of the record itself; its lists are shared, and nobody writes to them.
func copied(r graph.Record) graph.Record {
	v := reflect.ValueOf(r).Elem()
	c := reflect.New(v.Type())
	c.Elem().Set(v)
	return c.Interface().(graph.Record)
}

// link is a version of a record in its chain: which step makes it.
type link struct{ step, touch int }

// weaver makes up the steps.
type weaver struct {
	in      *Inputs
	m       *Mapping
	latest  *graph.Snapshot // what the workspace holds
	began   time.Time       // before anything else
	steps   []*woven
	now     map[graph.Ref]graph.Record
	chains  map[graph.Ref][]link
	order   []graph.Ref // the records in the order of their first version
	present *woven
	living  map[int]*Proposal // by lineage
	asked   map[graph.Ref]time.Time
	periods map[int]graph.PeriodID
	groups  map[graph.UnitID]bool // units the present list of groups holds
	address map[string]address    // links that were read before

	approvals  approvals
	exceptions []asking
}

func newWeaver(in *Inputs, latest *graph.Snapshot) *weaver {
	w := &weaver{
		in: in, m: in.Mapping, latest: latest, now: map[graph.Ref]graph.Record{}, chains: map[graph.Ref][]link{},
		living: map[int]*Proposal{}, asked: map[graph.Ref]time.Time{}, periods: map[int]graph.PeriodID{},
		groups: map[graph.UnitID]bool{}, address: map[string]address{},
		approvals: approvals{map[string][]Approval{}, map[stageOf]grant{}, map[int][]graph.DecisionID{}},
	}
	w.began = in.History.Events[0].Time
	for _, g := range in.Groups {
		if !g.Time.IsZero() && g.Time.Before(w.began) {
			w.began = g.Time
		}
	}
	return w
}

// moment is something that happens at a time; of several at one time the first kind comes first.
type moment struct {
	at        time.Time
	kind      int // 0 groups, 1 commit, 2 freeze, 3 exception
	groups    int
	events    []int // of the commit
	approvals []int // that came with the commit
	cycle     int
	asking    int
	answered  bool
}

// weave makes up all steps.
func (w *weaver) weave() {
	w.begin(w.began, "calendar.imported", "The release calendar and the organisation")
	w.top()
	w.calendar()
	w.tellUndated()
	w.exceptions = w.askings()
	w.end(0)
	for _, at := range w.moments() {
		switch at.kind {
		case 0:
			w.regroup(w.in.Groups[at.groups], at.at)
		case 1:
			w.commit(at)
		case 2:
			w.lock(w.in.Cycles[at.cycle])
		case 3:
			w.ask(at)
		}
	}
}

// moments are everything that happens, in order.
func (w *weaver) moments() []moment {
	var out []moment
	for i, g := range w.in.Groups {
		at := g.Time
		if at.IsZero() {
			at = w.began
		}
		out = append(out, moment{at: at, kind: 0, groups: i})
	}
	out = append(out, w.approvalMoments(w.commits())...)
	for i, c := range w.in.Cycles {
		if w.locked(c) {
			out = append(out, moment{at: c.Freeze, kind: 2, cycle: i})
		}
	}
	out = append(out, w.exceptionMoments()...)
	slices.SortStableFunc(out, func(a, b moment) int {
		return cmp.Or(a.at.Compare(b.at), cmp.Compare(a.kind, b.kind))
	})
	return out
}

// commits groups the events by commit.
func (w *weaver) commits() []moment {
	var out []moment
	events := w.in.History.Events
	for i, e := range events {
		if i > 0 && e.Commit != "" && e.Commit == events[i-1].Commit {
			out[len(out)-1].events = append(out[len(out)-1].events, i)
			continue
		}
		at := e.Time
		if at.IsZero() {
			at = w.began
		}
		out = append(out, moment{at: at, kind: 1, events: []int{i}})
	}
	return out
}

// begin opens a step.
func (w *weaver) begin(at time.Time, verb, reason string) {
	w.present = &woven{verb: verb, reason: reason, at: at}
}

// end closes the step; done is how many versions are dealt with by then.
func (w *weaver) end(done int) {
	w.present.done = int64(done)
	i := len(w.steps)
	w.steps = append(w.steps, w.present)
	for j, t := range w.present.touches {
		if w.chains[t.ref] == nil {
			w.order = append(w.order, t.ref)
		}
		w.chains[t.ref] = append(w.chains[t.ref], link{i, j})
	}
}

// put says how a record stands from the present step on. A record that stands so is left alone.
func (w *weaver) put(r graph.Record) {
	ref := r.Ref()
	before := w.now[ref]
	if before != nil && reflect.DeepEqual(before, r) {
		return
	}
	w.touch(ref, before, r)
	w.now[ref] = r
}

// remove ends a record at the present step.
func (w *weaver) remove(ref graph.Ref) {
	if before := w.now[ref]; before != nil {
		w.touch(ref, before, nil)
		delete(w.now, ref)
	}
}

// touch adds a version; within one step the last one counts.
func (w *weaver) touch(ref graph.Ref, before, after graph.Record) {
	s := w.present
	for i := range s.touches {
		if s.touches[i].ref == ref {
			s.touches[i].after = after
			if s.touches[i].before == nil && after == nil {
				s.touches = slices.Delete(s.touches, i, i+1)
			}
			return
		}
	}
	s.touches = append(s.touches, touch{ref: ref, before: before, after: after})
}

// current is how a record stands at the present step.
func current[R graph.Record](w *weaver, ref graph.Ref) (r R, ok bool) {
	r, ok = w.now[ref].(R)
	return r, ok
}

// earlier is how a record stands, before this import when it has no history and came in before.
func earlier[R graph.Record](w *weaver, ref graph.Ref) (r R, ok bool) {
	if r, ok = current[R](w, ref); ok || !w.present.at.IsZero() {
		return r, ok
	}
	r, ok = w.latest.Record(ref).(R)
	return r, ok
}

// moment is when the present step happens; today for files without a history.
func (w *weaver) moment() time.Time {
	if w.present.at.IsZero() {
		return w.in.Today
	}
	return w.present.at
}

// note tells the person something about the present step.
func (w *weaver) note(format string, args ...any) {
	w.present.notes = append(w.present.notes, fmt.Sprintf(format, args...))
}
