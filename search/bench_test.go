package search_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"throughline/search"
)

// vocabulary is made-up words of ordinary length, a few of them in most names.
func vocabulary(dice *rand.Rand, n int) []string {
	parts := []string{"ser", "vi", "led", "ger", "cut", "over", "pay", "ment", "ri", "sk", "da", "ta", "in", "sta", "ble", "por", "tal", "loan", "re", "ing"}
	out := make([]string, n)
	for i := range out {
		for range 2 + dice.IntN(3) {
			out[i] += parts[dice.IntN(len(parts))]
		}
	}
	return out
}

// million is an index of a million names of six words, common words much more often than rare ones.
func million(b *testing.B) (x *search.Index[int], words []string) {
	dice := rand.New(rand.NewPCG(1, 2))
	words = vocabulary(dice, 20_000)
	common := rand.NewZipf(dice, 1.1, 4, uint64(len(words)-1))
	entries := make([]search.Entry[int], 1_000_000)
	for i := range entries {
		text := ""
		for range 6 {
			text += words[common.Uint64()] + " "
		}
		entries[i] = search.Entry[int]{Key: i, Text: text + fmt.Sprint("r", i), Place: uint8(i % 10)}
	}
	start := time.Now()
	x = search.New(cmp.Compare[int]).With(entries, nil, nil)
	b.Logf("made in %v", time.Since(start))
	return x, words
}

// BenchmarkFind asks for two words of a million names, the second by its first letters, one in ten with a slip; and
// reports the 99th percentile.
func BenchmarkFind(b *testing.B) {
	x, words := million(b)
	dice := rand.New(rand.NewPCG(3, 4))
	common := rand.NewZipf(dice, 1.1, 4, uint64(len(words)-1))
	hidden := []int{5, 500, 50_000}
	var took []time.Duration
	for b.Loop() {
		first, second := words[common.Uint64()], words[common.Uint64()]
		if dice.IntN(10) == 0 {
			first = first[:2] + "q" + first[3:]
		}
		q := search.Query[int]{Words: first + " " + second[:1+dice.IntN(len(second)-1)], Most: 20, Hidden: hidden}
		start := time.Now()
		x.Find(q)
		took = append(took, time.Since(start))
	}
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
}

// BenchmarkWith changes one entry of a million.
func BenchmarkWith(b *testing.B) {
	x, _ := million(b)
	entry := func(k int) (search.Entry[int], bool) { return search.Entry[int]{Key: k, Text: "changed ledger"}, true }
	n := 0
	for b.Loop() {
		n++
		e, _ := entry(n * 7919 % 1_000_000)
		x = x.With([]search.Entry[int]{e}, nil, entry)
	}
}
