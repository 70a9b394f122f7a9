package web

import (
	"context"
	"strings"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
	"throughline/strategy"
	"throughline/web/view"
	"throughline/wording"
)

// justNow is for how long after a change its author is told of it and offered to take it back, where the address names it.
const justNow = time.Hour

// doneWith is done with the verb of what was recorded. An address that somebody else was sent, or that was kept, tells nothing.
func (s *Server) doneWith(ctx context.Context, v *visit) (*view.Done, string, error) {
	position, ok := atoi(v.query(doneParam))
	if !ok || v.as == nil {
		return nil, "", nil
	}
	entry, err := s.engine.Entry(ctx, s.workspace, position)
	if err != nil {
		if fault.Is(err, fault.NotFound) {
			return nil, "", nil
		}
		return nil, "", err
	}
	if !v.own(&entry, s.clock()) {
		return nil, "", nil
	}
	text, err := s.recordedWords(ctx, &entry)
	return &view.Done{
		Text: text, But: v.unnamed(&entry),
		Undo: &view.Undo{Action: "/undo", Position: itoa(position), Next: v.r.URL.RequestURI()},
	}, entry.Verb, err
}

// lately is how far back the last change of somebody is looked for: a day at work, and not what they did when they were last here.
const lately = 12 * time.Hour

// undoAsked is the position of the change that is to be taken back: the one that the form names, or the last that whoever asks made.
func (s *Server) undoAsked(ctx context.Context, v *visit, position string) (int64, error) {
	if position != lastChange {
		n, ok := atoi(position)
		if !ok {
			return 0, fault.Invalidf("Use the button beside the change", "“%s” is no change", position)
		}
		return n, nil
	}
	n, err := s.engine.LastBy(ctx, s.workspace, v.as.Actor, s.clock().Add(-lately))
	if err == nil && n == 0 {
		err = fault.New(fault.NotFound, "you made no change here lately that is not undone", "Undo an older one from the history of its record")
	}
	return n, err
}

// own reports whether whoever asks made the change here and just now.
func (v *visit) own(e *ledger.Entry, now time.Time) bool {
	return e.Actor == v.as.Actor.Name && e.Channel.Way() == v.as.Actor.Channel.Way() && now.Sub(e.Recorded) < justNow
}

// recordedWords is what an entry recorded, in a sentence or two; of one that takes another back, what that recorded.
func (s *Server) recordedWords(ctx context.Context, entry *ledger.Entry) (string, error) {
	e, back := *entry, 0
	for position, ok := engine.Undoes(&e); ok; position, ok = engine.Undoes(&e) {
		var err error
		if e, err = s.engine.Entry(ctx, s.workspace, position); err != nil {
			return "", err
		}
		back++
	}
	created, err := s.engine.Created(ctx, s.workspace, &e)
	if err != nil {
		return "", err
	}
	words, again := doneWords(&e, created)
	switch {
	case back%2 == 1:
		words = "Change undone: " + words
	case back > 0:
		words = "Change made again: " + words
	}
	if words += "."; again > 0 && back%2 == 0 {
		words += " " + wording.Count(again, "accepted reading waits", "accepted readings wait") + " for an answer again."
	}
	return words, nil
}

// doneWords is what an entry recorded, without the accepted readings that wait for an answer again because of it, and how many these are.
func doneWords(e *ledger.Entry, created []bool) (words string, again int) {
	kind, verb, _ := strings.Cut(e.Verb, ".")
	var tallies []doneTally
	n := 0
	for i := range e.Documents {
		d := &e.Documents[i]
		if graph.Kind(kind) != graph.KindIntent && reopened(e, d) {
			again++
			continue
		}
		n++
		tallies = tallied(tallies, d, created[i])
	}
	_, ok := graph.Info(graph.Kind(kind))
	if !ok || verb != "imported" && (verb != "changed" || n < 2) {
		return wording.Capital(verbWords(e.Verb)), again
	}
	var parts []string
	for _, t := range tallies {
		parts = append(parts, t.words())
	}
	return strings.Join(parts, "; "), again
}

// mostFollowing is how many units are named that answer anew.
const mostFollowing = 6

// follows says which accepted readings wait for an answer again when the field of the record is changed.
func (s *Server) follows(v *visit, ref graph.Ref, field string) (string, error) {
	r := v.now.Record(ref)
	if r == nil {
		return "", nil
	}
	names, err := strategy.Answered(v.now, s.by(v), r, field)
	if err != nil || len(names) == 0 {
		return "", err
	}
	text := wording.List(names, mostFollowing) + " accepted a reading of this"
	if ref.Kind == graph.KindIntent {
		return text + ": who was asked for a theme whose share changes waits for an answer again.", nil
	}
	if len(names) == 1 {
		return text + ": once it changes, it waits for an answer again.", nil
	}
	return text + ": once it changes, they wait for an answer again.", nil
}

// reopened reports whether the document is a reading that the entry had wait for an answer again.
func reopened(e *ledger.Entry, d *ledger.Document) bool {
	if d.Kind != string(graph.KindIntent) || d.Deleted {
		return false
	}
	r, err := change.Decode(d)
	i, ok := r.(*graph.Intent)
	return err == nil && ok && i.Level == graph.Interpreted && i.Receipt.State == graph.Sent && e.Recorded.Sub(i.Receipt.ReopenedAt).Abs() < time.Minute
}

// doneTally is what happened to how many records of a kind.
type doneTally struct {
	kind                      graph.Kind
	created, changed, removed int
}

func tallied(all []doneTally, d *ledger.Document, created bool) []doneTally {
	kind := graph.Kind(d.Kind)
	if len(all) == 0 || all[len(all)-1].kind != kind {
		all = append(all, doneTally{kind: kind})
	}
	switch t := &all[len(all)-1]; {
	case d.Deleted:
		t.removed++
	case created:
		t.created++
	default:
		t.changed++
	}
	return all
}

// words is the tally for a person: 9,000 initiatives created, 3 changed.
func (t doneTally) words() string {
	info, _ := graph.Info(t.kind)
	var parts []string
	for _, p := range []struct {
		n    int
		verb string
	}{{t.created, "created"}, {t.changed, "changed"}, {t.removed, "removed"}} {
		switch {
		case p.n == 0:
		case len(parts) == 0:
			parts = append(parts, wording.Count(p.n, one(t.kind), many(info))+" "+p.verb)
		default:
			parts = append(parts, wording.Number(float64(p.n))+" "+p.verb)
		}
	}
	return strings.Join(parts, ", ")
}
