package graph_test

import (
	"math"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/testing/fixture"
)

func TestThemesInOrder(t *testing.T) {
	o := fixture.New(t)
	for id, order := range map[string]int{"b": 0, "a": 0, "z": 1, "y": 2} {
		o.Put(&graph.Theme{ID: graph.ThemeID(id), Name: id, Order: order})
	}
	var got []graph.ThemeID
	for _, th := range graph.ThemesInOrder(o.Picture()) {
		got = append(got, th.ID)
	}
	if d := cmp.Diff([]graph.ThemeID{"z", "y", "a", "b"}, got); d != "" {
		t.Errorf("order (-want +got):\n%s", d)
	}
}

// lined is an organisation with initiatives that serve themes in every way.
func lined(t fixture.T) *graph.Snapshot {
	return fixture.New(t).Half().Themes("growth", "trust").Unit("acme", "").Unit("web", "acme").
		Outcome("signups", fixture.Shares{"growth": 0.5, "trust": 0.25}).
		Initiative("both", "web", fixture.Moves("signups", 0.8), fixture.Serves("growth", 0.1)).
		Initiative("full", "web", fixture.Serves("trust", 1)).
		Initiative("none", "web").Picture()
}

func TestThemeShares(t *testing.T) {
	s := lined(t)
	shares := graph.ThemeShares(s, s.Initiative("both"))
	near(t, "growth", float64(shares.Of("growth")), 0.5)
	near(t, "trust", float64(shares.Of("trust")), 0.2)
	if got := graph.ThemeShares(s, s.Initiative("none")); len(got) != 0 {
		t.Errorf("shares of nothing = %v", got)
	}
}

func TestLinesAndSightAgreeWithThemeShares(t *testing.T) {
	s := lined(t)
	l := graph.LinesOf(s)
	for n, i := range l.Initiatives {
		shares, row := graph.ThemeShares(s, i), make([]float64, l.Sight.Width())
		l.Sight.Add(row, i, 2)
		linked := 0.0
		for k, th := range l.Sight.Themes {
			near(t, string(i.ID)+" "+string(th.ID), row[k], 2*float64(shares.Of(th.ID)))
			linked += float64(shares.Of(th.ID))
		}
		near(t, "unlinked", row[l.Sight.Unlinked()], 2*(1-linked))
		near(t, "linked", l.Linked(int32(n)), linked)
		near(t, "linked in sight", float64(l.Sight.Linked(i)), linked)
		columns, parts := l.Columns(int32(n))
		sum := 0.0
		for at, k := range columns {
			near(t, "packed", 2*parts[at], row[k])
			sum += parts[at]
		}
		near(t, "sum", sum, 1)
		if l.Of(i.ID) != int32(n) {
			t.Errorf("line of %s = %d, want %d", i.ID, l.Of(i.ID), n)
		}
	}
	if l.Of("") != l.Unlinked() || l.Of("nowhere") != l.Unlinked() || l.Linked(l.Unlinked()) != 0 {
		t.Error("work without an initiative serves nothing")
	}
	if l.Sight.Column("nothing") != l.Sight.Unlinked() || l.Sight.ThemeAt(l.Sight.Unlinked()) != "" || l.Sight.ThemeAt(0) != "growth" {
		t.Error("what is no theme is unlinked")
	}
}

func TestSightRowsSumToTheWeight(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := rapid.Float64Range(0, 1).Draw(t, "a")
		b := rapid.Float64Range(0, 1-a).Draw(t, "b")
		c := rapid.Float64Range(0, 1-a-b).Draw(t, "c")
		weight := rapid.Float64Range(0, 1000).Draw(t, "weight")
		s := fixture.New(t).Themes("x", "y").Unit("acme", "").Outcome("o", fixture.Shares{"x": b, "y": a}).
			Initiative("i", "acme", fixture.Serves("x", a), fixture.Serves("y", b), fixture.Moves("o", c)).Picture()
		v := graph.SightOf(s)
		row := make([]float64, v.Width())
		v.Add(row, s.Initiative("i"), weight)
		v.AddShares(row, graph.SharesOf(graph.ThemeShare{Theme: "x", Share: graph.Share(b)}), weight)
		sum := 0.0
		for _, x := range row {
			if x < 0 {
				t.Fatalf("row %v", row)
			}
			sum += x
		}
		if math.Abs(sum-2*weight) > 1e-6 {
			t.Fatalf("row %v sums to %v, want %v", row, sum, 2*weight)
		}
	})
}

func TestEffortDays(t *testing.T) {
	o := fixture.New(t).Half().Unit("acme", "").Unit("web", "acme").Capacity("web", "h2", 132).Initiative("app", "web")
	o.Work("a", "web", "app", fixture.Size(4), fixture.Logged("2026-08-03", 10)).
		Work("b", "web", "app", fixture.Size(2), fixture.Finished("2026-08-03")).
		Work("c", "web", "", fixture.Finished("2026-08-04")).
		Work("d", "acme", "", fixture.Size(3), fixture.Finished("2026-08-04"))
	s := o.Picture()
	b := graph.BasisOf(s, s.Period("h2"))
	if len(b.Work) != 2 {
		t.Fatalf("%d units with work, want 2", len(b.Work))
	}
	acme, web := b.Work[0], b.Work[1]
	near(t, "elapsed", web.Elapsed, 62)
	near(t, "rate", web.Rate, 62.0/7)
	near(t, "days", web.All.Days(web.Rate), 10+3*62.0/7)
	near(t, "squares", web.All.Squares(web.Rate), 100+(4+1)*(62.0/7)*(62.0/7))
	if acme.Rate != 1 || acme.Elapsed != 0 {
		t.Errorf("without capacity only the mix can be told: %+v", acme)
	}
	if len(web.Parts) != 2 || web.Parts[0].Line != b.Lines.Unlinked() || web.Parts[0].Items != 1 {
		t.Errorf("parts = %+v, want those without an initiative first", web.Parts)
	}
	near(t, "parts", web.Parts[0].Days+web.Parts[1].Days, web.All.Days(web.Rate))
	c, ok := graph.Find[*graph.Work](s, "b").Counts(s.Period("h2").Start, s.Period("h2").End)
	if !ok || c.Days(3) != 6 {
		t.Errorf("an item of size 2 is %v days at 3 a point", c.Days(3))
	}
	if _, ok := b.Room("nowhere"); ok {
		t.Error("nowhere has no room")
	}
	var none graph.Effort
	if none.Rate(10) != 0 {
		t.Error("without sizes there is no rate")
	}
}

// The basis and the running sums tell the same as walking the work.
func TestBasisAgreesWithTheWork(t *testing.T) {
	s := fixture.Large(t, 3_000)
	b := graph.BasisOf(s, s.Period("h2"))
	if len(b.Work) == 0 || len(b.Plan) == 0 {
		t.Fatal("nothing to compare")
	}
	for _, w := range b.Work {
		var days float64
		var items int64
		for c := range s.CountedIn(b.Period, w.All.Unit) {
			days += c.Days(w.Rate)
			items++
		}
		if items != w.All.Items || math.Abs(days-w.All.Days(w.Rate)) > 1e-6 {
			t.Errorf("%s: %d items and %v days, want %d and %v", w.All.Unit, w.All.Items, w.All.Days(w.Rate), items, days)
		}
	}
	for n := 1; n < len(b.Plan); n++ {
		if b.Plan[n].Line < b.Plan[n-1].Line {
			t.Fatal("the plan is in the order of the initiatives")
		}
	}
}
