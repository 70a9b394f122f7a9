package account_test

import (
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

const issuer = "https://id.example.org"

func claims(subject string, groups ...string) account.Claims {
	return account.Claims{Issuer: issuer, Subject: subject, Address: subject + "@example.org", AddressVerified: true, Name: subject, Groups: groups}
}

func mapping() account.Mapping {
	return account.Mapping{{"staff", "harbor", account.Reader}, {"leads", "harbor", account.Editor}, {"board", "harbor", account.Owner}, {"staff", "alps", account.Contributor}, {"staff", "nowhere", account.Owner}}
}

// comes signs somebody in by a provider.
func comes(t testing.TB, d *accounttest.Desk, c account.Claims) (account.Admission, error) {
	t.Helper()
	return d.SignInIdentity(t.Context(), d.Act(account.Nobody), c, mapping(), "")
}

func TestStrangersAreNotLetIn(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	for _, c := range []account.Claims{claims("eve"), claims("eve", "strangers"), claims("ana")} {
		_, err := comes(t, d, c)
		wants(t, "SignInIdentity() of "+c.Subject, err, fault.Denied, "nobody here is known")
	}
	for _, c := range []account.Claims{{Issuer: issuer}, {Subject: "eve"}, {}} {
		_, err := comes(t, d, c)
		wants(t, "SignInIdentity() without a name", err, fault.Invalid, "does not say who")
	}
	if all := must[[]account.Account](t)(d.Accounts(t.Context(), "", 0)); len(all) != 1 {
		t.Errorf("strangers made %d accounts", len(all)-1)
	}
}

func TestGroupsMakeAnAccount(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor", "alps")
	a := must[account.Admission](t)(comes(t, d, claims("ben", "staff")))
	id := a.Account.ID
	if !visits(t, d, a.Secret) || a.Account.HasPassword || !a.Account.Verified || a.Account.Address != "ben@example.org" || a.Account.Name != "ben" {
		t.Errorf("SignInIdentity() made %+v", a.Account)
	}
	if roleIn(t, d, "harbor", id) != account.Reader || roleIn(t, d, "alps", id) != account.Contributor || roleIn(t, d, "nowhere", id) != "" {
		t.Error("the groups gave other roles than the mapping says")
	}
	if must[account.Admission](t)(comes(t, d, claims("ben", "staff"))).Account.ID != id {
		t.Error("the second time it is another account")
	}
	if all := must[[]account.Identity](t)(d.Identities(t.Context(), id)); len(all) != 1 || all[0].Issuer != issuer || all[0].Subject != "ben" {
		t.Errorf("Identities() = %+v", all)
	}
	if _, err := signsIn(t, d, "ben@example.org", ""); !fault.Is(err, fault.Denied) {
		t.Errorf("an account without a password is opened by none: %v", err)
	}
	wants(t, "ChangePassword() of none", d.ChangePassword(t.Context(), d.Act(account.Nobody), id, account.NewPassword{New: another}), fault.Invalid, "no password yet")
}

func TestRolesFollowTheGroups(t *testing.T) {
	d := accounts.Open()
	ana := d.SetUp(t, "harbor", "alps")
	id := must[account.Admission](t)(comes(t, d, claims("ben", "staff"))).Account.ID
	for _, c := range []struct {
		groups       []string
		harbor, alps account.Role
	}{
		{[]string{"staff", "leads"}, account.Editor, account.Contributor},
		{[]string{"board"}, account.Owner, ""},
		{[]string{"staff"}, account.Reader, account.Contributor},
		{nil, "", ""},
		{[]string{"leads"}, account.Editor, ""},
	} {
		must[account.Admission](t)(comes(t, d, claims("ben", c.groups...)))
		if h, a := roleIn(t, d, "harbor", id), roleIn(t, d, "alps", id); h != c.harbor || a != c.alps {
			t.Errorf("with %v the roles are %q and %q, want %q and %q", c.groups, h, a, c.harbor, c.alps)
		}
	}
	// What a person decided is not taken back by groups.
	if err := d.SetRole(t.Context(), d.Act(account.ByAccount(ana.Account.ID)), "harbor", id, account.Contributor); err != nil {
		t.Fatal(err)
	}
	for _, groups := range [][]string{nil, {"board"}} {
		must[account.Admission](t)(comes(t, d, claims("ben", groups...)))
		if got := roleIn(t, d, "harbor", id); got != account.Contributor {
			t.Errorf("with %v the role a person gave became %q", groups, got)
		}
	}
}

// Setting the role that groups gave already makes it a person's.
func TestSettingTheSameRoleKeepsIt(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor", "alps")
	id := must[account.Admission](t)(comes(t, d, claims("ben", "staff"))).Account.ID
	if err := d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", id, account.Reader); err != nil {
		t.Fatal(err)
	}
	must[account.Admission](t)(comes(t, d, claims("ben")))
	if roleIn(t, d, "harbor", id) != account.Reader || roleIn(t, d, "alps", id) != "" {
		t.Error("a role that was set went with the group, or one that was not stayed")
	}
}

func TestGroupsDoNotTakeTheLastOwner(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	id := must[account.Admission](t)(comes(t, d, claims("ben", "board"))).Account.ID
	if err := d.RemoveMember(t.Context(), d.Act(account.Terminal), "harbor", a.Account.ID); err != nil {
		t.Fatal(err)
	}
	for _, groups := range [][]string{nil, {"leads"}} {
		if _, err := comes(t, d, claims("ben", groups...)); err != nil || roleIn(t, d, "harbor", id) != account.Owner {
			t.Errorf("with %v the last owner is %q, %v", groups, roleIn(t, d, "harbor", id), err)
		}
	}
}

func TestUnverifiedAddressIsNotBelieved(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	c := claims("ana", "staff") // the address of the first account
	c.AddressVerified = false
	a := must[account.Admission](t)(comes(t, d, c))
	if a.Account.Address != "" || a.Account.Verified || a.Account.Administrator {
		t.Errorf("an address nobody vouched for made %+v", a.Account)
	}
	c.Subject, c.Address = "other", "no address"
	if b := must[account.Admission](t)(comes(t, d, c)); b.Account.Address != "" || b.Account.ID == a.Account.ID {
		t.Errorf("two without an address are %+v", b.Account)
	}
	_, err := comes(t, d, claims("ana-two", "staff"))
	wants(t, "another with a new address", err, "", "")
	taken := claims("third", "staff")
	taken.Address = "ana@example.org"
	_, err = comes(t, d, taken)
	wants(t, "a verified address that has an account", err, fault.Conflict, "link the two on the page of your account")
}

func TestLinkIdentity(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	ben := d.Join(t, "harbor", "ben@example.org", account.Reader)
	act := d.Act(account.ByAccount(a.Account.ID))
	wants(t, "LinkIdentity() without a name", d.LinkIdentity(t.Context(), act, a.Account.ID, account.Claims{Issuer: issuer}), fault.Invalid, "does not say who")
	wants(t, "LinkIdentity() of nobody", d.LinkIdentity(t.Context(), act, "x", claims("ana")), fault.NotFound, "no such account")
	for range 2 {
		wants(t, "LinkIdentity()", d.LinkIdentity(t.Context(), act, a.Account.ID, claims("ana")), "", "")
	}
	wants(t, "LinkIdentity() with what is another's", d.LinkIdentity(t.Context(), act, ben.Account.ID, claims("ana")), fault.Conflict, "belongs to another account")
	got := must[account.Admission](t)(comes(t, d, claims("ana")))
	if got.Account.ID != a.Account.ID || !got.Account.Verified {
		t.Errorf("by the linked identity comes %+v", got.Account)
	}
	if roleIn(t, d, "harbor", a.Account.ID) != account.Owner {
		t.Error("coming without groups took a role that a person gave")
	}
	other := claims("ana")
	other.Issuer = "https://evil.example.org"
	_, err := comes(t, d, other)
	wants(t, "the same subject of another issuer", err, fault.Denied, "nobody here is known")
}

func TestIdentityVerifiesOnlyItsAddress(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	c := claims("work-ana")
	if err := d.LinkIdentity(t.Context(), d.Act(account.Nobody), a.Account.ID, c); err != nil {
		t.Fatal(err)
	}
	if got := must[account.Admission](t)(comes(t, d, c)); got.Account.Verified {
		t.Error("an identity with another address verified the account's")
	}
	c.Address = "ana@example.org"
	if got := must[account.Admission](t)(comes(t, d, c)); !got.Account.Verified {
		t.Error("an identity with the account's address did not verify it")
	}
}

func TestUnlinkIdentity(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	id := must[account.Admission](t)(comes(t, d, claims("ben", "staff"))).Account.ID
	act := d.Act(account.Nobody)
	first := must[[]account.Identity](t)(d.Identities(t.Context(), id))[0].ID
	wants(t, "UnlinkIdentity() of the only way in", d.UnlinkIdentity(t.Context(), act, id, first), fault.Invalid, "the only way to sign in")
	wants(t, "UnlinkIdentity() of another's", d.UnlinkIdentity(t.Context(), act, a.Account.ID, first), fault.NotFound, "not linked")
	if err := d.LinkIdentity(t.Context(), act, id, claims("ben-two")); err != nil {
		t.Fatal(err)
	}
	wants(t, "UnlinkIdentity() of one of two", d.UnlinkIdentity(t.Context(), act, id, first), "", "")
	_, err := comes(t, d, claims("ben"))
	wants(t, "by what was unlinked", err, fault.Denied, "nobody here is known")
	second := must[[]account.Identity](t)(d.Identities(t.Context(), id))[0].ID
	link := must[account.Secret](t)(d.ResetLink(t.Context(), act, id))
	if err := d.FinishReset(t.Context(), act, link.Text(), password); err != nil {
		t.Fatal(err)
	}
	wants(t, "UnlinkIdentity() with a password", d.UnlinkIdentity(t.Context(), act, id, second), "", "")
	_, err = signsIn(t, d, "ben@example.org", password)
	wants(t, "SignIn() after", err, "", "")
}

func TestIdentityOfADisabledAccount(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	id := must[account.Admission](t)(comes(t, d, claims("ben", "staff"))).Account.ID
	if err := d.Disable(t.Context(), d.Act(account.Terminal), id); err != nil {
		t.Fatal(err)
	}
	d.Later(time.Hour)
	_, err := comes(t, d, claims("ben", "staff", "board"))
	wants(t, "by a disabled account's identity", err, fault.Denied, "this account is disabled")
	wants(t, "LinkIdentity() of a disabled account", d.LinkIdentity(t.Context(), d.Act(account.Nobody), id, claims("x")), fault.Denied, "disabled")
	if roleIn(t, d, "harbor", id) != account.Reader {
		t.Error("a refused sign-in changed a role")
	}
}

// Who is turned away leaves an event behind, which tells the provider and nothing of them.
func TestATurnedAwayIdentityIsWrittenDown(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	d.Later(time.Minute)
	if _, err := comes(t, d, claims("eve")); err == nil {
		t.Fatal("a stranger is let in")
	}
	all := verbs(t, d)
	if last := all[len(all)-1]; last != "signin.failed "+issuer {
		t.Errorf("the last event is %q", last)
	}
}

// Whoever the provider vouched for is asked again after a working day, however often they were seen.
func TestASessionFromAProviderEndsWithTheDay(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor")
	a := must[account.Admission](t)(comes(t, d, claims("ben", "staff")))
	for range 15 {
		d.Later(time.Hour)
		if !visits(t, d, a.Secret) {
			t.Fatal("the session ends before")
		}
	}
	d.Later(time.Hour)
	if visits(t, d, a.Secret) {
		t.Error("the session goes on")
	}
}

func TestAcceptIdentity(t *testing.T) {
	d := accounts.Open()
	ana := d.SetUp(t, "harbor", "alps")
	act := d.Act(account.ByAccount(ana.Account.ID))
	invite := func(workspace, address string, person account.PersonID) string {
		_, secret, err := d.Invite(t.Context(), act, workspace, account.Invitation{Address: address, Role: account.Editor, Person: person})
		if err != nil {
			t.Fatal(err)
		}
		return secret.Text()
	}
	accept := func(secret string, c account.Claims) (account.Admission, error) {
		return d.AcceptIdentity(t.Context(), d.Act(account.Nobody), secret, c, "")
	}
	secret := invite("harbor", "ben.work@example.org", "ben")
	_, err := accept(secret, account.Claims{Issuer: issuer})
	wants(t, "without a name", err, fault.Invalid, "does not say who")
	_, err = accept("tlinvite_none", claims("ben"))
	wants(t, "by a wrong secret", err, fault.Denied, "invitation")
	_, err = accept(secret, claims("ana"))
	wants(t, "with the address of another account", err, fault.Conflict, "not linked with it")
	ben := must[account.Admission](t)(accept(secret, claims("ben")))
	if !visits(t, d, ben.Secret) || ben.Account.Address != "ben@example.org" || !ben.Account.Verified || roleIn(t, d, "harbor", ben.Account.ID) != account.Editor {
		t.Errorf("who accepted is %+v", ben.Account)
	}
	if m, there, err := d.MemberWho(t.Context(), "harbor", "ben"); err != nil || !there || m.Account != ben.Account.ID || m.ByGroups {
		t.Errorf("as a member they are %+v, %v", m, err)
	}
	_, err = accept(secret, claims("carl"))
	wants(t, "a second time", err, fault.Denied, "invitation")
	if again := must[account.Admission](t)(accept(invite("alps", "ben.play@example.org", ""), claims("ben"))); again.Account.ID != ben.Account.ID {
		t.Error("elsewhere they are another account")
	}
	_, err = accept(invite("alps", "ben.third@example.org", ""), claims("ben"))
	wants(t, "as a member already", err, fault.Conflict, "a member of the workspace already")
	must[account.Admission](t)(comes(t, d, claims("ben")))
	if roleIn(t, d, "harbor", ben.Account.ID) != account.Editor {
		t.Error("a role by invitation went with the groups")
	}
}
