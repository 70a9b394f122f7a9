package catalog

import (
	"testing"

	"throughline/finding"
	"throughline/graph"
	"throughline/testing/fixture"
)

// BenchmarkRun runs every check on organisations of 10,000 to 1,000,000 records, nine in ten of them work,
// a tenth of whose initiatives changed since the plan was locked.
func BenchmarkRun(b *testing.B) {
	for name, n := range map[string]int{"10k": 10_000, "100k": 100_000} {
		b.Run(name, func(b *testing.B) {
			now, locks := large(b, n)
			checks, period := Checks(), now.Period("h2")
			b.ReportAllocs()
			b.ResetTimer()
			found := 0
			for b.Loop() {
				found = len(finding.Run(checks, now, period, locks))
			}
			b.ReportMetric(float64(found), "findings")
		})
	}
}

// large is a synthetic organisation with a lock after which a tenth of its initiatives changed.
func large(t fixture.T, n int) (*graph.Snapshot, []finding.Lock) {
	then := fixture.Large(t, n)
	lock := &graph.Baseline{ID: "lock-1", Name: "Plan lock 1", Period: "h2", At: then.AsOf()}
	o := fixture.On(t, then).Put(lock)
	at := 0
	for i := range graph.All[*graph.Initiative](then) {
		if at++; at%10 == 0 {
			c := *i
			c.State = graph.Started
			o.Put(&c)
		}
	}
	return o.Picture(), []finding.Lock{{Baseline: lock, Then: then}}
}
