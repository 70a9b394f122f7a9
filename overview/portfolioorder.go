package overview

import (
	"cmp"
	"slices"
	"strings"

	"throughline/graph"
)

// PortfolioOrder is by what initiatives are sorted.
type PortfolioOrder string

// The orders. Words go from the beginning of the alphabet, numbers from the largest, dates from the earliest.
const (
	OrderDays   PortfolioOrder = "days" // in the period
	OrderAll    PortfolioOrder = "all"  // in all periods
	OrderName   PortfolioOrder = "name"
	OrderOwner  PortfolioOrder = "owner"
	OrderLead   PortfolioOrder = "lead"
	OrderState  PortfolioOrder = "state" // firmest first, the ended last
	OrderTheme  PortfolioOrder = "theme"
	OrderWhen   PortfolioOrder = "when"   // by its last day
	OrderUnits  PortfolioOrder = "units"  // how many take part
	OrderServes PortfolioOrder = "serves" // the share that serves a theme
	OrderBears  PortfolioOrder = "bears"  // how much bears on it
	OrderDue    PortfolioOrder = "due"    // what comes due next
	OrderKey    PortfolioOrder = "key"
)

// gather puts each line into its group and the groups into their order.
func (r *portfolioReader) gather(p *Portfolio) {
	r.seen = make(map[string]int)
	if r.ask.Group == ByUnit {
		own := make(map[graph.UnitID]bool)
		for _, i := range r.initiatives() {
			own[i.Owner] = true
		}
		r.shown = r.Tree.Shown(func(u graph.UnitID) bool { return own[u] })
		r.places = make(map[graph.UnitID]int)
		for n, u := range r.Tree.Units() {
			r.places[u.ID] = n
		}
	}
	for n := range p.Lines {
		l := &p.Lines[n]
		l.Due = r.hold.next(l.Initiative)
		g := r.group(l)
		at, known := r.seen[g.Key]
		if !known {
			at = len(p.Groups)
			r.seen[g.Key], p.Groups = at, append(p.Groups, g)
		}
		l.group = at
		to := &p.Groups[at]
		to.Count, to.Days, to.All = to.Count+1, to.Days+l.Days, to.All+l.All
		p.Days, p.All = p.Days+l.Days, p.All+l.All
	}
	order := make([]int, len(p.Groups))
	for n := range order {
		order[n] = n
	}
	slices.SortFunc(order, func(a, b int) int {
		return cmp.Or(cmp.Compare(p.Groups[a].place, p.Groups[b].place), cmp.Compare(p.Groups[a].Key, p.Groups[b].Key))
	})
	became, sorted := make([]int, len(order)), make([]PortfolioGroup, len(order))
	for to, from := range order {
		became[from], sorted[to] = to, p.Groups[from]
	}
	p.Groups = sorted
	for n := range p.Lines {
		p.Lines[n].group = became[p.Lines[n].group]
	}
}

// last is the place of a group that stands behind all others.
const last = 1 << 30

// group is the group of a line, without anything added up.
func (r *portfolioReader) group(l *PortfolioLine) PortfolioGroup {
	switch r.ask.Group {
	case ByUnit:
		u := r.Picture.Unit(r.shown.At(l.Initiative.Owner))
		if u == nil {
			return PortfolioGroup{Key: "", place: last}
		}
		return PortfolioGroup{Key: string(u.ID), Unit: u, place: r.places[u.ID]}
	case ByTheme:
		if l.Place == 0 {
			return PortfolioGroup{Key: string(NoLine), place: last}
		}
		t := r.Basis.Lines.Sight.Themes[l.Place-1]
		return PortfolioGroup{Key: string(t.ID), Theme: t, place: l.Place}
	case ByCommitment:
		return PortfolioGroup{Key: string(l.Initiative.State), State: l.Initiative.State, place: slices.Index(Commitments(), l.Initiative.State)}
	case ByPeriod:
		return r.periodGroup(l.Initiative)
	}
	return PortfolioGroup{}
}

func (r *portfolioReader) periodGroup(i *graph.Initiative) PortfolioGroup {
	day := r.Calendar.LastDay(i)
	if day == 0 {
		return PortfolioGroup{Key: string(NoPeriod), Side: Undated, place: last}
	}
	n, side := r.slots.Find(day)
	switch side {
	case Before:
		return PortfolioGroup{Key: "before", Side: Before, place: -1}
	case Beyond:
		return PortfolioGroup{Key: "beyond", Side: Beyond, place: last - 1}
	}
	return PortfolioGroup{Key: string(r.slots[n].ID), Period: r.slots[n], place: n}
}

// sort puts the lines of each group in the order asked for. Of what is equal the one with most days stands first, then
// names decide, then ids.
func (r *portfolioReader) sort(p *Portfolio) {
	for n := range p.Lines {
		p.Lines[n].key, p.Lines[n].word = r.key(&p.Lines[n])
	}
	turn := 1
	if r.ask.Turned {
		turn = -1
	}
	slices.SortFunc(p.Lines, func(a, b PortfolioLine) int {
		return cmp.Or(
			cmp.Compare(a.group, b.group),
			boolOrder(!lacks(a), !lacks(b)),
			turn*cmp.Compare(a.key, b.key),
			turn*strings.Compare(a.word, b.word),
			cmp.Compare(b.Days, a.Days),
			strings.Compare(a.Initiative.Name, b.Initiative.Name),
			cmp.Compare(a.Initiative.ID, b.Initiative.ID),
		)
	})
}

// none is the key of a line that has nothing to be sorted by: it stands behind the others whichever way they are sorted.
const none = 1e18

func lacks(l PortfolioLine) bool { return l.key == none }

// key is what a line is sorted by, smallest first: a number, then a word.
func (r *portfolioReader) key(l *PortfolioLine) (key float64, word string) {
	i := l.Initiative
	switch r.ask.Sort {
	case OrderName:
		return 0, strings.ToLower(i.Name)
	case OrderOwner:
		if u := r.Picture.Unit(i.Owner); u != nil {
			return 0, strings.ToLower(u.Name)
		}
		return none, ""
	case OrderLead:
		if p := graph.Find[*graph.Person](r.Picture, string(i.Lead)); p != nil {
			return 0, strings.ToLower(p.Label())
		}
		return none, ""
	case OrderKey:
		if i.Key == "" {
			return none, ""
		}
		return 0, strings.ToLower(i.Key)
	case OrderState:
		return float64(firmest(i.State)), ""
	case OrderTheme:
		return orNone(float64(l.Place)), ""
	case OrderWhen:
		return orNone(float64(r.Calendar.LastDay(i))), ""
	case OrderDue:
		return orNone(float64(l.Due)), ""
	case OrderAll:
		return -l.All, ""
	case OrderUnits:
		return -float64(len(r.units(i))), ""
	case OrderServes:
		return -l.Linked, ""
	case OrderBears:
		return -float64(r.hold.count(i)), ""
	}
	return -l.Days, ""
}

func orNone(key float64) float64 {
	if key == 0 {
		return none
	}
	return key
}

// firmest is the place of a commitment when the firmest stands first and what ended last.
func firmest(c graph.Commitment) int {
	return slices.Index([]graph.Commitment{graph.Started, graph.Committed, graph.Likely, graph.Candidate, graph.Done, graph.Stopped}, c)
}

// TakePart is how many units take part in an initiative.
func (b *Base) TakePart(i *graph.Initiative) int { return len(b.units(i)) }

// units is the units that take part, each once, in the order of the record.
func (b *Base) units(i *graph.Initiative) []graph.UnitID {
	var out []graph.UnitID
	for _, p := range i.Participants {
		if !slices.Contains(out, p.Unit) {
			out = append(out, p.Unit)
		}
	}
	return out
}
