package sqlite

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"iter"
	"time"

	"github.com/go-json-experiment/json"

	"throughline/ledger"
	"throughline/storage"
)

// standing finds what stood of workspace 1 and kind 2 at the effective time 3, told up to position 4, for
// the ids of a list in JSON, in its order. The search needs nothing but an index; only what it finds is read.
const standing = `json_each(?5) r CROSS JOIN version v WHERE v.workspace = ?1 AND (v.position, v.ordinal) = (
	SELECT x.position, x.ordinal FROM version x
	WHERE x.workspace = ?1 AND x.kind = ?2 AND x.id = r.value AND x.effective <= ?3 AND x.position <= ?4
	ORDER BY x.effective DESC, x.position DESC, x.ordinal DESC LIMIT 1)`

// Latest is ledger.Store's. Rows that a damaged page lost or doubled show in their count and order.
func (s *Store) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(conn *sql.Conn, give func(*ledger.Version) error) error {
		head, records, err := readHead(ctx, conn, workspace)
		if err != nil {
			return err
		}
		if at != nil {
			at(head)
		}
		order := storage.NewOrder(head, records)
		args := []driver.NamedValue{{Ordinal: 1, Value: workspace}}
		err = straight(ctx, conn, dialect().Latest(), args, func(rows *driverRows) error { return storage.ScanLatest(rows, order.Then(give)) })
		if err != nil {
			return err
		}
		return order.Ends()
	})
}

// Between is ledger.Store's.
func (s *Store) Between(ctx context.Context, workspace string, after, until time.Time) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(conn *sql.Conn, give func(*ledger.Version) error) error {
		args := []driver.NamedValue{{Ordinal: 1, Value: workspace}, {Ordinal: 2, Value: after.UnixMilli()}, {Ordinal: 3, Value: until.UnixMilli()}}
		return straight(ctx, conn, dialect().Between(), args, func(rows *driverRows) error { return storage.ScanVersions(rows, give) })
	})
}

// Standing is ledger.Store's.
func (s *Store) Standing(ctx context.Context, workspace string, at ledger.Moment, records []ledger.Record) iter.Seq2[ledger.Version, error] {
	return s.versions(ctx, func(conn *sql.Conn, give func(*ledger.Version) error) error {
		take := storage.NewAsked(records).Then(give)
		for kind, ids := range storage.Batches(records) {
			list, err := json.Marshal(ids)
			if err != nil {
				return err
			}
			args := []driver.NamedValue{
				{Ordinal: 1, Value: workspace},
				{Ordinal: 2, Value: kind},
				{Ordinal: 3, Value: at.Effective.UnixMilli()},
				{Ordinal: 4, Value: at.Position},
				{Ordinal: 5, Value: string(list)},
			}
			err = straight(ctx, conn, dialect().Versions(standing), args, func(rows *driverRows) error { return storage.ScanVersions(rows, take) })
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// versions makes an iterator of a reading that gives versions.
func (s *Store) versions(ctx context.Context, read func(conn *sql.Conn, give func(*ledger.Version) error) error) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		err := s.reading(ctx, func(conn *sql.Conn) error {
			return read(conn, func(v *ledger.Version) error {
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
