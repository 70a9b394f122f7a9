package change

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"throughline/graph"
)

func salt() []byte { return []byte("0123456789abcdef") }

func TestRoundTrip(t *testing.T) {
	for _, r := range []graph.Record{
		&graph.Unit{ID: "core", Name: "Core", Parent: "top", Leads: []graph.PersonID{"ana"}, People: 12, From: graph.On(2026, 1, 1)},
		&graph.Person{ID: "ana", Name: "Ana Lima", Email: "ana@example.org", Title: "Head of Core"},
		&graph.Intent{ID: "core-h2", Level: graph.Assigned, Unit: "core", Period: "h2", Shares: graph.SharesOf(graph.ThemeShare{Theme: "b", Share: .25}, graph.ThemeShare{Theme: "a", Share: .75})},
		&graph.Work{ID: "w-1", Title: "Move the batch", Unit: "core", Size: 3,
			States: []graph.Transition{{State: graph.Opened, At: 1783382400}, {State: graph.Begun, At: 1783420200}},
			Logged: []graph.Logged{{On: graph.On(2026, 7, 8), Days: .5}}, Blocked: []graph.Block{{On: "pay", From: 1783382400, To: 1783468800}}},
		&graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: time.Date(2026, 7, 20, 12, 0, 0, 0, time.UTC)},
		&graph.Comment{ID: "c1", On: graph.Ref{Kind: graph.KindUnit, ID: "core"}, Text: "why?"},
	} {
		d, err := Encode(r, salt)
		if err != nil {
			t.Fatalf("Encode(%s): %v", r.Ref(), err)
		}
		got, err := Decode(&d)
		if err != nil {
			t.Fatalf("Decode(%s): %v\n%s", r.Ref(), err, d.Body)
		}
		if diff := cmp.Diff(r, got, cmpopts.IgnoreUnexported(graph.Unit{}, graph.Person{}, graph.Intent{}, graph.Work{}, graph.Baseline{}, graph.Comment{})); diff != "" {
			t.Errorf("%s changed (-want +got):\n%s\n%s", r.Ref(), diff, d.Body)
		}
		t.Logf("%s %s", r.Ref(), d.Body)
	}
}
