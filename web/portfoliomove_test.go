package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"throughline/access"
	"throughline/door"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
)

// lanes are the columns of the board into which a card can be put.
func lanes(n htmlcheck.Node) (out []string) {
	for _, l := range n.In(".lane") {
		lane, _ := l.Attr("data-lane")
		out = append(out, lane)
	}
	return out
}

// The board has a column for every commitment, also one without a card, for those who may put a card there.
func TestTheBoardHasAColumnForEveryCommitment(t *testing.T) {
	d := writable(t)
	all := []string{"candidate", "likely", "committed", "started", "done", "stopped"}
	n := d.page("/portfolio?view=board")
	if got := lanes(n); !slices.Equal(got, all) {
		t.Errorf("columns %v, want %v", got, all)
	}
	if n.Count(".card[data-move]") != n.Count(".card") || n.Count(".card button.grip") != n.Count(".card a.edit") || n.Count(".card") == 0 {
		t.Errorf("%d of %d cards can be moved", n.Count(".card[data-move]"), n.Count(".card"))
	}
	if got := lanes(d.page("/portfolio?view=board&state=going-on")); !slices.Equal(got, all[:4]) {
		t.Errorf("narrowed to what has not ended: %v", got)
	}
	if got := lanes(d.page("/portfolio?view=board&state=stopped")); !slices.Equal(got, all[5:]) {
		t.Errorf("narrowed to what was stopped: %v", got)
	}
	for _, n := range []htmlcheck.Node{d.page("/portfolio?view=board&asof=2026-09-01"), d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Reader}, Actor: "person/a"})).page("/portfolio?view=board")} {
		if n.Count("[data-move]") > 0 || slices.Contains(lanes(n), "committed") {
			t.Error("who may move nothing has cards that move, or a column for none")
		}
	}
}

// What a page moves is sent as documents have it, and leads back to the page; the same rules hold as for any field.
func TestAFieldIsMovedFromWhereItIsSeen(t *testing.T) {
	d := writable(t)
	const board = "/portfolio?view=board"
	n := d.next(d.post(notices, "field", "state", "seen", `"started"`, "raw", `"committed"`, "next", board))
	has(t, n, ".floats .done", "Initiative changed.")
	has(t, n, "[data-lane=committed] .card", "Automatic decline notices")
	n = d.again(d.post(notices, "field", "state", "seen", `"started"`, "raw", `"likely"`, "next", board), http.StatusConflict)
	has(t, n, ".meanwhile dd", "committed")
	for raw, status := range map[string]int{`{`: http.StatusBadRequest, `"sometime"`: http.StatusBadRequest, `["likely"]`: http.StatusBadRequest} {
		if w := d.post(notices, "field", "state", "seen", `"committed"`, "raw", raw, "next", board); w.Code != status {
			t.Errorf("%s answers %d, want %d", raw, w.Code, status)
		}
	}
	if w := d.post(notices, "field", "periods", "seen", `["h2"]`, "raw", `["never"]`); w.Code == http.StatusSeeOther {
		t.Error("a period that is none was taken")
	}
	w := d.post(notices, "field", "state", "seen", `"committed"`, "raw", `"started"`, "next", "https://evil.example/")
	if at := w.Header().Get("Location"); !strings.HasPrefix(at, "/?done=") {
		t.Errorf("it leads to %q", at)
	}
}

// bars are what a script reads of the bars of the timeline, by initiative.
func bars(t *testing.T, n htmlcheck.Node) map[string][]map[string]any {
	t.Helper()
	out := make(map[string][]map[string]any)
	for _, g := range n.In(".ch-full g[data-move]") {
		text, _ := g.Attr("data-move")
		var m map[string]any
		if err := json.Unmarshal([]byte(text), &m); err != nil {
			t.Fatal(err)
		}
		action, _ := g.Attr("data-action")
		id := strings.TrimPrefix(action, "/records/initiative/")
		out[id] = append(out[id], m)
	}
	return out
}

// A bar moves where it covers whole columns, one after the other; what lies outside of the timeline stays.
func TestWhichBarsMove(t *testing.T) {
	o := fixture.New(t).Today(day().Format("2006-01-02")).Themes("growth").Half().
		Period("next", "2027-01-01", "2027-06-30").Period("before", "2026-01-01", "2026-06-30").Period("odd", "2026-08-01", "2026-08-31").Unit("acme", "").
		Initiative("plain", "acme", fixture.In("q3", "q4")).Initiative("half", "acme", fixture.In("h2")).Initiative("older", "acme", fixture.In("before", "q4")).
		Initiative("gap", "acme", fixture.In("q3", "next")).Initiative("odd", "acme", fixture.In("odd")).
		Initiative("steps", "acme", fixture.Step("alpha", "q3"), fixture.Step("trial", "q3"), fixture.Step("beta", "h2"))
	d := &desk{open(t, day()).holds(o.Picture(), "2026-07-01")}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Editor}, Actor: "person/a"}))
	n := d.page("/portfolio?view=timeline")
	got := bars(t, n)
	for id, want := range map[string][2]float64{"plain": {0, 1}, "half": {0, 1}, "older": {1, 1}, "steps": {0, 0}} {
		if len(got[id]) != 1 || got[id][0]["from"] != want[0] || got[id][0]["to"] != want[1] {
			t.Errorf("%s moves as %v, want one bar of %v", id, got[id], want)
		}
	}
	if keep, _ := got["older"][0]["keep"].([]any); len(keep) != 1 || keep[0] != "before" {
		t.Errorf("what stays is %v", keep)
	}
	if steps, _ := got["steps"][0]["steps"].([]any); len(steps) != 2 {
		t.Errorf("%v move together, want the two of one period", steps)
	}
	for _, id := range []string{"gap", "odd"} {
		if len(got[id]) > 0 {
			t.Errorf("%s moves: %v", id, got[id])
		}
	}
	slots, _ := n.In(".ch-full rect[data-slots]")[0].Attr("data-slots")
	if !strings.HasPrefix(slots, `[{"id":"q3","name":`) || n.Count("#timeline .twin td .btn") != 6 {
		t.Errorf("the columns are %s, and %d rows lead to their editor", slots, n.Count("#timeline .twin td .btn"))
	}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Reader}, Actor: "person/a"}))
	if n := d.page("/portfolio?view=timeline"); n.Count("[data-move]")+n.Count("[data-slots]")+n.Count(".how")+n.Count("#timeline .twin td .btn") > 0 {
		t.Error("a reader is shown how to move")
	}
}
