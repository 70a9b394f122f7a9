package web_test

import (
	"cmp"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/door"
	"throughline/graph"
	"throughline/testing/htmlcheck"
	"throughline/web"
)

// seenBy is the same site to somebody.
func (s *site) seenBy(v access.Viewer) *site {
	s.t.Helper()
	server, err := web.New(web.Options{Engine: s.engine, Workspace: workspace, Clock: day, Patience: time.Minute, Door: door.Open(door.Guest{Viewer: v})})
	if err != nil {
		s.t.Fatal(err)
	}
	return &site{s.t, s.store, s.engine, server.Routes()}
}

// walk reads pages from the addresses on along their links, at most so many, and tells the text of each.
func (s *site) walk(most int, tell func(address, body string), from ...string) int {
	seen := map[string]bool{}
	queue := slices.Clone(from)
	for n := 0; n < len(queue) && len(seen) < most; n++ {
		address := queue[n]
		if seen[address] {
			continue
		}
		seen[address] = true
		w := httptest.NewRecorder()
		s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, address, nil))
		tell(address, w.Body.String())
		page, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			s.t.Fatal(err)
		}
		for _, a := range page.In("a") {
			if href, _ := a.Attr("href"); strings.HasPrefix(href, "/") && !strings.HasPrefix(href, "/static") {
				href, _, _ = strings.Cut(href, "#")
				queue = append(queue, href)
			}
		}
	}
	return len(seen)
}

// confide makes an initiative, which everybody saw until then, one for an audience.
func (s *site) confide(id graph.InitiativeID, audience ...graph.PersonID) {
	s.t.Helper()
	now, err := s.engine.View(s.t.Context(), workspace)
	if err != nil {
		s.t.Fatal(err)
	}
	r, err := change.Copy(now.Initiative(id))
	if err != nil {
		s.t.Fatal(err)
	}
	r.(*graph.Initiative).Audience = audience
	s.do(change.Draft{Verb: "initiative.confided", Reason: "Zebrafinch is to be a surprise", Puts: []graph.Record{r}})
}

// secrets is what of the hidden records must not stand on any page: their ids and labels, as far as nothing that is shown is called so too.
func secrets(t *testing.T, sight *access.Sight) []string {
	t.Helper()
	var shown strings.Builder
	for _, k := range graph.Kinds() {
		for r := range sight.Shown().Records(k.Kind, "") {
			body, err := change.Fields(r)
			if err != nil {
				t.Fatal(err)
			}
			shown.WriteString(r.Ref().ID + " " + string(body) + "\n")
		}
	}
	words := strings.ToLower(shown.String()) // pages begin sentences with words of records
	var out []string
	for _, ref := range sight.Hidden() {
		for _, text := range []string{ref.ID, sight.Picture().Record(ref).Label()} {
			if len(text) > 4 && !strings.Contains(words, strings.ToLower(text)) && !slices.Contains(out, text) {
				out = append(out, text)
			}
		}
	}
	return out
}

// What became confidential stands on no page for anybody else: not in lists, figures, searches, histories, errors, nor on pages of an
// earlier date on which it was for everybody.
func TestWhatIsConfidentialStandsOnNoPage(t *testing.T) {
	s := harbor(t)
	before, err := s.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	var most []graph.InitiativeID // those that most is about
	count := make(map[graph.InitiativeID]int)
	for i := range graph.All[*graph.Initiative](before) {
		for range before.Mentioned(i.ID.Ref()) {
			count[i.ID]++
		}
		most = append(most, i.ID)
	}
	slices.SortStableFunc(most, func(a, b graph.InitiativeID) int { return cmp.Compare(count[b], count[a]) })
	chosen := most[:4]
	for _, id := range chosen {
		s.confide(id, "walter-lindqvist")
	}
	now, err := s.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	outsider := access.Viewer{Role: access.Owner, Person: "oleg-varga"}
	sight := access.SightOf(now, outsider)
	hidden := secrets(t, sight)
	if len(hidden) < 30 {
		t.Fatalf("only %d names are hidden: %q", len(hidden), hidden)
	}
	insider := s.seenBy(access.Viewer{Role: access.Reader, Person: "walter-lindqvist"})
	told := 0
	from := []string{"/", "/line-of-sight", "/outcomes", "/outcomes/payment-runs", "/outcomes?asof=2026-08-20", "/drift", "/findings", "/records", "/portfolio", "/portfolio?view=board", "/portfolio?view=timeline", "/portfolio?view=capacity", "/portfolio?asof=2026-08-20", "/new/work", "/new/decision", "/records/unit/core-services-platform?edit=leads", "/?asof=2026-08-20", "/drift?asof=2026-08-20", "/records/initiative?asof=2026-08-20"}
	for _, id := range chosen {
		from = append(from, "/search?q="+string(id), "/search?format=fragment&q="+string(id), "/initiatives/"+string(id), "/initiatives/"+string(id)+"?asof=2026-08-20",
			"/records/initiative/"+string(id), "/line-of-sight?select=initiative/"+string(id))
	}
	for _, k := range graph.Kinds() {
		from = append(from, "/records/"+string(k.Kind))
	}
	insider.walk(40, func(_, body string) {
		for _, text := range hidden {
			if strings.Contains(body, text) {
				told++
			}
		}
	}, from...)
	if told < 100 {
		t.Errorf("the audience itself is told of them %d times", told)
	}
	pages := s.seenBy(outsider).walk(260, func(address, body string) {
		if strings.HasPrefix(address, "/help") { // the guides are the same for everybody, and name what is in the demo
			return
		}
		for _, id := range chosen { // the address itself, which whoever asked wrote
			if strings.Contains(address, string(id)) {
				body = strings.ReplaceAll(body, string(id), "")
			}
		}
		for _, text := range append(hidden, "Zebrafinch") {
			if at := strings.Index(body, text); at >= 0 {
				t.Errorf("%s tells %q: …%s…", address, text, body[max(0, at-160):min(len(body), at+160)])
			}
		}
	}, from...)
	if pages < 200 {
		t.Errorf("only %d pages were looked at", pages)
	}
}

// Who asks for what is kept from them is answered as for what never was.
func TestWhatIsHiddenIsAnsweredAsWhatNeverWas(t *testing.T) {
	s := harbor(t)
	s.confide("ledger-cutover", "walter-lindqvist")
	now, err := s.engine.View(t.Context(), workspace)
	if err != nil {
		t.Fatal(err)
	}
	outsider := access.Viewer{Role: access.Owner}
	sight := access.SightOf(now, outsider)
	hidden, never := s.seenBy(outsider), open(t, day()).holds(sight.Shown(), "2020-01-01")
	answer := func(s *site, address string) (int, string) {
		w := s.get(address)
		page, err := htmlcheck.Parse(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		main, _ := page.First("main")
		return w.Code, main.Text()
	}
	for _, ref := range sight.Hidden() {
		for _, form := range []string{"/records/" + string(ref.Kind) + "/", "/initiatives/"} {
			code, text := answer(hidden, form+ref.ID)
			want, other := answer(never, form+ref.ID)
			if code != want || code != http.StatusNotFound || text != other {
				t.Errorf("%s%s is answered %d %q; where it never was, %d %q", form, ref.ID, code, text, want, other)
			}
		}
		if code, text := answer(hidden, "/records/"+string(ref.Kind)+"/"+ref.ID+"?asof=2026-08-20"); code != http.StatusNotFound || strings.Contains(text, "look at today") {
			t.Errorf("%s of an earlier date is answered %d %q", ref, code, text)
		}
	}
}

// The figures of a page are the same for everybody.
func TestFiguresAreTheSameForEverybody(t *testing.T) {
	s := harbor(t)
	s.confide("ledger-cutover", "walter-lindqvist")
	numbers := func(v access.Viewer, address string, selectors ...string) (out []string) {
		page, err := htmlcheck.Parse(strings.NewReader(s.seenBy(v).get(address).Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		for _, selector := range selectors {
			for _, x := range page.In(selector) {
				out = append(out, x.Text())
			}
		}
		return out
	}
	all, part := access.Viewer{Role: access.Reader, Person: "walter-lindqvist"}, access.Viewer{Role: access.Editor}
	for address, selectors := range map[string][]string{
		"/":                             {".headline", ".lead", "#waterfall tbody", "#trend tbody", "#shares", "#quadrant tbody", "#demand", "#drift"},
		"/units/core-services-platform": {"dl.stats", "#waterfall tbody", "#themes", "#capacity tbody"},
		"/drift":                        {".lead", "dl.stats"},
	} {
		a, b := numbers(all, address, selectors...), numbers(part, address, selectors...)
		if len(a) == 0 || !slices.Equal(a, b) {
			t.Errorf("%s shows\n%q\nto some and\n%q\nto others", address, a, b)
		}
	}
}
