package graph

import "testing"

func TestHowLongAnInitiativeGoesOn(t *testing.T) {
	c := CalendarOf(pictureOf(On(2026, 2, 11), year()...))
	q1, q2 := c.Period("q1"), c.Period("q2")
	for name, i := range map[string]struct {
		of   *Initiative
		last Date
	}{
		"in periods":             {&Initiative{State: Likely, Periods: []PeriodID{"q2", "q1"}}, q2.End},
		"a step that is later":   {&Initiative{State: Likely, Periods: []PeriodID{"q1"}, Steps: []Step{{Period: "q2"}}}, q2.End},
		"days that are later":    {&Initiative{State: Likely, Periods: []PeriodID{"q1"}, Participants: []Participation{{Period: "q2"}}}, q2.End},
		"days without a period":  {&Initiative{State: Likely, Periods: []PeriodID{"q1"}, Participants: []Participation{{Days: 3}}}, q1.End},
		"in no period":           {&Initiative{State: Likely}, 0},
		"in one that is unknown": {&Initiative{State: Likely, Periods: []PeriodID{"lost"}}, 0},
	} {
		if got := c.LastDay(i.of); got != i.last {
			t.Errorf("%s: the last day is %s, want %s", name, got, i.last)
		}
		if !c.GoesOn(i.of, q2.End-1) && i.last != q1.End {
			t.Errorf("%s: it goes on up to %s", name, i.last)
		}
		if c.GoesOn(i.of, q2.End) != (i.last == 0) {
			t.Errorf("%s: it goes on after %s", name, q2.End)
		}
		for _, s := range []Commitment{Done, Stopped} {
			if i.of.State = s; c.GoesOn(i.of, q1.Start) || !s.Ended() {
				t.Errorf("%s: what is %s does not go on", name, s)
			}
		}
	}
	for _, s := range []Commitment{Candidate, Likely, Committed, Started} {
		if s.Ended() {
			t.Errorf("%s has not ended", s)
		}
	}
}
