package web_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/testing/htmlcheck"
)

// enter lets somebody in who is a person of the organisation.
func (h *house) enter(person string, role account.Role) *visitor {
	h.t.Helper()
	address := person + "@example.org"
	id := h.desk.Join(h.t, workspace, address, role).Account.ID
	if err := h.desk.LinkPerson(h.t.Context(), h.desk.Act(account.Terminal), workspace, id, account.PersonID(person)); err != nil {
		h.t.Fatal(err)
	}
	v := h.visitor()
	v.fill(v.get("/sign-in"), "/sign-in", map[string]string{"address": address, "password": accounttest.Password}).is(h.t, 200, "/")
	return v
}

// put writes records down in a person's name, an hour after what was before.
func (h *house) put(who string, records ...graph.Record) {
	h.t.Helper()
	h.desk.Later(time.Hour)
	_, err := h.site.engine.Do(h.t.Context(), workspace, engine.Actor{Name: "person/" + who, Channel: ledger.Web}, func(*graph.Snapshot) (change.Draft, error) {
		return change.CopyDraft(change.Draft{Verb: "records.put", Puts: records, Reason: "Because"})
	})
	if err != nil {
		h.t.Fatal(err)
	}
}

// peopled is build with three people, and two initiatives of which one is for ben alone.
func peopled(t *testing.T) *house {
	t.Helper()
	h := build(t)
	h.owner()
	h.put("ben-ode", &graph.Person{ID: "ben-ode", Name: "Ben Ode", Unit: "acme"}, &graph.Initiative{ID: "open", Name: "Open", Owner: "acme", State: graph.Candidate},
		&graph.Initiative{ID: "quiet", Name: "Hidden plan", Owner: "acme", State: graph.Candidate, Audience: []graph.PersonID{"ben-ode"}})
	return h
}

// news is what the news say, each thing on a line.
func (v *visitor) news(address string) string {
	v.t.Helper()
	p := v.get(address)
	var out []string
	for _, list := range p.In(".news") {
		for _, n := range list.In("div") {
			out = append(out, strings.Join(strings.Fields(n.Text()), " "))
		}
	}
	return strings.Join(out, "; ")
}

// count is how many records have news, as the navigation says.
func (v *visitor) count() string {
	v.t.Helper()
	n, ok := v.get("/findings").First("nav#nav .foot a[href=/news] .count")
	if !ok {
		v.t.Fatal("the navigation has no news")
	}
	return n.Text()
}

func TestSomebodyFollowsARecord(t *testing.T) {
	h := peopled(t)
	ana := h.enter("ana-lima", account.Contributor)
	ana.get("/news").is(t, 200, "/news", "Nothing happened to what you follow since you last looked.", "You follow nothing.")
	for _, address := range []string{"/initiatives/open", "/records/initiative/open", "/units/acme"} {
		p := ana.get(address)
		if p.Count("form[action=/follow] button[value=follow]") != 1 {
			t.Errorf("%s has no button to follow it: %s", address, p.Text())
		}
	}
	ana.post("/follow", url.Values{"record": {"initiative/open"}, "act": {"follow"}, "next": {"/initiatives/open"}}).is(t, 200, "/initiatives/open", "Following")
	ana.post("/follow", url.Values{"record": {"unit/acme"}, "act": {"follow"}, "next": {"//elsewhere.example.org"}}).is(t, 200, "/")
	if got := ana.news("/news"); got != "" {
		t.Errorf("what happened before is news: %s", got)
	}
	h.put("ana-lima", &graph.Initiative{ID: "open", Name: "Wide open", Owner: "acme", State: graph.Candidate})
	if got := ana.news("/news"); got != "" {
		t.Errorf("what she did herself is news: %s", got)
	}
	h.put("ben-ode", &graph.Initiative{ID: "open", Name: "Wide open", Owner: "acme", State: graph.Likely}, &graph.Outcome{ID: "runs", Name: "Runs", Owner: "acme"})
	if got, want := ana.news("/news"), "Ben Ode changed its state Because; Ben Ode wrote down the outcome “Runs” Because"; got != want {
		t.Errorf("the news say %q, want %q", got, want)
	}
	if got := ana.count(); got != "2" {
		t.Errorf("the navigation counts %q", got)
	}
	p := ana.get("/news")
	p.is(t, 200, "/news", "2 records have news since you last looked.", "Today", "Wide open")
	ana.fill(p, "/news", nil).is(t, 200, "/news", "Nothing happened to what you follow since you last looked.", "Wide open")
	if got := ana.count(); got != "" {
		t.Errorf("once they are read, the navigation counts %q", got)
	}
	if got := ana.news("/news?all=yes"); !strings.Contains(got, "Ben Ode changed its state") || strings.Contains(got, "new") {
		t.Errorf("all of it says %q", got)
	}
	ana.post("/follow", url.Values{"record": {"initiative/open"}, "act": {"unfollow"}, "next": {"/initiatives/open"}})
	if ana.get("/initiatives/open").Count("form[action=/follow] button[value=follow]") != 1 {
		t.Error("it is still followed")
	}
	h.put("ben-ode", &graph.Initiative{ID: "open", Name: "Open again", Owner: "acme", State: graph.Likely})
	if got := ana.news("/news"); got != "Ben Ode changed the name of the initiative “Open again” Because" { // of the unit that she follows
		t.Errorf("of the unit alone the news say %q", got)
	}
	if strings.Contains(h.visitorText(t), "Following") {
		t.Error("somebody else follows it as well")
	}
}

// visitorText is the page of the initiative as somebody else sees it.
func (h *house) visitorText(t *testing.T) string {
	t.Helper()
	return h.enter("ben-ode", account.Contributor).get("/initiatives/open").Text()
}

// What was marked as read is what stood on the page, not what came meanwhile.
func TestWhatCameMeanwhileIsNotRead(t *testing.T) {
	h := peopled(t)
	ana := h.enter("ana-lima", account.Reader)
	ana.post("/follow", url.Values{"record": {"initiative/open"}, "act": {"follow"}})
	h.put("ben-ode", &graph.Initiative{ID: "open", Name: "One", Owner: "acme", State: graph.Candidate})
	p := ana.get("/news")
	h.put("ben-ode", &graph.Initiative{ID: "open", Name: "One", Owner: "acme", State: graph.Likely})
	ana.fill(p, "/news", nil)
	if got := ana.news("/news"); got != "Ben Ode changed its state Because" {
		t.Errorf("the news say %q", got)
	}
	for _, wrong := range []string{"", "x", "-1"} {
		ana.post("/news", url.Values{"position": {wrong}}).is(t, 400, "/news")
	}
	ana.post("/news", url.Values{"position": {strconv.Itoa(1 << 40)}}) // no further than there is anything
	h.put("ben-ode", &graph.Initiative{ID: "open", Name: "One", Owner: "acme", State: graph.Committed})
	if got := ana.news("/news"); got != "Ben Ode changed its state Because" {
		t.Errorf("after that the news say %q", got)
	}
}

func TestWhoIsNamedReadsOfItInTheNews(t *testing.T) {
	h := peopled(t)
	ana := h.enter("ana-lima", account.Reader)
	open := graph.Ref{Kind: graph.KindInitiative, ID: "open"}
	h.put("ben-ode", &graph.Comment{ID: "c", On: open, By: "ben-ode", At: h.desk.Now(), Text: "@Ana Lima, is it so?"})
	p := ana.get("/news").is(t, 200, "/news", "Ben Ode named you", "is it so?", "you were named once")
	if p.Count(".news a[href=/initiatives/open#talk]") != 1 {
		t.Error("the news do not lead to where it was said")
	}
	if got := ana.count(); got != "1" {
		t.Errorf("the navigation counts %q", got)
	}
}

// Nothing of a record that is kept from somebody is in their news, nor whether it is there, nor when they had followed it before.
func TestNewsNameNothingHidden(t *testing.T) {
	h := peopled(t)
	ana := h.enter("ana-lima", account.Owner)
	ana.post("/follow", url.Values{"record": {"initiative/quiet"}, "act": {"follow"}}).is(t, 404, "/follow", "There is no initiative quiet")
	ana.post("/follow", url.Values{"record": {"initiative/nothing"}, "act": {"follow"}}).is(t, 404, "/follow", "There is no initiative nothing")
	h.put("ben-ode", &graph.Initiative{ID: "veiled", Name: "Later hidden", Owner: "acme", State: graph.Candidate})
	ana.post("/follow", url.Values{"record": {"initiative/veiled"}, "act": {"follow"}}).is(t, 200, "/")
	ana.post("/follow", url.Values{"record": {"unit/acme"}, "act": {"follow"}})
	h.put("ben-ode", &graph.Initiative{ID: "veiled", Name: "Now hidden", Owner: "acme", State: graph.Likely, Audience: []graph.PersonID{"ben-ode"}})
	h.put("ben-ode", &graph.Comment{ID: "c", On: graph.Ref{Kind: graph.KindInitiative, ID: "veiled"}, By: "ben-ode", At: h.desk.Now(), Text: "@Ana Lima, hidden"})
	for _, address := range []string{"/news", "/news?all=yes"} {
		if text := ana.get(address).Text(); strings.Contains(text, "hidden") || strings.Contains(text, "veiled") {
			t.Errorf("%s says %s", address, text)
		}
	}
	if got := ana.count(); got != "" {
		t.Errorf("the navigation counts %q", got)
	}
	p := ana.get("/news").is(t, 200, "/news", "A record that is not there any more")
	if p.Count("form[action=/follow]") != 2 {
		t.Errorf("she cannot stop following it: %s", p.Text())
	}
	ana.post("/follow", url.Values{"record": {"initiative/veiled"}, "act": {"unfollow"}, "next": {"/news"}}).is(t, 200, "/news")
	if ana.get("/news").Count("form[action=/follow]") != 1 {
		t.Error("it is still followed")
	}
}

// What somebody follows in one workspace is nothing to another of the same server, and letters of each are ended by themselves.
func TestFollowingBelongsToAWorkspace(t *testing.T) {
	c := colonise(t, "alps", "harbor")
	me := c.who["root"].Account.ID // a member of both
	if a := c.ask("root", http.MethodPost, "/w/alps/follow", "record=initiative/one&act=follow&next=/initiatives/one"); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/w/alps/initiatives/one" {
		t.Fatalf("following is answered %d %s", a.StatusCode, a.Header.Get("Location"))
	}
	for _, name := range []string{"alps", "harbor"} {
		_, err := c.engine.Do(t.Context(), name, engine.Actor{Name: "person/ana", Channel: ledger.Web}, func(s *graph.Snapshot) (change.Draft, error) {
			d := change.Draft{Verb: "initiative.renamed"}
			i, err := change.Take[*graph.Initiative](s, "one")
			if err == nil {
				i.Name = "Changed-" + name
				d.Update(s, i)
			}
			return d, err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	alps, harbor := text(t, c.ask("root", http.MethodGet, "/w/alps/news", "")), text(t, c.ask("root", http.MethodGet, "/w/harbor/news", ""))
	for _, says := range []string{"Changed-alps", `action="/w/alps/follow"`, `action="/w/alps/news"`, "changed its name"} {
		if !strings.Contains(alps, says) {
			t.Errorf("the news of the one do not say %q", says)
		}
	}
	if strings.Contains(alps, "Changed-harbor") || strings.Contains(harbor, "changed its name") || strings.Contains(harbor, "Changed-alps") || !strings.Contains(harbor, "You follow nothing.") {
		t.Error("the news of the other say what is followed in the one")
	}
	if n, err := htmlcheck.Parse(strings.NewReader(alps)); err != nil || n.Count("nav#nav .foot a[href=/w/alps/news] .count") != 1 {
		t.Errorf("the navigation has no news: %v", err)
	} else if at, _ := n.First("nav#nav .foot a[href=/w/alps/news] .count"); at.Text() != "1" {
		t.Errorf("of one record there are news, and the navigation counts %q", at.Text())
	}
	secret, err := c.desk.StopSecret(t.Context(), c.desk.Act(account.Terminal), "harbor", account.Stop{Account: me, Letter: account.Digest})
	if err != nil {
		t.Fatal(err)
	}
	for workspace, status := range map[string]int{"alps": http.StatusForbidden, "harbor": http.StatusOK, "nowhere": http.StatusForbidden} {
		at := "/letters/stop?" + url.Values{"key": {secret.Text()}, "workspace": {workspace}}.Encode()
		for _, method := range []string{http.MethodGet, http.MethodPost} {
			if a := c.ask("", method, at, "List-Unsubscribe=One-Click"); a.StatusCode != status {
				t.Errorf("%s to end it in %s is answered %d, want %d", method, workspace, a.StatusCode, status)
			}
		}
	}
	for name, want := range map[string]account.Rhythm{"alps": account.Daily, "harbor": account.Never} {
		if a, err := c.desk.Attention(t.Context(), name, me); err != nil || a.Digest != want {
			t.Errorf("in %s they get %+v, %v", name, a.Wishes, err)
		}
	}
}
