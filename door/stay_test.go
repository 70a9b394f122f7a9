package door_test

import (
	"testing"
	"time"

	"throughline/account"
	"throughline/door"
	"throughline/fault"
)

// One session may hold a hundred streams, and another as many; who closes one may open one.
func TestASessionMayHoldSoManyStreams(t *testing.T) {
	h, ana := inhabited(t)
	ben := h.desk.Join(t, workspace, "ben@example.org", account.Reader)
	var leave []func()
	for range 100 {
		l, err := h.Stay(cookie(ana.Secret.Text()))
		if err != nil {
			t.Fatal(err)
		}
		leave = append(leave, l)
	}
	held := func(what string) {
		t.Helper()
		if _, err := h.Stay(cookie(ana.Secret.Text())); !fault.Is(err, fault.TooMany) || fault.Of(err).Wait != time.Minute {
			t.Errorf("%s: %v, want that there are too many", what, err)
		}
	}
	held("the next")
	for what, r := range map[string]string{"another session": ben.Secret.Text(), "nobody": ""} {
		for range 2 {
			if _, err := h.Stay(cookie(r)); err != nil {
				t.Errorf("%s: %v", what, err)
			}
		}
	}
	leave[0]()
	leave[0]() // a second time changes nothing
	if _, err := h.Stay(cookie(ana.Secret.Text())); err != nil {
		t.Errorf("after one was closed: %v", err)
	}
	held("and then the next")
	for range 200 {
		if _, err := door.Open(door.Guest{}).Stay(with("", "")); err != nil {
			t.Errorf("where nobody signs in: %v", err)
		}
	}
}
