package web

import (
	"context"
	"net/http"

	"throughline/account"
	"throughline/fault"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// playPath is the address at which a visitor of a demo chooses whom to be.
const playPath = "/people-of-the-demo"

// players is the page on which a visitor of a demo chooses whom to be.
func (s *Server) players(ctx context.Context, v *visit) (view.Desk, error) {
	if !s.door.IsStage() {
		return view.Desk{}, fault.New(fault.NotFound, "there is no page at "+playPath, "Go to Where we stand, or search")
	}
	all, err := s.door.Players(ctx)
	if err != nil {
		return view.Desk{}, err
	}
	sh, err := s.shell(ctx, v, "People of the demo", playPath)
	if err != nil {
		return view.Desk{}, err
	}
	k := view.Kept{
		Part:    view.Part{ID: "people", Title: wording.Count(len(all), "person", "people"), Sub: "Those who may do most stand first"},
		Columns: []view.Column{{Name: "Name"}, {Name: "Unit"}, {Name: "May", Short: true}},
	}
	for _, g := range all {
		row := view.KeptRow{Cells: []view.Cell{view.T(g.Label), view.T(""), view.T(mayWords(account.Role(g.Viewer.Role)))}}
		if p := v.now.Person(g.Viewer.Person); p != nil {
			row.Cells[0].Sub = p.Title
			if u := v.now.Unit(p.Unit); u != nil {
				row.Cells[1] = view.A(u.Name, v.to("/units/"+string(u.ID)))
			}
		}
		if g.Viewer.Person == v.guest.Viewer.Person {
			row.Cells[0].State = &view.State{Text: "You", Tone: view.Good}
		} else {
			row.Forms = []view.Form{{ID: "be-" + idWord(string(g.Viewer.Person)), Action: playPath, Hidden: []view.Param{{Name: "person", Value: string(g.Viewer.Person)}}, Button: "Be this person", Label: "Be " + g.Label, Small: true}}
		}
		k.Rows = append(k.Rows, row)
	}
	return view.Desk{
		Shell: sh, Title: "People of the demo", Parts: []view.Kept{k},
		Lead: view.Say("You look as " + v.guest.Label + ". Be somebody else, and see what they may see and change. In data of your own, people sign in."),
	}, nil
}

// play makes the visitor of a demo somebody else.
func (s *Server) play(w http.ResponseWriter, r *http.Request) {
	f, err := form(w, r)
	if err == nil {
		err = s.door.Play(w, r, graph.PersonID(f.Get("person")))
	}
	if err != nil {
		s.refuse(w, r, err)
		return
	}
	goTo(w, r, "/")
}

// mayWords is what a role may do.
func mayWords(r account.Role) string {
	switch r {
	case account.Owner:
		return "change records, and decide on members"
	case account.Editor:
		return "change records"
	case account.Contributor:
		return "contribute, and change what is of their units"
	case account.Reader:
		return "read"
	}
	return ""
}
