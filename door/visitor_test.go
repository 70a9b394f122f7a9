package door_test

import (
	"net/http"
	"slices"
	"testing"
	"time"

	"throughline/access"
	"throughline/account"
	"throughline/door"
)

// Of the workspaces that are served, somebody is told those they are a member of; a program, the one of its token.
func TestAVisitorHasPlaces(t *testing.T) {
	h, ana := inhabited(t)
	ben := h.desk.Join(t, workspace, "ben@example.org", account.Reader)
	terminal := h.desk.Act(account.Terminal)
	if err := h.desk.OpenWorkspace(t.Context(), terminal, "abbey", ana.Account.ID); err != nil {
		t.Fatal(err)
	}
	if err := h.desk.OpenWorkspace(t.Context(), terminal, "not-served", ana.Account.ID); err != nil {
		t.Fatal(err)
	}
	_, token, err := h.desk.IssueToken(t.Context(), h.desk.Act(account.ByAccount(ana.Account.ID)), ana.Account.ID,
		account.Token{Name: "Reports", Workspace: "abbey", Scope: account.Read, Expires: h.desk.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	served := []string{"abbey", workspace, "mill"}
	for what, c := range map[string]struct {
		r       *http.Request
		id      account.ID
		places  []string
		manages bool
	}{
		"ana":       {cookie(ana.Secret.Text()), ana.Account.ID, []string{"abbey", workspace}, true},
		"ben":       {cookie(ben.Secret.Text()), ben.Account.ID, []string{workspace}, false},
		"a program": {with("Authorization", "Bearer "+token.Text()), ana.Account.ID, []string{"abbey"}, false},
	} {
		g, places, err := h.Visitor(c.r, served)
		if err != nil || g.Account.ID != c.id || g.Administrator != c.manages || !slices.Equal(places, c.places) || g.Viewer != (access.Viewer{}) || g.ByToken != (what == "a program") {
			t.Errorf("%s: Visitor = %+v, %v, %v", what, g, places, err)
		}
	}
	for what, r := range map[string]*http.Request{"nobody": with("", ""), "a wrong token": with("Authorization", "Bearer tl_x"), "a wrong session": cookie("x")} {
		_, places, err := h.Visitor(r, served)
		if stranger(t, what, err); places != nil {
			t.Errorf("%s is told %v", what, places)
		}
	}
	all := door.Open(door.Guest{Actor: "person/ana", Viewer: access.Viewer{Role: access.Owner}})
	if g, places, err := all.Visitor(with("", ""), served); err != nil || g.Actor != "person/ana" || !slices.Equal(places, served) {
		t.Errorf("without accounts: %+v, %v, %v", g, places, err)
	}
}
