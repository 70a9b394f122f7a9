package e2e_test

import (
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/serve"
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

	b.Press("gh")
	b.Sees("g h is the first page again", `location.pathname === '/' && `+ready)
	k := keyed{b, t}
	k.press(`#leaks tbody a[href^="/findings/"]`)
	b.Sees("a leak tells what it costs and what is next", `location.pathname.startsWith('/findings/') && /days/.test(document.querySelector('main').textContent) && `+ready)
	k.writesDown("baseline")
	k.fill(`main form input[name=name]`, "Plan lock 3")
	tabTo(t, b, `main form select[name=period]`)
	b.Press(kb.ArrowDown + kb.ArrowDown + kb.ArrowDown)
	tabTo(t, b, `main form input[name=at]`)
	b.Press("09242026" + kb.Tab + "1145P")
	b.Press(kb.Enter)
	b.Sees("the plan is locked", `document.querySelector('h1').textContent.includes('Plan lock 3') && !!document.querySelector('.done') && `+ready)
	b.Press("gd")
	b.Sees("and drift counts from there", `location.pathname === '/drift' && document.querySelector('main').textContent.includes('Plan lock 3') && `+ready)
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

	k := keyed{b, t}
	k.writesDown("right")
	k.fill(`main form input[name=domain]`, "Words of the monthly letter")
	tabTo(t, b, `main form select[name=unit]`)
	b.Press("Loan")
	k.press(`main form .more-fields summary`)
	tabTo(t, b, `main form select[name=decider]`)
	b.Press("Henrik")
	k.press(`main form button.primary`)
	b.Sees("one person decides it", `document.querySelector('h1').textContent.includes('Words of the monthly letter') && document.querySelector('main').textContent.includes('Henrik Dahl') && `+ready)

	b.Press("gr")
	k.press(`main a[href="/records/work"]`)
	b.Sees("the work", `location.pathname === '/records/work' && `+ready)
	k.press(`main a[href="/paste/work"]`)
	b.Sees("a place for rows", `location.pathname === '/paste/work' && `+ready)
	tabTo(t, b, `#rows`)
	b.Press("key,title,unit,status" + kb.Enter + "BO-901,Letter without a due date,borrower-experience,In progress" + kb.Enter)
	k.press(`main form button[value=look]`)
	b.Sees("what would change", `document.querySelector('#look')?.textContent.includes('1 would be created') && `+ready)
	k.press(`#look button[value=take]`)
	b.Sees("it is told", `location.pathname === '/records/work' && !!document.querySelector('.done') && `+ready)
	visit(b, "/search?q=letter+without+a+due")
	b.Sees("it is there", `document.querySelector('main').textContent.includes('Letter without a due date')`)
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

	k := keyed{b, t}
	b.Press("go")
	b.Sees("what waits", `location.pathname === '/owed' && `+ready)
	const turn = `#o-turn-dependency-consent-page`
	k.press(turn + ` summary`)
	tabTo(t, b, turn+` input[name=day]`)
	b.PressDay("2026-10-15")
	k.press(turn + ` button[value=counter]`)
	b.Sees("another day is offered", `!!document.querySelector('.done') && !document.querySelector('`+turn+`') && `+ready)

	visit(b, "/outcomes/three-partners")
	k.press(`#check-in summary, #check-in input[name=value]`)
	k.fill(`#check-in input[name=value]`, "1")
	tabTo(t, b, `#check-in select[name=confidence]`)
	b.Press(kb.ArrowDown)
	k.press(`#check-in button[value=read]`)
	b.Sees("it is checked in", `!!document.querySelector('.done') && document.querySelector('#history, #readings')?.textContent.includes('1') && `+ready)

	k.writesDown("decision")
	k.fill(`main form textarea[name=question]`, "Do we ask for consent once or each time?")
	tabTo(t, b, `main form select[name=unit]`)
	b.Press("Borrower")
	k.press(`main form .more-fields summary`)
	tabTo(t, b, `main form select[name="deciders.0"]`)
	b.Press("Lucy")
	k.press(`main form button.primary`)
	b.Sees("it is in the log, with the one who decides", `document.querySelector('h1').textContent.includes('Do we ask for consent') && document.querySelector('main').textContent.includes('Lucy Tran') && `+ready)
	nothing(t, b)
}

// The lead of a platform answers what another unit needs, by a day, and takes a request from the queue.
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

	k := keyed{b, t}
	const asked = `#o-request-request-hold-payouts`
	k.press(asked + ` summary`)
	k.fill(asked+` textarea`, "The maintenance window has a switch already")
	k.press(asked + ` button[value=decline]`)
	b.Sees("it is answered with a reason", `!!document.querySelector('.done') && !document.querySelector('`+asked+`') && `+ready)
	visit(b, "/records/request/hold-payouts")
	b.Sees("whoever asked reads why", `/declined/i.test(document.querySelector('main').textContent) && document.querySelector('main').textContent.includes('a switch already')`)
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

// Whoever looks after finance and compliance, with the rights of somebody who edits, binds the plan by what the law asks and by money.
func TestComplianceBindsThePlan(t *testing.T) {
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	s, setUp := serveTo(t, place, serve.SignIn)
	k := keyed{browser.Open(t, s.url), t}
	k.setsUp(strings.TrimPrefix(setUp, s.url))
	k.writesDown("constraint")
	tabTo(t, k.Tab, `main form select[name=kind]`)
	k.Press("reg")
	k.fill(`main form textarea[name=statement]`, "Letters name the ombudsman")
	tabTo(t, k.Tab, `main form input[name=due]`)
	k.PressDay("2026-12-01")
	k.press(`main form .more-fields summary`)
	tabTo(t, k.Tab, `main form select[name="units.0"]`)
	k.Press("Legal")
	k.press(`main form button.primary`)
	k.Sees("it binds the plan", `document.querySelector('h1').textContent.includes('Letters name the ombudsman') && !!document.querySelector('.done') && `+ready)
	k.writesDown("funding")
	tabTo(t, k.Tab, `main form select[name=period]`)
	k.Press(kb.ArrowDown + kb.ArrowDown + kb.ArrowDown)
	tabTo(t, k.Tab, `main form select[name=unit]`)
	k.Press("Legal")
	k.press(`main form .more-fields summary`)
	k.fill(`main form input[name=money]`, "40000")
	k.fill(`main form input[name=currency]`, "EUR")
	k.press(`main form button.primary`)
	k.Sees("the money is there", `location.pathname.startsWith('/records/funding/') && /40[ ,.\u202f\u00a0]?000/.test(document.querySelector('main').textContent) && `+ready)
	nothing(t, k.Tab)
}
