package account_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

// issue makes a token for a day.
func issue(t testing.TB, d *accounttest.Desk, of account.ID, workspace string, scope account.Scope) (account.Token, account.Secret) {
	t.Helper()
	tok, secret, err := d.IssueToken(t.Context(), d.Act(account.ByAccount(of)), of, account.Token{Name: "reports", Workspace: workspace, Scope: scope, Expires: d.Now().Add(24 * time.Hour)})
	if err != nil {
		t.Fatalf("IssueToken() = %v", err)
	}
	return tok, secret
}

// passes reports whether the secret of a token opens now, and with which role.
func passes(t testing.TB, d *accounttest.Desk, secret account.Secret) account.Role {
	t.Helper()
	p, err := d.Pass(t.Context(), d.Now(), secret.Text())
	if err != nil && !fault.Is(err, fault.Denied) {
		t.Fatalf("Pass() = %v", err)
	}
	return p.Role
}

func TestTokens(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor", "alps")
	reading, readSecret := issue(t, d, a.Account.ID, "harbor", account.Read)
	writing, writeSecret := issue(t, d, a.Account.ID, "alps", account.Write)
	if passes(t, d, readSecret) != account.Reader || passes(t, d, writeSecret) != account.Owner {
		t.Error("a token to read must be a reader's, one to write as much as its account")
	}
	p, err := d.Pass(t.Context(), d.Now(), writeSecret.Text())
	if err != nil || p.Account.ID != a.Account.ID || p.Token.Workspace != "alps" || p.Token.ID != writing.ID {
		t.Errorf("Pass() = %+v, %v", p, err)
	}
	if !strings.HasPrefix(readSecret.Text(), "tl_") || !strings.HasPrefix(readSecret.Text(), strings.TrimSuffix(reading.Begins, "…")) || len(reading.Begins) != len("tl_abcd…") {
		t.Errorf("the secret %q is shown as %q", readSecret.Text(), reading.Begins)
	}
	all := must[[]account.Token](t)(d.Tokens(t.Context(), a.Account.ID))
	if len(all) != 2 {
		t.Errorf("Tokens() = %+v", all)
	}
}

func TestTokenWasUsed(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	_, secret := issue(t, d, a.Account.ID, "harbor", account.Read)
	used := func() time.Time { return must[[]account.Token](t)(d.Tokens(t.Context(), a.Account.ID))[0].Used }
	if !used().IsZero() {
		t.Error("a token was used before it was")
	}
	passes(t, d, secret)
	first := used()
	d.Later(time.Minute - time.Millisecond)
	passes(t, d, secret)
	if !used().Equal(first) {
		t.Error("within a minute the use was written twice")
	}
	d.Later(time.Millisecond)
	passes(t, d, secret)
	if !used().Equal(d.Now()) {
		t.Errorf("the last use is %v, want %v", used(), d.Now())
	}
}

func TestTokenEnds(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	ben := d.Join(t, "harbor", "ben@example.org", account.Editor)
	tok, secret := issue(t, d, ben.Account.ID, "harbor", account.Write)
	act := d.Act(account.ByAccount(a.Account.ID))
	wants(t, "RevokeToken() of somebody else's", d.RevokeToken(t.Context(), act, a.Account.ID, tok.ID), fault.NotFound, "no such token")
	if passes(t, d, secret) != account.Editor {
		t.Error("the token does not open")
	}
	if err := d.SetRole(t.Context(), act, "harbor", ben.Account.ID, account.Contributor); err != nil || passes(t, d, secret) != account.Contributor {
		t.Errorf("a token has another role than its account, %v", err)
	}
	wants(t, "RevokeToken()", d.RevokeToken(t.Context(), act, ben.Account.ID, tok.ID), "", "")
	wants(t, "RevokeToken() again", d.RevokeToken(t.Context(), act, ben.Account.ID, tok.ID), fault.NotFound, "no such token")
	if passes(t, d, secret) != "" {
		t.Error("a revoked token opens")
	}
	_, secret = issue(t, d, ben.Account.ID, "harbor", account.Write)
	d.Later(24*time.Hour - time.Millisecond)
	if passes(t, d, secret) == "" {
		t.Error("a token ended before its time")
	}
	d.Later(time.Millisecond)
	if passes(t, d, secret) != "" {
		t.Error("a token past its time opens")
	}
}

// Whoever leaves a workspace and comes back does not find the tokens of before.
func TestTokensEndWithTheMembership(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor", "alps")
	ben := d.Join(t, "harbor", "ben@example.org", account.Editor)
	if _, secret, err := d.Invite(t.Context(), d.Act(account.Terminal), "alps", account.Invitation{Address: "ben@example.org", Role: account.Reader}); err != nil {
		t.Fatal(err)
	} else if _, err := d.Accept(t.Context(), d.Act(account.ByAccount(ben.Account.ID)), secret.Text(), ben.Account.ID); err != nil {
		t.Fatal(err)
	}
	_, here := issue(t, d, ben.Account.ID, "harbor", account.Write)
	_, there := issue(t, d, ben.Account.ID, "alps", account.Write)
	act := d.Act(account.ByAccount(a.Account.ID))
	if err := d.RemoveMember(t.Context(), act, "harbor", ben.Account.ID); err != nil {
		t.Fatal(err)
	}
	if passes(t, d, here) != "" || passes(t, d, there) != account.Reader {
		t.Error("removing a member must end the tokens of that workspace only")
	}
	_, secret, err := d.Invite(t.Context(), act, "harbor", account.Invitation{Address: "ben@example.org", Role: account.Editor})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Accept(t.Context(), act, secret.Text(), ben.Account.ID); err != nil {
		t.Fatal(err)
	}
	if passes(t, d, here) != "" {
		t.Error("a token of before opens again")
	}
}

func TestIssueTokenRefuses(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	good := account.Token{Name: "reports", Workspace: "harbor", Scope: account.Read, Expires: d.Now().Add(366 * 24 * time.Hour)}
	for what, c := range map[string]struct {
		change func(*account.Token)
		kind   fault.Kind
		says   string
	}{
		"nothing wrong":       {func(*account.Token) {}, "", ""},
		"no name":             {func(k *account.Token) { k.Name = "" }, fault.Invalid, "has no name"},
		"another scope":       {func(k *account.Token) { k.Scope = "all" }, fault.Invalid, "nothing a token can be for"},
		"no time":             {func(k *account.Token) { k.Expires = time.Time{} }, fault.Invalid, "must expire"},
		"a time that is past": {func(k *account.Token) { k.Expires = d.Now() }, fault.Invalid, "must expire"},
		"a time too late":     {func(k *account.Token) { k.Expires = k.Expires.Add(time.Second) }, fault.Invalid, "must expire"},
		"another workspace":   {func(k *account.Token) { k.Workspace = "alps" }, fault.NotFound, "not a member"},
		"no workspace":        {func(k *account.Token) { k.Workspace = "" }, fault.NotFound, "not a member"},
	} {
		in := good
		c.change(&in)
		_, _, err := d.IssueToken(t.Context(), d.Act(account.Nobody), a.Account.ID, in)
		wants(t, "IssueToken() with "+what, err, c.kind, c.says)
	}
	_, _, err := d.IssueToken(t.Context(), d.Act(account.Nobody), "x", good)
	wants(t, "IssueToken() for nobody", err, fault.NotFound, "no such account")
	for i := range 99 { // one is there
		in := good
		in.Name = fmt.Sprint(i)
		if _, _, err := d.IssueToken(t.Context(), d.Act(account.Nobody), a.Account.ID, in); err != nil {
			t.Fatal(err)
		}
	}
	_, _, err = d.IssueToken(t.Context(), d.Act(account.Nobody), a.Account.ID, good)
	wants(t, "IssueToken() of the 101st", err, fault.Invalid, "at most 100")
}

func TestTextsThatOpenNoToken(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	tok, secret := issue(t, d, a.Account.ID, "harbor", account.Read)
	for _, text := range []string{"", "tl_", tok.Begins, string(tok.ID), secret.Text() + " ", strings.ToUpper(secret.Text()), a.Secret.Text(), "\xff"} {
		_, err := d.Pass(t.Context(), d.Now(), text)
		wants(t, fmt.Sprintf("Pass(%q)", text), err, fault.Denied, "Make a new token")
	}
}
