package overview

import (
	"throughline/graph"
	"throughline/intent"
	"throughline/measure"
)

// Figures is every figure of the subject, in the order of the methods: of the whole organisation for
// the zero Ref, else of a unit or a theme. What is not declared is among them, with its reason.
func (b *Base) Figures(about graph.Ref) []measure.Result {
	if b.Cells == nil {
		return nil
	}
	switch about.Kind {
	case graph.KindUnit:
		u := graph.UnitID(about.ID)
		return []measure.Result{b.Cells.UnitWaterfall(u).Result, b.Cells.OnCourse(u)}
	case graph.KindTheme:
		return []measure.Result{b.Cells.ThemeWaterfall(graph.ThemeID(about.ID)).Result}
	}
	out := []measure.Result{b.Whole.Result, b.Course}
	for _, s := range intent.Stages()[1:] {
		out = append(out, b.Cells.OnTarget(s))
	}
	return out
}
