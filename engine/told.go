package engine

import (
	"context"
	"slices"
	"time"

	"throughline/access"
	"throughline/change"
	"throughline/graph"
	"throughline/ledger"
)

// Told is the history of a workspace as somebody may see it. It is used for one answer, by one goroutine.
type Told struct {
	e         *Engine
	ctx       context.Context // of the answer
	workspace string
	present   *access.Sight // nil sees everything
	last      map[graph.Ref]graph.Record
	err       error // the first trouble of reading
}

// TellPast begins to read the history for somebody, by what they see of the newest picture; nil is for whoever runs the program,
// and sees everything.
func (e *Engine) TellPast(ctx context.Context, workspace string, present *access.Sight) *Told {
	return &Told{e: e, ctx: ctx, workspace: workspace, present: present, last: make(map[graph.Ref]graph.Record)}
}

// Err is the first trouble of reading what was asked so far; what was answered then counts for nothing.
func (t *Told) Err() error { return t.err }

// lastOf is the last version of a record that is not there any more, nil for one that never was.
func (t *Told) lastOf(r graph.Ref) graph.Record {
	if known, ok := t.last[r]; ok {
		return known
	}
	var found graph.Record
	for one, err := range t.e.Versions(t.ctx, t.workspace, r, ledger.Query{Last: true}) {
		if err != nil {
			t.err = err
			break
		}
		if one.Record != nil {
			found = one.Record
			break
		}
	}
	t.last[r] = found
	return found
}

// Sees reports whether they may see the record, or might when it was still there.
func (t *Told) Sees(r graph.Ref) bool {
	if t.present == nil {
		return true
	}
	if t.present.Picture().Record(r) != nil {
		return t.present.Sees(r)
	}
	last := t.lastOf(r)
	return last == nil || t.present.SeesVersion(last, t.lastOf)
}

// Hides is the opposite of Sees.
func (t *Told) Hides(r graph.Ref) bool { return !t.Sees(r) }

// Versions is at most so many versions of the record that they may see, newest first: those made before the position, 0 for
// any, that hold since no later than the moment, zero for any. Each names only what they may see.
func (t *Told) Versions(ref graph.Ref, before int64, until time.Time, most int) ([]Version, error) {
	if !t.Sees(ref) || before == 1 { // nothing was made before the first
		return nil, t.err
	}
	q := ledger.Query{Last: true}
	if before > 0 {
		q.Until = before - 1
	}
	var out []Version
	for one, err := range t.e.Versions(t.ctx, t.workspace, ref, q) {
		if err != nil {
			return nil, err
		}
		if !until.IsZero() && one.Entry.Effective.After(until) {
			continue
		}
		if one.Record != nil {
			if !t.seesVersion(one.Record) {
				continue
			}
			one.Record = graph.Without(one.Record, t.Hides)
		}
		if out = append(out, one); len(out) == most {
			break
		}
	}
	return out, t.err
}

func (t *Told) seesVersion(r graph.Record) bool {
	return t.present == nil || t.present.SeesVersion(r, t.lastOf)
}

// mostJudged bounds the records of an entry that are looked at for its words.
const mostJudged = 1000

// Words is the verb and the reason of an entry. What was said of records that they do not see is not for them either: of an
// entry that touched one, the words are those of any change.
func (t *Told) Words(e *ledger.Entry) (verb, reason string) {
	if t.present == nil {
		return e.Verb, e.Reason
	}
	if len(e.Documents) > mostJudged && !t.present.Whole() || slices.ContainsFunc(e.Documents[:min(mostJudged, len(e.Documents))], func(d ledger.Document) bool {
		return t.Hides(graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID})
	}) {
		return HiddenWords()
	}
	return e.Verb, e.Reason
}

// HiddenWords is what is said of a change whose words are not for its reader.
func HiddenWords() (verb, reason string) { return change.ManyChanged, "" }
