package account

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"

	"throughline/fault"
)

func someSecret(t testing.TB, what opens) Secret {
	t.Helper()
	s, err := newSecret(what, bytes.NewReader(bytes.Repeat([]byte{0xA5}, secretBytes)))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestSecretOpensOnlyItsSort(t *testing.T) {
	all := []opens{opensToken, opensSession, opensSetUp, opensReset, opensAddress, opensInvitation}
	keys := map[string]opens{}
	for _, what := range all {
		s := someSecret(t, what)
		if !strings.HasPrefix(s.Text(), string(what)) || len(s.Text()) != len(what)+52 {
			t.Errorf("a secret for %s is %q", what, s.Text())
		}
		for _, other := range all {
			if got := other.keyOf(s.Text()); (got == s.key()) != (other == what) {
				t.Errorf("%s.keyOf() of a secret for %s = %q", other, what, got)
			}
		}
		if was, twice := keys[s.key()]; twice {
			t.Errorf("the same bytes give %s and %s the same key", was, what)
		}
		keys[s.key()] = what
	}
}

func TestTextsThatAreNoSecret(t *testing.T) {
	good := someSecret(t, opensToken).Text()
	for _, text := range []string{"", "tl_", good[:len(good)-1], good + "a", "x" + good, " " + good, strings.ToUpper(good), strings.Repeat("a", 1<<16)} {
		if got := opensToken.keyOf(text); got == someSecret(t, opensToken).key() {
			t.Errorf("keyOf(%.60q) opens", text)
		}
	}
}

// Whatever a program prints or encodes by mistake, the secret is not in it.
func TestSecretIsNotPrinted(t *testing.T) {
	s := someSecret(t, opensToken)
	hidden := s.Text()[len("tl_")+shown+1:]
	encoded, err := json.Marshal(map[string]any{"secret": s})
	if err == nil {
		t.Errorf("a secret was encoded: %s", encoded)
	}
	for _, text := range []string{fmt.Sprint(s), fmt.Sprintf("%v %+v %#v %s %q", s, s, s, s, s), fmt.Sprintf("%v", struct{ S Secret }{s}), string(encoded)} {
		if strings.Contains(text, hidden) {
			t.Errorf("the secret is in %q", text)
		}
	}
	if got := s.String(); got != "tl_"+s.Text()[3:7]+"…" {
		t.Errorf("String() = %q", got)
	}
	if got := (Secret{}).String(); got != "…" {
		t.Errorf("String() of no secret = %q", got)
	}
}

func TestNoDiceNoSecret(t *testing.T) {
	s, err := newSecret(opensToken, io.LimitReader(bytes.NewReader(make([]byte, 100)), secretBytes-1))
	if f := fault.Of(err); f == nil || f.Kind != fault.Internal || !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("newSecret() with too few bytes = %v, %v", s, err)
	}
}

func TestDigestTellsPartsApart(t *testing.T) {
	if digest("a", "b") == digest("ab") || digest("a", "b") == digest("b", "a") {
		t.Error("two lists of parts have one digest")
	}
}
