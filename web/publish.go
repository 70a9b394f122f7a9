package web

import (
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/strategy"
	"throughline/web/view"
)

// touches is what a form of the strategy says of the units below.
const touches = "Units whose accepted reading this touches wait for an answer again, and read the reason."

// publish words a part of the strategy anew, or says that whoever sends it has read the strategy.
func (s *Server) publish(w http.ResponseWriter, r *http.Request) {
	v, form, err := s.sent(w, r)
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	if form.Get("form") == "read" {
		if v.as == nil || v.past() || v.period == nil && v.now.Count(graph.KindTheme) == 0 {
			s.refuse(w, r, fault.New(fault.Denied, "nothing can be read here in your name", "Look at the strategy as it is today"))
			return
		}
		position, _ := atoi(form.Get("seen")) // who does not say has seen nothing
		s.acts(w, r, v, form, s.strategy, "readers", nil, readAll(v, s.clock(), position))
		return
	}
	if err := v.canWrite(); err != nil {
		s.refuse(w, r, err)
		return
	}
	part := form.Get("form")
	run, on := s.edition(v, part, form)
	s.acts(w, r, v, form, s.strategy, anchorOf(part), on, run)
}

// anchorOf is where a part of the strategy stands on its page.
func anchorOf(part string) string {
	kind, id, _ := strings.Cut(part, "/")
	if id == "new" || id == "" {
		return map[string]string{"principle": "principles"}[kind]
	}
	return kind + "-" + id
}

// edition is the command that publishes what the form says of the part, and the record that it names.
func (s *Server) edition(v *visit, part string, form url.Values) (run engine.Command, on []graph.Ref) {
	kind, id, _ := strings.Cut(part, "/")
	var of graph.Ref
	if id != "new" && (kind == "theme" || kind == "principle") {
		of = graph.Ref{Kind: graph.Kind(kind), ID: id}
		on = []graph.Ref{of}
	}
	if id == "new" {
		id = ""
	}
	return func(now *graph.Snapshot) (change.Draft, error) {
		in := strategy.Edition{Reason: form.Get("reason")}
		if v.period != nil {
			in.Period = v.period.ID
		}
		var err error
		switch kind {
		case "shares":
			in.Seen = seenIn(form)
			in.Shares, err = sharesOf(now, form, statedNow(now, v.period))
		case "theme":
			err = wordTheme(&in, id, form)
		case "principle":
			in.Principles = []strategy.Principle{{ID: graph.PrincipleID(id), Prefer: form.Get("prefer"), Over: form.Get("over"), Why: form.Get("why")}}
		default:
			err = fault.Invalidf("Load the page again", "the strategy has no part “%s”", part)
		}
		if err != nil {
			return change.Draft{}, err
		}
		draft, err := strategy.Publish(now, s.by(v), in)
		if err == nil && slices.Contains(draft.Touches(), of) {
			draft.Expect(of, seenIn(form))
		}
		return draft, err
	}, on
}

// wordTheme adds a theme to the edition as the form words it.
func wordTheme(in *strategy.Edition, id string, form url.Values) error {
	t := strategy.Theme{
		ID: graph.ThemeID(id), Name: form.Get("name"), Short: form.Get("short"), Statement: form.Get("statement"), Why: form.Get("why"),
		AntiGoals: lines(form.Get("anti_goals")),
	}
	var err error
	if id == "" {
		t.Share, err = shareOf(t.Name, form.Get("share"))
	}
	if id != "" {
		in.Period = "" // what is worded anew holds for every period that is not over
	}
	in.Themes = []strategy.Theme{t}
	return err
}

// statedNow is the shares that stand for the very period, nil for none.
func statedNow(s *graph.Snapshot, period *graph.Period) graph.Shares {
	if period == nil {
		return nil
	}
	for i := range graph.Referrers[*graph.Intent](s, period.Ref()) {
		if i.Level == graph.Stated && i.Period == period.ID {
			return i.Shares
		}
	}
	return nil
}

// form is the frame of a form of this page.
func (p sheet) form(name, button string) *view.Publishing {
	return &view.Publishing{
		ID: "edit-" + strings.ReplaceAll(name, "/", "-"), Action: p.here(editParam, "", doneParam, "", "after", p.query("after")), Button: button,
		Cancel: p.here(editParam, "", doneParam, "", "after", p.query("after")), Hidden: []view.Param{{Name: "form", Value: name}}, Error: p.wrong(name),
	}
}

// entry is one thing to fill in, as it was tried, else as it stands.
func (p sheet) entry(form, name, label, control, stands, hint string) view.Entry {
	return view.Entry{Name: name, Label: label, Control: control, Value: p.tried(form, name, stands), Hint: hint}
}

// reasonEntry asks why the strategy changes.
func (p sheet) reasonEntry(form string) view.Entry {
	return p.entry(form, "reason", "Reason", "line", "", "Needed where units have an accepted reading of it.")
}

func (p publisher) themeForm(t *graph.Theme) *view.Publishing {
	name, was := "theme/new", &graph.Theme{}
	if t != nil {
		name, was = "theme/"+string(t.ID), t
	}
	f := p.form(name, "Publish the theme")
	f.Note = touches
	f.Entries = []view.Entry{
		p.entry(name, "name", "Name", "line", was.Name, ""),
		p.entry(name, "short", "Short name", "line", was.Short, ""),
		p.entry(name, "statement", "What it asks for", "text", was.Statement, ""),
		p.entry(name, "why", "Why", "text", was.Why, ""),
		p.entry(name, "anti_goals", "What it is not", "text", strings.Join(was.AntiGoals, "\n"), "One on each line."),
	}
	if t != nil {
		f.Hidden = append(f.Hidden, seen(t))
		f.Entries = append(f.Entries, p.reasonEntry(name))
		return f
	}
	f.Title, f.Note, f.Button = "New theme", "", "Add the theme"
	if p.period != nil {
		f.Entries = append(f.Entries, p.entry(name, "share", "Share "+p.inPeriod(), "percent", "", "May stay empty, and be stated later."))
	}
	return f
}

func (p publisher) principleForm(r *graph.Principle) *view.Publishing {
	name, was := "principle/new", &graph.Principle{}
	if r != nil {
		name, was = "principle/"+string(r.ID), r
	}
	f := p.form(name, "Publish the principle")
	f.Entries = []view.Entry{
		p.entry(name, "prefer", "We prefer", "line", was.Prefer, ""),
		p.entry(name, "over", "Even over", "line", was.Over, ""),
		p.entry(name, "why", "Why", "text", was.Why, ""),
	}
	if r != nil {
		f.Hidden = append(f.Hidden, seen(r))
	} else {
		f.Title, f.Button = "New principle", "Add the principle"
	}
	return f
}

func (p publisher) sharesForm() *view.Publishing {
	f := p.form("shares", "Publish the shares")
	f.Note = "Together at most 100; what is missing is left to no theme. " + touches
	var was graph.Shares
	if st := p.st.Stated; st != nil {
		was = st.Shares
		if st.Period == p.period.ID {
			f.Hidden = append(f.Hidden, view.Param{Name: "seen", Value: strconv.Itoa(int(st.Stamp().Version))})
		}
	}
	for _, t := range p.st.Themes {
		f.Entries = append(f.Entries, p.entry("shares", "share."+string(t.Theme.ID), t.Theme.Name, "percent", shareWords(was.Of(t.Theme.ID)), ""))
	}
	f.Entries = append(f.Entries, p.reasonEntry("shares"))
	return f
}
