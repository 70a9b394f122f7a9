package account

import (
	"context"
	"time"

	"throughline/fault"
)

// InvitationID is the id of an invitation. It is not its secret and may be shown.
type InvitationID string

// Invitation lets somebody become a member of a workspace, once.
type Invitation struct {
	ID        InvitationID `json:"-"`
	Workspace string       `json:"-"`
	Address   string       `json:"address"` // of who is invited, and of the account that comes of it
	Role      Role         `json:"role"`
	Person    PersonID     `json:"person,omitzero"` // who that is in the workspace
	By        Actor        `json:"by"`
	Created   time.Time    `json:"created"`
	Expires   time.Time    `json:"-"`
	key       string
}

const invitationLife = 7 * 24 * time.Hour

func (i *Invitation) row() Row {
	return Row{Kind: "invitation", ID: string(i.ID), Key: i.key, Owner: i.Workspace, Expires: i.Expires}
}

func (i *Invitation) body() any { return i }

func (i *Invitation) from(r Row) {
	i.ID, i.Workspace, i.key, i.Expires = InvitationID(r.ID), r.Owner, r.Key, r.Expires
}

// Invite makes an invitation as described by address, role and person, for a week. It ends an earlier
// one for the same address. The secret is given to who is invited.
func (r *Register) Invite(ctx context.Context, act Act, workspace string, in Invitation) (Invitation, Secret, error) {
	var secret Secret
	address, err := Address(in.Address)
	if err != nil {
		return Invitation{}, Secret{}, err
	}
	if err := in.Role.check(); err != nil {
		return Invitation{}, Secret{}, err
	}
	in = Invitation{
		ID: InvitationID(digest("invitation", workspace, address)), Workspace: workspace,
		Address: address, Role: in.Role, Person: in.Person, By: act.By,
	}
	err = r.do(ctx, act, func(s *sheet) error {
		if err := s.mayInvite(in); err != nil {
			return err
		}
		if secret, err = s.secret(opensInvitation); err != nil {
			return err
		}
		if _, _, err := find[Invitation](s, string(in.ID)); err != nil {
			return err
		}
		in.key, in.Created, in.Expires = secret.key(), s.act.At, s.act.At.Add(invitationLife)
		if err := s.put(&in); err != nil {
			return err
		}
		return s.tell(Event{What: MemberInvited, Workspace: workspace, Note: string(in.Role)})
	})
	if err != nil {
		return Invitation{}, Secret{}, err
	}
	return in, secret, nil
}

// mayInvite refuses an invitation nobody could accept.
func (s *sheet) mayInvite(in Invitation) error {
	open, err := s.isOpen(in.Workspace)
	if err != nil {
		return err
	}
	if !open {
		return fault.New(fault.NotFound, "there is no such workspace", "Look at the list of workspaces")
	}
	l, there, err := findKeyed[login](s, in.Address)
	if err != nil {
		return err
	}
	if there {
		if _, there, err = s.place(in.Workspace, l.ID); err != nil || there {
			return orMember(err)
		}
	}
	if in.Person == "" {
		return nil
	}
	if err := checkPerson(in.Person); err != nil {
		return err
	}
	return s.isFree(in.Workspace, in.Person)
}

func orMember(err error) error {
	if err != nil {
		return err
	}
	return fault.New(fault.Conflict, "whoever is invited is a member of the workspace already", "Change the role in the list of members instead")
}

// Invitations is the invitations to the workspace that nobody has accepted yet, in the order of their
// ids. Those past their time are among them until they are removed.
func (r *Register) Invitations(ctx context.Context, workspace string) ([]Invitation, error) {
	return listOf[Invitation](r.look(ctx), workspace, Query{})
}

// RevokeInvitation takes an invitation back.
func (r *Register) RevokeInvitation(ctx context.Context, act Act, workspace string, id InvitationID) error {
	return r.do(ctx, act, func(s *sheet) error {
		in, there, err := find[Invitation](s, string(id))
		if err != nil {
			return err
		}
		if !there || in.Workspace != workspace {
			return fault.New(fault.NotFound, "there is no such invitation, or it was accepted or taken back already", "Look at the list of invitations")
		}
		s.drop(&in)
		return s.tell(Event{What: InvitationRevoked, Workspace: workspace, Note: string(in.Role)})
	})
}

// Invitation is what the secret invites to, and whether its address has an account, which must then
// sign in to accept. It uses nothing up.
func (r *Register) Invitation(ctx context.Context, now time.Time, secret string) (in Invitation, account bool, err error) {
	s := newSheet(ctx, r.store, Act{At: now})
	if in, err = s.invitation(secret); err != nil {
		return Invitation{}, false, err
	}
	if _, account, err = findKeyed[login](s, in.Address); err != nil {
		return Invitation{}, false, err
	}
	return in, account, nil
}

func (s *sheet) invitation(secret string) (Invitation, error) {
	in, there, err := findKeyed[Invitation](s, opensInvitation.keyOf(secret))
	if err == nil && (!there || !s.act.At.Before(in.Expires)) {
		err = spent("invitation")
	}
	return in, err
}

// Entrant is who accepts an invitation without having an account.
type Entrant struct {
	Secret    string // of the invitation
	Name      string
	Password  string
	UserAgent string
}

// AcceptNew makes an account for the address of the invitation, a member, and signs it in. The address
// is not verified by it: whoever invited could have used the secret as well.
func (r *Register) AcceptNew(ctx context.Context, act Act, e Entrant) (Admission, error) {
	in, has, err := r.Invitation(ctx, act.At, e.Secret)
	if err != nil {
		return Admission{}, err
	}
	if has {
		return Admission{}, orTaken(nil)
	}
	fresh, err := entrant(e.Name, in.Address)
	if err != nil {
		return Admission{}, err
	}
	hash, err := r.chosen(act, fresh, e.Password)
	if err != nil {
		return Admission{}, err
	}
	var a Admission
	err = r.do(ctx, act, func(s *sheet) error {
		in, err := s.invitation(e.Secret)
		if err != nil {
			return err
		}
		l, err := s.create(fresh, hash)
		if err != nil {
			return err
		}
		if err := s.accept(&in, &l); err != nil {
			return err
		}
		a, err = r.admit(s, &l, e.UserAgent)
		return err
	})
	return orNone(a, err)
}

// Accept makes an account that there is a member.
func (r *Register) Accept(ctx context.Context, act Act, secret string, id ID) (Member, error) {
	var m Member
	err := r.do(ctx, act, func(s *sheet) error {
		in, err := s.invitation(secret)
		if err != nil {
			return err
		}
		l, err := s.login(id)
		if err != nil {
			return err
		}
		if l.Disabled {
			return disabled()
		}
		if _, there, err := s.place(in.Workspace, id); err != nil || there {
			return orMember(err)
		}
		if err := s.accept(&in, &l); err != nil {
			return err
		}
		m, err = s.member(in.Workspace, id)
		return err
	})
	return orNone(m, err)
}

// accept uses the invitation up. A person that became another account meanwhile is left to it.
func (s *sheet) accept(in *Invitation, l *login) error {
	m := Member{Workspace: in.Workspace, Account: l.ID, Role: in.Role}
	s.drop(in)
	if err := s.join(&m, l); err != nil || in.Person == "" {
		return err
	}
	_, taken, err := s.who(in.Workspace, in.Person)
	if err != nil || taken {
		return err
	}
	return s.linkPerson(&m, in.Person)
}
