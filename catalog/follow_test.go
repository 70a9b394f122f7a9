package catalog

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/finding/findingtest"
	"throughline/generate"
	"throughline/graph"
	"throughline/testing/alter"
)

// TestEveryCheckTakesOverWhatItMay runs every check both ways on pictures that follow one another: after the round
// before, and anew. A check that promises to look only beside a record, and looks further, is found here.
func TestEveryCheckTakesOverWhatItMay(t *testing.T) {
	checks := Checks()
	ailing := anAilingOne(t)
	worlds := []world{ailing, ailing, {ailing.now, ailing.period, nil}, {ailing.now, "2027", nil}, aWorld(t, 5), aWorld(t, 32)}
	rapid.Check(t, func(t *rapid.T) {
		w := rapid.SampledFrom(worlds).Draw(t, "organisation")
		for _, wrong := range findingtest.Follow(checks, w.locks, w.period, w.follow(t)...) {
			t.Error(wrong)
		}
	})
}

// TestTheAilingHaveMostAilments: a check that finds nothing in any of the organisations would be followed in vain.
func TestTheAilingHaveMostAilments(t *testing.T) {
	codes := make(map[string]bool)
	ailing := anAilingOne(t)
	for _, w := range []world{ailing, {ailing.now, ailing.period, nil}, {ailing.now, "2027", nil}, aWorld(t, 5), aWorld(t, 32)} {
		for _, f := range finding.Run(Checks(), w.now, w.now.Period(w.period), w.locks) {
			codes[f.Check.Code] = true
		}
	}
	for _, c := range Checks() {
		if !codes[c.Code] {
			t.Errorf("%s finds nothing: %s", c.Code, c.Title)
		}
	}
}

// world is an organisation with its plan locks.
type world struct {
	now    *graph.Snapshot
	period graph.PeriodID
	locks  []finding.Lock
}

func aWorld(t *testing.T, seed uint64) world {
	org, now, locks := made(t, generate.Options{Seed: seed, Today: graph.On(2026, 9, 24), Units: 8, Initiatives: 24, Work: 150, Comments: 4, Decisions: 12, Dependencies: 16})
	return world{now, org.Key().Period, locks}
}

// follow is the picture and a few that follow it, on the same day or later.
func (w world) follow(t *rapid.T) []*graph.Snapshot {
	pictures := []*graph.Snapshot{w.now}
	for range rapid.IntRange(1, 6).Draw(t, "pictures") {
		s := alter.Picture(t, pictures[len(pictures)-1])
		if rapid.IntRange(0, 9).Draw(t, "later") == 0 {
			s = s.As(s.AsOf().Add(24 * time.Hour))
		}
		pictures = append(pictures, s)
	}
	return pictures
}

// TestAFalsePromiseIsFound: a check that looks further than it says does not pass.
func TestAFalsePromiseIsFound(t *testing.T) {
	w := aWorld(t, 5)
	counts := func(p *finding.Pass, r graph.Record, n int) {
		p.Report(finding.Finding{Sentence: fmt.Sprint(n), Records: []graph.Ref{r.Ref()}})
	}
	for name, each := range map[string]*finding.Each{
		"a decision looks at all units, and says that it looks at its own": finding.EachOf(func(p *finding.Pass, d *graph.Decision) {
			people := 0
			for u := range graph.All[*graph.Unit](p.Now) {
				people += u.People
			}
			counts(p, d, people)
		}, graph.KindUnit),
		"a dependency looks at all of the plan, and says that it looks at its initiative": finding.EachOf(func(p *finding.Pass, d *graph.Dependency) {
			links := 0
			for i := range graph.All[*graph.Initiative](p.Now) {
				links += len(i.Contributes)
			}
			counts(p, d, links)
		}, graph.KindInitiative),
	} {
		check := &finding.Check{Code: "DEC999", Area: finding.Decisions, Severity: finding.Note, Mends: "nobody", Next: "None", Each: each}
		pictures := rapid.Custom(func(t *rapid.T) []*graph.Snapshot { return w.follow(t) })
		found := false
		for n := range 200 {
			found = found || len(findingtest.Follow([]*finding.Check{check}, w.locks, w.period, pictures.Example(n)...)) > 0
		}
		if !found {
			t.Errorf("%s: not found", name)
		}
	}
}
