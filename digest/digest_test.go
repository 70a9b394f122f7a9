package digest_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/digest"
	"throughline/graph"
	"throughline/news"
	"throughline/overview"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
)

func ref(kind graph.Kind, id string) graph.Ref { return graph.Ref{Kind: kind, ID: id} }

// waiting is what waits for ben, who leads a team: an overdue decision, a new one, and one without a day.
func waiting(t *testing.T) digest.Case {
	t.Helper()
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "").Person("ada", "ben")
	o.Unit("core", "acme", func(u *graph.Unit) { u.Name, u.Leads = "Core & services", []graph.PersonID{"ben"} }).Initiative("open", "core")
	day := func(text string) graph.Date { return fixture.Date(t, text) }
	decision := func(id, question string, raised, due graph.Date) *graph.Decision {
		return &graph.Decision{ID: graph.DecisionID(id), Question: question, State: graph.DecisionOpen, Deciders: []graph.PersonID{"ben"}, Raised: raised, Due: due}
	}
	o.Put(decision("late", "Which <b>ledger</b>?", day("2026-09-01"), day("2026-09-21")), decision("soon", "Which\nbank?", day("2026-09-23"), day("2026-09-30")), decision("old", "Which day?", day("2026-09-22"), 0))
	s := o.Picture()
	return digest.Case{
		Organisation: "Acme", Address: "https://acme.example.org", Stop: "https://acme.example.org/letters/stop?key=k", Rhythm: "once a day", Place: time.UTC,
		Picture: s, Owed: overview.Frame{Picture: s, Period: s.Period("h2")}.OwedBy("ben"),
		Name: func(actor string) string { return map[string]string{"person/ada": "Ada Byron"}[actor] },
	}
}

// marks are those of everything that waits but the records named.
func marks(c digest.Case, but ...string) (out []string) {
	for _, d := range c.Owed.Debts {
		if !strings.Contains(strings.Join(but, " "), d.Record.Ref().String()) {
			out = append(out, digest.Mark(d))
		}
	}
	return out
}

const wholeDigest = `3 things wait for you; 1 is past the day it was promised for.

PAST ITS DAY

* Decide: Which <b>ledger</b>?
  3 days late.
  https://acme.example.org/records/decision/late

NEW

* Decide: Which bank?
  By 30 Sep.
  https://acme.example.org/records/decision/soon

ALSO WAITS

* Decide: Which day?
  Waits for 2 days.
  https://acme.example.org/records/decision/old

-- 
You get this once a day, on days when something is new or late.
Open what I owe: https://acme.example.org/owed
Choose what you get: https://acme.example.org/account#mail
Stop these letters: https://acme.example.org/letters/stop?key=k
`

func TestADigestSaysWhatWaits(t *testing.T) {
	c := waiting(t)
	c.Told = marks(c, "decision/soon", "decision/late")
	l, ok := digest.Digest(c)
	if !ok || l.Subject != "3 things wait for you at Acme, 1 late" {
		t.Errorf("the letter is %v %q", ok, l.Subject)
	}
	if diff := cmp.Diff(wholeDigest, l.Text); diff != "" {
		t.Errorf("it says (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff(marks(c), l.Marks); diff != "" {
		t.Errorf("its marks (-want +got):\n%s", diff)
	}
	page, err := htmlcheck.Parse(strings.NewReader(l.HTML))
	if err != nil {
		t.Fatal(err)
	}
	if page.Count("b") != 0 || page.Count("li") != 3 || page.Count(`a[href=https://acme.example.org/records/decision/late]`) != 1 || page.Count(`a[href=https://acme.example.org/letters/stop?key=k]`) != 1 || page.Count("script") != 0 {
		t.Errorf("as HTML it is\n%s", l.HTML)
	}
	for line := range strings.Lines(l.Text) { // what the text says stands in the HTML as well
		if _, said, ok := strings.Cut(line, ": W"); ok && !strings.Contains(l.HTML, strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace("W"+strings.TrimSpace(said))) {
			t.Errorf("the HTML does not say %q", said)
		}
	}
}

func TestADigestIsWrittenWhenSomethingIsNewOrLate(t *testing.T) {
	happened := []news.Happening{{Sort: news.Changed, About: ref(graph.KindInitiative, "open"), Record: ref(graph.KindInitiative, "open"), By: "person/ada", Fields: []string{"name"}}}
	for name, c := range map[string]struct {
		change  func(*digest.Case)
		subject string // "" for no letter
	}{
		"first":            {func(*digest.Case) {}, "3 things wait for you at Acme, 1 late"},
		"late, and known":  {func(c *digest.Case) { c.Told = marks(*c) }, "3 things wait for you at Acme, 1 late"},
		"new":              {func(c *digest.Case) { c.Owed.Debts = c.Owed.Debts[1:]; c.Told = marks(*c)[:1] }, "2 things wait for you at Acme"},
		"known":            {func(c *digest.Case) { c.Owed.Debts = c.Owed.Debts[1:]; c.Told = marks(*c) }, ""},
		"known, with news": {func(c *digest.Case) { c.Owed.Debts = c.Owed.Debts[1:]; c.Told = marks(*c); c.News = happened }, ""},
		"news are enough": {func(c *digest.Case) {
			c.Owed.Debts, c.NewsToo, c.News = nil, true, happened
		}, "News of what you follow at Acme"},
		"no news":       {func(c *digest.Case) { c.Owed.Debts, c.NewsToo = nil, true }, ""},
		"nothing":       {func(c *digest.Case) { c.Owed.Debts = nil }, ""},
		"nobody":        {func(c *digest.Case) { c.Owed = nil }, ""},
		"nobody, news":  {func(c *digest.Case) { c.Owed, c.News, c.NewsToo = nil, happened, true }, "News of what you follow at Acme"},
		"one thing new": {func(c *digest.Case) { c.Owed.Debts = c.Owed.Debts[1:2] }, "1 thing waits for you at Acme"},
	} {
		at := waiting(t)
		c.change(&at)
		l, ok := digest.Digest(at)
		if ok != (c.subject != "") || l.Subject != c.subject {
			t.Errorf("%s: the letter is %v %q, want %q", name, ok, l.Subject, c.subject)
		}
		if ok == (l.Text == "") || ok == (l.HTML == "") {
			t.Errorf("%s: it is %v and says %q, %q", name, ok, l.Text, l.HTML)
		}
	}
}

// What happened to what waits anyway is not told twice.
func TestWhatWaitsIsNoNews(t *testing.T) {
	c := waiting(t)
	late := ref(graph.KindDecision, "late")
	c.News = []news.Happening{{Sort: news.Begun, About: ref(graph.KindUnit, "core"), Record: late}, {Sort: news.Begun, About: ref(graph.KindUnit, "core"), Record: ref(graph.KindOutcome, "runs")}}
	if l, _ := digest.Digest(c); strings.Contains(l.Text, "wrote down the decision") || !strings.Contains(l.Text, "Somebody wrote down the outcome.") {
		t.Errorf("it says\n%s", l.Text)
	}
}

// What begins to wait again is new again.
func TestMarks(t *testing.T) {
	c := waiting(t)
	first := c.Owed.Debts[0]
	again := first
	again.Since++
	unit := first
	unit.Unit = "core"
	if digest.Mark(first) != digest.Mark(c.Owed.Debts[0]) || digest.Mark(first) == digest.Mark(again) || digest.Mark(first) == digest.Mark(unit) {
		t.Error("marks do not tell debts apart")
	}
}

func TestALongDigestLeadsOn(t *testing.T) {
	c := waiting(t)
	one := c.Owed.Debts[1]
	for n := range 30 {
		one.Words = fmt.Sprint(n)
		c.Owed.Debts = append(c.Owed.Debts, one)
	}
	l, ok := digest.Digest(c)
	if !ok || strings.Count(l.Text, "\n* ") != 21 || !strings.Contains(l.Text, "12 others are on your page: https://acme.example.org/owed\n") || len(l.Marks) != 33 {
		t.Errorf("of %d things it says\n%s", len(c.Owed.Debts), l.Text)
	}
}

const wholeMention = `It waits on your page What I owe until you answer.

WHAT WAS SAID

* Open
  28 Nov, 08:00. Ada Byron named you:
  > @Ben, is <this> so?
  > Tell me.
  https://acme.example.org/initiatives/open

-- 
You get this at once because you asked for it.
Open what I owe: https://acme.example.org/owed
Choose what you get: https://acme.example.org/account#mail
Stop letters about being named: https://acme.example.org/letters/stop?key=k
`

func TestWhoIsNamedIsTold(t *testing.T) {
	c := waiting(t)
	if _, ok := digest.Mentions(c); ok {
		t.Error("there is a letter without a mention")
	}
	c.Place = time.FixedZone("east", 3600)
	c.Picture = fixture.New(t).Unit("core", "").Initiative("open", "core", func(i *graph.Initiative) { i.Name = "Open" }).Picture()
	named := news.Happening{Sort: news.Named, About: ref(graph.KindInitiative, "open"), Record: ref(graph.KindComment, "c"), By: "person/ada", At: time.Date(2026, 11, 28, 7, 0, 0, 0, time.UTC), Text: "@Ben, is <this> so?\n\n\tTell  me.\n"}
	c.News = []news.Happening{named}
	l, ok := digest.Mentions(c)
	if !ok || l.Subject != "Ada Byron named you: Open" {
		t.Errorf("the letter is %v %q", ok, l.Subject)
	}
	if diff := cmp.Diff(wholeMention, l.Text); diff != "" {
		t.Errorf("it says (-want +got):\n%s", diff)
	}
	if !strings.Contains(l.HTML, "@Ben, is &lt;this&gt; so?<br>Tell me.</blockquote>") {
		t.Errorf("as HTML it is\n%s", l.HTML)
	}
	named.By, named.Text = "person/gone", strings.Repeat("a\n", 20)+strings.Repeat("b", 600)
	c.News = append(c.News, named)
	if l, _ = digest.Mentions(c); l.Subject != "You were named 2 times at Acme" || strings.Count(l.Text, "  > a\n") != 8 || !strings.Contains(l.Text, "Somebody named you:") {
		t.Errorf("of two it says %q\n%s", l.Subject, l.Text)
	}
}

func TestPaths(t *testing.T) {
	for at, want := range map[graph.Ref]string{
		ref(graph.KindUnit, "core"): "/units/core", ref(graph.KindInitiative, "open"): "/initiatives/open",
		ref(graph.KindDecision, "d"): "/records/decision/d", ref(graph.KindTheme, "größe"): "/records/theme/gr%C3%B6%C3%9Fe",
	} {
		if got := digest.Path(at); got != want {
			t.Errorf("Path(%s) = %s, want %s", at, got, want)
		}
	}
}

// A line says for whom something is owed, who waits, and by when.
func TestWhatWaitsInALine(t *testing.T) {
	c := waiting(t)
	d := c.Owed.Debts[1]
	today := c.Picture.Today()
	for want, change := range map[string]func(*overview.Debt){
		"Waits for 2 days.":                      func(*overview.Debt) {},
		"Waits since today.":                     func(d *overview.Debt) { d.Since = today },
		"Due today.":                             func(d *overview.Debt) { d.Due = today },
		"For Core & services. Waits for 2 days.": func(d *overview.Debt) { d.Unit = "core" },
		"ada waits. Waits for 2 days.":           func(d *overview.Debt) { d.By = "ada" },
		"For Core & services. ada waits. By 2 Jan 2027.": func(d *overview.Debt) {
			d.Unit, d.By, d.Due = "core", "ada", graph.On(2027, time.January, 2)
		},
		"1 day late.": func(d *overview.Debt) { d.Due = today - 1 },
	} {
		one := d
		change(&one)
		c.Owed.Debts = []overview.Debt{one}
		if l, _ := digest.Digest(c); !strings.Contains(l.Text, "\n  "+want+"\n") {
			t.Errorf("it does not say %q but\n%s", want, l.Text)
		}
	}
}

// The strategy is read on its own page, and said there to be read.
func TestTheStrategyIsReadOnItsPage(t *testing.T) {
	c := waiting(t)
	s := fixture.On(t, c.Picture).Stated("acme", "h2", fixture.Shares{"calm": 1}).Picture()
	c.Picture, c.Owed = s, overview.Frame{Picture: s, Period: s.Period("h2")}.OwedBy("ben")
	l, _ := digest.Digest(c)
	if !strings.Contains(l.Text, "Read the strategy") || !strings.Contains(l.HTML, `href="https://acme.example.org/strategy"`) || strings.Contains(l.HTML, "/records/intent/") {
		t.Errorf("the strategy is not led to:\n%s", l.HTML)
	}
}
