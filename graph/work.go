package graph

import (
	"cmp"
	"slices"
)

// Labour is the work of a period up to the day of the picture.
type Labour struct {
	// Work is the work of each unit in the period, by unit.
	Work []Spent

	done []LineWork // by line, the last for work without an initiative
}

// Spent is the work of one unit in the period up to the day of the picture.
type Spent struct {
	All     Effort      // the sum over its initiatives
	Elapsed float64     // its capacity that is over, in days; 0 without capacity
	Rate    float64     // days for a point of size
	Days    float64     // the days of all its parts
	Linked  float64     // of these, days that serve a theme
	Loose   float64     // of these, days without an initiative
	Parts   []SpentPart // by initiative, the one without first
	// ByTheme is Days by the columns of the sight.
	ByTheme []float64
}

// SpentPart is the work of a unit for one initiative.
type SpentPart struct {
	Line  int32
	Items int64
	Days  float64
}

// LineWork is the work on one initiative in the period, by all units.
type LineWork struct {
	Days  float64
	Items int32
	Units int32 // how many units worked on it
}

// WorkOn is the work on a line; that of the unlinked line has no initiative.
func (l *Labour) WorkOn(line int32) LineWork { return l.done[line] }

// SpentBy is the work of a unit; ok is false when it has none.
func (l *Labour) SpentBy(u UnitID) (spent Spent, ok bool) {
	n, ok := slices.BinarySearchFunc(l.Work, u, func(w Spent, u UnitID) int { return cmp.Compare(w.All.Unit, u) })
	if !ok {
		return Spent{}, false
	}
	return l.Work[n], true
}

// Is reports whether both are one reading, which a basis took from the one before it: since then neither the work that
// counts for the unit has changed, nor its rate, nor what that work serves.
func (s Spent) Is(o Spent) bool {
	return s.All.Unit == o.All.Unit && len(s.ByTheme) > 0 && len(o.ByTheme) > 0 && &s.ByTheme[0] == &o.ByTheme[0]
}

// readLabour turns the running sums into days; a unit whose sums, capacity and lines are as they were is
// taken from before.
func (b *Basis) readLabour(n *news) {
	if !n.known() || n.prev.Picture.Today() != b.Picture.Today() || n.moved.turned() {
		b.Labour = new(Labour)
		for all, efforts := range b.Picture.UnitEffort(b.Period.ID) {
			b.Work = append(b.Work, b.spent(all, efforts))
		}
		b.addUpLines(make([]LineWork, b.Lines.Unlinked()+1), nil)
		return
	}
	stale := b.staleWork(n)
	if len(stale) == 0 && n.moved.was == nil {
		b.Labour = n.prev.Labour
		return
	}
	b.Labour = new(Labour)
	b.takeWork(n, stale)
	b.readDone(n, stale)
}

// spent is the work of one unit.
func (b *Basis) spent(all Effort, efforts []Effort) Spent {
	w := Spent{All: all, Parts: make([]SpentPart, len(efforts))}
	if room, ok := b.Room(all.Unit); ok {
		w.Elapsed = b.Elapsed(room.Days)
	}
	w.Rate = all.Rate(w.Elapsed)
	m := NewMix(b.Lines.Sight.Width())
	for k, e := range efforts {
		p := SpentPart{b.Lines.Of(e.Initiative), e.Items, e.Days(w.Rate)}
		w.Parts[k] = p
		w.Days += p.Days
		w.Linked += p.Days * b.Lines.Linked(p.Line)
		if p.Line == b.Lines.Unlinked() {
			w.Loose += p.Days
		}
		m.AddLine(b.Lines, p.Line, p.Days)
	}
	w.ByTheme = m.Row()
	return w
}

// staleWork is the units whose work has to be read afresh.
func (b *Basis) staleWork(n *news) map[UnitID]bool {
	stale := make(map[UnitID]bool)
	for _, r := range n.refs {
		if r.Kind != KindWork {
			continue
		}
		for _, s := range []*Snapshot{n.prev.Picture, b.Picture} {
			if w, ok := s.Record(r).(*Work); ok {
				stale[w.Unit] = true
			}
		}
	}
	if !n.same(KindCapacity) {
		for k := range n.prev.Work {
			if w := &n.prev.Work[k]; b.elapsedOf(w.All.Unit) != w.Elapsed {
				stale[w.All.Unit] = true
			}
		}
	}
	b.staleLines(n, stale)
	return stale
}

func (b *Basis) elapsedOf(u UnitID) float64 {
	room, _ := b.Room(u)
	return b.Elapsed(room.Days)
}

// staleLines adds the units with work on lines that are fresh, new or gone.
func (b *Basis) staleLines(n *news, stale map[UnitID]bool) {
	if n.moved.was == nil && (len(n.moved.fresh) == 0 || b.Lines.sameShares(n.prev.Lines)) {
		return
	}
	became := n.became(b.Lines)
	for k := range n.prev.Work {
		w := &n.prev.Work[k]
		if !stale[w.All.Unit] && slices.ContainsFunc(w.Parts, func(p SpentPart) bool { return became[p.Line] < 0 }) {
			stale[w.All.Unit] = true
		}
	}
	for _, line := range n.moved.fresh {
		if n.moved.before(line) < 0 {
			for w := range b.Picture.WorkOf(b.Lines.Initiatives[line].ID, "") {
				stale[w.Unit] = true
			}
		}
	}
}

// became is, for each line of the earlier lines, the line it is now; −1 for one that is gone or serves something
// else.
func (n *news) became(l *Lines) []int32 {
	out := make([]int32, len(n.prev.Lines.Initiatives)+1)
	for k := range out {
		out[k] = -1
	}
	for line := range l.Unlinked() {
		if was := n.moved.before(line); was >= 0 {
			out[was] = line
		}
	}
	for _, line := range n.moved.fresh {
		if was := n.moved.before(line); was >= 0 && !l.theme.same(line, &n.prev.Lines.theme, was) {
			out[was] = -1
		}
	}
	out[n.prev.Lines.Unlinked()] = l.Unlinked()
	return out
}

// takeWork takes the work of units that are not stale from before and reads that of the others.
func (b *Basis) takeWork(n *news, stale map[UnitID]bool) {
	b.Work = make([]Spent, 0, len(n.prev.Work)+len(stale))
	for _, w := range n.prev.Work {
		if !stale[w.All.Unit] {
			b.Work = append(b.Work, w)
		}
	}
	if n.moved.was != nil {
		b.renumber(n.became(b.Lines))
	}
	for u := range stale {
		all, efforts := Effort{Unit: u, Period: b.Period.ID}, []Effort(nil)
		for e := range b.Picture.EffortOf(b.Period.ID, u) {
			all, efforts = all.Plus(e), append(efforts, e)
		}
		if len(efforts) > 0 {
			b.Work = append(b.Work, b.spent(all, efforts))
		}
	}
	slices.SortFunc(b.Work, func(x, y Spent) int { return cmp.Compare(x.All.Unit, y.All.Unit) })
}

// renumber puts the work on the lines as they are now.
func (b *Basis) renumber(became []int32) {
	for k := range b.Work {
		w := &b.Work[k]
		w.Parts = slices.Clone(w.Parts)
		for n := range w.Parts {
			w.Parts[n].Line = became[w.Parts[n].Line]
		}
	}
}

// readDone takes the sums by line from before and adds up anew those on which stale units work or worked.
func (b *Basis) readDone(n *news, stale map[UnitID]bool) {
	done, again := make([]LineWork, b.Lines.Unlinked()+1), make([]bool, b.Lines.Unlinked()+1)
	if n.moved.was == nil {
		copy(done, n.prev.done)
	} else {
		for line := range b.Lines.Unlinked() {
			if was := n.moved.before(line); was >= 0 {
				done[line] = n.prev.done[was]
			}
		}
		again[b.Lines.Unlinked()] = true
	}
	for k := range n.prev.Work {
		if w := &n.prev.Work[k]; stale[w.All.Unit] {
			for _, p := range w.Parts {
				if line := b.lineNow(n, p.Line); line >= 0 {
					again[line] = true
				}
			}
		}
	}
	for k := range b.Work {
		if w := &b.Work[k]; stale[w.All.Unit] {
			for _, p := range w.Parts {
				again[p.Line] = true
			}
		}
	}
	b.addUpLines(done, again)
}

// lineNow is what a line of the earlier lines is now, −1 when its initiative is gone.
func (b *Basis) lineNow(n *news, was int32) int32 {
	switch {
	case n.moved.was == nil:
		return was
	case was == n.prev.Lines.Unlinked():
		return b.Lines.Unlinked()
	}
	line, ok := b.Lines.index[n.prev.Lines.Initiatives[was].ID]
	if !ok {
		return -1
	}
	return line
}

// addUpLines adds the work up by line: for the lines asked for, nil for all of them.
func (b *Basis) addUpLines(done []LineWork, again []bool) {
	for line := range again {
		if again[line] {
			done[line] = LineWork{}
		}
	}
	for k := range b.Work {
		for _, p := range b.Work[k].Parts {
			if again == nil || again[p.Line] {
				d := &done[p.Line]
				d.Days, d.Items, d.Units = d.Days+p.Days, d.Items+int32(p.Items), d.Units+1
			}
		}
	}
	b.done = done
}
