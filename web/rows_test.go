package web_test

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/account"
	"throughline/account/accounttest"
	"throughline/change"
	"throughline/door"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/accounts"
	"throughline/testing/htmlcheck"
	"throughline/web"
	"throughline/wording"
)

// mostBytes is how large a page may be, uncompressed, however much there is to show: with everything at its bound, and the forms of
// each row for an owner who may do all.
const mostBytes = 450_000

// hall is a server on which an owner of the workspace, who is the busy person of a crowd, looks at everything.
type hall struct {
	t       *testing.T
	server  *web.Server
	handler http.Handler
	engine  *engine.Engine
	sign    func(*http.Request)
}

// hallOf is a server over a crowd of n, with as many members and invitations; 0 is a workspace in which nothing is written down.
func hallOf(t *testing.T, n int) *hall {
	t.Helper()
	desk := accounts.Open()
	desk.Later(81 * 24 * time.Hour)
	owner := desk.SetUp(t, workspace)
	e := engine.New(memory.New(), engine.Options{Clock: desk.Now})
	t.Cleanup(e.Close)
	server, err := web.New(web.Options{Engine: e, Workspace: workspace, Clock: desk.Now, Patience: time.Minute, Door: door.New(door.Options{Register: desk.Register, Clock: desk.Now, Dice: desk})})
	if err != nil {
		t.Fatal(err)
	}
	h := &hall{t, server, server.Routes(), e, func(r *http.Request) { r.AddCookie(&http.Cookie{Name: "throughline", Value: owner.Secret.Text()}) }}
	if n == 0 {
		return h
	}
	enlist(t, desk, n)
	if err := desk.LinkPerson(t.Context(), desk.Act(account.Terminal), workspace, owner.Account.ID, account.PersonID(busy)); err != nil {
		t.Fatal(err)
	}
	h.fill(crowdOf(t, n, graph.DateOf(desk.Now())))
	if err := desk.Follow(t.Context(), desk.Act(account.Terminal), workspace, owner.Account.ID, account.Follow{Record: wished.Ref().String(), Since: 1}); err != nil {
		t.Fatal(err)
	}
	h.reword(n)
	return h
}

// fill records all of a picture in one change.
func (h *hall) fill(picture *graph.Snapshot) {
	h.t.Helper()
	d := change.Draft{Verb: "organisation.described"}
	for _, k := range graph.Kinds() {
		d.Puts = slices.AppendSeq(d.Puts, picture.Records(k.Kind, ""))
	}
	h.do(func(*graph.Snapshot) (change.Draft, error) { return d, nil })
}

// reword gives the theme a history of n versions.
func (h *hall) reword(n int) {
	h.t.Helper()
	queue := make(chan struct{}, n)
	for range n - 1 {
		queue <- struct{}{}
	}
	close(queue)
	var many sync.WaitGroup
	for range 64 { // who come together are written down together
		many.Go(func() {
			for range queue {
				h.do(func(now *graph.Snapshot) (change.Draft, error) {
					theme := *now.Theme(wished)
					theme.Why = fmt.Sprintf("Reason %d", theme.Stamp().Version)
					return change.Draft{Verb: "theme.changed", Puts: []graph.Record{&theme}}, nil
				})
			}
		})
	}
	many.Wait()
}

func (h *hall) do(run engine.Command) {
	if _, err := h.engine.Do(h.t.Context(), workspace, engine.Actor{Name: "person/person-00001", Channel: ledger.Import}, run); err != nil {
		h.t.Error(err)
	}
}

// enlist makes n members and as many invitations: each a copy of the rows of the first, in large batches.
func enlist(t *testing.T, desk *accounttest.Desk, n int) {
	t.Helper()
	first := desk.Join(t, workspace, "member@example.org", account.Reader).Account.ID
	in, _, err := desk.Invite(t.Context(), desk.Act(account.Terminal), workspace, account.Invitation{Address: "guest@example.org", Role: account.Reader})
	if err != nil {
		t.Fatal(err)
	}
	row := func(kind, id string) account.Row {
		r, err := desk.Store.Row(t.Context(), kind, id)
		if err != nil || !r.There() {
			t.Fatalf("there is no %s %s: %v", kind, id, err)
		}
		r.Version = 0
		return r
	}
	self, member, invited := row("account", string(first)), row("member", string(first)+"/"+workspace), row("invitation", string(in.ID))
	model := invited.Body
	for from := 2; from < n; from += account.MaxBatch / 3 { // the owner and the first are two of them
		var b account.Batch
		for k := from; k < min(from+account.MaxBatch/3, n); k++ {
			who := fmt.Sprintf("zz-%05d", k)
			self.ID, self.Key, member.ID = who, who+"@example.org", who+"/"+workspace
			invited.ID, invited.Key, invited.Body = who, who, bytes.ReplaceAll(model, []byte("guest"), []byte(who))
			b.Put = append(b.Put, self, member, invited)
		}
		if err := desk.Store.Write(t.Context(), b); err != nil {
			t.Fatal(err)
		}
	}
}

// get is the answer to an address, for the owner.
func (h *hall) get(address string) *httptest.ResponseRecorder {
	h.t.Helper()
	r := httptest.NewRequestWithContext(h.t.Context(), http.MethodGet, address, nil)
	h.sign(r)
	w := httptest.NewRecorder()
	h.handler.ServeHTTP(w, r)
	return w
}

// looks is the addresses that are looked at for each route that answers with a page of the workspace; %k stands for each kind of
// record. A route without any is named with the reason.
func looks() map[string][]string {
	entrance := []string{"-the way in: it lists nothing"}
	return map[string][]string{
		"GET /{$}":                       {"/"},
		"GET /line-of-sight":             {"/line-of-sight", "/line-of-sight?theme=theme-00000", "/line-of-sight?select=outcome/outcome-00000", "/line-of-sight?select=initiative/initiative-00000", "/line-of-sight?select=unit/unit-00001"},
		"GET /strategy":                  {"/strategy", "/strategy?edit=theme/new"},
		"GET /cascade":                   {"/cascade", "/cascade?theme=theme-00000"},
		"GET /units/{id}":                {"/units/unit-00000", "/units/unit-00001"},
		"GET /initiatives/{id}":          {"/initiatives/initiative-00000", "/initiatives/initiative-00001", "/initiatives/initiative-00001?conversation=reply-00001"},
		"GET /outcomes":                  {"/outcomes", "/outcomes?end=due", "/outcomes?state=stale"},
		"GET /outcomes/{id}":             {"/outcomes/outcome-00000"},
		"GET /portfolio":                 {"/portfolio", "/portfolio?group=unit", "/portfolio?group=theme", "/portfolio?group=commitment", "/portfolio?sort=bears", "/portfolio?view=board", "/portfolio?view=timeline", "/portfolio?view=capacity"},
		"GET /drift":                     {"/drift"},
		"GET /findings":                  {"/findings", "/findings?accepted=yes"},
		"GET /findings/{key...}":         {"/findings/%f"},
		"GET /records":                   {"/records"},
		"GET /records/{kind}":            {"/records/%k"},
		"GET /records/{kind}/{id}":       {"/records/%k/%k-00000", "/records/initiative/initiative-00001", "/records/initiative/initiative-00001?edit=links", "/records/ranking/ranking-00000?edit=order", "/records/comment/comment-00000?edit=by"},
		"GET /records/{kind}/{id}/field": {"/records/initiative/initiative-00001/field?edit=owner", "/records/initiative/initiative-00001/field?edit=lead"},
		"GET /owed":                      {"/owed", "/owed?what=answers"},
		"GET /new":                       {"/new"},
		"GET /new/{kind}":                {"/new/%k"},
		"GET /paste/{kind}":              {"/paste/%k"},
		"GET /help":                      {"/help"},
		"GET /help/{guide}":              {"/help/strategy"},
		"GET /search":                    {"/search", "/search?q=piece", "/search?q=a&format=fragment", "/search?format=options&kind=person&q=person"},
		"GET /account":                   {"/account"},
		"GET /news":                      {"/news", "/news?all=yes"},
		"GET /members":                   {"/members"},
		"GET /events":                    {"-a stream, not a page"},
		"GET /healthz":                   {"-for programs"},
		"GET /static/":                   {"-files"},
		"GET /":                          {"-there is no page"},
		"GET /set-up":                    entrance,
		"GET /sign-in":                   entrance,
		"GET /invitation":                entrance,
		"GET /new-password":              entrance,
		"GET /letters/stop":              entrance,
		"GET /sign-in/openid":            entrance,
		"GET /sign-in/openid/back":       entrance,
		"GET /account/identities/link":   entrance,
	}
}

// addresses is what is looked at of every route of the server. A route that the table does not know fails the test.
func (h *hall) addresses() []string {
	h.t.Helper()
	var out []string
	for _, pattern := range h.server.Patterns() {
		if !strings.HasPrefix(pattern, "GET ") {
			continue
		}
		list, known := looks()[pattern]
		if !known {
			h.t.Errorf("the table of pages that are looked at with many rows says nothing of %s", pattern)
		}
		for _, address := range list {
			out = append(out, h.spelled(address)...)
		}
	}
	return out
}

// spelled is the address for each kind of record, or for the first finding.
func (h *hall) spelled(address string) []string {
	switch {
	case strings.HasPrefix(address, "-"):
		return nil
	case strings.Contains(address, "%f"):
		to := regexp.MustCompile(`href="(/findings/[^"?#]+)"`).FindStringSubmatch(h.get("/findings").Body.String())
		if to == nil {
			return nil
		}
		return []string{to[1]}
	case !strings.Contains(address, "%k"):
		return []string{address}
	}
	var out []string
	for _, k := range graph.Kinds() {
		out = append(out, strings.ReplaceAll(address, "%k", string(k.Kind)))
	}
	return out
}

// look opens a page and holds it to its bound; ok is false where there is none.
func (h *hall) look(address string) (page string, ok bool) {
	h.t.Helper()
	w := h.get(address)
	page = w.Body.String()
	if w.Code != http.StatusOK {
		h.t.Errorf("%s answers %d: %s", address, w.Code, brief(page))
		return page, false
	}
	if len(page) > mostBytes {
		h.t.Errorf("%s has %d bytes, want at most %d", address, len(page), mostBytes)
	}
	return page, true
}

// In a workspace in which nothing is written down every list says so and what to do next; a page of what is not there says that.
func TestEveryPageWorksWithNothing(t *testing.T) {
	h := hallOf(t, 0)
	ofSomething := regexp.MustCompile(`^/[a-z/]+-0000|theme=theme`)
	for _, address := range h.addresses() {
		if ofSomething.MatchString(address) {
			if w := h.get(address); w.Code != http.StatusNotFound {
				t.Errorf("%s answers %d in an empty workspace, want 404", address, w.Code)
			}
			continue
		}
		page, ok := h.look(address)
		if kind, is := strings.CutPrefix(address, "/records/"); ok && is && !strings.Contains(page, `href="/new/`+kind+`"`) {
			t.Errorf("the empty list %s has no next step", address)
		}
	}
}

// In a workspace with one record of each kind every page shows it.
func TestEveryPageWorksWithOneOfEachKind(t *testing.T) {
	h := hallOf(t, 1)
	for _, address := range h.addresses() {
		if strings.Contains(address, "reply-") || strings.HasSuffix(address, "-00001") && strings.HasPrefix(address, "/records/") {
			continue
		}
		page, _ := h.look(address)
		if kind, is := strings.CutPrefix(address, "/records/"); is && !strings.Contains(kind, "/") && !strings.Contains(page, kind+"-00000") {
			t.Errorf("%s does not list the one record", address)
		}
	}
}

// rowsAsked is how many records of every kind there are: enough that a list without a bound shows, or what THROUGHLINE_TEST_ROWS asks
// for, such as 10,000.
func rowsAsked(t *testing.T) int {
	text := os.Getenv("THROUGHLINE_TEST_ROWS")
	if text == "" {
		return 600
	}
	n, err := strconv.Atoi(text)
	if err != nil || n < 200 {
		t.Fatalf("THROUGHLINE_TEST_ROWS is %q, want a number from 200 on", text)
	}
	return n
}

// In a workspace with very many records of every kind, where every list of every page has them all, each page keeps to its bound and
// says how many there are.
func TestEveryPageWorksWithVeryManyRows(t *testing.T) {
	n := rowsAsked(t)
	h := hallOf(t, n)
	for _, address := range h.addresses() {
		h.look(address)
	}
	h.holdCounts(n)
}

// Each list that goes on leads through all of its rows, every one once: here there are some more than one page has, so that every
// list goes on and comes to its end.
func TestEveryListLeadsThroughAllOfItsRows(t *testing.T) {
	const n = 130
	h := hallOf(t, n)
	for _, l := range trails(n) {
		h.follow(l)
	}
}

// holdCounts holds that pages say how many rows there are in all.
func (h *hall) holdCounts(n int) {
	h.t.Helper()
	all := wording.Number(float64(n))
	for address, words := range map[string]string{
		"/portfolio": all + " initiatives", "/outcomes": all + " outcomes", "/records/person": all + " people", "/initiatives/initiative-00000": all + " dependencies",
		"/members": "of " + all + " members", "/strategy": all + " people said that they read it",
	} {
		if page, ok := h.look(address); ok && !strings.Contains(page, words) {
			h.t.Errorf("%s does not say “%s”", address, words)
		}
	}
}

// trail is a list that goes on: where it begins, the rows of its part, and how many there are in all.
type trail struct {
	address string
	part    string // the anchor of the part with the way on
	row     string // a selector of its rows
	has     string // what a row of the list says beside its link, where other rows stand near it
	rows    int
}

// trails is the lists that go on, where there are n of everything.
func trails(n int) []trail {
	const line = "tbody tr"
	out := []trail{
		{"/portfolio", "initiatives", line, "iece of change", n},
		{"/portfolio?group=unit", "initiatives", line, "iece of change", n},
		{"/portfolio?view=timeline", "main", line, "iece of change", n},
		{"/portfolio?view=capacity", "main", line, "Unit ", n},
		{"/outcomes?end=due", "due", line, "", n / 2},
		{"/owed?what=decisions", "owed", ".owed h3", "", 2 * n},
		{"/initiatives/initiative-00000", "related", line, "", n - 2},
		{"/initiatives/initiative-00001", "units", line, "", n},
		{"/initiatives/initiative-00001", "steps", line, "", n},
		{"/initiatives/initiative-00001", "assumptions", line, "", n},
		{"/initiatives/initiative-00000", "dependencies", "article.dep", "", n},
		{"/initiatives/initiative-00000", "decisions", line, "", n},
		{"/initiatives/initiative-00000", "work", line, "", n},
		{"/initiatives/initiative-00000", "talk", "article.said time", "", n},
		{"/initiatives/initiative-00001?conversation=reply-00001", "talk", "article.said time", "", n - 1},
		{"/outcomes/outcome-00000", "lineage", line, "", n - 1},
		{"/units/unit-00001", "asked-of", line, "", n},
		{"/members", "members", line, "", n},
		{"/members", "invitations", line, "", n - 1},
		{"/records/ranking/ranking-00000", "f-order", ".item", "", n},
		{"/records/theme/theme-00000", "versions", "li h3", "", n},
	}
	for _, k := range []graph.Kind{graph.KindPerson, graph.KindWork, graph.KindReview} {
		out = append(out, trail{"/records/" + string(k), "list", line, "", n})
	}
	return out
}

// keyOf is what a row leads to, else what it says.
func keyOf(row htmlcheck.Node) string {
	for _, a := range row.In("a[href]") {
		href, _ := a.Attr("href")
		return href
	}
	return row.Text()
}

func (h *hall) follow(l trail) {
	h.t.Helper()
	seen := make(map[string]bool)
	for address, pages := l.address, 0; address != ""; pages++ {
		page, ok := h.look(address)
		if !ok || pages > l.rows {
			return
		}
		part, found := htmlOf(h.t, page).First("#" + l.part)
		if !found {
			h.t.Errorf("%s has no part %s", address, l.part)
			return
		}
		for _, row := range part.In(l.row) {
			if key := keyOf(row); strings.Contains(row.Text(), l.has) && (l.has == "" || strings.HasPrefix(key, "/")) {
				seen[key] = true
			}
		}
		address = ""
		if next, is := part.First("a[rel=next]"); is {
			address, _ = next.Attr("href")
			address, _, _ = strings.Cut(address, "#")
		}
	}
	if len(seen) != l.rows {
		h.t.Errorf("%s leads through %d different rows of %s, want %d", l.address, len(seen), l.part, l.rows)
	}
}
