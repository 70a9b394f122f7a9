package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"iter"
	"time"

	"throughline/ledger"
	"throughline/storage"
)

// Latest is ledger.Store's. Rows that a damaged page lost or doubled show in their count and order.
func (s *Store) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(tx *sql.Tx, give func(*ledger.Version) error) error {
		head, records, err := readHead(ctx, tx, workspace)
		if err != nil {
			return err
		}
		if at != nil {
			at(head)
		}
		rows, err := tx.QueryContext(ctx, dialect().Latest(), workspace)
		if err != nil {
			return err
		}
		defer rows.Close()
		order := storage.NewOrder(head, records)
		if err := storage.ScanVersions(rows, order.Then(give)); err != nil {
			return err
		}
		return order.Ends()
	})
}

// Between is ledger.Store's.
func (s *Store) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(tx *sql.Tx, give func(*ledger.Version) error) error {
		rows, err := tx.QueryContext(ctx, dialect().Between(), workspace, after.UnixMilli(), until.UnixMilli())
		if err != nil {
			return err
		}
		defer rows.Close()
		return storage.ScanVersions(rows, give)
	})
}

// versions makes an iterator of a reading that gives versions.
func (s *Store) versions(ctx context.Context, read func(tx *sql.Tx, give func(*ledger.Version) error) error) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		err := s.reading(ctx, func(tx *sql.Tx) error {
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
