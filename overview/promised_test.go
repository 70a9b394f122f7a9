package overview_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// waiting is an organisation in which each sort of thing is owed, and each is also settled or over once.
func waiting(t *testing.T) *fixture.Org {
	o := fixture.New(t).Half().Period("old", "2026-01-01", "2026-06-30").Themes("calm").Person("tess", "carl", "cora")
	day, moment := func(s string) graph.Date { return fixture.Date(t, s) }, fixture.Moment
	lead := func(id, parent string, leads ...graph.PersonID) *graph.Unit {
		return &graph.Unit{ID: graph.UnitID(id), Name: id, Parent: graph.UnitID(parent), Leads: leads, People: 9}
	}
	o.Put(lead("acme", "", "tess"), lead("core", "acme", "carl"), lead("care", "acme", "cora"), lead("shop", "acme"), lead("team", "core"))
	receipt := func(unit, period string, r graph.Receipt) *graph.Intent {
		return &graph.Intent{ID: graph.IntentID(unit + "-" + period), Level: graph.Interpreted, Unit: graph.UnitID(unit), Period: graph.PeriodID(period), Receipt: r}
	}
	thread := func(id string, turns ...graph.Turn) *graph.Dependency {
		return &graph.Dependency{ID: graph.DependencyID(id), What: id, From: "core", On: "care", NeededBy: day("2026-12-01"), Turns: turns}
	}
	turn := func(act graph.Act, unit graph.UnitID, on string, promised graph.Date) graph.Turn {
		return graph.Turn{Act: act, Unit: unit, At: moment(t, on), Date: promised}
	}
	ask := turn(graph.Ask, "core", "2026-08-01", 0)
	return o.Put(
		receipt("core", "h2", graph.Receipt{State: graph.Sent, SentAt: moment(t, "2026-07-10")}),
		receipt("care", "h2", graph.Receipt{State: graph.Returned, AnsweredAt: moment(t, "2026-07-20"), Reason: "Too vague"}),
		receipt("shop", "h2", graph.Receipt{State: graph.Accepted}),
		receipt("core", "old", graph.Receipt{State: graph.Sent, SentAt: moment(t, "2026-02-01")}),
		&graph.Intent{ID: "asked-core", Level: graph.Assigned, Unit: "core", Period: "h2"},
		&graph.Intent{ID: "asked-team", Level: graph.Assigned, Unit: "team", Period: "q3"},
		thread("silent", ask),
		thread("offered", ask, turn(graph.Offer, "care", "2026-08-05", day("2026-11-01"))),
		thread("countered", ask, turn(graph.Offer, "care", "2026-08-05", day("2026-11-01")), turn(graph.Counter, "core", "2026-08-09", day("2026-10-20"))),
		thread("promised", ask, turn(graph.Commit, "care", "2026-08-05", day("2026-10-01"))),
		thread("late", ask, turn(graph.Commit, "care", "2026-08-05", day("2026-09-14"))),
		thread("taken-back", ask, turn(graph.Commit, "care", "2026-08-05", day("2026-10-01")), turn(graph.Renegotiate, "care", "2026-09-01", 0)),
		thread("kept", ask, turn(graph.Commit, "care", "2026-08-05", day("2026-10-01")), turn(graph.Deliver, "care", "2026-09-01", 0)),
		thread("broken-off", ask, turn(graph.Commit, "care", "2026-08-05", day("2026-09-10")), turn(graph.Break, "care", "2026-09-01", 0)),
		thread("declined", ask, turn(graph.Decline, "care", "2026-08-05", 0)),
		thread("named"),
		&graph.Request{ID: "door", Title: "Door", From: "care", To: "team", State: graph.RequestOpen, Asked: day("2026-09-01"), AnswerBy: day("2026-09-20")},
		&graph.Request{ID: "shut", Title: "Shut", From: "care", To: "team", State: graph.RequestDeclined, Asked: day("2026-09-01"), Reason: "No"},
		&graph.Decision{ID: "which", Question: "Which?", State: graph.DecisionOpen, Unit: "care", Deciders: []graph.PersonID{"tess"}, Raised: day("2026-08-20"), Due: day("2026-09-30")},
		&graph.Decision{ID: "whose", Question: "Whose?", State: graph.DecisionOpen, Unit: "core", Raised: day("2026-05-01")},
		&graph.Decision{ID: "done", Question: "Done?", State: graph.DecisionDecided, Unit: "core", Chosen: "Yes", Decided: day("2026-09-01")},
	)
}

func TestWhatIsOwedOldestPromiseFirst(t *testing.T) {
	s := waiting(t).Picture() // as of 24 September 2026
	line := func(o overview.Promised) string {
		return fmt.Sprintf("%s %s by %s %v to %s, %d late", o.Act, o.Record, o.Unit, o.People, o.To, o.Late(s.Today()))
	}
	var got []string
	for _, o := range overview.Owing(s, overview.PromisedFilter{}) {
		got = append(got, line(o))
	}
	want := []string{
		"delivery dependency/late by care [cora] to core, 10 late",
		"answer request/door by team [] to care, 4 late",
		"decision decision/which by care [tess] to , 0 late",
		"delivery dependency/promised by care [cora] to core, 0 late",
		"answer dependency/silent by care [cora] to core, 0 late", // needed by 1 December, as the next ones; waits since 1 August
		"answer dependency/offered by core [carl] to care, 0 late",
		"day dependency/countered by care [cora] to core, 0 late",
		"day dependency/taken-back by care [cora] to core, 0 late",
		"decision decision/whose by core [carl] to , 0 late", // without a day, waits since May
		"acceptance intent/core-h2 by acme [tess] to core, 0 late",
		"restatement intent/care-h2 by care [cora] to acme, 0 late",
		"restatement intent/asked-team by team [] to core, 0 late",
	}
	if !slices.Equal(got, want) {
		t.Errorf("owed are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	for name, c := range map[string]struct {
		f    overview.PromisedFilter
		want int
	}{
		"core with team": {overview.PromisedFilter{Unit: "core"}, 4}, "team": {overview.PromisedFilter{Unit: "team"}, 2}, "acme": {overview.PromisedFilter{Unit: "acme"}, 12},
		"tess": {overview.PromisedFilter{Person: "tess"}, 2}, "carl": {overview.PromisedFilter{Person: "carl"}, 2}, "cora in core": {overview.PromisedFilter{Person: "cora", Unit: "core"}, 0},
	} {
		if got := overview.Owing(s, c.f); len(got) != c.want {
			t.Errorf("%s owes %d, want %d", name, len(got), c.want)
		}
	}
}

func TestNothingIsOwedInAnEmptyOrganisation(t *testing.T) {
	if got := overview.Owing(fixture.New(t).Picture(), overview.PromisedFilter{}); len(got) != 0 {
		t.Errorf("owed are %v", got)
	}
}

func TestAnOrganisationWithoutAPeriodStandsNowhereYet(t *testing.T) {
	b := overview.Compute(overview.Frame{Picture: fixture.New(t).Unit("acme", "").Picture()}, nil)
	d := b.Standing("", b.Figures(graph.Ref{}))
	if d.Waterfall != nil || d.Period != "" || d.Figures == nil || len(d.Gaps) == 0 || !strings.HasPrefix(d.Gaps[0], "A period: ") {
		t.Errorf("it stands %+v", d)
	}
}

func TestTheStandingOfAUnit(t *testing.T) {
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "").Unit("core", "acme").Unit("care", "acme").Capacity("core", "h2", 100).Capacity("care", "h2", 60)
	o.Stated("acme", "h2", fixture.Shares{"calm": 1}).Assigned("core", "h2", fixture.Shares{"calm": 1}).Assigned("care", "h2", fixture.Shares{"calm": 1}).Interpreted("core", "h2", fixture.Shares{"calm": 0.75}).Interpreted("care", "h2", fixture.Shares{"calm": 1})
	s := o.Picture()
	b := overview.Compute(overview.Frame{Picture: s, Period: s.Period("h2")}, nil)
	d := b.Standing("core", b.Figures(graph.UnitID("core").Ref()))
	if d.Unit != "core" || d.Period != "h2" || len(d.Figures) == 0 {
		t.Fatalf("core stands %+v", d)
	}
	whole := b.Standing("", b.Figures(graph.Ref{})).Waterfall
	at := slices.IndexFunc(whole.Stages, func(s overview.StageDocument) bool { return s.Stage == "interpreted" })
	// 75 of core's 100 days and all 60 of care's: 135 of 160.
	if got := whole.Stages[at]; got.Days != 135 || got.Kept != 135./160 || got.LostDays != 25 || whole.Days != 160 {
		t.Errorf("of the whole is kept %+v of %v days", got, whole.Days)
	}
	if len(whole.Losses) == 0 || whole.Losses[0].Unit != "core" || whole.Losses[0].Days != 25 || whole.Losses[0].Theme != "calm" {
		t.Errorf("the losses are %+v", whole.Losses)
	}
}

func TestTheLineOfARecord(t *testing.T) {
	o := fixture.New(t).Themes("calm", "trust").Unit("core", "").Outcome("fast", fixture.Shares{"calm": 1})
	o.Initiative("app", "core", fixture.Serves("calm", 0.5)).Put(&graph.Initiative{
		ID: "web", Name: "Web", Owner: "core", State: graph.Started, Contributes: []graph.Contribution{{Outcome: "fast", Share: 0.4}, {Theme: "trust", Share: 0.2}},
	}).Work("w-1", "core", "web").Work("w-2", "core", "app").Work("loose", "core", "")
	s := o.Picture()
	down := func(ref graph.Ref, most int) (string, overview.LineDocument) {
		d := overview.LineOf(s, s.Record(ref), most)
		var out []string
		for _, b := range d.Down {
			out = append(out, b.Record)
		}
		return strings.Join(out, " "), d
	}
	for ref, want := range map[graph.Ref]string{
		graph.ThemeID("calm").Ref():     "outcome/fast initiative/app initiative/web work/w-2 work/w-1",
		graph.ThemeID("trust").Ref():    "initiative/web work/w-1",
		graph.OutcomeID("fast").Ref():   "initiative/web work/w-1",
		graph.InitiativeID("app").Ref(): "work/w-2",
		graph.WorkID("w-1").Ref():       "",
		graph.UnitID("core").Ref():      "",
	} {
		if got, d := down(ref, 9); got != want || d.More || d.Record != ref.String() {
			t.Errorf("below %s: %s", ref, got)
		}
	}
	if got, d := down(graph.ThemeID("calm").Ref(), 3); got != "outcome/fast initiative/app initiative/web" || !d.More {
		t.Errorf("three of them: %s, more %v", got, d.More)
	}
	if got, d := down(graph.ThemeID("trust").Ref(), 2); got != "initiative/web work/w-1" || d.More {
		t.Errorf("both of two: %s, more %v", got, d.More)
	}
	_, d := down(graph.WorkID("w-1").Ref(), 1)
	if len(d.Up) != 2 || !strings.HasSuffix(d.Up[0], "theme “calm”") || !strings.HasSuffix(d.Up[1], "theme “trust”") {
		t.Errorf("above the work: %v", d.Up)
	}
	if _, d := down(graph.WorkID("loose").Ref(), 1); len(d.Up) != 0 || d.Up == nil {
		t.Errorf("above loose work: %v", d.Up)
	}
}

// A standing tells what its reader may read: the findings of the base it is asked of, and the figures it is given.
func TestAStandingTellsWhatItIsGiven(t *testing.T) {
	b := listed(t)
	counts := func(d overview.StandingDocument) string {
		var out []string
		for _, c := range d.Findings {
			out = append(out, fmt.Sprint(c.Severity, " ", c.Count))
		}
		return strings.Join(out, ", ")
	}
	if got := counts(b.Standing("", nil)); got != "error 3, warning 1, note 1" {
		t.Errorf("open findings: %s", got)
	}
	if got := counts(b.Standing("shop", nil)); got != "error 2, warning 0, note 0" {
		t.Errorf("open findings at shop and below: %s", got)
	}
	hidden := graph.InitiativeID("int001-0").Ref()
	some := b.For(func(r graph.Ref) bool { return r != hidden })
	if got := counts(some.Standing("", nil)); got != "error 2, warning 1, note 1" {
		t.Errorf("open findings for somebody: %s", got)
	}
	all := b.Figures(graph.Ref{})
	d := b.Standing("", all[:2])
	if len(d.Figures) != 2 || d.Figures[0].Method != "intent.kept" || d.Figures[0].Value != nil || d.Figures[0].Reason == "" {
		t.Errorf("the figures are %+v", d.Figures)
	}
	if d.Waterfall == nil || d.Waterfall.Reason != d.Figures[0].Reason || d.Waterfall.Stages != nil {
		t.Errorf("the waterfall is %+v", d.Waterfall)
	}
	if d.AsOf == "" || d.Position != b.Picture.Position() || d.Period != "h2" {
		t.Errorf("it stands as of %q at %d in %q", d.AsOf, d.Position, d.Period)
	}
	for _, gap := range d.Gaps {
		if what, then, ok := strings.Cut(gap, ": "); !ok || what == "" || then == "" {
			t.Errorf("a gap is told as %q", gap)
		}
	}
}

// What is owed is read as of the day of the picture: a promise is not late before its day.
func TestAPromiseIsLateAfterItsDay(t *testing.T) {
	for today, want := range map[string]int{"2026-09-13": 0, "2026-09-14": 0, "2026-09-15": 1, "2026-10-14": 30} {
		s := waiting(t).Today(today).Picture()
		at := slices.IndexFunc(overview.Owing(s, overview.PromisedFilter{}), func(o overview.Promised) bool { return o.Record.ID == "late" })
		o := overview.Owing(s, overview.PromisedFilter{})[at]
		if got := o.Late(s.Today()); got != want || o.Act != "delivery" {
			t.Errorf("on %s it is %d days late, want %d: %+v", today, got, want, o)
		}
	}
	if got := (&overview.Promised{}).Late(graph.On(2026, 9, 24)); got != 0 {
		t.Errorf("without a day it is %d days late", got)
	}
}
