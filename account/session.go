package account

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"throughline/fault"
)

// SessionID is the id of a session. It is not its secret and may be shown.
type SessionID string

// Session is a signed-in device.
type Session struct {
	ID      SessionID `json:"-"`
	Account ID        `json:"-"`
	Device  string    `json:"device"` // in the words of the function Device
	From    string    `json:"from,omitzero"`
	Created time.Time `json:"created"`
	Seen    time.Time `json:"seen"`  // to the minute
	Until   time.Time `json:"until"` // when it ends in any case
	Expires time.Time `json:"-"`     // when it ends unless it is seen before
	key     string
}

func (s *Session) row() Row {
	return Row{Kind: "session", ID: string(s.ID), Key: s.key, Owner: string(s.Account), Expires: s.Expires}
}

func (s *Session) body() any { return s }

func (s *Session) from(r Row) {
	s.ID, s.Account, s.key, s.Expires = SessionID(r.ID), ID(r.Owner), r.Key, r.Expires
}

func (s *Session) holder() ID { return s.Account }

// see marks the session as seen now.
func (s *Session) see(now time.Time, idle time.Duration) {
	s.Seen, s.Expires = now, now.Add(idle)
	if s.Expires.After(s.Until) {
		s.Expires = s.Until
	}
}

// Admission is a session that has begun.
type Admission struct {
	Account Account
	Session Session
	Secret  Secret // of the session; it is not kept
}

// mostSessions is how many devices one account can be signed in on. The one that was not seen for the
// longest time makes room.
const mostSessions = 50

// admit begins a session for the account, which is written with it.
func (r *Register) admit(s *sheet, l *login, userAgent string) (Admission, error) {
	return r.admitFor(s, l, userAgent, r.terms.SessionLife)
}

// admitFor is admit with a session that ends after so long in any case.
func (r *Register) admitFor(s *sheet, l *login, userAgent string, life time.Duration) (Admission, error) {
	if err := s.makeRoom(l.ID); err != nil {
		return Admission{}, err
	}
	secret, err := s.secret(opensSession)
	if err != nil {
		return Admission{}, err
	}
	id, err := s.newID()
	if err != nil {
		return Admission{}, err
	}
	now := s.act.At
	session := Session{
		ID: SessionID(id), Account: l.ID, Device: Device(userAgent), From: s.act.From,
		Created: now, Until: now.Add(life), key: secret.key(),
	}
	session.see(now, r.terms.SessionIdle)
	l.SignedIn = now
	if err := s.put(l); err != nil {
		return Admission{}, err
	}
	if err := s.put(&session); err != nil {
		return Admission{}, err
	}
	err = s.tell(Event{What: SignedIn, By: ByAccount(l.ID), About: l.ID, Note: session.Device})
	return Admission{l.Account, session, secret}, err
}

func (s *sheet) makeRoom(id ID) error {
	all, err := listOf[Session](s, string(id), Query{})
	if err != nil || len(all) < mostSessions {
		return err
	}
	slices.SortStableFunc(all, func(a, b Session) int { return a.Seen.Compare(b.Seen) })
	for i := range all[:len(all)-mostSessions+1] {
		s.drop(&all[i])
	}
	return nil
}

// signedOut is the fault of a session that is none.
func signedOut() *fault.Fault {
	return fault.New(fault.Denied, "you are not signed in, or were signed out", "Sign in")
}

// Visit is the session that the secret opens, with its account. The fault of one that opens none is
// Denied, whatever the reason. That the session was seen is written down once a minute.
func (r *Register) Visit(ctx context.Context, now time.Time, secret string) (Account, Session, error) {
	var l login
	var session Session
	open := false
	err := r.do(ctx, Act{At: now}, func(s *sheet) (err error) {
		l, session, err = s.session(secret)
		if open = err == nil; !open || s.act.At.Sub(session.Seen) < time.Minute {
			return err
		}
		session.see(s.act.At, r.terms.SessionIdle)
		return s.put(&session)
	})
	if open && unwritten(err) {
		err = nil
	}
	if err != nil {
		return Account{}, Session{}, err
	}
	return l.Account, session, nil
}

// unwritten reports whether the error says that something cannot be written. Whoever only reads is not
// shut out because a last-seen time cannot be kept.
func unwritten(err error) bool {
	return fault.Is(err, fault.ReadOnly) || fault.Is(err, fault.Full) || fault.Is(err, fault.InUse) || IsMoved(err)
}

// session finds the session that the secret opens now, and its account.
func (s *sheet) session(secret string) (login, Session, error) {
	session, there, err := findKeyed[Session](s, opensSession.keyOf(secret))
	if err != nil {
		return login{}, Session{}, err
	}
	if !there || !s.act.At.Before(session.Expires) {
		return login{}, Session{}, signedOut()
	}
	l, there, err := find[login](s, string(session.Account))
	if err != nil {
		return login{}, Session{}, err
	}
	if !there || l.Disabled {
		return login{}, Session{}, signedOut()
	}
	return l, session, nil
}

// SignOut ends the session that the secret opens. One that opens none is as good as ended.
func (r *Register) SignOut(ctx context.Context, act Act, secret string) error {
	return r.do(ctx, act, func(s *sheet) error {
		session, there, err := findKeyed[Session](s, opensSession.keyOf(secret))
		if err != nil || !there {
			return err
		}
		return s.endSession(&session)
	})
}

func (s *sheet) endSession(session *Session) error {
	s.drop(session)
	return s.tell(Event{What: SignedOut, About: session.Account, Note: session.Device})
}

// Sessions is the devices on which the account is signed in, the one seen last first.
func (r *Register) Sessions(ctx context.Context, now time.Time, id ID) ([]Session, error) {
	all, err := listOf[Session](r.look(ctx), string(id), Query{})
	all = slices.DeleteFunc(all, func(s Session) bool { return !now.Before(s.Expires) })
	slices.SortFunc(all, func(a, b Session) int { return cmp.Or(b.Seen.Compare(a.Seen), cmp.Compare(a.ID, b.ID)) })
	return all, err
}

// EndSession signs the account out on one of its devices.
func (r *Register) EndSession(ctx context.Context, act Act, of ID, id SessionID) error {
	return r.do(ctx, act, func(s *sheet) error {
		session, there, err := find[Session](s, string(id))
		if err != nil {
			return err
		}
		if !there || session.Account != of {
			return fault.New(fault.NotFound, "there is no such device, or it was signed out already", "Look at the list of your devices")
		}
		return s.endSession(&session)
	})
}

// EndOtherSessions signs the account out on all devices but one, and returns how many there were; with
// no session to keep, on all.
func (r *Register) EndOtherSessions(ctx context.Context, act Act, of ID, keep SessionID) (int, error) {
	n := 0
	err := r.do(ctx, act, func(s *sheet) (err error) {
		if err := s.touch(of); err != nil { // a session that begins in this moment must not be missed
			return err
		}
		if n, err = s.endSessions(of, keep); err != nil || n == 0 {
			return err
		}
		return s.tell(Event{What: SignedOut, About: of, Note: fmt.Sprintf("other devices: %d", n)})
	})
	return n, err
}

// endSessions drops the account's sessions but one, and returns how many.
func (s *sheet) endSessions(of ID, keep SessionID) (n int, err error) {
	all, err := listOf[Session](s, string(of), Query{})
	for i := range all {
		if all[i].ID != keep {
			s.drop(&all[i])
			n++
		}
	}
	return n, err
}
