package storage

import (
	"context"
	"errors"

	"throughline/fault"
)

// Cancelled is the fault of a call whose context ended; the context's error stays reachable.
func Cancelled(err error) *fault.Fault {
	if errors.Is(err, context.DeadlineExceeded) {
		return fault.Wrap(err, fault.Cancelled, "the time for reading or writing the data ran out", "Try again")
	}
	return fault.Wrap(err, fault.Cancelled, "reading or writing the data was stopped on request", "Ask again when you want it")
}
