package web

import (
	"context"
	"net/http"
	"regexp"
	"slices"

	"throughline/account"
	"throughline/fault"
	"throughline/middleware"
	"throughline/web/view"
)

// spacesPath is where people see their workspaces.
const spacesPath = "/workspaces"

// placesOf is the workspaces that are for who asks, where the server holds several; nil where it holds one.
func (s *Server) placesOf(r *http.Request) ([]string, error) {
	if s.spaces == nil {
		return nil, nil
	}
	names, err := s.spaces.names(r.Context())
	if err != nil || len(names) < 2 {
		return nil, err
	}
	_, mine, err := s.spaces.visitor(r, names)
	return mine, err
}

// spaceSwitch leads to the other workspaces of who looks.
func (s *Server) spaceSwitch(v *visit) view.Spaces {
	if len(v.places) == 0 {
		return view.Spaces{}
	}
	out := view.Spaces{Name: s.workspace, All: spacesPath}
	for _, name := range v.places {
		out.Choices = append(out.Choices, view.SpaceChoice{Name: name, Href: PrefixOf(name) + "/", Current: name == s.workspace})
	}
	return out
}

// places is the page of somebody's workspaces, on which who administers the server makes a new one.
func (s *Spaces) places(r *http.Request, name string) (view.Outside, error) {
	names, err := s.names(r.Context())
	if err != nil {
		return view.Outside{}, err
	}
	g, mine, err := s.visitor(r, names)
	if err != nil {
		return view.Outside{}, err
	}
	p := view.Outside{Title: "Your workspaces", Lead: "Each is an organisation of its own; nothing of one is seen in another."}
	if len(mine) == 0 {
		p.Lead = "You are a member of none. Ask the owner of one to invite you."
	}
	for _, one := range mine {
		p.Ways = append(p.Ways, view.Link{Text: one, Href: s.address(r.Context(), one)})
	}
	if g.Administrator && g.Session != "" && s.o.Made != nil {
		p.Form = view.Form{ID: "space", Action: spacesPath, Button: "Make a workspace", Fields: []view.Input{
			{Name: "name", Label: "Name of a new workspace", Value: name, Hint: "Small letters, digits and hyphens; it stands in the addresses of its pages. You own it, and invite the others."},
		}}
	}
	return p, nil
}

// list answers with the page of somebody's workspaces.
func (s *Spaces) list(w http.ResponseWriter, r *http.Request) {
	p, err := s.places(r, "")
	if err != nil {
		s.unknown(w, r, err)
		return
	}
	s.front.outside(w, r, http.StatusOK, p)
}

// make makes a new workspace, owned by who asks for it.
func (s *Spaces) make(w http.ResponseWriter, r *http.Request) {
	g, _, err := s.visitor(r, nil)
	if err != nil {
		s.unknown(w, r, err)
		return
	}
	if !g.Administrator || g.Session == "" || s.o.Made == nil {
		s.front.refuse(w, r, fault.New(fault.Denied, "a workspace is made by who administers the server", "Ask them"))
		return
	}
	f, err := form(w, r)
	name := f.Get("name")
	if err == nil {
		err = s.begin(r.Context(), s.front.act(r, g), name, g.Account.ID)
	}
	if err == nil {
		goTo(w, r, s.address(r.Context(), name))
		return
	}
	p, e := s.places(r, name)
	if known := fault.Of(err); e != nil || known == nil || middleware.Status(known.Kind) == http.StatusInternalServerError {
		s.front.refuse(w, r, err)
		return
	}
	s.front.again(w, r, p, err)
}

// spaceName is what a new workspace may be called.
var spaceName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

// NewSpaceName holds that a new workspace may have the name.
func NewSpaceName(name string) error {
	if !spaceName.MatchString(name) {
		return fault.Invalidf("Use small letters, digits and hyphens, 40 at most, for instance harbor-lending", "a new workspace cannot be called %q", name)
	}
	return nil
}

// begin gives a new workspace its owner.
func (s *Spaces) begin(ctx context.Context, act account.Act, name string, owner account.ID) error {
	if err := NewSpaceName(name); err != nil {
		return err
	}
	names, err := s.names(ctx)
	if err != nil {
		return err
	}
	if slices.Contains(names, name) {
		return fault.New(fault.Conflict, "there is a workspace of that name", "Choose another; one without an owner gets one with throughline workspaces")
	}
	if err := s.o.Door.Register().OpenWorkspace(ctx, act, name, owner); err != nil {
		return err
	}
	s.o.Made()
	return nil
}
