package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"throughline/testing/browser"
)

// Somebody takes a decision that waits for them without touching the mouse, takes it back, and asks a colleague, who answers.
func TestJourneyOfWhatWaits(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/")
	waiting := b.Text(`document.querySelector('nav a[href="/owed"] .count').textContent.match(/[0-9]+/)[0]`)
	b.Press("go")
	b.Sees("g o opens it", `location.pathname === '/owed' && String(document.querySelectorAll('.owed > li').length) === `+quote(waiting)+` && `+ready)
	decision := `#o-decide-decision-partner-ten-days-owner`
	b.Click(decision + ` summary`)
	b.Sees("its form opens and has the keyboard", `document.querySelector('`+decision+` details').open && document.activeElement.name === 'choice'`)
	b.Press(kb.Escape)
	b.Sees("and closes", `!document.querySelector('`+decision+` details').open && document.activeElement.matches('summary')`)
	b.Load(`document.querySelector('` + decision + `').focus()`)
	b.Press(kb.Enter)
	b.Sees("Enter on its row opens it too", `document.querySelector('`+decision+` details').open && document.activeElement.name === 'choice'`)
	b.Focus(decision + ` textarea`)
	b.Press("They have the partners")
	b.Load(`document.querySelector('` + decision + ` form').requestSubmit(document.querySelector('` + decision + ` form .primary'))`)
	b.Sees("it is decided", `!!document.querySelector('.done') && !document.querySelector('`+decision+`') && `+ready)
	b.Click(`form[data-undo] button`)
	b.Sees("and taken back", `!!document.querySelector('`+decision+`') && `+ready)

	visit(b, "/records/initiative/ledger-cutover")
	b.Click(`#talk details:has(#say) summary`)
	b.Sees("the comment has the keyboard", `document.activeElement.matches('#say textarea')`)
	b.Press("Are we sure, @Henrik Dahl?")
	b.Click(`#say button`)
	b.Sees("it is said, and names somebody", `!!document.querySelector('#talk .said a[href="/records/person/henrik-dahl"]') && `+ready)
	be(b, "henrik-dahl")
	visit(b, "/owed?what=answers")
	b.Sees("it waits for them", `[...document.querySelectorAll('.owed > li')].some(l => l.id.startsWith('o-mention') && l.textContent.includes('Are we sure'))`)
	b.Click(`.owed > li[id^="o-mention"] summary`)
	b.Sees("its form has the keyboard", `document.activeElement.matches('[id^="o-mention"] textarea')`)
	b.Press("We are")
	tabTo(t, b, `[id^="o-mention"] button[value=reply]`)
	b.Press(kb.Enter)
	b.Sees("and no longer", `!!document.querySelector('.done') && !document.querySelector('[id^="o-mention"]') && `+ready)
	nothing(t, b)
}

// Whoever names somebody is shown who can be named, by keyboard alone, and learns at once and afterwards where nobody is.
func TestJourneyOfAName(t *testing.T) {
	script := axe(t)
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/records/initiative/ledger-cutover")
	b.Click(`#talk details:has(#say) summary`)
	b.Sees("the comment has the keyboard", `document.activeElement.matches('#say textarea')`)
	const list = `document.querySelector('#say .named[role=listbox]')`
	const marked = `document.querySelector('#say .named [aria-selected=true]')`
	b.Press("Is it so, @he")
	b.Sees("people are suggested, the first is marked", marked+`?.id === document.activeElement.getAttribute('aria-activedescendant') && `+list+`?.id === document.activeElement.getAttribute('aria-controls')`)
	audit(t, b, script, "people who are suggested")
	b.Press("nrik")
	b.Sees("fewer", list+`?.children.length === 1 && `+marked+`.textContent.includes('Henrik Dahl')`)
	b.PressEnter()
	b.Sees("the name stands in the text", `!`+list+` && document.activeElement.value === 'Is it so, @Henrik Dahl '`)
	b.Press("and @a")
	b.Sees("others are suggested", `document.querySelectorAll('#say .named [role=option]').length > 1`)
	second := b.Text(`document.querySelectorAll('#say .named [role=option]')[1].dataset.writes`)
	b.Press(kb.ArrowDown)
	b.Sees("an arrow leads to the second", marked+`.dataset.writes === `+quote(second))
	b.PressEnter()
	b.Sees("it is written", `document.activeElement.value === 'Is it so, @Henrik Dahl and ' + `+quote(second)+` + ' '`)
	b.Press("or @nobody123")
	b.Sees("nobody is called so", list+`?.textContent.includes('“@nobody123” names nobody.')`)
	b.Press(kb.Escape)
	b.Sees("Escape closes the list and nothing else", `!`+list+` && document.activeElement.matches('#say textarea')`)
	tabTo(t, b, `#say button`)
	b.PressEnter()
	b.Sees("it is said, and who was not told", `document.querySelector('.done')?.textContent.includes('“@nobody123” names nobody') && document.querySelectorAll('#talk .said .text a').length === 2 && `+ready)
	nothing(t, b)
}

// be makes the visitor of the demo somebody else.
func be(b *browser.Tab, person string) {
	visit(b, "/people-of-the-demo")
	b.Click(`form:has(input[value="` + person + `"]) button`)
	b.Sees("they are somebody else", `location.pathname === '/' && `+ready)
}

// Without a script the forms open, and a finding is accepted for now and counts again.
func TestAFindingIsWaivedWithoutScripts(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Scripts(false)
	b.Visit("/findings")
	b.Click(`.findings .acts-line a[href*="open=waive"]`)
	b.Arrived()
	b.Load(`document.querySelector('#waive textarea').value = 'The rule changes'`)
	b.Click(`#waive-form button`)
	b.Must(chromedp.WaitReady(chromedp.CSS(`.done`)))
	if got := b.Text(`document.querySelector('.note')?.textContent ?? ''`); got == "" {
		t.Error("the finding is not accepted")
	}
	b.Click(`#waive summary`)
	b.Click(`#waive-form button`)
	b.Must(chromedp.WaitReady(chromedp.CSS(`#waive-form input[type=date]`)))
	if got := b.Text(`document.querySelector('.note')?.textContent ?? ''`); got != "" {
		t.Errorf("the finding is accepted still: %s", got)
	}
}
