package account_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

// roleIn is the account's role in the workspace, "" when it has none.
func roleIn(t testing.TB, d *accounttest.Desk, workspace string, id account.ID) account.Role {
	t.Helper()
	m, _, err := d.Member(t.Context(), workspace, id)
	if err != nil {
		t.Fatalf("Member() = %v", err)
	}
	return m.Role
}

func TestOpenWorkspace(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	act := d.Act(account.Terminal)
	wants(t, "OpenWorkspace()", d.OpenWorkspace(t.Context(), act, "harbor", a.Account.ID), "", "")
	wants(t, "OpenWorkspace() again", d.OpenWorkspace(t.Context(), act, "harbor", a.Account.ID), fault.Conflict, "has owners already")
	wants(t, "OpenWorkspace() for nobody", d.OpenWorkspace(t.Context(), act, "alps", "x"), fault.NotFound, "no such account")
	for _, name := range []string{"", "a\x00", "\xff", string(make([]byte, 201))} {
		wants(t, fmt.Sprintf("OpenWorkspace(%.10q)", name), d.OpenWorkspace(t.Context(), act, name, a.Account.ID), fault.Invalid, "name of a workspace")
	}
	if roleIn(t, d, "harbor", a.Account.ID) != account.Owner || roleIn(t, d, "alps", a.Account.ID) != "" {
		t.Error("the first owner is none")
	}
}

func TestSetRole(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor", "alps")
	ben := d.Join(t, "harbor", "ben@example.org", account.Reader)
	act := d.Act(account.ByAccount(a.Account.ID))
	for _, role := range []account.Role{account.Editor, account.Editor, account.Owner, account.Contributor, account.Owner} {
		if err := d.SetRole(t.Context(), act, "harbor", ben.Account.ID, role); err != nil || roleIn(t, d, "harbor", ben.Account.ID) != role {
			t.Errorf("SetRole(%s) = %v, now %s", role, err, roleIn(t, d, "harbor", ben.Account.ID))
		}
	}
	wants(t, "SetRole() of no role", d.SetRole(t.Context(), act, "harbor", ben.Account.ID, "boss"), fault.Invalid, "is no role")
	wants(t, "SetRole() of no member", d.SetRole(t.Context(), act, "alps", ben.Account.ID, account.Reader), fault.NotFound, "not a member")
	wants(t, "SetRole() of nobody", d.SetRole(t.Context(), act, "harbor", "x", account.Reader), fault.NotFound, "not a member")
	wants(t, "RemoveMember() of no member", d.RemoveMember(t.Context(), act, "alps", ben.Account.ID), fault.NotFound, "not a member")
	if roleIn(t, d, "alps", ben.Account.ID) != "" {
		t.Error("who was refused became a member")
	}
}

func TestLastOwnerStays(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	ben := d.Join(t, "harbor", "ben@example.org", account.Editor)
	act := d.Act(account.Terminal)
	refuses := func(what string, err error) {
		t.Helper()
		wants(t, what, err, fault.Invalid, "last owner of the workspace harbor")
	}
	refuses("SetRole()", d.SetRole(t.Context(), act, "harbor", a.Account.ID, account.Editor))
	refuses("RemoveMember()", d.RemoveMember(t.Context(), act, "harbor", a.Account.ID))
	if err := d.SetAdministrator(t.Context(), act, ben.Account.ID, true); err != nil {
		t.Fatal(err)
	}
	refuses("Disable()", d.Disable(t.Context(), act, a.Account.ID))
	refuses("Remove()", d.Remove(t.Context(), act, a.Account.ID))
	if !visits(t, d, a.Secret) || roleIn(t, d, "harbor", a.Account.ID) != account.Owner {
		t.Error("a refused operation changed something")
	}
	// An owner who cannot sign in does not count.
	for _, step := range []error{
		d.SetRole(t.Context(), act, "harbor", ben.Account.ID, account.Owner),
		d.Disable(t.Context(), act, ben.Account.ID),
	} {
		wants(t, "making and disabling a second owner", step, "", "")
	}
	refuses("SetRole() beside a disabled owner", d.SetRole(t.Context(), act, "harbor", a.Account.ID, account.Editor))
	wants(t, "Enable()", d.Enable(t.Context(), act, ben.Account.ID), "", "")
	wants(t, "SetRole() beside an enabled owner", d.SetRole(t.Context(), act, "harbor", a.Account.ID, account.Editor), "", "")
	refuses("Disable() of the other", d.Disable(t.Context(), act, ben.Account.ID))
}

func TestMembersInPages(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor", "alps")
	for i := range 7 {
		d.Join(t, []string{"harbor", "alps"}[i%2], fmt.Sprintf("m%d@example.org", i), account.Reader)
	}
	var seen []account.ID
	for after := account.ID(""); ; after = seen[len(seen)-1] {
		got := must[[]account.Member](t)(d.Members(t.Context(), "harbor", after, 2))
		for _, m := range got {
			if m.Workspace != "harbor" {
				t.Errorf("a member of another workspace: %+v", m)
			}
			seen = append(seen, m.Account)
		}
		if len(got) < 2 {
			break
		}
	}
	if len(seen) != 5 || !slices.IsSorted(seen) {
		t.Errorf("Members() in pages gave %v, want 5", seen)
	}
	if all := must[[]account.Member](t)(d.Members(t.Context(), "", "", 0)); len(all) != 0 {
		t.Errorf("Members() of no workspace = %v", all)
	}
}

func TestMembershipsOfAnAccount(t *testing.T) {
	d := accounts.Open()
	var names []string
	for i := range 205 { // more than two pages
		names = append(names, fmt.Sprintf("w-%03d", i))
	}
	a := d.SetUp(t, "a first")
	d.Join(t, "a first", "ben@example.org", account.Reader)
	for _, name := range names {
		if err := d.OpenWorkspace(t.Context(), d.Act(account.Terminal), name, a.Account.ID); err != nil {
			t.Fatal(err)
		}
	}
	all := must[[]account.Member](t)(d.Memberships(t.Context(), a.Account.ID))
	var got []string
	for _, m := range all {
		if m.Account != a.Account.ID || m.Role != account.Owner {
			t.Errorf("a place of another: %+v", m)
		}
		got = append(got, m.Workspace)
	}
	if want := append([]string{"a first"}, names...); !slices.Equal(got, want) {
		t.Errorf("Memberships() gave %d, want %d in order", len(got), len(want))
	}
	for _, id := range []account.ID{"", "x", a.Account.ID[:5]} {
		if all := must[[]account.Member](t)(d.Memberships(t.Context(), id)); len(all) != 0 {
			t.Errorf("Memberships(%q) = %v", id, all)
		}
	}
	if got := must[[]string](t)(d.Workspaces(t.Context())); len(got) != 206 {
		t.Errorf("Workspaces() gave %d", len(got))
	}
}

func TestLinkPerson(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor", "alps")
	ben := d.Join(t, "harbor", "ben@example.org", account.Editor)
	act := d.Act(account.Terminal)
	who := func(workspace string, p account.PersonID) account.ID {
		m, _, err := d.MemberWho(t.Context(), workspace, p)
		if err != nil {
			t.Fatal(err)
		}
		return m.Account
	}
	wants(t, "LinkPerson()", d.LinkPerson(t.Context(), act, "harbor", a.Account.ID, "ana-lima"), "", "")
	wants(t, "LinkPerson() again", d.LinkPerson(t.Context(), act, "harbor", a.Account.ID, "ana-lima"), "", "")
	wants(t, "LinkPerson() of a second account", d.LinkPerson(t.Context(), act, "harbor", ben.Account.ID, "ana-lima"), fault.Conflict, "another account already")
	wants(t, "LinkPerson() in the other workspace", d.LinkPerson(t.Context(), act, "alps", a.Account.ID, "ana-lima"), "", "")
	wants(t, "LinkPerson() of no member", d.LinkPerson(t.Context(), act, "alps", ben.Account.ID, "ben"), fault.NotFound, "not a member")
	for _, p := range []account.PersonID{"", "a/b", "a\x00", "\xff", account.PersonID(make([]byte, 201))} {
		wants(t, fmt.Sprintf("LinkPerson(%.10q)", p), d.LinkPerson(t.Context(), act, "harbor", a.Account.ID, p), fault.Invalid, "not the id of a person")
	}
	if who("harbor", "ana-lima") != a.Account.ID || who("alps", "ana-lima") != a.Account.ID || who("harbor", "ben") != "" {
		t.Error("MemberWho() finds another")
	}
	wants(t, "LinkPerson() with another person", d.LinkPerson(t.Context(), act, "harbor", a.Account.ID, "ana-b"), "", "")
	wants(t, "LinkPerson() of who was given up", d.LinkPerson(t.Context(), act, "harbor", ben.Account.ID, "ana-lima"), "", "")
	if who("harbor", "ana-b") != a.Account.ID || who("harbor", "ana-lima") != ben.Account.ID {
		t.Error("an account is two people, or a person two accounts")
	}
	for range 2 {
		wants(t, "UnlinkPerson()", d.UnlinkPerson(t.Context(), act, "harbor", ben.Account.ID), "", "")
	}
	if who("harbor", "ana-lima") != "" {
		t.Error("UnlinkPerson() left the person")
	}
	wants(t, "RemoveMember()", d.RemoveMember(t.Context(), act, "harbor", ben.Account.ID), "", "")
	wants(t, "UnlinkPerson() of no member", d.UnlinkPerson(t.Context(), act, "harbor", ben.Account.ID), fault.NotFound, "not a member")
}

func TestClaimPerson(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	id, act := a.Account.ID, d.Act(account.ByAccount(a.Account.ID))
	people := []account.Candidate{{Person: "ben", Address: "ben@example.org"}, {Person: "ana-lima", Address: " ANA@example.org"}, {Person: "x", Address: ""}, {Person: "y", Address: "no address"}}
	wants(t, "ClaimPerson() with an unverified address", d.ClaimPerson(t.Context(), act, "harbor", id, people), fault.Invalid, "not verified")
	link := must[account.Secret](t)(d.AddressLink(t.Context(), act, id))
	if err := d.VerifyAddress(t.Context(), act, link.Text()); err != nil {
		t.Fatal(err)
	}
	wants(t, "ClaimPerson() among others", d.ClaimPerson(t.Context(), act, "harbor", id, people[:1]), fault.NotFound, "no person of the workspace has this address")
	twice := append(slices.Clone(people), account.Candidate{Person: "ana-b", Address: "ana@example.org"})
	wants(t, "ClaimPerson() among two of the address", d.ClaimPerson(t.Context(), act, "harbor", id, twice), fault.Invalid, "several people")
	wants(t, "ClaimPerson() elsewhere", d.ClaimPerson(t.Context(), act, "alps", id, people), fault.NotFound, "not a member")
	wants(t, "ClaimPerson()", d.ClaimPerson(t.Context(), act, "harbor", id, people), "", "")
	if m, _, _ := d.Member(t.Context(), "harbor", id); m.Person != "ana-lima" {
		t.Errorf("ClaimPerson() made it %q", m.Person)
	}
	if err := d.LinkPerson(t.Context(), act, "harbor", id, "somebody"); err != nil {
		t.Fatal(err)
	}
	wants(t, "ClaimPerson() of who is somebody", d.ClaimPerson(t.Context(), act, "harbor", id, people), "", "")
	if m, _, _ := d.Member(t.Context(), "harbor", id); m.Person != "somebody" {
		t.Errorf("ClaimPerson() took back what was said by others: %q", m.Person)
	}
}

// No name that holds a slash leads from one workspace, account or person to another.
func TestNamesWithSlashes(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "a/b", "b", "a")
	ben := d.Join(t, "a/b", "ben@example.org", account.Reader)
	act := d.Act(account.Terminal)
	if err := d.LinkPerson(t.Context(), act, "a/b", ben.Account.ID, "p"); err != nil {
		t.Fatal(err)
	}
	if m, there, err := d.Member(t.Context(), "b", ben.Account.ID+"/a"); there || err != nil {
		t.Errorf("Member() of an id with a slash = %+v, %v", m, err)
	}
	if m, there, err := d.MemberWho(t.Context(), "b", "p/a"); there || err != nil {
		t.Errorf("MemberWho() of an id with a slash = %+v, %v", m, err)
	}
	wants(t, "RemoveMember()", d.RemoveMember(t.Context(), act, "b", ben.Account.ID+"/a"), fault.NotFound, "not a member")
	wants(t, "LinkPerson()", d.LinkPerson(t.Context(), act, "b", a.Account.ID, "p"), "", "")
	for _, w := range []string{"a", "b"} {
		if got := must[[]account.Member](t)(d.Members(t.Context(), w, "", 0)); len(got) != 1 {
			t.Errorf("%s has the members %v", w, got)
		}
	}
}

// What comes from an address on the web can be any bytes.
func TestNamesThatCannotBe(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	for _, name := range []string{"", "\x00", "\xff\xfe", string(make([]byte, 10_000)), "%00", "' OR 1=1"} {
		id := account.ID(name)
		if _, err := d.Account(t.Context(), id); !fault.Is(err, fault.NotFound) {
			t.Errorf("Account(%.10q) = %v", name, err)
		}
		if all, err := d.Members(t.Context(), name, id, 5); err != nil || len(all) != 0 {
			t.Errorf("Members(%.10q) = %v, %v", name, all, err)
		}
		if all, err := d.Sessions(t.Context(), d.Now(), id); err != nil || len(all) != 0 {
			t.Errorf("Sessions(%.10q) = %v, %v", name, all, err)
		}
		if all, err := d.Tokens(t.Context(), id); err != nil || len(all) != 0 {
			t.Errorf("Tokens(%.10q) = %v, %v", name, all, err)
		}
		if all, err := d.Invitations(t.Context(), name); err != nil || len(all) != 0 {
			t.Errorf("Invitations(%.10q) = %v, %v", name, all, err)
		}
		if all, err := d.Identities(t.Context(), id); err != nil || len(all) != 0 {
			t.Errorf("Identities(%.10q) = %v, %v", name, all, err)
		}
		if all, err := d.WorkspaceEvents(t.Context(), name, "", 0); err != nil || len(all) != 0 {
			t.Errorf("WorkspaceEvents(%.10q) = %v, %v", name, all, err)
		}
		if all, err := d.AccountEvents(t.Context(), id, "", 0); err != nil || len(all) != 0 {
			t.Errorf("AccountEvents(%.10q) = %v, %v", name, all, err)
		}
		_ = d.SetRole(t.Context(), d.Act(account.Terminal), name, id, account.Reader)
		_ = d.EndSession(t.Context(), d.Act(account.Terminal), id, account.SessionID(name))
	}
	d.Later(time.Hour)
	if got := len(must[[]account.Session](t)(d.Sessions(t.Context(), d.Now(), must[account.Account](t)(d.AccountAt(t.Context(), "ana@example.org")).ID))); got != 1 {
		t.Errorf("%d sessions are left, want 1", got)
	}
}
