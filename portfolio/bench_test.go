package portfolio_test

import (
	"fmt"
	"testing"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/fixture"
)

// BenchmarkPortfolio times each figure after a single change to one initiative.
func BenchmarkPortfolio(b *testing.B) {
	for _, n := range []int{10_000, 100_000, 1_000_000} {
		then := fixture.Large(b, n)
		now := fixture.On(b, then).Initiative("initiative-000007", "unit-00001", fixture.Days("unit-00001", "q3", 4)).Picture()
		period, basis := now.Period("h2"), graph.BasisOf(now, now.Period("h2"))
		for name, run := range map[string]func(){
			"drift":    func() { portfolio.DriftBetween(then, now, portfolio.Scope{Period: period}) },
			"coverage": func() { portfolio.CoverageOf(basis) },
			"courses":  func() { portfolio.Courses(basis, portfolio.UsualLines()) },
			"demand":   func() { portfolio.DemandOn(basis, []*graph.Period{now.Period("q3"), now.Period("q4")}) },
		} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				b.ReportAllocs()
				for b.Loop() {
					run()
				}
			})
		}
	}
}
