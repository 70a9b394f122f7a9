package sqlite

import (
	"context"
	"database/sql"
	"errors"

	"throughline/ledger"
)

// checkHeads holds every workspace's head against its last entry, and that entry against its hash.
// It costs a few reads for each workspace, so it is done at every start.
func (s *Store) checkHeads(ctx context.Context) error {
	return s.reading(ctx, func(conn *sql.Conn) error {
		names, err := listed(ctx, conn)
		if err != nil {
			return err
		}
		for _, name := range names {
			head, _, err := readHead(ctx, conn, name)
			if err != nil {
				return err
			}
			if head.Position == 0 {
				return ledger.Bad(1, "it has no head")
			}
			var last ledger.Entry
			q := ledger.Query{After: head.Position - 1, Limit: 1}
			err = s.entries(ctx, conn, name, q, func(e ledger.Entry, _ error) bool { last = e; return true })
			if err != nil {
				return err
			}
			if last.Head() != head {
				return ledger.Bad(head.Position, "the head does not name it")
			}
		}
		return nil
	})
}

// listed is every workspace named by a head or by an entry: a head without entries, or entries
// without a head, is damage. It leaps from workspace to workspace through the index.
func listed(ctx context.Context, conn *sql.Conn) ([]string, error) {
	var out []string
	at := ""
	for {
		err := conn.QueryRowContext(ctx, `SELECT workspace FROM (
			SELECT * FROM (SELECT workspace FROM head WHERE workspace > ?1 ORDER BY workspace LIMIT 1)
			UNION SELECT * FROM (SELECT workspace FROM entry WHERE workspace > ?1 ORDER BY workspace LIMIT 1)
		) ORDER BY workspace LIMIT 1`, at).Scan(&at)
		if errors.Is(err, sql.ErrNoRows) {
			return out, nil
		}
		if err != nil {
			return nil, err
		}
		out = append(out, at)
	}
}

// Check is ledger.Checker's. It lets SQLite hold its own pages and indexes against each other, which reads the whole file.
// Together with ledger.Verify it finds every damage.
func (s *Store) Check(ctx context.Context) error {
	rows, err := s.reader().QueryContext(ctx, `PRAGMA integrity_check(1)`)
	if err != nil {
		return s.trouble(err)
	}
	defer rows.Close()
	for rows.Next() {
		var line string
		if err := rows.Scan(&line); err != nil {
			return s.trouble(err)
		}
		if line != "ok" {
			return s.trouble(s.corrupt(errors.New(line)))
		}
	}
	return s.trouble(rows.Err())
}
