package serve_test

import (
	"crypto/rand"
	"strings"
	"testing"

	"throughline/account"
	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/serve"
	"throughline/testing/mailbox"
)

// Each workspace of a server sends letters of its own, which lead to it.
func TestEveryWorkspaceSendsLetters(t *testing.T) {
	data, ana := founded(t)
	register := account.New(data.Accounts, account.Terms{})
	act := account.Act{By: account.Terminal, At: today, Dice: rand.Reader}
	if err := register.OpenWorkspace(t.Context(), act, "alps", ana.Account.ID); err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"main", "alps"} {
		_, err := data.Engine.Do(t.Context(), name, engine.Actor{Name: "person/ben", Channel: ledger.Web}, func(*graph.Snapshot) (change.Draft, error) {
			return change.CopyDraft(change.Draft{Verb: "organisation.described", Puts: []graph.Record{
				&graph.Person{ID: "ana", Name: "Ana Lima"}, &graph.Decision{ID: "bank", Question: "Which bank in " + name + "?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ana"}},
			}})
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := register.LinkPerson(t.Context(), act, name, ana.Account.ID, "ana"); err != nil {
			t.Fatal(err)
		}
	}
	box := mailbox.Start(t, mailbox.Options{})
	run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false), Mail: mailing(t, box)})
	for _, l := range box.Wait(2) {
		if alps := strings.Contains(l.Text, "Which bank in alps?"); alps != strings.Contains(l.Text, "https://acme.example.org/w/alps/records/decision/bank") || alps == strings.Contains(l.Text, "/w/main/") {
			t.Errorf("a letter says\n%s", l.Text)
		}
	}
}
