package wording

import (
	"math"
	"strconv"
	"strings"
	"time"
	"unicode"
)

// Number is the number with thousands commas, at most one decimal, and − below zero: −1,080.5.
// A number that rounds to zero has no sign.
func Number(f float64) string {
	tenths := math.Round(math.Abs(f) * 10)
	whole := strconv.FormatFloat(math.Floor(tenths/10), 'f', 0, 64)
	for i := len(whole) - 3; i > 0; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	if rest := math.Mod(tenths, 10); rest > 0 {
		whole += "." + strconv.FormatFloat(rest, 'f', 0, 64)
	}
	if f < 0 && tenths > 0 {
		return "−" + whole
	}
	return whole
}

// Whole is Number without decimals, for quantities that are large or uncertain.
func Whole(f float64) string { return Number(math.Round(f)) }

// Count is a number and its noun: 1 record, 2,000 records.
func Count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return Number(float64(n)) + " " + many
}

// Days is a number of days with the noun: 1 day, 360 days. Ten and more are whole.
func Days(d float64) string {
	if math.Abs(d) >= 10 {
		d = math.Round(d)
	}
	n := Number(d)
	if n == "1" {
		return "1 day"
	}
	return n + " days"
}

// Percent is a share of one as a percentage: 0.225 is 22.5%.
func Percent(share float64) string { return Number(share*100) + "%" }

// WholePercent is Percent without decimals.
func WholePercent(share float64) string { return Whole(share*100) + "%" }

// Of100 is a share of one as a whole number out of 100: 0.684 is 68.
func Of100(share float64) string { return Whole(share * 100) }

// Money is an amount in the currency, short: $94 thousand, EUR 1.2 million. An empty currency is left out.
func Money(amount float64, currency string) string {
	sign := currency
	switch currency {
	case "USD":
		sign = "$"
	case "EUR":
		sign = "€"
	case "GBP":
		sign = "£"
	case "":
	default:
		sign += " "
	}
	switch size := math.Abs(amount); {
	case size >= 999_950:
		return sign + Number(amount/1e6) + " million"
	case size >= 1000:
		return sign + Whole(amount/1e3) + " thousand"
	}
	return sign + Whole(amount)
}

// Day is a date as 24 Sep, with the year when it differs from that of today.
func Day(t, today time.Time) string {
	if t.Year() == today.Year() {
		return t.Format("2 Jan")
	}
	return t.Format("2 Jan 2006")
}

// FullDay is a date with its year: 24 Sep 2026.
func FullDay(t time.Time) string { return t.Format("2 Jan 2006") }

// Moment is a date with its time in UTC: 24 Sep 2026, 06:00.
func Moment(t time.Time) string { return t.UTC().Format("2 Jan 2006, 15:04") }

// List joins names as a sentence does: a, b and c. Beyond most it says how many more there are.
func List(names []string, most int) string {
	if n := len(names) - most; n > 0 && most > 0 {
		return strings.Join(names[:most], ", ") + " and " + Number(float64(n)) + " more"
	}
	if len(names) < 2 {
		return strings.Join(names, "")
	}
	return strings.Join(names[:len(names)-1], ", ") + " and " + names[len(names)-1]
}

// Opened is the sentence with a capital first letter, unless it begins with a name: names stay as they are typed.
func Opened(s string) string {
	first, _, _ := strings.Cut(s, " ")
	if strings.ContainsFunc(first, func(r rune) bool { return !unicode.IsLetter(r) && r != ',' && r != '’' }) {
		return s
	}
	return Capital(s)
}

// Capital is the text with a capital first letter.
func Capital(s string) string {
	for i, r := range s {
		if i == 0 {
			return strings.ToUpper(string(r)) + s[len(string(r)):]
		}
	}
	return s
}
