package overview

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/access"
	"throughline/graph"
	"throughline/testing/fixture"
)

// pursuing is an organisation with an outcome for the half, one for the next and two without an end; what serves the first
// is one initiative for everybody and one for carl alone.
func pursuing(t *testing.T) *fixture.Org {
	t.Helper()
	o := fixture.New(t).Half().Period("later", "2027-01-01", "2027-06-30").Themes("calm", "growth").Unit("acme", "").Unit("core", "acme")
	o.Capacity("core", "h2", 100).Put(&graph.Person{ID: "carl", Name: "Carl", Unit: "acme"})
	metric := graph.Metric{Name: "hours", Unit: "hours", Baseline: 12, Target: 4, Direction: graph.Down}
	o.Outcome("wait", fixture.Shares{"growth": 1}, func(x *graph.Outcome) {
		x.Period, x.Metric = "h2", metric
		x.Readings = []graph.Value{{On: fixture.Date(t, "2026-09-20"), Value: 8, Confidence: 0.7}}
	})
	o.Outcome("next", fixture.Shares{"growth": 1}, func(x *graph.Outcome) { x.Period = "later" })
	o.Outcome("uptime", fixture.Shares{"calm": 1}, func(x *graph.Outcome) {
		x.Parent, x.Metric = "wait", metric
		x.Readings = []graph.Value{{On: fixture.Date(t, "2026-07-01"), Value: 11}}
	})
	o.Outcome("ended", nil, func(x *graph.Outcome) { x.Until = fixture.Date(t, "2026-08-01") })
	o.Initiative("open", "core", fixture.Moves("wait", 0.5), fixture.Days("core", "h2", 40), fixture.In("h2"))
	o.Initiative("quiet", "core", fixture.Moves("wait", 1), fixture.Days("core", "h2", 30), fixture.In("h2"))
	quiet := *o.Picture().Initiative("quiet")
	quiet.Audience = []graph.PersonID{"carl"}
	return o.Put(&quiet)
}

func TestOutcomesOfAPeriodBesideThoseWithoutAnEnd(t *testing.T) {
	s := pursuing(t).Picture()
	list := Compute(Frame{Picture: s, Period: s.Period("h2")}, nil).OutcomeList()
	type row struct {
		ID               string
		Evergreen, Stale bool
		Served           int
		Planned          float64
	}
	var got []row
	for _, r := range list.Rows {
		got = append(got, row{string(r.Outcome.ID), r.Outcome.Evergreen(), r.Stale, r.Initiatives, r.Planned})
	}
	want := []row{{"wait", false, false, 2, 50}, {"uptime", true, true, 0, 0}}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("outcomes (-want +got):\n%s", d)
	}
	if !list.ByPlan || list.Unserved.Value != 1 || list.Unread.Value != 0 {
		t.Errorf("by plan %v, %v unserved, %v unread", list.ByPlan, list.Unserved.Value, list.Unread.Value)
	}
	bare := Compute(Frame{Picture: s}, nil).OutcomeList()
	if len(bare.Rows) != 3 || bare.Rows[1].Progress.Value != 0.5 || bare.Unserved.Defined() {
		t.Errorf("without a period there are %d rows, unserved %v", len(bare.Rows), bare.Unserved)
	}
}

// What serves an outcome is named as far as it may be; its days are the same for everybody.
func TestTheServicesOfAnOutcomeAreNamedAsFarAsTheyMayBe(t *testing.T) {
	s := pursuing(t).Picture()
	whole := Compute(Frame{Picture: s, Period: s.Period("h2")}, nil)
	sight := access.SightOf(s, access.Viewer{Role: access.Editor})
	seen := whole.As(Part{Picture: sight.Shown(), Sees: sight.Sees})
	a, b := whole.OutcomePage("wait"), seen.OutcomePage("wait")
	if len(a.Services) != 2 || a.Rest != nil || a.Planned != 50 || a.Funded != 2 {
		t.Errorf("of everything: %d services, the rest %+v, %v days", len(a.Services), a.Rest, a.Planned)
	}
	if len(b.Services) != 1 || b.Services[0].Initiative.ID != "open" || b.Rest == nil || b.Rest.Planned != 30 || b.Rest.Initiative != nil || b.Planned != 50 {
		t.Errorf("as others see it: %+v, the rest %+v, %v days", b.Services, b.Rest, b.Planned)
	}
	if len(a.Children) != 1 || a.Children[0].ID != "uptime" || whole.OutcomePage("uptime").Parent.ID != "wait" {
		t.Errorf("below it stand %v", a.Children)
	}
	if !whole.OutcomePage("ended").Ended || a.Ended || whole.OutcomePage("none") != nil {
		t.Error("what ended is not told from what goes on")
	}
}
