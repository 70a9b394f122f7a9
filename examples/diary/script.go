package diary

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Script is what the diary is made from.
type Script struct {
	From   string   // the first day, a Monday: 2026-01-05
	Until  string   // the last day that may be read
	Ends   []string // days on which a reading ends although the week goes on, as a half does
	Daily  string   // from this day on the tracker is read every day, not every week
	By     string   // who reads the tracker
	Why    string
	Months []string // the months of the table, in order: 2026-01
	Units  []Unit
	Titles map[string]Titles // by initiative
}

// Unit is a part of the organisation with its days.
type Unit struct {
	ID       string
	Prefix   string    // of its items' ids
	Held     []float64 `yaml:"held up"` // the share of its items that wait on another unit, by month
	WaitsOn  []string  `yaml:"waits on"`
	Days     []Stream
	Finishes float64 // the share of its items that get finished; 0 is all
}

// Stream is the days a unit logs on one initiative, by month.
type Stream struct {
	Initiative string // "" for work that belongs to none; then Titles is needed
	Titles     string // whose titles it takes; the initiative's when empty
	Logged     []float64
	From       string // the first day it is worked on; the first of the table when empty
	Until      string // the last day
}

// Titles is what items can be called: each step, with each thing in the place of "…".
type Titles struct {
	Size   float64 // days of a usual item; 0 is 10
	Steps  []string
	Things []string
}

// Parse reads a script.
func Parse(text []byte) (*Script, error) {
	var s Script
	d := yaml.NewDecoder(bytes.NewReader(text))
	d.KnownFields(true)
	if err := d.Decode(&s); err != nil {
		return nil, fmt.Errorf("read the script: %w", err)
	}
	for _, u := range s.Units {
		for _, stream := range u.Days {
			if len(stream.Logged) != len(s.Months) {
				return nil, fmt.Errorf("%s has %d months for %q, the table has %d", u.ID, len(stream.Logged), stream.Initiative, len(s.Months))
			}
			if t := s.Titles[stream.titles()]; len(t.Steps) == 0 || len(t.Things) == 0 {
				return nil, fmt.Errorf("%s logs days on %q, which has no titles", u.ID, stream.titles())
			}
		}
		if len(u.Held) != len(s.Months) {
			return nil, fmt.Errorf("%s is held up in %d months, the table has %d", u.ID, len(u.Held), len(s.Months))
		}
	}
	return &s, nil
}

// on tells whether the stream is worked on that day.
func (s Stream) on(d time.Time) bool {
	at := date(d)
	return (s.From == "" || at >= s.From) && (s.Until == "" || at <= s.Until)
}

func (s Stream) titles() string {
	if s.Titles != "" {
		return s.Titles
	}
	return s.Initiative
}

// title is the n-th title: each step meets each thing once, and neighbours differ in both.
func (t Titles) title(n int) string {
	steps, things := len(t.Steps), len(t.Things)
	all := steps * things
	at := n % all
	title := strings.Replace(t.Steps[(at%things+at/things)%steps], "…", t.Things[at%things], 1)
	if round := n / all; round > 0 {
		title += fmt.Sprintf(", part %d", round+1)
	}
	return strings.ToUpper(title[:1]) + title[1:]
}

// day is a calendar day at midnight UTC.
func day(text string) (time.Time, error) { return time.Parse(time.DateOnly, text) }

// span is the days of one reading.
type span struct {
	first, last time.Time
	work        []time.Time // its working days
	read        time.Time   // when the tracker is read
}

// spans cuts the time into weeks, and from the day on which reading becomes daily into days.
func (s *Script) spans() ([]span, error) {
	from, err := day(s.From)
	if err != nil {
		return nil, err
	}
	until, err := day(s.Until)
	if err != nil {
		return nil, err
	}
	daily, err := day(s.Daily)
	if err != nil {
		return nil, err
	}
	var out []span
	for at := from; !at.After(until); {
		end := at.AddDate(0, 0, int(time.Friday-at.Weekday()))
		if !at.Before(daily) {
			end = at
		}
		if end.After(until) {
			end = until
		}
		end = s.cut(at, end)
		one := span{first: at, last: end, read: end.Add(16 * time.Hour)}
		if !at.Before(daily) {
			one.read = end.AddDate(0, 0, 1)
		}
		for d := at; !d.After(end); d = d.AddDate(0, 0, 1) {
			one.work = append(one.work, d)
		}
		out = append(out, one)
		at = end.AddDate(0, 0, 1)
		for at.Weekday() == time.Saturday || at.Weekday() == time.Sunday {
			at = at.AddDate(0, 0, 1)
		}
	}
	return out, nil
}

// cut is the first of the script's ends in at..end, else the end.
func (s *Script) cut(at, end time.Time) time.Time {
	for d := at; d.Before(end); d = d.AddDate(0, 0, 1) {
		if slices.Contains(s.Ends, date(d)) {
			return d
		}
	}
	return end
}

// month is the place of the day's month in the table, −1 for none.
func (s *Script) month(d time.Time) int {
	for i, m := range s.Months {
		if d.Format("2006-01") == m {
			return i
		}
	}
	return -1
}
