package overview

import (
	"encoding/json"
	"math"
	"slices"
	"strings"
	"testing"

	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
	"throughline/testing/fixture"
)

func figureOf() Figure {
	m := &measure.Method{ID: "a.b", Version: 3, Title: "Kept", Unit: "share of days"}
	return Figure{Part: "planned", Result: measure.Result{
		Method: m, Subject: graph.UnitID("core").Ref(), Period: "h2", Value: 0.5, Numerator: measure.Term{Words: "kept", Value: 1, Unit: "days"},
		N: 4, Coverage: 1, Interval: &measure.Interval{Lo: 0.25, Hi: 0.75, Method: "bootstrap", Level: 0.95}, Adds: true, Total: 10,
		Rows: []measure.Row{
			{Label: "Open", Record: graph.InitiativeID("open").Ref(), Value: 3, Unit: "days"},
			{Label: "Quiet", Record: graph.InitiativeID("quiet").Ref(), Value: 2, Unit: "days"},
			{Label: "Hush", Record: graph.InitiativeID("hush").Ref(), Value: 1, Unit: "days"},
			{Label: "Hush", Record: graph.InitiativeID("hush").Ref(), Group: "planned", Value: 1, Unit: "days"},
			{Label: "the cascade", Value: 3, Unit: "days"},
		},
		Evidence: []graph.Ref{graph.InitiativeID("quiet").Ref(), graph.InitiativeID("open").Ref()},
		Missing:  []measure.Missing{{What: "days of Quiet", Record: graph.InitiativeID("quiet").Ref(), Then: "left out"}, {What: "days", Then: "left out"}},
	}}
}

// The value is the same for everybody, the rows still add up, and nothing names what is not seen.
func TestAFigureAsSomebodySeesIt(t *testing.T) {
	f := figureOf()
	seen := f.Seen(func(r graph.Ref) bool { return r.ID != "quiet" && r.ID != "hush" })
	if seen.Value != f.Value || seen.N != f.N {
		t.Errorf("the value became %v of %d", seen.Value, seen.N)
	}
	sum := 0.0
	for _, r := range seen.Rows {
		sum += r.Value
	}
	if math.Abs(sum-f.Total) > 1e-9 || len(seen.Rows) != 4 || seen.Rows[1].Label != others || seen.Rows[1].Value != 3 || seen.Rows[2].Group != "planned" {
		t.Errorf("the rows are %+v", seen.Rows)
	}
	b, err := json.Marshal(seen.Document())
	if err != nil || strings.Contains(strings.ToLower(string(b)), "quiet") || strings.Contains(strings.ToLower(string(b)), "hush") {
		t.Errorf("it tells %s (%v)", b, err)
	}
	if len(f.Rows) != 5 || len(f.Evidence) != 2 || len(f.Missing) != 2 {
		t.Error("the figure itself was changed")
	}
	if all := f.Seen(func(graph.Ref) bool { return true }); !slices.Equal(all.Rows, f.Rows) || !slices.Equal(all.Evidence, f.Evidence) {
		t.Errorf("to who sees all it is %+v", all)
	}
}

func TestAFigureAsADocument(t *testing.T) {
	f := figureOf()
	d := f.Document()
	if d.Method != "a.b" || d.Version != 3 || d.Title != "Kept, planned" || d.Subject != "unit/core" || *d.Value != 0.5 || d.Total != 10 || d.Interval.Hi != 0.75 || len(d.Missing) != 2 {
		t.Errorf("the document is %+v", d)
	}
	f.Reason = "nothing is stated"
	if d := f.Document(); d.Value != nil || d.Reason != "nothing is stated" {
		t.Errorf("without a value it is %+v", d)
	}
}

func TestAFindingAsADocument(t *testing.T) {
	c := &finding.Check{Code: "DEC001", Title: "A decision has no decider", Area: finding.Decisions, Severity: finding.Error}
	f := finding.Finding{Check: c, Sentence: "Nobody decides", Records: []graph.Ref{graph.DecisionID("d").Ref()}, Days: 3, Waiver: &graph.Waiver{Until: graph.On(2026, 10, 1)}}
	if d := FindingOf(&f); d.Code != "DEC001" || d.Severity != "error" || d.Area != "decisions" || *d.Days != 3 || d.Waived != "2026-10-01" || d.Records[0] != "decision/d" {
		t.Errorf("the document is %+v", d)
	}
	f.Days, f.Unpriced, f.Waiver = 0, true, nil
	if d := FindingOf(&f); d.Days != nil || d.Waived != "" {
		t.Errorf("without days it is %+v", d)
	}
}

func TestExplainSaysWhyARecordIsThere(t *testing.T) {
	s := fixture.New(t).Half().Themes("calm").Unit("core", "").Initiative("a", "core", fixture.Serves("calm", 0.5)).Work("w", "core", "a").Picture()
	d, err := Explain(s, s.Record(graph.WorkID("w").Ref()))
	if err != nil || d.Record != "work/w" || len(d.Why) != 1 || !strings.Contains(d.Why[0], "theme “calm”") || len(d.Fields) == 0 {
		t.Errorf("Explain = %+v, %v", d, err)
	}
	m := MethodOf(&measure.Method{ID: "a.b", Edges: []measure.Edge{{When: "w", Then: "t"}}})
	if m.ID != "a.b" || m.Edges[0].Then != "t" {
		t.Errorf("MethodOf = %+v", m)
	}
}

// A finding is shown to who sees all it stands on; the figures are the same for everybody.
func TestABaseForSomebodyWhoDoesNotSeeAll(t *testing.T) {
	units := fixture.New(t).Unit("core", "").Picture()
	b := &Base{Tree: graph.TreeOf(units, units.Today()), Findings: []*finding.Finding{
		{Check: &finding.Check{Code: "DEC001"}, Unit: "core", Records: []graph.Ref{graph.DecisionID("d").Ref(), graph.InitiativeID("quiet").Ref()}},
		{Check: &finding.Check{Code: "DEC002"}, Unit: "core", Records: []graph.Ref{graph.DecisionID("d").Ref()}},
	}}
	seen := b.For(func(r graph.Ref) bool { return r.ID != "quiet" })
	if len(seen.Findings) != 1 || seen.Findings[0].Check.Code != "DEC002" || len(seen.FindingsUnder("core")) != 1 {
		t.Errorf("the findings are %+v", seen.Findings)
	}
	if len(b.Findings) != 2 || b.Findings[0].Check.Code != "DEC001" {
		t.Error("the base itself was changed")
	}
}
