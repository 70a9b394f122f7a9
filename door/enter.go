package door

import (
	"context"
	"net"
	"net/http"
	"strings"

	"throughline/account"
	"throughline/fault"
)

// The cookie that holds the secret of a session. Where only https is spoken its name makes browsers keep it to this host.
const (
	sessionCookie = "throughline"
	secureCookie  = "__Host-throughline"
)

// IsSecure reports whether people reach the server through https alone.
func (d *Door) IsSecure() bool { return d.o.Secure }

func (d *Door) cookie() string {
	if d.o.Secure {
		return secureCookie
	}
	return sessionCookie
}

// secretOf is the secret of the session that the request comes with; "" for none.
func (d *Door) secretOf(r *http.Request) string {
	c, err := r.Cookie(d.cookie())
	if err != nil {
		return ""
	}
	return c.Value
}

// Act is what somebody asks of the register with the request.
func (d *Door) Act(r *http.Request, by account.Actor) account.Act {
	return account.Act{By: by, At: d.o.Clock(), From: d.from(r), Dice: d.o.Dice}
}

// from is the network address the request comes from. A proxy adds it to what others may have written before.
func (d *Door) from(r *http.Request) string {
	if d.o.Proxied {
		all := r.Header.Values("X-Forwarded-For")
		if len(all) > 0 {
			last := all[len(all)-1]
			last = strings.TrimSpace(last[strings.LastIndexByte(last, ',')+1:])
			if net.ParseIP(last) != nil {
				return last
			}
		}
	}
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return r.RemoteAddr
	}
	return host
}

// admit sets the cookie of a session that has begun.
func (d *Door) admit(w http.ResponseWriter, a account.Admission) {
	http.SetCookie(w, &http.Cookie{
		Name: d.cookie(), Value: a.Secret.Text(), Path: "/", MaxAge: int(a.Session.Until.Sub(a.Session.Created).Seconds()),
		HttpOnly: true, Secure: d.o.Secure, SameSite: http.SameSiteLaxMode,
	})
}

// hash runs what hashes a password, when it is its turn.
func (d *Door) hash(ctx context.Context, run func() error) error {
	select {
	case d.hashing <- struct{}{}:
		defer func() { <-d.hashing }()
		return run()
	case <-ctx.Done():
		return fault.Wrap(ctx.Err(), fault.Cancelled, "the request was called off", "Try again")
	}
}

// knock bounds how often a network may try to get in, and runs what hashes a password.
func (d *Door) knock(r *http.Request, run func() error) error {
	if err := d.knocked(r); err != nil {
		return err
	}
	return d.hash(r.Context(), run)
}

// knocked counts an attempt to get in, or refuses it.
func (d *Door) knocked(r *http.Request) error {
	if wait := d.knocks.may(network(d.from(r))); wait > 0 {
		return fault.New(fault.TooMany, "there were too many attempts from your network", "Wait a minute and try again").WithWait(wait)
	}
	return nil
}

// SignIn begins a session for who gives the right password.
func (d *Door) SignIn(w http.ResponseWriter, r *http.Request, address, password string) error {
	return d.enter(w, r, func() (account.Admission, error) {
		return d.o.Register.SignIn(r.Context(), d.Act(r, account.Nobody), account.Credentials{Address: address, Password: password, UserAgent: r.UserAgent()})
	})
}

// SetUp makes the first account, the owner of the workspace, and begins a session for it.
func (d *Door) SetUp(w http.ResponseWriter, r *http.Request, in account.SetUp) error {
	in.UserAgent = r.UserAgent()
	return d.enter(w, r, func() (account.Admission, error) {
		return d.o.Register.FinishSetUp(r.Context(), d.Act(r, account.Nobody), in)
	})
}

// Join makes an account for who accepts an invitation, and begins a session for it.
func (d *Door) Join(w http.ResponseWriter, r *http.Request, in account.Entrant) error {
	in.UserAgent = r.UserAgent()
	return d.enter(w, r, func() (account.Admission, error) {
		return d.o.Register.AcceptNew(r.Context(), d.Act(r, account.Nobody), in)
	})
}

// enter begins a session for who gives a password. One that the browser had before ends, so that nobody is left signed in without
// a way to it.
func (d *Door) enter(w http.ResponseWriter, r *http.Request, run func() (account.Admission, error)) error {
	var a account.Admission
	err := d.knock(r, func() (err error) {
		a, err = run()
		return err
	})
	if err != nil {
		return err
	}
	return d.begin(w, r, a)
}

// begin sets the cookie of a session that has begun, in place of one that the browser had before.
func (d *Door) begin(w http.ResponseWriter, r *http.Request, a account.Admission) error {
	if old := d.secretOf(r); old != "" {
		if err := d.o.Register.SignOut(r.Context(), d.Act(r, account.Nobody), old); err != nil {
			return err
		}
	}
	d.admit(w, a)
	return nil
}

// Reset sets a new password with the secret of a link.
func (d *Door) Reset(r *http.Request, secret, password string) error {
	return d.knock(r, func() error {
		return d.o.Register.FinishReset(r.Context(), d.Act(r, account.Nobody), secret, password)
	})
}

// ChangePassword changes the guest's own password.
func (d *Door) ChangePassword(r *http.Request, g Guest, was, is string) error {
	return d.knock(r, func() error {
		return d.o.Register.ChangePassword(r.Context(), d.Act(r, account.ByAccount(g.Account.ID)), g.Account.ID, account.NewPassword{Old: was, New: is, Keep: g.Session})
	})
}

// SignOut ends the session that the request comes with.
func (d *Door) SignOut(w http.ResponseWriter, r *http.Request) error {
	if secret := d.secretOf(r); secret != "" {
		by := account.Nobody
		if a, _, err := d.o.Register.Visit(r.Context(), d.o.Clock(), secret); err == nil {
			by = account.ByAccount(a.ID)
		}
		if err := d.o.Register.SignOut(r.Context(), d.Act(r, by), secret); err != nil {
			return err
		}
	}
	http.SetCookie(w, &http.Cookie{Name: d.cookie(), Path: "/", MaxAge: -1, HttpOnly: true, Secure: d.o.Secure, SameSite: http.SameSiteLaxMode})
	return nil
}
