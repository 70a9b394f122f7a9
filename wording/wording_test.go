package wording

import (
	"math"
	"strconv"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestNumber(t *testing.T) {
	for f, want := range map[float64]string{
		0: "0", 1: "1", 68: "68", 1080.54: "1,080.5", 12000: "12,000", -4.25: "−4.3", -0.04: "0", 999.96: "1,000", 1234567: "1,234,567", 0.05: "0.1",
	} {
		if got := Number(f); got != want {
			t.Errorf("Number(%v) = %q, want %q", f, got, want)
		}
	}
}

func TestNumberReadsBackToATenth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		f := rapid.Float64Range(-1e9, 1e9).Draw(t, "f")
		text := strings.NewReplacer(",", "", "−", "-").Replace(Number(f))
		back, err := strconv.ParseFloat(text, 64)
		if err != nil || math.Abs(back-f) > 0.05+1e-6 {
			t.Fatalf("Number(%v) = %q", f, Number(f))
		}
	})
}

func TestWords(t *testing.T) {
	today := time.Date(2026, 9, 24, 6, 0, 0, 0, time.UTC)
	for _, c := range []struct{ got, want string }{
		{Days(1), "1 day"},
		{Days(0.5), "0.5 days"},
		{Days(359.7), "360 days"},
		{Days(-12), "−12 days"},
		{Percent(0.225), "22.5%"},
		{WholePercent(0.684), "68%"},
		{Of100(0.684), "68"},
		{Money(94_000, "USD"), "$94 thousand"},
		{Money(1_250_000, "EUR"), "€1.3 million"},
		{Money(999_999, "CHF"), "CHF 1 million"},
		{Money(12, ""), "12"},
		{Day(today, today), "24 Sep"},
		{Day(today.AddDate(1, 0, 0), today), "24 Sep 2027"},
		{FullDay(today), "24 Sep 2026"},
		{Moment(today), "24 Sep 2026, 06:00"},
		{Count(1, "record", "records"), "1 record"},
		{Count(2000, "record", "records"), "2,000 records"},
		{List([]string{"a", "b", "c"}, 3), "a, b and c"},
		{List([]string{"a", "b", "c"}, 2), "a, b and 1 more"},
		{List([]string{"a"}, 2), "a"},
		{List(nil, 2), ""},
		{Capital("über"), "Über"},
		{Capital(""), ""},
	} {
		if c.got != c.want {
			t.Errorf("got %q, want %q", c.got, c.want)
		}
	}
}

func TestCountAgreesWithItsNoun(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		n := rapid.IntRange(0, 1_000_000).Draw(t, "n")
		got := Count(n, "day", "days")
		if strings.HasSuffix(got, "days") != (n != 1) {
			t.Fatalf("Count(%d) = %q", n, got)
		}
	})
}

func TestListNamesOrCountsEveryName(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := rapid.SliceOfN(rapid.StringMatching(`[a-z]{3}`), 0, 9).Draw(t, "names")
		most := rapid.IntRange(1, 9).Draw(t, "most")
		got := List(names, most)
		for _, name := range names[:min(most, len(names))] {
			if !strings.Contains(got, name) {
				t.Fatalf("List(%v, %d) = %q leaves %q out", names, most, got, name)
			}
		}
		if rest := len(names) - most; rest > 0 && !strings.HasSuffix(got, "and "+strconv.Itoa(rest)+" more") {
			t.Fatalf("List(%v, %d) = %q", names, most, got)
		}
	})
}

func TestASentenceThatBeginsWithAName(t *testing.T) {
	for given, want := range map[string]string{
		"there is no unit":               "There is no unit",
		"ängste, sagt sie":               "Ängste, sagt sie",
		"the unit’s share":               "The unit’s share",
		"unit/care: it cannot be":        "unit/care: it cannot be",
		"data.db is damaged":             "data.db is damaged",
		"--port is unknown":              "--port is unknown",
		"mysql: is not a kind":           "mysql: is not a kind",
		"\"x\" is one word too many":     "\"x\" is one word too many",
		"/srv/data.db is not a database": "/srv/data.db is not a database",
		"":                               "",
	} {
		if got := Opened(given); got != want {
			t.Errorf("Opened(%q) = %q, want %q", given, got, want)
		}
	}
}
