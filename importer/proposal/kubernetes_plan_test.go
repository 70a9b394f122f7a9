package proposal

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	gocmp "github.com/google/go-cmp/cmp"

	"throughline/graph"
	"throughline/importer/source"
	"throughline/stat"
	"throughline/testing/shared"
)

var (
	theInputs once[Inputs]
	theImport once[workspace]
)

// readKubernetes is all that there is to import.
func readKubernetes(t testing.TB, dir string) *Inputs {
	t.Helper()
	return theInputs.of(t, func() *Inputs {
		m := Kubernetes()
		in, err := m.Read(t.Context(), m.At(dir), source.Options{}, day(30))
		if err != nil {
			t.Fatal(err)
		}
		return in
	})
}

// importKubernetes is readKubernetes, and the workspace that it was imported into.
func importKubernetes(t testing.TB, dir string) (*Inputs, *workspace) {
	t.Helper()
	in := readKubernetes(t, dir)
	return in, theImport.of(t, func() *workspace {
		w := &workspace{}
		began := time.Now()
		sum := w.run(t, in)
		t.Logf("imported in %s: %s", time.Since(began).Round(time.Millisecond), strings.Join(sum.Words(), " "))
		return w
	})
}

// planned is an initiative that belongs to the plan of a release, as the records tell it.
func planned(s *graph.Snapshot, release graph.PeriodID) map[graph.InitiativeID]*graph.Initiative {
	out := map[graph.InitiativeID]*graph.Initiative{}
	for i := range graph.All[*graph.Initiative](s) {
		if (i.State == graph.Committed || i.State == graph.Done) && slices.Contains(i.Periods, release) {
			out[i.ID] = i
		}
	}
	return out
}

// presentStep is the last step that is done of a completed initiative, else the first that is not.
func presentStep(i *graph.Initiative) (graph.Step, bool) {
	if i.State == graph.Done {
		for _, s := range slices.Backward(i.Steps) {
			if s.Done {
				return s, true
			}
		}
		return graph.Step{}, false
	}
	for _, s := range i.Steps {
		if !s.Done {
			return s, true
		}
	}
	return graph.Step{}, false
}

func TestKubernetesRecords(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	in, w := importKubernetes(t, dir)
	c := &comparison{t: t}
	want := load[factDrift](t, dir, "history", "drift_reference.json")
	head := w.latest()
	c.same("initiatives", want.AtHead, head.Count(graph.KindInitiative))
	c.same("decisions", want.AtHead, head.Count(graph.KindDecision))
	c.same("baselines", len(want.PerRelease), head.Count(graph.KindBaseline))
	for _, cycle := range in.Cycles {
		if fact, ok := want.PerRelease[cycle.Release]; ok {
			compareRecords(c, w, in, cycle, fact)
		}
	}
	compareOrganisation(c, w, in, dir)
	shared.Ran(t, c.n)
}

// Importing again changes nothing, and an import that was stopped anywhere ends with the same
// records as one that was not.
func TestKubernetesAgain(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	in, imported := importKubernetes(t, dir)
	whole := &workspace{slices.Clone(imported.pictures)}
	if sum := whole.run(t, in); sum.Changes != 0 {
		t.Errorf("the second import made %d changes: %v", sum.Changes, sum.Words())
	}
	want, compared := said(t, whole.latest()), 1
	for _, stop := range []int{1, 40, 700, 1500} {
		half := &workspace{}
		half.runUntil(t, in, stop)
		if sum := half.run(t, in); sum.Changes != len(whole.pictures)-stop {
			t.Errorf("after %d changes %d more were made, want %d", stop, sum.Changes, len(whole.pictures)-stop)
		}
		if d := gocmp.Diff(want, said(t, half.latest())); d != "" {
			t.Errorf("after stopping at %d (-want +got):\n%s", stop, d)
		}
		compared += 2
	}
	shared.Ran(t, compared)
}

// compareRecords compares a release's plan at the freeze and at the end, from the records alone.
func compareRecords(c *comparison, w *workspace, in *Inputs, cycle Cycle, want factRelease) {
	c.t.Helper()
	period := graph.PeriodID(cycle.Release)
	head := w.latest()
	end := head
	if want.Released {
		end, _ = w.past(cycle.Out)
	}
	locked := graph.Find[*graph.Baseline](head, "freeze-"+string(period))
	if locked == nil {
		c.t.Errorf("there is no baseline of %s", cycle.Release)
		return
	}
	frozen, _ := w.past(locked.At)
	base, after := planned(frozen, period), planned(end, period)
	c.same(cycle.Release+" records: sizes", []int{want.Baseline, want.AtEnd}, []int{len(base), len(after)})
	compareDrift(c, cycle.Release, want, base, after, end, period)
	c.same(cycle.Release+" records: added", want.Added, numbersOf(in.Mapping, after, base))
	c.same(cycle.Release+" records: left", want.Left, numbersOf(in.Mapping, base, after))
	owners := map[string]int{}
	pinned, unstaged, fates, slips := 0, 0, map[string]int{}, []slip{}
	staged := stagedAt(in, locked.At)
	for id, i := range base {
		owners[string(i.Owner)]++
		step, ok := presentStep(i)
		if !ok || step.Period != period || in.Mapping.windsDown(step.Name) {
			continue
		}
		if !staged[i.Key] {
			unstaged++
			continue
		}
		pinned++
		word, to := fateOf(in, head.Initiative(id), step.Name, cycle.Number)
		fates[word]++
		if word == "slipped" {
			slips = append(slips, slip{in.Mapping.numberOf(i.Key), step.Name, in.Mapping.Write(to), to - cycle.Number})
		}
	}
	order := func(a, b slip) int { return cmp.Or(cmp.Compare(a.Kep, b.Kep), strings.Compare(a.Stage, b.Stage)) }
	slices.SortFunc(slips, order)
	slices.SortFunc(want.Slips, order)
	c.same(cycle.Release+" records: unstaged", unstagedPins[cycle.Release], unstaged)
	c.same(cycle.Release+" records: per owner", want.PerSig, owners)
	c.same(cycle.Release+" records: pinned", want.Pinned, pinned)
	c.same(cycle.Release+" records: fate", want.Fate, fates)
	c.same(cycle.Release+" records: slips", want.Slips, slips)
}

// unstagedPins counts the proposals that name no stage at a freeze. Records show the first step
// as the present one; the reference pins nothing. See docs/kubernetes.md.
var unstagedPins = map[string]int{"v1.19": 3, "v1.20": 1, "v1.21": 2}

// stagedAt are the paths of the proposals that named a stage at a moment.
func stagedAt(in *Inputs, at time.Time) map[string]bool {
	out := map[string]bool{}
	for _, p := range in.History.At(at) {
		if p != nil && p.Stage != "" {
			out[p.Path] = true
		}
	}
	return out
}

// compareDrift holds the product's measure of drift against the reference: each initiative weighs
// 1 in the release it is planned for, at the freeze and at the end.
func compareDrift(c *comparison, release string, want factRelease, base, after map[graph.InitiativeID]*graph.Initiative, end *graph.Snapshot, period graph.PeriodID) {
	c.t.Helper()
	var rows []stat.DriftRow
	add := func(locked, now float64, elsewhere float64) {
		row, err := stat.DriftOf([]float64{locked, 0}, []float64{now, elsewhere})
		if err != nil {
			c.t.Fatal(err)
		}
		rows = append(rows, row)
	}
	for id := range base {
		i := end.Initiative(id)
		switch {
		case after[id] != nil:
			add(1, 1, 0)
		case i != nil && i.State.Planned() && !slices.Contains(i.Periods, period):
			add(1, 0, 1)
		default:
			add(1, 0, 0)
		}
	}
	for id := range after {
		if base[id] == nil {
			add(0, 1, 0)
		}
	}
	d := stat.DriftTotal(rows)
	c.same(release+" drift: locked, left, added", []float64{float64(want.Baseline), float64(len(want.Left)), float64(len(want.Added))},
		[]float64{d.Base, d.Moved + d.Cut, d.Added})
	if want := float64(len(want.Left)) / float64(want.Baseline); math.Abs(d.Share.X-want) > 1e-12 {
		c.t.Errorf("%s drift = %v, want %v", release, d.Share.X, want)
	}
}

func numbersOf(m *Mapping, a, b map[graph.InitiativeID]*graph.Initiative) []int {
	out := []int{}
	for id, i := range a {
		if b[id] == nil {
			out = append(out, m.numberOf(i.Key))
		}
	}
	slices.Sort(out)
	return out
}

// fateOf is what became of a step, from the initiative as it is today. Which word ended it
// stands in its decision.
func fateOf(in *Inputs, today *graph.Initiative, step string, release int) (string, int) {
	if today == nil {
		return "deleted", 0
	}
	i := slices.IndexFunc(in.Now, func(p *Proposal) bool { return p.Path == today.Key })
	if today.State == graph.Stopped {
		return in.Now[i].Status, 0
	}
	at := slices.IndexFunc(today.Steps, func(s graph.Step) bool { return s.Name == step })
	if at < 0 {
		return "stage unpinned", 0
	}
	n, ok := in.Mapping.Release(string(today.Steps[at].Period))
	switch {
	case !ok:
		return "stage unpinned", 0
	case n == release:
		return "kept", n
	case n > release:
		return "slipped", n
	}
	return "moved earlier", n
}

// compareOrganisation compares the units at each start of a cycle.
func compareOrganisation(c *comparison, w *workspace, in *Inputs, dir string) {
	type fact struct {
		Release        string
		Groups         int
		Appeared, Gone []string
	}
	for i, want := range load[[]fact](c.t, dir, "history", "org_reference.json") {
		s, _ := w.past(in.Cycles[i].Start)
		day := graph.DateOf(in.Cycles[i].Start)
		count, appeared, gone := 0, []string{}, []string{}
		for u := range graph.All[*graph.Unit](s) {
			if u.Short == "" {
				continue // not from a list of groups
			}
			if u.Until == 0 || u.Until >= day {
				count++
			}
			if u.From == day {
				appeared = append(appeared, u.Short)
			}
			if u.Until == day-1 {
				gone = append(gone, u.Short)
			}
		}
		c.same(want.Release+" units", want.Groups, count)
		c.same(want.Release+" appeared", want.Appeared, appeared)
		c.same(want.Release+" gone", want.Gone, gone)
	}
}
