package diagnosis_test

import (
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"throughline/diagnosis"
	"throughline/graph"
	"throughline/testing/fixture"
)

func hoursOf(h float64) time.Duration { return time.Duration(h * float64(time.Hour)) }

// at is a state entered at a Unix second.
func at(m graph.Move, second int64) func(fixture.T, *graph.Work) {
	return func(_ fixture.T, w *graph.Work) { w.States = append(w.States, graph.Transition{State: m, At: second}) }
}

// finished puts items that took some days, all started on the same day; dependent ones waited for one.
func finished(o *fixture.Org, t testing.TB, unit, name string, days []float64, size float64, dependent bool) {
	start := fixture.Date(t, "2026-07-06")
	for n, d := range days {
		set := []func(fixture.T, *graph.Work){
			fixture.Size(size), fixture.Started(start.String()), fixture.Finished((start + graph.Date(d)).String()),
		}
		if dependent {
			set = append(set, fixture.Waited("acme", start.String(), (start+1).String()))
		}
		o.Work(fmt.Sprintf("%s-%s-%d", unit, name, n), unit, "", set...)
	}
}

type contrastVector struct {
	Self      []float64 `json:"self_contained_days"`
	Dependent []float64 `json:"dependent_days"`
	Theta     float64   `json:"prob_dependent_slower"`
	Shift     float64   `json:"hodges_lehmann_days"`
	P         float64   `json:"exact_two_sided_p"`
	U         float64
}

func TestContrastThroughRecords(t *testing.T) {
	var v contrastVector
	vector(t, "m11_contrast", &v)
	o := team(t)
	finished(o, t, "team", "self", v.Self, 2, false)
	finished(o, t, "team", "dependent", v.Dependent, 2, true)
	x := read(o.Picture(), "team").Experiment
	if x.Reason != "" || len(x.Units) != 1 {
		t.Fatalf("experiment = %+v", x)
	}
	if y := tallied(o.Picture(), "team").Experiment; len(y.Units) != 1 || y.Units[0] != x.Units[0] {
		t.Errorf("from tallies %+v, want %+v", y, x)
	}
	u := x.Units[0]
	near(t, "theta", x.Theta, v.Theta)
	near(t, "theta of the unit", u.Theta, v.Theta)
	near(t, "shift", u.Shift, v.Shift)
	near(t, "p", u.P.P, v.P)
	near(t, "U", u.U, v.U)
	if !u.P.Exact || x.Self != len(v.Self) || x.Dependent != len(v.Dependent) || !strings.Contains(x.Note, "same size") {
		t.Errorf("experiment = %+v, want an exact test on all items, of the same size", x)
	}
}

func TestContrastStaysInsideUnits(t *testing.T) {
	var v contrastVector
	vector(t, "m11_contrast", &v)
	o := team(t).Capacity("core", "h2", 100)
	finished(o, t, "team", "self", v.Self, 2, false)
	finished(o, t, "core", "dependent", v.Dependent, 2, true)
	d := read(o.Picture(), "acme")
	if d.Experiment.Reason == "" {
		t.Errorf("items of different units must not be compared: %+v", d.Experiment)
	}
	finished(o, t, "team", "dependent", v.Dependent, 2, true)
	finished(o, t, "core", "self", v.Dependent, 2, false) // no difference there
	x := read(o.Picture(), "acme").Experiment
	want := (v.U + 0.5*64) / (56 + 64)
	if math.Abs(x.Theta-want) > 1e-9 || len(x.Units) != 2 || x.Units[0].Unit != "core" {
		t.Errorf("theta of both = %v, want %v of pairs inside the units", x.Theta, want)
	}
}

func TestContrastWarnsOfUnlikeSizes(t *testing.T) {
	var v contrastVector
	vector(t, "m11_contrast", &v)
	o := team(t)
	finished(o, t, "team", "self", v.Self, 2, false)
	finished(o, t, "team", "dependent", v.Dependent, 5, true)
	if x := read(o.Picture(), "team").Experiment; !strings.Contains(x.Note, "differ in size") {
		t.Errorf("note = %q, want a word about the sizes", x.Note)
	}
}

func TestMethodsAreDescribed(t *testing.T) {
	for _, m := range diagnosis.Methods() {
		if m.ID == "" || m.Title == "" || m.Question == "" || m.Unit == "" || m.Range == "" || m.Formula == "" || len(m.Edges) == 0 || m.Interval == "" {
			t.Errorf("method %+v lacks words", m)
		}
	}
}
