package cli

import (
	"compress/gzip"
	"io"
	"os"
	"path/filepath"
	"strings"

	"throughline/fault"
	"throughline/importer/workspacefile"
)

// exportCmd writes workspace files.
type exportCmd struct {
	To string `arg:"" help:"A directory, a file that ends in .yaml, or - to print one file; the file of an archive." placeholder:"PATH"`
	At string `help:"The organisation as it stood at the end of this day." placeholder:"DAY"`

	Archive bool `help:"Write the whole history of the workspace into one file, which restore reads."`
}

// Run writes the picture in the canonical form, which imports back exactly, or the history.
func (c *exportCmd) Run(a *app) error {
	from, err := a.place()
	if err != nil {
		return err
	}
	write := c.files
	if c.Archive {
		write = c.archive
	}
	if err := write(a, from); err != nil || c.To == "-" {
		return err
	}
	if a.g.JSON {
		return a.json(map[string]string{"written": c.To})
	}
	a.notef("Written to %s.\n", c.To)
	return nil
}

// files writes the picture as workspace files.
func (c *exportCmd) files(a *app, from *place) error {
	if c.To == "-" || strings.HasSuffix(c.To, ".yaml") || strings.HasSuffix(c.To, ".yml") {
		return a.writeTo(c.To, func(w io.Writer) error { return from.Export(a.ctx, c.At, w) })
	}
	if err := vacant(c.To); err != nil {
		return err
	}
	s, err := from.PictureOf(a.ctx, c.At)
	if err != nil {
		return err
	}
	return told(c.To, workspacefile.ExportDirectory(s, c.To))
}

// archive writes the history of the workspace.
func (c *exportCmd) archive(a *app, from *place) error {
	if c.At != "" {
		return fault.New(fault.Invalid, "an archive holds the whole history, so it has no day", "Leave out --at, or --archive")
	}
	return a.writeTo(c.To, func(w io.Writer) error {
		if !strings.HasSuffix(c.To, ".gz") {
			return from.Archive(a.ctx, w)
		}
		z := gzip.NewWriter(w)
		if err := from.Archive(a.ctx, z); err != nil {
			return err
		}
		return z.Close()
	})
}

// vacant holds that a directory is empty or not there, so that no file of before stays among the new.
func vacant(dir string) error {
	entries, err := os.ReadDir(dir)
	if err != nil || len(entries) == 0 {
		return nil
	}
	return fault.New(fault.Conflict, "the directory "+dir+" is not empty", "Choose another, or empty it first")
}

// writeTo makes the file whole or not at all: it is written beside its place and moved there at the end.
func (a *app) writeTo(path string, write func(io.Writer) error) error {
	if path == "-" {
		return write(a.w.Out)
	}
	if err := a.spare(path); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), "."+filepath.Base(path)+".*")
	if err != nil {
		return unwritable(err, path)
	}
	defer os.Remove(f.Name()) // after it was moved there is nothing to remove
	if err := write(&output{to: f, name: "the file " + path}); err != nil {
		f.Close()
		return err
	}
	if err := f.Sync(); err != nil {
		f.Close()
		return unwritable(err, path)
	}
	if err := f.Close(); err != nil {
		return unwritable(err, path)
	}
	if err := os.Rename(f.Name(), path); err != nil {
		return unwritable(err, path)
	}
	return nil
}

func unwritable(err error, path string) error {
	return unwritten("the file "+path, err)
}
