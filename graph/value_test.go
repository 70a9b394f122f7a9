package graph

import (
	"testing"
	"time"

	"github.com/go-json-experiment/json"
	"pgregory.net/rapid"
)

func TestWorkdaysAgainstACalendar(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		first := Date(rapid.IntRange(-4000, 40000).Draw(t, "first"))
		n := rapid.IntRange(-3, 60).Draw(t, "n")
		want := 0
		for d := first; d <= first+Date(n); d++ {
			if wd := d.Time().Weekday(); wd != time.Saturday && wd != time.Sunday {
				want++
			}
		}
		if got := Workdays(first, first+Date(n)); got != want {
			t.Fatalf("Workdays(%s, +%d) = %d, want %d", first, n, got, want)
		}
	})
}

func TestPublishedWorkdays(t *testing.T) {
	// 2026: 261 weekdays; July to December: 132.
	if got := Workdays(On(2026, 1, 1), On(2026, 12, 31)); got != 261 {
		t.Errorf("weekdays of 2026 = %d, want 261", got)
	}
	p := &Period{Start: On(2026, 7, 1), End: On(2026, 12, 31)}
	if got := p.Workdays(); got != 132 {
		t.Errorf("weekdays of the second half = %d, want 132", got)
	}
	for _, c := range []struct {
		day  Date
		want Share
	}{{On(2026, 6, 30), 0}, {On(2026, 7, 1), 1. / 132}, {On(2026, 12, 31), 1}, {On(2027, 3, 1), 1}} {
		if got := p.Elapsed(c.day); got != c.want {
			t.Errorf("Elapsed(%s) = %v, want %v", c.day, got, c.want)
		}
	}
}

func TestDateText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.IntRange(-100_000, 100_000).Draw(t, "d"))
		b, err := d.MarshalText()
		if err != nil {
			t.Fatal(err)
		}
		var back Date
		if err := back.UnmarshalText(b); err != nil || back != d {
			t.Fatalf("%q reads back as %v, %v", b, back, err)
		}
		if d.End().Sub(d.Time()) != 24*time.Hour-time.Millisecond || DateOf(d.End()) != d {
			t.Fatalf("the end of %s is %s", d, d.End())
		}
	})
	if _, err := ParseDate("24.9.2026"); err == nil {
		t.Error("another form must be refused")
	}
}

func TestSharesAreSortedAndRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		m := rapid.MapOf(rapid.StringMatching(`[a-d]{1,2}`), rapid.Float64Range(0, 1)).Draw(t, "shares")
		var s Shares
		for k, v := range m {
			s = s.With(ThemeID(k), Share(v))
		}
		for i := 1; i < len(s); i++ {
			if s[i-1].Theme >= s[i].Theme {
				t.Fatalf("not sorted: %v", s)
			}
		}
		b, err := json.Marshal(s)
		if err != nil {
			t.Fatal(err)
		}
		var back Shares
		if err := json.Unmarshal(b, &back); err != nil || len(back) != len(m) {
			t.Fatalf("%s reads back as %v, %v", b, back, err)
		}
		for k, v := range m {
			if back.Of(ThemeID(k)) != Share(v) {
				t.Fatalf("%s: %v, want %v", k, back.Of(ThemeID(k)), v)
			}
		}
	})
	if got := SharesOf(ThemeShare{"b", .5}, ThemeShare{"a", .25}).Sum(); got != .75 {
		t.Errorf("Sum = %v", got)
	}
}

func TestSlugAndCheckID(t *testing.T) {
	for name, want := range map[string]string{
		"Zahlungen für Ältere":   "zahlungen-fur-altere",
		"Straße 7, Łódź":         "strasse-7-lodz",
		"Þór & Ærø":              "thor-aero",
		"İstanbul ılık":          "istanbul-ilik",
		"ﬁrst ｃｌａｓｓ":             "first-class",
		"the 'new' way":          "the-new-way",
		"Core Services Platform": "core-services-platform",
		"Legal & Compliance":     "legal-compliance",
		"  30-day late loans ":   "30-day-late-loans",
		"what's new":             "whats-new",
		"日本":                     "",
	} {
		if got := Slug(name); got != want {
			t.Errorf("Slug(%q) = %q, want %q", name, got, want)
		}
	}
	for _, bad := range []string{"", "Core", "a b", "-a", "a/b", "ü"} {
		if CheckID(bad) == "" {
			t.Errorf("CheckID(%q) found nothing wrong", bad)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		if id := Slug(rapid.String().Draw(t, "name")); id != "" && CheckID(id) != "" {
			t.Fatalf("Slug made a bad id: %s", CheckID(id))
		}
	})
}

func TestWorkMomentsRoundTrip(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := genWork(t)
		w.Blocked = []Block{{On: "pay", From: 1783382400, To: 1783468801}, {From: 1783382400}}
		b, err := json.Marshal(w)
		if err != nil {
			t.Fatal(err)
		}
		back := &Work{ID: w.ID}
		if err := json.Unmarshal(b, back); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != string(b) {
			t.Fatalf("%s\nreads back as\n%s, %v", b, again, err)
		}
	})
}

func FuzzWorkMoments(f *testing.F) {
	f.Add("started 2026-07-03T09:30:00Z", "2026-07-03 0.5", "2026-07-05 to 2026-07-09 on payments")
	f.Fuzz(func(t *testing.T, state, logged, block string) {
		var s Transition
		if s.UnmarshalText([]byte(state)) == nil {
			b, err := s.MarshalText()
			var back Transition
			if err != nil || back.UnmarshalText(b) != nil || back != s {
				t.Errorf("%q became %q", state, b)
			}
		}
		var l Logged
		_ = l.UnmarshalText([]byte(logged))
		var k Block
		_ = k.UnmarshalText([]byte(block))
	})
}

func TestRefText(t *testing.T) {
	r, err := ParseRef("unit/core")
	if err != nil || r != (Ref{KindUnit, "core"}) || r.String() != "unit/core" {
		t.Errorf("ParseRef = %v, %v", r, err)
	}
	for _, bad := range []string{"", "core", "unit/", "uint/core"} {
		if _, err := ParseRef(bad); err == nil {
			t.Errorf("ParseRef(%q) did not refuse", bad)
		}
	}
}

func TestEveryKindHasItsPlace(t *testing.T) {
	if len(kinds) != kindCount {
		t.Fatalf("kindCount is %d, there are %d kinds", kindCount, len(kinds))
	}
	seen := make(map[string]bool)
	for _, k := range Kinds() {
		r, err := New(Ref{k.Kind, "x"})
		if err != nil || r.Ref() != (Ref{k.Kind, "x"}) {
			t.Errorf("New(%s) = %v, %v", k.Kind, r, err)
		}
		if seen[k.Plural] || k.Group == "" {
			t.Errorf("%s: plural %q, group %q", k.Kind, k.Plural, k.Group)
		}
		seen[k.Plural] = true
		b := &rulebook{ref: r.Ref(), s: Empty()}
		r.rules(b)
		if len(b.out) == 0 && k.Kind != KindPerson {
			t.Errorf("an empty %s breaks no rule", k.Kind)
		}
		for _, v := range b.out {
			if v.Sentence == "" || v.Remedy == "" {
				t.Errorf("%s: a violation without words: %+v", k.Kind, v)
			}
		}
	}
}
