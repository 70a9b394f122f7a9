package account_test

import (
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/testing/accounts"
)

func TestDisableEndsEverything(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor", "alps")
	ben := d.Join(t, "harbor", "ben@example.org", account.Owner)
	id, act := ben.Account.ID, d.Act(account.Terminal)
	_, token := issue(t, d, id, "harbor", account.Write)
	_, invitation := invite(t, d, "alps", "ben@example.org", account.Reader)
	reset := must[account.Secret](t)(d.ResetLink(t.Context(), act, id))
	verify := must[account.Secret](t)(d.AddressLink(t.Context(), act, id))
	for range 2 {
		wants(t, "Disable()", d.Disable(t.Context(), act, id), "", "")
	}
	check := func(when string) {
		t.Helper()
		if visits(t, d, ben.Secret) || passes(t, d, token) != "" {
			t.Errorf("%s a session or a token opens", when)
		}
		wants(t, when+" FinishReset()", d.FinishReset(t.Context(), act, reset.Text(), another), fault.Denied, "used already")
		wants(t, when+" VerifyAddress()", d.VerifyAddress(t.Context(), act, verify.Text()), fault.Denied, "used already")
	}
	check("when disabled")
	_, err := signsIn(t, d, "ben@example.org", password)
	wants(t, "SignIn() with the right password", err, fault.Denied, "this account is disabled")
	_, err = signsIn(t, d, "ben@example.org", "wrong wrong wrong")
	wants(t, "SignIn() with a wrong password", err, fault.Denied, "the address or the password is not right")
	_, err = d.ResetLink(t.Context(), act, id)
	wants(t, "ResetLink()", err, fault.Invalid, "disabled")
	_, err = d.AddressLink(t.Context(), act, id)
	wants(t, "AddressLink()", err, fault.Invalid, "no address that waits")
	_, err = d.Accept(t.Context(), act, invitation.Text(), id)
	wants(t, "Accept()", err, fault.Denied, "disabled")
	_, _, err = d.IssueToken(t.Context(), act, id, account.Token{Name: "x", Workspace: "harbor", Scope: account.Read, Expires: d.Now().Add(time.Hour)})
	wants(t, "IssueToken()", err, fault.Denied, "disabled")
	wants(t, "OpenWorkspace()", d.OpenWorkspace(t.Context(), act, "new", id), fault.Invalid, "disabled")
	for range 2 {
		wants(t, "Enable()", d.Enable(t.Context(), act, id), "", "")
	}
	check("when enabled again")
	if _, err := signsIn(t, d, "ben@example.org", password); err != nil || roleIn(t, d, "harbor", id) != account.Owner {
		t.Errorf("SignIn() when enabled again = %v", err)
	}
	for _, err := range []error{d.Disable(t.Context(), act, "x"), d.Enable(t.Context(), act, "x"), d.Remove(t.Context(), act, "x"), d.SetAdministrator(t.Context(), act, "x", true)} {
		wants(t, "of nobody", err, fault.NotFound, "no such account")
	}
}

func TestLastAdministratorStays(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	if err := d.OpenWorkspace(t.Context(), d.Act(account.Terminal), "harbor", a.Account.ID); err != nil {
		t.Fatal(err)
	}
	ben := d.Join(t, "harbor", "ben@example.org", account.Owner)
	act := d.Act(account.Terminal)
	const says = "last administrator of the server"
	wants(t, "SetAdministrator(false)", d.SetAdministrator(t.Context(), act, a.Account.ID, false), fault.Invalid, says)
	wants(t, "Disable()", d.Disable(t.Context(), act, a.Account.ID), fault.Invalid, says)
	wants(t, "Remove()", d.Remove(t.Context(), act, a.Account.ID), fault.Invalid, says)
	for range 2 {
		wants(t, "SetAdministrator(true)", d.SetAdministrator(t.Context(), act, ben.Account.ID, true), "", "")
	}
	wants(t, "Disable() of the second", d.Disable(t.Context(), act, ben.Account.ID), "", "")
	wants(t, "SetAdministrator(false) beside a disabled one", d.SetAdministrator(t.Context(), act, a.Account.ID, false), fault.Invalid, says)
	wants(t, "Enable()", d.Enable(t.Context(), act, ben.Account.ID), "", "")
	wants(t, "SetAdministrator(false) beside another", d.SetAdministrator(t.Context(), act, a.Account.ID, false), "", "")
	if got := must[account.Account](t)(d.Account(t.Context(), a.Account.ID)); got.Administrator {
		t.Error("who is none any more is one")
	}
	if !must[bool](t)(d.IsSetUp(t.Context())) {
		t.Error("the server can be set up again")
	}
}

func TestRemoveLeavesNothing(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t, "harbor", "alps")
	a := must[account.Admission](t)(comes(t, d, claims("ben", "staff", "board")))
	id, act := a.Account.ID, d.Act(account.Terminal)
	_, token := issue(t, d, id, "harbor", account.Write)
	link := must[account.Secret](t)(d.ResetLink(t.Context(), act, id))
	if err := d.FinishReset(t.Context(), act, link.Text(), password); err != nil {
		t.Fatal(err)
	}
	if err := d.LinkPerson(t.Context(), act, "harbor", id, "ben"); err != nil {
		t.Fatal(err)
	}
	wants(t, "Remove()", d.Remove(t.Context(), act, id), "", "")
	wants(t, "Remove() again", d.Remove(t.Context(), act, id), fault.NotFound, "no such account")
	if visits(t, d, a.Secret) || passes(t, d, token) != "" {
		t.Error("what belonged to a removed account opens")
	}
	for _, kind := range []string{"account", "session", "token", "member", "link", "identity", "invitation"} {
		for _, r := range must[[]account.Row](t)(d.Store.List(t.Context(), account.Query{Kind: kind})) {
			if r.Owner == string(id) || strings.Contains(r.ID, string(id)) {
				t.Errorf("a %s of the removed account is left: %s", kind, r.ID)
			}
		}
	}
	for _, r := range must[[]account.Row](t)(d.Store.List(t.Context(), account.Query{Kind: "event"})) {
		for _, personal := range []string{"ben@example.org", "Ben", `"ben"`} {
			if strings.Contains(string(r.Body), personal) && !strings.Contains(string(r.Body), "person.linked") {
				t.Errorf("an event still names the person: %s", r.Body)
			}
		}
	}
	again := must[account.Admission](t)(comes(t, d, claims("ben", "staff")))
	if again.Account.ID == id || again.Account.HasPassword || roleIn(t, d, "harbor", again.Account.ID) != account.Reader {
		t.Errorf("who comes after is %+v", again.Account)
	}
	if m, _, _ := d.MemberWho(t.Context(), "harbor", "ben"); m.Account != "" {
		t.Error("the person is still an account")
	}
}
