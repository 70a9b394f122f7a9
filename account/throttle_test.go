package account

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/fault"
)

func TestWait(t *testing.T) {
	for failed, want := range map[int]time.Duration{
		0: 0, 1: 0, 4: 0, 5: time.Minute, 6: 2 * time.Minute, 7: 4 * time.Minute, 8: 8 * time.Minute, 9: 15 * time.Minute, 10: 15 * time.Minute, 1 << 40: 15 * time.Minute,
	} {
		if got := wait(failed); got != want {
			t.Errorf("wait(%d) = %v, want %v", failed, got, want)
		}
	}
}

func TestAttemptsAreCountedAndHeld(t *testing.T) {
	now := time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC)
	var a attempts
	for i := range freeAttempts {
		held, err := a.count(now)
		if err != nil || held != (i == freeAttempts-1) {
			t.Fatalf("attempt %d: held %v, %v", i+1, held, err)
		}
	}
	for _, c := range []struct {
		later time.Duration
		says  string
	}{
		{0, "Wait a minute and"},
		{time.Minute - 1, "Wait a minute and"},
		{time.Minute, ""},
		{time.Minute, "Wait a minute and"},
		{time.Minute, ""},
		{time.Minute, "Wait 3 minutes and"},
		{2*time.Minute + 1, "Wait a minute and"},
		{time.Minute, ""},
		{time.Second, "Wait 8 minutes and"},
		{8 * time.Minute, ""},
		{0, "Wait 15 minutes and"},
		{time.Hour, ""},
		{0, ""},
		{0, ""},
		{0, ""},
		{0, ""},
		{0, "Wait a minute and"},
	} {
		now = now.Add(c.later)
		_, err := a.count(now)
		if c.says == "" && err != nil || c.says != "" && (!fault.Is(err, fault.TooMany) || !strings.Contains(err.Error(), c.says)) {
			t.Fatalf("at %v: %v, want %q", now, err, c.says)
		}
	}
}

// Whatever somebody who guesses does, in a day they get few guesses.
func TestFewGuessesADay(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		start := time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC)
		var a attempts
		guesses, pause := 0, time.Duration(rapid.IntRange(1, 90).Draw(rt, "minutes"))*time.Minute
		for now := start; now.Before(start.Add(24 * time.Hour)); {
			if _, err := a.count(now); err != nil {
				now = now.Add(rapid.SampledFrom([]time.Duration{time.Minute, pause}).Draw(rt, "pause"))
				continue
			}
			guesses++
		}
		if guesses > 150 {
			rt.Fatalf("%d guesses in a day", guesses)
		}
	})
}

func TestAttemptsRowOutlivesItsWait(t *testing.T) {
	for failed := range 20 {
		a := attempts{ID: "a", Failed: failed, Last: time.Date(2026, 7, 6, 8, 0, 0, 0, time.UTC)}
		if !a.row().Expires.After(a.Last.Add(wait(failed))) {
			t.Error(fmt.Sprint("with ", failed, " failures the row goes before the waiting ends"))
		}
	}
}
