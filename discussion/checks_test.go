package discussion_test

import (
	"testing"

	"throughline/discussion"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/testing/fixture"
)

// waiver accepts a finding on a record until the day.
func waiver(t *testing.T, until string, on graph.Ref) *fixture.Org {
	return fixture.New(t).Half().Person("ana").Unit("acme", "").
		Put(&graph.Waiver{ID: "w", Code: "DEC001", On: on, By: "ana", Reason: "The rule changes", Until: fixture.Date(t, until)})
}

// cases are organisations with what a check must find in them: nothing, where it must stay silent.
type cases map[string]struct {
	org  *fixture.Org
	want []string
}

func hold(t *testing.T, code string, list cases) {
	t.Helper()
	for name, c := range list {
		t.Run(name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, discussion.Checks(), code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}

func TestWaiverEnded(t *testing.T) {
	hold(t, "HIS010", cases{
		"ended yesterday": {
			waiver(t, "2026-09-23", graph.UnitID("acme").Ref()),
			[]string{"The waiver of DEC001 on “acme” ended on 23 Sep"},
		},
		"ended everywhere": {
			waiver(t, "2026-09-23", graph.Ref{}),
			[]string{"The waiver of every DEC001 ended on 23 Sep"},
		},
		"ended on a person": {
			waiver(t, "2026-09-23", graph.PersonID("ana").Ref()),
			[]string{"The waiver of DEC001 ended on 23 Sep"},
		},
		"ends today": {
			waiver(t, "2026-09-24", graph.UnitID("acme").Ref()),
			nil,
		},
		// From Thursday 27 August there are 20 working days to 24 September.
		"ended four weeks ago": {
			waiver(t, "2026-08-27", graph.UnitID("acme").Ref()),
			[]string{"The waiver of DEC001 on “acme” ended on 27 Aug"},
		},
		"ended before that": {
			waiver(t, "2026-08-26", graph.UnitID("acme").Ref()),
			nil,
		},
		"no waiver ended": {
			fixture.New(t).Half(),
			nil,
		},
	})
}

func TestWaiverEnds(t *testing.T) {
	hold(t, "HIS011", cases{
		// The tenth working day after Thursday 24 September is Thursday 8 October.
		"ends in two weeks": {
			waiver(t, "2026-10-08", graph.UnitID("acme").Ref()),
			[]string{
				"The waiver of DEC001 on “acme” ends on 8 Oct, in 10 working days",
			},
		},
		"ends after that": {
			waiver(t, "2026-10-09", graph.UnitID("acme").Ref()),
			nil,
		},
		"ends tomorrow": {
			waiver(t, "2026-09-25", graph.UnitID("acme").Ref()),
			[]string{
				"The waiver of DEC001 on “acme” ends on 25 Sep, in 1 working day",
			},
		},
		"has ended": {
			waiver(t, "2026-09-23", graph.UnitID("acme").Ref()),
			nil,
		},
		"no waiver ends": {
			fixture.New(t).Half(),
			nil,
		},
	})
}
