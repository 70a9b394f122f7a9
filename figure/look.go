package figure

import (
	"context"
	"fmt"
	"slices"
	"time"

	"throughline/access"
	"throughline/catalog"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
)

// Look is a picture somebody looks at, and what they may see of it.
type Look struct {
	Workspace string
	Now       *graph.Snapshot // the newest picture, today
	Present   *access.Sight   // what the viewer may see of it
	Then      *graph.Snapshot // the picture looked at: Now, or an earlier one
	Sight     *access.Sight   // what the viewer may see of that
}

// Past reports whether an earlier picture is looked at.
func (l *Look) Past() bool { return l.Then != l.Now }

// Shown is the picture looked at, as the viewer may see it.
func (l *Look) Shown() *graph.Snapshot { return l.Sight.Shown() }

// Look is what the viewer sees of the picture at a moment; the zero moment is now. Who is no member of the workspace is a Denied
// fault.
func (b *Book) Look(ctx context.Context, workspace string, v access.Viewer, moment time.Time) (*Look, error) {
	if err := v.Looks(); err != nil {
		return nil, err
	}
	l := &Look{Workspace: workspace}
	var err error
	if l.Now, err = b.engine.View(ctx, workspace); err != nil {
		return nil, err
	}
	if l.Present, err = b.engine.Sight(ctx, l.Now, v); err != nil {
		return nil, err
	}
	l.Then, l.Sight = l.Now, l.Present
	if moment.IsZero() {
		return l, nil
	}
	if l.Then, err = b.engine.At(ctx, workspace, moment); err != nil || l.Then == l.Now {
		return l, err
	}
	l.Sight, err = b.engine.SightAt(ctx, l.Present, l.Then)
	return l, err
}

// MomentOf reads a day, as its end, or a moment. What is neither is an Invalid fault that names the parameter.
func MomentOf(name, text string) (time.Time, error) {
	if at, err := time.Parse(time.RFC3339, text); err == nil {
		return at.UTC(), nil
	}
	day, err := graph.ParseDate(text)
	if err != nil {
		return time.Time{}, fault.Invalidf("Write a day, for instance 2026-09-24, or a moment, for instance 2026-09-24T12:00:00Z", "%s cannot be %q", name, text)
	}
	return day.End(), nil
}

// BaseOf is what figures of the picture and the period stand on; "" is the period that the day belongs to. It is the same for
// every viewer.
func (b *Book) BaseOf(ctx context.Context, l *Look, period string) (*overview.Base, error) {
	p, _, err := overview.PeriodAsked(l.Then, graph.PeriodID(period), l.Then.Today())
	if err != nil {
		return nil, err
	}
	return b.Base(ctx, Asked{Workspace: l.Workspace, Picture: l.Then, Period: p, Past: l.Past()})
}

// Frame is the picture that the viewer sees, its period and the plan locks of that, each as they see it.
func (b *Book) Frame(ctx context.Context, l *Look) (overview.Frame, error) {
	f := overview.Frame{Picture: l.Shown()}
	p, _, err := overview.PeriodAsked(f.Picture, "", f.Today())
	if err != nil || p == nil {
		return f, err
	}
	f.Period = p
	locks, err := b.engine.Locks(ctx, l.Workspace, overview.Baselines(l.Then, p, l.Then.Today()))
	if err != nil {
		return f, err
	}
	for _, lock := range locks {
		if !l.Sight.Sees(lock.Baseline.Ref()) {
			continue
		}
		then, err := b.engine.SightAt(ctx, l.Present, lock.Then)
		if err != nil {
			return f, err
		}
		lock.Then = then.Shown()
		f.Locks = append(f.Locks, lock)
	}
	return f, nil
}

// Sees tells the records that may be named to the viewer: those they see in the picture, and those they saw in a locked plan that
// are not in it any more.
func (b *Book) Sees(ctx context.Context, l *Look, base *overview.Base) (func(graph.Ref) bool, error) {
	type lock struct{ then, shown *graph.Snapshot }
	var locks []lock
	for _, at := range base.Locks {
		sight, err := b.engine.SightAt(ctx, l.Present, at.Then)
		if err != nil {
			return nil, err
		}
		locks = append(locks, lock{at.Then, sight.Shown()})
	}
	return func(r graph.Ref) bool {
		if l.Then.Record(r) != nil {
			return l.Sight.Sees(r)
		}
		for _, at := range locks {
			if at.then.Record(r) != nil {
				return at.shown.Record(r) != nil
			}
		}
		return false
	}, nil
}

// About is the one record that figures are asked of; zero is the whole organisation. Zero references are not asked of. A record
// that the viewer does not see is a NotFound fault.
func (l *Look) About(refs ...graph.Ref) (graph.Ref, error) {
	refs = slices.DeleteFunc(refs, graph.Ref.IsZero)
	switch {
	case len(refs) == 0:
		return graph.Ref{}, nil
	case len(refs) > 1:
		return graph.Ref{}, fault.New(fault.Invalid, "a figure is of one unit, one theme or one outcome", "Name one of them")
	case !l.Sight.Sees(refs[0]):
		return graph.Ref{}, l.Sight.NotThere(refs[0])
	}
	return refs[0], nil
}

// Figures is every figure of the subject, zero for the whole organisation, as the viewer may read it: the values are those of
// everybody.
func (b *Book) Figures(ctx context.Context, l *Look, base *overview.Base, about graph.Ref) ([]overview.Figure, error) {
	type key struct {
		base  *overview.Base
		about graph.Ref
	}
	all, err := engine.Compute(ctx, b.engine, l.Then, key{base, about}, func() []overview.Figure { return base.Figures(about) })
	if err != nil {
		return nil, err
	}
	sees, err := b.Sees(ctx, l, base)
	if err != nil {
		return nil, err
	}
	out := make([]overview.Figure, len(all))
	for n, f := range all {
		out[n] = f.Seen(sees)
	}
	return out, nil
}

// Measured is the figures of one measure: several where it has parts, such as stages. A measure that is none, or that has no
// figure here, is a NotFound fault.
func (b *Book) Measured(ctx context.Context, l *Look, base *overview.Base, id string, about graph.Ref) ([]overview.Figure, error) {
	if err := isMethod(id); err != nil {
		return nil, err
	}
	all, err := b.Figures(ctx, l, base, about)
	if err != nil {
		return nil, err
	}
	all = slices.DeleteFunc(all, func(f overview.Figure) bool { return f.Method.ID != id })
	switch {
	case len(all) > 0:
		return all, nil
	case base.Period == nil:
		return nil, fault.New(fault.NotFound, "there is no period yet, so nothing is measured", "Add a period")
	}
	of := "the whole organisation"
	if !about.IsZero() {
		of = about.String()
	}
	return nil, fault.New(fault.NotFound, id+" is not worked out for "+of, "Ask for the whole organisation, or for a unit, a theme or an outcome")
}

// isMethod holds that there is such a measure.
func isMethod(id string) error {
	var ids []string
	for _, m := range catalog.Methods() {
		if m.ID == id {
			return nil
		}
		ids = append(ids, m.ID)
	}
	f := fault.New(fault.NotFound, fmt.Sprintf("there is no measure %q", id), "See the list of measures")
	return f.WithNearest(fault.Nearest(id, ids, 3))
}

// Index finds records of the picture by their names. It is the same for every viewer: what is kept from them is said when it is
// asked.
func (b *Book) Index(ctx context.Context, workspace string, s *graph.Snapshot) (*overview.Index, error) {
	type key struct{}
	return engine.Compute(ctx, b.engine, s, key{}, func() *overview.Index {
		b.mu.Lock()
		at := b.shelf(workspace)
		b.mu.Unlock()
		at.indexing.Lock()
		defer at.indexing.Unlock()
		x := overview.IndexAfter(at.index, s)
		if at.index == nil || s.Position() >= at.index.Position() {
			at.index = x
		}
		return x
	})
}
