package generate

import (
	"testing"

	"throughline/decision"
	"throughline/dependency"
	"throughline/graph"
	"throughline/intent"
	"throughline/portfolio"
)

// The tests below hold the story of Harbor Lending: what the figures must say, not what they are.

// kept is the share of the half's intent that survives as of a day, with all of the waterfall.
func kept(t *testing.T, s *graph.Snapshot, p graph.PeriodID) *intent.Waterfall {
	t.Helper()
	w := intent.Read(s, s.Period(p), intent.Options{}).Waterfall()
	if !w.Defined() || w.Last != intent.Executed {
		t.Fatalf("no waterfall for %s: %s, last %s", p, w.Reason, w.Last)
	}
	return w
}

func TestMostIsLostWhereItIsRead(t *testing.T) {
	w := kept(t, harbor(t).day(t, "2026-09-24"), "h2")
	if w.Value < .65 || w.Value > .72 {
		t.Errorf("%.3f of the intent is kept, want about two thirds", w.Value)
	}
	worst := w.Steps[0]
	for _, s := range w.Steps[1:] {
		if s.Skipped != "" || s.Lost <= 0 {
			t.Errorf("nothing is lost at %s (%s): every stage loses something", s.Stage, s.Skipped)
		}
		if s.Lost > worst.Lost {
			worst = s
		}
	}
	if worst.Stage != intent.Interpreted || worst.Lost < .11 {
		t.Errorf("most is lost at %s (%.3f), want at interpreted, over a tenth", worst.Stage, worst.Lost)
	}
	byUnit := make(map[graph.UnitID]float64)
	partner := 0.0
	for _, l := range w.Losses {
		switch l.Stage {
		case intent.Interpreted:
			byUnit[l.Unit] += l.Days
		case intent.Assigned:
			if l.Unit != "" {
				t.Errorf("a loss of the cascade stands at %s", l.Unit)
			}
			if l.Theme == "partner-channel" {
				partner += l.Days
			}
		}
	}
	for _, u := range []graph.UnitID{"business-operations", "loan-servicing", "legal-compliance", "data-decisioning"} {
		for _, off := range []graph.UnitID{"borrower-experience", "core-services-platform", "payment-solutions"} {
			if byUnit[off] <= byUnit[u] {
				t.Errorf("%s loses %.0f days by reading, no more than %s with %.0f", off, byUnit[off], u, byUnit[u])
			}
		}
	}
	if partner < 300 {
		t.Errorf("the cascade loses %.0f days of the partner channel, want over 300: each unit thought the other leads", partner)
	}
}

func TestThreeUnitsAreBusyButOffCourse(t *testing.T) {
	s := harbor(t).day(t, "2026-09-24")
	b := graph.BasisOf(s, s.Period("h2"))
	off := make(map[graph.UnitID]bool)
	for _, c := range portfolio.Courses(b, portfolio.UsualLines()) {
		if c.Quadrant == portfolio.BusyOffCourse {
			off[c.Unit] = true
		}
	}
	if len(off) != 3 || !off["core-services-platform"] || !off["payment-solutions"] || !off["borrower-experience"] {
		t.Errorf("busy but off course are %v, want core services, payments and borrower experience", off)
	}
	if all := portfolio.Overall(b, portfolio.UsualLines()); all.Coherence.Value < .64 || all.Coherence.Value > .72 {
		t.Errorf("%.3f of all days are on course, want about two thirds", all.Coherence.Value)
	}
}

// Since the lock it went down; the first half had closed lower still.
func TestTheHalfLosesItsWay(t *testing.T) {
	tale := harbor(t)
	var values []float64
	for _, day := range []string{"2026-06-30", "2026-07-24", "2026-08-14", "2026-09-24"} {
		p := graph.PeriodID("h2")
		if day < "2026-07" {
			p = "h1"
		}
		values = append(values, kept(t, tale.day(t, day), p).Value)
	}
	if values[1] < .72 || values[1] <= values[2] || values[2] <= values[3] {
		t.Errorf("kept went %.3f, %.3f, %.3f since the lock, want it to fall from over .72", values[1], values[2], values[3])
	}
	if values[0] >= values[3] {
		t.Errorf("the first half closed at %.3f, want lower than the second stands now (%.3f)", values[0], values[3])
	}
}

func TestTwoFifthsOfTheLockedPlanMoved(t *testing.T) {
	tale := harbor(t)
	first, second, now := tale.day(t, "2026-07-20"), tale.day(t, "2026-08-31"), tale.day(t, "2026-09-24")
	scope := portfolio.Scope{Period: now.Period("h2")}
	d := portfolio.DriftBetween(first, now, scope)
	if d.Value < .40 || d.Value > .60 {
		t.Errorf("%.3f of the first lock is not as locked, want two fifths to three", d.Value)
	}
	if d.Totals.Moved < 1000 || d.Totals.Cut < 1000 || d.Totals.Added < 1000 {
		t.Errorf("moved %.0f, cut %.0f, added %.0f days: each must tell a part of the story", d.Totals.Moved, d.Totals.Cut, d.Totals.Added)
	}
	if again := portfolio.DriftBetween(second, now, scope); again.Value >= .15 || again.Value <= 0 {
		t.Errorf("%.3f of the second lock is not as locked, want a little", again.Value)
	}
	if len(d.Slips) == 0 || d.Slips[0].By <= 0 {
		t.Errorf("nothing slipped")
	}
	slipped := false
	for _, s := range d.Slips {
		slipped = slipped || s.Initiative.ID == "ledger-cutover" && s.By > 0
	}
	if !slipped {
		t.Error("the ledger cutover did not slip")
	}
}

func TestTheQuestionsAreNamed(t *testing.T) {
	s := harbor(t).day(t, "2026-09-24")
	cover := portfolio.CoverageOf(graph.BasisOf(s, s.Period("h2")))
	found := make(map[graph.InitiativeID]bool)
	for _, o := range cover.OrphanedInitiatives.List {
		found[o.Initiative.ID] = true
	}
	if !found["app-polish"] || !found["faster-payouts"] {
		t.Errorf("orphaned are %v, want the app polish and the faster payouts among them", found)
	}
	how := make(map[decision.Course]int)
	for d := range graph.All[*graph.Decision](s) {
		how[decision.CourseOf(d, s.Today(), decision.UsualLimit)]++
	}
	if how[decision.NobodyDecides] == 0 || how[decision.SeveralDecide] < 2 || how[decision.Clean] < 4 {
		t.Errorf("decisions went %v, want some that nobody decides, two that several do, and clean ones", how)
	}
	if o := s.Outcome("partner-ten-days"); o.Owner != "" || len(o.Readings) != 0 {
		t.Error("somebody owns the ten days: then the story has no open question")
	}
}

func TestCoreServicesIsWaitedOnMost(t *testing.T) {
	s := harbor(t).day(t, "2026-09-24")
	h2 := s.Period("h2")
	b := graph.BasisOf(s, h2)
	core := dependency.WaitOn(b, "core-services-platform")
	for u := range graph.All[*graph.Unit](s) {
		if u.ID == "core-services-platform" || u.Parent == "" {
			continue
		}
		if other := dependency.WaitOn(b, u.ID); other.Defined() && other.Value >= core.Value {
			t.Errorf("%s causes %.3f of the waiting, no less than core services with %.3f", u.ID, other.Value, core.Value)
		}
	}
	mutual := map[[2]graph.UnitID]int{}
	for _, th := range dependency.All(s) {
		if th.Dependency.Open() {
			mutual[[2]graph.UnitID{th.Dependency.From, th.Dependency.On}]++
		}
	}
	if mutual[[2]graph.UnitID{"loan-servicing", "core-services-platform"}] == 0 || mutual[[2]graph.UnitID{"core-services-platform", "loan-servicing"}] == 0 {
		t.Errorf("loan servicing and core services do not wait on each other: %v", mutual)
	}
}

// The intake fills faster than it empties.
func TestTheIntakePilesUp(t *testing.T) {
	tale := harbor(t)
	open := func(day string) (n int) {
		for r := range graph.All[*graph.Request](tale.day(t, day)) {
			if r.To == "core-services-platform" && r.State == graph.RequestOpen {
				n++
			}
		}
		return n
	}
	june, august, now := open("2026-06-30"), open("2026-08-12"), open("2026-09-24")
	if !(june < august && august < now) || now < 6 {
		t.Errorf("%d asks were open in June, %d in August, %d now: want the queue to grow to six or more", june, august, now)
	}
}

// A reorganisation changes what is, and not what was.
func TestTheReorganisationKeepsThePast(t *testing.T) {
	tale := harbor(t)
	june := tale.day(t, "2026-06-25")
	if u := june.Unit("fraud-and-identity"); u.Until != 0 || june.Unit("data-decisioning").People != 6 {
		t.Error("in June the reorganisation shows already")
	}
	now := tale.day(t, "2026-09-24")
	if u := now.Unit("fraud-and-identity"); u.Until != graph.On(2026, 6, 30) || now.Unit("data-decisioning").People != 12 {
		t.Errorf("the unit ends %s, and its people are not where they went", u.Until)
	}
	if p := now.Person("nadia-petrov"); p.Unit != "data-decisioning" {
		t.Errorf("its lead is in %s", p.Unit)
	}
}
