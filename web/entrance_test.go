package web_test

import (
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/door"
	"throughline/engine"
	"throughline/graph"
	"throughline/storage/memory"
	"throughline/testing/accounts"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
	"throughline/web"
)

// house is a running site with accounts.
type house struct {
	t    *testing.T
	desk *accounttest.Desk
	site *site
	door *door.Door
	url  string
}

// build serves a small organisation to those who sign in.
func build(t *testing.T) *house { return buildWith(t, nil) }

// buildWith is build on a server that sends letters.
func buildWith(t *testing.T, letters *web.Mail) *house {
	t.Helper()
	desk := accounts.Open()
	store := memory.New()
	e := engine.New(store, engine.Options{Clock: desk.Now})
	t.Cleanup(e.Close)
	d := door.New(door.Options{Register: desk.Register, Clock: desk.Now, Dice: desk})
	server, err := web.New(web.Options{Engine: e, Workspace: workspace, Clock: desk.Now, Mail: letters, Door: d})
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t: t, desk: desk, door: d, site: &site{t, store, e, server.Routes()}}
	running := httptest.NewServer(h.site.handler)
	t.Cleanup(running.Close)
	h.url = running.URL
	o := fixture.New(t).Today(graph.DateOf(desk.Now()).String()).Unit("acme", "")
	o.Put(&graph.Person{ID: "ana-lima", Name: "Ana Lima", Unit: "acme"})
	h.site.holds(o.Picture(), "2020-01-01")
	return h
}

// browser is somebody at a browser of their own.
type visitor struct {
	*house
	client *http.Client
}

func (h *house) visitor() *visitor {
	jar, err := cookiejar.New(nil)
	if err != nil {
		h.t.Fatal(err)
	}
	return &visitor{h, &http.Client{Jar: jar}}
}

// seen is the page somebody ends on.
type seen struct {
	htmlcheck.Node
	status int
	at     string // its path with the query
	part   string // where on it
	header http.Header
}

func (b *visitor) do(r *http.Request) seen {
	b.t.Helper()
	answer, err := b.client.Do(r)
	if err != nil {
		b.t.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		b.t.Fatal(err)
	}
	n, err := htmlcheck.Parse(strings.NewReader(string(text)))
	if err != nil {
		b.t.Fatal(err)
	}
	if answer.Header.Get("Content-Type") == "text/html; charset=utf-8" {
		for _, wrong := range htmlcheck.Page(n) {
			b.t.Errorf("%s: %s", answer.Request.URL, wrong)
		}
	}
	return seen{n, answer.StatusCode, answer.Request.URL.RequestURI(), answer.Request.URL.Fragment, answer.Header}
}

func (b *visitor) get(path string) seen {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodGet, b.url+path, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	return b.do(r)
}

// fill sends the form of the page whose id is given, as a browser does: with what stands in it and what is typed.
func (b *visitor) fill(p seen, action string, typed map[string]string) seen {
	b.t.Helper()
	f, ok := p.First("form[action=" + action + "]")
	if !ok {
		b.t.Fatalf("%s has no form that is sent to %s: %s", p.at, action, p.Text())
	}
	if method, _ := f.Attr("method"); method != "post" {
		b.t.Errorf("the form is sent by %s", method)
	}
	values := url.Values{}
	for _, tag := range []string{"input", "select"} {
		for _, in := range f.In(tag) {
			name, _ := in.Attr("name")
			value, _ := in.Attr("value")
			for _, o := range in.In("option") {
				if _, is := o.Attr("selected"); is || value == "" {
					value, _ = o.Attr("value")
				}
			}
			values.Set(name, value)
		}
	}
	for name, value := range typed {
		if !values.Has(name) {
			b.t.Errorf("the form for %s has no field %s", action, name)
		}
		values.Set(name, value)
	}
	return b.post(action, values)
}

func (b *visitor) post(path string, values url.Values) seen {
	b.t.Helper()
	r, err := http.NewRequest(http.MethodPost, b.url+path, strings.NewReader(values.Encode()))
	if err != nil {
		b.t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	r.Header.Set("Sec-Fetch-Site", "same-origin")
	return b.do(r)
}

// is holds where somebody ended, and what the page says.
func (p seen) is(t *testing.T, status int, at string, says ...string) seen {
	t.Helper()
	if p.status != status || p.at != at {
		t.Errorf("ended with %d at %s, want %d at %s: %s", p.status, p.at, status, at, p.Text())
	}
	for _, words := range says {
		if !strings.Contains(p.Text(), words) {
			t.Errorf("%s does not say %q: %s", p.at, words, p.Text())
		}
	}
	return p
}

// handed is the secret the page shows once.
func (p seen) handed(t *testing.T) string {
	t.Helper()
	in, ok := p.First("input#handed")
	if !ok {
		t.Fatalf("nothing is handed over: %s", p.Text())
	}
	value, _ := in.Attr("value")
	if p.header.Get("Cache-Control") != "no-store" {
		t.Error("the page with a secret may be kept")
	}
	return value
}

// path is the address on this server.
func path(t *testing.T, h *house, address string) string {
	t.Helper()
	rest, ok := strings.CutPrefix(address, h.url)
	if !ok {
		t.Fatalf("%s is not an address of %s", address, h.url)
	}
	return rest
}

// owner is ana, who set the server up in her browser.
func (h *house) owner() *visitor {
	h.t.Helper()
	secret, err := h.desk.BeginSetUp(h.t.Context(), h.desk.Act(account.Terminal))
	if err != nil {
		h.t.Fatal(err)
	}
	ana := h.visitor()
	page := ana.get("/set-up?key="+secret.Text()).is(h.t, 200, "/set-up?key="+secret.Text(), "Set up Throughline")
	ana.fill(page, "/set-up", map[string]string{"name": "Ana Lima", "address": "ana@example.org", "password": accounttest.Password}).is(h.t, 200, "/", "Ana Lima")
	return ana
}

func TestTheFirstAccountIsMadeByWhoHasTheAddress(t *testing.T) {
	h := build(t)
	stranger := h.visitor()
	for _, page := range []string{"/", "/records", "/account", "/units/acme", "/sign-in"} {
		stranger.get(page).is(t, 403, page, "Not set up yet", "the address that the program printed")
	}
	guess := stranger.get("/set-up?key=guess")
	stranger.fill(guess, "/set-up", map[string]string{"name": "Eve", "address": "eve@example.org", "password": accounttest.Password}).
		is(t, 403, "/set-up", "replaced by a newer one, or is too old")
	secret, err := h.desk.BeginSetUp(t.Context(), h.desk.Act(account.Terminal))
	if err != nil {
		t.Fatal(err)
	}
	weak := stranger.fill(stranger.get("/set-up?key="+secret.Text()), "/set-up", map[string]string{"name": "Ana Lima", "address": "ana@example.org", "password": "short"}).
		is(t, 400, "/set-up", "needs at least 12")
	if in, _ := weak.First("input#set-up-name"); !strings.Contains(attr(in, "value"), "Ana Lima") || attr(first(t, weak, "input#set-up-password"), "value") != "" {
		t.Error("what was typed is lost, or the password is sent back")
	}
	ana := h.owner()
	ana.get("/account").is(t, 200, "/account", "ana@example.org", "an owner of this workspace", "this one")
	stranger.get("/set-up?key="+secret.Text()).is(t, 200, "/sign-in")
	stranger.post("/set-up", url.Values{"key": {secret.Text()}, "name": {"Eve"}, "address": {"eve@example.org"}, "password": {accounttest.Password}}).
		is(t, 409, "/set-up", "set up already")
}

func attr(n htmlcheck.Node, name string) string { v, _ := n.Attr(name); return v }

func first(t *testing.T, n seen, selector string) htmlcheck.Node {
	t.Helper()
	x, ok := n.First(selector)
	if !ok {
		t.Fatalf("there is no %s at %s", selector, n.at)
	}
	return x
}

func TestSigningInLeadsWhereSomebodyWanted(t *testing.T) {
	h := build(t)
	h.owner()
	ben := h.visitor()
	page := ben.get("/records/unit/acme?asof=2026-09-01").is(t, 200, "/sign-in?to=%2Frecords%2Funit%2Facme%3Fasof%3D2026-09-01", "Sign in")
	if strings.Contains(page.Text(), "acme") {
		t.Error("the page to sign in shows something of the organisation")
	}
	page = ben.fill(page, "/sign-in", map[string]string{"address": "ana@example.org", "password": "not the right one"}).is(t, 403, "/sign-in", "The address or the password is not right")
	ben.fill(page, "/sign-in", map[string]string{"password": accounttest.Password}).is(t, 200, "/records/unit/acme?asof=2026-09-01")
	ben.get("/sign-in?to=/records").is(t, 200, "/records")
	for _, to := range []string{"https://elsewhere.example/", "//elsewhere.example/", `/\elsewhere.example/`, "/sign-in", ""} {
		ben.get("/sign-in?"+url.Values{"to": {to}}.Encode()).is(t, 200, "/")
	}
	ben.fill(ben.get("/account"), "/sign-out", nil).is(t, 200, "/sign-in")
	ben.get("/").is(t, 200, "/sign-in")
}

func TestWhatNeedsASignInSaysSoToPrograms(t *testing.T) {
	h := build(t)
	h.owner()
	for path, header := range map[string]string{"/events": "", "/records": "Authorization", "/search?format=fragment&q=a": "HX-Request"} {
		r, err := http.NewRequest(http.MethodGet, h.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if header != "" {
			r.Header.Set(header, "Bearer wrong")
		}
		if got := h.visitor().do(r); got.status != http.StatusUnauthorized || got.header.Get("WWW-Authenticate") != "Bearer" {
			t.Errorf("%s is answered %d", path, got.status)
		}
	}
	for _, path := range []string{"/healthz", "/static/"} {
		if got := h.visitor().get(path); got.at != path {
			t.Errorf("%s asks for a sign-in", path)
		}
	}
}

// The sign-in holds somebody who guesses, and lets the one who knows in again after a while.
func TestGuessingIsHeld(t *testing.T) {
	h := build(t)
	h.owner()
	eve := h.visitor()
	for range 5 {
		eve.fill(eve.get("/sign-in"), "/sign-in", map[string]string{"address": "ana@example.org", "password": "a guess at random"}).is(t, 403, "/sign-in", "is not right")
	}
	eve.fill(eve.get("/sign-in"), "/sign-in", map[string]string{"address": "ana@example.org", "password": accounttest.Password}).is(t, 429, "/sign-in", "wrong too often")
	if held := eve.post("/sign-in", url.Values{"address": {"ana@example.org"}, "password": {"a guess"}}); held.header.Get("Retry-After") != "60" {
		t.Errorf("the wait is told as %q seconds", held.header.Get("Retry-After"))
	}
	h.desk.Later(2 * time.Minute)
	eve.fill(eve.get("/sign-in"), "/sign-in", map[string]string{"address": "ana@example.org", "password": accounttest.Password}).is(t, 200, "/")
}

func TestMembersAreInvitedByALink(t *testing.T) {
	h := build(t)
	ana := h.owner()
	made := ana.fill(ana.get("/members"), "/members/invite", map[string]string{"address": "Ben@example.org", "role": "contributor", "person": "ana-lima"}).is(t, 200, "/members/invite", "ben@example.org", "not shown again")
	link := path(t, h, made.handed(t))
	refused := ana.fill(ana.get("/members"), "/members/invite", map[string]string{"address": "carl@example.org", "role": "editor", "person": "ana-lim"}).is(t, 400, "/members/invite", "There is no person “ana-lim”")
	if refused.Count("[autofocus]") != 1 || refused.Count("input#invite-address[autofocus][value=carl@example.org]") != 1 || refused.Count("#invite-person[value=ana-lim]") != 1 || refused.Count("#invite-role option[value=editor][selected]") != 1 {
		t.Error("the form does not stand there as it was sent, with the keyboard on it")
	}
	ben := h.visitor()
	page := ben.get(link).is(t, 200, link, "You are invited", "a contributor", "ben@example.org")
	page = ben.fill(page, "/invitation", map[string]string{"name": "Ben Ode", "password": "short"}).is(t, 400, "/invitation", "needs at least 12")
	ben.fill(page, "/invitation", map[string]string{"password": "three green kites flying"}).is(t, 200, "/", "Ben Ode")
	ben.get("/account").is(t, 200, "/account", "a contributor of this workspace, where you are Ana Lima")
	h.visitor().get(link).is(t, 403, link, "This link opens nothing")
	ben.get("/members").is(t, 403, "/members", "Only owners of the workspace")
	for _, act := range []string{"invite", "revoke", "role", "person", "remove", "reset"} {
		if got := ben.post("/members/"+act, url.Values{"id": {"any"}}); got.status != http.StatusForbidden {
			t.Errorf("a contributor is answered %d at /members/%s", got.status, act)
		}
	}
	ana.get("/members").is(t, 200, "/members", "Ben Ode", "ben@example.org", "contributor", "Ana Lima")
	id := benID(t, h)
	if changed := ana.post("/members/role", url.Values{"id": {id}, "role": {"owner"}}).is(t, 200, "/members"); changed.part != "member-"+id || changed.Count("tr#member-"+id) != 1 {
		t.Errorf("the page goes on at %q", changed.part)
	}
	ben.get("/members").is(t, 200, "/members", "Ana Lima")
	ana.post("/members/person", url.Values{"id": {id}, "person": {""}}).is(t, 200, "/members")
	ana.post("/members/person", url.Values{"id": {id}, "person": {"ana-lima"}}).is(t, 200, "/members")
	ana.post("/members/remove", url.Values{"id": {id}}).is(t, 200, "/members")
	ben.get("/").is(t, 403, "/", "no member of this workspace")
	ben.fill(ben.get("/"), "/sign-out", nil).is(t, 200, "/sign-in")
	anaID := h.account("ana@example.org")
	ana.post("/members/role", url.Values{"id": {anaID}, "role": {"reader"}}).is(t, 400, "/members/role", "the last owner")
}

func (h *house) account(address string) string {
	h.t.Helper()
	a, err := h.desk.AccountAt(h.t.Context(), address)
	if err != nil {
		h.t.Fatal(err)
	}
	return string(a.ID)
}

func benID(t *testing.T, h *house) string { t.Helper(); return h.account("ben@example.org") }

func TestAnInvitationIsTakenBack(t *testing.T) {
	h := build(t)
	ana := h.owner()
	link := path(t, h, ana.fill(ana.get("/members"), "/members/invite", map[string]string{"address": "ben@example.org"}).handed(t))
	ana.fill(ana.get("/members"), "/members/revoke", nil).is(t, 200, "/members")
	h.visitor().get(link).is(t, 403, link, "This link opens nothing")
}

func TestWhoHasAnAccountSignsInToAccept(t *testing.T) {
	h := build(t)
	h.owner()
	elsewhere := h.desk
	ben := elsewhere.Join(t, workspace, "ben@example.org", account.Reader)
	if err := elsewhere.RemoveMember(t.Context(), elsewhere.Act(account.Terminal), workspace, ben.Account.ID); err != nil {
		t.Fatal(err)
	}
	_, secret, err := elsewhere.Invite(t.Context(), elsewhere.Act(account.Terminal), workspace, account.Invitation{Address: "ben@example.org", Role: account.Editor})
	if err != nil {
		t.Fatal(err)
	}
	v := h.visitor()
	link := "/invitation?key=" + secret.Text()
	page := v.get(link).is(t, 200, link, "There is an account for ben@example.org")
	if page.Count("form") != 0 {
		t.Error("it asks for a second account")
	}
	back := v.fill(v.get(attr(first(t, page, "p a"), "href")), "/sign-in", map[string]string{"address": "ben@example.org", "password": accounttest.Password}).is(t, 200, link, "You are signed in as")
	v.fill(back, "/invitation", nil).is(t, 200, "/")
	v.get("/account").is(t, 200, "/account", "an editor of this workspace")
}

func TestAPasswordIsSetAnewByALink(t *testing.T) {
	h := build(t)
	ana := h.owner()
	h.desk.Join(t, workspace, "ben@example.org", account.Owner)
	ben := h.visitor()
	ben.fill(ben.get("/sign-in"), "/sign-in", map[string]string{"address": "ben@example.org", "password": accounttest.Password}).is(t, 200, "/")
	ben.post("/members/reset", url.Values{"id": {h.account("ana@example.org")}}).is(t, 403, "/members/reset", "Only administrators of the server")
	link := path(t, h, ana.post("/members/reset", url.Values{"id": {benID(t, h)}}).is(t, 200, "/members/reset").handed(t))
	page := ben.get(link).is(t, 200, link, "Set a new password")
	page = ben.fill(page, "/new-password", map[string]string{"password": "aaaaaaaaaaaaaaaa"}).is(t, 400, "/new-password", "tried first")
	ben.fill(page, "/new-password", map[string]string{"password": "three green kites flying"}).is(t, 200, "/sign-in?reset", "Your new password is set")
	ben.get(link).is(t, 403, link, "This link opens nothing")
	ben.fill(ben.get("/sign-in"), "/sign-in", map[string]string{"address": "ben@example.org", "password": "three green kites flying"}).is(t, 200, "/")
	page = ben.get("/account")
	ben.fill(page, "/account/password", map[string]string{"was": "wrong one altogether", "password": "four red kites landing"}).is(t, 403, "/account/password", "The present password is not right")
	ben.fill(page, "/account/password", map[string]string{"was": "three green kites flying", "password": "four red kites landing"}).is(t, 200, "/account")
}

func TestDevicesAreSignedOut(t *testing.T) {
	h := build(t)
	laptop := h.owner()
	in := func() *visitor {
		v := h.visitor()
		v.fill(v.get("/sign-in"), "/sign-in", map[string]string{"address": "ana@example.org", "password": accounttest.Password}).is(t, 200, "/")
		h.desk.Later(time.Minute)
		return v
	}
	phone := in()
	laptop.fill(laptop.get("/account"), "/account/devices", nil).is(t, 200, "/account")
	phone.get("/").is(t, 200, "/sign-in")
	laptop.get("/").is(t, 200, "/")
	phone, tablet := in(), in()
	laptop.post("/account/devices", url.Values{"others": {"yes"}}).is(t, 200, "/account")
	for _, v := range []*visitor{phone, tablet} {
		v.get("/").is(t, 200, "/sign-in")
	}
	laptop.post("/account/devices", url.Values{"id": {"nobody's"}}).is(t, 404, "/account/devices", "There is no such device")
}

func TestTokensAreMadeShownOnceAndRevoked(t *testing.T) {
	h := build(t)
	ana := h.owner()
	made := ana.fill(ana.get("/account"), "/account/tokens", map[string]string{"name": "Nightly report"}).is(t, 200, "/account/tokens", "it is not shown again")
	secret := made.handed(t)
	page := ana.get("/account").is(t, 200, "/account", "Nightly report", "never", secret[:7])
	if strings.Contains(page.Text(), secret) || page.Count("input#handed") != 0 {
		t.Error("the token is shown again")
	}
	program := func(path string) seen {
		r, err := http.NewRequest(http.MethodGet, h.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+secret)
		return h.visitor().do(r)
	}
	program("/records").is(t, 200, "/records")
	program("/account").is(t, 403, "/account", "for people who have signed in")
	program("/members").is(t, 403, "/members")
	h.desk.Later(time.Minute)
	program("/records")
	if text := ana.get("/account").Text(); strings.Contains(text, "never") {
		t.Errorf("when it was used is not told: %s", text)
	}
	ana.fill(ana.get("/account"), "/account/tokens", map[string]string{"name": "Too long", "until": "2099-01-01"}).is(t, 400, "/account/tokens", "A token must expire")
	ana.fill(ana.get("/account"), "/account/tokens/revoke", nil).is(t, 200, "/account")
	if got := program("/records"); got.status != http.StatusUnauthorized {
		t.Errorf("a revoked token is answered %d", got.status)
	}
}

// Nothing is changed by looking, by a page of another origin, or by a form that is too long.
func TestWhatMayNotChangeAnything(t *testing.T) {
	h := build(t)
	ana := h.owner()
	for _, path := range []string{"/sign-out", "/account/devices", "/account/tokens", "/account/password", "/members/invite", "/members/remove"} {
		if got := ana.get(path); got.status != http.StatusMethodNotAllowed && got.status != http.StatusNotFound {
			t.Errorf("GET %s is answered %d", path, got.status)
		}
		r, err := http.NewRequest(http.MethodPost, h.url+path, strings.NewReader("id=x"))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		r.Header.Set("Origin", "https://elsewhere.example")
		if got := ana.do(r); got.status != http.StatusForbidden || !strings.Contains(got.Text(), "another origin") {
			t.Errorf("POST %s from elsewhere is answered %d", path, got.status)
		}
	}
	ana.get("/").is(t, 200, "/")
	ana.post("/account/tokens", url.Values{"name": {strings.Repeat("x", 70_000)}}).is(t, 400, "/account/tokens", "did not arrive whole")
}

// Whoever changes something without being a person of the organisation is called by the name of their account.
func TestTheHistoryNamesAccounts(t *testing.T) {
	h := build(t)
	ana := h.owner()
	ana.post("/records/unit/acme", url.Values{"field": {"purpose"}, "seen": {"null"}, "v": {"Lend"}})
	if text := ana.get("/records/unit/acme").Text(); !strings.Contains(text, "by Ana Lima") || strings.Contains(text, "account/") {
		t.Errorf("the history says %s", text)
	}
	h.desk.Join(t, workspace, "ben@example.org", account.Owner)
	ben := h.visitor()
	ben.fill(ben.get("/sign-in"), "/sign-in", map[string]string{"address": "ben@example.org", "password": accounttest.Password})
	for _, step := range []error{
		h.desk.SetAdministrator(t.Context(), h.desk.Act(account.Terminal), account.ID(benID(t, h)), true),
		h.desk.Remove(t.Context(), h.desk.Act(account.Terminal), account.ID(h.account("ana@example.org"))),
	} {
		if step != nil {
			t.Fatal(step)
		}
	}
	if text := ben.get("/records/unit/acme").Text(); !strings.Contains(text, "by an account that was removed") {
		t.Errorf("once the account is gone, the history says %s", text)
	}
}

// Who asks far more often than a person does is told to wait, on every page, and goes on afterwards.
func TestAskingTooOften(t *testing.T) {
	h := build(t)
	ana := h.owner()
	at, err := url.Parse(h.url)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/", nil)
	for _, c := range ana.client.Jar.Cookies(at) {
		r.AddCookie(c)
	}
	for range 20_000 {
		if _, err = h.door.Who(r, workspace); err != nil {
			break
		}
	}
	for _, path := range []string{"/", "/search?q=a", "/account", "/events"} {
		held := ana.get(path).is(t, 429, path, "You ask more often than the server can bear from one account", "Wait a second")
		if held.header.Get("Retry-After") != "1" || held.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s: the headers are %v", path, held.header)
		}
	}
	ana.post("/members/invite", url.Values{"address": {"ben@example.org"}}).is(t, 429, "/members/invite")
	h.desk.Later(time.Second)
	ana.get("/").is(t, 200, "/")
}

// Signing out has the browser forget the pages that it kept.
func TestSigningOutForgetsKeptPages(t *testing.T) {
	h := build(t)
	ana := h.owner()
	ana.client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	if got := ana.post("/sign-out", nil); got.status != http.StatusSeeOther || got.header.Get("Clear-Site-Data") != `"cache"` {
		t.Errorf("it is answered %d with %v", got.status, got.header)
	}
}
