package account_test

import (
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

// invite makes an invitation, which must be taken.
func invite(t testing.TB, d *accounttest.Desk, workspace, address string, role account.Role) (account.Invitation, account.Secret) {
	t.Helper()
	in, secret, err := d.Invite(t.Context(), d.Act(account.Terminal), workspace, account.Invitation{Address: address, Role: role})
	if err != nil {
		t.Fatalf("Invite() = %v", err)
	}
	return in, secret
}

func TestInviteSomebodyNew(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	_, secret, err := d.Invite(t.Context(), d.Act(account.Terminal), "harbor", account.Invitation{Address: " Ben@example.org", Role: account.Editor, Person: "ben"})
	if err != nil {
		t.Fatal(err)
	}
	in, has, err := d.Invitation(t.Context(), d.Now(), secret.Text())
	if err != nil || has || in.Address != "ben@example.org" || in.Role != account.Editor || in.Workspace != "harbor" || in.By != account.Terminal {
		t.Errorf("Invitation() = %+v, %v, %v", in, has, err)
	}
	a, err := d.AcceptNew(t.Context(), d.Act(account.Nobody), account.Entrant{Secret: secret.Text(), Name: "Ben", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	if !visits(t, d, a.Secret) || a.Account.Address != "ben@example.org" || a.Account.Verified || a.Account.Administrator {
		t.Errorf("AcceptNew() made %+v", a.Account)
	}
	if m, _, _ := d.Member(t.Context(), "harbor", a.Account.ID); m.Role != account.Editor || m.Person != "ben" || !m.Since.Equal(d.Now()) {
		t.Errorf("AcceptNew() made the member %+v", m)
	}
	_, err = d.AcceptNew(t.Context(), d.Act(account.Nobody), account.Entrant{Secret: secret.Text(), Name: "Eve", Password: password})
	wants(t, "AcceptNew() again", err, fault.Denied, "used already")
	if all := must[[]account.Invitation](t)(d.Invitations(t.Context(), "harbor")); len(all) != 0 {
		t.Errorf("an accepted invitation is listed: %v", all)
	}
}

func TestInviteAnAccountThatIsThere(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor", "alps")
	ben := d.Join(t, "harbor", "ben@example.org", account.Editor)
	_, secret := invite(t, d, "alps", "ben@example.org", account.Reader)
	if _, has, err := d.Invitation(t.Context(), d.Now(), secret.Text()); !has || err != nil {
		t.Errorf("Invitation() for an account = %v, %v", has, err)
	}
	_, err := d.AcceptNew(t.Context(), d.Act(account.Nobody), account.Entrant{Secret: secret.Text(), Name: "Ben", Password: password})
	wants(t, "AcceptNew() with an account", err, fault.Conflict, "Sign in with it")
	_, err = d.Accept(t.Context(), d.Act(account.Nobody), secret.Text(), a.Account.ID)
	wants(t, "Accept() by a member", err, fault.Conflict, "a member of the workspace already")
	_, err = d.Accept(t.Context(), d.Act(account.Nobody), secret.Text(), "x")
	wants(t, "Accept() by nobody", err, fault.NotFound, "no such account")
	m, err := d.Accept(t.Context(), d.Act(account.ByAccount(ben.Account.ID)), secret.Text(), ben.Account.ID)
	if err != nil || m.Workspace != "alps" || m.Role != account.Reader || roleIn(t, d, "alps", ben.Account.ID) != account.Reader || roleIn(t, d, "harbor", ben.Account.ID) != account.Editor {
		t.Errorf("Accept() = %+v, %v", m, err)
	}
	_, err = d.Accept(t.Context(), d.Act(account.Nobody), secret.Text(), ben.Account.ID)
	wants(t, "Accept() again", err, fault.Denied, "used already")
}

func TestInviteRefuses(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	if err := d.LinkPerson(t.Context(), d.Act(account.Terminal), "harbor", a.Account.ID, "ana-lima"); err != nil {
		t.Fatal(err)
	}
	for what, c := range map[string]struct {
		workspace string
		in        account.Invitation
		kind      fault.Kind
		says      string
	}{
		"no address":                {"harbor", account.Invitation{Role: account.Reader}, fault.Invalid, "no mail address"},
		"no role":                   {"harbor", account.Invitation{Address: "ben@example.org"}, fault.Invalid, "is no role"},
		"a workspace without owner": {"alps", account.Invitation{Address: "ben@example.org", Role: account.Reader}, fault.NotFound, "no such workspace"},
		"no workspace":              {"", account.Invitation{Address: "ben@example.org", Role: account.Reader}, fault.NotFound, "no such workspace"},
		"a member":                  {"harbor", account.Invitation{Address: "ana@example.org", Role: account.Reader}, fault.Conflict, "a member of the workspace already"},
		"a person who is somebody":  {"harbor", account.Invitation{Address: "ben@example.org", Role: account.Reader, Person: "ana-lima"}, fault.Conflict, "another account already"},
		"no person":                 {"harbor", account.Invitation{Address: "ben@example.org", Role: account.Reader, Person: "a/b"}, fault.Invalid, "not the id of a person"},
	} {
		_, _, err := d.Invite(t.Context(), d.Act(account.Terminal), c.workspace, c.in)
		wants(t, "Invite() of "+what, err, c.kind, c.says)
	}
}

func TestInviteAgainAndRevoke(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor", "alps")
	_, first := invite(t, d, "harbor", "ben@example.org", account.Reader)
	_, elsewhere := invite(t, d, "alps", "ben@example.org", account.Reader)
	in, second := invite(t, d, "harbor", "BEN@example.org", account.Editor)
	_, _, err := d.Invitation(t.Context(), d.Now(), first.Text())
	wants(t, "Invitation() that was made anew", err, fault.Denied, "replaced by a newer one")
	if all := must[[]account.Invitation](t)(d.Invitations(t.Context(), "harbor")); len(all) != 1 || all[0].Role != account.Editor || all[0].ID != in.ID {
		t.Errorf("Invitations() = %+v", all)
	}
	act := d.Act(account.Terminal)
	wants(t, "RevokeInvitation() in another workspace", d.RevokeInvitation(t.Context(), act, "alps", in.ID), fault.NotFound, "no such invitation")
	wants(t, "RevokeInvitation()", d.RevokeInvitation(t.Context(), act, "harbor", in.ID), "", "")
	wants(t, "RevokeInvitation() again", d.RevokeInvitation(t.Context(), act, "harbor", in.ID), fault.NotFound, "no such invitation")
	_, err = d.AcceptNew(t.Context(), act, account.Entrant{Secret: second.Text(), Name: "Ben", Password: password})
	wants(t, "AcceptNew() of what was taken back", err, fault.Denied, "used already")
	_, err = d.AcceptNew(t.Context(), act, account.Entrant{Secret: elsewhere.Text(), Name: "Ben", Password: password})
	wants(t, "AcceptNew() in the other workspace", err, "", "")
}

func TestInvitationHasItsTime(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	_, secret := invite(t, d, "harbor", "ben@example.org", account.Reader)
	entrant := account.Entrant{Secret: secret.Text(), Name: "Ben", Password: password}
	for what, change := range map[string]func(*account.Entrant){
		"no name": func(e *account.Entrant) { e.Name = "" }, "a short password": func(e *account.Entrant) { e.Password = "short" }, "the address": func(e *account.Entrant) { e.Password = "ben@example.org" },
	} {
		e := entrant
		change(&e)
		_, err := d.AcceptNew(t.Context(), d.Act(account.Nobody), e)
		wants(t, "AcceptNew() with "+what, err, fault.Invalid, "")
	}
	d.Later(7 * 24 * time.Hour)
	_, err := d.AcceptNew(t.Context(), d.Act(account.Nobody), entrant)
	wants(t, "AcceptNew() a week later", err, fault.Denied, "too old")
	_, err = d.Accept(t.Context(), d.Act(account.Nobody), secret.Text(), "x")
	wants(t, "Accept() a week later", err, fault.Denied, "too old")
}

// A person who became another account since the invitation is left to it; whoever is invited comes in.
func TestInvitationForAPersonWhoIsTaken(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	_, secret, err := d.Invite(t.Context(), d.Act(account.Terminal), "harbor", account.Invitation{Address: "ben@example.org", Role: account.Reader, Person: "ben"})
	if err != nil {
		t.Fatal(err)
	}
	if err := d.LinkPerson(t.Context(), d.Act(account.Terminal), "harbor", a.Account.ID, "ben"); err != nil {
		t.Fatal(err)
	}
	b, err := d.AcceptNew(t.Context(), d.Act(account.Nobody), account.Entrant{Secret: secret.Text(), Name: "Ben", Password: password})
	if err != nil {
		t.Fatal(err)
	}
	if m, _, _ := d.Member(t.Context(), "harbor", b.Account.ID); m.Role != account.Reader || m.Person != "" {
		t.Errorf("AcceptNew() made %+v", m)
	}
}

func TestInviteAnOwner(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	ben := d.Join(t, "harbor", "ben@example.org", account.Owner)
	if err := d.RemoveMember(t.Context(), d.Act(account.Terminal), "harbor", a.Account.ID); err != nil {
		t.Errorf("RemoveMember() beside an owner who was invited = %v", err)
	}
	wants(t, "RemoveMember()", d.RemoveMember(t.Context(), d.Act(account.Terminal), "harbor", ben.Account.ID), fault.Invalid, "last owner")
}
