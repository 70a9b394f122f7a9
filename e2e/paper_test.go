package e2e_test

import (
	"strings"
	"testing"

	"throughline/testing/browser"
)

// On paper there is the page alone: light, with the date it was printed for, and no button.
func TestOnPaper(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Scheme("dark")
	for _, p := range harborPages() {
		visit(b, p.path)
		b.Print()
		if left := b.Text(`[...document.querySelectorAll('.nav, .top, .tabs, .btn, .seg, dialog, .pop')].filter(e => e.getClientRects().length).map(e => e.outerHTML.slice(0, 80)).join('; ')`); left != "" {
			t.Errorf("%s prints %s", p.name, left)
		}
		if dark := b.Text(`getComputedStyle(document.body).color`); strings.HasPrefix(dark, "oklch(0.9") {
			t.Errorf("%s prints in light ink: %s", p.name, dark)
		}
		if p.name != "nowhere" && b.Text(`String(document.querySelector('.print-line').getClientRects().length > 0 && document.querySelector('.print-line').textContent.includes('Harbor Lending'))`) != "true" {
			t.Errorf("%s does not print what it is and of which day", p.name)
		}
		b.Scheme("dark")
		b.Faults()
	}
}

// A sheet of A4 is as narrow as a tablet, and yet no phone: tables stay tables, charts are the wide ones, and
// nothing is a size container, because what is one cannot be parted between two sheets: it is drawn over the
// next thing.
func TestPaperIsNoPhone(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	b.Size(688, 1000) // an A4 sheet without its margins
	for _, p := range harborPages() {
		visit(b, p.path)
		b.Print()
		for what, wrong := range map[string]string{
			"rows as cards":            `[...document.querySelectorAll('main tbody tr')].filter(e => e.getClientRects().length && getComputedStyle(e).display !== 'table-row')`,
			"a box that cannot part":   `[...document.querySelectorAll('.panel, .ch-fit')].filter(e => getComputedStyle(e).containerType !== 'normal')`,
			"a drawing for a phone":    `[...document.querySelectorAll('.ch-narrow, .ch-middle, .narrow-list')].filter(e => e.getClientRects().length)`,
			"a chart without drawings": `[...document.querySelectorAll('figure.chart')].filter(e => ![...e.querySelectorAll('svg')].some(s => s.checkVisibility()))`,
			"over the edge":            `[...document.querySelectorAll('main *')].filter(e => e.getBoundingClientRect().right > innerWidth + 1)`,
		} {
			if found := b.Text(wrong + `.slice(0, 2).map(e => e.outerHTML.slice(0, 100)).join(' | ')`); found != "" {
				t.Errorf("%s prints %s: %s", p.name, what, found)
			}
		}
		b.Scheme("light")
		b.Faults()
	}
}

// Sheets are filled: no panel is pushed on by a hand's breadth, and no page begins with an empty one.
func TestSheetsAreFilled(t *testing.T) {
	b := browser.Open(t, harbor(t).url)
	for path, most := range map[string]int{"/": 5, "/line-of-sight": 2, "/units/core-services-platform": 7, "/records/initiative/ledger-cutover": 4} {
		visit(b, path)
		if n := b.Sheets(); n < 1 || n > most {
			t.Errorf("%s takes %d sheets, at most %d", path, n, most)
		}
	}
}
