package proposal

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

// good is a proposal without a defect.
const good = `title: Faster hardship decisions
kep-number: 12
authors: ["@ada"]
owning-sig: sig-lending
participating-sigs: [sig-core]
status: implementable
creation-date: 2024-03-05
reviewers: ["@ben"]
approvers: ["@cleo"]
see-also: ["/keps/sig-core/7-ledger"]
stage: beta
latest-milestone: "v1.30"
milestone:
  stable: "v1.31"
  alpha: "v1.29"
  beta: "v1.30"
`

const goodPath = "keps/sig-lending/12-hardship/kep.yaml"

func TestParseGood(t *testing.T) {
	p, defects := Kubernetes().Parse(goodPath, []byte(good))
	if len(defects) > 0 {
		t.Errorf("defects of a good proposal: %v", defects)
	}
	want := &Proposal{
		Path: goodPath, Number: 12, RawNumber: "12", Title: "Faster hardship decisions", Owner: "sig-lending",
		Participants: []string{"sig-core"}, Status: "implementable", Stage: "beta", Latest: "v1.30",
		Milestones: []Milestone{{Stage: "alpha", Raw: "v1.29"}, {Stage: "beta", Raw: "v1.30"}, {Stage: "stable", Raw: "v1.31"}},
		Authors:    []Person{{"@ada", Human, "ada"}}, Reviewers: []Person{{"@ben", Human, "ben"}}, Approvers: []Person{{"@cleo", Human, "cleo"}},
		SeeAlso: []string{"/keps/sig-core/7-ledger"}, Created: time.Date(2024, 3, 5, 0, 0, 0, 0, time.UTC), RawCreated: "2024-03-05",
	}
	if d := cmp.Diff(want, p); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

// A file in other characters keeps its proposal.
func TestParseOtherCharacters(t *testing.T) {
	m := Kubernetes()
	for _, c := range []struct {
		name, text, title string
		codes             []string
	}{
		{"Windows-1252", "title: M\xfcnzen \x80\n", "Münzen €", []string{"not_utf8", "non_ascii"}},
		{"UTF-8 with a mark", "\ufefftitle: Coins\n", "Coins", []string{"non_ascii"}},
		{"UTF-16", "\xff\xfet\x00i\x00t\x00l\x00e\x00:\x00 \x00C\x00\n\x00", "C", nil},
	} {
		p, defects := m.Parse("keps/sig-a/1-x/kep.yaml", []byte(c.text))
		if p == nil || p.Title != c.title {
			t.Errorf("%s: read as %+v, want the title %q", c.name, p, c.title)
		}
		got := strings.Join(codes(defects), " ")
		for _, code := range c.codes {
			if !strings.Contains(got, code) {
				t.Errorf("%s: the defect %s is missing in %s", c.name, code, got)
			}
		}
	}
}

// Every defect of one file: one replacement in the good proposal each.
func TestParseDefects(t *testing.T) {
	for _, c := range []struct {
		code          Code
		old, new, key string
		line          int
	}{
		{NoFinalNewline, "  beta: \"v1.30\"\n", "  beta: \"v1.30\"", "", 0},
		{CarriageReturns, "12\n", "12\r\n", "", 2},
		{NonASCII, "Faster", "Fast\u201der", "", 0},
		{UnknownKey, "creation-date", "made", "made", 7},
		{RequiredEmpty, `["@cleo"]`, "[]", "approvers", 9},
		{RequiredEmpty, `["@cleo"]`, "", "approvers", 9},
		{RequiredMissing, "approvers: [\"@cleo\"]\n", "", "approvers", 0},
		{RepeatedKey, "stage: beta\n", "stage: beta\nstage: beta\n", "stage", 12},
		{NullItem, `["@ben"]`, `["@ben", null]`, "reviewers[1]", 8},
		{WrongShape, "status: implementable", "status: [implementable]", "status", 6},
		{WrongShape, `["@ben"]`, `{a: b}`, "reviewers", 8},
		{WrongShape, `["@ben"]`, `[["@ben"]]`, "reviewers[0]", 8},
		{StatusUnknown, "implementable", "implementabel", "status", 6},
		{StageUnknown, "stage: beta", "stage: gamma", "stage", 11},
		{DoneBelowFinal, "implementable", "implemented", "stage", 6},
		{MilestoneOdd, `"v1.30"`, `"1.30"`, "latest-milestone", 12},
		{MilestoneOdd, `"v1.31"`, `never`, "milestone.stable", 14},
		{MilestoneNull, ` "v1.31"`, ``, "milestone.stable", 14},
		{MilestoneStageUnknown, `stable:`, `ga:`, "milestone.ga", 14},
		{StageMilestoneMissing, "  beta: \"v1.30\"\n", "", "milestone.beta", 11},
		{StageMilestoneBefore, `latest-milestone: "v1.30"`, `latest-milestone: "v1.31"`, "milestone.beta", 11},
		{StageMilestoneAfter, `latest-milestone: "v1.30"`, `latest-milestone: "v1.29"`, "milestone.beta", 11},
		{StagesShareMilestone, `"v1.31"`, `"v1.30"`, "milestone.stable", 14},
		{DateOdd, "2024-03-05", "2024-3-5", "creation-date", 7},
		{DateOdd, "2024-03-05", "soon", "creation-date", 7},
		{DateImpossible, "2024-03-05", "2024-14-05", "creation-date", 7},
		{NumberLeadingZero, "kep-number: 12", "kep-number: 012", "kep-number", 2},
		{NumberDiffersFromFolder, "kep-number: 12", "kep-number: 13", "kep-number", 2},
		{OwnerDiffersFromFolder, "owning-sig: sig-lending", "owning-sig: sig-core", "owning-sig", 4},
		{OwnerParticipates, "[sig-core]", "[sig-core, sig-lending]", "participating-sigs", 5},
		{PersonPlaceholder, `"@ben"`, `TBD`, "reviewers[0]", 8},
		{PersonFreeText, `"@ben"`, `"ben or ada"`, "reviewers[0]", 8},
		{PersonFreeText, `"@ben"`, "\u201c@ben\u201d", "reviewers[0]", 8},
		{PersonIsTeam, `"@ben"`, `sig-core`, "reviewers[0]", 8},
		{PersonWithoutAt, `"@ben"`, `ben`, "reviewers[0]", 8},
		{PersonSpaces, `"@ben"`, `"@ben "`, "reviewers[0]", 8},
		{PersonRepeated, `["@ben"]`, `["@ben", "@Ben"]`, "reviewers", 8},
		{AuthorApproves, `["@cleo"]`, `["@Ada"]`, "approvers", 0},
	} {
		text := strings.Replace(good, c.old, c.new, 1)
		if text == good {
			t.Fatalf("%s: the proposal was not changed", c.code)
		}
		p, defects := Kubernetes().Parse(goodPath, []byte(text))
		if p == nil {
			t.Errorf("%s: the proposal was given up", c.code)
		}
		i := slices.IndexFunc(defects, func(d Defect) bool { return d.Code == c.code && d.Key == c.key })
		if i < 0 {
			t.Errorf("%s at %q is missing in %v", c.code, c.key, defects)
			continue
		}
		if d := defects[i]; d.Path != goodPath || d.Line != c.line || d.Sentence == "" || strings.HasSuffix(d.Sentence, ".") {
			t.Errorf("%s: %+v, want line %d", c.code, d, c.line)
		}
	}
}

func TestParseUnreadable(t *testing.T) {
	for _, text := range []string{"a: [", "- a\n- b\n", "", "just words\n", "title: a\n---\ntitle: b\n"} {
		p, defects := Kubernetes().Parse(goodPath, []byte(text))
		if p != nil || len(defects) == 0 || !slices.ContainsFunc(defects, func(d Defect) bool { return d.Code == InvalidYAML }) {
			t.Errorf("Parse(%q) = %v, %v; want nothing and the reason", text, p, defects)
		}
	}
}

func TestFrontMatter(t *testing.T) {
	m := lendingMapping(t)
	text := "---\ntitle: Pay later\nteam: core\nby: ada\nphase: launch\nquarters:\n  launch: Q7\n---\n# Text\ntitle: not this\n"
	p, defects := m.Parse("plans/pay-later.md", []byte(text))
	if p == nil || p.Title != "Pay later" || p.Milestone("launch") != "Q7" || len(Handles(p.Authors)) != 1 {
		t.Fatalf("Parse = %+v, %v", p, defects)
	}
	bad := strings.Replace(text, "phase: launch", "phase: launching", 1)
	_, defects = m.Parse("plans/pay-later.md", []byte(bad))
	if len(defects) != 1 || defects[0].Line != 5 {
		t.Errorf("defects = %v, want one on line 5 of the file", defects)
	}
	for _, broken := range []string{"# No front matter\n", "---\ntitle: a\n", ""} {
		if p, _ := m.Parse("plans/x.md", []byte(broken)); p != nil {
			t.Errorf("Parse(%q) = %+v, want nothing", broken, p)
		}
	}
}

func TestPerson(t *testing.T) {
	m := Kubernetes()
	for raw, want := range map[string]Person{
		"@Ada-B":             {Kind: Human, Handle: "ada-b"},
		"ada-b":              {Kind: Human, Handle: "ada-b"},
		" '@ada-b' ":         {Kind: Human, Handle: "ada-b"},
		"\u201c@ada-b\u201d": {Kind: Human, Handle: "ada-b"},
		"tbd":                {Kind: Placeholder},
		"":                   {Kind: Placeholder},
		"sig-core":           {Kind: Team, Handle: "sig-core"},
		"@lending/core-team": {Kind: Team, Handle: "lending/core-team"},
		"@ada - for the API": {Kind: FreeText},
		"ada_b":              {Kind: FreeText},
		"-ada":               {Kind: FreeText},
	} {
		want.Raw = raw
		if d := cmp.Diff(want, m.Person(raw)); d != "" {
			t.Errorf("Person(%q) (-want +got):\n%s", raw, d)
		}
	}
}

func TestRelease(t *testing.T) {
	m := Kubernetes()
	for raw, want := range map[string]int{"v1.30": 30, "1.9": 9, "1.09": 9, "0.0": -1, "TBD": -1, "": -1, "v1.21, v1.37": -1, "v1.9999999999": -1} {
		got, ok := m.Release(raw)
		if !ok {
			got = -1
		}
		if got != want {
			t.Errorf("Release(%q) = %d, want %d", raw, got, want)
		}
	}
}

func TestPlannedAndPinned(t *testing.T) {
	m := Kubernetes()
	base := Proposal{Status: "implementable", Stage: "beta", Latest: "v1.30", Milestones: []Milestone{{Stage: "beta", Raw: "1.30"}, {Stage: "disabled", Raw: "v1.30"}}}
	with := func(change func(*Proposal)) *Proposal { p := base; change(&p); return &p }
	for _, c := range []struct {
		name    string
		p       *Proposal
		planned bool
		pinned  string
	}{
		{"as it should be", &base, true, "beta"},
		{"nothing", nil, false, ""},
		{"only provisional", with(func(p *Proposal) { p.Status = "provisional" }), false, ""},
		{"for another release", with(func(p *Proposal) { p.Latest = "v1.31" }), false, ""},
		{"stage for another release", with(func(p *Proposal) { p.Milestones = []Milestone{{Stage: "beta", Raw: "v1.31"}} }), true, ""},
		{"winding down pins nothing", with(func(p *Proposal) { p.Stage = "disabled" }), true, ""},
		{"unknown stage pins nothing", with(func(p *Proposal) { p.Stage = "gamma" }), true, ""},
	} {
		stage, ok := m.PinnedFor(c.p, 30)
		if !ok {
			stage = ""
		}
		if m.PlannedFor(c.p, 30) != c.planned || stage != c.pinned {
			t.Errorf("%s: planned %v, pinned %q", c.name, m.PlannedFor(c.p, 30), stage)
		}
	}
}

// FuzzParse: whatever the file, there is a proposal, or a defect that says why there is none.
func FuzzParse(f *testing.F) {
	f.Add(goodPath, []byte(good))
	f.Add("plans/x.md", []byte("---\ntitle: x\nwith: [a, [b, {c: d}]]\n---\n"))
	f.Add(goodPath, []byte("a: &x [*x]\n"))
	f.Add(goodPath, []byte("milestone: {alpha: [1], ? [a] : b}\nstage: alpha\nlatest-milestone: v1.1\n"))
	f.Add(goodPath, []byte("status: *nowhere\n"))
	m := Kubernetes()
	f.Fuzz(func(t *testing.T, path string, content []byte) {
		p, defects := m.Parse(path, content)
		if p == nil && len(defects) == 0 {
			t.Fatal("nothing was read, and nothing was said about it")
		}
		for _, d := range defects {
			if d.Sentence == "" || d.Code == "" || d.Path != path {
				t.Fatalf("a defect that says too little: %+v", d)
			}
		}
		if again, more := m.Parse(path, content); fmt.Sprint(again, more) != fmt.Sprint(p, defects) {
			t.Fatal("the same file was read differently")
		}
	})
}
