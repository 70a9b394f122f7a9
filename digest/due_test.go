package digest_test

import (
	"testing"
	"time"

	"throughline/account"
	"throughline/digest"
)

func place(t *testing.T, name string) *time.Location {
	t.Helper()
	l, err := time.LoadLocation(name)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

func TestWhenADigestIsDue(t *testing.T) {
	for _, c := range []struct {
		what, now, place string
		rhythm           account.Rhythm
		last             string
		day              string
		due              bool
	}{
		{"before the hour", "2026-11-28T06:59:59Z", "UTC", account.Daily, "", "2026-11-28", false},
		{"at the hour", "2026-11-28T07:00:00Z", "UTC", account.Daily, "2026-11-27", "2026-11-28", true},
		{"a server that was down", "2026-11-28T23:30:00Z", "UTC", account.Daily, "2026-11-25", "2026-11-28", true},
		{"done today", "2026-11-28T09:00:00Z", "UTC", account.Daily, "2026-11-28", "2026-11-28", false},
		{"east, where it is later", "2026-11-27T22:00:00Z", "Asia/Tokyo", account.Daily, "2026-11-27", "2026-11-28", true},
		{"west, where it is not yet", "2026-11-28T11:59:00Z", "America/New_York", account.Daily, "2026-11-27", "2026-11-28", false},
		{"west, where it is", "2026-11-28T12:00:00Z", "America/New_York", account.Daily, "2026-11-27", "2026-11-28", true},
		{"west, still yesterday", "2026-11-28T02:00:00Z", "America/New_York", account.Daily, "2026-11-26", "2026-11-27", true},
		{"summer time", "2026-07-01T05:00:00Z", "Europe/Vienna", account.Daily, "", "2026-07-01", true},
		{"the hour that summer time leaves out", "2026-03-29T05:00:00Z", "Europe/Vienna", account.Daily, "", "2026-03-29", true},
		{"moved west from a zone a day ahead", "2026-11-28T20:00:00Z", "UTC", account.Daily, "2026-11-29", "2026-11-28", false},
		{"a clock that was a year ahead", "2026-11-28T08:00:00Z", "UTC", account.Daily, "2027-11-28", "2026-11-28", true},
		{"a clock that went back a day", "2026-11-27T08:00:00Z", "UTC", account.Daily, "2026-11-28", "2026-11-27", false},
		{"weekly, on a Saturday", "2026-11-28T08:00:00Z", "UTC", account.Weekly, "", "2026-11-28", false},
		{"weekly, on a Monday", "2026-11-30T08:00:00Z", "UTC", account.Weekly, "2026-11-23", "2026-11-30", true},
		{"weekly, Monday there", "2026-11-29T22:30:00Z", "Asia/Tokyo", account.Weekly, "2026-11-23", "2026-11-30", true},
		{"never", "2026-11-30T08:00:00Z", "UTC", account.Never, "", "2026-11-30", false},
	} {
		now, err := time.Parse(time.RFC3339, c.now)
		if err != nil {
			t.Fatal(err)
		}
		if day, due := digest.Due(now, place(t, c.place), 7, c.rhythm, c.last); day != c.day || due != c.due {
			t.Errorf("%s: Due() = %s, %v, want %s, %v", c.what, day, due, c.day, c.due)
		}
	}
}
