package web_test

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/change"
	"throughline/door"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/accounts"
	"throughline/testing/fixture"
	"throughline/web"
)

// county is a server with several workspaces, each with an organisation whose every name says which it is.
type county struct {
	t      *testing.T
	desk   *accounttest.Desk
	engine *engine.Engine
	spaces *web.Spaces
	routes http.Handler
	names  []string
	who    map[string]account.Admission
}

func colonise(t *testing.T, names ...string) *county {
	t.Helper()
	c := &county{t: t, desk: accounts.Open(), names: names, who: make(map[string]account.Admission)}
	c.engine = engine.New(memory.New(), engine.Options{Clock: c.desk.Now})
	t.Cleanup(c.engine.Close)
	var err error
	c.spaces, err = web.NewSpaces(web.SpacesOptions{
		Options: web.Options{
			Engine: c.engine, Workspace: names[0], Clock: c.desk.Now, Patience: time.Minute,
			Door: door.New(door.Options{Register: c.desk.Register, Clock: c.desk.Now, Dice: c.desk}),
		},
		Names: func(ctx context.Context) ([]string, error) {
			owned, err := c.desk.Workspaces(ctx)
			all := append(slices.Clone(c.names), owned...)
			slices.Sort(all)
			return slices.Compact(all), err
		},
		Made: func() {},
	})
	if err != nil {
		t.Fatal(err)
	}
	c.routes = c.spaces.Routes()
	c.who["root"] = c.desk.SetUp(t, names...)
	for _, name := range names {
		c.settle(name)
		c.who[name] = c.desk.Join(t, name, name+"@example.org", account.Owner)
	}
	return c
}

// settle records an organisation in which every text holds the name of the workspace.
func (c *county) settle(name string) {
	c.t.Helper()
	today := graph.DateOf(c.desk.Now())
	o := fixture.New(c.t).Today(today.String())
	secret := func(what string) string { return "Secret-" + name + "-" + what }
	start, end := graph.DateOf(c.desk.Now().AddDate(0, -1, 0)), graph.DateOf(c.desk.Now().AddDate(0, 5, 0))
	o.Put(
		&graph.Period{ID: "now", Name: secret("half"), Kind: graph.Half, Start: start, End: end},
		&graph.Theme{ID: "calm", Name: secret("theme"), Order: 1},
		&graph.Person{ID: "ana", Name: secret("person")},
		&graph.Unit{ID: "acme", Name: secret("unit"), People: 9, Leads: []graph.PersonID{"ana"}},
		&graph.Unit{ID: "core", Name: secret("team"), Parent: "acme", People: 5},
		&graph.Outcome{ID: "faster", Name: secret("outcome"), Themes: graph.Shares{{Theme: "calm", Share: 1}}, Primary: "calm", Owner: "acme"},
		&graph.Initiative{
			ID: "one", Name: secret("initiative"), Owner: "acme", State: graph.Started, Contributes: []graph.Contribution{{Theme: "calm", Share: 1}},
			Participants: []graph.Participation{{Unit: "core", Days: 40, Period: "now"}}, Periods: []graph.PeriodID{"now"},
		},
		&graph.Work{ID: "w-one", Title: secret("work"), Unit: "core", Initiative: "one"},
		&graph.Decision{ID: "d-one", Question: secret("decision"), State: graph.DecisionOpen, Unit: "acme"},
	)
	o.Stated("acme", "now", fixture.Shares{"calm": 1})
	d := change.Draft{Verb: "organisation.described", Reason: secret("reason"), Effective: c.desk.Now().AddDate(0, -2, 0)}
	for _, k := range graph.Kinds() {
		for r := range o.Picture().Records(k.Kind, "") {
			d.Puts = append(d.Puts, r)
		}
	}
	if _, err := c.engine.Do(c.t.Context(), name, engine.Actor{Name: "person/ana", Channel: ledger.Import}, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(d) }); err != nil {
		c.t.Fatal(err)
	}
}

// ask sends a request by the holder of an account, "" for nobody.
func (c *county) ask(who, method, address, form string, cookies ...*http.Cookie) *http.Response {
	c.t.Helper()
	ctx, leave := context.WithCancel(c.t.Context())
	defer leave()
	r := httptest.NewRequestWithContext(ctx, method, address, strings.NewReader(form))
	if form != "" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if who != "" {
		r.AddCookie(&http.Cookie{Name: "throughline", Value: c.who[who].Secret.Text()})
	}
	for _, one := range cookies {
		r.AddCookie(one)
	}
	w := leaving{httptest.NewRecorder(), leave}
	c.routes.ServeHTTP(w, r)
	return w.Result()
}

// text is what is read of an answer.
func text(t *testing.T, a *http.Response) string {
	t.Helper()
	b, err := io.ReadAll(a.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

// addressIn matches what a page holds that looks like an address of the server.
var addressIn = regexp.MustCompile(`([a-z-]+)="(/[^"]*)"`)

// visitAll reads every page that can be reached from an address, and returns them by address.
func (c *county) visitAll(who, from string) map[string]string {
	c.t.Helper()
	read, waiting := map[string]string{}, []string{from}
	for len(waiting) > 0 {
		address := waiting[0]
		waiting = waiting[1:]
		if _, done := read[address]; done || len(read) > 400 {
			continue
		}
		a := c.ask(who, http.MethodGet, address, "")
		body := text(c.t, a)
		if a.StatusCode != http.StatusOK && !strings.Contains(address, "/new") && !strings.Contains(address, "/paste") { // nothing is written down in the past
			c.t.Errorf("%s answers %d", address, a.StatusCode)
		}
		read[address] = body
		for _, m := range addressIn.FindAllStringSubmatch(body, -1) {
			to, _, _ := strings.Cut(strings.ReplaceAll(m[2], "&amp;", "&"), "#")
			if (m[1] == "href" || m[1] == "data-href") && strings.HasPrefix(to, "/w/") {
				waiting = append(waiting, to)
			}
		}
	}
	return read
}

// Every page that a member of one workspace can reach says nothing of another, and leads nowhere else.
func TestNothingOfOneWorkspaceIsSeenInAnother(t *testing.T) {
	c := colonise(t, "harbor", "lantern")
	for _, pair := range [][2]string{{"harbor", "lantern"}, {"lantern", "harbor"}} {
		own, foreign := pair[0], pair[1]
		pages := c.visitAll(own, "/w/"+own+"/")
		if len(pages) < 30 {
			t.Errorf("only %d pages of %s were reached", len(pages), own)
		}
		told := 0
		for address, body := range pages {
			if strings.Contains(address, "/help/") { // the guides are the same for everybody, and have examples
				continue
			}
			if strings.Contains(body, foreign) || strings.Contains(body, "Secret-"+foreign) {
				t.Errorf("%s names %s", address, foreign)
			}
			if strings.Contains(body, "Secret-"+own+"-unit") {
				told++
			}
			for _, m := range addressIn.FindAllStringSubmatch(body, -1) {
				if slices.Contains([]string{"value", "title", "aria-label", "content"}, m[1]) {
					continue
				}
				if !strings.HasPrefix(m[2], "/w/"+own+"/") && !web.IsAtRoot(m[2]) {
					t.Errorf("%s holds %s, which is of no workspace", address, m[0])
				}
			}
		}
		if told < len(pages)/2 {
			t.Errorf("%d of %d pages of %s name it", told, len(pages), own)
		}
		for _, path := range []string{"search?q=secret", "search?q=secret&format=fragment", "search?q=" + foreign, "events"} {
			body := text(t, c.ask(own, http.MethodGet, "/w/"+own+"/"+path, ""))
			if strings.Contains(body, "Secret-"+foreign) || strings.Contains(body, "/w/"+foreign) {
				t.Errorf("%s names %s: %s", path, foreign, body)
			}
		}
	}
}

// A member of another workspace, its token, and somebody who is nobody's member are answered at every address of a workspace as at
// those of one that there is none of.
func TestAForeignWorkspaceIsAnsweredAsNone(t *testing.T) {
	c := colonise(t, "harbor", "lantern")
	_, secret, err := c.desk.IssueToken(t.Context(), c.desk.Act(account.Terminal), c.who["lantern"].Account.ID,
		account.Token{Name: "A", Workspace: "lantern", Scope: account.Write, Expires: c.desk.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	c.who["outsider"] = c.desk.Join(t, "lantern", "outsider@example.org", account.Reader)
	if err := c.desk.RemoveMember(t.Context(), c.desk.Act(account.Terminal), "lantern", c.who["outsider"].Account.ID); err != nil {
		t.Fatal(err)
	}
	before, err := c.engine.View(t.Context(), "harbor")
	if err != nil {
		t.Fatal(err)
	}
	askers := map[string]func(*http.Request){"token": func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret.Text()) }, "stranger": func(*http.Request) {}}
	for _, who := range []string{"lantern", "outsider"} {
		askers[who] = func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "throughline", Value: c.who[who].Secret.Text()}) }
	}
	tried := 0
	for _, row := range matrix() {
		method, _, _ := strings.Cut(row[0], " ")
		for name, sign := range askers {
			answer := func(workspace string) string {
				r := httptest.NewRequest(method, "/w/"+workspace+row[1], strings.NewReader(strings.ReplaceAll(row[2], " ", "+")))
				if row[2] != "" {
					r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
				}
				sign(r)
				w := httptest.NewRecorder()
				c.routes.ServeHTTP(w, r)
				if want := map[bool]int{true: 404, false: w.Code}[name != "stranger"]; w.Code != want || w.Code == http.StatusOK {
					t.Errorf("%s %s of %s answers %d as %s", method, row[1], workspace, w.Code, name)
				}
				return strings.ReplaceAll(fmt.Sprint(w.Code, w.Header(), w.Body), workspace, "NAME")
			}
			if foreign, none := answer("harbor"), answer("mordor"); foreign != none {
				t.Errorf("%s %s is answered as %s %s, and where there is none %s", method, row[1], name, foreign, none)
			}
			tried++
		}
	}
	if after, err := c.engine.View(t.Context(), "harbor"); err != nil || after.Position() != before.Position() {
		t.Errorf("after %d requests of others the history is at %d, %v", tried, after.Position(), err)
	}
}

// While there is one workspace its addresses are those of the server; from the second on the old ones lead on.
func TestOldAddressesLeadOn(t *testing.T) {
	c := colonise(t, "harbor")
	leads := func(who, address string, cookies ...*http.Cookie) string {
		t.Helper()
		a := c.ask(who, http.MethodGet, address, "", cookies...)
		if a.StatusCode == http.StatusOK {
			return "200"
		}
		return a.Header.Get("Location")
	}
	if got := leads("harbor", "/records"); got != "200" {
		t.Errorf("alone, /records leads to %q", got)
	}
	if got := leads("harbor", "/w/harbor/records?asof=2026-01-01"); got != "/records?asof=2026-01-01" {
		t.Errorf("alone, its own address leads to %q", got)
	}
	if body := text(t, c.ask("harbor", http.MethodGet, "/", "")); strings.Contains(body, `href="/w/`) || strings.Contains(body, `id="spaces"`) {
		t.Error("alone, the first page leads to others")
	}
	c.names = append(c.names, "lantern")
	c.settle("lantern")
	if err := c.desk.OpenWorkspace(t.Context(), c.desk.Act(account.Terminal), "lantern", c.who["root"].Account.ID); err != nil {
		t.Fatal(err)
	}
	c.who["lantern"] = c.desk.Join(t, "lantern", "lantern@example.org", account.Owner)
	last := &http.Cookie{Name: "throughline-workspace", Value: "lantern"}
	for _, one := range []struct {
		who, address, want string
		cookies            []*http.Cookie
	}{
		{"harbor", "/", "/w/harbor/", nil},
		{"harbor", "/records/unit/acme?x=1", "/w/harbor/records/unit/acme?x=1", nil},
		{"harbor", "/", "/w/harbor/", []*http.Cookie{last}}, // what is not for them is not where they land
		{"lantern", "/", "/w/lantern/", nil},
		{"lantern", "/findings", "/w/lantern/findings", nil},
		{"root", "/", "/w/lantern/", []*http.Cookie{last}},
		{"root", "/findings", "/w/harbor/findings", []*http.Cookie{last}}, // from the time before
		{"", "/findings", "/sign-in?to=%2Ffindings", nil},
		{"", "/w/harbor/findings", "/sign-in?to=%2Fw%2Fharbor%2Ffindings", nil},
		{"harbor", "/w/harbor", "/w/harbor/", nil},
		{"harbor", "/sign-in", "/", nil},
	} {
		if got := leads(one.who, one.address, one.cookies...); got != one.want {
			t.Errorf("%s leads %q to %q, want %q", one.address, one.who, got, one.want)
		}
	}
	a := c.ask("root", http.MethodGet, "/w/lantern/", "")
	if set := a.Cookies(); len(set) != 1 || set[0].Name != "throughline-workspace" || set[0].Value != "lantern" || !set[0].HttpOnly || set[0].Path != "/" {
		t.Errorf("showing a workspace keeps %v", set)
	}
	if set := c.ask("root", http.MethodGet, "/w/lantern/", "", last).Cookies(); len(set) != 0 {
		t.Errorf("showing it again keeps %v", set)
	}
	if body := text(t, a); !strings.Contains(body, `id="spaces"`) || !strings.Contains(body, `href="/w/harbor/"`) {
		t.Error("who is a member of both is not led from one to the other")
	}
	if body := text(t, c.ask("harbor", http.MethodGet, "/w/harbor/", "")); !strings.Contains(body, `id="spaces"`) || strings.Contains(body, "lantern") {
		t.Error("who is a member of one is led to another, or not to the list")
	}
}

// What is written goes to the workspace of its address and comes back to a page of it; from a page that was opened before there was
// a second one, to the one there was.
func TestChangesStayInTheirWorkspace(t *testing.T) {
	c := colonise(t, "harbor", "lantern")
	for _, one := range []struct{ address, to, next string }{
		{"/w/lantern/new/theme", "lantern", "/w/lantern/records/theme/warm"}, {"/new/theme", "harbor", "/w/harbor/records/theme/warm"},
	} {
		a := c.ask("root", http.MethodPost, one.address, "name=Warm")
		if to := a.Header.Get("Location"); a.StatusCode != http.StatusSeeOther || !strings.HasPrefix(to, one.next) {
			t.Errorf("%s is answered %d, and leads to %q", one.address, a.StatusCode, to)
		}
		for _, name := range c.names {
			now, err := c.engine.View(t.Context(), name)
			if err != nil {
				t.Fatal(err)
			}
			if there := now.Theme("warm") != nil; there != (name == one.to) {
				t.Errorf("after %s, %s has it: %v", one.address, name, there)
			}
		}
		undone := c.ask("root", http.MethodPost, "/w/"+one.to+"/undo", "position=2&next=/findings")
		if to := undone.Header.Get("Location"); !strings.HasPrefix(to, "/w/"+one.to+"/findings") {
			t.Errorf("taking it back is answered %d and leads to %q", undone.StatusCode, to)
		}
		if one.to == "lantern" {
			continue
		}
		if now, err := c.engine.View(t.Context(), "lantern"); err != nil || now.Theme("warm") != nil {
			t.Errorf("in the other it came back: %v", err)
		}
	}
	if a := c.ask("lantern", http.MethodPost, "/new/theme", "name=Cold"); a.StatusCode != http.StatusNotFound {
		t.Errorf("to the first, by no member of it, is answered %d", a.StatusCode)
	}
}

// Who administers the server makes a workspace, owns it and begins in it; nobody else does.
func TestAWorkspaceIsMadeInTheBrowser(t *testing.T) {
	c := colonise(t, "harbor")
	list := func(who string) string { return text(t, c.ask(who, http.MethodGet, "/workspaces", "")) }
	if !strings.Contains(list("root"), `name="name"`) || strings.Contains(list("harbor"), `name="name"`) {
		t.Error("the form is not for who administers the server alone")
	}
	if a := c.ask("", http.MethodGet, "/workspaces", ""); a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/sign-in?to=%2Fworkspaces" {
		t.Errorf("a stranger is answered %d", a.StatusCode)
	}
	for _, one := range []struct {
		who, name string
		status    int
	}{
		{"", "bakery", 401},
		{"harbor", "bakery", 403},
		{"root", "", 400},
		{"root", "Bakery", 400},
		{"root", "../x", 400},
		{"root", "harbor", 409},
		{"root", "bakery", 303},
		{"root", "bakery", 409},
	} {
		a := c.ask(one.who, http.MethodPost, "/workspaces", "name="+url.QueryEscape(one.name))
		if a.StatusCode != one.status {
			t.Errorf("%q makes %q and is answered %d, want %d: %s", one.who, one.name, a.StatusCode, one.status, text(t, a))
		}
		if one.status == 303 && a.Header.Get("Location") != "/w/bakery/" {
			t.Errorf("making it leads to %q", a.Header.Get("Location"))
		}
	}
	r := httptest.NewRequest(http.MethodPost, "/workspaces", strings.NewReader("name=mill"))
	r.Header.Set("Sec-Fetch-Site", "cross-site")
	r.AddCookie(&http.Cookie{Name: "throughline", Value: c.who["root"].Secret.Text()})
	w := httptest.NewRecorder()
	if c.routes.ServeHTTP(w, r); w.Code != http.StatusForbidden {
		t.Errorf("asked by another origin it is answered %d", w.Code)
	}
	if a := c.ask("root", http.MethodGet, "/w/bakery/", ""); a.StatusCode != http.StatusOK || !strings.Contains(text(t, a), "Empty workspace") {
		t.Errorf("it begins with %d", a.StatusCode)
	}
	if a := c.ask("harbor", http.MethodGet, "/w/bakery/", ""); a.StatusCode != http.StatusNotFound {
		t.Errorf("to somebody else it answers %d", a.StatusCode)
	}
	if !strings.Contains(list("root"), `href="/w/bakery/"`) || strings.Contains(list("harbor"), "bakery") {
		t.Error("the lists are wrong")
	}
}

// An invitation leads into its workspace.
func TestAnInvitationLeadsIntoItsWorkspace(t *testing.T) {
	c := colonise(t, "harbor", "lantern")
	_, secret, err := c.desk.Invite(t.Context(), c.desk.Act(account.ByAccount(c.who["lantern"].Account.ID)), "lantern", account.Invitation{Address: "harbor@example.org", Role: account.Reader})
	if err != nil {
		t.Fatal(err)
	}
	a := c.ask("harbor", http.MethodPost, "/invitation", "key="+url.QueryEscape(secret.Text()))
	if a.StatusCode != http.StatusSeeOther || a.Header.Get("Location") != "/w/lantern/" {
		t.Errorf("accepting is answered %d and leads to %q", a.StatusCode, a.Header.Get("Location"))
	}
	if a := c.ask("harbor", http.MethodGet, "/w/lantern/", ""); a.StatusCode != http.StatusOK {
		t.Errorf("then it answers %d", a.StatusCode)
	}
}

// Two accounts that look alike share no page that names the workspaces of one of them.
func TestPagesAreNotSharedWithOtherPlaces(t *testing.T) {
	c := colonise(t, "harbor", "lantern")
	for _, address := range []string{"first@example.org", "second@example.org"} {
		c.who[address] = c.desk.Join(t, "harbor", address, account.Reader)
		if err := c.desk.Correct(t.Context(), c.desk.Act(account.Terminal), c.who[address].Account.ID, "Twin", address); err != nil {
			t.Fatal(err)
		}
	}
	_, secret, err := c.desk.Invite(t.Context(), c.desk.Act(account.ByAccount(c.who["lantern"].Account.ID)), "lantern", account.Invitation{Address: "first@example.org", Role: account.Reader})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := c.desk.Accept(t.Context(), c.desk.Act(account.Terminal), secret.Text(), c.who["first@example.org"].Account.ID); err != nil {
		t.Fatal(err)
	}
	if body := text(t, c.ask("first@example.org", http.MethodGet, "/w/harbor/", "")); !strings.Contains(body, "/w/lantern/") {
		t.Error("the first is not led to both")
	}
	if body := text(t, c.ask("second@example.org", http.MethodGet, "/w/harbor/", "")); strings.Contains(body, "lantern") {
		t.Error("the second is shown the page of the first")
	}
}
