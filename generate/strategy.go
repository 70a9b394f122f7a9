package generate

import (
	"fmt"
	"strings"

	"throughline/graph"
)

// outcome is a target below one theme.
type outcome struct {
	id    graph.OutcomeID
	theme int
	words int  // which metric
	area  int  // what it is about
	idle  bool // nothing contributes to it
	owner int
}

// targets lays out the outcomes: round the themes, the last ones idle.
func (o *Organisation) targets() {
	idle := 0
	if !o.opt.Clean {
		idle = max(o.opt.Outcomes/20, 1)
	}
	for i := range o.opt.Outcomes {
		o.outcomes = append(o.outcomes, outcome{
			id: graph.OutcomeID(fmt.Sprintf("o-%03d", i+1)), theme: i % len(o.shares), words: (i%len(o.shares) + i/len(o.shares)*5) % len(metricWords),
			area: o.dice.of(cupOutcome, i, len(areas)), idle: i >= max(o.opt.Outcomes-idle, len(o.shares)), owner: o.dice.of(cupOutcome, -i-1, len(o.teams)),
		})
	}
}

// state writes the periods and the strategy.
func (o *Organisation) state(w *writer) {
	const verb, reason = "strategy.stated", "the strategy as it stood when the history begins"
	var list []graph.Record
	for _, y := range o.cal.years {
		list = append(list, &graph.Period{ID: y.period(), Name: y.name, Kind: graph.Year, Start: y.start, End: y.end})
	}
	for _, h := range o.cal.halves {
		list = append(list, &graph.Period{ID: h.period(), Name: h.name, Kind: graph.Half, Start: h.start, End: h.end, Parent: graph.PeriodID(h.id[:4]), Lock: at(h.lock(), 12, 0), Reserve: .1})
		for _, q := range h.quarters() {
			list = append(list, &graph.Period{ID: q.period(), Name: q.name, Kind: graph.Quarter, Start: q.start, End: q.end, Parent: h.period()})
		}
	}
	for k := range o.shares {
		t := themeWords[k]
		list = append(list, &graph.Theme{ID: o.theme(k), Name: t.name, Short: t.short, Statement: t.statement, Why: t.why, AntiGoals: []string{t.anti}, Order: k + 1})
	}
	list = append(list,
		&graph.Principle{ID: "promise", Prefer: "A kept promise", Over: "a new feature", Why: "Others plan on it", Order: 1},
		&graph.Principle{ID: "whole", Prefer: "The best for the whole", Over: "the best for one unit", Order: 2},
		&graph.Constraint{ID: "notice-rule", Kind: graph.RegulatoryConstraint, Statement: "Notices go out within 30 days", Forces: "A clear date on each letter", Answers: o.person(0)},
		&graph.Constraint{ID: "freeze", Kind: graph.PlatformConstraint, Statement: "No release in the last week of a quarter", Forbids: "Changes to the core in that week", Answers: o.person(1)},
	)
	w.put(verb, reason, list...)
	for i := range o.outcomes {
		w.put(verb, reason, o.outcome(i, -1))
	}
}

// lock is the day on which the half's plan is locked.
func (s span) lock() graph.Date { return workday(s.start+16, +1) }

// outcome is the record with its readings up to the day.
func (o *Organisation) outcome(i, upTo int) *graph.Outcome {
	t := &o.outcomes[i]
	m := metricWords[t.words]
	r := &graph.Outcome{
		ID: t.id, Name: fmt.Sprintf(m.sentence, areas[t.area]), Owner: o.teams[t.owner].id,
		Themes: graph.SharesOf(graph.ThemeShare{Theme: o.theme(t.theme), Share: 1}), Primary: o.theme(t.theme),
		Metric: graph.Metric{Name: m.metric, Unit: m.unit, Baseline: m.from, Target: m.to, Direction: graph.Down, Due: o.cal.years[len(o.cal.years)-1].end},
	}
	if m.up {
		r.Metric.Direction = graph.Up
	}
	for n, day := 0, firstReading; day <= upTo; n, day = n+1, day+nextReading {
		way := float64(day) / float64(len(o.cal.days)) * (.3 + .5*o.dice.part(cupOutcome, 1000+i))
		if t.idle {
			way = 0
		}
		noise := .04 * (o.dice.part(cupOutcome, 100*i+n+10_000) - .5)
		r.Readings = append(r.Readings, graph.Value{
			On: o.cal.days[day], Value: short(m.from + (m.to-m.from)*(way+noise)), Confidence: graph.Share(short(.3 + .5*way)), By: o.person(o.teams[t.owner].lead),
		})
	}
	return r
}

// Readings are taken every four weeks.
const firstReading, nextReading = 10, 20

// short keeps two digits behind the point.
func short(v float64) float64 { return float64(int(v*100+.5)) / 100 }

// read writes the outcomes' readings through the history.
func (o *Organisation) read() {
	for day := firstReading; day < len(o.cal.days); day += nextReading {
		o.on(day, turnRead, func(w *writer) {
			for i := range o.outcomes {
				w.put("outcome.read", "four weeks are over", o.outcome(i, day))
			}
		})
	}
}

// served is the outcomes a project contributes to, with equal shares, or its theme itself.
func (o *Organisation) served(p *project) []graph.Contribution {
	if p.theme < 0 {
		return nil
	}
	var mine []*outcome
	for i := range o.outcomes {
		if t := &o.outcomes[i]; t.theme == p.theme && !t.idle {
			mine = append(mine, t)
		}
	}
	if len(mine) == 0 || p.waiting {
		return []graph.Contribution{{Theme: o.theme(p.theme), Share: 1}}
	}
	var out []graph.Contribution
	if len(mine) <= p.peers {
		return append(out, graph.Contribution{Outcome: mine[p.place%len(mine)].id, Share: 1})
	}
	for i, t := range mine {
		if i%p.peers == p.place {
			out = append(out, graph.Contribution{Outcome: t.id})
		}
	}
	for i := range out {
		out[i].Share = 1 / graph.Share(len(out))
	}
	return out
}

// intent is a unit's shares on one layer of a half.
func (o *Organisation) intent(h span, level graph.Level, unit graph.UnitID, shares []float64) *graph.Intent {
	r := &graph.Intent{
		ID: graph.IntentID(fmt.Sprintf("%s-%s-%s", unit, h.id, level)), Level: level, Unit: unit, Period: h.period(),
	}
	for k, share := range shares {
		r.Shares = r.Shares.With(o.theme(k), graph.Share(share))
	}
	return r
}

// restated is the team's reading of what it was asked, as sent.
func (o *Organisation) restated(h span, u int) *graph.Intent {
	t := &o.teams[u]
	shares := make([]float64, len(o.shares))
	for k, days := range o.cells[stageRead][u] {
		shares[k] = round(days / t.cap)
	}
	r := o.intent(h, graph.Interpreted, t.id, shares)
	top := 0
	for k := range shares {
		if shares[k] > shares[top] {
			top = k
		}
	}
	r.Restatement = "For us it means first of all: " + strings.ToLower(themeWords[top].statement[:1]) + themeWords[top].statement[1:]
	r.Measure = metricWords[top%len(metricWords)].metric
	if o.cells[stageRead][u][0] < o.cells[stageAssigned][u][0] {
		r.Readings = []graph.Reading{{Theme: o.theme(0), Words: themeWords[0].anti[4:], Measure: "how often it is used", Differs: true}}
	}
	return r
}
