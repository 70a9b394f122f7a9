package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/graph"
	"throughline/testing/browser"
)

const (
	placed   = `document.querySelector('.place:popover-open')`
	inCell   = `document.activeElement.matches('#initiatives td a.set[href*="edit=state"]')`
	inEditor = `document.activeElement.matches('.place #edit-state select')`
)

// A product manager changes cells of the grid with the keyboard alone, and takes one back.
func TestJourneyOfACell(t *testing.T) {
	s := harbor(t)
	b, colleague := browser.Open(t, s.url), browser.Open(t, s.url)
	visit(colleague, "/portfolio?sort=name")
	visit(b, "/portfolio?sort=name&q=notices")
	row := `document.querySelector('#initiatives tbody tr')`
	b.Press("j")
	b.Sees("the row", `document.activeElement === `+row)
	b.Press(kb.ArrowRight)
	b.Sees("its first cell", `document.activeElement.matches('#initiatives th a.pen')`)
	b.Press(kb.ArrowRight + kb.ArrowRight)
	b.Sees("its commitment", inCell)
	b.Press(kb.Enter)
	b.Sees("the editor is there, on the page", inEditor+` && location.pathname === '/portfolio' && `+placed+`.textContent.includes('Automatic decline notices')`)
	b.Press(kb.Escape)
	b.Sees("Escape closes it and the keyboard is back", `!`+placed+` && `+inCell)
	b.Press(kb.F2)
	b.Sees("F2 opens it too", inEditor)
	b.Press("com" + kb.Enter)
	b.Sees("it is changed where it stands", row+`.textContent.includes('Committed') && location.search === '?sort=name&q=notices' && `+inCell+` && !!document.querySelector('.floats .done') && `+ready)
	if got := s.stands(t, "decline-notices").State; got != graph.Committed {
		t.Errorf("it is %s, want committed", got)
	}
	colleague.Sees("a colleague sees it without a load", `[...document.querySelectorAll('#initiatives tbody tr')].find(r => r.textContent.includes('Automatic decline notices')).textContent.includes('Committed')`)
	b.PressCtrl("z")
	b.Sees("Ctrl Z takes it back", row+`.textContent.includes('Started') && document.querySelector('.floats .done')?.textContent.includes('undone') && `+ready)

	b.Press(kb.ArrowLeft + kb.ArrowLeft + "e")
	b.Sees("e opens the name", `document.activeElement.matches('.place #edit-name input')`)
	b.Press("Letters and notices" + kb.Enter)
	b.Sees("the new name", row+`.textContent.includes('Letters and notices') && `+ready)
	nothing(t, b)
	nothing(t, colleague)
}

// Two people set the same cell: what is filled in stays, both values are shown, and on purpose one takes the place of the other.
func TestJourneyOfTwoPeopleOnOneCell(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/portfolio?q=ledger")
	b.Click(`#initiatives a.pen[href*="ledger-cutover"]`)
	b.Sees("the editor", `document.activeElement.matches('.place #edit-name input')`)
	b.Press("My name for it")
	rename(t, s.engine, "ledger-cutover", "Another name for it")
	b.Sees("what is typed stays", `document.querySelector('.place #edit-name input[name=v]').value === 'My name for it'`)
	b.Press(kb.Enter)
	b.Sees("both are shown, on the page", `['Another name for it', 'My name for it'].every(x => `+placed+`?.querySelector('.meanwhile')?.textContent.includes(x)) && location.pathname === '/portfolio' && document.activeElement.matches('.place #edit-name input')`)
	b.Press(kb.Enter)
	b.Sees("on purpose it is taken", `!`+placed+` && document.querySelector('#initiatives').textContent.includes('My name for it') && `+ready)
}

// A cell that is saved without a connection is kept, and sent when it is back; what comes too late then is looked at with both
// values.
func TestJourneyOfACellWithoutAConnection(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	const pen = `#initiatives a.pen[href*="decline-notices"]`
	write := func(name string) {
		visit(b, "/portfolio?q=decline-notices")
		b.Click(pen)
		b.Sees("the editor", `document.activeElement.matches('.place #edit-name input')`)
		b.Offline(true)
		b.Press(name + kb.Enter)
		b.Sees("it is kept, and said so", placed+` && `+keptWords+` && document.querySelector('.kept-box').textContent.includes('Change Name, Automatic decline notices')`)
	}
	write("Letters from the train")
	b.Offline(false)
	b.Sees("it is sent by itself", `document.querySelector('#initiatives').textContent.includes('Letters from the train') && !document.querySelector('.kept-box') && location.pathname === '/portfolio' && `+ready)
	rename(t, s.engine, "decline-notices", "Automatic decline notices")
	write("Letters from the bus")
	rename(t, s.engine, "decline-notices", "Letters by post")
	b.Offline(false)
	visit(b, "/outcomes")
	b.Sees("another page tells that it was not taken", `document.querySelector('.kept-box')?.textContent.includes('It is now Letters by post')`)
	b.Click(".kept-box button")
	b.Sees("both values stand there", `['Letters by post', 'Letters from the bus'].every(x => document.querySelector('main .meanwhile')?.textContent.includes(x))`)
}

// What is not taken says why, and what was filled in is not lost by pointing elsewhere; what was not touched closes by that.
func TestAnEditorThatStaysAndOneThatCloses(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/outcomes/late-loans")
	b.Click(`.stat a.set[href*="edit=metric"]`)
	b.Sees("the group is open", `!!`+placed+` && `+placed+`.querySelectorAll('input:not([type=hidden]), select').length > 4`)
	b.Click(`h1`)
	b.Sees("nothing was filled in, so it closes", `!`+placed)
	b.Click(`.stat a.set[href*="edit=metric"]`)
	b.Sees("it is open", `!!`+placed)
	b.Load(`document.querySelector('.place input[name="v.target"]').value = 'low'`)
	b.Click(`h1`)
	b.Click(`.place .primary`)
	b.Sees("it stays and says why", placed+`?.querySelector('.error')?.textContent.includes('low')`)
	b.Load(`document.querySelector('.place input[name="v.target"]').value = '3'`)
	b.Click(`.place .primary`)
	b.Sees("the new target", `[...document.querySelectorAll('.stat')].some(x => x.textContent.includes('Target') && x.textContent.includes('3%')) && location.pathname === '/outcomes/late-loans' && `+ready)
}

// Without a script a cell leads to its field on the page of the record.
func TestACellWithoutScripts(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	b.Scripts(false)
	b.Visit("/portfolio?q=notices")
	b.Click(`#initiatives td a.set[href*="edit=owner"]`)
	b.Sees("the field is open", `location.pathname === '/records/initiative/decline-notices' && !!document.querySelector('#f-owner #edit-owner select')`)
}

// axe-core finds nothing in an editor that stands over a page, nor where two people set a field; nothing of it stands over the
// edge of a phone.
func TestAxeFindsNothingInAnEditorInPlace(t *testing.T) {
	script := axe(t)
	s := harbor(t)
	b := browser.Open(t, s.url)
	for _, l := range lookings() {
		b.Size(l.width, 900)
		b.Scheme(l.colours)
		for _, o := range []struct{ name, at, open string }{
			{"a choice", "/portfolio", `#initiatives a.set[href*="edit=state"]`},
			{"a list", "/portfolio", `#initiatives a.set[href*="edit=participants"]`},
			{"a name", "/initiatives/ledger-cutover", `.page-head a.pen[href*="edit=name"]`},
			{"a text", "/initiatives/ledger-cutover", `.page-head a.pen[href*="edit=summary"]`},
			{"a group", "/outcomes", `#due a.set[href*="edit=metric"]`},
			{"what mends a finding", "/findings", `.findings a[href*="edit="]`},
		} {
			visit(b, o.at)
			b.Load(`document.querySelector('` + o.open + `').scrollIntoView({block: 'center'}); document.querySelector('` + o.open + `').click()`)
			b.Sees(o.name, `!!`+placed+`?.querySelector('.editing')`)
			audit(t, b, script, o.name+", "+l.name)
			if over := b.Text(sideways); over != "" {
				t.Errorf("%s scrolls sideways at %d px: %s", o.name, l.width, over)
			}
			if out := b.Text(`(r => r.left < 0 || r.top < 0 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1 ? JSON.stringify(r) : '')(` + placed + `.getBoundingClientRect())`); out != "" {
				t.Errorf("%s stands over the edge at %d px: %s", o.name, l.width, out)
			}
		}
	}
}
