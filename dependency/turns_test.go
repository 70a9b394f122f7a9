package dependency_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/change"
	"throughline/dependency"
	"throughline/fault"
	"throughline/graph"
	"throughline/testing/fixture"
	"throughline/testing/rehearsal"
)

// table is web, which needs something from core, with ana for web and ben for core, on a stage.
func table(t rehearsal.T, turns ...graph.Turn) *rehearsal.Stage {
	o := fixture.New(t).Half().Person("ana", "ben").Unit("acme", "").Unit("web", "acme").Unit("core", "acme").
		Unit("old", "acme", func(u *graph.Unit) { u.Until = fixture.Date(t, "2026-06-30") }).Initiative("app", "web")
	o.Put(&graph.Dependency{ID: "named", What: "Test data", From: "web", On: "core", NeededBy: fixture.Date(t, "2026-10-30")})
	if len(turns) > 0 {
		o.Put(&graph.Dependency{ID: "freeze", What: "A freeze date", From: "web", On: "core", Turns: turns})
	}
	return rehearsal.New(t, o, graph.KindDependency)
}

// acts is the turns, each a day after the one before.
func acts(t rehearsal.T, list ...graph.Turn) []graph.Turn {
	for n := range list {
		list[n].At = fixture.Moment(t, "2026-09-01T12:00:00Z").AddDate(0, 0, n)
	}
	return list
}

func spoke(unit graph.UnitID, act graph.Act) graph.Turn { return graph.Turn{Act: act, Unit: unit} }

func freeze(words string) dependency.Reply {
	return dependency.Reply{Dependency: "freeze", Words: words}
}

func TestAThreadFromAskToDelivery(t *testing.T) {
	st := table(t)
	day := func(d string) graph.Date { return fixture.Date(t, d) }
	q := dependency.Question{What: " Freeze für den Ledger ", From: "web", On: "core", Initiative: "app", NeededBy: day("2026-10-12"), Days: 20, Words: "Two weeks"}
	const id = "freeze-fur-den-ledger"
	asks := []graph.PersonID{"ana", "ben", "ana", "ben", "ben", "ana", "ben", "ben"}
	for n, run := range []rehearsal.Command{
		rehearsal.Of(dependency.Ask, q),
		rehearsal.Of(dependency.Offer, dependency.Reply{Dependency: id, Date: day("2026-11-02")}),
		rehearsal.Of(dependency.Counter, dependency.Reply{Dependency: id, Date: day("2026-10-19"), Words: "One week"}),
		rehearsal.Of(dependency.Counter, dependency.Reply{Dependency: id, Date: day("2026-10-26")}),
		rehearsal.Of(dependency.Commit, dependency.Reply{Dependency: id, Date: day("2026-10-26")}),
		rehearsal.Of(dependency.Renegotiate, dependency.Reply{Dependency: id, Unit: "web", Date: day("2026-11-09"), Words: "We are late"}),
		rehearsal.Of(dependency.Commit, dependency.Reply{Dependency: id, Unit: "core", Date: day("2026-11-09")}),
		rehearsal.Of(dependency.Deliver, dependency.Reply{Dependency: id, Date: day("2027-01-01")}),
	} {
		st.Do(asks[n], run)
		st.Nothing(asks[n], run)
	}
	d := graph.Find[*graph.Dependency](st.Picture(), id)
	type turn struct {
		Act      graph.Act
		Unit, By string
		Date     graph.Date
		Words    string
	}
	var got []turn
	for _, u := range d.Turns {
		got = append(got, turn{u.Act, string(u.Unit), string(u.By), u.Date, u.Words})
	}
	want := []turn{
		{graph.Ask, "web", "ana", day("2026-10-12"), "Two weeks"},
		{graph.Offer, "core", "ben", day("2026-11-02"), ""},
		{graph.Counter, "web", "ana", day("2026-10-19"), "One week"},
		{graph.Counter, "core", "ben", day("2026-10-26"), ""},
		{graph.Commit, "core", "ben", day("2026-10-26"), ""},
		{graph.Renegotiate, "web", "ana", day("2026-11-09"), "We are late"},
		{graph.Commit, "core", "ben", day("2026-11-09"), ""},
		{graph.Deliver, "core", "ben", 0, ""},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
	if st.Last.Reason != "" || st.Last.Verb != "dependency.delivered" {
		t.Errorf("the last change is %s, %q", st.Last.Verb, st.Last.Reason)
	}
	if d.What != "Freeze für den Ledger" || d.Days != 20 || d.Initiative != "app" || d.NeededBy != day("2026-10-12") {
		t.Errorf("the dependency is %+v", d)
	}
	if th := dependency.Read(d, st.Picture().Today()); th.State != dependency.Kept || th.Renegotiations != 1 {
		t.Errorf("it reads as %s with %d renegotiations", th.State, th.Renegotiations)
	}
}

func TestANamedDependencyIsAskedFor(t *testing.T) {
	st := table(t)
	st.Do("ana", rehearsal.Of(dependency.Ask, dependency.Question{Dependency: "named", Words: "By the end of October"}))
	d := graph.Find[*graph.Dependency](st.Picture(), "named")
	if len(d.Turns) != 1 || d.Turns[0].Date != fixture.Date(t, "2026-10-30") || d.Turns[0].Unit != "web" || st.Last.Reason != "By the end of October" {
		t.Errorf("it was asked with %+v, %q", d.Turns, st.Last.Reason)
	}
	st.Nothing("ana", rehearsal.Of(dependency.Ask, dependency.Question{Dependency: "named", Words: "By the end of October"}))
	st.Refused("ana", rehearsal.Of(dependency.Ask, dependency.Question{Dependency: "named"}), fault.Invalid, "“Test data” was asked for already", "in its thread")
}

func TestAskIsRefused(t *testing.T) {
	good := dependency.Question{What: "A freeze date", From: "web", On: "core"}
	for name, c := range map[string]struct {
		set              func(*dependency.Question)
		kind             fault.Kind
		sentence, remedy string
	}{
		"for nothing":           {func(q *dependency.Question) { q.What = " " }, fault.Invalid, "no word on what is needed is given", "a freeze date"},
		"of itself":             {func(q *dependency.Question) { q.On = "web" }, fault.Invalid, "a unit asks itself", "another unit"},
		"of nobody":             {func(q *dependency.Question) { q.On = "" }, fault.Invalid, "no unit is named", "Name the unit"},
		"of a stranger":         {func(q *dependency.Question) { q.On = "cor" }, fault.NotFound, `there is no unit "cor"`, "Name one that exists"},
		"of a closed unit":      {func(q *dependency.Question) { q.On = "old" }, fault.Invalid, "old does not exist on 24 Sep", "unit of today"},
		"for yesterday":         {func(q *dependency.Question) { q.NeededBy = fixture.Date(t, "2026-09-23") }, fault.Invalid, "the day needed by, 23 Sep, is over", "from today on"},
		"for a negative effort": {func(q *dependency.Question) { q.Days = -1 }, fault.Invalid, "-1 is not a quantity", "0 or more"},
		"for an unknown plan":   {func(q *dependency.Question) { q.Initiative = "ap" }, fault.Invalid, `there is no initiative "ap"`, "Name one"},
		"for a lost dependency": {func(q *dependency.Question) { q.Dependency = "lost" }, fault.NotFound, `there is no dependency "lost"`, "Name one"},
	} {
		t.Run(name, func(t *testing.T) {
			q := good
			c.set(&q)
			table(t).Refused("ana", rehearsal.Of(dependency.Ask, q), c.kind, c.sentence, c.remedy)
		})
	}
}

func TestAskingAgain(t *testing.T) {
	st := table(t)
	q := dependency.Question{What: "A freeze date", From: "web", On: "core"}
	st.Do("ana", rehearsal.Of(dependency.Ask, q))
	again := q
	again.What, again.Days = "a FREEZE date", 5
	st.Refused("ana", rehearsal.Of(dependency.Ask, again), fault.Invalid, "“a FREEZE date” is asked for already", "a-freeze-date")
	st.Do("ben", rehearsal.Of(dependency.Decline, dependency.Reply{Dependency: "a-freeze-date", Words: "Not this year"}))
	if st.Last.Verb != "dependency.declined" || st.Last.Reason != "Not this year" {
		t.Errorf("the change is %s, %q", st.Last.Verb, st.Last.Reason)
	}
	st.Refused("ana", rehearsal.Of(dependency.Ask, dependency.Question{Dependency: "a-freeze-date"}), fault.Invalid, "is settled: it was declined", "Ask anew")
	if s := st.Do("ana", rehearsal.Of(dependency.Ask, q)); graph.Find[*graph.Dependency](s, "a-freeze-date-2") == nil {
		t.Error("what was declined can be asked anew")
	}
}

func TestAnActOutOfTurn(t *testing.T) {
	day := fixture.Date(t, "2026-10-26")
	promised := func() []graph.Turn {
		return acts(t, spoke("web", graph.Ask), graph.Turn{Act: graph.Commit, Unit: "core", Date: day})
	}
	back := func() []graph.Turn {
		return append(promised(), graph.Turn{Act: graph.Renegotiate, Unit: "core", Date: day + 7, Words: "Late", At: fixture.Moment(t, "2026-09-10T12:00:00Z")})
	}
	over := func(a graph.Act) []graph.Turn { return acts(t, spoke("web", graph.Ask), spoke("core", a)) }
	say := func(set func(*dependency.Reply)) dependency.Reply {
		r := dependency.Reply{Dependency: "freeze", Date: day, Words: "So it is"}
		set(&r)
		return r
	}
	as := func(u graph.UnitID) dependency.Reply { return say(func(r *dependency.Reply) { r.Unit = u }) }
	for name, c := range map[string]struct {
		turns            []graph.Turn
		run              rehearsal.Command
		sentence, remedy string
	}{
		"an offer of the asking unit":    {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Offer, as("web")), "only core, which is asked, can offer", "Counter it"},
		"a promise of the asking unit":   {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Commit, as("web")), "only core, which is asked, can promise a day", "wait for the answer of core"},
		"a word of a third":              {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Counter, as("acme")), "acme is not part of this dependency", "Speak for web, which asks, or for core"},
		"countering one's own question":  {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Counter, as("web")), "web spoke last", "Wait for the other side"},
		"countering one's own offer":     {acts(t, spoke("web", graph.Ask), spoke("core", graph.Offer)), rehearsal.Of(dependency.Counter, as("core")), "core spoke last", "Wait"},
		"a promise without a day":        {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Commit, say(func(r *dependency.Reply) { r.Date = 0 })), "no day is named", "Name the day"},
		"a promise for the past":         {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Commit, say(func(r *dependency.Reply) { r.Date = fixture.Date(t, "2026-09-23") })), "the day named, 23 Sep, is over", "from today on"},
		"no without a reason":            {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Decline, say(func(r *dependency.Reply) { r.Words = "" })), "no reason is given", "Say why"},
		"breaking what is not promised":  {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Break, as("core")), "no day is promised for “A freeze date”, so there is nothing to break off", "Promise a day first, or decline"},
		"moving what is not promised":    {acts(t, spoke("web", graph.Ask)), rehearsal.Of(dependency.Renegotiate, as("web")), "nothing to renegotiate", "Promise a day first"},
		"a second promise":               {promised(), rehearsal.Of(dependency.Commit, as("core")), "a day is promised for “A freeze date” already", "Renegotiate"},
		"an offer after the promise":     {promised(), rehearsal.Of(dependency.Offer, as("core")), "a day is promised", "Renegotiate"},
		"declining a promise":            {promised(), rehearsal.Of(dependency.Decline, as("core")), "a day is promised", "break it off"},
		"breaking another's promise":     {promised(), rehearsal.Of(dependency.Break, as("web")), "only core, which is asked, can break off", "wait"},
		"breaking without a reason":      {promised(), rehearsal.Of(dependency.Break, say(func(r *dependency.Reply) { r.Words = " " })), "no reason is given", "plan on it"},
		"another day without a reason":   {promised(), rehearsal.Of(dependency.Renegotiate, say(func(r *dependency.Reply) { r.Words = "" })), "no reason is given", "Say why"},
		"another day without a day":      {promised(), rehearsal.Of(dependency.Renegotiate, say(func(r *dependency.Reply) { r.Date = 0 })), "no day is named", "Name the day"},
		"declining what was taken back":  {back(), rehearsal.Of(dependency.Decline, as("core")), "was promised once, which is not declined", "break it off"},
		"taking back what is taken back": {back(), rehearsal.Of(dependency.Renegotiate, as("web")), "was taken back already", "Promise a new day"},
		"after a delivery":               {over(graph.Deliver), rehearsal.Of(dependency.Break, as("core")), "is settled: it was delivered", "Ask anew"},
		"after a no":                     {over(graph.Decline), rehearsal.Of(dependency.Commit, as("core")), "is settled: it was declined", "Ask anew"},
		"after it was broken off":        {over(graph.Break), rehearsal.Of(dependency.Deliver, as("core")), "is settled: it was broken off", "Ask anew"},
		"before anybody asked":           {nil, rehearsal.Of(dependency.Offer, dependency.Reply{Dependency: "named"}), "nobody was asked for “Test data” yet", "Ask first"},
		"a turn before the last":         {[]graph.Turn{{Act: graph.Ask, Unit: "web", At: fixture.Moment(t, "2026-09-25")}}, rehearsal.Of(dependency.Offer, as("core")), "the last turn is of a later moment", "the clock"},
	} {
		t.Run(name, func(t *testing.T) {
			table(t, c.turns...).Refused("ana", c.run, fault.Invalid, c.sentence, c.remedy)
		})
	}
}

func TestAnAnswerToAThreadThatWentOnIsAConflict(t *testing.T) {
	st := table(t, acts(t, spoke("web", graph.Ask))...)
	seen := graph.Find[*graph.Dependency](st.Picture(), "freeze").Stamp().Version
	st.Do("ben", rehearsal.Of(dependency.Offer, freeze("In November")))
	late := freeze("We take October")
	late.Seen, late.Unit = seen, "web"
	st.Refused("ana", rehearsal.Of(dependency.Counter, late), fault.Conflict, "dependency/freeze was changed", "present state")
	late.Seen = graph.Find[*graph.Dependency](st.Picture(), "freeze").Stamp().Version
	st.Do("ana", rehearsal.Of(dependency.Counter, late))
}

func TestATurnWithoutAUnitCountsForTheSideThatUsuallyTakesIt(t *testing.T) {
	turns := acts(t, graph.Turn{Act: graph.Ask}, graph.Turn{Act: graph.Offer})
	st := table(t, turns...)
	st.Do("", rehearsal.Of(dependency.Counter, freeze("Sooner")))
	st.Do("", rehearsal.Of(dependency.Counter, freeze("Sooner is dearer")))
	d := graph.Find[*graph.Dependency](st.Picture(), "freeze")
	if d.Turns[2].Unit != "web" || d.Turns[3].Unit != "core" {
		t.Errorf("the counters are of %s and %s", d.Turns[2].Unit, d.Turns[3].Unit)
	}
}

// The language of threads, told apart from the code: a letter for each turn, large ones for the asked unit.
var (
	threads  = regexp.MustCompile(`^(a[OCc]*(D|L|P([rR][OCc]*P)*([rR][OCc]*)?[LB]?)?)?$`)
	ownWords = regexp.MustCompile(`ac|cc|rc|CC|OC|RC`)
)

func spelled(d *graph.Dependency) string {
	letters := map[graph.Act]string{
		graph.Ask: "a", graph.Offer: "o", graph.Counter: "c", graph.Commit: "p", graph.Decline: "d",
		graph.Renegotiate: "r", graph.Deliver: "l", graph.Break: "b",
	}
	var b strings.Builder
	for _, t := range d.Turns {
		l := letters[t.Act]
		if t.Unit == d.On {
			l = strings.ToUpper(l)
		}
		b.WriteString(l)
	}
	return b.String()
}

// letter is what the words of the language are made of: who may say what.
type letter struct {
	name string
	unit graph.UnitID
	say  func(*graph.Snapshot, change.By, dependency.Reply) (change.Draft, error)
}

func letters() []letter {
	var out []letter
	for name, say := range map[string]func(*graph.Snapshot, change.By, dependency.Reply) (change.Draft, error){
		"o": dependency.Offer, "c": dependency.Counter, "p": dependency.Commit, "d": dependency.Decline,
		"r": dependency.Renegotiate, "l": dependency.Deliver, "b": dependency.Break,
		"a": func(s *graph.Snapshot, by change.By, r dependency.Reply) (change.Draft, error) {
			return dependency.Ask(s, by, dependency.Question{Dependency: r.Dependency, Words: r.Words})
		},
	} {
		out = append(out, letter{name, "web", say}, letter{strings.ToUpper(name), "core", say})
	}
	slices.SortFunc(out, func(a, b letter) int { return strings.Compare(a.name, b.name) })
	return out
}

// TestThreadsAreALanguage tries every letter after every word of up to five turns: it is taken where the
// language has the longer word, and nowhere else.
func TestThreadsAreALanguage(t *testing.T) {
	start := table(t).Picture()
	pictures := map[string]*graph.Snapshot{"": start}
	words := []string{""}
	for n := 0; n < len(words); n++ {
		word := words[n]
		for _, l := range letters() {
			by := change.By{Person: "ana", At: start.AsOf().Add(time.Duration(n+1) * time.Hour)}
			// The words differ from turn to turn, so that no turn repeats the one before.
			r := dependency.Reply{Dependency: "named", Unit: l.unit, Date: graph.On(2027, 12, 1), Words: word + l.name}
			d, err := l.say(pictures[word], by, r)
			longer := word + l.name
			if l.name == "A" { // only the asking unit asks
				longer = word + "a"
			}
			want := threads.MatchString(longer) && !ownWords.MatchString(longer)
			if got := err == nil && !d.IsEmpty(); got != want {
				t.Fatalf("%q after %q: %v, %v; want it taken: %v", l.name, word, d.Verb, err, want)
			}
			if !want || len(longer) > 5 || l.name == "A" {
				continue
			}
			after, err := change.Fork(pictures[word], d)
			if err != nil {
				t.Fatalf("%q after %q breaks a rule: %v", l.name, word, err)
			}
			if got := spelled(graph.Find[*graph.Dependency](after, "named")); got != longer {
				t.Fatalf("%q after %q is written down as %q", l.name, word, got)
			}
			pictures[longer], words = after, append(words, longer)
		}
	}
	if len(words) < 100 {
		t.Errorf("only %d words were tried", len(words))
	}
}

func TestAnyTurnsLeaveTheOrganisationWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		st, all := table(t), letters()
		for range rapid.IntRange(1, 10).Draw(t, "turns") {
			l := rapid.SampledFrom(all).Draw(t, "letter")
			r := dependency.Reply{
				Dependency: rapid.SampledFrom([]graph.DependencyID{"named", "freeze", "a-freeze-date"}).Draw(t, "of"),
				Unit:       rapid.SampledFrom([]graph.UnitID{"", l.unit, "acme"}).Draw(t, "unit"),
				Date:       rapid.SampledFrom([]graph.Date{graph.On(2026, 10, 1), graph.On(2026, 11, 1), 0, graph.On(2026, 9, 23)}).Draw(t, "day"),
				Words:      rapid.SampledFrom([]string{"Because", "So", ""}).Draw(t, "words"),
			}
			if rapid.IntRange(0, 4).Draw(t, "new") == 0 {
				st.Try("ana", rehearsal.Of(dependency.Ask, dependency.Question{What: "A freeze date", From: "web", On: "core", Words: r.Words}))
				continue
			}
			st.Try("ben", rehearsal.Of(l.say, r))
		}
		for d := range graph.All[*graph.Dependency](st.Picture()) {
			if word := spelled(d); !threads.MatchString(word) || ownWords.MatchString(word) {
				t.Fatalf("the thread of %s is %q", d.ID, word)
			}
		}
	})
}
