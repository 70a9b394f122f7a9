package change

import (
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"throughline/fault"
	"throughline/graph"
	"throughline/wording"
)

// By is who acts, and when. A command is a function of the picture, By and what is asked.
type By struct {
	Person graph.PersonID // empty for a token or an import
	At     time.Time
}

// Day is the calendar day of the act.
func (b By) Day() graph.Date { return graph.DateOf(b.At) }

// Moment is the time of the act as records keep it: UTC, to the millisecond.
func (b By) Moment() time.Time { return b.At.UTC().Truncate(time.Millisecond) }

// Words is a day as a person writes it on the day of the act: 24 Sep.
func (b By) Words(d graph.Date) string { return wording.Day(d.Time(), b.At) }

// Past is the day, or that of the act when it is not set. A day that is still to come is an Invalid fault;
// what names the thing that bears it: the reading.
func (b By) Past(d graph.Date, what string) (graph.Date, error) {
	if d == 0 {
		return b.Day(), nil
	}
	if d > b.Day() {
		return 0, fault.Invalidf("Use a day up to today", "%s bears the day %s, which is still to come", what, b.Words(d))
	}
	return d, nil
}

// Known is the record with the id. It must not be changed. Without one it is a NotFound fault with the
// nearest ids.
func Known[T graph.Record, I ~string](s *graph.Snapshot, id I) (T, error) {
	var none T
	if r := graph.Find[T](s, string(id)); graph.Record(r) != graph.Record(none) {
		return r, nil
	}
	kind := none.Ref().Kind
	noun := strings.ReplaceAll(string(kind), "changerequest", "change request")
	if id == "" {
		return none, fault.New(fault.Invalid, "no "+noun+" is named", "Name the "+noun)
	}
	if _, was := s.Stamp(graph.Ref{Kind: kind, ID: string(id)}); was {
		return none, fault.New(fault.NotFound, fmt.Sprintf("the %s %q was removed", noun, string(id)), "Look at its history, or name another")
	}
	var ids []string
	for r := range s.Records(kind, "") {
		if ids = append(ids, r.Ref().ID); len(ids) == manyNames {
			break
		}
	}
	f := fault.New(fault.NotFound, fmt.Sprintf("there is no %s %q", noun, string(id)), "Name one that exists")
	return none, f.WithNearest(fault.Nearest(string(id), ids, 3))
}

// manyNames is how many ids are searched for one like a name that is not known.
const manyNames = 20_000

// Take is a copy of the record with the id, for a command to change and give away. Without one it is a
// NotFound fault with the nearest ids.
func Take[T graph.Record, I ~string](s *graph.Snapshot, id I) (T, error) {
	var none T
	r, err := Known[T](s, id)
	if err != nil {
		return none, err
	}
	c, err := Copy(r)
	if err != nil {
		return none, err
	}
	return c.(T), nil
}

// The most characters of what somebody says, and of a name or a title. What is longer in the data already stays as it is.
const (
	MostSaid  = 20_000
	MostNamed = 200
)

// Said is the text without space around it. An empty one is an Invalid fault that says what is missing:
// no reason is given. One that is longer than there is room for is too.
func Said(text, what, remedy string) (string, error) {
	if text = strings.TrimSpace(text); text == "" {
		return "", fault.Invalidf(remedy, "no %s is given", what)
	}
	most := MostSaid
	if strings.HasPrefix(what, "name") || what == "title" {
		most = MostNamed
	}
	if n := utf8.RuneCountInString(text); n > most {
		return "", fault.Invalidf("Shorten it", "the %s has %d characters, and room for %d", what, n, most)
	}
	return text, nil
}

// Lines is the texts that say something, without space around them.
func Lines(list []string) []string {
	var out []string
	for _, l := range list {
		if l = strings.TrimSpace(l); l != "" {
			out = append(out, l)
		}
	}
	return out
}

// UnitIn is the unit, which must exist on some day of the period.
func UnitIn(s *graph.Snapshot, by By, unit graph.UnitID, period graph.PeriodID) (*graph.Unit, error) {
	u, err := Known[*graph.Unit](s, unit)
	if err != nil {
		return nil, err
	}
	p, err := Known[*graph.Period](s, period)
	if err != nil {
		return nil, err
	}
	switch {
	case u.From > p.End:
		return nil, fault.Invalidf("Name a period in which it exists", "%s begins on %s, after the end of %s", u.Name, by.Words(u.From), p.Name)
	case u.Until != 0 && u.Until < p.Start:
		return nil, fault.Invalidf("Name a unit of that period", "%s ended on %s, before %s", u.Name, by.Words(u.Until), p.Name)
	}
	return u, nil
}

// Present holds that the person is known and has not left.
func Present(s *graph.Snapshot, by By, id graph.PersonID) error {
	p, err := Known[*graph.Person](s, id)
	if err == nil && p.Until != 0 && p.Until < by.Day() {
		err = fault.Invalidf("Name somebody who is still there", "the last day of %s was %s", id, by.Words(p.Until))
	}
	return err
}

// Whole holds that parts lie between 0 and 1 and add up to at most 1.
func Whole(parts ...graph.Share) error {
	var sum graph.Share
	for _, p := range parts {
		if !(p >= 0 && p <= 1) {
			return fault.Invalidf("Write each as a part of 1, for instance 0.25 for 25%", "a share of %s is not between 0%% and 100%%", wording.Percent(float64(p)))
		}
		sum += p
	}
	if sum > 1+1e-9 {
		return fault.Invalidf("Lower some so that together they are at most 100%", "the shares add up to %s", wording.Percent(float64(sum)))
	}
	return nil
}

// WholeShares is the shares of themes in order, without those of 0. It holds what Whole holds, and that
// every theme is there.
func WholeShares(s *graph.Snapshot, shares graph.Shares) (graph.Shares, error) {
	var out graph.Shares
	parts := make([]graph.Share, 0, len(shares))
	for _, p := range shares {
		if _, err := Known[*graph.Theme](s, p.Theme); err != nil {
			return nil, err
		}
		if parts = append(parts, p.Share); p.Share != 0 {
			out = out.With(p.Theme, p.Share)
		}
	}
	return out, Whole(parts...)
}

// Create adds a record that must not be there yet.
func (d *Draft) Create(r graph.Record) {
	d.Puts = append(d.Puts, r)
	d.Expects = append(d.Expects, Expectation{Record: r.Ref()})
}

// Update adds a record that is there, unless it is to stay as it is.
func (d *Draft) Update(s *graph.Snapshot, r graph.Record) {
	if was := s.Record(r.Ref()); was != nil && Same(was, r) {
		return
	}
	d.Puts = append(d.Puts, r)
}

// Expect makes the draft a conflict when the record is of another version than its author saw; 0 says that
// no version was looked at.
func (d *Draft) Expect(ref graph.Ref, seen int32) {
	if seen > 0 {
		d.Expects = append(d.Expects, Expectation{ref, seen})
	}
}
