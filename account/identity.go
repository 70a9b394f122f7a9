package account

import (
	"context"
	"slices"
	"time"

	"throughline/fault"
)

// IdentityID is the id of an identity. It may be shown.
type IdentityID string

// Identity is an account's name at an OpenID Connect provider.
type Identity struct {
	ID      IdentityID `json:"-"`
	Account ID         `json:"-"`
	Issuer  string     `json:"issuer"`
	Subject string     `json:"subject"`
	Linked  time.Time  `json:"linked"`
	Used    time.Time  `json:"used,omitzero"` // last
}

func (i *Identity) row() Row {
	return Row{Kind: "identity", ID: string(i.ID), Owner: string(i.Account)}
}
func (i *Identity) body() any  { return i }
func (i *Identity) from(r Row) { i.ID, i.Account = IdentityID(r.ID), ID(r.Owner) }
func (i *Identity) holder() ID { return i.Account }

// Claims is what a provider says about who signed in there. Whoever passes them on has checked the
// provider's signature, the time and for whom they are.
type Claims struct {
	Issuer          string
	Subject         string // the provider's own name for who it is; it is never used for another
	Address         string
	AddressVerified bool
	Name            string
	Groups          []string
}

func (c Claims) id() IdentityID { return IdentityID(digest("identity", c.Issuer, c.Subject)) }

func (c Claims) check() error {
	if c.Issuer == "" || c.Subject == "" {
		return fault.New(fault.Invalid, "the provider does not say who signed in", "Ask an administrator to look at the settings of the provider")
	}
	return nil
}

// address is the address the provider vouches for; "" when it vouches for none.
func (c Claims) address() string {
	a, err := Address(c.Address)
	if err != nil || !c.AddressVerified {
		return ""
	}
	return a
}

// SignInIdentity begins a session for the account that the provider's name is linked with. One that is
// linked with none gets an account when its groups give a role somewhere. The roles that groups gave
// follow the groups; those given by a person stay.
func (r *Register) SignInIdentity(ctx context.Context, act Act, c Claims, m Mapping, userAgent string) (Admission, error) {
	if err := c.check(); err != nil {
		return Admission{}, err
	}
	var a Admission
	err := r.do(ctx, act, func(s *sheet) error {
		grants, err := s.open(m.Grants(c.Groups))
		if err != nil {
			return err
		}
		l, err := s.known(c, len(grants) > 0)
		if err != nil {
			return err
		}
		if err := s.follow(&l, grants); err != nil {
			return err
		}
		a, err = r.admitFor(s, &l, userAgent, r.terms.IdentityLife)
		return err
	})
	if fault.Is(err, fault.Denied) {
		return Admission{}, r.failed(ctx, act, Event{What: SignInFailed, Note: c.Issuer}, err)
	}
	return orNone(a, err)
}

// known is the account of the claims, which are used now. It is made when there is none and there shall be one.
func (s *sheet) known(c Claims, create bool) (login, error) {
	i, there, err := find[Identity](s, string(c.id()))
	if err != nil {
		return login{}, err
	}
	var l login
	switch {
	case there:
		l, err = s.holds(i)
	case create:
		l, err = s.enrol(c)
		i = Identity{ID: c.id(), Account: l.ID, Issuer: c.Issuer, Subject: c.Subject, Linked: s.act.At}
	default:
		err = unknown()
	}
	if err != nil {
		return login{}, err
	}
	if i.Used = s.act.At; l.Address != "" && l.Address == c.address() && !l.Verified {
		if err := s.verify(&l); err != nil {
			return login{}, err
		}
	}
	return l, s.put(&i)
}

// holds is the account that an identity is linked with.
func (s *sheet) holds(i Identity) (login, error) {
	l, there, err := find[login](s, string(i.Account))
	switch {
	case err != nil:
		return login{}, err
	case !there:
		return login{}, unknown()
	case l.Disabled:
		return login{}, disabled()
	}
	return l, nil
}

// enrol makes an account for who a provider vouches for. An address that has an account already stays its own: the provider's
// word is not enough to enter it.
func (s *sheet) enrol(c Claims) (login, error) {
	l, err := s.create(Account{Name: c.called(), Address: c.address(), Verified: c.address() != ""}, "")
	if fault.Is(err, fault.Conflict) {
		err = fault.New(fault.Conflict, "there is an account with the address of this sign-in, and it is not linked with it", "Sign in with your password, and link the two on the page of your account")
	}
	return l, err
}

// called is what the provider calls them.
func (c Claims) called() string {
	if name := plain(c.Name); name != "" {
		return name
	}
	return plain(c.Subject)
}

func unknown() *fault.Fault {
	return fault.New(fault.Denied, "nobody here is known by this sign-in, and none of its groups gives a role", "Ask an owner of the workspace for an invitation, or whoever keeps the groups to add you to one that has a role; if you have an account with a password, sign in with that and link the two on its page")
}

// AcceptIdentity makes who a provider vouches for a member by an invitation, and signs them in: with the account that is linked,
// else with a new one. The invitation may be for another address than the provider knows: whoever has its secret may use it.
func (r *Register) AcceptIdentity(ctx context.Context, act Act, secret string, c Claims, userAgent string) (Admission, error) {
	if err := c.check(); err != nil {
		return Admission{}, err
	}
	var a Admission
	err := r.do(ctx, act, func(s *sheet) error {
		in, err := s.invitation(secret)
		if err != nil {
			return err
		}
		l, err := s.known(c, true)
		if err != nil {
			return err
		}
		if _, there, err := s.place(in.Workspace, l.ID); err != nil || there {
			return orMember(err)
		}
		if err := s.accept(&in, &l); err != nil {
			return err
		}
		a, err = r.admitFor(s, &l, userAgent, r.terms.IdentityLife)
		return err
	})
	return orNone(a, err)
}

// open is the grants in workspaces that there are.
func (s *sheet) open(grants []Grant) ([]Grant, error) {
	var out []Grant
	for _, g := range grants {
		open, err := s.isOpen(g.Workspace)
		if err != nil {
			return nil, err
		}
		if open {
			out = append(out, g)
		}
	}
	return out, nil
}

// follow makes the memberships that groups gave those that the grants say. The last owner of a
// workspace stays one.
func (s *sheet) follow(l *login, grants []Grant) error {
	has, err := listPrefix[Member](s, memberID("", l.ID))
	if err != nil {
		return err
	}
	for i := range has {
		at := slices.IndexFunc(grants, func(g Grant) bool { return g.Workspace == has[i].Workspace })
		if err := s.followIn(&has[i], l, grants, at); err != nil {
			return err
		}
		if at >= 0 {
			grants = slices.Delete(slices.Clone(grants), at, at+1)
		}
	}
	for _, g := range grants {
		if err := s.join(&Member{Workspace: g.Workspace, Account: l.ID, Role: g.Role, ByGroups: true}, l); err != nil {
			return err
		}
	}
	return nil
}

// followIn is follow in a workspace in which the account is a member; at is the grant for it, or -1.
func (s *sheet) followIn(m *Member, l *login, grants []Grant, at int) (err error) {
	switch {
	case !m.ByGroups:
	case at < 0:
		err = s.removeMember(m, l)
	case grants[at].Role != m.Role:
		err = s.setRole(m, l, grants[at].Role)
	}
	if fault.Is(err, fault.Invalid) { // the last in charge; nothing was put on the sheet
		return nil
	}
	return err
}

// LinkIdentity links the account with a name at a provider that its holder has just signed in to.
func (r *Register) LinkIdentity(ctx context.Context, act Act, id ID, c Claims) error {
	if err := c.check(); err != nil {
		return err
	}
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil {
			return err
		}
		if l.Disabled {
			return disabled()
		}
		i, there, err := find[Identity](s, string(c.id()))
		if err != nil || there && i.Account == id {
			return err
		}
		if there {
			return fault.New(fault.Conflict, "this sign-in belongs to another account", "Unlink it there first")
		}
		if err := s.put(&Identity{ID: c.id(), Account: id, Issuer: c.Issuer, Subject: c.Subject, Linked: s.act.At}); err != nil {
			return err
		}
		if l.Address != "" && l.Address == c.address() && !l.Verified {
			if err := s.verify(&l); err != nil {
				return err
			}
		}
		return s.tell(Event{What: IdentityLinked, About: id, Note: c.Issuer})
	})
}

// Identities is what the account is linked with, in the order of their ids.
func (r *Register) Identities(ctx context.Context, id ID) ([]Identity, error) {
	return listOf[Identity](r.look(ctx), string(id), Query{})
}

// UnlinkIdentity takes back a link, unless the account could not be signed in to any more.
func (r *Register) UnlinkIdentity(ctx context.Context, act Act, of ID, id IdentityID) error {
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(of)
		if err != nil {
			return err
		}
		all, err := listOf[Identity](s, string(of), Query{})
		if err != nil {
			return err
		}
		at := slices.IndexFunc(all, func(i Identity) bool { return i.ID == id })
		switch {
		case at < 0:
			return fault.New(fault.NotFound, "the account is not linked with this sign-in", "Look at the list of sign-ins")
		case len(all) == 1 && l.Hash == "":
			return fault.New(fault.Invalid, "this is the only way to sign in to the account", "Set a password first, by a link that an administrator makes")
		}
		if err := s.touch(of); err != nil { // another may be unlinked in this moment
			return err
		}
		s.drop(&all[at])
		return s.tell(Event{What: IdentityUnlinked, About: of, Note: all[at].Issuer})
	})
}
