package intent_test

import (
	"fmt"
	"testing"

	"throughline/testing/fixture"
)

// benchSizes are the numbers of records the figures are timed at; nine in ten are work.
var benchSizes = []int{10_000, 100_000, 1_000_000}

func BenchmarkPage(b *testing.B) {
	for _, n := range benchSizes {
		s := fixture.Large(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
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
	}
}

func BenchmarkUnitPage(b *testing.B) {
	s := fixture.Large(b, 1_000_000)
	c := read(s)
	b.ReportAllocs()
	for b.Loop() {
		c.UnitWaterfall("unit-00004")
		c.OnCourse("unit-00004")
	}
}

func BenchmarkIntervals(b *testing.B) {
	for _, n := range benchSizes[:2] {
		c := read(fixture.Large(b, n))
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				c.Intervals("")
			}
		})
	}
}
