package postgres

import (
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
)

// Options say how a database is opened. The zero Options open it for reading and writing.
type Options struct {
	ReadOnly bool          // never write
	Salvage  bool          // read what can be read of damaged data; implies ReadOnly
	Views    []ledger.View // views for reporting tools; nil leaves those there are
	Poll     time.Duration // how often to look for changes by other processes; 0 is two seconds
	Patience time.Duration // how long to ask for the fate of a change after a lost connection; 0 is ten seconds
}

// connections is how many connections one process uses at most, unless the address says otherwise.
const connections = 16

// Store is a ledger in a PostgreSQL database.
type Store struct {
	where    string // server and database, for people; never the password
	name     string // of this store among the server's connections
	opt      Options
	pool     *pgxpool.Pool
	follower *storage.Follower
	listen   sync.Once
	damaged  atomic.Pointer[fault.Fault] // the first damage seen; nothing is written after it
}

var _ ledger.Store = (*Store)(nil)

// Open connects to the database at the address (postgres://user@host/database), creating the tables
// in an empty one where the options allow writing.
func Open(ctx context.Context, address string, opt Options) (*Store, error) {
	if err := ledger.Sound(opt.Views); err != nil {
		return nil, err
	}
	config, err := pgxpool.ParseConfig(address)
	if err != nil {
		return nil, fault.New(fault.Invalid, "the PostgreSQL address cannot be read", "Write it as postgres://user:password@host:5432/database")
	}
	opt.ReadOnly = opt.ReadOnly || opt.Salvage
	if opt.Poll <= 0 {
		opt.Poll = 2 * time.Second
	}
	if opt.Patience <= 0 {
		opt.Patience = 10 * time.Second
	}
	s := &Store{opt: opt, where: describe(config.ConnConfig), name: fmt.Sprintf("throughline %d %d", os.Getpid(), time.Now().UnixNano())}
	s.configure(config, address)
	if s.pool, err = pgxpool.NewWithConfig(ctx, config); err != nil {
		return nil, s.trouble(err)
	}
	s.follower = storage.NewFollower(s.positions, opt.Poll)
	if err := s.prepare(ctx); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// describe names server and database.
func describe(c *pgx.ConnConfig) string {
	if len(c.Host) > 0 && c.Host[0] == '/' {
		return fmt.Sprintf("the PostgreSQL database %s on this machine", c.Database)
	}
	return fmt.Sprintf("the PostgreSQL database %s at %s:%d", c.Database, c.Host, c.Port)
}

// configure sets what every connection needs, whatever the server's own settings are.
func (s *Store) configure(config *pgxpool.Config, address string) {
	if !strings.Contains(address, "pool_max_conns") {
		config.MaxConns = connections
	}
	if config.ConnConfig.ConnectTimeout == 0 {
		config.ConnConfig.ConnectTimeout = 10 * time.Second
	}
	p := config.ConnConfig.RuntimeParams
	p["application_name"] = s.name
	p["default_transaction_isolation"] = "read committed"
	if s.opt.ReadOnly {
		p["default_transaction_read_only"] = "on"
	}
	config.AfterConnect = durable
}

// durable makes sure that a commit is on the disk before it is acknowledged.
func durable(ctx context.Context, conn *pgx.Conn) error {
	var setting string
	if err := conn.QueryRow(ctx, `SHOW synchronous_commit`).Scan(&setting); err != nil || setting != "off" {
		return err
	}
	_, err := conn.Exec(ctx, `SET synchronous_commit = on`)
	return err
}

// Watch is ledger.Store's. The first watch starts the listening.
func (s *Store) Watch(ctx context.Context, workspace string) <-chan struct{} {
	moved := s.follower.Watch(ctx, workspace)
	s.listen.Do(func() { s.follower.Go(s.hear) })
	return moved
}

// hear looks at the heads whenever a notification comes, and takes a new connection when one breaks.
func (s *Store) hear(ctx context.Context) {
	pause := time.NewTicker(s.opt.Poll)
	defer pause.Stop()
	for ctx.Err() == nil {
		// A broken connection is no news to anybody: the follower still looks by itself.
		_ = s.hearOn(ctx)
		select {
		case <-ctx.Done():
		case <-pause.C:
		}
	}
}

// hearOn listens on one connection until it breaks.
func (s *Store) hearOn(ctx context.Context) error {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, `LISTEN `+channel); err != nil {
		return err
	}
	s.follower.Look() // what moved before LISTEN held
	for {
		if _, err := conn.WaitForNotification(ctx); err != nil {
			return err
		}
		s.follower.Look()
	}
}

// Close releases the connections.
func (s *Store) Close() error {
	if s.follower != nil {
		s.follower.Close()
	}
	s.pool.Close()
	return nil
}
