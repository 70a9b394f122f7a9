package generate

import (
	"fmt"

	"throughline/graph"
)

// confess writes the key: every fault with its records and what a measure must find.
func (o *Organisation) confess() {
	h := len(o.cal.halves) - 1
	half := o.cal.halves[h]
	o.key.Period = half.period()
	o.reckon(h)
	if o.opt.Clean {
		return
	}
	for u := range o.teams {
		if o.teams[u].fault != "" {
			o.key.Planted = append(o.key.Planted, o.afflicted(u, half))
		}
	}
	o.confessStrategy(half)
	o.confessProjects(h)
	o.confessExchange()
}

// reckon adds up what became of the locked plan.
func (o *Organisation) reckon(h int) {
	half := o.cal.halves[h]
	if half.lock() < o.cal.first || half.lock() > o.cal.last {
		return
	}
	first, last := o.of(h)
	for i := first; i < last; i++ {
		p := &o.projects[i]
		if p.waiting {
			continue
		}
		days := p.days()
		switch p.fate {
		case AddedAfterLock:
			o.key.Added += days
		case CutAfterLock:
			o.key.Cut += days
		case MovedAfterLock:
			o.key.Moved += days
		}
		if p.fate != AddedAfterLock {
			o.key.Locked += days
		}
		if p.fate != CutAfterLock {
			o.key.Planned += days
		}
	}
}

func (p *project) days() float64 {
	days := 0.0
	for _, part := range p.parts {
		days += part.days
	}
	return days
}

// afflicted is the confession of one team's fault.
func (o *Organisation) afflicted(u int, half span) Planted {
	t := &o.teams[u]
	p := Planted{Fault: t.fault, Unit: t.id, Records: []graph.Ref{t.id.Ref()}, Sentence: fmt.Sprintf("%s: %s", t.name, t.fault)}
	lost := func(stage int) float64 {
		return o.lost(stage, func(l Loss) bool { return l.Unit == t.id && l.Theme != o.theme(o.starvedTheme) })
	}
	intent := graph.IntentID(fmt.Sprintf("%s-%s-%s", t.id, half.id, graph.Interpreted)).Ref()
	switch t.fault {
	case ReadsDifferently, AlignmentProblem:
		p.Measure, p.Theme, p.Days, p.Exact = "loss at interpreted", o.theme(0), lost(stageRead), true
		p.Value, p.Records = p.Days, append([]graph.Ref{intent}, p.Records...)
	case Unfunded:
		p.Measure, p.Theme, p.Days, p.Exact = "loss at funded", o.theme(0), lost(stageFunded), true
		p.Value = p.Days
	case Underplanned:
		p.Measure, p.Days, p.Exact = "loss at planned", lost(stagePlanned), true
		p.Value = p.Days
	case Overplanned:
		p.Measure, p.Value, p.Exact = "demand", o.demand(u), true
		p.Days = p.Value*t.cap - t.cap
	case BusyOffCourse:
		p.Measure, p.Value, p.Exact = "coherence", o.coherence(u), true
		p.Days = (1 - p.Value) * t.cap
	case OrphanedWork:
		p.Measure, p.Days, p.Exact = "loss at executed", lost(stageExecuted), true
		p.Value = p.Days
	case SkillsProblem:
		p.Measure, p.Value = "capability", t.finish
	case HeldUp:
		p.Measure, p.Value = "share of work that waited", t.blocked
	}
	return p
}

// demand is the team's days on committed initiatives as a share of its capacity.
func (o *Organisation) demand(u int) float64 {
	first, last := o.of(len(o.cal.halves) - 1)
	days := 0.0
	for i := first; i < last; i++ {
		p := &o.projects[i]
		if p.waiting || p.fate == AddedAfterLock {
			continue
		}
		for _, part := range p.parts {
			if part.team == u {
				days += part.days
			}
		}
	}
	return days / o.teams[u].cap
}

// coherence is the share of the team's executed days that trace to a theme.
func (o *Organisation) coherence(u int) float64 {
	return sum(o.cells[stageExecuted][u]) / o.teams[u].cap
}

func (o *Organisation) confessStrategy(half span) {
	k := o.theme(o.lostTheme)
	lost := o.lost(stageAssigned, func(l Loss) bool { return l.Theme == k })
	if lost > 0 {
		p := Planted{
			Fault: CascadeLoss, Theme: k, Records: []graph.Ref{k.Ref()}, Days: lost, Measure: "loss at assigned", Value: lost, Exact: true,
			Sentence: fmt.Sprintf("units are asked for %.0f days less of %q than was stated", lost, themeWords[o.lostTheme].name),
		}
		for u := range o.teams {
			if o.lowered[u] {
				p.Records = append(p.Records, graph.IntentID(fmt.Sprintf("%s-%s-%s", o.teams[u].id, half.id, graph.Assigned)).Ref())
			}
		}
		o.key.Planted = append(o.key.Planted, p)
	}
	s := o.theme(o.starvedTheme)
	planned, total := 0.0, 0.0
	for u := range o.teams {
		planned += o.cells[stagePlanned][u][o.starvedTheme]
		total += o.teams[u].cap
	}
	o.key.Planted = append(o.key.Planted, Planted{
		Fault: StarvedTheme, Theme: s, Records: []graph.Ref{s.Ref()}, Measure: "planned share over stated share", Exact: true,
		Value: planned / total / o.shares[o.starvedTheme], Days: o.shares[o.starvedTheme]*total - planned,
		Sentence: fmt.Sprintf("the plan holds %.0f of %.0f days of %q", planned, o.shares[o.starvedTheme]*total, themeWords[o.starvedTheme].name),
	})
	for i := range o.outcomes {
		if t := &o.outcomes[i]; t.idle {
			o.key.Planted = append(o.key.Planted, Planted{Fault: IdleOutcome, Theme: o.theme(t.theme), Records: []graph.Ref{t.id.Ref()}, Sentence: "nothing contributes to " + string(t.id), Measure: "outcomes without work", Value: 1, Exact: true})
		}
	}
}

func (o *Organisation) confessProjects(h int) {
	half := o.cal.halves[h]
	first, last := o.of(h)
	for i := first; i < last; i++ {
		p := &o.projects[i]
		if p.fate == "" {
			continue
		}
		c := Planted{
			Fault: p.fate, Records: []graph.Ref{p.id.Ref()}, Unit: o.teams[p.owner].id, Days: p.days(), Exact: true, Value: p.days(), Measure: "drift",
			Sentence: fmt.Sprintf("%s (%s): %.0f days", o.titled(p), p.fate, p.days()),
		}
		if p.theme >= 0 {
			c.Theme = o.theme(p.theme)
		}
		switch p.fate {
		case CutAfterLock:
			c.On = o.cal.days[o.surprise(h)]
		case AddedAfterLock:
			c.On = o.cal.days[o.surprise(h)+2]
		case MovedAfterLock:
			c.On = o.cal.days[o.surprise(h)+3]
		case OrphanInitiative:
			c.Measure = "orphaned"
		}
		c.Records = append(c.Records, half.period().Ref())
		o.key.Planted = append(o.key.Planted, c)
	}
}

func (o *Organisation) confessExchange() {
	for n := range o.opt.Decisions {
		if q := o.question(n); q.fault != "" {
			o.key.Planted = append(o.key.Planted, Planted{Fault: q.fault, Unit: o.teams[q.team].id, Records: []graph.Ref{decisionID(n).Ref()}, On: o.cal.days[q.raised], Sentence: string(q.fault), Measure: "deciders", Value: float64(len(q.deciders)), Exact: true})
		}
	}
	for n := range o.opt.Dependencies {
		if a, unanswered := o.ask(n); unanswered {
			o.key.Planted = append(o.key.Planted, Planted{Fault: UnansweredAsk, Unit: o.teams[a.on].id, Records: []graph.Ref{dependencyID(n).Ref()}, On: o.cal.days[a.day], Sentence: string(UnansweredAsk), Measure: "turns", Value: 1, Exact: true})
		}
	}
}
