package engine_test

import (
	"testing"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/storage/memory"
)

// The history tells somebody the versions that are for them, without the words of changes that also touched what is not.
func TestThePastIsToldAsFarAsItIsForSomebody(t *testing.T) {
	e, c := open(t, memory.New())
	quiet := func() graph.Record {
		return &graph.Initiative{ID: "quiet", Name: "Merger", State: graph.Candidate, Audience: []graph.PersonID{"carl"}}
	}
	carl := func() graph.Record { return &graph.Person{ID: "carl", Name: "Carl", Unit: "core"} }
	do(t, e, put("organisation.described", unit("core", "Core"), carl))
	c.Set(at(7, 2))
	do(t, e, put("merger.prepared", unit("core", "Core and more"), quiet))
	c.Set(at(7, 3))
	do(t, e, put("unit.renamed", unit("core", "Kern")))
	now, err := e.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	core, merger := graph.UnitID("core").Ref(), graph.InitiativeID("quiet").Ref()
	verbs := func(told *engine.Told, ref graph.Ref, before int64, until time.Time, most int) (out []string) {
		list, err := told.Versions(ref, before, until, most)
		if err != nil || told.Err() != nil {
			t.Fatal(err, told.Err())
		}
		for i := range list {
			verb, _ := told.Words(&list[i].Entry)
			out = append(out, verb)
		}
		return out
	}
	cora := func() *engine.Told {
		return e.TellPast(t.Context(), "main", access.SightOf(now, access.Viewer{Role: access.Owner}))
	}
	for _, x := range []struct {
		told   *engine.Told
		ref    graph.Ref
		before int64
		until  time.Time
		most   int
		want   []string
	}{
		{cora(), core, 0, time.Time{}, 9, []string{"unit.renamed", change.ManyChanged, "organisation.described"}},
		{cora(), core, 0, time.Time{}, 1, []string{"unit.renamed"}},
		{cora(), core, 3, time.Time{}, 9, []string{change.ManyChanged, "organisation.described"}},
		{cora(), core, 1, time.Time{}, 9, nil},
		{cora(), core, 0, at(7, 2).Add(time.Hour), 9, []string{change.ManyChanged, "organisation.described"}},
		{cora(), merger, 0, time.Time{}, 9, nil},
		{e.TellPast(t.Context(), "main", access.SightOf(now, access.Viewer{Role: access.Reader, Person: "carl"})), core, 0, time.Time{}, 9, []string{"unit.renamed", "merger.prepared", "organisation.described"}},
		{e.TellPast(t.Context(), "main", nil), merger, 0, time.Time{}, 9, []string{"merger.prepared"}},
	} {
		if got := verbs(x.told, x.ref, x.before, x.until, x.most); len(got) != len(x.want) {
			t.Errorf("%s before %d is told as %v, want %v", x.ref, x.before, got, x.want)
		} else {
			for n := range got {
				if got[n] != x.want[n] {
					t.Errorf("%s before %d is told as %v, want %v", x.ref, x.before, got, x.want)
				}
			}
		}
	}
	if told := cora(); told.Sees(merger) || !told.Hides(merger) || !told.Sees(core) || !told.Sees(graph.UnitID("never").Ref()) {
		t.Error("what is hidden is seen, or the other way round")
	}
}
