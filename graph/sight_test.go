package graph

import (
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// genSight is a picture of themes, outcomes and one initiative whose shares never add up to more than 1.
func genSight(t *rapid.T) (*Snapshot, *Initiative) {
	quarter := func(name string, most int) int { return rapid.IntRange(0, most).Draw(t, name) }
	var records []Record
	themes := []ThemeID{"g", "p", "t"}[:1+quarter("themes", 2)]
	for _, id := range themes {
		records = append(records, &Theme{ID: id, Name: string(id), Order: quarter("order", 3)})
	}
	for _, id := range []OutcomeID{"o", "q"} {
		first := quarter("first", 4)
		records = append(records, &Outcome{ID: id, Name: string(id), Themes: SharesOf(
			ThemeShare{themes[0], Share(first) / 4}, ThemeShare{"gone", Share(quarter("gone", 4-first)) / 4})})
	}
	i := &Initiative{ID: "i", Name: "I", State: Committed}
	left := 4
	for _, c := range []Contribution{{Theme: themes[len(themes)-1]}, {Outcome: "o"}, {Outcome: "lost"}, {Theme: "gone"}} {
		n := quarter("share", left)
		left -= n
		if c.Share = Share(n) / 4; n > 0 {
			i.Contributes = append(i.Contributes, c)
		}
	}
	return pictureOf(On(2026, 2, 11), append(records, i)...), i
}

// TestASightIsTheSharesOfEveryInitiativeAtOnce: a row of a sight is what ThemeShares tells, with the rest in the last column, and
// adds up to what was put in.
func TestASightIsTheSharesOfEveryInitiativeAtOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s, i := genSight(t)
		v := SightOf(s)
		if v.Width() != len(v.Themes)+1 || v.Unlinked() != len(v.Themes) || !slices.Equal(v.Themes, ThemesInOrder(s)) {
			t.Fatalf("%d columns for %d themes", v.Width(), len(v.Themes))
		}
		row, total := make([]float64, v.Width()), 0.0
		v.Add(row, i, 12)
		shares := ThemeShares(s, i)
		linked := 0.0
		for k, theme := range v.Themes {
			want := 12 * float64(shares.Of(theme.ID))
			linked += want
			if v.Column(theme.ID) != k || math.Abs(row[k]-want) > 1e-9 {
				t.Fatalf("%s has %v in column %d, want %v", theme.ID, row[k], v.Column(theme.ID), want)
			}
		}
		for _, x := range row {
			total += x
		}
		if math.Abs(row[v.Unlinked()]-(12-linked)) > 1e-9 || math.Abs(total-12) > 1e-9 {
			t.Fatalf("unlinked is %v of %v, want %v of 12", row[v.Unlinked()], total, 12-linked)
		}
	})
}

func TestASightKnowsItsPlaces(t *testing.T) {
	s := pictureOf(On(2026, 2, 11),
		&Theme{ID: "z", Name: "Z", Order: 1}, &Theme{ID: "a", Name: "A"}, &Theme{ID: "b", Name: "B", Order: 2},
		&Outcome{ID: "o", Name: "O"}, &Outcome{ID: "p", Name: "P"})
	v := SightOf(s)
	for id, want := range map[ThemeID]int{"z": 0, "b": 1, "a": 2, "none": 3} {
		if got := v.Column(id); got != want {
			t.Errorf("the column of %s is %d, want %d", id, got, want)
		}
	}
	for n, o := range v.Outcomes {
		if place, ok := v.PlaceOf(o.ID); !ok || int(place) != n {
			t.Errorf("the place of %s is %d, %v, want %d", o.ID, place, ok, n)
		}
	}
	if _, ok := v.PlaceOf("none"); ok {
		t.Error("an outcome that is not there has a place")
	}
}

func TestAPictureKnowsItsSizeAndWhatWasRemoved(t *testing.T) {
	b := pictureOf(On(2026, 2, 11), &Theme{ID: "a", Name: "A"}, &Theme{ID: "b", Name: "B"}, &Unit{ID: "u", Name: "U"}).Edit()
	b.Remove(ThemeID("b").Ref(), Stamp{2, 2, 2})
	b.Remove(ThemeID("a").Ref(), Stamp{2, 3, 3})
	b.Put(WithStamp(&Theme{ID: "a", Name: "A again"}, Stamp{3, 4, 4}))
	s := b.Snapshot(On(2026, 2, 11).Time(), 4)
	if s.Size() != 2 {
		t.Errorf("it holds %d records, want the unit and the theme that came back", s.Size())
	}
	var removed []Ref
	for r, at := range s.Removals() {
		removed = append(removed, r)
		if at != (Stamp{2, 2, 2}) {
			t.Errorf("%s was removed at %+v", r, at)
		}
	}
	if !slices.Equal(removed, []Ref{{KindTheme, "b"}}) {
		t.Errorf("%v were removed, want the theme that did not come back", removed)
	}
	left := 0
	for range s.Removals() {
		left++
		break // a walk may be left early
	}
	if left != 1 {
		t.Errorf("a walk over the removals goes on for %d steps, want the one it was left at", left)
	}
	tree := TreeOf(s, 0)
	if u := tree.Unit("u"); u == nil || u.Name != "U" || tree.Unit("none") != nil {
		t.Errorf("the tree knows the unit as %v", u)
	}
}
