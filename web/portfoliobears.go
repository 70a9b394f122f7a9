package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"throughline/overview"
	"throughline/web/view"
	"throughline/wording"
)

const (
	mostMarks = 3  // on one row
	mostDue   = 12 // in the list of what comes due
	mostLimit = 12 // in the list of constraints
	markWords = 56 // letters of a mark
)

// marks is what bears on an initiative, each with its words; at most so many, and how many more there are. What its
// units must keep to in all they do is told in one mark.
func (f folio) marks(list []overview.Bearing, most int) []view.State {
	var out []view.State
	var kinds []string
	own := 0
	for _, b := range list {
		switch word := bearingName(b); {
		case b.ByUnit && !slices.Contains(kinds, lower(word)):
			kinds = append(kinds, lower(word))
		case b.ByUnit:
		default:
			if own++; own <= most {
				out = append(out, f.mark(b))
			}
		}
	}
	if len(kinds) > 0 {
		out = append(out, view.State{Text: wording.Capital(wording.List(kinds, 0)) + plural(len(kinds), " constraint", " constraints") + " on its units", Icon: "lock", Quiet: true})
	}
	if n := own - most; n > 0 {
		out = append(out, view.State{Text: "and " + wording.Number(float64(n)) + " more", Icon: "more", Quiet: true})
	}
	return out
}

// mark is one thing that bears on an initiative.
func (f folio) mark(b overview.Bearing) view.State {
	s := view.State{Text: brief(bearingName(b)+": "+b.Words, markWords), Icon: bearingIcon(b), Quiet: true}
	switch {
	case b.Kind == overview.IsFunding:
		s.Text = brief(f.funded(b), markWords)
	case b.Overdue:
		s.Text, s.Tone, s.Icon = s.Text+", past its date of "+f.day(b.Due), view.Warn, "clock"
	case b.Due != 0:
		s.Text += ", due " + f.day(b.Due)
	}
	return s
}

// brief cuts a text at a word, so that it has about so many letters.
func brief(s string, most int) string {
	r := []rune(s)
	if len(r) <= most {
		return s
	}
	cut := string(r[:most])
	if at := strings.LastIndexByte(cut, ' '); at > most/2 {
		cut = cut[:at]
	}
	return strings.TrimRight(cut, " ,;:") + "…"
}

// bearingName is what a person calls it.
func bearingName(b overview.Bearing) string {
	switch b.Kind {
	case overview.IsMandate:
		return cmp.Or(b.Initiative.Mandate.Source, "Mandate")
	case overview.IsConstraint:
		return wording.Capital(cmp.Or(string(b.Constraint.Kind), "limit"))
	case overview.IsAssumption:
		return "Assumes"
	case overview.IsKill:
		return "Ends if"
	}
	return "Funded"
}

func bearingIcon(b overview.Bearing) string {
	switch b.Kind {
	case overview.IsMandate:
		return "flag"
	case overview.IsConstraint:
		return "lock"
	case overview.IsFunding:
		return "check"
	}
	return "circle"
}

// funded is what an initiative is funded with in the period.
func (f folio) funded(b overview.Bearing) string {
	s := "Funded"
	switch r := b.Funded; {
	case r.Days > 0:
		s += " with " + wording.Days(r.Days)
	case r.Money > 0:
		s += " with " + wording.Money(r.Money, r.Currency)
	}
	if p := f.then.Period(b.Funded.Period); p != nil {
		s += " in " + p.Name
	}
	return s
}

// due is what comes due by the end of the period, and what is past its date; left out where there is nothing.
func (f folio) due() view.List {
	list := f.base.ComesDue(f.list.Lines)
	if len(list) == 0 {
		return view.List{}
	}
	out := view.List{Part: view.Part{ID: "due", Title: "What comes due", Sub: "Mandates, assumptions and criteria that end an initiative, of those listed above; earliest first"}}
	out.Table = view.Table{Caption: out.Title, Walk: true, Cards: true, Columns: []view.Column{{Name: "Initiative"}, {Name: "What"}, {Name: "Due", Short: true}}}
	for _, b := range list[:min(len(list), mostDue)] {
		mark := f.marked(b.Initiative.Name, f.to("/initiatives/"+string(b.Initiative.ID)), "")
		mark.Mark = f.base.MainPlace(b.Initiative)
		state := view.State{Text: f.day(b.Due), Icon: "clock", Quiet: true}
		if b.Overdue {
			state.Text, state.Tone = f.day(b.Due)+", past", view.Warn
		}
		edit := f.bearingEdit(b)
		what := view.Cell{Text: sentence(b.Words), Sub: dueName(b), Edit: edit}
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{{Theme: &mark, Sub: f.shortUnit(b.Initiative.Owner)}, what, {State: &state, Edit: edit}}})
	}
	if n := len(list); n > mostDue {
		out.Foot = fmt.Sprintf("The first %d of %s. Sort by “Due next” for all.", mostDue, wording.Number(float64(n)))
	}
	return out
}

// bearingEdit leads to what bears on an initiative and has a date.
func (f folio) bearingEdit(b overview.Bearing) view.Edit {
	switch b.Kind {
	case overview.IsMandate:
		return f.edits(b.Initiative).field("mandate")
	case overview.IsAssumption:
		return f.edits(b.Initiative).field("assumptions")
	case overview.IsKill:
		return f.edits(b.Initiative).field("kill")
	case overview.IsConstraint:
		return f.edits(b.Constraint).field("due")
	}
	return view.Edit{}
}

func dueName(b overview.Bearing) string {
	switch b.Kind {
	case overview.IsMandate:
		return "Mandate: " + cmp.Or(b.Initiative.Mandate.Source, "from outside")
	case overview.IsConstraint:
		return wording.Capital(string(b.Constraint.Kind)) + " constraint"
	case overview.IsAssumption:
		return "Assumption to look at"
	}
	return "Ends it when true; to look at"
}

// limits is the constraints on the plan; left out where there is none.
func (f folio) limits() view.List {
	list := f.base.Limits(f.list.Lines)
	if len(list) == 0 {
		return view.List{}
	}
	out := view.List{Part: view.Part{ID: "limits", Title: "What the plan must keep to", Sub: "Constraints in force, and how many of the initiatives above that have not ended each bears on"}}
	out.Table = view.Table{Caption: out.Title, Walk: true, Cards: true, Columns: []view.Column{{Name: "Constraint"}, {Name: "Answers for it", Side: true}, {Name: "Bears on", Number: true}}}
	for _, l := range list[:min(len(list), mostLimit)] {
		c := l.Constraint
		count := view.T("all")
		if !l.Whole {
			count = view.T(wording.Number(float64(l.Count)))
		}
		edit := f.edits(c)
		out.Table.Rows = append(out.Table.Rows, view.Row{Cells: []view.Cell{
			{Text: sentence(c.Statement), Href: recordHref(f.visit, c.Ref()), Sub: f.limitWords(l), Edit: edit.field("statement")},
			{Text: f.personName(c.Answers), Edit: edit.field("answers")},
			count,
		}})
	}
	if n := len(list); n > mostLimit {
		out.Foot = fmt.Sprintf("%d of %s.", mostLimit, wording.Count(n, "constraint", "constraints"))
	}
	return out
}

// limitWords says what a constraint forces or forbids.
func (f folio) limitWords(l overview.Limit) string {
	c := l.Constraint
	parts := []string{wording.Capital(string(c.Kind))}
	if c.Forces != "" {
		parts = append(parts, "forces: "+lower(c.Forces))
	}
	if c.Forbids != "" {
		parts = append(parts, "forbids: "+lower(c.Forbids))
	}
	if c.Due != 0 {
		parts = append(parts, "due "+f.day(c.Due))
	}
	return strings.Join(parts, "; ")
}
