package generate

import (
	"context"
	"testing"
	"time"

	"throughline/change"
	"throughline/examples"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/workspacefile"
	"throughline/intent"
)

// harbor is the demo organisation's drafts, as an import of its files into an empty workspace makes them.
func harbor(t testing.TB) []change.Draft {
	t.Helper()
	w, err := workspacefile.Read(examples.HarborLending(), workspacefile.Options{})
	if err != nil {
		t.Fatal(err)
	}
	plan, err := w.Plan(importer.Nothing)
	if err != nil {
		t.Fatal(err)
	}
	var out []change.Draft
	_, err = importer.Run(context.Background(), plan, importer.Options{Apply: func(_ context.Context, s importer.Step) error {
		out = append(out, s.Draft)
		return nil
	}})
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// told is the picture the drafts make up to a moment, seen at the end of that day.
func told(t testing.TB, drafts []change.Draft, until time.Time) *graph.Snapshot {
	t.Helper()
	b := graph.Empty().Edit()
	for i, d := range drafts {
		if d.Effective.After(until) {
			break
		}
		d.Puts = copies(t, d.Puts)
		if err := change.Place(b, &d, int64(i+1), d.Effective); err != nil {
			t.Fatalf("draft %d of %s (%s): %v", i, d.Effective.Format(time.DateOnly), d.Verb, err)
		}
	}
	return b.Snapshot(until, int64(len(drafts)))
}

func copies(t testing.TB, list []graph.Record) []graph.Record {
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

func TestHarborLook(t *testing.T) {
	d := harbor(t)
	for _, day := range []string{"2026-06-30", "2026-07-24", "2026-08-14", "2026-08-31", "2026-09-24"} {
		on, _ := time.Parse(time.DateOnly, day)
		s := told(t, d, on.Add(24*time.Hour-time.Second))
		p := graph.PeriodID("h2")
		if on.Month() < 7 {
			p = "h1"
		}
		c := intent.Read(s, s.Period(p), intent.Options{})
		w := c.Waterfall()
		t.Log(day, w.Reason)
		for _, st := range w.Steps {
			t.Logf("   %-12s kept %.3f lost %.3f skipped %q coverage %.2f bounds %v", st.Stage, st.Kept, st.Lost, st.Skipped, st.Coverage, st.Bounds)
		}
		for _, u := range c.Units {
			r := c.OnCourse(u.ID)
			t.Logf("   %-24s activity %.3f course %.3f items %d", u.ID, u.Work.Logged/u.Work.Elapsed, r.Value, u.Work.Items)
		}
	}
}
