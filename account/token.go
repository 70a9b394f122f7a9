package account

import (
	"context"
	"time"

	"throughline/fault"
)

// TokenID is the id of a token. It is not its secret and may be shown.
type TokenID string

// Token is a key by which a program works in one workspace in the name of an account.
type Token struct {
	ID        TokenID   `json:"-"`
	Account   ID        `json:"-"`
	Workspace string    `json:"workspace"`
	Name      string    `json:"name"`
	Scope     Scope     `json:"scope"`
	Begins    string    `json:"begins"` // the first characters of the secret
	Created   time.Time `json:"created"`
	Used      time.Time `json:"used,omitzero"` // last, to the minute
	Expires   time.Time `json:"-"`
	key       string
}

func (t *Token) row() Row {
	return Row{Kind: "token", ID: string(t.ID), Key: t.key, Owner: string(t.Account), Expires: t.Expires}
}

func (t *Token) body() any { return t }

func (t *Token) from(r Row) {
	t.ID, t.Account, t.key, t.Expires = TokenID(r.ID), ID(r.Owner), r.Key, r.Expires
}

func (t *Token) holder() ID { return t.Account }

const (
	mostTokens = 100 // of an account
	tokenLife  = 366 * 24 * time.Hour
)

// IssueToken makes a token as described by name, workspace, scope and time, for a member of the
// workspace. It can be used for a year at most.
func (r *Register) IssueToken(ctx context.Context, act Act, of ID, t Token) (Token, Secret, error) {
	var secret Secret
	name, err := label(t.Name, "the token")
	if err != nil {
		return Token{}, Secret{}, err
	}
	if t.Scope != Read && t.Scope != Write {
		return Token{}, Secret{}, fault.Invalidf("Take read or write", "%.40q is nothing a token can be for", string(t.Scope))
	}
	err = r.do(ctx, act, func(s *sheet) error {
		if err := s.mayIssue(of, t); err != nil {
			return err
		}
		if secret, err = s.secret(opensToken); err != nil {
			return err
		}
		id, err := s.newID()
		if err != nil {
			return err
		}
		t = Token{
			ID: TokenID(id), Account: of, Workspace: t.Workspace, Name: name, Scope: t.Scope, Begins: secret.String(),
			Created: s.act.At, Expires: t.Expires.UTC().Truncate(time.Millisecond), key: secret.key(),
		}
		if err := s.put(&t); err != nil {
			return err
		}
		return s.tell(Event{What: TokenIssued, About: of, Note: name})
	})
	if err != nil {
		return Token{}, Secret{}, err
	}
	return t, secret, nil
}

// mayIssue refuses a token that its account cannot have.
func (s *sheet) mayIssue(of ID, t Token) error {
	if now := s.act.At; !now.Before(t.Expires) || t.Expires.After(now.Add(tokenLife)) {
		return fault.Invalidf("Take a day within the next year", "a token must expire, and not later than in a year")
	}
	l, err := s.login(of)
	if err != nil {
		return err
	}
	if l.Disabled {
		return disabled()
	}
	if _, err := s.member(t.Workspace, of); err != nil {
		return err
	}
	all, err := listOf[Token](s, string(of), Query{})
	if err == nil && len(all) >= mostTokens {
		err = fault.Invalidf("Revoke some that are not used any more", "an account can have at most %d tokens", mostTokens)
	}
	return err
}

// Tokens is the account's tokens, in the order of their ids. Those past their time are among them until
// they are removed.
func (r *Register) Tokens(ctx context.Context, of ID) ([]Token, error) {
	return listOf[Token](r.look(ctx), string(of), Query{})
}

// RevokeToken ends one of the account's tokens.
func (r *Register) RevokeToken(ctx context.Context, act Act, of ID, id TokenID) error {
	return r.do(ctx, act, func(s *sheet) error {
		t, there, err := find[Token](s, string(id))
		if err != nil {
			return err
		}
		if !there || t.Account != of {
			return fault.New(fault.NotFound, "there is no such token, or it was revoked already", "Look at the list of tokens")
		}
		return s.revoke(&t)
	})
}

func (s *sheet) revoke(t *Token) error {
	s.drop(t)
	return s.tell(Event{What: TokenRevoked, About: t.Account, Note: t.Name})
}

// Pass is what a program with a token is let in with.
type Pass struct {
	Account Account
	Token   Token
	Role    Role // in the token's workspace, under its scope
}

// Pass is what the secret of a token opens now. The fault of one that opens nothing is Denied, whatever
// the reason. That the token was used is written down once a minute.
func (r *Register) Pass(ctx context.Context, now time.Time, secret string) (Pass, error) {
	var p Pass
	open := false
	err := r.do(ctx, Act{At: now}, func(s *sheet) (err error) {
		p, err = s.pass(secret)
		if open = err == nil; !open || s.act.At.Sub(p.Token.Used) < time.Minute {
			return err
		}
		p.Token.Used = s.act.At
		return s.put(&p.Token)
	})
	if open && unwritten(err) {
		err = nil
	}
	return orNone(p, err)
}

func (s *sheet) pass(secret string) (Pass, error) {
	t, there, err := findKeyed[Token](s, opensToken.keyOf(secret))
	if err != nil {
		return Pass{}, err
	}
	if !there || !s.act.At.Before(t.Expires) {
		return Pass{}, noPass()
	}
	l, there, err := find[login](s, string(t.Account))
	if err != nil {
		return Pass{}, err
	}
	if !there || l.Disabled {
		return Pass{}, noPass()
	}
	m, there, err := s.place(t.Workspace, t.Account)
	if err != nil {
		return Pass{}, err
	}
	if !there {
		return Pass{}, noPass()
	}
	return Pass{l.Account, t, t.Scope.Limit(m.Role)}, nil
}

func noPass() *fault.Fault {
	return fault.New(fault.Denied, "the token is not one, was revoked or has expired", "Make a new token and use that")
}
