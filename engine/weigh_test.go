package engine_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/storage/memory"
)

// busy tells so many work items over sixty days, and changes half of them the month after.
func busy(t *testing.T, e *engine.Engine, c *clock, items int) {
	t.Helper()
	tell := func(day, from, step int, title string) {
		c.Set(at(5, 1).AddDate(0, 0, day))
		do(t, e, func(*graph.Snapshot) (change.Draft, error) {
			d := change.Draft{Verb: "work.told"}
			for i := from; i < items; i += step {
				d.Puts = append(d.Puts, &graph.Work{
					ID: graph.WorkID(fmt.Sprintf("item-%06d", i)), Title: fmt.Sprintf("%s of item %d, in words", title, i), Unit: "core",
					States: []graph.Transition{{State: graph.Opened, At: c.Now().Unix()}},
				})
			}
			return d, nil
		})
	}
	c.Set(at(4, 1))
	do(t, e, put("unit.created", unit("core", "Core")))
	for day := range 60 {
		tell(day, day, 60, "The first state")
	}
	for day := range 30 {
		tell(60+day, 2*day, 60, "Another state")
	}
}

// live is how many bytes are reachable.
func live() int {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return int(m.HeapAlloc)
}

// TestWhatIsKeptIsWeighedRightly holds the estimate against the heap, whichever way the pictures are made.
func TestWhatIsKeptIsWeighedRightly(t *testing.T) {
	const items = 30_000
	for name, days := range map[string][]int{
		"backwards": {85, 80, 75, 70, 60, 50, 40, 30, 20, 10},
		"forwards":  {1, 2, 3, 4, 5, 6, 7, 8, 9, 10},
	} {
		e, c := open(t, memory.New())
		e.KeepUpTo(1 << 30)
		busy(t, e, c, items)
		c.Set(at(12, 1))
		before := live()
		for _, day := range days {
			then(t, e, at(5, 1).AddDate(0, 0, day).Add(time.Hour))
		}
		took := live() - before
		pictures, bytes := e.Kept("main")
		t.Logf("%s: %d pictures, %d bytes, heap %d", name, pictures, bytes, took)
		if pictures != len(days) || took > 2*bytes || took < bytes/4 {
			t.Errorf("%s: %d pictures are taken to hold %d bytes, and hold %d", name, pictures, bytes, took)
		}
		runtime.KeepAlive(e)
	}
}
