package serve_test

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/serve"
)

// settle records a unit whose name says which workspace it is of.
func settle(t *testing.T, data *serve.Data, workspace string) {
	t.Helper()
	_, err := data.Engine.Do(t.Context(), workspace, engine.Actor{Name: "person/test", Channel: ledger.Import}, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.created", Puts: []graph.Record{&graph.Unit{ID: "core", Name: "Secret of " + workspace}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// asks sends a request with a token, and returns the status and the answer.
func (r *running) asks(t *testing.T, method, path, token, body string) (int, string) {
	t.Helper()
	q, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Accept", "application/json, text/event-stream")
	q.Header.Set("Authorization", "Bearer "+token)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	answer, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}

// Programs and assistants reach the workspace of their token, and no other by whatever address.
func TestATokenOpensItsWorkspaceAlone(t *testing.T) {
	data, ana := founded(t)
	register := account.New(data.Accounts, account.Terms{})
	act := account.Act{By: account.ByAccount(ana.Account.ID), At: today, Dice: rand.Reader}
	if err := register.OpenWorkspace(t.Context(), act, "lantern", ana.Account.ID); err != nil {
		t.Fatal(err)
	}
	tokens := make(map[string]string)
	for _, name := range []string{"main", "lantern"} {
		settle(t, data, name)
		_, secret, err := register.IssueToken(t.Context(), act, ana.Account.ID, account.Token{Name: name, Workspace: name, Scope: account.Write, Expires: today.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		tokens[name] = secret.Text()
	}
	r := run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false)})
	const search = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"search","arguments":{"words":"secret"}}}`
	for own, foreign := range map[string]string{"main": "lantern", "lantern": "main"} {
		token := tokens[own]
		for _, one := range []struct{ method, path, body string }{
			{"GET", "api/v1/" + own + "/records/unit", ""},
			{"GET", "api/v1/" + own + "/export", ""},
			{"GET", "w/" + own + "/records/unit/core", ""},
			{"POST", "mcp", search},
			{"POST", "w/" + own + "/mcp", search},
			{"GET", "api/v1/" + own + "/report?form=page", ""},
		} {
			if status, body := r.asks(t, one.method, one.path, token, one.body); status != 200 || !strings.Contains(body, "Secret of "+own) || strings.Contains(body, "Secret of "+foreign) {
				t.Errorf("%s is answered %d with the token of %s: %.300s", one.path, status, own, body)
			}
		}
		if status, body := r.asks(t, "GET", "api/v1/workspaces", token, ""); status != 200 || !strings.Contains(body, own) || strings.Contains(body, foreign) {
			t.Errorf("the workspaces of %s are %d %s", own, status, body)
		}
		for _, one := range []struct{ method, path, body string }{
			{"GET", "api/v1/NAME/records/unit", ""},
			{"GET", "api/v1/NAME/export", ""},
			{"GET", "api/v1/NAME/changes/stream", ""},
			{"GET", "w/NAME/records/unit/core", ""},
			{"POST", "w/NAME/mcp", search},
			{"POST", "api/v1/NAME/changes", `{"reason":"So","changes":[{"record":"unit/x","fields":{"name":"X"}}]}`},
			{"POST", "api/v1/NAME/changes/1/undo", `{}`},
			{"GET", "w/NAME/events", ""},
			{"GET", "api/v1/NAME/report?form=page", ""},
		} {
			answer := func(name string) string {
				status, body := r.asks(t, one.method, strings.Replace(one.path, "NAME", name, 1), token, one.body)
				if status != http.StatusNotFound {
					t.Errorf("%s is answered %d with the token of %s", one.path, status, own)
				}
				return fmt.Sprint(status, strings.ReplaceAll(body, `\"`+name+`\"`, "NAME"))
			}
			if there, none := answer(foreign), answer("mordor"); there != none {
				t.Errorf("%s is answered %s, and where there is none %s", one.path, there, none)
			}
		}
	}
}

// The first account owns all that is served; a workspace that is made while the server runs is there at once.
func TestTheFirstAccountOwnsWhatIsServed(t *testing.T) {
	data := lived(t)
	settle(t, data, "lantern")
	settle(t, data, "mill")
	r := run(t, serve.Options{Data: data, Only: []string{"lantern"}, Listener: listen(t, "127.0.0.1:0", false)})
	at, err := url.Parse(r.setUp)
	if err != nil {
		t.Fatal(err)
	}
	b := browse(t)
	if status, _ := b.post(t, r.url+"set-up", url.Values{"key": at.Query()["key"], "name": {"Ana"}, "address": {"ana@example.org"}, "password": {password}}); status != http.StatusOK {
		t.Fatalf("setting up answers %d", status)
	}
	if owned, err := account.New(data.Accounts, account.Terms{}).Workspaces(t.Context()); err != nil || fmt.Sprint(owned) != "[lantern main]" {
		t.Errorf("it owns %v, %v", owned, err)
	}
	if status, page := b.read(t, r.url+"w/lantern/records/unit/core"); status != http.StatusOK || !strings.Contains(page, "Secret of lantern") {
		t.Errorf("a page of one answers %d", status)
	}
	if status, _ := b.read(t, r.url+"w/mill/"); status != http.StatusNotFound {
		t.Errorf("what is not served answers %d", status)
	}
	if status, _ := b.post(t, r.url+"workspaces", url.Values{"name": {"bakery"}}); status != http.StatusForbidden {
		t.Errorf("beside those that alone are served, making one answers %d", status)
	}
}

func TestAWorkspaceIsThereOnceItIsMade(t *testing.T) {
	data := lived(t)
	r := run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false)})
	at, err := url.Parse(r.setUp)
	if err != nil {
		t.Fatal(err)
	}
	b := browse(t)
	b.post(t, r.url+"set-up", url.Values{"key": at.Query()["key"], "name": {"Ana"}, "address": {"ana@example.org"}, "password": {password}})
	if status, page := b.post(t, r.url+"workspaces", url.Values{"name": {"bakery"}}); status != http.StatusOK || !strings.Contains(page, `href="/w/bakery/records"`) {
		t.Fatalf("making one answers %d: %s", status, page)
	}
	if status, page := b.read(t, r.url); status != http.StatusOK || !strings.Contains(page, `href="/w/bakery/records"`) {
		t.Errorf("the first page answers %d, and is not of the one used last", status)
	}
	if status, page := b.read(t, r.url+"records"); status != http.StatusOK || !strings.Contains(page, `href="/w/main/records"`) {
		t.Errorf("an old address answers %d, and is not of the first", status)
	}
}

// browser is a browser that keeps its cookies.
type browser struct{ *http.Client }

func browse(t *testing.T) browser {
	t.Helper()
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	return browser{&http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}}
}

func (b browser) post(t *testing.T, address string, values url.Values) (int, string) {
	t.Helper()
	answer, err := b.PostForm(address, values)
	return taken(t, answer, err)
}

func (b browser) read(t *testing.T, address string) (int, string) {
	t.Helper()
	answer, err := b.Get(address)
	return taken(t, answer, err)
}

// taken is the status and the text of an answer.
func taken(t *testing.T, answer *http.Response, err error) (int, string) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer.StatusCode, string(b)
}
