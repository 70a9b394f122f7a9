package web_test

import (
	"fmt"
	"io"
	"maps"
	"math"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/door"
	"throughline/engine"
	"throughline/figure"
	"throughline/generate"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/web"
)

// today is the day benchmarks see; the organisations are made up to it.
var today = time.Date(2026, time.September, 24, 12, 0, 0, 0, time.UTC)

var maker = engine.Actor{Name: "person/maker", Channel: ledger.Import}

// hosted is a server over a made-up organisation.
type hosted struct {
	engine  *engine.Engine
	handler http.Handler
	some    graph.InitiativeID
	unit    graph.UnitID
	work    graph.WorkID
}

func newHosted(b *testing.B, opt generate.Options) *hosted {
	b.Helper()
	org, err := generate.New(opt)
	if err != nil {
		b.Fatal(err)
	}
	e := engine.New(memory.New(), engine.Options{Clock: func() time.Time { return today }})
	b.Cleanup(e.Close)
	for d := range org.Drafts() {
		if _, err := e.Do(b.Context(), "main", maker, func(*graph.Snapshot) (change.Draft, error) { return d, nil }); err != nil {
			b.Fatal(err)
		}
	}
	server, err := web.New(web.Options{Engine: e, Workspace: "main", Clock: func() time.Time { return today }})
	if err != nil {
		b.Fatal(err)
	}
	s := &hosted{engine: e, handler: server.Routes()}
	now, err := e.View(b.Context(), "main")
	if err != nil {
		b.Fatal(err)
	}
	for i := range graph.All[*graph.Initiative](now) {
		s.some = i.ID
	}
	for c := range graph.All[*graph.Capacity](now) {
		s.unit = c.Unit
	}
	for w := range graph.All[*graph.Work](now) {
		s.work = w.ID
		break
	}
	return s
}

// pages is the addresses that are measured.
func (s *hosted) pages() map[string]string {
	return map[string]string{
		"home": "/", "sight": "/line-of-sight", "unit": "/units/" + string(s.unit), "initiative": "/initiatives/" + string(s.some),
		"findings": "/findings", "drift": "/drift", "portfolio": "/portfolio", "portfolio-groups": "/portfolio?group=unit",
		"portfolio-board": "/portfolio?view=board", "portfolio-timeline": "/portfolio?view=timeline", "portfolio-capacity": "/portfolio?view=capacity",
		"list": "/records/initiative", "history": "/records/initiative/" + string(s.some),
	}
}

func (s *hosted) get(b *testing.B, path string) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	s.handler.ServeHTTP(w, httptest.NewRequest(http.MethodGet, path, nil))
	if w.Code != http.StatusOK {
		b.Fatalf("%s answers %d", path, w.Code)
	}
	return w
}

// whole asks for the page until nothing of it follows any more, and answers with its tag.
func (s *hosted) whole(b *testing.B, path string) string {
	for {
		_, moved, err := s.engine.Watch(b.Context(), "main")
		if err != nil {
			b.Fatal(err)
		}
		w := s.get(b, path)
		if position, ready, _ := strings.Cut(headOf.FindStringSubmatch(w.Body.String())[1], "."); ready == "" && position != "" {
			return w.Header().Get("ETag")
		}
		<-moved
	}
}

var headOf = regexp.MustCompile(`data-head="([^"]*)"`)

// touch records a change of one work item, so that every page must be made anew.
func (s *hosted) touch(b *testing.B, n int) {
	_, err := s.engine.Do(b.Context(), "main", maker, func(now *graph.Snapshot) (change.Draft, error) {
		r, err := change.Copy(now.Record(s.work.Ref()))
		if err != nil {
			return change.Draft{}, err
		}
		r.(*graph.Work).Title = fmt.Sprintf("Changed %d times", n)
		return change.Draft{Verb: "work.changed", Puts: []graph.Record{r}}, nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

// hide keeps every so many-th initiative, but not the one that is measured, for the last person alone.
func (s *hosted) hide(b *testing.B, every int) {
	_, err := s.engine.Do(b.Context(), "main", maker, func(now *graph.Snapshot) (change.Draft, error) {
		d, n := change.Draft{Verb: "initiative.changed"}, 0
		for i := range graph.All[*graph.Initiative](now) {
			if n++; n%every != 1 || i.ID == s.some {
				continue
			}
			r, err := change.Copy(i)
			if err != nil {
				return change.Draft{}, err
			}
			r.(*graph.Initiative).Audience = []graph.PersonID{lastPerson(now)}
			d.Puts = append(d.Puts, r)
		}
		return d, nil
	})
	if err != nil {
		b.Fatal(err)
	}
}

func lastPerson(now *graph.Snapshot) (last graph.PersonID) {
	for p := range graph.All[*graph.Person](now) {
		last = p.ID
	}
	return last
}

// as is the server as a contributor who is a person reads it; they share figures.
func (s *hosted) as(b *testing.B, figures *figure.Book, p graph.PersonID) *hosted {
	server, err := web.New(web.Options{
		Engine: s.engine, Workspace: "main", Clock: func() time.Time { return today }, Figures: figures,
		Door: door.Open(door.Guest{Label: string(p), Actor: p.Ref().String(), Viewer: access.Viewer{Person: p, Role: access.Contributor}}),
	})
	if err != nil {
		b.Fatal(err)
	}
	other := *s
	other.handler = server.Routes()
	return &other
}

// BenchmarkFirstRendering makes each page anew after a change, at 100,000 records.
func BenchmarkFirstRendering(b *testing.B) {
	s := newHosted(b, generate.Sized(100_000, 1, graph.DateOf(today)))
	names := s.pages()
	for _, name := range []string{"home", "sight", "unit", "initiative", "findings", "drift", "portfolio", "portfolio-groups", "portfolio-board", "portfolio-timeline", "portfolio-capacity", "list", "history"} {
		b.Run(name, func(b *testing.B) {
			s.whole(b, names[name]) // pictures of earlier weeks are made once
			for n := 0; b.Loop(); n++ {
				b.StopTimer()
				s.touch(b, n)
				b.StartTimer()
				s.get(b, names[name])
			}
		})
	}
}

// BenchmarkAnotherReader makes each page anew for somebody, after a change, when somebody else has seen it already: what is left
// is what is made for one person alone.
//
// With "hidden" one initiative is for others, so that what they read is made without it.
func BenchmarkAnotherReader(b *testing.B) {
	for _, hidden := range []bool{false, true} {
		b.Run(map[bool]string{false: "whole", true: "hidden"}[hidden], func(b *testing.B) { anotherReader(b, hidden) })
	}
}

func anotherReader(b *testing.B, hidden bool) {
	s := newHosted(b, generate.Sized(100_000, 1, graph.DateOf(today)))
	if hidden {
		s.hide(b, math.MaxInt)
	}
	now, err := s.engine.View(b.Context(), "main")
	if err != nil {
		b.Fatal(err)
	}
	var people []graph.PersonID
	for p := range graph.All[*graph.Person](now) {
		people = append(people, p.ID)
	}
	figures := figure.New(s.engine)
	first, second := s.as(b, figures, people[0]), s.as(b, figures, people[1])
	names := s.pages()
	names["owed"] = "/owed"
	for _, name := range slices.Sorted(maps.Keys(names)) {
		b.Run(name, func(b *testing.B) {
			first.whole(b, names[name])
			for n := 0; b.Loop(); n++ {
				b.StopTimer()
				s.touch(b, n)
				first.get(b, names[name])
				b.StartTimer()
				second.get(b, names[name])
			}
		})
	}
}

// BenchmarkKeptPage answers with a page that is kept, and with 304 to a reader who has it.
func BenchmarkKeptPage(b *testing.B) {
	s := newHosted(b, generate.Sized(100_000, 1, graph.DateOf(today)))
	tag := s.whole(b, "/")
	b.Run("whole", func(b *testing.B) {
		for b.Loop() {
			s.get(b, "/")
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		r := httptest.NewRequest(http.MethodGet, "/", nil)
		r.Header.Set("If-None-Match", tag)
		for b.Loop() {
			w := httptest.NewRecorder()
			if s.handler.ServeHTTP(w, r); w.Code != http.StatusNotModified {
				b.Fatalf("answers %d", w.Code)
			}
		}
	})
}

// BenchmarkReaders lets 50 readers open a page each second (an open loop: nobody waits for another) at
// 100,000 records while a change comes in every second, and reports the 99th percentile.
func BenchmarkReaders(b *testing.B) {
	s := newHosted(b, generate.Sized(100_000, 1, graph.DateOf(today)))
	server := httptest.NewServer(s.handler)
	defer server.Close()
	var paths []string
	for _, name := range []string{"home", "sight", "unit", "initiative", "findings", "drift", "portfolio", "list"} {
		paths = append(paths, s.pages()[name])
		s.get(b, s.pages()[name])
	}
	const readers = 50
	var took []time.Duration
	var mu sync.Mutex
	var group sync.WaitGroup
	tick := time.NewTicker(time.Second / readers)
	defer tick.Stop()
	b.ResetTimer()
	for n := 0; n < b.N*readers; n++ {
		<-tick.C
		path := server.URL + paths[n%len(paths)]
		group.Go(func() {
			start := time.Now()
			r, err := http.Get(path)
			if err != nil {
				b.Error(err)
				return
			}
			_, _ = io.Copy(io.Discard, r.Body)
			r.Body.Close()
			mu.Lock()
			took = append(took, time.Since(start))
			mu.Unlock()
		})
	}
	group.Wait()
	slices.Sort(took)
	b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
	b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
	b.ReportMetric(float64(took[len(took)-1].Microseconds())/1000, "max-ms")
}

// BenchmarkClosedLoop keeps 50 connections busy on a sorted list of 12,000 initiatives.
func BenchmarkClosedLoop(b *testing.B) {
	opt := generate.Sized(20_000, 1, graph.DateOf(today))
	opt.Initiatives, opt.Units, opt.People = 12_000, 60, 240
	s := newHosted(b, opt)
	server := httptest.NewServer(s.handler)
	defer server.Close()
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: 50}}
	s.get(b, "/records/initiative")
	jobs := make(chan struct{}, 50)
	var group sync.WaitGroup
	for range 50 {
		group.Go(func() {
			for range jobs {
				r, err := client.Get(server.URL + "/records/initiative")
				if err != nil {
					b.Error(err)
					return
				}
				_, _ = io.Copy(io.Discard, r.Body)
				r.Body.Close()
			}
		})
	}
	b.ResetTimer()
	for range b.N {
		jobs <- struct{}{}
	}
	close(jobs)
	group.Wait()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "requests/s")
}

// BenchmarkSearch asks the palette for two words among 1,000,000 records, one in ten misspelt, and reports the 99th percentile over the
// whole request: who sees everything, and who does not see one initiative in a hundred nor what is about it.
func BenchmarkSearch(b *testing.B) {
	s := newHosted(b, generate.Sized(1_000_000, 1, graph.DateOf(today)))
	s.hide(b, 100)
	now, err := s.engine.View(b.Context(), "main")
	if err != nil {
		b.Fatal(err)
	}
	var titles []string
	for w := range graph.All[*graph.Work](now) {
		if titles = append(titles, w.Title); len(titles) == 50_000 {
			break
		}
	}
	for i := range graph.All[*graph.Initiative](now) {
		titles = append(titles, i.Name)
	}
	last := lastPerson(now)
	for name, p := range map[string]graph.PersonID{"whole": last, "hidden": ""} {
		viewer := s.as(b, figure.New(s.engine), p)
		viewer.get(b, "/search?format=fragment&q=first") // the index is made once
		b.Run(name, func(b *testing.B) {
			dice := rand.New(rand.NewPCG(1, 2))
			var took []time.Duration
			for b.Loop() {
				q := asked(titles[dice.IntN(len(titles))], dice)
				start := time.Now()
				viewer.get(b, "/search?format=fragment&q="+url.QueryEscape(q))
				took = append(took, time.Since(start))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*99/100].Microseconds())/1000, "p99-ms")
		})
	}
}

// asked is two words as somebody types who looks for the title, the last not to its end.
func asked(title string, dice *rand.Rand) string {
	words := strings.Fields(title)
	first, second := words[dice.IntN(len(words))], words[dice.IntN(len(words))]
	if len(first) > 4 && dice.IntN(10) == 0 {
		first = first[:2] + "q" + first[3:]
	}
	return first + " " + second[:1+dice.IntN(len(second))]
}
