package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/chromedp/chromedp"

	"throughline/testing/browser"
)

// Somebody with an empty workspace writes three themes down, brings units in from a file after a look at it, loads the sample of a
// tracker, and has the first waterfall; one undo takes the sample out again.
func TestJourneyFromNothingToTheFirstWaterfall(t *testing.T) {
	b := browser.Open(t, empty(t).url)
	visit(b, "/")
	b.Click(`#begin input[name=organisation]`)
	b.Press("Acme")
	for n, theme := range [][2]string{{"Keep customers", "40"}, {"Sell faster", "35"}, {"One core", "90"}} {
		at := `#begin input[name="theme.` + string(rune('0'+n)) + `.`
		b.Click(at + `name"]`)
		b.Press(theme[0])
		b.Click(at + `share"]`)
		b.Press(theme[1])
	}
	b.Click(`#begin button[type=submit]`)
	b.Sees("shares of more than a hundred are refused, and what was written stays", `document.querySelector('#begin .error')?.textContent.includes('165%') && document.querySelector('#begin input[name=organisation]').value === 'Acme' && `+ready)
	b.Faults() // the browser tells of the refusal, as it should
	b.Click(`#begin input[name="theme.2.share"]`)
	b.PressCtrl("a")
	b.Press("20")
	b.Click(`#begin button[type=submit]`)
	b.Sees("the strategy is there, and what is next", `document.querySelector('#start header p')?.textContent.startsWith('1 of 12') && !!document.querySelector('#load-sample') && `+ready)
	nothing(t, b)

	file := filepath.Join(t.TempDir(), "units.csv")
	if err := os.WriteFile(file, []byte("Name;Parent;People\nShop;Acme;12\nWarehouse;Acme;9\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	b.Click(`#start a[href="/paste/unit"]`)
	b.Sees("the page for a file", `!!document.querySelector('#file') && `+ready)
	b.Must(chromedp.SetUploadFiles(chromedp.CSS("#file"), []string{file}))
	b.Click(`main form button[value=look]`)
	b.Sees("what would change", `document.querySelector('#look')?.textContent.includes('2 would be created') && `+ready)
	b.Click(`#look button[value=take]`)
	b.Sees("the units are there", `location.pathname === '/records/unit' && document.querySelector('main').textContent.includes('Warehouse') && `+ready)
	nothing(t, b)

	visit(b, "/")
	b.Click(`#load-sample button`)
	b.Sees("the first waterfall", `!!document.querySelector('#waterfall figure.chart svg') && document.querySelector('.headline').textContent.startsWith('Of every 100 days') && `+ready)
	b.Sees("by the units that were brought in", `document.querySelector('.nav').textContent.includes('Warehouse')`)
	b.Click(`#drop-sample button`)
	b.Sees("the sample is out again", `!document.querySelector('#waterfall figure.chart') && !!document.querySelector('#load-sample') && `+ready)
	nothing(t, b)
}

// The same without script: the first steps are forms and links.
func TestTheFirstWaterfallNeedsNoScript(t *testing.T) {
	b := browser.Open(t, empty(t).url)
	b.Scripts(false)
	b.Visit("/")
	b.Load(`for (const [name, value] of Object.entries({organisation: 'Acme', 'theme.0.name': 'Keep customers', 'theme.0.share': '80'})) document.querySelector('#begin [name="' + name + '"]').value = value`)
	b.Click(`#begin button[type=submit]`)
	b.Sees("what is next", `!!document.querySelector('#load-sample')`)
	b.Click(`#load-sample button`)
	b.Sees("the first waterfall", `!!document.querySelector('#waterfall figure.chart svg')`)
}
