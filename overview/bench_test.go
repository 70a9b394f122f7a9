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
