package cli

import (
	"bytes"
	"compress/gzip"
	"errors"
	"io"
	"iter"
	"os"
	"strings"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage"
	"throughline/storage/address"
	"throughline/wording"
)

// backupCmd writes the whole history into one file.
type backupCmd struct {
	To string `arg:"" help:"The file; one that ends in .gz is packed; - prints it." placeholder:"FILE"`
}

// Run writes the archive of every workspace, with all its history and personal text.
func (c *backupCmd) Run(a *app) error {
	if _, err := a.readAll(); err != nil {
		return err
	}
	all, err := a.histories(a.data.Store)
	if err != nil {
		return err
	}
	var entries int64
	err = a.writeTo(c.To, func(w io.Writer) error {
		entries, err = writeArchive(w, all, strings.HasSuffix(c.To, ".gz"))
		return err
	})
	if err != nil {
		return err
	}
	if a.g.JSON && c.To != "-" {
		return a.json(map[string]any{"file": c.To, "entries": entries})
	}
	a.notef("%s written. It holds personal text; keep it as safe as the data.\n", wording.Capital(wording.Count(int(entries), "change", "changes")))
	return nil
}

func writeArchive(w io.Writer, all ledger.Histories, packed bool) (int64, error) {
	if !packed {
		return ledger.WriteArchive(w, all)
	}
	z := gzip.NewWriter(w)
	n, err := ledger.WriteArchive(z, all)
	if err != nil {
		return n, err
	}
	return n, z.Close()
}

// histories is the history of every workspace of a store.
func (a *app) histories(s ledger.Store) (ledger.Histories, error) {
	names := []string{a.g.Workspace}
	if l, ok := s.(ledger.Lister); ok {
		var err error
		if names, err = l.Workspaces(a.ctx); err != nil {
			return nil, err
		}
	}
	return ledger.History(a.ctx, s, names...), nil
}

// restoreCmd makes data from a backup.
type restoreCmd struct {
	From    string `arg:"" help:"A backup, or, with --salvage, the place of damaged data." placeholder:"PLACE"`
	Salvage bool   `help:"Keep what is good of damaged data: each history up to its first bad change."`
}

// Run writes the histories into empty data at --data, entry for entry, and proves them on the way.
func (c *restoreCmd) Run(a *app) error {
	lost := []string{}
	all, end, err := c.source(a, func(workspace string, err error) {
		lost = append(lost, workspace)
		a.complain(beyondSalvage(err, "What stands before it in "+workspace+" is kept"))
	})
	if err != nil {
		return beyondSalvage(err, "Nothing of it can be read: restore the last backup with `throughline restore`")
	}
	defer end()
	all, done, err := begun(all)
	if err != nil {
		return err
	}
	defer done()
	if _, err := a.open(); err != nil {
		return err
	}
	restored, err := storage.Restore(a.ctx, a.data.Store, all, func(r storage.Restored) {
		if a.w.ErrTerminal {
			a.progressLine(wording.Number(float64(r.Entries)) + " changes of " + r.Workspace)
		}
	})
	a.endProgress()
	if err != nil {
		return err
	}
	return c.told(a, restored, lost)
}

// beyondSalvage is the error of damaged data to somebody who salvages already.
func beyondSalvage(err error, remedy string) error {
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Corrupt {
		return err
	}
	return fault.Wrap(err, f.Kind, f.Sentence, remedy)
}

// source is the histories to restore, and how to let go of them.
func (c *restoreCmd) source(a *app, lost func(string, error)) (ledger.Histories, func(), error) {
	if !c.Salvage || isArchive(c.From) {
		return c.archive(lost)
	}
	store, err := address.Open(a.ctx, c.From, address.Options{Salvage: true})
	if err != nil {
		return nil, nil, err
	}
	all, err := a.histories(store)
	if err != nil {
		store.Close()
		return nil, nil, err
	}
	return ledger.Salvage(all, lost), func() { store.Close() }, nil
}

// archive is the histories in a backup.
func (c *restoreCmd) archive(lost func(string, error)) (ledger.Histories, func(), error) {
	f, err := os.Open(c.From)
	if err != nil {
		return nil, nil, fault.Wrap(err, fault.NotFound, "the backup "+c.From+" cannot be read", "Check the name")
	}
	if info, err := f.Stat(); err == nil && info.IsDir() {
		return nil, nil, errors.Join(fault.New(fault.Invalid, "the backup "+c.From+" is a folder", "Give the name of a file"), f.Close())
	}
	all := c.named(ledger.ReadArchive(f))
	if c.Salvage {
		all = ledger.Salvage(all, lost)
	}
	return all, func() { f.Close() }, nil
}

// named is the histories with the file named where they are damaged.
func (c *restoreCmd) named(all ledger.Histories) ledger.Histories {
	wrong := " is damaged: "
	if !isArchive(c.From) {
		wrong = " is damaged, or no backup: "
	}
	return func(yield func(ledger.Archived, error) bool) {
		for a, err := range all {
			if f := fault.Of(err); f != nil && f.Kind == fault.Corrupt {
				err = fault.Wrap(err, f.Kind, c.From+wrong+f.Sentence, f.Remedy)
			}
			if !yield(a, err) {
				return
			}
		}
	}
}

// isArchive reports whether a file begins as a backup does, packed or not.
func isArchive(path string) bool {
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	b := make([]byte, 11)
	n, _ := io.ReadFull(f, b) // a file too short to tell is none
	return bytes.HasPrefix(b[:n], []byte{0x1f, 0x8b}) || string(b[:n]) == `{"archive":`
}

// begun is the histories once the first entry of them was read, so that no data is made for a file that has
// none; and how to let go of them.
func begun(all ledger.Histories) (ledger.Histories, func(), error) {
	next, stop := iter.Pull2(all)
	first, err, there := next()
	if err != nil {
		stop()
		return nil, nil, err
	}
	return func(yield func(ledger.Archived, error) bool) {
		for a, err := first, error(nil); there && yield(a, err); a, err, there = next() {
		}
	}, stop, nil
}

func (c *restoreCmd) told(a *app, done []storage.Restored, lost []string) error {
	if a.g.JSON {
		return a.json(map[string]any{"workspaces": asRestored(done), "lost": lost})
	}
	for _, r := range done {
		a.printf("Workspace %s: %s.\n", r.Workspace, wording.Count(int(r.Entries), "change", "changes"))
	}
	if len(lost) > 0 {
		a.printf("What came after the first bad change of %s is lost.\n", wording.List(lost, 5))
	}
	return nil
}
