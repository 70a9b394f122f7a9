package overview

import (
	"cmp"
	"slices"

	"throughline/finding"
	"throughline/graph"
	"throughline/measure"
	"throughline/outcome"
)

// OutcomeRow is one outcome with its figures and what serves it in the period.
type OutcomeRow struct {
	outcome.Line
	Place int  // of its primary theme; 0 without one
	Stale bool // it has a metric, and its last reading is older than a reading may be, or there is none
}

// Doubted reports whether its owner doubts that it will be reached.
func (r OutcomeRow) Doubted() bool {
	return r.Confidence.OK && r.Confidence.X < outcome.LowConfidence
}

// OutcomeList is the outcomes of a period, those without an end last; each part by theme, then by name.
type OutcomeList struct {
	Rows []OutcomeRow
	// ByPlan says that no funding is declared in the period: what is planned counts as funded.
	ByPlan bool
	// Unserved is how many nothing funded serves, Unread how many have a metric and no reading.
	Unserved, Unread measure.Result
}

// OutcomeList reads the outcomes of the period that are still pursued.
func (b *Base) OutcomeList() OutcomeList {
	var out OutcomeList
	book := b.outcomeBook()
	for _, l := range book.Lines {
		o := b.Picture.Outcome(l.Outcome.ID)
		if o == nil || !b.concerns(o) {
			continue
		}
		l.Outcome = o
		out.Rows = append(out.Rows, b.outcomeRow(l))
	}
	slices.SortStableFunc(out.Rows, func(a, b OutcomeRow) int {
		return cmp.Or(boolOrder(!a.Outcome.Evergreen(), !b.Outcome.Evergreen()), boolOrder(a.Place > 0, b.Place > 0), cmp.Compare(a.Place, b.Place),
			cmp.Compare(a.Outcome.Name, b.Outcome.Name), cmp.Compare(a.Outcome.ID, b.Outcome.ID))
	})
	out.ByPlan = book.ByPlan
	basis := b.all().Basis
	if basis == nil {
		out.Unserved = measure.Undefined(&outcome.WithoutFunding, "there is no period yet")
		out.Unread = measure.Undefined(&outcome.WithoutReading, "there is no period yet")
		return out
	}
	out.Unserved, out.Unread = book.Unserved(basis), book.UnreadOnes(basis)
	return out
}

// outcomeBook is the book of everything; without a period nothing is known of what serves the outcomes.
func (b *Base) outcomeBook() *outcome.Book {
	all := b.all()
	if all.Basis != nil {
		return outcome.Read(all.Basis)
	}
	out := &outcome.Book{ByPlan: true}
	for o := range graph.All[*graph.Outcome](all.Picture) {
		if o.Until != 0 && o.Until < b.Today() {
			continue
		}
		out.Lines = append(out.Lines, outcome.LineOf(all.Picture, o))
	}
	return out
}

// LatestReading is the last reading of an outcome up to the day of the picture; nil for none.
func (b *Base) LatestReading(o *graph.Outcome) *graph.Value {
	return outcome.LineOf(b.Picture, o).Latest
}

func (b *Base) outcomeRow(l outcome.Line) OutcomeRow {
	stale := l.Outcome.Metric.Declared() && (l.Latest == nil || b.Today()-l.Latest.On > outcome.StaleDays)
	return OutcomeRow{Line: l, Place: b.Place(l.Outcome.PrimaryTheme()), Stale: stale}
}

// OutcomePage is everything about one outcome.
type OutcomePage struct {
	OutcomeRow
	Ended    bool // it was pursued up to a day before the one that is looked at
	Period   *graph.Period
	Parent   *graph.Outcome   // nil without one
	Children []*graph.Outcome // by name
	// Services is what the initiatives that may be named do for it; Rest what all others do together, nil for none.
	Services []outcome.Service
	Rest     *outcome.Service
	ByPlan   bool // as in OutcomeList
	Findings []*finding.Finding
}

// OutcomePage reads the page of an outcome; nil when there is none.
func (b *Base) OutcomePage(id graph.OutcomeID) *OutcomePage {
	o := b.Picture.Outcome(id)
	if o == nil {
		return nil
	}
	p := &OutcomePage{Period: b.Picture.Period(o.Period), Parent: b.Picture.Outcome(o.Parent), Ended: o.Until != 0 && o.Until < b.Today()}
	p.OutcomeRow = b.outcomeRow(outcome.LineOf(b.Picture, o))
	if all := b.all(); all.Basis != nil {
		p.serve(b, outcome.ServedBy(all.Basis, id))
		p.ByPlan = outcome.FundedByPlan(all.Basis)
	}
	for c := range graph.Referrers[*graph.Outcome](b.Picture, id.Ref()) {
		if c.Parent == id {
			p.Children = append(p.Children, c)
		}
	}
	slices.SortFunc(p.Children, func(a, b *graph.Outcome) int { return cmp.Or(cmp.Compare(a.Name, b.Name), cmp.Compare(a.ID, b.ID)) })
	p.Findings = b.FindingsOn(id.Ref())
	return p
}

// serve adds up what serves the outcome: figures from everything, names only of what may be named.
func (p *OutcomePage) serve(b *Base, list []outcome.Service) {
	for _, v := range list {
		p.Planned, p.Spent = p.Planned+v.Planned, p.Spent+v.Spent
		if v.Counts {
			p.Initiatives++
		}
		if v.Funded {
			p.Funded++
		}
		if i := b.Picture.Initiative(v.Initiative.ID); i != nil {
			v.Initiative = i
			p.Services = append(p.Services, v)
			continue
		}
		if p.Rest == nil {
			p.Rest = new(outcome.Service)
		}
		p.Rest.Planned, p.Rest.Spent = p.Rest.Planned+v.Planned, p.Rest.Spent+v.Spent
	}
}
