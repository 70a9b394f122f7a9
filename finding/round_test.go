package finding_test

import (
	"fmt"
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/finding"
	"throughline/graph"
	"throughline/testing/fixture"
)

// watched is checks of every sort that tell how often they looked.
type watched struct{ looks map[string]int }

func (w *watched) look(at string) {
	if w.looks == nil {
		w.looks = make(map[string]int)
	}
	w.looks[at]++
}

// seen is what was looked at since the last call, in order.
func (w *watched) seen() []string {
	out := slices.Sorted(maps.Keys(w.looks))
	w.looks = nil
	return out
}

// names is the names of all themes, as a reading; it is the same value while the names are.
type names string

func (w *watched) names(p *finding.Pass) names {
	return finding.Shared(p, func(p *finding.Pass) names {
		w.look("reading of themes")
		var out names
		for t := range graph.All[*graph.Theme](p.Now) {
			out += names(t.Name + ",")
		}
		return out
	})
}

// served is how many outcomes each theme is primary of, kept up from round to round.
type served struct{ of map[graph.ThemeID]int }

func (w *watched) served(p *finding.Pass) *served {
	return finding.SharedAfter(p, func(p *finding.Pass, before *served) *served {
		out := &served{of: make(map[graph.ThemeID]int)}
		if before != nil && len(p.Changed(graph.KindOutcome)) == 0 {
			return before
		}
		w.look("reading of outcomes")
		for o := range graph.All[*graph.Outcome](p.Now) {
			out.of[o.Primary]++
		}
		return out
	})
}

func (w *watched) checks() []*finding.Check {
	run := func(code string, look func(p *finding.Pass)) *finding.Check {
		c := check(code, finding.Warning)
		c.Run = func(p *finding.Pass) {
			w.look(code)
			look(p)
		}
		return c
	}
	each := func(code string, each *finding.Each) *finding.Check {
		c := check(code, finding.Note)
		c.Run, c.Each = nil, each
		return c
	}
	say := func(p *finding.Pass, r graph.Ref, format string, args ...any) {
		p.Report(finding.Finding{Sentence: fmt.Sprintf(format, args...), Records: []graph.Ref{r}})
	}
	return []*finding.Check{
		run("DEC001", func(p *finding.Pass) { // on the whole picture
			for o := range graph.All[*graph.Outcome](p.Now) {
				say(p, o.Ref(), "outcome %s", o.Name)
			}
		}),
		run("DEC002", func(p *finding.Pass) { // through a reading alone
			say(p, graph.ThemeID("g").Ref(), "themes %s", w.names(p))
		}),
		run("DEC003", func(p *finding.Pass) { // through one that is kept up
			for t, n := range w.served(p).of {
				say(p, t.Ref(), "%s is served %d times", t, n)
			}
		}),
		each("DEC004", finding.EachOf(func(p *finding.Pass, o *graph.Outcome) { // with what it mentions
			w.look("DEC004 " + string(o.ID))
			if t := p.Now.Theme(o.Primary); t != nil {
				say(p, o.Ref(), "%s is for %s", o.Name, t.Name)
			}
		}, graph.KindTheme)),
		each("DEC005", finding.EachOf(func(p *finding.Pass, t *graph.Theme) { // with what mentions it
			w.look("DEC005 " + string(t.ID))
			asked := "" // one finding on a record, as all checks do
			for o := range graph.Referrers[*graph.Outcome](p.Now, t.Ref()) {
				asked += " " + o.Name
			}
			if asked != "" {
				say(p, t.Ref(), "%s is asked of%s", t.Name, asked)
			}
		}, graph.KindOutcome)),
		each("DEC006", finding.EachOf(func(p *finding.Pass, u *graph.Unit) { // beside which it looks at anything
			w.look("DEC006 " + string(u.ID))
			say(p, u.Ref(), "%s of %d outcomes", u.Name, p.Now.Count(graph.KindOutcome))
		})),
	}
}

// rounds is one round of checks after the other on an organisation.
type rounds struct {
	org    *fixture.Org
	checks []*finding.Check
	locks  []finding.Lock
	basis  *graph.Basis
	last   *finding.Round
}

// next is what the checks find now, taking over from the round before.
func (r *rounds) next() []*finding.Finding {
	s := r.org.Picture()
	r.basis = graph.BasisAfter(r.basis, s, s.Period("h2"))
	round := finding.Begin(r.last, r.basis, r.locks)
	found := round.Look(r.checks)
	r.last = round
	return found
}

func shelf(t fixture.T) *fixture.Org {
	return fixture.New(t).Half().Unit("acme", "").Put(
		&graph.Theme{ID: "g", Name: "Growth"}, &graph.Theme{ID: "t", Name: "Trust"},
		&graph.Outcome{ID: "o", Name: "Orders", Primary: "g", Themes: graph.SharesOf(graph.ThemeShare{Theme: "g", Share: 1})},
		&graph.Outcome{ID: "p", Name: "Payback", Primary: "t", Themes: graph.SharesOf(graph.ThemeShare{Theme: "t", Share: 1})},
	)
}

func TestARoundLooksAgainOnlyAtWhatChanged(t *testing.T) {
	w := new(watched)
	r := &rounds{org: shelf(t), checks: w.checks()}
	r.next()
	first := []string{"DEC001", "DEC002", "DEC003", "DEC004 o", "DEC004 p", "DEC005 g", "DEC005 t", "DEC006 acme", "reading of outcomes", "reading of themes"}
	if d := cmp.Diff(first, w.seen()); d != "" {
		t.Errorf("the first round looks at everything once (-want +got):\n%s", d)
	}
	for _, c := range []struct {
		what   string
		change func(*fixture.Org)
		want   []string
	}{
		{"nothing", func(*fixture.Org) {}, nil},
		{"a person", func(o *fixture.Org) { o.Person("ana") }, nil},
		{"an outcome", func(o *fixture.Org) {
			o.Put(&graph.Outcome{ID: "o", Name: "More orders", Primary: "g", Themes: graph.SharesOf(graph.ThemeShare{Theme: "g", Share: 1})})
		}, []string{"DEC001", "DEC003", "DEC004 o", "DEC005 g", "DEC006 acme", "reading of outcomes"}},
		{
			"a theme's wording, whose names stay", func(o *fixture.Org) { o.Put(&graph.Theme{ID: "t", Name: "Trust", Why: "They come back"}) },
			[]string{"DEC004 p", "DEC005 t", "reading of themes"},
		},
		{
			"a theme's name", func(o *fixture.Org) { o.Put(&graph.Theme{ID: "t", Name: "Good standing"}) },
			[]string{"DEC002", "DEC004 p", "DEC005 t", "reading of themes"},
		},
		{"an outcome moved to another theme", func(o *fixture.Org) {
			o.Put(&graph.Outcome{ID: "p", Name: "Payback", Primary: "g", Themes: graph.SharesOf(graph.ThemeShare{Theme: "g", Share: 1})})
		}, []string{"DEC001", "DEC003", "DEC004 p", "DEC005 g", "DEC005 t", "DEC006 acme", "reading of outcomes"}},
		{"a unit", func(o *fixture.Org) { o.Unit("web", "acme") }, []string{"DEC006 web"}},
	} {
		c.change(r.org)
		r.next()
		if d := cmp.Diff(c.want, w.seen()); d != "" {
			t.Errorf("after %s (-want +got):\n%s", c.what, d)
		}
	}
}

func TestAnotherDayOrLockLooksAtEverythingAgain(t *testing.T) {
	w := new(watched)
	r := &rounds{org: shelf(t), checks: w.checks()}
	r.next()
	all := w.seen()
	r.org.Today("2026-09-25")
	r.next()
	if d := cmp.Diff(all, w.seen()); d != "" {
		t.Errorf("on the next day (-want +got):\n%s", d)
	}
	then := r.org.Picture()
	r.locks = []finding.Lock{{Baseline: &graph.Baseline{ID: "l", Name: "Lock", Period: "h2", At: then.AsOf()}, Then: then}}
	r.next()
	if d := cmp.Diff(all, w.seen()); d != "" {
		t.Errorf("after a plan lock (-want +got):\n%s", d)
	}
	r.next()
	if got := w.seen(); got != nil {
		t.Errorf("with the same lock again it looks at %v", got)
	}
}

// What was found just so before is the same finding, so that what is made of it can be kept.
func TestAFindingThatStandsIsTheSameOne(t *testing.T) {
	w := new(watched)
	r := &rounds{org: shelf(t), checks: w.checks()}
	before := make(map[string]*finding.Finding)
	for _, f := range r.next() {
		before[f.Sentence] = f
	}
	r.org.Put(&graph.Theme{ID: "t", Name: "Good standing"})
	same, changed := 0, 0
	for _, f := range r.next() {
		if before[f.Sentence] == f {
			same++
		} else if before[f.Sentence] == nil {
			changed++
		} else {
			t.Errorf("“%s” was found anew", f.Sentence)
		}
	}
	if same != 7 || changed != 3 { // its name stands in the list of themes, at its outcome and at itself
		t.Errorf("%d findings are the same and %d changed, want 7 and 3", same, changed)
	}
}

// However the organisation came to be, a round that takes over finds what a fresh one finds, in the same order, waivers
// included.
func TestARoundAfterAnotherFindsTheSame(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
		r := &rounds{org: shelf(t), checks: new(watched).checks()}
		fresh := new(watched).checks()
		for range rapid.IntRange(1, 6).Draw(t, "rounds") {
			for range rapid.IntRange(0, 3).Draw(t, "changes") {
				theme := graph.ThemeID(pick("theme", "g", "t"))
				switch pick("what", "theme", "outcome", "outcome", "unit", "waiver", "gone", "day") {
				case "theme":
					r.org.Put(&graph.Theme{ID: theme, Name: pick("name", "A", "B", "Growth")})
				case "outcome":
					r.org.Put(&graph.Outcome{ID: graph.OutcomeID(pick("id", "o", "p", "q")), Name: pick("name", "A", "B"), Primary: theme, Themes: graph.SharesOf(graph.ThemeShare{Theme: theme, Share: 1})})
				case "unit":
					r.org.Unit(pick("id", "web", "core"), "acme")
				case "waiver":
					r.org.Person("ana").Put(&graph.Waiver{ID: "w", Code: pick("code", "DEC001", "DEC005"), On: theme.Ref(), By: "ana", Reason: "R", Until: fixture.Date(t, pick("until", "2026-09-24", "2026-12-01"))})
				case "gone":
					r.org.Remove(graph.OutcomeID(pick("id", "o", "p", "q")).Ref())
				case "day":
					r.org.Today(pick("day", "2026-09-25", "2026-10-01"))
				}
			}
			got := told(r.next())
			s := r.org.Picture()
			if d := cmp.Diff(told(finding.Run(fresh, s, s.Period("h2"), nil)), got); d != "" {
				t.Fatalf("(-anew +taken over):\n%s", d)
			}
		}
	})
}

// told is findings as words, in order.
func told(found []*finding.Finding) []string {
	out := make([]string, len(found))
	for n, f := range found {
		out[n] = fmt.Sprint(f.Check.Code, " ", f.Sentence, " ", f.Records, f.Waiver != nil)
	}
	return out
}
