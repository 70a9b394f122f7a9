package graph

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// roomOf is the room of the unit u in the period.
func roomOf(t *testing.T, period PeriodID, capacities ...Record) (Room, bool) {
	t.Helper()
	s := pictureOf(On(2026, 9, 24), append(year(), capacities...)...)
	rooms := Rooms(s, s.Period(period).Span())
	i := slices.IndexFunc(rooms, func(r Room) bool { return r.Unit == "u" })
	if i < 0 {
		return Room{}, false
	}
	return rooms[i], true
}

func capacity(period PeriodID, days Days) *Capacity {
	return &Capacity{ID: CapacityID("u-" + period), Unit: "u", Period: period, Days: days}
}

// The working days of the quarters of 2026 are 64, 65, 66 and 66.
func TestTheRoomOfAUnit(t *testing.T) {
	for _, c := range []struct {
		name       string
		in         PeriodID
		capacities []Record
		days       float64
		records    string
	}{
		{"declared for the period", "h2", []Record{capacity("h2", 100)}, 100, "[u-h2]"},
		{"its quarters", "h2", []Record{capacity("q3", 40), capacity("q4", 50)}, 90, "[u-q3 u-q4]"},
		{"a part of the half", "q3", []Record{capacity("h2", 132)}, 66, "[u-h2]"},
		{"a part of the year", "q1", []Record{capacity("y", 261)}, 64, "[u-y]"},
		{"the shortest around counts", "q3", []Record{capacity("y", 261), capacity("h2", 132)}, 66, "[u-h2]"},
		{"one quarter, and the rest from the half", "h2", []Record{capacity("q3", 40), capacity("h2", 100)}, 100, "[u-h2]"},
		{"the half leaves the other quarter the rest", "q4", []Record{capacity("q3", 40), capacity("h2", 100)}, 60, "[u-h2]"},
		{"a quarter alone, none for the rest", "h2", []Record{capacity("q3", 40)}, 40, "[u-q3]"},
		{"a quarter, the rest from the year", "h2", []Record{capacity("q3", 40), capacity("y", 235)}, 40 + 195*66./195, "[u-q3 u-y]"},
		{"less in the half than its quarter takes", "q4", []Record{capacity("q3", 40), capacity("h2", 30)}, 0, "[u-h2]"},
	} {
		got, ok := roomOf(t, c.in, c.capacities...)
		if !ok || math.Abs(got.Days-c.days) > 1e-9 || fmt.Sprint(got.Records) != c.records {
			t.Errorf("%s: %v days of %v, want %v of %s", c.name, got.Days, got.Records, c.days, c.records)
		}
	}
	if _, ok := roomOf(t, "h1", capacity("h2", 100)); ok {
		t.Error("a unit has room in a half for which it declared none")
	}
}

func TestCarveOutsAreSpreadLikeTheDays(t *testing.T) {
	half := capacity("h2", 132)
	half.CarveOut, half.Rate = []CarveOut{{"on-call", 33}}, 640
	got, _ := roomOf(t, "q3", half)
	if math.Abs(got.SetAside-16.5) > 1e-9 || got.Rate != 640 {
		t.Errorf("in a quarter %v of 33 days are set aside at a rate of %v, want 16.5 at 640", got.SetAside, got.Rate)
	}
	q := capacity("q3", 40)
	q.CarveOut, q.Rate = []CarveOut{{"on-call", 10}}, 700
	half = capacity("h2", 132)
	half.CarveOut, half.Rate = []CarveOut{{"on-call", 33}}, 640
	got, _ = roomOf(t, "q4", q, half) // 92 of the 132 days are left for the other quarter
	if math.Abs(got.Days-92) > 1e-9 || math.Abs(got.SetAside-23) > 1e-9 {
		t.Errorf("the rest of the half: %v days with %v set aside, want 92 with 23", got.Days, got.SetAside)
	}
}

func TestRoomsAreOrderedByUnit(t *testing.T) {
	records := year()
	for _, u := range []UnitID{"m", "b", "z", "a"} {
		records = append(records, &Capacity{ID: CapacityID(u), Unit: u, Period: "q3", Days: 1})
	}
	records = append(records, &Capacity{ID: "lost", Unit: "c", Period: "gone", Days: 5})
	var got []UnitID
	s := pictureOf(On(2026, 9, 24), records...)
	for _, r := range Rooms(s, s.Period("q3").Span()) {
		got = append(got, r.Unit)
	}
	if want := []UnitID{"a", "b", "m", "z"}; !slices.Equal(got, want) {
		t.Errorf("Rooms of %v, want %v", got, want)
	}
}

// TestTheQuartersOfAYearHaveItsRoom declares any capacities for the halves and quarters within what the
// year has: the quarters together have neither more nor less than the year.
func TestTheQuartersOfAYearHaveItsRoom(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		days := func(name string) Days { return Days(rapid.IntRange(0, 60).Draw(rt, name)) }
		declared := []Record{capacity("y", 4*60)}
		for _, q := range []PeriodID{"q1", "q2", "q3", "q4"} {
			if rapid.Bool().Draw(rt, "declare") {
				declared = append(declared, capacity(q, days(string(q))))
			}
		}
		s := pictureOf(On(2026, 9, 24), append(year(), declared...)...)
		sum := 0.0
		open := false // a quarter that declared none takes what is left
		for _, q := range []PeriodID{"q1", "q2", "q3", "q4"} {
			open = open || Find[*Capacity](s, "u-"+string(q)) == nil
			for _, r := range Rooms(s, s.Period(q).Span()) {
				sum += r.Days
			}
		}
		if open && math.Abs(sum-240) > 1e-9 {
			rt.Fatalf("the quarters have %v days, the year 240: %v", sum, declared)
		}
	})
}
