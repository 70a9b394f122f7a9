package sqlite

import (
	"context"
	"database/sql"
	"math"
	"strings"
	"time"

	"throughline/ledger"
	"throughline/storage"
)

// entries yields the chosen entries, each with its documents, held against what must come.
func (s *Store) entries(ctx context.Context, tx *sql.Tx, workspace string, which ledger.Query, yield func(ledger.Entry, error) bool) error {
	head := ledger.Head{Position: math.MaxInt64}
	var err error
	if !s.opt.Salvage { // a damaged head must not hide good entries
		if head, err = readHead(ctx, tx, workspace); err != nil {
			return err
		}
	}
	due := storage.NewSequence(which, head)
	text, args := selectEntries(workspace, which)
	rows, err := tx.QueryContext(ctx, text, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	give := func(e *ledger.Entry) error {
		if err := due.Takes(e); err != nil {
			return err
		}
		if !yield(*e, nil) {
			return errLeft
		}
		return nil
	}
	if err := collect(rows, give); err != nil {
		return err
	}
	if s.opt.Salvage {
		return nil
	}
	return due.Ends()
}

const entryColumns = `e.position, e.recorded, e.effective, e.actor, e.channel, e.verb, e.reason, e.prev, e.hash`

// selectEntries is the statement of a query. A bounded one chooses its entries before their
// documents are joined, so that the bound counts entries.
func selectEntries(workspace string, q ledger.Query) (string, []any) {
	order := " ORDER BY e.position"
	if q.Last {
		order += " DESC"
	}
	until := q.Until
	if until <= 0 {
		until = math.MaxInt64
	}
	where, args := " FROM entry e WHERE e.workspace = ? AND e.position > ? AND e.position <= ?", []any{workspace, q.After, until}
	if q.Kind != "" {
		where += " AND e.position IN (SELECT position FROM version WHERE workspace = ? AND kind = ?"
		args = append(args, workspace, q.Kind)
		if q.ID != "" {
			where += " AND id = ?"
			args = append(args, q.ID)
		}
		where += ")"
	}
	from := "entry e"
	if q.Limit > 0 {
		from = "(SELECT e.*" + where + order + " LIMIT ?) e"
		args = append(args, q.Limit)
		where = ""
	} else {
		where = strings.TrimPrefix(where, " FROM entry e")
	}
	return "SELECT " + entryColumns + ", v.ordinal, v.kind, v.id, v.version, v.format, CAST(v.body AS BLOB), v.personal FROM " + from +
		" LEFT JOIN version v ON v.workspace = e.workspace AND v.position = e.position" + where + order + ", v.ordinal", args
}

// entryRow is one row: an entry and one of its documents, or none.
type entryRow struct {
	entry               ledger.Entry
	recorded, effective int64
	channel             string
	prev, hash          []byte
	ordinal             sql.NullInt64
	kind, id, personal  sql.NullString
	version, format     sql.NullInt32
	body                []byte
}

// collect puts the rows of one entry together and gives each entry once it is whole.
func collect(rows *sql.Rows, give func(*ledger.Entry) error) error {
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
	if err := rows.Err(); err != nil {
		return err
	}
	if e == nil {
		return nil
	}
	return give(e)
}

func (r *entryRow) scan(rows *sql.Rows) error {
	e := &r.entry
	err := rows.Scan(&e.Position, &r.recorded, &r.effective, &e.Actor, &r.channel, &e.Verb, &e.Reason, &r.prev, &r.hash,
		&r.ordinal, &r.kind, &r.id, &r.version, &r.format, &r.body, &r.personal)
	if err != nil {
		return err
	}
	if len(r.prev) != len(e.Prev) || len(r.hash) != len(e.Hash) {
		return ledger.Bad(e.Position, "its hashes have another length")
	}
	e.Recorded, e.Effective = time.UnixMilli(r.recorded).UTC(), time.UnixMilli(r.effective).UTC()
	e.Channel, e.Prev, e.Hash = ledger.Channel(r.channel), ledger.Hash(r.prev), ledger.Hash(r.hash)
	return nil
}

func (r *entryRow) addTo(e *ledger.Entry) error {
	if !r.ordinal.Valid {
		return nil
	}
	personal, err := storage.UnpackPersonal(r.personal.String)
	if err != nil {
		return ledger.Bad(e.Position, "the personal fields of "+r.kind.String+"/"+r.id.String+" cannot be read")
	}
	e.Documents = append(e.Documents, ledger.Document{
		Kind: r.kind.String, ID: r.id.String, Version: r.version.Int32, Format: r.format.Int32,
		Deleted: r.body == nil, Body: r.body, Personal: personal,
	})
	return nil
}
