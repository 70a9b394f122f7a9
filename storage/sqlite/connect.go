package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"

	_ "modernc.org/sqlite" // the driver named sqlite

	"throughline/fault"
)

// applicationID marks a SQLite file as a ledger of ours.
const applicationID = 0x54484c4e

// source is the driver's name for the file. Settings belong to every connection, so they stand here.
func (s *Store) source(mode string, pragmas ...string) string {
	q := url.Values{"mode": {mode}, "_pragma": append([]string{"busy_timeout(5000)", "cell_size_check(1)", "trusted_schema(0)"}, pragmas...), "_error_rc": {"1"}}
	if s.opt.Salvage { // a file that was cut is read as far as it goes
		q.Add("_pragma", "writable_schema(1)")
	}
	if mode == "immutable" {
		q.Set("mode", "ro")
		q.Set("immutable", "1")
	}
	path := filepath.ToSlash(s.path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // a drive letter
	}
	return (&url.URL{Scheme: "file", Path: path, RawQuery: q.Encode()}).String()
}

// connectWriter opens the connection that writes, creating the file where there is none.
func (s *Store) connectWriter(ctx context.Context) (*sql.DB, error) {
	f, err := os.OpenFile(s.path, os.O_RDWR|os.O_CREATE, 0o600) // people's data: for the owner only
	if errors.Is(err, os.ErrPermission) {
		return nil, readOnly(s.path, err)
	}
	if err != nil {
		return nil, s.trouble(err)
	}
	f.Close()
	db, err := sql.Open("sqlite", s.source("rw", "journal_mode(WAL)", "synchronous(FULL)", "secure_delete(1)", "wal_autocheckpoint(4000)", "cache_size(-32000)"))
	if err != nil {
		return nil, s.trouble(err)
	}
	db.SetMaxOpenConns(1)
	if err := s.newEnough(ctx, db); err != nil {
		return nil, errors.Join(err, db.Close())
	}
	return db, nil
}

// connectReaders opens the pool that reads. It has no upper bound, because a reader inside a reader
// inside a reader must not wait for itself; it keeps few connections.
func (s *Store) connectReaders(ctx context.Context) (err error) {
	if s.readers, err = sql.Open("sqlite", s.source("ro", "query_only(1)")); err != nil {
		return s.trouble(err)
	}
	s.readers.SetMaxIdleConns(2 * runtime.GOMAXPROCS(0))
	if s.writer == nil && !s.mayCreate() {
		if s.quiet, err = sql.Open("sqlite", s.source("immutable", "query_only(1)")); err != nil {
			return s.trouble(err)
		}
		s.quiet.SetMaxIdleConns(-1) // an older connection would not notice that the file changed
	}
	return s.newEnough(ctx, s.reader())
}

// reader is the pool to read from. SQLite needs shared memory beside the file. Where this process may
// not put it, or has no room for it, and no other has, nobody has the file open, so it is read without; as soon as the owner
// of the folder opens it there is a WAL, and the shared memory with it.
func (s *Store) reader() *sql.DB {
	if s.quiet != nil && !s.inWAL() {
		return s.quiet
	}
	return s.readers
}

// sharedMemory is the least size of the file with which the processes that have the data open share memory.
const sharedMemory = 32 << 10

// inWAL reports whether some process has the file open, or left a WAL that must be read with it. An empty WAL
// without its shared memory is what remains of an opening for which there was no room.
func (s *Store) inWAL() bool {
	wal, err := os.Stat(s.path + "-wal")
	if err != nil {
		return false
	}
	shared, err := os.Stat(s.path + "-shm")
	return wal.Size() > 0 || err == nil && shared.Size() >= sharedMemory
}

// mayCreate reports whether this process may create the shared memory beside the data, and has room for it.
func (s *Store) mayCreate() bool {
	f, err := os.CreateTemp(filepath.Dir(s.path), ".throughline-*")
	if err != nil {
		return false
	}
	_, err = f.Write(make([]byte, sharedMemory))
	return errors.Join(err, f.Close(), os.Remove(f.Name())) == nil
}

// newEnough refuses a SQLite whose WAL can be corrupted by a checkpoint (all before 3.51.3).
func (s *Store) newEnough(ctx context.Context, db *sql.DB) error {
	var version string
	if err := db.QueryRowContext(ctx, `SELECT sqlite_version()`).Scan(&version); err != nil {
		return s.trouble(err)
	}
	number := 0
	for _, part := range strings.SplitN(version+".0.0", ".", 4)[:3] {
		n, err := strconv.Atoi(part)
		if err != nil {
			return fault.Wrap(err, fault.Internal, "SQLite says it has the version "+version, "Please report this")
		}
		number = number*1000 + n
	}
	if number < 3_051_003 {
		return fault.New(fault.Internal, fmt.Sprintf("the program was built with SQLite %s, which can damage data", version), "Build it with SQLite 3.51.3 or later")
	}
	return nil
}
