package generate

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"throughline/change"
	"throughline/graph"
)

var today = graph.On(2026, 9, 24)

// fold places every draft in turn, as the engine would, and fails where one breaks a rule.
func fold(t testing.TB, o *Organisation) *graph.Snapshot {
	t.Helper()
	return placed(t, o, o.opt.Today.End())
}

// placed is the picture at a moment.
func placed(t testing.TB, o *Organisation, until time.Time) *graph.Snapshot {
	t.Helper()
	b := graph.Empty().Edit()
	position, last := int64(0), int64(0)
	for d := range o.Drafts() {
		if d.Effective.After(until) {
			break
		}
		position++
		if at := d.Effective.UnixMilli(); at < last {
			t.Fatalf("draft %d (%s) is effective before the one above it", position, d.Verb)
		} else {
			last = at
		}
		if n := len(d.Puts); n == 0 || n > o.opt.Batch {
			t.Fatalf("draft %d (%s) has %d records, want 1 to %d", position, d.Verb, n, o.opt.Batch)
		}
		if err := change.Place(b, &d, position, d.Effective); err != nil {
			t.Fatalf("draft %d (%s): %v", position, d.Verb, err)
		}
	}
	return b.Snapshot(until, position)
}

func TestEveryDraftIsWhole(t *testing.T) {
	for _, o := range []Options{
		{Seed: 1, Today: today},
		{Seed: 2, Today: today, Units: 4, Themes: 3, Initiatives: 1, Work: 200, Weeks: 8},
		{Seed: 3, Today: today, Units: 120, Themes: 9, Work: 3000},
		{Seed: 4, Today: today, Clean: true, Every: 1},
		Sized(10_000, 5, today),
	} {
		org, err := New(o)
		if err != nil {
			t.Fatal(err)
		}
		s := fold(t, org)
		for _, k := range graph.Kinds() {
			if n := s.Count(k.Kind); n > 0 {
				t.Log(k.Kind, n)
			}
		}
		t.Logf("%+v planted %d kept %v", o, len(org.key.Planted), org.key.Kept)
	}
}

func TestAnySeed(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		o := Options{
			Seed: rapid.Uint64().Draw(r, "seed"), Today: today + graph.Date(rapid.IntRange(-400, 400).Draw(r, "day")),
			Units: rapid.IntRange(4, 30).Draw(r, "units"), Themes: rapid.IntRange(3, 12).Draw(r, "themes"),
			Initiatives: rapid.IntRange(1, 60).Draw(r, "initiatives"), Work: rapid.IntRange(1, 250).Draw(r, "work"),
			Weeks: rapid.IntRange(8, 70).Draw(r, "weeks"), Every: rapid.IntRange(1, 12).Draw(r, "every"),
		}
		org, err := New(o)
		if err != nil {
			r.Fatal(err)
		}
		fold(t, org)
	})
}
