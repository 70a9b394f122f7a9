package e2e_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/testing/browser"
)

// Each of the people that the product is for does what they come for, with the keyboard alone. The administrator is in
// TestAnAdministrator.

// A product leader sees how much is kept and why, reads how a unit understood what it was asked, and accepts it.
func TestAProductLeader(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/")
	b.Sees("how much is kept stands first", `/of every 100 days of capacity/i.test(document.querySelector('.headline').textContent)`)
	b.Press("w")
	b.Sees("w says why", `!!document.querySelector('.pop.why:popover-open')?.textContent.match(/Stated|stated/)`)
	b.Press(kb.Escape)
	b.Press("gc")
	b.Sees("g c opens the cascade", `location.pathname === '/cascade' && `+ready)
	accepted := b.Text(`document.querySelector('main').textContent.match(/(\d+) of 7 units/)[1]`)
	tabTo(t, b, `#answer-borrower-experience summary`)
	b.Press(kb.Enter)
	tabTo(t, b, `#answer-borrower-experience textarea`)
	b.Press("They showed me the plan behind it")
	tabTo(t, b, `#answer-borrower-experience button[value=accept]`)
	b.Press(kb.Enter)
	b.Sees("one more is accepted", `+document.querySelector('main').textContent.match(/(\d+) of 7 units/)[1] === `+accepted+` + 1 && !!document.querySelector('.done') && `+ready)
	b.PressCtrl("z")
	b.Sees("and it can be taken back", `document.querySelector('main').textContent.match(/(\d+) of 7 units/)[1] === '`+accepted+`' && `+ready)
	nothing(t, b)
}

// Product operations accepts a finding for now, with a reason and an end, and writes a period down.
func TestProductOperations(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/findings")
	tabTo(t, b, `.findings .acts-line a[href*="open=waive"]`)
	b.Press(kb.Enter)
	b.Sees("the form has opened", `!!document.querySelector('#waive-form textarea') && `+ready)
	tabTo(t, b, `#waive-form textarea`)
	b.Press("The rule changes in spring")
	tabTo(t, b, `#waive-form button`)
	b.Press(kb.Enter)
	b.Sees("it is accepted for now", `!!document.querySelector('.done') && document.querySelector('.note')?.textContent.includes('The rule changes in spring') && `+ready)
	visit(b, "/")
	b.Press("c")
	b.Sees("c asks what to write down", `location.pathname === '/new' && `+ready)
	tabTo(t, b, `a[href^="/new/period"]`)
	b.Press(kb.Enter)
	b.Sees("the form of a period", `location.pathname === '/new/period' && `+ready)
	tabTo(t, b, `main form input[name=name]`)
	b.Press("First half of 2027")
	tabTo(t, b, `main form select[name=kind]`)
	b.Press("Ha")
	tabTo(t, b, `main form input[name=start]`)
	b.PressDay("2027-01-01")
	tabTo(t, b, `main form input[name=end]`)
	b.PressDay("2027-06-30")
	b.Press(kb.Enter)
	b.Sees("it is written down", `document.querySelector('h1').textContent.includes('First half of 2027') && !!document.querySelector('.done') && `+ready)
	nothing(t, b)
}

// A lead whose reading came back says in other words what the unit understands, and sends it.
func TestATeamLead(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	be(b, "lucy-tran")
	b.Press("gc")
	b.Sees("the cascade", `location.pathname === '/cascade' && `+ready)
	tabTo(t, b, `a[href*="edit=read%2Fborrower-experience"]`)
	b.Press(kb.Enter)
	b.Sees("the reading is open", `!!document.querySelector('#edit-read-borrower-experience') && `+ready)
	tabTo(t, b, `#edit-read-borrower-experience textarea[name="words.good-standing"]`)
	b.PressCtrl("a")
	b.Press("Whoever is late finds help in the app before we call")
	tabTo(t, b, `#edit-read-borrower-experience button[name=also]`)
	b.Press(kb.Enter)
	b.Sees("it waits for an answer", `!!document.querySelector('.done') && document.querySelector('#u-borrower-experience').textContent.includes('finds help in the app') && !document.querySelector('#u-borrower-experience').textContent.includes('returned') && `+ready)
	nothing(t, b)
}

// The lead of a platform answers what another unit needs, by a day.
func TestAPlatformLead(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	be(b, "tomas-arriaga")
	b.Press("go")
	b.Sees("what waits", `location.pathname === '/owed' && `+ready)
	const need = `#o-reply-dependency-score-run`
	tabTo(t, b, need+` summary`)
	b.Press(kb.Enter)
	tabTo(t, b, need+` input[name=day]`)
	b.PressDay("2026-10-30")
	tabTo(t, b, need+` button[value=commit]`)
	b.Press(kb.Enter)
	b.Sees("it is promised", `!!document.querySelector('.done') && !document.querySelector('`+need+`') && `+ready)
	nothing(t, b)
}

// Anyone in a team asks of an item of work why it is done, and is led up to the strategy.
func TestAnyoneInATeam(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	be(b, "noah-feld")
	visit(b, "/records/work/bo-101")
	for _, step := range []struct{ to, seen string }{
		{`main a[href^="/initiatives/"]`, `location.pathname.startsWith('/initiatives/') && /It serves/.test(document.querySelector('.lead').textContent)`},
		{`main .lead a[href*="theme="]`, `location.pathname === '/line-of-sight' && !!document.querySelector('main svg')`},
	} {
		tabTo(t, b, step.to)
		b.Press(kb.Enter)
		b.Sees(step.to+" leads on", step.seen+` && `+ready)
	}
	nothing(t, b)
}

// Compliance reads who decided what, by which reasons, on that day and today, and changes nothing that is not theirs.
func TestCompliance(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	be(b, "joan-whitlock")
	b.Press("gr")
	b.Sees("all records", `location.pathname === '/records' && `+ready)
	tabTo(t, b, `main a[href="/records/decision"]`)
	b.Press(kb.Enter)
	b.Sees("the decision log", `location.pathname === '/records/decision' && document.querySelectorAll('main tbody tr').length > 10 && `+ready)
	tabTo(t, b, `main tbody a[href^="/records/decision/"]`)
	b.Press(kb.Enter)
	b.Sees("one decision with who changed it and when", `document.querySelectorAll('#versions time').length > 0 && /Question/.test(document.querySelector('main').textContent) && `+ready)
	there := b.Text(`location.pathname`)
	visit(b, there+"?asof=2026-08-31")
	b.Sees("as it stood then, without a way to change it", `document.body.textContent.includes('31 Aug') && !document.querySelector('main [data-edit]')`)
	visit(b, "/records/constraint")
	b.Sees("what the law asks of the plan", `document.querySelectorAll('main tbody tr').length > 0`)
	nothing(t, b)
}
