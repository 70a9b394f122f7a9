package generate

import (
	"errors"
	"math"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

// written is the drafts as text, as a person could compare them.
func written(t *testing.T, o *Organisation) []string {
	t.Helper()
	var out []string
	for d := range o.Drafts() {
		var b strings.Builder
		b.WriteString(d.Effective.Format("2006-01-02T15:04:05 ") + d.Verb + " " + d.Reason)
		for _, r := range d.Puts {
			body, err := change.Fields(r)
			if err != nil {
				t.Fatal(err)
			}
			b.WriteString("\n" + r.Ref().String() + " " + string(body))
		}
		out = append(out, b.String())
	}
	return out
}

func organisation(t testing.TB, o Options) *Organisation {
	t.Helper()
	org, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	return org
}

func TestTheSameSeedMakesTheSame(t *testing.T) {
	o := Options{Seed: 41, Today: today, Units: 12, Work: 900}
	a, b := organisation(t, o), organisation(t, o)
	first := written(t, a)
	if diff := cmp.Diff(first, written(t, b)); diff != "" {
		t.Errorf("two organisations of one seed differ:\n%s", diff)
	}
	if diff := cmp.Diff(first, written(t, a)); diff != "" {
		t.Errorf("asked again it yields other drafts:\n%s", diff)
	}
	if diff := cmp.Diff(a.Key(), b.Key()); diff != "" {
		t.Errorf("their keys differ:\n%s", diff)
	}
	o.Seed++
	if slices.Equal(first, written(t, organisation(t, o))) {
		t.Error("another seed makes the same organisation")
	}
}

func TestDraftsCanBeLeftEarly(t *testing.T) {
	org := organisation(t, Options{Seed: 42, Today: today, Work: 500})
	for _, stop := range []int{1, 2, 7, 40} {
		n := 0
		for range org.Drafts() {
			if n++; n == stop {
				break
			}
		}
		if n != stop {
			t.Errorf("left after %d drafts, want %d", n, stop)
		}
	}
}

// Sized gives about so many records, nine in ten of them work.
func TestSized(t *testing.T) {
	for _, c := range []struct {
		records int
		off     float64 // how far it may be off
	}{{2_000, .2}, {10_000, .03}, {100_000, .01}} {
		org := organisation(t, Sized(c.records, 43, today))
		seen, work := make(map[graph.Ref]bool), 0
		for d := range org.Drafts() {
			for _, r := range d.Puts {
				if ref := r.Ref(); !seen[ref] {
					seen[ref] = true
					if ref.Kind == graph.KindWork {
						work++
					}
				}
			}
		}
		if off := math.Abs(float64(len(seen))/float64(c.records) - 1); off > c.off {
			t.Errorf("%d records were asked for and %d made", c.records, len(seen))
		}
		if want := c.records * 9 / 10; work != want {
			t.Errorf("%d of %d records are work, want %d", work, c.records, want)
		}
	}
}

// Work items are made while they are asked for: ten times as many do not take ten times the memory.
func TestMemoryDoesNotGrowWithWork(t *testing.T) {
	live := func(work int) uint64 {
		org := organisation(t, Options{Seed: 44, Today: today, Units: 60, Work: work})
		var most uint64
		n := 0
		for range org.Drafts() {
			if n++; n%50 == 0 {
				runtime.GC()
				var m runtime.MemStats
				runtime.ReadMemStats(&m)
				most = max(most, m.HeapAlloc)
			}
		}
		runtime.KeepAlive(org)
		return most
	}
	small, large := live(5_000), live(50_000)
	if large > small+4<<20 {
		t.Errorf("50,000 items hold %d KiB, 5,000 hold %d KiB: want no more than 4 MiB between them", large>>10, small>>10)
	}
}

func TestOptionsThatAreRefused(t *testing.T) {
	for _, o := range []Options{
		{},
		{Today: graph.On(1980, 1, 1)},
		{Today: today, Units: 3},
		{Today: today, Units: 30_000},
		{Today: today, Themes: 2},
		{Today: today, Themes: 13},
		{Today: today, Weeks: 7},
		{Today: today, Work: 9_000_000},
		{Today: today, Batch: 10},
	} {
		_, err := New(o)
		var f *fault.Fault
		if !errors.As(err, &f) || f.Kind != fault.Invalid || f.Remedy == "" {
			t.Errorf("New(%+v) = %v, want a fault with a remedy", o, err)
		}
	}
}

// Below 0 is none, which is not the same as 0.
func TestNoneIsPossible(t *testing.T) {
	s := fold(t, organisation(t, Options{Seed: 45, Today: today, Units: 8, Work: -1, Comments: -1, Decisions: -1, Dependencies: -1}))
	for _, k := range []graph.Kind{graph.KindWork, graph.KindComment, graph.KindDecision, graph.KindDependency} {
		if n := s.Count(k); n != 0 {
			t.Errorf("there are %d of %s, want none", n, k)
		}
	}
	if s.Count(graph.KindInitiative) == 0 {
		t.Error("there are no initiatives")
	}
}

// What is made reads like a company: leads, words, links and receipts are there, and no name stands twice.
func TestItIsBelievable(t *testing.T) {
	s := fold(t, organisation(t, Options{Seed: 46, Today: today, Units: 200, Work: 2000}))
	names := make(map[string]graph.UnitID)
	for u := range graph.All[*graph.Unit](s) {
		if other, twice := names[u.Name]; twice {
			t.Errorf("%s and %s have one name: %s", u.ID, other, u.Name)
		}
		names[u.Name] = u.ID
		if len(u.Leads) == 0 || s.Person(u.Leads[0]).Unit != u.ID {
			t.Errorf("nobody of %s leads it", u.ID)
		}
	}
	people := make(map[string]bool)
	for p := range graph.All[*graph.Person](s) {
		if people[p.Name] {
			t.Errorf("two people are called %s", p.Name)
		}
		people[p.Name] = true
	}
	states := make(map[graph.ReceiptState]int)
	for i := range graph.All[*graph.Intent](s) {
		if i.Level == graph.Interpreted {
			states[i.Receipt.State]++
			if i.Restatement == "" {
				t.Errorf("%s says nothing", i.ID)
			}
		}
	}
	if states[graph.Accepted] == 0 || states[graph.Returned] == 0 {
		t.Errorf("receipts stand at %v, want accepted and returned ones", states)
	}
	acts := make(map[graph.Act]int)
	for d := range graph.All[*graph.Dependency](s) {
		for _, turn := range d.Turns {
			acts[turn.Act]++
		}
	}
	if len(acts) != 8 {
		t.Errorf("dependencies know %v, want all eight acts", acts)
	}
	moves := make(map[graph.Move]int)
	blocked := 0
	for w := range graph.All[*graph.Work](s) {
		moves[w.State()]++
		blocked += len(w.Blocked)
	}
	if len(moves) != 5 || blocked == 0 {
		t.Errorf("work stands at %v with %d waits, want all five states and some waits", moves, blocked)
	}
	for o := range graph.All[*graph.Outcome](s) {
		if len(o.Readings) < 10 || !o.Metric.Declared() {
			t.Errorf("%s has %d readings", o.ID, len(o.Readings))
		}
	}
}

// Nothing is effective on or after the day the history ends, and it begins as long ago as was asked.
func TestTheHistoryEndsYesterday(t *testing.T) {
	for _, weeks := range []int{8, 52, 150} {
		org := organisation(t, Options{Seed: 47, Today: today, Work: 300, Weeks: weeks})
		var first, last graph.Date
		for d := range org.Drafts() {
			on := graph.DateOf(d.Effective)
			if first == 0 {
				first = on
			}
			last = on
			if !isWorkday(on) {
				t.Errorf("%s happens on %s, which is no working day", d.Verb, on)
			}
		}
		if last >= today || last < today-4 {
			t.Errorf("the last change is of %s, want the working day before %s", last, today)
		}
		if begin := today - graph.Date(7*weeks); first < begin || first > begin+3 {
			t.Errorf("the first change is of %s, want it %d weeks before %s", first, weeks, today)
		}
	}
}

// All the work of a half lies within it, and no item is told twice on one day.
func TestWorkStaysInItsHalf(t *testing.T) {
	org := organisation(t, Options{Seed: 48, Today: today, Units: 20, Work: 3000, Every: 3})
	type seen struct {
		versions int
		last     *graph.Work
	}
	items := make(map[graph.WorkID]*seen)
	n := 0
	for d := range org.Drafts() {
		n++
		for _, r := range d.Puts {
			w, ok := r.(*graph.Work)
			if !ok {
				continue
			}
			if w.States[len(w.States)-1].At > d.Effective.Unix() || len(w.Logged) > 0 && w.Logged[len(w.Logged)-1].On.Time().After(d.Effective) {
				t.Fatalf("%s knows what comes after %s", w.ID, d.Effective)
			}
			if items[w.ID] == nil {
				items[w.ID] = &seen{}
			}
			items[w.ID].versions++
			items[w.ID].last = w
		}
	}
	if len(items) != 3000 {
		t.Fatalf("%d items of work, want 3,000", len(items))
	}
	twice := 0
	for id, it := range items {
		if it.versions > 2 {
			t.Errorf("%s is told %d times, want at most 2", id, it.versions)
		}
		if it.versions == 2 {
			twice++
		}
		for _, h := range org.cal.halves {
			if opened := graph.DateOf(time0(it.last.States[0].At)); opened >= h.start && opened <= h.end {
				for _, l := range it.last.Logged {
					if l.On > h.end || l.On < opened {
						t.Errorf("%s of %s logged days on %s", id, h.name, l.On)
					}
				}
			}
		}
	}
	if twice < 1000 {
		t.Errorf("only %d items are told twice: the past would show little work under way", twice)
	}
}
