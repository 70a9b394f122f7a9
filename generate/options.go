package generate

import (
	"fmt"

	"throughline/fault"
	"throughline/graph"
)

// Options say what kind of organisation is wanted. The zero value of every field but Today stands for a
// middling one.
type Options struct {
	Seed         uint64
	Today        graph.Date // the day after the last one with a change; required
	Units        int        // all units, the top included; 0 is 24, at least 4
	People       int        // people with a name, at least one for each unit; 0 is six for each unit
	Themes       int        // 0 is 5; from 3 to 12
	Outcomes     int        // 0 is two and a bit for each theme; at least one for each theme and one more
	Initiatives  int        // over all halves; 0 is five for each unit
	Work         int        // 0 is fifty for each initiative; below 0 is none
	Decisions    int        // 0 is one for three initiatives; below 0 is none
	Dependencies int        // 0 is one for two initiatives; below 0 is none
	Comments     int        // 0 is one for each initiative; below 0 is none
	Weeks        int        // of history; 0 is 52, from 8 to 520
	Every        int        // working days between two readings of the tracker; 0 is 5
	Batch        int        // the most records of one draft; 0 is 800
	Clean        bool       // plant nothing
}

// Sized is the options for an organisation of about so many records, nine in ten of them work.
func Sized(records int, seed uint64, today graph.Date) Options {
	o := Options{
		Seed: seed, Today: today,
		Units:        min(max(records/1000, 8), 1000),
		Themes:       min(max(records/20_000, 4), 8),
		Initiatives:  min(max(records/50, 24), 20_000),
		Decisions:    max(records/200, 6),
		Dependencies: max(records/100, 8),
	}
	o.People = max(records*3/100, o.Units+4)
	o.Outcomes = max(o.Themes*2+1, o.Units/3)
	o.Work = records * 9 / 10
	o.Comments = -1
	if rest := records - o.Work - o.others(); rest > 0 {
		o.Comments = rest
	}
	return o
}

// others estimates the records that are neither work nor comments.
func (o Options) others() int {
	halves := 3
	return o.Units*(1+4*halves) + o.People + o.Themes + o.Outcomes + o.Initiatives + o.Decisions + o.Dependencies + 30
}

func (o Options) orDefaults() Options {
	o.Units = orElse(o.Units, 24)
	o.People = max(orElse(o.People, 6*o.Units), o.Units)
	o.Themes = orElse(o.Themes, 5)
	o.Outcomes = max(orElse(o.Outcomes, 2*o.Themes+o.Themes/2), o.Themes+1)
	o.Initiatives = orElse(o.Initiatives, 5*o.Units)
	o.Work = orElse(o.Work, 50*o.Initiatives)
	o.Decisions = orElse(o.Decisions, o.Initiatives/3+2)
	o.Dependencies = orElse(o.Dependencies, o.Initiatives/2+2)
	o.Comments = orElse(o.Comments, o.Initiatives)
	o.Weeks = orElse(o.Weeks, 52)
	o.Every = orElse(o.Every, 5)
	o.Batch = orElse(o.Batch, 800)
	return o
}

// orElse is n, the other for 0, and 0 for less.
func orElse(n, other int) int {
	if n == 0 {
		return other
	}
	return max(n, 0)
}

func (o Options) check() error {
	limits := []struct {
		what       string
		n, lo, hi  int
		plainWords string
	}{
		{"units", o.Units, 4, 20_000, "4 to 20,000"},
		{"themes", o.Themes, 3, 12, "3 to 12"},
		{"weeks", o.Weeks, 8, 520, "8 to 520"},
		{"work", o.Work, 0, 5_000_000, "at most 5,000,000"},
		{"initiatives", o.Initiatives, 1, 200_000, "1 to 200,000"},
		{"people", o.People, 1, 1_000_000, "at most 1,000,000"},
		{"batch", o.Batch, 50, 10_000, "50 to 10,000"},
	}
	for _, l := range limits {
		if l.n < l.lo || l.n > l.hi {
			return fault.Invalidf("Ask for "+l.plainWords, "%d %s cannot be generated", l.n, l.what)
		}
	}
	if o.Today < graph.On(1990, 1, 1) {
		return fault.New(fault.Invalid, fmt.Sprintf("the history cannot end on %q", o.Today.String()), "Give the day it ends, 1 Jan 1990 or later")
	}
	return nil
}
