package storage

import (
	"fmt"
	"time"

	"throughline/ledger"
)

// Rows are the rows of a statement, as both drivers give them.
type Rows interface {
	Row
	Next() bool // goes to the next row, if there is one
	Err() error // why there is no next row; nil at the end
}

// Row is one row.
type Row interface {
	Scan(into ...any) error // puts the columns into the places, NULL only into pointers to pointers
}

// Unreadable is a row whose columns are not what the layout says: a number where a text must be, or
// nothing where something must.
type Unreadable struct{ Err error }

// Error is the error of the column.
func (u Unreadable) Error() string { return "a row cannot be read: " + u.Err.Error() }

// Unwrap is the error of the column.
func (u Unreadable) Unwrap() error { return u.Err }

// ScanHead reads the row of Dialect.Head: the head and how many latest documents there are.
func ScanHead(row Row) (head ledger.Head, records int64, err error) {
	var hash []byte
	var recorded int64
	var agrees bool
	if err := row.Scan(&head.Position, &hash, &recorded, &records, &agrees); err != nil {
		return ledger.Head{}, 0, Unreadable{err}
	}
	if !agrees || len(hash) != len(head.Hash) {
		return ledger.Head{}, 0, ledger.Bad(head.Position, "the head does not name it")
	}
	head.Hash, head.Recorded = ledger.Hash(hash), time.UnixMilli(recorded).UTC()
	return head, records, nil
}

// entryRow is a row of Dialect.Entries: an entry and one of its documents, or none.
type entryRow struct {
	entry               ledger.Entry
	recorded, effective int64
	channel             string
	prev, hash          []byte
	ordinal             *int64
	kind, id, personal  *string
	version, format     *int32
	body                []byte
}

// ScanEntries puts the rows of each entry together and gives the entry once it is whole.
func ScanEntries(rows Rows, give func(*ledger.Entry) error) error {
	var r entryRow
	var e *ledger.Entry
	for rows.Next() {
		if err := r.scan(rows); err != nil {
			return err
		}
		if e == nil || e.Position != r.entry.Position {
			if e != nil {
				if err := give(e); err != nil {
					return err
				}
			}
			begun := r.entry
			e = &begun
		}
		if err := r.addTo(e); err != nil {
			return err
		}
	}
	if err := rows.Err(); err != nil || e == nil {
		return err
	}
	return give(e)
}

func (r *entryRow) scan(rows Row) error {
	e := &r.entry
	err := rows.Scan(&e.Position, &r.recorded, &r.effective, &e.Actor, &r.channel, &e.Verb, &e.Reason, &r.prev, &r.hash,
		&r.ordinal, &r.kind, &r.id, &r.version, &r.format, &r.body, &r.personal)
	if err != nil {
		return Unreadable{err}
	}
	if len(r.prev) != len(e.Prev) || len(r.hash) != len(e.Hash) {
		return ledger.Bad(e.Position, "its hashes have another length")
	}
	e.Recorded, e.Effective = time.UnixMilli(r.recorded).UTC(), time.UnixMilli(r.effective).UTC()
	e.Channel, e.Prev, e.Hash = ledger.Channel(r.channel), ledger.Hash(r.prev), ledger.Hash(r.hash)
	return nil
}

func (r *entryRow) addTo(e *ledger.Entry) error {
	if r.ordinal == nil {
		return nil
	}
	if r.kind == nil || r.id == nil || r.version == nil || r.format == nil {
		return ledger.Bad(e.Position, "part of a document is missing")
	}
	d := ledger.Document{Kind: *r.kind, ID: *r.id, Version: *r.version, Format: *r.format, Deleted: r.body == nil, Body: r.body}
	if r.personal != nil {
		var err error
		if d.Personal, err = UnpackPersonal(*r.personal); err != nil {
			return ledger.Bad(e.Position, fmt.Sprintf("the personal fields of %s/%s cannot be read", d.Kind, d.ID))
		}
	}
	e.Documents = append(e.Documents, d)
	return nil
}

// ScanVersions gives every row of Dialect.Between or Dialect.Versions as a version, held against its mark.
func ScanVersions(rows Rows, give func(*ledger.Version) error) error {
	var r versionRow
	return r.scan(rows, r.columns(), give)
}

// ScanLatest gives every row of Dialect.Latest as ScanVersions does, with the highest number of any version.
func ScanLatest(rows Rows, give func(*ledger.Version) error) error {
	var r versionRow
	var highest int32
	return r.scan(rows, append(r.columns(), &highest), func(v *ledger.Version) error {
		v.Highest = max(highest, v.Document.Version)
		return give(v)
	})
}

// versionRow is a row of a version.
type versionRow struct {
	version         ledger.Version
	effective, mark int64
	personal        *string
}

func (r *versionRow) columns() []any {
	v, d := &r.version, &r.version.Document
	return []any{&v.Position, &r.effective, &d.Kind, &d.ID, &d.Version, &d.Format, &d.Body, &r.personal, &r.mark}
}

func (r *versionRow) scan(rows Rows, columns []any, give func(*ledger.Version) error) error {
	var kind string
	for rows.Next() {
		if err := rows.Scan(columns...); err != nil {
			return Unreadable{err}
		}
		v := r.version
		d := &v.Document
		if d.Kind != kind {
			kind = d.Kind
		}
		d.Kind = kind // a million rows share few kinds
		v.Effective, d.Deleted = time.UnixMilli(r.effective).UTC(), d.Body == nil
		if r.personal != nil {
			var err error
			if d.Personal, err = UnpackPersonal(*r.personal); err != nil {
				return ledger.Spoilt(v.Position, fmt.Sprintf("the personal fields of %s/%s cannot be read", d.Kind, d.ID))
			}
		}
		if err := Whole(&v, r.mark); err != nil {
			return err
		}
		if err := give(&v); err != nil {
			return err
		}
	}
	return rows.Err()
}
