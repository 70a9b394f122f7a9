package postgres

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"throughline/account"
	"throughline/storage"
)

// Accounts is the rows of accounts in the database, beside the ledger.
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

func (a *Accounts) read(ctx context.Context, text string, args ...any) (all []account.Row, err error) {
	s := a.store
	err = s.twice(func() error {
		return s.named(scan(ctx, s.pool, text, args, func(rows pgx.Rows) (err error) {
			all, err = storage.ScanAccounts(rows)
			return err
		}))
	})
	return all, err
}

// Write is account.Store's. When the connection breaks while the batch is committed, the server is
// asked what became of it.
func (a *Accounts) Write(ctx context.Context, b account.Batch) error {
	s := a.store
	if err := ctx.Err(); err != nil {
		return storage.Cancelled(err)
	}
	if err := errors.Join(s.writable(), b.Admit()); err != nil || len(b.Remove)+len(b.Put) == 0 {
		return s.named(err)
	}
	conn, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	xact, err := writeAccounts(ctx, conn, b)
	broken, pid := conn.Conn().IsClosed(), conn.Conn().PgConn().PID()
	conn.Release()
	switch {
	case err == nil:
		return nil
	case code(err) == uniqueViolation:
		return account.Moved()
	case broken:
		return s.settle(ctx, err, func(ctx context.Context) (bool, error) { return s.ended(ctx, xact, pid) })
	}
	return s.trouble(err)
}

// writeAccounts writes the batch in one transaction and returns the transaction's number at the
// server, "" when it did not come so far.
func writeAccounts(ctx context.Context, conn *pgxpool.Conn, b account.Batch) (xact string, err error) {
	err = pgx.BeginFunc(ctx, conn, func(tx pgx.Tx) error {
		// Whoever writes the same rows locks them in the same order, so that no two wait for each other.
		kinds, ids := names(b)
		if _, err := tx.Exec(ctx, `SELECT FROM account a, unnest($1::text[], $2::text[]) AS n(kind, id) WHERE a.kind = n.kind AND a.id = n.id ORDER BY a.kind, a.id FOR UPDATE OF a`, kinds, ids); err != nil {
			return err
		}
		var number int64
		if err := tx.QueryRow(ctx, `SELECT pg_current_xact_id()::text, nextval('account_batch')`).Scan(&xact, &number); err != nil {
			return err
		}
		return sendAccounts(ctx, tx, b, number)
	})
	return xact, err
}

// names are the kinds and ids of all rows of the batch.
func names(b account.Batch) (kinds, ids []string) {
	for _, r := range slices.Concat(b.Remove, b.Put) {
		kinds, ids = append(kinds, r.Kind), append(ids, r.ID)
	}
	return kinds, ids
}

// sendAccounts sends all statements of the batch at once. Each must change one row, else the batch
// comes too late.
func sendAccounts(ctx context.Context, tx pgx.Tx, b account.Batch, number int64) error {
	var all pgx.Batch
	for _, r := range b.Remove {
		all.Queue(`DELETE FROM account WHERE kind = $1 AND id = $2 AND version = $3`, r.Kind, r.ID, r.Version)
	}
	for i := range b.Put {
		r := &b.Put[i]
		key, owner, expires, body, mark := storage.AccountValues(r)
		if r.Version == 0 {
			all.Queue(`INSERT INTO account (kind, id, key, owner, expires, version, body, mark) VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING`,
				r.Kind, r.ID, key, owner, expires, number, body, mark)
			continue
		}
		all.Queue(`UPDATE account SET key = $4, owner = $5, expires = $6, version = $7, body = $8, mark = $9 WHERE kind = $1 AND id = $2 AND version = $3`,
			r.Kind, r.ID, r.Version, key, owner, expires, number, body, mark)
	}
	sent := tx.SendBatch(ctx, &all)
	var late error
	for range all.Len() {
		done, err := sent.Exec()
		if err != nil {
			return errors.Join(err, sent.Close())
		}
		if done.RowsAffected() != 1 {
			late = account.Moved()
		}
	}
	return errors.Join(late, sent.Close())
}

// ended tells whether a transaction whose connection broke was committed, after making sure that the
// server is not still at it.
func (s *Store) ended(ctx context.Context, xact string, pid uint32) (committed bool, err error) {
	if xact == "" {
		return false, nil
	}
	if err := s.hangUp(ctx, s.pool, pid); err != nil {
		return false, err
	}
	var status *string
	if err := s.pool.QueryRow(ctx, `SELECT pg_xact_status($1::text::xid8)`, xact).Scan(&status); err != nil {
		return false, err
	}
	if status == nil || *status == "in progress" {
		return false, errors.New("the server has not ended the transaction yet")
	}
	return *status == "committed", nil
}

// expireAtOnce is how many rows Expire removes in one transaction, so that others who write need not
// wait for all.
const expireAtOnce = 1000

// Expire is account.Store's. Rows that somebody else is writing are left for the next time.
func (a *Accounts) Expire(ctx context.Context, now time.Time) (int, error) {
	s := a.store
	if err := ctx.Err(); err != nil {
		return 0, storage.Cancelled(err)
	}
	if err := s.writable(); err != nil {
		return 0, err
	}
	total := 0
	for {
		done, err := s.pool.Exec(ctx, `DELETE FROM account WHERE (kind, id) IN (
			SELECT kind, id FROM account WHERE expires <= $1 LIMIT $2 FOR UPDATE SKIP LOCKED)`, now.UnixMilli(), expireAtOnce)
		if err != nil {
			return total, s.trouble(err)
		}
		total += int(done.RowsAffected())
		if done.RowsAffected() < expireAtOnce {
			return total, nil
		}
	}
}
