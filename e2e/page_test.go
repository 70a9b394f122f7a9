package e2e_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"throughline/testing/browser"
)

// sideways names what stands over the right edge of the window; "" when nothing does. Tables and rows of
// chips may scroll inside themselves.
const sideways = `document.documentElement.scrollWidth > innerWidth
	? [...document.querySelectorAll('main *, header *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest('.table-wrap, .filters'))
		.slice(0, 3).map(e => e.outerHTML.slice(0, 120)).join(' | ') + ' (' + document.documentElement.scrollWidth + ' px)'
	: ''`

// sound is what holds of every page, as a list of what does not.
const sound = `[
	document.querySelectorAll('h1').length === 1 || document.querySelectorAll('h1').length + ' main headings',
	/\w/.test(document.querySelector('h1')?.textContent) || 'a main heading without words',
	/[.?]$/.test((document.querySelector('.headline, .page-head .lead, .empty > b, p.empty')?.innerText || '').trim()) || 'no sentence that says it first: ' + document.querySelector('.headline, .page-head .lead, .empty > b, p.empty')?.innerText,
	document.title.includes('Throughline') || 'the title ' + document.title,
	document.querySelectorAll('main').length === 1 || 'no one main region',
	document.querySelectorAll('[style]').length === 0 || 'a style attribute: ' + document.querySelector('[style]')?.outerHTML.slice(0, 120),
	!/undefined|NaN|%!|<nil>|\[object/.test(document.body.innerText) || 'words of a program: ' + document.body.innerText.match(/.{0,40}(undefined|NaN|%!|<nil>|\[object).{0,40}/)?.[0],
	[...document.querySelectorAll('.panel')].every(p => p.textContent.trim()) || 'an empty panel',
	[...document.querySelectorAll('svg.ch text')].filter(x => x.getClientRects().length && x.getScreenCTM().a * parseFloat(getComputedStyle(x).fontSize) < 9.9).map(x => 'a label too small to read: ' + x.textContent)[0] || true,
	[...document.querySelectorAll('a[href], button')].filter(e => e.checkVisibility() && !(e.innerText ?? e.textContent).trim() && !e.ariaLabel).map(e => 'what can be pressed has no name: ' + e.outerHTML.slice(0, 120))[0] || true,
	[...document.fonts].some(f => f.status === 'loaded' && f.family.includes('Inter')) || 'the font did not come',
].filter(x => x !== true).join('; ')`

// Every page opens in both colours and both widths, says its finding, and complains about nothing.
func TestEveryPageOpens(t *testing.T) {
	for name, at := range map[string]struct {
		open  func(testing.TB) site
		pages []view
	}{"harbor": {harbor, harborPages()}, "empty": {empty, emptyPages()}} {
		t.Run(name, func(t *testing.T) {
			b := browser.Open(t, at.open(t).url)
			for _, p := range at.pages {
				for _, width := range []int64{1440, 900, 390} {
					b.Size(width, 900)
					b.Visit(p.path)
					b.Sees("the script has run", `document.documentElement.dataset.js === '' && document.readyState === 'complete'`)
					for _, colours := range []string{"light", "dark"} {
						b.Scheme(colours)
						if wrong := b.Text(sound); wrong != "" {
							t.Errorf("%s at %d px: %s", p.name, width, wrong)
						}
						if over := b.Text(sideways); over != "" {
							t.Errorf("%s scrolls sideways at %d px: %s", p.name, width, over)
						}
						if got := b.Text(`getComputedStyle(document.body).colorScheme + ' ' + (matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light')`); !strings.HasSuffix(got, colours) {
							t.Errorf("%s: the colours are %q, want %s", p.name, got, colours)
						}
						for _, f := range b.Faults() {
							if p.name != "nowhere" || !strings.Contains(f, "404") {
								t.Errorf("%s at %d px, %s: %s", p.name, width, colours, f)
							}
						}
					}
				}
			}
		})
	}
}

// violation is what axe-core found.
type violation struct {
	ID, Help, Impact string
	Nodes            []struct {
		HTML           string
		FailureSummary string
	}
}

func (v violation) String() string {
	var b strings.Builder
	b.WriteString(v.ID + " (" + v.Impact + "): " + v.Help)
	for i, n := range v.Nodes[:min(3, len(v.Nodes))] {
		if i == 0 || n.HTML != v.Nodes[i-1].HTML {
			b.WriteString("\n  " + n.HTML[:min(200, len(n.HTML))] + "\n    " + strings.ReplaceAll(n.FailureSummary, "\n", " "))
		}
	}
	return b.String()
}

// The rules that a page is held to: all of them in light colours, and in dark ones those that colours decide.
// The enhanced contrast, which the first leave out by themselves, is left out of the second too.
const (
	allRules    = `{resultTypes: ['violations']}`
	colourRules = `{resultTypes: ['violations'], runOnly: ['cat.color'], rules: {'color-contrast-enhanced': {enabled: false}}}`
)

// audit runs axe-core over the page, in both colours.
func audit(t *testing.T, b *browser.Tab, script, what string) {
	t.Helper()
	b.Load("if (!window.axe) { " + script + " }")
	for colours, rules := range map[string]string{"light": allRules, "dark": colourRules} {
		b.Scheme(colours)
		for _, v := range violations(t, b, rules) {
			t.Errorf("%s, %s: %s", what, colours, v)
		}
	}
}

// violations is what axe-core finds by the rules.
func violations(t *testing.T, b *browser.Tab, rules string) (found []violation) {
	t.Helper()
	if err := json.Unmarshal([]byte(b.Text(`axe.run(document, `+rules+`).then(r => JSON.stringify(r.violations))`)), &found); err != nil {
		t.Fatal(err)
	}
	return found
}

func axe(t *testing.T) string {
	t.Helper()
	script, err := os.ReadFile(filepath.Join("testdata", "axe", "axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(script)
}

// lookings is how a page is looked at when it is judged for people who see or hear it differently; each in light and in dark.
func lookings() []struct {
	name    string
	width   int64
	colours string
} {
	return []struct {
		name    string
		width   int64
		colours string
	}{{"wide", 1440, "light"}, {"phone", 390, "light"}}
}

// axe-core finds nothing on any page, in light, dark and on a phone.
func TestAxeFindsNothing(t *testing.T) {
	script := axe(t)
	for name, at := range map[string]struct {
		open  func(testing.TB) site
		pages []view
	}{"harbor": {harbor, harborPages()}, "empty": {empty, emptyPages()}} {
		t.Run(name, func(t *testing.T) {
			b := browser.Open(t, at.open(t).url)
			for _, p := range at.pages {
				for _, l := range lookings() {
					b.Size(l.width, 900)
					b.Visit(p.path)
					b.Sees("the page", `document.readyState === 'complete' && document.documentElement.dataset.js === ''`)
					audit(t, b, script, p.name+", "+l.name)
				}
			}
		})
	}
}

// Nor when something is open: an explanation, the menus, the palette, the list of keys, the table in the
// place of the chart.
func TestAxeFindsNothingInWhatOpens(t *testing.T) {
	script := axe(t)
	b := browser.Open(t, harbor(t).url)
	for _, l := range lookings() {
		b.Size(l.width, 900)
		for _, o := range []struct {
			name, key, seen string
			press           func(string)
		}{
			{"an explanation", "w", `!!document.querySelector('.pop.why:popover-open')`, b.Press},
			{"the palette", "k", `document.querySelector('#cmdk').open`, b.PressCtrl}, // a key that writes nothing, which would be searched for
			{"the keys", "?", `document.querySelector('#keys').open`, b.Press},
			{"the table", "v", `document.querySelector('.twin').getClientRects().length > 0`, b.Press},
		} {
			b.Visit("/")
			b.Sees("the page", `document.readyState === 'complete' && document.documentElement.dataset.js === ''`)
			o.press(o.key)
			b.Sees(o.name, o.seen)
			audit(t, b, script, o.name+", "+l.name)
		}
		for _, menu := range []string{"period", "asof"} {
			b.Visit("/")
			b.Click(`.top [popovertarget="` + menu + `"]`)
			b.Sees(menu, `document.getElementById('`+menu+`').matches(':popover-open')`)
			audit(t, b, script, "the menu "+menu+", "+l.name)
		}
	}
}

// The judges see what they are for: a planted fault of each kind is found.
func TestTheJudgesJudge(t *testing.T) {
	b := browser.Open(t, empty(t).url)
	for name, plant := range map[string]struct{ script, judge, finds string }{
		"a second heading":  {`document.querySelector('main').insertAdjacentHTML('beforeend', '<h1>Again</h1>')`, sound, "2 main headings"},
		"a style":           {`document.querySelector('main').insertAdjacentHTML('beforeend', '<p style="color:red">x</p>')`, sound, "a style attribute"},
		"a program's word":  {`document.querySelector('main').append('undefined days')`, sound, "words of a program"},
		"an empty panel":    {`document.querySelector('main').insertAdjacentHTML('beforeend', '<section class="panel"></section>')`, sound, "an empty panel"},
		"something too big": {`document.querySelector('main').insertAdjacentHTML('beforeend', '<svg width="3000" height="10"></svg>'); document.querySelector('main > svg').setAttribute('class', 'huge')`, sideways, "px)"},
	} {
		b.Visit("/")
		if wrong := b.Text(plant.judge); wrong != "" {
			t.Fatalf("before anything was planted: %s", wrong)
		}
		b.Load(plant.script)
		if wrong := b.Text(plant.judge); !strings.Contains(wrong, plant.finds) {
			t.Errorf("%s: found %q, want %q", name, wrong, plant.finds)
		}
	}
	b.Visit("/")
	b.Load(axe(t) + `; const p = document.createElement('p'); p.textContent = 'Pale'; p.style.cssText = 'color: #888; background: #777'; document.querySelector('main').append(p)`)
	for _, rules := range []string{allRules, colourRules} {
		if found := violations(t, b, rules); !slices.ContainsFunc(found, func(v violation) bool { return v.ID == "color-contrast" }) {
			t.Errorf("by %s a pale text is not found: %v", rules, found)
		}
	}
	b.Visit("/")
	b.Faults()
	b.Load(`document.head.append(Object.assign(document.createElement('script'), {textContent: 'window.loaded = 1'})); setTimeout(() => { throw new Error('planted') })`)
	b.Sees("both are noticed", `faults.some(f => f.startsWith('policy: script-src')) && faults.some(f => f.includes('planted'))`)

	b.Visit("/")
	b.Load("{ " + axe(t) + " }")
	b.Load(`document.querySelector('main').insertAdjacentHTML('beforeend', '<img src="/static/none.png"><button></button>')`)
	if found := b.Text(`axe.run(document, {resultTypes: ['violations']}).then(r => r.violations.map(v => v.id).join(' '))`); !strings.Contains(found, "image-alt") || !strings.Contains(found, "button-name") {
		t.Errorf("axe-core finds %q, want the picture without words and the button without a name", found)
	}
}
