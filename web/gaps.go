package web

import (
	"strings"

	"throughline/web/view"
)

// undeclaredYet is one panel in the place of many empty ones: what each of them would show, and what to add.
type undeclaredYet struct{ groups []view.CoverageGroup }

// take takes a part away that has nothing to show, and notes what it would show.
func (u *undeclaredYet) take(parts ...*view.Part) {
	for _, p := range parts {
		m := p.Missing
		if m == nil || p.ID == "" {
			continue
		}
		words := m.Title
		if strings.HasPrefix(m.Title, "No") { // that it is not declared stands beside it; only another reason says more
			words = m.Text
		}
		if m.Add != "" {
			words += " " + m.Add
		}
		u.groups = append(u.groups, view.CoverageGroup{Name: p.Title, Figure: view.Figure{Missing: m.Title}, None: words})
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
