package intent_test

import (
	"fmt"
	"testing"

	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
)

// benchSizes are the numbers of records the figures are timed at; nine in ten are work.
var benchSizes = []int{10_000, 100_000, 1_000_000}

// BenchmarkPage is what the first page needs after a change: the basis of the period, the cells, and the
// waterfalls of the whole and of every theme.
func BenchmarkPage(b *testing.B) {
	for _, n := range benchSizes {
		s := fixture.Large(b, n)
		period := s.Period("h2")
		b.Run(fmt.Sprint("all/", n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				c := read(s)
				if w := c.Waterfall(); !w.Defined() {
					b.Fatal(w.Reason)
				}
				c.OnCourse("")
				for _, t := range c.Sight.Themes {
					c.ThemeWaterfall(t.ID)
				}
			}
		})
		b.Run(fmt.Sprint("basis/", n), func(b *testing.B) {
			for b.Loop() {
				graph.BasisOf(s, period)
			}
		})
		basis := graph.BasisOf(s, period)
		b.Run(fmt.Sprint("cells/", n), func(b *testing.B) {
			for b.Loop() {
				intent.Read(s, period, intent.Options{Basis: basis})
			}
		})
	}
}

func BenchmarkUnitPage(b *testing.B) {
	c := read(fixture.Large(b, benchSizes[2]))
	b.ReportAllocs()
	for b.Loop() {
		c.UnitWaterfall("unit-00004")
		c.OnCourse("unit-00004")
	}
}

func BenchmarkIntervals(b *testing.B) {
	for _, n := range benchSizes {
		c := read(fixture.Large(b, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				c.Intervals("")
			}
		})
	}
}
