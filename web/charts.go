package web

import (
	"fmt"
	"math"

	"throughline/chart"
	"throughline/intent"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// both draws a chart for a wide and a narrow place.
func both(wide, narrow interface{ SVG() string }) view.SVG {
	return view.SVG(chart.Responsive(wide.SVG(), narrow.SVG()))
}

// waterfall is what is kept from stage to stage, out of 100.
func (p sheet) waterfall(id, finding, note string, w *intent.Waterfall) (view.SVG, view.Table) {
	c := chart.Waterfall{
		Frame: chart.Frame{ID: id, Finding: finding, Desc: "Days kept at each stage, of every 100."}, Most: 100, Note: note,
	}
	c.Width, c.Height = 710, 420
	kept, _ := overview.Points(w)
	for n, s := range w.Steps {
		if s.Stage != intent.Stated || s.Skipped == "" {
			c.Stages = append(c.Stages, stageColumn(w, s, kept[n]))
		}
	}
	middle, narrow := c, c
	middle.ID, middle.Width, middle.Height = id+"-m", 490, 330
	narrow.ID, narrow.Width, narrow.Height, narrow.Note = id+"-n", 330, 300, ""
	return view.SVG(chart.Fit{Wide: c.SVG(), Middle: middle.SVG(), Narrow: narrow.SVG()}.SVG()), waterfallTable(w)
}

// stageColumn is one stage in whole points.
func stageColumn(w *intent.Waterfall, s intent.Step, kept int) chart.Stage {
	out := chart.Stage{Name: stageName(s.Stage), Sub: s.Stage.Means(), Kept: float64(kept), Missing: s.Skipped != ""}
	if s.Bounds != nil {
		out.Low, out.High = math.Round(100*s.Bounds.Lo), math.Round(100*s.Bounds.Hi)
	}
	if s.Stage == w.Last && w.Reference != nil {
		out.Ceiling = math.Round(100 * w.Reference.Value)
	}
	return out
}

func waterfallTable(w *intent.Waterfall) view.Table {
	t := view.Table{Caption: "Days kept at each stage", Columns: view.Head(
		"Stage", "Kept, of 100", "Kept, days", "Lost here, days", "Of it taken up elsewhere, days", "Declared")}
	for _, s := range w.Steps {
		if s.Skipped != "" && s.Stage == intent.Stated {
			continue
		}
		if s.Skipped != "" {
			t.Rows = append(t.Rows, view.Row{Cells: []view.Cell{
				{Text: stageName(s.Stage), Sub: wording.Capital(s.Skipped)}, view.F(view.Figure{Missing: s.Skipped}), {}, {}, {}, {},
			}})
			continue
		}
		t.Rows = append(t.Rows, view.Texts(stageName(s.Stage), wording.Of100(s.Kept), wording.Whole(s.Days), wording.Whole(s.LostDays),
			wording.Whole(s.MovedDays), wording.WholePercent(s.Coverage)))
	}
	return t
}

// trendChart draws what was kept, week by week.
func (p sheet) trendChart(t overview.Trend) (view.SVG, view.Table) {
	c := chart.Trend{Frame: chart.Frame{ID: "trend-c", Finding: p.trendTitle(t), Desc: "Days kept of every 100, by week."}, Lines: []chart.TrendLine{{}}}
	table := view.Table{Caption: "Kept, week by week", Columns: view.Head("Week of", "Kept, of 100")}
	for _, point := range t.Points {
		name := p.day(point.Monday)
		r := chart.Reading{Value: 100 * point.Kept, Missing: point.Reason != ""}
		cell := view.T(wording.Number(100 * point.Kept))
		if r.Missing {
			cell = view.F(view.Figure{Missing: point.Reason})
		} else {
			r.Tip = fmt.Sprintf("Week of %s\n%s of 100 kept", name, wording.Number(100*point.Kept))
		}
		c.Steps = append(c.Steps, name)
		c.Lines[0].Readings = append(c.Lines[0].Readings, r)
		table.Rows = append(table.Rows, view.Row{Cells: []view.Cell{view.T(name), cell}})
	}
	for _, l := range t.Locks {
		c.Locks = append(c.Locks, chart.Lock{At: l.At, Name: l.Name})
	}
	wide, narrow := c, c
	wide.ID, wide.Width = "trend-w", 710
	narrow.ID, narrow.Width = "trend-n", 360
	return view.SVG(chart.Fit{Wide: wide.SVG(), Middle: c.SVG(), Narrow: narrow.SVG()}.SVG()), table
}

// trendTitle says what the trend shows; nothing changed as long as it stays in its usual range.
func (p sheet) trendTitle(t overview.Trend) string {
	if t.Since < 0 {
		return "Kept, week by week"
	}
	since := "in the week of " + p.day(t.Points[t.Since].Monday)
	if len(t.Locks) > 0 {
		since = "at " + t.Locks[0].Name
	}
	points := wording.Of100(abs(t.Change))
	switch {
	case t.Calm:
		return "No change beyond the usual from week to week"
	case points == "0":
		return "As much is kept as " + since
	case t.Change < 0:
		return points + " of every 100 days fewer than " + since
	}
	return points + " of every 100 days more than " + since
}

func abs(f float64) float64 {
	if f < 0 {
		return -f
	}
	return f
}
