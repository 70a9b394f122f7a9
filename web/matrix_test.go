package web_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/door"
	"throughline/engine"
	"throughline/graph"
	"throughline/openid"
	"throughline/storage/memory"
	"throughline/testing/accounts"
	"throughline/testing/fixture"
	"throughline/web"
)

// askers are who asks in the matrix below, in its order: nobody who is known, somebody who is no member, each role, and the
// token of an owner that may only read.
func askers() []string {
	return []string{"stranger", "outsider", "reader", "contributor", "editor", "owner", "token"}
}

// matrix is what everybody is answered at every address: the status for each of the askers. A row is for the pattern of a route,
// an address that it answers, and a form where it takes one. The record quiet is for an audience that none of them is in.
func matrix() [][4]string {
	const page, hidden = "303 403 200 200 200 200 200", "303 403 404 404 404 404 404"
	const write, unseen = "401 403 403 403 303 303 403", "401 403 403 404 404 404 403"
	const mine, owners, all = "401 403 404 404 404 404 403", "401 403 403 403 403 404 403", "200 200 200 200 200 200 200"
	const junk = "403 403 403 403 403 403 403"
	return [][4]string{
		{"GET /{$}", "/", "", page},
		{"POST /{$}", "/", "form=sample", "401 403 403 400 400 400 403"}, // there is a strategy without a period
		{"POST /{$}", "/", "form=begin&theme.0.name=New", "401 403 403 400 400 400 403"},
		{"GET /line-of-sight", "/line-of-sight", "", page},
		{"GET /units/{id}", "/units/acme", "", page},
		{"GET /units/{id}", "/units/nothing", "", hidden},
		{"POST /records/{kind}", "/records/unit", "pick=1:acme&do=parent&parent=", write}, // before anything else changes the unit
		{"POST /units/{id}", "/units/acme", "form=charter&value.0.dimension=speed&value.0.weight=100", write},
		{"POST /units/{id}", "/units/nothing", "form=charter", unseen},
		{"GET /initiatives/{id}", "/initiatives/open", "", page},
		{"GET /initiatives/{id}", "/initiatives/quiet", "", hidden},
		{"GET /outcomes", "/outcomes", "", page},
		{"GET /outcomes/{id}", "/outcomes/wait", "", page},
		{"GET /outcomes/{id}", "/outcomes/nothing", "", hidden},
		{"POST /outcomes/{id}", "/outcomes/wait", "value=3&confidence=70", write},
		{"POST /outcomes/{id}", "/outcomes/nothing", "value=3", unseen},
		{"GET /portfolio", "/portfolio", "", page},
		{"POST /portfolio", "/portfolio?group=theme", "do=save&name=Ours&for=all", write}, // nobody here is a person, whose view would be their own
		{"POST /portfolio", "/portfolio", "do=remove&view=anns", "401 403 404 404 404 404 403"},
		{"GET /records/{kind}/{id}", "/records/view/anns", "", hidden},
		{"GET /drift", "/drift", "", page},
		{"GET /findings", "/findings", "", page},
		{"GET /findings/{key...}", "/findings/none", "", hidden},
		{"POST /findings/{key...}", "/findings/none", "act=ask&text=Why", "401 403 403 404 404 404 403"},
		{"GET /strategy", "/strategy", "", page},
		{"POST /strategy", "/strategy", "form=read&seen=1", "401 403 400 400 400 400 403"},
		{"GET /cascade", "/cascade", "", page},
		{"POST /cascade", "/cascade", "form=answer/none&do=accept", "401 403 403 404 404 404 403"},
		{"GET /owed", "/owed", "", page},
		{"POST /owed", "/owed", "duty=decide&record=decision/none", "401 403 403 404 404 404 403"},
		{"GET /records", "/records", "", page},
		{"GET /records/{kind}", "/records/initiative", "", page},
		{"POST /records/{kind}", "/records/initiative", "pick=1:quiet&do=owner&owner=acme", "401 403 403 409 409 409 403"}, // as one that was never there
		{"POST /records/{kind}", "/records/initiative", "pick=1:never-there&do=owner&owner=acme", "401 403 403 409 409 409 403"},
		{"GET /records/{kind}/{id}", "/records/initiative/open", "", page},
		{"GET /records/{kind}/{id}", "/records/initiative/quiet", "", hidden},
		{"GET /records/{kind}/{id}", "/records/work/w-quiet", "", hidden},
		{"GET /records/{kind}/{id}/field", "/records/initiative/open/field?edit=state", "", "303 403 403 403 200 200 403"}, // who may not change it is shown no editor
		{"GET /records/{kind}/{id}/field", "/records/initiative/open/field?edit=nothing", "", hidden},
		{"GET /records/{kind}/{id}/field", "/records/initiative/quiet/field?edit=state", "", hidden},
		{"GET /records/{kind}/{id}/field", "/records/initiative/nothing/field?edit=state", "", hidden},
		{"POST /records/{kind}/{id}", "/records/unit/acme", "field=purpose&seen=null&v=Lend", write},
		{"POST /records/{kind}/{id}", "/records/unit/acme", "place=yes&field=purpose&v=Lend", write},
		{"POST /records/{kind}/{id}", "/records/unit/acme", "place=yes&field=people&v=many", "401 403 403 403 400 400 403"},
		{"POST /records/{kind}/{id}", "/records/initiative/quiet", "place=yes&field=name&v=Mine", unseen},
		{"POST /records/{kind}/{id}", "/records/initiative/quiet", "field=name&v=Mine", unseen},
		{"POST /records/{kind}/{id}/remove", "/records/theme/calm/remove", "", write},
		{"POST /records/{kind}/{id}/remove", "/records/work/w-quiet/remove", "", unseen},
		{"POST /records/{kind}/{id}/comments", "/records/theme/calm/comments", "text=Why", "401 403 403 403 403 403 403"}, // nobody here is a person of the organisation
		{"POST /records/{kind}/{id}/comments", "/records/initiative/quiet/comments", "text=Why", "401 403 403 403 403 403 403"},
		{"POST /records/proposal/{id}/confirm", "/records/proposal/none/confirm", "seen=1", unseen},
		{"GET /new", "/new", "", "303 403 403 200 200 200 403"},
		{"GET /new/{kind}", "/new/theme", "", "303 403 403 200 200 200 403"},
		{"POST /new/{kind}", "/new/theme", "name=New", write},
		{"GET /paste/{kind}", "/paste/theme", "", "303 403 403 200 200 200 403"},
		{"POST /paste/{kind}", "/paste/theme", "do=take&rows=Name%0AWarm", write},
		{"POST /undo", "/undo", "position=77", unseen},
		{"POST /undo", "/undo", "position=last", "401 403 403 404 303 303 403"}, // who changed something above
		{"GET /help", "/help", "", page},
		{"GET /help/{guide}", "/help/strategy", "", page},
		{"GET /help/{guide}", "/help/nothing", "", hidden},
		{"GET /search", "/search?q=a", "", page},
		{"GET /events", "/events", "", "401 403 200 200 200 200 200"},
		{"GET /healthz", "/healthz", "", all},
		{"GET /static/", "/static/none.css", "", "404 404 404 404 404 404 404"},
		{"GET /", "/nowhere", "", "404 404 404 404 404 404 404"},
		{"GET /set-up", "/set-up?key=tlsetup_x", "", "303 303 303 303 303 303 303"},
		{"POST /set-up", "/set-up", "key=tlsetup_x", "409 409 409 409 409 409 409"},
		{"GET /sign-in", "/sign-in", "", "200 303 303 303 303 303 303"},
		{"POST /sign-in", "/sign-in", "address=a@example.org&password=wrong", junk},
		{"GET /invitation", "/invitation?key=tlinvite_x", "", junk},
		{"POST /invitation", "/invitation", "key=tlinvite_x", junk},
		{"GET /new-password", "/new-password?key=tlreset_x", "", junk},
		{"POST /new-password", "/new-password", "key=tlreset_x", junk},
		{"GET /account", "/account", "", "303 403 200 200 200 200 403"},
		{"POST /account/devices", "/account/devices", "id=none", mine},
		{"POST /account/password", "/account/password", "was=wrong&password=otter lamp eighteen", "401 403 403 403 403 403 403"},
		{"POST /account/tokens", "/account/tokens", "name=A&scope=write&until=2020-01-01", "401 403 400 400 400 400 403"},
		{"POST /account/tokens/revoke", "/account/tokens/revoke", "id=none", mine},
		{"POST /account/mail", "/account/mail", "digest=hourly", "401 403 400 400 400 400 403"},
		{"GET /news", "/news", "", "303 403 200 200 200 200 403"},
		{"POST /news", "/news", "position=1", "401 403 303 303 303 303 403"},
		{"POST /portfolio/opens", "/portfolio/opens", "view=anns", mine},
		{"POST /portfolio/opens", "/portfolio/opens", "view=", "401 403 303 303 303 303 403"}, // what somebody chose before it was hidden
		{"POST /follow", "/follow", "record=initiative/open&act=follow", "401 403 303 303 303 303 403"},
		{"POST /follow", "/follow", "record=initiative/quiet&act=follow", mine},
		{"POST /follow", "/follow", "record=initiative/quiet&act=unfollow", "401 403 303 303 303 303 403"}, // what one followed before it was hidden
		{"GET /letters/stop", "/letters/stop?key=tlstop_x", "", junk},
		{"POST /letters/stop", "/letters/stop?key=tlstop_x", "List-Unsubscribe=One-Click", junk},
		{"GET /members", "/members", "", "303 403 403 403 403 200 403"},
		{"POST /members/invite", "/members/invite", "address=d@example.org&role=king", "401 403 403 403 403 400 403"},
		{"POST /members/revoke", "/members/revoke", "id=none", owners},
		{"POST /members/role", "/members/role", "id=none&role=owner", owners},
		{"POST /members/person", "/members/person", "id=none&person=", owners},
		{"POST /members/remove", "/members/remove", "id=none", owners},
		{"POST /members/reset", "/members/reset", "id=none", "401 403 403 403 403 403 403"}, // for administrators of the server
		{"GET /sign-in/openid", "/sign-in/openid?to=/records", "", "303 303 303 303 303 303 303"},
		{"GET /sign-in/openid", "/sign-in/openid?link=yes", "", "303 303 303 303 303 303 403"},
		{"GET /sign-in/openid/back", "/sign-in/openid/back?code=x&state=y", "", "403 303 303 303 303 303 403"},
		{"POST /account/identities/unlink", "/account/identities/unlink", "id=none", mine},
		{"POST /sign-out", "/sign-out", "", "303 303 303 303 303 303 303"},
	}
}

// town is a server with somebody of each sort.
type town struct {
	server  *web.Server
	handler http.Handler
	sign    map[string]func(*http.Request)
}

func found(t *testing.T) town {
	t.Helper()
	desk := accounts.Open()
	e := engine.New(memory.New(), engine.Options{Clock: desk.Now})
	t.Cleanup(e.Close)
	server, err := web.New(web.Options{Engine: e, Workspace: workspace, Clock: desk.Now, Door: door.New(door.Options{Register: desk.Register, Clock: desk.Now, Dice: desk, Provider: known(t, desk)})})
	if err != nil {
		t.Fatal(err)
	}
	o := fixture.New(t).Today(graph.DateOf(desk.Now()).String()).Themes("calm").Unit("acme", "")
	o.Put(&graph.View{ID: "anns", Name: "Mine", Address: "/portfolio?group=unit", By: "carl"})
	o.Put(&graph.Person{ID: "carl", Name: "Carl"}, &graph.Dimension{ID: "speed", Name: "Speed", List: graph.ListValue}, &graph.Initiative{ID: "open", Name: "Open", Owner: "acme", State: graph.Candidate},
		&graph.Initiative{ID: "quiet", Name: "Quiet", Owner: "acme", State: graph.Candidate, Audience: []graph.PersonID{"carl"}},
		&graph.Outcome{ID: "wait", Name: "Wait", Owner: "acme", Metric: graph.Metric{Name: "hours", Baseline: 9, Target: 2, Direction: graph.Down}},
		&graph.Work{ID: "w-quiet", Title: "Errand", Unit: "acme", Initiative: "quiet"})
	(&site{t: t, engine: e}).holds(o.Picture(), "2020-01-01")
	return town{server, server.Routes(), signs(t, desk)}
}

// known is a provider that has said what it is, and answers nothing more.
func known(t *testing.T, desk *accounttest.Desk) *openid.Provider {
	t.Helper()
	at := &oidctest.Server{}
	running := httptest.NewServer(at)
	t.Cleanup(running.Close)
	at.SetIssuer(running.URL)
	p, err := openid.New(openid.Options{Issuer: running.URL, Client: "throughline", Name: "Acme", Clock: desk.Now})
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Discover(t.Context()); err != nil {
		t.Fatal(err)
	}
	return p
}

// signs is by what each of the askers is known.
func signs(t *testing.T, desk *accounttest.Desk) map[string]func(*http.Request) {
	t.Helper()
	desk.SetUp(t, workspace)
	out := map[string]func(*http.Request){"stranger": func(*http.Request) {}}
	session := func(name string, a account.Admission) {
		out[name] = func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "throughline", Value: a.Secret.Text()}) }
	}
	var owner account.Admission
	for _, role := range account.Roles() {
		owner = desk.Join(t, workspace, string(role)+"@example.org", role)
		session(string(role), owner)
	}
	outsider := desk.Join(t, workspace, "outsider@example.org", account.Owner)
	if err := desk.RemoveMember(t.Context(), desk.Act(account.Terminal), workspace, outsider.Account.ID); err != nil {
		t.Fatal(err)
	}
	session("outsider", outsider)
	_, secret, err := desk.IssueToken(t.Context(), desk.Act(account.Terminal), owner.Account.ID, account.Token{Name: "A", Workspace: workspace, Scope: account.Read, Expires: desk.Now().Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	out["token"] = func(r *http.Request) { r.Header.Set("Authorization", "Bearer "+secret.Text()) }
	return out
}

// leaving is a reader who leaves once the first of a stream has come.
type leaving struct {
	*httptest.ResponseRecorder
	leave context.CancelFunc
}

// Flush leaves.
func (l leaving) Flush() {
	l.ResponseRecorder.Flush()
	l.leave()
}

// Everybody is answered at every address as the matrix says, and every address stands in it.
func TestEverybodyIsAnsweredAsTheMatrixSays(t *testing.T) {
	var tried []string
	for at, asker := range askers() {
		town := found(t)
		for _, row := range matrix() {
			pattern, address, form, want := row[0], row[1], row[2], strings.Fields(row[3])
			tried = append(tried, pattern)
			ctx, leave := context.WithCancel(t.Context())
			method, _, _ := strings.Cut(pattern, " ")
			r := httptest.NewRequestWithContext(ctx, method, address, strings.NewReader(strings.ReplaceAll(form, " ", "+")))
			if form != "" {
				r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			}
			town.sign[asker](r)
			w := leaving{httptest.NewRecorder(), leave}
			town.handler.ServeHTTP(w, r)
			leave()
			if got := fmt.Sprint(w.Code); len(want) != len(askers()) || got != want[at] {
				t.Errorf("%s %s is answered %s as %s, want %s", method, address, got, asker, want[at])
			}
		}
	}
	for _, pattern := range found(t).server.Patterns() {
		if !slices.Contains(tried, pattern) {
			t.Errorf("the matrix says nothing of %s", pattern)
		}
	}
}
