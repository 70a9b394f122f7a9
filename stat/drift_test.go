package stat

import (
	"maps"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

type driftVector struct {
	Baseline map[string][]float64          `json:"baseline"`
	Plan     map[string][]float64          `json:"plan"`
	Theme    map[string]string             `json:"theme"`
	Rows     map[string]map[string]float64 `json:"rows"`
	Totals   map[string]float64            `json:"totals"`
	Drift    float64                       `json:"baseline_drift"`
	Timing   float64                       `json:"timing_drift"`
	Scope    float64                       `json:"scope_cut"`
	Added    float64                       `json:"intrusion"`
	Slip     float64                       `json:"slip_periods"`
	Items    map[string]struct {
		Shift    float64 `json:"mean_shift"`
		Distance float64 `json:"W1"`
		Weight   float64 `json:"weight"`
	} `json:"slip_items"`
	Lock     map[string]float64 `json:"strategy_at_lock"`
	Now      map[string]float64 `json:"strategy_now"`
	FLock    float64            `json:"F_lock"`
	FPlan    float64            `json:"F_plan_moved"`
	FStrat   float64            `json:"F_strategy_moved"`
	FNow     float64            `json:"F_now"`
	Delta    float64            `json:"delta"`
	Plans    float64            `json:"due_to_plan"`
	Strategy float64            `json:"due_to_strategy"`
}

// byPeriod is the item's effort, or zeros where it is not planned.
func byPeriod(m map[string][]float64, item string) []float64 {
	if e := m[item]; e != nil {
		return e
	}
	return make([]float64, 4)
}

func TestDriftVector(t *testing.T) {
	var v driftVector
	vector(t, "m02_drift", &v)
	var rows []DriftRow
	for _, item := range slices.Sorted(maps.Keys(v.Theme)) {
		r, err := DriftOf(byPeriod(v.Baseline, item), byPeriod(v.Plan, item))
		if err != nil {
			t.Fatal(err)
		}
		rows = append(rows, r)
		for what, got := range map[string]float64{"base": r.Base, "plan": r.Plan, "kept": r.Kept, "moved": r.Moved, "cut": r.Cut, "added": r.Added} {
			near(t, item+" "+what, got, v.Rows[item][what], exact)
		}
		want, both := v.Items[item]
		if !both {
			unknown(t, item+" shift", r.Shift)
			unknown(t, item+" distance", r.Distance)
			continue
		}
		nearNumber(t, item+" shift", r.Shift, want.Shift, exact)
		nearNumber(t, item+" distance", r.Distance, want.Distance, exact)
		near(t, item+" weight", min(r.Base, r.Plan), want.Weight, exact)
	}
	d := DriftTotal(rows)
	for what, got := range map[string]float64{"base": d.Base, "plan": d.Plan, "kept": d.Kept, "moved": d.Moved, "cut": d.Cut, "added": d.Added} {
		near(t, "total "+what, got, v.Totals[what], exact)
	}
	nearNumber(t, "drift", d.Share, v.Drift, exact)
	nearNumber(t, "timing", d.Timing, v.Timing, exact)
	nearNumber(t, "scope", d.Scope, v.Scope, exact)
	nearNumber(t, "intrusion", d.Intrusion, v.Added, exact)
	nearNumber(t, "slip", d.Slip, v.Slip, exact)
}

// The change of fidelity is split into what the plan did and what the strategy did.
func TestDriftFromStrategyVector(t *testing.T) {
	var v driftVector
	vector(t, "m02_drift", &v)
	themes := slices.Sorted(maps.Keys(v.Lock))
	strategy := func(m map[string]float64) (out []float64) {
		for _, theme := range themes {
			out = append(out, m[theme])
		}
		return out
	}
	planned := func(m map[string][]float64) []float64 {
		out := make([]float64, len(themes))
		for item, effort := range m {
			out[slices.Index(themes, v.Theme[item])] += Sum(effort)
		}
		return out
	}
	fidelity := func(s map[string]float64, p map[string][]float64, want float64) float64 {
		f := Overlap(strategy(s), planned(p))
		nearNumber(t, "fidelity", f, want, exact)
		return f.X
	}
	two := Two{
		Neither: fidelity(v.Lock, v.Baseline, v.FLock),
		First:   fidelity(v.Lock, v.Plan, v.FPlan),
		Second:  fidelity(v.Now, v.Baseline, v.FStrat),
		Both:    fidelity(v.Now, v.Plan, v.FNow),
	}
	plan, strat := ShapleyTwo(two)
	near(t, "due to plan", plan, v.Plans, exact)
	near(t, "due to strategy", strat, v.Strategy, exact)
	near(t, "both", two.Both-two.Neither, v.Delta, exact)
}

func TestDriftEdges(t *testing.T) {
	d := DriftTotal(nil)
	for what, n := range map[string]Number{"drift": d.Share, "timing": d.Timing, "scope": d.Scope, "intrusion": d.Intrusion, "slip": d.Slip} {
		unknown(t, what+" of nothing", n)
	}
	fresh, err := DriftOf([]float64{0, 0}, []float64{0, 5})
	if err != nil {
		t.Fatal(err)
	}
	d = DriftTotal([]DriftRow{fresh})
	unknown(t, "drift without a baseline", d.Share)
	nearNumber(t, "all of it is new", d.Intrusion, 1, exact)
	for _, bad := range [][2][]float64{{{1}, {1, 2}}, {{-1}, {1}}, {{1}, {math.NaN()}}} {
		if _, err := DriftOf(bad[0], bad[1]); err == nil || IsUndefined(err) {
			t.Errorf("DriftOf(%v): %v, want Malformed", bad, err)
		}
	}
}

func TestResize(t *testing.T) {
	got, err := Resize([]float64{10, 0, 30}, 60)
	if err != nil {
		t.Fatal(err)
	}
	nearAll(t, "resized", got, []float64{15, 0, 45}, exact)
	if _, err := Resize([]float64{0, 0}, 60); !IsUndefined(err) {
		t.Errorf("an empty baseline: %v, want Undefined", err)
	}
	if _, err := Resize([]float64{1}, -1); err == nil || IsUndefined(err) {
		t.Errorf("a negative total: %v, want Malformed", err)
	}
}

// The identities hold, the distance is at least the shift, drifting back undoes the shift, and
// the total does not know the order of the items.
func TestDriftProperties(t *testing.T) {
	effort := rapid.SliceOfN(rapid.Float64Range(0, 50), 4, 4)
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]DriftRow, rapid.IntRange(1, 6).Draw(t, "items"))
		for i := range rows {
			b, p := effort.Draw(t, "baseline"), effort.Draw(t, "plan")
			r, err := DriftOf(b, p)
			if err != nil {
				t.Fatal(err)
			}
			near(t, "base", r.Kept+r.Moved+r.Cut, r.Base, exact)
			near(t, "plan", r.Kept+r.Moved+r.Added, r.Plan, exact)
			back, _ := DriftOf(p, b)
			if r.Shift.OK {
				near(t, "back", back.Shift.X, -r.Shift.X, exact)
				if r.Distance.X < math.Abs(r.Shift.X)-exact {
					t.Fatalf("distance %v is shorter than the shift %v", r.Distance, r.Shift)
				}
			}
			rows[i] = r
		}
		d := DriftTotal(rows)
		slices.Reverse(rows)
		if again := DriftTotal(rows); again != d {
			t.Fatalf("reversed: %+v, want %+v", again, d)
		}
		if d.Share.OK {
			near(t, "1 − kept/base", d.Share.X, 1-d.Kept/d.Base, exact)
			near(t, "timing and scope", d.Timing.X+d.Scope.X, d.Share.X, exact)
		}
	})
}
