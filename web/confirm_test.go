package web_test

import (
	"net/http"
	"testing"

	"throughline/access"
	"throughline/change"
	"throughline/discussion"
	"throughline/door"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
)

// offers writes down a proposal to rename the notices, and returns the address of its page.
func (d *desk) offers(title, body string) string {
	d.t.Helper()
	by := engine.Actor{Name: "person/joan-whitlock", Channel: ledger.Assistant}
	_, err := d.engine.Do(d.t.Context(), workspace, by, func(s *graph.Snapshot) (change.Draft, error) {
		return discussion.Propose(s, change.By{Person: "joan-whitlock", At: day()}, discussion.Suggestion{Title: title, Changes: []graph.Proposed{
			{Record: graph.InitiativeID("decline-notices").Ref(), Body: body, Partial: true},
		}})
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return "/records/proposal/" + graph.Slug(title)
}

func (d *desk) editor(p graph.PersonID, r access.Role) *desk {
	return d.as(door.Open(door.Guest{Viewer: access.Viewer{Person: p, Role: r}, Actor: p.Ref().String()}))
}

// A proposal is read, confirmed with a button, and undone with the one beside what was done.
func TestAProposalIsConfirmedOnItsPage(t *testing.T) {
	d := writable(t).editor("joan-whitlock", access.Editor)
	address := d.offers("Plainer name", `{"name":"Plain notices"}`)
	n := d.page(address)
	has(t, n, "#proposal li", "Plain notices")
	has(t, d.page(notices), "h1", "Automatic decline notices")
	form := sends(t, n, "#proposal form")

	n = d.next(d.post(address+"/confirm", form...))
	if n.Count("#proposal") > 0 {
		t.Error("what is confirmed can be confirmed again")
	}
	has(t, n, "#f-confirmed", "Joan Whitlock")
	has(t, d.page(notices), "h1", "Plain notices")

	d.next(d.post("/undo", sends(t, n, "form[data-undo]")...))
	has(t, d.page(notices), "h1", "Automatic decline notices")
	n = d.page(address)
	has(t, n, "#proposal", "was changed meanwhile")
	has(t, n, "#proposal", "Propose it again")
	if n.Count("#proposal form") > 0 {
		t.Error("what changed since can be confirmed")
	}
}

func TestWhoMayNotConfirm(t *testing.T) {
	d := writable(t).editor("joan-whitlock", access.Editor)
	address := d.offers("Plainer name", `{"name":"Plain notices"}`)
	form := sends(t, d.page(address), "#proposal form")
	for who, r := range map[graph.PersonID]access.Role{"ben-castellan": access.Reader, "": access.Editor} {
		n := d.editor(who, r).page(address)
		if n.Count("#proposal") != 1 || n.Count("#proposal form") > 0 {
			t.Errorf("%q as %s is shown the button", who, r)
		}
		has(t, n, "#proposal li", "Plain notices") // what would change is for everybody who reads it
		if who == "" {
			has(t, n, "#proposal .note", "your account is linked to none")
		}
		if w := d.post(address+"/confirm", form...); w.Code != http.StatusForbidden && w.Code != http.StatusBadRequest {
			t.Errorf("%q as %s confirms: %d", who, r, w.Code)
		}
	}
	d.as(nil)
	if w := d.post(address+"/confirm", form...); w.Code != http.StatusForbidden || d.page(address).Count("#proposal") > 0 {
		t.Errorf("where pages only read, it answers %d", w.Code)
	}
	d.editor("joan-whitlock", access.Editor)
	for _, seen := range []string{"", "0", "x"} {
		if w := d.post(address+"/confirm", "seen", seen); w.Code != http.StatusBadRequest {
			t.Errorf("of version %q, it answers %d", seen, w.Code)
		}
	}
	if w := d.post(address+"/confirm", "seen", "7"); w.Code != http.StatusConflict {
		t.Errorf("of another version, it answers %d", w.Code)
	}
	if w := d.post("/records/proposal/lost/confirm", "seen", "1"); w.Code != http.StatusNotFound {
		t.Errorf("one that is not there answers %d", w.Code)
	}
	has(t, d.page(notices), "h1", "Automatic decline notices")
}
