package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/serve"
	"throughline/testing/browser"
)

// Whoever administers the server makes a second workspace, and goes from one to the other. What scripts do, they do in the workspace
// of the page: the palette finds, a page follows, a field is set.
func TestJourneyBetweenWorkspaces(t *testing.T) {
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	s, setUp := serveTo(t, place, serve.SignIn)
	script := axe(t)
	b := browser.Open(t, s.url)
	fill := func(id, value string) { b.Text(`(document.querySelector('#` + id + `').value = "` + value + `")`) }
	b.Visit(strings.TrimPrefix(setUp, s.url))
	fill("set-up-name", "Ana Lima")
	fill("set-up-address", "ana@example.org")
	fill("set-up-password", "otter lamp seventeen")
	b.Click(`button[type=submit]`)
	b.Sees("she is in", `document.querySelector('.nav .foot')?.textContent.includes('Workspaces') && location.pathname === '/'`)

	b.Visit("/workspaces")
	for _, l := range lookings() {
		b.Size(l.width, 900)
		b.Scheme(l.colours)
		audit(t, b, script, "the workspaces, "+l.name)
	}
	b.Size(1440, 900)
	b.Scheme("light")
	fill("space-name", "lantern")
	b.Click(`form[action="/workspaces"] button`)
	b.Sees("it begins empty", `location.pathname === '/w/lantern/' && document.querySelector('.brand small').textContent === 'Empty workspace'`)
	b.Visit("/")
	b.Sees("the one used last", `location.pathname === '/w/lantern/'`)

	b.Click(`[popovertarget=spaces]`)
	b.Sees("the switch", `document.querySelector('#spaces').matches(':popover-open') && document.querySelectorAll('#spaces a').length === 3`)
	b.Click(`#spaces a:nth-child(2)`)
	b.Sees("the other", `location.pathname === '/w/main/' && document.querySelector('.brand small').textContent === 'Harbor Lending' && `+ready)
	b.PressCtrl("k")
	b.Sees("the palette", `document.querySelector('#cmdk').open && document.activeElement.matches('#cmdk input')`)
	b.Press("ledger cut")
	b.Sees("the initiative is found", `document.querySelector('#cmdk [role=option][aria-selected=true]')?.textContent.includes('Ledger cutover')`)
	b.Press(kb.Enter)
	b.Sees("and opened", `location.pathname === '/w/main/initiatives/ledger-cutover' && `+ready)
	b.Load(`window.here = document.querySelector('h1')`)
	rename(t, s.engine, "ledger-cutover", "Ledger cutover, second try")
	b.Sees("the page follows", `document.querySelector('h1').textContent.includes('second try') && window.here === document.querySelector('h1')`)
	b.Press("gr")
	b.Sees("g r", `location.pathname === '/w/main/records' && `+ready)
	b.Visit("/w/nothing/")
	b.Sees("a workspace that is none", `document.querySelector('h1').textContent.includes('nothing here for you')`)
	audit(t, b, script, "a workspace that is none")
}
