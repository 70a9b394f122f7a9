package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"throughline/fault"
	"throughline/ledger"
)

func TestCodesInWords(t *testing.T) {
	for code, want := range map[string]struct {
		kind fault.Kind
		says string
	}{
		"53100": {fault.Full, "the disk of the database is full"},
		"53300": {fault.Unavailable, "not available"},
		"3D000": {fault.NotFound, "does not exist"},
		"42501": {fault.Denied, "may not do this"},
		"28P01": {fault.Denied, "does not let this user in"},
		"28000": {fault.Denied, "does not let this user in"},
		"25006": {fault.ReadOnly, "only allows reading"},
		"57014": {fault.Cancelled, "on request"},
		"57P01": {fault.Unavailable, "not available"},
		"57P03": {fault.Unavailable, "not available"},
		"08006": {fault.Unavailable, "not available"},
		"58030": {fault.Unavailable, "not available"},
		"XX001": {fault.Corrupt, "is damaged"},
		"XX002": {fault.Corrupt, "is damaged"},
		"40001": {fault.Conflict, "somebody else changed"},
		"40P01": {fault.Conflict, "somebody else changed"},
		"42601": {fault.Internal, "went wrong"},
	} {
		s := &Store{where: "the database"}
		f := s.trouble(fmt.Errorf("query: %w", &pgconn.PgError{Code: code}))
		if f.Kind != want.kind || !strings.Contains(f.Sentence, want.says) || f.Remedy == "" {
			t.Errorf("code %s: %s: %v, want %s: %q", code, f.Kind, f, want.kind, want.says)
		}
		if stopped := s.writable() != nil; stopped != (want.kind == fault.Corrupt) {
			t.Errorf("code %s stopped the writing: %v", code, stopped)
		}
	}
}

func TestErrorsInWords(t *testing.T) {
	for err, want := range map[error]fault.Kind{
		io.ErrUnexpectedEOF:                       fault.Unavailable,
		errors.New("conn closed"):                 fault.Unavailable,
		context.Canceled:                          fault.Cancelled,
		context.DeadlineExceeded:                  fault.Cancelled,
		pgx.ScanArgError{Err: errors.New("NULL")}: fault.Corrupt,
		ledger.Moved():                            fault.Conflict,
	} {
		s := &Store{where: "the database"}
		if got := s.named(fmt.Errorf("query: %w", err)); !fault.Is(got, want) || fault.Of(got) == nil {
			t.Errorf("named(%v) = %v, want %s", err, got, want)
		}
	}
	s := &Store{where: "the database"}
	if s.named(nil) != nil {
		t.Error("no error must stay none")
	}
	if got := s.named(ledger.Bad(7, "torn")); !strings.HasPrefix(got.Error(), "the database is damaged: entry 7") || !fault.Is(s.writable(), fault.Corrupt) {
		t.Errorf("named() = %v", got)
	}
}
