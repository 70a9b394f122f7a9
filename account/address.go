package account

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"throughline/fault"
)

// Address is a mail address in the one form in which two can be compared: without space around it, in
// small letters, every letter in one form. It is a fault when it cannot be one.
func Address(text string) (string, error) {
	a := norm.NFC.String(strings.ToLower(norm.NFC.String(strings.TrimSpace(text))))
	at := strings.LastIndexByte(a, '@')
	odd := func(r rune) bool {
		return unicode.IsSpace(r) || unicode.IsControl(r) || !unicode.IsGraphic(r) || strings.ContainsRune(`<>()[]\,;:"`, r)
	}
	if at < 1 || at > 64 || at == len(a)-1 || len(a) > 254 || !utf8.ValidString(text) || strings.ContainsFunc(a, odd) || strings.Count(a, "@") != 1 {
		return "", fault.Invalidf("Write it as name@example.org", "%.60q is no mail address", text)
	}
	return a, nil
}

// maxLabel is the most characters of a name that a person gives to something.
const maxLabel = 100

// label is the name of an account or a token without space around it, or a fault.
func label(text, whose string) (string, error) {
	n := norm.NFC.String(strings.TrimSpace(text))
	switch {
	case n == "":
		return "", fault.Invalidf("Give one", "%s has no name", whose)
	case utf8.RuneCountInString(n) > maxLabel:
		return "", fault.Invalidf("Take a shorter one", "the name of %s has more than %d characters", whose, maxLabel)
	case !utf8.ValidString(text) || strings.ContainsFunc(n, unicode.IsControl):
		return "", fault.Invalidf("Use letters, digits, signs and spaces", "the name of %s holds something that cannot be shown", whose)
	}
	return n, nil
}

// plain is a text from outside cut to what may be kept and shown.
func plain(text string) string {
	text = strings.Map(func(r rune) rune {
		if r == utf8.RuneError || !unicode.IsGraphic(r) {
			return -1
		}
		return r
	}, text)
	if runes := []rune(text); len(runes) > maxLabel {
		return string(runes[:maxLabel])
	}
	return text
}
