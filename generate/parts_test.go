package generate

import (
	"math"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/graph"
)

func time0(seconds int64) time.Time { return time.Unix(seconds, 0) }

func TestDiceAreFairAndKeepTheirWord(t *testing.T) {
	d := dice(mix(7))
	count := make([]int, 6)
	for i := range 60_000 {
		count[d.of(cupPeople, i, 6)]++
		if p := d.part(cupPeople, i); p < 0 || p >= 1 {
			t.Fatalf("part = %v, want from 0 up to 1", p)
		}
	}
	for face, n := range count {
		if n < 9_600 || n > 10_400 {
			t.Errorf("face %d came %d times of 60,000, want about 10,000", face, n)
		}
	}
	if once, again := d.of(cupPeople, 5, 1000), d.of(cupPeople, 5, 1000); once != again {
		t.Error("one throw gives two numbers")
	}
	same := 0
	for i := range 1000 {
		if d.of(cupPeople, i, 1000) == d.of(cupSwap, i, 1000) {
			same++
		}
	}
	if same > 12 {
		t.Errorf("two cups agree %d times of 1,000, want about once", same)
	}
}

func TestCalendar(t *testing.T) {
	c := newCalendar(Options{Today: today, Weeks: 52}.orDefaults())
	if c.first != graph.On(2025, 9, 25) || c.last != graph.On(2026, 9, 23) {
		t.Errorf("the history goes from %s to %s, want 25 Sep 2025 to 23 Sep 2026", c.first, c.last)
	}
	var got []string
	for _, h := range c.halves {
		got = append(got, h.name)
		for d := h.from; d < h.until; d++ {
			if c.days[d] < h.start || c.days[d] > h.end {
				t.Errorf("%s is not in %s", c.days[d], h.name)
			}
		}
	}
	if len(got) != 3 || got[0] != "2025 H2" || got[2] != "2026 H2" {
		t.Errorf("halves are %v, want 2025 H2 to 2026 H2", got)
	}
	if n := graph.Workdays(c.first, c.last); n != len(c.days) {
		t.Errorf("%d days, want %d working days", len(c.days), n)
	}
	q := c.halves[2].quarters()
	if q[0].name != "2026 Q3" || q[0].end != graph.On(2026, 9, 30) || q[1].start != graph.On(2026, 10, 1) || q[1].end != graph.On(2026, 12, 31) {
		t.Errorf("the quarters are %+v", q)
	}
	if lock := c.halves[2].lock(); lock != graph.On(2026, 7, 17) {
		t.Errorf("the plan of 2026 H2 is locked on %s, want 17 Jul", lock)
	}
	// 1 Jul to 24 Sep are 62 of 132 working days.
	if got := c.halves[2].since(c.first, today); math.Abs(got-62.0/132) > 1e-12 {
		t.Errorf("%.4f of the half is over, want 62 of 132", got)
	}
}

func TestStatedSharesAreWhole(t *testing.T) {
	for themes := 3; themes <= 12; themes++ {
		o := &Organisation{opt: Options{Themes: themes}}
		o.stated()
		if got := sum(o.shares); math.Abs(got-1) > 1e-12 {
			t.Errorf("%d themes have %.12f together, want 1", themes, got)
		}
		for k := range o.shares[1:] {
			if o.shares[k+1] > o.shares[k]+1e-12 || o.shares[k+1] < o.step-1e-12 {
				t.Errorf("%d themes have shares %v, want them to fall, none below %v", themes, o.shares, o.step)
			}
		}
	}
}

// Without faults all that was stated is asked for, cell by cell.
func TestTheCascadeAddsUp(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := Options{
			Seed: rapid.Uint64().Draw(r, "seed"), Today: today, Clean: true,
			Units: rapid.IntRange(4, 300).Draw(r, "units"), Themes: rapid.IntRange(3, 12).Draw(r, "themes"), Work: -1,
		}
		org, err := New(o)
		if err != nil {
			r.Fatal(err)
		}
		if len(org.teams)+len(org.groups) != o.Units {
			r.Fatalf("%d units, want %d", len(org.teams)+len(org.groups), o.Units)
		}
		total := 0.0
		for i := range org.teams {
			total += org.teams[i].cap
			if s := sum(org.teams[i].asked); math.Abs(s-1) > 1e-9 {
				r.Fatalf("%s is asked for %.9f, want 1", org.teams[i].id, s)
			}
		}
		for k, share := range org.shares {
			assigned := 0.0
			for u := range org.teams {
				assigned += org.cells[stageAssigned][u][k]
			}
			if math.Abs(assigned-share*total) > 1e-6*total {
				r.Fatalf("units are asked for %.3f days of theme %d, stated are %.3f", assigned, k, share*total)
			}
		}
		for s := stageStated; s <= stagePlanned; s++ {
			if math.Abs(org.key.Kept[s]-1) > 1e-9 {
				r.Fatalf("%.9f is kept at stage %d although nothing was planted", org.key.Kept[s], s)
			}
		}
		if len(org.key.Planted) != 0 {
			r.Fatalf("%d faults were planted", len(org.key.Planted))
		}
	})
}

// The days of the projects are the days of the plan, for each team and theme of each half.
func TestProjectsCarryThePlan(t *testing.T) {
	org := organisation(t, Options{Seed: 51, Today: today, Units: 50, Initiatives: 400})
	for h := range org.cal.halves {
		got := newCells(len(org.teams), len(org.shares))
		first, last := org.of(h)
		for i := first; i < last; i++ {
			p := &org.projects[i]
			if p.number != i {
				t.Fatalf("project %d calls itself %d", i, p.number)
			}
			if p.theme < 0 || p.waiting || p.fate == AddedAfterLock {
				continue
			}
			for _, part := range p.parts {
				got[part.team][p.theme] += part.days
			}
		}
		for u := range org.teams {
			for k := range org.shares {
				if math.Abs(got[u][k]-org.plan[u][k]) > 1e-6 {
					t.Errorf("%s plans %.3f days of theme %d in half %d, want %.3f", org.teams[u].id, got[u][k], k, h, org.plan[u][k])
				}
			}
		}
	}
}

// What was cut is replaced by the same days on the same theme, so that only the drift shows it.
func TestHeirsTakeTheSameDays(t *testing.T) {
	org := organisation(t, Options{Seed: 52, Today: today, Units: 40, Initiatives: 500})
	n := 0
	for i := range org.projects {
		p := &org.projects[i]
		if p.fate != CutAfterLock {
			continue
		}
		n++
		heir := &org.projects[p.heir]
		if heir.fate != AddedAfterLock || heir.heir != p.number || heir.theme != p.theme || heir.days() != p.days() || heir.half != p.half {
			t.Errorf("%s is replaced by %+v, want the same days on the same theme", p.id, heir)
		}
	}
	if n < 3 {
		t.Errorf("%d projects were cut, want some in each half", n)
	}
}

// Each slot's items share out its time exactly, whatever the numbers.
func TestItemsShareOutTheTime(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := &Organisation{dice: dice(rapid.Uint64().Draw(r, "seed"))}
		n := rapid.IntRange(1, 60).Draw(r, "items")
		s := &slot{quanta: n * rapid.IntRange(1, 9).Draw(r, "each"), from: rapid.IntRange(0, 99).Draw(r, "from")}
		s.quanta += rapid.IntRange(0, n-1).Draw(r, "more")
		sum := 0
		for rank := range n {
			q := o.quanta(&item{slot: s, rank: rank, peers: n})
			if q < 1 {
				r.Fatalf("item %d of %d gets %d quanta", rank, n, q)
			}
			sum += q
		}
		if sum != s.quanta {
			r.Fatalf("%d items share %d quanta, want %d", n, sum, s.quanta)
		}
	})
}

// Every active item falls into exactly one slot, each slot gets as many as it was given.
func TestEveryItemHasItsSlot(t *testing.T) {
	org := organisation(t, Options{Seed: 53, Today: today, Units: 30, Work: 4000})
	for h := range org.loads {
		l := &org.loads[h]
		count := make(map[*slot]int)
		queue := 0
		last := -1
		for j := range l.items {
			it := org.item(h, j)
			if it.open < last {
				t.Fatalf("item %d is opened on day %d, the one before it on %d", j, it.open, last)
			}
			last = it.open
			if it.begun < 0 {
				queue++
				continue
			}
			if it.begun < it.open || it.end < it.begun || it.end >= l.until {
				t.Fatalf("item %d goes %d, %d, %d in a half until %d", j, it.open, it.begun, it.end, l.until)
			}
			if it.rank < 0 || it.rank >= it.peers {
				t.Fatalf("item %d is number %d of %d", j, it.rank, it.peers)
			}
			count[it.slot]++
		}
		if queue == 0 || queue > l.items/10 {
			t.Errorf("%d of %d items wait in the queue", queue, l.items)
		}
		for s, n := range count {
			if want := l.peers(s); n != want {
				t.Errorf("a slot has %d items, want %d", n, want)
			}
		}
	}
}

func TestSmallThings(t *testing.T) {
	if got := coprime(6, 12); gcd(got, 12) != 1 || got < 6 {
		t.Errorf("coprime(6, 12) = %d", got)
	}
	for _, c := range []struct {
		days float64
		want float32
	}{{.5, 1}, {1, 1}, {1.5, 2}, {4, 5}, {9, 13}} {
		if got := points(c.days); got != c.want {
			t.Errorf("points(%v) = %v, want %v", c.days, got, c.want)
		}
	}
	if got := deal(10, []float64{.5, .3, .2}); got[0]+got[1]+got[2] != 10 || got[2] < 1 {
		t.Errorf("ten dealt by halves, thirds and fifths are %v", got)
	}
	if got := code("Claims Platform"); got != "CLP" {
		t.Errorf("code = %s, want CLP", got)
	}
	if got := lower("Move it"); got != "move it" {
		t.Errorf("lower = %s", got)
	}
	k := Key{Locked: 100, Cut: 20, Moved: 25, Added: 20, Planned: 100}
	if drift, intrusion := k.Drift(); drift != .45 || intrusion != .2 {
		t.Errorf("drift %.2f and intrusion %.2f, want .45 and .20", drift, intrusion)
	}
	if drift, _ := (&Key{}).Drift(); drift != 0 {
		t.Errorf("without a lock the drift is %v", drift)
	}
}
