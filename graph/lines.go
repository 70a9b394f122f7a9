package graph

import "slices"

// Lines is the line of sight of every initiative of a picture: the columns of a Sight that each one
// serves, with its shares, packed so that a page can walk a hundred thousand of them quickly. It is
// made once for a picture, is not changed afterwards, and may be used by many goroutines.
type Lines struct {
	Sight *Sight
	// Initiatives is all initiatives by id; the line of Initiatives[n] is n.
	Initiatives []*Initiative

	index  map[InitiativeID]int32
	firm   []Firmness
	linked []float64 // the share that serves any theme
	theme  packed    // columns of the sight with their shares
	aim    packed    // outcomes, by their place in the sight, with the shares contributed
}

// Firmness is what the commitment of an initiative means for the plan.
type Firmness uint8

// The parts of a Firmness.
const (
	IsPlanned Firmness = 1 << iota // committed, started or done
	IsDemand                       // likely, committed or started
	IsStopped
)

// LinesOf reads the lines of a picture.
func LinesOf(s *Snapshot) *Lines {
	l, _ := linesAfter(nil, s)
	return l
}

// linesAfter reads the lines of a picture, and takes those of initiatives that did not change from an
// earlier picture. Where nothing changed at all the lines are the earlier ones.
func linesAfter(prev *Lines, s *Snapshot) (*Lines, *shift) {
	l := &Lines{Initiatives: make([]*Initiative, 0, s.Count(KindInitiative))}
	for i := range All[*Initiative](s) {
		l.Initiatives = append(l.Initiatives, i)
	}
	if prev == nil {
		l.Sight = SightOf(s)
		l.number()
		l.fill(nil, nil)
		return l, nil
	}
	var turned *turn
	l.Sight, turned = sightAfter(prev.Sight, s)
	if l.Sight == prev.Sight && slices.Equal(l.Initiatives, prev.Initiatives) {
		return prev, &shift{}
	}
	moved := l.after(prev, turned, s)
	if moved.was == nil {
		l.index = prev.index
	} else {
		l.number()
	}
	l.fill(prev, moved)
	return l, moved
}

// shift is how the lines of a picture came from those of an earlier one.
type shift struct {
	// was is the line that each initiative had, −1 for a new one; nil where all have the line they had.
	was []int32
	// fresh is the lines that had to be read afresh, in order: the initiative changed, or what it serves.
	fresh []int32
	turn  *turn // how the sight changed
}

// none reports whether every line is where it was and serves the same.
func (m *shift) none() bool { return m.was == nil && len(m.fresh) == 0 && !m.turned() }

// turned reports whether the columns changed.
func (m *shift) turned() bool { return m.turn != nil && m.turn.columns }

// before is the line that a line had, −1 when it is new.
func (m *shift) before(line int32) int32 {
	if m.was == nil {
		return line
	}
	return m.was[line]
}

// isFresh reports whether the line was read afresh.
func (m *shift) isFresh(line int32) bool {
	_, found := slices.BinarySearch(m.fresh, line)
	return found
}

// after compares the initiatives with those of the earlier lines, walking both by id.
func (l *Lines) after(prev *Lines, turned *turn, s *Snapshot) *shift {
	m := &shift{was: make([]int32, len(l.Initiatives)), turn: turned}
	newly := make(map[*Initiative]bool) // serve an outcome that was not there
	for _, o := range turned.news {
		for i := range Referrers[*Initiative](s, o.Ref()) {
			newly[i] = true
		}
	}
	at, same := 0, len(prev.Initiatives) == len(l.Initiatives)
	for n, i := range l.Initiatives {
		for at < len(prev.Initiatives) && prev.Initiatives[at] != i && prev.Initiatives[at].ID < i.ID {
			at, same = at+1, false
		}
		m.was[n] = -1
		if at < len(prev.Initiatives) && (prev.Initiatives[at] == i || prev.Initiatives[at].ID == i.ID) {
			m.was[n] = int32(at)
			at++
		}
		if was := m.was[n]; was < 0 || prev.Initiatives[was] != i || turned.touches(prev, was) || len(newly) > 0 && newly[i] {
			m.fresh = append(m.fresh, int32(n))
		}
		same = same && m.was[n] == int32(n)
	}
	if same {
		m.was = nil
	}
	return m
}

// number makes the index of all initiatives.
func (l *Lines) number() {
	l.index = make(map[InitiativeID]int32, len(l.Initiatives))
	for n, i := range l.Initiatives {
		l.index[i.ID] = int32(n)
	}
}

// fill packs the lines, and takes those that are not fresh from the earlier ones.
func (l *Lines) fill(prev *Lines, moved *shift) {
	n := int32(len(l.Initiatives))
	if prev != nil && moved.was == nil && moved.turn.places == nil && l.allSame(prev, moved) {
		l.firm, l.linked, l.theme, l.aim = prev.firm, prev.linked, prev.theme, prev.aim
		return
	}
	l.firm, l.linked = make([]Firmness, n+1), make([]float64, n+1)
	l.theme, l.aim = newPacked(n, prev, themeOf), newPacked(n, prev, aimOf)
	row := make([]float64, l.Sight.Width())
	next := int32(0)
	for line := int32(0); line < n; line = next {
		next = line + 1
		if prev == nil || moved.isFresh(line) {
			l.pack(row, line, l.Initiatives[line])
			continue
		}
		was := moved.before(line)
		for next < n && moved.before(next) == was+next-line && !moved.isFresh(next) {
			next++
		}
		copy(l.firm[line:next], prev.firm[was:])
		copy(l.linked[line:next], prev.linked[was:])
		l.theme.take(&prev.theme, was, was+next-line)
		l.aim.take(&prev.aim, was, was+next-line)
		l.aim.renumber(moved.turn.places, l.aim.start[line])
	}
	l.pack(row, n, nil)
}

// allSame reports whether the fresh lines say what they said before: only other words changed.
func (l *Lines) allSame(prev *Lines, moved *shift) bool {
	if moved.turned() {
		return false
	}
	fresh := int32(len(moved.fresh))
	part := Lines{Sight: l.Sight, firm: make([]Firmness, fresh), linked: make([]float64, fresh)}
	part.theme, part.aim = newPacked(fresh, nil, nil), newPacked(fresh, nil, nil)
	row := make([]float64, l.Sight.Width())
	for n, line := range moved.fresh {
		part.pack(row, int32(n), l.Initiatives[line])
		if part.firm[n] != prev.firm[line] || !part.theme.same(int32(n), &prev.theme, line) || !part.aim.same(int32(n), &prev.aim, line) {
			return false
		}
	}
	return true
}

// sameShares reports whether both are packed the very same: every line is as firm and serves as much as before.
func (l *Lines) sameShares(o *Lines) bool { return &l.firm[0] == &o.firm[0] }

// pack reads one line; that of no initiative serves nothing.
func (l *Lines) pack(row []float64, line int32, i *Initiative) {
	clear(row)
	l.Sight.Add(row, i, 1)
	linked := 0.0
	for k, share := range row {
		if share != 0 {
			l.theme.add(int32(k), share)
			if k != l.Sight.Unlinked() {
				linked += share
			}
		}
	}
	l.theme.end()
	l.linked[line] = min(linked, 1)
	if i != nil {
		l.firm[line] = firmness(i.State)
		for _, c := range i.Contributes {
			if k, ok := l.Sight.aim[c.Outcome]; ok && c.Share > 0 {
				l.aim.add(k, float64(c.Share))
			}
		}
	}
	l.aim.end()
}

func firmness(c Commitment) (f Firmness) {
	if c.Planned() {
		f |= IsPlanned
	}
	if c.Demand() {
		f |= IsDemand
	}
	if c == Stopped {
		f |= IsStopped
	}
	return f
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
func (l *Lines) Linked(line int32) float64 { return l.linked[line] }

// packed is a list of pairs for each line, in one piece of memory.
type packed struct {
	start []int32 // line n has the pairs from start[n] to start[n+1]
	key   []int32
	share []float64
}

// newPacked has room for as much as the earlier lines hold.
func newPacked(lines int32, prev *Lines, of func(*Lines) *packed) packed {
	room := 3 * int(lines)
	if prev != nil {
		room = len(of(prev).key) + len(of(prev).key)/64 + 16
	}
	return packed{make([]int32, 1, lines+2), make([]int32, 0, room), make([]float64, 0, room)}
}

func themeOf(l *Lines) *packed { return &l.theme }

func aimOf(l *Lines) *packed { return &l.aim }

func (p *packed) add(key int32, share float64) {
	p.key, p.share = append(p.key, key), append(p.share, share)
}

func (p *packed) end() { p.start = append(p.start, int32(len(p.key))) }

// take copies the lines of another list from one up to another.
func (p *packed) take(o *packed, from, to int32) {
	first, last := o.start[from], o.start[to]
	moved := int32(len(p.key)) - first
	for _, at := range o.start[from+1 : to+1] {
		p.start = append(p.start, at+moved)
	}
	p.key, p.share = append(p.key, o.key[first:last]...), append(p.share, o.share[first:last]...)
}

// renumber gives the keys from a place on their new numbers, by the old ones; nil leaves them.
func (p *packed) renumber(became []int32, from int32) {
	if became == nil {
		return
	}
	for n := range p.key[from:] {
		p.key[int(from)+n] = became[p.key[int(from)+n]]
	}
}

// same reports whether a line holds what a line of another list holds.
func (p *packed) same(n int32, o *packed, line int32) bool {
	keys, shares := p.line(n)
	otherKeys, otherShares := o.line(line)
	return slices.Equal(keys, otherKeys) && slices.Equal(shares, otherShares)
}

func (p *packed) line(n int32) ([]int32, []float64) {
	from, to := p.start[n], p.start[n+1]
	return p.key[from:to], p.share[from:to]
}
