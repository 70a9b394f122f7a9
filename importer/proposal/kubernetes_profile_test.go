package proposal

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/testing/shared"
)

// profile is the part of the reference's counts that is compared.
type profile struct {
	KepsParsed    int            `json:"keps_parsed"`
	PerDirectory  map[string]int `json:"per_directory_sig"`
	PerOwner      map[string]int `json:"per_owning_sig"`
	Status        map[string]int
	Stage         map[string]int
	StatusStage   map[string]int `json:"status_x_stage"`
	Latest        map[string]int `json:"latest_milestone"`
	CreatedYear   map[string]int `json:"created_year"`
	WithAny       int            `json:"with_any_participant"`
	CrossTeam     int            `json:"cross_team_keps"`
	Others        map[string]int `json:"participants_other_than_owner"`
	Pairs         int            `json:"cross_team_edges_distinct_pairs"`
	Edges         int            `json:"cross_team_edges_total"`
	Asked         map[string]int `json:"asked_of (participant of others)"`
	Asks          map[string]int `json:"asks_others (owner with participants)"`
	Neighbours    map[string]int `json:"neighbour_sigs"`
	Authors       map[string]int `json:"authors_count"`
	Approvers     map[string]int `json:"approvers_count"`
	RealApprovers map[string]int `json:"real_approvers_count"`
	NoReal        int            `json:"no_real_approver"`
	NoAuthor      int            `json:"no_author"`
	People        int            `json:"distinct_people"`
	DistinctApp   int            `json:"distinct_approvers"`
	TopApprovers  [][2]any       `json:"top_approvers"`
	OpenLoad      [][2]any       `json:"open_approver_load"`
	HasMilestones int            `json:"has_milestone_map"`
	MilestonesSet map[string]int `json:"milestone_stages_set"`
	ProdReadiness struct {
		Files    int            `json:"files"`
		Stages   int            `json:"stage_approvals"`
		Distinct int            `json:"distinct_prr_approvers"`
		Per      [][2]any       `json:"per_approver"`
		ByStage  map[string]int `json:"by_stage"`
	} `json:"prod_readiness"`
	Exceptions struct {
		Total      int            `json:"total"`
		PerRelease map[string]int `json:"per_release"`
		Groups     map[string]int `json:"groups"`
		Status     map[string]int `json:"status"`
		Matching   int            `json:"matching_a_kep_number"`
	} `json:"exceptions"`
	Org         map[string]int `json:"org"`
	Subprojects int            `json:"subprojects"`
	Stakes      int            `json:"wg_stakeholder_links"`
	Leads       map[string]int `json:"leads"`
}

// comparison counts what was compared.
type comparison struct {
	t *testing.T
	n int
}

func (c *comparison) same(what string, want, got any) {
	c.t.Helper()
	c.n++
	if diff := cmp.Diff(want, got); diff != "" {
		c.t.Errorf("%s (-want +got):\n%s", what, diff)
	}
}

// count counts the proposals by a key; "" keys are left out.
func count(now []*Proposal, key func(*Proposal) string) map[string]int {
	out := map[string]int{}
	for _, p := range now {
		if k := key(p); k != "" {
			out[k]++
		}
	}
	return out
}

// or is the text, or another when it is empty.
func or(s, other string) string {
	if s == "" {
		return other
	}
	return s
}

// others are the participants other than the owner, each once.
func others(p *Proposal) []string {
	return slices.DeleteFunc(sortedSet(p.Participants), func(s string) bool { return s == p.Owner })
}

func TestKubernetesProfile(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	d := readToday(t, dir)
	want := load[profile](t, dir, "profile.json")
	c := &comparison{t: t}
	c.same("keps", want.KepsParsed, len(d.now))
	c.same("per directory", want.PerDirectory, count(d.now, func(p *Proposal) string { return d.m.Identity.Unit.group(p.Path) }))
	c.same("per owner", want.PerOwner, count(d.now, func(p *Proposal) string { return p.Owner }))
	c.same("status", want.Status, count(d.now, func(p *Proposal) string { return p.Status }))
	c.same("stage", want.Stage, count(d.now, func(p *Proposal) string { return or(p.Stage, "null") }))
	c.same("status and stage", want.StatusStage, count(d.now, func(p *Proposal) string { return p.Status + " / " + or(p.Stage, "None") }))
	want.Latest["null"] += want.Latest[""] // an empty text and no value at all both say: not set
	delete(want.Latest, "")
	c.same("latest milestone", want.Latest, count(d.now, func(p *Proposal) string { return or(p.Latest, "null") }))
	c.same("created in", want.CreatedYear, count(d.now, func(p *Proposal) string { return or(p.RawCreated, "None")[:4] }))
	c.same("with milestones", want.HasMilestones, len(slices.DeleteFunc(slices.Clone(d.now), func(p *Proposal) bool {
		return !slices.ContainsFunc(p.Milestones, func(m Milestone) bool { return !m.Unset })
	})))
	c.same("milestones set", want.MilestonesSet, count(d.now, func(p *Proposal) string {
		var set []string
		for _, m := range p.Milestones {
			if _, named := d.m.Release(m.Raw); named {
				set = append(set, m.Stage)
			}
		}
		slices.Sort(set)
		return or(strings.Join(set, "+"), "(none)")
	}))
	compareUnits(c, d, want)
	comparePeople(c, d, want)
	compareBeside(c, d, want, dir)
	shared.Ran(t, c.n)
}

func compareUnits(c *comparison, d *today, want profile) {
	c.same("with any participant", want.WithAny, len(slices.DeleteFunc(slices.Clone(d.now), func(p *Proposal) bool { return len(p.Participants) == 0 })))
	c.same("participants other than the owner", want.Others, count(d.now, func(p *Proposal) string { return fmt.Sprint(len(others(p))) }))
	asked, asks, cross, edges := map[string]int{}, map[string]int{}, 0, 0
	known := Names(d.groups)
	neighbours := map[string]map[string]bool{}
	pairs := map[string]bool{}
	for _, p := range d.now {
		if len(others(p)) > 0 {
			cross++
		}
		for _, o := range others(p) {
			if _, exists := slices.BinarySearch(known, o); !exists {
				continue // the reference draws edges only to units that exist today
			}
			edges++
			asked[o]++
			asks[p.Owner]++
			pairs[p.Owner+" "+o] = true
			for _, side := range [][2]string{{p.Owner, o}, {o, p.Owner}} {
				if neighbours[side[0]] == nil {
					neighbours[side[0]] = map[string]bool{}
				}
				neighbours[side[0]][side[1]] = true
			}
		}
	}
	c.same("cross-team", []int{want.CrossTeam, want.Edges, want.Pairs}, []int{cross, edges, len(pairs)})
	c.same("asked of", want.Asked, asked)
	c.same("asks others", want.Asks, asks)
	n := map[string]int{}
	for unit, list := range neighbours {
		n[unit] = len(list)
	}
	c.same("neighbours", want.Neighbours, n)
}

// The reference counts entries of lists as they are written: words and teams are people to it,
// TBD is one of them, and a handle without its @ is somebody else. To compare with it the test
// counts the same way; the import itself tells them apart. See docs/kubernetes.md.

// written are the entries that are not placeholders, in lower case.
func written(people []Person) []string {
	var out []string
	for _, p := range people {
		if p.Kind != Placeholder {
			out = append(out, strings.ToLower(strings.TrimSpace(p.Raw)))
		}
	}
	return out
}

func comparePeople(c *comparison, d *today, want profile) {
	length := func(list func(*Proposal) int) map[string]int {
		return count(d.now, func(p *Proposal) string { return fmt.Sprint(list(p)) })
	}
	c.same("authors", want.Authors, length(func(p *Proposal) int { return len(p.Authors) }))
	c.same("approvers", want.Approvers, length(func(p *Proposal) int { return len(p.Approvers) }))
	c.same("real approvers", want.RealApprovers, length(func(p *Proposal) int { return len(written(p.Approvers)) }))
	c.same("no real approver", want.NoReal, length(func(p *Proposal) int { return len(written(p.Approvers)) })["0"])
	c.same("no author", want.NoAuthor, length(func(p *Proposal) int { return len(written(p.Authors)) })["0"])
	people, approvers, load, open := map[string]bool{}, map[string]bool{}, map[string]int{}, map[string]int{}
	for _, p := range d.now {
		for _, person := range slices.Concat(p.Authors, p.Reviewers, p.Approvers) {
			people[strings.TrimPrefix(strings.ToLower(strings.TrimSpace(person.Raw)), "@")] = true
		}
		for _, h := range written(p.Approvers) {
			approvers[strings.TrimPrefix(h, "@")] = true
			load[h]++
			if p.Status == "implementable" || p.Status == "provisional" {
				open[h]++
			}
		}
	}
	c.same("people", want.People, len(people))
	c.same("distinct approvers", want.DistinctApp, len(approvers))
	compareTop(c, "top approvers", want.TopApprovers, load)
	compareTop(c, "open load of approvers", want.OpenLoad, open)
}

// compareTop compares the reference's list of the most with our counts, name by name, and that
// nobody with more is missing from it.
func compareTop(c *comparison, what string, want [][2]any, got map[string]int) {
	listed := map[string]bool{}
	least := 0
	for _, row := range want {
		name, n := fmt.Sprint(row[0]), int(row[1].(float64))
		c.same(what+" "+name, n, got[name])
		listed[name], least = true, n
	}
	for name, n := range got {
		if n > least && !listed[name] {
			c.t.Errorf("%s: %s has %d, more than the last of the list with %d", what, name, n, least)
		}
	}
}

func compareBeside(c *comparison, d *today, want profile, dir string) {
	stages, per := map[string]int{}, map[string]int{}
	proper := 0
	for _, a := range d.approvals {
		if !strings.HasPrefix(a.Approver.Raw, "@") {
			continue // the reference leaves out handles without their @; they are defects of their own
		}
		proper++
		stages[a.Stage]++
		per["@"+a.Approver.Handle]++
	}
	c.same("approvals", want.ProdReadiness.Stages, proper)
	c.same("approvals by stage", want.ProdReadiness.ByStage, stages)
	c.same("distinct approvers of readiness", want.ProdReadiness.Distinct, len(per))
	compareTop(c, "approver of readiness", want.ProdReadiness.Per, per)

	releases, groups, status, matching := map[string]int{}, map[string]int{}, map[string]int{}, 0
	for _, e := range d.exceptions {
		releases[e.Release]++
		groups[or(e.Group, "(flat list)")]++
		status[e.RawStatus]++
		if _, ok := d.index.byNumber[e.Number]; ok {
			matching++
		}
	}
	c.same("exceptions", want.Exceptions.Total, len(d.exceptions))
	c.same("exceptions per release", want.Exceptions.PerRelease, releases)
	c.same("exceptions per freeze", want.Exceptions.Groups, groups)
	c.same("exceptions per status", want.Exceptions.Status, status)
	c.same("exceptions of a proposal", want.Exceptions.Matching, matching)

	org, leads, subprojects, stakes := map[string]int{"usergroups": 0}, map[string]int{}, 0, 0
	for _, g := range d.groups {
		org[g.Kind]++
		leads["chairs"] += g.Chairs
		leads["tech_leads"] += g.TechLeads
		subprojects += len(g.Subprojects)
		if g.Kind == "workinggroups" {
			stakes += len(g.Stakeholders)
		}
	}
	c.same("groups", want.Org, org)
	c.same("leads", want.Leads, leads)
	c.same("subprojects and stakes", []int{want.Subprojects, want.Stakes}, []int{subprojects, stakes})
	compareExceptions(c, d, dir)
}

// compareExceptions compares every exception with the reference's row.
func compareExceptions(c *comparison, d *today, dir string) {
	type row struct {
		Release, Group, Name, Requested, Reviewed, Status string
		Raw                                               string `json:"issue_raw"`
		Kep                                               int
	}
	day := func(t interface {
		IsZero() bool
		Format(string) string
	},
	) string {
		if t.IsZero() {
			return ""
		}
		return t.Format("2006-01-02")
	}
	var got []row
	for _, e := range d.exceptions {
		got = append(got, row{e.Release, or(e.Group, "(flat list)"), e.Name, day(e.Requested), day(e.Reviewed), e.RawStatus, e.RawNumber, e.Number})
	}
	want := load[[]row](c.t, dir, "exceptions.json")
	order := func(a, b row) int {
		return strings.Compare(a.Release+a.Group+a.Name+a.Raw, b.Release+b.Group+b.Name+b.Raw)
	}
	slices.SortFunc(got, order)
	slices.SortFunc(want, order)
	c.same("every exception", want, got)
	c.n += len(want)
}

func TestKubernetesLinks(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	d := readToday(t, dir)
	type row struct{ From, Kind, Raw, Form, To, How string }
	forms := map[Form]string{FormReference: "kep-ref"}
	hows := map[How]string{WithoutTarget: "number without KEP", OtherFile: "repo file that is not a KEP"}
	var got []row
	for _, p := range d.now {
		for _, l := range d.index.Links(p) {
			r := row{l.From, l.Key, l.Raw, or(forms[l.Form], string(l.Form)), l.To, or(hows[l.How], string(l.How))}
			got = append(got, r)
		}
	}
	want := load[[]row](t, dir, "links.json")
	// The packs hold no other files, so two links to such files look broken; docs/kubernetes.md.
	for i, w := range want {
		if w.How == hows[OtherFile] && !strings.HasSuffix(w.Raw, "csi-migration-design.md") {
			want[i].How = string(Dangling)
		}
	}
	order := func(a, b row) int { return strings.Compare(a.From+a.Kind+a.Raw, b.From+b.Kind+b.Raw) }
	slices.SortStableFunc(got, order)
	slices.SortStableFunc(want, order)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("links (-want +got):\n%s", diff)
	}
	shared.Ran(t, len(want))
}
