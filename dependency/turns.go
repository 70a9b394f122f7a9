package dependency

import (
	"fmt"
	"slices"
	"strings"

	"throughline/change"
	"throughline/fault"
	"throughline/finding"
	"throughline/graph"
)

// Question is what one unit asks of another.
type Question struct {
	// Dependency is one that was named and never asked for; the other fields but Words are then its own.
	// Empty opens a new one.
	Dependency graph.DependencyID
	What       string
	From       graph.UnitID // the unit that needs it
	On         graph.UnitID // the unit that is asked
	Initiative graph.InitiativeID
	NeededBy   graph.Date
	Days       graph.Days // the asked unit's effort, 0 when it is not known
	Words      string
}

// Reply is the next turn of a thread.
type Reply struct {
	Dependency graph.DependencyID
	Unit       graph.UnitID // who speaks; empty is the asked unit, or, where both may, the one that did not speak last
	Date       graph.Date   // the day offered or promised; not used to decline, deliver or break off
	Words      string
	Seen       int32 // the version that is answered; 0 does not say
}

// Ask opens the thread: the first turn. Asking the same again while it is open changes nothing.
func Ask(s *graph.Snapshot, by change.By, q Question) (change.Draft, error) {
	draft := change.Draft{Verb: "dependency.asked"}
	if q.Dependency != "" {
		return askNamed(s, by, q, draft)
	}
	what, err := change.Said(q.What, "word on what is needed", "Say what is needed, for instance: a freeze date for the ledger")
	if err != nil {
		return draft, err
	}
	if q.From == q.On && q.From != "" {
		return draft, fault.Invalidf("Ask another unit, or make it work of the unit", "a unit asks itself")
	}
	for _, id := range []graph.UnitID{q.From, q.On} {
		u, err := change.Known[*graph.Unit](s, id)
		if err != nil {
			return draft, err
		}
		if !u.ExistsOn(by.Day()) {
			return draft, fault.Invalidf("Name a unit of today", "%s does not exist on %s", u.Name, by.Words(by.Day()))
		}
	}
	if err := notOver(by, q.NeededBy, "needed by"); err != nil {
		return draft, err
	}
	d := &graph.Dependency{What: what, From: q.From, On: q.On, Initiative: q.Initiative, NeededBy: q.NeededBy, Days: q.Days}
	d.Turns = []graph.Turn{{Act: graph.Ask, At: by.Moment(), Unit: d.From, By: by.Person, Date: d.NeededBy, Words: strings.TrimSpace(q.Words)}}
	if open := openAlike(s, d); open != nil {
		if last := open.Turns[len(open.Turns)-1]; open.NeededBy == d.NeededBy && open.Days == d.Days && sameTurn(last, d.Turns[0]) {
			return draft, nil
		}
		return draft, fault.Invalidf("Go on in its thread: "+string(open.ID), "%s is asked for already", finding.Quote(what))
	}
	d.ID = graph.DependencyID(graph.NewID(s, graph.KindDependency, what))
	draft.Reason = d.Turns[0].Words
	draft.Create(d)
	return draft, nil
}

// openAlike is the open thread in which the same is asked of the same unit, nil without one.
func openAlike(s *graph.Snapshot, d *graph.Dependency) *graph.Dependency {
	for o := range graph.Referrers[*graph.Dependency](s, d.From.Ref()) {
		if o.From == d.From && o.On == d.On && o.Initiative == d.Initiative && strings.EqualFold(o.What, d.What) && o.Open() && len(o.Turns) > 0 {
			return o
		}
	}
	return nil
}

// askNamed opens the thread of a dependency that was named only.
func askNamed(s *graph.Snapshot, by change.By, q Question, draft change.Draft) (change.Draft, error) {
	d, err := change.Take[*graph.Dependency](s, q.Dependency)
	if err != nil {
		return draft, err
	}
	turn := graph.Turn{Act: graph.Ask, At: by.Moment(), Unit: d.From, By: by.Person, Date: d.NeededBy, Words: strings.TrimSpace(q.Words)}
	if n := len(d.Turns); n > 0 {
		if sameTurn(d.Turns[n-1], turn) {
			return draft, nil
		}
		if p := phaseOf(d); p == over {
			return draft, outOfTurn(d, graph.Ask, p)
		}
		return draft, fault.Invalidf("Go on in its thread", "%s was asked for already", finding.Quote(d.What))
	}
	d.Turns, draft.Reason = []graph.Turn{turn}, turn.Words
	draft.Update(s, d)
	return draft, nil
}

// Offer says what the asked unit can do, and by when.
func Offer(s *graph.Snapshot, by change.By, r Reply) (change.Draft, error) {
	return speak(s, by, r, move{act: graph.Offer, verb: "dependency.offered", asked: true, from: []phase{inTalk, takenBack}})
}

// Counter answers the other side with something else. Nobody counters their own word.
func Counter(s *graph.Snapshot, by change.By, r Reply) (change.Draft, error) {
	return speak(s, by, r, move{act: graph.Counter, verb: "dependency.countered", answers: true, from: []phase{inTalk, takenBack}})
}

// Commit promises a day.
func Commit(s *graph.Snapshot, by change.By, r Reply) (change.Draft, error) {
	return speak(s, by, r, move{act: graph.Commit, verb: "dependency.committed", asked: true, day: true, from: []phase{inTalk, takenBack}})
}

// Decline says no, and why. What was promised is not declined but broken off.
func Decline(s *graph.Snapshot, by change.By, r Reply) (change.Draft, error) {
	return speak(s, by, r, move{act: graph.Decline, verb: "dependency.declined", asked: true, final: true, words: true, from: []phase{inTalk}})
}

// Renegotiate takes a promise back to agree on another day: which, and why. Both sides may.
func Renegotiate(s *graph.Snapshot, by change.By, r Reply) (change.Draft, error) {
	return speak(s, by, r, move{act: graph.Renegotiate, verb: "dependency.renegotiated", day: true, words: true, from: []phase{underPromise}})
}

// Deliver says that what was needed is there, promised or not.
func Deliver(s *graph.Snapshot, by change.By, r Reply) (change.Draft, error) {
	return speak(s, by, r, move{act: graph.Deliver, verb: "dependency.delivered", asked: true, final: true, from: []phase{inTalk, underPromise, takenBack}})
}

// Break says that what was promised will not come, and why.
func Break(s *graph.Snapshot, by change.By, r Reply) (change.Draft, error) {
	return speak(s, by, r, move{act: graph.Break, verb: "dependency.broken", asked: true, final: true, words: true, from: []phase{underPromise, takenBack}})
}

// phase is what a thread allows next.
type phase int

const (
	unasked      phase = iota // nobody was asked yet
	inTalk                    // asked, and no day was ever promised
	underPromise              // a day is promised
	takenBack                 // a promise was taken back, and no new one stands
	over                      // delivered, declined or broken off
)

// phaseOf reads the phase from all turns of a thread.
func phaseOf(d *graph.Dependency) phase {
	p := unasked
	for _, t := range d.Turns {
		switch t.Act {
		case graph.Ask:
			p = inTalk
		case graph.Commit:
			p = underPromise
		case graph.Renegotiate:
			p = takenBack
		case graph.Decline, graph.Deliver, graph.Break:
			p = over
		}
	}
	return p
}

// move is what an act asks of the thread and of whoever speaks.
type move struct {
	act     graph.Act
	verb    string
	from    []phase // the phases that allow it
	asked   bool    // only the asked unit may
	answers bool    // only the side that did not speak last may
	final   bool    // no day belongs to it
	day     bool    // it needs a day
	words   bool    // it needs words
}

// speak adds the turn where the thread allows it. Repeating the last turn changes nothing.
func speak(s *graph.Snapshot, by change.By, r Reply, m move) (change.Draft, error) {
	draft := change.Draft{Verb: m.verb}
	d, err := change.Take[*graph.Dependency](s, r.Dependency)
	if err != nil {
		return draft, err
	}
	turn := graph.Turn{Act: m.act, At: by.Moment(), Unit: r.Unit, By: by.Person, Date: r.Date, Words: strings.TrimSpace(r.Words)}
	if m.final {
		turn.Date = 0
	}
	if repeated(d, turn) {
		return draft, nil
	}
	if turn.Unit == "" {
		turn.Unit = m.speaker(d)
	}
	if err := allowed(d, turn, m); err != nil {
		return draft, err
	}
	if err := complete(by, d, turn, m); err != nil {
		return draft, err
	}
	d.Turns, draft.Reason = append(d.Turns, turn), turn.Words
	draft.Update(s, d)
	draft.Expect(d.Ref(), r.Seen)
	return draft, nil
}

// repeated reports whether the turn is the last one again.
func repeated(d *graph.Dependency, turn graph.Turn) bool {
	if len(d.Turns) == 0 {
		return false
	}
	last := d.Turns[len(d.Turns)-1]
	if turn.Unit == "" {
		turn.Unit = last.Unit
	}
	return sameTurn(last, turn)
}

func sameTurn(a, b graph.Turn) bool {
	return a.Act == b.Act && a.Unit == b.Unit && a.Date == b.Date && a.Words == b.Words
}

// speaker is who takes the turn where it is not said.
func (m move) speaker(d *graph.Dependency) graph.UnitID {
	if !m.asked && lastSpeaker(d) == d.On {
		return d.From
	}
	return d.On
}

// lastSpeaker is the unit that took the last turn.
func lastSpeaker(d *graph.Dependency) graph.UnitID {
	if len(d.Turns) == 0 {
		return ""
	}
	if answers(d, d.Turns[len(d.Turns)-1]) {
		return d.On
	}
	return d.From
}

// allowed holds that the thread is where the act belongs, and that the right side speaks.
func allowed(d *graph.Dependency, turn graph.Turn, m move) error {
	if turn.Unit != d.From && turn.Unit != d.On {
		return fault.Invalidf(fmt.Sprintf("Speak for %s, which asks, or for %s, which is asked", d.From, d.On), "%s is not part of this dependency", turn.Unit)
	}
	if p := phaseOf(d); !slices.Contains(m.from, p) {
		return outOfTurn(d, m.act, p)
	}
	switch {
	case m.asked && turn.Unit != d.On:
		return fault.Invalidf("Counter it, or wait for the answer of "+string(d.On), "only %s, which is asked, can %s", d.On, actWords(m.act))
	case m.answers && turn.Unit == lastSpeaker(d):
		return fault.Invalidf("Wait for the other side to answer", "%s spoke last, and nobody counters their own word", turn.Unit)
	}
	return nil
}

// outOfTurn says why the act does not belong where the thread is, and what does.
func outOfTurn(d *graph.Dependency, act graph.Act, p phase) error {
	what := finding.Quote(d.What)
	switch p {
	case unasked:
		return fault.Invalidf("Ask first", "nobody was asked for %s yet", what)
	case over:
		return fault.Invalidf("Ask anew", "%s is settled: %s", what, map[graph.Act]string{
			graph.Deliver: "it was delivered", graph.Decline: "it was declined", graph.Break: "it was broken off",
		}[d.Last()])
	case inTalk:
		return fault.Invalidf("Promise a day first, or decline it", "no day is promised for %s, so there is nothing to %s", what, actWords(act))
	case underPromise:
		return fault.Invalidf("Renegotiate the day, deliver it, or break it off", "a day is promised for %s already", what)
	case takenBack:
		if act == graph.Decline {
			return fault.Invalidf("Promise another day, or break it off", "%s was promised once, which is not declined", what)
		}
	}
	return fault.Invalidf("Promise a new day first", "the promise of %s was taken back already", what)
}

// actWords is an act as something one can do.
func actWords(a graph.Act) string {
	switch a {
	case graph.Commit:
		return "promise a day"
	case graph.Break:
		return "break off"
	}
	return string(a)
}

// complete holds that a turn says what it must, and comes after the last one.
func complete(by change.By, d *graph.Dependency, turn graph.Turn, m move) error {
	if m.words {
		if _, err := change.Said(turn.Words, "reason", "Say why, so that the other side can plan on it"); err != nil {
			return err
		}
	}
	if m.day && turn.Date == 0 {
		return fault.Invalidf("Name the day", "no day is named, and each side would fill in the one that suits it")
	}
	if err := notOver(by, turn.Date, "named"); err != nil {
		return err
	}
	if n := len(d.Turns); n > 0 && turn.At.Before(d.Turns[n-1].At) {
		return fault.Invalidf("Look at the clock of whoever spoke last, and try again later", "the last turn is of a later moment than this one")
	}
	return nil
}

// notOver holds that a day to come is not over.
func notOver(by change.By, day graph.Date, what string) error {
	if day != 0 && day < by.Day() {
		return fault.Invalidf("Name a day from today on", "the day %s, %s, is over", what, by.Words(day))
	}
	return nil
}
