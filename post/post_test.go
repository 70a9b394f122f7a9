package post_test

import (
	"bytes"
	"log/slog"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/change"
	"throughline/engine"
	"throughline/figure"
	"throughline/graph"
	"throughline/ledger"
	"throughline/mail"
	"throughline/post"
	"throughline/storage/memory"
	"throughline/testing/fixture"
	"throughline/testing/mailbox"
)

// firm is a server with people who get letters: ada leads the whole, ben decides something, cy is nobody who owes anything.
type firm struct {
	*accounttest.Desk
	t      testing.TB
	engine *engine.Engine
	box    *mailbox.Server
	log    bytes.Buffer
	office *post.Office
	prefix string
	who    map[string]account.ID
}

const workspace = "main"

// moment is a moment of Thursday, 24 September 2026, and later.
func moment(day, hour, minute int) time.Time {
	return time.Date(2026, 9, 24+day, hour, minute, 0, 0, time.UTC)
}

func found(t testing.TB, o mailbox.Options) *firm {
	t.Helper()
	store := memory.New()
	f := &firm{t: t, Desk: accounttest.On(store.Accounts()), box: mailbox.Start(t, o), who: map[string]account.ID{}}
	f.at(moment(0, 6, 0))
	f.engine = engine.New(store, engine.Options{Clock: f.Now})
	t.Cleanup(f.engine.Close)
	f.SetUp(t, workspace)
	f.begin()
	f.office = f.open()
	return f
}

// at sets the clock.
func (f *firm) at(to time.Time) { f.Later(to.Sub(f.Now())) }

// open opens an office, as another process does.
func (f *firm) open() *post.Office {
	f.t.Helper()
	sender, err := mail.New(mail.Settings{Server: f.box.Address(), User: mailbox.User, Password: mailbox.Password, Roots: f.box.Roots(), From: "Throughline <throughline@example.org>"})
	if err != nil {
		f.t.Fatal(err)
	}
	return f.openWith(sender, f.engine)
}

func (f *firm) openWith(s post.Sender, e *engine.Engine) *post.Office {
	return post.New(post.Options{
		Engine: e, Figures: figure.New(e), Register: f.Register, Workspace: workspace, Prefix: f.prefix, Sender: s, Clock: f.Now, Dice: f.Desk,
		Log:   slog.New(slog.NewTextHandler(&f.log, nil)),
		Times: post.Times{Address: "https://acme.example.org/", Hour: 7, Place: time.UTC},
	})
}

// begin writes the organisation down, and lets its people in.
func (f *firm) begin() {
	f.t.Helper()
	o := fixture.New(f.t.(*testing.T)).Themes("calm").Unit("acme", "", func(u *graph.Unit) { u.Name, u.Leads = "Acme", []graph.PersonID{"ada"} })
	o.Put(&graph.Person{ID: "ada", Name: "Ada Byron"}, &graph.Person{ID: "ben", Name: "Ben Ode"}, &graph.Person{ID: "cy", Name: "Cy Ong"},
		&graph.Initiative{ID: "open", Name: "Open", Owner: "acme", State: graph.Candidate},
		&graph.Initiative{ID: "quiet", Name: "Hidden plan", Owner: "acme", State: graph.Candidate, Audience: []graph.PersonID{"ada"}},
		decision("bank", "Which bank?", "2026-09-22", "2026-09-30"))
	var all []graph.Record
	for _, k := range graph.Kinds() {
		for r := range o.Picture().Records(k.Kind, "") {
			all = append(all, r)
		}
	}
	f.put("ada", all...)
	for _, p := range []string{"ada", "ben", "cy"} {
		id := f.Join(f.t, workspace, p+"@example.org", account.Editor).Account.ID
		if err := f.LinkPerson(f.t.Context(), f.Act(account.Terminal), workspace, id, account.PersonID(p)); err != nil {
			f.t.Fatal(err)
		}
		f.who[p] = id
	}
}

func decision(id, question, raised, due string) *graph.Decision {
	d := &graph.Decision{ID: graph.DecisionID(id), Question: question, State: graph.DecisionOpen, Deciders: []graph.PersonID{"ben"}}
	d.Raised, _ = graph.ParseDate(raised)
	d.Due, _ = graph.ParseDate(due)
	return d
}

// put writes records down in somebody's name.
func (f *firm) put(who string, records ...graph.Record) {
	f.t.Helper()
	_, err := f.engine.Do(f.t.Context(), workspace, engine.Actor{Name: "person/" + who, Channel: ledger.Web}, func(*graph.Snapshot) (change.Draft, error) {
		return change.CopyDraft(change.Draft{Verb: "records.put", Puts: records})
	})
	if err != nil {
		f.t.Fatal(err)
	}
}

func (f *firm) says(who, id, on, text string) {
	f.t.Helper()
	ref, err := graph.ParseRef(on)
	if err != nil {
		f.t.Fatal(err)
	}
	f.put(who, &graph.Comment{ID: graph.CommentID(id), On: ref, By: graph.PersonID(who), At: f.Now(), Text: text})
}

func (f *firm) wish(who string, w account.Wishes) {
	f.t.Helper()
	if position, err := f.engine.Head(f.t.Context(), workspace); err != nil {
		f.t.Fatal(err)
	} else if w.AtOnce {
		w.Since = position
	}
	if err := f.Wish(f.t.Context(), f.Act(account.ByAccount(f.who[who])), workspace, f.who[who], w); err != nil {
		f.t.Fatal(err)
	}
}

// round runs a round, and is the letters that came of it, by reader and subject.
func (f *firm) round() []string {
	f.t.Helper()
	before := len(f.box.Letters())
	if err := f.office.Round(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	return f.after(before)
}

func (f *firm) after(before int) []string {
	var out []string
	for _, l := range f.box.Letters()[before:] {
		out = append(out, strings.TrimSuffix(l.Reader, "@example.org")+": "+l.Subject)
	}
	return out
}

func (f *firm) want(what string, got []string, want ...string) {
	f.t.Helper()
	if strings.Join(got, "\n") != strings.Join(want, "\n") {
		f.t.Errorf("%s the letters are\n  %s\nwant\n  %s", what, strings.Join(got, "\n  "), strings.Join(want, "\n  "))
	}
}

// delivery is how far a letter to somebody has come.
func (f *firm) delivery(who string, l account.Letter) account.Delivery {
	f.t.Helper()
	all, err := f.DeliveriesTo(f.t.Context(), workspace, f.who[who])
	if err != nil {
		f.t.Fatal(err)
	}
	for _, d := range all {
		if d.Letter == l {
			return d
		}
	}
	return account.Delivery{}
}

func TestDigestsAreSentOnDaysWithSomethingNewOrLate(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.want("before seven", f.round())
	f.at(moment(0, 7, 0))
	f.want("at seven", f.round(), "ben: 1 thing waits for you at Acme")
	f.want("again", f.round())
	f.at(moment(1, 8, 0))
	f.want("on the next day, with nothing new", f.round())
	f.put("ada", decision("day", "Which day?", "2026-09-25", ""))
	f.at(moment(1, 9, 0))
	f.want("in the course of that day", f.round())
	f.at(moment(2, 7, 30))
	f.want("on the day after", f.round(), "ben: 2 things wait for you at Acme")
	f.at(moment(7, 7, 0))
	f.want("when one is late", f.round(), "ben: 2 things wait for you at Acme, 1 late")
	f.wish("ben", account.Wishes{Digest: account.Weekly})
	f.at(moment(8, 7, 0))
	f.want("on a Friday, weekly", f.round())
	f.at(moment(11, 7, 0))
	f.want("on a Monday, weekly", f.round(), "ben: 2 things wait for you at Acme, 1 late")
	f.wish("ben", account.Wishes{Digest: account.Never})
	f.at(moment(18, 7, 0))
	f.want("on the next Monday, never", f.round())
}

func TestALetterIsWhole(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.at(moment(0, 7, 0))
	f.round()
	l := f.box.Wait(1)[0]
	stop := strings.Trim(l.Header.Get("List-Unsubscribe"), "<>")
	if !strings.HasPrefix(stop, "https://acme.example.org/letters/stop?key=tlstop_") || l.Header.Get("List-Unsubscribe-Post") != "List-Unsubscribe=One-Click" {
		t.Errorf("it is ended at %q, %q", stop, l.Header.Get("List-Unsubscribe-Post"))
	}
	for _, says := range []string{"* Decide: Which bank?", "By 30 Sep.", "https://acme.example.org/records/decision/bank", "You get this once a day", stop} {
		if !strings.Contains(l.Text, says) {
			t.Errorf("it does not say %q:\n%s", says, l.Text)
		}
	}
	if !strings.Contains(l.HTML, `<a href="https://acme.example.org/records/decision/bank">Which bank?</a>`) || !l.Encrypted {
		t.Errorf("as HTML it is\n%s", l.HTML)
	}
	at, err := url.Parse(stop)
	if err != nil || at.Query().Get("workspace") != workspace {
		t.Fatalf("it is ended at %s: %v", stop, err)
	}
	if _, err := f.StopMail(t.Context(), f.Act(account.Nobody), workspace, at.Query().Get("key")); err != nil {
		t.Fatal(err)
	}
	f.at(moment(7, 7, 0))
	f.want("after that was followed", f.round())
}

// Where a server has several workspaces the pages a letter leads to are those of its own; what ends it is one of the server.
func TestALetterLeadsToItsWorkspace(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.at(moment(0, 7, 0))
	f.prefix = "/w/main"
	f.office = f.open()
	f.round()
	text := f.box.Wait(1)[0].Text
	for _, says := range []string{"\n  https://acme.example.org/w/main/records/decision/bank\n", ": https://acme.example.org/w/main/owed\n", ": https://acme.example.org/w/main/account#mail\n", ": https://acme.example.org/letters/stop?key="} {
		if !strings.Contains(text, says) {
			t.Errorf("it does not say %q:\n%s", says, text)
		}
	}
}

func TestEverybodyHasTheirMorning(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.wish("ben", account.Wishes{Zone: "Asia/Tokyo"})
	f.put("ada", &graph.Decision{ID: "a", Question: "Which?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ada"}}, &graph.Decision{ID: "c", Question: "Which?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"cy"}})
	f.wish("cy", account.Wishes{Zone: "America/New_York"})
	f.want("at six in London, in the afternoon in Tokyo", f.round(), "ben: 1 thing waits for you at Acme")
	f.at(moment(0, 7, 0))
	f.want("at seven in London", f.round(), "ada: 1 thing waits for you at Acme")
	f.at(moment(0, 10, 59))
	f.want("before seven in New York", f.round())
	f.at(moment(0, 11, 0))
	f.want("at seven in New York", f.round(), "cy: 1 thing waits for you at Acme")
	f.put("ada", decision("day", "Which day?", "2026-09-24", ""))
	f.at(moment(0, 22, 0))
	f.want("at seven of the next day in Tokyo", f.round(), "ben: 2 things wait for you at Acme")
	f.wish("ben", account.Wishes{Zone: "America/New_York"})
	f.at(moment(1, 6, 0))
	f.want("moved west, on the day that was dealt with in Tokyo", f.round())
}

// What is kept from a reader is in no letter: not in what waits, not in what is followed, not where it was said.
func TestLettersNameNothingHidden(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.at(moment(0, 7, 0))
	f.wish("ben", account.Wishes{AtOnce: true, News: true})
	if err := f.Follow(t.Context(), f.Act(account.ByAccount(f.who["ben"])), workspace, f.who["ben"], account.Follow{Record: "initiative/quiet"}); err != nil {
		t.Fatal(err)
	}
	f.round()
	f.says("ada", "secret", "initiative/quiet", "@Ben Ode must not see the hidden plan")
	f.put("ada", &graph.Initiative{ID: "quiet", Name: "Hidden plan, larger", Owner: "acme", State: graph.Committed, Audience: []graph.PersonID{"ada"}})
	f.at(moment(1, 7, 0))
	f.want("of what is hidden", f.round())
	for _, l := range f.box.Letters() {
		if strings.Contains(strings.ToLower(l.Text+l.HTML+l.Subject), "hidden") || strings.Contains(l.Text, "quiet") {
			t.Errorf("a letter says\n%s", l.Text)
		}
	}
}

func TestWhatIsFollowedStandsInTheDigest(t *testing.T) {
	f := found(t, mailbox.Options{})
	if err := f.Follow(t.Context(), f.Act(account.ByAccount(f.who["cy"])), workspace, f.who["cy"], account.Follow{Record: "initiative/open", Since: 1}); err != nil {
		t.Fatal(err)
	}
	f.put("ada", &graph.Initiative{ID: "open", Name: "Wide open", Owner: "acme", State: graph.Candidate})
	f.put("cy", &graph.Initiative{ID: "open", Name: "Wide open", Owner: "acme", State: graph.Likely})
	f.at(moment(0, 7, 0))
	f.want("of who owes nothing", f.round(), "ben: 1 thing waits for you at Acme")
	f.wish("cy", account.Wishes{News: true})
	f.at(moment(1, 7, 0))
	f.want("of who wants the news alone", f.round(), "cy: News of what you follow at Acme")
	if text := f.box.Letters()[1].Text; !strings.Contains(text, "Ada Byron changed its name.") || strings.Contains(text, "state") {
		t.Errorf("it says\n%s", text)
	}
	f.at(moment(2, 7, 0))
	f.want("when nothing happened since", f.round())
}

func TestWhoIsNamedIsToldAtOnceIfTheyWant(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.says("ada", "before", "initiative/open", "@Ben Ode, before")
	f.round()
	f.says("ada", "c0", "initiative/open", "@Ben Ode, and nobody is told")
	f.want("at once, unasked", f.round())
	f.wish("ben", account.Wishes{Digest: account.Never, AtOnce: true})
	f.want("at the beginning", f.round())
	f.wish("cy", account.Wishes{AtOnce: true})
	f.at(moment(0, 6, 1))
	f.says("ada", "c1", "initiative/open", "@Ben Ode, is it so?")
	f.says("ben", "c2", "initiative/open", "@Ben Ode speaks to himself")
	f.says("ada", "c3", "initiative/open", "@Cy Ong, is it so?")
	got := f.round()
	slices.Sort(got)
	f.want("at once", got, "ben: Ada Byron named you: Open", "cy: Ada Byron named you: Open")
	first := slices.IndexFunc(f.box.Letters(), func(l mailbox.Letter) bool { return l.Reader == "ben@example.org" })
	if text := f.box.Letters()[first].Text; !strings.Contains(text, "  > @Ben Ode, is it so?\n  https://acme.example.org/initiatives/open\n") || strings.Contains(text, "himself") {
		t.Errorf("it says\n%s", text)
	}
	f.want("again", f.round())
	f.box.Down()
	f.says("ada", "c4", "initiative/open", "@Ben Ode, one")
	f.want("while the mail server is down", f.round())
	f.says("ada", "c5", "initiative/open", "@Ben Ode, two")
	f.box.Up()
	f.at(moment(0, 6, 20))
	f.want("when it is up again", f.round(), "ben: You were named 2 times at Acme")
	if d := f.delivery("ben", account.Mentions); !d.Failing.IsZero() || d.Why != "" {
		t.Errorf("all is well, and it says %q", d.Why)
	}
}

func TestAMailServerThatIsDownLosesNothing(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.put("ada", &graph.Decision{ID: "a", Question: "Which?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ada"}})
	f.box.Down()
	f.at(moment(0, 7, 0))
	f.want("while it is down", f.round())
	failing := f.delivery("ada", account.Digest)
	if failing.Failing.IsZero() {
		failing = f.delivery("ben", account.Digest)
	}
	if !failing.Failing.Equal(moment(0, 7, 0)) || !strings.Contains(failing.Why, "refused") || failing.Tries != 1 || !failing.Sending.IsZero() {
		t.Errorf("the delivery is %+v", failing)
	}
	if !strings.Contains(f.log.String(), "a letter could not be sent") {
		t.Error("the log says nothing of it")
	}
	for minute := 1; minute < 30; minute++ { // it is not asked each minute
		f.at(moment(0, 7, minute))
		f.round()
	}
	if n := strings.Count(f.log.String(), "could not be sent"); n < 3 || n > 8 {
		t.Errorf("within half an hour it was tried %d times", n)
	}
	f.box.Up()
	f.at(moment(0, 9, 0))
	if got := f.round(); len(got) != 2 {
		t.Errorf("when it is up again the letters are %q", got)
	}
	for _, who := range []string{"ada", "ben"} {
		if d := f.delivery(who, account.Digest); !d.Failing.IsZero() || d.Day != "2026-09-24" || len(d.Told) != 1 {
			t.Errorf("then the delivery is %+v", d)
		}
	}
	f.want("again", f.round())
}

// One whose address is refused keeps nobody else waiting.
func TestARefusedAddress(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.put("ada", &graph.Decision{ID: "a", Question: "Which?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ada"}})
	f.box.Refuse(func(to string) error {
		if to == "ben@example.org" {
			return mailbox.Gone()
		}
		return nil
	})
	f.at(moment(0, 7, 0))
	f.want("to the others", f.round(), "ada: 1 thing waits for you at Acme")
	d := f.delivery("ben", account.Digest)
	if !strings.Contains(d.Why, "no such user here") || d.Day != "" || !d.Next.Equal(moment(0, 8, 0)) {
		t.Errorf("the delivery is %+v", d)
	}
	f.box.Refuse(nil)
	f.at(moment(0, 7, 59))
	f.want("before it is tried again", f.round())
	f.at(moment(0, 8, 0))
	f.want("when it is", f.round(), "ben: 1 thing waits for you at Acme")
}

func TestEncryptionIsNotGivenUp(t *testing.T) {
	f := found(t, mailbox.Options{Plain: true})
	f.at(moment(0, 7, 0))
	f.want("to a server without encryption", f.round())
	if d := f.delivery("ben", account.Digest); !strings.Contains(d.Why, "does not support STARTTLS") {
		t.Errorf("the delivery is %+v", d)
	}
}

// When nobody knows whether a letter was taken it is not sent again, and the next one says what it said.
func TestALetterThatMayHaveBeenTaken(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.box.HangUp(true)
	f.at(moment(0, 7, 0))
	f.round()
	f.box.HangUp(false)
	f.box.Wait(1)
	for hour := 8; hour < 20; hour++ {
		f.at(moment(0, hour, 0))
		f.want("later that day", f.round())
	}
	f.at(moment(1, 7, 0))
	f.want("on the next day", f.round(), "ben: 1 thing waits for you at Acme")
}

// A server that dies after it took a letter up leaves it, and the next day's says what it would have said.
func TestAServerThatDies(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.at(moment(0, 7, 0))
	err := f.Deliver(t.Context(), f.Act(account.Terminal), workspace, f.who["ben"], account.Digest, func(d *account.Delivery) bool {
		d.Day, d.Sending = "2026-09-24", f.Now()
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	for hour := 7; hour < 24; hour++ {
		f.at(moment(0, hour, 30))
		f.want("on that day", f.round())
	}
	f.at(moment(1, 7, 0))
	f.want("on the next day", f.round(), "ben: 1 thing waits for you at Acme")
}

func TestAClockThatWasWrong(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.box.Down()
	f.at(moment(365, 8, 0))
	f.round() // what it wrote down lies a year ahead
	f.box.Up()
	f.at(moment(0, 8, 0))
	f.want("when the clock is right again", f.round(), "ben: 1 thing waits for you at Acme")
	f.at(moment(0, 9, 0))
	f.want("and once", f.round())
}

func TestWhoGetsNoLetters(t *testing.T) {
	for name, lose := range map[string]func(*firm) error{
		"who is no member": func(f *firm) error {
			return f.RemoveMember(t.Context(), f.Act(account.Terminal), workspace, f.who["ben"])
		},
		"who is disabled": func(f *firm) error { return f.Disable(t.Context(), f.Act(account.Terminal), f.who["ben"]) },
		"who is nobody": func(f *firm) error {
			return f.UnlinkPerson(t.Context(), f.Act(account.Terminal), workspace, f.who["ben"])
		},
	} {
		f := found(t, mailbox.Options{})
		if err := lose(f); err != nil {
			t.Fatal(err)
		}
		f.at(moment(0, 7, 0))
		f.want("to "+name, f.round())
	}
}

// Several servers on the same data send each letter once.
func TestSeveralServers(t *testing.T) {
	f := found(t, mailbox.Options{})
	f.put("ada", &graph.Decision{ID: "a", Question: "Which?", State: graph.DecisionOpen, Deciders: []graph.PersonID{"ada", "cy"}})
	f.at(moment(0, 7, 0))
	var group sync.WaitGroup
	for range 4 {
		office := f.open()
		group.Go(func() {
			for range 5 {
				if err := office.Round(t.Context()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	group.Wait()
	got := f.after(0)
	if len(got) != 3 {
		t.Errorf("the letters are %q", got)
	}
}
