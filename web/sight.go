package web

import (
	"cmp"
	"context"
	"fmt"
	"strings"

	"github.com/a-h/templ"

	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// sight is the page of the map from themes to units.
func (s *Server) sight(ctx context.Context, v *visit) (templ.Component, error) {
	theme := graph.ThemeID(v.query("theme"))
	if theme != "" && theme != overview.NoLine && v.then.Theme(theme) == nil {
		return nil, v.notHere(theme.Ref())
	}
	sh, err := s.shell(ctx, v, "Line of sight", "sight")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	page := view.LineOfSight{Shell: sh}
	full, ok, err := s.wholeSight(ctx, p)
	if err != nil {
		return nil, err
	}
	if !ok {
		page.Lead, page.Empty = p.noSight()
		return view.LineOfSightPage(page), nil
	}
	made, err := alike(ctx, s, p, "sight", func(p sheet) sightPart { return p.sightPart(theme, full) })
	if err != nil || made.err != nil {
		return nil, cmp.Or(err, made.err)
	}
	made.page.Shell = sh
	return view.LineOfSightPage(made.page), nil
}

// sightPart is the page without the frame around it, or why what was selected cannot be shown.
type sightPart struct {
	page view.LineOfSight
	err  error
}

func (p sheet) sightPart(theme graph.ThemeID, full overview.Sight) (out sightPart) {
	shown := full
	if pin := pinned(full, p.query("select")); theme != "" || pin != "" {
		shown, _ = p.base.Sight(theme, pin)
	}
	out.page.Lead, out.page.Filter = p.sightLead(full), p.sightFilter(theme)
	out.err = p.fillSight(&out.page, full, shown)
	return out
}

// maybeSight is a line of sight, or that there is none.
type maybeSight struct {
	sight overview.Sight
	ok    bool
}

// wholeSight is the line of sight of all themes, computed once.
func (s *Server) wholeSight(ctx context.Context, p sheet) (overview.Sight, bool, error) {
	if p.period == nil {
		return overview.Sight{}, false, nil
	}
	picture := p.whole
	if p.base.Confined() {
		picture = p.then
	}
	found, err := engine.Compute(ctx, s.engine, picture, baseKey{"sight", p.period.ID}, func() maybeSight {
		sight, ok := p.base.Sight("", "")
		return maybeSight{sight, ok}
	})
	return found.sight, found.ok, err
}

// pinned is the initiative selected that has no bar of its own on the whole map, "" otherwise.
func pinned(s overview.Sight, selected string) graph.InitiativeID {
	ref, err := graph.ParseRef(selected)
	if err != nil || ref.Kind != graph.KindInitiative {
		return ""
	}
	for _, n := range s.Traced {
		if initiativeRef(s.Initiatives[n]).Ref() == ref {
			return ""
		}
	}
	return graph.InitiativeID(ref.ID)
}

func (p sheet) noSight() (view.Sentence, *view.Missing) {
	lead := "There is nothing to follow yet " + p.inPeriod() + "."
	if p.period == nil {
		lead = "There is nothing to follow yet."
	}
	return view.Say(lead), &view.Missing{
		Title: "No days are worked or planned yet.",
		Text:  "Every day of work, followed over its initiative and outcome to the theme it serves, would be here.",
		Add:   "Add initiatives with the days of the units that take part and what they contribute to, or work items that name their initiative.",
	}
}

// sightLead states how much has no line back.
func (p sheet) sightLead(s overview.Sight) view.Sentence {
	none := s.Days - s.Linked
	number := view.Figure{Text: wording.Whole(none) + " of " + wording.Days(s.Days), Why: p.whySight(s, none)}
	what := "worked"
	if !s.Worked {
		what = "planned"
	}
	if none < 0.5 {
		return view.Say("Follow any day of work back to the strategy it serves. " + wording.Capital(p.span()) + ", every one of the " + wording.Days(s.Days) + " " + what + " has a line back.")
	}
	return view.Sentence{
		view.Words("Follow any day of work back to the strategy it serves. " + wording.Capital(p.span()) + ", "), view.Num(number),
		view.Words(" " + what + " have no line back."),
	}
}

// whySight explains the days without a line back.
func (p sheet) whySight(s overview.Sight, none float64) *view.Why {
	r := p.base.Course
	number := wording.Whole(none) + " of " + wording.Days(s.Days)
	if s.Worked && r.Defined() {
		w := p.why(&r, number)
		w.Result = fmt.Sprintf("%s worked − %s that trace to a theme = %s", wording.Days(s.Days), wording.Whole(s.Linked), wording.Whole(none))
		return w
	}
	w := &view.Why{
		ID: "why-no-line", Title: "Why " + number,
		Formula: "Days planned on initiatives, times the share of each initiative that serves no theme",
		Result:  fmt.Sprintf("%s planned − %s that serve a theme = %s", wording.Days(s.Days), wording.Whole(s.Linked), wording.Whole(none)),
		Inputs:  view.Grid{Head: []string{"Theme", "Days"}}, AsOf: "as of " + wording.FullDay(p.seen()),
	}
	for _, t := range s.Themes {
		w.Inputs.Rows = append(w.Inputs.Rows, []string{p.theme(t.Theme).Name, wording.Whole(t.Days)})
	}
	return w
}

func (p sheet) sightFilter(chosen graph.ThemeID) []view.Chip {
	chips := []view.Chip{{Text: "All themes", Href: p.here("theme", "", "select", ""), Current: chosen == ""}}
	for _, t := range p.base.Themes() {
		mark := p.theme(t)
		chips = append(chips, view.Chip{Href: p.here("theme", string(t.ID), "select", ""), Current: chosen == t.ID, Theme: &mark})
	}
	none := p.theme(nil)
	none.Name = "No line back"
	return append(chips, view.Chip{Href: p.here("theme", string(overview.NoLine), "select", ""), Current: chosen == overview.NoLine, Theme: &none})
}

// fillSight writes the map, what is selected on it, and the lists below.
func (p sheet) fillSight(page *view.LineOfSight, full, shown overview.Sight) error {
	selected := p.query("select")
	if selected != "" {
		ref, err := selection(selected)
		if err != nil {
			return err
		}
		line, ok := p.base.Line(ref)
		if !ok {
			return fault.New(fault.NotFound, "nothing runs through "+selected+" in this period", "Select something on the map")
		}
		page.Side = p.sightSide(ref, full, line)
	}
	what := "worked so far"
	if !full.Worked {
		what = "planned"
	}
	page.Map = view.Chart{
		Part:      view.Part{ID: "map", Title: "From theme to unit, in days " + what, Sub: "Width is days. Select any bar to trace its line.", Foot: p.sightFoot(full)},
		NeedsRoom: true, First: "Map",
	}
	page.Map.SVG = p.flow(full, shown, selected)
	page.Map.Twin = p.sightTwin(shown)
	page.Lines = p.sightLines(shown)
	page.NoLine = p.noLineList(full)
	thin, bare := p.base.Outcomes(full)
	page.Thin, page.Bare = p.thinList(thin, len(bare)), p.bareList(bare)
	return nil
}

// selection reads what is selected: kind/id; the id may be empty for what is not there.
func selection(text string) (graph.Ref, error) {
	for _, k := range []graph.Kind{graph.KindTheme, graph.KindOutcome, graph.KindInitiative, graph.KindUnit} {
		if text == string(k)+"/" {
			return graph.Ref{Kind: k}, nil
		}
	}
	return graph.ParseRef(text)
}

// sightFoot says which days are followed.
func (p sheet) sightFoot(s overview.Sight) string {
	if s.Worked {
		return "Days are those logged. Finished work without any counts by its size, at its unit’s days for each point."
	}
	return "No work is known yet, so the days in the plan are followed."
}

// sightLines is the map as a list for a narrow screen. All its bars have one scale.
func (p sheet) sightLines(s overview.Sight) []view.SightLine {
	longest := 0.0
	for _, i := range unlinked(s) {
		longest = max(longest, i.Unlinked)
	}
	for _, o := range s.Outcomes {
		longest = max(longest, o.Days)
	}
	var out []view.SightLine
	for _, t := range s.Themes {
		if t.Days == 0 && t.Asked == 0 {
			continue
		}
		mark := p.theme(t.Theme)
		line := view.SightLine{Theme: mark, Text: wording.Days(t.Days)}
		add := func(name, href string, days float64) {
			line.Items = append(line.Items, view.SightItem{
				Name: name, Href: href, Text: wording.Whole(days), Bar: view.Bar{Parts: []view.BarPart{{Value: days, Theme: &mark}}, Max: longest},
			})
		}
		if t.Theme == nil {
			for _, i := range unlinked(s) {
				add(initiativeName(i), p.initiativeHref(i), i.Unlinked)
			}
		}
		for _, o := range s.Outcomes {
			if t.Place > 0 && o.Place == t.Place {
				add(o.Outcome.ShortName(), recordHref(p.visit, o.Outcome.Ref()), o.Days)
			}
		}
		out = append(out, line)
	}
	return out
}

// mostNoLine is how many rows the lists below the map show.
const mostNoLine = 8

// unlinked is the first initiatives with days that serve no theme, in the order of the map.
func unlinked(s overview.Sight) []overview.SightInitiative {
	list := s.NoLine()
	return list[:min(len(list), mostNoLine)]
}

func initiativeName(i overview.SightInitiative) string {
	if i.Initiative == nil {
		return "Work without an initiative"
	}
	return i.Initiative.Name
}

func (p sheet) initiativeHref(i overview.SightInitiative) string {
	if i.Initiative == nil {
		return p.to("/records/" + string(graph.KindWork))
	}
	return p.to("/initiatives/" + string(i.Initiative.ID))
}

// noLineList is the work that serves no theme, most days first.
func (p sheet) noLineList(s overview.Sight) view.List {
	none := s.Days - s.Linked
	all := s.NoLine()
	l := view.List{Part: view.Part{ID: "noline", Title: "Work with no line back"}}
	if len(all) == 0 {
		l.Missing = &view.Missing{Title: "Every day has a line back.", Text: "Work that serves no theme would be listed here, most days first."}
		return l
	}
	l.Sub = wording.Of100(none/s.Days) + " of every 100 days. Some of it is right to do; then say so."
	l.Table = view.Table{Caption: l.Title, Columns: []view.Column{{Name: "What the days went to"}, {Name: "Days", Number: true}, {Name: "Units", Number: true, Side: true}, {Name: "Next step", Hidden: true}}}
	for _, i := range unlinked(s) {
		mark := view.Theme{Name: initiativeName(i), Href: p.initiativeHref(i)}
		l.Table.Rows = append(l.Table.Rows, view.Row{Cells: []view.Cell{
			{Theme: &mark, Sub: rootWords(i.Initiative)},
			view.T(wording.Whole(i.Unlinked)), view.T(wording.Number(float64(len(i.Units)))),
			{Step: view.Link{Text: "Trace it", Href: p.here("select", initiativeRef(i).Ref().String(), "theme", "")}},
		}})
	}
	if more := len(all) - mostNoLine; more > 0 {
		l.Foot = "The " + wording.Number(mostNoLine) + " with the most days; " + wording.Number(float64(more)) + " more have fewer."
	}
	l.Table.Foot = []view.Cell{view.T("Together"), view.T(wording.Whole(none)), {}, {}}
	if all[0].Initiative == nil {
		l.Table.Rows[0].Cells[3] = view.Cell{Step: view.Link{Text: "See the work", Href: p.to("/records/" + string(graph.KindWork))}}
	}
	return l
}

func initiativeRef(i overview.SightInitiative) graph.InitiativeID {
	if i.Initiative == nil {
		return ""
	}
	return i.Initiative.ID
}

// rootWords says where the work of an initiative comes from, where it was not chosen and its name does not say it.
func rootWords(i *graph.Initiative) string {
	if i == nil {
		return ""
	}
	words := ""
	switch i.Source {
	case graph.FromRequest:
		words = "unplanned requests"
	case graph.FromWaiting:
		words = "time lost waiting for another unit"
	case graph.FromBacklog:
		words = "a local list without an outcome"
	}
	if strings.EqualFold(words, i.Name) {
		return ""
	}
	return words
}

// thinList is the outcomes with the fewest days.
func (p sheet) thinList(list []overview.OutcomeLine, bare int) view.List {
	l := view.List{Part: view.Part{ID: "thin", Title: "Outcomes, thinnest line first", Sub: "Days that serve each outcome, and how far its metric is"}}
	if len(list) == 0 {
		l.Missing = &view.Missing{Title: "No outcome is served yet.", Text: "Outcomes with the fewest days would be listed here.", Add: "Say in each initiative which outcome it contributes to."}
		return l
	}
	l.Table = view.Table{Caption: l.Title, Cards: true, Columns: []view.Column{{Name: "Outcome"}, {Name: "Days", Number: true}, {Name: "Initiatives", Number: true, Side: true}, {Name: "Now", Number: true}, {Name: "Target", Number: true}}}
	for _, o := range list[:min(len(list), mostNoLine)] {
		mark := view.Theme{Name: o.Outcome.ShortName(), Mark: o.Place, Href: recordHref(p.visit, o.Outcome.Ref())}
		now, target := metricWords(o)
		l.Table.Rows = append(l.Table.Rows, view.Row{Cells: []view.Cell{
			{Theme: &mark}, view.T(wording.Whole(o.Days)), view.T(wording.Number(float64(o.Initiatives))), view.F(now), view.F(target),
		}})
	}
	if len(list) > mostNoLine {
		l.Foot = fmt.Sprintf("Showing %d of %s.", mostNoLine, wording.Number(float64(len(list))))
		l.All = view.Link{Text: "All outcomes", Href: p.to(outcomesPath)}
	}
	if bare == 0 {
		l.Foot = strings.TrimSpace(l.Foot + " Every outcome has at least one initiative.")
	}
	return l
}

// metricWords is the latest reading and the target of an outcome.
func metricWords(o overview.OutcomeLine) (now, target view.Figure) {
	m := o.Outcome.Metric
	now, target = view.Figure{Missing: "no reading"}, view.Figure{Missing: "no target"}
	if o.Latest != nil {
		now = view.Number(withUnit(o.Latest.Value, m.Unit))
	}
	if m.Declared() {
		target = view.Number(withUnit(m.Target, m.Unit))
	}
	return now, target
}

// withUnit is a number of a metric with its unit of measure.
func withUnit(v float64, unit string) string {
	switch unit {
	case "":
		return metricNumber(v)
	case "%":
		return metricNumber(v) + "%"
	}
	if v == 1 && strings.HasSuffix(unit, "s") && !strings.HasSuffix(unit, "ss") {
		unit = strings.TrimSuffix(unit, "s")
	}
	return metricNumber(v) + " " + unit
}

// bareList is the outcomes that nobody works on; nothing without any.
func (p sheet) bareList(list []overview.OutcomeLine) view.List {
	if len(list) == 0 {
		return view.List{}
	}
	l := view.List{Part: view.Part{ID: "bare", Title: "Outcomes with no initiative"}}
	l.Sub = wording.Count(len(list), "outcome", "outcomes")
	l.Table = view.Table{Caption: l.Title, Cards: true, Columns: []view.Column{{Name: "Outcome"}, {Name: "Owner"}, {Name: "Now", Number: true}, {Name: "Target", Number: true}}}
	for _, o := range list[:min(len(list), pageRows)] {
		mark := view.Theme{Name: o.Outcome.Name, Mark: o.Place, Href: recordHref(p.visit, o.Outcome.Ref())}
		owner := p.unitLink(o.Outcome.Owner)
		now, target := metricWords(o)
		cell := view.A(owner.Text, owner.Href)
		if owner.Text == "" {
			cell = view.F(view.Figure{Missing: "no owner"})
		}
		l.Table.Rows = append(l.Table.Rows, view.Row{Cells: []view.Cell{{Theme: &mark}, cell, view.F(now), view.F(target)}})
	}
	return l
}
