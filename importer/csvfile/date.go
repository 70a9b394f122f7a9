package csvfile

import (
	"strconv"
	"strings"
	"time"
)

// Order is the order in which a column writes the parts of a day.
type Order string

// The orders.
const (
	YearFirst  Order = "year-month-day"
	DayFirst   Order = "day-month-year"
	MonthFirst Order = "month-day-year"
	Serial     Order = "serial" // the number of a day, as Excel keeps it
)

// orders is every order, in the order in which they are preferred.
func orders() []Order { return []Order{YearFirst, DayFirst, MonthFirst, Serial} }

// epoch is the day that Excel counts as 0; its wrong 29 February 1900 lies before all days read here.
var epoch = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)

// parseMoment reads a day, or a day with a time in UTC, written in the order. A month in letters
// settles the order of day and month itself.
func parseMoment(s string, o Order) (time.Time, bool) {
	s = strings.TrimSpace(s)
	if o == Serial {
		return serial(s)
	}
	if o == YearFirst && strings.IndexByte(s, 'T') > 0 {
		if t, err := time.Parse(time.RFC3339, s); err == nil {
			return t.UTC(), true
		}
	}
	day, clock := splitClock(s)
	d, ok := parseDay(day, o)
	if !ok {
		return time.Time{}, false
	}
	since, ok := parseClock(clock)
	return d.Add(since), ok
}

func serial(s string) (time.Time, bool) {
	n, err := strconv.ParseFloat(s, 64)
	if err != nil || n < 20_000 || n > 80_000 {
		return time.Time{}, false
	}
	whole := int(n)
	rest := time.Duration((n - float64(whole)) * float64(24*time.Hour))
	return epoch.AddDate(0, 0, whole).Add(rest.Round(time.Second)), true
}

// splitClock cuts the time of day off.
func splitClock(s string) (day, clock string) {
	i := strings.IndexByte(s, ':')
	if i < 0 {
		return s, ""
	}
	cut := strings.LastIndexAny(s[:i], " T")
	if cut < 0 {
		return s, "?"
	}
	return strings.TrimRight(s[:cut], " ,"), strings.TrimSpace(s[cut+1:])
}

func parseClock(s string) (time.Duration, bool) {
	if s == "" {
		return 0, true
	}
	for _, layout := range []string{"15:04", "15:04:05", "15:04:05.999999999", "15:04:05Z07:00", "15:04:05.999999999-0700", "3:04 PM", "3:04:05 PM", "3:04PM", "3:04:05PM"} {
		if t, err := time.Parse(layout, strings.ToUpper(s)); err == nil {
			_, offset := t.Zone()
			h, m, sec := t.Clock()
			return time.Duration(h)*time.Hour + time.Duration(m)*time.Minute + time.Duration(sec-offset)*time.Second, true
		}
	}
	return 0, false
}

// parseDay reads the three parts of a day.
func parseDay(s string, o Order) (time.Time, bool) {
	parts := strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune("./-, ", r) })
	if len(parts) != 3 {
		return time.Time{}, false
	}
	y, m, d := parts[0], parts[1], parts[2]
	switch {
	case o == YearFirst:
	case o == MonthFirst && strings.Contains(s, "."):
		return time.Time{}, false // who writes points begins with the day
	case monthOf(parts[0]) > 0 && !isDigits(parts[0]):
		y, m, d = parts[2], parts[0], parts[1]
	case o == DayFirst || monthOf(parts[1]) > 0 && !isDigits(parts[1]):
		y, m, d = parts[2], parts[1], parts[0]
	default:
		y, m, d = parts[2], parts[0], parts[1]
	}
	return dayOf(y, monthOf(m), d)
}

func dayOf(y string, month int, d string) (time.Time, bool) {
	year, ok := yearOf(y)
	day, err := strconv.Atoi(d)
	if !ok || err != nil || len(d) > 2 || month < 1 || month > 12 {
		return time.Time{}, false
	}
	t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC)
	return t, t.Day() == day && int(t.Month()) == month
}

// yearOf reads a year of four digits, or of two: 69 to 99 are of the last century, as in Excel's kin.
func yearOf(s string) (int, bool) {
	n, err := strconv.Atoi(s)
	switch {
	case err != nil || !isDigits(s):
		return 0, false
	case len(s) == 4:
		return n, n >= 1900
	case len(s) == 2 && n >= 69:
		return 1900 + n, true
	case len(s) == 2:
		return 2000 + n, true
	}
	return 0, false
}

// monthOf reads a month as a number or as its English name or the first three letters of it; 0 when
// it is neither.
func monthOf(s string) int {
	if isDigits(s) {
		n, err := strconv.Atoi(s)
		if err != nil || len(s) > 2 {
			return 0
		}
		return n
	}
	s = strings.ToLower(s)
	for m := time.January; m <= time.December; m++ {
		name := strings.ToLower(m.String())
		if s == name || s == name[:3] || s == "sept" && m == time.September {
			return int(m)
		}
	}
	return 0
}

func isDigits(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
