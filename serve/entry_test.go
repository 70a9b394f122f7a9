package serve_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"io"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/serve"
	"throughline/storage/memory"
)

// lived is data with accounts, if any were made.
func lived(t *testing.T) *serve.Data {
	t.Helper()
	store := memory.New()
	data := &serve.Data{Store: store, Accounts: store.Accounts(), Engine: engine.New(store, engine.Options{Clock: clock})}
	t.Cleanup(func() { _ = data.Close() })
	return data
}

const password = "otter lamp seventeen"

// founded is lived, with the account ana@example.org.
func founded(t *testing.T) (*serve.Data, account.Admission) {
	t.Helper()
	data := lived(t)
	r := account.New(data.Accounts, account.Terms{Cost: account.Cost{Memory: 8, Passes: 1, Lanes: 1}})
	act := account.Act{At: today, Dice: rand.Reader}
	secret, err := r.BeginSetUp(t.Context(), act)
	if err != nil {
		t.Fatal(err)
	}
	a, err := r.FinishSetUp(t.Context(), act, account.SetUp{Secret: secret.Text(), Name: "Ana", Address: "ana@example.org", Password: password, Workspaces: []string{"main"}})
	if err != nil {
		t.Fatal(err)
	}
	return data, a
}

// refused holds that Run refuses to begin.
func refused(t *testing.T, o serve.Options, says string) {
	t.Helper()
	o.Workspace, o.Clock, o.Log = "main", clock, slog.New(slog.DiscardHandler)
	o.Ready = func(serve.Answers) { t.Error("it answers") }
	err := serve.Run(t.Context(), o)
	if f := fault.Of(err); f == nil || f.Kind != fault.Denied || !strings.Contains(f.Sentence, says) || f.Remedy == "" {
		t.Errorf("Run = %v, want that it says %q", err, says)
	}
	if c, err := net.Dial("tcp", o.Listener.Addr().String()); err == nil {
		c.Close()
		t.Error("the port is still taken")
	}
}

// A server is set up, signed in to, and asked by a program with a token: from the first start on, over HTTP alone.
func TestFromTheFirstStartToAProgram(t *testing.T) {
	data := lived(t)
	r := run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false)})
	if !strings.HasPrefix(r.setUp, r.url+"set-up?key=tlsetup_") {
		t.Fatalf("the address for setting up is %q", r.setUp)
	}
	if status, _, text := r.get(t, "records"); status != http.StatusForbidden || !strings.Contains(text, "Not set up yet") {
		t.Errorf("before that, a page answers %d: %s", status, text)
	}
	if status, header, text := r.get(t, "api/v1/main/kinds"); status != http.StatusForbidden || header.Get("Content-Type") != "application/problem+json" || !strings.Contains(text, "not set up yet") {
		t.Errorf("before that, an operation answers %d: %s", status, text)
	}
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}
	at, err := url.Parse(r.setUp)
	if err != nil {
		t.Fatal(err)
	}
	post := func(path string, values url.Values) (int, string) {
		answer, err := browser.PostForm(r.url+path, values)
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
	if status, text := post("set-up", url.Values{"key": at.Query()["key"], "name": {"Ana"}, "address": {"ana@example.org"}, "password": {password}}); status != http.StatusOK || !strings.Contains(text, "Ana") {
		t.Fatalf("setting up answers %d: %s", status, text)
	}
	_, page := post("account/tokens", url.Values{"name": {"Report"}, "scope": {"write"}, "until": {"2026-12-31"}})
	_, rest, _ := strings.Cut(page, `value="tl_`)
	token, _, _ := strings.Cut(rest, `"`)
	ask := func(method, path, authorization, body string) (int, http.Header, string) {
		q, err := http.NewRequest(method, r.url+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		q.Header.Set("Content-Type", "application/json")
		if authorization != "" {
			q.Header.Set("Authorization", authorization)
		}
		answer, err := fresh().Do(q)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		b, err := io.ReadAll(answer.Body)
		if err != nil {
			t.Fatal(err)
		}
		return answer.StatusCode, answer.Header, string(b)
	}
	const changes = `{"reason":"So","changes":[{"record":"unit/core","fields":{"name":"Core"}}]}`
	for _, path := range []string{"api/v1/workspaces", "api/v1/main/kinds", "api/v1/main/changes/stream"} {
		for _, wrong := range []string{"", "Bearer tl_wrong", "Basic YTpi"} {
			if status, header, _ := ask("GET", path, wrong, ""); status != http.StatusUnauthorized || header.Get("WWW-Authenticate") != "Bearer" || header.Get("Content-Type") != "application/problem+json" {
				t.Errorf("%s with %q answers %d as %s", path, wrong, status, header.Get("Content-Type"))
			}
		}
	}
	if status, _, _ := ask("POST", "api/v1/main/changes", "", changes); status != http.StatusUnauthorized {
		t.Errorf("a change without a token answers %d", status)
	}
	if status, _, text := ask("POST", "api/v1/main/changes", "Bearer tl_"+token, changes); status != http.StatusOK {
		t.Errorf("a change answers %d: %s", status, text)
	}
	if status, _, text := ask("GET", "api/v1/main/records/unit/core/history", "Bearer tl_"+token, ""); status != http.StatusOK || !strings.Contains(text, `"actor":"account/`) {
		t.Errorf("its history answers %d: %s", status, text)
	}
	var list struct{ Workspaces []struct{ Name string } }
	if _, _, text := ask("GET", "api/v1/workspaces", "Bearer tl_"+token, ""); json.Unmarshal([]byte(text), &list) != nil || len(list.Workspaces) != 1 || list.Workspaces[0].Name != "main" {
		t.Errorf("the workspaces are %s", text)
	}
	if status, _, text := ask("GET", "api/", "", ""); status != http.StatusOK || !strings.Contains(text, "Sign in") {
		t.Errorf("the reference page answers %d to a stranger", status)
	}
	r.stop()
	if err := <-r.done; err != nil {
		t.Error(err)
	}
	if again := run(t, serve.Options{Data: data, Listener: listen(t, "127.0.0.1:0", false)}); again.setUp != "" {
		t.Errorf("once there is an account, the next start tells %s", again.setUp)
	}
}

func TestWithoutAccountsIsForThisMachineAndForDataWithoutAny(t *testing.T) {
	data, _ := founded(t)
	refused(t, serve.Options{Data: data, Entry: serve.Anybody, Listener: listen(t, "127.0.0.1:0", false)}, "has accounts")
	for _, entry := range []serve.Entry{serve.Anybody, serve.Stage} {
		proxied := serve.Reach{Proxied: true}
		refused(t, serve.Options{Data: lived(t), Entry: entry, Reach: proxied, Listener: listen(t, "127.0.0.1:0", false)}, "nobody would have to sign in")
		l, err := serve.Listen("0.0.0.0:0", false, proxied)
		if err != nil {
			t.Fatal(err)
		}
		refused(t, serve.Options{Data: lived(t), Entry: entry, Reach: proxied, Listener: l}, "nobody would have to sign in")
	}
	err := serve.Run(t.Context(), serve.Options{Data: &serve.Data{}, Clock: clock, Listener: listen(t, "127.0.0.1:0", false)})
	if !fault.Is(err, fault.Internal) {
		t.Errorf("data without a place for accounts: %v", err)
	}
}

func TestOtherMachinesAreAnsweredWhenThereIsAnAccount(t *testing.T) {
	reach := serve.Reach{Proxied: true}
	outside := func() net.Listener {
		l, err := serve.Listen("0.0.0.0:0", false, reach)
		if err != nil {
			t.Fatal(err)
		}
		return l
	}
	refused(t, serve.Options{Data: lived(t), Reach: reach, Listener: outside()}, "has no account yet")
	data, ana := founded(t)
	r := run(t, serve.Options{Data: data, Reach: reach, Listener: outside()})
	_, port, _ := net.SplitHostPort(strings.Trim(strings.TrimPrefix(r.url, "http://"), "/"))
	q, err := http.NewRequest("GET", "http://127.0.0.1:"+port+"/", nil)
	if err != nil {
		t.Fatal(err)
	}
	q.Host = "throughline.example.org"
	q.AddCookie(&http.Cookie{Name: "__Host-throughline", Value: ana.Secret.Text()})
	answer, err := fresh().Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("by the name that people know it answers %d", answer.StatusCode)
	}
}

// certificate writes a certificate for this machine with its key, and returns who trusts it.
func certificate(t *testing.T) (serve.Reach, *x509.CertPool) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	of := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "localhost"}, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IsCA: true, BasicConstraintsValid: true,
	}
	der, err := x509.CreateCertificate(rand.Reader, of, of, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	private, err := x509.MarshalECPrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	r := serve.Reach{Certificate: filepath.Join(t.TempDir(), "c.pem"), Key: filepath.Join(t.TempDir(), "k.pem")}
	for name, block := range map[string]*pem.Block{r.Certificate: {Type: "CERTIFICATE", Bytes: der}, r.Key: {Type: "EC PRIVATE KEY", Bytes: private}} {
		if err := os.WriteFile(name, pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	trusts := x509.NewCertPool()
	trusts.AppendCertsFromPEM(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
	return r, trusts
}

func TestItSpeaksHTTPS(t *testing.T) {
	reach, trusts := certificate(t)
	data, ana := founded(t)
	r := run(t, serve.Options{Data: data, Reach: reach, Listener: listen(t, "127.0.0.1:0", false)})
	if !strings.HasPrefix(r.url, "https://127.0.0.1:") {
		t.Fatalf("it answers at %s", r.url)
	}
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true, ForceAttemptHTTP2: true, TLSClientConfig: &tls.Config{RootCAs: trusts}}}
	q, err := http.NewRequest("GET", r.url, nil)
	if err != nil {
		t.Fatal(err)
	}
	q.AddCookie(&http.Cookie{Name: "__Host-throughline", Value: ana.Secret.Text()})
	answer, err := client.Do(q)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK || answer.Proto != "HTTP/2.0" || answer.TLS.Version < tls.VersionTLS12 || answer.Header.Get("Strict-Transport-Security") == "" {
		t.Errorf("it answers %d by %s", answer.StatusCode, answer.Proto)
	}
	err = serve.Run(t.Context(), serve.Options{Data: data, Reach: serve.Reach{Certificate: reach.Key, Key: reach.Key}, Clock: clock, Listener: listen(t, "127.0.0.1:0", false)})
	if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || !strings.Contains(f.Remedy, "--certificate") {
		t.Errorf("with files that are none: %v", err)
	}
}

// row is the row of the table with a person's name.
func row(page, id string) string {
	name := strings.ToUpper(id[:1]) + id[1:]
	for _, part := range strings.Split(page, "<tr")[1:] {
		if strings.Contains(part, name) {
			return part
		}
	}
	return ""
}

// Visitors of a demo are its people: whoever leads the organisation first, and whom they choose then.
func TestTheDemoIsAStage(t *testing.T) {
	data := lived(t)
	_, err := data.Engine.Do(t.Context(), "main", engine.Actor{Name: "person/ana", Channel: ledger.Terminal}, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "organisation.described", Puts: []graph.Record{
			&graph.Unit{ID: "acme", Name: "Acme", Leads: []graph.PersonID{"zoe"}}, &graph.Unit{ID: "core", Name: "Core", Parent: "acme", Leads: []graph.PersonID{"ben", "zoe"}},
			&graph.Initiative{ID: "cards", Name: "Cards", State: "started", Owner: "core", Lead: "cy"}, &graph.Person{ID: "cy", Name: "Cy", Unit: "core"}, &graph.Person{ID: "dot", Name: "Dot", Unit: "acme"},
			&graph.Person{ID: "ann", Name: "Ann"}, &graph.Person{ID: "ben", Name: "Ben"}, &graph.Person{ID: "zoe", Name: "Zoe"}, &graph.Person{ID: "gone", Name: "Gone", Until: graph.On(2026, 1, 1)},
		}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r := run(t, serve.Options{Data: data, Entry: serve.Stage, Listener: listen(t, "127.0.0.1:0", false)})
	jar, err := cookiejar.New(nil)
	if err != nil {
		t.Fatal(err)
	}
	browser := &http.Client{Jar: jar, Transport: &http.Transport{DisableKeepAlives: true}}
	look := func(path string) string {
		answer, err := browser.Get(r.url + path)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		var b bytes.Buffer
		if _, err := b.ReadFrom(answer.Body); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	page := look("people-of-the-demo")
	if !strings.Contains(page, "You look as Zoe") || strings.Contains(page, "Gone") || strings.Index(page, "Be Ben") > strings.Index(page, "Be Ann") {
		t.Errorf("the people are not those of the organisation in the order of what they may do: %s", page)
	}
	change := func() int {
		answer, err := browser.Post(r.url+"api/v1/main/changes", "application/json", strings.NewReader(`{"reason":"So","changes":[{"record":"unit/acme","set":{"purpose":"Lend"}}]}`))
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		return answer.StatusCode
	}
	for _, who := range []struct {
		id     string
		status int
	}{{"ann", http.StatusForbidden}, {"ben", http.StatusForbidden}, {"cy", http.StatusForbidden}, {"dot", http.StatusOK}, {"zoe", http.StatusOK}} {
		if answer, err := browser.PostForm(r.url+"people-of-the-demo", url.Values{"person": {who.id}}); err != nil || answer.Request.URL.Path != "/" {
			t.Fatal(answer, err)
		}
		if may := map[string]string{"ann": "read", "ben": "contribute", "cy": "contribute", "dot": "change records", "zoe": "decide on members"}[who.id]; !strings.Contains(row(look("people-of-the-demo"), who.id), may) {
			t.Errorf("it is not said that %s may %s", who.id, may)
		}
		if got := change(); got != who.status {
			t.Errorf("%s changes the organisation and is answered %d", who.id, got)
		}
	}
}
