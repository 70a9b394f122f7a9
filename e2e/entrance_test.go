package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"

	"throughline/serve"
	"throughline/testing/browser"
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
