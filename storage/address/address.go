package address

import (
	"context"
	"os"
	"strings"

	"throughline/fault"
	"throughline/ledger"
	"throughline/storage/memory"
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

// Open opens the store at a place.
func Open(ctx context.Context, place string, o Options) (ledger.Store, error) {
	o.ReadOnly = o.ReadOnly || o.Salvage
	switch {
	case place == "":
		return nil, fault.New(fault.Invalid, "no place for the data is given", "Give a path, memory, or a PostgreSQL address")
	case place == Memory:
		return memory.New(), nil
	case strings.Contains(place, "://"):
		return nil, fault.New(fault.Invalid, place[:strings.Index(place, "://")]+" is not a kind of address that is known", "Give a path, memory, or an address that begins with postgres://")
	}
	return file(ctx, strings.TrimPrefix(place, "sqlite:"), o)
}

func file(ctx context.Context, path string, o Options) (ledger.Store, error) {
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return nil, fault.New(fault.Invalid, path+" is a directory", "Give the path of a file, for instance "+path+"/throughline.db")
	} else if err != nil && o.ReadOnly {
		return nil, fault.Wrap(err, fault.NotFound, "there is no data at "+path, "Import something first, or say where the data is with --data")
	}
	return sqlite.Open(ctx, path, sqlite.Options{ReadOnly: o.ReadOnly, Salvage: o.Salvage, Address: o.Address, Views: o.Views})
}
