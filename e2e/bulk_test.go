package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/graph"
	"throughline/testing/browser"
)

// owned is how many initiatives a unit owns.
func owned(t *testing.T, s site, unit graph.UnitID) (n int) {
	t.Helper()
	now, err := s.engine.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	for i := range graph.All[*graph.Initiative](now) {
		if i.Owner == unit {
			n++
		}
	}
	return n
}

// Somebody hands a range of initiatives to another unit with the keyboard alone, and takes it back with one key.
func TestJourneyOfManyRows(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/portfolio?sort=name")
	picked := `[...document.querySelectorAll('input[name=pick]')].map((b, i) => b.checked ? i : '').filter(x => x !== '').join(' ')`
	bar := `!!document.querySelector('.bulk').getClientRects().length`
	b.Sees("no bar yet", `!(`+bar+`)`)
	b.Press("j")
	b.Sees("the first row", `document.activeElement.matches('#initiatives tbody tr')`)
	b.Press("x")
	b.Sees("x selects it", picked+` === '0' && `+bar+` && document.querySelector('[data-picked]').textContent === '1 selected'`)
	b.PressShift(kb.ArrowDown)
	b.PressShift(kb.ArrowDown)
	b.PressShift(kb.ArrowDown)
	b.Sees("as far as the fourth", picked+` === '0 1 2 3' && document.activeElement.matches('tr:has(:checked)')`)
	b.PressShift(kb.ArrowUp)
	b.Sees("and back by one", picked+` === '0 1 2'`)
	b.Press(kb.Escape)
	b.Sees("Escape lets go of all", picked+` === '' && !(`+bar+`)`)

	b.Click(`#initiatives tbody tr:nth-child(2) .pick`)
	b.Load(`document.querySelector('#initiatives tbody tr:nth-child(5) .pick').dispatchEvent(new MouseEvent('click', {bubbles: true, shiftKey: true}))`)
	b.Sees("a click with Shift selects as far as there", picked+` === '1 2 3 4'`)
	rename(t, s.engine, "ledger-cutover", "Ledger cutover, by another name")
	b.Sees("what is selected stays when the page follows", `document.body.textContent.includes('by another name') && `+picked+` === '1 2 3 4'`)

	before := owned(t, s, "business-operations")
	b.Press("e")
	b.Sees("e goes to the bar", `document.activeElement.matches('.bulk button')`)
	b.Press(kb.Enter)
	b.Sees("its menu opens", `document.querySelector('#many-owner').matches(':popover-open') && document.activeElement.matches('#many-owner select')`)
	b.Load(`document.querySelector('#in-owner').value = 'business-operations'`)
	b.Press(kb.Enter)
	b.Sees("they are handed over", `document.querySelector('.done')?.textContent.includes('4 initiatives changed.') && location.search.includes('sort=name') && `+ready)
	if after := owned(t, s, "business-operations"); after != before+4 {
		t.Errorf("Business Operations owns %d initiatives, want 4 more than %d", after, before)
	}
	b.PressCtrl("z")
	b.Sees("Ctrl Z takes all back", `document.querySelector('.done')?.textContent.includes('Change undone') || document.querySelector('.done')?.textContent.includes('undone')`)
	if after := owned(t, s, "business-operations"); after != before {
		t.Errorf("Business Operations owns %d initiatives after the undo, want %d", after, before)
	}
	nothing(t, b)
}

// Without a script the boxes are boxes, the bar shows with the first, and its buttons send the form.
func TestManyRowsWithoutScripts(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	b.Scripts(false)
	b.Visit("/records/initiative")
	b.Click(`#list tbody tr:nth-child(1) .pick`)
	b.Click(`#list tbody tr:nth-child(3) .pick`)
	b.Click(`.bulk [popovertarget="many-end"]`)
	b.Click(`#many-end button[value="stopped"]`)
	b.Sees("both are stopped", `document.querySelector('.done')?.textContent.includes('2 initiatives changed.')`)
}

// axe-core finds nothing in the bar, in what it opens, in the menu of views, and where a change of many was not made; nothing
// of it stands over the edge of a phone.
func TestAxeFindsNothingInWhatIsChangedAtOnce(t *testing.T) {
	script := axe(t)
	b := browser.Open(t, harbor(t).url)
	const two = `[...document.querySelectorAll('input[name=pick]')].slice(0, 2).forEach(x => x.click());`
	for _, l := range lookings() {
		b.Size(l.width, 900)
		b.Scheme(l.colours)
		for _, o := range []struct{ name, at, do, seen string }{
			{"the bar", "/portfolio", two, `!!document.querySelector('.bulk').getClientRects().length`},
			{"an act of the bar", "/records/initiative", two + `document.querySelector('[popovertarget=many-contributes]').click()`, `document.querySelector('#many-contributes').matches(':popover-open')`},
			{"the menu of views", "/portfolio", `document.querySelector('[popovertarget=keep-view]').click()`, `document.querySelector('#keep-view').matches(':popover-open')`},
			{"what was not made", "/portfolio", two + `document.querySelector('input[name=pick]').value = '999:ledger-cutover'; document.querySelector('#many-end .btn').click()`, `document.querySelector('h1').textContent === 'Nothing was changed' && document.querySelectorAll('#meanwhile tbody tr').length === 1 && ` + ready},
		} {
			visit(b, o.at)
			b.Load(o.do)
			b.Sees(o.name, o.seen)
			audit(t, b, script, o.name+", "+l.name)
			if over := b.Text(sideways); over != "" {
				t.Errorf("%s scrolls sideways at %d px: %s", o.name, l.width, over)
			}
		}
	}
}
