package proposal

import (
	"encoding/json"
	"slices"
	"strings"
	"time"

	"throughline/fault"
)

// Cycle is the calendar of one release. Times are UTC; one that is not set is zero.
type Cycle struct {
	Release  string // as written, for instance v1.30
	Number   int    // counts the releases
	Start    time.Time
	Freeze   time.Time // from then on the plan is locked
	CodeStop time.Time // from then on only repairs
	Out      time.Time // the release
	OutDay   time.Time // midnight at the beginning of the day of the release
}

// calendarRow is a release in the file. Each date is a day (2024-02-09) or an hour of UTC
// (2024-02-09T02).
type calendarRow struct {
	Start  string `json:"start"`
	Freeze string `json:"enhancements_freeze"`
	Code   string `json:"code_freeze"`
	Out    string `json:"release"`
}

// Calendar reads a release calendar: a JSON object from release to its dates. A start is the
// beginning of its day, the others the end, which comes day-ends after midnight UTC. Cycles come
// in the order of the releases. A date that cannot be read is a defect and not set.
func (m *Mapping) Calendar(path string, content []byte) ([]Cycle, []Defect, error) {
	var rows map[string]calendarRow
	if err := json.Unmarshal(content, &rows); err != nil {
		return nil, nil, fault.Wrap(err, fault.Invalid, path+" cannot be read as a release calendar",
			`Write it as {"v1.30": {"start": "2024-01-08", "enhancements_freeze": "2024-02-09T02", …}}`)
	}
	r := &report{path: path}
	var out []Cycle
	for name, row := range rows {
		n, ok := m.Release(name)
		if !ok {
			r.add(MilestoneOdd, 0, name, name, "%s is not a release", name)
			continue
		}
		day := m.dateReader(r, name)
		out = append(out, Cycle{
			Release: name, Number: n, Start: day("start", row.Start, false), Freeze: day("enhancements_freeze", row.Freeze, true),
			CodeStop: day("code_freeze", row.Code, true), Out: day("release", row.Out, true), OutDay: dayOf(row.Out),
		})
	}
	slices.SortFunc(out, func(a, b Cycle) int { return a.Number - b.Number })
	slices.SortFunc(r.out, func(a, b Defect) int { return strings.Compare(a.Key, b.Key) })
	return out, r.out, nil
}

// dateReader returns the reader of one release's dates.
func (m *Mapping) dateReader(r *report, release string) func(key, raw string, end bool) time.Time {
	return func(key, raw string, end bool) time.Time {
		if raw == "" {
			return time.Time{}
		}
		if hour, err := time.Parse("2006-01-02T15", raw); err == nil {
			return hour
		}
		day, err := time.Parse(time.DateOnly, raw)
		if err != nil {
			r.add(CalendarDateOdd, 0, release+"."+key, raw, "%s of %s is %q, neither a day nor an hour", key, release, raw)
			return time.Time{}
		}
		if end {
			return day.AddDate(0, 0, 1).Add(m.Days.DayEnds)
		}
		return day
	}
}

// dayOf is midnight of the day a date begins with, zero when it cannot be read.
func dayOf(raw string) time.Time {
	day, err := time.Parse(time.DateOnly, raw[:min(len(raw), len(time.DateOnly))])
	if err != nil {
		return time.Time{}
	}
	return day
}
