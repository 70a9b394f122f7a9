package overview_test

import (
	"testing"

	"throughline/catalog"
	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

func large(b *testing.B, n int) overview.Frame {
	s := fixture.Large(b, n)
	return overview.Frame{Picture: s, Period: s.Period("h2")}
}

func BenchmarkBase(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"10k", 10_000}, {"100k", 100_000}} {
		b.Run(size.name, func(b *testing.B) {
			f, checks := large(b, size.n), catalog.Checks()
			for b.Loop() {
				overview.Compute(f, checks)
			}
		})
	}
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

// A base after a single change, with the base before it at hand.
func BenchmarkBaseAfterAChange(b *testing.B) {
	for _, size := range []struct {
		name string
		n    int
	}{{"100k", 100_000}, {"1M", 1_000_000}} {
		b.Run(size.name, func(b *testing.B) {
			f, checks := large(b, size.n), catalog.Checks()
			before := overview.Compute(f, checks)
			o := fixture.On(b, f.Picture)
			f.Picture = o.Work("one-more", "unit-00003", "", fixture.Logged("2026-08-03", 1)).Picture()
			f.Period = f.Picture.Period("h2")
			for b.Loop() {
				overview.ComputeAfter(before, f, checks)
			}
		})
	}
}
