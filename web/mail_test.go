package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/graph"
	"throughline/mail"
	"throughline/web"
)

// tray keeps letters, or refuses them.
type tray struct {
	letters []mail.Letter
	err     error
}

// Send takes a letter.
func (y *tray) Send(_ context.Context, l mail.Letter) error {
	if y.err != nil {
		return y.err
	}
	y.letters = append(y.letters, l)
	return nil
}

func mailing(t *testing.T) (*house, *tray) {
	t.Helper()
	y := &tray{}
	return buildWith(t, &web.Mail{Sender: y, From: "throughline@example.org", Address: "https://acme.example.org", Hour: 7, Place: time.UTC}), y
}

func (h *house) wishes(address string) account.Wishes {
	h.t.Helper()
	a, err := h.desk.Attention(h.t.Context(), workspace, account.ID(h.account(address)))
	if err != nil {
		h.t.Fatal(err)
	}
	return a.Wishes
}

func TestSomebodyChoosesWhatTheyGetByMail(t *testing.T) {
	h, _ := mailing(t)
	ana := h.owner()
	p := ana.get("/account").is(t, 200, "/account", "What you get by mail", "A digest comes from 07:00 on", "Left empty, it is UTC.")
	ana.fill(p, "/account/mail", map[string]string{"digest": "weekly", "news": "yes", "at_once": "yes", "zone": "Europe/Vienna"}).is(t, 200, "/account")
	want := account.Wishes{Digest: account.Weekly, News: true, AtOnce: true, Since: 1, Zone: "Europe/Vienna"}
	if got := h.wishes("ana@example.org"); got != want {
		t.Errorf("she gets %+v, want %+v", got, want)
	}
	h.put("ana-lima", &graph.Theme{ID: "calm", Name: "Calm", Order: 1}) // since when they want to know at once stays
	ana.fill(ana.get("/account"), "/account/mail", nil).is(t, 200, "/account")
	if got := h.wishes("ana@example.org"); got != want {
		t.Errorf("sent as it stood the form makes it %+v", got)
	}
	for zone, status := range map[string]int{"Mars/Olympus": 400, "../etc/passwd": 400, "Local": 400, "": 200} {
		if got := ana.post("/account/mail", url.Values{"zone": {zone}}); got.status != status {
			t.Errorf("the zone %q is answered %d, want %d: %s", zone, got.status, status, got.Text())
		}
	}
}

// Without a mail server nothing is said of letters.
func TestWithoutAMailServer(t *testing.T) {
	h := build(t)
	ana := h.owner()
	if p := ana.get("/account"); p.Count("#mail") != 0 {
		t.Error("the account offers letters")
	}
	if p := ana.get("/members"); p.Count("#letters") != 0 || p.Count("select[name=send]") != 0 || !strings.Contains(p.Text(), "Nothing is mailed") {
		t.Error("the members offer letters")
	}
}

func TestWhyLettersDoNotGetThroughIsSaid(t *testing.T) {
	h, _ := mailing(t)
	ana := h.owner()
	ana.get("/members").is(t, 200, "/members", "All letters get through.", "They come from throughline@example.org")
	err := h.desk.Deliver(t.Context(), h.desk.Act(account.Terminal), workspace, account.ID(h.account("ana@example.org")), account.Digest, func(d *account.Delivery) bool {
		d.Failing, d.Why = h.desk.Now(), "550 <b>no</b> such user"
		return true
	})
	if err != nil {
		t.Fatal(err)
	}
	ana.get("/members").is(t, 200, "/members", "Ana Lima", "Could not be sent since 6 Jul, 08:00", "550 <b>no</b> such user")
	ana.get("/account").is(t, 200, "/account", "Could not be sent since 6 Jul, 08:00")
}

// Looking at the link of a letter ends nothing; its button does, and so does the mail program that presses it, which has no session.
func TestALetterIsEndedWithoutSigningIn(t *testing.T) {
	h, _ := mailing(t)
	h.owner()
	id := account.ID(h.account("ana@example.org"))
	link := func(l account.Letter) string {
		secret, err := h.desk.StopSecret(t.Context(), h.desk.Act(account.Terminal), workspace, account.Stop{Account: id, Letter: l})
		if err != nil {
			t.Fatal(err)
		}
		return "/letters/stop?key=" + url.QueryEscape(secret.Text())
	}
	if err := h.desk.Wish(t.Context(), h.desk.Act(account.ByAccount(id)), workspace, id, account.Wishes{AtOnce: true}); err != nil {
		t.Fatal(err)
	}
	nobody := h.visitor()
	at := link(account.Digest)
	p := nobody.get(at).is(t, 200, at, "You will not get the digest of what you owe any more.")
	if got := h.wishes("ana@example.org"); got != (account.Wishes{AtOnce: true}) || p.header.Get("Cache-Control") != "no-store" {
		t.Errorf("looking at it makes it %+v", got)
	}
	form, _ := p.First("form[method=post]")
	action, _ := form.Attr("action")
	nobody.post(action, url.Values{}).is(t, 200, at, "You will not get these letters any more")
	if got := h.wishes("ana@example.org"); got != (account.Wishes{AtOnce: true, Digest: account.Never}) {
		t.Errorf("the button makes it %+v", got)
	}
	program, err := http.NewRequest(http.MethodPost, h.url+link(account.Mentions), strings.NewReader("List-Unsubscribe=One-Click"))
	if err != nil {
		t.Fatal(err)
	}
	program.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	answer, err := (&http.Client{}).Do(program)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got := h.wishes("ana@example.org"); answer.StatusCode != http.StatusOK || got.AtOnce {
		t.Errorf("a mail program is answered %d, and it is %+v", answer.StatusCode, got)
	}
	nobody.get(at[:len(at)-1]).is(t, 403, at[:len(at)-1], "This link to end letters is not whole")
}

func TestLinksAreSentByMail(t *testing.T) {
	h, y := mailing(t)
	ana := h.owner()
	p := ana.fill(ana.get("/members"), "/members/invite", map[string]string{"address": "ben@example.org", "send": "mail"})
	p.is(t, 200, "/members/invite", "It was sent to ben@example.org, and is not shown here.")
	if p.Count("input#handed") != 0 || len(y.letters) != 1 {
		t.Fatalf("%d letters were sent, and the page shows %s", len(y.letters), p.Text())
	}
	l := y.letters[0]
	_, key, found := strings.Cut(l.Text, "\nhttps://acme.example.org/invitation?key=")
	if !found || l.To.Address != "ben@example.org" || l.Subject != "An invitation to acme" || !strings.Contains(l.Text, "Ana Lima invites you") {
		t.Errorf("the letter to %s is %q\n%s", l.To.Address, l.Subject, l.Text)
	}
	key, _, _ = strings.Cut(key, "\n")
	ben := h.visitor()
	ben.get("/invitation?key="+key).is(t, 200, "/invitation?key="+key, "You are invited")

	shown := ana.fill(ana.get("/members"), "/members/invite", map[string]string{"address": "carl@example.org", "send": "link"})
	if link := shown.handed(t); !strings.HasPrefix(link, "https://acme.example.org/invitation?key=") || len(y.letters) != 1 {
		t.Errorf("%d letters were sent, and the link is %s", len(y.letters), link)
	}
	ana.post("/members/reset", url.Values{"id": {h.account("ana@example.org")}, "send": {"mail"}}).is(t, 200, "/members/reset", "It was sent to ana@example.org")
	if l := y.letters[1]; l.Subject != "A new password" || !strings.Contains(l.Text, "https://acme.example.org/new-password?key=tlreset_") {
		t.Errorf("the letter is %q\n%s", l.Subject, l.Text)
	}
	y.err = errors.New("the mail server is down")
	failed := ana.fill(ana.get("/members"), "/members/invite", map[string]string{"address": "dora@example.org", "send": "mail"})
	failed.is(t, 200, "/members/invite", "It could not be sent by mail, because the mail server is down.", "Give this link to them")
	if failed.handed(t) == "" {
		t.Error("the link is lost")
	}
}
