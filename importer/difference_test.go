package importer

import (
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/change"
	"throughline/graph"
)

func picture(records ...graph.Record) *graph.Snapshot {
	b := graph.Empty().Edit()
	for _, r := range records {
		b.Put(graph.WithStamp(r, graph.Stamp{Version: 1, Position: 1}))
	}
	return b.Snapshot(time.Time{}, 1)
}

// long is a text of 81 letters.
const long = "What we promise to every borrower who asks us for help, in every year and in ever"

func TestDifferenceInWords(t *testing.T) {
	w := NewWords(picture(
		&graph.Unit{ID: "core", Name: "Core Services"}, &graph.Unit{ID: "pay", Name: "Payments"},
		&graph.Theme{ID: "good", Name: "Good standing"}, &graph.Person{ID: "bo", Name: "Bo Ek"},
	))
	shares := func(s graph.Share) graph.Shares {
		return graph.SharesOf(graph.ThemeShare{Theme: "good", Share: s}, graph.ThemeShare{Theme: "new", Share: .1})
	}
	for _, c := range []struct {
		name          string
		before, after graph.Record
		want          []string
	}{
		{
			"words and names", &graph.Initiative{Name: "A", State: graph.Committed, Owner: "core"}, &graph.Initiative{Name: "A", State: graph.Started, Owner: "pay", Lead: "bo"},
			[]string{"owner Core Services → Payments", "lead not set → Bo Ek", "state committed → started"},
		},
		{"texts are quoted", &graph.Initiative{Name: "A"}, &graph.Initiative{Name: "B"}, []string{`name "A" → "B"`}},
		{"days inside", &graph.Initiative{Mandate: graph.Mandate{Due: graph.On(2026, 5, 29)}}, &graph.Initiative{}, []string{"mandate due 29 May 2026 → not set"}},
		{"shares", &graph.Intent{Shares: shares(.4)}, &graph.Intent{Shares: shares(.333)}, []string{"shares of Good standing 40 % → 33.3 %"}},
		{"a list of ids", &graph.Unit{Leads: []graph.PersonID{"ana"}}, &graph.Unit{Leads: []graph.PersonID{"bo"}}, []string{"leads + Bo Ek, − ana"}},
		{
			"an item of a list", &graph.Initiative{Participants: []graph.Participation{{Unit: "core", Days: 40}, {Unit: "pay", Days: 1}}},
			&graph.Initiative{Participants: []graph.Participation{{Unit: "core", Days: 60, Period: "h2"}, {Unit: "legal", Days: 2.5}}},
			[]string{"participants Core Services: days 40 → 60 days, period not set → h2, + legal, 2.5 days, − Payments, 1 day"},
		},
		{"another order", &graph.Ranking{Order: []graph.InitiativeID{"a", "b"}}, &graph.Ranking{Order: []graph.InitiativeID{"b", "a"}}, []string{"order in another order"}},
		{"one of two equal items", &graph.Form{Questions: []string{"Why?", "Why?"}}, &graph.Form{Questions: []string{"Why?"}}, []string{`questions − "Why?"`}},
		{"an empty list is not set", &graph.Unit{Leads: []graph.PersonID{}}, &graph.Unit{}, nil},
		{
			"the end of a long text", &graph.Theme{Statement: long + "before."}, &graph.Theme{Statement: long + "after."},
			[]string{`statement "…ery year and in everbefore." → "…ery year and in everafter."`},
		},
		{
			"a long text that is new", &graph.Theme{}, &graph.Theme{Statement: long + long},
			[]string{"statement not set → \"" + (long + long)[:119] + "…"},
		},
		{
			"the end of a long item", &graph.Form{Questions: []string{long + "before?"}}, &graph.Form{Questions: []string{long + "after?"}},
			[]string{"questions + \"" + (long + "after")[:86] + "?\", − \"" + long + "before?\""},
		},
		{"numbers", &graph.Unit{People: 7}, &graph.Unit{}, []string{"people 7 → 0"}},
		{"a loss", &graph.Outcome{Metric: graph.Metric{Target: 2}}, &graph.Outcome{Metric: graph.Metric{Target: -1.5}}, []string{"metric target 2 → −1.5"}},
		{"yes and no", &graph.View{}, &graph.View{Shared: true}, []string{"shared no → yes"}},
		{"work", &graph.Work{Size: .1, States: []graph.Transition{{State: graph.Opened, At: 86400}}}, &graph.Work{Size: .3}, []string{"size 0.1 → 0.3", "states − opened 1970-01-02"}},
		{"references", &graph.Comment{On: graph.Ref{Kind: graph.KindUnit, ID: "core"}}, &graph.Comment{On: graph.Ref{Kind: graph.KindUnit, ID: "pay"}}, []string{"on Core Services → Payments"}},
		{"moments", &graph.Baseline{At: time.Date(2026, 7, 20, 12, 30, 0, 0, time.UTC)}, &graph.Baseline{At: time.Date(2026, 7, 21, 0, 0, 0, 0, time.UTC)}, []string{"at 20 Jul 2026 12:30 → 21 Jul 2026"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, w.Difference(c.before, c.after)); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got := w.Difference(c.after, c.after); len(got) > 0 {
				t.Errorf("a record differs from itself: %v", got)
			}
		})
	}
}

func TestLinesOfAStep(t *testing.T) {
	w := NewWords(picture())
	old := &graph.Initiative{ID: "ledger", Name: "Ledger cutover", State: graph.Committed}
	step := Step{
		Actor: "person/ana",
		Draft: change.Draft{
			Reason: "The plan is locked", Effective: time.Date(2026, 7, 20, 0, 0, 0, 0, time.UTC),
			Puts: []graph.Record{
				&graph.Person{ID: "ana", Name: "Ana Lima"},
				&graph.Initiative{ID: "ledger", Name: "Ledger cutover", State: graph.Started, Lead: "ana"},
			},
			Removes: []graph.Ref{{Kind: graph.KindUnit, ID: "old"}},
		},
		Before: []graph.Record{nil, old, &graph.Unit{ID: "old", Name: "Old portal"}},
	}
	want := []string{"new person Ana Lima", "initiative Ledger cutover: lead not set → Ana Lima; state committed → started", "unit Old portal: removed"}
	if diff := cmp.Diff(want, w.Lines(step)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	if got := w.Lines(Step{Draft: change.Draft{Puts: []graph.Record{&graph.Intent{ID: "i", Level: graph.Stated, Unit: "core", Period: "h2"}}}}); !slices.Equal(got, []string{"new stated intent of core for h2"}) {
		t.Errorf("lines = %q, want the kind once", got)
	}
	for _, c := range []struct {
		step Step
		want string
	}{
		{step, "20 Jul 2026, Ana Lima: The plan is locked"},
		{Step{Actor: "token ci"}, "token ci"},
		{Step{Draft: change.Draft{Reason: "Because"}}, "Because"},
		{Step{}, ""},
	} {
		if got := w.Heading(c.step); got != c.want {
			t.Errorf("Heading = %q, want %q", got, c.want)
		}
	}
	if got := w.Lines(Step{}); !slices.Equal(got, nil) {
		t.Errorf("an empty step has lines: %v", got)
	}
}
