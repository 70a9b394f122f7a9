package openid

import (
	"cmp"
	"context"
	"maps"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"throughline/account"
)

// said is what a provider says of somebody, by the names of its claims.
type said map[string]any

// claims is who signed in. What the signed answer leaves out is asked of the provider, which is believed when it speaks of the same
// person.
func (p *Provider) claims(ctx context.Context, f *found, id *oidc.IDToken, tokens *oauth2.Token) (account.Claims, error) {
	var all said
	if err := id.Claims(&all); err != nil {
		return account.Claims{}, p.unverified(err)
	}
	if f.provider.UserInfoEndpoint() != "" && p.lacks(all) {
		info, err := f.provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
		if err != nil {
			return account.Claims{}, p.untold(err)
		}
		var more said
		if err := info.Claims(&more); err != nil || info.Subject != id.Subject {
			return account.Claims{}, p.untrue("what it tells of the person is about somebody else")
		}
		maps.Copy(more, all)
		all = more
	}
	if all.elsewhere(p.o.Groups) && len(p.o.Roles) > 0 {
		return account.Claims{}, p.tooManyGroups()
	}
	return account.Claims{
		Issuer: p.o.Issuer, Subject: id.Subject,
		Address: all.text("email"), AddressVerified: all.true("email_verified"),
		Name:   cmp.Or(all.text("name"), all.text("preferred_username")),
		Groups: all.list(p.o.Groups),
	}, nil
}

// lacks reports whether something is missing that more may be told of.
func (p *Provider) lacks(all said) bool {
	return all.text("email") == "" || all.text("name") == "" || all.at(p.o.Groups) == nil && len(p.o.Roles) > 0
}

// at is a claim: the one of that name, else what its dots lead to; nil when there is none.
func (s said) at(name string) any {
	if v, there := s[name]; there {
		return v
	}
	first, rest, dotted := strings.Cut(name, ".")
	if inner, ok := s[first].(map[string]any); dotted && ok {
		return said(inner).at(rest)
	}
	return nil
}

func (s said) text(name string) string {
	t, _ := s[name].(string)
	return t
}

// true reports whether a claim says yes; some providers write it as a text.
func (s said) true(name string) bool { return s[name] == true || s[name] == "true" }

// list is a claim that holds texts: several, or one alone.
func (s said) list(name string) []string {
	switch v := s.at(name).(type) {
	case string:
		return []string{v}
	case []any:
		var out []string
		for _, x := range v {
			if t, ok := x.(string); ok {
				out = append(out, t)
			}
		}
		return out
	}
	return nil
}

// elsewhere reports whether a claim is left out because it is too long, and stands where the provider says instead.
func (s said) elsewhere(name string) bool {
	names, _ := s["_claim_names"].(map[string]any)
	_, there := names[name]
	return there && s.at(name) == nil
}
