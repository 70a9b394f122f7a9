package access

import (
	"maps"
	"slices"
	"sync"

	"throughline/fault"
	"throughline/graph"
)

// Sight is what one viewer may see of one picture. It is not changed afterwards and may be used by many goroutines.
type Sight struct {
	viewer Viewer
	mine   func() led // what the viewer leads, read once
	whole  *graph.Snapshot
	hidden map[graph.Ref]bool
	list   func() []graph.Ref // the hidden ones in order, sorted once
	shown  *graph.Snapshot
}

// SightOf is what the viewer may see of the picture.
func SightOf(s *graph.Snapshot, v Viewer) *Sight { return sight(s, v, nil) }

// At is what the viewer may see of an earlier picture: what was for them then and is not kept from them now.
func (t *Sight) At(then *graph.Snapshot) *Sight { return sight(then, t.viewer, t.hidden) }

// Known is an earlier picture with what the viewer may know today to have been there: what they see now counts as seen,
// although it was kept from them then. Names are looked for in it when a change is to hold since that time.
func (t *Sight) Known(then *graph.Snapshot) *graph.Snapshot {
	unknown := make(map[graph.Ref]bool)
	for r := range t.At(then).hidden {
		if !t.Sees(r) {
			unknown[r] = true
		}
	}
	return then.Omitting(unknown)
}

// sight is what the viewer may see of the picture without the records that are kept from them whatever it says.
func sight(s *graph.Snapshot, v Viewer, kept map[graph.Ref]bool) *Sight {
	t := &Sight{viewer: v, whole: s, hidden: make(map[graph.Ref]bool), shown: s}
	t.mine = sync.OnceValue(func() led { return leads(s, v.Person) })
	t.list = sync.OnceValue(func() []graph.Ref { return slices.SortedFunc(maps.Keys(t.hidden), graph.Ref.Compare) })
	if !v.Role.AtLeast(Reader) {
		t.shown = graph.Empty().As(s.AsOf())
		return t
	}
	for r := range graph.All[*graph.Initiative](s) {
		if !t.isFor(r) {
			t.hide(s, r.Ref())
		}
	}
	for r := range graph.All[*graph.Incentive](s) {
		if !t.isFor(r) {
			t.hide(s, r.Ref())
		}
	}
	for r := range graph.All[*graph.View](s) {
		if !t.isFor(r) {
			t.hide(s, r.Ref())
		}
	}
	for r := range kept {
		if s.Record(r) != nil {
			t.hide(s, r)
		}
	}
	if len(t.hidden) > 0 {
		t.hideImagined(s)
	}
	t.shown = s.Omitting(t.hidden)
	return t
}

// hideImagined hides what is proposed or imagined with documents that name a record that is hidden.
func (t *Sight) hideImagined(s *graph.Snapshot) {
	about := func(r graph.Record) {
		if slices.ContainsFunc(subjects(r), func(of graph.Ref) bool { return t.hidden[of] }) {
			t.hide(s, r.Ref())
		}
	}
	for r := range graph.All[*graph.Proposal](s) {
		about(r)
	}
	for r := range graph.All[*graph.Scenario](s) {
		about(r)
	}
}

// isFor reports whether a record itself is for the viewer, whatever it is about.
func (t *Sight) isFor(r graph.Record) bool {
	switch r := r.(type) {
	case *graph.Initiative:
		return len(r.Audience) == 0 || named(r.Audience, t.viewer.Person)
	case *graph.Incentive:
		return named(r.Audience, t.viewer.Person) || len(r.Audience) == 0 && t.mine().top
	case *graph.View:
		return r.Shared || r.By != "" && r.By == t.viewer.Person
	}
	return true
}

// SeesVersion reports whether the viewer may see a version of a record that is not the one of the picture: it is for them
// itself, and so is what it is about. What that was when it is there no longer is told by gone, nil for what never was.
func (t *Sight) SeesVersion(r graph.Record, gone func(graph.Ref) graph.Record) bool {
	return t.seesVersion(r, gone, 0)
}

// deepest bounds how far what a record is about is followed through records that are gone.
const deepest = 16

func (t *Sight) seesVersion(r graph.Record, gone func(graph.Ref) graph.Record, depth int) bool {
	if !t.viewer.Role.AtLeast(Reader) || t.hidden[r.Ref()] || !t.isFor(r) || depth > deepest {
		return false
	}
	for _, about := range subjects(r) {
		if about.IsZero() || t.Sees(about) {
			continue
		}
		if t.hidden[about] {
			return false
		}
		if last := gone(about); last != nil && !t.seesVersion(last, gone, depth+1) {
			return false
		}
	}
	return true
}

// Picture is the whole picture, which is not for the viewer.
func (t *Sight) Picture() *graph.Snapshot { return t.whole }

// Hides reports whether the record is in the picture and not for the viewer.
func (t *Sight) Hides(r graph.Ref) bool { return t.whole.Record(r) != nil && !t.Sees(r) }

// NotThere is the fault for a record that the viewer does not see, with the nearest names of those they do: the same
// whether it is kept from them or was never there.
func (t *Sight) NotThere(r graph.Ref) *fault.Fault {
	var ids []string
	for other := range t.shown.Records(r.Kind, "") {
		if ids = append(ids, other.Ref().ID); len(ids) == manyNames {
			break
		}
	}
	f := fault.New(fault.NotFound, "there is no "+r.String(), "Check the name; it may have been removed")
	return f.WithNearest(fault.Nearest(r.ID, ids, 3))
}

// manyNames is how many names are searched for one like a name that is not known.
const manyNames = 20_000

// Sees reports whether the viewer may see the record. What is not in the picture is not seen either.
func (t *Sight) Sees(r graph.Ref) bool { return t.shown.Record(r) != nil }

// Shown is the picture as the viewer may see it: without the records that are not for them, and with nothing that names
// one. It is the picture itself where the viewer may see all of it. Figures are never made from it.
func (t *Sight) Shown() *graph.Snapshot { return t.shown }

// Hidden is the records of the picture that are not for the viewer, in order. It must not be changed. Somebody without a role
// sees none, and of them nothing is said here.
func (t *Sight) Hidden() []graph.Ref { return t.list() }

// Whole reports whether nothing is hidden.
func (t *Sight) Whole() bool { return len(t.hidden) == 0 }

// named reports whether the person is in the audience; nobody is never.
func named(audience []graph.PersonID, p graph.PersonID) bool {
	return p != "" && slices.Contains(audience, p)
}

// hide hides a record and everything that is about it.
func (t *Sight) hide(s *graph.Snapshot, r graph.Ref) {
	if t.hidden[r] {
		return
	}
	t.hidden[r] = true
	for from := range s.Mentioned(r) {
		if rec := s.Record(from); isAbout(rec, r) {
			t.hide(s, from)
		}
	}
	if r.Kind == graph.KindInitiative {
		for w := range s.WorkOf(graph.InitiativeID(r.ID), "") {
			t.hide(s, w.Ref())
		}
	}
}

// isAbout reports whether a record is about another, so that who may not see the one may not see the other.
func isAbout(r graph.Record, of graph.Ref) bool {
	for _, about := range subjects(r) {
		if about == of {
			return true
		}
	}
	return false
}

// subjects is the records that a record is about; empty for one that stands on its own.
func subjects(r graph.Record) []graph.Ref {
	switch r := r.(type) {
	case *graph.Work:
		return []graph.Ref{r.Initiative.Ref()}
	case *graph.Funding:
		return []graph.Ref{r.Initiative.Ref()}
	case *graph.Dependency:
		return []graph.Ref{r.Initiative.Ref()}
	case *graph.Decision:
		return []graph.Ref{r.Initiative.Ref()}
	case *graph.Request:
		return []graph.Ref{r.Initiative.Ref()}
	case *graph.Score:
		return []graph.Ref{r.Initiative.Ref()}
	case *graph.Override:
		return []graph.Ref{r.Initiative.Ref()}
	case *graph.Displacement:
		return []graph.Ref{r.Added.Ref(), r.Displaced.Ref()}
	case *graph.Escalation:
		return []graph.Ref{r.Decision.Ref()}
	case *graph.Comment:
		return []graph.Ref{r.On, r.ReplyTo.Ref()}
	case *graph.Acknowledgement:
		return []graph.Ref{r.Of}
	case *graph.Waiver:
		return []graph.Ref{r.On}
	case *graph.Proposal:
		return proposed(r.Changes)
	case *graph.Scenario:
		return proposed(r.Changes)
	}
	return nil
}

// proposed is what a proposal is about: also the records that its documents name, which nothing else shows to name them.
func proposed(changes []graph.Proposed) []graph.Ref {
	var out []graph.Ref
	for _, c := range changes {
		out = append(out, c.Named()...)
	}
	return out
}
