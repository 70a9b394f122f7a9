package portfolio_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/stat"
	"throughline/testing/fixture"
)

type reporter interface {
	Helper()
	Errorf(string, ...any)
}

func near(t reporter, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

func nearNumber(t reporter, what string, got stat.Number, want float64) {
	t.Helper()
	if !got.OK {
		t.Errorf("%s is %v, want %g", what, got, want)
		return
	}
	near(t, what, got.X, want)
}

// driftVector is the worked example of drift.
type driftVector struct {
	Baseline map[string][]float64 `json:"baseline"`
	Plan     map[string][]float64 `json:"plan"`
	Theme    map[string]string    `json:"theme"`
	Rows     map[string]struct{ Base, Plan, Kept, Moved, Cut, Added float64 }
	Totals   struct{ Base, Plan, Kept, Moved, Cut, Added float64 }
	Drift    float64 `json:"baseline_drift"`
	Timing   float64 `json:"timing_drift"`
	Scope    float64 `json:"scope_cut"`
	Added    float64 `json:"intrusion"`
	Slip     float64 `json:"slip_periods"`
	Items    map[string]struct {
		Shift    float64 `json:"mean_shift"`
		Distance float64 `json:"W1"`
	} `json:"slip_items"`
	Lock    map[string]float64 `json:"strategy_at_lock"`
	Now     map[string]float64 `json:"strategy_now"`
	FitLock float64            `json:"F_lock"`
	FitNow  float64            `json:"F_now"`
	DuePlan float64            `json:"due_to_plan"`
	DueStr  float64            `json:"due_to_strategy"`
}

func readDrift(t testing.TB) (v driftVector) {
	t.Helper()
	b, err := os.ReadFile("testdata/m02_drift.json")
	if err == nil {
		err = json.Unmarshal(b, &v)
	}
	if err != nil {
		t.Fatal(err)
	}
	return v
}

var months = []string{"jul", "aug", "sep", "oct"}

// pictures puts both plans of the example into records.
func (v driftVector) pictures(t testing.TB) (then, now *graph.Snapshot) {
	o := fixture.New(t).Themes("growth", "retention", "platform").Period("span", "2026-07-01", "2026-10-31")
	for n, days := range [][2]string{{"07-01", "07-31"}, {"08-01", "08-31"}, {"09-01", "09-30"}, {"10-01", "10-31"}} {
		o.Period(months[n], "2026-"+days[0], "2026-"+days[1])
	}
	o.Today("2026-07-10").Unit("acme", "").Unit("team", "acme").Capacity("team", "span", 100)
	v.put(o, v.Lock, v.Baseline)
	then = o.Picture()
	o.Today("2026-09-24")
	for id := range v.Baseline {
		if v.Plan[id] == nil {
			o.Initiative(id, "team", fixture.Is(graph.Stopped))
		}
	}
	v.put(o, v.Now, v.Plan)
	return then, o.Picture()
}

func (v driftVector) put(o *fixture.Org, strategy map[string]float64, plan map[string][]float64) {
	stated := fixture.Shares{}
	for theme, share := range strategy {
		if theme != "Unlinked" {
			stated[graph.Slug(theme)] = share
		}
	}
	o.Stated("acme", "span", stated)
	for id, row := range plan {
		var set []func(*graph.Initiative)
		if theme := v.Theme[id]; theme != "Unlinked" {
			set = append(set, fixture.Serves(graph.Slug(theme), 1))
		}
		for n, days := range row {
			if days > 0 {
				set = append(set, fixture.Days("team", months[n], days))
			}
		}
		o.Initiative(graph.Slug(id), "team", set...)
	}
}

func TestDriftWorkedExampleThroughRecords(t *testing.T) {
	v := readDrift(t)
	v.Baseline, v.Plan, v.Theme = slugged(v.Baseline), slugged(v.Plan), slugged(v.Theme)
	then, now := v.pictures(t)
	d := portfolio.DriftBetween(then, now, portfolio.Scope{})
	if !d.Defined() || d.Unit != "days" {
		t.Fatalf("drift = %q, unit %q", d.Reason, d.Unit)
	}
	near(t, "drift", d.Value, v.Drift)
	nearNumber(t, "timing", d.Totals.Timing, v.Timing)
	nearNumber(t, "scope", d.Totals.Scope, v.Scope)
	nearNumber(t, "intrusion", d.Totals.Intrusion, v.Added)
	nearNumber(t, "slip", d.Totals.Slip, v.Slip)
	near(t, "locked", d.Denominator.Value, v.Totals.Base)
	near(t, "lost", d.Numerator.Value, v.Totals.Moved+v.Totals.Cut)
	if len(d.Rows) != len(v.Rows) {
		t.Errorf("%d rows, want %d", len(d.Rows), len(v.Rows))
	}
	rows := slugged(v.Rows)
	items := slugged(v.Items)
	for _, r := range d.Rows {
		id := string(r.Initiative.ID)
		want := rows[id]
		for what, pair := range map[string][2]float64{
			"base": {r.Base, want.Base}, "plan": {r.Plan, want.Plan}, "kept": {r.Kept, want.Kept},
			"moved": {r.Moved, want.Moved}, "cut": {r.Cut, want.Cut}, "added": {r.Added, want.Added},
		} {
			near(t, id+" "+what, pair[0], pair[1])
		}
		if item, ok := items[id]; ok {
			nearNumber(t, id+" shift", r.Shift, item.Shift)
			nearNumber(t, id+" distance", r.Distance, item.Distance)
		}
	}
	if len(d.Owners) != 1 || d.Owners[0].Unit != "team" {
		t.Fatalf("owners = %+v, want team alone", d.Owners)
	}
	near(t, "kept by owner", d.Owners[0].Kept, v.Totals.Kept)
}

func slugged[V any](m map[string]V) map[string]V {
	out := make(map[string]V, len(m))
	for k, v := range m {
		out[graph.Slug(k)] = v
	}
	return out
}

func TestDriftAttributionAddsUp(t *testing.T) {
	v := readDrift(t)
	v.Baseline, v.Plan, v.Theme = slugged(v.Baseline), slugged(v.Plan), slugged(v.Theme)
	d := portfolio.DriftBetween(pictures(v, t))
	sum := 0.0
	for _, r := range d.Result.Rows {
		sum += r.Value
	}
	near(t, "rows", sum, d.Total)
	if got := fmt.Sprint(d.Rows[0].Initiative.ID, d.Rows[1].Initiative.ID, d.Rows[2].Initiative.ID); got != "i2 i3 i6" && got != "i2i3i6" {
		t.Errorf("order = %s, want the most changed first", got)
	}
	if s := d.Slips; len(s) != 2 || s[0].Initiative.ID != "i2" || s[0].From.ID != "aug" || s[0].To.ID != "sep" {
		t.Errorf("slips = %+v, want i2 from aug to sep first", s)
	}
}

func pictures(v driftVector, t testing.TB) (*graph.Snapshot, *graph.Snapshot, portfolio.Scope) {
	then, now := v.pictures(t)
	return then, now, portfolio.Scope{}
}
