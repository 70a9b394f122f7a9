package engine_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strings"
	"sync"
	"testing"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
)

// gate is a store whose appends a test can hold up, count and make fail.
type gate struct {
	ledger.Store

	arrived chan struct{} // gets a value when an append arrives, when not nil
	pass    chan struct{} // an append waits for a value, when not nil

	mu      sync.Mutex // guards all below
	appends int
	entries int
	fail    func(append int) error // asked before each append goes on, counting from 1
}

func (g *gate) Append(ctx context.Context, workspace string, after ledger.Head, entries []ledger.Entry) error {
	g.mu.Lock()
	g.appends++
	g.entries += len(entries)
	n := g.appends
	g.mu.Unlock()
	if g.arrived != nil {
		g.arrived <- struct{}{}
	}
	if g.pass != nil {
		select {
		case <-g.pass:
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	g.mu.Lock()
	fail := g.fail
	g.mu.Unlock()
	if fail != nil {
		if err := fail(n); err != nil {
			return err
		}
	}
	return g.Store.Append(ctx, workspace, after, entries)
}

func (g *gate) counts() (appends, entries int) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.appends, g.entries
}

func (g *gate) failing(fail func(int) error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.fail = fail
}

// held is a gate that holds up every append until the test lets it pass.
func held(store ledger.Store) *gate {
	return &gate{Store: store, arrived: make(chan struct{}, 64), pass: make(chan struct{}, 64)}
}

// asked is a command on its way.
type asked struct {
	done engine.Done
	err  error
}

// ask sends the command and returns where its answer comes.
func ask(ctx context.Context, e *engine.Engine, run engine.Command) <-chan asked {
	answer := make(chan asked, 1)
	go func() {
		done, err := e.Do(ctx, "main", ana, run)
		answer <- asked{done, err}
	}()
	return answer
}

// pileUp makes the writer busy with one append and queues the commands, in order, behind it: they
// share the next append. It returns their answers once all of them are queued, with the writer still held.
func pileUp(t *testing.T, e *engine.Engine, g *gate, commands ...engine.Command) []<-chan asked {
	t.Helper()
	first := ask(t.Context(), e, put("unit.created", unit("first", "First")))
	<-g.arrived
	var answers []<-chan asked
	for _, c := range commands {
		before := e.Waiting("main")
		answers = append(answers, ask(t.Context(), e, c))
		e.AwaitWaiting("main", before+1)
	}
	g.pass <- struct{}{}
	if a := <-first; a.err != nil {
		t.Fatal(a.err)
	}
	return answers
}

func TestManyWaitingCommandsShareOneAppend(t *testing.T) {
	const many = 40
	g := held(memory.New())
	e, _ := open(t, g)
	var commands []engine.Command
	for i := range many {
		commands = append(commands, put("unit.created", unit(fmt.Sprintf("u-%d", i), "U")))
	}
	answers := pileUp(t, e, g, commands...)
	<-g.arrived
	g.pass <- struct{}{}
	for i, a := range answers {
		got := <-a
		if got.err != nil || got.done.Position != int64(i+2) || got.done.Picture.Unit(graph.UnitID(fmt.Sprintf("u-%d", i))) == nil {
			t.Fatalf("command %d: %+v", i, got)
		}
	}
	if appends, entries := g.counts(); appends != 2 || entries != many+1 {
		t.Errorf("%d entries in %d appends, want %d in 2", entries, appends, many+1)
	}
	if r, err := e.Verify(t.Context(), "main", nil); err != nil || r.Entries != many+1 {
		t.Errorf("Verify = %+v, %v", r, err)
	}
}

func TestABatchIsNotLargerThanAllowed(t *testing.T) {
	g := held(memory.New())
	e := engine.New(g, engine.Options{Clock: (&clock{now: at(7, 1)}).Now, Batch: 3})
	t.Cleanup(e.Close)
	var commands []engine.Command
	for i := range 3 { // as many as may wait without being held up themselves
		commands = append(commands, put("unit.created", unit(fmt.Sprintf("u-%d", i), "U")))
	}
	answers := pileUp(t, e, g, commands...)
	<-g.arrived
	extra := ask(t.Context(), e, put("unit.created", unit("extra", "Extra")))
	e.AwaitWaiting("main", 1)
	g.pass <- struct{}{}
	<-g.arrived
	g.pass <- struct{}{}
	for _, a := range append(answers, extra) {
		if got := <-a; got.err != nil {
			t.Fatal(got.err)
		}
	}
	if appends, _ := g.counts(); appends != 3 {
		t.Errorf("%d appends, want 3: the first, three together, the last", appends)
	}
}

func TestARefusedCommandDoesNotHoldUpThoseThatShareItsAppend(t *testing.T) {
	g := held(memory.New())
	e, _ := open(t, g)
	answers := pileUp(t, e, g,
		put("unit.created", unit("a", "A")),
		put("unit.created", unit("b", "")), // no name
		put("unit.created", unit("zero", "a \x00 letter")),
		put("unit.created", unit("utf", "caf\xe9")),
		func(*graph.Snapshot) (change.Draft, error) { return change.Draft{}, errors.New("no") },
		func(*graph.Snapshot) (change.Draft, error) { panic("a defect") },
		func(*graph.Snapshot) (change.Draft, error) {
			return change.Draft{Verb: "unit.created", Puts: []graph.Record{&graph.Unit{ID: "half", Name: "Half"}, nil}}, nil
		},
		func(*graph.Snapshot) (change.Draft, error) { return change.Draft{}, nil },
		put("unit.created", unit("c", "C")),
	)
	<-g.arrived
	g.pass <- struct{}{}
	kinds := []fault.Kind{"", fault.Invalid, fault.Invalid, fault.Invalid, fault.Internal, fault.Internal, fault.Internal, "", ""}
	for i, a := range answers {
		got := <-a
		if fault.KindOf(got.err) != kinds[i] {
			t.Errorf("command %d: %v, want %q", i, got.err, kinds[i])
		}
	}
	s, err := e.View(t.Context(), "main")
	if err != nil {
		t.Fatal(err)
	}
	if name(s, "a") != "A" || name(s, "c") != "C" || s.Count(graph.KindUnit) != 3 || s.Position() != 3 {
		t.Errorf("units %d at position %d, want first, a and c at 3", s.Count(graph.KindUnit), s.Position())
	}
}

func TestACommandThatPanicsTellsItsCallerAndTheWriterGoesOn(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	_, err := e.Do(t.Context(), "main", ana, func(*graph.Snapshot) (change.Draft, error) { panic("out of range") })
	f := fault.Of(err)
	if f == nil || f.Kind != fault.Internal || f.Remedy == "" || f.Err == nil || !strings.Contains(f.Err.Error(), "out of range") {
		t.Fatalf("err = %v, want an internal fault with the cause for the log", err)
	}
	if strings.Contains(f.Error(), "out of range") {
		t.Errorf("the person is told %q", f.Error())
	}
	if done := do(t, e, put("unit.renamed", unit("core", "Core 2"))); name(done.Picture, "core") != "Core 2" {
		t.Error("the writer did not go on")
	}
}

func TestWhenTheStoreFailsNobodyIsToldOtherwise(t *testing.T) {
	full := fault.New(fault.Full, "the disk is full", "Free some space")
	broken := fault.New(fault.Corrupt, "a page of the file is torn", "Restore the last backup")
	for _, failure := range []error{full, broken, errors.New("lost the connection")} {
		t.Run(failure.Error(), func(t *testing.T) {
			g := held(memory.New())
			e, _ := open(t, g)
			answers := pileUp(t, e, g,
				put("unit.created", unit("a", "A")),
				put("unit.created", unit("below", "Below"), func() graph.Record { return &graph.Unit{ID: "b", Name: "B", Parent: "a"} }),
				func(s *graph.Snapshot) (change.Draft, error) { // wants nothing because a is there already
					if s.Unit("a") == nil {
						t.Error("a command does not see what the one before it wants")
					}
					return change.Draft{}, nil
				},
				func(s *graph.Snapshot) (change.Draft, error) { // refuses because a is there already
					return change.Draft{}, fault.New(fault.Conflict, "a is there already", "Take another name")
				},
			)
			before, err := e.View(t.Context(), "main")
			if err != nil {
				t.Fatal(err)
			}
			g.failing(func(int) error { return failure })
			<-g.arrived
			g.pass <- struct{}{}
			for i, a := range answers {
				if got := <-a; !errors.Is(got.err, failure) {
					t.Errorf("command %d: %v, want that of the store: what it saw does not exist", i, got.err)
				}
			}
			after, err := e.View(t.Context(), "main")
			if err != nil || after != before {
				t.Errorf("the failed append changed the picture: %v", err)
			}
			g.failing(nil)
			g.pass <- struct{}{}
			if done := do(t, e, put("unit.created", unit("a", "A"))); done.Position != 2 {
				t.Errorf("the change after the failure is number %d, want 2", done.Position)
			}
		})
	}
}

func TestAnAnswerFromBeforeTheFirstChangeOfAFailedAppendStands(t *testing.T) {
	g := held(memory.New())
	e, _ := open(t, g)
	answers := pileUp(t, e, g,
		func(*graph.Snapshot) (change.Draft, error) { return change.Draft{}, nil },
		put("unit.created", unit("b", "")),
		put("unit.created", unit("a", "A")),
	)
	failure := fault.New(fault.Full, "the disk is full", "Free some space")
	g.failing(func(int) error { return failure })
	<-g.arrived
	g.pass <- struct{}{}
	for i, want := range []fault.Kind{"", fault.Invalid, fault.Full} {
		if got := <-answers[i]; fault.KindOf(got.err) != want {
			t.Errorf("command %d: %v, want %q", i, got.err, want)
		}
	}
}

func TestALostRaceRunsTheCommandAgainOnTheNewerPicture(t *testing.T) {
	store := memory.New()
	other, _ := open(t, store)
	if _, err := other.View(t.Context(), "main"); err != nil {
		t.Fatal(err)
	}
	g := &gate{Store: store}
	g.fail = func(n int) error { // another process is quicker, twice
		if n <= 2 {
			do(t, other, put("unit.created", unit(fmt.Sprintf("other-%d", n), "Other")))
		}
		return nil
	}
	e, _ := open(t, g)
	var saw []int
	done, err := e.Do(t.Context(), "main", ana, func(s *graph.Snapshot) (change.Draft, error) {
		saw = append(saw, s.Count(graph.KindUnit))
		return put("unit.created", unit("mine", "Mine"))(s)
	})
	if err != nil || done.Position != 3 || done.Picture.Count(graph.KindUnit) != 3 {
		t.Fatalf("Do = %+v, %v", done, err)
	}
	if fmt.Sprint(saw) != "[0 1 2]" {
		t.Errorf("the command saw %v units, want 0, 1 and 2", saw)
	}
}

func TestALostRaceIsNotRunForEver(t *testing.T) {
	g := &gate{Store: memory.New(), fail: func(int) error { return ledger.Moved() }}
	e, _ := open(t, g)
	runs := 0
	_, err := e.Do(t.Context(), "main", ana, func(s *graph.Snapshot) (change.Draft, error) {
		runs++
		return put("unit.created", unit("mine", "Mine"))(s)
	})
	if !ledger.IsMoved(err) {
		t.Fatalf("err = %v, want that somebody else was quicker", err)
	}
	if appends, _ := g.counts(); runs != appends || runs < 2 || runs > 100 {
		t.Errorf("the command ran %d times for %d appends", runs, appends)
	}
	g.failing(nil)
	do(t, e, put("unit.created", unit("mine", "Mine")))
}

func TestACommandCalledOffBeforeItRuns(t *testing.T) {
	g := held(memory.New())
	e, _ := open(t, g)
	first := ask(t.Context(), e, put("unit.created", unit("first", "First")))
	<-g.arrived
	ctx, cancel := context.WithCancel(t.Context())
	waiting := ask(ctx, e, put("unit.created", unit("second", "Second")))
	e.AwaitWaiting("main", 1)
	cancel()
	g.pass <- struct{}{}
	if a := <-first; a.err != nil {
		t.Fatal(a.err)
	}
	if a := <-waiting; !fault.Is(a.err, fault.Cancelled) || !errors.Is(a.err, context.Canceled) {
		t.Errorf("a command called off while it waited: %v", a.err)
	}
	if _, err := e.Do(ctx, "main", ana, put("unit.created", unit("third", "Third"))); !fault.Is(err, fault.Cancelled) {
		t.Errorf("a command called off before it was sent: %v", err)
	}
	s, _ := e.View(t.Context(), "main")
	if s.Count(graph.KindUnit) != 1 {
		t.Errorf("%d units, want only the first", s.Count(graph.KindUnit))
	}
}

func TestACommandCalledOffWhileItIsRecordedIsRecorded(t *testing.T) {
	g := held(memory.New())
	e, _ := open(t, g)
	ctx, cancel := context.WithCancel(t.Context())
	answer := ask(ctx, e, put("unit.created", unit("a", "A")))
	<-g.arrived
	cancel()
	g.pass <- struct{}{}
	if a := <-answer; a.err != nil || a.done.Position != 1 {
		t.Errorf("%+v: the change is durable, and its author must be told so", a)
	}
}

func TestCloseAnswersWhoWaits(t *testing.T) {
	g := held(memory.New())
	e := engine.New(g, engine.Options{Clock: (&clock{now: at(7, 1)}).Now})
	first := ask(t.Context(), e, put("unit.created", unit("first", "First")))
	<-g.arrived
	var waiting []<-chan asked
	for range 5 {
		waiting = append(waiting, ask(t.Context(), e, put("unit.created", unit("second", "Second"))))
	}
	e.AwaitWaiting("main", 5)
	e.Close() // the append under way is given up by the store
	if a := <-first; a.err == nil {
		t.Error("the change whose append was given up is told as recorded")
	}
	for _, w := range waiting {
		if a := <-w; !fault.Is(a.err, fault.Unavailable) {
			t.Errorf("a command that waited: %v, want that the program shuts down", a.err)
		}
	}
	if _, err := e.Do(t.Context(), "main", ana, put("unit.created", unit("third", "Third"))); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a command after the end: %v", err)
	}
	if _, err := e.View(t.Context(), "other"); !fault.Is(err, fault.Unavailable) {
		t.Errorf("a workspace not seen before the end: %v", err)
	}
	e.Close() // a second time is no harm
}

func TestEveryChangeBearsANameAndAVerb(t *testing.T) {
	e, _ := open(t, memory.New())
	for _, c := range []struct {
		by   engine.Actor
		verb string
	}{{engine.Actor{Channel: ledger.Web}, "unit.created"}, {ana, ""}} {
		if _, err := e.Do(t.Context(), "main", c.by, put(c.verb, unit("a", "A"))); !fault.Is(err, fault.Invalid) {
			t.Errorf("%+v: %v, want a refusal", c, err)
		}
	}
	s, _ := e.View(t.Context(), "main")
	if s.Position() != 0 {
		t.Error("a nameless change was recorded")
	}
}

func TestAnEmptyDraftIsNoChange(t *testing.T) {
	e, _ := open(t, memory.New())
	do(t, e, put("unit.created", unit("a", "A")))
	done := do(t, e, func(*graph.Snapshot) (change.Draft, error) { return change.Draft{Verb: "nothing.changed"}, nil })
	if done.Position != 0 || name(done.Picture, "a") != "A" {
		t.Errorf("Done = %+v", done)
	}
}

func TestWorkspacesAreApart(t *testing.T) {
	e, _ := open(t, memory.New())
	for _, w := range []string{"one", "two"} {
		if done, err := e.Do(t.Context(), w, ana, put("unit.created", unit("core", w))); err != nil || done.Position != 1 {
			t.Fatalf("%s: %+v, %v", w, done, err)
		}
	}
	for _, w := range []string{"one", "two"} {
		if s, err := e.View(t.Context(), w); err != nil || name(s, "core") != w {
			t.Errorf("%s holds %q, %v", w, name(s, "core"), err)
		}
	}
}

// loadless is a store whose first reading of the latest documents fails.
type loadless struct {
	ledger.Store
	once sync.Once
	err  error
}

func TestAWorkspaceThatCouldNotBeLoadedIsTriedAgain(t *testing.T) {
	store := memory.New()
	other, _ := open(t, store)
	do(t, other, put("unit.created", unit("core", "Core")))
	away := fault.New(fault.Unavailable, "the server does not answer", "Try again")
	e, _ := open(t, &loadless{Store: store, err: away})
	if _, err := e.View(t.Context(), "main"); !errors.Is(err, away) {
		t.Fatalf("the first use: %v, want that of the store", err)
	}
	if s, err := e.View(t.Context(), "main"); err != nil || name(s, "core") != "Core" {
		t.Errorf("the second use: %v", err)
	}
}

func TestADamagedDocumentIsToldWhenTheWorkspaceIsLoaded(t *testing.T) {
	store := memory.New()
	bad := ledger.Entry{
		Recorded: at(7, 1), Actor: "person/ana", Channel: ledger.Terminal, Verb: "unit.created",
		Documents: []ledger.Document{{Kind: "unit", ID: "core", Version: 1, Format: change.Format, Body: []byte(`{"nmae":"Core"}`)}},
	}.Follow(ledger.Head{})
	if err := store.Append(t.Context(), "main", ledger.Head{}, []ledger.Entry{bad}); err != nil {
		t.Fatal(err)
	}
	e, _ := open(t, store)
	if _, err := e.View(t.Context(), "main"); !fault.Is(err, fault.Corrupt) || !strings.Contains(err.Error(), "unit/core") {
		t.Errorf("View = %v, want a corrupt fault that names the record", err)
	}
}

func TestWaitingForALoadCanBeCalledOff(t *testing.T) {
	slow := &slowLoad{Store: memory.New(), release: make(chan struct{})}
	e, _ := open(t, slow)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := e.View(ctx, "main"); !fault.Is(err, fault.Cancelled) {
		t.Errorf("View = %v", err)
	}
	close(slow.release)
	if _, err := e.View(t.Context(), "main"); err != nil {
		t.Errorf("the load went on for others: %v", err)
	}
}

func TestTodayIsOneSnapshotADay(t *testing.T) {
	e, c := open(t, memory.New())
	do(t, e, put("unit.created", unit("core", "Core")))
	view := func() *graph.Snapshot {
		s, err := e.View(t.Context(), "main")
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	c.Set(time.Date(2026, 7, 1, 23, 59, 59, 0, time.UTC))
	evening := view()
	if evening.Today() != graph.On(2026, 7, 1) || view() != evening {
		t.Errorf("today is %s, and the same snapshot until midnight", evening.Today())
	}
	c.Set(time.Date(2026, 7, 2, 0, 0, 0, 0, time.UTC))
	morning := view()
	if morning == evening || morning.Today() != graph.On(2026, 7, 2) || morning.Position() != evening.Position() || view() != morning {
		t.Errorf("after midnight today is %s", morning.Today())
	}
	c.Set(time.Date(2026, 7, 2, 1, 0, 0, 0, time.FixedZone("east", 3*3600))) // 1 July, 22:00 UTC
	if s := view(); s.Today() != graph.On(2026, 7, 1) {
		t.Errorf("days are those of UTC: %s", s.Today())
	}
}

func TestTodayIsOneSnapshotForAllWhoAskAtOnce(t *testing.T) {
	for range 50 {
		e, _ := open(t, memory.New())
		do(t, e, put("unit.created", unit("core", "Core")))
		const many = 8
		seen := make([]*graph.Snapshot, many)
		start := make(chan struct{})
		var group sync.WaitGroup
		for i := range many {
			group.Go(func() {
				<-start
				seen[i], _ = e.View(context.Background(), "main")
			})
		}
		close(start)
		group.Wait()
		for _, s := range seen {
			if s != seen[0] {
				t.Fatal("two snapshots of the same day: figures would be computed twice")
			}
		}
	}
}

func TestAClockBehindTheLastChangeShowsTheLastChange(t *testing.T) {
	e, c := open(t, memory.New())
	c.Set(at(7, 20))
	do(t, e, put("unit.created", unit("core", "Core")))
	c.Set(at(7, 1))
	first, err := e.View(t.Context(), "main")
	if err != nil || first.Today() != graph.On(2026, 7, 20) {
		t.Fatalf("today is %s, %v: the picture cannot be older than what it holds", first.Today(), err)
	}
	if again, _ := e.View(t.Context(), "main"); again != first {
		t.Error("a new snapshot for each view, so that nothing computed on it is kept")
	}
}

func TestWatch(t *testing.T) {
	e, _ := open(t, memory.New())
	state, moved, err := e.Watch(t.Context(), "main")
	if err != nil || state.Position != 0 {
		t.Fatalf("Watch = %+v, %v", state, err)
	}
	select {
	case <-moved:
		t.Fatal("told of a change that was not made")
	default:
	}
	do(t, e, put("unit.created", unit("core", "Core")))
	<-moved
	now, _, err := e.Watch(t.Context(), "main")
	if err != nil || now.Position != 1 || now.Ready != state.Ready {
		t.Errorf("%s after %s, %v, want position 1", now, state, err)
	}
	if told, err := e.State(t.Context(), "main"); err != nil || told != now {
		t.Errorf("State = %s, %v, want %s", told, err, now)
	}
}

// Latest is that of the store, but not the first time.
func (l *loadless) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	var failed error
	l.once.Do(func() { failed = l.err })
	if failed == nil {
		return l.Store.Latest(ctx, workspace, at)
	}
	return func(yield func(ledger.Version, error) bool) { yield(ledger.Version{}, failed) }
}

// slowLoad is a store that reads the latest documents only when it is released.
type slowLoad struct {
	ledger.Store
	release chan struct{}
}

func (s *slowLoad) Latest(ctx context.Context, workspace string, at func(ledger.Head)) iter.Seq2[ledger.Version, error] {
	return func(yield func(ledger.Version, error) bool) {
		<-s.release
		s.Store.Latest(ctx, workspace, at)(yield)
	}
}
