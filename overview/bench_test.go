package overview_test

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"throughline/catalog"
	"throughline/finding"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// large is a large organisation with decisions, dependencies, readings of outcomes and a plan that was locked
// before a tenth of its initiatives changed.
func large(b *testing.B, n int) overview.Frame {
	o := fixture.On(b, fixture.Large(b, n)).Person("ana", "bo")
	dice := rand.New(rand.NewPCG(uint64(n), 3))
	lock := &graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(b, "2026-07-13T12:00:00Z")}
	then := o.Put(lock).Picture()
	engage(b, o, then, dice, n)
	now := o.Picture()
	return overview.Frame{Picture: now, Period: now.Period("h2"), Locks: []finding.Lock{{Baseline: lock, Then: then}}}
}

// engage lets the organisation talk, decide, read and change its plan.
func engage(b *testing.B, o *fixture.Org, then *graph.Snapshot, dice *rand.Rand, n int) {
	day, moment := func(s string) graph.Date { return fixture.Date(b, s) }, fixture.Moment(b, "2026-07-20")
	var units []graph.UnitID
	for u := range graph.All[*graph.Unit](then) {
		units = append(units, u.ID)
	}
	any := func() graph.UnitID { return units[dice.IntN(len(units))] }
	at := 0
	for i := range graph.All[*graph.Initiative](then) {
		at++
		if at%10 == 0 {
			c := *i
			c.State = graph.Started
			o.Put(&c)
		}
		if at%4 == 0 {
			from, on := any(), any()
			if from != on {
				o.Put(&graph.Dependency{
					ID: graph.DependencyID(fmt.Sprint("need-", i.ID)), What: "A thing", From: from, On: on, Initiative: i.ID, NeededBy: day("2026-10-01"), Days: 5,
					Turns: []graph.Turn{{Act: graph.Ask, At: moment}, {Act: graph.Commit, At: moment, Date: day([]string{"2026-09-01", "2026-10-30"}[at/4%2])}},
				})
			}
		}
		if at%8 == 0 {
			o.Put(&graph.Decision{
				ID: graph.DecisionID(fmt.Sprint("ask-", i.ID)), Question: "Which?", Initiative: i.ID, Deciders: []graph.PersonID{"ana"}, State: graph.DecisionOpen,
				Raised: day("2026-08-03"), Due: day([]string{"2026-09-01", "2026-10-30"}[at/8%2]),
			})
		}
	}
	for out := range graph.All[*graph.Outcome](then) {
		c := *out
		c.Metric = graph.Metric{Name: "Count", Baseline: 1, Target: 9, Direction: graph.Up}
		c.Readings = []graph.Value{{On: day("2026-07-20"), Value: 2, Confidence: 0.4}}
		o.Put(&c)
	}
}

// changes is one change of each kind that people make.
func changes(b *testing.B) map[string]func(*fixture.Org, *graph.Snapshot) {
	initiative := func(change func(*graph.Initiative)) func(*fixture.Org, *graph.Snapshot) {
		return func(o *fixture.Org, s *graph.Snapshot) {
			c := *s.Initiative("initiative-000101")
			change(&c)
			o.Put(&c)
		}
	}
	return map[string]func(*fixture.Org, *graph.Snapshot){
		"work": func(o *fixture.Org, _ *graph.Snapshot) {
			o.Work("one-more", "unit-00003", "initiative-000033", fixture.Logged("2026-08-03", 1))
		},
		"days": initiative(func(i *graph.Initiative) {
			i.Participants = []graph.Participation{{Unit: "unit-00004", Days: 17, Period: "h2"}}
		}),
		"state": initiative(func(i *graph.Initiative) { i.State = graph.Stopped }),
		"aim":   initiative(func(i *graph.Initiative) { i.Contributes = []graph.Contribution{{Outcome: "outcome-00003", Share: 1}} }),
		"initiative": func(o *fixture.Org, _ *graph.Snapshot) {
			o.Initiative("initiative-000050-b", "unit-00003", fixture.In("h2"), fixture.Days("unit-00003", "h2", 5))
		},
		"reading": func(o *fixture.Org, s *graph.Snapshot) {
			c := *s.Outcome("outcome-00005")
			c.Readings = append(c.Readings[:1:1], graph.Value{On: fixture.Date(b, "2026-09-23"), Value: 3, Confidence: 0.9})
			o.Put(&c)
		},
		"receipt": func(o *fixture.Org, s *graph.Snapshot) {
			c := *graph.Find[*graph.Intent](s, "interpreted-unit-00003-h2")
			c.Receipt = graph.Receipt{State: graph.Accepted, SentAt: fixture.Moment(b, "2026-07-20"), AnsweredAt: fixture.Moment(b, "2026-09-23")}
			o.Put(&c)
		},
		"shares": func(o *fixture.Org, _ *graph.Snapshot) {
			o.Assigned("unit-00003", "h2", fixture.Shares{"theme-0": 0.5, "theme-2": 0.5})
		},
		"decision": func(o *fixture.Org, s *graph.Snapshot) {
			c := *graph.Find[*graph.Decision](s, "ask-initiative-000007")
			c.State, c.Decided = graph.DecisionDecided, fixture.Date(b, "2026-09-23")
			o.Put(&c)
		},
		"turn": func(o *fixture.Org, s *graph.Snapshot) {
			c := *graph.Find[*graph.Dependency](s, "need-initiative-000007")
			c.Turns = append(c.Turns[:2:2], graph.Turn{Act: graph.Deliver, At: fixture.Moment(b, "2026-09-23")})
			o.Put(&c)
		},
		"capacity": func(o *fixture.Org, _ *graph.Snapshot) { o.Capacity("unit-00003", "h2", 275) },
		"comment": func(o *fixture.Org, _ *graph.Snapshot) {
			o.Put(&graph.Comment{ID: "more", On: graph.InitiativeID("initiative-000101").Ref(), Text: "Yes"})
		},
		"waiver": func(o *fixture.Org, _ *graph.Snapshot) {
			o.Put(&graph.Waiver{ID: "for-now", Code: "POR001", By: "ana", Reason: "Known", Until: fixture.Date(b, "2026-12-01")})
		},
		"theme": func(o *fixture.Org, s *graph.Snapshot) {
			c := *s.Theme("theme-0")
			c.Statement = "Other words"
			o.Put(&c)
		},
		"unit": func(o *fixture.Org, _ *graph.Snapshot) { o.Unit("unit-00003", "dep-0000", fixture.People(9)) },
	}
}

// sizes is the sizes at which bases are measured.
func sizes(b *testing.B, run func(*testing.B, overview.Frame)) {
	for _, size := range []struct {
		name string
		n    int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run(size.name, func(b *testing.B) { run(b, large(b, size.n)) })
	}
}

// A base made from nothing. Cost per record from 10,000 to 1,000,000 is to grow at most 1.5 times.
func BenchmarkBase(b *testing.B) {
	checks := catalog.Checks()
	sizes(b, func(b *testing.B, f overview.Frame) {
		b.ReportAllocs()
		for b.Loop() {
			overview.Compute(f, checks)
		}
	})
}

// A base after a single change, with the base before it at hand.
func BenchmarkBaseAfterAChange(b *testing.B) {
	checks := catalog.Checks()
	sizes(b, func(b *testing.B, f overview.Frame) {
		before := overview.Compute(f, checks)
		for name, change := range changes(b) {
			o := fixture.On(b, f.Picture)
			change(o, f.Picture)
			now := o.Picture()
			after := overview.Frame{Picture: now, Period: now.Period("h2"), Locks: f.Locks}
			b.Run(name, func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					overview.ComputeAfter(before, after, checks)
				}
			})
		}
	})
}

// The verdict on the whole organisation: from nothing, and after a single change.
func BenchmarkDiagnose(b *testing.B) {
	sizes(b, func(b *testing.B, f overview.Frame) {
		before := overview.Compute(f, nil)
		b.Run("whole", func(b *testing.B) {
			for b.Loop() {
				overview.Compute(f, nil).Diagnose("")
			}
		})
		b.Run("base alone", func(b *testing.B) {
			for b.Loop() {
				overview.Compute(f, nil)
			}
		})
		before.Diagnose("")
		for _, name := range []string{"work", "state", "comment"} {
			o := fixture.On(b, f.Picture)
			changes(b)[name](o, f.Picture)
			now := o.Picture()
			after := overview.Frame{Picture: now, Period: now.Period("h2"), Locks: f.Locks}
			b.Run(name, func(b *testing.B) {
				for b.Loop() {
					b.StopTimer()
					next := overview.ComputeAfter(before, after, nil)
					b.StartTimer()
					next.Diagnose("")
				}
			})
		}
	})
}

func BenchmarkParts(b *testing.B) {
	f := large(b, 100_000)
	base := overview.Compute(f, catalog.Checks())
	unit := graph.UnitID("unit-00007")
	for name, run := range map[string]func(){
		"basis":  func() { graph.BasisOf(f.Picture, f.Period) },
		"unit":   func() { base.UnitPage(unit, 100) },
		"sight":  func() { base.Sight("", "") },
		"demand": func() { base.Demand() },
		"point":  func() { overview.PointOf(f, overview.Week{}) },
		"leaks":  func() { base.Leaks() },
		"shares": func() { base.Shares("") },
		"none":   func() { overview.Compute(f, nil) },
	} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				run()
			}
		})
	}
}
