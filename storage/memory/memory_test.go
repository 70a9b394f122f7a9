package memory

import (
	"testing"

	"throughline/ledger"
	"throughline/ledger/ledgertest"
)

func TestContract(t *testing.T) {
	ledgertest.Run(t, ledgertest.Subject{Open: func(testing.TB) ledger.Store { return New() }})
}

func TestWorkspacesInOrder(t *testing.T) {
	s := New()
	for _, name := range []string{"b", "a", "B"} {
		h := ledgertest.NewHistory(name)
		h.Append(t, s, h.Next())
	}
	got, err := s.Workspaces(t.Context())
	if diff := ledgertest.Diff([]string{"B", "a", "b"}, got); diff != "" || err != nil {
		t.Errorf("Workspaces() = %v (-want +got):\n%s", err, diff)
	}
}
