package sqlite

import (
	"context"
	"errors"
	"os"
	"path/filepath"

	"throughline/fault"
	"throughline/storage"
)

// Backup writes a copy of the whole file as it is now to a path where there is nothing yet, while
// others go on reading and writing. The copy is a file like the first; it is on the disk when Backup
// returns.
func (s *Store) Backup(ctx context.Context, path string) error {
	if err := ctx.Err(); err != nil {
		return storage.Cancelled(err)
	}
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, os.ErrExist):
		return fault.Wrap(err, fault.Conflict, "there is something at "+path+" already", "Give the backup another name")
	case err != nil:
		return fault.Wrap(err, fault.Unavailable, "the backup cannot be written to "+path, "Check the folder and who may write to it")
	}
	err = s.copyInto(ctx, path)
	if err == nil {
		err = errors.Join(f.Sync(), syncFolder(path))
	}
	if closed := f.Close(); err == nil && closed == nil {
		return nil
	}
	return errors.Join(s.trouble(err), os.Remove(path))
}

func (s *Store) copyInto(ctx context.Context, path string) error {
	conn, err := s.reader().Conn(ctx)
	if err != nil {
		return err
	}
	defer conn.Close()
	// The connection writes, but to the copy only; the file itself is opened for reading.
	if _, err := conn.ExecContext(ctx, `PRAGMA query_only = 0`); err != nil {
		return err
	}
	_, err = conn.ExecContext(ctx, `VACUUM INTO ?`, path)
	_, again := conn.ExecContext(context.WithoutCancel(ctx), `PRAGMA query_only = 1`)
	return errors.Join(err, again)
}

// syncFolder makes the name of a new file last.
func syncFolder(path string) error {
	d, err := os.Open(filepath.Dir(path))
	if err != nil {
		return err
	}
	defer d.Close()
	if err := d.Sync(); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		return err
	}
	return nil
}
