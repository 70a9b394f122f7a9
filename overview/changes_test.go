package overview

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/graph"
)

func TestChangesAreWhatDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		names := []string{"a", "b", "c", "d", "e"}
		before, after := graph.Empty().Edit(), graph.Empty().Edit()
		var want []string
		for i, n := range names {
			was, now := rapid.IntRange(0, 2).Draw(t, "was"), rapid.IntRange(0, 2).Draw(t, "now")
			for b, v := range map[*graph.Builder]int{before: was, after: now} {
				if v > 0 {
					b.Put(graph.WithStamp(&graph.Theme{ID: graph.ThemeID(n), Name: n}, graph.Stamp{Version: int32(v), Position: int64(10*i + v), Effective: 1}))
				}
			}
			if was != now {
				want = append(want, n)
			}
		}
		var got []string
		for c := range Changes(before.Snapshot(time.UnixMilli(1), 1), after.Snapshot(time.UnixMilli(2), 2)) {
			got = append(got, c.Record.ID)
		}
		if !slices.Equal(got, want) {
			t.Fatalf("Changes = %v, want %v", got, want)
		}
	})
}

func TestChainGoesUpToTheStrategy(t *testing.T) {
	b := graph.Empty().Edit()
	for _, r := range []graph.Record{
		&graph.Theme{ID: "calm", Name: "Calm core"},
		&graph.Outcome{ID: "up", Name: "Uptime", Themes: graph.SharesOf(graph.ThemeShare{Theme: "calm", Share: 1})},
		&graph.Initiative{ID: "cut", Name: "Cutover", Contributes: []graph.Contribution{{Outcome: "up", Share: .5}, {Theme: "calm", Share: .25}}},
		&graph.Work{ID: "w", Title: "Move", Initiative: "cut"},
		&graph.Work{ID: "lost", Title: "Lost"},
	} {
		b.Put(graph.WithStamp(r, graph.Stamp{Version: 1, Position: 1, Effective: 1}))
	}
	s := b.Snapshot(time.UnixMilli(1), 1)
	want := []string{
		"work “Move” → initiative “Cutover” (50%) → outcome “Uptime” → theme “Calm core”",
		"work “Move” → initiative “Cutover” (25%) → theme “Calm core”",
	}
	if got := Chain(s, graph.WorkID("w").Ref()); !slices.Equal(got, want) {
		t.Errorf("Chain = %q", got)
	}
	if got := Chain(s, graph.WorkID("lost").Ref()); len(got) != 0 {
		t.Errorf("Chain of work without an initiative = %q", got)
	}
}

func TestSearchFindsTheBestFirst(t *testing.T) {
	b := graph.Empty().Edit()
	for _, r := range []graph.Record{
		&graph.Initiative{ID: "ledger-cutover", Name: "Ledger cutover", Key: "HL-7"}, &graph.Initiative{ID: "old", Name: "Old ledger switched off"},
		&graph.Unit{ID: "core", Name: "Core ledger team"}, &graph.Work{ID: "led-1", Title: "Move"}, &graph.Decision{ID: "d", Question: "Who owns the acknowledger?"},
	} {
		b.Put(graph.WithStamp(r, graph.Stamp{Version: 1, Position: 1, Effective: 1}))
	}
	x := IndexAfter(nil, b.Snapshot(time.UnixMilli(1), 1))
	hits, total := x.Find("Led", 10, nil)
	var ids []string
	for _, h := range hits {
		ids = append(ids, h.Record.ID)
	}
	if want := []string{"ledger-cutover", "core", "old", "led-1"}; !slices.Equal(ids, want) || total != 4 { // inside “acknowledger” it is no word
		t.Errorf("Find = %v of %d, want %v", ids, total, want)
	}
	if hits, total = x.Find("ledger off", 10, nil); total != 1 || hits[0].Record.ID != "old" {
		t.Errorf("all words must match: %v", hits)
	}
	if _, total = x.Find("hl-7", 10, nil); total != 1 {
		t.Errorf("a key must be found")
	}
	if hits, total = x.Find("led", 2, nil); len(hits) != 2 || total != 4 {
		t.Errorf("at most two: %d of %d", len(hits), total)
	}
	if _, total = x.Find("  ", 10, nil); total != 0 {
		t.Errorf("nothing typed finds nothing")
	}
}

func TestThePeriodOfADay(t *testing.T) {
	b := graph.Empty().Edit()
	year := &graph.Period{ID: "y", Name: "2026", Kind: graph.Year, Start: graph.On(2026, 1, 1), End: graph.On(2026, 12, 31)}
	h1 := &graph.Period{ID: "h1", Name: "H1", Kind: graph.Half, Start: graph.On(2026, 1, 1), End: graph.On(2026, 6, 30), Parent: "y"}
	h2 := &graph.Period{ID: "h2", Name: "H2", Kind: graph.Half, Start: graph.On(2026, 7, 1), End: graph.On(2026, 12, 31), Parent: "y"}
	q3 := &graph.Period{ID: "q3", Name: "Q3", Kind: graph.Quarter, Start: graph.On(2026, 7, 1), End: graph.On(2026, 9, 30), Parent: "h2"}
	for _, r := range []graph.Record{
		year, h1, h2, q3, &graph.Unit{ID: "top", Name: "Top"},
		&graph.Intent{ID: "i", Level: graph.Stated, Unit: "top", Period: "h2"}, &graph.Intent{ID: "j", Level: graph.Stated, Unit: "top", Period: "y"},
		&graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: time.Date(2026, 7, 20, 0, 0, 0, 0, time.UTC)},
	} {
		b.Put(graph.WithStamp(r, graph.Stamp{Version: 1, Position: 1, Effective: 1}))
	}
	s := b.Snapshot(time.UnixMilli(1), 1)
	for day, want := range map[graph.Date]graph.PeriodID{
		graph.On(2026, 8, 1): "h2", graph.On(2026, 3, 1): "y", graph.On(2027, 3, 1): "h2", graph.On(2025, 3, 1): "y",
	} {
		if got := CurrentPeriod(s, day); got.ID != want {
			t.Errorf("CurrentPeriod(%s) = %s, want %s", day, got.ID, want)
		}
	}
	bare := graph.Empty().Edit()
	bare.Put(graph.WithStamp(&graph.Period{ID: "r1", Name: "R1", Kind: graph.Own, Start: graph.On(2026, 1, 1), End: graph.On(2026, 3, 31)}, graph.Stamp{Version: 1, Position: 1, Effective: 1}))
	bare.Put(graph.WithStamp(&graph.Period{ID: "r2", Name: "R2", Kind: graph.Own, Start: graph.On(2026, 4, 1), End: graph.On(2026, 6, 30)}, graph.Stamp{Version: 1, Position: 1, Effective: 1}))
	if got := CurrentPeriod(bare.Current(), graph.On(2026, 5, 1)); got.ID != "r2" {
		t.Errorf("where nothing is declared, the period of the day: %s", got.ID)
	}
	bare.Put(graph.WithStamp(&graph.Baseline{ID: "lock", Name: "Lock", Period: "r1", At: time.Date(2026, 1, 20, 0, 0, 0, 0, time.UTC)}, graph.Stamp{Version: 1, Position: 1, Effective: 1}))
	if got := CurrentPeriod(bare.Current(), graph.On(2026, 5, 1)); got.ID != "r1" {
		t.Errorf("a period nobody declared anything for is not shown before one with a plan: %s", got.ID)
	}
	if CurrentPeriod(graph.Empty(), 1) != nil {
		t.Error("without periods there is none")
	}
	if _, _, err := PeriodAsked(s, "h3", 1); err == nil {
		t.Error("an unknown period must be refused")
	}
	if got := Baselines(s, q3, graph.On(2026, 7, 19)); len(got) != 0 {
		t.Errorf("a lock of later: %v", got)
	}
	if got := Baselines(s, q3, graph.On(2026, 7, 20)); len(got) != 1 {
		t.Errorf("the lock of the half counts in its quarter: %v", got)
	}
}
