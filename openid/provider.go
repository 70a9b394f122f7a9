package openid

import (
	"cmp"
	"context"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"throughline/access"
	"throughline/account"
	"throughline/fault"
)

// Options say which provider is asked, and what its answers mean. Issuer, Client and Clock are needed.
type Options struct {
	Issuer string   // the address the provider gives itself, such as https://id.example.org
	Client string   // the name under which the provider knows this server
	Secret string   // what the provider gave this server to prove that; "" where it gave none
	Name   string   // what people call the provider; "" is the host of the issuer
	Scopes []string // asked for beside openid, profile and email
	Groups string   // the claim that holds the groups; "" is groups. Dots lead into what it holds
	Roles  account.Mapping
	Clock  func() time.Time
	Log    *slog.Logger // told what an administrator should know; nil keeps no log
	Retry  time.Duration
}

// Provider is the sign-in of an organisation. It may be used by many requests at once.
type Provider struct {
	o      Options
	client *http.Client

	mu    sync.Mutex // guards found, why
	found *found     // nil until the provider was reached
	why   error      // why it was not reached the last time it was tried
}

// found is what a provider says of itself.
type found struct {
	provider *oidc.Provider
	verifier *oidc.IDTokenVerifier
	config   oauth2.Config
	leave    string // where people sign out of it; "" where it does not say
}

// retryAfter is how long a provider that cannot be reached is left alone.
const retryAfter = 15 * time.Second

// New is the provider, which is not asked for anything yet. It is a fault when the options cannot be right.
func New(o Options) (*Provider, error) {
	at, err := url.Parse(o.Issuer)
	switch {
	case err != nil || at.Host == "" || at.RawQuery != "" || at.Fragment != "" || at.User != nil:
		return nil, fault.Invalidf("Write it as the provider does, for instance https://id.example.org", "%q is not the address of an OpenID Connect provider", o.Issuer)
	case !safe(o.Issuer):
		return nil, fault.Invalidf("Give an address that begins with https://", "the provider at %s could be imitated by anybody on the way to it", o.Issuer)
	case o.Client == "":
		return nil, fault.New(fault.Invalid, "the provider must know this server by a name", "Register it there, and give the client id with --openid-client")
	}
	o.Name, o.Groups, o.Retry = cmp.Or(o.Name, at.Host), cmp.Or(o.Groups, "groups"), cmp.Or(o.Retry, retryAfter)
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	return &Provider{o: o, client: newClient(), why: cannotReach(o.Name, nil)}, nil
}

// safe reports whether nobody between here and the address can read along: it is https, or of this machine.
func safe(address string) bool {
	at, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip := net.ParseIP(at.Hostname())
	return at.Scheme == "https" || at.Scheme == "http" && (at.Hostname() == "localhost" || ip != nil && ip.IsLoopback())
}

// GroupRole reads what a group of the provider gives, written as group=role for the workspace, or as group=workspace/role for
// another one.
func GroupRole(text, workspace string) (account.GroupRole, error) {
	at := strings.LastIndexByte(text, '=')
	if at <= 0 {
		return account.GroupRole{}, fault.Invalidf("Write group=role, for instance product-ops=editor", "%q does not say which group gives which role", text)
	}
	group, gives := text[:at], text[at+1:]
	if i := strings.LastIndexByte(gives, '/'); i > 0 {
		workspace, gives = gives[:i], gives[i+1:]
	}
	role, err := access.ParseRole(gives)
	return account.GroupRole{Group: group, Workspace: workspace, Role: account.Role(role)}, err
}

// Name is what people call the provider.
func (p *Provider) Name() string { return p.o.Name }

// Issuer is the address the provider gives itself.
func (p *Provider) Issuer() string { return p.o.Issuer }

// Roles is which groups give which roles.
func (p *Provider) Roles() account.Mapping { return p.o.Roles }

// Keep tries to reach the provider until it was, or the context ends.
func (p *Provider) Keep(ctx context.Context) {
	beat := time.NewTicker(p.o.Retry)
	defer beat.Stop()
	said := ""
	for {
		err := p.Discover(ctx)
		if err == nil || ctx.Err() != nil {
			return
		}
		if cause := causeOf(err); cause != said { // the same trouble is told once
			said = cause
			p.o.Log.Error("the OpenID Connect provider cannot be used; it is tried again", "issuer", p.o.Issuer, "err", cause)
		}
		select {
		case <-beat.C:
		case <-ctx.Done():
			return
		}
	}
}

// Discover asks the provider what it is. Once it has answered it is not asked again.
func (p *Provider) Discover(ctx context.Context) error {
	if _, err := p.ready(); err == nil {
		return nil
	}
	f, err := p.discover(ctx)
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.why = err; err == nil {
		p.found = f
	}
	return err
}

// Ready is nil once people can be sent to the provider; else it says why not.
func (p *Provider) Ready() error {
	_, err := p.ready()
	return err
}

func (p *Provider) ready() (*found, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.found != nil {
		return p.found, nil
	}
	return nil, p.why
}

// described is what is read of a provider's description of itself beside what the library reads.
type described struct {
	Authorize string   `json:"authorization_endpoint"`
	Token     string   `json:"token_endpoint"`
	Keys      string   `json:"jwks_uri"`
	UserInfo  string   `json:"userinfo_endpoint"`
	Leave     string   `json:"end_session_endpoint"`
	Methods   []string `json:"token_endpoint_auth_methods_supported"`
}

func (p *Provider) discover(ctx context.Context) (*found, error) {
	provider, err := oidc.NewProvider(p.with(ctx), p.o.Issuer)
	if err != nil {
		return nil, p.undiscovered(err)
	}
	var d described
	if err := provider.Claims(&d); err != nil {
		return nil, p.undiscovered(err)
	}
	for _, needed := range []string{d.Authorize, d.Token, d.Keys} {
		if !safe(needed) {
			return nil, p.unfit(needed)
		}
	}
	if d.UserInfo != "" && !safe(d.UserInfo) {
		return nil, p.unfit(d.UserInfo)
	}
	if !safe(d.Leave) {
		d.Leave = ""
	}
	at := provider.Endpoint()
	if at.AuthStyle = oauth2.AuthStyleInHeader; p.o.Secret == "" || len(d.Methods) > 0 && !slices.Contains(d.Methods, "client_secret_basic") {
		at.AuthStyle = oauth2.AuthStyleInParams
	}
	scopes := []string{oidc.ScopeOpenID, oidc.ScopeProfile, oidc.ScopeEmail}
	for _, s := range p.o.Scopes {
		if !slices.Contains(scopes, s) {
			scopes = append(scopes, s)
		}
	}
	return &found{
		provider: provider, leave: d.Leave,
		verifier: provider.Verifier(&oidc.Config{ClientID: p.o.Client, Now: p.o.Clock}),
		config:   oauth2.Config{ClientID: p.o.Client, ClientSecret: p.o.Secret, Endpoint: at, Scopes: scopes},
	}, nil
}

// Leave is where people sign out of the provider too, after which it sends them to the address; "" where it offers none.
func (p *Provider) Leave(back string) string {
	f, err := p.ready()
	if err != nil || f.leave == "" {
		return ""
	}
	at, err := url.Parse(f.leave)
	if err != nil {
		return ""
	}
	q := at.Query()
	q.Set("client_id", p.o.Client)
	q.Set("post_logout_redirect_uri", back)
	at.RawQuery = q.Encode()
	return at.String()
}
