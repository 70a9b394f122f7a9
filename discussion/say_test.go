package discussion_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/change"
	"throughline/discussion"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// talk is an initiative and a theme that people talk about.
func talk(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Themes("trust").Person("ana", "ben").Unit("acme", "").Initiative("app", "acme")
	return rehearsal.New(t, o, graph.KindComment, graph.KindAcknowledgement, graph.KindWaiver, graph.KindView, graph.KindProposal)
}

func app() graph.Ref { return graph.InitiativeID("app").Ref() }

func comment(st *rehearsal.Stage, id string) *graph.Comment {
	return graph.Find[*graph.Comment](st.Picture(), id)
}

func TestAConversation(t *testing.T) {
	st := talk(t)
	at := st.Time()
	say := discussion.Remark{On: app(), Text: " Who pays? "}
	st.Do("ana", rehearsal.Of(discussion.Say, say))
	st.Nothing("ana", rehearsal.Of(discussion.Say, say))
	if c := comment(st, "app"); c.Text != "Who pays?" || c.By != "ana" || !c.At.Equal(at) || c.On != app() || c.ReplyTo != "" {
		t.Errorf("the comment is %+v", c)
	}
	st.Do("ben", rehearsal.Of(discussion.Say, say))                                              // another says the same
	st.Do("ben", rehearsal.Of(discussion.Say, discussion.Remark{Text: "We do", ReplyTo: "app"})) // app-3
	st.Do("ana", rehearsal.Of(discussion.Say, discussion.Remark{On: app(), Text: "Thanks", ReplyTo: "app-3"}))
	if c := comment(st, "app-3"); c.On != app() || c.ReplyTo != "app" {
		t.Errorf("the reply is %+v", c)
	}
	st.Do("ana", rehearsal.Of(discussion.Resolve, graph.CommentID("app-4")))
	st.Nothing("ben", rehearsal.Of(discussion.Resolve, graph.CommentID("app-3")))
	for id, want := range map[string]graph.Date{"app": fixture.Date(t, fixture.Today), "app-2": 0, "app-3": 0, "app-4": 0} {
		if c := comment(st, id); c.Resolved != want {
			t.Errorf("%s was resolved on %s, want %q", id, c.Resolved, want)
		}
	}
	st.Do("ana", rehearsal.Of(discussion.Say, say)) // asked anew after it was resolved
	for name, c := range map[string]struct {
		in               discussion.Remark
		kind             fault.Kind
		sentence, remedy string
	}{
		"nothing":              {discussion.Remark{On: app(), Text: " "}, fault.Invalid, "no text is given", "what there is to say"},
		"on nothing":           {discussion.Remark{Text: "Hm"}, fault.Invalid, "no record is named", "for instance initiative"},
		"on what there is not": {discussion.Remark{On: graph.InitiativeID("ap").Ref(), Text: "Hm"}, fault.NotFound, "there is no initiative/ap", "Name one"},
		"on a comment":         {discussion.Remark{On: graph.CommentID("app").Ref(), Text: "Hm"}, fault.Invalid, "a comment is not commented on", "Reply to it"},
		"to nobody":            {discussion.Remark{Text: "Hm", ReplyTo: "ap"}, fault.NotFound, `no comment "ap"`, "Name one"},
		"to another record's":  {discussion.Remark{On: graph.ThemeID("trust").Ref(), Text: "Hm", ReplyTo: "app"}, fault.Invalid, "the comment that is answered is on initiative/app", "where it was said"},
	} {
		t.Run(name, func(t *testing.T) {
			st.Refused("ana", rehearsal.Of(discussion.Say, c.in), c.kind, c.sentence, c.remedy)
		})
	}
	st.Refused("ana", rehearsal.Of(discussion.Resolve, graph.CommentID("lost")), fault.NotFound, `no comment "lost"`, "Name one")
}

func TestAVersionIsUnderstoodOnce(t *testing.T) {
	st := talk(t)
	now := rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: app()})
	at := st.Time()
	st.Do("ana", now)
	st.Nothing("ana", now)
	st.Nothing("ana", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: app(), Version: 1}))
	st.Do("ben", now)
	a := graph.Find[*graph.Acknowledgement](st.Picture(), "app-ana")
	if a.Of != app() || a.By != "ana" || a.Version != 1 || !a.At.Equal(at) {
		t.Errorf("the acknowledgement is %+v", a)
	}
	st.Refused("", now, fault.Invalid, "nobody is named who understood it", "Have a person")
	st.Refused("ana", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: app(), Version: 2}), fault.Invalid, "initiative/app has no version 2; the present one is 1", "as it is now")
	st.Refused("ana", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: app(), Version: -1}), fault.Invalid, "no version -1", "as it is now")
	st.Refused("ana", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{}), fault.Invalid, "no record is named", "Name a record")
	st.Refused("ana", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: graph.UnitID("acm").Ref()}), fault.NotFound, "there is no unit/acm", "Name one")
	// The acknowledgement itself is acknowledged in its present version, which the stage has moved on from 1.
	of := graph.AcknowledgementID("app-ana").Ref()
	version := graph.Find[*graph.Acknowledgement](st.Picture(), "app-ana").Stamp().Version
	st.Do("ben", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: of, Version: version - 1}))
	st.Do("ben", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: of}))
	st.Nothing("ben", rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: of, Version: version}))
}

func TestSeveralAreUnderstoodAtOnce(t *testing.T) {
	st := talk(t)
	theme := graph.ThemeID("trust").Ref()
	all := rehearsal.Of(discussion.AcknowledgeAll, []discussion.Understanding{{Of: app()}, {Of: theme}, {Of: app(), Version: 1}})
	st.Do("ana", all)
	st.Nothing("ana", all)
	if n := st.Picture().Count(graph.KindAcknowledgement); n != 2 {
		t.Errorf("%d acknowledgements, want one of each record", n)
	}
	st.Nothing("ben", rehearsal.Of(discussion.AcknowledgeAll, []discussion.Understanding(nil)))
	st.Refused("ben", rehearsal.Of(discussion.AcknowledgeAll, []discussion.Understanding{{Of: theme}, {Of: graph.UnitID("acm").Ref()}}), fault.NotFound, "there is no unit/acm", "Name one")
}

// Records of several kinds may have the same id.
func TestRecordsOfOneIdAreUnderstoodAtOnce(t *testing.T) {
	o := fixture.New(t).Themes("app").Person("ana").Unit("acme", "").Initiative("app", "acme")
	st := rehearsal.New(t, o, graph.KindAcknowledgement)
	st.Do("ana", rehearsal.Of(discussion.AcknowledgeAll, []discussion.Understanding{{Of: app()}, {Of: graph.ThemeID("app").Ref()}}))
	if n := st.Picture().Count(graph.KindAcknowledgement); n != 2 {
		t.Errorf("%d acknowledgements, want 2", n)
	}
}

// A version that was told late has a higher number than the one that stands, and was seen on an earlier date.
func TestAVersionToldLateCanBeUnderstood(t *testing.T) {
	b := talk(t).Picture().Edit()
	b.Put(graph.WithStamp(&graph.Initiative{ID: "app", Name: "Early", Owner: "acme"}, graph.Stamp{Version: 2, Position: 100, Effective: -1}))
	s := b.Snapshot(time.UnixMilli(1), 100)
	by := change.By{Person: "ana", At: s.AsOf()}
	draft, err := discussion.Acknowledge(s, by, discussion.Understanding{Of: app(), Version: 2})
	if err != nil || len(draft.Puts) != 1 || draft.Puts[0].(*graph.Acknowledgement).Version != 2 {
		t.Errorf("Acknowledge of version 2 = %+v, %v", draft, err)
	}
	if _, err := discussion.Acknowledge(s, by, discussion.Understanding{Of: app(), Version: 3}); !fault.Is(err, fault.Invalid) {
		t.Errorf("Acknowledge of version 3, which was never told = %v", err)
	}
}

func TestAFindingIsAcceptedForNow(t *testing.T) {
	st := talk(t)
	in := discussion.Acceptance{Code: " int001 ", On: app(), Reason: " The measure changes ", Until: fixture.Date(t, "2027-09-24")}
	st.Do("ana", rehearsal.Of(discussion.Waive, in))
	st.Nothing("ben", rehearsal.Of(discussion.Waive, in))
	w := func(id string) *graph.Waiver { return graph.Find[*graph.Waiver](st.Picture(), id) }
	if got := w("int001-app"); got.Code != "INT001" || got.On != app() || got.By != "ana" || got.Reason != "The measure changes" || got.Until != in.Until {
		t.Errorf("the waiver is %+v", got)
	}
	in.Until = fixture.Date(t, "2026-10-31")
	st.Do("ben", rehearsal.Of(discussion.Waive, in))
	if got := w("int001-app"); got.By != "ben" || got.Until != in.Until || st.Picture().Count(graph.KindWaiver) != 1 {
		t.Errorf("the waiver is %+v", got)
	}
	in.On = graph.Ref{}
	st.Do("ben", rehearsal.Of(discussion.Waive, in))
	end := rehearsal.Of(discussion.EndWaiver, discussion.Ending{Waiver: "int001-app", Reason: "Mended"})
	st.Do("ana", end)
	st.Nothing("ana", end)
	if got := w("int001-app"); got.Until != fixture.Date(t, "2026-09-23") || w("int001").Until != in.Until || st.Last.Reason != "Mended" {
		t.Errorf("the waiver is %+v", got)
	}
	in.On = app()
	st.Do("ana", rehearsal.Of(discussion.Waive, in))
	if w("int001-app-2") == nil {
		t.Error("what has ended is accepted anew by another waiver")
	}
	for name, c := range map[string]struct {
		by               graph.PersonID
		set              func(*discussion.Acceptance)
		kind             fault.Kind
		sentence, remedy string
	}{
		"by nobody":            {"", func(*discussion.Acceptance) {}, fault.Invalid, "bears the name of a person", "Have a person"},
		"without a reason":     {"ana", func(a *discussion.Acceptance) { a.Reason = "" }, fault.Invalid, "no reason is given", "for now"},
		"without an end":       {"ana", func(a *discussion.Acceptance) { a.Until = 0 }, fault.Invalid, "the waiver has no end", "a year ahead"},
		"until yesterday":      {"ana", func(a *discussion.Acceptance) { a.Until = fixture.Date(t, "2026-09-23") }, fault.Invalid, "the last day of the waiver, 23 Sep, is over", "from today on"},
		"for more than a year": {"ana", func(a *discussion.Acceptance) { a.Until = fixture.Date(t, "2027-09-25") }, fault.Invalid, "within a year, and 25 Sep 2027 is later", "up to 24 Sep 2027"},
		"of no code":           {"ana", func(a *discussion.Acceptance) { a.Code = "INT1" }, fault.Invalid, `"INT1" is no code`, "for instance INT001"},
		"on nothing":           {"ana", func(a *discussion.Acceptance) { a.On.ID = "lost" }, fault.NotFound, "there is no initiative/lost", "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			a := discussion.Acceptance{Code: "POR001", On: app(), Reason: "So", Until: fixture.Date(t, "2026-12-31")}
			c.set(&a)
			st.Refused(c.by, rehearsal.Of(discussion.Waive, a), c.kind, c.sentence, c.remedy)
		})
	}
	st.Refused("ana", rehearsal.Of(discussion.EndWaiver, discussion.Ending{Waiver: "lost"}), fault.NotFound, `no waiver "lost"`, "Name one")
}

func TestAViewIsSaved(t *testing.T) {
	st := talk(t)
	in := discussion.Seeing{Name: " My units ", Address: "/initiatives?unit=core&state=likely#top"}
	st.Do("ana", rehearsal.Of(discussion.SaveView, in))
	st.Nothing("ana", rehearsal.Of(discussion.SaveView, in))
	st.Do("ben", rehearsal.Of(discussion.SaveView, in))
	in.Name, in.Shared, in.Address = "MY units", true, "/"
	st.Do("ana", rehearsal.Of(discussion.SaveView, in))
	v := graph.Find[*graph.View](st.Picture(), "my-units")
	if v.Name != "MY units" || v.Address != "/" || !v.Shared || v.By != "ana" || st.Picture().Count(graph.KindView) != 2 {
		t.Errorf("the view is %+v", v)
	}
	st.Refused("ana", rehearsal.Of(discussion.SaveView, discussion.Seeing{Address: "/"}), fault.Invalid, "no name is given", "Name the view")
	for _, away := range []string{"", "initiatives", "//example.org/x", "https://example.org/", "/\\example.org", "javascript:alert(1)", "/a\tb", "/%zz", "?unit=core"} {
		st.Refused("ana", rehearsal.Of(discussion.SaveView, discussion.Seeing{Name: "X", Address: away}), fault.Invalid, fmt.Sprintf("%q is no page of this workspace", away), "beginning with one /")
	}
}

func TestAViewIsRenamedSharedAndRemoved(t *testing.T) {
	st := talk(t)
	st.Do("ana", rehearsal.Of(discussion.SaveView, discussion.Seeing{Name: "Mine", Address: "/portfolio"}))
	st.Do("ana", rehearsal.Of(discussion.SaveView, discussion.Seeing{Name: "Other", Address: "/portfolio?view=board"}))
	in := discussion.Renaming{View: "mine", Name: " Started ", Shared: true}
	st.Do("ana", rehearsal.Of(discussion.RenameView, in))
	st.Nothing("ana", rehearsal.Of(discussion.RenameView, in))
	if v := graph.Find[*graph.View](st.Picture(), "mine"); v.Name != "Started" || !v.Shared || v.Address != "/portfolio" || v.By != "ana" {
		t.Errorf("the view is %+v", v)
	}
	in.Name = "other"
	st.Refused("ana", rehearsal.Of(discussion.RenameView, in), fault.Invalid, "there is a view called “Other” already", "Choose another name")
	in.Name = " "
	st.Refused("ana", rehearsal.Of(discussion.RenameView, in), fault.Invalid, "no name is given", "Name the view")
	st.Refused("ana", rehearsal.Of(discussion.RenameView, discussion.Renaming{View: "none", Name: "X"}), fault.NotFound, `there is no view "none"`, "Name one that exists")
	st.Do("ana", rehearsal.Of(discussion.DropView, graph.ViewID("mine")))
	st.Refused("ana", rehearsal.Of(discussion.DropView, graph.ViewID("mine")), fault.NotFound, `the view "mine" was removed`, "Look at its history")
	if st.Picture().Count(graph.KindView) != 1 {
		t.Error("not one view is left")
	}
	// what is nobody's is everybody's
	st.Refused("", rehearsal.Of(discussion.SaveView, discussion.Seeing{Name: "X", Address: "/"}), fault.Invalid, "a view for one person bears their name", "Share it with everybody")
	st.Do("", rehearsal.Of(discussion.SaveView, discussion.Seeing{Name: "All", Address: "/", Shared: true}))
	st.Refused("", rehearsal.Of(discussion.RenameView, discussion.Renaming{View: "all", Name: "All"}), fault.Invalid, "nobody is named whose view it would be", "Leave it shared")
}

func TestAChangeIsProposed(t *testing.T) {
	st := talk(t)
	in := discussion.Suggestion{Title: " Rename trust ", Changes: []graph.Proposed{
		{Record: graph.ThemeID("trust").Ref(), Body: `{"name":"Trust"}`}, {Record: graph.ThemeID("new").Ref(), Body: `{"name":"New"}`}, {Record: app()},
	}}
	st.Do("ana", rehearsal.Of(discussion.Propose, in))
	st.Nothing("ana", rehearsal.Of(discussion.Propose, in))
	s := st.Picture()
	p := graph.Find[*graph.Proposal](s, "rename-trust")
	want := slices.Clone(in.Changes) // each to the version that stands
	want[0].Version, want[2].Version = 1, 1
	if p.Title != "Rename trust" || p.By != "ana" || !slices.Equal(p.Changes, want) || p.Expires != fixture.Date(t, "2026-10-24") || p.Confirmed != "" {
		t.Errorf("the proposal is %+v", p)
	}
	if s.Theme("trust").Name != "trust" || s.Theme("new") != nil || s.Initiative("app") == nil {
		t.Error("what was proposed happened")
	}
	for name, c := range map[string]struct {
		set              func(*discussion.Suggestion)
		kind             fault.Kind
		sentence, remedy string
	}{
		"otherwise":            {func(s *discussion.Suggestion) { s.Changes = s.Changes[:1] }, fault.Invalid, "“Rename trust” is proposed already as rename-trust", "Withdraw that one first"},
		"without words":        {func(s *discussion.Suggestion) { s.Title = "" }, fault.Invalid, "no title is given", "what is proposed"},
		"nothing":              {func(s *discussion.Suggestion) { s.Changes = nil }, fault.Invalid, "nothing is proposed", "which records become what"},
		"until yesterday":      {func(s *discussion.Suggestion) { s.Expires = fixture.Date(t, "2026-09-23") }, fault.Invalid, "the last day of the proposal, 23 Sep, is over", "from today on"},
		"for more than a year": {func(s *discussion.Suggestion) { s.Expires = fixture.Date(t, "2027-09-25") }, fault.Invalid, "a year at most, and 25 Sep 2027 is later", "up to 24 Sep 2027"},
		"what cannot be read":  {func(s *discussion.Suggestion) { s.Changes = []graph.Proposed{{Record: app(), Body: `{"nmae":"x"}`}} }, fault.Invalid, "the fields proposed for initiative/app cannot be read", "JSON object"},
		"what breaks a rule": {func(s *discussion.Suggestion) {
			s.Changes = []graph.Proposed{{Record: app(), Body: `{"name":"","state":"likely"}`}}
		}, fault.Invalid, "name is empty", "Write it"},
		"to remove what stays": {func(s *discussion.Suggestion) { s.Changes = []graph.Proposed{{Record: graph.UnitID("acme").Ref()}} }, fault.Invalid, "cannot be removed while", "Change these first"},
		"to remove nothing":    {func(s *discussion.Suggestion) { s.Changes = []graph.Proposed{{Record: graph.UnitID("acm").Ref()}} }, fault.NotFound, "there is no unit/acm to remove", "Check the name"},
		"what is so already": {func(s *discussion.Suggestion) {
			s.Changes = []graph.Proposed{{Record: app(), Body: `{"name":"app"}`, Partial: true}}
		}, fault.Invalid, "initiative/app is so already", "Leave it out"},
		"to what was seen otherwise": {func(s *discussion.Suggestion) {
			s.Changes = []graph.Proposed{{Record: app(), Body: `{"name":"B"}`, Partial: true, Version: 7}}
		}, fault.Conflict, "initiative/app was changed meanwhile: it is version 1, and 7 was looked at", "present state"},
		"what is personal": {func(s *discussion.Suggestion) {
			s.Changes = []graph.Proposed{{Record: graph.PersonID("ana").Ref(), Body: `{"name":"Anna"}`, Partial: true}}
		}, fault.Invalid, "name of person/ana is personal", "Change it yourself"},
	} {
		t.Run(name, func(t *testing.T) {
			other := in
			c.set(&other)
			st.Refused("ana", rehearsal.Of(discussion.Propose, other), c.kind, c.sentence, c.remedy)
		})
	}
	back := rehearsal.Of(discussion.Withdraw, discussion.Retraction{Proposal: "rename-trust", Reason: "Not now"})
	st.Do("ben", back)
	st.Nothing("ben", back)
	if p := graph.Find[*graph.Proposal](st.Picture(), "rename-trust"); p.Expires != fixture.Date(t, "2026-09-23") || st.Last.Reason != "Not now" {
		t.Errorf("the proposal is %+v", p)
	}
	in.Expires = fixture.Date(t, fixture.Today)
	st.Do("ana", rehearsal.Of(discussion.Propose, in))
	st.Today("2026-09-25").Nothing("ana", rehearsal.Of(discussion.Withdraw, discussion.Retraction{Proposal: "rename-trust-2"}))
	st.Refused("ana", rehearsal.Of(discussion.Withdraw, discussion.Retraction{Proposal: "lost"}), fault.NotFound, `no proposal "lost"`, "Name one")
}

func TestWhatWasConfirmedIsNotWithdrawn(t *testing.T) {
	o := fixture.New(t).Person("ana").Put(&graph.Proposal{ID: "p", Title: "P", Confirmed: "ana"})
	rehearsal.New(t, o, graph.KindProposal).Refused("ana", rehearsal.Of(discussion.Withdraw, discussion.Retraction{Proposal: "p"}), fault.Invalid, "“P” was confirmed", "Undo what it changed")
}

// TestAnyTalkLeavesTheOrganisationWhole tries acts in any order: a conversation stays on one record, a finding on a record
// is accepted by one waiver, nobody understands a version twice.
func TestAnyTalkLeavesTheOrganisationWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st := talk(t)
		ids := []graph.CommentID{"", "app", "app-2", "trust", "app-3"}
		for range rapid.IntRange(1, 10).Draw(t, "acts") {
			on := rapid.SampledFrom([]graph.Ref{app(), graph.ThemeID("trust").Ref(), {}}).Draw(t, "on")
			words, id := rapid.SampledFrom([]string{"Yes", "No", ""}).Draw(t, "words"), rapid.SampledFrom(ids).Draw(t, "comment")
			until := graph.On(2026, 9, 20) + graph.Date(rapid.IntRange(0, 400).Draw(t, "until"))
			st.Try(rapid.SampledFrom([]graph.PersonID{"ana", "ben", ""}).Draw(t, "who"), rapid.SampledFrom([]rehearsal.Command{
				rehearsal.Of(discussion.Say, discussion.Remark{On: on, Text: words, ReplyTo: id}), rehearsal.Of(discussion.Say, discussion.Remark{On: on, Text: words}),
				rehearsal.Of(discussion.Resolve, id),
				rehearsal.Of(discussion.Acknowledge, discussion.Understanding{Of: on, Version: int32(rapid.IntRange(0, 2).Draw(t, "version"))}),
				rehearsal.Of(discussion.Waive, discussion.Acceptance{Code: "POR001", On: on, Reason: words, Until: until}),
				rehearsal.Of(discussion.EndWaiver, discussion.Ending{Waiver: rapid.SampledFrom([]graph.WaiverID{"por001-app", "por001"}).Draw(t, "waiver")}),
				rehearsal.Of(discussion.SaveView, discussion.Seeing{Name: words, Address: "/" + words}),
				rehearsal.Of(discussion.Propose, discussion.Suggestion{Title: words, Expires: until, Changes: []graph.Proposed{{Record: on, Body: `{"name":"X"}`}}}),
				rehearsal.Of(discussion.Withdraw, discussion.Retraction{Proposal: rapid.SampledFrom([]graph.ProposalID{"yes", "no"}).Draw(t, "proposal")}),
			}).Draw(t, "act"))
			s := st.Picture()
			for c := range graph.All[*graph.Comment](s) {
				if to := comment(st, string(c.ReplyTo)); to != nil && to.On != c.On {
					t.Fatalf("%s is on %s and answers %s on %s", c.ID, c.On, to.ID, to.On)
				}
			}
			holds, understood := make(map[graph.Ref]bool), make(map[string]bool)
			for w := range graph.All[*graph.Waiver](s) {
				if w.Until >= s.Today() && holds[w.On] {
					t.Fatalf("two waivers hold on %q", w.On)
				}
				holds[w.On] = holds[w.On] || w.Until >= s.Today()
				if w.Until > graph.On(2027, 9, 24) {
					t.Fatalf("a waiver until %s", w.Until)
				}
			}
			for a := range graph.All[*graph.Acknowledgement](s) {
				key := fmt.Sprint(a.Of, a.By, a.Version)
				if understood[key] {
					t.Fatalf("twice: %s", key)
				}
				understood[key] = true
			}
			if got := s.Theme("trust").Name; got != "trust" {
				t.Fatalf("the theme is called %s", got)
			}
		}
	})
}
