package serve

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"throughline/account"
	"throughline/catalog"
	"throughline/engine"
	"throughline/ledger"
	"throughline/storage/address"
	"throughline/strategy"
)

// Access is what the data is opened for.
type Access int

// The ways to open data.
const (
	Read  Access = iota // it must exist; nothing is written
	Write               // it is made where there is none
)

// OpenOptions say how data is opened.
type OpenOptions struct {
	Access  Access
	Clock   func() time.Time // nil is time.Now
	Address string           // where this process can be reached, told to others that find the data in use
	Log     *slog.Logger     // told of what goes wrong behind everybody's back; nil keeps no log
}

// Data is an opened place: its store, the accounts beside it, and the engine over it.
type Data struct {
	Store    ledger.Store
	Accounts account.Store
	Engine   *engine.Engine
}

// Open opens the data at a place: a path, memory, or a PostgreSQL address.
func Open(ctx context.Context, place string, o OpenOptions) (*Data, error) {
	store, err := address.Open(ctx, place, address.Options{
		ReadOnly: o.Access == Read, Address: o.Address, Views: catalog.Views(),
	})
	if err != nil {
		return nil, err
	}
	return &Data{Store: store, Accounts: address.Accounts(store), Engine: engine.New(store, engine.Options{Clock: o.Clock, Report: reporter(o.Log), Follow: strategy.Follow})}, nil
}

// reporter logs what the engine reports.
func reporter(log *slog.Logger) func(error) {
	if log == nil {
		return nil
	}
	return func(err error) { log.Error("the engine", "err", err) }
}

// Close ends the engine and then the store.
func (d *Data) Close() error {
	d.Engine.Close()
	return errors.Join(d.Store.Close())
}
