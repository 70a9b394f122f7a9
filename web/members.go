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

// mostMembers is how many members a page lists.
const mostMembers = 200

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
	invited, err := s.invitations(ctx)
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
	members, err := all.Members(ctx, s.workspace, account.ID(v.query("after")), mostMembers+1)
	if err != nil {
		return view.Kept{}, err
	}
	k := view.Kept{
		Part:    view.Part{ID: "members", Title: "Members", Sub: "A lead may change what is of their unit, whatever the role"},
		Columns: []view.Column{{Name: "Name"}, {Name: "Role"}, {Name: "Person"}, {Name: "Signed in", Short: true}},
	}
	if len(members) > mostMembers {
		members = members[:mostMembers]
		k.Pager.Next = membersPath + "?" + url.Values{"after": {string(members[mostMembers-1].Account)}}.Encode()
	}
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
		small("person", "Set the person", view.Input{Name: "person", Label: "Person that " + a.Name + " is, by its small name", Value: string(m.Person), Example: "ana-lima", Optional: true, Complete: "off"}))
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
func (s *Server) invitations(ctx context.Context) (view.Kept, error) {
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
			{Name: "person", Label: "Person they are here", Optional: true, Complete: "off", Hint: "The small name of their record, such as ana-lima; may be left out."},
		}}},
	}
	k.Forms[0].Fields = append(k.Forms[0].Fields, s.sendWays()...)
	now := s.clock()
	for _, in := range all {
		if !now.Before(in.Expires) {
			continue
		}
		k.Rows = append(k.Rows, view.KeptRow{
			Cells: []view.Cell{view.T(in.Address), view.T(string(in.Role)), view.T(s.when(in.Created)), view.T(s.when(in.Expires))},
			Forms: []view.Form{{ID: "back-" + string(in.ID), Action: membersPath + "/revoke", Hidden: []view.Param{{Name: "id", Value: string(in.ID)}}, Button: "Take back", Label: "Take back the invitation of " + in.Address, Small: true}},
		})
	}
	return k, nil
}

// known holds that the person is in the organisation.
func known(v *visit, person string) (account.PersonID, error) {
	id := graph.PersonID(strings.TrimSpace(person))
	if id != "" && v.now.Person(id) == nil {
		return "", v.notHere(id.Ref())
	}
	return account.PersonID(id), nil
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
	if person == "" {
		return view.Handed{}, s.door.Register().UnlinkPerson(ctx, act, s.workspace, id)
	}
	return view.Handed{}, s.door.Register().LinkPerson(ctx, act, s.workspace, id, person)
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
