package graph

import "slices"

// Lines is the line of sight of every initiative of a picture: the columns of a Sight that each one
// serves, with its shares, packed so that a page can walk a hundred thousand of them quickly. It is
// made once for a picture, is not changed afterwards, and may be used by many goroutines.
type Lines struct {
	Sight *Sight
	// Initiatives is all initiatives by id; the line of Initiatives[n] is n.
	Initiatives []*Initiative

	index map[InitiativeID]int32
	firm  []Firmness
	theme packed // columns of the sight with their shares
	aim   packed // outcomes, by their place in the sight, with the shares contributed
}

// Firmness is what the commitment of an initiative means for the plan.
type Firmness uint8

// The parts of a Firmness.
const (
	IsPlanned Firmness = 1 << iota // committed, started or done
	IsDemand                       // likely, committed or started
)

// packed is a list of pairs for each line, in one piece of memory.
type packed struct {
	start []int32 // line n has the pairs from start[n] to start[n+1]
	key   []int32
	share []float64
}

func newPacked(lines int) packed {
	return packed{make([]int32, 1, lines+2), make([]int32, 0, 2*lines), make([]float64, 0, 2*lines)}
}

func (p *packed) add(key int32, share float64) {
	p.key, p.share = append(p.key, key), append(p.share, share)
}

func (p *packed) end() { p.start = append(p.start, int32(len(p.key))) }

// take copies a line of another list.
func (p *packed) take(o *packed, line int) {
	from, to := o.start[line], o.start[line+1]
	p.key, p.share = append(p.key, o.key[from:to]...), append(p.share, o.share[from:to]...)
	p.end()
}

func (p *packed) line(n int32) ([]int32, []float64) {
	from, to := p.start[n], p.start[n+1]
	return p.key[from:to], p.share[from:to]
}

// LinesOf reads the lines of a picture.
func LinesOf(s *Snapshot) *Lines {
	l, _ := linesAfter(nil, s)
	return l
}

// linesAfter reads the lines of a picture, and takes those of initiatives that did not change from an
// earlier picture. from says for each line which line of the earlier picture it was taken from, −1 for none;
// it is nil when nothing changed at all, and then the lines are the earlier ones.
func linesAfter(prev *Lines, s *Snapshot) (l *Lines, from []int32) {
	n := s.Count(KindInitiative)
	l = &Lines{Initiatives: make([]*Initiative, 0, n)}
	for i := range All[*Initiative](s) {
		l.Initiatives = append(l.Initiatives, i)
	}
	if prev != nil {
		l.Sight = sightAfter(prev.Sight, s)
		if l.Sight == prev.Sight && slices.Equal(l.Initiatives, prev.Initiatives) {
			return prev, nil
		}
	} else {
		l.Sight = SightOf(s)
	}
	from = l.matched(prev)
	l.fill(prev, from)
	return l, from
}

// matched finds each initiative that stands unchanged in the earlier lines, and the index of all.
func (l *Lines) matched(prev *Lines) []int32 {
	from := make([]int32, len(l.Initiatives))
	sameIDs := prev != nil && len(prev.Initiatives) == len(l.Initiatives)
	at := 0
	for n, i := range l.Initiatives {
		from[n] = -1
		if prev == nil {
			continue
		}
		if at < len(prev.Initiatives) && prev.Initiatives[at] == i {
			from[n] = int32(at)
			at++
			continue
		}
		for at < len(prev.Initiatives) && prev.Initiatives[at].ID < i.ID {
			at, sameIDs = at+1, false
		}
		if at == len(prev.Initiatives) || prev.Initiatives[at].ID != i.ID {
			sameIDs = false
			continue
		}
		if prev.Initiatives[at] == i {
			from[n] = int32(at)
		}
		at++
	}
	if sameIDs {
		l.index = prev.index
		return from
	}
	l.index = make(map[InitiativeID]int32, len(l.Initiatives))
	for n, i := range l.Initiatives {
		l.index[i.ID] = int32(n)
	}
	return from
}

// fill packs every line, or takes it from the earlier ones while the themes and outcomes are the same.
func (l *Lines) fill(prev *Lines, from []int32) {
	n := len(l.Initiatives)
	l.firm, l.theme, l.aim = make([]Firmness, n+1), newPacked(n), newPacked(n)
	same := prev != nil && prev.Sight == l.Sight
	row := make([]float64, l.Sight.Width())
	for line, i := range l.Initiatives {
		if same && from[line] >= 0 {
			l.firm[line] = prev.firm[from[line]]
			l.theme.take(&prev.theme, int(from[line]))
			l.aim.take(&prev.aim, int(from[line]))
			continue
		}
		l.firm[line] = firmness(i.State)
		l.pack(row, i)
		for _, c := range i.Contributes {
			if k, ok := l.Sight.aim[c.Outcome]; ok && c.Share > 0 {
				l.aim.add(k, float64(c.Share))
			}
		}
		l.aim.end()
	}
	l.pack(row, nil)
	l.aim.end()
}

func firmness(c Commitment) (f Firmness) {
	if c.Planned() {
		f |= IsPlanned
	}
	if c.Demand() {
		f |= IsDemand
	}
	return f
}

func (l *Lines) pack(row []float64, i *Initiative) {
	clear(row)
	l.Sight.Add(row, i, 1)
	for k, share := range row {
		if share != 0 {
			l.theme.add(int32(k), share)
		}
	}
	l.theme.end()
}

// Unlinked is the line of work without an initiative: all of it serves no theme.
func (l *Lines) Unlinked() int32 { return int32(len(l.Initiatives)) }

// Of is the line of the initiative, Unlinked for "" and for one that is not in the picture.
func (l *Lines) Of(i InitiativeID) int32 {
	if i == "" {
		return l.Unlinked()
	}
	if n, ok := l.index[i]; ok {
		return n
	}
	return l.Unlinked()
}

// Is reports whether the line's initiative is firm in any of the ways.
func (l *Lines) Is(line int32, f Firmness) bool { return l.firm[line]&f != 0 }

// Columns is the columns a line serves and its shares, which sum to 1; what serves no theme stands in
// the unlinked column. They must not be changed.
func (l *Lines) Columns(line int32) (columns []int32, shares []float64) { return l.theme.line(line) }

// Aims is the outcomes a line contributes to, by their place in Sight.Outcomes, and the shares. An outcome
// may stand more than once. They must not be changed.
func (l *Lines) Aims(line int32) (outcomes []int32, shares []float64) { return l.aim.line(line) }

// Linked is the share of the line that serves any theme, 0 to 1.
func (l *Lines) Linked(line int32) float64 {
	columns, shares := l.Columns(line)
	linked := 0.0
	for n, k := range columns {
		if int(k) != l.Sight.Unlinked() {
			linked += shares[n]
		}
	}
	return min(linked, 1)
}
