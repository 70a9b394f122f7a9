package e2e_test

import (
	"os"
	"path/filepath"
	"testing"

	"throughline/testing/browser"
)

// long is an organisation whose names are as long as names get, one of them without a space.
const long = `
periods:
  h2: {name: 2026 H2, kind: half, start: 2026-07-01, end: 2026-12-31}
themes:
  a: {name: Keep every borrower of the whole group in good standing at all times, order: 1}
  b: {name: Originate considerably faster without losing any of the safety we have, order: 2}
units:
  acme:
    name: The Amalgamated International Lending and Servicing Company Limited
    intents: {h2: {stated: {shares: {a: 60%, b: 40%}}}}
    units:
      care: {name: Customer care and complaint resolution across all our territories, people: 12, capacities: {h2: 1400}}
      core: {name: Coreplatformengineeringandoperationsdepartmentofthewholegroupltd, people: 20, capacities: {h2: 2400}}
outcomes:
  o1: {name: Hardship plans are in place within two working days of the first missed payment, themes: {a: 100%}, owner: care}
initiatives:
  h:
    name: Hardship self-service for borrowers who have missed a payment for the first time
    owner: core
    state: committed
    periods: h2
    participants: [{unit: care, days: 700}, {unit: core, days: 900}]
    contributes: [{outcome: o1, share: 0.5}, {theme: b, share: 0.2}]
`

// Long names break or end with an ellipsis; they push nothing off the page and out of the bar.
func TestLongNamesStayOnThePage(t *testing.T) {
	browser.Need(t)
	file, place := filepath.Join(t.TempDir(), "long.yaml"), filepath.Join(t.TempDir(), "long.db")
	if err := os.WriteFile(file, []byte(long), 0o600); err != nil {
		t.Fatal(err)
	}
	command(t, "import", file, "-q", "--data", place)
	b := browser.Open(t, serveAt(t, place).url)
	for _, path := range []string{"/", "/line-of-sight", "/line-of-sight?select=initiative%2Fh", "/units/core", "/units/care", "/initiatives/h", "/findings", "/records/unit", "/records/initiative/h", "/search?q=core"} {
		for _, width := range []int64{1440, 900, 390} {
			b.Size(width, 900)
			visit(b, path)
			if over := b.Text(sideways); over != "" {
				t.Errorf("%s scrolls sideways at %d px: %s", path, width, over)
			}
			if wrong := b.Text(sound); wrong != "" {
				t.Errorf("%s at %d px: %s", path, width, wrong)
			}
			if tall := b.Text(`[...document.querySelectorAll('.brand')].filter(e => e.scrollHeight > e.clientHeight + 1).map(e => e.innerText).join(' ')`); tall != "" {
				t.Errorf("%s at %d px: the name stands out of the bar: %s", path, width, tall)
			}
		}
	}
}
