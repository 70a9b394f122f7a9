package web

import (
	"fmt"

	"throughline/portfolio"
	"throughline/web/view"
	"throughline/wording"
)

// cause says how much of the change of course is due to the plan and how much to the strategy.
func (p sheet) cause(c *portfolio.Cause) view.Sentence {
	if !c.Defined() {
		return nil
	}
	if wording.Of100(c.Then) == wording.Of100(c.Now) {
		return view.Sentence{
			view.Words("The plan fits the strategy as well as at the lock: "), view.Num(p.fit(c)), view.Words(" of every 100 days stand where the strategy puts them."),
		}
	}
	better := "better"
	if c.Value < 0 {
		better = "worse"
	}
	return view.Sentence{
		view.Words(fmt.Sprintf("The plan fits the strategy %s than at the lock: ", better)), view.Num(p.fit(c)),
		view.Words(fmt.Sprintf(" of every 100 days stand where the strategy puts them, %s at the lock. Of the change, %s are due to the plan and %s to the strategy.",
			wording.Of100(c.Then), points(c.DuePlan), points(c.DueStrategy))),
	}
}

func (p sheet) fit(c *portfolio.Cause) view.Figure {
	text := wording.Of100(c.Now)
	return view.Figure{Text: text, Why: p.why(&c.Result, text+" of every 100 days")}
}

// points is a share of one as a signed number of points out of 100.
func points(x float64) string {
	n := wording.Number(100 * x)
	if n == "1" || n == "−1" {
		return n + " point"
	}
	return n + " points"
}

// driftStrip is the drift since the latest lock in one line, for the first page.
func (p sheet) driftStrip() *view.DriftStrip {
	d := p.base.Drift
	if d == nil {
		return nil
	}
	out := &view.DriftStrip{Part: view.Part{ID: "drift", Title: "What became of " + d.Lock.Baseline.Name, Sub: "Locked " + p.lockedOn(d), All: view.Link{Text: "What changed", Href: p.to("/drift")}}}
	if !d.Defined() {
		out.Missing = &view.Missing{Title: "It cannot be told.", Text: wording.Capital(d.Reason) + "."}
		return out
	}
	t := d.Totals
	out.Title, out.Sub = p.driftTitle(d), fmt.Sprintf("%s: %s locked %s", d.Lock.Baseline.Name, amount(t.Base, d.Unit), p.lockedOn(d))
	out.Facts = p.driftFacts(d)
	out.Bar = view.Bar{
		Parts: []view.BarPart{{Value: t.Kept}, {Value: t.Moved, Tone: view.Warn}, {Value: t.Cut, Tone: view.Loss}},
		Label: fmt.Sprintf("%s kept, %s moved, %s cut", wording.WholePercent(1-t.Share.X), wording.WholePercent(t.Timing.X), wording.WholePercent(t.Scope.X)),
	}
	return out
}
