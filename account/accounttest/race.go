package accounttest

import (
	"fmt"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"throughline/account"
	"throughline/fault"
)

func raceChecks() []check {
	return []check{
		{"two owners who take each other's role leave one", ownersRace},
		{"an owner who is disabled while the other goes stays", disableRace},
		{"a role that is given while its account is disabled does not count", giveRace},
		{"two administrators who end each other leave one", administratorsRace},
		{"a server is set up once", setUpRace},
		{"an invitation is accepted once", invitationRace},
		{"a link is used once", linkRace},
		{"a person becomes one account", personRace},
		{"an address becomes one account", addressRace},
		{"many attempts at once are few guesses", guessRace},
		{"no session of the old password outlives its change", passwordRace},
		{"no token outlives the disabling of its account", tokenRace},
	}
}

// rounds is how often people race; each time anew.
const rounds = 6

// people is a desk with a workspace, its first owner and so many other members.
func (s Subject) people(t testing.TB, others int, role account.Role) (d *Desk, all []account.Admission) {
	t.Helper()
	d = On(s.open(t))
	all = append(all, d.SetUp(t, "harbor"))
	for i := range others {
		all = append(all, d.Join(t, "harbor", fmt.Sprintf("member%d@example.org", i), role))
	}
	return d, all
}

// wins counts those of the racers who got what they asked for. The others must be told of one of the
// kinds.
func wins(t testing.TB, n int, ask func(i int) error, kinds ...fault.Kind) int {
	t.Helper()
	var won atomic.Int64
	race(n, func(i int) {
		err := ask(i)
		if err == nil {
			won.Add(1)
		} else if !slices.Contains(kinds, fault.KindOf(err)) {
			t.Errorf("somebody who was late is told %s: %v", fault.KindOf(err), err)
		}
	})
	return int(won.Load())
}

// owners is the accounts that own the workspace and can sign in.
func owners(t testing.TB, d *Desk) (out []account.ID) {
	t.Helper()
	all, err := d.Members(t.Context(), "harbor", "", 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range all {
		a, err := d.Account(t.Context(), m.Account)
		if err != nil {
			t.Fatal(err)
		}
		if m.Role == account.Owner && !a.Disabled {
			out = append(out, a.ID)
		}
	}
	return out
}

func ownersRace(t *testing.T, s Subject) {
	d, all := s.people(t, 1, account.Owner)
	for range rounds {
		won := wins(t, 2, func(i int) error {
			return d.SetRole(t.Context(), d.Act(account.ByAccount(all[i].Account.ID)), "harbor", all[1-i].Account.ID, account.Editor)
		}, fault.Invalid)
		left := owners(t, d)
		if won != 1 || len(left) != 1 {
			t.Fatalf("%d of two took the other's role, %d owners are left", won, len(left))
		}
		for _, a := range all {
			if err := d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", a.Account.ID, account.Owner); err != nil {
				t.Fatal(err)
			}
		}
	}
}

func disableRace(t *testing.T, s Subject) {
	d, all := s.people(t, 2, account.Owner)
	if err := d.RemoveMember(t.Context(), d.Act(account.Terminal), "harbor", all[0].Account.ID); err != nil {
		t.Fatal(err)
	}
	ben, cho := all[1].Account.ID, all[2].Account.ID
	for range rounds {
		won := wins(t, 2, func(i int) error {
			if i == 0 {
				return d.Disable(t.Context(), d.Act(account.Terminal), ben)
			}
			return d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", cho, account.Reader)
		}, fault.Invalid)
		if left := owners(t, d); won != 1 || len(left) != 1 {
			t.Fatalf("%d of two went, %d owners are left", won, len(left))
		}
		for _, err := range []error{d.Enable(t.Context(), d.Act(account.Terminal), ben), d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", cho, account.Owner)} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
}

func giveRace(t *testing.T, s Subject) {
	d, all := s.people(t, 1, account.Editor)
	ana, ben := all[0].Account.ID, all[1].Account.ID
	for range rounds {
		wins(t, 2, func(i int) error {
			if i == 0 {
				return d.Disable(t.Context(), d.Act(account.Terminal), ben)
			}
			return d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", ben, account.Owner)
		})
		if err := d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", ana, account.Editor); !fault.Is(err, fault.Invalid) {
			t.Fatalf("the last owner who can sign in goes: %v", err)
		}
		wins(t, 2, func(i int) error { // enabled while it is lowered: it must not stay in charge
			if i == 0 {
				return d.Enable(t.Context(), d.Act(account.Terminal), ben)
			}
			return d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", ben, account.Editor)
		})
		if err := d.SetRole(t.Context(), d.Act(account.Terminal), "harbor", ana, account.Editor); !fault.Is(err, fault.Invalid) {
			t.Fatalf("the only owner goes: %v", err)
		}
	}
}

func administratorsRace(t *testing.T, s Subject) {
	d, all := s.people(t, 1, account.Reader)
	for range rounds {
		if err := d.SetAdministrator(t.Context(), d.Act(account.Terminal), all[1].Account.ID, true); err != nil {
			t.Fatal(err)
		}
		if err := d.SetAdministrator(t.Context(), d.Act(account.Terminal), all[0].Account.ID, true); err != nil {
			t.Fatal(err)
		}
		won := wins(t, 2, func(i int) error {
			return d.SetAdministrator(t.Context(), d.Act(account.ByAccount(all[i].Account.ID)), all[1-i].Account.ID, false)
		}, fault.Invalid)
		if won != 1 {
			t.Fatalf("%d of two ended the other", won)
		}
	}
}

func setUpRace(t *testing.T, s Subject) {
	d := On(s.open(t))
	secret, err := d.BeginSetUp(t.Context(), d.Act(account.Terminal))
	if err != nil {
		t.Fatal(err)
	}
	won := wins(t, writers, func(i int) error {
		_, err := d.FinishSetUp(t.Context(), d.Act(account.Nobody), account.SetUp{
			Secret: secret.Text(), Name: "Somebody", Address: fmt.Sprintf("a%d@example.org", i), Password: Password, Workspaces: []string{"harbor"},
		})
		return err
	}, fault.Conflict, fault.Denied)
	all, err := d.Accounts(t.Context(), "", 0)
	if err != nil || won != 1 || len(all) != 1 {
		t.Errorf("%d set the server up, there are %d accounts, %v", won, len(all), err)
	}
}

func invitationRace(t *testing.T, s Subject) {
	d, all := s.people(t, 3, account.Reader)
	for _, a := range all[1:] {
		if err := d.RemoveMember(t.Context(), d.Act(account.Terminal), "harbor", a.Account.ID); err != nil {
			t.Fatal(err)
		}
	}
	for round := range rounds {
		_, secret, err := d.Invite(t.Context(), d.Act(account.Terminal), "harbor", account.Invitation{Address: fmt.Sprintf("new%d@example.org", round), Role: account.Reader})
		if err != nil {
			t.Fatal(err)
		}
		won := wins(t, 4, func(i int) error {
			if i == 0 {
				_, err := d.AcceptNew(t.Context(), d.Act(account.Nobody), account.Entrant{Secret: secret.Text(), Name: "New", Password: Password})
				return err
			}
			_, err := d.Accept(t.Context(), d.Act(account.Nobody), secret.Text(), all[i].Account.ID)
			return err
		}, fault.Denied, fault.TooMany, fault.Conflict)
		if won > 1 || won == 0 && round == 0 {
			t.Fatalf("in round %d %d accepted one invitation", round, won)
		}
	}
}

func linkRace(t *testing.T, s Subject) {
	d, all := s.people(t, 0, "")
	for range rounds {
		secret, err := d.ResetLink(t.Context(), d.Act(account.Terminal), all[0].Account.ID)
		if err != nil {
			t.Fatal(err)
		}
		won := wins(t, 4, func(i int) error {
			return d.FinishReset(t.Context(), d.Act(account.Nobody), secret.Text(), fmt.Sprintf("ferry window %d plum", i))
		}, fault.Denied)
		if won != 1 {
			t.Fatalf("%d set a password by one link", won)
		}
	}
}

func personRace(t *testing.T, s Subject) {
	d, all := s.people(t, 3, account.Reader)
	for round := range rounds {
		won := wins(t, len(all), func(i int) error {
			return d.LinkPerson(t.Context(), d.Act(account.Terminal), "harbor", all[i].Account.ID, account.PersonID(fmt.Sprint("person-", round)))
		}, fault.Conflict)
		if won != 1 {
			t.Fatalf("%d accounts became one person", won)
		}
	}
}

func addressRace(t *testing.T, s Subject) {
	d, all := s.people(t, 3, account.Reader)
	for round := range rounds {
		won := wins(t, len(all), func(i int) error {
			return d.Correct(t.Context(), d.Act(account.Terminal), all[i].Account.ID, "Name", fmt.Sprintf("wanted%d@example.org", round))
		}, fault.Conflict)
		if won != 1 {
			t.Fatalf("%d accounts got one address", won)
		}
	}
}

func guessRace(t *testing.T, s Subject) {
	d, all := s.people(t, 0, "")
	wins(t, 30, func(int) error {
		_, err := d.SignIn(t.Context(), d.Act(account.Nobody), account.Credentials{Address: "ana@example.org", Password: "wrong wrong wrong"})
		return err
	}, fault.Denied, fault.TooMany, fault.Conflict)
	events, err := d.AccountEvents(t.Context(), all[0].Account.ID, "", 0)
	if err != nil {
		t.Fatal(err)
	}
	looked := 0
	for _, e := range events {
		if e.What == account.SignInFailed {
			looked++
		}
	}
	if looked == 0 || looked > 5 {
		t.Errorf("of 30 passwords at once %d were looked at, want at most 5", looked)
	}
}

func passwordRace(t *testing.T, s Subject) {
	d, all := s.people(t, 0, "")
	old := Password
	for round := range rounds {
		fresh := fmt.Sprintf("ferry window %d plum", round)
		var begun [3]account.Admission
		wins(t, 4, func(i int) (err error) {
			if i == 3 {
				return d.ChangePassword(t.Context(), d.Act(account.Nobody), all[0].Account.ID, account.NewPassword{Old: old, New: fresh})
			}
			begun[i], err = d.SignIn(t.Context(), d.Act(account.Nobody), account.Credentials{Address: "ana@example.org", Password: old})
			return err
		}, fault.Denied)
		for _, a := range begun {
			if a.Secret.Text() == "" {
				continue
			}
			if _, _, err := d.Visit(t.Context(), d.Now(), a.Secret.Text()); !fault.Is(err, fault.Denied) {
				t.Fatalf("in round %d a session of the old password goes on: %v", round, err)
			}
		}
		old = fresh
		d.Later(2 * time.Hour) // so that nothing is held
	}
}

func tokenRace(t *testing.T, s Subject) {
	d, all := s.people(t, 1, account.Reader)
	ben := all[1].Account.ID
	for range rounds {
		var issued [3]account.Secret
		wins(t, 4, func(i int) (err error) {
			if i == 3 {
				return d.Disable(t.Context(), d.Act(account.Terminal), ben)
			}
			_, issued[i], err = d.IssueToken(t.Context(), d.Act(account.Nobody), ben, account.Token{Name: "x", Workspace: "harbor", Scope: account.Read, Expires: d.Now().Add(time.Hour)})
			return err
		}, fault.Denied)
		if err := d.Enable(t.Context(), d.Act(account.Terminal), ben); err != nil {
			t.Fatal(err)
		}
		for _, secret := range issued {
			if !strings.HasPrefix(secret.Text(), "tl_") {
				continue
			}
			if p, err := d.Pass(t.Context(), d.Now(), secret.Text()); !fault.Is(err, fault.Denied) {
				t.Fatalf("a token from before the disabling opens again: %+v, %v", p, err)
			}
		}
	}
}
