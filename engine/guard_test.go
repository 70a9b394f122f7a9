package engine_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"throughline/access"
	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// guarded is an engine that holds the records of a picture since the first of July, in one entry.
func guarded(t fixture.T, s *graph.Snapshot) *engine.Engine {
	t.Helper()
	return guardedBy(t, s, engine.Options{})
}

func guardedBy(t fixture.T, s *graph.Snapshot, o engine.Options) *engine.Engine {
	t.Helper()
	c := &clock{now: at(7, 1)}
	o.Clock = c.Now
	e := engine.New(memory.New(), o)
	d := change.Draft{Verb: "organisation.described"}
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			d.Puts = append(d.Puts, r)
		}
	}
	d, err := change.CopyDraft(d)
	if err == nil {
		_, err = e.Do(context.Background(), "main", ana, func(*graph.Snapshot) (change.Draft, error) { return d, nil })
	}
	if err != nil {
		e.Close()
		t.Fatalf("%v", err)
	}
	c.Set(at(9, 24))
	return e
}

// quay is an organisation in which an initiative, and so what is about it, is for carl alone.
func quay(t fixture.T) *fixture.Org {
	o := fixture.New(t).Today("2026-07-01").Half().Person("tess", "carl", "cora")
	lead := func(id, parent string, leads ...graph.PersonID) *graph.Unit {
		return &graph.Unit{ID: graph.UnitID(id), Name: id, Parent: graph.UnitID(parent), Leads: leads, People: 9}
	}
	return o.Put(
		lead("acme", "", "tess"), lead("core", "acme", "carl"), lead("care", "acme", "cora"), lead("annex", "acme"),
		&graph.Theme{ID: "calm", Name: "Calm"},
		&graph.Initiative{ID: "open", Name: "Open", Owner: "core", State: graph.Committed},
		&graph.Initiative{ID: "quiet", Name: "Quiet", Owner: "annex", State: graph.Committed, Audience: []graph.PersonID{"carl"}},
		&graph.Constraint{ID: "law", Statement: "30 days", Kind: graph.RegulatoryConstraint, Initiatives: []graph.InitiativeID{"open", "quiet"}},
		&graph.Request{ID: "hush", Title: "Hush", From: "care", To: "core", State: graph.RequestOpen, Initiative: "quiet"},
		&graph.Request{ID: "ask", Title: "Ask", From: "care", To: "core", State: graph.RequestMerged, MergedInto: "hush"},
	)
}

// as is a member with a role.
func as(p graph.PersonID, r access.Role, on ...graph.Ref) engine.As {
	return engine.As{Actor: engine.Actor{Name: "person/" + string(p), Channel: ledger.API}, Viewer: access.Viewer{Person: p, Role: r}, On: on}
}

// edit is a command that changes a copy of a record as it stands in the picture it is given.
func edit[T any, P interface {
	*T
	graph.Record
}](id string, with func(P)) engine.Command {
	return func(s *graph.Snapshot) (change.Draft, error) {
		r := graph.Find[P](s, id)
		if r == nil {
			return change.Draft{}, fault.New(fault.NotFound, "the command saw no "+id, "")
		}
		c := *r
		with(&c)
		return change.Draft{Verb: "record.changed", Puts: []graph.Record{P(&c)}}, nil
	}
}

func TestWhatARecordSaysOfOthersOutlivesAnEditByWhoDoesNotSeeThem(t *testing.T) {
	for name, run := range map[string]func(*engine.Engine) (engine.Done, error){
		"an edit of what is shown": func(e *engine.Engine) (engine.Done, error) {
			return e.EditAs(t.Context(), "main", as("cora", access.Editor), edit("law", func(r *graph.Constraint) {
				r.Statement = "31 days"
				if !slices.Equal(r.Initiatives, []graph.InitiativeID{"open"}) {
					t.Errorf("the command is shown %v", r.Initiatives)
				}
				r.Initiatives = append(slices.Clone(r.Initiatives), "open-2")
			}))
		},
		"a command on the picture": func(e *engine.Engine) (engine.Done, error) {
			return e.DoAs(t.Context(), "main", as("cora", access.Editor), edit("law", func(r *graph.Constraint) {
				r.Statement, r.Initiatives = "31 days", append(slices.Clone(r.Initiatives), "open-2")
			}))
		},
	} {
		o := quay(t).Put(&graph.Initiative{ID: "open-2", Name: "Open too", Owner: "core", State: graph.Likely})
		e := guarded(t, o.Picture())
		t.Cleanup(e.Close)
		done, err := run(e)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		law := graph.Find[*graph.Constraint](done.Picture, "law")
		want := map[string][]graph.InitiativeID{
			"an edit of what is shown": {"open", "quiet", "open-2"}, "a command on the picture": {"open", "quiet", "open-2"},
		}[name]
		if law.Statement != "31 days" || !slices.Equal(law.Initiatives, want) {
			t.Errorf("%s leaves %q of %v", name, law.Statement, law.Initiatives)
		}
		again, err := e.View(t.Context(), "main")
		if err != nil || !slices.Equal(graph.Find[*graph.Constraint](again, "law").Initiatives, want) {
			t.Errorf("%s is recorded otherwise", name)
		}
	}
}

// A record that would break a rule, was it all there is, can still be edited.
func TestARuleThatOnlyWhatIsHiddenBreaksHoldsUpNobody(t *testing.T) {
	e := guarded(t, quay(t).Picture())
	t.Cleanup(e.Close)
	title := func(to string) engine.Command {
		return edit("ask", func(r *graph.Request) { r.Title = to })
	}
	done, err := e.EditAs(t.Context(), "main", as("cora", access.Editor), title("Ask again"))
	if err != nil {
		t.Fatal(err)
	}
	if r := graph.Find[*graph.Request](done.Picture, "ask"); r.Title != "Ask again" || r.MergedInto != "hush" {
		t.Errorf("the request became %+v", r)
	}
	if _, err := e.EditAs(t.Context(), "main", as("cora", access.Editor), title("")); !fault.Is(err, fault.Invalid) || !strings.Contains(err.Error(), "title is empty") || strings.Contains(err.Error(), "more") {
		t.Errorf("its title taken out: %v", err)
	}
}

func TestWhatIsNotSeenIsAnsweredBeforeTheCommandRuns(t *testing.T) {
	e := guarded(t, quay(t).Picture())
	t.Cleanup(e.Close)
	ran := false
	_, err := e.DoAs(t.Context(), "main", as("cora", access.Owner, graph.InitiativeID("open").Ref(), graph.InitiativeID("quiet").Ref()), func(*graph.Snapshot) (change.Draft, error) {
		ran = true
		return change.Draft{}, nil
	})
	if ran || !fault.Is(err, fault.NotFound) || !strings.HasPrefix(err.Error(), "there is no initiative/quiet") {
		t.Errorf("ran %v, answered %v", ran, err)
	}
}

// What cannot be answered as if nothing was hidden says no more than it must.
func TestWhatCannotBeHiddenSaysLittle(t *testing.T) {
	e := guarded(t, quay(t).Picture())
	t.Cleanup(e.Close)
	before, err := e.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	create := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "initiative.created", Puts: []graph.Record{&graph.Initiative{ID: "quiet", Name: "Mine", Owner: "care", State: graph.Candidate}}}, nil
	}
	remove := func(*graph.Snapshot) (change.Draft, error) {
		return change.Draft{Verb: "unit.removed", Removes: []graph.Ref{graph.UnitID("annex").Ref()}}, nil
	}
	for name, c := range map[string]struct {
		do   func(context.Context, string, engine.As, engine.Command) (engine.Done, error)
		run  engine.Command
		want string
	}{
		"an id that is taken, written by them":     {e.EditAs, create, "the id of initiative/quiet is taken. Choose another id for what is new"},
		"an id that is taken, chosen by a command": {e.DoAs, create, "an id of this change is taken. Choose another id for what is new"},
		"a unit that a hidden initiative names":    {e.EditAs, remove, "unit/annex cannot be removed while records that are not for you name it. Set its last day instead, or ask somebody who sees them"},
	} {
		if _, err := c.do(t.Context(), "main", as("cora", access.Editor), c.run); !fault.Is(err, fault.Conflict) || err.Error() != c.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if after, err := e.View(t.Context(), "main"); err != nil || after.Position() != before.Position() {
		t.Errorf("something was written: %v", err)
	}
}

func TestWhoMayNotIsDenied(t *testing.T) {
	e := guarded(t, quay(t).Picture())
	t.Cleanup(e.Close)
	rename := edit("calm", func(r *graph.Theme) { r.Name = "Calmer" })
	readOnly := as("tess", access.Owner)
	readOnly.Viewer.ReadOnly = true
	for name, who := range map[string]engine.As{
		"a reader": as("cora", access.Reader), "a contributor": as("cora", access.Contributor), "nobody": {Actor: ana}, "a token that reads": readOnly,
	} {
		if _, err := e.DoAs(t.Context(), "main", who, rename); !fault.Is(err, fault.Denied) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := e.DoAs(t.Context(), "main", as("cora", access.Editor), rename); err != nil {
		t.Errorf("an editor: %v", err)
	}
}

// A change that is to hold since an earlier day is held against what the viewer may know of that day.
func TestABackdatedChangeTellsNothingOfTheDay(t *testing.T) {
	e := guarded(t, quay(t).Picture())
	t.Cleanup(e.Close)
	do(t, e, put("theme.renamed", func() graph.Record { return &graph.Theme{ID: "calm", Name: "Calmer"} })) // so that there is a later change
	comment := func(on graph.Ref) engine.Command {
		return func(*graph.Snapshot) (change.Draft, error) {
			return change.Draft{Verb: "work.added", Effective: at(8, 1), Puts: []graph.Record{&graph.Work{ID: "w", Title: "T", Unit: "care", Initiative: graph.InitiativeID(on.ID)}}}, nil
		}
	}
	_, err := e.EditAs(t.Context(), "main", as("cora", access.Editor), comment(graph.InitiativeID("quite").Ref()))
	if f := fault.Of(err); f == nil || f.Kind != fault.Invalid || slices.Contains(f.Nearest, "quiet") {
		t.Errorf("a name like a hidden one: %v", err)
	}
	_, hidden := e.EditAs(t.Context(), "main", as("cora", access.Editor), comment(graph.InitiativeID("quiet").Ref()))
	if want := strings.ReplaceAll(err.Error(), "quite", "quiet"); hidden == nil || hidden.Error() != want {
		t.Errorf("the hidden one is answered %v, want %s", hidden, want)
	}
	if _, err := e.EditAs(t.Context(), "main", as("carl", access.Editor), comment(graph.InitiativeID("quiet").Ref())); err != nil {
		t.Errorf("its audience: %v", err)
	}
}

func TestATrialRecordsNothingAndAnswersTheSame(t *testing.T) {
	e := guarded(t, quay(t).Picture())
	t.Cleanup(e.Close)
	tried, err := e.TryAs(t.Context(), "main", as("cora", access.Editor), edit("law", func(r *graph.Constraint) { r.Statement = "31 days" }))
	if err != nil || len(tried.Draft.Puts) != 1 {
		t.Fatalf("TryAs = %+v, %v", tried, err)
	}
	law, was := tried.Draft.Puts[0].(*graph.Constraint), tried.Before[0].(*graph.Constraint)
	if law.Statement != "31 days" || was.Statement != "30 days" || slices.Contains(law.Initiatives, "quiet") || slices.Contains(was.Initiatives, "quiet") {
		t.Errorf("it would become %+v from %+v", law, was)
	}
	if tried.Picture.Initiative("quiet") != nil || graph.Find[*graph.Constraint](tried.Picture, "law").Statement != "30 days" {
		t.Error("the picture told is not the one before, as shown")
	}
	now, err := e.View(t.Context(), "main")
	if err != nil || now.Position() != 1 || graph.Find[*graph.Constraint](now, "law").Statement != "30 days" {
		t.Errorf("something was recorded: %v", err)
	}
	for name, run := range map[string]engine.Command{
		"a rule":       edit("law", func(r *graph.Constraint) { r.Statement = "" }),
		"a name":       edit("law", func(r *graph.Constraint) { r.Initiatives = []graph.InitiativeID{"quiet"} }),
		"a bad letter": edit("law", func(r *graph.Constraint) { r.Statement = "a\x00" }),
		"nothing":      func(*graph.Snapshot) (change.Draft, error) { return change.Draft{}, nil },
	} {
		_, tried := e.TryAs(t.Context(), "main", as("cora", access.Editor), run)
		_, done := e.EditAs(t.Context(), "main", as("cora", access.Editor), run)
		if fmt.Sprint(tried) != fmt.Sprint(done) || (done == nil) != (name == "nothing") {
			t.Errorf("%s: tried %v, done %v", name, tried, done)
		}
	}
}

func TestSightIsWorkedOutOnce(t *testing.T) {
	e := guarded(t, quay(t).Picture())
	t.Cleanup(e.Close)
	now, err := e.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	sight := func(v access.Viewer) *access.Sight {
		s, err := e.Sight(t.Context(), now, v)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	cora, carl := access.Viewer{Person: "cora", Role: access.Editor}, access.Viewer{Person: "carl", Role: access.Editor}
	if once := sight(cora); sight(cora) != once || sight(carl) == once {
		t.Error("a sight is not that of its viewer, or was worked out again")
	}
	then, err := e.At(t.Context(), "main", at(8, 1))
	if err != nil {
		t.Fatal(err)
	}
	past := func(s *access.Sight) *access.Sight {
		p, err := e.SightAt(t.Context(), s, then)
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	if once := past(sight(cora)); past(sight(cora)) != once || once.Sees(graph.InitiativeID("quiet").Ref()) || !past(sight(carl)).Sees(graph.InitiativeID("quiet").Ref()) {
		t.Error("the sight of the past is not that of its viewer, or was worked out again")
	}
}

// shownTo is all that a viewer sees of the newest picture, as text.
func shownTo(t fixture.T, e *engine.Engine, v access.Viewer) string {
	t.Helper()
	now, err := e.View(context.Background(), "main")
	if err != nil {
		t.Fatalf("%v", err)
	}
	var b strings.Builder
	for _, k := range graph.Kinds() {
		for r := range access.SightOf(now, v).Shown().Records(k.Kind, "") {
			body, err := change.Fields(r)
			if err != nil {
				t.Fatalf("%v", err)
			}
			fmt.Fprintf(&b, "%s %d %s\n", r.Ref(), r.Stamp().Version, body)
		}
	}
	return b.String()
}

// told is an answer as its asker reads it.
func told(done engine.Done, err error) string {
	f := fault.Of(err)
	switch {
	case err == nil:
		return fmt.Sprintf("done at %d", done.Position)
	case f == nil:
		return "not a fault: " + err.Error()
	}
	return fmt.Sprintf("%s: %s; nearest %v. %s", f.Kind, f.Sentence, f.Nearest, f.Remedy)
}

func sameAnswer(t fixture.T, what, hidden, never string) {
	t.Helper()
	if diff := cmp.Diff(never, hidden); diff != "" {
		t.Fatalf("%s tells what is hidden (− what never was, + what is hidden):\n%s", what, diff)
	}
}

var early = time.Date(2026, 7, 15, 0, 0, 0, 0, time.UTC)

// What follows of an edit is recorded with it, as the engine was told; what a command of a capability wants is whole already.
func TestWhatFollowsOfAnEditIsRecordedWithIt(t *testing.T) {
	follow := func(_ *graph.Snapshot, by change.By, d change.Draft) (change.Draft, error) {
		d.Puts = append(d.Puts, &graph.Comment{ID: "follows", On: graph.ConstraintID("law").Ref(), By: by.Person, Text: "It changed", At: by.Moment()})
		return d, nil
	}
	for name, c := range map[string]struct {
		do      func(*engine.Engine, context.Context, string, engine.As, engine.Command) (engine.Done, error)
		follows bool
	}{"an edit": {(*engine.Engine).EditAs, true}, "a command": {(*engine.Engine).DoAs, false}} {
		e := guardedBy(t, quay(t).Picture(), engine.Options{Follow: follow})
		t.Cleanup(e.Close)
		done, err := c.do(e, t.Context(), "main", as("cora", access.Editor), edit("law", func(r *graph.Constraint) { r.Statement = "31 days" }))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if got := graph.Find[*graph.Comment](done.Picture, "follows"); (got != nil) != c.follows || got != nil && got.By != "cora" {
			t.Errorf("%s: what follows is %+v", name, got)
		}
	}
}
