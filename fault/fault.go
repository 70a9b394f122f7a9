package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"
)

// Kind says what sort of trouble it is, so that a surface can choose a status without reading text.
type Kind string

// The kinds. A surface maps each to one status; see web and cli.
const (
	Invalid     Kind = "invalid"           // what was asked breaks a rule; change it and ask again
	NotFound    Kind = "not found"         // nothing has that name
	Conflict    Kind = "conflict"          // somebody else changed it first, or later changes stand on it
	Denied      Kind = "denied"            // not yours to see or do
	InUse       Kind = "in use"            // another process holds the data
	ReadOnly    Kind = "read only"         // the data cannot be written here
	Full        Kind = "full"              // the disk or a limit is exhausted
	Corrupt     Kind = "corrupt"           // stored data is not what was written
	Newer       Kind = "newer"             // the data was written by a newer version of the program
	Unavailable Kind = "unavailable"       // a server or file cannot be reached now
	Cancelled   Kind = "cancelled"         // stopped on request
	TooMany     Kind = "too many requests" // asked too often; wait and ask again
	Internal    Kind = "internal"          // a defect of the program
)

// Fault is an error a person can act on. The zero value is not a valid fault.
type Fault struct {
	Kind     Kind
	Sentence string        // what happened, one plain sentence, without a full stop
	Remedy   string        // what to do next, one plain sentence, without a full stop
	Nearest  []string      // valid names close to the one given, best first
	Err      error         // the cause, for the log; may be nil
	Wait     time.Duration // after so long asking again may help; 0 says nothing of that
}

// New returns a fault of the kind with its sentence and remedy.
func New(k Kind, sentence, remedy string) *Fault {
	return &Fault{Kind: k, Sentence: sentence, Remedy: remedy}
}

// Wrap is New with the cause kept for the log.
func Wrap(err error, k Kind, sentence, remedy string) *Fault {
	return &Fault{Kind: k, Sentence: sentence, Remedy: remedy, Err: err}
}

// Invalidf returns an Invalid fault whose sentence is formatted.
func Invalidf(remedy, format string, args ...any) *Fault {
	return New(Invalid, fmt.Sprintf(format, args...), remedy)
}

// WithNearest returns a copy of f that offers the names.
func (f *Fault) WithNearest(names []string) *Fault {
	c := *f
	c.Nearest = names
	return &c
}

// WithWait returns a copy of f that says after how long asking again may help.
func (f *Fault) WithWait(d time.Duration) *Fault {
	c := *f
	c.Wait = d
	return &c
}

// Error is the sentence, the nearest names, and the remedy.
func (f *Fault) Error() string {
	var b strings.Builder
	b.WriteString(f.Sentence)
	if len(f.Nearest) > 0 {
		b.WriteString("; nearest: " + strings.Join(f.Nearest, ", "))
	}
	if f.Remedy != "" {
		b.WriteString(". " + f.Remedy)
	}
	return b.String()
}

// Unwrap is the cause.
func (f *Fault) Unwrap() error { return f.Err }

// Of is the fault inside err, or nil when err carries none.
func Of(err error) *Fault {
	if f, ok := errors.AsType[*Fault](err); ok {
		return f
	}
	return nil
}

// KindOf is the kind of the fault inside err: "" for nil, Internal when err carries none.
func KindOf(err error) Kind {
	if err == nil {
		return ""
	}
	if f := Of(err); f != nil {
		return f.Kind
	}
	return Internal
}

// Is reports whether err carries a fault of the kind.
func Is(err error, k Kind) bool { return err != nil && KindOf(err) == k }
