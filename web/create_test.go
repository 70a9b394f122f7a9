package web_test

import (
	"net/http"
	"testing"
)

// A new unit is part of the organisation unless somebody says otherwise, and a second top does not rename it.
func TestANewUnitIsPartOfTheOrganisation(t *testing.T) {
	d := writable(t)
	n := d.page("/new/unit")
	parent, ok := n.First("#in-parent")
	if !ok || parent.Inside("details") {
		t.Fatal("the parent is not asked for at once")
	}
	has(t, n, "#in-parent option[selected]", "Harbor Lending")
	n = d.next(d.post("/new/unit", sends(t, n, "form.form", "name", "Archive")...))
	has(t, n, "#f-parent", "Harbor Lending")

	n = d.next(d.post("/new/unit", sends(t, d.page("/new/unit"), "form.form", "name", "Aardvark", "parent", "")...)) // decided so
	if n.Count("#f-parent") > 0 && n.In("#f-parent")[0].HasText("Harbor Lending") {
		t.Error("a unit that is to be part of none was put below the top")
	}
	has(t, d.page("/"), ".brand small", "Harbor Lending")
	n = d.again(d.post("/new/unit", "name", "", "parent", ""), http.StatusBadRequest)
	if chosen, ok := n.First("#in-parent option[selected]"); ok && chosen.HasText("Harbor") {
		t.Error("what was chosen is chosen back where the form was not taken")
	}
}
