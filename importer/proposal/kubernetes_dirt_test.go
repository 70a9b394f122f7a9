package proposal

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"throughline/importer/source"
	"throughline/testing/shared"
)

// today is everything of the real data as it is at its end.
type today struct {
	m          *Mapping
	now        []*Proposal
	index      *Index
	groups     []Group
	approvals  []Approval
	exceptions []Exception
	defects    []Defect
}

// each calls use with every wanted file of an archive.
func each(t *testing.T, archive string, want func(string) bool, use func(v source.Version)) {
	t.Helper()
	s, err := source.Open(archive, source.Options{Want: want})
	if err != nil {
		t.Fatal(err)
	}
	for v, err := range s.Versions(t.Context()) {
		if err != nil {
			t.Fatal(err)
		}
		use(v)
	}
}

func readToday(t *testing.T, dir string) *today {
	t.Helper()
	m := Kubernetes()
	d := &today{m: m}
	note := func(list []Defect) { d.defects = append(d.defects, list...) }
	each(t, filepath.Join(dir, "kep-yaml.tar.gz"), m.IsProposal, func(v source.Version) {
		p, defects := m.Parse(v.Path, v.Content)
		note(defects)
		if p != nil {
			d.now = append(d.now, p)
		}
	})
	each(t, filepath.Join(dir, "prod-readiness.tar.gz"), m.IsApproval, func(v source.Version) {
		list, defects := m.Approvals(v.Path, v.Content)
		note(defects)
		d.approvals = append(d.approvals, list...)
	})
	each(t, filepath.Join(dir, "sig-release.tar.gz"), m.IsException, func(v source.Version) {
		list, defects := m.Exceptions(v.Path, v.Content)
		note(defects)
		d.exceptions = append(d.exceptions, list...)
	})
	sigs, err := os.ReadFile(filepath.Join(dir, "sigs.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	groups, defects := m.Groups("sigs.yaml", sigs)
	note(defects)
	d.groups, d.index = groups, m.NewIndex(d.now, nil)
	note(m.Check(d.now, Names(groups), d.index))
	note(CheckApprovals(d.approvals, d.index))
	return d
}

// factCode is the reference's name for a code, where it differs.
var factCode = map[Code]string{
	NumberLeadingZero: "kep_number_leading_zero", NumberTwice: "duplicate_kep_number",
	OwnerDiffersFromFolder: "owning_sig_differs_from_directory", ParticipantUnknown: "participating_sig_unknown",
	LinkWithoutTarget: "link_number_without_KEP", LinkOtherFile: "link_repo_file_that_is_not_a_KEP",
	ApprovalNumberDiffers: "prr_number_differs_from_file", ApprovalWithoutTarget: "prr_without_kep", ApproverOdd: "prr_approver_odd",
	ExceptionInvalid: "exc_invalid_yaml", ExceptionUnknownKey: "exc_unknown_key", ExceptionStatusOdd: "exc_status_odd",
	ExceptionNumberOdd: "exc_issue_not_number", ExceptionDatesTurned: "exc_reviewed_before_requested",
}

func TestKubernetesDirt(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	d := readToday(t, dir)
	got := map[string][]string{}
	for _, one := range d.defects {
		code := string(one.Code)
		if name, differs := factCode[one.Code]; differs {
			code = name
		}
		if one.Path == "" || one.Sentence == "" {
			t.Errorf("a defect without path or sentence: %+v", one)
		}
		got[code] = append(got[code], one.Path)
	}
	compared := 0
	facts := load[map[string][]struct{ Path string }](t, dir, "dirt.json")
	for _, code := range slices.Sorted(maps.Keys(facts)) {
		var want []string
		for _, f := range facts[code] {
			want = append(want, f.Path)
		}
		have := got[code]
		if code == "same_person_spelt_several_ways" {
			compared += compareSpellings(t, d, dir)
			delete(got, code)
			continue
		}
		slices.Sort(want)
		slices.Sort(have)
		want, have = documented(code, want, have)
		compared += len(want) + 1
		if diff := cmp.Diff(want, have); diff != "" {
			t.Errorf("%s: %d, want %d (-want +got):\n%s", code, len(have), len(want), diff)
		}
		delete(got, code)
	}
	for _, code := range slices.Sorted(maps.Keys(got)) {
		t.Logf("not in the reference: %s, %d times: %s", code, len(got[code]), strings.Join(got[code][:min(3, len(got[code]))], ", "))
	}
	shared.Ran(t, compared)
}

// difference is a path that only one side reports, for a reason that docs/kubernetes.md gives.
type difference struct {
	code, path string
	times      int // how often we report it more than the reference; negative is less
}

var documentedDifferences = []difference{
	// The same person approves with another spelling of the handle than as an author.
	{"author_approves_own", "keps/sig-api-machinery/4153-declarative-validation/kep.yaml", 1},
	// The packs hold no other files, so a link to one of them cannot be told from a broken one.
	{"link_dangling", "keps/sig-cli/1441-kubectl-debug/kep.yaml", 1},
	{"link_dangling", "keps/sig-release/1731-publishing-packages/kep.yaml", 1},
	{"link_repo_file_that_is_not_a_KEP", "keps/sig-cli/1441-kubectl-debug/kep.yaml", -1},
	{"link_repo_file_that_is_not_a_KEP", "keps/sig-release/1731-publishing-packages/kep.yaml", -1},
	// A group's leads, written like a person's handle, are a team.
	{"person_is_team", "keps/sig-node/2043-pod-resource-concrete-assigments/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/2403-pod-resources-allocatable-resources/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/2625-cpumanager-policies-thread-placement/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/2902-cpumanager-distribute-cpus-policy-option/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/3063-dynamic-resource-allocation/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/3327-align-by-socket/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/3545-improved-multi-numa-alignment/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/3695-pod-resources-for-dra/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/4176-cpumanager-spread-cpus-preferred-policy/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/5394-psi-node-conditions/kep.yaml", 1},
	{"person_is_team", "keps/sig-node/606-compute-device-assignment/kep.yaml", 1},
}

// documented puts what differs for a reason on the side that lacks it. A difference that is no
// longer one shows as a difference of the two lists.
func documented(code string, want, have []string) ([]string, []string) {
	for _, d := range documentedDifferences {
		switch {
		case d.code != code:
		case d.times > 0:
			want = append(want, d.path)
		default:
			have = append(have, d.path)
		}
	}
	slices.Sort(want)
	slices.Sort(have)
	return want, have
}

// compareSpellings compares who is written in several ways, with the count of each way.
func compareSpellings(t *testing.T, d *today, dir string) int {
	t.Helper()
	facts := load[map[string][]struct{ Variants map[string]int }](t, dir, "dirt.json")["same_person_spelt_several_ways"]
	var want, have []string
	text := func(m map[string]int) string {
		var parts []string
		for _, k := range slices.Sorted(maps.Keys(m)) {
			parts = append(parts, k, string(rune('0'+m[k]/100)), string(rune('0'+m[k]/10%10)), string(rune('0'+m[k]%10)))
		}
		return strings.Join(parts, " ")
	}
	for _, f := range facts {
		want = append(want, text(f.Variants))
	}
	for _, list := range d.m.Spellings(d.now) {
		ways := map[string]int{}
		for _, s := range list {
			ways[s.Raw] = s.Times
		}
		if len(ways) > 1 {
			have = append(have, text(ways))
		}
	}
	slices.Sort(want)
	slices.Sort(have)
	if diff := cmp.Diff(want, have); diff != "" {
		t.Errorf("spellings (-want +got):\n%s", diff)
	}
	return len(want)
}
