package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"throughline/ledger"
	"throughline/storage"
)

// Erase is ledger.Store's. The rows' old forms are swept from the tables; the server's own write-ahead
// log and backups of the server keep them until they are rotated.
func (s *Store) Erase(ctx context.Context, workspace, kind, id string) (int, error) {
	if err := ctx.Err(); err != nil {
		return 0, storage.Cancelled(err)
	}
	if err := s.writable(); err != nil {
		return 0, err
	}
	n := 0
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) (err error) {
		// Nothing may be appended meanwhile, or the latest document could become an older one.
		if _, err = tx.Exec(ctx, `SELECT FROM head WHERE workspace = $1 FOR UPDATE`, workspace); err != nil {
			return err
		}
		n, err = erase(ctx, tx, workspace, kind, id)
		return err
	})
	if err != nil {
		return 0, s.named(err)
	}
	if n > 0 {
		if _, err := s.pool.Exec(ctx, `VACUUM version, latest`); err != nil {
			return n, s.named(err)
		}
	}
	return n, nil
}

// personalRow is the personal text of one version.
type personalRow struct {
	Position, Ordinal int64
	Personal          string
}

func erase(ctx context.Context, tx pgx.Tx, workspace, kind, id string) (int, error) {
	rows, err := tx.Query(ctx, `SELECT position, ordinal, personal FROM version
		WHERE workspace = $1 AND kind = $2 AND id = $3 AND personal IS NOT NULL ORDER BY position, ordinal`, workspace, kind, id)
	if err != nil {
		return 0, err
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[personalRow])
	if err != nil {
		return 0, err
	}
	total := 0
	for _, r := range all {
		erased, n, err := storage.ErasePersonal(r.Personal)
		if err != nil {
			return 0, ledger.Bad(r.Position, "the personal fields of "+kind+"/"+id+" cannot be read")
		}
		if n == 0 {
			continue
		}
		total += n
		if _, err := tx.Exec(ctx, `UPDATE version SET personal = $4 WHERE workspace = $1 AND position = $2 AND ordinal = $3`, workspace, r.Position, r.Ordinal, erased); err != nil {
			return 0, err
		}
	}
	return total, eraseLatest(ctx, tx, workspace, kind, id)
}

func eraseLatest(ctx context.Context, tx pgx.Tx, workspace, kind, id string) error {
	var position int64
	var text *string
	err := tx.QueryRow(ctx, `SELECT position, personal FROM latest WHERE workspace = $1 AND kind = $2 AND id = $3`, workspace, kind, id).Scan(&position, &text)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && text == nil {
		return nil
	}
	if err != nil {
		return err
	}
	erased, _, err := storage.ErasePersonal(*text)
	if err != nil {
		return ledger.Bad(position, "the personal fields of "+kind+"/"+id+" cannot be read")
	}
	_, err = tx.Exec(ctx, `UPDATE latest SET personal = $4 WHERE workspace = $1 AND kind = $2 AND id = $3`, workspace, kind, id, erased)
	return err
}
