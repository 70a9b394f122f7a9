package door

import (
	"encoding/base64"
	"encoding/json"
	"net/http"

	"throughline/account"
	"throughline/fault"
	"throughline/openid"
)

// The cookie that holds a sign-in at the provider that was begun, with the prefix of the other one.
const (
	attemptCookie       = "throughline-openid"
	secureAttemptCookie = "__Host-throughline-openid"
)

// Errand is what somebody goes to the provider for: to sign in, to accept an invitation, or to link the provider's name with the
// account they have.
type Errand struct {
	To         string     `json:"to,omitzero"`         // where they go on to afterwards
	Invitation string     `json:"invitation,omitzero"` // the secret of the one they accept
	Link       account.ID `json:"link,omitzero"`       // the account that the provider's name is linked with
}

// attempt is what the browser keeps meanwhile.
type attempt struct {
	openid.Attempt
	Errand
}

// Provider vouches for people; nil where passwords are all there is.
func (d *Door) Provider() *openid.Provider { return d.o.Provider }

func noProvider() error {
	return fault.New(fault.NotFound, "this server is connected with no provider to sign in at", "Sign in with a password")
}

// Leave begins a sign-in at the provider, and returns the address at which it goes on. The browser comes back to the address that is
// given.
func (d *Door) Leave(w http.ResponseWriter, r *http.Request, back string, e Errand) (string, error) {
	if d.o.Provider == nil {
		return "", noProvider()
	}
	begun, at, err := d.o.Provider.Begin(back)
	if err != nil {
		return "", err
	}
	text, err := json.Marshal(attempt{begun, e})
	if err != nil {
		return "", err
	}
	d.keepAttempt(w, base64.RawURLEncoding.EncodeToString(text), int(openid.Span.Seconds()))
	return at, nil
}

// keepAttempt sets the cookie of an attempt, or takes it back. It comes along when the provider sends the browser here, which is a
// link from another site, and so is Lax.
func (d *Door) keepAttempt(w http.ResponseWriter, value string, seconds int) {
	http.SetCookie(w, &http.Cookie{
		Name: d.attemptCookie(), Value: value, Path: "/", MaxAge: seconds, HttpOnly: true, Secure: d.o.Secure, SameSite: http.SameSiteLaxMode,
	})
}

func (d *Door) attemptCookie() string {
	if d.o.Secure {
		return secureAttemptCookie
	}
	return attemptCookie
}

// attempt is the sign-in that was begun in the browser; none when there is no such thing.
func (d *Door) attempt(r *http.Request) attempt {
	var a attempt
	c, err := r.Cookie(d.attemptCookie())
	if err != nil {
		return attempt{}
	}
	text, err := base64.RawURLEncoding.DecodeString(c.Value)
	if err != nil || json.Unmarshal(text, &a) != nil {
		return attempt{}
	}
	return a
}

// Return is how the browser comes back from the provider: with an answer that lets somebody in, or says why not. The answer is used
// up either way. It returns what they went for, also with an error, and the session that has begun, if one has.
func (d *Door) Return(w http.ResponseWriter, r *http.Request, back string) (Errand, account.Admission, error) {
	if d.o.Provider == nil {
		return Errand{}, account.Admission{}, noProvider()
	}
	a := d.attempt(r)
	d.keepAttempt(w, "", -1)
	if err := d.knocked(r); err != nil {
		return a.Errand, account.Admission{}, err
	}
	claims, err := d.o.Provider.Finish(r.Context(), a.Attempt, back, r.URL.Query())
	if err != nil {
		return a.Errand, account.Admission{}, err
	}
	if a.Link != "" {
		return a.Errand, account.Admission{}, d.link(r, a.Link, claims)
	}
	in, err := d.vouched(w, r, a.Errand, claims)
	return a.Errand, in, err
}

// vouched lets in who went to the provider to sign in or to accept an invitation, once it has said who they are.
func (d *Door) vouched(w http.ResponseWriter, r *http.Request, e Errand, c account.Claims) (account.Admission, error) {
	var in account.Admission
	var err error
	if e.Invitation != "" {
		in, err = d.o.Register.AcceptIdentity(r.Context(), d.Act(r, account.Nobody), e.Invitation, c, r.UserAgent())
	} else {
		in, err = d.o.Register.SignInIdentity(r.Context(), d.Act(r, account.Nobody), c, d.o.Provider.Roles(), r.UserAgent())
	}
	if err != nil {
		return account.Admission{}, err
	}
	return in, d.begin(w, r, in)
}

// link links the account with the provider's name for who holds it. They must be signed in still.
func (d *Door) link(r *http.Request, id account.ID, c account.Claims) error {
	me, _, err := d.o.Register.Visit(r.Context(), d.o.Clock(), d.secretOf(r))
	switch {
	case err != nil && !fault.Is(err, fault.Denied):
		return err
	case err != nil || me.ID != id:
		return fault.New(fault.Denied, "you are not signed in any more as whom the sign-in was to be linked with", "Sign in and begin again on the page of your account")
	}
	return d.o.Register.LinkIdentity(r.Context(), d.Act(r, account.ByAccount(id)), id, c)
}
