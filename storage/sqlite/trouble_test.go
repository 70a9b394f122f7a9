package sqlite

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"syscall"
	"testing"

	lib "modernc.org/sqlite/lib"

	"throughline/fault"
	"throughline/ledger"
)

func TestCodesInWords(t *testing.T) {
	s := &Store{path: "data.db"}
	for code, want := range map[int]struct {
		kind fault.Kind
		says string
	}{
		lib.SQLITE_FULL:             {fault.Full, "data.db cannot grow"},
		lib.SQLITE_IOERR_WRITE:      {fault.Full, "data.db cannot grow"},
		lib.SQLITE_READONLY:         {fault.ReadOnly, "data.db cannot be written"},
		lib.SQLITE_READONLY_DBMOVED: {fault.ReadOnly, "data.db cannot be written"},
		lib.SQLITE_CORRUPT:          {fault.Corrupt, "data.db is damaged"},
		lib.SQLITE_CORRUPT_INDEX:    {fault.Corrupt, "data.db is damaged"},
		lib.SQLITE_IOERR_SHORT_READ: {fault.Corrupt, "data.db is damaged"},
		lib.SQLITE_NOTADB:           {fault.Corrupt, "data.db is not a Throughline file"},
		lib.SQLITE_ERROR:            {fault.Corrupt, "data.db is damaged"},
		lib.SQLITE_BUSY:             {fault.InUse, "data.db is held by another program"},
		lib.SQLITE_BUSY_SNAPSHOT:    {fault.InUse, "data.db is held by another program"},
		lib.SQLITE_CANTOPEN:         {fault.Unavailable, "data.db cannot be opened"},
		lib.SQLITE_IOERR_FSYNC:      {fault.Unavailable, "did not confirm"},
		lib.SQLITE_IOERR_READ:       {fault.Unavailable, "the disk under data.db"},
		lib.SQLITE_INTERRUPT:        {fault.Cancelled, "on request"},
		lib.SQLITE_MISUSE:           {fault.Internal, "data.db went wrong"},
	} {
		if f := s.coded(errors.New("cause"), code); f.Kind != want.kind || !strings.Contains(f.Sentence, want.says) || f.Remedy == "" || f.Err == nil {
			t.Errorf("code %d: %s: %v, want %s: %q", code, f.Kind, f, want.kind, want.says)
		}
	}
}

func TestErrorsInWords(t *testing.T) {
	for err, want := range map[error]fault.Kind{
		syscall.ENOSPC:           fault.Full,
		syscall.EFBIG:            fault.Full,
		fs.ErrPermission:         fault.ReadOnly,
		syscall.EROFS:            fault.ReadOnly,
		context.Canceled:         fault.Cancelled,
		context.DeadlineExceeded: fault.Cancelled,
		ledger.Moved():           fault.Conflict,
		os.ErrDeadlineExceeded:   fault.Internal,
	} {
		s := &Store{path: "data.db"}
		if got := s.trouble(fmt.Errorf("writing: %w", err)); !fault.Is(got, want) || fault.Of(got) == nil {
			t.Errorf("trouble(%v) = %v, want %s", err, got, want)
		}
		if s.writable() != nil {
			t.Errorf("%v stopped the writing", err)
		}
	}
	s := &Store{path: "data.db"}
	if s.trouble(nil) != nil || s.named(nil) != nil {
		t.Error("no error must stay none")
	}
	named := s.named(ledger.Bad(7, "torn"))
	if !strings.HasPrefix(named.Error(), "data.db is damaged: entry 7 of the history is not what was written: torn") || !fault.Is(s.writable(), fault.Corrupt) {
		t.Errorf("named() = %v, then writable() = %v", named, s.writable())
	}
	if again := s.named(named); again != named {
		t.Errorf("named twice = %v", again)
	}
}

// A disk that did not confirm one write cannot be trusted with the next.
func TestAfterAnUnconfirmedWriteNothingIsWritten(t *testing.T) {
	s := &Store{path: "data.db"}
	_ = s.trouble(s.coded(errors.New("cause"), lib.SQLITE_IOERR_FSYNC))
	if err := s.writable(); !fault.Is(err, fault.Unavailable) {
		t.Errorf("writable() after a failed sync = %v", err)
	}
}
