package openid

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"net/url"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"throughline/account"
)

// Attempt is a sign-in that was begun in a browser. The browser keeps it, and nobody else learns it.
type Attempt struct {
	State    string    `json:"state"`    // comes back with the answer, so that nobody can slip in another
	Nonce    string    `json:"nonce"`    // stands in what the provider signs, so that it cannot be used a second time
	Verifier string    `json:"verifier"` // without it the provider's code is worth nothing (PKCE)
	Until    time.Time `json:"until"`
}

// Span is how long somebody may take to sign in at the provider.
const Span = 15 * time.Minute

// Begin is a new attempt, and the address at the provider at which it goes on. The provider sends people back to the address
// that is given.
func (p *Provider) Begin(back string) (Attempt, string, error) {
	f, err := p.ready()
	if err != nil {
		return Attempt{}, "", err
	}
	a := Attempt{State: rand.Text(), Nonce: rand.Text(), Verifier: oauth2.GenerateVerifier(), Until: p.o.Clock().Add(Span)}
	c := f.config
	c.RedirectURL = back
	return a, c.AuthCodeURL(a.State, oidc.Nonce(a.Nonce), oauth2.S256ChallengeOption(a.Verifier)), nil
}

// Finish is who the provider says has signed in. The answer is what the browser came back with, to the address that Begin was given.
// What an administrator can mend is logged.
func (p *Provider) Finish(ctx context.Context, a Attempt, back string, answer url.Values) (account.Claims, error) {
	c, err := p.finish(p.with(ctx), a, back, answer)
	if cause := causeOf(err); cause != "" {
		p.o.Log.Error("a sign-in at the OpenID Connect provider failed", "issuer", p.o.Issuer, "err", cause)
	}
	return c, err
}

func (p *Provider) finish(ctx context.Context, a Attempt, back string, answer url.Values) (account.Claims, error) {
	if err := p.meant(a, answer); err != nil {
		return account.Claims{}, err
	}
	f, err := p.ready()
	if err != nil {
		return account.Claims{}, err
	}
	c := f.config
	c.RedirectURL = back
	tokens, err := c.Exchange(ctx, answer.Get("code"), oauth2.VerifierOption(a.Verifier))
	if err != nil {
		return account.Claims{}, p.unexchanged(err)
	}
	id, err := p.verify(ctx, f, a, tokens)
	if err != nil {
		return account.Claims{}, err
	}
	return p.claims(ctx, f, id, tokens)
}

// meant holds that the answer is one to the attempt, and not that it failed.
func (p *Provider) meant(a Attempt, answer url.Values) error {
	switch iss := answer.Get("iss"); {
	case a.State == "" || !same(a.State, answer.Get("state")):
		return p.notBegun()
	case !p.o.Clock().Before(a.Until):
		return p.tooLate()
	case iss != "" && iss != p.o.Issuer:
		return p.untrue("the answer is from " + short(iss))
	case answer.Has("error"):
		return p.refused(answer.Get("error"), answer.Get("error_description"))
	case answer.Get("code") == "":
		return p.untrue("the answer has no code")
	}
	return nil
}

// leeway is by how much the clocks of two machines may differ.
const leeway = 5 * time.Minute

// verify is what the provider signed, held against the attempt.
func (p *Provider) verify(ctx context.Context, f *found, a Attempt, tokens *oauth2.Token) (*oidc.IDToken, error) {
	raw, _ := tokens.Extra("id_token").(string)
	if raw == "" {
		return nil, p.untrue("the answer has no ID token: is the scope openid allowed for this client?")
	}
	id, err := f.verifier.Verify(ctx, raw)
	if err != nil {
		return nil, p.unverified(err)
	}
	var by struct {
		Party string `json:"azp"`
	}
	if err := id.Claims(&by); err != nil {
		return nil, p.unverified(err)
	}
	switch {
	case id.Subject == "":
		return nil, p.untrue("the ID token is about nobody")
	case !same(a.Nonce, id.Nonce):
		return nil, p.untrue("the ID token was made for another attempt")
	case by.Party != "" && by.Party != p.o.Client, len(id.Audience) > 1 && by.Party == "":
		return nil, p.untrue("the ID token was made for another client")
	case id.IssuedAt.After(p.o.Clock().Add(leeway)):
		return nil, p.clocks("the ID token is from " + id.IssuedAt.UTC().Format(time.RFC3339))
	case id.AccessTokenHash == "":
		return id, nil
	}
	if err := id.VerifyAccessToken(tokens.AccessToken); err != nil {
		return nil, p.unverified(err)
	}
	return id, nil
}

// same compares without telling by the time it takes where the two differ.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
