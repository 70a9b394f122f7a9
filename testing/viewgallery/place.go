package viewgallery

import "throughline/web/view"

// fieldOf leads to a field of a record.
func fieldOf(name string) view.Edit {
	return view.Edit{Href: "/records/initiative/ledger-cutover?edit=" + name + "#f-" + name, What: name}
}

// settable is a grid whose cells lead to the fields that they show.
func settable(g view.InitiativeGrid) view.InitiativeGrid {
	for n := range g.Groups {
		for i := range g.Groups[n].Rows {
			for k := range g.Groups[n].Rows[i].Cells {
				g.Groups[n].Rows[i].Cells[k].Edit = fieldOf("periods")
			}
		}
	}
	return g
}

// setInitiative is an initiative whose fields may be changed, and one of which was just now.
func setInitiative(p view.Initiative) view.Initiative {
	p.Shell.Done = &view.Done{Text: "Initiative changed.", Undo: &view.Undo{Action: "/undo", Position: "1204", Next: "/initiatives/ledger-cutover"}}
	p.NameEdit, p.StateEdit = fieldOf("name"), fieldOf("commitment")
	p.Crumbs = []view.Crumb{{Text: "Portfolio", Href: "portfolio-many.html"}, {Text: "owned by Core Services Platform", Href: "unit-many.html", Edit: fieldOf("owner")}, {Text: "nobody leads it", Edit: fieldOf("lead")}}
	p.Lead = append(view.Sentence{view.Words("All loans leave the old ledger. "), {Edit: fieldOf("summary")}}, p.Lead...)
	p.Steps.Edits = []view.Link{{Text: "Change steps", Href: fieldOf("steps").Href}}
	p.Assumptions.Edits = []view.Link{{Text: "Change assumptions", Href: fieldOf("assumptions").Href}, {Text: "Change what ends it", Href: fieldOf("kill").Href}}
	return p
}
