package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"iter"
	"math"

	"throughline/ledger"
	"throughline/storage"
)

// querier is a connection or a transaction.
type querier interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

// dialect is how SQLite wants to be asked. Bodies are read as blobs, which spares the driver a copy.
func dialect() storage.Dialect {
	return storage.Dialect{Mark: "?", Body: "CAST(%s.body AS BLOB)", Most: "max"}
}

// Head is ledger.Store's. It holds the head against the last entry.
func (s *Store) Head(ctx context.Context, workspace string) (ledger.Head, error) {
	head, _, err := readHead(ctx, s.reader(), workspace)
	return head, s.named(err)
}

func readHead(ctx context.Context, q querier, workspace string) (head ledger.Head, records int64, err error) {
	head, records, err = storage.ScanHead(q.QueryRowContext(ctx, dialect().Head(), workspace))
	if errors.Is(err, sql.ErrNoRows) {
		return ledger.Head{}, 0, nil
	}
	return head, records, err
}

// Workspaces is the names of the workspaces that have a history, in their order.
func (s *Store) Workspaces(ctx context.Context) ([]string, error) {
	rows, err := s.reader().QueryContext(ctx, `SELECT workspace FROM head ORDER BY workspace`)
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
	rows, err := s.reader().QueryContext(ctx, `SELECT workspace, position FROM head`)
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
func (s *Store) reading(ctx context.Context, read func(conn *sql.Conn) error) error {
	conn, err := s.reader().Conn(ctx)
	if err != nil {
		return s.trouble(err)
	}
	defer conn.Close()
	if _, err := conn.ExecContext(ctx, `BEGIN`); err != nil {
		return s.trouble(err)
	}
	defer func() { // also when the reader panics
		if _, err := conn.ExecContext(context.WithoutCancel(ctx), `ROLLBACK`); err != nil {
			// The connection holds on to the picture: it must not be used again.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
		}
	}()
	if err := read(conn); !errors.Is(err, storage.ErrLeft) {
		return s.named(err)
	}
	return storage.ErrLeft
}

// Entries is ledger.Store's.
func (s *Store) Entries(ctx context.Context, workspace string, which ledger.Query) iter.Seq2[ledger.Entry, error] {
	return func(yield func(ledger.Entry, error) bool) {
		err := s.reading(ctx, func(conn *sql.Conn) error { return s.entries(ctx, conn, workspace, which, yield) })
		if err != nil && !errors.Is(err, storage.ErrLeft) {
			yield(ledger.Entry{}, err)
		}
	}
}

// entries yields the chosen entries, each held against what must come.
func (s *Store) entries(ctx context.Context, conn *sql.Conn, workspace string, which ledger.Query, yield func(ledger.Entry, error) bool) error {
	head := ledger.Head{Position: math.MaxInt64}
	if !s.opt.Salvage { // a damaged head must not hide good entries
		var err error
		if head, _, err = readHead(ctx, conn, workspace); err != nil {
			return err
		}
	}
	text, args := dialect().Entries(workspace, which)
	rows, err := conn.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	due := storage.NewSequence(which, head)
	if err := storage.ScanEntries(rows, due.Then(yield)); err != nil {
		return err
	}
	if s.opt.Salvage {
		return s.cut
	}
	return due.Ends()
}
