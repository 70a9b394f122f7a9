package intent

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/stat"
	"throughline/wording"
)

// The checks on losses turn the largest losses of the waterfall into findings: the same cells, the same
// days. What is lost before any unit was asked belongs to the cascade, and is found there.

const (
	lossDoc = "A smaller unit than five people counts with the one above. Silent while the waterfall cannot be " +
		"drawn, or the stage is declared by nobody."
	lossDays = "the loss of the intent waterfall at this stage, in this unit, on this theme"
)

// farLoss is a loss that takes a good part of a unit's days.
type farLoss struct {
	Loss
	unit *graph.Unit
	own  float64 // days of the unit and those shown with it
}

// farLosses is the losses of at least FarShare of a unit's days at one stage, by unit and then theme. S tells
// the stage.
type farLosses[S interface{ stage() Stage }] struct{ list []farLoss }

// The stages at which losses are told.
type (
	inReading struct{}
	inFunding struct{}
	inPlan    struct{}
	inWork    struct{}
)

func (inReading) stage() Stage { return Interpreted }
func (inFunding) stage() Stage { return Funded }
func (inPlan) stage() Stage    { return Planned }
func (inWork) stage() Stage    { return Executed }

// farLossesAt reads the losses at a stage.
func farLossesAt[S interface{ stage() Stage }](p *finding.Pass) []farLoss {
	return finding.SharedAfter(p, func(p *finding.Pass, before *farLosses[S]) *farLosses[S] {
		var at S
		now := &farLosses[S]{readFarLosses(p, at.stage())}
		if before != nil && slices.Equal(before.list, now.list) {
			return before
		}
		return now
	}).list
}

func readFarLosses(p *finding.Pass, stage Stage) []farLoss {
	c := CellsIn(p)
	if c.flow == nil || c.flow.Steps[stage.place()].First {
		return nil
	}
	own := make([]float64, len(c.place))
	for i, u := range c.Units {
		own[c.placeOf[i]] += u.Days
	}
	var out []farLoss
	for _, l := range c.stageLosses(stage, subject{rows: c.rowsUnder(""), column: -1, flow: c.flow, base: c.flow.Stated}) {
		days := own[c.place[l.Unit]]
		if u := p.Tree().Unit(l.Unit); u != nil && l.Theme != "" && l.Days >= FarShare*days-1e-9 {
			out = append(out, farLoss{l, u, days})
		}
	}
	slices.SortFunc(out, func(a, b farLoss) int { return cmp.Or(cmp.Compare(a.Unit, b.Unit), cmp.Compare(a.Theme, b.Theme)) })
	return out
}

// finding is the loss as a finding, on the unit, the theme and what else is named.
func (l farLoss) finding(p *finding.Pass, sentence string, more ...graph.Ref) finding.Finding {
	return finding.Finding{
		Sentence: sentence, Records: append([]graph.Ref{l.unit.Ref(), l.Theme.Ref()}, more...),
		Unit: l.Unit, Theme: l.Theme, Stage: string(l.Stage), Days: l.Days, Mends: p.Lead(l.Unit),
	}
}

func lostInReading() *finding.Check {
	return &finding.Check{
		Code: "INT002", Area: finding.Intent, Severity: finding.Warning,
		Title: "A unit's reading leaves a theme far behind what was asked",
		Doc: fmt.Sprintf("Looks at what each unit was asked to give each theme and what it says it will give. A "+
			"gap of at least %s of its days is told here. "+
			"It may be right to differ: then whoever asked accepts it and changes what "+
			"is asked. ", wording.WholePercent(FarShare)) + lossDoc,
		Days:  lossDays,
		Mends: "the lead of the unit, with whoever asked",
		Next:  "Bring what is asked and what is read together: change one of them",
		Run: func(p *finding.Pass) {
			for _, l := range farLossesAt[inReading](p) {
				asked, _ := p.Declared().Asked(l.Unit)
				read := p.Declared().Interpreted[l.Unit]
				s := fmt.Sprintf("%s leaves out %s of what it was asked to spend on %s",
					l.unit.Name, wording.Days(l.Days), p.Theme(l.Theme))
				var more []graph.Ref
				if asked != nil && read != nil {
					s = fmt.Sprintf("%s was asked to give %s %s and says it will give %s",
						l.unit.Name, p.Theme(l.Theme),
						wording.WholePercent(float64(asked.Shares.Of(l.Theme))), wording.WholePercent(float64(read.Shares.Of(l.Theme))))
					more = []graph.Ref{asked.Ref(), read.Ref()}
				}
				f := l.finding(p, s, more...)
				f.Mends += ", with " + p.Above(l.Unit)
				p.Report(f)
			}
		},
	}
}

func lostInFunding() *finding.Check {
	return &finding.Check{
		Code: "INT003", Area: finding.Intent, Severity: finding.Warning,
		Title: "What a unit says it will do is not funded",
		Doc: fmt.Sprintf("Looks at what each unit says it will give each theme and what days or money are set "+
			"aside for it, in days. A gap of at least %s of its days is told here: "+
			"the words and the money point to different places. ", wording.WholePercent(FarShare)) + lossDoc,
		Days:  lossDays,
		Mends: "finance, with the lead of the unit",
		Next:  "Move the funding, or change what the unit says it will do",
		Run: func(p *finding.Pass) {
			for _, l := range farLossesAt[inFunding](p) {
				s := fmt.Sprintf("%s that %s means for %s are not funded",
					wording.Capital(wording.Days(l.Days)), l.unit.Name, p.Theme(l.Theme))
				f := l.finding(p, s, readOf(p, l.Unit)...)
				f.Mends = "finance, with " + f.Mends
				p.Report(f)
			}
		},
	}
}

func lostInPlan() *finding.Check {
	return &finding.Check{
		Code: "INT004", Area: finding.Intent, Severity: finding.Warning,
		Title: "What a unit says it will do is not in its plan",
		Doc: fmt.Sprintf("Looks at what is left of each theme in each unit before the plan, and at the days of "+
			"initiatives that are committed, started or done. A gap of at least %s of the unit's days is told here: "+
			"the plan is for something else, or for nothing yet. ", wording.WholePercent(FarShare)) + lossDoc,
		Days:  lossDays,
		Mends: "the lead of the unit",
		Next:  "Plan days for the theme, or say openly that the unit will not serve it",
		Run: func(p *finding.Pass) {
			for _, l := range farLossesAt[inPlan](p) {
				s := fmt.Sprintf("%s that %s means for %s are not in its plan",
					wording.Capital(wording.Days(l.Days)), l.unit.Name, p.Theme(l.Theme))
				p.Report(l.finding(p, s, readOf(p, l.Unit)...))
			}
		},
	}
}

func lostInWork() *finding.Check {
	return &finding.Check{
		Code: "INT005", Area: finding.Intent, Severity: finding.Error,
		Title: "Work goes elsewhere than the plan",
		Doc: fmt.Sprintf("Looks at what is left of each theme in each unit's plan and at the mix of the work it "+
			"finished or logged. A gap of at least %s of its days, beyond what chance makes with as many items, is "+
			"told here. "+
			"Units with fewer than %d items are not judged. ", wording.WholePercent(FarShare), FewestItems) + lossDoc,
		Days:  lossDays,
		Mends: "the lead of the unit",
		Next:  "Look at what came in between, and either stop it or change the plan",
		Run: func(p *finding.Pass) {
			c := CellsIn(p)
			for _, l := range farLossesAt[inWork](p) {
				work := c.workShownAt(l.Unit)
				if work.Items < FewestItems || l.Days/l.own < FarShare+chance(c.plannedShare(l), work.Effective) {
					continue
				}
				s := fmt.Sprintf("%s that %s planned for %s went elsewhere in %s of work",
					wording.Capital(wording.Days(l.Days)), l.unit.Name, p.Theme(l.Theme),
					wording.Count(int(work.Items), "item", "items"))
				p.Report(l.finding(p, s))
			}
		},
	}
}

// readOf is the unit's restatement, where it has one.
func readOf(p *finding.Pass, u graph.UnitID) []graph.Ref {
	if read := p.Declared().Interpreted[u]; read != nil {
		return []graph.Ref{read.Ref()}
	}
	return nil
}

// workShownAt adds up the items of the units whose figures are shown at the unit, and their effective
// numbers.
func (c *Cells) workShownAt(u graph.UnitID) Work {
	var out Work
	for _, row := range c.Units {
		if c.shown.At(row.ID) == u {
			out.Items += row.Work.Items
			out.Effective += row.Work.Effective
		}
	}
	return out
}

// plannedShare is the share of the unit's days that was left of the loss's theme before the work.
func (c *Cells) plannedShare(l farLoss) float64 {
	before, k, days := c.flow.Steps[Executed.place()-1].Cells, c.Sight.Column(l.Theme), 0.0
	for i, row := range c.Units {
		if c.shown.At(row.ID) == l.Unit {
			days += before[i][k] * c.Total
		}
	}
	return math.Min(1, days/l.own)
}

// chance is how far a share is off by chance alone in as many items of work.
func chance(share, items float64) float64 {
	tv := stat.ExpectedTVNormal([]float64{share, 1 - share}, items)
	if !tv.OK {
		return 1
	}
	return tv.X
}
