package account

import (
	"context"
	"time"

	"throughline/fault"
)

// NewPassword is what is needed to change one's password.
type NewPassword struct {
	Old, New string
	Keep     SessionID // the session from which it is changed; the others end
}

// ChangePassword changes the account's own password and ends its other sessions.
func (r *Register) ChangePassword(ctx context.Context, act Act, id ID, p NewPassword) error {
	tried := digest("account", string(id))
	proven, err := r.look(ctx).login(id)
	if err != nil {
		return err
	}
	if proven.Hash == "" {
		return fault.New(fault.Invalid, "the account has no password yet", "Ask an administrator for a link to set one")
	}
	if err := r.attempt(ctx, act, id, tried); err != nil {
		return err
	}
	fits, err := r.fits(proven, p.Old)
	if err != nil {
		return err
	}
	if !fits {
		return r.failed(ctx, act, Event{What: PasswordWrong, About: id}, fault.New(fault.Denied, "the present password is not right", "Check it and try again"))
	}
	hash, err := r.chosen(act, proven.Account, p.New)
	if err != nil {
		return err
	}
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil {
			return err
		}
		if l.Hash != proven.Hash {
			return Moved()
		}
		if err := s.succeed(tried); err != nil {
			return err
		}
		return s.setPassword(&l, hash, p.Keep, PasswordChanged)
	})
}

// chosen is the hash of a password that may be used.
func (r *Register) chosen(act Act, whose Account, password string) (string, error) {
	if err := CheckPassword(password, r.known(whose)); err != nil {
		return "", err
	}
	return r.hash(act, password)
}

// setPassword sets the password, ends the sessions but one, and takes back the link for setting one.
func (s *sheet) setPassword(l *login, hash string, keep SessionID, what Verb) error {
	l.Hash = hash
	if err := s.put(l); err != nil {
		return err
	}
	if err := s.dropLink(resetLink, l.ID); err != nil {
		return err
	}
	if _, err := s.endSessions(l.ID, keep); err != nil {
		return err
	}
	return s.tell(Event{What: what, About: l.ID})
}

// ResetLink makes the secret of a link by which the holder of the account can set a new password, once
// within a day. It ends an earlier one. It is for administrators and the terminal.
func (r *Register) ResetLink(ctx context.Context, act Act, id ID) (Secret, error) {
	var secret Secret
	err := r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil {
			return err
		}
		if l.Disabled {
			return fault.New(fault.Invalid, "the account is disabled", "Enable it first")
		}
		if secret, err = s.newLink(link{For: resetLink, Account: id}); err != nil {
			return err
		}
		return s.tell(Event{What: ResetLinked, About: id})
	})
	return orNone(secret, err)
}

// Reset is the account whose password the secret can set. It uses nothing up.
func (r *Register) Reset(ctx context.Context, now time.Time, secret string) (Account, error) {
	l, err := newSheet(ctx, r.store, Act{At: now}).reset(secret)
	return orNone(l.Account, err)
}

func (s *sheet) reset(secret string) (login, error) {
	k, err := s.link(resetLink, secret)
	if err != nil {
		return login{}, err
	}
	l, there, err := find[login](s, string(k.Account))
	if err == nil && (!there || l.Disabled) {
		err = spent("link")
	}
	return l, err
}

// FinishReset sets a new password with the secret of a link, and ends all sessions. The waiting after
// wrong passwords ends too.
func (r *Register) FinishReset(ctx context.Context, act Act, secret, password string) error {
	whose, err := r.Reset(ctx, act.At, secret)
	if err != nil {
		return err
	}
	hash, err := r.chosen(act, whose, password)
	if err != nil {
		return err
	}
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.reset(secret)
		if err != nil {
			return err
		}
		for _, tried := range []string{digest("address", l.Address), digest("account", string(l.ID))} {
			if err := s.succeed(tried); err != nil {
				return err
			}
		}
		return s.setPassword(&l, hash, "", PasswordReset)
	})
}

// AddressLink makes the secret of a link that proves that who opens it reads the account's mail, once
// within a day. It must be sent to that address and shown nowhere.
func (r *Register) AddressLink(ctx context.Context, act Act, id ID) (Secret, error) {
	var secret Secret
	err := r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil {
			return err
		}
		if l.Address == "" || l.Verified || l.Disabled {
			return fault.New(fault.Invalid, "the account has no address that waits to be verified", "Look at the account")
		}
		if secret, err = s.newLink(link{For: addressLink, Account: id, Address: l.Address}); err != nil {
			return err
		}
		return s.tell(Event{What: AddressLinked, About: id})
	})
	return orNone(secret, err)
}

// VerifyAddress takes the secret of a link that was sent to the account's address.
func (r *Register) VerifyAddress(ctx context.Context, act Act, secret string) error {
	return r.do(ctx, act, func(s *sheet) error {
		k, err := s.link(addressLink, secret)
		if err != nil {
			return err
		}
		l, there, err := find[login](s, string(k.Account))
		if err != nil {
			return err
		}
		if !there || l.Disabled || l.Address != k.Address {
			return spent("link")
		}
		s.drop(&k)
		return s.verify(&l)
	})
}

// verify marks the address as the holder's own.
func (s *sheet) verify(l *login) error {
	l.Verified = true
	if err := s.put(l); err != nil {
		return err
	}
	return s.tell(Event{What: AddressVerified, About: l.ID})
}
