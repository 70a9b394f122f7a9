package account_test

import (
	"context"
	"errors"
	"io"
	"testing"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
)

// brittle is a store that breaks at its n-th call, and from then on.
type brittle struct {
	account.Store
	left int
	with error
}

func (b *brittle) breaks() error {
	if b.left--; b.left < 0 {
		return b.with
	}
	return nil
}

func (b *brittle) Row(ctx context.Context, kind, id string) (account.Row, error) {
	if err := b.breaks(); err != nil {
		return account.Row{}, err
	}
	return b.Store.Row(ctx, kind, id)
}

func (b *brittle) Keyed(ctx context.Context, kind, key string) (account.Row, error) {
	if err := b.breaks(); err != nil {
		return account.Row{}, err
	}
	return b.Store.Keyed(ctx, kind, key)
}

func (b *brittle) List(ctx context.Context, q account.Query) ([]account.Row, error) {
	if err := b.breaks(); err != nil {
		return nil, err
	}
	return b.Store.List(ctx, q)
}

func (b *brittle) Write(ctx context.Context, batch account.Batch) error {
	if err := b.breaks(); err != nil {
		return err
	}
	return b.Store.Write(ctx, batch)
}

// Wherever the store breaks during whatever deed, the deed tells of it, hands out nothing and leaves
// the register sound.
func TestWhereverTheStoreBreaks(t *testing.T) {
	gone := fault.New(fault.Unavailable, "the data is away", "Wait")
	for i := range len((&scene{machine: newMachine(t)}).deeds(t)) {
		for n := 0; ; n++ {
			var none meanwhile
			s, _ := newScene(t, &none)
			d := s.deeds(t)[i]
			b := &brittle{Store: s.d.Store, left: n, with: gone}
			_, secret, err := d.do(accounttest.On(b))
			s.sound(t)
			if b.left >= 0 { // it needed fewer calls
				break
			}
			if !errors.Is(err, gone) || secret != "" {
				t.Errorf("%s, broken at call %d = %q, %v", d.name, n, secret, err)
			}
		}
	}
}

// dice are so many random bytes, and no more.
type dice struct{ left int }

func (d *dice) Read(b []byte) (int, error) {
	if d.left == 0 {
		return 0, io.EOF
	}
	n := min(len(b), d.left)
	d.left -= n
	for i := range n {
		b[i] = byte(d.left + i)
	}
	return n, nil
}

// Wherever the dice end, nobody gets a secret made of fewer.
func TestWhereverTheDiceEnd(t *testing.T) {
	asks := map[string]func(d *accounttest.Desk, act account.Act) (string, error){
		"SignIn()": func(d *accounttest.Desk, act account.Act) (string, error) {
			a, err := d.SignIn(t.Context(), act, account.Credentials{Address: "ben@example.org", Password: password})
			return a.Secret.Text(), err
		},
		"SignInIdentity()": func(d *accounttest.Desk, act account.Act) (string, error) {
			a, err := d.SignInIdentity(t.Context(), act, claims("new", "staff"), mapping(), "")
			return a.Secret.Text(), err
		},
		"ResetLink()": func(d *accounttest.Desk, act account.Act) (string, error) {
			a, err := d.AccountAt(t.Context(), "ben@example.org")
			if err != nil {
				t.Fatal(err)
			}
			secret, err := d.ResetLink(t.Context(), act, a.ID)
			return secret.Text(), err
		},
		"Invite()": func(d *accounttest.Desk, act account.Act) (string, error) {
			_, secret, err := d.Invite(t.Context(), act, "harbor", account.Invitation{Address: "x@example.org", Role: account.Reader})
			return secret.Text(), err
		},
	}
	for what, ask := range asks {
		for n := 0; ; n += 8 {
			var none meanwhile
			s, _ := newScene(t, &none)
			act := s.act()
			act.Dice = &dice{n}
			secret, err := ask(s.d, act)
			s.sound(t)
			if err == nil && secret != "" {
				if n < 32+8 {
					t.Errorf("%s made a secret of %d bytes", what, n)
				}
				break
			}
			if !fault.Is(err, fault.Internal) || secret != "" {
				t.Fatalf("%s with %d bytes of dice = %q, %v", what, n, secret, err)
			}
		}
	}
}
