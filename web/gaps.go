package web

import (
	"strings"

	"throughline/web/view"
)

// undeclaredYet is one panel in the place of many empty ones: what each of them would show, and what to add.
type undeclaredYet struct{ groups []view.CoverageGroup }

// take takes a part away that has nothing to show, and notes what it would show. What follows stays.
func (u *undeclaredYet) take(parts ...*view.Part) {
	for _, p := range parts {
		m := p.Missing
		if m == nil || m.Follows || p.ID == "" {
			continue
		}
		words := m.Title
		if strings.HasPrefix(m.Title, "No") { // that it is not declared stands beside it; only another reason says more
			words = m.Text
		}
		if m.Add != "" {
			words += " " + m.Add
		}
		g := view.CoverageGroup{Name: p.Title, Figure: view.Figure{Missing: m.Title}, None: words}
		if len(p.Edits) > 0 {
			g.All = p.Edits[0]
		}
		u.groups = append(u.groups, g)
		*p = view.Part{}
	}
}

// panel is what was taken away; nothing where nothing was.
func (u *undeclaredYet) panel() view.Coverage {
	if len(u.groups) == 0 {
		return view.Coverage{}
	}
	return view.Coverage{Part: view.Part{ID: "gaps", Title: "What is not declared yet", Sub: "Each would show more; none is a failure"}, Groups: u.groups}
}

// following stands where something is being computed: what is so, and what shows then.
func following(title, what string) *view.Missing {
	const how = " here by itself in a moment. Where pages do not follow by themselves, load this one again."
	return &view.Missing{Title: title, Text: what + how, Follows: true}
}
