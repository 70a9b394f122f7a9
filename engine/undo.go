package engine

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"throughline/change"
	"throughline/fault"
	"throughline/graph"
	"throughline/ledger"
)

// An entry that takes back another says which in its reason, behind which stands what its author gives as theirs.
const (
	undoneVerb  = "change.undone"
	takesBack   = "takes back change "
	givenReason = ": "
)

// Undoes is the position of the change that the entry takes back; ok is false for an entry that takes none back, and for one of
// earlier days which does not say which.
func Undoes(e *ledger.Entry) (position int64, ok bool) {
	rest, ok := strings.CutPrefix(e.Reason, takesBack)
	if !ok || e.Verb != undoneVerb {
		return 0, false
	}
	digits, _, _ := strings.Cut(rest, givenReason)
	position, err := strconv.ParseInt(digits, 10, 64)
	return position, err == nil
}

// undoneBecause is the reason of an entry that takes back another.
func undoneBecause(position int64, reason string) string {
	out := takesBack + strconv.FormatInt(position, 10)
	if reason = strings.TrimSpace(reason); reason != "" {
		out += givenReason + reason
	}
	return out
}

// pairs sets entries that take back others apart from what they took back. It is shown entries newest first.
type pairs map[int64]int64 // by the position of what was taken back, that of what did it

// stands reports whether the entry is still in force; one that takes back another is not, once it was noted what it did.
func (p pairs) stands(e *ledger.Entry) bool {
	if p[e.Position] > 0 {
		return false
	}
	if position, ok := Undoes(e); ok {
		p[position] = e.Position
		return false
	}
	return true
}

// Undo records the inverse of the entry: every record it touched goes back to what it was before. It is refused when the entry was
// taken back already, when a later change stands on one of its records, or when going back would break a rule. Later changes that
// were taken back themselves are not in the way.
func (e *Engine) Undo(ctx context.Context, workspace string, by Actor, position int64, reason string) (Done, error) {
	_, command, err := e.undoing(ctx, workspace, position, reason)
	if err != nil {
		return Done{}, err
	}
	return e.Do(ctx, workspace, by, command)
}

// UndoAs is Undo for somebody who may not see or change everything: a change that touched what is kept from them is answered as
// one that is not there.
func (e *Engine) UndoAs(ctx context.Context, workspace string, as As, position int64, reason string) (Done, error) {
	entry, err := e.Entry(ctx, workspace, position)
	if err != nil {
		return Done{}, err
	}
	now, err := e.View(ctx, workspace)
	if err != nil {
		return Done{}, err
	}
	sight, err := e.Sight(ctx, now, as.Viewer)
	if err != nil {
		return Done{}, err
	}
	for i := range entry.Documents {
		if sight.Hides(docRef(&entry.Documents[i])) {
			return Done{}, noEntry(position)
		}
	}
	_, command, err := e.undoing(ctx, workspace, position, reason)
	if err != nil {
		return Done{}, err
	}
	return e.DoAs(ctx, workspace, as, command)
}

// mostBack is how many entries LastBy looks back.
const mostBack = 5000

// LastBy is the position of the newest change that an actor made through the channel since the moment and that still stands: it
// is not one that takes back another, and was not taken back. It is 0 when there is none.
func (e *Engine) LastBy(ctx context.Context, workspace string, by Actor, since time.Time) (int64, error) {
	gone := make(pairs)
	for entry, err := range e.store.Entries(ctx, workspace, ledger.Query{Last: true, Limit: mostBack}) {
		if err != nil {
			return 0, err
		}
		if entry.Recorded.Before(since) {
			break
		}
		if gone.stands(&entry) && entry.Actor == by.Name && entry.Channel.Way() == by.Channel.Way() && entry.Verb != undoneVerb {
			return entry.Position, nil
		}
	}
	return 0, nil
}

// Created tells of each document of the entry whether its record was not there before.
func (e *Engine) Created(ctx context.Context, workspace string, entry *ledger.Entry) ([]bool, error) {
	before, err := e.before(ctx, workspace, entry)
	if err != nil {
		return nil, err
	}
	out := make([]bool, len(entry.Documents))
	for i := range entry.Documents {
		d := &entry.Documents[i]
		old := before[docRef(d)]
		out[i] = !d.Deleted && (old == nil || old.Deleted)
	}
	return out, nil
}

func docRef(d *ledger.Document) graph.Ref { return graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID} }

// undoing is the entry, and the command that takes it back.
func (e *Engine) undoing(ctx context.Context, workspace string, position int64, reason string) (ledger.Entry, Command, error) {
	entry, err := e.Entry(ctx, workspace, position)
	if err != nil {
		return entry, nil, err
	}
	u := undoing{entry: &entry, reason: undoneBecause(position, reason)}
	if u.before, err = e.recordsBefore(ctx, workspace, &entry); err != nil {
		return entry, nil, err
	}
	if u.as, err = e.asItLeft(ctx, workspace, &entry); err != nil {
		return entry, nil, err
	}
	return entry, u.inverse, nil
}

// recordsBefore is what stood before each document of the entry, nil where nothing did.
func (e *Engine) recordsBefore(ctx context.Context, workspace string, entry *ledger.Entry) ([]graph.Record, error) {
	before, err := e.before(ctx, workspace, entry)
	if err != nil {
		return nil, err
	}
	out := make([]graph.Record, len(entry.Documents))
	for i := range entry.Documents {
		if old := before[docRef(&entry.Documents[i])]; old != nil && !old.Deleted {
			if out[i], err = change.Decode(old); err != nil {
				return nil, err
			}
		}
	}
	return out, nil
}

// before is the documents of the entry's records as they stood before it.
func (e *Engine) before(ctx context.Context, workspace string, entry *ledger.Entry) (map[graph.Ref]*ledger.Document, error) {
	records := make([]ledger.Record, len(entry.Documents))
	for i := range entry.Documents {
		records[i] = ledger.Record{Kind: entry.Documents[i].Kind, ID: entry.Documents[i].ID}
	}
	slices.SortFunc(records, compareRecords)
	out := make(map[graph.Ref]*ledger.Document)
	if entry.Position == 1 { // in a query, 0 is no bound
		return out, nil
	}
	at := ledger.Moment{Effective: entry.Effective, Position: entry.Position - 1}
	for v, err := range e.store.Standing(ctx, workspace, at, slices.Compact(records)) {
		if err != nil {
			return nil, err
		}
		out[docRef(&v.Document)] = &v.Document
	}
	return out, nil
}

// asItLeft is the positions at which records of the entry were touched last, where they stand as the entry left them all the same
// because everything since then was taken back. It ends at the first record of which that is not so, for which the entry cannot be
// taken back anyway. An entry that was taken back itself is a Conflict.
func (e *Engine) asItLeft(ctx context.Context, workspace string, entry *ledger.Entry) (map[graph.Ref]int64, error) {
	now, err := e.View(ctx, workspace)
	if err != nil {
		return nil, err
	}
	out := make(map[graph.Ref]int64)
	after := newAftermath(entry)
	for i := range entry.Documents {
		d := &entry.Documents[i]
		ref := docRef(d)
		if st, _ := now.Stamp(ref); st.Position == entry.Position {
			continue
		}
		if len(after.of[ref]) != int(now.Number(ref)-d.Version) {
			if err := after.read(e.store.Entries(ctx, workspace, ledger.Query{After: entry.Position, Kind: d.Kind, ID: d.ID})); err != nil {
				return nil, err
			}
		}
		last, settled, by := after.verdict(ref)
		if by > 0 {
			return nil, fault.New(fault.Conflict, fmt.Sprintf("change %d was taken back already, by change %d", entry.Position, by),
				fmt.Sprintf("Take change %d back to have it again", by))
		}
		if !settled {
			return out, nil
		}
		out[ref] = last
	}
	return out, nil
}

// aftermath is the entries after one, as far as they touch its records. An entry may hold thousands of records: each is read once
// and its documents are let go of.
type aftermath struct {
	entry *ledger.Entry
	known map[int64]ledger.Entry // by position, without documents
	of    map[graph.Ref][]int64  // the positions, by record of the entry
}

func newAftermath(entry *ledger.Entry) *aftermath {
	a := &aftermath{entry: entry, known: make(map[int64]ledger.Entry), of: make(map[graph.Ref][]int64)}
	for i := range entry.Documents {
		a.of[docRef(&entry.Documents[i])] = nil
	}
	return a
}

func (a *aftermath) read(entries iter.Seq2[ledger.Entry, error]) error {
	for later, err := range entries {
		if err != nil {
			return err
		}
		if _, again := a.known[later.Position]; again {
			continue
		}
		for i := range later.Documents {
			ref := docRef(&later.Documents[i])
			if at, ours := a.of[ref]; ours {
				a.of[ref] = append(at, later.Position)
			}
		}
		later.Documents = nil
		a.known[later.Position] = later
	}
	return nil
}

// verdict is the last position at which the record was touched, whether all that was taken back, and the position that took the
// entry itself back, 0 when none did.
func (a *aftermath) verdict(ref graph.Ref) (last int64, settled bool, by int64) {
	at := slices.Sorted(slices.Values(a.of[ref]))
	gone := make(pairs)
	for _, position := range slices.Backward(at) {
		last = max(last, position)
		if later := a.known[position]; gone.stands(&later) {
			return last, false, 0
		}
	}
	return last, true, gone[a.entry.Position]
}

// undoing takes an entry back.
type undoing struct {
	entry  *ledger.Entry
	before []graph.Record
	as     map[graph.Ref]int64 // see asItLeft
	reason string
}

// inverse is the draft that takes the entry back, if nothing later stands on it.
func (u *undoing) inverse(s *graph.Snapshot) (change.Draft, error) {
	d := change.Draft{Verb: undoneVerb, Reason: u.reason}
	for i := range u.entry.Documents {
		doc := &u.entry.Documents[i]
		ref := docRef(doc)
		st, _ := s.Stamp(ref)
		if st.Position != u.entry.Position && st.Position != u.as[ref] {
			return d, fault.New(fault.Conflict,
				fmt.Sprintf("change %d cannot be taken back: change %d of %s stands on it", u.entry.Position, st.Position, ref),
				fmt.Sprintf("Take change %d back first, or change the record by hand", st.Position))
		}
		if u.before[i] != nil {
			r, err := change.Copy(u.before[i])
			if err != nil {
				return d, err
			}
			d.Puts = append(d.Puts, r)
		} else if !doc.Deleted {
			d.Removes = append(d.Removes, ref)
		}
	}
	return d, nil
}
