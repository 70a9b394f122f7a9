package web

import (
	"context"

	"github.com/a-h/templ"

	"throughline/fault"
	"throughline/web/help"
	"throughline/web/view"
)

// guideHits is how many guides are offered beside the records that are found.
const guideHits = 4

// contents is the page with all documents of the help.
func (s *Server) contents(ctx context.Context, v *visit) (templ.Component, error) {
	sh, err := s.shell(ctx, v, "Help", help.Path)
	if err != nil {
		return nil, err
	}
	return view.HelpPage(view.Help{
		Shell: sh, Lead: view.Say("A guide for each thing that is done here, and the lists to look things up in. Search finds them too."), Groups: s.helpGroups(v, ""),
	}), nil
}

// helpGroups is the contents, with the document that is open.
func (s *Server) helpGroups(v *visit, open string) (out []view.HelpGroup) {
	for _, g := range s.guides.Groups() {
		group := view.HelpGroup{Part: view.Part{ID: "help-" + idWord(lower(g.Name)[:1]) + g.Pages[0].ID, Title: g.Name}}
		for _, p := range g.Pages {
			group.Pages = append(group.Pages, view.HelpEntry{Link: view.Link{Text: p.Title, Href: v.to(help.Path + "/" + p.ID)}, Text: p.Lead, Current: p.ID == open})
		}
		out = append(out, group)
	}
	return out
}

// guide is the page of one document.
func (s *Server) guide(ctx context.Context, v *visit) (templ.Component, error) {
	id := v.r.PathValue("guide")
	p := s.guides.Page(id)
	if p == nil {
		var ids []string
		for _, p := range s.guides.All() {
			ids = append(ids, p.ID)
		}
		return nil, fault.New(fault.NotFound, "there is no guide “"+id+"”", "Look at the contents of the help").WithNearest(fault.Nearest(id, ids, 3))
	}
	sh, err := s.shell(ctx, v, p.Title, help.Path)
	if err != nil {
		return nil, err
	}
	page := view.Guide{Shell: sh, Title: p.Title, Crumbs: []view.Crumb{{Text: "Help", Href: v.to(help.Path)}}, Opening: p.Opening, Body: p.HTML, Groups: s.helpGroups(v, id)}
	if !p.Listed || len(p.Parts) <= mostParts {
		for _, x := range p.Parts {
			page.Parts = append(page.Parts, view.Link{Text: x.Title, Href: "#" + x.ID})
		}
	}
	return view.GuidePage(page), nil
}

// guideOf is the guide to a page by its place in the navigation, "" for none.
func guideOf(at string) string {
	switch at {
	case "home":
		return "where-we-stand"
	case "sight":
		return "line-of-sight"
	case "owed", "portfolio", "findings", "strategy", "cascade", "outcomes":
		return at
	case "drift":
		return "cadence"
	case "records":
		return "editing"
	case newsPath:
		return "following"
	case spacesPath:
		return "workspaces"
	case accountPath, membersPath:
		return "accounts"
	case playPath:
		return "start"
	}
	switch {
	case len(at) > 5 && at[:5] == "unit/":
		return "units"
	case len(at) > 11 && at[:11] == "initiative/":
		return "portfolio"
	}
	return ""
}

// guidesFound is the guides with the words in their titles.
func (s *Server) guidesFound(v *visit, words string) []view.SearchGroup {
	hits := s.guides.Find(words, guideHits)
	if len(hits) == 0 {
		return nil
	}
	g := view.SearchGroup{Name: "Help"}
	for _, h := range hits {
		hit := view.Hit{Name: h.Page.Title, Kind: "guide", Href: v.to(help.Path + "/" + h.Page.ID), Icon: "book"}
		if h.Page.Listed {
			hit.Kind = "to look up"
		}
		if h.Part.ID != "" {
			hit.Name, hit.Text, hit.Href = h.Part.Title, h.Page.Title, hit.Href+"#"+h.Part.ID
		}
		g.Hits = append(g.Hits, hit)
	}
	return []view.SearchGroup{g}
}
