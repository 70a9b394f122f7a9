package openid_test

import (
	"bytes"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"throughline/account"
	"throughline/fault"
	"throughline/openid"
)

// What must never be seen again, and where people come back to.
const (
	code        = "code-of-the-provider"
	accessToken = "access-token-of-the-provider"
	secret      = "otter/lamp=seventeen"
	back        = "https://throughline.example.org/sign-in/openid/back"
)

var start = time.Date(2026, 9, 24, 8, 0, 0, 0, time.UTC)

// keys are slow to make, so the tests share two: of the provider, and of somebody else.
var keys = sync.OnceValue(func() (out [2]*rsa.PrivateKey) {
	for i := range out {
		var err error
		if out[i], err = rsa.GenerateKey(rand.Reader, 2048); err != nil {
			panic(err)
		}
	}
	return out
})

// forger is a provider that answers as it is told, also what no good one would.
type forger struct {
	t        *testing.T
	url      string
	describe map[string]any             // of its description
	claims   map[string]any             // of the ID token; nil leaves one out
	sign     func(claims string) string // nil is its own key
	token    func(http.ResponseWriter, url.Values) bool
	info     map[string]any // nil has no such thing
	asked    url.Values     // what it was asked for a token with
	basic    [2]string
	log      *diary
}

// diary is a log that says when something was written.
type diary struct {
	bytes.Buffer
	then func()
}

// Write writes.
func (d *diary) Write(b []byte) (int, error) {
	if d.then != nil {
		d.then()
	}
	return d.Buffer.Write(b)
}

// forge starts a provider that answers well.
func forge(t *testing.T) *forger {
	t.Helper()
	f := &forger{t: t, describe: map[string]any{}, claims: map[string]any{}, log: &diary{}}
	keyed := &oidctest.Server{PublicKeys: []oidctest.PublicKey{{PublicKey: keys()[0].Public(), KeyID: "one", Algorithm: oidc.RS256}}}
	m := http.NewServeMux()
	m.Handle("GET /keys", keyed)
	m.HandleFunc("GET /.well-known/openid-configuration", func(w http.ResponseWriter, r *http.Request) {
		inner := httptest.NewRecorder()
		keyed.ServeHTTP(inner, r)
		all := map[string]any{}
		if err := json.Unmarshal(inner.Body.Bytes(), &all); err != nil {
			t.Error(err)
		}
		if f.info != nil {
			all["userinfo_endpoint"] = f.url + "/info"
		}
		maps.Copy(all, f.describe)
		f.answer(w, all)
	})
	m.HandleFunc("POST /token", f.tokens)
	m.HandleFunc("GET /info", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer "+accessToken {
			t.Errorf("it is asked with %q", r.Header.Get("Authorization"))
		}
		if f.info["fails"] == true {
			http.Error(w, "no", http.StatusBadGateway)
			return
		}
		f.answer(w, f.info)
	})
	s := httptest.NewServer(m)
	t.Cleanup(s.Close)
	f.url = s.URL
	keyed.SetIssuer(s.URL)
	return f
}

func (f *forger) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		f.t.Error(err)
	}
}

// tokens is where a code is given for tokens.
func (f *forger) tokens(w http.ResponseWriter, r *http.Request) {
	if err := r.ParseForm(); err != nil {
		f.t.Error(err)
	}
	f.asked = r.PostForm
	f.basic[0], f.basic[1], _ = r.BasicAuth()
	if f.token != nil && f.token(w, r.PostForm) {
		return
	}
	out := map[string]any{"access_token": accessToken, "token_type": "Bearer", "expires_in": 300}
	if f.claims != nil {
		all := map[string]any{"iss": f.url, "aud": "throughline", "sub": "ana", "iat": start.Unix(), "exp": start.Add(5 * time.Minute).Unix()}
		maps.Copy(all, f.claims)
		text, err := json.Marshal(all)
		if err != nil {
			f.t.Error(err)
		}
		sign := f.sign
		if sign == nil {
			sign = func(claims string) string { return oidctest.SignIDToken(keys()[0], "one", oidc.RS256, claims) }
		}
		out["id_token"] = sign(string(text))
	}
	f.answer(w, out)
}

// provider is the forger as the server knows it.
func (f *forger) provider(o openid.Options) *openid.Provider {
	f.t.Helper()
	o.Issuer, o.Client, o.Name = f.url, "throughline", "Acme"
	if o.Clock == nil {
		o.Clock = func() time.Time { return start }
	}
	o.Log = slog.New(slog.NewTextHandler(f.log, nil))
	p, err := openid.New(o)
	if err != nil {
		f.t.Fatal(err)
	}
	return p
}

// known is provider, which has said what it is.
func (f *forger) known(o openid.Options) *openid.Provider {
	f.t.Helper()
	p := f.provider(o)
	if err := p.Discover(f.t.Context()); err != nil {
		f.t.Fatal(err)
	}
	return p
}

// begin begins an attempt; the provider signs its nonce unless it was told another.
func (f *forger) begin(p *openid.Provider) (openid.Attempt, url.Values) {
	f.t.Helper()
	a, _, err := p.Begin(back)
	if err != nil {
		f.t.Fatal(err)
	}
	if _, told := f.claims["nonce"]; !told && f.claims != nil {
		f.claims["nonce"] = a.Nonce
	}
	return a, url.Values{"state": {a.State}, "code": {code}}
}

// come is somebody who begins and comes back.
func (f *forger) come(p *openid.Provider) (account.Claims, error) {
	f.t.Helper()
	a, answer := f.begin(p)
	return p.Finish(f.t.Context(), a, back, answer)
}

// silent holds that no secret got into the log, nor into what is said.
func (f *forger) silent(err error) {
	f.t.Helper()
	said := f.log.String()
	if err != nil {
		said += err.Error()
	}
	for _, never := range []string{code, accessToken, secret, "eyJ"} {
		if strings.Contains(said, never) {
			f.t.Errorf("%q is told: %s", never, said)
		}
	}
}

// wants holds an error against its kind and the words it must have.
func wants(t *testing.T, err error, kind fault.Kind, says string) {
	t.Helper()
	if f := fault.Of(err); f == nil || f.Kind != kind || !strings.Contains(f.Sentence+". "+f.Remedy, says) || f.Remedy == "" {
		t.Errorf("%v (%s), want %s that says %q", err, fault.KindOf(err), kind, says)
	}
}
