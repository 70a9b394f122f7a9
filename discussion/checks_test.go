package discussion_test

import (
	"testing"

	"throughline/discussion"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/testing/fixture"
)

func TestChecks(t *testing.T) {
	waiver := func(until string, on graph.Ref) *fixture.Org {
		return fixture.New(t).Half().Person("ana").Unit("acme", "").
			Put(&graph.Waiver{ID: "w", Code: "DEC001", On: on, By: "ana", Reason: "The rule changes", Until: fixture.Date(t, until)})
	}
	unit := graph.UnitID("acme").Ref()
	for name, c := range map[string]struct {
		code string
		org  *fixture.Org
		want []string
	}{
		"ended yesterday":   {"HIS010", waiver("2026-09-23", unit), []string{"The waiver of DEC001 on “acme” ended on 23 Sep"}},
		"ended everywhere":  {"HIS010", waiver("2026-09-23", graph.Ref{}), []string{"The waiver of every DEC001 ended on 23 Sep"}},
		"ended on a person": {"HIS010", waiver("2026-09-23", graph.PersonID("ana").Ref()), []string{"The waiver of DEC001 ended on 23 Sep"}},
		"ends today":        {"HIS010", waiver("2026-09-24", unit), nil},
		// From Thursday 27 August there are 20 working days to 24 September.
		"ended four weeks ago": {"HIS010", waiver("2026-08-27", unit), []string{"The waiver of DEC001 on “acme” ended on 27 Aug"}},
		"ended before that":    {"HIS010", waiver("2026-08-26", unit), nil},
		"no waiver ended":      {"HIS010", fixture.New(t).Half(), nil},

		// The tenth working day after Thursday 24 September is Thursday 8 October.
		"ends in two weeks": {"HIS011", waiver("2026-10-08", unit), []string{"The waiver of DEC001 on “acme” ends on 8 Oct, in 10 working days"}},
		"ends after that":   {"HIS011", waiver("2026-10-09", unit), nil},
		"ends tomorrow":     {"HIS011", waiver("2026-09-25", unit), []string{"The waiver of DEC001 on “acme” ends on 25 Sep, in 1 working day"}},
		"has ended":         {"HIS011", waiver("2026-09-23", unit), nil},
		"no waiver ends":    {"HIS011", fixture.New(t).Half(), nil},
	} {
		t.Run(c.code+" "+name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, discussion.Checks(), c.code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}
