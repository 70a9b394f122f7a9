package web

import (
	"cmp"
	"net/http"
	"slices"
	"time"

	"throughline/discussion"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// How much of what people say a page shows at once, and how it is leafed through.
const (
	mostTalks    = 25 // conversations
	mostReplies  = 10 // the latest of a conversation among others
	mostComments = 50 // of a conversation that stands alone
	talkParam    = "conversation"
)

// talk is what people say about a record, the latest conversation first, with what whoever asks may say.
func (v *visit) talk(about graph.Ref, next string) view.Talk {
	if about.Kind == graph.KindComment || v.then.Record(about) == nil {
		return view.Talk{}
	}
	p := sheet{visit: v}
	out := view.Talk{Part: view.Part{ID: "talk", Title: "What people say", Sub: "Write @ and a name to ask somebody; it waits on their page until they answer"}}
	threads := p.conversations(about)
	if alone := slices.IndexFunc(threads, func(list []*graph.Comment) bool { return v.query(talkParam) == string(list[0].ID) }); alone >= 0 {
		out.Sub, out.All = "One conversation, oldest first", view.Link{Text: "All conversations", Href: v.here(talkParam, "", "comment", "") + "#talk"}
		out.Threads = []view.TalkThread{p.threadAlone(about, next, threads[alone])}
		return out
	}
	p.fillTalk(&out, about, next, threads)
	if v.maySay() {
		out.Say = v.sayAct("Say something", about, next, nil)
	} else if v.canWrite() == nil {
		out.Why = v.unlinked("What somebody says")
	}
	if len(threads) == 0 {
		if out.Say == nil && out.Why.Text == "" {
			return view.Talk{}
		}
		out.Sub = "Nobody has said anything yet. Write @ and a name to ask somebody; it waits on their page until they answer"
	}
	return out
}

// saidAt is when a comment was made: when it was told, where it does not say itself.
func saidAt(c *graph.Comment) time.Time {
	if c.At.IsZero() {
		return stampTime(c.Stamp())
	}
	return c.At
}

// fillTalk puts the conversations on the page, those that are resolved behind their number.
func (p sheet) fillTalk(out *view.Talk, about graph.Ref, next string, threads [][]*graph.Comment) {
	root := func(list []*graph.Comment) string { return string(list[0].ID) }
	var open, settled [][]*graph.Comment
	for _, list := range threads {
		if p.isSettled(list) {
			settled = append(settled, list)
		} else {
			open = append(open, list)
		}
	}
	open, out.Pager = portionOf(p.visit, portion{"talk", "talk", mostTalks, "conversation", "conversations"}, open, root)
	for _, list := range open {
		out.Threads = append(out.Threads, p.threadAmong(about, next, list))
	}
	switch n := len(settled); n {
	case 0:
	case 1:
		out.Settled.Name = "One conversation is resolved"
	default:
		out.Settled.Name = wording.Number(float64(n)) + " conversations are resolved"
	}
	settled, out.Settled.Pager = portionOf(p.visit, portion{"resolved", "talk", mostTalks, "conversation", "conversations"}, settled, root)
	out.Settled.Open = p.query("resolved") != ""
	for _, list := range settled {
		out.Settled.Threads = append(out.Settled.Threads, p.threadAmong(about, next, list))
	}
}

// isSettled reports whether a conversation is resolved on the day of the page.
func (p sheet) isSettled(list []*graph.Comment) bool {
	return list[0].Resolved != 0 && list[0].Resolved <= p.then.Today()
}

// threadAmong is a conversation among others: how it began, and its latest replies.
func (p sheet) threadAmong(about graph.Ref, next string, list []*graph.Comment) view.TalkThread {
	shown, more := list, len(list)-1-mostReplies
	if more > 0 {
		shown = append([]*graph.Comment{list[0]}, list[len(list)-mostReplies:]...)
	}
	t := p.threadOf(about, next, list, shown)
	if more > 0 {
		t.More = view.Link{Text: wording.Capital(wording.Count(more, "reply", "replies")) + " in between", Href: p.here(talkParam, string(list[0].ID)) + "#talk"}
	}
	return t
}

// threadAlone is a conversation that was opened, oldest comment first.
func (p sheet) threadAlone(about graph.Ref, next string, list []*graph.Comment) view.TalkThread {
	shown, pager := portionOf(p.visit, portion{"comment", "talk", mostComments, "comment", "comments"}, list, func(c *graph.Comment) string { return string(c.ID) })
	t := p.threadOf(about, next, list, shown)
	t.Pager = pager
	return t
}

// threadOf is some of the comments of a conversation, with what whoever asks may do.
func (p sheet) threadOf(about graph.Ref, next string, list, shown []*graph.Comment) view.TalkThread {
	v, root, t := p.visit, list[0], view.TalkThread{}
	for _, c := range shown {
		t.Comments = append(t.Comments, view.Comment{
			ID: "c-" + idWord(c.ID.Ref().ID), Who: p.speaker(c.By), When: moment(saidAt(c), v.seen()), Machine: saidAt(c).UTC().Format(time.RFC3339), Text: p.spoken(c.Text),
		})
	}
	if p.isSettled(list) {
		return t
	}
	if v.maySay() {
		t.Reply = v.sayAct("Reply", about, next, list[len(list)-1])
	}
	if v.as != nil && v.mayResolve(root) {
		t.Resolve = &view.Act{Name: "Resolve", Label: "the conversation begun by " + p.speaker(root.By).Text + ", " + moment(saidAt(root), v.seen()), Buttons: []view.ActButton{other("resolve", "Resolve")}, Form: view.Form{
			ID: "resolve-" + idWord(string(root.ID)), Action: talkHref(about), Hidden: []view.Param{{Name: "comment", Value: string(root.ID)}, {Name: "next", Value: next}},
		}}
	}
	return t
}

// named is how the people of the page's picture can be named, found out once.
func (v *visit) named() *discussion.People {
	if v.people == nil {
		v.people = discussion.PeopleOf(v.then)
	}
	return v.people
}

// maySay reports whether whoever asks may say something: a comment bears the name of a person.
func (v *visit) maySay() bool { return v.canWrite() == nil && v.person() != "" }

// talkHref is where what is said about a record is sent.
func talkHref(about graph.Ref) string {
	return "/records/" + string(about.Kind) + "/" + about.ID + "/comments"
}

// sayAct is the form of a comment, or of a reply to one.
func (v *visit) sayAct(name string, about graph.Ref, next string, to *graph.Comment) *view.Act {
	a := &view.Act{Name: name, Form: view.Form{
		ID: "say", Action: talkHref(about), Hidden: []view.Param{{Name: "next", Value: next}}, Fields: []view.Input{spokenText("text", "What there is to say")},
	}, Buttons: []view.ActButton{first("say", "Say it")}}
	if to != nil {
		a.Form.ID, a.Label = "reply-"+idWord(string(to.ID)), "Reply to "+sheet{visit: v}.speaker(to.By).Text+", "+moment(to.At, v.seen())
		a.Form.Hidden = append(a.Form.Hidden, view.Param{Name: "reply_to", Value: string(to.ID)})
		a.Buttons = []view.ActButton{first("say", "Reply")}
	}
	a.Form.Hidden = append(a.Form.Hidden, view.Param{Name: "form", Value: a.Form.ID})
	v.retry(a)
	return a
}

// conversations is what is said about a record: each conversation from its beginning, the latest first.
func (p sheet) conversations(about graph.Ref) [][]*graph.Comment {
	by, beginning := make(map[graph.CommentID][]*graph.Comment), discussion.Beginnings(p.then)
	for c := range graph.Referrers[*graph.Comment](p.then, about) {
		if c.On == about {
			root := beginning(c).ID
			by[root] = append(by[root], c)
		}
	}
	out := make([][]*graph.Comment, 0, len(by))
	for _, list := range by {
		slices.SortFunc(list, func(a, b *graph.Comment) int {
			return cmp.Or(order(a.ReplyTo == "", b.ReplyTo == ""), a.At.Compare(b.At), cmp.Compare(a.ID, b.ID))
		})
		out = append(out, list)
	}
	slices.SortFunc(out, func(a, b []*graph.Comment) int {
		return cmp.Or(b[len(b)-1].At.Compare(a[len(a)-1].At), cmp.Compare(a[0].ID, b[0].ID))
	})
	return out
}

// order puts what is so first.
func order(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// speaker leads to who said something.
func (p sheet) speaker(id graph.PersonID) view.Link {
	if id == "" || p.then.Record(id.Ref()) == nil {
		return view.Link{Text: p.speakerName(id)}
	}
	return view.Link{Text: p.label(id.Ref()), Href: historyHref(p.visit, id.Ref())}
}

// spoken is a text in which who is named is a link.
func (p sheet) spoken(text string) (out view.Sentence) {
	at := 0
	for _, m := range p.named().Mentions(text) {
		if m.From > at {
			out = append(out, view.Words(text[at:m.From]))
		}
		out = append(out, view.To(text[m.From:m.To], historyHref(p.visit, m.Person.Ref())))
		at = m.To
	}
	if at < len(text) {
		out = append(out, view.Words(text[at:]))
	}
	return out
}

// speak records what somebody says about a record, or settles a conversation, and answers with the page it was said on.
func (s *Server) speak(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.sent(w, r)
	if err == nil && v.person() == "" {
		err = fault.New(fault.Denied, "a comment bears the name of a person, and your account is linked to none", "Ask an owner of the workspace to link it, on the page Members")
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	about := graph.Ref{Kind: graph.Kind(r.PathValue("kind")), ID: r.PathValue("id")}
	next := form.Get("next")
	if next = local(next); next == "/" {
		next = historyHref(v, about)
	}
	run, on := of(discussion.Say, discussion.Remark{On: about, Text: form.Get("text"), ReplyTo: graph.CommentID(form.Get("reply_to"))}), []graph.Ref{about}
	if form.Get("act") == "resolve" {
		id := graph.CommentID(form.Get("comment"))
		run, on = of(discussion.Resolve, id), []graph.Ref{id.Ref()}
	}
	s.tryAct(w, r, v, s.history, next+"#talk", func() (engine.Done, error) { return s.carryOut(r.Context(), v, run, on...) })
}
