package graph

// Lines is the line of sight of every initiative of a picture: the columns of a Sight that each one
// serves, with its shares, packed so that a page can walk a hundred thousand of them quickly. It is
// made once for a picture, is not changed afterwards, and may be used by many goroutines.
type Lines struct {
	Sight *Sight
	// Initiatives is all initiatives by id; the line of Initiatives[n] is n.
	Initiatives []*Initiative

	index  map[InitiativeID]int32
	start  []int32 // line n has the entries from start[n] to start[n+1]
	column []int32
	share  []float64
}

// Unlinked is the line of work without an initiative: all of it serves no theme.
func (l *Lines) Unlinked() int32 { return int32(len(l.Initiatives)) }

// LinesOf reads the lines of a picture.
func LinesOf(s *Snapshot) *Lines {
	n := s.Count(KindInitiative)
	l := &Lines{
		Sight: SightOf(s), Initiatives: make([]*Initiative, 0, n), index: make(map[InitiativeID]int32, n),
		start: make([]int32, 0, n+2), column: make([]int32, 0, 2*n), share: make([]float64, 0, 2*n),
	}
	row := make([]float64, l.Sight.Width())
	for i := range All[*Initiative](s) {
		l.index[i.ID] = int32(len(l.Initiatives))
		l.Initiatives = append(l.Initiatives, i)
		clear(row)
		l.Sight.Add(row, i, 1)
		l.pack(row)
	}
	clear(row)
	l.Sight.Add(row, nil, 1)
	l.pack(row)
	l.start = append(l.start, int32(len(l.column)))
	return l
}

func (l *Lines) pack(row []float64) {
	l.start = append(l.start, int32(len(l.column)))
	for k, share := range row {
		if share != 0 {
			l.column, l.share = append(l.column, int32(k)), append(l.share, share)
		}
	}
}

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

// Columns is the columns a line serves and its shares, which sum to 1; what serves no theme stands in
// the unlinked column. They must not be changed.
func (l *Lines) Columns(line int32) (columns []int32, shares []float64) {
	from, to := l.start[line], l.start[line+1]
	return l.column[from:to], l.share[from:to]
}

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
