package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"io"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"time"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
)

// Options say how a file is opened. The zero Options open it for reading and writing.
type Options struct {
	ReadOnly bool          // never write, never wait for the lock
	Salvage  bool          // read what can be read of a damaged file; implies ReadOnly
	Address  string        // where people reach this process, told to others who want to write
	Views    []ledger.View // views for reporting tools; nil leaves those there are
	Poll     time.Duration // how often to look for changes by other processes; 0 is one second
}

// Store is a ledger in a SQLite file.
type Store struct {
	path string
	opt  Options

	readers  *sql.DB
	quiet    *sql.DB // reads a file that nobody has open, in a folder that is not ours or has no room; nil elsewhere
	follower *storage.Follower
	damaged  atomic.Pointer[fault.Fault] // the first damage seen; nothing is written after it
	closed   atomic.Bool
	cut      error // what the WAL has lost, for whoever salvages; nil when it is whole

	mu      sync.Mutex // held while writing
	lock    *lock      // nil while another process holds it
	writer  *writer    // nil while the lock is not held
	address string
	unclean bool // erased text may still stand in the WAL
}

var _ ledger.Store = (*Store)(nil)

// Open opens the file, creating it where there is none and the options allow writing. A file that
// another process writes, or that cannot be written now, is opened for reading; its first Append asks again.
func Open(ctx context.Context, path string, opt Options) (*Store, error) {
	if err := ledger.Sound(opt.Views); err != nil {
		return nil, err
	}
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fault.Wrap(err, fault.Invalid, "the path "+path+" cannot be used", "Give another path")
	}
	opt.ReadOnly = opt.ReadOnly || opt.Salvage
	if opt.Poll <= 0 {
		opt.Poll = time.Second
	}
	s := &Store{path: abs, opt: opt, address: opt.Address}
	if err := s.open(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context) error {
	exists, err := s.look()
	if err != nil {
		return err
	}
	if s.cut = s.dropped(); s.cut != nil && !s.opt.Salvage {
		return s.cut
	}
	s.mu.Lock()
	err = s.claim(ctx)
	s.mu.Unlock()
	switch {
	case err == nil:
	case !exists || !fault.Is(err, fault.InUse) && !fault.Is(err, fault.ReadOnly) && !fault.Is(err, fault.Full):
		return err
	}
	if err := s.connectReaders(ctx); err != nil {
		return err
	}
	s.follower = storage.NewFollower(s.positions, s.opt.Poll)
	if s.opt.Salvage {
		return nil
	}
	if err := s.known(ctx, s.reader()); err != nil {
		return err
	}
	return s.checkHeads(ctx)
}

// look reports whether the file exists, and refuses what cannot be one.
func (s *Store) look() (exists bool, err error) {
	info, err := os.Stat(s.path)
	switch {
	case err == nil && info.IsDir():
		return false, fault.New(fault.Invalid, s.path+" is a folder", "Give the name of a file in it")
	case err == nil && !info.Mode().IsRegular():
		return false, fault.New(fault.Invalid, s.path+" is not a file", "Give the name of a file")
	case err == nil:
		return true, s.begins()
	case !errors.Is(err, os.ErrNotExist):
		return false, fault.Wrap(err, fault.Unavailable, s.path+" cannot be looked at", "Check the path and who may read it")
	case s.opt.ReadOnly:
		return false, fault.Wrap(err, fault.NotFound, "there is no file "+s.path, "Check the path")
	}
	if _, err := os.Stat(filepath.Dir(s.path)); err != nil {
		return false, fault.Wrap(err, fault.NotFound, "the folder of "+s.path+" does not exist", "Create the folder first")
	}
	return false, nil
}

// beginning is how every SQLite file begins.
const beginning = "SQLite format 3\x00"

// begins refuses a file of another kind before a lock is put beside it. An empty file may become a ledger; one
// with a WAL is left to SQLite, which may find the beginning there; so is one that cannot be read.
func (s *Store) begins() error {
	f, err := os.Open(s.path)
	if err != nil {
		return nil
	}
	defer f.Close()
	b := make([]byte, len(beginning))
	n, err := io.ReadFull(f, b)
	if _, wal := os.Stat(s.path + "-wal"); wal == nil || n == 0 || err != nil && !errors.Is(err, io.ErrUnexpectedEOF) || string(b) == beginning {
		return nil
	}
	return s.foreign(nil)
}

// Path is the absolute path of the file.
func (s *Store) Path() string { return s.path }

// Announce tells processes that want to write where people reach this one.
func (s *Store) Announce(address string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.address = address
	if s.lock == nil {
		return nil
	}
	return s.lock.announce(address)
}

// Watch is ledger.Store's.
func (s *Store) Watch(ctx context.Context, workspace string) <-chan struct{} {
	return s.follower.Watch(ctx, workspace)
}

// Close releases the file and its lock.
func (s *Store) Close() error {
	s.closed.Store(true)
	if s.follower != nil {
		s.follower.Close()
	}
	var all []error
	for _, db := range []*sql.DB{s.readers, s.quiet} {
		if db != nil {
			all = append(all, db.Close())
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.writer != nil {
		all = append(all, s.scrub(context.Background()), s.writer.close())
	}
	if s.lock != nil {
		all = append(all, s.lock.release())
	}
	s.writer, s.lock = nil, nil
	return errors.Join(all...)
}
