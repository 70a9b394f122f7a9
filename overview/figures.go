package overview

import (
	"throughline/decision"
	"throughline/dependency"
	"throughline/graph"
	"throughline/intent"
	"throughline/measure"
	"throughline/outcome"
	"throughline/portfolio"
)

// Figure is a figure with what tells it from others of its method.
type Figure struct {
	measure.Result
	Part string // the stage, the unit or the outcome it is about; "" when the method says it all
}

// Title is the method's title, with the part.
func (f *Figure) Title() string {
	if f.Part == "" {
		return f.Method.Title
	}
	return f.Method.Title + ", " + f.Part
}

// Figures is every figure of the subject, in the order of the methods: of the whole organisation for
// the zero Ref, else of a unit, a theme or an outcome. What is not declared is among them, with its
// reason. There are none without a period, or for another kind of record.
func (b *Base) Figures(about graph.Ref) []Figure {
	if b.Cells == nil {
		return nil
	}
	switch about.Kind {
	case "":
		return b.wholeFigures()
	case graph.KindUnit:
		return b.unitFigures(graph.UnitID(about.ID))
	case graph.KindTheme:
		return figures(b.Cells.ThemeWaterfall(graph.ThemeID(about.ID)).Result)
	case graph.KindOutcome:
		if o := b.Picture.Outcome(graph.OutcomeID(about.ID)); o != nil {
			return figures(outcome.ProgressOf(b.Picture, o))
		}
	}
	return nil
}

func figures(list ...measure.Result) []Figure {
	out := make([]Figure, len(list))
	for i, r := range list {
		out[i].Result = r
	}
	return out
}

func (b *Base) wholeFigures() []Figure {
	out := figures(b.Whole.Result, b.Course)
	for _, s := range intent.Stages()[1:] {
		out = append(out, Figure{b.Cells.OnTarget(s), string(s)})
	}
	if b.Drift != nil {
		out = append(out, Figure{b.Drift.Result, "since " + b.Drift.Lock.Baseline.Name})
		if l, ok := b.Lock(); ok {
			out = append(out, Figure{b.CauseSince(l).Result, "since " + l.Baseline.Name})
		}
	}
	all := portfolio.Overall(b.Basis, portfolio.UsualLines())
	out = append(out, figures(b.Coverage.OrphanedWork.Result, b.Coverage.OrphanedInitiatives.Result, b.Coverage.Themes.Result, all.Activity, all.Coherence)...)
	book := outcome.Read(b.Basis)
	clarity := decision.ClarityOf(b.Picture, b.Basis.Shown, "", decision.UsualLimit)
	out = append(out, figures(book.Unserved(b.Basis), book.UnreadOnes(b.Basis), clarity.Result, clarity.OwnerCoverage, clarity.EscalationRate, dependency.KeptBy(b.Basis, ""))...)
	return append(out, b.diagnosisFigures("")...)
}

func (b *Base) unitFigures(u graph.UnitID) []Figure {
	out := figures(b.Cells.UnitWaterfall(u).Result, b.Cells.OnCourse(u))
	for i := range b.Courses {
		if c := &b.Courses[i]; c.Unit == u {
			out = append(out, figures(c.Activity, c.Coherence)...)
		}
	}
	clarity := decision.ClarityOf(b.Picture, b.Basis.Shown, u, decision.UsualLimit)
	out = append(out, figures(clarity.Result, clarity.OwnerCoverage, clarity.EscalationRate, dependency.KeptBy(b.Basis, u),
		dependency.WaitIn(b.Basis, u), dependency.WaitOn(b.Basis, u))...)
	return append(out, b.diagnosisFigures(u)...)
}

func (b *Base) diagnosisFigures(u graph.UnitID) []Figure {
	d := b.Diagnose(u)
	if d.Diagnosis == nil {
		return nil
	}
	out := figures(d.Result)
	for _, f := range d.Factors() {
		out = append(out, figures(f.Result)...)
	}
	return out
}
