package workspacefile

import (
	"fmt"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// decimal writes a number so that it reads back as the same one.
func decimal(f float64, bits int) string {
	format := byte('f')
	if a := math.Abs(f); a != 0 && (a < 1e-6 || a >= 1e15) {
		format = 'g'
	}
	return strconv.FormatFloat(f, format, -1, bits)
}

// momentText writes a moment: the day alone for midnight UTC.
func momentText(t time.Time) string {
	s := t.Format(time.RFC3339Nano)
	return strings.TrimSuffix(s, "T00:00:00Z")
}

// notText are words that YAML readers of one age or another take for something else than text.
func notText() []string {
	return []string{"true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"}
}

// dayLike is how YAML recognises days and moments.
var dayLike = regexp.MustCompile(`^\d{4}-\d{1,2}-\d{1,2}`)

// scalarText writes a text on one line: plain where every reader of YAML reads it back as the same
// text, else in double quotes. A day stays plain. flow says that it stands between brackets.
func scalarText(s string, flow bool) string {
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
	case !isPrintable(s):
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

// isPrintable reports whether the text can stand in a file as it is.
func isPrintable(s string) bool {
	for _, r := range s {
		if r != ' ' && !unicode.IsPrint(r) || r == utf8.RuneError || r == '\ufeff' {
			return false
		}
	}
	return true
}

// isBlock reports whether lines of text can be written as a block that reads back the same.
func isBlock(s string) bool {
	if s == "" || s[0] == ' ' || s[0] == '\n' || strings.HasSuffix(s, "\n") {
		return false
	}
	for line := range strings.SplitSeq(s, "\n") {
		if !isPrintable(line) || strings.HasSuffix(line, " ") {
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
