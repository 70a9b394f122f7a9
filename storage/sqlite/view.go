package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"

	"throughline/fault"
	"throughline/ledger"
)

// makeViews makes the views for reporting tools as asked for, renews those whose definition changed
// and drops those nobody asks for any more.
func (s *Store) makeViews(ctx context.Context, db *sql.DB) error {
	if s.opt.Views == nil {
		return nil
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return s.trouble(err)
	}
	defer tx.Rollback()
	there, err := reporting(ctx, tx)
	if err != nil {
		return s.trouble(err)
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
		if err := drop(ctx, tx, name); err != nil {
			return s.trouble(err)
		}
	}
	return s.trouble(tx.Commit())
}

// renew makes a view, in place of the one of ours that stood there.
func (s *Store) renew(ctx context.Context, tx *sql.Tx, name, definition string, replace bool) error {
	if replace {
		if err := drop(ctx, tx, name); err != nil {
			return s.trouble(err)
		}
	}
	var taken int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = ?`, name).Scan(&taken); err != nil {
		return s.trouble(err)
	}
	if taken > 0 {
		return fault.New(fault.Conflict, fmt.Sprintf("%s has a table or view %s that the program did not make", s.path, name), "Rename or drop it")
	}
	if _, err := tx.ExecContext(ctx, definition); err != nil {
		return s.trouble(err)
	}
	_, err := tx.ExecContext(ctx, `INSERT INTO reporting (name, definition) VALUES (?, ?)`, name, definition)
	return s.trouble(err)
}

// reporting is the definitions of the views that are there, by name.
func reporting(ctx context.Context, tx *sql.Tx) (map[string]string, error) {
	rows, err := tx.QueryContext(ctx, `SELECT name, definition FROM reporting`)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var name, definition string
		if err := rows.Scan(&name, &definition); err != nil {
			return nil, err
		}
		out[name] = definition
	}
	return out, rows.Err()
}

func drop(ctx context.Context, tx *sql.Tx, name string) error {
	if _, err := tx.ExecContext(ctx, `DROP VIEW IF EXISTS "`+name+`"`); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM reporting WHERE name = ?`, name)
	return err
}

// viewSQL is the statement that makes the view. A value of another type than the column's is NULL.
func viewSQL(v ledger.View) string {
	var b strings.Builder
	fmt.Fprintf(&b, `CREATE VIEW "%s" AS SELECT workspace, id, version, position, strftime('%%Y-%%m-%%dT%%H:%%M:%%fZ', effective / 1000.0, 'unixepoch') AS effective`, v.Name)
	for _, c := range v.Columns {
		path := quote(jsonPath(c.Path))
		value := map[ledger.ColumnType]string{
			ledger.TextColumn:   `CASE json_type(body, %[1]s) WHEN 'text' THEN json_extract(body, %[1]s) END`,
			ledger.NumberColumn: `CASE WHEN json_type(body, %[1]s) IN ('integer', 'real') THEN json_extract(body, %[1]s) END`,
			ledger.FlagColumn:   `CASE json_type(body, %[1]s) WHEN 'true' THEN 1 WHEN 'false' THEN 0 END`,
			ledger.JSONColumn:   `body -> %[1]s`,
		}[c.Type]
		fmt.Fprintf(&b, ", "+value+` AS "%[2]s"`, path, c.Name)
	}
	fmt.Fprintf(&b, ` FROM latest WHERE kind = %s AND body IS NOT NULL`, quote(v.Kind))
	return b.String()
}

// jsonPath is SQLite's path to a member, every name in quotes.
func jsonPath(names []string) string {
	return `$."` + strings.Join(names, `"."`) + `"`
}

func quote(s string) string { return "'" + strings.ReplaceAll(s, "'", "''") + "'" }
