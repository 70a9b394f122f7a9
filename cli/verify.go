package cli

import (
	"throughline/ledger"
	"throughline/wording"
)

// verifyCmd proves that the history was not altered.
type verifyCmd struct{}

// Run reads the whole history and checks the chain, and what the store keeps to find its way.
func (verifyCmd) Run(a *app) error {
	e, err := a.read()
	if err != nil {
		return err
	}
	r, err := e.Verify(a.ctx, a.g.Workspace, func(r ledger.Report) { a.notef("%s entries read\n", wording.Number(float64(r.Entries))) })
	if err != nil {
		return err
	}
	if c, ok := a.data.Store.(ledger.Checker); ok {
		if err := c.Check(a.ctx); err != nil {
			return err
		}
	}
	if a.g.JSON {
		return a.json(map[string]any{"entries": r.Entries, "documents": r.Documents, "erased": r.Erased, "head": r.Head.Hash.String()})
	}
	a.printf("The history is what was written: %s with %s", wording.Count(int(r.Entries), "change", "changes"), wording.Count(int(r.Documents), "document", "documents"))
	if r.Erased > 0 {
		a.printf(", %s of personal text erased", wording.Count(int(r.Erased), "piece", "pieces"))
	}
	a.printf(".\nHead %s\n", r.Head.Hash)
	return nil
}
