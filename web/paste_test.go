package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"throughline/access"
	"throughline/door"
	"throughline/graph"
)

const pasteRows = "Name\tOwner\tState\tPeriods\tColour\n" +
	"Faster letters\tLoan Servicing\tcandidate\th2\tred\n" +
	"Bad row\tNobody\tcandidate\th2\tblue\n" +
	"\"Calls, answered\"\tloan-servicing\tlikely\th2\t\n"

func TestRowsOfASpreadsheetBecomeRecords(t *testing.T) {
	d := writable(t)
	before := d.count(graph.KindInitiative)
	n := d.again(d.post("/paste/initiative", "rows", pasteRows, "do", "look"), http.StatusOK)
	for _, words := range []string{"2 would be created", "1 row rejected", "new initiative Faster letters", "Calls, answered", "Colour left out"} {
		has(t, n, "#look", words)
	}
	if text := n.Text(); strings.Contains(text, "dry run") || strings.Contains(text, "The file was read") {
		t.Error("the page speaks as a terminal does, of a dry run or of a file")
	}
	has(t, n, "#rejected", "there is no unit")
	has(t, n, "#rejected", "Bad row")
	if got := d.count(graph.KindInitiative); got != before {
		t.Fatalf("looking made %d initiatives", got-before)
	}
	if again := sends(t, n, "#look form"); !contains(again, "rows", strings.TrimSpace(pasteRows)) && !contains(again, "rows", pasteRows) {
		t.Errorf("the rows are not sent along: %v", again)
	}
	n = d.next(d.post("/paste/initiative", "rows", pasteRows, "do", "take"))
	if got := d.count(graph.KindInitiative); got != before+2 {
		t.Errorf("%d initiatives were made, want 2", got-before)
	}
	if owner := graph.Find[*graph.Initiative](d.picture(), "faster-letters"); owner == nil || owner.Owner != "loan-servicing" {
		t.Errorf("the initiative is %+v", owner)
	}
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	if got := d.count(graph.KindInitiative); got != before || n.Count(".done") != 1 {
		t.Errorf("undo leaves %d initiatives", got-before)
	}
	d.next(d.post("/paste/initiative", "rows", pasteRows, "do", "take"))
	n = d.again(d.post("/paste/initiative", "rows", pasteRows), http.StatusOK) // again: nothing is left to do
	if n.Count("#look form") != 0 {
		t.Error("rows that stand so already can be taken again")
	}
}

// A spreadsheet copies a quote inside a cell as it stands.
func TestQuotesInsideACellOfASpreadsheet(t *testing.T) {
	d := writable(t)
	rows := "Name\tOwner\tState\nPasted \"two\"\tloan-servicing\tcandidate\n"
	n := d.again(d.post("/paste/initiative", "rows", rows, "do", "look"), http.StatusOK)
	has(t, n, "#look", `new initiative Pasted "two"`)
	if n.Count("#rejected") != 0 {
		t.Errorf("it is refused: %s", n.Text())
	}
	n = d.next(d.post("/paste/initiative", sends(t, n, "#look form", "do", "take")...))
	has(t, n, "table", `Pasted "two"`)
}

// More rows than the importer's steps hold are one change all the same.
func TestManyRowsAreOneChangeAndOneUndo(t *testing.T) {
	d := writable(t)
	before, position := d.count(graph.KindInitiative), d.picture().Position()
	const many = 4100
	var rows strings.Builder
	rows.WriteString("Name\tOwner\tState\tPeriods\n")
	for i := range many {
		fmt.Fprintf(&rows, "Brought in %d\tloan-servicing\tcandidate\th2\n", i)
	}
	n := d.again(d.post("/paste/initiative", "rows", rows.String(), "do", "look"), http.StatusOK)
	has(t, n, "#look", "4,100 would be created")
	n = d.next(d.post("/paste/initiative", "rows", rows.String(), "do", "take"))
	has(t, n, ".done", "4,100 initiatives created")
	if got := d.count(graph.KindInitiative) - before; got != many || d.picture().Position() != position+1 {
		t.Fatalf("%d initiatives came in with %d changes, want %d with 1", got, d.picture().Position()-position, many)
	}
	n = d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	if got := d.count(graph.KindInitiative); got != before {
		t.Errorf("undo leaves %d of the rows", got-before)
	}
	has(t, n, ".done", "Change undone: 4,100 initiatives created")
	n = d.next(d.post("/paste/initiative", "rows", rows.String(), "do", "take"))
	has(t, n, ".done", "4,100 initiatives created") // they are there again, not changed
}

func TestRowsThatCannotBeRead(t *testing.T) {
	d := writable(t)
	for _, c := range []struct{ rows, says string }{
		{"", "There are no rows"},
		{"  \n ", "There are no rows"},
		{"Colour\tShape\nred\tround\n", ""},
		{strings.Repeat("x", 200_000), ""},
	} {
		n := d.again(d.post("/paste/initiative", "rows", c.rows), http.StatusBadRequest)
		has(t, n, ".error", c.says)
	}
	if w := d.post("/paste/nonsense", "rows", pasteRows); w.Code != http.StatusNotFound {
		t.Errorf("a kind that is none answers %d", w.Code)
	}
	long := strings.Repeat(fmt.Sprintln(strings.Repeat("x", 1000)), 1100)
	if w := d.post("/paste/initiative", "rows", long); w.Code != http.StatusBadRequest {
		t.Errorf("more than a mebibyte answers %d", w.Code)
	}
	d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Reader}, Actor: "person/ben-castellan"}))
	if w := d.post("/paste/initiative", "rows", pasteRows, "do", "take"); w.Code != http.StatusForbidden {
		t.Errorf("a reader's rows answer %d", w.Code)
	}
}

// picture is the newest picture.
func (d *desk) picture() *graph.Snapshot {
	d.t.Helper()
	s, err := d.engine.View(d.t.Context(), workspace)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

func (d *desk) count(k graph.Kind) int { return d.picture().Count(k) }
