package openid_test

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/coreos/go-oidc/v3/oidc"
	"github.com/coreos/go-oidc/v3/oidc/oidctest"
	"github.com/google/go-cmp/cmp"

	"throughline/account"
	"throughline/fault"
	"throughline/openid"
)

func TestPeopleAreSentWithWhatBindsTheAnswer(t *testing.T) {
	f := forge(t)
	p := f.known(openid.Options{Scopes: []string{"groups", "email"}})
	a, at, err := p.Begin(back)
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(at)
	if err != nil || !strings.HasPrefix(at, f.url+"/auth?") {
		t.Fatalf("they are sent to %s", at)
	}
	digest := sha256.Sum256([]byte(a.Verifier))
	for name, want := range map[string]string{
		"response_type": "code", "client_id": "throughline", "redirect_uri": back, "scope": "openid profile email groups", "state": a.State, "nonce": a.Nonce,
		"code_challenge_method": "S256", "code_challenge": base64.RawURLEncoding.EncodeToString(digest[:]),
	} {
		if got := to.Query().Get(name); got != want {
			t.Errorf("%s = %q, want %q", name, got, want)
		}
	}
	if strings.Contains(at, a.Verifier) || !a.Until.Equal(start.Add(openid.Span)) {
		t.Error("what proves who asked is told on the way, or the attempt has no end")
	}
	other, _, err := p.Begin(back)
	if err != nil || other.State == a.State || other.Nonce == a.Nonce || other.Verifier == a.Verifier || len(a.State) < 26 || len(a.Nonce) < 26 {
		t.Error("two attempts share what must be guessed by nobody")
	}
}

func TestWhoSignedInIsVouchedFor(t *testing.T) {
	f := forge(t)
	f.claims = map[string]any{"email": "Ana@example.org", "email_verified": true, "name": "Ana Lima", "groups": []string{"staff", "leads"}}
	p := f.known(openid.Options{Secret: secret})
	a, answer := f.begin(p)
	answer.Set("iss", f.url)
	got, err := p.Finish(t.Context(), a, back, answer)
	if err != nil {
		t.Fatal(err)
	}
	want := account.Claims{Issuer: f.url, Subject: "ana", Address: "Ana@example.org", AddressVerified: true, Name: "Ana Lima", Groups: []string{"staff", "leads"}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if f.asked.Get("code_verifier") != a.Verifier || f.asked.Get("code") != code || f.asked.Get("redirect_uri") != back || f.asked.Has("client_secret") {
		t.Errorf("it is asked with %v", f.asked)
	}
	if f.basic[0] != "throughline" || f.basic[1] != url.QueryEscape(secret) {
		t.Errorf("it is asked as %q", f.basic)
	}
	if f.log.Len() > 0 {
		t.Errorf("the log says %s", f.log.String())
	}
}

func TestTheSecretIsSentAsTheProviderWantsIt(t *testing.T) {
	f := forge(t)
	f.describe["token_endpoint_auth_methods_supported"] = []string{"client_secret_post"}
	if _, err := f.come(f.known(openid.Options{Secret: secret})); err != nil || f.asked.Get("client_secret") != secret || f.basic[0] != "" {
		t.Errorf("in the form: %v, %v", f.asked, err)
	}
	f = forge(t)
	if _, err := f.come(f.known(openid.Options{})); err != nil || f.asked.Has("client_secret") || f.basic[0] != "" || f.asked.Get("client_id") != "throughline" {
		t.Errorf("without a secret: %v, %v", f.asked, err)
	}
}

// An answer that is not to an attempt of this browser, or says that there is none, never leads to the provider.
func TestAnAnswerThatIsNoneIsRefused(t *testing.T) {
	for name, c := range map[string]struct {
		spoil func(*openid.Attempt, url.Values)
		later time.Duration
		kind  fault.Kind
		says  string
	}{
		"another state":      {func(_ *openid.Attempt, v url.Values) { v.Set("state", "guessed") }, 0, fault.Denied, "not the answer to a sign-in that was begun last"},
		"no state":           {func(_ *openid.Attempt, v url.Values) { v.Del("state") }, 0, fault.Denied, "begin again"},
		"no attempt":         {func(a *openid.Attempt, v url.Values) { *a = openid.Attempt{}; v.Set("state", "") }, 0, fault.Denied, "keep cookies"},
		"too late":           {func(*openid.Attempt, url.Values) {}, openid.Span, fault.Denied, "took too long"},
		"another issuer":     {func(_ *openid.Attempt, v url.Values) { v.Set("iss", "https://evil.example.org") }, 0, fault.Denied, "does not hold"},
		"no code":            {func(_ *openid.Attempt, v url.Values) { v.Del("code") }, 0, fault.Denied, "does not hold"},
		"denied":             {func(_ *openid.Attempt, v url.Values) { v.Set("error", "access_denied") }, 0, fault.Denied, "Acme did not let you in, or you called it off"},
		"to sign in again":   {func(_ *openid.Attempt, v url.Values) { v.Set("error", "login_required") }, 0, fault.Denied, "once more"},
		"trouble":            {func(_ *openid.Attempt, v url.Values) { v.Set("error", "server_error") }, 0, fault.Unavailable, "trouble of its own"},
		"a wrong setting":    {func(_ *openid.Attempt, v url.Values) { v.Set("error", "invalid_scope\n<b>") }, 0, fault.Denied, "Tell an administrator"},
		"denied for another": {func(_ *openid.Attempt, v url.Values) { v.Set("error", "access_denied"); v.Set("state", "x") }, 0, fault.Denied, "begun last in this browser"},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge(t)
			now := start
			p := f.known(openid.Options{Clock: func() time.Time { return now }})
			a, answer := f.begin(p)
			c.spoil(&a, answer)
			now = now.Add(c.later)
			got, err := p.Finish(t.Context(), a, back, answer)
			wants(t, err, c.kind, c.says)
			if f.asked != nil || got.Subject != "" {
				t.Error("the provider is asked for a token all the same")
			}
			if strings.Contains(f.log.String(), "<b>") && strings.Contains(f.log.String(), "\n<b>") {
				t.Error("a line of the log is broken by what somebody sends")
			}
			f.silent(err)
		})
	}
}

// What the provider signs must be for this server and this attempt, by its own key, and of this time.
func TestATokenThatDoesNotHoldIsRefused(t *testing.T) {
	forged := func(alg string, key any) func(string) string {
		return func(claims string) string { return oidctest.SignIDToken(key, "one", alg, claims) }
	}
	none := func(claims string) string {
		enc := base64.RawURLEncoding.EncodeToString
		return enc([]byte(`{"alg":"none"}`)) + "." + enc([]byte(claims)) + "."
	}
	for name, c := range map[string]struct {
		claims map[string]any
		sign   func(string) string
		says   string
	}{
		"about nobody":            {map[string]any{"sub": ""}, nil, "does not hold"},
		"another nonce":           {map[string]any{"nonce": "stolen"}, nil, "does not hold"},
		"no nonce":                {map[string]any{"nonce": ""}, nil, "does not hold"},
		"another audience":        {map[string]any{"aud": "another"}, nil, "does not hold"},
		"several without a party": {map[string]any{"aud": []string{"throughline", "another"}}, nil, "does not hold"},
		"another party":           {map[string]any{"azp": "another"}, nil, "does not hold"},
		"another issuer":          {map[string]any{"iss": "https://evil.example.org"}, nil, "does not hold"},
		"expired":                 {map[string]any{"exp": start.Add(-time.Second).Unix()}, nil, "clocks of Acme and of this server differ"},
		"from the future":         {map[string]any{"iat": start.Add(6 * time.Minute).Unix(), "exp": start.Add(time.Hour).Unix()}, nil, "clocks of Acme and of this server differ"},
		"not yet good":            {map[string]any{"nbf": start.Add(6 * time.Minute).Unix()}, nil, "does not hold"},
		"another access token":    {map[string]any{"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"}, nil, "does not hold"},
		"signed by another":       {nil, forged(oidc.RS256, keys()[1]), "does not hold"},
		"signed by nobody":        {nil, none, "does not hold"},
		"signed with the secret":  {nil, forged("HS256", []byte(secret+strings.Repeat("x", 32))), "does not hold"},
		"no token at all":         {nil, func(string) string { return "" }, "does not hold"},
		"no words":                {nil, func(string) string { return "eyJ.eyJ.eyJ" }, "does not hold"},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge(t)
			for n, v := range c.claims {
				f.claims[n] = v
			}
			f.sign = c.sign
			got, err := f.come(f.known(openid.Options{Secret: secret}))
			wants(t, err, fault.Denied, c.says)
			if got.Subject != "" || !strings.Contains(f.log.String(), "a sign-in at the OpenID Connect provider failed") {
				t.Errorf("%+v is handed out, or the log says nothing: %s", got, f.log.String())
			}
			f.silent(err)
		})
	}
}

func TestACodeThatIsWorthNothing(t *testing.T) {
	answers := func(status int, code string) func(http.ResponseWriter, url.Values) bool {
		return func(w http.ResponseWriter, v url.Values) bool {
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(status)
			_ = json.NewEncoder(w).Encode(map[string]string{"error": code, "code": v.Get("code"), "error_description": "no"})
			return true
		}
	}
	for name, c := range map[string]struct {
		token func(http.ResponseWriter, url.Values) bool
		kind  fault.Kind
		says  string
		logs  string
	}{
		"used up":        {answers(400, "invalid_grant"), fault.Denied, "used already, or took too long", "invalid_grant"},
		"a wrong secret": {answers(401, "invalid_client"), fault.Unavailable, "does not accept this server", "401, invalid_client"},
		"a wrong client": {answers(400, "unauthorized_client"), fault.Unavailable, "client id and secret", "unauthorized_client"},
		"another reason": {answers(400, "invalid_request"), fault.Unavailable, "does not take this server", "invalid_request"},
		"broken":         {answers(500, ""), fault.Unavailable, "cannot be reached", "500"},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge(t)
			f.token = c.token
			_, err := f.come(f.known(openid.Options{Secret: secret}))
			wants(t, err, c.kind, c.says)
			if !strings.Contains(f.log.String(), c.logs) {
				t.Errorf("the log says %s", f.log.String())
			}
			f.silent(err)
		})
	}
}

func TestWhatIsKnownOfSomebody(t *testing.T) {
	roles := account.Mapping{{Group: "staff", Workspace: "main", Role: account.Reader}}
	for name, c := range map[string]struct {
		claims, info map[string]any
		groups       string
		want         account.Claims
	}{
		"nothing but who":        {nil, nil, "", account.Claims{}},
		"one group, as a text":   {map[string]any{"groups": "staff"}, nil, "", account.Claims{Groups: []string{"staff"}}},
		"groups of other kinds":  {map[string]any{"groups": []any{"staff", 7, nil, "leads"}}, nil, "", account.Claims{Groups: []string{"staff", "leads"}}},
		"deep inside":            {map[string]any{"realm_access": map[string]any{"roles": []string{"staff"}}}, nil, "realm_access.roles", account.Claims{Groups: []string{"staff"}}},
		"a name with dots":       {map[string]any{"https://acme.example/groups": []string{"staff"}}, nil, "https://acme.example/groups", account.Claims{Groups: []string{"staff"}}},
		"not where it was":       {map[string]any{"groups": []string{"staff"}}, nil, "roles", account.Claims{}},
		"a name to call them by": {map[string]any{"preferred_username": "ana.l", "email": "ana@example.org"}, nil, "", account.Claims{Name: "ana.l", Address: "ana@example.org"}},
		"verified in words":      {map[string]any{"email": "ana@example.org", "email_verified": "true"}, nil, "", account.Claims{Address: "ana@example.org", AddressVerified: true}},
		"verified by nobody":     {map[string]any{"email": "ana@example.org", "email_verified": "yes"}, nil, "", account.Claims{Address: "ana@example.org"}},
		"asked for": {
			nil,
			map[string]any{"sub": "ana", "email": "ana@example.org", "email_verified": true, "name": "Ana", "groups": []string{"staff"}},
			"",
			account.Claims{Name: "Ana", Address: "ana@example.org", AddressVerified: true, Groups: []string{"staff"}},
		},
		"signed before asked for": {
			map[string]any{"groups": []string{}, "name": "Ana"}, map[string]any{"sub": "ana", "name": "Eve", "groups": []string{"staff"}}, "", account.Claims{Name: "Ana"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge(t)
			f.info = c.info
			for n, v := range c.claims {
				f.claims[n] = v
			}
			got, err := f.come(f.known(openid.Options{Groups: c.groups, Roles: roles}))
			if err != nil {
				t.Fatal(err)
			}
			c.want.Issuer, c.want.Subject = f.url, "ana"
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
			f.silent(nil)
		})
	}
}

// Groups that cannot be known are not taken for none, which would take people's roles.
func TestGroupsThatCannotBeKnown(t *testing.T) {
	roles := account.Mapping{{Group: "staff", Workspace: "main", Role: account.Reader}}
	for name, c := range map[string]struct {
		claims, info map[string]any
		kind         fault.Kind
		says         string
	}{
		"about somebody else": {nil, map[string]any{"sub": "eve", "groups": []string{"staff"}}, fault.Denied, "does not hold"},
		"no answer":           {nil, map[string]any{"fails": true}, fault.Unavailable, "does not tell who you are"},
		"too many": {map[string]any{
			"_claim_names": map[string]string{"groups": "one"}, "_claim_sources": map[string]any{"one": map[string]string{"endpoint": "https://graph.example/me"}},
		}, nil, fault.Denied, "so many groups"},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge(t)
			f.info = c.info
			for n, v := range c.claims {
				f.claims[n] = v
			}
			_, err := f.come(f.known(openid.Options{Roles: roles}))
			wants(t, err, c.kind, c.says)
			f.silent(err)
		})
	}
}

// A provider that is down when the server starts is found once it is there, and what is wrong is told once.
func TestAProviderIsFoundWhenItIsThere(t *testing.T) {
	up := make(chan struct{})
	f := forge(t)
	down := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		select {
		case <-up:
			answer, err := http.Get(f.url + r.URL.Path)
			if err != nil {
				t.Error(err)
				return
			}
			defer answer.Body.Close()
			text, _ := io.ReadAll(answer.Body)
			_, _ = w.Write(text)
		default:
			http.Error(w, "starting "+strings.Repeat("x", 5000), http.StatusServiceUnavailable)
		}
	}))
	defer down.Close()
	f.describe["issuer"] = down.URL
	was := f.url
	f.url = down.URL
	p := f.provider(openid.Options{Retry: time.Millisecond})
	f.url = was
	wants(t, p.Ready(), fault.Unavailable, "Acme cannot be reached at the moment")
	wants(t, p.Discover(t.Context()), fault.Unavailable, "sign in with a password")
	if _, _, err := p.Begin(back); !fault.Is(err, fault.Unavailable) || p.Leave(back) != "" {
		t.Errorf("people are sent to it: %v", err)
	}
	_, err := p.Finish(t.Context(), openid.Attempt{State: "a", Until: start.Add(time.Hour)}, back, url.Values{"state": {"a"}, "code": {code}})
	wants(t, err, fault.Unavailable, "cannot be reached")
	f.log.Reset()
	done := make(chan struct{})
	go func() { p.Keep(t.Context()); close(done) }()
	close(up)
	<-done
	if err := p.Ready(); err != nil {
		t.Errorf("it is there and not found: %v", err)
	}
	if n := strings.Count(f.log.String(), "\n"); n > 1 || f.log.Len() > 2000 {
		t.Errorf("the log has %d lines: %s", n, f.log.String())
	}
	ended, end := context.WithCancel(t.Context())
	end()
	f.provider(openid.Options{Retry: time.Hour}).Keep(ended) // comes back
}

func TestADescriptionThatDoesNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		describe map[string]any
		says     string
		logs     string
	}{
		"another name":          {map[string]any{"issuer": "https://id.example.org/realms/acme"}, "not set up rightly", "calls itself https://id.example.org/realms/acme"},
		"no endpoint":           {map[string]any{"token_endpoint": ""}, "does not describe itself", "where an address with https is needed"},
		"in the clear":          {map[string]any{"authorization_endpoint": "http://id.example.org/auth"}, "does not describe itself", "http://id.example.org/auth"},
		"keys in the clear":     {map[string]any{"jwks_uri": "http://id.example.org/keys"}, "does not describe itself", "http://id.example.org/keys"},
		"people in the clear":   {map[string]any{"userinfo_endpoint": "http://id.example.org/info"}, "does not describe itself", "http://id.example.org/info"},
		"longer than is good":   {map[string]any{"padding": strings.Repeat("x", 2<<20)}, "cannot be reached", "decode"},
		"something else at all": {map[string]any{"authorization_endpoint": 7}, "cannot be reached", "decode"},
	} {
		t.Run(name, func(t *testing.T) {
			f := forge(t)
			f.describe = c.describe
			p := f.provider(openid.Options{Retry: time.Hour})
			wants(t, p.Discover(t.Context()), fault.Unavailable, c.says)
			wants(t, p.Ready(), fault.Unavailable, c.says)
			ctx, stop := context.WithCancel(t.Context())
			f.log.then = stop
			p.Keep(ctx) // until the log was told
			if !strings.Contains(f.log.String(), c.logs) {
				t.Errorf("the log says %s", f.log.String())
			}
		})
	}
}

func TestLeavingTheProviderToo(t *testing.T) {
	for leave, want := range map[string]string{
		"https://id.example.org/out?realm=a": "https://id.example.org/out?client_id=throughline&post_logout_redirect_uri=https%3A%2F%2Fhere%2Fsign-in&realm=a",
		"http://id.example.org/out":          "", "javascript:alert(1)": "", "": "",
	} {
		f := forge(t)
		f.describe["end_session_endpoint"] = leave
		if got := f.known(openid.Options{}).Leave("https://here/sign-in"); got != want {
			t.Errorf("%s: people leave at %q, want %q", leave, got, want)
		}
	}
}

func TestSettingsThatCannotBeRight(t *testing.T) {
	for issuer, says := range map[string]string{
		"": "not the address", "id.example.org": "not the address", "https://": "not the address", "https://id.example.org/?x=1": "not the address",
		"https://id.example.org/#x": "not the address", "https://me:word@id.example.org": "not the address", "http://id.example.org": "begins with https://",
		"ftp://id.example.org": "begins with https://", "http://10.0.0.7": "begins with https://",
	} {
		_, err := openid.New(openid.Options{Issuer: issuer, Client: "a", Clock: time.Now})
		wants(t, err, fault.Invalid, says)
	}
	_, err := openid.New(openid.Options{Issuer: "https://id.example.org", Clock: time.Now})
	wants(t, err, fault.Invalid, "--openid-client")
	for _, issuer := range []string{"https://id.example.org/realms/acme", "http://localhost:8080", "http://127.0.0.1", "http://[::1]:5556/dex"} {
		if _, err := openid.New(openid.Options{Issuer: issuer, Client: "a", Clock: time.Now}); err != nil {
			t.Error(err)
		}
	}
	p, err := openid.New(openid.Options{Issuer: "https://id.example.org:8443/dex", Client: "a", Clock: time.Now})
	if err != nil || p.Name() != "id.example.org:8443" || p.Issuer() != "https://id.example.org:8443/dex" || p.Roles() != nil {
		t.Errorf("it is called %q, %v", p.Name(), err)
	}
}

func TestGroupRole(t *testing.T) {
	for text, want := range map[string]account.GroupRole{
		"product-ops=editor":              {Group: "product-ops", Workspace: "main", Role: account.Editor},
		"product-ops=harbor/reader":       {Group: "product-ops", Workspace: "harbor", Role: account.Reader},
		"a/b=our/harbor/reader":           {Group: "a/b", Workspace: "our/harbor", Role: account.Reader},
		"cn=ops,ou=a,dc=example=owner":    {Group: "cn=ops,ou=a,dc=example", Workspace: "main", Role: account.Owner},
		"Alle in München und Wien=reader": {Group: "Alle in München und Wien", Workspace: "main", Role: account.Reader},
	} {
		if got, err := openid.GroupRole(text, "main"); err != nil || got != want {
			t.Errorf("%s is %+v, %v", text, got, err)
		}
	}
	for text, says := range map[string]string{"": "Write group=role", "ops": "Write group=role", "=editor": "Write group=role", "ops=edito": "is not a role", "ops=": "is not a role", "ops=/editor": "is not a role", "ops=harbor/": "is not a role"} {
		_, err := openid.GroupRole(text, "main")
		wants(t, err, fault.Invalid, says)
	}
}
