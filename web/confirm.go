package web

import (
	"context"
	"net/http"
	"strconv"

	"throughline/change"
	"throughline/discussion"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/web/view"
)

// confirming is the command by which the visitor confirms a proposal, of the version that they looked at; 0 does not say.
func (s *Server) confirming(v *visit, id graph.ProposalID, seen int32) (engine.As, engine.Command) {
	as := *v.as
	as.On = []graph.Ref{id.Ref()}
	by := change.By{Person: as.Viewer.Person, At: s.clock()}
	return as, func(shown *graph.Snapshot) (change.Draft, error) {
		return discussion.Confirm(shown, by, discussion.Confirmation{Proposal: id, Seen: seen})
	}
}

// proposal is what confirming a proposal that waits would do; nil on an earlier day, and once it is confirmed.
func (s *Server) proposal(ctx context.Context, v *visit, r graph.Record) (*view.Proposal, error) {
	p, ok := r.(*graph.Proposal)
	if !ok || p.Confirmed != "" || v.as == nil || v.past() {
		return nil, nil
	}
	if v.signs() == "" {
		return &view.Proposal{Lines: v.wouldChange(p), Why: v.unlinked("What is confirmed")}, nil
	}
	as, command := s.confirming(v, p.ID, 0)
	tried, err := s.engine.TryAs(ctx, s.workspace, as, command)
	switch {
	case err != nil && fault.Of(err) == nil:
		return nil, err
	case fault.Is(err, fault.Denied):
		return &view.Proposal{Lines: v.wouldChange(p), Refused: faultWords(err)}, nil
	case err != nil:
		return &view.Proposal{Refused: faultWords(err)}, nil
	}
	step := importer.Step{Draft: tried.Draft}
	step.Draft.Puts = nil
	for n, one := range tried.Draft.Puts {
		if one.Ref() != p.Ref() {
			step.Draft.Puts, step.Before = append(step.Draft.Puts, one), append(step.Before, tried.Before[n])
		}
	}
	lines := importer.NewWords(tried.Picture).Lines(step)
	lines, pager := textsOf(v, portion{"change", "proposal", pageRows, "change", "changes"}, lines)
	return &view.Proposal{Lines: lines, Pager: pager, Action: historyHref(v, p.Ref()) + "/confirm", Seen: strconv.Itoa(int(p.Stamp().Version))}, nil
}

// wouldChange is what a proposal would change, in words, for those who cannot confirm it. What cannot be read says so where it is confirmed.
func (v *visit) wouldChange(p *graph.Proposal) []string {
	draft, err := change.Proposed(v.now, "proposal.read", p.Changes)
	if err != nil {
		return nil
	}
	step := importer.Step{Draft: draft}
	for _, r := range draft.Puts {
		step.Before = append(step.Before, v.now.Record(r.Ref()))
	}
	return importer.NewWords(v.now).Lines(step)
}

// confirm makes the changes of a proposal, and answers with its page.
func (s *Server) confirm(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	seen, err := strconv.ParseInt(form.Get("seen"), 10, 32)
	if err != nil || seen < 1 {
		s.refuse(w, r, fault.Invalidf("Use the button below what would change", "it is not said which version was read"))
		return
	}
	id := graph.ProposalID(r.PathValue("id"))
	as, command := s.confirming(v, id, int32(seen))
	done, err := s.engine.EditAs(r.Context(), s.workspace, as, command)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	http.Redirect(w, r, after(historyHref(v, id.Ref()), done.Position, ""), http.StatusSeeOther)
}
