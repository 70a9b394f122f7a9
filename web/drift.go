package web

import (
	"context"
	"fmt"

	"github.com/a-h/templ"

	"throughline/chart"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/measure"
	"throughline/overview"
	"throughline/portfolio"
	"throughline/web/view"
	"throughline/wording"
)

// drift is the page of the plan as it was locked against the plan as it is.
func (s *Server) drift(ctx context.Context, v *visit) (templ.Component, error) {
	sh, err := s.shell(ctx, v, "Drift since the plan", "drift")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	if sh.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	page := view.Drift{Shell: sh}
	asked := graph.BaselineID(v.query("lock"))
	lock, ok := p.base.LockNamed(asked)
	if !ok && asked != "" {
		return nil, fault.New(fault.NotFound, "there is no plan lock "+string(asked)+" in this period up to this date", "Choose one of the plan locks of the period")
	}
	if !ok {
		page.Lead, page.Missing = view.Say("No plan was locked "+p.untilNow()+"."), &view.Missing{
			Title: "There is nothing to compare with yet.",
			Text:  "What became of the locked plan (kept, moved, cut, added) would be here.",
			Add:   "Add a baseline for the period: the moment at which its plan is locked.",
		}
		return view.DriftPage(page), nil
	}
	d, err := s.driftSince(ctx, v, p.base, lock.Baseline.ID)
	if err != nil {
		return nil, err
	}
	p.fillDrift(&page, d.drift)
	page.Cause = p.cause(d.cause)
	return view.DriftPage(page), nil
}

// driftKey names the drift since one lock among the kept results of a picture.
type driftKey struct {
	baseKey
	lock graph.BaselineID
}

type driftAndCause struct {
	drift *overview.Drift
	cause *portfolio.Cause
}

func (s *Server) driftSince(ctx context.Context, v *visit, base *overview.Base, id graph.BaselineID) (driftAndCause, error) {
	key := driftKey{baseKey{"drift", v.period.ID}, id}
	d, err := engine.Compute(ctx, s.engine, v.whole, key, func() driftAndCause {
		lock, _ := base.LockNamed(id)
		f := overview.Frame{Picture: v.whole, Period: base.Period, Locks: base.Locks}
		return driftAndCause{f.DriftSince(lock), base.CauseSince(lock)}
	})
	d.drift = base.SeenDrift(d.drift)
	return d, err
}

func (p sheet) untilNow() string {
	if p.period == nil {
		return "so far"
	}
	return "for " + p.period.Name + " so far"
}

func (p sheet) fillDrift(page *view.Drift, d *overview.Drift) {
	page.Lead, page.Facts = p.driftLead(d), p.driftFacts(d)
	if len(p.base.Locks) > 1 {
		g := view.ChipGroup{Name: "Plan lock"}
		for n := len(p.base.Locks) - 1; n >= 0; n-- {
			l := p.base.Locks[n].Baseline
			g.Chips = append(g.Chips, view.Chip{
				Text: l.Name + ", " + wording.Day(l.At, p.seen()), Href: p.here("lock", string(l.ID)), Current: l.ID == d.Lock.Baseline.ID,
			})
		}
		page.Locks = []view.ChipGroup{g}
	}
	page.Split = p.driftChart("split", d)
	page.Slips = p.slips(d)
	page.Table = p.driftTable(d)
}

// lockedOn is when and for what the plan was locked.
func (p sheet) lockedOn(d *overview.Drift) string {
	s := "on " + wording.Day(d.Lock.Baseline.At, p.seen())
	if d.Period != nil {
		s += " for " + d.Period.Name
	}
	return s
}

// driftLead states what became of the plan in one sentence.
func (p sheet) driftLead(d *overview.Drift) view.Sentence {
	if !d.Defined() {
		return view.Say(fmt.Sprintf("Nothing can be said about the plan locked %s: %s.", p.lockedOn(d), d.Reason))
	}
	t := d.Totals
	out := view.Sentence{view.Words("All of the plan locked " + p.lockedOn(d) + " is as it was locked")}
	moved, cut := p.part(d, "moved", t.Timing.X), p.part(d, "cut", t.Scope.X)
	switch {
	case t.Moved > 1e-9 && t.Cut > 1e-9:
		out = append(p.gone(d), view.Num(moved), view.Words(" moved to another time and "), view.Num(cut), view.Words(" was cut"))
	case t.Moved > 1e-9:
		out = append(p.gone(d), view.Words("it moved to another time"))
	case t.Cut > 1e-9:
		out = append(p.gone(d), view.Words("it was cut"))
	}
	if t.Added > 1e-9 {
		return append(out, view.Words("; "), view.Num(p.added(d)), view.Words(" of today’s plan was not there."))
	}
	return append(out, view.Words("; nothing was added."))
}

// gone begins the sentence about a plan that changed.
func (p sheet) gone(d *overview.Drift) view.Sentence {
	return view.Sentence{view.Num(p.share(&d.Result)), view.Words(" of the plan locked " + p.lockedOn(d) + " is no longer as locked: ")}
}

// part is a share of the locked plan, explained by the rows it is made of.
func (p sheet) part(d *overview.Drift, what string, share float64) view.Figure {
	f := view.Number(wording.WholePercent(share))
	f.Why = p.driftWhy(d, what, f.Text)
	return f
}

// added is the share of today's plan that was not there at the lock.
func (p sheet) added(d *overview.Drift) view.Figure {
	if !d.Totals.Intrusion.OK {
		return view.Figure{Missing: d.Totals.Intrusion.Why}
	}
	return p.part(d, "added", d.Totals.Intrusion.X)
}

// driftWhy explains one part of the drift: its rows are the initiatives with most of it.
func (p sheet) driftWhy(d *overview.Drift, what, text string) *view.Why {
	r, whole, of := d.Result, d.Totals.Base, "locked"
	value := func(row *portfolio.DriftRow) float64 { return row.Moved }
	r.Rows, r.Adds, r.Total, r.Reason = nil, true, d.Totals.Moved, ""
	switch what {
	case "kept":
		r.Total, value = d.Totals.Kept, func(row *portfolio.DriftRow) float64 { return row.Kept }
	case "cut":
		r.Total, value = d.Totals.Cut, func(row *portfolio.DriftRow) float64 { return row.Cut }
	case "added":
		r.Total, whole, of = d.Totals.Added, d.Totals.Plan, "planned now"
		value = func(row *portfolio.DriftRow) float64 { return row.Added }
	}
	for _, row := range d.Rows {
		if x := value(row); x > 0 {
			r.Rows = append(r.Rows, measure.Row{Label: row.Initiative.Name, Record: row.Initiative.Ref(), Value: x, Unit: d.Unit})
		}
	}
	w := p.why(&r, text)
	w.Result = fmt.Sprintf("%s %s ÷ %s %s = %s", amount(r.Total, d.Unit), what, amount(whole, d.Unit), of, text)
	w.ID = whyID(&d.Result, idWord(string(d.Lock.Baseline.ID)), what)
	return w
}

func (p sheet) driftFacts(d *overview.Drift) []view.Fact {
	if !d.Defined() {
		return nil
	}
	t := d.Totals
	kept := p.part(d, "kept", 1-t.Share.X)
	cut := p.part(d, "cut", t.Scope.X)
	if t.Cut > 0 {
		cut.Tone = view.Loss
	}
	facts := []view.Fact{
		{Name: "Kept", Figure: kept, Note: amount(t.Kept, d.Unit)},
		{Name: "Moved in time", Figure: p.part(d, "moved", t.Timing.X), Note: amount(t.Moved, d.Unit)},
		{Name: "Cut", Figure: cut, Note: amount(t.Cut, d.Unit)},
		{Name: "Added since", Figure: p.added(d), Note: amount(t.Added, d.Unit) + " of today’s plan"},
	}
	if t.Slip.OK {
		facts = append(facts, view.Fact{Name: "Slip", Figure: slipFigure(t.Slip.X), Note: "on average"})
	}
	return facts
}

// amount is a quantity of the drift in its unit: 2,190 days, 1 commitment.
func amount(x float64, unit string) string {
	if unit == "days" {
		return wording.Days(x)
	}
	n := wording.Number(x)
	if n == "1" {
		return "1 commitment"
	}
	return n + " " + unit
}

// slipFigure is a shift in periods. A shift too small to write with one decimal is no loss to look at.
func slipFigure(x float64) view.Figure {
	if abs(x) < 1e-9 {
		return view.Figure{Text: "none"}
	}
	f := view.Figure{Text: wording.Number(abs(x)), Unit: "periods"}
	switch {
	case f.Text == "1":
		f.Unit = "period"
	case f.Text == "0":
		f.Text = "under 0.1"
	}
	if x > 0 {
		f.Unit += " later"
		if x >= 0.05 {
			f.Tone = view.Loss
		}
		return f
	}
	f.Unit += " earlier"
	return f
}

// driftBars is how many initiatives the chart shows.
const driftBars = 12

// driftChart is what became of the locked plan, by initiative.
func (p sheet) driftChart(id string, d *overview.Drift) view.Chart {
	if !d.Defined() {
		return view.Chart{Part: missing(id, "What became of the locked plan", "What was kept, moved, cut and added, by initiative, would be here.", "Lock a plan that has initiatives with days or steps.")}
	}
	count := d.CountChanged()
	out := view.Chart{Part: view.Part{
		ID: id, Title: "What changed most since " + d.Lock.Baseline.Name,
		Sub: wording.Capital(d.Unit) + " of each initiative: what was kept, moved and cut of the plan locked " + p.lockedOn(d) + ", and what was added",
	}}
	if count == 0 {
		out.Missing = &view.Missing{Title: "Nothing changed.", Text: "Initiatives that were moved, cut or added since the lock would be here."}
		return out
	}
	c := chart.Drift{Frame: chart.Frame{ID: id + "-c", Finding: p.driftTitle(d) + ".", Desc: "One bar for each initiative.", Width: 710}, Unit: d.Unit}
	for _, r := range d.Rows[:min(count, driftBars)] {
		c.Rows = append(c.Rows, chart.DriftRow{
			Mark: chart.Mark{Href: p.to("/initiatives/" + string(r.Initiative.ID))}, Name: r.Initiative.Name, Theme: chart.Paint(p.base.MainPlace(r.Initiative)),
			Kept: r.Kept, Moved: r.Moved, Cut: r.Cut, Added: r.Added,
		})
	}
	full, narrow := c, c
	full.ID, full.Width = id+"-f", 1060
	narrow.ID, narrow.Width = id+"-n", 340
	out.SVG = view.SVG(chart.Fit{Full: full.SVG(), Wide: c.SVG(), Narrow: narrow.SVG()}.SVG())
	out.Twin = p.driftRows(d, d.Rows[:min(count, driftBars)])
	if count > driftBars {
		out.Foot = fmt.Sprintf("The %d that changed most, of %s.", driftBars, wording.Count(count, "initiative", "initiatives"))
	}
	return out
}

func (p sheet) driftTitle(d *overview.Drift) string {
	plan := "the plan locked on " + wording.Day(d.Lock.Baseline.At, p.seen())
	if d.Totals.Moved+d.Totals.Cut < 1e-9 {
		return "All of " + plan + " is as it was locked"
	}
	return wording.WholePercent(d.Value) + " of " + plan + " is no longer as locked"
}

func (p sheet) driftRows(d *overview.Drift, rows []*portfolio.DriftRow) view.Table {
	t := view.Table{Caption: "What became of the plan, by initiative, in " + d.Unit, Walk: true, Cards: true, Columns: []view.Column{
		{Name: "Initiative"},
		{Name: "Locked", Number: true},
		{Name: "Now", Number: true},
		{Name: "Kept", Number: true},
		{Name: "Moved", Number: true},
		{Name: "Cut", Number: true},
		{Name: "Added", Number: true},
		{Name: "Slip", Number: true, Side: true},
		{Name: "State", Side: true},
	}}
	for _, r := range rows {
		mark := view.Theme{Name: r.Initiative.Name, Mark: p.base.MainPlace(r.Initiative), Href: p.to("/initiatives/" + string(r.Initiative.ID))}
		if r.Now == "" {
			mark.Href = historyHref(p.visit, r.Initiative.Ref())
		}
		edit := p.editsNow(r.Initiative.Ref())
		cells := []view.Cell{{Theme: &mark, Sub: p.unitName(r.Initiative.Owner), Edit: edit.field("name")}}
		for _, x := range []float64{r.Base, r.Plan, r.Kept, r.Moved, r.Cut, r.Added} {
			cells = append(cells, view.T(quantity(x, d.Unit)))
		}
		cells[2].Edit = edit.field(plannedField(d.Unit))
		shift := view.Cell{}
		if r.Shift.OK {
			shift = view.F(slipFigure(r.Shift.X))
		}
		t.Rows = append(t.Rows, view.Row{Cells: append(cells, shift, view.Cell{Text: stateChange(r), Edit: edit.field("state")})})
	}
	return t
}

// plannedField is the field of an initiative from which its plan is counted.
func plannedField(unit string) string {
	if unit == "days" {
		return "participants"
	}
	return "steps"
}

// quantity is an amount of the drift as a number alone; days are whole.
func quantity(x float64, unit string) string {
	if unit == "days" {
		return wording.Whole(x)
	}
	return wording.Number(x)
}

// stateChange says how the commitment of an initiative changed since the lock.
func stateChange(r *portfolio.DriftRow) string {
	switch {
	case r.Now == "":
		return "gone, was " + string(r.Then)
	case r.Then == "":
		return "new, " + string(r.Now)
	case r.Then == r.Now && r.Resized:
		return string(r.Now) + ", sized anew"
	case r.Then == r.Now:
		return string(r.Now)
	}
	return string(r.Then) + " then, " + string(r.Now) + " now"
}

// driftTable is every initiative that changed, by cursor.
func (p sheet) driftTable(d *overview.Drift) view.DriftTable {
	count := d.CountChanged()
	out := view.DriftTable{Part: view.Part{
		ID: "changed", Title: wording.Capital(wording.Count(count, "initiative is", "initiatives are")) + " not as locked", Sub: "Most changed first, in " + d.Unit,
	}}
	if count == 0 {
		out.Missing = &view.Missing{Title: "Nothing changed.", Text: "Initiatives that were moved, cut or added since the lock would be listed here."}
		return out
	}
	rows, from, next := d.Changed(graph.InitiativeID(p.query("after")), pageRows)
	out.Table = p.driftRows(d, rows).WithoutEmpty()
	if count > len(rows) {
		out.Pager.Shown = fmt.Sprintf("%s to %s of %s", wording.Number(float64(from)), wording.Number(float64(from+len(rows)-1)), wording.Count(count, "initiative", "initiatives"))
	}
	if next != "" {
		out.Pager.Next = p.here("after", string(next))
	}
	if from > 1 {
		out.Pager.First = p.here()
	}
	return out
}

// mostSlips is how many moved steps the page lists.
const mostSlips = 30

// slips is the steps and initiatives that moved to another period, furthest first.
func (p sheet) slips(d *overview.Drift) view.Slips {
	out := view.Slips{Part: view.Part{ID: "slips", Title: "What moved in time", Sub: "Where most of it was locked, and where most of it is now"}}
	if len(d.Slips) == 0 {
		return view.Slips{} // the sentence at the top says that nothing moved
	}
	for _, s := range d.Slips[:min(len(d.Slips), mostSlips)] {
		row := view.Slip{
			Initiative: view.Link{Text: s.Initiative.Name, Href: p.to("/initiatives/" + string(s.Initiative.ID))}, Step: s.Step,
			Unit: p.unitName(s.Initiative.Owner), By: slipFigure(s.By),
		}
		edit := p.editsNow(s.Initiative.Ref())
		row.Initiative.Edit, row.ToEdit = edit.field("name"), edit.field("steps")
		if s.Step == "" {
			row.ToEdit = edit.field("participants")
		}
		if s.From != nil {
			row.From = s.From.Name
		}
		if s.To != nil {
			row.To = s.To.Name
		}
		out.Rows = append(out.Rows, row)
	}
	if n := len(d.Slips); n > mostSlips {
		out.Foot = fmt.Sprintf("The %d that moved furthest, of %s.", mostSlips, wording.Number(float64(n)))
	}
	return out
}
