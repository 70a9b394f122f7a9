package ledger

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"strings"
	"time"
)

// Hash is a SHA-256 digest.
type Hash [sha256.Size]byte

// String is the digest in hexadecimal.
func (h Hash) String() string { return hex.EncodeToString(h[:]) }

// Head is the end of a history. The zero Head is that of an empty one.
type Head struct {
	Position int64 // of the last entry; 0 when there is none
	Hash     Hash
	Recorded time.Time // of the last entry
}

// Channel is the way a change came in.
type Channel string

// The channels.
const (
	Web       Channel = "web"
	API       Channel = "api"
	Terminal  Channel = "terminal"
	Import    Channel = "import"
	Assistant Channel = "assistant"
)

// A channel may carry the name of the request that made the change behind this mark.
const requestMark = "#"

// By is the channel with the name of the request that comes in through it.
func (c Channel) By(request string) Channel { return c.Way() + Channel(requestMark+request) }

// Way is the channel without the name of the request.
func (c Channel) Way() Channel {
	way, _, _ := strings.Cut(string(c), requestMark)
	return Channel(way)
}

// Request is the name of the request, "" without one.
func (c Channel) Request() string {
	_, request, _ := strings.Cut(string(c), requestMark)
	return request
}

// Entry is one change, atomically.
type Entry struct {
	Position  int64     // counts from 1 without a gap
	Recorded  time.Time // when the engine took it, UTC to the millisecond; never decreases
	Effective time.Time // since when it holds, UTC to the millisecond; not after Recorded
	Actor     string    // the person (person/ana-lima) or token who made it
	Channel   Channel
	Verb      string // what happened, past tense: dependency.countered
	Reason    string
	Documents []Document // in the order of the change
	Prev      Hash       // the hash of the entry before it
	Hash      Hash
}

// Document is the full new state of one record, or its tombstone.
type Document struct {
	Kind     string
	ID       string
	Version  int32 // counts the versions of the record from 1, by position
	Format   int32 // the version of the kind's document format
	Deleted  bool  // a tombstone: the body is empty
	Body     []byte
	Personal []Sealed // the personal fields, by field; they are not in the body
}

// Sealed is one personal field of a document, kept apart so that it can be erased.
type Sealed struct {
	Field  string
	Text   string
	Salt   []byte // nil once erased
	Digest Hash   // over salt and text; stays when both are erased
}

// Seal digests the text with the salt, which must be random for each field and version.
func Seal(field, text string, salt []byte) Sealed {
	return Sealed{Field: field, Text: text, Salt: salt, Digest: sealDigest(text, salt)}
}

func sealDigest(text string, salt []byte) Hash {
	return sha256.Sum256(appendBytes(appendBytes(nil, salt), text))
}

// Erased reports whether the text was erased.
func (s Sealed) Erased() bool { return s.Salt == nil }

// Erase is the field without its text and salt.
func (s Sealed) Erase() Sealed { return Sealed{Field: s.Field, Digest: s.Digest} }

// Intact reports whether text and salt still give the digest; an erased field is intact.
func (s Sealed) Intact() bool { return s.Erased() || sealDigest(s.Text, s.Salt) == s.Digest }

// Digest is the document's digest: over all but the personal text, of which the digests count.
func (d *Document) Digest() Hash {
	var room [1024]byte // on the stack: a start digests a million documents
	b := appendBytes(room[:0], d.Kind)
	b = appendBytes(b, d.ID)
	b = appendInt(b, int64(d.Version))
	b = appendInt(b, int64(d.Format))
	if d.Deleted {
		b = appendInt(b, 1)
	} else {
		b = appendInt(b, 0)
	}
	b = appendBytes(b, d.Body)
	for i := range d.Personal {
		b = appendBytes(b, d.Personal[i].Field)
		b = appendBytes(b, d.Personal[i].Digest[:])
	}
	return sha256.Sum256(b)
}

// Follow seals the entry onto the head: position, previous hash and hash are set. Times are cut to
// the millisecond in UTC; Recorded is raised to the head's when the clock jumped back, and Effective
// is set to Recorded when it is zero or after it.
func (e Entry) Follow(head Head) Entry {
	e.Position, e.Prev = head.Position+1, head.Hash
	e.Recorded = e.Recorded.UTC().Truncate(time.Millisecond)
	if e.Recorded.Before(head.Recorded) {
		e.Recorded = head.Recorded
	}
	e.Effective = e.Effective.UTC().Truncate(time.Millisecond)
	if e.Effective.IsZero() || e.Effective.After(e.Recorded) {
		e.Effective = e.Recorded
	}
	e.Hash = e.digest()
	return e
}

// Head is the head of a history that ends with e.
func (e *Entry) Head() Head { return Head{e.Position, e.Hash, e.Recorded} }

func (e *Entry) digest() Hash {
	var room [512]byte
	b := appendBytes(room[:0], e.Prev[:])
	b = appendInt(b, e.Position)
	b = appendInt(b, e.Recorded.UnixMilli())
	b = appendInt(b, e.Effective.UnixMilli())
	b = appendBytes(b, e.Actor)
	b = appendBytes(b, string(e.Channel))
	b = appendBytes(b, e.Verb)
	b = appendBytes(b, e.Reason)
	b = appendInt(b, int64(len(e.Documents)))
	for i := range e.Documents {
		d := e.Documents[i].Digest()
		b = appendBytes(b, d[:])
	}
	return sha256.Sum256(b)
}

func appendInt(b []byte, n int64) []byte { return binary.BigEndian.AppendUint64(b, uint64(n)) }

// appendBytes puts the length first, so that no two lists of texts give the same bytes.
func appendBytes[T string | []byte](b []byte, s T) []byte {
	return append(appendInt(b, int64(len(s))), s...)
}
