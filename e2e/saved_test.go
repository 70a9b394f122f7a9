package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

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
