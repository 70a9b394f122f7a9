package web

import (
	"context"
	"slices"
	"strconv"
	"strings"

	"github.com/a-h/templ"

	"throughline/access"
	"throughline/dependency"
	"throughline/engine"
	"throughline/fault"
	"throughline/graph"
	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

// owedPath is the page with everything that waits for somebody.
const owedPath = "/owed"

// The parameters of that page.
const (
	personParam = "person" // somebody else, for those who may see
	whatParam   = "what"   // one sort of duty
	mostOwed    = 100
)

// person is who asks, "" for an account that is linked to nobody.
func (v *visit) person() graph.PersonID { return v.guest.Viewer.Person }

// signs is the person in whose name something is written down, "" where the organisation knows nobody of that name.
func (v *visit) signs() graph.PersonID {
	if v.now.Person(v.person()) == nil {
		return ""
	}
	return v.person()
}

// shown is the page's picture as whoever asks may see it.
func (s *Server) shown(ctx context.Context, v *visit) (*graph.Snapshot, error) {
	switch {
	case v.sight == nil:
		return v.then, nil
	case !v.past():
		return v.sight.Shown(), nil
	}
	then, err := s.engine.SightAt(ctx, v.sight, v.then)
	if err != nil {
		return nil, err
	}
	return then.Shown(), nil
}

// owed is what waits for a person, of what whoever asks may see; nil where there is no such person.
func (s *Server) owed(ctx context.Context, v *visit, who graph.PersonID) (*overview.Owed, error) {
	base, err := s.base(ctx, v)
	if err != nil {
		return nil, err
	}
	picture, err := s.shown(ctx, v)
	if err != nil {
		return nil, err
	}
	frame := base.Frame
	frame.Picture = picture
	type key struct {
		base *overview.Base
		owed graph.PersonID
	}
	return engine.Compute(ctx, s.engine, picture, key{base, who}, func() *overview.Owed { return frame.OwedBy(who) })
}

// owedCount is how many things wait for whoever asks, "" for none.
func (s *Server) owedCount(ctx context.Context, v *visit) (string, error) {
	if v.person() == "" || v.past() {
		return "", nil
	}
	owed, err := s.owed(ctx, v, v.person())
	if err != nil || owed == nil || len(owed.Debts) == 0 {
		return "", err
	}
	return wording.Number(float64(len(owed.Debts))), nil
}

// mayLookAt reports whether whoever asks may see what waits for the person.
func (v *visit) mayLookAt(who graph.PersonID) bool {
	return v.as == nil || who == v.person() || v.guest.Viewer.Role.AtLeast(access.Editor) || overview.LeadsAbove(v.now, v.person(), who)
}

// owes is the page with what waits for somebody.
func (s *Server) owes(ctx context.Context, v *visit) (templ.Component, error) {
	who := graph.PersonID(v.query(personParam))
	if who == "" {
		who = v.person()
	}
	if who != "" && !v.mayLookAt(who) {
		return nil, fault.New(fault.Denied, "what waits for others is for those who lead them", "Look at what waits for you")
	}
	owed, err := s.owed(ctx, v, who)
	if err != nil {
		return nil, err
	}
	if owed == nil && v.query(personParam) != "" {
		return nil, v.notHere(who.Ref())
	}
	p, err := s.sheet(ctx, v)
	if err != nil {
		return nil, err
	}
	page := view.Owed{Title: "What I owe"}
	if owed != nil && who != v.person() {
		page.Title = "What waits for " + owed.Person.Label()
	}
	if page.Shell, err = s.shell(ctx, v, page.Title, "owed"); err != nil {
		return nil, err
	}
	if page.Shell.Done, err = s.done(ctx, v); err != nil {
		return nil, err
	}
	if owed == nil {
		p.owesNothingKnown(&page)
		return view.OwedPage(page), nil
	}
	p.fillOwed(&page, owed)
	return view.OwedPage(page), nil
}

// owesNothingKnown is the page for somebody who is nobody in the organisation.
func (p sheet) owesNothingKnown(page *view.Owed) {
	page.Lead = view.Say("It is not known who you are in this organisation, so nothing can be waiting for you.")
	missing := view.Missing{
		Title: "Your account is linked to no person.", Text: "What waits for you would be here: readings and asks to answer, decisions, metrics to read.",
		Add: "Ask an owner of the workspace to link your account to your person record, on the page Members.",
	}
	if why := p.unlinked("What waits"); why.Link.Href != "" && p.person() == "" {
		missing.Add, missing.Link = "You can say who you are here.", why.Link
	}
	if p.as == nil {
		missing.Title, missing.Add = "Nobody signs in here.", "Choose a person among the records, and look at what waits for them: "+owedPath+"?person= and their id."
		missing.Link = view.Link{Text: "See all people", Href: p.to("/records/person")}
	}
	page.List = view.OwedList{Part: view.Part{ID: "owed", Title: "What waits", Missing: &missing}}
}

func (p sheet) fillOwed(page *view.Owed, owed *overview.Owed) {
	own := owed.Person.ID == p.person()
	page.Lead = p.owedLead(owed, own)
	page.Filters = p.owedChips(owed)
	sub := "The oldest promise first, with the days it waits"
	if units := p.unitNames(owed.Units); units != "" {
		sub += "; with what is owed for " + units
	}
	page.List = view.OwedList{Part: view.Part{ID: "owed", Title: "What waits", Sub: sub}}
	asked := owed.Debts
	if what := p.query(whatParam); what != "" {
		asked = slices.DeleteFunc(slices.Clone(asked), func(d overview.Debt) bool { return sortOf(d.Duty) != what })
	}
	asked, page.List.Pager = portionOf(p.visit, portion{"after", "owed", mostOwed, "thing", "things"}, asked, owedID)
	for _, d := range asked {
		page.List.Items = append(page.List.Items, p.owedItem(d, own))
	}
	if len(page.List.Items) == 0 {
		page.List.Missing = &view.Missing{Title: "Nothing waits.", Text: "Readings and asks to answer, decisions to take and metrics to read would be here, the oldest promise first."}
		if p.query(whatParam) != "" {
			page.List.Missing.Link = view.Link{Text: "Show everything that waits", Href: p.here(whatParam, "", doneParam, "")}
		}
	}
}

func (p sheet) unitNames(units []*graph.Unit) string {
	names := make([]string, len(units))
	for n, u := range units {
		names[n] = u.ShortName()
	}
	return wording.List(names, 3)
}

// owedLead says how much waits, and how late the latest is.
func (p sheet) owedLead(owed *overview.Owed, own bool) view.Sentence {
	whom := "you"
	if !own {
		whom = owed.Person.Label()
	}
	n := len(owed.Debts)
	if n == 0 {
		return view.Say("Nothing waits for " + whom + ".")
	}
	s := view.Sentence{view.Num(view.Number(wording.Number(float64(n)))), view.Words(" " + plural(n, "thing waits", "things wait") + " for " + whom)}
	if owed.Late == 0 {
		return append(s, view.Words("; none is past the day it was promised for."))
	}
	worst := 0
	for _, d := range owed.Debts {
		worst = max(worst, d.Late(p.then.Today()))
	}
	return append(s, view.Words("; "), view.Num(view.Figure{Text: wording.Number(float64(owed.Late)), Tone: view.Loss}),
		view.Words(" "+plural(owed.Late, "is", "are")+" past the day "+plural(owed.Late, "it was", "they were")+" promised for, by up to "+wording.Count(worst, "day", "days")+"."))
}

// sortOf is the sort of a duty in the address, and its words.
func sortOf(d overview.Duty) string {
	switch d {
	case overview.DutyReply, overview.DutyTurn, overview.DutyDeliver, overview.DutyRequest, overview.DutyMention:
		return "answers"
	case overview.DutyDecide, overview.DutyOneDecider, overview.DutyEscalation, overview.DutyVerdict:
		return "decisions"
	case overview.DutyRead, overview.DutyAssumption, overview.DutyKill:
		return "check-ins"
	}
	return "strategy"
}

func (p sheet) owedChips(owed *overview.Owed) []view.ChipGroup {
	count := make(map[string]int)
	for _, d := range owed.Debts {
		count[sortOf(d.Duty)]++
	}
	if len(count) < 2 {
		return nil
	}
	asked := p.query(whatParam)
	g := view.ChipGroup{Name: "What", Chips: []view.Chip{{Text: "All", Href: p.here(whatParam, "", doneParam, ""), Current: asked == "", Count: wording.Number(float64(len(owed.Debts)))}}}
	for _, sort := range []string{"answers", "decisions", "check-ins", "strategy"} {
		if n := count[sort]; n > 0 || sort == asked {
			g.Chips = append(g.Chips, view.Chip{Text: wording.Capital(sort), Href: p.here(whatParam, sort, doneParam, ""), Current: asked == sort, Count: wording.Number(float64(n))})
		}
	}
	return []view.ChipGroup{g}
}

// owedID names a debt on its page.
func owedID(d overview.Debt) string {
	ref := d.Record.Ref()
	id := "o-" + string(d.Duty) + "-" + idWord(string(ref.Kind)) + "-" + idWord(ref.ID)
	if d.Unit != "" && d.Duty == overview.DutySign {
		id += "-" + idWord(string(d.Unit))
	}
	if d.Duty == overview.DutyAssumption || d.Duty == overview.DutyKill {
		id += "-" + idWord(graph.Slug(d.Words))
	}
	return id
}

func (p sheet) owedItem(d overview.Debt, own bool) view.OwedItem {
	today := p.then.Today()
	item := view.OwedItem{ID: owedID(d), Icon: dutyIcon(d.Duty), Kind: d.Duty.Words(), Title: view.Link{Text: d.Title(p.then), Href: historyHref(p.visit, d.Record.Ref())}}
	if d.Unit != "" {
		item.For = p.unitLink(d.Unit)
	}
	p.tellOwed(&item, d)
	switch waits := d.Waits(today); {
	case d.Since > today:
		item.Waits = view.Number("")
	case waits == 0:
		item.Waits = view.Number("today")
	default:
		item.Waits = view.Figure{Text: wording.Number(float64(waits)), Unit: plural(waits, "day", "days")}
	}
	switch late := d.Late(today); {
	case late > 0:
		item.State = view.State{Text: wording.Count(late, "day", "days") + " late", Tone: view.Loss}
	case d.Due == today:
		item.State = view.State{Text: "today", Icon: "clock", Tone: view.Warn}
	case d.Due != 0:
		item.State = view.State{Text: "by " + p.day(d.Due), Icon: "clock", Quiet: true}
	default:
		item.State = p.needed(d)
	}
	if own {
		p.actOn(&item, d)
	}
	return item
}

// needed is the day by which somebody needs an answer, where it is past.
func (p sheet) needed(d overview.Debt) view.State {
	if r, ok := d.Record.(*graph.Dependency); ok && r.NeededBy != 0 && r.NeededBy < p.then.Today() {
		return view.State{Text: "needed " + p.day(r.NeededBy), Tone: view.Loss}
	}
	return view.State{}
}

// tellOwed says what a debt is about, and who waits.
func (p sheet) tellOwed(item *view.OwedItem, d overview.Debt) {
	other, quote := p.unitName(d.Other), func(words string) {
		if words = strings.TrimSpace(words); words != "" {
			item.Quote = view.Say("“" + words + "”")
		}
	}
	switch r := d.Record.(type) {
	case *graph.Dependency:
		item.Text = p.askedWords(r, d, other)
		if n := len(r.Turns); n > 0 && d.Duty != overview.DutyDeliver {
			quote(r.Turns[n-1].Words)
		}
	case *graph.Request:
		item.Text = other + " asked on " + p.day(d.Since) + "."
		quote(r.Pain)
	case *graph.Decision:
		item.Text = p.decisionText(r, d)
	case *graph.Escalation:
		item.Title = p.link(r.Decision.Ref())
		item.Text = p.speakerName(d.By) + " passed it to you."
		quote(d.Words)
	case *graph.Outcome:
		item.Text = "The metric is " + r.Metric.Name + "; " + p.lastReading(r)
	case *graph.Initiative:
		item.Text = p.day(d.Due) + " was set to look at it again."
		if d.Due > p.then.Today() {
			item.Text = p.day(d.Due) + " is set to look at it again."
		}
		quote(d.Words)
	case *graph.Comment:
		item.Title = view.Link{Text: item.Title.Text, Href: historyHref(p.visit, r.On) + "#talk"}
		item.Text = p.speakerName(d.By) + " named you on " + p.day(d.Since) + "."
		item.Quote = p.spoken(r.Text)
	case *graph.Baseline:
		item.Text = "The plan was locked on " + p.day(d.Since) + " with days of " + p.unitName(d.Unit) + "."
	case *graph.ChangeRequest:
		item.Text = "A change to the locked plan, asked on " + p.day(d.Since) + "."
		quote(d.Words)
	case *graph.Intent:
		item.Text = p.intentText(r, d, other)
		if d.Duty == overview.DutyAnswer || d.Duty == overview.DutyResend {
			quote(d.Words)
		}
	}
}

// speakerName is who said something; those without a person are somebody.
func (p sheet) speakerName(id graph.PersonID) string {
	if id == "" {
		return "Somebody"
	}
	return p.label(id.Ref())
}

func (p sheet) intentText(i *graph.Intent, d overview.Debt, other string) string {
	switch d.Duty {
	case overview.DutyAnswer:
		if d.Again {
			return "The strategy changed on " + p.day(d.Since) + ", so how " + other + " reads what it is asked for in " + p.label(i.Period.Ref()) + " needs an answer again."
		}
		return other + " sent how it reads what it is asked for in " + p.label(i.Period.Ref()) + "."
	case overview.DutyResend:
		return p.speakerName(d.By) + " sent it back on " + p.day(d.Since) + "."
	case overview.DutyAcknowledge:
		return "It stands so since " + p.day(d.Since) + ", and you have not said that you read it."
	}
	if other == "" {
		other = "Whoever asked"
	}
	return other + " waits to hear how " + p.unitName(i.Unit) + " reads what it is asked for in " + p.label(i.Period.Ref()) + "."
}

func (p sheet) askedWords(d *graph.Dependency, debt overview.Debt, other string) string {
	if debt.Duty == overview.DutyDeliver {
		return p.unitName(d.On) + " promised it to " + other + " by " + p.day(debt.Due) + "."
	}
	t := dependency.Read(d, p.then.Today())
	text := other + " needs it"
	if d.From == debt.Unit {
		text = other + " spoke last, and " + p.unitName(d.From) + " needs it"
	} else if t.State == dependency.Renegotiated {
		text = "The promise was taken back; " + other + " needs it"
	}
	if d.NeededBy != 0 {
		text += " by " + p.day(d.NeededBy)
	}
	return text + "."
}

func (p sheet) decisionText(d *graph.Decision, debt overview.Debt) string {
	switch {
	case len(d.Deciders) == 0:
		return "Nobody is named who decides."
	case len(d.Deciders) > 1:
		return wording.Capital(wording.Count(len(d.Deciders), "person is", "people are")) + " named who decide, and you are one of them."
	}
	text := "Open since " + p.day(debt.Since)
	if u := p.unitName(d.Unit); u != "" {
		text += ", of " + u
	}
	return text + "."
}

func (p sheet) lastReading(o *graph.Outcome) string {
	n := len(o.Readings)
	for n > 0 && o.Readings[n-1].On > p.then.Today() {
		n--
	}
	if n == 0 {
		return "nobody has read it yet."
	}
	last := o.Readings[n-1]
	return "it was " + plainNumber(last.Value) + unitOfMeasure(o) + " on " + p.day(last.On) + ", and is to be " + plainNumber(o.Metric.Target) + unitOfMeasure(o) + "."
}

// plainNumber is a reading as it was written.
func plainNumber(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }

func unitOfMeasure(o *graph.Outcome) string {
	switch o.Metric.Unit {
	case "":
		return ""
	case "%":
		return "%"
	}
	return " " + o.Metric.Unit
}

func dutyIcon(d overview.Duty) string {
	switch sortOf(d) {
	case "answers":
		return "swap"
	case "decisions":
		return "decide"
	case "check-ins":
		return "pulse"
	}
	return "sight"
}
