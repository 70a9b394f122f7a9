package graph

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Slug turns a name into a good id: small letters and digits, words joined by a hyphen, letters with
// marks as their plain ones. It is "" for a name without a letter or digit of the Latin alphabet.
func Slug(name string) string {
	var b strings.Builder
	gap := false
	for _, c := range latin(name) {
		switch {
		case c >= 'a' && c <= 'z' || c >= '0' && c <= '9':
			if gap && b.Len() > 0 {
				b.WriteByte('-')
			}
			b.WriteRune(c)
			gap = false
		case c == '\'' || c == '’' || unicode.Is(unicode.Mn, c):
		default:
			gap = true
		}
		if b.Len() >= MaxID-20 {
			break
		}
	}
	return b.String()
}

// latin takes letters apart into plain ones and their marks, in small letters: "Ångström" begins with an a,
// a ring, an n. Letters that have no such parts are written as people write them without.
func latin(name string) string {
	plain := strings.NewReplacer(
		"ß", "ss", "ø", "o", "ł", "l", "æ", "ae", "œ", "oe", "đ", "d", "ð", "d", "þ", "th", "ı", "i",
	)
	return norm.NFKD.String(plain.Replace(strings.ToLower(name)))
}

// MaxMadeID is the greatest length in bytes of an id that NewID makes.
const MaxMadeID = 48

// NewID is an id for a new record of the kind: readable, made of the label, with a number at the end when
// that id is taken. An id that a removed record had counts as taken, so that no history is mixed with
// another. A label without a Latin letter or digit gives the name of the kind.
func NewID(s *Snapshot, k Kind, label string) string {
	base := short(Slug(label), MaxMadeID)
	if base == "" {
		base = string(k)
	}
	if free(s, k, base) {
		return base
	}
	// The numbers are tried in leaps and the gap is then halved, so that the ten-thousandth comment on a
	// record is found as quickly as the second.
	taken, open := 1, 2
	for !free(s, k, numbered(base, open)) {
		taken, open = open, 2*open
	}
	for taken+1 < open {
		if mid := taken + (open-taken)/2; free(s, k, numbered(base, mid)) {
			open = mid
		} else {
			taken = mid
		}
	}
	return numbered(base, open)
}

func free(s *Snapshot, k Kind, id string) bool {
	_, taken := s.Stamp(Ref{k, id})
	return !taken
}

func numbered(base string, n int) string {
	end := "-" + strconv.Itoa(n)
	return short(base, MaxMadeID-len(end)) + end
}

// short cuts a slug to at most so many bytes, at the end of a word where that keeps half of it.
func short(slug string, most int) string {
	if len(slug) <= most {
		return slug
	}
	cut := slug[:most]
	if at := strings.LastIndexByte(cut, '-'); slug[most] != '-' && at >= most/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, "-")
}
