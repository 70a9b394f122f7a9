package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"time"

	"throughline/ledger"
	"throughline/storage"
)

const versionColumns = `position, effective, kind, id, version, format, CAST(body AS BLOB), personal, mark`

// Latest is ledger.Store's. Rows that a damaged page lost or doubled show in their count and order.
func (s *Store) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(tx *sql.Tx, give func(*ledger.Version) error) error {
		head, err := readHead(ctx, tx, workspace)
		if err != nil {
			return err
		}
		var due int64
		if err := tx.QueryRowContext(ctx, `SELECT coalesce(max(records), 0) FROM head WHERE workspace = ?`, workspace).Scan(&due); err != nil {
			return err
		}
		if at != nil {
			at(head)
		}
		rows, err := tx.QueryContext(ctx, `SELECT `+versionColumns+` FROM latest WHERE workspace = ? ORDER BY kind, id`, workspace)
		if err != nil {
			return err
		}
		order := storage.NewOrder(head, due)
		err = scanVersions(rows, func(v *ledger.Version) error {
			if err := order.Takes(v); err != nil {
				return err
			}
			return give(v)
		})
		if err != nil {
			return err
		}
		return order.Ends()
	})
}

// Between is ledger.Store's.
func (s *Store) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(tx *sql.Tx, give func(*ledger.Version) error) error {
		rows, err := tx.QueryContext(ctx, `SELECT `+versionColumns+` FROM version WHERE workspace = ? AND effective > ? AND effective <= ?
			ORDER BY effective, position, ordinal`, workspace, after.UnixMilli(), until.UnixMilli())
		if err != nil {
			return err
		}
		return scanVersions(rows, give)
	})
}

// versions makes an iterator of a reading that gives versions.
func (s *Store) versions(ctx context.Context, read func(tx *sql.Tx, give func(*ledger.Version) error) error) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		err := s.reading(ctx, func(tx *sql.Tx) error {
			return read(tx, func(v *ledger.Version) error {
				if !yield(*v, nil) {
					return errLeft
				}
				return nil
			})
		})
		if err != nil && err != errLeft {
			yield(ledger.Version{}, err)
		}
	}
}

// scanVersions gives every row as a version, held against its mark, and closes the rows.
func scanVersions(rows *sql.Rows, give func(*ledger.Version) error) error {
	defer rows.Close()
	for rows.Next() {
		var v ledger.Version
		var effective, mark int64
		var personal sql.NullString
		d := &v.Document
		if err := rows.Scan(&v.Position, &effective, &d.Kind, &d.ID, &d.Version, &d.Format, &d.Body, &personal, &mark); err != nil {
			return err
		}
		v.Effective, d.Deleted = time.UnixMilli(effective).UTC(), d.Body == nil
		if personal.Valid {
			var err error
			if d.Personal, err = storage.UnpackPersonal(personal.String); err != nil {
				return storage.Spoilt(v.Position, fmt.Sprintf("the personal fields of %s/%s cannot be read", d.Kind, d.ID))
			}
		}
		if err := storage.Whole(&v, mark); err != nil {
			return err
		}
		if err := give(&v); err != nil {
			return err
		}
	}
	return rows.Err()
}
