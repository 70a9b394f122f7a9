package accounttest

import (
	"math/rand/v2"
	"sync"
	"testing"
	"time"

	"throughline/account"
)

// Password is a password that every account of a Desk may have.
const Password = "otter lamp seventeen"

// Cheap is the least that hashing a password can cost.
func Cheap() account.Cost { return account.Cost{Memory: 8, Passes: 1, Lanes: 1} }

// Desk is a register with a clock that only the test moves, and dice that fall the same way every time.
type Desk struct {
	*account.Register
	Store account.Store

	mu   sync.Mutex
	now  time.Time
	dice *rand.ChaCha8
}

// On returns a desk on a store. Passwords are hashed as cheaply as can be.
func On(s account.Store) *Desk {
	return &Desk{
		Register: account.New(s, account.Terms{Cost: Cheap(), Product: "throughline"}),
		Store:    s, now: Start(), dice: rand.NewChaCha8([32]byte{1}),
	}
}

// Read rolls the dice.
func (d *Desk) Read(b []byte) (int, error) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.dice.Read(b)
}

// Now is the time on the clock.
func (d *Desk) Now() time.Time {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.now
}

// Later moves the clock.
func (d *Desk) Later(by time.Duration) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.now = d.now.Add(by)
}

// Act is an act by somebody, now.
func (d *Desk) Act(by account.Actor) account.Act {
	return account.Act{By: by, At: d.Now(), From: "192.0.2.7", Dice: d}
}

// SetUp sets the server up with ana@example.org as the first account, the owner of the workspaces.
func (d *Desk) SetUp(t testing.TB, workspaces ...string) account.Admission {
	t.Helper()
	secret, err := d.BeginSetUp(t.Context(), d.Act(account.Terminal))
	if err != nil {
		t.Fatalf("BeginSetUp() = %v", err)
	}
	a, err := d.FinishSetUp(t.Context(), d.Act(account.Nobody), account.SetUp{
		Secret: secret.Text(), Name: "Ana Lima", Address: "ana@example.org", Password: Password, Workspaces: workspaces,
	})
	if err != nil {
		t.Fatalf("FinishSetUp() = %v", err)
	}
	return a
}

// Join makes a new account with the address a member of the workspace, by an invitation.
func (d *Desk) Join(t testing.TB, workspace, address string, role account.Role) account.Admission {
	t.Helper()
	_, secret, err := d.Invite(t.Context(), d.Act(account.Terminal), workspace, account.Invitation{Address: address, Role: role})
	if err != nil {
		t.Fatalf("Invite(%s) = %v", address, err)
	}
	a, err := d.AcceptNew(t.Context(), d.Act(account.Nobody), account.Entrant{Secret: secret.Text(), Name: "Somebody", Password: Password})
	if err != nil {
		t.Fatalf("AcceptNew(%s) = %v", address, err)
	}
	return a
}
