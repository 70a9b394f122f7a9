package api_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/access"
)

// Every operation answers everybody as the table says: somebody without a role, each role, and a token that may only read; in
// another workspace nobody finds anything.
func TestEveryOperationIsForWhomTheTableSays(t *testing.T) {
	const read, write = "403 200 200 200 200 200", "403 403 403 200 200 403"
	table := map[string]string{
		"list-kinds": read, "list-records": read, "read-record": read, "read-history": read, "change-records": write, "list-changes": read,
		"stream-changes": read, "list-measures": read, "read-measure": read, "list-findings": read, "explain-record": read, "export": read,
		"undo-change": write, "read-difference": read, "list-figures": read, "list-checks": read, "read-report": read,
	}
	viewers := []access.Viewer{{}, {Role: access.Reader}, {Role: access.Contributor}, {Role: access.Editor}, {Role: access.Owner}, {Role: access.Reader, ReadOnly: true}}
	s := harbor(t)
	for id, one := range samples() {
		want := strings.Fields(table[id])
		if len(want) != len(viewers) {
			t.Errorf("the table says nothing of %s", id)
			continue
		}
		for n, v := range viewers {
			s.mu.Lock()
			s.who = v
			s.mu.Unlock()
			if got := s.left(one.method, s.to("main", one), one.body); fmt.Sprint(got.status) != want[n] {
				t.Errorf("%s answers %d to %+v, want %s: %s", id, got.status, v, want[n], got.body)
			}
			if got := s.left(one.method, s.to("other", one), one.body); got.status != 404 {
				t.Errorf("%s answers %d in another workspace", id, got.status)
			}
		}
	}
}
