package account

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"throughline/fault"
)

// Store keeps rows. Its methods may be called from many goroutines. Faults carry a remedy: in use,
// read only, full, corrupt, newer, unavailable.
type Store interface {
	// Row is the row of the kind with the id; the zero Row when there is none.
	Row(ctx context.Context, kind, id string) (Row, error)

	// Keyed is the row of the kind with the key; the zero Row when there is none.
	Keyed(ctx context.Context, kind, key string) (Row, error)

	// List is the rows that the query chooses, in the order of the bytes of their ids.
	List(ctx context.Context, q Query) ([]Row, error)

	// Write removes and puts the rows of the batch, all or none, and returns once that is durable.
	// When a row is no longer at the version it names, or a key is another row's, nothing is changed
	// and Moved is returned. Batches that Admit refuses are refused.
	Write(ctx context.Context, b Batch) error

	// Expire removes the rows whose time is not after now, and returns how many. When it fails, some
	// may have been removed.
	Expire(ctx context.Context, now time.Time) (int, error)
}

// Row is what a Store keeps. What its body says is none of the store's business.
type Row struct {
	Kind  string
	ID    string // unique within the kind
	Key   string // a second name, unique within the kind; "" is none
	Owner string // what it belongs to, for listing; "" is nothing

	// Expires is when the row may be removed, UTC to the millisecond; zero is never. A store returns the
	// row until Expire has removed it.
	Expires time.Time

	// Version is never the same for two states of a row, not even when it was removed in between. In a
	// batch it is the version that must be there: 0 says that there must be no such row.
	Version int64
	Body    []byte
}

// There reports whether the row is one, and not the zero Row of a look-up that found none.
func (r Row) There() bool { return r.Version != 0 }

// Query chooses the rows of a kind.
type Query struct {
	Kind  string
	Owner string // only rows that belong to this; "" is all
	After string // only ids after this one in the order of the list; "" is from the beginning
	Limit int    // at most so many; 0 is no bound
	Last  bool   // backwards: the greatest id first
}

// Batch is rows to remove and to put. The removing comes first, then the putting in its order, so that
// a key may pass from one row to the next.
type Batch struct {
	Remove []Row // kind, id and version count
	Put    []Row
}

// The greatest lengths in bytes, so that every engine can index the names, and the most rows in a batch.
const (
	MaxName  = 500 // of a kind, an id, a key, an owner
	MaxBody  = 1 << 16
	MaxBatch = 1000
)

// Moved is the fault of a Write that came too late.
func Moved() *fault.Fault {
	return fault.New(fault.Conflict, "somebody else changed the same account, member or link in the same moment", "Try again; nothing was written")
}

// IsMoved reports whether the error of a Write is Moved.
func IsMoved(err error) bool { return fault.Is(err, fault.Conflict) }

// Admit holds the batch against what every Store can keep exactly; a Store calls it before it writes.
// Names are UTF-8 without zero characters. A row stands in a batch once.
func (b Batch) Admit() error {
	if n := len(b.Remove) + len(b.Put); n > MaxBatch {
		return unfit(fmt.Sprintf("%d rows at once", n), fmt.Sprintf("at most %d can be", MaxBatch))
	}
	type name struct{ kind, id string }
	seen := map[name]bool{}
	for i, r := range append(b.Remove[:len(b.Remove):len(b.Remove)], b.Put...) {
		what := fmt.Sprintf("the row %.80q", r.Kind+"/"+r.ID)
		if seen[name{r.Kind, r.ID}] {
			return unfit(what, "it is there twice")
		}
		seen[name{r.Kind, r.ID}] = true
		if wrong := r.wrong(i >= len(b.Remove)); wrong != "" {
			return unfit(what, wrong)
		}
	}
	return nil
}

// wrong says why the row cannot be in a batch, or "".
func (r Row) wrong(put bool) string {
	for _, s := range []string{r.Kind, r.ID, r.Key, r.Owner} {
		switch {
		case len(s) > MaxName:
			return fmt.Sprintf("a name is longer than %d bytes", MaxName)
		case !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0:
			return "a name is not text"
		}
	}
	switch {
	case r.Kind == "" || r.ID == "":
		return "it has no name"
	case r.Version < 0 || r.Version == 0 && !put:
		return fmt.Sprintf("there is no version %d", r.Version)
	case len(r.Body) > MaxBody:
		return fmt.Sprintf("it is larger than %d bytes", MaxBody)
	case r.Expires.IsZero():
		return ""
	case r.Expires.Year() < 1971 || r.Expires.Year() > 9999 || r.Expires.Nanosecond()%int(time.Millisecond) != 0 || r.Expires.Location() != time.UTC:
		return "its time cannot be kept"
	}
	return ""
}

func unfit(what, wrong string) *fault.Fault {
	return fault.New(fault.Internal, what+" cannot be stored: "+wrong, "Nothing was written; please report this")
}
