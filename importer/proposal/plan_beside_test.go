package proposal

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"throughline/graph"
	"throughline/importer"
	"throughline/importer/source"
	"throughline/testing/shared"
)

// approval is a version of a file of approvals.
func approval(n int, commit, path, text string) source.Version {
	v := source.Version{Time: day(n), Commit: commit, Path: path, Content: []byte(text), Deleted: text == ""}
	if from, to, moved := strings.Cut(path, " -> "); moved {
		v.From, v.Path = from, to
	}
	return v
}

// withApprovals reads approvals into inputs, as from a place of their own.
func withApprovals(in *Inputs, list ...source.Version) *Inputs {
	r := in.approvalsOf()
	for _, v := range list {
		r.take(v)
	}
	r.end()
	return in
}

const readyFile = "keps/prod-readiness/sig-a/1.yaml"

// Approvals of stages become decisions on the day their file says so first; they follow who approves,
// move with their file, and end with the approval or the proposal.
func TestApprovalsBecomeDecisions(t *testing.T) {
	in := withApprovals(
		small(t),
		approval(3, "x", readyFile, "kep-number: 1\nalpha:\n  approver: \"@Dan\"\n"),
		approval(4, "c4", "keps/prod-readiness/sig-b/2.yaml", "kep-number: 2\nbeta:\n  approver: \"@eve\"\n"),
		approval(5, "y", "keps/prod-readiness/sig-b/99.yaml", "kep-number: 99\nbeta:\n  approver: \"@eve\"\n"),
		approval(6, "z", readyFile, "kep-number: 1\nalpha:\n  approver: \"@dan\"\nbeta:\n  approver: \"@eve\"\n"),
		approval(7, "w", readyFile+" -> keps/prod-readiness/sig-c/1.yaml", "kep-number: 1\nalpha:\n  approver: \"@dan\"\nbeta:\n  approver: \"@flo\"\n"),
		approval(16, "v", "keps/prod-readiness/sig-c/1.yaml", ""),
	)
	w := &workspace{}
	w.run(t, in)
	for n, want := range map[int][]string{
		2:  nil,
		3:  {"1-ledger:ready-alpha by dan on 3"},
		4:  {"1-ledger:ready-alpha by dan on 3", "2-batch:ready-beta by eve on 4"},
		6:  {"1-ledger:ready-alpha by dan on 3", "1-ledger:ready-beta by eve on 6", "2-batch:ready-beta by eve on 4"},
		7:  {"1-ledger:ready-alpha by dan on 3", "1-ledger:ready-beta by flo on 7", "2-batch:ready-beta by eve on 4"},
		14: {"1-ledger:ready-alpha by dan on 3", "1-ledger:ready-beta by flo on 7"},
		16: nil,
	} {
		s, _ := w.past(day(n))
		var got []string
		for d := range graph.All[*graph.Decision](s) {
			if strings.Contains(string(d.ID), ":ready-") {
				got = append(got, fmt.Sprintf("%s by %s on %d", d.ID, d.Deciders[0], d.Decided.Time().Day()))
			}
		}
		if d := cmp.Diff(want, got); d != "" {
			t.Errorf("on day %d (-want +got):\n%s", n, d)
		}
	}
	s, _ := w.past(day(14))
	want := &graph.Decision{
		ID: "1-ledger:ready-beta", Question: "Is beta ready for production: Book?", Domain: "production readiness",
		Deciders: []graph.PersonID{"flo"}, Unit: "sig-c", Initiative: "1-ledger", State: graph.DecisionDecided, Decided: graph.On(2024, 1, 7), Chosen: "approved",
	}
	if d := cmp.Diff(want, graph.Find[*graph.Decision](s, string(want.ID)), cmpopts.IgnoreUnexported(graph.Decision{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if sum := w.run(t, in); sum.Changes != 0 {
		t.Errorf("the second import made %d changes", sum.Changes)
	}
	if len(in.Approvals) != 2 { // those of 2 and of 99, which are still there
		t.Errorf("%d approvals at the end, want 2", len(in.Approvals))
	}
}

// Of two proposals with one number the older has the approval; when it ends, the other.
func TestApprovalOfANumberThatTwoHave(t *testing.T) {
	m := Kubernetes()
	in := withApprovals(
		inputs(
			t, m,
			told1{2, "keps/sig-b/1-older/kep.yaml", kep("Older", "sig-b", "implementable", "alpha", "v1.30")},
			told1{3, "keps/sig-a/1-younger/kep.yaml", kep("Younger", "sig-a", "implementable", "alpha", "v1.30")},
			told1{5, "keps/sig-b/1-older/kep.yaml", ""},
		),
		approval(2, "c2", readyFile, "kep-number: 1\nalpha:\n  approver: \"@dan\"\n"),
	)
	w := &workspace{}
	w.run(t, in)
	for n, want := range map[int]string{3: "1-older:ready-alpha", 5: "1-younger:ready-alpha"} {
		s, _ := w.past(day(n))
		found := ""
		for d := range graph.All[*graph.Decision](s) {
			if d.Domain != "" {
				found += string(d.ID)
			}
		}
		if found != want {
			t.Errorf("on day %d the approval is %q, want %q", n, found, want)
		}
	}
}

// Approvals without a day, beside proposals with a history, make no decisions, and that is told.
func TestApprovalsWithoutADay(t *testing.T) {
	undated := approval(1, "", readyFile, "kep-number: 1\nalpha:\n  approver: \"@dan\"\n")
	undated.Time = time.Time{}
	w := &workspace{}
	sum := w.run(t, withApprovals(small(t), undated))
	if graph.Find[*graph.Decision](w.latest(), "1-ledger:ready-alpha") != nil {
		t.Error("an approval of no day became a decision")
	}
	if !strings.Contains(strings.Join(sum.Words(), " "), "1 approval is not recorded as a decision") {
		t.Errorf("the summary does not tell: %v", sum.Words())
	}
}

func exception(release, group, name string, number int, requested, reviewed time.Time, status string) Exception {
	return Exception{Release: release, Group: group, Name: name, Number: number, Requested: requested, Reviewed: reviewed, RawStatus: status, Status: status}
}

// Exceptions from a freeze become requests to change the plan that it locked, asked for and answered
// on their days; those that cannot are told.
func TestExceptionsBecomeChangeRequests(t *testing.T) {
	in := small(t)
	midnight := func(n int) time.Time { return day(n).Add(-12 * time.Hour) }
	in.Exceptions = []Exception{
		exception("v1.30", "codeFreeze", "Ledger needs a week", 1, midnight(8), midnight(10), "approved"),
		exception("v1.30", "codeFreeze", "Ledger needs two", 1, midnight(9), midnight(9), "denied"),
		exception("v1.30", "", "Batch", 2, midnight(6), midnight(11), "rejected"), // asked for before the lock of the 7th
		exception("v1.30", "", "Not merged yet", 77, midnight(12), midnight(11), "approved"),
		exception("v1.30", "", "Without an answer", 1, midnight(9), midnight(9), "removed"),
		exception("v1.30", "", "Without a day", 1, time.Time{}, time.Time{}, "approved"),
		exception("v1.31", "", "Without a lock yet", 1, midnight(9), midnight(9), "approved"),
	}
	in.History = inputs(t, in.Mapping, append(smallStory, told1{15, "keps/sig-b/77-late/kep.yaml", kep("Late", "sig-b", "implementable", "alpha", "v1.30")})...).History
	w := &workspace{}
	sum := w.run(t, in)
	at := func(n int) []string {
		s, _ := w.past(day(n))
		var out []string
		for r := range graph.All[*graph.ChangeRequest](s) {
			out = append(out, fmt.Sprintf("%s %v raised %d approved %d rejected %d", r.ID, r.Initiatives, dayOfMonth(r.Raised), dayOfMonth(r.Approved), dayOfMonth(r.Rejected)))
		}
		return out
	}
	for n, want := range map[int][]string{
		6: nil,
		8: {
			"exception-v1.30-1-code-freeze [1-ledger] raised 8 approved 0 rejected 0",
			"exception-v1.30-2 [2-batch] raised 6 approved 0 rejected 0",
		},
		9: {
			"exception-v1.30-1-code-freeze [1-ledger] raised 8 approved 0 rejected 0",
			"exception-v1.30-1-code-freeze-2 [1-ledger] raised 9 approved 0 rejected 9",
			"exception-v1.30-2 [2-batch] raised 6 approved 0 rejected 0",
		},
		14: { // the second proposal ended
			"exception-v1.30-1-code-freeze [1-ledger] raised 8 approved 10 rejected 0",
			"exception-v1.30-1-code-freeze-2 [1-ledger] raised 9 approved 0 rejected 9",
			"exception-v1.30-2 [] raised 6 approved 0 rejected 11",
			"exception-v1.30-77 [] raised 0 approved 11 rejected 0",
		},
		15: { // the proposal of a granted exception was merged
			"exception-v1.30-1-code-freeze [1-ledger] raised 8 approved 10 rejected 0",
			"exception-v1.30-1-code-freeze-2 [1-ledger] raised 9 approved 0 rejected 9",
			"exception-v1.30-2 [] raised 6 approved 0 rejected 11",
			"exception-v1.30-77 [77-late] raised 0 approved 11 rejected 0",
		},
	} {
		if d := cmp.Diff(want, at(n)); d != "" {
			t.Errorf("on day %d (-want +got):\n%s", n, d)
		}
	}
	want := &graph.ChangeRequest{
		ID: "exception-v1.30-1-code-freeze", Title: "Ledger needs a week", Baseline: "freeze-v1.30", Cause: graph.CauseDiscovery,
		Initiatives: []graph.InitiativeID{"1-ledger"}, Impact: "Exception from the code freeze of v1.30", Raised: graph.On(2024, 1, 8), Approved: graph.On(2024, 1, 10),
	}
	if d := cmp.Diff(want, graph.Find[*graph.ChangeRequest](w.latest(), string(want.ID)), cmpopts.IgnoreUnexported(graph.ChangeRequest{})); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	if !strings.Contains(strings.Join(sum.Words(), " "), "3 of 7 exceptions are not recorded as change requests") {
		t.Errorf("the summary does not tell: %v", sum.Words())
	}
	if sum := w.run(t, in); sum.Changes != 0 {
		t.Errorf("the second import made %d changes", sum.Changes)
	}
}

func dayOfMonth(d graph.Date) int {
	if d == 0 {
		return 0
	}
	return d.Time().Day()
}

// A history that was rewritten on one day, and single commits of wrong clocks, are told.
func TestClockOfAHistory(t *testing.T) {
	version := func(n int, at, written, told time.Time) source.Version {
		return source.Version{Time: at, Written: written, Told: told, Commit: fmt.Sprint("c", n), Path: "keps/sig-a/1-x/kep.yaml", Content: []byte(fmt.Sprint("title: ", n, "\n"))}
	}
	history := func(versions ...source.Version) *History {
		h, err := Kubernetes().Replay(func(yield func(source.Version, error) bool) {
			for _, v := range versions {
				if !yield(v, nil) {
					return
				}
			}
		})
		if err != nil {
			t.Fatal(err)
		}
		return h
	}
	var rebased, grown []source.Version
	for n := range 20 {
		rebased = append(rebased, version(n, day(20).Add(time.Duration(n)*time.Second), day(1).AddDate(0, 0, 2*n), time.Time{}))
		grown = append(grown, version(n, day(1+n), day(1+n), time.Time{}))
	}
	for _, c := range []struct {
		name     string
		versions []source.Version
		want     []Code
	}{
		{"rebased", rebased, []Code{HistoryRewritten}},
		{"too few to tell", rebased[:19], nil},
		{"grown", grown, nil},
		{"one wrong clock", append(grown[:19:19], version(19, day(20), day(20), day(300))), []Code{CommitTimeOdd}},
	} {
		var got []Code
		for _, d := range history(c.versions...).Defects {
			got = append(got, d.Code)
		}
		if d := cmp.Diff(c.want, got); d != "" {
			t.Errorf("%s (-want +got):\n%s", c.name, d)
		}
	}
	in := &Inputs{Mapping: Kubernetes(), History: history(rebased...)}
	in.Defects = in.History.Defects
	plan, err := in.Plan(importer.Nothing)
	if err != nil {
		t.Fatal(err)
	}
	var notes []string
	for s := range plan.Steps {
		notes = append(notes, s.Notes...)
	}
	if !strings.Contains(strings.Join(notes, " "), "All 20 commits say they were made on 20 Jan 2024") {
		t.Errorf("the notes do not tell: %q", notes)
	}
}

// The exceptions of Kubernetes that the program can date and place become change requests.
func TestKubernetesExceptions(t *testing.T) {
	dir, ok := kubernetes(t)
	if !ok {
		return
	}
	type fact struct {
		Release, Name, Status string
		Kep                   int
		Requested, Reviewed   string
		MatchesKep            bool `json:"matches_kep"`
	}
	_, w := importKubernetes(t, dir)
	c := &comparison{t: t}
	locks := map[string]bool{}
	for release := range load[factDrift](t, dir, "history", "drift_reference.json").PerRelease {
		locks[release] = true
	}
	want, got := map[string]int{}, map[string]int{}
	linked := 0
	for _, f := range load[[]fact](t, dir, "exceptions.json") {
		status := strings.ToLower(f.Status)
		if !locks[f.Release] || f.Requested == "" || f.Reviewed == "" || status != "approved" && status != "denied" && status != "rejected" {
			continue
		}
		want[fmt.Sprintf("%s %q %v %s", f.Release, strings.TrimSpace(f.Name), status == "approved", f.Reviewed)]++
		if f.MatchesKep {
			linked++
		}
	}
	found := 0
	for r := range graph.All[*graph.ChangeRequest](w.latest()) {
		answered := r.Approved
		if answered == 0 {
			answered = r.Rejected
		}
		got[fmt.Sprintf("%s %q %v %s", strings.TrimPrefix(string(r.Baseline), "freeze-"), r.Title, r.Approved != 0, answered.Time().Format(time.DateOnly))]++
		found += len(r.Initiatives)
	}
	c.same("change requests", want, got)
	c.same("change requests with an initiative", linked, found)
	shared.Ran(t, c.n)
}
