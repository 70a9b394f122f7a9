package sqlite

import (
	"context"
	"time"

	"throughline/account"
	"throughline/storage"
)

// Accounts is the rows of accounts in the file, beside the ledger. It reads, writes and is locked with
// the store.
type Accounts struct{ store *Store }

var _ account.Store = (*Accounts)(nil)

// Accounts is the rows of accounts. They are closed with the store.
func (s *Store) Accounts() *Accounts { return &Accounts{s} }

// Row is account.Store's.
func (a *Accounts) Row(ctx context.Context, kind, id string) (account.Row, error) {
	return a.one(ctx, dialect().Account(), kind, id)
}

// Keyed is account.Store's.
func (a *Accounts) Keyed(ctx context.Context, kind, key string) (account.Row, error) {
	return a.one(ctx, dialect().AccountKeyed(), kind, key)
}

func (a *Accounts) one(ctx context.Context, text string, args ...any) (account.Row, error) {
	all, err := a.read(ctx, text, args...)
	if err != nil || len(all) == 0 {
		return account.Row{}, err
	}
	return all[0], nil
}

// List is account.Store's.
func (a *Accounts) List(ctx context.Context, q account.Query) ([]account.Row, error) {
	text, args := dialect().Accounts(q)
	return a.read(ctx, text, args...)
}

func (a *Accounts) read(ctx context.Context, text string, args ...any) ([]account.Row, error) {
	if err := a.store.stillOpen(); err != nil {
		return nil, err
	}
	rows, err := a.store.reader().QueryContext(ctx, text, args...)
	if err != nil {
		return nil, a.store.trouble(err)
	}
	defer rows.Close()
	all, err := storage.ScanAccounts(rows)
	return all, a.store.named(err)
}

// Write is account.Store's. A batch that removes rows leaves the WAL to be emptied with the next
// change of the ledger, as an erasure does.
func (a *Accounts) Write(ctx context.Context, b account.Batch) error {
	return a.write(ctx, func(ctx context.Context, w *writer) error {
		if err := b.Admit(); err != nil {
			return err
		}
		a.store.unclean = a.store.unclean || len(b.Remove) > 0
		return w.transact(ctx, func() error { return w.writeAccounts(ctx, b) })
	})
}

// write runs do with the writer, alone.
func (a *Accounts) write(ctx context.Context, do func(ctx context.Context, w *writer) error) error {
	if err := ctx.Err(); err != nil {
		return storage.Cancelled(err)
	}
	ctx = context.WithoutCancel(ctx) // once begun, a batch is written or not, never of unknown fate
	s := a.store
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return err
	}
	return s.trouble(do(ctx, s.writer))
}

func (w *writer) writeAccounts(ctx context.Context, b account.Batch) error {
	if len(b.Remove)+len(b.Put) == 0 {
		return nil
	}
	var number int64
	if err := w.conn.QueryRowContext(ctx, `UPDATE account_batch SET number = number + 1 RETURNING number`).Scan(&number); err != nil {
		return storage.Unreadable{Err: err}
	}
	for _, r := range b.Remove {
		if err := w.hits(ctx, `DELETE FROM account WHERE kind = ? AND id = ? AND version = ?`, r.Kind, r.ID, r.Version); err != nil {
			return err
		}
	}
	for i := range b.Put {
		if err := w.putAccount(ctx, &b.Put[i], number); err != nil {
			return err
		}
	}
	return nil
}

// putAccount puts a row. A name or key that is taken makes the statement do nothing.
func (w *writer) putAccount(ctx context.Context, r *account.Row, number int64) error {
	key, owner, expires, body, mark := storage.AccountValues(r)
	if r.Version == 0 {
		return w.hits(ctx, `INSERT INTO account (kind, id, key, owner, expires, version, body, mark) VALUES (?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING`,
			r.Kind, r.ID, key, owner, expires, number, body, mark)
	}
	return w.hits(ctx, `UPDATE OR IGNORE account SET key = ?, owner = ?, expires = ?, version = ?, body = ?, mark = ? WHERE kind = ? AND id = ? AND version = ?`,
		key, owner, expires, number, body, mark, r.Kind, r.ID, r.Version)
}

// hits runs a statement that must change one row, else the batch comes too late.
func (w *writer) hits(ctx context.Context, text string, args ...any) error {
	done, err := w.conn.ExecContext(ctx, text, args...)
	if err != nil {
		return err
	}
	if n, err := done.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return account.Moved()
}

// expireAtOnce is how many rows Expire removes in one transaction, so that others who write need not
// wait for all.
const expireAtOnce = 1000

// Expire is account.Store's.
func (a *Accounts) Expire(ctx context.Context, now time.Time) (int, error) {
	total := 0
	for {
		n := int64(0)
		err := a.write(ctx, func(ctx context.Context, w *writer) error {
			return w.transact(ctx, func() (err error) {
				n, err = w.expireAccounts(ctx, now)
				return err
			})
		})
		total += int(n)
		if err != nil || n < expireAtOnce {
			return total, err
		}
	}
}

func (w *writer) expireAccounts(ctx context.Context, now time.Time) (int64, error) {
	done, err := w.conn.ExecContext(ctx, `DELETE FROM account WHERE (kind, id) IN (SELECT kind, id FROM account WHERE expires <= ? LIMIT ?)`, now.UnixMilli(), expireAtOnce)
	if err != nil {
		return 0, err
	}
	return done.RowsAffected()
}
