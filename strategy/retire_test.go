package strategy_test

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/strategy"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// served is themes with what serves growth: in the half, in a quarter of it, without an end, and what has ended.
func served(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Half().Themes("growth", "trust", "calm", "gone").Person("ana").Unit("acme", "")
	o.Put(&graph.Theme{ID: "gone", Name: "gone", Until: fixture.Date(t, "2026-10-31")}, &graph.Theme{ID: "calm", Name: "calm", From: fixture.Date(t, "2026-09-01")})
	in := func(p graph.PeriodID) func(*graph.Outcome) { return func(o *graph.Outcome) { o.Period = p } }
	o.Outcome("signups", fixture.Shares{"growth": .6, "trust": .3}, in("h2"), func(o *graph.Outcome) { o.Primary = "growth" })
	o.Outcome("clicks", fixture.Shares{"growth": 1}, in("q3")).
		Outcome("old", fixture.Shares{"growth": 1}, func(o *graph.Outcome) { o.Until = fixture.Date(t, "2026-08-31") })
	o.Initiative("app", "acme", fixture.Serves("growth", .5), fixture.Moves("signups", .2), fixture.Serves("trust", .2), fixture.In("q3", "q4"))
	o.Initiative("ads", "acme", fixture.Serves("growth", 1), fixture.Is(graph.Stopped))
	o.Initiative("post", "acme", fixture.Serves("growth", 1), fixture.In("q3"))
	return rehearsal.New(t, o, graph.KindTheme, graph.KindOutcome, graph.KindInitiative)
}

func TestAThemeIsRetired(t *testing.T) {
	st := served(t)
	q3, h2 := fixture.Date(t, "2026-09-30"), fixture.Date(t, "2026-12-31")
	st.Refused("ana", rehearsal.Of(strategy.Retire, strategy.Retirement{Theme: "growth"}), fault.Invalid,
		"“growth” after 24 Sep is still served by “clicks”, “signups”, “app” and 1 more", "Say to which theme they go")
	st.Refused("ana", rehearsal.Of(strategy.Retire, strategy.Retirement{Theme: "growth", Last: q3}), fault.Invalid,
		"“growth” after 30 Sep is still served by “signups” and “app”", "change them first")
	to := strategy.Retirement{Theme: "growth", Last: q3, To: "trust", Reason: "We have grown"}
	s := st.Do("ana", rehearsal.Of(strategy.Retire, to))
	st.Nothing("ana", rehearsal.Of(strategy.Retire, to))
	if got := s.Theme("growth"); got.Until != q3 || st.Last.Reason != "We have grown" {
		t.Errorf("the theme is %+v", got)
	}
	if o := s.Outcome("signups"); len(o.Themes) != 1 || math.Abs(float64(o.Themes.Of("trust"))-.9) > 1e-12 || o.Primary != "trust" {
		t.Errorf("signups serves %v, first of all %s", o.Themes, o.Primary)
	}
	want := []graph.Contribution{{Theme: "trust", Share: .7}, {Outcome: "signups", Share: .2}}
	if got := s.Initiative("app").Contributes; !slices.Equal(got, want) {
		t.Errorf("the app contributes %v", got)
	}
	for id, theme := range map[graph.InitiativeID]graph.ThemeID{"ads": "growth", "post": "growth"} {
		if got := s.Initiative(id).Contributes[0].Theme; got != theme {
			t.Errorf("%s, which has ended by then, serves %s", id, got)
		}
	}
	if st.Do("ana", rehearsal.Of(strategy.Retire, strategy.Retirement{Theme: "growth", Last: h2})).Theme("growth").Until != h2 {
		t.Error("the day of a retirement can move")
	}
}

func TestThemesThatCannotBeRetiredSo(t *testing.T) {
	for name, c := range map[string]struct {
		in               strategy.Retirement
		kind             fault.Kind
		sentence, remedy string
	}{
		"into itself":            {strategy.Retirement{Theme: "growth", To: "growth"}, fault.Invalid, "cannot go to the theme itself", "another theme"},
		"into one that ends too": {strategy.Retirement{Theme: "growth", To: "gone", Last: fixture.Date(t, "2026-12-31")}, fault.Invalid, "“gone” ends on 31 Oct itself", "a theme that goes on"},
		"into nothing":           {strategy.Retirement{Theme: "growth", To: "trst"}, fault.NotFound, `no theme "trst"`, "Name one"},
		"before it began":        {strategy.Retirement{Theme: "calm", Last: fixture.Date(t, "2026-08-31")}, fault.Invalid, "“calm” begins on 1 Sep", "a later one"},
		"what there is not":      {strategy.Retirement{Theme: "grwth"}, fault.NotFound, `no theme "grwth"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			served(t).Refused("ana", rehearsal.Of(strategy.Retire, c.in), c.kind, c.sentence, c.remedy)
		})
	}
}

// TestWhatServesIsNotLostByARetirement retires at random: what each thing gives in all stays the same, and
// nothing that goes on serves a theme that does not.
func TestWhatServesIsNotLostByARetirement(t *testing.T) {
	given := func(s *graph.Snapshot) map[graph.Ref]float64 {
		out := make(map[graph.Ref]float64)
		for o := range graph.All[*graph.Outcome](s) {
			out[o.Ref()] = float64(o.Themes.Sum())
		}
		for i := range graph.All[*graph.Initiative](s) {
			for _, c := range i.Contributes {
				out[i.Ref()] += float64(c.Share)
			}
		}
		return out
	}
	rapid.Check(t, func(t *rapid.T) {
		st := served(t)
		want := given(st.Picture())
		theme := func(name string) graph.ThemeID {
			return rapid.SampledFrom([]graph.ThemeID{"growth", "trust", "calm", "gone", ""}).Draw(t, name)
		}
		for range rapid.IntRange(1, 4).Draw(t, "retirements") {
			in := strategy.Retirement{Theme: theme("theme"), To: theme("to"), Last: graph.On(2026, 9, 24) + graph.Date(rapid.IntRange(0, 120).Draw(t, "day"))}
			if !st.Try("ana", rehearsal.Of(strategy.Retire, in)) {
				continue
			}
			s := st.Picture()
			for ref, sum := range given(s) {
				if math.Abs(sum-want[ref]) > 1e-9 {
					t.Fatalf("%s gave %v and gives %v", ref, want[ref], sum)
				}
			}
			calendar := graph.CalendarOf(s)
			for i := range graph.Referrers[*graph.Initiative](s, in.Theme.Ref()) {
				if calendar.GoesOn(i, in.Last) {
					t.Fatalf("%s goes on serving %s after %s", i.ID, in.Theme, in.Last)
				}
			}
		}
	})
}
