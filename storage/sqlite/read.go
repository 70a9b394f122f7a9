package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"throughline/ledger"
)

// querier is a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// Head is ledger.Store's. It holds the head against the last entry.
func (s *Store) Head(ctx context.Context, workspace string) (ledger.Head, error) {
	head, err := readHead(ctx, s.readers, workspace)
	return head, s.named(err)
}

const selectHead = `SELECT h.position, h.hash, h.recorded, coalesce(e.hash = h.hash AND e.recorded = h.recorded, 0)
FROM head h LEFT JOIN entry e ON e.workspace = h.workspace AND e.position = h.position WHERE h.workspace = ?`

func readHead(ctx context.Context, q querier, workspace string) (ledger.Head, error) {
	var head ledger.Head
	var hash []byte
	var recorded int64
	var agrees bool
	err := q.QueryRowContext(ctx, selectHead, workspace).Scan(&head.Position, &hash, &recorded, &agrees)
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Head{}, nil
	}
	if err != nil {
		return ledger.Head{}, err
	}
	if !agrees || len(hash) != len(head.Hash) {
		return ledger.Head{}, ledger.Bad(head.Position, "the head does not name it")
	}
	head.Hash, head.Recorded = ledger.Hash(hash), time.UnixMilli(recorded).UTC()
	return head, nil
}

// Workspaces is the names of the workspaces that have a history, in their order.
func (s *Store) Workspaces(ctx context.Context) ([]string, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT workspace FROM head ORDER BY workspace`)
	if err != nil {
		return nil, s.trouble(err)
	}
	defer rows.Close()
	var out []string
	for rows.Next() {
		var name string
		if err := rows.Scan(&name); err != nil {
			return nil, s.trouble(err)
		}
		out = append(out, name)
	}
	return out, s.trouble(rows.Err())
}

// positions is the heads' positions for the follower.
func (s *Store) positions(ctx context.Context) (map[string]int64, error) {
	rows, err := s.readers.QueryContext(ctx, `SELECT workspace, position FROM head`)
	if err != nil {
		return nil, s.trouble(err)
	}
	defer rows.Close()
	out := map[string]int64{}
	for rows.Next() {
		var name string
		var position int64
		if err := rows.Scan(&name, &position); err != nil {
			return nil, s.trouble(err)
		}
		out[name] = position
	}
	return out, s.trouble(rows.Err())
}

// reading runs read in one consistent picture of the file.
func (s *Store) reading(ctx context.Context, read func(tx *sql.Tx) error) error {
	tx, err := s.readers.BeginTx(ctx, nil)
	if err != nil {
		return s.trouble(err)
	}
	defer tx.Rollback()
	err = read(tx)
	if errors.Is(err, errLeft) {
		return err
	}
	return s.named(err)
}

// errLeft ends a reading whose reader has seen enough.
var errLeft = errors.New("left early")

// Entries is ledger.Store's.
func (s *Store) Entries(ctx context.Context, workspace string, which ledger.Query) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		err := s.reading(ctx, func(tx *sql.Tx) error { return s.entries(ctx, tx, workspace, which, yield) })
		if err != nil && !errors.Is(err, errLeft) {
			yield(ledger.Entry{}, err)
		}
	}
}
