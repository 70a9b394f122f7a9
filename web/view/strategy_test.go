package view_test

import (
	"strings"
	"testing"
)

// What a page of the strategy asks for is said in a form that works without script, and nowhere in the past.
func TestTheStrategyIsWordedInForms(t *testing.T) {
	edit := page(t, "strategy-edit")
	for id, want := range map[string]string{"#edit-shares": "Publish the shares", "#edit-theme-one": "Publish the theme", "#edit-principle-one": "Publish the principle"} {
		form, ok := edit.First(id)
		if !ok {
			t.Errorf("no form %s", id)
			continue
		}
		if method, _ := form.Attr("method"); method != "post" || !form.HasText(want) {
			t.Errorf("%s is sent by %s: %s", id, method, form.Text())
		}
	}
	if alert, ok := edit.First("#theme-0 [role=alert]"); !ok || !alert.HasText("will need an answer again") {
		t.Error("what is wrong with the theme is not said where it stands")
	}
	if edit.Count("#theme-0 .statement") != 0 || edit.Count("#theme-1 .statement") != 1 {
		t.Error("a theme is read where it is worded, or not where it is not")
	}
	for _, name := range []string{"strategy-past", "cascade-past"} {
		if n := page(t, name).Count("main form[method=post]"); n != 0 {
			t.Errorf("%s has %d forms", name, n)
		}
	}
}

func TestTheStrategySaysWhatItsSharesLack(t *testing.T) {
	n := page(t, "strategy-many")
	if left, ok := n.First("#shares .left"); !ok || left.Text() != "10 of 100 are left to no theme" {
		t.Errorf("what the shares lack is %q", left.Text())
	}
	if got := n.Count("#shares svg.bar rect"); got != 4 {
		t.Errorf("%d lengths in the bar, want one for each theme", got)
	}
	if n.Count("#changes del") != 1 {
		t.Error("the wording before is not struck out")
	}
	if bare := page(t, "strategy-undeclared"); bare.Count("#theme-0 .undeclared") != 3 { // share, words, outcomes
		t.Errorf("what is not declared is said %d times", bare.Count("#theme-0 .undeclared"))
	}
}

func TestAReceiptIsAnsweredInOneForm(t *testing.T) {
	n := page(t, "cascade-many")
	answer, ok := n.First("#answer-ls form")
	if !ok {
		t.Fatal("no answer can be given")
	}
	var does []string
	for _, b := range answer.In("button") {
		v, _ := b.Attr("value")
		does = append(does, v)
	}
	if got := strings.Join(does, " "); got != "accept return" {
		t.Errorf("the answer can %s", got)
	}
	if got := answer.Count("input[checked]"); got != 1 {
		t.Errorf("%d themes are marked, want 1", got)
	}
	if details, _ := n.First("#answer-ls"); details.Count("textarea[name=reason]") != 1 {
		t.Error("no reason can be given")
	}
	if _, open := page(t, "cascade-edit").First("details#answer-ls[open]"); !open {
		t.Error("an answer that was not taken is hidden")
	}
	if off := n.Count("#u-be tr.off"); off != 1 {
		t.Errorf("%d themes are read as something else, want 1", off)
	}
	if form, ok := page(t, "cascade-edit").First("#edit-read-core"); !ok || form.Count("button[name=also]") != 1 {
		t.Error("a restatement cannot be sent at once")
	}
}
