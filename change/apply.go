package change

import (
	"time"

	"throughline/fault"
	"throughline/graph"
)

// Place puts the draft's records into the picture being built and holds the result against the
// structural rules. Records get the stamp of the position and effective time, one version above all that
// were told. On a fault the builder is as it was before. The draft's records are given away.
func Place(b *graph.Builder, d *Draft, position int64, effective time.Time) error {
	b.Mark()
	if err := expected(b.Current(), d.Expects); err != nil {
		return err
	}
	at := graph.Stamp{Position: position, Effective: effective.UnixMilli()}
	for _, r := range d.Puts {
		b.Put(graph.WithStamp(r, next(b.Current(), r.Ref(), at)))
	}
	for _, ref := range d.Removes {
		if b.Current().Record(ref) == nil {
			b.Rollback()
			return fault.New(fault.NotFound, "there is no "+ref.String()+" to remove", "Check the name; it may have been removed already")
		}
		b.Remove(ref, next(b.Current(), ref, at))
	}
	if f := graph.Check(b.Current().As(effective), d.Touches()).Fault(); f != nil {
		b.Rollback()
		return f
	}
	return nil
}

func next(s *graph.Snapshot, ref graph.Ref, at graph.Stamp) graph.Stamp {
	at.Version = s.Number(ref) + 1
	return at
}

func expected(s *graph.Snapshot, list []Expectation) error {
	for _, x := range list {
		var now int32
		if r := s.Record(x.Record); r != nil {
			now = r.Stamp().Version
		}
		if now != x.Version {
			return fault.New(fault.Conflict, x.Record.String()+" was changed by somebody else", "Look at its present state and try again")
		}
	}
	return nil
}

// Fork is the picture with hypothetical drafts placed on it, as of the same moment. The base stays as it is.
func Fork(base *graph.Snapshot, drafts ...Draft) (*graph.Snapshot, error) {
	b := base.Edit()
	for i := range drafts {
		if err := Place(b, &drafts[i], base.Position()+1+int64(i), base.AsOf()); err != nil {
			return nil, err
		}
	}
	return b.Snapshot(base.AsOf(), base.Position()), nil
}

// CopyDraft is a copy of the draft that shares no record with it, so that it can be given away again.
func CopyDraft(d Draft) (Draft, error) {
	c := d
	c.Puts = make([]graph.Record, len(d.Puts))
	for i, r := range d.Puts {
		var err error
		if c.Puts[i], err = Copy(r); err != nil {
			return Draft{}, err
		}
	}
	return c, nil
}
