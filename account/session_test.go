package account_test

import (
	"context"
	"errors"
	"fmt"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

func TestSessionEndsWhenIdle(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	for range 3 {
		d.Later(7*24*time.Hour - time.Minute)
		if !visits(t, d, a.Secret) {
			t.Fatal("a session that was seen within a week has ended")
		}
	}
	d.Later(7 * 24 * time.Hour)
	if visits(t, d, a.Secret) {
		t.Error("a session that was not seen for a week goes on")
	}
}

func TestSessionEndsInAnyCase(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	for day := range 30 {
		if !visits(t, d, a.Secret) {
			t.Fatalf("on day %d the session has ended", day)
		}
		d.Later(24 * time.Hour)
	}
	if visits(t, d, a.Secret) {
		t.Error("after 30 days the session goes on")
	}
}

func TestSeenIsWrittenOnceAMinute(t *testing.T) {
	plain := accounts.Open()
	a := plain.SetUp(t)
	r := &recorder{Store: plain.Store}
	d := accounttest.On(r)
	writes := func() (n int) {
		for _, c := range r.calls {
			if c[:5] == "write" {
				n++
			}
		}
		return n
	}
	for range 10 {
		visits(t, d, a.Secret)
	}
	if writes() != 0 {
		t.Errorf("within a minute %d were written", writes())
	}
	for range 5 {
		d.Later(time.Minute)
		visits(t, d, a.Secret)
		visits(t, d, a.Secret)
	}
	if writes() != 5 {
		t.Errorf("in five minutes %d were written", writes())
	}
	s := must[[]account.Session](t)(d.Sessions(t.Context(), d.Now(), a.Account.ID))
	if len(s) != 1 || !s[0].Seen.Equal(d.Now()) {
		t.Errorf("Sessions() = %+v", s)
	}
}

func TestSignOut(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	b := must[account.Admission](t)(signsIn(t, d, "ana@example.org", password))
	for range 2 { // the second time there is nothing to do
		if err := d.SignOut(t.Context(), d.Act(account.ByAccount(a.Account.ID)), a.Secret.Text()); err != nil {
			t.Errorf("SignOut() = %v", err)
		}
	}
	if visits(t, d, a.Secret) || !visits(t, d, b.Secret) {
		t.Error("SignOut() ended another session than its own")
	}
	for _, text := range []string{"", "tlsession_x", "\xff", b.Secret.Text() + "x"} {
		if err := d.SignOut(t.Context(), d.Act(account.Nobody), text); err != nil {
			t.Errorf("SignOut(%q) = %v", text, err)
		}
	}
}

func TestListOfDevices(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	other := d.Join(t, "harbor", "ben@example.org", account.Reader)
	d.Later(time.Hour)
	b := must[account.Admission](t)(signsIn(t, d, "ana@example.org", password))
	s := must[[]account.Session](t)(d.Sessions(t.Context(), d.Now(), a.Account.ID))
	if len(s) != 2 || s[0].ID != b.Session.ID || s[1].ID != a.Session.ID {
		t.Errorf("Sessions() = %+v", s)
	}
	act := d.Act(account.ByAccount(a.Account.ID))
	wants(t, "EndSession() of somebody else's", d.EndSession(t.Context(), act, a.Account.ID, other.Session.ID), fault.NotFound, "no such device")
	wants(t, "EndSession() of none", d.EndSession(t.Context(), act, a.Account.ID, ""), fault.NotFound, "no such device")
	wants(t, "EndSession()", d.EndSession(t.Context(), act, a.Account.ID, a.Session.ID), "", "")
	wants(t, "EndSession() again", d.EndSession(t.Context(), act, a.Account.ID, a.Session.ID), fault.NotFound, "no such device")
	if visits(t, d, a.Secret) || !visits(t, d, b.Secret) || !visits(t, d, other.Secret) {
		t.Error("EndSession() ended another session")
	}
	d.Later(8 * 24 * time.Hour)
	if s := must[[]account.Session](t)(d.Sessions(t.Context(), d.Now(), a.Account.ID)); len(s) != 0 {
		t.Errorf("sessions past their time are listed: %+v", s)
	}
}

func TestEndOtherSessions(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	other := d.Join(t, "harbor", "ben@example.org", account.Reader)
	b := must[account.Admission](t)(signsIn(t, d, "ana@example.org", password))
	c := must[account.Admission](t)(signsIn(t, d, "ana@example.org", password))
	act := d.Act(account.ByAccount(a.Account.ID))
	if n, err := d.EndOtherSessions(t.Context(), act, a.Account.ID, b.Session.ID); n != 2 || err != nil {
		t.Errorf("EndOtherSessions() = %d, %v, want 2", n, err)
	}
	if visits(t, d, a.Secret) || visits(t, d, c.Secret) || !visits(t, d, b.Secret) || !visits(t, d, other.Secret) {
		t.Error("EndOtherSessions() kept another than the one to keep")
	}
	if n, err := d.EndOtherSessions(t.Context(), act, a.Account.ID, ""); n != 1 || err != nil || visits(t, d, b.Secret) {
		t.Errorf("EndOtherSessions() with none to keep = %d, %v", n, err)
	}
	_, err := d.EndOtherSessions(t.Context(), act, "", "")
	if err != nil || !visits(t, d, other.Secret) {
		t.Errorf("EndOtherSessions() of nobody = %v", err)
	}
}

// An account is signed in on so many devices at most; the one not seen longest makes room.
func TestMostDevices(t *testing.T) {
	d := accounts.Open()
	first := d.SetUp(t)
	var all []account.Admission
	for range 50 {
		d.Later(time.Minute)
		all = append(all, must[account.Admission](t)(signsIn(t, d, "ana@example.org", password)))
	}
	if visits(t, d, first.Secret) {
		t.Error("the 51st device left the first one signed in")
	}
	for i, a := range all {
		if !visits(t, d, a.Secret) {
			t.Errorf("device %d was signed out", i)
		}
	}
}

func TestTextsThatOpenNoSession(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	_, token, err := d.IssueToken(t.Context(), d.Act(account.Nobody), a.Account.ID, account.Token{Name: "x", Workspace: "harbor", Scope: account.Write, Expires: d.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	for _, text := range []string{"", "x", string(a.Session.ID), token.Text(), a.Secret.Text()[:20], a.Secret.String(), "\xff\x00"} {
		_, _, err := d.Visit(t.Context(), d.Now(), text)
		wants(t, fmt.Sprintf("Visit(%q)", text), err, fault.Denied, "Sign in")
	}
}

// failing is a store whose writes fail.
type failing struct {
	account.Store
	with error
	also error // of reads
}

func (f failing) Write(context.Context, account.Batch) error { return f.with }

func (f failing) Keyed(ctx context.Context, kind, key string) (account.Row, error) {
	if f.also != nil {
		return account.Row{}, f.also
	}
	return f.Store.Keyed(ctx, kind, key)
}

// Whoever only reads is let in when the last-seen time cannot be written, and nobody when it cannot be
// read who it is.
func TestVisitsWhenNothingCanBeWritten(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t, "harbor")
	_, token, err := d.IssueToken(t.Context(), d.Act(account.Nobody), a.Account.ID, account.Token{Name: "x", Workspace: "harbor", Scope: account.Write, Expires: d.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	d.Later(30 * time.Minute)
	for _, kind := range []fault.Kind{fault.Full, fault.ReadOnly, fault.InUse, fault.Conflict, fault.Corrupt, fault.Unavailable, fault.Cancelled} {
		broken := fault.New(kind, "it does not work", "Wait")
		let := kind == fault.Full || kind == fault.ReadOnly || kind == fault.InUse || kind == fault.Conflict
		writing := account.New(failing{Store: d.Store, with: broken}, account.Terms{})
		who, _, err := writing.Visit(t.Context(), d.Now(), a.Secret.Text())
		if (err == nil) != let || let && who.ID != a.Account.ID || !let && !errors.Is(err, broken) {
			t.Errorf("%s: Visit() = %+v, %v", kind, who, err)
		}
		pass, err := writing.Pass(t.Context(), d.Now(), token.Text())
		if (err == nil) != let || let && pass.Account.ID != a.Account.ID {
			t.Errorf("%s: Pass() = %+v, %v", kind, pass, err)
		}
		reading := account.New(failing{Store: d.Store, with: broken, also: broken}, account.Terms{})
		if who, _, err := reading.Visit(t.Context(), d.Now(), a.Secret.Text()); err == nil {
			t.Errorf("%s: Visit() of what cannot be read = %+v", kind, who)
		}
		if pass, err := reading.Pass(t.Context(), d.Now(), token.Text()); err == nil {
			t.Errorf("%s: Pass() of what cannot be read = %+v", kind, pass)
		}
	}
}
