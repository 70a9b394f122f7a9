package api_test

import (
	"fmt"
	"strings"
	"testing"

	"throughline/access"
	"throughline/door"
)

// Every operation answers everybody as the table says: somebody without a role, each role, and a token that may only read. A
// workspace in which somebody has no role, and one that their token is not for, are answered as one that is none.
func TestEveryOperationIsForWhomTheTableSays(t *testing.T) {
	const read, write = "404 200 200 200 200 200", "404 403 403 200 200 403"
	table := map[string]string{
		"list-kinds": read, "list-records": read, "read-record": read, "read-history": read, "change-records": write, "push-reading": write, "list-changes": read,
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
			none := s.left(one.method, s.to("other", one), one.body)
			if none.status != 404 {
				t.Errorf("%s answers %d in another workspace", id, none.status)
			}
			for asker, foreign := range map[string]*site{"a member of another": s.refusing(nil), "a token for another": s.refusing(door.ErrElsewhere)} {
				got := foreign.left(one.method, s.to("main", one), one.body)
				if got.status != none.status || strings.ReplaceAll(got.body, "main", "other") != none.body || fmt.Sprint(got.header) != fmt.Sprint(none.header) {
					t.Errorf("%s answers %s with %s and %v, and one that is none with %s and %v", id, asker, got.body, got.header, none.body, none.header)
				}
			}
		}
	}
}
