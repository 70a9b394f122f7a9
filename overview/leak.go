package overview

import (
	"cmp"
	"math"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/intent"
)

// Leak is one of the largest losses of intent, with what explains it.
type Leak struct {
	intent.Loss
	In      *graph.Unit      // the unit it is lost in; nil for the cascade, and for units too small to name
	Serves  *graph.Theme     // the theme that loses; nil for days reserved for none
	Finding *finding.Finding // what explains it; nil when no check does
}

// Leaks is the losses of the whole organisation, most days first, and how many days are lost together.
// A finding explains at most one leak, the largest it fits.
func (b *Base) Leaks() (list []Leak, lost float64) {
	if b.Whole == nil || !b.Whole.Defined() {
		return nil, 0
	}
	return b.leaks(b.Whole), b.Whole.Total
}

func (b *Base) leaks(w *intent.Waterfall) []Leak {
	used := make(map[*finding.Finding]bool)
	byUnit := make(map[graph.UnitID][]*finding.Finding)
	for _, f := range b.Findings {
		if f.Stage != "" && f.Waiver == nil {
			byUnit[f.Unit] = append(byUnit[f.Unit], f)
		}
	}
	out := make([]Leak, 0, len(w.Losses))
	for _, l := range w.Losses {
		leak := Leak{Loss: l, In: b.Picture.Unit(l.Unit), Serves: b.Picture.Theme(l.Theme)}
		if f := explains(l, byUnit[l.Unit], used); f != nil {
			leak.Finding, used[f] = f, true
		}
		out = append(out, leak)
	}
	return out
}

// explains is the finding of the unit that fits the loss best: lost at the same stage, on the same theme rather
// than on none, most days first.
func explains(l intent.Loss, of []*finding.Finding, used map[*finding.Finding]bool) *finding.Finding {
	var best *finding.Finding
	for _, f := range of {
		fits := f.Stage == string(l.Stage) && (f.Theme == l.Theme || f.Theme == "")
		if fits && !used[f] && (best == nil || fitsBetter(f, best)) {
			best = f
		}
	}
	return best
}

func fitsBetter(f, than *finding.Finding) bool {
	return cmp.Or(boolOrder(f.Theme != "", than.Theme != ""), cmp.Compare(than.Days, f.Days)) < 0
}

// boolOrder puts true first.
func boolOrder(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return -1
	}
	return 1
}

// Points is what a waterfall keeps at each step in whole points out of 100, and what it loses there, so
// that on a page losses and what is kept add up to 100. A stage that is left out loses nothing.
func Points(w *intent.Waterfall) (kept, lost []int) {
	before := 100
	for _, s := range w.Steps {
		now := before
		if s.Skipped == "" {
			now = int(math.Round(100 * s.Kept))
		}
		kept, lost = append(kept, now), append(lost, max(0, before-now))
		before = now
	}
	return kept, lost
}

// PointsAt is the points of one stage.
func PointsAt(w *intent.Waterfall, stage intent.Stage) (kept, lost int) {
	k, l := Points(w)
	for n, s := range w.Steps {
		if s.Stage == stage {
			return k[n], l[n]
		}
	}
	return 0, 0
}

// WorstStep is the step of a waterfall at which most is lost; ok is false when nothing is lost.
func WorstStep(w *intent.Waterfall) (step intent.Step, ok bool) {
	if len(w.Steps) == 0 {
		return intent.Step{}, false
	}
	step = slices.MaxFunc(w.Steps, func(a, b intent.Step) int { return cmp.Compare(a.Lost, b.Lost) })
	return step, step.Lost > 0
}
