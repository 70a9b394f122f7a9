package ledger

import (
	"context"
	"iter"
	"time"

	"throughline/fault"
)

// Store keeps the histories of workspaces. Its methods may be called from many goroutines, and
// iterators may be left early. Faults carry a remedy: in use, read only, full, corrupt, newer,
// unavailable.
type Store interface {
	Reader

	// Append adds sealed entries after the head, all or nothing, and returns once they are durable.
	// When the head is no longer the one expected it changes nothing and returns Moved. Entries that
	// Admit refuses are refused. After damage was seen nothing is written any more.
	Append(ctx context.Context, workspace string, after Head, entries []Entry) error

	// Erase removes text and salt of the personal fields of all versions of a record,
	// and returns how many fields were erased.
	Erase(ctx context.Context, workspace, kind, id string) (int, error)

	// Watch returns a channel that gets a value after the head moved, at the latest a few seconds
	// after another process moved it; several moves may become one value. It is closed when ctx ends.
	Watch(ctx context.Context, workspace string) <-chan struct{}

	// Close releases the store. Nothing may be called after it.
	Close() error
}

// Reader is what can be read of a Store.
type Reader interface {
	// Head is the end of the workspace's history: zero for one never written to.
	Head(ctx context.Context, workspace string) (Head, error)

	// Entries yields the history in the order of positions.
	Entries(ctx context.Context, workspace string, which Query) iter.Seq2[Entry, error]

	// Latest yields, for every record, the document with the greatest (effective, position),
	// tombstones included, with the highest number of any of its versions, ordered by kind and id, in one
	// consistent reading. The head it belongs to is told first through at.
	Latest(ctx context.Context, workspace string, at func(Head)) iter.Seq2[Version, error]

	// Between yields the document versions that became effective after one moment and not after
	// another, ordered by effective time, position and place in the entry.
	Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[Version, error]

	// Standing yields, for those of the records that were there, the version that stood at the moment,
	// tombstones included, in the order of the list. The list is ordered by kind and id, each once.
	Standing(ctx context.Context, workspace string, at Moment, records []Record) iter.Seq2[Version, error]
}

// Announcer is a Store that tells processes which find the data in use where people reach this one.
type Announcer interface {
	// Announce sets the address, for instance http://127.0.0.1:8080; "" takes it back.
	Announce(address string) error
}

// Query chooses entries. The zero Query chooses all.
type Query struct {
	After int64  // only positions after this one
	Until int64  // only positions up to this one; 0 is no bound
	Kind  string // only entries that touch a record of this kind
	ID    string // with Kind: only entries that touch this record
	Limit int    // at most so many; 0 is no bound
	Last  bool   // newest first
}

// Moment is a point in both times. What stands at it is, of every record, the version with the greatest
// (effective, position) that holds since then or earlier and was told by then.
type Moment struct {
	Effective time.Time
	Position  int64
}

// Record names a record of a history.
type Record struct{ Kind, ID string }

// Version is one version of a record as it stands in the history.
type Version struct {
	Position  int64
	Effective time.Time
	Document  Document

	// Highest is the highest number of all versions of the record, which is another than the document's
	// when one told later holds since earlier. Only Latest says it; else it is 0.
	Highest int32
}

// Moved is the fault of an Append whose expected head was no longer the head.
func Moved() *fault.Fault {
	return fault.New(fault.Conflict, "somebody else changed the data in the same moment", "Try again; nothing was written")
}

// IsMoved reports whether err is Moved.
func IsMoved(err error) bool { return fault.Is(err, fault.Conflict) }
