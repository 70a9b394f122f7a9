package change

import (
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/fault"
	"throughline/graph"
)

// refused holds that the error is a fault of the kind with the words in its sentence and remedy.
func refused(t *testing.T, err error, kind fault.Kind, sentence, remedy string) {
	t.Helper()
	f := fault.Of(err)
	if f == nil || f.Kind != kind || !strings.Contains(f.Sentence, sentence) || !strings.Contains(f.Remedy, remedy) {
		t.Errorf("err = %v, want %s: …%s…. …%s…", err, kind, sentence, remedy)
	}
}

func TestByTellsTheDayAndTheMoment(t *testing.T) {
	zone := time.FixedZone("east", 3*3600)
	by := By{"ana", time.Date(2026, 9, 25, 1, 30, 0, 123_456_789, zone)}
	if by.Day() != graph.On(2026, 9, 24) {
		t.Errorf("the day is %s: days are those of UTC", by.Day())
	}
	if want := time.Date(2026, 9, 24, 22, 30, 0, 123_000_000, time.UTC); by.Moment() != want {
		t.Errorf("the moment is %s, want %s", by.Moment(), want)
	}
	if got := by.Words(graph.On(2026, 9, 3)) + ", " + by.Words(graph.On(2027, 9, 3)); got != "3 Sep, 3 Sep 2027" {
		t.Errorf("days in words: %s", got)
	}
}

func TestADayThatMustNotBeToCome(t *testing.T) {
	by := By{At: on(24)}
	for given, want := range map[graph.Date]graph.Date{
		0: graph.On(2026, 7, 24), graph.On(2026, 7, 24): graph.On(2026, 7, 24), graph.On(2025, 1, 1): graph.On(2025, 1, 1),
	} {
		if got, err := by.Past(given, "the reading"); got != want || err != nil {
			t.Errorf("Past(%s) = %s, %v, want %s", given, got, err, want)
		}
	}
	_, err := by.Past(graph.On(2026, 7, 25), "the reading")
	refused(t, err, fault.Invalid, "the reading bears the day 25 Jul, which is still to come", "up to today")
}

func TestKnownAndTake(t *testing.T) {
	s := picture(t, theme("growth", "Growth"), theme("gone", "Gone"))
	b := s.Edit()
	b.Remove(graph.ThemeID("gone").Ref(), graph.Stamp{Version: 2, Position: 2, Effective: on(2).UnixMilli()})
	s = b.Snapshot(on(2), 2)
	known, err := Known[*graph.Theme](s, graph.ThemeID("growth"))
	if err != nil || known != s.Theme("growth") {
		t.Fatalf("Known = %v, %v", known, err)
	}
	taken, err := Take[*graph.Theme](s, graph.ThemeID("growth"))
	if err != nil || taken == s.Theme("growth") || !Same(taken, known) || taken.Stamp() != known.Stamp() {
		t.Errorf("Take = %+v, %v, want a copy", taken, err)
	}
	_, err = Take[*graph.Theme](s, graph.ThemeID("grwth"))
	refused(t, err, fault.NotFound, `there is no theme "grwth"`, "Name one")
	if near := fault.Of(err).Nearest; len(near) != 1 || near[0] != "growth" {
		t.Errorf("nearest: %v", near)
	}
	_, err = Known[*graph.Theme](s, graph.ThemeID("gone"))
	refused(t, err, fault.NotFound, `the theme "gone" was removed`, "history")
	_, err = Known[*graph.ChangeRequest](s, graph.ChangeRequestID(""))
	refused(t, err, fault.Invalid, "no change request is named", "Name the change request")
}

func TestSaid(t *testing.T) {
	if got, err := Said(" \tno days left\n", "reason", "Say why"); got != "no days left" || err != nil {
		t.Errorf("Said = %q, %v", got, err)
	}
	_, err := Said(" \n", "reason", "Say why")
	refused(t, err, fault.Invalid, "no reason is given", "Say why")
}

func TestLines(t *testing.T) {
	if got := Lines([]string{" a ", "", "\t", "b"}); !slices.Equal(got, []string{"a", "b"}) || Lines([]string{" "}) != nil {
		t.Errorf("Lines = %q", got)
	}
}

func TestAUnitOfAPeriodAndAPersonOfToday(t *testing.T) {
	s := picture(t, &graph.Period{ID: "q3", Name: "Q3", Kind: graph.Quarter, Start: graph.On(2026, 7, 1), End: graph.On(2026, 9, 30)},
		&graph.Unit{ID: "was", Name: "Was", Until: graph.On(2026, 6, 30)}, &graph.Unit{ID: "ends", Name: "Ends", Until: graph.On(2026, 7, 1)},
		&graph.Unit{ID: "begins", Name: "Begins", From: graph.On(2026, 9, 30)}, &graph.Unit{ID: "comes", Name: "Comes", From: graph.On(2026, 10, 1)},
		&graph.Person{ID: "left", Name: "L", Until: graph.On(2026, 7, 23)}, &graph.Person{ID: "leaves", Name: "L", Until: graph.On(2026, 7, 24)})
	by := By{At: on(24)}
	for _, id := range []graph.UnitID{"ends", "begins"} {
		if u, err := UnitIn(s, by, id, "q3"); err != nil || u.ID != id {
			t.Errorf("%s: %v", id, err)
		}
	}
	_, err := UnitIn(s, by, "was", "q3")
	refused(t, err, fault.Invalid, "Was ended on 30 Jun, before Q3", "Name a unit of that period")
	_, err = UnitIn(s, by, "comes", "q3")
	refused(t, err, fault.Invalid, "Comes begins on 1 Oct, after the end of Q3", "Name a period in which it exists")
	_, err = UnitIn(s, by, "ends", "q4")
	refused(t, err, fault.NotFound, `there is no period "q4"`, "Name one")
	_, err = UnitIn(s, by, "", "q3")
	refused(t, err, fault.Invalid, "no unit is named", "Name the unit")
	if err := Present(s, by, "leaves"); err != nil {
		t.Error(err)
	}
	refused(t, Present(s, by, "left"), fault.Invalid, "the last day of left was 23 Jul", "still there")
	refused(t, Present(s, by, "lost"), fault.NotFound, `there is no person "lost"`, "Name one")
}

func TestPartsOfAWhole(t *testing.T) {
	for _, good := range [][]graph.Share{nil, {0}, {1}, {.5, .5}, {.1, .2, .3, .4}, {.1, .1, .1, .1, .1, .1, .1, .1, .1, .1}} {
		if err := Whole(good...); err != nil {
			t.Errorf("Whole(%v) = %v", good, err)
		}
	}
	refused(t, Whole(.5, .7), fault.Invalid, "the shares add up to 120%", "Lower some")
	refused(t, Whole(.5, 1.5), fault.Invalid, "a share of 150% is not between 0% and 100%", "0.25 for 25%")
	refused(t, Whole(-.1), fault.Invalid, "a share of −10% is not", "part of 1")
	refused(t, Whole(graph.Share(math.NaN())), fault.Invalid, "is not between", "part of 1")
}

func TestSharesOfThemesThatAreThere(t *testing.T) {
	s := picture(t, theme("a", "A"), theme("b", "B"), theme("c", "C"))
	got, err := WholeShares(s, graph.Shares{{Theme: "b", Share: .4}, {Theme: "c"}, {Theme: "a", Share: .6}})
	if want := (graph.Shares{{Theme: "a", Share: .6}, {Theme: "b", Share: .4}}); err != nil || !slices.Equal(got, want) {
		t.Errorf("WholeShares = %v, %v, want %v", got, err, want)
	}
	_, err = WholeShares(s, graph.Shares{{Theme: "a", Share: .6}, {Theme: "b", Share: .6}})
	refused(t, err, fault.Invalid, "the shares add up to 120%", "Lower some")
	_, err = WholeShares(s, graph.Shares{{Theme: "aa", Share: .6}})
	refused(t, err, fault.NotFound, `there is no theme "aa"`, "Name one")
}

func TestADraftOfWhatIsNewAndWhatIsToChange(t *testing.T) {
	s := picture(t, theme("a", "A"), theme("b", "B"))
	var d Draft
	d.Update(s, theme("a", "A"))
	if !d.IsEmpty() {
		t.Errorf("what stays as it is was put: %v", d.Puts)
	}
	d.Update(s, theme("b", "B2"))
	d.Create(theme("c", "C"))
	d.Expect(graph.ThemeID("b").Ref(), 0)
	if len(d.Puts) != 2 || len(d.Expects) != 1 {
		t.Fatalf("the draft is %+v", d)
	}
	if err := Place(s.Edit(), &d, 2, on(2)); err != nil {
		t.Errorf("the draft does not hold: %v", err)
	}
	var twice Draft
	twice.Create(theme("a", "A again"))
	refused(t, Place(s.Edit(), &twice, 2, on(2)), fault.Conflict, "theme/a was changed", "Look")
	var stale Draft
	stale.Update(s, theme("b", "B2"))
	stale.Expect(graph.ThemeID("b").Ref(), 2)
	refused(t, Place(s.Edit(), &stale, 2, on(2)), fault.Conflict, "theme/b was changed", "Look")
}

func TestWhatIsProposedBecomesADraft(t *testing.T) {
	s := picture(t, &graph.Theme{ID: "a", Name: "A", Statement: "To be trusted"}, theme("b", "B"), theme("c", "C"))
	list := []graph.Proposed{
		{Record: graph.ThemeID("a").Ref(), Body: `{"name":"A2"}`, Version: 1},
		{Record: graph.PersonID("ana").Ref(), Body: `{"name":"Ana Lima","title":"Lead"}`},
		{Record: graph.ThemeID("b").Ref(), Version: 1},
		{Record: graph.ThemeID("c").Ref(), Body: `{"statement":"To be liked"}`, Partial: true, Version: 1},
	}
	d, err := Proposed(s, "proposal.confirmed", list)
	if err != nil {
		t.Fatal(err)
	}
	b := s.Edit()
	if err := Place(b, &d, 2, on(2)); err != nil {
		t.Fatal(err)
	}
	after := b.Snapshot(on(2), 2)
	if a := after.Theme("a"); a.Name != "A2" || a.Statement != "" {
		t.Errorf("the whole document: %+v", a)
	}
	if c := after.Theme("c"); c.Name != "C" || c.Statement != "To be liked" {
		t.Errorf("a part of it: %+v", c)
	}
	if after.Theme("b") != nil || after.Person("ana").Name != "Ana Lima" || d.Verb != "proposal.confirmed" {
		t.Errorf("%+v", d)
	}
	out, err := Proposed(s, "x", []graph.Proposed{{Record: graph.ThemeID("a").Ref(), Body: `{"statement":null}`, Partial: true, Version: 1}})
	if err != nil || out.Puts[0].(*graph.Theme).Statement != "" || out.Puts[0].(*graph.Theme).Name != "A" {
		t.Errorf("a field taken out: %v, %+v", err, out.Puts)
	}
	same, err := Proposed(s, "x", []graph.Proposed{{Record: graph.ThemeID("a").Ref(), Body: `{"name":"A"}`, Partial: true, Version: 1}})
	if err != nil || !Same(same.Puts[0], s.Theme("a")) || same.Puts[0] == graph.Record(s.Theme("a")) {
		t.Errorf("what is so already: %v, %+v", err, same.Puts)
	}
	_, err = Proposed(s, "x", append(list, list[2]))
	refused(t, err, fault.Invalid, "theme/b is proposed twice", "into one")
	for _, body := range []string{`{"nmae":"A"}`, `{"name":1}`, `[]`, `{`, `nothing`} {
		_, err := Proposed(s, "x", []graph.Proposed{{Record: graph.ThemeID("a").Ref(), Body: body}})
		refused(t, err, fault.Invalid, "the fields proposed for theme/a cannot be read", "JSON object")
	}
	for _, body := range []string{`[]`, `{`, `nothing`} {
		_, err := Proposed(s, "x", []graph.Proposed{{Record: graph.ThemeID("a").Ref(), Body: body, Partial: true}})
		refused(t, err, fault.Invalid, "the fields proposed for theme/a cannot be read", "that are to change")
	}
	_, err = Proposed(s, "x", []graph.Proposed{{Record: graph.ThemeID("a").Ref(), Body: `{"nmae":"A"}`, Partial: true}})
	refused(t, err, fault.Invalid, `theme has no field "nmae"`, "Use one of its fields")
	_, err = Proposed(s, "x", []graph.Proposed{{Record: graph.ThemeID("lost").Ref(), Body: `{"name":"A"}`, Partial: true}})
	refused(t, err, fault.NotFound, "there is no theme/lost", "removed")
	_, err = Proposed(s, "x", []graph.Proposed{{Record: graph.Ref{Kind: "thing", ID: "a"}, Body: "{}"}})
	refused(t, err, fault.Invalid, "cannot be read", "JSON")
	stale, err := Proposed(s, "x", []graph.Proposed{{Record: graph.ThemeID("a").Ref(), Body: `{"name":"A2"}`, Version: 7}})
	if err != nil {
		t.Fatal(err)
	}
	refused(t, Place(s.Edit(), &stale, 2, on(2)), fault.Conflict, "theme/a was changed", "Look")
}

func TestPersonalFieldsAreKnownByName(t *testing.T) {
	if got := PersonalFields(graph.KindPerson); !slices.Equal(got, []string{"name", "email", "handle"}) {
		t.Errorf("of a person: %v", got)
	}
	if got := PersonalFields(graph.KindTheme); got != nil {
		t.Errorf("of a theme: %v", got)
	}
}
