package web_test

import (
	"net/http"
	"strings"
	"testing"

	"throughline/access"
	"throughline/graph"
)

// charterOf is the form of a charter with one list, the others as they stand cleared.
func charterOf(rows ...string) []string {
	form := []string{"form", "charter"}
	for n := 0; n+2 < len(rows); n += 3 {
		at := "value." + string(rune('0'+n/3))
		form = append(form, at+".dimension", rows[n], at+".words", rows[n+1], at+".weight", rows[n+2])
	}
	return form
}

// The charter of a unit is changed where it stands: weights that do not add up are refused with what to do, and stay as they
// were filled in; a change shows at once and can be taken back.
func TestACharterIsChangedWhereItStands(t *testing.T) {
	d := writable(t)
	value := func() []graph.Criterion {
		s, err := d.engine.View(t.Context(), workspace)
		if err != nil {
			t.Fatal(err)
		}
		return s.Unit("core-services-platform").Value
	}
	was := value()
	const unit = "/units/core-services-platform"
	page := d.page(unit)
	has(t, page, "#charter header p", "beside the 4 units that depend on it")
	if href, _ := page.In("#charter header .tools a")[0].Attr("href"); !strings.HasPrefix(href, unit+"?edit=charter") {
		t.Fatalf("the charter is changed at %q", href)
	}
	form := d.page(unit + "?edit=charter")
	if n := form.Count("#edit-charter select"); n != 6+5+6+3*2 { // as many as its lists have, and two spare rows for each
		t.Errorf("%d criteria can be chosen, want 23", n)
	}
	for n, of := range []string{"Speed to release", "A colleague is blocked", "Delivered on date"} { // what each list is made of stands in no other
		for at, lists := range form.In("#edit-charter fieldset") {
			if lists.HasText(of) != (at == n) {
				t.Errorf("%q in list %d: %v", of, at, lists.HasText(of))
			}
		}
	}
	page = d.again(d.post(unit, charterOf("stability", "Nobody is woken", "60", "speed", "", "30")...), http.StatusBadRequest)
	has(t, page, "#charter .error", "The weights of value add up to 90%. Change the weights so that together they are 100%.")
	has(t, page, "#charter textarea", "Nobody is woken")
	page = d.next(d.post(unit, charterOf("stability", "Nobody is woken", "60", "speed", "", "40")...))
	has(t, page, "#charter .done", "Unit chartered.")
	has(t, page, "#charter tbody tr", "Stability Nobody is woken 60")
	if got := value(); len(got) != 2 || got[0].Weight != 0.6 || got[1].Dimension != "speed" {
		t.Errorf("the list of value is %+v", got)
	}
	position, _ := page.In("#charter .done input[name=position]")[0].Attr("value")
	d.next(d.post("/undo", "position", position, "next", unit))
	if got := value(); len(got) != len(was) || got[0] != was[0] {
		t.Errorf("once it was taken back the list of value is %+v, want %+v", got, was)
	}
	d.again(d.post(unit, "form", "nothing"), http.StatusBadRequest)
	if links := d.as(guest("joan-whitlock", access.Reader)).page(unit).Count("#charter header .tools a"); links != 0 {
		t.Error("a reader is offered to change the charter")
	}
}

// A lead changes the charter of their own unit, and of no other.
func TestALeadChangesTheCharterOfTheirUnit(t *testing.T) {
	d := writable(t).as(guest("tomas-arriaga", access.Contributor))
	d.next(d.post("/units/core-services-platform", charterOf("stability", "", "100")...))
	if w := d.post("/units/loan-servicing", charterOf("stability", "", "100")...); w.Code != http.StatusForbidden {
		t.Errorf("the charter of another unit answers %d", w.Code)
	}
	if d.page("/units/loan-servicing").Count("#charter header .tools a") != 0 {
		t.Error("they are offered to change the charter of another unit")
	}
}
