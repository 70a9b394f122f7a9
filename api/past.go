package api

import (
	"context"
	"slices"

	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
)

// past is the history as the viewer of a visit may see it. It is used for one answer.
type past struct {
	v    *visit
	ctx  context.Context // of the answer
	last map[graph.Ref]graph.Record
	err  error // the first trouble of reading
}

// lookInto begins to read the history for the viewer.
func (v *visit) lookInto(ctx context.Context) *past {
	return &past{v: v, ctx: ctx, last: make(map[graph.Ref]graph.Record)}
}

// lastOf is the last version of a record that is not there any more, nil for one that never was.
func (p *past) lastOf(r graph.Ref) graph.Record {
	if known, ok := p.last[r]; ok {
		return known
	}
	var found graph.Record
	for one, err := range p.v.s.engine.Versions(p.ctx, p.v.workspace, r, ledger.Query{Last: true}) {
		if err != nil {
			p.err = err
			break
		}
		if one.Record != nil {
			found = one.Record
			break
		}
	}
	p.last[r] = found
	return found
}

// sees reports whether the viewer may see the record, or might when it was still there.
func (p *past) sees(r graph.Ref) bool {
	if p.v.now.Record(r) != nil {
		return p.v.present.Sees(r)
	}
	last := p.lastOf(r)
	return last == nil || p.v.present.SeesVersion(last, p.lastOf)
}

func (p *past) hides(r graph.Ref) bool { return !p.sees(r) }

// versions is at most so many versions of the record that the viewer may see, newest first, made before the position and up to
// the moment asked for. Each names only what the viewer may see.
func (p *past) versions(ref graph.Ref, before int64, most int) ([]engine.Version, error) {
	if !p.sees(ref) {
		return nil, p.err
	}
	var out []engine.Version
	for one, err := range p.v.s.engine.Versions(p.ctx, p.v.workspace, ref, ledger.Query{Last: true, Until: before - 1}) {
		if err != nil {
			return nil, err
		}
		if p.v.past() && one.Entry.Effective.After(p.v.then.AsOf()) {
			continue
		}
		if one.Record != nil {
			if !p.v.present.SeesVersion(one.Record, p.lastOf) {
				continue
			}
			one.Record = graph.Without(one.Record, p.hides)
		}
		if out = append(out, one); len(out) == most {
			break
		}
	}
	return out, p.err
}

// version is a version as it is told.
func (p *past) version(one *engine.Version, older graph.Record) (Version, error) {
	e := &one.Entry
	out := Version{
		Version: one.Number, Position: e.Position, Recorded: e.Recorded, Effective: e.Effective, Actor: e.Actor, Channel: string(e.Channel.Way()),
		Removed: one.Record == nil, Changes: []FieldChange{},
	}
	out.Verb, out.Reason = p.words(e)
	changes, err := change.DiffValues(older, one.Record)
	for _, c := range changes {
		out.Changes = append(out.Changes, FieldChange{c.Name, Value(c.Old), Value(c.New)})
	}
	return out, err
}

// mostJudged bounds the records of an entry that are looked at for its words.
const mostJudged = 1000

// words is the verb and the reason of an entry. What was said of records that the viewer does not see is not for them either:
// of an entry that touched one, the words are those of any change.
func (p *past) words(e *ledger.Entry) (verb, reason string) {
	if len(e.Documents) > mostJudged && !p.v.present.Whole() || slices.ContainsFunc(e.Documents[:min(mostJudged, len(e.Documents))], func(d ledger.Document) bool {
		return p.hides(refOf(&d))
	}) {
		return hiddenWords()
	}
	return e.Verb, e.Reason
}

// hiddenWords is what is said of a change whose words are not for its reader.
func hiddenWords() (verb, reason string) { return change.ManyChanged, "" }

func refOf(d *ledger.Document) graph.Ref { return graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID} }
