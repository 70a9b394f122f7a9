package e2e_test

import (
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
