package shape

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"
)

// notText are words that YAML readers of one age or another take for something else than text.
func notText() []string {
	return []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
}

// dayLike is how YAML recognises days and moments.
var dayLike = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}`)

// Scalar writes a text on one line of YAML: plain where every reader of YAML reads it back as the same
// text, else in double quotes. A day stays plain. flow says that it stands between brackets.
func Scalar(s string, flow bool) string {
	if isPlain(s, flow) {
		return s
	}
	return quoted(s)
}

func isPlain(s string, flow bool) bool {
	first, _ := utf8.DecodeRuneInString(s)
	switch {
	case s == "" || strings.TrimSpace(s) != s:
		return false
	case strings.Contains(s, ": ") || strings.HasSuffix(s, ":") || strings.Contains(s, " #"):
		return false
	case flow && strings.ContainsAny(s, ",[]{}?"):
		return false
	case slices.Contains(notText(), strings.ToLower(s)):
		return false
	case !IsPrintable(s):
		return false
	case unicode.IsLetter(first):
		return true
	}
	return first >= '0' && first <= '9' && !isNumeric(s)
}

// isNumeric reports whether some reader might take the text, which begins with a digit, for a number.
// A day is left to be one: readers take both for the same.
func isNumeric(s string) bool {
	if _, err := strconv.ParseFloat(s, 64); err == nil {
		return true
	}
	if _, err := strconv.ParseInt(s, 0, 64); err == nil {
		return true
	}
	return !dayLike.MatchString(s) && strings.Trim(s, "0123456789:._,") == ""
}

// IsPrintable reports whether the text can stand in a file as it is.
func IsPrintable(s string) bool {
	for _, r := range s {
		if r != ' ' && !unicode.IsPrint(r) || r == utf8.RuneError || r == '\ufeff' {
			return false
		}
	}
	return true
}

// quoted writes the text in double quotes.
func quoted(s string) string {
	var b strings.Builder
	b.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b.WriteByte('\\')
			b.WriteRune(r)
		case r == '\n':
			b.WriteString(`\n`)
		case r == '\t':
			b.WriteString(`\t`)
		case r == ' ' || unicode.IsPrint(r) && r != '\ufeff':
			b.WriteRune(r)
		case r <= 0xff:
			fmt.Fprintf(&b, `\x%02x`, r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			fmt.Fprintf(&b, `\U%08x`, r)
		}
	}
	b.WriteByte('"')
	return b.String()
}
