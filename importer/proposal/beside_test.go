package proposal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/fault"
)

// codes are the codes of defects with their keys.
func codes(defects []Defect) []string {
	var out []string
	for _, d := range defects {
		out = append(out, strings.TrimSpace(string(d.Code)+" "+d.Key))
	}
	return out
}

func TestApprovals(t *testing.T) {
	m := Kubernetes()
	for _, c := range []struct {
		name, path, text string
		stages, defects  []string
	}{
		{"good", "keps/prod-readiness/sig-a/12.yaml", "kep-number: 12\nbeta:\n  approver: \"@ada\"\nalpha:\n  approver: \"@Ben\"\n", []string{"alpha ben", "beta ada"}, nil},
		{"other number", "keps/prod-readiness/sig-a/12.yaml", "kep-number: 012\nalpha:\n  approver: \"@ada\"\n", []string{"alpha ada"}, []string{"approval_number_differs_from_file kep-number"}},
		{"without @", "keps/prod-readiness/sig-a/12.yaml", "kep-number: 12\nalpha:\n  approver: ada\n", []string{"alpha ada"}, []string{"approval_approver_odd alpha.approver"}},
		{"nobody", "keps/prod-readiness/template/nnnn.yaml", "kep-number: nnnn\nalpha:\n  approver:\n", nil, []string{"approval_approver_odd alpha.approver"}},
		{"Windows", "keps/prod-readiness/sig-a/12.yaml", "kep-number: 12\r\n", nil, []string{"crlf"}},
		{"unreadable", "keps/prod-readiness/sig-a/12.yaml", "a: [\n", nil, []string{"invalid_yaml"}},
	} {
		list, defects := m.Approvals(c.path, []byte(c.text))
		var stages []string
		for _, a := range list {
			stages = append(stages, a.Stage+" "+a.Approver.Handle)
		}
		if d := cmp.Diff(c.stages, stages); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if d := cmp.Diff(c.defects, codes(defects)); d != "" {
			t.Errorf("%s: defects (-want +got):\n%s", c.name, d)
		}
	}
}

func TestApprovalOfNothing(t *testing.T) {
	m := Kubernetes()
	x := m.NewIndex([]*Proposal{{Path: "keps/s/12-a/kep.yaml", Number: 12}}, nil)
	got := CheckApprovals([]Approval{{Path: "a", Number: 12}, {Path: "b", Number: 13}, {Path: "b", Number: 13}}, x)
	if len(got) != 1 || got[0].Path != "b" {
		t.Errorf("CheckApprovals = %v, want one for b", got)
	}
}

func TestExceptions(t *testing.T) {
	m := Kubernetes()
	const path = "releases/release-1.30/exceptions.yaml"
	entry := "- name: Pay later\n  issue: 12\n  date_requested: 2024-02-10\n  date_reviewed: 2024-02-12\n  thread: x\n  pull_requests: []\n  status: approved\n"
	for _, c := range []struct {
		name, text    string
		want, defects []string
	}{
		{"flat", entry, []string{"v1.30  Pay later 12 approved"}, nil},
		{"by freeze", "codeFreeze:\n" + entry + "docsFreeze:\n", []string{"v1.30 codeFreeze Pay later 12 approved"}, nil},
		{"template left over", "- name:\n  issue:\n  status:\n", nil, nil},
		{"empty", "# nothing yet\n", nil, nil},
		{"address for a number", strings.Replace(entry, "12\n", "https://example.org/issues/34\n", 1), []string{"v1.30  Pay later 34 approved"}, []string{"exception_issue_not_number issue"}},
		{"odd status", strings.Replace(entry, "approved", "Approved", 1), []string{"v1.30  Pay later 12 approved"}, []string{"exception_status_odd status"}},
		{"unknown key", strings.Replace(entry, "pull_requests", "pull-requests", 1), []string{"v1.30  Pay later 12 approved"}, []string{"exception_unknown_key pull-requests"}},
		{"reviewed first", strings.Replace(entry, "2024-02-12", "2023-02-12", 1), []string{"v1.30  Pay later 12 approved"}, []string{"exception_reviewed_before_requested date_reviewed"}},
		{"unreadable", "- a\nb: c\n", nil, []string{"exception_invalid_yaml"}},
		{"a word", "soon\n", nil, []string{"exception_invalid_yaml"}},
	} {
		list, defects := m.Exceptions(path, []byte(c.text))
		var got []string
		for _, e := range list {
			got = append(got, fmt.Sprintf("%s %s %s %d %s", e.Release, e.Group, e.Name, e.Number, e.Status))
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
		if d := cmp.Diff(c.defects, codes(defects)); d != "" {
			t.Errorf("%s: defects (-want +got):\n%s", c.name, d)
		}
	}
}

const groupsFile = `sigs:
- dir: sig-core
  name: Core
  mission_statement: >
    Keeps the ledger
    right.
  leadership:
    chairs: [{github: Ada, name: Ada B}, {name: No Handle}]
    tech_leads: [{github: ada, name: Ada B}, {github: ben, name: Ben C}]
  subprojects: [{name: ledger}, {name: batch}]
- name: no folder
workinggroups:
- dir: wg-speed
  name: Speed
  stakeholder_sigs: [Core]
representative: {github: cleo}
`

func TestGroups(t *testing.T) {
	groups, defects := Kubernetes().Groups("sigs.yaml", []byte(groupsFile))
	want := []Group{
		{
			ID: "sig-core", Name: "Core", Kind: "sigs", Purpose: "Keeps the ledger right.", Chairs: 2, TechLeads: 2, Subprojects: []string{"ledger", "batch"},
			Leads: []Lead{{"ada", "Ada B", []string{"chair", "technical lead"}}, {"ben", "Ben C", []string{"technical lead"}}},
		},
		{ID: "wg-speed", Name: "Speed", Kind: "workinggroups", Stakeholders: []string{"Core"}},
	}
	if d := cmp.Diff(want, groups); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"group_lead_without_handle sig-core", "groups_invalid_yaml dir"}, codes(defects)); d != "" {
		t.Errorf("defects (-want +got):\n%s", d)
	}
	if groups, defects := Kubernetes().Groups("sigs.yaml", []byte("[")); groups != nil || len(defects) != 1 {
		t.Errorf("unreadable groups = %v, %v", groups, defects)
	}
	appeared, gone := Difference(groups, []Group{{ID: "wg-speed"}, {ID: "wg-b"}, {ID: "wg-a"}})
	if d := cmp.Diff([][]string{{"wg-a", "wg-b"}, {"sig-core"}}, [][]string{appeared, gone}); d != "" {
		t.Errorf("Difference (-want +got):\n%s", d)
	}
}

func TestCalendar(t *testing.T) {
	m := Kubernetes()
	text := `{"v1.31": {"start": "2024-05-13", "enhancements_freeze": "2024-06-14T02", "code_freeze": "soon"},
		"v1.9": {"start": "2017-10-02", "enhancements_freeze": "2017-10-20"}, "next": {}}`
	cycles, defects, err := m.Calendar("calendar.json", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	at := func(s string) time.Time { x, _ := time.Parse(time.RFC3339, s); return x }
	want := []Cycle{
		{Release: "v1.9", Number: 9, Start: at("2017-10-02T00:00:00Z"), Freeze: at("2017-10-21T08:00:00Z")},
		{Release: "v1.31", Number: 31, Start: at("2024-05-13T00:00:00Z"), Freeze: at("2024-06-14T02:00:00Z")},
	}
	if d := cmp.Diff(want, cycles); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if d := cmp.Diff([]string{"milestone_odd_format next", "calendar_date_odd v1.31.code_freeze"}, codes(defects)); d != "" {
		t.Errorf("defects (-want +got):\n%s", d)
	}
	if _, _, err := m.Calendar("calendar.json", []byte("[]")); !fault.Is(err, fault.Invalid) {
		t.Errorf("Calendar of a list = %v", err)
	}
}

func TestResolveLinks(t *testing.T) {
	m := Kubernetes()
	now := []*Proposal{
		{Path: "keps/sig-a/7-ledger/kep.yaml", Number: 7},
		{Path: "keps/sig-b/kubeadm/8-batch/kep.yaml", Number: 8},
		{Path: "keps/sig-b/8-other/kep.yaml", Number: 8},
		{Path: "keps/sig-c/0000-none/kep.yaml"},
	}
	x := m.NewIndex(now, []string{"keps/sig-a/notes.md", "keps/sig-a/pictures/a.png"})
	for _, c := range []struct {
		raw  string
		form Form
		how  How
		to   string
	}{
		{"/keps/sig-a/7-ledger", FormPath, Exact, now[0].Path},
		{"keps/sig-a/7-ledger/README.md", FormPath, Exact, now[0].Path},
		{"/keps/sig-a/7-ledger/", FormPath, Exact, now[0].Path},
		{"https://example.org/x/blob/main/keps/sig-a/7-ledger/README.md#why", FormURL, Exact, now[0].Path},
		{"[Ledger](https://example.org/x/keps/sig-a/7-ledger)", FormURL, Exact, now[0].Path},
		{"/keps/sig-z/7-old-name", FormPath, StalePath, now[0].Path},
		{"/keps/sig-b/8-moved", FormPath, StalePath, now[2].Path},
		{"/keps/sig-a/0006-gone.md", FormPath, Dangling, ""},
		{"/keps/sig-c/0000-none-such", FormPath, Dangling, ""},
		{"/keps/sig-a/notes.md", FormPath, OtherFile, ""},
		{"/keps/sig-a/pictures", FormPath, OtherFile, ""},
		{"/keps/sig-a/7-ledger/design.md", FormPath, OtherFile, ""},
		{"https://github.com/kubernetes/enhancements/issues/7", FormURL, ByNumber, now[0].Path},
		{"https://github.com/kubernetes/enhancements/pull/99#note", FormURL, WithoutTarget, ""},
		{"https://github.com/else/where/issues/7", FormURL, External, ""},
		{"KEP-0007", FormReference, ByNumber, now[0].Path},
		{"kep 9", FormReference, WithoutTarget, ""},
		{"7", FormNumber, ByNumber, now[0].Path},
		{"0009-old.md", FormText, WithoutTarget, ""},
		{"some words", FormText, Unresolvable, ""},
		{"N/A", FormPlaceholder, Unresolvable, ""},
		{"", FormPlaceholder, Unresolvable, ""},
	} {
		got := x.Resolve("f", "see-also", c.raw)
		want := Link{From: "f", Key: "see-also", Raw: c.raw, Form: c.form, How: c.how, To: c.to}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("Resolve(%q) (-want +got):\n%s", c.raw, d)
		}
	}
}

func TestCheckBetweenFiles(t *testing.T) {
	m := Kubernetes()
	ada := []Person{m.Person("@ada")}
	now := []*Proposal{
		{Path: "keps/sig-a/7-x/kep.yaml", Number: 7, Title: "Pay  Later", Owner: "sig-a", Authors: ada, Participants: []string{"sig-b", "sig-z"}},
		{Path: "keps/sig-b/7-y/kep.yaml", Number: 7, Title: "pay later", Owner: "sig-b", Authors: []Person{m.Person("ADA")}, SeeAlso: []string{"/keps/sig-q/7-x", "n/a"}},
		{Path: "keps/sig-c/8-z/kep.yaml", Number: 8, Title: "Other", Owner: "sig-c", Authors: []Person{m.Person("\u201c@ada\u201d")}},
	}
	got := m.Check(now, []string{"sig-a", "sig-b"}, m.NewIndex(now, nil))
	want := []string{
		"duplicate_number", "same_title", "same_person_spelt_several_ways", "participant_unknown participating-sigs",
		"link_by_number_path_stale see-also", "link_unresolvable see-also", "owner_unknown owning-sig",
	}
	if d := cmp.Diff(want, codes(got)); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if i := slices.IndexFunc(got, func(d Defect) bool { return d.Path == "" || d.Sentence == "" }); i >= 0 {
		t.Errorf("a defect that says too little: %+v", got[i])
	}
}

func TestTally(t *testing.T) {
	list := []Defect{{Code: "a", Path: "x", Sentence: "s"}, {Code: "b", Path: "x"}, {Code: "b", Path: "x"}, {Code: "b", Path: "y"}, {Code: "c", Path: "z"}}
	var got []string
	for _, c := range Tally(list) {
		got = append(got, fmt.Sprintf("%s %d in %d", c.Code, c.Times, c.Files))
	}
	if d := cmp.Diff([]string{"b 3 in 2", "a 1 in 1", "c 1 in 1"}, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if got := Words(list); !strings.HasPrefix(got, "5 oddities in 3 files") || Words(nil) != "" {
		t.Errorf("Words = %q", got)
	}
}
