package view

import (
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/a-h/templ"
)

// This file holds what the templates ask: class names and small geometry, no facts.

func toneInk(t Tone) string {
	if t == Plain {
		return ""
	}
	return "ink-" + string(t)
}

// punctuation is the mark that must not be parted from the figure before it.
func punctuation(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if strings.ContainsRune(".,;:?)%", r) {
		return s[:n]
	}
	return ""
}

// mark is the punctuation that follows piece i.
func (s Sentence) mark(i int) string {
	if i+1 >= len(s) || s[i+1].Figure != nil {
		return ""
	}
	return punctuation(s[i+1].Text)
}

// words is piece i without the punctuation that the figure before it has taken.
func (s Sentence) words(i int) string {
	if i > 0 && s[i-1].Figure != nil {
		return strings.TrimPrefix(s[i].Text, punctuation(s[i].Text))
	}
	return s[i].Text
}

func (t Thread) label() string {
	if t.name() == "" {
		return "Nothing lost on this line"
	}
	return "Lost at " + t.name() + ", stage " + strconv.Itoa(t.Stage+1) + " of 6"
}

func (t Thread) lineClass(to int) string {
	if t.name() == "" || to <= t.Stage {
		return "on"
	}
	return "off"
}

func (t Thread) dotClass(i int) string {
	switch {
	case t.name() != "" && i == t.Stage:
		return "d-cut"
	case t.name() == "" || i < t.Stage:
		return "d-on"
	}
	return "d-off"
}

func (t Thread) radius(i int) string {
	if t.dotClass(i) == "d-cut" {
		return "4"
	}
	return "3"
}

// stop is the place of stage i on the thread, moved by off.
func stop(i int, off float64) string {
	return strconv.FormatFloat(5+19.4*float64(i)+off, 'f', 1, 64)
}

type barRect struct{ x, w, class string }

// paint fills with a class, or with the hatch of work that has no line back.
func (r barRect) paint() templ.Attributes {
	if r.class == "f-hatch" {
		return templ.Attributes{"fill": "url(#hatch)"}
	}
	return templ.Attributes{"class": r.class}
}

func (b Bar) rects() []barRect {
	full := b.Max
	if full <= 0 {
		for _, p := range b.Parts {
			full += p.Value
		}
	}
	rects, at := make([]barRect, 0, len(b.Parts)), 0.0
	for _, p := range b.Parts {
		rects = append(rects, barRect{percent(at, full), percent(p.Value, full), p.class()})
		at += p.Value
	}
	return rects
}

func (p BarPart) class() string {
	switch {
	case p.Theme != nil:
		return p.Theme.fill()
	case p.Tone == inkTone:
		return "f-ink"
	case p.Tone == Loss:
		return "f-loss"
	case p.Tone == Good:
		return "f-good"
	case p.Tone == Warn:
		return "f-lossmid"
	}
	return "f-mute"
}

// described names a small picture, or hides it where the number stands beside it.
func described(label string) templ.Attributes {
	if label == "" {
		return templ.Attributes{"aria-hidden": "true"}
	}
	return templ.Attributes{"role": "img", "aria-label": label}
}

func current(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"aria-current": "true"}
}

func currentPage(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"aria-current": "page"}
}

func chipID(g ChipGroup) string {
	return "chips-" + strings.ReplaceAll(strings.ToLower(g.Name), " ", "-")
}

func labelled(groups []ChipGroup, g ChipGroup) templ.Attributes {
	if len(groups) < 2 {
		return nil
	}
	return templ.Attributes{"aria-labelledby": chipID(g)}
}

func walk(is bool) templ.Attributes {
	if !is {
		return nil
	}
	return templ.Attributes{"data-walk": ""}
}

func anchor(r Row) templ.Attributes {
	a := templ.Attributes{}
	if r.ID != "" {
		a["id"] = r.ID
	}
	if r.Tone != Plain {
		a["class"] = string(r.Tone)
	}
	return a
}

func sorted(o Order) templ.Attributes {
	if o == Unsorted {
		return nil
	}
	return templ.Attributes{"aria-sort": string(o)}
}

func cardLabel(t Table, i int, c Cell) templ.Attributes {
	if !t.Cards || c.Step.Text != "" {
		return nil
	}
	return templ.Attributes{"data-label": t.column(i).Name}
}

func (t Table) asTwin() Table {
	t.Tight = true
	return t
}

// beside is the width of a panel that stands beside another, as long as that one is there.
func beside(width string, other Part) string {
	if other.ID == "" {
		return ""
	}
	return width
}

func heatClass(level int) string {
	if level <= 0 {
		return "none"
	}
	return "h" + strconv.Itoa(min(level, 5))
}

func keyClass(i int) string { return "k" + strconv.Itoa(min(i+1, 5)) }

// px is a length inside a small picture.
func px(v float64) string { return strconv.FormatFloat(max(0, v), 'f', 1, 64) }
