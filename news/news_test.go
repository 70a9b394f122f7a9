package news_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
	"throughline/news"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// paper is an organisation in which things happen.
type paper struct {
	*testing.T
	engine *engine.Engine
	now    time.Time
}

func opened(t *testing.T) *paper {
	t.Helper()
	p := &paper{T: t, now: time.Date(2026, 9, 21, 9, 0, 0, 0, time.UTC)}
	p.engine = engine.New(memory.New(), engine.Options{Clock: func() time.Time { return p.now }})
	t.Cleanup(p.engine.Close)
	o := fixture.New(t).Themes("calm").Unit("acme", "").Unit("core", "acme")
	o.Put(&graph.Person{ID: "ana", Name: "Ana Lima"}, &graph.Person{ID: "ben", Name: "Ben Ode"},
		&graph.Initiative{ID: "open", Name: "Open", Owner: "core", State: graph.Candidate},
		&graph.Initiative{ID: "quiet", Name: "Quiet", Owner: "core", State: graph.Candidate, Audience: []graph.PersonID{"ben"}})
	var all []graph.Record
	for _, k := range graph.Kinds() {
		for r := range o.Picture().Records(k.Kind, "") {
			all = append(all, r)
		}
	}
	p.put("ben", "organisation.described", all...)
	return p
}

// put writes records down in somebody's name, and answers with the position.
func (p *paper) put(who, verb string, records ...graph.Record) int64 {
	p.Helper()
	return p.do(who, change.Draft{Verb: verb, Puts: records})
}

func (p *paper) do(who string, d change.Draft) int64 {
	p.Helper()
	done, err := p.engine.Do(p.Context(), "main", engine.Actor{Name: "person/" + who, Channel: ledger.Web}, func(*graph.Snapshot) (change.Draft, error) { return change.CopyDraft(d) })
	if err != nil {
		p.Fatal(err)
	}
	p.now = p.now.Add(time.Hour)
	return done.Position
}

// asked is what a member who is a person asks for.
func (p *paper) asked(who string, follows ...string) news.Asked {
	p.Helper()
	now, err := p.engine.View(p.Context(), "main")
	if err != nil {
		p.Fatal(err)
	}
	a := news.Asked{Workspace: "main", Person: graph.PersonID(who), Actors: []string{"person/" + who}}
	if a.Sight, err = p.engine.Sight(p.Context(), now, access.Viewer{Role: access.Editor, Person: a.Person}); err != nil {
		p.Fatal(err)
	}
	a.Picture = a.Sight.Shown()
	for _, f := range follows {
		ref, err := graph.ParseRef(f)
		if err != nil {
			p.Fatal(err)
		}
		a.Follows = append(a.Follows, news.Follow{Record: ref})
	}
	return a
}

// read is the news, each as a line.
func (p *paper) read(a news.Asked) []string {
	p.Helper()
	list, err := news.Read(p.Context(), p.engine, a)
	if err != nil {
		p.Fatal(err)
	}
	out := []string{}
	for _, h := range list {
		out = append(out, strings.TrimSpace(fmt.Sprintf("%d %s %s: %s %s %s", h.Position, h.Sort, h.About, h.Record, strings.Join(h.Fields, "+"), h.Text)))
	}
	return out
}

func (p *paper) want(what string, a news.Asked, want ...string) {
	p.Helper()
	if diff := cmp.Diff(append([]string{}, want...), p.read(a)); diff != "" {
		p.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

func TestWhatHappenedToWhatIsFollowed(t *testing.T) {
	p := opened(t)
	p.want("following nothing", p.asked("ana"))
	first := p.asked("ana", "initiative/open", "unit/core", "theme/calm")
	first.After = 1
	p.want("nothing happened since", first)
	p.put("ben", "initiative.renamed", &graph.Initiative{ID: "open", Name: "Wide open", Owner: "core", State: graph.Committed})
	p.put("ana", "theme.renamed", &graph.Theme{ID: "calm", Name: "Calmer", Order: 1})
	p.put("ben", "comment.made", &graph.Comment{ID: "c", On: graph.Ref{Kind: graph.KindInitiative, ID: "open"}, By: "ben", At: p.now, Text: "Why so wide?"})
	p.put("ben", "outcome.set", &graph.Outcome{ID: "runs", Name: "Runs", Owner: "core"})
	p.do("ben", change.Draft{Verb: "theme.removed", Removes: []graph.Ref{{Kind: graph.KindTheme, ID: "calm"}}})

	a := p.asked("ana", "initiative/open", "unit/core", "theme/calm")
	a.After = 1
	p.want("following three", a,
		"6 removed theme/calm: theme/calm",
		"5 begun unit/core: outcome/runs",
		"4 said initiative/open: comment/c  Why so wide?",
		"2 changed initiative/open: initiative/open name+state")
	later := a
	later.After = 4
	p.want("read up to 4", later, "6 removed theme/calm: theme/calm", "5 begun unit/core: outcome/runs")
	since := a
	since.Follows = []news.Follow{{Record: graph.Ref{Kind: graph.KindInitiative, ID: "open"}, Since: 3}}
	p.want("followed since 3", since, "4 said initiative/open: comment/c  Why so wide?")
	from := a
	from.From = p.now.Add(-90 * time.Minute)
	p.want("of the last hours", from, "6 removed theme/calm: theme/calm")
	one := a
	one.Most = 2
	if got := len(p.read(one)); got > 2 {
		t.Errorf("of at most two records there are %d news", got)
	}
	if got := fmt.Sprint(a.Fresh()); got != "[unit/core initiative/open theme/calm]" {
		t.Errorf("there may be news of %s", got)
	}
}

// Who is named reads of it without following anything, and once where they follow the record as well.
func TestWhoIsNamedReadsOfIt(t *testing.T) {
	p := opened(t)
	open := graph.Ref{Kind: graph.KindInitiative, ID: "open"}
	p.put("ben", "comment.made", &graph.Comment{ID: "c", On: open, By: "ben", At: p.now, Text: "@Ana Lima, why?"})
	p.want("following nothing", p.asked("ana"), "2 named initiative/open: comment/c  @Ana Lima, why?")
	a := p.asked("ana", "initiative/open")
	a.After = 1
	p.want("following it", a, "2 named initiative/open: comment/c  @Ana Lima, why?")
	p.want("who named her", p.asked("ben"))
}

// What is kept from the reader is not among the news, whether it is followed, gone, or only was said of it.
func TestNewsNameNothingHidden(t *testing.T) {
	p := opened(t)
	quiet := graph.Ref{Kind: graph.KindInitiative, ID: "quiet"}
	p.put("ben", "comment.made", &graph.Comment{ID: "c", On: quiet, By: "ben", At: p.now, Text: "@Ana Lima must not see it"})
	p.put("ben", "initiative.renamed", &graph.Initiative{ID: "quiet", Name: "Secret", Owner: "core", State: graph.Committed, Audience: []graph.PersonID{"ben"}})
	a := p.asked("ana", "initiative/quiet", "unit/core")
	a.After = 1
	p.want("for who is not in the audience", a)
	p.do("ben", change.Draft{Verb: "initiative.removed", Removes: []graph.Ref{{Kind: graph.KindComment, ID: "c"}, quiet}})
	a = p.asked("ana", "initiative/quiet", "unit/core")
	a.After = 1
	p.want("when it is gone", a)
	b := p.asked("carl", "initiative/quiet")
	b.Sight, b.Actors = nil, nil
	b.After = 3
	p.want("for whoever sees everything", b, "4 removed initiative/quiet: initiative/quiet")
}

func TestTheWordsOfAMixedChangeAreNotTold(t *testing.T) {
	p := opened(t)
	p.do("ben", change.Draft{Verb: "secret.told", Reason: "because of Secret", Puts: []graph.Record{
		&graph.Initiative{ID: "open", Name: "Open", Owner: "core", State: graph.Likely},
		&graph.Initiative{ID: "quiet", Name: "Secret", Owner: "core", State: graph.Likely, Audience: []graph.PersonID{"ben"}},
	}})
	a := p.asked("ana", "initiative/open")
	a.After = 1
	list, err := news.Read(t.Context(), p.engine, a)
	if err != nil || len(list) != 1 {
		t.Fatalf("Read() = %v, %v", list, err)
	}
	if list[0].Verb != change.ManyChanged || list[0].Reason != "" {
		t.Errorf("it is told as %q because of %q", list[0].Verb, list[0].Reason)
	}
}

func TestNewsByDay(t *testing.T) {
	open, core := graph.Ref{Kind: graph.KindInitiative, ID: "open"}, graph.Ref{Kind: graph.KindUnit, ID: "core"}
	at := func(hour int, about graph.Ref) news.Happening {
		return news.Happening{About: about, At: time.Date(2026, 9, 21, hour, 30, 0, 0, time.UTC)}
	}
	list := []news.Happening{at(23, open), at(22, core), at(12, open), at(11, open)}
	shape := func(days []news.Day) (out []string) {
		for _, d := range days {
			for _, r := range d.Records {
				out = append(out, fmt.Sprintf("%s %s %d", d.On, r.Record, len(r.List)))
			}
		}
		return out
	}
	if diff := cmp.Diff([]string{"2026-09-21 initiative/open 3", "2026-09-21 unit/core 1"}, shape(news.ByDay(list, time.UTC))); diff != "" {
		t.Errorf("in London (-want +got):\n%s", diff)
	}
	east := time.FixedZone("east", 2*3600)
	if diff := cmp.Diff([]string{"2026-09-22 initiative/open 1", "2026-09-22 unit/core 1", "2026-09-21 initiative/open 2"}, shape(news.ByDay(list, east))); diff != "" {
		t.Errorf("in Vienna (-want +got):\n%s", diff)
	}
	if news.ByDay(nil, time.UTC) != nil {
		t.Error("nothing happened on a day")
	}
}
