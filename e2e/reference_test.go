package e2e_test

import (
	"strings"
	"testing"

	"throughline/testing/browser"
)

// The reference for programs is as sound as the pages, in every width and colour, and axe-core finds nothing on it.
func TestTheReferenceForPrograms(t *testing.T) {
	script := axe(t)
	b := browser.Open(t, harbor(t).url)
	for _, l := range lookings() {
		b.Size(l.width, 900)
		b.Scheme(l.colours)
		visit(b, "/api/")
		if wrong := b.Text(sound); wrong != "" {
			t.Errorf("%s: %s", l.name, wrong)
		}
		if over := b.Text(sideways); over != "" {
			t.Errorf("%s: it scrolls sideways: %s", l.name, over)
		}
		b.Text(`String([...document.querySelectorAll('details')].map(d => d.open = true).length)`)
		audit(t, b, script, l.name)
		for _, f := range b.Faults() {
			t.Errorf("%s: %s", l.name, f)
		}
	}
}

// Somebody who writes a program tries what it will ask: a list, a slip, a change that is only tried, one that is made, and sees it
// come by.
func TestJourneyOfAProgrammer(t *testing.T) {
	s := harbor(t)
	b := browser.Open(t, s.url)
	said := func(id string) string { return `document.querySelector('#` + id + ` .said').textContent` }
	set := func(id, name, value string) {
		t.Helper()
		b.Text(`(document.querySelector('#` + id + ` [name="` + name + `"]').value = ` + "`" + value + "`" + `)`)
	}
	send := func(id string) {
		t.Helper()
		b.Text(`String(document.querySelector('#` + id + ` details').open = true)`)
		b.Click(`#` + id + ` form.try [type=submit]`)
	}
	visit(b, "/api/")
	set("list-records", "kind", "initiative")
	set("list-records", "filters", "state=started&owner=loan-servicing")
	send("list-records")
	b.Sees("the list", said("list-records")+`.includes('Answer 200') && `+said("list-records")+`.includes('"owner": "loan-servicing"') && `+said("list-records")+`.includes('throughline-position: ')`)
	set("read-record", "kind", "unit")
	set("read-record", "id", "loan-servcing")
	send("read-record")
	b.Sees("the slip is told", said("read-record")+`.includes('Answer 404') && `+said("read-record")+`.includes('loan-servicing')`)

	set("stream-changes", "after", "")
	send("stream-changes")
	b.Sees("the stream is open", said("stream-changes")+`.includes('Answer 200') && !document.querySelector('#stream-changes [data-stop]').hidden`)
	set("change-records", "body", `{"reason":"The name was too long","changes":[{"record":"unit/loan-servicing","set":{"short":"Servicing"}}]}`)
	set("change-records", "dry_run", "true")
	send("change-records")
	b.Sees("the difference", said("change-records")+`.includes('"dry_run": true') && `+said("change-records")+`.includes('Servicing')`)
	set("change-records", "dry_run", "")
	send("change-records")
	b.Sees("the change", said("change-records")+`.includes('"verb": "unit.changed"')`)
	b.Sees("the change comes by", said("stream-changes")+`.includes('The name was too long')`)
	b.Click(`#stream-changes [data-stop]`)
	b.Sees("the stream is over", `document.querySelector('#stream-changes [data-stop]').hidden`)
	now, err := s.engine.View(t.Context(), "main")
	if err != nil || now.Unit("loan-servicing").Short != "Servicing" {
		t.Errorf("the unit is %+v (%v)", now.Unit("loan-servicing"), err)
	}
	for _, f := range b.Faults() {
		if !strings.Contains(f, "404") { // the slip
			t.Error(f)
		}
	}
}
