package openid

import (
	"errors"
	"fmt"
	"net/http"
	"strings"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"

	"throughline/fault"
)

// What people are told: one sentence with what they can do. What only an administrator understands goes to the log, as the cause.

const (
	beginAgain = "Go to the page to sign in and begin again"
	askAdmin   = "Try again; if it stays so, tell an administrator of this server, whose log says more"
)

func cannotReach(name string, err error) error {
	return fault.Wrap(err, fault.Unavailable, name+" cannot be reached at the moment", "Try again in a minute, or sign in with a password")
}

// undiscovered is the fault of a provider that did not say what it is.
func (p *Provider) undiscovered(err error) error {
	if m, ok := errors.AsType[*oidc.IssuerMismatchError](err); ok {
		return fault.Wrap(fmt.Errorf("it calls itself %s; write --openid-issuer so, to the letter", short(m.Discovered)), fault.Unavailable,
			p.o.Name+" is not set up rightly on this server", "Sign in with a password, or tell an administrator of this server, whose log says more")
	}
	return cannotReach(p.o.Name, err)
}

// unfit is the fault of a provider that would have people or secrets sent over a way that others can read.
func (p *Provider) unfit(address string) error {
	return fault.Wrap(fmt.Errorf("its description names %q where an address with https is needed", short(address)), fault.Unavailable,
		p.o.Name+" does not describe itself as it should", "Sign in with a password, or tell an administrator of this server, whose log says more")
}

// notBegun is the fault of an answer that nobody asked for here: an old one, or one that somebody else slipped in.
func (p *Provider) notBegun() error {
	return fault.New(fault.Denied, "this is not the answer to a sign-in that was begun last in this browser", beginAgain+", in one window, and let the browser keep cookies of this page")
}

func (p *Provider) tooLate() error {
	return fault.New(fault.Denied, "this sign-in took too long", beginAgain)
}

// refused is the fault for what the provider answers instead of letting somebody in.
func (p *Provider) refused(code, description string) error {
	cause := fmt.Errorf("it answers %s: %s", short(code), short(description))
	switch code {
	case "access_denied":
		return fault.New(fault.Denied, p.o.Name+" did not let you in, or you called it off", beginAgain+"; if it stays so, ask whoever looks after "+p.o.Name)
	case "login_required", "interaction_required", "account_selection_required", "consent_required":
		return fault.New(fault.Denied, p.o.Name+" wants you to sign in there once more", beginAgain)
	case "server_error", "temporarily_unavailable":
		return fault.Wrap(cause, fault.Unavailable, p.o.Name+" has trouble of its own", "Try again in a minute, or sign in with a password")
	}
	return fault.Wrap(cause, fault.Denied, p.o.Name+" does not take this server's question", "Tell an administrator of this server, whose log says more")
}

// unexchanged is the fault of a code for which the provider gives nothing.
func (p *Provider) unexchanged(err error) error {
	r, ok := errors.AsType[*oauth2.RetrieveError](err)
	if !ok {
		return cannotReach(p.o.Name, err)
	}
	status := 0
	if r.Response != nil {
		status = r.Response.StatusCode
	}
	cause := fmt.Errorf("the token endpoint answers %d, %s: %s", status, short(r.ErrorCode), short(r.ErrorDescription)) // without its body
	switch {
	case r.ErrorCode == "invalid_grant":
		return fault.Wrap(cause, fault.Denied, "this sign-in was used already, or took too long", beginAgain)
	case r.ErrorCode == "invalid_client", r.ErrorCode == "unauthorized_client", status == http.StatusUnauthorized:
		return fault.Wrap(cause, fault.Unavailable, p.o.Name+" does not accept this server",
			"Tell an administrator of this server: client id and secret must be those that are registered there")
	case status >= http.StatusInternalServerError:
		return cannotReach(p.o.Name, cause)
	}
	return fault.Wrap(cause, fault.Unavailable, p.o.Name+" does not take this server's question", askAdmin)
}

// unverified is the fault of an answer that does not hold.
func (p *Provider) unverified(err error) error {
	if e, ok := errors.AsType[*oidc.TokenExpiredError](err); ok {
		return p.clocks("the ID token expired at " + e.Expiry.UTC().Format("2006-01-02T15:04:05Z07:00"))
	}
	return p.untrue(err.Error())
}

func (p *Provider) untrue(why string) error {
	return fault.Wrap(errors.New(why), fault.Denied, "the answer of "+p.o.Name+" does not hold, so nobody was signed in", askAdmin)
}

func (p *Provider) clocks(why string) error {
	return fault.Wrap(errors.New(why+"; here it is "+p.o.Clock().UTC().Format("2006-01-02T15:04:05Z07:00")), fault.Denied,
		"the clocks of "+p.o.Name+" and of this server differ, so its answer cannot be trusted", "Tell an administrator of this server to set its clock")
}

func (p *Provider) untold(err error) error {
	return fault.Wrap(err, fault.Unavailable, p.o.Name+" does not tell who you are at the moment", "Try again in a minute, or sign in with a password")
}

func (p *Provider) tooManyGroups() error {
	return fault.Wrap(errors.New("the claim "+p.o.Groups+" is left out because it is too long"), fault.Denied,
		"you are in so many groups that "+p.o.Name+" does not list them", "Ask whoever looks after "+p.o.Name+" to send only the groups that are assigned to this server")
}

// causeOf is what the log is told of an error: why, where a fault has a cause; "" where there is nothing to mend.
func causeOf(err error) string {
	f := fault.Of(err)
	switch {
	case err == nil, f != nil && f.Err == nil:
		return ""
	case f != nil:
		return f.Sentence + ": " + short(f.Err.Error())
	}
	return short(err.Error())
}

// short is what somebody else wrote, cut and plain enough for a line of the log.
func short(text string) string {
	const most = 300
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
	if len(text) > most {
		return text[:most] + "..."
	}
	return text
}
