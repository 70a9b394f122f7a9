package view_test

import (
	"strings"
	"testing"

	"throughline/testing/htmlcheck"
	"throughline/web/view"
)

// driftOf is the page of the drift with these slips and nothing else of note.
func driftOf(t *testing.T, slips ...view.Slip) htmlcheck.Node {
	t.Helper()
	p := view.Drift{Slips: view.Slips{Part: view.Part{ID: "slips", Title: "What moved"}, Rows: slips}}
	var b strings.Builder
	if err := view.DriftPage(p).Render(t.Context(), &b); err != nil {
		t.Fatal(err)
	}
	n, err := htmlcheck.Parse(strings.NewReader(b.String()))
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// A column in which no row has anything is not there; one value is enough for it.
func TestColumnsWithoutValuesAreLeftOut(t *testing.T) {
	row := view.Slip{Initiative: view.Link{Text: "Ledger cutover"}, From: "2026 Q3", To: "2026 Q4", By: view.Figure{Text: "1", Unit: "period later"}}
	stepped := row
	stepped.Step = "switch off"
	for want, n := range map[string]htmlcheck.Node{
		"Initiative Locked for Now Slip":      driftOf(t, row, row),
		"Initiative Step Locked for Now Slip": driftOf(t, row, stepped),
	} {
		var heads []string
		for _, h := range n.In("#slips thead th") {
			heads = append(heads, h.Text())
		}
		if got := strings.Join(heads, " "); got != want {
			t.Errorf("columns %q, want %q", got, want)
		}
		if cells := n.Count("#slips tbody th") + n.Count("#slips tbody td"); cells != 2*len(heads) {
			t.Errorf("%d cells in two rows under %d heads", cells, len(heads))
		}
	}
}

// A card sets three short values side by side, unless it also has a long one.
func TestShortValuesStandInThirds(t *testing.T) {
	row := view.Slip{Initiative: view.Link{Text: "Ledger cutover"}, From: "2026 Q3", To: "2026 Q4", By: view.Figure{Text: "1", Unit: "period later"}}
	if driftOf(t, row).Count("#slips table.cards.thirds") != 1 {
		t.Error("three short values are not in thirds")
	}
	row.Step = "a step with a name of many words"
	if n := driftOf(t, row); n.Count("#slips table.cards.thirds") != 0 || n.Count("#slips table.cards") != 1 {
		t.Error("a long value is squeezed into a third")
	}
}
