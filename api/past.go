package api

import (
	"context"
	"time"

	"throughline/change"
	"throughline/engine"
	"throughline/graph"
	"throughline/ledger"
)

// past is the history as the viewer of a visit may see it. It is used for one answer.
type past struct {
	*engine.Told
	v     *visit
	names map[string]string // of actors that were looked up
}

// lookInto begins to read the history for the viewer.
func (v *visit) lookInto(ctx context.Context) *past {
	return &past{v.s.engine.TellPast(ctx, v.workspace, v.present), v, make(map[string]string)}
}

// name is what people call who made a change, "" where that is not known to the reader.
func (p *past) name(ctx context.Context, actor string) (string, error) {
	if name, known := p.names[actor]; known {
		return name, nil
	}
	name := ""
	if ref, err := graph.ParseRef(actor); err == nil {
		if r := p.v.now.Record(ref); r != nil && !p.Hides(ref) {
			name = r.Label()
		}
	}
	if name == "" && p.v.s.nameOf != nil {
		var err error
		if name, err = p.v.s.nameOf(ctx, actor); err != nil {
			return "", err
		}
	}
	p.names[actor] = name
	return name, nil
}

// versions is at most so many versions of the record that the viewer may see, newest first, made before the position and up to
// the moment asked for.
func (p *past) versions(ref graph.Ref, before int64, most int) ([]engine.Version, error) {
	if p.v.past() {
		return p.Versions(ref, before, p.v.then.AsOf(), most)
	}
	return p.Versions(ref, before, time.Time{}, most)
}

// version is a version as it is told.
func (p *past) version(one *engine.Version, older graph.Record) (Version, error) {
	e := &one.Entry
	out := Version{
		Version: one.Number, Position: e.Position, Recorded: e.Recorded, Effective: e.Effective, Actor: e.Actor, Channel: string(e.Channel.Way()),
		Removed: one.Record == nil, Changes: []FieldChange{},
	}
	out.Verb, out.Reason = p.Words(e)
	changes, err := change.DiffValues(older, one.Record)
	for _, c := range changes {
		out.Changes = append(out.Changes, FieldChange{c.Name, Value(c.Old), Value(c.New)})
	}
	return out, err
}

func refOf(d *ledger.Document) graph.Ref { return graph.Ref{Kind: graph.Kind(d.Kind), ID: d.ID} }
