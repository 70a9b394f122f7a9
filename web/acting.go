package web

import (
	"context"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/fields"
	"throughline/graph"
	"throughline/middleware"
	"throughline/web/view"
	"throughline/wording"
)

// by is who acts on this visit, and when.
func (s *Server) by(v *visit) change.By {
	return change.By{Person: v.guest.Viewer.Person, At: s.clock()}
}

// may reports whether who asks may run the command as things stand, and it would change something.
func (v *visit) may(run engine.Command) bool {
	if v.as == nil || v.past() {
		return false
	}
	d, err := run(v.now)
	return err == nil && !d.IsEmpty() && v.sight.May(access.Touches(v.now, d.Puts, d.Removes)) == nil
}

// mayAdd reports whether who asks may write down a record like this one.
func (v *visit) mayAdd(r graph.Record) bool {
	return v.as != nil && !v.past() && v.sight.May([]access.Touch{{After: r}}) == nil
}

// acts runs what a form of a page asks for and answers with the page: as it is then, or with the form as it was filled
// in and what was wrong with it.
func (s *Server) acts(w http.ResponseWriter, r *http.Request, v *visit, form url.Values, p page, anchor string, on []graph.Ref, run engine.Command) {
	done, err := s.tryTo(r.Context(), v, on, run)
	switch {
	case err == nil:
		http.Redirect(w, r, after(local(r.URL.RequestURI()), done.Position, anchor), http.StatusSeeOther)
	case fault.Of(err) == nil:
		s.refuse(w, r, err)
	default:
		v.acted = &draftForm{form, err}
		s.answer(w, r, middleware.Status(fault.KindOf(err)), p, v)
	}
}

func (s *Server) tryTo(ctx context.Context, v *visit, on []graph.Ref, run engine.Command) (engine.Done, error) {
	as := *v.as
	as.On = on
	return s.engine.DoAs(ctx, s.workspace, as, run)
}

// tried is what somebody filled into a form of the page that was not taken, under the name of the form; else what stands.
func (v *visit) tried(form, name, stands string) string {
	if v.acted != nil && v.acted.form.Get("form") == form {
		return v.acted.form.Get(name)
	}
	return stands
}

// wrong is what was wrong with a form of the page that was not taken, "" for no such form.
func (v *visit) wrong(form string) string {
	if v.acted != nil && v.acted.form.Get("form") == form {
		return faultWords(v.acted.err)
	}
	return ""
}

// isOpen reports whether the form of the page is to be filled in.
func (v *visit) isOpen(form string) bool {
	return !v.past() && (v.acted == nil && v.query(editParam) == form || v.wrong(form) != "")
}

// opens is the address of this page with a form open.
func (v *visit) opens(form, anchor string) string {
	return v.here(editParam, form, doneParam, "", "after", v.query("after")) + "#" + anchor
}

// shareOf reads a share as people write it, in percent; empty is none.
func shareOf(theme, text string) (graph.Share, error) {
	if strings.TrimSpace(text) == "" {
		return 0, nil
	}
	f := fields.Field{Name: "share of " + theme, Control: fields.Percent}
	raw, err := f.Read(fields.Value{Text: text})
	if err != nil {
		return 0, err
	}
	x, err := strconv.ParseFloat(string(raw), 64)
	return graph.Share(x), err
}

// shareWords is a share as people fill it in.
func shareWords(s graph.Share) string {
	if s == 0 {
		return ""
	}
	return strings.TrimSuffix(wording.Percent(float64(s)), "%")
}

// sharesOf reads the shares of themes that a form holds under share.<theme>; a theme it does not hold is as it was.
func sharesOf(s *graph.Snapshot, form url.Values, was graph.Shares) (graph.Shares, error) {
	out := append(graph.Shares{}, was...)
	for name := range form {
		id, is := strings.CutPrefix(name, "share.")
		if !is {
			continue
		}
		theme := id
		if t := s.Theme(graph.ThemeID(id)); t != nil {
			theme = t.ShortName()
		}
		share, err := shareOf(theme, form.Get(name))
		if err != nil {
			return nil, err
		}
		out = out.With(graph.ThemeID(id), share)
	}
	return out, nil
}

// lines are those of a text that say something.
func lines(text string) []string {
	return change.Lines(strings.Split(strings.ReplaceAll(text, "\r\n", "\n"), "\n"))
}

// seenIn is the version that a form says was looked at; 0 does not say.
func seenIn(form url.Values) int32 {
	n, _ := strconv.ParseInt(form.Get("seen"), 10, 32)
	return int32(n)
}

// seen is the version of a record for a form, 0 for none.
func seen(r graph.Record) view.Param {
	return view.Param{Name: "seen", Value: strconv.Itoa(int(r.Stamp().Version))}
}
