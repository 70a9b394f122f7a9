package proposal

// MilestoneMove is a stage whose release changed from one to another.
type MilestoneMove struct {
	Event    int // index into the history's events
	Stage    string
	From, To int // releases
}

// MilestoneMoves lists, in the order of the events, every change of a stage's milestone from one
// release to another. A milestone that was first set, or taken away, is no move.
func (m *Mapping) MilestoneMoves(h *History) []MilestoneMove {
	var out []MilestoneMove
	for i, e := range h.Events {
		if e.Op != Change && e.Op != Move {
			continue
		}
		for _, c := range e.Changes {
			from, okFrom := m.Release(c.Old())
			to, okTo := m.Release(c.New())
			if stage := c.Field.Stage(); stage != "" && okFrom && okTo && from != to {
				out = append(out, MilestoneMove{Event: i, Stage: stage, From: from, To: to})
			}
		}
	}
	return out
}
