package viewgallery

import "throughline/web/view"

// Outsides are the states of the pages without the frame, for people who are not in.
func Outsides(a view.Assets) []Page {
	signIn := view.Outside{
		Title: "Sign in", Lead: "If you have forgotten your password, ask an administrator for a link to set a new one.", Assets: a,
		Form: view.Form{ID: "sign-in", Action: "/sign-in", Hidden: []view.Param{{Name: "to", Value: "/records"}}, Button: "Sign in", Fields: []view.Input{
			{Name: "address", Label: "Mail address", Type: "email", Complete: "username"}, {Name: "password", Label: "Password", Type: "password", Complete: "current-password"},
		}},
	}
	way := []view.Way{{Text: "Sign in with Acme", Href: "/sign-in/openid?to=%2Frecords"}}
	open, closed, refused, out, invited := signIn, signIn, signIn, signIn, signIn
	open.Elsewhere, refused.Elsewhere, out.Elsewhere = way, way, way
	closed.Elsewhere = []view.Way{{Why: "Acme cannot be reached at the moment. Try again in a minute, or sign in with a password."}}
	refused.Note = view.Note{Tone: view.Loss, Text: "Nobody here is known by this sign-in, and none of its groups gives a role. Ask an owner of the workspace for an invitation, or whoever keeps the groups to add you to one that has a role; if you have an account with a password, sign in with that and link the two on its page."}
	out.Note = view.Note{Tone: view.Good, Text: "You are signed out here. You may still be signed in at Acme."}
	out.Next = []view.Link{{Text: "Sign out of Acme too", Href: "https://id.example.org/out"}}
	invited.Title, invited.Lead = "You are invited", "To the workspace “main”, as an editor. Your account will be for ben@example.org."
	invited.Elsewhere = []view.Way{{Text: "Accept with the sign-in of the Harbor Lending group and all of its subsidiaries", Href: "/sign-in/openid?key=x"}}
	nothing := view.Outside{Title: "Nothing was changed", Assets: a, Note: refused.Note, Next: []view.Link{{Text: "Your account", Href: "/account"}}}
	var all []Page
	for _, p := range []struct {
		name string
		page view.Outside
	}{{"sign-in-plain", signIn}, {"sign-in-open", open}, {"sign-in-closed", closed}, {"sign-in-refused", refused}, {"sign-in-out", out}, {"invitation", invited}, {"link-refused", nothing}} {
		all = append(all, Page{p.name, view.OutsidePage(p.page)})
	}
	return all
}

// accounts are the states of the page of one's own account.
func accounts(s view.Shell) []Page {
	s = at(s, -1, "Your account")
	small := func(id, action, button, label string) []view.Form {
		return []view.Form{{ID: id, Action: action, Hidden: []view.Param{{Name: "id", Value: id}}, Button: button, Label: label, Small: true}}
	}
	devices := view.Kept{
		Part:    view.Part{ID: "devices", Title: "Where you are signed in", Sub: "The device you used last stands first"},
		Columns: []view.Column{{Name: "Device"}, {Name: "From"}, {Name: "Signed in", Short: true}, {Name: "Last seen", Short: true}},
		Rows: []view.KeptRow{
			{Cells: []view.Cell{{Text: "Firefox on Linux", Sub: "this one"}, view.T("192.0.2.9"), view.T("today, 08:00"), view.T("now")}, Forms: small("out", "/sign-out", "Sign out", "")},
			{Cells: []view.Cell{view.T("Safari on iPhone"), view.T("2001:db8::1"), view.T("20 Sep"), view.T("yesterday")}, Forms: small("end-2", "/account/devices", "Sign out", "Sign out of Safari on iPhone")},
		},
	}
	linked := view.Kept{
		Part:    view.Part{ID: "identities", Title: "Sign-ins elsewhere", Sub: "Whoever can sign in there as you can sign in here as you"},
		Columns: []view.Column{{Name: "Where"}, {Name: "Linked", Short: true}, {Name: "Last used", Short: true}},
		Rows:    []view.KeptRow{{Cells: []view.Cell{{Text: "Acme", Sub: "id.example.org/realms/acme"}, view.T("20 Sep"), view.T("today, 08:00")}, Forms: small("unlink-1", "/account/identities/unlink", "Unlink", "Unlink Acme")}},
	}
	open, closed := linked, linked
	open.Rows, closed.Rows = nil, nil
	open.Elsewhere = []view.Way{{Text: "Link your sign-in with Acme", Href: "/sign-in/openid?link=yes"}}
	closed.Elsewhere = []view.Way{{Why: "Acme cannot be reached at the moment. Try again in a minute, or sign in with a password."}}
	desk := func(parts ...view.Kept) view.Desk {
		return view.Desk{Shell: s, Title: "Your account", Lead: view.Say("You are Ana Lima, ana@example.org, and an owner of this workspace."), Parts: parts}
	}
	return []Page{
		{"account-linked", view.DeskPage(desk(devices, linked))}, {"account-open", view.DeskPage(desk(devices, open))}, {"account-closed", view.DeskPage(desk(devices, closed))},
	}
}
