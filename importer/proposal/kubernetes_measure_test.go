package proposal

import (
	"fmt"
	"slices"
	"testing"

	"throughline/graph"
	"throughline/portfolio"
	"throughline/testing/shared"
)

// The product's own measure of drift, from each freeze to today, finds every slip of the
// reference: the same proposal, the same stage, the same release, as many releases late.
func TestKubernetesMeasuredDrift(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	in, w := importKubernetes(t, dir)
	c := &comparison{t: t}
	head := w.latest()
	want := load[factDrift](t, dir, "history", "drift_reference.json")
	for _, cycle := range in.Cycles {
		fact, ok := want.PerRelease[cycle.Release]
		if !ok {
			continue
		}
		period := head.Period(graph.PeriodID(cycle.Release))
		frozen, _ := w.past(cycle.Freeze)
		d := portfolio.DriftBetween(frozen, head, portfolio.Scope{Period: period})
		c.same(cycle.Release+" unit", "commitments", d.Unit)
		found := map[string]bool{}
		for _, s := range d.Slips {
			found[fmt.Sprintf("%d %s %s>%s %g", in.Mapping.numberOf(s.Initiative.Key), s.Step, s.From.ID, s.To.ID, s.By)] = true
		}
		for _, s := range fact.Slips {
			key := fmt.Sprintf("%d %s %s>%s %d", s.Kep, s.Stage, cycle.Release, s.To, s.By)
			c.n++
			if !found[key] {
				i := slices.IndexFunc(in.Now, func(p *Proposal) bool { return p.Number == s.Kep })
				t.Errorf("%s: the slip %q is not measured (today %s)", cycle.Release, key, in.Now[i].Status)
			}
		}
		locked, today := promises(in, in.History.At(cycle.Freeze), cycle.Number), promises(in, in.History.Head(), cycle.Number)
		kept := 0
		for promise := range locked {
			if today[promise] {
				kept++
			}
		}
		c.same(cycle.Release+" locked, kept", []float64{float64(len(locked)), float64(kept)}, []float64{d.Totals.Base, d.Totals.Kept})
	}
	shared.Ran(t, c.n)
}

// promises are the stages that firm proposals plan for a release, counted from the proposals and
// not from the records. A present stage without a release of its own is promised for the release
// the proposal is worked on for.
func promises(in *Inputs, state []*Proposal, release int) map[string]bool {
	m := in.Mapping
	out := map[string]bool{}
	for l, p := range state {
		if p == nil || !m.Commitment(p.Status).Planned() {
			continue
		}
		staged := false
		for _, s := range m.Stages {
			n, named := m.Release(p.Milestone(s.Name))
			latest, worked := m.Release(p.Latest)
			staged = staged || named || s.Name == p.Stage
			if named && n == release || !named && s.Name == p.Stage && worked && latest == release {
				out[fmt.Sprint(l, " ", s.Name)] = true
			}
		}
		if n, ok := m.Release(p.Latest); !staged && ok && n == release {
			out[fmt.Sprint(l)] = true // without any stage the proposal as a whole is promised
		}
	}
	return out
}
