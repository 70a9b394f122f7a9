package web

import (
	"context"
	netmail "net/mail"
	"net/url"
	"slices"
	"strings"

	"throughline/access"
	"throughline/account"
	"throughline/fault"
	"throughline/graph"
	"throughline/web/view"
	"throughline/wording"
)

// ownership holds that an owner of the workspace looks who signed in.
func ownership(v *visit) error {
	if err := myself(v); err != nil {
		return err
	}
	if v.guest.Viewer.Role != access.Owner {
		return fault.New(fault.Denied, "only owners of the workspace say who its members are", "Ask one of them")
	}
	return nil
}

// mostMembers is how many members, and how many invitations, a page lists: each has its forms.
const mostMembers = 50

// members is the page of who may enter the workspace.
func (s *Server) members(ctx context.Context, v *visit) (view.Desk, error) {
	if err := ownership(v); err != nil {
		return view.Desk{}, err
	}
	sh, err := s.shell(ctx, v, "Members", membersPath)
	if err != nil {
		return view.Desk{}, err
	}
	list, err := s.memberList(ctx, v)
	if err != nil {
		return view.Desk{}, err
	}
	list.Lists = []view.Suggestions{{ID: knownPeople, Href: optionsHref(graph.KindPerson), List: peopleToChoose(v.now)}}
	invited, err := s.invitations(ctx, v)
	if err != nil {
		return view.Desk{}, err
	}
	parts := []view.Kept{list, invited}
	if letters, sent, err := s.letters(ctx); err != nil {
		return view.Desk{}, err
	} else if sent {
		parts = append(parts, letters)
	}
	return view.Desk{
		Shell: sh, Title: "Members", Parts: parts,
		Lead: view.Say("Who may enter this workspace, and what they may do. Records with an audience are for that audience alone, whatever the role."),
	}, nil
}

func (s *Server) memberList(ctx context.Context, v *visit) (view.Kept, error) {
	all := s.door.Register()
	members, err := all.Members(ctx, s.workspace, "", 0)
	if err != nil {
		return view.Kept{}, err
	}
	k := view.Kept{
		Part:    view.Part{ID: "members", Title: "Members", Sub: "A lead may change what is of their unit, whatever the role"},
		Columns: []view.Column{{Name: "Name"}, {Name: "Role"}, {Name: "Person"}, {Name: "Signed in", Short: true}},
	}
	members, k.Pager = portionOf(v, portion{"after", "members", mostMembers, "member", "members"}, members, func(m account.Member) string { return string(m.Account) })
	for _, m := range members {
		a, err := all.Account(ctx, m.Account)
		if fault.Is(err, fault.NotFound) { // removed a moment ago
			continue
		}
		if err != nil {
			return view.Kept{}, err
		}
		k.Rows = append(k.Rows, s.memberRow(v, m, a))
	}
	return k, nil
}

// memberPlace is the row of the member that was changed.
func memberPlace(sent url.Values) string { return membersPath + "#" + memberRowID(sent.Get("id")) }

func memberRowID(id string) string { return "member-" + id }

func (s *Server) memberRow(v *visit, m account.Member, a account.Account) view.KeptRow {
	id := view.Param{Name: "id", Value: string(a.ID)}
	person := view.T("not linked")
	if m.Person != "" {
		person = view.T(label(v.now.Record(graph.PersonID(m.Person).Ref()), graph.PersonID(m.Person).Ref()))
	}
	row := view.KeptRow{ID: memberRowID(string(a.ID)), Cells: []view.Cell{{Text: a.Name, Sub: a.Address}, view.T(string(m.Role)), person, view.T(s.when(a.SignedIn))}}
	if a.Disabled {
		row.Cells[0].State = &view.State{Text: "Disabled", Tone: view.Warn}
	}
	small := func(verb, button string, fields ...view.Input) view.Form {
		return view.Form{ID: verb + "-" + string(a.ID), Action: membersPath + "/" + verb, Hidden: []view.Param{id}, Fields: fields, Button: button, Label: button + ": " + a.Name, Small: true}
	}
	row.Forms = append(row.Forms,
		small("role", "Set the role", view.Input{Name: "role", Label: "Role of " + a.Name, Choices: roleChoices(m.Role)}),
		small("person", "Set the person", view.Input{Name: "person", Label: "Person that " + a.Name + " is, by name", Value: personWord(v.now, graph.PersonID(m.Person)), Example: "Name of a person", Options: knownPeople, Optional: true, Complete: "off"}))
	if m.Person == "" {
		own := small("person", "Make a person record")
		own.ID, own.Hidden = "make-"+own.ID, append(own.Hidden, view.Param{Name: makeParam, Value: "yes"})
		row.Forms[1].Hidden = append(row.Forms[1].Hidden, view.Param{Name: makeParam})
		row.Forms = append(row.Forms, own)
	}
	if v.guest.Administrator {
		row.Forms = append(row.Forms, small("reset", "Link for a new password", s.resetWays(a)...))
	}
	row.Forms = append(row.Forms, small("remove", "Remove"))
	return row
}

func roleChoices(now account.Role) []view.Choice {
	var out []view.Choice
	for _, r := range account.Roles() {
		out = append(out, view.Choice{Value: string(r), Text: wording.Capital(string(r)), Current: r == now})
	}
	return out
}

// invitations is who was invited and has not come yet.
func (s *Server) invitations(ctx context.Context, v *visit) (view.Kept, error) {
	all, err := s.door.Register().Invitations(ctx, s.workspace)
	if err != nil {
		return view.Kept{}, err
	}
	slices.SortStableFunc(all, func(a, b account.Invitation) int { return a.Created.Compare(b.Created) })
	hint := "Nothing is mailed: you get a link to give to them."
	if s.mail != nil {
		hint = ""
	}
	k := view.Kept{
		Part:    view.Part{ID: "invitations", Title: "Invitations", Sub: "An invitation is a link that you give to somebody; it can be used once, within a week"},
		Columns: []view.Column{{Name: "For"}, {Name: "Role", Short: true}, {Name: "Made", Short: true}, {Name: "Until", Short: true}},
		Forms: []view.Form{{ID: "invite", Action: membersPath + "/invite", Button: "Make an invitation", Fields: []view.Input{
			{Name: "address", Label: "Mail address", Type: "email", Complete: "off", Hint: hint},
			{Name: "role", Label: "Role", Choices: roleChoices(account.Contributor)},
			{Name: "person", Label: "Person they are here", Options: knownPeople, Optional: true, Complete: "off", Hint: "By name, if there is a record of them already; may be left out."},
		}}},
	}
	k.Forms[0].Fields = append(k.Forms[0].Fields, s.sendWays()...)
	now := s.clock()
	all = slices.DeleteFunc(all, func(in account.Invitation) bool { return !now.Before(in.Expires) })
	all, k.Pager = portionOf(v, portion{"invited", "invitations", mostMembers, "invitation", "invitations"}, all, func(in account.Invitation) string { return string(in.ID) })
	for _, in := range all {
		k.Rows = append(k.Rows, view.KeptRow{
			Cells: []view.Cell{view.T(in.Address), view.T(string(in.Role)), view.T(s.when(in.Created)), view.T(s.when(in.Expires))},
			Forms: []view.Form{{ID: "back-" + string(in.ID), Action: membersPath + "/revoke", Hidden: []view.Param{{Name: "id", Value: string(in.ID)}}, Button: "Take back", Label: "Take back the invitation of " + in.Address, Small: true}},
		})
	}
	return k, nil
}

const (
	knownPeople = "known-people" // what the inputs of a person suggest
	makeParam   = "make"         // a person record is made for the member
)

// peopleToChoose is the people who are there, each by the word that names them alone.
func peopleToChoose(now *graph.Snapshot) (out []view.Choice) {
	count := make(map[string]int)
	for p := range graph.All[*graph.Person](now) {
		count[strings.ToLower(p.Label())]++
	}
	for p := range graph.All[*graph.Person](now) {
		switch {
		case p.Until != 0 && p.Until < now.Today():
		case count[strings.ToLower(p.Label())] > 1:
			out = append(out, view.Choice{Value: string(p.ID), Text: strings.TrimSuffix(p.Label()+", "+p.Title, ", ")})
		default:
			out = append(out, view.Choice{Value: p.Label(), Text: p.Title})
		}
		if len(out) == mostSuggested {
			break
		}
	}
	slices.SortStableFunc(out, func(a, b view.Choice) int { return strings.Compare(strings.ToLower(a.Value), strings.ToLower(b.Value)) })
	return out
}

// personWord is what names a person alone: the name, else the id.
func personWord(now *graph.Snapshot, id graph.PersonID) string {
	p := now.Person(id)
	if p == nil {
		return string(id)
	}
	if named, err := newClerk(now).named(graph.KindPerson, p.Label()); err != nil || named != string(id) {
		return string(id)
	}
	return p.Label()
}

// known is the person of the organisation that a text names.
func known(v *visit, person string) (account.PersonID, error) {
	text := strings.TrimSpace(person)
	if text == "" {
		return "", nil
	}
	id, err := newClerk(v.now).named(graph.KindPerson, text)
	return account.PersonID(id), err
}

// invite makes an invitation, and hands its link over.
func (s *Server) invite(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := ownership(v); err != nil {
		return view.Handed{}, err
	}
	person, err := known(v, f.Get("person"))
	if err != nil {
		return view.Handed{}, err
	}
	in, secret, err := s.door.Register().Invite(ctx, s.act(v.r, v.guest), s.workspace, account.Invitation{Address: f.Get("address"), Role: account.Role(f.Get("role")), Person: person})
	if err != nil {
		return view.Handed{}, err
	}
	return s.linked(ctx, f, netmail.Address{Address: in.Address}, s.inviteLetter(v), view.Handed{
		Title: "The invitation for " + in.Address, Text: "Give this link to them, and to nobody else. It is not shown again.",
		Label: "Link", Secret: s.address(v.r, invitedPath, secret.Text()),
	}), nil
}

func (s *Server) revokeInvitation(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := ownership(v); err != nil {
		return view.Handed{}, err
	}
	return view.Handed{}, s.door.Register().RevokeInvitation(ctx, s.act(v.r, v.guest), s.workspace, account.InvitationID(f.Get("id")))
}

func (s *Server) setRole(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := ownership(v); err != nil {
		return view.Handed{}, err
	}
	return view.Handed{}, s.door.Register().SetRole(ctx, s.act(v.r, v.guest), s.workspace, account.ID(f.Get("id")), account.Role(f.Get("role")))
}

// setPerson says who a member is in the organisation; nobody where no person is named.
func (s *Server) setPerson(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := ownership(v); err != nil {
		return view.Handed{}, err
	}
	person, err := known(v, f.Get("person"))
	if err != nil {
		return view.Handed{}, err
	}
	act, id := s.act(v.r, v.guest), account.ID(f.Get("id"))
	if f.Get(makeParam) != "" {
		if person, err = s.ownRecord(ctx, v, id); err != nil {
			return view.Handed{}, err
		}
	}
	if person == "" {
		return view.Handed{}, s.door.Register().UnlinkPerson(ctx, act, s.workspace, id)
	}
	return view.Handed{}, s.door.Register().LinkPerson(ctx, act, s.workspace, id, person)
}

// ownRecord is the person record of a member who is nobody yet: the one that bears their name, else a new one.
func (s *Server) ownRecord(ctx context.Context, v *visit, id account.ID) (account.PersonID, error) {
	m, there, err := s.door.Register().Member(ctx, s.workspace, id)
	if err != nil || !there || m.Person != "" {
		return m.Person, err
	}
	a, err := s.door.Register().Account(ctx, id)
	if err != nil {
		return "", err
	}
	switch named, err := newClerk(v.now).named(graph.KindPerson, a.Name); {
	case err == nil:
		return account.PersonID(named), nil
	case !fault.Is(err, fault.Invalid):
		return "", err
	}
	ref, _, err := s.add(ctx, v, graph.KindPerson, url.Values{"name": {a.Name}})
	return account.PersonID(ref.ID), err
}

func (s *Server) removeMember(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := ownership(v); err != nil {
		return view.Handed{}, err
	}
	return view.Handed{}, s.door.Register().RemoveMember(ctx, s.act(v.r, v.guest), s.workspace, account.ID(f.Get("id")))
}

// resetMember makes a link for a new password, and hands it over. An account is of the whole server, so it is its administrators
// who may.
func (s *Server) resetMember(ctx context.Context, v *visit, f url.Values) (view.Handed, error) {
	if err := ownership(v); err != nil {
		return view.Handed{}, err
	}
	if !v.guest.Administrator {
		return view.Handed{}, fault.New(fault.Denied, "only administrators of the server make links for new passwords", "Ask one of them")
	}
	id := account.ID(f.Get("id"))
	if _, there, err := s.door.Register().Member(ctx, s.workspace, id); err != nil || !there {
		if err == nil {
			err = fault.New(fault.NotFound, "the account is not a member of this workspace", "Look at the list of members")
		}
		return view.Handed{}, err
	}
	to, err := s.door.Register().Account(ctx, id)
	if err != nil {
		return view.Handed{}, err
	}
	secret, err := s.door.Register().ResetLink(ctx, s.act(v.r, v.guest), id)
	if err != nil {
		return view.Handed{}, err
	}
	return s.linked(ctx, f, netmail.Address{Name: to.Name, Address: to.Address}, resetLetter(), view.Handed{
		Title: "A link for a new password", Text: "Give it to the holder of the account, and to nobody else. It can be used once, within a day, and is not shown again.",
		Label: "Link", Secret: s.address(v.r, resetPath, secret.Text()),
	}), nil
}
