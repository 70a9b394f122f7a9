package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"
	"time"

	"github.com/a-h/templ"

	"throughline/account"
	"throughline/digest"
	"throughline/fault"
	"throughline/graph"
	"throughline/news"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// The addresses of what somebody follows.
const (
	newsPath   = digest.NewsPath
	followPath = "/follow"
	allParam   = "all" // also what was read
)

// The bounds of the page.
const (
	newsDays    = 30 // nothing older is told
	mostCounted = 20 // records of which it is counted whether they have news
)

// attends reports whether somebody looks who can follow records.
func (v *visit) attends() bool { return v.guest.Session != "" }

// asked is whose news are read: what is new to them, or all of the last weeks.
func (v *visit) asked(s *Server, all bool, most int) news.Asked {
	a := news.Asked{
		Workspace: s.workspace, Picture: v.now, Sight: v.present, Person: v.person(),
		Actors: []string{v.guest.Actor, string(account.ByAccount(v.guest.Account.ID))},
		From:   s.clock().Add(-newsDays * 24 * time.Hour), Most: most,
	}
	if !all {
		a.After = v.attention.Looked
	}
	for _, f := range v.attention.Follows {
		if ref, err := graph.ParseRef(f.Record); err == nil {
			a.Follows = append(a.Follows, news.Follow{Record: ref, Since: f.Since})
		}
	}
	return a
}

// newsCount is of how many records whoever looks has news, "" for none.
func (s *Server) newsCount(ctx context.Context, v *visit) (string, error) {
	if !v.attends() || v.past() {
		return "", nil
	}
	list, err := news.Read(ctx, s.engine, v.asked(s, false, mostCounted))
	if err != nil || len(list) == 0 {
		return "", err
	}
	about := make(map[graph.Ref]bool)
	for _, h := range list {
		about[h.About] = true
	}
	return wording.Number(float64(len(about))), nil
}

// news is the page with what happened to what somebody follows.
func (s *Server) news(ctx context.Context, v *visit) (templ.Component, error) {
	if err := myself(v); err != nil {
		return nil, err
	}
	sh, err := s.shell(ctx, v, "News", newsPath)
	if err != nil {
		return nil, err
	}
	all := v.query(allParam) != ""
	list, err := news.Read(ctx, s.engine, v.asked(s, all, news.Most))
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	page := view.News{Shell: sh, Follows: p.follows()}
	page.Filters = []view.ChipGroup{{Name: "Which", Chips: []view.Chip{
		{Text: "New", Href: v.here(allParam, ""), Current: !all}, {Text: fmt.Sprintf("All of %d days", newsDays), Href: v.here(allParam, "yes"), Current: all},
	}}}
	if err := s.tellNews(ctx, p, &page, list); err != nil {
		return nil, err
	}
	page.Lead = p.newsLead(list, all)
	if !all && len(list) > 0 {
		page.Read = &view.Form{ID: "read", Action: newsPath, Button: "Mark as read", Small: true, Hidden: []view.Param{{Name: "position", Value: strconv.FormatInt(v.now.Position(), 10)}}}
	}
	return view.NewsPage(page), nil
}

// newsLead says of how many records there are news.
func (p sheet) newsLead(list []news.Happening, all bool) view.Sentence {
	about := make(map[graph.Ref]bool)
	named := 0
	for _, h := range list {
		about[h.About] = true
		if h.Sort == news.Named {
			named++
		}
	}
	when := "since you last looked"
	if all {
		when = fmt.Sprintf("in the last %d days", newsDays)
	}
	if len(list) == 0 {
		return view.Say("Nothing happened to what you follow " + when + ".")
	}
	text := " " + plural(len(about), "record has", "records have") + " news " + when
	switch {
	case named == 1:
		text += "; you were named once"
	case named > 1:
		text += "; you were named " + wording.Number(float64(named)) + " times"
	}
	return view.Sentence{view.Num(view.Number(wording.Number(float64(len(about))))), view.Words(text + ".")}
}

// tellNews puts what happened on the page, by day and record.
func (s *Server) tellNews(ctx context.Context, p sheet, page *view.News, list []news.Happening) error {
	const most = 200
	if n := len(list); n > most {
		list, page.Foot = list[:most], wording.Number(float64(n-most))+" more things happened; each record's history has them."
	}
	for _, d := range news.ByDay(list, time.UTC) {
		day := view.NewsDay{Part: view.Part{ID: "d-" + d.On.String(), Title: p.day(d.On)}}
		switch p.now.Today() - d.On {
		case 0:
			day.Title = "Today"
		case 1:
			day.Title = "Yesterday"
		}
		for _, about := range d.Records {
			record := view.NewsRecord{Kind: wording.Capital(one(about.Record.Kind)), Title: view.Link{Text: p.titleOf(about), Href: recordHref(p.visit, about.Record)}}
			for _, h := range about.List {
				item, err := s.newsItem(ctx, p, h)
				if err != nil {
					return err
				}
				record.Items = append(record.Items, item)
			}
			day.Records = append(day.Records, record)
		}
		page.Days = append(page.Days, day)
	}
	if len(list) == 0 {
		page.Missing = &view.Missing{Title: "Nothing new.", Text: "What others change about the records you follow, and where they name you, would be here."}
		if len(page.Follows.Rows) == 0 {
			page.Missing.Add = "Follow a record with the button at the top of its page."
		}
	}
	return nil
}

// titleOf is what a record was called that may be gone.
func (p sheet) titleOf(about news.About) string {
	if r := p.now.Record(about.Record); r != nil {
		return p.title(r)
	}
	for _, h := range about.List {
		if h.Title != nil && h.Title.Ref() == about.Record {
			return overview.Title(p.now, h.Title)
		}
	}
	return about.Record.ID
}

func (s *Server) newsItem(ctx context.Context, p sheet, h news.Happening) (view.NewsItem, error) {
	who := actorWords(p.visit, h.By)
	if name, err := s.accountName(ctx, h.By); err != nil {
		return view.NewsItem{}, err
	} else if name != "" {
		who = name
	}
	item := view.NewsItem{
		What: view.Link{Text: h.Words(who), Href: historyHref(p.visit, h.Record) + "#v" + wording.Number(float64(h.Number))},
		When: h.At.UTC().Format("15:04"), Machine: h.At.UTC().Format(time.RFC3339), Why: h.Reason,
		New: p.query(allParam) != "" && h.Position > p.attention.Looked, Named: h.Sort == news.Named,
	}
	if h.Sort == news.Named || h.Sort == news.Said {
		item.What.Href, item.Quote = recordHref(p.visit, h.About)+"#talk", p.spoken(h.Text)
	}
	return item, nil
}

// follows is what whoever looks follows, with the way to stop.
func (p sheet) follows() view.Kept {
	k := view.Kept{
		Part:    view.Part{ID: "follows", Title: "What you follow", Sub: "You are told what others change about it, what is said there, and what begins to belong to it"},
		Columns: []view.Column{{Name: "Record"}, {Name: "Kind", Short: true}},
	}
	for n := range p.attention.Follows {
		f := p.attention.Follows[len(p.attention.Follows)-1-n]
		ref, err := graph.ParseRef(f.Record)
		if err != nil {
			continue
		}
		name := view.Cell{Text: "A record that is not there any more"}
		if r := p.now.Record(ref); r != nil {
			name = view.Cell{Text: p.title(r), Href: recordHref(p.visit, ref)}
		}
		k.Rows = append(k.Rows, view.KeptRow{Cells: []view.Cell{name, view.T(wording.Capital(one(ref.Kind)))}, Forms: []view.Form{{
			ID: fmt.Sprintf("stop-%d", n), Action: followPath, Small: true, Button: "Stop following", Label: "Stop following: " + name.Text,
			Hidden: []view.Param{{Name: "record", Value: f.Record}, {Name: "act", Value: "unfollow"}, {Name: "next", Value: newsPath}},
		}}})
	}
	if len(k.Rows) == 0 {
		k.Missing = &view.Missing{Title: "You follow nothing.", Text: "The records you follow would be here.", Add: "Follow one with the button at the top of its page. Where you are named, and what you owe, is told in any case."}
	}
	return k
}

// followHere is the button of a record's page; nil for who has no account, and on an earlier day.
func (v *visit) followHere(r graph.Record) *view.Follow {
	if !v.attends() || v.past() || r == nil || r.Ref().Kind == graph.KindComment {
		return nil
	}
	record := r.Ref().String()
	_, on := v.attention.Following(record)
	return &view.Follow{Action: followPath, On: on, What: sheet{visit: v}.title(r), Hidden: []view.Param{{Name: "record", Value: record}, {Name: "next", Value: local(v.r.URL.RequestURI())}}}
}

// follow begins or ends to follow a record.
func (s *Server) follow(w http.ResponseWriter, r *http.Request) {
	v, f, err := s.sender(w, r)
	if err == nil {
		err = s.setFollow(r.Context(), v, f)
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	goTo(w, r, local(f.Get("next")))
}

// sender is who sent a form about what they keep, and the form.
func (s *Server) sender(w http.ResponseWriter, r *http.Request) (*visit, url.Values, error) {
	v, err := s.visit(r)
	if err == nil {
		err = myself(v)
	}
	if err != nil {
		return nil, nil, err
	}
	f, err := form(w, r)
	return v, f, err
}

func (s *Server) setFollow(ctx context.Context, v *visit, f url.Values) error {
	ref, err := graph.ParseRef(f.Get("record"))
	if err != nil {
		return err
	}
	act, all, me := s.act(v.r, v.guest), s.door.Register(), v.guest.Account.ID
	if f.Get("act") == "unfollow" { // also what is not there any more, or not for them
		return all.Unfollow(ctx, act, s.workspace, me, ref.String())
	}
	if v.now.Record(ref) == nil || ref.Kind == graph.KindComment {
		return v.notHere(ref)
	}
	return all.Follow(ctx, act, s.workspace, me, account.Follow{Record: ref.String(), Since: v.now.Position()})
}

// readNews says that the news were read.
func (s *Server) readNews(w http.ResponseWriter, r *http.Request) {
	v, f, err := s.sender(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	position, err := strconv.ParseInt(f.Get("position"), 10, 64)
	if err != nil || position < 0 {
		s.refuse(w, r, fault.Invalidf("Use the button at the top of the page", "it is not said what was read"))
		return
	}
	if err := s.door.Register().MarkRead(r.Context(), s.act(r, v.guest), s.workspace, v.guest.Account.ID, min(position, v.now.Position())); err != nil {
		s.refuse(w, r, err)
		return
	}
	goTo(w, r, newsPath)
}
