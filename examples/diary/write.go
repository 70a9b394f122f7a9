package diary

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// File is one reading of the tracker.
type File struct {
	Name string // 2026-01-09.yaml
	Body []byte
}

// Write plays the script and returns the readings, oldest first.
func Write(s *Script) ([]File, error) {
	spans, err := s.spans()
	if err != nil {
		return nil, fmt.Errorf("cut the time into readings: %w", err)
	}
	items := s.play(spans)
	var out []File
	for _, sp := range spans {
		if body := s.reading(items, sp); body != "" {
			out = append(out, File{date(sp.read) + ".yaml", []byte(body)})
		}
	}
	return out, nil
}

// reading is the file of one span: what is new, and what happened to what was there.
func (s *Script) reading(items []*item, sp span) string {
	var fresh, more, held strings.Builder
	for _, it := range items {
		switch {
		case it.opened.After(sp.last):
		case !it.opened.Before(sp.first):
			it.whole(&fresh, sp)
		default:
			it.added(&more, sp)
			it.over(&held, sp)
		}
	}
	if fresh.Len()+more.Len()+held.Len() == 0 {
		return ""
	}
	head := fmt.Sprintf("on: %s\nby: %s\nwhy: %s\nverb: work.synchronised\n", moment(sp.read), s.By, s.Why)
	return head + section("work", fresh.String()) + section("add", more.String()) + section("set", held.String())
}

func section(name, body string) string {
	if body == "" {
		return ""
	}
	return "\n" + name + ":\n" + body
}

// whole is a new item, as it stands at the end of the span.
func (t *item) whole(b *strings.Builder, sp span) {
	fmt.Fprintf(b, "  %s:\n    title: %s\n    unit: %s\n", t.id, quote(t.title), t.unit)
	if t.initiative != "" {
		fmt.Fprintf(b, "    initiative: %s\n", t.initiative)
	}
	fmt.Fprintf(b, "    size: %d\n    states: %s\n", t.size, list(t.states(time.Time{}, sp.last)))
	if l := t.entries(time.Time{}, sp.last); len(l) > 0 {
		fmt.Fprintf(b, "    logged: %s\n", list(l))
	}
	if w := t.waiting(sp.last); w != "" {
		fmt.Fprintf(b, "    blocked: %s\n", w)
	}
}

// added is what happened in the span to an item that was there before.
func (t *item) added(b *strings.Builder, sp span) {
	var parts []string
	if st := t.states(sp.first, sp.last); len(st) > 0 {
		parts = append(parts, "states: "+list(st))
	}
	if l := t.entries(sp.first, sp.last); len(l) > 0 {
		parts = append(parts, "logged: "+list(l))
	}
	if t.begins(sp) {
		parts = append(parts, "blocked: "+t.waiting(sp.last))
	}
	if len(parts) > 0 {
		fmt.Fprintf(b, "  work/%s: {%s}\n", t.id, strings.Join(parts, ", "))
	}
}

// begins tells whether the item begins to wait in the span.
func (t *item) begins(sp span) bool {
	return !t.held.from.IsZero() && !t.held.from.Before(sp.first) && !t.held.from.After(sp.last)
}

// over is the end of a wait that began in an earlier span.
func (t *item) over(b *strings.Builder, sp span) {
	if to := t.held.to; to.IsZero() || to.Before(sp.first) || to.After(sp.last) || t.begins(sp) {
		return
	}
	fmt.Fprintf(b, "  work/%s: {blocked: %s}\n", t.id, t.waiting(sp.last))
}

// waiting is the wait as it stands on a day, "" before it began.
func (t *item) waiting(now time.Time) string {
	if t.held.from.IsZero() || t.held.from.After(now) {
		return ""
	}
	w := date(t.held.from)
	if to := t.held.to; !to.IsZero() && !to.After(now) {
		w += " to " + date(to)
	}
	return w + " on " + t.held.on
}

// states is the states the item entered from the one day to the other.
func (t *item) states(from, to time.Time) []string {
	var out []string
	add := func(word string, on time.Time) {
		if !on.IsZero() && !on.Before(from) && !on.After(to) {
			out = append(out, word+" "+date(on))
		}
	}
	add("opened", t.opened)
	add("started", t.begun)
	add(t.how, t.closed)
	return out
}

// entries is the days logged from the one day to the other.
func (t *item) entries(from, to time.Time) []string {
	var out []string
	for _, l := range t.logged {
		if !l.on.Before(from) && !l.on.After(to) {
			out = append(out, date(l.on)+" "+strconv.FormatFloat(l.days, 'f', -1, 64))
		}
	}
	return out
}

func date(d time.Time) string { return d.Format(time.DateOnly) }

// moment is a day, with the hour where it is not midnight.
func moment(t time.Time) string {
	if t.Hour() == 0 {
		return date(t)
	}
	return t.Format("2006-01-02 15:04")
}

func number(n int) string { return strconv.Itoa(n) }

// list is one value as it is, or several in brackets.
func list(values []string) string {
	if len(values) == 1 {
		return values[0]
	}
	return "[" + strings.Join(values, ", ") + "]"
}

// quote puts a title in quotes where YAML would read it otherwise.
func quote(title string) string {
	if strings.Contains(title, ": ") || strings.Contains(title, " #") || strings.ContainsRune("'\"{}[]&*!|>%@`-?,", rune(title[0])) {
		return "'" + strings.ReplaceAll(title, "'", "''") + "'"
	}
	return title
}
