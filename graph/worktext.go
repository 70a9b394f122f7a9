package graph

import (
	"bytes"
	"strconv"
	"time"

	"throughline/fault"
)

// The moments of a work item are written as short lines, so that a file of work reads like a diary:
//
//	states:  [opened 2026-07-01, started 2026-07-03T09:30:00Z, finished 2026-07-20]
//	logged:  [2026-07-03 0.5, 2026-07-04 1]
//	blocked: [2026-07-05 to 2026-07-09 on payments]
//
// A day without a time means midnight UTC.

var moveWords = [...]string{Opened: "opened", Begun: "started", Paused: "paused", Finished: "finished", Dropped: "dropped"}

// String is the word for the state, "" for none.
func (m Move) String() string {
	if int(m) >= len(moveWords) {
		return ""
	}
	return moveWords[m]
}

// ParseMove reads a state's word.
func ParseMove[T string | []byte](s T) (Move, error) {
	for i, w := range moveWords {
		if i > 0 && w == string(s) {
			return Move(i), nil
		}
	}
	f := fault.Invalidf("Use opened, started, paused, finished or dropped", "%q is not a state of work", string(s))
	return 0, f.WithNearest(fault.Nearest(string(s), moveWords[1:], 2))
}

// MarshalText writes the state and its time.
func (t Transition) MarshalText() ([]byte, error) {
	b := append([]byte(t.State.String()), ' ')
	return appendMoment(b, t.At), nil
}

// UnmarshalText reads the state and its time.
func (t *Transition) UnmarshalText(b []byte) error {
	word, at, ok := bytes.Cut(b, []byte{' '})
	if !ok {
		return fault.Invalidf("Write the state and the day, for instance: started 2026-07-03", "%q has no time", string(b))
	}
	m, err := ParseMove(word)
	if err != nil {
		return err
	}
	s, err := parseMoment(at)
	*t = Transition{m, s}
	return err
}

// MarshalText writes the day and the days.
func (l Logged) MarshalText() ([]byte, error) {
	b := append([]byte(l.On.String()), ' ')
	return strconv.AppendFloat(b, float64(l.Days), 'g', -1, 32), nil
}

// UnmarshalText reads the day and the days.
func (l *Logged) UnmarshalText(b []byte) error {
	on, days, ok := bytes.Cut(b, []byte{' '})
	n, err := strconv.ParseFloat(string(days), 32)
	if !ok || err != nil {
		return fault.Invalidf("Write the day and the days, for instance: 2026-07-03 0.5", "%q is not time spent on a day", string(b))
	}
	d, err := ParseDate(on)
	*l = Logged{d, float32(n)}
	return err
}

// MarshalText writes the span and the unit waited for.
func (k Block) MarshalText() ([]byte, error) {
	b := appendMoment(nil, k.From)
	if k.To != 0 {
		b = appendMoment(append(b, " to "...), k.To)
	}
	if k.On != "" {
		b = append(append(b, " on "...), k.On...)
	}
	return b, nil
}

// UnmarshalText reads the span and the unit waited for.
func (k *Block) UnmarshalText(b []byte) error {
	span, on, _ := bytes.Cut(b, []byte(" on "))
	from, to, ended := bytes.Cut(span, []byte(" to "))
	f, err := parseMoment(from)
	if err != nil {
		return err
	}
	*k = Block{On: UnitID(on), From: f}
	if ended {
		k.To, err = parseMoment(to)
	}
	return err
}

func appendMoment(b []byte, s int64) []byte {
	t := time.Unix(s, 0).UTC()
	if s%int64(day.Seconds()) == 0 {
		return t.AppendFormat(b, time.DateOnly)
	}
	return t.AppendFormat(b, time.RFC3339)
}

const secondsOfDay = 24 * 60 * 60

func parseMoment(s []byte) (int64, error) {
	if len(s) == len(time.DateOnly) {
		d, err := ParseDate(s)
		return int64(d) * secondsOfDay, err
	}
	if at, ok := parseUTC(s); ok {
		return at, nil
	}
	t, err := time.Parse(time.RFC3339, string(s))
	if err != nil {
		return 0, fault.Invalidf("Write a day or a day and time, for instance 2026-07-03 or 2026-07-03T09:30:00Z", "%q is not a time", string(s))
	}
	return t.Unix(), nil
}

// parseUTC reads the one form that is written here, 2006-01-02T15:04:05Z, quickly.
func parseUTC(s []byte) (at int64, ok bool) {
	if len(s) != len("2006-01-02T15:04:05Z") || s[10] != 'T' || s[13] != ':' || s[16] != ':' || s[19] != 'Z' {
		return 0, false
	}
	d, err := ParseDate(s[:10])
	h, a := digits(s, 11, 2)
	m, b := digits(s, 14, 2)
	sec, c := digits(s, 17, 2)
	if err != nil || !a || !b || !c || h > 23 || m > 59 || sec > 59 {
		return 0, false
	}
	return int64(d)*secondsOfDay + int64(h*3600+m*60+sec), true
}
