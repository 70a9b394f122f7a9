package post

import (
	"time"

	"throughline/account"
	"throughline/mail"
)

const (
	// lease is how long a letter that was taken up is left to who did. A mail server answers within a fraction of it.
	lease = 10 * time.Minute
	// longestWait is the most between two tries.
	longestWait = 4 * time.Hour
)

// free reports whether a letter of the sort can be taken up now: nobody has, and it is time for a try. What a clock wrote that was wrong
// does not hold it up.
func free(d account.Delivery, now time.Time) bool {
	if away := now.Sub(d.Sending).Abs(); !d.Sending.IsZero() && away < lease {
		return false
	}
	return !now.Before(d.Next) || d.Next.Sub(now) > longestWait
}

// took writes down that the letter was handed on.
func took(d *account.Delivery, now time.Time, marks []string) {
	settled(d)
	d.Sent, d.Told = now, marks
}

// settled writes down that nothing is under way, and nothing is wrong.
func settled(d *account.Delivery) {
	d.Sending, d.Failing, d.Next = time.Time{}, time.Time{}, time.Time{}
	d.Why, d.Tries = "", 0
}

// failed writes down that the letter was certainly not taken: it is due as it was before.
func failed(d *account.Delivery, was account.Delivery, now time.Time, how mail.How, why string) {
	d.Day, d.Until, d.Sending = was.Day, was.Until, time.Time{}
	d.Tries++
	d.Why, d.Next = why, now.Add(wait(how, d.Tries))
	if d.Failing.IsZero() {
		d.Failing = now
	}
}

// unsure writes down that nobody knows whether the letter was taken.
func unsure(d *account.Delivery, now time.Time, why string) {
	d.Sending, d.Next = time.Time{}, time.Time{}
	d.Why = why
	if d.Failing.IsZero() {
		d.Failing = now
	}
}

// wait is how long after so many tries in vain the next one is made.
func wait(how mail.How, tries int) time.Duration {
	first := time.Minute
	switch how {
	case mail.Later:
		first = 5 * time.Minute // as mail servers ask who is new to them
	case mail.Refused:
		first = time.Hour
	}
	return min(first<<min(tries-1, 10), longestWait)
}
