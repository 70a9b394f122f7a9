package discussion_test

import (
	"testing"

	"throughline/change"
	"throughline/discussion"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// proposed is an organisation in which ana proposed to rename one theme, to take out another, and to open an initiative.
func proposed(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Themes("trust", "speed").Person("ana", "ben").Unit("acme", "").Initiative("app", "acme")
	st := rehearsal.New(t, o, graph.KindProposal, graph.KindTheme, graph.KindInitiative)
	st.Do("ana", rehearsal.Of(discussion.Propose, discussion.Suggestion{Title: "Tidy up", Changes: []graph.Proposed{
		{Record: graph.ThemeID("trust").Ref(), Body: `{"name":"Trust","statement":"Calm"}`, Partial: true},
		{Record: graph.ThemeID("speed").Ref()},
		{Record: graph.InitiativeID("web").Ref(), Body: `{"name":"Web","owner":"acme","state":"likely"}`},
	}}))
	return st
}

var confirm = rehearsal.Of(discussion.Confirm, discussion.Confirmation{Proposal: "tidy-up"})

func TestAConfirmedProposalIsMade(t *testing.T) {
	st := proposed(t)
	s := st.Do("ben", confirm)
	p := graph.Find[*graph.Proposal](s, "tidy-up")
	if p.Confirmed != "ben" || p.By != "ana" || st.Last.Verb != "proposal.confirmed" || st.Last.Reason != "Tidy up" {
		t.Errorf("the proposal is %+v, the change %+v", p, st.Last)
	}
	trust := s.Theme("trust")
	if trust.Name != "Trust" || trust.Statement != "Calm" || trust.Order != 1 || s.Theme("speed") != nil || s.Initiative("web").Owner != "acme" {
		t.Errorf("what was proposed is not so: %+v", trust)
	}
	st.Nothing("ben", confirm)
	st.Refused("ana", confirm, fault.Invalid, "“Tidy up” was confirmed by ben", "undone")
	st.Refused("ana", rehearsal.Of(discussion.Withdraw, discussion.Retraction{Proposal: "tidy-up"}), fault.Invalid, "was confirmed", "Undo")
}

func TestOnlyAPersonConfirms(t *testing.T) {
	st := proposed(t)
	st.Refused("", confirm, fault.Invalid, "confirmed in the name of a person", "on the page Members")
	st.Refused("zoe", confirm, fault.NotFound, `there is no person "zoe"`, "Name one")
	st.Refused("ben", rehearsal.Of(discussion.Confirm, discussion.Confirmation{Proposal: "lost"}), fault.NotFound, `no proposal "lost"`, "Name one")
	st.Refused("ben", rehearsal.Of(discussion.Confirm, discussion.Confirmation{Proposal: "tidy-up", Seen: 9}), fault.Conflict, "proposal/tidy-up was changed", "present state")
}

func TestAnExpiredProposalIsNotConfirmed(t *testing.T) {
	st := proposed(t)
	st.Today("2026-10-24").Try("ana", rehearsal.Of(discussion.Propose, discussion.Suggestion{}))
	st.Today("2026-10-25").Refused("ben", confirm, fault.Invalid, "“Tidy up” could be confirmed until 24 Oct", "Propose it again")
	if st.Picture().Theme("trust").Name != "trust" {
		t.Error("what was proposed happened")
	}
	on := proposed(t).Today("2026-10-24")
	on.Do("ben", confirm) // the last day
	back := proposed(t)
	back.Do("ana", rehearsal.Of(discussion.Withdraw, discussion.Retraction{Proposal: "tidy-up"}))
	back.Refused("ben", confirm, fault.Invalid, "could be confirmed until 23 Sep", "Propose it again")
}

// A stage undoes every command and does it again, so one change makes three versions.
func TestAProposalIsNotMadeOfWhatChangedSince(t *testing.T) {
	for name, c := range map[string]struct {
		since    change.Draft
		sentence string
	}{
		"changed":  {change.Draft{Verb: "theme.changed", Puts: []graph.Record{&graph.Theme{ID: "trust", Name: "trust", Why: "So"}}}, "theme/trust was changed meanwhile: it is version 4, and 1 was looked at"},
		"gone":     {change.Draft{Verb: "theme.removed", Removes: []graph.Ref{graph.ThemeID("trust").Ref()}}, "theme/trust is not there any more; version 1 was looked at"},
		"gone too": {change.Draft{Verb: "theme.removed", Removes: []graph.Ref{graph.ThemeID("speed").Ref()}}, "theme/speed is not there any more"},
		"taken":    {change.Draft{Verb: "initiative.created", Puts: []graph.Record{&graph.Initiative{ID: "web", Name: "Web", State: graph.Likely}}}, "initiative/web is there already, in version 3"},
	} {
		t.Run(name, func(t *testing.T) {
			st := proposed(t)
			st.Do("ana", func(*graph.Snapshot, change.By) (change.Draft, error) { return change.CopyDraft(c.since) })
			st.Refused("ben", confirm, fault.Conflict, c.sentence, "Propose it again")
		})
	}
}
