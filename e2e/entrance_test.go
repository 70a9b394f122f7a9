package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/serve"
	"throughline/testing/browser"
	"throughline/testing/provider"
)

// entrance serves the demo organisation to those who sign in.
func entrance(t *testing.T) (s site, setUp string) {
	t.Helper()
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	s, setUp = serveTo(t, place, serve.SignIn)
	return s, strings.TrimPrefix(setUp, s.url)
}

// The first owner sets the server up, looks at what they keep, invites somebody and leaves; whoever was invited comes in, without
// script. Every page on the way is sound in every width and colour, and axe-core finds nothing on it.
func TestJourneyThroughTheDoor(t *testing.T) {
	script := axe(t)
	s, setUp := entrance(t)
	b := browser.Open(t, s.url)
	look := func(what string) {
		t.Helper()
		for _, l := range lookings() {
			b.Size(l.width, 900)
			b.Scheme(l.colours)
			if wrong := b.Text(sound); wrong != "" {
				t.Errorf("%s, %s: %s", what, l.name, wrong)
			}
			if over := b.Text(sideways); over != "" {
				t.Errorf("%s, %s: it scrolls sideways: %s", what, l.name, over)
			}
			audit(t, b, script, what+", "+l.name)
		}
		b.Size(1440, 900)
		b.Scheme("light")
	}
	fill := func(id, value string) {
		t.Helper()
		b.Text(`(document.querySelector('#` + id + `').value = "` + value + `")`)
	}
	const heading = `document.querySelector('h1')?.textContent`

	b.Visit("/records")
	b.Sees("nobody is in yet", heading+`.includes('Not set up yet')`)
	look("not set up")
	b.Visit(setUp)
	look("setting up")
	fill("set-up-name", "Ana Lima")
	fill("set-up-address", "ana@example.org")
	fill("set-up-password", "otter lamp seventeen")
	b.Click(`button[type=submit]`)
	b.Sees("she is in", `document.querySelector('.nav .foot')?.textContent.includes('Ana Lima')`)

	b.Visit("/members")
	look("members")
	fill("invite-address", "ben@example.org")
	b.Click(`form[action="/members/invite"] button`)
	b.Sees("the link", `document.querySelector('#handed')?.value.includes('/invitation?key=')`)
	look("an invitation")
	link := strings.TrimPrefix(b.Text(`document.querySelector('#handed').value`), s.url)
	b.Visit("/account")
	fill("token-name", "Nightly report")
	b.Click(`form[action="/account/tokens"] button`)
	b.Sees("the token", `document.querySelector('#handed')?.value.startsWith('tl_')`)
	look("account")
	b.Click(`form[action="/sign-out"] button`)
	b.Sees("she is out", heading+`.includes('Sign in')`)
	look("signing in")

	b.Scripts(false)
	b.Visit(link)
	fill("accept-name", "Ben Castellan")
	fill("accept-password", "three green kites flying")
	b.Click(`button[type=submit]`)
	b.Sees("he is in", `document.querySelector('.nav .foot')?.textContent.includes('Ben Castellan')`)
	for _, f := range b.Faults() {
		if !strings.Contains(f, "403") { // the page that is not for strangers
			t.Error(f)
		}
	}
}

// Somebody who was never here signs in at the provider of their organisation, without script, and lands on the page they wanted; then
// they leave here and there.
func TestJourneyByAProvider(t *testing.T) {
	script := axe(t)
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	l := freePort(t)
	at := "http://" + l.Addr().String()
	acme := provider.Start(t, "", provider.World{
		Client: provider.Client{ID: "throughline", Secret: "otter/lamp=seventeen", Back: []string{at + "/sign-in/openid/back"}, Out: []string{at + "/sign-in"}},
		People: []provider.Person{{Subject: "ben", Password: "three green kites", Name: "Ben Ode", Email: "ben.ode@example.org", Verified: true, Groups: []string{"staff"}}},
	})
	s, setUp := serveWith(t, place, serve.Options{
		Listener: l, Clock: time.Now, // that of the provider
		OpenID: serve.OpenID{Issuer: acme.Issuer, Client: "throughline", Secret: "otter/lamp=seventeen", Name: "Acme", Roles: []string{"staff=editor"}, Retry: 10 * time.Millisecond},
	})
	b := browser.Open(t, s.url)
	fill := func(id, value string) {
		t.Helper()
		b.Text(`(document.querySelector('#` + id + `').value = "` + value + `")`)
	}
	b.Visit(strings.TrimPrefix(setUp, s.url))
	fill("set-up-name", "Ana Lima")
	fill("set-up-address", "ana@example.org")
	fill("set-up-password", "otter lamp seventeen")
	b.Click(`button[type=submit]`)
	b.Sees("she is in", `document.querySelector('.nav .foot')?.textContent.includes('Ana Lima')`)
	b.Visit("/account")
	audit(t, b, script, "account with a provider")
	b.Click(`form[action="/sign-out"] button`)
	b.Sees("she is out", `document.querySelector('h1')?.textContent === 'Sign in'`)
	audit(t, b, script, "signing in with a provider")

	b.Scripts(false)
	b.Visit("/records/unit?asof=2026-09-01")
	b.Sees("the way in", `document.querySelector('.elsewhere a')?.textContent === 'Sign in with Acme'`)
	b.Click(`.elsewhere a`)
	b.Sees("the provider", `document.querySelector('h1')?.textContent === 'Sign in at the provider'`)
	fill("who", "ben")
	fill("password", "three green kites")
	b.Click(`button[value=in]`)
	b.Sees("he is in", `document.querySelector('.nav .foot')?.textContent.includes('Ben Ode')`)
	if got := b.Text(`location.pathname + location.search`); got != "/records/unit?asof=2026-09-01" {
		t.Errorf("he lands on %s", got)
	}
	b.Visit("/account")
	b.Sees("what he is", `document.querySelector('.lead')?.textContent.includes('an editor of this workspace')`)
	b.Click(`form[action="/sign-out"] button`)
	b.Sees("he is out here", `document.querySelector('.note')?.textContent.includes('You may still be signed in at Acme')`)
	b.Click(`main > p a[href*="end_session"]`)
	b.Sees("he is out there", `location.search === '' && document.querySelector('h1')?.textContent === 'Sign in' && !document.querySelector('.note')`)
	for _, f := range b.Faults() {
		t.Error(f)
	}
}
