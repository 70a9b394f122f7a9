package address

import (
	"context"
	"errors"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"throughline/account"
	"throughline/fault"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/storage/postgres"
	"throughline/storage/sqlite"
)

// Options say how a store is opened.
type Options struct {
	ReadOnly bool          // never write; a place that does not exist is a fault instead of being made
	Salvage  bool          // read what can be read of damaged data; implies ReadOnly
	Address  string        // where people reach this process, told to others who find the data in use
	Views    []ledger.View // views for reporting tools
}

// Memory is the place that lives as long as the process.
const Memory = "memory"

// File is the name of the data in a folder that is given as the place.
const File = "throughline.db"

const remedy = "Give the path of a file, the word memory, or an address that begins with postgres://"

// scheme is the beginning of an address: at least two letters, so that C:\data is a path.
var scheme = regexp.MustCompile(`^([a-zA-Z][a-zA-Z0-9+.-]+):`)

// Open opens the store at a place: "memory"; the path of a file, with or without sqlite: before it,
// or of a folder, which stands for throughline.db in it; or postgres://user:password@host/database.
// Faults tell of wrong addresses with the nearest right one, and never repeat a password.
func Open(ctx context.Context, place string, o Options) (ledger.Store, error) {
	o.ReadOnly = o.ReadOnly || o.Salvage
	kind, rest := split(place)
	switch kind {
	case "":
		return file(ctx, place, o)
	case Memory:
		return memory.New(), nil
	case "postgres", "postgresql":
		return server(ctx, place, o)
	case "sqlite":
		return file(ctx, rest, o)
	case "file":
		return nil, fault.New(fault.Invalid, "the data cannot be given as file: address", "Leave out file: and give the path itself")
	}
	f := fault.Invalidf(remedy, "%s: is not a kind of address that is known", kind)
	return nil, f.WithNearest(fault.Nearest(kind, []string{"postgres", "sqlite"}, 1))
}

// Accounts is the rows of accounts that stand beside the ledger of a store which Open returned; nil for another store.
func Accounts(s ledger.Store) account.Store {
	switch s := s.(type) {
	case *memory.Store:
		return s.Accounts()
	case *sqlite.Store:
		return s.Accounts()
	case *postgres.Store:
		return s.Accounts()
	}
	return nil
}

// split is the kind of a place, in small letters, and what comes after it; a path has no kind.
func split(place string) (kind, rest string) {
	if place == Memory {
		return Memory, ""
	}
	m := scheme.FindString(place)
	if m == "" {
		return "", place
	}
	return strings.ToLower(strings.TrimSuffix(m, ":")), place[len(m):]
}

// Path is the file that holds the data at the place, "" where it is not in a file.
func Path(place string) string {
	switch kind, rest := split(place); kind {
	case "":
		return inFolder(place)
	case "sqlite":
		return inFolder(strings.TrimPrefix(rest, "//"))
	}
	return ""
}

// inFolder is the path, or that of the data in the folder it is.
func inFolder(path string) string {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return filepath.Join(path, File)
	}
	return path
}

// String is the place as people may see it: without its password.
func String(place string) string {
	kind, _ := split(place)
	if kind != "postgres" && kind != "postgresql" {
		return place
	}
	u, err := url.Parse(place)
	if err != nil {
		return kind + "://…"
	}
	q := u.Query()
	if q.Has("password") {
		q.Set("password", "xxxxx")
		u.RawQuery = q.Encode()
	}
	return u.Redacted()
}

func file(ctx context.Context, path string, o Options) (ledger.Store, error) {
	path = strings.TrimPrefix(path, "//")
	if path == "" {
		return nil, fault.New(fault.Invalid, "no place for the data is given", remedy)
	}
	path = inFolder(path)
	if _, err := os.Stat(path); errors.Is(err, fs.ErrNotExist) && o.ReadOnly {
		return nil, fault.Wrap(err, fault.NotFound, "there is no data at "+path, "Import something first, or say where the data is with --data")
	}
	s, err := sqlite.Open(ctx, path, sqlite.Options{ReadOnly: o.ReadOnly, Salvage: o.Salvage, Address: o.Address, Views: o.Views})
	if err != nil {
		return nil, err
	}
	return s, nil
}

func server(ctx context.Context, place string, o Options) (ledger.Store, error) {
	if !strings.Contains(place, "://") {
		return nil, fault.New(fault.Invalid, "the PostgreSQL address cannot be read", "Write it as postgres://user:password@host:5432/database")
	}
	s, err := postgres.Open(ctx, place, postgres.Options{ReadOnly: o.ReadOnly, Salvage: o.Salvage, Views: o.Views})
	if err != nil {
		return nil, err
	}
	return s, nil
}
