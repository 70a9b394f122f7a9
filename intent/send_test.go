package intent_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// court is acme, led by ada, with web below it, led by wim, with team below that, led by tom. Bea leads web and
// team. Web was asked for trust and growth.
func court(t rehearsal.T) *rehearsal.Stage {
	led := func(by ...graph.PersonID) func(*graph.Unit) { return func(u *graph.Unit) { u.Leads = by } }
	o := fixture.New(t).Half().Themes("growth", "trust", "calm").Person("ada", "wim", "tom", "bea").
		Unit("acme", "", led("ada")).Unit("web", "acme", led("wim", "bea")).Unit("team", "web", led("tom", "bea")).
		Unit("old", "acme", func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-06-30") }).
		Unit("new", "acme", func(u *graph.Unit) { u.From = fixture.Date(t, "2027-01-01") })
	o.Assigned("web", "h2", fixture.Shares{"trust": 0.5, "growth": 0.2})
	return rehearsal.New(t, o, graph.KindIntent)
}

const webReads, teamReads = graph.IntentID("web-h2-interpreted"), graph.IntentID("team-h2-interpreted")

func restate(unit graph.UnitID, words string) intent.Restatement {
	return intent.Restatement{Unit: unit, Period: "h2", Words: words, Shares: graph.Shares{{Theme: "trust", Share: .4}}}
}

func readingOf(st *rehearsal.Stage, id graph.IntentID) *graph.Intent {
	return graph.Find[*graph.Intent](st.Picture(), string(id))
}

func TestARestatementGoesBackAndForth(t *testing.T) {
	st := court(t)
	r := intent.Restatement{
		Unit: "web", Period: "h2", Words: " Fewer errors ", Shares: graph.Shares{{Theme: "trust", Share: .4}, {Theme: "growth"}}, Measure: "errors",
		Constraint: " ", Stops: []string{"", " the newsletter "},
		Readings: []graph.Reading{{Theme: "trust", Words: " nobody is surprised ", Differs: true}, {Theme: "growth", Words: " "}},
	}
	st.Do("wim", rehearsal.Of(intent.Restate, r))
	st.Nothing("wim", rehearsal.Of(intent.Restate, r))
	got := readingOf(st, webReads)
	if diff := cmp.Diff(graph.Receipt{State: graph.Draft}, got.Receipt); diff != "" {
		t.Error(diff)
	}
	if got.Level != graph.Interpreted || got.Restatement != "Fewer errors" || !slices.Equal(got.Shares, graph.Shares{{Theme: "trust", Share: .4}}) ||
		got.Measure != "errors" || got.Constraint != "" || !slices.Equal(got.Stops, []string{"the newsletter"}) ||
		!slices.Equal(got.Readings, []graph.Reading{{Theme: "trust", Words: "nobody is surprised"}}) {
		t.Errorf("the draft is %+v", got)
	}

	sent := st.Time()
	st.Do("wim", rehearsal.Of(intent.Send, intent.Sending{Intent: webReads}))
	st.Nothing("wim", rehearsal.Of(intent.Send, intent.Sending{Intent: webReads}))
	back := intent.Answer{Intent: webReads, Reason: "Surprise is not the point", Differs: []graph.ThemeID{"trust"}}
	answered := st.Time()
	st.Do("ada", rehearsal.Of(intent.Return, back))
	st.Nothing("ada", rehearsal.Of(intent.Return, back))
	got = readingOf(st, webReads)
	if diff := cmp.Diff(graph.Receipt{State: graph.Returned, SentAt: sent, SentBy: "wim", AnsweredAt: answered, AnsweredBy: "ada", Reason: back.Reason}, got.Receipt); diff != "" {
		t.Error(diff)
	}
	if !got.Readings[0].Differs || st.Last.Reason != back.Reason {
		t.Errorf("what was returned: %+v, %q", got.Readings, st.Last.Reason)
	}

	r.Stops = nil
	st.Do("wim", rehearsal.Of(intent.Restate, r))
	if got := readingOf(st, webReads); got.Receipt.State != graph.Returned || !got.Readings[0].Differs {
		t.Errorf("a returned restatement that still says the same of the theme: %+v", got)
	}
	r.Readings[0].Words = "every answer is true"
	st.Do("wim", rehearsal.Of(intent.Restate, r))
	if got := readingOf(st, webReads); got.Readings[0].Differs {
		t.Error("new words were held to differ before anybody read them")
	}
	st.Do("wim", rehearsal.Of(intent.Send, intent.Sending{Intent: webReads}))
	if got := readingOf(st, webReads).Receipt; got.State != graph.Sent || got.Reason != "" || !got.AnsweredAt.IsZero() {
		t.Errorf("sent again: %+v", got)
	}
	st.Do("ada", rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads}))
	st.Nothing("ada", rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads}))
	if got := readingOf(st, webReads).Receipt; got.State != graph.Accepted || got.AnsweredBy != "ada" || got.SentBy != "wim" {
		t.Errorf("accepted: %+v", got)
	}
}

func TestNewWordsOfAnAcceptedRestatement(t *testing.T) {
	accepted := func(t *testing.T) *rehearsal.Stage {
		st := court(t)
		r := restate("web", "Fewer errors")
		r.Send = true
		st.Do("wim", rehearsal.Of(intent.Restate, r))
		st.Nothing("wim", rehearsal.Of(intent.Restate, r))
		st.Do("ada", rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads}))
		st.Nothing("wim", rehearsal.Of(intent.Restate, r))
		return st
	}
	t.Run("are a draft", func(t *testing.T) {
		st := accepted(t)
		st.Do("wim", rehearsal.Of(intent.Restate, restate("web", "No errors")))
		if got := readingOf(st, webReads).Receipt; got != (graph.Receipt{State: graph.Draft}) {
			t.Errorf("the receipt is %+v", got)
		}
	})
	t.Run("may be sent at once", func(t *testing.T) {
		st := accepted(t)
		r := restate("web", "No errors")
		r.Send = true
		at := st.Time()
		st.Do("wim", rehearsal.Of(intent.Restate, r))
		if got := readingOf(st, webReads).Receipt; got != (graph.Receipt{State: graph.Sent, SentAt: at, SentBy: "wim"}) {
			t.Errorf("the receipt is %+v", got)
		}
	})
	t.Run("a draft that says the same can be sent", func(t *testing.T) {
		st := court(t)
		r := restate("web", "Fewer errors")
		st.Do("wim", rehearsal.Of(intent.Restate, r))
		r.Send = true
		st.Do("wim", rehearsal.Of(intent.Restate, r))
		if got := readingOf(st, webReads).Receipt; got.State != graph.Sent {
			t.Errorf("the receipt is %+v", got)
		}
	})
}

func TestAcceptedWithADifference(t *testing.T) {
	st := court(t)
	r := restate("web", "Fewer errors")
	r.Send = true
	st.Do("wim", rehearsal.Of(intent.Restate, r))
	st.Do("ada", rehearsal.Of(intent.Return, intent.Answer{Intent: webReads, Reason: "Not that", Differs: []graph.ThemeID{"trust"}}))
	if got := readingOf(st, webReads).Readings; len(got) != 1 || !got[0].Differs || got[0].Words != "" {
		t.Errorf("a theme without a reading is marked: %+v", got)
	}
	st.Do("ada", rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads, Differs: []graph.ThemeID{"trust"}}))
	st.Refused("wim", rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads}), fault.Denied, "does not answer it", "side that asked")
	st.Do("ada", rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads}))
	if got := readingOf(st, webReads); len(got.Readings) != 0 || got.Receipt.State != graph.Accepted {
		t.Errorf("the mark was not taken away: %+v", got)
	}
}

func TestTheSideThatAskedAnswers(t *testing.T) {
	for name, c := range map[string]struct {
		sends, answers graph.PersonID
		intent         graph.IntentID
		sentence       string // empty: accepted
		remedy         string
	}{
		"the lead above":                     {"tom", "wim", teamReads, "", ""},
		"a token":                            {"tom", "", teamReads, "", ""},
		"somebody of neither":                {"tom", "ada", teamReads, "", ""},
		"who sent it":                        {"wim", "wim", teamReads, "whoever sent a restatement does not answer it", "Have somebody answer on the side that asked"},
		"another lead of the unit":           {"bea", "wim", webReads, "a lead of web does not answer for the side that asked web", "Have somebody of acme answer"},
		"a lead of both":                     {"tom", "bea", teamReads, "", ""},
		"a lead of both who sent it":         {"bea", "bea", teamReads, "whoever sent", "Have somebody"},
		"the lead of the top, of its own":    {"tom", "ada", "acme-h2-interpreted", "", ""},
		"the unit's own lead, sent by token": {"", "tom", teamReads, "a lead of team does not answer", "Have somebody of web answer"},
	} {
		t.Run(name, func(t *testing.T) {
			st := court(t)
			for _, u := range []graph.UnitID{"acme", "web", "team"} {
				r := restate(u, "Fewer errors")
				r.Send = true
				st.Do(c.sends, rehearsal.Of(intent.Restate, r))
			}
			run := rehearsal.Of(intent.Accept, intent.Answer{Intent: c.intent})
			if c.sentence == "" {
				st.Do(c.answers, run)
				return
			}
			st.Refused(c.answers, run, fault.Denied, c.sentence, c.remedy)
		})
	}
}

func TestReceiptsThatCannotMoveSo(t *testing.T) {
	send := rehearsal.Of(intent.Send, intent.Sending{Intent: webReads})
	accept := rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads})
	back := rehearsal.Of(intent.Return, intent.Answer{Intent: webReads, Reason: "Not that"})
	withdraw := rehearsal.Of(intent.Withdraw, intent.Sending{Intent: webReads})
	for name, c := range map[string]struct {
		before           []rehearsal.Command // web's by wim, others by ada
		run              rehearsal.Command
		sentence, remedy string
	}{
		"accepting a draft":       {nil, accept, "the restatement was not sent", "Have the unit send it"},
		"returning a draft":       {nil, back, "the restatement was not sent", "Have the unit send it"},
		"returning the accepted":  {[]rehearsal.Command{send, accept}, back, "is accepted already", "Ask the unit for something else"},
		"returning it again":      {[]rehearsal.Command{send, back}, rehearsal.Of(intent.Return, intent.Answer{Intent: webReads, Reason: "Nor that"}), "was returned already: Not that", "until the unit sends it again"},
		"returning for nothing":   {[]rehearsal.Command{send}, rehearsal.Of(intent.Return, intent.Answer{Intent: webReads, Reason: " "}), "no reason is given", "Say why"},
		"sending the accepted":    {[]rehearsal.Command{send, accept}, send, "is accepted as it stands", "Restate it first"},
		"withdrawing the same":    {[]rehearsal.Command{send, accept}, withdraw, "is accepted, which binds both sides", "send it again"},
		"marking what is not in":  {[]rehearsal.Command{send}, rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads, Differs: []graph.ThemeID{"calm"}}), "says nothing of “calm”", "that it speaks of"},
		"answering what is asked": {nil, rehearsal.Of(intent.Accept, intent.Answer{Intent: "assigned-web-h2"}), "assigned-web-h2 is what was assigned", "Name the restatement"},
	} {
		t.Run(name, func(t *testing.T) {
			st := court(t)
			st.Do("bea", rehearsal.Of(intent.Restate, restate("web", "Fewer errors")))
			for n, run := range c.before {
				st.Do([]graph.PersonID{"wim", "ada"}[n], run)
			}
			st.Refused("ada", c.run, fault.Invalid, c.sentence, c.remedy)
		})
	}
	st := court(t)
	st.Do("bea", rehearsal.Of(intent.Restate, restate("web", "Fewer errors")))
	st.Nothing("bea", withdraw)
	for _, before := range [][]rehearsal.Command{{send}, {send, back}} {
		for n, run := range before {
			st.Do([]graph.PersonID{"wim", "ada"}[n], run)
		}
		st.Do("wim", withdraw)
		if got := readingOf(st, webReads).Receipt; got != (graph.Receipt{State: graph.Draft}) {
			t.Errorf("withdrawn: %+v", got)
		}
	}
}

func TestWhatCannotBeSentOrAnsweredYet(t *testing.T) {
	o := fixture.New(t).Half().Person("ana").Unit("acme", "").Unit("web", "acme")
	o.Put(&graph.Intent{ID: "empty", Level: graph.Interpreted, Unit: "acme", Period: "h2"})
	o.Put(&graph.Intent{ID: "ahead", Level: graph.Interpreted, Unit: "web", Period: "h2", Receipt: graph.Receipt{State: graph.Sent, SentAt: fixture.Moment(t, "2026-09-25")}})
	st := rehearsal.New(t, o, graph.KindIntent)
	st.Refused("ana", rehearsal.Of(intent.Send, intent.Sending{Intent: "empty"}), fault.Invalid, "there is nothing to send", "Restate first")
	st.Refused("ana", rehearsal.Of(intent.Accept, intent.Answer{Intent: "ahead"}), fault.Invalid, "sent at a later moment than this answer", "the clock")
	st.Refused("ana", rehearsal.Of(intent.Accept, intent.Answer{Intent: "ahead", Differs: []graph.ThemeID{"trst"}}), fault.NotFound, `no theme "trst"`, "Name one")
}

// TestAReadingThatTheStrategyLeftBehind is sent again as it stands, where the strategy changed since.
func TestAReadingThatTheStrategyLeftBehind(t *testing.T) {
	o := fixture.New(t).Half().Person("ana").Unit("acme", "").Unit("web", "acme")
	o.Put(&graph.Intent{ID: "read", Level: graph.Interpreted, Unit: "web", Period: "h2", Restatement: "So", Receipt: graph.Receipt{
		State: graph.Sent, SentAt: fixture.Moment(t, "2026-07-02"), SentBy: "ana", Reason: "The market turned",
	}})
	st := rehearsal.New(t, o, graph.KindIntent)
	at := st.Time()
	st.Do("ana", rehearsal.Of(intent.Send, intent.Sending{Intent: "read"}))
	if got := readingOf(st, "read").Receipt; got != (graph.Receipt{State: graph.Sent, SentAt: at, SentBy: "ana"}) {
		t.Errorf("the receipt is %+v", got)
	}
}

func TestAnAnswerToOtherWordsIsAConflict(t *testing.T) {
	st := court(t)
	r := restate("web", "Fewer errors")
	r.Send = true
	st.Do("wim", rehearsal.Of(intent.Restate, r))
	seen := readingOf(st, webReads).Stamp().Version
	r.Words = "No errors at all"
	st.Do("wim", rehearsal.Of(intent.Restate, r))
	for _, run := range []rehearsal.Command{
		rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads, Seen: seen}),
		rehearsal.Of(intent.Return, intent.Answer{Intent: webReads, Seen: seen, Reason: "Not that"}),
		rehearsal.Of(intent.Withdraw, intent.Sending{Intent: webReads, Seen: seen}),
		rehearsal.Of(intent.Restate, intent.Restatement{Unit: "web", Period: "h2", Words: "Some errors", Seen: seen}),
		rehearsal.Of(intent.Assign, intent.Assignment{Unit: "web", Period: "h2", Seen: 77}),
	} {
		st.Refused("ada", run, fault.Conflict, "was changed by somebody else", "present state")
	}
	st.Do("ada", rehearsal.Of(intent.Accept, intent.Answer{Intent: webReads, Seen: readingOf(st, webReads).Stamp().Version}))
}

func TestWhatCannotBeRestated(t *testing.T) {
	for name, c := range map[string]struct {
		set              func(*intent.Restatement)
		kind             fault.Kind
		sentence, remedy string
	}{
		"nothing": {func(r *intent.Restatement) { r.Words, r.Shares = " ", nil }, fault.Invalid, "the restatement says nothing", "Write how the unit reads"},
		"more than all": {func(r *intent.Restatement) {
			r.Shares = graph.Shares{{Theme: "trust", Share: .7}, {Theme: "growth", Share: .4}}
		}, fault.Invalid, "the shares add up to 110%", "at most 100%"},
		"an unknown theme": {func(r *intent.Restatement) { r.Shares = graph.Shares{{Theme: "trst", Share: .7}} }, fault.NotFound, `there is no theme "trst"`, "Name one"},
		"a theme twice": {func(r *intent.Restatement) {
			r.Readings = []graph.Reading{{Theme: "calm", Words: "a"}, {Theme: "calm", Words: "b"}}
		}, fault.Invalid, "“calm” is read twice", "into one"},
		"an unknown reading":  {func(r *intent.Restatement) { r.Readings = []graph.Reading{{Theme: "clam", Words: "a"}} }, fault.NotFound, `no theme "clam"`, "Name one"},
		"no unit":             {func(r *intent.Restatement) { r.Unit = "" }, fault.Invalid, "no unit is named", "Name the unit"},
		"an unknown period":   {func(r *intent.Restatement) { r.Period = "h3" }, fault.NotFound, `no period "h3"`, "Name one"},
		"a unit that is over": {func(r *intent.Restatement) { r.Unit = "old" }, fault.Invalid, "old ended on 30 Jun, before h2", "unit of that period"},
		"a unit to come":      {func(r *intent.Restatement) { r.Unit = "new" }, fault.Invalid, "new begins on 1 Jan 2027, after the end of h2", "period in which it exists"},
	} {
		t.Run(name, func(t *testing.T) {
			r := restate("web", "Fewer errors")
			c.set(&r)
			court(t).Refused("wim", rehearsal.Of(intent.Restate, r), c.kind, c.sentence, c.remedy)
		})
	}
	st := court(t)
	st.Do("wim", rehearsal.Of(intent.Restate, restate("web", "Fewer errors")))
	st.Refused("wim", rehearsal.Of(intent.Restate, intent.Restatement{Unit: "web", Period: "h2"}), fault.Invalid, "says nothing", "Write")
	st.Refused("wim", rehearsal.Of(intent.Send, intent.Sending{Intent: "web"}), fault.NotFound, `there is no intent "web"`, "Name one")
}

func TestAUnitIsAsked(t *testing.T) {
	st := court(t)
	team := intent.Assignment{Unit: "team", Period: "q4", Shares: graph.Shares{{Theme: "trust", Share: .6}, {Theme: "growth", Share: .4}}, Reason: "Half of web's"}
	st.Do("wim", rehearsal.Of(intent.Assign, team))
	st.Nothing("wim", rehearsal.Of(intent.Assign, team))
	got := graph.Find[*graph.Intent](st.Picture(), "team-q4-assigned")
	if got == nil || got.Level != graph.Assigned || got.Shares.Of("trust") != .6 || st.Last.Reason != "Half of web's" || st.Last.Verb != "intent.assigned" {
		t.Fatalf("team was asked for %+v", got)
	}
	web := intent.Assignment{Unit: "web", Period: "h2", Shares: graph.Shares{{Theme: "calm", Share: 1}}}
	st.Do("ada", rehearsal.Of(intent.Assign, web))
	if got := graph.Find[*graph.Intent](st.Picture(), "assigned-web-h2"); !slices.Equal(got.Shares, web.Shares) {
		t.Errorf("web is asked for %v", got.Shares)
	}
	web.Shares = graph.Shares{{Theme: "calm", Share: .9}, {Theme: "trust", Share: .2}}
	st.Refused("ada", rehearsal.Of(intent.Assign, web), fault.Invalid, "the shares add up to 110%", "Lower some")
	web.Unit = "acme"
	st.Refused("ada", rehearsal.Of(intent.Assign, web), fault.Invalid, "nobody stands above acme", "Publish the strategy")
	web.Unit = "old"
	st.Refused("ada", rehearsal.Of(intent.Assign, web), fault.Invalid, "old ended", "unit of that period")
}

// TestReceiptsMoveAlongTheirLadder tries acts in any order; moves is the ladder told apart from the code.
func TestReceiptsMoveAlongTheirLadder(t *testing.T) {
	moves := map[graph.ReceiptState][]graph.ReceiptState{
		"":             {graph.Draft, graph.Sent},
		graph.Draft:    {graph.Draft, graph.Sent},
		graph.Sent:     {graph.Draft, graph.Sent, graph.Returned, graph.Accepted},
		graph.Returned: {graph.Returned, graph.Sent, graph.Draft, graph.Accepted},
		graph.Accepted: {graph.Accepted, graph.Draft, graph.Sent},
	}
	rapid.Check(t, func(t *rapid.T) {
		st := court(t)
		for range rapid.IntRange(1, 8).Draw(t, "acts") {
			words := rapid.SampledFrom([]string{"Fewer errors", "No errors", ""}).Draw(t, "words")
			r := restate("web", words)
			r.Send = rapid.Bool().Draw(t, "at once")
			r.Shares = graph.Shares{{Theme: "trust", Share: graph.Share(rapid.IntRange(0, 3).Draw(t, "trust")) / 3}, {Theme: "growth", Share: graph.Share(rapid.IntRange(0, 2).Draw(t, "growth")) / 3}}
			a := intent.Answer{Intent: webReads, Reason: words}
			if rapid.Bool().Draw(t, "differs") {
				a.Differs = []graph.ThemeID{"trust"}
			}
			run := rapid.SampledFrom([]rehearsal.Command{
				rehearsal.Of(intent.Restate, r), rehearsal.Of(intent.Send, intent.Sending{Intent: webReads}), rehearsal.Of(intent.Return, a),
				rehearsal.Of(intent.Accept, a), rehearsal.Of(intent.Withdraw, intent.Sending{Intent: webReads}),
				rehearsal.Of(intent.Assign, intent.Assignment{Unit: "web", Period: "h2", Shares: r.Shares}),
			}).Draw(t, "act")
			var was graph.Receipt
			if i := readingOf(st, webReads); i != nil {
				was = i.Receipt
			}
			person := rapid.SampledFrom([]graph.PersonID{"ada", "wim", "bea", ""}).Draw(t, "who")
			if !st.Try(person, run) || readingOf(st, webReads) == nil {
				continue
			}
			is := readingOf(st, webReads).Receipt
			if !slices.Contains(moves[was.State], is.State) {
				t.Fatalf("%q became %q", was.State, is.State)
			}
			if answered := is.State == graph.Accepted || is.State == graph.Returned; answered == is.AnsweredAt.IsZero() || (is.State == graph.Returned) != (is.Reason != "") {
				t.Fatalf("the receipt is %+v", is)
			}
			if is.AnsweredBy != "" && (is.AnsweredBy == is.SentBy || is.AnsweredBy == "wim" || is.AnsweredBy == "bea") {
				t.Fatalf("%s answered what %s sent", is.AnsweredBy, is.SentBy)
			}
		}
	})
}
