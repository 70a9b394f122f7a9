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
func (it *item) whole(b *strings.Builder, sp span) {
	fmt.Fprintf(b, "  %s:\n    title: %s\n    unit: %s\n", it.id, quote(it.title), it.unit)
	if it.initiative != "" {
		fmt.Fprintf(b, "    initiative: %s\n", it.initiative)
	}
	fmt.Fprintf(b, "    size: %d\n    states: %s\n", it.size, list(it.states(time.Time{}, sp.last)))
	if l := it.entries(time.Time{}, sp.last); len(l) > 0 {
		fmt.Fprintf(b, "    logged: %s\n", list(l))
	}
	if w := it.waiting(sp.last); w != "" {
		fmt.Fprintf(b, "    blocked: %s\n", w)
	}
}

// added is what happened in the span to an item that was there before.
func (it *item) added(b *strings.Builder, sp span) {
	var parts []string
	if st := it.states(sp.first, sp.last); len(st) > 0 {
		parts = append(parts, "states: "+list(st))
	}
	if l := it.entries(sp.first, sp.last); len(l) > 0 {
		parts = append(parts, "logged: "+list(l))
	}
	if it.begins(sp) {
		parts = append(parts, "blocked: "+it.waiting(sp.last))
	}
	if len(parts) > 0 {
		fmt.Fprintf(b, "  work/%s: {%s}\n", it.id, strings.Join(parts, ", "))
	}
}

// begins tells whether the item begins to wait in the span.
func (it *item) begins(sp span) bool {
	return !it.held.from.IsZero() && !it.held.from.Before(sp.first) && !it.held.from.After(sp.last)
}

// over is the end of a wait that began in an earlier span.
func (it *item) over(b *strings.Builder, sp span) {
	if to := it.held.to; to.IsZero() || to.Before(sp.first) || to.After(sp.last) || it.begins(sp) {
		return
	}
	fmt.Fprintf(b, "  work/%s: {blocked: %s}\n", it.id, it.waiting(sp.last))
}

// waiting is the wait as it stands on a day, "" before it began.
func (it *item) waiting(now time.Time) string {
	if it.held.from.IsZero() || it.held.from.After(now) {
		return ""
	}
	w := date(it.held.from)
	if to := it.held.to; !to.IsZero() && !to.After(now) {
		w += " to " + date(to)
	}
	return w + " on " + it.held.on
}

// states is the states the item entered from the one day to the other.
func (it *item) states(from, to time.Time) []string {
	var out []string
	add := func(word string, on time.Time) {
		if !on.IsZero() && !on.Before(from) && !on.After(to) {
			out = append(out, word+" "+date(on))
		}
	}
	add("opened", it.opened)
	add("started", it.begun)
	add(it.how, it.closed)
	return out
}

// entries is the days logged from the one day to the other.
func (it *item) entries(from, to time.Time) []string {
	var out []string
	for _, l := range it.logged {
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
	if strings.ContainsAny(title, ":#'\"{}[]&*!|>%@`") {
		return "'" + strings.ReplaceAll(title, "'", "''") + "'"
	}
	return title
}
