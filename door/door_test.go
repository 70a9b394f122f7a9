package door_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"throughline/access"
	"throughline/account"
	"throughline/account/accounttest"
	"throughline/door"
	"throughline/fault"
	"throughline/testing/accounts"
)

const workspace = "harbor"

// house is a door with the desk behind it.
type house struct {
	*door.Door
	desk *accounttest.Desk
}

func build(o door.Options) house {
	desk := accounts.Open()
	o.Register, o.Clock, o.Dice = desk.Register, desk.Now, desk
	return house{door.New(o), desk}
}

// inhabited is a house that ana set up.
func inhabited(t *testing.T) (house, account.Admission) {
	t.Helper()
	h := build(door.Options{})
	return h, h.desk.SetUp(t, workspace)
}

// with is a request with a header.
func with(name, value string) *http.Request {
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	if name != "" {
		r.Header.Set(name, value)
	}
	return r
}

func cookie(secret string) *http.Request { return with("Cookie", "throughline="+secret) }

// stranger holds that the sender is not known, and told nothing but that.
func stranger(t *testing.T, what string, err error) {
	t.Helper()
	if !errors.Is(err, door.ErrStranger) || !fault.Is(err, fault.Denied) {
		t.Errorf("%s: %v, want a stranger", what, err)
	}
}

func TestAnOpenDoorLetsEverybodyInAsTheSame(t *testing.T) {
	d := door.Open(door.Guest{Actor: "person/ana", Viewer: access.Viewer{Person: "ana", Role: access.Owner}})
	for _, r := range []*http.Request{with("", ""), with("Authorization", "Bearer tl_x"), cookie("tlsession_x")} {
		if g, err := d.Who(r, "any"); err != nil || g.Actor != "person/ana" || g.Viewer.Role != access.Owner {
			t.Errorf("Who = %+v, %v", g, err)
		}
	}
	if done, err := d.IsSetUp(t.Context()); !done || err != nil || d.Register() != nil || d.IsStage() {
		t.Error("there is something to set up, or a stage")
	}
}

func TestNobodyIsInBeforeTheServerIsSetUp(t *testing.T) {
	h := build(door.Options{})
	for _, r := range []*http.Request{with("", ""), cookie("tlsession_x")} {
		if _, err := h.Who(r, workspace); !errors.Is(err, door.ErrNotSetUp) || !fault.Is(err, fault.Denied) {
			t.Errorf("Who = %v, want that it is not set up", err)
		}
	}
	_, err := h.Who(with("Authorization", "Bearer tl_x"), workspace)
	stranger(t, "a token", err)
	if done, err := h.IsSetUp(t.Context()); done || err != nil {
		t.Errorf("IsSetUp = %v, %v", done, err)
	}
	h.desk.SetUp(t, workspace)
	_, err = h.Who(with("", ""), workspace)
	stranger(t, "nobody", err)
}

func TestASessionIsItsAccount(t *testing.T) {
	h, ana := inhabited(t)
	ben := h.desk.Join(t, workspace, "ben@example.org", account.Contributor)
	if err := h.desk.LinkPerson(t.Context(), h.desk.Act(account.Terminal), workspace, ben.Account.ID, "ben-castellan"); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		a       account.Admission
		viewer  access.Viewer
		actor   string
		manages bool
	}{
		{ana, access.Viewer{Role: access.Owner}, "account/" + string(ana.Account.ID), true},
		{ben, access.Viewer{Role: access.Contributor, Person: "ben-castellan"}, "person/ben-castellan", false},
	} {
		g, err := h.Who(cookie(c.a.Secret.Text()), workspace)
		if err != nil || g.Viewer != c.viewer || g.Actor != c.actor || g.Administrator != c.manages || g.ByToken || g.Session != c.a.Session.ID || g.Label != c.a.Account.Name {
			t.Errorf("Who = %+v, %v", g, err)
		}
		elsewhere, err := h.Who(cookie(c.a.Secret.Text()), "elsewhere")
		if err != nil || elsewhere.Viewer != (access.Viewer{}) || elsewhere.Account.ID != c.a.Account.ID {
			t.Errorf("in a workspace of others: %+v, %v", elsewhere, err)
		}
	}
	for what, r := range map[string]*http.Request{
		"no cookie": with("", ""), "another secret": cookie("tlsession_" + strings.Repeat("a", 52)), "no secret": cookie("x"),
		"a session where tokens are": with("Authorization", "Bearer "+ana.Secret.Text()), "the name for https": with("Cookie", "__Host-throughline="+ana.Secret.Text()),
	} {
		_, err := h.Who(r, workspace)
		stranger(t, what, err)
	}
}

func TestATokenIsItsAccountWithinItsScope(t *testing.T) {
	h, ana := inhabited(t)
	if err := h.desk.LinkPerson(t.Context(), h.desk.Act(account.Terminal), workspace, ana.Account.ID, "ana-lima"); err != nil {
		t.Fatal(err)
	}
	for scope, want := range map[account.Scope]access.Viewer{
		account.Read:  {Person: "ana-lima", Role: access.Reader, ReadOnly: true},
		account.Write: {Person: "ana-lima", Role: access.Owner},
	} {
		token, secret, err := h.desk.IssueToken(t.Context(), h.desk.Act(account.ByAccount(ana.Account.ID)), ana.Account.ID,
			account.Token{Name: "Reports", Workspace: workspace, Scope: scope, Expires: h.desk.Now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		for _, written := range []string{"Bearer " + secret.Text(), "bearer  " + secret.Text() + " "} {
			g, err := h.Who(with("Authorization", written), workspace)
			if err != nil || g.Viewer != want || !g.ByToken || g.Administrator || g.Actor != "person/ana-lima" || g.Session != "" {
				t.Errorf("%s: Who = %+v, %v", scope, g, err)
			}
		}
		if _, err := h.Who(with("Authorization", "Bearer "+secret.Text()), "elsewhere"); !fault.Is(err, fault.Denied) || errors.Is(err, door.ErrStranger) {
			t.Errorf("in another workspace: %v", err)
		}
		_, err = h.Who(cookie(secret.Text()), workspace)
		stranger(t, "a token where sessions are", err)
		both := cookie(ana.Secret.Text())
		both.Header.Set("Authorization", "Bearer wrong")
		_, err = h.Who(both, workspace)
		stranger(t, "a wrong token beside a session", err)
		if err := h.desk.RevokeToken(t.Context(), h.desk.Act(account.Terminal), ana.Account.ID, token.ID); err != nil {
			t.Fatal(err)
		}
		_, err = h.Who(with("Authorization", "Bearer "+secret.Text()), workspace)
		stranger(t, "a revoked token", err)
	}
}

// post sends a request from an address through what lets people in, and returns the cookie that was set.
func post(t *testing.T, from string, enter func(http.ResponseWriter, *http.Request) error) (*http.Cookie, error) {
	t.Helper()
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodPost, "/sign-in", nil)
	r.RemoteAddr = from
	r.Header.Set("User-Agent", "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
	err := enter(w, r)
	if all := w.Result().Cookies(); len(all) == 1 {
		return all[0], err
	}
	return nil, err
}

func TestSigningInAndOut(t *testing.T) {
	h, ana := inhabited(t)
	c, err := post(t, "192.0.2.9:1234", func(w http.ResponseWriter, r *http.Request) error {
		return h.SignIn(w, r, "Ana@example.org", accounttest.Password)
	})
	if err != nil || c == nil {
		t.Fatalf("SignIn = %v", err)
	}
	if !c.HttpOnly || c.SameSite != http.SameSiteLaxMode || c.Path != "/" || c.Secure || c.Domain != "" || c.MaxAge != 30*24*3600 {
		t.Errorf("the cookie is %+v", c)
	}
	g, err := h.Who(cookie(c.Value), workspace)
	if err != nil || g.Account.ID != ana.Account.ID || g.Session == ana.Session.ID {
		t.Fatalf("Who = %+v, %v", g, err)
	}
	all, err := h.desk.Sessions(t.Context(), h.desk.Now(), ana.Account.ID)
	if err != nil || len(all) != 2 || !strings.Contains(fmt.Sprint(all), "192.0.2.9") || !strings.Contains(fmt.Sprint(all), "Firefox on Linux") {
		t.Errorf("the devices are %+v, %v", all, err)
	}
	again, err := post(t, "192.0.2.9:1234", func(w http.ResponseWriter, r *http.Request) error {
		r.AddCookie(c)
		return h.SignIn(w, r, "ana@example.org", accounttest.Password)
	})
	if err != nil {
		t.Fatal(err)
	}
	_, err = h.Who(cookie(c.Value), workspace)
	stranger(t, "the session before", err)
	gone, err := post(t, "192.0.2.9:1234", func(w http.ResponseWriter, r *http.Request) error {
		r.AddCookie(again)
		return h.SignOut(w, r)
	})
	if err != nil || gone == nil || gone.MaxAge >= 0 || gone.Value != "" {
		t.Errorf("SignOut = %v, with %v", err, gone)
	}
	_, err = h.Who(cookie(again.Value), workspace)
	stranger(t, "signed out", err)
	wrong, err := post(t, "192.0.2.9:1234", func(w http.ResponseWriter, r *http.Request) error {
		return h.SignIn(w, r, "ana@example.org", "not this one at all")
	})
	if !fault.Is(err, fault.Denied) || wrong != nil {
		t.Errorf("a wrong password: %v, %v", err, wrong)
	}
}

func TestACookieForHTTPSIsKeptToIt(t *testing.T) {
	h := build(door.Options{Secure: true})
	h.desk.SetUp(t, workspace)
	c, err := post(t, "192.0.2.9:1", func(w http.ResponseWriter, r *http.Request) error {
		return h.SignIn(w, r, "ana@example.org", accounttest.Password)
	})
	if err != nil || c.Name != "__Host-throughline" || !c.Secure || c.Path != "/" || c.Domain != "" {
		t.Fatalf("the cookie is %+v, %v", c, err)
	}
	_, err = h.Who(cookie(c.Value), workspace)
	stranger(t, "under another name", err)
	r := with("", "")
	r.AddCookie(c)
	if _, err := h.Who(r, workspace); err != nil {
		t.Error(err)
	}
}

func TestSettingUpJoiningAndResetting(t *testing.T) {
	h := build(door.Options{})
	secret, err := h.desk.BeginSetUp(t.Context(), h.desk.Act(account.Terminal))
	if err != nil {
		t.Fatal(err)
	}
	first, err := post(t, "192.0.2.9:1", func(w http.ResponseWriter, r *http.Request) error {
		return h.SetUp(w, r, account.SetUp{Secret: secret.Text(), Name: "Ana", Address: "ana@example.org", Password: accounttest.Password, Workspaces: []string{workspace}})
	})
	if err != nil {
		t.Fatal(err)
	}
	ana, err := h.Who(cookie(first.Value), workspace)
	if err != nil || ana.Viewer.Role != access.Owner || !ana.Administrator {
		t.Fatalf("the first is %+v, %v", ana, err)
	}
	_, invited, err := h.desk.Invite(t.Context(), h.desk.Act(account.ByAccount(ana.Account.ID)), workspace, account.Invitation{Address: "ben@example.org", Role: account.Reader})
	if err != nil {
		t.Fatal(err)
	}
	second, err := post(t, "192.0.2.9:1", func(w http.ResponseWriter, r *http.Request) error {
		return h.Join(w, r, account.Entrant{Secret: invited.Text(), Name: "Ben", Password: "three green kites flying"})
	})
	if err != nil {
		t.Fatal(err)
	}
	ben, err := h.Who(cookie(second.Value), workspace)
	if err != nil || ben.Viewer.Role != access.Reader || ben.Administrator {
		t.Fatalf("who joined is %+v, %v", ben, err)
	}
	r := cookie(second.Value)
	if err := h.ChangePassword(r, ben, "wrong one altogether", "four red kites landing"); !fault.Is(err, fault.Denied) {
		t.Errorf("with a wrong password: %v", err)
	}
	if err := h.ChangePassword(r, ben, "three green kites flying", "four red kites landing"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.Who(r, workspace); err != nil {
		t.Errorf("the device on which it was changed: %v", err)
	}
	link, err := h.desk.ResetLink(t.Context(), h.desk.Act(account.Terminal), ben.Account.ID)
	if err != nil {
		t.Fatal(err)
	}
	if err := h.Reset(r, link.Text(), "five blue kites resting"); err != nil {
		t.Fatal(err)
	}
	_, err = h.Who(r, workspace)
	stranger(t, "after a reset", err)
	if err := h.Reset(r, link.Text(), "six odd kites sleeping"); !fault.Is(err, fault.Denied) {
		t.Errorf("a link used twice: %v", err)
	}
}

// One network may try so often and no more, whatever it tries; another is not held up by it, and after a while it may again.
func TestANetworkMayTryOnlySoOften(t *testing.T) {
	h, _ := inhabited(t)
	try := func(from string, n int) error {
		_, err := post(t, from, func(w http.ResponseWriter, r *http.Request) error {
			return h.SignIn(w, r, fmt.Sprintf("nobody-%d@example.org", n), "any password there is")
		})
		return err
	}
	held := func(err error) bool { return strings.Contains(err.Error(), "too many attempts from your network") }
	for n := range 60 {
		if err := try(fmt.Sprintf("[2001:db8:1:2::%x]:9", n+1), n); held(err) {
			t.Fatalf("attempt %d is held: %v", n+1, err)
		}
	}
	if err := try("[2001:db8:1:2:ffff::1]:9", 60); !held(err) || !fault.Is(err, fault.TooMany) || fault.Of(err).Wait != 2*time.Second {
		t.Errorf("the 61st of a network: %v", err)
	}
	for _, from := range []string{"[2001:db8:1:3::1]:9", "192.0.2.1:9", "[::ffff:192.0.2.2]:9", "a pipe"} {
		if err := try(from, 61); held(err) {
			t.Errorf("%s is held: %v", from, err)
		}
	}
	h.desk.Later(2 * time.Second)
	if err := try("[2001:db8:1:2::1]:9", 62); held(err) {
		t.Errorf("after a pause: %v", err)
	}
	if err := try("[2001:db8:1:2::1]:9", 63); !held(err) {
		t.Error("a pause lets two in")
	}
}

// Who is in may ask two hundred times a second and not much more, each token for itself; nobody else is held up by it.
func TestAnAccountMayAskOnlySoOften(t *testing.T) {
	h, ana := inhabited(t)
	ben := h.desk.Join(t, workspace, "ben@example.org", account.Reader)
	token := func(name string) *http.Request {
		_, secret, err := h.desk.IssueToken(t.Context(), h.desk.Act(account.Terminal), ana.Account.ID, account.Token{Name: name, Workspace: workspace, Scope: account.Read, Expires: h.desk.Now().Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		return with("Authorization", "Bearer "+secret.Text())
	}
	again, err := post(t, "192.0.2.9:1", func(w http.ResponseWriter, r *http.Request) error {
		return h.SignIn(w, r, "ana@example.org", accounttest.Password)
	})
	if err != nil {
		t.Fatal(err)
	}
	one, two := token("one"), token("two")
	for what, who := range map[string]*http.Request{"a session": cookie(ana.Secret.Text()), "a token": one} {
		for n := range 12_000 {
			if _, err := h.Who(who, workspace); err != nil {
				t.Fatalf("%s, request %d: %v", what, n+1, err)
			}
		}
		_, err := h.Who(who, workspace)
		if f := fault.Of(err); f == nil || f.Kind != fault.TooMany || f.Wait <= 0 || f.Wait > time.Second || f.Remedy == "" {
			t.Errorf("%s asks once more: %v", what, err)
		}
	}
	if _, err := h.Who(cookie(again.Value), workspace); !fault.Is(err, fault.TooMany) {
		t.Errorf("the same account on another device: %v", err)
	}
	for what, who := range map[string]*http.Request{"another account": cookie(ben.Secret.Text()), "another token": two} {
		if _, err := h.Who(who, workspace); err != nil {
			t.Errorf("%s is held up: %v", what, err)
		}
	}
	h.desk.Later(time.Second)
	for n := range 200 {
		if _, _, err := h.Visitor(one, []string{workspace}); err != nil {
			t.Fatalf("a second later, request %d: %v", n+1, err)
		}
	}
	if _, err := h.Who(one, workspace); !fault.Is(err, fault.TooMany) {
		t.Errorf("a second lets more than two hundred in: %v", err)
	}
}

func TestTheProxySaysFromWhere(t *testing.T) {
	for _, c := range []struct {
		proxied   bool
		remote    string
		forwarded []string
		want      string
	}{
		{false, "192.0.2.1:5", []string{"198.51.100.7"}, "192.0.2.1"},
		{true, "127.0.0.1:5", []string{"198.51.100.7"}, "198.51.100.7"},
		{true, "127.0.0.1:5", []string{"forged, 198.51.100.7"}, "198.51.100.7"},
		{true, "127.0.0.1:5", []string{"forged", "2001:db8::1"}, "2001:db8::1"},
		{true, "127.0.0.1:5", []string{"198.51.100.7, unknown"}, "127.0.0.1"},
		{true, "127.0.0.1:5", nil, "127.0.0.1"},
		{false, "a pipe", nil, "a pipe"},
	} {
		r := httptest.NewRequest(http.MethodPost, "/", nil)
		r.RemoteAddr = c.remote
		r.Header["X-Forwarded-For"] = c.forwarded
		if act := build(door.Options{Proxied: c.proxied}).Act(r, account.Terminal); act.From != c.want || act.By != account.Terminal {
			t.Errorf("%+v comes from %q", c, act.From)
		}
	}
}

func TestAStageHasACast(t *testing.T) {
	cast := []door.Guest{{Label: "Ana", Actor: "person/ana", Viewer: access.Viewer{Person: "ana", Role: access.Owner}}, {Label: "Ben", Actor: "person/ben", Viewer: access.Viewer{Person: "ben", Role: access.Reader}}}
	d := door.Stage(func(context.Context) ([]door.Guest, error) { return cast, nil })
	is := func(r *http.Request) string {
		g, err := d.Who(r, workspace)
		if err != nil {
			t.Fatal(err)
		}
		return g.Label
	}
	c, err := post(t, "127.0.0.1:1", func(w http.ResponseWriter, r *http.Request) error { return d.Play(w, r, "ben") })
	if err != nil || !c.HttpOnly || c.SameSite != http.SameSiteLaxMode {
		t.Fatalf("Play = %v, %+v", err, c)
	}
	r := with("", "")
	r.AddCookie(c)
	if is(with("", "")) != "Ana" || is(r) != "Ben" || is(with("Cookie", c.Name+"=nobody")) != "Ana" {
		t.Error("visitors are not whom they chose to be")
	}
	if _, err := post(t, "127.0.0.1:1", func(w http.ResponseWriter, r *http.Request) error { return d.Play(w, r, "carl") }); !fault.Is(err, fault.NotFound) {
		t.Errorf("somebody who is not of the cast: %v", err)
	}
	if all, err := d.Players(t.Context()); len(all) != 2 || err != nil || !d.IsStage() || d.Register() != nil {
		t.Errorf("the cast is %v, %v", all, err)
	}
	cast = nil
	if _, err := d.Who(r, workspace); !fault.Is(err, fault.NotFound) {
		t.Errorf("an empty stage: %v", err)
	}
	if all, err := door.Open(door.Guest{}).Players(t.Context()); all != nil || err != nil {
		t.Error("an open door has a cast")
	}
	gone := errors.New("the data is gone")
	if _, err := door.Stage(func(context.Context) ([]door.Guest, error) { return nil, gone }).Who(r, workspace); !errors.Is(err, gone) {
		t.Errorf("a cast that cannot be read: %v", err)
	}
}

// slow is dice that fall when they are told to.
type slow struct {
	io.Reader
	asked, fall chan struct{}
}

func (s slow) Read(b []byte) (int, error) {
	s.asked <- struct{}{}
	<-s.fall
	return s.Reader.Read(b)
}

// At most as many passwords are hashed at once as there are processors; who does not wait for their turn is let go.
func TestHashingWaitsForItsTurn(t *testing.T) {
	desk := accounts.Open()
	desk.SetUp(t, workspace)
	places := runtime.GOMAXPROCS(0)
	dice := slow{desk, make(chan struct{}, 1000), make(chan struct{})}
	d := door.New(door.Options{Register: desk.Register, Clock: desk.Now, Dice: dice})
	try := func(ctx context.Context, n int) error {
		r := httptest.NewRequestWithContext(ctx, http.MethodPost, "/", nil)
		r.RemoteAddr = fmt.Sprintf("[2001:db8:0:%x::1]:9", n)
		return d.SignIn(httptest.NewRecorder(), r, fmt.Sprintf("n%d@example.org", n), accounttest.Password)
	}
	for n := range places {
		desk.Join(t, workspace, fmt.Sprintf("n%d@example.org", n), account.Reader)
	}
	done := make(chan error, places)
	for n := range places {
		go func() { done <- try(t.Context(), n) }()
		<-dice.asked
	}
	gone, leave := context.WithCancel(t.Context())
	leave()
	if err := try(gone, 0); !fault.Is(err, fault.Cancelled) {
		t.Errorf("one more: %v, want that it is called off", err)
	}
	close(dice.fall)
	for range places {
		if err := <-done; err != nil {
			t.Errorf("one of as many as there are processors: %v", err)
		}
	}
}
