package account

import (
	"context"
	"time"

	"throughline/fault"
)

// ID is the id of an account. It never changes.
type ID string

// Account is somebody who can sign in.
type Account struct {
	ID            ID        `json:"-"`
	Address       string    `json:"-"` // in the form of the function Address; "" when a provider vouched for none
	Verified      bool      `json:"verified,omitzero"`
	Name          string    `json:"name"`
	Administrator bool      `json:"administrator,omitzero"` // of the server
	Disabled      bool      `json:"disabled,omitzero"`
	Created       time.Time `json:"created"`
	SignedIn      time.Time `json:"signed_in,omitzero"` // last
	HasPassword   bool      `json:"-"`
}

const accountKind = "account"

// login is an account with the hash of its password, which never leaves this package.
type login struct {
	Account
	Hash string `json:"hash,omitzero"`
}

func (l *login) row() Row  { return Row{Kind: accountKind, ID: string(l.ID), Key: l.Address} }
func (l *login) body() any { return l }

func (l *login) from(r Row) {
	l.ID, l.Address, l.HasPassword = ID(r.ID), r.Key, l.Hash != ""
}

// known is what somebody who guesses the password knows.
func (r *Register) known(a Account) Holder {
	return Holder{Address: a.Address, Name: a.Name, Product: r.terms.Product}
}

// login reads the account, which must be there.
func (s *sheet) login(id ID) (login, error) {
	l, there, err := find[login](s, string(id))
	if err == nil && !there {
		err = noAccount()
	}
	return l, err
}

// create makes an account whose address nobody else has.
func (s *sheet) create(a Account, hash string) (login, error) {
	id, err := s.newID()
	if err != nil {
		return login{}, err
	}
	a.ID, a.Created = ID(id), s.act.At
	l := login{Account: a, Hash: hash}
	l.HasPassword = hash != ""
	if _, taken, err := findKeyed[login](s, a.Address); err != nil || taken {
		return login{}, orTaken(err)
	}
	if err := s.put(&l); err != nil {
		return login{}, err
	}
	return l, s.tell(Event{What: AccountCreated, About: l.ID})
}

func orTaken(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "there is an account with this address", "Sign in with it, then try again")
}

// Account is the account with the id.
func (r *Register) Account(ctx context.Context, id ID) (Account, error) {
	l, err := r.look(ctx).login(id)
	return orNone(l.Account, err)
}

// AccountAt is the account with the address. It is for administrators and the terminal: its answer
// tells whether there is one.
func (r *Register) AccountAt(ctx context.Context, address string) (Account, error) {
	a, err := Address(address)
	if err != nil {
		return Account{}, err
	}
	l, there, err := findKeyed[login](r.look(ctx), a)
	if err == nil && !there {
		err = noAccount()
	}
	return orNone(l.Account, err)
}

// Accounts is at most so many accounts, in the order of their ids, after one of them.
func (r *Register) Accounts(ctx context.Context, after ID, limit int) ([]Account, error) {
	all, err := list[login](r.look(ctx), Query{After: string(after), Limit: limit})
	if err != nil {
		return nil, err
	}
	out := make([]Account, len(all))
	for i := range all {
		out[i] = all[i].Account
	}
	return out, nil
}

// Correct changes the name and the address of an account. Another address must be verified anew. It is
// for administrators and the terminal: its answer tells whether the address is taken.
func (r *Register) Correct(ctx context.Context, act Act, id ID, name, address string) error {
	name, err := label(name, "the account")
	if err != nil {
		return err
	}
	if address, err = Address(address); err != nil {
		return err
	}
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil || l.Name == name && l.Address == address {
			return err
		}
		if l.Address != address {
			if err := s.move(&l, address); err != nil {
				return err
			}
		}
		l.Name = name
		if err := s.put(&l); err != nil {
			return err
		}
		return s.tell(Event{What: AccountCorrected, About: id})
	})
}

// move gives the account another address, and takes back what was made for the old one.
func (s *sheet) move(l *login, address string) error {
	if _, taken, err := findKeyed[login](s, address); err != nil || taken {
		return orTaken(err)
	}
	l.Address, l.Verified = address, false
	return s.dropLink(addressLink, l.ID)
}
