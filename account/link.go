package account

import (
	"time"

	"throughline/fault"
)

// linkFor is what a one-time link is for.
type linkFor string

const (
	setUpLink   linkFor = "setup"
	resetLink   linkFor = "reset"
	addressLink linkFor = "address"
)

// opens is the word the link's secret begins with.
func (f linkFor) opens() opens {
	switch f {
	case setUpLink:
		return opensSetUp
	case resetLink:
		return opensReset
	}
	return opensAddress
}

// linkLife is how long a link can be used.
const linkLife = 24 * time.Hour

// link is a one-time link. There is one of each sort for an account: a new one ends the old.
type link struct {
	For     linkFor   `json:"for"`
	Account ID        `json:"-"` // none for the set-up
	Address string    `json:"address,omitzero"`
	Expires time.Time `json:"-"`
	key     string
}

func linkID(what linkFor, id ID) string { return string(what) + "/" + string(id) }

func (l *link) row() Row {
	return Row{Kind: "link", ID: linkID(l.For, l.Account), Key: l.key, Owner: string(l.Account), Expires: l.Expires}
}

func (l *link) body() any { return l }

func (l *link) from(r Row) { l.Account, l.key, l.Expires = ID(r.Owner), r.Key, r.Expires }

func (l *link) holder() ID { return l.Account }

// newLink makes a link in place of the one of its sort.
func (s *sheet) newLink(l link) (Secret, error) {
	secret, err := s.secret(l.For.opens())
	if err != nil {
		return Secret{}, err
	}
	if _, _, err := find[link](s, linkID(l.For, l.Account)); err != nil {
		return Secret{}, err
	}
	l.key, l.Expires = secret.key(), s.act.At.Add(linkLife)
	return secret, s.put(&l)
}

// link finds the link that the secret opens now. The digest of a secret for something else is no
// link's of this sort.
func (s *sheet) link(what linkFor, secret string) (link, error) {
	l, there, err := findKeyed[link](s, what.opens().keyOf(secret))
	if err == nil && (!there || !s.act.At.Before(l.Expires)) {
		err = spent("link")
	}
	return l, err
}

// spent is the fault of a secret in an address that opens nothing.
func spent(what string) *fault.Fault {
	return fault.New(fault.Denied, "this "+what+" was used already, was replaced by a newer one, or is too old", "Ask an administrator for a new one")
}

// dropLink takes back a link, if there is one.
func (s *sheet) dropLink(what linkFor, id ID) error {
	l, there, err := find[link](s, linkID(what, id))
	if there {
		s.drop(&l)
	}
	return err
}
