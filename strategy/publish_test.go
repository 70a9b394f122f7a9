package strategy_test

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/strategy"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// edited is acme with a strategy for the half, of which web was asked for growth and core for trust, team by
// what web is asked. All answers were accepted; that of idle, who was asked for calm, too.
func edited(t rehearsal.T) *rehearsal.Stage {
	o := fixture.New(t).Half().Themes("growth", "trust", "calm").Person("ana", "wim").
		Unit("acme", "").Unit("web", "acme").Unit("team", "web").Unit("core", "acme").Unit("idle", "acme")
	o.Period("h1", "2026-01-01", "2026-06-30")
	o.Stated("acme", "h2", fixture.Shares{"growth": .5, "trust": .3})
	o.Assigned("web", "h2", fixture.Shares{"growth": .6}).Assigned("core", "h2", fixture.Shares{"trust": 1}).Assigned("idle", "h2", fixture.Shares{"calm": 1}).
		Assigned("core", "h1", fixture.Shares{"trust": 1})
	o.Put(&graph.Principle{ID: "promise", Prefer: "A kept promise", Over: "a new start", Order: 2})
	for _, at := range [][2]string{{"acme", "h2"}, {"web", "h2"}, {"web", "q4"}, {"team", "h2"}, {"core", "h2"}, {"core", "h1"}, {"idle", "h2"}} {
		o.Put(&graph.Intent{
			ID: graph.IntentID(at[0] + "-" + at[1]), Level: graph.Interpreted, Unit: graph.UnitID(at[0]), Period: graph.PeriodID(at[1]), Restatement: "So we do",
			Receipt: graph.Receipt{State: graph.Accepted, SentAt: fixture.Moment(t, "2026-07-02"), SentBy: "wim", AnsweredAt: fixture.Moment(t, "2026-07-03"), AnsweredBy: "ana"},
		})
	}
	return rehearsal.New(t, o, graph.KindTheme, graph.KindPrinciple, graph.KindIntent)
}

// reopened is the accepted restatements that wait for an answer again, by id.
func reopened(st *rehearsal.Stage) []string {
	var out []string
	for i := range graph.All[*graph.Intent](st.Picture()) {
		if i.Level == graph.Interpreted && i.Receipt.State != graph.Accepted {
			out = append(out, string(i.ID))
		}
	}
	return out
}

func shares(growth, trust, calm graph.Share) graph.Shares {
	return graph.SharesOf(graph.ThemeShare{Theme: "growth", Share: growth}, graph.ThemeShare{Theme: "trust", Share: trust}, graph.ThemeShare{Theme: "calm", Share: calm})
}

func TestWhoAnswersToWhatIsPublished(t *testing.T) {
	growth := strategy.Theme{ID: "growth", Name: "growth", Statement: "More of the same people"}
	for name, c := range map[string]struct {
		in   strategy.Edition
		want []string
	}{
		"one share changes":             {strategy.Edition{Period: "h2", Shares: shares(.5, .4, 0)}, []string{"acme-h2", "core-h2"}},
		"two shares change":             {strategy.Edition{Period: "h2", Shares: shares(.4, .4, 0)}, []string{"acme-h2", "core-h2", "team-h2", "web-h2", "web-q4"}},
		"a theme joins":                 {strategy.Edition{Period: "h2", Shares: shares(.5, .3, .1)}, []string{"idle-h2"}},
		"a theme goes":                  {strategy.Edition{Period: "h2", Shares: shares(.5, 0, 0)}, []string{"acme-h2", "core-h2"}},
		"the words of one":              {strategy.Edition{Themes: []strategy.Theme{growth}}, []string{"acme-h2", "team-h2", "web-h2", "web-q4"}},
		"the words, for a period":       {strategy.Edition{Period: "q4", Themes: []strategy.Theme{growth}}, []string{"web-q4"}},
		"a shorter name":                {strategy.Edition{Themes: []strategy.Theme{{ID: "growth", Name: "growth", Short: "G"}}}, nil},
		"a principle":                   {strategy.Edition{Principles: []strategy.Principle{{ID: "promise", Prefer: "One promise", Over: "two starts"}}}, nil},
		"for a quarter of its own":      {strategy.Edition{Period: "q4", Shares: shares(.1, .3, 0)}, []string{"web-q4"}},
		"for a quarter, as in the half": {strategy.Edition{Period: "q4", Shares: shares(.5, .3, 0)}, nil},
		"for a period that was":         {strategy.Edition{Period: "h1", Shares: shares(.1, .3, 0)}, []string{"core-h1"}},
		"the words, not of what is over": {
			strategy.Edition{Themes: []strategy.Theme{{ID: "trust", Name: "trust", Why: "They come back"}}}, []string{"acme-h2", "core-h2"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			st := edited(t)
			c.in.Reason = "The market turned."
			st.Do("ana", rehearsal.Of(strategy.Publish, c.in))
			if got := reopened(st); !slices.Equal(got, c.want) {
				t.Errorf("%v wait for an answer, want %v", got, c.want)
			}
			if said := strings.Contains(st.Last.Reason, "In need of an answer again"); said != (c.want != nil) {
				t.Errorf("the reason is %q", st.Last.Reason)
			}
			st.Nothing("ana", rehearsal.Of(strategy.Publish, c.in))
		})
	}
}

func TestWhatWaitsForAnAnswerAgain(t *testing.T) {
	st := edited(t)
	in := strategy.Edition{Period: "h2", Shares: shares(.4, .4, 0), Reason: "The market turned."}
	when := st.Time()
	st.Do("ana", rehearsal.Of(strategy.Publish, in))
	want := graph.Receipt{State: graph.Sent, SentAt: fixture.Moment(t, "2026-07-02"), SentBy: "wim", ReopenedAt: when, Reason: "The market turned."}
	if got := graph.Find[*graph.Intent](st.Picture(), "core-h2").Receipt; got != want {
		t.Errorf("the receipt is %+v", got)
	}
	if want := "The market turned. In need of an answer again: acme, core, team and web"; st.Last.Reason != want {
		t.Errorf("the reason is %q, want %q", st.Last.Reason, want)
	}
	if got := graph.Find[*graph.Intent](st.Picture(), "stated-acme-h2").Shares; !slices.Equal(got, shares(.4, .4, 0)[1:]) {
		t.Errorf("the stated shares are %v", got)
	}
}

func TestWordsAndSharesAreOneVersion(t *testing.T) {
	st := edited(t)
	in := strategy.Edition{
		Period: "h2", Reason: "A new year", Shares: shares(.4, .3, 0),
		Themes: []strategy.Theme{
			{ID: "growth", Name: " Growth ", Short: "G", Statement: "More people", Why: "We are few", AntiGoals: []string{" ", "Not more clicks"}},
			{Name: "Größe", Statement: "Room for all", Share: .2},
		},
		Principles: []strategy.Principle{
			{ID: "promise", Prefer: "One promise", Over: "two starts"}, {Prefer: "Trust", Over: "growth", Why: "It comes first"},
		},
	}
	before := st.Picture().Position()
	s := st.Do("ana", rehearsal.Of(strategy.Publish, in))
	if n := s.Position() - before; n != 3 { // and it was taken back and made again by the stage
		t.Errorf("%d changes", n)
	}
	g := s.Theme("growth")
	if g.Name != "Growth" || g.Short != "G" || g.Statement != "More people" || g.Why != "We are few" || !slices.Equal(g.AntiGoals, []string{"Not more clicks"}) || g.Order != 1 {
		t.Errorf("growth is %+v", g)
	}
	if n := s.Theme("grosse"); n == nil || n.Order != 4 || n.Statement != "Room for all" {
		t.Errorf("the new theme is %+v", n)
	}
	if got := graph.Find[*graph.Intent](s, "stated-acme-h2").Shares; got.Of("grosse") != .2 || got.Of("growth") != .4 || got.Of("trust") != .3 {
		t.Errorf("the shares are %v", got)
	}
	if p := graph.Find[*graph.Principle](s, "promise"); p.Label() != "One promise even over two starts" || p.Order != 2 {
		t.Errorf("the principle is %+v", p)
	}
	if p := graph.Find[*graph.Principle](s, "trust-over-growth"); p == nil || p.Order != 3 || p.Why != "It comes first" {
		t.Errorf("the new principle is %+v", p)
	}
}

func TestANewThemeJoinsTheSharesThatStand(t *testing.T) {
	st := edited(t)
	in := strategy.Edition{Period: "h2", Themes: []strategy.Theme{{Name: "Speed", Share: .2}}}
	s := st.Do("ana", rehearsal.Of(strategy.Publish, in))
	if got := graph.Find[*graph.Intent](s, "stated-acme-h2").Shares; got.Of("speed") != .2 || got.Of("growth") != .5 || got.Of("trust") != .3 {
		t.Errorf("the shares are %v", got)
	}
	st.Refused("ana", rehearsal.Of(strategy.Publish, strategy.Edition{Period: "h2", Themes: []strategy.Theme{{Name: "Calmness", Share: .2}}}),
		fault.Invalid, "the shares add up to 120%", "Lower some")
}

func TestTheFirstStrategy(t *testing.T) {
	st := rehearsal.New(t, fixture.New(t).Half().Person("ana").Unit("acme", "").Unit("web", "acme"), graph.KindTheme, graph.KindIntent)
	in := strategy.Edition{Period: "h2", Themes: []strategy.Theme{{Name: "Growth", Share: .5}, {Name: "Trust", Share: .3}}}
	s := st.Do("ana", rehearsal.Of(strategy.Publish, in))
	i := graph.Find[*graph.Intent](s, "acme-h2-stated")
	if i == nil || i.Unit != "acme" || i.Level != graph.Stated || i.Shares.Of("growth") != .5 || i.Shares.Of("trust") != .3 {
		t.Errorf("the strategy is %+v", i)
	}
	if s.Theme("growth").Order != 0 {
		t.Error("themes without numbers stay so")
	}
}

func TestEditionsThatCannotBePublished(t *testing.T) {
	for name, c := range map[string]struct {
		in               strategy.Edition
		kind             fault.Kind
		sentence, remedy string
	}{
		"more than all":         {strategy.Edition{Period: "h2", Shares: shares(.6, .6, 0)}, fault.Invalid, "the shares add up to 120%", "at most 100%"},
		"no share":              {strategy.Edition{Period: "h2", Shares: shares(graph.Share(math.NaN()), 0, 0)}, fault.Invalid, "is not between", "part of 1"},
		"an unknown theme":      {strategy.Edition{Period: "h2", Shares: graph.Shares{{Theme: "grwth", Share: .5}}}, fault.NotFound, `there is no theme "grwth"`, "Name one"},
		"shares of no period":   {strategy.Edition{Shares: shares(.4, .4, 0)}, fault.Invalid, "no period is named", "Name the period"},
		"words without a name":  {strategy.Edition{Themes: []strategy.Theme{{ID: "growth"}}}, fault.Invalid, "no name of a theme is given", "good standing"},
		"words of nothing":      {strategy.Edition{Themes: []strategy.Theme{{ID: "grwth", Name: "Growth"}}}, fault.NotFound, `no theme "grwth"`, "Name one"},
		"words twice":           {strategy.Edition{Reason: "So", Themes: []strategy.Theme{{ID: "growth", Name: "A"}, {ID: "growth", Name: "B"}}}, fault.Invalid, "words “growth” twice", "Put it once"},
		"a share by the words":  {strategy.Edition{Themes: []strategy.Theme{{ID: "growth", Name: "A", Share: .1}}}, fault.Invalid, "the share of “growth” stands beside its words", "among the shares"},
		"a second of a name":    {strategy.Edition{Themes: []strategy.Theme{{Name: "GROWTH"}}}, fault.Invalid, "there is a theme “growth” already", "another name"},
		"twice the same new":    {strategy.Edition{Themes: []strategy.Theme{{Name: "New"}, {Name: "new"}}}, fault.Invalid, "there is a theme “New” already", "another name"},
		"half a principle":      {strategy.Edition{Principles: []strategy.Principle{{Prefer: "A promise"}}}, fault.Invalid, "no word on what it is preferred over is given", "even over"},
		"the other half":        {strategy.Edition{Principles: []strategy.Principle{{Over: "A promise"}}}, fault.Invalid, "no word on what is preferred is given", "even over"},
		"an unknown principle":  {strategy.Edition{Principles: []strategy.Principle{{ID: "promse", Prefer: "A", Over: "B"}}}, fault.NotFound, `no principle "promse"`, "Name one"},
		"a principle again":     {strategy.Edition{Principles: []strategy.Principle{{Prefer: "a kept promise", Over: "a new start"}}}, fault.Invalid, "there is a principle “A kept promise even over a new start” already", "Change that one"},
		"by a unit below":       {strategy.Edition{Period: "h2", Unit: "web", Shares: shares(.1, .1, .1)}, fault.Invalid, "web is not the top", "assign it to the units below"},
		"by nobody":             {strategy.Edition{Period: "h2", Unit: "wbe", Shares: shares(.1, .1, .1)}, fault.NotFound, `no unit "wbe"`, "Name one"},
		"without a reason":      {strategy.Edition{Period: "h2", Shares: shares(.5, .4, 0)}, fault.Invalid, "no reason is given", "acme and core will need an answer again"},
		"over somebody's words": {strategy.Edition{Period: "h2", Shares: shares(.5, .4, 0), Reason: "So", Seen: 7}, fault.Conflict, "intent/stated-acme-h2 was changed", "present state"},
	} {
		t.Run(name, func(t *testing.T) {
			edited(t).Refused("ana", rehearsal.Of(strategy.Publish, c.in), c.kind, c.sentence, c.remedy)
		})
	}
	two := rehearsal.New(t, fixture.New(t).Half().Themes("growth").Unit("a", "").Unit("b", ""), graph.KindIntent)
	in := strategy.Edition{Period: "h2", Shares: graph.Shares{{Theme: "growth", Share: 1}}}
	two.Refused("", rehearsal.Of(strategy.Publish, in), fault.Invalid, "several units stand at the top", "Say which unit")
	in.Unit = "b"
	two.Do("", rehearsal.Of(strategy.Publish, in))
	in.Unit, in.Shares = "", graph.Shares{{Theme: "growth", Share: .5}}
	if s := two.Do("", rehearsal.Of(strategy.Publish, in)); graph.Find[*graph.Intent](s, "b-h2-stated").Shares.Of("growth") != .5 {
		t.Error("the unit that stated the strategy goes on stating it")
	}
	empty := rehearsal.New(t, fixture.New(t).Half().Themes("growth"), graph.KindIntent)
	empty.Refused("", rehearsal.Of(strategy.Publish, strategy.Edition{Period: "h2", Shares: in.Shares}), fault.Invalid, "no unit yet", "Open the top unit")
}

// TestAnyEditionAsksThoseItTouches publishes at random. Told apart from the code: a restatement waits exactly
// when its unit was asked for a theme whose share or statement differs from when it was accepted.
func TestAnyEditionAsksThoseItTouches(t *testing.T) {
	asked := map[string][]graph.ThemeID{"web-h2": {"growth"}, "web-q4": {"growth"}, "team-h2": {"growth"}, "core-h2": {"trust"}, "idle-h2": {"calm"}, "core-h1": nil, "acme-h2": {"growth", "trust"}}
	rapid.Check(t, func(t *rapid.T) {
		st := edited(t)
		want := make(map[string]bool)
		for range rapid.IntRange(1, 4).Draw(t, "editions") {
			in := strategy.Edition{Period: "h2", Reason: rapid.SampledFrom([]string{"So", ""}).Draw(t, "why")}
			if rapid.Bool().Draw(t, "shares") {
				share := func(of string) graph.Share { return graph.Share(rapid.IntRange(1, 5).Draw(t, of)) / 10 }
				in.Shares = shares(share("growth"), share("trust"), share("calm"))
			}
			if rapid.Bool().Draw(t, "words") {
				id := rapid.SampledFrom([]graph.ThemeID{"growth", "trust", "calm"}).Draw(t, "theme")
				in.Themes = []strategy.Theme{{ID: id, Name: string(id), Statement: fmt.Sprint(rapid.IntRange(0, 2).Draw(t, "statement"))}}
			}
			then := st.Picture()
			if !st.Try("ana", rehearsal.Of(strategy.Publish, in)) {
				continue
			}
			now := st.Picture()
			was, is := graph.Find[*graph.Intent](then, "stated-acme-h2").Shares, graph.Find[*graph.Intent](now, "stated-acme-h2").Shares
			if is.Sum() > 1+1e-9 {
				t.Fatalf("the shares sum to %v", is.Sum())
			}
			for id, themes := range asked {
				for _, theme := range themes {
					own := id == "acme-h2" && was.Of(theme) == 0
					if !own && (was.Of(theme) != is.Of(theme) || then.Theme(theme).Statement != now.Theme(theme).Statement) {
						want[id] = true
					}
				}
			}
			// The top answers to every theme it states itself.
			if was.Of("calm") > 0 && (was.Of("calm") != is.Of("calm") || then.Theme("calm").Statement != now.Theme("calm").Statement) {
				want["acme-h2"] = true
			}
		}
		for _, id := range reopened(st) {
			if !want[id] {
				t.Fatalf("%s waits for an answer, and nothing of it changed", id)
			}
			delete(want, id)
		}
		if len(want) > 0 {
			t.Fatalf("%v were not asked again", want)
		}
	})
}
