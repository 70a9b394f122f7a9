package engine

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"throughline/access"
	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// As is on whose behalf a command runs.
type As struct {
	Actor  Actor
	Viewer access.Viewer
	On     []graph.Ref // the records that the request names: they must be there for the viewer
	Once   Once        // the name of the request, so that it is done once; zero for none
}

// DoAs is Do for somebody who may not see or change everything. A record that the request names and the viewer does not see is
// answered as one that is not there, before the command runs; what the command wants is held against what the viewer may
// change. Faults tell nothing of what is kept from the viewer: they are those of the picture without it. The exceptions cannot
// be helped, and say no more than they must: an id that is taken, and a record that others name which the viewer does not see.
func (e *Engine) DoAs(ctx context.Context, workspace string, as As, run Command) (Done, error) {
	return e.guarded(ctx, workspace, as, &guard{as: as}, run)
}

// EditAs is DoAs for a command that works on records as they are shown to the viewer: it runs on that picture, and what the
// records say of others that are kept from the viewer is put back into what it wants.
func (e *Engine) EditAs(ctx context.Context, workspace string, as As, run Command) (Done, error) {
	return e.guarded(ctx, workspace, as, e.editing(as), run)
}

func (e *Engine) guarded(ctx context.Context, workspace string, as As, g *guard, run Command) (Done, error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return Done{}, err
	}
	defer s.leave()
	j := &job{by: as.Actor, run: run, guard: g, once: as.Once.tag(as.Actor)}
	if j.once != (tag{}) {
		if err := s.asked.read(ctx, s); err != nil {
			return Done{}, err
		}
		j.by.Channel = j.once.on(j.by.Channel)
	}
	return s.ask(ctx, j)
}

// Tried is what a change would do, as its author would see it.
type Tried struct {
	Draft   change.Draft    // empty when nothing would change
	Before  []graph.Record  // what stands now where the draft puts something, nil for what is new
	Picture *graph.Snapshot // as the viewer sees it, without the change
}

// TryAs is EditAs up to the point where it would be recorded: it answers with the same faults. With a fault of a rule comes what
// was wanted.
func (e *Engine) TryAs(ctx context.Context, workspace string, as As, run Command) (Tried, error) {
	s, err := e.use(ctx, workspace)
	if err != nil {
		return Tried{}, err
	}
	defer s.leave()
	b := s.begin()
	g := e.editing(as)
	_, err = b.run(&job{by: as.Actor, run: run, guard: g, ctx: ctx})
	out := Tried{Draft: g.wanted.Draft, Picture: access.SightOf(b.base.picture, as.Viewer).Shown()}
	out.Draft.Puts = g.wanted.seen
	for _, r := range out.Draft.Puts {
		out.Before = append(out.Before, out.Picture.Record(r.Ref()))
	}
	return out, err
}

// Sight is what the viewer may see of the picture, worked out once.
func (e *Engine) Sight(ctx context.Context, picture *graph.Snapshot, v access.Viewer) (*access.Sight, error) {
	type key struct{ viewer access.Viewer }
	return Compute(ctx, e, picture, key{v}, func() *access.Sight { return access.SightOf(picture, v) })
}

// SightAt is what somebody with the sight of today may see of an earlier picture, worked out once.
func (e *Engine) SightAt(ctx context.Context, now *access.Sight, then *graph.Snapshot) (*access.Sight, error) {
	type key struct{ now *access.Sight }
	return Compute(ctx, e, then, key{now}, func() *access.Sight { return now.At(then) })
}

// guard stands between a command and the picture for somebody.
type guard struct {
	as     As
	edits  bool                                                      // the command runs on the picture as shown
	follow func(*graph.Snapshot, change.Draft) (change.Draft, error) // adds what follows of what it wants; nil adds nothing
	wanted wish                                                      // by the last run
}

// editing is the guard of an edit.
func (e *Engine) editing(as As) *guard {
	g := &guard{as: as, edits: true}
	if e.opt.Follow != nil {
		g.follow = func(now *graph.Snapshot, d change.Draft) (change.Draft, error) {
			return e.opt.Follow(now, change.By{Person: as.Viewer.Person, At: e.opt.Clock()}, d)
		}
	}
	return g
}

// wish is what a command wants.
type wish struct {
	change.Draft
	sight   *access.Sight  // of whom it is for; nil for nobody in particular
	seen    []graph.Record // the puts as that one sees them
	expects []change.Expectation
}

// wish runs the command on the picture.
func (j *job) wish(s *graph.Snapshot) (wish, error) {
	if j.guard == nil {
		d, err := j.run(s)
		return wish{Draft: d}, err
	}
	w, err := j.guard.wish(s, j.run)
	if err == nil {
		j.guard.wanted = w
	}
	return w, err
}

func (g *guard) wish(s *graph.Snapshot, run Command) (wish, error) {
	w := wish{sight: access.SightOf(s, g.as.Viewer)}
	if err := w.sight.May(nil); err != nil {
		return w, err
	}
	for _, r := range g.as.On {
		if !w.sight.Sees(r) {
			return w, w.sight.NotThere(r)
		}
	}
	if g.edits {
		s = w.sight.Shown()
	}
	var err error
	if w.Draft, err = run(s); err != nil || w.IsEmpty() {
		return w, err
	}
	if g.follow != nil {
		if w.Draft, err = g.follow(s, w.Draft); err != nil {
			return w, err
		}
	}
	for _, r := range w.Puts {
		graph.Tidy(r)
	}
	if err := w.sight.May(w.touches(s)); err != nil {
		return w, err
	}
	if err := w.untaken(g.edits); err != nil {
		return w, err
	}
	return w, w.see(g.edits)
}

// touches is what the change touches as far as the viewer sees it: what is put in the place of a record that is kept from
// them is new to them.
func (w *wish) touches(s *graph.Snapshot) []access.Touch {
	out := access.Touches(s, w.Puts, slices.DeleteFunc(slices.Clone(w.Removes), w.sight.Hides))
	for i := range out {
		if b := out[i].Before; b != nil && w.sight.Hides(b.Ref()) {
			out[i].Before = nil
		}
	}
	return out
}

// untaken holds that nothing is put in the place of a record that is kept from the viewer. Its name is told only to who wrote
// it.
func (w *wish) untaken(named bool) error {
	for _, r := range w.Puts {
		if !w.sight.Hides(r.Ref()) {
			continue
		}
		what := "an id of this change"
		if named {
			what = "the id of " + r.Ref().String()
		}
		return fault.New(fault.Conflict, what+" is taken", "Choose another id for what is new")
	}
	return nil
}

// see sets what is wanted apart: as the viewer sees it, and as it is to be, where what an edit of records as shown could not
// know of is put back, and nothing is expected of records that are kept from them.
func (w *wish) see(edited bool) error {
	w.expects = w.Expects
	if w.sight.Whole() {
		w.seen = w.Puts
		return nil
	}
	w.Expects = slices.DeleteFunc(slices.Clone(w.Expects), func(x change.Expectation) bool { return w.sight.Hides(x.Record) })
	w.seen = make([]graph.Record, len(w.Puts))
	for i, r := range w.Puts {
		full := w.sight.Picture().Record(r.Ref())
		if edited {
			w.seen[i] = r
			if full != nil {
				w.Puts[i] = graph.PutBack(r, full, w.sight.Hides)
			}
		} else {
			w.seen[i] = graph.Without(r, w.stood(full))
		}
		if w.seen[i] != w.Puts[i] {
			continue
		}
		var err error
		if w.Puts[i], err = change.Copy(r); err != nil { // each is given away
			return err
		}
	}
	return nil
}

// stood tells the records kept from the viewer that the record named before the change.
func (w *wish) stood(full graph.Record) func(graph.Ref) bool {
	named := make(map[graph.Ref]bool)
	if full != nil {
		for _, m := range graph.Mentions(full) {
			named[m.To] = w.sight.Hides(m.To)
		}
	}
	return func(r graph.Ref) bool { return named[r] }
}

// shown is the picture as the viewer sees it; nil where they see all of it.
func (w *wish) shown() *graph.Snapshot {
	if w.sight == nil || w.sight.Whole() {
		return nil
	}
	return w.sight.Shown()
}

// known is an earlier picture with what the viewer may know of it; nil where that is all of it.
func (w *wish) known(then *graph.Snapshot) *graph.Snapshot {
	if w.sight == nil {
		return nil
	}
	if known := w.sight.Known(then); known != then {
		return known
	}
	return nil
}

// fits holds what the viewer wrote against a picture that has only what they see, so that the fault is that of somebody to
// whom all there is is shown. Rules that the picture broke before, because something is left out of it, count for nothing.
func (w *wish) fits(picture *graph.Snapshot, expects []change.Expectation, entry *ledger.Entry) error {
	if picture == nil {
		return nil
	}
	d := w.Draft
	d.Puts, d.Expects = w.seen, expects
	d, err := change.CopyDraft(d)
	if err != nil {
		return err
	}
	err = change.Place(picture.Edit(), &d, entry.Position, entry.Effective)
	broken, ok := errors.AsType[graph.Violations](err)
	if !ok {
		return err
	}
	before := graph.Check(picture, d.Touches())
	broken = slices.DeleteFunc(slices.Clone(broken), func(v graph.Violation) bool {
		return slices.ContainsFunc(before, func(o graph.Violation) bool {
			return v.Record == o.Record && v.Field == o.Field && v.Sentence == o.Sentence
		})
	})
	if len(broken) == 0 {
		return nil
	}
	return broken.Fault()
}

// tell is the error of placing the change on a whole picture, without a word of what is kept from the viewer, where they see
// but a part of it: that had nothing against the change.
func (w *wish) tell(err error, part *graph.Snapshot) error {
	if err == nil || part == nil {
		return err
	}
	broken, _ := errors.AsType[graph.Violations](err)
	for _, v := range broken {
		if slices.Contains(w.Removes, v.Record) {
			return fault.New(fault.Conflict, fmt.Sprintf("%s cannot be removed while records that are not for you name it", v.Record), "Set its last day instead, or ask somebody who sees them")
		}
	}
	return fault.New(fault.Conflict, "the change does not go together with records that are not for you", "Ask somebody who sees them to make it")
}
