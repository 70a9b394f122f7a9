package api_test

import (
	"bytes"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/access"
	"throughline/api"
	"throughline/catalog"
	"throughline/graph"
	"throughline/importer/workspacefile"
	"throughline/ledger"
	"throughline/overview"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

func TestEveryMeasureIsListedAndHasFigures(t *testing.T) {
	s := harbor(t)
	var list api.MethodList
	s.get("/measures").is(200, &list)
	if len(list.Measures) != len(catalog.Methods()) {
		t.Errorf("%d measures are listed of %d", len(list.Measures), len(catalog.Methods()))
	}
	now, err := s.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	period, _, err := overview.PeriodAsked(now, "", now.Today())
	if err != nil {
		t.Fatal(err)
	}
	locks, err := s.engine.Locks(t.Context(), workspace, overview.Baselines(now, period, now.Today()))
	if err != nil {
		t.Fatal(err)
	}
	base := overview.Compute(overview.Frame{Picture: now, Period: period, Locks: locks}, catalog.Checks())
	for _, f := range base.Figures(graph.Ref{}) {
		var got api.FigureList
		s.get("/measures/"+f.Method.ID).is(200, &got)
		want := f.Document()
		i := slices.IndexFunc(got.Figures, func(d overview.FigureDocument) bool { return d.Title == want.Title })
		if i < 0 {
			t.Errorf("%s is not told", want.Title)
			continue
		}
		g := got.Figures[i]
		if fmt.Sprint(value(g.Value), g.Reason, g.Numerator, g.Denominator, g.N, g.Coverage, len(g.Rows), len(g.Evidence), g.Interval != nil) !=
			fmt.Sprint(value(want.Value), want.Reason, want.Numerator, want.Denominator, want.N, want.Coverage, len(want.Rows), len(want.Evidence), want.Interval != nil) {
			t.Errorf("%s is %+v, want %+v", want.Title, g, want)
		}
	}
}

// value is a value, or that there is none.
func value(v *float64) string {
	if v == nil {
		return "none"
	}
	return fmt.Sprint(*v)
}

func TestFiguresOfARecordAPeriodAndADay(t *testing.T) {
	s := harbor(t)
	var whole, unit, past, half api.FigureList
	s.get("/measures/intent.kept").is(200, &whole)
	s.get("/measures/intent.kept?unit=loan-servicing").is(200, &unit)
	s.get("/measures/intent.kept?as_of=2026-08-01").is(200, &past)
	s.get("/measures/intent.kept?period=h1").is(200, &half)
	if whole.Figures[0].Subject != "" || unit.Figures[0].Subject != "unit/loan-servicing" || *whole.Figures[0].Value == *unit.Figures[0].Value {
		t.Errorf("of the whole it is %v, of the unit %v", value(whole.Figures[0].Value), value(unit.Figures[0].Value))
	}
	if !strings.HasPrefix(past.Figures[0].AsOf, "2026-08-01") || value(past.Figures[0].Value) == value(whole.Figures[0].Value) {
		t.Errorf("in August it is %+v", past.Figures[0])
	}
	if half.Figures[0].Period != "h1" || whole.Figures[0].Period != "h2" {
		t.Errorf("of the first half it is %+v", half.Figures[0])
	}
	s.get("/measures/intent.kept?theme=resilient-core").is(200, nil)
	for address, want := range map[string]struct {
		status int
		detail string
	}{
		"/measures/intent.kpt":                              {404, `there is no measure "intent.kpt"`},
		"/measures/intent.kept?unit=nobody":                 {404, "there is no unit/nobody"},
		"/measures/intent.kept?period=h9":                   {404, "there is no period h9"},
		"/measures/intent.kept?unit=loan-servicing&theme=x": {400, "a figure is of one unit, one theme or one outcome"},
		"/measures/portfolio.drift?theme=resilient-core":    {404, "portfolio.drift is not worked out for theme/resilient-core"},
		"/findings?area=decision":                           {404, "there is no area decision"},
		"/findings?severity=bad":                            {400, `"bad" is not a severity`},
		"/findings?unit=nobody":                             {404, "there is no unit/nobody"},
		"/findings?waived=perhaps":                          {400, `waived cannot be "perhaps"`},
		"/explain/initiative/nothing":                       {404, "there is no initiative/nothing"},
		"/export?form=zip":                                  {400, `form cannot be "zip"`},
		"/export?form=archive&as_of=2026-08-01":             {400, "an archive holds the whole history, so it has no day"},
	} {
		if p := s.get(address).problem(want.status); p.Detail != want.detail {
			t.Errorf("%s: %+v", address, p)
		}
	}
	if p := open(t, memory.New()).get("/measures/intent.kept").problem(404); !strings.Contains(p.Detail, "no period") {
		t.Errorf("of nothing: %+v", p)
	}
}

func TestFindings(t *testing.T) {
	s := harbor(t)
	var all []overview.FindingDocument
	count := -1
	for next := "/api/v1/main/findings?limit=30"; next != ""; {
		var list api.FindingList
		s.ask("GET", next, "").is(200, &list)
		if count >= 0 && list.Count != count {
			t.Errorf("the count is %d and then %d", count, list.Count)
		}
		all, count, next = append(all, list.Findings...), list.Count, list.Next
	}
	if len(all) != count || count < 20 {
		t.Errorf("%d findings on all pages, %d counted", len(all), count)
	}
	rank := map[string]int{"error": 0, "warning": 1, "note": 2}
	if !slices.IsSortedFunc(all, func(a, b overview.FindingDocument) int { return rank[a.Severity] - rank[b.Severity] }) {
		t.Error("the worst do not come first")
	}
	only := func(query string, fits func(overview.FindingDocument) bool) {
		want := 0
		for _, f := range all {
			if fits(f) {
				want++
			}
		}
		var list api.FindingList
		s.get("/findings?limit=100&"+query).is(200, &list)
		if len(list.Findings) != want || slices.ContainsFunc(list.Findings, func(f overview.FindingDocument) bool { return !fits(f) }) || want == 0 {
			t.Errorf("%s gives %d, want %d", query, len(list.Findings), want)
		}
	}
	only("severity=error", func(f overview.FindingDocument) bool { return f.Severity == "error" })
	only("area=decisions", func(f overview.FindingDocument) bool { return f.Area == "decisions" })
	only("unit=loan-servicing", func(f overview.FindingDocument) bool { return f.Unit == "loan-servicing" })
	var waived api.FindingList
	s.get("/findings?waived=true").is(200, &waived)
	for _, f := range waived.Findings {
		if f.Waived == "" {
			t.Errorf("%s was accepted by nobody", f.Sentence)
		}
	}
}

func TestExplainLeadsToTheStrategy(t *testing.T) {
	var d overview.RecordDocument
	harbor(t).get("/explain/initiative/ledger-cutover").is(200, &d)
	if d.Name != "Ledger cutover" || len(d.Why) == 0 || !strings.Contains(d.Why[0], "theme “") {
		t.Errorf("it explains %+v", d)
	}
}

// veiled is a planned organisation in which an initiative with most of the days is for carl alone.
func veiled(t testing.TB) *graph.Snapshot {
	t.Helper()
	o := fixture.New(t).Today("2026-07-01").Half().Themes("calm", "growth").Person("ana", "carl")
	o.Unit("acme", "", func(u *graph.Unit) { u.Leads = []graph.PersonID{"carl"} }).Unit("core", "acme").Capacity("core", "h2", 132)
	o.Stated("acme", "h2", fixture.Shares{"calm": 0.5, "growth": 0.5})
	o.Initiative("open", "core", fixture.Is(graph.Started), fixture.Serves("calm", 1), fixture.Days("core", "h2", 20), fixture.In("h2"))
	o.Initiative("quiet", "core", fixture.Is(graph.Started), fixture.Days("core", "h2", 90), fixture.In("h2"), func(i *graph.Initiative) { i.Audience = []graph.PersonID{"carl"} })
	for n := range 30 {
		o.Work(fmt.Sprintf("w-%02d", n), "core", []string{"open", "quiet", "quiet"}[n%3], fixture.Logged("2026-08-03", 2))
	}
	o.Put(
		&graph.Decision{ID: "hush", Question: "When does Quiet begin?", State: graph.DecisionOpen, Raised: graph.On(2026, 7, 1), Due: graph.On(2026, 7, 2), Initiative: "quiet"},
		&graph.Constraint{ID: "law", Statement: "30 days", Kind: graph.RegulatoryConstraint, Initiatives: []graph.InitiativeID{"open", "quiet"}},
		&graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-07-20")},
	)
	return o.Picture()
}

// What is confidential counts in every figure, and is named by none to who may not see it.
func TestFiguresCountWhatIsHiddenAndDoNotNameIt(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01")
	for _, m := range catalog.Methods() {
		for _, of := range []string{"", "?unit=core", "?theme=calm"} {
			address := "/measures/" + m.ID + of
			all := s.as("carl", access.Owner).get(address)
			if all.status != 200 {
				continue
			}
			part := s.as("ana", access.Owner).get(address)
			var want, got api.FigureList
			all.is(200, &want)
			part.is(200, &got)
			if strings.Contains(strings.ToLower(part.body), "quiet") || strings.Contains(part.body, "hush") {
				t.Errorf("%s names it: %s", address, part.body)
			}
			for i := range want.Figures {
				w, g := want.Figures[i], got.Figures[i]
				if value(w.Value) != value(g.Value) || w.N != g.N || w.Coverage != g.Coverage || math.Abs(sum(w)-sum(g)) > 1e-9 {
					t.Errorf("%s is %v of %d, and to who sees all %v of %d", address, value(g.Value), g.N, value(w.Value), w.N)
				}
			}
		}
	}
	var all, part api.FindingList
	s.as("carl", access.Owner).get("/findings?limit=100").is(200, &all)
	a := s.as("ana", access.Owner).get("/findings?limit=100").is(200, &part)
	if strings.Contains(strings.ToLower(a.body), "quiet") || strings.Contains(a.body, "hush") {
		t.Errorf("the findings name it: %s", a.body)
	}
	if part.Count >= all.Count || part.Count != len(part.Findings) {
		t.Errorf("%d findings are told of %d", part.Count, all.Count)
	}
}

func sum(f overview.FigureDocument) (s float64) {
	for _, r := range f.Rows {
		s += r.Value
	}
	return s
}

// The file of the picture reads back as the picture that its reader sees.
func TestAnExportReadsBack(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01")
	now, err := s.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	for _, who := range []graph.PersonID{"ana", "carl"} {
		a := s.as(who, access.Reader).get("/export").is(200, nil)
		if got := a.header.Get("Content-Type"); got != "application/yaml" || !strings.Contains(a.header.Get("Content-Disposition"), "main.yaml") {
			t.Errorf("it is sent as %s, %s", got, a.header.Get("Content-Disposition"))
		}
		var want bytes.Buffer
		if err := workspacefile.Export(access.SightOf(now, access.Viewer{Person: who, Role: access.Reader}).Shown(), &want); err != nil {
			t.Fatal(err)
		}
		if a.body != want.String() || strings.Contains(a.body, "quiet") != (who == "carl") {
			t.Errorf("to %s it is %s", who, a.body)
		}
	}
	if past := s.get("/export?as_of=2026-06-01").is(200, nil); strings.Contains(past.body, "core") {
		t.Errorf("of a day before everything it is %s", past.body)
	}
}

// The archive is the whole history, for an owner from whom nothing in it was ever kept.
func TestAnArchiveIsForWhoMaySeeAllOfIt(t *testing.T) {
	s := open(t, memory.New()).holds(veiled(t), "2026-07-01")
	a := s.as("carl", access.Owner).get("/export?form=archive").is(200, nil)
	entries := 0
	for one, err := range ledger.ReadArchive(strings.NewReader(a.body)) {
		if err != nil || one.Workspace != workspace {
			t.Fatal(one.Workspace, err)
		}
		entries++
	}
	if entries != 1 || a.header.Get("Content-Type") != "application/x-ndjson" {
		t.Errorf("the archive has %d entries, and is sent as %s", entries, a.header.Get("Content-Type"))
	}
	for who, want := range map[access.Viewer]string{
		{Person: "carl", Role: access.Editor}: "owners",
		{Person: "ana", Role: access.Owner}:   "not for you",
	} {
		if p := s.as(who.Person, who.Role).get("/export?form=archive").problem(403); !strings.Contains(p.Detail, want) {
			t.Errorf("%+v is told %+v", who, p)
		}
	}
	quiet := graph.InitiativeID("quiet").Ref()
	s.clock.Set(day().Add(time.Hour))
	s.as("carl", access.Owner).post(`{"reason":"Over","changes":[{"record":"decision/hush","remove":true},{"record":"constraint/law","set":{"initiatives":["open"]}}]}`).is(200, nil)
	if p := s.as("ana", access.Owner).get("/export?form=archive").problem(403); p.Title != "denied" {
		t.Errorf("although %s is in the past it is told %+v", quiet, p)
	}
}
