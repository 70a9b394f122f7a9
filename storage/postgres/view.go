package postgres

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"throughline/fault"
	"throughline/ledger"
)

// makeViews makes the views for reporting tools as asked for, renews those whose definition changed
// and drops those nobody asks for any more.
func (s *Store) makeViews(ctx context.Context) error {
	if s.opt.Views == nil || s.opt.ReadOnly {
		return nil
	}
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		// One process at a time, without hindering those who only read.
		if _, err := tx.Exec(ctx, `LOCK TABLE reporting IN EXCLUSIVE MODE`); err != nil {
			return err
		}
		there, err := reporting(ctx, tx)
		if err != nil {
			return err
		}
		for _, v := range s.opt.Views {
			if definition := viewSQL(v); there[v.Name] != definition {
				if err := s.renew(ctx, tx, v.Name, definition, there[v.Name] != ""); err != nil {
					return err
				}
			}
			delete(there, v.Name)
		}
		for _, name := range slices.Sorted(maps.Keys(there)) {
			if err := s.drop(ctx, tx, name); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return s.trouble(err)
	}
	return nil
}

// reporting is the definitions of the views that are there, by name.
func reporting(ctx context.Context, tx pgx.Tx) (map[string]string, error) {
	rows, err := tx.Query(ctx, `SELECT name, definition FROM reporting`)
	if err != nil {
		return nil, err
	}
	out := map[string]string{}
	var name, definition string
	_, err = pgx.ForEachRow(rows, []any{&name, &definition}, func() error {
		out[name] = definition
		return nil
	})
	return out, err
}

// renew makes a view, in place of the one of ours that stood there.
func (s *Store) renew(ctx context.Context, tx pgx.Tx, name, definition string, replace bool) error {
	if replace {
		if err := s.drop(ctx, tx, name); err != nil {
			return err
		}
	}
	_, err := tx.Exec(ctx, definition)
	if code(err) == duplicateTable {
		return fault.Wrap(err, fault.Conflict, fmt.Sprintf("%s has a table or view %s that the program did not make", s.where, name), "Rename or drop it, or give the program a schema of its own")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO reporting (name, definition) VALUES ($1, $2)`, name, definition)
	return err
}

func (s *Store) drop(ctx context.Context, tx pgx.Tx, name string) error {
	_, err := tx.Exec(ctx, `DROP VIEW IF EXISTS "`+name+`"`)
	if code(err) == dependentObjects {
		return fault.Wrap(err, fault.Conflict, fmt.Sprintf("something in %s stands on the view %s, which changed", s.where, name), "Drop what stands on it, start again, and make it anew")
	}
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `DELETE FROM reporting WHERE name = $1`, name)
	return err
}

// viewSQL is the statement that makes the view. A value of another type than the column's is NULL.
// The join makes it a view that cannot be written through.
func viewSQL(v ledger.View) string {
	var b strings.Builder
	fmt.Fprintf(&b, `CREATE VIEW "%s" AS SELECT l.workspace, l.id, l.version, l.position, to_timestamp(l.effective / 1000.0) AS effective`, v.Name)
	for _, c := range v.Columns {
		path := quote("{" + strings.Join(c.Path, ",") + "}")
		value := map[ledger.ColumnType]string{
			ledger.TextColumn:   `CASE json_typeof(d.body #> %[1]s) WHEN 'string' THEN d.body #>> %[1]s END`,
			ledger.NumberColumn: `CASE json_typeof(d.body #> %[1]s) WHEN 'number' THEN (d.body #>> %[1]s)::double precision END`,
			ledger.FlagColumn:   `CASE json_typeof(d.body #> %[1]s) WHEN 'boolean' THEN (d.body #>> %[1]s)::boolean END`,
			ledger.JSONColumn:   `d.body #> %[1]s`,
		}[c.Type]
		fmt.Fprintf(&b, ", "+value+` AS "%[2]s"`, path, c.Name)
	}
	fmt.Fprintf(&b, ` FROM latest l CROSS JOIN LATERAL (SELECT l.body::json AS body) d WHERE l.kind = %s AND l.body IS NOT NULL`, quote(v.Kind))
	return b.String()
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
