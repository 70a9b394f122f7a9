package change

import (
	"errors"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
)

func value(s string) jsontext.Value {
	if s == "" {
		return nil
	}
	return jsontext.Value(s)
}

func set(field, seen, want string) Edit { return Edit{field, value(seen), value(want)} }

func decision() *graph.Outcome {
	return &graph.Outcome{ID: "fast", Name: "Decision in 4 hours", Short: "4 hours", Metric: graph.Metric{Name: "Hours", Target: 4, Direction: graph.Down}}
}

var fast = graph.OutcomeID("fast").Ref()

func TestAmendSetsFieldsAndLeavesTheRest(t *testing.T) {
	s := picture(t, decision())
	d, err := Amend(s, fast, []Edit{
		set("name", `"Decision in 4 hours"`, `"Decision in 3 hours"`),
		set("metric.target", "4", "3"),
		set("short", `"4 hours"`, ""),
		set("metric.unit", "", `"hours"`),
	})
	if err != nil {
		t.Fatal(err)
	}
	want := decision()
	want.Name, want.Short, want.Metric.Target, want.Metric.Unit = "Decision in 3 hours", "", 3, "hours"
	if d.Verb != "outcome.changed" || len(d.Puts) != 1 || !Same(d.Puts[0], want) {
		t.Errorf("the draft is %+v, want %+v", d, want)
	}
	if now := graph.Find[*graph.Outcome](s, "fast"); !Same(now, decision()) {
		t.Errorf("the picture's own record became %+v", now)
	}
}

func TestAmendToWhatStandsThereIsNoChange(t *testing.T) {
	s := picture(t, decision())
	for name, e := range map[string]Edit{
		"seen as it is":      set("metric.target", "4", "4"),
		"written otherwise":  set("metric.target", "4.0", "4e0"),
		"somebody did it":    set("name", `"Something older"`, `"Decision in 4 hours"`),
		"not set and null":   set("owner", "", "null"),
		"nothing is nothing": set("metric.unit", "", ""),
	} {
		if d, err := Amend(s, fast, []Edit{e}); err != nil || !d.IsEmpty() {
			t.Errorf("%s: %+v, %v; want no change", name, d, err)
		}
	}
}

func TestTwoPeopleOnOneFieldClash(t *testing.T) {
	s := picture(t, decision())
	_, err := Amend(s, fast, []Edit{set("metric.target", "5", "3")})
	clash, ok := errors.AsType[*Clash](err)
	if !ok || !fault.Is(err, fault.Conflict) {
		t.Fatalf("the error is %v, want a conflict with its clash", err)
	}
	want := &Clash{Record: fast, Version: 1, Field: "metric.target", Seen: value("5"), Now: value("4"), Want: value("3")}
	if diff := cmp.Diff(want, clash); diff != "" {
		t.Error(diff)
	}
	if !strings.Contains(fault.Of(err).Sentence, "“4”") {
		t.Errorf("the sentence %q does not tell what stands there", fault.Of(err).Sentence)
	}
}

func TestAmendRefusesInWords(t *testing.T) {
	s := picture(t, decision())
	for name, c := range map[string]struct {
		edit   Edit
		kind   fault.Kind
		says   string
		remedy string
	}{
		"unknown field":    {set("nmae", "", `"X"`), fault.Invalid, `outcome has no field "nmae"`, "name"},
		"a text for a day": {set("metric.due", "", `"soon"`), fault.Invalid, `metric.due of outcome/fast: "soon" is not a date`, "2026-07-01"},
		"a list":           {set("name", `"Decision in 4 hours"`, `["a"]`), fault.Invalid, "name of outcome/fast cannot be a list", "a text in quotes"},
		"no JSON":          {set("name", `"Decision in 4 hours"`, `{"a`), fault.Invalid, "the value of name is not JSON", "a text in quotes"},
		"inside a text":    {set("name.first", "", `"X"`), fault.Invalid, "name of outcome/fast has nothing inside", "Set name as a whole"},
	} {
		_, err := Amend(s, fast, []Edit{c.edit})
		f := fault.Of(err)
		if f == nil || f.Kind != c.kind || !strings.Contains(f.Sentence, c.says) || !strings.Contains(f.Error(), c.remedy) {
			t.Errorf("%s: %v; want %s, %q, %q", name, err, c.kind, c.says, c.remedy)
		}
	}
	if _, err := Amend(s, graph.ThemeID("gone").Ref(), nil); !fault.Is(err, fault.NotFound) {
		t.Errorf("a record that is not there: %v", err)
	}
}

// Edits of different fields come to the same end in any order, and each sees its own field only.
func TestEditsOfDifferentFieldsNeverDisturbEachOther(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := graph.Empty().Edit()
		was := decision()
		if err := Place(b, &Draft{Verb: "x.created", Puts: []graph.Record{was}}, 1, on(1)); err != nil {
			t.Fatal(err)
		}
		s := b.Snapshot(on(1), 1)
		edits := rapid.Permutation([]Edit{
			set("name", `"Decision in 4 hours"`, `"A"`), set("metric.target", "4", "2"), set("metric.due", "", `"2026-12-01"`), set("short", `"4 hours"`, ""),
		}).Draw(t, "edits")
		for n, e := range edits { // each by another person, on the picture as the one before left it
			d, err := Amend(s, fast, []Edit{e})
			if err != nil {
				t.Fatal(err)
			}
			b := s.Edit()
			if err := Place(b, &d, int64(n+2), on(2)); err != nil {
				t.Fatal(err)
			}
			s = b.Snapshot(on(2), int64(n+2))
		}
		got := graph.Find[*graph.Outcome](s, "fast")
		want := decision()
		want.Name, want.Short, want.Metric.Target, want.Metric.Due = "A", "", 2, graph.On(2026, 12, 1)
		if !Same(got, want) {
			t.Fatalf("after %v the record is %+v", edits, got)
		}
	})
}

func FuzzAmend(f *testing.F) {
	for _, s := range []string{`"x"`, "4", "null", `{"name":1}`, "[", "tru", `"\ud800"`} {
		f.Add("name", s)
		f.Add("metric.target", s)
	}
	f.Fuzz(func(t *testing.T, field, want string) {
		s := picture(t, decision())
		d, err := Amend(s, fast, []Edit{{Field: field, Seen: nil, Want: jsontext.Value(want)}})
		if err != nil {
			if fault.Of(err) == nil {
				t.Fatalf("%v is no fault", err)
			}
			return
		}
		for _, r := range d.Puts {
			if _, err := Encode(r, func() []byte { return make([]byte, 16) }); err != nil && fault.Of(err) == nil {
				t.Fatalf("%v is no fault", err)
			}
		}
	})
}
