package account

import (
	"context"

	"throughline/fault"
)

// IsSetUp reports whether the server was set up: whether it ever had an account.
func (r *Register) IsSetUp(ctx context.Context) (bool, error) { return r.look(ctx).isSetUp() }

// isSetUp looks whether anybody is in charge of the server. The first account takes charge, and the
// last administrator never leaves, so that the row stays for ever.
func (s *sheet) isSetUp() (bool, error) {
	_, there, err := find[charge](s, ofServer)
	return there, err
}

func alreadySetUp() *fault.Fault {
	return fault.New(fault.Conflict, "the server is set up already", "Sign in, or ask an administrator for an invitation")
}

// BeginSetUp makes the secret of the address at which the first account is made, once within a day. It
// ends an earlier one. Once there is an account it is refused for ever.
func (r *Register) BeginSetUp(ctx context.Context, act Act) (Secret, error) {
	var secret Secret
	err := r.do(ctx, act, func(s *sheet) error {
		done, err := s.isSetUp()
		if err != nil {
			return err
		}
		if done {
			return alreadySetUp()
		}
		if secret, err = s.newLink(link{For: setUpLink}); err != nil {
			return err
		}
		return s.tell(Event{What: SetUpBegun})
	})
	return orNone(secret, err)
}

// SetUp is the first account, and what it becomes the owner of.
type SetUp struct {
	Secret     string
	Name       string
	Address    string
	Password   string
	UserAgent  string
	Workspaces []string
}

// FinishSetUp makes the first account, an administrator of the server and the owner of the workspaces,
// and signs it in.
func (r *Register) FinishSetUp(ctx context.Context, act Act, in SetUp) (Admission, error) {
	if _, err := newSheet(ctx, r.store, act).setUp(in.Secret); err != nil {
		return Admission{}, err
	}
	first, err := entrant(in.Name, in.Address)
	if err != nil {
		return Admission{}, err
	}
	hash, err := r.chosen(act, first, in.Password)
	if err != nil {
		return Admission{}, err
	}
	var a Admission
	err = r.do(ctx, act, func(s *sheet) error {
		k, err := s.setUp(in.Secret)
		if err != nil {
			return err
		}
		s.drop(&k)
		first.Administrator = true
		l, err := s.create(first, hash)
		if err != nil {
			return err
		}
		if err := s.take(ofServer, &l); err != nil {
			return err
		}
		for _, name := range in.Workspaces {
			if err := s.openWorkspace(name, &l); err != nil {
				return err
			}
		}
		a, err = r.admit(s, &l, in.UserAgent)
		return err
	})
	return orNone(a, err)
}

// setUp finds the link for setting up.
func (s *sheet) setUp(secret string) (link, error) {
	done, err := s.isSetUp()
	if err != nil {
		return link{}, err
	}
	if done {
		return link{}, alreadySetUp()
	}
	k, err := s.link(setUpLink, secret)
	if fault.Is(err, fault.Denied) {
		err = fault.New(fault.Denied, "this address for setting up was replaced by a newer one, or is too old", "Start the program again; it prints a new one")
	}
	return k, err
}

// entrant is an account that is about to be made.
func entrant(name, address string) (Account, error) {
	name, err := label(name, "the account")
	if err != nil {
		return Account{}, err
	}
	address, err = Address(address)
	return Account{Name: name, Address: address}, err
}
