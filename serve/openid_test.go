package serve_test

import (
	"bytes"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/serve"
	"throughline/testing/htmlcheck"
	"throughline/testing/provider"
)

const clientSecret = "otter/lamp=seventeen"

// acme is a server whose people sign in at a provider that runs beside it.
type acme struct {
	*running
	provider *provider.Server
	data     *serve.Data
	world    provider.World
	log      *journal
}

// journal is a log that may be read while it is written.
type journal struct {
	mu   sync.Mutex // guards text
	text bytes.Buffer
}

// Write writes.
func (j *journal) Write(b []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(b)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// world is the people of the provider, for a server at the address.
func world(l net.Listener) provider.World {
	at := "http://" + l.Addr().String()
	person := func(subject string, groups ...string) provider.Person {
		return provider.Person{Subject: subject, Password: "word of " + subject, Name: strings.ToUpper(subject[:1]) + subject[1:], Email: subject + "@example.org", Verified: true, Groups: groups}
	}
	return provider.World{
		Client: provider.Client{ID: "throughline", Secret: clientSecret, Back: []string{at + "/sign-in/openid/back"}, Out: []string{at + "/sign-in"}},
		People: []provider.Person{person("ana"), person("ben", "staff"), person("eve"), person("zoe")},
	}
}

// serveAcme serves what Ana set up, with people of the organisation. At is where the provider answers; "" starts one.
func serveAcme(t *testing.T, at string) *acme {
	t.Helper()
	if testing.Short() {
		t.Skip("builds and starts a provider")
	}
	data, _ := founded(t)
	put(t, data, &graph.Unit{ID: "acme", Name: "Acme"}, &graph.Person{ID: "ben-ode", Name: "Ben Ode", Email: "Ben@Example.org"},
		&graph.Person{ID: "ben-old", Name: "Ben Old", Email: "ben@example.org", Until: graph.On(2026, 1, 1)},
		&graph.Person{ID: "zoe-one", Name: "Zoe One", Email: "zoe@example.org"}, &graph.Person{ID: "zoe-two", Name: "Zoe Two", Email: "zoe@example.org"})
	l := listen(t, "127.0.0.1:0", false)
	a := &acme{data: data, world: world(l), log: &journal{}}
	issuer := "http://" + at
	if at == "" {
		a.provider = provider.Start(t, "", a.world)
		issuer = a.provider.Issuer
	}
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte(clientSecret+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	a.running = run(t, serve.Options{
		Data: data, Listener: l, Clock: time.Now, Log: slog.New(slog.NewTextHandler(a.log, &slog.HandlerOptions{Level: slog.LevelDebug})),
		OpenID: serve.OpenID{Issuer: issuer, Client: "throughline", SecretFile: secret, Name: "Acme", Roles: []string{"staff=reader", "leads=editor", "board=owner"}, Retry: 10 * time.Millisecond},
	})
	t.Cleanup(func() {
		for _, never := range []string{clientSecret, "code=", "eyJ", "word of"} {
			if strings.Contains(a.log.String(), never) {
				t.Errorf("the log tells %q: %s", never, a.log)
			}
		}
	})
	return a
}

// put writes records down.
func put(t *testing.T, data *serve.Data, all ...graph.Record) {
	t.Helper()
	_, err := data.Engine.Do(t.Context(), "main", engine.Actor{Name: "person/ana", Channel: ledger.Terminal}, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "organisation.described", Puts: all}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// groups changes the groups of somebody at the provider.
func (a *acme) groups(who string, groups ...string) {
	for i := range a.world.People {
		if a.world.People[i].Subject == who {
			a.world.People[i].Groups = groups
		}
	}
	a.provider.Becomes(a.world)
}

// walker is somebody at a browser of their own, who keeps no page from another.
type walker struct {
	t      *testing.T
	a      *acme
	client *http.Client
	stopAt string   // the path before which they stop
	last   *url.URL // where they are
}

// place is where a walker is.
type place struct {
	htmlcheck.Node
	status int
	url    *url.URL
}

func (a *acme) walker(t *testing.T) *walker {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	w := &walker{t: t, a: a}
	w.client = &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(r *http.Request, _ []*http.Request) error {
		if w.stopAt != "" && r.URL.Path == w.stopAt {
			return http.ErrUseLastResponse
		}
		return nil
	}}
	return w
}

func (w *walker) at(answer *http.Response, err error) place {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatal(err)
	}
	n, err := htmlcheck.Parse(bytes.NewReader(text))
	if err != nil {
		w.t.Fatal(err)
	}
	p := place{n, answer.StatusCode, answer.Request.URL}
	if to, err := answer.Location(); err == nil {
		p.url = to
	}
	w.last = p.url
	return p
}

func (w *walker) get(address string) place {
	w.t.Helper()
	if strings.HasPrefix(address, "/") {
		address = strings.TrimSuffix(w.a.url, "/") + address
	}
	return w.at(w.client.Get(address))
}

// follow follows the link with the words.
func (w *walker) follow(p place, words string) place {
	w.t.Helper()
	for _, a := range p.In("a") {
		if href, _ := a.Attr("href"); a.Text() == words {
			to, err := p.url.Parse(href)
			if err != nil {
				w.t.Fatal(err)
			}
			return w.get(to.String())
		}
	}
	w.t.Fatalf("%s has no link %q: %s", p.url, words, p.Text())
	return place{}
}

// send sends the form of the page that leads to the address, with what is typed.
func (w *walker) send(p place, action string, typed url.Values) place {
	w.t.Helper()
	f, there := p.First("form[action=" + action + "]")
	if !there {
		w.t.Fatalf("%s has no form for %s: %s", p.url, action, p.Text())
	}
	values := url.Values{}
	for _, in := range f.In("input") {
		name, _ := in.Attr("name")
		value, _ := in.Attr("value")
		values.Set(name, value)
	}
	for name, value := range typed {
		values[name] = value
	}
	to, err := p.url.Parse(action)
	if err != nil {
		w.t.Fatal(err)
	}
	return w.at(w.client.PostForm(to.String(), values))
}

// atProvider gives the provider what it asks for.
func (w *walker) atProvider(p place, who string) place {
	w.t.Helper()
	return w.send(p, "/sign-in", url.Values{"who": {who}, "password": {"word of " + who}, "do": {"in"}})
}

// signIn goes by the provider.
func (w *walker) signIn(who string) place {
	w.t.Helper()
	return w.atProvider(w.follow(w.get("/sign-in"), "Sign in with Acme"), who)
}

func (w *walker) signOut() place {
	w.t.Helper()
	return w.at(w.client.PostForm(w.a.url+"sign-out", nil))
}

// is holds where somebody is, and what is said there.
func (w *walker) is(p place, status int, path string, says ...string) place {
	w.t.Helper()
	if p.status != status || p.url.RequestURI() != path {
		w.t.Errorf("ended with %d at %s, want %d at %s: %s", p.status, p.url.Path, status, path, p.Text())
	}
	for _, words := range says {
		if !strings.Contains(p.Text(), words) {
			w.t.Errorf("%s does not say %q: %s", p.url.Path, words, p.Text())
		}
	}
	return p
}

// waits waits until the provider is known.
func (a *acme) waits(t *testing.T) {
	t.Helper()
	for range 10_000 {
		if _, _, text := a.get(t, "sign-in"); strings.Contains(text, `href="/sign-in/openid"`) {
			return
		}
	}
	t.Fatalf("the provider is not found: %s", a.log)
}

// Somebody signs in at a real provider, is who the organisation knows them as, and has the role that their groups give, each time anew.
func TestSigningInAtAProvider(t *testing.T) {
	a := serveAcme(t, "")
	a.waits(t)
	ben := a.walker(t)
	asks := ben.get("/records/unit/acme?asof=2026-11-01")
	there := ben.follow(asks, "Sign in with Acme")
	if there.url.Host != strings.TrimPrefix(a.provider.Issuer, "http://") {
		t.Fatalf("the button leads to %s", there.url)
	}
	wrong := ben.send(there, "/sign-in", url.Values{"who": {"ben"}, "password": {"guessed"}, "do": {"in"}})
	ben.is(ben.atProvider(wrong, "ben"), 200, "/records/unit/acme?asof=2026-11-01", "Acme")
	ben.is(ben.get("/account"), 200, "/account", "You are Ben, ben@example.org, and a reader of this workspace, where you are Ben Ode", "Sign-ins elsewhere")
	ben.is(ben.get("/sign-in/openid/back?code=x&state=y"), 200, "/") // the way back, gone a second time
	out := ben.is(ben.signOut(), 200, "/sign-in?out", "You are signed out here. You may still be signed in at Acme.")
	ben.is(ben.follow(out, "Sign out of Acme too"), 200, "/sign-in", "Sign in with Acme")
	for _, c := range []struct {
		groups []string
		role   string
	}{
		{[]string{"staff", "leads", "strangers"}, "an editor"}, {[]string{"board", "leads"}, "an owner"}, {[]string{"staff"}, "a reader"},
	} {
		a.groups("ben", c.groups...)
		ben.is(ben.signIn("ben"), 200, "/")
		ben.is(ben.get("/account"), 200, "/account", c.role+" of this workspace, where you are Ben Ode")
		ben.signOut()
	}
	a.groups("ben")
	ben.is(ben.signIn("ben"), 403, "/", "Not for you", "no member of this workspace", "Ask one of its owners", "whoever keeps the groups at Acme")
	eve := a.walker(t)
	eve.is(eve.signIn("eve"), 403, backOf(eve), "none of its groups gives a role", "Ask an owner of the workspace for an invitation")
	for _, told := range []string{
		`msg=account what=session.begun by=account/`, `what=role.changed`, `note="reader → editor"`, `what=member.removed`, `what=person.linked`, `what=signin.failed by="" about="" workspace="" from=127.0.0.1 note=` + a.provider.Issuer,
	} {
		if !strings.Contains(a.log.String(), told) {
			t.Errorf("the log does not tell %s", told)
		}
	}
	eve.is(eve.get("/"), 200, "/sign-in")
}

// backOf is the address that a walker came back to, whatever the answer was.
func backOf(w *walker) string { return w.last.RequestURI() }

// Nothing but the answer to a sign-in that was begun in the same browser lets anybody in.
func TestAnAnswerOfAProviderIsForOneBrowser(t *testing.T) {
	a := serveAcme(t, "")
	a.waits(t)
	eve, ben := a.walker(t), a.walker(t)
	declined := eve.send(eve.follow(eve.get("/sign-in?to=/records"), "Sign in with Acme"), "/sign-in", url.Values{"do": {"no"}})
	eve.is(declined, 403, backOf(eve), "Acme did not let you in, or you called it off", "Sign in with Acme")
	ben.stopAt = "/sign-in/openid/back"
	answer := ben.signIn("ben")
	eve.follow(eve.get("/sign-in"), "Sign in with Acme")
	eve.is(eve.get(answer.url.String()), 403, backOf(eve), "not the answer to a sign-in that was begun last in this browser")
	eve.is(eve.get("/"), 200, "/sign-in")
	ben.stopAt = ""
	ben.is(ben.get(answer.url.String()), 200, "/")
	ben.is(ben.signOut(), 200, "/sign-in?out")
	ben.is(ben.get(answer.url.String()), 403, backOf(ben), "not the answer to a sign-in that was begun last")
	ben.stopAt = "/sign-in/openid/back"
	answer = ben.signIn("ben")
	a.provider.Stop()
	ben.stopAt = ""
	ben.is(ben.get(answer.url.String()), 503, backOf(ben), "Acme cannot be reached at the moment", "sign in with a password")
}

// Who has an account links it with the provider and is the same from then on; who is invited needs no password.
func TestAnAccountIsLinkedWithAProvider(t *testing.T) {
	a := serveAcme(t, "")
	a.waits(t)
	ana := a.walker(t)
	ana.is(ana.signIn("ana"), 403, backOf(ana), "none of its groups")
	a.groups("ana", "staff")
	ana.is(ana.signIn("ana"), 409, backOf(ana), "There is an account with the address of this sign-in", "link the two on the page of your account")
	ana.is(ana.send(ana.get("/sign-in"), "/sign-in", url.Values{"address": {"ana@example.org"}, "password": {password}}), 200, "/")
	ana.is(ana.atProvider(ana.follow(ana.get("/account"), "Link your sign-in with Acme"), "ana"), 200, "/account", "Sign-ins elsewhere", "Acme", "Unlink")
	ana.signOut()
	ana.is(ana.signIn("ana"), 200, "/")
	account := ana.is(ana.get("/account"), 200, "/account", "an owner of this workspace")
	members := ana.get("/members")
	made := ana.send(members, "/members/invite", url.Values{"address": {"zoe.work@example.org"}, "role": {"editor"}})
	link, _ := made.First("input#handed")
	to, _ := link.Attr("value")
	zoe := a.walker(t)
	zoe.is(zoe.atProvider(zoe.follow(zoe.get(to), "Accept with Acme"), "zoe"), 200, "/")
	page := zoe.is(zoe.get("/account"), 200, "/account", "You are Zoe, zoe@example.org, and an editor of this workspace.")
	if page.Count("#password") != 0 {
		t.Error("who has no password is asked for the present one")
	}
	zoe.is(zoe.send(page, "/account/identities/unlink", nil), 400, "/account/identities/unlink", "the only way to sign in")
	ana.is(ana.send(account, "/account/identities/unlink", nil), 200, "/account", "Link your sign-in with Acme")
	eve := a.walker(t)
	eve.follow(eve.get("/sign-in"), "Sign in with Acme")
	ana.stopAt = "/sign-in/openid/back"
	answer := ana.atProvider(ana.follow(ana.get("/account"), "Link your sign-in with Acme"), "eve")
	ana.signOut()
	ana.stopAt = ""
	ana.is(ana.get(answer.url.String()), 403, backOf(ana), "You are not signed in any more as whom")
}

// The address that the provider vouches for says who somebody is, but not to who could have written it into the record themselves.
func TestWhoSomebodyIsByTheirAddress(t *testing.T) {
	a := serveAcme(t, "")
	a.waits(t)
	zoe := a.walker(t)
	signsIn := func(says string, groups ...string) {
		t.Helper()
		a.groups("zoe", groups...)
		zoe.is(zoe.signIn("zoe"), 200, "/")
		zoe.is(zoe.get("/account"), 200, "/account", says)
		zoe.signOut()
	}
	signsIn("a reader of this workspace.", "staff") // two people have the address
	put(t, a.data, &graph.Person{ID: "zoe-two", Name: "Zoe Two", Email: "zoe.two@example.org"})
	signsIn("an editor of this workspace.", "leads") // who may change every record
	signsIn("a reader of this workspace, where you are Zoe One.", "staff")
	signsIn("an editor of this workspace, where you are Zoe One.", "leads")
	ben := a.walker(t)
	a.groups("ben", "leads")
	ben.is(ben.signIn("ben"), 200, "/")
	ben.is(ben.get("/account"), 200, "/account", "an editor of this workspace, where you are Ben Ode.") // who came in just now
}

// A provider that is down keeps nobody from coming in by password, and is found when it is back.
func TestAProviderThatIsDown(t *testing.T) {
	at := provider.Free(t)
	a := serveAcme(t, at)
	ana := a.walker(t)
	page := ana.is(ana.get("/sign-in"), 200, "/sign-in", "Acme cannot be reached at the moment. Try again in a minute, or sign in with a password.")
	if page.Count(".elsewhere a") != 0 {
		t.Error("there is a way to what cannot be reached")
	}
	ana.is(ana.get("/sign-in/openid?to=/records"), 503, "/sign-in/openid?to=/records", "Acme cannot be reached at the moment")
	ana.is(ana.send(page, "/sign-in", url.Values{"address": {"ana@example.org"}, "password": {password}}), 200, "/")
	a.provider = provider.Start(t, at, a.world)
	a.waits(t)
	ben := a.walker(t)
	ben.is(ben.signIn("ben"), 200, "/")
}

func TestSettingsOfAProviderThatCannotBeRight(t *testing.T) {
	for says, c := range map[string]serve.OpenID{
		"is not a role":                {Issuer: "https://id.example.org", Client: "a", Roles: []string{"staff=king"}},
		"must know this server":        {Issuer: "https://id.example.org"},
		"no provider":                  {Client: "a"},
		"cannot be read":               {Issuer: "https://id.example.org", Client: "a", SecretFile: filepath.Join(t.TempDir(), "none")},
		"imitated by anybody":          {Issuer: "http://id.example.org", Client: "a"},
		"is not the address of an Ope": {Issuer: "id.example.org", Client: "a"},
	} {
		data, _ := founded(t)
		err := serve.Run(t.Context(), serve.Options{Data: data, Workspace: "main", Clock: clock, Log: slog.New(slog.DiscardHandler), Listener: listen(t, "127.0.0.1:0", false), OpenID: c})
		if f := fault.Of(err); f == nil || !strings.Contains(f.Sentence, says) || f.Remedy == "" {
			t.Errorf("Run = %v, want that it says %q", err, says)
		}
	}
	err := serve.Run(t.Context(), serve.Options{Data: lived(t), Entry: serve.Anybody, Clock: clock, Listener: listen(t, "127.0.0.1:0", false), OpenID: serve.OpenID{Issuer: "https://id.example.org", Client: "a"}})
	if !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "nobody signs in here") {
		t.Errorf("where nobody signs in: %v", err)
	}
}
