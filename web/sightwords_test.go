package web_test

import (
	"strconv"
	"strings"
	"testing"

	"throughline/testing/fixture"
)

// A reading has its unit as the target has, in the singular for one.
func TestReadingsHaveTheirUnit(t *testing.T) {
	thin := harbor(t).page("/line-of-sight").In("#thin tbody tr")
	for name, want := range map[string][2]string{"Three partners live": {"1 partner", "3 partners"}, "Hardship plan in 2 days": {"4.5 days", "2 days"}} {
		found := false
		for _, row := range thin {
			if cells := row.In("td"); strings.HasPrefix(row.Text(), name) {
				found = true
				if now, target := cells[2].Text(), cells[3].Text(); now != want[0] || target != want[1] {
					t.Errorf("%s stands at %q of %q, want %q of %q", name, now, target, want[0], want[1])
				}
			}
		}
		if !found {
			t.Errorf("no row is %q", name)
		}
	}
}

// Under one theme a unit shows these days beside all of its own: that all of them trace to the theme is no finding.
func TestUnderOneThemeUnitsShowTheirWhole(t *testing.T) {
	s := harbor(t)
	for address, share := range map[string]bool{"/line-of-sight": true, "/line-of-sight?theme=good-standing": false, "/line-of-sight?theme=none": false} {
		text := s.page(address).In("#map svg")[0].Text()
		if got := strings.Contains(text, "days, "); got != share {
			t.Errorf("%s: units show a share: %v, want %v", address, got, share)
		}
		if !share && !strings.Contains(text, " of 1,") {
			t.Errorf("%s: units do not show their whole", address)
		}
	}
}

// Where there is no outcome no column is kept for them, and a map of few bars is low.
func TestTheMapHasNoEmptyColumn(t *testing.T) {
	s := open(t, day()).holds(fixture.New(t).Themes("growth").Half().Unit("acme", "").Stated("acme", "h2", fixture.Shares{"growth": 1}).
		Capacity("acme", "h2", 100).Initiative("app", "acme", fixture.Serves("growth", 1), fixture.Days("acme", "h2", 80)).Picture(), "2026-07-01")
	page := s.page("/line-of-sight")
	drawing := page.In("#map svg")[0]
	if strings.Contains(drawing.Text(), "Outcome") || !strings.Contains(drawing.Text(), "Initiative") {
		t.Errorf("the map has the columns of %q", drawing.Text())
	}
	text, _ := drawing.Attr("height")
	if h, err := strconv.ParseFloat(text, 64); err != nil || h > 400 {
		t.Errorf("a map of three bars is %s px high", text)
	}
	if page.Count("#bare") != 0 || page.Count("#map .legend") != 0 {
		t.Error("an empty panel, or a legend of what is labelled")
	}
}

// On a phone the bars of all themes have one scale: the longest stands for the most days.
func TestTheListHasOneScale(t *testing.T) {
	perDay := 0.0
	for _, line := range harbor(t).page("/line-of-sight").In(".narrow-list ul .line") {
		days, err := strconv.ParseFloat(strings.ReplaceAll(line.In(".num")[0].Text(), ",", ""), 64)
		if err != nil {
			t.Fatal(err)
		}
		text, _ := line.In("rect")[0].Attr("width")
		width, err := strconv.ParseFloat(text, 64)
		if err != nil {
			t.Fatal(err)
		}
		if perDay == 0 {
			perDay = width / days
		}
		if off := width - perDay*days; off > 0.6 || off < -0.6 {
			t.Errorf("%q is %.1f long for %.0f days, others are %.4f a day", line.Text(), width, days, perDay)
		}
	}
}
