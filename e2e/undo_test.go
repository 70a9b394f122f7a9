package e2e_test

import (
	"strings"
	"testing"

	"throughline/testing/browser"
)

// Ctrl Z takes back the last change from whatever page one is on, and then the one before it, and says when there is none left.
func TestJourneyOfUndoing(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	name := func() string { return s.stands(t, "decline-notices").Name }
	before := name()
	for _, next := range []string{"First name", "Second name"} {
		visit(b, "/records/initiative/decline-notices?edit=name")
		b.Load(`document.querySelector('#edit-name input:not([type=hidden])').value = '` + next + `'; document.querySelector('#edit-name').requestSubmit()`)
		b.Sees("it is called "+next, `document.querySelector('.done')?.textContent.includes('Initiative changed.') && document.body.textContent.includes('`+next+`') && `+ready)
	}
	visit(b, "/findings")
	b.PressCtrl("z")
	b.Sees("the last change is undone", `document.querySelector('.done')?.textContent.includes('Change undone: Initiative changed.') && !location.search.includes('done') && `+ready)
	if got := name(); got != "First name" {
		t.Errorf("it is called %q after one undo", got)
	}
	visit(b, "/portfolio")
	b.PressCtrl("z")
	b.Sees("and the one before it", `document.querySelector('.done')?.textContent.includes('Change undone: Initiative changed.') && `+ready)
	if got := name(); got != before {
		t.Errorf("it is called %q after two, want %q", got, before)
	}
	b.PressCtrl("z")
	b.Sees("and nothing more", `[...document.querySelectorAll('.done')].some(d => d.textContent.includes('You made no change here lately that is not undone'))`)
	for _, f := range b.Faults() {
		if !strings.Contains(f, "/undo") { // the answer that there is none, which browsers note
			t.Errorf("a page complains: %s", f)
		}
	}
}
