package findingtest

import (
	"regexp"
	"strings"

	"throughline/finding"
	"throughline/graph"
)

// T is the part of a test that the suite needs; *testing.T and *rapid.T have it.
type T interface {
	// Helper marks the caller as one that reports for another.
	Helper()
	// Errorf reports what is wrong and goes on.
	Errorf(format string, args ...any)
	// Fatalf reports what is wrong and ends the test.
	Fatalf(format string, args ...any)
}

// Run runs one check and holds what it found to what every finding promises.
func Run(t T, c *finding.Check, now *graph.Snapshot, period graph.PeriodID, locks ...finding.Lock) []*finding.Finding {
	t.Helper()
	p := now.Period(period)
	if p == nil {
		t.Fatalf("there is no period %q", period)
	}
	found := finding.Run([]*finding.Check{c}, now, p, locks)
	keys := make(map[string]bool)
	for i := range found {
		Sound(t, found[i], now, locks)
		if key := found[i].Key(); keys[key] {
			t.Errorf("two findings are called %s", key)
		}
		keys[found[i].Key()] = true
	}
	return found
}

// Expect runs one check and compares the sentences, with the days at stake where there are any, with
// those wanted, in order: "sentence [240]". Nothing wanted means that the check must stay silent.
func Expect(t T, c *finding.Check, now *graph.Snapshot, period graph.PeriodID, locks []finding.Lock, want ...string) {
	t.Helper()
	got := []string{}
	for _, f := range Run(t, c, now, period, locks...) {
		got = append(got, Line(f))
	}
	if g, w := strings.Join(got, "\n"), strings.Join(want, "\n"); g != w {
		t.Errorf("%s found\n%s\nwant\n%s", c.Code, g, w)
	}
}

// Sound holds one finding to what all of them promise.
func Sound(t T, f *finding.Finding, now *graph.Snapshot, locks []finding.Lock) {
	t.Helper()
	wrong := func(what string) { t.Helper(); t.Errorf("%s: %s: %q", f.Key(), what, f.Sentence) }
	for _, r := range f.Records {
		switch {
		case r.Kind == graph.KindPerson:
			wrong("stands on a person")
		case now.Record(r) == nil && !stood(r, locks):
			wrong("stands on " + r.String() + ", which never was")
		}
	}
	if len(f.Records) == 0 {
		wrong("stands on nothing")
	}
	if f.Unit != "" && now.Unit(f.Unit) == nil {
		wrong("is shown at a unit that is not there")
	}
	if f.Theme != "" && now.Theme(f.Theme) == nil {
		wrong("costs a theme that is not there")
	}
	if (f.Days > 0) == f.Unpriced || f.Days < 0 {
		wrong("has days and has none")
	}
	if f.Days > 0 && f.Check.Days == "" {
		wrong("has days, and the check does not say how they were found")
	}
	for name, text := range map[string]string{"sentence": f.Sentence, "who mends": f.Mends, "next step": f.Next} {
		if strings.TrimSpace(text) != text || text == "" || strings.HasSuffix(text, ".") || strings.Contains(text, "  ") || strings.Contains(text, "%!") {
			wrong("has an unsound " + name + " " + text)
		}
	}
	for p := range graph.All[*graph.Person](now) {
		if p.Name != "" && regexp.MustCompile(`\b`+regexp.QuoteMeta(p.Name)+`\b`).MatchString(f.Sentence+" "+f.Mends+" "+f.Next) {
			wrong("names a person")
		}
	}
}

// stood reports whether a record was there at one of the locks.
func stood(r graph.Ref, locks []finding.Lock) bool {
	for _, l := range locks {
		if l.Then.Record(r) != nil {
			return true
		}
	}
	return false
}

// Line is a finding as Expect writes it.
func Line(f *finding.Finding) string {
	if f.Unpriced {
		return f.Sentence
	}
	return f.Sentence + " [" + number(f.Days) + "]"
}

// Check is the check of the list with the code.
func Check(t T, checks []*finding.Check, code string) *finding.Check {
	t.Helper()
	for _, c := range checks {
		if c.Code == code {
			return c
		}
	}
	t.Fatalf("no check has the code %s", code)
	return nil
}
