package door

import (
	"cmp"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"runtime"
	"strings"
	"sync/atomic"
	"time"

	"throughline/access"
	"throughline/account"
	"throughline/fault"
	"throughline/graph"
	"throughline/openid"
)

// Options say how a door is kept. Register and Clock are needed.
type Options struct {
	Register *account.Register
	Clock    func() time.Time
	Dice     io.Reader        // unpredictable bytes; nil is those of the machine
	Secure   bool             // people reach the server through https alone
	Proxied  bool             // requests come through a proxy, which says in X-Forwarded-For from where
	Provider *openid.Provider // vouches for people; nil where passwords are all there is
}

// Door says who sends a request. It may be used by many requests at once.
type Door struct {
	o       Options
	anybody *Guest // whom everybody is; nil where there are accounts or a cast
	cast    Cast
	setUp   atomic.Bool
	hashing chan struct{} // holds one for each password that is hashed
	knocks  knocks        // of networks, to get in
	asked   knocks        // of who is in
	stays   stays
}

// New is the door of a server with accounts.
func New(o Options) *Door {
	if o.Dice == nil {
		o.Dice = rand.Reader
	}
	return &Door{
		o: o, hashing: make(chan struct{}, runtime.GOMAXPROCS(0)),
		knocks: knocks{pace: knockPace(), clock: o.Clock}, asked: knocks{pace: askPace(), clock: o.Clock},
	}
}

// Open is the door of a server without accounts: whoever reaches it is the guest.
func Open(g Guest) *Door { return &Door{anybody: &g} }

// Guest is who sends a request.
type Guest struct {
	Account       account.Account // zero where nobody signs in
	Session       account.SessionID
	Label         string // what people call them; "" for nobody in particular
	Viewer        access.Viewer
	Actor         string // the name that their changes bear: person/ana-lima, account/…
	ByToken       bool   // a program, with a token
	Administrator bool   // of the server
}

// ErrStranger is the cause of the fault for a request whose sender is not known.
var ErrStranger = errors.New("the sender is not known")

// ErrElsewhere is the cause of the fault for a program whose token is for another workspace than it asks about.
var ErrElsewhere = errors.New("the token is for another workspace")

// ErrNotSetUp is the cause of the fault for a request to a server that has no account yet.
var ErrNotSetUp = errors.New("the server is not set up")

// Register is the accounts; nil where nobody signs in.
func (d *Door) Register() *account.Register { return d.o.Register }

// Who is who sends the request, with what they may do in the workspace: nothing, for an account that is no member. The fault's
// cause is ErrStranger or ErrNotSetUp where that is why there is nobody. It counts as a request, of which there can be too many.
func (d *Door) Who(r *http.Request, workspace string) (Guest, error) {
	switch {
	case d.anybody != nil:
		return *d.anybody, nil
	case d.cast != nil:
		return d.player(r)
	}
	if secret, there := bearer(r); there {
		return d.program(r.Context(), secret, workspace)
	}
	return d.person(r, workspace)
}

// bearer is the token that a request carries.
func bearer(r *http.Request) (secret string, there bool) {
	scheme, rest, _ := strings.Cut(r.Header.Get("Authorization"), " ")
	return strings.TrimSpace(rest), strings.EqualFold(scheme, "Bearer")
}

// program is who comes with a token.
func (d *Door) program(ctx context.Context, secret, workspace string) (Guest, error) {
	p, err := d.pass(ctx, secret)
	if err != nil {
		return Guest{}, err
	}
	if p.Token.Workspace != workspace {
		return Guest{}, fault.Wrap(ErrElsewhere, fault.Denied, "this token is for another workspace", "Make one for this workspace")
	}
	g, err := d.guest(ctx, p.Account, workspace)
	g.ByToken, g.Administrator = true, false
	g.Viewer.Role, g.Viewer.ReadOnly = access.Role(p.Role), p.Token.Scope == account.Read
	return g, err
}

// pass is what a token opens.
func (d *Door) pass(ctx context.Context, secret string) (account.Pass, error) {
	p, err := d.o.Register.Pass(ctx, d.o.Clock(), secret)
	if fault.Is(err, fault.Denied) {
		err = fault.Wrap(ErrStranger, fault.Denied, "the token is not one, was revoked or has expired", "Make a new token on the page of your account, and use that")
	}
	if err == nil {
		err = d.asks("token/" + string(p.Token.ID))
	}
	return p, err
}

// session is the session that the request comes with, and whose it is.
func (d *Door) session(r *http.Request) (account.Account, account.Session, error) {
	secret := d.secretOf(r)
	if secret == "" {
		return account.Account{}, account.Session{}, d.stranger(r.Context())
	}
	a, session, err := d.o.Register.Visit(r.Context(), d.o.Clock(), secret)
	if fault.Is(err, fault.Denied) {
		err = d.stranger(r.Context())
	}
	if err == nil {
		err = d.asks(string(account.ByAccount(a.ID)))
	}
	return a, session, err
}

// person is who comes with a session.
func (d *Door) person(r *http.Request, workspace string) (Guest, error) {
	a, session, err := d.session(r)
	if err != nil {
		return Guest{}, err
	}
	g, err := d.guest(r.Context(), a, workspace)
	g.Session = session.ID
	return g, err
}

// guest is the account as it is in the workspace.
func (d *Door) guest(ctx context.Context, a account.Account, workspace string) (Guest, error) {
	g := named(a, false)
	g.Administrator = a.Administrator
	m, there, err := d.o.Register.Member(ctx, workspace, a.ID)
	if err != nil || !there {
		return g, err
	}
	g.Viewer = access.Viewer{Role: access.Role(m.Role), Person: graph.PersonID(m.Person)}
	if m.Person != "" {
		g.Actor = graph.PersonID(m.Person).Ref().String()
	}
	return g, nil
}

// labelOf is what people call the account.
func labelOf(a account.Account) string { return cmp.Or(a.Name, a.Address) }

// stranger is the fault of a request without a session.
func (d *Door) stranger(ctx context.Context) error {
	done, err := d.IsSetUp(ctx)
	switch {
	case err != nil:
		return err
	case !done:
		return fault.Wrap(ErrNotSetUp, fault.Denied, "this server is not set up yet", "Open the address that the program printed when it was started, and make the first account there")
	}
	return fault.Wrap(ErrStranger, fault.Denied, "you are not signed in", "Sign in, or send a token")
}

// IsSetUp reports whether the server has an account, or needs none.
func (d *Door) IsSetUp(ctx context.Context) (bool, error) {
	if d.o.Register == nil || d.setUp.Load() { // what was set up stays so
		return true, nil
	}
	done, err := d.o.Register.IsSetUp(ctx)
	if done {
		d.setUp.Store(true)
	}
	return done, err
}
