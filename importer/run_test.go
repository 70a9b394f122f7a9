package importer

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
)

func planOf(total int64, failure error, steps ...Step) Plan {
	return Plan{Unit: "rows", Total: total, Steps: func(yield func(Step, error) bool) {
		for _, s := range steps {
			if !yield(s, nil) {
				return
			}
		}
		if failure != nil {
			yield(Step{}, failure)
		}
	}}
}

func put(before graph.Record, r graph.Record) Step {
	return Step{Draft: change.Draft{Puts: []graph.Record{r}}, Before: []graph.Record{before}}
}

func TestRunAppliesCountsAndTells(t *testing.T) {
	theme, unit := &graph.Theme{ID: "t"}, &graph.Unit{ID: "u"}
	first, second, third := put(nil, theme), put(unit, unit), Step{Unchanged: 2, Rejected: 1, Notes: []string{"One row is odd."}, Done: 6}
	first.Done, second.Done = 2, 4
	second.Draft.Removes = []graph.Ref{{Kind: graph.KindWork, ID: "w"}}
	clock := time.Unix(0, 0)
	var applied []graph.Ref
	var seen int
	var told []Progress
	sum, err := Run(t.Context(), planOf(6, nil, first, second, third), Options{
		Apply:    func(_ context.Context, s Step) error { applied = append(applied, s.Draft.Touches()...); return nil },
		Seen:     func(Step) { seen++ },
		Progress: func(p Progress) { told = append(told, p) },
		Now:      func() time.Time { clock = clock.Add(time.Second); return clock },
	})
	if err != nil {
		t.Fatal(err)
	}
	want := Summary{
		Unit: "rows", Done: 6, Changes: 2, Unchanged: 2, Rejected: 1, Notes: []string{"One row is odd."},
		Kinds: []Tally{{Kind: graph.KindUnit, Changed: 1}, {Kind: graph.KindTheme, Created: 1}, {Kind: graph.KindWork, Removed: 1}},
	}
	if diff := cmp.Diff(want, sum); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]graph.Ref{theme.Ref(), unit.Ref(), {Kind: graph.KindWork, ID: "w"}}, applied); diff != "" || seen != 3 {
		t.Errorf("applied, seen %d (-want +got):\n%s", seen, diff)
	}
	progress := []Progress{
		{Done: 2, Total: 6, Unit: "rows", Rate: 2, Left: 2 * time.Second},
		{Done: 4, Total: 6, Unit: "rows", Rate: 2, Left: time.Second},
		{Done: 6, Total: 6, Unit: "rows", Rate: 2},
	}
	if diff := cmp.Diff(progress, told); diff != "" {
		t.Errorf("progress (-want +got):\n%s", diff)
	}
	words := []string{
		"Units: 1 changed.", "Themes: 1 created.", "Work: 1 removed.", "2 records already there and unchanged.",
		"1 row rejected.", "2 changes made.", "One row is odd.",
	}
	if diff := cmp.Diff(words, sum.Words()); diff != "" {
		t.Errorf("words (-want +got):\n%s", diff)
	}
}

func TestAPlanAsOneIsOneChange(t *testing.T) {
	theme, unit, gone := &graph.Theme{ID: "t"}, &graph.Unit{ID: "u"}, &graph.Work{ID: "w"}
	first, second, counts := put(nil, theme), put(unit, unit), Step{Unchanged: 2, Rejected: 1, Notes: []string{"One row is odd."}, Done: 6}
	first.Done, second.Done = 2, 4
	first.Draft.Removes, first.Before = []graph.Ref{gone.Ref()}, append(first.Before, gone)
	other := put(nil, &graph.Theme{ID: "later"})
	other.Actor, other.Done = "person/ana", 7
	var got []Step
	for step, err := range planOf(7, nil, counts, first, second, counts, other).AsOne().Steps {
		if err != nil {
			t.Fatal(err)
		}
		got = append(got, step)
	}
	want := []Step{{
		Draft:  change.Draft{Puts: []graph.Record{theme, unit}, Removes: []graph.Ref{gone.Ref()}},
		Before: []graph.Record{nil, unit, gone}, Done: 6, Unchanged: 4, Rejected: 2, Notes: []string{"One row is odd.", "One row is odd."},
	}, other}
	if diff := cmp.Diff(want, got, cmpopts.IgnoreUnexported(graph.Theme{}, graph.Unit{}, graph.Work{})); diff != "" {
		t.Errorf("steps (-want +got):\n%s", diff)
	}
	broken := errors.New("broken")
	sum, err := Run(t.Context(), planOf(2, broken, first, second).AsOne(), Options{})
	if !errors.Is(err, broken) || sum.Changes != 1 {
		t.Errorf("a plan that breaks off: %v after %d changes, want broken after 1", err, sum.Changes)
	}
	for range planOf(0, nil).AsOne().Steps {
		t.Error("a plan of nothing has a step")
	}
}

func TestADryRunAppliesNothing(t *testing.T) {
	sum, err := Run(t.Context(), planOf(1, nil, put(nil, &graph.Theme{ID: "t"})), Options{})
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"Themes: 1 would be created.", "1 change would be made. This was a dry run: nothing was written."}; !slices.Equal(sum.Words(), want) {
		t.Errorf("words = %q, want %q", sum.Words(), want)
	}
	if want := []string{"Themes: 1 would be created.", "Nothing is changed yet."}; !slices.Equal(sum.Preview(), want) {
		t.Errorf("the preview is %q, want %q", sum.Preview(), want)
	}
	if sum, _ := Run(t.Context(), planOf(0, nil), Options{Apply: func(context.Context, Step) error { return nil }}); !slices.Equal(sum.Words(), []string{"Nothing to change."}) {
		t.Errorf("words = %q", sum.Words())
	}
}

func TestRunStopsAtTheFirstError(t *testing.T) {
	one := put(nil, &graph.Theme{ID: "t"})
	broken := errors.New("broken")
	for name, c := range map[string]struct {
		plan  Plan
		apply error
		want  int
	}{
		"in the source":  {planOf(2, broken, one), nil, 1},
		"in the writing": {planOf(2, nil, one, one), broken, 0},
	} {
		sum, err := Run(t.Context(), c.plan, Options{Apply: func(context.Context, Step) error { return c.apply }})
		if !errors.Is(err, broken) || sum.Changes != c.want {
			t.Errorf("%s: err = %v after %d changes, want broken after %d", name, err, sum.Changes, c.want)
		}
	}
	ctx, cancel := context.WithCancel(t.Context())
	sum, err := Run(ctx, planOf(2, nil, one, one), Options{Apply: func(context.Context, Step) error { cancel(); return nil }})
	if !fault.Is(err, fault.Cancelled) || sum.Changes != 1 {
		t.Errorf("err = %v after %d changes, want cancelled after 1", err, sum.Changes)
	}
}

func TestSummaryCallsThingsByTheirNames(t *testing.T) {
	s := Summary{Unit: "rows", Rejected: 1200, Changes: 1, Kinds: []Tally{
		{Kind: graph.KindWork, Created: 100_000, Changed: 1}, {Kind: graph.KindChangeRequest, Created: 2}, {Kind: graph.KindCapacity, Removed: 3},
	}}
	want := []string{"Work: 100,000 created, 1 changed.", "Change requests: 2 created.", "Capacities: 3 removed.", "1,200 rows rejected.", "1 change made."}
	if diff := cmp.Diff(want, s.Words()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	words := NewWords(graph.Empty())
	step := Step{Before: []graph.Record{nil}}
	step.Draft.Puts = []graph.Record{&graph.ChangeRequest{ID: "c", Title: "A week more"}}
	if got := words.Lines(step); len(got) != 1 || got[0] != "new change request A week more" {
		t.Errorf("Lines = %q", got)
	}
}

func TestProblems(t *testing.T) {
	p := Problems{
		{
			Place: Place{File: "a.yaml", Line: 3, Column: 5}, Record: graph.Ref{Kind: graph.KindUnit, ID: "u"}, Field: "parent",
			Sentence: `there is no unit "cor"`, Nearest: []string{"core"}, Remedy: "Name one that exists",
		},
		{Place: Place{File: "b.yaml"}, Sentence: "it is empty"},
	}
	want := "a.yaml:3:5: unit/u (parent): there is no unit \"cor\"; nearest: core. Name one that exists\nb.yaml: it is empty"
	if p.Error() != want {
		t.Errorf("got  %s\nwant %s", p.Error(), want)
	}
	f := p.Fault()
	if f.Sentence != `a.yaml:3:5: unit/u (parent): there is no unit "cor" (and 1 more problem)` || f.Kind != fault.Invalid || !slices.Equal(f.Nearest, []string{"core"}) {
		t.Errorf("fault = %+v", f)
	}
	var back Problems
	if !errors.As(p.Err(), &back) || len(back) != 2 {
		t.Error("the problems must stay reachable from the error")
	}
	if (Problems{}).Err() != nil || (Problems{}).Fault() != nil {
		t.Error("no problems are no error")
	}
}

func TestPlaces(t *testing.T) {
	for _, c := range []struct {
		place Place
		want  string
	}{{Place{}, ""}, {Place{File: "f"}, "f"}, {Place{File: "f", Line: 2}, "f:2"}, {Place{File: "f", Line: 2, Column: 7}, "f:2:7"}, {Place{File: "f", Column: 7}, "f"}} {
		if got := c.place.String(); got != c.want {
			t.Errorf("%+v = %q, want %q", c.place, got, c.want)
		}
	}
	sorted := []Place{{File: "a", Line: 9}, {File: "b", Line: 1, Column: 2}, {File: "b", Line: 1, Column: 3}, {File: "b", Line: 2}}
	if !slices.IsSortedFunc(sorted, Place.Compare) {
		t.Error("places are ordered by file, line and column")
	}
}
