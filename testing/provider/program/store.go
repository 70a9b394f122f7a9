package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"errors"
	"slices"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/zitadel/oidc/v3/pkg/oidc"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// store keeps what is under way, in memory. What the library asks of it only for other flows than the one with a code is not there.
type store struct {
	op.Storage
	file string
	key  *rsa.PrivateKey

	mu       sync.Mutex // guards what follows
	requests map[string]*request
	codes    map[string]string // the request of a code
	tokens   map[string]string // whom a token is about
}

func newStore(file string) (*store, error) {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	s := &store{file: file, key: key, requests: map[string]*request{}, codes: map[string]string{}, tokens: map[string]string{}}
	if err == nil {
		_, err = s.read()
	}
	return s, err
}

// request is a sign-in that a client asked for.
type request struct {
	*oidc.AuthRequest
	id, subject string
	at          time.Time
}

func (r *request) GetID() string                      { return r.id }
func (r *request) GetACR() string                     { return "" }
func (r *request) GetAMR() []string                   { return []string{"pwd"} }
func (r *request) GetAudience() []string              { return []string{r.ClientID} }
func (r *request) GetAuthTime() time.Time             { return r.at }
func (r *request) GetClientID() string                { return r.ClientID }
func (r *request) GetNonce() string                   { return r.Nonce }
func (r *request) GetRedirectURI() string             { return r.RedirectURI }
func (r *request) GetScopes() []string                { return r.Scopes }
func (r *request) GetState() string                   { return r.State }
func (r *request) GetSubject() string                 { return r.subject }
func (r *request) Done() bool                         { return r.subject != "" }
func (r *request) GetResponseType() oidc.ResponseType { return r.ResponseType }
func (r *request) GetResponseMode() oidc.ResponseMode { return r.ResponseMode }

// GetCodeChallenge is what the client must know the answer to.
func (r *request) GetCodeChallenge() *oidc.CodeChallenge {
	if r.CodeChallenge == "" {
		return nil
	}
	return &oidc.CodeChallenge{Challenge: r.CodeChallenge, Method: r.CodeChallengeMethod}
}

func (s *store) CreateAuthRequest(_ context.Context, q *oidc.AuthRequest, _ string) (op.AuthRequest, error) {
	if q.CodeChallenge == "" || q.CodeChallengeMethod != oidc.CodeChallengeMethodS256 {
		return nil, oidc.ErrInvalidRequest().WithDescription("this provider wants PKCE with S256")
	}
	r := &request{AuthRequest: q, id: rand.Text()}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.requests[r.id] = r
	return r, nil
}

func (s *store) request(id string) (*request, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r := s.requests[id]
	if r == nil {
		return nil, errors.New("there is no such sign-in")
	}
	return r, nil
}

func (s *store) enter(r *request, who person) {
	s.mu.Lock()
	defer s.mu.Unlock()
	r.subject, r.at = who.Subject, time.Now()
}

func (s *store) AuthRequestByID(_ context.Context, id string) (op.AuthRequest, error) {
	return s.request(id)
}

func (s *store) AuthRequestByCode(_ context.Context, code string) (op.AuthRequest, error) {
	s.mu.Lock()
	id := s.codes[code]
	s.mu.Unlock()
	return s.request(id)
}

func (s *store) SaveAuthCode(_ context.Context, id, code string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.codes[code] = id
	return nil
}

func (s *store) DeleteAuthRequest(_ context.Context, id string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.requests, id)
	return nil
}

func (s *store) CreateAccessToken(_ context.Context, q op.TokenRequest) (string, time.Time, error) {
	id := rand.Text()
	s.mu.Lock()
	defer s.mu.Unlock()
	s.tokens[id] = q.GetSubject()
	return id, time.Now().Add(time.Hour), nil
}

func (s *store) TerminateSession(context.Context, string, string) error { return nil }
func (s *store) Health(context.Context) error                           { return nil }

func (s *store) SigningKey(context.Context) (op.SigningKey, error) { return key{s.key}, nil }
func (s *store) KeySet(context.Context) ([]op.Key, error)          { return []op.Key{public{key{s.key}}}, nil }

func (s *store) SignatureAlgorithms(context.Context) ([]jose.SignatureAlgorithm, error) {
	return []jose.SignatureAlgorithm{jose.RS256}, nil
}

// key is what the provider signs with.
type key struct{ private *rsa.PrivateKey }

func (k key) ID() string                                  { return "one" }
func (k key) Key() any                                    { return k.private }
func (k key) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }

// public is what everybody may know of it.
type public struct{ key }

func (k public) Key() any                           { return &k.private.PublicKey }
func (k public) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }
func (k public) Use() string                        { return "sig" }

func (s *store) person(subject string) (person, error) {
	w, err := s.read()
	if err != nil {
		return person{}, err
	}
	at := slices.IndexFunc(w.People, func(p person) bool { return p.Subject == subject })
	if at < 0 {
		return person{}, errors.New("there is no such person")
	}
	return w.People[at], nil
}

func (s *store) tell(info *oidc.UserInfo, subject string) error {
	who, err := s.person(subject)
	if err != nil {
		return err
	}
	info.Subject, info.Name, info.Email, info.EmailVerified = who.Subject, who.Name, who.Email, oidc.Bool(who.Verified)
	if who.Groups != nil {
		info.AppendClaims("groups", who.Groups)
	}
	return nil
}

func (s *store) SetUserinfoFromScopes(context.Context, *oidc.UserInfo, string, string, []string) error {
	return nil
}

// SetUserinfoFromRequest is what the ID token tells.
func (s *store) SetUserinfoFromRequest(_ context.Context, info *oidc.UserInfo, q op.IDTokenRequest, _ []string) error {
	w, err := s.read()
	if info.Subject = q.GetSubject(); err != nil || !w.InToken {
		return err
	}
	return s.tell(info, q.GetSubject())
}

func (s *store) SetUserinfoFromToken(_ context.Context, info *oidc.UserInfo, token, _, _ string) error {
	s.mu.Lock()
	subject := s.tokens[token]
	s.mu.Unlock()
	return s.tell(info, subject)
}

func (s *store) GetClientByClientID(_ context.Context, id string) (op.Client, error) {
	w, err := s.read()
	if err == nil && id != w.Client.ID {
		err = errors.New("there is no such client")
	}
	return client{w}, err
}

func (s *store) AuthorizeClientIDSecret(_ context.Context, id, secret string) error {
	w, err := s.read()
	if err == nil && (id != w.Client.ID || secret != w.Client.Secret) {
		err = errors.New("that is not the client's secret")
	}
	return err
}

// client is the one program that asks.
type client struct{ w world }

func (c client) GetID() string                       { return c.w.Client.ID }
func (c client) RedirectURIs() []string              { return c.w.Client.Back }
func (c client) PostLogoutRedirectURIs() []string    { return c.w.Client.Out }
func (c client) ApplicationType() op.ApplicationType { return op.ApplicationTypeWeb }
func (c client) AuthMethod() oidc.AuthMethod         { return oidc.AuthMethodBasic }
func (c client) ResponseTypes() []oidc.ResponseType {
	return []oidc.ResponseType{oidc.ResponseTypeCode}
}

func (c client) GrantTypes() []oidc.GrantType         { return []oidc.GrantType{oidc.GrantTypeCode} }
func (c client) LoginURL(id string) string            { return "/sign-in?id=" + id }
func (c client) AccessTokenType() op.AccessTokenType  { return op.AccessTokenTypeBearer }
func (c client) IDTokenLifetime() time.Duration       { return c.w.Life }
func (c client) DevMode() bool                        { return true }
func (c client) ClockSkew() time.Duration             { return 0 }
func (c client) IsScopeAllowed(string) bool           { return true }
func (c client) IDTokenUserinfoClaimsAssertion() bool { return c.w.InToken }
func (c client) RestrictAdditionalIdTokenScopes() func([]string) []string {
	return func(s []string) []string { return s }
}

func (c client) RestrictAdditionalAccessTokenScopes() func([]string) []string {
	return func(s []string) []string { return s }
}
