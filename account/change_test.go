package account_test

import (
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/testing/accounts"
)

const another = "plum ferry window"

func TestChangePassword(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	other := d.Join(t, "harbor", "ben@example.org", account.Reader)
	b := must[account.Admission](t)(signsIn(t, d, "ana@example.org", password))
	reset := must[account.Secret](t)(d.ResetLink(t.Context(), d.Act(account.Terminal), a.Account.ID))
	act := d.Act(account.ByAccount(a.Account.ID))
	if err := d.ChangePassword(t.Context(), act, a.Account.ID, account.NewPassword{Old: password, New: another, Keep: b.Session.ID}); err != nil {
		t.Fatal(err)
	}
	if visits(t, d, a.Secret) || !visits(t, d, b.Secret) || !visits(t, d, other.Secret) {
		t.Error("a changed password must end the account's other sessions, and no more")
	}
	if _, err := signsIn(t, d, "ana@example.org", password); err == nil {
		t.Error("the old password still opens")
	}
	if _, err := signsIn(t, d, "ana@example.org", another); err != nil {
		t.Errorf("the new password opens nothing: %v", err)
	}
	_, err := d.Reset(t.Context(), d.Now(), reset.Text())
	wants(t, "Reset() by a link from before", err, fault.Denied, "used already")
}

func TestChangePasswordRefuses(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	for what, c := range map[string]struct {
		change account.NewPassword
		kind   fault.Kind
		says   string
	}{
		"a wrong old one":   {account.NewPassword{Old: another, New: another}, fault.Denied, "the present password is not right"},
		"a short new one":   {account.NewPassword{Old: password, New: "short"}, fault.Invalid, "at least 12"},
		"its own address":   {account.NewPassword{Old: password, New: "ana@example.org"}, fault.Invalid, "the address it is for"},
		"its holder's name": {account.NewPassword{Old: password, New: "Ana Lima 2026"}, fault.Invalid, "the name it is for"},
	} {
		d.Later(2 * time.Hour)
		wants(t, "ChangePassword() with "+what, d.ChangePassword(t.Context(), d.Act(account.Nobody), a.Account.ID, c.change), c.kind, c.says)
	}
	wants(t, "ChangePassword() of nobody", d.ChangePassword(t.Context(), d.Act(account.Nobody), "x", account.NewPassword{}), fault.NotFound, "no such account")
	if !visits(t, d, a.Secret) {
		t.Error("a refused change ended a session")
	}
}

// Somebody at an open session must not find the password out by trying, nor shut its holder out of the
// sign-in.
func TestChangePasswordIsHeldByItself(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	act := d.Act(account.ByAccount(a.Account.ID))
	for range 5 {
		_ = d.ChangePassword(t.Context(), act, a.Account.ID, account.NewPassword{Old: another, New: another})
	}
	wants(t, "the sixth attempt", d.ChangePassword(t.Context(), act, a.Account.ID, account.NewPassword{Old: password, New: another}), fault.TooMany, "Wait a minute")
	if _, err := signsIn(t, d, "ana@example.org", password); err != nil {
		t.Errorf("SignIn() meanwhile = %v", err)
	}
	if n := strings.Count(strings.Join(verbs(t, d), "\n"), "password.wrong"); n != 5 {
		t.Errorf("a wrong password is told %d times, want 5", n)
	}
}

func TestResetLink(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	for range 9 {
		_, _ = signsIn(t, d, "ana@example.org", "wrong wrong wrong")
	}
	old := must[account.Secret](t)(d.ResetLink(t.Context(), d.Act(account.Terminal), a.Account.ID))
	secret := must[account.Secret](t)(d.ResetLink(t.Context(), d.Act(account.Terminal), a.Account.ID))
	for range 3 { // looking at the page uses nothing up
		if who, err := d.Reset(t.Context(), d.Now(), secret.Text()); err != nil || who.ID != a.Account.ID {
			t.Fatalf("Reset() = %+v, %v", who, err)
		}
	}
	act := d.Act(account.Nobody)
	wants(t, "FinishReset() by a replaced link", d.FinishReset(t.Context(), act, old.Text(), another), fault.Denied, "used already")
	wants(t, "FinishReset() with a bad password", d.FinishReset(t.Context(), act, secret.Text(), "short"), fault.Invalid, "at least 12")
	wants(t, "FinishReset()", d.FinishReset(t.Context(), act, secret.Text(), another), "", "")
	wants(t, "FinishReset() again", d.FinishReset(t.Context(), act, secret.Text(), another), fault.Denied, "used already")
	if visits(t, d, a.Secret) {
		t.Error("a session from before the reset goes on")
	}
	if _, err := signsIn(t, d, "ana@example.org", another); err != nil {
		t.Errorf("SignIn() right after the reset, in spite of failures before = %v", err)
	}
}

func TestResetLinkHasItsTime(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	secret := must[account.Secret](t)(d.ResetLink(t.Context(), d.Act(account.Terminal), a.Account.ID))
	d.Later(24*time.Hour - time.Millisecond)
	_, err := d.Reset(t.Context(), d.Now(), secret.Text())
	wants(t, "Reset() within a day", err, "", "")
	d.Later(time.Millisecond)
	wants(t, "FinishReset() after a day", d.FinishReset(t.Context(), d.Act(account.Nobody), secret.Text(), another), fault.Denied, "too old")
	_, err = d.ResetLink(t.Context(), d.Act(account.Terminal), "x")
	wants(t, "ResetLink() of nobody", err, fault.NotFound, "no such account")
}

func TestSecretsOpenOnlyWhatTheyAreFor(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	id, act := a.Account.ID, d.Act(account.Terminal)
	reset := must[account.Secret](t)(d.ResetLink(t.Context(), act, id))
	verify := must[account.Secret](t)(d.AddressLink(t.Context(), act, id))
	_, invite, err := d.Invite(t.Context(), act, "harbor", account.Invitation{Address: "ben@example.org", Role: account.Reader})
	if err != nil {
		t.Fatal(err)
	}
	_, token, err := d.IssueToken(t.Context(), act, id, account.Token{Name: "x", Workspace: "harbor", Scope: account.Read, Expires: d.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	try := map[string]func(string) error{
		"reset":   func(s string) error { _, err := d.Reset(t.Context(), d.Now(), s); return err },
		"finish":  func(s string) error { return d.FinishReset(t.Context(), act, s, another) },
		"verify":  func(s string) error { return d.VerifyAddress(t.Context(), act, s) },
		"invite":  func(s string) error { _, _, err := d.Invitation(t.Context(), d.Now(), s); return err },
		"accept":  func(s string) error { _, err := d.Accept(t.Context(), act, s, id); return err },
		"session": func(s string) error { _, _, err := d.Visit(t.Context(), d.Now(), s); return err },
		"token":   func(s string) error { _, err := d.Pass(t.Context(), d.Now(), s); return err },
	}
	fits := map[string]string{"reset": reset.Text(), "finish": reset.Text(), "verify": verify.Text(), "invite": invite.Text(), "accept": invite.Text(), "session": a.Secret.Text(), "token": token.Text()}
	for what, with := range try {
		for name, secret := range fits {
			if secret != fits[what] && !fault.Is(with(secret), fault.Denied) {
				t.Errorf("%s with the secret for %s = %v, want denied", what, name, with(secret))
			}
		}
	}
}

func TestVerifyAddress(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	id, act := a.Account.ID, d.Act(account.Terminal)
	old := must[account.Secret](t)(d.AddressLink(t.Context(), act, id))
	secret := must[account.Secret](t)(d.AddressLink(t.Context(), act, id))
	wants(t, "VerifyAddress() by a replaced link", d.VerifyAddress(t.Context(), act, old.Text()), fault.Denied, "used already")
	wants(t, "VerifyAddress()", d.VerifyAddress(t.Context(), act, secret.Text()), "", "")
	wants(t, "VerifyAddress() again", d.VerifyAddress(t.Context(), act, secret.Text()), fault.Denied, "used already")
	if got := must[account.Account](t)(d.Account(t.Context(), id)); !got.Verified {
		t.Error("the address is not verified")
	}
	_, err := d.AddressLink(t.Context(), act, id)
	wants(t, "AddressLink() of a verified address", err, fault.Invalid, "no address that waits")
}

func TestAnotherAddressIsVerifiedAnew(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	d.Join(t, "harbor", "ben@example.org", account.Reader)
	id, act := a.Account.ID, d.Act(account.Terminal)
	first := must[account.Secret](t)(d.AddressLink(t.Context(), act, id))
	wants(t, "Correct() to a taken address", d.Correct(t.Context(), act, id, "Ana", "BEN@example.org"), fault.Conflict, "an account with this address")
	wants(t, "Correct() to none", d.Correct(t.Context(), act, id, "Ana", "ben"), fault.Invalid, "no mail address")
	wants(t, "Correct() to no name", d.Correct(t.Context(), act, id, "", "ana@example.org"), fault.Invalid, "has no name")
	wants(t, "Correct()", d.Correct(t.Context(), act, id, " Ana L. ", "lima@example.org"), "", "")
	wants(t, "VerifyAddress() by a link to the old address", d.VerifyAddress(t.Context(), act, first.Text()), fault.Denied, "used already")
	second := must[account.Secret](t)(d.AddressLink(t.Context(), act, id))
	wants(t, "VerifyAddress()", d.VerifyAddress(t.Context(), act, second.Text()), "", "")
	wants(t, "Correct() of the name", d.Correct(t.Context(), act, id, "Ana", "lima@example.org"), "", "")
	got := must[account.Account](t)(d.AccountAt(t.Context(), "Lima@example.org"))
	if got.ID != id || got.Name != "Ana" || !got.Verified {
		t.Errorf("AccountAt() = %+v", got)
	}
	_, err := d.AccountAt(t.Context(), "ana@example.org")
	wants(t, "AccountAt() of the old address", err, fault.NotFound, "no such account")
	_, err = d.AccountAt(t.Context(), "ana")
	wants(t, "AccountAt() of none", err, fault.Invalid, "no mail address")
}
