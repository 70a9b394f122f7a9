package post_test

import (
	"os"
	"sync"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/engine"
	"throughline/graph"
	"throughline/mail"
	"throughline/post"
	"throughline/storage/address"
	"throughline/testing/mailbox"
	"throughline/testing/postgrestest"
)

func TestMain(m *testing.M) { os.Exit(postgrestest.Main(m)) }

// Two servers, each with connections of its own, on one database: each letter is sent once, round after round.
func TestTwoServersOnOneDatabase(t *testing.T) {
	place := postgrestest.Database(t)
	process := func() (account.Store, *engine.Engine) {
		store, err := address.Open(t.Context(), place, address.Options{})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = store.Close() })
		e := engine.New(store, engine.Options{Clock: func() time.Time { return moment(0, 7, 0) }})
		t.Cleanup(e.Close)
		return address.Accounts(store), e
	}
	books, e := process()
	f := &firm{t: t, Desk: accounttest.On(books), engine: e, box: mailbox.Start(t, mailbox.Options{}), who: map[string]account.ID{}}
	f.at(moment(0, 6, 0))
	f.SetUp(t, workspace)
	f.begin()
	f.put("ada", &graph.Decision{ID: "a", Question: "Which?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ada", "cy"}})
	otherBooks, otherEngine := process()
	other := *f
	other.Desk = accounttest.On(otherBooks)
	f.at(moment(0, 7, 0))
	other.at(moment(0, 7, 0))
	sender, err := mail.New(mail.Settings{Server: f.box.Address(), User: mailbox.User, Password: mailbox.Password, Roots: f.box.Roots(), From: "throughline@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	first, second := f.openWith(sender, e), other.openWith(sender, otherEngine)
	var group sync.WaitGroup
	for _, office := range []*post.Office{first, second} {
		group.Go(func() {
			for range 5 {
				if err := office.Round(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	if got := f.after(0); len(got) != 3 {
		t.Errorf("the letters are %q", got)
	}
}
