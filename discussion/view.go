package discussion

import (
	"net/url"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// Seeing is a page with its filters, to be found again.
type Seeing struct {
	Name    string
	Address string // of the page in this workspace: /initiatives?unit=core
	Shared  bool
}

// SaveView keeps a view under a name. Each person has one of a name: saving it again replaces it.
func SaveView(s *graph.Snapshot, by change.By, in Seeing) (change.Draft, error) {
	draft := change.Draft{Verb: "view.saved"}
	name, err := change.Said(in.Name, "name", "Name the view, for instance: my units")
	if err != nil {
		return draft, err
	}
	if by.Person == "" && !in.Shared {
		return draft, fault.Invalidf("Share it with everybody, or have your account linked to a person", "a view for one person bears their name")
	}
	v := &graph.View{Name: name, Address: strings.TrimSpace(in.Address), By: by.Person, Shared: in.Shared}
	if !inside(v.Address) {
		return draft, fault.Invalidf("Save the address of a page, beginning with one /", "%q is no page of this workspace", v.Address)
	}
	for was := range graph.All[*graph.View](s) {
		if was.By == v.By && strings.EqualFold(was.Name, name) {
			v.ID = was.ID
			draft.Update(s, v)
			return draft, nil
		}
	}
	v.ID = graph.ViewID(graph.NewID(s, graph.KindView, name))
	draft.Create(v)
	return draft, nil
}

// Renaming is what becomes of a view that was saved.
type Renaming struct {
	View   graph.ViewID
	Name   string
	Shared bool
}

// RenameView gives a view another name, and says whether it is for everybody. Its address stays.
func RenameView(s *graph.Snapshot, _ change.By, in Renaming) (change.Draft, error) {
	draft := change.Draft{Verb: "view.changed"}
	v, err := change.Take[*graph.View](s, in.View)
	if err != nil {
		return draft, err
	}
	name, err := change.Said(in.Name, "name", "Name the view, for instance: my units")
	if err != nil {
		return draft, err
	}
	for was := range graph.All[*graph.View](s) {
		if was.ID != v.ID && was.By == v.By && strings.EqualFold(was.Name, name) {
			return draft, fault.Invalidf("Choose another name", "there is a view called “%s” already", was.Name)
		}
	}
	if v.By == "" && !in.Shared {
		return draft, fault.Invalidf("Leave it shared, or remove it", "nobody is named whose view it would be")
	}
	v.Name, v.Shared = name, in.Shared
	draft.Update(s, v)
	return draft, nil
}

// DropView removes a view.
func DropView(s *graph.Snapshot, _ change.By, id graph.ViewID) (change.Draft, error) {
	draft := change.Draft{Verb: "view.removed"}
	v, err := change.Known[*graph.View](s, id)
	if err != nil {
		return draft, err
	}
	draft.Removes = append(draft.Removes, v.Ref())
	return draft, nil
}

// inside reports whether an address stays on the pages here, so that a saved view leads nobody elsewhere.
func inside(address string) bool {
	u, err := url.Parse(address)
	return err == nil && strings.HasPrefix(address, "/") && !strings.HasPrefix(address, "//") && !strings.ContainsAny(address, "\\\t\r\n") &&
		u.Scheme == "" && u.Host == "" && u.User == nil
}
