package serve_test

import (
	"crypto/rand"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/mail"
	"throughline/post"
	"throughline/serve"
	"throughline/testing/mailbox"
)

// mailing is a server's way to send letters to the mail server.
func mailing(t *testing.T, box *mailbox.Server) *serve.Mail {
	t.Helper()
	sender, err := mail.New(mail.Settings{Server: box.Address(), User: mailbox.User, Password: mailbox.Password, Roots: box.Roots(), From: "throughline@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	return &serve.Mail{Sender: sender, Times: post.Times{Address: "https://acme.example.org", Hour: 0, Place: time.UTC}}
}

// From what waits in the data to the letter, and from its link back to the server.
func TestARunningServerSendsLetters(t *testing.T) {
	data, ana := founded(t)
	_, err := data.Engine.Do(t.Context(), "main", engine.Actor{Name: "person/ben", Channel: ledger.Web}, func(*graph.Snapshot) (change.Draft, error) {
		return change.CopyDraft(change.Draft{Verb: "organisation.described", Puts: []graph.Record{
			&graph.Person{ID: "ana", Name: "Ana Lima"}, &graph.Person{ID: "ben", Name: "Ben Ode"},
			&graph.Decision{ID: "bank", Question: "Which bank?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ana"}},
		}})
	})
	if err != nil {
		t.Fatal(err)
	}
	register := account.New(data.Accounts, account.Terms{})
	act := account.Act{By: account.Terminal, At: today, Dice: rand.Reader}
	if err := register.LinkPerson(t.Context(), act, "main", ana.Account.ID, "ana"); err != nil {
		t.Fatal(err)
	}
	box := mailbox.Start(t, mailbox.Options{})
	r := run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false), Mail: mailing(t, box)})
	first := box.Wait(1)[0]
	if first.Reader != "ana@example.org" || !strings.Contains(first.Text, "* Decide: Which bank?") {
		t.Errorf("to %s it says\n%s", first.Reader, first.Text)
	}
	if err := register.Wish(t.Context(), act, "main", ana.Account.ID, account.Wishes{AtOnce: true}); err != nil {
		t.Fatal(err)
	}
	at, err := url.Parse(strings.Trim(first.Header.Get("List-Unsubscribe"), "<>"))
	if err != nil {
		t.Fatal(err)
	}
	q, err := http.NewRequest(http.MethodPost, strings.TrimSuffix(r.url, "/")+at.RequestURI(), strings.NewReader("List-Unsubscribe=One-Click"))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := fresh().Do(q)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got, err := register.Attention(t.Context(), "main", ana.Account.ID); err != nil || answer.StatusCode != http.StatusOK || got.Digest != account.Never {
		t.Errorf("to end it is answered %d, and they get %+v: %v", answer.StatusCode, got.Wishes, err)
	}
}

func TestLettersNeedAccounts(t *testing.T) {
	data := lived(t)
	o := serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false), Mail: mailing(t, mailbox.Start(t, mailbox.Options{})), Entry: serve.Anybody, As: "person/ana"}
	o.Workspace, o.Clock, o.Log = "main", clock, slog.New(slog.DiscardHandler)
	if err := serve.Run(t.Context(), o); err == nil || !strings.Contains(err.Error(), "letters go to accounts") {
		t.Errorf("Run = %v", err)
	}
}
