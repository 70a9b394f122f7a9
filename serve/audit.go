package serve

import (
	"context"
	"log/slog"

	"throughline/account"
)

// audited is accounts whose events are told to the log as well, so that they can be kept and watched where logs are: who signed in or
// failed to, whose role changed, which token was made. Events name accounts by their ids, and hold no secret.
type audited struct {
	account.Store
	log *slog.Logger
}

// Write writes, and tells what it meant.
func (a audited) Write(ctx context.Context, b account.Batch) error {
	err := a.Store.Write(ctx, b)
	if err != nil {
		return err
	}
	for _, r := range b.Put {
		if e, ok := account.EventOf(r); ok {
			a.log.Info("account", "what", e.What, "by", e.By, "about", e.About, "workspace", e.Workspace, "from", e.From, "note", e.Note)
		}
	}
	return nil
}
