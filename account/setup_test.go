package account_test

import (
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/testing/accounts"
)

func TestSetUp(t *testing.T) {
	d := accounts.Open()
	if must[bool](t)(d.IsSetUp(t.Context())) {
		t.Error("an empty store is set up")
	}
	a := d.SetUp(t, "harbor", "alps")
	if !must[bool](t)(d.IsSetUp(t.Context())) || !visits(t, d, a.Secret) {
		t.Error("after the set-up there is none, or nobody is signed in")
	}
	if !a.Account.Administrator || a.Account.Verified || a.Account.Address != "ana@example.org" || !a.Account.HasPassword || !a.Account.Created.Equal(d.Now()) {
		t.Errorf("the first account is %+v", a.Account)
	}
	for _, w := range []string{"harbor", "alps"} {
		if m, there, err := d.Member(t.Context(), w, a.Account.ID); err != nil || !there || m.Role != account.Owner {
			t.Errorf("in %s the first account is %+v, %v, %v", w, m, there, err)
		}
	}
	if got := must[[]string](t)(d.Workspaces(t.Context())); strings.Join(got, " ") != "alps harbor" {
		t.Errorf("Workspaces() = %v", got)
	}
	if _, err := signsIn(t, d, " Ana@Example.org", password); err != nil {
		t.Errorf("SignIn() with what was chosen = %v", err)
	}
}

func TestSetUpOnlyOnce(t *testing.T) {
	d := accounts.Open()
	secret := must[account.Secret](t)(d.BeginSetUp(t.Context(), d.Act(account.Terminal)))
	in := account.SetUp{Secret: secret.Text(), Name: "Ana", Address: "ana@example.org", Password: password}
	if _, err := d.FinishSetUp(t.Context(), d.Act(account.Nobody), in); err != nil {
		t.Fatal(err)
	}
	in.Address = "eve@example.org"
	_, err := d.FinishSetUp(t.Context(), d.Act(account.Nobody), in)
	wants(t, "FinishSetUp() again", err, fault.Conflict, "set up already")
	_, err = d.BeginSetUp(t.Context(), d.Act(account.Terminal))
	wants(t, "BeginSetUp() again", err, fault.Conflict, "set up already")
	if all := must[[]account.Account](t)(d.Accounts(t.Context(), "", 0)); len(all) != 1 {
		t.Errorf("there are %d accounts", len(all))
	}
}

func TestSetUpRefuses(t *testing.T) {
	d := accounts.Open()
	old := must[account.Secret](t)(d.BeginSetUp(t.Context(), d.Act(account.Terminal)))
	secret := must[account.Secret](t)(d.BeginSetUp(t.Context(), d.Act(account.Terminal)))
	good := account.SetUp{Secret: secret.Text(), Name: "Ana", Address: "ana@example.org", Password: password}
	for what, c := range map[string]struct {
		change func(*account.SetUp)
		kind   fault.Kind
		says   string
	}{
		"a replaced secret":   {func(s *account.SetUp) { s.Secret = old.Text() }, fault.Denied, "replaced by a newer one"},
		"no secret":           {func(s *account.SetUp) { s.Secret = "" }, fault.Denied, "replaced by a newer one"},
		"no name":             {func(s *account.SetUp) { s.Name = " " }, fault.Invalid, "has no name"},
		"no address":          {func(s *account.SetUp) { s.Address = "ana" }, fault.Invalid, "is no mail address"},
		"a short password":    {func(s *account.SetUp) { s.Password = "short" }, fault.Invalid, "at least 12"},
		"its name":            {func(s *account.SetUp) { s.Password = "throughline yes" }, fault.Invalid, "the word throughline"},
		"no workspace's name": {func(s *account.SetUp) { s.Workspaces = []string{"harbor", ""} }, fault.Invalid, "name of a workspace"},
		"a workspace twice":   {func(s *account.SetUp) { s.Workspaces = []string{"harbor", "harbor"} }, fault.Conflict, "has owners already"},
	} {
		in := good
		c.change(&in)
		_, err := d.FinishSetUp(t.Context(), d.Act(account.Nobody), in)
		wants(t, "FinishSetUp() with "+what, err, c.kind, c.says)
	}
	if must[bool](t)(d.IsSetUp(t.Context())) {
		t.Fatal("a refused set-up set something up")
	}
	d.Later(24 * time.Hour)
	_, err := d.FinishSetUp(t.Context(), d.Act(account.Nobody), good)
	wants(t, "FinishSetUp() a day later", err, fault.Denied, "too old")
}
