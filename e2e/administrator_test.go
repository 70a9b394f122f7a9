package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"throughline/serve"
	"throughline/testing/browser"
	"throughline/testing/provider"
)

// keyed is a browser of somebody who has no mouse.
type keyed struct {
	*browser.Tab
	t *testing.T
}

// fill types into the field that Tab leads to.
func (k keyed) fill(selector, text string) {
	k.t.Helper()
	tabTo(k.t, k.Tab, selector)
	k.PressCtrl("a")
	k.Press(text)
}

// press presses Enter on what Tab leads to.
func (k keyed) press(selector string) {
	k.t.Helper()
	tabTo(k.t, k.Tab, selector)
	k.Press(kb.Enter)
}

// writesDown opens the form of a kind of record from the first page.
func (k keyed) writesDown(kind string) {
	k.t.Helper()
	k.Press("gh")
	k.Sees("g h is the first page", `location.pathname === '/' && `+ready)
	k.Press("c")
	k.Sees("c asks what to write down", `location.pathname === '/new' && `+ready)
	k.press(`main a[href="/new/` + kind + `"]`)
	k.Sees("the form of "+kind, `location.pathname === '/new/`+kind+`' && `+ready)
}

// in waits until somebody is in, under their name.
func (k keyed) in(name string) {
	k.t.Helper()
	k.Sees(name+" is in", `document.querySelector('.nav .foot')?.textContent.includes('`+name+`') && `+ready)
}

const (
	anaPassword = "otter lamp seventeen"
	benPassword = "three green kites flying"
)

// setsUp makes the first account.
func (k keyed) setsUp(at string) {
	k.t.Helper()
	k.Visit(at)
	k.fill(`#set-up-name`, "Ana Lima")
	k.fill(`#set-up-address`, "ana@example.org")
	k.fill(`#set-up-password`, anaPassword)
	k.Press(kb.Enter)
	k.in("Ana Lima")
}

// Whoever administers the server sets it up by its one-time address, lets somebody in, gives them another role and a new password, signs
// out where they forgot to, makes a token and takes it back, and signs out.
func TestAnAdministrator(t *testing.T) {
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	s, setUp := serveTo(t, place, serve.SignIn)
	ana, ben := keyed{browser.Open(t, s.url), t}, keyed{browser.Open(t, s.url), t}
	ana.setsUp(strings.TrimPrefix(setUp, s.url))

	ana.press(`.nav .foot a[href="/members"]`)
	ana.Sees("the members", `location.pathname === '/members' && `+ready)
	ana.fill(`#invite-address`, "ben@example")
	ana.fill(`#invite-person`, "nobody-here")
	ana.press(`form[action="/members/invite"] button`)
	ana.Sees("it is refused, what was typed stays, and the keyboard is on it", `!!document.querySelector('[role=alert]') && document.activeElement.matches('#invite-address') && document.activeElement.value === 'ben@example' && document.querySelector('#invite-person').value === 'nobody-here'`)
	ana.Faults() // the browser tells of the refusal, as it should
	ana.fill(`#invite-address`, "ben@example.org")
	ana.fill(`#invite-person`, "ben-castellan")
	tabBackTo(t, ana.Tab, `#invite-role`)
	ana.Press("Re")
	ana.press(`form[action="/members/invite"] button`)
	ana.Sees("the link has the keyboard", `document.activeElement.matches('#handed') && document.activeElement.value.includes('/invitation?key=')`)
	ana.PressCtrl("a")
	link := ana.Text(`getSelection().toString()`)

	ben.Visit(strings.TrimPrefix(link, s.url))
	ben.fill(`#accept-name`, "Ben Castellan")
	ben.fill(`#accept-password`, benPassword)
	ben.press(`button[type=submit]`)
	ben.in("Ben Castellan")

	visit(ana.Tab, "/members")
	const his = `tr:has([aria-label$=": Ben Castellan"])`
	tabTo(t, ana.Tab, his+` select[name=role]`)
	ana.Press("Ed")
	ana.press(his + ` form[action="/members/role"] button`)
	ana.Sees("he is an editor", `document.querySelector('`+his+`').textContent.includes('editor') && `+ready)
	ana.Press(kb.Tab)
	ana.Sees("and the keyboard goes on in his row", `!!document.activeElement.closest('`+his+`')`)
	ana.press(his + ` form[action="/members/reset"] button`)
	ana.Sees("a link for a new password", `document.activeElement.matches('#handed') && document.activeElement.value.includes('/new-password?key=')`)
	ana.PressCtrl("a")
	link = ana.Text(`getSelection().toString()`)
	ben.Visit(strings.TrimPrefix(link, s.url))
	ben.fill(`#reset-password`, "seven quiet harbours")
	ben.Press(kb.Enter)
	ben.Sees("he signs in with it", `document.querySelector('.note')?.textContent.includes('Your new password is set')`)
	ben.fill(`#sign-in-address`, "ben@example.org")
	ben.fill(`#sign-in-password`, benPassword)
	ben.Press(kb.Enter)
	ben.Sees("not with the old one", `!!document.querySelector('.note.loss') && document.querySelector('#sign-in-address').value === 'ben@example.org'`)
	ben.Faults()
	ben.fill(`#sign-in-password`, "seven quiet harbours")
	ben.Press(kb.Enter)
	ben.in("Ben Castellan")
	ben.press(`.nav .foot a[href="/account"]`)
	ben.press(`form[action="/sign-out"] button`)
	ben.Sees("he is out", `document.querySelector('h1')?.textContent === 'Sign in'`)

	ben.fill(`#sign-in-address`, "ana@example.org") // she uses his browser, and forgets to sign out
	ben.fill(`#sign-in-password`, anaPassword)
	ben.Press(kb.Enter)
	ben.in("Ana Lima")
	ana.press(`.nav .foot a[href="/account"]`)
	ana.Sees("her account", `location.pathname === '/account' && document.querySelectorAll('#devices tbody tr').length === 2 && `+ready)
	ana.press(`#devices > .body:last-child button`)
	ana.Sees("one device is left", `document.querySelectorAll('#devices tbody tr').length === 1 && `+ready)
	visit(ben.Tab, "/account")
	ben.Sees("she is out in his browser", `location.pathname === '/sign-in'`)
	nothing(t, ben.Tab)
	ana.fill(`#token-name`, "Nightly report")
	tabTo(t, ana.Tab, `#token-until`)
	ana.PressDay("2026-10-31")
	ana.press(`form[action="/account/tokens"] button`)
	ana.Sees("the token has the keyboard", `document.activeElement.matches('#handed') && document.activeElement.value.startsWith('tl_')`)
	ana.press(`button[aria-label="Revoke Nightly report"]`)
	ana.Sees("it is revoked", `location.pathname === '/account' && !document.querySelector('[aria-label="Revoke Nightly report"]') && `+ready)
	ana.press(`form[action="/sign-out"] button`)
	ana.Sees("she is out", `document.querySelector('h1')?.textContent === 'Sign in'`)
	nothing(t, ana.Tab)
}

// Whoever administers the server connects it with the sign-in of their organisation, and members come in that way.
func TestAnAdministratorWithAProvider(t *testing.T) {
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	l := freePort(t)
	at := "http://" + l.Addr().String()
	acme := provider.Start(t, "", provider.World{
		Client: provider.Client{ID: "throughline", Secret: "otter/lamp=seventeen", Back: []string{at + "/sign-in/openid/back"}, Out: []string{at + "/sign-in"}},
		People: []provider.Person{{Subject: "ana", Password: anaPassword, Name: "Ana Lima", Email: "ana@example.org", Verified: true}},
	})
	s, setUp := serveWith(t, place, serve.Options{Listener: l, Clock: time.Now, OpenID: serve.OpenID{
		Issuer: acme.Issuer, Client: "throughline", Secret: "otter/lamp=seventeen", Name: "Acme", Retry: 10 * time.Millisecond,
	}})
	ana := keyed{browser.Open(t, s.url), t}
	ana.setsUp(strings.TrimPrefix(setUp, s.url))
	ana.press(`.nav .foot a[href="/account"]`)
	ana.press(`#identities a.btn`)
	atProvider := func() {
		t.Helper()
		ana.Sees("the provider", `document.querySelector('h1')?.textContent === 'Sign in at the provider'`)
		ana.fill(`#who`, "ana")
		ana.fill(`#password`, anaPassword)
		ana.press(`button[value=in]`)
	}
	atProvider()
	ana.Sees("the two are linked", `location.pathname === '/account' && document.querySelectorAll('#identities tbody tr').length === 1 && `+ready)
	ana.press(`form[action="/sign-out"] button`)
	ana.Sees("she is out here", `document.querySelector('.note')?.textContent.includes('You may still be signed in at Acme')`)
	ana.press(`.elsewhere a`)
	atProvider()
	ana.in("Ana Lima")
	nothing(t, ana.Tab)
}

// What was backed up while it was served is restored elsewhere, set up again, and read.
func TestAnAdministratorRestores(t *testing.T) {
	browser.Need(t)
	place, archive, elsewhere := filepath.Join(t.TempDir(), "harbor.db"), filepath.Join(t.TempDir(), "harbor.backup.gz"), filepath.Join(t.TempDir(), "restored.db")
	makeDemo(t, place)
	s, _ := serveTo(t, place, serve.SignIn)
	rename(t, s.engine, "ledger-cutover", "Ledger cutover, as it was backed up")
	command(t, "backup", "-q", "--data", place, archive)
	command(t, "restore", "-q", "--data", elsewhere, archive)
	command(t, "verify", "-q", "--data", elsewhere)
	restored, setUp := serveTo(t, elsewhere, serve.SignIn)
	ana := keyed{browser.Open(t, restored.url), t}
	ana.setsUp(strings.TrimPrefix(setUp, restored.url))
	ana.PressCtrl("k")
	ana.Sees("the palette", `document.querySelector('#cmdk').open && document.activeElement.matches('#cmdk input')`)
	ana.Press("as it was backed up")
	ana.Sees("it is found", `document.querySelector('#cmdk [role=option][aria-selected=true]')?.textContent.includes('as it was backed up')`)
	ana.Press(kb.Enter)
	ana.Sees("and read", `location.pathname === '/initiatives/ledger-cutover' && `+ready)
	nothing(t, ana.Tab)
}
