package graph

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// The tests hold sets of days against maps of days, which are slow and plain.

const firstDay = Date(20_000)

func genSpan(t *rapid.T) Span {
	first := firstDay + Date(rapid.IntRange(0, 60).Draw(t, "first"))
	return Span{first, first + Date(rapid.IntRange(-2, 25).Draw(t, "length"))}
}

func genSpans(t *rapid.T) (Spans, map[Date]bool) {
	var list []Span
	days := make(map[Date]bool)
	for range rapid.IntRange(0, 6).Draw(t, "spans") {
		s := genSpan(t)
		list = append(list, s)
		for d := s.First; d <= s.Last; d++ {
			days[d] = true
		}
	}
	return SpansOf(list...), days
}

func daysOf(l Spans) map[Date]bool {
	days := make(map[Date]bool)
	for _, s := range l {
		for d := s.First; d <= s.Last; d++ {
			days[d] = true
		}
	}
	return days
}

func workdaysOf(days map[Date]bool) int {
	n := 0
	for d := range days {
		if w := d.Time().Weekday(); w != time.Saturday && w != time.Sunday {
			n++
		}
	}
	return n
}

// tidy holds that the spans are in order and do not touch.
func tidy(t *rapid.T, l Spans) {
	t.Helper()
	for i, s := range l {
		if s.First > s.Last || i > 0 && s.First <= l[i-1].Last {
			t.Fatalf("the spans are not in order: %v", l)
		}
	}
}

func TestSpansAreSetsOfDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, days := genSpans(t)
		tidy(t, l)
		if !maps.Equal(daysOf(l), days) {
			t.Fatalf("%v holds other days", l)
		}
		if got, want := l.Workdays(), workdaysOf(days); got != want {
			t.Fatalf("%v has %d working days, want %d", l, got, want)
		}
	})
}

func TestWithoutTakesDaysOut(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, days := genSpans(t)
		before := slices.Clone(l)
		out := genSpan(t)
		left := l.Without(out)
		tidy(t, left)
		for d := out.First; d <= out.Last; d++ {
			delete(days, d)
		}
		if !maps.Equal(daysOf(left), days) {
			t.Fatalf("%v without %v is %v", l, out, left)
		}
		if !slices.Equal(l, before) {
			t.Fatalf("the set itself was changed: %v", l)
		}
	})
}

func TestPartIsTheShareOfWorkingDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l, days := genSpans(t)
		s := genSpan(t)
		in := make(map[Date]bool)
		for d := range days {
			if s.First <= d && d <= s.Last {
				in[d] = true
			}
		}
		want := 0.0
		switch {
		case workdaysOf(days) > 0:
			want = float64(workdaysOf(in)) / float64(workdaysOf(days))
		case len(days) > 0: // only weekends: by calendar days
			want = float64(len(in)) / float64(len(days))
		}
		if got := l.Part(s); math.Abs(got-want) > 1e-12 {
			t.Fatalf("Part of %v in %v = %v, want %v", l, s, got, want)
		}
	})
}

func TestSpansAgainstOneAnother(t *testing.T) {
	a, b := Span{10, 20}, Span{15, 25}
	if both, ok := a.Common(b); !ok || both != (Span{15, 20}) {
		t.Errorf("common days: %v, %v", both, ok)
	}
	if _, ok := a.Common(Span{21, 30}); ok {
		t.Error("spans that only touch have no day in common")
	}
	for _, c := range []struct {
		s, o            Span
		inside, shorter bool
	}{
		{Span{12, 18}, a, true, true},
		{a, a, true, false},
		{Span{10, 19}, a, true, true},
		{Span{9, 20}, a, false, false},
		{b, a, false, false},
	} {
		if c.s.Inside(c.o) != c.inside || c.s.shorter(c.o) != c.shorter {
			t.Errorf("%v in %v: inside %v, shorter %v", c.s, c.o, c.s.Inside(c.o), c.s.shorter(c.o))
		}
	}
}

// year is the periods of 2026: the year, its halves and its quarters.
func year() []Record {
	return []Record{
		&Period{ID: "y", Name: "2026", Kind: Year, Start: On(2026, 1, 1), End: On(2026, 12, 31)},
		&Period{ID: "h1", Name: "H1", Kind: Half, Start: On(2026, 1, 1), End: On(2026, 6, 30), Parent: "y"},
		&Period{ID: "h2", Name: "H2", Kind: Half, Start: On(2026, 7, 1), End: On(2026, 12, 31), Parent: "y"},
		&Period{ID: "q1", Name: "Q1", Kind: Quarter, Start: On(2026, 1, 1), End: On(2026, 3, 31), Parent: "h1"},
		&Period{ID: "q2", Name: "Q2", Kind: Quarter, Start: On(2026, 4, 1), End: On(2026, 6, 30), Parent: "h1"},
		&Period{ID: "q3", Name: "Q3", Kind: Quarter, Start: On(2026, 7, 1), End: On(2026, 9, 30), Parent: "h2"},
		&Period{ID: "q4", Name: "Q4", Kind: Quarter, Start: On(2026, 10, 1), End: On(2026, 12, 31), Parent: "h2"},
		&Period{ID: "we", Name: "A weekend", Kind: Own, Start: On(2026, 9, 26), End: On(2026, 9, 27)},
	}
}

// pictureOf is a picture with the records, seen on the day.
func pictureOf(on Date, records ...Record) *Snapshot {
	b := Empty().Edit()
	for _, r := range records {
		b.Put(WithStamp(r, Stamp{1, 1, 1}))
	}
	return b.Snapshot(on.Time(), 1)
}

// planned is the days of the initiative by unit in the span.
func planned(s *Snapshot, i *Initiative, in Span) map[UnitID]float64 {
	out := make(map[UnitID]float64)
	for u, days := range CalendarOf(s).PlannedDays(i, in) {
		out[u] += days
	}
	return out
}

// The working days of 2026 by quarter are 64, 65, 66 and 66: those of any calendar.
func TestPlannedDaysFallOnTheirPeriods(t *testing.T) {
	s := pictureOf(On(2026, 9, 24), year()...)
	span := func(id PeriodID) Span { return s.Period(id).Span() }
	for _, c := range []struct {
		name string
		i    Initiative
		in   Span
		want float64
	}{
		{"its own period", Initiative{Participants: []Participation{{"u", 30, "q3"}}}, span("q3"), 30},
		{"a longer period holds it whole", Initiative{Participants: []Participation{{"u", 30, "q3"}}}, span("y"), 30},
		{"another period has none", Initiative{Participants: []Participation{{"u", 30, "q3"}}}, span("q4"), 0},
		{"a part by working days", Initiative{Participants: []Participation{{"u", 132, "h2"}}}, span("q3"), 66},
		{"one day of a half", Initiative{Participants: []Participation{{"u", 132, "h2"}}}, Span{On(2026, 9, 24), On(2026, 9, 24)}, 1},
		{"a weekend of a half", Initiative{Participants: []Participation{{"u", 132, "h2"}}}, span("we"), 0},
		{"days on a weekend", Initiative{Participants: []Participation{{"u", 4, "we"}}}, Span{On(2026, 9, 26), On(2026, 9, 26)}, 2},
		{"the initiative's periods", Initiative{Periods: []PeriodID{"q1", "q3"}, Participants: []Participation{{"u", 130, ""}}}, span("q3"), 66},
		{"the steps' periods", Initiative{Steps: []Step{{Period: "q4"}}, Participants: []Participation{{"u", 10, ""}}}, span("h2"), 10},
		{"periods go before steps", Initiative{Periods: []PeriodID{"q1"}, Steps: []Step{{Period: "q4"}}, Participants: []Participation{{"u", 10, ""}}}, span("q4"), 0},
		{"no period anywhere", Initiative{Participants: []Participation{{"u", 10, ""}}}, span("y"), 0},
		{"an unknown period", Initiative{Periods: []PeriodID{"q2"}, Participants: []Participation{{"u", 10, "q9"}}}, span("q2"), 10},
		{"no days", Initiative{Participants: []Participation{{"u", 0, "q3"}}}, span("q3"), 0},
		{
			"what stands on a quarter is not spread over it again",
			Initiative{Participants: []Participation{{"u", 66, "h2"}, {"u", 30, "q3"}}},
			span("q3"), 30,
		},
		{
			"the rest of the half takes the half's",
			Initiative{Participants: []Participation{{"u", 66, "h2"}, {"u", 30, "q3"}}},
			span("q4"), 66,
		},
		{
			"another unit's quarter is no matter",
			Initiative{Participants: []Participation{{"u", 132, "h2"}, {"v", 0, "q3"}}},
			span("q3"), 66,
		},
		{
			"when nothing is left it is spread over all",
			Initiative{Participants: []Participation{{"u", 132, "h2"}, {"u", 1, "q3"}, {"u", 1, "q4"}}},
			span("q3"), 67,
		},
	} {
		if got := planned(s, &c.i, c.in)["u"]; math.Abs(got-c.want) > 1e-9 {
			t.Errorf("%s: %v days, want %v", c.name, got, c.want)
		}
	}
}

// TestNoPlannedDayIsLostOrDoubled holds that the days of an initiative over its quarters are those over the
// year, however they were declared.
func TestNoPlannedDayIsLostOrDoubled(t *testing.T) {
	s := pictureOf(On(2026, 9, 24), year()...)
	ids := []PeriodID{"y", "h1", "h2", "q1", "q2", "q3", "q4"}
	rapid.Check(t, func(t *rapid.T) {
		i := &Initiative{Periods: rapid.SliceOfNDistinct(rapid.SampledFrom(ids), 1, 3, rapid.ID).Draw(t, "periods")}
		var all float64
		for range rapid.IntRange(1, 5).Draw(t, "participants") {
			p := Participation{
				Unit:   UnitID(rapid.SampledFrom([]string{"u", "v"}).Draw(t, "unit")),
				Days:   Days(rapid.IntRange(0, 40).Draw(t, "days")),
				Period: rapid.SampledFrom(append(ids, "")).Draw(t, "period"),
			}
			all += float64(p.Days)
			i.Participants = append(i.Participants, p)
		}
		var quarters float64
		for _, q := range []PeriodID{"q1", "q2", "q3", "q4"} {
			for _, days := range planned(s, i, s.Period(q).Span()) {
				quarters += days
			}
		}
		var whole float64
		for _, days := range planned(s, i, s.Period("y").Span()) {
			whole += days
		}
		if math.Abs(quarters-all) > 1e-9 || math.Abs(whole-all) > 1e-9 {
			t.Fatalf("%v days were declared, %v fall in the year, %v in its quarters: %+v", all, whole, quarters, i.Participants)
		}
	})
}

func TestPlannedDaysComeInTheOrderOfTheParticipants(t *testing.T) {
	s := pictureOf(On(2026, 9, 24), year()...)
	i := &Initiative{Participants: []Participation{{"v", 1, "q3"}, {"u", 2, "q3"}, {"w", 3, "q1"}, {"v", 4, "q3"}}}
	var got []string
	for u, days := range CalendarOf(s).PlannedDays(i, s.Period("q3").Span()) {
		got = append(got, fmt.Sprint(u, days))
		if len(got) == 3 {
			break
		}
	}
	if want := []string{"v1", "u2", "v4"}; !slices.Equal(got, want) {
		t.Errorf("PlannedDays = %v, want %v", got, want)
	}
}

func TestTheCalendarKnowsThePeriods(t *testing.T) {
	s := pictureOf(On(2026, 9, 24), year()...)
	c := CalendarOf(s)
	if c.Period("q3") != s.Period("q3") || c.Period("q9") != nil {
		t.Error("the calendar holds other periods than the picture")
	}
	i := &Initiative{Periods: []PeriodID{"q3", "q4", "q1"}}
	want := Spans{{On(2026, 1, 1), On(2026, 3, 31)}, {On(2026, 7, 1), On(2026, 12, 31)}}
	if got := c.Initiative(i); !slices.Equal(got, want) {
		t.Errorf("its days are %v, want the quarters joined: %v", got, want)
	}
	if got := c.Initiative(&Initiative{}); got != nil {
		t.Errorf("without periods: %v", got)
	}
}
