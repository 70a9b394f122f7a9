package e2e_test

import (
	"testing"

	"throughline/testing/browser"
)

// On a phone what opens from the bar is a sheet: as wide as the window, at its lower edge, with nothing cut off.
func TestMenusAreSheetsOnAPhone(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Size(390, 844)
	for _, opener := range []string{`.top [popovertarget=period]`, `.top [popovertarget=asof]`, `.tabs [popovertarget=more]`, `.headline .why-num`} {
		visit(b, "/")
		b.Click(opener)
		b.Sees(opener+" opens", `!!document.querySelector('.pop:popover-open')`)
		b.Sees(opener+" fills the lower edge", `(r => r.left === 0 && r.right === innerWidth && Math.abs(r.bottom - innerHeight) < 1 && r.top > 80)(document.querySelector('.pop:popover-open').getBoundingClientRect())`)
		b.Load(`document.querySelector('.pop:popover-open').scrollTo(0, 1e6)`)
		b.Sees(opener+" shows its last line whole", `(p => [...p.querySelectorAll('a, button, p, span, td, footer')].every(e => e.getBoundingClientRect().bottom <= innerHeight - 12))(document.querySelector('.pop:popover-open'))`)
	}
}

// Nothing is cut off at the right of a phone: tables are cards there. Only matrices scroll sideways, under a
// first column that stays.
func TestTablesFitAPhone(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Size(390, 844)
	for _, p := range append(harborPages(), view{"the first lock", "/drift?lock=lock-1"}) {
		visit(b, p.path)
		cut := b.Text(`[...document.querySelectorAll('.table-wrap')].filter(e => e.getClientRects().length && e.scrollWidth > e.clientWidth + 1 && !e.querySelector('.charter, .matrix'))
			.map(e => e.closest('.panel').id).join(' ')`)
		if cut != "" {
			t.Errorf("%s: tables are cut off: %s", p.name, cut)
		}
		astray := b.Text(`[...document.querySelectorAll('.panel')].flatMap(p => {
			const at = e => e.getBoundingClientRect().left + parseFloat(getComputedStyle(e).paddingLeft)
			const title = p.querySelector(':scope > header h2'), rows = [...p.querySelectorAll(':scope > .body > :is(.kinds, .findings) > li, :scope > .empty')]
			return title ? rows.filter(r => Math.abs((r.matches('.empty') ? r.getBoundingClientRect().left : at(r)) - title.getBoundingClientRect().left) > 1).map(() => p.id).slice(0, 1) : []
		}).join(' ')`)
		if astray != "" {
			t.Errorf("%s: rows do not begin under the title: %s", p.name, astray)
		}
	}
}
