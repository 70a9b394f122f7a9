package rehearsal

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/storage/memory"
	"throughline/testing/fixture"
)

// T is the part of a test that a stage needs; *testing.T, *testing.B and *rapid.T have it.
type T interface {
	fixture.T
	Cleanup(func())
}

// Command is a command with what is asked.
type Command func(*graph.Snapshot, change.By) (change.Draft, error)

// Of is the command asked for in.
func Of[I any](command func(*graph.Snapshot, change.By, I) (change.Draft, error), in I) Command {
	return func(s *graph.Snapshot, by change.By) (change.Draft, error) { return command(s, by, in) }
}

// Stage is an organisation on which commands are tried. Each is a minute after the one before.
type Stage struct {
	// Last is the draft of the last command that changed something, its records left out.
	Last change.Draft

	t      T
	engine *engine.Engine
	now    time.Time
	may    []graph.Kind
}

const space = "rehearsal"

// Founded is since when the organisation of a stage has stood as it does at first.
func Founded() time.Time { return time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC) }

// New puts the organisation on a stage, at nine in the morning of its day. The commands to be tried may write
// records of the kinds only.
func New(t T, org *fixture.Org, kinds ...graph.Kind) *Stage {
	t.Helper()
	picture := org.Picture()
	st := &Stage{t: t, now: picture.Today().Time().Add(9 * time.Hour), may: kinds}
	st.engine = engine.New(memory.New(), engine.Options{Clock: func() time.Time { return st.now }})
	t.Cleanup(st.engine.Close)
	found := func(*graph.Snapshot) (change.Draft, error) {
		d := change.Draft{Verb: "organisation.founded", Effective: Founded()}
		for _, ref := range all(picture) {
			r, err := change.Copy(picture.Record(ref))
			if err != nil {
				return d, err
			}
			d.Puts = append(d.Puts, r)
		}
		return d, nil
	}
	if _, err := st.engine.Do(context.Background(), space, engine.Actor{Name: "test", Channel: ledger.Import}, found); err != nil {
		t.Fatalf("the organisation cannot be put on a stage: %v", err)
	}
	return st
}

// Picture is the organisation as it stands.
func (s *Stage) Picture() *graph.Snapshot {
	s.t.Helper()
	p, err := s.engine.View(context.Background(), space)
	if err != nil {
		s.t.Fatalf("%v", err)
	}
	return p
}

// Time is the moment of the next command.
func (s *Stage) Time() time.Time { return s.now.Add(time.Minute) }

// Today goes on to nine in the morning of the day.
func (s *Stage) Today(date string) *Stage {
	s.t.Helper()
	s.now = fixture.Date(s.t, date).Time().Add(9 * time.Hour)
	return s
}

// Do has somebody ask for the command. The test fails when it is refused or nothing is to change.
func (s *Stage) Do(person graph.PersonID, run Command) *graph.Snapshot {
	s.t.Helper()
	changed, err := s.ask(person, run)
	if err != nil {
		s.t.Fatalf("the command was refused: %v", err)
	}
	if !changed {
		s.t.Fatalf("the command found nothing to change")
	}
	return s.Picture()
}

// Nothing has somebody ask for the command. The test fails unless it is accepted and changes nothing.
func (s *Stage) Nothing(person graph.PersonID, run Command) {
	s.t.Helper()
	if changed, err := s.ask(person, run); err != nil || changed {
		s.t.Fatalf("the command: %v, changed %v: %s; want nothing to change", err, changed, s.Last.Verb)
	}
}

// Refused has somebody ask for the command. The test fails unless it is refused with the kind of fault, a
// sentence and a remedy that hold the words.
func (s *Stage) Refused(person graph.PersonID, run Command, kind fault.Kind, sentence, remedy string) {
	s.t.Helper()
	_, err := s.ask(person, run)
	f := fault.Of(err)
	if f == nil {
		s.t.Fatalf("the command was not refused: %v, %s", err, s.Last.Verb)
	}
	if f.Kind != kind || !strings.Contains(f.Sentence, sentence) || !strings.Contains(f.Remedy, remedy) {
		s.t.Fatalf("the command was refused:\n  %s: %s. %s\nwant\n  %s: …%s…. …%s…", f.Kind, f.Sentence, f.Remedy, kind, sentence, remedy)
	}
	if strings.HasSuffix(f.Sentence, ".") || f.Remedy == "" || strings.HasSuffix(f.Remedy, ".") {
		s.t.Fatalf("a fault is a sentence and a remedy, both without a full stop: %q, %q", f.Sentence, f.Remedy)
	}
}

// Try has somebody ask for the command, and tells whether anything changed. Only faults may refuse it.
func (s *Stage) Try(person graph.PersonID, run Command) bool {
	s.t.Helper()
	changed, err := s.ask(person, run)
	if f := fault.Of(err); err != nil && (f == nil || f.Kind == fault.Internal || f.Remedy == "") {
		s.t.Fatalf("the command failed: %v", err)
	}
	return changed
}

var verb = regexp.MustCompile(`^[a-z]+\.[a-z-]+$`)

// ask runs the command and holds what must hold for every one.
func (s *Stage) ask(person graph.PersonID, run Command) (changed bool, err error) {
	s.t.Helper()
	s.now = s.now.Add(time.Minute)
	by := change.By{Person: person, At: s.now}
	before := s.Picture()
	was, wasWhole := said(before), exactly(before)
	first, err := run(before, by)
	again, err2 := run(before, by)
	if fmt.Sprint(err) != fmt.Sprint(err2) || drafted(first) != drafted(again) {
		s.t.Fatalf("asked twice it wants\n%s, %v\nand\n%s, %v", drafted(first), err, drafted(again), err2)
	}
	if exactly(before) != wasWhole {
		s.t.Fatalf("the command changed the picture it was given:\n%s\nbecame\n%s", wasWhole, exactly(before))
	}
	if err != nil {
		return false, err
	}
	s.held(first)
	position, err := s.record(by, func(p *graph.Snapshot) (change.Draft, error) { return run(p, by) })
	if err != nil || position == 0 {
		return false, err
	}
	s.Last = first
	s.Last.Puts = nil
	s.undone(position, was)
	return true, nil
}

// held holds that the draft says what happened and writes only what it may.
func (s *Stage) held(d change.Draft) {
	s.t.Helper()
	if d.IsEmpty() {
		return
	}
	if !verb.MatchString(d.Verb) {
		s.t.Fatalf("%q is no verb", d.Verb)
	}
	for _, ref := range d.Touches() {
		if !slices.Contains(s.may, ref.Kind) {
			s.t.Fatalf("%s writes %s, which is not its own", d.Verb, ref)
		}
	}
}

// record has the engine run the command; the position is 0 when nothing was to change.
func (s *Stage) record(by change.By, run engine.Command) (int64, error) {
	s.t.Helper()
	actor := engine.Actor{Name: "token/test", Channel: ledger.API}
	if by.Person != "" {
		actor.Name = by.Person.Ref().String()
	}
	done, err := s.engine.Do(context.Background(), space, actor, run)
	if err != nil {
		return 0, err
	}
	if broken := graph.Check(done.Picture, all(done.Picture)); len(broken) > 0 {
		s.t.Fatalf("the picture is not whole any more:\n%v", broken)
	}
	return done.Position, nil
}

// undone takes the change back, which must give what was, and takes that back too.
func (s *Stage) undone(position int64, was string) {
	s.t.Helper()
	is := said(s.Picture())
	for _, want := range []string{was, is} {
		done, err := s.engine.Undo(context.Background(), space, engine.Actor{Name: "test", Channel: ledger.Terminal}, position, "")
		if err != nil {
			s.t.Fatalf("change %d cannot be undone: %v", position, err)
		}
		if got := said(done.Picture); got != want {
			s.t.Fatalf("after undoing change %d the picture is\n%s\nwant\n%s", position, got, want)
		}
		position = done.Position
	}
}

// all is every record of the picture, by kind and id.
func all(s *graph.Snapshot) []graph.Ref {
	var out []graph.Ref
	for _, k := range graph.Kinds() {
		for r := range s.Records(k.Kind, "") {
			out = append(out, r.Ref())
		}
	}
	return out
}

// said is the records of the picture as text, without their stamps.
func said(s *graph.Snapshot) string { return told(s, func(graph.Record) string { return "" }) }

// exactly is the records of the picture as text, with their stamps.
func exactly(s *graph.Snapshot) string {
	return told(s, func(r graph.Record) string { return fmt.Sprint(r.Stamp()) })
}

func told(s *graph.Snapshot, stamp func(graph.Record) string) string {
	var b strings.Builder
	for _, ref := range all(s) {
		r := s.Record(ref)
		body, err := change.Fields(r)
		fmt.Fprintln(&b, ref, stamp(r), string(body), err)
	}
	return b.String()
}

// drafted is a draft as text.
func drafted(d change.Draft) string {
	var b strings.Builder
	fmt.Fprintln(&b, d.Verb, d.Reason, d.Effective, d.Removes, d.Expects)
	for _, r := range d.Puts {
		body, err := change.Fields(r)
		fmt.Fprintln(&b, r.Ref(), string(body), err)
	}
	return b.String()
}
