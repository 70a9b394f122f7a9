package overview_test

import (
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"throughline/graph"
	"throughline/overview"
	"throughline/testing/fixture"
)

// stall is an organisation whose portfolio can be counted by hand: two teams under one unit, one of them of three
// people, and a unit beside it; the year after has one half.
func stall(t fixture.T) *fixture.Org {
	o := fixture.New(t).Today("2026-08-14").Themes("growth", "trust").Half().Period("next", "2027-01-01", "2027-06-30").
		Unit("acme", "").Unit("tech", "acme").Unit("web", "tech", fixture.People(9)).Unit("till", "tech", fixture.People(3)).Unit("legal", "acme").
		Person("ann").Stated("acme", "h2", fixture.Shares{"growth": 0.5, "trust": 0.5})
	return o.
		Initiative("a", "web", fixture.Serves("growth", 1), fixture.In("h2"), fixture.Days("web", "h2", 60), fixture.Days("legal", "q3", 10), called("Apple")).
		Initiative("b", "web", fixture.Serves("trust", 0.5), fixture.Is(graph.Started), fixture.In("q3"), fixture.Days("web", "q3", 30), called("Bread"), key("SHOP-7"), ledBy("ann")).
		Initiative("c", "till", fixture.Is(graph.Likely), fixture.Serves("trust", 1), fixture.In("next"), fixture.Days("till", "next", 5), called("Cider")).
		Initiative("d", "legal", fixture.Is(graph.Done), fixture.In("q3"), fixture.Days("legal", "q3", 20), fixture.Days("web", "q3", 2), called("Dill")).
		Initiative("e", "", fixture.Is(graph.Candidate), called("Egg"))
}

func called(name string) func(*graph.Initiative) { return func(i *graph.Initiative) { i.Name = name } }

func key(k string) func(*graph.Initiative) { return func(i *graph.Initiative) { i.Key = k } }

func ledBy(p graph.PersonID) func(*graph.Initiative) { return func(i *graph.Initiative) { i.Lead = p } }

// of reads the base of the second half.
func of(o *fixture.Org) *overview.Base {
	s := o.Picture()
	return overview.Compute(overview.Frame{Picture: s, Period: s.Period("h2")}, nil)
}

func ids(lines []overview.PortfolioLine) string {
	var out []string
	for _, l := range lines {
		out = append(out, string(l.Initiative.ID))
	}
	return strings.Join(out, " ")
}

func TestThePortfolioIsNarrowed(t *testing.T) {
	b := of(stall(t))
	for name, c := range map[string]struct {
		ask  overview.PortfolioAsk
		want string
		days float64
	}{
		"all":                           {overview.PortfolioAsk{}, "a b d c e", 122},
		"a unit, owned or taken part":   {overview.PortfolioAsk{Unit: "legal"}, "d a", 30},
		"a unit with those below":       {overview.PortfolioAsk{Unit: "tech"}, "a b d c", 92},
		"owned by a unit or one below":  {overview.PortfolioAsk{Owner: "tech"}, "a b c", 100},
		"a small unit stands inside":    {overview.PortfolioAsk{Unit: "till"}, "a b d c", 92},
		"a theme":                       {overview.PortfolioAsk{Theme: "trust"}, "b c", 30},
		"no theme at all":               {overview.PortfolioAsk{Theme: overview.NoLine}, "d e", 22},
		"as firm as this":               {overview.PortfolioAsk{State: graph.Started}, "b", 30},
		"not ended":                     {overview.PortfolioAsk{State: overview.GoingOn}, "a b c e", 100},
		"in a period":                   {overview.PortfolioAsk{In: "next"}, "c", 0},
		"in a part of its period":       {overview.PortfolioAsk{In: "q4"}, "a", 70},
		"without a period":              {overview.PortfolioAsk{In: overview.NoPeriod}, "e", 0},
		"across days":                   {overview.PortfolioAsk{Across: graph.Span{First: fixture.Date(t, "2026-12-01"), Last: fixture.Date(t, "2027-02-01")}}, "a c", 70},
		"words of the name and the key": {overview.PortfolioAsk{Text: "shop BREAD"}, "b", 30},
		"words that do not meet":        {overview.PortfolioAsk{Text: "shop apple"}, "", 0},
		"all at once":                   {overview.PortfolioAsk{Unit: "tech", Theme: "trust", State: overview.GoingOn, Text: "ci"}, "c", 0},
	} {
		p := b.Portfolio(c.ask)
		if got := ids(p.Lines); got != c.want || p.Days != c.days {
			t.Errorf("%s: %q with %v days, want %q with %v", name, got, p.Days, c.want, c.days)
		}
	}
	if p := b.Portfolio(overview.PortfolioAsk{Unit: "till", Owner: "till"}); p.Unit.ID != "tech" || p.Owner.ID != "tech" {
		t.Errorf("a unit of three people is shown at %s and %s, want tech", p.Unit.ID, p.Owner.ID)
	}
}

func TestThePortfolioIsSorted(t *testing.T) {
	b := of(stall(t))
	for order, want := range map[overview.PortfolioOrder][2]string{
		overview.OrderName: {"a b c d e", "e d c b a"},
		overview.OrderDays: {"a b d c e", "c e d b a"}, // of those with none, names decide
		overview.OrderAll:  {"a b d c e", "e c d b a"},
		// legal, till, web; nobody stands last whichever way
		overview.OrderOwner:  {"d c a b e", "a b c d e"},
		overview.OrderLead:   {"b a d c e", "b a d c e"},
		overview.OrderKey:    {"b a d c e", "b a d c e"},
		overview.OrderState:  {"b a c e d", "d e c a b"},
		overview.OrderTheme:  {"a b c d e", "b c a d e"},
		overview.OrderWhen:   {"b d a c e", "c a b d e"},
		overview.OrderUnits:  {"a d b c e", "e b c a d"},
		overview.OrderServes: {"a c b d e", "d e b a c"},
	} {
		for n, turned := range []bool{false, true} {
			if got := ids(b.Portfolio(overview.PortfolioAsk{Sort: order, Turned: turned}).Lines); got != want[n] {
				t.Errorf("by %s, turned %v: %q, want %q", order, turned, got, want[n])
			}
		}
	}
}

func TestThePortfolioIsGrouped(t *testing.T) {
	b := of(stall(t))
	type group struct {
		Key, Lines string
		Count      int
		Days, All  float64
	}
	for by, want := range map[overview.PortfolioGrouping][]group{
		overview.Together: {{"", "a b d c e", 5, 122, 127}},
		// The three people of the till may not stand alone at tech either, where nobody else owns anything: they are
		// shown there with the smallest group below it, the nine of web; legal has ten. What nobody owns stands last.
		overview.ByUnit:       {{"legal", "d", 1, 22, 22}, {"tech", "a b c", 3, 100, 105}, {"", "e", 1, 0, 0}},
		overview.ByTheme:      {{"growth", "a", 1, 70, 70}, {"trust", "b c", 2, 30, 35}, {"none", "d e", 2, 22, 22}},
		overview.ByCommitment: {{"candidate", "e", 1, 0, 0}, {"likely", "c", 1, 0, 5}, {"committed", "a", 1, 70, 70}, {"started", "b", 1, 30, 30}, {"done", "d", 1, 22, 22}},
		overview.ByPeriod:     {{"q3", "b d", 2, 52, 52}, {"q4", "a", 1, 70, 70}, {"next", "c", 1, 0, 5}, {"none", "e", 1, 0, 0}},
	} {
		p := b.Portfolio(overview.PortfolioAsk{Group: by})
		var got []group
		for n, g := range p.Groups {
			got = append(got, group{g.Key, ids(p.Of(n)), g.Count, g.Days, g.All})
			for _, l := range p.Of(n) {
				if p.GroupOf(l) != n {
					t.Errorf("%s: %s stands in group %d, want %d", by, l.Initiative.ID, p.GroupOf(l), n)
				}
			}
		}
		if diff := gocmp.Diff(want, got); diff != "" {
			t.Errorf("by %s (-want +got):\n%s", by, diff)
		}
	}
}

func TestThePortfolioIsPaged(t *testing.T) {
	p := of(stall(t)).Portfolio(overview.PortfolioAsk{Sort: overview.OrderName})
	lines, from, next := p.Page("", 2)
	if ids(lines) != "a b" || from != 1 || next != "b" {
		t.Errorf("first: %q from %d, next %q", ids(lines), from, next)
	}
	lines, from, next = p.Page(next, 2)
	if ids(lines) != "c d" || from != 3 || next != "d" {
		t.Errorf("second: %q from %d, next %q", ids(lines), from, next)
	}
	if lines, _, next = p.Page(next, 2); ids(lines) != "e" || next != "" {
		t.Errorf("last: %q, next %q", ids(lines), next)
	}
	if lines, from, _ = p.Page("gone", 2); ids(lines) != "a b" || from != 1 {
		t.Errorf("after what is not there: %q from %d", ids(lines), from)
	}
}

// Whatever is asked, the groups part the lines, their sums are those of their lines, pages hold every line once, and
// days of all units are those of the plan.
func TestThePortfolioAddsUp(t *testing.T) {
	picture := fixture.Large(t, 600)
	var period *graph.Period
	for p := range graph.All[*graph.Period](picture) {
		if period == nil || p.Contains(picture.Today()) {
			period = p
		}
	}
	b := overview.Compute(overview.Frame{Picture: picture, Period: period}, nil)
	units := append([]*graph.Unit{{}}, b.Tree.Units()...)
	planned := 0.0
	for _, x := range b.Basis.Plan {
		planned += x.Days
	}
	if got := b.Portfolio(overview.PortfolioAsk{}).Days; !alike(got, planned) || planned == 0 {
		t.Errorf("all days are %v, want the %v of the plan", got, planned)
	}
	rapid.Check(t, func(t *rapid.T) {
		ask := overview.PortfolioAsk{
			Unit:  rapid.SampledFrom(units).Draw(t, "unit").ID,
			Group: rapid.SampledFrom(append(overview.Groupings(), overview.Together)).Draw(t, "group"),
			State: rapid.SampledFrom(append(overview.Commitments(), "", overview.GoingOn)).Draw(t, "state"),
			Sort:  rapid.SampledFrom([]overview.PortfolioOrder{overview.OrderAll, overview.OrderBears, overview.OrderDue, overview.OrderWhen}).Draw(t, "sort"),
		}
		p := b.Portfolio(ask)
		count, days := 0, 0.0
		for n, g := range p.Groups {
			sum := 0.0
			for _, l := range p.Of(n) {
				sum += l.Days
			}
			if g.Count == 0 || !alike(sum, g.Days) {
				t.Fatalf("group %q: %d lines with %v days, the lines have %v", g.Key, g.Count, g.Days, sum)
			}
			count, days = count+g.Count, days+g.Days
		}
		if count != len(p.Lines) || !alike(days, p.Days) {
			t.Fatalf("groups hold %d of %d lines and %v of %v days", count, len(p.Lines), days, p.Days)
		}
		seen, after := map[graph.InitiativeID]bool{}, graph.InitiativeID("")
		for {
			lines, from, next := p.Page(after, 7)
			if from != len(seen)+1 && len(p.Lines) > 0 {
				t.Fatalf("a page begins at %d after %d lines", from, len(seen))
			}
			for _, l := range lines {
				seen[l.Initiative.ID] = true
			}
			if after = next; next == "" {
				break
			}
		}
		if len(seen) != len(p.Lines) {
			t.Fatalf("pages hold %d of %d lines", len(seen), len(p.Lines))
		}
	})
}

func alike(a, b float64) bool { return max(a-b, b-a) < 1e-6*max(1, a, b) }

// Without a period there are no days in one, and everything else is there.
func TestThePortfolioWithoutAPeriod(t *testing.T) {
	o := fixture.New(t).Themes("growth").Unit("acme", "").Initiative("a", "acme", fixture.Serves("growth", 1)).Initiative("b", "acme")
	b := overview.Compute(overview.Frame{Picture: o.Picture()}, nil)
	p := b.Portfolio(overview.PortfolioAsk{Group: overview.ByPeriod, Sort: overview.OrderTheme})
	if ids(p.Lines) != "a b" || p.Days != 0 || len(p.Groups) != 1 || p.Groups[0].Side != overview.Undated {
		t.Errorf("%q, %v days, groups %+v", ids(p.Lines), p.Days, p.Groups)
	}
	if got := ids(b.Portfolio(overview.PortfolioAsk{Theme: "growth"}).Lines); got != "" {
		t.Errorf("without a period %q serve a theme of it", got)
	}
	if len(b.Horizons()) != 0 {
		t.Error("there are horizons without a period")
	}
	if _, ok := b.DemandOver(b.Horizons(), ""); ok {
		t.Error("there is demand without a period")
	}
}
