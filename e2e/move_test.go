package e2e_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/graph"
	"throughline/testing/browser"
)

// stands is an initiative as it is recorded.
func (s site) stands(t *testing.T, id graph.InitiativeID) *graph.Initiative {
	t.Helper()
	now, err := s.engine.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	return now.Initiative(id)
}

const board = "/portfolio?view=board"

// lane is whether a card stands in a column of the board.
func lane(card, in string) string {
	return `!!document.querySelector('[data-lane=` + in + `] #card-` + card + `:not(.sent)')`
}

// A card is put into another column by mouse and with the keyboard; each is one change that can be undone.
func TestJourneyOfACard(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, board)
	const card = "evidence-export"
	if !strings.Contains(b.Text(`[...document.querySelectorAll('.card')].map(c => c.id).join(' ')`), "card-"+card) {
		t.Fatalf("the cards are %s", b.Text(`[...document.querySelectorAll('.card')].map(c => c.id).join(' ')`))
	}
	b.Drag(`document.querySelector('#card-`+card+` .under')`, `document.querySelector('[data-lane=committed] header')`, 0)
	b.Sees("it stands in the column, and what was done is told", lane(card, "committed")+` && document.querySelector('.done')?.textContent.includes('Initiative changed')`)
	if got := s.stands(t, card).State; got != graph.Committed {
		t.Errorf("it is recorded as %s", got)
	}
	b.PressCtrl("z")
	b.Sees("Ctrl Z puts it back", lane(card, "candidate")+` && `+ready)

	b.Focus(`#card-` + card + ` .grip`)
	b.Press("]")
	b.Sees("] puts it into the next column, with the keyboard on it", lane(card, "likely")+` && document.activeElement.matches('#card-`+card+` .grip')`)
	b.Sees("it is said", `[...document.querySelectorAll('[aria-live]')].some(e => e.textContent.includes('is now in Likely'))`)
	b.PressAlt(kb.ArrowLeft)
	b.Sees("Alt and left puts it back", lane(card, "candidate")+` && document.activeElement.matches('#card-`+card+` .grip')`)
	b.Press("[")
	b.Sees("there is nothing before the first", `[...document.querySelectorAll('[aria-live]')].some(e => e.textContent.includes('no column before'))`)
	nothing(t, b)
}

// What the server does not take goes back with the reason.
func TestJourneyOfACardThatGoesBack(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, board)
	const card = "evidence-export"
	b.Load(`document.querySelector('#card-` + card + `').dataset.seen = '"done"'`)
	b.Drag(`document.querySelector('#card-`+card+` .under')`, `document.querySelector('[data-lane=likely] header')`, 0)
	b.Sees("somebody changed it", lane(card, "candidate")+` && document.querySelector('.notes')?.textContent.includes('It is now candidate')`)
	b.Load(`document.querySelector('#card-` + card + `').dataset.seen = '"candidate"'`)
	b.Offline(true)
	b.Drag(`document.querySelector('#card-`+card+` .under')`, `document.querySelector('[data-lane=likely] header')`, 0)
	b.Sees("no connection", lane(card, "candidate")+` && document.querySelector('.notes')?.textContent.includes('No connection. Nothing was changed.')`)
	b.Offline(false)
	if got := s.stands(t, card).State; got != graph.Candidate {
		t.Errorf("it is recorded as %s", got)
	}
}

// On a phone a finger takes a card by its grip.
func TestJourneyOfACardUnderAFinger(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	b.Size(390, 844)
	visit(b, board)
	const card = "evidence-export"
	b.Load(`document.querySelector('.board').scrollIntoView()`)
	b.Swipe(`document.querySelector('#card-`+card+` .grip')`, `document.querySelector('[data-lane=likely] header')`, 0, 0)
	b.Sees("it stands in the column below", lane(card, "likely"))
	if got := s.stands(t, card).State; got != graph.Likely {
		t.Errorf("it is recorded as %s", got)
	}
}

// Without a script each card leads to the editor of its commitment.
func TestCardsWithoutScripts(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Scripts(false)
	b.Visit(board)
	b.Click(`#card-evidence-export .edit`)
	b.Sees("the field is open", `!!document.querySelector('#edit-state select')`)
	b.Visit("/portfolio?view=timeline")
	b.Click(`#timeline .twin .btn`)
	b.Sees("so is that of the steps", `!!document.querySelector('#edit-steps')`)
}

const early = "early-warning-outreach"

// bar is the first bar of an initiative on the timeline that can be moved, in the drawing that shows.
func bar(initiative string) string {
	return `[...document.querySelectorAll('[data-move].ch-mark')].find(m => m.getClientRects().length && m.dataset.action.endsWith('/` + initiative + `')).querySelector('[rx="2"]')`
}

// trial is the period of the first of its steps that the timeline shows.
func (s site) trial(t *testing.T) graph.PeriodID {
	t.Helper()
	for _, step := range s.stands(t, early).Steps {
		if step.Name == "trial group" {
			return step.Period
		}
	}
	return ""
}

// A bar of the timeline is moved by a period, and one of periods is made shorter, by mouse and with the keyboard.
func TestJourneyOfABar(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/portfolio?view=timeline")
	was := s.trial(t)
	b.Drag(bar(early), bar(early), 400)
	b.Sees("the change is told, and the ghost gone", `document.querySelector('.done')?.textContent.includes('Initiative changed') && !document.querySelector('.ghost')`)
	if now := s.trial(t); was != "q3" || now != "q4" {
		t.Errorf("the step went from %s to %s, want q3 to q4", was, now)
	}
	b.PressCtrl("z")
	b.Sees("Ctrl Z moves it back", `document.querySelector('.done')?.textContent.toLowerCase().includes('undone') && `+ready)

	// the end of a bar of periods
	id := b.Text(`[...document.querySelectorAll('[data-move].ch-mark')].find(m => m.dataset.move.includes('"periods"')).dataset.action.split('/').pop()`)
	periods := func() string { return fmt.Sprint(s.stands(t, graph.InitiativeID(id)).Periods) }
	if now := periods(); now != "[h1 h2]" {
		t.Fatalf("the periods of %s are %v", id, now)
	}
	b.Load(`document.querySelector('#timeline .chart').focus()`)
	b.Press(kb.Home)
	for range 40 {
		if b.Text(`String(document.querySelector('.ch-mark.at')?.dataset.action?.endsWith('/`+id+`') || false)`) == "true" {
			break
		}
		b.Press(kb.ArrowDown)
	}
	b.Press("{")
	b.Sees("{ makes it shorter by a period, with the keyboard on it", `document.querySelector('.ch-mark.at')?.dataset.move?.includes('q3') && !document.querySelector('.ghost')`)
	if now := periods(); now != "[h1 q3]" { // what lies before the timeline stays
		t.Errorf("the periods of %s are %v", id, now)
	}
	b.Press("]")
	b.Sees("] moves it on", `document.querySelector('.ch-mark.at')?.dataset.move?.includes('q4') && !document.querySelector('.ghost')`)
	nothing(t, b)
}

// On a phone a finger moves a bar, and makes one shorter at its end; one that goes up or down on a bar scrolls, and moves nothing.
func TestJourneyOfABarUnderAFinger(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	b.Size(390, 844)
	visit(b, "/portfolio?view=timeline")
	near := func(id string) { b.Load(bar(id) + `.scrollIntoView({block: 'center'})`) }
	near(early)
	was := s.trial(t)
	b.Swipe(bar(early), bar(early), 160, 3)
	b.Sees("the change is told, and the ghost gone", `document.querySelector('.done')?.textContent.includes('Initiative changed') && !document.querySelector('.ghost')`)
	if now := s.trial(t); was != "q3" || now != "q4" {
		t.Errorf("the step went from %s to %s, want q3 to q4", was, now)
	}
	b.Size(1024, 768)
	near(early)
	b.Load(`document.querySelector('.done').remove()`)
	b.Swipe(bar(early), bar(early), -300, 0)
	b.Sees("on a tablet it is moved back", `document.querySelector('.done')?.textContent.includes('Initiative changed') && !document.querySelector('.ghost')`)
	if now := s.trial(t); now != "q3" {
		t.Errorf("the step is in %s", now)
	}
	b.Size(390, 844)

	id := b.Text(`[...document.querySelectorAll('[data-move].ch-mark')].find(m => m.dataset.move.includes('"periods"')).dataset.action.split('/').pop()`)
	near(id)
	periods := func() string { return fmt.Sprint(s.stands(t, graph.InitiativeID(id)).Periods) }
	if now := periods(); now != "[h1 h2]" {
		t.Fatalf("the periods of %s are %v", id, now)
	}
	b.Load(`document.querySelector('.done').remove()`)
	b.SwipeEnd(bar(id), -160)
	b.Sees("it is shorter", `document.querySelector('.done')?.textContent.includes('Initiative changed') && !document.querySelector('.ghost')`)
	if now := periods(); now != "[h1 q3]" {
		t.Errorf("the periods of %s are %v", id, now)
	}

	near(early)
	b.Load(`document.querySelector('.done').remove()`)
	from := b.Text(`String(scrollY)`)
	b.Swipe(bar(early), bar(early), 4, -200)
	b.Sees("it scrolls", `scrollY > `+from+` + 100`)
	if now := s.trial(t); now != "q3" || b.Text(`String(!!document.querySelector('.ghost, .done'))`) == "true" {
		t.Errorf("a finger that scrolled moved the step from q3 to %s", now)
	}
	nothing(t, b)
}
