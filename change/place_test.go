package change

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

func on(day int) time.Time { return utc(7, day, 12, 0, 0, 0) }

// picture is a picture with the records placed at position 1 on 1 July.
func picture(t *testing.T, records ...graph.Record) *graph.Snapshot {
	t.Helper()
	b := graph.Empty().Edit()
	if err := Place(b, &Draft{Verb: "all.created", Puts: records}, 1, on(1)); err != nil {
		t.Fatal(err)
	}
	return b.Snapshot(on(1), 1)
}

// say is a picture's themes and units as words: theme/calm A calm core v1 @1.
func say(s *graph.Snapshot) []string {
	var out []string
	for _, k := range []graph.Kind{graph.KindTheme, graph.KindUnit} {
		for r := range s.Records(k, "") {
			out = append(out, fmt.Sprintf("%s %s v%d @%d", r.Ref(), r.Label(), r.Stamp().Version, r.Stamp().Position))
		}
	}
	return out
}

func theme(id, name string) *graph.Theme { return &graph.Theme{ID: graph.ThemeID(id), Name: name} }

func TestPlaceStampsTheNextVersion(t *testing.T) {
	b := picture(t, theme("a", "A"), theme("b", "B")).Edit()
	d := &Draft{Verb: "theme.renamed", Puts: []graph.Record{theme("a", "A2"), theme("c", "C")}, Removes: []graph.Ref{graph.ThemeID("b").Ref()}}
	if err := Place(b, d, 2, on(2)); err != nil {
		t.Fatal(err)
	}
	s := b.Snapshot(on(2), 2)
	if diff := cmp.Diff([]string{"theme/a A2 v2 @2", "theme/c C v1 @2"}, say(s)); diff != "" {
		t.Error(diff)
	}
	want := graph.Stamp{Version: 2, Position: 2, Effective: on(2).UnixMilli()}
	if got, found := s.Stamp(graph.ThemeID("b").Ref()); got != want || !found {
		t.Errorf("the removal is stamped %+v, want %+v", got, want)
	}
}

func TestARecordThatComesBackGoesOnCounting(t *testing.T) {
	b := picture(t, theme("a", "A")).Edit()
	for position, d := range []*Draft{
		{Verb: "theme.removed", Removes: []graph.Ref{graph.ThemeID("a").Ref()}},
		{Verb: "theme.created", Puts: []graph.Record{theme("a", "A again")}},
	} {
		if err := Place(b, d, int64(position+2), on(position+2)); err != nil {
			t.Fatal(err)
		}
	}
	if diff := cmp.Diff([]string{"theme/a A again v3 @3"}, say(b.Snapshot(on(3), 3))); diff != "" {
		t.Error(diff)
	}
}

func TestARefusedDraftLeavesTheBuilderAsItWas(t *testing.T) {
	for _, c := range []struct {
		name  string
		draft Draft
		kind  fault.Kind
		says  string
	}{
		{"a rule is broken", Draft{Puts: []graph.Record{theme("c", "C"), theme("a", "")}}, fault.Invalid, "name is empty"},
		{"an unknown name", Draft{Puts: []graph.Record{theme("a", "A2"), &graph.Unit{ID: "u", Name: "U", Parent: "nobody"}}}, fault.Invalid, "nobody"},
		{"nothing to remove", Draft{Puts: []graph.Record{theme("a", "A2")}, Removes: []graph.Ref{graph.ThemeID("b").Ref(), graph.ThemeID("zz").Ref()}}, fault.NotFound, "theme/zz"},
		{"still in use", Draft{Removes: []graph.Ref{graph.ThemeID("a").Ref()}}, fault.Invalid, "cannot be removed"},
		{"changed meanwhile", Draft{Puts: []graph.Record{theme("a", "A2")}, Expects: []Expectation{{graph.ThemeID("a").Ref(), 2}}}, fault.Conflict, "theme/a"},
		{"there already", Draft{Puts: []graph.Record{theme("a", "A2")}, Expects: []Expectation{{graph.ThemeID("a").Ref(), 0}}}, fault.Conflict, "theme/a"},
		{"gone meanwhile", Draft{Puts: []graph.Record{theme("n", "N")}, Expects: []Expectation{{graph.ThemeID("n").Ref(), 1}}}, fault.Conflict, "theme/n"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := picture(t, theme("a", "A"), theme("b", "B"), &graph.Outcome{ID: "o", Name: "O", Primary: "a"})
			b := s.Edit()
			err := Place(b, &c.draft, 2, on(2))
			if f := fault.Of(err); f == nil || f.Kind != c.kind || !strings.Contains(f.Error(), c.says) || f.Remedy == "" {
				t.Fatalf("err = %v, want %s about %s", err, c.kind, c.says)
			}
			if diff := cmp.Diff(say(s), say(b.Snapshot(on(2), 2))); diff != "" {
				t.Errorf("something stayed:\n%s", diff)
			}
		})
	}
}

func TestARefusedDraftDoesNotTakeBackTheOneBefore(t *testing.T) {
	b := picture(t, theme("a", "A")).Edit()
	if err := Place(b, &Draft{Puts: []graph.Record{theme("b", "B")}}, 2, on(2)); err != nil {
		t.Fatal(err)
	}
	if err := Place(b, &Draft{Puts: []graph.Record{theme("c", "")}}, 3, on(3)); err == nil {
		t.Fatal("a theme without a name was taken")
	}
	if diff := cmp.Diff([]string{"theme/a A v1 @1", "theme/b B v1 @2"}, say(b.Snapshot(on(3), 3))); diff != "" {
		t.Error(diff)
	}
}

func TestMetExpectationsAreNoConflict(t *testing.T) {
	b := picture(t, theme("a", "A")).Edit()
	d := &Draft{Puts: []graph.Record{theme("a", "A2"), theme("b", "B")}, Expects: []Expectation{{graph.ThemeID("a").Ref(), 1}, {graph.ThemeID("b").Ref(), 0}}}
	if err := Place(b, d, 2, on(2)); err != nil {
		t.Error(err)
	}
}

func TestAnEarlierMomentDoesNotReplaceALaterOne(t *testing.T) {
	b := graph.Empty().Edit()
	for i, day := range []int{5, 3, 5, 4} { // the effective days of positions 1 to 4
		if err := Place(b, &Draft{Puts: []graph.Record{theme("a", fmt.Sprintf("of day %d, change %d", day, i+1))}}, int64(i+1), on(day)); err != nil {
			t.Fatal(err)
		}
	}
	s := b.Snapshot(on(9), 4)
	if got := s.Theme("a").Name; got != "of day 5, change 3" {
		t.Errorf("the picture holds the one %s, want that of the latest day and the last position on it", got)
	}
}

func TestForkLeavesItsBaseAlone(t *testing.T) {
	base := picture(t, theme("a", "A"), theme("b", "B"))
	before := say(base)
	f, err := Fork(base,
		Draft{Puts: []graph.Record{theme("a", "A2")}},
		Draft{Puts: []graph.Record{theme("a", "A3")}, Removes: []graph.Ref{graph.ThemeID("b").Ref()}})
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]string{"theme/a A3 v3 @3"}, say(f)); diff != "" {
		t.Errorf("the fork:\n%s", diff)
	}
	if f.Position() != base.Position() || !f.AsOf().Equal(base.AsOf()) {
		t.Errorf("the fork is of position %d and %s, its base of %d and %s", f.Position(), f.AsOf(), base.Position(), base.AsOf())
	}
	if diff := cmp.Diff(before, say(base)); diff != "" {
		t.Errorf("the base changed:\n%s", diff)
	}
	if _, err := Fork(base, Draft{Puts: []graph.Record{theme("a", "")}}); !fault.Is(err, fault.Invalid) {
		t.Errorf("a fork keeps the rules: %v", err)
	}
	if diff := cmp.Diff(before, say(base)); diff != "" {
		t.Errorf("a refused fork changed the base:\n%s", diff)
	}
}

func TestACopiedDraftSharesNoRecord(t *testing.T) {
	d := Draft{Verb: "unit.changed", Puts: []graph.Record{&graph.Unit{ID: "u", Name: "U", Leads: []graph.PersonID{"ana"}}}}
	c, err := CopyDraft(d)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(d, c, everything); diff != "" {
		t.Errorf("the copy differs:\n%s", diff)
	}
	u := c.Puts[0].(*graph.Unit)
	u.Name, u.Leads[0] = "other", "ben"
	graph.WithStamp(u, graph.Stamp{Version: 9})
	c.Puts = append(c.Puts, theme("x", "X"))
	want := Draft{Verb: "unit.changed", Puts: []graph.Record{&graph.Unit{ID: "u", Name: "U", Leads: []graph.PersonID{"ana"}}}}
	if diff := cmp.Diff(want, d, everything); diff != "" {
		t.Errorf("changing the copy changed the draft:\n%s", diff)
	}
	if _, err := CopyDraft(Draft{Puts: []graph.Record{theme("t", "caf\xe9")}}); err == nil {
		t.Error("a record that cannot be written was copied")
	}
}

func TestDraftTouches(t *testing.T) {
	d := Draft{Puts: []graph.Record{theme("b", "B"), theme("a", "A")}, Removes: []graph.Ref{graph.UnitID("u").Ref()}}
	want := []graph.Ref{graph.ThemeID("b").Ref(), graph.ThemeID("a").Ref(), graph.UnitID("u").Ref()}
	if got := d.Touches(); !slices.Equal(got, want) {
		t.Errorf("Touches = %v, want %v", got, want)
	}
	if d.IsEmpty() || (&Draft{Removes: want}).IsEmpty() || !(&Draft{Verb: "nothing.changed"}).IsEmpty() {
		t.Error("a draft is empty when it neither puts nor removes")
	}
}

// entry encodes a placed draft as the engine does.
func entry(t *rapid.T, s *graph.Snapshot, d *Draft, position int64, effective time.Time) ledger.Entry {
	e := ledger.Entry{Position: position, Effective: effective}
	for _, r := range d.Puts {
		doc, err := Encode(r, salt)
		if err != nil {
			t.Fatal(err)
		}
		e.Documents = append(e.Documents, doc)
	}
	for _, ref := range d.Removes {
		st, _ := s.Stamp(ref)
		e.Documents = append(e.Documents, Tombstone(ref, st.Version))
	}
	return e
}

// TestFoldingWhatWasPlacedGivesTheSamePicture holds Fold to Place: a start from the ledger shows what
// stood in memory, in whatever order of effective times things were told.
func TestFoldingWhatWasPlacedGivesTheSamePicture(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		placed, folded := graph.Empty().Edit(), graph.Empty().Edit()
		for position := range int64(rapid.IntRange(1, 20).Draw(t, "changes")) {
			d := &Draft{Verb: "theme.changed"}
			id := rapid.SampledFrom([]string{"a", "b", "c"}).Draw(t, "theme")
			if rapid.IntRange(0, 3).Draw(t, "remove") == 0 {
				d.Removes = []graph.Ref{graph.ThemeID(id).Ref()}
			} else {
				d.Puts = []graph.Record{theme(id, rapid.StringMatching(`[a-z]{1,3}`).Draw(t, "name"))}
			}
			effective := on(rapid.IntRange(1, 9).Draw(t, "day"))
			if Place(placed, d, position+1, effective) != nil {
				continue // nothing to remove
			}
			e := entry(t, placed.Current(), d, position+1, effective)
			if err := FoldEntry(folded, &e); err != nil {
				t.Fatal(err)
			}
		}
		want, got := say(placed.Snapshot(on(9), 99)), say(folded.Snapshot(on(9), 99))
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("placed and folded:\n%s", diff)
		}
	})
}

func TestFoldTellsWhatItCannotRead(t *testing.T) {
	b := graph.Empty().Edit()
	e := ledger.Entry{Position: 1, Effective: on(1), Documents: []ledger.Document{{Kind: "theme", ID: "a", Version: 1, Format: Format, Body: []byte(`{"name":`)}}}
	if err := FoldEntry(b, &e); !fault.Is(err, fault.Corrupt) {
		t.Errorf("FoldEntry = %v, want a corrupt fault", err)
	}
}
