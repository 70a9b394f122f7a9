package sqlite

import (
	"context"
	"database/sql"

	"throughline/ledger"
	"throughline/storage"
)

// Erase is ledger.Store's. The freed bytes are overwritten, in the WAL too as soon as no reader
// holds an older picture.
func (s *Store) Erase(ctx context.Context, workspace, kind, id string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, storage.Cancelled(err)
	}
	ctx = context.WithoutCancel(ctx)
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return 0, err
	}
	n := 0
	err := s.writer.transact(ctx, func() (err error) {
		n, err = s.writer.erase(ctx, workspace, kind, id)
		return err
	})
	if err != nil {
		return 0, s.named(err)
	}
	if n == 0 {
		return 0, nil
	}
	s.unclean = true
	return n, s.scrub(ctx)
}

// personalRow is the personal text of one version.
type personalRow struct {
	position, ordinal int64
	text              string
}

func (w *writer) erase(ctx context.Context, workspace, kind, id string) (int, error) {
	all, err := w.personal(ctx, workspace, kind, id)
	if err != nil {
		return 0, err
	}
	total := 0
	for _, r := range all {
		erased, n, err := storage.ErasePersonal(r.text)
		if err != nil {
			return 0, ledger.Bad(r.position, "the personal fields of "+kind+"/"+id+" cannot be read")
		}
		if n == 0 {
			continue
		}
		total += n
		if _, err := w.conn.ExecContext(ctx, `UPDATE version SET personal = ? WHERE workspace = ? AND position = ? AND ordinal = ?`, erased, workspace, r.position, r.ordinal); err != nil {
			return 0, err
		}
	}
	return total, w.eraseLatest(ctx, workspace, kind, id)
}

// personal reads the personal text of all versions of a record.
func (w *writer) personal(ctx context.Context, workspace, kind, id string) ([]personalRow, error) {
	rows, err := w.conn.QueryContext(ctx, `SELECT position, ordinal, personal FROM version
		WHERE workspace = ? AND kind = ? AND id = ? AND personal IS NOT NULL ORDER BY position, ordinal`, workspace, kind, id)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []personalRow
	for rows.Next() {
		var r personalRow
		if err := rows.Scan(&r.position, &r.ordinal, &r.text); err != nil {
			return nil, err
		}
		out = append(out, r)
	}
	return out, rows.Err()
}

func (w *writer) eraseLatest(ctx context.Context, workspace, kind, id string) error {
	var position int64
	var text sql.NullString
	err := w.conn.QueryRowContext(ctx, `SELECT position, personal FROM latest WHERE workspace = ? AND kind = ? AND id = ?`, workspace, kind, id).Scan(&position, &text)
	if err == sql.ErrNoRows || err == nil && !text.Valid {
		return nil
	}
	if err != nil {
		return err
	}
	erased, _, err := storage.ErasePersonal(text.String)
	if err != nil {
		return ledger.Bad(position, "the personal fields of "+kind+"/"+id+" cannot be read")
	}
	_, err = w.conn.ExecContext(ctx, `UPDATE latest SET personal = ? WHERE workspace = ? AND kind = ? AND id = ?`, erased, workspace, kind, id)
	return err
}

// scrub empties the WAL, so that erased text stands nowhere any more. While a reader holds an older
// picture that cannot be done; then it is tried again after the next change and at the end.
func (s *Store) scrub(ctx context.Context) error {
	if !s.unclean {
		return nil
	}
	var busy, pages, moved int
	if _, err := s.writer.conn.ExecContext(ctx, `PRAGMA busy_timeout = 0`); err != nil {
		return s.trouble(err)
	}
	err := s.writer.conn.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &moved)
	if _, err := s.writer.conn.ExecContext(ctx, `PRAGMA busy_timeout = 5000`); err != nil {
		return s.trouble(err)
	}
	if err != nil {
		return s.trouble(err)
	}
	s.unclean = busy != 0
	return nil
}
