package web_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"throughline/access"
	"throughline/testing/htmlcheck"
)

// What a browser kept may come twice: it is written down once, and both are led to it.
func TestWhatComesTwiceIsWrittenDownOnce(t *testing.T) {
	d := writable(t)
	form := []string{"prefer", "calm", "over", "haste", "once", "0b9e"}
	first, before := d.post("/new/principle", form...), d.position()
	second := d.post("/new/principle", form...)
	if d.position() != before || first.Code != http.StatusSeeOther || second.Header().Get("Location") != first.Header().Get("Location") {
		t.Errorf("it leads to %q, and then to %q", first.Header().Get("Location"), second.Header().Get("Location"))
	}
	form[1] = "quiet"
	if w := d.post("/new/principle", form...); w.Code != http.StatusConflict {
		t.Errorf("something else under the same name is answered %d", w.Code)
	}
	form[5] = ""
	if w := d.post("/new/principle", form...); w.Code != http.StatusSeeOther || d.position() != before+1 {
		t.Errorf("what has no name is answered %d", w.Code)
	}
}

// The forms of what people write say what of them is kept, under a name for each person and workspace.
func TestWhichFormsAreKept(t *testing.T) {
	d := writable(t).guest("joan-whitlock", access.Editor)
	n := d.page(notices + "?edit=name")
	if body, _ := n.First("body"); !hasAttr(body, "data-keeper", "person/joan-whitlock."+workspace) {
		t.Error("the page does not say for whom something is kept")
	}
	for selector, keeps := range map[string]string{"#edit-name": "Change Name", "#talk form": "Say something"} {
		if form, _ := n.First(selector); !hasAttr(form, "data-keep", keeps) {
			t.Errorf("%s is not kept as %q", selector, keeps)
		}
	}
	if form, _ := d.page("/new/theme").First("form.wide"); !hasAttr(form, "data-keep", "Add the theme") {
		t.Error("what is written down is not kept")
	}
	d.as(nil)
	if body, _ := d.page("/").First("body"); hasAttr(body, "data-keeper", "") {
		t.Error("something is kept where nothing is written")
	}
}

// Who signed in on a browser after somebody else records nothing of what that one filled in; a page of theirs is asked to sign in.
func TestWhatSomebodyElseFilledInIsNotTaken(t *testing.T) {
	d := writable(t)
	for keeper, status := range map[string]int{
		"": http.StatusSeeOther, "person/joan-whitlock." + workspace: http.StatusSeeOther,
		"person/noah-linde." + workspace: http.StatusUnauthorized, "person/joan-whitlock.other": http.StatusUnauthorized,
	} {
		before := d.position()
		r := httptest.NewRequest(http.MethodPost, "/new/theme", strings.NewReader(url.Values{"name": {"For " + keeper}}.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Throughline-Keeper", keeper)
		w := httptest.NewRecorder()
		d.handler.ServeHTTP(w, r)
		if w.Code != status || (d.position() > before) != (status == http.StatusSeeOther) {
			t.Errorf("kept for %q it is answered %d, want %d", keeper, w.Code, status)
		}
	}
}

// hasAttr reports whether an element has an attribute, with a value unless that is empty.
func hasAttr(n htmlcheck.Node, name, value string) bool {
	got, ok := n.Attr(name)
	return ok && (value == "" || got == value)
}
