package generate

import (
	"time"

	"throughline/change"
	"throughline/graph"
)

// writer gathers records into drafts and hands them over.
type writer struct {
	batch  int
	yield  func(change.Draft) bool
	ended  bool // nobody wants more
	now    time.Time
	verb   string
	reason string
	puts   []graph.Record
}

// open begins the changes of a day at an hour.
func (w *writer) open(d graph.Date, hour int) { w.now = at(d, hour, 0) }

// put adds records that must stand in one draft.
func (w *writer) put(verb, reason string, records ...graph.Record) {
	if verb != w.verb || reason != w.reason || len(w.puts)+len(records) > w.batch {
		w.flush()
	}
	if w.ended {
		return
	}
	w.verb, w.reason = verb, reason
	if w.puts == nil {
		w.puts = make([]graph.Record, 0, min(w.batch, 64))
	}
	w.puts = append(w.puts, records...)
}

// flush hands the draft over, if there is one. The next is a second later.
func (w *writer) flush() {
	if len(w.puts) == 0 || w.ended {
		return
	}
	w.ended = !w.yield(change.Draft{Verb: w.verb, Reason: w.reason, Effective: w.now, Puts: w.puts})
	w.puts = nil
	w.now = w.now.Add(time.Second)
}
