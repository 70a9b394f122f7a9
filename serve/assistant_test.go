package serve_test

import (
	"crypto/rand"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/graph"
	"throughline/serve"
	"throughline/storage/memory"
)

// tool calls a tool over HTTP, with a header; the answer is the status and the text.
func (r *running) tool(t *testing.T, name, arguments, header, value string) (int, string) {
	t.Helper()
	body := fmt.Sprintf(`{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":%q,"arguments":%s}}`, name, arguments)
	q, err := http.NewRequest(http.MethodPost, r.url+"mcp", strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	q.Header.Set("Content-Type", "application/json")
	q.Header.Set("Accept", "application/json, text/event-stream")
	q.Header.Set(header, value)
	answer, err := fresh().Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	b, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode == http.StatusUnauthorized && answer.Header.Get("WWW-Authenticate") != "Bearer" {
		t.Errorf("a stranger is asked for %q", answer.Header.Get("WWW-Authenticate"))
	}
	return answer.StatusCode, string(b)
}

// An assistant comes with a token of an account, and has the rights of that account within the token's scope.
func TestAnAssistantComesWithAToken(t *testing.T) {
	data, ana := founded(t)
	create(t, data, "core")
	r := run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false)})
	register := account.New(data.Accounts, account.Terms{})
	act := account.Act{By: account.ByAccount(ana.Account.ID), At: today, Dice: rand.Reader}
	token := func(scope account.Scope) string {
		_, secret, err := register.IssueToken(t.Context(), act, ana.Account.ID, account.Token{Name: string(scope), Workspace: "main", Scope: scope, Expires: today.Add(time.Hour)})
		if err != nil {
			t.Fatal(err)
		}
		return "Bearer " + secret.Text()
	}
	read, write := token(account.Read), token(account.Write)
	const proposal = `{"title":"A better name","changes":[{"record":"unit/core","set":{"name":"Core services"}}]}`
	if status, text := r.tool(t, "search", `{"words":"core"}`, "Authorization", read); status != http.StatusOK || !strings.Contains(text, "unit/core") {
		t.Errorf("a search answers %d: %s", status, text)
	}
	if status, text := r.tool(t, "propose_change", proposal, "Authorization", read); status != http.StatusOK || !strings.Contains(text, "This token may only read") {
		t.Errorf("with a token that reads, a proposal answers %d: %s", status, text)
	}
	if status, text := r.tool(t, "propose_change", proposal, "Authorization", write); status != http.StatusOK || !strings.Contains(text, "proposal/a-better-name") {
		t.Errorf("a proposal answers %d: %s", status, text)
	}
	if s, err := data.Engine.View(t.Context(), "main"); err != nil || s.Unit("core").Name != "core" || s.Count(graph.KindProposal) != 1 {
		t.Errorf("after it: %v", err)
	}
	for header, value := range map[string]string{"Authorization": "Bearer tl_wrong", "Cookie": "throughline=" + ana.Secret.Text(), "X-Nothing": "x"} {
		if status, text := r.tool(t, "search", `{"words":"core"}`, header, value); status != http.StatusUnauthorized || strings.Contains(text, "unit/core") {
			t.Errorf("with %s %q, a search answers %d: %s", header, value, status, text)
		}
	}
	if status, _, _ := r.get(t, "mcp"); status == http.StatusOK {
		t.Error("it answers to GET")
	}
}

func TestWithoutAccountsAnAssistantIsWhoeverReachesTheServer(t *testing.T) {
	r, data := start(t, memory.New())
	create(t, data, "core")
	if status, text := r.tool(t, "search", `{"words":"core"}`, "X-Nothing", "x"); status != http.StatusOK || !strings.Contains(text, "unit/core") {
		t.Errorf("a search answers %d: %s", status, text)
	}
	if status, _ := r.tool(t, "search", `{"words":"core"}`, "Sec-Fetch-Site", "cross-site"); status != http.StatusForbidden {
		t.Errorf("to a page of another origin it answers %d", status)
	}
}
