package viewgallery_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp/kb"

	"throughline/testing/browser"
	"throughline/testing/viewgallery"
	"throughline/web/static"
	"throughline/web/view"
)

// gallery serves the pages as the product does, with a stream the test drives.
type gallery struct {
	*httptest.Server
	pages  map[string]string
	head   chan string
	broken atomic.Bool // the stream is refused
	moved  atomic.Bool // home-many answers with another picture
}

func open(t *testing.T) *gallery {
	t.Helper()
	files, err := static.New("/static/")
	if err != nil {
		t.Fatal(err)
	}
	g := &gallery{pages: map[string]string{}, head: make(chan string, 1)}
	assets := view.Assets{
		CSS: files.Path("throughline.css"), Boot: files.Path("boot.js"), JS: files.Path("throughline.js"),
		HTMX: files.Path("htmx.min.js"), Icon: files.Path("icon.svg"), Font: files.Path("InterVariable-subset.woff2"),
	}
	for _, p := range append(viewgallery.Pages(assets), viewgallery.Outsides(assets)...) {
		var b strings.Builder
		if err := p.Body.Render(t.Context(), &b); err != nil {
			t.Fatal(err)
		}
		g.pages["/"+p.Name+".html"] = b.String()
	}
	mux := http.NewServeMux()
	mux.Handle("GET /static/", files)
	mux.HandleFunc("GET /events", g.events)
	mux.HandleFunc("GET /", g.page)
	g.Server = httptest.NewServer(mux)
	t.Cleanup(g.CloseClientConnections)
	return g
}

func (g *gallery) page(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Security-Policy", "default-src 'self'; script-src 'self'; style-src 'self'")
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	body, ok := g.pages[r.URL.Path]
	if !ok {
		http.NotFound(w, r)
		return
	}
	if r.URL.Query().Get("format") == "fragment" {
		found := []view.SearchGroup{{Name: "Units", Hits: []view.Hit{{Name: "Found " + r.URL.Query().Get("q"), Href: "unit-many.html"}}}}
		_ = view.SearchOptions(found, r.URL.Query().Get("q")).Render(r.Context(), w)
		return
	}
	if g.moved.Load() {
		body = strings.NewReplacer(`data-head="1204"`, `data-head="1205"`, "go where the strategy", "go now where the strategy", "79%", "81%").Replace(body)
	}
	fmt.Fprint(w, body)
}

func (g *gallery) events(w http.ResponseWriter, r *http.Request) {
	if g.broken.Load() {
		http.Error(w, "gone", http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "text/event-stream")
	fmt.Fprint(w, "event: head\ndata: 1204\n\n")
	for {
		_ = http.NewResponseController(w).Flush()
		select {
		case at := <-g.head:
			if at == "" {
				return
			}
			fmt.Fprintf(w, "event: head\ndata: %s\n\n", at)
		case <-r.Context().Done():
			return
		}
	}
}

func TestNoPageBreaksThePolicyOrScrollsSideways(t *testing.T) {
	g := open(t)
	b := browser.Open(t, g.URL)
	for _, p := range viewgallery.Pages(view.Assets{}) {
		for _, width := range []int64{1440, 900, 390, 320} {
			b.Size(width, 900)
			b.Scheme([]string{"light", "dark"}[width/90%2])
			b.Visit("/" + p.Name + ".html")
			b.Sees("script has run", `document.documentElement.dataset.js === '' && !!document.querySelector('[data-theme-toggle]').getAttribute('aria-label')`)
			if got := b.Faults(); len(got) > 0 {
				t.Errorf("%s at %d: %q", p.Name, width, got)
			}
			if got := b.Text(`document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-wrap, .filters')).slice(0, 3).map(e => e.outerHTML.slice(0, 90)).join(' | ') + ' ' + document.documentElement.scrollWidth : ''`); got != "" {
				t.Errorf("%s at %d px scrolls sideways: %s", p.Name, width, got)
			}
		}
	}
}

func TestNoPageOutsideBreaksThePolicyOrScrollsSideways(t *testing.T) {
	g := open(t)
	b := browser.Open(t, g.URL)
	for _, p := range viewgallery.Outsides(view.Assets{}) {
		for _, width := range []int64{1440, 390, 320} {
			b.Size(width, 900)
			b.Visit("/" + p.Name + ".html")
			if got := b.Faults(); len(got) > 0 {
				t.Errorf("%s at %d: %q", p.Name, width, got)
			}
			if b.Text(`String(document.documentElement.scrollWidth > innerWidth)`) != "false" {
				t.Errorf("%s at %d px scrolls sideways", p.Name, width)
			}
		}
	}
}

func TestWithoutScriptChartAndTableBothShow(t *testing.T) {
	g := open(t)
	b := browser.Open(t, g.URL)
	b.Scripts(false)
	for _, name := range []string{"home-many", "sight-many", "unit-many", "drift-many"} {
		b.Visit("/" + name + ".html")
		hidden := b.Text(`[...document.querySelectorAll('figure.chart, .twin')].filter(e => !e.getClientRects().length).map(e => e.outerHTML.slice(0, 60)).join('; ')`)
		if hidden != "" {
			t.Errorf("%s without script hides %s", name, hidden)
		}
		if got := b.Text(`[...document.querySelectorAll('.needs-js')].filter(e => e.getClientRects().length).length + ''`); got != "0" {
			t.Errorf("%s without script shows %s controls that need it", name, got)
		}
	}
}

func TestJourneyOfTheKeyboard(t *testing.T) {
	g := open(t)
	b := browser.Open(t, g.URL)
	b.Visit("/home-many.html")
	b.Sees("charts are shown and tables are not", `document.querySelector('#wf figure').getClientRects().length > 0 && document.querySelector('#wf .twin').getClientRects().length === 0`)

	b.Press("w")
	b.Sees("w opens the first number", `document.querySelector('#why-kept').matches(':popover-open') && location.hash === '#why-kept'`)
	b.Press(kb.Escape)
	b.Sees("Escape closes it and clears the address", `!document.querySelector('#why-kept').matches(':popover-open') && location.hash === ''`)

	b.Focus("#wf figure.chart")
	b.Press(kb.ArrowRight)
	b.Sees("the first mark is told", `document.querySelector('.tip').textContent.startsWith('Stated') && !document.querySelector('.tip').hidden`)
	b.Press(kb.ArrowRight + kb.ArrowRight)
	b.Sees("the third mark is told aloud", `document.querySelector('[aria-live=polite].vh').textContent.startsWith('Interpreted')`)
	b.Press("v")
	b.Sees("v shows the table", `document.querySelector('#wf .twin').getClientRects().length > 0 && document.querySelector('#wf figure').getClientRects().length === 0`)

	b.Press("j")
	b.Sees("j goes to the first row", `document.activeElement.id === 'leak-1' || document.activeElement.id === 'leak-2'`)
	b.Press("?")
	b.Sees("? lists the keys", `document.querySelector('#keys').open`)
	b.Press(kb.Escape)

	b.Press(".")
	b.Sees("the theme is light", `document.documentElement.dataset.theme === 'light'`)
	b.Press(".")
	b.Sees("the theme is dark", `getComputedStyle(document.body).colorScheme === 'dark'`)
	b.Visit("/home-many.html")
	b.Sees("the theme stays", `document.documentElement.dataset.theme === 'dark'`)

	b.PressCtrl("k")
	b.Sees("Ctrl K opens the palette", `document.querySelector('#cmdk').open`)
	b.Press("core")
	b.Sees("the palette asks the server", `document.querySelector('#cmdk-list').textContent.includes('Found core')`)
	b.Press(kb.Enter)
	b.Sees("Enter opens what was found", `location.pathname === '/unit-many.html' && document.readyState === 'complete'`)
	b.Press("gl")
	b.Sees("g l goes to the line of sight", `location.pathname === '/sight-many.html' && document.readyState === 'complete'`)
	b.Press("[")
	b.Sees("[ goes to the earlier plan lock", `location.pathname === '/home-past.html'`)
	b.Visit("/home-many.html#why-interpreted")
	b.Sees("an explanation opens by its address", `document.querySelector('#why-interpreted').matches(':popover-open')`)
}

func TestJourneyOfALivePage(t *testing.T) {
	g := open(t)
	b := browser.Open(t, g.URL)
	b.Visit("/home-many.html#why-kept")
	b.Sees("the explanation is open", `document.querySelector('#why-kept').matches(':popover-open')`)
	b.Load(`document.querySelector('#trend-as-table').click(); document.querySelector('#why-kept a').focus(); scrollTo(0, 120); window.same = document.querySelector('#why-kept')`)

	g.moved.Store(true)
	g.head <- "1205"
	b.Sees("the page follows", `document.querySelector('#main').dataset.head === '1205' && document.querySelector('.headline').textContent.includes('go now where')`)
	b.Sees("the navigation follows", `document.querySelector('#nav').textContent.includes('81%')`)
	b.Sees("the explanation stays open, and is the same", `window.same === document.querySelector('#why-kept') && window.same.matches(':popover-open')`)
	b.Sees("focus stays", `document.activeElement === document.querySelector('#why-kept a')`)
	b.Sees("the table stays chosen", `document.querySelector('#trend .twin').getClientRects().length > 0`)
	b.Sees("the place stays", `Math.abs(scrollY - 120) < 2`)
	b.Sees("rows can still be walked", `document.querySelector('#leak-1').tabIndex === 0`)

	if got := b.Faults(); len(got) > 0 {
		t.Error(got)
	}
	g.broken.Store(true)
	g.head <- ""
	b.Sees("a lost connection is said", `getComputedStyle(document.querySelector('.stale')).display === 'flex' && /\d\d:\d\d/.test(document.querySelector('.stale time').textContent)`)
	g.broken.Store(false)
	b.Sees("and taken back", `getComputedStyle(document.querySelector('.stale')).display === 'none'`)
}
