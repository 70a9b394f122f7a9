package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io/fs"
	"syscall"

	"modernc.org/sqlite"
	lib "modernc.org/sqlite/lib"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
)

// trouble turns an error of the driver or the system into a fault that names the file. Damage is
// remembered: nothing is written after it.
func (s *Store) trouble(err error) error {
	if err == nil {
		return nil
	}
	f := s.diagnose(err)
	if f.Kind == fault.Corrupt || errors.Is(f, errUnconfirmed) {
		s.damaged.CompareAndSwap(nil, f)
	}
	return f
}

// errUnconfirmed stands behind the fault of a failed sync. It stops all writing too: the system may
// have dropped what it could not write, and would confirm the next sync without it.
var errUnconfirmed = errors.New("the disk did not confirm a write")

func (s *Store) diagnose(err error) *fault.Fault {
	if f := fault.Of(err); f != nil {
		return f
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return storage.Cancelled(err)
	}
	if e, ok := errors.AsType[*sqlite.Error](err); ok {
		return s.coded(err, e.Code())
	}
	if _, ok := errors.AsType[storage.Unreadable](err); ok && !errors.Is(err, sql.ErrConnDone) {
		return s.corrupt(err)
	}
	switch {
	case errors.Is(err, syscall.ENOSPC), errors.Is(err, syscall.EFBIG), errors.Is(err, syscall.EDQUOT):
		return s.full(err)
	case errors.Is(err, fs.ErrPermission), errors.Is(err, syscall.EROFS):
		return readOnly(s.path, err)
	case errors.Is(err, sql.ErrConnDone):
		return s.shut(err)
	}
	return fault.Wrap(err, fault.Internal, "working with "+s.path+" went wrong", "Please report this with the log")
}

// coded maps SQLite's result codes; the extended ones first.
func (s *Store) coded(err error, code int) *fault.Fault {
	switch code {
	case lib.SQLITE_IOERR_WRITE, lib.SQLITE_IOERR_SHMSIZE, lib.SQLITE_IOERR_TRUNCATE:
		return s.full(err)
	case lib.SQLITE_IOERR_SHORT_READ, lib.SQLITE_IOERR_CORRUPTFS, lib.SQLITE_IOERR_DATA:
		return s.corrupt(err)
	case lib.SQLITE_IOERR_FSYNC, lib.SQLITE_IOERR_DIR_FSYNC:
		return fault.Wrap(errors.Join(errUnconfirmed, err), fault.Unavailable, "the disk did not confirm that "+s.path+" was written", "Check the disk, then start again; the last change may or may not be there")
	}
	switch code & 0xff {
	case lib.SQLITE_FULL:
		return s.full(err)
	case lib.SQLITE_READONLY, lib.SQLITE_PERM:
		return readOnly(s.path, err)
	case lib.SQLITE_CORRUPT, lib.SQLITE_ERROR, lib.SQLITE_SCHEMA, lib.SQLITE_CONSTRAINT, lib.SQLITE_MISMATCH:
		// The statements are right, so a table that is missing or a row that stands in the way is damage.
		return s.corrupt(err)
	case lib.SQLITE_NOTADB:
		return s.foreign(err)
	case lib.SQLITE_BUSY, lib.SQLITE_LOCKED:
		return fault.Wrap(err, fault.InUse, s.path+" is held by another program", "Close that program and try again")
	case lib.SQLITE_CANTOPEN:
		return fault.Wrap(err, fault.Unavailable, s.path+" cannot be opened", "Check who may read the file and write to its folder, or copy it with its -wal and -shm files to a folder of your own")
	case lib.SQLITE_IOERR:
		return fault.Wrap(err, fault.Unavailable, "the disk under "+s.path+" does not answer as it should", "Check the disk and the folder, then start again")
	case lib.SQLITE_INTERRUPT:
		return storage.Cancelled(err)
	}
	return fault.Wrap(err, fault.Internal, "working with "+s.path+" went wrong", "Please report this with the log")
}

func (s *Store) full(err error) *fault.Fault {
	return fault.Wrap(err, fault.Full, s.path+" cannot grow: the disk is full or a limit is reached", "Free some space or raise the limit, then try again; nothing was lost")
}

// corrupt is the fault of a file SQLite cannot make sense of.
func (s *Store) corrupt(err error) *fault.Fault {
	return fault.Wrap(err, fault.Corrupt, s.path+" is damaged", ledger.Repair())
}

// foreign is the fault of a file that does not begin as SQLite files do.
func (s *Store) foreign(err error) *fault.Fault {
	return fault.Wrap(err, fault.Corrupt, s.path+" is not a Throughline file, or its beginning was damaged", "Check the path; if it is right, restore the last backup with `throughline restore`")
}

// named adds the file to the sentence of a Corrupt fault from the checks the stores share.
func (s *Store) named(err error) error {
	if f := fault.Of(err); f != nil && f.Kind == fault.Corrupt && f.Err == nil {
		err = fault.Wrap(errors.New(f.Sentence), fault.Corrupt, s.path+" is damaged: "+f.Sentence, f.Remedy)
	}
	return s.trouble(err)
}

// Doubt is ledger.Doubter's.
func (s *Store) Doubt(err error) error { return s.named(err) }

// shut is the fault of a file that was closed.
func (s *Store) shut(err error) *fault.Fault {
	return fault.Wrap(err, fault.Unavailable, s.path+" is closed", "Start again")
}

// stillOpen refuses what is asked after Close.
func (s *Store) stillOpen() error {
	if s.closed.Load() {
		return s.shut(nil)
	}
	return nil
}

// writable refuses to write after Close, and after damage was seen.
func (s *Store) writable() error {
	if err := s.stillOpen(); err != nil {
		return err
	}
	if f := s.damaged.Load(); f != nil {
		return f
	}
	return nil
}
