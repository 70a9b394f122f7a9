package web

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"throughline/engine"
	"throughline/graph"
	"throughline/intent"
	"throughline/measure"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// home is the first page: where intent is lost between the strategy and the work.
func (s *Server) home(ctx context.Context, v *visit) (templ.Component, error) {
	sh, err := s.shell(ctx, v, "Where we stand", "home")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	soon, cancel := context.WithTimeout(ctx, s.patience)
	defer cancel()
	page, err := s.stand(ctx, soon, p)
	if err != nil {
		return nil, err
	}
	if err := s.starts(ctx, p, &page); err != nil {
		return nil, err
	}
	page.Shell = v.follow(sh)
	page.Done, err = s.done(ctx, v)
	return view.WhereWeStandPage(page), err
}

// follow is the frame of a page that hears of what follows, also when the page is of an earlier date.
func (v *visit) follow(sh view.Shell) view.Shell {
	if v.missed {
		sh.Head, sh.Events = v.state.String(), eventsPath
	}
	return sh
}

// stand is the page without the frame around it. What is not there when soon ends follows.
func (s *Server) stand(ctx, soon context.Context, p sheet) (view.WhereWeStand, error) {
	v := p.visit
	name := overview.Organisation(v.then)
	if p.base.Bare() {
		return view.WhereWeStand{Scope: name, Empty: nothingYet()}, nil
	}
	trend, err := s.trend(ctx, soon, v)
	if err != nil {
		return view.WhereWeStand{}, err
	}
	if p.sure, err = s.intervals(soon, p, ""); err != nil {
		return view.WhereWeStand{}, err
	}
	page := view.WhereWeStand{}
	if p.base.Whole == nil || !p.base.Whole.Defined() {
		p.fillUntold(&page)
	} else if page, err = alike(ctx, s, p, homePart{trend.reading, p.sure}, func(p sheet) view.WhereWeStand { return p.told(trend) }); err != nil {
		return view.WhereWeStand{}, err
	}
	page.Scope = name + ", all units"
	if page.Skills, err = s.skills(soon, p, ""); page.Findings.ID != "" && page.Skills.Missing != nil {
		page.Skills = view.Skills{} // no evidence, on a page that says already what is not declared
	}
	var gaps undeclaredYet
	gaps.take(&page.Trend.Part, &page.Quadrant.Part, &page.Shares.Part, &page.Capacity.Part)
	if page.Skills.Missing != nil && page.Skills.Missing.Title == noEvidence {
		gaps.take(&page.Skills.Part)
	}
	page.Gaps = gaps.panel()
	return page, err
}

// homePart is what the figures of the first page depend on besides their base: what of it followed.
type homePart struct {
	reading bool
	sure    intent.Intervals
}

// nothingYet is the first page of an organisation that declared nothing, for those who only read.
func nothingYet() *view.Missing {
	return &view.Missing{
		Title: "Nothing is declared yet.",
		Text:  "Where the strategy is lost between the top and the work would be here.",
		Add:   "Three things are enough to begin: themes with the share of capacity each should have, units, and initiatives. Whoever may write here is led through them; a workspace file is brought in with throughline import.",
	}
}

// unitKey names a figure of one unit among the kept results of a picture.
type unitKey struct {
	baseKey
	unit graph.UnitID
}

// intervals is the sampling uncertainty of the figures of a unit, "" for all. No figure waits for it longer than
// soon: then it follows.
func (s *Server) intervals(soon context.Context, p sheet, unit graph.UnitID) (intent.Intervals, error) {
	if p.period == nil {
		return intent.Intervals{}, nil
	}
	sure, _, err := follows(soon, s, p.visit, unitKey{baseKey{"intervals", p.period.ID}, unit}, func() intent.Intervals { return p.base.Intervals(unit) })
	return sure, err
}

// follows is a result of the page's picture that the page waits for until soon ends, and then does without.
func follows[T any](soon context.Context, s *Server, v *visit, what any, run func() T) (value T, there bool, err error) {
	value, there, err = engine.Soon(soon, s.engine, s.workspace, v.whole, what, run)
	v.missed = v.missed || !there
	return value, there, err
}

// with is a result with its interval, nil for none.
func (p sheet) with(r measure.Result, i *measure.Interval) *measure.Result {
	r.Interval = i
	return &r
}

// told is the figures of the page where what is kept of the strategy can be told.
func (p sheet) told(t trend) (page view.WhereWeStand) {
	page.Headline, page.Second = p.headline()
	page.Waterfall = p.homeWaterfall()
	page.Coverage = p.coverage()
	page.Leaks = p.leaks()
	page.Trend = p.homeTrend(t)
	page.Shares = p.shares()
	page.Quadrant = p.quadrant()
	page.Capacity = p.demand()
	page.Drift = p.driftStrip()
	return page
}

// fillUntold writes the page where nothing can be held against a strategy: it leads with what became of the
// plan, says what is not declared, and leaves out what would be empty.
func (p sheet) fillUntold(page *view.WhereWeStand) {
	page.Headline = p.undeclared()
	if d := p.base.Drift; d != nil && d.Defined() {
		page.Second = page.Headline
		page.Headline = p.driftLead(d)
		page.Waterfall, page.Drift = p.driftChart("drift-chart", d), p.driftStrip()
		page.Waterfall.All = view.Link{Text: "All that changed", Href: p.to("/drift")}
	} else {
		page.Waterfall = p.homeWaterfall()
	}
	page.Coverage = p.gaps()
	page.Findings = p.worstFindings()
	themes := len(p.base.Themes()) > 0 // without any, that nothing serves one says nothing
	if shares := p.shares(); themes && shares.Missing == nil {
		page.Shares = shares
	}
	if quadrant := p.quadrant(); themes && quadrant.Missing == nil {
		page.Quadrant = quadrant
	}
	if demand := p.demand(); demand.Missing == nil {
		page.Capacity = demand
	}
}

// gaps is what is not declared and, where there are themes, what stands without its other half.
func (p sheet) gaps() view.Coverage {
	out := view.Coverage{Part: view.Part{ID: "gaps", Title: "What is not declared yet", Sub: "Each would show more; none is a failure"}}
	for _, m := range p.base.Gaps() {
		out.Groups = append(out.Groups, view.CoverageGroup{
			Name: wording.Capital(m.What), Figure: view.Figure{Missing: m.What}, None: wording.Capital(m.Then) + ".",
		})
	}
	if len(out.Groups) == 0 || p.then.Count(graph.KindTheme) > 0 && len(out.Groups) < 3 {
		all := p.coverage()
		if len(out.Groups) == 0 {
			return all
		}
		out.Groups = append(out.Groups, all.Groups...)
	}
	return out
}

// worstFindings is the worst finding of each of the first checks.
func (p sheet) worstFindings() view.FindingList {
	list := p.base.WorstOfEach(homeLeaks)
	if len(list) == 0 {
		return view.FindingList{}
	}
	out := view.FindingList{Part: view.Part{
		ID: "findings", Title: "Findings, worst first", Sub: "The worst of each kind; a finding is a question to those who can mend it",
		All: view.Link{Text: "All " + wording.Count(p.base.OpenFindings(), "finding", "findings"), Href: p.to("/findings")},
	}}
	for n, w := range list {
		item := p.finding(w.Finding)
		item.ID = fmt.Sprintf("f-%d", n+1)
		if w.More > 0 {
			item.Reason += " " + wording.Number(float64(w.More)) + " more like it."
		}
		out.Items = append(out.Items, item)
	}
	return out
}

// headline is the finding of the page, and the second figure.
func (p sheet) headline() (first, second view.Sentence) {
	w := p.base.Whole
	first = view.Sentence{
		view.Words("Of every 100 days of capacity " + p.span() + ", "), view.Num(p.of100(p.with(w.Result, p.sure.Kept))),
		view.Words(" " + p.goesWhere(w.Last)),
	}
	if worst, ok := overview.WorstStep(w); ok {
		kept, _ := overview.PointsAt(w, w.Last)
		_, points := overview.PointsAt(w, worst.Stage)
		lost := strconv.Itoa(points)
		number := view.Num(view.Figure{Text: lost, Tone: view.Loss, Why: p.whyStage(w, worst, lost)})
		if points == 100-kept {
			first = append(first, view.Words("; the missing "), number, view.Words(" were all lost when "+worst.Stage.Words()+"."))
		} else {
			first = append(first, view.Words("; "), number, view.Words(fmt.Sprintf(" of the missing %d were lost when %s.", 100-kept, worst.Stage.Words())))
		}
	} else {
		first = append(first, view.Words(": nothing is lost on the way."))
	}
	if p.base.Course.Defined() {
		words := " of the days worked are on course: they trace to some theme, though not always in the share it was meant to have."
		if p.over() {
			words = " of the days worked were on course: they traced to some theme, though not always in the share it was meant to have."
		}
		second = view.Sentence{view.Num(p.share(p.with(p.base.Course, p.sure.OnCourse))), view.Words(words)}
	}
	return first, second
}

// goesWhere ends the sentence about what is kept at the last stage that was declared.
func (p sheet) goesWhere(s intent.Stage) string {
	are, go_ := "are", "go"
	if p.over() {
		are, go_ = "were", "went"
	}
	switch s {
	case intent.Assigned:
		return are + " asked for where the strategy wants them"
	case intent.Interpreted:
		return are + " read the way the strategy means them"
	case intent.Funded:
		return are + " set aside where the strategy asked"
	case intent.Planned:
		return are + " planned where the strategy asked"
	}
	return go_ + " where the strategy asked"
}

// undeclared is the headline where nothing can be held against a strategy.
func (p sheet) undeclared() view.Sentence {
	if p.period == nil {
		return view.Say("There is no period yet, so no plan and no strategy can be held against anything.")
	}
	return view.Say(wording.Capital(p.base.Whole.Reason) + ", so it cannot be said how much of the intent is kept.")
}

// whyStage explains what is lost at one stage: by unit.
func (p sheet) whyStage(w *intent.Waterfall, s intent.Step, text string) *view.Why {
	r := w.Result
	r.Rows, r.Adds, r.Total = nil, true, s.LostDays
	for _, row := range w.Rows {
		if row.Group == string(s.Stage) {
			row.Group = ""
			r.Rows = append(r.Rows, row)
		}
	}
	r.Numerator.Words, r.Numerator.Value = "days lost at the stage “"+string(s.Stage)+"”", s.LostDays
	r.Interval, r.Bounds, r.Reference = nil, nil, nil
	why := p.why(&r, text+" of every 100 days")
	why.ID = whyID(&w.Result, string(s.Stage))
	return why
}

func (p sheet) homeWaterfall() view.Chart {
	const id, title = "waterfall", "Where intent is lost between the strategy and the work"
	w := p.base.Whole
	if w == nil || !w.Defined() {
		return view.Chart{Part: missing(id, title, "The days kept at each stage would be here.", p.waterfallAdd())}
	}
	out := view.Chart{Part: view.Part{
		ID: id, Title: title,
		Sub:  "Days kept at each stage, out of every 100. One point is " + wording.Days(w.Days/100) + " of work.",
		Foot: waterfallFoot(w),
	}}
	finding, note := "Of every 100 days "+wording.Of100(w.Value)+" are kept.", ""
	if worst, ok := overview.WorstStep(w); ok {
		note = "the largest loss, when " + worst.Stage.Words()
		finding += " The largest loss is at " + string(worst.Stage) + "."
	}
	out.SVG, out.Twin = p.waterfall("waterfall-c", finding, note, w)
	return out
}

// waterfallFoot explains what a waterfall shows beside its columns: the most that can be reached, intervals,
// and stages that were left out.
func waterfallFoot(w *intent.Waterfall) string {
	var said []string
	if w.Reference != nil {
		said = append(said, "The dashed line at "+wording.Of100(w.Reference.Value)+" is the most to expect: even units that work exactly as asked miss the shares a little, by chance.")
	}
	if slices.ContainsFunc(w.Steps, func(s intent.Step) bool { return s.Bounds != nil }) {
		said = append(said, "A bracket shows how far what nobody declared could change a column.")
	}
	if s := skippedWords(w); s != "" {
		said = append(said, s)
	}
	return strings.Join(said, " ")
}

// skippedWords names the stages that were left out.
func skippedWords(w *intent.Waterfall) string {
	var names []string
	for _, s := range w.Steps {
		if s.Skipped != "" && s.Stage != intent.Stated {
			names = append(names, stageName(s.Stage))
		}
	}
	if len(names) == 0 {
		return ""
	}
	return "Nothing is declared at " + wording.List(names, 0) + ": " + plural(len(names), "that stage is", "those stages are") + " left out, not counted as lost."
}

// waterfallAdd says what to add to see a waterfall.
func (p sheet) waterfallAdd() string {
	if p.base.Whole != nil {
		for _, m := range p.base.Whole.Missing {
			return "Declare " + m.What + "."
		}
	}
	return "Declare a period, the share each theme should have in it, and the capacity of the units."
}

func (p sheet) shares() view.Shares {
	const id, title = "shares", "Share of capacity, intended and actual"
	shares, ok := p.base.Shares("")
	if !ok {
		return view.Shares{Part: missing(id, title, "What each theme was meant to have and what it has would be here.", "Add work that names its initiative, or the days of units in initiatives.")}
	}
	out := view.Shares{Part: view.Part{ID: id, Title: title, Sub: shareSub(shares)}}
	full := 0.0
	for _, r := range shares.Rows {
		full = max(full, r.Actual, r.Intended)
	}
	for _, r := range shares.Rows {
		row := view.Share{Theme: p.theme(r.Theme), Actual: r.Actual, Intended: r.Intended, Full: full * 1.05, Figure: view.Number(wording.Percent(r.Actual))}
		if r.Theme != nil && shares.Stated {
			row.Of = "of " + wording.Percent(r.Intended)
			row.Figure.Why = p.whyTheme(r)
		}
		out.Rows = append(out.Rows, row)
	}
	return out
}

func shareSub(s overview.ThemeShares) string {
	what := "Of the days worked so far, each unit counted by its capacity"
	if s.Stage == intent.Planned {
		what = "Of the days planned"
	}
	if s.Stated {
		return what + ". The mark is the share the strategy asked for."
	}
	return what + ". No share was stated."
}

// whyTheme explains what is kept of one theme.
func (p sheet) whyTheme(r overview.ThemeShare) *view.Why {
	w := p.base.Cells.ThemeWaterfall(r.Theme.ID)
	why := p.why(&w.Result, wording.Percent(r.Actual)+" of "+wording.Percent(r.Intended))
	why.Formula = "The days of units on the theme, each unit by its share of the capacity, over all of them"
	why.Result = fmt.Sprintf("%s on “%s” = %s. Of what the strategy asked for it, %s is kept all the way.",
		wording.Days(r.Days), r.Theme.Name, wording.Percent(r.Actual), keptWords(w))
	return why
}

func keptWords(w *intent.Waterfall) string {
	if !w.Defined() {
		return "it is not known how much"
	}
	return wording.WholePercent(w.Value)
}

// addFor says what to add first of what is missing.
func (p sheet) addFor(list []measure.Missing) string {
	if len(list) == 0 {
		return ""
	}
	return "Declare " + list[0].What + "."
}
