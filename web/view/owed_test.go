package view_test

import (
	"strings"
	"testing"
)

func TestWhatWaitsHasItsWayOut(t *testing.T) {
	n := page(t, "owed-many")
	items := n.In(".owed li")
	if len(items) != 6 {
		t.Fatalf("%d things wait, want 6", len(items))
	}
	for name, c := range map[string]struct {
		id    string
		count map[string]int
	}{
		"a form that failed is open": {"o-1", map[string]int{"details.act[open]": 1, ".error[role=alert]": 1, "button[name=act]": 1, "select": 1}},
		"a form is closed":           {"o-2", map[string]int{"details.act": 1, "details[open]": 0, "button[name=act]": 4, "input[type=date]": 1, "blockquote": 1}},
		"a link alone":               {"o-3", map[string]int{"form": 0, ".do a.btn": 1}},
		"nothing to fill in":         {"o-4", map[string]int{"details": 0, "button[name=act]": 1, ".do a.btn": 1}},
		"who is named is a link":     {"o-5", map[string]int{"blockquote a": 1}},
		"neither form nor link":      {"o-6", map[string]int{"form": 0, ".do a": 0}},
	} {
		item, ok := n.First("#" + c.id)
		if !ok {
			t.Fatalf("no %s", c.id)
		}
		for selector, want := range c.count {
			if got := item.Count(selector); got != want {
				t.Errorf("%s: %d of %s, want %d", name, got, selector, want)
			}
		}
	}
	if n.Count("form[data-undo]") != 1 || n.Count(".act-form .primary") != 3 {
		t.Errorf("%d ways to undo, %d usual answers", n.Count("form[data-undo]"), n.Count(".act-form .primary"))
	}
	past := page(t, "owed-past")
	if past.Count(".owed form") != 0 || past.Count(".owed .btn") != 0 || len(past.In(".owed li")) != 6 {
		t.Error("what waited on an earlier date can be done, or is not shown")
	}
	if e := page(t, "owed-nobody"); e.Count(".empty") != 1 || e.Count(".owed") != 0 {
		t.Error("somebody without a person is not told what to do")
	}
}

func TestATalkStandsOnItsRecord(t *testing.T) {
	n := page(t, "history-many")
	talk, ok := n.First("#talk")
	if !ok {
		t.Fatal("no talk on the record")
	}
	if got := len(talk.In(".said")); got != 2 {
		t.Errorf("%d conversations, want 2", got)
	}
	settled, _ := talk.First("details.more-fields")
	if settled.Count(".said") != 1 || settled.Count("form") != 0 || !settled.HasText("One conversation is resolved") {
		t.Error("what is resolved is not put away, or can be answered")
	}
	if talk.Count(".said a") < 3 || talk.Count("form") != 3 {
		t.Errorf("%d links and %d forms", talk.Count(".said a"), talk.Count("form"))
	}
	for _, b := range talk.In("button[value=resolve]") {
		if label, _ := b.Attr("aria-label"); !strings.HasPrefix(label, "Resolve: ") {
			t.Errorf("a button that stands alone is called %q", label)
		}
	}
}

func TestAFindingIsSomethingToDo(t *testing.T) {
	n := page(t, "finding-many")
	for _, want := range []string{"#ask #ask-form", "#waive #waive-form", "#waive input[type=date]", ".actions a"} {
		if n.Count(want) == 0 {
			t.Errorf("no %s", want)
		}
	}
}
