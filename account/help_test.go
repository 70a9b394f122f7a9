package account_test

import (
	"strings"
	"testing"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
)

const password = accounttest.Password

// wants holds an error against the kind and the words it must have; "" is no error.
func wants(t testing.TB, what string, err error, kind fault.Kind, says string) {
	t.Helper()
	f := fault.Of(err)
	switch {
	case kind == "" && err != nil:
		t.Errorf("%s = %v", what, err)
	case kind != "" && (f == nil || f.Kind != kind || !strings.Contains(f.Error(), says) || f.Remedy == ""):
		t.Errorf("%s = %s: %v, want %s that says %q", what, fault.KindOf(err), err, kind, says)
	}
}

// must fails the test on an error.
func must[T any](t testing.TB) func(v T, err error) T {
	return func(v T, err error) T {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
		return v
	}
}

// visits reports whether the secret opens a session now.
func visits(t testing.TB, d *accounttest.Desk, secret account.Secret) bool {
	t.Helper()
	_, _, err := d.Visit(t.Context(), d.Now(), secret.Text())
	if err != nil && !fault.Is(err, fault.Denied) {
		t.Fatalf("Visit() = %v", err)
	}
	return err == nil
}

// signsIn reports whether address and password open a session now, and returns it.
func signsIn(t testing.TB, d *accounttest.Desk, address, password string) (account.Admission, error) {
	t.Helper()
	return d.SignIn(t.Context(), d.Act(account.Nobody), account.Credentials{Address: address, Password: password, UserAgent: "curl/8.5.0"})
}

// verbs is what happened, oldest first, each verb with its note.
func verbs(t testing.TB, d *accounttest.Desk) []string {
	t.Helper()
	all := must[[]account.Event](t)(d.Events(t.Context(), "", 0))
	out := make([]string, len(all))
	for i, e := range all {
		out[len(all)-1-i] = strings.TrimSpace(string(e.What) + " " + e.Note)
	}
	return out
}

// lastVerb is what happened last.
func lastVerb(t testing.TB, d *accounttest.Desk) account.Event {
	t.Helper()
	d.Later(1e6)
	all := must[[]account.Event](t)(d.Events(t.Context(), "", 1))
	return all[0]
}
