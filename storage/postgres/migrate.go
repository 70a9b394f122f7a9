package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
	"github.com/pressly/goose/v3/lock"

	"throughline/fault"
	"throughline/storage"
)

//go:embed migrations/*.sql
var migrations embed.FS

// prepare brings the database's layout to the one this program knows, forwards only, and makes the
// views. Of several processes that start at once one does it and the others wait.
func (s *Store) prepare(ctx context.Context) error {
	if err := s.encoded(ctx); err != nil {
		return err
	}
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	known := storage.Newest(files)
	layout, err := s.layout(ctx)
	if err != nil {
		return err
	}
	if err := storage.Fits(s.where, layout, known, !s.opt.ReadOnly); err != nil {
		return err
	}
	if layout < known {
		if err := s.migrate(ctx, files); err != nil {
			return err
		}
	}
	return s.makeViews(ctx)
}

// encoded refuses a database that cannot keep every letter.
func (s *Store) encoded(ctx context.Context) error {
	var encoding string
	if err := s.pool.QueryRow(ctx, `SHOW server_encoding`).Scan(&encoding); err != nil {
		return s.trouble(err)
	}
	if encoding != "UTF8" {
		return fault.New(fault.Invalid, fmt.Sprintf("%s keeps its text as %s, which cannot hold every letter", s.where, encoding), "Create the database with ENCODING 'UTF8'")
	}
	return nil
}

// layout is the number of the newest migration that was applied; 0 for an empty database.
func (s *Store) layout(ctx context.Context) (n int64, err error) {
	err = s.pool.QueryRow(ctx, `SELECT coalesce(max(version_id), 0) FROM `+storage.MigrationTable+` WHERE is_applied`).Scan(&n)
	if code(err) == undefinedTable {
		return 0, nil
	}
	if err != nil {
		return 0, s.trouble(err)
	}
	return n, nil
}

func (s *Store) migrate(ctx context.Context, files fs.FS) error {
	book, err := database.NewStore(database.DialectPostgres, storage.MigrationTable)
	if err != nil {
		return err
	}
	turn, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(1, 120))
	if err != nil {
		return err
	}
	db := stdlib.OpenDBFromPool(s.pool)
	p, err := goose.NewProvider(goose.DialectCustom, db, files, goose.WithStore(book), goose.WithSessionLocker(turn), goose.WithDisableGlobalRegistry(true))
	if err != nil {
		return fmt.Errorf("reading the migrations: %w", err)
	}
	_, err = p.Up(ctx)
	if err != nil {
		err = s.trouble(err)
	}
	return errors.Join(err, db.Close())
}
