package digest

import (
	"time"

	"throughline/account"
)

// Weekday is the day on which weekly digests are sent.
const Weekday = time.Monday

// Due is the reader's day at a moment, and whether a digest is due: from the hour on, on each day or on the first of the week, when that of
// the day was not dealt with. Last is the day of the last one, "" for none. A last day that lies more than a day ahead was written by a clock
// that was wrong, and counts for nothing.
func Due(now time.Time, place *time.Location, hour int, r account.Rhythm, last string) (day string, due bool) {
	there := now.In(place)
	day = there.Format(time.DateOnly)
	if r == account.Never || there.Hour() < hour || r == account.Weekly && there.Weekday() != Weekday {
		return day, false
	}
	ahead := there.AddDate(0, 0, 1).Format(time.DateOnly) // another time zone may have been a day ahead
	return day, last != day && last != ahead
}
