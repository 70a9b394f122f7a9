package strategy

import (
	"fmt"

	"throughline/finding"
	"throughline/graph"
	"throughline/wording"
)

// stageAssigned is the stage of the waterfall at which the cascade loses intent.
const stageAssigned = "assigned"

// handed is how much emphasis units were asked to give each theme, as a share of all capacity.
type handed struct {
	byTheme map[graph.ThemeID]graph.Share
	covered float64 // days of capacity of units that were asked for something
}

// handedDown adds up what units with capacity were asked for, each weighted by its days. The top unit,
// where it has capacity, follows what it states.
func handedDown(p *finding.Pass) handed {
	h := handed{byTheme: make(map[graph.ThemeID]graph.Share)}
	d, total := p.Declared(), p.Capacity()
	for _, room := range p.Capacities().Rooms {
		asked, _ := d.Asked(room.Unit)
		if asked == nil && d.Stated != nil && d.Stated.Unit == room.Unit {
			asked = d.Stated
		}
		if asked == nil || room.Days == 0 {
			continue
		}
		h.covered += room.Days
		for _, s := range asked.Shares {
			h.byTheme[s.Theme] += s.Share * graph.Share(room.Days/total)
		}
	}
	return h
}

// complete reports whether every unit with capacity was asked for something, so that what was handed
// down can be held against what was stated.
func (h handed) complete(p *finding.Pass) bool {
	return h.covered > 0 && h.covered >= p.Capacity()*(1-1e-9)
}

func assignedToNobody() *finding.Check {
	return &finding.Check{
		Code: "CAS001", Area: finding.Cascade, Severity: finding.Error,
		Title: "A theme of the strategy is assigned to no unit",
		Doc: "Looks at each theme with a stated share for a unit that was asked to serve it. A theme that nobody " +
			"was asked for gets only what is left over. " +
			"Silent while no unit was asked for anything.",
		Days:  emphasisWords,
		Mends: finding.Leadership,
		Next:  "Ask at least one unit to serve it, or take it out of the strategy",
		Run: func(p *finding.Pass) {
			if len(p.Declared().Assigned) == 0 {
				return
			}
			asked := make(map[graph.ThemeID]bool)
			for _, i := range p.Declared().Assigned {
				for _, s := range i.Shares {
					asked[s.Theme] = asked[s.Theme] || s.Share > 0
				}
			}
			stated(p, func(t *graph.Theme, share graph.Share, i *graph.Intent) {
				if !asked[t.ID] {
					p.Report(finding.Finding{
						Sentence: fmt.Sprintf("%s is asked for with %s of the emphasis, and no unit is asked to serve it",
							p.Theme(t.ID), wording.WholePercent(float64(share))),
						Records: []graph.Ref{t.Ref(), i.Ref()}, Theme: t.ID, Stage: stageAssigned, Days: emphasis(p, share),
					})
				}
			})
		},
	}
}

func doesNotAddUp() *finding.Check {
	return &finding.Check{
		Code: "CAS002", Area: finding.Cascade, Severity: finding.Warning,
		Title: "What units were asked for does not add up to the strategy",
		Doc: fmt.Sprintf("Adds up what units were asked to give each theme, each unit weighted by its days, and "+
			"holds it against the stated share. A gap of more than %s of it is lost before any unit began. "+
			"Silent while a unit with capacity was asked for nothing, and for themes that no unit was asked "+
			"for at all.", wording.WholePercent(ShortBy)),
		Days:  "what the assigned shares lack of the stated share, times all capacity declared for the period",
		Mends: finding.Leadership,
		Next:  "Raise the theme's share for the units that should serve it",
		Run: func(p *finding.Pass) {
			h := handedDown(p)
			if len(p.Declared().Assigned) == 0 || !h.complete(p) {
				return
			}
			stated(p, func(t *graph.Theme, share graph.Share, i *graph.Intent) {
				got := h.byTheme[t.ID]
				if got == 0 || share-got <= ShortBy*share+1e-9 {
					return
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s is stated with %s, but what units were asked for adds up to %s",
						p.Theme(t.ID), wording.WholePercent(float64(share)), wording.WholePercent(float64(got))),
					Records: append([]graph.Ref{t.Ref(), i.Ref()}, askedFor(p, t.ID)...), Theme: t.ID, Stage: stageAssigned, Days: emphasis(p, share-got),
				})
			})
		},
	}
}

// askedFor is the assignments that give the theme a share, by unit in the order of the tree.
func askedFor(p *finding.Pass, t graph.ThemeID) []graph.Ref {
	var out []graph.Ref
	for _, u := range p.Tree().Units() {
		if i := p.Declared().Assigned[u.ID]; i != nil && i.Shares.Of(t) > 0 {
			out = append(out, i.Ref())
		}
	}
	return out
}

func notAsked() *finding.Check {
	return &finding.Check{
		Code: "CAS003", Area: finding.Cascade, Severity: finding.Warning,
		Title: "A unit with capacity is asked for nothing",
		Doc: "Looks at units with capacity in the period for an assignment of their own or of a unit above. Where " +
			"others are asked and this one is not, it chooses for itself. " +
			"Silent while no unit was asked for anything.",
		Days: unitWords, Mends: "the lead of the unit above", Next: "Assign shares to the unit",
		Run: func(p *finding.Pass) {
			d := p.Declared()
			if d.Stated == nil || len(d.Assigned) == 0 {
				return
			}
			for _, room := range p.Capacities().Rooms {
				if asked, _ := d.Asked(room.Unit); asked != nil || room.Unit == d.Stated.Unit || !here(p, room.Unit) {
					continue
				}
				has := "capacity"
				if days := p.OwnDays(room.Unit); days > 0 {
					has = wording.Days(days)
				}
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("%s has %s in %s and is not asked for any theme", p.Unit(room.Unit), has, p.Period.Name),
					Records:  []graph.Ref{room.Unit.Ref(), d.Stated.Ref()}, Unit: room.Unit, Stage: stageAssigned,
					Days: unitDaysToCome(p, room.Unit), Mends: p.Above(room.Unit),
				})
			}
		},
	}
}

func askedAnew() *finding.Check {
	return &finding.Check{
		Code: "CAS007", Area: finding.Cascade, Severity: finding.Warning,
		Title: "What a unit was asked for changed after the unit played it back",
		Doc: "Looks at restatements that were sent before the latest version of what they answer. The unit works " +
			"to words that are no longer the ones asked. " +
			"All is well when the unit sends its reading again.",
		Days:  unitWords,
		Mends: "the lead of the unit",
		Next:  "Tell the unit what changed and have it send its reading again",
		Run: func(p *finding.Pass) {
			if p.Over() {
				return
			}
			eachReading(p, func(u *graph.Unit, asked, read *graph.Intent) {
				sent := read.Receipt.SentAt
				if asked == nil || asked.Stamp().Version < 2 || sent.IsZero() || asked.Stamp().Effective <= sent.UnixMilli() {
					return
				}
				changed := graph.DateOf(timeOf(asked))
				p.Report(finding.Finding{
					Sentence: fmt.Sprintf("What %s is asked for changed on %s, after it sent its reading on %s",
						u.Name, p.Day(changed), p.Day(graph.DateOf(sent))),
					Records: []graph.Ref{read.Ref(), asked.Ref()}, Unit: u.ID, Stage: "interpreted", Days: unitDaysToCome(p, u.ID), Mends: p.Above(u.ID),
				})
			})
		},
	}
}
