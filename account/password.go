package account

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"throughline/fault"
)

// The lengths of a password in characters.
const (
	MinPassword = 12
	MaxPassword = 256
)

// Holder is what somebody who guesses a password knows of whose it is.
type Holder struct{ Address, Name, Product string }

// CheckPassword refuses a password that is easy to guess. The rules are those of NIST SP 800-63B: length
// decides; nobody is made to mix letters, digits and signs, which only makes passwords worse. Every
// character is allowed that can be typed, spaces too.
func CheckPassword(password string, whose Holder) error {
	p := normalPassword(password)
	n := utf8.RuneCountInString(p)
	switch {
	case !utf8.ValidString(p) || strings.ContainsFunc(p, unicode.IsControl):
		return fault.Invalidf("Use letters, digits, signs and spaces", "the password holds something that cannot be typed everywhere")
	case n < MinPassword:
		return fault.Invalidf("Take a few words that do not belong together", "the password has %d characters; it needs at least %d", n, MinPassword)
	case n > MaxPassword:
		return fault.Invalidf("Take a shorter one", "the password has %d characters; it may have at most %d", n, MaxPassword)
	}
	if word := whose.within(p); word != "" {
		return fault.Invalidf("Leave it out, and take a few words that do not belong together", "the password holds %s", word)
	}
	wrong := pattern([]rune(strings.ToLower(p)))
	if wrong == "" && isUsual(p) {
		wrong = "made of words that half the world takes"
	}
	if wrong != "" {
		return fault.Invalidf("Take a few words that do not belong together", "the password is %s, which is tried first", wrong)
	}
	return nil
}

// usualWords is what the passwords that are used most, and so tried first, consist of once the digits and signs are taken away that
// were put there to make them longer. A list of all that ever leaked would have to be asked for elsewhere, or carried along.
func usualWords() []string {
	return []string{
		"password", "passwort", "passwd", "pass", "word", "parola", "contrasena", "motdepasse", "senha", "welcome", "willkommen", "bienvenue",
		"admin", "administrator", "root", "user", "guest", "test", "demo", "login", "letmein", "changeme", "default", "secret", "geheim", "access",
		"iloveyou", "ich", "liebe", "dich", "love", "you", "hello", "hallo", "master", "monkey", "dragon", "princess", "sunshine", "shadow", "superman",
		"batman", "football", "baseball", "basketball", "soccer", "hockey", "michael", "jordan", "charlie", "ashley", "qwerty", "qwertz", "azerty",
		"asdf", "abc", "spring", "summer", "autumn", "winter", "sommer", "herbst", "january", "february", "march", "april", "june", "july",
		"august", "september", "october", "november", "december", "monday", "friday", "sunday", "company", "office", "work", "trustno", "starwars",
		"pokemon", "computer", "internet", "flower", "cookie", "cheese", "ninja", "my", "is", "the", "new",
	}
}

// isUsual reports whether the letters of the password are usual words and nothing else, at most three of them; digits and signs
// around and between do not count, and those that stand for letters are read as such.
func isUsual(p string) bool {
	p = strings.TrimFunc(strings.ToLower(p), func(r rune) bool { return !unicode.IsLetter(r) })
	looks := strings.NewReplacer("0", "o", "1", "i", "3", "e", "4", "a", "5", "s", "7", "t", "@", "a", "$", "s", "!", "i")
	for _, way := range []string{p, looks.Replace(p)} {
		letters := strings.Map(func(r rune) rune {
			if unicode.IsLetter(r) {
				return r
			}
			return -1
		}, way)
		if letters != "" && consistsOf(letters, 3) {
			return true
		}
	}
	return false
}

// consistsOf reports whether the letters are usual words one after another, at most so many.
func consistsOf(letters string, most int) bool {
	if letters == "" || most == 0 {
		return letters == ""
	}
	return slices.ContainsFunc(usualWords(), func(word string) bool {
		rest, begins := strings.CutPrefix(letters, word)
		return begins && consistsOf(rest, most-1)
	})
}

// normalPassword is the password with every letter in one form, so that it is the same from every
// keyboard.
func normalPassword(p string) string { return norm.NFC.String(p) }

// leastWord is the length from which a name inside a password gives something away.
const leastWord = 4

// within says which of what is known of the holder the password holds, or "".
func (h Holder) within(p string) string {
	p = strings.ToLower(p)
	holds := func(s string) bool {
		s = strings.ToLower(norm.NFC.String(s))
		return utf8.RuneCountInString(s) >= leastWord && strings.Contains(p, s)
	}
	local, _, _ := strings.Cut(h.Address, "@")
	switch {
	case holds(h.Address), holds(local):
		return "the address it is for"
	case holds(h.Name), holds(strings.ReplaceAll(h.Name, " ", "")):
		return "the name it is for"
	case holds(h.Product):
		return fmt.Sprintf("the word %s", h.Product)
	}
	return ""
}

// The longest piece whose repetition is a pattern, and the most rows that are.
const (
	longestPiece = 8
	mostRows     = 3
)

// pattern says which pattern the whole password is, or "".
func pattern(p []rune) string {
	for piece := 1; piece <= longestPiece && 2*piece <= len(p); piece++ {
		if repeats(p, piece) {
			return "one piece again and again"
		}
	}
	if rows := countRows(p); rows > 0 && rows <= mostRows {
		return "a row of letters or digits that follow one another"
	}
	return ""
}

func repeats(p []rune, piece int) bool {
	for i := piece; i < len(p); i++ {
		if p[i] != p[i-piece] {
			return false
		}
	}
	return true
}

// countRows cuts the password into rows whose characters are the same or follow one another, upwards or
// downwards; 0 when a piece of fewer than three characters is left over.
func countRows(p []rune) int {
	n := 0
	for len(p) > 0 {
		end := max(rowEnd(p, 1), rowEnd(p, -1))
		if end < 3 {
			return 0
		}
		p = p[end:]
		n++
	}
	return n
}

func rowEnd(p []rune, way int) int {
	end := 1
	for end < len(p) && (p[end] == p[end-1] || follows(p[end-1], p[end], way)) {
		end++
	}
	return end
}

// follows reports whether b comes after a (way 1) or before it (-1) in the alphabet, among the digits
// or on a keyboard; the ends are joined.
func follows(a, b rune, way int) bool {
	for _, row := range []string{"abcdefghijklmnopqrstuvwxyz", "0123456789", "qwertyuiop", "qwertzuiop", "azertyuiop", "asdfghjkl", "qsdfghjklm", "zxcvbnm", "yxcvbnm", "wxcvbn"} {
		i, j := strings.IndexRune(row, a), strings.IndexRune(row, b)
		if i >= 0 && j >= 0 && (i+way+len(row))%len(row) == j {
			return true
		}
	}
	return false
}
