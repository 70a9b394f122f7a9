package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"

	"throughline/fault"
	"throughline/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the file's layout to the one this program knows, forwards only.
func (s *Store) migrate(ctx context.Context, db *sql.DB) error {
	if err := s.ours(ctx, db); err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	layout, err := s.layout(ctx, db)
	if err != nil {
		return err
	}
	if err := storage.Fits(s.path, layout, newest(), true); err != nil || layout == newest() {
		return err
	}
	book, err := database.NewStore(database.DialectSQLite3, storage.MigrationTable)
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectCustom, db, files, goose.WithStore(book), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	if _, err := p.Up(ctx); err != nil {
		return s.trouble(err)
	}
	return nil
}

// layout is the number of the newest migration that was applied; 0 for an empty file. The book of
// migrations has a line for each number from 0; with one missing it is damaged.
func (s *Store) layout(ctx context.Context, db *sql.DB) (n int64, err error) {
	var there bool
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = ?`, storage.MigrationTable).Scan(&there); err != nil || !there {
		return 0, s.trouble(err)
	}
	var lines, numbers int64
	err = db.QueryRowContext(ctx, `SELECT coalesce(max(version_id), -1), count(*), count(DISTINCT version_id) FROM `+storage.MigrationTable).Scan(&n, &lines, &numbers)
	if err == nil && n <= newest() && (lines != n+1 || numbers != n+1) {
		err = s.corrupt(fmt.Errorf("layout %d with %d lines in the book of migrations", n, lines))
	}
	return n, s.trouble(err)
}

// ours marks an empty file as a ledger, and refuses the file of another program.
func (s *Store) ours(ctx context.Context, db *sql.DB) error {
	var id, tables int
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return s.trouble(err)
	}
	if id == applicationID {
		return nil
	}
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return s.trouble(err)
	}
	if id != 0 || tables != 0 {
		return fault.New(fault.Invalid, s.path+" is a SQLite file of another program", "Give the path of a Throughline file, or of one that does not exist yet")
	}
	_, err := db.ExecContext(ctx, fmt.Sprintf(`PRAGMA application_id = %d`, applicationID))
	return s.trouble(err)
}

// known refuses to read a file whose layout is not the one this program knows.
func (s *Store) known(ctx context.Context, db *sql.DB) error {
	var id int
	if err := db.QueryRowContext(ctx, `PRAGMA application_id`).Scan(&id); err != nil {
		return s.trouble(err)
	}
	if id != applicationID {
		return s.unmarked(ctx, db, id)
	}
	layout, err := s.layout(ctx, db)
	if err != nil {
		return err
	}
	if layout == 0 {
		var there bool
		err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema WHERE name = 'entry'`).Scan(&there)
		if err == nil && there {
			err = s.corrupt(errors.New("there are entries, and no migration that made their table"))
		}
		if err != nil {
			return s.trouble(err)
		}
	}
	return storage.Fits(s.path, layout, newest(), false)
}

// unmarked is the fault of a file that does not bear our mark: a process that died while it made one leaves
// nothing in it; anything else is not ours.
func (s *Store) unmarked(ctx context.Context, db *sql.DB, id int) error {
	var tables int
	if err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_schema`).Scan(&tables); err != nil {
		return s.trouble(err)
	}
	if id == 0 && tables == 0 {
		return storage.Empty(s.path)
	}
	return fault.New(fault.Invalid, s.path+" is not a Throughline file", "Check the path")
}

// newest is the number of the layout this program knows.
func newest() int64 {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil { // the folder is part of the program
		return 0
	}
	return storage.Newest(files)
}
