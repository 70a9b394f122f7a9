package serve

import (
	"os"
	"strings"
	"time"

	"throughline/account"
	"throughline/fault"
	"throughline/openid"
)

// OpenID says which OpenID Connect provider vouches for people.
type OpenID struct {
	Issuer string // the address the provider gives itself; "" is no provider
	Client string // the name under which it knows this server
	// Secret is what proves that; SecretFile holds it instead. Both empty: the provider gave none.
	Secret, SecretFile string
	Name               string        // what people call it
	Scopes             []string      // asked for beside openid, profile and email
	Groups             string        // the claim that holds the groups
	Roles              []string      // what a group gives, as group=role or group=workspace/role
	Retry              time.Duration // how long a provider that cannot be reached is left alone; 0 is a quarter of a minute
}

// provider is the provider, which is not asked for anything yet; nil for none.
func (c OpenID) provider(o Options) (*openid.Provider, error) {
	if c.Issuer == "" {
		if c.Client != "" || len(c.Roles) > 0 {
			return nil, fault.New(fault.Invalid, "there is a client or a role for a provider, and no provider", "Say which one with --openid-issuer")
		}
		return nil, nil
	}
	secret, err := c.secret()
	if err != nil {
		return nil, err
	}
	var roles account.Mapping
	for _, text := range c.Roles {
		one, err := openid.GroupRole(text, o.Workspace)
		if err != nil {
			return nil, err
		}
		roles = append(roles, one)
	}
	return openid.New(openid.Options{
		Issuer: c.Issuer, Client: c.Client, Secret: secret, Name: c.Name, Scopes: c.Scopes, Groups: c.Groups, Roles: roles, Clock: o.Clock, Log: o.Log, Retry: c.Retry,
	})
}

// secret is what proves to the provider who asks. A file ends with a line end that is not part of it.
func (c OpenID) secret() (string, error) {
	if c.SecretFile == "" {
		return c.Secret, nil
	}
	text, err := os.ReadFile(c.SecretFile)
	if err != nil {
		return "", fault.Wrap(err, fault.NotFound, "the file with the client secret, "+c.SecretFile+", cannot be read", "Give the path of a file that whoever runs the program may read")
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" {
		return "", fault.Invalidf("Write the client secret into it, as the provider shows it", "the file %s is empty", c.SecretFile)
	}
	return secret, nil
}
