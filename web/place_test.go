package web_test

import (
	"net/http"
	"net/url"
	"strings"
	"testing"

	"throughline/access"
	"throughline/door"
	"throughline/fields"
	"throughline/graph"
	"throughline/testing/htmlcheck"
)

// placing are pages on which fields are set where they are seen.
func placing() []string {
	out := []string{
		"/portfolio?columns=key,owner,lead,theme,serves,state,when,units,bears,due,days,all", "/portfolio?view=board", "/portfolio?view=timeline",
		"/initiatives/ledger-cutover", "/initiatives/decline-notices", "/units/core-services-platform", "/units/fraud-and-identity", "/outcomes", "/outcomes/late-loans", "/findings", "/strategy", "/drift",
	}
	for _, k := range graph.Kinds() {
		out = append(out, "/records/"+string(k.Kind))
	}
	return out
}

// fieldsOn is the addresses of the fields that a page leads to, each with the kind of its record and its name.
func fieldsOn(t *testing.T, n htmlcheck.Node) map[string][2]string {
	t.Helper()
	out := make(map[string][2]string)
	for _, a := range n.In("main a") {
		href, _ := a.Attr("href")
		u, err := url.Parse(href)
		if err != nil {
			t.Fatal(err)
		}
		parts := strings.Split(u.Path, "/")
		if field := u.Query().Get("edit"); field != "" && len(parts) == 4 && parts[1] == "records" {
			out[u.Path+"/field?"+u.RawQuery] = [2]string{parts[2], field}
		}
	}
	return out
}

// fragment is an answer that is no whole page.
func (d *desk) fragment(address string) htmlcheck.Node {
	d.t.Helper()
	w := d.get(address)
	if w.Code != http.StatusOK {
		d.t.Fatalf("%s answers %d: %s", address, w.Code, brief(w.Body.String()))
	}
	n, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
	if err != nil {
		d.t.Fatal(err)
	}
	return n
}

// What a page shows of a record leads, for those who may change it, to a field that its kind has, whose editor can be fetched
// alone; the page itself carries no editor.
func TestWhatIsShownLeadsToItsField(t *testing.T) {
	d := writable(t)
	tried := make(map[[2]string]bool)
	for _, address := range placing() {
		n := d.page(address)
		if n.Count(".editing") > 0 && address != "/strategy" {
			t.Errorf("%s carries an editor", address)
		}
		for at, field := range fieldsOn(t, n) {
			if tried[field] {
				continue
			}
			tried[field] = true
			editor := d.fragment(at)
			if editor.Count("main") > 0 || editor.Count("form.editing") != 1 || editor.Count("#place-t") != 1 || editor.Count("input[name=next]") != 1 {
				t.Errorf("%s is not the editor of one field alone", at)
			}
		}
	}
	for field := range tried {
		known := false
		for _, f := range fields.Of(graph.Kind(field[0])) {
			known = known || f.Name == field[1]
		}
		if !known {
			t.Errorf("a %s has no field %s", field[0], field[1])
		}
	}
	for _, want := range [][2]string{
		{"initiative", "name"},
		{"initiative", "key"},
		{"initiative", "owner"},
		{"initiative", "lead"},
		{"initiative", "contributes"},
		{"initiative", "state"},
		{"initiative", "periods"},
		{"initiative", "participants"},
		{"initiative", "summary"},
		{"initiative", "steps"},
		{"initiative", "kill"},
		{"initiative", "assumptions"},
		{"initiative", "mandate"},
		{"unit", "name"},
		{"unit", "parent"},
		{"unit", "leads"},
		{"unit", "people"},
		{"outcome", "name"},
		{"outcome", "owner"},
		{"outcome", "metric"},
		{"outcome", "themes"},
		{"outcome", "parent"},
		{"dependency", "what"},
		{"dependency", "from"},
		{"dependency", "needed_by"},
		{"decision", "deciders"},
		{"decision", "due"},
		{"constraint", "statement"},
		{"constraint", "answers"},
		{"person", "unit"},
		{"person", "name"},
		{"theme", "name"},
		{"request", "state"},
		{"work", "title"},
		{"work", "size"},
		{"funding", "unit"},
	} {
		if !tried[want] {
			t.Errorf("no page leads to the %s of a %s", want[1], want[0])
		}
	}
}

// The cell of each column leads to the field that it shows; one that shows several fields, or none, leads nowhere.
func TestEachColumnLeadsToItsField(t *testing.T) {
	n := writable(t).page("/portfolio?q=ledger+cutover&columns=key,owner,lead,theme,serves,state,when,units,bears,due,days,all")
	want := []string{"name", "key", "owner", "lead", "contributes", "contributes", "state", "periods", "participants", "", "", "participants", "participants"}
	row := n.In("#initiatives tbody tr")[0]
	cells := append(row.In("th"), row.In("td")...)
	if len(cells) != len(want) {
		t.Fatalf("%d cells, want %d", len(cells), len(want))
	}
	for i, c := range cells {
		got := ""
		for _, a := range c.In("a.set") {
			href, _ := a.Attr("href")
			if u, err := url.Parse(href); err == nil {
				got = u.Query().Get("edit")
			}
		}
		if got != want[i] {
			t.Errorf("cell %d, %q, leads to %q, want %q", i, c.Text(), got, want[i])
		}
	}
}

// The pencil beside the name of a record in a list leads to the field with that name, whatever the kind calls it.
func TestThePencilOfAListIsForTheName(t *testing.T) {
	d := writable(t)
	kinds := 0
	for _, k := range graph.Kinds() {
		n := d.page("/records/" + string(k.Kind))
		for _, cell := range n.In("#list tbody th") {
			pens := cell.In("a.pen")
			if len(pens) == 0 {
				continue
			}
			href, _ := pens[0].Attr("href")
			u, err := url.Parse(href)
			if err != nil {
				t.Fatal(err)
			}
			editor := d.fragment(u.Path + "/field?" + u.RawQuery)
			value := ""
			for _, in := range editor.In(".field input") {
				value, _ = in.Attr("value")
			}
			for _, in := range editor.In(".field textarea") {
				value = in.Text()
			}
			if name := cell.In("a.plain")[0].Text(); value != name {
				t.Errorf("beside “%s” a %s is led to a field with “%s”", name, k.Kind, value)
			}
			kinds++
			break
		}
	}
	if kinds < 12 {
		t.Errorf("%d kinds have names that can be changed", kinds)
	}
}

// Who may not change a record is led to none of its fields, on no page and at no earlier date; a lead is to those of their unit.
func TestWhoMayNotIsLedToNoField(t *testing.T) {
	d := writable(t).as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Reader}, Actor: "person/a"}))
	for _, address := range placing() {
		if got := fieldsOn(t, d.page(address)); len(got) > 0 {
			t.Errorf("%s leads a reader to %v", address, got)
		}
	}
	if w := d.get("/records/initiative/ledger-cutover/field?edit=state"); w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "editing") {
		t.Errorf("a reader is answered %d: %s", w.Code, brief(w.Body.String()))
	}
	d = writable(t)
	for _, address := range []string{"/portfolio", "/initiatives/ledger-cutover", "/units/core-services-platform", "/outcomes/late-loans", "/records/initiative"} {
		if got := fieldsOn(t, d.page(address+"?asof=2026-09-01")); len(got) > 0 {
			t.Errorf("%s of an earlier date leads to %v", address, got)
		}
	}
	lead := d.as(door.Open(door.Guest{Viewer: access.Viewer{Role: access.Contributor, Person: "tomas-arriaga"}, Actor: "person/tomas-arriaga"}))
	own, others := 0, 0
	for at := range fieldsOn(t, lead.page("/portfolio")) {
		id := strings.Split(at, "/")[3]
		if i := lead.now().Initiative(graph.InitiativeID(id)); i != nil && i.Owner == "core-services-platform" {
			own++
		} else if i != nil {
			others++
		}
	}
	if own == 0 || others > 0 {
		t.Errorf("the lead of a unit is led to %d fields of its initiatives and to %d of others", own, others)
	}
}

// now is the newest picture.
func (d *desk) now() *graph.Snapshot {
	d.t.Helper()
	s, err := d.engine.View(d.t.Context(), workspace)
	if err != nil {
		d.t.Fatal(err)
	}
	return s
}

// What is set from a place leads back to the page with the way to undo it; what is not taken is answered with the editor alone,
// with what is wrong, or with both values where somebody else was faster.
func TestAFieldIsSetWhereItIsSeen(t *testing.T) {
	d := writable(t)
	const grid = "/portfolio?sort=name"
	editor := d.fragment(notices + "/field?edit=state")
	has(t, editor, "#place-t", "Commitment")
	has(t, editor, ".head p", "Automatic decline notices")
	n := d.next(d.post(notices, sends(t, editor, "form.editing", "v", "likely", "next", grid)...))
	has(t, n, ".floats .done", "Initiative changed.")
	has(t, n, "#initiatives tbody tr", "Likely")
	if next, _ := n.In(".floats .done input[name=next]")[0].Attr("value"); !strings.HasPrefix(next, grid) && !strings.HasPrefix(next, "/portfolio?done=") {
		t.Errorf("the undo leads to %q", next)
	}
	w := d.post(notices, sends(t, editor, "form.editing", "v", "committed", "next", grid)...)
	late, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
	if err != nil || w.Code != http.StatusConflict || late.Count("main") > 0 {
		t.Fatalf("who comes late is answered %d, %v: %s", w.Code, err, brief(w.Body.String()))
	}
	has(t, late, ".editing .meanwhile", "likely")
	has(t, late, ".editing .meanwhile", "committed")
	d.next(d.post(notices, sends(t, late, "form.editing", "next", grid)...)) // saved again, on purpose
	if got := d.now().Initiative("decline-notices").State; got != graph.Committed {
		t.Errorf("it is %s, want committed", got)
	}
	editor = d.fragment("/records/unit/core-services-platform/field?edit=people")
	w = d.post("/records/unit/core-services-platform", sends(t, editor, "form.editing", "v", "many")...)
	wrong, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
	if err != nil || w.Code != http.StatusBadRequest {
		t.Fatalf("what is no number is answered %d, %v", w.Code, err)
	}
	has(t, wrong, ".editing .error", "cannot be “many”")
	if v, _ := wrong.In(".editing input[name=v]")[0].Attr("value"); v != "many" || wrong.Count("main") > 0 {
		t.Errorf("the field has %q", v)
	}
	for _, at := range []string{notices + "/field", notices + "/field?edit=nonsense", "/records/nonsense/x/field?edit=name", "/records/initiative/nobody/field?edit=name"} {
		if w := d.get(at); w.Code != http.StatusNotFound {
			t.Errorf("%s answers %d, want 404", at, w.Code)
		}
	}
}
