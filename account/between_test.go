package account_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

// meanwhile is a store in which something else happens just before the next write.
type meanwhile struct {
	account.Store
	happens func()
}

func (m *meanwhile) Write(ctx context.Context, b account.Batch) error {
	if do := m.happens; do != nil {
		m.happens = nil
		do()
	}
	return m.Store.Write(ctx, b)
}

// deed is an operation, with the secret it hands out and what that opens.
type deed struct {
	name string
	do   func(d *accounttest.Desk) (opened, string, error)
}

// scene is a server on which two deeds can meet: ana and ben own harbor, cho is a reader there, and all
// secrets they may use are made.
type scene struct {
	*machine
	ana, ben, cho             account.Admission
	reset, verify, invitation string // secrets for ben
}

// newScene makes the scene on a store; the machine looks at the store without the detour.
func newScene(t *testing.T, detour *meanwhile) (*scene, *accounttest.Desk) {
	t.Helper()
	detour.Store = accounts.Open().Store
	s := &scene{machine: &machine{t: t, d: accounttest.On(detour.Store), keys: map[string]opened{}}}
	d := s.d
	s.ana = d.SetUp(t, "harbor", "alps")
	s.ben = d.Join(t, "harbor", "ben@example.org", account.Owner)
	s.cho = d.Join(t, "harbor", "cho@example.org", account.Reader)
	for _, a := range []account.Admission{s.ana, s.ben, s.cho} {
		s.enter(a)
	}
	ctx := t.Context()
	s.reset = must[account.Secret](t)(d.ResetLink(ctx, s.act(), s.ben.Account.ID)).Text()
	s.verify = must[account.Secret](t)(d.AddressLink(ctx, s.act(), s.ben.Account.ID)).Text()
	_, in := invite(t, d, "alps", "ben@example.org", account.Owner)
	s.invitation = in.Text()
	if err := d.LinkIdentity(ctx, s.act(), s.ben.Account.ID, claims("ben", "board")); err != nil {
		t.Fatal(err)
	}
	s.keys[s.reset] = opened{link: func(k string) error { _, err := d.Reset(ctx, d.Now(), k); return err }}
	s.keys[s.invitation] = opened{link: func(k string) error { _, _, err := d.Invitation(ctx, d.Now(), k); return err }}
	other := accounttest.On(detour)
	_, _ = other.Read(make([]byte, 1<<16)) // other dice
	return s, other
}

// deeds are all that may happen to ben, each by its name.
func (s *scene) deeds(t *testing.T) []deed {
	ctx, ben := t.Context(), s.ben.Account.ID
	plain := func(do func(d *accounttest.Desk) error) func(*accounttest.Desk) (opened, string, error) {
		return func(d *accounttest.Desk) (opened, string, error) { return opened{}, "", do(d) }
	}
	enters := func(do func(d *accounttest.Desk) (account.Admission, error)) func(*accounttest.Desk) (opened, string, error) {
		return func(d *accounttest.Desk) (opened, string, error) {
			a, err := do(d)
			return opened{of: a.Account.ID}, a.Secret.Text(), err
		}
	}
	act := s.act()
	return []deed{
		{"sign in", enters(func(d *accounttest.Desk) (account.Admission, error) {
			return signsIn(t, d, "ben@example.org", password)
		})},
		{"come by a provider", enters(func(d *accounttest.Desk) (account.Admission, error) { return comes(t, d, claims("ben", "board")) })},
		{"issue a token", func(d *accounttest.Desk) (opened, string, error) {
			_, secret, err := d.IssueToken(ctx, act, ben, account.Token{Name: "x", Workspace: "harbor", Scope: account.Write, Expires: d.Now().Add(time.Hour)})
			return opened{of: ben, workspace: "harbor"}, secret.Text(), err
		}},
		{"make a reset link", func(d *accounttest.Desk) (opened, string, error) {
			secret, err := d.ResetLink(ctx, act, ben)
			return opened{link: func(k string) error { _, err := s.d.Reset(ctx, s.d.Now(), k); return err }}, secret.Text(), err
		}},
		{"reset", plain(func(d *accounttest.Desk) error { return d.FinishReset(ctx, act, s.reset, another) })},
		{"verify", plain(func(d *accounttest.Desk) error { return d.VerifyAddress(ctx, act, s.verify) })},
		{"change password", plain(func(d *accounttest.Desk) error {
			return d.ChangePassword(ctx, act, ben, account.NewPassword{Old: password, New: another})
		})},
		{"end sessions", plain(func(d *accounttest.Desk) error { _, err := d.EndOtherSessions(ctx, act, ben, ""); return err })},
		{"accept", plain(func(d *accounttest.Desk) error { _, err := d.Accept(ctx, act, s.invitation, ben); return err })},
		{"lower", plain(func(d *accounttest.Desk) error { return d.SetRole(ctx, act, "harbor", ben, account.Reader) })},
		{"raise", plain(func(d *accounttest.Desk) error { return d.SetRole(ctx, act, "harbor", ben, account.Owner) })},
		{"lower the other owner", plain(func(d *accounttest.Desk) error {
			return d.SetRole(ctx, act, "harbor", s.ana.Account.ID, account.Reader)
		})},
		{"raise a third", plain(func(d *accounttest.Desk) error { return d.SetRole(ctx, act, "harbor", s.cho.Account.ID, account.Owner) })},
		{"remove member", plain(func(d *accounttest.Desk) error { return d.RemoveMember(ctx, act, "harbor", ben) })},
		{"link person", plain(func(d *accounttest.Desk) error { return d.LinkPerson(ctx, act, "harbor", ben, "x") })},
		{"link the same person elsewhere", plain(func(d *accounttest.Desk) error { return d.LinkPerson(ctx, act, "harbor", s.cho.Account.ID, "x") })},
		{"disable", plain(func(d *accounttest.Desk) error { return d.Disable(ctx, act, ben) })},
		{"enable", plain(func(d *accounttest.Desk) error { return d.Enable(ctx, act, ben) })},
		{"make administrator", plain(func(d *accounttest.Desk) error { return d.SetAdministrator(ctx, act, ben, true) })},
		{"end the other administrator", plain(func(d *accounttest.Desk) error { return d.SetAdministrator(ctx, act, s.ana.Account.ID, false) })},
		{"remove", plain(func(d *accounttest.Desk) error { return d.Remove(ctx, act, ben) })},
		{"move", plain(func(d *accounttest.Desk) error { return d.Correct(ctx, act, ben, "Ben", "b@example.org") })},
		{"unlink identity", plain(func(d *accounttest.Desk) error {
			return d.UnlinkIdentity(ctx, act, ben, must[[]account.Identity](t)(s.d.Identities(ctx, ben))[0].ID)
		})},
	}
}

// run does the deed at the desk and remembers what it handed out, which it returns too.
func (s *scene) run(rt fails, d deed, at *accounttest.Desk) (secret string, done bool) {
	o, secret, err := d.do(at)
	if done = s.fine(rt, err); done && secret != "" {
		s.keys[secret] = o
	}
	return secret, done
}

// closes reports whether the deed ends the sessions of ben.
func (d deed) closes() bool {
	return slices.Contains([]string{"reset", "change password", "end sessions", "disable", "remove"}, d.name)
}

// Every deed meets every other in the moment before it is written, also while ben is disabled or an
// administrator. Whoever is second must see what the first did; the register stays sound.
func TestTwoDeedsMeet(t *testing.T) {
	for _, before := range []string{"", "disable", "make administrator", "lower"} {
		names := (&scene{machine: &machine{t: t, d: accounttest.On(accounts.Open().Store)}}).deeds(t)
		for i := range names {
			for j := range names {
				t.Run(before+"/"+names[i].name+"/"+names[j].name, func(t *testing.T) {
					meet(t, before, i, j)
				})
			}
		}
	}
}

// meet lets deed i happen just before deed j is written.
func meet(t *testing.T, before string, i, j int) {
	var detour meanwhile
	s, second := newScene(t, &detour)
	all := s.deeds(t)
	for _, d := range all {
		if d.name == before {
			s.run(t, d, s.d)
		}
	}
	s.sound(t)
	first := ""
	detour.happens = func() {
		first, _ = s.run(t, all[i], s.d)
		s.sound(t)
	}
	_, done := s.run(t, all[j], second)
	s.sound(t)
	if done && all[j].closes() && strings.HasPrefix(first, "tlsession_") && !s.keys[first].dead {
		t.Errorf("%s left a session open that began before it was done", all[j].name)
	}
	s.undone(t)
}

// undone lets ben come back where ben has left, then disables ben and enables ben again: what there was
// before must open nothing.
func (s *scene) undone(rt fails) {
	ctx, ben := s.t.Context(), s.ben.Account.ID
	if a, err := s.d.Account(ctx, ben); err == nil && roleIn(s.t, s.d, "harbor", ben) == "" {
		_, again := invite(s.t, s.d, "harbor", a.Address, account.Reader)
		_, err = s.d.Accept(ctx, s.act(), again.Text(), ben)
		s.fine(rt, err)
		s.sound(rt)
	}
	if !s.fine(rt, s.d.Disable(ctx, s.act(), ben)) {
		return
	}
	s.sound(rt)
	s.fine(rt, s.d.Enable(ctx, s.act(), ben))
	s.sound(rt)
}

func TestTwoPasswordChangesMeet(t *testing.T) {
	var detour meanwhile
	s, second := newScene(t, &detour)
	change := func(d *accounttest.Desk, to string) error {
		return d.ChangePassword(t.Context(), s.act(), s.ben.Account.ID, account.NewPassword{Old: password, New: to})
	}
	detour.happens = func() { wants(t, "the first change", change(s.d, another), "", "") }
	wants(t, "the second change of the same password", change(second, "a third of them all"), fault.Conflict, "Try again")
	if _, err := signsIn(t, s.d, "ben@example.org", another); err != nil {
		t.Errorf("the first change did not hold: %v", err)
	}
}

// Of two ways in, both must not be taken at once.
func TestTwoIdentitiesGoAtOnce(t *testing.T) {
	var detour meanwhile
	s, second := newScene(t, &detour)
	id := must[account.Admission](t)(comes(t, s.d, claims("dan", "staff"))).Account.ID
	if err := s.d.LinkIdentity(t.Context(), s.act(), id, claims("dan-two")); err != nil {
		t.Fatal(err)
	}
	all := must[[]account.Identity](t)(s.d.Identities(t.Context(), id))
	detour.happens = func() {
		wants(t, "the first", s.d.UnlinkIdentity(t.Context(), s.act(), id, all[0].ID), "", "")
	}
	wants(t, "the second", second.UnlinkIdentity(t.Context(), s.act(), id, all[1].ID), fault.Invalid, "the only way to sign in")
}

// An address that is given up in the moment in which it proves who somebody is proves nothing.
func TestClaimWhileTheAddressGoes(t *testing.T) {
	var detour meanwhile
	s, second := newScene(t, &detour)
	if err := s.d.VerifyAddress(t.Context(), s.act(), s.verify); err != nil {
		t.Fatal(err)
	}
	detour.happens = func() {
		wants(t, "Correct()", s.d.Correct(t.Context(), s.act(), s.ben.Account.ID, "Ben", "b@example.org"), "", "")
	}
	err := second.ClaimPerson(t.Context(), s.act(), "harbor", s.ben.Account.ID, []account.Candidate{{Person: "ben", Address: "ben@example.org"}})
	wants(t, "ClaimPerson()", err, fault.Invalid, "not verified")
}

// A row of an account that says it is disabled shuts out whatever else there is.
func TestDisabledShutsOutWhateverIsLeft(t *testing.T) {
	store := accounts.Open().Store
	d := accounttest.On(store)
	a := d.SetUp(t, "harbor")
	_, token := issue(t, d, a.Account.ID, "harbor", account.Write)
	reset := must[account.Secret](t)(d.ResetLink(t.Context(), d.Act(account.Terminal), a.Account.ID))
	r := must[account.Row](t)(store.Row(t.Context(), "account", string(a.Account.ID)))
	r.Body = bytes.Replace(r.Body, []byte(`{`), []byte(`{"disabled":true,`), 1)
	if err := store.Write(t.Context(), account.Batch{Put: []account.Row{r}}); err != nil {
		t.Fatal(err)
	}
	_, err := d.Reset(t.Context(), d.Now(), reset.Text())
	if visits(t, d, a.Secret) || passes(t, d, token) != "" || !fault.Is(err, fault.Denied) {
		t.Error("a disabled account is let in by what is left")
	}
}
