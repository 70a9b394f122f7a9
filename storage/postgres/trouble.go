package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
)

// The server's error codes that are looked at one by one.
const (
	serializationFailure = "40001"
	uniqueViolation      = "23505"
	undefinedTable       = "42P01"
	duplicateTable       = "42P07"
	noPermission         = "42501"
	dependentObjects     = "2BP01"
)

// code is the server's error code, or "".
func code(err error) string {
	if e, ok := errors.AsType[*pgconn.PgError](err); ok {
		return e.Code
	}
	return ""
}

// trouble turns an error of the driver or the server into a fault that names the database. Damage is
// remembered: nothing is written after it.
func (s *Store) trouble(err error) *fault.Fault {
	f := s.diagnose(err)
	if f.Kind == fault.Corrupt {
		s.damaged.CompareAndSwap(nil, f)
	}
	return f
}

func (s *Store) diagnose(err error) *fault.Fault {
	if f := fault.Of(err); f != nil {
		return f
	}
	if c := code(err); c != "" {
		return s.coded(err, c)
	}
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) && !isConnect(err) {
		return storage.Cancelled(err)
	}
	if _, ok := errors.AsType[pgx.ScanArgError](err); ok {
		return fault.Wrap(err, fault.Corrupt, s.where+" is damaged", ledger.Repair())
	}
	return fault.Wrap(err, fault.Unavailable, s.where+" cannot be reached", "Check that the server runs and that the address is right, then try again")
}

func isConnect(err error) bool {
	_, ok := errors.AsType[*pgconn.ConnectError](err)
	return ok
}

// coded maps the server's codes, single ones before their classes.
func (s *Store) coded(err error, code string) *fault.Fault {
	switch code {
	case "53100":
		return fault.Wrap(err, fault.Full, "the disk of "+s.where+" is full", "Free some space on the server, then try again; nothing was lost")
	case "3D000":
		return fault.Wrap(err, fault.NotFound, s.where+" does not exist", "Create it first, for instance with createdb")
	case noPermission:
		return fault.Wrap(err, fault.Denied, "the user may not do this in "+s.where, "Let the user own the database, or grant CREATE on its schema")
	case "25006":
		return fault.Wrap(err, fault.ReadOnly, s.where+" only allows reading", "Give the address of the server that takes changes")
	case "57014":
		return storage.Cancelled(errors.Join(err, context.Canceled))
	case "XX001", "XX002":
		return fault.Wrap(err, fault.Corrupt, s.where+" is damaged", ledger.Repair())
	case serializationFailure, "40P01":
		return ledger.Moved()
	}
	switch {
	case strings.HasPrefix(code, "28"):
		return fault.Wrap(err, fault.Denied, s.where+" does not let this user in", "Check the user and the password in the address")
	case strings.HasPrefix(code, "08"), strings.HasPrefix(code, "57P"), strings.HasPrefix(code, "53"), code == "58030":
		return fault.Wrap(err, fault.Unavailable, s.where+" is not available", "Wait a moment and try again; if it stays so, look at the server's log")
	}
	return fault.Wrap(err, fault.Internal, "working with "+s.where+" went wrong", "Please report this with the log")
}

// named adds the database to the sentence of a Corrupt fault from the checks the stores share.
func (s *Store) named(err error) error {
	if err == nil || errors.Is(err, storage.ErrLeft) {
		return err
	}
	if f := fault.Of(err); f != nil && f.Kind == fault.Corrupt && f.Err == nil {
		err = fault.Wrap(errors.New(f.Sentence), fault.Corrupt, s.where+" is damaged: "+f.Sentence, f.Remedy)
	}
	return s.trouble(err)
}

// Doubt is ledger.Doubter's.
func (s *Store) Doubt(err error) error { return s.named(err) }

// writable refuses to write where that was not asked for, and after damage was seen.
func (s *Store) writable() error {
	if s.opt.ReadOnly {
		return fault.New(fault.ReadOnly, s.where+" was opened for reading only", "Open it without asking for reading only")
	}
	if f := s.damaged.Load(); f != nil {
		return f
	}
	return nil
}
