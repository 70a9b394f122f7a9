package web

import (
	"throughline/access"
	"throughline/graph"
	"throughline/web/view"
)

// unlinked says why what bears the name of a person is not offered to whoever asks, and where an account becomes that of a
// person. It is nothing for who is a person here, and where nothing can be said at all.
func (v *visit) unlinked(what string) (n view.Note) {
	if v.as == nil || v.past() || v.signs() != "" {
		return n
	}
	n = view.Note{Text: what + " bears the name of a person, and your account is linked to none. ", Icon: "person"}
	switch {
	case v.guest.Session == "" && v.person() != "":
		n.Text = what + " bears the name of a person, and no " + string(graph.KindPerson) + " “" + string(v.person()) + "” is among the records."
		n.Link = view.Link{Text: "New person", Href: "/new/person"}
	case v.guest.Session == "":
		n.Text += "Nobody signs in here: start the server with --as and the person in whose name it writes."
	case v.guest.Viewer.Role.AtLeast(access.Owner):
		n.Text += "You can say who you are here."
		n.Link = view.Link{Text: "Link your account", Href: membersPath + "#" + memberRowID(string(v.guest.Account.ID))}
	default:
		n.Text += "Ask an owner of the workspace to link it, on the page Members."
	}
	return n
}
