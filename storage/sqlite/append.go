package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"strings"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
)

// group is how many rows one statement inserts; what is left over goes one by one. More rows in a
// statement save little and cost memory in the driver.
const group = 16

const (
	insertEntry   = `INSERT INTO entry (workspace, position, recorded, effective, actor, channel, verb, reason, prev, hash) VALUES ?`
	insertVersion = `INSERT INTO version (workspace, position, ordinal, kind, id, version, format, effective, body, personal, mark) VALUES ?`
	insertLatest  = `INSERT INTO latest (workspace, kind, id, position, version, format, effective, body, personal, mark, highest) VALUES ? `
	firstHead     = `INSERT INTO head (workspace, position, hash, recorded, records) VALUES (?, ?, ?, ?, 0) ON CONFLICT DO NOTHING`
	nextHead      = `UPDATE head SET position = ?, hash = ?, recorded = ? WHERE workspace = ? AND position = ? AND hash = ?`
)

// writer is the connection that writes, with its statements ready.
type writer struct {
	db                     *sql.DB
	conn                   *sql.Conn
	first, next            *sql.Stmt
	entry, version, latest inserter
}

// inserter inserts rows of one table, many to a statement.
type inserter struct {
	columns   int
	many, one *sql.Stmt
}

// claim takes the lock and makes the writer ready, unless it is. The caller holds mu.
func (s *Store) claim(ctx context.Context) error {
	if s.writer != nil {
		return nil
	}
	if s.opt.ReadOnly {
		return fault.New(fault.ReadOnly, s.path+" was opened for reading only", "Open it without asking for reading only")
	}
	l, err := acquire(s.path, s.address)
	if err != nil {
		return err
	}
	w, err := s.newWriter(ctx)
	if err != nil {
		return errors.Join(err, l.release())
	}
	s.lock, s.writer = l, w
	return nil
}

func (s *Store) newWriter(ctx context.Context) (*writer, error) {
	db, err := s.connectWriter(ctx)
	if err != nil {
		return nil, err
	}
	w := &writer{db: db}
	for _, step := range []func() error{
		func() error { return s.migrate(ctx, db) },
		func() error { return s.makeViews(ctx, db) },
		func() error { return s.trouble(w.prepare(ctx)) },
	} {
		if err := step(); err != nil {
			return nil, errors.Join(err, w.close())
		}
	}
	return w, nil
}

func (w *writer) prepare(ctx context.Context) (err error) {
	if w.conn, err = w.db.Conn(ctx); err != nil {
		return err
	}
	one := func(into **sql.Stmt, text string) {
		if err == nil {
			*into, err = w.conn.PrepareContext(ctx, text)
		}
	}
	one(&w.first, firstHead)
	one(&w.next, nextHead)
	for _, t := range []struct {
		in   *inserter
		text string
		n    int
	}{{&w.entry, insertEntry, 10}, {&w.version, insertVersion, 11}, {&w.latest, insertLatest + dialect().Renew(), 11}} {
		row := "(?" + strings.Repeat(", ?", t.n-1) + ")"
		t.in.columns = t.n
		one(&t.in.one, strings.Replace(t.text, "VALUES ?", "VALUES "+row, 1))
		one(&t.in.many, strings.Replace(t.text, "VALUES ?", "VALUES "+row+strings.Repeat(", "+row, group-1), 1))
	}
	return err
}

// close closes the statements too: those of one connection do not go with it, and SQLite would keep the
// file and its WAL open for them.
func (w *writer) close() error {
	var all []error
	for _, s := range []*sql.Stmt{w.first, w.next, w.entry.one, w.entry.many, w.version.one, w.version.many, w.latest.one, w.latest.many} {
		if s != nil {
			all = append(all, s.Close())
		}
	}
	if w.conn != nil {
		all = append(all, w.conn.Close())
	}
	return errors.Join(append(all, w.db.Close())...)
}

// insert inserts the rows, whose values follow one another in args.
func (i *inserter) insert(ctx context.Context, args []any) error {
	for len(args) >= group*i.columns {
		if _, err := i.many.ExecContext(ctx, args[:group*i.columns]...); err != nil {
			return err
		}
		args = args[group*i.columns:]
	}
	for len(args) > 0 {
		if _, err := i.one.ExecContext(ctx, args[:i.columns]...); err != nil {
			return err
		}
		args = args[i.columns:]
	}
	return nil
}

// Append is ledger.Store's.
func (s *Store) Append(ctx context.Context, workspace string, after ledger.Head, entries []ledger.Entry) error {
	if err := ctx.Err(); err != nil {
		return storage.Cancelled(err)
	}
	ctx = context.WithoutCancel(ctx) // once begun, a batch is written or not, never of unknown fate
	s.mu.Lock()
	defer s.mu.Unlock()
	if err := s.ready(ctx); err != nil {
		return err
	}
	err := s.writer.transact(ctx, func() error { return s.writer.append(ctx, workspace, after, entries) })
	if err != nil {
		return s.trouble(err)
	}
	s.follower.Tell(workspace)
	if s.unclean {
		return s.scrub(ctx)
	}
	return nil
}

// ready makes sure this process may write. The caller holds mu.
func (s *Store) ready(ctx context.Context) error {
	if err := s.writable(); err != nil {
		return err
	}
	if s.writer != nil {
		return nil
	}
	if err := s.claim(ctx); err != nil {
		return err
	}
	return s.checkHeads(ctx)
}

// transact runs the statements of do in one transaction.
func (w *writer) transact(ctx context.Context, do func() error) error {
	if _, err := w.conn.ExecContext(ctx, `BEGIN IMMEDIATE`); err != nil {
		return err
	}
	err := do()
	if err == nil {
		_, err = w.conn.ExecContext(ctx, `COMMIT`)
	}
	if err != nil {
		// SQLite may have rolled back by itself; then this answers an error that says nothing new.
		_, _ = w.conn.ExecContext(ctx, `ROLLBACK`)
	}
	return err
}

func (w *writer) append(ctx context.Context, workspace string, after ledger.Head, entries []ledger.Entry) error {
	if len(entries) == 0 {
		return w.stands(ctx, workspace, after)
	}
	last := &entries[len(entries)-1]
	if err := w.moveHead(ctx, workspace, after, last); err != nil {
		return err
	}
	if err := ledger.Admit(workspace, after, entries); err != nil {
		return err
	}
	rows, err := rowsOf(workspace, entries)
	if err != nil {
		return err
	}
	if err := w.entry.insert(ctx, rows.entries); err != nil {
		return err
	}
	if err := w.version.insert(ctx, rows.versions); err != nil {
		return err
	}
	return w.latest.insert(ctx, rows.latest)
}

// moveHead is the compare-and-swap.
func (w *writer) moveHead(ctx context.Context, workspace string, after ledger.Head, last *ledger.Entry) error {
	var moved sql.Result
	var err error
	if after.Position == 0 {
		moved, err = w.first.ExecContext(ctx, workspace, last.Position, last.Hash[:], last.Recorded.UnixMilli())
	} else {
		moved, err = w.next.ExecContext(ctx, last.Position, last.Hash[:], last.Recorded.UnixMilli(), workspace, after.Position, after.Hash[:])
	}
	if err != nil {
		return err
	}
	if n, err := moved.RowsAffected(); err != nil || n == 1 {
		return err
	}
	return ledger.Moved()
}

// stands holds the head against the one expected.
func (w *writer) stands(ctx context.Context, workspace string, after ledger.Head) error {
	head, _, err := readHead(ctx, w.conn, workspace)
	if err == nil && (head.Position != after.Position || head.Hash != after.Hash) {
		return ledger.Moved()
	}
	return err
}

// rows are the values of a batch, row after row.
type rows struct{ entries, versions, latest []any }

func rowsOf(workspace string, entries []ledger.Entry) (rows, error) {
	r := rows{entries: make([]any, 0, 10*len(entries)), versions: make([]any, 0, 11*len(entries)), latest: make([]any, 0, 11*len(entries))}
	winners := storage.Winners(entries)
	for i := range entries {
		e := &entries[i]
		effective := e.Effective.UnixMilli()
		r.entries = append(r.entries, workspace, e.Position, e.Recorded.UnixMilli(), effective, e.Actor, string(e.Channel), e.Verb, e.Reason, e.Prev[:], e.Hash[:])
		for j := range e.Documents {
			d := &e.Documents[j]
			packed, err := storage.PackPersonal(d.Personal)
			if err != nil {
				return rows{}, err
			}
			mark := storage.Mark(&ledger.Version{Position: e.Position, Effective: e.Effective, Document: *d})
			body, personal := textOrNull(string(d.Body), !d.Deleted), textOrNull(packed, packed != "")
			r.versions = append(r.versions, workspace, e.Position, j, d.Kind, d.ID, d.Version, d.Format, effective, body, personal, mark)
			if len(winners) > 0 && winners[0].Place == (storage.Place{Entry: i, Document: j}) {
				r.latest = append(r.latest, workspace, d.Kind, d.ID, e.Position, d.Version, d.Format, effective, body, personal, mark, winners[0].Highest)
				winners = winners[1:]
			}
		}
	}
	return r, nil
}

func textOrNull(s string, there bool) any {
	if !there {
		return nil
	}
	return s
}
