package strategy_test

import (
	"strings"
	"testing"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/strategy"
	"throughline/testing/fixture"
)

func begun(in strategy.Beginning, s *graph.Snapshot, day string) (*graph.Snapshot, change.Draft, error) {
	at, err := time.Parse(time.DateOnly, day)
	if err != nil {
		return nil, change.Draft{}, err
	}
	draft, err := strategy.Begin(s, change.By{At: at.Add(9 * time.Hour)}, in)
	if err != nil {
		return nil, draft, err
	}
	given, err := change.CopyDraft(draft)
	if err != nil {
		return nil, draft, err
	}
	after, err := change.Fork(s, given)
	return after, draft, err
}

func three(shares ...graph.Share) []strategy.Theme {
	names := []string{"Keep borrowers in good standing", "Originate faster", "One resilient core"}
	var out []strategy.Theme
	for n, share := range shares {
		out = append(out, strategy.Theme{Name: names[n], Share: share})
	}
	return append(out, strategy.Theme{Name: "  "})
}

// From nothing: the top, the period around the day, the themes in their order and the share of each.
func TestBeginFromNothing(t *testing.T) {
	for _, c := range []struct {
		span       graph.PeriodKind
		day        string
		name       string
		start, end string
	}{
		{graph.Quarter, "2026-11-28", "2026 Q4", "2026-10-01", "2026-12-31"},
		{graph.Quarter, "2026-01-01", "2026 Q1", "2026-01-01", "2026-03-31"},
		{graph.Half, "2026-06-30", "2026 H1", "2026-01-01", "2026-06-30"},
		{graph.Half, "2026-07-01", "2026 H2", "2026-07-01", "2026-12-31"},
		{graph.Year, "2024-02-29", "2024", "2024-01-01", "2024-12-31"},
	} {
		s, draft, err := begun(strategy.Beginning{Organisation: "Harbor Lending", Span: c.span, Themes: three(0.4, 0.3, 0.2)}, graph.Empty(), c.day)
		if err != nil {
			t.Fatal(err)
		}
		if draft.Verb != "strategy.begun" || s.Count(graph.KindTheme) != 3 || s.Count(graph.KindUnit) != 1 {
			t.Errorf("%s: %s makes %d themes and %d units", c.name, draft.Verb, s.Count(graph.KindTheme), s.Count(graph.KindUnit))
		}
		if last := s.Theme("one-resilient-core"); last.Order != 3 {
			t.Errorf("%s: the third theme is at place %d", c.name, last.Order)
		}
		for p := range graph.All[*graph.Period](s) {
			if p.Name != c.name || p.Start.String() != c.start || p.End.String() != c.end {
				t.Errorf("the period is %s, %s to %s, want %s, %s to %s", p.Name, p.Start, p.End, c.name, c.start, c.end)
			}
		}
		for i := range graph.All[*graph.Intent](s) {
			if sum := i.Shares.Sum(); i.Level != graph.Stated || i.Unit != "harbor-lending" || sum < 0.899 || sum > 0.901 {
				t.Errorf("%s: the intent is %+v", c.name, i)
			}
		}
	}
}

// What is there already is taken: the top, and a period of the kind around the day.
func TestBeginOnWhatIsThere(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "")
	half := *o.Picture().Period("h2")
	half.Kind = graph.Half
	s, draft, err := begun(strategy.Beginning{Span: graph.Half, Themes: three(0.5)}, o.Put(&half).Picture(), "2026-09-24")
	if err != nil {
		t.Fatal(err)
	}
	if len(draft.Puts) != 2 || s.Count(graph.KindUnit) != 1 {
		t.Errorf("it writes %d records, want the theme and its share", len(draft.Puts))
	}
	for i := range graph.All[*graph.Intent](s) {
		if i.Period != "h2" || i.Unit != "acme" {
			t.Errorf("it is stated by %s for %s", i.Unit, i.Period)
		}
	}
}

func TestBeginRefuses(t *testing.T) {
	bare := graph.Empty()
	for says, c := range map[string]struct {
		in strategy.Beginning
		s  *graph.Snapshot
	}{
		"no theme is named":     {strategy.Beginning{Organisation: "A", Span: graph.Half, Themes: three()}, bare},
		"without a name":        {strategy.Beginning{Organisation: "A", Span: graph.Half, Themes: []strategy.Theme{{Share: 0.5}, {Name: "B"}}}, bare},
		"name of the organis":   {strategy.Beginning{Span: graph.Half, Themes: three(0.5)}, bare},
		"no period of the cale": {strategy.Beginning{Organisation: "A", Span: graph.Own, Themes: three(0.5)}, bare},
		"120%":                  {strategy.Beginning{Organisation: "A", Span: graph.Half, Themes: three(0.9, 0.3)}, bare},
		"a strategy already":    {strategy.Beginning{Organisation: "A", Span: graph.Half, Themes: three(0.5)}, fixture.New(t).Themes("calm").Picture()},
	} {
		_, _, err := begun(c.in, c.s, "2026-09-24")
		if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || f.Remedy == "" || !strings.Contains(f.Sentence, says) {
			t.Errorf("it answers %v, want a refusal with %q and what to do", err, says)
		}
	}
}
