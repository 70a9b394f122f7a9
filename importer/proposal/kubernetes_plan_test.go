package proposal

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/change"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/source"
	"throughline/testing/shared"
)

// workspace is a workspace in memory: every change is placed on the picture by the same rules as
// in the product, and the picture after each is kept.
type workspace struct {
	pictures []picture // in the order of the changes
}

type picture struct {
	effective time.Time
	snapshot  *graph.Snapshot
}

// apply places a step; changes must come in the order of time.
func (w *workspace) apply(_ context.Context, s importer.Step) error {
	base := w.latest()
	b := base.Edit()
	position := base.Position() + 1
	if err := change.Place(b, &s.Draft, position, s.Draft.Effective); err != nil {
		return fmt.Errorf("%s %s: %w", s.Draft.Effective, s.Draft.Reason, err)
	}
	w.pictures = append(w.pictures, picture{s.Draft.Effective, b.Snapshot(s.Draft.Effective, position)})
	return nil
}

func (w *workspace) latest() *graph.Snapshot {
	if len(w.pictures) == 0 {
		return graph.Empty()
	}
	return w.pictures[len(w.pictures)-1].snapshot
}

// past is the picture at a moment.
func (w *workspace) past(at time.Time) (*graph.Snapshot, error) {
	if at.IsZero() {
		return w.latest(), nil
	}
	i := len(w.pictures)
	for i > 0 && w.pictures[i-1].effective.After(at) {
		i--
	}
	if i == 0 {
		return graph.Empty(), nil
	}
	return w.pictures[i-1].snapshot, nil
}

// run imports into the workspace.
func (w *workspace) run(t testing.TB, in *Inputs) importer.Summary {
	t.Helper()
	plan, err := in.Plan(w.past)
	if err != nil {
		t.Fatal(err)
	}
	sum, err := importer.Run(t.Context(), plan, importer.Options{Apply: w.apply})
	if err != nil {
		t.Fatal(err)
	}
	return sum
}

func readKubernetes(t testing.TB, dir string) *Inputs {
	t.Helper()
	m := Kubernetes()
	in, err := m.Read(t.Context(), m.At(dir), source.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return in
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
	in := readKubernetes(t, dir)
	w := &workspace{}
	began := time.Now()
	sum := w.run(t, in)
	t.Logf("imported in %s: %s", time.Since(began).Round(time.Millisecond), strings.Join(sum.Words(), " "))
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
