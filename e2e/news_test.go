package e2e_test

import (
	"net/url"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/mail"
	"throughline/post"
	"throughline/serve"
	"throughline/testing/browser"
	"throughline/testing/mailbox"
)

// says changes something in the name of somebody else.
func (s site) says(t *testing.T, who string, d change.Draft) {
	t.Helper()
	_, err := s.engine.Do(t.Context(), "main", engine.Actor{Name: "person/" + who, Channel: ledger.Web}, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(d) })
	if err != nil {
		t.Fatal(err)
	}
}

// A lead follows an initiative, reads what others did to it and where she was named, chooses what she gets by mail, gets it, and ends it
// from the letter, signed in nowhere.
func TestJourneyOfNewsAndLetters(t *testing.T) {
	script := axe(t)
	browser.Need(t)
	place := filepath.Join(t.TempDir(), "harbor.db")
	makeDemo(t, place)
	box := mailbox.Start(t, mailbox.Options{})
	sender, err := mail.New(mail.Settings{Server: box.Address(), User: mailbox.User, Password: mailbox.Password, Roots: box.Roots(), From: "throughline@example.org"})
	if err != nil {
		t.Fatal(err)
	}
	s, setUp := serveWith(t, place, serve.Options{
		Listener: freePort(t), Entry: serve.SignIn, Clock: endOfToday,
		Mail: &serve.Mail{Sender: sender, Times: post.Times{Address: "https://harbor.example.org", Hour: 7, Place: time.UTC}},
	})
	b := browser.Open(t, s.url)
	look := func(what string) {
		t.Helper()
		for _, l := range lookings() {
			b.Size(l.width, 900)
			b.Scheme(l.colours)
			if wrong := b.Text(sound); wrong != "" {
				t.Errorf("%s, %s: %s", what, l.name, wrong)
			}
			if over := b.Text(sideways); over != "" {
				t.Errorf("%s, %s: it scrolls sideways: %s", what, l.name, over)
			}
			audit(t, b, script, what+", "+l.name)
		}
		b.Size(1440, 900)
		b.Scheme("light")
	}
	fill := func(id, value string) {
		t.Helper()
		b.Text(`(document.querySelector('#` + id + `').value = "` + value + `")`)
	}
	b.Visit(strings.TrimPrefix(setUp, s.url))
	fill("set-up-name", "Grace Adeyemi")
	fill("set-up-address", "grace@example.org")
	fill("set-up-password", "otter lamp seventeen")
	b.Click(`button[type=submit]`)
	b.Sees("she is in", `document.querySelector('.nav .foot')?.textContent.includes('Grace Adeyemi')`)
	b.Visit("/news")
	look("no news")

	b.Visit("/initiatives/ledger-cutover")
	b.Click(`form[action="/follow"] button`)
	b.Sees("she follows it", `document.querySelector('form[action="/follow"] button')?.textContent.includes('Following')`)
	b.Visit("/account")
	look("what she gets")
	b.Text(`(document.querySelector('#wish-at_once').value = "yes")`)
	b.Click(`form[action="/account/mail"] button`)
	b.Sees("it is kept", `document.querySelector('#wish-at_once option[selected]')?.value == "yes"`)
	b.Visit("/members")
	look("members and letters")
	b.Text(`(document.querySelector('form[action="/members/person"] input[name=person]').value = "grace-adeyemi")`)
	b.Click(`form[action="/members/person"] button`)
	b.Sees("it is known who she is", `document.querySelector('main')?.textContent.includes('not linked') === false`)

	cutover := graph.Ref{Kind: graph.KindInitiative, ID: "ledger-cutover"}
	s.says(t, "ben-castellan", change.Draft{Verb: "comment.made", Puts: []graph.Record{
		&graph.Comment{ID: "asked", On: cutover, By: "ben-castellan", At: endOfToday(), Text: "@Grace Adeyemi, can the freeze move by a week?"},
	}})
	var first mailbox.Letter // beside the digest, which comes when it was not dealt with on that day before it was known who she is
	for n := 1; !strings.Contains(first.Subject, "named you"); n++ {
		first = box.Wait(n)[n-1]
	}
	if first.Reader != "grace@example.org" || !strings.Contains(first.Text, "Ben Castellan named you:\n  > @Grace Adeyemi, can") || !strings.Contains(first.Text, "https://harbor.example.org/initiatives/ledger-cutover") {
		t.Errorf("to %s it says\n%s", first.Reader, first.Text)
	}
	b.Visit("/news")
	b.Sees("she was named", `document.querySelector('.news')?.textContent.includes('Ben Castellan named you')`)
	b.Sees("the navigation says so", `document.querySelector('.nav .foot a[href="/news"] .count')?.textContent == "1"`)
	look("news")
	b.Scripts(false)
	b.Visit("/news")
	b.Click(`form[action="/news"] button`)
	b.Sees("she has read it", `document.querySelector('h1 + p')?.textContent.includes('Nothing happened')`)
	b.Visit("/initiatives/ledger-cutover")
	b.Click(`form[action="/follow"] button`)
	b.Sees("she follows it no more", `document.querySelector('form[action="/follow"] button').value == "follow"`)
	b.Visit("/news")
	b.Click(`.nav .foot a[href="/account"]`)
	b.Click(`form[action="/sign-out"] button`)
	b.Sees("she is out", `document.querySelector('h1')?.textContent == "Sign in"`)
	at, err := url.Parse(strings.Trim(first.Header.Get("List-Unsubscribe"), "<>"))
	if err != nil {
		t.Fatal(err)
	}
	b.Visit(at.RequestURI())
	b.Sees("it asks", `document.querySelector('h1')?.textContent == "Stop these letters"`)
	b.Scripts(true)
	b.Visit(at.RequestURI())
	look("ending letters")
	b.Click(`button[type=submit]`)
	b.Sees("it is ended", `document.querySelector('h1')?.textContent.includes('You will not get these letters any more')`)
	for _, f := range b.Faults() {
		t.Error(f)
	}
}
