package web_test

import (
	"net/http"
	"strings"
	"testing"

	"throughline/access"
	"throughline/change"
	"throughline/graph"
)

// What is typed has a sensible length, and whoever is refused is told what to do in the browser.
func TestWhatIsTypedHasASensibleLength(t *testing.T) {
	d := writable(t).editor("joan-whitlock", access.Editor)
	n := d.page(notices + "?edit=name")
	has(t, d.again(d.post(notices, sends(t, n, "#edit-name", "v", strings.Repeat("x", 5_000))...), http.StatusBadRequest), "#f-name", "has 5000 characters, and room for 200. Shorten it.")
	say := notices + "/comments"
	has(t, d.again(d.post(say, "form", "say", "text", strings.Repeat("x", 900_000)), http.StatusBadRequest), "#talk", "The text has 900000 characters, and room for 20000. Shorten it.")
	w := d.post(say, "form", "say", "text", strings.Repeat("x", 1<<20))
	if body := w.Body.String(); w.Code != http.StatusBadRequest || !strings.Contains(body, "Shorten it") || strings.Contains(body, "throughline import") {
		t.Errorf("a comment of more than 1 MB is answered %d: %s", w.Code, brief(body))
	}
}

// A comment that says no day itself was made when it was told, and a reading that may be mistyped gives no figure of many digits.
func TestOddDataIsToldInBounds(t *testing.T) {
	d := writable(t)
	d.do(change.Draft{Verb: "comment.made", Effective: day(), Puts: []graph.Record{&graph.Comment{ID: "odd", On: graph.InitiativeID("decline-notices").Ref(), Text: "When was this?"}}})
	n := d.page(notices)
	has(t, n, "#c-odd", "25 Sep, 09:00")
	if n.HasText("Jan 0001") {
		t.Error("a comment is of the year 1")
	}
	for _, x := range []float64{-1e9, 1e9} {
		o := *d.picture().Outcome("late-loans")
		o.Readings = append(append([]graph.Value{}, o.Readings...), graph.Value{On: graph.DateOf(day()), Value: x})
		d.do(change.Draft{Verb: "outcome.read", Effective: day(), Puts: []graph.Record{&o}})
		n := d.page("/outcomes/late-loans")
		if !n.HasText("more than 1,000% of the way") && !n.HasText("less than −1,000% of the way") {
			t.Errorf("a reading of %g is told as %q", x, n.In("main .lead")[0].Text())
		}
	}
}
