package diagnosis_test

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"

	"throughline/diagnosis"
	"throughline/graph"
	"throughline/intent"
	"throughline/testing/fixture"
)

func vector(t testing.TB, name string, v any) {
	t.Helper()
	b, err := os.ReadFile("testdata/" + name + ".json")
	if err == nil {
		err = json.Unmarshal(b, v)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func near(t testing.TB, what string, got, want float64) {
	t.Helper()
	if !(math.Abs(got-want) <= 1e-9) {
		t.Errorf("%s = %.12g, want %.12g", what, got, want)
	}
}

// team is a unit that was asked to spend all its days on growth.
func team(t testing.TB) *fixture.Org {
	return fixture.New(t).Half().Themes("growth").Unit("acme", "").Unit("team", "acme").Unit("core", "acme").
		Capacity("team", "h2", 132).
		Stated("acme", "h2", fixture.Shares{"growth": 1}).Assigned("team", "h2", fixture.Shares{"growth": 1})
}

func read(s *graph.Snapshot, unit graph.UnitID) *diagnosis.Diagnosis {
	b := graph.BasisOf(s, s.Period("h2"))
	return diagnosis.Of(b, intent.Read(s, b.Period, intent.Options{Basis: b}), unit, diagnosis.UsualLimits())
}

// tallied is read from what the items of each unit add up to.
func tallied(s *graph.Snapshot, unit graph.UnitID) *diagnosis.Diagnosis {
	b := graph.BasisOf(s, s.Period("h2"))
	return diagnosis.TalliesAfter(nil, b, diagnosis.UsualLimits()).Of(intent.Read(s, b.Period, intent.Options{Basis: b}), unit)
}

// mix says how a team's work is made: items finished and left open with nothing in their way, how many of
// 75 days one dependent item waited, and the share of the work that serves growth.
type mix struct {
	finished, open         int
	finishedSize, openSize float64
	waited                 int
	aligned                float64
}

// work puts the mix into records: 25 days on the way without hindrance, and 75 of the dependent item.
func (m mix) work(t testing.TB) *fixture.Org {
	o := team(t).Initiative("plan", "team", fixture.Serves("growth", m.aligned))
	hours := 25 * 24 / float64(m.finished+m.open)
	for n := range m.finished + m.open {
		id := fmt.Sprintf("w%03d", n)
		if n < m.finished {
			end := fixture.Date(t, "2026-08-03").Time().Add(hoursOf(hours))
			o.Work(id, "team", "plan", fixture.Size(m.finishedSize), fixture.Started("2026-08-03"), at(graph.Finished, end.Unix()))
			continue
		}
		begun := (fixture.Date(t, fixture.Today) + 1).Time().Add(-hoursOf(hours))
		o.Work(id, "team", "plan", fixture.Size(m.openSize), at(graph.Begun, begun.Unix()))
	}
	from := fixture.Date(t, "2026-07-02")
	return o.Work("held", "team", "plan", fixture.Size(1), fixture.Started("2026-07-01"),
		fixture.Waited("core", from.String(), (from+graph.Date(m.waited)).String()), fixture.Finished("2026-09-14"))
}

// The worked example, its three cases coming out of records.
func TestDecompositionThroughRecords(t *testing.T) {
	var v struct {
		Cases []struct {
			Factors   struct{ Capability, Coordination, Alignment float64 }
			Yield     float64 `json:"yield_"`
			Shortfall float64
			Points    struct{ Capability, Coordination, Alignment float64 } `json:"shapley_points"`
			Shares    struct{ Capability, Coordination, Alignment float64 } `json:"shapley_share"`
		}
	}
	vector(t, "m11_decomposition", &v)
	mixes := []mix{
		{23, 2, 4, 4, 22, 0.64}, {20, 5, 3, 8, 5, 0.93}, {24, 1, 49.0 / 12, 2, 0, 0.55},
	}
	mixes[2].finished, mixes[2].finishedSize = 49, 2
	for n, c := range slices.Concat(v.Cases, v.Cases) {
		n, way := n%len(v.Cases), []func(*graph.Snapshot, graph.UnitID) *diagnosis.Diagnosis{read, tallied}[n/len(v.Cases)]
		d := way(mixes[n].work(t).Picture(), "team")
		if !d.Defined() {
			t.Fatalf("case %d has no value: %s", n+1, d.Reason)
		}
		near(t, "capability", d.Capability.Value, c.Factors.Capability)
		near(t, "coordination", d.Coordination.Value, c.Factors.Coordination)
		near(t, "alignment", d.Alignment.Value, c.Factors.Alignment)
		near(t, "yield", d.Value, c.Yield)
		near(t, "shortfall", d.Shortfall, c.Shortfall)
		near(t, "capability points", d.Capability.Points, c.Points.Capability)
		near(t, "coordination points", d.Coordination.Points, c.Points.Coordination)
		near(t, "alignment points", d.Alignment.Points, c.Points.Alignment)
		near(t, "capability share", d.Capability.Share.X, c.Shares.Capability)
		near(t, "coordination share", d.Coordination.Share.X, c.Shares.Coordination)
		near(t, "alignment share", d.Alignment.Share.X, c.Shares.Alignment)
		sum := 0.0
		for _, r := range d.Rows {
			sum += r.Value
		}
		near(t, "rows", sum, d.Total)
	}
}

func TestVerdicts(t *testing.T) {
	for name, c := range map[string]struct {
		mix  mix
		want diagnosis.Verdict
	}{
		"work goes elsewhere":         {mix{40, 2, 2, 2, 0, 0.5}, diagnosis.AlignmentProblem},
		"work is not finished":        {mix{20, 40, 2, 2, 0, 0.97}, diagnosis.CapabilityProblem},
		"too few items for a verdict": {mix{10, 2, 2, 2, 0, 0.5}, diagnosis.NotEnough},
	} {
		j := read(c.mix.work(t).Picture(), "team").Judge()
		if j.Verdict != c.want || j.Why == "" {
			t.Errorf("%s: %q because %q, share %v %+v; want %q", name, j.Verdict, j.Why, j.Share, j.Interval, c.want)
		}
		if (j.Interval == nil) != (c.want == diagnosis.NotEnough) {
			t.Errorf("%s: interval %+v", name, j.Interval)
		}
		if j.Verdict != diagnosis.AlignmentProblem {
			continue
		}
		if again := read(c.mix.work(t).Picture(), "team").Judge(); again.Verdict != j.Verdict || again.Interval != nil && *again.Interval != *j.Interval {
			t.Errorf("%s: the same records gave another judgement", name)
		}
	}
}

// What a silent unit is taken to have done stands in every draw as it does in the figure.
func TestAVerdictHoldsItsFigure(t *testing.T) {
	for _, silent := range []float64{0, 40, 80} {
		o := mix{40, 8, 2, 2, 5, 0.7}.work(t)
		if silent > 0 {
			o.Capacity("core", "h2", silent).Assigned("core", "h2", fixture.Shares{"growth": 1})
		}
		for _, unit := range []graph.UnitID{"", "acme"} {
			j := read(o.Picture(), unit).Judge()
			if j.Interval == nil {
				t.Fatalf("%v silent days, %q: %s", silent, unit, j.Why)
			}
			lo, x, hi := j.Interval.Lo, j.Share.X, j.Interval.Hi
			if width := hi - lo; !(0 <= lo && hi <= 1 && width > 0 && lo+width/5 < x && x < hi-width/5) {
				t.Errorf("%v silent days, %q: %v, between %v and %v", silent, unit, x, lo, hi)
			}
		}
	}
}

func TestNoVerdictWhenMostUnitsAreSilent(t *testing.T) {
	s := mix{40, 2, 2, 2, 5, 0.5}.work(t).Capacity("core", "h2", 200).Assigned("core", "h2", fixture.Shares{"growth": 1}).Picture()
	d := read(s, "acme")
	near(t, "coverage", d.Coverage, 132.0/332)
	if j := d.Judge(); j.Verdict != diagnosis.NotEnough || !strings.Contains(j.Why, "40%") {
		t.Errorf("verdict = %q because %q, want not enough evidence at 40%% coverage", j.Verdict, j.Why)
	}
	if d := read(s, ""); !d.Defined() || len(d.Alignment.Missing) == 0 {
		t.Errorf("the organisation has figures and says what is missing: %q", d.Reason)
	}
}

func TestFactorsThatAreNotKnown(t *testing.T) {
	started, finished := fixture.Started("2026-08-03"), fixture.Finished("2026-08-05")
	for name, c := range map[string]struct {
		build                               func(*fixture.Org)
		unit                                graph.UnitID
		capability, coordination, alignment bool
	}{
		"no work":          {func(o *fixture.Org) {}, "team", false, false, false},
		"no wait recorded": {func(o *fixture.Org) { o.Work("w", "team", "", started, finished) }, "team", true, false, true},
		"only held-up work": {func(o *fixture.Org) {
			o.Work("w", "team", "", started, fixture.Waited("core", "2026-08-03", "2026-08-04"), finished)
		}, "team", false, true, true},
		"waits at other times": {func(o *fixture.Org) {
			o.Work("w", "team", "", started, finished)
			o.Work("old", "team", "", fixture.Started("2026-01-05"), fixture.Waited("core", "2026-01-05", "2026-01-07"), fixture.Finished("2026-01-09"))
		}, "team", true, true, true},
		"not asked for anything": {func(o *fixture.Org) {
			o.Remove(graph.IntentID("assigned-team-h2").Ref())
			o.Work("w", "team", "", started, fixture.Paused("2026-08-04"), finished)
		}, "team", false, true, false},
		"too few people": {func(o *fixture.Org) {
			o.Unit("team", "acme", fixture.People(4)).Work("w", "team", "", started, finished)
		}, "team", false, false, false},
	} {
		o := team(t)
		c.build(o)
		d := read(o.Picture(), c.unit)
		if got := d.Capability.Defined(); got != c.capability {
			t.Errorf("%s: capability known %v (%s)", name, got, d.Capability.Reason)
		}
		if got := d.Coordination.Defined(); got != c.coordination {
			t.Errorf("%s: coordination known %v (%s)", name, got, d.Coordination.Reason)
		}
		if got := d.Alignment.Defined(); got != c.alignment {
			t.Errorf("%s: alignment known %v (%s)", name, got, d.Alignment.Reason)
		}
		if d.Defined() != (c.capability && c.coordination && c.alignment) {
			t.Errorf("%s: yield known %v (%s)", name, d.Defined(), d.Reason)
		}
		if j := d.Judge(); !d.Defined() && j.Verdict != diagnosis.NotEnough {
			t.Errorf("%s: verdict %q without a yield", name, j.Verdict)
		}
	}
}

func TestPausedAndDroppedWorkIsLost(t *testing.T) {
	for name, c := range map[string]struct {
		set  []func(fixture.T, *graph.Work)
		want float64
	}{
		"paused for 4 of 10 days":             {[]func(fixture.T, *graph.Work){fixture.Started("2026-08-03"), fixture.Paused("2026-08-05"), fixture.Started("2026-08-09"), fixture.Finished("2026-08-13")}, 0.6},
		"paused and waiting on the same days": {[]func(fixture.T, *graph.Work){fixture.Started("2026-08-03"), fixture.Paused("2026-08-05"), fixture.Started("2026-08-09"), fixture.Finished("2026-08-13"), fixture.Waited("core", "2026-08-06", "2026-08-10")}, 0.5},
		"paused to this day":                  {[]func(fixture.T, *graph.Work){fixture.Started("2026-09-15"), fixture.Paused("2026-09-20")}, 0.5},
		"dropped":                             {[]func(fixture.T, *graph.Work){fixture.Started("2026-08-03"), fixture.Paused("2026-08-04"), fixture.Dropped("2026-08-05")}, 0},
	} {
		d := read(team(t).Work("w", "team", "", c.set...).Picture(), "team")
		if !d.Coordination.Defined() || math.Abs(d.Coordination.Value-c.want) > 1e-9 {
			t.Errorf("%s: coordination %v (%s), want %v", name, d.Coordination.Value, d.Coordination.Reason, c.want)
		}
		if d.Capability.Defined() {
			t.Errorf("%s: displaced work says nothing about capability", name)
		}
	}
}

func TestBusyButMisaligned(t *testing.T) {
	m := mix{40, 2, 2, 2, 0, 0.5}
	if d := read(m.work(t).Picture(), "team"); d.Busy.Median.OK || d.Busy.Throughput {
		t.Error("without an earlier period nothing tells whether a unit is busy")
	}
	h1 := func(items int) *fixture.Org {
		o := m.work(t).Period("h1", "2026-01-01", "2026-06-30")
		for id, kind := range map[graph.PeriodID]graph.PeriodKind{"h1": graph.Half, "h2": graph.Half} {
			p := *graph.Find[*graph.Period](o.Picture(), string(id))
			p.Kind = kind
			o.Put(&p)
		}
		for n := range items {
			o.Work(fmt.Sprint("old", n), "team", "plan", fixture.Started("2026-02-02"), fixture.Finished("2026-02-03"))
		}
		return o
	}
	if d := read(h1(40).Picture(), "team"); !d.Busy.Throughput || !d.Busy.OffCeiling || !d.Judge().Busy {
		t.Errorf("41 items in 62 days after 40 in 129 are busy, got %+v, alignment %v", d.Busy, d.Alignment.Reference)
	}
	if d := read(h1(200).Picture(), "team"); d.Busy.Throughput || d.Judge().Busy {
		t.Errorf("after 200 items in 129 days they are not, got %+v", d.Busy)
	}
}

func TestDiagnosisExplainsItself(t *testing.T) {
	d := read(mix{40, 2, 2, 2, 10, 0.5}.work(t).Picture(), "team")
	if d.Subject != graph.UnitID("team").Ref() || d.Period != "h2" || d.N != 43 || len(d.Caveats) != 2 {
		t.Errorf("diagnosis = %+v", d.Result)
	}
	for _, f := range d.Factors() {
		if f.Numerator.Words == "" || f.Denominator.Words == "" || f.Method == nil || f.Coverage == 0 {
			t.Errorf("factor %+v does not say what it is", f.Result)
		}
		if q := f.Numerator.Value / f.Denominator.Value; math.Abs(q-f.Value) > 1e-9 {
			t.Errorf("%s: %v over %v is not %v", f.Method.Title, f.Numerator.Value, f.Denominator.Value, f.Value)
		}
	}
	if d.Alignment.Reference == nil || d.Alignment.Reference.Value > 1 {
		t.Errorf("alignment has no ceiling: %+v", d.Alignment.Reference)
	}
}

func TestNothingMissing(t *testing.T) {
	j := read(mix{40, 0, 2, 0, 0, 1}.work(t).Picture(), "team").Judge()
	if j.Verdict != diagnosis.Mixed || j.Why != "nothing is missing" || j.Interval != nil {
		t.Errorf("judgement = %+v", j)
	}
}

// Two teams, one like the other, have the yield of each.
func TestTwoUnitsTogether(t *testing.T) {
	o := mix{20, 5, 3, 8, 20, 0.6}.work(t).Capacity("core", "h2", 132).Assigned("core", "h2", fixture.Shares{"growth": 1})
	s := o.Picture()
	for w := range s.WorkIn("team", "") {
		c := *w
		c.ID, c.Unit = "core-"+c.ID, "core"
		if len(c.Blocked) > 0 {
			c.Blocked = []graph.Block{{On: "team", From: c.Blocked[0].From, To: c.Blocked[0].To}}
		}
		o.Put(&c)
	}
	s = o.Picture()
	one, both, whole := read(s, "team"), read(s, "acme"), read(s, "")
	for n, f := range one.Factors() {
		near(t, f.Method.Title+" of both", both.Factors()[n].Value, f.Value)
		near(t, f.Method.Title+" of all", whole.Factors()[n].Value, f.Value)
	}
	near(t, "yield", both.Value, one.Value)
	if both.N != 2*one.N {
		t.Errorf("%d items together, %d in one", both.N, one.N)
	}
	a, b := one.Judge(), both.Judge()
	if a.Interval == nil || b.Interval == nil || b.Interval.Hi-b.Interval.Lo >= a.Interval.Hi-a.Interval.Lo {
		t.Errorf("twice the items leave less to chance: %+v, then %+v", a.Interval, b.Interval)
	}
}
