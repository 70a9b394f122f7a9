package account

import (
	"cmp"
	"context"
	"io"
	"strings"
	"time"

	"throughline/fault"
)

// Register is the accounts of a server, with all that belongs to them, in a Store. Its methods may be
// called from many goroutines, and from several processes on one store.
//
// Methods that take a password hash it, which takes the memory of Terms.Cost and a good part of a
// second: FinishSetUp, SignIn, ChangePassword, FinishReset, AcceptNew. Whoever calls them lets at most
// as many run at once as the machine has processors.
type Register struct {
	store Store
	terms Terms
}

// Terms are what a register can be set to. The zero Terms are usable.
type Terms struct {
	Cost        Cost          // of a password hash; zero is UsualCost
	Product     string        // a word that no password may hold
	SessionIdle time.Duration // after so long without a request a session ends; zero is 7 days
	SessionLife time.Duration // after so long it ends in any case; zero is 30 days
	// IdentityLife is SessionLife of a session that a provider vouched for: whoever left there, or whose groups changed, is found
	// out when they sign in again. Zero is 16 hours, which is a working day and does not end in the middle of the next.
	IdentityLife time.Duration
}

// New returns the register in the store.
func New(store Store, terms Terms) *Register {
	usual := UsualCost()
	terms.Cost.Memory = cmp.Or(terms.Cost.Memory, usual.Memory)
	terms.Cost.Passes = cmp.Or(terms.Cost.Passes, usual.Passes)
	terms.Cost.Lanes = cmp.Or(terms.Cost.Lanes, usual.Lanes)
	terms.SessionIdle = cmp.Or(terms.SessionIdle, 7*24*time.Hour)
	terms.SessionLife = cmp.Or(terms.SessionLife, 30*24*time.Hour)
	terms.IdentityLife = cmp.Or(terms.IdentityLife, 16*time.Hour)
	return &Register{store, terms}
}

// Act says who asks for an operation, when and from where, and gives the dice for its secrets.
type Act struct {
	By   Actor
	At   time.Time
	From string    // the network address of who asks; kept in sessions and events
	Dice io.Reader // unpredictable bytes, such as crypto/rand.Reader
}

// Actor is who asks: an account, a token, the terminal, or nobody who is known yet.
type Actor string

// The actors that have no name of their own.
const (
	Nobody   Actor = ""
	Terminal Actor = "terminal" // whoever may start the program on the data
)

// ByAccount is the actor of a signed-in account.
func ByAccount(id ID) Actor { return Actor("account/" + id) }

// NameOf is what people call the account of an actor; "" for an actor that is no account.
func (r *Register) NameOf(ctx context.Context, actor string) (string, error) {
	id, is := strings.CutPrefix(actor, string(ByAccount("")))
	if !is {
		return "", nil
	}
	a, err := r.Account(ctx, ID(id))
	if fault.Is(err, fault.NotFound) {
		return "an account that was removed", nil
	}
	return a.Name, err
}

// ByToken is the actor of a program with a token.
func ByToken(id TokenID) Actor { return Actor("token/" + id) }

// tries is how often an operation is begun anew when somebody else changed what it had read.
const tries = 25

// do runs an operation and writes what it wants, all or nothing. When somebody was faster it is run
// again on what is there then, so it must set what it returns on every run.
func (r *Register) do(ctx context.Context, act Act, operation func(s *sheet) error) error {
	act.At = act.At.UTC().Truncate(time.Millisecond)
	act.From = plain(act.From)
	for range tries {
		s := newSheet(ctx, r.store, act)
		if err := operation(s); err != nil {
			return err
		}
		b := s.batch()
		if len(b.Remove)+len(b.Put) == 0 {
			return nil
		}
		if err := r.store.Write(ctx, b); !IsMoved(err) {
			return err
		}
	}
	return Moved()
}

// orNone is the value, or none with an error: what was not written is not handed out.
func orNone[T any](v T, err error) (T, error) {
	if err != nil {
		var none T
		return none, err
	}
	return v, nil
}

// look is a sheet for reading.
func (r *Register) look(ctx context.Context) *sheet { return newSheet(ctx, r.store, Act{}) }

// Expire removes what is past its time: sessions, tokens, links, invitations, old events. It returns
// how many rows went. Nothing depends on it but the size of the data.
func (r *Register) Expire(ctx context.Context, now time.Time) (int, error) {
	return r.store.Expire(ctx, now)
}

// secret makes a secret.
func (s *sheet) secret(what opens) (Secret, error) { return newSecret(what, s.act.Dice) }

// newID makes an id that nothing has.
func (s *sheet) newID() (string, error) {
	b, err := roll(s.act.Dice, 16)
	return letters.EncodeToString(b), err
}

// noAccount is the fault of an account that does not exist.
func noAccount() *fault.Fault {
	return fault.New(fault.NotFound, "there is no such account", "Look at the list of accounts")
}
