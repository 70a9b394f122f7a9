package viewgallery_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

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
	for _, p := range viewgallery.Pages(view.Assets{
		CSS: files.Path("throughline.css"), Boot: files.Path("boot.js"), JS: files.Path("throughline.js"),
		HTMX: files.Path("htmx.min.js"), Icon: files.Path("icon.svg"), Font: files.Path("InterVariable-subset.woff2"),
	}) {
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

// watch collects what a strict policy refuses and what scripts throw.
const watch = `window.faults = [];
addEventListener('securitypolicyviolation', e => faults.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));
addEventListener('error', e => faults.push('error: ' + e.message));
addEventListener('unhandledrejection', e => faults.push('rejected: ' + e.reason));`

// tab is one page of a browser.
type tab struct {
	t   *testing.T
	ctx context.Context
	g   *gallery
}

func browser(t *testing.T, g *gallery) tab {
	t.Helper()
	path := os.Getenv("THROUGHLINE_TEST_CHROMIUM")
	if path == "" {
		t.Skip("THROUGHLINE_TEST_CHROMIUM names no browser: these journeys did not run")
	}
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(path))
	if os.Getuid() == 0 {
		opts = append(opts, chromedp.Flag("no-sandbox", true))
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, 4*time.Minute)
	t.Cleanup(cancel)
	b := tab{t, ctx, g}
	b.must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return chromedp.Void{}, err
	})
	b.size(1440, 900)
	return b
}

func (b tab) must(a ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, a...); err != nil {
		b.t.Fatal(err)
	}
}

func (b tab) visit(name string) {
	b.t.Helper()
	b.must(chromedp.Navigate(b.g.URL + "/" + name))
}

func (b tab) size(w, h int64) { b.t.Helper(); b.must(chromedp.EmulateViewport(w, h)) }

func (b tab) scheme(light string) {
	b.t.Helper()
	b.must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: light}}})
		return chromedp.Void{}, err
	})
}

// says waits until the expression is true. Where the page is left meanwhile the
// question is asked again of the next one.
func (b tab) says(what, expression string) {
	b.t.Helper()
	var err error
	for range 5 {
		_, err = chromedp.Run(b.ctx, chromedp.Poll[bool](expression, chromedp.WithPollingTimeout(8*time.Second)))
		if err == nil {
			return
		}
		if !strings.Contains(err.Error(), "context") {
			break
		}
	}
	state, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + ' ' + JSON.stringify(window.faults) + ' ' + document.activeElement?.outerHTML?.slice(0, 120)`))
	b.t.Fatalf("not seen: %s (%s): %v; %s", what, expression, err, state)
}

func (b tab) press(keys string) { b.t.Helper(); b.must(chromedp.KeyEvent(keys)) }

func (b tab) text(expression string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression))
	if err != nil {
		b.t.Fatal(err)
	}
	return s
}

func TestNoPageBreaksThePolicyOrScrollsSideways(t *testing.T) {
	g := open(t)
	b := browser(t, g)
	for _, p := range viewgallery.Pages(view.Assets{}) {
		for _, width := range []int64{1440, 900, 390, 320} {
			b.size(width, 900)
			b.scheme([]string{"light", "dark"}[width/90%2])
			b.visit(p.Name + ".html")
			b.says("script has run", `document.documentElement.dataset.js === '' && !!document.querySelector('[data-theme-toggle]').getAttribute('aria-label')`)
			if got := b.text(`faults.join('; ')`); got != "" {
				t.Errorf("%s at %d: %s", p.Name, width, got)
			}
			if got := b.text(`document.documentElement.scrollWidth > innerWidth ? [...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-wrap, .filters')).slice(0, 3).map(e => e.outerHTML.slice(0, 90)).join(' | ') + ' ' + document.documentElement.scrollWidth : ''`); got != "" {
				t.Errorf("%s at %d px scrolls sideways: %s", p.Name, width, got)
			}
		}
	}
}

func TestWithoutScriptChartAndTableBothShow(t *testing.T) {
	g := open(t)
	b := browser(t, g)
	b.must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: true})
		return chromedp.Void{}, err
	})
	for _, name := range []string{"home-many", "sight-many", "unit-many", "drift-many"} {
		b.visit(name + ".html")
		hidden := b.text(`[...document.querySelectorAll('figure.chart, .twin')].filter(e => !e.getClientRects().length).map(e => e.outerHTML.slice(0, 60)).join('; ')`)
		if hidden != "" {
			t.Errorf("%s without script hides %s", name, hidden)
		}
		if got := b.text(`[...document.querySelectorAll('.needs-js')].filter(e => e.getClientRects().length).length + ''`); got != "0" {
			t.Errorf("%s without script shows %s controls that need it", name, got)
		}
	}
}

func TestJourneyOfTheKeyboard(t *testing.T) {
	g := open(t)
	b := browser(t, g)
	b.visit("home-many.html")
	b.says("charts are shown and tables are not", `document.querySelector('#wf figure').getClientRects().length > 0 && document.querySelector('#wf .twin').getClientRects().length === 0`)

	b.press("w")
	b.says("w opens the first number", `document.querySelector('#why-kept').matches(':popover-open') && location.hash === '#why-kept'`)
	b.press(kb.Escape)
	b.says("Escape closes it and clears the address", `!document.querySelector('#why-kept').matches(':popover-open') && location.hash === ''`)

	b.must(chromedp.Focus(chromedp.CSS("#wf figure.chart")))
	b.press(kb.ArrowRight)
	b.says("the first mark is told", `document.querySelector('.tip').textContent.startsWith('Stated') && !document.querySelector('.tip').hidden`)
	b.press(kb.ArrowRight + kb.ArrowRight)
	b.says("the third mark is told aloud", `document.querySelector('[aria-live=polite].vh').textContent.startsWith('Interpreted')`)
	b.press("v")
	b.says("v shows the table", `document.querySelector('#wf .twin').getClientRects().length > 0 && document.querySelector('#wf figure').getClientRects().length === 0`)

	b.press("j")
	b.says("j goes to the first row", `document.activeElement.id === 'leak-1' || document.activeElement.id === 'leak-2'`)
	b.press("?")
	b.says("? lists the keys", `document.querySelector('#keys').open`)
	b.press(kb.Escape)

	b.press(".")
	b.says("the theme is light", `document.documentElement.dataset.theme === 'light'`)
	b.press(".")
	b.says("the theme is dark", `getComputedStyle(document.body).colorScheme === 'dark'`)
	b.visit("home-many.html")
	b.says("the theme stays", `document.documentElement.dataset.theme === 'dark'`)

	b.must(chromedp.KeyEvent("k", chromedp.KeyModifiers(chromedp.ModifierCtrl)))
	b.says("Ctrl K opens the palette", `document.querySelector('#cmdk').open`)
	b.press("core")
	b.says("the palette asks the server", `document.querySelector('#cmdk-list').textContent.includes('Found core')`)
	b.press(kb.Enter)
	b.says("Enter opens what was found", `location.pathname === '/unit-many.html'`)
	b.press("gl")
	b.says("g l goes to the line of sight", `location.pathname === '/sight-many.html'`)
	b.press("[")
	b.says("[ goes to the earlier plan lock", `location.pathname === '/home-past.html'`)
	b.visit("home-many.html#why-interpreted")
	b.says("an explanation opens by its address", `document.querySelector('#why-interpreted').matches(':popover-open')`)
}

func TestJourneyOfALivePage(t *testing.T) {
	g := open(t)
	b := browser(t, g)
	b.visit("home-many.html#why-kept")
	b.says("the explanation is open", `document.querySelector('#why-kept').matches(':popover-open')`)
	b.must(chromedp.Evaluate[chromedp.Void](`document.querySelector('#trend-as-table').click(); document.querySelector('#why-kept a').focus(); scrollTo(0, 120); window.same = document.querySelector('#why-kept'); 0`))

	g.moved.Store(true)
	g.head <- "1205"
	b.says("the page follows", `document.querySelector('#main').dataset.head === '1205' && document.querySelector('.headline').textContent.includes('go now where')`)
	b.says("the navigation follows", `document.querySelector('#nav').textContent.includes('81%')`)
	b.says("the explanation stays open, and is the same", `window.same === document.querySelector('#why-kept') && window.same.matches(':popover-open')`)
	b.says("focus stays", `document.activeElement === document.querySelector('#why-kept a')`)
	b.says("the table stays chosen", `document.querySelector('#trend .twin').getClientRects().length > 0`)
	b.says("the place stays", `Math.abs(scrollY - 120) < 2`)
	b.says("rows can still be walked", `document.querySelector('#leak-1').tabIndex === 0`)

	g.broken.Store(true)
	g.head <- ""
	b.says("a lost connection is said", `getComputedStyle(document.querySelector('.stale')).display === 'flex' && /\d\d:\d\d/.test(document.querySelector('.stale time').textContent)`)
	g.broken.Store(false)
	b.says("and taken back", `getComputedStyle(document.querySelector('.stale')).display === 'none'`)
	if got := b.text(`faults.join('; ')`); got != "" {
		t.Error(got)
	}
}
