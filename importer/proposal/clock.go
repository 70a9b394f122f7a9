package proposal

import (
	"fmt"
	"time"

	"throughline/importer/source"
)

// clock watches the times of a history: what commits tell decides what every page of the past shows.
type clock struct {
	commits                   int
	last                      string // the commit seen last
	first, latest             time.Time
	firstWritten, lastWritten time.Time
	odd                       []Defect
}

// What a rewritten history looks like: many commits of one day whose authors wrote them over weeks.
const (
	manyCommits  = 20
	oneDay       = 24 * time.Hour
	severalWeeks = 28 * oneDay
)

// see looks at a version's times, once for each commit.
func (c *clock) see(v source.Version) {
	if v.Time.IsZero() || v.Commit == "" || v.Commit == c.last {
		return
	}
	c.last = v.Commit
	c.commits++
	if c.commits == 1 {
		c.first = v.Time
	}
	c.latest = v.Time
	if w := v.Written; !w.IsZero() {
		if c.firstWritten.IsZero() || w.Before(c.firstWritten) {
			c.firstWritten = w
		}
		if w.After(c.lastWritten) {
			c.lastWritten = w
		}
	}
	if !v.Told.IsZero() {
		c.odd = append(c.odd, Defect{
			Code: CommitTimeOdd, Path: v.Path, Raw: v.Told.Format(time.RFC3339),
			Sentence: fmt.Sprintf("commit %s says %s, which does not fit between the commits before and after it; it counts as of %s",
				v.Commit, v.Told.Format("2 Jan 2006"), v.Time.Format("2 Jan 2006")),
		})
	}
}

// defects are what is odd about the times.
func (c *clock) defects() []Defect {
	out := c.odd
	if c.commits >= manyCommits && c.latest.Sub(c.first) < oneDay && c.lastWritten.Sub(c.firstWritten) >= severalWeeks {
		out = append(out, Defect{
			Code: HistoryRewritten, Path: ".", Raw: c.first.Format(time.DateOnly),
			Sentence: fmt.Sprintf("All %d commits say they were made on %s and written from %s to %s: the history was rewritten; --dates written goes by when they were written",
				c.commits, c.first.Format("2 Jan 2006"), c.firstWritten.Format("2 Jan 2006"), c.lastWritten.Format("2 Jan 2006")),
		})
	}
	return out
}
