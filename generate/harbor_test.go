package generate

import (
	"context"
	"sync"
	"testing"
	"time"

	"throughline/change"
	"throughline/examples"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/workspacefile"
)

// tale is the demo organisation's history, and the pictures it makes.
type tale struct {
	drafts []change.Draft
	next   int // the first draft that is not placed yet
	now    *graph.Snapshot
}

// harborDrafts reads the demo organisation as an import into an empty workspace would.
var harborDrafts = sync.OnceValues(func() (out []change.Draft, err error) {
	w, err := workspacefile.Read(examples.HarborLending(), workspacefile.Options{Now: examples.Told()})
	if err != nil {
		return nil, err
	}
	plan, err := w.Plan(importer.Nothing)
	if err != nil {
		return nil, err
	}
	_, err = importer.Run(context.Background(), plan, importer.Options{Apply: func(_ context.Context, s importer.Step) error {
		out = append(out, s.Draft)
		return nil
	}})
	return out, err
})

// harbor is the demo organisation before anything happened.
func harbor(t testing.TB) *tale {
	t.Helper()
	drafts, err := harborDrafts()
	if err != nil {
		t.Fatal(err)
	}
	return &tale{drafts: drafts, now: graph.Empty()}
}

// at is the picture of a moment. Moments must be asked for in their order; the zero time is the last.
func (o *tale) at(t testing.TB, on time.Time) *graph.Snapshot {
	t.Helper()
	b, first := o.now.Edit(), o.next
	for o.next < len(o.drafts) && (on.IsZero() || !o.drafts[o.next].Effective.After(on)) {
		d := o.drafts[o.next]
		d.Puts = copies(t, d.Puts)
		if err := change.Place(b, &d, int64(o.next+1), d.Effective); err != nil {
			t.Fatalf("%s of %s: %v", d.Verb, d.Effective.Format(time.DateOnly), err)
		}
		o.next++
	}
	if o.next > first {
		o.now = b.Snapshot(on, int64(o.next))
	}
	return o.now.As(on)
}

// day is the picture at the end of a day.
func (o *tale) day(t testing.TB, text string) *graph.Snapshot {
	t.Helper()
	d, err := graph.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return o.at(t, d.End())
}

func copies(t testing.TB, list []graph.Record) []graph.Record {
	t.Helper()
	out := make([]graph.Record, len(list))
	for i, r := range list {
		c, err := change.Copy(r)
		if err != nil {
			t.Fatal(err)
		}
		out[i] = c
	}
	return out
}

func TestHarborIsAWholeCompany(t *testing.T) {
	s := harbor(t).day(t, "2026-09-24")
	for _, c := range []struct {
		kind     graph.Kind
		min, max int
	}{
		{graph.KindUnit, 9, 9},
		{graph.KindTheme, 4, 4},
		{graph.KindOutcome, 8, 8},
		{graph.KindPeriod, 7, 7},
		{graph.KindInitiative, 25, 40},
		{graph.KindWork, 600, 1500},
		{graph.KindDependency, 35, 60},
		{graph.KindDecision, 15, 30},
		{graph.KindBaseline, 3, 3},
		{graph.KindFunding, 30, 50},
		{graph.KindIntent, 30, 40},
		{graph.KindComment, 10, 40},
		{graph.KindRequest, 12, 30},
		{graph.KindIncentive, 8, 12},
		{graph.KindConstraint, 5, 8},
		{graph.KindPrinciple, 4, 4},
	} {
		if n := s.Count(c.kind); n < c.min || n > c.max {
			t.Errorf("there are %d of %s, want %d to %d", n, c.kind, c.min, c.max)
		}
	}
	capacity := graph.Days(0)
	for c := range graph.All[*graph.Capacity](s) {
		if c.Period == "h2" {
			capacity += c.Days
		}
	}
	if capacity != 12_000 {
		t.Errorf("the second half has %v days, want 12,000: one point is 120 days", capacity)
	}
}

// Importing the directory into a workspace that has it already changes nothing.
func TestHarborImportsOnce(t *testing.T) {
	tale := harbor(t)
	w, err := workspacefile.Read(examples.HarborLending(), workspacefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := w.Plan(func(on time.Time) (*graph.Snapshot, error) { return tale.at(t, on), nil })
	if err != nil {
		t.Fatal(err)
	}
	steps := 0
	for step, err := range plan.Steps {
		if err != nil {
			t.Fatal(err)
		}
		if !step.Draft.IsEmpty() {
			t.Errorf("%s of %s would change %v again", step.Draft.Verb, step.Draft.Effective.Format(time.DateOnly), step.Draft.Touches())
		}
		steps++
	}
	if steps < 150 {
		t.Errorf("%d changes were compared, want at least 150", steps)
	}
}

// Whatever day it is, the demo's story is whole, ends by that day and keeps its figures.
func TestHarborStaysYoung(t *testing.T) {
	for _, today := range []string{"2026-11-23", "2026-11-25", "2026-11-29", "2030-02-28", "2025-01-01"} {
		now, err := time.Parse(time.DateOnly, today)
		if err != nil {
			t.Fatal(err)
		}
		files, days := examples.HarborLendingOn(now)
		w, err := workspacefile.Read(files, workspacefile.Options{Shift: days, Now: now})
		if err != nil {
			t.Fatalf("on %s: %v", today, err)
		}
		plan, err := w.Plan(importer.Nothing)
		if err != nil {
			t.Fatalf("on %s: %v", today, err)
		}
		out := &tale{now: graph.Empty()}
		for step, err := range plan.Steps {
			if err != nil {
				t.Fatal(err)
			}
			out.drafts = append(out.drafts, step.Draft)
		}
		s := out.at(t, now)
		h2 := s.Period("h2")
		if !h2.Contains(graph.DateOf(now)) || h2.Workdays() != 132 && h2.Workdays() != 131 {
			t.Errorf("on %s the half goes from %s to %s", today, h2.Start, h2.End)
		}
		if n := s.Count(graph.KindWork); n < 1250 {
			t.Errorf("on %s there are %d items of work, want over 1,250", today, n)
		}
	}
}
