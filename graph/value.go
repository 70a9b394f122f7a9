package graph

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"throughline/fault"
)

// Days is a quantity of working days of one person.
type Days float64

// Share is a part of a whole, 0 to 1.
type Share float64

// Date is a calendar day, counted in days since 1 January 1970. The zero Date is "not set".
// Its text form is 2006-01-02.
type Date int32

const day = 24 * time.Hour

// DateOf is the calendar day of t in UTC.
func DateOf(t time.Time) Date {
	return Date(math.Floor(float64(t.Unix()) / day.Seconds()))
}

// On is the Date of year, month and day.
func On(year int, month time.Month, dayOfMonth int) Date {
	return DateOf(time.Date(year, month, dayOfMonth, 0, 0, 0, 0, time.UTC))
}

// ParseDate reads 2006-01-02.
func ParseDate[T string | []byte](s T) (Date, error) {
	y, a := digits(s, 0, 4)
	m, b := digits(s, 5, 2)
	d, c := digits(s, 8, 2)
	if a && b && c && len(s) == len(time.DateOnly) && s[4] == '-' && s[7] == '-' && 1 <= m && m <= 12 && 1 <= d && d <= daysIn(y, m) {
		return civil(y, m, d), nil
	}
	return 0, fault.Invalidf("Write it as year-month-day, for instance 2026-07-01", "%q is not a date", string(s))
}

// digits reads n digits at the place.
func digits[T string | []byte](s T, at, n int) (v int, ok bool) {
	if len(s) < at+n {
		return 0, false
	}
	for _, c := range []byte(s[at : at+n]) {
		if c < '0' || c > '9' {
			return 0, false
		}
		v = v*10 + int(c-'0')
	}
	return v, true
}

func daysIn(year, month int) int {
	if month == 2 {
		if year%4 == 0 && (year%100 != 0 || year%400 == 0) {
			return 29
		}
		return 28
	}
	return 30 + (month+month/8)%2
}

// civil counts the days from 1 January 1970 to a day of the Gregorian calendar. Years are taken to
// begin in March, so that the leap day is the last of its year; the count runs 400 years ahead, so that
// January of the year 0 does not divide a negative year.
func civil(year, month, dayOfMonth int) Date {
	const cycle = 146097 // the days of 400 years
	year += 400
	if month <= 2 {
		year, month = year-1, month+12
	}
	return Date(365*year + year/4 - year/100 + year/400 + (153*(month-3)+2)/5 + dayOfMonth - 719469 - cycle)
}

// Time is midnight UTC at the start of the day.
func (d Date) Time() time.Time { return time.Unix(int64(d)*int64(day.Seconds()), 0).UTC() }

// End is the last instant of the day in UTC, to the millisecond.
func (d Date) End() time.Time { return d.Time().Add(day - time.Millisecond) }

// IsZero reports whether the date is not set.
func (d Date) IsZero() bool { return d == 0 }

// String is the text form, "" when not set.
func (d Date) String() string {
	if d == 0 {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText is the text form.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the text form; empty text is not set.
func (d *Date) UnmarshalText(b []byte) error {
	if len(b) == 0 {
		*d = 0
		return nil
	}
	p, err := ParseDate(string(b))
	*d = p
	return err
}

// Workdays counts the days from Monday to Friday in first..last, both included.
// It is 0 when last is before first.
func Workdays(first, last Date) int {
	if last < first {
		return 0
	}
	n := int(last-first) + 1
	count := n / 7 * 5
	// 1 January 1970 was a Thursday: weekday 0 is Monday below.
	for d := first + Date(n/7*7); d <= last; d++ {
		if (int(d)%7+7+3)%7 < 5 {
			count++
		}
	}
	return count
}

// ThemeShare is the share of one theme.
type ThemeShare struct {
	Theme ThemeID
	Share Share
}

// Shares gives each theme its share. It is kept sorted by theme and written as an object,
// theme: share. What is missing to 1 belongs to no theme.
type Shares []ThemeShare

// SharesOf sorts the pairs; a theme named twice keeps its last share.
func SharesOf(pairs ...ThemeShare) Shares {
	s := Shares{}
	for _, p := range pairs {
		s = s.With(p.Theme, p.Share)
	}
	return s
}

// With returns the shares with one theme's share set.
func (s Shares) With(t ThemeID, v Share) Shares {
	i, found := slices.BinarySearchFunc(s, t, func(a ThemeShare, b ThemeID) int { return cmp.Compare(a.Theme, b) })
	c := slices.Clone(s)
	if found {
		c[i].Share = v
		return c
	}
	return slices.Insert(c, i, ThemeShare{t, v})
}

// Of is the theme's share, 0 when it has none.
func (s Shares) Of(t ThemeID) Share {
	i, found := slices.BinarySearchFunc(s, t, func(a ThemeShare, b ThemeID) int { return cmp.Compare(a.Theme, b) })
	if !found {
		return 0
	}
	return s[i].Share
}

// Sum adds the shares up in order.
func (s Shares) Sum() Share {
	var sum Share
	for _, p := range s {
		sum += p.Share
	}
	return sum
}

// IsZero reports whether no theme has a share, so that none is written one way only.
func (s Shares) IsZero() bool { return len(s) == 0 }

// Word is a value from a short list: lower case, as written in files.
type Word interface{ ~string }

// oneOf says what is wrong with a word that is not on the list, or "".
func oneOf[W Word](w W, list ...W) (wrong string, nearest []string) {
	if slices.Contains(list, w) {
		return "", nil
	}
	names := make([]string, len(list))
	for i, l := range list {
		names[i] = string(l)
	}
	return fmt.Sprintf("%q is none of %s", string(w), strings.Join(names, ", ")), fault.Nearest(string(w), names, 3)
}

// MarshalJSONTo writes the shares as an object, theme: share, sorted by theme.
func (s Shares) MarshalJSONTo(e *jsontext.Encoder) error {
	if err := e.WriteToken(jsontext.BeginObject); err != nil {
		return err
	}
	for _, p := range s {
		if err := e.WriteToken(jsontext.String(string(p.Theme))); err != nil {
			return err
		}
		if err := e.WriteToken(jsontext.Float(float64(p.Share))); err != nil {
			return err
		}
	}
	return e.WriteToken(jsontext.EndObject)
}

// UnmarshalJSONFrom reads an object, theme: share.
func (s *Shares) UnmarshalJSONFrom(d *jsontext.Decoder) error {
	var m map[ThemeID]Share
	if err := json.UnmarshalDecode(d, &m); err != nil {
		return err
	}
	*s = nil
	for t, v := range m {
		*s = s.With(t, v)
	}
	return nil
}
