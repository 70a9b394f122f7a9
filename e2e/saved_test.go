package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/serve"
	"throughline/testing/browser"
)

// Somebody keeps what they look at under a name, finds it by search, shares it and lets it go.
func TestJourneyOfASavedView(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/portfolio?group=theme&state=started")
	b.Click(`[popovertarget=keep-view]`)
	b.Sees("the form", `document.querySelector('#keep-view').matches(':popover-open')`)
	b.Click(`#save-view-name`)
	b.Press("Under way by theme" + kb.Enter)
	b.Sees("it is the view shown", `document.querySelector('nav.saved a[aria-current]')?.textContent.trim() === 'Under way by theme' && `+ready)

	visit(b, "/")
	b.Press("/")
	b.Press("under way")
	b.Sees("search finds it", `[...document.querySelectorAll('#cmdk [role=option]')].some(o => o.textContent.includes('Under way by theme') && o.getAttribute('aria-selected') === 'true')`)
	b.Press(kb.Enter)
	b.Sees("and leads to it", `location.pathname === '/portfolio' && location.search.includes('group=theme') && location.search.includes('state=started') && `+ready)

	b.Click(`[popovertarget=keep-view]`)
	b.Load(`document.querySelector('#rename-view-for').value = 'all'`)
	b.Click(`#keep-view form:first-of-type button`)
	b.Sees("it is shared", `document.querySelector('nav.saved a[aria-current]')?.textContent.includes('shared') && `+ready)
	b.Click(`[popovertarget=keep-view]`)
	b.Click(`#keep-view form:last-of-type button`)
	b.Sees("it is gone", `!document.querySelector('nav.saved a') && !!document.querySelector('.done') && `+ready)
	b.PressCtrl("z")
	b.Sees("and back", `document.querySelector('nav.saved a[aria-current]')?.textContent.includes('Under way by theme')`)
	nothing(t, b)
}

// Whoever has an account lets the portfolio open with a view they saved, and with all of it again, with the keyboard alone.
func TestJourneyOfTheFirstView(t *testing.T) {
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	s, setUp := serveTo(t, place, serve.SignIn)
	k := keyed{browser.Open(t, s.url), t}
	k.setsUp(strings.TrimPrefix(setUp, s.url))
	visit(k.Tab, "/portfolio?group=theme&state=started")
	k.press(`[popovertarget=keep-view]`)
	k.fill(`#save-view-name`, "Under way by theme")
	k.Press(kb.Enter)
	k.Sees("it is the view shown", `document.querySelector('nav.saved a[aria-current]')?.textContent.includes('Under way by theme') && `+ready)
	k.press(`[popovertarget=keep-view]`)
	k.press(`#keep-view form[action="/portfolio/opens"] button`)
	k.Sees("it is told", `document.querySelector('nav.saved a[aria-current]')?.textContent.includes('opens with it') && `+ready)
	k.Press("gh")
	k.Sees("g h", `location.pathname === '/' && `+ready)
	k.Press("gp")
	k.Sees("g p opens it", `location.pathname === '/portfolio' && location.search.includes('group=theme') && location.search.includes('state=started') && `+ready)
	script := axe(t)
	for _, l := range lookings() {
		k.Size(l.width, 900)
		k.Scheme(l.colours)
		k.press(`[popovertarget=keep-view]`)
		audit(t, k.Tab, script, "the first view, "+l.name)
		if over := k.Text(sideways); over != "" {
			t.Errorf("%s: it scrolls sideways: %s", l.name, over)
		}
		k.Press(kb.Escape)
	}
	k.press(`[popovertarget=keep-view]`)
	k.press(`#keep-view form[action="/portfolio/opens"] button`)
	k.Sees("it is let go", `!document.querySelector('nav.saved')?.textContent.includes('opens with it') && `+ready)
	k.Press("gh")
	k.Sees("g h again", `location.pathname === '/' && `+ready)
	k.Press("gp")
	k.Sees("g p opens all of it", `location.pathname === '/portfolio' && !location.search.includes('group') && `+ready)
	nothing(t, k.Tab)
}
