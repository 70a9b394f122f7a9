package cli

import (
	"fmt"
	"strings"

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
		return a.json(map[string]any{"entries": r.Entries, "documents": r.Documents, "erased": r.Erased, "repeated": r.Repeated, "repeats": repeats(r), "head": r.Head.Hash.String()})
	}
	a.printf("The history is what was written: %s with %s", wording.Count(int(r.Entries), "change", "changes"), wording.Count(int(r.Documents), "document", "documents"))
	if r.Erased > 0 {
		a.printf(", %s of personal text erased", wording.Count(int(r.Erased), "piece", "pieces"))
	}
	a.printf(".\n")
	if r.Repeated > 0 {
		some := strings.Join(repeats(r), ", ")
		if more := r.Repeated - int64(len(r.Repeats)); more > 0 {
			some += " and " + wording.Number(float64(more)) + " more"
		}
		a.printf("%s a number that was given before: %s. Nothing is lost; the next version of each gets a new one.\n",
			wording.Count(int(r.Repeated), "version has", "versions have"), some)
	}
	a.printf("Head %s\n", r.Head.Hash)
	return nil
}

// repeats is the versions that are named as having a number given before.
func repeats(r ledger.Report) []string {
	out := make([]string, len(r.Repeats))
	for i, v := range r.Repeats {
		out[i] = fmt.Sprintf("%s/%s version %d (change %d)", v.Kind, v.ID, v.Version, v.Position)
	}
	return out
}
