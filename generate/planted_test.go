package generate

import (
	"math"
	"testing"

	"throughline/graph"
	"throughline/intent"
)

// planted is an organisation with its picture and the cells of the present half.
func planted(t *testing.T, o Options) (*Organisation, *intent.Cells) {
	t.Helper()
	org, err := New(o)
	if err != nil {
		t.Fatal(err)
	}
	s := fold(t, org)
	return org, intent.Read(s, s.Period(org.Key().Period), intent.Options{})
}

// The waterfall of the measures is what the construction says, stage by stage and cell by cell.
func TestTheWaterfallFindsWhatWasPlanted(t *testing.T) {
	for _, o := range []Options{
		{Seed: 11, Today: today},
		{Seed: 12, Today: today, Units: 12, Themes: 4, Work: 3000},
		{Seed: 13, Today: today, Units: 60, Themes: 10, Work: 9000},
		{Seed: 14, Today: today, Clean: true},
	} {
		org, cells := planted(t, o)
		w := cells.Waterfall()
		if !w.Defined() {
			t.Fatalf("seed %d: no waterfall: %s", o.Seed, w.Reason)
		}
		for s, step := range w.Steps {
			if got, want := step.Kept, org.Key().Kept[s]; math.Abs(got-want) > 1e-5 {
				t.Errorf("seed %d: kept at %s = %.6f, want %.6f", o.Seed, step.Stage, got, want)
			}
		}
		got := make(map[Loss]float64)
		for _, l := range w.Losses {
			got[Loss{Stage: stageOf(l.Stage), Unit: l.Unit, Theme: l.Theme}] += l.Days
		}
		for _, l := range org.Key().Losses {
			key := Loss{Stage: l.Stage, Unit: l.Unit, Theme: l.Theme}
			if math.Abs(got[key]-l.Days) > .02 {
				t.Errorf("seed %d: loss at %v = %.4f days, want %.4f", o.Seed, key, got[key], l.Days)
			}
			delete(got, key)
		}
		for key, days := range got {
			if days > .02 {
				t.Errorf("seed %d: %.4f days are lost at %v, where nothing was planted", o.Seed, days, key)
			}
		}
	}
}

func stageOf(s intent.Stage) int {
	for i, one := range intent.Stages() {
		if one == s {
			return i
		}
	}
	return -1
}

// A unit that logs nearly all its days on other things is seen as such, with the number that was planted.
func TestOnCourseFindsTheBusyUnits(t *testing.T) {
	org, cells := planted(t, Options{Seed: 21, Today: today, Units: 40, Work: 8000})
	found := 0
	for _, p := range org.Key().Of(BusyOffCourse) {
		r := cells.OnCourse(p.Unit)
		if math.Abs(r.Value-p.Value) > 1e-5 {
			t.Errorf("%s is on course with %.6f, want %.6f", p.Unit, r.Value, p.Value)
		}
		if r.Value > .62 {
			t.Errorf("%s is on course with %.2f, which is no fault", p.Unit, r.Value)
		}
		found++
	}
	if found < 2 {
		t.Fatalf("%d busy units were planted, want at least 2", found)
	}
	for i := range cells.Units {
		u := cells.Units[i]
		want := 0.0
		for _, slot := range org.loads[len(org.loads)-1].slots {
			if org.teams[slot.team].id == u.ID {
				want += float64(slot.quanta) * org.quantum
			}
		}
		if math.Abs(u.Work.Logged-want) > 1e-3 {
			t.Errorf("%s logged %.3f days, want %.3f", u.ID, u.Work.Logged, want)
		}
		if got, want := u.Work.Logged/u.Work.Elapsed, org.team(u.ID).activity; math.Abs(got-want) > .05 {
			t.Errorf("%s logs %.3f of its days, want about %.3f", u.ID, got, want)
		}
	}
}

func (o *Organisation) team(id graph.UnitID) *team {
	for i := range o.teams {
		if o.teams[i].id == id {
			return &o.teams[i]
		}
	}
	return nil
}
