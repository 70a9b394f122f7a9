package graph

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// genPart is a record that names others, which may or may not be there.
func genPart(t *rapid.T) Record {
	pick := func(name string, from ...string) string { return rapid.SampledFrom(from).Draw(t, name) }
	unit := func() UnitID { return UnitID(pick("unit", "a", "b", "c", "d")) }
	period := func() PeriodID { return PeriodID(pick("period", "p", "q", "r")) }
	switch pick("kind", "unit", "unit", "period", "period", "outcome", "capacity", "intent", "initiative", "comment", "work") {
	case "unit":
		return &Unit{ID: unit(), Name: "U", Parent: UnitID(pick("parent", "", "a", "b", "c", "d"))}
	case "period":
		start := On(2026, 1, 1) + Date(rapid.IntRange(0, 3).Draw(t, "start"))
		return &Period{
			ID: period(), Name: "P", Kind: Own, Start: start, End: start + Date(rapid.IntRange(0, 3).Draw(t, "length")),
			Parent: PeriodID(pick("parent", "", "p", "q", "r")),
		}
	case "outcome":
		return &Outcome{ID: OutcomeID(pick("id", "o", "m", "n")), Name: "O", Owner: unit(), Parent: OutcomeID(pick("parent", "", "o", "m", "n"))}
	case "capacity":
		return &Capacity{ID: CapacityID(pick("id", "x", "y")), Unit: unit(), Period: period(), Days: 1}
	case "intent":
		return &Intent{ID: IntentID(pick("id", "x", "y")), Level: Level(pick("level", "assigned", "interpreted")), Unit: unit(), Period: period()}
	case "initiative":
		i := &Initiative{ID: InitiativeID(pick("id", "i", "j")), Name: "I", State: Likely, Owner: unit()}
		i.Links = []Link{{SeeAlso, InitiativeID(pick("link", "i", "j"))}}
		return i
	case "comment":
		return &Comment{ID: CommentID(pick("id", "x", "y")), On: rapid.SampledFrom([]Ref{{KindUnit, "a"}, {KindPeriod, "p"}, {KindComment, "x"}}).Draw(t, "on")}
	}
	w := &Work{ID: WorkID(pick("id", "w", "v")), Title: "W", Unit: unit(), Initiative: InitiativeID(pick("initiative", "", "i", "j"))}
	if rapid.Bool().Draw(t, "waits") {
		w.Blocked = []Block{{On: unit(), From: 1}}
	}
	return w
}

// TestAcceptedChangesKeepThePictureWhole holds that looking at the changed records alone is enough: whatever
// is accepted, a check of everything finds nothing.
func TestAcceptedChangesKeepThePictureWhole(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := Empty().Edit()
		for position := range int64(rapid.IntRange(1, 40).Draw(t, "changes")) {
			b.Mark()
			st := Stamp{1, position + 1, position + 1}
			r := genPart(t)
			if rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
				b.Remove(r.Ref(), st)
			} else {
				b.Put(WithStamp(r, st))
			}
			if len(Check(b.Current(), []Ref{r.Ref()})) > 0 {
				b.Rollback()
			}
		}
		s := b.Snapshot(time.UnixMilli(100), 100)
		var all []Ref
		for _, k := range Kinds() {
			for r := range s.Records(k.Kind, "") {
				all = append(all, r.Ref())
			}
		}
		if v := Check(s, all); len(v) > 0 {
			t.Fatalf("the picture is not whole: %v", v)
		}
	})
}

func TestRulesBetweenRecords(t *testing.T) {
	for _, c := range []struct {
		name   string
		record Record
		field  string
		says   string
	}{
		{"a unit above itself", &Unit{ID: "top", Name: "Top", Parent: "pay"}, "parent", "top < pay < core < top"},
		{"a unit that is its own parent", &Unit{ID: "core", Name: "Core", Parent: "core"}, "parent", "core < core"},
		{"an outcome above itself", &Outcome{ID: "out", Name: "Out", Parent: "below"}, "parent", "out < below < out"},
		{"a period inside itself", &Period{ID: "y", Name: "Y", Kind: Year, Start: On(2026, 1, 1), End: On(2026, 12, 31), Parent: "h2"}, "parent", "y < h2 < y"},
		{"a period too short for those inside", &Period{ID: "y", Name: "Y", Kind: Year, Start: On(2026, 8, 1), End: On(2026, 12, 31)}, "start", "2026 H2 (2026-07-01 to 2026-12-31) would lie outside it"},
		{"an unknown kind of record", &Comment{ID: "c", On: Ref{"okr", "x"}}, "on", `no okr "x"`},
		{"an unknown unit in a wait", &Work{ID: "w", Title: "W", Blocked: []Block{{On: "cor"}}}, "blocked[0]", `no unit "cor"`},
		{"an unknown theme of a share", &Intent{ID: "x", Level: Assigned, Unit: "core", Period: "h2", Shares: SharesOf(ThemeShare{"groww", 1})}, "shares[0].Theme", `no theme "groww"`},
		{"a proposal of a stranger", &Proposal{ID: "p", Title: "P", By: "bea", Changes: []Proposed{{Record: Ref{KindTheme, "new"}, Body: "{}"}}}, "by", `no person "bea"`},
		{"the same capacity under another id", &Capacity{ID: "again", Unit: "core", Period: "h2", Days: 1}, "", "the capacity of core in h2 is declared already"},
	} {
		t.Run(c.name, func(t *testing.T) {
			b := whole(t).Edit()
			b.Put(WithStamp(&Outcome{ID: "below", Name: "Below", Parent: "out"}, Stamp{1, 1, 1}))
			b.Put(WithStamp(c.record, Stamp{2, 2, 2}))
			v := Check(b.Snapshot(time.UnixMilli(2), 2), []Ref{c.record.Ref()})
			if len(v) != 1 || v[0].Field != c.field || !strings.Contains(v[0].Sentence, c.says) || v[0].Remedy == "" {
				t.Errorf("violations = %+v, want %s: …%s…", v, c.field, c.says)
			}
		})
	}
}

func TestWhatIsNoBreach(t *testing.T) {
	for _, r := range []Record{
		&Unit{ID: "second-top", Name: "A second top"},
		&Intent{ID: "again", Level: Stated, Unit: "top", Period: "y"},    // another period
		&Intent{ID: "again", Level: Assigned, Unit: "top", Period: "h2"}, // another layer
		&Capacity{ID: "core-h2", Unit: "core", Period: "h2", Days: 7},    // the same one changed
		&Capacity{ID: "again", Unit: "core", Period: "y", Days: 7},       // another period
		&Period{ID: "overlap", Name: "O", Kind: Own, Start: On(2026, 6, 1), End: On(2026, 8, 1)},
		&Comment{ID: "c", On: Ref{KindComment, "c"}},
		&Proposal{ID: "p", Title: "A theme that is new", Changes: []Proposed{{Record: Ref{KindTheme, "new"}, Body: "{}"}}},
		&Scenario{ID: "s", Name: "Without a theme that is gone", Changes: []Proposed{{Record: Ref{KindTheme, "gone"}}}},
	} {
		b := whole(t).Edit()
		b.Put(WithStamp(r, Stamp{2, 2, 2}))
		if v := Check(b.Snapshot(time.UnixMilli(2), 2), []Ref{r.Ref()}); len(v) > 0 {
			t.Errorf("%s: %v", r.Ref(), v)
		}
	}
}

func TestWhatMayBeRemoved(t *testing.T) {
	for _, c := range []struct {
		ref  Ref
		says string // "" when it may
	}{
		{Ref{KindUnit, "pay"}, "1 record names it"},
		{Ref{KindPerson, "ana"}, "1 record names it: unit/core"},
		{Ref{KindPeriod, "h2"}, "2 records name it: capacity/core-h2, intent/stated"},
		{Ref{KindTheme, "grow"}, "2 records name it: intent/stated, outcome/out"},
		{Ref{KindUnit, "core"}, "4 records name it: capacity/core-h2, initiative/i, unit/pay"},
		{Ref{KindUnit, "legal"}, "1 record names it: work/v"},     // one that waits for it
		{Ref{KindPerson, "ben"}, "1 record names it: proposal/q"}, // who proposed it
		{Ref{KindOutcome, "out"}, ""},
		{Ref{KindInitiative, "i"}, ""},
		{Ref{KindDecision, "d"}, ""},
	} {
		b := whole(t).Edit()
		b.Put(WithStamp(&Work{ID: "w", Title: "W", Unit: "pay"}, Stamp{1, 1, 1}))
		b.Put(WithStamp(&Work{ID: "v", Title: "V", Unit: "core", Blocked: []Block{{On: "legal", From: 1}}}, Stamp{1, 1, 1}))
		b.Put(WithStamp(&Unit{ID: "legal", Name: "Legal"}, Stamp{1, 1, 1}))
		b.Put(WithStamp(&Proposal{ID: "p", Title: "P", Changes: []Proposed{{Record: c.ref, Body: "{}"}}}, Stamp{1, 1, 1}))
		b.Put(WithStamp(&Proposal{ID: "q", Title: "Q", By: "ben", Changes: []Proposed{{Record: Ref{KindPerson, "ben"}}}}, Stamp{1, 1, 1}))
		b.Put(WithStamp(&Person{ID: "ben", Name: "Ben"}, Stamp{1, 1, 1}))
		b.Remove(c.ref, Stamp{2, 2, 2})
		v := Check(b.Snapshot(time.UnixMilli(2), 2), []Ref{c.ref})
		if c.says == "" {
			if len(v) > 0 {
				t.Errorf("%s may not be removed: %v", c.ref, v)
			}
			continue
		}
		if len(v) != 1 || !strings.Contains(v[0].Sentence, c.says) {
			t.Errorf("%s: %v, want …%s…", c.ref, v, c.says)
		}
	}
}

func TestViolationsComeInTheOrderOfTheChange(t *testing.T) {
	b := Empty().Edit()
	refs := []Ref{{KindView, "z"}, {KindTheme, "a"}, {KindUnit, "m"}}
	for _, ref := range refs {
		r, err := New(ref)
		if err != nil {
			t.Fatal(err)
		}
		b.Put(WithStamp(r, Stamp{1, 1, 1}))
	}
	var got []string
	for _, v := range Check(b.Snapshot(time.UnixMilli(1), 1), refs) {
		got = append(got, v.Record.String()+" "+v.Field)
	}
	if want := "[view/z name view/z address theme/a name unit/m name]"; fmt.Sprint(got) != want {
		t.Errorf("violations of %v, want %s", got, want)
	}
}
