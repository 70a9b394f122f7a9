package dependency_test

import (
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"throughline/dependency"
	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/graph"
	"throughline/testing/fixture"
)

// need is what web needs from core for its app, on which web plans 132 days over the half: one each
// working day, so that on 24 September 70 are to come.
func need(t *testing.T, set func(*graph.Dependency), turns ...graph.Turn) *fixture.Org {
	d := &graph.Dependency{ID: "d", What: "A freeze date", From: "web", On: "core", Initiative: "app", Turns: turns}
	set(d)
	return fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Initiative("app", "web", fixture.Days("web", "h2", 132), fixture.Days("core", "q3", 8)).Put(d)
}

func asIs(*graph.Dependency) {}

// D keeps the cases short.
type D = graph.Dependency

// ask is the question of 9 September, 11 working days before today; early that of 3 August.
func ask(t *testing.T) graph.Turn { return turn(t, graph.Ask, "2026-09-09", "") }

func early(t *testing.T) graph.Turn { return turn(t, graph.Ask, "2026-08-03", "") }

func commit(t *testing.T, at, day string) graph.Turn { return turn(t, graph.Commit, at, day) }

func date(t *testing.T, s string) graph.Date { return fixture.Date(t, s) }

// cases are organisations with what a check must find in them: nothing, where it must stay silent.
type cases map[string]struct {
	org  *fixture.Org
	want []string
}

func hold(t *testing.T, code string, list cases) {
	t.Helper()
	for name, c := range list {
		t.Run(name, func(t *testing.T) {
			findingtest.Expect(t, findingtest.Check(t, dependency.Checks(), code), c.org.Picture(), "h2", nil, c.want...)
		})
	}
}

func TestUnanswered(t *testing.T) {
	hold(t, "DEP001", cases{
		// From Wednesday 9 September there are 11 working days to Thursday 24 September.
		"not answered": {
			need(t, asIs, ask(t)),
			[]string{
				"core has not answered to “A freeze date”, asked by web, for 11 working days [70]",
			},
		},
		"asked two weeks ago": {
			need(t, asIs, turn(t, graph.Ask, "2026-09-10", "")),
			nil,
		},
		"answered": {
			need(t, asIs, ask(t), turn(t, graph.Offer, "2026-09-11", "")),
			nil,
		},
		"needed by now is graver": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-09-23") }, ask(t)),
			nil,
		},
		"needed today, not graver": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-09-24") }, ask(t)),
			[]string{
				"core has not answered to “A freeze date”, asked by web, for 11 working days [70]",
			},
		},
		"only named": {
			need(t, asIs),
			nil,
		},
		"for no initiative": {
			need(t, func(d *D) { d.Initiative, d.Days = "", 12 }, ask(t)),
			[]string{
				"core has not answered to “A freeze date”, asked by web, for 11 working days [12]",
			},
		},
		"for a candidate": {
			need(t, asIs, ask(t)).Initiative("app", "web", fixture.Is(graph.Candidate), fixture.Days("web", "h2", 132)),
			nil,
		},
		"for something done": {
			need(t, asIs, ask(t)).Initiative("app", "web", fixture.Is(graph.Done), fixture.Days("web", "h2", 132)),
			nil,
		},
		"for next year": {
			need(t, asIs, ask(t)).Period("2027", "2027-01-01", "2027-06-30").
				Initiative("app", "web", fixture.Days("web", "2027", 132)),
			nil,
		},
	})
}

func TestPromisedTooLate(t *testing.T) {
	hold(t, "DEP002", cases{
		"promised too late": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-10-12") }, ask(t), commit(t, "2026-09-15", "2026-11-02")),
			[]string{
				"core promises “A freeze date” by 2 Nov, but web needs it by 12 Oct [70]",
			},
		},
		"promised in time": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-10-12") }, ask(t), commit(t, "2026-09-15", "2026-10-12")),
			nil,
		},
		"needed some day": {
			need(t, asIs, ask(t), commit(t, "2026-09-15", "2026-10-12")),
			nil,
		},
	})
}

func TestPastPromise(t *testing.T) {
	hold(t, "DEP003", cases{
		"past the promise": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "2026-09-23")),
			[]string{
				"core promised “A freeze date” to web by 23 Sep, 1 day ago [70]",
			},
		},
		"promised for today": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "2026-09-24")),
			nil,
		},
		"delivered late": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "2026-09-10"), turn(t, graph.Deliver, "2026-09-20", "")),
			nil,
		},
		"promised, no day": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "")),
			nil,
		},
	})
}

func TestMovedAgain(t *testing.T) {
	hold(t, "DEP004", cases{
		"moved twice": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "2026-09-10"), commit(t, "2026-09-08", "2026-09-20"), turn(t, graph.Renegotiate, "2026-09-18", "2026-10-30")),
			[]string{
				"The promise of core to web on “A freeze date” has moved 2 times [70]",
			},
		},
		"moved once": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "2026-09-10"), commit(t, "2026-09-08", "2026-10-20")),
			nil,
		},
		"moved twice and kept": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "2026-09-10"), commit(t, "2026-09-08", "2026-09-20"), commit(t, "2026-09-18", "2026-09-25"),
				turn(t, graph.Deliver, "2026-09-24", "")),
			nil,
		},
		"never promised": {
			need(t, asIs, early(t)),
			nil,
		},
	})
}

func TestWithoutDay(t *testing.T) {
	hold(t, "DEP005", cases{
		"promised without a day": {
			need(t, asIs, ask(t), commit(t, "2026-09-15", "")),
			[]string{
				"core promised “A freeze date” to web without a day [70]",
			},
		},
		"promised with a day": {
			need(t, asIs, ask(t), commit(t, "2026-09-15", "2026-12-01")),
			nil,
		},
		"offered without a day": {
			need(t, asIs, ask(t), turn(t, graph.Offer, "2026-09-15", "")),
			nil,
		},
	})
}

func TestNeededAndNotPromised(t *testing.T) {
	hold(t, "DEP006", cases{
		"needed by now": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-09-23") }, ask(t)),
			[]string{
				"web needed “A freeze date” from core by 23 Sep, and no day is promised [70]",
			},
		},
		"needed by now, only named": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-09-23") }),
			[]string{
				"web needed “A freeze date” from core by 23 Sep, and no day is promised [70]",
			},
		},
		"needed today": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-09-24") }, ask(t)),
			nil,
		},
		"needed, and promised": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-09-23") }, ask(t), commit(t, "2026-09-15", "2026-10-12")),
			nil,
		},
		"nobody says by when": {
			need(t, asIs, ask(t)),
			nil,
		},
	})
}

func TestNotPlannedFor(t *testing.T) {
	hold(t, "DEP007", cases{
		"promised and not planned": {
			need(t, func(d *D) { d.Days = 20 }, ask(t), commit(t, "2026-09-15", "2026-10-12")).Initiative("app", "web", fixture.Days("web", "h2", 132)),
			[]string{
				"core promised “A freeze date” for “app” and plans none of the 20 days it takes [20]",
			},
		},
		"promised and planned": {
			need(t, func(d *D) { d.Days = 20 }, ask(t), commit(t, "2026-09-15", "2026-10-12")),
			nil,
		},
		"promised, takes no days": {
			need(t, asIs, ask(t), commit(t, "2026-09-15", "2026-10-12")).Initiative("app", "web", fixture.Days("web", "h2", 132)),
			nil,
		},
		"not promised, no plan": {
			need(t, func(d *D) { d.Days = 20 }, ask(t)).Initiative("app", "web", fixture.Days("web", "h2", 132)),
			nil,
		},
	})
}

func TestEachOther(t *testing.T) {
	hold(t, "DEP008", cases{
		// Core's 8 days lie in the third quarter, of which 4 of 66 working days are to come: 8 × 4 ÷ 66.
		"each other": {
			need(t, asIs, ask(t)).Put(&D{ID: "e", What: "A test file", From: "core", On: "web", Initiative: "app", Turns: []graph.Turn{ask(t)}}),
			[]string{
				"web needs “A freeze date” from core and core needs “A test file” from web, and neither has promised a day [70.485]",
			},
		},
		"one has promised": {
			need(t, asIs, ask(t)).Put(&D{ID: "e", What: "A test file", From: "core", On: "web", Initiative: "app", Turns: []graph.Turn{ask(t), commit(t, "2026-09-15", "")}}),
			nil,
		},
		"two needs of one": {
			need(t, asIs, ask(t)).Put(&D{ID: "e", What: "A test file", From: "web", On: "core", Initiative: "app", Turns: []graph.Turn{ask(t)}}),
			nil,
		},
		"for two things": {
			need(t, asIs, ask(t)).Initiative("bot", "core").Put(&D{ID: "e", What: "A test file", From: "core", On: "web", Initiative: "bot", Turns: []graph.Turn{ask(t)}}),
			nil,
		},
	})
}

func TestRefused(t *testing.T) {
	hold(t, "DEP009", cases{
		"declined": {
			need(t, asIs, ask(t), turn(t, graph.Decline, "2026-09-15", "")),
			[]string{
				"core declined “A freeze date”, and “app” still counts on it [70]",
			},
		},
		"broken off": {
			need(t, asIs, ask(t), commit(t, "2026-09-10", "2026-10-10"), turn(t, graph.Break, "2026-09-15", "")),
			[]string{
				"core broke off “A freeze date”, and “app” still counts on it [70]",
			},
		},
		"declined, then stopped": {
			need(t, asIs, ask(t), turn(t, graph.Decline, "2026-09-15", "")).Initiative("app", "web", fixture.Is(graph.Stopped), fixture.Days("web", "h2", 132)),
			nil,
		},
		"declined, for nothing": {
			need(t, func(d *D) { d.Initiative = "" }, ask(t), turn(t, graph.Decline, "2026-09-15", "")),
			nil,
		},
	})
}

func TestQuietTalk(t *testing.T) {
	hold(t, "DEP010", cases{
		"gone quiet": {
			need(t, asIs, early(t), turn(t, graph.Offer, "2026-09-09", "")),
			[]string{
				"web and core have said nothing about “A freeze date” for 11 working days, and nothing is agreed [70]",
			},
		},
		"quiet for two weeks": {
			need(t, asIs, early(t), turn(t, graph.Offer, "2026-09-10", "")),
			nil,
		},
		"quiet, needed by now": {
			need(t, func(d *D) { d.NeededBy = date(t, "2026-09-23") }, early(t), turn(t, graph.Offer, "2026-09-09", "")),
			nil,
		},
		"quiet, and promised": {
			need(t, asIs, early(t), commit(t, "2026-08-05", "2026-10-12")),
			nil,
		},
		"quiet, not answered": {
			need(t, asIs, early(t)),
			nil,
		},
	})
}

// queue is requests of web to core, asked on the day, with what set changes.
func queue(t *testing.T, n int, asked string, set func(*graph.Request)) *fixture.Org {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme")
	for i := range n {
		r := &graph.Request{ID: graph.RequestID(fmt.Sprintf("r%d", i)), Title: fmt.Sprintf("Access %d", i), From: "web", To: "core", State: graph.RequestOpen}
		r.Asked = fixture.Date(t, asked) - graph.Date(i)
		set(r)
		o.Put(r)
	}
	return o
}

// late promises an answer by the day.
func late(t *testing.T, day string) func(*graph.Request) {
	return func(r *graph.Request) { r.AnswerBy = date(t, day) }
}

// asked leaves a request as it was asked.
func asked(*graph.Request) {}

func TestRequestLate(t *testing.T) {
	hold(t, "DEP011", cases{
		"past the promised day": {
			queue(t, 4, "2026-09-01", late(t, "2026-09-23")),
			[]string{
				"core owes an answer to 4 requests, past the promised day: “Access 0”, “Access 1”, “Access 2” and 1 more",
			},
		},
		"one is late": {
			queue(t, 1, "2026-09-01", late(t, "2026-09-23")),
			[]string{
				"core owes an answer to 1 request, past the promised day: “Access 0”",
			},
		},
		"due today": {
			queue(t, 4, "2026-09-01", late(t, "2026-09-24")),
			nil,
		},
		"no day was promised": {
			queue(t, 4, "2026-09-01", asked),
			nil,
		},
		"late, but answered": {
			queue(t, 4, "2026-09-01", func(r *graph.Request) { late(t, "2026-09-23")(r); r.State = graph.RequestAccepted }),
			nil,
		},
	})
}

func TestRequestsPileUp(t *testing.T) {
	hold(t, "DEP012", cases{
		"a pile with a promised day": {
			queue(t, 5, "2026-09-01", late(t, "2026-09-23")),
			nil,
		},
		"a pile": {
			queue(t, 5, "2026-09-09", asked),
			[]string{
				"5 requests to core have waited for more than 10 working days without a day of answer, the oldest since 5 Sep",
			},
		},
		"four are no pile": {
			queue(t, 4, "2026-09-09", asked),
			nil,
		},
		"five, one too young": {
			queue(t, 5, "2026-09-10", asked),
			nil,
		},
		"nobody says since when": {
			queue(t, 9, "2026-09-09", func(r *graph.Request) { r.Asked = 0 }),
			nil,
		},
	})
}

// TestNoDependenciesNoFinding: units with a plan and nothing between them.
func TestNoDependenciesNoFinding(t *testing.T) {
	s := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Initiative("app", "web", fixture.Days("web", "h2", 5)).Picture()
	for _, c := range dependency.Checks() {
		findingtest.Expect(t, c, s, "h2", nil)
	}
}

// TestWhoCanMend: what one unit owes is shown there, what two must agree on is shown at the one that waits.
func TestWhoCanMend(t *testing.T) {
	one := findingtest.Run(t, findingtest.Check(t, dependency.Checks(), "DEP001"), need(t, asIs, turn(t, graph.Ask, "2026-09-01", "")).Picture(), "h2")[0]
	if one.Unit != "core" || one.Mends != "the lead of core" {
		t.Errorf("not answered is shown at %s and mended by %s", one.Unit, one.Mends)
	}
	late := func(d *graph.Dependency) { d.NeededBy = fixture.Date(t, "2026-09-01") }
	two := findingtest.Run(t, findingtest.Check(t, dependency.Checks(), "DEP006"), need(t, late).Picture(), "h2")[0]
	if two.Unit != "web" || two.Mends != "the leads of web and core" || two.Records[3] != graph.InitiativeID("app").Ref() {
		t.Errorf("not promised is %+v", two)
	}
}

// TestSettledIsSilent: whatever went before, what was delivered or declined is no open finding.
func TestSettledIsSilent(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		turns := []graph.Turn{turn(t, graph.Ask, "2026-07-01", "2026-07-20")}
		acts := []graph.Act{graph.Offer, graph.Counter, graph.Commit, graph.Renegotiate}
		for n := range rapid.IntRange(0, 6).Draw(r, "turns") {
			x := turn(t, rapid.SampledFrom(acts).Draw(r, "act"), fmt.Sprintf("2026-07-%02d", n+2), "")
			if rapid.Bool().Draw(r, "dated") {
				x.Date = date(t, "2026-08-01")
			}
			turns = append(turns, x)
		}
		last := rapid.SampledFrom([]graph.Act{graph.Deliver, graph.Decline}).Draw(r, "last")
		turns = append(turns, turn(t, last, "2026-07-20", ""))
		o := need(t, func(d *D) { d.NeededBy, d.Days = date(t, "2026-07-15"), 9 }, turns...)
		s := o.Picture()
		for _, f := range finding.Run(dependency.Checks(), s, s.Period("h2"), nil) {
			if last == graph.Deliver || f.Check.Code != "DEP009" {
				r.Errorf("%s: %s", f.Key(), f.Sentence)
			}
		}
	})
}

// TestOneCauseIsToldOnce: of unanswered, gone quiet, needed by now and past the promise, one thread is at
// most one.
func TestOneCauseIsToldOnce(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		turns := []graph.Turn{turn(t, graph.Ask, "2026-07-01", "")}
		for n, act := range rapid.SliceOfN(rapid.SampledFrom([]graph.Act{graph.Offer, graph.Commit, graph.Renegotiate}), 0, 5).Draw(r, "acts") {
			x := turn(t, act, fmt.Sprintf("2026-08-%02d", n+2), "")
			x.Unit = rapid.SampledFrom([]graph.UnitID{"", "web", "core"}).Draw(r, "unit")
			x.Date = rapid.SampledFrom([]graph.Date{0, date(t, "2026-09-01"), date(t, "2026-11-01")}).Draw(r, "date")
			turns = append(turns, x)
		}
		s := need(t, func(d *D) {
			d.NeededBy = rapid.SampledFrom([]graph.Date{0, date(t, "2026-09-01"), date(t, "2026-11-01")}).Draw(r, "needed")
		}, turns...).Picture()
		var told []string
		for _, f := range finding.Run(dependency.Checks(), s, s.Period("h2"), nil) {
			switch f.Check.Code {
			case "DEP001", "DEP003", "DEP006", "DEP010":
				told = append(told, f.Sentence)
			}
		}
		if len(told) > 1 {
			r.Errorf("told %d times: %q", len(told), told)
		}
	})
}
