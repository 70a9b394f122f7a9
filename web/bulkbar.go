package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/a-h/templ"

	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/ledger"
	"throughline/middleware"
	"throughline/web/view"
	"throughline/wording"
)

// bulkBar is the bar for the selected records of a kind, for those who may change any.
func (v *visit) bulkBar(info graph.KindInfo) view.Bulk {
	if v.bulkless(info.Kind) {
		return view.Bulk{}
	}
	list := bulkFields(info.Kind)
	c := newClerk(v.now)
	out := view.Bulk{ID: bulkForm, Action: "/records/" + string(info.Kind), Next: v.here("after", v.query("after")), What: many(info)}
	for i := range list {
		f := &list[i]
		words := fieldCalled(info.Kind, f.Name)
		act := view.BulkAct{ID: "many-" + f.Name, Name: words, Title: "Change the " + strings.ToLower(words), Entries: []view.Entry{c.entry(f, f.Name, fields.Value{})}}
		act.Entries[0].Label = words
		if f.List {
			act.Hint = "These take the place of the " + strings.ToLower(words) + " that stand there."
		} else if !f.Required {
			act.Hint = "Left empty, it is taken out."
		}
		act.Buttons = []view.ActButton{{Value: f.Name, Text: "Change " + strings.ToLower(act.Name), First: true}}
		out.Acts = append(out.Acts, act)
	}
	if info.Kind == graph.KindInitiative {
		out.Acts = append(out.Acts, c.serveAct(), endAct())
	}
	slices.SortStableFunc(out.Acts, func(a, b view.BulkAct) int { return placeOfAct(a.ID) - placeOfAct(b.ID) })
	out.Lists = c.suggestions()
	return out
}

// bulkless reports whether records of the kind are not changed together by who asks.
func (v *visit) bulkless(kind graph.Kind) bool {
	return v.canWrite() != nil || len(bulkFields(kind)) == 0
}

// placeOfAct is the place of an act in the bar: what is changed most stands first.
func placeOfAct(id string) int {
	first := []string{"many-owner", "many-unit", "many-lead", "many-state", "many-periods", "many-contributes", "many-end"}
	if n := slices.Index(first, id); n >= 0 {
		return n
	}
	return len(first)
}

// serveAct has initiatives serve a theme.
func (c *clerk) serveAct() view.BulkAct {
	theme := c.entry(&fields.Field{Name: "theme", Control: fields.Record, Kind: graph.KindTheme, Required: true}, "theme", fields.Value{})
	share := c.entry(&fields.Field{Name: "share", Control: fields.Percent, Required: true}, "share", fields.Value{Text: "100"})
	return view.BulkAct{
		ID: "many-contributes", Name: "Theme", Title: "Change what they serve", Entries: []view.Entry{theme, share},
		Buttons: []view.ActButton{{Value: "serve", Text: "Serve this instead", First: true}, {Value: "serve-too", Text: "Serve this too"}},
	}
}

// endAct ends initiatives.
func endAct() view.BulkAct {
	return view.BulkAct{
		ID: "many-end", Name: "End", Title: "End them", Hint: "Stopped initiatives keep the days they were promised, so that one sees what was set free.",
		Buttons: []view.ActButton{{Value: string(graph.Done), Text: "Done"}, {Value: string(graph.Stopped), Text: "Stopped"}},
	}
}

// notMade answers a change of many that was not made, with what stands in the way as it is now and the ways on.
func (s *Server) notMade(w http.ResponseWriter, r *http.Request, b *batch) {
	v, err := s.visit(r) // what was looked at may have moved since
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if to, err := b.setting(v); err == nil {
		if bad := b.judge(v, to); bad != nil && fault.Of(bad) != nil {
			b.err = bad
		}
	}
	s.answer(w, r, middleware.Status(fault.KindOf(b.err)), func(ctx context.Context, v *visit) (templ.Component, error) { return s.batchPage(ctx, v, b) }, v)
}

// batchPage says why nothing was changed.
func (s *Server) batchPage(ctx context.Context, v *visit, b *batch) (templ.Component, error) {
	info, _ := graph.Info(b.kind)
	sh, err := s.shell(ctx, v, "Nothing was changed", "records")
	if err != nil {
		return nil, err
	}
	page := view.BulkAnswer{
		Shell: sh, Title: "Nothing was changed", Back: view.Link{Text: "Back to the list", Href: b.next},
		Crumbs: []view.Crumb{{Text: "Records", Href: v.to("/records")}, {Text: wording.Capital(many(info)), Href: v.to("/records/" + string(b.kind))}},
	}
	all := wording.Count(len(b.picks), one(b.kind), many(info))
	if len(b.stale)+len(b.alien) == 0 {
		page.Lead = view.Say("Of " + all + " selected, none was changed. " + faultWords(b.err))
		return view.BulkAnswerPage(page), nil
	}
	page.Lead = view.Say(b.standing(all))
	if len(b.stale) > 0 {
		list, err := s.staleList(ctx, v, b)
		if err != nil {
			return nil, err
		}
		page.Lists = append(page.Lists, list)
	}
	if len(b.alien) > 0 {
		page.Lists = append(page.Lists, b.alienList(v))
	}
	page.Forms = b.waysOn(v, info)
	return view.BulkAnswerPage(page), nil
}

// standing says how many stand in the way.
func (b *batch) standing(all string) string {
	var parts []string
	if n := len(b.stale); n > 0 {
		parts = append(parts, wording.Number(float64(n))+plural(n, " was changed", " were changed")+" by somebody since you looked")
	}
	if n := len(b.alien); n > 0 {
		parts = append(parts, wording.Number(float64(n))+plural(n, " is", " are")+" not yours to change")
	}
	return "Of " + all + " selected, " + strings.Join(parts, " and ") + ". All are as they were."
}

// staleList is what changed since it was looked at, by whom and when.
func (s *Server) staleList(ctx context.Context, v *visit, b *batch) (view.List, error) {
	out := view.List{Part: view.Part{ID: "meanwhile", Title: "Changed meanwhile", Sub: "Each as it was looked at, and who changed it last"}, Table: view.Table{
		Caption: "Changed meanwhile", Cards: true, Columns: []view.Column{{Name: wording.Capital(one(b.kind))}, {Name: "By"}, {Name: "When"}, {Name: "What"}},
	}}
	told := s.engine.TellPast(ctx, s.workspace, v.present)
	for _, p := range b.stale {
		r := v.now.Record(p.ref)
		row := []view.Cell{view.T(label(r, p.ref)), {}, {}, view.T("is not there any more")}
		if r != nil {
			row[0].Href = historyHref(v, p.ref)
			entry, err := s.engine.Entry(ctx, s.workspace, r.Stamp().Position)
			if err != nil {
				return out, err
			}
			who, err := s.whoDid(ctx, v, &entry)
			if err != nil {
				return out, err
			}
			verb, _ := told.Words(&entry)
			row[1], row[2], row[3] = view.T(who), view.T(moment(entry.Effective, v.seen())), view.T(verbWords(verb))
		}
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: row})
	}
	return out, told.Err()
}

// alienList is what is not theirs to change, with who answers for it.
func (b *batch) alienList(v *visit) view.List {
	out := view.List{Part: view.Part{ID: "not-yours", Title: "Not yours to change", Sub: "Ask who answers for them, or propose the change"}, Table: view.Table{
		Caption: "Not yours to change", Cards: true, Columns: []view.Column{{Name: wording.Capital(one(b.kind))}, {Name: "Unit"}},
	}}
	for _, p := range b.alien {
		r := v.now.Record(p.ref)
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{view.A(label(r, p.ref), historyHref(v, p.ref)), whereCell(v, r)}})
	}
	return out
}

// waysOn is to change the others, and, where all are theirs, all of them as they stand now.
func (b *batch) waysOn(v *visit, info graph.KindInfo) []view.Form {
	var free, now []picked
	for _, p := range b.picks {
		r := v.now.Record(p.ref)
		if r == nil || slices.Contains(b.alien, p) {
			continue
		}
		now = append(now, pickOf(r))
		if !slices.Contains(b.stale, p) {
			free = append(free, p)
		}
	}
	var out []view.Form
	if n := len(free); n > 0 {
		out = append(out, b.again("others", "Change the other "+wording.Count(n, one(info.Kind), many(info)), free))
	}
	if n := len(now); n > len(free) {
		out = append(out, b.again("all", "Change "+wording.Count(n, one(info.Kind), many(info))+" all the same", now))
	}
	return out
}

// again is a form that asks for the same of some of the records.
func (b *batch) again(id, button string, picks []picked) view.Form {
	f := view.Form{ID: id, Action: "/records/" + string(b.kind), Button: button}
	for name, values := range b.form {
		if name != "pick" {
			f.Hidden = append(f.Hidden, view.Param{Name: name, Value: values[0]})
		}
	}
	sortParams(f.Hidden)
	for _, p := range picks {
		f.Hidden = append(f.Hidden, view.Param{Name: "pick", Value: p.String()})
	}
	return f
}

// whoDid is the name of who made a change.
func (s *Server) whoDid(ctx context.Context, v *visit, e *ledger.Entry) (string, error) {
	name, err := s.accountName(ctx, e.Actor)
	if err != nil || name != "" {
		return name, err
	}
	return actorWords(v, e.Actor), nil
}
