package proposal

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"throughline/importer/source"
	"throughline/testing/shared"
)

// slip is a stage that came later than planned at a freeze.
type slip struct {
	Kep   int
	Stage string
	To    string
	By    int `json:"by_releases"`
}

// factRelease is one release of the reference.
type factRelease struct {
	Baseline int            `json:"baseline_keps"`
	Released bool           `json:"released_snapshot"`
	Pinned   int            `json:"baseline_pinned_stage"`
	AtEnd    int            `json:"at_end_keps"`
	Added    []int          `json:"added_after_freeze"`
	Left     []int          `json:"left_after_freeze"`
	Fate     map[string]int `json:"fate_at_head"`
	Slips    []slip
	PerSig   map[string]int `json:"per_sig_baseline"`
}

// factDrift is the reference.
type factDrift struct {
	Ever        int                    `json:"kep_lineages_ever"`
	AtHead      int                    `json:"at_head"`
	Deleted     int                    `json:"deleted_lineages"`
	Events      int                    `json:"events"`
	ByOp        map[string]int         `json:"events_by_op"`
	ByField     map[string]int         `json:"changes_by_field"`
	Transitions map[string]int         `json:"status_transitions"`
	Transfers   []factTransfer         `json:"owner_transfers"`
	Added       int                    `json:"participants_added_later"`
	Removed     int                    `json:"participants_removed_later"`
	PerRelease  map[string]factRelease `json:"per_release"`
	Exceptions  map[string]int         `json:"exceptions_vs_baseline"`
	SlipEvents  []factMove             `json:"slip_events"`
	Moves       struct {
		Total, Later, Earlier int
		ByField               map[string]int `json:"later_by_field"`
		Deltas                map[string]int `json:"delta_distribution"`
		Slipped               int            `json:"keps_that_slipped"`
		Most                  []struct {
			Path  string
			Slips int
		} `json:"most_slipped"`
	} `json:"milestone_moves"`
}

type factTransfer struct {
	T        string
	Kep      int
	From, To string
}

type factMove struct {
	T               string
	PR, Kep         int
	Field, From, To string
	Delta           int
}

// nothingToNothing is what the reference counts as changes of a field although neither side says
// anything: in two versions after an unreadable one. See docs/kubernetes.md.
var nothingToNothing = map[string]int{
	"milestone.beta": 1, "milestone.stable": 2, "milestone.deprecated": 2, "milestone.disabled": 2, "milestone.removed": 2,
	"see-also": 2, "replaces": 2, "superseded-by": 2,
}

// later are the events that change a lineage after its beginning.
func later(h *History) []Event {
	return slices.DeleteFunc(slices.Clone(h.Events), func(e Event) bool { return e.Op != Change && e.Op != Move })
}

func stamp(t time.Time) string { return t.Format("2006-01-02T15:04:05Z") }

func TestKubernetesLineages(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	m := Kubernetes()
	h := replayed(t, m, dir)
	want := load[factDrift](t, dir, "history", "drift_reference.json")
	c := &comparison{t: t}
	ops, fields, transitions := map[string]int{}, map[string]int{}, map[string]int{}
	added, removed := 0, 0
	var transfers []factTransfer
	for _, e := range h.Events {
		ops[string(e.Op)]++
	}
	for _, e := range later(h) {
		for _, f := range e.Changes {
			fields[factField(m, f.Field)]++
			switch f.Field {
			case FieldStatus:
				transitions[or(f.Old(), "None")+" -> "+or(f.New(), "None")]++
			case FieldOwner:
				transfers = append(transfers, factTransfer{stamp(e.Time), h.Lineages[e.Lineage].Number, f.Old(), f.New()})
			case FieldParticipants:
				added += len(without(f.After, f.Before))
				removed += len(without(f.Before, f.After))
			}
		}
	}
	for name, n := range nothingToNothing {
		fields[name] += n
	}
	ended := slices.DeleteFunc(slices.Clone(h.Lineages), func(l Lineage) bool { return l.Ended.IsZero() })
	c.same("lineages ever, at head, ended", []int{want.Ever, want.AtHead, want.Deleted}, []int{len(h.Lineages), len(h.Now()), len(ended)})
	c.same("events", want.Events, len(h.Events))
	c.same("events by op", want.ByOp, ops)
	c.same("changes by field", want.ByField, fields)
	c.same("status transitions", want.Transitions, transitions)
	c.same("owner transfers", want.Transfers, transfers)
	c.same("participants added and removed", []int{want.Added, want.Removed}, []int{added, removed})
	shared.Ran(t, c.n+len(want.ByField)+len(want.Transitions)+len(want.Transfers))
}

func TestKubernetesMilestoneMoves(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	m := Kubernetes()
	h := replayed(t, m, dir)
	want := load[factDrift](t, dir, "history", "drift_reference.json")
	c := &comparison{t: t}
	var got []factMove
	byField, deltas, slips := map[string]int{}, map[string]int{}, map[int]int{}
	for _, mv := range m.MilestoneMoves(h) {
		e := h.Events[mv.Event]
		pr, _ := atoi(e.Reference)
		name := m.Keys.Milestones + "." + mv.Stage
		got = append(got, factMove{stamp(e.Time), pr, m.numberOf(e.Path), name, m.Write(mv.From), m.Write(mv.To), mv.To - mv.From})
		deltas[fmt.Sprint(mv.To-mv.From)]++
		if mv.To > mv.From {
			byField[name]++
			slips[e.Lineage]++
		}
	}
	order := func(a, b factMove) int {
		return cmp.Or(cmp.Compare(a.T, b.T), cmp.Compare(a.Kep, b.Kep), cmp.Compare(a.Field, b.Field))
	}
	slices.SortStableFunc(got, order)
	slices.SortStableFunc(want.SlipEvents, order)
	for i := range want.SlipEvents { // the reference keeps the spelling, v1.30 or 1.30
		f, _ := m.Release(want.SlipEvents[i].From)
		g, _ := m.Release(want.SlipEvents[i].To)
		want.SlipEvents[i].From, want.SlipEvents[i].To = m.Write(f), m.Write(g)
	}
	c.same("moves", want.SlipEvents, got)
	c.same("total", want.Moves.Total, len(got))
	c.same("later by field", want.Moves.ByField, byField)
	c.same("distribution", want.Moves.Deltas, deltas)
	c.same("proposals that slipped", want.Moves.Slipped, len(slips))
	for _, most := range want.Moves.Most {
		l := slices.IndexFunc(h.Lineages, func(l Lineage) bool { return l.Path == most.Path })
		c.same("slips of "+most.Path, most.Slips, slips[l])
	}
	shared.Ran(t, c.n+len(want.SlipEvents))
}

// plan is the lineages of a release's plan in a picture.
func planOf(m *Mapping, state []*Proposal, release int) map[int]*Proposal {
	out := map[int]*Proposal{}
	for l, p := range state {
		if m.PlannedFor(p, release) {
			out[l] = p
		}
	}
	return out
}

// numbers are the numbers of the lineages that are in a and not in b.
func numbers(a, b map[int]*Proposal) []int {
	out := []int{}
	for l, p := range a {
		if b[l] == nil {
			out = append(out, p.Number)
		}
	}
	slices.Sort(out)
	return out
}

// fate is what became of a pinned stage.
func fate(m *Mapping, head *Proposal, stage string, release int) (word string, to int) {
	if head == nil {
		return "deleted", 0
	}
	if slices.Contains([]string{"withdrawn", "rejected", "replaced"}, head.Status) {
		return head.Status, 0
	}
	n, ok := m.Release(head.Milestone(stage))
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

func calendar(t *testing.T, m *Mapping, dir string) []Cycle {
	t.Helper()
	b, err := os.ReadFile(filepath.Join(dir, "release-calendar.json"))
	if err != nil {
		t.Fatal(err)
	}
	cycles, defects, err := m.Calendar("release-calendar.json", b)
	if err != nil || len(defects) > 0 {
		t.Fatal(err, defects)
	}
	return cycles
}

func TestKubernetesDriftPerRelease(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	m := Kubernetes()
	h := replayed(t, m, dir)
	want := load[factDrift](t, dir, "history", "drift_reference.json")
	c := &comparison{t: t}
	head := h.Head()
	seen := 0
	for _, cycle := range calendar(t, m, dir) {
		w, ok := want.PerRelease[cycle.Release]
		if !ok {
			continue
		}
		seen++
		end := head
		if w.Released {
			end = h.At(cycle.Out)
		}
		base, after := planOf(m, h.At(cycle.Freeze), cycle.Number), planOf(m, end, cycle.Number)
		c.same(cycle.Release+" sizes", []int{w.Baseline, w.AtEnd}, []int{len(base), len(after)})
		c.same(cycle.Release+" added", w.Added, numbers(after, base))
		c.same(cycle.Release+" left", w.Left, numbers(base, after))
		perSig := map[string]int{}
		for _, p := range base {
			perSig[p.Owner]++
		}
		c.same(cycle.Release+" per owner", w.PerSig, perSig)
		comparePins(c, m, base, head, cycle, w)
	}
	c.same("releases compared", len(want.PerRelease), seen)
	shared.Ran(t, c.n)
}

func comparePins(c *comparison, m *Mapping, base map[int]*Proposal, head []*Proposal, cycle Cycle, w factRelease) {
	fates, pinned, slips := map[string]int{}, 0, []slip{}
	for l, p := range base {
		stage, ok := m.PinnedFor(p, cycle.Number)
		if !ok {
			continue
		}
		pinned++
		word, to := fate(m, head[l], stage, cycle.Number)
		fates[word]++
		if word == "slipped" {
			slips = append(slips, slip{p.Number, stage, m.Write(to), to - cycle.Number})
		}
	}
	order := func(a, b slip) int { return cmp.Or(cmp.Compare(a.Kep, b.Kep), strings.Compare(a.Stage, b.Stage)) }
	slices.SortFunc(slips, order)
	slices.SortFunc(w.Slips, order)
	c.same(cycle.Release+" pinned", w.Pinned, pinned)
	c.same(cycle.Release+" fate", w.Fate, fates)
	c.same(cycle.Release+" slips", w.Slips, slips)
}

func TestKubernetesExceptionsAgainstBaseline(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	d := readToday(t, dir)
	h := replayed(t, d.m, dir)
	want := load[factDrift](t, dir, "history", "drift_reference.json")
	freezes := map[string]string{"enhancementFreeze": "enh-freeze", "codeFreeze": "code-freeze", "": "(flat list)"}
	got := map[string]int{}
	for _, cycle := range calendar(t, d.m, dir) {
		if _, ok := want.PerRelease[cycle.Release]; !ok {
			continue
		}
		at := h.At(cycle.Freeze)
		for _, e := range d.exceptions {
			if e.Release != cycle.Release {
				continue
			}
			group, known := freezes[e.Group]
			if !known {
				group = e.Group
			}
			got[group+" "+e.Status+": "+standing(d.m, at, e.Number, cycle.Number)]++
		}
	}
	c := &comparison{t: t}
	c.same("exceptions against the baseline", want.Exceptions, got)
	shared.Ran(t, len(want.Exceptions))
}

// standing is where a proposal stood at the freeze.
func standing(m *Mapping, at []*Proposal, number, release int) string {
	there := slices.DeleteFunc(slices.Clone(at), func(p *Proposal) bool { return p == nil || p.Number != number })
	switch {
	case len(there) == 0:
		return "no kep.yaml at freeze"
	case slices.ContainsFunc(there, func(p *Proposal) bool { return m.PlannedFor(p, release) }):
		return "in baseline"
	}
	return "not in baseline"
}

func TestKubernetesGroupsThroughTime(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	m := Kubernetes()
	type fact struct {
		Release                   string
		Groups, Sigs, Subprojects int
		Appeared, Gone            []string
	}
	files := map[string][]byte{}
	each(t, filepath.Join(dir, "history", "sigs-at-cycle-start.tar.xz"), nil, func(v source.Version) {
		files[strings.TrimSuffix(v.Path, "/sigs.yaml")] = v.Content
	})
	c := &comparison{t: t}
	var before []Group
	for i, want := range load[[]fact](t, dir, "history", "org_reference.json") {
		groups, defects := m.Groups(want.Release, files[want.Release])
		for _, d := range defects {
			t.Logf("%s", d)
		}
		sigs, subprojects := 0, 0
		for _, g := range groups {
			if g.Kind == "sigs" {
				sigs++
			}
			subprojects += len(g.Subprojects)
		}
		c.same(want.Release+" counts", []int{want.Groups, want.Sigs, want.Subprojects}, []int{len(groups), sigs, subprojects})
		if i > 0 {
			appeared, gone := Difference(before, groups)
			c.same(want.Release+" appeared", want.Appeared, append([]string{}, appeared...))
			c.same(want.Release+" gone", want.Gone, append([]string{}, gone...))
		}
		before = groups
	}
	shared.Ran(t, c.n)
}

// The pictures of the replay are the trees of files that were there at the freezes and releases.
func TestKubernetesPicturesAgainstTrees(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	m := Kubernetes()
	h := replayed(t, m, dir)
	c := &comparison{t: t}
	for _, cycle := range calendar(t, m, dir) {
		for name, at := range map[string]time.Time{"freeze": cycle.Freeze, "release": cycle.Out} {
			archive := filepath.Join(dir, "history", "snapshots", cycle.Release+"-"+name+".tar.gz")
			if _, err := os.Stat(archive); err != nil {
				continue
			}
			want, got := map[string]string{}, map[string]string{}
			each(t, archive, m.IsProposal, func(v source.Version) {
				p, _ := m.Parse(v.Path, v.Content)
				want[v.Path] = fmt.Sprint(m.fields(p))
			})
			for _, p := range h.At(at) {
				if p != nil {
					got[p.Path] = fmt.Sprint(m.fields(p))
				}
			}
			c.same(cycle.Release+" "+name, want, got)
			c.n += len(want)
		}
	}
	shared.Ran(t, c.n)
}
