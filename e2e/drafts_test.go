package e2e_test

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/graph"
	"throughline/testing/browser"
)

const keptWords = `document.querySelector('.editing .kept')?.textContent === 'No connection. Your change is kept here and is sent when it is back.'`

// What is saved without a connection is kept, and sent when it is back.
func TestJourneyOfALostConnection(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/records/initiative/decline-notices?edit=name")
	b.Offline(true)
	b.Click("#edit-name input[name=v]")
	b.PressCtrl("a")
	b.Press("Letters from the train" + kb.Enter)
	b.Sees("it is kept, and said so", keptWords+` && document.querySelector('.kept-box').textContent.includes('Change Name')`)
	if got := s.stands(t, "decline-notices").Name; got != "Automatic decline notices" {
		t.Fatalf("it is recorded as %q without a connection", got)
	}
	b.Offline(false)
	b.Sees("it is sent by itself", `document.querySelector('h1').textContent.includes('Letters from the train') && !document.querySelector('.kept-box') && `+ready)
	if got := s.stands(t, "decline-notices").Name; got != "Letters from the train" {
		t.Errorf("it is recorded as %q", got)
	}
}

// It outlives the page, and meets what somebody else did meanwhile with both values.
func TestJourneyOfADraftThatComesTooLate(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/records/initiative/decline-notices?edit=name")
	b.Offline(true)
	b.Click("#edit-name input[name=v]")
	b.PressCtrl("a")
	b.Press("Letters from the train" + kb.Enter)
	b.Sees("it is kept", keptWords)
	rename(t, s.engine, "decline-notices", "Letters by post")
	b.Offline(false)
	visit(b, "/records/initiative")
	b.Sees("another page tells that it was not taken", `document.querySelector('.kept-box')?.textContent.includes('It is now Letters by post')`)
	b.Click(".kept-box button")
	b.Sees("both values stand there", `['Letters by post', 'Letters from the train'].every(x => document.querySelector('.meanwhile')?.textContent.includes(x)) && document.querySelector('.editing input[name=v]').value === 'Letters from the train'`)
	b.Click(".editing button[type=submit]")
	b.Sees("on purpose it is taken", `document.querySelector('h1').textContent.includes('Letters from the train') && !document.querySelector('.kept-box') && `+ready)
}

// A record that is written down and a comment are kept too; each is there once, however often it is sent.
func TestJourneyOfWhatIsWrittenWithoutAConnection(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/new/principle")
	b.Offline(true)
	b.Click("#in-prefer")
	b.Press("calm")
	b.Click("#in-over")
	b.Press("haste")
	b.Click("form.form.wide button[type=submit]")
	b.Sees("it is kept", `document.querySelector('form.wide .kept') !== null && document.querySelector('.kept-box').textContent.includes('Add the principle')`)
	kept := b.Text(`Object.entries(localStorage).find(([k]) => k.startsWith('throughline.draft.'))[1]`)
	b.Offline(false)
	b.Sees("it is sent, and its page there", `location.pathname.startsWith('/records/principle/') && !document.querySelector('.kept-box') && `+ready)
	b.Load(`localStorage.setItem('throughline.draft.' + document.body.dataset.keeper, ` + "`" + kept + "`" + `)`)
	visit(b, "/records/principle") // the answer was lost, so that it is sent again
	b.Sees("it is sent again", `!document.querySelector('.kept-box') && !Object.keys(localStorage).some(k => k.startsWith('throughline.draft.'))`)
	now, err := s.engine.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for p := range graph.All[*graph.Principle](now) {
		if p.Prefer == "calm" && p.Over == "haste" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("%d principles were written down, want one", n)
	}

	visit(b, "/records/initiative/decline-notices")
	b.Click("#talk details.act summary")
	b.Click("#talk textarea")
	b.Offline(true)
	b.Press("From the train")
	b.Click("#talk .act-form button[type=submit]")
	b.Sees("the comment is kept", `document.querySelector('.kept-box')?.textContent.includes('Say something')`)
	b.Load(`const out = Object.assign(document.createElement('form'), {method: 'post', action: '/sign-out'}); document.body.append(out); out.addEventListener('submit', e => e.preventDefault()); out.requestSubmit()`)
	b.Sees("nothing of it stays after signing out", `!Object.keys(localStorage).some(k => k.startsWith('throughline.draft.'))`)
	b.Click("#talk .act-form button[type=submit]")
	b.Sees("it is kept again", `document.querySelector('.kept-box')?.textContent.includes('Say something') && Object.keys(localStorage).some(k => k.startsWith('throughline.draft.'))`)
	b.Click(".kept-box button")
	b.Sees("and can be thrown away", `!document.querySelector('.kept-box') && !document.querySelector('.kept')`)
	b.Offline(false)
}

// What is refused once the connection is back says why where it was filled in, at the field that is wrong; and on other pages.
func TestJourneyOfADraftThatIsRefused(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/new/capacity")
	b.Sees("the keyboard is on the first that is to be filled in", `document.activeElement.matches('#in-unit') && document.querySelector('#in-period').value === 'h2'`)
	b.Press("Harbor")
	b.Sees("the whole is chosen, of which no capacity is told", `document.querySelector('#in-unit').value === 'harbor-lending'`)
	unit := quote(b.Text(`document.querySelector('#in-unit').value`))
	b.Focus("#in-days")
	b.Press("many")
	b.Offline(true)
	b.Press(kb.Enter)
	b.Sees("it is kept", `document.querySelector('form.wide .kept') !== null`)
	b.Offline(false)
	b.Sees("the field says what is wrong, and has the keyboard", `document.activeElement.matches('#in-days[aria-invalid=true]') && document.activeElement.value === 'many' && document.querySelector('#in-days-error').textContent.includes('many') && document.querySelector('#in-unit').value === `+unit+` && !document.querySelector('form.wide .kept')`)
	b.Sees("the note says the same", `document.querySelector('.kept-box').textContent.includes('Not taken: ' + document.querySelector('#in-days-error').textContent.trim())`)
	visit(b, "/outcomes")
	b.Sees("also on another page", `document.querySelector('.kept-box')?.textContent.includes('many')`)
	b.Click(".kept-box button")
	b.Sees("it is looked at there", `document.activeElement.matches('#in-days[aria-invalid=true]') && !document.querySelector('.kept-box')`)
	b.PressCtrl("a")
	b.Press("120" + kb.Enter)
	b.Sees("and taken once it is right", `location.pathname.startsWith('/records/capacity/') && !document.querySelector('.kept-box') && `+ready)
}

// enters signs somebody in on the page where one does.
func enters(b *browser.Tab, address, password, name string) {
	b.Sees("the way in", `location.pathname === '/sign-in' && `+ready)
	b.Text(`(document.querySelector('#sign-in-address').value = "` + address + `")`)
	b.Text(`(document.querySelector('#sign-in-password').value = "` + password + `")`)
	b.Click(`button[type=submit]`)
	b.Sees(name+" is in", `document.querySelector('.nav .foot')?.textContent.includes('`+name+`') && `+ready)
}

// endSession ends the session of the browser as the server would, behind the back of the page.
func endSession(b *browser.Tab) { b.Text(`fetch('/sign-out', {method: 'POST'}).then(r => r.url)`) }

// What is saved after the session has ended is kept. It is in its form again for who wrote it, once they have signed in; somebody else who
// signs in on the same browser sees nothing of it, and nothing is recorded in their name.
func TestJourneyOfASessionThatEnds(t *testing.T) {
	s, setUp := entrance(t)
	b := browser.Open(t, s.url)
	keyed{b, t}.setsUp(setUp)
	b.Visit("/members")
	b.Text(`(document.querySelector('#invite-address').value = "ben@example.org")`)
	b.Text(`(document.querySelector('#invite-role').value = "editor")`)
	b.Click(`form[action="/members/invite"] button`)
	b.Sees("the link", `document.querySelector('#handed')?.value.includes('/invitation?key=')`)
	link := strings.TrimPrefix(b.Text(`document.querySelector('#handed').value`), s.url)
	endSession(b)
	b.Visit(link)
	b.Text(`(document.querySelector('#accept-name').value = "Ben Castellan")`)
	b.Text(`(document.querySelector('#accept-password').value = "` + benPassword + `")`)
	b.Click(`button[type=submit]`)
	b.Sees("he is in", `document.querySelector('.nav .foot')?.textContent.includes('Ben Castellan')`)
	endSession(b)

	const page, field = "/records/initiative/decline-notices?edit=name", "#edit-name input[name=v]"
	b.Visit(page)
	enters(b, "ana@example.org", anaPassword, "Ana Lima")
	b.Click(field)
	b.PressCtrl("a")
	endSession(b)
	b.Press("Letters by train" + kb.Enter)
	b.Sees("she is asked in, and told that it is kept", `location.pathname === '/sign-in' && document.querySelector('.note')?.textContent.includes('What you filled in is kept in this browser')`)
	enters(b, "ben@example.org", benPassword, "Ben Castellan")
	b.Sees("he is led to the page and sees nothing of it", `location.search === '?edit=name' && document.querySelector('`+field+`').value === 'Automatic decline notices' && !document.querySelector('.kept-box') && !document.body.textContent.includes('Letters by train')`)
	endSession(b)
	b.Visit(page)
	enters(b, "ana@example.org", anaPassword, "Ana Lima")
	b.Sees("it stands in the field again, which has the keyboard", `document.activeElement.matches('`+field+`') && document.activeElement.value === 'Letters by train' && document.querySelector('.editing .kept').textContent.includes('stands here again') && document.querySelector('.kept-box')?.textContent.includes('your session had ended')`)
	if got := s.stands(t, "decline-notices").Name; got != "Automatic decline notices" {
		t.Errorf("it is recorded as %q before she saved it", got)
	}
	b.Press(kb.Enter)
	b.Sees("it is saved, and no longer kept", `document.querySelector('h1').textContent.includes('Letters by train') && !document.querySelector('.kept-box') && !Object.keys(localStorage).some(k => k.startsWith('throughline.draft.')) && `+ready)

	visit(b, page)
	endSession(b)
	b.Text(`fetch('/sign-in', {method: 'POST', body: new URLSearchParams({address: 'ben@example.org', password: '` + benPassword + `'})}).then(r => r.url)`)
	b.Click(field)
	b.PressCtrl("a")
	b.Press("In whose name" + kb.Enter)
	b.Sees("the page is his now, and shows nothing of it", `document.querySelector('.nav .foot')?.textContent.includes('Ben Castellan') && !document.querySelector('.kept-box') && !document.body.textContent.includes('In whose name') && `+ready)
	if got := s.stands(t, "decline-notices").Name; got != "Letters by train" {
		t.Errorf("what she wrote is recorded in his name, as %q", got)
	}
	endSession(b)
	b.Visit("/outcomes")
	enters(b, "ana@example.org", anaPassword, "Ana Lima")
	b.Sees("on another page she is told of it", `document.querySelector('.kept-box')?.textContent.includes('Change Name')`)
	b.Click(".kept-box button")
	b.Sees("it is saved from there", `document.querySelector('h1').textContent.includes('In whose name') && !document.querySelector('.kept-box') && `+ready)
}
