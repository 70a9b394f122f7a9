package sqlite

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"os"

	"throughline/fault"
	"throughline/ledger"
)

// SQLite takes the first bad frame of a WAL for the end of what was written when the power went, and drops
// the rest without a word. After a power cut that is right: what follows is at most the change that was
// being written, which nobody was told of. When more changes follow, they were told to be safe, and a byte
// of the WAL was altered since. So a WAL that a process left behind is read before SQLite sees it.

// The layout of a WAL, as SQLite's file format describes it. Numbers have their high byte first.
const (
	walHeader   = 32 // magic number, version, page size, count of checkpoints, salt, checksum
	frameHeader = 24 // page, size of the file after the commit or 0, salt, checksum
	walMagic    = 0x377f0682
	bigEndian   = 1 // in the magic number: the words that are summed have their high byte first
)

var errCut = errors.New("frames of the WAL do not follow one another, and changes that were committed follow them")

// wal is a WAL that is being read.
type wal struct {
	from  *bufio.Reader
	order binary.ByteOrder
	frame []byte
	salt  [8]byte
	sum   [2]uint32 // of the frame read last, as it says itself
}

// dropped is the fault of a WAL that SQLite would drop a part of, nil for a whole one and for none. What a
// living process writes meanwhile can look like damage for a moment, but not twice.
func (s *Store) dropped() error {
	first, err := brokenAt(s.path + "-wal")
	if err != nil || first == 0 {
		return s.trouble(err)
	}
	again, err := brokenAt(s.path + "-wal")
	if err != nil || again != first {
		return s.trouble(err)
	}
	return s.trouble(fault.Wrap(errCut, fault.Corrupt, s.path+"-wal is damaged: changes that were written last can no longer be read", ledger.Repair()))
}

// brokenAt is the number of the first bad frame of the WAL at a path when changes that were committed follow
// it, from 1; -1 when its beginning is bad; 0 when nothing is lost.
func brokenAt(path string) (int, error) {
	f, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) || errors.Is(err, os.ErrPermission) {
		return 0, nil // nothing to read, or SQLite says so itself
	}
	if err != nil {
		return 0, err
	}
	defer f.Close()
	w := wal{from: bufio.NewReaderSize(f, 1<<20)}
	switch whole, err := w.begin(); {
	case err != nil:
		return 0, atEnd(err)
	case !whole:
		return w.beyond()
	}
	bad, commits := 0, 0
	for n := 1; ; n++ {
		before := w.sum
		if _, err := io.ReadFull(w.from, w.frame); err != nil {
			return 0, atEnd(err)
		}
		switch follows, commit := w.take(before); {
		case !follows && bad == 0:
			bad, commits = n, 0
		case !follows:
			commits = 0
		case bad > 0 && commit:
			commits++
		}
		if bad > 0 && commits > 1 { // the power can go during one change, not during two
			return bad, nil
		}
	}
}

// begin reads the header. An empty WAL ends at once; whole is false for a header that is not what was written.
func (w *wal) begin() (whole bool, err error) {
	h := make([]byte, walHeader)
	if _, err := io.ReadFull(w.from, h); err != nil {
		return false, err
	}
	magic, size := binary.BigEndian.Uint32(h), binary.BigEndian.Uint32(h[8:])
	w.order = binary.LittleEndian
	if magic&bigEndian != 0 {
		w.order = binary.BigEndian
	}
	w.sum = [2]uint32{}
	w.add(h[:walHeader-8])
	copy(w.salt[:], h[16:])
	if magic&^bigEndian != walMagic || size < 512 || size > 65536 || size&(size-1) != 0 || w.sum != sumIn(h[24:]) {
		return false, nil
	}
	w.frame = make([]byte, frameHeader+size)
	return true, nil
}

// beyond is -1 when anything but zeros follows a header that is bad: a header is on the disk before its frames.
func (w *wal) beyond() (int, error) {
	for {
		b, err := w.from.ReadByte()
		if err != nil {
			return 0, atEnd(err)
		}
		if b != 0 {
			return -1, nil
		}
	}
}

// take looks at the frame that was read: whether it is of this WAL and follows the one with the sum, and
// whether it ends a change. After it the sum is the one the frame says itself, so that the frames after a bad
// one are judged by each other.
func (w *wal) take(before [2]uint32) (follows, commit bool) {
	w.sum = before
	w.add(w.frame[:8])
	w.add(w.frame[frameHeader:])
	said := sumIn(w.frame[16:])
	follows = w.sum == said && [8]byte(w.frame[8:16]) == w.salt
	w.sum = said
	return follows, binary.BigEndian.Uint32(w.frame[4:]) != 0
}

// add adds bytes to the sum, two words at a time.
func (w *wal) add(b []byte) {
	for ; len(b) >= 8; b = b[8:] {
		w.sum[0] += w.order.Uint32(b) + w.sum[1]
		w.sum[1] += w.order.Uint32(b[4:]) + w.sum[0]
	}
}

func sumIn(b []byte) [2]uint32 {
	return [2]uint32{binary.BigEndian.Uint32(b), binary.BigEndian.Uint32(b[4:])}
}

// atEnd is the error of reading, which the end of the file is not.
func atEnd(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
		return nil
	}
	return err
}
