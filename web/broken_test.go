package web_test

import (
	"net/http"
	"testing"
)

// What is filled in in percent is refused in percent, and a broken rule is told in words.
func TestARefusalSpeaksAsTheFormDoes(t *testing.T) {
	d := writable(t)
	n := d.page(notices + "?edit=name")
	has(t, d.again(d.post(notices, sends(t, n, "#edit-name", "v", "")...), http.StatusBadRequest), "#f-name", "the name is empty. Write it, for instance: Hardship self-service.")

	n = d.page(notices + "?edit=contributes")
	for share, says := range map[string]string{"-5": "the share −5% is not between 0% and 100%. Give it a share from 0% to 100%.", "250": "the share 250% is not between 0% and 100%"} {
		form := sends(t, n, "#edit-contributes", "v.0.share", share)
		n := d.again(d.post(notices, form...), http.StatusBadRequest)
		has(t, n, "#f-contributes", says)
		if n.HasText("contributes[0]") || n.HasText("initiative/decline-notices (") {
			t.Errorf("%s is refused with a path", share)
		}
	}
	form := sends(t, n, "#edit-contributes", "v.0.share", "75", "v.1.theme", "", "v.1.outcome", "", "v.1.share", "50")
	for _, choice := range n.In("#edit-contributes select[name=v.1.theme] option") {
		if id, _ := choice.Attr("value"); id != "" {
			form = append(form, "v.1.theme", id)
		}
	}
	has(t, d.again(d.post(notices, form...), http.StatusBadRequest), "#f-contributes", "the shares add up to 125%, which is more than 100%. Lower some so that together they are at most 100%.")
}
