package account

import (
	"context"

	"throughline/fault"
)

// Credentials are what somebody signs in with.
type Credentials struct {
	Address   string
	Password  string
	UserAgent string
}

// SignIn begins a session. Whether the address has an account cannot be told from the answer nor from
// the time it takes: an address that has none is hashed, counted and written down like one that has.
// Only where Terms.Cost was raised is a wrong password for an account answered sooner, until its holder
// has signed in again.
func (r *Register) SignIn(ctx context.Context, act Act, c Credentials) (Admission, error) {
	address, err := Address(c.Address)
	if err != nil {
		address = "" // nobody has it
	}
	tried := digest("address", address, c.Address)
	if address != "" {
		tried = digest("address", address)
	}
	l, _, err := findKeyed[login](r.look(ctx), address)
	if err != nil {
		return Admission{}, err
	}
	if err := r.attempt(ctx, act, l.ID, tried); err != nil {
		return Admission{}, err
	}
	fits, err := r.fits(l, c.Password)
	if err != nil {
		return Admission{}, err
	}
	if !fits {
		return Admission{}, r.failed(ctx, act, Event{What: SignInFailed, About: l.ID}, refused())
	}
	return r.enter(ctx, act, l, tried, c)
}

func refused() *fault.Fault {
	return fault.New(fault.Denied, "the address or the password is not right", "Check both and try again, or ask an administrator for a link to set a new password")
}

// attempt counts an attempt, or refuses it because there were too many.
func (r *Register) attempt(ctx context.Context, act Act, about ID, tried string) error {
	return r.do(ctx, act, func(s *sheet) error {
		a, _, err := find[attempts](s, tried)
		if err != nil {
			return err
		}
		a.ID = tried
		held, err := a.count(s.act.At)
		if err != nil {
			return err
		}
		if held {
			if err := s.tell(Event{What: SignInHeld, About: about}); err != nil {
				return err
			}
		}
		return s.put(&a)
	})
}

// succeed takes back what attempt counted.
func (s *sheet) succeed(tried string) error {
	a, there, err := find[attempts](s, tried)
	if there {
		s.drop(&a)
	}
	return err
}

// failed writes down a failure, and returns the fault for it.
func (r *Register) failed(ctx context.Context, act Act, e Event, why error) error {
	if err := r.do(ctx, act, func(s *sheet) error { return s.tell(e) }); err != nil {
		return err
	}
	return why
}

// mostBytes is the length beyond which a password is none; so much is never hashed.
const mostBytes = 4 * MaxPassword

// fits reports whether the password is the account's. It takes the same time when there is no account,
// or none with a password.
func (r *Register) fits(l login, password string) (bool, error) {
	if len(password) > mostBytes {
		password, l.Hash = "", ""
	}
	if l.Hash == "" {
		r.terms.Cost.of(normalPassword(password), make([]byte, saltBytes))
		return false, nil
	}
	h, err := parseHash(l.Hash)
	if err != nil {
		return false, fault.Wrap(err, fault.Newer, "the stored password has a form this version of the program does not know", "Install the version that wrote it, or a later one")
	}
	return h.fits(normalPassword(password)), nil
}

// hash hashes a new password.
func (r *Register) hash(act Act, password string) (string, error) {
	salt, err := roll(act.Dice, saltBytes)
	if err != nil {
		return "", err
	}
	return r.terms.Cost.of(normalPassword(password), salt).String(), nil
}

// enter begins a session for who gave the right password. The hash is made again where it was cheaper
// than it should be by now.
func (r *Register) enter(ctx context.Context, act Act, proven login, tried string, c Credentials) (Admission, error) {
	stored, again := proven.Hash, proven.Hash
	if h, err := parseHash(stored); err == nil && r.terms.Cost.above(h) {
		if again, err = r.hash(act, c.Password); err != nil {
			return Admission{}, err
		}
	}
	var a Admission
	err := r.do(ctx, act, func(s *sheet) error {
		l, there, err := find[login](s, string(proven.ID))
		switch {
		case err != nil:
			return err
		case !there || l.Hash != stored: // changed since it was looked at
			return refused()
		case l.Disabled:
			return disabled()
		}
		l.Hash = again
		if err := s.succeed(tried); err != nil {
			return err
		}
		a, err = r.admit(s, &l, c.UserAgent)
		return err
	})
	return orNone(a, err)
}

// disabled is told only to who gave the right password.
func disabled() *fault.Fault {
	return fault.New(fault.Denied, "this account is disabled", "Ask an administrator to enable it")
}
