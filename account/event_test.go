package account_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/testing/accounts"
)

// A whole life of a server, and what an administrator reads of it.
func TestEventsTellWhatHappened(t *testing.T) {
	d := accounts.Open()
	step := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		d.Later(time.Second)
	}
	ana := d.SetUp(t, "harbor")
	d.Later(time.Second)
	act := func() account.Act { return d.Act(account.ByAccount(ana.Account.ID)) }
	ben := d.Join(t, "harbor", "ben@example.org", account.Reader)
	d.Later(time.Second)
	id := ben.Account.ID
	step(d.SetRole(t.Context(), act(), "harbor", id, account.Editor))
	step(d.LinkPerson(t.Context(), act(), "harbor", id, "ben"))
	tok, _ := issue(t, d, id, "harbor", account.Read)
	d.Later(time.Second)
	step(d.RevokeToken(t.Context(), act(), id, tok.ID))
	step(d.UnlinkPerson(t.Context(), act(), "harbor", id))
	step(d.RemoveMember(t.Context(), act(), "harbor", id))
	step(d.SetAdministrator(t.Context(), act(), id, true))
	step(d.SetAdministrator(t.Context(), act(), id, false))
	step(d.LinkIdentity(t.Context(), act(), ana.Account.ID, claims("work-ana")))
	step(d.UnlinkIdentity(t.Context(), act(), ana.Account.ID, must[[]account.Identity](t)(d.Identities(t.Context(), ana.Account.ID))[0].ID))
	step(d.Disable(t.Context(), act(), id))
	step(d.Enable(t.Context(), act(), id))
	step(d.Correct(t.Context(), act(), id, "Ben", "b@example.org"))
	step(d.Remove(t.Context(), act(), id))
	step(d.ChangePassword(t.Context(), act(), ana.Account.ID, account.NewPassword{Old: password, New: another, Keep: ana.Session.ID}))
	step(d.SignOut(t.Context(), act(), ana.Secret.Text()))
	got := verbs(t, d)
	want := []string{
		"setup.begun", "account.created", "workspace.opened", "member.joined owner", "session.begun an unknown device", "member.invited reader",
		"account.created", "member.joined reader", "session.begun an unknown device", "role.changed reader → editor", "person.linked ben",
		"token.issued reports", "token.revoked reports", "person.unlinked ben", "member.removed editor", "administrator.made", "administrator.ended",
		"identity.linked https://id.example.org", "identity.unlinked https://id.example.org", "account.disabled", "account.enabled", "account.corrected",
		"account.removed", "password.changed", "session.ended an unknown device",
	}
	if !slices.Equal(got, want) {
		t.Errorf("Events() =\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

func TestEventsSayWhoAndWhere(t *testing.T) {
	d := accounts.Open()
	ana := d.SetUp(t, "harbor", "alps")
	d.Later(time.Second)
	act := d.Act(account.ByAccount(ana.Account.ID))
	act.From = "192.0.2.9\x00\n" + strings.Repeat("x", 500)
	if err := d.LinkPerson(t.Context(), act, "harbor", ana.Account.ID, "ana"); err != nil {
		t.Fatal(err)
	}
	e := must[[]account.Event](t)(d.Events(t.Context(), "", 1))[0]
	if e.What != account.PersonLinked || e.By != account.ByAccount(ana.Account.ID) || e.About != ana.Account.ID || e.Workspace != "harbor" || !e.At.Equal(d.Now()) || !strings.HasPrefix(e.From, "192.0.2.9x") || len(e.From) > 100 {
		t.Errorf("the event is %+v", e)
	}
	if got := must[[]account.Event](t)(d.WorkspaceEvents(t.Context(), "harbor", "", 0)); len(got) != 3 || got[0].ID != e.ID {
		t.Errorf("WorkspaceEvents() = %+v", got)
	}
	for _, e := range must[[]account.Event](t)(d.WorkspaceEvents(t.Context(), "alps", "", 0)) {
		if e.Workspace != "alps" {
			t.Errorf("alps hears of %+v", e)
		}
	}
	for _, e := range must[[]account.Event](t)(d.AccountEvents(t.Context(), ana.Account.ID, "", 0)) {
		if e.Workspace != "" || e.About != ana.Account.ID {
			t.Errorf("the account hears of %+v", e)
		}
	}
}

func TestEventsInPages(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t)
	for range 7 {
		d.Later(time.Second)
		if _, err := signsIn(t, d, "ana@example.org", password); err != nil {
			t.Fatal(err)
		}
	}
	var paged []account.Event
	for before := ""; ; before = paged[len(paged)-1].ID {
		got := must[[]account.Event](t)(d.Events(t.Context(), before, 3))
		paged = append(paged, got...)
		if len(got) < 3 {
			break
		}
	}
	all := must[[]account.Event](t)(d.Events(t.Context(), "", 0))
	if !slices.Equal(paged, all) || !slices.IsSortedFunc(all, func(a, b account.Event) int { return b.At.Compare(a.At) }) {
		t.Errorf("in pages %v, at once %v", paged, all)
	}
}

// Nothing that opens something, and nothing that a stranger typed, is ever kept as it was.
func TestNoRowHoldsASecret(t *testing.T) {
	d := accounts.Open()
	ana := d.SetUp(t, "harbor")
	act := d.Act(account.ByAccount(ana.Account.ID))
	_, token := issue(t, d, ana.Account.ID, "harbor", account.Write)
	_, invitation := invite(t, d, "harbor", "ben@example.org", account.Reader)
	reset := must[account.Secret](t)(d.ResetLink(t.Context(), act, ana.Account.ID))
	verify := must[account.Secret](t)(d.AddressLink(t.Context(), act, ana.Account.ID))
	const typed = "my password typed into the wrong field"
	_, _ = signsIn(t, d, typed, "x")
	_, _ = signsIn(t, d, typed+"@example.org", "x")
	_ = d.ChangePassword(t.Context(), act, ana.Account.ID, account.NewPassword{Old: typed, New: typed})
	forbidden := []string{password, typed, "my password"}
	for _, s := range []account.Secret{ana.Secret, token, invitation, reset, verify} {
		bare := s.Text()[strings.LastIndexByte(s.Text(), '_')+1:]
		forbidden = append(forbidden, bare[:8], bare[8:])
	}
	for _, kind := range []string{"account", "session", "token", "member", "link", "identity", "invitation", "event", "charge", "attempts"} {
		rows := must[[]account.Row](t)(d.Store.List(t.Context(), account.Query{Kind: kind}))
		for _, r := range rows {
			for _, f := range forbidden {
				if strings.Contains(r.ID+" "+r.Key+" "+r.Owner+" "+string(r.Body), f) {
					t.Errorf("a %s holds %q: %+v %s", kind, f, r, r.Body)
				}
			}
		}
		if len(rows) == 0 && kind != "identity" {
			t.Errorf("there is no %s: the test would prove nothing", kind)
		}
	}
}

func TestExpire(t *testing.T) {
	d := accounts.Open()
	ana := d.SetUp(t, "harbor")
	_, token := issue(t, d, ana.Account.ID, "harbor", account.Write)
	invite(t, d, "harbor", "ben@example.org", account.Reader)
	must[account.Secret](t)(d.ResetLink(t.Context(), d.Act(account.Terminal), ana.Account.ID))
	_, _ = signsIn(t, d, "eve@example.org", "wrong wrong wrong")
	if n, err := d.Expire(t.Context(), d.Now()); n != 0 || err != nil {
		t.Errorf("Expire() now = %d, %v", n, err)
	}
	count := func(kind string) int {
		return len(must[[]account.Row](t)(d.Store.List(t.Context(), account.Query{Kind: kind})))
	}
	for _, c := range []struct {
		later time.Duration
		gone  []string // kinds of which all are gone then
	}{
		{time.Hour - time.Millisecond, nil},
		{time.Millisecond, []string{"attempts"}},
		{23 * time.Hour, []string{"token", "link"}},
		{6*24*time.Hour - time.Millisecond, nil},
		{time.Millisecond, []string{"invitation", "session"}},
		{392 * 24 * time.Hour, nil},
		{24 * time.Hour, []string{"event"}},
	} {
		before := map[string]int{}
		for _, kind := range c.gone {
			before[kind] = count(kind)
		}
		d.Later(c.later)
		n, err := d.Expire(t.Context(), d.Now())
		if err != nil || c.gone == nil && n > 1 { // the failed sign-in is kept for a month only
			t.Errorf("Expire() after %v = %d, %v", c.later, n, err)
		}
		for _, kind := range c.gone {
			if before[kind] == 0 || count(kind) != 0 {
				t.Errorf("of %d rows of %s %d are left after their time", before[kind], kind, count(kind))
			}
		}
	}
	if passes(t, d, token) != "" || count("account") != 1 || count("member") != 1 || count("charge") != 2 {
		t.Error("Expire() took what has no time, or left what has")
	}
	if _, err := signsIn(t, d, "ana@example.org", password); err != nil {
		t.Errorf("SignIn() after years = %v", err)
	}
}

func TestActors(t *testing.T) {
	if account.ByAccount("a") != "account/a" || account.ByToken("t") != "token/t" || account.Nobody != "" {
		t.Errorf("actors are written %q, %q", account.ByAccount("a"), account.ByToken("t"))
	}
}
