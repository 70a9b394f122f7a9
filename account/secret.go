package account

import (
	"crypto/sha256"
	"crypto/subtle"
	"encoding/base32"
	"encoding/hex"
	"io"
	"strings"

	"throughline/fault"
)

// Secret is what opens a session, a token, an invitation or a link. It is made of 32 random bytes after
// a word that says what it opens, so that a scanner finds one that got out. Printed, it shows its
// beginning; Text is all of it, for the one time it is shown.
type Secret struct{ text string }

// Text is the whole secret.
func (s Secret) Text() string { return s.text }

// String is the beginning of the secret, by which its owner knows it again.
func (s Secret) String() string {
	end := strings.LastIndexByte(s.text, '_') + 1 + shown
	if end >= len(s.text) {
		return "…"
	}
	return s.text[:end] + "…"
}

// GoString is String's, so that no format prints the secret.
func (s Secret) GoString() string { return s.String() }

// shown is how many characters after the word may be shown later on: 20 of 256 bits.
const shown = 4

// opens is the word a secret begins with.
type opens string

const (
	opensToken      opens = "tl_"
	opensSession    opens = "tlsession_"
	opensSetUp      opens = "tlsetup_"
	opensReset      opens = "tlreset_"
	opensAddress    opens = "tlverify_"
	opensInvitation opens = "tlinvite_"
)

// letters write random bytes so that a double click takes them whole.
var letters = base32.NewEncoding("abcdefghijklmnopqrstuvwxyz234567").WithPadding(base32.NoPadding)

const secretBytes = 32

// newSecret makes a secret from the dice.
func newSecret(what opens, dice io.Reader) (Secret, error) {
	b, err := roll(dice, secretBytes)
	return Secret{string(what) + letters.EncodeToString(b)}, err
}

// roll is n random bytes.
func roll(dice io.Reader, n int) ([]byte, error) {
	b := make([]byte, n)
	if _, err := io.ReadFull(dice, b); err != nil {
		return nil, fault.Wrap(err, fault.Internal, "there are no random bytes to make a secret from", "Start the program again; nothing was changed")
	}
	return b, nil
}

// key is what is kept of the secret: the row's key.
func (s Secret) key() string { return digest(s.text) }

// keyOf is the key of the row that the text could open; "" when it cannot be such a secret.
func (o opens) keyOf(text string) string {
	rest, ok := strings.CutPrefix(text, string(o))
	if !ok || len(rest) != letters.EncodedLen(secretBytes) {
		return ""
	}
	return digest(text)
}

// digest is the SHA-256 of the parts, told apart.
func digest(parts ...string) string {
	sum := sha256.Sum256([]byte(strings.Join(parts, "\n")))
	return hex.EncodeToString(sum[:])
}

// same compares in a time that does not depend on where the two differ.
func same(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }
