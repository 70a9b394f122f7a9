package account_test

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/fault"
	"throughline/testing/accounts"
)

func TestSignIn(t *testing.T) {
	d := accounts.Open()
	first := d.SetUp(t)
	d.Later(time.Hour)
	a, err := signsIn(t, d, "ANA@example.org ", password)
	if err != nil {
		t.Fatal(err)
	}
	if a.Account.ID != first.Account.ID || a.Session.Device != "curl" || a.Session.From != "192.0.2.7" || !a.Account.SignedIn.Equal(d.Now()) {
		t.Errorf("SignIn() = %+v", a)
	}
	if who, s, err := d.Visit(t.Context(), d.Now(), a.Secret.Text()); err != nil || who.ID != first.Account.ID || s.ID != a.Session.ID {
		t.Errorf("Visit() = %+v, %+v, %v", who, s, err)
	}
	if a.Secret == first.Secret || a.Session.ID == first.Session.ID {
		t.Error("two sessions share a secret or an id")
	}
}

func TestSignInRefuses(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t)
	const says = "the address or the password is not right"
	for what, c := range map[string]account.Credentials{
		"another password":     {Address: "ana@example.org", Password: "otter lamp eighteen"},
		"no password":          {Address: "ana@example.org"},
		"an unknown address":   {Address: "eve@example.org", Password: password},
		"what is no address":   {Address: "ana", Password: password},
		"nothing":              {},
		"bytes as address":     {Address: "\xff\x00", Password: password},
		"a password too long":  {Address: "ana@example.org", Password: strings.Repeat(password, 1000)},
		"capitals in password": {Address: "ana@example.org", Password: strings.ToUpper(password)},
		"space after password": {Address: "ana@example.org", Password: password + " "},
	} {
		d.Later(2 * time.Hour) // so that no attempt is held
		_, err := d.SignIn(t.Context(), d.Act(account.Nobody), c)
		wants(t, "SignIn() with "+what, err, fault.Denied, says)
		if e := lastVerb(t, d); e.What != account.SignInFailed {
			t.Errorf("with %s the last event is %+v", what, e)
		}
	}
}

// Letters that another keyboard writes in another way are the same password.
func TestPasswordFromAnotherKeyboard(t *testing.T) {
	d := accounts.Open()
	a := d.SetUp(t)
	err := d.ChangePassword(t.Context(), d.Act(account.ByAccount(a.Account.ID)), a.Account.ID, account.NewPassword{Old: password, New: "caf\u00e9 lamp seventeen"})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := signsIn(t, d, "ana@example.org", "cafe\u0301 lamp seventeen"); err != nil {
		t.Errorf("SignIn() = %v", err)
	}
}

func TestSignInIsHeld(t *testing.T) {
	for _, address := range []string{"ana@example.org", "nobody@example.org", "no address"} {
		d := accounts.Open()
		d.SetUp(t)
		for range 5 {
			_, err := signsIn(t, d, address, "wrong wrong wrong")
			wants(t, "SignIn()", err, fault.Denied, "is not right")
		}
		_, err := signsIn(t, d, address, password)
		wants(t, "the sixth attempt at "+address, err, fault.TooMany, "Wait a minute")
		d.Later(time.Minute)
		_, err = signsIn(t, d, address, "wrong wrong wrong")
		wants(t, "after a minute", err, fault.Denied, "is not right")
		_, err = signsIn(t, d, address, password)
		wants(t, "after the sixth", err, fault.TooMany, "Wait 2 minutes")
		held := 0
		for _, v := range verbs(t, d) {
			if strings.HasPrefix(v, "signin.held") {
				held++
			}
		}
		if held != 1 {
			t.Errorf("that attempts at %s are held is told %d times", address, held)
		}
	}
}

func TestSuccessEndsTheCount(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t)
	for range 3 {
		for range 4 {
			_, _ = signsIn(t, d, "ana@example.org", "wrong wrong wrong")
		}
		if _, err := signsIn(t, d, "ana@example.org", password); err != nil {
			t.Fatalf("after four failures = %v", err)
		}
	}
	if _, err := signsIn(t, d, "nobody@example.org", password); !strings.Contains(err.Error(), "not right") {
		t.Errorf("another address is held: %v", err)
	}
}

// recorder is a store that writes down what is asked of it.
type recorder struct {
	account.Store
	calls []string
}

func (r *recorder) Row(ctx context.Context, kind, id string) (account.Row, error) {
	r.calls = append(r.calls, "row "+kind)
	return r.Store.Row(ctx, kind, id)
}

func (r *recorder) Keyed(ctx context.Context, kind, key string) (account.Row, error) {
	r.calls = append(r.calls, "keyed "+kind)
	return r.Store.Keyed(ctx, kind, key)
}

func (r *recorder) Write(ctx context.Context, b account.Batch) error {
	kinds := ""
	for _, p := range b.Put {
		kinds += " " + p.Kind
	}
	r.calls = append(r.calls, fmt.Sprintf("write%s, remove %d", kinds, len(b.Remove)))
	return r.Store.Write(ctx, b)
}

// Time cannot be measured on a busy machine, but what is asked of the store can be compared: for an
// address without an account it is the same, and a password is hashed at the same cost.
func TestAnUnknownAddressIsTreatedAlike(t *testing.T) {
	of := func(address string) (string, string) {
		plain := accounts.Open()
		plain.SetUp(t)
		r := &recorder{Store: plain.Store}
		d := accounttest.On(r)
		_, err := signsIn(t, d, address, "wrong wrong wrong")
		return strings.Join(r.calls, "; "), err.Error()
	}
	known, says := of("ana@example.org")
	unknown, alsoSays := of("eve@example.org")
	if known != unknown || says != alsoSays {
		t.Errorf("with an account the store is asked\n%s\nand the answer is %s; without\n%s\nand %s", known, says, unknown, alsoSays)
	}
	if !strings.Contains(known, "write attempts") || !strings.Contains(known, "write event") {
		t.Errorf("the store was asked %s", known)
	}
}

func TestHashIsMadeAgainWhenItsCostIsRaised(t *testing.T) {
	d := accounts.Open()
	d.SetUp(t)
	body := func() string {
		rows := must[[]account.Row](t)(d.Store.List(t.Context(), account.Query{Kind: "account"}))
		return string(rows[0].Body)
	}
	if !strings.Contains(body(), "$m=8,t=1,p=1$") {
		t.Fatalf("the account is %s", body())
	}
	dear := account.New(d.Store, account.Terms{Cost: account.Cost{Memory: 16, Passes: 2, Lanes: 1}})
	in := account.Credentials{Address: "ana@example.org", Password: "wrong wrong wrong"}
	if _, err := dear.SignIn(t.Context(), d.Act(account.Nobody), in); !fault.Is(err, fault.Denied) || !strings.Contains(body(), "$m=8,t=1,p=1$") {
		t.Errorf("a wrong password made %s, %v", body(), err)
	}
	in.Password = password
	if _, err := dear.SignIn(t.Context(), d.Act(account.Nobody), in); err != nil || !strings.Contains(body(), "$m=16,t=2,p=1$") {
		t.Errorf("the right password made %s, %v", body(), err)
	}
	before := body()
	for _, r := range []*account.Register{dear, d.Register} { // neither the same nor a lower cost makes it anew
		if _, err := r.SignIn(t.Context(), d.Act(account.Nobody), in); err != nil || before[strings.Index(before, "hash"):] != body()[strings.Index(body(), "hash"):] {
			t.Errorf("another sign-in made %s of %s, %v", body(), before, err)
		}
	}
}

func TestUsualCostIsThatOfTheRFC(t *testing.T) {
	if got, want := account.UsualCost(), (account.Cost{Memory: 65536, Passes: 3, Lanes: 4}); got != want {
		t.Errorf("UsualCost() = %+v, want the second recommendation of RFC 9106, section 4: %+v", got, want)
	}
	d := accounts.Open()
	d.SetUp(t)
	usual := account.New(d.Store, account.Terms{})
	if _, err := usual.SignIn(t.Context(), d.Act(account.Nobody), account.Credentials{Address: "ana@example.org", Password: password}); err != nil {
		t.Fatal(err)
	}
	rows := must[[]account.Row](t)(d.Store.List(t.Context(), account.Query{Kind: "account"}))
	if !strings.Contains(string(rows[0].Body), "$argon2id$v=19$m=65536,t=3,p=4$") {
		t.Errorf("with terms that say nothing the account is %s", rows[0].Body)
	}
}
