package portfolio_test

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/stat"
	"throughline/testing/fixture"
)

// scheme is a random plan with work, as a list of records that can be put under any names and in any order.
type scheme struct {
	put []func(o *fixture.Org, name func(string, int) string)
}

func asDrawn(kind string, n int) string  { return fmt.Sprintf("%s-%d", kind, n) }
func reversed(kind string, n int) string { return fmt.Sprintf("%s-%d", kind, 99-n) }

func (s *scheme) add(f func(*fixture.Org, func(string, int) string)) { s.put = append(s.put, f) }

// drawScheme draws units with capacity, initiatives with days, steps and states, and work.
func drawScheme(t *rapid.T) *scheme {
	s := &scheme{}
	units := rapid.IntRange(1, 4).Draw(t, "units")
	for u := range units {
		parent, people := rapid.IntRange(-1, u-1).Draw(t, "parent"), rapid.IntRange(0, 12).Draw(t, "people")
		s.add(func(o *fixture.Org, name func(string, int) string) {
			o.Unit(name("unit", u), name("unit", parent), fixture.People(people))
		})
		if days := rapid.Float64Range(0, 200).Draw(t, "capacity"); days > 20 {
			aside := rapid.Float64Range(0, 20).Draw(t, "aside")
			s.add(func(o *fixture.Org, name func(string, int) string) {
				o.Capacity(name("unit", u), "h2", days, fixture.SetAside("support", aside))
			})
		}
	}
	for n := range rapid.IntRange(0, 5).Draw(t, "initiatives") {
		s.initiative(t, n, units)
	}
	return s
}

func (s *scheme) initiative(t *rapid.T, n, units int) {
	owner, theme, share := rapid.IntRange(0, units-1).Draw(t, "owner"), rapid.IntRange(0, 1).Draw(t, "theme"), rapid.Float64Range(0, 1).Draw(t, "share")
	state := rapid.SampledFrom([]graph.Commitment{graph.Candidate, graph.Likely, graph.Committed, graph.Started, graph.Done, graph.Stopped}).Draw(t, "state")
	type part struct {
		unit   int
		period string
		days   float64
	}
	var parts []part
	for range rapid.IntRange(0, 3).Draw(t, "parts") {
		parts = append(parts, part{
			rapid.IntRange(0, units-1).Draw(t, "unit"), rapid.SampledFrom([]string{"", "q3", "q4", "h2"}).Draw(t, "period"), rapid.Float64Range(0, 60).Draw(t, "days"),
		})
	}
	s.add(func(o *fixture.Org, name func(string, int) string) {
		set := []func(*graph.Initiative){fixture.Is(state), fixture.In("h2"), fixture.Step("beta", "q4")}
		if share > 0.2 {
			set = append(set, fixture.Serves(name("theme", theme), share))
		}
		for _, p := range parts {
			set = append(set, fixture.Days(name("unit", p.unit), p.period, p.days))
		}
		o.Initiative(name("initiative", n), name("unit", owner), set...)
	})
	for w := range rapid.IntRange(0, 3).Draw(t, "work") {
		logged := rapid.IntRange(0, 4).Draw(t, "logged")
		s.add(func(o *fixture.Org, name func(string, int) string) {
			set := []func(fixture.T, *graph.Work){fixture.Size(float64(1 + w)), fixture.Finished("2026-08-20")}
			if logged > 0 {
				set = append(set, fixture.Logged("2026-08-19", float64(logged)))
			}
			o.Work(name("work", 10*n+w), name("unit", owner), name("initiative", n), set...)
		})
	}
}

// picture puts the records in the order, under the names.
func (s *scheme) picture(t fixture.T, order []int, name func(string, int) string) *graph.Snapshot {
	named := func(kind string, n int) string {
		if n < 0 {
			return "top"
		}
		return name(kind, n)
	}
	o := fixture.New(t).Half().Unit("top", "").Stated("top", "h2", nil)
	for k := range 2 {
		o.Put(&graph.Theme{ID: graph.ThemeID(named("theme", k)), Name: "theme"})
	}
	o.Stated("top", "h2", fixture.Shares{named("theme", 0): 0.5, named("theme", 1): 0.5})
	for _, n := range order {
		s.put[n](o, named)
	}
	return o.Picture()
}

func (s *scheme) inOrder() []int {
	out := make([]int, len(s.put))
	for i := range out {
		out[i] = i
	}
	return out
}

func close(a, b float64) bool { return math.Abs(a-b) <= 1e-9*max(1, math.Abs(a)) }

func TestNamesAndOrderChangeNoFigure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		a := basis(s.picture(t, s.inOrder(), asDrawn))
		b := basis(s.picture(t, rapid.Permutation(s.inOrder()).Draw(t, "order"), reversed))
		x, y := portfolio.CoverageOf(a), portfolio.CoverageOf(b)
		same := x.OrphanedWork.Reason == y.OrphanedWork.Reason && close(x.OrphanedWork.Value, y.OrphanedWork.Value) &&
			x.OrphanedInitiatives.Value == y.OrphanedInitiatives.Value && close(x.OrphanedInitiatives.Total, y.OrphanedInitiatives.Total) &&
			x.Themes.Value == y.Themes.Value && len(x.IdleOutcomes) == len(y.IdleOutcomes)
		one, other := portfolio.Overall(a, portfolio.UsualLines()), portfolio.Overall(b, portfolio.UsualLines())
		same = same && close(one.Activity.Value, other.Activity.Value) && close(one.Coherence.Value, other.Coherence.Value) && one.Quadrant == other.Quadrant
		if !same {
			t.Fatalf("coverage %+v became %+v, course %+v became %+v", x, y, one, other)
		}
	})
}

// Putting the same records again makes no drift, and the short way for what is the very same record gives
// the same totals as comparing two equal ones.
func TestEqualPlansDoNotDrift(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		one, other := s.picture(t, s.inOrder(), asDrawn), s.picture(t, s.inOrder(), asDrawn)
		for _, scope := range []portfolio.Scope{{}, {Period: one.Period("q3")}, {Period: one.Period("h2")}} {
			same, equal := portfolio.DriftBetween(one, one, scope), portfolio.DriftBetween(one, other, scope)
			if same.Reason != equal.Reason || same.Unit != equal.Unit || len(same.Rows) != len(equal.Rows) || same.Coverage != equal.Coverage {
				t.Fatalf("the same: %q, %d rows; equal: %q, %d rows", same.Reason, len(same.Rows), equal.Reason, len(equal.Rows))
			}
			a, b := totalsOf(same), totalsOf(equal)
			if !close(a.Base, b.Base) || !close(a.Kept, b.Kept) || b.Moved > 1e-9 || b.Cut > 1e-9 || b.Added > 1e-9 {
				t.Fatalf("totals %+v and %+v", a, b)
			}
			for n := range same.Owners {
				if same.Owners[n].Unit != equal.Owners[n].Unit || !close(same.Owners[n].Kept, equal.Owners[n].Kept) {
					t.Fatalf("owners %+v and %+v", same.Owners, equal.Owners)
				}
			}
		}
	})
}

// Looking at each quarter finds the days of the half, however they were declared.
func TestDemandOfTheQuartersSumsToTheHalf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		p := s.picture(t, s.inOrder(), asDrawn)
		parts, whole := portfolio.DemandOn(basis(p), quarters(p)), portfolio.DemandOn(basis(p), []*graph.Period{p.Period("h2")})
		sum := func(d *portfolio.Demand) (out float64) {
			for _, u := range d.Units {
				for _, l := range u.Loads {
					out += l.Days
				}
			}
			return out
		}
		if !close(sum(parts), sum(whole)) {
			t.Fatalf("the quarters hold %v days, the half %v", sum(parts), sum(whole))
		}
		for n, u := range whole.Units {
			if room := parts.Units[n].Loads[0].Room + parts.Units[n].Loads[1].Room; u.Unit == parts.Units[n].Unit && !close(room, u.Loads[0].Room) {
				t.Fatalf("%s has %v days of room in the quarters, %v in the half", u.Unit, room, u.Loads[0].Room)
			}
		}
	})
}

// The units that are shown, and what may not be shown, make the whole; no unit shown has fewer than five
// people.
func TestCoursesMakeTheWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := drawScheme(t)
		p := s.picture(t, s.inOrder(), asDrawn)
		b := basis(p)
		var done, logged float64
		hidden := false
		for _, r := range b.Rooms {
			hidden = hidden || b.Shown.At(r.Unit) == ""
		}
		for _, c := range portfolio.Courses(b, portfolio.UsualLines()) {
			if 0 < c.People && c.People < graph.FewestPeople && len(p.Unit(c.Unit).Name) > 0 && b.Tree.Small(c.Unit) {
				t.Fatalf("%s is shown with %d people", c.Unit, c.People)
			}
			done, logged = done+c.Coherence.Denominator.Value, logged+c.Activity.Numerator.Value
		}
		all := portfolio.Overall(b, portfolio.UsualLines())
		if !hidden && (!close(done, all.Coherence.Denominator.Value) || !close(logged, all.Activity.Numerator.Value)) {
			t.Fatalf("the units did %v days and logged %v, all %v and %v", done, logged, all.Coherence.Denominator.Value, all.Activity.Numerator.Value)
		}
	})
}

// TestTheCausesOfAChangeAddUp: whatever the four fits are, what is due to the plan and what is due to the
// strategy are the whole change, and a change of one alone is due to it alone.
func TestTheCausesOfAChangeAddUp(t *testing.T) {
	s := fixture.New(t).Half().Picture()
	later := fixture.New(t).Half().Picture()
	rapid.Check(t, func(t *rapid.T) {
		fit := map[[2]bool]float64{}
		for _, k := range [][2]bool{{false, false}, {false, true}, {true, false}, {true, true}} {
			fit[k] = rapid.Float64Range(0, 1).Draw(t, "fit")
		}
		alone := rapid.Bool().Draw(t, "only the plan changed")
		if alone {
			fit[[2]bool{true, false}], fit[[2]bool{true, true}] = fit[[2]bool{false, false}], fit[[2]bool{false, true}]
		}
		c := portfolio.CauseOf(s, later, func(strategy, plan *graph.Snapshot) stat.Number {
			return stat.Of(fit[[2]bool{strategy == later, plan == later}])
		})
		if math.Abs(c.DuePlan+c.DueStrategy-c.Value) > 1e-12 {
			t.Fatalf("%v and %v do not make %v", c.DuePlan, c.DueStrategy, c.Value)
		}
		if alone && (c.DueStrategy != 0 || c.Moved) {
			t.Fatalf("the strategy stood still and is given %v", c.DueStrategy)
		}
	})
}
