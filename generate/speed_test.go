package generate

import "testing"

// BenchmarkDrafts measures how fast work items are made, without anybody keeping them.
func BenchmarkDrafts(b *testing.B) {
	for range b.N {
		o, err := New(Sized(100_000, 1, today))
		if err != nil {
			b.Fatal(err)
		}
		n := 0
		for d := range o.Drafts() {
			n += len(d.Puts)
		}
		b.ReportMetric(float64(n)*float64(b.N)/b.Elapsed().Seconds(), "records/s")
	}
}
