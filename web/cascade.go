package web

import (
	"context"
	"fmt"
	"slices"

	"github.com/a-h/templ"

	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/strategy"
	"throughline/web/view"
	"throughline/wording"
)

// The most units that the cascade shows on one page: each for itself, and side by side on a theme.
const (
	mostCascade  = 25
	mostReadings = 60
)

// cascade is the page of what each unit was asked for, how it reads that, and who is to move.
func (s *Server) cascade(ctx context.Context, v *visit) (templ.Component, error) {
	sh, err := s.shell(ctx, v, "Cascade", "cascade")
	if err != nil {
		return nil, err
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	c, err := newFalls(s, p)
	if err != nil {
		return nil, err
	}
	page := view.Cascade{Shell: sh, Lead: c.lead(), Facts: c.facts(), Filters: c.filters()}
	if page.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	switch {
	case p.period == nil:
		page.Missing = &view.Missing{Title: notYet, Text: "What each unit was asked for, how it reads that and who is to answer would be here.", Add: "Declare a period, themes and units first."}
	case c.theme != nil:
		page.Readings, page.Pager = c.readings()
	case len(c.shown) == 0:
		page.Missing = &view.Missing{Title: "No unit is like that.", Text: "Units of this state would be listed here.", Link: view.Link{Text: "Show all units", Href: p.here(stateParam, "", unitParam, "")}}
		if len(c.all) == 0 {
			page.Missing = &view.Missing{Title: "There is no unit to ask yet.", Text: "What each unit was asked for, and how it reads that, would be here.", Add: "Add units below the one that states the strategy."}
		}
	default:
		page.Units, page.Pager = c.units()
		page.Findings = c.findings()
	}
	return view.CascadePage(page), nil
}

// falls is the cascade as the address asks for it.
type falls struct {
	sheet
	server *Server
	all    []overview.CascadeLine
	shown  []overview.CascadeLine
	theme  *graph.Theme
	state  overview.CascadeState
}

func newFalls(s *Server, p sheet) (falls, error) {
	c := falls{sheet: p, server: s, state: overview.CascadeState(p.query(stateParam))}
	if c.state != "" && !slices.Contains(overview.CascadeStates(), c.state) {
		return c, fault.Invalidf("Choose one of the filters of the page", "the cascade has no state “%s”", string(c.state))
	}
	if id := graph.ThemeID(p.query(themeParam)); id != "" {
		if c.theme = p.then.Theme(id); c.theme == nil {
			return c, p.notHere(id.Ref())
		}
	}
	top := graph.UnitID(p.query(unitParam))
	if top != "" && p.then.Unit(top) == nil {
		return c, p.notHere(top.Ref())
	}
	for _, l := range p.base.Cascade() {
		if top == "" || p.base.Tree.Under(l.Unit.ID, top) {
			c.all = append(c.all, l)
		}
	}
	for _, l := range c.all {
		if c.state == "" || l.State == c.state {
			c.shown = append(c.shown, l)
		}
	}
	return c, nil
}

// count is how many units stand so, and how long the one that waits longest does.
func (c falls) count(of overview.CascadeState) (n, longest int) {
	for _, l := range c.all {
		if l.State == of {
			n, longest = n+1, max(longest, l.Days)
		}
	}
	return n, longest
}

// asked is how many units anything is asked of.
func (c falls) asked() int {
	n := 0
	for _, l := range c.all {
		if l.Asked != nil {
			n++
		}
	}
	return n
}

// lead says how far the cascade came, and where it stands still.
func (c falls) lead() view.Sentence {
	asked := c.asked()
	if asked == 0 {
		return view.Say("Nothing is asked of any unit " + c.inPeriodOrSoFar() + " yet.")
	}
	accepted, _ := c.count(overview.CascadeAccepted)
	text := fmt.Sprintf("%s of %s asked %s "+plural(accepted, "has", "have")+" a reading that was accepted", wording.Number(float64(accepted)), wording.Count(asked, "unit", "units"), c.inPeriod())
	if n, longest := c.count(overview.CascadeWaits); n > 0 {
		text += fmt.Sprintf("; %s for an answer, the longest for %s", plural(n, "1 waits", wording.Number(float64(n))+" wait"), wording.Count(longest, "day", "days"))
	}
	return view.Say(text + ".")
}

func (c falls) facts() []view.Fact {
	if c.asked() == 0 || c.theme != nil || c.query(unitParam) != "" {
		return nil
	}
	var out []view.Fact
	for _, s := range []struct {
		of         overview.CascadeState
		name, note string
	}{
		{overview.CascadeAccepted, "Accepted", "both sides mean the same"},
		{overview.CascadeWaits, "Wait for an answer", "those above are to answer"},
		{overview.CascadeReturned, "Sent back", "the unit is to answer"},
		{overview.CascadeUnsent, "Not sent", "nobody knows how it is read"},
	} {
		n, longest := c.count(s.of)
		f := view.Fact{Name: s.name, Figure: view.Number(wording.Number(float64(n)))}
		if n > 0 {
			f.Note = s.note
		}
		if longest > 0 {
			f.Note = "the longest " + wording.Count(longest, "day", "days")
		}
		out = append(out, f)
	}
	return out
}

// stateName is a state as the page calls it.
func stateName(s overview.CascadeState) string {
	return map[overview.CascadeState]string{
		overview.CascadeWaits: "Wait for an answer", overview.CascadeReturned: "Sent back", overview.CascadeUnsent: "Not sent",
		overview.CascadeAccepted: "Accepted", overview.CascadeUnasked: "Not asked",
	}[s]
}

func (c falls) filters() []view.ChipGroup {
	if c.period == nil || len(c.all) == 0 {
		return nil
	}
	states := view.ChipGroup{Name: "Receipt", Chips: []view.Chip{{Text: "All units", Href: c.here(stateParam, "", themeParam, "", doneParam, ""), Current: c.state == "" && c.theme == nil, Count: wording.Number(float64(len(c.all)))}}}
	for _, s := range overview.CascadeStates() {
		if n, _ := c.count(s); n > 0 {
			states.Chips = append(states.Chips, view.Chip{Text: stateName(s), Href: c.here(stateParam, string(s), themeParam, "", doneParam, ""), Current: c.state == s && c.theme == nil, Count: wording.Number(float64(n))})
		}
	}
	themes := view.ChipGroup{Name: "Side by side"}
	for n, t := range c.base.Themes() {
		mark := view.Theme{Name: t.ShortName(), Mark: n + 1}
		themes.Chips = append(themes.Chips, view.Chip{Text: t.ShortName(), Theme: &mark, Href: c.here(themeParam, string(t.ID), stateParam, "", doneParam, ""), Current: c.theme != nil && c.theme.ID == t.ID})
	}
	return slices.DeleteFunc([]view.ChipGroup{states, themes}, func(g view.ChipGroup) bool { return len(g.Chips) == 0 })
}

// units is one page of units.
func (c falls) units() (out []view.CascadeUnit, pager view.Pager) {
	lines, pager := c.part(c.shown, mostCascade)
	for n := range lines {
		out = append(out, c.unit(&lines[n]))
	}
	return out, pager
}

// part is the lines that go on one page, with the way to the others.
func (c falls) part(all []overview.CascadeLine, most int) (lines []overview.CascadeLine, pager view.Pager) {
	from := 0
	if after := graph.UnitID(c.query("after")); after != "" {
		from = slices.IndexFunc(all, func(l overview.CascadeLine) bool { return l.Unit.ID == after }) + 1
		pager.First = c.here()
	}
	to := min(len(all), from+most)
	if from > 0 || to < len(all) {
		pager.Shown = fmt.Sprintf("%s to %s of %s", wording.Number(float64(from+1)), wording.Number(float64(to)), wording.Count(len(all), "unit", "units"))
	}
	if to < len(all) {
		pager.Next = c.here("after", string(all[to-1].Unit.ID)) // here takes the last one out first
	}
	return all[from:to], pager
}

// unit is one unit of the cascade.
func (c falls) unit(l *overview.CascadeLine) view.CascadeUnit {
	out := view.CascadeUnit{ID: "u-" + string(l.Unit.ID), Unit: c.unitLink(l.Unit.ID), State: c.receiptState(l), Under: c.under(l)}
	out.Waits, out.Late = c.waits(l)
	for n := range l.Themes {
		out.Rows = append(out.Rows, c.row(&l.Themes[n], l))
	}
	if len(l.Themes) > 1 {
		out.Sum = c.sum(l)
	}
	if i := l.Read; i != nil {
		out.Words, out.Measure, out.Constraint, out.Stops = i.Restatement, i.Measure, i.Constraint, i.Stops
		out.Reason = i.Receipt.Reason
		switch {
		case out.Reason == "":
		case l.Again:
			out.Asker = "The strategy changed, so it waits for an answer again"
		default:
			out.Asker = "Why it was sent back"
		}
	}
	c.acting(&out, l)
	return out
}

// under is where the unit stands, and whose share stands in where nothing was asked of itself.
func (c falls) under(l *overview.CascadeLine) string {
	text := "At the top"
	if l.Parent != nil {
		text = "Part of " + l.Parent.Name
	}
	if l.Asked != nil && !l.Own {
		text += ". Nothing was asked of the unit itself; what " + c.unitName(l.Asked.Unit) + " is asked for stands in"
	}
	if l.Asked != nil && l.Asked.Level == graph.Stated {
		text += ". It answers to what it states"
	}
	return text
}

func (c falls) receiptState(l *overview.CascadeLine) view.State {
	switch l.State {
	case overview.CascadeUnasked:
		return view.State{Text: "not asked", Icon: "dash"}
	case overview.CascadeUnsent:
		if l.Read != nil {
			return view.State{Text: "draft, not sent", Icon: "dash", Tone: view.Warn}
		}
		return view.State{Text: "not sent", Icon: "dash", Tone: view.Warn}
	}
	return c.receipt(l.Read)
}

// waits says who is to move, and whether they were waited for so long that it is worth a look.
func (c falls) waits(l *overview.CascadeLine) (text string, late bool) {
	who := l.Unit.ShortName()
	if l.State == overview.CascadeWaits && l.Parent != nil {
		who = l.Parent.ShortName()
	}
	if !l.Waiting() {
		return "", false
	}
	act, why := " is to answer", ""
	if l.Again && l.State == overview.CascadeWaits {
		act, why = " is to answer again", ": the strategy changed"
	}
	if l.Days == 0 {
		return who + act + ", since today" + why, false
	}
	allowed := strategy.AnswerDays
	if l.State == overview.CascadeUnsent {
		allowed = strategy.RestateDays
	}
	return who + act + ", for " + wording.Count(l.Days, "day", "days") + why, l.Days*5 > allowed*7
}

func (c falls) row(t *overview.CascadeTheme, l *overview.CascadeLine) view.CascadeRow {
	row := view.CascadeRow{
		Theme: view.Theme{Name: t.Theme.Name, Mark: t.Place, Href: c.here(themeParam, string(t.Theme.ID), stateParam, "", doneParam, "", editParam, "")},
		Asked: shareFigure(t.Asked, "nothing is asked"), Read: shareFigure(t.Read, "no shares are read"),
	}
	if gap, ok := t.Gap(); ok && abs(gap) >= 0.1-1e-9 {
		row.Gap = view.State{Text: of100(abs(gap)) + " of 100 more than asked", Icon: "up", Tone: view.Warn, Quiet: true}
		if gap < 0 {
			row.Gap = view.State{Text: of100(abs(gap)) + " of 100 less than asked", Icon: "minus", Tone: view.Warn, Quiet: true}
		}
	}
	if r := t.Reading; r != nil {
		row.Words, row.Measure, row.Differs = r.Words, r.Measure, r.Differs && l.Read.Receipt.WasSent()
	}
	return row
}

// sum is what was asked and what was read, added up.
func (c falls) sum(l *overview.CascadeLine) *view.CascadeRow {
	out := view.CascadeRow{Asked: view.Figure{Missing: "nothing is asked"}, Read: view.Figure{Missing: "no shares are read"}}
	if l.Asked != nil {
		out.Asked = view.Number(wording.WholePercent(float64(l.Asked.Shares.Sum())))
	}
	if l.Read != nil && len(l.Read.Shares) > 0 {
		out.Read = view.Number(wording.WholePercent(float64(l.Read.Shares.Sum())))
	}
	if shift, ok := l.Shift(); ok && shift >= 0.005 {
		out.Words = wording.WholePercent(shift) + " of its emphasis is read otherwise than asked"
	}
	return &out
}

// readings is how all units read one theme, side by side.
func (c falls) readings() (view.CascadeReadings, view.Pager) {
	t := c.theme
	out := view.CascadeReadings{
		Part:  view.Part{ID: "readings", Title: "How units read “" + t.Name + "”", Sub: "What was asked, and what each unit understands by it, in its own words"},
		Theme: view.Theme{Name: t.Name, Mark: c.base.Place(t.ID), Href: c.to(strategyPath) + "#" + themeAnchor(t)}, Statement: t.Statement, Why: t.Why, AntiGoals: t.AntiGoals,
	}
	var speak []overview.CascadeLine
	for _, l := range c.all {
		// Where nothing is asked of the unit itself and it said nothing, the unit above stands for it.
		if at := c.themeOf(&l); at >= 0 && (l.Own || l.Read != nil && l.Read.Receipt.WasSent() && l.Themes[at].Reading != nil) {
			speak = append(speak, l)
		}
	}
	if len(speak) == 0 {
		out.Missing = &view.Missing{Title: "No unit is asked for it.", Text: "How each unit reads the theme would stand here, side by side.", Add: "Ask units for a share of it."}
		return out, view.Pager{}
	}
	lines, pager := c.part(speak, mostReadings)
	for n := range lines {
		out.Rows = append(out.Rows, c.interpretation(&lines[n]))
	}
	return out, pager
}

// themeOf is the place of the theme of the page among those of the line, −1 for none.
func (c falls) themeOf(l *overview.CascadeLine) int {
	return slices.IndexFunc(l.Themes, func(x overview.CascadeTheme) bool { return x.Theme.ID == c.theme.ID })
}

// interpretation is how one unit reads the theme of the page. A draft is the unit's own until it is sent.
func (c falls) interpretation(l *overview.CascadeLine) view.CascadeReading {
	row := c.row(&l.Themes[c.themeOf(l)], l)
	out := view.CascadeReading{
		Unit:  view.Link{Text: l.Unit.Name, Href: c.here(themeParam, "", unitParam, string(l.Unit.ID), doneParam, "")},
		Asked: row.Asked, Read: view.Figure{Missing: "not sent"}, State: c.receiptState(l), Differs: row.Differs,
	}
	if l.Read != nil && l.Read.Receipt.WasSent() {
		out.Words, out.Measure, out.Read = row.Words, row.Measure, row.Read
	}
	return out
}

// findings is where the cascade does not add up, and where it stands still.
func (c falls) findings() view.FindingList {
	list := c.base.CascadeFindings()
	if len(list) == 0 || c.query("after") != "" || c.state != "" || c.query(unitParam) != "" {
		return view.FindingList{}
	}
	shown := min(len(list), mostFindings)
	out := view.FindingList{Part: view.Part{ID: "findings", Title: "Where it does not add up, or stands still", Sub: shownOf(shown, len(list))}, Items: c.findingItems(list[:shown])}
	if shown < len(list) {
		out.All = view.Link{Text: "All findings", Href: c.to("/findings", "area", "cascade")}
	}
	return out
}

// marked is the themes that a restatement speaks of, current where they are read as something else.
func (c falls) marked(i *graph.Intent, tried []string) []view.Option {
	var out []view.Option
	for _, t := range c.base.Themes() {
		r := slices.IndexFunc(i.Readings, func(x graph.Reading) bool { return x.Theme == t.ID })
		if r < 0 && i.Shares.Of(t.ID) == 0 {
			continue
		}
		o := view.Option{Value: string(t.ID), Text: t.ShortName(), Current: r >= 0 && i.Readings[r].Differs}
		if tried != nil {
			o.Current = slices.Contains(tried, o.Value)
		}
		out = append(out, o)
	}
	return out
}
