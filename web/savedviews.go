package web

import (
	"cmp"
	"net/http"
	"slices"
	"strings"

	"throughline/access"
	"throughline/change"
	"throughline/discussion"
	"throughline/fault"
	"throughline/graph"
	"throughline/web/view"
)

const (
	mostViews   = 12 // views that the portfolio shows beside one another; the others are in a menu
	mostJumps   = 5  // views that the palette offers before anything is typed
	saveViewID  = "save-view"
	forEveryone = "all"
)

// viewsOf is the saved views of a page that whoever asks sees: their own first, each by name.
func (v *visit) viewsOf(path string) []*graph.View {
	var out []*graph.View
	for one := range graph.All[*graph.View](v.then) {
		if at, _, _ := strings.Cut(local(one.Address), "?"); at == path {
			out = append(out, one)
		}
	}
	slices.SortFunc(out, func(a, b *graph.View) int {
		return cmp.Or(order(v.isMine(a), v.isMine(b)), cmp.Compare(strings.ToLower(a.Name), strings.ToLower(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return out
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
	now := f.savable()
	var current *graph.View
	for n, one := range f.viewsOf(f.r.URL.Path) {
		chip := view.SavedView{Name: one.Name, Href: f.dated(local(one.Address)), Shared: one.Shared, Current: local(one.Address) == now}
		if chip.Current && current == nil {
			current = one
		}
		if n < mostViews || chip.Current {
			out.Views = append(out.Views, chip)
		} else {
			out.More = append(out.More, chip)
		}
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
	return out
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
