package search

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Terms is the words of a text as they are compared: runs of letters and digits, in small letters, without accents and
// strokes.
func Terms(text string) []string {
	if plain(text) {
		return strings.FieldsFunc(strings.ToLower(text), apart)
	}
	folded := strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		return plainer(unicode.ToLower(r))
	}, norm.NFKD.String(text))
	return strings.FieldsFunc(folded, apart)
}

// plainer is the letter people type for one with a stroke, which Unicode does not take apart.
func plainer(r rune) rune {
	switch r {
	case 'ł':
		return 'l'
	case 'ø':
		return 'o'
	case 'đ', 'ð':
		return 'd'
	case 'ħ':
		return 'h'
	case 'ı':
		return 'i'
	case 'ß':
		return 's'
	}
	return r
}

// plain reports whether the text is ASCII, which needs no folding.
func plain(text string) bool {
	for i := range len(text) {
		if text[i] >= 0x80 {
			return false
		}
	}
	return true
}

// apart reports whether the rune stands between words.
func apart(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }

// slips is how many mistakes are forgiven in a word: none in a short one, where nearly everything is near.
func slips(word string) int {
	switch n := len(word); {
	case n < 4:
		return 0
	case n < 8:
		return 1
	}
	return 2
}
