package intent_test

import (
	"strings"
	"testing"

	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
)

// asked is two, where both units are asked to do half of each.
func asked(t fixture.T) *fixture.Org {
	return two(t).Assigned("web", "h2", half()).Assigned("core", "h2", half())
}

func TestUnplannedCapacityIsUnlinked(t *testing.T) {
	o := asked(t).Initiative("i", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 30), fixture.Days("core", "h2", 10))
	c := read(o.Picture())
	near(t, "web on growth", cell(c, intent.Planned, "web", "growth"), 0.15)
	near(t, "web unlinked", cell(c, intent.Planned, "web", ""), 0.35)
	near(t, "kept", c.Waterfall().Value, 0.2)
}

func TestOverplannedUnitIsScaledToItsDays(t *testing.T) {
	o := asked(t).Initiative("i", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 300), fixture.Days("core", "h2", 10)).
		Initiative("j", "web", fixture.Days("web", "h2", 100))
	c := read(o.Picture())
	near(t, "web on growth", cell(c, intent.Planned, "web", "growth"), 0.375)
	near(t, "web unlinked", cell(c, intent.Planned, "web", ""), 0.125)
}

func TestOnlyFirmInitiativesArePlanned(t *testing.T) {
	for state, want := range map[graph.Commitment]float64{
		graph.Candidate: 0, graph.Likely: 0, graph.Committed: 0.2, graph.Started: 0.2, graph.Done: 0.2, graph.Stopped: 0,
	} {
		o := asked(t).Initiative("i", "web", fixture.Is(state), fixture.Serves("growth", 1), fixture.Days("web", "h2", 40))
		c := read(o.Picture())
		near(t, string(state), cell(c, intent.Planned, "web", "growth"), want)
		if got := step(t, c.Waterfall(), intent.Planned); got.Skipped != "" || got.Coverage != 0.5 {
			t.Errorf("%s: %+v, want a plan of web alone", state, got)
		}
	}
}

func TestThemeShareThroughOutcomes(t *testing.T) {
	o := asked(t).Outcome("signups", fixture.Shares{"growth": 0.5, "trust": 0.25}, func(o *graph.Outcome) { o.Parent = "more" }).
		Outcome("more", all("trust"))
	o.Initiative("i", "web", fixture.Moves("signups", 0.8), fixture.Serves("growth", 0.1), fixture.Days("web", "h2", 100))
	c := read(o.Picture())
	near(t, "growth", cell(c, intent.Planned, "web", "growth"), 0.25)
	near(t, "trust, not again for the parent outcome", cell(c, intent.Planned, "web", "trust"), 0.1)
	near(t, "unlinked", cell(c, intent.Planned, "web", ""), 0.15)
}

func TestIntentOfTheSmallestEnclosingPeriod(t *testing.T) {
	o := asked(t).Period("year", "2026-01-01", "2026-12-31")
	o.Stated("acme", "year", all("growth")).Stated("acme", "q4", all("growth"))
	o.Capacity("web", "q3", 50).Capacity("core", "q3", 50).Assigned("web", "q3", all("trust"))
	s := o.Picture()
	c := intent.Read(s, s.Period("q3"), intent.Options{})
	near(t, "stated", cell(c, intent.Stated, "", "growth"), 0.5)
	near(t, "web is asked in the quarter", cell(c, intent.Assigned, "web", "trust"), 0.5)
	near(t, "core is asked in the half", cell(c, intent.Assigned, "core", "trust"), 0.25)
	c = intent.Read(s, s.Period("year"), intent.Options{})
	near(t, "of the year", cell(c, intent.Stated, "", "growth"), 1)
}

func TestDaysOfALongerPeriodAreSpread(t *testing.T) {
	// The third quarter has 66 of the 132 working days of the half.
	o := asked(t).Initiative("long", "web", fixture.Serves("growth", 1), fixture.Days("web", "h2", 40)).
		Initiative("both", "web", fixture.Serves("trust", 1), fixture.Days("web", "h2", 10), fixture.Days("web", "q4", 7)).
		Initiative("own", "web", fixture.Serves("trust", 1), fixture.Days("web", "", 12), fixture.In("h2")).
		Initiative("never", "web", fixture.Serves("trust", 1), fixture.Days("web", "", 99))
	s := o.Picture()
	c := intent.Read(s, s.Period("q3"), intent.Options{})
	near(t, "capacity of the quarter", c.Total, 100)
	near(t, "long", cell(c, intent.Planned, "web", "growth"), 20.0/100)
	near(t, "what the fourth quarter leaves falls into the third", cell(c, intent.Planned, "web", "trust"), (10+6)/100.0)
	if !lacks(c.Waterfall().Missing, "the period of 1 planned initiative") {
		t.Errorf("missing = %+v", c.Waterfall().Missing)
	}
	c = intent.Read(s, s.Period("h2"), intent.Options{})
	near(t, "in the half", cell(c, intent.Planned, "web", "trust"), (10+7+12)/200.0)
}

func TestFundingOfAnInitiativeFollowsItsDays(t *testing.T) {
	o := asked(t).Initiative("i", "web", fixture.Serves("growth", 0.5), fixture.Days("web", "h2", 30), fixture.Days("core", "h2", 10)).
		Funding("f", "h2", fixture.ForInitiative("i"), fixture.FundedDays(8)).
		Funding("rest", "h2", fixture.ForUnit("core"), fixture.ForTheme("trust"), fixture.FundedDays(8))
	c := read(o.Picture())
	near(t, "web on growth", cell(c, intent.Funded, "web", "growth"), 3.0/16)
	near(t, "web unlinked", cell(c, intent.Funded, "web", ""), 3.0/16)
	near(t, "core on growth", cell(c, intent.Funded, "core", "growth"), 1.0/16)
	near(t, "core on trust", cell(c, intent.Funded, "core", "trust"), 8.0/16)
}

func TestFundingWithoutDaysGoesToTheOwner(t *testing.T) {
	o := asked(t).Initiative("i", "web", fixture.Serves("growth", 1)).Initiative("j", "core", fixture.Serves("trust", 1), fixture.Days("core", "h2", 1)).
		Funding("f", "h2", fixture.ForInitiative("i"), fixture.FundedDays(8)).Funding("g", "h2", fixture.ForInitiative("j"), fixture.FundedDays(8))
	c := read(o.Picture())
	near(t, "web", cell(c, intent.Funded, "web", "growth"), 0.5)
	near(t, "core", cell(c, intent.Funded, "core", "trust"), 0.5)
}

func TestFundingOfAUnitFollowsItsReading(t *testing.T) {
	o := asked(t).Interpreted("web", "h2", fixture.Shares{"growth": 0.9}).
		Funding("f", "h2", fixture.ForUnit("web"), fixture.FundedDays(10)).Funding("g", "h2", fixture.ForUnit("core"), fixture.FundedDays(10))
	c := read(o.Picture())
	near(t, "as it reads it", cell(c, intent.Funded, "web", "growth"), 0.45)
	near(t, "unlinked", cell(c, intent.Funded, "web", ""), 0.05)
	near(t, "never sent: as it was asked", cell(c, intent.Funded, "core", "growth"), 0.25)
}

func TestFundingOfAThemeFollowsTheReadings(t *testing.T) {
	o := asked(t).Interpreted("web", "h2", all("growth")).Interpreted("core", "h2", fixture.Shares{"growth": 0.25, "trust": 0.75}).
		Funding("f", "h2", fixture.ForTheme("growth"), fixture.FundedDays(10)).Funding("g", "h2", fixture.ForTheme("trust"), fixture.FundedDays(10))
	c := read(o.Picture())
	near(t, "web on growth", cell(c, intent.Funded, "web", "growth"), 0.5*0.8)
	near(t, "core on growth", cell(c, intent.Funded, "core", "growth"), 0.5*0.2)
	near(t, "core on trust", cell(c, intent.Funded, "core", "trust"), 0.5)
}

func TestFundingOfAThemeNobodyReadsIsSpreadByCapacity(t *testing.T) {
	o := asked(t).Capacity("core", "h2", 300).Themes("growth", "trust", "new").
		Funding("f", "h2", fixture.ForTheme("new"), fixture.FundedDays(10))
	c := read(o.Picture())
	near(t, "web", cell(c, intent.Funded, "web", "new"), 0.25)
	near(t, "core", cell(c, intent.Funded, "core", "new"), 0.75)
}

func TestFundingOfAUnitAboveGoesToThoseBelow(t *testing.T) {
	o := asked(t).Capacity("core", "h2", 300).Funding("f", "h2", fixture.ForUnit("acme"), fixture.FundedDays(10))
	c := read(o.Picture())
	near(t, "web", cell(c, intent.Funded, "web", "growth"), 0.125)
	near(t, "core", cell(c, intent.Funded, "core", "growth"), 0.375)
}

func TestMoneyAtDifferentRatesIsNoLoss(t *testing.T) {
	o := asked(t).Capacity("web", "h2", 100, fixture.Rate(400)).Capacity("core", "h2", 100, fixture.Rate(1000)).
		Initiative("i", "web", fixture.Serves("growth", 0.5), fixture.Serves("trust", 0.5), fixture.Days("web", "h2", 100), fixture.Days("core", "h2", 100)).
		Funding("f", "h2", fixture.ForInitiative("i"), fixture.Money(100*400+100*1000))
	w := read(o.Picture()).Waterfall()
	near(t, "kept", w.Value, 1)
	if x := step(t, w, intent.Funded); x.Skipped != "" || x.Lost != 0 {
		t.Errorf("funded = %+v, want nothing lost", x)
	}
}

func TestMoneyWithoutARateIsNotDeclared(t *testing.T) {
	o := asked(t).Capacity("web", "h2", 100, fixture.Rate(400)).
		Funding("f", "h2", fixture.ForUnit("web"), fixture.Money(4000)).Funding("g", "h2", fixture.ForUnit("core"), fixture.Money(4000))
	w := read(o.Picture()).Waterfall()
	x := step(t, w, intent.Funded)
	if x.Skipped != "" || x.Coverage != 0.5 || x.Bounds == nil {
		t.Errorf("funded = %+v, want web alone known", x)
	}
	if !lacks(w.Missing, "what a day of core costs in h2") {
		t.Errorf("missing = %+v", w.Missing)
	}
	none := asked(t).Funding("f", "h2", fixture.ForUnit("web"), fixture.Money(4000))
	if x := step(t, read(none.Picture()).Waterfall(), intent.Funded); x.Skipped == "" {
		t.Errorf("funded = %+v, want the stage left out", x)
	}
}

func TestStageThatAddsUpToNothingIsLeftOut(t *testing.T) {
	o := asked(t).Funding("f", "h2", fixture.ForUnit("web"), fixture.FundedDays(0)).Funding("g", "h2", fixture.ForUnit("core"), fixture.FundedDays(0))
	if x := step(t, read(o.Picture()).Waterfall(), intent.Funded); !strings.Contains(x.Skipped, "0") {
		t.Errorf("funded = %+v, want it left out because it is 0", x)
	}
}

func TestUnitFundedWithNothingLosesAll(t *testing.T) {
	o := asked(t).Funding("f", "h2", fixture.ForUnit("web"), fixture.FundedDays(50)).Funding("g", "h2", fixture.ForUnit("core"), fixture.FundedDays(0))
	c := read(o.Picture())
	near(t, "core kept", c.UnitWaterfall("core").Value, 0)
	near(t, "web kept", c.UnitWaterfall("web").Value, 1)
}

func TestFundingOfALongerPeriod(t *testing.T) {
	o := asked(t).Funding("f", "h2", fixture.ForUnit("web"), fixture.ForTheme("growth"), fixture.FundedDays(30)).
		Funding("g", "q4", fixture.ForUnit("web"), fixture.ForTheme("trust"), fixture.FundedDays(30)).
		Funding("h", "q3", fixture.ForUnit("web"), fixture.ForTheme("trust"), fixture.FundedDays(5)).
		Funding("k", "h2", fixture.ForUnit("web"), fixture.ForTheme("trust"), fixture.FundedDays(10))
	s := o.Picture()
	c := intent.Read(s, s.Period("q3"), intent.Options{})
	// 15 of the 30 days for growth, and 5 + 10 for trust: the fourth quarter has its own 30, and the
	// third its own 5, so the 10 of the half are left without days and are spread over all of it.
	near(t, "growth", cell(c, intent.Funded, "web", "growth")/cell(c, intent.Funded, "web", "trust"), 15.0/(5+5))
}

func TestNewUnitOnlyAddsWhatMoved(t *testing.T) {
	o := fixture.New(t).Half().Themes("growth").Unit("acme", "").Unit("old", "acme").Unit("new", "acme").
		Capacity("old", "h2", 100).Capacity("new", "h2", 100).Stated("acme", "h2", fixture.Shares{"growth": 0.5}).
		Assigned("old", "h2", all("growth")).Assigned("new", "h2", nil)
	o.Initiative("i", "old", fixture.Serves("growth", 1), fixture.Days("old", "h2", 60), fixture.Days("new", "h2", 40))
	w := read(o.Picture()).Waterfall()
	var growth intent.Loss
	for _, l := range w.Losses {
		if l.Theme == "growth" && l.Stage == intent.Planned {
			growth = l
		}
	}
	if growth.Unit != "old" {
		t.Fatalf("losses = %+v", w.Losses)
	}
	near(t, "lost", growth.Days, 40)
	near(t, "moved", growth.Moved, 40)
}

func TestExecutedMixesLoggedDaysAndSizes(t *testing.T) {
	o := asked(t).Initiative("g", "web", fixture.Serves("growth", 1)).Initiative("s", "web", fixture.Serves("trust", 1))
	// 62 of 132 working days are over: 100 × 62 ÷ 132 days of capacity, over 4 + 2 + 1 points.
	o.Work("a", "web", "g", fixture.Size(4), fixture.Logged("2026-08-03", 10)).
		Work("b", "web", "s", fixture.Size(2), fixture.Finished("2026-08-03")).
		Work("c", "web", "", fixture.Finished("2026-08-04")).
		Work("open", "web", "g", fixture.Size(8), fixture.Started("2026-08-03")).
		Work("before", "web", "g", fixture.Size(8), fixture.Finished("2026-06-30"))
	c := read(o.Picture())
	rate := 100.0 * 62 / 132 / 7
	all := 10 + 3*rate
	near(t, "growth", cell(c, intent.Executed, "web", "growth"), 0.5*10/all)
	near(t, "trust", cell(c, intent.Executed, "web", "trust"), 0.5*2*rate/all)
	near(t, "unlinked", cell(c, intent.Executed, "web", ""), 0.5*rate/all)
	w := c.Units[1].Work
	near(t, "days", w.Days, all)
	near(t, "traced", w.Traced, 10+2*rate)
	near(t, "elapsed", w.Elapsed, 100.0*62/132)
	near(t, "items of equal weight", w.Effective, all*all/(100+4*rate*rate+rate*rate))
	if w.Items != 3 {
		t.Errorf("%d items, want 3", w.Items)
	}
}

func TestWorkOfUnitsWithoutCapacityIsNamed(t *testing.T) {
	o := asked(t).Unit("far", "acme").Work("a", "far", "", fixture.Finished("2026-08-03")).Work("b", "web", "", fixture.Finished("2026-08-03"))
	w := read(o.Picture()).Waterfall()
	if w.N != 1 || !lacks(w.Missing, "the capacity of the units of 1 item of work in h2") {
		t.Errorf("%d items, missing %+v", w.N, w.Missing)
	}
}

func TestManyMissingUnitsAreCounted(t *testing.T) {
	o := asked(t).Interpreted("web", "h2", half())
	for n := range 30 {
		id := "u" + string(rune('a'+n%26)) + string(rune('a'+n/26))
		o.Unit(id, "acme").Capacity(id, "h2", 1)
	}
	w := read(o.Picture()).Waterfall()
	if !lacks(w.Missing, "the same at the stage “interpreted” for 11 more units") {
		t.Errorf("missing = %d, want twenty named and eleven counted", len(w.Missing))
	}
}
