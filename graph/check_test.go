package graph

import (
	"strings"
	"testing"
	"time"
)

// organisation is a small whole picture.
func organisation() []Record {
	return []Record{
		&Unit{ID: "top", Name: "Top"},
		&Unit{ID: "core", Name: "Core", Parent: "top", Leads: []PersonID{"ana"}},
		&Unit{ID: "pay", Name: "Payments", Parent: "core"},
		&Person{ID: "ana", Name: "Ana"},
		&Theme{ID: "grow", Name: "Grow"},
		&Dimension{ID: "speed", Name: "Speed", List: ListValue},
		&Dimension{ID: "calm", Name: "Calm", List: ListValue},
		&Period{ID: "y", Name: "2026", Kind: Year, Start: On(2026, 1, 1), End: On(2026, 12, 31)},
		&Period{ID: "h2", Name: "2026 H2", Kind: Half, Start: On(2026, 7, 1), End: On(2026, 12, 31), Parent: "y"},
		&Capacity{ID: "core-h2", Unit: "core", Period: "h2", Days: 100},
		&Intent{ID: "stated", Level: Stated, Unit: "top", Period: "h2", Shares: SharesOf(ThemeShare{"grow", 1})},
		&Outcome{ID: "out", Name: "Out", Themes: SharesOf(ThemeShare{"grow", 1})},
		&Initiative{ID: "i", Name: "I", State: Committed, Owner: "core"},
		&Decision{ID: "d", Question: "Q?", State: DecisionOpen},
	}
}

func whole(t *testing.T) *Snapshot {
	t.Helper()
	b := Empty().Edit()
	var refs []Ref
	for _, r := range organisation() {
		b.Put(WithStamp(r, Stamp{1, 1, 1}))
		refs = append(refs, r.Ref())
	}
	s := b.Snapshot(time.UnixMilli(1), 1)
	if v := Check(s, refs); len(v) > 0 {
		t.Fatalf("the organisation is not whole: %v", v)
	}
	return s
}

func TestRulesRejectWithASentenceAndARemedy(t *testing.T) {
	day := func(d int) int64 { return On(2026, 7, d).Time().Unix() }
	for _, c := range []struct {
		name   string
		record Record
		field  string
		says   string
		near   string
	}{
		{"a share outside 0 to 1", &Intent{ID: "x", Level: Assigned, Unit: "core", Period: "h2", Shares: SharesOf(ThemeShare{"grow", 1.5})}, "shares.grow", "not between 0% and 100%", ""},
		{"shares over 1", &Outcome{ID: "x", Name: "X", Themes: SharesOf(ThemeShare{"grow", .7}, ThemeShare{"other", .7})}, "themes", "add up to 140%", ""},
		{"contributions over 1", &Initiative{ID: "x", Name: "X", State: Committed, Contributes: []Contribution{{Outcome: "out", Share: .6}, {Theme: "grow", Share: .6}}}, "contributes", "add up to 120%", ""},
		{"a contribution to two things", &Initiative{ID: "x", Name: "X", State: Committed, Contributes: []Contribution{{Outcome: "out", Theme: "grow", Share: .6}}}, "contributes[0]", "both or neither", ""},
		{"a cycle in the unit tree", &Unit{ID: "core", Name: "Core", Parent: "pay"}, "parent", "core < pay < core", ""},
		{"an unknown reference", &Unit{ID: "x", Name: "X", Parent: "cor"}, "parent", `no unit "cor"`, "core"},
		{"an unknown word", &Initiative{ID: "x", Name: "X", State: "commited"}, "state", "is none of", "committed"},
		{"a period inside out", &Period{ID: "x", Name: "X", Kind: Half, Start: On(2026, 7, 1), End: On(2026, 6, 1)}, "end", "before it starts", ""},
		{"a period outside its parent", &Period{ID: "x", Name: "X", Kind: Half, Start: On(2026, 7, 1), End: On(2027, 6, 1), Parent: "y"}, "parent", "is not inside 2026", ""},
		{"work finished before it was started", &Work{ID: "x", Title: "X", States: []Transition{{Begun, day(9)}, {Finished, day(2)}}}, "states[1]", "finished (2026-07-02) before it was started (2026-07-09)", ""},
		{"negative days", &Capacity{ID: "x", Unit: "core", Period: "y", Days: -1}, "days", "not a quantity", ""},
		{"a second capacity", &Capacity{ID: "x", Unit: "core", Period: "h2", Days: 1}, "", "declared already", ""},
		{"carve-outs above the days", &Capacity{ID: "x", Unit: "core", Period: "y", Days: 1, CarveOut: []CarveOut{{"on-call", 2}}}, "carve_outs", "take 2 of 1", ""},
		{"intent stated below the top", &Intent{ID: "x", Level: Stated, Unit: "core", Period: "y"}, "unit", "not the top", ""},
		{"a second intent", &Intent{ID: "x", Level: Stated, Unit: "top", Period: "h2"}, "", "declared already", ""},
		{"returned without a reason", &Intent{ID: "x", Level: Interpreted, Unit: "core", Period: "h2", Receipt: Receipt{State: Returned}}, "receipt.reason", "without a reason", ""},
		{"weights that do not sum to 1", &Unit{ID: "x", Name: "X", Value: []Criterion{{Dimension: "speed", Weight: .5}, {Dimension: "calm", Weight: .4}}}, "value", "sum to 0.9", ""},
		{"a dimension twice", &Unit{ID: "x", Name: "X", Value: []Criterion{{Dimension: "speed", Weight: .5}, {Dimension: "speed", Weight: .5}}}, "value[1]", "stands twice", ""},
		{"a unit that depends on itself", &Dependency{ID: "x", What: "W", From: "core", On: "core"}, "on", "depends on itself", ""},
		{"a thread that begins in the middle", &Dependency{ID: "x", What: "W", From: "core", On: "pay", Turns: []Turn{{Act: Commit, At: time.UnixMilli(1)}}}, "turns[0].act", "begins with", ""},
		{"decided without a day", &Decision{ID: "x", Question: "Q", State: DecisionDecided}, "decided", "without a day", ""},
		{"funding of nothing", &Funding{ID: "x", Period: "h2", Days: 1}, "theme", "for nothing", ""},
		{"a waiver without an end", &Waiver{ID: "x", Code: "INT001", By: "ana", Reason: "r"}, "until", "no end", ""},
		{"a bad id", &Theme{ID: "Two Words", Name: "T"}, "id", `has "T"`, ""},
		{"an initiative linked to itself", &Initiative{ID: "x", Name: "X", State: Committed, Links: []Link{{SeeAlso, "x"}}}, "links[0]", "links to itself", ""},
		{"a reading out of order", &Outcome{ID: "x", Name: "X", Readings: []Value{{On: On(2026, 7, 2)}, {On: On(2026, 7, 1)}}}, "readings[1].on", "stands after", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := whole(t).Edit()
			b.Put(WithStamp(&Theme{ID: "other", Name: "Other"}, Stamp{1, 1, 1}))
			b.Put(WithStamp(c.record, Stamp{1, 2, 2}))
			v := Check(b.Snapshot(time.UnixMilli(2), 2), []Ref{c.record.Ref()})
			if len(v) == 0 {
				t.Fatal("nothing was broken")
			}
			found := false
			for _, one := range v {
				if one.Field == c.field && strings.Contains(one.Sentence, c.says) {
					found = true
					if one.Remedy == "" {
						t.Errorf("no remedy for %q", one.Sentence)
					}
					if c.near != "" && (len(one.Nearest) == 0 || one.Nearest[0] != c.near) {
						t.Errorf("nearest = %v, want %q", one.Nearest, c.near)
					}
				}
			}
			if !found {
				t.Errorf("violations = %v, want %s: …%s…", v, c.field, c.says)
			}
			if f := v.Fault(); f == nil || !strings.Contains(f.Error(), v[0].Sentence) {
				t.Errorf("Fault = %v", f)
			}
		})
	}
}

// moved is what is wrong with the picture after a unit was put above another, with what else changed.
func moved(t *testing.T, s *Snapshot, records ...Record) Violations {
	t.Helper()
	b := s.Edit()
	var refs []Ref
	for _, r := range records {
		b.Put(WithStamp(r, Stamp{2, 2, 2}))
		refs = append(refs, r.Ref())
	}
	return Check(b.Snapshot(s.AsOf(), 2), refs)
}

func TestWhoStatesTheStrategyStaysAtTheTop(t *testing.T) {
	s := whole(t)
	top, above := &Unit{ID: "top", Name: "Top", Parent: "over"}, &Unit{ID: "over", Name: "Holding"}
	v := moved(t, s, above, top)
	if len(v) != 1 || v[0].Record != top.Ref() || v[0].Field != "parent" ||
		v[0].Sentence != "Top states the strategy of 2026 H2, which only the top of the organisation does" ||
		v[0].Remedy != "Let the new top state it in the same change, or leave Top at the top" {
		t.Errorf("a unit put above the one that states the strategy: %+v", v)
	}
	// Who moves the strategy with it breaks no rule; who writes it anew for the old top is told once.
	over := &Intent{ID: "stated", Level: Stated, Unit: "over", Period: "h2", Shares: SharesOf(ThemeShare{"grow", 1})}
	if v := moved(t, s, above, top, over); len(v) > 0 {
		t.Errorf("the strategy went along: %v", v)
	}
	again := &Intent{ID: "stated", Level: Stated, Unit: "top", Period: "h2", Shares: SharesOf(ThemeShare{"grow", .5})}
	if v := moved(t, s, again, above, top); len(v) != 1 || v[0].Record != again.Ref() {
		t.Errorf("the strategy of the old top: %v", v)
	}
	if v := moved(t, s, above, &Unit{ID: "core", Name: "Core", Parent: "over", Leads: []PersonID{"ana"}}); len(v) > 0 {
		t.Errorf("a unit that states nothing: %v", v)
	}
}

// What was stated for a period that is over was stated by the top of that time.
func TestAPeriodThatIsOverKeepsItsTop(t *testing.T) {
	s := whole(t).Edit().Snapshot(On(2027, 1, 1).End(), 1)
	if v := moved(t, s, &Unit{ID: "over", Name: "Holding"}, &Unit{ID: "top", Name: "Top", Parent: "over"}); len(v) > 0 {
		t.Errorf("after the period: %v", v)
	}
	last := whole(t).Edit().Snapshot(On(2026, 12, 31).End(), 1)
	if v := moved(t, last, &Unit{ID: "over", Name: "Holding"}, &Unit{ID: "top", Name: "Top", Parent: "over"}); len(v) != 1 {
		t.Errorf("on its last day: %v", v)
	}
}

func TestRemovingWhatOthersNameIsRefused(t *testing.T) {
	b := whole(t).Edit()
	b.Remove(Ref{KindUnit, "core"}, Stamp{2, 2, 2})
	v := Check(b.Snapshot(time.UnixMilli(2), 2), []Ref{{KindUnit, "core"}})
	if len(v) != 1 || !strings.Contains(v[0].Sentence, "3 records name it") || !strings.Contains(v[0].Remedy, "until") {
		t.Errorf("violations = %v", v)
	}
}

func TestRemovingAnInitiativeWithWorkIsRefused(t *testing.T) {
	b := whole(t).Edit()
	b.Put(WithStamp(&Work{ID: "w", Title: "W", Initiative: "i"}, Stamp{1, 2, 2}))
	b.Remove(Ref{KindInitiative, "i"}, Stamp{2, 2, 2})
	v := Check(b.Snapshot(time.UnixMilli(2), 2), []Ref{{KindInitiative, "i"}})
	if len(v) != 1 || !strings.Contains(v[0].Sentence, "1 record names it: work/w") {
		t.Errorf("violations = %v", v)
	}
}

func TestMentionsNameTheField(t *testing.T) {
	r := &Initiative{ID: "x", Owner: "core", Participants: []Participation{{Unit: "pay", Period: "h2"}}, Contributes: []Contribution{{Theme: "grow", Share: 1}}}
	want := []Mention{{"owner", UnitID("core").Ref()}, {"participants[0].unit", UnitID("pay").Ref()}, {"participants[0].period", PeriodID("h2").Ref()}, {"contributes[0].theme", ThemeID("grow").Ref()}}
	got := Mentions(r)
	if len(got) != len(want) {
		t.Fatalf("Mentions = %v", got)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("Mentions[%d] = %v, want %v", i, got[i], want[i])
		}
	}
	if m := Mentions(&Intent{ID: "x", Shares: SharesOf(ThemeShare{"grow", 1})}); len(m) != 1 || m[0].To != ThemeID("grow").Ref() {
		t.Errorf("the themes of shares are mentions: %v", m)
	}
	if m := Mentions(&Comment{ID: "c", On: Ref{KindUnit, "core"}}); len(m) != 1 {
		t.Errorf("a comment mentions what it is on: %v", m)
	}
}
