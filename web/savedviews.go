package web

import (
	"cmp"
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"throughline/access"
	"throughline/change"
	"throughline/discussion"
	"throughline/fault"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

const (
	mostViews   = 12 // views that the portfolio shows beside one another; the others are in a menu
	mostMore    = 30 // views in that menu
	mostJumps   = 5  // views that the palette offers before anything is typed
	saveViewID  = "save-view"
	forEveryone = "all"
	opensPath   = portfolioPath + "/opens"
)

const portfolioPath = "/portfolio"

// viewsOf is the saved views of a page that whoever asks sees: their own first, each by name.
func (v *visit) viewsOf(path string) []*graph.View {
	if v.views != nil {
		return v.views[path]
	}
	v.views = make(map[string][]*graph.View)
	for one := range graph.All[*graph.View](v.then) {
		at, _, _ := strings.Cut(local(one.Address), "?")
		v.views[at] = append(v.views[at], one)
	}
	for _, list := range v.views {
		names := make(map[graph.ViewID]string, len(list))
		for _, one := range list {
			names[one.ID] = strings.ToLower(one.Name)
		}
		slices.SortFunc(list, func(a, b *graph.View) int {
			return cmp.Or(order(v.isMine(a), v.isMine(b)), cmp.Compare(names[a.ID], names[b.ID]), cmp.Compare(a.ID, b.ID))
		})
	}
	return v.views[path]
}

func (v *visit) isMine(one *graph.View) bool { return v.person() != "" && one.By == v.person() }

// maySave reports whether whoever asks may save a view.
func (v *visit) maySave() bool {
	return v.as != nil && !v.past() && !v.as.Viewer.ReadOnly && (v.person() != "" || v.as.Viewer.Role.AtLeast(access.Editor))
}

// savable is the address of this page as a view keeps it: without the date and what is open.
func (v *visit) savable() string { return v.here(asOfParam, "", editParam, "") }

// saved is the saved views of the portfolio, with what may be done about them.
func (f folio) saved() view.SavedViews {
	out := view.SavedViews{Error: f.wrong(saveViewID)}
	now, first := f.savable(), f.firstView()
	var current *graph.View
	list := f.viewsOf(f.r.URL.Path)
	for n, one := range list {
		chip := view.SavedView{Name: one.Name, Href: f.dated(local(one.Address)), Shared: one.Shared, Current: local(one.Address) == now, Opens: one == first}
		found := chip.Current && current == nil
		if found {
			current = one
		}
		switch {
		case n < mostViews || found:
			out.Views = append(out.Views, chip)
		case len(out.More) < mostMore:
			out.More = append(out.More, chip)
		}
	}
	if n := len(list); n > len(out.Views)+len(out.More) {
		out.Rest = view.Link{Text: "All " + wording.Number(float64(n)) + " views", Href: f.to("/records/" + string(graph.KindView))}
	}
	if len(out.Views) > 0 {
		out.All = view.Link{Text: "Everything", Href: f.dated(f.r.URL.Path)}
	}
	if f.maySave() {
		out.Forms = f.viewForms(current)
		out.Button = "Save view"
		if current != nil && len(out.Forms) > 1 {
			out.Button = "Change view"
		}
	}
	if open := f.openForms(current); len(open) > 0 {
		out.Button = cmp.Or(out.Button, "How it opens")
		out.Forms = append(out.Forms, open...)
	}
	return out
}

// firstView is the saved view that the ways to the portfolio lead to; nil for all of it.
func (v *visit) firstView() *graph.View {
	one := graph.Find[*graph.View](v.then, v.attention.Opens)
	if one == nil || !ofPortfolio(one) {
		return nil // removed, or not for them any more
	}
	return one
}

func ofPortfolio(one *graph.View) bool {
	path, _, _ := strings.Cut(local(one.Address), "?")
	return path == portfolioPath
}

// portfolioHref is where the ways to the portfolio lead, in the period and on the date of this page.
func (v *visit) portfolioHref() string {
	one := v.firstView()
	if one == nil {
		return v.to(portfolioPath)
	}
	_, query, _ := strings.Cut(local(one.Address), "?")
	asked, _ := url.ParseQuery(query) // what cannot be read of it is left out
	var params []string
	for name, values := range asked {
		params = append(params, name, values[0])
	}
	return v.to(portfolioPath, params...)
}

// openForms let somebody with an account say that the portfolio opens with the view that is shown, or again with all of it.
func (f folio) openForms(current *graph.View) []view.Form {
	first := f.firstView()
	if !f.attends() || f.past() || current == nil && first == nil {
		return nil
	}
	form := view.Form{ID: "open-with", Action: opensPath, Small: true, Button: "Open the portfolio with this view", Hidden: []view.Param{{Name: "next", Value: f.savable()}}}
	if current == nil || current == first {
		form.Button = "Open the portfolio with everything"
	} else {
		form.Hidden = append(form.Hidden, view.Param{Name: "view", Value: string(current.ID)})
	}
	return []view.Form{form}
}

// openWith says with which saved view the portfolio opens.
func (s *Server) openWith(w http.ResponseWriter, r *http.Request) {
	v, f, err := s.sender(w, r)
	if err == nil {
		err = s.setOpens(r.Context(), v, graph.ViewID(f.Get("view")))
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	goTo(w, r, local(f.Get("next"))+"#saved")
}

func (s *Server) setOpens(ctx context.Context, v *visit, id graph.ViewID) error {
	if id != "" { // none is always there to be chosen, also after the view is gone
		one := graph.Find[*graph.View](v.now, string(id))
		if one == nil {
			return v.notHere(id.Ref())
		}
		if !ofPortfolio(one) {
			return fault.Invalidf("Choose one that stands on the portfolio", "the view “%s” is of another page", one.Name)
		}
	}
	return s.door.Register().OpenWith(ctx, s.act(v.r, v.guest), s.workspace, v.guest.Account.ID, string(id))
}

// dated is an address on the date of this page.
func (f folio) dated(href string) string {
	if !f.past() {
		return href
	}
	sep := "?"
	if strings.Contains(href, "?") {
		sep = "&"
	}
	return href + sep + asOfParam + "=" + f.asOf.String()
}

// viewForms saves what is shown as a view, and changes the one that it is already.
func (f folio) viewForms(current *graph.View) []view.Form {
	action := f.here(asOfParam, "")
	fields := func(name string, shared bool) []view.Input {
		who := view.Input{Name: "for", Label: "For", Choices: []view.Choice{{Value: forEveryone, Text: "Everybody", Current: shared}}}
		if f.person() != "" {
			who.Choices = append([]view.Choice{{Value: "me", Text: "Me", Current: !shared}}, who.Choices...)
		}
		return []view.Input{{Name: "name", Label: "Name", Value: name}, who}
	}
	form := func(do, button string, more ...view.Param) view.Form {
		return view.Form{ID: do + "-view", Action: action, Button: button, Hidden: append([]view.Param{{Name: "form", Value: saveViewID}, {Name: "do", Value: do}}, more...)}
	}
	save := form("save", "Save view")
	save.Focus = true // also in the menu, once it opens
	save.Fields = fields(f.tried(saveViewID, "name", ""), f.tried(saveViewID, "for", "") == forEveryone)
	save.Fields[0].Hint = "What is shown is kept under it. One of yours that has this name already is replaced."
	if current == nil || !f.mayEdit(current) {
		return []view.Form{save}
	}
	id := view.Param{Name: "view", Value: string(current.ID)}
	rename, remove := form("rename", "Change view", id), form("remove", "Remove view", id)
	rename.Fields = fields(current.Name, current.Shared)
	remove.Small = true
	return []view.Form{rename, remove}
}

// keepView saves what is shown as a view, renames or shares one, or removes it, and answers with the page.
func (s *Server) keepView(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.sent(w, r)
	if err == nil && v.past() {
		err = v.canWrite()
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	v = v.canonical()
	if _, err := v.portfolioAsk(); err != nil {
		s.refuse(w, r, err)
		return
	}
	id, shared := graph.ViewID(form.Get("view")), form.Get("for") == forEveryone
	var on []graph.Ref
	run := pick(form.Get("do"), map[string]deedDone{
		"save":   of(discussion.SaveView, discussion.Seeing{Name: form.Get("name"), Address: v.savable(), Shared: shared}),
		"rename": of(discussion.RenameView, discussion.Renaming{View: id, Name: form.Get("name"), Shared: shared}),
		"remove": of(discussion.DropView, id),
	})
	if id != "" {
		on = append(on, id.Ref())
	}
	if run == nil {
		s.refuse(w, r, fault.Invalidf("Use one of the buttons of the page", "a view cannot be asked to “%s”", form.Get("do")))
		return
	}
	s.acts(w, r, v, form, s.portfolio, "", on, func(now *graph.Snapshot) (change.Draft, error) { return run(now, s.by(v)) })
}

// viewHref is where a saved view leads.
func viewHref(v *visit, ref graph.Ref) string {
	if one := graph.Find[*graph.View](v.then, ref.ID); one != nil {
		return local(one.Address)
	}
	return historyHref(v, ref)
}
