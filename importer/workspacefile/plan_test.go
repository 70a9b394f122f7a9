package workspacefile

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
)

const year = `
on: 2026-01-05
by: ana
why: The plan for the year
people:
  ana: {name: Ana Lima, title: Head of product}
  bo: {name: Bo Ek}
units:
  top: {name: Harbor, leads: ana, units: {core: {name: Core}, pay: {name: Payments}}}
periods:
  h1: {name: First half, kind: half, start: 2026-01-01, end: 2026-06-30}
initiatives:
  ledger: {name: Ledger cutover, owner: core, state: candidate, periods: h1, mandate: {source: Board, words: Close the old ledger}}
  portal: {name: Old portal, owner: pay, state: committed}
dependencies:
  freeze: {what: A freeze date, from: pay, on: core, turns: [{act: ask, at: 2026-01-05, unit: pay}]}
history:
  - on: 2026-02-02
    by: bo
    why: Money is there
    set:
      initiative/ledger: {state: committed, mandate: {due: 2026-05-29}}
  - on: 2026-03-02
    set: {initiative/ledger: {state: started, lead: bo}, unit/pay: {parent: core}}
    add:
      dependency/freeze:
        turns:
          - {act: offer, at: 2026-03-02, unit: core, date: 2026-04-10}
          - {act: commit, at: 2026-03-02 15:00, unit: core, date: 2026-04-17}
    remove: initiative/portal
  - on: 2026-03-02
    verb: initiative.stopped
    set: {initiative/ledger: {state: stopped, lead: }}
`

func TestAYearByHand(t *testing.T) {
	s := newStore()
	all := s.imported(t, year)
	if len(all) != 4 || drafts(all) != 4 {
		t.Fatalf("%d steps, want 4", len(all))
	}
	for i, want := range []struct{ verb, actor, why, on string }{
		{"workspace.changed", "person/ana", "The plan for the year", "2026-01-05"},
		{"initiative.changed", "person/bo", "Money is there", "2026-02-02"},
		{"workspace.changed", "person/ana", "", "2026-03-02"},
		{"initiative.stopped", "person/ana", "", "2026-03-02"},
	} {
		d := all[i].Draft
		if d.Verb != want.verb || all[i].Actor != want.actor || d.Reason != want.why || d.Effective.Format(time.DateOnly) != want.on {
			t.Errorf("step %d = %s by %s for %q on %s, want %+v", i, d.Verb, all[i].Actor, d.Reason, d.Effective, want)
		}
	}
	for day, want := range map[string]graph.Commitment{
		"2026-01-31": graph.Candidate, "2026-02-28": graph.Committed, "2026-03-02": graph.Stopped,
	} {
		i := initiativeAt(t, s, "ledger", day)
		if i.State != want || i.Mandate.Source != "Board" || i.Name != "Ledger cutover" {
			t.Errorf("on %s the initiative is %+v, want %s", day, i, want)
		}
	}
	last, _ := s.at(time.Time{})
	if i := last.Initiative("ledger"); i.Lead != "" || i.Mandate.Due != graph.On(2026, 5, 29) {
		t.Errorf("at the end lead = %q, due = %s; want no lead, 2026-05-29", i.Lead, i.Mandate.Due)
	}
	if d := graph.Find[*graph.Dependency](last, "freeze"); len(d.Turns) != 3 || d.Promised() != graph.On(2026, 4, 17) {
		t.Errorf("turns = %v", d.Turns)
	}
	if last.Initiative("portal") != nil || last.Unit("pay").Parent != "core" {
		t.Error("the portal should be gone, and payments moved")
	}
}

// reorganised is a top that states the strategy of a half and comes under another one on a day.
const reorganised = `
on: 2026-01-05
units:
  shop: {name: Shop, intents: {h1: {stated: {shares: {}}}}}
  holding: {name: Holding}
periods:
  h1: {name: First half, kind: half, start: 2026-01-01, end: 2026-06-30}
history:
  - on: %s
    set: {unit/shop: {parent: holding}}
`

func TestATopThatStatesTheStrategyIsNotImportedBelowAnother(t *testing.T) {
	got := problems(t, fmt.Sprintf(reorganised, "2026-06-30"))
	if len(got) != 1 || !strings.HasPrefix(got[0].Sentence, "Shop states the strategy of First half") || got[0].Place.Line != 10 {
		t.Errorf("problems = %v, want that Shop states the strategy, at line 10", got)
	}
	s := newStore()
	s.imported(t, fmt.Sprintf(reorganised, "2026-07-01"))
	if last, _ := s.at(time.Time{}); last.Unit("shop").Parent != "holding" {
		t.Error("after the half the top may come below another")
	}
}

func TestImportingTwiceChangesNothing(t *testing.T) {
	s := newStore()
	s.imported(t, year)
	again := s.imported(t, year)
	if n := drafts(again); n != 0 {
		t.Errorf("the second import makes %d changes, want none: %+v", n, again)
	}
	unchanged := 0
	for _, step := range again {
		unchanged += step.Unchanged
	}
	// 9 records of the plan, 1 set, 3 changed on 2 March (the portal is gone already), 1 stopped.
	if want := 9 + 1 + 3 + 1; unchanged != want {
		t.Errorf("unchanged = %d, want %d", unchanged, want)
	}
	s.imported(t, small)
	now, _ := s.at(time.Time{})
	empty := clone(now.Unit("core")).(*graph.Unit)
	empty.Leads = []graph.PersonID{} // as a form without leads leaves it
	s.write(empty.Ref(), empty, time.Time{})
	if n := drafts(s.imported(t, small)); n != 0 {
		t.Errorf("an undated file imported twice makes %d changes, want none", n)
	}
}

func TestAnEntryInTheMiddleLasts(t *testing.T) {
	s := newStore()
	s.imported(t, year)
	edited := strings.Replace(year, "history:\n", "history:\n  - on: 2026-02-16\n    set: {initiative/ledger: {summary: Move all accounts}}\n", 1)
	if n := drafts(s.imported(t, edited)); n != 3 {
		t.Errorf("%d changes, want 3: the new entry and the two that stand on it", n)
	}
	for day, want := range map[string]string{"2026-02-10": "", "2026-02-20": "Move all accounts", "2026-03-10": "Move all accounts"} {
		if i := initiativeAt(t, s, "ledger", day); i.Summary != want {
			t.Errorf("on %s the summary is %q, want %q", day, i.Summary, want)
		}
	}
	if i := initiativeAt(t, s, "ledger", "2026-03-10"); i.State != graph.Stopped {
		t.Errorf("the state is %s, want stopped", i.State)
	}
	if n := drafts(s.imported(t, edited)); n != 0 {
		t.Errorf("importing it again makes %d changes, want none", n)
	}
}

func TestWhatWasChangedElsewhereStays(t *testing.T) {
	s := newStore()
	s.imported(t, year)
	now, _ := s.at(time.Time{})
	renamed := clone(now.Initiative("ledger")).(*graph.Initiative)
	renamed.Name = "Ledger move"
	s.write(renamed.Ref(), renamed, time.Time{})
	if n := drafts(s.imported(t, year)); n != 0 {
		t.Errorf("the second import makes %d changes, want none", n)
	}
	longer := year + "  - on: 2027-02-01\n    set: {initiative/ledger: {state: started}}\n"
	s.imported(t, longer)
	if i := initiativeAt(t, s, "ledger", ""); i.Name != "Ledger move" || i.State != graph.Started {
		t.Errorf("the initiative is %q, %s; want Ledger move, started", i.Name, i.State)
	}
}

// problems reads and plans, and returns what is wrong.
func problems(t *testing.T, text string) importer.Problems {
	t.Helper()
	w := Parse("x.yaml", []byte(text), Options{Now: time.Date(2026, 12, 1, 0, 0, 0, 0, time.UTC)})
	_, err := w.Plan(importer.Nothing)
	if err == nil {
		return nil
	}
	p, ok := fault.Of(err).Err.(importer.Problems)
	if !ok {
		t.Fatalf("%v carries no problems", err)
	}
	return p
}

func TestProblemsHavePlaces(t *testing.T) {
	for _, c := range []struct {
		name, text, place, sentence, nearest string
	}{
		{"unknown section", "unitz:\n  a: {name: A}\n", "x.yaml:1:1", `"unitz" is not a section`, "units"},
		{"singular section", "\nperson:\n  a: {name: A}\n", "x.yaml:2:1", `"person" is not a section`, "people"},
		{"unknown field", "units:\n  a: {name: A, purpse: x}\n", "x.yaml:2:16", `"purpse" is not a field of units`, "purpose"},
		{"unknown field inside", "initiatives:\n  a: {name: A, state: done, mandate: {sorce: x}}\n", "x.yaml:2:39", `"sorce" is not a field of mandate`, "source"},
		{"unknown word", "initiatives:\n  a:\n    name: A\n    state: comitted\n", "x.yaml:4:12", `"comitted" is not one of the words`, "committed"},
		{"unknown reference", "units:\n  core: {name: A}\ninitiatives:\n  a: {name: A, state: done, owner: cor}\n", "x.yaml:4:36", `there is no unit "cor"`, "core"},
		{"reference in a list", "units: {core: {name: A}}\ninitiatives:\n  a:\n    name: A\n    state: done\n    participants:\n      - {unit: core, days: 1}\n      - {unit: coer, days: 1}\n", "x.yaml:8:16", `there is no unit "coer"`, "core"},
		{"theme of a share", "themes: {good: {name: G}}\noutcomes:\n  a:\n    name: A\n    themes: {good: 0.1, god: 10%}\n", "x.yaml:5:30", `there is no theme "god"`, "good"},
		{"share too large", "units: {u: {name: U}}\nperiods: {h: {name: H, kind: half, start: 2026-01-01, end: 2026-06-30}}\nthemes: {a: {name: A}}\nintents:\n  i: {level: stated, unit: u, period: h, shares: {a: -1%}}\n", "x.yaml:5:54", `"-1%" is not between 0 and 1`, ""},
		{"share in percent", "units: {u: {name: U}}\nperiods: {h: {name: H, kind: half, start: 2026-01-01, end: 2026-06-30}}\nthemes: {a: {name: A}}\nintents:\n  i: {level: stated, unit: u, period: h, shares: {a: 70}}\n", "x.yaml:5:54", `"70" is not between 0 and 1`, ""},
		{"a zero character", "units:\n  u: {name: \"a\\0b\"}\n", "x.yaml:2:13", "the text holds a zero character", ""},
		{"not a date", "periods:\n  h: {name: H, kind: half, start: 1.7.2026, end: 2026-12-31}\n", "x.yaml:2:35", `"1.7.2026" is not a date`, ""},
		{"not a number", "work:\n  w: {title: W, size: big}\n", "x.yaml:2:23", `"big" is not a number`, ""},
		{"not whole", "units:\n  u: {name: U, people: 3.5}\n", "x.yaml:2:24", `"3.5" is not a whole number`, ""},
		{"not a number at all", "work:\n  w: {title: W, size: .nan}\n", "x.yaml:2:23", `".nan" is not a number`, ""},
		{"list for a text", "units:\n  u: {name: [a, b]}\n", "x.yaml:2:13", "a list stands where a text is expected", ""},
		{"text for fields", "units:\n  u: Core\n", "x.yaml:2:6", `"Core" stands where the fields of the record are expected`, ""},
		{"work diary", "work:\n  w: {title: W, states: [began 2026-01-01]}\n", "x.yaml:2:26", `"began" is not a state of work`, ""},
		{"kind before an id", "units: {u: {name: U}}\ninitiatives:\n  a: {name: A, state: done, owner: unit/u}\n", "x.yaml:3:36", `"unit/u" is not an id`, ""},
		{"bad id", "units:\n  Core Team: {name: A}\n", "x.yaml:2:3", `the id "Core Team" has "C" at place 1`, ""},
		{"no id", "units:\n  - {name: A}\n", "x.yaml:2:5", "the unit has no id", ""},
		{"two ids", "units:\n  a: {id: b, name: A}\n", "x.yaml:2:11", `the record is called "a" and "b"`, ""},
		{"key twice", "units:\n  a: {name: A}\n  a: {name: B}\n", "x.yaml:3:3", `"a" is written twice`, ""},
		{"record twice", "units:\n  a: {name: A, units: {b: {name: B}}}\n  b: {name: B}\n", "x.yaml:3:3", "the record is written twice; the first is at x.yaml:2:24", ""},
		{"implied twice", "units:\n  a: {name: A, units: {b: {name: B, parent: a}}}\n", "x.yaml:2:37", "parent is a already, by where the record is written", ""},
		{"merge key", "units:\n  a: &a {name: A}\n  b: {<<: *a}\n", "x.yaml:3:7", "merge keys are not read", ""},
		{"unknown kind in set", "on: 2026-01-01\nset: {untt/a: {name: A}}\n", "x.yaml:2:7", `"untt" is not a kind of record`, "unit"},
		{"set of nothing", "units: {core: {name: C}}\non: 2026-01-01\nset: {unit/cor: {name: A}}\n", "x.yaml:3:7", "the record cannot be changed because it does not exist on 1 Jan 2026", "core"},
		{"remove of nothing", "units: {core: {name: C}}\non: 2026-01-01\nremove: unit/cor\n", "x.yaml:3:9", "the record cannot be removed because it does not exist on 1 Jan 2026", "core"},
		{"add to no list", "on: 2026-01-01\nadd: {unit/a: {name: A}}\n", "x.yaml:2:16", "name is not a list, so nothing can be added to it", ""},
		{"future", "on: 2027-02-01\nunits: {a: {name: A}}\n", "x.yaml:1:5", "the change is dated 2027-02-01, which has not come yet", ""},
		{"history without a date", "history:\n  - units: {a: {name: A}}\n", "x.yaml:2:5", "the change in history has no date", ""},
		{"history in history", "history:\n  - on: 2026-01-01\n    history: []\n", "x.yaml:3:5", `"history" is not a section`, ""},
		{"unknown author", "by: anna\npeople: {ana: {name: Ana}}\n", "x.yaml:1:5", `there is no person "anna" at that time`, "ana"},
		{"bad verb", "verb: Started it\nunits: {a: {name: A}}\n", "x.yaml:1:7", `"Started it" is not a verb`, ""},
		{"newer form", "throughline: 2\n", "x.yaml:1:14", `"2" is not a form of workspace files that is known`, ""},
		{"second document", "units: {a: {name: A}}\n---\nunits: {b: {name: B}}\n", "x.yaml:2:1", "the file holds a second document", ""},
		{"not YAML", "units:\n  a: {name: A\n  b: {name: B}\n", "x.yaml:2:3", "this is not YAML", ""},
		{"indented too far", "units:\n  a: {name: A}\n   b: {name: B}\n  c: {name: C}\n", "x.yaml:3:4", `this is not YAML from "b: {name: B}" on`, ""},
		{"indented too little", "units:\n    a: {name: A}\n  b: {name: B}\n", "x.yaml:3:3", `this is not YAML from "b: {name: B}" on`, ""},
		{"tabs", "units:\n  a:\n\tname: A\n", "x.yaml:3:1", `this is not YAML from "name: A" on`, ""},
		{"quote not closed", "units:\n  a: {name: A}\n  b: {name: \"B}\n  c: {name: C}\n  d: {name: D}\n", "x.yaml:3:3", `this is not YAML from "b: {name: \"B}" on`, ""},
		{"colon in a text", "units:\n  a:\n    name: Core: the team\n    short: C\n", "x.yaml:3:5", `this is not YAML from "name: Core: the team" on`, ""},
		{"after a long list", "units:\n  a: {name: A, leads: [\n    a,\n    b,\n    c,\n    d,\n    e,\n    f,\n    g,\n    h,\n    i]}\n   b: {name: B}\n", "x.yaml:12:4", `this is not YAML from "b: {name: B}" on`, ""},
		{"in a large file", "units:\n" + strings.Repeat("  # much\n", 100_000) + "periods:\n  h: {name: H}\n   i: {name: I}\n" + strings.Repeat("  # more\n", 10_000), "x.yaml:100004:4", `this is not YAML from "i: {name: I}" on`, ""},
		{"not text", "units:\n  a: {name: \xff}\n", "x.yaml:2:13", "the file is not UTF-8 text: here stands the byte 0xff", ""},
		{"not sections", "- a\n", "x.yaml:1:1", "a list stands where sections are expected", ""},
		{"level", "units: {u: {name: U, intents: {h: {asigned: {shares: {}}}}}}\n", "x.yaml:1:36", `"asigned" is not one of the words`, "assigned"},
		{"rule in a nested record", "periods: {h: {name: H, kind: half, start: 2026-01-01, end: 2026-06-30}}\nunits:\n  u:\n    name: U\n    capacities: {h: {days: 3, rate: -3}}\n", "x.yaml:5:37", "-3 is not a quantity", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := problems(t, c.text)
			if len(got) != 1 {
				t.Fatalf("%d problems, want 1:\n%v", len(got), got)
			}
			p := got[0]
			if p.Place.String() != c.place || !strings.HasPrefix(p.Sentence, c.sentence) {
				t.Errorf("got  %s: %s\nwant %s: %s", p.Place, p.Sentence, c.place, c.sentence)
			}
			if p.Remedy == "" {
				t.Error("the problem has no remedy")
			}
			if c.nearest != "" && !slices.Contains(p.Nearest, c.nearest) {
				t.Errorf("nearest = %v, want %s among them", p.Nearest, c.nearest)
			}
		})
	}
}

// TestAllProblemsAreToldAtOnce: slips in the files, and broken rules in the picture they make.
func TestAllProblemsAreToldAtOnce(t *testing.T) {
	got := problems(t, "units:\n  core: {name: Core, parent: top, people: x}\n  pay: {name: Pay, parent: cor}\ninitiatives:\n  a: {name: A, state: comitted, owner: pay}\n  b: {name: B, state: done, owner: corre}\n")
	var lines []string
	for _, p := range got {
		lines = append(lines, p.Place.String()+" "+p.Sentence)
	}
	want := []string{
		`x.yaml:2:30 there is no unit "top"`,
		`x.yaml:2:43 "x" is not a whole number`,
		`x.yaml:3:28 there is no unit "cor"`,
		`x.yaml:5:23 "comitted" is not one of the words`,
		`x.yaml:6:36 there is no unit "corre"`,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	// What could not be read at all may be what others refer to: nothing is guessed then.
	if got := problems(t, "unitz:\n  core: {name: Core}\nunits:\n  pay: {name: Pay, parent: core}\n"); len(got) != 1 {
		t.Errorf("%d problems, want the section alone: %v", len(got), got)
	}
}
