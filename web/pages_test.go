package web_test

import (
	"context"
	"errors"
	"iter"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/fixture"
	"throughline/testing/htmlcheck"
	"throughline/web"
)

func TestEveryPageOfTheDemoHoldsTheRules(t *testing.T) {
	s := harbor(t)
	if n := s.crawl("/", 160); n < 160 {
		t.Errorf("%d pages can be reached, want 160", n)
	}
}

func TestEarlierDatesAndPeriodsOfTheDemo(t *testing.T) {
	s := harbor(t)
	for _, query := range []string{"asof=2026-08-31", "asof=2026-07-01", "period=h1", "period=h1&asof=2026-03-13", "asof=2025-01-01"} {
		for _, path := range []string{"/", "/line-of-sight", "/drift", "/findings"} {
			s.page(path + "?" + query)
		}
	}
}

func TestPagesOfAnEmptyWorkspace(t *testing.T) {
	s := open(t, day())
	s.crawl("/", 60)
	home := s.page("/")
	has(t, home, "main .empty", "Nothing is declared yet.")
	if home.Count("main .chart") != 0 {
		t.Error("an empty workspace has no charts")
	}
	has(t, s.page("/line-of-sight"), "main .empty", "No days are worked or planned yet.")
	has(t, s.page("/drift"), "main .empty", "There is nothing to compare with yet.")
}

// declared are organisations on their way to a full declaration, each with what the first page must say.
func declared(t *testing.T) map[string]struct {
	picture *graph.Snapshot
	says    []string
} {
	base := func() *fixture.Org { return fixture.New(t).Themes("growth", "trust") }
	return map[string]struct {
		picture *graph.Snapshot
		says    []string
	}{
		"a unit alone": {fixture.New(t).Unit("acme", "").Picture(), []string{"Nothing is declared yet."}},
		"themes alone": {base().Unit("acme", "").Picture(), []string{"There is no period yet", "A period"}},
		"stated, no capacity": {
			base().Half().Unit("acme", "").Stated("acme", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).Picture(),
			[]string{"No unit has declared its capacity in h2", "The capacity of the units"},
		},
		"one unit": {
			base().Half().Unit("acme", "").Stated("acme", "h2", fixture.Shares{"growth": 0.6, "trust": 0.4}).Capacity("acme", "h2", 100).
				Initiative("app", "acme", fixture.Serves("growth", 1), fixture.Days("acme", "h2", 100)).Picture(),
			[]string{"60 are planned where the strategy asked", "the missing 40 were all lost when the plan was made", "All of the 40 days missing", "Leadership"},
		},
		"no strategy, some work": {
			fixture.New(t).Half().Unit("acme", "").Capacity("acme", "h2", 100).Initiative("app", "acme", fixture.Days("acme", "h2", 50)).
				Work("w", "acme", "app", fixture.Logged("2026-08-03", 5)).Picture(),
			[]string{"No strategy is stated for q3", "Themes"},
		},
	}
}

func TestOrganisationsThatDeclaredLittle(t *testing.T) {
	for name, c := range declared(t) {
		t.Run(name, func(t *testing.T) {
			s := open(t, day()).holds(c.picture, "2026-06-15")
			s.crawl("/", 60)
			for _, words := range c.says {
				has(t, s.page("/"), "main", words)
			}
		})
	}
}

func TestTwoHundredUnits(t *testing.T) {
	s := many(t)
	home := s.page("/")
	if n := home.Count("nav#nav a"); n > 40 {
		t.Errorf("the navigation has %d links, want it to stay short", n)
	}
	s.crawl("/", 40)
	s.page("/units/" + firstUnit(t, s))
}

func firstUnit(t *testing.T, s *site) string {
	t.Helper()
	now, err := s.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	for c := range graph.All[*graph.Capacity](now) {
		return string(c.Unit)
	}
	t.Fatal("no unit has capacity")
	return ""
}

// released is a project that plans releases: initiatives with steps, a freeze, no days and no themes. Of
// ten commitments two moved to the next release and one was dropped; one came in later.
func released(t *testing.T) *site {
	o := fixture.New(t).Today("2026-05-31").Unit("project", "").Unit("node", "project").Unit("storage", "project").
		Period("r1", "2026-06-01", "2026-10-31").Period("r2", "2026-11-01", "2027-03-31")
	for _, id := range strings.Fields("a b c d e f g h i j") {
		o.Initiative(id, "node", fixture.In("r1"), fixture.Step("beta", "r1"))
	}
	o.Put(&graph.Baseline{ID: "freeze", Name: "Freeze of r1", Period: "r1", At: fixture.Moment(t, "2026-07-01T12:00:00Z")})
	o.Put(&graph.Decision{ID: "shall-we", Question: "Shall we do this?", State: graph.DecisionOpen, Initiative: "a", Raised: fixture.Date(t, "2026-06-02")})
	o.Put(&graph.Dependency{ID: "hook", What: "A hook", From: "node", On: "storage", Initiative: "a"})
	s := open(t, day()).holds(o.Picture(), "2026-06-01")
	later := o.Today("2026-08-01")
	for _, id := range []string{"a", "b"} {
		later.Initiative(id, "node", fixture.In("r2"), fixture.Step("beta", "r2"))
	}
	later.Initiative("c", "node", fixture.Is(graph.Stopped), fixture.In("r1"), fixture.Step("beta", "r1"))
	later.Initiative("k", "storage", fixture.In("r1"), fixture.Step("alpha", "r1"))
	return s.holds(later.Picture(), "2026-08-02")
}

func TestAProjectThatPlansReleasesLeadsWithItsDrift(t *testing.T) {
	s := released(t)
	home := s.page("/?period=r1")
	for _, words := range []string{
		"30% of the plan locked on 1 Jul for r1 is no longer as locked: 20% moved to another time and 10% was cut; 10% of today’s plan was not there.",
	} {
		has(t, home, "main .headline", words)
	}
	has(t, home, "main #gaps", "Themes")
	has(t, home, "main #drift", "7 commitments")
	for _, id := range []string{"#waterfall", "#leaks", "#trend", "#quadrant", "#demand"} {
		if home.Count("main "+id) != 0 {
			t.Errorf("%s has nothing to show and must be left out", id)
		}
	}
	s.crawl("/?period=r1", 60)
	drift := s.page("/drift?period=r1")
	for _, words := range []string{"a", "b", "c", "k"} {
		has(t, drift, "#changed tbody tr", words)
	}
	has(t, s.page("/initiatives/a?period=r1"), "#steps tbody tr", "1 period later")
}

func TestWhatIsNotThere(t *testing.T) {
	s := harbor(t)
	for address, code := range map[string]int{
		"/units/nowhere": http.StatusNotFound, "/initiatives/nothing": http.StatusNotFound, "/findings/NOPE": http.StatusNotFound,
		"/findings?severity=awful": http.StatusBadRequest, "/line-of-sight?theme=nothing": http.StatusNotFound,
		"/line-of-sight?select=initiative/nothing": http.StatusNotFound, "/drift?lock=nothing": http.StatusNotFound,
	} {
		w := s.get(address)
		if w.Code != code {
			t.Errorf("%s answers %d, want %d", address, w.Code, code)
		}
		n, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		if n.Count("h1") != 1 {
			t.Errorf("%s has no page that says what went wrong", address)
		}
	}
}

// broken is a store whose data cannot be read.
type broken struct {
	ledger.Store
	err error
}

func (b broken) Latest(context.Context, string, func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) { yield(ledger.Version{}, b.err) }
}

// Where the data is at fault, the page says what is wrong and what to do; where the program is, it gives nothing away.
func TestAPageThatCannotBeMadeSaysWhy(t *testing.T) {
	for name, c := range map[string]struct {
		err           error
		says, neither string
	}{
		"damaged data": {fault.New(fault.Corrupt, "/data/harbor.db is damaged", "Restore the last backup"), "/data/harbor.db is damaged. Restore the last backup.", "Nothing was lost"},
		"a defect":     {errors.New("nil map in harbor.db"), "The page could not be made. Nothing was lost.", "nil map"},
	} {
		e := engine.New(broken{memory.New(), c.err}, engine.Options{Clock: day})
		t.Cleanup(e.Close)
		server, err := web.New(web.Options{Engine: e, Workspace: workspace, Clock: day})
		if err != nil {
			t.Fatal(err)
		}
		w := httptest.NewRecorder()
		server.Routes().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/", nil))
		page, err := htmlcheck.Parse(w.Body)
		if err != nil {
			t.Fatal(err)
		}
		if text := page.Text(); w.Code != http.StatusInternalServerError || !strings.Contains(text, c.says) || strings.Contains(text, c.neither) {
			t.Errorf("%s: %d %q; want %q", name, w.Code, text, c.says)
		}
	}
}
