package account

import (
	"context"
)

// Disable shuts an account out: its sessions, tokens and links end at once. The last owner of a
// workspace and the last administrator who can sign in cannot be disabled.
func (r *Register) Disable(ctx context.Context, act Act, id ID) error {
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil || l.Disabled {
			return err
		}
		if err := s.leaveAll(&l); err != nil {
			return err
		}
		if err := s.closeDoors(id); err != nil {
			return err
		}
		l.Disabled = true
		if err := s.put(&l); err != nil {
			return err
		}
		return s.tell(Event{What: AccountDisabled, About: id})
	})
}

// leaveAll takes the account out of charge everywhere.
func (s *sheet) leaveAll(l *login) error {
	if l.Administrator {
		if err := s.leave(ofServer, l); err != nil {
			return err
		}
	}
	places, err := s.owned(l.ID)
	if err != nil {
		return err
	}
	for _, of := range places {
		if err := s.leave(of, l); err != nil {
			return err
		}
	}
	return nil
}

// owned is what the account is in charge of, as an owner.
func (s *sheet) owned(id ID) ([]string, error) {
	places, err := listPrefix[Member](s, memberID("", id))
	var out []string
	for _, m := range places {
		if m.Role == Owner {
			out = append(out, ofWorkspace(m.Workspace))
		}
	}
	return out, err
}

// closeDoors drops whatever opens the account.
func (s *sheet) closeDoors(id ID) error {
	if _, err := s.endSessions(id, ""); err != nil {
		return err
	}
	tokens, err := listOf[Token](s, string(id), Query{})
	if err != nil {
		return err
	}
	for i := range tokens {
		s.drop(&tokens[i])
	}
	for _, what := range []linkFor{resetLink, addressLink} {
		if err := s.dropLink(what, id); err != nil {
			return err
		}
	}
	return nil
}

// Enable lets an account in again. What had ended stays ended.
func (r *Register) Enable(ctx context.Context, act Act, id ID) error {
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil || !l.Disabled {
			return err
		}
		l.Disabled = false
		if err := s.put(&l); err != nil {
			return err
		}
		places, err := s.owned(id)
		if err != nil {
			return err
		}
		if l.Administrator {
			places = append(places, ofServer)
		}
		for _, of := range places {
			if err := s.take(of, &l); err != nil {
				return err
			}
		}
		return s.tell(Event{What: AccountEnabled, About: id})
	})
}

// SetAdministrator makes an account an administrator of the server, or ends that. The last one who can
// sign in stays one.
func (r *Register) SetAdministrator(ctx context.Context, act Act, id ID, administrator bool) error {
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil || l.Administrator == administrator {
			return err
		}
		move, what := s.take, AdministratorMade
		if !administrator {
			move, what = s.leave, AdministratorEnded
		}
		if err := move(ofServer, &l); err != nil {
			return err
		}
		l.Administrator = administrator
		if err := s.put(&l); err != nil {
			return err
		}
		return s.tell(Event{What: what, About: id})
	})
}

// Remove removes an account with all that belongs to it. Events keep its id, which then names nobody.
func (r *Register) Remove(ctx context.Context, act Act, id ID) error {
	return r.do(ctx, act, func(s *sheet) error {
		l, err := s.login(id)
		if err != nil {
			return err
		}
		if err := s.leaveAll(&l); err != nil {
			return err
		}
		if err := s.closeDoors(id); err != nil {
			return err
		}
		if err := s.dropPlaces(&l); err != nil {
			return err
		}
		s.drop(&l)
		return s.tell(Event{What: AccountRemoved, About: id})
	})
}

// dropPlaces drops the account's memberships, with what it wants to be told of them, and its identities.
func (s *sheet) dropPlaces(l *login) error {
	places, err := listPrefix[Member](s, memberID("", l.ID))
	if err != nil {
		return err
	}
	for i := range places {
		if err := s.dropAttention(places[i].Workspace, l.ID); err != nil {
			return err
		}
		s.drop(&places[i])
	}
	identities, err := listOf[Identity](s, string(l.ID), Query{})
	for i := range identities {
		s.drop(&identities[i])
	}
	return err
}
