package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/testing/browser"
)

// farthest is how many presses of Tab something is away at most.
const farthest = 400

// unseen is what is wrong with where the keyboard is, "" where a person finds it: it is on the screen, nothing lies over it, and a line
// or a shadow is drawn around it, or around what stands for it.
const unseen = `(() => {
	const at = document.activeElement;
	if (!at || at === document.body || at === document.documentElement) return ''; // past the last stop
	const named = what => what + ': ' + at.outerHTML.slice(0, 160);
	const stands = [at, at.closest('label'), at.closest('.q')].filter(Boolean);
	const seen = stands.flatMap(e => [...e.getClientRects()]).map(r => ({
		left: Math.max(r.left, 0), right: Math.min(r.right, innerWidth), top: Math.max(r.top, 0), bottom: Math.min(r.bottom, innerHeight),
	})).filter(r => r.right - r.left > 2 && r.bottom - r.top > 2);
	if (!seen.length) return named('the keyboard is out of sight');
	const over = seen.map(r => document.elementFromPoint((r.left + r.right) / 2, (r.top + r.bottom) / 2));
	if (!over.some(o => o && stands.some(e => e.contains(o) || o.contains(e)))) return named('the keyboard is under ' + over[0]?.outerHTML.slice(0, 80));
	const drawn = e => (s => s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0 || e.matches('.q') && s.boxShadow !== 'none')(getComputedStyle(e));
	return stands.some(drawn) ? '' : named('nothing shows that the keyboard is on it');
})()`

// tabTo presses Tab until the keyboard is on the element. Wherever it is on the way it can be seen.
func tabTo(t *testing.T, b *browser.Tab, selector string) {
	t.Helper()
	walkTo(t, b, b.Press, selector)
}

// tabBackTo is tabTo in the other direction.
func tabBackTo(t *testing.T, b *browser.Tab, selector string) {
	t.Helper()
	walkTo(t, b, b.PressShift, selector)
}

func walkTo(t *testing.T, b *browser.Tab, press func(string), selector string) {
	t.Helper()
	for range farthest {
		if b.Text(`String(document.activeElement?.matches(`+quote(selector)+`) === true)`) == "true" {
			return
		}
		press(kb.Tab)
		if wrong := b.Text(unseen); wrong != "" {
			t.Errorf("%s: %s", b.Text(`location.href`), wrong)
		}
	}
	t.Fatalf("Tab does not lead to %s on %s; it is on %s", selector, b.Text(`location.href`), b.Text(`document.activeElement.outerHTML.slice(0, 160)`))
}

// Writing something down takes the key, a name and Enter; on the page of all kinds a letter or an arrow leads to each.
func TestJourneyOfTheKeyC(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	be(b, "lucy-tran")
	visit(b, "/portfolio")
	b.Press("c")
	b.Sees("the form of an initiative, with the keyboard in its name", `location.pathname === '/new/initiative' && document.activeElement.matches('#in-name') && `+ready)
	b.Press("Plain words in the app" + kb.Enter)
	b.Sees("it is written down, for her unit", `document.querySelector('h1').textContent.includes('Plain words in the app') && document.querySelector('#f-owner').textContent.includes('Borrower Experience') && document.querySelector('#f-state').textContent.includes('andidate') && `+ready)
	visit(b, "/units/borrower-experience")
	b.Press("c")
	b.Sees("the kinds, with the keyboard on the first", `location.pathname + location.search === '/new?unit=borrower-experience' && document.activeElement === document.querySelector('[data-kinds] a') && `+ready)
	first := b.Text(`document.activeElement.textContent`)
	b.Press(kb.ArrowDown)
	b.Sees("an arrow leads to the next", `document.activeElement === document.querySelectorAll('[data-kinds] a')[1]`)
	b.Press(kb.ArrowUp)
	b.Sees("and back", `document.activeElement.textContent === `+quote(first))
	b.Press("d")
	b.Sees("a letter to what begins with it", `document.activeElement.textContent === 'Dimension'`)
	b.Press("dd")
	for b.Text(`document.activeElement.textContent`) != "Dependency" {
		if at := b.Text(`document.activeElement.textContent`); !strings.HasPrefix(at, "D") || at == "Dimension" {
			t.Fatalf("d leads to %q and never to a dependency", at)
		}
		b.Press("d")
	}
	b.Press(kb.Enter)
	b.Sees("the form of a dependency of the unit", `location.pathname === '/new/dependency' && document.querySelector('#in-from').value === 'borrower-experience' && document.activeElement.matches('#in-what') && `+ready)
	visit(b, "/portfolio?sort=name")
	b.Click(`button[popovertarget="keep-view"]`)
	b.Sees("the menu of a view has the keyboard in the name", `document.activeElement.matches('#keep-view input[name=name]')`)
	for _, f := range b.Faults() {
		t.Error(f)
	}
}
