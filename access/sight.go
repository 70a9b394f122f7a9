package access

import (
	"slices"

	"throughline/graph"
)

// Sight is what one viewer may see of one picture. It is not changed afterwards and may be used by many goroutines.
type Sight struct {
	hidden map[graph.Ref]bool
	shown  *graph.Snapshot
}

// SightOf is what the viewer may see of the picture.
func SightOf(s *graph.Snapshot, v Viewer) *Sight {
	t := &Sight{hidden: make(map[graph.Ref]bool), shown: s}
	if !v.Role.AtLeast(Reader) {
		t.shown = graph.Empty().As(s.AsOf())
		return t
	}
	led := leads(s, v.Person)
	for r := range graph.All[*graph.Initiative](s) {
		if len(r.Audience) > 0 && !named(r.Audience, v.Person) {
			t.hide(s, r.Ref())
		}
	}
	for r := range graph.All[*graph.Incentive](s) {
		if !named(r.Audience, v.Person) && (len(r.Audience) > 0 || !led.top) {
			t.hide(s, r.Ref())
		}
	}
	t.shown = s.Omitting(t.hidden)
	return t
}

// Sees reports whether the viewer may see the record. What is not in the picture is not seen either.
func (t *Sight) Sees(r graph.Ref) bool { return t.shown.Record(r) != nil }

// Shown is the picture as the viewer may see it: without the records that are not for them, and with nothing that names
// one. It is the picture itself where the viewer may see all of it. Figures are never made from it.
func (t *Sight) Shown() *graph.Snapshot { return t.shown }

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

func proposed(changes []graph.Proposed) []graph.Ref {
	out := make([]graph.Ref, len(changes))
	for n, c := range changes {
		out[n] = c.Record
	}
	return out
}
