package e2e_test

import (
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/testing/browser"
)

// ready is true once the scripts of a page have run.
const ready = `document.readyState === 'complete' && document.documentElement.dataset.js === ''`

// visit opens a page and waits for its scripts.
func visit(b *browser.Tab, path string) {
	b.Visit(path)
	b.Sees("the page is ready", ready)
}

// A product leader switches to the half before and finds it in the address, on every page from there.
func TestJourneyOfThePeriod(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/")
	now := b.Text(`document.querySelector('.headline').textContent`)
	b.Click(`.top [popovertarget="period"]`)
	b.Sees("the menu", `document.querySelector('#period').matches(':popover-open')`)
	b.Sees("the present half is marked", `document.querySelector('#period [aria-current]').textContent.includes('2026 H2')`)
	b.Click(`#period a[href*="period=h1"]`)
	b.Sees("the half before", `location.search === '?period=h1' && document.querySelector('.top [popovertarget=period]').textContent.includes('2026 H1') && `+ready)
	b.Sees("another finding", `document.querySelector('.headline').textContent !== `+quote(now))
	b.Click(`.nav a[data-go="l"]`)
	b.Sees("the next page stays in the half", `location.pathname === '/line-of-sight' && location.search === '?period=h1' && `+ready)
	nothing(t, b)
}

// Somebody asks what was known at the plan lock, looks around in it, and comes back.
func TestJourneyBackInTime(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/")
	now := b.Text(`document.querySelector('#why-intent-kept, .headline .why-num').textContent + document.querySelector('.headline').textContent`)
	b.Click(`.top [popovertarget="asof"]`)
	b.Sees("the menu", `document.querySelector('#asof').matches(':popover-open')`)
	b.Click(`#asof a[href*="asof=2026-07-20"]`)
	b.Sees("the address has the day", `location.search.includes('asof=2026-07-20') && `+ready)
	b.Sees("the banner says the day", `document.querySelector('.past:not(.stale)').getClientRects().length > 0 && document.querySelector('.past').innerText.includes('20 Jul 2026')`)
	b.Sees("the page marks it", `document.documentElement.hasAttribute('data-past')`)
	b.Sees("earlier weeks are there", `!document.querySelector('#main').textContent.includes('Earlier weeks are being read')`)
	b.Sees("another figure", `document.querySelector('.headline .why-num').textContent + document.querySelector('.headline').textContent !== `+quote(now))

	// the day stays on the way through the pages
	b.Click(`.nav a[data-go="f"]`)
	b.Sees("the findings of that day", `location.pathname === '/findings' && location.search.includes('asof=2026-07-20') && !!document.querySelector('.past:not(.stale)') && `+ready)
	b.Press("]")
	b.Sees("] goes to the later plan lock", `location.pathname === '/findings' && location.search.includes('asof=2026-08-31') && `+ready)
	b.Press("[")
	b.Sees("[ goes back", `location.search.includes('asof=2026-07-20') && `+ready)
	b.Click(`.past:not(.stale) .btn`)
	b.Sees("today again", `location.pathname === '/findings' && !location.search.includes('asof') && !document.querySelector('.past:not(.stale)') && `+ready)

	// any day, by the form
	b.Click(`.top [popovertarget="asof"]`)
	b.Load(`document.querySelector('#asof-date').value = '2026-08-14'`)
	b.Click(`#asof form button`)
	b.Sees("the day that was typed", `location.search.includes('asof=2026-08-14') && document.querySelector('.past').innerText.includes('14 Aug 2026') && `+ready)
	nothing(t, b)
}

// Every chart has its table, by pointing and by key.
func TestJourneyFromChartToTable(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	shown := func(panel, part string) string {
		return `[...document.querySelectorAll('` + panel + ` ` + part + `')].some(e => e.getClientRects().length > 0)`
	}
	for path, panels := range map[string][]string{
		"/":                             {"#waterfall", "#trend"},
		"/line-of-sight":                {"#map"},
		"/units/core-services-platform": {"#waterfall"},
		"/drift":                        {"#split"},
		"/portfolio?view=timeline":      {"#timeline"},
		"/portfolio?view=capacity":      {"#capacity"},
	} {
		visit(b, path)
		for _, p := range panels {
			b.Sees("the switch of "+p+" at "+path, `!!document.querySelector('`+p+` .seg')`) // earlier weeks may follow the page
			b.Sees("the chart of "+p, shown(p, ".chart")+" && !"+`(`+shown(p, ".twin")+`)`)
			b.Click(p + ` .seg label:has([value=table])`)
			b.Sees("the table of "+p, shown(p, ".twin")+" && !"+`(`+shown(p, ".chart")+`)`)
			b.Sees("it has values", `document.querySelectorAll('`+p+` .twin tbody tr').length > 0`)
			b.Click(p + ` .seg label:has([value=chart])`)
			b.Sees("the chart again", shown(p, ".chart"))
		}
	}
	visit(b, "/")
	b.Press("v")
	b.Sees("v shows the first table", shown("#waterfall", ".twin"))
	b.Press("v")
	b.Sees("v shows the chart", shown("#waterfall", ".chart"))
	nothing(t, b)
}

// Every number answers for itself: by pointing, by key and by address; and closing gives the keyboard back.
func TestJourneyToTheReasonOfANumber(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/")
	b.Click(`.headline .why-num`)
	b.Sees("the explanation", `!!document.querySelector('.pop.why:popover-open .formula b')`)
	b.Sees("it has inputs, records and the day", `(p => p.querySelectorAll('td').length > 0 && p.querySelectorAll('a[href]').length > 0 && p.innerText.includes('24 Sep'))(document.querySelector('.pop.why:popover-open'))`)
	id := b.Text(`document.querySelector('.pop.why:popover-open').id`)
	b.Sees("the address names it", `location.hash === '#`+id+`'`)
	b.Press(kb.Escape)
	b.Sees("closed, and the keyboard is back at the number", `!document.querySelector('.pop.why:popover-open') && document.activeElement.matches('.headline .why-num') && location.hash === ''`)
	b.Press("w")
	b.Sees("w opens it", `!!document.querySelector('.pop.why:popover-open')`)
	b.Press(kb.Escape)
	b.Visit("/records")
	b.Visit("/#" + id)
	b.Sees("the address opens it", `document.getElementById('`+id+`').matches(':popover-open')`)

	// no number of any page stays without its explanation
	for _, p := range harborPages() {
		visit(b, p.path)
		if lost := b.Text(`[...document.querySelectorAll('.why-num')].filter(n => !document.getElementById(n.getAttribute('popovertarget'))).map(n => n.outerHTML).join(' ')`); lost != "" {
			t.Errorf("%s: numbers without an explanation: %s", p.name, lost)
		}
		if bare := b.Text(`[...document.querySelectorAll('.pop.why')].filter(w => !w.querySelector('.formula')?.textContent.trim() || !w.querySelector('footer')?.textContent.trim()).map(w => w.id).join(' ')`); bare != "" {
			t.Errorf("%s: explanations without a formula or a method: %s", p.name, bare)
		}
		b.Faults()
	}
}

// A record is three keys away.
func TestJourneyThroughThePalette(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/")
	b.PressCtrl("k")
	b.Sees("the palette", `document.querySelector('#cmdk').open && document.activeElement.matches('#cmdk input')`)
	b.Press("ledger cut")
	b.Sees("the initiative is found", `document.querySelector('#cmdk [role=option][aria-selected=true]')?.textContent.includes('Ledger cutover')`)
	b.Press(kb.Enter)
	b.Sees("and opened", `location.pathname === '/initiatives/ledger-cutover' && document.querySelector('h1').textContent.includes('Ledger cutover') && `+ready)

	visit(b, "/")
	b.Press("/")
	b.Sees("/ opens it too", `document.querySelector('#cmdk').open`)
	b.Press("zzzz")
	b.Sees("what is not there is said", `document.querySelector('#cmdk-list').innerText.includes('Nothing is called')`)
	b.Press(kb.Escape)
	b.Sees("Escape closes it, and the keyboard is back on the page", `!document.querySelector('#cmdk').open && !document.activeElement.matches('input')`)
	b.Press("/")
	b.Sees("open again", `document.querySelector('#cmdk').open`)
	b.Press(kb.ArrowDown + kb.Enter)
	b.Sees("arrows and Enter go somewhere", `!document.querySelector('#cmdk').open || location.pathname !== '/'`)
	nothing(t, b)
}

// Whoever has no mouse reaches every page and every row.
func TestJourneyByKeyboard(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	visit(b, "/")
	b.Press(kb.Tab)
	b.Sees("the first stop is the way past the navigation", `document.activeElement.matches('.skip') && document.activeElement.getBoundingClientRect().top >= 0`)
	b.Press(kb.Enter)
	b.Sees("it leads to the content", `location.hash === '#main'`)
	for _, go_ := range []struct{ key, path string }{{"l", "/line-of-sight"}, {"p", "/portfolio"}, {"s", "/strategy"}, {"c", "/cascade"}, {"d", "/drift"}, {"f", "/findings"}, {"r", "/records"}, {"h", "/"}} {
		b.Press("g" + go_.key)
		b.Sees("g "+go_.key, `location.pathname === '`+go_.path+`' && `+ready)
	}
	b.Press("j")
	b.Sees("j goes to the first row", `document.activeElement.matches('[data-walk] tbody tr:first-child')`)
	b.Press("jj")
	b.Sees("and on", `document.activeElement.matches('[data-walk] tbody tr:nth-child(3)')`)
	b.Press("k")
	b.Sees("k goes back", `document.activeElement.matches('[data-walk] tbody tr:nth-child(2)')`)
	b.Press(kb.Enter)
	b.Sees("Enter opens the row", `location.pathname !== '/' && `+ready)
	visit(b, "/")
	b.Press("?")
	b.Sees("? lists the keys", `document.querySelector('#keys').open`)
	b.Press(kb.Escape)
	b.Press("[")
	b.Sees("[ goes to the earlier plan lock", `location.search.includes('asof=2026-08-31') && `+ready)
	b.Press("]")
	b.Sees("] comes back", `!location.search.includes('asof') && `+ready)
	b.Press(".")
	b.Sees(". changes the colours", `document.documentElement.dataset.theme === 'light'`)
	nothing(t, b)
}

// When the ledger moves, an open page follows, and whoever reads it is not disturbed.
func TestAnOpenPageFollows(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	visit(b, "/initiatives/ledger-cutover")
	head := b.Text(`document.querySelector('#main').dataset.head`)
	b.Load(`scrollTo(0, 200); window.here = document.querySelector('h1')`)
	rename(t, s.engine, "ledger-cutover", "Ledger cutover, second try")
	b.Sees("the new name, without a load", `document.querySelector('h1').textContent.includes('second try') && window.here === document.querySelector('h1')`)
	b.Sees("the place stays", `Math.abs(scrollY - 200) < 2`)
	b.Sees("the page knows where it stands", `document.querySelector('#main').dataset.head !== '`+head+`'`)

	// the past does not move
	visit(b, "/initiatives/ledger-cutover?asof=2026-08-31")
	rename(t, s.engine, "ledger-cutover", "Ledger cutover")
	b.Sees("the name of that day", `document.querySelector('h1').textContent.trim() === 'Ledger cutover'`)
	nothing(t, b)
}

// rename gives an initiative another name, as any change is made: through the engine.
func rename(t *testing.T, e *engine.Engine, id, name string) {
	t.Helper()
	_, err := e.Do(t.Context(), "main", engine.Actor{Name: "person/oleg-varga", Channel: ledger.Web}, func(s *graph.Snapshot) (change.Draft, error) {
		i := *graph.Find[*graph.Initiative](s, id)
		i.Name = name
		return change.Draft{Verb: "initiative.renamed", Reason: "It goes on", Puts: []graph.Record{&i}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// Without scripts everything can be read: chart and table both show, and every way through the pages is a link.
func TestWithoutScripts(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Scripts(false)
	for _, p := range harborPages() {
		b.Visit(p.path)
		if hidden := b.Text(`[...document.querySelectorAll('figure.chart:not(.narrow), .twin')].filter(e => !e.getClientRects().length).map(e => e.outerHTML.slice(0, 80)).join('; ')`); hidden != "" {
			t.Errorf("%s hides %s", p.name, hidden)
		}
		if useless := b.Text(`[...document.querySelectorAll('.needs-js, .seg')].filter(e => e.getClientRects().length).map(e => e.outerHTML.slice(0, 80)).join('; ')`); useless != "" {
			t.Errorf("%s shows what needs a script: %s", p.name, useless)
		}
	}
	b.Visit("/")
	b.Click(`.top [popovertarget="asof"]`)
	if b.Text(`String(document.querySelector('#asof').matches(':popover-open'))`) != "true" {
		t.Error("the menu of days does not open")
	}
	b.Click(`#asof a[href*="asof=2026-07-20"]`)
	if at := b.Arrived(); !strings.Contains(at, "asof=2026-07-20") {
		t.Errorf("the menu of days leads to %s", at)
	}
	b.Visit("/")
	b.Click(`.headline .why-num`)
	if b.Text(`String(!!document.querySelector('.pop.why:popover-open'))`) != "true" {
		t.Error("the reason of a number does not open")
	}
	b.Visit("/")
	b.Click(`.search-btn`)
	if at := b.Arrived(); !strings.Contains(at, "/search") {
		t.Errorf("search leads to %s", at)
	}
}

// An address with a slip is answered with what is near, in the usual frame.
func TestNowhere(t *testing.T) {
	s := harbor(t)
	answer, err := http.Get(s.url + "/units/payment-solution")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusNotFound {
		t.Errorf("status %d, want 404", answer.StatusCode)
	}
	b := browser.Open(t, s.url)
	visit(b, "/units/payment-solution")
	b.Sees("it says so", `document.querySelector('h1').textContent === 'Nothing is here'`)
	b.Sees("what is near", `document.querySelector('.failure').textContent.includes('Did you mean')`)
	b.Click(`.failure a[href$="/units/payment-solutions"]`)
	b.Sees("one click away", `location.pathname === '/units/payment-solutions' && document.querySelector('h1').textContent.includes('Payment Solutions') && `+ready)
	for _, path := range []string{"/nowhere", "/records/unti", "/records/unit/nobody", "/initiatives/ledger", "/findings/DEC999", "/?period=h9", "/?asof=soon", "/line-of-sight?theme=none-such"} {
		visit(b, path)
		if wrong := b.Text(sound); wrong != "" {
			t.Errorf("%s: %s", path, wrong)
		}
	}
}

// nothing holds that the pages of a journey complained about nothing.
func nothing(t *testing.T, b *browser.Tab) {
	t.Helper()
	for _, f := range b.Faults() {
		t.Errorf("a page complains: %s", f)
	}
}

// quote writes a text as a script does.
func quote(s string) string {
	return "`" + strings.NewReplacer("`", "\\`", "$", "\\$", "\\", "\\\\").Replace(s) + "`"
}
