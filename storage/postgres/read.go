package postgres

import (
	"context"
	"errors"
	"iter"
	"math"
	"time"

	"github.com/jackc/pgx/v5"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
)

// dialect is how PostgreSQL wants to be asked.
func dialect() storage.Dialect { return storage.Dialect{Mark: "$", Body: "%s.body", Most: "greatest"} }

// standing finds what stood of workspace $1 and kind $2 at the effective time $3, told up to position $4,
// for the ids of a list, in its order.
const standing = `unnest($5::text[]) WITH ORDINALITY AS r(id, n) CROSS JOIN LATERAL (
	SELECT * FROM version x
	WHERE x.workspace = $1 AND x.kind = $2 AND x.id = r.id AND x.effective <= $3 AND x.position <= $4
	ORDER BY x.effective DESC, x.position DESC, x.ordinal DESC LIMIT 1) v ORDER BY r.n`

// querier is a pool, a connection or a transaction.
type querier interface {
	Query(ctx context.Context, query string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// Head is ledger.Store's. It holds the head against the last entry.
func (s *Store) Head(ctx context.Context, workspace string) (head ledger.Head, err error) {
	err = s.twice(func() error {
		head, _, err = readHead(ctx, s.pool, workspace)
		return s.named(err)
	})
	return head, err
}

// twice does a reading again once when the connection it was given turned out to be dead, as all are
// after the server was restarted.
func (s *Store) twice(read func() error) error {
	err := read()
	if fault.Is(err, fault.Unavailable) {
		return read()
	}
	return err
}

func readHead(ctx context.Context, q querier, workspace string) (head ledger.Head, records int64, err error) {
	head, records, err = storage.ScanHead(q.QueryRow(ctx, dialect().Head(), workspace))
	if errors.Is(err, pgx.ErrNoRows) {
		return ledger.Head{}, 0, nil
	}
	return head, records, err
}

// Workspaces is the names of the workspaces that have a history, in their order.
func (s *Store) Workspaces(ctx context.Context) (names []string, err error) {
	err = s.twice(func() error {
		rows, err := s.pool.Query(ctx, `SELECT workspace FROM head ORDER BY workspace`)
		if err != nil {
			return s.named(err)
		}
		names, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return s.named(err)
	})
	return names, err
}

// positions is the heads' positions for the follower.
func (s *Store) positions(ctx context.Context) (map[string]int64, error) {
	rows, err := s.pool.Query(ctx, `SELECT workspace, position FROM head`)
	if err != nil {
		return nil, s.trouble(err)
	}
	out := map[string]int64{}
	var name string
	var position int64
	_, err = pgx.ForEachRow(rows, []any{&name, &position}, func() error {
		out[name] = position
		return nil
	})
	if err != nil {
		return nil, s.trouble(err)
	}
	return out, nil
}

// reading runs read in one consistent picture of the database.
func (s *Store) reading(ctx context.Context, read func(tx pgx.Tx) error) error {
	var tx pgx.Tx
	err := s.twice(func() (err error) {
		tx, err = s.pool.BeginTx(ctx, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly})
		return s.named(err)
	})
	if err != nil {
		return err
	}
	defer tx.Rollback(context.WithoutCancel(ctx))
	return s.named(read(tx))
}

// Entries is ledger.Store's.
func (s *Store) Entries(ctx context.Context, workspace string, which ledger.Query) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		err := s.reading(ctx, func(tx pgx.Tx) error { return s.entries(ctx, tx, workspace, which, yield) })
		if err != nil && !errors.Is(err, storage.ErrLeft) {
			yield(ledger.Entry{}, err)
		}
	}
}

// entries yields the chosen entries, each held against what must come.
func (s *Store) entries(ctx context.Context, tx pgx.Tx, workspace string, which ledger.Query, yield func(ledger.Entry, error) bool) error {
	head := ledger.Head{Position: math.MaxInt64}
	if !s.opt.Salvage { // a damaged head must not hide good entries
		var err error
		if head, _, err = readHead(ctx, tx, workspace); err != nil {
			return err
		}
	}
	due := storage.NewSequence(which, head)
	text, args := dialect().Entries(workspace, which)
	err := scan(ctx, tx, text, args, func(rows pgx.Rows) error { return storage.ScanEntries(rows, due.Then(yield)) })
	if err != nil || s.opt.Salvage {
		return err
	}
	return due.Ends()
}

// Latest is ledger.Store's.
func (s *Store) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(tx pgx.Tx, give func(*ledger.Version) error) error {
		head, records, err := readHead(ctx, tx, workspace)
		if err != nil {
			return err
		}
		if at != nil {
			at(head)
		}
		order := storage.NewOrder(head, records)
		if err := scan(ctx, tx, dialect().Latest(), []any{workspace}, func(rows pgx.Rows) error { return storage.ScanLatest(rows, order.Then(give)) }); err != nil {
			return err
		}
		return order.Ends()
	})
}

// Between is ledger.Store's.
func (s *Store) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(tx pgx.Tx, give func(*ledger.Version) error) error {
		args := []any{workspace, after.UnixMilli(), until.UnixMilli()}
		return scan(ctx, tx, dialect().Between(), args, func(rows pgx.Rows) error { return storage.ScanVersions(rows, give) })
	})
}

// Standing is ledger.Store's.
func (s *Store) Standing(ctx context.Context, workspace string, at ledger.Moment, records []ledger.Record) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(tx pgx.Tx, give func(*ledger.Version) error) error {
		take := storage.NewAsked(records).Then(give)
		for kind, ids := range storage.Batches(records) {
			args := []any{workspace, kind, at.Effective.UnixMilli(), at.Position, ids}
			if err := scan(ctx, tx, dialect().Versions(standing), args, func(rows pgx.Rows) error { return storage.ScanVersions(rows, take) }); err != nil {
				return err
			}
		}
		return nil
	})
}

// versions makes an iterator of a reading that gives versions.
func (s *Store) versions(ctx context.Context, read func(tx pgx.Tx, give func(*ledger.Version) error) error) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		err := s.reading(ctx, func(tx pgx.Tx) error {
			return read(tx, func(v *ledger.Version) error {
				if !yield(*v, nil) {
					return storage.ErrLeft
				}
				return nil
			})
		})
		if err != nil && !errors.Is(err, storage.ErrLeft) {
			yield(ledger.Version{}, err)
		}
	}
}

// scan runs the query and closes its rows whatever happens.
func scan(ctx context.Context, q querier, text string, args []any, read func(pgx.Rows) error) error {
	rows, err := q.Query(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	return read(rows)
}
