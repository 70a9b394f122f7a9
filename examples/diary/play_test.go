package diary

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

const small = `
from: 2026-01-05
until: 2026-02-18
ends: [2026-01-21]
daily: 2026-02-16
by: ana
why: Read
months: [2026-01, 2026-02]
units:
  - id: core
    prefix: cp
    held up: [0.5, 0.5]
    waits on: [pay, law]
    days:
      - {initiative: ledger, logged: [40, 25.5]}
      - {initiative: stopped, until: 2026-02-04, logged: [12, 6]}
      - {initiative: late, from: 2026-02-02, titles: ledger, logged: [0, 14]}
  - id: pay
    prefix: ps
    held up: [0, 0]
    days:
      - {titles: chores, logged: [9, 7]}
titles:
  ledger: {size: 6, steps: [Map …, Move …], things: [loans, fees, interest]}
  stopped: {size: 20, steps: [Try …], things: [this, that]}
  chores: {steps: [Tidy …], things: [the board, the wiki]}
`

func played(t *testing.T, text string) (*Script, []span, []*item) {
	t.Helper()
	s, err := Parse([]byte(text))
	if err != nil {
		t.Fatal(err)
	}
	spans, err := s.spans()
	if err != nil {
		t.Fatal(err)
	}
	return s, spans, s.play(spans)
}

// total is the days logged by a unit on an initiative from one day to another.
func total(items []*item, unit, initiative, from, to string) (days float64) {
	for _, it := range items {
		if it.unit != unit || it.initiative != initiative {
			continue
		}
		for _, l := range it.logged {
			if at := date(l.on); from <= at && at <= to {
				days += l.days
			}
		}
	}
	return days
}

func TestReadingsFollowTheCalendar(t *testing.T) {
	_, spans, _ := played(t, small)
	var got []string
	for _, sp := range spans {
		got = append(got, date(sp.first)+" "+date(sp.last)+" "+moment(sp.read))
	}
	want := []string{
		"2026-01-05 2026-01-09 2026-01-09 16:00",
		"2026-01-12 2026-01-16 2026-01-16 16:00",
		"2026-01-19 2026-01-21 2026-01-21 16:00", // the script ends a reading here
		"2026-01-22 2026-01-23 2026-01-23 16:00",
		"2026-01-26 2026-01-30 2026-01-30 16:00",
		"2026-02-02 2026-02-06 2026-02-06 16:00",
		"2026-02-09 2026-02-13 2026-02-13 16:00",
		"2026-02-16 2026-02-16 2026-02-17", // from here day by day, at its end
		"2026-02-17 2026-02-17 2026-02-18",
		"2026-02-18 2026-02-18 2026-02-19",
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("readings are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
}

// What is logged is what the table says, to the half day that is carried over.
func TestDaysAreThoseOfTheTable(t *testing.T) {
	s, spans, items := played(t, small)
	last := date(spans[len(spans)-1].last)
	for _, u := range s.Units {
		for _, stream := range u.Days {
			want := 0.0
			for _, d := range stream.Logged {
				want += d
			}
			if got := total(items, u.ID, stream.Initiative, s.From, last); math.Abs(got-want) > .5 {
				t.Errorf("%s logged %.1f days on %q, want %.1f", u.ID, got, stream.Initiative, want)
			}
		}
	}
	if got := total(items, "core", "ledger", "2026-01-01", "2026-01-31"); math.Abs(got-40) > .5 {
		t.Errorf("core logged %.1f days on the ledger in January, want 40", got)
	}
}

func TestAStreamKeepsItsDays(t *testing.T) {
	_, spans, items := played(t, small)
	last := date(spans[len(spans)-1].last)
	if late := total(items, "core", "stopped", "2026-02-07", last); late != 0 {
		t.Errorf("%.1f days were logged after the work was stopped", late)
	}
	if early := total(items, "core", "late", "2026-01-01", "2026-02-01"); early != 0 {
		t.Errorf("%.1f days were logged before the work began", early)
	}
	dropped := 0
	for _, it := range items {
		switch {
		case it.initiative == "late" && date(it.opened) < "2026-02-02":
			t.Errorf("%s was opened on %s, before its initiative began", it.id, date(it.opened))
		case it.initiative == "stopped" && it.how == "":
			t.Errorf("%s is still open although nobody works on it any more", it.id)
		case it.how == "dropped":
			dropped++
		}
	}
	if dropped == 0 {
		t.Error("nothing was dropped when the stream ran dry")
	}
}

// Every item's life is in order, whatever the table says.
func TestLivesAreInOrder(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := strings.NewReplacer(
			"[40, 25.5]", fmt.Sprintf("[%.1f, %.1f]", rapid.Float64Range(0, 90).Draw(r, "january"), rapid.Float64Range(0, 90).Draw(r, "february")),
			"[0.5, 0.5]", fmt.Sprintf("[%.2f, %.2f]", rapid.Float64Range(0, 1).Draw(r, "held"), rapid.Float64Range(0, 1).Draw(r, "later")),
			"size: 6", fmt.Sprintf("size: %d", rapid.IntRange(1, 30).Draw(r, "size")),
		).Replace(small)
		_, spans, items := played(t, text)
		seen := make(map[string]bool)
		for _, it := range items {
			if seen[it.id] {
				r.Fatalf("two items are called %s", it.id)
			}
			seen[it.id] = true
			if why := disorder(it, spans[len(spans)-1].last); why != "" {
				r.Fatalf("%s (%s): %s", it.id, it.title, why)
			}
		}
	})
}

// disorder says what is wrong with an item's life, or "".
func disorder(it *item, last time.Time) string {
	at := it.opened
	if it.begun.Before(at) {
		return "it was begun before it was opened"
	}
	at = it.begun
	sum := 0.0
	for _, l := range it.logged {
		if l.on.Before(at) || l.on.After(last) {
			return "days are logged out of order"
		}
		if wd := l.on.Weekday(); wd == time.Saturday || wd == time.Sunday {
			return "days are logged at the weekend"
		}
		at = l.on
		sum += l.days
	}
	switch {
	case it.how != "" && it.closed.Before(at):
		return "it was closed before the last day was logged"
	case it.how == "finished" && math.Abs(sum-it.days) > 1e-9:
		return fmt.Sprintf("it was finished after %.1f of %.1f days", sum, it.days)
	case it.how == "" && sum >= it.days:
		return "it has all its days and is not finished"
	}
	if h := it.held; !h.from.IsZero() && (h.from.Before(it.begun) || !h.to.IsZero() && h.to.Before(h.from)) {
		return "it waits the wrong way round"
	}
	for _, l := range it.logged {
		if !it.held.from.IsZero() && l.on.After(it.held.from) && (it.held.to.IsZero() || l.on.Before(it.held.to)) {
			return "days are logged while it waits"
		}
	}
	return ""
}

func TestTitles(t *testing.T) {
	tt := Titles{Steps: []string{"map …", "move …"}, Things: []string{"a", "b", "c"}}
	seen := make(map[string]bool)
	for n := range 6 {
		seen[tt.title(n)] = true
	}
	if len(seen) != 6 || !seen["Map a"] || !seen["Move c"] {
		t.Errorf("six titles are %v, want each step with each thing", seen)
	}
	if got := tt.title(6); !strings.HasSuffix(got, ", part 2") {
		t.Errorf("the seventh title is %q, want a second part", got)
	}
}

func TestWords(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"Map the fees", "Map the fees"},
		{"Wait: the bank", "'Wait: the bank'"},
		{"Ana's list", "Ana's list"},
		{"Ana's list #2", "'Ana''s list #2'"},
		{"'Twas there", "'''Twas there'"},
	} {
		if got := quote(c.in); got != c.want {
			t.Errorf("quote(%q) = %s, want %s", c.in, got, c.want)
		}
	}
	for _, c := range []struct {
		days float64
		want int
	}{{1, 1}, {2, 1}, {2.5, 2}, {7, 3}, {11, 5}, {16, 8}, {40, 13}} {
		if got := points(c.days); got != c.want {
			t.Errorf("points(%v) = %d, want %d", c.days, got, c.want)
		}
	}
	if got := list([]string{"a"}); got != "a" {
		t.Errorf("one value is written %s", got)
	}
	if got := list([]string{"a", "b"}); got != "[a, b]" {
		t.Errorf("two values are written %s", got)
	}
}

func TestScriptsThatAreRefused(t *testing.T) {
	for _, c := range []struct{ name, old, now string }{
		{"a month too many", "[40, 25.5]", "[40, 25.5, 3]"},
		{"no titles", "titles: ledger, ", "titles: nothing, "},
		{"an unknown key", "by: ana", "bye: ana"},
		{"held up too few", "[0, 0]", "[0]"},
	} {
		if _, err := Parse([]byte(strings.Replace(small, c.old, c.now, 1))); err == nil {
			t.Errorf("%s is accepted", c.name)
		}
	}
	for _, key := range []string{"from: 2026-01-05", "until: 2026-02-18", "daily: 2026-02-16"} {
		name, _, _ := strings.Cut(key, ":")
		s, err := Parse([]byte(strings.Replace(small, key, name+": soon", 1)))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Write(s); err == nil {
			t.Errorf("%s: soon is accepted", name)
		}
	}
}

// A reading tells each thing once: the same item is whole once and then only added to.
func TestReadingsTellEachThingOnce(t *testing.T) {
	s, spans, items := played(t, small)
	files, err := Write(s)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) != len(spans) {
		t.Fatalf("%d files for %d readings", len(files), len(spans))
	}
	var all strings.Builder
	for _, f := range files {
		all.Write(f.Body)
	}
	text := all.String()
	for _, it := range items {
		if n := strings.Count(text, "\n  "+it.id+":\n"); n != 1 {
			t.Errorf("%s is written whole %d times", it.id, n)
		}
	}
	for _, word := range []string{"opened", "started"} {
		if got := strings.Count(text, word+" 2026"); got != len(items) {
			t.Errorf("%d items were %s, want %d", got, word, len(items))
		}
	}
	if !strings.Contains(text, " on pay") && !strings.Contains(text, " on law") {
		t.Error("nobody waits on anybody")
	}
}
