package graph_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/testing/fixture"
)

func near(t interface {
	Helper()
	Errorf(string, ...any)
}, what string, got, want float64,
) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func span(t fixture.T, first, last string) graph.Span {
	return graph.Span{First: fixture.Date(t, first), Last: fixture.Date(t, last)}
}

func TestSpans(t *testing.T) {
	july, august := span(t, "2026-07-01", "2026-07-31"), span(t, "2026-08-01", "2026-08-31")
	if got := july.Workdays(); got != 23 {
		t.Errorf("July has %d working days, want 23", got)
	}
	if _, ok := july.Common(august); ok {
		t.Error("July and August have no day in common")
	}
	both := graph.SpansOf(august, july, span(t, "2026-07-20", "2026-08-10"), span(t, "2026-08-02", "2026-08-01"))
	if d := cmp.Diff(graph.Spans{span(t, "2026-07-01", "2026-08-31")}, both); d != "" {
		t.Errorf("together (-want +got):\n%s", d)
	}
	hole := both.Without(span(t, "2026-07-15", "2026-07-20"))
	if d := cmp.Diff(graph.Spans{span(t, "2026-07-01", "2026-07-14"), span(t, "2026-07-21", "2026-08-31")}, hole); d != "" {
		t.Errorf("with a hole (-want +got):\n%s", d)
	}
	if left := both.Without(span(t, "2026-01-01", "2026-12-31")); len(left) != 0 {
		t.Errorf("left = %v", left)
	}
	near(t, "July's part", both.Part(july), 23.0/44)
	weekend := graph.Spans{span(t, "2026-07-04", "2026-07-05")}
	near(t, "Saturday's part of a weekend", weekend.Part(span(t, "2026-07-04", "2026-07-04")), 0.5)
	near(t, "a part of nothing", graph.Spans(nil).Part(july), 0)
}

// Taking a span out and counting it apart never loses or doubles a day.
func TestSpansWithoutKeepsEveryDayOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) graph.Span {
			from := graph.Date(rapid.IntRange(20_000, 20_060).Draw(t, name))
			return graph.Span{First: from, Last: from + graph.Date(rapid.IntRange(0, 40).Draw(t, name+" length"))}
		}
		var list []graph.Span
		for range rapid.IntRange(1, 4).Draw(t, "spans") {
			list = append(list, draw("span"))
		}
		all, out := graph.SpansOf(list...), draw("out")
		left := all.Without(out)
		taken := 0
		for d := out.First; d <= out.Last; d++ {
			for _, s := range all {
				if s.First <= d && d <= s.Last {
					taken += graph.Workdays(d, d)
				}
			}
		}
		if left.Workdays()+taken != all.Workdays() {
			t.Fatalf("%d left and %d taken of %d", left.Workdays(), taken, all.Workdays())
		}
		near(t, "parts", all.Part(out)+partOf(all, left), 1)
	})
}

func partOf(all, of graph.Spans) (sum float64) {
	for _, s := range of {
		sum += all.Part(s)
	}
	return sum
}

// planned is the days by unit of an initiative in a period of a picture.
func planned(s *graph.Snapshot, id graph.InitiativeID, period graph.PeriodID) map[graph.UnitID]float64 {
	out := map[graph.UnitID]float64{}
	for u, days := range graph.CalendarOf(s).PlannedDays(s.Initiative(id), s.Period(period).Span()) {
		out[u] += days
	}
	return out
}

func TestPlannedDays(t *testing.T) {
	o := fixture.New(t).Half().Period("year", "2026-01-01", "2026-12-31").Period("weekend", "2026-10-03", "2026-10-04").
		Unit("acme", "").Unit("web", "acme").Unit("core", "acme")
	year := float64(graph.Workdays(fixture.Date(t, "2026-01-01"), fixture.Date(t, "2026-12-31")))
	for name, c := range map[string]struct {
		set    []func(*graph.Initiative)
		period graph.PeriodID
		want   map[graph.UnitID]float64
	}{
		"in the period":                    {[]func(*graph.Initiative){fixture.Days("web", "q3", 7)}, "q3", map[graph.UnitID]float64{"web": 7}},
		"in a shorter one":                 {[]func(*graph.Initiative){fixture.Days("web", "q3", 7), fixture.Days("core", "q4", 2)}, "h2", map[graph.UnitID]float64{"web": 7, "core": 2}},
		"in another":                       {[]func(*graph.Initiative){fixture.Days("web", "q4", 7)}, "q3", map[graph.UnitID]float64{}},
		"in a longer one":                  {[]func(*graph.Initiative){fixture.Days("web", "h2", 10)}, "q3", map[graph.UnitID]float64{"web": 5}},
		"over what the shorter one leaves": {[]func(*graph.Initiative){fixture.Days("web", "h2", 10), fixture.Days("web", "q3", 1), fixture.Days("core", "h2", 4)}, "q4", map[graph.UnitID]float64{"web": 10, "core": 2}},
		"nothing is left":                  {[]func(*graph.Initiative){fixture.Days("web", "h2", 10), fixture.Days("web", "q3", 1), fixture.Days("web", "q4", 1)}, "q4", map[graph.UnitID]float64{"web": 6}},
		"of the year":                      {[]func(*graph.Initiative){fixture.Days("web", "year", year)}, "h2", map[graph.UnitID]float64{"web": 132}},
		"over its own periods":             {[]func(*graph.Initiative){fixture.Days("web", "", 10), fixture.In("q3", "q4")}, "q3", map[graph.UnitID]float64{"web": 5}},
		"over its steps":                   {[]func(*graph.Initiative){fixture.Days("web", "", 10), fixture.Step("beta", "q4")}, "q4", map[graph.UnitID]float64{"web": 10}},
		"over its periods, and one apart":  {[]func(*graph.Initiative){fixture.Days("web", "", 10), fixture.Days("web", "q3", 3), fixture.In("h2")}, "q4", map[graph.UnitID]float64{"web": 10}},
		"no period anywhere":               {[]func(*graph.Initiative){fixture.Days("web", "", 10)}, "h2", map[graph.UnitID]float64{}},
		"no days":                          {[]func(*graph.Initiative){fixture.Days("web", "h2", 0)}, "h2", map[graph.UnitID]float64{}},
		"on a weekend":                     {[]func(*graph.Initiative){fixture.Days("web", "weekend", 3)}, "q4", map[graph.UnitID]float64{"web": 3}},
	} {
		s := o.Initiative("i", "web", c.set...).Picture()
		got := planned(s, "i", c.period)
		for u := range c.want {
			near(t, name+": "+string(u), got[u], c.want[u])
		}
		if len(got) != len(c.want) {
			t.Errorf("%s: days = %v, want %v", name, got, c.want)
		}
	}
}

// However days are declared, the quarters hold what the half holds.
func TestPlannedDaysOfTheQuartersSumToTheHalf(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var set []func(*graph.Initiative)
		for n := range rapid.IntRange(1, 5).Draw(t, "participants") {
			set = append(set, fixture.Days([]string{"web", "core"}[n%2], rapid.SampledFrom([]string{"", "q3", "q4", "h2"}).Draw(t, "period"),
				rapid.Float64Range(0, 50).Draw(t, "days")))
		}
		set = append(set, fixture.In("h2"))
		s := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Unit("core", "acme").Initiative("i", "web", set...).Picture()
		q3, q4, h2 := planned(s, "i", "q3"), planned(s, "i", "q4"), planned(s, "i", "h2")
		total := 0.0
		for _, p := range s.Initiative("i").Participants {
			total += float64(p.Days)
		}
		near(t, "web", q3["web"]+q4["web"], h2["web"])
		near(t, "core", q3["core"]+q4["core"], h2["core"])
		near(t, "all", h2["web"]+h2["core"], total)
	})
}

// room is the capacity of web in a period.
func room(t *testing.T, s *graph.Snapshot, period graph.PeriodID) (graph.Room, bool) {
	t.Helper()
	for _, r := range graph.Rooms(s, s.Period(period).Span()) {
		if r.Unit == "web" {
			return r, true
		}
	}
	return graph.Room{}, false
}

func TestRooms(t *testing.T) {
	org := func() *fixture.Org {
		return fixture.New(t).Half().Period("year", "2026-01-01", "2026-12-31").Period("h1", "2026-01-01", "2026-06-30").
			Unit("acme", "").Unit("web", "acme")
	}
	for name, c := range map[string]struct {
		put               func(*fixture.Org)
		period            graph.PeriodID
		days, aside, rate float64
		records           int
	}{
		"as declared":                  {func(o *fixture.Org) { o.Capacity("web", "h2", 100, fixture.SetAside("support", 20), fixture.Rate(5)) }, "h2", 100, 20, 5, 1},
		"its own before its quarters'": {func(o *fixture.Org) { o.Capacity("web", "h2", 100).Capacity("web", "q3", 30) }, "h2", 100, 0, 0, 1},
		"from its quarters": {func(o *fixture.Org) {
			o.Capacity("web", "q3", 30, fixture.SetAside("x", 5)).Capacity("web", "q4", 40, fixture.Rate(7))
		}, "h2", 70, 5, 7, 2},
		"a part of the half": {func(o *fixture.Org) { o.Capacity("web", "h2", 100, fixture.SetAside("x", 10), fixture.Rate(5)) }, "q3", 50, 5, 5, 1},
		"what the other quarter leaves": {func(o *fixture.Org) {
			o.Capacity("web", "h2", 100, fixture.SetAside("x", 10)).Capacity("web", "q4", 70)
		}, "q3", 30, 3, 0, 1},
		"a quarter and a part of the year": {func(o *fixture.Org) {
			o.Capacity("web", "year", 200).Capacity("web", "h1", 90).Capacity("web", "q3", 60)
		}, "h2", 60 + 50, 0, 0, 2},
		"more spoken for than there is": {func(o *fixture.Org) { o.Capacity("web", "h2", 100).Capacity("web", "q4", 170) }, "q3", 0, 0, 0, 1},
	} {
		o := org()
		c.put(o)
		r, ok := room(t, o.Picture(), c.period)
		if !ok || len(r.Records) != c.records {
			t.Errorf("%s: %+v, want %d records", name, r, c.records)
		}
		near(t, name+": days", r.Days, c.days)
		near(t, name+": set aside", r.SetAside, c.aside)
		near(t, name+": rate", r.Rate, c.rate)
	}
	if _, ok := room(t, org().Capacity("web", "h1", 10).Picture(), "h2"); ok {
		t.Error("a capacity of another period says nothing")
	}
}
