package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/testing/browser"
)

// Product operations narrows the portfolio, groups and sorts it, picks columns, and sends the address to a colleague.
func TestJourneyThroughThePortfolio(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/")
	b.Press("gp")
	b.Sees("g p opens it", `location.pathname === '/portfolio' && document.querySelectorAll('#initiatives tbody tr').length === 31 && `+ready)

	b.Load(`document.querySelector('#filter-unit').value = 'core-services-platform'; document.querySelector('#filter-state').value = 'going-on'`)
	b.Click(`.narrow-by button[type=submit]`)
	b.Sees("a unit's initiatives that have not ended", `location.search.includes('unit=core-services-platform') && location.search.includes('state=going-on') && document.querySelectorAll('#initiatives tbody tr').length < 31 && `+ready)
	b.Sees("the fields say so", `document.querySelector('#filter-unit').value === 'core-services-platform' && document.querySelector('#filter-state').value === 'going-on'`)
	b.Sees("the sentence says so", `document.querySelector('.lead').textContent.includes('counting those of Core Platform')`)

	b.Click(`[popovertarget="group-by"]`)
	b.Sees("the menu of groups", `document.querySelector('#group-by').matches(':popover-open')`)
	b.Click(`#group-by a[href*="group=theme"]`)
	b.Sees("groups with sums", `document.querySelectorAll('#initiatives tr.group button.why-num').length > 1 && location.search.includes('unit=core-services-platform') && `+ready)
	b.Click(`#initiatives tr.group button.why-num`)
	b.Sees("a sum answers for itself", `document.querySelector('.pop.why:popover-open tfoot td').textContent === document.querySelector('#initiatives tr.group button.why-num').textContent`)
	b.Press(kb.Escape)

	b.Click(`[popovertarget="columns"]`)
	b.Sees("the columns", `document.querySelector('#columns').matches(':popover-open')`)
	b.Click(`#columns label:has([value=bears])`)
	b.Click(`#columns label:has([value=lead])`)
	b.Click(`#columns button[type=submit]`)
	heads := `[...document.querySelectorAll('#initiatives table.initiatives thead th')].map(h => h.innerText.trim())`
	b.Sees("one less, one more", `(h => h.includes('Lead') && !h.includes('Bears on it'))(`+heads+`) && `+ready)
	b.Click(`#initiatives thead th:first-child a`)
	b.Sees("by name, in its groups", `document.querySelector('#initiatives thead th[aria-sort=ascending]')?.innerText.includes('Initiative') && location.search.includes('sort=name') && `+ready)

	address := b.Text(`location.pathname + location.search`)
	rows := `[...document.querySelectorAll('#initiatives tbody tr')].map(r => r.innerText).join('|')`
	seen := b.Text(rows)
	visit(b, "/")
	visit(b, address)
	b.Sees("the address is the view", rows+` === `+quote(seen))

	b.Press("j")
	b.Sees("j goes to the first row", `document.activeElement.matches('#initiatives tbody tr')`)
	b.Click(`nav.ways a[href*="view=board"]`)
	b.Sees("the board of the same", `document.querySelectorAll('#board .lane').length > 0 && location.search.includes('unit=core-services-platform') && `+ready)
	b.Click(`.card a`)
	b.Sees("a card leads to its initiative", `location.pathname.startsWith('/initiatives/') && `+ready)
	nothing(t, b)
}

// Without a script the menus open, the form narrows and the whole of it is read.
func TestThePortfolioWithoutScripts(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Scripts(false)
	b.Visit("/portfolio")
	b.Click(`[popovertarget="columns"]`)
	if b.Text(`String(document.querySelector('#columns').matches(':popover-open'))`) != "true" {
		t.Error("the menu of columns does not open")
	}
	b.Visit("/portfolio?group=theme")
	b.Click(`#initiatives tr.group a`)
	if at := b.Arrived(); at == "" || b.Text(`String(document.querySelectorAll('#initiatives tr.group').length)`) != "0" {
		t.Errorf("the head of a group leads to %s, and there still are groups", at)
	}
	b.Visit("/portfolio?view=capacity")
	if b.Text(`String([...document.querySelectorAll('#capacity .matrix, #capacity .twin')].every(e => e.getClientRects().length > 0))`) != "true" {
		t.Error("map and table do not both show")
	}
}
