package csvfile

import (
	"strconv"
	"strings"
)

// Decimal is the sign that a column writes between the whole and the parts of a number.
type Decimal string

// The decimal signs.
const (
	Point Decimal = "point"
	Comma Decimal = "comma"
)

// parseNumber reads a number; groups of three digits may be set apart by the other sign, by spaces or
// by apostrophes. A percentage is a part of 1.
func parseNumber(s string, d Decimal) (float64, bool) {
	s = strings.TrimSpace(s)
	percent := ""
	if cut, ok := strings.CutSuffix(s, "%"); ok {
		s, percent = strings.TrimSpace(cut), "e-2"
	}
	sign := ""
	if rest, ok := cutAny(s, "-", "−", "–"); ok {
		s, sign = rest, "-"
	}
	mark, other := ".", ","
	if d == Comma {
		mark, other = ",", "."
	}
	whole, part, cut := strings.Cut(s, mark)
	whole, ok := ungroup(whole, other)
	if !ok || cut && !isDigits(part) || whole == "" && part == "" {
		return 0, false
	}
	f, err := strconv.ParseFloat(sign+whole+"."+part+percent, 64)
	return f, err == nil
}

func cutAny(s string, prefixes ...string) (string, bool) {
	for _, p := range prefixes {
		if rest, ok := strings.CutPrefix(s, p); ok {
			return rest, true
		}
	}
	return s, false
}

// ungroup takes the signs out that set groups of three digits apart.
func ungroup(s, sign string) (string, bool) {
	isSign := func(r rune) bool { return strings.ContainsRune(sign+" \u00a0\u202f'’", r) }
	groups := strings.FieldsFunc(s, isSign)
	signs := strings.Count(strings.Map(func(r rune) rune {
		if isSign(r) {
			return '|'
		}
		return r
	}, s), "|")
	if len(groups) == 0 || signs != len(groups)-1 {
		return "", s == ""
	}
	for i, g := range groups {
		if !isDigits(g) || len(groups) > 1 && (len(g) > 3 || i > 0 && len(g) != 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}
