package workspacefile

import (
	"fmt"
	"math"
	"slices"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

// Plan compares the workspace with the past of the one it is imported into and says what to change.
// Records that stand so at their moment produce nothing. All structural rules are checked in the
// pictures that the changes would make; what breaks one is told with its place, and there is no plan.
func (w *Workspace) Plan(past importer.Past) (importer.Plan, error) {
	p := &planner{w: w, past: past, latest: make(map[graph.Ref]planned)}
	for i, e := range w.changes {
		if err := p.change(i, e); err != nil {
			return importer.Plan{}, err
		}
	}
	if err := p.problems.Err(); err != nil {
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

// planned is a record as the plan leaves it; nil when it removes it.
type planned struct {
	rec       graph.Record
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

// change plans one change.
func (p *planner) change(i int, e *entry) error {
	if err := p.moveTo(e.on); err != nil {
		return err
	}
	c := &changing{planner: p, n: i + 1, e: e, after: make(map[graph.Ref]graph.Record)}
	c.collect()
	step := c.step()
	p.done += int64(len(e.whole) + len(e.patches) + len(e.removes))
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
	for _, ref := range slices.SortedFunc(keys(p.latest), graph.Ref.Compare) {
		p.place(b, ref, p.latest[ref])
	}
	p.picture = b.Snapshot(base.AsOf(), base.Position())
	return nil
}

func keys(m map[graph.Ref]planned) func(func(graph.Ref) bool) {
	return func(yield func(graph.Ref) bool) {
		for r := range m {
			if !yield(r) {
				return
			}
		}
	}
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
	n     int
	e     *entry
	order []graph.Ref
	after map[graph.Ref]graph.Record // what the change makes of each record; nil removes it
}

// current is the record as it stands before the change, or within it as far as it was written.
func (c *changing) current(ref graph.Ref) graph.Record {
	if r, ok := c.after[ref]; ok {
		return r
	}
	return c.picture.Record(ref)
}

func (c *changing) put(ref graph.Ref, rec graph.Record) {
	if _, ok := c.after[ref]; !ok {
		c.order = append(c.order, ref)
	}
	c.after[ref] = rec
}

// collect goes through what is written: whole records, set, add, remove.
func (c *changing) collect() {
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
		if c.current(r.ref) == nil {
			continue
		}
		c.put(r.ref, nil)
	}
}

// missing tells that a record is to be changed that is not there.
func (c *changing) missing(ref graph.Ref, at importer.Place, what string) {
	var ids []string
	for r := range c.picture.Records(ref.Kind, "") {
		ids = append(ids, r.Ref().ID)
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
	s := importer.Step{Actor: "", Draft: change.Draft{Reason: c.e.why, Effective: c.e.on}}
	if c.e.by != "" {
		s.Actor = graph.PersonID(c.e.by).Ref().String()
	}
	var removed []graph.Record
	for _, ref := range c.order {
		before, after := c.picture.Record(ref), c.after[ref]
		switch {
		case same(before, after):
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
		c.latest[ref] = planned{after, c.e.effective(), int64(c.n)}
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
	return change.Same(a, b)
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
