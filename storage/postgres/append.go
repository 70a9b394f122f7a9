package postgres

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
)

// channel is the notification that a head moved; its payload is the workspace.
const channel = "throughline_moved"

// appendBatch writes a batch in one statement. Everything hangs on the rows of moved: there is one
// when the head was the one expected, else none, and then nothing is written.
const appendBatch = `WITH doc AS (
	SELECT * FROM unnest($6::bigint[], $7::bigint[], $8::text[], $9::text[], $10::integer[], $11::integer[], $12::bigint[], $13::text[], $14::text[], $15::bigint[], $16::integer[])
		AS d(position, ordinal, kind, id, version, format, effective, body, personal, mark, highest)
), fresh AS (
	SELECT count(*) AS n FROM doc d WHERE d.highest > 0
		AND NOT EXISTS (SELECT FROM latest l WHERE l.workspace = $1 AND l.kind = d.kind AND l.id = d.id)
), moved AS (
	HEAD
), entries AS (
	INSERT INTO entry (workspace, position, recorded, effective, actor, channel, verb, reason, prev, hash)
	SELECT $1, e.* FROM moved, unnest($17::bigint[], $18::bigint[], $19::bigint[], $20::text[], $21::text[], $22::text[], $23::text[], $24::bytea[], $25::bytea[]) AS e
), versions AS (
	INSERT INTO version (workspace, position, ordinal, kind, id, version, format, effective, body, personal, mark)
	SELECT $1, d.position, d.ordinal, d.kind, d.id, d.version, d.format, d.effective, d.body, d.personal, d.mark FROM moved, doc d
), newest AS (
	INSERT INTO latest (workspace, kind, id, position, version, format, effective, body, personal, mark, highest)
	SELECT $1, d.kind, d.id, d.position, d.version, d.format, d.effective, d.body, d.personal, d.mark, d.highest FROM moved, doc d WHERE d.highest > 0
	RENEW
)
SELECT pg_notify('` + channel + `', $1) FROM moved`

// The compare-and-swap of the head, for an empty history and for any other.
const (
	firstHead = `INSERT INTO head (workspace, position, hash, recorded, records)
	SELECT $1, $3, $4, $5, n FROM fresh WHERE $2::bytea IS NOT NULL
	ON CONFLICT DO NOTHING RETURNING 1`
	nextHead = `UPDATE head SET position = $3, hash = $4, recorded = $5, records = records + (SELECT n FROM fresh)
	WHERE workspace = $1 AND position = $3 - cardinality($17::bigint[]) AND hash = $2 RETURNING 1`
)

// Append is ledger.Store's.
func (s *Store) Append(ctx context.Context, workspace string, after ledger.Head, entries []ledger.Entry) error {
	if err := ctx.Err(); err != nil {
		return storage.Cancelled(err)
	}
	if err := s.writable(); err != nil {
		return err
	}
	if len(entries) == 0 {
		return s.stands(ctx, workspace, after)
	}
	if err := s.admit(ctx, workspace, after, entries); err != nil {
		return err
	}
	args, err := argsOf(workspace, after, entries)
	if err != nil {
		return err
	}
	if err := s.write(ctx, workspace, after, &entries[len(entries)-1], args); err != nil {
		return err
	}
	s.follower.Tell(workspace)
	return nil
}

// admit holds the entries against the contract. That the head moved is said first, so that a writer
// who is only late is not told that its entries are wrong.
func (s *Store) admit(ctx context.Context, workspace string, after ledger.Head, entries []ledger.Entry) error {
	err := ledger.Admit(workspace, after, entries)
	if err == nil || fault.Is(err, fault.Invalid) {
		return err
	}
	return errors.Join(s.stands(ctx, workspace, after), err)
}

// stands holds the head against the one expected.
func (s *Store) stands(ctx context.Context, workspace string, after ledger.Head) error {
	head, err := s.Head(ctx, workspace)
	if err == nil && (head.Position != after.Position || head.Hash != after.Hash) {
		return ledger.Moved()
	}
	return err
}

// write sends the batch, and when the connection breaks finds out what became of it.
func (s *Store) write(ctx context.Context, workspace string, after ledger.Head, last *ledger.Entry, args []any) error {
	conn, err := s.acquire(ctx)
	if err != nil {
		return err
	}
	move := nextHead
	if after.Position == 0 {
		move = firstHead
	}
	text := strings.NewReplacer("HEAD", move, "RENEW", dialect().Renew()).Replace(appendBatch)
	told, err := conn.Exec(ctx, text, args...)
	broken, pid := conn.Conn().IsClosed(), conn.Conn().PgConn().PID()
	conn.Release()
	switch {
	case err == nil && told.RowsAffected() == 1:
		return nil
	case err == nil, code(err) == serializationFailure:
		return ledger.Moved()
	case broken:
		b := batch{workspace, after, last, pid}
		return s.settle(ctx, err, func(ctx context.Context) (bool, error) { return s.fate(ctx, b) })
	}
	return s.trouble(err)
}

// acquire takes a connection from the pool.
func (s *Store) acquire(ctx context.Context) (*pgxpool.Conn, error) {
	conn, err := s.pool.Acquire(ctx)
	if err != nil {
		return nil, s.trouble(err)
	}
	return conn, nil
}

// batch is what was on its way when the connection broke.
type batch struct {
	workspace string
	after     ledger.Head
	last      *ledger.Entry
	pid       uint32 // of the connection at the server
}

// settle asks the server, until it answers or patience ends, whether what was on its way was written.
func (s *Store) settle(ctx context.Context, cause error, fate func(context.Context) (written bool, err error)) error {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.opt.Patience)
	defer cancel()
	pause := time.NewTicker(100 * time.Millisecond)
	defer pause.Stop()
	for {
		written, err := fate(ctx)
		switch {
		case err == nil && written:
			return nil
		case err == nil:
			f := s.trouble(cause)
			f.Remedy = "Try again; nothing was written"
			return f
		case ledger.IsMoved(err):
			return err
		}
		select {
		case <-ctx.Done():
			return fault.Wrap(cause, fault.Unavailable, s.where+" broke off while a change was written and does not answer; it is not known whether the change was kept",
				"Look at the history once the server answers, before you try again")
		case <-pause.C:
		}
	}
}

// fate looks whether the batch was written, after making sure that it cannot be written any more.
func (s *Store) fate(ctx context.Context, b batch) (written bool, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := s.hangUp(ctx, tx, b.pid); err != nil {
			return err
		}
		// Whoever holds the head, even one not yet written, must end before this goes on.
		if _, err := tx.Exec(ctx, `INSERT INTO head (workspace, position, hash, recorded, records) VALUES ($1, 0, '', 0, 0) ON CONFLICT DO NOTHING`, b.workspace); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT FROM head WHERE workspace = $1 FOR UPDATE`, b.workspace); err != nil {
			return err
		}
		written, err = s.stood(ctx, tx, b)
		return errors.Join(err, errUndo)
	})
	if errors.Is(err, errUndo) {
		err = nil
	}
	if !written && err == nil {
		return false, s.stands(ctx, b.workspace, b.after)
	}
	return written, err
}

// hangUp ends the server's side of a connection that broke: the server may not have noticed, and still
// be at it.
func (s *Store) hangUp(ctx context.Context, q querier, pid uint32) error {
	rows, err := q.Query(ctx, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid = $1 AND application_name = $2 AND pid <> pg_backend_pid()`, int64(pid), s.name)
	if err != nil {
		return err
	}
	rows.Close()
	return rows.Err()
}

// errUndo rolls a transaction back that was only for looking.
var errUndo = errors.New("only looked")

// stood reports whether the last entry of the batch stands in the history.
func (s *Store) stood(ctx context.Context, tx pgx.Tx, b batch) (bool, error) {
	var hash []byte
	err := tx.QueryRow(ctx, `SELECT hash FROM entry WHERE workspace = $1 AND position = $2`, b.workspace, b.last.Position).Scan(&hash)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	return err == nil && string(hash) == string(b.last.Hash[:]), err
}

// columns are the values of a batch, column by column.
type columns struct {
	position, ordinal, effective, mark []int64
	kind, id                           []string
	version, format                    []int32
	body, personal                     []*string
	highest                            []int32 // of the record in the batch, with the document that can become its latest; else 0

	at, recorded, since           []int64
	actor, channel, verb, reasons []string
	prev, hash                    [][]byte
}

func argsOf(workspace string, after ledger.Head, entries []ledger.Entry) ([]any, error) {
	var c columns
	winners := storage.Winners(entries)
	for i := range entries {
		e := &entries[i]
		c.addEntry(e)
		for j := range e.Documents {
			highest := int32(0)
			if len(winners) > 0 && winners[0].Place == (storage.Place{Entry: i, Document: j}) {
				highest, winners = winners[0].Highest, winners[1:]
			}
			if err := c.addDocument(e, j, highest); err != nil {
				return nil, err
			}
		}
	}
	last := &entries[len(entries)-1]
	return []any{
		workspace, after.Hash[:], last.Position, last.Hash[:], last.Recorded.UnixMilli(),
		c.position, c.ordinal, c.kind, c.id, c.version, c.format, c.effective, c.body, c.personal, c.mark, c.highest,
		c.at, c.recorded, c.since, c.actor, c.channel, c.verb, c.reasons, c.prev, c.hash,
	}, nil
}

func (c *columns) addEntry(e *ledger.Entry) {
	c.at, c.recorded, c.since = append(c.at, e.Position), append(c.recorded, e.Recorded.UnixMilli()), append(c.since, e.Effective.UnixMilli())
	c.actor, c.channel = append(c.actor, e.Actor), append(c.channel, string(e.Channel))
	c.verb, c.reasons = append(c.verb, e.Verb), append(c.reasons, e.Reason)
	c.prev, c.hash = append(c.prev, e.Prev[:]), append(c.hash, e.Hash[:])
}

func (c *columns) addDocument(e *ledger.Entry, ordinal int, highest int32) error {
	d := &e.Documents[ordinal]
	packed, err := storage.PackPersonal(d.Personal)
	if err != nil {
		return err
	}
	c.position, c.ordinal, c.effective = append(c.position, e.Position), append(c.ordinal, int64(ordinal)), append(c.effective, e.Effective.UnixMilli())
	c.kind, c.id = append(c.kind, d.Kind), append(c.id, d.ID)
	c.version, c.format = append(c.version, d.Version), append(c.format, d.Format)
	c.body, c.personal = append(c.body, textOrNull(string(d.Body), !d.Deleted)), append(c.personal, textOrNull(packed, packed != ""))
	c.mark = append(c.mark, storage.Mark(&ledger.Version{Position: e.Position, Effective: e.Effective, Document: *d}))
	c.highest = append(c.highest, highest)
	return nil
}

func textOrNull(s string, there bool) *string {
	if !there {
		return nil
	}
	return &s
}
