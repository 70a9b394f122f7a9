package figure_test

import (
	"testing"
	"testing/synctest"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/figure"
	"throughline/graph"
	"throughline/ledger"
	"throughline/overview"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

func today() time.Time { return time.Date(2026, 9, 24, 9, 0, 0, 0, time.UTC) }

// book is a book over an engine that holds the picture.
func book(t *testing.T, s *graph.Snapshot) (*figure.Book, *engine.Engine) {
	t.Helper()
	e := engine.New(memory.New(), engine.Options{Clock: today})
	t.Cleanup(e.Close)
	_, err := e.Do(t.Context(), "main", engine.Actor{Name: "person/test", Channel: ledger.Import}, func(*graph.Snapshot) (change.Draft, error) {
		d := change.Draft{Verb: "organisation.described", Effective: fixture.Date(t, "2026-07-01").Time()}
		for _, k := range graph.Kinds() {
			for r := range s.Records(k.Kind, "") {
				d.Puts = append(d.Puts, r)
			}
		}
		return change.CopyDraft(d)
	})
	if err != nil {
		t.Fatal(err)
	}
	return figure.New(e), e
}

func TestABaseIsWorkedOutOnce(t *testing.T) {
	o := fixture.New(t).Half().Themes("calm").Unit("acme", "").Unit("core", "acme").Capacity("core", "h2", 100)
	o.Stated("acme", "h2", fixture.Shares{"calm": 1}).Initiative("a", "core", fixture.Serves("calm", 1), fixture.Days("core", "h2", 40), fixture.In("h2"))
	o.Put(&graph.Baseline{ID: "lock", Name: "Lock", Period: "h2", At: fixture.Moment(t, "2026-08-01")})
	b, e := book(t, o.Picture())
	base := func(past bool, period graph.PeriodID) *overview.Base {
		s, err := e.View(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		got, err := b.Base(t.Context(), figure.Asked{Workspace: "main", Picture: s, Period: s.Period(period), Past: past})
		if err != nil {
			t.Fatal(err)
		}
		return got
	}
	first := base(false, "h2")
	if base(false, "h2") != first {
		t.Error("the base of the same picture was worked out again")
	}
	if none := base(false, ""); none == first || none.Cells != nil {
		t.Error("without a period it is the base of one")
	}
	if len(first.Locks) != 1 || first.Drift == nil {
		t.Errorf("the base has the locks %v", first.Locks)
	}
	_, err := e.Do(t.Context(), "main", engine.Actor{Name: "person/test", Channel: ledger.Import}, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "theme.renamed", Puts: []graph.Record{&graph.Theme{ID: "calm", Name: "Calmer", Order: 1}}}, nil
	})
	if err != nil {
		t.Fatal(err)
	}
	next := base(false, "h2")
	if next == first || next.Picture.Theme("calm").Name != "Calmer" || next.Course.Value != first.Course.Value {
		t.Error("after a change it is the base of before, or another figure")
	}
}

// What is kept of one workspace is nothing to another, and goes when the workspace leaves memory.
func TestABookKeepsWorkspacesApart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engine.New(memory.New(), engine.Options{Idle: time.Minute})
		defer e.Close()
		b := figure.New(e)
		find := func(workspace, word string) int {
			s, err := e.View(t.Context(), workspace)
			if err != nil {
				t.Fatal(err)
			}
			index, err := b.Index(t.Context(), workspace, s)
			if err != nil {
				t.Fatal(err)
			}
			_, n := index.Find(word, 9, nil)
			return n
		}
		for _, name := range []string{"harbor", "lantern"} {
			_, err := e.Do(t.Context(), name, engine.Actor{Name: "person/test", Channel: ledger.Import}, func(*graph.Snapshot) (change.Draft, error) {
				return change.Draft{Verb: "theme.created", Puts: []graph.Record{&graph.Theme{ID: "t", Name: "Of " + name}}}, nil
			})
			if err != nil {
				t.Fatal(err)
			}
		}
		if find("harbor", "harbor") != 1 || find("lantern", "harbor") != 0 || find("harbor", "lantern") != 0 || find("lantern", "lantern") != 1 {
			t.Error("one is found in the other")
		}
		if n := b.Kept(); n != 2 {
			t.Errorf("something is kept of %d workspaces", n)
		}
		<-time.After(3 * time.Minute)
		synctest.Wait()
		if n := b.Kept(); n != 0 {
			t.Errorf("something is kept of %d workspaces that nobody uses", n)
		}
	})
}
