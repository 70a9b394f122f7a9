package overview_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"throughline/catalog"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// stated is any small organisation with a strategy, handed down and read by some of its units.
func stated(t *rapid.T) *graph.Snapshot {
	o := fixture.On(t, small(t))
	shares := func(name string) fixture.Shares {
		a := rapid.Float64Range(0, 0.5).Draw(t, name+" a")
		b := rapid.Float64Range(0, 0.3).Draw(t, name+" b")
		return fixture.Shares{"a": a, "b": b, "c": rapid.Float64Range(0, 0.2).Draw(t, name+" c")}
	}
	o.Stated("acme", "h2", fixture.Shares{"a": 0.5, "b": 0.3, "c": rapid.Float64Range(0, 0.2).Draw(t, "stated")})
	for _, u := range []string{"u1", "u2", "u3"} {
		if rapid.Bool().Draw(t, "asked") {
			o.Assigned(u, "h2", shares("asked"))
		}
		if rapid.Bool().Draw(t, "read") {
			o.Interpreted(u, "h2", shares("read"))
		}
	}
	return o.Picture()
}

// The leaks are the losses: largest first, none below 0, and together what is missing.
func TestLeaksAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := base(stated(t), catalog.Checks()...)
		list, lost := b.Leaks()
		if !b.Whole.Defined() {
			if len(list) > 0 {
				t.Fatal("there are leaks of what is not known")
			}
			return
		}
		sum, before := 0.0, math.Inf(1)
		for _, l := range list {
			if l.Days <= 0 || l.Days > before {
				t.Fatalf("%g days after %g", l.Days, before)
			}
			if l.Finding != nil && (l.Finding.Stage != string(l.Stage) || l.Finding.Unit != l.Unit) {
				t.Fatalf("a loss at %s in %q is explained by one at %s in %q", l.Stage, l.Unit, l.Finding.Stage, l.Finding.Unit)
			}
			sum, before = sum+l.Days, l.Days
		}
		if math.Abs(sum-lost) > 1e-6 || math.Abs(lost-b.Whole.Days*(1-b.Whole.Value)) > 1e-6 {
			t.Fatalf("the leaks hold %g days of %g; kept is %g of %g", sum, lost, b.Whole.Value, b.Whole.Days)
		}
	})
}

// Whole points never rise, lose nothing below 0 and add up to 100.
func TestPointsAddUpForAny(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := base(stated(t))
		if !b.Whole.Defined() {
			return
		}
		kept, lost := overview.Points(b.Whole)
		sum := kept[len(kept)-1]
		for n := range kept {
			sum += lost[n]
			if lost[n] < 0 || n > 0 && kept[n] > kept[n-1] {
				t.Fatalf("kept %v, lost %v", kept, lost)
			}
		}
		if sum != 100 {
			t.Fatalf("kept %v and lost %v add up to %d", kept, lost, sum)
		}
	})
}

// Actual shares are parts of one.
func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := base(stated(t))
		for _, u := range []graph.UnitID{"", "acme", "u1"} {
			shares, ok := b.Shares(u)
			if !ok {
				continue
			}
			sum := 0.0
			for _, r := range shares.Rows {
				sum += r.Actual
			}
			if math.Abs(sum-1) > 1e-9 {
				t.Fatalf("the shares of %q add up to %g", u, sum)
			}
		}
	})
}

// The same picture gives the same pages, in the same order.
func TestTheSamePictureGivesTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := stated(t)
		read := func() []any {
			b := base(s, catalog.Checks()...)
			leaks, _ := b.Leaks()
			sight, _ := b.Sight("", "")
			demand, _ := b.Demand()
			var keys []string
			for n := range b.Findings {
				keys = append(keys, b.Findings[n].Key())
			}
			return []any{len(leaks), sight.Flows, sight.Traced, demand.Rows, keys, b.UnitPage("u1", 10).Themes}
		}
		if d := cmp.Diff(read(), read(), cmpopts.EquateNaNs(), cmp.AllowUnexported(), cmpopts.IgnoreUnexported(graph.Unit{}, graph.Theme{})); d != "" {
			t.Fatalf("two readings differ (-one +other):\n%s", d)
		}
	})
}

// What one choice of a filter leaves is what the count beside it says.
func TestCountsAreWhatIsLeft(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := base(stated(t), catalog.Checks()...)
		all := b.ListFindings(overview.FindingFilter{}, "", 10_000)
		for _, c := range all.BySeverity {
			if got := b.ListFindings(overview.FindingFilter{Severity: c.Choice}, "", 10_000).Match; got != c.Count {
				t.Fatalf("%d of severity %v, counted %d", got, c.Choice, c.Count)
			}
		}
		areas := 0
		for _, c := range all.ByArea {
			areas += c.Count
			if got := b.ListFindings(overview.FindingFilter{Area: c.Choice}, "", 10_000).Match; got != c.Count {
				t.Fatalf("%d of area %v, counted %d", got, c.Choice, c.Count)
			}
		}
		if areas != all.Match || all.Open != all.Match {
			t.Fatalf("areas hold %d of %d findings", areas, all.Match)
		}
	})
}

// A unit below another never has more findings than the one above.
func TestFindingsUnderAUnitHoldThoseBelow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := base(stated(t), catalog.Checks()...)
		sum := 0
		for _, u := range []graph.UnitID{"u1", "u2", "u3"} {
			sum += len(b.FindingsUnder(u))
		}
		if top := len(b.FindingsUnder("acme")); top < sum {
			t.Fatalf("acme has %d findings and its units %d", top, sum)
		}
	})
}
