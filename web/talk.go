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

// mostTalks is how many conversations a page shows.
const mostTalks = 50

// talk is what people say about a record, the latest conversation first, with what whoever asks may say.
func (v *visit) talk(about graph.Ref, next string) view.Talk {
	if about.Kind == graph.KindComment || v.then.Record(about) == nil {
		return view.Talk{}
	}
	p := sheet{visit: v}
	out := view.Talk{Part: view.Part{ID: "talk", Title: "What people say", Sub: "Write @ and a name to ask somebody; it waits on their page until they answer"}}
	people := discussion.PeopleOf(v.then)
	threads := p.conversations(about)
	for _, list := range threads {
		root := list[0]
		t := view.TalkThread{}
		for _, c := range list {
			t.Comments = append(t.Comments, view.Comment{
				ID: "c-" + idWord(c.ID.Ref().ID), Who: p.speaker(c.By), When: moment(c.At, v.seen()), Machine: c.At.UTC().Format(time.RFC3339), Text: p.spokenBy(people, c.Text),
			})
		}
		if root.Resolved != 0 && root.Resolved <= v.then.Today() {
			out.Settled = append(out.Settled, t)
			continue
		}
		if v.maySay() {
			t.Reply = v.sayAct("Reply", about, next, list[len(list)-1])
		}
		if v.as != nil && v.mayResolve(root) {
			t.Resolve = &view.Act{Name: "Resolve", Label: "the conversation begun by " + p.speaker(root.By).Text + ", " + moment(root.At, v.seen()), Buttons: []view.ActButton{other("resolve", "Resolve")}, Form: view.Form{
				ID: "resolve-" + idWord(string(root.ID)), Action: talkHref(about), Hidden: []view.Param{{Name: "comment", Value: string(root.ID)}, {Name: "next", Value: next}},
			}}
		}
		out.Threads = append(out.Threads, t)
	}
	if n := len(out.Threads); n > mostTalks {
		out.Threads, out.Foot = out.Threads[:mostTalks], wording.Number(float64(n-mostTalks))+" older conversations are among the comments."
	}
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

// maySay reports whether whoever asks may say something: a comment bears the name of a person.
func (v *visit) maySay() bool { return v.canWrite() == nil && v.person() != "" }

// talkHref is where what is said about a record is sent.
func talkHref(about graph.Ref) string {
	return "/records/" + string(about.Kind) + "/" + about.ID + "/comments"
}

// sayAct is the form of a comment, or of a reply to one.
func (v *visit) sayAct(name string, about graph.Ref, next string, to *graph.Comment) *view.Act {
	a := &view.Act{Name: name, Form: view.Form{
		ID: "say", Action: talkHref(about), Hidden: []view.Param{{Name: "next", Value: next}}, Fields: []view.Input{long("text", "What there is to say", false)},
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
	by := make(map[graph.CommentID][]*graph.Comment)
	for c := range graph.Referrers[*graph.Comment](p.then, about) {
		if c.On == about {
			root := discussion.Beginning(p.then, c).ID
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
func (p sheet) spoken(text string) view.Sentence {
	return p.spokenBy(discussion.PeopleOf(p.then), text)
}

func (p sheet) spokenBy(people *discussion.People, text string) (out view.Sentence) {
	at := 0
	for _, m := range people.Mentions(text) {
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
