package door_test

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/coreos/go-oidc/v3/oidc/oidctest"

	"throughline/door"
	"throughline/fault"
	"throughline/openid"
)

const back = "https://throughline.example.org/sign-in/openid/back"

// vouching is an inhabited house with a provider, which has said what it is and answers nothing more.
func vouching(t *testing.T, o door.Options) house {
	t.Helper()
	at := &oidctest.Server{}
	running := httptest.NewServer(at)
	t.Cleanup(running.Close)
	at.SetIssuer(running.URL)
	h := build(o) // its clock is that of the provider
	p, err := openid.New(openid.Options{Issuer: running.URL, Client: "throughline", Name: "Acme", Clock: h.desk.Now})
	if err == nil {
		err = p.Discover(t.Context())
	}
	if err != nil {
		t.Fatal(err)
	}
	o.Register, o.Clock, o.Dice, o.Provider = h.desk.Register, h.desk.Now, h.desk, p
	h.Door = door.New(o)
	h.desk.SetUp(t, workspace)
	return h
}

// leave is somebody who goes to the provider: where they are sent, and what their browser keeps.
func (h house) leave(t *testing.T, e door.Errand) (*url.URL, *http.Cookie) {
	t.Helper()
	w := httptest.NewRecorder()
	at, err := h.Leave(w, with("", ""), back, e)
	if err != nil {
		t.Fatal(err)
	}
	to, err := url.Parse(at)
	if all := w.Result().Cookies(); err == nil && len(all) == 1 {
		return to, all[0]
	}
	t.Fatalf("they are sent to %s with %v", at, w.Result().Cookies())
	return nil, nil
}

// returns is somebody who comes back with an answer.
func (h house) returns(kept *http.Cookie, answer url.Values) (door.Errand, *http.Cookie, error) {
	w, r := httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/sign-in/openid/back?"+answer.Encode(), nil)
	if kept != nil {
		r.AddCookie(kept)
	}
	e, _, err := h.Return(w, r, back)
	if all := w.Result().Cookies(); len(all) == 1 {
		return e, all[0], err
	}
	return e, nil, err
}

func TestAnAttemptIsKeptByTheBrowserAlone(t *testing.T) {
	for _, c := range []struct {
		secure bool
		name   string
	}{{false, "throughline-openid"}, {true, "__Host-throughline-openid"}} {
		h := vouching(t, door.Options{Secure: c.secure})
		to, kept := h.leave(t, door.Errand{To: "/records", Invitation: "tlinvite_x"})
		if kept.Name != c.name || !kept.HttpOnly || kept.Secure != c.secure || kept.SameSite != http.SameSiteLaxMode || kept.Path != "/" || kept.Domain != "" || kept.MaxAge != 900 {
			t.Errorf("the cookie is %+v", kept)
		}
		if strings.Contains(to.String(), "tlinvite_x") || strings.Contains(to.String(), "records") {
			t.Errorf("the provider is told what for: %s", to)
		}
		// The answer says that nobody is let in, which is to the attempt and uses it up.
		e, gone, err := h.returns(kept, url.Values{"state": {to.Query().Get("state")}, "error": {"access_denied"}})
		if !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), "Acme did not let you in") || e.To != "/records" || e.Invitation != "tlinvite_x" {
			t.Errorf("Return = %+v, %v", e, err)
		}
		if gone == nil || gone.Name != c.name || gone.MaxAge >= 0 || gone.Value != "" {
			t.Errorf("afterwards the cookie is %+v", gone)
		}
	}
}

func TestAnAnswerWithoutItsAttempt(t *testing.T) {
	h := vouching(t, door.Options{})
	to, kept := h.leave(t, door.Errand{})
	_, other := h.leave(t, door.Errand{})
	answer := url.Values{"state": {to.Query().Get("state")}, "code": {"x"}}
	for what, c := range map[string]*http.Cookie{
		"none": nil, "another": other, "one cut off": {Name: kept.Name, Value: kept.Value[:40]}, "one that is nothing": {Name: kept.Name, Value: "e30"}, "rubbish": {Name: kept.Name, Value: "%%%"},
	} {
		if _, _, err := h.returns(c, answer); !fault.Is(err, fault.Denied) || !strings.Contains(err.Error(), "begun last in this browser") {
			t.Errorf("%s: %v", what, err)
		}
	}
	if _, _, err := h.returns(nil, url.Values{"state": {""}, "code": {"x"}}); !fault.Is(err, fault.Denied) {
		t.Errorf("no attempt and no state: %v", err)
	}
}

// Coming back counts as an attempt to get in, like a password.
func TestComingBackIsBounded(t *testing.T) {
	h := vouching(t, door.Options{})
	for n := range 60 {
		if _, _, err := h.returns(nil, nil); strings.Contains(err.Error(), "too many attempts") {
			t.Fatalf("attempt %d is held", n+1)
		}
	}
	if _, _, err := h.returns(nil, nil); !strings.Contains(err.Error(), "too many attempts from your network") {
		t.Errorf("the 61st: %v", err)
	}
}

func TestAHouseWithoutAProvider(t *testing.T) {
	h, _ := inhabited(t)
	if h.Provider() != nil {
		t.Error("it has one")
	}
	w := httptest.NewRecorder()
	if _, err := h.Leave(w, with("", ""), back, door.Errand{}); !fault.Is(err, fault.NotFound) || len(w.Result().Cookies()) > 0 {
		t.Errorf("Leave = %v", err)
	}
	if _, _, err := h.Return(w, with("", ""), back); !fault.Is(err, fault.NotFound) {
		t.Errorf("Return = %v", err)
	}
}
