package serve_test

import (
	"crypto/rand"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/serve"
)

// A program that asks without end is told to wait, in the way of the surface it asks: programs, assistants and pages share the count.
func TestAProgramThatAsksWithoutEnd(t *testing.T) {
	data, ana := founded(t)
	r := run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false)})
	_, secret, err := account.New(data.Accounts, account.Terms{}).IssueToken(t.Context(), account.Act{By: account.Terminal, At: today, Dice: rand.Reader}, ana.Account.ID,
		account.Token{Name: "Loop", Workspace: "main", Scope: account.Read, Expires: today.Add(time.Hour)})
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: &http.Transport{}}
	defer client.CloseIdleConnections()
	ask := func(path string) (*http.Response, string) {
		q, err := http.NewRequest(http.MethodGet, r.url+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Authorization", "Bearer "+secret.Text())
		answer, err := client.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer, string(b)
	}
	var streams []io.Closer
	for n := range 101 { // a stream each, none of which is read
		q, err := http.NewRequest(http.MethodGet, r.url+"api/v1/main/changes/stream", nil)
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Authorization", "Bearer "+secret.Text())
		answer, err := client.Do(q)
		if err != nil {
			t.Fatal(err)
		}
		streams = append(streams, answer.Body)
		if many := answer.StatusCode == http.StatusTooManyRequests; many != (n == 100) || many && (answer.Header.Get("Content-Type") != "application/problem+json" || answer.Header.Get("Retry-After") != "60") {
			t.Errorf("stream %d is answered %d: %v", n+1, answer.StatusCode, answer.Header)
		}
	}
	for _, s := range streams { // one that stays open asks again from time to time whether it may
		s.Close()
	}
	held := 0
	for range 7000 {
		if answer, _ := ask("mcp"); answer.StatusCode == http.StatusTooManyRequests {
			held++
		}
	}
	if held != 1050 { // a stream asks once, an assistant twice
		t.Errorf("of 7,000 requests in one moment %d are held, want 1,050", held)
	}
	for path, kind := range map[string]string{
		"api/v1/main/kinds": "application/problem+json", "api/v1/workspaces": "application/problem+json", "mcp": "text/plain; charset=utf-8", "records": "text/html; charset=utf-8",
	} {
		answer, text := ask(path)
		if answer.StatusCode != http.StatusTooManyRequests || answer.Header.Get("Content-Type") != kind || answer.Header.Get("Retry-After") != "1" {
			t.Errorf("%s: %d, %v", path, answer.StatusCode, answer.Header)
		}
		if !strings.Contains(text, "many changes in one request") {
			t.Errorf("%s does not say what to do: %s", path, text)
		}
	}
}
