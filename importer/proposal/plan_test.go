package proposal

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"throughline/fault"
	"throughline/graph"
	"throughline/importer"
	"throughline/importer/source"
)

// kep is a proposal's file made for a test.
func kep(title, owner, status, stage, latest string, more ...string) string {
	return fmt.Sprintf("title: %s\nowning-sig: %s\nstatus: %s\nstage: %s\nlatest-milestone: %s\n", title, owner, status, stage, latest) + strings.Join(more, "\n") + "\n"
}

// day is a moment of the made-up history: day n of 2024.
func day(n int) time.Time { return time.Date(2024, 1, n, 12, 0, 0, 0, time.UTC) }

// told is a made-up history: days of commits with their files; "old -> new" moves, "" ends.
type told1 struct {
	day  int
	path string
	text string
}

func inputs(t testing.TB, m *Mapping, story ...told1) *Inputs {
	t.Helper()
	h, err := m.Replay(func(yield func(source.Version, error) bool) {
		for _, v := range story {
			version := source.Version{Time: day(v.day), Commit: fmt.Sprintf("c%d", v.day), Reference: "7", Path: v.path, Content: []byte(v.text)}
			if from, to, moved := strings.Cut(v.path, " -> "); moved {
				version.From, version.Path = from, to
			}
			if v.text == "" {
				version.Deleted, version.Content = true, nil
			}
			if !yield(version, nil) {
				return
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	return &Inputs{Mapping: m, History: h, Now: h.Now()}
}

// ledger is where the first proposal of the small story begins.
const ledger = "keps/sig-a/1-ledger/kep.yaml"

var smallStory = []told1{
	{2, ledger, kep("Ledger", "sig-a", "provisional", "alpha", "v1.30", `authors: ["@ada"]`, `approvers: ["@cleo", "@Cleo", TBD]`, "participating-sigs: [sig-a, sig-b, TBD]", `see-also: ["/keps/sig-b/2-batch"]`, "milestone: {alpha: v1.30, beta: v1.31}")},
	{4, ledger, kep("Ledger", "sig-a", "implementable", "alpha", "v1.30", `authors: ["@ada"]`, `approvers: ["@cleo"]`, "participating-sigs: [sig-b]", `see-also: ["/keps/sig-b/2-batch"]`, "milestone: {alpha: v1.30, beta: v1.31}")},
	{4, "keps/sig-b/2-batch/kep.yaml", kep("Batch", "sig-b", "implementable", "beta", "v1.30", `superseded-by: ["/keps/sig-a/1-ledger"]`, "participating-sigs: [sig-zz]")},
	{8, ledger, "a: ["},
	{12, ledger + " -> keps/sig-c/1-book/kep.yaml", kep("Book", "sig-c", "implemented", "alpha", "v1.31", `authors: ["@ada"]`, `approvers: ["@cleo"]`, "participating-sigs: [sig-b]", "milestone: {alpha: v1.31}")},
	{14, "keps/sig-b/2-batch/kep.yaml", ""},
}

// small is an organisation of two units over a month: proposals, a freeze, a change of leads, a
// unit that goes.
func small(t testing.TB) *Inputs {
	m := Kubernetes()
	first := `sigs: [{dir: sig-a, name: Alpha, leadership: {chairs: [{github: Ada, name: Ada B}]}}, {dir: sig-b, name: Beta}]`
	then := `sigs: [{dir: sig-a, name: Alpha, leadership: {chairs: [{github: ben, name: Ben C}]}}, {dir: sig-c, name: Gamma}]`
	in := inputs(t, m, smallStory...)
	for i, text := range []string{first, then} {
		groups, _ := m.Groups("sigs.yaml", []byte(text))
		in.Groups = append(in.Groups, GroupsAt{Time: day(1 + 8*i), Groups: groups})
	}
	cycles, _, err := m.Calendar("c.json", []byte(`{
		"v1.30": {"start": "2024-01-01", "enhancements_freeze": "2024-01-06", "release": "2024-01-20"},
		"v1.31": {"start": "2024-02-01", "enhancements_freeze": "2024-02-06", "release": "2024-02-20"}}`))
	if err != nil {
		t.Fatal(err)
	}
	in.Cycles = cycles
	return in
}

// records compares records of one kind in a picture with what they should be.
func records[R graph.Record](t *testing.T, s *graph.Snapshot, what string, want ...R) {
	t.Helper()
	var got []R
	for r := range graph.All[R](s) {
		got = append(got, r)
	}
	ignore := cmpopts.IgnoreUnexported(graph.Unit{}, graph.Person{}, graph.Initiative{}, graph.Dependency{}, graph.Decision{}, graph.Baseline{}, graph.Period{})
	if d := cmp.Diff(want, got, ignore); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestPlanThroughTime(t *testing.T) {
	w := &workspace{}
	w.run(t, small(t))
	at := func(n int) *graph.Snapshot { s, _ := w.past(day(n)); return s }
	const url = "https://github.com/kubernetes/enhancements/tree/master/"
	records(t, at(2), "initiatives on day 2", &graph.Initiative{
		ID: "1-ledger", Name: "Ledger", Owner: "sig-a", Lead: "ada", State: graph.Candidate, Periods: []graph.PeriodID{"v1.30"},
		Steps: []graph.Step{{Name: "alpha", Period: "v1.30"}, {Name: "beta", Period: "v1.31"}},
		Key:   "keps/sig-a/1-ledger/kep.yaml", URL: url + "keps/sig-a/1-ledger",
	})
	records(t, at(2), "decisions on day 2", &graph.Decision{
		ID: "1-ledger:approval", Question: "Shall we do this: Ledger?", Unit: "sig-a", Initiative: "1-ledger", Deciders: []graph.PersonID{"cleo"},
		State: graph.DecisionOpen, Raised: graph.On(2024, 1, 2),
	})
	ask := graph.Turn{Act: graph.Ask, At: day(2), Unit: "sig-a"}
	records(t, at(2), "dependencies on day 2", &graph.Dependency{
		ID: "1-ledger:sig-b", What: "Take part in Ledger", From: "sig-a", On: "sig-b", Initiative: "1-ledger", Turns: []graph.Turn{ask},
	})

	// A link leads somewhere once its target is made; "superseded by" is the other's "replaces".
	if d := cmp.Diff([]graph.Link{{Kind: graph.Replaces, Initiative: "2-batch"}, {Kind: graph.SeeAlso, Initiative: "2-batch"}}, at(4).Initiative("1-ledger").Links); d != "" {
		t.Errorf("links on day 4 (-want +got):\n%s", d)
	}
	if d := graph.Find[*graph.Decision](at(4), "1-ledger:approval"); d.State != graph.DecisionDecided || d.Decided != graph.On(2024, 1, 4) || d.Chosen != "implementable" {
		t.Errorf("the decision on day 4 = %+v", d)
	}
	if u := at(4).Unit("sig-zz"); u == nil || u.Short != "" || u.Parent != "kubernetes" {
		t.Errorf("a unit that only proposals name = %+v", u)
	}
	if i := at(8).Initiative("1-ledger"); i.State != graph.Committed {
		t.Errorf("an unreadable version changed the initiative: %+v", i)
	}

	book := at(14).Initiative("1-ledger")
	if book.Name != "Book" || book.Owner != "sig-c" || book.State != graph.Done || len(book.Links) != 0 || book.Key != "keps/sig-c/1-book/kep.yaml" {
		t.Errorf("the moved initiative = %+v", book)
	}
	if d := cmp.Diff([]graph.Step{{Name: "alpha", Period: "v1.31", Done: true}}, book.Steps); d != "" {
		t.Errorf("steps (-want +got):\n%s", d)
	}
	records(t, at(14), "dependencies on day 14", &graph.Dependency{
		ID: "1-ledger:sig-b", What: "Take part in Book", From: "sig-c", On: "sig-b", Initiative: "1-ledger",
		Turns: []graph.Turn{{Act: graph.Ask, At: day(2), Unit: "sig-c"}, {Act: graph.Deliver, At: day(12), Unit: "sig-b"}},
	})
	if at(14).Initiative("2-batch") != nil || at(13).Initiative("2-batch") == nil {
		t.Error("the ended proposal's initiative must end on day 14")
	}
	if at(14).Count(graph.KindDecision) != 1 {
		t.Errorf("%d decisions on day 14, want 1", at(14).Count(graph.KindDecision))
	}
}

func TestPlanOrganisationAndCalendar(t *testing.T) {
	w := &workspace{}
	w.run(t, small(t))
	before, _ := w.past(day(8))
	records(t, before, "units on day 8",
		&graph.Unit{ID: "kubernetes", Name: "Kubernetes"},
		&graph.Unit{ID: "sig-a", Name: "SIG Alpha", Short: "sig-a", Parent: "kubernetes", Leads: []graph.PersonID{"ada"}},
		&graph.Unit{ID: "sig-b", Name: "SIG Beta", Short: "sig-b", Parent: "kubernetes"},
		&graph.Unit{ID: "sig-zz", Name: "sig-zz", Parent: "kubernetes", Purpose: "Named by proposals; no list of groups has it."})
	after := w.latest()
	if b := after.Unit("sig-b"); b.Until != graph.On(2024, 1, 8) {
		t.Errorf("the unit that went = %+v, want its last day on 8 Jan", b)
	}
	if c := after.Unit("sig-c"); c.From != graph.On(2024, 1, 9) || c.Until != 0 {
		t.Errorf("the unit that came = %+v, want its first day on 9 Jan", c)
	}
	if a := after.Unit("sig-a"); len(a.Leads) != 1 || a.Leads[0] != "ben" || a.From != 0 {
		t.Errorf("the unit with a new lead = %+v", a)
	}
	if p := after.Person("ada"); p.Name != "Ada B" || p.Handle != "ada" {
		t.Errorf("the person = %+v", p)
	}
	records(t, after, "periods",
		&graph.Period{ID: "v1.30", Name: "v1.30", Kind: graph.Own, Start: graph.On(2024, 1, 1), End: graph.On(2024, 1, 20), Lock: time.Date(2024, 1, 7, 8, 0, 0, 0, time.UTC)},
		&graph.Period{ID: "v1.31", Name: "v1.31", Kind: graph.Own, Start: graph.On(2024, 2, 1), End: graph.On(2024, 2, 20), Lock: time.Date(2024, 2, 7, 8, 0, 0, 0, time.UTC)})
	records(t, after, "baselines", &graph.Baseline{
		ID: "freeze-v1.30", Name: "Enhancements freeze of v1.30", Period: "v1.30", At: time.Date(2024, 1, 7, 8, 0, 0, 0, time.UTC),
	})
}

func TestPlanEstimatesReleasesOutsideTheCalendar(t *testing.T) {
	in := small(t)
	in.History.Events[0].After.Milestones = []Milestone{{Stage: "alpha", Raw: "v1.29"}, {Stage: "beta", Raw: "v1.33"}, {Stage: "stable", Raw: "v1.99"}}
	w := &workspace{}
	sum := w.run(t, in)
	early, late := w.latest().Period("v1.29"), w.latest().Period("v1.33")
	if early == nil || early.Start != graph.On(2023, 12, 1) || early.End != graph.On(2023, 12, 31) || early.Name != "v1.29 (dates estimated)" {
		t.Errorf("the release before the calendar = %+v", early)
	}
	if late == nil || late.Start != graph.On(2024, 4, 3) {
		t.Errorf("the release after the calendar = %+v, want it to begin 2 cycles of 31 days after 1 Feb", late)
	}
	if w.latest().Period("v1.99") != nil {
		t.Error("a release far beyond the calendar got a period")
	}
	if !strings.Contains(strings.Join(sum.Words(), " "), "2 releases are named and not in the calendar") {
		t.Errorf("the summary does not tell: %v", sum.Words())
	}
}

// A repository of Markdown plans, without groups or a calendar.
func TestPlanOfPlainFiles(t *testing.T) {
	m := lendingMapping(t)
	in := inputs(t, m,
		told1{2, "plans/pay-later.md", "---\ntitle: Pay later\nteam: core-team\nwith: [web-team]\nby: ada\nstatus: agreed\nphase: pilot\nquarter: Q3\nquarters: {pilot: Q3, launch: Q4}\nrelated: plans/app.md\n---\n"},
		told1{3, "plans/app.md", "---\ntitle: App\nteam: web-team\nstatus: unheard-of\n---\n"},
	)
	w := &workspace{}
	w.run(t, in)
	s := w.latest()
	i := s.Initiative("pay-later")
	if i == nil || i.Owner != "core-team" || i.State != graph.Committed || len(i.Links) != 1 || i.Links[0].Initiative != "app" || i.Periods[0] != "q3" {
		t.Errorf("the initiative = %+v", i)
	}
	if app := s.Initiative("app"); app.State != graph.Candidate {
		t.Errorf("an unknown status gives %q, want candidate", app.State)
	}
	if q3, q4 := s.Period("q3"), s.Period("q4"); q3 == nil || q4 == nil || q3.End >= q4.Start {
		t.Errorf("periods = %+v, %+v, want them in order", q3, q4)
	}
	if u := s.Unit("core-team"); u == nil || u.Parent != "" {
		t.Errorf("the unit = %+v, want one without a parent", u)
	}
}

func TestPlanAgainAndAfterAStop(t *testing.T) {
	whole := &workspace{}
	whole.run(t, small(t))
	rapid.Check(t, func(rt *rapid.T) {
		w := &workspace{}
		w.runUntil(t, small(t), rapid.IntRange(0, len(whole.pictures)).Draw(rt, "stop"))
		w.run(t, small(t))
		if d := cmp.Diff(said(t, whole.latest()), said(t, w.latest())); d != "" {
			rt.Fatalf("(-want +got):\n%s", d)
		}
		if sum := w.run(t, small(t)); sum.Changes != 0 {
			rt.Fatalf("the last import made %d changes", sum.Changes)
		}
	})
}

// What somebody changed after the import stays, and only what is new comes in.
func TestPlanLeavesOtherPeoplesChanges(t *testing.T) {
	w := &workspace{}
	in := small(t)
	w.run(t, in)
	edited := *w.latest().Initiative("1-ledger")
	edited.Summary = "What we say about it"
	step := importer.Step{}
	step.Draft.Verb, step.Draft.Effective, step.Draft.Puts = "initiative.changed", day(20), []graph.Record{&edited}
	if err := w.apply(t.Context(), step); err != nil {
		t.Fatal(err)
	}
	if sum := w.run(t, small(t)); sum.Changes != 0 {
		t.Errorf("the import after an edit made %d changes: %v", sum.Changes, sum.Words())
	}
	if got := w.latest().Initiative("1-ledger").Summary; got != "What we say about it" {
		t.Errorf("the edit became %q", got)
	}
}

func TestPlanOfACommitNamesIt(t *testing.T) {
	in := small(t)
	plan, err := in.Plan(importer.Nothing)
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	var last int64
	for s := range plan.Steps {
		lines = append(lines, s.Draft.Verb+": "+s.Draft.Reason)
		if s.Done < last {
			t.Errorf("progress went back from %d to %d", last, s.Done)
		}
		last = s.Done
	}
	if last != plan.Total || plan.Total != 6 {
		t.Errorf("progress ended at %d of %d, want 6", last, plan.Total)
	}
	want := []string{
		"calendar.imported: The release calendar and the organisation",
		"units.imported: The groups as of 1 Jan 2024",
		"proposal.created: Pull request 7, commit c2, keps/sig-a/1-ledger/kep.yaml",
		"proposals.changed: Pull request 7, commit c4, keps/sig-a/1-ledger/kep.yaml and 1 more",
		"baseline.locked: Enhancements freeze of v1.30",
		"proposal.garbled: Pull request 7, commit c8, keps/sig-a/1-ledger/kep.yaml",
		"units.imported: The groups as of 9 Jan 2024",
		"proposal.moved: Pull request 7, commit c12, keps/sig-c/1-book/kep.yaml",
		"proposal.ended: Pull request 7, commit c14, keps/sig-b/2-batch/kep.yaml",
	}
	if d := cmp.Diff(want, lines); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
}

func TestReadAFolderOfSeveralPlaces(t *testing.T) {
	m := *Kubernetes()
	m.Places = Places{Proposals: "repository", GroupsNow: "sigs.yaml", Calendar: "calendar.json", Exceptions: "release"}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"repository/keps/sig-a/1-x/kep.yaml":            kep("X", "sig-a", "implementable", "alpha", "v1.30", "approvers: [ada]"),
		"repository/keps/prod-readiness/sig-a/9.yaml":   "kep-number: 9\nalpha:\n  approver: \"@ada\"\n",
		"repository/README.md":                          "hello\n",
		"release/releases/release-1.30/exceptions.yaml": "- name: X\n  issue: 1\n  status: approved\n",
		"sigs.yaml":     "sigs: [{dir: sig-a, name: Alpha}]\n",
		"calendar.json": `{"v1.30": {"start": "2024-01-01", "release": "2024-02-01", "enhancements_freeze": "never"}}`,
	} {
		full := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(full), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(full, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	in, err := m.Read(t.Context(), m.At(dir), source.Options{}, day(30))
	if err != nil {
		t.Fatal(err)
	}
	if len(in.Now) != 1 || len(in.Groups) != 1 || len(in.Cycles) != 1 || len(in.Approvals) != 1 || len(in.Exceptions) != 1 {
		t.Errorf("read %d proposals, %d groups, %d cycles, %d approvals, %d exceptions, want one of each",
			len(in.Now), len(in.Groups), len(in.Cycles), len(in.Approvals), len(in.Exceptions))
	}
	found := strings.Join(codes(in.Defects), "; ")
	for _, code := range []Code{CalendarDateOdd, RequiredMissing, PersonWithoutAt, ApprovalWithoutTarget} {
		if !strings.Contains(found, string(code)) {
			t.Errorf("the defect %s is missing in %s", code, found)
		}
	}
	w := &workspace{}
	w.run(t, in)
	if w.latest().Initiative("1-x") == nil || w.latest().Period("v1.30") == nil {
		t.Error("the import of a tree without history made no records")
	}
	in.Today = day(31)
	if sum := w.run(t, in); sum.Changes != 0 {
		t.Errorf("the second import of a tree, a day later, made %d changes: %v", sum.Changes, sum.Words())
	}
	if d := graph.Find[*graph.Decision](w.latest(), "1-x:approval"); d.Decided != graph.On(2024, 1, 30) {
		t.Errorf("the decision = %+v, want it decided on the day of the first import", d)
	}
}

func TestReadFaults(t *testing.T) {
	m := Kubernetes()
	empty := t.TempDir()
	if _, err := m.Read(t.Context(), Places{Proposals: empty}, source.Options{}, day(30)); !fault.Is(err, fault.Invalid) {
		t.Errorf("Read of an empty folder = %v, want invalid", err)
	}
	if _, err := m.Read(t.Context(), Places{Proposals: filepath.Join(empty, "none")}, source.Options{}, day(30)); !fault.Is(err, fault.NotFound) {
		t.Errorf("Read of nothing = %v, want not found", err)
	}
	if got := m.At("/somewhere"); got != (Places{Proposals: "/somewhere"}) {
		t.Errorf("At = %+v", got)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	full := filepath.Join(empty, "keps", "sig-a", "1-x")
	if err := os.MkdirAll(full, 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(full, "kep.yaml"), []byte("title: x\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Read(ctx, Places{Proposals: empty}, source.Options{}, day(30)); !fault.Is(err, fault.Cancelled) {
		t.Errorf("Read after a stop = %v, want cancelled", err)
	}
}
