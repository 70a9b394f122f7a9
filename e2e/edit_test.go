package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/testing/browser"
)

// A product manager sets fields where they stand, with the keyboard, while a colleague has the page open.
func TestJourneyOfAField(t *testing.T) {
	s := harbor(t)
	b, colleague := browser.Open(t, s.url), browser.Open(t, s.url)
	const page = "/records/initiative/decline-notices"
	visit(colleague, page)
	visit(b, page)
	b.Focus("#f-name a[data-edit]")
	b.Press(kb.Enter)
	b.Sees("the field is open, its text selected", `document.activeElement.matches('#edit-name input[name=v]') && getSelection().toString() === 'Automatic decline notices'`)
	b.Press(kb.Escape)
	b.Sees("Escape closes it and the keyboard is back", `!document.querySelector('.editing') && document.activeElement.matches('#f-name a[data-edit]') && !location.search`)
	b.Press(kb.Enter)
	b.Sees("it opens again", `document.activeElement.matches('#edit-name input[name=v]')`)
	b.Press("Letters that say why" + kb.Enter)
	b.Sees("the new name", `document.querySelector('h1').textContent.includes('Letters that say why') && !!document.querySelector('.done') && `+ready)
	colleague.Sees("the colleague sees it without a load", `document.querySelector('h1').textContent.includes('Letters that say why')`)
	b.PressCtrl("z")
	b.Sees("Ctrl Z takes it back", `document.querySelector('h1').textContent.includes('Automatic decline notices') && `+ready)
	nothing(t, b)
	nothing(t, colleague)
}

// held makes the page wait for every answer until it is let through.
const held = `(() => { const ask = window.fetch; window.held = []; window.fetch = (...a) => new Promise(go => window.held.push(go)).then(() => ask(...a)); return '' })()`

// letThrough lets what waits be answered, once it does.
func letThrough(b *browser.Tab) {
	b.Sees("something is asked", `window.held.length > 0`)
	b.Text(`(window.held.splice(0).forEach(go => go()), '')`)
}

// On a slow connection a field responds at once: that it opens, what was filled in, and that it is being saved; what is refused then is
// open again with the reason.
func TestJourneyOfASlowField(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/records/initiative/decline-notices")
	b.Text(held)
	b.Focus("#f-name a[data-edit]")
	b.Press(kb.Enter)
	b.Sees("it says that it opens", `document.querySelector('#f-name [role=status]')?.textContent === 'Opening …'`)
	letThrough(b)
	b.Sees("it is open", `document.activeElement.matches('#edit-name input[name=v]') && !document.querySelector('#f-name [role=status]')`)
	b.Press("Letters that say why" + kb.Enter)
	b.Sees("the new value stands there, and that it is being saved", `document.querySelector('h1').textContent.includes('Letters that say why') && document.querySelector('#f-name .saving')?.textContent.startsWith('Letters that say why') && document.querySelector('#f-name [role=status]').textContent === 'Saving …' && document.querySelector('#edit-name').offsetParent === null`)
	if got := s.stands(t, "decline-notices").Name; got != "Automatic decline notices" {
		t.Errorf("it is recorded as %q before the server was asked", got)
	}
	letThrough(b)
	letThrough(b) // the page as it is then
	b.Sees("it is saved, and the keyboard is back", `!document.querySelector('#f-name [role=status], .editing') && document.querySelector('h1').textContent.includes('Letters that say why') && document.activeElement.matches('#f-name a[data-edit]')`)
	if got := s.stands(t, "decline-notices").Name; got != "Letters that say why" {
		t.Errorf("it is recorded as %q", got)
	}

	nothing(t, b)
	b.Press(kb.Enter)
	letThrough(b)
	b.Sees("it is open once more", `document.activeElement.matches('#edit-name input[name=v]')`)
	b.Press("My name for it" + kb.Enter)
	b.Sees("it stands there", `document.querySelector('h1').textContent.includes('My name for it')`)
	rename(t, s.engine, "decline-notices", "Another name for it")
	letThrough(b)
	b.Sees("it is refused: the editor is open with what was typed and why, the heading says what is so", `document.activeElement.matches('#edit-name input[name=v]') && document.activeElement.value === 'My name for it' && document.querySelector('.meanwhile').textContent.includes('Another name for it') && document.querySelector('h1').textContent.includes('Another name for it')`)
}

// What somebody is filling in stays while others change the record, and the two are told apart.
func TestJourneyOfTwoPeopleOnOneField(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/records/initiative/ledger-cutover?edit=name")
	b.Click("#edit-name input[name=v]")
	b.PressCtrl("a")
	b.Press("My name for it")
	rename(t, s.engine, "ledger-cutover", "Another name for it")
	b.Sees("what is typed stays", `document.querySelector('#edit-name input[name=v]').value === 'My name for it'`)
	b.Press(kb.Enter)
	b.Sees("both are shown", `['Another name for it', 'My name for it'].every(x => document.querySelector('.meanwhile')?.textContent.includes(x)) && `+ready)
	b.Click("#edit-name button[type=submit]")
	b.Sees("on purpose it is taken", `document.querySelector('h1').textContent.includes('My name for it')`)
}

// Somebody writes a dependency down from any page, by keyboard, without script too.
func TestJourneyOfANewRecord(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/records/dependency")
	b.Press("c")
	b.Sees("c opens the form for what the page lists", `location.pathname === '/new/dependency' && `+ready)
	b.Click("#in-what")
	b.Press("Letters in Spanish")
	b.Load(`document.querySelector('#in-from').value = 'loan-servicing'; document.querySelector('#in-on').value = 'legal-compliance'`)
	b.Click("form.form button[type=submit]")
	b.Sees("its page", `document.querySelector('h1').textContent.includes('Letters in Spanish') && location.pathname.startsWith('/records/dependency/letters-in-spanish') && `+ready)
	nothing(t, b)

	b.Scripts(false)
	b.Visit("/records/dependency/letters-in-spanish?edit=what")
	b.Sees("the form is there", `!!document.querySelector('#edit-what')`)
	b.Click("#edit-what textarea, #edit-what input[name=v]")
	b.Press(" soon")
	b.Click("#edit-what button[type=submit]")
	b.Sees("it is set", `document.querySelector('h1').textContent.includes('soon')`)
}
