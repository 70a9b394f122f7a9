package web

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/intent"
	"throughline/overview"
	"throughline/web/view"
)

// mostFilled is how many themes a restatement is filled in for on the page.
const mostFilled = 12

// pass moves the intent between a unit and whoever asks it: asked, restated, sent, sent back, accepted, withdrawn.
func (s *Server) pass(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.posted(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	what, id, _ := strings.Cut(form.Get("form"), "/")
	if what == "ask" || what == "read" {
		run := s.declare(v, what, graph.UnitID(id), form)
		s.acts(w, r, v, form, s.cascade, "u-"+id, []graph.Ref{graph.UnitID(id).Ref()}, run)
		return
	}
	at := graph.IntentID(form.Get("intent"))
	anchor := ""
	if i := graph.Find[*graph.Intent](v.now, string(at)); i != nil {
		anchor = "u-" + string(i.Unit)
	}
	s.acts(w, r, v, form, s.cascade, anchor, []graph.Ref{at.Ref()}, s.answering(v, at, form))
}

// answering is the command by which a receipt moves on.
func (s *Server) answering(v *visit, id graph.IntentID, form url.Values) engine.Command {
	return func(now *graph.Snapshot) (change.Draft, error) {
		a := intent.Answer{Intent: id, Reason: form.Get("reason"), Seen: seenIn(form)}
		for _, t := range form["differs"] {
			a.Differs = append(a.Differs, graph.ThemeID(t))
		}
		switch form.Get("do") {
		case "send":
			return intent.Send(now, s.by(v), intent.Sending{Intent: id, Seen: a.Seen})
		case "withdraw":
			return intent.Withdraw(now, s.by(v), intent.Sending{Intent: id, Seen: a.Seen})
		case "accept":
			return intent.Accept(now, s.by(v), a)
		case "return":
			return intent.Return(now, s.by(v), a)
		}
		return change.Draft{}, fault.Invalidf("Use one of the buttons of the page", "a receipt cannot be asked to “%s”", form.Get("do"))
	}
}

// declare is the command by which a unit is asked for shares, or restates what it is asked for.
func (s *Server) declare(v *visit, what string, unit graph.UnitID, form url.Values) engine.Command {
	return func(now *graph.Snapshot) (change.Draft, error) {
		shares, err := sharesOf(now, form, nil)
		if err != nil {
			return change.Draft{}, err
		}
		shares = said(shares)
		period := graph.PeriodID(form.Get("of"))
		if what == "ask" {
			return intent.Assign(now, s.by(v), intent.Assignment{Unit: unit, Period: period, Shares: shares, Reason: form.Get("reason"), Seen: seenIn(form)})
		}
		r := intent.Restatement{
			Unit: unit, Period: period, Shares: shares, Words: form.Get("words"), Measure: form.Get("measure"), Constraint: form.Get("constraint"),
			Stops: lines(form.Get("stops")), Send: form.Get("also") == "yes", Seen: seenIn(form),
		}
		for t := range form {
			if id, is := strings.CutPrefix(t, "words."); is {
				r.Readings = append(r.Readings, graph.Reading{Theme: graph.ThemeID(id), Words: form.Get(t), Measure: form.Get("measure." + id)})
			}
		}
		sortReadings(r.Readings)
		return intent.Restate(now, s.by(v), r)
	}
}

// said is the shares that are not 0.
func said(list graph.Shares) graph.Shares {
	out := graph.Shares{}
	for _, x := range list {
		if x.Share != 0 {
			out = append(out, x)
		}
	}
	return out
}

// acting adds to a unit what the one who looks may do about it.
func (c falls) acting(out *view.CascadeUnit, l *overview.CascadeLine) {
	if c.as == nil || c.past() {
		return
	}
	id := string(l.Unit.ID)
	if c.mayDeclare(graph.Interpreted, l) && l.Asked != nil {
		out.Links = append(out.Links, view.Link{Text: "Restate", Href: c.opens("read/"+id, out.ID)})
		if c.isOpen("read/" + id) {
			out.Form = c.restateForm(l)
		}
	}
	if l.Parent != nil && c.mayDeclare(graph.Assigned, l) {
		ask := view.Link{Text: "Ask for shares", Href: c.opens("ask/"+id, out.ID)}
		if l.Own {
			ask.Text = "Change what is asked"
		}
		out.Links = append(out.Links, ask)
		if c.isOpen("ask/" + id) {
			out.Form = c.askForm(l)
		}
	}
	if l.Read != nil {
		c.receipting(out, l.Read, l.Unit)
	}
}

// mayDeclare reports whether the one who looks may write what is asked of the unit, or how it reads that.
func (c falls) mayDeclare(level graph.Level, l *overview.CascadeLine) bool {
	if i := c.own(level, l); i != nil {
		return c.mayEdit(i)
	}
	return c.mayAdd(&graph.Intent{ID: "x", Level: level, Unit: l.Unit.ID, Period: c.period.ID})
}

// own is what stands for the unit itself at the level, nil for nothing.
func (c falls) own(level graph.Level, l *overview.CascadeLine) *graph.Intent {
	switch {
	case level == graph.Interpreted:
		return l.Read
	case l.Own && l.Asked.Level == graph.Assigned:
		return l.Asked
	}
	return nil
}

// receipting adds the buttons by which the receipt moves on.
func (c falls) receipting(out *view.CascadeUnit, i *graph.Intent, u *graph.Unit) {
	by := c.server.by(c.visit)
	action := c.here(editParam, "", doneParam, "", "after", c.query("after"))
	hidden := []view.Param{{Name: "form", Value: "receipt/" + string(u.ID)}, {Name: "intent", Value: string(i.ID)}, seen(i)}
	button := func(do, text string) *view.Form {
		return &view.Form{ID: do + "-" + string(u.ID), Action: action, Small: true, Button: text, Label: text + ": " + u.Name, Hidden: append(hidden[:len(hidden):len(hidden)], view.Param{Name: "do", Value: do})}
	}
	sending := intent.Sending{Intent: i.ID}
	if c.may(func(s *graph.Snapshot) (change.Draft, error) { return intent.Send(s, by, sending) }) {
		out.Send = button("send", "Send it")
	}
	if c.may(func(s *graph.Snapshot) (change.Draft, error) { return intent.Withdraw(s, by, sending) }) && i.Receipt.State == graph.Sent {
		out.Withdraw = button("withdraw", "Take it back")
	}
	accept := intent.Answer{Intent: i.ID}
	open := i.Receipt.State == graph.Sent || i.Receipt.State == graph.Returned
	if !open || !c.may(func(s *graph.Snapshot) (change.Draft, error) { return intent.Accept(s, by, accept) }) {
		return
	}
	form := "receipt/" + string(u.ID)
	a := &view.CascadeAnswer{
		ID: "answer-" + string(u.ID), Action: action, Hidden: hidden, Unit: u.ShortName(), Returns: i.Receipt.State == graph.Sent,
		Reason: c.tried(form, "reason", ""), Error: c.wrong(form),
	}
	var tried []string
	if a.Error != "" {
		tried = append([]string{}, c.acted.form["differs"]...)
	}
	a.Themes = c.marked(i, tried)
	out.Answer = a
}

// place adds to a form where its intent stands: the period, and the version that is looked at.
func (c falls) place(f *view.Publishing, i *graph.Intent) {
	of := c.period.ID
	if i != nil {
		of = i.Period
		f.Hidden = append(f.Hidden, seen(i))
	}
	f.Hidden = append(f.Hidden, view.Param{Name: "of", Value: string(of)})
}

// askForm asks a unit for shares.
func (c falls) askForm(l *overview.CascadeLine) *view.Publishing {
	name := "ask/" + string(l.Unit.ID)
	f := c.form(name, "Ask for these shares")
	f.Note = "Together at most 100; what is missing is left to the unit."
	var was graph.Shares
	if i := c.own(graph.Assigned, l); i != nil {
		was = i.Shares
		c.place(f, i)
	} else {
		c.place(f, nil)
	}
	for _, t := range c.base.Themes() {
		f.Entries = append(f.Entries, c.entry(name, "share."+string(t.ID), t.Name, "percent", shareWords(was.Of(t.ID)), ""))
	}
	f.Entries = append(f.Entries, c.entry(name, "reason", "Reason", "line", "", ""))
	return f
}

// restateForm is how the unit reads what it is asked for, in its own words.
func (c falls) restateForm(l *overview.CascadeLine) *view.Publishing {
	name := "read/" + string(l.Unit.ID)
	f := c.form(name, "Keep it as a draft")
	f.Also = "Send it"
	f.Note = "Say it in your own words, so that those who asked can see how it was understood. Once it is sent they accept it, or send it back with a reason."
	was := &graph.Intent{}
	if l.Read != nil {
		was = l.Read
		c.place(f, l.Read)
	} else {
		c.place(f, nil)
	}
	f.Entries = append(f.Entries, c.entry(name, "words", "The whole, in your own words", "text", was.Restatement, ""))
	for n, t := range c.base.Themes() {
		asked := l.Asked.Shares.Of(t.ID)
		r := reading(was, t.ID)
		if n >= mostFilled && asked == 0 && r == (graph.Reading{}) && was.Shares.Of(t.ID) == 0 {
			continue
		}
		id := string(t.ID)
		f.Entries = append(f.Entries, view.Entry{Label: t.Name, Parts: []view.Entry{
			c.entry(name, "share."+id, "Share", "percent", shareWords(was.Shares.Of(t.ID)), "Asked for "+of100(float64(asked))+" of 100."),
			c.entry(name, "words."+id, "What it means here", "text", r.Words, ""),
			c.entry(name, "measure."+id, "How we will know", "line", r.Measure, ""),
		}})
	}
	f.Entries = append(f.Entries,
		c.entry(name, "measure", "How we will know, as a whole", "line", was.Measure, ""),
		c.entry(name, "constraint", "What limits us", "line", was.Constraint, ""),
		c.entry(name, "stops", "What we will stop", "text", strings.Join(was.Stops, "\n"), "One on each line."),
	)
	return f
}

// reading is how the intent reads the theme; zero where it says nothing.
func reading(i *graph.Intent, t graph.ThemeID) graph.Reading {
	for _, r := range i.Readings {
		if r.Theme == t {
			r.Differs = false
			return r
		}
	}
	return graph.Reading{}
}

// sortReadings puts them in the order of their themes, so that a form says the same however it is sent.
func sortReadings(list []graph.Reading) {
	slices.SortFunc(list, func(a, b graph.Reading) int { return cmp.Compare(a.Theme, b.Theme) })
}
