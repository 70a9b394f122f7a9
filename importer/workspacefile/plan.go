package workspacefile

import (
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

// Plan compares the workspace with the past of the one it is imported into and says what to change.
// Records that stand so at their moment produce nothing. All structural rules are checked in the
// pictures that the changes would make; what breaks one is told with its place, together with what is
// wrong in the files, and there is no plan.
func (w *Workspace) Plan(past importer.Past) (importer.Plan, error) {
	if w.isTorn() {
		return importer.Plan{}, w.Err()
	}
	p := &planner{w: w, past: past, latest: make(map[graph.Ref]planned)}
	for first, end := 0, 0; first < len(w.changes); first = end {
		for end = first + 1; end < len(w.changes) && w.changes[end].on.Equal(w.changes[first].on); end++ {
		}
		if err := p.moment(first, end); err != nil {
			return importer.Plan{}, err
		}
	}
	if err := p.all().Err(); err != nil {
		return importer.Plan{}, err
	}
	return importer.Plan{
		Unit: "records", Total: int64(w.records),
		Steps: func(yield func(importer.Step, error) bool) {
			for _, s := range p.steps {
				if !yield(s, nil) {
					return
				}
			}
		},
	}, nil
}

// isTorn reports whether parts of the files could not be read at all: what is missing then would break
// rules that are kept in truth.
func (w *Workspace) isTorn() bool {
	return slices.ContainsFunc(w.problems, func(p importer.Problem) bool { return p.Record.IsZero() })
}

// all is the problems of the files with those of the pictures, by place. A field that was not read well
// is not held against the rules as well.
func (p *planner) all() importer.Problems {
	out := slices.Clone(p.w.problems)
	misread := make(map[graph.Ref]importer.Problems, len(out))
	for _, one := range out {
		misread[one.Record] = append(misread[one.Record], one)
	}
	for _, one := range p.problems {
		if !follows(one, misread[one.Record]) {
			out = append(out, one)
		}
	}
	slices.SortStableFunc(out, func(a, b importer.Problem) int { return a.Place.Compare(b.Place) })
	return out[:min(len(out), most)]
}

// follows reports whether a broken rule only follows from what was not read: the field itself, what is in
// it or around it, or the field that a misspelt one probably was.
func follows(broken importer.Problem, misread importer.Problems) bool {
	return slices.ContainsFunc(misread, func(m importer.Problem) bool {
		return isAround(m.Field, broken.Field) || isAround(broken.Field, m.Field) || slices.Contains(m.Nearest, broken.Field)
	})
}

// isAround reports whether a path is that of a field or of what it stands in; "" is around everything.
func isAround(path, field string) bool {
	for ; field != path && field != ""; field = parentPath(field) {
	}
	return field == path
}

// planner walks through the changes and keeps what they would have made of the past.
type planner struct {
	w        *Workspace
	past     importer.Past
	latest   map[graph.Ref]planned // what the plan puts or removes, as of its last change
	steps    []importer.Step
	done     int64
	problems importer.Problems

	base    *graph.Snapshot // the past at the present moment
	picture *graph.Snapshot // base and what the plan makes of it
}

// planned is a record as the plan leaves it.
type planned struct {
	before    graph.Record // as it stood without the plan; nil when it was not there
	rec       graph.Record // as the plan leaves it; nil when it removes it
	effective int64
	seq       int64
}

// undated stands for a moment after all others.
const undated = math.MaxInt64

func (e *entry) effective() int64 {
	if e.on.IsZero() {
		return undated
	}
	return e.on.UnixMilli()
}

// moment plans the changes first..end-1, which hold from the same moment. The past shows only what
// became of them all, so a record that stands at the end as it stood before is left alone in each.
func (p *planner) moment(first, end int) error {
	if err := p.moveTo(p.w.changes[first].on); err != nil {
		return err
	}
	settled := map[graph.Ref]bool{}
	if end-first > 1 {
		trial := *p
		trial.latest, trial.problems = maps.Clone(p.latest), nil
		for i := first; i < end; i++ {
			if err := trial.change(i, nil); err != nil {
				return err
			}
		}
		for i := first; i < end; i++ {
			for _, ref := range p.w.changes[i].touches() {
				settled[ref] = same(p.picture.Record(ref), trial.picture.Record(ref))
			}
		}
	}
	for i := first; i < end; i++ {
		if err := p.change(i, settled); err != nil {
			return err
		}
	}
	return nil
}

// touches is every record the change is about.
func (e *entry) touches() []graph.Ref {
	var out []graph.Ref
	for _, w := range e.whole {
		out = append(out, w.ref)
	}
	for _, p := range e.patches {
		out = append(out, p.ref)
	}
	for _, r := range e.removes {
		out = append(out, r.ref)
	}
	return out
}

// change plans one change, leaving alone the records that are settled.
func (p *planner) change(i int, settled map[graph.Ref]bool) error {
	e := p.w.changes[i]
	c := &changing{planner: p, n: i + 1, e: e, settled: settled, after: make(map[graph.Ref]graph.Record)}
	if err := c.collect(); err != nil {
		return err
	}
	step := c.step()
	p.done += int64(len(e.touches()))
	step.Done = p.done
	p.check(i, e, step.Draft)
	p.steps = append(p.steps, split(step)...)
	return nil
}

// moveTo takes the picture of the moment. The picture built so far stays while the past does not move.
func (p *planner) moveTo(on time.Time) error {
	base, err := p.past(on)
	if err != nil {
		return err
	}
	if p.base != nil && (base == p.base || base.Position() == 0 && p.base.Position() == 0) {
		return nil
	}
	p.base = base
	b := base.Edit()
	for _, ref := range slices.SortedFunc(maps.Keys(p.latest), graph.Ref.Compare) {
		p.place(b, ref, p.latest[ref])
	}
	p.picture = b.Snapshot(base.AsOf(), base.Position())
	return nil
}

// place puts a planned record into a picture, where a later one of the past stays.
func (p *planner) place(b *graph.Builder, ref graph.Ref, l planned) {
	stamp := graph.Stamp{Version: 1, Position: math.MaxInt64/2 + l.seq, Effective: l.effective}
	if l.rec == nil {
		b.Remove(ref, stamp)
		return
	}
	b.Put(graph.WithStamp(clone(l.rec), stamp))
}

// check holds the change against the structural rules, and its author against the people there are.
func (p *planner) check(i int, e *entry, d change.Draft) {
	b := p.picture.Edit()
	for _, ref := range d.Touches() {
		p.place(b, ref, p.latest[ref])
	}
	p.picture = b.Snapshot(e.on, p.base.Position())
	p.tell(p.w.problemsBefore(i+1, graph.Check(p.picture, d.Touches())))
	by := graph.PersonID(e.by)
	if by == "" || p.picture.Person(by) != nil {
		return
	}
	var ids []string
	for person := range graph.All[*graph.Person](p.picture) {
		ids = append(ids, string(person.ID))
	}
	p.tell(importer.Problems{{
		Place: e.byAt, Value: e.by, Sentence: fmt.Sprintf("there is no person %q at that time", e.by),
		Remedy: "Name a person who is there by then, or add them in a change before", Nearest: fault.Nearest(e.by, ids, 3),
	}})
}

func (p *planner) tell(more importer.Problems) {
	room := most - len(p.problems)
	p.problems = append(p.problems, more[:min(room, len(more))]...)
}

// changing is one change on its way to a step.
type changing struct {
	*planner
	n       int
	e       *entry
	settled map[graph.Ref]bool
	order   []graph.Ref
	after   map[graph.Ref]graph.Record // what the change makes of each record; nil removes it
	notes   []string
}

// current is the record as it stands before the change, or within it as far as it was written.
func (c *changing) current(ref graph.Ref) graph.Record {
	if r, ok := c.after[ref]; ok {
		return r
	}
	now := c.picture.Record(ref)
	l, ok := c.latest[ref]
	if ok && now != nil && now.Stamp().Effective > l.effective {
		return carried(l, now)
	}
	return now
}

// carried takes what the plan changed at an earlier moment over to a version that the workspace holds
// from a later moment on: an entry put into the middle of a history would else end at the next one.
// Fields that the later version changed itself stay.
func carried(l planned, now graph.Record) graph.Record {
	if l.rec == nil || l.before == nil {
		return now
	}
	c := clone(now)
	v, before, after := reflect.ValueOf(c).Elem(), reflect.ValueOf(l.before).Elem(), reflect.ValueOf(l.rec).Elem()
	for i := range v.NumField() {
		if !v.Type().Field(i).IsExported() {
			continue
		}
		was, is := before.Field(i).Interface(), after.Field(i).Interface()
		if !reflect.DeepEqual(was, is) && reflect.DeepEqual(was, v.Field(i).Interface()) {
			v.Field(i).Set(after.Field(i))
		}
	}
	return c
}

func (c *changing) put(ref graph.Ref, rec graph.Record) {
	if _, ok := c.after[ref]; !ok {
		c.order = append(c.order, ref)
	}
	c.after[ref] = rec
}

// collect goes through what is written: whole records, set, add, remove.
func (c *changing) collect() error {
	for _, w := range c.e.whole {
		c.put(w.ref, w.rec)
	}
	for _, p := range c.e.patches {
		rec := c.current(p.ref)
		if rec == nil {
			c.missing(p.ref, p.place, "changed")
			continue
		}
		c.put(p.ref, p.apply(rec))
	}
	for _, r := range c.e.removes {
		if err := c.remove(r); err != nil {
			return err
		}
	}
	return nil
}

// remove takes a record out. One that is gone already is fine when it was there before.
func (c *changing) remove(r removal) error {
	if c.current(r.ref) != nil {
		c.put(r.ref, nil)
		return nil
	}
	if c.e.on.IsZero() {
		c.notes = append(c.notes, r.ref.String()+" is not there to be removed.")
		return nil
	}
	before, err := c.past(c.e.on.Add(-time.Millisecond))
	if err == nil && before.Record(r.ref) == nil {
		c.missing(r.ref, r.place, "removed")
	}
	return err
}

// missing tells that a record is to be changed that is not there.
func (c *changing) missing(ref graph.Ref, at importer.Place, what string) {
	var ids []string
	for r := range c.picture.Records(ref.Kind, "") {
		ids = append(ids, r.Ref().ID)
	}
	for _, w := range c.e.whole {
		if w.ref.Kind == ref.Kind {
			ids = append(ids, w.ref.ID)
		}
	}
	sentence := "the record cannot be " + what + " because it does not exist"
	if !c.e.on.IsZero() {
		sentence += " on " + c.e.on.Format("2 Jan 2006")
	}
	c.tell(importer.Problems{{
		Place: at, Record: ref, Sentence: sentence, Remedy: "Name one that exists by then, or write the whole record in its section",
		Nearest: fault.Nearest(ref.ID, ids, 3),
	}})
}

// step is the change without what stands so already.
func (c *changing) step() importer.Step {
	s := importer.Step{Notes: c.notes, Draft: change.Draft{Reason: c.e.why, Effective: c.e.on}}
	if c.e.by != "" {
		s.Actor = graph.PersonID(c.e.by).Ref().String()
	}
	var removed []graph.Record
	for _, ref := range c.order {
		before, after := c.picture.Record(ref), c.after[ref]
		switch {
		case c.settled[ref] || same(before, after):
			s.Unchanged++
			continue
		case after == nil:
			s.Draft.Removes = append(s.Draft.Removes, ref)
			removed = append(removed, before)
		default:
			s.Draft.Puts = append(s.Draft.Puts, after)
			s.Before = append(s.Before, before)
		}
		_, earlier := c.latest[ref]
		c.latest[ref] = planned{before, after, c.e.effective(), int64(c.n)}
		if c.e.on.IsZero() && !earlier {
			s.Draft.Expects = append(s.Draft.Expects, c.expect(ref))
		}
	}
	s.Before = append(s.Before, removed...)
	s.Draft.Verb = verbOf(c.e, s)
	return s
}

// expect holds an undated change to the version it was compared with. It is not asked for records that
// the plan itself changes before: their versions are still to be counted.
func (c *changing) expect(ref graph.Ref) change.Expectation {
	if r := c.base.Record(ref); r != nil {
		return change.Expectation{Record: ref, Version: r.Stamp().Version}
	}
	return change.Expectation{Record: ref}
}

func same(a, b graph.Record) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	x, y := bare(a), bare(b)
	return reflect.DeepEqual(x, y) || change.Same(x, y) // documents are slower to compare, and know that times are equal in all zones
}

// bare is the record with lists without items not set, which means the same.
func bare(rec graph.Record) graph.Record {
	c := clone(rec)
	v := reflect.ValueOf(c).Elem()
	for i := range v.NumField() {
		if f := v.Field(i); f.Kind() == reflect.Slice && f.Len() == 0 && f.CanSet() {
			f.SetZero()
		}
	}
	return c
}

// verbOf says what happened, in the past tense.
func verbOf(e *entry, s importer.Step) string {
	if e.verb != "" || s.Draft.IsEmpty() {
		return e.verb
	}
	kind := s.Draft.Touches()[0].Kind
	for _, ref := range s.Draft.Touches() {
		if ref.Kind != kind {
			return "workspace.changed"
		}
	}
	switch {
	case len(s.Draft.Puts) == 0:
		return string(kind) + ".removed"
	case !slices.ContainsFunc(s.Before, func(r graph.Record) bool { return r != nil }):
		return string(kind) + ".created"
	}
	return string(kind) + ".changed"
}
