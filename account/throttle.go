package account

import (
	"fmt"
	"time"

	"throughline/fault"
)

// attempts is how often in a row a password was tried without success. It belongs to an address that
// somebody typed, whether there is an account or not, so that waiting tells nothing about that.
type attempts struct {
	ID     string    `json:"-"` // a digest: what was typed may have been a password
	Failed int       `json:"failed"`
	Last   time.Time `json:"last"`
}

func (a *attempts) row() Row {
	return Row{Kind: "attempts", ID: a.ID, Expires: a.Last.Add(forgetAttempts)}
}
func (a *attempts) body() any  { return a }
func (a *attempts) from(r Row) { a.ID = r.ID }

const (
	freeAttempts   = 5                // before the waiting begins
	longestWait    = 15 * time.Minute // it doubles from a minute until this
	forgetAttempts = time.Hour        // without an attempt, and the row begins anew
)

// wait is how long after so many failures in a row the next attempt must wait.
func wait(failed int) time.Duration {
	if failed < freeAttempts {
		return 0
	}
	return min(time.Minute<<min(failed-freeAttempts, 10), longestWait)
}

// count counts an attempt as failed before its password is looked at, so that a thousand at once are no
// more than a few; the one that succeeds takes the row away. Held reports that the waiting begins.
func (a *attempts) count(now time.Time) (held bool, err error) {
	if until := a.Last.Add(wait(a.Failed)); now.Before(until) {
		return false, tooMany(until.Sub(now))
	}
	if a.Failed > 0 && !now.Before(a.Last.Add(forgetAttempts)) {
		a.Failed = 0
	}
	a.Failed++
	a.Last = now
	return a.Failed == freeAttempts, nil
}

func tooMany(left time.Duration) *fault.Fault {
	minutes := max(1, int((left+time.Minute-1)/time.Minute))
	when := "a minute"
	if minutes > 1 {
		when = fmt.Sprintf("%d minutes", minutes)
	}
	return fault.New(fault.TooMany, "the password was wrong too often in a row", "Wait "+when+" and try again, or ask an administrator for a link to set a new password").WithWait(left)
}
