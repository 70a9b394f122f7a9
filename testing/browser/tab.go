package browser

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// Variable names the environment variable that says where the browser is.
const Variable = "THROUGHLINE_TEST_CHROMIUM"

// The limits of a journey: all of it, and waiting for one thing to be seen.
const (
	whole   = 6 * time.Minute
	patient = 10 * time.Second
)

// watch collects what a strict policy refuses and what scripts throw.
const watch = `window.faults = [];
addEventListener('securitypolicyviolation', e => faults.push('policy: ' + e.violatedDirective + ' ' + e.blockedURI + ' ' + e.sourceFile));
addEventListener('error', e => faults.push('error: ' + (e.message || e.target.src || e.target.href)), true);
addEventListener('unhandledrejection', e => faults.push('rejected: ' + e.reason));`

// Tab is one page of a browser, at one server. A failure ends its test.
type Tab struct {
	t    testing.TB
	ctx  context.Context
	base string

	mu     sync.Mutex // guards faults
	faults []string
}

// The language of the browser, whatever that of the machine: fields of days take their digits in its order. Which of the two
// ways is heard depends on the system.
const (
	language    = "en-US"
	environment = "LANGUAGE=en_US"
)

// Open starts a browser whose pages are at base, an address without a final slash. It is as wide as a
// desktop, in light colours and without motion, and speaks American English. The browser ends with the test.
//
// Where there is none the test ends as Need says.
func Open(t testing.TB, base string) *Tab {
	t.Helper()
	opts := append(slices.Clone(chromedp.DefaultExecAllocatorOptions[:]), chromedp.ExecPath(Need(t)),
		chromedp.Flag("lang", language), chromedp.Env(environment))
	if os.Getuid() == 0 {
		opts = append(opts, chromedp.Flag("no-sandbox", true))
	}
	ctx, cancel := chromedp.NewExecAllocator(t.Context(), opts...)
	t.Cleanup(cancel)
	ctx, cancel = chromedp.NewContext(ctx)
	t.Cleanup(cancel)
	ctx, cancel = context.WithTimeout(ctx, whole)
	t.Cleanup(cancel)
	b := &Tab{t: t, ctx: ctx, base: base}
	b.listen()
	b.Must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: watch})
		return chromedp.Void{}, err
	})
	b.Size(1440, 900)
	b.Scheme("light")
	return b
}

// Need is the browser that Open starts, for tests that prepare much before they open one. Where none is
// named the test fails and tells the command that brings one; only a short run leaves the journeys out, and
// says so, and never one on a build server.
func Need(t testing.TB) string {
	t.Helper()
	path := os.Getenv(Variable)
	if path != "" {
		return path
	}
	fmt.Printf("browser journeys: %s did not run: %s names no browser; make test has one\n", t.Name(), Variable)
	if testing.Short() && os.Getenv("CI") == "" {
		t.Skip("a short run without a browser")
	}
	t.Fatalf("%s names no browser: run make test, which finds or installs one", Variable)
	return ""
}

// listen collects the errors of the console for as long as the browser runs.
func (b *Tab) listen() {
	messages := chromedp.Console(b.ctx)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		for m, err := range messages {
			if err != nil {
				return
			}
			if m.Type == chromedp.ConsoleError || m.Type == chromedp.ConsoleException {
				b.mu.Lock()
				b.faults = append(b.faults, m.Text+" "+m.URL)
				b.mu.Unlock()
			}
		}
	}()
	b.t.Cleanup(func() { chromedp.Cancel(b.ctx); <-ended })
}

// Must carries out actions of the browser.
func (b *Tab) Must(a ...chromedp.Action[chromedp.Void]) {
	b.t.Helper()
	if err := chromedp.Do(b.ctx, a...); err != nil {
		b.t.Fatal(err)
	}
}

// Visit goes to a path of the server and waits until it is there.
func (b *Tab) Visit(path string) {
	b.t.Helper()
	b.Must(chromedp.Navigate(b.base + path))
}

// Size sets the size of the window in CSS pixels.
func (b *Tab) Size(w, h int64) { b.t.Helper(); b.Must(chromedp.EmulateViewport(w, h)) }

// Scheme sets the colours the person prefers: light or dark. Motion is never preferred: what moves cannot
// be pointed at.
func (b *Tab) Scheme(colours string) { b.t.Helper(); b.emulate("", colours) }

// Print shows the page as paper shows it.
func (b *Tab) Print() { b.t.Helper(); b.emulate("print", "light") }

// Sheets is how many sheets of paper the page takes when it is printed, as the page itself sets them.
func (b *Tab) Sheets() int {
	b.t.Helper()
	yes := true
	printed, err := chromedp.Run(b.ctx, func(ctx context.Context, s *chromedp.Target) (page.PrintToPDFResult, error) {
		return cdp.Call(ctx, s, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: &yes, PreferCSSPageSize: &yes})
	})
	if err != nil {
		b.t.Fatal(err)
	}
	return bytes.Count(printed.Data, []byte("/Type /Page\n"))
}

func (b *Tab) emulate(medium, colours string) {
	b.t.Helper()
	b.Must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Media: medium, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: colours}, {Name: "prefers-reduced-motion", Value: "reduce"}},
		})
		return chromedp.Void{}, err
	})
}

// Scripts says whether pages may run scripts.
func (b *Tab) Scripts(on bool) {
	b.t.Helper()
	b.Must(func(ctx context.Context, s *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, s, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !on})
		return chromedp.Void{}, err
	})
}

// Press presses the keys one after the other.
func (b *Tab) Press(keys string) { b.t.Helper(); b.Must(chromedp.KeyEvent(keys)) }

// PressDay types a day, written as 2026-09-24, into the field of a day that has the keyboard: month, day, year, as the language of the
// browser has them.
func (b *Tab) PressDay(day string) {
	b.t.Helper()
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		b.t.Fatal(err)
	}
	digits, got := at.Format("01022006"), ""
	for range 4 {
		b.Press(digits)
		if got = b.Text(`String(document.activeElement.value)`); got == day {
			return
		}
		b.Press(kb.ArrowLeft + kb.ArrowLeft) // a busy machine was slow to type, and a digit was taken for all of the month
	}
	b.t.Fatalf("the field of a day holds %q after %s was typed; the language of the browser is %s", got, digits, b.Text(`navigator.language`))
}

// PressCtrl presses a key with the control key held.
func (b *Tab) PressCtrl(key string) {
	b.t.Helper()
	b.Must(chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierCtrl)))
}

// PressShift presses a key with the shift key held.
func (b *Tab) PressShift(key string) {
	b.t.Helper()
	b.Must(chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierShift)))
}

// PressAlt presses a key with the alt key held.
func (b *Tab) PressAlt(key string) {
	b.t.Helper()
	b.Must(chromedp.KeyEvent(key, chromedp.KeyModifiers(chromedp.ModifierAlt)))
}

// Click clicks the first element of the selector, once it can be seen.
func (b *Tab) Click(selector string) {
	b.t.Helper()
	b.Must(chromedp.ScrollIntoView(chromedp.CSS(selector)), chromedp.Click(chromedp.CSS(selector), chromedp.NodeVisible))
}

// Focus puts the keyboard on the first element of the selector.
func (b *Tab) Focus(selector string) { b.t.Helper(); b.Must(chromedp.Focus(chromedp.CSS(selector))) }

// Sees waits until the expression is true. Where the page is left meanwhile the question is asked again
// of the next one.
func (b *Tab) Sees(what, expression string) {
	b.t.Helper()
	var err error
	seen := "(() => { try { return !!(" + expression + ") } catch { return false } })()" // what is not there yet is no fault
	for range 5 {
		_, err = chromedp.Run(b.ctx, chromedp.Poll[bool](seen, chromedp.WithPollingTimeout(patient)))
		if err == nil {
			return
		}
		if !strings.Contains(err.Error(), "context") && !strings.Contains(err.Error(), "navigated") {
			break
		}
	}
	state, _ := chromedp.Run(b.ctx, chromedp.Evaluate[string](`location.href + ' ' + JSON.stringify(window.faults) + ' ' + document.activeElement?.outerHTML?.slice(0, 160)`))
	b.t.Fatalf("not seen: %s (%s): %v; %s", what, expression, err, state)
}

// Text is the value of an expression that gives a text.
func (b *Tab) Text(expression string) string {
	b.t.Helper()
	s, err := chromedp.Run(b.ctx, chromedp.Evaluate[string](expression, chromedp.EvalAwaitPromise))
	if err != nil {
		b.t.Fatalf("%v: %s", err, expression)
	}
	return s
}

// Arrived is the address of the page once it is loaded, also where pages may not run scripts.
func (b *Tab) Arrived() string {
	b.t.Helper()
	b.Must(chromedp.WaitReady(chromedp.CSS("main")))
	return b.Text(`location.href`)
}

// Load runs a script of the test in the page, whatever the page's policy says.
func (b *Tab) Load(script string) {
	b.t.Helper()
	b.Must(chromedp.Evaluate[chromedp.Void](script + "\n;0"))
}

// Picture is what the window shows as PNG, at one pixel for each CSS pixel.
func (b *Tab) Picture() []byte {
	b.t.Helper()
	png, err := chromedp.Run(b.ctx, chromedp.CaptureScreenshot())
	if err != nil {
		b.t.Fatal(err)
	}
	return png
}

// Faults is what pages complained about since the question was last asked, and forgets it.
func (b *Tab) Faults() []string {
	b.t.Helper()
	var list []string
	if said := b.Text(`window.faults.splice(0).join('\n')`); said != "" {
		list = strings.Split(said, "\n")
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	list = append(list, b.faults...)
	b.faults = nil
	return list
}
