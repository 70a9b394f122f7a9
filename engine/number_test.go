package engine_test

import (
	"bytes"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage"
	"throughline/storage/memory"
	"throughline/storage/sqlite"
)

// telling is a version as it was told.
type telling struct {
	ref   graph.Ref
	stamp graph.Stamp
}

// versions is all versions that a store has of the workspace, in the order in which they were told.
func versions(t testing.TB, store ledger.Store) (out []telling) {
	t.Helper()
	for e, err := range store.Entries(t.Context(), "main", ledger.Query{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, d := range e.Documents {
			ref := graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID}
			out = append(out, telling{ref, graph.Stamp{Version: d.Version, Position: e.Position, Effective: e.Effective.UnixMilli()}})
		}
	}
	return out
}

// miscounted says which version has another number than those of its record told before it give, or "".
func miscounted(all []telling) string {
	n := map[graph.Ref]int32{}
	for _, v := range all {
		if n[v.ref]++; v.stamp.Version != n[v.ref] {
			return fmt.Sprintf("version %d of %s has the number %d (entry %d)", n[v.ref], v.ref, v.stamp.Version, v.stamp.Position)
		}
	}
	return ""
}

// strange says which record of a picture shows what was not told so, or "".
func strange(s *graph.Snapshot, all []telling) string {
	known := map[telling]bool{}
	for _, v := range all {
		known[v] = true
	}
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			if !known[telling{r.Ref(), r.Stamp()}] {
				return fmt.Sprintf("the picture of %s shows %s as %+v", s.AsOf(), r.Ref(), r.Stamp())
			}
		}
	}
	return ""
}

// TestEveryVersionHasANumberOfItsOwn tells changes in any order of effective times, by engines that come and
// go and follow one another, and looks at them in the pictures of now and of any date.
func TestEveryVersionHasANumberOfItsOwn(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		store := memory.New()
		c := &clock{now: at(12, 1)}
		engines := [2]*engine.Engine{}
		for i := range rapid.IntRange(1, 25).Draw(rt, "steps") {
			who := rapid.IntRange(0, 1).Draw(rt, "who")
			if engines[who] == nil || rapid.IntRange(0, 4).Draw(rt, "again") == 0 {
				engines[who] = engine.New(store, engine.Options{Clock: c.Now, Keep: 1 << 20})
				defer engines[who].Close()
			}
			e, day := engines[who], at(7, 1).AddDate(0, 0, rapid.IntRange(0, 30).Draw(rt, "day"))
			done, err := e.Do(t.Context(), "main", ana, anyChange(rt, day, i))
			if err != nil && !fault.Is(err, fault.NotFound) {
				rt.Fatal(err)
			}
			all := versions(t, store)
			if wrong := miscounted(all); wrong != "" {
				rt.Fatal(wrong)
			}
			if err != nil {
				continue
			}
			then, err := e.At(t.Context(), "main", at(7, 1).AddDate(0, 0, rapid.IntRange(0, 31).Draw(rt, "look")))
			if err != nil {
				rt.Fatal(err)
			}
			if wrong := strange(done.Picture, all) + strange(then, all); wrong != "" {
				rt.Fatal(wrong)
			}
		}
	})
}

// tellLate tells three versions of each unit. Of core the first stands and of pay the second, because those
// told later hold since earlier; the third of pay is its removal.
func tellLate(t *testing.T, e *engine.Engine, c *clock) {
	t.Helper()
	do(t, e, effective(at(6, 1), "pay", "Payments"))
	do(t, e, put("unit.created", unit("core", "Core"), unit("pay", "Pay")))
	c.Set(at(8, 1))
	do(t, e, effective(at(6, 10), "core", "Earlier"))
	do(t, e, effective(at(6, 20), "core", "In between"))
	do(t, e, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.removed", Effective: at(6, 20), Removes: []graph.Ref{graph.UnitID("pay").Ref()}}, nil
	})
}

// goesOn tells one more version of each by an engine that never saw the others told.
func goesOn(t *testing.T, store ledger.Store) {
	t.Helper()
	e, c := open(t, store)
	c.Set(at(8, 2))
	done := do(t, e, put("unit.renamed", unit("core", "Kern"), unit("pay", "Paying")))
	for id, want := range map[graph.UnitID]int32{"core": 4, "pay": 4} {
		if got := done.Picture.Unit(id).Stamp().Version; got != want {
			t.Errorf("the next version of %s has the number %d, want %d", id, got, want)
		}
	}
	if wrong := miscounted(versions(t, store)); wrong != "" {
		t.Error(wrong)
	}
	if _, err := ledger.Verify(t.Context(), store, "main", nil); err != nil {
		t.Error(err)
	}
}

func TestNumbersOutliveAnIdleWorkspace(t *testing.T) {
	store := memory.New()
	e, c := open(t, store)
	tellLate(t, e, c)
	goesOn(t, store)
}

func TestNumbersAreFollowedFromAnotherProcess(t *testing.T) {
	store := memory.New()
	e, _ := open(t, store)
	do(t, e, put("unit.created", unit("sales", "Sales"))) // e has its picture before the other begins
	other, c := open(t, store)
	tellLate(t, other, c)
	done := do(t, e, put("unit.renamed", unit("core", "Kern")))
	if v := done.Picture.Unit("core").Stamp().Version; v != 4 {
		t.Errorf("the fourth version of core has the number %d", v)
	}
	if wrong := miscounted(versions(t, store)); wrong != "" {
		t.Error(wrong)
	}
}

func TestNumbersOutliveRestartBackupAndArchive(t *testing.T) {
	path := filepath.Join(t.TempDir(), "data.db")
	file := func(path string) *sqlite.Store {
		s, err := sqlite.Open(t.Context(), path, sqlite.Options{Poll: time.Minute})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { s.Close() })
		return s
	}
	first := file(path)
	c := &clock{now: at(7, 1)}
	e := engine.New(first, engine.Options{Clock: c.Now})
	tellLate(t, e, c)
	e.Close()
	var archive bytes.Buffer
	if _, err := ledger.WriteArchive(&archive, ledger.History(t.Context(), first, "main")); err != nil {
		t.Fatal(err)
	}
	if err := first.Backup(t.Context(), path+".copy"); err != nil {
		t.Fatal(err)
	}
	if err := first.Close(); err != nil {
		t.Fatal(err)
	}
	restored := file(path + ".restored")
	if _, err := storage.Restore(t.Context(), restored, ledger.ReadArchive(&archive), nil); err != nil {
		t.Fatal(err)
	}
	goesOn(t, file(path))
	goesOn(t, file(path+".copy"))
	goesOn(t, restored)
}

// What is told late may hold on its day and break a rule of today: then it takes no number from those that share
// the append with it.
func TestACommandThatIsTakenBackTakesNoNumber(t *testing.T) {
	store := memory.New()
	first, c := open(t, store)
	tellLate(t, first, c)
	do(t, first, func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.removed", Removes: []graph.Ref{graph.UnitID("pay").Ref()}}, nil
	})
	g := held(store)
	e, c := open(t, g)
	c.Set(at(8, 2))
	orphan := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.renamed", Effective: at(6, 15), Puts: []graph.Record{
			&graph.Unit{ID: "core", Name: "Late"}, &graph.Unit{ID: "new", Name: "New", Parent: "pay"},
		}}, nil
	}
	late := effective(at(6, 15), "core", "Late")
	answers := pileUp(t, e, g, orphan, late, orphan, late)
	<-g.arrived
	g.pass <- struct{}{}
	for i, want := range []fault.Kind{fault.Invalid, "", fault.Invalid, ""} {
		if a := <-answers[i]; fault.KindOf(a.err) != want {
			t.Errorf("command %d: %v, want %q", i, a.err, want)
		}
	}
	now, err := e.View(t.Context(), "main")
	if err != nil || now.Number(graph.UnitID("core").Ref()) != 5 {
		t.Errorf("after five versions of core the highest number is %d, %v", now.Number(graph.UnitID("core").Ref()), err)
	}
	if wrong := miscounted(versions(t, store)); wrong != "" {
		t.Error(wrong)
	}
}
